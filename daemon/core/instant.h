/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * instant - one moment as both clocks show it, with what is needed of the time zone around it.
 *
 * Floor: core (pure). The shell fills it once per turn of the loop; core calls no time function.
 * Durations and deadlines are on CLOCK_BOOTTIME, the calendar on CLOCK_REALTIME, both in microseconds: never
 * one number for two clocks. boottime never goes back; realtime may jump, and a jump is an event
 * (EVENT_CLOCK_CHANGED). A boottime may be negative: moments from before this boot, brought over from the
 * store.
 */
#include "base/units.h"

#include <stdint.h>

/*
 * The zone's offset from UTC in seconds, valid for since <= realtime < until, and the offsets on either side
 * of those transitions. Without a transition the bounds are INT64_MIN and USEC_INFINITY.
 */
struct zone {
        int64_t since_realtime_usec;
        int64_t until_realtime_usec;
        int32_t offset_before_sec;
        int32_t offset_sec;
        int32_t offset_after_sec;
};

struct instant {
        int64_t boottime_usec;
        int64_t realtime_usec;
        struct zone zone;
};

/* A local civil date and time of day. */
struct civil {
        int32_t year;
        int32_t month; /* 1 to 12 */
        int32_t day;   /* 1 to 31 */
        int32_t hour, minute, second;
};

/* Enough for any text of instant_print(), NUL included. */
#define INSTANT_TEXT_SIZE 40
/* Enough for any text of instant_print_day(), NUL included. */
#define INSTANT_DAY_TEXT_SIZE 24

/* The moment @boottime_usec as the wall clock shows it (or will), if it is not set meanwhile; and back. */
int64_t instant_to_realtime(const struct instant *now, int64_t boottime_usec);
int64_t instant_to_boottime(const struct instant *now, int64_t realtime_usec);

/* @now moved to another moment of the same clocks. */
struct instant instant_at(const struct instant *now, int64_t boottime_usec);

/* The zone's offset in seconds at @realtime_usec, as far as the transitions next to @now tell. */
int32_t instant_offset_sec(const struct instant *now, int64_t realtime_usec);

/* Days since 1970-01-01 of a proleptic Gregorian date, and back. @month 1 to 12. */
int32_t instant_day_from_date(int32_t year, int32_t month, int32_t day);
struct civil instant_civil(const struct instant *now, int64_t realtime_usec);
struct civil instant_date_from_day(int32_t day);

/*
 * The local day, in days since 1970-01-01, that @realtime_usec belongs to when days begin at
 * @day_start_minute (0 to 1439; DESIGN 2: 04:00).
 */
int32_t instant_day(const struct instant *now, int64_t realtime_usec, int16_t day_start_minute);

/* Minutes since local midnight, 0 to 1439. */
int32_t instant_minute_of_day(const struct instant *now, int64_t realtime_usec);

/* 0 Monday to 6 Sunday. */
int32_t instant_weekday(int32_t day);

/*
 * The moment at which local clocks show @minute (may be 1440 and more) of @day. A time that a transition
 * skips is the transition itself (02:30 happens at 03:00); of a repeated one it is the first (DESIGN 2).
 */
int64_t instant_from_civil(const struct instant *now, int32_t day, int32_t minute);

/* RFC 3339 with offset and whole seconds, rounded to the nearest: "2026-11-22T10:01:31+01:00". */
void instant_print(const struct instant *now, int64_t realtime_usec, char text[static INSTANT_TEXT_SIZE]);

/* "2026-11-22" */
void instant_print_day(int32_t day, char text[static INSTANT_DAY_TEXT_SIZE]);
