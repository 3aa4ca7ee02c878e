/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/day_summary.h"
#include "unit/zones.h"

#define FOUR 240

static const struct bout_config CONFIG = {
        .debounce_usec = 10 * USEC_PER_SEC,
        .min_break_usec = 60 * USEC_PER_SEC,
        .break_goal_usec = 120 * USEC_PER_SEC,
};

/* Sitting over the day's edge: what is counted to the old day and to the new one, on plain nights and where
 * clocks change. */
static void sitting_today_is_cut_at_the_edge_of_the_day(void **state)
{
        static const struct {
                const struct test_zone *zone;
                const char *from, *until; /* UTC */
                int64_t old_sec, new_sec;
        } cases[] = {
                { &BERLIN, "2026-06-15 01:00:00", "2026-06-15 03:00:00", 3600, 3600 },
                { &KATHMANDU, "2026-06-14 22:00:00", "2026-06-14 23:00:00", 900, 2700 },
                /* from 22:00 to 06:00 on the clock: an hour less, an hour more */
                { &BERLIN, "2026-03-28 21:00:00", "2026-03-29 04:00:00", 5 * 3600, 2 * 3600 },
                { &BERLIN, "2026-10-24 20:00:00", "2026-10-25 05:00:00", 7 * 3600, 2 * 3600 },
                { &NEW_YORK, "2026-03-08 03:00:00", "2026-03-08 10:00:00", 5 * 3600, 2 * 3600 },
                { &NEW_YORK, "2026-11-01 02:00:00", "2026-11-01 11:00:00", 7 * 3600, 2 * 3600 },
                { &AUCKLAND, "2026-09-26 10:00:00", "2026-09-26 17:00:00", 5 * 3600, 2 * 3600 },
                { &AUCKLAND, "2026-04-04 09:00:00", "2026-04-04 18:00:00", 7 * 3600, 2 * 3600 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = instant_in(cases[i].zone, utc_usec(cases[i].from));
                struct instant later = instant_in(cases[i].zone, utc_usec(cases[i].until));
                struct bout bout = { .posture = POSTURE_SITTING,
                        .open = true,
                        .seated_since_usec = now.boottime_usec,
                        .start_usec = now.boottime_usec };
                struct day_summary summary, old;

                day_summary_init(&summary, FOUR, &now);
                assert_false(day_summary_roll(&summary, &bout, FOUR, &now, &old));
                assert_true(day_summary_roll(&summary, &bout, FOUR, &later, &old));
                assert_int_equal(old.seated_usec, cases[i].old_sec * USEC_PER_SEC);
                assert_int_equal(summary.day, old.day + 1);
                assert_int_equal(day_summary_sitting(&summary, &bout, later.boottime_usec),
                        cases[i].new_sec * USEC_PER_SEC);
        }
}

static void the_day_ends_at_its_edge_and_not_before(void **state)
{
        struct instant now = instant_in(&BERLIN, utc_usec("2026-06-15 07:00:00"));
        struct instant before = instant_in(&BERLIN, utc_usec("2026-06-16 01:59:59"));
        struct instant at = instant_in(&BERLIN, utc_usec("2026-06-16 02:00:00"));
        struct bout bout = { .seated_since_usec = STAMP_NONE };
        struct day_summary summary, old;

        (void)state;
        day_summary_init(&summary, FOUR, &now);
        assert_int_equal(summary.day, instant_day_from_date(2026, 6, 15));
        assert_true(summary.ends_usec == at.boottime_usec);
        assert_false(day_summary_roll(&summary, &bout, FOUR, &before, &old));
        assert_true(day_summary_roll(&summary, &bout, FOUR, &at, &old));
        assert_int_equal(old.day, instant_day_from_date(2026, 6, 15));
        assert_int_equal(summary.day, instant_day_from_date(2026, 6, 16));
}

static void several_missed_days_collapse_to_one(void **state)
{
        struct instant now = instant_in(&BERLIN, utc_usec("2026-06-15 07:00:00"));
        struct instant later = instant_in(&BERLIN, utc_usec("2026-06-22 07:00:00"));
        struct bout bout = { .seated_since_usec = STAMP_NONE };
        struct day_summary summary, old;

        (void)state;
        day_summary_init(&summary, FOUR, &now);
        assert_true(day_summary_roll(&summary, &bout, FOUR, &later, &old));
        assert_int_equal(summary.day, instant_day_from_date(2026, 6, 22));
        assert_false(day_summary_roll(&summary, &bout, FOUR, &later, &old));
}

static void a_step_of_the_wall_clock_loses_nothing(void **state)
{
        static const struct {
                int64_t step_usec;
                int date[3];
        } cases[] = {
                { USEC_PER_HOUR, { 2026, 6, 15 } },
                { -USEC_PER_HOUR, { 2026, 6, 15 } },
                { 2 * USEC_PER_DAY, { 2026, 6, 17 } },
                { -3 * USEC_PER_DAY, { 2026, 6, 12 } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = instant_in(&BERLIN, utc_usec("2026-06-15 08:00:00"));
                struct bout bout = { .posture = POSTURE_SITTING,
                        .open = true,
                        .seated_since_usec = now.boottime_usec,
                        .start_usec = now.boottime_usec };
                struct day_summary summary, old;

                day_summary_init(&summary, FOUR, &now);
                summary.breaks = 3;
                summary.seated_usec = USEC_PER_HOUR;
                now.boottime_usec += USEC_PER_HOUR;
                now.realtime_usec += USEC_PER_HOUR + cases[i].step_usec;
                day_summary_rename(&summary, FOUR, &now);
                assert_int_equal(summary.day,
                        instant_day_from_date(cases[i].date[0], cases[i].date[1], cases[i].date[2]));
                assert_int_equal(summary.breaks, 3);
                assert_int_equal(day_summary_sitting(&summary, &bout, now.boottime_usec), 2 * USEC_PER_HOUR);
                assert_false(day_summary_roll(&summary, &bout, FOUR, &now, &old));
                assert_true(summary.ends_usec > now.boottime_usec);
        }
}

static struct bout_change change_of(
        enum bout_change_kind kind, int64_t from_sec, int64_t at_sec, int64_t length_sec)
{
        return (struct bout_change){ .kind = kind,
                .from_usec = from_sec * USEC_PER_SEC,
                .at_usec = at_sec * USEC_PER_SEC,
                .length_usec = length_sec * USEC_PER_SEC,
                .start_usec = from_sec * USEC_PER_SEC };
}

static void intervals_bouts_and_breaks_are_counted(void **state)
{
        static const struct {
                enum bout_change_kind kind;
                int64_t from_sec, at_sec, length_sec;
        } changes[] = {
                { BOUT_CHANGE_SAT_DOWN, 0, 0, 0 },
                { BOUT_CHANGE_STOOD_UP, 0, 2400, 2400 },
                { BOUT_CHANGE_SAT_DOWN, 0, 2445, 45 },
                { BOUT_CHANGE_STOOD_UP, 2445, 3000, 2955 },
                { BOUT_CHANGE_CLOSED, 0, 3060, 2955 },
                { BOUT_CHANGE_FULFILLED, 0, 3120, 0 },
                { BOUT_CHANGE_SAT_DOWN, 0, 3150, 150 },
                { BOUT_CHANGE_STOOD_UP, 3150, 4500, 1350 },
                { BOUT_CHANGE_CLOSED, 3150, 4560, 1350 },
                { BOUT_CHANGE_SAT_DOWN, 0, 4560, 60 },
                { BOUT_CHANGE_STOOD_UP, 4560, 7800, 3240 },
                { BOUT_CHANGE_CENSORED, 4560, 7800, 3240 },
        };
        struct instant now = { .boottime_usec = 0,
                .realtime_usec = utc_usec("2026-06-15 08:00:00"),
                .zone = zone_at(&BERLIN, utc_usec("2026-06-15 08:00:00")) };
        struct day_summary summary;

        (void)state;
        day_summary_init(&summary, FOUR, &now);
        for (size_t i = 0; i < ELEMENTS(changes); i++) {
                struct bout_change change = change_of(
                        changes[i].kind, changes[i].from_sec, changes[i].at_sec, changes[i].length_sec);

                day_summary_count(&summary, &CONFIG, &change);
        }
        assert_int_equal(summary.seated_usec, 7545 * USEC_PER_SEC);
        assert_int_equal(summary.interruptions, 3);
        assert_int_equal(summary.breaks, 2);
        assert_int_equal(summary.full_breaks, 1);
        /* the censored one is no bout for statistics of length */
        assert_int_equal(summary.bouts, 2);
        assert_int_equal(summary.longest_usec, 2955 * USEC_PER_SEC);
}

static void a_bout_belongs_to_the_day_in_which_it_began(void **state)
{
        struct instant now = instant_in(&BERLIN, utc_usec("2026-06-15 01:00:00"));
        struct instant later = instant_in(&BERLIN, utc_usec("2026-06-15 04:00:00"));
        struct bout bout = { .posture = POSTURE_SITTING,
                .open = true,
                .seated_since_usec = now.boottime_usec,
                .start_usec = now.boottime_usec };
        struct bout_change closed = { .kind = BOUT_CHANGE_CLOSED,
                .at_usec = later.boottime_usec,
                .length_usec = 3 * USEC_PER_HOUR,
                .start_usec = now.boottime_usec };
        struct day_summary summary, old;

        (void)state;
        day_summary_init(&summary, FOUR, &now);
        assert_true(day_summary_longest(&summary, &bout, now.boottime_usec + 60) == 60);
        assert_true(day_summary_roll(&summary, &bout, FOUR, &later, &old));
        assert_true(day_summary_longest(&summary, &bout, later.boottime_usec) == 0);
        day_summary_count(&summary, &CONFIG, &closed);
        assert_int_equal(summary.bouts, 0);
        assert_int_equal(summary.longest_usec, 0);
}

static void the_longest_bout_is_the_running_one_when_it_is(void **state)
{
        struct instant now = instant_in(&BERLIN, utc_usec("2026-06-15 08:00:00"));
        struct bout bout = { .posture = POSTURE_SITTING,
                .open = true,
                .seated_since_usec = now.boottime_usec,
                .start_usec = now.boottime_usec };
        struct day_summary summary;

        (void)state;
        day_summary_init(&summary, FOUR, &now);
        summary.longest_usec = 40 * USEC_PER_MINUTE;
        assert_true(day_summary_longest(&summary, &bout, now.boottime_usec + 30 * USEC_PER_MINUTE) ==
                    40 * USEC_PER_MINUTE);
        assert_true(day_summary_longest(&summary, &bout, now.boottime_usec + 50 * USEC_PER_MINUTE) ==
                    50 * USEC_PER_MINUTE);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(sitting_today_is_cut_at_the_edge_of_the_day),
                cmocka_unit_test(the_day_ends_at_its_edge_and_not_before),
                cmocka_unit_test(several_missed_days_collapse_to_one),
                cmocka_unit_test(a_step_of_the_wall_clock_loses_nothing),
                cmocka_unit_test(intervals_bouts_and_breaks_are_counted),
                cmocka_unit_test(a_bout_belongs_to_the_day_in_which_it_began),
                cmocka_unit_test(the_longest_bout_is_the_running_one_when_it_is),
        };

        return cmocka_run_group_tests_name("day_summary", tests, NULL, NULL);
}
