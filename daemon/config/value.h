/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * value - one value of the file: checked by its row of the table, and written in the syntax of the file.
 *
 * Floor: config.
 */
#include "config/report.h"
#include "config/table.h"

/* Whether @row is one value, not a group or a list. */
bool value_is_single(const struct table_row *row);

/* Sets @target, the place of @row in its group's struct, to the default. Return: 0; -ENOMEM. */
int value_set_default(const struct table_row *row, void *target);

/*
 * Reads @at into @target, which has the default. What is wrong goes to @report; @target is untouched then.
 * Return: 0; -ENOMEM.
 */
int value_read(
        const struct report *report, const config_setting_t *at, const struct table_row *row, void *target);

/* Whether @target has a value. */
bool value_is_set(const struct table_row *row, const void *target);

/* Writes the value of @target, which has one. */
void value_print(const struct table_row *row, const void *target, FILE *stream);
void value_print_text(const char *text, FILE *stream);
