/* SPDX-License-Identifier: MIT */
#include "client/day_bar.h"

#include "client/clock_text.h"

#include <string.h>

#define QUARTER_USEC (15 * USEC_PER_MINUTE)
/* "08:00" and a blank. */
#define LABEL_COLUMNS 5
#define LABEL_SPACING (LABEL_COLUMNS + 1)

static bool is_at(int64_t realtime_usec, const char *minutes)
{
        char text[CLOCK_TEXT_SIZE];

        clock_text_time(realtime_usec, text);
        return strcmp(text + 2, minutes) == 0;
}

/* The full local hour at or before @realtime_usec; a quarter where there is none near. */
static int64_t full_hour(int64_t realtime_usec)
{
        int64_t quarter_usec = realtime_usec - (realtime_usec % QUARTER_USEC + QUARTER_USEC) % QUARTER_USEC;
        int64_t hour_usec = quarter_usec;

        for (int i = 0; i < 8; i++) {
                if (is_at(hour_usec, ":00"))
                        return hour_usec;
                hour_usec -= QUARTER_USEC;
        }
        return quarter_usec;
}

/* On a night in which the clock changes, 04:00 is not four hours after midnight. */
static int64_t start_of(int32_t day)
{
        int64_t midnight_usec = clock_text_day_start(day);
        int64_t usual_usec = midnight_usec + DAY_BAR_START_HOUR * USEC_PER_HOUR;

        for (int64_t shift_usec = -2 * USEC_PER_HOUR; shift_usec <= 2 * USEC_PER_HOUR;
                shift_usec += QUARTER_USEC) {
                char text[CLOCK_TEXT_SIZE];

                clock_text_time(usual_usec + shift_usec, text);
                if (strcmp(text, "04:00") == 0)
                        return usual_usec + shift_usec;
        }
        return usual_usec;
}

int64_t day_bar_start(int64_t now_usec)
{
        int32_t day = clock_text_day(now_usec);
        int64_t start_usec = start_of(day);

        return start_usec <= now_usec ? start_usec : start_of(day - 1);
}

/* When something is known for the first time; the end where nothing is. */
static int64_t first_evidence(
        const struct span_record *spans, size_t count, int64_t start_usec, int64_t now_usec)
{
        for (size_t i = 0; i < count; i++)
                if (spans[i].posture != POSTURE_UNKNOWN && spans[i].to_realtime_usec > start_usec &&
                        spans[i].from_realtime_usec < now_usec)
                        return usec_max(start_usec, spans[i].from_realtime_usec);
        return now_usec;
}

static int64_t divide_up(int64_t dividend, int64_t divisor)
{
        return (dividend + divisor - 1) / divisor;
}

/* The shortest cell with which all fits: hours then begin at cells, and the bar grows without being redrawn.
 */
static int64_t choose_cell(int64_t shown_usec, int columns)
{
        static const uint8_t minutes[] = { 5, 6, 10, 12, 15, 20, 30 };

        for (size_t i = 0; i < ELEMENTS(minutes); i++)
                if (divide_up(shown_usec, minutes[i] * USEC_PER_MINUTE) <= columns)
                        return minutes[i] * USEC_PER_MINUTE;
        return divide_up(divide_up(shown_usec, columns), USEC_PER_HOUR) * USEC_PER_HOUR;
}

/* Adds the time of @span to the cells that it touches. */
static void add_span(const struct day_bar *bar, const struct span_record *span,
        int64_t filled_usec[DAY_BAR_CELLS_MAX][POSTURE_MAX_])
{
        int64_t from_usec = usec_max(span->from_realtime_usec, bar->start_usec);
        int64_t to_usec = usec_min(span->to_realtime_usec, bar->now_usec);

        while (from_usec < to_usec) {
                int64_t cell = (from_usec - bar->start_usec) / bar->cell_usec;
                int64_t end_usec = usec_min(to_usec, bar->start_usec + (cell + 1) * bar->cell_usec);

                filled_usec[cell][span->posture] += end_usec - from_usec;
                from_usec = end_usec;
        }
}

/* What nobody tells of @length_usec counts as unknown. */
static enum posture choose_posture(const int64_t filled_usec[POSTURE_MAX_], int64_t length_usec)
{
        enum posture best = POSTURE_UNKNOWN;
        int64_t best_usec = length_usec;

        for (int posture = POSTURE_UNKNOWN + 1; posture < POSTURE_MAX_; posture++)
                best_usec -= filled_usec[posture];
        for (int posture = POSTURE_UNKNOWN + 1; posture < POSTURE_MAX_; posture++) {
                if (filled_usec[posture] == 0 || filled_usec[posture] < best_usec)
                        continue;
                best = (enum posture)posture;
                best_usec = filled_usec[posture];
        }
        return best;
}

/* The hour may be long begun when the day's first sign comes: what was before that is not held against it. */
static void choose_postures(
        struct day_bar *bar, int64_t evidence_usec, int64_t filled_usec[DAY_BAR_CELLS_MAX][POSTURE_MAX_])
{
        for (int i = 0; i < bar->cell_count; i++) {
                int64_t from_usec = bar->start_usec + i * bar->cell_usec;
                int64_t to_usec = usec_min(from_usec + bar->cell_usec, bar->now_usec);

                bar->cells[i] = choose_posture(filled_usec[i], to_usec - usec_max(from_usec, evidence_usec));
        }
}

void day_bar_fill(struct day_bar *bar, const struct span_record *spans, size_t count, int64_t start_usec,
        int64_t now_usec, int columns)
{
        int64_t filled_usec[DAY_BAR_CELLS_MAX][POSTURE_MAX_] = { { 0 } };
        int64_t evidence_usec = first_evidence(spans, count, start_usec, now_usec);
        int64_t shown_usec;

        bar->now_usec = now_usec;
        bar->start_usec = usec_min(usec_max(start_usec, full_hour(evidence_usec)), now_usec);
        shown_usec = now_usec - bar->start_usec;
        bar->cell_usec = choose_cell(shown_usec, columns);
        bar->cell_count = (int)usec_max(1, divide_up(shown_usec, bar->cell_usec));
        for (size_t i = 0; i < count; i++)
                add_span(bar, &spans[i], filled_usec);
        choose_postures(bar, evidence_usec, filled_usec);
}

const char *day_bar_mark(const struct paint *paint, enum posture posture)
{
        /* As high as the person is. */
        switch (posture) {
        case POSTURE_SITTING: return paint->unicode ? "\u2584" : "=";
        case POSTURE_STANDING: return paint->unicode ? "\u2588" : "#";
        case POSTURE_AWAY: return paint->unicode ? "\u2581" : "_";
        case POSTURE_UNKNOWN:
        case POSTURE_MAX_: break;
        }
        return paint->unicode ? "\u00b7" : ".";
}

enum paint_colour day_bar_colour(enum posture posture)
{
        switch (posture) {
        case POSTURE_SITTING: return PAINT_SITTING;
        case POSTURE_STANDING: return PAINT_STANDING;
        case POSTURE_AWAY: return PAINT_AWAY;
        case POSTURE_UNKNOWN:
        case POSTURE_MAX_: break;
        }
        return PAINT_DIM;
}

void day_bar_put(const struct day_bar *bar, const struct paint *paint, FILE *stream)
{
        for (int i = 0; i < bar->cell_count; i++) {
                enum posture posture = bar->cells[i];

                if (i == 0 || bar->cells[i - 1] != posture)
                        (void)fputs(paint_begin(paint, day_bar_colour(posture)), stream);
                (void)fputs(day_bar_mark(paint, posture), stream);
                if (i == bar->cell_count - 1 || bar->cells[i + 1] != posture)
                        (void)fputs(paint_begin(paint, PAINT_PLAIN), stream);
        }
}

/* Cells from one label to the next: so many hours that the labels keep apart. */
static int label_step(int64_t cell_usec)
{
        static const uint8_t hours[] = { 1, 2, 3, 4, 6, 12, 24 };

        for (size_t i = 0; i < ELEMENTS(hours); i++)
                if (hours[i] * USEC_PER_HOUR % cell_usec == 0 &&
                        hours[i] * USEC_PER_HOUR / cell_usec >= LABEL_SPACING)
                        return (int)(hours[i] * USEC_PER_HOUR / cell_usec);
        return DAY_BAR_CELLS_MAX;
}

void day_bar_put_hours(const struct day_bar *bar, const struct paint *paint, FILE *stream, int columns)
{
        int step = label_step(bar->cell_usec);
        int taken = 0;

        (void)fputs(paint_begin(paint, PAINT_DIM), stream);
        for (int i = 0; i < bar->cell_count && i + LABEL_COLUMNS <= columns; i += step) {
                char text[CLOCK_TEXT_SIZE];

                clock_text_time(bar->start_usec + i * bar->cell_usec, text);
                taken += fprintf(stream, "%*s%.5s", i - taken, "", text);
        }
        (void)fputs(paint_begin(paint, PAINT_PLAIN), stream);
}
