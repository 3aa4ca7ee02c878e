/* SPDX-License-Identifier: MIT */
#include "unit/notification_desk.h"

#include <stdlib.h>
#include <string.h>

static void a_server_that_did_not_say_what_it_can_is_asked_again(void **state)
{
        struct desk *desk = *state;

        desk->server.abilities_kind = SERVER_ABILITIES_ERROR;
        desk_show_now(desk, &desk_due);
        desk->server.abilities_kind = SERVER_ABILITIES_LIST;
        /* What is closed while it is asked is the earlier one. */
        desk_show(desk, &desk_later);
        server_report_closed(&desk->server, 1, 2);
        desk_settle(desk);
        desk_assert_shown(desk, desk_later.id);
        desk_show_now(desk, &desk_later);
        assert_int_equal(desk->server.asked, 2);
        assert_string_equal(server_last(&desk->server)->actions, "skip=Skip");
}

static void a_server_that_answers_badly_is_told_once(void **state)
{
        static const enum server_answers answers[] = { SERVER_ANSWERS_ZERO, SERVER_ANSWERS_TEXT,
                SERVER_ANSWERS_ERROR };

        for (size_t i = 0; i < ELEMENTS(answers); i++) {
                struct desk *desk = *state;
                struct server *server = &desk->server;

                server_stop(server);
                server->answers = answers[i];
                server_start(server, &desk->bus, desk->event);
                desk_show_now(desk, &desk_due);
                desk_show_now(desk, &desk_passing);
                assert_int_equal(server_last(server)->replaces_id, 0);
                server_press(server, 0, "done");
                desk_show_now(desk, &desk_later);
                assert_int_equal(server_last(server)->replaces_id, 0);
                assert_int_equal(desk_count_lines(desk, "did not show a notification"), i + 1);
                desk_assert_shown(desk, desk_later.id);
                assert_null(notifications_shown(desk->notifications, "ben"));
                server->answers = SERVER_ANSWERS_WITH_ID;
                desk_show_now(desk, &desk_due);
                server_press(server, server->next_id - 1, "done");
                desk_settle(desk);
                assert_int_equal(desk->actions, i + 1);
        }
        assert_int_equal(desk_count_lines(*state, "org.example.Full"), 1);
        assert_int_equal(desk_count_lines(*state, "what it was asked"), 0);
        assert_int_equal(desk_count_lines(*state, "walk"), 0);
}

static void a_silent_server_is_not_waited_for(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;

        assert_true(sd_bus_set_method_call_timeout(desk->connection, 300 * USEC_PER_MSEC) >= 0);
        server->answers = SERVER_ANSWERS_LATE;
        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &desk_later);
        WAIT_FOR(desk->event, server->notify_count == 2);
        assert_string_equal(server_last(server)->summary, desk_later.title);
        assert_int_equal(desk_count_lines(desk, "did not show a notification"), 1);
}

static void a_desktop_without_a_server_is_told_once_and_what_to_do(void **state)
{
        struct desk *desk = *state;

        desk_show(desk, &desk_due);
        WAIT_FOR(desk->event, desk_count_lines(desk, "notification server starts") == 1);
        desk_show(desk, &desk_passing);
        WAIT_FOR(desk->event, !notifications_shown(desk->notifications, "ben"));
        desk_show(desk, &desk_later);
        desk_assert_shown(desk, desk_later.id);
        server_start(&desk->server, &desk->bus, desk->event);
        desk_settle(desk);
        assert_int_equal(desk->server.notify_count, 1);
        assert_string_equal(server_last(&desk->server)->summary, desk_later.title);
        assert_string_equal(server_last(&desk->server)->actions, "skip=Skip");
        assert_int_equal(desk_count_lines(desk, ""), 1);
        server_press(&desk->server, 1, "skip");
        desk_settle(desk);
        assert_string_equal(desk->action, "anna/anna-2026-11-22-2/skip");
}

static void a_server_that_restarts_shows_what_is_still_open(void **state)
{
        static const char *const fewer[] = { "body", NULL };
        struct notification other = desk_due;
        struct desk *desk = *state;
        struct server *server = &desk->server;

        other.person = "otto";
        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &desk_passing);
        desk_show_now(desk, &other);
        notifications_close(desk->notifications, "otto");
        desk_settle(desk);
        server_stop(server);
        server->abilities = fewer;
        server_start(server, &desk->bus, desk->event);
        desk_settle(desk);
        assert_int_equal(server->asked, 2);
        assert_int_equal(server->notify_count, 4);
        assert_string_equal(server_last(server)->summary, desk_due.title);
        assert_string_equal(server_last(server)->actions, "");
        assert_int_equal(server_last(server)->replaces_id, 0);
        assert_null(notifications_shown(desk->notifications, "ben"));
        server_press(server, 1, "done");
        desk_settle(desk);
        assert_int_equal(desk->actions, 0);
        notifications_close(desk->notifications, "anna");
        desk_settle(desk);
        assert_int_equal(server->closes[1], 4);
        assert_int_equal(desk_count_lines(desk, ""), 0);
}

/* Waits until the module has heard that the server left: what it shows by itself has gone. */
static void stop_server(struct desk *desk)
{
        server_stop(&desk->server);
        WAIT_FOR(desk->event, !notifications_shown(desk->notifications, "ben"));
}

static void a_server_that_leaves_for_good_is_told_at_the_next(void **state)
{
        struct desk *desk = *state;

        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &desk_passing);
        stop_server(desk);
        notifications_close(desk->notifications, "anna");
        assert_int_equal(desk_count_lines(desk, ""), 0);
        desk_show(desk, &desk_later);
        WAIT_FOR(desk->event, desk_count_lines(desk, "notification server starts") == 1);
        desk_assert_shown(desk, desk_later.id);
}

static void a_server_that_leaves_before_its_answer_gets_it_again(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;
        struct notification other = desk_due;

        other.person = "otto";
        desk_show_now(desk, &desk_passing);
        server->answers = SERVER_ANSWERS_LATE;
        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &other);
        desk_show_now(desk, &desk_passing);
        notifications_close(desk->notifications, "otto");
        stop_server(desk);
        server->answers = SERVER_ANSWERS_WITH_ID;
        server_start(server, &desk->bus, desk->event);
        desk_settle(desk);
        assert_int_equal(server->notify_count, 5);
        assert_string_equal(server_last(server)->summary, desk_due.title);
        server_press(server, server->next_id - 1, "done");
        desk_settle(desk);
        assert_int_equal(desk->actions, 1);
        assert_int_equal(desk_count_lines(desk, ""), 0);
}

static void a_server_that_leaves_before_it_says_what_it_can_is_no_trouble(void **state)
{
        struct desk *desk = *state;

        desk_show(desk, &desk_due);
        assert_true(sd_bus_flush(desk->connection) >= 0);
        server_stop(&desk->server);
        server_start(&desk->server, &desk->bus, desk->event);
        WAIT_FOR(desk->event, desk->server.notify_count == 1);
        desk_settle(desk);
        assert_int_equal(desk->server.notify_count, 1);
        assert_string_equal(server_last(&desk->server)->actions, "done=Done snooze=Later not-me=Not me");
}

static void another_server_takes_over(void **state)
{
        struct desk *desk = *state;
        struct server *old = &desk->server;
        struct server *next = calloc(1, sizeof(*next));

        assert_non_null(next);
        desk_show_now(desk, &desk_due);
        old->answers = SERVER_ANSWERS_LATE;
        desk_show_now(desk, &desk_later);
        server_start(next, &desk->bus, desk->event);
        server_press(old, 1, "done");
        private_bus_settle(desk->event, desk->connection, next->connection);
        assert_int_equal(desk->actions, 0);
        /* The old one answers after all; what it says is of no use. */
        server_answer(&old->notifies[1], 1);
        desk_settle(desk);
        private_bus_settle(desk->event, desk->connection, next->connection);
        assert_int_equal(next->notify_count, 1);
        assert_string_equal(server_last(next)->summary, desk_later.title);
        assert_int_equal(server_last(next)->replaces_id, 0);
        server_press(next, 1, "skip");
        private_bus_settle(desk->event, desk->connection, next->connection);
        assert_int_equal(desk->actions, 1);
        server_stop(next);
        free(next);
}

static void what_is_open_is_shown_again_on_the_next_connection(void **state)
{
        struct notification other = desk_due;
        struct desk *desk = *state;
        struct server *server = &desk->server;

        other.person = "otto";
        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &other);
        desk_show_now(desk, &desk_passing);
        server->answers = SERVER_ANSWERS_LATE;
        desk_show_now(desk, &desk_later);
        assert_non_null(notifications_shown(desk->notifications, "ben"));
        desk_disconnect(desk);
        assert_null(notifications_shown(desk->notifications, "ben"));
        notifications_close(desk->notifications, "otto");
        desk_show(desk, &desk_passing);
        assert_null(notifications_shown(desk->notifications, "ben"));
        desk_assert_shown(desk, desk_later.id);
        server->answers = SERVER_ANSWERS_WITH_ID;
        desk_connect(desk);
        desk_settle(desk);
        assert_int_equal(server->notify_count, 5);
        assert_int_equal(server->asked, 2);
        assert_int_equal(server_last(server)->replaces_id, 0);
        assert_string_equal(server_last(server)->summary, desk_later.title);
        desk_disconnect(desk);
        desk_show(desk, &desk_due);
        notifications_close(desk->notifications, "anna");
        desk_connect(desk);
        desk_settle(desk);
        assert_int_equal(server->notify_count, 5);
        assert_int_equal(server->close_count, 0);
}

static void a_passing_one_without_a_connection_takes_the_earlier_ones_place_too(void **state)
{
        struct desk *desk = *state;
        struct notification goodbye = desk_passing;

        goodbye.person = "anna";
        desk_disconnect(desk);
        desk_show(desk, &desk_due);
        desk_show(desk, &goodbye);
        desk_assert_shown(desk, NULL);
        desk_connect(desk);
        server_start(&desk->server, &desk->bus, desk->event);
        desk_settle(desk);
        assert_int_equal(desk->server.notify_count, 0);
}

#define CASE(function)         cmocka_unit_test_setup_teardown(function, desk_setup_with_server, desk_teardown)
#define CASE_WITHOUT(function) cmocka_unit_test_setup_teardown(function, desk_setup, desk_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(a_server_that_did_not_say_what_it_can_is_asked_again),
                CASE(a_server_that_answers_badly_is_told_once),
                CASE(a_silent_server_is_not_waited_for),
                CASE_WITHOUT(a_desktop_without_a_server_is_told_once_and_what_to_do),
                CASE(a_server_that_restarts_shows_what_is_still_open),
                CASE(a_server_that_leaves_for_good_is_told_at_the_next),
                CASE(a_server_that_leaves_before_its_answer_gets_it_again),
                CASE(a_server_that_leaves_before_it_says_what_it_can_is_no_trouble),
                CASE(another_server_takes_over),
                CASE(what_is_open_is_shown_again_on_the_next_connection),
                CASE_WITHOUT(a_passing_one_without_a_connection_takes_the_earlier_ones_place_too),
        };

        return cmocka_run_group_tests_name("notifications-server", tests, NULL, NULL);
}
