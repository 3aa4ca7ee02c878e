/* SPDX-License-Identifier: MIT */
#include "io/logind_internal.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#define BUS_NAME "org.freedesktop.DBus"

CLEANUP_DEFINE(struct logind *, logind_free, logind_freep)
CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_unrefp)

int logind_new(struct log *log, const uid_t *users, size_t user_count, const struct logind_handlers *handlers,
        struct logind **ret_logind)
{
        CLEANUP(logind_freep) struct logind *logind = calloc(1, sizeof(*logind));

        if (!logind)
                return -ENOMEM;
        logind->log = log;
        logind->handlers = *handlers;
        logind->inhibitor = -1;
        logind->users = calloc(user_count > 0 ? user_count : 1, sizeof(*logind->users));
        if (!logind->users)
                return -ENOMEM;
        for (size_t i = 0; i < user_count; i++)
                logind->users[i].uid = users[i];
        logind->user_count = user_count;
        *ret_logind = TAKE_PTR(logind);
        return 0;
}

void logind_tell_trouble(struct logind *logind, enum logind_trouble trouble, const char *detail)
{
        static const char *const texts[LOGIND_TROUBLE_MAX_] = {
                [LOGIND_TROUBLE_AWAY] =
                        "systemd-logind does not answer on the system bus: sources of kind logind say"
                        " nothing until it does. Without systemd use other sources",
                [LOGIND_TROUBLE_LOST] = "not all that systemd-logind says gets here: sources of"
                                        " kind logind may be late. Restart unslouchd to try again",
                [LOGIND_TROUBLE_ODD_ANSWER] =
                        "systemd-logind said something that is not understood, and it is left"
                        " out. Please report this with the output of 'loginctl --version'",
                [LOGIND_TROUBLE_MANY_SESSIONS] =
                        "there are more than 1024 sessions: the others are left out. See"
                        " 'loginctl list-sessions'",
                [LOGIND_TROUBLE_INHIBITOR] =
                        "systemd-logind does not let the machine's sleep wait for us: at most"
                        " the last minute before it is lost. To allow it, let polkit grant"
                        " org.freedesktop.login1.inhibit-delay-sleep",
        };

        if (logind->told[trouble])
                return;
        logind->told[trouble] = true;
        log_write(logind->log, LOG_NOTICE, NULL, detail ? "%s (%s)." : "%s.", texts[trouble], detail);
}

bool logind_is_sender(const struct logind *logind, sd_bus_message *message)
{
        const char *sender = sd_bus_message_get_sender(message);

        return sender && logind->owner[0] && strcmp(sender, logind->owner) == 0;
}

/* ---- users ---- */

bool logind_has_user(const struct logind *logind, uid_t uid)
{
        for (size_t i = 0; i < logind->user_count; i++)
                if (logind->users[i].uid == uid)
                        return true;
        return false;
}

static int64_t realtime_usec(const struct logind *logind)
{
        uint64_t now_usec = 0;

        (void)sd_event_now(sd_bus_get_event(logind->connection), CLOCK_REALTIME, &now_usec);
        return (int64_t)now_usec;
}

/* @since_usec is a stranger's word: an edge lies neither in the future nor before the edge that it ends. */
static void set_user(struct logind *logind, size_t i, enum source_value value, int64_t since_usec)
{
        struct logind_user *user = &logind->users[i];
        int64_t now_usec = value == SOURCE_VALUE_NOTHING ? 0 : realtime_usec(logind);

        if (user->value == value)
                return;
        user->value = value;
        if (value == SOURCE_VALUE_TRUE)
                user->active_realtime_usec = now_usec;
        if (value != SOURCE_VALUE_FALSE || since_usec > now_usec || since_usec < user->active_realtime_usec)
                since_usec = 0;
        logind->handlers.on_user(logind->handlers.userdata, i, value, since_usec);
}

static enum source_value user_value(const struct logind *logind, uid_t uid)
{
        return logind_session_is_active(logind, uid) ? SOURCE_VALUE_TRUE : SOURCE_VALUE_FALSE;
}

void logind_update_users(struct logind *logind, uid_t uid, int64_t idle_realtime_usec)
{
        enum source_value value = user_value(logind, uid);

        if (!logind->settled)
                return;
        for (size_t i = 0; i < logind->user_count; i++)
                if (logind->users[i].uid == uid)
                        set_user(logind, i, value, idle_realtime_usec);
}

void logind_settle(struct logind *logind)
{
        if (logind->settled)
                return;
        for (size_t i = 0; i < logind->session_count; i++)
                if (!logind->sessions[i]->is_read)
                        return;
        logind->settled = true;
        for (size_t i = 0; i < logind->user_count; i++) {
                uid_t uid = logind->users[i].uid;

                set_user(logind, i, user_value(logind, uid), logind_session_idle_since(logind, uid));
        }
}

/* ---- logind comes and goes ---- */

/* logind has gone, or is asked anew: nothing of what it said holds. */
static void forget(struct logind *logind)
{
        logind->list_question = sd_bus_slot_unref(logind->list_question);
        logind->owner[0] = '\0';
        logind->settled = false;
        logind_session_clear(logind);
        logind_machine_clear(logind);
}

static void tell_nothing(struct logind *logind)
{
        for (size_t i = 0; i < logind->user_count; i++)
                set_user(logind, i, SOURCE_VALUE_NOTHING, 0);
        if (logind->inhibited) {
                logind->inhibited = false;
                logind->handlers.on_inhibited(logind->handlers.userdata, false);
        }
}

static int begin(struct logind *logind, sd_bus_message *reply)
{
        const char *sender = sd_bus_message_get_sender(reply);

        if (!sender || text_copy(logind->owner, sizeof(logind->owner), sender) < 0)
                return -EBADMSG;
        return logind_session_read_list(logind, reply);
}

static int on_list(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;
        int r;

        (void)ret_error;
        logind->list_question = sd_bus_slot_unref(logind->list_question);
        if (sd_bus_message_is_method_error(reply, NULL)) {
                logind_tell_trouble(logind, LOGIND_TROUBLE_AWAY, sd_bus_message_get_error(reply)->message);
                return 0;
        }
        r = begin(logind, reply);
        if (r < 0) {
                forget(logind);
                logind_tell_trouble(logind, r == -EBADMSG ? LOGIND_TROUBLE_ODD_ANSWER : LOGIND_TROUBLE_LOST,
                        strerror(-r));
                return 0;
        }
        logind_machine_begin(logind);
        logind_settle(logind);
        return 0;
}

/* The one call that lets the bus start logind. */
static void ask(struct logind *logind)
{
        int r;

        forget(logind);
        r = sd_bus_call_method_async(logind->connection, &logind->list_question, LOGIND_NAME, LOGIND_PATH,
                LOGIND_MANAGER, "ListSessions", on_list, logind, NULL);
        if (r < 0)
                logind_tell_trouble(logind, LOGIND_TROUBLE_AWAY, strerror(-r));
}

static int on_owner_changed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct logind *logind = userdata;
        const char *sender = sd_bus_message_get_sender(message);
        const char *name, *old_owner, *new_owner;

        (void)ret_error;
        if (!sender || strcmp(sender, BUS_NAME) != 0)
                return 0;
        if (sd_bus_message_read(message, "sss", &name, &old_owner, &new_owner) < 0 ||
                strcmp(name, LOGIND_NAME) != 0 || strcmp(new_owner, logind->owner) == 0)
                return 0;
        if (logind->owner[0]) {
                forget(logind);
                tell_nothing(logind);
        }
        if (new_owner[0])
                ask(logind);
        return 0;
}

/* ---- the connection ---- */

int logind_call(struct logind *logind, sd_bus_slot **slot, const char *path, const char *interface,
        const char *method, sd_bus_message_handler_t on_reply, void *userdata, const char *types, ...)
{
        CLEANUP(message_unrefp) sd_bus_message *message = NULL;
        va_list arguments;
        int r;

        *slot = sd_bus_slot_unref(*slot);
        r = sd_bus_message_new_method_call(
                logind->connection, &message, logind->owner, path, interface, method);
        if (r < 0)
                return r;
        va_start(arguments, types);
        r = sd_bus_message_appendv(message, types, arguments);
        va_end(arguments);
        if (r < 0)
                return r;
        r = sd_bus_call_async(logind->connection, slot, message, on_reply, userdata, 0);
        return r < 0 ? r : 0;
}

/* Without a handler of its own a match that is refused ends the connection. */
static int on_match_installed(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        (void)ret_error;
        if (sd_bus_message_is_method_error(reply, NULL))
                logind_tell_trouble(userdata, LOGIND_TROUBLE_LOST, sd_bus_message_get_error(reply)->message);
        return 0;
}

static void listen(struct logind *logind)
{
        static const struct {
                const char *rule;
                sd_bus_message_handler_t on_signal;
        } matches[LOGIND_MATCHES] = {
                { "type='signal',sender='" BUS_NAME "',interface='" BUS_NAME
                  "',member='NameOwnerChanged',arg0='" LOGIND_NAME "'",
                        on_owner_changed },
                { "type='signal',sender='" LOGIND_NAME "',path='" LOGIND_PATH "',interface='" LOGIND_MANAGER
                  "',member='SessionNew'",
                        logind_session_on_new },
                { "type='signal',sender='" LOGIND_NAME "',path='" LOGIND_PATH "',interface='" LOGIND_MANAGER
                  "',member='SessionRemoved'",
                        logind_session_on_removed },
                { "type='signal',sender='" LOGIND_NAME "',path='" LOGIND_PATH "',interface='" LOGIND_MANAGER
                  "',member='PrepareForSleep'",
                        logind_machine_on_sleep },
                { "type='signal',sender='" LOGIND_NAME "',path='" LOGIND_PATH
                  "',interface='" LOGIND_PROPERTIES "',member='PropertiesChanged',arg0='" LOGIND_MANAGER "'",
                        logind_machine_on_changed },
                { "type='signal',sender='" LOGIND_NAME "',path_namespace='" LOGIND_PATH
                  "/session',interface='" LOGIND_PROPERTIES
                  "',member='PropertiesChanged',arg0='" LOGIND_SESSION "'",
                        logind_session_on_changed },
                { "type='signal',sender='org.freedesktop.timedate1',path='/org/freedesktop/"
                  "timedate1',interface='" LOGIND_PROPERTIES
                  "',member='PropertiesChanged',arg0='org.freedesktop.timedate1'",
                        logind_machine_on_zone },
        };

        for (size_t i = 0; i < ELEMENTS(matches); i++) {
                int r = sd_bus_add_match_async(logind->connection, &logind->matches[i], matches[i].rule,
                        matches[i].on_signal, on_match_installed, logind);

                if (r < 0)
                        logind_tell_trouble(logind, LOGIND_TROUBLE_LOST, strerror(-r));
        }
}

void logind_attach(struct logind *logind, sd_bus *connection)
{
        assert(!logind->connection);
        logind->connection = connection;
        listen(logind);
        ask(logind);
}

static void let_go(struct logind *logind)
{
        forget(logind);
        for (size_t i = 0; i < LOGIND_MATCHES; i++)
                logind->matches[i] = sd_bus_slot_unref(logind->matches[i]);
        logind->connection = NULL;
}

void logind_detach(struct logind *logind)
{
        let_go(logind);
        tell_nothing(logind);
}

struct logind *logind_free(struct logind *logind)
{
        if (!logind)
                return NULL;
        let_go(logind);
        free(logind->users);
        free(logind);
        return NULL;
}
