/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * table - a table of cases in tests/data, columns between tabs: the first row that is no comment names the
 * columns. A row with another number of columns, an empty cell or a line that is too long fails the test.
 */
#include "unit/test.h"

#define TABLE_COLUMNS_MAX 16
#define TABLE_LINE_MAX    4096

struct table_row {
        const char *file;
        int line;
        char text[TABLE_LINE_MAX];
        char *cells[TABLE_COLUMNS_MAX];
};

/* Calls @check with each row of tests/data/@file, whose @count columns are @columns. A table without a row
 * fails. */
void table_each(const char *file, const char *const *columns, size_t count,
        void (*check)(const struct table_row *row));

/* The whole cell as a number, or the index of its word in @words of @count. */
int table_number(const struct table_row *row, const char *cell);
int table_word(const struct table_row *row, const char *cell, const char *const *words, size_t count);

/* Fails with the row's place unless @actual is @expected. */
void table_expect(const struct table_row *row, const char *what, int actual, int expected);
