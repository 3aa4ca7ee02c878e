/* SPDX-License-Identifier: MIT */
#include "io/bus.h"

#include "base/cleanup.h"
#include "base/units.h"
#include "io/message_ids.h"

#include <errno.h>
#include <string.h>

#define BACK_OFF_MIN_USEC (1 * USEC_PER_SEC)
#define BACK_OFF_MAX_USEC (60 * USEC_PER_SEC)
/* A connection that lived so long was a good one: after it the first attempt comes at once. */
#define STEADY_USEC (10 * USEC_PER_SEC)
/* An attempt that takes longer is told as an absence: its socket is not there, or the bus does not answer. */
#define PATIENCE_USEC (1 * USEC_PER_SEC)

/* Behind timers and signals, and in turn with the broker's messages: a flood here starves nobody. */
#define PRIORITY (SD_EVENT_PRIORITY_NORMAL + 1)

#define SYSTEM_ADDRESS "unix:path=/run/dbus/system_bus_socket"
#define LOCAL          "org.freedesktop.DBus.Local"

const char *const bus_kind_names[] = {
        [BUS_NONE] = "none",
        [BUS_SYSTEM] = "system",
        [BUS_SESSION] = "session",
};

struct bus {
        sd_event *event;
        struct log *log;
        enum bus_kind kind;
        struct bus_handlers handlers;
        char *address; /* NULL: nothing says where the bus is */
        /* What is being opened, is up, or was lost: a lost one is kept until the next attempt, because it is
         * told from within one of its own callbacks. */
        sd_bus *connection;
        sd_bus_slot *connected_slot;
        sd_bus_slot *disconnected_slot;
        /* Ends the patience while something is being opened, the back-off otherwise. */
        sd_event_source *timer;
        int64_t connected_usec; /* CLOCK_MONOTONIC */
        int failures;
        bool opening;
        bool up;
        bool told; /* that it is absent */
};

CLEANUP_DEFINE(struct bus *, bus_free, bus_freep)

/* CLOCK_MONOTONIC of this turn of the loop. */
static int64_t now_usec(const struct bus *bus)
{
        uint64_t now = 0;

        (void)sd_event_now(bus->event, CLOCK_MONOTONIC, &now);
        return (int64_t)now;
}

static bool plain_in_address(char c)
{
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (c && strchr("-_/.\\*", c));
}

/* unix:path=DIRECTORY/bus, with the escapes of the D-Bus specification. */
static char *address_in(const char *directory)
{
        static const char prefix[] = "unix:path=";
        static const char suffix[] = "/bus";
        static const char digits[] = "0123456789abcdef";
        char *address;
        char *end;

        address = malloc(sizeof prefix + 3 * strlen(directory) + sizeof suffix);
        if (!address)
                return NULL;
        end = stpcpy(address, prefix);
        for (const char *c = directory; *c; c++) {
                unsigned char byte = (unsigned char)*c;

                if (plain_in_address(*c)) {
                        *end++ = *c;
                } else {
                        *end++ = '%';
                        *end++ = digits[byte >> 4];
                        *end++ = digits[byte & 15];
                }
        }
        memcpy(end, suffix, sizeof suffix);
        return address;
}

static int find_address(enum bus_kind kind, char **ret_address)
{
        const char *address =
                getenv(kind == BUS_SYSTEM ? "DBUS_SYSTEM_BUS_ADDRESS" : "DBUS_SESSION_BUS_ADDRESS");
        const char *directory = getenv("XDG_RUNTIME_DIR");
        char *found;

        if (address && *address)
                found = strdup(address);
        else if (kind == BUS_SYSTEM)
                found = strdup(SYSTEM_ADDRESS);
        else if (directory && *directory)
                found = address_in(directory);
        else
                return -ENXIO;
        if (!found)
                return -ENOMEM;
        *ret_address = found;
        return 0;
}

static void tell_absence(struct bus *bus, int error)
{
        const struct log_fields fields = { .message_id = MESSAGE_ID_BUS_DOWN,
                .error = error < 0 ? -error : 0 };

        if (bus->told)
                return;
        bus->told = true;
        if (!bus->address)
                log_write(bus->log, LOG_WARNING, &fields,
                        "There is no session bus: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is "
                        "set. Going on without it; run as a user service to have one.");
        else if (error < 0)
                log_write(bus->log, LOG_WARNING, &fields,
                        "Cannot connect to the %s bus at %s: %s. Going on without it; trying again.",
                        bus_kind_names[bus->kind], bus->address, strerror(-error));
        else
                log_write(bus->log, LOG_WARNING, &fields,
                        "The %s bus does not answer at %s; is it running? Going on without it until it does.",
                        bus_kind_names[bus->kind], bus->address);
}

static void arm(struct bus *bus, int64_t delay_usec)
{
        /* Neither can fail: the timer is there. */
        (void)sd_event_source_set_time_relative(bus->timer, (uint64_t)delay_usec);
        (void)sd_event_source_set_enabled(bus->timer, SD_EVENT_ONESHOT);
}

static void let_go(struct bus *bus)
{
        bus->opening = bus->up = false;
        bus->connected_slot = sd_bus_slot_unref(bus->connected_slot);
        bus->disconnected_slot = sd_bus_slot_unref(bus->disconnected_slot);
        bus->connection = sd_bus_close_unref(bus->connection);
}

int64_t bus_retry_usec(int *failures, int64_t up_usec)
{
        int64_t delay_usec;

        if (up_usec >= STEADY_USEC) {
                *failures = 0;
                return 0;
        }
        delay_usec = usec_min(BACK_OFF_MIN_USEC << *failures, BACK_OFF_MAX_USEC);
        if (delay_usec < BACK_OFF_MAX_USEC)
                ++*failures;
        return delay_usec;
}

static int on_connected(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct bus *bus = userdata;

        (void)message;
        (void)ret_error;
        (void)sd_event_source_set_enabled(bus->timer, SD_EVENT_OFF);
        if (bus->told)
                log_write(bus->log, LOG_INFO, &(struct log_fields){ .message_id = MESSAGE_ID_BUS_UP },
                        "The %s bus is there now.", bus_kind_names[bus->kind]);
        bus->told = bus->opening = false;
        bus->up = true;
        bus->connected_usec = now_usec(bus);
        bus->handlers.on_connected(bus->handlers.userdata, bus->connection);
        return 0;
}

static int on_disconnected(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct bus *bus = userdata;
        bool was_up = bus->up;

        (void)message;
        (void)ret_error;
        bus->opening = bus->up = false;
        arm(bus, bus_retry_usec(&bus->failures, was_up ? now_usec(bus) - bus->connected_usec : 0));
        if (!was_up) {
                tell_absence(bus, 0);
                return 0;
        }
        bus->told = true;
        log_write(bus->log, LOG_WARNING, &(struct log_fields){ .message_id = MESSAGE_ID_BUS_DOWN },
                "Lost the %s bus. Going on without it until it is back.", bus_kind_names[bus->kind]);
        /* The last: it may end the whole bus. */
        bus->handlers.on_lost(bus->handlers.userdata);
        return 0;
}

static int watch_state(struct bus *bus)
{
        int r;

        r = sd_bus_match_signal(
                bus->connection, &bus->connected_slot, LOCAL, NULL, LOCAL, "Connected", on_connected, bus);
        if (r < 0)
                return r;
        return sd_bus_match_signal(bus->connection, &bus->disconnected_slot, LOCAL, NULL, LOCAL,
                "Disconnected", on_disconnected, bus);
}

static int prepare(struct bus *bus)
{
        int r;

        r = sd_bus_set_address(bus->connection, bus->address);
        if (r < 0)
                return r;
        r = sd_bus_set_bus_client(bus->connection, true);
        if (r < 0)
                return r;
        r = sd_bus_set_watch_bind(bus->connection, true);
        if (r < 0)
                return r;
        r = sd_bus_set_connected_signal(bus->connection, true);
        if (r < 0)
                return r;
        r = sd_bus_set_exit_on_disconnect(bus->connection, false);
        if (r < 0)
                return r;
        /* It would flush, and so block, when the loop ends. */
        return sd_bus_set_close_on_exit(bus->connection, false);
}

static int open_connection(struct bus *bus)
{
        int r;

        r = sd_bus_new(&bus->connection);
        if (r < 0)
                return r;
        r = prepare(bus);
        if (r < 0)
                return r;
        r = watch_state(bus);
        if (r < 0)
                return r;
        r = sd_bus_start(bus->connection);
        if (r < 0)
                return r;
        return sd_bus_attach_event(bus->connection, bus->event, PRIORITY);
}

static void attempt(struct bus *bus)
{
        int r;

        let_go(bus);
        r = open_connection(bus);
        if (r < 0) {
                let_go(bus);
                tell_absence(bus, r);
                arm(bus, bus_retry_usec(&bus->failures, 0));
                return;
        }
        bus->opening = true;
        if (!bus->told)
                arm(bus, PATIENCE_USEC);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct bus *bus = userdata;

        (void)source;
        (void)usec;
        if (bus->opening)
                tell_absence(bus, 0);
        else
                attempt(bus);
        return 0;
}

int bus_new(sd_event *event, struct log *log, enum bus_kind kind, const struct bus_handlers *handlers,
        struct bus **ret_bus)
{
        CLEANUP(bus_freep) struct bus *bus = NULL;
        int r;

        bus = calloc(1, sizeof *bus);
        if (!bus)
                return -ENOMEM;
        bus->event = sd_event_ref(event);
        bus->log = log;
        bus->kind = kind;
        bus->handlers = *handlers;
        r = sd_event_add_time(event, &bus->timer, CLOCK_MONOTONIC, 0, 0, on_timer, bus);
        if (r < 0)
                return r;
        r = sd_event_source_set_enabled(bus->timer, SD_EVENT_OFF);
        if (r < 0)
                return r;
        r = find_address(kind, &bus->address);
        if (r == -ENOMEM)
                return r;
        if (r < 0)
                tell_absence(bus, r);
        else
                attempt(bus);
        *ret_bus = TAKE_PTR(bus);
        return 0;
}

struct bus *bus_free(struct bus *bus)
{
        if (!bus)
                return NULL;
        let_go(bus);
        sd_event_source_disable_unref(bus->timer);
        sd_event_unref(bus->event);
        free(bus->address);
        free(bus);
        return NULL;
}

sd_bus *bus_connection(const struct bus *bus)
{
        return bus && bus->up ? bus->connection : NULL;
}
