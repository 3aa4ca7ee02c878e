/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * keep_restore - from the store back into an engine, at start: settings made at run time, last values of
 * sources, what people and lamps were at. Stamps are moved so that ages stay right across the downtime and a
 * new boot.
 *
 * Floor: app.
 */
#include "app/engine.h"
#include "io/store.h"

/**
 * keep_elapsed() - how long ago a stamp was made.
 * @boot_id, @boottime_usec, @realtime_usec: the boot and both clocks at that time.
 *
 * Return: the boottime's growth within the same boot, otherwise the wall clock's; USEC_INFINITY if that
 * cannot be (the clock was set back).
 */
int64_t keep_elapsed(const struct store_alive *then, const char *boot_id, const struct instant *now);

/* The file's value of a setting that can be changed at run time, in the unit of struct effect. */
int64_t keep_file_value(const struct person_config *config, enum setting setting);

/* What cannot be read or no longer fits is left as new. */
void keep_restore_engine(
        struct store *store, struct engine *engine, const char *boot_id, const struct instant *now);

/* The same for those who are not in @old: only what does not age, the settings and the routine. */
void keep_restore_added(
        struct store *store, struct engine *engine, const struct engine *old, const struct instant *now);

/* The same for everybody and the lamps, long after the start: what this run has changed stays. */
void keep_restore_late(struct store *store, struct engine *engine, const struct instant *now);
