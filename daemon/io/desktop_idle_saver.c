/* SPDX-License-Identifier: MIT */
#include "io/desktop_idle_internal.h"

#include <stdio.h>

#define PATHS_MAX 2

/* Where each of the two keeps its object; its interface has the name's text. */
static const char *const paths[DESKTOP_IDLE_PEER_NOBODY][PATHS_MAX] = {
        [DESKTOP_IDLE_PEER_SCREENSAVER] = { "/org/freedesktop/ScreenSaver", "/ScreenSaver" },
        [DESKTOP_IDLE_PEER_GNOME_SCREENSAVER] = { "/org/gnome/ScreenSaver" },
};

static const char *interface(const struct desktop_idle *desktop_idle)
{
        return desktop_idle_name_texts[desktop_idle->current];
}

static int call(struct desktop_idle *desktop_idle, const char *method, sd_bus_message_handler_t on_reply)
{
        struct desktop_idle_saver *saver = &desktop_idle->saver;

        return desktop_idle_call(desktop_idle, &saver->question, desktop_idle->current,
                paths[desktop_idle->current][saver->path], interface(desktop_idle), method, on_reply, "");
}

/*
 * How long the desktop was idle when the saver began. Some say milliseconds and some seconds, so it is taken
 * for milliseconds, which is never too long; and it can not be longer than since the desktop was last in use.
 */
static int64_t idle_usec(const struct desktop_idle *desktop_idle, uint32_t idle_msec)
{
        int64_t now_usec = desktop_idle_now(desktop_idle);

        return usec_min(idle_msec * USEC_PER_MSEC, now_usec - desktop_idle->used_boottime_usec);
}

/* Few know the method, and without it the desktop is idle from now on. */
static int on_idle_time(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        uint32_t idle_msec = 0;

        (void)ret_error;
        desktop_idle->saver.question = sd_bus_slot_unref(desktop_idle->saver.question);
        if (sd_bus_message_is_method_error(reply, NULL) || sd_bus_message_read(reply, "u", &idle_msec) < 0)
                idle_msec = 0;
        desktop_idle_change(desktop_idle, SOURCE_VALUE_FALSE, idle_usec(desktop_idle, idle_msec));
        return 0;
}

static void set_active(struct desktop_idle *desktop_idle, bool active)
{
        struct desktop_idle_saver *saver = &desktop_idle->saver;

        if (saver->is_ready && saver->is_active == active)
                return;
        saver->is_ready = true;
        saver->is_active = active;
        saver->question = sd_bus_slot_unref(saver->question);
        if (!active)
                desktop_idle_change(desktop_idle, SOURCE_VALUE_TRUE, 0);
        else if (call(desktop_idle, "GetSessionIdleTime", on_idle_time) < 0)
                desktop_idle_change(desktop_idle, SOURCE_VALUE_FALSE, 0);
}

static int on_active(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error);

static void ask_active(struct desktop_idle *desktop_idle)
{
        if (call(desktop_idle, "GetActive", on_active) < 0)
                desktop_idle_give_up(desktop_idle);
}

/* Some keep their object elsewhere, and some have the name only to be told what inhibits them. */
static int on_active(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        struct desktop_idle_saver *saver = &desktop_idle->saver;
        int active;

        (void)ret_error;
        saver->question = sd_bus_slot_unref(saver->question);
        if (sd_bus_message_is_method_error(reply, NULL)) {
                if (++saver->path < PATHS_MAX && paths[desktop_idle->current][saver->path])
                        ask_active(desktop_idle);
                else
                        desktop_idle_give_up(desktop_idle);
                return 0;
        }
        if (sd_bus_message_read(reply, "b", &active) < 0) {
                desktop_idle_tell_trouble(
                        desktop_idle, DESKTOP_IDLE_TROUBLE_ODD_ANSWER, interface(desktop_idle));
                desktop_idle_give_up(desktop_idle);
                return 0;
        }
        set_active(desktop_idle, active);
        return 0;
}

/* Before the answer to GetActive it says nothing that the answer does not say. It may come once a path. */
static int on_active_changed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        int active;

        (void)ret_error;
        if (!desktop_idle->saver.is_ready ||
                !desktop_idle_name_is_sender(desktop_idle, desktop_idle->current, message))
                return 0;
        if (sd_bus_message_read(message, "b", &active) < 0)
                desktop_idle_tell_trouble(
                        desktop_idle, DESKTOP_IDLE_TROUBLE_ODD_ANSWER, interface(desktop_idle));
        else
                set_active(desktop_idle, active);
        return 0;
}

void desktop_idle_saver_start(struct desktop_idle *desktop_idle)
{
        const char *name = interface(desktop_idle);
        char rule[256];

        desktop_idle->saver = (struct desktop_idle_saver){ .path = 0 };
        snprintf(rule, sizeof(rule), "type='signal',sender='%s',interface='%s',member='ActiveChanged'", name,
                name);
        desktop_idle_listen(desktop_idle, &desktop_idle->saver.match, rule, on_active_changed);
        ask_active(desktop_idle);
}

void desktop_idle_saver_stop(struct desktop_idle *desktop_idle)
{
        sd_bus_slot_unref(desktop_idle->saver.match);
        sd_bus_slot_unref(desktop_idle->saver.question);
        desktop_idle->saver = (struct desktop_idle_saver){ .path = 0 };
}
