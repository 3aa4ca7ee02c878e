/* SPDX-License-Identifier: MIT */
#include "unit/faulty_disk.h"
#include "unit/store_place.h"
#include "unit/store_versions.h"

#include "base/cleanup.h"
#include "io/store_backup.h"
#include "io/store_routine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a whole scenario asks of the disk is less. */
#define NUMBER_MAX 2000
/* A record of a few pages. */
#define RECORD_BYTES 6000
#define TRANSACTIONS 4

static const struct disk_fault faults[] = {
        { "open", DISK_OPEN, SQLITE_CANTOPEN, EIO, false, false },
        { "open of a full disk, and all that follow", DISK_OPEN, SQLITE_CANTOPEN, ENOSPC, false, true },
        { "read", DISK_READ, SQLITE_IOERR_READ, EIO, false, false },
        { "all reads from there on", DISK_READ, SQLITE_IOERR_READ, EIO, false, true },
        { "write", DISK_WRITE, SQLITE_IOERR_WRITE, EIO, false, false },
        { "short write", DISK_WRITE, SQLITE_IOERR_WRITE, EIO, true, false },
        { "write to a full disk", DISK_WRITE, SQLITE_FULL, ENOSPC, false, false },
        { "all writes to a full disk, the first one short", DISK_WRITE, SQLITE_FULL, ENOSPC, true, true },
        { "all writes to a disk that is read only", DISK_WRITE, SQLITE_READONLY, EROFS, false, true },
        { "truncate", DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE, EIO, false, false },
        { "sync", DISK_SYNC, SQLITE_IOERR_FSYNC, EIO, false, false },
        { "all syncs from there on", DISK_SYNC, SQLITE_IOERR_FSYNC, EIO, false, true },
        { "size", DISK_SIZE, SQLITE_IOERR_FSTAT, EIO, false, false },
        { "lock", DISK_LOCK, SQLITE_IOERR_LOCK, EIO, false, false },
        { "lock that another has", DISK_LOCK, SQLITE_BUSY, EAGAIN, false, false },
        { "delete", DISK_DELETE, SQLITE_IOERR_DELETE, EIO, false, false },
        { "access", DISK_ACCESS, SQLITE_IOERR_ACCESS, EIO, false, false },
};

/* What a scenario was told to be kept. */
struct told {
        int64_t transactions;
        bool failed; /* something was refused */
};

struct scenario {
        const char *name;
        void (*prepare)(const struct place *place);
        void (*live)(const struct place *place, struct told *told);
        void (*check)(const struct place *place, const struct told *told);
};

static void prepare_nothing(const struct place *place)
{
        (void)place;
}

/* One more span, set, setting, session and its number, all or none. Return: as the store's. */
static int put_transaction(struct store *store, int64_t number)
{
        const struct effect effect = place_span_effect(number, number + 1);
        const struct store_set set = {
                .exercise = "dead-bug",
                .record = { .session_realtime_usec = 1, .set = 1, .ended_realtime_usec = number },
        };
        CLEANUP_FREE char *record = malloc(RECORD_BYTES);
        int r;

        assert_non_null(record);
        memset(record, ' ', RECORD_BYTES);
        snprintf(record + RECORD_BYTES - 24, 24, "%d", (int)number + 1);
        r = store_put_effect(store, "anna", &effect);
        if (r == 0)
                r = store_put_set(store, "anna", &set);
        if (r == 0)
                r = store_put_setting(store, "anna", SETTING_SIT_LIMIT, number, 1);
        if (r == 0)
                r = store_put_person(store, "anna", record);
        return r;
}

static int add_transaction(struct store *store, int64_t number)
{
        int r;

        r = store_begin(store);
        if (r < 0)
                return r;
        r = put_transaction(store, number);
        if (r == 0)
                return store_commit(store);
        store_rollback(store);
        return r;
}

/* What a store may say of a disk that fails; that the file is corrupt is not true. */
static void assert_error_of_disk(int r)
{
        if (r != -EIO && r != -ENOSPC && r != -EROFS && r != -EBUSY && r != -ECANCELED)
                fail_msg("%d is no error of a disk", r);
}

static void live_with(struct store *store, struct told *told)
{
        for (int i = 0; i < TRANSACTIONS; i++) {
                int r = add_transaction(store, told->transactions);

                if (r == 0) {
                        told->transactions++;
                        continue;
                }
                assert_error_of_disk(r);
                assert_true(strlen(store_error(store)) > 0);
                told->failed = true;
        }
}

static void live_a_life(const struct place *place, struct told *told)
{
        struct store *store = NULL;
        enum store_note note = STORE_NOTE_NONE;
        int r;

        r = store_open(place->directory, NOW_USEC, &note, &store);
        assert_int_equal(note, STORE_NOTE_NONE);
        if (r < 0) {
                assert_error_of_disk(r);
                assert_null(store);
                told->failed = true;
                return;
        }
        faulty_disk_checkpoint_often();
        live_with(store, told);
        store_close(store);
}

/* All that was told, and nothing by halves. */
static void check_transactions(const struct place *place, const struct told *told)
{
        char rows[160];
        int count = (int)told->transactions;

        store_close(place_open_store(place, STORE_NOTE_NONE));
        snprintf(rows, sizeof(rows), "%d|%d|%d|%d|ok;", count, count, count, count);
        place_assert_rows(place,
                "SELECT (SELECT count(*) FROM spans), (SELECT count(*) FROM sets),"
                " (SELECT coalesce(max(value), -1) + 1 FROM settings),"
                " (SELECT coalesce(max(CAST(trim(record) AS INTEGER)), 0) FROM people),"
                " (SELECT integrity_check FROM pragma_integrity_check)",
                rows);
        assert_int_equal(place_each_file(place->directory, NULL), 1);
}

/* The file or its log goes from one directory to the other. */
static void move_file(const char *from, const char *to, const char *name)
{
        char source[160], target[160];

        snprintf(source, sizeof(source), "%s/%s", from, name);
        snprintf(target, sizeof(target), "%s/%s", to, name);
        assert_int_equal(rename(source, target), 0);
}

/* What a daemon that was killed leaves, log and all. */
static void prepare_a_killed_life(const struct place *place)
{
        static const char *const names[] = { "unslouch.sqlite", "unslouch.sqlite-wal" };
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct told told = { 0 };

        live_with(store, &told);
        assert_int_equal(told.transactions, TRANSACTIONS);
        for (size_t i = 0; i < ELEMENTS(names); i++)
                move_file(place->directory, place->root, names[i]);
        store_close(store);
        for (size_t i = 0; i < ELEMENTS(names); i++)
                move_file(place->root, place->directory, names[i]);
}

static void live_another_life(const struct place *place, struct told *told)
{
        told->transactions = TRANSACTIONS;
        live_a_life(place, told);
}

static void prepare_version_1(const struct place *place)
{
        versions_make(place, 1);
}

static void prepare_version_2(const struct place *place)
{
        versions_make(place, 2);
}

static void prepare_version_3(const struct place *place)
{
        versions_make(place, 3);
}

static void prepare_version_4(const struct place *place)
{
        versions_make(place, 4);
}

static void migrate(const struct place *place, struct told *told)
{
        struct store *store = NULL;
        enum store_note note = STORE_NOTE_NONE;
        int r;

        r = store_open(place->directory, NOW_USEC, &note, &store);
        assert_int_equal(note, STORE_NOTE_NONE);
        told->failed = r < 0;
        if (r < 0)
                assert_error_of_disk(r);
        store_close(store);
}

static void check_version(const struct place *place, const struct told *told)
{
        (void)told;
        store_close(place_open_store(place, STORE_NOTE_NONE));
        versions_assert_new_rows(place);
        place_assert_rows(place, "SELECT integrity_check FROM pragma_integrity_check", "ok;");
}

static void prepare_a_copy(const struct place *place)
{
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        char path[160], bytes[4096];
        int copy = -1, file;
        ssize_t got;

        assert_int_equal(store_put_person(store, "anna", "copied"), 0);
        assert_int_equal(store_copy(store, &copy), 0);
        assert_int_equal(store_put_person(store, "anna", "later"), 0);
        store_close(store);
        snprintf(path, sizeof(path), "%s/copy", place->root);
        file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        assert_true(file >= 0);
        while ((got = read(copy, bytes, sizeof(bytes))) > 0)
                assert_int_equal(write(file, bytes, (size_t)got), got);
        close(copy);
        close(file);
}

static void back_up_and_restore(const struct place *place, struct told *told)
{
        struct store *store = NULL;
        enum store_note note;
        char path[160], kept[STORE_KEPT_SIZE];
        int copy = -1, source;
        int r;

        r = store_open(place->directory, NOW_USEC, &note, &store);
        if (r == 0) {
                r = store_copy(store, &copy);
                if (r == 0)
                        close(copy);
                store_close(store);
        }
        told->failed = r < 0;
        snprintf(path, sizeof(path), "%s/copy", place->root);
        source = open(path, O_RDONLY | O_CLOEXEC);
        assert_true(source >= 0);
        r = store_restore(place->directory, source, NOW_USEC, kept);
        close(source);
        told->transactions = r == 0;
        told->failed |= r < 0;
        if (r < 0)
                assert_error_of_disk(r);
}

static void assert_no_workshop(const char *path, const char *name)
{
        (void)path;
        assert_true(strncmp(name, "restore.", 8) != 0);
}

/* One or the other, whole; and nothing is left of the attempt. */
static void check_restored(const struct place *place, const struct told *told)
{
        store_close(place_open_store(place, STORE_NOTE_NONE));
        place_assert_rows(place,
                "SELECT record, (SELECT integrity_check FROM pragma_integrity_check) FROM people",
                told->transactions ? "copied|ok;" : "later|ok;");
        /* What was set aside may have a log, if it could not be closed well. */
        assert_in_range(place_each_file(place->directory, assert_no_workshop), 1, told->transactions ? 3 : 1);
}

static int count_descriptors(void)
{
        return place_each_file("/proc/self/fd", NULL);
}

/* Return: whether the fault came to pass. */
static bool live_with_fault(const struct scenario *scenario, const struct disk_fault *fault, unsigned number)
{
        struct place *place = NULL;
        struct told told = { 0 };
        int descriptors;
        bool fired;

        place_set_up((void **)&place);
        scenario->prepare(place);
        descriptors = count_descriptors();
        faulty_disk_arm(fault, number);
        scenario->live(place, &told);
        fired = faulty_disk_heal();
        assert_int_equal(count_descriptors(), descriptors);
        if (!fired)
                assert_false(told.failed);
        scenario->check(place, &told);
        place_tear_down((void **)&place);
        return fired;
}

/* Beyond the first few operations each is tried if the program has an argument, as scripts/crash gives it,
 * and else one of some. */
static unsigned step = 25;
#define FIRST_FEW 3

/* With every number until nothing fails any more. */
static void live_with_all_faults(const struct scenario *scenario)
{
        unsigned runs = 0;

        for (size_t i = 0; i < ELEMENTS(faults); i++) {
                unsigned number = 0;

                while (live_with_fault(scenario, &faults[i], number)) {
                        number += number < FIRST_FEW ? 1 : step;
                        assert_true(number < NUMBER_MAX);
                        runs++;
                }
        }
        print_message("# %s: %u faults\n", scenario->name, runs);
}

static void a_life_outlives_each_fault_of_its_disk(void **state)
{
        const struct scenario scenario = { "open, create, write, checkpoint, close", prepare_nothing,
                live_a_life, check_transactions };

        (void)state;
        live_with_all_faults(&scenario);
}

static void the_log_of_a_killed_life_outlives_each_fault(void **state)
{
        const struct scenario scenario = { "open after a kill, write, checkpoint, close",
                prepare_a_killed_life, live_another_life, check_transactions };

        (void)state;
        live_with_all_faults(&scenario);
}

static void each_older_version_outlives_each_fault_of_its_migration(void **state)
{
        static const struct scenario scenarios[] = {
                { "migrate from version 1", prepare_version_1, migrate, check_version },
                { "migrate from version 2", prepare_version_2, migrate, check_version },
                { "migrate from version 3", prepare_version_3, migrate, check_version },
                { "migrate from version 4", prepare_version_4, migrate, check_version },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(scenarios); i++)
                live_with_all_faults(&scenarios[i]);
        versions_forget_made();
}

static void what_is_restored_is_one_or_the_other_whatever_fails(void **state)
{
        const struct scenario scenario = { "backup and restore", prepare_a_copy, back_up_and_restore,
                check_restored };

        (void)state;
        live_with_all_faults(&scenario);
}

int main(int argc, char **argv)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_life_outlives_each_fault_of_its_disk),
                cmocka_unit_test(the_log_of_a_killed_life_outlives_each_fault),
                cmocka_unit_test(each_older_version_outlives_each_fault_of_its_migration),
                cmocka_unit_test(what_is_restored_is_one_or_the_other_whatever_fails),
        };

        (void)argv;
        if (argc > 1)
                step = 1;
        faulty_disk_install();
        return cmocka_run_group_tests_name("store-faults", tests, NULL, NULL);
}
