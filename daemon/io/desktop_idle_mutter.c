/* SPDX-License-Identifier: MIT */
#include "io/desktop_idle_internal.h"

#define PATH      "/org/gnome/Mutter/IdleMonitor/Core"
#define INTERFACE "org.gnome.Mutter.IdleMonitor"

static int call(struct desktop_idle *desktop_idle, const char *method, sd_bus_message_handler_t on_reply)
{
        return desktop_idle_call(desktop_idle, &desktop_idle->mutter.question, DESKTOP_IDLE_PEER_MUTTER, PATH,
                INTERFACE, method, on_reply, "");
}

/* The answer to a question, a number of @type. False: it has none, and Mutter is given up. */
static bool read_answer(struct desktop_idle *desktop_idle, sd_bus_message *reply, char type, void *ret_number)
{
        bool is_error = sd_bus_message_is_method_error(reply, NULL);

        desktop_idle->mutter.question = sd_bus_slot_unref(desktop_idle->mutter.question);
        if (!is_error && sd_bus_message_read_basic(reply, type, ret_number) > 0)
                return true;
        if (!is_error)
                desktop_idle_tell_trouble(desktop_idle, DESKTOP_IDLE_TROUBLE_ODD_ANSWER, INTERFACE);
        desktop_idle_give_up(desktop_idle);
        return false;
}

static int on_active_watch(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        uint32_t watch;

        (void)ret_error;
        if (read_answer(desktop_idle, reply, 'u', &watch))
                desktop_idle->mutter.active_watch = watch;
        return 0;
}

/* The watch for a user who comes back fires once, so each absence needs a new one. */
static void go_idle(struct desktop_idle *desktop_idle, int64_t idle_usec)
{
        desktop_idle_change(desktop_idle, SOURCE_VALUE_FALSE, idle_usec);
        if (desktop_idle->mutter.active_watch != 0 || desktop_idle->mutter.question)
                return;
        if (call(desktop_idle, "AddUserActiveWatch", on_active_watch) < 0)
                desktop_idle_give_up(desktop_idle);
}

static int on_fired(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        struct desktop_idle_mutter *mutter = &desktop_idle->mutter;
        uint32_t watch;

        (void)ret_error;
        if (!mutter->is_ready ||
                !desktop_idle_name_is_sender(desktop_idle, DESKTOP_IDLE_PEER_MUTTER, message))
                return 0;
        if (sd_bus_message_read(message, "u", &watch) < 0) {
                desktop_idle_tell_trouble(desktop_idle, DESKTOP_IDLE_TROUBLE_ODD_ANSWER, INTERFACE);
                return 0;
        }
        if (watch == mutter->idle_watch)
                go_idle(desktop_idle, DESKTOP_IDLE_USEC);
        else if (watch != 0 && watch == mutter->active_watch) {
                mutter->active_watch = 0;
                desktop_idle_change(desktop_idle, SOURCE_VALUE_TRUE, 0);
        }
        return 0;
}

static int on_idle_time(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        uint64_t idle_msec;

        (void)ret_error;
        if (!read_answer(desktop_idle, reply, 't', &idle_msec))
                return 0;
        desktop_idle->mutter.is_ready = true;
        if (idle_msec < (uint64_t)(DESKTOP_IDLE_USEC / USEC_PER_MSEC))
                desktop_idle_change(desktop_idle, SOURCE_VALUE_TRUE, 0);
        else if (idle_msec > (uint64_t)(desktop_idle_now(desktop_idle) / USEC_PER_MSEC))
                /* Longer than the machine runs. */
                go_idle(desktop_idle, DESKTOP_IDLE_USEC);
        else
                go_idle(desktop_idle, (int64_t)idle_msec * USEC_PER_MSEC);
        return 0;
}

/* Asked after the watch is set, so that no edge falls between the two. */
static int on_idle_watch(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        uint32_t watch;

        (void)ret_error;
        if (!read_answer(desktop_idle, reply, 'u', &watch))
                return 0;
        desktop_idle->mutter.idle_watch = watch;
        if (call(desktop_idle, "GetIdletime", on_idle_time) < 0)
                desktop_idle_give_up(desktop_idle);
        return 0;
}

void desktop_idle_mutter_start(struct desktop_idle *desktop_idle)
{
        int r;

        desktop_idle->mutter = (struct desktop_idle_mutter){ .is_ready = false };
        desktop_idle_listen(desktop_idle, &desktop_idle->mutter.match,
                "type='signal',sender='org.gnome.Mutter.IdleMonitor',path='" PATH "',interface='" INTERFACE
                "',member='WatchFired'",
                on_fired);
        r = desktop_idle_call(desktop_idle, &desktop_idle->mutter.question, DESKTOP_IDLE_PEER_MUTTER, PATH,
                INTERFACE, "AddIdleWatch", on_idle_watch, "t", (uint64_t)(DESKTOP_IDLE_USEC / USEC_PER_MSEC));
        if (r < 0)
                desktop_idle_give_up(desktop_idle);
}

/* Mutter forgets the watches of a connection that ends; this one may go on. */
static void remove_watch(struct desktop_idle *desktop_idle, uint32_t watch)
{
        if (watch != 0 && desktop_idle->names[DESKTOP_IDLE_PEER_MUTTER].owner[0])
                (void)desktop_idle_call(desktop_idle, NULL, DESKTOP_IDLE_PEER_MUTTER, PATH, INTERFACE,
                        "RemoveWatch", NULL, "u", watch);
}

void desktop_idle_mutter_stop(struct desktop_idle *desktop_idle)
{
        struct desktop_idle_mutter *mutter = &desktop_idle->mutter;

        remove_watch(desktop_idle, mutter->idle_watch);
        remove_watch(desktop_idle, mutter->active_watch);
        sd_bus_slot_unref(mutter->match);
        sd_bus_slot_unref(mutter->question);
        *mutter = (struct desktop_idle_mutter){ .is_ready = false };
}
