/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/weekly.h"

#include <stdio.h>

/* Berlin's clocks around the night in October that has an hour twice, and the one in March that lacks one. */
#define AUTUMN_USEC (INT64_C(1792890000) * USEC_PER_SEC) /* 2026-10-25T01:00Z */
#define SPRING_USEC (INT64_C(1774746000) * USEC_PER_SEC) /* 2026-03-29T01:00Z */

static const struct zone autumn = { .since_realtime_usec = SPRING_USEC,
        .until_realtime_usec = AUTUMN_USEC,
        .offset_before_sec = 3600,
        .offset_sec = 7200,
        .offset_after_sec = 3600 };

static struct instant at(int32_t month, int32_t day, int minute)
{
        struct instant now = { .boottime_usec = 5, .zone = autumn };

        now.realtime_usec = instant_from_civil(&now, instant_day_from_date(2026, month, day), minute);
        return now;
}

static void assert_moment(const struct instant *now, int64_t realtime_usec, const char *expected)
{
        char text[INSTANT_TEXT_SIZE];

        instant_print(now, realtime_usec, text);
        assert_string_equal(text, expected);
}

static void the_last_and_the_next_time_are_those_of_the_clock(void **state)
{
        static const struct {
                int32_t month, day;
                int minute;  /* of the day */
                int planned; /* since Monday, 00:00 */
                const char *last, *next;
        } cases[] = {
                /* 2026-06-10 is a Wednesday. */
                { 6, 10, 600, 300, "2026-06-08T05:00:00+02:00", "2026-06-15T05:00:00+02:00" },
                { 6, 8, 300, 300, "2026-06-08T05:00:00+02:00", "2026-06-15T05:00:00+02:00" },
                { 6, 8, 299, 300, "2026-06-01T05:00:00+02:00", "2026-06-08T05:00:00+02:00" },
                { 6, 14, 1079, 6 * 1440 + 1080, "2026-06-07T18:00:00+02:00", "2026-06-14T18:00:00+02:00" },
                { 6, 14, 1080, 6 * 1440 + 1080, "2026-06-14T18:00:00+02:00", "2026-06-21T18:00:00+02:00" },
                { 6, 14, 1439, 0, "2026-06-08T00:00:00+02:00", "2026-06-15T00:00:00+02:00" },
                /* An hour that comes twice counts once, one that there is not at its end. */
                { 10, 25, 240, 6 * 1440 + 150, "2026-10-25T02:30:00+02:00", "2026-11-01T02:30:00+01:00" },
                { 10, 24, 240, 6 * 1440 + 150, "2026-10-18T02:30:00+02:00", "2026-10-25T02:30:00+02:00" },
                { 3, 29, 240, 6 * 1440 + 150, "2026-03-29T03:00:00+02:00", "2026-04-05T02:30:00+02:00" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = at(cases[i].month, cases[i].day, cases[i].minute);

                assert_moment(&now, weekly_last_planned(&now, cases[i].planned), cases[i].last);
                assert_moment(&now, weekly_next_planned(&now, cases[i].planned), cases[i].next);
        }
}

static void a_page_tells_of_whole_weeks_up_to_the_last_day_that_was_lived(void **state)
{
        static const struct {
                int32_t day;
                int minute;
                const char *from, *to;
        } cases[] = {
                { 14, 1080, "2026-04-20", "2026-06-14" }, /* Sunday evening: with the Sunday */
                { 15, 300, "2026-04-20", "2026-06-14" },  /* Monday morning: until the Sunday */
                { 15, 719, "2026-04-20", "2026-06-14" },
                { 15, 720, "2026-04-27", "2026-06-15" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = at(6, cases[i].day, cases[i].minute);
                struct weekly_range range = weekly_range(&now);
                char text[INSTANT_DAY_TEXT_SIZE];

                instant_print_day(range.from_day, text);
                assert_string_equal(text, cases[i].from);
                instant_print_day(range.to_day, text);
                assert_string_equal(text, cases[i].to);
        }
}

/* Nobody has a page to be written: only when it would be looked at is of interest. */
static void a_time_that_comes_while_nobody_can_be_asked_arms_no_timer(void **state)
{
        char file[] = "%p.html";
        const struct settings settings = { .report = { .file = file, .at_minute = 300 } };
        const struct weekly_options options = { .state_dir = "/nowhere", .bus = BUS_SYSTEM };
        struct instant now = at(6, 10, 600);
        struct weekly *weekly;
        int64_t due_usec;

        (void)state;
        assert_int_equal(weekly_new(&options, &settings, &weekly), 0);
        weekly_on_time(weekly, true, &now);
        due_usec = weekly_next_deadline(weekly);
        assert_int_equal(due_usec - now.boottime_usec,
                weekly_next_planned(&now, settings.report.at_minute) - now.realtime_usec);

        now.realtime_usec += due_usec - now.boottime_usec;
        now.boottime_usec = due_usec;
        weekly_on_time(weekly, false, &now);
        assert_int_equal(weekly_next_deadline(weekly), USEC_INFINITY);
        weekly_on_time(weekly, true, &now);
        assert_int_equal(weekly_next_deadline(weekly) - due_usec, 7 * USEC_PER_DAY);
        weekly_free(weekly);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_last_and_the_next_time_are_those_of_the_clock),
                cmocka_unit_test(a_page_tells_of_whole_weeks_up_to_the_last_day_that_was_lived),
                cmocka_unit_test(a_time_that_comes_while_nobody_can_be_asked_arms_no_timer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
