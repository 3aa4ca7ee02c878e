/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * store_announcement - where messages of whom may be retained by the broker (DESIGN 8), so that they can be
 * taken back by a daemon that no longer knows these people.
 *
 * Floor: io. Every function blocks on the disk and returns what io/store.h says.
 */
#include "io/store.h"
#include "wire/discovery.h"

/* Inserted, or replaced by person, base, prefix and mode. */
int store_put_announcement(struct store *store, const struct discovery_announcement *announcement);
/* By person, base, prefix and mode; the rest is not looked at. */
int store_delete_announcement(struct store *store, const struct discovery_announcement *announcement);

/*
 * Calls @row with each, borrowed for the call, in which the store is not to be used; a negative value of it
 * ends the reading and is returned. -EBADMSG: also for a row that no store writes; those before it have been
 * given. Components of a platform that is not known any more are left out.
 */
int store_read_announcements(struct store *store,
        int (*row)(void *userdata, const struct discovery_announcement *announcement), void *userdata);
