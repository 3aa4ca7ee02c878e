/* SPDX-License-Identifier: MIT */
#include "io/notifications_internal.h"

#include "io/message_ids.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

int notifications_new(struct log *log, const struct notifications_handlers *handlers,
        struct notifications **ret_notifications)
{
        struct notifications *notifications = calloc(1, sizeof(*notifications));

        if (!notifications)
                return -ENOMEM;
        notifications->log = log;
        notifications->handlers = *handlers;
        for (size_t i = 0; i < NOTIFICATIONS_MAX; i++)
                notifications->entries[i].notifications = notifications;
        *ret_notifications = notifications;
        return 0;
}

static void release(struct notifications_entry *entry)
{
        struct notifications *notifications = entry->notifications;

        sd_bus_slot_unref(entry->call);
        notifications_content_unref(entry->wanted);
        notifications_content_unref(entry->sent);
        notifications_content_unref(entry->displayed);
        *entry = (struct notifications_entry){ .notifications = notifications };
}

struct notifications *notifications_free(struct notifications *notifications)
{
        if (!notifications)
                return NULL;
        notifications_leave_server(notifications);
        for (size_t i = 0; i < NOTIFICATIONS_MAX; i++)
                release(&notifications->entries[i]);
        free(notifications);
        return NULL;
}

void notifications_forget_displayed(struct notifications_entry *entry)
{
        entry->displayed = notifications_content_unref(entry->displayed);
        entry->server_id = 0;
}

struct notifications_entry *notifications_find_server_id(
        struct notifications *notifications, uint32_t server_id)
{
        for (size_t i = 0; server_id != 0 && i < NOTIFICATIONS_MAX; i++)
                if (notifications->entries[i].server_id == server_id)
                        return &notifications->entries[i];
        return NULL;
}

/* The entry of @person, which may be one that is to go; NULL if there is none. "" finds a free one. */
static struct notifications_entry *find_person(struct notifications *notifications, const char *person)
{
        for (size_t i = 0; i < NOTIFICATIONS_MAX; i++)
                if (strcmp(notifications->entries[i].person, person) == 0)
                        return &notifications->entries[i];
        return NULL;
}

/* Sends what is due, once it is known how this server wants it. */
static void advance_due(struct notifications_entry *entry)
{
        struct notifications *notifications = entry->notifications;
        int r = 0;

        if (!notifications->connection)
                return;
        if (notifications->question == NOTIFICATIONS_NOT_ASKED)
                r = notifications_ask_abilities(notifications);
        else if (notifications->question == NOTIFICATIONS_ANSWERED)
                r = notifications_send(entry);
        if (r < 0 && !notifications->told) {
                notifications->told = true;
                log_write(notifications->log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_NOTIFICATIONS, .error = -r },
                        "A notification cannot be sent: %s.", strerror(-r));
        }
}

void notifications_advance(struct notifications_entry *entry)
{
        if (entry->person[0] == '\0' || entry->call)
                return;
        if (entry->wanted) {
                if (entry->due)
                        advance_due(entry);
                return;
        }
        if (entry->server_id != 0)
                notifications_send_close(entry);
        release(entry);
}

void notifications_advance_all(struct notifications *notifications)
{
        for (size_t i = 0; i < NOTIFICATIONS_MAX; i++)
                notifications_advance(&notifications->entries[i]);
}

void notifications_attach(struct notifications *notifications, sd_bus *connection)
{
        notifications->connection = connection;
        notifications_watch_server(notifications);
        notifications_advance_all(notifications);
}

/* What the connection knew of @entry is lost; what goes by itself has gone. */
static void detach_entry(struct notifications_entry *entry)
{
        if (entry->person[0] == '\0')
                return;
        if (!entry->wanted || entry->wanted->notification.passing) {
                release(entry);
                return;
        }
        entry->call = sd_bus_slot_unref(entry->call);
        entry->sent = notifications_content_unref(entry->sent);
        entry->orphaned = false;
        entry->due = true;
        notifications_forget_displayed(entry);
}

void notifications_detach(struct notifications *notifications)
{
        notifications_leave_server(notifications);
        for (size_t i = 0; i < NOTIFICATIONS_MAX; i++)
                detach_entry(&notifications->entries[i]);
}

int notifications_show(struct notifications *notifications, const struct notification *notification)
{
        struct notifications_content *content = NULL;
        struct notifications_entry *entry;
        int r;

        assert(notification->person[0] != '\0');
        if (strnlen(notification->person, TEXT_ID_SIZE) == TEXT_ID_SIZE)
                return -E2BIG;
        entry = find_person(notifications, notification->person);
        if (!entry)
                entry = find_person(notifications, "");
        if (!entry)
                return -ENOSPC;
        r = notifications_content_new(notification, &content);
        if (r < 0)
                return r;
        (void)text_copy(entry->person, sizeof(entry->person), notification->person);
        notifications_content_unref(entry->wanted);
        entry->wanted = content;
        entry->due = true;
        /* Later it would be out of date. */
        if (notification->passing && !notifications->connection)
                release(entry);
        else
                notifications_advance(entry);
        return 0;
}

void notifications_close(struct notifications *notifications, const char *person)
{
        struct notifications_entry *entry = find_person(notifications, person);

        if (!entry || *person == '\0')
                return;
        entry->wanted = notifications_content_unref(entry->wanted);
        entry->due = false;
        notifications_advance(entry);
}

const char *notifications_shown(const struct notifications *notifications, const char *person)
{
        for (size_t i = 0; i < NOTIFICATIONS_MAX; i++) {
                const struct notifications_entry *entry = &notifications->entries[i];

                if (entry->wanted && strcmp(entry->person, person) == 0)
                        return entry->wanted->notification.id;
        }
        return NULL;
}
