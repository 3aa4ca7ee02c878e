/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * day_bar - the day as a bar of equal cells, each with the posture that fills most of it.
 *
 * Floor: client. Hours are of the process's own zone (TZ, else the system's); no other outside is asked.
 */
#include "client/paint.h"
#include "core/effect.h"

/* As many as the widest paint has columns. */
#define DAY_BAR_CELLS_MAX 200
/* The day starts at 04:00, unless the daemon is told otherwise (DESIGN 2). */
#define DAY_BAR_START_HOUR 4

struct day_bar {
        int64_t start_usec; /* realtime; a full local hour */
        int64_t now_usec;
        int64_t cell_usec; /* 5 min at least, and whole hours hold whole numbers of cells or the other way
                              round */
        int cell_count;
        enum posture cells[DAY_BAR_CELLS_MAX];
};

/* The start of the day that @now_usec (realtime) belongs to. */
int64_t day_bar_start(int64_t now_usec);

/**
 * day_bar_fill() - draws @spans (@count, oldest first) from the first that tells something until @now_usec.
 * @start_usec: the day's start, before which nothing is shown.
 * @columns: the most cells that there may be, 1 to DAY_BAR_CELLS_MAX.
 *
 * What no span tells is unknown; where two overlap the later one counts in addition. A day of which nothing
 * is known is one cell of POSTURE_UNKNOWN.
 */
void day_bar_fill(struct day_bar *bar, const struct span_record *spans, size_t count, int64_t start_usec,
        int64_t now_usec, int columns);

/* Each writes one line without its end, at most the bar's cells wide; the hours only where they fit whole, so
 * that their line may be a little wider than the bar but never than @columns. */
void day_bar_put(const struct day_bar *bar, const struct paint *paint, FILE *stream);
void day_bar_put_hours(const struct day_bar *bar, const struct paint *paint, FILE *stream, int columns);

/* How a posture looks in the bar: one column. Static. */
const char *day_bar_mark(const struct paint *paint, enum posture posture);
enum paint_colour day_bar_colour(enum posture posture);
