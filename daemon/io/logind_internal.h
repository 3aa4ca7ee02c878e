/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * logind_internal - what the files of the room share: logind.c has the life and the users, logind_session.c
 * the sessions, logind_facts.c what is read of one, logind_machine.c what is the whole machine's.
 *
 * Each question is a slot that is kept and dropped: an answer that is no longer wanted never arrives. Signals
 * count only if the owner of the name sent them, because anybody may send us anything.
 */
#include "io/logind.h"

#define LOGIND_NAME              "org.freedesktop.login1"
#define LOGIND_PATH              "/org/freedesktop/login1"
#define LOGIND_MANAGER           "org.freedesktop.login1.Manager"
#define LOGIND_SESSION           "org.freedesktop.login1.Session"
#define LOGIND_PROPERTIES        "org.freedesktop.DBus.Properties"
#define LOGIND_SESSIONS_MAX      1024
#define LOGIND_QUESTIONS_MAX     16 /* about sessions, at once */
#define LOGIND_MATCHES           7
#define LOGIND_UNIQUE_NAME_BYTES 256

/* What has been told in the log. */
enum logind_trouble {
        LOGIND_TROUBLE_AWAY,
        LOGIND_TROUBLE_LOST,
        LOGIND_TROUBLE_ODD_ANSWER,
        LOGIND_TROUBLE_MANY_SESSIONS,
        LOGIND_TROUBLE_INHIBITOR,
        LOGIND_TROUBLE_MAX_,
};

struct logind_user {
        uid_t uid;
        enum source_value value;
        int64_t active_realtime_usec; /* when they were last told to be active; 0: never */
};

struct logind_session {
        struct logind *logind;
        char *path;
        sd_bus_slot *question; /* at most one at a time */
        bool is_stale;         /* new or changed since it was last asked about */
        bool is_read;          /* an answer came, good or bad */
        bool knows_uid;
        bool counts;
        bool idle;
        bool locked;
        uid_t uid;
        int64_t idle_realtime_usec; /* IdleSinceHint; 0: not told */
};

struct logind {
        struct log *log;
        struct logind_handlers handlers;
        bool told[LOGIND_TROUBLE_MAX_];
        size_t user_count;
        struct logind_user *users;

        sd_bus *connection; /* borrowed; NULL while detached */
        sd_bus_slot *matches[LOGIND_MATCHES];
        sd_bus_slot *list_question;
        char owner[LOGIND_UNIQUE_NAME_BYTES]; /* unique name of logind; empty while it is away */
        bool settled;                         /* each session was read, and the users are told */
        struct logind_session **sessions;
        size_t session_count;

        sd_bus_slot *inhibit_question;
        sd_bus_slot *blocked_question;
        int inhibitor; /* while it is open the machine does not sleep; -1: none */
        bool inhibited;
};

/* Tells a trouble, the first time only. @detail: of the bus or of us, may be NULL. */
void logind_tell_trouble(struct logind *logind, enum logind_trouble trouble, const char *detail);

/* Whether logind itself sent it. */
bool logind_is_sender(const struct logind *logind, sd_bus_message *message);

/* Whether somebody wants to know of this user. */
bool logind_has_user(const struct logind *logind, uid_t uid);

/* The sessions of @uid changed: tells those users whose value is now another. @idle_realtime_usec: if they
 * went idle, since when; 0: now. */
void logind_update_users(struct logind *logind, uid_t uid, int64_t idle_realtime_usec);

/* Tells every user, once each session was read. */
void logind_settle(struct logind *logind);

/* A method of logind's without its being started for it. @slot is replaced. Return: 0 or negative errno. */
int logind_call(struct logind *logind, sd_bus_slot **slot, const char *path, const char *interface,
        const char *method, sd_bus_message_handler_t on_reply, void *userdata, const char *types, ...);

/* The answer to ListSessions. Return: 0; -EBADMSG if it has another form; -ENOMEM. */
int logind_session_read_list(struct logind *logind, sd_bus_message *reply);
void logind_session_clear(struct logind *logind);
int logind_session_on_new(sd_bus_message *message, void *userdata, sd_bus_error *error);
int logind_session_on_removed(sd_bus_message *message, void *userdata, sd_bus_error *error);
int logind_session_on_changed(sd_bus_message *message, void *userdata, sd_bus_error *error);
/* Whether a session that counts is neither idle nor locked. */
bool logind_session_is_active(const struct logind *logind, uid_t uid);
/* Since when all sessions that count are idle, as far as they tell; else 0. */
int64_t logind_session_idle_since(const struct logind *logind, uid_t uid);

/* What a session says; the texts are borrowed of the message. */
struct logind_facts {
        const char *class;
        const char *type;
        const char *state;
        int remote;
        int active;
        int idle;
        int locked;
        uint64_t idle_realtime_usec;
        uint32_t uid;
        bool knows_uid;
};

/* Reads a{sv}; what is missing is as zero. Return: 0; -EBADMSG if something has another type. */
int logind_facts_read(sd_bus_message *message, struct logind_facts *ret_facts);
/* Whether the session counts (DESIGN 9). */
bool logind_facts_count(const struct logind_facts *facts);

/* logind is there: takes a delay inhibitor and asks what is blocked. */
void logind_machine_begin(struct logind *logind);
void logind_machine_clear(struct logind *logind);
int logind_machine_on_sleep(sd_bus_message *message, void *userdata, sd_bus_error *error);
int logind_machine_on_changed(sd_bus_message *message, void *userdata, sd_bus_error *error);
int logind_machine_on_zone(sd_bus_message *message, void *userdata, sd_bus_error *error);
