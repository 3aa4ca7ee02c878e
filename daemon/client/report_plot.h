/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * report_plot - the plots of the page, each a whole figure; report_html.c puts them together and has their
 * style.
 *
 * Floor: client. All are as wide as a phone, so that their letters can be read there; on a wider screen they
 * stand side by side. No colour tells anything alone: there are titles, patterns or places besides.
 */
#include "client/report_read.h"
#include "client/svg.h"

/* Width of all plots. */
#define PLOT_WIDTH 360.0

/* Day by day: postures along the hours, prompts as marks. */
void report_plot_days(const struct report_record *record, FILE *stream);
/* Minutes by length of bout. */
void report_plot_lengths(const struct measures *measures, FILE *stream);
/* Sitting on a mean day as bars, W50 as a line; prompts by outcome. */
void report_plot_weeks(const struct measures *measures, FILE *stream);
void report_plot_prompts(const struct measures *measures, FILE *stream);
/* Long bouts by weekday and hour. */
void report_plot_hours(const struct measures *measures, FILE *stream);
/* A calendar for each programme, with the level curves of its exercises. */
void report_plot_routine(const struct report_record *record, FILE *stream);

/* What stands above a plot and below it: between both the caller draws. */
void report_plot_begin(FILE *stream, const char *heading);
void report_plot_end(FILE *stream, const char *caption);

/* A line of coloured squares with their words, from @x on; as wide as PLOT_WIDTH. */
struct plot_key {
        const char *class;
        const char *word;
};
void report_plot_keys(FILE *stream, const struct plot_key *keys, size_t count, double x, double y);
