/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "client/clock_text.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#define SEC USEC_PER_SEC
/* 2026-11-22T13:05:00Z, a Sunday. */
#define NOON INT64_C(1795352700)

static void use_zone(const char *zone)
{
        setenv("TZ", zone, 1);
        tzset();
}

static void moments_are_told_in_the_local_zone(void **state)
{
        static const struct {
                const char *zone;
                int64_t realtime_sec;
                int64_t now_sec;
                const char *time;
                const char *moment;
        } cases[] = {
                { "UTC", NOON, NOON, "13:05", "13:05" },
                { "Europe/Berlin", NOON, NOON + 3600, "14:05", "14:05" },
                { "Europe/Berlin", NOON + 86400, NOON, "14:05", "Mon 23 Nov, 14:05" },
                { "Pacific/Auckland", NOON, NOON - 4 * 3600, "02:05", "Mon 23 Nov, 02:05" },
                { "UTC", -1, 0, "23:59", "Wed 31 Dec, 23:59" },
                { "UTC", 0, 1, "00:00", "00:00" },
        };
        char text[CLOCK_TEXT_SIZE];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                use_zone(cases[i].zone);
                clock_text_time(cases[i].realtime_sec * SEC, text);
                assert_string_equal(text, cases[i].time);
                clock_text_moment(cases[i].realtime_sec * SEC, cases[i].now_sec * SEC, text);
                assert_string_equal(text, cases[i].moment);
        }
}

static void durations_are_rounded_down(void **state)
{
        static const struct {
                int64_t sec;
                const char *text;
        } cases[] = {
                { -5, "0 s" },
                { 0, "0 s" },
                { 45, "45 s" },
                { 89, "89 s" },
                { 90, "1 min" },
                { 119, "1 min" },
                { 1979, "32 min" },
                { 3599, "59 min" },
                { 3600, "1 h 00 min" },
                { 3900, "1 h 05 min" },
                { INT64_MAX, "2562047788015215 h 30 min" },
        };
        char text[CLOCK_TEXT_SIZE];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                clock_text_duration(cases[i].sec, text);
                assert_string_equal(text, cases[i].text);
        }
}

static void a_day_starts_at_its_first_local_second(void **state)
{
        static const struct {
                const char *zone;
                int32_t day;
                int64_t start_sec;
        } cases[] = {
                { "UTC", 0, 0 },
                { "UTC", 20779, INT64_C(20779) * 86400 },
                { "Europe/Berlin", 20779, INT64_C(20779) * 86400 - 3600 },
                { "Pacific/Kiritimati", 20779, INT64_C(20779) * 86400 - 14 * 3600 },
                { "Etc/GMT+12", 20779, INT64_C(20779) * 86400 + 12 * 3600 },
                /* 2026-09-06: midnight is skipped in Santiago, the day starts at 01:00 -03. */
                { "America/Santiago", 20702, INT64_C(20702) * 86400 + 4 * 3600 },
        };
        char text[CLOCK_TEXT_SIZE];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                use_zone(cases[i].zone);
                assert_int_equal(clock_text_day_start(cases[i].day), cases[i].start_sec * SEC);
                assert_int_equal(clock_text_day(cases[i].start_sec * SEC), cases[i].day);
                assert_int_equal(clock_text_day(cases[i].start_sec * SEC - 1), cases[i].day - 1);
        }
        clock_text_date(20779, text);
        assert_string_equal(text, "2026-11-22");
}

static void days_are_read_as_dates_words_and_spans(void **state)
{
        static const struct {
                const char *text;
                int result;
                int32_t day;
        } cases[] = {
                { "today", 0, 20779 },
                { "yesterday", 0, 20778 },
                { "7 days", 0, 20772 },
                { "2d", 0, 20777 },
                { "48 h", 0, 20777 },
                { "2026-11-22", 0, 20779 },
                { "2024-02-29", 0, 19782 },
                { "2026-02-29", -EINVAL, 0 },
                { "2026-13-01", -EINVAL, 0 },
                { "2026-00-10", -EINVAL, 0 },
                { "2026-1-1", -EINVAL, 0 },
                { "2026-11-2 ", -EINVAL, 0 },
                { "-026-11-22", -EINVAL, 0 },
                { "2026-11-222", -EINVAL, 0 },
                { "3 h", -EINVAL, 0 },
                { "tomorrow", -EINVAL, 0 },
                { "", -EINVAL, 0 },
        };

        (void)state;
        use_zone("Europe/Berlin");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int32_t day = 1234;

                assert_int_equal(clock_text_parse_day(cases[i].text, NOON * SEC, &day), cases[i].result);
                assert_int_equal(day, cases[i].result < 0 ? 1234 : cases[i].day);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(moments_are_told_in_the_local_zone),
                cmocka_unit_test(durations_are_rounded_down),
                cmocka_unit_test(a_day_starts_at_its_first_local_second),
                cmocka_unit_test(days_are_read_as_dates_words_and_spans),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
