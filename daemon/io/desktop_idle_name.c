/* SPDX-License-Identifier: MIT */
#include "io/desktop_idle_internal.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"

const char *const desktop_idle_name_texts[DESKTOP_IDLE_PEER_MAX_] = {
        [DESKTOP_IDLE_PEER_MUTTER] = "org.gnome.Mutter.IdleMonitor",
        [DESKTOP_IDLE_PEER_SCREENSAVER] = "org.freedesktop.ScreenSaver",
        [DESKTOP_IDLE_PEER_GNOME_SCREENSAVER] = "org.gnome.ScreenSaver",
        [DESKTOP_IDLE_PEER_SESSION_MANAGER] = "org.gnome.SessionManager",
        [DESKTOP_IDLE_PEER_POWER_INHIBIT] = "org.freedesktop.PowerManagement.Inhibit",
        [DESKTOP_IDLE_PEER_POWER_MANAGEMENT] = "org.freedesktop.PowerManagement",
};

/* @owner: empty without one. One that has no place is as good as none. */
static void set_owner(struct desktop_idle_name *name, const char *owner)
{
        name->question = sd_bus_slot_unref(name->question);
        if (name->is_known && strcmp(owner, name->owner) == 0)
                return;
        name->is_known = true;
        name->is_useless = false;
        if (text_copy(name->owner, sizeof(name->owner), owner) < 0)
                name->owner[0] = '\0';
        desktop_idle_on_owner(name->desktop_idle, name->peer);
}

static int on_owner(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle_name *name = userdata;
        const char *owner = "";

        (void)ret_error;
        /* The usual error says that there is none. */
        if (!sd_bus_message_is_method_error(reply, NULL) && sd_bus_message_read(reply, "s", &owner) < 0)
                desktop_idle_tell_trouble(name->desktop_idle, DESKTOP_IDLE_TROUBLE_ODD_ANSWER, BUS_NAME);
        set_owner(name, owner);
        return 0;
}

static int on_owner_changed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        const char *sender = sd_bus_message_get_sender(message);
        const char *text, *old_owner, *new_owner;

        (void)ret_error;
        if (!sender || strcmp(sender, BUS_NAME) != 0 ||
                sd_bus_message_read(message, "sss", &text, &old_owner, &new_owner) < 0)
                return 0;
        for (int i = 0; i < DESKTOP_IDLE_PEER_MAX_; i++)
                if (strcmp(text, desktop_idle_name_texts[i]) == 0)
                        set_owner(&desktop_idle->names[i], new_owner);
        return 0;
}

static void follow(struct desktop_idle_name *name)
{
        const char *text = desktop_idle_name_texts[name->peer];
        char rule[256];
        int r;

        snprintf(rule, sizeof(rule),
                "type='signal',sender='" BUS_NAME "',interface='" BUS_NAME
                "',member='NameOwnerChanged',arg0='%s'",
                text);
        desktop_idle_listen(name->desktop_idle, &name->match, rule, on_owner_changed);
        r = sd_bus_call_method_async(name->desktop_idle->connection, &name->question, BUS_NAME, BUS_PATH,
                BUS_NAME, "GetNameOwner", on_owner, name, "s", text);
        if (r < 0)
                desktop_idle_tell_trouble(name->desktop_idle, DESKTOP_IDLE_TROUBLE_MATCH, strerror(-r));
}

void desktop_idle_name_attach(struct desktop_idle *desktop_idle)
{
        for (int i = 0; i < DESKTOP_IDLE_PEER_MAX_; i++) {
                struct desktop_idle_name *name = &desktop_idle->names[i];

                name->desktop_idle = desktop_idle;
                name->peer = (enum desktop_idle_peer)i;
                follow(name);
        }
}

void desktop_idle_name_detach(struct desktop_idle *desktop_idle)
{
        for (int i = 0; i < DESKTOP_IDLE_PEER_MAX_; i++) {
                struct desktop_idle_name *name = &desktop_idle->names[i];

                sd_bus_slot_unref(name->match);
                sd_bus_slot_unref(name->question);
                *name = (struct desktop_idle_name){ .owner = "" };
        }
}

bool desktop_idle_name_is_sender(
        const struct desktop_idle *desktop_idle, enum desktop_idle_peer peer, sd_bus_message *message)
{
        const char *sender = sd_bus_message_get_sender(message);
        const char *owner = desktop_idle->names[peer].owner;

        return sender && owner[0] && strcmp(sender, owner) == 0;
}
