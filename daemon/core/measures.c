/* SPDX-License-Identifier: MIT */
#include "core/measures_parts.h"

#include "base/cleanup.h"

#include <errno.h>

CLEANUP_DEFINE(struct measures *, measures_free, measures_freep)

struct measures *measures_free(struct measures *measures)
{
        if (!measures)
                return NULL;
        for (size_t i = 0; i < measures->programme_count; i++)
                free(measures->programmes[i].marks);
        for (size_t i = 0; i < measures->curve_count; i++)
                free(measures->curves[i].points);
        free(measures->days);
        free(measures->weeks);
        free(measures->bouts);
        free(measures);
        return NULL;
}

static int find_bouts(const struct measures_input *input, struct measures *measures)
{
        size_t found;
        size_t kept = 0;

        measures->bouts = calloc(input->span_count + 1, sizeof(*measures->bouts));
        if (!measures->bouts)
                return -ENOMEM;
        found = measures_find_bouts(input->spans, input->span_count, input->min_break_usec, measures->bouts);
        for (size_t i = 0; i < found; i++)
                if (measures->bouts[i].day >= input->from_day && measures->bouts[i].day <= input->to_day)
                        measures->bouts[kept++] = measures->bouts[i];
        measures->bout_count = kept;
        return measures_measure_pattern(measures->bouts, kept, &measures->pattern);
}

static void add_acceptance(struct measures_acceptance *acceptance, const struct day_summary *day)
{
        acceptance->taken += day->outcomes[OUTCOME_TAKEN];
        for (int i = 0; i < OUTCOME_MAX_; i++)
                acceptance->told += i != OUTCOME_MOOT ? day->outcomes[i] : 0U;
}

static void sum_days(const struct measures_input *input, struct measures *measures)
{
        for (size_t i = 0; i < input->day_count; i++) {
                const struct day_summary *day = &input->days[i];

                if (day->day < input->from_day || day->day > input->to_day)
                        continue;
                measures_add_day(&measures->sums, day);
                if (day->day > input->to_day - 7)
                        add_acceptance(&measures->last_7_days, day);
                if (day->day > input->to_day - 28)
                        add_acceptance(&measures->last_28_days, day);
        }
}

static int compare(const void *a, const void *b)
{
        const int64_t *first = a;
        const int64_t *second = b;

        return (*first > *second) - (*first < *second);
}

/* Those that were followed by leaving the seat, as the sensors say. */
static bool has_response(const struct prompt_record *prompt)
{
        return prompt->ended && !prompt->claimed &&
               (prompt->outcome == OUTCOME_TAKEN || prompt->outcome == OUTCOME_PARTIAL) &&
               prompt->left_realtime_usec >= prompt->last_realtime_usec;
}

/* Of an even number the mean of the two in the middle. */
static int median_response(const struct measures_input *input, int64_t *ret_response_usec)
{
        CLEANUP_FREE int64_t *times = calloc(input->prompt_count + 1, sizeof(*times));
        size_t count = 0;

        if (!times)
                return -ENOMEM;
        for (size_t i = 0; i < input->prompt_count; i++)
                if (has_response(&input->prompts[i]))
                        times[count++] =
                                input->prompts[i].left_realtime_usec - input->prompts[i].last_realtime_usec;
        qsort(times, count, sizeof(*times), compare);
        *ret_response_usec = count == 0 ? -1 : (times[(count - 1) / 2] + times[count / 2]) / 2;
        return 0;
}

int measures_make(const struct measures_input *input, struct measures **ret_measures)
{
        CLEANUP(measures_freep) struct measures *measures = NULL;
        int r;

        if (input->from_day > input->to_day || (int64_t)input->to_day - input->from_day >= MEASURES_DAYS_MAX)
                return -EINVAL;
        measures = calloc(1, sizeof(*measures));
        if (!measures)
                return -ENOMEM;
        measures->from_day = input->from_day;
        measures->to_day = input->to_day;
        measures->empty = input->span_count + input->day_count + input->prompt_count + input->result_count +
                                  input->missed_count ==
                          0;
        r = find_bouts(input, measures);
        if (r == 0)
                r = measures_fill_weeks(input, measures);
        if (r == 0)
                r = measures_fill_routine(input, measures);
        if (r == 0)
                r = median_response(input, &measures->response_usec);
        if (r < 0)
                return r;
        sum_days(input, measures);
        *ret_measures = TAKE_PTR(measures);
        return 0;
}
