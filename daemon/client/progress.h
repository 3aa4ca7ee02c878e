/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * progress - how far long work has come, on one line of standard error that is wiped in the end; only where
 * that is a terminal.
 *
 * Floor: client.
 */
#include <stdbool.h>
#include <stdint.h>

struct progress {
        const char *what; /* borrowed */
        bool shown;       /* standard error is a terminal */
        int percent;      /* on the line; -1: there is none */
};

struct progress progress_begin(const char *what);
/* @done of @total parts; a total of 0 tells nothing. */
void progress_tell(struct progress *progress, int64_t done, int64_t total);
/* Wipes the line, if there is one. */
void progress_end(struct progress *progress);
