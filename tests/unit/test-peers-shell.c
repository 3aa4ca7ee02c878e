/* SPDX-License-Identifier: MIT */
/*
 * What goes wrong in other programs of this kind where the core meets the machine, each as a test that it
 * does not go wrong here: the kernel's clocks, what is stored over a restart, and defaults that live in two
 * places. The rest is in test-peers.c.
 */
#include "unit/test.h"

#include "app/keep.h"
#include "app/keep_restore.h"
#include "io/clock.h"
#include "unit/config_fixture.h"
#include "unit/engine_home.h"
#include "unit/store_place.h"
#include "unit/zones.h"

#include <stdio.h>

/* The kernel's clocks as the test sets them. */
struct fake {
        int64_t boottime_usec, realtime_usec, monotonic_usec;
};

static int64_t fake_boottime(void *userdata)
{
        return ((struct fake *)userdata)->boottime_usec;
}

static int64_t fake_realtime(void *userdata)
{
        return ((struct fake *)userdata)->realtime_usec;
}

static int64_t fake_monotonic(void *userdata)
{
        return ((struct fake *)userdata)->monotonic_usec;
}

static void only_a_sleep_is_a_sleep(void **state)
{
        static const struct {
                int64_t boottime_sec, realtime_sec, monotonic_sec;
                int64_t slept_sec;
                bool stepped;
        } cases[] = {
                { 60, 60, 60, 0, false },
                { 60, 71, 60, 0, true },    /* forward by 11 s */
                { 60, 3660, 60, 0, true },  /* by an hour */
                { 60, -3540, 60, 0, true }, /* back by an hour */
                { 600, 600, 0, 600, false },
                { 600, 4200, 0, 600, true }, /* asleep, and set forward meanwhile */
                { 600, -3000, 0, 600, true },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct fake fake = { 1000 * USEC_PER_SEC, 1782864000 * USEC_PER_SEC, 900 * USEC_PER_SEC };
                struct clock_readers readers = { fake_boottime, fake_realtime, fake_monotonic, &fake };
                struct clock *clock = NULL;
                struct instant before, after;
                int64_t slept_usec = -1;
                bool stepped = !cases[i].stepped;

                assert_int_equal(clock_new_with(&readers, 1, INT64_MIN, "UTC", &clock), 0);
                clock_read(clock, &before, NULL, NULL);
                fake.boottime_usec += cases[i].boottime_sec * USEC_PER_SEC;
                fake.realtime_usec += cases[i].realtime_sec * USEC_PER_SEC;
                fake.monotonic_usec += cases[i].monotonic_sec * USEC_PER_SEC;
                clock_read(clock, &after, &slept_usec, &stepped);
                assert_true(slept_usec == cases[i].slept_sec * USEC_PER_SEC);
                assert_int_equal(stepped, cases[i].stepped);
                assert_true(
                        after.boottime_usec - before.boottime_usec == cases[i].boottime_sec * USEC_PER_SEC);
                clock_free(clock);
        }
}

/* Stamps of another boot mean nothing by themselves, not even when they look sensible. */
static void stamps_of_another_boot_are_told_by_the_wall_clock(void **state)
{
        static const struct {
                const char *boot_id;
                int64_t boottime_sec, realtime_sec; /* since then, as the clocks seem to say */
                int64_t elapsed_sec;                /* -1: cannot be */
        } cases[] = {
                { "a", 100, 100, 100 },
                { "a", 100, -5000, 100 }, /* the same boot, the wall clock set back */
                { "a", 100, 90000, 100 },
                { "b", -900, 300, 300 }, /* another boot, up for less time */
                { "b", 5000, 300, 300 }, /* up for longer: no abs(), no difference */
                { "b", 0, 300, 300 },
                { "b", 5000, 0, 0 },
                { "b", 5000, -1, -1 }, /* the wall clock set back */
                { "", 100, 300, 300 }, /* a boot that cannot be told */
                { "a", -900, 300, 300 },
        };
        struct store_alive then = { .boot_id = "a",
                .boottime_usec = 1000 * USEC_PER_SEC,
                .realtime_usec = 1782864000 * USEC_PER_SEC };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = { .boottime_usec =
                                               then.boottime_usec + cases[i].boottime_sec * USEC_PER_SEC,
                        .realtime_usec = then.realtime_usec + cases[i].realtime_sec * USEC_PER_SEC };
                int64_t elapsed_usec = keep_elapsed(&then, cases[i].boot_id, &now);

                if (elapsed_usec !=
                        (cases[i].elapsed_sec < 0 ? USEC_INFINITY : cases[i].elapsed_sec * USEC_PER_SEC))
                        fail_msg("case %zu: %lld", i, (long long)elapsed_usec);
        }
}

static const char ANNA[] =
        "people = ( { id = \"anna\"; name = \"Anna\"; quiet_hours = ();\n"
        "  sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"chair\"; } ); } );\n";

/* A run of the daemon on the store of @place at @minute after the first; the runs' boots begin at different
 * boottimes. */
static void begin_run(struct engine_home *home, const struct place *place, const char *boot_id,
        int64_t minute, int64_t boottime_usec, struct store **ret_store, struct keep **ret_keep)
{
        engine_home_make(home, ANNA);
        home->now.realtime_usec += minute * USEC_PER_MINUTE;
        home->now.boottime_usec = boottime_usec;
        *ret_store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(keep_new(*ret_store, NULL, boot_id, ret_keep), 0);
        keep_set_engine(*ret_keep, home->engine);
        keep_restore(*ret_keep, &home->now);
        keep_commit(*ret_keep, &home->now);
        engine_home_link(home, true);
}

static void end_run(struct engine_home *home, struct store *store, struct keep *keep)
{
        keep_save_all(keep, &home->now);
        keep_commit(keep, &home->now);
        keep_free(keep);
        store_close(store);
        engine_home_done(home);
}

static struct person_view view_of(const struct engine_home *home)
{
        struct person_view view;

        person_view(engine_home_person(home, 0), &home->now, &view);
        return view;
}

/* The first run counts; those that follow, in the same boot and in another, must not begin with zeros. */
static void a_start_does_not_overwrite_what_was_counted(void **state)
{
        static const char *const boots[] = { "11111111111111111111111111111111",
                "11111111111111111111111111111111", "22222222222222222222222222222222",
                "33333333333333333333333333333333" };
        static const int64_t boottimes_min[] = { 1000, 1060, 5, 90000 };
        struct place *place = *state;

        for (int i = 0; i < 4; i++) {
                struct engine_home home;
                struct store *store;
                struct keep *keep;

                begin_run(&home, place, boots[i], i * 60, boottimes_min[i] * USEC_PER_MINUTE, &store, &keep);
                if (i == 0) {
                        engine_home_hear(&home, "chair", "on");
                        engine_home_wait(&home, 10 * USEC_PER_MINUTE);
                        engine_home_hear(&home, "chair", "off");
                        engine_home_wait(&home, 5 * USEC_PER_MINUTE);
                        engine_home_hear(&home, "chair", "on");
                        engine_home_wait(&home, 5 * USEC_PER_MINUTE);
                        engine_home_hear(&home, "chair", "off");
                        engine_home_wait(&home, 5 * USEC_PER_MINUTE);
                }
                assert_int_equal(view_of(&home).breaks_today, 1);
                assert_true(view_of(&home).sitting_today_usec == 15 * USEC_PER_MINUTE);
                assert_true(view_of(&home).longest_bout_today_usec == 10 * USEC_PER_MINUTE);
                end_run(&home, store, keep);
        }
}

/* Anna sits at 10:00, the machine is down from 10:20 to 10:22, and her bout still began at 10:00. */
static void a_bout_survives_another_boot_with_its_times(void **state)
{
        struct place *place = *state;
        struct engine_home home;
        struct person_view view;
        struct store *store;
        struct keep *keep;
        int64_t start_usec;

        begin_run(
                &home, place, "11111111111111111111111111111111", 0, 90000 * USEC_PER_MINUTE, &store, &keep);
        engine_home_hear(&home, "chair", "on");
        start_usec = home.now.realtime_usec;
        engine_home_wait(&home, 20 * USEC_PER_MINUTE);
        end_run(&home, store, keep);
        begin_run(&home, place, "22222222222222222222222222222222", 22, 30 * USEC_PER_SEC, &store, &keep);
        engine_home_hear(&home, "chair", "on");
        view = view_of(&home);
        assert_true(view.bout_start_realtime_usec == start_usec);
        assert_true(view.since_realtime_usec == start_usec);
        assert_true(view.bout_usec == 22 * USEC_PER_MINUTE);
        assert_true(view.next_break_realtime_usec == start_usec + 30 * USEC_PER_MINUTE);
        end_run(&home, store, keep);
}

static void stored_times_are_not_cut_to_32_bits(void **state)
{
        static const struct store_source saved = { .source = { .value = SOURCE_VALUE_TRUE,
                                                           .since_usec = INT64_C(4102444800000000),
                                                           .changed_usec = INT64_C(4294967296000001),
                                                           .heard_usec = INT64_C(2147483648000),
                                                           .idle_since_usec = INT64_MIN },
                .saved_boottime_usec = INT64_C(4294967296001),
                .saved_realtime_usec = INT64_C(4294967296000000),
                .lease_end_realtime_usec = INT64_C(9000000000000000) };
        static const struct store_alive alive = { "11111111111111111111111111111111", INT64_C(4294967296001),
                INT64_C(4294967296000001) };
        struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_source source;
        struct store_alive then;

        assert_int_equal(store_put_source(store, "anna", "chair", &saved), 0);
        assert_int_equal(store_put_alive(store, &alive), 0);
        store_close(store);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_get_source(store, "anna", "chair", &source), 0);
        assert_int_equal(store_get_alive(store, &then), 0);
        store_close(store);
        assert_true(source.source.since_usec == saved.source.since_usec);
        assert_true(source.source.changed_usec == saved.source.changed_usec);
        assert_true(source.source.heard_usec == saved.source.heard_usec);
        assert_true(source.saved_boottime_usec == saved.saved_boottime_usec);
        assert_true(source.saved_realtime_usec == saved.saved_realtime_usec);
        assert_true(source.lease_end_realtime_usec == saved.lease_end_realtime_usec);
        assert_true(then.boottime_usec == alive.boottime_usec && then.realtime_usec == alive.realtime_usec);
}

#define DEFAULT(field, value) assert_true(breaks->field == (value))

/* The table of settings, the person that is made of it, and programme.md 4.3 say the same. */
static void defaults_agree_wherever_they_are(void **state)
{
        struct settings *settings = fixture_load_good(*state,
                BROKER "people = ( { id = \"anna\"; name = \"Anna\"; "
                       "sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"chair\"; } ); } );\n");
        const struct person_config *config = &settings->people[0].core;
        const struct break_settings *breaks = &config->breaks;
        struct instant now = instant_in(&BERLIN, utc_usec("2026-06-15 07:00:00"));
        struct person person;

        DEFAULT(sit_limit_usec, 30 * USEC_PER_MINUTE);
        DEFAULT(bout.break_goal_usec, 2 * USEC_PER_MINUTE);
        DEFAULT(bout.min_break_usec, 60 * USEC_PER_SEC);
        DEFAULT(bout.debounce_usec, 10 * USEC_PER_SEC);
        DEFAULT(long_break_usec, 5 * USEC_PER_MINUTE);
        DEFAULT(posture_check_usec, 15 * USEC_PER_MINUTE);
        DEFAULT(snooze_usec, 10 * USEC_PER_MINUTE);
        DEFAULT(stand_limit_usec, 0);
        DEFAULT(snoozes, 2);
        DEFAULT(repeat_usec, 10 * USEC_PER_MINUTE);
        DEFAULT(defer_usec, 10 * USEC_PER_MINUTE);
        DEFAULT(linger_usec, 5 * USEC_PER_MINUTE);
        DEFAULT(voice_per_hour, 2);
        DEFAULT(voice_per_day, 12);
        assert_true(breaks->back_off);
        assert_int_equal(config->day_start_minute, 240);
        assert_int_equal(config->active_hours_count, 0);
        assert_int_equal(config->quiet_hours_count, 1);
        assert_int_equal(config->quiet_hours[0].from_minute, 22 * 60);
        assert_int_equal(config->quiet_hours[0].to_minute, 7 * 60);
        assert_int_equal(person_init(&person, config, &now), 0);
        for (int i = 0; i < SETTING_MAX_; i++) {
                int64_t min, max;

                person_setting_range((enum setting)i, &min, &max);
                assert_true(
                        person_setting(&person, (enum setting)i) == keep_file_value(config, (enum setting)i));
                /* off, for there is no desk */
                if (i != SETTING_STAND_LIMIT)
                        assert_in_range(person_setting(&person, (enum setting)i), min, max);
        }
        person_done(&person);
        settings_free(settings);
}

/* What a person may set at run time is what the file may say. */
static void ranges_agree_wherever_they_are(void **state)
{
        static const struct {
                const char *name;
                enum setting setting;
        } cases[] = { { "sit_limit", SETTING_SIT_LIMIT }, { "break_goal", SETTING_BREAK_GOAL },
                { "snooze", SETTING_SNOOZE }, { "stand_limit", SETTING_STAND_LIMIT } };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t min, max;

                person_setting_range(cases[i].setting, &min, &max);
                for (int j = 0; j < 4; j++) {
                        const int64_t values[] = { min, max, min - USEC_PER_SEC, max + USEC_PER_SEC };
                        struct settings *settings;
                        char text[256];

                        snprintf(text, sizeof(text),
                                "people = ( { id = \"anna\"; name = \"Anna\"; sensors = ( { name = "
                                "\"chair\"; "
                                "kind = \"seat\"; topic = \"chair\"; }, { name = \"desk\"; kind = "
                                "\"desk-height\"; topic = \"desk\"; when = \"> 95\"; } ); breaks = { %s = "
                                "\"%lld s\"; }; } "
                                ");\n",
                                cases[i].name, (long long)(values[j] / USEC_PER_SEC));
                        settings = fixture_load_text(*state, text);
                        assert_int_equal(settings != NULL, j < 2);
                        settings_free(settings);
                }
        }
}

#define WITH_FILE(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(only_a_sleep_is_a_sleep),
                cmocka_unit_test(stamps_of_another_boot_are_told_by_the_wall_clock),
                PLACED(a_start_does_not_overwrite_what_was_counted),
                PLACED(a_bout_survives_another_boot_with_its_times),
                PLACED(stored_times_are_not_cut_to_32_bits),
                WITH_FILE(defaults_agree_wherever_they_are),
                WITH_FILE(ranges_agree_wherever_they_are),
        };

        return cmocka_run_group_tests_name("peers_shell", tests, NULL, NULL);
}
