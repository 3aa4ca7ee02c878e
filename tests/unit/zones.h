/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * Four time zones of 2025 to 2027 as literals, for tests of the core, which knows of no tz database. `posix`
 * is the same rule in libc's notation, so that a test can hold the two against each other.
 */
#include "core/instant.h"

#include <stdbool.h>
#include <time.h>

#define ZONE_TRANSITIONS 5

struct test_zone {
        const char *name;
        const char *posix;
        int32_t first_offset_sec;
        int count;
        struct {
                int64_t at_sec; /* UTC */
                int32_t offset_sec;
        } transitions[ZONE_TRANSITIONS];
};

/* 2025-10-26 01:00, 2026-03-29 01:00, 2026-10-25 01:00, 2027-03-28 01:00, 2027-10-31 01:00 UTC */
static const struct test_zone BERLIN = {
        "Europe/Berlin",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        7200,
        5,
        { { 1761440400, 3600 }, { 1774746000, 7200 }, { 1792890000, 3600 }, { 1806195600, 7200 },
                { 1824944400, 3600 } },
};

/* 2025-11-02 06:00, 2026-03-08 07:00, 2026-11-01 06:00, 2027-03-14 07:00, 2027-11-07 06:00 UTC */
static const struct test_zone NEW_YORK = {
        "America/New_York",
        "EST5EDT,M3.2.0,M11.1.0",
        -14400,
        5,
        { { 1762063200, -18000 }, { 1772953200, -14400 }, { 1793512800, -18000 }, { 1805007600, -14400 },
                { 1825567200, -18000 } },
};

/* 2025-09-27 14:00, 2026-04-04 14:00, 2026-09-26 14:00, 2027-04-03 14:00, 2027-09-25 14:00 UTC */
static const struct test_zone AUCKLAND = {
        "Pacific/Auckland",
        "NZST-12NZDT,M9.5.0,M4.1.0/3",
        43200,
        5,
        { { 1758981600, 46800 }, { 1775311200, 43200 }, { 1790431200, 46800 }, { 1806760800, 43200 },
                { 1821880800, 46800 } },
};

static const struct test_zone KATHMANDU = {
        "Asia/Kathmandu",
        "<+0545>-5:45",
        20700,
        0,
        { { 0, 0 } },
};

static const struct test_zone *const TEST_ZONES[] = { &BERLIN, &NEW_YORK, &AUCKLAND, &KATHMANDU };

/* The zone as the shell would fill it in at @realtime_usec. */
static inline struct zone zone_at(const struct test_zone *zone, int64_t realtime_usec)
{
        int next = 0;

        while (next < zone->count && zone->transitions[next].at_sec * USEC_PER_SEC <= realtime_usec)
                next++;
        return (struct zone){
                .since_realtime_usec =
                        next > 0 ? zone->transitions[next - 1].at_sec * USEC_PER_SEC : INT64_MIN,
                .until_realtime_usec =
                        next < zone->count ? zone->transitions[next].at_sec * USEC_PER_SEC : USEC_INFINITY,
                .offset_before_sec =
                        next > 1 ? zone->transitions[next - 2].offset_sec : zone->first_offset_sec,
                .offset_sec = next > 0 ? zone->transitions[next - 1].offset_sec : zone->first_offset_sec,
                .offset_after_sec =
                        next < zone->count ? zone->transitions[next].offset_sec : zone->first_offset_sec,
        };
}

/* "2026-03-29 01:00:00" in UTC, as microseconds; -1 for a text that is none. */
static inline int64_t utc_usec(const char *text)
{
        struct tm tm = { 0 };
        const char *rest = strptime(text, "%Y-%m-%d %H:%M:%S", &tm);

        return rest && *rest == '\0' ? (int64_t)timegm(&tm) * USEC_PER_SEC : -1;
}

/* A moment at which this machine has been up for a while. */
static inline struct instant instant_in(const struct test_zone *zone, int64_t realtime_usec)
{
        return (struct instant){
                .boottime_usec = realtime_usec - INT64_C(1700000000) * USEC_PER_SEC,
                .realtime_usec = realtime_usec,
                .zone = zone_at(zone, realtime_usec),
        };
}
