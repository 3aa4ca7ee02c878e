/* SPDX-License-Identifier: MIT */
#include "io/desktop_idle_internal.h"

#include "base/cleanup.h"
#include "io/message_ids.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_unrefp)

int desktop_idle_new(
        struct log *log, const struct desktop_idle_handlers *handlers, struct desktop_idle **ret_desktop_idle)
{
        struct desktop_idle *desktop_idle = calloc(1, sizeof(*desktop_idle));

        if (!desktop_idle)
                return -ENOMEM;
        desktop_idle->log = log;
        desktop_idle->handlers = *handlers;
        desktop_idle->current = DESKTOP_IDLE_PEER_NOBODY;
        *ret_desktop_idle = desktop_idle;
        return 0;
}

void desktop_idle_tell_trouble(
        struct desktop_idle *desktop_idle, enum desktop_idle_trouble trouble, const char *detail)
{
        static const char *const texts[DESKTOP_IDLE_TROUBLE_MAX_] = {
                [DESKTOP_IDLE_TROUBLE_NOBODY] =
                        "no program of this desktop tells whether it is in use: sources of kind"
                        " desktop-idle say nothing until one does. Let swayidle or the like call"
                        " ReportActivity, as the README shows",
                [DESKTOP_IDLE_TROUBLE_MATCH] =
                        "the session bus does not pass on all that is said: sources of kind"
                        " desktop-idle may be late. Restart unslouchd to try again",
                [DESKTOP_IDLE_TROUBLE_ODD_ANSWER] =
                        "a program of this desktop said something that is not understood,"
                        " and it is left out. Please report this with the desktop's name",
        };

        if (desktop_idle->told[trouble])
                return;
        desktop_idle->told[trouble] = true;
        log_write(desktop_idle->log, LOG_NOTICE,
                &(struct log_fields){ .message_id = MESSAGE_ID_DESKTOP_IDLE }, detail ? "%s (%s)." : "%s.",
                texts[trouble], detail);
}

int64_t desktop_idle_now(const struct desktop_idle *desktop_idle)
{
        uint64_t now_usec = 0;

        (void)sd_event_now(sd_bus_get_event(desktop_idle->connection), CLOCK_BOOTTIME, &now_usec);
        return (int64_t)now_usec;
}

void desktop_idle_change(struct desktop_idle *desktop_idle, enum source_value value, int64_t idle_usec)
{
        if (value == SOURCE_VALUE_TRUE)
                desktop_idle->used_boottime_usec = desktop_idle_now(desktop_idle);
        if (value == desktop_idle->value)
                return;
        desktop_idle->value = value;
        desktop_idle->handlers.on_change(desktop_idle->handlers.userdata, value, idle_usec);
}

/* ---- whom we listen to ---- */

static void stop(struct desktop_idle *desktop_idle)
{
        if (desktop_idle->current == DESKTOP_IDLE_PEER_MUTTER)
                desktop_idle_mutter_stop(desktop_idle);
        else if (desktop_idle->current != DESKTOP_IDLE_PEER_NOBODY)
                desktop_idle_saver_stop(desktop_idle);
        desktop_idle->current = DESKTOP_IDLE_PEER_NOBODY;
}

/* The best that is there; only once it is known of each whether they are. */
static void choose(struct desktop_idle *desktop_idle)
{
        enum desktop_idle_peer best = DESKTOP_IDLE_PEER_NOBODY;

        for (int i = DESKTOP_IDLE_PEER_NOBODY - 1; i >= 0; i--) {
                const struct desktop_idle_name *name = &desktop_idle->names[i];

                if (!name->is_known)
                        return;
                if (name->owner[0] && !name->is_useless)
                        best = (enum desktop_idle_peer)i;
        }
        if (best == DESKTOP_IDLE_PEER_NOBODY)
                desktop_idle_tell_trouble(desktop_idle, DESKTOP_IDLE_TROUBLE_NOBODY, NULL);
        if (best == desktop_idle->current)
                return;
        stop(desktop_idle);
        desktop_idle->current = best;
        if (best == DESKTOP_IDLE_PEER_MUTTER)
                desktop_idle_mutter_start(desktop_idle);
        else if (best != DESKTOP_IDLE_PEER_NOBODY)
                desktop_idle_saver_start(desktop_idle);
}

/* What the current one said holds no longer, and the next may be silent for a while. */
static void leave_current(struct desktop_idle *desktop_idle)
{
        stop(desktop_idle);
        desktop_idle_change(desktop_idle, SOURCE_VALUE_NOTHING, 0);
}

/* Its owner is another one now, if any, who knows nothing of our watches. */
static void lose_current(struct desktop_idle *desktop_idle)
{
        desktop_idle->mutter.idle_watch = desktop_idle->mutter.active_watch = 0;
        leave_current(desktop_idle);
}

void desktop_idle_give_up(struct desktop_idle *desktop_idle)
{
        desktop_idle->names[desktop_idle->current].is_useless = true;
        leave_current(desktop_idle);
        choose(desktop_idle);
}

void desktop_idle_on_owner(struct desktop_idle *desktop_idle, enum desktop_idle_peer peer)
{
        switch (peer) {
        case DESKTOP_IDLE_PEER_MUTTER:
        case DESKTOP_IDLE_PEER_SCREENSAVER:
        case DESKTOP_IDLE_PEER_GNOME_SCREENSAVER:
                if (peer == desktop_idle->current)
                        lose_current(desktop_idle);
                choose(desktop_idle);
                break;
        case DESKTOP_IDLE_PEER_SESSION_MANAGER: desktop_idle_inhibit_ask_session(desktop_idle); break;
        case DESKTOP_IDLE_PEER_POWER_INHIBIT:
        case DESKTOP_IDLE_PEER_POWER_MANAGEMENT: desktop_idle_inhibit_ask_power(desktop_idle); break;
        case DESKTOP_IDLE_PEER_MAX_: break;
        }
}

/* ---- the connection ---- */

/* Without a handler of its own a match that is refused ends the connection. */
static int on_match_installed(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        (void)ret_error;
        if (sd_bus_message_is_method_error(reply, NULL))
                desktop_idle_tell_trouble(
                        userdata, DESKTOP_IDLE_TROUBLE_MATCH, sd_bus_message_get_error(reply)->message);
        return 0;
}

void desktop_idle_listen(struct desktop_idle *desktop_idle, sd_bus_slot **slot, const char *rule,
        sd_bus_message_handler_t on_signal)
{
        int r;

        *slot = sd_bus_slot_unref(*slot);
        r = sd_bus_add_match_async(
                desktop_idle->connection, slot, rule, on_signal, on_match_installed, desktop_idle);
        if (r < 0)
                desktop_idle_tell_trouble(desktop_idle, DESKTOP_IDLE_TROUBLE_MATCH, strerror(-r));
}

int desktop_idle_call(struct desktop_idle *desktop_idle, sd_bus_slot **slot, enum desktop_idle_peer peer,
        const char *path, const char *interface, const char *method, sd_bus_message_handler_t on_reply,
        const char *types, ...)
{
        CLEANUP(message_unrefp) sd_bus_message *message = NULL;
        va_list arguments;
        int r;

        if (slot)
                *slot = sd_bus_slot_unref(*slot);
        r = sd_bus_message_new_method_call(
                desktop_idle->connection, &message, desktop_idle->names[peer].owner, path, interface, method);
        if (r < 0)
                return r;
        va_start(arguments, types);
        r = sd_bus_message_appendv(message, types, arguments);
        va_end(arguments);
        if (r < 0)
                return r;
        r = sd_bus_call_async(desktop_idle->connection, slot, message, on_reply, desktop_idle, 0);
        return r < 0 ? r : 0;
}

void desktop_idle_attach(struct desktop_idle *desktop_idle, sd_bus *connection)
{
        assert(!desktop_idle->connection);
        desktop_idle->connection = connection;
        desktop_idle_inhibit_attach(desktop_idle);
        desktop_idle_name_attach(desktop_idle);
}

static void let_go(struct desktop_idle *desktop_idle)
{
        stop(desktop_idle);
        desktop_idle_inhibit_detach(desktop_idle);
        desktop_idle_name_detach(desktop_idle);
        desktop_idle->connection = NULL;
}

void desktop_idle_detach(struct desktop_idle *desktop_idle)
{
        let_go(desktop_idle);
        desktop_idle_change(desktop_idle, SOURCE_VALUE_NOTHING, 0);
        desktop_idle_inhibit_tell(desktop_idle);
}

struct desktop_idle *desktop_idle_free(struct desktop_idle *desktop_idle)
{
        if (!desktop_idle)
                return NULL;
        let_go(desktop_idle);
        free(desktop_idle);
        return NULL;
}
