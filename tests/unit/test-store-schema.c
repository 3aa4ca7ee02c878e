/* SPDX-License-Identifier: MIT */
#include "unit/store_versions.h"

#include "io/store_routine.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The tables and indexes of @file, as they were made; to be freed. */
static char *read_schema(const char *file)
{
        sqlite3 *database = place_open_raw(file);
        sqlite3_stmt *row = NULL;
        char *schema;

        assert_int_equal(sqlite3_prepare_v2(database,
                                 "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema"
                                 " WHERE sql IS NOT NULL ORDER BY name)",
                                 -1, &row, NULL),
                SQLITE_OK);
        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        schema = strdup((const char *)sqlite3_column_text(row, 0));
        assert_non_null(schema);
        sqlite3_finalize(row);
        sqlite3_close(database);
        return schema;
}

static void a_store_of_version_1_is_brought_to_5_with_its_rows(void **state)
{
        const struct place *place = *state;
        struct place fresh = *place;
        struct store *store;
        char *migrated, *made;

        versions_make_1(place);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_put_excused_week(store, "anna", 4), 0);
        assert_int_equal(store_put_setting(store, "anna", SETTING_STAND_LIMIT, 0, 2700000000), 0);
        store_close(store);
        place_assert_rows(place, "SELECT * FROM settings WHERE setting = 'stand_limit'",
                "anna|stand_limit|0|2700000000;");
        place_execute_raw(place->file, "DELETE FROM settings WHERE setting = 'stand_limit'");
        versions_assert_new_rows(place);
        place_assert_rows(place, "SELECT user_version FROM pragma_user_version", "5;");
        place_assert_rows(place, "SELECT * FROM excused_weeks", "anna|4;");
        /* Once more there is nothing left to do. */
        store_close(place_open_store(place, STORE_NOTE_NONE));
        versions_assert_new_rows(place);
        /* And it is what a new store is. */
        snprintf(fresh.directory, sizeof(fresh.directory), "%s/fresh", place->root);
        snprintf(fresh.file, sizeof(fresh.file), "%s/unslouch.sqlite", fresh.directory);
        store_close(place_open_store(&fresh, STORE_NOTE_NONE));
        migrated = read_schema(place->file);
        made = read_schema(fresh.file);
        assert_string_equal(migrated, made);
        free(migrated);
        free(made);
}

static void a_migration_that_is_killed_leaves_version_1(void **state)
{
        const struct place *place = *state;
        int at[6] = { 0 };
        int number = 0;

        for (; number < VERSIONS_STATEMENTS_MAX; number++) {
                bool killed;

                versions_make_1(place);
                killed = versions_open_killed_at(place, number);
                at[versions_assert_whole(place)]++;
                /* The next start does it all. */
                store_close(place_open_store(place, STORE_NOTE_NONE));
                assert_int_equal(versions_assert_whole(place), 5);
                versions_assert_new_rows(place);
                assert_int_equal(unlink(place->file), 0);
                assert_int_equal(rmdir(place->directory), 0);
                if (!killed)
                        break;
        }
        /* It was killed before and after each of the fifteen new tables. */
        assert_true(at[1] > 15);
        /* And so it was between the five statements of the next step. */
        assert_true(at[2] > 5);
        assert_true(at[3] > 1);
        assert_true(at[4] > 1);
        assert_true(at[5] > 1);
        assert_true(number < VERSIONS_STATEMENTS_MAX);
}

static void a_store_of_each_version_since_is_brought_to_5_with_its_rows(void **state)
{
        static const struct {
                int version;
                const char *insert, *select, *rows;
        } cases[] = {
                { 2, "INSERT INTO excused_weeks VALUES ('anna', 11)", "SELECT * FROM excused_weeks",
                        "anna|11;" },
                { 3, "INSERT INTO settings VALUES ('anna', 'stand_limit', 0, 2700000000)",
                        "SELECT * FROM settings WHERE setting = 'stand_limit'",
                        "anna|stand_limit|0|2700000000;" },
                { 4,
                        "INSERT INTO announcements VALUES ('anna', 'unslouch', 'homeassistant', 'device', 0, "
                        "'')",
                        "SELECT * FROM announcements", "anna|unslouch|homeassistant|device|0|;" },
        };
        const struct place *place = *state;
        struct place fresh = *place;
        char *migrated, *made;

        snprintf(fresh.directory, sizeof(fresh.directory), "%s/fresh", place->root);
        snprintf(fresh.file, sizeof(fresh.file), "%s/unslouch.sqlite", fresh.directory);
        store_close(place_open_store(&fresh, STORE_NOTE_NONE));
        made = read_schema(fresh.file);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                versions_bring_to(place, cases[i].version);
                place_execute_raw(place->file, cases[i].insert);
                store_close(place_open_store(place, STORE_NOTE_NONE));
                assert_int_equal(versions_assert_whole(place), 5);
                place_assert_rows(place, cases[i].select, cases[i].rows);
                place_execute_raw(place->file, "DELETE FROM settings WHERE setting = 'stand_limit'");
                versions_assert_new_rows(place);
                migrated = read_schema(place->file);
                assert_string_equal(migrated, made);
                free(migrated);
                assert_int_equal(unlink(place->file), 0);
                assert_int_equal(rmdir(place->directory), 0);
        }
        free(made);
}

static void a_migration_without_room_leaves_version_1(void **state)
{
        const struct place *place = *state;
        struct rlimit limit, limited;
        int refused = 0;

        assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
        versions_make_1(place);
        for (unsigned kib = 4; kib < 120; kib += 4) {
                struct store *store = NULL;
                enum store_note note;
                int r;

                limited = limit;
                limited.rlim_cur = kib * 1024;
                assert_int_equal(setrlimit(RLIMIT_FSIZE, &limited), 0);
                r = store_open(place->directory, NOW_USEC, &note, &store);
                assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
                if (r == 0) {
                        store_close(store);
                        break;
                }
                /* SQLite knows a full disk, but not always a file that is at its limit. */
                assert_true(r == -ENOSPC || r == -EIO);
                assert_in_range(versions_assert_whole(place), 1, 2);
                versions_assert_old_rows(place);
                refused++;
        }
        assert_true(refused > 0);
        store_close(place_open_store(place, STORE_NOTE_NONE));
        assert_int_equal(versions_assert_whole(place), 5);
        versions_assert_new_rows(place);
}

static void a_store_of_a_version_to_come_is_left_as_it_is(void **state)
{
        const struct place *place = *state;
        uint32_t digest;

        versions_make_1(place);
        place_execute_raw(place->file, "CREATE TABLE to_come (a); PRAGMA user_version = 6");
        digest = place_file_digest(place->file);
        place_assert_refused(place, -ENOTSUP);
        assert_int_equal(place_file_digest(place->file), digest);
        versions_assert_old_rows(place);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                PLACED(a_store_of_version_1_is_brought_to_5_with_its_rows),
                PLACED(a_store_of_each_version_since_is_brought_to_5_with_its_rows),
                PLACED(a_migration_that_is_killed_leaves_version_1),
                PLACED(a_migration_without_room_leaves_version_1),
                PLACED(a_store_of_a_version_to_come_is_left_as_it_is),
        };

        /* A file over its limit is an error of the write, as a full disk is. */
        signal(SIGXFSZ, SIG_IGN);
        return cmocka_run_group_tests_name("store-schema", tests, NULL, NULL);
}
