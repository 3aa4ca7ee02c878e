/* SPDX-License-Identifier: MIT */
#include "client/report_plot.h"

#include "client/clock_text.h"
#include "client/report_print.h"
#include "client/report_words.h"

#define LEFT  70.0
#define RIGHT 352.0
#define TOP   14.0
#define ROW   12.0
#define BAR   9.0
/* Below the rows: the keys. */
#define BOTTOM 22.0

static const struct {
        const char *class;
        const char *word;
} postures[POSTURE_MAX_] = {
        [POSTURE_UNKNOWN] = { "unknown", "unknown" },
        [POSTURE_SITTING] = { "sit", "sitting" },
        [POSTURE_STANDING] = { "stand", "standing" },
        [POSTURE_AWAY] = { "away", "away" },
};

static double x_of(int64_t local_usec)
{
        return LEFT + (RIGHT - LEFT) * (double)local_usec / (double)USEC_PER_DAY;
}

static void draw_span(const struct measures_span *span, int64_t midnight_usec, double y, FILE *stream)
{
        int64_t from_usec = usec_max(span->from_usec + span->offset_usec - midnight_usec, 0);
        int64_t to_usec = usec_min(span->to_usec + span->offset_usec - midnight_usec, USEC_PER_DAY);
        char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE], title[3 * CLOCK_TEXT_SIZE];

        if (from_usec >= to_usec || span->posture == POSTURE_UNKNOWN)
                return;
        clock_text_time(span->from_usec, from);
        clock_text_time(span->to_usec, to);
        snprintf(title, sizeof(title), "%s %s to %s", postures[span->posture].word, from, to);
        svg_rect(stream, postures[span->posture].class,
                &(struct svg_box){ x_of(from_usec), y, x_of(to_usec) - x_of(from_usec), BAR }, title);
}

static void draw_prompts(const struct history *prompts, int32_t day, double y, FILE *stream)
{
        for (size_t i = 0; i < prompts->count; i++) {
                const struct prompt_record *prompt = &prompts->prompts[i];
                int64_t at_usec = prompt->first_realtime_usec;
                char time[CLOCK_TEXT_SIZE], title[3 * CLOCK_TEXT_SIZE];

                if (clock_text_day(at_usec) != day)
                        continue;
                clock_text_time(at_usec, time);
                snprintf(title, sizeof(title), "prompt at %s: %s", time,
                        prompt->ended ? report_outcome_words[prompt->outcome] : "still open");
                at_usec += clock_text_offset_usec(at_usec) - day * USEC_PER_DAY;
                svg_rect(stream, "prompt", &(struct svg_box){ x_of(at_usec) - 0.75, y - 1, 1.5, BAR + 2 },
                        title);
        }
}

static void draw_day(const struct report_record *record, int32_t day, double y, FILE *stream)
{
        const struct history *spans = &record->parts[HISTORY_SPANS];
        char date[CLOCK_TEXT_SIZE], label[CLOCK_TEXT_SIZE + 8];

        clock_text_date(day, date);
        snprintf(label, sizeof(label), "%s %s", report_weekday_names[instant_weekday(day)], date + 5);
        svg_text(stream, instant_weekday(day) == 0 ? "end strong" : "end", LEFT - 6, y + BAR - 1, label);
        svg_rect(stream, "unknown", &(struct svg_box){ LEFT, y, RIGHT - LEFT, BAR }, NULL);
        for (size_t i = 0; i < spans->count; i++)
                draw_span(&record->spans[i], day * USEC_PER_DAY, y, stream);
        draw_prompts(&record->parts[HISTORY_PROMPTS], day, y, stream);
}

static void draw_hours(double bottom, FILE *stream)
{
        for (int hour = 0; hour <= 24; hour += 3) {
                double x = x_of(hour * USEC_PER_HOUR);
                char text[CLOCK_TEXT_SIZE];

                snprintf(text, sizeof(text), "%d", hour);
                svg_text(stream, "middle", x, TOP - 4, text);
                svg_line(stream, "grid", x, TOP, x, bottom);
        }
}

void report_plot_days(const struct report_record *record, FILE *stream)
{
        static const struct plot_key keys[] = { { "sit", "sitting" }, { "stand", "standing" },
                { "away", "away" }, { "unknown", "unknown" }, { "prompt", "prompt" } };
        int32_t first = record->to_day - REPORT_STRIP_DAYS + 1;
        double bottom;

        if (first < record->from_day)
                first = record->from_day;
        bottom = TOP + ROW * (record->to_day - first + 1);
        report_plot_begin(stream, "The last days, by the hour");
        svg_begin(stream,
                &(struct svg_frame){ "days", PLOT_WIDTH, bottom + BOTTOM, "The last days, by the hour",
                        "A row for each day, from midnight to midnight: when somebody sat, stood or was "
                        "away, and "
                        "when a prompt came." });
        for (int32_t day = first; day <= record->to_day; day++)
                draw_day(record, day, TOP + ROW * (day - first) + 1.5, stream);
        draw_hours(bottom, stream);
        report_plot_keys(stream, keys, ELEMENTS(keys), 8, bottom + 8);
        svg_end(stream);
        report_plot_end(stream, "A seat's sensor sees that seat alone: this is the time in it.");
}
