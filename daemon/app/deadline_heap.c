/* SPDX-License-Identifier: MIT */
#include "app/deadline_heap.h"

#include <errno.h>
#include <stdlib.h>

int deadline_heap_init(struct deadline_heap *heap, uint32_t count)
{
        /* One more than needed: an empty allocation may be NULL. */
        *heap = (struct deadline_heap){
                .deadlines = calloc((size_t)count + 1, sizeof(*heap->deadlines)),
                .positions = calloc((size_t)count + 1, sizeof(*heap->positions)),
                .items = calloc((size_t)count + 1, sizeof(*heap->items)),
                .count = count,
        };
        if (!heap->deadlines || !heap->positions || !heap->items) {
                deadline_heap_done(heap);
                return -ENOMEM;
        }
        for (uint32_t i = 0; i < count; i++) {
                heap->deadlines[i] = USEC_INFINITY;
                heap->positions[i] = i;
                heap->items[i] = i;
        }
        return 0;
}

void deadline_heap_done(struct deadline_heap *heap)
{
        free(heap->deadlines);
        free(heap->positions);
        free(heap->items);
        *heap = (struct deadline_heap){ 0 };
}

static int64_t deadline_at(const struct deadline_heap *heap, uint32_t position)
{
        return heap->deadlines[heap->items[position]];
}

static void place(struct deadline_heap *heap, uint32_t position, uint32_t item)
{
        heap->items[position] = item;
        heap->positions[item] = position;
}

static void swap(struct deadline_heap *heap, uint32_t a, uint32_t b)
{
        uint32_t item = heap->items[a];

        place(heap, a, heap->items[b]);
        place(heap, b, item);
}

static void sift_up(struct deadline_heap *heap, uint32_t position)
{
        while (position > 0) {
                uint32_t parent = (position - 1) / 2;

                if (deadline_at(heap, parent) <= deadline_at(heap, position))
                        return;
                swap(heap, parent, position);
                position = parent;
        }
}

static void sift_down(struct deadline_heap *heap, uint32_t position)
{
        for (;;) {
                uint32_t child = 2 * position + 1;

                if (child >= heap->count)
                        return;
                if (child + 1 < heap->count && deadline_at(heap, child + 1) < deadline_at(heap, child))
                        child++;
                if (deadline_at(heap, position) <= deadline_at(heap, child))
                        return;
                swap(heap, position, child);
                position = child;
        }
}

void deadline_heap_set(struct deadline_heap *heap, uint32_t item, int64_t deadline_usec)
{
        int64_t before = heap->deadlines[item];

        heap->deadlines[item] = deadline_usec;
        if (deadline_usec < before)
                sift_up(heap, heap->positions[item]);
        else if (deadline_usec > before)
                sift_down(heap, heap->positions[item]);
}

int64_t deadline_heap_first(const struct deadline_heap *heap, uint32_t *ret_item)
{
        if (heap->count == 0 || deadline_at(heap, 0) == USEC_INFINITY)
                return USEC_INFINITY;
        if (ret_item)
                *ret_item = heap->items[0];
        return deadline_at(heap, 0);
}
