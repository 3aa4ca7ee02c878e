/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * history_rows - the history as a table of named columns, for the forms that programs read.
 *
 * Floor: client. Times are RFC 3339 with the offset of their own moment; durations are whole seconds.
 */
#include "client/history.h"

#define HISTORY_COLUMNS_MAX 16

enum history_cell_kind {
        HISTORY_CELL_NONE,
        HISTORY_CELL_TEXT,
        HISTORY_CELL_INTEGER,
        HISTORY_CELL_BOOLEAN,
};

struct history_cell {
        enum history_cell_kind kind;
        int64_t integer; /* or boolean */
        char text[64];
};

/* The names of the kind's columns, static; there are @ret_count. */
const char *const *history_columns(enum history_kind kind, size_t *ret_count);

/* Fills one cell a column with the row @index. */
void history_row(
        const struct history *history, size_t index, struct history_cell cells[static HISTORY_COLUMNS_MAX]);
