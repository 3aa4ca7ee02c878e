/* SPDX-License-Identifier: MIT */
#include "wire/writer.h"

#include <stdlib.h>

#define REAL_DIGITS 6

struct writer writer_begin(void)
{
        json_t *object = json_object();

        return (struct writer){ .object = object, .failed = !object };
}

void writer_add_json(struct writer *writer, const char *key, json_t *value)
{
        if (json_object_set_new(writer->object, key, value) < 0)
                writer->failed = true;
}

void writer_add_text(struct writer *writer, const char *key, const char *text)
{
        writer_add_json(writer, key, text ? json_string(text) : json_null());
}

void writer_add_integer(struct writer *writer, const char *key, int64_t value)
{
        writer_add_json(writer, key, json_integer(value));
}

void writer_add_real(struct writer *writer, const char *key, double value)
{
        writer_add_json(writer, key, json_real(value));
}

void writer_add_boolean(struct writer *writer, const char *key, bool value)
{
        writer_add_json(writer, key, json_boolean(value));
}

void writer_add_time(struct writer *writer, const char *key, const struct instant *now, int64_t realtime_usec)
{
        char text[INSTANT_TEXT_SIZE];

        if (realtime_usec == 0) {
                writer_add_json(writer, key, json_null());
                return;
        }
        instant_print(now, realtime_usec, text);
        writer_add_text(writer, key, text);
}

json_t *writer_json_end(struct writer *writer)
{
        json_t *object = writer->object;

        if (writer->failed) {
                json_decref(object);
                object = NULL;
        }
        *writer = (struct writer){ .failed = true };
        return object;
}

/*
 * json_dumps() leaves keys out when memory is short; into a buffer of ours everything fits or nothing does.
 */
char *writer_dump(const json_t *json, unsigned real_digits)
{
        size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(real_digits);
        size_t size = json_dumpb(json, NULL, 0, flags);
        char *text = size > 0 ? malloc(size + 1) : NULL;

        if (!text)
                return NULL;
        if (json_dumpb(json, text, size, flags) != size) {
                free(text);
                return NULL;
        }
        text[size] = '\0';
        return text;
}

char *writer_text_end(struct writer *writer)
{
        json_t *object = writer_json_end(writer);
        char *text = object ? writer_dump(object, REAL_DIGITS) : NULL;

        json_decref(object);
        return text;
}

void writer_append(json_t **array, json_t *value)
{
        if (json_array_append_new(*array, value) == 0)
                return;
        json_decref(*array);
        *array = NULL;
}

json_t *writer_texts(const char *const *texts, size_t count)
{
        json_t *array = json_array();

        for (size_t i = 0; i < count; i++)
                writer_append(&array, json_string(texts[i]));
        return array;
}
