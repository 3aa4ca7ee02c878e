/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * login_stand_in - speaks org.freedesktop.login1 and org.freedesktop.timedate1 on a private bus as far as the
 * daemon listens, in the forms of systemd 252.
 */
#include "unit/private_bus.h"

#define LOGIN_SESSIONS_MAX 1100

/* Which answers have other types than they should. */
enum login_garbage {
        LOGIN_GARBAGE_NONE,
        LOGIN_GARBAGE_MACHINE, /* all but the list of sessions */
        LOGIN_GARBAGE_ALL,
};

struct login_session {
        char id[16];
        char path[64];
        uint32_t uid;
        const char *class;
        const char *type;
        const char *state;
        bool remote;
        bool active;
        bool idle;
        bool locked;
        uint64_t idle_realtime_usec;
        bool is_garbage; /* its properties have other types than they should */
        sd_bus_slot *slot;
};

struct login_stand_in {
        sd_bus *connection;
        sd_bus_slot *manager;
        struct login_session *sessions[LOGIN_SESSIONS_MAX];
        size_t session_count;
        const char *blocked; /* BlockInhibited */
        bool denies_inhibitor;
        int inhibitors; /* that were asked for */
        int inhibitor;  /* our end of the last one's pipe; -1: none */
        int blocked_reads;
        int reads; /* of all properties of a session */
};

/* Takes the name. */
void login_start(struct login_stand_in *login, const struct private_bus *bus, sd_event *event,
        enum login_garbage garbage);
/* The connection ends, and the name with it. The sessions stay for the next login_start(). */
void login_stop(struct login_stand_in *login);
void login_done(struct login_stand_in *login);

/* A wayland session in the foreground. Tells SessionNew if @tells. */
struct login_session *login_add(struct login_stand_in *login, const char *id, uint32_t uid, bool tells);
void login_remove(struct login_stand_in *login, struct login_session *session);

/* Tell of a change after it was made. */
void login_tell_session(
        struct login_stand_in *login, const struct login_session *session, const char *property);
void login_tell_blocked(struct login_stand_in *login, const char *blocked);
void login_tell_sleep(struct login_stand_in *login, bool begins);
/* As timedated does, which comes for the moment: "Timezone", "NTP" or another. */
void login_tell_time(const struct private_bus *bus, sd_event *event, const char *property);

/* Whether our end of the pipe says that nobody holds the other. */
bool login_inhibitor_is_closed(const struct login_stand_in *login);
