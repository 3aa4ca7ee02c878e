/* SPDX-License-Identifier: MIT */
#include "unit/routine.h"

/* The ladder of programme.md 3.1. */
#define TEN_TO_THIRTY(hold)                                                                                  \
        {                                                                                                    \
                { 2, 10, hold, 0 }, { 2, 12, hold, 0 }, { 2, 15, hold, 0 }, { 2, 18, hold, 0 },              \
                        { 2, 20, hold, 0 }, { 2, 25, hold, 0 }, { 2, 30, hold, 0 },                          \
        }

const char *const routine_exercise_names[ROUTINE_EXERCISES] = { "cobra", "t-raise", "brace", "dead-bug",
        "plank-knees", "plank-forearm", "bridge", "doorway" };
const char *const routine_programme_names[ROUTINE_PROGRAMMES] = { "strength", "steady", "stretch" };

static struct exercise exercises[ROUTINE_EXERCISES] = {
        [COBRA] = { .id = "cobra", .start_level = 1, .top = 7, .ladder = TEN_TO_THIRTY(2) },
        [T_RAISE] = { .id = "t-raise",
                .start_level = 1,
                .top = 7,
                .ladder = TEN_TO_THIRTY(1),
                .load_top = 6,
                .load_ladder = { { 2, 12, 1, 500 }, { 2, 15, 1, 500 }, { 2, 20, 1, 500 }, { 2, 12, 1, 1000 },
                        { 2, 15, 1, 1000 }, { 2, 20, 1, 1000 } } },
        [BRACE] = { .id = "brace",
                .start_level = 1,
                .top = 4,
                .ladder = { { 2, 10, 5, 0 }, { 2, 10, 8, 0 }, { 2, 10, 10, 0 }, { 2, 12, 10, 0 } } },
        [DEAD_BUG] = { .id = "dead-bug",
                .start_level = 1,
                .top = 7,
                .ladder = { { 2, 5, 1, 0 }, { 2, 6, 1, 0 }, { 2, 8, 1, 0 }, { 2, 9, 1, 0 }, { 2, 10, 1, 0 },
                        { 2, 12, 1, 0 }, { 2, 15, 1, 0 } } },
        [PLANK_KNEES] = { .id = "plank-knees",
                .start_level = 1,
                .top = 4,
                .ladder = { { 2, 3, 10, 0 }, { 2, 4, 10, 0 }, { 2, 5, 10, 0 }, { 2, 6, 10, 0 } } },
        [PLANK_FOREARM] = { .id = "plank-forearm",
                .start_level = 1,
                .top = 6,
                .ladder = { { 2, 3, 10, 0 }, { 2, 4, 10, 0 }, { 2, 5, 10, 0 }, { 2, 6, 10, 0 },
                        { 2, 4, 15, 0 }, { 2, 3, 20, 0 } } },
        [BRIDGE] = { .id = "bridge",
                .start_level = 2,
                .top = 6,
                .ladder = { { 1, 8, 2, 0 }, { 2, 8, 2, 0 }, { 2, 10, 2, 0 }, { 2, 12, 2, 0 }, { 2, 12, 4, 0 },
                        { 2, 12, 6, 0 } } },
        [DOORWAY] = { .id = "doorway",
                .start_level = 1,
                .top = 4,
                .ladder = { { 1, 2, 20, 0 }, { 1, 3, 20, 0 }, { 1, 2, 30, 0 }, { 1, 3, 30, 0 } } },
};

static struct programme programmes[ROUTINE_PROGRAMMES] = {
        [STRENGTH] = { .id = "strength",
                .kind = PROGRAMME_KIND_STRENGTH,
                .schedule = PROGRAMME_SCHEDULE_WEEKLY,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .per_week_min = 3,
                .rest_days_between = 1,
                .deload_every_weeks = 7,
                .level_min_days = 7,
                .level_min_days_easy = 3,
                .pain_stop = 6,
                .pain_down = 4,
                .order = { 2, { COBRA, T_RAISE } },
                .pick_order = { 4, { BRACE, DEAD_BUG, PLANK_KNEES, PLANK_FOREARM } },
                .pick_count = 2 },
        [STEADY] = { .id = "steady",
                .kind = PROGRAMME_KIND_STRENGTH,
                .schedule = PROGRAMME_SCHEDULE_WEEKLY,
                .screening = PROGRAMME_SCREENING_CLEARANCE,
                .per_week_min = 3,
                .rest_days_between = 1,
                .level_min_days = 14,
                .level_min_days_easy = 14,
                .pain_stop = 4,
                .pain_down = 1,
                .order = { 1, { BRIDGE } } },
        [STRETCH] = { .id = "stretch",
                .kind = PROGRAMME_KIND_STRETCH,
                .schedule = PROGRAMME_SCHEDULE_DAILY,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .per_week_min = 7,
                .level_min_days = 7,
                .level_min_days_easy = 7,
                .pain_stop = 6,
                .pain_down = 4,
                .order = { 1, { DOORWAY } } },
};

const struct programme_set routine = {
        .exercises = exercises,
        .exercise_count = ROUTINE_EXERCISES,
        .programmes = programmes,
        .programme_count = ROUTINE_PROGRAMMES,
};

void routine_begin(struct progression *progression, enum routine_programme programme, int32_t day)
{
        progression_init(progression, &routine, &routine.programmes[programme], day);
}

struct session_record routine_session(
        const struct progression *progression, int32_t day, int exercise, enum effort effort)
{
        struct session_record session = {
                .programme = (int16_t)(progression->programme - routine.programmes),
                .day = day,
                .effort = effort,
        };

        routine_also(&session, exercise, effort);
        return session;
}

void routine_also(struct session_record *session, int exercise, enum effort effort)
{
        assert_true(session->result_count < PROGRAMME_EXERCISES_MAX);
        session->results[session->result_count++] =
                (struct exercise_result){ .exercise = (int16_t)exercise, .done_pct = 100, .effort = effort };
}
