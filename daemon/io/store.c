/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include "base/cleanup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The log is written back at a quiet moment when it is so long, and at any moment at the second. */
#define LOG_PAGES_DUE 256
#define LOG_PAGES_MAX 4096

/* What the last connection leaves in the log stays there: the file is not to be touched. */
static void close_untouched(struct store *store)
{
        store_statement_finalize(store);
        if (store->database)
                (void)sqlite3_db_config(store->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        (void)sqlite3_close(store->database);
        store->database = NULL;
}

static void close_whole(struct store *store)
{
        store_statement_finalize(store);
        (void)sqlite3_close(store->database);
        store->database = NULL;
}

static int try_open(struct store *store)
{
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
        int code;
        int r;

        store->corrupt = false;
        r = store_file_create(store->directory);
        if (r < 0)
                return r;
        /* Neither page cache nor small memory in advance. Refused, without harm, once SQLite is in use. */
        (void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
        code = sqlite3_open_v2(store->path, &store->database, flags, NULL);
        if (!store->database)
                return -ENOMEM;
        if (code != SQLITE_OK)
                return store_fail(store, code);
        (void)sqlite3_db_config(store->database, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
        (void)sqlite3_limit(store->database, SQLITE_LIMIT_LENGTH, STORE_LENGTH_MAX);
        (void)sqlite3_db_config(store->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        r = store_schema_prepare(store);
        if (r < 0)
                return r;
        r = store_statement_check(store);
        if (r < 0)
                return r;
        return store_schema_check(store);
}

static int open_database(struct store *store, enum store_note *ret_note)
{
        enum store_note note = STORE_NOTE_NONE;
        char name[STORE_NAME_SIZE];
        int r;

        r = try_open(store);
        if (r == -EBADMSG) {
                close_untouched(store);
                r = store_file_set_aside(store->directory, "corrupt", store->realtime_usec, name);
                if (r < 0)
                        return r;
                note = STORE_NOTE_SET_ASIDE;
                r = try_open(store);
        }
        if (r < 0) {
                close_untouched(store);
                store->corrupt = false;
                return r;
        }
        *ret_note = note;
        return 0;
}

CLEANUP_DEFINE(struct store *, store_close, store_closep)

int store_open(
        const char *directory, int64_t realtime_usec, enum store_note *ret_note, struct store **ret_store)
{
        CLEANUP(store_closep) struct store *store = calloc(1, sizeof(*store));
        int r;

        if (!store)
                return -ENOMEM;
        store->directory = -1;
        store->realtime_usec = realtime_usec;
        if (asprintf(&store->path, "%s/%s", directory, STORE_FILE) < 0) {
                store->path = NULL;
                return -ENOMEM;
        }
        r = store_file_lock(directory);
        if (r < 0)
                return r;
        store->directory = r;
        r = open_database(store, ret_note);
        if (r < 0)
                return r;
        *ret_store = TAKE_PTR(store);
        return 0;
}

struct store *store_close(struct store *store)
{
        if (!store)
                return NULL;
        if (store->corrupt) {
                char name[STORE_NAME_SIZE];

                close_untouched(store);
                (void)store_file_set_aside(store->directory, "corrupt", store->realtime_usec, name);
        } else
                close_whole(store);
        cleanup_closep(&store->directory);
        free(store->path);
        free(store);
        return NULL;
}

/* Called by SQLite after a commit. */
static int on_log(void *userdata, sqlite3 *database, const char *schema, int pages)
{
        struct store *store = userdata;

        (void)database;
        (void)schema;
        store->log_pages = pages;
        if (pages >= LOG_PAGES_MAX)
                (void)store_checkpoint(store);
        return SQLITE_OK;
}

void store_defer_checkpoints(struct store *store)
{
        (void)sqlite3_wal_hook(store->database, on_log, store);
}

bool store_wants_checkpoint(const struct store *store)
{
        return store->log_pages >= LOG_PAGES_DUE;
}

/* What cannot be written back stays in the log and is tried again after the next commit. */
int store_checkpoint(struct store *store)
{
        int code;

        store->log_pages = 0;
        code = sqlite3_wal_checkpoint_v2(store->database, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        return store_fail(store, code);
}

void store_release_memory(struct store *store)
{
        store_statement_finalize(store);
        (void)sqlite3_db_release_memory(store->database);
}

const char *store_error(const struct store *store)
{
        return store->error;
}

int store_begin(struct store *store)
{
        int r;

        if (store->in_transaction)
                return -EALREADY;
        r = store_statement_run(store, STORE_STATEMENT_BEGIN, NULL, 0);
        if (r < 0)
                return r;
        store->in_transaction = true;
        return 0;
}

int store_commit(struct store *store)
{
        int r;

        if (!store->in_transaction)
                return -EINVAL;
        r = store_statement_run(store, STORE_STATEMENT_COMMIT, NULL, 0);
        if (r < 0)
                store_rollback(store);
        store->in_transaction = false;
        return r;
}

void store_rollback(struct store *store)
{
        char error[STORE_ERROR_BYTES];

        if (!store->in_transaction)
                return;
        /* The cause of it all stays the last error. */
        memcpy(error, store->error, sizeof(error));
        if (!sqlite3_get_autocommit(store->database))
                (void)store_statement_run(store, STORE_STATEMENT_ROLLBACK, NULL, 0);
        memcpy(store->error, error, sizeof(error));
        store->in_transaction = false;
}

int store_group_begin(struct store *store, struct store_group *ret_group)
{
        const struct store_group group = { .is_transaction = !store->in_transaction };
        int r;

        if (group.is_transaction)
                r = store_begin(store);
        else
                r = store_statement_run(store, STORE_STATEMENT_MARK, NULL, 0);
        if (r < 0)
                return r;
        *ret_group = group;
        return 0;
}

/* Undoes the part of a transaction that is not whole, if SQLite has not given up all of it. */
static void undo_part(struct store *store)
{
        char error[STORE_ERROR_BYTES];

        /* The cause of it all stays the last error. */
        memcpy(error, store->error, sizeof(error));
        if (store_statement_run(store, STORE_STATEMENT_UNDO, NULL, 0) == 0)
                (void)store_statement_run(store, STORE_STATEMENT_UNMARK, NULL, 0);
        memcpy(store->error, error, sizeof(error));
}

int store_group_end(struct store *store, const struct store_group *group, int error)
{
        if (group->is_transaction && error == 0)
                return store_commit(store);
        if (group->is_transaction)
                store_rollback(store);
        else if (error == 0)
                return store_statement_run(store, STORE_STATEMENT_UNMARK, NULL, 0);
        else
                undo_part(store);
        return error;
}
