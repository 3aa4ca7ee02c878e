/* SPDX-License-Identifier: MIT */
#include "unit/faulty_disk.h"
#include "unit/store_place.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRANSACTIONS 5
#define RECORD_BYTES 6000
#define CHANGES_MAX  5000
#define SEEDS        2
/* Of each page, so many times a byte is changed. */
#define FLIPS 6

/* Return: as the store's. */
static int add_transaction(struct store *store, int64_t number)
{
        const struct effect effect = place_span_effect(number, number + 1);
        CLEANUP_FREE char *record = malloc(RECORD_BYTES);
        int r;

        assert_non_null(record);
        memset(record, ' ', RECORD_BYTES);
        snprintf(record + RECORD_BYTES - 24, 24, "%d", (int)number + 1);
        r = store_begin(store);
        if (r < 0)
                return r;
        r = store_put_effect(store, "anna", &effect);
        if (r == 0)
                r = store_put_person(store, "anna", record);
        if (r == 0)
                return store_commit(store);
        store_rollback(store);
        return r;
}

/* Returns how many transactions no power cut may take: those before the last sync of the log. */
static int live_until_the_power_goes(const struct place *place)
{
        struct store *store = NULL;
        enum store_note note;
        int safe = 0;

        if (store_open(place->directory, NOW_USEC, &note, &store) < 0)
                return 0;
        faulty_disk_checkpoint_often();
        for (int i = 0; i < TRANSACTIONS; i++) {
                unsigned syncs = faulty_disk_syncs();

                if (add_transaction(store, i) < 0)
                        break;
                if (faulty_disk_syncs() > syncs)
                        safe = i;
        }
        store_close(store);
        return safe;
}

/* Transactions are there from the first to some last one, each whole. */
static int count_transactions(const struct place *place)
{
        sqlite3 *database = place_open_raw(place->file);
        sqlite3_stmt *row = NULL;
        int count;

        assert_int_equal(
                sqlite3_prepare_v2(database,
                        "SELECT (SELECT count(*) FROM spans), (SELECT coalesce(max(to_usec), 0) FROM"
                        " spans), (SELECT coalesce(max(CAST(trim(record) AS INTEGER)), 0) FROM people),"
                        " (SELECT integrity_check = 'ok' FROM pragma_integrity_check)",
                        -1, &row, NULL),
                SQLITE_OK);
        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        count = sqlite3_column_int(row, 0);
        assert_int_equal(sqlite3_column_int(row, 1), count);
        assert_int_equal(sqlite3_column_int(row, 2), count);
        assert_int_equal(sqlite3_column_int(row, 3), 1);
        sqlite3_finalize(row);
        sqlite3_close(database);
        return count;
}

/* Return: whether the power went within the life. */
static bool live_and_cut(unsigned change, enum disk_keep keep, uint32_t seed)
{
        struct place *place = NULL;
        int safe;
        bool gone;

        place_set_up((void **)&place);
        faulty_disk_power_until(change);
        safe = live_until_the_power_goes(place);
        gone = faulty_disk_power_back(keep, seed);
        store_close(place_open_store(place, STORE_NOTE_NONE));
        assert_in_range(count_transactions(place), gone ? safe : TRANSACTIONS, TRANSACTIONS);
        place_tear_down((void **)&place);
        return gone;
}

/* Each change of the disk is the last one if the program has an argument, as scripts/crash gives it, and else
 * one of some. */
static unsigned step = 6;

/* Return: how many cuts there were. */
static unsigned cut_everywhere(enum disk_keep keep, uint32_t seed)
{
        unsigned cuts = 0;

        for (unsigned change = 0; live_and_cut(change, keep, seed); change += step) {
                assert_true(change < CHANGES_MAX);
                cuts++;
        }
        return cuts;
}

static void a_power_cut_takes_the_last_transactions_and_nothing_of_the_others(void **state)
{
        unsigned cuts = 0;

        (void)state;
        cuts += cut_everywhere(DISK_KEEP_NOTHING, 0);
        cuts += cut_everywhere(DISK_KEEP_LAST, 0);
        for (uint32_t seed = 1; seed <= SEEDS; seed++) {
                cuts += cut_everywhere(DISK_KEEP_SOME, seed);
                cuts += cut_everywhere(DISK_KEEP_HALF, seed);
        }
        print_message("# the power goes after each write: %u cuts\n", cuts);
}

/* Where damage is met it is told; where it is not met the store goes on. Never does the program end. */
static void read_and_write(const struct place *place)
{
        struct store *store = NULL;
        enum store_note note = STORE_NOTE_NONE;
        char *record = NULL;
        int r;

        r = store_open(place->directory, NOW_USEC, &note, &store);
        if (r < 0) {
                /* A changed version may be one to come. */
                assert_int_equal(r, -ENOTSUP);
                return;
        }
        r = store_get_person(store, "anna", &record);
        free(record);
        assert_true(r == 0 || r == -EBADMSG || r == -ENOENT);
        if (r == 0 || r == -ENOENT)
                r = add_transaction(store, 1000);
        assert_true(r == 0 || r == -EBADMSG || r == -ENOENT);
        store_close(store);
        if (r != -EBADMSG)
                return;
        /* It was set aside: the next one is new. */
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_get_person(store, "anna", &record), -ENOENT);
        store_close(store);
}

static unsigned char *read_file(const char *path, size_t *ret_size)
{
        FILE *stream = fopen(path, "re");
        unsigned char *bytes;

        assert_non_null(stream);
        assert_int_equal(fseek(stream, 0, SEEK_END), 0);
        *ret_size = (size_t)ftell(stream);
        rewind(stream);
        bytes = malloc(*ret_size);
        assert_non_null(bytes);
        assert_int_equal(fread(bytes, 1, *ret_size, stream), *ret_size);
        fclose(stream);
        return bytes;
}

static uint32_t next_random(uint32_t *seed)
{
        *seed = *seed * 1664525u + 1013904223u;
        return *seed >> 8;
}

/* Return: 1, for the count. */
static unsigned damage_and_use(
        const struct place *place, const unsigned char *bytes, size_t size, size_t page, uint32_t *seed)
{
        struct place damaged = *place;
        unsigned char *copy = malloc(size);
        size_t at = page + next_random(seed) % 4096;

        assert_non_null(copy);
        memcpy(copy, bytes, size);
        copy[at] ^= (unsigned char)(1 + next_random(seed) % 255);
        snprintf(damaged.directory, sizeof(damaged.directory), "%s/damaged", place->root);
        snprintf(damaged.file, sizeof(damaged.file), "%s/unslouch.sqlite", damaged.directory);
        assert_int_equal(mkdir(damaged.directory, 0700), 0);
        place_write_file(damaged.file, copy, size);
        free(copy);
        read_and_write(&damaged);
        place_remove_directory(damaged.directory);
        return 1;
}

static void a_changed_byte_in_any_page_is_met_with_calm(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        unsigned char *bytes;
        uint32_t seed = 20261122;
        unsigned changes = 0;
        size_t size;

        for (int i = 0; i < 40; i++) {
                const struct effect effect = place_span_effect(i, i + 1);

                assert_int_equal(store_put_effect(store, "anna", &effect), 0);
                assert_int_equal(store_put_person(store, i % 2 ? "anna" : "ben", "{}"), 0);
        }
        store_close(store);
        print_message("# seed %u\n", seed);
        bytes = read_file(place->file, &size);
        for (size_t page = 0; page < size; page += 4096)
                for (int i = 0; i < (page == 0 ? 20 * FLIPS : FLIPS); i++)
                        changes += damage_and_use(place, bytes, size, page, &seed);
        print_message("# a file of %u pages: %u changed bytes\n", (unsigned)(size / 4096), changes);
        free(bytes);
}

int main(int argc, char **argv)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_power_cut_takes_the_last_transactions_and_nothing_of_the_others),
                PLACED(a_changed_byte_in_any_page_is_met_with_calm),
        };

        (void)argv;
        if (argc > 1)
                step = 1;
        faulty_disk_install();
        return cmocka_run_group_tests_name("store-power", tests, NULL, NULL);
}
