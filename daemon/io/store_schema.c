/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* "UNSL": tells our file from others that happen to be SQLite's. */
#define APPLICATION_ID 1431196492

/*
 * What brings a store from version i to i + 1. Only ever appended to. Words stand for enumerations, so that
 * neither their order nor a reader of the file has to know the program. Times are in microseconds; those
 * named _boottime_usec and a source's stamps are of the boot in which they were saved, all others count from
 * 1970.
 */
static const char *const migrations[] = {
        /* 0 to 1 */
        /* Finished spans of posture. */
        "CREATE TABLE spans ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  posture TEXT NOT NULL CHECK (posture IN ('unknown', 'sitting', 'standing', 'away')),"
        "  censored INTEGER NOT NULL CHECK (censored IN (0, 1)),"
        "  from_usec INTEGER NOT NULL,"
        "  to_usec INTEGER NOT NULL CHECK (to_usec >= from_usec)"
        ") STRICT;"
        "CREATE INDEX spans_by_person ON spans (person, from_usec);"
        /* What made a span, a bout and a break of a person's history from a time on: counts compare only
           under the same. */
        "CREATE TABLE definitions ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  from_usec INTEGER NOT NULL,"
        "  debounce_usec INTEGER NOT NULL CHECK (debounce_usec >= 0),"
        "  min_break_usec INTEGER NOT NULL CHECK (min_break_usec >= 0),"
        "  break_goal_usec INTEGER NOT NULL CHECK (break_goal_usec >= 0)"
        ") STRICT;"
        "CREATE INDEX definitions_by_person ON definitions (person);"
        /* Delivered prompts. outcome: NULL while open. left_usec: NULL while seated. */
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
        ") STRICT;",
};

#define SCHEMA_VERSION ((int64_t)ELEMENTS(migrations))

/*
 * The first two before anything is read. EXCLUSIVE besides the directory's lock: it keeps out other programs
 * of SQLite's, needs no shared memory file, and spares the locking of each transaction. NORMAL: a power cut
 * may take the last transactions, never the consistency; a kill takes nothing.
 */
static const char settings_before_reading[] = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF;";
static const char settings_before_writing[] = "PRAGMA synchronous = NORMAL;"
                                              "PRAGMA cache_size = -256;"
                                              "PRAGMA temp_store = MEMORY;"
                                              "PRAGMA wal_autocheckpoint = 256;"
                                              "PRAGMA journal_size_limit = 1048576;";

static int execute(struct store *store, const char *sql)
{
        return store_fail(store, sqlite3_exec(store->database, sql, NULL, NULL, NULL));
}

/* @sql must give a row; the caller finalizes it. */
static int first_row(struct store *store, const char *sql, sqlite3_stmt **ret_row)
{
        sqlite3_stmt *row = NULL;
        int code;

        code = sqlite3_prepare_v2(store->database, sql, -1, &row, NULL);
        if (code == SQLITE_OK)
                code = sqlite3_step(row);
        if (code == SQLITE_ROW) {
                *ret_row = row;
                return 0;
        }
        code = store_fail(store, code == SQLITE_DONE ? SQLITE_ERROR : code);
        (void)sqlite3_finalize(row);
        return code;
}

static int read_integer(struct store *store, const char *sql, int64_t *ret_value)
{
        sqlite3_stmt *row = NULL;
        int r;

        r = first_row(store, sql, &row);
        if (r < 0)
                return r;
        *ret_value = sqlite3_column_int64(row, 0);
        (void)sqlite3_finalize(row);
        return 0;
}

/* Whether the one text that @sql gives is @expected. */
static int read_is(struct store *store, const char *sql, const char *expected, bool *ret_is)
{
        sqlite3_stmt *row = NULL;
        const char *text;
        int r;

        r = first_row(store, sql, &row);
        if (r < 0)
                return r;
        text = (const char *)sqlite3_column_text(row, 0);
        *ret_is = text && strcmp(text, expected) == 0;
        (void)sqlite3_finalize(row);
        return 0;
}

static int mark_corrupt(struct store *store, const char *reason)
{
        store->corrupt = true;
        (void)snprintf(store->error, sizeof(store->error), "%s", reason);
        return -EBADMSG;
}

/* Reads only. */
static int read_version(struct store *store, int64_t *ret_version)
{
        int64_t version = 0, application_id = 0, objects = 0;
        int r;

        r = read_integer(store, "PRAGMA user_version", &version);
        if (r < 0)
                return r;
        r = read_integer(store, "PRAGMA application_id", &application_id);
        if (r < 0)
                return r;
        r = read_integer(store, "SELECT count(*) FROM sqlite_schema", &objects);
        if (r < 0)
                return r;
        if (version == 0 ? application_id != 0 || objects != 0 : application_id != APPLICATION_ID)
                return mark_corrupt(store, "the file is no store of unslouch");
        if (version < 0)
                return mark_corrupt(store, "the file has a version below 0");
        if (version > SCHEMA_VERSION)
                return -ENOTSUP;
        *ret_version = version;
        return 0;
}

static int begin_log(struct store *store)
{
        bool wal;
        int r;

        r = read_is(store, "PRAGMA journal_mode = WAL", "wal", &wal);
        if (r < 0)
                return r;
        return wal ? 0 : -EIO;
}

static int migrate_one(struct store *store, int64_t version)
{
        char sql[128];
        int r;

        r = execute(store, "BEGIN IMMEDIATE");
        if (r < 0)
                return r;
        r = execute(store, migrations[version]);
        if (r < 0)
                return r;
        (void)snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
                APPLICATION_ID, (int)version + 1);
        return execute(store, sql);
}

/* A migration that fails leaves its transaction open; closing the database undoes it. */
static int migrate(struct store *store, int64_t version)
{
        for (; version < SCHEMA_VERSION; version++) {
                int r = migrate_one(store, version);

                if (r < 0)
                        return r;
        }
        return 0;
}

int store_schema_prepare(struct store *store)
{
        int64_t version = 0;
        int r;

        r = execute(store, settings_before_reading);
        if (r < 0)
                return r;
        r = read_version(store, &version);
        if (r < 0)
                return r;
        r = begin_log(store);
        if (r < 0)
                return r;
        r = execute(store, settings_before_writing);
        if (r < 0)
                return r;
        return migrate(store, version);
}

int store_schema_check(struct store *store)
{
        static const char *const checks[] = {
                "PRAGMA quick_check(alive)",
                "PRAGMA quick_check(people)",
                "PRAGMA quick_check(sources)",
                "PRAGMA quick_check(settings)",
                "PRAGMA quick_check(lamps)",
        };

        for (size_t i = 0; i < ELEMENTS(checks); i++) {
                bool good;
                int r;

                r = read_is(store, checks[i], "ok", &good);
                if (r < 0)
                        return r;
                if (!good)
                        return mark_corrupt(store, "the file does not pass its check");
        }
        return 0;
}
