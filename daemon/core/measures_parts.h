/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * measures_parts - what the files of the measures share; nobody else includes it.
 *
 * Floor: core. measures.c joins the parts and sums up days and prompts; measures_bout.c finds bouts and
 * measures them; measures_week.c does the days, the weeks and the hours; measures_routine.c the exercises.
 */
#include "core/measures.h"

/* The days, the weeks and the hours of long bouts; the bouts are there. Return: 0; -ENOMEM. */
int measures_fill_weeks(const struct measures_input *input, struct measures *measures);
/* Adds a day's summary to @sums. */
void measures_add_day(struct measures_sums *sums, const struct day_summary *day);

/* The programmes and the curves. Return: 0; -ENOMEM. */
int measures_fill_routine(const struct measures_input *input, struct measures *measures);
