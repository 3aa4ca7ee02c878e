/* SPDX-License-Identifier: MIT */
#include "unit/desktop_stand_in.h"
#include "unit/scarce.h"
#include "unit/told.h"

#include "io/desktop_idle.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* What the daemon side knows is written down as words: "used", "idle=SECONDS", "nothing", "inhibited",
 * "free". */
struct home {
        struct private_bus bus;
        sd_event *event;
        sd_bus *connection;
        sd_bus *witness; /* another client, to wait for quiet */
        struct mutter_stand_in mutter;
        struct saver_stand_in saver;
        struct saver_stand_in gnome_saver;
        struct keeper_stand_in session_manager;
        struct keeper_stand_in power_manager;
        struct told told;
        struct log *log;
        struct desktop_idle *desktop_idle;
        char heard[1024];
        int64_t idle_usec; /* of the last "idle" */
};

static void hear(struct home *home, const char *word)
{
        size_t length = strlen(home->heard);

        snprintf(home->heard + length, sizeof(home->heard) - length, "%s%s", length > 0 ? " " : "", word);
}

static void on_change(void *userdata, enum source_value value, int64_t idle_usec)
{
        static const char *const words[] = { "nothing", "idle", "used" };
        struct home *home = userdata;
        char word[32];

        if (value == SOURCE_VALUE_FALSE) {
                home->idle_usec = idle_usec;
                snprintf(word, sizeof(word), "idle=%d", (int)(idle_usec / USEC_PER_SEC));
                hear(home, word);
                return;
        }
        assert_int_equal(idle_usec, 0);
        hear(home, words[value]);
}

static void on_inhibited(void *userdata, bool inhibited)
{
        hear(userdata, inhibited ? "inhibited" : "free");
}

static int set_up(void **state)
{
        struct home *home = calloc(1, sizeof(*home));
        struct desktop_idle_handlers handlers = {
                .userdata = home,
                .on_change = on_change,
                .on_inhibited = on_inhibited,
        };

        assert_non_null(home);
        told_begin(&home->told);
        home->saver.name = "org.freedesktop.ScreenSaver";
        home->saver.path = "/org/freedesktop/ScreenSaver";
        home->gnome_saver.name = "org.gnome.ScreenSaver";
        home->gnome_saver.path = "/org/gnome/ScreenSaver";
        private_bus_init(&home->bus);
        private_bus_start(&home->bus);
        assert_int_equal(sd_event_new(&home->event), 0);
        home->connection = private_bus_connect(&home->bus, home->event);
        home->witness = private_bus_connect(&home->bus, home->event);
        assert_int_equal(log_new(false, &home->log), 0);
        assert_int_equal(desktop_idle_new(home->log, &handlers, &home->desktop_idle), 0);
        *state = home;
        return 0;
}

static void stop_programs(struct home *home)
{
        mutter_stop(&home->mutter);
        saver_stop(&home->saver);
        saver_stop(&home->gnome_saver);
        keeper_stop(&home->session_manager);
        keeper_stop(&home->power_manager);
}

static int tear_down(void **state)
{
        struct home *home = *state;

        desktop_idle_free(home->desktop_idle);
        log_free(home->log);
        stop_programs(home);
        sd_bus_close_unref(home->witness);
        sd_bus_close_unref(home->connection);
        sd_event_unref(home->event);
        private_bus_done(&home->bus);
        told_end(&home->told);
        free(home);
        return 0;
}

/* All that was said, by any of them, has arrived, and this is what came of it, in this order. */
static void expect(struct home *home, const char *words)
{
        sd_bus *programs[] = { home->witness, home->mutter.connection, home->saver.connection,
                home->gnome_saver.connection, home->session_manager.connection,
                home->power_manager.connection };

        for (int round = 0; round < 2; round++)
                for (size_t i = 0; i < ELEMENTS(programs); i++)
                        if (programs[i])
                                private_bus_settle(home->event, home->connection, programs[i]);
        assert_string_equal(home->heard, words);
        home->heard[0] = '\0';
}

static void attach(struct home *home)
{
        desktop_idle_attach(home->desktop_idle, home->connection);
}

static void start_mutter(struct home *home)
{
        mutter_start(&home->mutter, &home->bus, home->event);
}

static void start_saver(struct home *home)
{
        saver_start(&home->saver, &home->bus, home->event);
}

static void start_gnome_saver(struct home *home)
{
        saver_start(&home->gnome_saver, &home->bus, home->event);
}

/* ---- Mutter ---- */

static void mutter_tells_each_absence_and_each_return(void **state)
{
        struct home *home = *state;

        start_mutter(home);
        attach(home);
        expect(home, "used");
        assert_int_equal(home->mutter.interval_msec, 60000);
        for (int i = 0; i < 3; i++) {
                assert_int_equal(home->mutter.active_watch, 0);
                mutter_fire_idle(&home->mutter);
                expect(home, "idle=60");
                mutter_fire_active(&home->mutter);
                expect(home, "used");
        }
        assert_int_equal(home->mutter.asked, 1);
}

static void mutter_tells_how_long_the_desktop_was_idle_before_we_came(void **state)
{
        static const struct {
                uint64_t idle_msec;
                const char *words;
        } cases[] = {
                { 0, "used" },
                { 59999, "used" },
                { 60000, "idle=60" },
                { 61500, "idle=61" },
                /* No machine runs for so long. */
                { UINT64_MAX, "idle=60" },
                { INT64_MAX, "idle=60" },
        };
        struct home *home = *state;

        start_mutter(home);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                home->mutter.idle_msec = cases[i].idle_msec;
                attach(home);
                expect(home, cases[i].words);
                desktop_idle_detach(home->desktop_idle);
                expect(home, "nothing");
                /* The connection goes on, so the watches must not. */
                assert_int_equal(home->mutter.idle_watch, 0);
                assert_int_equal(home->mutter.active_watch, 0);
        }
}

static void who_was_idle_before_we_came_comes_back(void **state)
{
        struct home *home = *state;

        home->mutter.idle_msec = 60000;
        start_mutter(home);
        attach(home);
        expect(home, "idle=60");
        mutter_fire_active(&home->mutter);
        expect(home, "used");
}

static void watches_of_others_and_repetitions_change_nothing(void **state)
{
        struct home *home = *state;

        start_mutter(home);
        attach(home);
        expect(home, "used");
        mutter_fire(&home->mutter, 0);
        mutter_fire(&home->mutter, 99);
        expect(home, "");
        mutter_fire_idle(&home->mutter);
        mutter_fire_idle(&home->mutter);
        expect(home, "idle=60");
        mutter_fire(&home->mutter, 0);
        mutter_fire_idle(&home->mutter);
        expect(home, "");
        mutter_fire_active(&home->mutter);
        expect(home, "used");
}

static void mutter_restarts_and_is_asked_anew(void **state)
{
        struct home *home = *state;

        start_mutter(home);
        attach(home);
        expect(home, "used");
        mutter_fire_idle(&home->mutter);
        expect(home, "idle=60");
        mutter_stop(&home->mutter);
        expect(home, "nothing");
        start_mutter(home);
        expect(home, "used");
        mutter_fire_idle(&home->mutter);
        expect(home, "idle=60");
        mutter_fire_active(&home->mutter);
        expect(home, "used");
}

static void mutter_that_gives_no_watch_for_the_return_is_left(void **state)
{
        struct home *home = *state;

        home->mutter.denies_active_watch = true;
        start_mutter(home);
        start_saver(home);
        attach(home);
        expect(home, "used");
        mutter_fire_idle(&home->mutter);
        expect(home, "idle=60 nothing used");
        assert_int_equal(home->mutter.idle_watch, 0);
}

/* ---- screen savers ---- */

static void a_screen_saver_tells_when_it_begins_and_ends(void **state)
{
        struct home *home = *state;

        start_saver(home);
        attach(home);
        expect(home, "used");
        saver_set_active(&home->saver, true);
        expect(home, "idle=0");
        saver_set_active(&home->saver, true);
        expect(home, "");
        saver_set_active(&home->saver, false);
        expect(home, "used");
}

static void a_screen_saver_that_runs_already_is_idle(void **state)
{
        struct home *home = *state;

        home->saver.active = home->saver.knows_idle_time = true;
        home->saver.idle_time = 5000;
        start_saver(home);
        attach(home);
        expect(home, "idle=5");
        saver_set_active(&home->saver, false);
        expect(home, "used");
}

/* Seconds or milliseconds: it was idle no longer than since it was used, which is a moment ago. */
static void its_idle_time_is_never_longer_than_since_the_last_use(void **state)
{
        static const uint32_t times[] = { 0, 1, 300, 300000, UINT32_MAX };
        struct home *home = *state;

        home->saver.knows_idle_time = true;
        start_saver(home);
        attach(home);
        expect(home, "used");
        for (size_t i = 0; i < ELEMENTS(times); i++) {
                home->saver.idle_time = times[i];
                saver_set_active(&home->saver, true);
                WAIT_FOR(home->event, home->heard[0]);
                assert_in_range(home->idle_usec, 0, PRIVATE_BUS_WAIT_USEC);
                assert_true(home->idle_usec <= times[i] * USEC_PER_MSEC);
                home->heard[0] = '\0';
                saver_set_active(&home->saver, false);
                expect(home, "used");
        }
        assert_int_equal(home->saver.asked, ELEMENTS(times));
}

static void a_saver_that_ends_before_it_said_since_when_was_never_idle(void **state)
{
        struct home *home = *state;

        home->saver.knows_idle_time = true;
        start_saver(home);
        attach(home);
        expect(home, "used");
        saver_set_active(&home->saver, true);
        saver_set_active(&home->saver, false);
        expect(home, "");
}

static void the_other_path_and_the_other_name_are_tried(void **state)
{
        struct home *home = *state;

        home->saver.path = "/ScreenSaver";
        start_saver(home);
        attach(home);
        expect(home, "used");
        saver_set_active(&home->saver, true);
        expect(home, "idle=0");
        saver_stop(&home->saver);
        expect(home, "nothing");
        start_gnome_saver(home);
        expect(home, "used");
        saver_set_active(&home->gnome_saver, true);
        expect(home, "idle=0");
}

static void a_name_that_only_takes_inhibitors_is_passed_over(void **state)
{
        struct home *home = *state;

        home->saver.only_inhibits = true;
        home->gnome_saver.active = true;
        start_saver(home);
        start_gnome_saver(home);
        attach(home);
        expect(home, "idle=0");
        saver_set_active(&home->gnome_saver, false);
        expect(home, "used");
        /* Its next owner may be a better one. */
        saver_stop(&home->saver);
        home->saver.only_inhibits = false;
        home->saver.active = true;
        start_saver(home);
        expect(home, "idle=0");
}

/* ---- who is listened to ---- */

static void the_best_is_listened_to_and_if_it_goes_the_next(void **state)
{
        struct home *home = *state;

        start_mutter(home);
        start_saver(home);
        start_gnome_saver(home);
        attach(home);
        expect(home, "used");
        saver_set_active(&home->saver, true);
        saver_set_active(&home->gnome_saver, true);
        expect(home, "");
        mutter_stop(&home->mutter);
        expect(home, "nothing idle=0");
        saver_set_active(&home->gnome_saver, false);
        expect(home, "");
        saver_stop(&home->saver);
        expect(home, "nothing used");
        /* A better one that comes takes over without a gap. */
        home->saver.active = true;
        start_saver(home);
        expect(home, "idle=0");
        start_mutter(home);
        expect(home, "used");
        saver_set_active(&home->saver, false);
        saver_set_active(&home->saver, true);
        expect(home, "");
}

static void where_nobody_tells_it_is_told_once_with_what_to_do(void **state)
{
        struct home *home = *state;

        attach(home);
        expect(home, "");
        assert_int_equal(told_count(&home->told, "ReportActivity"), 1);
        start_saver(home);
        expect(home, "used");
        saver_stop(&home->saver);
        expect(home, "nothing");
        assert_int_equal(told_count(&home->told, "ReportActivity"), 1);
}

static void where_somebody_tells_nothing_is_told(void **state)
{
        struct home *home = *state;

        start_gnome_saver(home);
        attach(home);
        expect(home, "used");
        assert_int_equal(told_count(&home->told, "\n"), 0);
}

static void the_bus_goes_and_another_one_comes(void **state)
{
        struct home *home = *state;

        start_mutter(home);
        attach(home);
        expect(home, "used");
        home->session_manager.actions = 8;
        session_manager_start(&home->session_manager, &home->bus, home->event);
        expect(home, "inhibited");
        private_bus_stop(&home->bus);
        WAIT_FOR(home->event, sd_bus_is_open(home->connection) <= 0);
        desktop_idle_detach(home->desktop_idle);
        assert_string_equal(home->heard, "nothing free");
        home->heard[0] = '\0';
        stop_programs(home);
        sd_bus_close_unref(home->witness);
        sd_bus_close_unref(home->connection);
        private_bus_start(&home->bus);
        home->connection = private_bus_connect(&home->bus, home->event);
        home->witness = private_bus_connect(&home->bus, home->event);
        attach(home);
        expect(home, "");
        start_mutter(home);
        expect(home, "used");
}

static void an_answer_that_comes_after_we_left_is_not_heard(void **state)
{
        struct home *home = *state;

        home->session_manager.actions = 8;
        home->power_manager.has_inhibit = true;
        start_mutter(home);
        start_saver(home);
        session_manager_start(&home->session_manager, &home->bus, home->event);
        power_manager_start(&home->power_manager, &home->bus, home->event);
        for (int turns = 0; turns < 24; turns++) {
                uint64_t deadline_usec = private_bus_deadline();

                attach(home);
                for (int i = 0; i < turns; i++)
                        if (home->heard[0] == '\0')
                                assert_true(private_bus_turn(home->event, deadline_usec));
                desktop_idle_detach(home->desktop_idle);
                home->heard[0] = '\0';
                expect(home, "");
                /* A watch that was being given when we left stays with Mutter until the connection ends. */
                home->mutter.idle_watch = home->mutter.active_watch = 0;
        }
}

static void a_connection_that_is_closed_already_is_no_trouble(void **state)
{
        struct home *home = *state;

        sd_bus_close(home->connection);
        attach(home);
        desktop_idle_detach(home->desktop_idle);
        assert_string_equal(home->heard, "");
        assert_int_equal(told_count(&home->told, "may be late"), 1);
}

static void one_that_has_no_memory_is_not_made(void **state)
{
        const struct desktop_idle_handlers handlers = { .userdata = NULL };
        struct desktop_idle *desktop_idle = NULL;

        (void)state;
        scarce_begin(0);
        assert_int_equal(desktop_idle_new(NULL, &handlers, &desktop_idle), -ENOMEM);
        assert_true(scarce_end());
        assert_null(desktop_idle);
        assert_null(desktop_idle_free(NULL));
}

/* ---- what keeps the screen on ---- */

static void the_session_manager_tells_of_a_film(void **state)
{
        static const char *const signals[] = { "PropertiesChanged", "InhibitorAdded", "InhibitorRemoved" };
        struct home *home = *state;

        start_mutter(home);
        session_manager_start(&home->session_manager, &home->bus, home->event);
        attach(home);
        expect(home, "used");
        for (size_t i = 0; i < ELEMENTS(signals); i++) {
                /* Log-out, switch of the user, suspend. */
                session_manager_tell(&home->session_manager, signals[i], 1 | 2 | 4);
                expect(home, "");
                session_manager_tell(&home->session_manager, signals[i], 4 | 8);
                expect(home, "inhibited");
                session_manager_tell(&home->session_manager, signals[i], 0);
                expect(home, "free");
        }
}

static void the_power_manager_tells_of_a_call_by_either_name(void **state)
{
        static const char *const names[] = { "org.freedesktop.PowerManagement",
                "org.freedesktop.PowerManagement.Inhibit" };
        struct home *home = *state;

        start_saver(home);
        attach(home);
        expect(home, "used");
        for (size_t i = 0; i < ELEMENTS(names); i++) {
                home->power_manager.name = names[i];
                power_manager_start(&home->power_manager, &home->bus, home->event);
                power_manager_tell(&home->power_manager, true);
                power_manager_tell(&home->power_manager, true);
                expect(home, "inhibited");
                power_manager_tell(&home->power_manager, false);
                expect(home, "free");
                power_manager_tell(&home->power_manager, true);
                expect(home, "inhibited");
                keeper_stop(&home->power_manager);
                expect(home, "free");
                home->power_manager.has_inhibit = false;
        }
}

static void a_power_manager_that_takes_its_other_name_too_goes_on(void **state)
{
        struct home *home = *state;

        start_saver(home);
        home->power_manager.has_inhibit = true;
        power_manager_start(&home->power_manager, &home->bus, home->event);
        attach(home);
        WAIT_FOR(home->event, strstr(home->heard, "used") && strstr(home->heard, "inhibited"));
        home->heard[0] = '\0';
        assert_true(sd_bus_request_name(home->power_manager.connection,
                            "org.freedesktop.PowerManagement.Inhibit", 0) >= 0);
        expect(home, "");
        power_manager_tell(&home->power_manager, false);
        expect(home, "free");
}

static void it_is_inhibited_while_either_says_so_and_is_there(void **state)
{
        struct home *home = *state;

        start_saver(home);
        attach(home);
        expect(home, "used");
        home->power_manager.has_inhibit = true;
        power_manager_start(&home->power_manager, &home->bus, home->event);
        expect(home, "inhibited");
        home->session_manager.actions = 8;
        session_manager_start(&home->session_manager, &home->bus, home->event);
        expect(home, "");
        keeper_stop(&home->power_manager);
        expect(home, "");
        keeper_stop(&home->session_manager);
        expect(home, "free");
}

/* ---- what nobody should say ---- */

static void answers_of_other_types_are_told_once_and_the_next_is_listened_to(void **state)
{
        struct home *home = *state;

        home->mutter.is_garbage = home->saver.is_garbage = true;
        home->session_manager.is_garbage = home->power_manager.is_garbage = true;
        start_mutter(home);
        start_saver(home);
        start_gnome_saver(home);
        session_manager_start(&home->session_manager, &home->bus, home->event);
        power_manager_start(&home->power_manager, &home->bus, home->event);
        attach(home);
        WAIT_FOR(home->event, home->heard[0]);
        expect(home, "used");
        assert_int_equal(told_count(&home->told, "not understood"), 1);
}

static void signals_of_other_types_change_nothing(void **state)
{
        static const char *const members[] = { "ActiveChanged", "HasInhibitChanged", "WatchFired" };
        struct home *home = *state;

        start_mutter(home);
        power_manager_start(&home->power_manager, &home->bus, home->event);
        attach(home);
        expect(home, "used");
        assert_true(sd_bus_emit_signal(home->mutter.connection, "/org/gnome/Mutter/IdleMonitor/Core",
                            "org.gnome.Mutter.IdleMonitor", members[2], "s", "1") >= 0);
        assert_true(
                sd_bus_emit_signal(home->power_manager.connection, "/org/freedesktop/PowerManagement/Inhibit",
                        "org.freedesktop.PowerManagement.Inhibit", members[1], "u", 1) >= 0);
        expect(home, "");
        mutter_stop(&home->mutter);
        start_saver(home);
        expect(home, "nothing used");
        assert_true(sd_bus_emit_signal(home->saver.connection, home->saver.path, home->saver.name, members[0],
                            "u", 1) >= 0);
        expect(home, "");
        assert_int_equal(told_count(&home->told, "not understood"), 1);
}

static void a_stranger_cannot_speak_for_the_others(void **state)
{
        struct home *home = *state;
        const char *path = "/org/gnome/Mutter/IdleMonitor/Core";

        start_mutter(home);
        session_manager_start(&home->session_manager, &home->bus, home->event);
        power_manager_start(&home->power_manager, &home->bus, home->event);
        attach(home);
        expect(home, "used");
        home->session_manager.actions = 8;
        private_bus_say_to(home->witness, home->connection, path, "org.gnome.Mutter.IdleMonitor",
                "WatchFired", "u", home->mutter.idle_watch);
        private_bus_say_to(home->witness, home->connection, "/org/gnome/SessionManager",
                "org.gnome.SessionManager", "InhibitorAdded", "o", "/org/gnome/SessionManager/Inhibitor1");
        private_bus_say_to(home->witness, home->connection, "/org/freedesktop/PowerManagement/Inhibit",
                "org.freedesktop.PowerManagement.Inhibit", "HasInhibitChanged", "b", true);
        private_bus_say_to(home->witness, home->connection, "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "NameOwnerChanged", "sss", "org.gnome.Mutter.IdleMonitor", ":1.1", "");
        expect(home, "");
        mutter_stop(&home->mutter);
        start_saver(home);
        expect(home, "nothing used");
        private_bus_say_to(home->witness, home->connection, home->saver.path, home->saver.name,
                "ActiveChanged", "b", true);
        expect(home, "");
}

#define AT_HOME(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                AT_HOME(mutter_tells_each_absence_and_each_return),
                AT_HOME(mutter_tells_how_long_the_desktop_was_idle_before_we_came),
                AT_HOME(who_was_idle_before_we_came_comes_back),
                AT_HOME(watches_of_others_and_repetitions_change_nothing),
                AT_HOME(mutter_restarts_and_is_asked_anew),
                AT_HOME(mutter_that_gives_no_watch_for_the_return_is_left),
                AT_HOME(a_screen_saver_tells_when_it_begins_and_ends),
                AT_HOME(a_screen_saver_that_runs_already_is_idle),
                AT_HOME(its_idle_time_is_never_longer_than_since_the_last_use),
                AT_HOME(a_saver_that_ends_before_it_said_since_when_was_never_idle),
                AT_HOME(the_other_path_and_the_other_name_are_tried),
                AT_HOME(a_name_that_only_takes_inhibitors_is_passed_over),
                AT_HOME(the_best_is_listened_to_and_if_it_goes_the_next),
                AT_HOME(where_nobody_tells_it_is_told_once_with_what_to_do),
                AT_HOME(where_somebody_tells_nothing_is_told),
                AT_HOME(the_bus_goes_and_another_one_comes),
                AT_HOME(an_answer_that_comes_after_we_left_is_not_heard),
                AT_HOME(a_connection_that_is_closed_already_is_no_trouble),
                cmocka_unit_test(one_that_has_no_memory_is_not_made),
                AT_HOME(the_session_manager_tells_of_a_film),
                AT_HOME(the_power_manager_tells_of_a_call_by_either_name),
                AT_HOME(a_power_manager_that_takes_its_other_name_too_goes_on),
                AT_HOME(it_is_inhibited_while_either_says_so_and_is_there),
                AT_HOME(answers_of_other_types_are_told_once_and_the_next_is_listened_to),
                AT_HOME(signals_of_other_types_change_nothing),
                AT_HOME(a_stranger_cannot_speak_for_the_others),
        };

        return cmocka_run_group_tests_name("desktop_idle", tests, NULL, NULL);
}
