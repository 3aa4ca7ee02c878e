/* SPDX-License-Identifier: MIT */
#include "client/report_print.h"

#include "client/clock_text.h"
#include "wire/publish.h"
#include "wire/writer.h"

#include <errno.h>

static int64_t seconds(int64_t usec)
{
        return usec / USEC_PER_SEC;
}

static void add_date(struct writer *writer, const char *key, int32_t day)
{
        char date[CLOCK_TEXT_SIZE];

        clock_text_date(day, date);
        writer_add_text(writer, key, date);
}

static void add_sums(struct writer *writer, const struct measures_sums *sums)
{
        writer_add_integer(writer, "days", sums->days);
        writer_add_integer(writer, "sitting_s", seconds(sums->seated_usec));
        writer_add_integer(writer, "interruptions", sums->interruptions);
        writer_add_integer(writer, "breaks", sums->breaks);
        writer_add_integer(writer, "full_breaks", sums->full_breaks);
        for (int i = 0; i < OUTCOME_MAX_; i++)
                writer_add_integer(writer, outcome_names[i], sums->outcomes[i]);
}

static void add_pattern(struct writer *writer, const struct measures_pattern *pattern)
{
        static const char *const keys[MEASURES_LENGTH_MAX_] = { "under_5_min_s", "5_to_10_min_s",
                "10_to_20_min_s", "20_to_30_min_s", "30_to_60_min_s", "over_60_min_s" };

        writer_add_integer(writer, "bouts", pattern->bouts);
        writer_add_integer(writer, "long_bouts", pattern->long_bouts);
        writer_add_integer(writer, "bouts_s", seconds(pattern->seated_usec));
        writer_add_integer(writer, "long_bouts_s", seconds(pattern->long_usec));
        writer_add_integer(writer, "longest_bout_s", seconds(pattern->longest_usec));
        writer_add_integer(writer, "w50_s", seconds(pattern->w50_usec));
        for (size_t i = 0; i < MEASURES_LENGTH_MAX_; i++)
                writer_add_integer(writer, keys[i], seconds(pattern->by_length_usec[i]));
}

static json_t *week_json(const struct measures_week *week)
{
        struct writer writer = writer_begin();

        add_date(&writer, "monday", week->monday);
        writer_add_boolean(&writer, "whole", week->whole);
        writer_add_integer(&writer, "valid_days", week->valid_days);
        writer_add_integer(&writer, "valid_sitting_s", seconds(week->valid_seated_usec));
        add_sums(&writer, &week->sums);
        add_pattern(&writer, &week->pattern);
        return writer_json_end(&writer);
}

static json_t *weeks_json(const struct measures *measures)
{
        json_t *array = json_array();

        for (size_t i = 0; i < measures->week_count; i++)
                writer_append(&array, week_json(&measures->weeks[i]));
        return array;
}

/* Seconds of long bouts: seven rows of 24, from Monday and midnight on. */
static json_t *hours_json(const struct measures *measures)
{
        json_t *array = json_array();

        for (int weekday = 0; weekday < 7; weekday++) {
                json_t *row = json_array();

                for (int hour = 0; hour < 24; hour++)
                        writer_append(&row, json_integer(seconds(measures->long_usec[weekday][hour])));
                writer_append(&array, row);
        }
        return array;
}

static json_t *day_json(
        const struct measures *measures, const struct measures_programme *programme, size_t day)
{
        static const char *const states[] = {
                [MEASURES_MARK_NONE] = "nothing",
                [MEASURES_MARK_DONE] = "done",
                [MEASURES_MARK_SHORT] = "short",
                [MEASURES_MARK_MISSED] = "missed",
        };
        struct writer writer = writer_begin();

        add_date(&writer, "day", measures->from_day + (int32_t)day);
        writer_add_text(&writer, "state", states[programme->marks[day]]);
        return writer_json_end(&writer);
}

static json_t *programmes_json(const struct measures *measures)
{
        json_t *array = json_array();

        for (size_t i = 0; i < measures->programme_count; i++) {
                const struct measures_programme *programme = &measures->programmes[i];
                struct writer writer = writer_begin();
                json_t *days = json_array();

                for (size_t day = 0; day < measures->day_count; day++)
                        if (programme->marks[day] != MEASURES_MARK_NONE)
                                writer_append(&days, day_json(measures, programme, day));
                writer_add_text(&writer, "programme", programme->id);
                writer_add_integer(&writer, "weeks_met", programme->met_weeks);
                writer_add_json(&writer, "days", days);
                writer_append(&array, writer_json_end(&writer));
        }
        return array;
}

static json_t *point_json(const struct measures_point *point)
{
        struct writer writer = writer_begin();

        add_date(&writer, "day", point->day);
        writer_add_integer(&writer, "level", point->level);
        writer_add_boolean(&writer, "light", point->light);
        writer_add_boolean(&writer, "held", point->held);
        return writer_json_end(&writer);
}

/* null where no level has so many repetitions. */
static json_t *zone_json(const struct report_record *record, size_t curve)
{
        json_t *levels;

        if (!record->zones || record->zones[curve].from_level == 0)
                return json_null();
        levels = json_array();
        writer_append(&levels, json_integer(record->zones[curve].from_level));
        writer_append(&levels, json_integer(record->zones[curve].to_level));
        return levels;
}

static json_t *levels_json(const struct report_record *record)
{
        const struct measures *measures = record->measures;
        json_t *array = json_array();

        for (size_t i = 0; i < measures->curve_count; i++) {
                const struct measures_curve *curve = &measures->curves[i];
                struct writer writer = writer_begin();
                json_t *points = json_array();

                for (size_t j = 0; j < curve->count; j++)
                        writer_append(&points, point_json(&curve->points[j]));
                writer_add_text(&writer, "programme", curve->programme);
                writer_add_text(&writer, "exercise", curve->exercise);
                writer_add_json(&writer, "levels_of_20_to_30", zone_json(record, i));
                writer_add_json(&writer, "levels", points);
                writer_append(&array, writer_json_end(&writer));
        }
        return array;
}

int report_print_json(const struct report_record *record, FILE *stream)
{
        const struct measures *measures = record->measures;
        struct writer writer = writer_begin();
        CLEANUP_FREE char *text = NULL;

        writer_add_text(&writer, "person", record->person);
        add_date(&writer, "from", record->from_day);
        add_date(&writer, "to", record->to_day);
        add_sums(&writer, &measures->sums);
        add_pattern(&writer, &measures->pattern);
        if (measures->response_usec < 0)
                writer_add_text(&writer, "response_s", NULL);
        else
                writer_add_integer(&writer, "response_s", seconds(measures->response_usec));
        writer_add_json(&writer, "weeks", weeks_json(measures));
        writer_add_json(&writer, "long_by_hour_s", hours_json(measures));
        writer_add_json(&writer, "programmes", programmes_json(measures));
        writer_add_json(&writer, "exercises", levels_json(record));
        text = writer_text_end(&writer);
        if (!text)
                return -ENOMEM;
        fprintf(stream, "%s\n", text);
        return 0;
}
