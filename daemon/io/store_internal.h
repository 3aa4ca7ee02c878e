/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * store_internal - what the files of the store share; nobody else includes it.
 *
 * Floor: io. store.c opens, closes and ends transactions; store_file.c knows the directory, its lock and the
 * files; store_schema.c the tables and their versions, store_check.c whether they are whole;
 * store_statement.c runs SQL and translates its errors; store_row.c reads the rows that it gives.
 * store_history.c puts the history and store_read.c reads it back; store_state.c puts and gets the open
 * state; store_routine.c, store_recovery.c, store_screening.c and store_plan.c do both for the routine,
 * store_announcement.c for what the broker may retain; store_backup.c copies and restores the whole.
 */
#include "base/text.h"
#include "io/store.h"

#include <sqlite3.h>
#include <stddef.h>

#define STORE_FILE        "unslouch.sqlite"
#define STORE_ERROR_BYTES 256
/* The name of a file that was set aside. */
#define STORE_NAME_SIZE 96
/* Longest text or record that is stored. */
#define STORE_LENGTH_MAX (1024 * 1024)

enum store_statement {
        STORE_STATEMENT_BEGIN,
        STORE_STATEMENT_COMMIT,
        STORE_STATEMENT_ROLLBACK,
        STORE_STATEMENT_MARK,
        STORE_STATEMENT_UNDO,
        STORE_STATEMENT_UNMARK,
        STORE_STATEMENT_PUT_SPAN,
        STORE_STATEMENT_PUT_DEFINITION,
        STORE_STATEMENT_PUT_PROMPT,
        STORE_STATEMENT_PUT_DAY,
        STORE_STATEMENT_READ_SPANS,
        STORE_STATEMENT_READ_PROMPTS,
        STORE_STATEMENT_READ_DAYS,
        STORE_STATEMENT_CLEAR_PEOPLE,
        STORE_STATEMENT_CLEAR_SOURCES,
        STORE_STATEMENT_CLEAR_OPEN_SESSIONS,
        STORE_STATEMENT_PUT_SOURCE,
        STORE_STATEMENT_GET_SOURCE,
        STORE_STATEMENT_PUT_PERSON,
        STORE_STATEMENT_GET_PERSON,
        STORE_STATEMENT_PUT_LAMP,
        STORE_STATEMENT_DELETE_LAMP,
        STORE_STATEMENT_GET_LAMP,
        STORE_STATEMENT_PUT_SETTING,
        STORE_STATEMENT_GET_SETTING,
        STORE_STATEMENT_PUT_ALIVE,
        STORE_STATEMENT_GET_ALIVE,
        STORE_STATEMENT_PUT_SESSION,
        STORE_STATEMENT_READ_SESSIONS,
        STORE_STATEMENT_PUT_RESULT,
        STORE_STATEMENT_DELETE_RESULTS,
        STORE_STATEMENT_READ_RESULTS,
        STORE_STATEMENT_PUT_SET,
        STORE_STATEMENT_READ_SETS,
        STORE_STATEMENT_PUT_PAIN,
        STORE_STATEMENT_READ_PAINS,
        STORE_STATEMENT_PUT_RECOVERY,
        STORE_STATEMENT_READ_RECOVERIES,
        STORE_STATEMENT_PUT_SUSPENSION,
        STORE_STATEMENT_READ_SUSPENSIONS,
        STORE_STATEMENT_PUT_SCREENING,
        STORE_STATEMENT_GET_SCREENING,
        STORE_STATEMENT_PUT_ANSWER,
        STORE_STATEMENT_DELETE_ANSWERS,
        STORE_STATEMENT_READ_ANSWERS,
        STORE_STATEMENT_PUT_NAMED_ANSWER,
        STORE_STATEMENT_DELETE_NAMED_ANSWERS,
        STORE_STATEMENT_READ_NAMED_ANSWERS,
        STORE_STATEMENT_PUT_CLEARING,
        STORE_STATEMENT_READ_CLEARINGS,
        STORE_STATEMENT_PUT_START,
        STORE_STATEMENT_READ_STARTS,
        STORE_STATEMENT_PUT_EXCUSED_WEEK,
        STORE_STATEMENT_READ_EXCUSED_WEEKS,
        STORE_STATEMENT_PUT_MISSED,
        STORE_STATEMENT_READ_MISSED,
        STORE_STATEMENT_PUT_PLAN_SETTING,
        STORE_STATEMENT_GET_PLAN_SETTING,
        STORE_STATEMENT_PUT_PLAN_CHANGE,
        STORE_STATEMENT_READ_PLAN_CHANGES,
        STORE_STATEMENT_PUT_OPEN_SESSION,
        STORE_STATEMENT_DELETE_OPEN_SESSION,
        STORE_STATEMENT_GET_OPEN_SESSION,
        STORE_STATEMENT_PUT_ANNOUNCEMENT,
        STORE_STATEMENT_DELETE_ANNOUNCEMENT,
        STORE_STATEMENT_READ_ANNOUNCEMENTS,
        STORE_STATEMENT_MAX_,
};

/* The words of the history's tables. */
extern const char *const store_posture_words[POSTURE_MAX_];
extern const char *const store_outcome_words[OUTCOME_MAX_];
extern const char *const store_about_words[PROMPT_ABOUT_MAX_];

struct store {
        sqlite3 *database;
        sqlite3_stmt *statements[STORE_STATEMENT_MAX_];
        char *path;    /* of the file */
        int directory; /* open and locked as long as the store is */
        int64_t realtime_usec;
        bool in_transaction; /* between begin and commit, as the caller sees it */
        bool corrupt;        /* SQLite said so: set aside when closed */
        int log_pages;       /* in the write-ahead log, where store_defer_checkpoints() was called */
        char error[STORE_ERROR_BYTES];
};

/* A value bound to a statement. */
struct store_value {
        enum { STORE_VALUE_NULL, STORE_VALUE_INTEGER, STORE_VALUE_TEXT } kind;
        int64_t integer;
        const char *text; /* borrowed for the call */
};

static inline struct store_value store_integer(int64_t integer)
{
        return (struct store_value){ .kind = STORE_VALUE_INTEGER, .integer = integer };
}

/* NULL is stored as such, and refused where the table has NOT NULL. */
static inline struct store_value store_text(const char *text)
{
        return (struct store_value){ .kind = text ? STORE_VALUE_TEXT : STORE_VALUE_NULL, .text = text };
}

/* Makes @directory and its parents as needed (0700), opens and locks it. Return: the descriptor; -EBUSY;
 * negative errno. */
int store_file_lock(const char *directory);
/* Makes the file (0600) if there is none, and closes it to others if it is theirs to read. Return: 0;
 * negative errno. */
int store_file_create(int directory);
/* Renames the file and what belongs to it to <file>.<word>-<n>, n from @realtime_usec, and tells that name.
 * Return: 0; negative errno. */
int store_file_set_aside(
        int directory, const char *word, int64_t realtime_usec, char ret_name[static STORE_NAME_SIZE]);
/* Undoes it. Return: 0; negative errno. */
int store_file_put_back(int directory, const char *name);

/* Sets up the connection and brings the tables to this version. Return: 0; -ENOTSUP; -EBADMSG if corrupt;
 * others. */
int store_schema_prepare(struct store *store);

/* Whether the one text that @sql gives is @expected. Return: 0; others. */
int store_schema_read_is(struct store *store, const char *sql, const char *expected, bool *ret_is);
/* Notes that the file is corrupt, with @reason as the last error. Return: -EBADMSG. */
int store_schema_refuse(struct store *store, const char *reason);

/*
 * Checks the tables that a start depends on; the history is long, and is checked where it is written. Return:
 * 0; -EBADMSG; -EIO if the disk does not give the file, which may be good; others.
 */
int store_schema_check(struct store *store);
/* Checks all of it: what is long in a long history. Return: 0; -EBADMSG; others. */
int store_schema_check_all(struct store *store);

/* Remembers what SQLite says and translates @code (extended). Return: negative errno; 0 for success. */
int store_fail(struct store *store, int code);
/* Whether all statements can be prepared; each is at its first use. -EBADMSG if the tables are not those that
 * they need. */
int store_statement_check(struct store *store);
void store_statement_finalize(struct store *store);
/* Runs a statement that gives no rows. -ECANCELED if SQLite has given up the transaction. */
int store_statement_run(
        struct store *store, enum store_statement statement, const struct store_value *values, size_t count);
/*
 * Runs a statement that gives one row at most. Return: 0 with the row, to be given back with
 * store_statement_done(); -ENOENT; others.
 */
int store_statement_fetch(struct store *store, enum store_statement statement,
        const struct store_value *values, size_t count, sqlite3_stmt **ret_row);
/* Goes on to the row after @row. Return: 0; -ENOENT if there is none; others. In any case the caller gives
 * @row back. */
int store_statement_next(struct store *store, sqlite3_stmt *row);
sqlite3_stmt *store_statement_done(sqlite3_stmt *row);

/*
 * Several statements that are kept together or not at all: within the caller's transaction, or in one of
 * their own. What store_group_begin() returned 0 for is ended by store_group_end(), with the first error of
 * the statements or 0. Return: that error; 0; the error of keeping it.
 */
struct store_group {
        bool is_transaction;
};
int store_group_begin(struct store *store, struct store_group *ret_group);
int store_group_end(struct store *store, const struct store_group *group, int error);

/*
 * Columns of a row. -EBADMSG if they are not of the type or in the range that a store writes, -ENOMEM.
 */
struct store_column {
        int64_t min, max;
        int64_t *value;
};
int store_row_integer(sqlite3_stmt *row, int column, int64_t min, int64_t max, int64_t *ret_value);
int store_row_integers(sqlite3_stmt *row, int first_column, const struct store_column *columns, size_t count);
/* Return: the word's place among @words. */
int store_row_word(sqlite3_stmt *row, int column, const char *const *words, int count);
int store_row_id(sqlite3_stmt *row, int column, char ret_id[static TEXT_ID_SIZE]);
/* A text that the caller owns. */
int store_row_text(sqlite3_stmt *row, int column, char **ret_text);

/* Passes on the @error of reading a row of @table, and notes that the file is damaged if it is -EBADMSG. */
int store_row_refuse(struct store *store, const char *table, int error);
/* Runs @statement and has @give give each row. A negative value of it ends the reading and is returned. */
int store_row_each(struct store *store, enum store_statement statement, const struct store_value *values,
        size_t count, int (*give)(void *context, sqlite3_stmt *row), void *context);
