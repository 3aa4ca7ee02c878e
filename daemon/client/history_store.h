/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * history_store - reads the history from a store that no daemon holds.
 *
 * Floor: client. Blocks on the files. What went wrong has been told on standard error.
 */
#include "app/home.h"
#include "client/history.h"
#include "io/store.h"

struct history_files {
        const char *config_file; /* NULL: the one that the daemon reads, too */
        const char *state_dir;   /* NULL: what the configuration or the environment says */
        const char *person;      /* NULL: the only one */
};

/**
 * history_store_open() - reads the configuration, whose time zone becomes the process's, finds the person and
 * opens the store. The rest is up to history_store_read().
 * @verb: for messages; borrowed.
 *
 * Return: an exit status. history_store_close() takes NULL.
 */
struct history_store;
int history_store_open(const char *verb, const struct history_files *files, struct history_store **ret_store);
struct history_store *history_store_close(struct history_store *store);

/* Fills @history, of which the kind, now_usec and the days are given. Return: an exit status. */
int history_store_read(struct history_store *store, struct history *history);

/* What was opened, borrowed. */
struct store *history_store_base(struct history_store *store);
const struct home *history_store_home(const struct history_store *store);
const struct person_setup *history_store_person(const struct history_store *store);
struct instant history_store_now(struct history_store *store);
