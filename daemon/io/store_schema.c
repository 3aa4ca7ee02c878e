/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* "UNSL": tells our file from others that happen to be SQLite's. */
#define APPLICATION_ID 1431196492

/*
 * 1 to 2: the routine. started_usec is the start of a session, its key everywhere; days are local ones since
 * 1970-01-01.
 */
static const char routine_tables[] =
        "CREATE TABLE sessions ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  started_usec INTEGER NOT NULL,"
        "  programme TEXT NOT NULL CHECK (length(programme) BETWEEN 1 AND 32 AND programme NOT GLOB "
        "'*[^a-z0-9_-]*'),"
        "  day INTEGER NOT NULL CHECK (day BETWEEN -2147483647 AND 2147483647),"
        "  kind TEXT NOT NULL CHECK (kind IN ('normal', 'short', 'light', 'return', 'extra')),"
        "  effort TEXT NOT NULL CHECK (effort IN ('none', 'easy', 'right', 'hard', 'max')),"
        "  PRIMARY KEY (person, started_usec)"
        ") STRICT, WITHOUT ROWID;"
        /* A session's exercises, in their order. */
        "CREATE TABLE results ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  started_usec INTEGER NOT NULL,"
        "  number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 15),"
        "  exercise TEXT NOT NULL CHECK (length(exercise) BETWEEN 1 AND 32 AND exercise NOT GLOB "
        "'*[^a-z0-9_-]*'),"
        "  done_pct INTEGER NOT NULL CHECK (done_pct BETWEEN 0 AND 100),"
        "  effort TEXT NOT NULL CHECK (effort IN ('none', 'easy', 'right', 'hard', 'max')),"
        "  pain INTEGER NOT NULL CHECK (pain BETWEEN 0 AND 10),"
        "  baseline INTEGER NOT NULL CHECK (baseline BETWEEN 0 AND 10),"
        "  sharp INTEGER NOT NULL CHECK (sharp IN (0, 1)),"
        "  skip_level INTEGER NOT NULL CHECK (skip_level IN (0, 1)),"
        "  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 255),"
        "  PRIMARY KEY (person, started_usec, number)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE sets ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  started_usec INTEGER NOT NULL,"
        "  ended_usec INTEGER NOT NULL,"
        "  exercise TEXT NOT NULL CHECK (length(exercise) BETWEEN 1 AND 32 AND exercise NOT GLOB "
        "'*[^a-z0-9_-]*'),"
        "  number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 255),"
        "  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 255),"
        "  sets INTEGER NOT NULL CHECK (sets BETWEEN 0 AND 255),"
        "  reps INTEGER NOT NULL CHECK (reps BETWEEN 0 AND 255),"
        "  hold_sec INTEGER NOT NULL CHECK (hold_sec BETWEEN 0 AND 65535),"
        "  load_grams INTEGER NOT NULL CHECK (load_grams BETWEEN 0 AND 65535),"
        "  reps_done INTEGER NOT NULL CHECK (reps_done BETWEEN 0 AND 255),"
        "  PRIMARY KEY (person, started_usec, ended_usec, exercise, number)"
        ") STRICT, WITHOUT ROWID;"
        /* started_usec: NULL outside of a session. exercise: NULL if it is of none. */
        "CREATE TABLE pains ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  at_usec INTEGER NOT NULL,"
        "  started_usec INTEGER,"
        "  exercise TEXT CHECK (length(exercise) BETWEEN 1 AND 32 AND exercise NOT GLOB '*[^a-z0-9_-]*'),"
        "  pain INTEGER NOT NULL CHECK (pain BETWEEN 0 AND 10),"
        "  sharp INTEGER NOT NULL CHECK (sharp IN (0, 1)),"
        "  PRIMARY KEY (person, at_usec)"
        ") STRICT, WITHOUT ROWID;"
        /* The next morning's answers. */
        "CREATE TABLE recoveries ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  started_usec INTEGER NOT NULL,"
        "  at_usec INTEGER NOT NULL,"
        "  day INTEGER NOT NULL CHECK (day BETWEEN -2147483647 AND 2147483647),"
        "  worse INTEGER NOT NULL CHECK (worse IN (0, 1)),"
        "  PRIMARY KEY (person, started_usec)"
        ") STRICT, WITHOUT ROWID;"
        /* Exercises suspended, and offered again. */
        "CREATE TABLE suspensions ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  at_usec INTEGER NOT NULL,"
        "  exercise TEXT NOT NULL CHECK (length(exercise) BETWEEN 1 AND 32 AND exercise NOT GLOB "
        "'*[^a-z0-9_-]*'),"
        "  day INTEGER NOT NULL CHECK (day BETWEEN -2147483647 AND 2147483647),"
        "  suspended INTEGER NOT NULL CHECK (suspended IN (0, 1)),"
        "  PRIMARY KEY (person, at_usec, exercise)"
        ") STRICT, WITHOUT ROWID;"
        /* answered_day: NULL if never. cleared_day: NULL if it is not. */
        "CREATE TABLE screenings ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  answered_day INTEGER CHECK (answered_day BETWEEN -2147483647 AND 2147483647),"
        "  cleared_day INTEGER CHECK (cleared_day BETWEEN -2147483647 AND 2147483647),"
        "  red_flag INTEGER NOT NULL CHECK (red_flag IN (0, 1)),"
        "  PRIMARY KEY (person)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE screening_answers ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  page TEXT NOT NULL CHECK (page IN ('general', 'clearance')),"
        "  question INTEGER NOT NULL CHECK (question BETWEEN 0 AND 15),"
        "  answer TEXT NOT NULL CHECK (answer IN ('no', 'yes')),"
        "  PRIMARY KEY (person, page, question)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE screening_named_answers ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  about TEXT NOT NULL CHECK (about IN ('tag', 'equipment')),"
        "  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 32 AND name NOT GLOB '*[^a-z0-9_-]*'),"
        "  answer TEXT NOT NULL CHECK (answer IN ('no', 'yes')),"
        "  PRIMARY KEY (person, about, name)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE screening_clearings ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  day INTEGER NOT NULL CHECK (day BETWEEN -2147483647 AND 2147483647),"
        "  PRIMARY KEY (person, day)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE programme_starts ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  day INTEGER NOT NULL CHECK (day BETWEEN -2147483647 AND 2147483647),"
        "  programme TEXT NOT NULL CHECK (length(programme) BETWEEN 1 AND 32 AND programme NOT GLOB "
        "'*[^a-z0-9_-]*'),"
        "  PRIMARY KEY (person, day, programme)"
        ") STRICT, WITHOUT ROWID;"
        /* By their Mondays: 1970-01-01 was a Thursday. */
        "CREATE TABLE excused_weeks ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  monday INTEGER NOT NULL CHECK (monday BETWEEN -2147483647 AND 2147483647 AND (monday + 3) % 7 = "
        "0),"
        "  PRIMARY KEY (person, monday)"
        ") STRICT, WITHOUT ROWID;"
        "CREATE TABLE plan_settings ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  setting TEXT NOT NULL CHECK (setting IN ('session_days', 'session_time', 'session_time_end')),"
        "  value INTEGER NOT NULL CHECK (value BETWEEN 0 AND CASE setting WHEN 'session_days' THEN 127"
        "    WHEN 'session_time' THEN 1439 ELSE 1440 END),"
        "  file_value INTEGER NOT NULL,"
        "  PRIMARY KEY (person, setting)"
        ") STRICT, WITHOUT ROWID;"
        /* to_day: NULL if it was skipped. to_minute: NULL for the usual time. */
        "CREATE TABLE plan_changes ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  programme TEXT NOT NULL CHECK (length(programme) BETWEEN 1 AND 32 AND programme NOT GLOB "
        "'*[^a-z0-9_-]*'),"
        "  day INTEGER NOT NULL CHECK (day BETWEEN -2147483647 AND 2147483647),"
        "  to_day INTEGER CHECK (to_day BETWEEN day - 6 AND day + 6"
        "    AND to_day BETWEEN -2147483647 AND 2147483647),"
        "  to_minute INTEGER CHECK (to_minute BETWEEN 0 AND 1439),"
        "  CHECK (to_day IS NOT NULL OR to_minute IS NULL),"
        "  PRIMARY KEY (person, day, programme)"
        ") STRICT, WITHOUT ROWID;"
        /* Guided sessions in progress. */
        "CREATE TABLE open_sessions ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  record TEXT NOT NULL CHECK (length(CAST(record AS BLOB)) < 65536),"
        "  saved_boottime_usec INTEGER NOT NULL,"
        "  saved_realtime_usec INTEGER NOT NULL,"
        "  PRIMARY KEY (person)"
        ") STRICT, WITHOUT ROWID;";

/* What a prompt was about, and the limit of standing among the settings, whose check has to be made anew. */
static const char standing_columns[] =
        "ALTER TABLE prompts ADD COLUMN about TEXT NOT NULL DEFAULT 'sitting'"
        "  CHECK (about IN ('sitting', 'standing'));"
        "ALTER TABLE settings RENAME TO settings_before;"
        "CREATE TABLE settings ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
        "  setting TEXT NOT NULL CHECK (setting IN ('enabled', 'sit_limit', 'break_goal', 'snooze',"
        "    'stand_limit')),"
        "  value INTEGER NOT NULL,"
        "  file_value INTEGER NOT NULL,"
        "  PRIMARY KEY (person, setting)"
        ") STRICT, WITHOUT ROWID;"
        "INSERT INTO settings SELECT person, setting, value, file_value FROM settings_before;"
        "DROP TABLE settings_before;";

/*
 * Where messages of whom may be retained by the broker, so that what is no more can be taken back.
 * mode: how they were introduced to Home Assistant. components: a line each, platform and key.
 */
static const char announcements_table[] =
        "CREATE TABLE announcements ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  base TEXT NOT NULL CHECK (length(base) BETWEEN 1 AND 32),"
        "  prefix TEXT NOT NULL CHECK (length(prefix) BETWEEN 0 AND 64),"
        "  mode TEXT NOT NULL CHECK (mode IN ('off', 'device', 'component')),"
        "  routine INTEGER NOT NULL CHECK (routine IN (0, 1)),"
        "  components TEXT NOT NULL CHECK (length(CAST(components AS BLOB)) < 65536),"
        "  PRIMARY KEY (person, base, prefix, mode)"
        ") STRICT, WITHOUT ROWID;";

static const char missed_sessions_table[] = /* days whose planned session was not done */
        "CREATE TABLE missed_sessions ("
        "  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32 AND person NOT GLOB '*[^a-z0-9_-]*'),"
        "  day INTEGER NOT NULL CHECK (day BETWEEN -2147483647 AND 2147483647),"
        "  programme TEXT NOT NULL CHECK (length(programme) BETWEEN 1 AND 32 AND programme NOT GLOB "
        "'*[^a-z0-9_-]*'),"
        "  PRIMARY KEY (person, day, programme)"
        ") STRICT, WITHOUT ROWID;";

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
        routine_tables,
        /* 2 to 3, 3 to 4, 4 to 5 */
        standing_columns,
        announcements_table,
        missed_sessions_table,
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

int store_schema_read_is(struct store *store, const char *sql, const char *expected, bool *ret_is)
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

int store_schema_refuse(struct store *store, const char *reason)
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
                return store_schema_refuse(store, "the file is no store of unslouch");
        if (version < 0)
                return store_schema_refuse(store, "the file has a version below 0");
        if (version > SCHEMA_VERSION)
                return -ENOTSUP;
        *ret_version = version;
        return 0;
}

static int begin_log(struct store *store)
{
        bool wal;
        int r;

        r = store_schema_read_is(store, "PRAGMA journal_mode = WAL", "wal", &wal);
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
        /* SQL that is right fails so only where a table is not what the version says. */
        if (r < 0 && sqlite3_errcode(store->database) == SQLITE_ERROR)
                return store_schema_refuse(store, "the file does not have the tables of its version");
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
