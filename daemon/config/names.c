/* SPDX-License-Identifier: MIT */
#include "config/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_FIRST 32

/* FNV-1a. The names are the owner's own: nobody attacks the table with them. */
static uint64_t hash(const char *name)
{
        uint64_t value = UINT64_C(0xcbf29ce484222325);

        for (; *name != '\0'; name++)
                value = (value ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
        return value;
}

/* The slot that has @name, or the free one where it belongs. There is always a free one. */
static struct name_slot *find_slot(struct name_slot *slots, size_t size, const char *name)
{
        size_t i = (size_t)hash(name) & (size - 1);

        while (slots[i].name && strcmp(slots[i].name, name) != 0)
                i = (i + 1) & (size - 1);
        return &slots[i];
}

/* At most half of the slots are taken. */
static int grow(struct names *names)
{
        size_t size = names->size > 0 ? 2 * names->size : SLOTS_FIRST;
        struct name_slot *slots;

        if (2 * (names->count + 1) <= names->size)
                return 0;
        slots = calloc(size, sizeof(*slots));
        if (!slots)
                return -ENOMEM;
        for (size_t i = 0; i < names->size; i++)
                if (names->slots[i].name)
                        *find_slot(slots, size, names->slots[i].name) = names->slots[i];
        free(names->slots);
        names->slots = slots;
        names->size = size;
        return 0;
}

int names_add(struct names *names, const char *name, uint32_t number, uint32_t *ret_number)
{
        struct name_slot *slot;
        int r;

        r = grow(names);
        if (r < 0)
                return r;
        slot = find_slot(names->slots, names->size, name);
        if (slot->name) {
                *ret_number = slot->number;
                return -EEXIST;
        }
        *slot = (struct name_slot){ .name = name, .number = number };
        names->count++;
        *ret_number = number;
        return 0;
}

int names_find(const struct names *names, const char *name, uint32_t *ret_number)
{
        const struct name_slot *slot;

        if (names->size == 0)
                return -ENOENT;
        slot = find_slot(names->slots, names->size, name);
        if (!slot->name)
                return -ENOENT;
        *ret_number = slot->number;
        return 0;
}

void names_done(struct names *names)
{
        free(names->slots);
        *names = (struct names){ 0 };
}
