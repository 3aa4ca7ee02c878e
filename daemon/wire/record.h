/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * record - a person_record as one JSON object, for the store, and back. Unknown keys are skipped, missing
 * ones keep their initial value, so that versions can follow each other.
 *
 * Floor: wire (pure; allocates).
 */
#include "core/person.h"

/* Return: the text, owned by the caller; NULL without memory. */
char *record_print(const struct person_record *record);

/*
 * Fills @record, which the caller has initialised (person_save() of a new person). Return: 0; -EINVAL if it
 * is none; -ENOMEM.
 */
int record_parse(const char *text, struct person_record *record);
