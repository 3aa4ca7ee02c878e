/* SPDX-License-Identifier: MIT */
#include "unit/store_place.h"

#include "io/store_routine.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than a start executes. */
#define STATEMENTS_MAX 500

/* What the program of version 1 made, to the letter. */
static const char version_1[] =
        "CREATE TABLE spans ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  posture TEXT NOT NULL CHECK (posture IN ('unknown', 'sitting', 'standing', 'away')),"
        "  censored INTEGER NOT NULL CHECK (censored IN (0, 1)),"
        "  from_usec INTEGER NOT NULL,"
        "  to_usec INTEGER NOT NULL CHECK (to_usec >= from_usec)"
        ") STRICT;"
        "CREATE INDEX spans_by_person ON spans (person, from_usec);"
        "CREATE TABLE definitions ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  from_usec INTEGER NOT NULL,"
        "  debounce_usec INTEGER NOT NULL CHECK (debounce_usec >= 0),"
        "  min_break_usec INTEGER NOT NULL CHECK (min_break_usec >= 0),"
        "  break_goal_usec INTEGER NOT NULL CHECK (break_goal_usec >= 0)"
        ") STRICT;"
        "CREATE INDEX definitions_by_person ON definitions (person);"
        "CREATE TABLE prompts ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  day INTEGER NOT NULL,"
        "  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 65535),"
        "  outcome TEXT CHECK (outcome IN ('taken', 'partial', 'ignored', 'dismissed', 'moot')),"
        "  claimed INTEGER NOT NULL CHECK (claimed IN (0, 1)),"
        "  snoozes INTEGER NOT NULL CHECK (snoozes BETWEEN 0 AND 255),"
        "  due_usec INTEGER NOT NULL,"
        "  first_usec INTEGER NOT NULL,"
        "  last_usec INTEGER NOT NULL,"
        "  left_usec INTEGER,"
        "  sat_usec INTEGER NOT NULL CHECK (sat_usec >= 0),"
        "  PRIMARY KEY (person, day, number)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE days ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  day INTEGER NOT NULL,"
        "  seated_usec INTEGER NOT NULL CHECK (seated_usec >= 0),"
        "  longest_usec INTEGER NOT NULL CHECK (longest_usec >= 0),"
        "  bouts INTEGER NOT NULL CHECK (bouts >= 0),"
        "  interruptions INTEGER NOT NULL CHECK (interruptions >= 0),"
        "  breaks INTEGER NOT NULL CHECK (breaks >= 0),"
        "  full_breaks INTEGER NOT NULL CHECK (full_breaks >= 0),"
        "  prompts INTEGER NOT NULL CHECK (prompts >= 0),"
        "  taken INTEGER NOT NULL CHECK (taken >= 0),"
        "  partial INTEGER NOT NULL CHECK (partial >= 0),"
        "  ignored INTEGER NOT NULL CHECK (ignored >= 0),"
        "  dismissed INTEGER NOT NULL CHECK (dismissed >= 0),"
        "  moot INTEGER NOT NULL CHECK (moot >= 0),"
        "  PRIMARY KEY (person, day)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE settings ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  setting TEXT NOT NULL CHECK (setting IN ('enabled', 'sit_limit', 'break_goal', 'snooze')),"
        "  value INTEGER NOT NULL,"
        "  file_value INTEGER NOT NULL,"
        "  PRIMARY KEY (person, setting)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE sources ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),"
        "  value TEXT NOT NULL CHECK (value IN ('nothing', 'false', 'true')),"
        "  offline INTEGER NOT NULL CHECK (offline IN (0, 1)),"
        "  doubted INTEGER NOT NULL CHECK (doubted IN (0, 1)),"
        "  reading INTEGER NOT NULL CHECK (reading BETWEEN 0 AND 4294967295),"
        "  rejected INTEGER NOT NULL CHECK (rejected BETWEEN 0 AND 4294967295),"
        "  since_usec INTEGER NOT NULL,"
        "  changed_usec INTEGER NOT NULL,"
        "  heard_usec INTEGER NOT NULL,"
        "  idle_since_usec INTEGER NOT NULL,"
        "  saved_boottime_usec INTEGER NOT NULL,"
        "  saved_realtime_usec INTEGER NOT NULL,"
        "  lease_end_realtime_usec INTEGER NOT NULL,"
        "  PRIMARY KEY (person, name)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE people ("
        "  person TEXT PRIMARY KEY NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  record TEXT NOT NULL"
        ") STRICT;"
        "CREATE TABLE lamps ("
        "  lamp TEXT PRIMARY KEY NOT NULL CHECK (length(lamp) BETWEEN 1 AND 64),"
        "  saved TEXT NOT NULL"
        ") STRICT;"
        "CREATE TABLE alive ("
        "  one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),"
        "  boot_id TEXT NOT NULL CHECK (length(boot_id) = 32),"
        "  boottime_usec INTEGER NOT NULL,"
        "  realtime_usec INTEGER NOT NULL"
        ") STRICT;"
        "PRAGMA application_id = 1431196492; PRAGMA user_version = 1;";

/* A row of each of its tables. */
static const char rows_of_version_1[] =
        "INSERT INTO spans VALUES ('anna', 'sitting', 0, 10, 20);"
        "INSERT INTO definitions VALUES ('anna', 1, 10, 60, 120);"
        "INSERT INTO prompts VALUES ('anna', 20635, 3, 'taken', 1, 2, 10, 11, 12, 13, 1800000000);"
        "INSERT INTO days VALUES ('anna', 20635, 101, 50, 3, 9, 2, 1, 15, 1, 2, 3, 4, 5);"
        "INSERT INTO settings VALUES ('anna', 'sit_limit', 1500000000, 1800000000);"
        "INSERT INTO sources VALUES ('anna', 'chair', 'true', 0, 1, 7, 8, 9, 10, 11, 12, 13, 14, 15);"
        "INSERT INTO people VALUES ('anna', '{\"a\":1}');"
        "INSERT INTO lamps VALUES ('lamp', '{}');"
        "INSERT INTO alive VALUES (1, '0123456789abcdef0123456789abcdef', 5, 6);";

static void make_version_1(const struct place *place)
{
        sqlite3 *database = NULL;

        assert_int_equal(mkdir(place->directory, 0700), 0);
        assert_int_equal(sqlite3_open(place->file, &database), SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF", NULL,
                                 NULL, NULL),
                SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, version_1, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, rows_of_version_1, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

/* @about: the column that prompts have got since. */
static void assert_rows(const struct place *place, const char *about)
{
        static const struct {
                const char *table, *rows;
        } expected[] = {
                { "spans", "anna|sitting|0|10|20;" },
                { "definitions", "anna|1|10|60|120;" },
                { "prompts", "anna|20635|3|taken|1|2|10|11|12|13|1800000000%s;" },
                { "days", "anna|20635|101|50|3|9|2|1|15|1|2|3|4|5;" },
                { "settings", "anna|sit_limit|1500000000|1800000000;" },
                { "sources", "anna|chair|true|0|1|7|8|9|10|11|12|13|14|15;" },
                { "people", "anna|{\"a\":1};" },
                { "lamps", "lamp|{};" },
                { "alive", "1|0123456789abcdef0123456789abcdef|5|6;" },
        };

        for (size_t i = 0; i < ELEMENTS(expected); i++) {
                const char *mark = strstr(expected[i].rows, "%s");
                char sql[64], rows[128];

                snprintf(sql, sizeof(sql), "SELECT * FROM %s", expected[i].table);
                if (mark)
                        snprintf(rows, sizeof(rows), "%.*s%s%s", (int)(mark - expected[i].rows),
                                expected[i].rows, about, mark + 2);
                place_assert_rows(place, sql, mark ? rows : expected[i].rows);
        }
        place_assert_rows(place, "SELECT quick_check FROM pragma_quick_check", "ok;");
}

static void assert_old_rows(const struct place *place)
{
        assert_rows(place, "");
}

static void assert_new_rows(const struct place *place)
{
        assert_rows(place, "|sitting");
}

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

        make_version_1(place);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_put_excused_week(store, "anna", 4), 0);
        assert_int_equal(store_put_setting(store, "anna", SETTING_STAND_LIMIT, 0, 2700000000), 0);
        store_close(store);
        place_assert_rows(place, "SELECT * FROM settings WHERE setting = 'stand_limit'",
                "anna|stand_limit|0|2700000000;");
        place_execute_raw(place->file, "DELETE FROM settings WHERE setting = 'stand_limit'");
        assert_new_rows(place);
        place_assert_rows(place, "SELECT user_version FROM pragma_user_version", "5;");
        place_assert_rows(place, "SELECT * FROM excused_weeks", "anna|4;");
        /* Once more there is nothing left to do. */
        store_close(place_open_store(place, STORE_NOTE_NONE));
        assert_new_rows(place);
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

/* Statements that the child still may execute. */
static int statements_left;

static int count_statement(unsigned type, void *userdata, void *statement, void *sql)
{
        (void)type;
        (void)userdata;
        (void)statement;
        (void)sql;
        if (statements_left-- == 0)
                raise(SIGKILL);
        return 0;
}

/* SQLite calls it for each database that is opened. */
static int count_statements(sqlite3 *database)
{
        return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, count_statement, NULL);
}

/* A child opens the store, and is killed at its statement @number. Returns whether it came to that. */
static bool open_killed_at(const struct place *place, int number)
{
        pid_t child = fork();
        int status = 0;

        assert_true(child >= 0);
        if (child == 0) {
                struct store *store = NULL;
                enum store_note note;

                statements_left = number;
                if (sqlite3_auto_extension((void (*)(void))count_statements) != SQLITE_OK)
                        _exit(2);
                _exit(store_open(place->directory, NOW_USEC, &note, &store) == 0 ? 0 : 1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (WIFSIGNALED(status))
                return true;
        assert_int_equal(WEXITSTATUS(status), 0);
        return false;
}

/* Which version the file is: 1 without a new table, 2 or 3 with those of the routine, 4 with that of what is
 * announced, or 5 with all of them. */
static int assert_whole(const struct place *place)
{
        sqlite3 *database = place_open_raw(place->file);
        sqlite3_stmt *row = NULL;
        int version, tables;

        assert_int_equal(sqlite3_prepare_v2(database,
                                 "SELECT user_version, (SELECT count(*) FROM sqlite_schema"
                                 " WHERE type = 'table') FROM pragma_user_version",
                                 -1, &row, NULL),
                SQLITE_OK);
        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        version = sqlite3_column_int(row, 0);
        tables = sqlite3_column_int(row, 1);
        sqlite3_finalize(row);
        sqlite3_close(database);
        assert_in_range(version, 1, 5);
        assert_int_equal(tables, version == 1 ? 9 : version < 4 ? 24 : 21 + version);
        return version;
}

static void a_migration_that_is_killed_leaves_version_1(void **state)
{
        const struct place *place = *state;
        int at[6] = { 0 };
        int number = 0;

        for (; number < STATEMENTS_MAX; number++) {
                bool killed;

                make_version_1(place);
                killed = open_killed_at(place, number);
                at[assert_whole(place)]++;
                /* The next start does it all. */
                store_close(place_open_store(place, STORE_NOTE_NONE));
                assert_int_equal(assert_whole(place), 5);
                assert_new_rows(place);
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
        assert_true(number < STATEMENTS_MAX);
}

/* Opens @place's store again and again, each killed one statement later, until it is of @version. */
static void bring_to(const struct place *place, int version)
{
        for (int number = 0;; number++) {
                assert_true(number < STATEMENTS_MAX);
                make_version_1(place);
                assert_true(open_killed_at(place, number));
                if (assert_whole(place) == version)
                        return;
                assert_int_equal(unlink(place->file), 0);
                assert_int_equal(rmdir(place->directory), 0);
        }
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
                bring_to(place, cases[i].version);
                place_execute_raw(place->file, cases[i].insert);
                store_close(place_open_store(place, STORE_NOTE_NONE));
                assert_int_equal(assert_whole(place), 5);
                place_assert_rows(place, cases[i].select, cases[i].rows);
                place_execute_raw(place->file, "DELETE FROM settings WHERE setting = 'stand_limit'");
                assert_new_rows(place);
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
        make_version_1(place);
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
                assert_in_range(assert_whole(place), 1, 2);
                assert_old_rows(place);
                refused++;
        }
        assert_true(refused > 0);
        store_close(place_open_store(place, STORE_NOTE_NONE));
        assert_int_equal(assert_whole(place), 5);
        assert_new_rows(place);
}

static void a_store_of_a_version_to_come_is_left_as_it_is(void **state)
{
        const struct place *place = *state;
        uint32_t digest;

        make_version_1(place);
        place_execute_raw(place->file, "CREATE TABLE to_come (a); PRAGMA user_version = 6");
        digest = place_file_digest(place->file);
        place_assert_refused(place, -ENOTSUP);
        assert_int_equal(place_file_digest(place->file), digest);
        assert_old_rows(place);
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
