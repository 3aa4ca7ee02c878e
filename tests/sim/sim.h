/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * sim - seeded households of one to four people on the core alone, with everything that may happen to them:
 * claims, losses, suspends, restarts, steps of the clock; in some homes exercise programmes, those that ship,
 * with all that people make of them. home.c makes a home and lets things happen, trainee.c gives its people
 * programmes and does with them what people do, log.c keeps what comes of it as the store does, check.c and
 * check_routine.c hold what must always be true, simulate.c runs the years.
 */
#include "config/programmes.h"
#include "core/household.h"
#include "unit/zones.h"

#define SIM_PEOPLE_MAX   4
#define SIM_SOURCES_MAX  7
#define SIM_CHANNELS_MAX 4
#define SIM_HOLDS        4
#define SIM_CUES         2
#define SIM_GROUPS       2
/* One home of so many has programmes, the one of this number: their people cost the most. */
#define SIM_TRAINING_HOMES 40
#define SIM_TRAINING_HOME  14

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

/* Something of the routine that was given to be kept, and when. */
struct kept_record {
        int64_t realtime_usec;
        struct routine_record record;
};

/* A session of which something was done. */
struct done_session {
        int16_t programme;
        int32_t day;
        int64_t started_realtime_usec;
};

/* The sets of the session that is open, as they were kept. */
struct set_tally {
        int64_t session_realtime_usec;
        uint16_t sets[EXERCISES_MAX];
        uint16_t reps[EXERCISES_MAX];
};

/* Somebody with programmes: what is kept of it, and what is remembered independently of the core. */
struct trainee {
        struct routine_config config;
        bool has_routine;
        bool answers;                /* their loudspeaker tells when it has said something */
        struct kept_record *records; /* in the order in which they were given */
        size_t record_count, record_room;
        struct session open; /* at the last save */
        bool is_set_back;    /* the clock was, so that records are not in the order of time */
        bool had_day_twice;  /* perhaps: the clock was set, or the zone changed */
        bool suspended[EXERCISES_MAX];
        struct done_session *done;
        size_t done_count, done_room;
        struct set_tally tally;
        /* As it was before the step. */
        struct session before;
        bool by_word;      /* the step takes somebody's word about the session */
        int32_t asked_day; /* when the question was */
        struct prompt_id offer;
        uint8_t told;       /* how often the offer was */
        int64_t quiet_usec; /* when what is being said is said */
        uint16_t said;      /* the cue that the loudspeaker will answer to ... */
        int64_t said_usec;  /* ... and when; USEC_INFINITY: not */
};

struct sim {
        const struct programmes *programmes; /* set before home_build() */
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
        struct trainee trainees[SIM_PEOPLE_MAX];
        struct effects effects;
        bool link_up;
        bool all_train;  /* every home has programmes */
        bool keeps_time; /* the clock is never set; the zone may change */
        uint64_t hash;
        uint64_t steps;
        uint64_t prompts, outcomes, snoozes, restarts;
        uint64_t standing, forward; /* prompts about standing, and those that a cue brought forward */
        uint64_t offers, sessions, finished, sets, cues, resumed;
        bool traced;          /* every step is written out */
        uint32_t until_check; /* steps until the next look at save and load */
};

/* home.c: fills @sim with a home of @seed that exists for @days, and lets the next thing happen. */
void home_build(struct sim *sim, uint64_t seed, uint32_t days);
void home_live(struct sim *sim);
void home_clear(struct sim *sim);
/* What was set at run time comes back from the store before the rest does. */
void home_restore_settings(struct person *person, const struct person *from);

/* Lets one event happen to one person now, and has what comes of it checked. */
void home_step(struct sim *sim, uint32_t person, const struct event *event);

/* trainee.c: some homes' people get programmes; what they do with them. */
void trainee_draw(struct sim *sim, uint32_t person);
void trainee_begin(struct sim *sim); /* the questions are answered */
void trainee_act(struct sim *sim);
/* While a session waits for them people do things sooner than after @gap_usec. */
int64_t trainee_gap(struct sim *sim, int64_t gap_usec);
/* The loudspeakers that answer: when the next one does, and that it does. */
int64_t trainee_next_said(const struct sim *sim);
void trainee_say(struct sim *sim);
/* A new household has the voices of this one. */
void trainee_set_voices(struct sim *sim);
void trainee_clear(struct sim *sim);

/* log.c: keeps and restores as the store does. */
void log_effect(struct sim *sim, uint32_t person, const struct effect *effect);
void log_restore(struct sim *sim, uint32_t person, struct routine *routine);
/* A routine made of the log has the levels and suspensions of the live one. */
void log_check(struct sim *sim, uint32_t person);

/* check_routine.c */
void check_routine_before(struct sim *sim, uint32_t person, const struct event *event);
void check_routine_effect(struct sim *sim, uint32_t person, const struct effect *effect);
void check_routine_step(struct sim *sim, uint32_t person);
/* After the first step of a new run of the daemon; @before: the session of the old one. */
void check_routine_restart(struct sim *sim, uint32_t person, const struct session *before);

/* check.c: judges what one step did. Both end the program with the seed, the time and what was wrong. */
void check_step(struct sim *sim, uint32_t person, const struct event *event);
/* Saved in @zone, printed, parsed and loaded it is the same: @record is replaced by what has come back. */
void check_record(struct sim *sim, uint32_t person, struct person_record *record, const struct zone *zone,
        bool through_text);
void check_failed(const struct sim *sim, uint32_t person, const char *what) __attribute__((noreturn));
void check_require(const struct sim *sim, uint32_t person, bool good, const char *what);
void check_mix(struct sim *sim, uint64_t value);
/* Somebody is spoken to by @prompt: not too often. */
void check_spoken(struct sim *sim, uint32_t person, const struct prompt *prompt);
