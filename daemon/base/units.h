/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * units - one unit of time inside the program: the microsecond, signed, 64 bits. Seconds and minutes exist
 * only in configuration, JSON and texts and are converted at the border.
 */
#include <stddef.h>
#include <stdint.h>

#define USEC_PER_MSEC   INT64_C(1000)
#define USEC_PER_SEC    INT64_C(1000000)
#define USEC_PER_MINUTE (60 * USEC_PER_SEC)
#define USEC_PER_HOUR   (60 * USEC_PER_MINUTE)
#define USEC_PER_DAY    (24 * USEC_PER_HOUR)
/* A deadline that never comes; a span without end. */
#define USEC_INFINITY INT64_MAX

#define MINUTES_PER_DAY 1440

#define ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))

static inline int64_t usec_min(int64_t a, int64_t b)
{
        return a < b ? a : b;
}

static inline int64_t usec_max(int64_t a, int64_t b)
{
        return a > b ? a : b;
}

/* @a plus the non-negative span @b, saturating at USEC_INFINITY. */
static inline int64_t usec_add(int64_t a, int64_t b)
{
        if (a == USEC_INFINITY || b == USEC_INFINITY || a > USEC_INFINITY - b)
                return USEC_INFINITY;
        return a + b;
}
