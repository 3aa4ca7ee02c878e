/* SPDX-License-Identifier: MIT */
#include "client/history_rows.h"

#include "base/cleanup.h"
#include "wire/writer.h"

#include <errno.h>

static void add_cell(struct writer *writer, const char *name, const struct history_cell *cell)
{
        switch (cell->kind) {
        case HISTORY_CELL_NONE: writer_add_text(writer, name, NULL); break;
        case HISTORY_CELL_TEXT: writer_add_text(writer, name, cell->text); break;
        case HISTORY_CELL_INTEGER: writer_add_integer(writer, name, cell->integer); break;
        case HISTORY_CELL_BOOLEAN: writer_add_boolean(writer, name, cell->integer != 0); break;
        }
}

/* Return: the row as an object, owned by the caller; NULL without memory. */
static char *row_text(const struct history *history, size_t row)
{
        size_t column_count;
        const char *const *columns = history_columns(history->kind, &column_count);
        struct history_cell cells[HISTORY_COLUMNS_MAX];
        struct writer writer = writer_begin();

        history_row(history, row, cells);
        for (size_t i = 0; i < column_count; i++)
                add_cell(&writer, columns[i], &cells[i]);
        return writer_text_end(&writer);
}

int history_print_json(const struct history *history, FILE *stream)
{
        fputs("[", stream);
        for (size_t row = 0; row < history->count; row++) {
                CLEANUP_FREE char *text = row_text(history, row);

                if (!text)
                        return -ENOMEM;
                fprintf(stream, "%s\n%s", row > 0 ? "," : "", text);
        }
        fprintf(stream, "%s]\n", history->count > 0 ? "\n" : "");
        return 0;
}
