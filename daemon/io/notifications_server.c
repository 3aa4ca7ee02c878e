/* SPDX-License-Identifier: MIT */
#include "io/notifications_internal.h"

#include "io/message_ids.h"

#include <string.h>

/* All that a server must have is a summary; most have a body. */
static const struct notifications_abilities modest = { .body = true };

static bool is_from_server(const struct notifications *notifications, sd_bus_message *message)
{
        const char *sender = sd_bus_message_get_sender(message);

        return sender && !notifications->gone && strcmp(notifications->owner, sender) == 0;
}

bool notifications_take_server(struct notifications *notifications, sd_bus_message *reply)
{
        const char *sender = sd_bus_message_get_sender(reply);

        if (sender && notifications->owner[0] == '\0' && !notifications->gone)
                (void)text_copy(notifications->owner, sizeof(notifications->owner), sender);
        return is_from_server(notifications, reply);
}

/* ---- what it can do ---- */

static void take_ability(struct notifications_abilities *abilities, const char *name)
{
        if (strcmp(name, "actions") == 0)
                abilities->actions = true;
        else if (strcmp(name, "body") == 0)
                abilities->body = true;
        else if (strcmp(name, "body-markup") == 0)
                abilities->body_markup = true;
}

static int read_abilities(sd_bus_message *reply, struct notifications_abilities *ret_abilities)
{
        struct notifications_abilities abilities = { 0 };
        const char *name;
        int r;

        r = sd_bus_message_enter_container(reply, 'a', "s");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_read(reply, "s", &name)) > 0)
                take_ability(&abilities, name);
        if (r < 0)
                return r;
        *ret_abilities = abilities;
        return 0;
}

static int on_abilities(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        struct notifications *notifications = userdata;
        bool known;

        (void)error;
        notifications->abilities_call = sd_bus_slot_unref(notifications->abilities_call);
        notifications->abilities = modest;
        known = !sd_bus_message_is_method_error(reply, NULL) &&
                notifications_take_server(notifications, reply) &&
                read_abilities(reply, &notifications->abilities) == 0;
        notifications->question = NOTIFICATIONS_ANSWERED;
        notifications_advance_all(notifications);
        /* One that did not answer properly is asked again before the next notification. */
        if (!known)
                notifications->question = NOTIFICATIONS_NOT_ASKED;
        return 0;
}

int notifications_ask_abilities(struct notifications *notifications)
{
        int r;

        r = sd_bus_call_method_async(notifications->connection, &notifications->abilities_call,
                NOTIFICATIONS_NAME, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME, "GetCapabilities", on_abilities,
                notifications, NULL);
        if (r < 0)
                return r;
        notifications->question = NOTIFICATIONS_ASKED;
        return 0;
}

static void forget_abilities(struct notifications *notifications)
{
        notifications->abilities_call = sd_bus_slot_unref(notifications->abilities_call);
        notifications->question = NOTIFICATIONS_NOT_ASKED;
}

/* ---- its signals ---- */

static int on_action(sd_bus_message *signal, void *userdata, sd_bus_error *error)
{
        struct notifications *notifications = userdata;
        struct notifications_entry *entry;
        char person[TEXT_ID_SIZE], id[PROMPT_ID_SIZE], action[NOTIFICATION_LABEL_BYTES_MAX + 1];
        const char *name;
        uint32_t server_id;

        (void)error;
        if (!is_from_server(notifications, signal) ||
                sd_bus_message_read(signal, "us", &server_id, &name) <= 0)
                return 0;
        entry = notifications_find_server_id(notifications, server_id);
        if (!entry || !entry->wanted || !notifications_content_has_action(entry->displayed, name))
                return 0;
        /* What was on the screen is what was answered; another prompt may be on its way there already. */
        if (text_copy(person, sizeof(person), entry->person) < 0 ||
                text_copy(id, sizeof(id), entry->displayed->notification.id) < 0 ||
                text_copy(action, sizeof(action), name) < 0)
                return 0;
        if (strcmp(entry->wanted->notification.id, id) == 0)
                notifications_close(notifications, person);
        notifications->handlers.on_action(notifications->handlers.userdata, person, id, action);
        return 0;
}

static int on_closed(sd_bus_message *signal, void *userdata, sd_bus_error *error)
{
        struct notifications *notifications = userdata;
        struct notifications_entry *entry;
        uint32_t server_id;

        (void)error;
        if (!is_from_server(notifications, signal) || sd_bus_message_read(signal, "u", &server_id) <= 0)
                return 0;
        entry = notifications_find_server_id(notifications, server_id);
        if (!entry)
                return 0;
        notifications_forget_displayed(entry);
        /* Unless something newer is on its way, it is not wanted any more. */
        if (!entry->due && !entry->call)
                entry->wanted = notifications_content_unref(entry->wanted);
        notifications_advance(entry);
        return 0;
}

/* ---- its coming and going ---- */

/* @entry was on a server that is gone. What is kept is shown on the next one. */
static void lose_entry(struct notifications_entry *entry)
{
        if (entry->person[0] == '\0')
                return;
        notifications_forget_displayed(entry);
        if (entry->wanted && entry->wanted->notification.passing)
                entry->wanted = notifications_content_unref(entry->wanted);
        entry->orphaned = entry->call != NULL;
        if (!entry->wanted)
                notifications_advance(entry);
}

static void on_server_gone(struct notifications *notifications)
{
        forget_abilities(notifications);
        for (size_t i = 0; i < NOTIFICATIONS_MAX; i++)
                lose_entry(&notifications->entries[i]);
}

/* What is not yet on its way to it, goes there now. */
static void on_server_here(struct notifications *notifications)
{
        notifications->told = false;
        for (size_t i = 0; i < NOTIFICATIONS_MAX; i++) {
                struct notifications_entry *entry = &notifications->entries[i];

                if (entry->wanted && !entry->call)
                        entry->due = true;
        }
        notifications_advance_all(notifications);
}

static int on_owner(sd_bus_message *signal, void *userdata, sd_bus_error *error)
{
        struct notifications *notifications = userdata;
        const char *name, *old, *new;

        (void)error;
        if (sd_bus_message_read(signal, "sss", &name, &old, &new) <= 0 ||
                strcmp(name, NOTIFICATIONS_NAME) != 0 ||
                text_copy(notifications->owner, sizeof(notifications->owner), new) < 0)
                return 0;
        notifications->gone = *new == '\0';
        if (*old != '\0')
                on_server_gone(notifications);
        if (*new != '\0')
                on_server_here(notifications);
        return 0;
}

static int on_match(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        const struct notifications *notifications = userdata;

        (void)error;
        if (sd_bus_message_is_method_error(reply, NULL))
                log_write(notifications->log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_NOTIFICATIONS },
                        "The bus does not let us hear of notifications (%s): their buttons may have no "
                        "effect.",
                        sd_bus_message_get_error(reply)->name);
        return 0;
}

static void match_signal(struct notifications *notifications, sd_bus_slot **slot, const char *member,
        sd_bus_message_handler_t handler)
{
        int r = sd_bus_match_signal_async(notifications->connection, slot, NOTIFICATIONS_NAME,
                NOTIFICATIONS_PATH, NOTIFICATIONS_NAME, member, handler, on_match, notifications);

        if (r < 0)
                log_write(notifications->log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_NOTIFICATIONS, .error = -r },
                        "Cannot listen for notifications: %s.", strerror(-r));
}

void notifications_watch_server(struct notifications *notifications)
{
        /* With its argument, so that the other names that come and go do not wake us. */
        static const char owner_rule[] =
                "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
                "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='" NOTIFICATIONS_NAME "'";
        int r;

        r = sd_bus_add_match_async(notifications->connection, &notifications->owner_match, owner_rule,
                on_owner, on_match, notifications);
        if (r < 0)
                log_write(notifications->log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_NOTIFICATIONS, .error = -r },
                        "Cannot listen for the notification server: %s.", strerror(-r));
        match_signal(notifications, &notifications->action_match, "ActionInvoked", on_action);
        match_signal(notifications, &notifications->closed_match, "NotificationClosed", on_closed);
}

void notifications_leave_server(struct notifications *notifications)
{
        forget_abilities(notifications);
        notifications->owner_match = sd_bus_slot_unref(notifications->owner_match);
        notifications->action_match = sd_bus_slot_unref(notifications->action_match);
        notifications->closed_match = sd_bus_slot_unref(notifications->closed_match);
        notifications->owner[0] = '\0';
        notifications->gone = false;
        notifications->told = false;
        notifications->connection = NULL;
}
