/* SPDX-License-Identifier: MIT */
#include "client/connection_inside.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What the bus or libsystemd says in words of their own, and the same for people; others are sentences of the
 * daemon. */
static const struct {
        const char *name;
        int status;
        const char *sentence;
} known_errors[] = {
        { SD_BUS_ERROR_SERVICE_UNKNOWN, EXIT_STATUS_NO_DAEMON, "the daemon is not there any more" },
        { SD_BUS_ERROR_NAME_HAS_NO_OWNER, EXIT_STATUS_NO_DAEMON, "the daemon is not there any more" },
        /* The bus says so of a call whose recipient left it. */
        { SD_BUS_ERROR_NO_REPLY, EXIT_STATUS_NO_DAEMON, "the daemon is not there any more" },
        { SD_BUS_ERROR_TIMEOUT, EXIT_STATUS_NO_DAEMON, "the daemon does not answer" },
        { SD_BUS_ERROR_DISCONNECTED, EXIT_STATUS_NO_DAEMON, "the bus went away" },
        { SD_BUS_ERROR_UNKNOWN_OBJECT, EXIT_STATUS_FAILED, "the person is not configured any more" },
        { SD_BUS_ERROR_UNKNOWN_METHOD, EXIT_STATUS_FAILED,
                "the daemon does not know this: is it older than this command? Restart it" },
        { SD_BUS_ERROR_UNKNOWN_PROPERTY, EXIT_STATUS_FAILED,
                "the daemon does not know this: is it older than this command? Restart it" },
        { SD_BUS_ERROR_UNKNOWN_INTERFACE, EXIT_STATUS_FAILED,
                "the daemon does not know this: is it older than this command? Restart it" },
        { SD_BUS_ERROR_NO_MEMORY, EXIT_STATUS_FAILED, "there is not enough memory" },
};

int connection_print_answer(const struct connection *connection, int status)
{
        json_t *answer = json_object();
        int r;

        r = json_object_set_new(answer, "done", json_boolean(status == EXIT_STATUS_DONE));
        if (r == 0 && status != EXIT_STATUS_DONE)
                r = json_object_set_new(answer, "reason", json_string(connection_reason(connection)));
        if (r == 0)
                r = json_dumpf(answer, stdout, JSON_COMPACT);
        json_decref(answer);
        putchar('\n');
        return r == 0 ? status : EXIT_STATUS_FAILED;
}

int connection_say(struct connection *connection, int status, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        (void)vsnprintf(connection->reason, sizeof(connection->reason), format, arguments);
        va_end(arguments);
        if (!connection->options.quiet)
                fprintf(stderr, "unslouch %s: %s\n", connection->options.verb, connection->reason);
        return status;
}

/* Of no answer, or of one that makes no sense. */
static int tell_errno(struct connection *connection, int result)
{
        switch (-result) {
        case ENOMEM: return connection_say(connection, EXIT_STATUS_FAILED, "there is not enough memory");
        case ETIMEDOUT:
                return connection_say(connection, EXIT_STATUS_NO_DAEMON, "the daemon does not answer");
        case ECONNRESET:
        case ENOTCONN:
        case EPIPE: return connection_say(connection, EXIT_STATUS_NO_DAEMON, "the bus went away");
        case EBADMSG:
        case ENXIO:
        case EINVAL:
                return connection_say(connection, EXIT_STATUS_FAILED,
                        "the daemon's answer makes no sense here: is it of another version? Restart it");
        }
        return connection_say(connection, EXIT_STATUS_FAILED, "%s", strerror(-result));
}

/* The bus's own refusal names the kind of message; the daemon's would name the group. */
static bool is_of_the_bus(const sd_bus_error *error)
{
        return strcmp(error->name, SD_BUS_ERROR_ACCESS_DENIED) == 0 &&
               (!error->message || strstr(error->message, "type=\"") ||
                       strncmp(error->message, "Sender is not", strlen("Sender is not")) == 0);
}

int connection_tell(struct connection *connection, int result, const sd_bus_error *error)
{
        if (!error || !error->name)
                return tell_errno(connection, result);
        for (size_t i = 0; i < ELEMENTS(known_errors); i++)
                if (strcmp(error->name, known_errors[i].name) == 0)
                        return connection_say(
                                connection, known_errors[i].status, "%s", known_errors[i].sentence);
        if (is_of_the_bus(error))
                return connection_say(connection, EXIT_STATUS_FAILED,
                        "the bus does not let you speak to the daemon; members of the group '" API_GROUP
                        "' may");
        if (!error->message || error->message[0] == '\0')
                return connection_say(connection, EXIT_STATUS_FAILED, "the daemon refuses: %s", error->name);
        return connection_say(connection, EXIT_STATUS_FAILED, "%s", error->message);
}

int connection_tell_absence(struct connection *connection)
{
        enum bus_kind kind = connection->options.bus;

        if (connection->options.quiet)
                return EXIT_STATUS_NO_DAEMON;
        fprintf(stderr, "unslouch %s: no daemon is there. To start it, one of:\n", connection->options.verb);
        if (kind != BUS_SESSION)
                fputs("  systemctl start unslouchd\n", stderr);
        if (kind != BUS_SYSTEM)
                fputs("  systemctl --user start unslouchd\n"
                      "  unslouchd --bus=session --config FILE\n",
                        stderr);
        return EXIT_STATUS_NO_DAEMON;
}
