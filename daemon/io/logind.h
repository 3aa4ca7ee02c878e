/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * logind - what systemd-logind knows: whether users are active at a graphical session, whether somebody keeps
 * the screen on, when the machine goes to sleep; and timedated's change of zone.
 *
 * Floor: io. Never blocks; asks once and then listens. Speaks org.freedesktop.login1 and
 * org.freedesktop.timedate1 on the system bus.
 *
 * A session counts if it is graphical: Class=user, Remote=no, Type x11, wayland or mir, State=active
 * (DESIGN 9) - or opening in the foreground, since no signal tells when that ends. A user is active while a
 * session that counts is neither idle nor locked.
 */
#include "core/source.h"
#include "io/log.h"

#include <sys/types.h>
#include <systemd/sd-bus.h>

struct logind_handlers {
        void *userdata;
        /*
         * What is known of users[user]: TRUE active, FALSE idle, locked or without a session, NOTHING while
         * logind is away. @since_realtime_usec is the edge as far as logind tells it, else 0: now. Called at
         * each change, and for every user when logind is there and when it goes.
         */
        void (*on_user)(void *userdata, size_t user, enum source_value value, int64_t since_realtime_usec);
        /* Whether some program keeps the session from going idle: a film, a call. */
        void (*on_inhibited)(void *userdata, bool inhibited);
        /* The machine is about to sleep; it waits until this returns. */
        void (*on_sleep)(void *userdata);
        /* The machine has woken. */
        void (*on_wake)(void *userdata);
        /* timedated was told another zone. */
        void (*on_zone)(void *userdata);
};

struct logind;

/**
 * logind_new() - nothing is known yet.
 * @users: copied; the users of interest, at most 10,000. @log: borrowed. @handlers: copied.
 *
 * What is missing - logind itself, the delay inhibitor because of polkit - is told once each in the log.
 *
 * Return: 0; -ENOMEM. logind_free() takes NULL and calls no handler.
 */
int logind_new(struct log *log, const uid_t *users, size_t user_count, const struct logind_handlers *handlers,
        struct logind **ret_logind);
struct logind *logind_free(struct logind *logind);

/* There is a connection to the system bus (borrowed until logind_detach()): asks and listens. */
void logind_attach(struct logind *logind, sd_bus *connection);

/* The connection is gone: every user is NOTHING. */
void logind_detach(struct logind *logind);
