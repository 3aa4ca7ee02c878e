/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * engine_inside - what the files of the engine share: engine.c (life and time), engine_message.c (what comes
 * in), engine_button.c (presses), engine_local.c (what comes and goes without MQTT),
 * engine_effect.c (what goes out), engine_adopt.c (reload), engine_announce.c (Home Assistant),
 * engine_routine.c and engine_routine_message.c (the routine). Nobody else includes it.
 */
#include "app/deadline_heap.h"
#include "app/engine.h"
#include "app/engine_announce.h"
#include "app/engine_routine.h"
#include "app/router.h"
#include "wire/publish.h"
#include "wire/topic.h"

/* What the engine remembers of a source beside core's own: whether its field was ever seen in a message. */
struct engine_person {
        struct person_names names;
        const struct catalogue *catalogue; /* NULL: there are no words in this person's language */
        bool *field_seen;                  /* per source */
        enum source_value *hold_values;    /* per hold: what its topic said last, for the hysteresis */
        struct button *buttons;            /* per button: what was pressed last */
        uint32_t why_digest;               /* of what was published last; 0: nothing since the broker came */
        struct engine_routine routine;
};

struct engine_channel {
        struct lamp *lamp;       /* of a light */
        struct speaker *speaker; /* of a loudspeaker */
        bool lamp_blind;         /* what the keeper was told of lamp_is_blind() */
        uint32_t lamp_digest;    /* of what was last told to the store; 0: that the lamp is not ours */
};

struct engine {
        const struct settings *settings;
        const struct catalogue_set *catalogues;
        const struct programmes *programmes;
        struct engine_keep keep;
        struct engine_listener listener;
        struct household *household;
        struct router *topics;
        struct router *ids;   /* of people */
        struct router *sites; /* of voice assistants: whose commands they hear */
        struct engine_person *people;
        struct engine_channel *channels;
        struct deadline_heap channel_deadlines;
        struct field_path *whole;
        struct field_path *state;
        char commands[2][TOPIC_SIZE]; /* filters */
        size_t base_bytes;
        struct outbox outbox;
        struct effects effects;
        struct engine_announcing announcing;
        bool link_up;
        uint32_t told;     /* how many of people, then channels, know that the broker is there */
        int64_t told_usec; /* boottime at which telling began */
};

/* An error event is of no use to who was away when the command came. */
#define ENGINE_ERROR_EXPIRY_SEC 60
/* People that one engine_on_time() steps: with all that is published and stored, some 30 ms. */
#define ENGINE_STEPS_AT_ONCE 256
/* More is told to a new connection only while the outbox is shorter than this: a large home comes in slices.
 */
#define ENGINE_LINK_OUTBOX_MAX       1024
#define ENGINE_LINK_OUTBOX_BYTES_MAX (1024 * 1024)

static inline bool engine_has_room_to_tell(const struct engine *engine)
{
        return engine->outbox.count < ENGINE_LINK_OUTBOX_MAX &&
               engine->outbox.bytes < ENGINE_LINK_OUTBOX_BYTES_MAX;
}

/* Steps one person and performs what comes of it. */
void engine_step(
        struct engine *engine, uint32_t person, const struct event *event, const struct instant *now);

/* The same; an error among the effects is not published. Return: 0; -ECANCELED with the error. */
int engine_step_answered(struct engine *engine, uint32_t person, const struct event *event,
        const struct instant *now, struct effect *ret_error);

/* Hands the effects of the last step of @person that are to be stored to the keep, before any is told. */
void engine_keep_effects(struct engine *engine, uint32_t person, const struct instant *now);
/* Performs the effects of the last step of @person, kept first; and one of them, without keeping it. */
void engine_perform(struct engine *engine, uint32_t person, const struct instant *now);
void engine_perform_one(
        struct engine *engine, uint32_t person, const struct effect *effect, const struct instant *now);

/* Publishes "<base>/<person>/<leaf>"; NULL as payload or a full outbox loses the message. Returns it, or
 * NULL. */
struct outbox_message *engine_publish(
        struct engine *engine, uint32_t person, enum outbox_kind kind, const char *leaf, const char *payload);

/* Publishes a retained @payload (NULL: nothing) if it is not what was published last, of which @digest tells.
 */
void engine_publish_changed(
        struct engine *engine, uint32_t person, const char *leaf, const char *payload, uint32_t *digest);

/* For how long from @now the broker may hold an event back; at least a second, 0 for ever. */
uint32_t engine_expiry_sec(int64_t expires_usec, const struct instant *now);

/* A command as far as it can be shown in an error: text, cut between characters. */
#define ENGINE_SHOWN_BYTES 64
void engine_show_command(const struct engine_message *message, char shown[static ENGINE_SHOWN_BYTES + 1]);

/* A command of `cmd`, as text or as JSON. */
void engine_take_command(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct instant *now);

/* Something was pressed on button @index of @person. */
void engine_take_press(struct engine *engine, uint32_t person, uint32_t index, const struct reading *reading,
        const struct instant *now);

/* Publishes a run-time setting as it is. */
void engine_publish_setting(struct engine *engine, uint32_t person, enum setting setting);

/* After any call into a lamp or speaker: its deadline, and whether the store must know. */
void engine_channel_changed(struct engine *engine, uint32_t channel);

/* Steps a person by @event and publishes all that is retained, whether it has changed or not. */
void engine_publish_all(
        struct engine *engine, uint32_t person, const struct event *event, const struct instant *now);

/* Begins to tell everybody that the broker is there. */
void engine_begin_telling(struct engine *engine, const struct instant *now);

/* Nothing waits for a broker that is away. */
void engine_settle(struct engine *engine);
