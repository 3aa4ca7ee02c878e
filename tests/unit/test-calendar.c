/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/calendar.h"

#include <stdio.h>

#define HOUR USEC_PER_HOUR

/* 2026-11-22T09:01:31Z */
#define NOW INT64_C(1795338091000000)
/* 2026-10-25T01:00:00Z and 2027-03-28T01:00:00Z */
#define AUTUMN INT64_C(1792890000000000)
#define SPRING INT64_C(1806195600000000)

static const struct zone berlin = { AUTUMN, SPRING, 7200, 3600, 7200 };

static struct instant at(int64_t realtime_usec, struct zone zone)
{
        return (struct instant){
                .boottime_usec = USEC_PER_HOUR, .realtime_usec = realtime_usec, .zone = zone
        };
}

static const struct calendar_event event = {
        .person = "anna",
        .programme = "steady-back",
        .title = "Steady back",
        .monday = 20780,
        .number = 2,
        .at_realtime_usec = INT64_C(1795626000000000), /* 2026-11-25T17:00:00Z */
        .length_usec = 17 * USEC_PER_MINUTE + 1,
};

static void a_calendar_has_its_zone_and_its_sessions(void **state)
{
        struct instant now = at(NOW, berlin);
        char *text = calendar_print(&event, 1, "Anna", "Europe/Berlin", &now);

        (void)state;
        assert_non_null(text);
        assert_string_equal(text, "BEGIN:VCALENDAR\r\n"
                                  "VERSION:2.0\r\n"
                                  "PRODID:-//Unslouch//Unslouch//EN\r\n"
                                  "CALSCALE:GREGORIAN\r\n"
                                  "X-WR-CALNAME:Anna\r\n"
                                  "BEGIN:VTIMEZONE\r\n"
                                  "TZID:Europe/Berlin\r\n"
                                  "BEGIN:DAYLIGHT\r\n"
                                  "DTSTART:19700101T020000\r\n"
                                  "TZOFFSETFROM:+0200\r\n"
                                  "TZOFFSETTO:+0200\r\n"
                                  "END:DAYLIGHT\r\n"
                                  "BEGIN:STANDARD\r\n"
                                  "DTSTART:20261025T030000\r\n"
                                  "TZOFFSETFROM:+0200\r\n"
                                  "TZOFFSETTO:+0100\r\n"
                                  "END:STANDARD\r\n"
                                  "BEGIN:DAYLIGHT\r\n"
                                  "DTSTART:20270328T020000\r\n"
                                  "TZOFFSETFROM:+0100\r\n"
                                  "TZOFFSETTO:+0200\r\n"
                                  "END:DAYLIGHT\r\n"
                                  "END:VTIMEZONE\r\n"
                                  "BEGIN:VEVENT\r\n"
                                  "UID:anna-steady-back-2026-11-23-2@unslouch\r\n"
                                  "DTSTAMP:20261122T090131Z\r\n"
                                  "DTSTART;TZID=Europe/Berlin:20261125T180000\r\n"
                                  "DURATION:PT18M\r\n"
                                  "SUMMARY:Steady back\r\n"
                                  "CLASS:PRIVATE\r\n"
                                  "END:VEVENT\r\n"
                                  "END:VCALENDAR\r\n");
        free(text);
}

/* What a calendar of one session has in it. */
static void assert_has(const struct calendar_event *session, const char *zone_name, struct instant now,
        const char *should, const char *should_not)
{
        char *text = calendar_print(session, 1, "Anna", zone_name, &now);

        assert_non_null(text);
        if (!strstr(text, should))
                fail_msg("%s in %s", should, text);
        if (should_not && strstr(text, should_not))
                fail_msg("%s in %s", should_not, text);
        free(text);
}

static void moments_are_told_without_doubt(void **state)
{
        static const struct {
                int64_t at_realtime_usec;
                const char *start;
        } cases[] = {
                /* Before, in and behind the hour that comes twice, and across the spring. */
                { AUTUMN - 2 * HOUR, "DTSTART;TZID=Europe/Berlin:20261025T010000\r\n" },
                { AUTUMN - HOUR / 2, "DTSTART:20261025T003000Z\r\n" },
                { AUTUMN + HOUR / 2, "DTSTART:20261025T013000Z\r\n" },
                { AUTUMN + HOUR, "DTSTART;TZID=Europe/Berlin:20261025T030000\r\n" },
                { SPRING - 60 * USEC_PER_SEC, "DTSTART;TZID=Europe/Berlin:20270328T015900\r\n" },
                { SPRING, "DTSTART;TZID=Europe/Berlin:20270328T030000\r\n" },
                { SPRING + 24 * HOUR, "DTSTART;TZID=Europe/Berlin:20270329T030000\r\n" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct calendar_event session = event;

                session.at_realtime_usec = cases[i].at_realtime_usec;
                assert_has(&session, "Europe/Berlin", at(NOW, berlin), cases[i].start, NULL);
        }
}

static void without_a_zone_that_can_be_named_times_are_utc(void **state)
{
        static const char *const names[] = { NULL, "", "A:B", "A;B", "A,B", "A\"B", "A\r\nB",
                "0123456789012345678901234567890123456789012345678901234567890123456789" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(names); i++)
                assert_has(&event, names[i], at(NOW, berlin), "DTSTART:20261125T170000Z\r\n", "VTIMEZONE");
}

static void every_zone_is_told(void **state)
{
        static const struct {
                struct zone zone;
                const char *should;
                const char *should_not;
        } cases[] = {
                { { INT64_MIN, USEC_INFINITY, 0, 0, 0 },
                        "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000"
                        "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
                        "DAYLIGHT" },
                { { INT64_MIN, USEC_INFINITY, -12600, -12600, -12600 },
                        "TZOFFSETFROM:-0330\r\nTZOFFSETTO:-0330\r\n", "DAYLIGHT" },
                { { INT64_MIN, USEC_INFINITY, 2072, 2072, 2072 }, "TZOFFSETTO:+003432\r\n", "DAYLIGHT" },
                { { AUTUMN, USEC_INFINITY, 7200, 3600, 3600 },
                        "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100"
                        "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
                        NULL },
                { { INT64_MIN, SPRING, 3600, 3600, 7200 },
                        "BEGIN:STANDARD\r\nDTSTART:19700101T010000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100"
                        "\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\n",
                        NULL },
                /* Summer now, winter next. */
                { { AUTUMN - 4000 * HOUR, SPRING, 3600, 7200, 3600 },
                        "END:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:20270328T030000\r\n", NULL },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_has(
                        &event, "Some/Where", at(NOW, cases[i].zone), cases[i].should, cases[i].should_not);
}

static void titles_are_escaped(void **state)
{
        static const struct {
                const char *title;
                const char *summary;
        } cases[] = {
                { "a,b;c\\d", "SUMMARY:a\\,b\\;c\\\\d\r\n" },
                { "two\nlines", "SUMMARY:two\\nlines\r\n" },
                { "a\rb\tc\x7f", "SUMMARY:abc\r\n" },
                { "colon: \"quoted\"", "SUMMARY:colon: \"quoted\"\r\n" },
                { "", "SUMMARY:\r\n" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct calendar_event session = event;

                session.title = cases[i].title;
                assert_has(&session, NULL, at(NOW, berlin), cases[i].summary, NULL);
        }
}

/* No line is longer than 75 octets, and what is folded is whole again without the folds. */
static void check_folding(const char *title)
{
        struct calendar_event session = event;
        struct instant now = at(NOW, berlin);
        char whole[4096];
        char *text;
        size_t length = 0;

        session.title = title;
        text = calendar_print(&session, 1, "Anna", NULL, &now);
        assert_non_null(text);
        for (const char *line = text; *line != '\0';) {
                size_t octets = strcspn(line, "\r");

                assert_true(octets <= 75);
                assert_true(line[octets] == '\r' && line[octets + 1] == '\n');
                /* A line does not begin within a character. */
                assert_int_not_equal((unsigned char)line[line[0] == ' '] & 0xc0, 0x80);
                if (line[0] == ' ') {
                        length -= 2;
                        memcpy(whole + length, line + 1, octets + 1);
                        length += octets + 1;
                } else {
                        memcpy(whole + length, line, octets + 2);
                        length += octets + 2;
                }
                line += octets + 2;
        }
        whole[length] = '\0';
        assert_non_null(strstr(whole, title));
        free(text);
}

static void long_lines_are_folded_between_characters(void **state)
{
        char title[400];

        (void)state;
        for (size_t i = 0; i < 200; i++) {
                size_t length = 0;

                for (size_t j = 0; j < i; j++) {
                        static const char *const characters[] = { "x", "\xc3\xbc", "\xe2\x82\xac" };
                        const char *character = characters[(i + j) % 3];

                        if (length + 4 > sizeof(title))
                                break;
                        memcpy(title + length, character, strlen(character));
                        length += strlen(character);
                }
                title[length] = '\0';
                check_folding(title);
        }
}

static void what_is_far_too_long_is_cut_between_characters(void **state)
{
        struct calendar_event session = event;
        struct instant now = at(NOW, berlin);
        char title[4001];
        char *text;

        (void)state;
        for (size_t i = 0; i + 2 < sizeof(title); i += 2)
                memcpy(title + i, "\xc3\xbc", 2);
        title[4000] = '\0';
        session.title = title;
        text = calendar_print(&session, 1, "Anna", NULL, &now);
        assert_non_null(text);
        assert_true(strlen(text) < 2048);
        assert_non_null(strstr(text, "END:VEVENT\r\nEND:VCALENDAR\r\n"));
        free(text);
}

static void the_same_plan_has_the_same_bytes(void **state)
{
        struct instant now = at(NOW, berlin);
        struct calendar_event moved = event;
        char *before, *after;

        (void)state;
        moved.at_realtime_usec += 26 * HOUR;
        before = calendar_print(&event, 1, "Anna", "Europe/Berlin", &now);
        after = calendar_print(&moved, 1, "Anna", "Europe/Berlin", &now);
        assert_non_null(strstr(before, "UID:anna-steady-back-2026-11-23-2@unslouch\r\n"));
        assert_non_null(strstr(after, "UID:anna-steady-back-2026-11-23-2@unslouch\r\n"));
        assert_non_null(strstr(after, "20261126T200000\r\n"));
        free(after);
        after = calendar_print(&event, 1, "Anna", "Europe/Berlin", &now);
        assert_string_equal(before, after);
        free(before);
        free(after);
}

static void without_memory_there_is_no_calendar(void **state)
{
        struct instant now = at(NOW, berlin);
        int failures = 0;

        (void)state;
        for (int n = 0; n < 100; n++) {
                char *text;

                scarce_begin(n);
                text = calendar_print(&event, 1, "Anna", "Europe/Berlin", &now);
                if (!scarce_end()) {
                        free(text);
                        break;
                }
                assert_null(text);
                failures++;
        }
        assert_true(failures > 1);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_calendar_has_its_zone_and_its_sessions),
                cmocka_unit_test(moments_are_told_without_doubt),
                cmocka_unit_test(without_a_zone_that_can_be_named_times_are_utc),
                cmocka_unit_test(every_zone_is_told),
                cmocka_unit_test(titles_are_escaped),
                cmocka_unit_test(long_lines_are_folded_between_characters),
                cmocka_unit_test(what_is_far_too_long_is_cut_between_characters),
                cmocka_unit_test(the_same_plan_has_the_same_bytes),
                cmocka_unit_test(without_memory_there_is_no_calendar),
        };

        return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
