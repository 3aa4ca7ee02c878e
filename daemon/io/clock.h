/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * clock - the one file that reads a clock and the time zone.
 *
 * Floor: io. With a scale of n both clocks run n times as fast from the moment of clock_new(), for
 * demonstrations and tests; scale 1 is the real clock. Realtime is boottime plus an offset that is taken anew
 * only when it has moved by more than CLOCK_JITTER_USEC, so that published times do not flicker. The zone is
 * libc's and so the whole process's (TZ): clocks of different zones cannot be used in turns.
 */
#include "core/instant.h"

#include <stdbool.h>

#define CLOCK_SCALE_MAX   10000
#define CLOCK_JITTER_USEC (5 * USEC_PER_MSEC)
/* Growth of BOOTTIME minus MONOTONIC that counts as a suspend (DESIGN 2). */
#define CLOCK_SUSPEND_USEC (1 * USEC_PER_SEC)
/* How far on either side transitions of the zone are looked for; a zone without one so near is taken to have
 * none. */
#define CLOCK_ZONE_HORIZON_USEC (731 * USEC_PER_DAY)

struct clock;

/* The kernel's clocks in microseconds; only tests give others. */
struct clock_readers {
        int64_t (*boottime_usec)(void *userdata);
        int64_t (*realtime_usec)(void *userdata);
        int64_t (*monotonic_usec)(void *userdata);
        void *userdata;
};

/**
 * clock_new() - starts the clock.
 * @scale: 1 to CLOCK_SCALE_MAX.
 * @start_realtime_usec: what the wall clock is to show now (1970 to 9999), or INT64_MIN for the real time.
 * @time_zone: an IANA name, which becomes TZ; or NULL for TZ and the system's zone.
 *
 * Return: 0; -EINVAL for an unknown zone, or a scale or start out of range; -ENOMEM. clock_free() takes NULL.
 */
int clock_new(int64_t scale, int64_t start_realtime_usec, const char *time_zone, struct clock **ret_clock);
struct clock *clock_free(struct clock *clock);

/* As clock_new(), with @readers (copied) in place of the kernel's clocks. */
int clock_new_with(const struct clock_readers *readers, int64_t scale, int64_t start_realtime_usec,
        const char *time_zone, struct clock **ret_clock);

/* Whether @time_zone is a zone of the system's tz database ("Europe/Berlin", "UTC"). Blocks on the file. */
bool clock_zone_exists(const char *time_zone);

/*
 * Reads both clocks: three readings of the kernel's clocks, no system call. @ret_suspended_usec (may be NULL)
 * receives by how long the machine slept since the last reading, on this clock's scale, 0 if it did not.
 * @ret_stepped (may be NULL): the wall clock moved against boottime, or clock_reload_zone() found other
 * rules, since then. As long as nothing is stepped, realtime minus boottime is constant. Passing one of the
 * zone's own transitions is no step.
 */
void clock_read(struct clock *clock, struct instant *ret_now, int64_t *ret_suspended_usec, bool *ret_stepped);

/* The real time, in the zone of TZ or the system's, for who needs it once. Return: 0; -ENOMEM. */
int clock_read_once(struct instant *ret_now);

/* The zone around @realtime_usec, for a clock that is not the machine's (replay). */
void clock_zone(struct clock *clock, int64_t realtime_usec, struct zone *ret_zone);

/*
 * The real CLOCK_BOOTTIME at which the (scaled) clock will show @boottime_usec, for timers: rounded up, never
 * negative; USEC_INFINITY stays.
 */
int64_t clock_to_timer(const struct clock *clock, int64_t boottime_usec);

/* The zone's files may have changed (/etc/localtime): reads them again. Blocks on them. */
void clock_reload_zone(struct clock *clock);

/* This boot's id, 32 hexadecimal digits and a NUL. Return: 0 or negative errno. */
int clock_boot_id(char id[static 33]);
