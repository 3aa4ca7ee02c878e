/* SPDX-License-Identifier: MIT */
#include "io/notifications_internal.h"

#include "io/message_ids.h"

#include <errno.h>
#include <string.h>

/* What a server does with the time: its own choice, or until it is answered. */
#define EXPIRES_BY_SERVER INT32_C(-1)
#define EXPIRES_NEVER     INT32_C(0)

static void tell_missing(struct notifications *notifications)
{
        log_write(notifications->log, LOG_WARNING,
                &(struct log_fields){ .message_id = MESSAGE_ID_NOTIFICATIONS },
                "Nothing on this desktop shows notifications. They wait until a notification server starts, "
                "such "
                "as dunst.");
}

/* The reasons are the server's own and may be long: only their name is told. */
static void tell_refused(struct notifications *notifications, const char *reason)
{
        log_write(notifications->log, LOG_WARNING,
                &(struct log_fields){ .message_id = MESSAGE_ID_NOTIFICATIONS },
                "The notification server did not show a notification (%s). The next one is tried again.",
                reason);
}

static bool is_missing(const sd_bus_error *error)
{
        return sd_bus_error_has_name(error, SD_BUS_ERROR_SERVICE_UNKNOWN) ||
               sd_bus_error_has_name(error, SD_BUS_ERROR_NAME_HAS_NO_OWNER);
}

/* The server did not show it. It is kept for the next server, if it does not go by itself. */
static void on_not_shown(struct notifications_entry *entry, const sd_bus_error *error)
{
        struct notifications *notifications = entry->notifications;

        /* It left, and took its answers along. */
        if (entry->orphaned) {
                entry->due = entry->wanted != NULL;
                return;
        }
        if (entry->wanted == entry->sent && entry->wanted->notification.passing)
                entry->wanted = notifications_content_unref(entry->wanted);
        if (notifications->told)
                return;
        notifications->told = true;
        if (is_missing(error))
                tell_missing(notifications);
        else
                tell_refused(notifications, error->name);
}

static void on_shown(struct notifications_entry *entry, uint32_t server_id)
{
        struct notifications_entry *other = notifications_find_server_id(entry->notifications, server_id);

        /* One that gives an id twice has replaced what had it. */
        if (other)
                notifications_forget_displayed(other);
        notifications_forget_displayed(entry);
        entry->server_id = server_id;
        entry->displayed = notifications_content_ref(entry->sent);
}

static void take_reply(struct notifications_entry *entry, sd_bus_message *reply)
{
        static const sd_bus_error no_id = { .name = "it gave no id" };
        const sd_bus_error *error = sd_bus_message_get_error(reply);
        uint32_t server_id;

        if (error)
                on_not_shown(entry, error);
        else if (sd_bus_message_read(reply, "u", &server_id) <= 0 || server_id == 0)
                on_not_shown(entry, &no_id);
        else if (notifications_take_server(entry->notifications, reply))
                on_shown(entry, server_id);
        else
                entry->due = entry->wanted != NULL;
}

static int on_reply(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        struct notifications_entry *entry = userdata;

        (void)error;
        entry->call = sd_bus_slot_unref(entry->call);
        take_reply(entry, reply);
        entry->orphaned = false;
        entry->sent = notifications_content_unref(entry->sent);
        /* Without a server, what is kept waits for the next one. */
        if (!entry->wanted || !entry->notifications->gone)
                notifications_advance(entry);
        return 0;
}

static int append_actions(sd_bus_message *message, const struct notification *notification, bool wanted)
{
        int r;

        r = sd_bus_message_open_container(message, 'a', "s");
        for (size_t i = 0; r >= 0 && wanted && i < notification->action_count; i++)
                r = sd_bus_message_append(
                        message, "ss", notification->actions[i].name, notification->actions[i].label);
        return r < 0 ? r : sd_bus_message_close_container(message);
}

static int append_hints(sd_bus_message *message, const struct notification *notification)
{
        static const uint8_t urgencies[] = {
                [NOTIFICATION_LOW] = 0,
                [NOTIFICATION_NORMAL] = 1,
                [NOTIFICATION_CRITICAL] = 2,
        };
        int r;

        r = sd_bus_message_open_container(message, 'a', "{sv}");
        if (r >= 0)
                r = sd_bus_message_append(message, "{sv}", "urgency", "y", urgencies[notification->urgency]);
        if (r >= 0 && notification->passing)
                r = sd_bus_message_append(message, "{sv}", "transient", "b", true);
        return r < 0 ? r : sd_bus_message_close_container(message);
}

static int append_all(sd_bus_message *message, const struct notifications_content *content,
        uint32_t replaces_id, const struct notifications_abilities *abilities)
{
        const struct notification *notification = &content->notification;
        CLEANUP_FREE char *summary = NULL;
        CLEANUP_FREE char *body = NULL;
        int r;

        r = notifications_content_print(content, abilities, &summary, &body);
        if (r < 0)
                return r;
        r = sd_bus_message_append(message, "susss", "Unslouch", replaces_id, "", summary, body);
        if (r < 0)
                return r;
        r = append_actions(message, notification, abilities->actions);
        if (r < 0)
                return r;
        r = append_hints(message, notification);
        if (r < 0)
                return r;
        return sd_bus_message_append(message, "i", notification->passing ? EXPIRES_BY_SERVER : EXPIRES_NEVER);
}

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_unrefp)

int notifications_send(struct notifications_entry *entry)
{
        struct notifications *notifications = entry->notifications;
        CLEANUP(message_unrefp) sd_bus_message *message = NULL;
        int r;

        /* Whatever comes of it, it is not tried again and again. */
        entry->due = false;
        r = sd_bus_message_new_method_call(notifications->connection, &message, NOTIFICATIONS_NAME,
                NOTIFICATIONS_PATH, NOTIFICATIONS_NAME, "Notify");
        if (r < 0)
                return r;
        r = append_all(message, entry->wanted, entry->server_id, &notifications->abilities);
        if (r < 0)
                return r;
        r = sd_bus_call_async(notifications->connection, &entry->call, message, on_reply, entry, 0);
        if (r < 0)
                return r;
        entry->sent = notifications_content_ref(entry->wanted);
        return 0;
}

void notifications_send_close(struct notifications_entry *entry)
{
        sd_bus *connection = entry->notifications->connection;
        CLEANUP(message_unrefp) sd_bus_message *message = NULL;
        int r;

        r = sd_bus_message_new_method_call(connection, &message, NOTIFICATIONS_NAME, NOTIFICATIONS_PATH,
                NOTIFICATIONS_NAME, "CloseNotification");
        if (r >= 0)
                r = sd_bus_message_append(message, "u", entry->server_id);
        /* Nobody waits for the answer, and no server is started for it. */
        if (r >= 0)
                r = sd_bus_message_set_expect_reply(message, false);
        if (r >= 0)
                r = sd_bus_message_set_auto_start(message, false);
        if (r >= 0)
                r = sd_bus_send(connection, message, NULL);
        if (r < 0)
                log_write(entry->notifications->log, LOG_WARNING, &(struct log_fields){ .error = -r },
                        "A notification cannot be taken away: %s.", strerror(-r));
        notifications_forget_displayed(entry);
}
