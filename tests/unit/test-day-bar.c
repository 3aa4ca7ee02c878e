/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "client/day_bar.h"

#include <stdlib.h>
#include <time.h>

#define MINUTE USEC_PER_MINUTE
#define HOUR   USEC_PER_HOUR
/* 2026-11-23T08:00:00Z, a Monday. */
#define EIGHT (INT64_C(1795420800) * USEC_PER_SEC)

static void use_zone(const char *zone)
{
        assert_int_equal(setenv("TZ", zone, 1), 0);
        tzset();
}

/* Each character of @text is a span of @each_usec: s sitting, u up, a away, ? unknown, blank: nobody tells.
 */
static size_t spans_from(
        const char *text, int64_t from_usec, int64_t each_usec, struct span_record spans[static 64])
{
        size_t count = 0;

        for (size_t i = 0; text[i] != '\0'; i++) {
                enum posture posture = text[i] == 's'   ? POSTURE_SITTING
                                       : text[i] == 'u' ? POSTURE_STANDING
                                       : text[i] == 'a' ? POSTURE_AWAY
                                                        : POSTURE_UNKNOWN;

                if (text[i] == ' ')
                        continue;
                assert_true(count < 64);
                spans[count++] = (struct span_record){
                        .posture = posture,
                        .from_realtime_usec = from_usec + (int64_t)i * each_usec,
                        .to_realtime_usec = from_usec + (int64_t)(i + 1) * each_usec,
                };
        }
        return count;
}

static const char *text_of(const struct day_bar *bar)
{
        static const struct paint paint = { .unicode = false };
        static char text[DAY_BAR_CELLS_MAX + 1];
        FILE *stream = fmemopen(text, sizeof(text), "w");

        text[0] = '\0';
        assert_non_null(stream);
        day_bar_put(bar, &paint, stream);
        assert_int_equal(fclose(stream), 0);
        return text;
}

static const char *hours_of(const struct day_bar *bar, int columns)
{
        static const struct paint paint = { .unicode = false };
        static char text[DAY_BAR_CELLS_MAX + 16];
        FILE *stream = fmemopen(text, sizeof(text), "w");

        text[0] = '\0';
        assert_non_null(stream);
        day_bar_put_hours(bar, &paint, stream, columns);
        assert_int_equal(fclose(stream), 0);
        return text;
}

static void a_cell_shows_what_fills_most_of_it(void **state)
{
        /* Each character is a minute from 08:00, the cells are of five. */
        static const struct {
                const char *minutes;
                const char *bar;
        } cases[] = {
                { "sssssuuuuuaaaaa?????sssss", "=#_.=" },
                { "ssssussuuuaauaa", "=#_" },
                { "sssss", "=" },
                { "sss", "=" },
                { "ssssss", "==" },
                /* What nobody tells counts as unknown. */
                { "sssss     s    uuuuu", "=..#" },
                { "ss   ", "." },
                { "sss  sssss", "==" },
                { "sssss???  aaaaa", "=._" },
                /* What was before the first sign of the day is not held against it. */
                { "    s", "=" },
                { "????u", "#" },
                { "         s", ".=" },
        };

        (void)state;
        use_zone("UTC");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct span_record spans[64];
                size_t count = spans_from(cases[i].minutes, EIGHT, MINUTE, spans);
                struct day_bar bar;

                day_bar_fill(&bar, spans, count, EIGHT - 4 * HOUR,
                        EIGHT + (int64_t)strlen(cases[i].minutes) * MINUTE, 80);
                assert_int_equal(bar.start_usec, EIGHT);
                assert_string_equal(text_of(&bar), cases[i].bar);
        }
}

static void the_bar_begins_with_the_hour_of_the_first_evidence(void **state)
{
        static const struct {
                int64_t from_usec; /* of the only span, to the end */
                enum posture posture;
                int64_t start_usec;
        } cases[] = {
                { EIGHT, POSTURE_SITTING, EIGHT },
                { EIGHT + 59 * MINUTE, POSTURE_AWAY, EIGHT },
                { EIGHT + HOUR, POSTURE_STANDING, EIGHT + HOUR },
                /* What is unknown is no evidence. */
                { EIGHT, POSTURE_UNKNOWN, EIGHT + 4 * HOUR },
                /* Not before the day's start, whatever went before. */
                { EIGHT - 10 * HOUR, POSTURE_SITTING, EIGHT - 4 * HOUR },
        };

        (void)state;
        use_zone("UTC");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct span_record span = {
                        .posture = cases[i].posture,
                        .from_realtime_usec = cases[i].from_usec,
                        .to_realtime_usec = EIGHT + 4 * HOUR + 20 * MINUTE,
                };
                struct day_bar bar;

                day_bar_fill(&bar, &span, 1, EIGHT - 4 * HOUR, span.to_realtime_usec, 80);
                assert_int_equal(bar.start_usec, cases[i].start_usec);
        }
}

static void a_day_without_evidence_is_unknown(void **state)
{
        struct day_bar bar;

        (void)state;
        use_zone("UTC");
        day_bar_fill(&bar, NULL, 0, EIGHT - 4 * HOUR, EIGHT, 80);
        assert_string_equal(text_of(&bar), ".");
        assert_int_equal(bar.cell_count, 1);
        assert_int_equal(bar.cells[0], POSTURE_UNKNOWN);
        assert_string_equal(hours_of(&bar, 80), "08:00");
        day_bar_fill(&bar, NULL, 0, EIGHT, EIGHT - HOUR, 1);
        assert_string_equal(text_of(&bar), ".");
}

static void cells_grow_until_the_day_fits(void **state)
{
        static const struct {
                int64_t shown_usec;
                int columns;
                int64_t cell_usec;
                int cell_count;
        } cases[] = {
                { 6 * HOUR, 80, 5 * MINUTE, 72 },
                { 8 * HOUR, 80, 6 * MINUTE, 80 },
                { 8 * HOUR + 1, 80, 10 * MINUTE, 49 },
                { 10 * HOUR, 40, 15 * MINUTE, 40 },
                { 24 * HOUR, 200, 10 * MINUTE, 144 },
                { 25 * HOUR, 20, 2 * HOUR, 13 },
                { 25 * HOUR, 1, 25 * HOUR, 1 },
                { 1, 1, 5 * MINUTE, 1 },
        };

        (void)state;
        use_zone("UTC");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct span_record span = {
                        .posture = POSTURE_SITTING,
                        .from_realtime_usec = EIGHT,
                        .to_realtime_usec = EIGHT + cases[i].shown_usec,
                };
                struct day_bar bar;

                day_bar_fill(&bar, &span, 1, EIGHT, span.to_realtime_usec, cases[i].columns);
                assert_int_equal(bar.cell_usec, cases[i].cell_usec);
                assert_int_equal(bar.cell_count, cases[i].cell_count);
        }
}

static void hours_stand_under_their_cells(void **state)
{
        static const struct {
                int64_t shown_usec;
                int columns;
                const char *hours;
        } cases[] = {
                { 2 * HOUR, 80, "08:00       09:00" },
                { 8 * HOUR, 50, "08:00 09:00 10:00 11:00 12:00 13:00 14:00 15:00" },
                { 8 * HOUR, 40, "08:00     10:00     12:00     14:00" },
                { 8 * HOUR, 20, "08:00 11:00 14:00" },
                { 8 * HOUR, 4, "" },
                { 15 * HOUR, 20, "08:00 14:00 20:00" },
        };

        (void)state;
        use_zone("UTC");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct span_record span = {
                        .posture = POSTURE_SITTING,
                        .from_realtime_usec = EIGHT,
                        .to_realtime_usec = EIGHT + cases[i].shown_usec,
                };
                struct day_bar bar;

                day_bar_fill(&bar, &span, 1, EIGHT, span.to_realtime_usec, cases[i].columns);
                assert_string_equal(hours_of(&bar, cases[i].columns), cases[i].hours);
        }
}

static void the_day_starts_at_four_also_when_the_clock_changes(void **state)
{
        static const struct {
                const char *zone;
                int64_t now_sec;
                int64_t start_sec;
        } cases[] = {
                { "UTC", 1795420800, 1795406400 },            /* 08:00: four hours ago */
                { "UTC", 1795406400, 1795406400 },            /* 04:00 */
                { "UTC", 1795406399, 1795406400 - 86400 },    /* 03:59:59 is yesterday's */
                { "Europe/Berlin", 1774782000, 1774749600 },  /* 2026-03-29, 13:00 CEST: 04:00 CEST */
                { "Europe/Berlin", 1774743000, 1774666800 },  /* 01:10 that night */
                { "Europe/Berlin", 1792929600, 1792897200 },  /* 2026-10-25, 13:00 CET: 04:00 CET */
                { "Asia/Kathmandu", 1795420800, 1795385700 }, /* +05:45 */
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct tm civil;
                int64_t start_usec;
                time_t start_sec;

                use_zone(cases[i].zone);
                start_usec = day_bar_start(cases[i].now_sec * USEC_PER_SEC);
                start_sec = (time_t)(start_usec / USEC_PER_SEC);
                assert_non_null(localtime_r(&start_sec, &civil));
                assert_int_equal(civil.tm_hour * 60 + civil.tm_min, 4 * 60);
                assert_int_equal(start_sec, cases[i].start_sec);
        }
}

static void days_of_23_and_25_hours_keep_their_local_hours(void **state)
{
        /* From 20:00 in the evening before: in the night the clock leaves out 02:00, or has it twice. */
        static const struct {
                int64_t from_sec;
                int64_t shown_usec;
                const char *hours;
        } cases[] = {
                { 1774746000 - 6 * 3600, 9 * HOUR, "20:00 21:00 22:00 23:00 00:00 01:00 03:00 04:00 05:00" },
                { 1792886400 - 4 * 3600, 9 * HOUR, "22:00 23:00 00:00 01:00 02:00 02:00 03:00 04:00 05:00" },
        };

        (void)state;
        use_zone("Europe/Berlin");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct span_record span = {
                        .posture = POSTURE_SITTING,
                        .from_realtime_usec = cases[i].from_sec * USEC_PER_SEC,
                        .to_realtime_usec = cases[i].from_sec * USEC_PER_SEC + cases[i].shown_usec,
                };
                struct day_bar bar;

                day_bar_fill(&bar, &span, 1, span.from_realtime_usec, span.to_realtime_usec, 55);
                assert_string_equal(hours_of(&bar, 55), cases[i].hours);
                assert_int_equal(bar.cell_count, 54);
        }
}

static void postures_differ_in_shape_and_in_colour(void **state)
{
        (void)state;
        for (int unicode = 0; unicode <= 1; unicode++) {
                struct paint paint = { .unicode = unicode == 1 };

                for (int a = 0; a < POSTURE_MAX_; a++) {
                        assert_int_equal(paint_columns(day_bar_mark(&paint, (enum posture)a)), 1);
                        for (int b = 0; b < a; b++) {
                                assert_string_not_equal(day_bar_mark(&paint, (enum posture)a),
                                        day_bar_mark(&paint, (enum posture)b));
                                assert_int_not_equal(
                                        day_bar_colour((enum posture)a), day_bar_colour((enum posture)b));
                        }
                }
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_cell_shows_what_fills_most_of_it),
                cmocka_unit_test(the_bar_begins_with_the_hour_of_the_first_evidence),
                cmocka_unit_test(a_day_without_evidence_is_unknown),
                cmocka_unit_test(cells_grow_until_the_day_fits),
                cmocka_unit_test(hours_stand_under_their_cells),
                cmocka_unit_test(the_day_starts_at_four_also_when_the_clock_changes),
                cmocka_unit_test(days_of_23_and_25_hours_keep_their_local_hours),
                cmocka_unit_test(postures_differ_in_shape_and_in_colour),
        };

        return cmocka_run_group_tests_name("day_bar", tests, NULL, NULL);
}
