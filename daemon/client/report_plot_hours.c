/* SPDX-License-Identifier: MIT */
#include "client/report_plot.h"

#include "client/clock_text.h"
#include "client/report_words.h"

#include <inttypes.h>

#define LEFT   34.0
#define TOP    16.0
#define CELL   13.2
#define ROW    17.0
#define STEPS  5
#define MIDDLE 0.5

static const char *const classes[STEPS] = { "h0", "h1", "h2", "h3", "h4" };

/* Minutes of the hour on a mean such weekday, in steps of 15. */
static const char *class_of(int64_t minutes)
{
        return classes[minutes == 0 ? 0 : usec_min(1 + minutes / 15, STEPS - 1)];
}

static void draw_cell(const struct measures *measures, int weekday, int hour, FILE *stream)
{
        int64_t days = usec_max(measures->weekdays[weekday], 1);
        int64_t minutes = measures->long_usec[weekday][hour] / days / USEC_PER_MINUTE;
        char title[96];

        snprintf(title, sizeof(title), "%s %d:00: %" PRId64 " min in long stretches on a mean day",
                report_weekday_names[weekday], hour, minutes);
        svg_rect(stream, class_of(minutes),
                &(struct svg_box){ LEFT + CELL * hour, TOP + ROW * weekday, CELL - 1, ROW - 1 }, title);
}

void report_plot_hours(const struct measures *measures, FILE *stream)
{
        static const struct plot_key keys[] = { { "h0", "none" }, { "h1", "under 15" }, { "h2", "under 30" },
                { "h3", "under 45" }, { "h4", "more" } };

        report_plot_begin(stream, "When long stretches happen");
        svg_begin(stream,
                &(struct svg_frame){ "hours", PLOT_WIDTH, TOP + ROW * 7 + 22, "When long stretches happen",
                        "A cell for each hour of each weekday: the darker, the more of it is spent in "
                        "stretches of "
                        "30 min and more." });
        for (int hour = 0; hour <= 24; hour += 3) {
                char text[CLOCK_TEXT_SIZE];

                snprintf(text, sizeof(text), "%d", hour);
                svg_text(stream, "middle", LEFT + CELL * hour - MIDDLE, TOP - 4, text);
        }
        for (int weekday = 0; weekday < 7; weekday++) {
                svg_text(stream, "end", LEFT - 6, TOP + ROW * weekday + ROW - 5,
                        report_weekday_names[weekday]);
                for (int hour = 0; hour < 24; hour++)
                        draw_cell(measures, weekday, hour, stream);
        }
        report_plot_keys(stream, keys, ELEMENTS(keys), LEFT, TOP + ROW * 7 + 8);
        svg_end(stream);
        report_plot_end(
                stream, "Minutes of the hour spent in stretches of 30 min and more, on a mean weekday.");
}
