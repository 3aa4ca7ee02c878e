/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * engine - a home without its outside: messages and time in, messages and records out. The daemon, `unslouch
 * replay` and the simulator drive the same engine.
 *
 * Floor: app, but pure like core and wire: no clock, no file, no socket. It routes messages to people, lamps
 * and speakers, steps the household, and turns effects into messages (engine_outbox()) and into what the
 * store must keep (engine_keep()).
 */
#include "app/announce.h"
#include "config/programmes.h"
#include "config/settings.h"
#include "core/household.h"
#include "wire/catalogue.h"
#include "wire/cue_text.h"
#include "wire/outbox.h"

struct engine;

/* Catalogues of all languages that the settings name; found by language. Borrowed by the engine. */
struct catalogue_set {
        struct catalogue **items;
        size_t count;
};

/* What the store must keep, told while the engine is stepped. Any of them may be NULL. */
struct engine_keep {
        void *userdata;
        /* An effect of kind SPAN, OUTCOME, DAY, SETTING or ROUTINE. */
        void (*effect)(
                void *userdata, uint32_t person, const struct effect *effect, const struct instant *now);
        /* The open state of a person should be saved now. */
        void (*save)(void *userdata, uint32_t person, const struct instant *now);
        /* A lamp began or ceased to show something of ours, or lamp_save() changed meanwhile. */
        void (*lamp)(void *userdata, uint32_t channel);
        /* Something is wanted of a lamp that does not tell how it looks. Once, until it has told. */
        void (*lamp_blind)(void *userdata, uint32_t channel);
        /* A payload was rejected; @topic is borrowed; @reason is a static sentence. For one rate-limited log
         * line. */
        void (*rejected)(void *userdata, const char *topic, const char *reason, const struct instant *now);
        /* From now on this may be retained by the broker; inserted, or replaced by person, base, prefix and
         * mode. Borrowed for the call. */
        void (*announced)(void *userdata, const struct discovery_announcement *announcement);
        /* The broker has confirmed that nothing of it is retained any more. */
        void (*withdrawn)(void *userdata, const struct discovery_announcement *announcement);
};

/*
 * What people here, not on MQTT, are told while the engine is stepped, after the keep was given what is to be
 * stored of the step. Any of them may be NULL.
 */
struct engine_listener {
        void *userdata;
        /* What state and the run-time settings show has changed (at most once a minute for counters alone).
         */
        void (*state)(void *userdata, uint32_t person, const struct instant *now);
        void (*why)(void *userdata, uint32_t person, const struct instant *now);
        /* @texts are borrowed for the call; any may be NULL. */
        void (*prompt)(void *userdata, uint32_t person, const struct prompt *prompt,
                const struct prompt_texts *texts, const struct instant *now);
        /* What engine_session_text() and engine_plan_text() give has changed. */
        void (*session)(void *userdata, uint32_t person, const struct instant *now);
        void (*plan)(void *userdata, uint32_t person, const struct instant *now);
        /* @id and @text are borrowed for the call. */
        void (*cue)(void *userdata, uint32_t person, const char *id, const struct cue *cue,
                const struct cue_text *text, const struct instant *now);
};

struct engine_message {
        const char *topic;
        const void *payload;
        size_t payload_bytes;
        bool retain;
};

/**
 * engine_new() - a home of which nothing is known.
 * @settings, @catalogues, @programmes: borrowed, must outlive the engine. @programmes are those that
 * @settings were loaded with. @keep: copied.
 *
 * Return: 0; -ENOMEM. engine_free() takes NULL.
 */
int engine_new(const struct settings *settings, const struct catalogue_set *catalogues,
        const struct programmes *programmes, const struct engine_keep *keep, const struct instant *now,
        struct engine **ret_engine);
struct engine *engine_free(struct engine *engine);

/* By what the delays after births of Home Assistant are drawn: the same seed gives the same ones; 0 if it was
 * never set. */
void engine_set_seed(struct engine *engine, uint64_t seed);

/* After a reload: takes over people, sources, lamps by their names from @old, which is not used any more but
 * to be freed. */
void engine_adopt(struct engine *engine, struct engine *old, const struct instant *now);

/* The filters to subscribe to, each once: count, and the i-th (borrowed), with whether retained values are
 * wanted. */
size_t engine_subscription_count(const struct engine *engine);
const char *engine_subscription(const struct engine *engine, size_t index, bool *ret_retained_wanted);

bool engine_is_subscribed(const struct engine *engine, const char *filter);

/*
 * Events, each of which may fill the outbox and call the keep functions. Events stamped t come before
 * deadlines at t (DESIGN 2): after the last event of a moment call engine_on_time(), which does what is due
 * at @now; of a large home a part of it, and engine_next_deadline() stays at or before @now until all is
 * done.
 */
void engine_on_message(
        struct engine *engine, const struct engine_message *message, const struct instant *now);
void engine_on_time(struct engine *engine, const struct instant *now);
void engine_on_suspend(struct engine *engine, int64_t suspended_usec, const struct instant *now);
void engine_on_clock_change(struct engine *engine, const struct instant *now);
/*
 * The broker came (publishes all states; of a large home in slices, with further engine_on_time() as the
 * outbox is emptied) or went. Before it comes, and while it is away, the outbox stays empty.
 */
void engine_on_link(struct engine *engine, bool up, const struct instant *now);
/* The broker has the message of the outbox with this receipt. */
void engine_on_receipt(struct engine *engine, uint32_t receipt);
/* The daemon ends: gives every lamp back. What is open is shown again by the next start, if it still is then.
 */
void engine_rest(struct engine *engine, const struct instant *now);
/* The prompt that opened for @person was not confirmed before the broker went. Call before
 * engine_on_link(false). */
void engine_on_lost(struct engine *engine, uint32_t person, const struct instant *now);

/* Who is told (copied); after engine_new(), and after engine_adopt(). */
void engine_set_listener(struct engine *engine, const struct engine_listener *listener);

/*
 * Events of sources and holds that do not come by MQTT. @source and @hold are the person's own numbers.
 */
void engine_on_claim(struct engine *engine, uint32_t person, uint16_t source, const struct claim *claim,
        const struct instant *now);
void engine_on_hold(struct engine *engine, uint32_t person, uint16_t hold, enum source_value value,
        const struct instant *now);

/**
 * engine_command() - carries out a command whose sender waits for the answer.
 *
 * Return: 0; -ECANCELED with the EFFECT_ERROR that says why it was refused, which is published to nobody.
 */
int engine_command(struct engine *engine, uint32_t person, const struct command *command,
        const struct instant *now, struct effect *ret_refusal);

/* The same of a command of the routine: the refusal is an EFFECT_ROUTINE_ERROR, whose command is @command. */
int engine_session_command(struct engine *engine, uint32_t person, const struct routine_command *command,
        const struct instant *now, struct effect *ret_refusal);

/* The health questions were answered, or a clinician has agreed: all answers, with their days. */
void engine_on_screening(struct engine *engine, uint32_t person, const struct screening_answers *answers,
        const struct instant *now);

/* The index of the person with @id. Return: 0; -ENOENT. */
int engine_find_person(const struct engine *engine, const char *id, uint32_t *ret_person);

/* The JSON of the person's state and why topics at @now, owned by the caller; NULL without memory. */
char *engine_state_text(struct engine *engine, uint32_t person, const struct instant *now);
char *engine_why_text(struct engine *engine, uint32_t person, const struct instant *now);

/* The same of the session and plan topics; NULL also for who has no programmes. */
char *engine_session_text(struct engine *engine, uint32_t person, const struct instant *now);
char *engine_plan_text(struct engine *engine, uint32_t person, const struct instant *now);

/* The exercise programmes, borrowed. */
const struct programmes *engine_programmes(const struct engine *engine);

/* Whether the broker is there, as engine_on_link() told. */
bool engine_is_linked(const struct engine *engine);

/* The words of the person's language; NULL if there are none. Borrowed. */
const struct catalogue *engine_catalogue(const struct engine *engine, uint32_t person);

/* Boottime of the next deadline of people, lamps and speakers; USEC_INFINITY if there is none. */
int64_t engine_next_deadline(const struct engine *engine);

/* What is to be sent now; the caller empties it with outbox_clear(). */
struct outbox *engine_outbox(struct engine *engine);

/* For the store and the tests. */
struct household *engine_household(struct engine *engine);
struct lamp *engine_lamp(struct engine *engine, uint32_t channel); /* NULL if the channel is no light */
/*
 * At start, before the broker comes: what was announced and not withdrawn since. What of it is no more will
 * be taken back. Return: 0; -ENOMEM or another errno, and it is forgotten.
 */
int engine_know_announcement(struct engine *engine, const struct discovery_announcement *known);
/* The store has missed something: tells it once more of all lamps and announcements. */
void engine_keep_again(struct engine *engine);
/* At start: lamp_load() of what lamp_save() gave. Return: 0; -EINVAL; -ENOMEM; -ENOENT if the channel is no
 * light. */
int engine_load_lamp(struct engine *engine, uint32_t channel, const char *saved, const struct instant *now);
const struct settings *engine_settings(const struct engine *engine);
