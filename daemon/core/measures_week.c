/* SPDX-License-Identifier: MIT */
#include "core/measures_parts.h"

#include "core/instant.h"

#include <errno.h>
#include <stdlib.h>

int32_t measures_monday(int32_t day)
{
        return day - instant_weekday(day);
}

void measures_add_day(struct measures_sums *sums, const struct day_summary *day)
{
        sums->days += day->seated_usec > 0;
        sums->seated_usec += day->seated_usec;
        sums->interruptions += day->interruptions;
        sums->breaks += day->breaks;
        sums->full_breaks += day->full_breaks;
        for (int i = 0; i < OUTCOME_MAX_; i++)
                sums->outcomes[i] += day->outcomes[i];
}

static struct measures_day *find_day(const struct measures *measures, int64_t day)
{
        return day < measures->from_day || day > measures->to_day ? NULL
                                                                  : &measures->days[day - measures->from_day];
}

static struct measures_week *find_week(const struct measures *measures, int32_t day)
{
        return &measures->weeks[(day - measures_monday(measures->from_day)) / 7];
}

/* Gives each piece of @span between local times that are @step_usec apart. */
static void cut_span(const struct measures_span *span, int64_t step_usec,
        void (*give)(struct measures *measures, int64_t local_usec, int64_t length_usec),
        struct measures *measures)
{
        int64_t at_usec = span->from_usec + span->offset_usec;
        int64_t end_usec = span->to_usec + span->offset_usec;

        while (at_usec < end_usec) {
                int64_t begun_usec = at_usec - (at_usec % step_usec + step_usec) % step_usec;
                int64_t next_usec = usec_min(begun_usec + step_usec, end_usec);

                give(measures, at_usec, next_usec - at_usec);
                at_usec = next_usec;
        }
}

static void add_observed(struct measures *measures, int64_t local_usec, int64_t length_usec)
{
        struct measures_day *day = local_usec < 0 ? NULL : find_day(measures, local_usec / USEC_PER_DAY);

        if (day)
                day->observed_usec += length_usec;
}

static void add_hour(struct measures *measures, int64_t local_usec, int64_t length_usec)
{
        const struct measures_day *day =
                local_usec < 0 ? NULL : find_day(measures, local_usec / USEC_PER_DAY);

        if (day)
                measures->long_usec[instant_weekday(day->day)][local_usec % USEC_PER_DAY / USEC_PER_HOUR] +=
                        length_usec;
}

static void fill_hours(const struct measures_input *input, struct measures *measures)
{
        for (size_t i = 0; i < measures->bout_count; i++) {
                const struct measures_bout *bout = &measures->bouts[i];

                if (bout->censored || bout->sat_usec < MEASURES_LONG_USEC)
                        continue;
                for (size_t j = bout->first_span; j < bout->end_span; j++)
                        if (input->spans[j].posture == POSTURE_SITTING)
                                cut_span(&input->spans[j], USEC_PER_HOUR, add_hour, measures);
        }
}

/* The spans and the summaries of the days. */
static void fill_days(const struct measures_input *input, struct measures *measures)
{
        for (size_t i = 0; i < measures->day_count; i++)
                measures->days[i].day = measures->from_day + (int32_t)i;
        for (size_t i = 0; i < input->span_count; i++)
                if (input->spans[i].posture != POSTURE_UNKNOWN)
                        cut_span(&input->spans[i], USEC_PER_DAY, add_observed, measures);
        for (size_t i = 0; i < input->day_count; i++) {
                struct measures_day *day = find_day(measures, input->days[i].day);

                if (!day)
                        continue;
                day->seated_usec += input->days[i].seated_usec;
                measures->weekdays[instant_weekday(day->day)] += input->days[i].seated_usec > 0;
                measures_add_day(&find_week(measures, day->day)->sums, &input->days[i]);
        }
        for (size_t i = 0; i < measures->day_count; i++) {
                struct measures_day *day = &measures->days[i];
                struct measures_week *week = find_week(measures, day->day);

                day->valid = day->observed_usec >= MEASURES_VALID_DAY_USEC;
                week->valid_days += day->valid;
                week->valid_seated_usec += day->valid ? day->seated_usec : 0;
        }
}

/* Bouts stand in the order of their days, and none is before the first week. */
static int measure_weeks(struct measures *measures)
{
        size_t next = 0;

        for (size_t i = 0; i < measures->week_count; i++) {
                struct measures_week *week = &measures->weeks[i];
                size_t first = next;
                int r;

                while (next < measures->bout_count && measures->bouts[next].day < week->monday + 7)
                        next++;
                r = measures_measure_pattern(&measures->bouts[first], next - first, &week->pattern);
                if (r < 0)
                        return r;
        }
        return 0;
}

/* How much of the time from @from_usec to @to_usec, both local, @span has. */
static int64_t overlap(const struct measures_span *span, int64_t from_usec, int64_t to_usec)
{
        int64_t begin_usec = usec_max(span->from_usec + span->offset_usec, from_usec);
        int64_t end_usec = usec_min(span->to_usec + span->offset_usec, to_usec);

        return usec_max(end_usec - begin_usec, 0);
}

static enum posture most_of(const int64_t times_usec[POSTURE_MAX_])
{
        enum posture most = POSTURE_UNKNOWN;

        for (int posture = 0; posture < POSTURE_MAX_; posture++)
                if (times_usec[posture] > times_usec[most])
                        most = (enum posture)posture;
        return most;
}

void measures_fill_strip(const struct measures_span *spans, size_t count, int32_t day,
        enum posture cells[static MEASURES_STRIP_CELLS])
{
        const int64_t cell_usec = USEC_PER_DAY / MEASURES_STRIP_CELLS;
        int64_t times_usec[MEASURES_STRIP_CELLS][POSTURE_MAX_] = { 0 };
        int64_t begin_usec = day * USEC_PER_DAY;

        for (size_t i = 0; i < count; i++) {
                if (overlap(&spans[i], begin_usec, begin_usec + USEC_PER_DAY) == 0)
                        continue;
                for (int64_t j = 0; j < MEASURES_STRIP_CELLS; j++)
                        times_usec[j][spans[i].posture] += overlap(
                                &spans[i], begin_usec + j * cell_usec, begin_usec + (j + 1) * cell_usec);
        }
        for (size_t j = 0; j < MEASURES_STRIP_CELLS; j++)
                cells[j] = most_of(times_usec[j]);
}

int measures_fill_weeks(const struct measures_input *input, struct measures *measures)
{
        int32_t monday = measures_monday(input->from_day);

        measures->day_count = (size_t)(input->to_day - input->from_day + 1);
        measures->week_count = (size_t)((measures_monday(input->to_day) - monday) / 7 + 1);
        measures->days = calloc(measures->day_count, sizeof(*measures->days));
        measures->weeks = calloc(measures->week_count, sizeof(*measures->weeks));
        if (!measures->days || !measures->weeks)
                return -ENOMEM;
        for (size_t i = 0; i < measures->week_count; i++, monday += 7) {
                measures->weeks[i].monday = monday;
                measures->weeks[i].whole = monday >= input->from_day && monday + 6 <= input->to_day;
        }
        fill_days(input, measures);
        fill_hours(input, measures);
        return measure_weeks(measures);
}
