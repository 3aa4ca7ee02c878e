/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * hold - why prompts wait: a set of reasons, each with an effect and an end (DESIGN 5.5).
 *
 * Floor: core (pure). A reason is set by a topic (as long as it says; after a restart until it should have
 * said it again) or by a command (until its end).
 */
#include "base/text.h"
#include "core/instant.h"

#include <stdbool.h>
#include <stddef.h>

#define HOLDS_MAX 16

enum hold_effect {
        HOLD_EFFECT_DEFER, /* call, meeting, film, do-not-disturb: wait, at most `defer` */
        HOLD_EFFECT_MUTE,  /* no speech */
        HOLD_EFFECT_QUIET, /* show nothing */
        HOLD_EFFECT_OFF,   /* holiday, ill: show nothing, weeks are excused */
        HOLD_EFFECT_MAX_,
};

struct hold_config {
        char reason[TEXT_ID_SIZE];
        enum hold_effect effect;
};

struct hold {
        char reason[TEXT_ID_SIZE];
        enum hold_effect effect;
        bool by_topic;
        bool by_command;
        int64_t topic_until_usec;    /* boottime; USEC_INFINITY: until the topic says otherwise */
        int64_t until_boottime_usec; /* of the command; USEC_INFINITY when the calendar decides */
        int64_t until_realtime_usec; /* of the command; USEC_INFINITY when the duration decides */
};

struct hold_set {
        struct hold holds[HOLDS_MAX];
        uint8_t count;
};

/* The effect that a well-known reason has (call, meeting, film, do-not-disturb, baby, partner-asleep, paused,
 * guests, holiday, ill); HOLD_EFFECT_DEFER for any other word. */
enum hold_effect hold_effect_of(const char *reason);

#define HOLDS_KNOWN_MAX 16
/* The well-known reasons. Returns how many. */
size_t hold_known_reasons(const char *ret_reasons[static HOLDS_KNOWN_MAX]);

/**
 * hold_set_topic() - a topic says that @reason holds, or that it does not.
 *
 * Return: 0; -ENOSPC with HOLDS_MAX reasons set.
 */
int hold_set_topic(struct hold_set *set, const char *reason, enum hold_effect effect, bool holds);

/* After a restart: what topics said before it counts until @until_boottime_usec, if they do not say it again.
 */
void hold_resume_topics(struct hold_set *set, int64_t until_boottime_usec);

/**
 * hold_set_command() - a person sets @reason until @until_boottime_usec or @until_realtime_usec, whichever is
 * sooner.
 *
 * Return: 0; -ENOSPC with HOLDS_MAX reasons set.
 */
int hold_set_command(struct hold_set *set, const char *reason, enum hold_effect effect,
        int64_t until_boottime_usec, int64_t until_realtime_usec);

/* Takes @reason off, whoever set it. Return: 0; -ENOENT if it is not set. */
int hold_release(struct hold_set *set, const char *reason);

/* Drops what has ended at @now. */
void hold_expire(struct hold_set *set, const struct instant *now);

/* Whether some reason has @effect. */
bool hold_has(const struct hold_set *set, enum hold_effect effect);

/* The boottime at which the next reason ends by itself; USEC_INFINITY if none does. */
int64_t hold_next_end(const struct hold_set *set, const struct instant *now);
