/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * api_bench - the API on a bus of its own, with anna and ben in a home that only records what it is asked,
 * and a client beside it.
 */
#include "io/api_inside.h"
#include "unit/private_bus.h"
#include "unit/stderr_tap.h"

#define ANNA_PATH API_PEOPLE_PATH "/anna"
#define BEN_PATH  API_PEOPLE_PATH "/ben"

enum { ANNA, BEN, PEOPLE_COUNT };

struct api_bench {
        struct private_bus private;
        struct stderr_tap tap;
        sd_event *event;
        struct log *log;
        struct api *api;
        sd_bus *server;
        sd_bus *client;
        /* The home. */
        struct api_person people[PEOPLE_COUNT];
        struct api_state states[PEOPLE_COUNT];
        struct hold_set holds[PEOPLE_COUNT];
        struct person_settings settings[PEOPLE_COUNT];
        char asked[256]; /* the last question or command, in words */
        bool refuse;     /* the next command, with this: */
        struct effect refusal;
        int reload_result;
        int history_result;
        size_t history_rows;   /* how many of each list */
        sd_bus_message *reply; /* of api_bench_call() */
        char *output;          /* of api_bench_busctl() */
        /* What the client heard. */
        sd_bus_slot *match;
        sd_bus_message *signal; /* the last */
        unsigned signals;
};

/* As set-up and tear-down of a cmocka test; nothing runs yet. */
int api_bench_set_up(void **state);
int api_bench_tear_down(void **state);

/* Starts the bus and the API on it; waits until the name is asked for and the client is there. */
void api_bench_start(struct api_bench *bench, bool session_bus);
/* The same on a bus that runs already. */
void api_bench_serve(struct api_bench *bench, bool session_bus);
/* Takes all connections away, as when the bus is lost. */
void api_bench_leave(struct api_bench *bench);
void api_bench_connect(struct api_bench *bench);

/* The client calls; the answer, borrowed until the next call, is the return or the error. */
sd_bus_message *api_bench_call(struct api_bench *bench, const char *path, const char *interface,
        const char *member, const char *types, ...);
/* A property of anna's, entered to be read. */
sd_bus_message *api_bench_get(struct api_bench *bench, const char *property);

/* The answer is the error @name, in whose sentence @words stand. */
void api_bench_expect_error(sd_bus_message *reply, const char *name, const char *words);

/* Waits until everything that was said is heard. */
void api_bench_settle(struct api_bench *bench);

/* Runs busctl on the bus, as the user @uid. What it writes, its errors too, is borrowed until the next call.
 */
const char *api_bench_busctl(struct api_bench *bench, uid_t uid, const char *const *arguments);
