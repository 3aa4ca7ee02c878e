/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * reader - walks the file's tree along the table: fills a group's struct of draft.h, and tells what is
 * unknown, missing, of the wrong type or out of range.
 *
 * Floor: config.
 */
#include "config/report.h"
#include "config/table.h"

/**
 * reader_read_group() - fills @target, a zeroed struct of @group, with the defaults and then with what @at
 * has.
 * @at: NULL if the file doesn't have the group.
 *
 * Return: 0, whatever was wrong is in @report; -ENOMEM. reader_free_group() releases @target after either.
 */
int reader_read_group(const struct report *report, const config_setting_t *at,
        const struct table_group *group, void *target);

/* Frees what @target owns, not @target itself. */
void reader_free_group(const struct table_group *group, void *target);
