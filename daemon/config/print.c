/* SPDX-License-Identifier: MIT */
#include "config/config.h"

#include "config/draft.h"
#include "config/table.h"
#include "config/value.h"

#include <errno.h>
#include <string.h>

static void print_group(const struct table_group *group, const void *target, unsigned depth, FILE *stream);

static void print_indent(unsigned depth, FILE *stream)
{
        for (unsigned i = 0; i < depth; i++)
                fputs("  ", stream);
}

static const void *member_of(const void *target, const struct table_row *row)
{
        return (const char *)target + row->offset;
}

static void print_list(
        const struct table_group *group, const struct draft_list *list, unsigned depth, FILE *stream)
{
        fputs("(", stream);
        for (uint32_t i = 0; i < list->count; i++) {
                fputs(i > 0 ? ",\n" : "\n", stream);
                print_indent(depth + 1, stream);
                print_group(group, (const char *)list->items + i * group->size_bytes, depth + 1, stream);
        }
        fputs(list->count > 0 ? "\n" : " ", stream);
        if (list->count > 0)
                print_indent(depth, stream);
        fputs(")", stream);
}

static void print_texts(const struct draft_texts *texts, FILE *stream)
{
        fputs("[", stream);
        for (uint32_t i = 0; i < texts->count; i++) {
                fputs(i > 0 ? ", " : " ", stream);
                value_print_text(texts->items[i], stream);
        }
        fputs(" ]", stream);
}

/* Whether @name may stand before an equals sign in the file. */
static bool is_setting_name(const char *name)
{
        static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        size_t length = strlen(name);

        return *name != '\0' && strchr(letters, *name) &&
               strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == length;
}

static bool are_setting_names(const struct draft_map *map)
{
        for (uint32_t i = 0; i < map->count; i++)
                if (!is_setting_name(map->items[i].name))
                        return false;
        return true;
}

static void print_pair(const struct draft_pair *pair, FILE *stream)
{
        fprintf(stream, " %s = ", pair->name);
        value_print_text(pair->value, stream);
        fputs(";", stream);
}

/* Names that the syntax knows no other way for stand with their values in quotes. */
static void print_quoted_pairs(const struct draft_map *map, FILE *stream)
{
        char text[DRAFT_PAIR_SIZE];

        fputs("[", stream);
        for (uint32_t i = 0; i < map->count; i++) {
                snprintf(text, sizeof(text), "%s = %s", map->items[i].name, map->items[i].value);
                fputs(i > 0 ? ", " : " ", stream);
                value_print_text(text, stream);
        }
        fputs(" ]", stream);
}

static void print_map(const struct draft_map *map, FILE *stream)
{
        if (!are_setting_names(map)) {
                print_quoted_pairs(map, stream);
                return;
        }
        fputs("{", stream);
        for (uint32_t i = 0; i < map->count; i++)
                print_pair(&map->items[i], stream);
        fputs(" }", stream);
}

/* Whether a group that the file doesn't have has effective values that may be written without the rest. */
static bool has_defaults(const struct table_group *group)
{
        bool any = false;

        for (size_t i = 0; i < group->count; i++) {
                if (group->rows[i].required)
                        return false;
                any = any || group->rows[i].fallback;
        }
        return any;
}

static bool is_printed(const struct table_row *row, const void *member)
{
        if (row->type == TABLE_GROUP)
                return *(const bool *)member || has_defaults(row->group);
        if (row->type == TABLE_LIST)
                return ((const struct draft_list *)member)->given;
        if (row->type == TABLE_TEXTS)
                return ((const struct draft_texts *)member)->given;
        if (row->type == TABLE_MAP)
                return ((const struct draft_map *)member)->given;
        return value_is_single(row) && value_is_set(row, member);
}

static void print_member(const struct table_row *row, const void *member, unsigned depth, FILE *stream)
{
        print_indent(depth, stream);
        fprintf(stream, "%s = ", row->name);
        if (row->type == TABLE_GROUP)
                print_group(row->group, member, depth, stream);
        else if (row->type == TABLE_LIST)
                print_list(row->group, member, depth, stream);
        else if (row->type == TABLE_TEXTS)
                print_texts(member, stream);
        else if (row->type == TABLE_MAP)
                print_map(member, stream);
        else
                value_print(row, member, stream);
        fputs(";\n", stream);
}

static void print_members(const struct table_group *group, const void *target, unsigned depth, FILE *stream)
{
        for (size_t i = 0; i < group->count; i++)
                if (is_printed(&group->rows[i], member_of(target, &group->rows[i])))
                        print_member(&group->rows[i], member_of(target, &group->rows[i]), depth, stream);
}

static void print_group(const struct table_group *group, const void *target, unsigned depth, FILE *stream)
{
        fputs("{\n", stream);
        print_members(group, target, depth + 1, stream);
        print_indent(depth, stream);
        fputs("}", stream);
}

int config_print(const struct settings *settings, FILE *stream)
{
        print_members(&table_root, settings->draft, 0, stream);
        return fflush(stream) == 0 && !ferror(stream) ? 0 : -EIO;
}

const char *config_find_fixed_change(const struct settings *a, const struct settings *b, size_t *position)
{
        while (*position < table_root.count) {
                const struct table_row *row = &table_root.rows[(*position)++];
                const char *before;
                const char *after;

                if (!row->fixed)
                        continue;
                before = *(char *const *)member_of(a->draft, row);
                after = *(char *const *)member_of(b->draft, row);
                if (before != after && (!before || !after || strcmp(before, after) != 0))
                        return row->name;
        }
        return NULL;
}
