/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * report_text - the parts of the report for a terminal; report_text.c puts them together.
 *
 * Floor: client.
 */
#include "client/report_print.h"

/* A line above a part. */
void report_text_title(const struct paint *paint, FILE *stream, const char *title);
/* A bar of @cells at most, @part of @whole long, and the blanks that are left. */
void report_text_bar(const struct paint *paint, FILE *stream, enum paint_colour colour, int64_t part,
        int64_t whole, int cells);

/* The weeks, a line each; and what became of their prompts. */
void report_text_weeks(const struct measures *measures, const struct paint *paint, FILE *stream);
/* The hours of long stretches by weekday. */
void report_text_hours(const struct measures *measures, const struct paint *paint, FILE *stream);
/* The days with exercises and the levels. */
void report_text_routine(const struct measures *measures, const struct paint *paint, FILE *stream);
