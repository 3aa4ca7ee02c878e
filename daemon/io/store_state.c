/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>

static const char *const value_words[] = {
        [SOURCE_VALUE_NOTHING] = "nothing",
        [SOURCE_VALUE_FALSE] = "false",
        [SOURCE_VALUE_TRUE] = "true",
};

static const char *const setting_words[SETTING_MAX_] = {
        [SETTING_ENABLED] = "enabled",
        [SETTING_SIT_LIMIT] = "sit_limit",
        [SETTING_BREAK_GOAL] = "break_goal",
        [SETTING_SNOOZE] = "snooze",
        [SETTING_STAND_LIMIT] = "stand_limit",
};

static int get_text(struct store *store, enum store_statement statement, const char *key, char **ret_text)
{
        const struct store_value values[] = { store_text(key) };
        sqlite3_stmt *row;
        int r;

        r = store_statement_fetch(store, statement, values, ELEMENTS(values), &row);
        if (r < 0)
                return r;
        r = store_row_text(row, 0, ret_text);
        (void)store_statement_done(row);
        return r;
}

int store_clear_open(struct store *store)
{
        static const enum store_statement statements[] = { STORE_STATEMENT_CLEAR_PEOPLE,
                STORE_STATEMENT_CLEAR_SOURCES, STORE_STATEMENT_CLEAR_OPEN_SESSIONS };

        for (size_t i = 0; i < ELEMENTS(statements); i++) {
                int r = store_statement_run(store, statements[i], NULL, 0);

                if (r < 0)
                        return r;
        }
        return 0;
}

int store_put_source(
        struct store *store, const char *person, const char *name, const struct store_source *source)
{
        const struct store_value values[] = {
                store_text(person),
                store_text(name),
                store_text(value_words[source->source.value]),
                store_integer(source->source.offline),
                store_integer(source->source.doubted),
                store_integer(source->source.reading),
                store_integer(source->source.rejected),
                store_integer(source->source.since_usec),
                store_integer(source->source.changed_usec),
                store_integer(source->source.heard_usec),
                store_integer(source->source.idle_since_usec),
                store_integer(source->saved_boottime_usec),
                store_integer(source->saved_realtime_usec),
                store_integer(source->lease_end_realtime_usec),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_SOURCE, values, ELEMENTS(values));
}

/* The table's checks hold for what was put; a file changed by hand is answered all the same. */
static int read_value(sqlite3_stmt *row, enum source_value *ret_value)
{
        const char *word = (const char *)sqlite3_column_text(row, 0);

        if (!word)
                return -ENOMEM;
        for (size_t i = 0; i < ELEMENTS(value_words); i++) {
                if (strcmp(word, value_words[i]) == 0) {
                        *ret_value = (enum source_value)i;
                        return 0;
                }
        }
        return -EINVAL;
}

static int read_source(sqlite3_stmt *row, struct store_source *ret_source)
{
        struct store_source read = {
                .source = {
                        .offline = sqlite3_column_int64(row, 1) != 0,
                        .doubted = sqlite3_column_int64(row, 2) != 0,
                        .reading = (uint32_t)sqlite3_column_int64(row, 3),
                        .rejected = (uint32_t)sqlite3_column_int64(row, 4),
                        .since_usec = sqlite3_column_int64(row, 5),
                        .changed_usec = sqlite3_column_int64(row, 6),
                        .heard_usec = sqlite3_column_int64(row, 7),
                        .idle_since_usec = sqlite3_column_int64(row, 8),
                },
                .saved_boottime_usec = sqlite3_column_int64(row, 9),
                .saved_realtime_usec = sqlite3_column_int64(row, 10),
                .lease_end_realtime_usec = sqlite3_column_int64(row, 11),
        };
        int r;

        r = read_value(row, &read.source.value);
        if (r < 0)
                return r;
        *ret_source = read;
        return 0;
}

int store_get_source(
        struct store *store, const char *person, const char *name, struct store_source *ret_source)
{
        const struct store_value values[] = { store_text(person), store_text(name) };
        sqlite3_stmt *row;
        int r;

        r = store_statement_fetch(store, STORE_STATEMENT_GET_SOURCE, values, ELEMENTS(values), &row);
        if (r < 0)
                return r;
        r = read_source(row, ret_source);
        (void)store_statement_done(row);
        return r;
}

int store_put_person(struct store *store, const char *person, const char *record)
{
        const struct store_value values[] = { store_text(person), store_text(record) };

        return store_statement_run(store, STORE_STATEMENT_PUT_PERSON, values, ELEMENTS(values));
}

int store_get_person(struct store *store, const char *person, char **ret_record)
{
        return get_text(store, STORE_STATEMENT_GET_PERSON, person, ret_record);
}

int store_put_lamp(struct store *store, const char *lamp, const char *saved)
{
        const struct store_value values[] = { store_text(lamp), store_text(saved) };

        if (!saved)
                return store_statement_run(store, STORE_STATEMENT_DELETE_LAMP, values, 1);
        return store_statement_run(store, STORE_STATEMENT_PUT_LAMP, values, ELEMENTS(values));
}

int store_get_lamp(struct store *store, const char *lamp, char **ret_saved)
{
        return get_text(store, STORE_STATEMENT_GET_LAMP, lamp, ret_saved);
}

int store_put_setting(
        struct store *store, const char *person, enum setting setting, int64_t value, int64_t file_value)
{
        const struct store_value values[] = {
                store_text(person),
                store_text(setting_words[setting]),
                store_integer(value),
                store_integer(file_value),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_SETTING, values, ELEMENTS(values));
}

int store_get_setting(struct store *store, const char *person, enum setting setting, int64_t *ret_value,
        int64_t *ret_file_value)
{
        const struct store_value values[] = { store_text(person), store_text(setting_words[setting]) };
        sqlite3_stmt *row;
        int r;

        r = store_statement_fetch(store, STORE_STATEMENT_GET_SETTING, values, ELEMENTS(values), &row);
        if (r < 0)
                return r;
        *ret_value = sqlite3_column_int64(row, 0);
        *ret_file_value = sqlite3_column_int64(row, 1);
        (void)store_statement_done(row);
        return 0;
}

int store_put_alive(struct store *store, const struct store_alive *alive)
{
        const struct store_value values[] = {
                store_text(alive->boot_id),
                store_integer(alive->boottime_usec),
                store_integer(alive->realtime_usec),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_ALIVE, values, ELEMENTS(values));
}

static int read_alive(sqlite3_stmt *row, struct store_alive *ret_alive)
{
        const char *boot_id = (const char *)sqlite3_column_text(row, 0);
        int r;

        if (!boot_id)
                return -ENOMEM;
        r = text_copy(ret_alive->boot_id, sizeof(ret_alive->boot_id), boot_id);
        if (r < 0)
                return -EINVAL;
        ret_alive->boottime_usec = sqlite3_column_int64(row, 1);
        ret_alive->realtime_usec = sqlite3_column_int64(row, 2);
        return 0;
}

int store_get_alive(struct store *store, struct store_alive *ret_alive)
{
        sqlite3_stmt *row;
        int r;

        r = store_statement_fetch(store, STORE_STATEMENT_GET_ALIVE, NULL, 0, &row);
        if (r < 0)
                return r;
        r = read_alive(row, ret_alive);
        (void)store_statement_done(row);
        return r;
}
