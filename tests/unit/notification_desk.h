/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * notification_desk - a desktop: a private bus, a stand-in server on it that may come and go, and
 * io/notifications on a connection of its own.
 */
#include "unit/notification_server.h"

#include "io/notifications.h"

#include <stdio.h>

/* A bus, a server on it that may come and go, and the module, on a connection of its own. */
struct desk {
        struct private_bus bus;
        sd_event *event;
        struct server server;
        sd_bus *connection;
        struct log *log;
        struct notifications *notifications;
        int saved_stderr;
        FILE *log_file;
        unsigned actions;
        char action[256]; /* the last one: "anna/anna-2026-11-22-1/done" */
        bool shows_again; /* what is shown from within on_action() */
};

/* Of anna: a prompt with three buttons, and the next one with one. Of ben: one that passes, without a text.
 */
extern const struct notification desk_due;
extern const struct notification desk_later;
extern const struct notification desk_passing;

/* What is logged goes to a file. */
int desk_setup(void **state);
int desk_setup_with_server(void **state);
int desk_teardown(void **state);

/* Our own connection. */
void desk_connect(struct desk *desk);
void desk_disconnect(struct desk *desk);

/* Until we and the server have heard and answered all. */
void desk_settle(struct desk *desk);

void desk_show(struct desk *desk, const struct notification *notification);
/* Shows it, and the server has answered. */
void desk_show_now(struct desk *desk, const struct notification *notification);

/* How many lines of the log have @words; in all with "". */
unsigned desk_count_lines(const struct desk *desk, const char *words);

/* Fails unless @id is what is shown for anna; NULL: nothing. */
void desk_assert_shown(struct desk *desk, const char *id);
