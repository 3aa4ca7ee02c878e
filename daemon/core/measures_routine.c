/* SPDX-License-Identifier: MIT */
#include "core/measures_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct measures_programme *find_programme(struct measures *measures, const char *id)
{
        for (size_t i = 0; i < measures->programme_count; i++)
                if (strcmp(measures->programmes[i].id, id) == 0)
                        return &measures->programmes[i];
        return NULL;
}

/* Return: 0, with NULL where there is no room for one more; -ENOMEM. */
static int get_programme(struct measures *measures, const char *id, struct measures_programme **ret_programme)
{
        struct measures_programme *programme = find_programme(measures, id);

        if (!programme && measures->programme_count < MEASURES_PROGRAMMES_MAX) {
                programme = &measures->programmes[measures->programme_count];
                programme->marks = calloc(measures->day_count, sizeof(*programme->marks));
                if (!programme->marks)
                        return -ENOMEM;
                (void)text_copy(programme->id, sizeof(programme->id), id);
                measures->programme_count++;
        }
        *ret_programme = programme;
        return 0;
}

static bool is_done(uint8_t mark)
{
        return mark == MEASURES_MARK_DONE || mark == MEASURES_MARK_SHORT;
}

/* A whole session of a day counts more than a short one. */
static void mark(struct measures_programme *programme, size_t day, enum session_kind kind)
{
        bool is_short = kind == SESSION_KIND_SHORT || kind == SESSION_KIND_LIGHT;

        programme->done_days += !is_done(programme->marks[day]);
        if (!is_short)
                programme->marks[day] = MEASURES_MARK_DONE;
        else if (!is_done(programme->marks[day]))
                programme->marks[day] = MEASURES_MARK_SHORT;
}

static struct measures_curve *find_curve(struct measures *measures, const struct measures_result *result)
{
        struct measures_curve *curve;

        for (size_t i = 0; i < measures->curve_count; i++) {
                curve = &measures->curves[i];
                if (strcmp(curve->exercise, result->exercise) == 0 &&
                        strcmp(curve->programme, result->programme) == 0)
                        return curve;
        }
        if (measures->curve_count == MEASURES_EXERCISES_MAX)
                return NULL;
        curve = &measures->curves[measures->curve_count++];
        (void)text_copy(curve->exercise, sizeof(curve->exercise), result->exercise);
        (void)text_copy(curve->programme, sizeof(curve->programme), result->programme);
        return curve;
}

static struct measures_point point_of(const struct measures_result *result)
{
        bool counts = result->kind == SESSION_KIND_NORMAL || result->kind == SESSION_KIND_RETURN;

        return (struct measures_point){
                .day = result->day,
                .level = result->level,
                .light = result->kind == SESSION_KIND_LIGHT,
                .held = counts && (result->done_pct < 100 || result->effort >= EFFORT_HARD),
        };
}

/* Grows by doubling. The last session of a day counts. */
static int add_point(struct measures_curve *curve, const struct measures_result *result)
{
        struct measures_point *grown;

        if (curve->count > 0 && curve->points[curve->count - 1].day == result->day) {
                curve->points[curve->count - 1] = point_of(result);
                return 0;
        }
        if ((curve->count & (curve->count - 1)) == 0) {
                grown = reallocarray(
                        curve->points, curve->count > 0 ? 2 * curve->count : 1, sizeof(*curve->points));
                if (!grown)
                        return -ENOMEM;
                curve->points = grown;
        }
        curve->points[curve->count++] = point_of(result);
        return 0;
}

static int add_result(struct measures *measures, const struct measures_result *result)
{
        struct measures_programme *programme = NULL;
        struct measures_curve *curve;
        int r;

        if (result->day < measures->from_day || result->day > measures->to_day)
                return 0;
        r = get_programme(measures, result->programme, &programme);
        if (r < 0)
                return r;
        if (!programme)
                return 0;
        mark(programme, (size_t)(result->day - measures->from_day), result->kind);
        curve = find_curve(measures, result);
        return curve ? add_point(curve, result) : 0;
}

/* What was done after all, late at night, is not missed. */
static int add_missed(struct measures *measures, const struct measures_missed *missed)
{
        struct measures_programme *programme = NULL;
        uint8_t *mark;
        int r;

        if (missed->day < measures->from_day || missed->day > measures->to_day)
                return 0;
        r = get_programme(measures, missed->programme, &programme);
        if (r < 0 || !programme)
                return r;
        mark = &programme->marks[missed->day - measures->from_day];
        if (*mark == MEASURES_MARK_NONE)
                *mark = MEASURES_MARK_MISSED;
        return 0;
}

static void count_weeks(const struct measures *measures, struct measures_programme *programme)
{
        size_t day = 0;

        for (size_t i = 0; i < measures->week_count; i++) {
                unsigned days = 0;

                for (; day < measures->day_count && measures->days[day].day < measures->weeks[i].monday + 7;
                        day++)
                        days += is_done(programme->marks[day]);
                programme->met_weeks += days >= MEASURES_WEEK_MET_DAYS;
        }
}

int measures_fill_routine(const struct measures_input *input, struct measures *measures)
{
        for (size_t i = 0; i < input->result_count; i++) {
                int r = add_result(measures, &input->results[i]);

                if (r < 0)
                        return r;
        }
        for (size_t i = 0; i < input->missed_count; i++) {
                int r = add_missed(measures, &input->missed[i]);

                if (r < 0)
                        return r;
        }
        for (size_t i = 0; i < measures->programme_count; i++)
                count_weeks(measures, &measures->programmes[i]);
        return 0;
}
