/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/routine_bench.h"

enum { COBRA, RAISE, BRACE, BUG, PLANK, BRIDGE, DOORWAY, WALL, EXERCISES };

#define TEN_TO_THIRTY                                                                                        \
        {                                                                                                    \
                { 2, 10, 2, 0 }, { 2, 12, 2, 0 }, { 2, 15, 2, 0 }, { 2, 18, 2, 0 }, { 2, 20, 2, 0 },         \
                        { 2, 25, 2, 0 }, { 2, 30, 2, 0 },                                                    \
        }
#define EXERCISE(name, ...)                                                                                  \
        {                                                                                                    \
                .id = name, .start_level = 1, .top = 7, .ladder = TEN_TO_THIRTY, .lift_sec = 2,              \
                .lower_sec = 2, .rest_sets_sec = 60, .easier = -1, .harder = -1, __VA_ARGS__                 \
        }

static struct exercise exercises[EXERCISES] = {
        [COBRA] = EXERCISE("cobra", .avoid = 1),
        [RAISE] = EXERCISE("raise", .avoid = 1),
        [BRACE] = EXERCISE("brace", .avoid = 4, .group = EXERCISE_GROUP_ABDOMINAL),
        [BUG] = EXERCISE("bug", .avoid = 4, .group = EXERCISE_GROUP_ABDOMINAL),
        [PLANK] = EXERCISE("plank", .avoid = 4, .group = EXERCISE_GROUP_ABDOMINAL),
        [BRIDGE] = EXERCISE("bridge", .avoid = 2),
        [DOORWAY] = EXERCISE("doorway", .avoid = 4),
        [WALL] = EXERCISE("wall", .equipment = 1),
};

static struct programme programmes[BENCH_PROGRAMMES] = {
        [BENCH_STRENGTH] = { .id = "strength",
                .kind = PROGRAMME_KIND_STRENGTH,
                .schedule = PROGRAMME_SCHEDULE_WEEKLY,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .per_week_min = 3,
                .per_week_max = 7,
                .min_gap_hours = 20,
                .rest_days_between = 1,
                .min_weeks = 6,
                .deload_every_weeks = 7,
                .level_min_days = 7,
                .level_min_days_easy = 3,
                .pain_stop = 6,
                .pain_down = 4,
                .order = { 2, { COBRA, RAISE } },
                .pick_order = { 3, { BRACE, BUG, PLANK } },
                .pick_count = 2,
                .prone_stand_in = -1 },
        [BENCH_STEADY] = { .id = "steady",
                .kind = PROGRAMME_KIND_STRENGTH,
                .schedule = PROGRAMME_SCHEDULE_WEEKLY,
                .screening = PROGRAMME_SCREENING_CLEARANCE,
                .per_week_min = 3,
                .per_week_max = 4,
                .min_gap_hours = 40,
                .rest_days_between = 1,
                .rest_days_strict = true,
                .min_weeks = 10,
                .level_min_days = 14,
                .level_min_days_easy = 14,
                .pain_stop = 4,
                .pain_down = 1,
                .order = { 1, { BRIDGE } },
                .prone_stand_in = -1 },
        [BENCH_STRETCH] = { .id = "stretch",
                .kind = PROGRAMME_KIND_STRETCH,
                .schedule = PROGRAMME_SCHEDULE_DAILY,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .per_week_min = 7,
                .per_week_max = 7,
                .min_weeks = 6,
                .level_min_days = 7,
                .level_min_days_easy = 7,
                .pain_stop = 6,
                .pain_down = 4,
                .order = { 1, { DOORWAY } },
                .prone_stand_in = -1 },
};

static char tags[3][TEXT_ID_SIZE] = { "one", "two", "three" };
static char tools[1][TEXT_ID_SIZE] = { "wall" };

const struct programme_set routine_bench_set = {
        .exercises = exercises,
        .exercise_count = EXERCISES,
        .programmes = programmes,
        .programme_count = BENCH_PROGRAMMES,
        .tags = tags,
        .tag_count = 3,
        .equipment = tools,
        .equipment_count = 1,
};

static bool is_missed_prompt(const struct effect *effect)
{
        return effect->kind == EFFECT_PROMPT && effect->prompt.type == PROMPT_SESSION_MISSED;
}

/* Each missed session is told and kept: a prompt after its record, of a day that is over. */
static void assert_missed(const struct routine_bench *bench, uint16_t i)
{
        const struct effect *effect = &bench->effects.items[i];
        const struct effect *after = effect + 1;

        if (is_missed_prompt(effect)) {
                assert_true(i > 0);
                assert_int_equal(effect[-1].kind, EFFECT_ROUTINE);
                assert_int_equal(effect[-1].routine.kind, ROUTINE_RECORD_MISSED);
        }
        if (effect->kind != EFFECT_ROUTINE || effect->routine.kind != ROUTINE_RECORD_MISSED)
                return;
        assert_true(i + 1 < bench->effects.count);
        assert_true(is_missed_prompt(after));
        assert_int_equal(effect->routine.programme, after->prompt.programme);
        assert_true(effect->routine.day < bench->summary.day);
}

void routine_bench_assert_missed(const struct routine_bench *bench)
{
        for (uint16_t i = 0; i < bench->effects.count; i++)
                assert_missed(bench, i);
}
