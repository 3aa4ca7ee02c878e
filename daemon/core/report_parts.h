/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * report_parts - what the files of the report share; nobody else includes it.
 *
 * Floor: core. report.c joins the parts and sums up days and prompts; report_bout.c finds bouts and measures
 * them; report_week.c does the days, the weeks and the hours; report_routine.c the exercises.
 */
#include "core/report.h"

/* The days, the weeks and the hours of long bouts; the bouts are there. Return: 0; -ENOMEM. */
int report_fill_weeks(const struct report_input *input, struct report *report);
/* Adds a day's summary to @sums. */
void report_add_day(struct report_sums *sums, const struct day_summary *day);

/* The programmes and the curves. Return: 0; -ENOMEM. */
int report_fill_routine(const struct report_input *input, struct report *report);
