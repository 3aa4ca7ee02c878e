/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * skim - reads JSON where it lies: no tree, no copy, no allocation. It knows the plain forms that devices
 * send; to whatever else it meets it answers -ENOTSUP, "ask jansson", and what it does answer is what jansson
 * says: jansson is its test oracle. The bytes must be UTF-8 without NUL, as text_is_utf8() tells; none behind
 * the last is read.
 *
 * Left to jansson: \u in texts, backslashes in keys, numbers with an exponent or over 18 digits before the
 * point, nesting deeper than SKIM_DEPTH_MAX, and everything that is damaged.
 *
 * Floor: wire (pure).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of brackets inside of the members that skim_next() gives. */
#define SKIM_DEPTH_MAX 16

enum skim_kind {
        SKIM_NULL,
        SKIM_TRUE,
        SKIM_FALSE,
        SKIM_INTEGER,
        SKIM_REAL,
        SKIM_TEXT,
        SKIM_OBJECT,
        SKIM_ARRAY,
};

/* A value, borrowed from what is read: of a text what is between its quotes, else the whole of it. */
struct skim_value {
        const char *bytes;
        uint32_t size;
        enum skim_kind kind;
        bool is_escaped; /* of a text: there are backslashes, which skim_unescape() takes out */
};

/* A member of an object, or an element of an array, which has no key (NULL). */
struct skim_member {
        const char *key;
        uint32_t key_size;
        struct skim_value value;
};

/* Where the reading of an object or an array is. */
struct skim {
        const char *at;
        const char *end;
        char closing;
        bool is_begun;
};

/**
 * skim_begin() - the one value that @bytes hold.
 * @ret_value: of an object or array its size reaches to the end of @bytes, and nothing of it is checked yet:
 *             skim_next() with @skim goes through it.
 *
 * Return: 0; -ENOTSUP to ask jansson; -EPROTO if no JSON begins like that.
 */
int skim_begin(struct skim *skim, const char *bytes, size_t size, struct skim_value *ret_value);

/**
 * skim_next() - the next member. What jansson refuses may show only behind it: what was read before counts
 * once the end has come.
 *
 * Return: 1 with *@ret_member; 0 at the end, behind which there is nothing else; -ENOTSUP to ask jansson.
 */
int skim_next(struct skim *skim, struct skim_member *ret_member);

bool skim_is_key(const struct skim_member *member, const char *key, size_t key_size);

/* The number that @value, of kind SKIM_INTEGER, is. */
int64_t skim_integer(const struct skim_value *value);

/* The nearest double to @value, of kind SKIM_INTEGER or SKIM_REAL. Return: 0; -ENOTSUP. */
int skim_number(const struct skim_value *value, double *ret_number);

/* Writes the text of @value, never longer than it, to @target, which may be where it lies. Returns its size.
 */
size_t skim_unescape(const struct skim_value *value, char *target);
