/* SPDX-License-Identifier: MIT */
#include "wire/record_field.h"

#include <errno.h>
#include <string.h>

static size_t kind_bytes(enum record_kind kind)
{
        static const size_t bytes[] = {
                [RECORD_BOOLEAN] = sizeof(bool),
                [RECORD_UINT8] = sizeof(uint8_t),
                [RECORD_UINT16] = sizeof(uint16_t),
                [RECORD_UINT32] = sizeof(uint32_t),
                [RECORD_INT32] = sizeof(int32_t),
                [RECORD_INT64] = sizeof(int64_t),
                [RECORD_ENUM] = sizeof(enum programme_kind),
                [RECORD_ID] = TEXT_ID_SIZE,
                [RECORD_EXERCISE] = sizeof(int16_t),
                [RECORD_PROGRAMME] = sizeof(int16_t),
        };

        return bytes[kind];
}

static json_t *id_json(const char *id)
{
        return id ? json_string(id) : json_null();
}

static json_t *value_json(enum record_kind kind, const struct programme_set *set, const char *at)
{
        union {
                bool boolean;
                uint8_t uint8;
                uint16_t uint16;
                uint32_t uint32;
                int32_t int32;
                int64_t int64;
                int16_t index;
                unsigned enumeration;
                char id[TEXT_ID_SIZE];
        } value;

        memcpy(&value, at, kind_bytes(kind));
        switch (kind) {
        case RECORD_BOOLEAN: return json_boolean(value.boolean);
        case RECORD_UINT8: return json_integer(value.uint8);
        case RECORD_UINT16: return json_integer(value.uint16);
        case RECORD_UINT32: return json_integer(value.uint32);
        case RECORD_INT32: return json_integer(value.int32);
        case RECORD_INT64: return json_integer(value.int64);
        case RECORD_ENUM: return json_integer(value.enumeration);
        case RECORD_ID: return json_string(value.id);
        case RECORD_EXERCISE: return id_json(value.index < 0 ? NULL : set->exercises[value.index].id);
        case RECORD_PROGRAMME: return id_json(value.index < 0 ? NULL : set->programmes[value.index].id);
        }
        return NULL;
}

static json_t *field_json(const struct record_field *field, const struct programme_set *set, const char *at)
{
        json_t *array;

        if (field->count == 0)
                return value_json(field->kind, set, at);
        array = json_array();
        for (size_t i = 0; i < field->count; i++)
                writer_append(&array, value_json(field->kind, set, at + i * kind_bytes(field->kind)));
        return array;
}

void record_fields_print(struct writer *writer, const struct record_field *fields, size_t count,
        const struct programme_set *set, const void *base)
{
        for (size_t i = 0; i < count; i++)
                writer_add_json(writer, fields[i].name,
                        field_json(&fields[i], set, (const char *)base + fields[i].offset));
}

json_t *record_fields_json(
        const struct record_field *fields, size_t count, const struct programme_set *set, const void *base)
{
        struct writer writer = writer_begin();

        record_fields_print(&writer, fields, count, set, base);
        return writer_json_end(&writer);
}

static int parse_integer(const struct record_field *field, const json_t *json, char *at)
{
        int64_t value = json_integer_value(json);
        /* Each width from a variable of its own: the order of bytes is the machine's matter. */
        uint8_t uint8 = (uint8_t)value;
        uint16_t uint16 = (uint16_t)value;
        uint32_t uint32 = (uint32_t)value;

        if (!json_is_integer(json))
                return -EINVAL;
        if ((value < field->min || value > field->max) && value != field->other)
                return -EINVAL;
        switch (kind_bytes(field->kind)) {
        case sizeof(uint8): memcpy(at, &uint8, sizeof(uint8)); break;
        case sizeof(uint16): memcpy(at, &uint16, sizeof(uint16)); break;
        case sizeof(uint32): memcpy(at, &uint32, sizeof(uint32)); break;
        default: memcpy(at, &value, sizeof(value)); break;
        }
        return 0;
}

/* An id that there is, or null where there may be none. */
static int parse_index(
        const struct record_field *field, const json_t *json, const struct programme_set *set, char *at)
{
        int16_t index = -1;

        if (json_is_string(json)) {
                const char *id = json_string_value(json);

                index = (int16_t)(field->kind == RECORD_EXERCISE ? programme_find_exercise(set, id)
                                                                 : programme_find(set, id));
                if (index < 0)
                        return -EINVAL;
        } else if (!json_is_null(json) || field->min > -1)
                return -EINVAL;
        memcpy(at, &index, sizeof(index));
        return 0;
}

static int parse_value(
        const struct record_field *field, const json_t *json, const struct programme_set *set, char *at)
{
        bool boolean = json_is_true(json);

        switch (field->kind) {
        case RECORD_BOOLEAN:
                if (!json_is_boolean(json))
                        return -EINVAL;
                memcpy(at, &boolean, sizeof(boolean));
                return 0;
        case RECORD_ID:
                if (!json_is_string(json) || !text_is_id(json_string_value(json)))
                        return -EINVAL;
                return text_copy(at, TEXT_ID_SIZE, json_string_value(json));
        case RECORD_EXERCISE:
        case RECORD_PROGRAMME: return parse_index(field, json, set, at);
        case RECORD_UINT8:
        case RECORD_UINT16:
        case RECORD_UINT32:
        case RECORD_INT32:
        case RECORD_INT64:
        case RECORD_ENUM: return parse_integer(field, json, at);
        }
        return -EINVAL;
}

/*
 * Elements that a later version has beyond ours are skipped, ones that an earlier one had not keep their
 * value.
 */
static int parse_array(
        const struct record_field *field, const json_t *array, const struct programme_set *set, char *at)
{
        size_t count = json_array_size(array);
        int r = 0;

        if (!json_is_array(array))
                return -EINVAL;
        if (count > field->count)
                count = field->count;
        for (size_t i = 0; i < count && r >= 0; i++)
                r = parse_value(field, json_array_get(array, i), set, at + i * kind_bytes(field->kind));
        return r;
}

int record_fields_parse(const json_t *object, const struct record_field *fields, size_t count,
        const struct programme_set *set, void *base)
{
        if (!json_is_object(object))
                return -EINVAL;
        for (size_t i = 0; i < count; i++) {
                const struct record_field *field = &fields[i];
                const json_t *json = json_object_get(object, field->name);
                char *at = (char *)base + field->offset;
                int r;

                if (!json)
                        continue;
                r = field->count > 0 ? parse_array(field, json, set, at) : parse_value(field, json, set, at);
                if (r < 0)
                        return r;
        }
        return 0;
}
