/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * routine_rows - rows of the routine for the tests of the store, and what takes them when they are read.
 */
#include "unit/store_place.h"

#include "io/store_routine.h"

#include <errno.h>
#include <stdio.h>

#define ROWS_MAX 5
#define STOPPED  (-ECHILD)
#define LONG_ID  "a-very_long-id-of-32-characters0"
#define TOO_LONG LONG_ID "0"

/* What a reading gave; @stop_after rows the callback says that it is enough. */
struct rows {
        size_t count, stop_after;
        struct store_session sessions[ROWS_MAX];
        struct store_set sets[ROWS_MAX];
        struct store_pain pains[ROWS_MAX];
        struct store_recovery recoveries[ROWS_MAX];
        struct store_suspension suspensions[ROWS_MAX];
        struct store_plan_change changes[ROWS_MAX];
        char programmes[ROWS_MAX][TEXT_ID_SIZE];
        int32_t days[ROWS_MAX];
};

static inline int go_on(struct rows *rows)
{
        rows->count++;
        return rows->stop_after != 0 && rows->count >= rows->stop_after ? STOPPED : 0;
}

#define DEFINE_TAKE(name, type, member)                                                                      \
        static inline int name(void *userdata, const type *row)                                              \
        {                                                                                                    \
                struct rows *rows = userdata;                                                                \
                                                                                                             \
                assert_true(rows->count < ROWS_MAX);                                                         \
                rows->member[rows->count] = *row;                                                            \
                return go_on(rows);                                                                          \
        }
DEFINE_TAKE(take_session, struct store_session, sessions)
DEFINE_TAKE(take_set, struct store_set, sets)
DEFINE_TAKE(take_pain, struct store_pain, pains)
DEFINE_TAKE(take_recovery, struct store_recovery, recoveries)
DEFINE_TAKE(take_suspension, struct store_suspension, suspensions)
DEFINE_TAKE(take_change, struct store_plan_change, changes)

static inline int take_day(void *userdata, int32_t day)
{
        struct rows *rows = userdata;

        assert_true(rows->count < ROWS_MAX);
        rows->days[rows->count] = day;
        return go_on(rows);
}

static inline int take_start(void *userdata, const char *programme, int32_t day)
{
        struct rows *rows = userdata;

        assert_true(rows->count < ROWS_MAX);
        strcpy(rows->programmes[rows->count], programme);
        return take_day(userdata, day);
}

/* A session of @count exercises; each member of each has a value of its own where it can. */
static inline struct store_session make_session(int64_t started_usec, uint8_t count)
{
        struct store_session session = { .programme = LONG_ID };

        session.record.programme = -1;
        session.record.day = 20635;
        session.record.started_realtime_usec = started_usec;
        session.record.kind = SESSION_KIND_EXTRA;
        session.record.effort = EFFORT_HARD;
        session.record.result_count = count;
        for (uint8_t i = 0; i < count; i++) {
                snprintf(session.exercises[i], TEXT_ID_SIZE, "exercise-%d", i);
                session.record.results[i] = (struct exercise_result){
                        .exercise = -1,
                        .done_pct = (uint8_t)(100 - i),
                        .effort = (enum effort)(i % (EFFORT_MAX + 1)),
                        .pain = (uint8_t)(i % (PAIN_WORST + 1)),
                        .baseline = (uint8_t)(PAIN_WORST - i % (PAIN_WORST + 1)),
                        .sharp = i % 2 == 0,
                        .skip_level = i % 3 == 0,
                        .level = (uint8_t)(255 - i),
                };
        }
        return session;
}

static inline struct store_set make_set(int64_t session_usec, int64_t ended_usec)
{
        return (struct store_set){ .exercise = "prone-cobra",
                .record = { .session_realtime_usec = session_usec,
                        .exercise = -1,
                        .set = 255,
                        .level = 7,
                        .dose = { 2, 30, UINT16_MAX, 1000 },
                        .reps_done = 29,
                        .ended_realtime_usec = ended_usec } };
}

/* All questions are answered but the last of each page, all names are there. */
static inline struct store_screening make_screening(void)
{
        struct store_screening screening = { 0 };

        for (int i = 0; i < SCREENING_QUESTIONS_MAX - 1; i++) {
                screening.answers.general[i] = i % 2 == 0 ? ANSWER_YES : ANSWER_NO;
                screening.answers.clearance[i] = i % 3 == 0 ? ANSWER_YES : ANSWER_NO;
        }
        screening.answers.answered_day = 20635;
        screening.answers.cleared_day = 20640;
        screening.answers.red_flag = true;
        screening.tag_count = TAGS_MAX;
        for (int i = 0; i < TAGS_MAX; i++) {
                snprintf(screening.tags[i].name, TEXT_ID_SIZE, "tag-%02u-of-the-longest-names-here",
                        (unsigned)i % 100);
                screening.tags[i].answer = i % 2 == 0 ? ANSWER_YES : ANSWER_NO;
        }
        screening.equipment_count = EQUIPMENT_MAX;
        for (int i = 0; i < EQUIPMENT_MAX; i++) {
                snprintf(screening.equipment[i].name, TEXT_ID_SIZE, "tool-%02u", (unsigned)i % 100);
                screening.equipment[i].answer = i % 2 == 0 ? ANSWER_NO : ANSWER_YES;
        }
        return screening;
}
