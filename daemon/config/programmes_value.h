/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programmes_value - the values of a section's keys. What is not a value of its kind is told; a key that is
 * missing, or whose value has been told, gives what stands for it.
 *
 * Floor: config.
 */
#include "config/programmes_inside.h"

#define VALUE_ITEMS_MAX TAGS_MAX

/* The items of "a, b, c", cut out of a copy. */
struct value_list {
        const struct ini_key *key; /* NULL: there is none to read */
        char text[INI_LINE_BYTES_MAX + 1];
        const char *items[VALUE_ITEMS_MAX];
        size_t count;
};

/* The key @name with a value without a fault, or NULL. */
const struct ini_key *value_find(const struct programmes_place *place, const char *name);

int64_t value_integer(
        const struct programmes_place *place, const char *name, int64_t min, int64_t max, int64_t fallback);

/* Which of @words the value is. */
unsigned value_choice(const struct programmes_place *place, const char *name, const char *const *words,
        size_t count, unsigned fallback);

/* "yes" or "no". */
bool value_yes(const struct programmes_place *place, const char *name);

/* Items with commas between them, each once; "none" alone is an empty list. At most @max. */
void value_read_list(
        const struct programmes_place *place, const char *name, size_t max, struct value_list *ret_list);

/* The same list once more, when what is wrong with it has been told: it is empty then. */
void value_take_list(
        const struct programmes_place *place, const char *name, size_t max, struct value_list *ret_list);

/* A list of names of flags, as bits. */
uint32_t value_flags(const struct programmes_place *place, const char *name);
