/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * router - who wants the messages of a topic. A hash table from exact names (no wildcards) to chains of
 * consumers: the cost of a message does not grow with the number of people or topics.
 *
 * Floor: app (pure; allocates). Built once per engine.
 */
#include <stddef.h>
#include <stdint.h>

enum consumer_kind {
        CONSUMER_SOURCE,       /* owner: person, index: source */
        CONSUMER_AVAILABILITY, /* owner: person, index: source */
        CONSUMER_HOLD,         /* owner: person, index: hold */
        CONSUMER_BUTTON,       /* owner: person, index: button */
        CONSUMER_CUE,          /* owner: person, index: cue */
        CONSUMER_LAMP,         /* owner: channel */
        CONSUMER_SPEAKER,      /* owner: channel */
        CONSUMER_PERSON,       /* owner: person; keyed by the person's id, not by a topic */
};

struct consumer {
        enum consumer_kind kind;
        uint32_t owner;
        uint32_t index;
        uint32_t next; /* for router_next() */
};

struct router;

/* Return: 0; -ENOMEM. router_free() takes NULL. */
int router_new(struct router **ret_router);
struct router *router_free(struct router *router);

/**
 * router_add() - appends a consumer to the chain of @name.
 * @name: borrowed, must outlive the router.
 *
 * Return: 0; -ENOMEM; -E2BIG over 2^31 consumers.
 */
int router_add(
        struct router *router, const char *name, enum consumer_kind kind, uint32_t owner, uint32_t index);

/* The first consumer of @name in the order of router_add(); NULL if nobody wants it. Borrowed until the next
 * router_add(). */
const struct consumer *router_find(const struct router *router, const char *name);
const struct consumer *router_next(const struct router *router, const struct consumer *consumer);

/* The names, each once, in the order in which they were first added. */
size_t router_count(const struct router *router);
const char *router_name(const struct router *router, size_t index);
