/* SPDX-License-Identifier: MIT */
#include "config/reader.h"

#include "config/draft.h"
#include "config/reader_map.h"
#include "config/value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void *member_of(void *target, const struct table_row *row)
{
        return (char *)target + row->offset;
}

static void report_length(
        const struct report *report, const config_setting_t *at, const struct table_row *row)
{
        if (config_setting_length(at) < row->min)
                report_setting(report, at, "empty");
        if (config_setting_length(at) > row->max)
                report_setting(report, at, "has %d elements (allowed at most %" PRId64 ")",
                        config_setting_length(at), row->max);
}

static int read_list(const struct report *report, const config_setting_t *at, const struct table_row *row,
        struct draft_list *list)
{
        size_t size = row->group->size_bytes;
        int length = config_setting_length(at);

        if (!config_setting_is_list(at)) {
                report_value(report, at, "wrong type: a list of groups is wanted: ( { ... }, { ... } )");
                return 0;
        }
        report_length(report, at, row);
        list->given = true;
        if (length == 0 || length > row->max)
                return 0;
        list->items = calloc((size_t)length, size);
        if (!list->items)
                return -ENOMEM;
        for (int i = 0; i < length; i++) {
                const config_setting_t *element = config_setting_get_elem(at, (unsigned)i);
                bool is_group = config_setting_is_group(element);
                int r;

                if (!is_group)
                        report_value(report, element, "wrong type: a group in braces is wanted: { ... }");
                list->count++;
                r = reader_read_group(report, is_group ? element : NULL, row->group,
                        (char *)list->items + (size_t)i * size);
                if (r < 0)
                        return r;
        }
        return 0;
}

static int read_texts(const struct report *report, const config_setting_t *at, const struct table_row *row,
        struct draft_texts *texts)
{
        int length;

        if (!config_setting_is_list(at) && !config_setting_is_array(at)) {
                report_value(report, at, "wrong type: a list of texts is wanted: [ \"...\", \"...\" ]");
                return 0;
        }
        length = config_setting_length(at);
        report_length(report, at, row);
        texts->given = true;
        if (length == 0 || length > row->max)
                return 0;
        texts->items = calloc((size_t)length, sizeof(*texts->items));
        if (!texts->items)
                return -ENOMEM;
        for (int i = 0; i < length; i++) {
                const config_setting_t *element = config_setting_get_elem(at, (unsigned)i);

                if (config_setting_type(element) != CONFIG_TYPE_STRING) {
                        report_value(report, element, "wrong type: a text in quotes is wanted");
                        continue;
                }
                texts->items[texts->count] = strdup(config_setting_get_string(element));
                if (!texts->items[texts->count++])
                        return -ENOMEM;
        }
        return 0;
}

/* A text in the place of a group stands for its short form. */
static int read_short_form(
        const struct report *report, const config_setting_t *at, const struct table_row *row, void *target)
{
        const struct table_row *inner = table_find(row->group, row->short_form);

        *(bool *)target = true;
        return value_read(report, at, inner, member_of(target, inner));
}

static int read_member_group(
        const struct report *report, const config_setting_t *at, const struct table_row *row, void *target)
{
        if (config_setting_is_group(at))
                return reader_read_group(report, at, row->group, target);
        if (row->short_form && config_setting_type(at) == CONFIG_TYPE_STRING)
                return read_short_form(report, at, row, target);
        report_value(report, at, "wrong type: %sa group in braces is wanted: { ... }",
                row->short_form ? "a text in quotes or " : "");
        return 0;
}

static int read_member(
        const struct report *report, const config_setting_t *at, const struct table_row *row, void *target)
{
        switch (row->type) {
        case TABLE_GROUP: return read_member_group(report, at, row, target);
        case TABLE_LIST: return read_list(report, at, row, target);
        case TABLE_TEXTS: return read_texts(report, at, row, target);
        case TABLE_MAP: return reader_read_map(report, at, row, target);
        case TABLE_REFUSED: report_setting(report, at, "%s", row->help); return 0;
        case TABLE_TEXT:
        case TABLE_PAYLOAD:
        case TABLE_ID:
        case TABLE_TOPIC:
        case TABLE_PATH:
        case TABLE_CHOICE:
        case TABLE_BOOLEAN:
        case TABLE_INTEGER:
        case TABLE_REAL:
        case TABLE_DURATION:
        case TABLE_TIME:
        case TABLE_DAYS:
        case TABLE_WEEK_TIME:
        case TABLE_WINDOW: return value_read(report, at, row, target);
        }
        return 0;
}

static void report_unknown(
        const struct report *report, const config_setting_t *at, const struct table_group *group)
{
        const char *nearest = table_nearest(group, config_setting_name(at));

        if (nearest)
                report_setting(report, at, "unknown (did you mean '%s'?)", nearest);
        else
                report_setting(report, at, "unknown");
}

static int set_defaults(const struct report *report, const struct table_group *group, void *target)
{
        for (size_t i = 0; i < group->count; i++) {
                const struct table_row *row = &group->rows[i];
                int r = 0;

                if (row->type == TABLE_GROUP)
                        r = reader_read_group(report, NULL, row->group, member_of(target, row));
                else if (value_is_single(row))
                        r = value_set_default(row, member_of(target, row));
                if (r < 0)
                        return r;
        }
        return 0;
}

static int read_members(const struct report *report, const config_setting_t *at,
        const struct table_group *group, void *target)
{
        for (int i = 0; i < config_setting_length(at); i++) {
                const config_setting_t *member = config_setting_get_elem(at, (unsigned)i);
                const struct table_row *row = table_find(group, config_setting_name(member));
                int r;

                if (!row) {
                        report_unknown(report, member, group);
                        continue;
                }
                r = read_member(report, member, row, member_of(target, row));
                if (r < 0)
                        return r;
        }
        return 0;
}

int reader_read_group(const struct report *report, const config_setting_t *at,
        const struct table_group *group, void *target)
{
        int r;

        if (!at)
                return set_defaults(report, group, target);
        /* A group inside another already has the defaults. */
        reader_free_group(group, target);
        memset(target, 0, group->size_bytes);
        r = set_defaults(report, group, target);
        if (r < 0)
                return r;
        *(bool *)target = true;
        r = read_members(report, at, group, target);
        if (r < 0)
                return r;
        for (size_t i = 0; i < group->count; i++)
                if (group->rows[i].required && !config_setting_get_member(at, group->rows[i].name))
                        report_missing(report, at, group->rows[i].name, group->rows[i].help);
        return 0;
}

static void free_list(const struct table_group *group, struct draft_list *list)
{
        for (uint32_t i = 0; i < list->count; i++)
                reader_free_group(group, (char *)list->items + i * group->size_bytes);
        free(list->items);
}

static void free_texts(struct draft_texts *texts)
{
        for (uint32_t i = 0; i < texts->count; i++)
                free(texts->items[i]);
        free(texts->items);
}

void reader_free_group(const struct table_group *group, void *target)
{
        for (size_t i = 0; i < group->count; i++) {
                const struct table_row *row = &group->rows[i];
                void *member = member_of(target, row);

                if (row->type == TABLE_GROUP)
                        reader_free_group(row->group, member);
                else if (row->type == TABLE_LIST)
                        free_list(row->group, member);
                else if (row->type == TABLE_TEXTS)
                        free_texts(member);
                else if (row->type == TABLE_MAP)
                        reader_free_map(member);
                else if (row->type <= TABLE_PATH)
                        free(*(char **)member);
        }
}
