/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * notifications - notifications on this desktop, by org.freedesktop.Notifications on the session bus.
 *
 * Floor: io. Never blocks. Each person has at most one notification, replaced in place. The server's
 * capabilities are respected: actions only where it has them, the body escaped where it takes markup, folded
 * into the title where it shows no body. When the server restarts, what is still shown is shown again. A
 * desktop without a server is told once in the log. What the person closes is forgotten; nothing is answered
 * by it.
 */
#include "core/effect.h"
#include "io/log.h"

#include <systemd/sd-bus.h>

#define NOTIFICATIONS_MAX            64 /* shown at a time */
#define NOTIFICATION_TEXT_BYTES_MAX  1024
#define NOTIFICATION_LABEL_BYTES_MAX 64
#define NOTIFICATION_ACTIONS_MAX     5

enum notification_urgency {
        NOTIFICATION_LOW,
        NOTIFICATION_NORMAL,
        NOTIFICATION_CRITICAL,
};

struct notification_action {
        const char *name;  /* given back by on_action() */
        const char *label; /* on the button */
};

struct notification {
        const char *person; /* whose: replaces this person's earlier one */
        const char *id;     /* of the prompt, given back by on_action(); below PROMPT_ID_SIZE */
        const char *title;
        const char *text;
        enum notification_urgency urgency;
        bool passing; /* goes by itself after a while, is kept in no list, and never shown later than now */
        size_t action_count;
        struct notification_action actions[NOTIFICATION_ACTIONS_MAX];
};

struct notifications_handlers {
        void *userdata;
        /* A button was pressed; texts are borrowed for the call. The notification is closed already. */
        void (*on_action)(void *userdata, const char *person, const char *id, const char *action);
};

struct notifications;

/**
 * notifications_new() - nothing is shown.
 * @log: borrowed. @handlers: copied.
 *
 * Return: 0; -ENOMEM. notifications_free() takes NULL; what is shown stays, so close it before.
 */
int notifications_new(struct log *log, const struct notifications_handlers *handlers,
        struct notifications **ret_notifications);
struct notifications *notifications_free(struct notifications *notifications);

/* There is a connection to the session bus (borrowed until notifications_detach()). */
void notifications_attach(struct notifications *notifications, sd_bus *connection);

/* The connection is gone. What was shown is shown again on the next one, unless it is closed before. */
void notifications_detach(struct notifications *notifications);

/**
 * notifications_show() - shows @notification (copied) in place of its person's earlier one; without a server,
 * as soon as there is one, unless it is passing.
 *
 * Return: 0; -ENOSPC with NOTIFICATIONS_MAX people's shown, or closed while the server owes an answer for
 * them; -E2BIG if a text is too long; -ENOMEM. On failure the earlier one stays.
 */
int notifications_show(struct notifications *notifications, const struct notification *notification);

/* Takes the person's notification away, if there is one; one that the server has yet to answer for, then. */
void notifications_close(struct notifications *notifications, const char *person);

/* The prompt id of what is shown for @person, borrowed; NULL if nothing is. */
const char *notifications_shown(const struct notifications *notifications, const char *person);
