/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include <errno.h>
#include <stdio.h>

static const char *const texts[STORE_STATEMENT_MAX_] = {
        [STORE_STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
        [STORE_STATEMENT_COMMIT] = "COMMIT",
        [STORE_STATEMENT_ROLLBACK] = "ROLLBACK",
        [STORE_STATEMENT_MARK] = "SAVEPOINT part",
        [STORE_STATEMENT_UNDO] = "ROLLBACK TO part",
        [STORE_STATEMENT_UNMARK] = "RELEASE part",
        [STORE_STATEMENT_PUT_SPAN] = "INSERT INTO spans (person, posture, censored, from_usec, to_usec)"
                                     " VALUES (?1, ?2, ?3, ?4, ?5)",
        /* Only what differs from the person's latest. */
        [STORE_STATEMENT_PUT_DEFINITION] =
                "INSERT INTO definitions (person, from_usec, debounce_usec, min_break_usec, break_goal_usec)"
                " SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM definitions"
                " WHERE rowid = (SELECT max(rowid) FROM definitions WHERE person = ?1)"
                " AND debounce_usec = ?3 AND min_break_usec = ?4 AND break_goal_usec = ?5)",
        /* How long they had sat is told by the first delivery: when a prompt ends, the bout is often over. */
        [STORE_STATEMENT_PUT_PROMPT] =
                "INSERT INTO prompts (person, day, number, outcome, claimed, snoozes,"
                " due_usec, first_usec, last_usec, left_usec, sat_usec, about)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
                " ON CONFLICT (person, day, number) DO UPDATE SET outcome = excluded.outcome,"
                " claimed = excluded.claimed, snoozes = excluded.snoozes, due_usec = excluded.due_usec,"
                " first_usec = excluded.first_usec, last_usec = excluded.last_usec,"
                " left_usec = excluded.left_usec",
        [STORE_STATEMENT_PUT_DAY] =
                "INSERT OR REPLACE INTO days (person, day, seated_usec, longest_usec, bouts, interruptions,"
                " breaks, full_breaks, prompts, taken, partial, ignored, dismissed, moot)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        /*
         * Spans of a person follow each other, so that of those which began before ?2 the last one alone can
         * reach beyond it; a clock that was set back may lay a few over each other.
         */
        [STORE_STATEMENT_READ_SPANS] =
                "SELECT posture, censored, from_usec, to_usec FROM spans WHERE person = ?1 AND from_usec < ?3"
                " AND from_usec >= coalesce((SELECT min(from_usec) FROM (SELECT from_usec FROM spans"
                " WHERE person = ?1 AND from_usec <= ?2 ORDER BY from_usec DESC LIMIT 64)), ?2)"
                " AND to_usec > ?2 ORDER BY from_usec, rowid",
        /* The days ?4 to ?5 only lead to the rows by the key. */
        [STORE_STATEMENT_READ_PROMPTS] =
                "SELECT day, number, outcome, claimed, snoozes, due_usec, first_usec, last_usec, left_usec,"
                " sat_usec, about FROM prompts WHERE person = ?1 AND day BETWEEN ?4 AND ?5"
                " AND first_usec >= ?2 AND first_usec < ?3 ORDER BY first_usec, day, number",
        [STORE_STATEMENT_READ_DAYS] =
                "SELECT day, seated_usec, longest_usec, bouts, interruptions, breaks, full_breaks, prompts,"
                " taken, partial, ignored, dismissed, moot FROM days"
                " WHERE person = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",
        [STORE_STATEMENT_CLEAR_PEOPLE] = "DELETE FROM people",
        [STORE_STATEMENT_CLEAR_SOURCES] = "DELETE FROM sources",
        [STORE_STATEMENT_CLEAR_OPEN_SESSIONS] = "DELETE FROM open_sessions",
        /* A source that says what it said leaves its page as it is. */
        [STORE_STATEMENT_PUT_SOURCE] =
                "INSERT INTO sources (person, name, value, offline, doubted, reading, rejected,"
                " since_usec, changed_usec, heard_usec, idle_since_usec, saved_boottime_usec,"
                " saved_realtime_usec, lease_end_realtime_usec)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
                " ON CONFLICT (person, name) DO UPDATE SET value = excluded.value, offline = excluded.offline,"
                " doubted = excluded.doubted, reading = excluded.reading, rejected = excluded.rejected,"
                " since_usec = excluded.since_usec, changed_usec = excluded.changed_usec,"
                " heard_usec = excluded.heard_usec, idle_since_usec = excluded.idle_since_usec,"
                " saved_boottime_usec = excluded.saved_boottime_usec,"
                " saved_realtime_usec = excluded.saved_realtime_usec,"
                " lease_end_realtime_usec = excluded.lease_end_realtime_usec"
                " WHERE (value, offline, doubted, reading, rejected, since_usec, changed_usec, heard_usec,"
                " idle_since_usec) IS NOT (excluded.value, excluded.offline, excluded.doubted,"
                " excluded.reading, excluded.rejected, excluded.since_usec, excluded.changed_usec,"
                " excluded.heard_usec, excluded.idle_since_usec)",
        [STORE_STATEMENT_GET_SOURCE] =
                "SELECT value, offline, doubted, reading, rejected, since_usec, changed_usec, heard_usec,"
                " idle_since_usec, saved_boottime_usec, saved_realtime_usec, lease_end_realtime_usec"
                " FROM sources WHERE person = ?1 AND name = ?2",
        /* In its place: a row that is replaced moves, and with it its index and the list of free pages. */
        [STORE_STATEMENT_PUT_PERSON] = "INSERT INTO people (person, record) VALUES (?1, ?2)"
                                       " ON CONFLICT (person) DO UPDATE SET record = excluded.record",
        [STORE_STATEMENT_GET_PERSON] = "SELECT record FROM people WHERE person = ?1",
        [STORE_STATEMENT_PUT_LAMP] = "INSERT OR REPLACE INTO lamps (lamp, saved) VALUES (?1, ?2)",
        [STORE_STATEMENT_DELETE_LAMP] = "DELETE FROM lamps WHERE lamp = ?1",
        [STORE_STATEMENT_GET_LAMP] = "SELECT saved FROM lamps WHERE lamp = ?1",
        [STORE_STATEMENT_PUT_SETTING] = "INSERT OR REPLACE INTO settings (person, setting, value, file_value)"
                                        " VALUES (?1, ?2, ?3, ?4)",
        [STORE_STATEMENT_GET_SETTING] = "SELECT value, file_value FROM settings"
                                        " WHERE person = ?1 AND setting = ?2",
        [STORE_STATEMENT_PUT_ALIVE] =
                "INSERT OR REPLACE INTO alive (one, boot_id, boottime_usec, realtime_usec)"
                " VALUES (1, ?1, ?2, ?3)",
        [STORE_STATEMENT_GET_ALIVE] = "SELECT boot_id, boottime_usec, realtime_usec FROM alive",
        [STORE_STATEMENT_PUT_SESSION] =
                "INSERT OR REPLACE INTO sessions (person, started_usec, programme, day, kind, effort)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        [STORE_STATEMENT_READ_SESSIONS] =
                "SELECT started_usec, programme, day, kind, effort FROM sessions"
                " WHERE person = ?1 AND started_usec >= ?2 AND started_usec < ?3 ORDER BY started_usec",
        [STORE_STATEMENT_PUT_RESULT] =
                "INSERT INTO results (person, started_usec, number, exercise, done_pct, effort, pain, "
                "baseline,"
                " sharp, skip_level, level) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        [STORE_STATEMENT_DELETE_RESULTS] = "DELETE FROM results WHERE person = ?1 AND started_usec = ?2",
        [STORE_STATEMENT_READ_RESULTS] =
                "SELECT number, exercise, done_pct, effort, pain, baseline, sharp, skip_level, level"
                " FROM results WHERE person = ?1 AND started_usec = ?2 ORDER BY number",
        [STORE_STATEMENT_PUT_SET] = "INSERT OR REPLACE INTO sets (person, started_usec, ended_usec, "
                                    "exercise, number, level, sets,"
                                    " reps, hold_sec, load_grams, reps_done)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        [STORE_STATEMENT_READ_SETS] =
                "SELECT started_usec, ended_usec, exercise, number, level, sets, reps, hold_sec, load_grams,"
                " reps_done FROM sets WHERE person = ?1 AND started_usec >= ?2 AND started_usec < ?3"
                " ORDER BY started_usec, ended_usec, exercise, number",
        [STORE_STATEMENT_PUT_PAIN] =
                "INSERT OR REPLACE INTO pains (person, at_usec, started_usec, exercise, pain, sharp)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        [STORE_STATEMENT_READ_PAINS] =
                "SELECT at_usec, started_usec, exercise, pain, sharp FROM pains"
                " WHERE person = ?1 AND at_usec >= ?2 AND at_usec < ?3 ORDER BY at_usec",
        [STORE_STATEMENT_PUT_RECOVERY] =
                "INSERT OR REPLACE INTO recoveries (person, started_usec, at_usec, day, worse)"
                " VALUES (?1, ?2, ?3, ?4, ?5)",
        [STORE_STATEMENT_READ_RECOVERIES] =
                "SELECT started_usec, at_usec, day, worse FROM recoveries"
                " WHERE person = ?1 AND started_usec >= ?2 AND started_usec < ?3 ORDER BY started_usec",
        [STORE_STATEMENT_PUT_SUSPENSION] =
                "INSERT OR REPLACE INTO suspensions (person, at_usec, exercise, day, suspended)"
                " VALUES (?1, ?2, ?3, ?4, ?5)",
        [STORE_STATEMENT_READ_SUSPENSIONS] =
                "SELECT at_usec, exercise, day, suspended FROM suspensions"
                " WHERE person = ?1 AND at_usec >= ?2 AND at_usec < ?3 ORDER BY at_usec, exercise",
        [STORE_STATEMENT_PUT_SCREENING] =
                "INSERT OR REPLACE INTO screenings (person, answered_day, cleared_day, red_flag)"
                " VALUES (?1, ?2, ?3, ?4)",
        [STORE_STATEMENT_GET_SCREENING] =
                "SELECT answered_day, cleared_day, red_flag FROM screenings WHERE person = ?1",
        [STORE_STATEMENT_PUT_ANSWER] = "INSERT INTO screening_answers (person, page, question, answer)"
                                       " VALUES (?1, ?2, ?3, ?4)",
        [STORE_STATEMENT_DELETE_ANSWERS] = "DELETE FROM screening_answers WHERE person = ?1",
        [STORE_STATEMENT_READ_ANSWERS] =
                "SELECT page, question, answer FROM screening_answers WHERE person = ?1",
        [STORE_STATEMENT_PUT_NAMED_ANSWER] =
                "INSERT INTO screening_named_answers (person, about, name, answer) VALUES (?1, ?2, ?3, ?4)",
        [STORE_STATEMENT_DELETE_NAMED_ANSWERS] = "DELETE FROM screening_named_answers WHERE person = ?1",
        [STORE_STATEMENT_READ_NAMED_ANSWERS] = "SELECT about, name, answer FROM screening_named_answers"
                                               " WHERE person = ?1 ORDER BY about, name",
        [STORE_STATEMENT_PUT_CLEARING] =
                "INSERT OR REPLACE INTO screening_clearings (person, day) VALUES (?1, ?2)",
        [STORE_STATEMENT_READ_CLEARINGS] =
                "SELECT day FROM screening_clearings WHERE person = ?1 ORDER BY day",
        [STORE_STATEMENT_PUT_START] =
                "INSERT OR REPLACE INTO programme_starts (person, day, programme) VALUES (?1, ?3, ?2)",
        [STORE_STATEMENT_READ_STARTS] =
                "SELECT programme, day FROM programme_starts WHERE person = ?1 ORDER BY day, programme",
        [STORE_STATEMENT_PUT_EXCUSED_WEEK] =
                "INSERT OR REPLACE INTO excused_weeks (person, monday) VALUES (?1, ?2)",
        [STORE_STATEMENT_READ_EXCUSED_WEEKS] =
                "SELECT monday FROM excused_weeks WHERE person = ?1 AND monday BETWEEN ?2 AND ?3"
                " ORDER BY monday",
        [STORE_STATEMENT_PUT_MISSED] =
                "INSERT OR REPLACE INTO missed_sessions (person, day, programme) VALUES (?1, ?3, ?2)",
        [STORE_STATEMENT_READ_MISSED] =
                "SELECT programme, day FROM missed_sessions WHERE person = ?1 AND day BETWEEN ?2 AND ?3"
                " ORDER BY day, programme",
        [STORE_STATEMENT_PUT_PLAN_SETTING] =
                "INSERT OR REPLACE INTO plan_settings (person, setting, value, file_value)"
                " VALUES (?1, ?2, ?3, ?4)",
        [STORE_STATEMENT_GET_PLAN_SETTING] = "SELECT value, file_value FROM plan_settings"
                                             " WHERE person = ?1 AND setting = ?2",
        [STORE_STATEMENT_PUT_PLAN_CHANGE] =
                "INSERT OR REPLACE INTO plan_changes (person, programme, day, to_day, to_minute)"
                " VALUES (?1, ?2, ?3, ?4, ?5)",
        [STORE_STATEMENT_READ_PLAN_CHANGES] =
                "SELECT programme, day, to_day, to_minute FROM plan_changes"
                " WHERE person = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, programme",
        [STORE_STATEMENT_PUT_OPEN_SESSION] =
                "INSERT OR REPLACE INTO open_sessions (person, record, saved_boottime_usec,"
                " saved_realtime_usec) VALUES (?1, ?2, ?3, ?4)",
        [STORE_STATEMENT_DELETE_OPEN_SESSION] = "DELETE FROM open_sessions WHERE person = ?1",
        [STORE_STATEMENT_GET_OPEN_SESSION] =
                "SELECT record, saved_boottime_usec, saved_realtime_usec FROM open_sessions"
                " WHERE person = ?1",
        [STORE_STATEMENT_PUT_ANNOUNCEMENT] =
                "INSERT OR REPLACE INTO announcements (person, base, prefix, mode, routine, components)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        [STORE_STATEMENT_DELETE_ANNOUNCEMENT] =
                "DELETE FROM announcements WHERE person = ?1 AND base = ?2 AND prefix = ?3 AND mode = ?4",
        [STORE_STATEMENT_READ_ANNOUNCEMENTS] =
                "SELECT person, base, prefix, mode, routine, components FROM announcements"
                " ORDER BY person, base, prefix, mode",
};

/* What the kernel said, where SQLite asks only that. */
static int system_to_errno(int error)
{
        switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG: return -ENOSPC;
        case EROFS: return -EROFS;
        case EACCES:
        case EPERM: return -EACCES;
        case ENOMEM: return -ENOMEM;
        default: return -EIO;
        }
}

static int sqlite_to_errno(int code, int system_error)
{
        if (code == SQLITE_IOERR_NOMEM)
                return -ENOMEM;
        switch (code & 0xff) {
        case SQLITE_OK:
        case SQLITE_ROW:
        case SQLITE_DONE: return 0;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return -EBUSY;
        case SQLITE_NOMEM: return -ENOMEM;
        case SQLITE_FULL: return -ENOSPC;
        case SQLITE_READONLY: return -EROFS;
        case SQLITE_PERM: return -EACCES;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return -EBADMSG;
        case SQLITE_TOOBIG: return -EMSGSIZE;
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH: return -EINVAL;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN: return system_to_errno(system_error);
        default: return -EIO;
        }
}

int store_fail(struct store *store, int code)
{
        int r = sqlite_to_errno(code, sqlite3_system_errno(store->database));

        if (r == 0)
                return 0;
        if (r == -EBADMSG)
                store->corrupt = true;
        (void)snprintf(store->error, sizeof(store->error), "%s (SQLite's code %d)",
                sqlite3_errmsg(store->database), code);
        return r;
}

int store_statement_check(struct store *store)
{
        for (size_t i = 0; i < STORE_STATEMENT_MAX_; i++) {
                sqlite3_stmt *statement = NULL;
                int code = sqlite3_prepare_v3(store->database, texts[i], -1, 0, &statement, NULL);

                (void)sqlite3_finalize(statement);
                /* No such table or column: the version says otherwise. */
                if (code == SQLITE_ERROR) {
                        (void)store_fail(store, code);
                        store->corrupt = true;
                        return -EBADMSG;
                }
                if (code != SQLITE_OK)
                        return store_fail(store, code);
        }
        return 0;
}

/* Most of them are never needed by most people, and together they take a quarter of a megabyte. */
static int prepare(struct store *store, enum store_statement statement)
{
        if (store->statements[statement])
                return 0;
        return store_fail(store, sqlite3_prepare_v3(store->database, texts[statement], -1,
                                         SQLITE_PREPARE_PERSISTENT, &store->statements[statement], NULL));
}

void store_statement_finalize(struct store *store)
{
        for (size_t i = 0; i < STORE_STATEMENT_MAX_; i++) {
                (void)sqlite3_finalize(store->statements[i]);
                store->statements[i] = NULL;
        }
}

static int bind_value(sqlite3_stmt *statement, int index, const struct store_value *value)
{
        switch (value->kind) {
        case STORE_VALUE_NULL: return sqlite3_bind_null(statement, index);
        case STORE_VALUE_INTEGER: return sqlite3_bind_int64(statement, index, value->integer);
        case STORE_VALUE_TEXT: return sqlite3_bind_text(statement, index, value->text, -1, SQLITE_STATIC);
        }
        return SQLITE_MISUSE;
}

/*
 * Of its own accord SQLite gives up a transaction when the disk is full or fails. What is put after that must
 * not be kept without what was put before.
 */
static bool is_given_up(const struct store *store)
{
        return store->in_transaction && sqlite3_get_autocommit(store->database);
}

/* Runs to the first row, if there is one: SQLITE_ROW or SQLITE_DONE. */
static int start_statement(sqlite3_stmt *statement, const struct store_value *values, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                int code = bind_value(statement, (int)i + 1, &values[i]);

                if (code != SQLITE_OK)
                        return code;
        }
        return sqlite3_step(statement);
}

sqlite3_stmt *store_statement_done(sqlite3_stmt *row)
{
        /* Repeats the step's error, which was told already. */
        (void)sqlite3_reset(row);
        (void)sqlite3_clear_bindings(row);
        return NULL;
}

int store_statement_run(
        struct store *store, enum store_statement statement, const struct store_value *values, size_t count)
{
        sqlite3_stmt *prepared;
        int r;

        if (is_given_up(store))
                return -ECANCELED;
        r = prepare(store, statement);
        if (r < 0)
                return r;
        prepared = store->statements[statement];
        r = store_fail(store, start_statement(prepared, values, count));
        (void)store_statement_done(prepared);
        return r;
}

int store_statement_fetch(struct store *store, enum store_statement statement,
        const struct store_value *values, size_t count, sqlite3_stmt **ret_row)
{
        sqlite3_stmt *prepared;
        int code;
        int r;

        if (is_given_up(store))
                return -ECANCELED;
        r = prepare(store, statement);
        if (r < 0)
                return r;
        prepared = store->statements[statement];
        code = start_statement(prepared, values, count);
        if (code == SQLITE_ROW) {
                *ret_row = prepared;
                return 0;
        }
        r = store_fail(store, code);
        (void)store_statement_done(prepared);
        return r < 0 ? r : -ENOENT;
}

int store_statement_next(struct store *store, sqlite3_stmt *row)
{
        int code = sqlite3_step(row);

        if (code == SQLITE_DONE)
                return -ENOENT;
        return store_fail(store, code);
}
