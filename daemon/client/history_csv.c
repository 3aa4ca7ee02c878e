/* SPDX-License-Identifier: MIT */
#include "client/history_rows.h"

#include <inttypes.h>
#include <string.h>

/* Quoted where it has to be: RFC 4180, 2. */
static void print_text(const char *text, FILE *stream)
{
        if (!strpbrk(text, ",\"\r\n")) {
                fputs(text, stream);
                return;
        }
        fputc('"', stream);
        for (; *text; text++) {
                if (*text == '"')
                        fputc('"', stream);
                fputc(*text, stream);
        }
        fputc('"', stream);
}

static void print_cell(const struct history_cell *cell, FILE *stream)
{
        switch (cell->kind) {
        case HISTORY_CELL_NONE: break;
        case HISTORY_CELL_TEXT: print_text(cell->text, stream); break;
        case HISTORY_CELL_INTEGER: fprintf(stream, "%" PRId64, cell->integer); break;
        case HISTORY_CELL_BOOLEAN: fputs(cell->integer ? "true" : "false", stream); break;
        }
}

void history_print_csv(const struct history *history, FILE *stream)
{
        size_t column_count;
        const char *const *columns = history_columns(history->kind, &column_count);

        for (size_t i = 0; i < column_count; i++)
                fprintf(stream, "%s%s", i > 0 ? "," : "", columns[i]);
        fputs("\r\n", stream);
        for (size_t row = 0; row < history->count; row++) {
                struct history_cell cells[HISTORY_COLUMNS_MAX];

                history_row(history, row, cells);
                for (size_t i = 0; i < column_count; i++) {
                        if (i > 0)
                                fputc(',', stream);
                        print_cell(&cells[i], stream);
                }
                fputs("\r\n", stream);
        }
}
