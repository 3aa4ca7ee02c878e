/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * replay_summary - what a replayed log was for people: per person and day the bouts, breaks and prompts.
 *
 * Floor: client. It listens to what the engine gives the store to keep.
 */
#include "app/engine.h"

#include <stdio.h>

struct replay_summary;

/* @settings: borrowed. Return: 0; -ENOMEM. replay_summary_free() takes NULL. */
int replay_summary_new(const struct settings *settings, struct replay_summary **ret_summary);
struct replay_summary *replay_summary_free(struct replay_summary *summary);

/* An effect of kind SPAN, OUTCOME or DAY; others are skipped. Return: 0; -ENOMEM. */
int replay_summary_take(struct replay_summary *summary, uint32_t person, const struct effect *effect,
        const struct instant *now);

/* Adds what is still open at @now, and prints everything. */
void replay_summary_print(
        struct replay_summary *summary, struct engine *engine, const struct instant *now, FILE *stream);
