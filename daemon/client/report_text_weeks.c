/* SPDX-License-Identifier: MIT */
#include "client/report_text.h"

#include "client/clock_text.h"
#include "client/report_words.h"

#include <inttypes.h>

/* "5:10" */
static void hours_text(int64_t usec, char text[static CLOCK_TEXT_SIZE])
{
        int64_t minutes = usec / USEC_PER_MINUTE;

        if (usec == 0)
                snprintf(text, CLOCK_TEXT_SIZE, "-");
        else
                snprintf(text, CLOCK_TEXT_SIZE, "%" PRId64 ":%02" PRId64, minutes / 60, minutes % 60);
}

static void print_week(const struct measures_week *week, FILE *stream)
{
        char date[CLOCK_TEXT_SIZE], mean[CLOCK_TEXT_SIZE], half[CLOCK_TEXT_SIZE], all[CLOCK_TEXT_SIZE];

        clock_text_date(week->monday, date);
        hours_text(week->sums.seated_usec, all);
        hours_text(report_week_mean_usec(week), mean);
        hours_text(week->pattern.w50_usec, half);
        fprintf(stream, "%s %8s %6s %6s %7" PRIu32, date, all, mean, half, week->sums.breaks);
        for (int i = 0; i < OUTCOME_MAX_; i++)
                fprintf(stream, " %5" PRIu32, week->sums.outcomes[i]);
        fprintf(stream, "%s\n", report_week_counts(week) ? "" : " *");
}

void report_text_weeks(const struct measures *measures, const struct paint *paint, FILE *stream)
{
        bool all_count = true;

        report_text_title(paint, stream, "Weeks, from their Monday on, and what became of the prompts");
        fprintf(stream, "%s%-10s %8s %6s %6s %7s %5s %5s %5s %5s %5s%s\n", paint_begin(paint, PAINT_DIM), "",
                "Sitting", "A day", "Half>=", "Breaks", "full", "short", "none", "skip", "moot",
                paint_begin(paint, PAINT_PLAIN));
        for (size_t i = 0; i < measures->week_count; i++) {
                print_week(&measures->weeks[i], stream);
                all_count = all_count && report_week_counts(&measures->weeks[i]);
        }
        if (!all_count)
                fputs("* too few days with sensors that saw 4 hours: not to be compared\n", stream);
}

/* Minutes of the hour on a mean such weekday, in four steps. */
static const char *hour_mark(const struct paint *paint, int64_t minutes)
{
        static const char *const marks[][2] = { { "·", "." }, { "░", "-" }, { "▒", "+" }, { "▓", "x" },
                { "█", "#" } };
        int64_t step = minutes == 0 ? 0 : usec_min(1 + minutes / 15, 4);

        return marks[step][paint->unicode ? 0 : 1];
}

void report_text_hours(const struct measures *measures, const struct paint *paint, FILE *stream)
{
        if (measures->pattern.long_bouts == 0)
                return;
        report_text_title(paint, stream, "When stretches of 30 min and more happen");
        fprintf(stream, "%s%4s", paint_begin(paint, PAINT_DIM), "");
        for (int hour = 0; hour < 24; hour += 3)
                fprintf(stream, "%-6d", hour);
        fprintf(stream, "%s\n", paint_begin(paint, PAINT_PLAIN));
        for (int weekday = 0; weekday < 7; weekday++) {
                int64_t days = usec_max(measures->weekdays[weekday], 1);

                fprintf(stream, "%s ", report_weekday_names[weekday]);
                for (int hour = 0; hour < 24; hour++) {
                        const char *mark =
                                hour_mark(paint, measures->long_usec[weekday][hour] / days / USEC_PER_MINUTE);

                        fprintf(stream, "%s%s", mark, mark);
                }
                fputc('\n', stream);
        }
        fprintf(stream, "    %s under 15 min of the hour  %s under 30  %s under 45  %s more\n",
                hour_mark(paint, 1), hour_mark(paint, 15), hour_mark(paint, 30), hour_mark(paint, 45));
}

/* A week: "M.W.F.." */
static void print_marks(const struct measures *measures, const struct measures_programme *programme,
        size_t week, FILE *stream)
{
        static const char letters[] = {
                [MEASURES_MARK_NONE] = '.',
                [MEASURES_MARK_DONE] = 'X',
                [MEASURES_MARK_SHORT] = 'x',
                [MEASURES_MARK_MISSED] = '-',
        };
        unsigned done = 0;

        for (int32_t i = 0; i < 7; i++) {
                int32_t day = measures->weeks[week].monday + i;
                bool within = day >= measures->from_day && day <= measures->to_day;
                uint8_t mark = within ? programme->marks[day - measures->from_day] : MEASURES_MARK_NONE;

                done += mark == MEASURES_MARK_DONE || mark == MEASURES_MARK_SHORT;
                fputc(within ? letters[mark] : ' ', stream);
        }
        fprintf(stream, "  %u", done);
}

static void print_programme(const struct measures *measures, const struct measures_programme *programme,
        const struct paint *paint, FILE *stream)
{
        fprintf(stream, "\n%s%s%s: %" PRIu32 " %s; %" PRIu32 " of %zu weeks with %d or more\n",
                paint_begin(paint, PAINT_BOLD), programme->id, paint_begin(paint, PAINT_PLAIN),
                programme->done_days, programme->done_days == 1 ? "day" : "days", programme->met_weeks,
                measures->week_count, MEASURES_WEEK_MET_DAYS);
        for (size_t i = 0; i < measures->week_count; i++) {
                char date[CLOCK_TEXT_SIZE];

                clock_text_date(measures->weeks[i].monday, date);
                fprintf(stream, "%s  ", date);
                print_marks(measures, programme, i, stream);
                fputs(i % 3 == 2 || i + 1 == measures->week_count ? "\n" : "    ", stream);
        }
}

static void print_curve(const struct measures_curve *curve, FILE *stream)
{
        const struct measures_point *first = &curve->points[0];
        const struct measures_point *last = &curve->points[curve->count - 1];
        char date[CLOCK_TEXT_SIZE];

        clock_text_date(last->day, date);
        if (first->level == last->level)
                fprintf(stream, "  %-33s level %u, last on %s\n", curve->exercise, (unsigned)last->level,
                        date);
        else
                fprintf(stream, "  %-33s level %u to %u, last on %s\n", curve->exercise,
                        (unsigned)first->level, (unsigned)last->level, date);
}

void report_text_routine(const struct measures *measures, const struct paint *paint, FILE *stream)
{
        if (measures->programme_count == 0)
                return;
        report_text_title(paint, stream, "Days with exercises (X done, x short, - missed), Monday first");
        for (size_t i = 0; i < measures->programme_count; i++)
                print_programme(measures, &measures->programmes[i], paint, stream);
        report_text_title(paint, stream, "Levels");
        for (size_t i = 0; i < measures->curve_count; i++)
                print_curve(&measures->curves[i], stream);
}
