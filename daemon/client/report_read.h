/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * report_read - reads what a report needs, of the daemon or of a store that none holds, and measures it.
 *
 * Floor: client. Blocks. What went wrong has been told on standard error.
 */
#include "client/connection.h"
#include "client/history_store.h"
#include "core/measures.h"

#define REPORT_KINDS 4

/* The levels of an exercise with the repetitions that the programmes lead to. */
#define REPORT_ZONE_REPS_MIN 20
#define REPORT_ZONE_REPS_MAX 30
struct report_zone {
        uint8_t from_level, to_level; /* 0: no level has so many repetitions */
        uint8_t top;                  /* 0: not known */
};

struct report_record {
        char person[TEXT_ID_SIZE];
        char name[65];
        int64_t now_usec; /* realtime */
        int32_t from_day, to_day;
        int64_t min_break_usec;
        bool stored; /* read from a store; what was open is as it was at saved_usec (0: is not in it) */
        int64_t saved_usec;
        struct history parts[REPORT_KINDS]; /* by enum history_kind */
        struct measures_span *spans;
        struct measures_result *results;
        struct measures_missed *missed;
        size_t missed_count;
        struct measures *measures;
        struct report_zone *zones; /* of the measures' curves; NULL: nothing is known of them */
};

/* Both fill @record, of which now_usec and the days are given. Return: an exit status. */
int report_read_daemon(const struct connection_options *options, struct report_record *record);
int report_read_store(struct history_store *store, struct report_record *record);

/* Finds the local times and measures: parts are there. Return: 0; -ENOMEM. */
int report_measure(struct report_record *record);

/* report_zone.c: how far the exercises that were measured go, of the daemon, which knows everybody's
 * programmes, or of @home's. An exercise that is in no programme any more has none. Return: an exit status.
 */
struct home;
int report_zone_ask(struct connection *connection, const char *path, struct report_record *record);
int report_zone_find(const struct home *home, struct report_record *record);

void report_record_done(struct report_record *record);
