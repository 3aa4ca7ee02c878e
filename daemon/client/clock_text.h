/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * clock_text - moments and durations as people read them.
 *
 * Floor: client. Local times are of the process's own zone (TZ, else the system's).
 */
#include <stdint.h>

#define CLOCK_TEXT_SIZE 40

/* "14:05". */
void clock_text_time(int64_t realtime_usec, char text[static CLOCK_TEXT_SIZE]);
/* "14:05" of the same local day as @now_usec, else "Mon 23 Nov, 14:05". */
void clock_text_moment(int64_t realtime_usec, int64_t now_usec, char text[static CLOCK_TEXT_SIZE]);
/* "45 s" below a minute and a half, else "32 min", "1 h 05 min". */
void clock_text_duration(int64_t sec, char text[static CLOCK_TEXT_SIZE]);
/* The local day of @realtime_usec, in days since 1970-01-01, and the realtime at which a local day starts. */
int32_t clock_text_day(int64_t realtime_usec);
int64_t clock_text_day_start(int32_t day);
/* Local civil time minus realtime at that moment. */
int64_t clock_text_offset_usec(int64_t realtime_usec);
/* RFC 3339 with the offset of that moment, whole seconds, rounded: "2026-11-22T10:01:31+01:00". */
void clock_text_stamp(int64_t realtime_usec, char text[static CLOCK_TEXT_SIZE]);
/* "2026-11-22". */
void clock_text_date(int32_t day, char text[static CLOCK_TEXT_SIZE]);
/* Reads "2026-11-22", "today", "yesterday", or "7 days" as so long before today. Return: 0; -EINVAL. */
int clock_text_parse_day(const char *text, int64_t now_usec, int32_t *ret_day);
