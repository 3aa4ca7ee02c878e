/* SPDX-License-Identifier: MIT */
#include "unit/skim_oracle.h"

#include "base/text.h"
#include "wire/skim.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Deeper than skim goes, whole and members together. */
#define LEVELS_MAX (SKIM_DEPTH_MAX + 2)

static const char *compare_value(const struct skim_value *value, json_t *json, int level);

static const char *compare_text(const struct skim_value *value, json_t *json)
{
        const char *difference = NULL;
        char *text = malloc(value->size + 1);
        size_t size;

        if (!text)
                return NULL;
        size = skim_unescape(value, text);
        if (!json_is_string(json))
                difference = "a text is none";
        else if (size > value->size || size != json_string_length(json) ||
                 memcmp(text, json_string_value(json), size) != 0)
                difference = "a text is another";
        else if (!value->is_escaped && (size != value->size || memcmp(text, value->bytes, size) != 0))
                difference = "a plain text is not what lies there";
        free(text);
        return difference;
}

static const char *compare_real(const struct skim_value *value, json_t *json)
{
        double number;
        double wanted = json_real_value(json);

        if (!json_is_real(json))
                return "a real number is none";
        if (skim_number(value, &number) < 0)
                return value->size > 60 ? NULL : "a short number is left";
        return memcmp(&number, &wanted, sizeof(number)) == 0 ? NULL : "a real number is another";
}

static const char *compare_integer(const struct skim_value *value, json_t *json)
{
        double number;

        if (!json_is_integer(json))
                return "a whole number is none";
        if (skim_integer(value) != json_integer_value(json))
                return "a whole number is another";
        if (skim_number(value, &number) < 0 || number < json_number_value(json) ||
                number > json_number_value(json))
                return "a whole number is another double";
        return NULL;
}

/* The member of @json under the key of @member, which lies there without NUL. */
static json_t *find_member(json_t *json, const struct skim_member *member)
{
        const char *key;
        json_t *value;

        json_object_foreach(json, key, value) if (skim_is_key(member, key, strlen(key))) return value;
        return NULL;
}

/* Whether another member with the same key follows: jansson keeps the last. */
static bool comes_again(struct skim rest, const struct skim_member *member)
{
        struct skim_member other;

        while (skim_next(&rest, &other) > 0)
                if (skim_is_key(&other, member->key, member->key_size))
                        return true;
        return false;
}

static const char *compare_object(struct skim *skim, json_t *json, int level)
{
        struct skim_member member;
        const char *difference = NULL;
        size_t count = 0;
        int r;

        while (!difference && (r = skim_next(skim, &member)) > 0) {
                json_t *value = find_member(json, &member);

                if (!value)
                        return "a member is none";
                if (comes_again(*skim, &member))
                        continue;
                count++;
                difference = compare_value(&member.value, value, level + 1);
        }
        if (!difference && (r < 0 || count != json_object_size(json)))
                return "an object has other members";
        return difference;
}

static const char *compare_array(struct skim *skim, json_t *json, int level)
{
        struct skim_member member;
        const char *difference = NULL;
        size_t count = 0;
        int r;

        while (!difference && (r = skim_next(skim, &member)) > 0) {
                if (count == json_array_size(json) || member.key)
                        return "an array is longer";
                difference = compare_value(&member.value, json_array_get(json, count++), level + 1);
        }
        if (!difference && (r < 0 || count != json_array_size(json)))
                return "an array is shorter";
        return difference;
}

static const char *compare_container(const struct skim_value *value, json_t *json, int level)
{
        struct skim_value whole;
        struct skim skim;

        if (level > LEVELS_MAX)
                return "it nests deeper than said";
        if (value->kind == SKIM_OBJECT ? !json_is_object(json) : !json_is_array(json))
                return "an object or array is none";
        if (skim_begin(&skim, value->bytes, value->size, &whole) < 0 || whole.kind != value->kind ||
                whole.bytes != value->bytes || whole.size != value->size)
                return "an object or array cannot be gone through";
        return value->kind == SKIM_OBJECT ? compare_object(&skim, json, level)
                                          : compare_array(&skim, json, level);
}

static const char *compare_value(const struct skim_value *value, json_t *json, int level)
{
        switch (value->kind) {
        case SKIM_NULL: return json_is_null(json) ? NULL : "null is not";
        case SKIM_TRUE: return json_is_true(json) ? NULL : "true is not";
        case SKIM_FALSE: return json_is_false(json) ? NULL : "false is not";
        case SKIM_INTEGER: return compare_integer(value, json);
        case SKIM_REAL: return compare_real(value, json);
        case SKIM_TEXT: return compare_text(value, json);
        case SKIM_OBJECT:
        case SKIM_ARRAY: return compare_container(value, json, level);
        }
        return "it is of no kind";
}

/* Goes through the whole once: only what ends well says anything. */
static int read_whole(const char *bytes, size_t size, struct skim_value *whole)
{
        struct skim_member member;
        struct skim skim;
        int r;

        r = skim_begin(&skim, bytes, size, whole);
        if (r < 0 || (whole->kind != SKIM_OBJECT && whole->kind != SKIM_ARRAY))
                return r;
        do
                r = skim_next(&skim, &member);
        while (r > 0);
        return r;
}

const char *skim_oracle_compare(const char *bytes, size_t size)
{
        const char *difference = NULL;
        struct skim_value whole;
        char *copy = malloc(size > 0 ? size : 1);
        json_t *json = NULL;
        int r;

        if (!copy)
                return NULL;
        memcpy(copy, bytes, size);
        if (text_is_utf8(copy, size)) {
                r = read_whole(copy, size, &whole);
                json = json_loadb(copy, size, JSON_DECODE_ANY, NULL);
                if (r == 0)
                        difference = json ? compare_value(&whole, json, 0) : "what is damaged was read";
                else if (r == -EPROTO && json)
                        difference = "what is JSON was refused";
                else if (r != -EPROTO && r != -ENOTSUP)
                        difference = "it answers something else";
        }
        json_decref(json);
        free(copy);
        return difference;
}
