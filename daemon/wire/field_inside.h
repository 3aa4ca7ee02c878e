/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * field_inside - what field.c (paths) and payload.c (the values at them) share. Nobody else includes it.
 */
#include "wire/field.h"

/* One step down: a key of an object, or an index of an array when key is NULL. */
struct field_step {
        const char *key; /* in the path's text */
        uint32_t key_size;
        uint32_t index;
};

struct field_path {
        size_t count;
        struct field_step steps[];
};
