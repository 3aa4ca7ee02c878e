/* SPDX-License-Identifier: MIT */
#include "client/report_text.h"

#include "client/clock_text.h"
#include "client/day_bar.h"
#include "client/prose.h"
#include "client/report_words.h"

#include <inttypes.h>

#define BAR_CELLS 30
/* The text's strips: the latest days alone, the page has more. */
#define STRIP_DAYS 14

void report_text_title(const struct paint *paint, FILE *stream, const char *title)
{
        fprintf(stream, "\n%s%s%s\n", paint_begin(paint, PAINT_BOLD), title, paint_begin(paint, PAINT_PLAIN));
}

void report_text_bar(const struct paint *paint, FILE *stream, enum paint_colour colour, int64_t part,
        int64_t whole, int cells)
{
        int64_t filled = whole > 0 ? (part * cells + whole / 2) / whole : 0;

        if (filled == 0 && part > 0)
                filled = 1;
        fputs(paint_begin(paint, colour), stream);
        for (int64_t i = 0; i < filled; i++)
                fputs(paint->unicode ? "█" : "#", stream);
        fprintf(stream, "%s%*s", paint_begin(paint, PAINT_PLAIN), cells - (int)filled, "");
}

static void print_sentences(const struct report_record *record, const struct paint *paint, FILE *stream)
{
        char text[REPORT_SENTENCE_SIZE];

        for (int i = 0; i < REPORT_SENTENCE_MAX_; i++) {
                report_sentence(record, (enum report_sentence)i, text);
                if (text[0] != '\0')
                        prose_put(paint, stream, PAINT_PLAIN, "", text);
        }
}

/* The columns are as wide as the cells: two an hour. */
static void print_strip_hours(const struct paint *paint, FILE *stream)
{
        fprintf(stream, "%s%15s", paint_begin(paint, PAINT_DIM), "");
        for (int hour = 0; hour < 24; hour += 3)
                fprintf(stream, "%-6d", hour);
        fprintf(stream, "%s\n", paint_begin(paint, PAINT_PLAIN));
}

static void print_strip(
        const struct report_record *record, int32_t day, const struct paint *paint, FILE *stream)
{
        enum posture cells[MEASURES_STRIP_CELLS];
        char date[CLOCK_TEXT_SIZE];

        measures_fill_strip(record->spans, record->parts[HISTORY_SPANS].count, day, cells);
        clock_text_date(day, date);
        fprintf(stream, "%s %s ", report_weekday_names[instant_weekday(day)], date);
        for (size_t i = 0; i < MEASURES_STRIP_CELLS; i++)
                fprintf(stream, "%s%s", paint_begin(paint, day_bar_colour(cells[i])),
                        day_bar_mark(paint, cells[i]));
        fprintf(stream, "%s\n", paint_begin(paint, PAINT_PLAIN));
}

static void print_strips(const struct report_record *record, const struct paint *paint, FILE *stream)
{
        int32_t first = record->to_day - STRIP_DAYS + 1;

        if (first < record->from_day)
                first = record->from_day;
        report_text_title(paint, stream, "The last days, by the hour");
        print_strip_hours(paint, stream);
        for (int32_t day = first; day <= record->to_day; day++)
                print_strip(record, day, paint, stream);
        fprintf(stream, "%15s%s sitting  %s standing  %s away  %s unknown\n", "",
                day_bar_mark(paint, POSTURE_SITTING), day_bar_mark(paint, POSTURE_STANDING),
                day_bar_mark(paint, POSTURE_AWAY), day_bar_mark(paint, POSTURE_UNKNOWN));
}

static void print_lengths(const struct measures *measures, const struct paint *paint, FILE *stream)
{
        const struct measures_pattern *pattern = &measures->pattern;
        int64_t most_usec = 0;

        if (pattern->bouts == 0)
                return;
        report_text_title(paint, stream, "Where the sitting goes, by length of the stretch");
        for (size_t i = 0; i < MEASURES_LENGTH_MAX_; i++)
                most_usec = usec_max(most_usec, pattern->by_length_usec[i]);
        for (size_t i = 0; i < MEASURES_LENGTH_MAX_; i++) {
                int64_t part_usec = pattern->by_length_usec[i];
                char duration[CLOCK_TEXT_SIZE];

                clock_text_duration(part_usec / USEC_PER_SEC, duration);
                fprintf(stream, "%-13s ", report_length_names[i]);
                report_text_bar(paint, stream, i >= MEASURES_LENGTH_30_TO_60 ? PAINT_DUE : PAINT_SITTING,
                        part_usec, most_usec, BAR_CELLS);
                fprintf(stream, " %3d %%  %s\n", report_percent(part_usec, pattern->seated_usec), duration);
        }
}

void report_print_text(const struct report_record *record, const struct paint *paint, FILE *stream)
{
        char text[REPORT_SENTENCE_SIZE];

        report_range_words(record, text);
        if (record->measures->empty) {
                fprintf(stream, "Nothing is on record for %s %s yet.\n", record->name, text);
                return;
        }
        fprintf(stream, "%s%s%s %s\n\n", paint_begin(paint, PAINT_BOLD), record->name,
                paint_begin(paint, PAINT_PLAIN), text);
        print_sentences(record, paint, stream);
        print_strips(record, paint, stream);
        print_lengths(record->measures, paint, stream);
        report_text_weeks(record->measures, paint, stream);
        report_text_hours(record->measures, paint, stream);
        report_text_routine(record->measures, paint, stream);
        report_stored_words(record, text);
        fprintf(stream, "%s%s%s", text[0] ? "\n" : "", text, text[0] ? "\n" : "");
}
