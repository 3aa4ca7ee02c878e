/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * plan_text - two weeks of sessions and the block of weeks, as a small table and as an iCalendar.
 *
 * Floor: client (no I/O but the stream). Local times are of the process's own zone; no line is wider than the
 * paint's columns.
 */
#include "client/paint.h"
#include "core/instant.h"

/* What a programme of the plan is called, and how long a session of it takes. */
struct plan_title {
        char *id;
        char *name;
        int64_t length_usec; /* 0: not known */
};

/* All borrowed. */
struct plan_page {
        const char *json; /* the plan */
        const char *person;
        const char *name;
        const struct plan_title *titles;
        size_t title_count;
        struct instant now;
};

/* Without a programme it offers one. Return: 0; -EINVAL: @page->json is no plan. */
int plan_text_print(const struct plan_page *page, const struct paint *paint, FILE *stream);

/**
 * plan_text_calendar() - the sessions of this week and the next that are still to come.
 * @zone_name: of the process's zone; NULL: not known.
 *
 * Return: 0 with a text owned by the caller; -EINVAL as above; -ENOMEM.
 */
int plan_text_calendar(const struct plan_page *page, const char *zone_name, char **ret_text);
