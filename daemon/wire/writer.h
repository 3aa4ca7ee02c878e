/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * writer - builds one JSON object key by key, in the order of the calls. Errors are kept until the end.
 *
 * Floor: wire (pure; allocates).
 * Every writer that was begun must be ended by writer_text_end() or writer_json_end().
 */
#include "core/instant.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct writer {
        json_t *object;
        bool failed; /* no memory, or a text that is not UTF-8 */
};

struct writer writer_begin(void);

/* NULL is null. */
void writer_add_text(struct writer *writer, const char *key, const char *text);
void writer_add_integer(struct writer *writer, const char *key, int64_t value);
/* With at most 6 digits. */
void writer_add_real(struct writer *writer, const char *key, double value);
void writer_add_boolean(struct writer *writer, const char *key, bool value);
/* A time as RFC 3339 with offset; 0 is null. */
void writer_add_time(
        struct writer *writer, const char *key, const struct instant *now, int64_t realtime_usec);
/* Takes @value over; NULL means that there was no memory for it. */
void writer_add_json(struct writer *writer, const char *key, json_t *value);

/* The object as compact text, owned by the caller (free()); NULL if something failed. */
char *writer_text_end(struct writer *writer);
/*
 * Any JSON as compact text, owned by the caller (free()); NULL without memory, or for NULL.
 * @real_digits: of a number with a fraction, at most; 0: as many as it takes to read the same number back.
 */
char *writer_dump(const json_t *json, unsigned real_digits);
/* The object itself, owned by the caller; NULL if something failed. */
json_t *writer_json_end(struct writer *writer);

/* Appends @value to *@array. Both are taken over and may be NULL for want of memory: *@array then is NULL. */
void writer_append(json_t **array, json_t *value);

/* An array of @count texts; NULL if something failed. */
json_t *writer_texts(const char *const *texts, size_t count);
