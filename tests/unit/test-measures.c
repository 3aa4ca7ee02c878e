/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/measures.h"
#include "unit/scarce.h"

#include <errno.h>
#include <stdio.h>

/* 2026-06-15, a Monday. */
#define MONDAY 20619
#define MINUTE USEC_PER_MINUTE
/* Summer in Berlin. */
#define OFFSET (2 * USEC_PER_HOUR)

/* The realtime of a local moment. */
static int64_t at(int32_t day, int64_t minute)
{
        return day * USEC_PER_DAY + minute * MINUTE - OFFSET;
}

static struct measures_span span_of(enum posture posture, int64_t from_usec, int64_t to_usec)
{
        return (struct measures_span){ posture, false, from_usec, to_usec, OFFSET };
}

/* The trace of programme.md 4.4: three bouts of 49:15, 22:30 and 54:00, where the blip is no span. */
static void the_worked_trace_gives_three_bouts(void **state)
{
        static const int32_t edges_sec[] = { 0, 2406, 2451, 3006, 3156, 4506, 4566, 7806 };
        struct measures_span spans[7];
        struct measures_bout bouts[7];
        struct measures_pattern pattern;

        (void)state;
        for (size_t i = 0; i < 7; i++)
                spans[i] = span_of(i % 2 == 0 ? POSTURE_SITTING : POSTURE_AWAY, edges_sec[i] * USEC_PER_SEC,
                        edges_sec[i + 1] * USEC_PER_SEC);
        spans[0].from_usec += 6 * USEC_PER_SEC;
        assert_int_equal(measures_find_bouts(spans, 7, 60 * USEC_PER_SEC, bouts), 3);
        assert_int_equal(bouts[0].sat_usec, 2955 * USEC_PER_SEC);
        assert_int_equal(bouts[1].sat_usec, 1350 * USEC_PER_SEC);
        assert_int_equal(bouts[2].sat_usec, 3240 * USEC_PER_SEC);
        assert_int_equal(bouts[0].end_span, 3);
        assert_int_equal(measures_measure_pattern(bouts, 3, &pattern), 0);
        assert_int_equal(pattern.seated_usec, 7545 * USEC_PER_SEC);
        assert_int_equal(pattern.long_bouts, 2);
}

static void what_lies_between_joins_or_parts(void **state)
{
        static const struct {
                enum posture between; /* POSTURE_SITTING: nothing is on record */
                int32_t gap_sec;
                bool censored;
                size_t bouts;
        } cases[] = {
                { POSTURE_AWAY, 59, false, 1 },
                { POSTURE_AWAY, 60, false, 2 },
                { POSTURE_STANDING, 59, false, 1 },
                { POSTURE_STANDING, 60, false, 2 },
                { POSTURE_UNKNOWN, 300, false, 1 },
                { POSTURE_UNKNOWN, 301, false, 2 },
                { POSTURE_SITTING, 300, false, 1 },
                { POSTURE_SITTING, 301, false, 2 },
                { POSTURE_AWAY, 59, true, 2 },
                { POSTURE_UNKNOWN, 10, true, 2 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t back_usec = 1000 * USEC_PER_SEC + cases[i].gap_sec * USEC_PER_SEC;
                struct measures_span spans[3] = {
                        span_of(POSTURE_SITTING, 0, 1000 * USEC_PER_SEC),
                        span_of(cases[i].between, 1000 * USEC_PER_SEC, back_usec),
                        span_of(POSTURE_SITTING, back_usec, back_usec + USEC_PER_SEC),
                };
                struct measures_bout bouts[3];
                size_t count = 3;

                spans[0].censored = cases[i].censored;
                if (cases[i].between == POSTURE_SITTING) {
                        spans[1] = spans[2];
                        count = 2;
                }
                assert_int_equal(measures_find_bouts(spans, count, 60 * USEC_PER_SEC, bouts), cases[i].bouts);
                assert_int_equal(bouts[0].censored, cases[i].censored);
        }
}

/* The example of programme.md 5: bouts of 5, 10, 10, 20, 45 and 60 min. */
static void the_worked_example_has_its_pattern(void **state)
{
        static const int32_t minutes[] = { 60, 10, 20, 5, 45, 10, 300 };
        static const int32_t bars[MEASURES_LENGTH_MAX_] = { 0, 5, 20, 20, 45, 60 };
        struct measures_bout bouts[ELEMENTS(minutes)];
        struct measures_pattern pattern;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(minutes); i++)
                bouts[i] = (struct measures_bout){ .sat_usec = minutes[i] * MINUTE };
        bouts[6].censored = true; /* is in no statistic of lengths */
        assert_int_equal(measures_measure_pattern(bouts, ELEMENTS(bouts), &pattern), 0);
        assert_int_equal(pattern.bouts, 6);
        assert_int_equal(pattern.seated_usec, 150 * MINUTE);
        assert_int_equal(pattern.w50_usec, 45 * MINUTE);
        assert_int_equal(pattern.longest_usec, 60 * MINUTE);
        assert_int_equal(pattern.long_bouts, 2);
        assert_int_equal(pattern.long_usec, 105 * MINUTE);
        for (size_t i = 0; i < ELEMENTS(bars); i++)
                assert_int_equal(pattern.by_length_usec[i], bars[i] * MINUTE);
}

static void without_bouts_there_is_no_pattern(void **state)
{
        struct measures_pattern pattern;

        (void)state;
        assert_int_equal(measures_measure_pattern(NULL, 0, &pattern), 0);
        assert_int_equal(pattern.bouts, 0);
        assert_int_equal(pattern.w50_usec, 0);
}

static void a_length_belongs_to_the_bar_that_it_reaches(void **state)
{
        static const struct {
                int64_t sec;
                enum measures_length length;
        } cases[] = {
                { 0, MEASURES_LENGTH_UNDER_5 },
                { 299, MEASURES_LENGTH_UNDER_5 },
                { 300, MEASURES_LENGTH_5_TO_10 },
                { 600, MEASURES_LENGTH_10_TO_20 },
                { 1200, MEASURES_LENGTH_20_TO_30 },
                { 1799, MEASURES_LENGTH_20_TO_30 },
                { 1800, MEASURES_LENGTH_30_TO_60 },
                { 3599, MEASURES_LENGTH_30_TO_60 },
                { 3600, MEASURES_LENGTH_OVER_60 },
                { 1000000, MEASURES_LENGTH_OVER_60 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(measures_length_of(cases[i].sec * USEC_PER_SEC), cases[i].length);
}

static struct measures *make(const struct measures_input *input)
{
        struct measures *measures = NULL;

        assert_int_equal(measures_make(input, &measures), 0);
        return measures;
}

/* From 22:40 to 01:10, and nothing more: both days and the hours on both sides of midnight. */
static void a_bout_over_midnight_is_of_its_first_day_and_of_all_its_hours(void **state)
{
        const struct measures_span spans[] = {
                span_of(POSTURE_AWAY, at(MONDAY, 20 * 60), at(MONDAY, 22 * 60 + 40)),
                span_of(POSTURE_SITTING, at(MONDAY, 22 * 60 + 40), at(MONDAY + 1, 70)),
        };
        struct measures_input input = { .from_day = MONDAY,
                .to_day = MONDAY + 1,
                .min_break_usec = MINUTE,
                .spans = spans,
                .span_count = ELEMENTS(spans) };
        struct measures *measures = make(&input);

        (void)state;
        assert_int_equal(measures->bout_count, 1);
        assert_int_equal(measures->bouts[0].day, MONDAY);
        assert_int_equal(measures->days[0].observed_usec, 240 * MINUTE);
        assert_true(measures->days[0].valid);
        assert_int_equal(measures->days[1].observed_usec, 70 * MINUTE);
        assert_false(measures->days[1].valid);
        assert_int_equal(measures->long_usec[0][22], 20 * MINUTE);
        assert_int_equal(measures->long_usec[0][23], 60 * MINUTE);
        assert_int_equal(measures->long_usec[1][0], 60 * MINUTE);
        assert_int_equal(measures->long_usec[1][1], 10 * MINUTE);
        measures_free(measures);
        /* What the days asked for do not reach is left out. */
        input.from_day = MONDAY + 1;
        measures = make(&input);
        assert_int_equal(measures->bout_count, 0);
        assert_int_equal(measures->days[0].observed_usec, 70 * MINUTE);
        measures_free(measures);
}

static void each_half_hour_shows_what_fills_most_of_it(void **state)
{
        const struct measures_span spans[] = {
                span_of(POSTURE_SITTING, at(MONDAY - 1, 1430), at(MONDAY, 14)),
                span_of(POSTURE_AWAY, at(MONDAY, 14), at(MONDAY, 46)),
                span_of(POSTURE_STANDING, at(MONDAY, 46), at(MONDAY, 60)),
                span_of(POSTURE_SITTING, at(MONDAY, 1410), at(MONDAY + 1, 100)),
        };
        enum posture cells[MEASURES_STRIP_CELLS];

        (void)state;
        measures_fill_strip(spans, ELEMENTS(spans), MONDAY, cells);
        assert_int_equal(cells[0], POSTURE_AWAY);
        assert_int_equal(cells[1], POSTURE_AWAY);
        assert_int_equal(cells[2], POSTURE_UNKNOWN);
        assert_int_equal(cells[47], POSTURE_SITTING);
}

static void hours_tell_long_bouts_alone(void **state)
{
        struct measures_span spans[] = {
                span_of(POSTURE_SITTING, at(MONDAY, 600), at(MONDAY, 629)),
                span_of(POSTURE_AWAY, at(MONDAY, 629), at(MONDAY, 640)),
                span_of(POSTURE_SITTING, at(MONDAY, 640), at(MONDAY, 670)),
                span_of(POSTURE_AWAY, at(MONDAY, 670), at(MONDAY, 690)),
                span_of(POSTURE_SITTING, at(MONDAY, 690), at(MONDAY, 790)),
        };
        const struct measures_input input = { .from_day = MONDAY,
                .to_day = MONDAY,
                .min_break_usec = MINUTE,
                .spans = spans,
                .span_count = ELEMENTS(spans) };
        struct measures *measures;

        (void)state;
        spans[4].censored = true; /* nobody knows its length */
        measures = make(&input);
        assert_int_equal(measures->long_usec[0][10], 20 * MINUTE);
        assert_int_equal(measures->long_usec[0][11], 10 * MINUTE);
        assert_int_equal(measures->long_usec[0][12], 0);
        assert_int_equal(measures->pattern.bouts, 2);
        measures_free(measures);
}

static struct day_summary summary_of(int32_t day)
{
        return (struct day_summary){
                .day = day,
                .seated_usec = (day - MONDAY + 1) * 10 * MINUTE,
                .interruptions = 5,
                .breaks = 3,
                .full_breaks = 2,
                .outcomes = { 4, 1, 2, 1, 7 },
        };
}

/* Ten days from a Wednesday: a part of a week, and a whole one less the Sunday. */
static void weeks_begin_on_monday_and_tell_whether_they_are_whole(void **state)
{
        struct day_summary days[10];
        struct measures_span spans[10];
        const struct measures_input input = { .from_day = MONDAY + 2,
                .to_day = MONDAY + 13,
                .min_break_usec = MINUTE,
                .days = days,
                .day_count = 10,
                .spans = spans,
                .span_count = 10 };
        struct measures *measures;

        (void)state;
        for (int32_t i = 0; i < 10; i++) {
                days[i] = summary_of(MONDAY + 2 + i);
                /* From the fifth day on enough is observed. */
                spans[i] = span_of(
                        POSTURE_AWAY, at(MONDAY + 2 + i, 600), at(MONDAY + 2 + i, 600 + (i < 4 ? 239 : 240)));
        }
        measures = make(&input);
        assert_int_equal(measures->week_count, 2);
        assert_int_equal(measures->weeks[0].monday, MONDAY);
        assert_false(measures->weeks[0].whole);
        assert_int_equal(measures->weeks[0].valid_days, 1);
        assert_int_equal(measures->weeks[0].sums.days, 5);
        assert_int_equal(measures->weeks[0].sums.seated_usec, (30 + 40 + 50 + 60 + 70) * MINUTE);
        assert_int_equal(measures->weeks[0].valid_seated_usec, 70 * MINUTE);
        assert_true(measures->weeks[1].whole);
        assert_int_equal(measures->weeks[1].valid_days, 5);
        assert_int_equal(measures->sums.seated_usec,
                measures->weeks[0].sums.seated_usec + measures->weeks[1].sums.seated_usec);
        assert_int_equal(measures->sums.breaks, 30);
        assert_int_equal(measures->sums.outcomes[OUTCOME_TAKEN], 40);
        assert_int_equal(measures->weekdays[2], 2);
        assert_int_equal(measures->weekdays[5], 1);
        /* Those that were moot are not told; seven days back from the last one of the report. */
        assert_int_equal(measures->last_28_days.told, 80);
        assert_int_equal(measures->last_7_days.told, 40);
        assert_int_equal(measures->last_7_days.taken, 20);
        measures_free(measures);
}

static void summaries_of_other_days_are_not_summed(void **state)
{
        const struct day_summary days[] = { summary_of(MONDAY - 1), summary_of(MONDAY),
                summary_of(MONDAY + 1) };
        const struct measures_input input = {
                .from_day = MONDAY, .to_day = MONDAY, .days = days, .day_count = ELEMENTS(days)
        };
        struct measures *measures = make(&input);

        (void)state;
        assert_int_equal(measures->sums.seated_usec, 10 * MINUTE);
        assert_int_equal(measures->weeks[0].sums.seated_usec, 10 * MINUTE);
        assert_int_equal(measures->last_28_days.taken, 4);
        measures_free(measures);
}

static void the_response_is_the_median_of_those_that_left(void **state)
{
        struct prompt_record prompts[] = {
                { .ended = true,
                        .outcome = OUTCOME_TAKEN,
                        .last_realtime_usec = 100,
                        .left_realtime_usec = 110 },
                { .ended = true,
                        .outcome = OUTCOME_PARTIAL,
                        .last_realtime_usec = 100,
                        .left_realtime_usec = 150 },
                { .ended = true,
                        .outcome = OUTCOME_IGNORED,
                        .last_realtime_usec = 100,
                        .left_realtime_usec = 900 },
                { .ended = true,
                        .outcome = OUTCOME_TAKEN,
                        .claimed = true,
                        .last_realtime_usec = 1,
                        .left_realtime_usec = 2 },
                { .ended = true,
                        .outcome = OUTCOME_TAKEN,
                        .last_realtime_usec = 100,
                        .left_realtime_usec = 0 },
                { .ended = false, .last_realtime_usec = 100 },
                { .ended = true,
                        .outcome = OUTCOME_TAKEN,
                        .last_realtime_usec = 100,
                        .left_realtime_usec = 120 },
        };
        struct measures_input input = {
                .from_day = MONDAY, .to_day = MONDAY, .prompts = prompts, .prompt_count = ELEMENTS(prompts)
        };
        struct measures *measures = make(&input);

        (void)state;
        assert_int_equal(measures->response_usec, 20);
        measures_free(measures);
        input.prompt_count = 2;
        measures = make(&input);
        assert_int_equal(measures->response_usec, 30);
        measures_free(measures);
        input.prompts = &prompts[2];
        input.prompt_count = 1;
        measures = make(&input);
        assert_int_equal(measures->response_usec, -1);
        measures_free(measures);
}

static struct measures_result result_of(
        int32_t day, const char *programme, const char *exercise, enum session_kind kind, uint8_t level)
{
        struct measures_result result = {
                .day = day, .kind = kind, .level = level, .started_usec = at(day, 0)
        };

        assert_int_equal(text_copy(result.programme, sizeof(result.programme), programme), 0);
        assert_int_equal(text_copy(result.exercise, sizeof(result.exercise), exercise), 0);
        return result;
}

static void days_with_exercises_are_marked_and_levels_make_a_curve(void **state)
{
        const struct measures_result results[] = {
                result_of(MONDAY - 1, "strength", "cobra", SESSION_KIND_NORMAL, 1),
                result_of(MONDAY, "strength", "cobra", SESSION_KIND_NORMAL, 1),
                result_of(MONDAY, "strength", "plank", SESSION_KIND_NORMAL, 3),
                result_of(MONDAY, "stretch", "cobra", SESSION_KIND_SHORT, 7),
                result_of(MONDAY + 2, "strength", "cobra", SESSION_KIND_LIGHT, 1),
                result_of(MONDAY + 2, "strength", "cobra", SESSION_KIND_EXTRA, 2),
                result_of(MONDAY + 4, "strength", "cobra", SESSION_KIND_SHORT, 2),
                result_of(MONDAY + 9, "strength", "cobra", SESSION_KIND_RETURN, 3),
        };
        const struct measures_input input = { .from_day = MONDAY,
                .to_day = MONDAY + 13,
                .results = results,
                .result_count = ELEMENTS(results) };
        struct measures *measures = make(&input);
        const struct measures_programme *strength = &measures->programmes[0];

        (void)state;
        assert_false(measures->empty);
        assert_int_equal(measures->programme_count, 2);
        assert_string_equal(strength->id, "strength");
        assert_int_equal(strength->done_days, 4);
        assert_int_equal(strength->met_weeks, 1);
        assert_int_equal(strength->marks[0], MEASURES_MARK_DONE);
        assert_int_equal(strength->marks[1], MEASURES_MARK_NONE);
        assert_int_equal(strength->marks[2], MEASURES_MARK_DONE);
        assert_int_equal(strength->marks[4], MEASURES_MARK_SHORT);
        assert_int_equal(measures->programmes[1].marks[0], MEASURES_MARK_SHORT);
        assert_int_equal(measures->curve_count, 3);
        assert_string_equal(measures->curves[0].exercise, "cobra");
        assert_int_equal(measures->curves[0].count, 4);
        assert_int_equal(measures->curves[0].points[1].level, 2);
        assert_int_equal(measures->curves[0].points[3].day, MONDAY + 9);
        assert_string_equal(measures->curves[2].programme, "stretch");
        measures_free(measures);
}

static void what_was_missed_light_or_held_is_marked(void **state)
{
        static const struct {
                enum session_kind kind;
                uint8_t done_pct;
                enum effort effort;
                bool light, held;
        } cases[] = {
                { SESSION_KIND_NORMAL, 100, EFFORT_RIGHT, false, false },
                { SESSION_KIND_NORMAL, 100, EFFORT_NONE, false, false },
                { SESSION_KIND_NORMAL, 99, EFFORT_EASY, false, true },
                { SESSION_KIND_NORMAL, 100, EFFORT_HARD, false, true },
                { SESSION_KIND_NORMAL, 100, EFFORT_MAX, false, true },
                { SESSION_KIND_RETURN, 50, EFFORT_EASY, false, true },
                { SESSION_KIND_LIGHT, 100, EFFORT_HARD, true, false },
                { SESSION_KIND_SHORT, 50, EFFORT_HARD, false, false },
                { SESSION_KIND_EXTRA, 50, EFFORT_HARD, false, false },
        };
        static const struct measures_missed missed[] = { { MONDAY - 1, "strength" }, { MONDAY, "strength" },
                { MONDAY + 9, "strength" }, { MONDAY + 10, "other" }, { MONDAY + 14, "strength" } };
        struct measures_result results[ELEMENTS(cases)];
        struct measures_input input = { .from_day = MONDAY,
                .to_day = MONDAY + 13,
                .results = results,
                .result_count = ELEMENTS(results),
                .missed = missed,
                .missed_count = ELEMENTS(missed) };
        struct measures *measures;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                results[i] = result_of(MONDAY + (int32_t)i, "strength", "cobra", cases[i].kind, 1);
                results[i].done_pct = cases[i].done_pct;
                results[i].effort = cases[i].effort;
        }
        measures = make(&input);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                assert_int_equal(measures->curves[0].points[i].light, cases[i].light);
                assert_int_equal(measures->curves[0].points[i].held, cases[i].held);
        }
        /* What was done after all is done; what was missed is no session. */
        assert_int_equal(measures->programmes[0].marks[0], MEASURES_MARK_DONE);
        assert_int_equal(measures->programmes[0].marks[9], MEASURES_MARK_MISSED);
        assert_int_equal(measures->programmes[0].done_days, ELEMENTS(cases));
        assert_int_equal(measures->programme_count, 2);
        assert_int_equal(measures->programmes[1].marks[10], MEASURES_MARK_MISSED);
        assert_int_equal(measures->programmes[1].done_days, 0);
        assert_int_equal(measures->programmes[1].met_weeks, 0);
        measures_free(measures);
        /* It alone is something on record. */
        input.result_count = 0;
        measures = make(&input);
        assert_false(measures->empty);
        measures_free(measures);
}

static void more_programmes_and_exercises_than_there_is_room_for_are_left_out(void **state)
{
        struct measures_result results[MEASURES_EXERCISES_MAX + 8];
        const struct measures_input input = {
                .from_day = MONDAY, .to_day = MONDAY, .results = results, .result_count = ELEMENTS(results)
        };
        struct measures *measures;
        char name[TEXT_ID_SIZE];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(results); i++) {
                snprintf(name, sizeof(name), "n%zu", i);
                results[i] = result_of(MONDAY, "one", name, SESSION_KIND_NORMAL, 1);
        }
        measures = make(&input);
        assert_int_equal(measures->curve_count, MEASURES_EXERCISES_MAX);
        measures_free(measures);
        for (size_t i = 0; i < ELEMENTS(results); i++) {
                snprintf(name, sizeof(name), "n%zu", i);
                results[i] = result_of(MONDAY, name, "one", SESSION_KIND_NORMAL, 1);
        }
        measures = make(&input);
        assert_int_equal(measures->programme_count, MEASURES_PROGRAMMES_MAX);
        measures_free(measures);
}

static void days_without_any_record_are_empty_and_wrong_days_are_refused(void **state)
{
        static const struct {
                int32_t from, to;
                int result;
        } cases[] = {
                { MONDAY, MONDAY, 0 },
                { MONDAY, MONDAY + MEASURES_DAYS_MAX - 1, 0 },
                { MONDAY, MONDAY + MEASURES_DAYS_MAX, -EINVAL },
                { MONDAY, MONDAY - 1, -EINVAL },
                { INT32_MIN, INT32_MAX, -EINVAL },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct measures_input input = { .from_day = cases[i].from, .to_day = cases[i].to };
                struct measures *measures = NULL;

                assert_int_equal(measures_make(&input, &measures), cases[i].result);
                assert_true(!measures || measures->empty);
                measures_free(measures);
        }
}

/* Of more than is asked for: what lies before, behind, or before all calendars. */
static void what_lies_outside_of_the_days_is_left_out(void **state)
{
        const struct measures_span spans[] = {
                span_of(POSTURE_SITTING, -OFFSET - USEC_PER_HOUR, -OFFSET - USEC_PER_HOUR / 2),
                span_of(POSTURE_SITTING, at(MONDAY - 1, 23 * 60 + 10), at(MONDAY - 1, 23 * 60 + 50)),
                span_of(POSTURE_SITTING, at(MONDAY, 9 * 60), at(MONDAY, 9 * 60 + 20)),
                span_of(POSTURE_UNKNOWN, at(MONDAY, 9 * 60 + 20), at(MONDAY, 9 * 60 + 23)),
                span_of(POSTURE_SITTING, at(MONDAY, 9 * 60 + 23), at(MONDAY, 9 * 60 + 43)),
                span_of(POSTURE_SITTING, at(MONDAY, 23 * 60 + 20), at(MONDAY + 1, 20)),
                span_of(POSTURE_SITTING, at(MONDAY + 1, 600), at(MONDAY + 1, 640)),
        };
        const struct day_summary days[] = { summary_of(MONDAY - 40), summary_of(MONDAY - 10),
                summary_of(MONDAY) };
        const struct measures_result results[] = {
                result_of(MONDAY - 50, "strength", "cobra", SESSION_KIND_NORMAL, 1),
                result_of(MONDAY + 1, "strength", "cobra", SESSION_KIND_NORMAL, 1),
        };
        struct measures_input input = { .from_day = MONDAY,
                .to_day = MONDAY,
                .min_break_usec = MINUTE,
                .spans = spans,
                .span_count = ELEMENTS(spans),
                .results = results,
                .result_count = ELEMENTS(results) };
        struct measures *measures = make(&input);
        enum posture cells[MEASURES_STRIP_CELLS];

        (void)state;
        assert_int_equal(measures->bout_count, 2);
        assert_int_equal(measures->bouts[0].sat_usec, 40 * MINUTE);
        assert_int_equal(measures->bouts[1].sat_usec, 60 * MINUTE);
        assert_int_equal(measures->programme_count, 0);
        /* What is unknown is not observed, and what is of the next day not of this one. */
        assert_int_equal(measures->days[0].observed_usec, (20 + 20 + 40) * MINUTE);
        assert_int_equal(measures->long_usec[0][9], 40 * MINUTE);
        assert_int_equal(measures->long_usec[0][23], 40 * MINUTE);
        assert_int_equal(measures->long_usec[1][0], 0);
        measures_free(measures);
        measures_fill_strip(spans, ELEMENTS(spans), MONDAY, cells);
        assert_int_equal(cells[18], POSTURE_SITTING);
        assert_int_equal(cells[20], POSTURE_UNKNOWN);
        assert_int_equal(cells[47], POSTURE_SITTING);
        input = (struct measures_input){ .from_day = MONDAY - 60,
                .to_day = MONDAY,
                .days = days,
                .day_count = ELEMENTS(days),
                .spans = spans,
                .span_count = 1 };
        measures = make(&input);
        assert_int_equal(measures->last_28_days.taken, 8);
        assert_int_equal(measures->last_7_days.taken, 4);
        assert_int_equal(measures->sums.outcomes[OUTCOME_TAKEN], 12);
        measures_free(measures);
        input = (struct measures_input){
                .from_day = -1, .to_day = 0, .min_break_usec = MINUTE, .spans = spans, .span_count = 1
        };
        measures = make(&input);
        assert_int_equal(measures->days[0].observed_usec + measures->days[1].observed_usec, 0);
        measures_free(measures);
}

/* Everything that there is to allocate for. */
static void without_memory_there_are_no_measures(void **state)
{
        const struct measures_span span = span_of(POSTURE_SITTING, at(MONDAY, 600), at(MONDAY, 640));
        const struct measures_result results[] = {
                result_of(MONDAY, "strength", "cobra", SESSION_KIND_SHORT, 1),
                result_of(MONDAY, "strength", "cobra", SESSION_KIND_SHORT, 1),
                result_of(MONDAY + 1, "strength", "cobra", SESSION_KIND_NORMAL, 2),
        };
        const struct measures_input input = { .from_day = MONDAY,
                .to_day = MONDAY + 7,
                .min_break_usec = MINUTE,
                .spans = &span,
                .span_count = 1,
                .results = results,
                .result_count = ELEMENTS(results) };
        int n = 0;

        (void)state;
        for (int failed = 1; failed; n++) {
                struct measures *measures = NULL;
                int r;

                scarce_begin(n);
                r = measures_make(&input, &measures);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                assert_int_equal(measures == NULL, failed);
                if (!measures)
                        measures = make(&input);
                assert_int_equal(measures->curves[0].count, 2);
                assert_int_equal(measures->pattern.bouts, 1);
                measures_free(measures);
        }
        /* The measures, bouts and their lengths, days, weeks, two weeks' lengths, marks, two points, times.
         */
        assert_int_equal(n - 1, 11);
        assert_null(measures_free(NULL));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_worked_trace_gives_three_bouts),
                cmocka_unit_test(what_lies_between_joins_or_parts),
                cmocka_unit_test(the_worked_example_has_its_pattern),
                cmocka_unit_test(without_bouts_there_is_no_pattern),
                cmocka_unit_test(a_length_belongs_to_the_bar_that_it_reaches),
                cmocka_unit_test(a_bout_over_midnight_is_of_its_first_day_and_of_all_its_hours),
                cmocka_unit_test(each_half_hour_shows_what_fills_most_of_it),
                cmocka_unit_test(hours_tell_long_bouts_alone),
                cmocka_unit_test(weeks_begin_on_monday_and_tell_whether_they_are_whole),
                cmocka_unit_test(summaries_of_other_days_are_not_summed),
                cmocka_unit_test(the_response_is_the_median_of_those_that_left),
                cmocka_unit_test(days_with_exercises_are_marked_and_levels_make_a_curve),
                cmocka_unit_test(what_was_missed_light_or_held_is_marked),
                cmocka_unit_test(more_programmes_and_exercises_than_there_is_room_for_are_left_out),
                cmocka_unit_test(days_without_any_record_are_empty_and_wrong_days_are_refused),
                cmocka_unit_test(what_lies_outside_of_the_days_is_left_out),
                cmocka_unit_test(without_memory_there_are_no_measures),
        };

        return cmocka_run_group_tests_name("measures", tests, NULL, NULL);
}
