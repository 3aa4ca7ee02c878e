/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * routine_command - what somebody wants of the routine, as plain data (DESIGN 6): the counterpart of struct
 * command.
 *
 * Floor: core (pure).
 */
#include "core/event.h"
#include "core/session.h"

#define ROUTINE_NO_MINUTE    (-1)
#define ROUTINE_EXERCISE_MAX 128

enum routine_verb {
        ROUTINE_START,
        ROUTINE_GUIDED,   /* a verb of the guided session: session_verb */
        ROUTINE_RECOVERY, /* the answer to the morning's question */
        ROUTINE_MOVE,
        ROUTINE_SKIP,
        ROUTINE_AT,
        ROUTINE_DAYS,
        ROUTINE_LIGHT,      /* the running light week is declined, or taken after all */
        ROUTINE_CLEAR,      /* an exercise that was left out for pain is offered again */
        ROUTINE_NONE_APPLY, /* none of the screening's questions applies */
        ROUTINE_VERB_MAX_,
};

struct routine_command {
        enum routine_verb verb;
        char prompt_id[PROMPT_ID_SIZE];      /* "": not given */
        char programme[TEXT_ID_SIZE];        /* START; "": the one that is planned */
        bool is_short;                       /* START */
        enum session_verb session_verb;      /* GUIDED */
        uint8_t pain;                        /* of PAIN: 0 to 10, or PAIN_UNSAID */
        bool sharp;                          /* of PAIN: sharp, spreading, numb or dizzy */
        enum effort effort;                  /* of ANSWER */
        char exercise[ROUTINE_EXERCISE_MAX]; /* of ANSWER_EXERCISE and CLEAR: its id or its name, in lower
                                              * case */
        bool declined;                       /* LIGHT: "no" */
        bool worse;                          /* RECOVERY: worse than before, or fine */
        int32_t day;                         /* MOVE, SKIP: local day since 1970-01-01 */
        int32_t minute;       /* MOVE: of that day, or ROUTINE_NO_MINUTE: as planned. AT: from ... */
        int32_t until_minute; /* ... AT: until, or ROUTINE_NO_MINUTE: no window */
        uint8_t days;         /* DAYS: mask, bit 0 is Monday */
};
