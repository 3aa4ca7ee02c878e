/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * plan_view - the week and the block of a person as the plan topic, D-Bus and the calendar show them
 * (DESIGN 8).
 *
 * Floor: core (pure).
 */
#include <stdbool.h>
#include <stdint.h>

#define PLAN_SESSIONS_MAX 32

enum plan_session_state {
        PLAN_SESSION_PLANNED,
        PLAN_SESSION_MOVED, /* planned, at another time than the configuration's */
        PLAN_SESSION_DONE,
        PLAN_SESSION_SHORT,
        PLAN_SESSION_MISSED,
        PLAN_SESSION_EXCUSED,
        PLAN_SESSION_STATE_MAX_,
};

/* Why no session is offered. What it is about is said at the terminal alone. */
enum plan_hold {
        PLAN_HOLD_NONE,
        PLAN_HOLD_QUESTIONS, /* the questions are to be answered first */
        PLAN_HOLD_REST,      /* a day of rest has to pass */
        PLAN_HOLD_PAUSED,    /* holiday, illness */
        PLAN_HOLD_SEE_TERMINAL,
        PLAN_HOLD_MAX_,
};

struct plan_session {
        int16_t programme;
        enum plan_session_state state;
        int64_t at_realtime_usec; /* planned, or when it was done; 0: at no time yet */
};

struct plan_view {
        int32_t monday; /* of the week: local day since 1970-01-01 */
        uint8_t count;
        struct plan_session sessions[PLAN_SESSIONS_MAX]; /* in the order of time */
        uint8_t next_count;
        struct plan_session next[PLAN_SESSIONS_MAX]; /* of the week after, in the order of time */
        enum plan_hold held;
        bool is_light; /* a light week, and not declined */
        bool has_block;
        uint16_t block_week; /* from 1 */
        uint16_t block_met;
        uint16_t block_goal;
        uint8_t stretch_days; /* of this week, 0 to 7 */
};
