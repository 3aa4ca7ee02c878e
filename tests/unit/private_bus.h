/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * private_bus - a real dbus-daemon of the test's own, on a socket in a directory of its own, where everybody
 * may do everything. It dies with the test program.
 */
#include "unit/test.h"

#include <stdbool.h>
#include <sys/types.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

/* A thing that a test waits for comes within this time, or the test fails. */
#define PRIVATE_BUS_WAIT_USEC (10 * USEC_PER_SEC)

struct private_bus {
        char directory[64];
        char socket[96];
        char address[128]; /* "unix:path=..." */
        pid_t pid;         /* 0 while it is not running */
        const char *rules; /* further ones of its policy, in XML, for the next start; NULL: none */
};

/* Makes the directory; no daemon runs in it yet. */
void private_bus_init(struct private_bus *bus);
/* Starts the daemon, and returns when connections are taken. The address stays the same each time. */
void private_bus_start(struct private_bus *bus);
/* Stops the daemon and removes its socket. Nothing if there is none. */
void private_bus_stop(struct private_bus *bus);
/* Stops the daemon and removes the directory. */
void private_bus_done(struct private_bus *bus);

/* A new connection, begun and attached to @event, to be closed by sd_bus_close_unref(). */
sd_bus *private_bus_connect(const struct private_bus *bus, sd_event *event);

/* CLOCK_MONOTONIC at which waiting that begins now has failed. */
uint64_t private_bus_deadline(void);
/* One turn of @event; false if the deadline has passed. */
bool private_bus_turn(sd_event *event, uint64_t deadline_usec);

/* Runs @event until @condition is true; fails the test if that takes too long. */
#define WAIT_FOR(event, condition)                                                                           \
        do {                                                                                                 \
                uint64_t deadline_usec_ = private_bus_deadline();                                            \
                while (!(condition))                                                                         \
                        assert_true(private_bus_turn(event, deadline_usec_));                                \
        } while (0)

/*
 * Runs @event until all that @a and @b have said to each other by now is heard and answered, and what was
 * said in return, and so on for a few rounds. Both are connected to the same bus.
 */
void private_bus_settle(sd_event *event, sd_bus *a, sd_bus *b);

/* A signal from @from for @to alone, as the bus lets anybody send anything. Both are ready. */
void private_bus_say_to(sd_bus *from, sd_bus *to, const char *path, const char *interface, const char *member,
        const char *types, ...);
