/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * names - a set of names with a number each: finds one among ten thousand without looking at all of them.
 *
 * Floor: config. Allocates.
 */
#include <stddef.h>
#include <stdint.h>

struct names {
        struct name_slot {
                const char *name; /* NULL: free */
                uint32_t number;
        } * slots;
        size_t size; /* a power of two */
        size_t count;
};

/**
 * names_add() - adds @name, borrowed, with @number, unless it is there.
 *
 * Return: 0; -EEXIST if it is there already; -ENOMEM. @ret_number receives the number that it has, for the
 * first two.
 */
int names_add(struct names *names, const char *name, uint32_t number, uint32_t *ret_number);

/* Return: 0; -ENOENT if it is not there. */
int names_find(const struct names *names, const char *name, uint32_t *ret_number);

void names_done(struct names *names);
