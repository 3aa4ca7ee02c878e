/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * hours_text - days of the week and times of day as people write them: "mon-fri", "daily", "mon,wed,fri",
 * "07:30", "18:00-21:00".
 *
 * Floor: config. Does no input or output.
 */
#include "core/hours.h"

/* Enough for any text of hours_text_print_days(), NUL included. */
#define HOURS_TEXT_DAYS_SIZE 32
/* Enough for "24:00", NUL included, and for what a compiler fears of other numbers. */
#define HOURS_TEXT_TIME_SIZE 16

/**
 * hours_text_parse_days() - reads "daily", or days and spans of days with commas between them; a span may
 * wrap ("sat-mon"). Case doesn't matter, spaces around words neither.
 *
 * Return: 0 with a mask, bit 0 Monday; -EINVAL. On failure @ret_days is untouched.
 */
int hours_text_parse_days(const char *text, int64_t *ret_days);

/* Writes @days as "daily" or the single days: "mon,tue,wed". */
void hours_text_print_days(int64_t days, char text[static HOURS_TEXT_DAYS_SIZE]);

/**
 * hours_text_parse_time() - reads "07:30" or "7:30"; "24:00" is the end of the day.
 *
 * Return: 0 with the minutes since midnight, 0 to 1440; -EINVAL. On failure @ret_minute is untouched.
 */
int hours_text_parse_time(const char *text, int64_t *ret_minute);
void hours_text_print_time(int64_t minute, char text[static HOURS_TEXT_TIME_SIZE]);

/**
 * hours_text_parse_week_time() - reads "sun 18:00": a day and a time before 24:00.
 *
 * Return: 0 with the minutes since Monday, 00:00; -EINVAL. On failure @ret_minute is untouched.
 */
int hours_text_parse_week_time(const char *text, int64_t *ret_minute);
void hours_text_print_week_time(int64_t minute, char text[static HOURS_TEXT_DAYS_SIZE]);

/**
 * hours_text_parse_window() - reads a time before 24:00, or a window that ends after it begins, on the same
 * day; spaces may stand around the dash.
 *
 * Return: 0, with @ret_until_minute untouched for a time alone; -EINVAL. On failure both are untouched.
 */
int hours_text_parse_window(const char *text, int64_t *ret_from_minute, int64_t *ret_until_minute);
