/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * routine - three programmes with the ladders of conf/programmes, and logs of sessions, for the tests of
 * progression.
 */
#include "unit/test.h"

#include "core/progression.h"

enum routine_exercise {
        COBRA,   /* without a load ladder */
        T_RAISE, /* with one */
        BRACE,
        DEAD_BUG,
        PLANK_KNEES,
        PLANK_FOREARM,
        BRIDGE, /* starts at level 2 */
        DOORWAY,
        ROUTINE_EXERCISES,
};

enum routine_programme {
        STRENGTH, /* a general one */
        STEADY,   /* with clearance */
        STRETCH,
        ROUTINE_PROGRAMMES,
};

extern const char *const routine_exercise_names[ROUTINE_EXERCISES];
extern const char *const routine_programme_names[ROUTINE_PROGRAMMES];
extern const struct programme_set routine;

/* Some Monday. */
#define MONDAY 20304

/* @programme begun on @day. */
void routine_begin(struct progression *progression, enum routine_programme programme, int32_t day);

/* A session of the programme of @progression with one result of @exercise, all done. */
struct session_record routine_session(
        const struct progression *progression, int32_t day, int exercise, enum effort effort);

/* The same with more of it: another exercise, all done. */
void routine_also(struct session_record *session, int exercise, enum effort effort);
