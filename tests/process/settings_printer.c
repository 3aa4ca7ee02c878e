/* SPDX-License-Identifier: MIT */
/*
 * settings_printer - prints the table of settings: a JSON object a line, with "group" (dots between, empty
 * for the root), "name", "type", "allowed", "fallback" (null: none), "required" and "fixed". test_manuals.py
 * reads it.
 */
#include "config/table.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define PATH_SIZE 128

static const char *const type_names[] = {
        [TABLE_TEXT] = "text",
        [TABLE_PAYLOAD] = "text",
        [TABLE_ID] = "id",
        [TABLE_TOPIC] = "topic",
        [TABLE_PATH] = "path",
        [TABLE_CHOICE] = "choice",
        [TABLE_BOOLEAN] = "boolean",
        [TABLE_INTEGER] = "integer",
        [TABLE_REAL] = "number",
        [TABLE_DURATION] = "duration",
        [TABLE_TIME] = "time",
        [TABLE_DAYS] = "days",
        [TABLE_WEEK_TIME] = "weekday and time",
        [TABLE_WINDOW] = "window",
        [TABLE_TEXTS] = "array",
        [TABLE_MAP] = "map",
        [TABLE_GROUP] = "group",
        [TABLE_LIST] = "list",
        [TABLE_REFUSED] = "refused",
};

static int print_row(const char *group, const struct table_row *row)
{
        char allowed[TABLE_ALLOWED_SIZE];
        json_t *object;
        int r;

        table_print_allowed(row, allowed);
        object = json_pack("{s:s, s:s, s:s, s:s, s:s?, s:b, s:b}", "group", group, "name", row->name, "type",
                type_names[row->type], "allowed", allowed, "fallback", row->fallback, "required",
                (int)row->required, "fixed", (int)row->fixed);
        r = json_dumpf(object, stdout, JSON_COMPACT);
        json_decref(object);
        return r < 0 || putchar('\n') == EOF ? -1 : 0;
}

/* Groups lie at most four deep. */
static int print_group(const char *path, const struct table_group *group)
{
        char inner[PATH_SIZE];

        for (size_t i = 0; i < group->count; i++) {
                const struct table_row *row = &group->rows[i];

                if (print_row(path, row) < 0)
                        return -1;
                snprintf(inner, sizeof(inner), "%s%s%s", path, *path != '\0' ? "." : "", row->name);
                if (row->group && print_group(inner, row->group) < 0)
                        return -1;
        }
        return 0;
}

int main(void)
{
        return print_group("", &table_root) < 0 || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
