/* SPDX-License-Identifier: MIT */
#include "io/desktop_idle_internal.h"

#define SESSION_NAME   "org.gnome.SessionManager"
#define SESSION_PATH   "/org/gnome/SessionManager"
#define POWER_PATH     "/org/freedesktop/PowerManagement/Inhibit"
#define POWER_INHIBIT  "org.freedesktop.PowerManagement.Inhibit"
#define INHIBITED_IDLE 8u /* of InhibitedActions */

void desktop_idle_inhibit_tell(struct desktop_idle *desktop_idle)
{
        struct desktop_idle_inhibit *inhibit = &desktop_idle->inhibit;
        bool inhibited = inhibit->session_inhibited || inhibit->power_inhibited;

        if (inhibited == inhibit->told)
                return;
        inhibit->told = inhibited;
        desktop_idle->handlers.on_inhibited(desktop_idle->handlers.userdata, inhibited);
}

/* ---- the session manager ---- */

static int on_session_answer(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;
        struct desktop_idle_inhibit *inhibit = &desktop_idle->inhibit;
        uint32_t actions = 0;

        (void)ret_error;
        inhibit->session_question = sd_bus_slot_unref(inhibit->session_question);
        if (!sd_bus_message_is_method_error(reply, NULL) &&
                sd_bus_message_read(reply, "v", "u", &actions) < 0) {
                desktop_idle_tell_trouble(desktop_idle, DESKTOP_IDLE_TROUBLE_ODD_ANSWER, SESSION_NAME);
                actions = 0;
        }
        inhibit->session_inhibited = actions & INHIBITED_IDLE;
        desktop_idle_inhibit_tell(desktop_idle);
        return 0;
}

/* The newest question counts: what is on its way may be older than the change. */
void desktop_idle_inhibit_ask_session(struct desktop_idle *desktop_idle)
{
        struct desktop_idle_inhibit *inhibit = &desktop_idle->inhibit;

        inhibit->session_question = sd_bus_slot_unref(inhibit->session_question);
        if (desktop_idle->names[DESKTOP_IDLE_PEER_SESSION_MANAGER].owner[0] &&
                desktop_idle_call(desktop_idle, &inhibit->session_question, DESKTOP_IDLE_PEER_SESSION_MANAGER,
                        SESSION_PATH, DESKTOP_IDLE_PROPERTIES, "Get", on_session_answer, "ss", SESSION_NAME,
                        "InhibitedActions") == 0)
                return;
        inhibit->session_inhibited = false;
        desktop_idle_inhibit_tell(desktop_idle);
}

static int on_session_changed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;

        (void)ret_error;
        if (desktop_idle_name_is_sender(desktop_idle, DESKTOP_IDLE_PEER_SESSION_MANAGER, message))
                desktop_idle_inhibit_ask_session(desktop_idle);
        return 0;
}

/* ---- power management ---- */

static void set_power(struct desktop_idle *desktop_idle, bool inhibited)
{
        desktop_idle->inhibit.power_inhibited = inhibited;
        desktop_idle_inhibit_tell(desktop_idle);
}

static void read_power(struct desktop_idle *desktop_idle, sd_bus_message *message)
{
        int inhibited = false;

        if (sd_bus_message_read(message, "b", &inhibited) < 0)
                desktop_idle_tell_trouble(desktop_idle, DESKTOP_IDLE_TROUBLE_ODD_ANSWER, POWER_INHIBIT);
        set_power(desktop_idle, inhibited);
}

static int on_power_answer(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;

        (void)ret_error;
        desktop_idle->inhibit.power_question = sd_bus_slot_unref(desktop_idle->inhibit.power_question);
        if (sd_bus_message_is_method_error(reply, NULL))
                set_power(desktop_idle, false);
        else
                read_power(desktop_idle, reply);
        return 0;
}

static enum desktop_idle_peer power_peer(const struct desktop_idle *desktop_idle)
{
        return desktop_idle->names[DESKTOP_IDLE_PEER_POWER_INHIBIT].owner[0]
                       ? DESKTOP_IDLE_PEER_POWER_INHIBIT
                       : DESKTOP_IDLE_PEER_POWER_MANAGEMENT;
}

void desktop_idle_inhibit_ask_power(struct desktop_idle *desktop_idle)
{
        struct desktop_idle_inhibit *inhibit = &desktop_idle->inhibit;
        enum desktop_idle_peer peer = power_peer(desktop_idle);

        inhibit->power_question = sd_bus_slot_unref(inhibit->power_question);
        if (!desktop_idle->names[peer].owner[0] ||
                desktop_idle_call(desktop_idle, &inhibit->power_question, peer, POWER_PATH, POWER_INHIBIT,
                        "HasInhibit", on_power_answer, "") < 0)
                set_power(desktop_idle, false);
}

static int on_power_changed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct desktop_idle *desktop_idle = userdata;

        (void)ret_error;
        if (desktop_idle_name_is_sender(desktop_idle, power_peer(desktop_idle), message))
                read_power(desktop_idle, message);
        return 0;
}

void desktop_idle_inhibit_attach(struct desktop_idle *desktop_idle)
{
        static const struct {
                const char *rule;
                sd_bus_message_handler_t on_signal;
        } matches[DESKTOP_IDLE_INHIBIT_MATCHES] = {
                { "type='signal',sender='" SESSION_NAME "',path='" SESSION_PATH
                  "',interface='" DESKTOP_IDLE_PROPERTIES "',member='PropertiesChanged',arg0='" SESSION_NAME
                  "'",
                        on_session_changed },
                { "type='signal',sender='" SESSION_NAME "',path='" SESSION_PATH "',interface='" SESSION_NAME
                  "',member='InhibitorAdded'",
                        on_session_changed },
                { "type='signal',sender='" SESSION_NAME "',path='" SESSION_PATH "',interface='" SESSION_NAME
                  "',member='InhibitorRemoved'",
                        on_session_changed },
                { "type='signal',path='" POWER_PATH "',interface='" POWER_INHIBIT
                  "',member='HasInhibitChanged'",
                        on_power_changed },
        };

        for (size_t i = 0; i < ELEMENTS(matches); i++)
                desktop_idle_listen(desktop_idle, &desktop_idle->inhibit.matches[i], matches[i].rule,
                        matches[i].on_signal);
}

void desktop_idle_inhibit_detach(struct desktop_idle *desktop_idle)
{
        struct desktop_idle_inhibit *inhibit = &desktop_idle->inhibit;

        for (size_t i = 0; i < DESKTOP_IDLE_INHIBIT_MATCHES; i++)
                inhibit->matches[i] = sd_bus_slot_unref(inhibit->matches[i]);
        inhibit->session_question = sd_bus_slot_unref(inhibit->session_question);
        inhibit->power_question = sd_bus_slot_unref(inhibit->power_question);
        inhibit->session_inhibited = inhibit->power_inhibited = false;
}
