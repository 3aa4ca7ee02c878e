/* SPDX-License-Identifier: MIT */
#include "unit/store_versions.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

void versions_make_1(const struct place *place)
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

void versions_assert_old_rows(const struct place *place)
{
        assert_rows(place, "");
}

void versions_assert_new_rows(const struct place *place)
{
        assert_rows(place, "|sitting");
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

bool versions_open_killed_at(const struct place *place, int number)
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

int versions_assert_whole(const struct place *place)
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
        assert_in_range(version, 1, VERSIONS_NEWEST);
        assert_int_equal(tables, version == 1 ? 9 : version < 4 ? 24 : 21 + version);
        return version;
}

void versions_bring_to(const struct place *place, int version)
{
        for (int number = 0;; number++) {
                assert_true(number < VERSIONS_STATEMENTS_MAX);
                versions_make_1(place);
                assert_true(versions_open_killed_at(place, number));
                if (versions_assert_whole(place) == version)
                        return;
                assert_int_equal(unlink(place->file), 0);
                assert_int_equal(rmdir(place->directory), 0);
        }
}

/* The files of the older versions, each made once. */
static struct {
        unsigned char *bytes;
        size_t size;
} made[VERSIONS_NEWEST + 1];

static void keep_made(const struct place *place, int version)
{
        FILE *stream;

        /* All of it into the one file. */
        place_execute_raw(place->file, "PRAGMA wal_checkpoint(TRUNCATE)");
        stream = fopen(place->file, "re");
        assert_non_null(stream);
        assert_int_equal(fseek(stream, 0, SEEK_END), 0);
        made[version].size = (size_t)ftell(stream);
        rewind(stream);
        made[version].bytes = malloc(made[version].size);
        assert_non_null(made[version].bytes);
        assert_int_equal(fread(made[version].bytes, 1, made[version].size, stream), made[version].size);
        fclose(stream);
}

void versions_make(const struct place *place, int version)
{
        if (made[version].bytes) {
                assert_int_equal(mkdir(place->directory, 0700), 0);
                place_write_file(place->file, made[version].bytes, made[version].size);
                return;
        }
        if (version == 1)
                versions_make_1(place);
        else
                versions_bring_to(place, version);
        keep_made(place, version);
}

void versions_forget_made(void)
{
        for (size_t i = 0; i < ELEMENTS(made); i++) {
                free(made[i].bytes);
                made[i].bytes = NULL;
        }
}
