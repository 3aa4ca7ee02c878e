/* SPDX-License-Identifier: MIT */
#include "unit/notification_desk.h"

#include <string.h>

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

static void one_is_shown_replaced_in_place_and_taken_away(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;

        desk_assert_shown(desk, NULL);
        desk_show_now(desk, &desk_due);
        assert_int_equal(server->notify_count, 1);
        assert_string_equal(server_last(server)->application, "Unslouch");
        assert_string_equal(server_last(server)->icon, "");
        assert_string_equal(server_last(server)->summary, "Time to move");
        assert_string_equal(server_last(server)->body, "Take a short walk.");
        assert_string_equal(server_last(server)->actions, "done=Done snooze=Later not-me=Not me");
        assert_string_equal(server_last(server)->hints, "urgency=1");
        assert_int_equal(server_last(server)->replaces_id, 0);
        assert_int_equal(server_last(server)->timeout, 0);
        desk_assert_shown(desk, desk_due.id);

        desk_show_now(desk, &desk_later);
        assert_int_equal(server->notify_count, 2);
        assert_int_equal(server_last(server)->replaces_id, 1);
        assert_string_equal(server_last(server)->actions, "skip=Skip");
        assert_string_equal(server_last(server)->hints, "urgency=2");
        desk_assert_shown(desk, desk_later.id);

        notifications_close(desk->notifications, "ben");
        notifications_close(desk->notifications, "");
        notifications_close(desk->notifications, "anna");
        notifications_close(desk->notifications, "anna");
        desk_assert_shown(desk, NULL);
        desk_settle(desk);
        assert_int_equal(server->close_count, 1);
        assert_int_equal(server->closes[0], 1);
        assert_int_equal(server->asked, 1);
        assert_int_equal(desk_count_lines(desk, ""), 0);
}

static void people_have_one_each_and_passing_ones_go_by_themselves(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;

        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &desk_passing);
        assert_int_equal(server_last(server)->replaces_id, 0);
        assert_int_equal(server_last(server)->timeout, -1);
        assert_string_equal(server_last(server)->hints, "urgency=0 transient");
        assert_string_equal(server_last(server)->actions, "");
        assert_string_equal(notifications_shown(desk->notifications, "ben"), desk_passing.id);
        server_report_closed(server, 2, 1);
        desk_settle(desk);
        assert_null(notifications_shown(desk->notifications, "ben"));
        desk_assert_shown(desk, desk_due.id);
}

static void a_button_comes_back_once_and_closes(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;

        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &desk_passing);
        server_press(server, 1, "default");
        server_press(server, 1, "skip");
        server_press(server, 1, "");
        server_press(server, 0, "done");
        server_press(server, 7, "done");
        server_press(server, 2, "done");
        desk_settle(desk);
        assert_int_equal(desk->actions, 0);
        server_press(server, 1, "not-me");
        server_press(server, 1, "done");
        server_report_closed(server, 1, 2);
        desk_settle(desk);
        assert_int_equal(desk->actions, 1);
        assert_string_equal(desk->action, "anna/anna-2026-11-22-1/not-me");
        desk_assert_shown(desk, NULL);
        assert_int_equal(server->close_count, 1);
}

static void a_button_may_bring_the_next_notification(void **state)
{
        struct desk *desk = *state;

        desk->shows_again = true;
        desk_show_now(desk, &desk_due);
        server_press(&desk->server, 1, "done");
        server_report_closed(&desk->server, 1, 2);
        desk_settle(desk);
        assert_int_equal(desk->actions, 1);
        desk_assert_shown(desk, desk_later.id);
        assert_string_equal(server_last(&desk->server)->summary, desk_later.title);
        assert_int_equal(server_last(&desk->server)->replaces_id, 0);
}

static void signals_of_strangers_and_broken_ones_have_no_effect(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;
        sd_bus *stranger = private_bus_connect(&desk->bus, desk->event);
        sd_bus_message *signal = NULL;
        const char *name = NULL;

        desk_show_now(desk, &desk_due);
        assert_true(sd_bus_get_unique_name(desk->connection, &name) >= 0);
        WAIT_FOR(desk->event, sd_bus_is_ready(stranger) > 0);
        assert_true(sd_bus_message_new_signal(stranger, &signal, PATH, NAME, "ActionInvoked") >= 0);
        assert_true(sd_bus_message_append(signal, "us", 1, "done") >= 0);
        assert_true(sd_bus_message_set_destination(signal, name) >= 0);
        assert_true(sd_bus_send(stranger, signal, NULL) >= 0);
        private_bus_settle(desk->event, desk->connection, stranger);
        sd_bus_message_unref(signal);
        sd_bus_close_unref(stranger);

        assert_true(sd_bus_emit_signal(server->connection, PATH, NAME, "ActionInvoked", "s", "done") >= 0);
        assert_true(sd_bus_emit_signal(server->connection, PATH, NAME, "ActionInvoked", NULL) >= 0);
        assert_true(sd_bus_emit_signal(server->connection, PATH, NAME, "NotificationClosed", "s", "1") >= 0);
        assert_true(sd_bus_emit_signal(server->connection, PATH, NAME, "NotificationClosed", NULL) >= 0);
        server_report_closed(server, 0, 2);
        server_report_closed(server, 8, 2);
        desk_settle(desk);
        assert_int_equal(desk->actions, 0);
        desk_assert_shown(desk, desk_due.id);
}

static void what_is_shown_meanwhile_waits_for_the_answer(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;

        server->answers = SERVER_ANSWERS_LATE;
        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &desk_later);
        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &desk_later);
        assert_int_equal(server->notify_count, 1);
        desk_assert_shown(desk, desk_later.id);
        server_answer(&server->notifies[0], 5);
        desk_settle(desk);
        assert_int_equal(server->notify_count, 2);
        assert_int_equal(server_last(server)->replaces_id, 5);
        assert_string_equal(server_last(server)->summary, desk_later.title);

        /* The button that is pressed is one of what is on the screen. */
        server_press(server, 5, "skip");
        server_press(server, 5, "done");
        desk_settle(desk);
        assert_int_equal(desk->actions, 1);
        assert_string_equal(desk->action, "anna/anna-2026-11-22-1/done");
        desk_assert_shown(desk, desk_later.id);
        server_report_closed(server, 5, 2);
        server_answer(&server->notifies[1], 6);
        desk_settle(desk);
        desk_assert_shown(desk, desk_later.id);
        server_press(server, 5, "skip");
        server_press(server, 6, "skip");
        desk_settle(desk);
        assert_int_equal(desk->actions, 2);
        assert_string_equal(desk->action, "anna/anna-2026-11-22-2/skip");
        desk_assert_shown(desk, NULL);
        assert_int_equal(server->closes[0], 6);
}

static void the_answer_to_the_same_prompt_takes_its_next_step_away_too(void **state)
{
        struct notification step = desk_due;
        struct desk *desk = *state;
        struct server *server = &desk->server;

        step.title = "Whenever you are ready";
        desk_show_now(desk, &desk_due);
        server->answers = SERVER_ANSWERS_LATE;
        desk_show_now(desk, &step);
        server_press(server, 1, "done");
        desk_settle(desk);
        desk_assert_shown(desk, NULL);
        assert_int_equal(server->close_count, 0);
        server_press(server, 1, "done");
        server_answer(server_last(server), 1);
        desk_settle(desk);
        assert_int_equal(desk->actions, 1);
        assert_int_equal(server->close_count, 1);
}

static void what_is_closed_before_the_answer_goes_when_it_comes(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;

        server->answers = SERVER_ANSWERS_LATE;
        desk_show_now(desk, &desk_due);
        notifications_close(desk->notifications, "anna");
        desk_assert_shown(desk, NULL);
        desk_settle(desk);
        assert_int_equal(server->close_count, 0);
        server_answer(&server->notifies[0], 3);
        desk_settle(desk);
        assert_int_equal(server->close_count, 1);
        assert_int_equal(server->closes[0], 3);

        /* Closed, and shown once more: it is replaced and stays. */
        desk_show_now(desk, &desk_due);
        notifications_close(desk->notifications, "anna");
        desk_show_now(desk, &desk_later);
        server_answer(&server->notifies[1], 4);
        desk_settle(desk);
        assert_int_equal(server->close_count, 1);
        assert_int_equal(server->notify_count, 3);
        assert_int_equal(server_last(server)->replaces_id, 4);
        desk_assert_shown(desk, desk_later.id);
}

static void what_the_person_closes_is_forgotten(void **state)
{
        struct desk *desk = *state;
        struct server *server = &desk->server;

        for (uint32_t reason = 1; reason <= 4; reason++) {
                desk_show_now(desk, &desk_due);
                assert_int_equal(server_last(server)->replaces_id, 0);
                server_report_closed(server, reason, reason);
                desk_settle(desk);
                desk_assert_shown(desk, NULL);
        }
        server_press(server, 1, "done");
        notifications_close(desk->notifications, "anna");
        desk_settle(desk);
        assert_int_equal(desk->actions, 0);
        assert_int_equal(server->close_count, 0);
}

static void one_that_cannot_be_replaced_can_still_be_taken_away(void **state)
{
        struct desk *desk = *state;
        struct notification goodbye = desk_passing;

        goodbye.person = "anna";
        desk_show_now(desk, &desk_due);
        desk->server.answers = SERVER_ANSWERS_ERROR;
        desk_show_now(desk, &desk_later);
        server_press(&desk->server, 1, "skip");
        desk_settle(desk);
        assert_int_equal(desk->actions, 0);
        desk_show_now(desk, &goodbye);
        desk_assert_shown(desk, NULL);
        assert_int_equal(desk->server.close_count, 1);
        assert_int_equal(desk->server.closes[0], 1);
}

static void an_id_given_twice_belongs_to_the_last(void **state)
{
        struct notification other = desk_due;
        struct desk *desk = *state;

        other.person = "ben";
        other.id = "ben-2026-11-22-4";
        desk->server.answers = SERVER_ANSWERS_SAME_ID;
        desk_show_now(desk, &desk_due);
        desk_show_now(desk, &other);
        server_press(&desk->server, 1, "snooze");
        desk_settle(desk);
        assert_int_equal(desk->actions, 1);
        assert_string_equal(desk->action, "ben/ben-2026-11-22-4/snooze");
        notifications_close(desk->notifications, "anna");
        desk_settle(desk);
        assert_int_equal(desk->server.close_count, 1);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, desk_setup_with_server, desk_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(one_is_shown_replaced_in_place_and_taken_away),
                CASE(people_have_one_each_and_passing_ones_go_by_themselves),
                CASE(a_button_comes_back_once_and_closes),
                CASE(a_button_may_bring_the_next_notification),
                CASE(signals_of_strangers_and_broken_ones_have_no_effect),
                CASE(what_is_shown_meanwhile_waits_for_the_answer),
                CASE(the_answer_to_the_same_prompt_takes_its_next_step_away_too),
                CASE(what_is_closed_before_the_answer_goes_when_it_comes),
                CASE(what_the_person_closes_is_forgotten),
                CASE(one_that_cannot_be_replaced_can_still_be_taken_away),
                CASE(an_id_given_twice_belongs_to_the_last),
        };

        return cmocka_run_group_tests_name("notifications", tests, NULL, NULL);
}
