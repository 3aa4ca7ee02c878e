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
        struct measures *measures;
};

/* Both fill @record, of which now_usec and the days are given. Return: an exit status. */
int report_read_daemon(const struct connection_options *options, struct report_record *record);
int report_read_store(struct history_store *store, struct report_record *record);

/* Finds the local times and measures: parts are there. Return: 0; -ENOMEM. */
int report_measure(struct report_record *record);

void report_record_done(struct report_record *record);
