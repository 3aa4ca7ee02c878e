/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * words - what is said of exercises, programmes and safety in one language, as plain data (programme.md 2
 * and 6).
 *
 * Floor: wire (pure). config/programmes.c fills and owns them.
 */
#include "core/programme.h"
#include "core/screening.h"

#define PROGRAMME_LINE_CHARACTERS_MAX 82 /* of a spoken line, in any language */
#define PROGRAMME_LINES_MAX           4  /* ready and do lines of an exercise */

/* The words of an exercise in one language; NULL where it has none. Borrowed. */
struct exercise_words {
        const char *name;
        const char *ready[PROGRAMME_LINES_MAX];
        const char *doing[PROGRAMME_LINES_MAX];
        const char *returning;
        const char *mistake;
        const char *easier;
        const char *harder;
        const char *say; /* of a posture check or a break: one sentence */
};

struct programme_words {
        const char *name;
        const char *prepare;
        const char *intro;
        const char *outro;
        const char *keep_up;
};

/* The safety texts and the questions in one language. */
struct safety_words {
        const char *disclaimer_short;
        const char *disclaimer_long;
        const char *before_first_session;
        const char *before_session;
        const char *therapist;
        const char *gate;
        const char *stop_now;
        const char *emergency;
        const char *cleared;
        const char *general[SCREENING_QUESTIONS_MAX];
        const char *clearance[SCREENING_QUESTIONS_MAX];
        const char *red_flags_emergency[SCREENING_QUESTIONS_MAX];
        const char *red_flags_soon[SCREENING_QUESTIONS_MAX];
        const char *equipment[EQUIPMENT_MAX]; /* "a foam roller", by the set's equipment; NULL: its name */
        const char *tags[TAGS_MAX]; /* the second page's question; NULL where the first page tells */
};
