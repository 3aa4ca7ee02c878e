/* SPDX-License-Identifier: MIT */
#include "core/report_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct report_programme *find_programme(struct report *report, const char *id)
{
        for (size_t i = 0; i < report->programme_count; i++)
                if (strcmp(report->programmes[i].id, id) == 0)
                        return &report->programmes[i];
        return NULL;
}

/* Return: 0, with NULL where there is no room for one more; -ENOMEM. */
static int get_programme(struct report *report, const char *id, struct report_programme **ret_programme)
{
        struct report_programme *programme = find_programme(report, id);

        if (!programme && report->programme_count < REPORT_PROGRAMMES_MAX) {
                programme = &report->programmes[report->programme_count];
                programme->marks = calloc(report->day_count, sizeof(*programme->marks));
                if (!programme->marks)
                        return -ENOMEM;
                (void)text_copy(programme->id, sizeof(programme->id), id);
                report->programme_count++;
        }
        *ret_programme = programme;
        return 0;
}

/* A whole session of a day counts more than a short one. */
static void mark(struct report_programme *programme, size_t day, enum session_kind kind)
{
        bool is_short = kind == SESSION_KIND_SHORT || kind == SESSION_KIND_LIGHT;

        programme->done_days += programme->marks[day] == REPORT_MARK_NONE;
        if (!is_short)
                programme->marks[day] = REPORT_MARK_DONE;
        else if (programme->marks[day] == REPORT_MARK_NONE)
                programme->marks[day] = REPORT_MARK_SHORT;
}

static struct report_curve *find_curve(struct report *report, const struct report_result *result)
{
        struct report_curve *curve;

        for (size_t i = 0; i < report->curve_count; i++) {
                curve = &report->curves[i];
                if (strcmp(curve->exercise, result->exercise) == 0 &&
                        strcmp(curve->programme, result->programme) == 0)
                        return curve;
        }
        if (report->curve_count == REPORT_EXERCISES_MAX)
                return NULL;
        curve = &report->curves[report->curve_count++];
        (void)text_copy(curve->exercise, sizeof(curve->exercise), result->exercise);
        (void)text_copy(curve->programme, sizeof(curve->programme), result->programme);
        return curve;
}

/* Grows by doubling. The last level of a day counts. */
static int add_point(struct report_curve *curve, const struct report_result *result)
{
        struct report_point *grown;

        if (curve->count > 0 && curve->points[curve->count - 1].day == result->day) {
                curve->points[curve->count - 1].level = result->level;
                return 0;
        }
        if ((curve->count & (curve->count - 1)) == 0) {
                grown = reallocarray(
                        curve->points, curve->count > 0 ? 2 * curve->count : 1, sizeof(*curve->points));
                if (!grown)
                        return -ENOMEM;
                curve->points = grown;
        }
        curve->points[curve->count++] = (struct report_point){ .day = result->day, .level = result->level };
        return 0;
}

static int add_result(struct report *report, const struct report_result *result)
{
        struct report_programme *programme = NULL;
        struct report_curve *curve;
        int r;

        if (result->day < report->from_day || result->day > report->to_day)
                return 0;
        r = get_programme(report, result->programme, &programme);
        if (r < 0)
                return r;
        if (!programme)
                return 0;
        mark(programme, (size_t)(result->day - report->from_day), result->kind);
        curve = find_curve(report, result);
        return curve ? add_point(curve, result) : 0;
}

static void count_weeks(const struct report *report, struct report_programme *programme)
{
        size_t day = 0;

        for (size_t i = 0; i < report->week_count; i++) {
                unsigned days = 0;

                for (; day < report->day_count && report->days[day].day < report->weeks[i].monday + 7; day++)
                        days += programme->marks[day] != REPORT_MARK_NONE;
                programme->met_weeks += days >= REPORT_WEEK_MET_DAYS;
        }
}

int report_fill_routine(const struct report_input *input, struct report *report)
{
        for (size_t i = 0; i < input->result_count; i++) {
                int r = add_result(report, &input->results[i]);

                if (r < 0)
                        return r;
        }
        for (size_t i = 0; i < report->programme_count; i++)
                count_weeks(report, &report->programmes[i]);
        return 0;
}
