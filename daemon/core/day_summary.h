/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * day_summary - the day's measures (programme.md 4.4 and 5): sitting time, bouts, breaks, prompts by outcome.
 *
 * Floor: core (pure). The day begins at day_start; only time that passes ends it: a step of the wall clock
 * gives the day another name but loses nothing.
 */
#include "core/bout.h"
#include "core/instant.h"

enum outcome {
        OUTCOME_TAKEN,
        OUTCOME_PARTIAL,
        OUTCOME_IGNORED,
        OUTCOME_DISMISSED,
        OUTCOME_MOOT,
        OUTCOME_MAX_,
};

struct day_summary {
        int32_t day;            /* days since 1970-01-01, local */
        int64_t began_usec;     /* boottime of the day's start */
        int64_t ends_usec;      /* boottime of the next day's start */
        int64_t seated_usec;    /* finished seated intervals since then */
        int64_t longest_usec;   /* longest finished, uncensored bout that began today */
        uint16_t bouts;         /* finished and uncensored that began today */
        uint16_t interruptions; /* counted at the return */
        uint16_t breaks;
        uint16_t full_breaks;
        uint16_t prompts;                /* numbers the day's prompts: ids derive from it */
        uint16_t outcomes[OUTCOME_MAX_]; /* of the prompts, by their end */
};

/* A new day that @now lies in, with nothing counted. */
void day_summary_init(struct day_summary *summary, int16_t day_start_minute, const struct instant *now);

/* Begins a new day if its start has passed, cutting the running interval of @bout there. Returns whether it
 * did; the old day is then in @ret_old. */
bool day_summary_roll(struct day_summary *summary, const struct bout *bout, int16_t day_start_minute,
        const struct instant *now, struct day_summary *ret_old);

/*
 * The wall clock or zone was changed: the day keeps its counts under the new name; set back over its own
 * start it keeps its name too, so that no day ends twice.
 */
void day_summary_rename(struct day_summary *summary, int16_t day_start_minute, const struct instant *now);

/* Counts one change of the bout. A gap that began before the day did is no break of this day: nobody breaks
 * from the night. */
void day_summary_count(
        struct day_summary *summary, const struct bout_config *config, const struct bout_change *change);

/* Seated time since the day's start, the running interval included. */
int64_t day_summary_sitting(const struct day_summary *summary, const struct bout *bout, int64_t now_usec);

/* The longest bout that began today, the running one included. */
int64_t day_summary_longest(const struct day_summary *summary, const struct bout *bout, int64_t now_usec);
