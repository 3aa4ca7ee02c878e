/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * sim - seeded households of one to four people on the core alone, with everything that may happen to them:
 * claims, losses, suspends, restarts, steps of the clock. home.c makes a home and lets things happen, check.c
 * holds what must always be true, simulate.c runs the years.
 */
#include "core/household.h"
#include "unit/zones.h"

#define SIM_PEOPLE_MAX   4
#define SIM_SOURCES_MAX  7
#define SIM_CHANNELS_MAX 4
#define SIM_HOLDS        4
#define SIM_CUES         2
#define SIM_GROUPS       2

struct random {
        uint64_t state;
};

uint32_t random_below(struct random *random, uint32_t below);
bool random_percent(struct random *random, uint32_t percent);

/* What is remembered of a person, independently of the core, to judge what it does. */
struct witness {
        struct prompt_id open;   /* the prompt that was opened and has not ended; number 0: none */
        int64_t bout_start_usec; /* of the bout whose snoozes are counted */
        uint32_t snoozes;
        enum prompt_stage stage;                 /* before the step */
        int64_t spoken_usec[VOICE_PER_HOUR_MAX]; /* a ring */
        uint32_t spoken_count, spoken_today;
        uint16_t lit;
        int64_t born_usec;          /* of the household */
        int64_t sat_usec;           /* in spans */
        struct person_record saved; /* at the last EFFECT_SAVE */
        struct zone saved_zone;
};

struct sim {
        struct random random;
        uint64_t seed;
        const struct test_zone *zone;
        struct instant now;
        int64_t end_usec;
        uint32_t count;
        struct person_config configs[SIM_PEOPLE_MAX];
        struct source_config sources[SIM_PEOPLE_MAX][SIM_SOURCES_MAX];
        struct channel_config channels[SIM_PEOPLE_MAX][SIM_CHANNELS_MAX];
        struct hours_rule active[SIM_PEOPLE_MAX], quiet[SIM_PEOPLE_MAX];
        struct hold_config holds[SIM_HOLDS];
        struct household *household;
        struct witness witnesses[SIM_PEOPLE_MAX];
        struct effects effects;
        bool link_up;
        uint64_t hash;
        uint64_t steps;
        uint64_t prompts, outcomes, snoozes, restarts;
        uint64_t standing, forward; /* prompts about standing, and those that a cue brought forward */
        bool traced;                /* every step is written out */
        uint32_t until_check;       /* steps until the next look at save and load */
};

/* home.c: fills @sim with a home of @seed that exists for @days, and lets the next thing happen. */
void home_build(struct sim *sim, uint64_t seed, uint32_t days);
void home_live(struct sim *sim);
void home_clear(struct sim *sim);
/* What was set at run time comes back from the store before the rest does. */
void home_restore_settings(struct person *person, const struct person *from);

/* check.c: judges what one step did. Both end the program with the seed, the time and what was wrong. */
void check_step(struct sim *sim, uint32_t person, const struct event *event);
/* Saved in @zone, printed, parsed and loaded it is the same: @record is replaced by what has come back. */
void check_record(struct sim *sim, uint32_t person, struct person_record *record, const struct zone *zone,
        bool through_text);
void check_failed(const struct sim *sim, uint32_t person, const char *what) __attribute__((noreturn));
