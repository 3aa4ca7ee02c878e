/* SPDX-License-Identifier: MIT */
#include "config/reader_map.h"

#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int reader_add_pair(struct draft_map *map, const char *name, const char *value)
{
        struct draft_pair *pair = &map->items[map->count];

        pair->name = strdup(name);
        pair->value = strdup(value);
        map->count++;
        return pair->name && pair->value ? 0 : -ENOMEM;
}

/* The @length bytes at @text without spaces around them, into @target. False if empty or too long. */
static bool take_part(const char *text, size_t length, char *target, size_t size)
{
        for (; length > 0 && *text == ' '; length--)
                text++;
        while (length > 0 && text[length - 1] == ' ')
                length--;
        if (length == 0 || length >= size)
                return false;
        memcpy(target, text, length);
        target[length] = '\0';
        return true;
}

/* The name and the value of an element, each of its size; false if something is wrong with it. */
static bool read_pair(const struct report *report, const config_setting_t *at,
        char name[static DRAFT_NAME_BYTES_MAX + 1], char value[static DRAFT_VALUE_BYTES_MAX + 1])
{
        const char *text = config_setting_get_string(at);
        const char *own_name = config_setting_name(at);
        const char *equals = text && !own_name ? strchr(text, '=') : NULL;
        size_t length = own_name ? strlen(own_name) : 0;

        if (!text) {
                report_value(report, at, "wrong type: a text in quotes is wanted");
                return false;
        }
        if (!own_name && !equals) {
                report_value(
                        report, at, "a name, an equals sign and a value are wanted: \"1_single = done\"");
                return false;
        }
        if (!own_name) {
                own_name = text;
                length = (size_t)(equals - text);
                text = equals + 1;
        }
        if (take_part(own_name, length, name, DRAFT_NAME_BYTES_MAX + 1) &&
                take_part(text, strlen(text), value, DRAFT_VALUE_BYTES_MAX + 1))
                return true;
        report_value(report, at,
                "the name or the value is empty or too long (allowed at most %d and %d bytes)",
                DRAFT_NAME_BYTES_MAX, DRAFT_VALUE_BYTES_MAX);
        return false;
}

static bool has_name(const struct draft_map *map, const char *name)
{
        for (uint32_t i = 0; i < map->count; i++)
                if (text_equal_nocase(map->items[i].name, name))
                        return true;
        return false;
}

static int read_element(
        const struct report *report, const config_setting_t *parent, uint32_t element, struct draft_map *map)
{
        const config_setting_t *at = config_setting_get_elem(parent, element);
        char name[DRAFT_NAME_BYTES_MAX + 1];
        char value[DRAFT_VALUE_BYTES_MAX + 1];

        if (!read_pair(report, at, name, value))
                return 0;
        if (has_name(map, name)) {
                report_value(report, at, "the name '%s' is there already", name);
                return 0;
        }
        map->items[map->count].element = element;
        return reader_add_pair(map, name, value);
}

int reader_read_map(const struct report *report, const config_setting_t *at, const struct table_row *row,
        struct draft_map *map)
{
        int length = config_setting_length(at);

        if (!config_setting_is_group(at) && !config_setting_is_array(at) && !config_setting_is_list(at)) {
                report_value(report, at,
                        "wrong type: a group in braces is wanted, { single = \"done\"; }, or an array of "
                        "texts, [ \"1_single = done\" ]");
                return 0;
        }
        map->given = true;
        if (length > row->max) {
                report_setting(report, at, "has %d elements (allowed at most %" PRId64 ")", length, row->max);
                return 0;
        }
        map->items = calloc((size_t)length + 1, sizeof(*map->items));
        if (!map->items)
                return -ENOMEM;
        for (int i = 0; i < length; i++) {
                int r = read_element(report, at, (uint32_t)i, map);

                if (r < 0)
                        return r;
        }
        return 0;
}

void reader_free_map(struct draft_map *map)
{
        for (uint32_t i = 0; i < map->count; i++) {
                free(map->items[i].name);
                free(map->items[i].value);
        }
        free(map->items);
}
