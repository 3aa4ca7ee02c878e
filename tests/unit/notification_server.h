/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * notification_server - a stand-in for a desktop's notification server on a private bus: it remembers what it
 * is asked, and answers well, badly, late or not at all.
 */
#include "unit/private_bus.h"

#define SERVER_CALLS_MAX 160
#define SERVER_TEXT_SIZE 6000

/* One call of Notify. */
struct server_notify {
        char application[32];
        char icon[32];
        char summary[SERVER_TEXT_SIZE];
        char body[SERVER_TEXT_SIZE];
        char actions[512]; /* "done=Done skip=Skip" */
        char hints[64];    /* "urgency=2 transient", in the order that they came in */
        uint32_t replaces_id;
        int32_t timeout;
        sd_bus_message *waiting; /* to be answered by server_answer() */
};

enum server_answers {
        SERVER_ANSWERS_WITH_ID,
        SERVER_ANSWERS_LATE, /* by server_answer() */
        SERVER_ANSWERS_ZERO,
        SERVER_ANSWERS_TEXT, /* a string where an id should be */
        SERVER_ANSWERS_ERROR,
        SERVER_ANSWERS_SAME_ID,
};

enum server_abilities {
        SERVER_ABILITIES_LIST,
        SERVER_ABILITIES_NUMBER, /* a number where a list should be */
        SERVER_ABILITIES_ERROR,
};

struct server {
        sd_bus *connection;
        sd_bus_slot *object, *name;
        bool owns;
        const char *const *abilities; /* ends with NULL */
        enum server_abilities abilities_kind;
        enum server_answers answers;
        uint32_t next_id;
        unsigned asked; /* GetCapabilities */
        size_t notify_count;
        struct server_notify notifies[SERVER_CALLS_MAX];
        size_t close_count;
        uint32_t closes[SERVER_CALLS_MAX];
};

/* Has body, body-markup and actions until told otherwise. Returns when it owns the name, which it takes from
 * another one. */
void server_start(struct server *server, const struct private_bus *bus, sd_event *event);
/* It leaves the bus. What it remembers stays; nothing if it has not started. */
void server_stop(struct server *server);

/* The last call of Notify. */
struct server_notify *server_last(struct server *server);
/* Answers what waits with @id. */
void server_answer(struct server_notify *notify, uint32_t id);

/* Sends the signals to all. */
void server_press(struct server *server, uint32_t id, const char *action);
void server_report_closed(struct server *server, uint32_t id, uint32_t reason);
