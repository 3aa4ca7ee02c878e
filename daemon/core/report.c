/* SPDX-License-Identifier: MIT */
#include "core/report_parts.h"

#include "base/cleanup.h"

#include <errno.h>

CLEANUP_DEFINE(struct report *, report_free, report_freep)

struct report *report_free(struct report *report)
{
        if (!report)
                return NULL;
        for (size_t i = 0; i < report->programme_count; i++)
                free(report->programmes[i].marks);
        for (size_t i = 0; i < report->curve_count; i++)
                free(report->curves[i].points);
        free(report->days);
        free(report->weeks);
        free(report->bouts);
        free(report);
        return NULL;
}

static int find_bouts(const struct report_input *input, struct report *report)
{
        size_t found;
        size_t kept = 0;

        report->bouts = calloc(input->span_count + 1, sizeof(*report->bouts));
        if (!report->bouts)
                return -ENOMEM;
        found = report_find_bouts(input->spans, input->span_count, input->min_break_usec, report->bouts);
        for (size_t i = 0; i < found; i++)
                if (report->bouts[i].day >= input->from_day && report->bouts[i].day <= input->to_day)
                        report->bouts[kept++] = report->bouts[i];
        report->bout_count = kept;
        return report_measure_pattern(report->bouts, kept, &report->pattern);
}

static void add_acceptance(struct report_acceptance *acceptance, const struct day_summary *day)
{
        acceptance->taken += day->outcomes[OUTCOME_TAKEN];
        for (int i = 0; i < OUTCOME_MAX_; i++)
                acceptance->told += i != OUTCOME_MOOT ? day->outcomes[i] : 0U;
}

static void sum_days(const struct report_input *input, struct report *report)
{
        for (size_t i = 0; i < input->day_count; i++) {
                const struct day_summary *day = &input->days[i];

                if (day->day < input->from_day || day->day > input->to_day)
                        continue;
                report_add_day(&report->sums, day);
                if (day->day > input->to_day - 7)
                        add_acceptance(&report->last_7_days, day);
                if (day->day > input->to_day - 28)
                        add_acceptance(&report->last_28_days, day);
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
static int median_response(const struct report_input *input, int64_t *ret_response_usec)
{
        CLEANUP_FREE int64_t *times = calloc(input->prompt_count + 1, sizeof(*times));
        size_t count = 0;

        if (!times)
                return -ENOMEM;
        for (size_t i = 0; i < input->prompt_count; i++)
                if (has_response(&input->prompts[i]))
                        times[count++] = input->prompts[i].left_realtime_usec -
                                         input->prompts[i].last_realtime_usec;
        qsort(times, count, sizeof(*times), compare);
        *ret_response_usec = count == 0 ? -1 : (times[(count - 1) / 2] + times[count / 2]) / 2;
        return 0;
}

int report_make(const struct report_input *input, struct report **ret_report)
{
        CLEANUP(report_freep) struct report *report = NULL;
        int r;

        if (input->from_day > input->to_day || (int64_t)input->to_day - input->from_day >= REPORT_DAYS_MAX)
                return -EINVAL;
        report = calloc(1, sizeof(*report));
        if (!report)
                return -ENOMEM;
        report->from_day = input->from_day;
        report->to_day = input->to_day;
        report->empty = input->span_count + input->day_count + input->prompt_count + input->result_count == 0;
        r = find_bouts(input, report);
        if (r == 0)
                r = report_fill_weeks(input, report);
        if (r == 0)
                r = report_fill_routine(input, report);
        if (r == 0)
                r = median_response(input, &report->response_usec);
        if (r < 0)
                return r;
        sum_days(input, report);
        *ret_report = TAKE_PTR(report);
        return 0;
}
