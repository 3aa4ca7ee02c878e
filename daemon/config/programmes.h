/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programmes - reads the exercise programmes and the safety texts (conf/programmes, and a folder of the
 * person's own), strictly: every error with file, section, key and line (DESIGN 6 and 10).
 *
 * Floor: config. Blocks on the files. A file with an error is left out as a whole, and what refers to it is
 * told; the others load.
 */
#include "config/config.h"
#include "core/programme.h"
#include "core/screening.h"
#include "wire/words.h"

struct programmes; /* all that was read; immutable */

/* Where ours are: $UNSLOUCH_PROGRAMMES_DIR if set (tests, a run from the build tree), else
 * PKGDATADIR/programmes. */
const char *programmes_directory(void);

/**
 * programmes_load() - reads *.ini of @directory, then of @own_directory (NULL: none), which adds and
 * overrides by id. A file of the person's own with an error hides what it would have overridden all the
 * same: nobody is led through what they meant to change.
 * @problems: receives every error and warning. Initially zero or with others in it.
 *
 * Return: 0, also where files were left out, or where @directory cannot be read, which is an error in
 *         @problems; -ENOMEM. programmes_free() takes NULL.
 */
int programmes_load(const char *directory, const char *own_directory, struct config_problems *problems,
        struct programmes **ret_programmes);
struct programmes *programmes_free(struct programmes *programmes);

const struct programme_set *programmes_set(const struct programmes *programmes);
const struct screening_rules *programmes_screening(const struct programmes *programmes);

/* The words in @language, key by key in English where it has none (`do-1[de]`). Never NULL; borrowed. */
const struct exercise_words *programmes_exercise_words(
        const struct programmes *programmes, int exercise, const char *language);
const struct programme_words *programmes_words(
        const struct programmes *programmes, int programme, const char *language);
const struct safety_words *programmes_safety_words(const struct programmes *programmes, const char *language);

/* Why the programme @id is not there though a file has it: the first of its errors, "upper-back.ini:12: ...";
 * NULL if it is there, or if no file has it. Borrowed. */
const char *programmes_why_missing(const struct programmes *programmes, const char *id);
/* Whether a file was left out, so that names may be unknown that would be known otherwise. */
bool programmes_are_incomplete(const struct programmes *programmes);
