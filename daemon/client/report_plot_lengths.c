/* SPDX-License-Identifier: MIT */
#include "client/report_plot.h"

#include "client/clock_text.h"
#include "client/report_words.h"

#define LEFT  82.0
#define RIGHT 250.0
#define ROW   26.0
#define BAR   18.0
#define TOP   4.0

static void draw_row(const struct measures_pattern *pattern, size_t length, int64_t most_usec, FILE *stream)
{
        int64_t part_usec = pattern->by_length_usec[length];
        double y = TOP + ROW * (double)length;
        char duration[CLOCK_TEXT_SIZE], text[CLOCK_TEXT_SIZE + 16];

        clock_text_duration(part_usec / USEC_PER_SEC, duration);
        snprintf(text, sizeof(text), "%s, %d %%", duration, report_percent(part_usec, pattern->seated_usec));
        svg_text(stream, "end", LEFT - 6, y + BAR - 5, report_length_names[length]);
        svg_rect(stream, length >= MEASURES_LENGTH_30_TO_60 ? "long" : "sit",
                &(struct svg_box){
                        LEFT, y, (RIGHT - LEFT) * (double)part_usec / (double)usec_max(most_usec, 1), BAR },
                text);
        svg_text(stream, "start",
                LEFT + 5 + (RIGHT - LEFT) * (double)part_usec / (double)usec_max(most_usec, 1), y + BAR - 5,
                text);
}

void report_plot_lengths(const struct measures *measures, FILE *stream)
{
        static const struct plot_key keys[] = { { "sit", "under 30 min" }, { "long", "30 min and more" } };
        int64_t most_usec = 0;

        report_plot_begin(stream, "Where the sitting goes");
        svg_begin(stream,
                &(struct svg_frame){ "lengths", PLOT_WIDTH, TOP + ROW * MEASURES_LENGTH_MAX_ + 20,
                        "Where the sitting goes, by length of the stretch",
                        "A bar of the time spent in stretches of each length; from 30 min on in a second "
                        "colour." });
        for (size_t i = 0; i < MEASURES_LENGTH_MAX_; i++)
                most_usec = usec_max(most_usec, measures->pattern.by_length_usec[i]);
        for (size_t i = 0; i < MEASURES_LENGTH_MAX_; i++)
                draw_row(&measures->pattern, i, most_usec, stream);
        svg_line(stream, "axis", LEFT, TOP - 2, LEFT, TOP + ROW * MEASURES_LENGTH_MAX_ - 4);
        report_plot_keys(stream, keys, ELEMENTS(keys), LEFT, TOP + ROW * MEASURES_LENGTH_MAX_ + 4);
        svg_end(stream);
        report_plot_end(stream, "Time, not counts: by the length of the stretch in which it was spent.");
}
