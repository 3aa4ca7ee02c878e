/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * status_text - how a person is doing, in a few calm lines.
 *
 * Floor: client. The time is an argument; hours are of the process's own zone. No line is wider than the
 * paint's columns: words get shorter and the least important lines are left out first.
 */
#include "client/connection.h"
#include "client/paint.h"

/* All pointers are borrowed. */
struct status_picture {
        const struct person_status *status;
        const struct span_record *spans; /* oldest first, from day_bar_start() at the latest */
        size_t span_count;
        int64_t now_usec; /* realtime, not before status->asked_usec: clocks run on from there */
        int lines_max;    /* the most lines; 0: as many as there are */
};

/**
 * status_text_make() - the lines, each with its end.
 *
 * Return: 0 with a text that the caller owns; -ENOMEM.
 */
int status_text_make(const struct status_picture *picture, const struct paint *paint, char **ret_text);

/* Whether the picture of @status has a clock in it that runs on without news from the daemon. */
bool status_text_runs(const struct person_status *status);
