/* SPDX-License-Identifier: MIT */
#include "core/instant.h"

#include <inttypes.h>
#include <stdio.h>

#define SEC_PER_DAY 86400

/* Division that rounds towards minus infinity: dates before 1970 are dates too. */
static int64_t floor_divide(int64_t value, int64_t divisor)
{
        return value / divisor - (value % divisor < 0);
}

static int64_t floor_modulo(int64_t value, int64_t divisor)
{
        return value - floor_divide(value, divisor) * divisor;
}

int64_t instant_to_realtime(const struct instant *now, int64_t boottime_usec)
{
        if (boottime_usec == USEC_INFINITY)
                return USEC_INFINITY;
        return now->realtime_usec + (boottime_usec - now->boottime_usec);
}

int64_t instant_to_boottime(const struct instant *now, int64_t realtime_usec)
{
        if (realtime_usec == USEC_INFINITY)
                return USEC_INFINITY;
        return now->boottime_usec + (realtime_usec - now->realtime_usec);
}

struct instant instant_at(const struct instant *now, int64_t boottime_usec)
{
        struct instant moved = *now;

        moved.realtime_usec = instant_to_realtime(now, boottime_usec);
        moved.boottime_usec = boottime_usec;
        return moved;
}

int32_t instant_offset_sec(const struct instant *now, int64_t realtime_usec)
{
        if (realtime_usec < now->zone.since_realtime_usec)
                return now->zone.offset_before_sec;
        if (realtime_usec >= now->zone.until_realtime_usec)
                return now->zone.offset_after_sec;
        return now->zone.offset_sec;
}

/* Seconds since 1970-01-01 00:00 as local clocks count them. */
static int64_t local_sec(const struct instant *now, int64_t realtime_usec)
{
        return floor_divide(realtime_usec, USEC_PER_SEC) + instant_offset_sec(now, realtime_usec);
}

/*
 * Days of the Gregorian calendar by eras of 400 years (146097 days), with years that begin in March so that
 * the leap day is a year's last.
 */
int32_t instant_day_from_date(int32_t year, int32_t month, int32_t day)
{
        int64_t y = (int64_t)year - (month <= 2);
        int64_t era = floor_divide(y, 400);
        int64_t year_of_era = y - era * 400;
        int64_t day_of_year = (153 * (int64_t)(month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

        return (int32_t)(era * 146097 + day_of_era - 719468);
}

struct civil instant_date_from_day(int32_t day)
{
        int64_t shifted = (int64_t)day + 719468;
        int64_t era = floor_divide(shifted, 146097);
        int64_t day_of_era = shifted - era * 146097;
        int64_t year_of_era =
                (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
        int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        int64_t month_from_march = (5 * day_of_year + 2) / 153;
        int32_t month = (int32_t)(month_from_march + (month_from_march < 10 ? 3 : -9));

        return (struct civil){
                .year = (int32_t)(year_of_era + era * 400 + (month <= 2)),
                .month = month,
                .day = (int32_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
        };
}

struct civil instant_civil(const struct instant *now, int64_t realtime_usec)
{
        int64_t local = local_sec(now, realtime_usec);
        struct civil civil = instant_date_from_day((int32_t)floor_divide(local, SEC_PER_DAY));
        int32_t second = (int32_t)floor_modulo(local, SEC_PER_DAY);

        civil.hour = second / 3600;
        civil.minute = second / 60 % 60;
        civil.second = second % 60;
        return civil;
}

int32_t instant_day(const struct instant *now, int64_t realtime_usec, int16_t day_start_minute)
{
        int32_t day = (int32_t)floor_divide(
                local_sec(now, realtime_usec) - (int64_t)day_start_minute * 60, SEC_PER_DAY);

        /* A day whose start is in a repeated hour begins once: the clock shown twice does not end it again.
         */
        if (realtime_usec >= instant_from_civil(now, day + 1, day_start_minute))
                day++;
        return day;
}

int32_t instant_minute_of_day(const struct instant *now, int64_t realtime_usec)
{
        return (int32_t)(floor_modulo(local_sec(now, realtime_usec), SEC_PER_DAY) / 60);
}

int32_t instant_weekday(int32_t day)
{
        /* 1970-01-01 was a Thursday. */
        return (int32_t)floor_modulo((int64_t)day + 3, 7);
}

/*
 * Reads the local time with the offset that is in force before a transition first: in a repeated hour that is
 * the first of both; in a skipped one it lands at or after the transition, which is then the answer.
 */
int64_t instant_from_civil(const struct instant *now, int32_t day, int32_t minute)
{
        int64_t local_usec = ((int64_t)day * SEC_PER_DAY + (int64_t)minute * 60) * USEC_PER_SEC;
        const struct zone *zone = &now->zone;
        int64_t before = local_usec - zone->offset_before_sec * USEC_PER_SEC;
        int64_t current = local_usec - zone->offset_sec * USEC_PER_SEC;
        int64_t after = local_usec - zone->offset_after_sec * USEC_PER_SEC;

        if (before < zone->since_realtime_usec)
                return before;
        if (current < zone->since_realtime_usec)
                return zone->since_realtime_usec;
        if (current < zone->until_realtime_usec)
                return current;
        return usec_max(after, zone->until_realtime_usec);
}

void instant_print(const struct instant *now, int64_t realtime_usec, char text[static INSTANT_TEXT_SIZE])
{
        int64_t rounded_usec = realtime_usec + USEC_PER_SEC / 2;
        int32_t offset_minutes = instant_offset_sec(now, rounded_usec) / 60;
        int32_t magnitude = offset_minutes < 0 ? -offset_minutes : offset_minutes;
        struct civil civil = instant_civil(now, rounded_usec);

        snprintf(text, INSTANT_TEXT_SIZE,
                "%04" PRId32 "-%02" PRId32 "-%02" PRId32 "T%02" PRId32 ":%02" PRId32 ":%02" PRId32
                "%c%02" PRId32 ":%02" PRId32,
                civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second,
                offset_minutes < 0 ? '-' : '+', magnitude / 60, magnitude % 60);
}

void instant_print_day(int32_t day, char text[static INSTANT_DAY_TEXT_SIZE])
{
        struct civil date = instant_date_from_day(day);

        snprintf(text, INSTANT_DAY_TEXT_SIZE, "%04" PRId32 "-%02" PRId32 "-%02" PRId32, date.year, date.month,
                date.day);
}
