/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus - one connection to a D-Bus bus that comes back by itself: when the bus was not there yet, when it
 * restarts, when it throws us out.
 *
 * Floor: io. Never blocks: connecting goes on in the background, and a socket that is not there yet is
 * watched for, not asked for. What is said on the bus is the matter of others, who are handed the connection.
 */
#include "io/log.h"

#include <systemd/sd-bus.h>

enum bus_kind {
        BUS_NONE,
        BUS_SYSTEM,
        BUS_SESSION,
};

/* "none", "system", "session". */
extern const char *const bus_kind_names[];

struct bus_handlers {
        void *userdata;
        /* We are on the bus, with a fresh connection each time: it is borrowed until on_lost(). */
        void (*on_connected)(void *userdata, sd_bus *connection);
        /* The connection is gone: what holds a slot or a reference of it lets go of it now. Follows each
         * on_connected() but the last one's, if bus_free() comes first. Both may call bus_free(). */
        void (*on_lost)(void *userdata);
};

struct bus;

/**
 * bus_new() - begins to connect to the bus of @kind, BUS_SYSTEM or BUS_SESSION.
 * @event, @log: borrowed. @handlers: copied.
 *
 * A bus that is not there is told once, and once that it came. After a connection that lasted 10 s it tries
 * again at once; else after 1 s, then twice as long each time, at most 60 s. An attempt that finds no socket
 * waits for it to appear, as long as that takes.
 *
 * Return: 0, whether or not the bus is there; -ENOMEM. bus_free() closes without flushing and takes NULL.
 */
int bus_new(sd_event *event, struct log *log, enum bus_kind kind, const struct bus_handlers *handlers,
        struct bus **ret_bus);
struct bus *bus_free(struct bus *bus);

/* The connection while there is one, borrowed; else NULL, as for no bus (NULL). */
sd_bus *bus_connection(const struct bus *bus);

/* How long to wait before the next attempt, after a connection that was up for @up_usec (0: it never was).
 * @failures: 0 at first, kept between the calls. */
int64_t bus_retry_usec(int *failures, int64_t up_usec);
