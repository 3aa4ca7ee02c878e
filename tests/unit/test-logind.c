/* SPDX-License-Identifier: MIT */
#include "unit/login_stand_in.h"
#include "unit/scarce.h"
#include "unit/told.h"

#include "io/logind.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ANNA 1000
#define BEN  1001

/* What the daemon side knows is written down as words: "0:active", "0:idle", "0:idle@" with a time that was
 * told, "0:nothing", "inhibited", "free", "sleep", "wake", "zone". */
struct home {
        struct private_bus bus;
        sd_event *event;
        sd_bus *connection;
        struct login_stand_in login;
        struct log *log;
        struct logind *logind;
        char heard[4096];
        int64_t since_usec; /* of the last one told with a time */
        struct told told;
        bool was_held; /* during the last on_sleep() the machine had to wait */
};

static void hear(struct home *home, const char *word)
{
        size_t length = strlen(home->heard);

        snprintf(home->heard + length, sizeof(home->heard) - length, "%s%s", length > 0 ? " " : "", word);
}

static void on_user(void *userdata, size_t user, enum source_value value, int64_t since_realtime_usec)
{
        static const char *const words[] = { "nothing", "idle", "active" };
        struct home *home = userdata;
        char word[32];

        snprintf(word, sizeof(word), "%zu:%s%s", user, words[value], since_realtime_usec ? "@" : "");
        if (since_realtime_usec)
                home->since_usec = since_realtime_usec;
        hear(home, word);
}

static void on_inhibited(void *userdata, bool inhibited)
{
        hear(userdata, inhibited ? "inhibited" : "free");
}

static void on_sleep(void *userdata)
{
        struct home *home = userdata;

        home->was_held = home->login.inhibitor >= 0 && !login_inhibitor_is_closed(&home->login);
        hear(home, "sleep");
}

static void on_wake(void *userdata)
{
        hear(userdata, "wake");
}

static void on_zone(void *userdata)
{
        hear(userdata, "zone");
}

static int set_up(void **state)
{
        static const uid_t users[] = { ANNA, BEN };
        struct home *home = calloc(1, sizeof(*home));
        struct logind_handlers handlers = {
                .userdata = home,
                .on_user = on_user,
                .on_inhibited = on_inhibited,
                .on_sleep = on_sleep,
                .on_wake = on_wake,
                .on_zone = on_zone,
        };

        assert_non_null(home);
        told_begin(&home->told);
        home->login.inhibitor = -1;
        home->login.blocked = "";
        private_bus_init(&home->bus);
        private_bus_start(&home->bus);
        assert_int_equal(sd_event_new(&home->event), 0);
        home->connection = private_bus_connect(&home->bus, home->event);
        assert_int_equal(log_new(false, &home->log), 0);
        assert_int_equal(logind_new(home->log, users, ELEMENTS(users), &handlers, &home->logind), 0);
        *state = home;
        return 0;
}

static int tear_down(void **state)
{
        struct home *home = *state;

        logind_free(home->logind);
        log_free(home->log);
        login_done(&home->login);
        sd_bus_close_unref(home->connection);
        sd_event_unref(home->event);
        private_bus_done(&home->bus);
        told_end(&home->told);
        free(home);
        return 0;
}

/* All that was said has arrived, and this is what came of it, in this order. */
static void expect(struct home *home, const char *words)
{
        sd_bus *other = home->login.connection;
        sd_bus *witness = NULL;

        if (!other)
                other = witness = private_bus_connect(&home->bus, home->event);
        private_bus_settle(home->event, home->connection, other);
        sd_bus_close_unref(witness);
        assert_string_equal(home->heard, words);
        home->heard[0] = '\0';
}

static uint64_t realtime_usec(void)
{
        struct timespec now;

        assert_int_equal(clock_gettime(CLOCK_REALTIME, &now), 0);
        return (uint64_t)now.tv_sec * USEC_PER_SEC + (uint64_t)now.tv_nsec / 1000;
}

static void start_login(struct home *home)
{
        login_start(&home->login, &home->bus, home->event, LOGIN_GARBAGE_NONE);
}

/* logind is there with a session of anna's, in use. */
static struct login_session *begin(struct home *home)
{
        struct login_session *session = login_add(&home->login, "1", ANNA, false);

        start_login(home);
        logind_attach(home->logind, home->connection);
        expect(home, "0:active 1:idle");
        return session;
}

static void set_idle(struct home *home, struct login_session *session, bool idle, uint64_t since_usec)
{
        session->idle = idle;
        session->idle_realtime_usec = since_usec;
        login_tell_session(&home->login, session, "IdleHint");
}

static void set_locked(struct home *home, struct login_session *session, bool locked)
{
        session->locked = locked;
        login_tell_session(&home->login, session, "LockedHint");
}

/* ---- sessions ---- */

static void going_idle_is_dated_by_logind_and_coming_back_is_now(void **state)
{
        struct home *home = *state;
        struct login_session *session = begin(home);
        uint64_t since_usec = realtime_usec();

        set_idle(home, session, true, since_usec);
        expect(home, "0:idle@");
        assert_int_equal(home->since_usec, since_usec);
        set_idle(home, session, false, realtime_usec());
        expect(home, "0:active");
}

static void who_was_idle_before_we_came_is_dated_too(void **state)
{
        struct home *home = *state;
        struct login_session *early = login_add(&home->login, "1", ANNA, false);
        struct login_session *late = login_add(&home->login, "2", ANNA, false);
        uint64_t since_usec = realtime_usec() - 90 * USEC_PER_SEC;

        early->idle = late->idle = true;
        early->idle_realtime_usec = since_usec - 1;
        late->idle_realtime_usec = since_usec;
        start_login(home);
        logind_attach(home->logind, home->connection);
        expect(home, "0:idle@ 1:idle");
        assert_int_equal(home->since_usec, since_usec);
}

static void a_time_that_cannot_be_is_not_believed(void **state)
{
        struct home *home = *state;
        struct login_session *session = begin(home);
        const uint64_t times[] = { 0, realtime_usec() + 3600 * USEC_PER_SEC,
                realtime_usec() - 60 * USEC_PER_SEC, UINT64_MAX, INT64_MAX, 1 };

        for (size_t i = 0; i < ELEMENTS(times); i++) {
                set_idle(home, session, true, times[i]);
                expect(home, "0:idle");
                set_idle(home, session, false, 0);
                expect(home, "0:active");
        }
}

static void locking_is_leaving_and_unlocking_is_coming_back(void **state)
{
        struct home *home = *state;
        struct login_session *session = begin(home);

        set_locked(home, session, true);
        expect(home, "0:idle");
        set_idle(home, session, true, realtime_usec());
        expect(home, "");
        set_locked(home, session, false);
        expect(home, "");
        set_idle(home, session, false, realtime_usec());
        expect(home, "0:active");
}

static void only_a_local_graphical_session_in_the_foreground_counts(void **state)
{
        struct home *home = *state;
        struct login_session *session = begin(home);
        const struct {
                const char *class;
                const char *type;
                const char *state;
                bool remote;
                bool active;
                bool counts;
        } cases[] = {
                { "user", "x11", "active", false, true, true },
                { "user", "mir", "active", false, true, true },
                { "user", "wayland", "active", true, true, false },
                { "user", "tty", "active", false, true, false },
                { "user", "unspecified", "active", false, true, false },
                { "user", "web", "active", false, true, false },
                { "greeter", "wayland", "active", false, true, false },
                { "background", "x11", "active", false, true, false },
                { "lock-screen", "x11", "active", false, true, false },
                { "user", "wayland", "online", false, false, false },
                { "user", "wayland", "closing", false, true, false },
                { "user", "wayland", "opening", false, false, false },
                { "user", "wayland", "opening", false, true, true },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                session->class = cases[i].class;
                session->type = cases[i].type;
                session->state = cases[i].state;
                session->remote = cases[i].remote;
                session->active = cases[i].active;
                login_tell_session(&home->login, session, "Active");
                expect(home, cases[i].counts ? "" : "0:idle");
                *session = (struct login_session){ .uid = ANNA,
                        .class = "user",
                        .type = "wayland",
                        .state = "active",
                        .active = true,
                        .slot = session->slot };
                strcpy(session->id, "1");
                strcpy(session->path, "/org/freedesktop/login1/session/_31");
                login_tell_session(&home->login, session, "Active");
                expect(home, cases[i].counts ? "" : "0:active");
        }
}

static void logging_out_is_leaving_and_logging_in_is_coming(void **state)
{
        struct home *home = *state;
        struct login_session *session = begin(home);

        login_remove(&home->login, session);
        expect(home, "0:idle");
        session = login_add(&home->login, "2", ANNA, true);
        expect(home, "0:active");
        set_idle(home, session, true, realtime_usec());
        expect(home, "0:idle@");
        login_remove(&home->login, session);
        expect(home, "");
}

static void two_sessions_of_one_user_are_one_person(void **state)
{
        struct home *home = *state;
        struct login_session *first = begin(home);
        struct login_session *second = login_add(&home->login, "2", ANNA, true);
        uint64_t since_usec;

        expect(home, "");
        set_idle(home, first, true, realtime_usec());
        expect(home, "");
        since_usec = realtime_usec();
        set_idle(home, second, true, since_usec);
        expect(home, "0:idle@");
        assert_int_equal(home->since_usec, since_usec);
        set_idle(home, first, false, realtime_usec());
        expect(home, "0:active");
        /* The second one's time is none of when the first one ended. */
        login_remove(&home->login, first);
        expect(home, "0:idle");
}

static void each_user_has_their_own_sessions_and_strangers_none(void **state)
{
        struct home *home = *state;
        struct login_session *anna = begin(home);
        struct login_session *ben = login_add(&home->login, "2", BEN, true);
        struct login_session *stranger = login_add(&home->login, "3", 4242, true);
        int reads;

        expect(home, "1:active");
        set_locked(home, anna, true);
        expect(home, "0:idle");
        reads = home->login.reads;
        set_locked(home, stranger, true);
        login_remove(&home->login, stranger);
        expect(home, "");
        assert_int_equal(home->login.reads, reads);
        set_locked(home, ben, true);
        expect(home, "1:idle");
}

static void a_burst_of_changes_is_asked_about_twice_at_most(void **state)
{
        struct home *home = *state;
        struct login_session *session = begin(home);
        int reads = home->login.reads;

        for (int i = 0; i < 100; i++)
                set_idle(home, session, i % 2 == 0, 0);
        expect(home, "");
        assert_in_range(home->login.reads - reads, 1, 10);
        set_idle(home, session, true, 0);
        expect(home, "0:idle");
}

static void more_sessions_than_there_can_be_are_left_out_and_told(void **state)
{
        struct home *home = *state;

        for (int i = 0; i < 1030; i++) {
                char id[16];

                snprintf(id, sizeof(id), "%d", i);
                login_add(&home->login, id, i < 1024 ? ANNA : BEN, false);
        }
        start_login(home);
        logind_attach(home->logind, home->connection);
        WAIT_FOR(home->event, home->heard[0]);
        expect(home, "0:active 1:idle");
        assert_int_equal(home->login.reads, 1024);
        assert_int_equal(told_count(&home->told, "more than 1024 sessions"), 1);
}

/* ---- logind and the bus come and go ---- */

static void without_logind_nothing_is_known_and_it_is_told_once(void **state)
{
        struct home *home = *state;

        login_add(&home->login, "1", ANNA, false);
        logind_attach(home->logind, home->connection);
        expect(home, "");
        start_login(home);
        expect(home, "0:active 1:idle");
        login_stop(&home->login);
        expect(home, "0:nothing 1:nothing");
        logind_detach(home->logind);
        logind_attach(home->logind, home->connection);
        expect(home, "");
        assert_int_equal(told_count(&home->told, "systemd-logind does not answer"), 1);
}

static void logind_restarts_and_is_asked_anew(void **state)
{
        struct home *home = *state;
        struct login_session *session = begin(home);

        login_tell_blocked(&home->login, "idle");
        expect(home, "inhibited");
        login_stop(&home->login);
        expect(home, "0:nothing 1:nothing free");
        session->locked = true;
        login_add(&home->login, "2", BEN, false);
        start_login(home);
        expect(home, "0:idle 1:active inhibited");
        assert_false(login_inhibitor_is_closed(&home->login));
        set_locked(home, session, false);
        expect(home, "0:active");
}

static void the_bus_goes_and_another_one_comes(void **state)
{
        struct home *home = *state;
        struct login_session *session = begin(home);

        logind_detach(home->logind);
        assert_string_equal(home->heard, "0:nothing 1:nothing");
        home->heard[0] = '\0';
        sd_bus_close_unref(home->connection);
        login_stop(&home->login);
        private_bus_stop(&home->bus);
        private_bus_start(&home->bus);
        home->connection = private_bus_connect(&home->bus, home->event);
        session->locked = true;
        start_login(home);
        logind_attach(home->logind, home->connection);
        expect(home, "0:idle 1:idle");
        set_locked(home, session, false);
        expect(home, "0:active");
}

static void an_answer_that_comes_after_we_left_is_not_heard(void **state)
{
        struct home *home = *state;

        login_add(&home->login, "1", ANNA, false);
        start_login(home);
        for (int turns = 0; turns < 12; turns++) {
                uint64_t deadline_usec = private_bus_deadline();

                logind_attach(home->logind, home->connection);
                for (int i = 0; i < turns; i++)
                        if (home->heard[0] == '\0')
                                assert_true(private_bus_turn(home->event, deadline_usec));
                logind_detach(home->logind);
                home->heard[0] = '\0';
                expect(home, "");
        }
}

static void a_connection_that_dies_unnoticed_is_let_go(void **state)
{
        struct home *home = *state;

        begin(home);
        private_bus_stop(&home->bus);
        WAIT_FOR(home->event, sd_bus_is_open(home->connection) <= 0);
        logind_detach(home->logind);
        assert_string_equal(home->heard, "0:nothing 1:nothing");
}

static void a_connection_that_is_closed_already_is_no_trouble(void **state)
{
        struct home *home = *state;

        begin(home);
        logind_detach(home->logind);
        home->heard[0] = '\0';
        sd_bus_close(home->connection);
        logind_attach(home->logind, home->connection);
        logind_detach(home->logind);
        assert_string_equal(home->heard, "");
}

/* Each allocation fails in turn: what it was for is left out, and nothing else. */
static void a_lack_of_memory_is_not_the_end(void **state)
{
        struct home *home = *state;
        int failures = 0;

        login_add(&home->login, "1", ANNA, false);
        login_add(&home->login, "2", BEN, false);
        start_login(home);
        private_bus_settle(home->event, home->connection, home->login.connection);
        for (int failed = 1; failed; failures += failed) {
                scarce_begin(failures);
                logind_attach(home->logind, home->connection);
                private_bus_settle(home->event, home->connection, home->login.connection);
                failed = scarce_end();
                logind_detach(home->logind);
                assert_string_equal(home->heard, failed ? "" : "0:active 1:active 0:nothing 1:nothing");
                home->heard[0] = '\0';
        }
        assert_int_equal(failures, 6);
}

static void a_logind_that_has_no_memory_is_not_made(void **state)
{
        static const uid_t users[] = { ANNA };
        const struct logind_handlers handlers = { .userdata = NULL };
        struct logind *logind = NULL;
        int failures = 0;
        int r;

        (void)state;
        do {
                scarce_begin(failures);
                r = logind_new(NULL, users, 1, &handlers, &logind);
                if (scarce_end()) {
                        assert_int_equal(r, -ENOMEM);
                        assert_null(logind);
                        failures++;
                }
        } while (r < 0);
        assert_int_equal(failures, 2);
        assert_null(logind_free(logind));
        assert_null(logind_free(NULL));
}

/* ---- the machine ---- */

static void sleep_waits_for_us_and_each_night_anew(void **state)
{
        struct home *home = *state;

        begin(home);
        for (int night = 1; night <= 3; night++) {
                assert_int_equal(home->login.inhibitors, night);
                assert_false(login_inhibitor_is_closed(&home->login));
                login_tell_sleep(&home->login, true);
                expect(home, "sleep");
                assert_true(home->was_held);
                assert_true(login_inhibitor_is_closed(&home->login));
                login_tell_sleep(&home->login, false);
                expect(home, "wake");
        }
        logind_detach(home->logind);
        assert_true(login_inhibitor_is_closed(&home->login));
}

static void an_inhibitor_that_is_denied_is_told_once_and_sleep_is_still_heard(void **state)
{
        struct home *home = *state;

        home->login.denies_inhibitor = true;
        begin(home);
        login_tell_sleep(&home->login, true);
        expect(home, "sleep");
        assert_false(home->was_held);
        login_tell_sleep(&home->login, false);
        expect(home, "wake");
        assert_int_equal(home->login.inhibitors, 2);
        assert_int_equal(told_count(&home->told, "at most the last minute"), 1);
}

static void a_film_inhibits_idle_and_other_inhibitors_do_not(void **state)
{
        struct home *home = *state;

        home->login.blocked = "shutdown:idle:handle-lid-switch";
        login_add(&home->login, "1", ANNA, false);
        start_login(home);
        logind_attach(home->logind, home->connection);
        expect(home, "0:active 1:idle inhibited");
        login_tell_blocked(&home->login, "idle");
        expect(home, "");
        login_tell_blocked(&home->login, "shutdown:sleep");
        expect(home, "free");
        login_tell_blocked(&home->login, "idleness:not-idle::");
        expect(home, "");
        login_tell_blocked(&home->login, "sleep:idle");
        expect(home, "inhibited");
        logind_detach(home->logind);
        assert_string_equal(home->heard, "0:nothing 1:nothing free");
}

static void only_a_change_of_what_is_blocked_is_asked_about(void **state)
{
        static const char *const path = "/org/freedesktop/login1";
        static const char *const manager = "org.freedesktop.login1.Manager";
        struct home *home = *state;
        sd_bus *login;

        begin(home);
        login = home->login.connection;
        assert_int_equal(home->login.blocked_reads, 1);
        home->login.blocked = "idle";
        assert_true(sd_bus_emit_signal(login, path, "org.freedesktop.DBus.Properties", "PropertiesChanged",
                            "sa{sv}as", manager, 2, "IdleHint", "b", true, "DelayInhibited", "s", "sleep", 1,
                            "NCurrentSessions") >= 0);
        expect(home, "");
        assert_int_equal(home->login.blocked_reads, 1);
        assert_true(sd_bus_emit_signal(login, path, "org.freedesktop.DBus.Properties", "PropertiesChanged",
                            "sa{sv}as", manager, 1, "IdleHint", "b", true, 2, "NCurrentSessions",
                            "BlockInhibited") >= 0);
        expect(home, "inhibited");
        assert_int_equal(home->login.blocked_reads, 2);
}

static void another_zone_is_heard_with_and_without_logind(void **state)
{
        struct home *home = *state;

        begin(home);
        login_tell_time(&home->bus, home->event, "Timezone");
        expect(home, "zone");
        login_tell_time(&home->bus, home->event, "NTP");
        expect(home, "");
        login_stop(&home->login);
        expect(home, "0:nothing 1:nothing");
        login_tell_time(&home->bus, home->event, "Timezone");
        expect(home, "zone");
}

/* ---- what nobody should say ---- */

static void answers_of_other_types_are_told_once_and_nothing_is_known(void **state)
{
        struct home *home = *state;

        login_start(&home->login, &home->bus, home->event, LOGIN_GARBAGE_ALL);
        logind_attach(home->logind, home->connection);
        expect(home, "");
        assert_int_equal(told_count(&home->told, "not understood"), 1);
        login_stop(&home->login);
        start_login(home);
        expect(home, "0:idle 1:idle");
}

static void odd_answers_about_the_machine_leave_the_sessions_alone(void **state)
{
        struct home *home = *state;

        login_add(&home->login, "1", ANNA, false);
        login_start(&home->login, &home->bus, home->event, LOGIN_GARBAGE_MACHINE);
        logind_attach(home->logind, home->connection);
        expect(home, "0:active 1:idle");
        assert_int_equal(told_count(&home->told, "not understood"), 1);
}

static void a_session_of_other_types_does_not_count_and_the_others_do(void **state)
{
        struct home *home = *state;
        struct login_session *garbage = login_add(&home->login, "1", ANNA, false);

        garbage->is_garbage = true;
        login_add(&home->login, "2", BEN, false);
        start_login(home);
        logind_attach(home->logind, home->connection);
        expect(home, "0:idle 1:active");
        login_tell_session(&home->login, garbage, "IdleHint");
        expect(home, "");
        assert_int_equal(told_count(&home->told, "not understood"), 1);
        login_remove(&home->login, garbage);
        login_add(&home->login, "3", ANNA, true);
        expect(home, "0:active");
}

static void signals_of_other_types_change_nothing(void **state)
{
        struct home *home = *state;
        const struct {
                const char *path;
                const char *interface;
                const char *member;
                const char *types;
                const char *text;
        } signals[] = {
                { "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "SessionNew", "s", "2" },
                { "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "SessionRemoved", "s", "1" },
                { "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", "s",
                        "yes" },
                { "/org/freedesktop/login1", "org.freedesktop.DBus.Properties", "PropertiesChanged", "s",
                        "org.freedesktop.login1.Manager" },
                { "/org/freedesktop/login1/session/_39", "org.freedesktop.DBus.Properties",
                        "PropertiesChanged", "s", "org.freedesktop.login1.Session" },
        };

        begin(home);
        for (size_t i = 0; i < ELEMENTS(signals); i++)
                assert_true(sd_bus_emit_signal(home->login.connection, signals[i].path, signals[i].interface,
                                    signals[i].member, signals[i].types, signals[i].text) >= 0);
        expect(home, "");
        assert_int_equal(told_count(&home->told, "not understood"), 1);
}

static void a_stranger_cannot_speak_for_logind_or_the_bus(void **state)
{
        struct home *home = *state;
        sd_bus *stranger = private_bus_connect(&home->bus, home->event);

        begin(home);
        private_bus_settle(home->event, stranger, home->connection);
        private_bus_say_to(stranger, home->connection, "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager", "PrepareForSleep", "b", true);
        private_bus_say_to(stranger, home->connection, "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager", "SessionRemoved", "so", "1",
                "/org/freedesktop/login1/session/_31");
        private_bus_say_to(stranger, home->connection, "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "NameOwnerChanged", "sss", "org.freedesktop.login1", ":1.1", "");
        private_bus_settle(home->event, stranger, home->connection);
        expect(home, "");
        assert_false(login_inhibitor_is_closed(&home->login));
        sd_bus_close_unref(stranger);
}

#define AT_HOME(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                AT_HOME(going_idle_is_dated_by_logind_and_coming_back_is_now),
                AT_HOME(who_was_idle_before_we_came_is_dated_too),
                AT_HOME(a_time_that_cannot_be_is_not_believed),
                AT_HOME(locking_is_leaving_and_unlocking_is_coming_back),
                AT_HOME(only_a_local_graphical_session_in_the_foreground_counts),
                AT_HOME(logging_out_is_leaving_and_logging_in_is_coming),
                AT_HOME(two_sessions_of_one_user_are_one_person),
                AT_HOME(each_user_has_their_own_sessions_and_strangers_none),
                AT_HOME(a_burst_of_changes_is_asked_about_twice_at_most),
                AT_HOME(more_sessions_than_there_can_be_are_left_out_and_told),
                AT_HOME(without_logind_nothing_is_known_and_it_is_told_once),
                AT_HOME(logind_restarts_and_is_asked_anew),
                AT_HOME(the_bus_goes_and_another_one_comes),
                AT_HOME(an_answer_that_comes_after_we_left_is_not_heard),
                AT_HOME(a_connection_that_dies_unnoticed_is_let_go),
                AT_HOME(a_connection_that_is_closed_already_is_no_trouble),
                AT_HOME(a_lack_of_memory_is_not_the_end),
                cmocka_unit_test(a_logind_that_has_no_memory_is_not_made),
                AT_HOME(sleep_waits_for_us_and_each_night_anew),
                AT_HOME(an_inhibitor_that_is_denied_is_told_once_and_sleep_is_still_heard),
                AT_HOME(a_film_inhibits_idle_and_other_inhibitors_do_not),
                AT_HOME(only_a_change_of_what_is_blocked_is_asked_about),
                AT_HOME(another_zone_is_heard_with_and_without_logind),
                AT_HOME(answers_of_other_types_are_told_once_and_nothing_is_known),
                AT_HOME(odd_answers_about_the_machine_leave_the_sessions_alone),
                AT_HOME(a_session_of_other_types_does_not_count_and_the_others_do),
                AT_HOME(signals_of_other_types_change_nothing),
                AT_HOME(a_stranger_cannot_speak_for_logind_or_the_bus),
        };

        return cmocka_run_group_tests_name("logind", tests, NULL, NULL);
}
