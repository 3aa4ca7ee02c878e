/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * history - what `unslouch history` has read of one person, and the forms in which it is printed.
 *
 * Floor: client. The forms print to a stream and leave it to the caller to look for its errors; times are of
 * the process's own zone.
 */
#include "client/paint.h"
#include "client/session_row.h"
#include "core/effect.h"

#include <stdio.h>

enum history_kind {
        HISTORY_DAYS,
        HISTORY_PROMPTS,
        HISTORY_SPANS,
        HISTORY_SESSIONS,
};

struct history {
        enum history_kind kind;
        char person[TEXT_ID_SIZE];
        char name[65];
        int64_t now_usec;         /* realtime */
        int32_t from_day, to_day; /* that were asked for, both included */
        /* Oldest first; @count of the kind's, the others NULL. Owned: history_done(). */
        struct day_summary *days;
        struct prompt_record *prompts;
        struct span_record *spans;
        struct session_row *sessions; /* a row for each exercise */
        size_t count;
        bool stored;        /* read from a store that no daemon holds */
        int64_t saved_usec; /* then: what was open is as it was at this realtime; 0: it is not in it */
};

void history_done(struct history *history);

/* Asks the daemon for what @history is to have, of which the kind and the days are given. Return: an exit
 * status (client/connection.h). */
struct connection;
int history_list(struct connection *connection, const char *path, struct history *history);

/* The realtime from the start of the first day to the end of the last. */
int64_t history_from_usec(const struct history *history);
int64_t history_to_usec(const struct history *history);

/* For people, at most 80 columns wide, and no wider than the terminal where that has 40 and more. */
void history_print(const struct history *history, const struct paint *paint, FILE *stream);
/* RFC 4180: a line of names, and a line for each row. */
void history_print_csv(const struct history *history, FILE *stream);
/* One array, an object with the same names for each row. Return: 0; -ENOMEM. */
int history_print_json(const struct history *history, FILE *stream);
