/* SPDX-License-Identifier: MIT */
#include "unit/store_place.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define KILLS 50

static void what_was_committed_survives_kill_9(void **state)
{
        const struct place *place = *state;
        long number = 0;

        for (int i = 0; i < KILLS; i++) {
                long told = place_kill_writer(place, 1 + i * 7 % 40);
                struct store *store = place_open_store(place, STORE_NOTE_NONE);
                char *record = NULL;
                char rows[96];

                assert_true(told > number);
                assert_int_equal(store_get_person(store, "anna", &record), 0);
                number = strtol(record, NULL, 10);
                free(record);
                /* One more may be committed and not told. */
                assert_in_range(number, told, told + 1);
                store_close(store);
                snprintf(rows, sizeof(rows), "%ld|0|%ld|ok;", number, number);
                place_assert_rows(place,
                        "SELECT count(*), min(from_usec), max(to_usec),"
                        " (SELECT quick_check FROM pragma_quick_check) FROM spans",
                        rows);
        }
}

static void a_directory_that_cannot_be_written_is_an_error(void **state)
{
        const struct place *place = *state;

        assert_int_equal(chmod(place->root, 0555), 0);
        assert_int_equal(place_open_in_child(place, true), EACCES);
        assert_int_equal(chmod(place->root, 0755), 0);
        store_close(place_open_store(place, STORE_NOTE_NONE));
        assert_int_equal(chmod(place->directory, 0555), 0);
        assert_int_equal(chmod(place->file, 0444), 0);
        assert_int_equal(place_open_in_child(place, true), EACCES);
        assert_int_equal(chmod(place->directory, 0700), 0);
        store_close(place_open_store(place, STORE_NOTE_NONE));
}

/* No file may grow beyond @bytes: much as a disk that is full. */
static void limit_files(rlim_t bytes)
{
        struct rlimit limit;

        assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
        limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* SQLite knows a full disk, but not always a file that is at its limit. */
static void assert_no_room(int r)
{
        if (r != -ENOSPC && r != -EIO)
                fail_msg("%d is no error of a full disk", r);
}

/* Writes transactions until one fails; returns how. *@number counts what was committed. */
static int fill_disk(struct store *store, int64_t *number)
{
        static char record[20000];
        int r = 0;

        memset(record, 'r', sizeof(record) - 1);
        for (int i = 0; r == 0 && i < 1000; i++) {
                struct effect effect = place_span_effect(*number, *number + 1);

                assert_int_equal(store_begin(store), 0);
                r = store_put_effect(store, "anna", &effect);
                if (r == 0)
                        r = store_put_person(store, "anna", record);
                if (r < 0) {
                        store_rollback(store);
                        break;
                }
                r = store_commit(store);
                if (r == 0)
                        ++*number;
        }
        return r;
}

static void a_full_disk_stops_writing_until_there_is_room(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        int64_t number = 0;
        char rows[64];

        for (int round = 0; round < 3; round++) {
                int64_t before = number;
                struct effect effect = place_span_effect(0, 1);

                limit_files((rlim_t)(300 + 100 * round) * 1024);
                assert_no_room(fill_disk(store, &number));
                assert_true(strlen(store_error(store)) > 0);
                assert_no_room(fill_disk(store, &number));
                limit_files(RLIM_INFINITY);
                assert_true(number > before);
                assert_int_equal(store_begin(store), 0);
                effect = place_span_effect(number, number + 1);
                assert_int_equal(store_put_effect(store, "anna", &effect), 0);
                assert_int_equal(store_commit(store), 0);
                number++;
        }
        store_close(store);
        snprintf(rows, sizeof(rows), "%d|%d|ok;", (int)number, (int)number);
        place_assert_rows(place,
                "SELECT count(*), max(to_usec), (SELECT quick_check FROM pragma_quick_check) FROM spans",
                rows);
}

static void what_follows_a_lost_transaction_is_not_kept_without_it(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct effect effect = place_span_effect(1, 2);
        size_t size = 900 * 1024;
        char *record = malloc(size);
        int r;

        assert_non_null(record);
        memset(record, 'r', size - 1);
        record[size - 1] = '\0';
        assert_int_equal(store_begin(store), 0);
        assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        /* More than the page cache holds: it is written before the commit. */
        limit_files(64 * 1024);
        r = store_put_person(store, "anna", record);
        limit_files(RLIM_INFINITY);
        assert_no_room(r);
        assert_int_equal(store_put_person(store, "ben", "{}"), -ECANCELED);
        assert_int_equal(store_commit(store), -ECANCELED);
        assert_int_equal(store_put_person(store, "ben", "{}"), 0);
        store_close(store);
        free(record);
        place_assert_rows(place, "SELECT person, (SELECT count(*) FROM spans) FROM people", "ben|0;");
}

static void a_disk_that_is_full_from_the_start_is_an_error(void **state)
{
        const struct place *place = *state;

        for (unsigned kib = 0; kib < 64; kib += 4) {
                struct store *store = NULL;
                enum store_note note;
                int r;

                limit_files(kib * 1024);
                r = store_open(place->directory, NOW_USEC, &note, &store);
                limit_files(RLIM_INFINITY);
                assert_no_room(r);
                assert_null(store);
        }
        store_close(place_open_store(place, STORE_NOTE_NONE));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                PLACED(what_was_committed_survives_kill_9),
                PLACED(a_directory_that_cannot_be_written_is_an_error),
                PLACED(a_full_disk_stops_writing_until_there_is_room),
                PLACED(what_follows_a_lost_transaction_is_not_kept_without_it),
                PLACED(a_disk_that_is_full_from_the_start_is_an_error),
        };

        /* A file over its limit is an error of the write, as a full disk is. */
        signal(SIGXFSZ, SIG_IGN);
        return cmocka_run_group_tests_name("store-failure", tests, NULL, NULL);
}
