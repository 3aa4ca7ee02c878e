/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programme - exercises, their doses, and the programmes made of them, as plain data (programme.md 2 and 3).
 *
 * Floor: core (pure). Filled by config/programmes.c from conf/programmes; immutable afterwards. Exercises and
 * programmes refer to each other by their index in one struct programme_set; -1 is none. The words that are
 * said are not here.
 */
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXERCISES_MAX           128
#define PROGRAMMES_MAX          16
#define PROGRAMME_EXERCISES_MAX 16 /* in one list: order, warm-up, pick-order, stand-ins */
#define LEVELS_MAX              16
#define TAGS_MAX                64
#define EQUIPMENT_MAX           32

struct dose {
        uint8_t sets;
        uint8_t reps; /* per side for `each` and `alternate` */
        uint16_t hold_sec;
        uint16_t load_grams; /* per hand; 0: none */
};

enum exercise_role {
        EXERCISE_ROLE_MAIN,
        EXERCISE_ROLE_ALTERNATIVE,
};

enum exercise_group {
        EXERCISE_GROUP_STRETCH,
        EXERCISE_GROUP_STRENGTH,
        EXERCISE_GROUP_ABDOMINAL,
        EXERCISE_GROUP_BONE,
        EXERCISE_GROUP_BREAK,
        EXERCISE_GROUP_CHECK, /* a posture check: words only */
        EXERCISE_GROUP_MAX_,
};

enum exercise_position {
        EXERCISE_POSITION_STANDING,
        EXERCISE_POSITION_SITTING,
        EXERCISE_POSITION_SUPINE,
        EXERCISE_POSITION_PRONE,
        EXERCISE_POSITION_KNEELING,
        EXERCISE_POSITION_QUADRUPED,
        EXERCISE_POSITION_MAX_,
};

enum exercise_sides {
        EXERCISE_SIDES_NONE,
        EXERCISE_SIDES_EACH,      /* all repetitions of one side, then the other */
        EXERCISE_SIDES_ALTERNATE, /* left and right in turn */
        EXERCISE_SIDES_MAX_,
};

/* What an exercise is like, as bits: programmes forbid some of them. In the order of exercise_flag_names. */
enum exercise_flag {
        EXERCISE_FLAG_FLOOR = 1 << 0,
        EXERCISE_FLAG_STANDING = 1 << 1,
        EXERCISE_FLAG_SEATED = 1 << 2,
        EXERCISE_FLAG_PRONE = 1 << 3,
        EXERCISE_FLAG_KNEELING = 1 << 4,
        EXERCISE_FLAG_OVERHEAD = 1 << 5,
        EXERCISE_FLAG_HIP_HINGE = 1 << 6,
        EXERCISE_FLAG_SPINE_NEUTRAL = 1 << 7,
        EXERCISE_FLAG_SPINE_EXTENSION = 1 << 8,
        EXERCISE_FLAG_SPINE_FLEXION = 1 << 9,
        EXERCISE_FLAG_SPINE_ROTATION = 1 << 10,
        EXERCISE_FLAG_IMPACT = 1 << 11,
        EXERCISE_FLAG_ROLLER = 1 << 12,
        EXERCISE_FLAG_LOADED_FORWARD_REACH = 1 << 13,
};
#define EXERCISE_FLAG_COUNT 14
extern const char *const exercise_flag_names[EXERCISE_FLAG_COUNT];

struct exercise {
        char id[TEXT_ID_SIZE];
        enum exercise_role role;
        enum exercise_group group;
        enum exercise_position position;
        enum exercise_sides sides;
        uint32_t flags;          /* enum exercise_flag */
        uint64_t avoid;          /* tags of the set: a yes to any of them excludes it */
        uint32_t equipment;      /* names of the set: all of it is needed */
        uint32_t load_equipment; /* likewise, for the load ladder alone */
        uint16_t lift_sec;
        uint16_t lower_sec;
        uint16_t rest_reps_sec;
        uint16_t rest_sets_sec;
        uint16_t switch_sec;
        struct dose ladder[LEVELS_MAX]; /* level 1 is [0] */
        uint8_t top;                    /* levels in the ladder */
        uint8_t start_level;            /* from 1 */
        struct dose load_ladder[LEVELS_MAX];
        uint8_t load_top; /* steps in load_ladder; 0: never loaded */
        int16_t easier;   /* exercise, or -1 */
        int16_t harder;
};

enum programme_kind {
        PROGRAMME_KIND_STRENGTH,
        PROGRAMME_KIND_STRETCH,
        PROGRAMME_KIND_BREAK,
        PROGRAMME_KIND_MAX_,
};

enum programme_schedule {
        PROGRAMME_SCHEDULE_WEEKLY,
        PROGRAMME_SCHEDULE_DAILY,
        PROGRAMME_SCHEDULE_EVENT,
        PROGRAMME_SCHEDULE_MAX_,
};

enum programme_screening {
        PROGRAMME_SCREENING_NONE,
        PROGRAMME_SCREENING_GENERAL,
        PROGRAMME_SCREENING_CLEARANCE, /* a clinician must have agreed; stricter pain rules */
        PROGRAMME_SCREENING_MAX_,
};

struct exercise_list {
        uint8_t count;
        int16_t exercises[PROGRAMME_EXERCISES_MAX];
};

struct programme {
        char id[TEXT_ID_SIZE];
        enum programme_kind kind;
        enum programme_schedule schedule;
        enum programme_screening screening;
        uint8_t per_week_min;
        uint8_t per_week_max;
        uint8_t default_days; /* mask, bit 0 is Monday */
        uint8_t min_gap_hours;
        uint8_t rest_days_between;
        bool rest_days_strict;
        uint8_t min_weeks;
        uint8_t deload_every_weeks; /* 0: never */
        uint8_t level_min_days;
        uint8_t level_min_days_easy;
        uint8_t pain_stop; /* programme.md 3.3: 6 and 4, with clearance 4 and 1 */
        uint8_t pain_down;
        uint32_t forbidden_flags;
        uint64_t not_for;    /* tags */
        int16_t use_instead; /* programme, or -1 */
        bool prone_needs_clearance;
        int16_t prone_stand_in; /* exercise, or -1 */
        struct exercise_list warm_up;
        struct exercise_list order;
        struct exercise_list pick_order; /* the abdominal ones */
        uint8_t pick_count;
        struct exercise_list stand_ins;
        struct exercise_list alternatives; /* the exercises of its file whose role is alternative, in order */
};

struct programme_set {
        struct exercise *exercises;
        size_t exercise_count;
        struct programme *programmes;
        size_t programme_count;
        char (*tags)[TEXT_ID_SIZE]; /* tag_count names */
        size_t tag_count;
        char (*equipment)[TEXT_ID_SIZE];
        size_t equipment_count;
};

/* The index of the exercise or programme with @id, or -1. */
int programme_find_exercise(const struct programme_set *set, const char *id);
int programme_find(const struct programme_set *set, const char *id);

/* The dose at @level (1 to top; others are taken as the nearest), or with @load_step above 0 that step of the
 * load ladder. */
struct dose exercise_dose(const struct exercise *exercise, uint8_t level, uint8_t load_step);
