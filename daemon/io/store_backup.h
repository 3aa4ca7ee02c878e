/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * store_backup - a copy of a store that is in use, and a copy in place of the store.
 *
 * Floor: io. Blocks on the disk; what is returned otherwise is as in store.h.
 */
#include "io/store.h"

/* A greater store is not copied; ten years of one person are a few percent of it. */
#define STORE_COPY_BYTES_MAX (INT64_C(512) * 1024 * 1024)
#define STORE_KEPT_SIZE      96

/**
 * store_copy() - all that was committed, as one file in memory.
 * @ret_descriptor: receives it, to be read from its start; the caller closes it.
 *
 * The copy is whole whatever is written meanwhile, and needs no other file beside it. Not within a
 * transaction: -EALREADY. Takes about 2 ms a megabyte. Return: 0; -EFBIG over STORE_COPY_BYTES_MAX; -ENOMEM.
 */
int store_copy(struct store *store, int *ret_descriptor);

/**
 * store_restore() - puts the copy that @source (a descriptor) reads in place of the store of @directory.
 * @realtime_usec: for the name under which the one before is kept.
 * @ret_kept: receives that name, within @directory; "" if there was none.
 *
 * The copy is brought to this version and checked whole first, in a directory of its own; only then the files
 * are exchanged. As root the new file gets the directory's owner. Return: 0; or, the store untouched: -EBUSY
 * if a process has it open; -EBADMSG if the copy is no store or damaged; -ENOTSUP if it is of a newer
 * version; -EFBIG; others.
 */
int store_restore(
        const char *directory, int source, int64_t realtime_usec, char ret_kept[static STORE_KEPT_SIZE]);
