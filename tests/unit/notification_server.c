/* SPDX-License-Identifier: MIT */
#include "unit/notification_server.h"

#include <stdio.h>
#include <string.h>

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

static const char *const all_abilities[] = { "actions", "action-icons", "body", "body-markup", NULL };

static void keep(char *target, size_t size, const char *text)
{
        assert_true(strlen(text) < size);
        strcpy(target, text);
}

/* Appends " @text". */
static void append(char *target, size_t size, const char *text)
{
        size_t length = strlen(target);

        assert_true((size_t)snprintf(target + length, size - length, "%s%s", length > 0 ? " " : "", text) <
                    size - length);
}

static void read_actions(sd_bus_message *call, struct server_notify *notify)
{
        const char *name, *label;
        char pair[256];

        assert_true(sd_bus_message_enter_container(call, 'a', "s") > 0);
        while (sd_bus_message_read(call, "s", &name) > 0) {
                assert_true(sd_bus_message_read(call, "s", &label) > 0);
                snprintf(pair, sizeof(pair), "%s=%s", name, label);
                append(notify->actions, sizeof(notify->actions), pair);
        }
        assert_true(sd_bus_message_exit_container(call) >= 0);
}

static void read_hints(sd_bus_message *call, struct server_notify *notify)
{
        const char *name;
        char text[32];

        assert_true(sd_bus_message_enter_container(call, 'a', "{sv}") > 0);
        while (sd_bus_message_enter_container(call, 'e', "sv") > 0) {
                assert_true(sd_bus_message_read(call, "s", &name) > 0);
                if (strcmp(name, "urgency") == 0) {
                        uint8_t urgency;

                        assert_true(sd_bus_message_read(call, "v", "y", &urgency) > 0);
                        snprintf(text, sizeof(text), "urgency=%d", urgency);
                } else {
                        int on;

                        assert_string_equal(name, "transient");
                        assert_true(sd_bus_message_read(call, "v", "b", &on) > 0);
                        assert_true(on);
                        snprintf(text, sizeof(text), "transient");
                }
                append(notify->hints, sizeof(notify->hints), text);
                assert_true(sd_bus_message_exit_container(call) >= 0);
        }
        assert_true(sd_bus_message_exit_container(call) >= 0);
}

static int answer_notify(struct server *server, sd_bus_message *call, struct server_notify *notify)
{
        switch (server->answers) {
        case SERVER_ANSWERS_WITH_ID:
                return sd_bus_reply_method_return(
                        call, "u", notify->replaces_id > 0 ? notify->replaces_id : server->next_id++);
        case SERVER_ANSWERS_LATE: notify->waiting = sd_bus_message_ref(call); return 1;
        case SERVER_ANSWERS_ZERO: return sd_bus_reply_method_return(call, "u", 0);
        case SERVER_ANSWERS_TEXT: return sd_bus_reply_method_return(call, "s", "seven");
        case SERVER_ANSWERS_ERROR:
                return sd_bus_reply_method_errorf(call, "org.example.Full", "what it was asked to show");
        case SERVER_ANSWERS_SAME_ID: return sd_bus_reply_method_return(call, "u", 1);
        }
        return -1;
}

static int on_notify(struct server *server, sd_bus_message *call)
{
        struct server_notify *notify = &server->notifies[server->notify_count];
        const char *application, *icon, *summary, *body;

        assert_true(server->notify_count < SERVER_CALLS_MAX);
        assert_true(sd_bus_message_has_signature(call, "susssasa{sv}i"));
        *notify = (struct server_notify){ 0 };
        assert_true(sd_bus_message_read(
                            call, "susss", &application, &notify->replaces_id, &icon, &summary, &body) > 0);
        keep(notify->application, sizeof(notify->application), application);
        keep(notify->icon, sizeof(notify->icon), icon);
        keep(notify->summary, sizeof(notify->summary), summary);
        keep(notify->body, sizeof(notify->body), body);
        read_actions(call, notify);
        read_hints(call, notify);
        assert_true(sd_bus_message_read(call, "i", &notify->timeout) > 0);
        server->notify_count++;
        return answer_notify(server, call, notify);
}

static int on_ask(struct server *server, sd_bus_message *call)
{
        sd_bus_message *reply = NULL;
        int r;

        server->asked++;
        if (server->abilities_kind == SERVER_ABILITIES_NUMBER)
                return sd_bus_reply_method_return(call, "u", 3);
        if (server->abilities_kind == SERVER_ABILITIES_ERROR)
                return sd_bus_reply_method_errorf(call, SD_BUS_ERROR_UNKNOWN_METHOD, "no");
        assert_true(sd_bus_message_new_method_return(call, &reply) >= 0);
        assert_true(sd_bus_message_append_strv(reply, (char **)(uintptr_t)server->abilities) >= 0);
        r = sd_bus_send(server->connection, reply, NULL);
        sd_bus_message_unref(reply);
        return r;
}

static int on_call(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct server *server = userdata;

        (void)error;
        if (sd_bus_message_is_method_call(call, NAME, "Notify"))
                return on_notify(server, call);
        if (sd_bus_message_is_method_call(call, NAME, "GetCapabilities"))
                return on_ask(server, call);
        if (!sd_bus_message_is_method_call(call, NAME, "CloseNotification"))
                return 0;
        /* Nobody waits for it, and it starts nobody. */
        assert_false(sd_bus_message_get_expect_reply(call));
        assert_false(sd_bus_message_get_auto_start(call));
        assert_true(server->close_count < SERVER_CALLS_MAX);
        assert_true(sd_bus_message_read(call, "u", &server->closes[server->close_count++]) > 0);
        return 1;
}

static int on_name(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        struct server *server = userdata;

        (void)error;
        assert_false(sd_bus_message_is_method_error(reply, NULL));
        server->owns = true;
        return 0;
}

void server_start(struct server *server, const struct private_bus *bus, sd_event *event)
{
        if (!server->abilities)
                server->abilities = all_abilities;
        if (server->next_id == 0)
                server->next_id = 1;
        server->owns = false;
        server->connection = private_bus_connect(bus, event);
        assert_true(sd_bus_add_object(server->connection, &server->object, PATH, on_call, server) >= 0);
        assert_true(
                sd_bus_request_name_async(server->connection, &server->name, NAME,
                        SD_BUS_NAME_ALLOW_REPLACEMENT | SD_BUS_NAME_REPLACE_EXISTING, on_name, server) >= 0);
        WAIT_FOR(event, server->owns);
}

void server_stop(struct server *server)
{
        for (size_t i = 0; i < server->notify_count; i++)
                server->notifies[i].waiting = sd_bus_message_unref(server->notifies[i].waiting);
        server->object = sd_bus_slot_unref(server->object);
        server->name = sd_bus_slot_unref(server->name);
        server->connection = sd_bus_close_unref(server->connection);
}

struct server_notify *server_last(struct server *server)
{
        assert_true(server->notify_count > 0);
        return &server->notifies[server->notify_count - 1];
}

void server_answer(struct server_notify *notify, uint32_t id)
{
        assert_non_null(notify->waiting);
        assert_true(sd_bus_reply_method_return(notify->waiting, "u", id) >= 0);
        notify->waiting = sd_bus_message_unref(notify->waiting);
}

void server_press(struct server *server, uint32_t id, const char *action)
{
        assert_true(
                sd_bus_emit_signal(server->connection, PATH, NAME, "ActionInvoked", "us", id, action) >= 0);
}

void server_report_closed(struct server *server, uint32_t id, uint32_t reason)
{
        assert_true(sd_bus_emit_signal(
                            server->connection, PATH, NAME, "NotificationClosed", "uu", id, reason) >= 0);
}
