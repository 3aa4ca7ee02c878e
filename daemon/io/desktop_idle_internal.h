/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * desktop_idle_internal - what the files of the room share: desktop_idle.c has the life and chooses who is
 * listened to, desktop_idle_name.c follows the owners of the names, desktop_idle_mutter.c and
 * desktop_idle_saver.c are the two ways to be told, desktop_idle_inhibit.c hears what keeps the screen on.
 *
 * Each question is a slot that is kept and dropped: an answer that is no longer wanted never arrives.
 * Questions go to the owner of a name, so that nothing is started for us, and signals count only if the owner
 * sent them.
 */
#include "io/desktop_idle.h"

#define DESKTOP_IDLE_PROPERTIES        "org.freedesktop.DBus.Properties"
#define DESKTOP_IDLE_UNIQUE_NAME_BYTES 256
#define DESKTOP_IDLE_INHIBIT_MATCHES   4

/* Whom we know. The first three tell whether the desktop is in use, the best first. */
enum desktop_idle_peer {
        DESKTOP_IDLE_PEER_MUTTER,
        DESKTOP_IDLE_PEER_SCREENSAVER,
        DESKTOP_IDLE_PEER_GNOME_SCREENSAVER,
        DESKTOP_IDLE_PEER_NOBODY, /* of the three; and how many they are */
        DESKTOP_IDLE_PEER_SESSION_MANAGER = DESKTOP_IDLE_PEER_NOBODY,
        DESKTOP_IDLE_PEER_POWER_INHIBIT, /* some have this name, some the next, some both */
        DESKTOP_IDLE_PEER_POWER_MANAGEMENT,
        DESKTOP_IDLE_PEER_MAX_,
};

/* What has been told in the log. */
enum desktop_idle_trouble {
        DESKTOP_IDLE_TROUBLE_NOBODY,
        DESKTOP_IDLE_TROUBLE_MATCH,
        DESKTOP_IDLE_TROUBLE_ODD_ANSWER,
        DESKTOP_IDLE_TROUBLE_MAX_,
};

struct desktop_idle_name {
        struct desktop_idle *desktop_idle;
        enum desktop_idle_peer peer;
        sd_bus_slot *match;
        sd_bus_slot *question;
        bool is_known;                              /* whether there is an owner */
        bool is_useless;                            /* this owner can not tell what we want to know */
        char owner[DESKTOP_IDLE_UNIQUE_NAME_BYTES]; /* its unique name; empty without one */
};

struct desktop_idle_mutter {
        sd_bus_slot *match;
        sd_bus_slot *question;
        bool is_ready;         /* it has said how long the desktop is idle */
        uint32_t idle_watch;   /* 0: none */
        uint32_t active_watch; /* 0: none */
};

struct desktop_idle_saver {
        sd_bus_slot *match;
        sd_bus_slot *question;
        size_t path;   /* that is tried or found, of its list */
        bool is_ready; /* it has said whether it is active */
        bool is_active;
};

struct desktop_idle_inhibit {
        sd_bus_slot *matches[DESKTOP_IDLE_INHIBIT_MATCHES];
        sd_bus_slot *session_question;
        sd_bus_slot *power_question;
        bool session_inhibited;
        bool power_inhibited;
        bool told;
};

struct desktop_idle {
        struct log *log;
        struct desktop_idle_handlers handlers;
        bool told[DESKTOP_IDLE_TROUBLE_MAX_];
        sd_bus *connection; /* borrowed; NULL while detached */
        struct desktop_idle_name names[DESKTOP_IDLE_PEER_MAX_];
        enum desktop_idle_peer current; /* whom we listen to; NOBODY: none */
        enum source_value value;
        int64_t used_boottime_usec; /* when it was last told to be in use; 0: never */
        struct desktop_idle_mutter mutter;
        struct desktop_idle_saver saver; /* the current one of the two */
        struct desktop_idle_inhibit inhibit;
};

/* Tells a trouble, the first time only. @detail: may be NULL. */
void desktop_idle_tell_trouble(
        struct desktop_idle *desktop_idle, enum desktop_idle_trouble trouble, const char *detail);

/* What the current peer says. */
void desktop_idle_change(struct desktop_idle *desktop_idle, enum source_value value, int64_t idle_usec);
/* The current peer can not tell: the next one is listened to. */
void desktop_idle_give_up(struct desktop_idle *desktop_idle);
/* The owner of a name came, went, or is another one now. */
void desktop_idle_on_owner(struct desktop_idle *desktop_idle, enum desktop_idle_peer peer);

/* Boottime of this turn of the loop. */
int64_t desktop_idle_now(const struct desktop_idle *desktop_idle);
/* Listens for signals. @slot: replaced. A refusal is told and does not end the connection. */
void desktop_idle_listen(struct desktop_idle *desktop_idle, sd_bus_slot **slot, const char *rule,
        sd_bus_message_handler_t on_signal);
/* A method of the owner of @peer's name. @slot: replaced; NULL with @on_reply NULL: no answer is wanted.
 * Return: 0 or negative errno. */
int desktop_idle_call(struct desktop_idle *desktop_idle, sd_bus_slot **slot, enum desktop_idle_peer peer,
        const char *path, const char *interface, const char *method, sd_bus_message_handler_t on_reply,
        const char *types, ...);

extern const char *const desktop_idle_name_texts[DESKTOP_IDLE_PEER_MAX_];
/* Asks for the owner of each name, and listens to what becomes of it. */
void desktop_idle_name_attach(struct desktop_idle *desktop_idle);
void desktop_idle_name_detach(struct desktop_idle *desktop_idle);
/* Whether the owner of @peer's name sent it. */
bool desktop_idle_name_is_sender(
        const struct desktop_idle *desktop_idle, enum desktop_idle_peer peer, sd_bus_message *message);

/* Begin and end to listen to the current peer. */
void desktop_idle_mutter_start(struct desktop_idle *desktop_idle);
void desktop_idle_mutter_stop(struct desktop_idle *desktop_idle);
void desktop_idle_saver_start(struct desktop_idle *desktop_idle);
void desktop_idle_saver_stop(struct desktop_idle *desktop_idle);

void desktop_idle_inhibit_attach(struct desktop_idle *desktop_idle);
/* Lets go, and forgets without a word. */
void desktop_idle_inhibit_detach(struct desktop_idle *desktop_idle);
/* The owner of either name changed: asks the new one. */
void desktop_idle_inhibit_ask_session(struct desktop_idle *desktop_idle);
void desktop_idle_inhibit_ask_power(struct desktop_idle *desktop_idle);
/* Tells if the whole has changed. */
void desktop_idle_inhibit_tell(struct desktop_idle *desktop_idle);
