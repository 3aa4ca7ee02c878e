/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * store_place - a directory of its own for each test of the store, and what those tests share.
 */
#include "unit/test.h"

#include "io/store.h"

#include <sqlite3.h>

/* 2026-07-01T00:00:00Z */
#define NOW_SEC          1782864000
#define NOW_USEC         (NOW_SEC * USEC_PER_SEC)
#define PLACED(function) cmocka_unit_test_setup_teardown(function, place_set_up, place_tear_down)

struct place {
        char root[64];
        char directory[96];
        char file[128];
};

/* Make *state a place, and remove it with all that is in it. */
int place_set_up(void **state);
int place_tear_down(void **state);

/* Opens the store, which must give @expected_note; or must fail with @error. */
struct store *place_open_store(const struct place *place, enum store_note expected_note);
void place_assert_refused(const struct place *place, int error);

/* The exit status of a child that opens the store, as user nobody if root asks for it: errno or 0. */
int place_open_in_child(const struct place *place, bool as_nobody);

/*
 * A child commits transactions for ever - a span, and in anna's record how many there are - and is killed
 * after at least
 * @transactions. Returns the last number that it told.
 */
long place_kill_writer(const struct place *place, int transactions);

struct effect place_span_effect(int64_t from_usec, int64_t to_usec);

/* The file as another program of SQLite's sees it. */
sqlite3 *place_open_raw(const char *file);
void place_execute_raw(const char *file, const char *sql);
/* What @sql gives: columns parted by a bar, rows ended by a semicolon, NULL a dash. */
void place_assert_rows(const struct place *place, const char *sql, const char *expected);

void place_write_file(const char *path, const void *bytes, size_t size);
uint32_t place_file_digest(const char *path);
/* Calls @visit (may be NULL) for each file of @directory; returns how many there are. */
int place_each_file(const char *directory, void (*visit)(const char *path, const char *name));
/* With all that is in it. */
void place_remove_directory(const char *path);
/* Nobody else may read it: mode 0700 or 0600. @name is not used. */
void place_assert_private(const char *path, const char *name);
