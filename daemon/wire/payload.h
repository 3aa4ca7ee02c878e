/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * payload - what a message says: the values at field paths, and its own time.
 *
 * Floor: wire (pure; allocates where skim cannot read it, or payload_json() is asked).
 */
#include "wire/skim.h"

#include <jansson.h>

#define PAYLOAD_BYTES_MAX (64 * 1024)
#define PAYLOAD_DEPTH_MAX 32
/* Of an object with more members all are left to jansson. */
#define PAYLOAD_MEMBERS_MAX 64

struct field_path;

/*
 * A payload, checked once and read at most once however many fields are taken from it.
 * Kept on the stack of one message: payload_init(), payload_read() as often as needed, payload_done().
 */
struct payload {
        const char *bytes;
        size_t size;
        json_t *json; /* NULL until it is needed, or if it is not JSON */
        bool tried;
        int error; /* why it is no JSON */
        bool skimmed;
        int skim_error; /* -ENOTSUP: only jansson can tell; -EPROTO: it is no JSON */
        struct skim_value whole;
        uint8_t member_count; /* of the whole, if it is an object */
        struct skim_member members[PAYLOAD_MEMBERS_MAX];
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
 * payload_time_read() - reads an RFC 3339 time with its offset, or mosquitto's own form of it ("+0100"
 * without a colon).
 *
 * Return: 0; -EINVAL if @size bytes at @bytes are no such time. Realtime in microseconds; finer fractions are
 *         cut.
 */
int payload_time_read(const char *bytes, size_t size, int64_t *ret_realtime_usec);

/* The same of a whole text. */
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
