/* SPDX-License-Identifier: MIT */
#include "io/clock.h"

#include "base/cleanup.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-id128.h>
#include <time.h>

/* 9999-12-31T23:59:59Z: what RFC 3339 can write. */
#define START_MAX_USEC (INT64_C(253402300799) * USEC_PER_SEC)
/* clock_new() may be preempted between two readings; the best of a few is taken. */
#define FIRST_SAMPLES 3
/* Offsets change weeks apart at least; a step this long cannot jump over two changes. */
#define ZONE_PROBE_USEC (7 * USEC_PER_DAY)
/* Longest name of a zone; the longest there is has 32. */
#define ZONE_NAME_MAX  64
#define ZONE_DIRECTORY "/usr/share/zoneinfo"

/* The zone around a moment, good for from <= realtime < until; empty: nothing was asked yet. */
struct zone_cache {
        struct zone zone;
        int64_t from_usec;
        int64_t until_usec;
};

struct clock {
        struct clock_readers readers;
        int64_t scale;
        int64_t start_boottime_usec; /* real, when the scale began */
        int64_t slept_usec;          /* BOOTTIME minus MONOTONIC, as large as it was ever seen */
        int64_t real_offset_usec;    /* the kernel's REALTIME minus BOOTTIME, as it is held */
        int64_t shown_offset_usec;   /* the same of the clock that is shown */
        struct zone_cache zone;
        int64_t zone_asked_usec; /* the last moment that the zone was asked for */
        bool zone_changed;       /* the rules did, and nobody was told yet */
};

/* One reading of the kernel's clocks. */
struct sample {
        int64_t boottime_usec;
        int64_t realtime_usec;
        int64_t slept_usec; /* BOOTTIME minus MONOTONIC: too little by the time between the readings */
};

static int64_t read_kernel_clock(clockid_t id)
{
        struct timespec time;

        /* Cannot fail: the ids exist since Linux 2.6.39 and the pointer is good. */
        (void)clock_gettime(id, &time);
        return (int64_t)time.tv_sec * USEC_PER_SEC + time.tv_nsec / 1000;
}

static int64_t read_boottime(void *userdata)
{
        (void)userdata;
        return read_kernel_clock(CLOCK_BOOTTIME);
}

static int64_t read_realtime(void *userdata)
{
        (void)userdata;
        return read_kernel_clock(CLOCK_REALTIME);
}

static int64_t read_monotonic(void *userdata)
{
        (void)userdata;
        return read_kernel_clock(CLOCK_MONOTONIC);
}

/* The order matters: monotonic last tells how long the three took. */
static struct sample take_sample(const struct clock_readers *readers)
{
        struct sample sample;

        sample.boottime_usec = readers->boottime_usec(readers->userdata);
        sample.realtime_usec = readers->realtime_usec(readers->userdata);
        sample.slept_usec = sample.boottime_usec - readers->monotonic_usec(readers->userdata);
        return sample;
}

static void start(struct clock *clock, int64_t start_realtime_usec)
{
        struct sample best = take_sample(&clock->readers);

        for (unsigned i = 1; i < FIRST_SAMPLES; i++) {
                struct sample next = take_sample(&clock->readers);

                if (next.slept_usec >= best.slept_usec)
                        best = next;
        }
        clock->start_boottime_usec = best.boottime_usec;
        clock->slept_usec = best.slept_usec;
        clock->real_offset_usec = best.realtime_usec - best.boottime_usec;
        clock->shown_offset_usec = clock->real_offset_usec;
        if (start_realtime_usec != INT64_MIN)
                clock->shown_offset_usec = start_realtime_usec - best.boottime_usec;
}

/* The zone's offset from UTC at a second of Unix time. */
static int32_t offset_at(int64_t realtime_sec)
{
        time_t time = realtime_sec;
        struct tm civil;

        /* Fails for years that an int cannot hold only. */
        if (!localtime_r(&time, &civil))
                return 0;
        return (int32_t)civil.tm_gmtoff;
}

static int64_t seconds_floor(int64_t usec)
{
        return usec / USEC_PER_SEC - (usec % USEC_PER_SEC < 0);
}

/* The first second at which the offset of @high_sec is in force, where that of @low_sec is another one. */
static int64_t bisect_transition(int64_t low_sec, int64_t high_sec)
{
        int32_t low_offset_sec = offset_at(low_sec);

        while (high_sec - low_sec > 1) {
                int64_t middle_sec = low_sec + (high_sec - low_sec) / 2;

                if (offset_at(middle_sec) == low_offset_sec)
                        low_sec = middle_sec;
                else
                        high_sec = middle_sec;
        }
        return high_sec;
}

/* Fills in the transition before @at_sec, if there is one within the horizon. */
static void find_transition_before(int64_t at_sec, struct zone *zone)
{
        const int64_t step_sec = ZONE_PROBE_USEC / USEC_PER_SEC;
        const int64_t horizon_sec = CLOCK_ZONE_HORIZON_USEC / USEC_PER_SEC;

        for (int64_t back_sec = 0; back_sec < horizon_sec; back_sec += step_sec) {
                int64_t high_sec = at_sec - back_sec;
                int64_t transition_sec;

                if (offset_at(high_sec - step_sec) == zone->offset_sec)
                        continue;
                transition_sec = bisect_transition(high_sec - step_sec, high_sec);
                zone->since_realtime_usec = transition_sec * USEC_PER_SEC;
                zone->offset_before_sec = offset_at(transition_sec - 1);
                return;
        }
}

/* Fills in the transition after @at_sec, if there is one within the horizon. */
static void find_transition_after(int64_t at_sec, struct zone *zone)
{
        const int64_t step_sec = ZONE_PROBE_USEC / USEC_PER_SEC;
        const int64_t horizon_sec = CLOCK_ZONE_HORIZON_USEC / USEC_PER_SEC;

        for (int64_t ahead_sec = 0; ahead_sec < horizon_sec; ahead_sec += step_sec) {
                int64_t low_sec = at_sec + ahead_sec;
                int64_t transition_sec;

                if (offset_at(low_sec + step_sec) == zone->offset_sec)
                        continue;
                transition_sec = bisect_transition(low_sec, low_sec + step_sec);
                zone->until_realtime_usec = transition_sec * USEC_PER_SEC;
                zone->offset_after_sec = offset_at(transition_sec);
                return;
        }
}

/* No probe may leave what 64 bits of microseconds hold. */
static int64_t clamp_to_probe(int64_t realtime_usec)
{
        const int64_t far_usec = INT64_MAX - 2 * CLOCK_ZONE_HORIZON_USEC;

        return usec_max(usec_min(realtime_usec, far_usec), -far_usec);
}

static void find_zone(struct zone_cache *cache, int64_t realtime_usec)
{
        int64_t at_sec = seconds_floor(clamp_to_probe(realtime_usec));
        int64_t at_usec = at_sec * USEC_PER_SEC;
        int32_t offset_sec = offset_at(at_sec);

        cache->zone = (struct zone){
                .since_realtime_usec = INT64_MIN,
                .until_realtime_usec = USEC_INFINITY,
                .offset_before_sec = offset_sec,
                .offset_sec = offset_sec,
                .offset_after_sec = offset_sec,
        };
        find_transition_before(at_sec, &cache->zone);
        find_transition_after(at_sec, &cache->zone);
        /* Half way to the horizon, it is time to look again. */
        cache->from_usec = usec_max(cache->zone.since_realtime_usec, at_usec - CLOCK_ZONE_HORIZON_USEC / 2);
        cache->until_usec = usec_min(cache->zone.until_realtime_usec, at_usec + CLOCK_ZONE_HORIZON_USEC / 2);
}

static bool zone_equal(const struct zone *a, const struct zone *b)
{
        return a->since_realtime_usec == b->since_realtime_usec &&
               a->until_realtime_usec == b->until_realtime_usec &&
               a->offset_before_sec == b->offset_before_sec && a->offset_sec == b->offset_sec &&
               a->offset_after_sec == b->offset_after_sec;
}

/* Words of letters, digits, _ + -, parted by single slashes: no path out of the tz database, no POSIX TZ
 * string. */
static bool is_zone_name(const char *name)
{
        static const char *const foreign[] = { "right/", "posix/", "posixrules", "localtime" };
        size_t length = strlen(name);

        if (length == 0 || length > ZONE_NAME_MAX || name[0] == '/' || name[length - 1] == '/')
                return false;
        for (const char *p = name; *p; p++) {
                if (*p == '/' ? p[1] == '/' : !isalnum((unsigned char)*p) && !strchr("_+-", *p))
                        return false;
        }
        /* In Debian's directory, but no names of zones; "right" counts leap seconds. */
        for (size_t i = 0; i < ELEMENTS(foreign); i++) {
                if (strncmp(name, foreign[i], strlen(foreign[i])) == 0)
                        return false;
        }
        return true;
}

bool clock_zone_exists(const char *time_zone)
{
        const char *directory = getenv("TZDIR"); /* as libc does */
        CLEANUP_CLOSE int file = -1;
        char path[PATH_MAX];
        char magic[4];
        int length;

        if (!is_zone_name(time_zone))
                return false;
        if (!directory || directory[0] == '\0')
                directory = ZONE_DIRECTORY;
        length = snprintf(path, sizeof(path), "%s/%s", directory, time_zone);
        if (length < 0 || (size_t)length >= sizeof(path))
                return false;
        file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (file < 0)
                return false;
        return read(file, magic, sizeof(magic)) == sizeof(magic) && memcmp(magic, "TZif", sizeof(magic)) == 0;
}

/* Makes @time_zone (NULL: what TZ says) the zone of localtime_r(). */
static int select_zone(const char *time_zone)
{
        if (time_zone && !clock_zone_exists(time_zone))
                return -EINVAL;
        if (time_zone && setenv("TZ", time_zone, true) < 0)
                return -errno;
        tzset();
        return 0;
}

int clock_new_with(const struct clock_readers *readers, int64_t scale, int64_t start_realtime_usec,
        const char *time_zone, struct clock **ret_clock)
{
        struct clock *clock;
        int r;

        if (scale < 1 || scale > CLOCK_SCALE_MAX)
                return -EINVAL;
        if (start_realtime_usec != INT64_MIN &&
                (start_realtime_usec < 0 || start_realtime_usec > START_MAX_USEC))
                return -EINVAL;
        r = select_zone(time_zone);
        if (r < 0)
                return r;
        clock = calloc(1, sizeof(*clock));
        if (!clock)
                return -ENOMEM;
        clock->readers = *readers;
        clock->scale = scale;
        start(clock, start_realtime_usec);
        *ret_clock = clock;
        return 0;
}

int clock_new(int64_t scale, int64_t start_realtime_usec, const char *time_zone, struct clock **ret_clock)
{
        static const struct clock_readers kernel = {
                .boottime_usec = read_boottime,
                .realtime_usec = read_realtime,
                .monotonic_usec = read_monotonic,
        };

        return clock_new_with(&kernel, scale, start_realtime_usec, time_zone, ret_clock);
}

struct clock *clock_free(struct clock *clock)
{
        free(clock);
        return NULL;
}

/* How long the machine slept since the last sample, in real time; less than CLOCK_SUSPEND_USEC is 0. */
static int64_t note_sleep(struct clock *clock, const struct sample *sample)
{
        int64_t growth_usec = sample->slept_usec - clock->slept_usec;

        if (growth_usec > 0)
                clock->slept_usec = sample->slept_usec;
        return growth_usec >= CLOCK_SUSPEND_USEC ? growth_usec : 0;
}

/*
 * Whether the wall clock moved against boottime. Realtime was read some time after boottime, at most `delay`:
 * what this alone explains is no step, however long the process was off the processor in between.
 */
static bool note_step(struct clock *clock, const struct sample *sample)
{
        int64_t delay_usec = usec_max(clock->slept_usec - sample->slept_usec, 0);
        int64_t moved_usec = sample->realtime_usec - sample->boottime_usec - clock->real_offset_usec;

        if (moved_usec >= -CLOCK_JITTER_USEC && moved_usec <= delay_usec + CLOCK_JITTER_USEC)
                return false;
        clock->real_offset_usec += moved_usec;
        clock->shown_offset_usec += moved_usec;
        return true;
}

void clock_read(struct clock *clock, struct instant *ret_now, int64_t *ret_suspended_usec, bool *ret_stepped)
{
        struct sample sample = take_sample(&clock->readers);
        int64_t suspended_usec = note_sleep(clock, &sample);
        bool stepped = note_step(clock, &sample) || clock->zone_changed;

        clock->zone_changed = false;
        ret_now->boottime_usec = clock->start_boottime_usec +
                                 (sample.boottime_usec - clock->start_boottime_usec) * clock->scale;
        ret_now->realtime_usec = ret_now->boottime_usec + clock->shown_offset_usec;
        clock_zone(clock, ret_now->realtime_usec, &ret_now->zone);
        if (ret_suspended_usec)
                *ret_suspended_usec = suspended_usec * clock->scale;
        if (ret_stepped)
                *ret_stepped = stepped;
}

int clock_read_once(struct instant *ret_now)
{
        struct clock *clock;
        int r;

        r = clock_new(1, INT64_MIN, NULL, &clock);
        if (r < 0)
                return r;
        clock_read(clock, ret_now, NULL, NULL);
        clock_free(clock);
        return 0;
}

void clock_zone(struct clock *clock, int64_t realtime_usec, struct zone *ret_zone)
{
        if (realtime_usec < clock->zone.from_usec || realtime_usec >= clock->zone.until_usec)
                find_zone(&clock->zone, realtime_usec);
        clock->zone_asked_usec = realtime_usec;
        *ret_zone = clock->zone.zone;
}

int64_t clock_to_timer(const struct clock *clock, int64_t boottime_usec)
{
        int64_t ahead_usec;

        if (boottime_usec == USEC_INFINITY)
                return USEC_INFINITY;
        /* What lies before the clock's start is past, whatever the scale. */
        if (boottime_usec <= clock->start_boottime_usec)
                return usec_max(boottime_usec, 0);
        ahead_usec = boottime_usec - clock->start_boottime_usec;
        return clock->start_boottime_usec + ahead_usec / clock->scale + (ahead_usec % clock->scale != 0);
}

/* tzset() reads a file anew only if TZ names another one than before. */
static void reread_zone_files(void)
{
        const char *tz = getenv("TZ");
        CLEANUP_FREE char *saved = tz ? strdup(tz) : NULL;

        /* Out of memory: the rules stay as they were. */
        if ((tz && !saved) || setenv("TZ", "UTC0", true) < 0)
                return;
        tzset();
        if (saved)
                (void)setenv("TZ", saved, true);
        else
                (void)unsetenv("TZ");
        tzset();
}

void clock_reload_zone(struct clock *clock)
{
        bool asked = clock->zone.from_usec < clock->zone.until_usec;
        struct zone before;

        /* Both looked up at the same moment: how far the horizon reaches depends on it. */
        if (asked)
                find_zone(&clock->zone, clock->zone_asked_usec);
        before = clock->zone.zone;
        reread_zone_files();
        if (!asked)
                return;
        find_zone(&clock->zone, clock->zone_asked_usec);
        if (!zone_equal(&before, &clock->zone.zone))
                clock->zone_changed = true;
}

int clock_boot_id(char id[static 33])
{
        sd_id128_t boot_id;
        int r;

        r = sd_id128_get_boot(&boot_id);
        if (r < 0)
                return r;
        (void)sd_id128_to_string(boot_id, id);
        return 0;
}
