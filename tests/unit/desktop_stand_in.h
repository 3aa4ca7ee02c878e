/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * desktop_stand_in - programs of a desktop on a private bus, as far as the daemon listens: Mutter's idle
 * monitor, a screen saver of either name, GNOME's session manager and a power manager. Each has a connection
 * of its own.
 *
 * X_start() takes the name, X_stop() ends the connection; both fields and X_start() may be used again.
 */
#include "unit/private_bus.h"

struct mutter_stand_in {
        sd_bus *connection;
        uint64_t idle_msec; /* GetIdletime */
        bool is_garbage;    /* every answer has another type than it should */
        bool denies_active_watch;
        uint64_t interval_msec; /* of the last idle watch */
        uint32_t last_watch;
        uint32_t idle_watch;   /* 0: none */
        uint32_t active_watch; /* 0: none */
        int asked;             /* GetIdletime */
        char client[32];       /* who asked: only they are told */
};

void mutter_start(struct mutter_stand_in *mutter, const struct private_bus *bus, sd_event *event);
void mutter_stop(struct mutter_stand_in *mutter);
/* The user has been away for the interval; has come back, if somebody watches for it. */
void mutter_fire_idle(struct mutter_stand_in *mutter);
void mutter_fire_active(struct mutter_stand_in *mutter);
/* Tells that a watch of this number fired. */
void mutter_fire(struct mutter_stand_in *mutter, uint32_t watch);

struct saver_stand_in {
        sd_bus *connection;
        const char *name; /* and interface */
        const char *path;
        bool active;
        bool is_garbage;
        bool knows_idle_time;
        bool only_inhibits; /* has nothing of what we ask */
        uint32_t idle_time;
        int asked; /* GetSessionIdleTime */
};

void saver_start(struct saver_stand_in *saver, const struct private_bus *bus, sd_event *event);
void saver_stop(struct saver_stand_in *saver);
void saver_set_active(struct saver_stand_in *saver, bool active);

struct keeper_stand_in {
        sd_bus *connection;
        bool is_garbage;
        uint32_t actions; /* InhibitedActions */
        bool has_inhibit;
        const char *name; /* of the power manager; NULL: org.freedesktop.PowerManagement */
};

/* org.gnome.SessionManager */
void session_manager_start(struct keeper_stand_in *manager, const struct private_bus *bus, sd_event *event);
/* By PropertiesChanged, InhibitorAdded or InhibitorRemoved. */
void session_manager_tell(struct keeper_stand_in *manager, const char *signal, uint32_t actions);
void power_manager_start(struct keeper_stand_in *manager, const struct private_bus *bus, sd_event *event);
void power_manager_tell(struct keeper_stand_in *manager, bool has_inhibit);
void keeper_stop(struct keeper_stand_in *manager);
