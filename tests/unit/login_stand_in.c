/* SPDX-License-Identifier: MIT */
#include "unit/login_stand_in.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NAME    "org.freedesktop.login1"
#define PATH    "/org/freedesktop/login1"
#define MANAGER "org.freedesktop.login1.Manager"
#define SESSION "org.freedesktop.login1.Session"

/* ---- manager ---- */

static int list_sessions(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct login_stand_in *login = userdata;
        sd_bus_message *reply = NULL;
        int r;

        (void)error;
        assert_true(sd_bus_message_new_method_return(call, &reply) >= 0);
        assert_true(sd_bus_message_open_container(reply, 'a', "(susso)") >= 0);
        for (size_t i = 0; i < login->session_count; i++) {
                const struct login_session *session = login->sessions[i];

                assert_true(sd_bus_message_append(reply, "(susso)", session->id, session->uid, "somebody",
                                    session->remote ? "" : "seat0", session->path) >= 0);
        }
        assert_true(sd_bus_message_close_container(reply) >= 0);
        r = sd_bus_send(NULL, reply, NULL);
        sd_bus_message_unref(reply);
        return r < 0 ? r : 1;
}

static int inhibit(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        struct login_stand_in *login = userdata;
        const char *what, *who, *why, *mode;
        int ends[2];
        int r;

        assert_true(sd_bus_message_read(call, "ssss", &what, &who, &why, &mode) > 0);
        assert_string_equal(what, "sleep");
        assert_string_equal(who, "Unslouch");
        assert_true(strlen(why) > 0);
        assert_string_equal(mode, "delay");
        login->inhibitors++;
        if (login->denies_inhibitor)
                return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED, "Permission denied");
        if (login->inhibitor >= 0)
                close(login->inhibitor);
        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        login->inhibitor = ends[0];
        r = sd_bus_reply_method_return(call, "h", ends[1]);
        close(ends[1]);
        return r;
}

static int get_blocked(sd_bus *bus, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        struct login_stand_in *login = userdata;

        (void)bus, (void)path, (void)interface, (void)property, (void)error;
        login->blocked_reads++;
        return sd_bus_message_append(reply, "s", login->blocked);
}

static const sd_bus_vtable manager_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("ListSessions", "", "a(susso)", list_sessions, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Inhibit", "ssss", "h", inhibit, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_PROPERTY("BlockInhibited", "s", get_blocked, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_SIGNAL("SessionNew", "so", 0),
        SD_BUS_SIGNAL("SessionRemoved", "so", 0),
        SD_BUS_SIGNAL("PrepareForSleep", "b", 0),
        SD_BUS_VTABLE_END,
};

static int answer_text(sd_bus_message *call, void *userdata, sd_bus_error *error)
{
        (void)userdata;
        (void)error;
        return sd_bus_reply_method_return(call, "s", "what?");
}

static int get_number(sd_bus *bus, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        (void)bus, (void)path, (void)interface, (void)property, (void)userdata, (void)error;
        return sd_bus_message_append(reply, "u", 7);
}

static const sd_bus_vtable garbage_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("ListSessions", "", "s", answer_text, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Inhibit", "ssss", "s", answer_text, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_PROPERTY("BlockInhibited", "u", get_number, 0, 0),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable machine_garbage_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("ListSessions", "", "a(susso)", list_sessions, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Inhibit", "ssss", "s", answer_text, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_PROPERTY("BlockInhibited", "u", get_number, 0, 0),
        SD_BUS_VTABLE_END,
};

/* ---- sessions ---- */

static int get_property(sd_bus *bus, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
        struct login_session *session = userdata;

        (void)bus, (void)path, (void)interface, (void)error;
        if (strcmp(property, "Id") == 0)
                return sd_bus_message_append(reply, "s", session->id);
        if (strcmp(property, "User") == 0)
                return sd_bus_message_append(reply, "(uo)", session->uid, "/org/freedesktop/login1/user/_1");
        if (strcmp(property, "Class") == 0)
                return sd_bus_message_append(reply, "s", session->class);
        if (strcmp(property, "Type") == 0)
                return sd_bus_message_append(reply, "s", session->type);
        if (strcmp(property, "State") == 0)
                return sd_bus_message_append(reply, "s", session->state);
        if (strcmp(property, "Remote") == 0)
                return sd_bus_message_append(reply, "b", session->remote);
        if (strcmp(property, "Active") == 0)
                return sd_bus_message_append(reply, "b", session->active);
        if (strcmp(property, "LockedHint") == 0)
                return sd_bus_message_append(reply, "b", session->locked);
        if (strcmp(property, "IdleHint") == 0)
                return sd_bus_message_append(reply, "b", session->idle);
        assert_string_equal(property, "IdleSinceHint");
        return sd_bus_message_append(reply, "t", session->idle_realtime_usec);
}

#define CHANGES SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE

static const sd_bus_vtable session_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("Id", "s", get_property, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("User", "(uo)", get_property, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("Class", "s", get_property, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("Type", "s", get_property, 0, CHANGES),
        SD_BUS_PROPERTY("State", "s", get_property, 0, 0),
        SD_BUS_PROPERTY("Remote", "b", get_property, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("Active", "b", get_property, 0, CHANGES),
        SD_BUS_PROPERTY("IdleHint", "b", get_property, 0, CHANGES),
        SD_BUS_PROPERTY("IdleSinceHint", "t", get_property, 0, CHANGES),
        SD_BUS_PROPERTY("LockedHint", "b", get_property, 0, CHANGES),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable garbage_session_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("User", "(uo)", get_property, 0, 0),
        SD_BUS_PROPERTY("Class", "s", get_property, 0, 0),
        SD_BUS_PROPERTY("IdleHint", "u", get_number, 0, CHANGES),
        SD_BUS_VTABLE_END,
};

static void add_object(struct login_stand_in *login, struct login_session *session)
{
        assert_true(sd_bus_add_object_vtable(login->connection, &session->slot, session->path, SESSION,
                            session->is_garbage ? garbage_session_vtable : session_vtable, session) >= 0);
}

struct login_session *login_add(struct login_stand_in *login, const char *id, uint32_t uid, bool tells)
{
        struct login_session *session = calloc(1, sizeof(*session));

        assert_non_null(session);
        assert_true(login->session_count < LOGIN_SESSIONS_MAX);
        *session = (struct login_session){
                .uid = uid, .class = "user", .type = "wayland", .state = "active", .active = true
        };
        snprintf(session->id, sizeof(session->id), "%s", id);
        snprintf(session->path, sizeof(session->path), PATH "/session/_3%s", id);
        login->sessions[login->session_count++] = session;
        if (login->connection)
                add_object(login, session);
        if (tells)
                assert_true(sd_bus_emit_signal(login->connection, PATH, MANAGER, "SessionNew", "so",
                                    session->id, session->path) >= 0);
        return session;
}

void login_remove(struct login_stand_in *login, struct login_session *session)
{
        size_t i = 0;

        while (login->sessions[i] != session)
                i++;
        login->sessions[i] = login->sessions[--login->session_count];
        if (login->connection)
                assert_true(sd_bus_emit_signal(login->connection, PATH, MANAGER, "SessionRemoved", "so",
                                    session->id, session->path) >= 0);
        sd_bus_slot_unref(session->slot);
        free(session);
}

void login_tell_session(
        struct login_stand_in *login, const struct login_session *session, const char *property)
{
        assert_true(sd_bus_emit_properties_changed(
                            login->connection, session->path, SESSION, property, NULL) >= 0);
}

void login_tell_blocked(struct login_stand_in *login, const char *blocked)
{
        login->blocked = blocked;
        assert_true(sd_bus_emit_properties_changed(
                            login->connection, PATH, MANAGER, "BlockInhibited", NULL) >= 0);
}

void login_tell_sleep(struct login_stand_in *login, bool begins)
{
        assert_true(
                sd_bus_emit_signal(login->connection, PATH, MANAGER, "PrepareForSleep", "b", begins) >= 0);
}

void login_tell_time(const struct private_bus *bus, sd_event *event, const char *property)
{
        sd_bus *connection = private_bus_connect(bus, event);

        assert_true(sd_bus_request_name(connection, "org.freedesktop.timedate1", 0) >= 0);
        assert_true(sd_bus_emit_signal(connection, "/org/freedesktop/timedate1",
                            "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as",
                            "org.freedesktop.timedate1", 1, property, "s", "Europe/Berlin", 0) >= 0);
        assert_true(sd_bus_flush(connection) >= 0);
        sd_bus_close_unref(connection);
}

bool login_inhibitor_is_closed(const struct login_stand_in *login)
{
        struct pollfd end = { .fd = login->inhibitor };

        assert_true(login->inhibitor >= 0);
        return poll(&end, 1, 0) == 1 && (end.revents & POLLHUP);
}

/* ---- life ---- */

static int count_read(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
        struct login_stand_in *login = userdata;

        (void)error;
        if (sd_bus_message_is_method_call(message, "org.freedesktop.DBus.Properties", "GetAll"))
                login->reads++;
        return 0;
}

void login_start(struct login_stand_in *login, const struct private_bus *bus, sd_event *event,
        enum login_garbage garbage)
{
        static const sd_bus_vtable *const vtables[] = {
                [LOGIN_GARBAGE_NONE] = manager_vtable,
                [LOGIN_GARBAGE_MACHINE] = machine_garbage_vtable,
                [LOGIN_GARBAGE_ALL] = garbage_vtable,
        };

        login->connection = private_bus_connect(bus, event);
        login->inhibitor = -1;
        assert_true(sd_bus_add_filter(login->connection, NULL, count_read, login) >= 0);
        assert_true(sd_bus_add_object_vtable(
                            login->connection, &login->manager, PATH, MANAGER, vtables[garbage], login) >= 0);
        for (size_t i = 0; i < login->session_count; i++)
                add_object(login, login->sessions[i]);
        assert_true(sd_bus_request_name(login->connection, NAME, 0) >= 0);
}

void login_stop(struct login_stand_in *login)
{
        if (!login->connection)
                return;
        for (size_t i = 0; i < login->session_count; i++)
                login->sessions[i]->slot = sd_bus_slot_unref(login->sessions[i]->slot);
        login->manager = sd_bus_slot_unref(login->manager);
        login->connection = sd_bus_close_unref(login->connection);
        if (login->inhibitor >= 0)
                close(login->inhibitor);
        login->inhibitor = -1;
}

void login_done(struct login_stand_in *login)
{
        login_stop(login);
        for (size_t i = 0; i < login->session_count; i++)
                free(login->sessions[i]);
}
