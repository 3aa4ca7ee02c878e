/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/routine_bench.h"

static const struct routine_setup STRENGTH_AND_NONE = { .item_count = 2,
        .items = { { BENCH_STRENGTH, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE, SESSION_PACE_REP },
                { -1, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE, SESSION_PACE_REP } } };
static const struct routine_setup UNANSWERED = { .is_unanswered = true };

static struct routine_bench bench;

static void the_session_of_today_is_told_before_it_begins(void **state)
{
        struct routine_outlook outlook;

        (void)state;
        routine_bench_run(&bench, &STRENGTH_AND_NONE, "mon 08:00 plan", "");
        assert_true(routine_outlook(bench.routine, 0, &outlook));
        assert_int_equal(outlook.held, PLAN_HOLD_NONE);
        assert_int_equal(outlook.plan.programme, BENCH_STRENGTH);
        assert_int_equal(outlook.plan.day, routine_day(bench.routine));
        assert_int_equal(outlook.plan.count, 4);
        assert_false(outlook.fitted.is_empty);
        assert_true(outlook.length_usec > USEC_PER_MINUTE);
        /* One that is not there, and one beyond the person's. */
        assert_false(routine_outlook(bench.routine, 1, &outlook));
        assert_false(routine_outlook(bench.routine, 2, &outlook));
        assert_false(routine_outlook(bench.routine, ROUTINE_ITEMS_MAX, &outlook));
        routine_bench_done(&bench);
}

static void what_holds_it_is_told_as_well(void **state)
{
        struct routine_outlook outlook;

        (void)state;
        routine_bench_run(&bench, &UNANSWERED, "mon 08:00 plan", "");
        assert_true(routine_outlook(bench.routine, 0, &outlook));
        assert_int_equal(outlook.held, PLAN_HOLD_QUESTIONS);
        routine_bench_done(&bench);
        routine_bench_run(&bench, NULL, "mon 08:00 exclude, mon 09:00 plan", "");
        assert_true(routine_outlook(bench.routine, 0, &outlook));
        assert_int_equal(outlook.held, PLAN_HOLD_SEE_TERMINAL);
        assert_true(outlook.fitted.is_empty);
        assert_int_equal(outlook.length_usec, 0);
        routine_bench_done(&bench);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_session_of_today_is_told_before_it_begins),
                cmocka_unit_test(what_holds_it_is_told_as_well),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
