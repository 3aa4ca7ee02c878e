/* SPDX-License-Identifier: MIT */
#include "unit/fitted.h"

#include "config/programmes.h"
#include "core/progression.h"
#include "core/week_plan.h"

#define YEARS         1000
#define DAYS_PER_YEAR 364
#define FIRST_MONDAY  20304
#define SEED          UINT64_C(20261123)

/* Not from the file: what must never be offered, whatever it says. */
#define FORBIDDEN                                                                                            \
        (EXERCISE_FLAG_SPINE_FLEXION | EXERCISE_FLAG_SPINE_ROTATION | EXERCISE_FLAG_IMPACT |                 \
                EXERCISE_FLAG_ROLLER | EXERCISE_FLAG_LOADED_FORWARD_REACH)

/* One person's year, with a set that a therapist may have written carelessly. */
struct life {
        struct programme_set set;
        struct exercise exercises[EXERCISES_MAX];
        struct programme programmes[PROGRAMMES_MAX];
        const struct programme *programme;
        struct progression progression;
        uint8_t configured;
        uint8_t never;
        uint8_t done; /* of this week */
        uint8_t last_before;
        int32_t last_day; /* of any session; INT32_MIN: none */
        uint64_t tags;
        uint32_t equipment;
        bool no_prone;
        uint32_t diligence_pct;
};

/* That the thousand years had all of it in them. */
struct tally {
        uint32_t done;
        uint32_t missed;
        uint32_t extra;
        uint32_t extra_beside; /* next to another session */
        uint32_t short_weeks;
        uint32_t replaced;
        uint32_t suspended;
        uint32_t forbidden; /* wanted, and not done */
        uint32_t empty;
};

static uint32_t chance(uint64_t *state, uint32_t below)
{
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return (uint32_t)(*state >> 33) % below;
}

static bool happens(uint64_t *state, uint32_t pct)
{
        return chance(state, 100) < pct;
}

static void new_answers(uint64_t *seed, struct life *life)
{
        life->tags = 0;
        for (uint32_t i = chance(seed, 3); i > 0; i--)
                life->tags |= UINT64_C(1) << chance(seed, (uint32_t)life->set.tag_count);
        life->equipment = happens(seed, 70) ? UINT32_MAX : chance(seed, 1u << 31) | chance(seed, 1u << 31);
        life->no_prone = happens(seed, 30);
}

static struct week_answer choose(const struct life *life, int weekday)
{
        struct week_question question = {
                .rules = { life->programme->per_week_min, life->programme->rest_days_between,
                        life->programme->rest_days_strict },
                .configured = life->configured,
                .never = life->never,
                .done = life->done,
                .today = (uint8_t)weekday,
                .last_before = life->last_before,
        };

        return week_plan_choose(&question);
}

/* The days that are offered, today or later this week, are next to no session and to none of each other. */
static void check_plan(const struct life *life, struct week_answer plan, int32_t day, int weekday)
{
        unsigned days = plan.days, done = life->done;

        assert_int_equal(days & (days << 1 | done << 1 | done >> 1 | done | life->never), 0);
        assert_int_equal(days & ((1u << weekday) - 1), 0);
        if (days & (1u << weekday) && life->last_day != INT32_MIN)
                assert_true(day - life->last_day >= 2);
        if (days)
                assert_true(
                        __builtin_popcount(days) + __builtin_popcount(done) <= life->programme->per_week_min);
}

static void check_exercises(
        const struct life *life, const struct fitted_programme *fitted, struct tally *tally)
{
        for (uint8_t i = 0; i < fitted->count; i++) {
                const struct fitted_exercise *item = &fitted->items[i];
                const struct exercise *exercise = &life->set.exercises[item->wanted];

                tally->forbidden += (exercise->flags & FORBIDDEN) != 0;
                tally->replaced += item->cause != FITTING_KEPT;
                if (item->exercise < 0)
                        continue;
                exercise = &life->set.exercises[item->exercise];
                assert_int_equal(exercise->flags & FORBIDDEN, 0);
                if (life->no_prone)
                        assert_true(exercise->position != EXERCISE_POSITION_PRONE &&
                                    !(exercise->flags & EXERCISE_FLAG_PRONE));
        }
}

static struct exercise_result random_result(uint64_t *seed, int16_t exercise)
{
        return (struct exercise_result){
                .exercise = exercise,
                .done_pct = happens(seed, 85) ? 100 : (uint8_t)chance(seed, 100),
                .effort = happens(seed, 70) ? EFFORT_RIGHT : (enum effort)chance(seed, EFFORT_MAX + 1),
                .pain = happens(seed, 96) ? 0 : (uint8_t)chance(seed, PAIN_WORST + 1),
                .sharp = happens(seed, 1),
        };
}

/* A session today: what it has is checked, how it went is logged. */
static void train(uint64_t *seed, struct life *life, int32_t day, struct tally *tally)
{
        struct fitted_case asked = { .set = &life->set,
                .programme = life->programme,
                .tags = life->tags,
                .equipment = life->equipment,
                .no_prone = life->no_prone };
        struct session_record session = { .programme = (int16_t)(life->programme - life->set.programmes),
                .day = day };
        bool suspended[EXERCISES_MAX];
        struct fitted_programme fitted;

        progression_begin(&life->progression, day);
        for (int16_t i = 0; i < EXERCISES_MAX; i++) {
                suspended[i] = life->progression.exercises[i].suspended;
                tally->suspended += suspended[i];
                if (suspended[i] && happens(seed, 10))
                        progression_clear(&life->progression, i);
        }
        asked.suspended = suspended;
        fitted_check(&asked, &fitted);
        check_exercises(life, &fitted, tally);
        tally->empty += fitted.is_empty;
        for (uint8_t i = 0; i < fitted.count; i++)
                if (fitted.items[i].exercise >= 0 && !fitted.items[i].is_warm_up)
                        session.results[session.result_count++] =
                                random_result(seed, fitted.items[i].exercise);
        progression_add(&life->progression, &session);
}

static void live_day(uint64_t *seed, struct life *life, int32_t day, struct tally *tally)
{
        int weekday = (day - FIRST_MONDAY) % 7;
        struct week_answer plan = choose(life, weekday);
        bool is_offered = plan.days >> weekday & 1;

        check_plan(life, plan, day, weekday);
        tally->short_weeks += weekday == 6 && plan.is_short;
        if (is_offered && !happens(seed, life->diligence_pct)) {
                tally->missed++;
                return;
        }
        if (!is_offered && !happens(seed, 8))
                return;
        tally->done += is_offered;
        tally->extra += !is_offered;
        tally->extra_beside += !is_offered && day - 1 == life->last_day;
        train(seed, life, day, tally);
        life->done |= (uint8_t)(1u << weekday);
        life->last_day = day;
}

static void begin_week(struct life *life, int32_t monday)
{
        life->done = 0;
        life->last_before = 0;
        if (life->last_day != INT32_MIN && monday - life->last_day <= 7)
                life->last_before = (uint8_t)(monday - life->last_day);
}

/* Movements that the programme forbids, anywhere in its lists and among its replacements. */
static void spoil(uint64_t *seed, struct life *life, struct programme *programme)
{
        for (uint32_t i = chance(seed, 8); i > 0; i--) {
                uint32_t flag = 1u << chance(seed, EXERCISE_FLAG_COUNT);

                life->exercises[chance(seed, (uint32_t)life->set.exercise_count)].flags |= flag & FORBIDDEN;
        }
        for (uint32_t i = chance(seed, 4); i > 0; i--)
                programme->stand_ins.exercises[programme->stand_ins.count++] =
                        (int16_t)chance(seed, (uint32_t)life->set.exercise_count);
}

static void begin_life(uint64_t *seed, const struct programme_set *set, struct life *life)
{
        int steady = programme_find(set, "steady-back");

        memset(life, 0, sizeof(*life));
        life->set = *set;
        life->configured = (uint8_t)chance(seed, 128);
        life->never = (uint8_t)(chance(seed, 128) & chance(seed, 128) & chance(seed, 128));
        life->last_day = INT32_MIN;
        life->diligence_pct = 30 + chance(seed, 71);
        memcpy(life->exercises, set->exercises, set->exercise_count * sizeof(*set->exercises));
        memcpy(life->programmes, set->programmes, set->programme_count * sizeof(*set->programmes));
        life->set.exercises = life->exercises;
        life->set.programmes = life->programmes;
        life->programme = &life->programmes[steady];
        if (happens(seed, 50))
                life->configured = life->programme->default_days;
        if (happens(seed, 50))
                spoil(seed, life, &life->programmes[steady]);
        progression_init(&life->progression, &life->set, life->programme, FIRST_MONDAY);
}

static void live_year(uint64_t *seed, struct life *life, struct tally *tally)
{
        for (int32_t day = FIRST_MONDAY; day < FIRST_MONDAY + DAYS_PER_YEAR; day++) {
                if ((day - FIRST_MONDAY) % 7 == 0)
                        begin_week(life, day);
                if ((day - FIRST_MONDAY) % 91 == 0)
                        new_answers(seed, life);
                /* away for a while */
                if (happens(seed, 1))
                        day += 6 - (day - FIRST_MONDAY) % 7 + 7 * (int32_t)chance(seed, 3);
                else
                        live_day(seed, life, day, tally);
        }
}

static void a_thousand_years_have_no_forbidden_movement_and_no_consecutive_days(void **state)
{
        struct config_problems problems = { 0 };
        struct programmes *programmes = NULL;
        struct life *life = test_malloc(sizeof(*life));
        struct tally tally = { 0 };
        uint64_t seed = SEED;

        (void)state;
        assert_int_equal(programmes_load(TOP_SRCDIR "/conf/programmes", NULL, &problems, &programmes), 0);
        assert_int_equal(problems.count, 0);
        assert_true(programme_find(programmes_set(programmes), "steady-back") >= 0);
        print_message("seed %llu\n", (unsigned long long)seed);
        for (int year = 0; year < YEARS; year++) {
                begin_life(&seed, programmes_set(programmes), life);
                live_year(&seed, life, &tally);
        }
        assert_true(tally.done > 50 * YEARS);
        assert_true(tally.missed > 10 * YEARS);
        assert_true(tally.extra > 5 * YEARS);
        assert_true(tally.extra_beside > YEARS);
        assert_true(tally.short_weeks > YEARS);
        assert_true(tally.replaced > YEARS);
        assert_true(tally.suspended > YEARS);
        assert_true(tally.forbidden > YEARS);
        assert_true(tally.empty > 0);
        test_free(life);
        programmes_free(programmes);
        config_problems_done(&problems);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_thousand_years_have_no_forbidden_movement_and_no_consecutive_days),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
