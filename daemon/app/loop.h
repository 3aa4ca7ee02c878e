/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * loop - the daemon: one sd-event loop around one engine. Each turn handles one event, does what is due,
 * sends, stores, and arms one timer for the next deadline.
 *
 * Floor: app.
 */
#include "app/check.h"
#include "io/bus.h"
#include "io/clock.h"
#include "io/log.h"

struct loop_options {
        const char *config_file; /* read again at SIGHUP */
        const char *state_dir;   /* NULL: the setting, else $STATE_DIRECTORY, else $XDG_STATE_HOME/unslouch */
        int64_t scale;
        int64_t start_realtime_usec; /* INT64_MIN: now */
        enum bus_kind bus;           /* that carries the D-Bus API */
        struct log *log;
};

/**
 * loop_run() - runs until SIGTERM, SIGINT, or another daemon on the base topic.
 * @home: taken over and freed.
 *
 * Return: an exit status. Everything that goes wrong is logged.
 */
int loop_run(const struct loop_options *options, struct home *home);
