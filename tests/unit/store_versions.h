/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * store_versions - stores of the older versions, for the tests of what brings them to this one.
 */
#include "unit/store_place.h"

#define VERSIONS_NEWEST 5
/* More than a start executes. */
#define VERSIONS_STATEMENTS_MAX 500

/* A store of version 1 with a row in each of its tables; of any older version, the same rows. */
void versions_make_1(const struct place *place);
void versions_make(const struct place *place, int version);
/* Gives back what versions_make() remembers. */
void versions_forget_made(void);
/* Those rows are there: as version 1 has them, or with the columns that there are since. */
void versions_assert_old_rows(const struct place *place);
void versions_assert_new_rows(const struct place *place);

/* A child opens the store, and is killed at its statement @number. Returns whether it came to that. */
bool versions_open_killed_at(const struct place *place, int number);
/* Opens @place's store again and again, each killed one statement later, until it is of @version. */
void versions_bring_to(const struct place *place, int version);
/* Which version the file is: 1 without a new table, 2 or 3 with those of the routine, 4 with that of what is
 * announced, or 5 with all of them. */
int versions_assert_whole(const struct place *place);
