/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * field - where in a payload a value is: `occupancy`, `LD2410.Distance[1]`, `params."switch:0".apower`;
 * empty means the whole payload (DESIGN 3).
 *
 * Floor: wire (pure).
 */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAYLOAD_BYTES_MAX (64 * 1024)
#define PAYLOAD_DEPTH_MAX 32
#define FIELD_STEPS_MAX   16

#define FIELD_TEXT_MAX 512

struct field_path;

/**
 * field_path_parse() - compiles @text. NULL or "" is the whole payload.
 * A key is written plainly (`rssi@1m`, inner spaces are fine) or in double quotes, where \" and \\ stand for
 * " and \; it must be quoted if it holds one of . [ ] " or begins or ends with a space. Indexes count from 0.
 * @ret_error: receives a static text that says what is wrong, for -EINVAL.
 *
 * Return: 0; -EINVAL; -ENOMEM. field_path_free() frees it and takes NULL.
 */
int field_path_parse(const char *text, struct field_path **ret_path, const char **ret_error);
struct field_path *field_path_free(struct field_path *path);

/*
 * A payload, checked once and parsed at most once however many fields are read from it.
 * Kept on the stack of one message: payload_init(), payload_read() as often as needed, payload_done().
 */
struct payload {
        const char *bytes;
        size_t size;
        json_t *json; /* NULL until a path needs it, or if it is not JSON */
        bool tried;
        int error; /* why it is no JSON */
};

/**
 * payload_init() - checks size and text.
 * @bytes: borrowed, must outlive the payload; a NUL need not follow.
 *
 * Return: 0; -EFBIG over PAYLOAD_BYTES_MAX; -EILSEQ for a NUL or invalid UTF-8.
 */
int payload_init(struct payload *payload, const void *bytes, size_t size);
void payload_done(struct payload *payload);

enum reading_kind {
        READING_NOTHING, /* null, unknown, unavailable, none, nan, an empty text; in any case */
        READING_BOOLEAN,
        READING_NUMBER,
        READING_TEXT,
};

#define READING_TEXT_SIZE 256

struct reading {
        enum reading_kind kind;
        bool boolean;
        double number; /* READING_NUMBER, and READING_TEXT that is_number */
        bool is_number;
        char text[READING_TEXT_SIZE]; /* READING_TEXT, without white space around it */
        uint32_t digest;              /* FNV-1a of the raw value: equal digests, equal readings */
};

/**
 * payload_read() - the value at @path. The whole of a payload that is a JSON scalar is that scalar,
 * otherwise its text.
 *
 * Return: 0; -ENOENT if the message has no such field (no information); -EPROTO if it is not JSON though a
 *         path needs it, or deeper than PAYLOAD_DEPTH_MAX; -EINVAL if the value is an object, an array or a
 *         text too long; -ENOMEM.
 */
int payload_read(struct payload *payload, const struct field_path *path, struct reading *ret_reading);

/**
 * payload_time_parse() - reads an RFC 3339 time with its offset, or mosquitto's own form of it ("+0100"
 * without a colon).
 *
 * Return: 0; -EINVAL if @text is no such time. Realtime in microseconds; finer fractions are cut.
 */
int payload_time_parse(const char *text, int64_t *ret_realtime_usec);

/**
 * payload_last_seen() - the message's own time: top-level `last_seen` as RFC 3339 or as epoch milliseconds
 * or seconds.
 *
 * Return: 0; -ENOENT if there is none that can be read. Realtime in microseconds.
 */
int payload_last_seen(struct payload *payload, int64_t *ret_realtime_usec);

/* The whole payload as a JSON object, borrowed; NULL if it is none, or payload->error is -ENOMEM. */
json_t *payload_json(struct payload *payload);

/* Why JSON could not be parsed: -ENOMEM, or -EPROTO if it is none. @error must be zero before the parsing:
 * mostly the library gives no reason where there is no memory. */
int payload_error(const json_error_t *error);
