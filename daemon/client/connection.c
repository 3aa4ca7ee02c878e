/* SPDX-License-Identifier: MIT */
#include "client/connection_inside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int64_t boottime_of(struct clock *clock)
{
        struct instant now;

        clock_read(clock, &now, NULL, NULL);
        return now.boottime_usec;
}

/* A bus that takes connections and then says nothing would keep a first call for longer than its own time. */
static int wait_until_ready(struct connection *connection, sd_bus *bus)
{
        int64_t end_usec = boottime_of(connection->clock) + CONNECTION_OPEN_USEC;
        int64_t left_usec;
        int r;

        for (;;) {
                r = sd_bus_is_ready(bus);
                if (r != 0)
                        return r < 0 ? r : 0;
                r = sd_bus_process(bus, NULL);
                if (r < 0)
                        return r;
                if (r > 0)
                        continue;
                left_usec = end_usec - boottime_of(connection->clock);
                if (left_usec <= 0)
                        return -ETIMEDOUT;
                r = sd_bus_wait(bus, (uint64_t)left_usec);
                if (r < 0 && r != -EINTR)
                        return r;
        }
}

CLEANUP_DEFINE(sd_bus *, sd_bus_close_unref, busp)

static int connect_to(struct connection *connection, enum bus_kind kind, sd_bus **ret_bus)
{
        CLEANUP(busp) sd_bus *bus = NULL;
        int r;

        r = kind == BUS_SYSTEM ? sd_bus_open_system(&bus) : sd_bus_open_user(&bus);
        if (r < 0)
                return r;
        r = sd_bus_set_method_call_timeout(bus, CONNECTION_CALL_USEC);
        if (r < 0)
                return r;
        r = wait_until_ready(connection, bus);
        if (r < 0)
                return r;
        *ret_bus = TAKE_PTR(bus);
        return 0;
}

/* Whether the daemon is on @bus; asks without starting it. */
static int has_daemon(sd_bus *bus)
{
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        int owned;
        int r;

        r = sd_bus_call_method(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "NameHasOwner", NULL, &answer, "s", API_NAME);
        if (r < 0)
                return r;
        r = sd_bus_message_read(answer, "b", &owned);
        if (r < 0)
                return r;
        return owned;
}

/* Return: 1 if the daemon is there; 0 if it is not; negative errno if the bus cannot be asked. */
static int try_bus(struct connection *connection, enum bus_kind kind)
{
        CLEANUP(busp) sd_bus *bus = NULL;
        int r;

        r = connect_to(connection, kind, &bus);
        if (r < 0)
                return r;
        r = has_daemon(bus);
        if (r > 0)
                connection->bus = TAKE_PTR(bus);
        return r;
}

static const char *socket_trouble(int result)
{
        switch (-result) {
        case ETIMEDOUT: return "it does not answer";
        case ENOENT:
        case ENOMEDIUM:
        case ECONNREFUSED: return "it does not run";
        }
        return strerror(-result);
}

/* The bus that was asked for, or the first that has the daemon. */
static int choose_bus(struct connection *connection)
{
        enum bus_kind kind = connection->options.bus;
        int r;

        if (kind == BUS_NONE) {
                if (try_bus(connection, BUS_SESSION) > 0)
                        return EXIT_STATUS_DONE;
                kind = BUS_SYSTEM;
        }
        r = try_bus(connection, kind);
        if (r > 0)
                return EXIT_STATUS_DONE;
        if (r < 0 && (connection->options.bus != BUS_NONE || r == -ETIMEDOUT))
                (void)connection_say(connection, EXIT_STATUS_NO_DAEMON, "the %s bus cannot be asked: %s",
                        bus_kind_names[kind], socket_trouble(r));
        return connection_tell_absence(connection);
}

int connection_open(const struct connection_options *options, struct connection **ret_connection)
{
        CLEANUP(connection_closep) struct connection *connection = calloc(1, sizeof(*connection));
        int status;

        if (!connection || clock_new(1, INT64_MIN, NULL, &connection->clock) < 0) {
                fprintf(stderr, "unslouch %s: there is not enough memory\n", options->verb);
                return EXIT_STATUS_FAILED;
        }
        connection->options = *options;
        status = choose_bus(connection);
        if (status == EXIT_STATUS_DONE)
                *ret_connection = TAKE_PTR(connection);
        return status;
}

struct connection *connection_close(struct connection *connection)
{
        if (!connection)
                return NULL;
        sd_bus_close_unref(connection->bus);
        clock_free(connection->clock);
        free(connection);
        return NULL;
}

sd_bus *connection_bus(const struct connection *connection)
{
        return connection->bus;
}

const char *connection_reason(const struct connection *connection)
{
        return connection->reason;
}

struct instant connection_instant(struct connection *connection)
{
        struct instant now;

        clock_read(connection->clock, &now, NULL, NULL);
        return now;
}

int64_t connection_now(struct connection *connection)
{
        struct instant now;

        clock_read(connection->clock, &now, NULL, NULL);
        return now.realtime_usec;
}
