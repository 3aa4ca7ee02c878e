/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * keep - what of an engine outlives the process, on io/store: one transaction a turn, and the way back at
 * start (DESIGN 11).
 *
 * Floor: app. A store that fails is told once, and once when it works again; the reminders go on without it.
 * Blocks on the store's file.
 */
#include "app/engine.h"
#include "io/log.h"
#include "io/store.h"

struct keep;

/**
 * keep_new() - @store and @log are borrowed and must outlive the keep; a NULL @store keeps nothing.
 * @boot_id: this boot's, copied; "" if the boottime of no earlier run can be compared with this one's.
 *
 * Return: 0; -ENOMEM. keep_free() takes NULL.
 */
int keep_new(struct store *store, struct log *log, const char *boot_id, struct keep **ret_keep);
struct keep *keep_free(struct keep *keep);

/* The callbacks that an engine is to be given. */
struct engine_keep keep_callbacks(struct keep *keep);

/* The engine whose people and lamps are kept: after engine_new() and after a reload. Borrowed. */
void keep_set_engine(struct keep *keep, struct engine *engine);

/*
 * Restores run-time settings, sources, people and lamps into the engine, and saves everything anew under this
 * boot's clock.
 */
void keep_restore(struct keep *keep, const struct instant *now);

/*
 * After a reload, before the engine adopts @old: who was not there may have been there earlier, and gets back
 * the settings made at run time and the routine.
 */
void keep_restore_newcomers(struct keep *keep, const struct engine *old, const struct instant *now);

/* Saves every person and source now, and forgets the open state of all others. */
void keep_save_all(struct keep *keep, const struct instant *now);

/* Ends the turn's transaction, if there was anything to write; notes now and then that we are alive. */
void keep_commit(struct keep *keep, const struct instant *now);

/* Whether the store met damage in its file: nothing is written any more until keep_set_store() gives another.
 */
bool keep_is_corrupt(const struct keep *keep);

/*
 * Goes on with @store (borrowed as in keep_new(), may be NULL), which the caller opened anew: what is open
 * and what is set now is written into it.
 */
void keep_set_store(struct keep *keep, struct store *store, const struct instant *now);

/*
 * The same with a @store that could not be opened at start: what earlier runs have left in it and this one
 * has not changed - settings, the routine, lamps - is restored before. Bouts and prompts of then are over.
 */
void keep_find_store(struct keep *keep, struct store *store, const struct instant *now);
