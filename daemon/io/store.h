/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * store - the history and the open state in SQLite (DESIGN 11).
 *
 * Floor: io. WAL, schema version in user_version, forward migrations; one process has it open. Every function
 * blocks on the disk. Writes between store_begin() and store_commit() are one transaction, others each their
 * own. What was committed survives the process; a power cut may take the last seconds, never the consistency.
 *
 * A full or read-only disk is an error of the write that meets it; the caller goes on, and later calls work
 * again when there is room. What the calls below return unless they say otherwise is 0 or
 * - -ENOSPC, -EROFS, -EACCES, -EIO: the disk;
 * - -EBADMSG: the file is corrupt; close the store, which sets the file aside, and open it again;
 * - -EINVAL: the tables do not take it: an id over 32 or a name over 64 characters, a span that ends before
 * it begins;
 * - -EMSGSIZE: a text over 1 MiB;
 * - -ECANCELED: an earlier failure has undone this transaction; store_rollback() it;
 * - -ENOMEM.
 */
#include "core/effect.h"
#include "core/source.h"

#include <stdbool.h>

struct store;

enum store_note {
        STORE_NOTE_NONE,
        STORE_NOTE_SET_ASIDE, /* the file was corrupt: it is now <file>.corrupt-<n>, a new one was begun */
};

/**
 * store_open() - opens or creates @directory/unslouch.sqlite, and the directory.
 * @realtime_usec: for the name of a file set aside.
 *
 * Directories that are made have mode 0700, the files 0600, whatever the umask. A file that is corrupt, or
 * not a store, is set aside with what belongs to it (-wal). The caller owns the store: store_close().
 *
 * Return: 0; -EBUSY if another process has it open; -ENOTSUP if it is of a newer version (left untouched);
 * -EROFS, -ENOSPC, -EACCES, -ENOTDIR, -EIO; -ENOMEM.
 */
int store_open(
        const char *directory, int64_t realtime_usec, enum store_note *ret_note, struct store **ret_store);
/* Whether @directory has a store's file. Blocks on the disk. */
bool store_exists(const char *directory);
/* Undoes an open transaction. A store that has met corruption is set aside. Takes NULL. */
struct store *store_close(struct store *store);

/*
 * Without this a commit now and then writes what has gathered in the log back to the file, and waits for the
 * disk. With it commits are quick, and the caller calls store_checkpoint() at a quiet moment when it is
 * wanted; SQLite does at last if it does not.
 */
void store_defer_checkpoints(struct store *store);
bool store_wants_checkpoint(const struct store *store);
/* Return: 0; negative errno: nothing is lost, and it is wanted again after the next commit. */
int store_checkpoint(struct store *store);

/* Gives back what only reading at start needed. Not within the reading of rows. */
void store_release_memory(struct store *store);

/* What the last failed call's cause was, in SQLite's words; borrowed until the next call. */
const char *store_error(const struct store *store);

/* -EALREADY within a transaction. */
int store_begin(struct store *store);
/* Ends the transaction in any case: on failure nothing of it is kept. -EINVAL without one. */
int store_commit(struct store *store);
/* Nothing of the transaction is kept. No effect without one. */
void store_rollback(struct store *store);

/*
 * Effects of kind SPAN, OUTCOME (inserted or replaced by id; sat_usec stays the first one's), DAY (inserted
 * or replaced by day). Others: -EINVAL; a SETTING needs the file's value too: store_put_setting().
 */
int store_put_effect(struct store *store, const char *person, const struct effect *effect);

/*
 * The history of @person, oldest first: the spans that overlap the time from @from to @to (realtime, the end
 * not included), the prompts that were first delivered in it, and the days from @from_day to @to_day, both
 * included. What is still open is not in it: a span, a day that has not ended; a prompt without its outcome
 * yet has no `ended`. A summary's began_usec and ends_usec are not kept, they are 0.
 *
 * Calls @row with each, borrowed for the call, in which the store is not to be used; a negative value of it
 * ends the reading and is returned. -EBADMSG: also for a row that cannot have been written by a store; the
 * rows before it have been given. Reads through an index what lies in the time asked for, no more.
 */
int store_read_spans(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct span_record *span), void *userdata);
int store_read_prompts(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct prompt_record *prompt),
        void *userdata);
int store_read_days(struct store *store, const char *person, int32_t from_day, int32_t to_day,
        int (*row)(void *userdata, const struct day_summary *day), void *userdata);

/*
 * By which definitions the history of @person is counted from @from_realtime_usec on (programme.md 4.4). Call
 * at start and after a change; what equals the latest is not written again.
 */
int store_put_definition(struct store *store, const char *person, int64_t from_realtime_usec,
        const struct bout_config *definition);

/* Forgets the open state of all people: their records, sources and open sessions. Call before everybody who
 * is still there is put again, within one transaction. */
int store_clear_open(struct store *store);

/* A source's last value, with its lease's end in realtime (INT64_MAX: never). Stamps of the source are
 * boottime. One that is as it was put is not written again, and keeps the time at which it was. */
struct store_source {
        struct source source;
        int64_t saved_boottime_usec;
        int64_t saved_realtime_usec;
        int64_t lease_end_realtime_usec;
};
int store_put_source(
        struct store *store, const char *person, const char *name, const struct store_source *source);
/* Return: 0; -ENOENT. */
int store_get_source(
        struct store *store, const char *person, const char *name, struct store_source *ret_source);

/* The open state of a person, and of a lamp, as JSON. */
int store_put_person(struct store *store, const char *person, const char *record);
/* Return: 0 with a text owned by the caller; -ENOENT. */
int store_get_person(struct store *store, const char *person, char **ret_record);
int store_put_lamp(struct store *store, const char *lamp, const char *saved); /* NULL: forget it */
int store_get_lamp(struct store *store, const char *lamp, char **ret_saved);

/* Run-time settings: the value set, and the file's value at that time (a file that changes wins). */
int store_put_setting(
        struct store *store, const char *person, enum setting setting, int64_t value, int64_t file_value);
int store_get_setting(struct store *store, const char *person, enum setting setting, int64_t *ret_value,
        int64_t *ret_file_value);

/* The boot in which this store was last written, and when: for the downtime. */
struct store_alive {
        char boot_id[33];
        int64_t boottime_usec;
        int64_t realtime_usec;
};
int store_put_alive(struct store *store, const struct store_alive *alive);
/* Return: 0; -ENOENT for a new store. */
int store_get_alive(struct store *store, struct store_alive *ret_alive);
