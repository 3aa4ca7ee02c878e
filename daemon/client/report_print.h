/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * report_print - the forms of a report.
 *
 * Floor: client. They print to a stream and leave it to the caller to look for its errors; times are of the
 * process's own zone. Each says so where nothing is on record.
 */
#include "client/paint.h"
#include "client/report_read.h"

/* The latest days that are shown hour by hour. */
#define REPORT_STRIP_DAYS 28

/* For people, at most 80 columns wide. */
void report_print_text(const struct report_record *record, const struct paint *paint, FILE *stream);
/* One object. Return: 0; -ENOMEM. */
int report_print_json(const struct report_record *record, FILE *stream);
/* One page that needs nothing but itself: no script, no other file. It is well-formed XML, too. */
void report_print_html(const struct report_record *record, FILE *stream);
