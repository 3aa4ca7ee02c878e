/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

/* Read at once where a whole file is. */
#define CHECKED_BYTES 4096

/* Whether all that @operation (a SQLITE_FCNTL_ that gives a file) leads to can be read: 0, or the error. */
static int read_through(struct store *store, int operation)
{
        char bytes[CHECKED_BYTES];
        sqlite3_file *file = NULL;
        sqlite3_int64 size = 0;
        int code;

        code = sqlite3_file_control(store->database, "main", operation, &file);
        if (code != SQLITE_OK || !file || !file->pMethods)
                return store_fail(store, code);
        code = file->pMethods->xFileSize(file, &size);
        for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += (sqlite3_int64)sizeof(bytes)) {
                sqlite3_int64 rest = size - at;

                code = file->pMethods->xRead(file, bytes,
                        rest < (sqlite3_int64)sizeof(bytes) ? (int)rest : (int)sizeof(bytes), at);
        }
        return code == SQLITE_OK ? 0 : store_fail(store, code);
}

/*
 * SQLite's check takes a page that the disk does not give for one that is damaged. A disk that fails is no
 * reason to set a history aside: so a check that is not passed is done once more, and the disk must give all
 * of the file.
 */
static int doubt(struct store *store, const char *sql)
{
        bool good;
        int r;

        r = store_schema_read_is(store, sql, "ok", &good);
        if (r < 0 || good)
                return r;
        r = read_through(store, SQLITE_FCNTL_FILE_POINTER);
        if (r < 0)
                return r;
        r = read_through(store, SQLITE_FCNTL_JOURNAL_POINTER);
        if (r < 0)
                return r;
        return store_schema_refuse(store, "the file does not pass its check");
}

static int check(struct store *store, const char *sql)
{
        bool good;
        int r;

        r = store_schema_read_is(store, sql, "ok", &good);
        if (r < 0 || good)
                return r;
        return doubt(store, sql);
}

int store_schema_check(struct store *store)
{
        static const char *const checks[] = {
                "PRAGMA quick_check(alive)",
                "PRAGMA quick_check(people)",
                "PRAGMA quick_check(sources)",
                "PRAGMA quick_check(settings)",
                "PRAGMA quick_check(lamps)",
                "PRAGMA quick_check(open_sessions)",
                "PRAGMA quick_check(screenings)",
                "PRAGMA quick_check(screening_answers)",
                "PRAGMA quick_check(screening_named_answers)",
                "PRAGMA quick_check(plan_settings)",
                "PRAGMA quick_check(plan_changes)",
                "PRAGMA quick_check(announcements)",
        };

        for (size_t i = 0; i < ELEMENTS(checks); i++) {
                int r = check(store, checks[i]);

                if (r < 0)
                        return r;
        }
        return 0;
}

int store_schema_check_all(struct store *store)
{
        return check(store, "PRAGMA quick_check");
}
