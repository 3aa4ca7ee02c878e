/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * engine_inside - what the files of the engine share: engine.c (life and time), engine_message.c (what comes
 * in), engine_local.c (what comes and goes without MQTT),
 * engine_effect.c (what goes out) and engine_adopt.c (reload). Nobody else includes it.
 */
#include "app/deadline_heap.h"
#include "app/engine.h"
#include "app/router.h"
#include "wire/publish.h"
#include "wire/topic.h"

/* What the engine remembers of a source beside core's own: whether its field was ever seen in a message. */
struct engine_person {
        struct person_names names;
        const struct catalogue *catalogue; /* NULL: there are no words in this person's language */
        bool *field_seen;                  /* per source */
        enum source_value *hold_values;    /* per hold: what its topic said last, for the hysteresis */
};

struct engine_channel {
        struct lamp *lamp;       /* of a light */
        struct speaker *speaker; /* of a loudspeaker */
        uint32_t lamp_digest;    /* of what was last told to the store; 0: that the lamp is not ours */
};

struct engine {
        const struct settings *settings;
        const struct catalogue_set *catalogues;
        struct engine_keep keep;
        struct engine_listener listener;
        struct household *household;
        struct router *topics;
        struct router *ids; /* of people */
        struct engine_person *people;
        struct engine_channel *channels;
        struct deadline_heap channel_deadlines;
        struct field_path *whole;
        struct field_path *state;
        char commands[2][TOPIC_SIZE]; /* filters */
        size_t base_bytes;
        struct outbox outbox;
        struct effects effects;
        bool link_up;
        uint32_t told;     /* how many of people, then channels, know that the broker is there */
        int64_t told_usec; /* boottime at which telling began */
};

/* An error event is of no use to who was away when the command came. */
#define ENGINE_ERROR_EXPIRY_SEC 60
/* More is told to a new connection only while the outbox is shorter than this: a large home comes in slices.
 */
#define ENGINE_LINK_OUTBOX_MAX 1024

/* Steps one person and performs what comes of it. */
void engine_step(
        struct engine *engine, uint32_t person, const struct event *event, const struct instant *now);

/* Performs the effects of the last step of @person; and one of them. */
void engine_perform(struct engine *engine, uint32_t person, const struct instant *now);
void engine_perform_one(
        struct engine *engine, uint32_t person, const struct effect *effect, const struct instant *now);

/* Publishes "<base>/<person>/<leaf>"; NULL as payload or a full outbox loses the message. Returns it, or
 * NULL. */
struct outbox_message *engine_publish(
        struct engine *engine, uint32_t person, enum outbox_kind kind, const char *leaf, const char *payload);

/* Publishes a run-time setting as it is. */
void engine_publish_setting(struct engine *engine, uint32_t person, enum setting setting);

/* After any call into a lamp or speaker: its deadline, and whether the store must know. */
void engine_channel_changed(struct engine *engine, uint32_t channel);

/* Begins to tell everybody that the broker is there. */
void engine_begin_telling(struct engine *engine, const struct instant *now);

/* Nothing waits for a broker that is away. */
void engine_settle(struct engine *engine);
