/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programme_text - an exercise programme as JSON: what it is, and the session that it would be today.
 *
 * Floor: app; no I/O.
 */
#include "config/programmes.h"
#include "core/routine.h"

/* Whose programmes, all borrowed. */
struct programme_reader {
        const struct programmes *programmes;
        const char *language;
        const struct routine *routine;       /* NULL: nobody's; doses are those of a beginning */
        const struct routine_config *config; /* likewise */
};

/**
 * programme_text() - {"id","name","kind","schedule","yours","length_s","exercises":[{"id","name","part",
 * "sets","reps","hold_s","load_kg","sides","level","top","instead_of","ready":[],"do":[],"return",
 * "mistake"}],"left_out":[],"suspended":[{"id","name"}],"reps_by_level":{}}, in the person's language.
 * @programme: index in the set.
 *
 * yours: it is one of the person's, and the exercises are today's; otherwise length_s is null and they are
 * those that it lists. part is warm-up or main; left_out has names. reps_by_level has the repetitions from
 * level 1 on of all exercises that it can have, by their ids.
 *
 * Return: the text, owned by the caller; NULL without memory.
 */
char *programme_text(const struct programme_reader *reader, int programme);

/* The index of programme @id; -1: there is none, or it is none that is done by itself (breaks). */
int programme_text_find(const struct programme_reader *reader, const char *id);
/* Calls @row with the ids of all programmes that sessions are made of, the person's own first. Return: 0;
 * what @row returned below 0. */
int programme_text_list(
        const struct programme_reader *reader, int (*row)(void *userdata, const char *id), void *userdata);
