/* SPDX-License-Identifier: MIT */
#include "unit/store_place.h"

#include "io/store_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A store with one record of anna; to be closed. */
static struct store *make_store(const struct place *place, const char *record)
{
        struct store *store = place_open_store(place, STORE_NOTE_NONE);

        assert_int_equal(store_put_person(store, "anna", record), 0);
        return store;
}

static void assert_record(const struct place *place, const char *expected)
{
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        char *record = NULL;

        assert_int_equal(store_get_person(store, "anna", &record), 0);
        assert_string_equal(record, expected);
        free(record);
        store_close(store);
}

/* A copy of the store of @place at @path, as a file. */
static void back_up(struct store *store, const char *path)
{
        char bytes[4096];
        int copy = -1;
        int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ssize_t got;

        assert_true(file >= 0);
        assert_int_equal(store_copy(store, &copy), 0);
        while ((got = read(copy, bytes, sizeof(bytes))) > 0)
                assert_int_equal(write(file, bytes, (size_t)got), got);
        assert_int_equal(got, 0);
        close(copy);
        close(file);
}

static int restore(const struct place *place, const char *path, char kept[static STORE_KEPT_SIZE])
{
        int source = open(path, O_RDONLY);
        int r;

        assert_true(source >= 0);
        r = store_restore(place->directory, source, NOW_USEC, kept);
        close(source);
        return r;
}

static void a_copy_of_an_open_store_is_whole_and_comes_back(void **state)
{
        const struct place *place = *state;
        char path[160], kept[STORE_KEPT_SIZE], old[256];
        struct store *store = make_store(place, "{\"a\":1}");

        snprintf(path, sizeof(path), "%s/copy", place->root);
        /* What is committed is still in the log alone. */
        back_up(store, path);
        assert_int_equal(store_put_person(store, "anna", "{\"a\":2}"), 0);
        assert_int_equal(restore(place, path, kept), -EBUSY);
        store_close(store);
        assert_record(place, "{\"a\":2}");
        assert_int_equal(restore(place, path, kept), 0);
        assert_record(place, "{\"a\":1}");
        /* The one before is there under the name that is told, and nothing else. */
        snprintf(old, sizeof(old), "unslouch.sqlite.before-restore-%d", NOW_SEC);
        assert_string_equal(kept, old);
        assert_int_equal(place_each_file(place->directory, place_assert_private), 2);
        snprintf(old, sizeof(old), "%s/%s", place->directory, kept);
        place_execute_raw(old, "PRAGMA quick_check");
        /* Once more in the same second it has another name. */
        assert_int_equal(restore(place, path, kept), 0);
        snprintf(old, sizeof(old), "unslouch.sqlite.before-restore-%d", NOW_SEC + 1);
        assert_string_equal(kept, old);
        assert_int_equal(unlink(path), 0);
}

static void into_an_empty_directory_nothing_is_kept(void **state)
{
        const struct place *place = *state;
        struct place other = *place;
        char path[160], kept[STORE_KEPT_SIZE] = "x";
        struct store *store = make_store(place, "{}");

        snprintf(path, sizeof(path), "%s/copy", place->root);
        back_up(store, path);
        store_close(store);
        snprintf(other.directory, sizeof(other.directory), "%s/other", place->root);
        assert_int_equal(restore(&other, path, kept), 0);
        assert_string_equal(kept, "");
        assert_record(&other, "{}");
}

static void a_transaction_is_not_copied_halfway(void **state)
{
        struct store *store = make_store(*state, "{}");
        int copy = -1;

        assert_int_equal(store_begin(store), 0);
        assert_int_equal(store_copy(store, &copy), -EALREADY);
        assert_int_equal(copy, -1);
        assert_int_equal(store_commit(store), 0);
        store_close(store);
}

static void what_is_no_store_changes_nothing(void **state)
{
        static const struct {
                const char *sql; /* done to the copy; NULL: the file is @bytes */
                const char *bytes;
                off_t cut; /* to so many bytes; 0: not */
                int error;
        } cases[] = {
                { NULL, "", 0, -EBADMSG },
                { NULL,
                        "no store at all, but a text that is longer than the header of a file of SQLite's, "
                        "which "
                        "has a hundred bytes",
                        0, -EBADMSG },
                { "PRAGMA user_version = 6", NULL, 0, -ENOTSUP },
                { "PRAGMA user_version = 2147483647", NULL, 0, -ENOTSUP },
                { "PRAGMA user_version = -1", NULL, 0, -EBADMSG },
                { "PRAGMA application_id = 7", NULL, 0, -EBADMSG },
                { "DROP TABLE people", NULL, 0, -EBADMSG },
                { "PRAGMA user_version = 5", NULL, 8192, -EBADMSG },
                { "PRAGMA user_version = 5", NULL, 50, -EBADMSG },
        };
        const struct place *place = *state;
        struct store *store = make_store(place, "{\"a\":1}");
        char path[160], kept[STORE_KEPT_SIZE] = "x";
        uint32_t digest;

        snprintf(path, sizeof(path), "%s/copy", place->root);
        back_up(store, path);
        store_close(store);
        digest = place_file_digest(place->file);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                store = place_open_store(place, STORE_NOTE_NONE);
                back_up(store, path);
                store_close(store);
                if (cases[i].sql)
                        place_execute_raw(path, cases[i].sql);
                else
                        place_write_file(path, cases[i].bytes, strlen(cases[i].bytes));
                if (cases[i].cut > 0)
                        assert_int_equal(truncate(path, cases[i].cut), 0);
                assert_int_equal(restore(place, path, kept), cases[i].error);
                assert_string_equal(kept, "x");
                assert_int_equal(place_each_file(place->directory, NULL), 1);
                assert_int_equal(place_file_digest(place->file), digest);
        }
        assert_record(place, "{\"a\":1}");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                PLACED(a_copy_of_an_open_store_is_whole_and_comes_back),
                PLACED(into_an_empty_directory_nothing_is_kept),
                PLACED(a_transaction_is_not_copied_halfway),
                PLACED(what_is_no_store_changes_nothing),
        };

        return cmocka_run_group_tests_name("store_backup", tests, NULL, NULL);
}
