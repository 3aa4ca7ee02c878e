/* SPDX-License-Identifier: MIT */
#include "wire/lamp_dialect.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "wire/writer.h"

#include <errno.h>
#include <math.h>

/* More than any lamp tells; the JSON library would write 0.55 with seventeen digits. */
#define REAL_DIGITS 6

int lamp_send_text(const char *topic, const char *text, struct outbox *outbox)
{
        return outbox_add(outbox, OUTBOX_DEVICE, topic, text) ? 0 : -ENOMEM;
}

int lamp_send_json(const char *topic, json_t *json, struct outbox *outbox)
{
        CLEANUP_FREE char *text = NULL;

        if (!json)
                return -ENOMEM;
        text = writer_dump(json, REAL_DIGITS);
        json_decref(json);
        return text ? lamp_send_text(topic, text, outbox) : -ENOMEM;
}

bool lamp_read_number(json_t *json, const char *key, double min, double max, double *ret_value)
{
        json_t *value = json_object_get(json, key);

        if (!json_is_number(value) || json_number_value(value) < min || json_number_value(value) > max)
                return false;
        *ret_value = json_number_value(value);
        return true;
}

bool lamp_read_integer(json_t *json, const char *key, int min, int max, int *ret_value)
{
        double number;

        if (!lamp_read_number(json, key, min, max, &number))
                return false;
        *ret_value = (int)lround(number);
        return true;
}

void lamp_read_switch(json_t *json, const char *key, struct lamp_look *look)
{
        const char *text = json_string_value(json_object_get(json, key));

        if (!text)
                return;
        if (text_equal_nocase(text, "ON"))
                look->on = true;
        else if (!text_equal_nocase(text, "OFF"))
                return;
        look->keys |= LAMP_KEY_POWER;
}
