/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/instant.h"
#include "unit/zones.h"

#include <stdio.h>
#include <stdlib.h>

/* libc's own idea of the local time, by the zone's rule in POSIX notation: the oracle. */
static struct tm libc_local(const struct test_zone *zone, int64_t realtime_usec)
{
        time_t seconds = (time_t)(realtime_usec / USEC_PER_SEC);
        struct tm tm = { 0 };

        assert_int_equal(setenv("TZ", zone->posix, 1), 0);
        tzset();
        assert_non_null(localtime_r(&seconds, &tm));
        return tm;
}

static void check_against_libc(const struct test_zone *zone, const struct instant *now, int64_t realtime_usec)
{
        struct tm tm = libc_local(zone, realtime_usec);
        struct civil civil = instant_civil(now, realtime_usec);

        assert_int_equal(instant_offset_sec(now, realtime_usec), tm.tm_gmtoff);
        assert_int_equal(civil.year, tm.tm_year + 1900);
        assert_int_equal(civil.month, tm.tm_mon + 1);
        assert_int_equal(civil.day, tm.tm_mday);
        assert_int_equal(civil.hour, tm.tm_hour);
        assert_int_equal(civil.minute, tm.tm_min);
        assert_int_equal(civil.second, tm.tm_sec);
        assert_int_equal(instant_minute_of_day(now, realtime_usec), tm.tm_hour * 60 + tm.tm_min);
        assert_int_equal(instant_weekday(instant_day(now, realtime_usec, 0)), (tm.tm_wday + 6) % 7);
}

static void local_times_are_those_of_libc_in_every_zone(void **state)
{
        (void)state;
        for (size_t i = 0; i < ELEMENTS(TEST_ZONES); i++)
                for (int64_t at = utc_usec("2025-12-20 00:00:00"); at < utc_usec("2027-01-10 00:00:00");
                        at += 47 * USEC_PER_MINUTE + 13 * USEC_PER_SEC) {
                        struct instant now = instant_in(TEST_ZONES[i], at);

                        check_against_libc(TEST_ZONES[i], &now, at);
                }
}

static void a_moment_across_the_next_or_last_transition_has_the_offset_there(void **state)
{
        static const char *const transitions[] = {
                "2026-03-29 01:00:00",
                "2026-10-25 01:00:00",
                "2026-03-08 07:00:00",
                "2026-11-01 06:00:00",
                "2026-04-04 14:00:00",
                "2026-09-26 14:00:00",
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(TEST_ZONES); i++)
                for (size_t t = 0; t < ELEMENTS(transitions); t++)
                        for (int minutes = -180; minutes <= 180; minutes += 7) {
                                int64_t at = utc_usec(transitions[t]);
                                struct instant before = instant_in(TEST_ZONES[i], at - USEC_PER_SEC);
                                struct instant after = instant_in(TEST_ZONES[i], at);

                                check_against_libc(TEST_ZONES[i], &before, at + minutes * USEC_PER_MINUTE);
                                check_against_libc(TEST_ZONES[i], &after, at + minutes * USEC_PER_MINUTE);
                        }
}

static void civil_times_in_gaps_and_repeated_hours_happen_once(void **state)
{
        static const struct {
                const struct test_zone *zone;
                const char *now; /* UTC */
                int date[3];
                int minute;
                const char *expected; /* UTC */
        } cases[] = {
                /* plain days */
                { &BERLIN, "2026-06-15 07:00:00", { 2026, 6, 15 }, 9 * 60, "2026-06-15 07:00:00" },
                { &KATHMANDU, "2026-06-15 07:00:00", { 2026, 6, 15 }, 4 * 60, "2026-06-14 22:15:00" },
                { &NEW_YORK, "2026-06-15 07:00:00", { 2026, 6, 15 }, 1440 + 90, "2026-06-16 05:30:00" },
                /* Berlin skips 02:00 to 03:00 */
                { &BERLIN, "2026-03-28 12:00:00", { 2026, 3, 29 }, 119, "2026-03-29 00:59:00" },
                { &BERLIN, "2026-03-28 12:00:00", { 2026, 3, 29 }, 120, "2026-03-29 01:00:00" },
                { &BERLIN, "2026-03-28 12:00:00", { 2026, 3, 29 }, 150, "2026-03-29 01:00:00" },
                { &BERLIN, "2026-03-28 12:00:00", { 2026, 3, 29 }, 180, "2026-03-29 01:00:00" },
                { &BERLIN, "2026-03-28 12:00:00", { 2026, 3, 29 }, 240, "2026-03-29 02:00:00" },
                { &BERLIN, "2026-03-28 12:00:00", { 2026, 3, 28 }, 1440 + 150, "2026-03-29 01:00:00" },
                { &BERLIN, "2026-03-29 08:00:00", { 2026, 3, 29 }, 150, "2026-03-29 01:00:00" },
                { &BERLIN, "2026-03-29 08:00:00", { 2026, 3, 29 }, 119, "2026-03-29 00:59:00" },
                /* Berlin repeats 02:00 to 03:00: the first */
                { &BERLIN, "2026-10-24 12:00:00", { 2026, 10, 25 }, 150, "2026-10-25 00:30:00" },
                { &BERLIN, "2026-10-25 00:45:00", { 2026, 10, 25 }, 150, "2026-10-25 00:30:00" },
                { &BERLIN, "2026-10-25 01:15:00", { 2026, 10, 25 }, 150, "2026-10-25 00:30:00" },
                { &BERLIN, "2026-10-25 12:00:00", { 2026, 10, 25 }, 150, "2026-10-25 00:30:00" },
                { &BERLIN, "2026-10-24 12:00:00", { 2026, 10, 25 }, 180, "2026-10-25 02:00:00" },
                { &BERLIN, "2026-10-24 12:00:00", { 2026, 10, 25 }, 240, "2026-10-25 03:00:00" },
                /* New York */
                { &NEW_YORK, "2026-03-07 12:00:00", { 2026, 3, 8 }, 150, "2026-03-08 07:00:00" },
                { &NEW_YORK, "2026-03-07 12:00:00", { 2026, 3, 8 }, 240, "2026-03-08 08:00:00" },
                { &NEW_YORK, "2026-10-31 12:00:00", { 2026, 11, 1 }, 90, "2026-11-01 05:30:00" },
                { &NEW_YORK, "2026-11-01 12:00:00", { 2026, 11, 1 }, 90, "2026-11-01 05:30:00" },
                { &NEW_YORK, "2026-10-31 12:00:00", { 2026, 11, 1 }, 120, "2026-11-01 07:00:00" },
                /* Auckland, whose spring is in September */
                { &AUCKLAND, "2026-09-26 00:00:00", { 2026, 9, 27 }, 150, "2026-09-26 14:00:00" },
                { &AUCKLAND, "2026-09-26 00:00:00", { 2026, 9, 27 }, 119, "2026-09-26 13:59:00" },
                { &AUCKLAND, "2026-09-26 00:00:00", { 2026, 9, 27 }, 240, "2026-09-26 15:00:00" },
                { &AUCKLAND, "2026-04-04 00:00:00", { 2026, 4, 5 }, 150, "2026-04-04 13:30:00" },
                { &AUCKLAND, "2026-04-04 20:00:00", { 2026, 4, 5 }, 150, "2026-04-04 13:30:00" },
                { &AUCKLAND, "2026-04-04 00:00:00", { 2026, 4, 5 }, 180, "2026-04-04 15:00:00" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = instant_in(cases[i].zone, utc_usec(cases[i].now));
                int32_t day = instant_day_from_date(cases[i].date[0], cases[i].date[1], cases[i].date[2]);
                int64_t found = instant_from_civil(&now, day, cases[i].minute);

                if (found != utc_usec(cases[i].expected))
                        print_error("case %zu: %s\n", i, cases[i].expected);
                assert_int_equal(found, utc_usec(cases[i].expected));
        }
}

static void every_civil_minute_comes_back_as_it_was_or_is_one_of_a_transition(void **state)
{
        (void)state;
        for (size_t i = 0; i < ELEMENTS(TEST_ZONES); i++) {
                struct instant now = instant_in(TEST_ZONES[i], utc_usec("2026-06-15 12:00:00"));

                for (int32_t day = instant_day_from_date(2026, 6, 1); day < instant_day_from_date(2026, 7, 1);
                        day++)
                        for (int32_t minute = 0; minute < MINUTES_PER_DAY; minute += 11) {
                                int64_t at = instant_from_civil(&now, day, minute);

                                assert_int_equal(instant_day(&now, at, 0), day);
                                assert_int_equal(instant_minute_of_day(&now, at), minute);
                        }
        }
}

static void a_day_begins_at_its_own_start(void **state)
{
        static const struct {
                const struct test_zone *zone;
                const char *at; /* UTC */
                int16_t day_start_minute;
                int date[3];
        } cases[] = {
                { &BERLIN, "2026-06-15 01:59:59", 240, { 2026, 6, 14 } },
                { &BERLIN, "2026-06-15 02:00:00", 240, { 2026, 6, 15 } },
                { &BERLIN, "2026-06-14 22:00:00", 0, { 2026, 6, 15 } },
                { &BERLIN, "2026-06-14 21:59:59", 0, { 2026, 6, 14 } },
                /* the night that is an hour shorter, and the one that is longer */
                { &BERLIN, "2026-03-29 01:59:59", 240, { 2026, 3, 28 } },
                { &BERLIN, "2026-03-29 02:00:00", 240, { 2026, 3, 29 } },
                { &BERLIN, "2026-10-25 02:59:59", 240, { 2026, 10, 24 } },
                { &BERLIN, "2026-10-25 03:00:00", 240, { 2026, 10, 25 } },
                { &NEW_YORK, "2026-03-08 07:59:59", 240, { 2026, 3, 7 } },
                { &NEW_YORK, "2026-03-08 08:00:00", 240, { 2026, 3, 8 } },
                { &NEW_YORK, "2026-11-01 08:59:59", 240, { 2026, 10, 31 } },
                { &NEW_YORK, "2026-11-01 09:00:00", 240, { 2026, 11, 1 } },
                { &AUCKLAND, "2026-09-26 14:59:59", 240, { 2026, 9, 26 } },
                { &AUCKLAND, "2026-09-26 15:00:00", 240, { 2026, 9, 27 } },
                { &AUCKLAND, "2026-04-04 15:59:59", 240, { 2026, 4, 4 } },
                { &AUCKLAND, "2026-04-04 16:00:00", 240, { 2026, 4, 5 } },
                { &KATHMANDU, "2026-06-14 22:14:59", 240, { 2026, 6, 14 } },
                { &KATHMANDU, "2026-06-14 22:15:00", 240, { 2026, 6, 15 } },
                /* a start inside the hour that is skipped happens at its end */
                { &BERLIN, "2026-03-29 00:59:59", 150, { 2026, 3, 28 } },
                { &BERLIN, "2026-03-29 01:00:00", 150, { 2026, 3, 29 } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t at = utc_usec(cases[i].at);
                struct instant now = instant_in(cases[i].zone, at);
                int32_t day = instant_day(&now, at, cases[i].day_start_minute);

                if (day != instant_day_from_date(cases[i].date[0], cases[i].date[1], cases[i].date[2]))
                        print_error("case %zu: %s %s\n", i, cases[i].zone->name, cases[i].at);
                assert_int_equal(
                        day, instant_day_from_date(cases[i].date[0], cases[i].date[1], cases[i].date[2]));
        }
}

static void a_day_that_starts_in_the_repeated_hour_starts_once(void **state)
{
        int64_t at = utc_usec("2026-10-25 00:20:00");
        struct instant now = instant_in(&BERLIN, at);
        int32_t last;

        (void)state;
        last = instant_day(&now, at, 150);
        assert_int_equal(last, instant_day_from_date(2026, 10, 24));
        for (; at < utc_usec("2026-10-25 04:00:00"); at += USEC_PER_MINUTE) {
                int32_t day;

                now = instant_in(&BERLIN, at);
                day = instant_day(&now, at, 150);
                assert_true(day >= last);
                last = day;
        }
        assert_int_equal(last, instant_day_from_date(2026, 10, 25));
}

static void dates_and_day_numbers_are_each_others_inverse(void **state)
{
        int32_t day = instant_day_from_date(1968, 1, 1);

        (void)state;
        assert_int_equal(instant_day_from_date(1970, 1, 1), 0);
        assert_int_equal(instant_day_from_date(2000, 2, 29), 11016);
        assert_int_equal(instant_day_from_date(1969, 12, 31), -1);
        assert_int_equal(instant_weekday(0), 3);
        assert_int_equal(instant_weekday(-1), 2);
        assert_int_equal(instant_weekday(-4), 6);
        for (; day < instant_day_from_date(2101, 1, 1); day++) {
                struct civil date = instant_date_from_day(day);
                time_t seconds = (time_t)day * 86400;
                struct tm tm;

                gmtime_r(&seconds, &tm);
                assert_int_equal(date.year, tm.tm_year + 1900);
                assert_int_equal(date.month, tm.tm_mon + 1);
                assert_int_equal(date.day, tm.tm_mday);
                assert_int_equal(instant_day_from_date(date.year, date.month, date.day), day);
                assert_int_equal(instant_weekday(day), (tm.tm_wday + 6) % 7);
        }
}

static void moments_are_printed_with_their_offset(void **state)
{
        static const struct {
                const struct test_zone *zone;
                const char *at;
                int64_t more_usec;
                const char *text;
        } cases[] = {
                { &BERLIN, "2026-11-22 09:01:31", 0, "2026-11-22T10:01:31+01:00" },
                { &BERLIN, "2026-11-22 09:01:31", 499999, "2026-11-22T10:01:31+01:00" },
                { &BERLIN, "2026-11-22 09:01:31", 500000, "2026-11-22T10:01:32+01:00" },
                { &BERLIN, "2026-12-31 22:59:59", 999999, "2027-01-01T00:00:00+01:00" },
                { &NEW_YORK, "2026-06-15 03:00:00", 0, "2026-06-14T23:00:00-04:00" },
                { &KATHMANDU, "2026-06-15 03:00:00", 0, "2026-06-15T08:45:00+05:45" },
                { &AUCKLAND, "2026-01-15 11:30:00", 0, "2026-01-16T00:30:00+13:00" },
                { &BERLIN, "2026-03-29 00:59:59", 0, "2026-03-29T01:59:59+01:00" },
                { &BERLIN, "2026-03-29 01:00:00", 0, "2026-03-29T03:00:00+02:00" },
                { &BERLIN, "2026-10-25 00:59:59", 0, "2026-10-25T02:59:59+02:00" },
                { &BERLIN, "2026-10-25 01:00:00", 0, "2026-10-25T02:00:00+01:00" },
        };
        char text[INSTANT_TEXT_SIZE];
        char day[INSTANT_DAY_TEXT_SIZE];
        struct instant now;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t at = utc_usec(cases[i].at);

                now = instant_in(cases[i].zone, at);
                instant_print(&now, at + cases[i].more_usec, text);
                assert_string_equal(text, cases[i].text);
        }
        instant_print_day(instant_day_from_date(2026, 2, 3), day);
        assert_string_equal(day, "2026-02-03");
        /* a moment of another season than now */
        now = instant_in(&BERLIN, utc_usec("2026-03-29 00:00:00"));
        instant_print(&now, utc_usec("2026-03-29 04:00:00"), text);
        assert_string_equal(text, "2026-03-29T06:00:00+02:00");
}

static void the_two_clocks_are_converted_into_each_other(void **state)
{
        struct instant now = instant_in(&BERLIN, utc_usec("2026-06-15 07:00:00"));
        struct instant later;

        (void)state;
        assert_int_equal(instant_to_realtime(&now, now.boottime_usec), now.realtime_usec);
        assert_true(instant_to_realtime(&now, USEC_INFINITY) == USEC_INFINITY);
        assert_int_equal(instant_to_realtime(&now, now.boottime_usec - 90), now.realtime_usec - 90);
        assert_int_equal(instant_to_boottime(&now, now.realtime_usec + 90), now.boottime_usec + 90);
        later = instant_at(&now, now.boottime_usec + USEC_PER_HOUR);
        assert_int_equal(later.boottime_usec, now.boottime_usec + USEC_PER_HOUR);
        assert_int_equal(later.realtime_usec, now.realtime_usec + USEC_PER_HOUR);
        assert_int_equal(instant_offset_sec(&later, later.realtime_usec), 7200);
}

static void moving_across_a_transition_keeps_the_zone_right(void **state)
{
        int64_t at = utc_usec("2026-03-28 23:00:00");
        struct instant now = instant_in(&BERLIN, at);
        struct instant later = instant_at(&now, now.boottime_usec + 4 * USEC_PER_HOUR);

        (void)state;
        check_against_libc(&BERLIN, &later, later.realtime_usec);
        check_against_libc(&BERLIN, &later, at);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(local_times_are_those_of_libc_in_every_zone),
                cmocka_unit_test(a_moment_across_the_next_or_last_transition_has_the_offset_there),
                cmocka_unit_test(civil_times_in_gaps_and_repeated_hours_happen_once),
                cmocka_unit_test(every_civil_minute_comes_back_as_it_was_or_is_one_of_a_transition),
                cmocka_unit_test(a_day_begins_at_its_own_start),
                cmocka_unit_test(a_day_that_starts_in_the_repeated_hour_starts_once),
                cmocka_unit_test(dates_and_day_numbers_are_each_others_inverse),
                cmocka_unit_test(moments_are_printed_with_their_offset),
                cmocka_unit_test(the_two_clocks_are_converted_into_each_other),
                cmocka_unit_test(moving_across_a_transition_keeps_the_zone_right),
        };

        return cmocka_run_group_tests_name("instant", tests, NULL, NULL);
}
