/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * match - what a reading says: `when` of a source (DESIGN 3). A literal (`true`, `"ON"`), alternatives
 * (`on|home`), a comparison (`> 95`, `<= 60`, `!= 0`), or one with hysteresis (`> 95 ~ 3`). Words compare
 * without case.
 *
 * Floor: wire (pure).
 */
#include "core/source.h"
#include "wire/field.h"

#define MATCH_BYTES_MAX      256
#define MATCH_WORDS_MAX      16
#define MATCH_WORD_BYTES_MAX 64

struct match;

/**
 * match_parse() - compiles @text. NULL means the default: true is one of true, on, yes, 1, open, occupied,
 * detected, present, active, home, online, any number above 0.
 * @ret_error: receives a static text that says what is wrong, for -EINVAL.
 *
 * Return: 0; -EINVAL; -ENOMEM. match_free() frees it and takes NULL.
 */
int match_parse(const char *text, struct match **ret_match, const char **ret_error);
struct match *match_free(struct match *match);

/**
 * match_apply() - what @reading says.
 * A literal that is a number compares as a number (`1` is 1.0), `true` and `false` with booleans and words
 * alike, any other with words. `= on|home` is `on|home`, `!= on|home` is none of them. With `> 95 ~ 3` what
 * is at 92 to 95 stays what it was before, and is false if nothing was.
 * @before: what the source said before, for the hysteresis.
 * @ret_value: SOURCE_VALUE_NOTHING for a reading of nothing.
 *
 * Return: 0; -EINVAL if the reading is of a type that the match cannot judge (a word where a number is
 *         compared, a boolean or a number where only words are).
 */
int match_apply(const struct match *match, const struct reading *reading, enum source_value before,
        enum source_value *ret_value);
