/* SPDX-License-Identifier: MIT */
#include "app/replay_log.h"

#include "base/text.h"
#include "wire/field.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Rejected by payload_init() like the payload that could not be written down. */
static const char unreadable_payload[] = "\xff";

/* The length of the UTF-8 character at @bytes, 0 if there is none. */
static size_t character_length(const char *bytes, size_t size)
{
        for (size_t length = 1; length <= 4 && length <= size; length++)
                if (text_is_utf8(bytes, length))
                        return length;
        return 0;
}

/* Replaces what is not UTF-8, so that the rest of the line can be read. Whether there was any. */
static bool mend_utf8(char *bytes, size_t size)
{
        bool mended = false;

        if (text_is_utf8(bytes, size))
                return false;
        for (size_t i = 0; i < size;) {
                size_t length = character_length(bytes + i, size - i);

                if (length == 0) {
                        bytes[i] = '?';
                        mended = true;
                        length = 1;
                }
                i += length;
        }
        return mended;
}

/* A payload that could not be written down. */
static void lose_payload(struct replay_line *line)
{
        line->payload = unreadable_payload;
        line->payload_bytes = sizeof(unreadable_payload) - 1;
}

static int read_payload_text(struct replay_line *line, const json_t *payload, bool mended)
{
        const json_t *length = json_object_get(line->json, "payloadlen");

        line->payload = json_string_value(payload);
        line->payload_bytes = json_string_length(payload);
        if (mended ||
                (json_is_integer(length) && json_integer_value(length) != (json_int_t)line->payload_bytes))
                lose_payload(line);
        return 0;
}

static int read_payload(struct replay_line *line, bool mended, const char **ret_reason)
{
        const json_t *payload = json_object_get(line->json, "payload");

        if (json_is_string(payload))
                return read_payload_text(line, payload, mended);
        if (!payload) {
                *ret_reason = "there is no payload";
                return -EINVAL;
        }
        line->payload = "";
        if (json_is_null(payload))
                return 0;
        line->text = json_dumps(payload, JSON_COMPACT | JSON_ENCODE_ANY);
        if (!line->text) {
                *ret_reason = "the payload cannot be read";
                return -EINVAL;
        }
        line->payload = line->text;
        line->payload_bytes = strlen(line->text);
        return 0;
}

/* mosquitto writes 0 and 1; true and false are as clear. Absent is 0. */
static bool read_small(const json_t *json, const char *key, json_int_t max, uint8_t *ret_value)
{
        const json_t *value = json_object_get(json, key);

        *ret_value = 0;
        if (!value)
                return true;
        if (json_is_boolean(value)) {
                *ret_value = json_is_true(value);
                return true;
        }
        if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > max)
                return false;
        *ret_value = (uint8_t)json_integer_value(value);
        return true;
}

static int read_line(struct replay_line *line, bool mended, const char **ret_reason)
{
        const char *tst = json_string_value(json_object_get(line->json, "tst"));
        uint8_t retain;

        line->topic = json_string_value(json_object_get(line->json, "topic"));
        if (!tst || payload_time_parse(tst, &line->realtime_usec) < 0)
                *ret_reason = "tst is missing or no time";
        else if (line->realtime_usec <= 0)
                *ret_reason = "tst is before 1970";
        else if (!line->topic || line->topic[0] == '\0')
                *ret_reason = "topic is missing";
        else if (!read_small(line->json, "qos", 2, &line->qos))
                *ret_reason = "qos is not 0, 1 or 2";
        else if (!read_small(line->json, "retain", 1, &retain))
                *ret_reason = "retain is not 0 or 1";
        else {
                line->retain = retain;
                return read_payload(line, mended, ret_reason);
        }
        return -EINVAL;
}

/* The members of a line that are read, by kind where they must be of one; NULL where there is none. */
struct line_members {
        struct skim_member tst;
        struct skim_member topic;
        struct skim_member qos;
        struct skim_member retain;
        struct skim_member payload_length;
        struct skim_member payload;
};

#define KEY_IS(member, key) skim_is_key(member, key, sizeof(key) - 1)

/* Where @member belongs; NULL if nobody reads it. */
static struct skim_member *find_place(struct line_members *members, const struct skim_member *member)
{
        if (KEY_IS(member, "tst"))
                return &members->tst;
        if (KEY_IS(member, "topic"))
                return &members->topic;
        if (KEY_IS(member, "qos"))
                return &members->qos;
        if (KEY_IS(member, "retain"))
                return &members->retain;
        if (KEY_IS(member, "payloadlen"))
                return &members->payload_length;
        return KEY_IS(member, "payload") ? &members->payload : NULL;
}

/* Return: 0; -ENOTSUP if this is not a line as mosquitto writes it. */
static int skim_line(const char *bytes, size_t size, struct line_members *members)
{
        struct skim_value whole;
        struct skim_member member;
        struct skim skim;
        int r;

        if (skim_begin(&skim, bytes, size, &whole) < 0 || whole.kind != SKIM_OBJECT)
                return -ENOTSUP;
        while ((r = skim_next(&skim, &member)) > 0) {
                struct skim_member *place = find_place(members, &member);

                if (place)
                        *place = member;
        }
        return r;
}

/* A small number that is not negative. */
static bool skim_small(const struct skim_member *member, uint8_t max, uint8_t *ret_value)
{
        int64_t value;

        *ret_value = 0;
        if (!member->key)
                return true;
        if (member->value.kind != SKIM_INTEGER)
                return false;
        value = skim_integer(&member->value);
        *ret_value = (uint8_t)value;
        return value >= 0 && value <= max;
}

/* A text of its own, in its place in @bytes. NUL follows where its quote was. */
static char *take_text(char *bytes, const struct skim_value *value, size_t *ret_size)
{
        char *text = bytes + (value->bytes - bytes);

        *ret_size = value->is_escaped ? skim_unescape(value, text) : value->size;
        text[*ret_size] = '\0';
        return text;
}

/*
 * Reads a line as mosquitto writes it without a copy. Return: 0; -ENOTSUP, with @bytes as they were, if
 * anything about it is unusual or wrong.
 */
static int take_line(struct replay_line *line, char *bytes, size_t size)
{
        struct line_members members = { .tst = { .key = NULL } };
        const struct skim_value *tst = &members.tst.value;
        const struct skim_value *payload = &members.payload.value;
        uint8_t retain;
        size_t length;

        if (skim_line(bytes, size, &members) < 0 || !members.tst.key || !members.topic.key ||
                !members.payload.key)
                return -ENOTSUP;
        if (tst->kind != SKIM_TEXT || members.topic.value.kind != SKIM_TEXT ||
                members.topic.value.size == 0 || (payload->kind != SKIM_TEXT && payload->kind != SKIM_NULL))
                return -ENOTSUP;
        if (payload_time_read(tst->bytes, tst->size, &line->realtime_usec) < 0 || line->realtime_usec <= 0)
                return -ENOTSUP;
        if (!skim_small(&members.qos, 2, &line->qos) || !skim_small(&members.retain, 1, &retain))
                return -ENOTSUP;
        line->retain = retain;
        line->topic = take_text(bytes, &members.topic.value, &length);
        line->payload = "";
        if (payload->kind == SKIM_NULL)
                return 0;
        line->payload = take_text(bytes, payload, &line->payload_bytes);
        if (members.payload_length.key && members.payload_length.value.kind == SKIM_INTEGER &&
                skim_integer(&members.payload_length.value) != (int64_t)line->payload_bytes)
                lose_payload(line);
        return 0;
}

int replay_line_parse(char *bytes, size_t size, struct replay_line *ret_line, const char **ret_reason)
{
        struct replay_line line = { 0 };
        bool mended;
        int r;

        if (size > REPLAY_LINE_BYTES_MAX) {
                *ret_reason = "the line is too long";
                return -EINVAL;
        }
        mended = mend_utf8(bytes, size);
        if (!mended && take_line(&line, bytes, size) == 0) {
                *ret_line = line;
                return 0;
        }
        line = (struct replay_line){ 0 };
        line.json = json_loadb(bytes, size, JSON_ALLOW_NUL, NULL);
        if (!json_is_object(line.json)) {
                *ret_reason = "the line is no JSON object";
                r = -EINVAL;
        } else {
                r = read_line(&line, mended, ret_reason);
        }
        if (r < 0) {
                replay_line_done(&line);
                return r;
        }
        *ret_line = line;
        return 0;
}

void replay_line_done(struct replay_line *line)
{
        json_decref(line->json);
        free(line->text);
        *line = (struct replay_line){ 0 };
}

/* The letter behind a backslash that JSON has for @c, or NUL. */
static char short_escape(char c)
{
        switch (c) {
        case '"':
        case '\\': return c;
        case '\b': return 'b';
        case '\f': return 'f';
        case '\n': return 'n';
        case '\r': return 'r';
        case '\t': return 't';
        default: return '\0';
        }
}

static void print_string(const char *bytes, size_t size, FILE *stream)
{
        size_t written = 0;

        fputc('"', stream);
        for (size_t i = 0; i < size; i++) {
                char escape = short_escape(bytes[i]);

                if (escape == '\0' && (uint8_t)bytes[i] >= ' ')
                        continue;
                (void)fwrite(bytes + written, 1, i - written, stream);
                written = i + 1;
                if (escape == '\0') {
                        fprintf(stream, "\\u%04x", (unsigned)(uint8_t)bytes[i]);
                } else {
                        fputc('\\', stream);
                        fputc(escape, stream);
                }
        }
        (void)fwrite(bytes + written, 1, size - written, stream);
        fputc('"', stream);
}

void replay_line_print(const struct replay_output *output, FILE *stream)
{
        fprintf(stream, "{\"tst\":\"%s\",\"topic\":", output->tst);
        print_string(output->topic, strlen(output->topic), stream);
        fprintf(stream, ",\"qos\":%u,\"retain\":%u,\"payloadlen\":%zu,\"payload\":", (unsigned)output->qos,
                (unsigned)output->retain, output->payload_bytes);
        if (output->payload_bytes == 0)
                fputs("null", stream);
        else
                print_string(output->payload, output->payload_bytes, stream);
        if (output->expiry_sec != 0)
                fprintf(stream, ",\"expiry\":%u", (unsigned)output->expiry_sec);
        fputs("}\n", stream);
}
