/* SPDX-License-Identifier: MIT */
#include "client/fact.h"

#include "wire/field.h"

const char *fact_text(const json_t *object, const char *key)
{
        const char *text = json_string_value(json_object_get(object, key));

        return text ? text : "";
}

int64_t fact_number(const json_t *object, const char *key)
{
        return json_integer_value(json_object_get(object, key));
}

int64_t fact_moment(const json_t *object, const char *key)
{
        int64_t realtime_usec = 0;

        (void)payload_time_parse(fact_text(object, key), &realtime_usec);
        return realtime_usec;
}
