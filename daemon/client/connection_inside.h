/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * connection_inside - what the files of connection share.
 *
 * Floor: client.
 */
#include "base/cleanup.h"
#include "client/connection.h"
#include "io/api.h"
#include "io/clock.h"

#define CONNECTION_REASON_SIZE 512
/* A bus on the same machine that has not let us in by then never will. */
#define CONNECTION_OPEN_USEC (5 * USEC_PER_SEC)

struct connection {
        struct connection_options options;
        sd_bus *bus;
        struct clock *clock;
        char reason[CONNECTION_REASON_SIZE];
};

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, messagep)

/* Tells why a call failed: @error of the daemon or the bus, else @result, a negative errno. Return: the exit
 * status. */
int connection_tell(struct connection *connection, int result, const sd_bus_error *error);

/* Tells a sentence of ours, and keeps it as the reason. Return: @status. */
__attribute__((format(printf, 3, 4))) int connection_say(
        struct connection *connection, int status, const char *format, ...);

/* The number of @word among @count @names; -EBADMSG if it is none of them. */
int connection_number_of(const char *word, const char *const *names, int count);

/* That there is no daemon, and how to start it. Return: EXIT_STATUS_NO_DAEMON. */
int connection_tell_absence(struct connection *connection);
