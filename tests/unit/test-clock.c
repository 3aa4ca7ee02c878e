/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "io/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* 2026-07-01T00:00:00Z */
#define SUMMER_SEC  INT64_C(1782864000)
#define SUMMER_USEC (SUMMER_SEC * USEC_PER_SEC)
#define BOOT_USEC   (1000 * USEC_PER_SEC)

/* The kernel's clocks as a test sets them. Each reading takes `pace`, or only the first `slow_readings` do.
 */
struct fake {
        int64_t boottime_usec;
        int64_t realtime_usec;
        int64_t monotonic_usec;
        int64_t pace_usec;
        int readings;
        int slow_readings; /* 0: all */
};

static int64_t fake_read(struct fake *fake, const int64_t *value)
{
        int64_t read_usec = *value;

        fake->readings++;
        if (fake->slow_readings && fake->readings > fake->slow_readings)
                return read_usec;
        fake->boottime_usec += fake->pace_usec;
        fake->realtime_usec += fake->pace_usec;
        fake->monotonic_usec += fake->pace_usec;
        return read_usec;
}

static int64_t fake_boottime(void *userdata)
{
        struct fake *fake = userdata;

        return fake_read(fake, &fake->boottime_usec);
}

static int64_t fake_realtime(void *userdata)
{
        struct fake *fake = userdata;

        return fake_read(fake, &fake->realtime_usec);
}

static int64_t fake_monotonic(void *userdata)
{
        struct fake *fake = userdata;

        return fake_read(fake, &fake->monotonic_usec);
}

static void fake_pass(struct fake *fake, int64_t span_usec)
{
        fake->boottime_usec += span_usec;
        fake->realtime_usec += span_usec;
        fake->monotonic_usec += span_usec;
}

static void fake_sleep(struct fake *fake, int64_t span_usec)
{
        fake->boottime_usec += span_usec;
        fake->realtime_usec += span_usec;
}

static struct fake fake_start(void)
{
        return (struct fake){
                .boottime_usec = BOOT_USEC,
                .realtime_usec = SUMMER_USEC,
                .monotonic_usec = BOOT_USEC - 300 * USEC_PER_SEC,
        };
}

static struct clock *fake_clock(
        struct fake *fake, int64_t scale, int64_t start_realtime_usec, const char *zone)
{
        const struct clock_readers readers = {
                .boottime_usec = fake_boottime,
                .realtime_usec = fake_realtime,
                .monotonic_usec = fake_monotonic,
                .userdata = fake,
        };
        struct clock *clock = NULL;

        assert_int_equal(clock_new_with(&readers, scale, start_realtime_usec, zone, &clock), 0);
        return clock;
}

static void the_real_clock_agrees_with_the_kernel(void **state)
{
        struct clock *clock = NULL;
        struct instant first, second;
        int64_t suspended_usec = -1;

        (void)state;
        assert_int_equal(clock_new(1, INT64_MIN, "UTC", &clock), 0);
        clock_read(clock, &first, &suspended_usec, NULL);
        clock_read(clock, &second, NULL, NULL);
        assert_true(first.boottime_usec > 0);
        assert_true(second.boottime_usec >= first.boottime_usec);
        assert_in_range(first.realtime_usec / USEC_PER_SEC, time(NULL) - 60, time(NULL) + 60);
        assert_int_equal(suspended_usec, 0);
        assert_int_equal(first.zone.offset_sec, 0);
        assert_null(clock_free(clock));
}

static void a_clock_of_nothing_is_refused(void **state)
{
        static const struct {
                int64_t scale;
                int64_t start_usec;
                const char *zone;
        } cases[] = {
                { 0, INT64_MIN, NULL },
                { -1, INT64_MIN, NULL },
                { CLOCK_SCALE_MAX + 1, INT64_MIN, NULL },
                { 1, -1, NULL },
                { 1, INT64_MAX, NULL },
                { 1, INT64_MIN, "Europe/Atlantis" },
                { 1, INT64_MIN, "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct clock *clock = NULL;

                assert_int_equal(
                        clock_new(cases[i].scale, cases[i].start_usec, cases[i].zone, &clock), -EINVAL);
                assert_null(clock);
        }
        assert_null(clock_free(NULL));
}

static void zones_are_those_of_the_tz_database(void **state)
{
        static const struct {
                const char *name;
                bool exists;
        } cases[] = {
                { "Europe/Berlin", true },
                { "America/New_York", true },
                { "America/Argentina/Buenos_Aires", true },
                { "America/Port-au-Prince", true },
                { "Etc/GMT+5", true },
                { "UTC", true },
                { "", false },
                { "Europe", false },
                { "Europe/", false },
                { "Europe//Berlin", false },
                { "/Europe/Berlin", false },
                { "/usr/share/zoneinfo/Europe/Berlin", false },
                { "../zoneinfo/Europe/Berlin", false },
                { "Europe/../Europe/Berlin", false },
                { "./UTC", false },
                { "europe/berlin\n", false },
                { ":UTC", false },
                { "CET-1CEST,M3.5.0,M10.5.0/3", false },
                { "UTC0", false },
                { "Moon/Tranquility", false },
                { "zone.tab", false },
                { "tzdata.zi", false },
                { "leapseconds", false },
                { "right/Europe/Berlin", false },
                { "posix/Europe/Berlin", false },
                { "localtime", false },
                { "posixrules", false },
                { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                if (clock_zone_exists(cases[i].name) != cases[i].exists)
                        fail_msg("%s", cases[i].name);
        }
}

/* The transitions around 2026, in seconds; INT64_MIN and USEC_INFINITY: none near. */
static const struct zone_case {
        const char *name;
        int64_t at_sec;
        int64_t since_sec;
        int64_t until_sec;
        int32_t before_sec, offset_sec, after_sec;
} zone_cases[] = {
        { "Europe/Berlin", 1774745999, 1761440400, 1774746000, 7200, 3600, 7200 },
        { "Europe/Berlin", 1774746000, 1774746000, 1792890000, 3600, 7200, 3600 },
        { "Europe/Berlin", SUMMER_SEC, 1774746000, 1792890000, 3600, 7200, 3600 },
        { "Europe/Berlin", 1792889999, 1774746000, 1792890000, 3600, 7200, 3600 },
        { "Europe/Berlin", 1792890000, 1792890000, 1806195600, 7200, 3600, 7200 },
        { "America/New_York", 1772953199, 1762063200, 1772953200, -14400, -18000, -14400 },
        { "America/New_York", 1772953200, 1772953200, 1793512800, -18000, -14400, -18000 },
        { "America/New_York", 1793512799, 1772953200, 1793512800, -18000, -14400, -18000 },
        { "America/New_York", 1793512800, 1793512800, 1805007600, -14400, -18000, -14400 },
        { "Pacific/Auckland", 1775311199, 1758981600, 1775311200, 43200, 46800, 43200 },
        { "Pacific/Auckland", 1775311200, 1775311200, 1790431200, 46800, 43200, 46800 },
        { "Pacific/Auckland", 1790431199, 1775311200, 1790431200, 46800, 43200, 46800 },
        { "Pacific/Auckland", 1790431200, 1790431200, 1806760800, 43200, 46800, 43200 },
        { "Asia/Kathmandu", 1774746000, INT64_MIN, USEC_INFINITY, 20700, 20700, 20700 },
        { "Asia/Kathmandu", SUMMER_SEC, INT64_MIN, USEC_INFINITY, 20700, 20700, 20700 },
        { "Asia/Kathmandu", 504901799, INT64_MIN, 504901800, 19800, 19800, 20700 },
        { "UTC", SUMMER_SEC, INT64_MIN, USEC_INFINITY, 0, 0, 0 },
};

static int64_t bound_usec(int64_t bound_sec)
{
        return bound_sec == INT64_MIN || bound_sec == USEC_INFINITY ? bound_sec : bound_sec * USEC_PER_SEC;
}

static void assert_zone(const struct zone *zone, const struct zone_case *expected)
{
        assert_int_equal(zone->since_realtime_usec, bound_usec(expected->since_sec));
        assert_int_equal(zone->until_realtime_usec, bound_usec(expected->until_sec));
        assert_int_equal(zone->offset_before_sec, expected->before_sec);
        assert_int_equal(zone->offset_sec, expected->offset_sec);
        assert_int_equal(zone->offset_after_sec, expected->after_sec);
}

static void transitions_are_found_to_the_second(void **state)
{
        (void)state;
        for (size_t i = 0; i < ELEMENTS(zone_cases); i++) {
                struct clock *clock = NULL;
                struct zone zone;

                assert_int_equal(clock_new(1, INT64_MIN, zone_cases[i].name, &clock), 0);
                clock_zone(clock, zone_cases[i].at_sec * USEC_PER_SEC + 999999, &zone);
                assert_zone(&zone, &zone_cases[i]);
                clock_free(clock);
        }
}

static void one_clock_answers_for_any_order_of_moments(void **state)
{
        struct clock *clock = NULL;
        struct zone zone;

        (void)state;
        assert_int_equal(clock_new(1, INT64_MIN, "Europe/Berlin", &clock), 0);
        for (size_t i = 0; i < 5; i++) {
                size_t k = i * 3 % 5;

                clock_zone(clock, zone_cases[k].at_sec * USEC_PER_SEC, &zone);
                assert_zone(&zone, &zone_cases[k]);
        }
        clock_zone(clock, -1, &zone);
        assert_int_equal(zone.offset_sec, 3600);
        clock_zone(clock, INT64_MIN, &zone);
        clock_zone(clock, INT64_MAX, &zone);
        clock_zone(clock, SUMMER_USEC, &zone);
        assert_zone(&zone, &zone_cases[2]);
        clock_free(clock);
}

static void passing_a_transition_is_no_step(void **state)
{
        struct fake fake = fake_start();
        struct clock *clock;
        struct instant now;
        bool stepped = true;

        (void)state;
        fake.realtime_usec = INT64_C(1792889999) * USEC_PER_SEC;
        clock = fake_clock(&fake, 1, INT64_MIN, "Europe/Berlin");
        clock_read(clock, &now, NULL, &stepped);
        assert_zone(&now.zone, &zone_cases[3]);
        fake_pass(&fake, USEC_PER_SEC);
        clock_read(clock, &now, NULL, &stepped);
        assert_zone(&now.zone, &zone_cases[4]);
        assert_false(stepped);
        clock_free(clock);
}

static void a_reading_costs_three_of_the_kernels(void **state)
{
        struct fake fake = fake_start();
        struct clock *clock = fake_clock(&fake, 1, INT64_MIN, "Europe/Berlin");
        struct instant now;

        (void)state;
        for (int i = 0; i < 10; i++) {
                fake.readings = 0;
                fake_pass(&fake, USEC_PER_SEC);
                if (i == 5)
                        fake.realtime_usec += USEC_PER_HOUR;
                clock_read(clock, &now, NULL, NULL);
                assert_int_equal(fake.readings, 3);
        }
        clock_free(clock);
}

static void only_a_second_and_more_is_a_suspend(void **state)
{
        static const struct {
                int64_t slept_usec;
                int64_t told_usec;
        } cases[] = {
                { 0, 0 },
                { 500 * USEC_PER_MSEC, 0 },
                { 999999, 0 },
                { USEC_PER_SEC, USEC_PER_SEC },
                { 0, 0 },
                { 7 * USEC_PER_DAY, 7 * USEC_PER_DAY },
                { 600 * USEC_PER_MSEC, 0 },
                { 600 * USEC_PER_MSEC, 0 },
        };
        struct fake fake = fake_start();
        struct clock *clock = fake_clock(&fake, 1, INT64_MIN, "UTC");
        struct instant now;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t suspended_usec = -1;
                bool stepped = true;

                fake_sleep(&fake, cases[i].slept_usec);
                fake_pass(&fake, USEC_PER_SEC);
                clock_read(clock, &now, &suspended_usec, &stepped);
                assert_int_equal(suspended_usec, cases[i].told_usec);
                assert_false(stepped);
                assert_int_equal(now.boottime_usec, fake.boottime_usec);
                assert_int_equal(now.realtime_usec, fake.realtime_usec);
        }
        clock_free(clock);
}

static void steps_are_told_and_jitter_is_not(void **state)
{
        static const struct {
                int64_t moved_usec;
                int64_t seen_usec; /* of it all, since the start */
                bool stepped;
        } cases[] = {
                { 0, 0, false }, { 4 * USEC_PER_MSEC, 0, false }, { -8 * USEC_PER_MSEC, 0, false },
                { 4 * USEC_PER_MSEC, 0, false }, { 5 * USEC_PER_MSEC, 0, false }, { 1, 5001, true },
                { 0, 5001, false }, { USEC_PER_HOUR, USEC_PER_HOUR + 5001, true },
                { -USEC_PER_HOUR, 5001, true }, { -5 * USEC_PER_MSEC, 5001, false }, { -2, -1, true },
                { -SUMMER_USEC, -SUMMER_USEC - 1, true }, /* set to 1970 */
                { SUMMER_USEC, -1, true },                /* and back */
        };
        struct fake fake = fake_start();
        struct clock *clock = fake_clock(&fake, 1, INT64_MIN, "UTC");
        struct instant now;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                bool stepped = !cases[i].stepped;

                fake_pass(&fake, USEC_PER_MINUTE);
                fake.realtime_usec += cases[i].moved_usec;
                clock_read(clock, &now, NULL, &stepped);
                assert_int_equal(stepped, cases[i].stepped);
                assert_int_equal(now.boottime_usec, fake.boottime_usec);
                assert_int_equal(
                        now.realtime_usec, SUMMER_USEC + fake.boottime_usec - BOOT_USEC + cases[i].seen_usec);
        }
        clock_free(clock);
}

static void a_step_brings_the_zone_of_the_new_moment(void **state)
{
        struct fake fake = fake_start();
        struct clock *clock = fake_clock(&fake, 1, INT64_MIN, "Europe/Berlin");
        struct instant now;
        bool stepped = false;

        (void)state;
        clock_read(clock, &now, NULL, NULL);
        assert_zone(&now.zone, &zone_cases[2]);
        fake.realtime_usec = INT64_C(1774745999) * USEC_PER_SEC;
        clock_read(clock, &now, NULL, &stepped);
        assert_true(stepped);
        assert_zone(&now.zone, &zone_cases[0]);
        clock_free(clock);
}

static void a_process_off_the_processor_sees_no_step(void **state)
{
        struct fake fake = fake_start();
        struct clock *clock = fake_clock(&fake, 1, INT64_MIN, "UTC");
        struct instant now;
        bool stepped = true;

        (void)state;
        for (int i = 0; i < 4; i++) {
                int64_t suspended_usec = -1;

                fake.pace_usec = i % 2 ? 0 : 2 * USEC_PER_SEC;
                fake_pass(&fake, USEC_PER_MINUTE);
                clock_read(clock, &now, &suspended_usec, &stepped);
                assert_false(stepped);
                assert_int_equal(suspended_usec, 0);
                assert_int_equal(now.realtime_usec - now.boottime_usec, SUMMER_USEC - BOOT_USEC);
        }
        /* A real step is still one, however slow the reading. */
        fake.pace_usec = 100 * USEC_PER_MSEC;
        fake.realtime_usec -= 10 * USEC_PER_MSEC;
        fake_pass(&fake, USEC_PER_MINUTE);
        fake.realtime_usec -= USEC_PER_SEC;
        clock_read(clock, &now, NULL, &stepped);
        assert_true(stepped);
        clock_free(clock);
}

static void a_slow_start_is_no_suspend(void **state)
{
        struct fake fake = fake_start();
        struct clock *clock;
        struct instant now;
        int64_t suspended_usec = -1;

        (void)state;
        fake.pace_usec = 2 * USEC_PER_SEC;
        fake.slow_readings = 3;
        clock = fake_clock(&fake, 1, INT64_MIN, "UTC");
        clock_read(clock, &now, &suspended_usec, NULL);
        assert_int_equal(suspended_usec, 0);
        clock_free(clock);
}

static void a_scaled_clock_starts_where_it_is_told_and_runs_faster(void **state)
{
        const int64_t start_usec = INT64_C(1774745999) * USEC_PER_SEC;
        struct fake fake = fake_start();
        struct clock *clock = fake_clock(&fake, 120, start_usec, "Europe/Berlin");
        struct instant now;
        int64_t suspended_usec = -1;
        bool stepped = true;

        (void)state;
        clock_read(clock, &now, NULL, &stepped);
        assert_int_equal(now.boottime_usec, BOOT_USEC);
        assert_int_equal(now.realtime_usec, start_usec);
        assert_false(stepped);
        fake_pass(&fake, 30 * USEC_PER_SEC);
        clock_read(clock, &now, &suspended_usec, &stepped);
        assert_int_equal(now.boottime_usec, BOOT_USEC + USEC_PER_HOUR);
        assert_int_equal(now.realtime_usec, start_usec + USEC_PER_HOUR);
        assert_int_equal(now.zone.offset_sec, 7200);
        assert_int_equal(suspended_usec, 0);
        assert_false(stepped);
        fake_sleep(&fake, 30 * USEC_PER_SEC);
        clock_read(clock, &now, &suspended_usec, &stepped);
        assert_int_equal(suspended_usec, USEC_PER_HOUR);
        assert_int_equal(now.boottime_usec, BOOT_USEC + 2 * USEC_PER_HOUR);
        assert_false(stepped);
        fake.realtime_usec += USEC_PER_MINUTE;
        clock_read(clock, &now, NULL, &stepped);
        assert_int_equal(now.realtime_usec, start_usec + 2 * USEC_PER_HOUR + USEC_PER_MINUTE);
        assert_true(stepped);
        clock_free(clock);
}

static void timers_never_ring_early(void **state)
{
        static const struct {
                int64_t scale;
                int64_t shown_usec;
                int64_t timer_usec;
        } cases[] = {
                { 1, BOOT_USEC, BOOT_USEC },
                { 1, BOOT_USEC + 1, BOOT_USEC + 1 },
                { 1, BOOT_USEC - 1, BOOT_USEC - 1 },
                { 1, USEC_INFINITY, USEC_INFINITY },
                { 1, USEC_INFINITY - 1, USEC_INFINITY - 1 },
                { 1, -1, 0 },
                { 1, INT64_MIN, 0 },
                { 60, BOOT_USEC, BOOT_USEC },
                { 60, BOOT_USEC + 60, BOOT_USEC + 1 },
                { 60, BOOT_USEC + 61, BOOT_USEC + 2 },
                { 60, BOOT_USEC + USEC_PER_HOUR, BOOT_USEC + USEC_PER_MINUTE },
                { 60, BOOT_USEC - 5, BOOT_USEC - 5 },
                { 60, USEC_INFINITY, USEC_INFINITY },
                { CLOCK_SCALE_MAX, INT64_MIN, 0 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct fake fake = fake_start();
                struct clock *clock = fake_clock(&fake, cases[i].scale, INT64_MIN, "UTC");

                assert_int_equal(clock_to_timer(clock, cases[i].shown_usec), cases[i].timer_usec);
                clock_free(clock);
        }
}

static void copy_file(const char *source, const char *target)
{
        char bytes[8192];
        int from = open(source, O_RDONLY | O_CLOEXEC);
        int to = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        ssize_t count;

        assert_true(from >= 0 && to >= 0);
        count = read(from, bytes, sizeof(bytes));
        assert_true(count > 0 && (size_t)count < sizeof(bytes));
        assert_int_equal(write(to, bytes, (size_t)count), count);
        close(from);
        close(to);
}

static void a_changed_zone_file_is_a_step_when_it_is_reloaded(void **state)
{
        char directory[] = "/tmp/unslouch-clock-XXXXXX";
        char file[64];
        struct fake fake = fake_start();
        struct clock *clock;
        struct instant now;
        bool stepped = false;

        (void)state;
        assert_non_null(mkdtemp(directory));
        snprintf(file, sizeof(file), "%s/localtime", directory);
        copy_file("/usr/share/zoneinfo/Europe/Berlin", file);
        setenv("TZ", file, true);
        clock = fake_clock(&fake, 1, INT64_MIN, NULL);
        clock_reload_zone(clock);
        clock_read(clock, &now, NULL, &stepped);
        assert_int_equal(now.zone.offset_sec, 7200);
        assert_false(stepped);
        clock_reload_zone(clock);
        clock_read(clock, &now, NULL, &stepped);
        assert_false(stepped);
        unlink(file);
        copy_file("/usr/share/zoneinfo/Pacific/Auckland", file);
        clock_read(clock, &now, NULL, &stepped);
        assert_int_equal(now.zone.offset_sec, 7200);
        assert_false(stepped);
        clock_reload_zone(clock);
        clock_read(clock, &now, NULL, &stepped);
        assert_int_equal(now.zone.offset_sec, 43200);
        assert_true(stepped);
        clock_read(clock, &now, NULL, &stepped);
        assert_false(stepped);
        assert_string_equal(getenv("TZ"), file);
        clock_free(clock);
        unlink(file);
        rmdir(directory);
}

static void without_tz_the_systems_zone_is_used(void **state)
{
        struct fake fake = fake_start();
        struct clock *clock;
        struct instant now;

        (void)state;
        unsetenv("TZ");
        clock = fake_clock(&fake, 1, INT64_MIN, NULL);
        clock_reload_zone(clock);
        assert_null(getenv("TZ"));
        clock_read(clock, &now, NULL, NULL);
        assert_in_range(now.zone.offset_sec + 86400, 0, 2 * 86400);
        clock_free(clock);
}

static void the_boot_has_an_id(void **state)
{
        char first[33], second[33];

        (void)state;
        assert_int_equal(clock_boot_id(first), 0);
        assert_int_equal(clock_boot_id(second), 0);
        assert_int_equal(strspn(first, "0123456789abcdef"), 32);
        assert_int_equal(strlen(first), 32);
        assert_string_equal(first, second);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_real_clock_agrees_with_the_kernel),
                cmocka_unit_test(a_clock_of_nothing_is_refused),
                cmocka_unit_test(zones_are_those_of_the_tz_database),
                cmocka_unit_test(transitions_are_found_to_the_second),
                cmocka_unit_test(one_clock_answers_for_any_order_of_moments),
                cmocka_unit_test(passing_a_transition_is_no_step),
                cmocka_unit_test(a_reading_costs_three_of_the_kernels),
                cmocka_unit_test(only_a_second_and_more_is_a_suspend),
                cmocka_unit_test(steps_are_told_and_jitter_is_not),
                cmocka_unit_test(a_step_brings_the_zone_of_the_new_moment),
                cmocka_unit_test(a_process_off_the_processor_sees_no_step),
                cmocka_unit_test(a_slow_start_is_no_suspend),
                cmocka_unit_test(a_scaled_clock_starts_where_it_is_told_and_runs_faster),
                cmocka_unit_test(timers_never_ring_early),
                cmocka_unit_test(a_changed_zone_file_is_a_step_when_it_is_reloaded),
                cmocka_unit_test(without_tz_the_systems_zone_is_used),
                cmocka_unit_test(the_boot_has_an_id),
        };

        return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
