/* SPDX-License-Identifier: MIT */
/*
 * Defects that were seen in the sources of other break reminders, each as a test that this one does not have
 * it. What each of them got wrong is said above the test.
 */
#include "unit/test.h"

#include "unit/scene.h"

#include <stdio.h>

static void assert_told(
        const struct scene_setup *setup, const char *script, const char *show, const char *expected)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, setup, script, show);
        assert_string_equal(scene->text, expected);
        scene_done(scene);
        test_free(scene);
}

static int64_t sitting_after(const char *script)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        int64_t sitting_usec;

        scene_run(scene, NULL, script, "");
        sitting_usec = scene_view(scene).sitting_today_usec;
        scene_done(scene);
        test_free(scene);
        return sitting_usec;
}

/* Only forward gaps were handled: after a backward step the last start lay in the future, and elapsed time
 * shrank. */
static void a_backward_step_of_the_clock_shortens_nothing(void **state)
{
        (void)state;
        assert_told(NULL, "0:00 sit, 20:00 clock=-7200, 31:00 end", "P", "30:00 due#1 l");
        assert_told(NULL, "0:00 sit, 31:00 clock=-86400, 38:00 up, 41:00 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 35:00 nudge#1 p, 40:00 taken#1");
        assert_int_equal(sitting_after("0:00 sit, 20:00 clock=-7200, 31:00 end"), 31 * USEC_PER_MINUTE);
}

/* A forward step of ten seconds and more was credited as rest. */
static void a_forward_step_of_the_clock_is_no_rest(void **state)
{
        (void)state;
        assert_told(NULL, "0:00 sit, 20:00 clock=3600, 31:00 end", "P", "30:00 due#1 l");
        assert_told(NULL, "0:00 sit, 31:00 clock=600, 32:30 end", "P", "30:00 due#1 l, 32:00 nudge#1 s");
        assert_int_equal(sitting_after("0:00 sit, 20:00 clock=3600, 31:00 end"), 31 * USEC_PER_MINUTE);
}

/* A forward step was taken for sleep. */
static void a_forward_step_of_the_clock_is_no_sleep(void **state)
{
        (void)state;
        assert_told(NULL, "0:00 sit, 10:00 clock=86400, 31:00 end", "S", "");
}

/* Wall clock was used for the length of a sleep. */
static void sleep_is_measured_by_the_clock_that_runs_in_it(void **state)
{
        (void)state;
        assert_int_equal(sitting_after("0:00 sit, 14:00 sleep=240, 20:00 end"), 16 * USEC_PER_MINUTE);
        assert_int_equal(sitting_after("0:00 sit, 14:00 sleep=240, 14:00 clock=-240, 20:00 end"),
                16 * USEC_PER_MINUTE);
}

/* State was saved only when the second was divisible by 60: a skipped second lost a minute. */
static void saving_does_not_hang_on_one_second(void **state)
{
        static const struct event time = { .kind = EVENT_TIME };
        struct scene *scene = test_malloc(sizeof(*scene));
        int64_t saved_usec;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 0:30 end", "");
        saved_usec = scene->person.saved_usec;
        /* the machine is busy: the loop turns at 61, 122, 183 s, never at the full minute */
        for (int i = 1; i <= 10; i++) {
                scene->now.boottime_usec = scene->start.boottime_usec + (30 + i * 61) * USEC_PER_SEC;
                scene->now.realtime_usec = scene->start.realtime_usec + (30 + i * 61) * USEC_PER_SEC;
                scene->effects.count = 0;
                person_step(&scene->person, &time, &scene->now, &scene->effects);
                assert_true(scene->person.saved_usec - saved_usec <= 122 * USEC_PER_SEC);
                assert_true(scene->now.boottime_usec - scene->person.saved_usec < 62 * USEC_PER_SEC);
                saved_usec = scene->person.saved_usec;
        }
        scene_done(scene);
        test_free(scene);
}

/* A break that was suppressed in full screen was lost: its counter had been reset already. */
static void a_suppressed_prompt_is_deferred_and_not_lost(void **state)
{
        (void)state;
        assert_told(NULL, "0:00 sit, 29:00 on=call, 34:00 off=call, 35:00 end", "P", "34:00 due#1 l");
        assert_told(NULL, "0:00 sit, 29:00 on=guests, 90:00 off=guests, 91:00 end", "P", "90:00 due#1 l");
}

/* A monotonic stamp was stored and used after a reboot, where it means nothing. */
static void stamps_survive_a_reboot(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_record record;
        struct person person;
        struct instant after;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 20:00 end", "");
        person_save(&scene->person, &scene->now, &record);
        /* two minutes later, 40 s after another boot */
        after = scene->now;
        after.boottime_usec = 40 * USEC_PER_SEC;
        after.realtime_usec += 120 * USEC_PER_SEC;
        assert_int_equal(person_init(&person, &scene->config, &after), 0);
        person_load(&person, &record, 120 * USEC_PER_SEC, &after);
        assert_true(bout_clock(&person.bout, after.boottime_usec) == 22 * USEC_PER_MINUTE);
        assert_true(instant_to_realtime(&after, person.bout.start_usec) == scene->start.realtime_usec);
        assert_true(day_summary_sitting(&person.summary, &person.bout, after.boottime_usec) ==
                    22 * USEC_PER_MINUTE);
        person_done(&person);
        scene_done(scene);
        test_free(scene);
}

/* Milliseconds since 1970 were kept in 32 bits. */
static void times_far_from_1970_are_kept_whole(void **state)
{
        static const struct scene_setup late = { .zone = &KATHMANDU, .start = "2099-06-15 03:15:00" };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, &late, "0:00 sit, 1:00 end", "");
        assert_true(scene_view(scene).bout_start_realtime_usec == utc_usec("2099-06-15 03:15:00"));
        assert_true(scene_view(scene).next_break_realtime_usec == utc_usec("2099-06-15 03:45:00"));
        scene_done(scene);
        test_free(scene);
}

/* Saved values were overwritten with zeros at every start. */
static void a_start_keeps_the_days_measures(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 20:00 up, 25:00 sit, 45:00 up, 50:00 end, 55:00 restart=60", "");
        assert_int_equal(scene_view(scene).sitting_today_usec, 40 * USEC_PER_MINUTE);
        assert_int_equal(scene_view(scene).breaks_today, 1);
        assert_int_equal(scene_view(scene).longest_bout_today_usec, 20 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

/* Breaks were counted at their start, before they could be skipped; a shown one counted as taken. */
static void an_outcome_is_not_counted_when_it_is_shown(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 31:00 end", "O");
        for (int i = 0; i < OUTCOME_MAX_; i++)
                assert_int_equal(scene->person.summary.outcomes[i], 0);
        assert_int_equal(scene_view(scene).breaks_today, 0);
        assert_string_equal(scene->text, "");
        scene_go_on(scene, "32:00 skip, 33:00 end");
        assert_int_equal(scene->person.summary.outcomes[OUTCOME_DISMISSED], 1);
        assert_int_equal(scene->person.summary.outcomes[OUTCOME_TAKEN], 0);
        scene_done(scene);
        test_free(scene);
}

/* now >= from && now <= to can never match a range over midnight. */
static void hours_over_midnight_match(void **state)
{
        static const struct hours_rule night = { HOURS_EVERY_DAY, 22 * 60, 7 * 60 };
        static const struct scene_setup late = { .quiet_hours = &night, .start = "2026-06-15 20:30:00" };
        static const struct scene_setup early = { .quiet_hours = &night, .start = "2026-06-15 03:30:00" };

        (void)state;
        assert_told(&late, "0:00 sit, 120:00 end", "P", "");
        assert_told(&early, "0:00 sit, 91:00 end", "P", "90:00 due#1 l");
}

/* Windows, processes and settings were looked at every second or two, with nothing to do. */
static void with_nothing_to_do_nobody_wakes_up(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 40:00 up, 60:00 end", "");
        /* the lease of the chair is what comes next, hours from now */
        assert_true(scene->person.deadline_usec - scene->now.boottime_usec >= 5 * USEC_PER_HOUR);
        scene_go_on(scene, "61:00 hold=call, 61:00 release=call");
        assert_true(scene->person.deadline_usec - scene->now.boottime_usec >= 5 * USEC_PER_HOUR);
        scene_done(scene);
        test_free(scene);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_backward_step_of_the_clock_shortens_nothing),
                cmocka_unit_test(a_forward_step_of_the_clock_is_no_rest),
                cmocka_unit_test(a_forward_step_of_the_clock_is_no_sleep),
                cmocka_unit_test(sleep_is_measured_by_the_clock_that_runs_in_it),
                cmocka_unit_test(saving_does_not_hang_on_one_second),
                cmocka_unit_test(a_suppressed_prompt_is_deferred_and_not_lost),
                cmocka_unit_test(stamps_survive_a_reboot),
                cmocka_unit_test(times_far_from_1970_are_kept_whole),
                cmocka_unit_test(a_start_keeps_the_days_measures),
                cmocka_unit_test(an_outcome_is_not_counted_when_it_is_shown),
                cmocka_unit_test(hours_over_midnight_match),
                cmocka_unit_test(with_nothing_to_do_nobody_wakes_up),
        };

        return cmocka_run_group_tests_name("peers", tests, NULL, NULL);
}
