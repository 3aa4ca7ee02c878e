/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * keep_routine - a person's routine in the store, and back at start: the log with ids in place of the set's
 * numbers, and the guided session that is open. Levels and plans are made of the log alone.
 *
 * Floor: app. Health data: nothing of it is logged.
 */
#include "app/engine.h"
#include "io/store.h"

/**
 * keep_routine_put() - stores @record, which an EFFECT_ROUTINE brought.
 *
 * Return: what io/store_routine.h says; -EINVAL also for a record of what the set has not.
 */
int keep_routine_put(struct store *store, const struct routine_config *config, const char *person,
        const struct routine_record *record, const struct instant *now);

/* Stores the guided session that is open, or that there is none. Return: as above; -ENOMEM. */
int keep_routine_put_session(
        struct store *store, const char *person, const struct routine *routine, const struct instant *now);

/* Takes back all that is there, before the first step. What cannot be read, or is no longer in the set, is
 * left out. */
void keep_routine_restore(struct store *store, struct routine *routine, const struct routine_config *config,
        const char *person, const struct instant *now);
