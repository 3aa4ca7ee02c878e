/* SPDX-License-Identifier: MIT */
#include "client/report_plot.h"

#include "client/clock_text.h"
#include "client/report_words.h"

#include <inttypes.h>
#include <string.h>

#define LEFT     34.0
#define RIGHT    352.0
#define TOP      16.0
#define CELL_MAX 16.0
#define ROW_MIN  10.0
/* A label of a week needs so much room. */
#define LABEL_WIDTH 38.0

/* A row of the curves. */
#define CURVE_ROW    46.0
#define CURVE_HEIGHT 24.0

static double cell_of(const struct measures *measures)
{
        double cell = (RIGHT - LEFT) / (double)measures->week_count;

        return cell < CELL_MAX ? cell : CELL_MAX;
}

/* A day stays legible where a year's weeks are narrow. */
static double row_of(double cell)
{
        return cell < ROW_MIN ? ROW_MIN : cell;
}

/* A short session fills the lower half. */
static void draw_mark(const struct measures_programme *programme, const struct measures_day *day,
        size_t index, const struct svg_box *box, FILE *stream)
{
        static const char *const words[] = {
                [MEASURES_MARK_NONE] = "nothing",
                [MEASURES_MARK_DONE] = "done",
                [MEASURES_MARK_SHORT] = "a short session",
        };
        struct svg_box half = { box->x, box->y + box->height / 2, box->width, box->height / 2 };
        char date[CLOCK_TEXT_SIZE], title[96];

        clock_text_date(day->day, date);
        snprintf(title, sizeof(title), "%s: %s", date, words[programme->marks[index]]);
        svg_rect(stream, programme->marks[index] == MEASURES_MARK_DONE ? "taken" : "unknown", box, title);
        if (programme->marks[index] == MEASURES_MARK_SHORT)
                svg_rect(stream, "taken", &half, title);
}

static void draw_labels(const struct measures *measures, double cell, FILE *stream)
{
        size_t every = (size_t)(LABEL_WIDTH / cell) + 1;

        for (int weekday = 0; weekday < 7; weekday += 2)
                svg_text(stream, "end", LEFT - 6, TOP + row_of(cell) * (weekday + 0.5) + 3.5,
                        report_weekday_names[weekday]);
        for (size_t i = 0; i < measures->week_count; i += every) {
                double x = LEFT + cell * (double)i;
                char date[CLOCK_TEXT_SIZE];

                clock_text_date(measures->weeks[i].monday, date);
                if (x + LABEL_WIDTH <= PLOT_WIDTH)
                        svg_text(stream, "start", x, TOP - 4, date + 5);
        }
}

static void draw_calendar(const struct measures *measures, size_t number, FILE *stream)
{
        static const struct plot_key keys[] = { { "taken", "done" }, { "short", "short" },
                { "unknown", "nothing" } };
        const struct measures_programme *programme = &measures->programmes[number];
        double cell = cell_of(measures);
        char id[40];

        snprintf(id, sizeof(id), "calendar-%zu", number);
        svg_begin(stream,
                &(struct svg_frame){ id, PLOT_WIDTH, TOP + row_of(cell) * 7 + 20, "Days with exercises",
                        "A column for each week, a cell for each day: full where a session was done, half "
                        "full where "
                        "it was a short one." });
        draw_labels(measures, cell, stream);
        for (size_t i = 0; i < measures->day_count; i++) {
                int32_t day = measures->days[i].day;
                double x = LEFT + cell * (double)((day - measures->weeks[0].monday) / 7);
                struct svg_box box = { x, TOP + row_of(cell) * instant_weekday(day), cell * 0.88,
                        row_of(cell) * 0.88 };

                draw_mark(programme, &measures->days[i], i, &box, stream);
        }
        report_plot_keys(stream, keys, ELEMENTS(keys), LEFT, TOP + row_of(cell) * 7 + 8);
        svg_end(stream);
}

static double day_x(const struct measures *measures, int32_t day)
{
        return 8 + (RIGHT - 8) * (double)(day - measures->from_day) / (double)measures->day_count;
}

static uint8_t top_level(const struct measures_curve *curve)
{
        uint8_t top = 2;

        for (size_t i = 0; i < curve->count; i++)
                if (curve->points[i].level > top)
                        top = curve->points[i].level;
        return top;
}

/* Steps: a level holds until the next session; what follows the last one is not known. */
static void draw_curve(
        const struct measures *measures, const struct measures_curve *curve, double y, FILE *stream)
{
        double scale = CURVE_HEIGHT / top_level(curve);
        double base = y + CURVE_ROW - 8;
        char title[2 * TEXT_ID_SIZE];

        snprintf(title, sizeof(title), "%s: level %u", curve->exercise,
                (unsigned)curve->points[curve->count - 1].level);
        svg_text(stream, "start", 8, y + 10, title);
        svg_line(stream, "grid", 8, base, RIGHT, base);
        for (size_t i = 0; i < curve->count; i++) {
                const struct measures_point *point = &curve->points[i];
                double x = day_x(measures, point->day), at = base - scale * point->level;
                char date[CLOCK_TEXT_SIZE], words[CLOCK_TEXT_SIZE + 24];

                clock_text_date(point->day, date);
                snprintf(words, sizeof(words), "%s: level %u", date, (unsigned)point->level);
                if (i > 0) {
                        double before = base - scale * point[-1].level;

                        svg_line(stream, "level", day_x(measures, point[-1].day), before, x, before);
                        svg_line(stream, "level", x, before, x, at);
                }
                svg_circle(stream, "level", x, at, 1.6, words);
        }
}

static void draw_curves(const struct measures *measures, size_t number, FILE *stream)
{
        const char *programme = measures->programmes[number].id;
        size_t rows = 0;
        double y = 0;
        char id[40];

        for (size_t i = 0; i < measures->curve_count; i++)
                rows += strcmp(measures->curves[i].programme, programme) == 0;
        if (rows == 0)
                return;
        snprintf(id, sizeof(id), "levels-%zu", number);
        svg_begin(stream, &(struct svg_frame){ id, PLOT_WIDTH, CURVE_ROW * (double)rows, "Levels over time",
                                  "A line for each exercise, from the first day to the last: its level at "
                                  "each session." });
        for (size_t i = 0; i < measures->curve_count; i++) {
                if (strcmp(measures->curves[i].programme, programme) != 0)
                        continue;
                draw_curve(measures, &measures->curves[i], y, stream);
                y += CURVE_ROW;
        }
        svg_end(stream);
}

void report_plot_routine(const struct measures *measures, FILE *stream)
{
        for (size_t i = 0; i < measures->programme_count; i++) {
                const struct measures_programme *programme = &measures->programmes[i];
                char caption[160];

                snprintf(caption, sizeof(caption),
                        "%" PRIu32 " %s with a session; %" PRIu32 " of %zu weeks with %d or more.",
                        programme->done_days, programme->done_days == 1 ? "day" : "days",
                        programme->met_weeks, measures->week_count, MEASURES_WEEK_MET_DAYS);
                report_plot_begin(stream, programme->id);
                draw_calendar(measures, i, stream);
                draw_curves(measures, i, stream);
                report_plot_end(stream, caption);
        }
}
