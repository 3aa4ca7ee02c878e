/* SPDX-License-Identifier: MIT */
#include "wire/field.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "core/instant.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define INDEX_MAX 9999

/* One step down: a key of an object, or an index of an array when key is NULL. */
struct field_step {
        const char *key; /* in the path's text */
        size_t index;
};

struct field_path {
        size_t count;
        struct field_step steps[];
};

struct path_parser {
        struct field_path *path;
        const char *at;
        char *keys; /* where the next key goes */
        const char *error;
};

static int fail(struct path_parser *parser, const char *error)
{
        parser->error = error;
        return -EINVAL;
}

static int add_step(struct path_parser *parser, const char *key, size_t index)
{
        if (parser->path->count == FIELD_STEPS_MAX)
                return fail(parser, "the path has too many steps");
        parser->path->steps[parser->path->count++] = (struct field_step){ .key = key, .index = index };
        return 0;
}

static int take_index(struct path_parser *parser)
{
        char digits[8];
        size_t length;
        int64_t index;
        int r;

        parser->at++;
        length = strspn(parser->at, "0123456789");
        if (length == 0 || length >= sizeof(digits) || parser->at[length] != ']')
                return fail(parser, "an index must be a number in square brackets");
        memcpy(digits, parser->at, length);
        digits[length] = '\0';
        r = number_parse_integer(digits, 0, INDEX_MAX, &index);
        if (r < 0)
                return fail(parser, "an index is too large");
        parser->at += length + 1;
        return add_step(parser, NULL, (size_t)index);
}

static int take_quoted_key(struct path_parser *parser)
{
        char *key = parser->keys;

        for (parser->at++; *parser->at != '"'; parser->at++) {
                if (*parser->at == '\\')
                        parser->at++;
                if (*parser->at == '\0')
                        return fail(parser, "a quoted key lacks its closing quote");
                *parser->keys++ = *parser->at;
        }
        parser->at++;
        *parser->keys++ = '\0';
        return add_step(parser, key, 0);
}

static int take_plain_key(struct path_parser *parser)
{
        size_t length = strcspn(parser->at, ".[]\"");
        char *key = parser->keys;

        if (length == 0)
                return fail(parser, "a key is missing");
        if (parser->at[0] == ' ' || parser->at[length - 1] == ' ')
                return fail(parser, "a key with a space at its end must be quoted");
        memcpy(key, parser->at, length);
        key[length] = '\0';
        parser->keys += length + 1;
        parser->at += length;
        return add_step(parser, key, 0);
}

static int take_key(struct path_parser *parser)
{
        return *parser->at == '"' ? take_quoted_key(parser) : take_plain_key(parser);
}

static int parse_steps(struct path_parser *parser)
{
        int r;

        r = *parser->at == '[' ? take_index(parser) : take_key(parser);
        while (r >= 0 && *parser->at != '\0') {
                if (*parser->at == '[') {
                        r = take_index(parser);
                } else if (*parser->at == '.') {
                        parser->at++;
                        r = take_key(parser);
                } else {
                        r = fail(parser, "a dot or an index must follow a key");
                }
        }
        return r;
}

/* At most as many steps as @text of @length has. */
static size_t steps_bound(const char *text, size_t length)
{
        size_t steps = length > 0;

        for (size_t i = 0; i < length && steps < FIELD_STEPS_MAX; i++)
                steps += text[i] == '.' || text[i] == '[';
        return steps;
}

CLEANUP_DEFINE(struct field_path *, field_path_free, field_path_freep)

int field_path_parse(const char *text, struct field_path **ret_path, const char **ret_error)
{
        CLEANUP(field_path_freep) struct field_path *path = NULL;
        struct path_parser parser = { .at = text };
        size_t steps_bytes;
        size_t length = text ? strnlen(text, FIELD_TEXT_MAX + 1) : 0;
        int r;

        if (length > FIELD_TEXT_MAX || (text && !text_is_utf8(text, length))) {
                *ret_error = length > FIELD_TEXT_MAX ? "the path is too long" : "the path is not UTF-8";
                return -EINVAL;
        }
        steps_bytes = steps_bound(text, length) * sizeof(struct field_step);
        /* A key takes no more room than in @text: its dot, bracket or quote makes room for its NUL. */
        path = calloc(1, sizeof(*path) + steps_bytes + length + 1);
        if (!path)
                return -ENOMEM;
        parser.path = path;
        parser.keys = (char *)path->steps + steps_bytes;
        r = length > 0 ? parse_steps(&parser) : 0;
        if (r < 0) {
                *ret_error = parser.error;
                return r;
        }
        *ret_path = TAKE_PTR(path);
        return 0;
}

struct field_path *field_path_free(struct field_path *path)
{
        free(path);
        return NULL;
}

int payload_init(struct payload *payload, const void *bytes, size_t size)
{
        if (size > PAYLOAD_BYTES_MAX)
                return -EFBIG;
        if (!text_is_utf8(bytes, size))
                return -EILSEQ;
        *payload = (struct payload){ .bytes = bytes, .size = size };
        return 0;
}

void payload_done(struct payload *payload)
{
        json_decref(payload->json);
        payload->json = NULL;
}

/* Whether brackets outside of texts nest no deeper than allowed: asked before a parser recurses into them. */
static bool depth_is_allowed(const char *bytes, size_t size)
{
        size_t depth = 0;
        bool quoted = false;

        for (size_t i = 0; i < size; i++) {
                char character = bytes[i];

                if (quoted && character == '\\')
                        i++;
                else if (character == '"')
                        quoted = !quoted;
                else if (!quoted && (character == '{' || character == '['))
                        depth++;
                else if (!quoted && (character == '}' || character == ']') && depth > 0)
                        depth--;
                if (depth > PAYLOAD_DEPTH_MAX)
                        return false;
        }
        return true;
}

int payload_error(const json_error_t *error)
{
        switch (json_error_code(error)) {
        case json_error_unknown:
        case json_error_out_of_memory: return -ENOMEM;
        default: return -EPROTO;
        }
}

/* Parses the payload once; 0 or payload->error. */
static int payload_parse(struct payload *payload)
{
        json_error_t error = { .line = 0 };

        if (payload->tried)
                return payload->error;
        payload->tried = true;
        payload->error = -EPROTO;
        if (!depth_is_allowed(payload->bytes, payload->size))
                return payload->error;
        payload->json = json_loadb(payload->bytes, payload->size, JSON_DECODE_ANY, &error);
        /* An integer over 64 bits somewhere in the message is no reason to lose the rest. */
        if (!payload->json && json_error_code(&error) == json_error_numeric_overflow)
                payload->json = json_loadb(
                        payload->bytes, payload->size, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
        payload->error = payload->json ? 0 : payload_error(&error);
        return payload->error;
}

json_t *payload_json(struct payload *payload)
{
        if (payload_parse(payload) < 0 || !json_is_object(payload->json))
                return NULL;
        return payload->json;
}

/* FNV-1a, 32 bits. */
static uint32_t digest_add(uint32_t digest, const void *bytes, size_t size)
{
        const uint8_t *at = bytes;

        for (size_t i = 0; i < size; i++)
                digest = (digest ^ at[i]) * UINT32_C(16777619);
        return digest;
}

static void reading_digest(struct reading *reading)
{
        uint8_t kind = (uint8_t)reading->kind;
        uint32_t digest = digest_add(UINT32_C(2166136261), &kind, 1);

        switch (reading->kind) {
        case READING_NOTHING: break;
        case READING_BOOLEAN: digest = digest_add(digest, reading->boolean ? "1" : "0", 1); break;
        case READING_NUMBER: digest = digest_add(digest, &reading->number, sizeof(reading->number)); break;
        case READING_TEXT: digest = digest_add(digest, reading->text, strlen(reading->text)); break;
        }
        reading->digest = digest;
}

static bool means_nothing(const char *text)
{
        static const char *const words[] = { "", "null", "none", "unknown", "unavailable", "nan" };

        for (size_t i = 0; i < ELEMENTS(words); i++)
                if (text_equal_nocase(text, words[i]))
                        return true;
        return false;
}

static bool is_space(char character)
{
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

static int reading_from_text(const char *bytes, size_t size, struct reading *reading)
{
        while (size > 0 && is_space(bytes[0])) {
                bytes++;
                size--;
        }
        while (size > 0 && is_space(bytes[size - 1]))
                size--;
        if (size >= sizeof(reading->text))
                return -EINVAL;
        memcpy(reading->text, bytes, size);
        reading->text[size] = '\0';
        if (means_nothing(reading->text)) {
                reading->text[0] = '\0';
                return 0;
        }
        reading->kind = READING_TEXT;
        reading->is_number = number_parse_real(reading->text, &reading->number) == 0;
        return 0;
}

static int reading_from_json(const json_t *value, struct reading *reading)
{
        switch (json_typeof(value)) {
        case JSON_OBJECT:
        case JSON_ARRAY: return -EINVAL;
        case JSON_NULL: return 0;
        case JSON_TRUE:
        case JSON_FALSE:
                reading->kind = READING_BOOLEAN;
                reading->boolean = json_is_true(value);
                return 0;
        case JSON_INTEGER:
        case JSON_REAL:
                reading->kind = READING_NUMBER;
                reading->is_number = true;
                reading->number = json_number_value(value) + 0.0; /* no -0: equal readings, equal digests */
                return 0;
        case JSON_STRING:
                return reading_from_text(json_string_value(value), json_string_length(value), reading);
        }
        return -EINVAL;
}

static int read_whole(struct payload *payload, struct reading *reading)
{
        const char *first = payload->bytes;
        const char *end = payload->bytes + payload->size;
        int r;

        r = payload_parse(payload);
        if (r >= 0)
                return reading_from_json(payload->json, reading);
        if (r == -ENOMEM)
                return r;
        while (first < end && is_space(*first))
                first++;
        /* Damaged JSON is not a word that somebody could have meant. */
        if (first < end && (*first == '{' || *first == '['))
                return r;
        return reading_from_text(payload->bytes, payload->size, reading);
}

static int read_path(struct payload *payload, const struct field_path *path, struct reading *reading)
{
        const json_t *value;
        int r;

        if (payload->size == 0)
                return 0;
        r = payload_parse(payload);
        if (r < 0)
                return r;
        value = payload->json;
        /* A null on the way says nothing either. */
        for (size_t i = 0; value && !json_is_null(value) && i < path->count; i++) {
                const struct field_step *step = &path->steps[i];

                value = step->key ? json_object_get(value, step->key) : json_array_get(value, step->index);
        }
        return value ? reading_from_json(value, reading) : -ENOENT;
}

int payload_read(struct payload *payload, const struct field_path *path, struct reading *ret_reading)
{
        struct reading reading = { .kind = READING_NOTHING };
        int r;

        r = path->count == 0 ? read_whole(payload, &reading) : read_path(payload, path, &reading);
        if (r < 0)
                return r;
        reading_digest(&reading);
        *ret_reading = reading;
        return 0;
}

/* Reads @count digits at *@at, and @separator behind them if it is not 0. */
static int take_digits(const char **at, size_t count, char separator, int32_t *ret_value)
{
        int32_t value = 0;

        for (size_t i = 0; i < count; i++, (*at)++) {
                if (**at < '0' || **at > '9')
                        return -EINVAL;
                value = value * 10 + (**at - '0');
        }
        if (separator != '\0') {
                if (**at != separator)
                        return -EINVAL;
                (*at)++;
        }
        *ret_value = value;
        return 0;
}

/* The fraction of a second, if there is one, as microseconds. */
static int take_fraction(const char **at, int64_t *ret_usec)
{
        int64_t digit_usec = USEC_PER_SEC / 10;
        size_t digits;

        *ret_usec = 0;
        if (**at != '.')
                return 0;
        (*at)++;
        digits = strspn(*at, "0123456789");
        for (size_t i = 0; i < digits; i++, digit_usec /= 10)
                *ret_usec += ((*at)[i] - '0') * digit_usec;
        *at += digits;
        return digits > 0 ? 0 : -EINVAL;
}

/* "Z", "+01:00", "+0100", and mosquitto's "Z+0100", to the end of the text. */
static int take_offset(const char *at, int64_t *ret_sec)
{
        bool zulu = *at == 'Z' || *at == 'z';
        int32_t hours = 0;
        int32_t minutes = 0;
        int sign;

        at += zulu;
        if (*at == '\0' && zulu) {
                *ret_sec = 0;
                return 0;
        }
        if (*at != '+' && *at != '-')
                return -EINVAL;
        sign = *at++ == '-' ? -1 : 1;
        if (take_digits(&at, 2, '\0', &hours) < 0)
                return -EINVAL;
        at += *at == ':';
        if (take_digits(&at, 2, '\0', &minutes) < 0 || *at != '\0' || hours > 23 || minutes > 59)
                return -EINVAL;
        *ret_sec = sign * (hours * INT64_C(3600) + minutes * INT64_C(60));
        return 0;
}

static bool civil_is_valid(const struct civil *civil, int32_t day)
{
        /* A day that the month has not is of another. */
        struct civil back = instant_date_from_day(day);

        return back.month == civil->month && civil->hour <= 23 && civil->minute <= 59 && civil->second <= 60;
}

int payload_time_parse(const char *text, int64_t *ret_realtime_usec)
{
        struct civil civil = { 0 };
        int64_t fraction_usec;
        int64_t offset_sec;
        int32_t day;

        if (take_digits(&text, 4, '-', &civil.year) < 0 || take_digits(&text, 2, '-', &civil.month) < 0 ||
                take_digits(&text, 2, '\0', &civil.day) < 0 || civil.month < 1 || civil.month > 12)
                return -EINVAL;
        if (*text != 'T' && *text != 't' && *text != ' ')
                return -EINVAL;
        text++;
        if (take_digits(&text, 2, ':', &civil.hour) < 0 || take_digits(&text, 2, ':', &civil.minute) < 0 ||
                take_digits(&text, 2, '\0', &civil.second) < 0)
                return -EINVAL;
        if (take_fraction(&text, &fraction_usec) < 0 || take_offset(text, &offset_sec) < 0)
                return -EINVAL;
        day = instant_day_from_date(civil.year, civil.month, civil.day);
        if (!civil_is_valid(&civil, day))
                return -EINVAL;
        *ret_realtime_usec = day * USEC_PER_DAY + civil.hour * USEC_PER_HOUR +
                             civil.minute * USEC_PER_MINUTE + (civil.second - offset_sec) * USEC_PER_SEC +
                             fraction_usec;
        return 0;
}

/* Epoch times from here on are milliseconds: as seconds it would be the year 5138. */
#define EPOCH_MSEC_FROM 1e11
#define EPOCH_MSEC_TO   1e14

int payload_last_seen(struct payload *payload, int64_t *ret_realtime_usec)
{
        const json_t *value = json_object_get(payload_json(payload), "last_seen");
        double epoch;

        if (json_is_string(value))
                return payload_time_parse(json_string_value(value), ret_realtime_usec) < 0 ? -ENOENT : 0;
        if (!json_is_number(value))
                return -ENOENT;
        epoch = json_number_value(value);
        if (epoch <= 0 || epoch >= EPOCH_MSEC_TO)
                return -ENOENT;
        *ret_realtime_usec =
                (int64_t)(epoch * (double)(epoch < EPOCH_MSEC_FROM ? USEC_PER_SEC : USEC_PER_MSEC));
        return 0;
}
