/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * engine_home - a home around an engine for tests: made from a configuration's text, with a clock that the
 * test moves and an ear that hears everything that is sent.
 */
#include "app/engine.h"
#include "app/home.h"
#include "wire/topic.h"

struct sent {
        char *topic;
        char *payload;
        bool retain;
        uint8_t qos;
        uint32_t expiry_sec;
        uint32_t person;
        uint32_t receipt;
};

struct engine_home {
        struct home *home;
        struct engine *engine;
        struct instant now;
        struct sent *sent;
        size_t sent_count;
        size_t rejected_count;
        char rejected_topic[TOPIC_SIZE];
        char rejected_reason[128];
        unsigned settings_kept;
        unsigned saves;
        unsigned lamps_kept;
        unsigned lamps_blind;
        unsigned outcomes_kept;
        unsigned announced;
        size_t components_announced; /* the last time */
        unsigned withdrawn;
};

/* Monday 2026-11-23 10:00 in UTC. Ends the test if the configuration has a problem. */
void engine_home_make(struct engine_home *home, const char *config);
/* The same with @keep in place of the counters of struct engine_home, at @now. */
void engine_home_make_kept(struct engine_home *home, const char *config, const struct engine_keep *keep,
        const struct instant *now);
void engine_home_done(struct engine_home *home);

/* The same home with another configuration, as a reload does it. */
void engine_home_reload(struct engine_home *home, const char *config);

void engine_home_link(struct engine_home *home, bool up);
/* The broker confirms all that was sent since the last engine_home_forget(). */
void engine_home_confirm(struct engine_home *home);
/* A message comes now; what is due now is done. */
void engine_home_hear(struct engine_home *home, const char *topic, const char *payload);
void engine_home_hear_bytes(
        struct engine_home *home, const char *topic, const void *payload, size_t size, bool retain);
/* Lets time pass, each deadline at its own time. */
void engine_home_wait(struct engine_home *home, int64_t usec);

/* What was sent to @topic with @part in its payload since the last engine_home_forget(): how often, and the
 * last one. */
size_t engine_home_count(const struct engine_home *home, const char *topic, const char *part);
const struct sent *engine_home_last(const struct engine_home *home, const char *topic, const char *part);
void engine_home_forget(struct engine_home *home);

const struct person *engine_home_person(const struct engine_home *home, uint32_t person);
