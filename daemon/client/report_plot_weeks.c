/* SPDX-License-Identifier: MIT */
#include "client/report_plot.h"

#include "client/clock_text.h"
#include "client/report_words.h"

#include <inttypes.h>

#define LEFT   34.0
#define RIGHT  326.0
#define TOP    18.0
#define BOTTOM 160.0
#define HEIGHT 204.0
/* A label of a week needs so much room. */
#define LABEL_WIDTH 38.0
#define STEPS       4

static double width_of(const struct measures *measures)
{
        return (RIGHT - LEFT) / (double)measures->week_count;
}

static double y_of(int64_t value, int64_t top)
{
        return BOTTOM - (BOTTOM - TOP) * (double)value / (double)top;
}

/* The least round number of @unit that @value fits under, in STEPS whole steps. */
static int64_t round_up(int64_t value, int64_t unit)
{
        int64_t step = STEPS * unit;

        return usec_max((value + step - 1) / step, 1) * step;
}

static void draw_axis(const char *class, double x, int64_t top, int64_t unit, const char *word, FILE *stream)
{
        for (int i = 0; i <= STEPS; i++) {
                char text[24];

                snprintf(text, sizeof(text), "%" PRId64, top / unit * i / STEPS);
                svg_text(stream, class, x, y_of(i, STEPS) + 3, text);
        }
        svg_text(stream, class, x, TOP - 9, word);
}

static void draw_grid(FILE *stream)
{
        for (int i = 0; i <= STEPS; i++)
                svg_line(stream, i == 0 ? "axis" : "grid", LEFT, y_of(i, STEPS), RIGHT, y_of(i, STEPS));
}

/* As many Mondays as there is room for. */
static void draw_weeks(const struct measures *measures, FILE *stream)
{
        double width = width_of(measures);
        size_t every = (size_t)(LABEL_WIDTH / width) + 1;

        for (size_t i = 0; i < measures->week_count; i += every) {
                char date[CLOCK_TEXT_SIZE];

                clock_text_date(measures->weeks[i].monday, date);
                svg_text(stream, "middle", LEFT + width * ((double)i + 0.5), BOTTOM + 13, date + 5);
        }
}

static void draw_week(
        const struct measures_week *week, double x, double width, int64_t top_usec, FILE *stream)
{
        int64_t mean_usec = report_week_mean_usec(week);
        char date[CLOCK_TEXT_SIZE], mean[CLOCK_TEXT_SIZE], half[CLOCK_TEXT_SIZE], title[256];

        clock_text_date(week->monday, date);
        clock_text_duration(mean_usec / USEC_PER_SEC, mean);
        clock_text_duration(week->pattern.w50_usec / USEC_PER_SEC, half);
        snprintf(title, sizeof(title),
                "Week from %s: %s a day on %u days; half of it in stretches of %s and longer%s", date, mean,
                (unsigned)week->valid_days, half,
                report_week_counts(week) ? "" : "; too few days to compare");
        svg_rect(stream, report_week_counts(week) ? "sit" : "few",
                &(struct svg_box){ x + width * 0.12, y_of(mean_usec, top_usec), width * 0.76,
                        BOTTOM - y_of(mean_usec, top_usec) },
                title);
}

/* Only between weeks that can be compared, and only where there are two. */
static void draw_half(const struct measures *measures, int64_t top_usec, FILE *stream)
{
        double width = width_of(measures);
        double last_x = 0, last_y = 0;
        bool has_last = false;

        for (size_t i = 0; i < measures->week_count; i++) {
                const struct measures_week *week = &measures->weeks[i];
                double x = LEFT + width * ((double)i + 0.5);
                double y = y_of(week->pattern.w50_usec, top_usec);
                char half[CLOCK_TEXT_SIZE];

                if (!report_week_counts(week) || week->pattern.bouts == 0)
                        continue;
                if (has_last)
                        svg_line(stream, "half", last_x, last_y, x, y);
                clock_text_duration(week->pattern.w50_usec / USEC_PER_SEC, half);
                svg_circle(stream, "half", x, y, width > 12 ? 3 : 1.8, half);
                last_x = x;
                last_y = y;
                has_last = true;
        }
}

void report_plot_weeks(const struct measures *measures, FILE *stream)
{
        static const struct plot_key keys[] = { { "sit", "hours a day" }, { "few", "too few days" },
                { "half", "half in stretches over (min)" } };
        int64_t top_usec = 0, half_usec = 0;

        for (size_t i = 0; i < measures->week_count; i++) {
                top_usec = usec_max(top_usec, report_week_mean_usec(&measures->weeks[i]));
                half_usec = usec_max(half_usec, measures->weeks[i].pattern.w50_usec);
        }
        top_usec = round_up(top_usec, USEC_PER_HOUR);
        half_usec = round_up(half_usec, 5 * USEC_PER_MINUTE);
        report_plot_begin(stream, "Weeks");
        svg_begin(stream, &(struct svg_frame){ "weeks", PLOT_WIDTH, HEIGHT, "Sitting by week",
                                  "Bars: hours of sitting on a mean day of the week. Line: the length of "
                                  "stretch above which "
                                  "half of the sitting happens." });
        draw_grid(stream);
        draw_axis("end", LEFT - 5, top_usec, USEC_PER_HOUR, "h", stream);
        draw_axis("start", RIGHT + 5, half_usec, USEC_PER_MINUTE, "min", stream);
        for (size_t i = 0; i < measures->week_count; i++)
                draw_week(&measures->weeks[i], LEFT + width_of(measures) * (double)i, width_of(measures),
                        top_usec, stream);
        draw_half(measures, half_usec, stream);
        draw_weeks(measures, stream);
        report_plot_keys(stream, keys, ELEMENTS(keys), 8, HEIGHT - 14);
        svg_end(stream);
        report_plot_end(stream, "Compare weeks, not days. Hatched weeks have fewer than four days on which "
                                "the sensors saw four hours.");
}

static uint32_t all_prompts(const struct measures_week *week)
{
        uint32_t all = 0;

        for (int i = 0; i < OUTCOME_MAX_; i++)
                all += week->sums.outcomes[i];
        return all;
}

static void draw_outcomes(const struct measures_week *week, double x, double width, int64_t top, FILE *stream)
{
        static const char *const classes[OUTCOME_MAX_] = {
                [OUTCOME_TAKEN] = "taken",
                [OUTCOME_PARTIAL] = "partial",
                [OUTCOME_IGNORED] = "ignored",
                [OUTCOME_DISMISSED] = "dismissed",
                [OUTCOME_MOOT] = "moot",
        };
        char date[CLOCK_TEXT_SIZE], title[128];
        int64_t below = 0;

        clock_text_date(week->monday, date);
        for (int i = 0; i < OUTCOME_MAX_; i++) {
                int64_t above = below + week->sums.outcomes[i];

                snprintf(title, sizeof(title), "Week from %s: %" PRIu32 " %s", date, week->sums.outcomes[i],
                        report_outcome_words[i]);
                svg_rect(stream, classes[i],
                        &(struct svg_box){ x + width * 0.12, y_of(above, top), width * 0.76,
                                y_of(below, top) - y_of(above, top) },
                        title);
                below = above;
        }
}

void report_plot_prompts(const struct measures *measures, FILE *stream)
{
        static const struct plot_key keys[] = { { "taken", "full break" }, { "partial", "short break" },
                { "ignored", "no break" }, { "dismissed", "skipped" }, { "moot", "not needed" } };
        int64_t top = 0;

        for (size_t i = 0; i < measures->week_count; i++)
                top = usec_max(top, all_prompts(&measures->weeks[i]));
        top = round_up(top, 1);
        report_plot_begin(stream, "Prompts by what became of them");
        svg_begin(stream,
                &(struct svg_frame){ "prompts", PLOT_WIDTH, HEIGHT, "Prompts by week and what became of them",
                        "Bars of the week's prompts, from below: followed by a full break, by a short one, "
                        "by none, "
                        "skipped, not needed." });
        draw_grid(stream);
        draw_axis("end", LEFT - 5, top, 1, "", stream);
        for (size_t i = 0; i < measures->week_count; i++)
                draw_outcomes(&measures->weeks[i], LEFT + width_of(measures) * (double)i, width_of(measures),
                        top, stream);
        draw_weeks(measures, stream);
        report_plot_keys(stream, keys, ELEMENTS(keys), 8, HEIGHT - 14);
        svg_end(stream);
        report_plot_end(stream, "From below in the order of the words.");
}
