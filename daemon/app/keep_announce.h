/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * keep_announce - what the broker may retain, between the engine and io/store.
 *
 * Floor: app. For keep.c and keep_restore.c. Blocks on the store's file.
 */
#include "app/engine.h"
#include "io/store.h"

/* Return: what the store returns. */
int keep_put_announcement(struct store *store, const struct announcement *announcement);
int keep_delete_announcement(struct store *store, const struct announcement *announcement);

/* Lets the engine know of all that was announced. What cannot be read is not known: the store tells of damage
 * with the next write. */
void keep_restore_announcements(struct store *store, struct engine *engine);
