/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * buses - the home on D-Bus: the connections, and what each brings to the engine or takes from it (DESIGN 3,
 * 7 and 9). The system bus brings logind; the session bus the desktop's idleness and its notifications; one
 * of the two carries the API.
 *
 * Floor: app. A bus that is missing is told once; the rest goes on.
 */
#include "app/engine.h"
#include "io/api.h"
#include "io/bus.h"
#include "io/store.h"

struct buses;

struct buses_handlers {
        void *userdata;
        /* The moment of this turn of the loop. */
        const struct instant *(*now)(void *userdata);
        /* The machine is about to sleep: everything is to be stored before this returns. */
        void (*on_sleep)(void *userdata);
        /* The machine has woken: time has passed. */
        void (*on_wake)(void *userdata);
        void (*on_zone)(void *userdata);
        /* As api_home's. */
        int (*reload)(void *userdata, struct config_problems *ret_problems);
        int (*backup)(void *userdata, int *ret_descriptor);
        const char *(*broker)(void *userdata);
        /* Stores what this turn has brought so far: before somebody is told or answered who then relies on
         * it. */
        void (*commit)(void *userdata);
        /* NULL while there is none. */
        struct store *(*store)(void *userdata);
};

struct buses_options {
        sd_event *event;
        struct log *log;
        enum bus_kind kind; /* that carries the API; BUS_NONE: no bus at all */
        struct buses_handlers handlers;
};

/**
 * buses_new() - @options: copied; what it points to is borrowed. @engine: borrowed, its listener is set.
 *
 * Return: 0; -ENOMEM. buses_free() takes NULL.
 */
int buses_new(const struct buses_options *options, struct engine *engine, struct buses **ret_buses);
struct buses *buses_free(struct buses *buses);

/* After a reload, engine_adopt() done: the people, sources and channels of @engine. Blocks on the
 * user database. Return: 0; -ENOMEM: D-Bus cannot go on. */
int buses_change_engine(struct buses *buses, struct engine *engine);

/* The connection to the broker came or went. */
void buses_broker_changed(struct buses *buses);

/* Whether `unslouch` reaches this daemon. */
bool buses_is_served(const struct buses *buses);

/* The daemon ends: takes its notifications away. */
void buses_stop(struct buses *buses);
