/* SPDX-License-Identifier: MIT */
#include "io/store_announcement.h"

#include "base/cleanup.h"
#include "io/store_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Of "<platform> <key>\n": platforms are Home Assistant's words. */
#define PLATFORM_SIZE 32
#define LINE_BYTES    (PLATFORM_SIZE + DISCOVERY_KEY_SIZE)

/* Return: a line for each component, owned by the caller; NULL without memory. */
static char *print_components(const struct discovery_component *components, size_t count)
{
        size_t size = count * LINE_BYTES + 1;
        char *text = malloc(size);
        size_t length = 0;

        if (!text)
                return NULL;
        text[0] = '\0';
        for (size_t i = 0; i < count; i++)
                length += (size_t)snprintf(text + length, size - length, "%.*s %s\n", PLATFORM_SIZE - 2,
                        components[i].platform, components[i].key);
        return text;
}

/* Takes one line apart. Return: 1; 0 for a platform that is not known; -EBADMSG. */
static int parse_component(const char *line, size_t length, struct discovery_component *component)
{
        const char *space = memchr(line, ' ', length);
        char platform[PLATFORM_SIZE];
        size_t platform_length, key_length;

        if (!space)
                return -EBADMSG;
        platform_length = (size_t)(space - line);
        key_length = length - platform_length - 1;
        if (platform_length >= sizeof(platform) || key_length == 0 || key_length >= sizeof(component->key))
                return -EBADMSG;
        memcpy(platform, line, platform_length);
        platform[platform_length] = '\0';
        memcpy(component->key, space + 1, key_length);
        component->key[key_length] = '\0';
        component->platform = discovery_platform(platform);
        return component->platform != NULL;
}

static int parse_components(const char *text, struct discovery_component **ret_components, size_t *ret_count)
{
        CLEANUP_FREE struct discovery_component *components = NULL;
        size_t lines = 0, count = 0;

        for (const char *at = text; *at != '\0'; at++)
                lines += *at == '\n';
        components = calloc(lines + 1, sizeof(*components));
        if (!components)
                return -ENOMEM;
        for (const char *end; *text != '\0'; text = end + 1) {
                int r;

                end = strchr(text, '\n');
                if (!end)
                        return -EBADMSG;
                r = parse_component(text, (size_t)(end - text), &components[count]);
                if (r < 0)
                        return r;
                count += (size_t)r;
        }
        *ret_components = TAKE_PTR(components);
        *ret_count = count;
        return 0;
}

int store_put_announcement(struct store *store, const struct discovery_announcement *announcement)
{
        CLEANUP_FREE char *components =
                print_components(announcement->components, announcement->component_count);
        const struct store_value values[] = {
                store_text(announcement->person),
                store_text(announcement->base),
                store_text(announcement->prefix),
                store_text(discovery_mode_names[announcement->mode]),
                store_integer(announcement->has_routine),
                store_text(components),
        };

        if (!components)
                return -ENOMEM;
        return store_statement_run(store, STORE_STATEMENT_PUT_ANNOUNCEMENT, values, ELEMENTS(values));
}

int store_delete_announcement(struct store *store, const struct discovery_announcement *announcement)
{
        const struct store_value values[] = {
                store_text(announcement->person),
                store_text(announcement->base),
                store_text(announcement->prefix),
                store_text(discovery_mode_names[announcement->mode]),
        };

        return store_statement_run(store, STORE_STATEMENT_DELETE_ANNOUNCEMENT, values, ELEMENTS(values));
}

/* The texts of a row, and what they were taken apart into. */
struct row {
        char person[TEXT_ID_SIZE];
        char *base;
        char *prefix;
        char *lines;
        struct discovery_component *components;
        struct discovery_announcement announcement;
};

static void row_done(struct row *row)
{
        free(row->base);
        free(row->prefix);
        free(row->lines);
        free(row->components);
}

static int read_texts(sqlite3_stmt *at, struct row *row)
{
        int r;

        r = store_row_id(at, 0, row->person);
        if (r == 0)
                r = store_row_text(at, 1, &row->base);
        if (r == 0)
                r = store_row_text(at, 2, &row->prefix);
        if (r == 0)
                r = store_row_text(at, 5, &row->lines);
        return r;
}

static int read_row(sqlite3_stmt *at, struct row *row)
{
        int64_t has_routine = 0;
        int mode, r;

        r = read_texts(at, row);
        if (r < 0)
                return r;
        mode = store_row_word(at, 3, discovery_mode_names, DISCOVERY_MODE_MAX_);
        if (mode < 0)
                return mode;
        r = store_row_integer(at, 4, 0, 1, &has_routine);
        if (r < 0)
                return r;
        row->announcement = (struct discovery_announcement){
                .person = row->person,
                .base = row->base,
                .prefix = row->prefix,
                .mode = (enum discovery_mode)mode,
                .has_routine = has_routine != 0,
        };
        r = parse_components(row->lines, &row->components, &row->announcement.component_count);
        row->announcement.components = row->components;
        return r;
}

/* Who is called with each row. */
struct reader {
        struct store *store;
        int (*row)(void *userdata, const struct discovery_announcement *announcement);
        void *userdata;
};

static int give_row(void *context, sqlite3_stmt *at)
{
        const struct reader *reader = context;
        CLEANUP(row_done) struct row row = { 0 };
        int r;

        r = read_row(at, &row);
        if (r < 0)
                return store_row_refuse(reader->store, "announcements", r);
        return reader->row(reader->userdata, &row.announcement);
}

int store_read_announcements(struct store *store,
        int (*row)(void *userdata, const struct discovery_announcement *announcement), void *userdata)
{
        struct reader reader = { .store = store, .row = row, .userdata = userdata };

        return store_row_each(store, STORE_STATEMENT_READ_ANNOUNCEMENTS, NULL, 0, give_row, &reader);
}
