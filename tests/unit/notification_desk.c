/* SPDX-License-Identifier: MIT */
#include "unit/notification_desk.h"

#include <stdlib.h>
#include <string.h>

const struct notification desk_due = {
        .person = "anna",
        .id = "anna-2026-11-22-1",
        .title = "Time to move",
        .text = "Take a short walk.",
        .urgency = NOTIFICATION_NORMAL,
        .action_count = 3,
        .actions = { { "done", "Done" }, { "snooze", "Later" }, { "not-me", "Not me" } },
};

const struct notification desk_later = {
        .person = "anna",
        .id = "anna-2026-11-22-2",
        .title = "Still time",
        .text = "A few steps.",
        .urgency = NOTIFICATION_CRITICAL,
        .action_count = 1,
        .actions = { { "skip", "Skip" } },
};

const struct notification desk_passing = {
        .person = "ben",
        .id = "ben-2026-11-22-1",
        .title = "Shift a little",
        .text = "",
        .urgency = NOTIFICATION_LOW,
        .passing = true,
};

static void on_action(void *userdata, const char *person, const char *id, const char *action)
{
        struct desk *desk = userdata;

        desk->actions++;
        snprintf(desk->action, sizeof(desk->action), "%s/%s/%s", person, id, action);
        if (desk->shows_again)
                assert_int_equal(notifications_show(desk->notifications, &desk_later), 0);
}

void desk_connect(struct desk *desk)
{
        desk->connection = private_bus_connect(&desk->bus, desk->event);
        WAIT_FOR(desk->event, sd_bus_is_ready(desk->connection) > 0);
        notifications_attach(desk->notifications, desk->connection);
}

int desk_setup(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));
        struct notifications_handlers handlers = { .userdata = desk, .on_action = on_action };

        assert_non_null(desk);
        private_bus_init(&desk->bus);
        private_bus_start(&desk->bus);
        assert_true(sd_event_new(&desk->event) >= 0);
        desk->log_file = tmpfile();
        assert_non_null(desk->log_file);
        desk->saved_stderr = dup(STDERR_FILENO);
        assert_true(dup2(fileno(desk->log_file), STDERR_FILENO) >= 0);
        assert_int_equal(log_new(false, &desk->log), 0);
        assert_int_equal(notifications_new(desk->log, &handlers, &desk->notifications), 0);
        desk_connect(desk);
        *state = desk;
        return 0;
}

int desk_setup_with_server(void **state)
{
        struct desk *desk;

        assert_int_equal(desk_setup(state), 0);
        desk = *state;
        server_start(&desk->server, &desk->bus, desk->event);
        return 0;
}

int desk_teardown(void **state)
{
        struct desk *desk = *state;

        notifications_free(desk->notifications);
        server_stop(&desk->server);
        sd_bus_close_unref(desk->connection);
        private_bus_done(&desk->bus);
        log_free(desk->log);
        assert_true(dup2(desk->saved_stderr, STDERR_FILENO) >= 0);
        close(desk->saved_stderr);
        fclose(desk->log_file);
        sd_event_unref(desk->event);
        free(desk);
        return 0;
}

void desk_disconnect(struct desk *desk)
{
        notifications_detach(desk->notifications);
        desk->connection = sd_bus_close_unref(desk->connection);
}

void desk_settle(struct desk *desk)
{
        private_bus_settle(desk->event, desk->connection, desk->server.connection);
}

void desk_show(struct desk *desk, const struct notification *notification)
{
        assert_int_equal(notifications_show(desk->notifications, notification), 0);
}

void desk_show_now(struct desk *desk, const struct notification *notification)
{
        desk_show(desk, notification);
        desk_settle(desk);
}

unsigned desk_count_lines(const struct desk *desk, const char *words)
{
        char line[LOG_TEXT_BYTES_MAX];
        unsigned count = 0;

        rewind(desk->log_file);
        while (fgets(line, sizeof(line), desk->log_file))
                count += strstr(line, words) != NULL;
        return count;
}

void desk_assert_shown(struct desk *desk, const char *id)
{
        const char *shown = notifications_shown(desk->notifications, "anna");

        assert_int_equal(shown == NULL, id == NULL);
        if (id)
                assert_string_equal(shown, id);
}
