/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "wire/field_inside.h"

#include <errno.h>
#include <string.h>

int payload_init(struct payload *payload, const void *bytes, size_t size)
{
        if (size > PAYLOAD_BYTES_MAX)
                return -EFBIG;
        if (!text_is_utf8(bytes, size))
                return -EILSEQ;
        /* The members are left as they are: there are none yet. */
        payload->bytes = bytes;
        payload->size = size;
        payload->json = NULL;
        payload->tried = false;
        payload->skimmed = false;
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

/* Whatever skim cannot tell is told by jansson, -ENOTSUP. */
static int reading_from_skim(const struct skim_value *value, struct reading *reading)
{
        switch (value->kind) {
        case SKIM_OBJECT:
        case SKIM_ARRAY: return -EINVAL;
        case SKIM_NULL: return 0;
        case SKIM_TRUE:
        case SKIM_FALSE:
                reading->kind = READING_BOOLEAN;
                reading->boolean = value->kind == SKIM_TRUE;
                return 0;
        case SKIM_INTEGER:
        case SKIM_REAL:
                if (skim_number(value, &reading->number) < 0)
                        return -ENOTSUP;
                reading->number += 0.0; /* no -0, as above */
                reading->kind = READING_NUMBER;
                reading->is_number = true;
                return 0;
        case SKIM_TEXT:
                return value->is_escaped ? -ENOTSUP : reading_from_text(value->bytes, value->size, reading);
        }
        return -EINVAL;
}

/* Goes through an object and notes its members, or through an array. */
static int skim_members(struct payload *payload, struct skim *skim)
{
        struct skim_member member;
        int r;

        for (;;) {
                bool has_room = payload->member_count < PAYLOAD_MEMBERS_MAX;

                r = skim_next(skim, has_room ? &payload->members[payload->member_count] : &member);
                if (r <= 0)
                        return r;
                if (payload->whole.kind != SKIM_OBJECT)
                        continue;
                if (!has_room)
                        return -ENOTSUP;
                payload->member_count++;
        }
}

/* Reads the payload where it lies, once; 0 or payload->skim_error. */
static int payload_skim(struct payload *payload)
{
        struct skim skim;

        if (payload->skimmed)
                return payload->skim_error;
        payload->skimmed = true;
        payload->member_count = 0;
        payload->skim_error = skim_begin(&skim, payload->bytes, payload->size, &payload->whole);
        if (payload->skim_error == 0 &&
                (payload->whole.kind == SKIM_OBJECT || payload->whole.kind == SKIM_ARRAY))
                payload->skim_error = skim_members(payload, &skim);
        return payload->skim_error;
}

/* The member of the whole with this key, the last one if there are several; NULL if there is none. */
static const struct skim_value *find_member(const struct payload *payload, const char *key, size_t key_size)
{
        for (size_t i = payload->member_count; i > 0; i--)
                if (skim_is_key(&payload->members[i - 1], key, key_size))
                        return &payload->members[i - 1].value;
        return NULL;
}

/* One step down from @value, which was gone through already. Return: 0; -ENOENT. */
static int step_down(const struct skim_value *value, const struct field_step *step, struct skim_value *ret)
{
        struct skim_value whole;
        struct skim_member member;
        struct skim skim;
        bool is_found = false;

        if (value->kind != (step->key ? SKIM_OBJECT : SKIM_ARRAY))
                return -ENOENT;
        if (skim_begin(&skim, value->bytes, value->size, &whole) < 0)
                return -ENOENT;
        for (uint32_t i = 0; skim_next(&skim, &member) > 0; i++) {
                if (step->key ? !skim_is_key(&member, step->key, step->key_size) : i != step->index)
                        continue;
                *ret = member.value;
                is_found = true;
        }
        return is_found ? 0 : -ENOENT;
}

/* The value at @path of a payload that payload_skim() could read. */
static int skim_path(const struct payload *payload, const struct field_path *path, struct reading *reading)
{
        const struct field_step *first = &path->steps[0];
        struct skim_value value = payload->whole;
        size_t i = 0;

        if (value.kind == SKIM_OBJECT && first->key) {
                const struct skim_value *member = find_member(payload, first->key, first->key_size);

                if (!member)
                        return -ENOENT;
                value = *member;
                i = 1;
        }
        /* A null on the way says nothing either. */
        for (; value.kind != SKIM_NULL && i < path->count; i++)
                if (step_down(&value, &path->steps[i], &value) < 0)
                        return -ENOENT;
        return reading_from_skim(&value, reading);
}

/* Damaged JSON is not a word that somebody could have meant: @error if it is that. */
static int read_words(const struct payload *payload, int error, struct reading *reading)
{
        const char *first = payload->bytes;
        const char *end = payload->bytes + payload->size;

        while (first < end && is_space(*first))
                first++;
        if (first < end && (*first == '{' || *first == '['))
                return error;
        return reading_from_text(payload->bytes, payload->size, reading);
}

static int read_whole(struct payload *payload, struct reading *reading)
{
        int r;

        r = payload_skim(payload);
        if (r == 0)
                r = reading_from_skim(&payload->whole, reading);
        if (r != -ENOTSUP)
                return r == -EPROTO ? read_words(payload, r, reading) : r;
        r = payload_parse(payload);
        if (r == -ENOMEM)
                return r;
        return r < 0 ? read_words(payload, r, reading) : reading_from_json(payload->json, reading);
}

static int parse_path(struct payload *payload, const struct field_path *path, struct reading *reading)
{
        const json_t *value;
        int r;

        r = payload_parse(payload);
        if (r < 0)
                return r;
        value = payload->json;
        for (size_t i = 0; value && !json_is_null(value) && i < path->count; i++) {
                const struct field_step *step = &path->steps[i];

                value = step->key ? json_object_get(value, step->key) : json_array_get(value, step->index);
        }
        return value ? reading_from_json(value, reading) : -ENOENT;
}

static int read_path(struct payload *payload, const struct field_path *path, struct reading *reading)
{
        int r;

        if (payload->size == 0)
                return 0;
        r = payload_skim(payload);
        if (r == 0)
                r = skim_path(payload, path, reading);
        return r == -ENOTSUP ? parse_path(payload, path, reading) : r;
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

/* Epoch times from here on are milliseconds: as seconds it would be the year 5138. */
#define EPOCH_MSEC_FROM 1e11
#define EPOCH_MSEC_TO   1e14

static int time_of_epoch(double epoch, int64_t *ret_realtime_usec)
{
        if (epoch <= 0 || epoch >= EPOCH_MSEC_TO)
                return -ENOENT;
        *ret_realtime_usec =
                (int64_t)(epoch * (double)(epoch < EPOCH_MSEC_FROM ? USEC_PER_SEC : USEC_PER_MSEC));
        return 0;
}

static int time_of_json(const json_t *value, int64_t *ret_realtime_usec)
{
        if (json_is_string(value))
                return payload_time_read(
                               json_string_value(value), json_string_length(value), ret_realtime_usec) < 0
                               ? -ENOENT
                               : 0;
        return json_is_number(value) ? time_of_epoch(json_number_value(value), ret_realtime_usec) : -ENOENT;
}

/* Return: 0; -ENOENT; -ENOTSUP if only jansson can tell. */
static int time_of_skim(const struct skim_value *value, int64_t *ret_realtime_usec)
{
        double epoch;

        if (value->kind == SKIM_TEXT && value->is_escaped)
                return -ENOTSUP;
        if (value->kind == SKIM_TEXT)
                return payload_time_read(value->bytes, value->size, ret_realtime_usec) < 0 ? -ENOENT : 0;
        if (value->kind != SKIM_INTEGER && value->kind != SKIM_REAL)
                return -ENOENT;
        return skim_number(value, &epoch) < 0 ? -ENOTSUP : time_of_epoch(epoch, ret_realtime_usec);
}

int payload_last_seen(struct payload *payload, int64_t *ret_realtime_usec)
{
        static const char key[] = "last_seen";
        int r;

        r = payload_skim(payload);
        if (r == 0) {
                const struct skim_value *value = find_member(payload, key, sizeof(key) - 1);

                r = value ? time_of_skim(value, ret_realtime_usec) : -ENOENT;
        }
        if (r != -ENOTSUP)
                return r < 0 ? -ENOENT : 0;
        return time_of_json(json_object_get(payload_json(payload), key), ret_realtime_usec);
}
