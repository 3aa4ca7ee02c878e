/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * desktop_idle - whether somebody uses this very desktop: keyboard and mouse, by the session bus.
 *
 * Floor: io. Never blocks and never polls. Listens to org.gnome.Mutter.IdleMonitor where it is, else to
 * org.freedesktop.ScreenSaver (or org.gnome.ScreenSaver), and to whoever else reports (DESIGN 9,
 * ReportActivity, which does not come here). Idle inhibitors are read of org.gnome.SessionManager and
 * org.freedesktop.PowerManagement.Inhibit.
 */
#include "core/source.h"
#include "io/log.h"

#include <systemd/sd-bus.h>

/* Without input for this long the desktop counts as idle, since its last input. */
#define DESKTOP_IDLE_USEC (60 * USEC_PER_SEC)

struct desktop_idle_handlers {
        void *userdata;
        /* TRUE: in use; FALSE: idle for @idle_usec already; NOTHING: no program tells. At each change. */
        void (*on_change)(void *userdata, enum source_value value, int64_t idle_usec);
        /* Whether some program keeps the desktop from going idle: a film, a call. */
        void (*on_inhibited)(void *userdata, bool inhibited);
};

struct desktop_idle;

/**
 * desktop_idle_new() - nothing is known yet.
 * @log: borrowed. @handlers: copied. A desktop where nobody tells is told once in the log, with what to do.
 *
 * Return: 0; -ENOMEM. desktop_idle_free() takes NULL and calls no handler.
 */
int desktop_idle_new(struct log *log, const struct desktop_idle_handlers *handlers,
        struct desktop_idle **ret_desktop_idle);
struct desktop_idle *desktop_idle_free(struct desktop_idle *desktop_idle);

/* There is a connection to the session bus (borrowed until desktop_idle_detach()): asks and listens. */
void desktop_idle_attach(struct desktop_idle *desktop_idle, sd_bus *connection);

/* The connection is gone: NOTHING. */
void desktop_idle_detach(struct desktop_idle *desktop_idle);
