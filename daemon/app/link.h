/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * link - the engine's way to the broker: whose base topic it is, subscriptions, what is sent and what was
 * lost (DESIGN 8).
 *
 * Floor: app. On every connection the retained `status` and `owner` are read first. If another daemon is
 * online there, its will is waited for; if that does not come, the link refuses. Only then is anything
 * published.
 */
#include "app/engine.h"
#include "io/log.h"
#include "io/mqtt.h"

/* How long a broker may take to hand out the retained status; without one the base topic is free. */
#define LINK_ASK_USEC (500 * USEC_PER_MSEC)
/* How long it may take to confirm that we are online, before we speak all the same. */
#define LINK_CONFIRM_USEC  (2 * USEC_PER_SEC)
#define LINK_INSTANCE_SIZE 33

struct link;

struct link_handlers {
        void *userdata;
        /* The moment of this turn of the loop. */
        const struct instant *(*now)(void *userdata);
        /* Another daemon has the base topic, and that was logged: the process should end. */
        void (*on_refused)(void *userdata);
        /* link_stop() is done; link_free() may follow, but not from here. */
        void (*on_stopped)(void *userdata);
};

struct link_options {
        sd_event *event;
        struct log *log;
        struct engine *engine;
        const char *instance; /* who we are, the same at every start: LINK_INSTANCE_SIZE with its NUL */
        struct link_handlers handlers;
};

/**
 * link_new() - for the broker of the engine's settings. Blocks on the password's and certificates' files.
 * @options: copied; what it points to is borrowed.
 *
 * Return: 0; negative errno, logged. link_free() takes NULL.
 */
int link_new(const struct link_options *options, struct link **ret_link);
struct link *link_free(struct link *link);

/* Begins to connect. Return: 0; negative errno. */
int link_start(struct link *link);

/* Sends what is in the engine's outbox, as far as the connection takes it; empties it without one. */
void link_drain(struct link *link);

/* After a reload: subscribes anew, unsubscribes what is no longer wanted. The old engine must still be there.
 */
void link_change_engine(struct link *link, struct engine *engine);

/* Says `offline` and disconnects, at most @timeout_usec; then on_stopped(). */
void link_stop(struct link *link, int64_t timeout_usec);

/* The same for good: nothing about us stays on this base topic, not even that we are offline. */
void link_leave(struct link *link, int64_t timeout_usec);
