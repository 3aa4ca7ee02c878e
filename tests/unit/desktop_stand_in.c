/* SPDX-License-Identifier: MIT */
#include "unit/desktop_stand_in.h"

#include <stdio.h>

/* Without a slot the object lives as long as the connection. */
static sd_bus *start(const struct private_bus *bus, sd_event *event, const char *name, const char *path,
        const char *interface, const sd_bus_vtable *vtable, void *userdata)
{
        sd_bus *connection = private_bus_connect(bus, event);

        assert_true(sd_bus_add_object_vtable(connection, NULL, path, interface, vtable, userdata) >= 0);
        assert_true(sd_bus_request_name(connection, name, 0) >= 0);
        return connection;
}

static int answer_text(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        (void)userdata;
        (void)error;
        return sd_bus_reply_method_return(call, "s", "what?");
}

/* ---- Mutter ---- */

#define MUTTER      "org.gnome.Mutter.IdleMonitor"
#define MUTTER_PATH "/org/gnome/Mutter/IdleMonitor/Core"

static uint32_t new_watch(struct mutter_stand_in *mutter, sd_bus_message *call)
{
        snprintf(mutter->client, sizeof(mutter->client), "%s", sd_bus_message_get_sender(call));
        return ++mutter->last_watch;
}

static int add_idle_watch(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct mutter_stand_in *mutter = userdata;

        (void)error;
        assert_int_equal(mutter->idle_watch, 0);
        assert_true(sd_bus_message_read(call, "t", &mutter->interval_msec) > 0);
        mutter->idle_watch = new_watch(mutter, call);
        return sd_bus_reply_method_return(call, "u", mutter->idle_watch);
}

static int add_active_watch(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct mutter_stand_in *mutter = userdata;

        assert_int_equal(mutter->active_watch, 0);
        if (mutter->denies_active_watch)
                return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED, "not now");
        mutter->active_watch = new_watch(mutter, call);
        return sd_bus_reply_method_return(call, "u", mutter->active_watch);
}

static int remove_watch(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct mutter_stand_in *mutter = userdata;
        uint32_t watch;

        (void)error;
        assert_true(sd_bus_message_read(call, "u", &watch) > 0);
        assert_true(watch != 0 && (watch == mutter->idle_watch || watch == mutter->active_watch));
        if (watch == mutter->idle_watch)
                mutter->idle_watch = 0;
        else
                mutter->active_watch = 0;
        return sd_bus_reply_method_return(call, NULL);
}

static int get_idle_time(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct mutter_stand_in *mutter = userdata;

        (void)error;
        mutter->asked++;
        return sd_bus_reply_method_return(call, "t", mutter->idle_msec);
}

static const sd_bus_vtable mutter_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("GetIdletime", "", "t", get_idle_time, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("AddIdleWatch", "t", "u", add_idle_watch, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("AddUserActiveWatch", "", "u", add_active_watch, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("RemoveWatch", "u", "", remove_watch, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_SIGNAL("WatchFired", "u", 0),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable mutter_garbage_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("AddIdleWatch", "t", "s", answer_text, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
};

void mutter_start(struct mutter_stand_in *mutter, const struct private_bus *bus, sd_event *event)
{
        mutter->idle_watch = mutter->active_watch = 0;
        mutter->connection = start(bus, event, MUTTER, MUTTER_PATH, MUTTER,
                mutter->is_garbage ? mutter_garbage_vtable : mutter_vtable, mutter);
}

void mutter_stop(struct mutter_stand_in *mutter)
{
        mutter->connection = sd_bus_close_unref(mutter->connection);
}

void mutter_fire(struct mutter_stand_in *mutter, uint32_t watch)
{
        sd_bus_message *signal = NULL;

        assert_true(sd_bus_message_new_signal(
                            mutter->connection, &signal, MUTTER_PATH, MUTTER, "WatchFired") >= 0);
        assert_true(sd_bus_message_set_destination(signal, mutter->client) >= 0);
        assert_true(sd_bus_message_append(signal, "u", watch) >= 0);
        assert_true(sd_bus_send(mutter->connection, signal, NULL) >= 0);
        sd_bus_message_unref(signal);
}

void mutter_fire_idle(struct mutter_stand_in *mutter)
{
        assert_int_not_equal(mutter->idle_watch, 0);
        mutter_fire(mutter, mutter->idle_watch);
}

void mutter_fire_active(struct mutter_stand_in *mutter)
{
        uint32_t watch = mutter->active_watch;

        assert_int_not_equal(watch, 0);
        mutter->active_watch = 0;
        mutter_fire(mutter, watch);
}

/* ---- a screen saver ---- */

static int get_active(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        const struct saver_stand_in *saver = userdata;

        (void)error;
        return sd_bus_reply_method_return(call, "b", saver->active);
}

static int get_session_idle_time(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct saver_stand_in *saver = userdata;

        (void)error;
        saver->asked++;
        return sd_bus_reply_method_return(call, "u", saver->idle_time);
}

static int take_inhibitor(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        (void)userdata;
        (void)error;
        return sd_bus_reply_method_return(call, "u", 1);
}

static const sd_bus_vtable saver_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("GetActive", "", "b", get_active, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("GetSessionIdleTime", "", "u", get_session_idle_time, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_SIGNAL("ActiveChanged", "b", 0),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable saver_plain_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("GetActive", "", "b", get_active, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_SIGNAL("ActiveChanged", "b", 0),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable saver_inhibiting_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("Inhibit", "ss", "u", take_inhibitor, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable saver_garbage_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("GetActive", "", "s", answer_text, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable *saver_kind(const struct saver_stand_in *saver)
{
        if (saver->is_garbage)
                return saver_garbage_vtable;
        if (saver->only_inhibits)
                return saver_inhibiting_vtable;
        return saver->knows_idle_time ? saver_vtable : saver_plain_vtable;
}

void saver_start(struct saver_stand_in *saver, const struct private_bus *bus, sd_event *event)
{
        saver->connection =
                start(bus, event, saver->name, saver->path, saver->name, saver_kind(saver), saver);
}

void saver_stop(struct saver_stand_in *saver)
{
        saver->connection = sd_bus_close_unref(saver->connection);
}

void saver_set_active(struct saver_stand_in *saver, bool active)
{
        saver->active = active;
        assert_true(sd_bus_emit_signal(
                            saver->connection, saver->path, saver->name, "ActiveChanged", "b", active) >= 0);
}

/* ---- who keeps the screen on ---- */

#define SESSION_MANAGER      "org.gnome.SessionManager"
#define SESSION_MANAGER_PATH "/org/gnome/SessionManager"
#define POWER_MANAGER        "org.freedesktop.PowerManagement"
#define POWER_MANAGER_PATH   "/org/freedesktop/PowerManagement/Inhibit"
#define POWER_INHIBIT        "org.freedesktop.PowerManagement.Inhibit"

static int get_text(sd_bus *bus, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        (void)bus, (void)path, (void)interface, (void)property, (void)userdata, (void)error;
        return sd_bus_message_append(reply, "s", "what?");
}

static const sd_bus_vtable session_manager_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("InhibitedActions", "u", NULL, offsetof(struct keeper_stand_in, actions),
                SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_SIGNAL("InhibitorAdded", "o", 0),
        SD_BUS_SIGNAL("InhibitorRemoved", "o", 0),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable session_manager_garbage_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("InhibitedActions", "s", get_text, 0, 0),
        SD_BUS_VTABLE_END,
};

static int has_inhibit(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        const struct keeper_stand_in *manager = userdata;

        (void)error;
        return sd_bus_reply_method_return(call, "b", manager->has_inhibit);
}

static const sd_bus_vtable power_manager_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("HasInhibit", "", "b", has_inhibit, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_SIGNAL("HasInhibitChanged", "b", 0),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable power_manager_garbage_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("HasInhibit", "", "s", answer_text, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
};

void session_manager_start(struct keeper_stand_in *manager, const struct private_bus *bus, sd_event *event)
{
        manager->connection = start(bus, event, SESSION_MANAGER, SESSION_MANAGER_PATH, SESSION_MANAGER,
                manager->is_garbage ? session_manager_garbage_vtable : session_manager_vtable, manager);
}

void session_manager_tell(struct keeper_stand_in *manager, const char *signal, uint32_t actions)
{
        manager->actions = actions;
        if (strcmp(signal, "PropertiesChanged") == 0)
                assert_true(sd_bus_emit_properties_changed(manager->connection, SESSION_MANAGER_PATH,
                                    SESSION_MANAGER, "InhibitedActions", NULL) >= 0);
        else
                assert_true(sd_bus_emit_signal(manager->connection, SESSION_MANAGER_PATH, SESSION_MANAGER,
                                    signal, "o", "/org/gnome/SessionManager/Inhibitor1") >= 0);
}

void power_manager_start(struct keeper_stand_in *manager, const struct private_bus *bus, sd_event *event)
{
        manager->connection = start(bus, event, manager->name ? manager->name : POWER_MANAGER,
                POWER_MANAGER_PATH, POWER_INHIBIT,
                manager->is_garbage ? power_manager_garbage_vtable : power_manager_vtable, manager);
}

void power_manager_tell(struct keeper_stand_in *manager, bool inhibited)
{
        manager->has_inhibit = inhibited;
        assert_true(sd_bus_emit_signal(manager->connection, POWER_MANAGER_PATH, POWER_INHIBIT,
                            "HasInhibitChanged", "b", inhibited) >= 0);
}

void keeper_stop(struct keeper_stand_in *manager)
{
        manager->connection = sd_bus_close_unref(manager->connection);
}
