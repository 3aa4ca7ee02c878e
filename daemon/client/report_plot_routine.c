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
#define CURVE_LEFT   8.0
#define CURVE_ROW    60.0
#define CURVE_HEIGHT 32.0
/* Half the height of a mark. */
#define HELD 3.5

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
                [MEASURES_MARK_MISSED] = "planned, not done",
        };
        static const char *const classes[] = {
                [MEASURES_MARK_NONE] = "unknown",
                [MEASURES_MARK_DONE] = "taken",
                [MEASURES_MARK_SHORT] = "unknown",
                [MEASURES_MARK_MISSED] = "missed",
        };
        struct svg_box half = { box->x, box->y + box->height / 2, box->width, box->height / 2 };
        char date[CLOCK_TEXT_SIZE], title[96];

        clock_text_date(day->day, date);
        snprintf(title, sizeof(title), "%s: %s", date, words[programme->marks[index]]);
        svg_rect(stream, classes[programme->marks[index]], box, title);
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
                { "missed", "missed" }, { "unknown", "no session" } };
        const struct measures_programme *programme = &measures->programmes[number];
        double cell = cell_of(measures);
        char id[40];

        snprintf(id, sizeof(id), "calendar-%zu", number);
        svg_begin(stream,
                &(struct svg_frame){ id, PLOT_WIDTH, TOP + row_of(cell) * 7 + 20, "Days with exercises",
                        "A column for each week, a cell for each day: full where a session was done, half "
                        "full where it was a short one, with an edge where one was planned and not done." });
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
        return CURVE_LEFT + (RIGHT - CURVE_LEFT) * ((double)(day - measures->from_day) + 0.5) /
                                    (double)measures->day_count;
}

/* One curve and where it stands. */
struct drawing {
        const struct measures *measures;
        const struct measures_curve *curve;
        struct report_zone zone;
        uint8_t top;
        double y;
};

static uint8_t top_level(const struct measures_curve *curve, const struct report_zone *zone)
{
        uint8_t top = zone->top > 2 ? zone->top : 2;

        for (size_t i = 0; i < curve->count; i++)
                if (curve->points[i].level > top)
                        top = curve->points[i].level;
        return top;
}

static double level_y(const struct drawing *drawing, double level)
{
        return drawing->y + CURVE_ROW - 8 - CURVE_HEIGHT * level / drawing->top;
}

static void draw_zone(const struct drawing *drawing, FILE *stream)
{
        double above = level_y(drawing, drawing->zone.to_level + 0.5);
        double below = level_y(drawing, drawing->zone.from_level - 0.5);
        char title[96];

        if (drawing->zone.from_level == 0)
                return;
        snprintf(title, sizeof(title), "from level %u on: %d to %d repetitions",
                (unsigned)drawing->zone.from_level, REPORT_ZONE_REPS_MIN, REPORT_ZONE_REPS_MAX);
        svg_rect(stream, "zone", &(struct svg_box){ CURVE_LEFT, above, RIGHT - CURVE_LEFT, below - above },
                title);
}

static const char *words_of(const struct measures_point *point)
{
        if (point->light)
                return ", a light week";
        return point->held ? ", hard or not all of it" : "";
}

static void draw_point(const struct drawing *drawing, const struct measures_point *point, FILE *stream)
{
        double x = day_x(drawing->measures, point->day), y = level_y(drawing, point->level);
        char date[CLOCK_TEXT_SIZE], words[CLOCK_TEXT_SIZE + 64];

        clock_text_date(point->day, date);
        snprintf(words, sizeof(words), "%s: level %u%s", date, (unsigned)point->level, words_of(point));
        if (point->held)
                svg_line(stream, "held", x, y - HELD, x, y + HELD);
        svg_circle(stream, point->light ? "light" : "level", x, y, point->light ? 2.2 : 1.6, words);
}

/* Steps: a level holds until the next session; what follows the last one is not known. */
static void draw_curve(const struct drawing *drawing, FILE *stream)
{
        const struct measures_curve *curve = drawing->curve;
        double base = level_y(drawing, 0);
        char title[2 * TEXT_ID_SIZE], of_top[16] = "";

        if (drawing->zone.top > 0)
                snprintf(of_top, sizeof(of_top), " of %u", (unsigned)drawing->zone.top);
        snprintf(title, sizeof(title), "%s: level %u%s", curve->exercise,
                (unsigned)curve->points[curve->count - 1].level, of_top);
        svg_text(stream, "start", CURVE_LEFT, drawing->y + 10, title);
        draw_zone(drawing, stream);
        svg_line(stream, "grid", CURVE_LEFT, base, RIGHT, base);
        for (size_t i = 1; i < curve->count; i++) {
                double before = level_y(drawing, curve->points[i - 1].level);
                double x = day_x(drawing->measures, curve->points[i].day);

                svg_line(stream, "level", day_x(drawing->measures, curve->points[i - 1].day), before, x,
                        before);
                svg_line(stream, "level", x, before, x, level_y(drawing, curve->points[i].level));
        }
        for (size_t i = 0; i < curve->count; i++)
                draw_point(drawing, &curve->points[i], stream);
}

/* What the marks mean, below the curves. */
static void draw_curve_keys(double y, bool has_zone, FILE *stream)
{
        static const struct plot_key zone[] = { { "zone", "20 to 30 repetitions" } };
        double x = has_zone ? CURVE_LEFT + 135 : CURVE_LEFT + 4;

        if (has_zone)
                report_plot_keys(stream, zone, 1, CURVE_LEFT, y);
        svg_circle(stream, "light", x, y + 4.5, 2.2, NULL);
        svg_text(stream, "start", x + 7, y + 8, "light week");
        svg_line(stream, "held", x + 73, y + 4.5 - HELD, x + 73, y + 4.5 + HELD);
        svg_circle(stream, "level", x + 73, y + 4.5, 1.6, NULL);
        svg_text(stream, "start", x + 80, y + 8, "hard, or not all of it");
}

static void draw_curves(const struct report_record *record, size_t number, FILE *stream)
{
        const struct measures *measures = record->measures;
        const char *programme = measures->programmes[number].id;
        struct drawing drawing = { .measures = measures };
        bool has_zone = false;
        size_t rows = 0;
        char id[40];

        for (size_t i = 0; i < measures->curve_count; i++)
                rows += strcmp(measures->curves[i].programme, programme) == 0;
        if (rows == 0)
                return;
        snprintf(id, sizeof(id), "levels-%zu", number);
        svg_begin(stream,
                &(struct svg_frame){ id, PLOT_WIDTH, CURVE_ROW * (double)rows + 20, "Levels over time",
                        "A line for each exercise, from the first day to the last: its level at "
                        "each session. The levels of 20 to 30 repetitions are shaded." });
        for (size_t i = 0; i < measures->curve_count; i++) {
                if (strcmp(measures->curves[i].programme, programme) != 0)
                        continue;
                drawing.curve = &measures->curves[i];
                drawing.zone = record->zones ? record->zones[i] : (struct report_zone){ 0 };
                drawing.top = top_level(drawing.curve, &drawing.zone);
                draw_curve(&drawing, stream);
                has_zone = has_zone || drawing.zone.from_level > 0;
                drawing.y += CURVE_ROW;
        }
        draw_curve_keys(drawing.y + 6, has_zone, stream);
        svg_end(stream);
}

void report_plot_routine(const struct report_record *record, FILE *stream)
{
        const struct measures *measures = record->measures;

        for (size_t i = 0; i < measures->programme_count; i++) {
                const struct measures_programme *programme = &measures->programmes[i];
                char caption[160];

                snprintf(caption, sizeof(caption),
                        "%" PRIu32 " %s with a session; %" PRIu32 " of %zu weeks with %d or more.",
                        programme->done_days, programme->done_days == 1 ? "day" : "days",
                        programme->met_weeks, measures->week_count, MEASURES_WEEK_MET_DAYS);
                report_plot_begin(stream, programme->id);
                draw_calendar(measures, i, stream);
                draw_curves(record, i, stream);
                report_plot_end(stream, caption);
        }
}
