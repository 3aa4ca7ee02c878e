/* SPDX-License-Identifier: MIT */
/*
 * What a session is made of: the fitted exercises at the levels of the log.
 */
#include "unit/test.h"

#include "core/session.h"

#define TODAY 20619

enum { WARM, LIFT, LIGHT, CHECK, EXERCISES };

static struct exercise exercises[EXERCISES] = {
        [WARM] = { .id = "warm",
                .ladder = { { 1, 8, 0, 0 }, { 1, 10, 0, 0 } },
                .top = 2,
                .start_level = 1,
                .easier = -1 },
        [LIFT] = { .id = "lift",
                .ladder = { { 2, 10, 2, 0 }, { 2, 12, 2, 0 } },
                .top = 2,
                .start_level = 2,
                .easier = LIGHT },
        [LIGHT] = { .id = "light",
                .ladder = { { 2, 8, 1, 0 } },
                .top = 1,
                .start_level = 1,
                .easier = CHECK },
        [CHECK] = { .id = "check", .group = EXERCISE_GROUP_CHECK, .easier = -1 },
};
static struct programme programmes[] = {
        { .id = "other" },
        { .id = "small",
                .kind = PROGRAMME_KIND_STRENGTH,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .warm_up = { 1, { WARM } },
                .order = { 3, { LIFT, LIGHT, CHECK } } },
};
static const struct programme_set SET = {
        .exercises = exercises, .exercise_count = EXERCISES, .programmes = programmes, .programme_count = 2
};

static const struct fitted_programme FITTED = { .count = 4,
        .items = { { WARM, WARM, FITTING_KEPT, true }, { LIFT, LIFT, FITTING_KEPT, false },
                { CHECK, -1, FITTING_LEFT_OUT, false }, { CHECK, CHECK, FITTING_KEPT, false } } };

static void make(struct session_plan *plan, uint8_t sessions, const bool *offered, enum session_kind kind)
{
        static struct progression progression;

        progression_init(&progression, &SET, &programmes[1], TODAY);
        progression.exercises[LIFT].sessions = sessions;
        session_make_plan(&progression, &FITTED, kind, SESSION_PACE_SET, offered, 0, plan);
}

static void a_plan_has_the_fitted_exercises_at_their_levels(void **state)
{
        struct session_plan plan;

        (void)state;
        make(&plan, 0, NULL, SESSION_KIND_NORMAL);
        assert_int_equal(plan.programme, 1);
        assert_int_equal(plan.kind, SESSION_KIND_NORMAL);
        assert_int_equal(plan.pace, SESSION_PACE_SET);
        assert_int_equal(plan.count, 2);
        assert_int_equal(plan.items[0].exercise, WARM);
        assert_true(plan.items[0].is_warm_up);
        assert_int_equal(plan.items[0].dose.reps, 8);
        assert_int_equal(plan.items[1].exercise, LIFT);
        assert_false(plan.items[1].is_warm_up);
        assert_int_equal(plan.items[1].level, 2);
        assert_int_equal(plan.items[1].dose.sets, 2);
        assert_int_equal(plan.items[1].dose.reps, 12);
        assert_int_equal(plan.items[1].easier, -1);
}

static void a_load_needs_what_it_is_done_with(void **state)
{
        static struct progression progression;
        struct session_plan plan;

        (void)state;
        exercises[LIFT].load_top = 1;
        exercises[LIFT].load_ladder[0] = (struct dose){ 2, 12, 2, 500 };
        exercises[LIFT].load_equipment = 1u << 3;
        progression_init(&progression, &SET, &programmes[1], TODAY);
        progression.exercises[LIFT].load_step = 1;
        session_make_plan(&progression, &FITTED, SESSION_KIND_NORMAL, SESSION_PACE_SET, NULL, 1u << 3, &plan);
        assert_int_equal(plan.items[1].dose.load_grams, 500);
        session_make_plan(
                &progression, &FITTED, SESSION_KIND_NORMAL, SESSION_PACE_SET, NULL, ~(1u << 3), &plan);
        assert_int_equal(plan.items[1].dose.load_grams, 0);
        assert_int_equal(plan.items[1].dose.sets, 2);
        assert_int_equal(plan.items[1].dose.reps, 12);
        session_make_plan(&progression, &FITTED, SESSION_KIND_SHORT, SESSION_PACE_SET, NULL, 0, &plan);
        assert_int_equal(plan.items[1].dose.load_grams, 0);
        assert_int_equal(plan.items[1].dose.sets, 1);
        exercises[LIFT].load_top = 0;
}

static void a_short_session_has_one_set(void **state)
{
        struct session_plan plan;

        (void)state;
        make(&plan, 0, NULL, SESSION_KIND_SHORT);
        assert_int_equal(plan.kind, SESSION_KIND_SHORT);
        assert_int_equal(plan.items[1].dose.sets, 1);
}

static void the_first_three_sessions_have_all_words(void **state)
{
        struct session_plan plan;

        (void)state;
        for (uint8_t sessions = 0; sessions < 6; sessions++) {
                make(&plan, sessions, NULL, SESSION_KIND_NORMAL);
                assert_int_equal(plan.items[0].full_words, sessions < SESSION_FULL_WORDS);
                assert_int_equal(plan.items[1].full_words, sessions < SESSION_FULL_WORDS);
        }
}

static void only_what_may_be_done_is_offered_as_easier(void **state)
{
        bool offered[EXERCISES] = { false };
        struct session_plan plan;

        (void)state;
        make(&plan, 0, offered, SESSION_KIND_NORMAL);
        assert_int_equal(plan.items[1].easier, -1);
        offered[LIGHT] = true;
        make(&plan, 0, offered, SESSION_KIND_NORMAL);
        assert_int_equal(plan.items[1].easier, LIGHT);
        assert_int_equal(plan.items[1].easier_level, 1);
        assert_int_equal(plan.items[1].easier_dose.reps, 8);
}

static void a_suspended_exercise_is_not_offered_as_easier(void **state)
{
        static struct progression progression;
        bool offered[EXERCISES] = { true, true, true, true };
        struct session_plan plan;

        (void)state;
        progression_init(&progression, &SET, &programmes[1], TODAY);
        progression.exercises[LIGHT].suspended = true;
        session_make_plan(&progression, &FITTED, SESSION_KIND_NORMAL, SESSION_PACE_REP, offered, 0, &plan);
        assert_int_equal(plan.items[1].easier, -1);
}

static void what_has_no_dose_is_never_offered(void **state)
{
        static const struct fitted_programme LIGHT_ONLY = { .count = 1,
                .items = { { LIGHT, LIGHT, FITTING_KEPT, false } } };
        static struct progression progression;
        bool offered[EXERCISES] = { true, true, true, true };
        struct session_plan plan;

        (void)state;
        progression_init(&progression, &SET, &programmes[1], TODAY);
        session_make_plan(
                &progression, &LIGHT_ONLY, SESSION_KIND_NORMAL, SESSION_PACE_REP, offered, 0, &plan);
        assert_int_equal(plan.count, 1);
        assert_int_equal(plan.items[0].easier, -1);
}

/* A record holds so many results; a plan no more main exercises. */
static void a_plan_has_as_many_main_exercises_as_a_record(void **state)
{
        static struct progression progression;
        static struct fitted_programme fitted;
        struct session_plan plan;

        (void)state;
        fitted.count = ELEMENTS(fitted.items);
        for (uint8_t i = 0; i < fitted.count; i++)
                fitted.items[i] = (struct fitted_exercise){ LIFT, LIFT, FITTING_KEPT, false };
        progression_init(&progression, &SET, &programmes[1], TODAY);
        session_make_plan(&progression, &fitted, SESSION_KIND_NORMAL, SESSION_PACE_REP, NULL, 0, &plan);
        assert_int_equal(plan.count, PROGRAMME_EXERCISES_MAX);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_plan_has_the_fitted_exercises_at_their_levels),
                cmocka_unit_test(a_load_needs_what_it_is_done_with),
                cmocka_unit_test(a_short_session_has_one_set),
                cmocka_unit_test(the_first_three_sessions_have_all_words),
                cmocka_unit_test(only_what_may_be_done_is_offered_as_easier),
                cmocka_unit_test(a_suspended_exercise_is_not_offered_as_easier),
                cmocka_unit_test(what_has_no_dose_is_never_offered),
                cmocka_unit_test(a_plan_has_as_many_main_exercises_as_a_record),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
