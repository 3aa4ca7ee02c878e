/* SPDX-License-Identifier: MIT */
#include "unit/store_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static void directories_and_files_are_private_whatever_the_umask(void **state)
{
        static const mode_t masks[] = { 0, 022, 077, 0777 };
        const struct place *place = *state;

        for (size_t i = 0; i < ELEMENTS(masks); i++) {
                char outer[128], directory[160];
                enum store_note note;
                struct store *store = NULL;
                mode_t before;
                int r;

                snprintf(outer, sizeof(outer), "%s/%03o", place->root, (unsigned)masks[i]);
                snprintf(directory, sizeof(directory), "%s/b/c", outer);
                before = umask(masks[i]);
                r = store_open(directory, NOW_USEC, &note, &store);
                umask(before);
                assert_int_equal(r, 0);
                assert_int_equal(store_put_person(store, "anna", "{}"), 0);
                place_assert_private(outer, "");
                place_assert_private(directory, "");
                /* The database and its log. */
                assert_int_equal(place_each_file(directory, place_assert_private), 2);
                store_close(store);
                assert_int_equal(place_each_file(directory, place_assert_private), 1);
        }
}

static void a_file_that_others_could_read_is_closed_to_them(void **state)
{
        const struct place *place = *state;

        store_close(place_open_store(place, STORE_NOTE_NONE));
        assert_int_equal(chmod(place->file, 0644), 0);
        store_close(place_open_store(place, STORE_NOTE_NONE));
        place_assert_private(place->file, "");
}

static void a_path_that_cannot_be_is_an_error(void **state)
{
        struct place *place = *state;

        place_write_file(place->directory, "x", 1);
        place_assert_refused(place, -ENOTDIR);
        snprintf(place->directory, sizeof(place->directory), "%s/state/below", place->root);
        place_assert_refused(place, -ENOTDIR);
        place->directory[0] = '\0';
        place_assert_refused(place, -ENOENT);
        assert_null(store_close(NULL));
}

static void a_second_opener_is_refused(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        sqlite3 *raw;

        place_assert_refused(place, -EBUSY);
        assert_int_equal(place_open_in_child(place, false), EBUSY);
        raw = place_open_raw(place->file);
        assert_int_equal(sqlite3_exec(raw, "SELECT count(*) FROM spans", NULL, NULL, NULL), SQLITE_BUSY);
        assert_int_equal(store_put_person(store, "anna", "{}"), 0);
        store_close(store);
        /* Now the other one has it, and keeps it while it reads. */
        assert_int_equal(sqlite3_exec(raw, "BEGIN; SELECT count(*) FROM spans", NULL, NULL, NULL), SQLITE_OK);
        place_assert_refused(place, -EBUSY);
        sqlite3_close(raw);
        assert_int_equal(place_open_in_child(place, false), 0);
        store_close(place_open_store(place, STORE_NOTE_NONE));
}

static void assert_set_aside(const struct place *place, uint32_t digest, int count)
{
        char path[192];

        snprintf(path, sizeof(path), "%s.corrupt-%d", place->file, 1782864000 + count);
        assert_int_equal(place_file_digest(path), digest);
        place_assert_private(path, "");
}

static void a_file_that_is_no_store_is_set_aside(void **state)
{
        static const char *const foreign[] = {
                "CREATE TABLE anything (a)",
                "CREATE TABLE anything (a); PRAGMA application_id = 7; PRAGMA user_version = 1",
                "PRAGMA journal_mode = WAL; PRAGMA application_id = 1431196492; PRAGMA user_version = 1",
                "PRAGMA application_id = 1431196492; PRAGMA user_version = -1",
                "PRAGMA application_id = 7; PRAGMA user_version = 1000",
        };
        const struct place *place = *state;
        char garbage[8192];
        uint32_t digest;

        memset(garbage, 'g', sizeof(garbage));
        assert_int_equal(mkdir(place->directory, 0700), 0);
        place_write_file(place->file, garbage, sizeof(garbage));
        digest = place_file_digest(place->file);
        store_close(place_open_store(place, STORE_NOTE_SET_ASIDE));
        assert_set_aside(place, digest, 0);
        for (size_t i = 0; i < ELEMENTS(foreign); i++) {
                struct store *store;

                assert_int_equal(unlink(place->file), 0);
                place_execute_raw(place->file, foreign[i]);
                digest = place_file_digest(place->file);
                store = place_open_store(place, STORE_NOTE_SET_ASIDE);
                assert_int_equal(store_put_person(store, "anna", "{}"), 0);
                store_close(store);
                assert_set_aside(place, digest, 1 + (int)i);
        }
        store_close(place_open_store(place, STORE_NOTE_NONE));
        place_assert_rows(place, "SELECT record FROM people", "{};");
}

static void an_empty_file_is_a_new_store(void **state)
{
        const struct place *place = *state;

        assert_int_equal(mkdir(place->directory, 0700), 0);
        place_write_file(place->file, "", 0);
        store_close(place_open_store(place, STORE_NOTE_NONE));
        place_assert_rows(place, "SELECT user_version FROM pragma_user_version", "5;");
        assert_int_equal(place_each_file(place->directory, NULL), 1);
}

/* Overwrites the pages of @table with nonsense. */
static void spoil_table(const struct place *place, const char *table)
{
        sqlite3 *database = place_open_raw(place->file);
        sqlite3_stmt *row = NULL;
        char page[4096];
        long offset;
        int file;

        assert_int_equal(sqlite3_prepare_v2(database, "SELECT rootpage FROM sqlite_schema WHERE name = ?1",
                                 -1, &row, NULL),
                SQLITE_OK);
        assert_int_equal(sqlite3_bind_text(row, 1, table, -1, SQLITE_STATIC), SQLITE_OK);
        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        offset = (sqlite3_column_int(row, 0) - 1) * 4096L;
        sqlite3_finalize(row);
        sqlite3_close(database);
        memset(page, 0xa5, sizeof(page));
        file = open(place->file, O_WRONLY | O_CLOEXEC);
        assert_int_equal(pwrite(file, page, sizeof(page), offset), sizeof(page));
        close(file);
}

static void spoilt_open_state_is_found_at_the_start(void **state)
{
        static const char *const tables[] = { "people", "sources", "settings", "lamps", "alive",
                "open_sessions", "screenings", "screening_answers", "screening_named_answers",
                "plan_settings", "plan_changes" };
        const struct place *place = *state;

        store_close(place_open_store(place, STORE_NOTE_NONE));
        for (size_t i = 0; i < ELEMENTS(tables); i++) {
                struct store *store;
                uint32_t digest;

                spoil_table(place, tables[i]);
                digest = place_file_digest(place->file);
                store = place_open_store(place, STORE_NOTE_SET_ASIDE);
                assert_int_equal(store_put_person(store, "anna", "{}"), 0);
                store_close(store);
                assert_set_aside(place, digest, (int)i);
        }
}

static void a_store_cut_short_is_set_aside(void **state)
{
        const struct place *place = *state;
        struct stat status;
        uint32_t digest;

        store_close(place_open_store(place, STORE_NOTE_NONE));
        assert_int_equal(stat(place->file, &status), 0);
        assert_int_equal(truncate(place->file, status.st_size / 2 / 4096 * 4096), 0);
        digest = place_file_digest(place->file);
        store_close(place_open_store(place, STORE_NOTE_SET_ASIDE));
        assert_set_aside(place, digest, 0);
}

static void corruption_met_later_is_set_aside_at_the_close(void **state)
{
        const struct place *place = *state;
        struct effect effect = place_span_effect(1, 2);
        struct store *store;
        uint32_t digest;

        store_close(place_open_store(place, STORE_NOTE_NONE));
        spoil_table(place, "spans");
        digest = place_file_digest(place->file);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_put_person(store, "anna", "{}"), 0);
        assert_int_equal(store_put_effect(store, "anna", &effect), -EBADMSG);
        assert_non_null(strstr(store_error(store), "malformed"));
        store_close(store);
        assert_set_aside(place, digest, 0);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        store_close(store);
}

static void the_log_goes_with_a_file_set_aside(void **state)
{
        const struct place *place = *state;
        char log[160], aside[192];
        sqlite3 *raw;

        store_close(place_open_store(place, STORE_NOTE_NONE));
        place_kill_writer(place, 3);
        snprintf(log, sizeof(log), "%s-wal", place->file);
        assert_int_equal(access(log, F_OK), 0);
        place_write_file(place->file,
                "no database at all, in more than a hundred bytes ................."
                ".............................................................",
                120);
        store_close(place_open_store(place, STORE_NOTE_SET_ASIDE));
        snprintf(aside, sizeof(aside), "%s.corrupt-1782864000-wal", place->file);
        assert_int_equal(access(aside, F_OK), 0);
        assert_int_equal(access(log, F_OK), -1);
        raw = place_open_raw(place->file);
        sqlite3_close(raw);
        place_assert_rows(place, "SELECT count(*) FROM spans", "0;");
}

static void a_newer_version_is_refused_and_untouched(void **state)
{
        const struct place *place = *state;
        char log[160];
        uint32_t digest, log_digest;
        sqlite3 *raw;

        store_close(place_open_store(place, STORE_NOTE_NONE));
        /* A version that lies in the log alone, as one that was killed leaves it. */
        raw = place_open_raw(place->file);
        assert_int_equal(sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(raw, "PRAGMA user_version = 6", NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(raw);
        snprintf(log, sizeof(log), "%s-wal", place->file);
        digest = place_file_digest(place->file);
        log_digest = place_file_digest(log);
        place_assert_refused(place, -ENOTSUP);
        assert_int_equal(place_file_digest(place->file), digest);
        assert_int_equal(place_file_digest(log), log_digest);
        place_execute_raw(place->file, "SELECT count(*) FROM spans");
        digest = place_file_digest(place->file);
        place_assert_refused(place, -ENOTSUP);
        assert_int_equal(place_file_digest(place->file), digest);
        place_execute_raw(place->file, "PRAGMA user_version = 5");
        store_close(place_open_store(place, STORE_NOTE_NONE));
}

static void the_directory_is_what_is_locked(void **state)
{
        const struct place *place = *state;
        int directory;

        assert_int_equal(mkdir(place->directory, 0700), 0);
        directory = open(place->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        assert_int_equal(flock(directory, LOCK_SH | LOCK_NB), 0);
        place_assert_refused(place, -EBUSY);
        /* Nothing was begun. */
        assert_int_equal(place_each_file(place->directory, NULL), 0);
        close(directory);
        store_close(place_open_store(place, STORE_NOTE_NONE));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                PLACED(directories_and_files_are_private_whatever_the_umask),
                PLACED(a_file_that_others_could_read_is_closed_to_them),
                PLACED(a_path_that_cannot_be_is_an_error),
                PLACED(a_second_opener_is_refused),
                PLACED(the_directory_is_what_is_locked),
                PLACED(a_file_that_is_no_store_is_set_aside),
                PLACED(an_empty_file_is_a_new_store),
                PLACED(spoilt_open_state_is_found_at_the_start),
                PLACED(a_store_cut_short_is_set_aside),
                PLACED(corruption_met_later_is_set_aside_at_the_close),
                PLACED(the_log_goes_with_a_file_set_aside),
                PLACED(a_newer_version_is_refused_and_untouched),
        };

        return cmocka_run_group_tests_name("store-file", tests, NULL, NULL);
}
