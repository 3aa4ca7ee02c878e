/* SPDX-License-Identifier: MIT */
#include "wire/field_inside.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define INDEX_MAX 9999

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

static int add_step(struct path_parser *parser, const struct field_step *step)
{
        if (parser->path->count == FIELD_STEPS_MAX)
                return fail(parser, "the path has too many steps");
        parser->path->steps[parser->path->count++] = *step;
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
        return add_step(parser, &(struct field_step){ .index = (uint32_t)index });
}

static int take_quoted_key(struct path_parser *parser)
{
        char *key = parser->keys;
        uint32_t length;

        for (parser->at++; *parser->at != '"'; parser->at++) {
                if (*parser->at == '\\')
                        parser->at++;
                if (*parser->at == '\0')
                        return fail(parser, "a quoted key lacks its closing quote");
                *parser->keys++ = *parser->at;
        }
        parser->at++;
        length = (uint32_t)(parser->keys - key);
        *parser->keys++ = '\0';
        return add_step(parser, &(struct field_step){ .key = key, .key_size = length });
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
        return add_step(parser, &(struct field_step){ .key = key, .key_size = (uint32_t)length });
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
