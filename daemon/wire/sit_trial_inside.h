/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * sit_trial_inside - what sit_trial.c (what is said) and sit_trial_judge.c (what it means) share. Nobody else
 * includes it.
 */
#include "wire/sit_trial.h"

/* Of the numbers of a step the last few count. */
#define RECENT_MAX 4

enum value_kind {
        VALUE_NONE,
        VALUE_WORD, /* a yes or no, too */
        VALUE_NUMBER,
        VALUE_OTHER, /* too long for a word */
};

struct value {
        enum value_kind kind;
        double number;
        char text[SIT_TRIAL_VALUE_SIZE]; /* as it was written */
};

struct track_step {
        uint32_t messages;
        uint32_t changes;
        double recent[RECENT_MAX]; /* a ring of numbers: the last is at (messages - 1) % RECENT_MAX */
        struct value last;         /* as the step ended; what was before where nothing was said */
};

/* One value: the field of a topic's messages. */
struct track {
        uint32_t hash;
        uint32_t reaction; /* how many messages of others came before its first change in SIT_STEP_STAND */
        bool retained;
        struct track_step steps[SIT_STEP_MAX_];
        char *topic; /* owned; the field follows behind its NUL */
        const char *field;
};

struct sit_trial {
        char base[TOPIC_SIZE];
        enum sit_step step;
        uint32_t step_messages;
        struct track *tracks;
        size_t count;
        size_t allocated;
        uint32_t *places; /* a hash table of the tracks' numbers and 1; 0: free */
};
