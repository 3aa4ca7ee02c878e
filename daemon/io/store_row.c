/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int store_row_refuse(struct store *store, const char *table, int error)
{
        if (error == -EBADMSG) {
                store->corrupt = true;
                (void)snprintf(store->error, sizeof(store->error),
                        "the table %s has a row that no store writes", table);
        }
        return error;
}

/* The text of a column, borrowed until the next step. */
static int borrow_text(sqlite3_stmt *row, int column, const char **ret_text)
{
        const char *text;

        if (sqlite3_column_type(row, column) != SQLITE_TEXT)
                return -EBADMSG;
        text = (const char *)sqlite3_column_text(row, column);
        if (!text)
                return -ENOMEM;
        *ret_text = text;
        return 0;
}

int store_row_text(sqlite3_stmt *row, int column, char **ret_text)
{
        const char *borrowed;
        char *text;
        int r;

        r = borrow_text(row, column, &borrowed);
        if (r < 0)
                return r;
        text = strdup(borrowed);
        if (!text)
                return -ENOMEM;
        *ret_text = text;
        return 0;
}

int store_row_word(sqlite3_stmt *row, int column, const char *const *words, int count)
{
        const char *word;
        int r;

        r = borrow_text(row, column, &word);
        if (r < 0)
                return r;
        for (int i = 0; i < count; i++)
                if (strcmp(word, words[i]) == 0)
                        return i;
        return -EBADMSG;
}

int store_row_id(sqlite3_stmt *row, int column, char ret_id[static TEXT_ID_SIZE])
{
        const char *id;
        int r;

        r = borrow_text(row, column, &id);
        if (r < 0)
                return r;
        if (!text_is_id(id))
                return -EBADMSG;
        return text_copy(ret_id, TEXT_ID_SIZE, id);
}

int store_row_integer(sqlite3_stmt *row, int column, int64_t min, int64_t max, int64_t *ret_value)
{
        int64_t value;

        if (sqlite3_column_type(row, column) != SQLITE_INTEGER)
                return -EBADMSG;
        value = sqlite3_column_int64(row, column);
        if (value < min || value > max)
                return -EBADMSG;
        *ret_value = value;
        return 0;
}

int store_row_integers(sqlite3_stmt *row, int first_column, const struct store_column *columns, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                int r = store_row_integer(
                        row, first_column + (int)i, columns[i].min, columns[i].max, columns[i].value);

                if (r < 0)
                        return r;
        }
        return 0;
}

int store_row_each(struct store *store, enum store_statement statement, const struct store_value *values,
        size_t count, int (*give)(void *context, sqlite3_stmt *row), void *context)
{
        sqlite3_stmt *row;
        int r;

        r = store_statement_fetch(store, statement, values, count, &row);
        if (r == -ENOENT)
                return 0;
        if (r < 0)
                return r;
        for (;;) {
                r = give(context, row);
                if (r < 0)
                        break;
                r = store_statement_next(store, row);
                if (r < 0) {
                        r = r == -ENOENT ? 0 : r;
                        break;
                }
        }
        (void)store_statement_done(row);
        return r;
}
