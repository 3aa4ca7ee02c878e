/* SPDX-License-Identifier: MIT */
#include "core/report_parts.h"

#include "core/instant.h"

#include <errno.h>
#include <stdlib.h>

int32_t report_monday(int32_t day)
{
        return day - instant_weekday(day);
}

void report_add_day(struct report_sums *sums, const struct day_summary *day)
{
        sums->days += day->seated_usec > 0;
        sums->seated_usec += day->seated_usec;
        sums->interruptions += day->interruptions;
        sums->breaks += day->breaks;
        sums->full_breaks += day->full_breaks;
        for (int i = 0; i < OUTCOME_MAX_; i++)
                sums->outcomes[i] += day->outcomes[i];
}

static struct report_day *find_day(const struct report *report, int64_t day)
{
        return day < report->from_day || day > report->to_day ? NULL : &report->days[day - report->from_day];
}

static struct report_week *find_week(const struct report *report, int32_t day)
{
        return &report->weeks[(day - report_monday(report->from_day)) / 7];
}

/* Gives each piece of @span between local times that are @step_usec apart. */
static void cut_span(const struct report_span *span, int64_t step_usec,
        void (*give)(struct report *report, int64_t local_usec, int64_t length_usec), struct report *report)
{
        int64_t at_usec = span->from_usec + span->offset_usec;
        int64_t end_usec = span->to_usec + span->offset_usec;

        while (at_usec < end_usec) {
                int64_t begun_usec = at_usec - (at_usec % step_usec + step_usec) % step_usec;
                int64_t next_usec = usec_min(begun_usec + step_usec, end_usec);

                give(report, at_usec, next_usec - at_usec);
                at_usec = next_usec;
        }
}

static void add_observed(struct report *report, int64_t local_usec, int64_t length_usec)
{
        struct report_day *day = local_usec < 0 ? NULL : find_day(report, local_usec / USEC_PER_DAY);

        if (day)
                day->observed_usec += length_usec;
}

static void add_hour(struct report *report, int64_t local_usec, int64_t length_usec)
{
        const struct report_day *day = local_usec < 0 ? NULL : find_day(report, local_usec / USEC_PER_DAY);

        if (day)
                report->long_usec[instant_weekday(day->day)][local_usec % USEC_PER_DAY / USEC_PER_HOUR] +=
                        length_usec;
}

static void fill_hours(const struct report_input *input, struct report *report)
{
        for (size_t i = 0; i < report->bout_count; i++) {
                const struct report_bout *bout = &report->bouts[i];

                if (bout->censored || bout->sat_usec < REPORT_LONG_USEC)
                        continue;
                for (size_t j = bout->first_span; j < bout->end_span; j++)
                        if (input->spans[j].posture == POSTURE_SITTING)
                                cut_span(&input->spans[j], USEC_PER_HOUR, add_hour, report);
        }
}

/* The spans and the summaries of the days. */
static void fill_days(const struct report_input *input, struct report *report)
{
        for (size_t i = 0; i < report->day_count; i++)
                report->days[i].day = report->from_day + (int32_t)i;
        for (size_t i = 0; i < input->span_count; i++)
                if (input->spans[i].posture != POSTURE_UNKNOWN)
                        cut_span(&input->spans[i], USEC_PER_DAY, add_observed, report);
        for (size_t i = 0; i < input->day_count; i++) {
                struct report_day *day = find_day(report, input->days[i].day);

                if (!day)
                        continue;
                day->seated_usec += input->days[i].seated_usec;
                report->weekdays[instant_weekday(day->day)] += input->days[i].seated_usec > 0;
                report_add_day(&find_week(report, day->day)->sums, &input->days[i]);
        }
        for (size_t i = 0; i < report->day_count; i++) {
                struct report_day *day = &report->days[i];
                struct report_week *week = find_week(report, day->day);

                day->valid = day->observed_usec >= REPORT_VALID_DAY_USEC;
                week->valid_days += day->valid;
                week->valid_seated_usec += day->valid ? day->seated_usec : 0;
        }
}

/* Bouts stand in the order of their days. */
static int measure_weeks(struct report *report)
{
        size_t next = 0;

        for (size_t i = 0; i < report->week_count; i++) {
                struct report_week *week = &report->weeks[i];
                size_t first;
                int r;

                while (next < report->bout_count && report->bouts[next].day < week->monday)
                        next++;
                first = next;
                while (next < report->bout_count && report->bouts[next].day < week->monday + 7)
                        next++;
                r = report_measure_pattern(&report->bouts[first], next - first, &week->pattern);
                if (r < 0)
                        return r;
        }
        return 0;
}

int report_fill_weeks(const struct report_input *input, struct report *report)
{
        int32_t monday = report_monday(input->from_day);

        report->day_count = (size_t)(input->to_day - input->from_day + 1);
        report->week_count = (size_t)((report_monday(input->to_day) - monday) / 7 + 1);
        report->days = calloc(report->day_count, sizeof(*report->days));
        report->weeks = calloc(report->week_count, sizeof(*report->weeks));
        if (!report->days || !report->weeks)
                return -ENOMEM;
        for (size_t i = 0; i < report->week_count; i++, monday += 7) {
                report->weeks[i].monday = monday;
                report->weeks[i].whole = monday >= input->from_day && monday + 6 <= input->to_day;
        }
        fill_days(input, report);
        fill_hours(input, report);
        return measure_weeks(report);
}
