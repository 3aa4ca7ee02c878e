/* SPDX-License-Identifier: MIT */
#include "unit/table.h"

#include "base/number.h"

#include <stdbool.h>
#include <stdio.h>

static void split(struct table_row *row, size_t count)
{
        char *rest = row->text;

        for (size_t i = 0; i < count; i++) {
                row->cells[i] = rest ? strsep(&rest, "\t") : NULL;
                if (!row->cells[i] || !*row->cells[i])
                        fail_msg("%s:%d: column %zu is empty", row->file, row->line, i + 1);
        }
        if (rest)
                fail_msg("%s:%d: more than %zu columns", row->file, row->line, count);
}

/* The next line that is no comment; false at the end. */
static bool read_row(FILE *stream, struct table_row *row)
{
        while (fgets(row->text, sizeof(row->text), stream)) {
                size_t length = strlen(row->text);

                row->line++;
                if (length == 0 || row->text[length - 1] != '\n')
                        fail_msg("%s:%d: too long, or without an end", row->file, row->line);
                row->text[length - 1] = '\0';
                if (row->text[0] != '#')
                        return true;
        }
        assert_false(ferror(stream));
        return false;
}

void table_each(const char *file, const char *const *columns, size_t count,
        void (*check)(const struct table_row *row))
{
        struct table_row row = { .file = file };
        char path[4096];
        int rows = 0;
        FILE *stream;

        assert_true(count <= TABLE_COLUMNS_MAX);
        snprintf(path, sizeof(path), "%s/data/%s", TESTS_SRCDIR, file);
        stream = fopen(path, "re");
        if (!stream)
                fail_msg("%s cannot be read", path);
        assert_true(read_row(stream, &row));
        split(&row, count);
        for (size_t i = 0; i < count; i++)
                assert_string_equal(row.cells[i], columns[i]);
        for (; read_row(stream, &row); rows++) {
                split(&row, count);
                check(&row);
        }
        assert_true(rows > 0);
        assert_int_equal(fclose(stream), 0);
}

int table_number(const struct table_row *row, const char *cell)
{
        int64_t value = 0;

        if (number_parse_integer(cell, -1000000, 1000000, &value) < 0)
                fail_msg("%s:%d: '%s' is no number", row->file, row->line, cell);
        return (int)value;
}

int table_word(const struct table_row *row, const char *cell, const char *const *words, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (strcmp(cell, words[i]) == 0)
                        return (int)i;
        fail_msg("%s:%d: '%s' is not known here", row->file, row->line, cell);
        return -1;
}

void table_expect(const struct table_row *row, const char *what, int actual, int expected)
{
        if (actual != expected)
                fail_msg("%s:%d: %s is %d instead of %d", row->file, row->line, what, actual, expected);
}
