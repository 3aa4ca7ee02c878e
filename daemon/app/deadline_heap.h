/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * deadline_heap - the next deadline of many numbered things (lamps, speakers): a binary heap that knows where
 * each stands.
 *
 * Floor: app (pure; allocates only in deadline_heap_init()).
 */
#include "base/units.h"

struct deadline_heap {
        int64_t *deadlines;  /* per item */
        uint32_t *positions; /* per item */
        uint32_t *items;     /* the heap */
        uint32_t count;
};

/* @count items without a deadline. Return: 0; -ENOMEM. deadline_heap_done() releases what it owns. */
int deadline_heap_init(struct deadline_heap *heap, uint32_t count);
void deadline_heap_done(struct deadline_heap *heap);

/* Sets the deadline of @item (below count); USEC_INFINITY for none. Costs log(count). */
void deadline_heap_set(struct deadline_heap *heap, uint32_t item, int64_t deadline_usec);

/* The soonest deadline and whose it is (@ret_item may be NULL); USEC_INFINITY, @ret_item untouched, if there
 * is none. */
int64_t deadline_heap_first(const struct deadline_heap *heap, uint32_t *ret_item);
