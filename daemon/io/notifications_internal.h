/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * notifications_internal - what the files of io/notifications share. Nobody else includes it.
 *
 *   notifications.c         the interface, and what each person's notification still needs
 *   notifications_text.c    the copy of one notification, and its text as a server takes it
 *   notifications_server.c  who the server is, what it can do, and its signals
 *   notifications_notify.c  showing and taking away
 */
#include "base/cleanup.h"
#include "base/text.h"
#include "io/notifications.h"

#define NOTIFICATIONS_NAME "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
/* The longest name on a bus, with its NUL. */
#define BUS_NAME_SIZE 256

/* ---- notifications_text.c ---- */

/* A copy of what notifications_show() was given. */
struct notifications_content {
        unsigned references;
        struct notification notification; /* its texts lie in @texts; person is NULL */
        char texts[];
};

/* What a server can do, as far as it matters here. */
struct notifications_abilities {
        bool actions;
        bool body;
        bool body_markup;
};

/* Return: 0; -E2BIG if a text is too long; -ENOMEM. */
int notifications_content_new(
        const struct notification *notification, struct notifications_content **ret_content);
struct notifications_content *notifications_content_ref(struct notifications_content *content);
/* Takes NULL and returns it. */
struct notifications_content *notifications_content_unref(struct notifications_content *content);

/* Whether @action is one of the names in @content. */
bool notifications_content_has_action(const struct notifications_content *content, const char *action);

/* The two texts for a server with @abilities. Both are owned by the caller. Return: 0; -ENOMEM. */
int notifications_content_print(const struct notifications_content *content,
        const struct notifications_abilities *abilities, char **ret_summary, char **ret_body);

/* ---- notifications.c ---- */

/* One person's notification. Free while @person is empty. */
struct notifications_entry {
        struct notifications *notifications;
        char person[TEXT_ID_SIZE];
        struct notifications_content *wanted;    /* NULL: it is to go */
        struct notifications_content *sent;      /* the server has not answered yet */
        struct notifications_content *displayed; /* under @server_id */
        uint32_t server_id;                      /* 0: the server has none of it */
        bool due;                                /* @wanted is not sent yet */
        bool orphaned;                           /* who was asked is gone, and may never answer */
        sd_bus_slot *call;                       /* while an answer is awaited */
};

enum notifications_question {
        NOTIFICATIONS_NOT_ASKED,
        NOTIFICATIONS_ASKED,
        NOTIFICATIONS_ANSWERED,
};

struct notifications {
        struct log *log;
        struct notifications_handlers handlers;
        sd_bus *connection; /* NULL while there is none */
        sd_bus_slot *owner_match, *action_match, *closed_match;
        sd_bus_slot *abilities_call;
        enum notifications_question question; /* what the server can do */
        struct notifications_abilities abilities;
        char owner[BUS_NAME_SIZE]; /* the server's unique name; empty: not known */
        bool gone;                 /* the server has left the bus */
        bool told;                 /* a trouble is in the log */
        struct notifications_entry entries[NOTIFICATIONS_MAX];
};

/* Does the next thing that @entry needs: asks, shows, takes away or forgets it. */
void notifications_advance(struct notifications_entry *entry);
void notifications_advance_all(struct notifications *notifications);
/* Nothing of @entry is on the server any more. */
void notifications_forget_displayed(struct notifications_entry *entry);
/* The entry that the server knows by @server_id, or NULL. */
struct notifications_entry *notifications_find_server_id(
        struct notifications *notifications, uint32_t server_id);

/* ---- notifications_server.c ---- */

/* Listens for the server's signals, and for its coming and going. */
void notifications_watch_server(struct notifications *notifications);
/* Forgets all that belongs to the connection. */
void notifications_leave_server(struct notifications *notifications);
/* Asks what the server can do, which starts one if the bus knows how. Return: 0; negative errno. */
int notifications_ask_abilities(struct notifications *notifications);
/* Whether @reply, to a call of ours, comes from the server that is there now. */
bool notifications_take_server(struct notifications *notifications, sd_bus_message *reply);

/* ---- notifications_notify.c ---- */

/* Sends @entry's wanted content in place of what is displayed. Return: 0; negative errno. */
int notifications_send(struct notifications_entry *entry);
/* Takes what is displayed away. */
void notifications_send_close(struct notifications_entry *entry);
