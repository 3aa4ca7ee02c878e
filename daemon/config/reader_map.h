/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * reader_map - reads maps from names to texts: { single = "done"; }, or [ "1_single = done" ] where a name is
 * none that may stand before an equals sign.
 *
 * Floor: config.
 */
#include "config/draft.h"
#include "config/report.h"
#include "config/table.h"

/* What is wrong goes to @report. @map is empty before. Names compare without case. Return: 0; -ENOMEM. */
int reader_read_map(const struct report *report, const config_setting_t *at, const struct table_row *row,
        struct draft_map *map);

/* Return: 0; -ENOMEM. Appends to @map, which has room for it. */
int reader_add_pair(struct draft_map *map, const char *name, const char *value);

void reader_free_map(struct draft_map *map);
