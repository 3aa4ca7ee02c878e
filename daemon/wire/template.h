/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * template - any topic and payload with {text} {title} {person} {id} {level} {seconds} (DESIGN 7), and the
 * filling in of placeholders as such, which the catalogue uses too.
 *
 * Floor: wire (pure; allocates).
 * A placeholder is lower-case letters in braces. Values are filled in once: braces in a value stay what they
 * are.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct template_values {
        const char *text; /* this and the three below: NULL is an empty text */
        const char *title;
        const char *person;
        const char *id;
        unsigned level;
        int64_t seconds; /* sitting time */
};

/*
 * Return: NULL if @pattern is right, else a static text that says what is wrong: a word in braces that is no
 * placeholder, or a placeholder without its closing brace. Any other brace, as JSON has them, is plain text.
 */
const char *template_check(const char *pattern);

/*
 * Fills in @values. When the pattern begins with { or [, other than with a placeholder, the values are
 * escaped for JSON; a placeholder for a text then stands between quotes in the pattern.
 *
 * Return: the text, owned by the caller; NULL without memory.
 */
char *template_fill(const char *pattern, const struct template_values *values);

struct template_word {
        const char *name;  /* without braces */
        const char *value; /* NULL is an empty text */
};

/*
 * template_check() for the placeholders @words (whose values are not looked at). @strict: every brace must
 * belong to a placeholder.
 */
const char *template_check_words(
        const char *pattern, const struct template_word *words, size_t count, bool strict);

/*
 * Fills in @words; what is no placeholder stays as it is. @json: values are escaped for JSON. Ownership as
 * above.
 */
char *template_fill_words(const char *pattern, const struct template_word *words, size_t count, bool json);
