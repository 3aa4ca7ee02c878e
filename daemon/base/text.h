/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * text - the few things that bounded strings need here.
 */
#include <stdbool.h>
#include <stddef.h>

/* Longest id of a person, and reason of a hold, with the terminating NUL (DESIGN 10: 1 to 32 of a-z 0-9 _ -).
 */
#define TEXT_ID_SIZE 33

/**
 * text_copy() - copies @source with its NUL into @target of @size bytes.
 *
 * Return: 0; -ENAMETOOLONG if it does not fit, @target untouched.
 */
int text_copy(char *target, size_t size, const char *source);

/* Whether both words are equal when ASCII case is ignored. */
bool text_equal_nocase(const char *a, const char *b);

/* Whether @id is 1 to 32 characters of a-z 0-9 _ - (DESIGN 10). */
bool text_is_id(const char *id);

/* Whether @bytes are valid UTF-8 (RFC 3629: no overlong form, no surrogate, at most U+10FFFF) without a NUL.
 */
bool text_is_utf8(const void *bytes, size_t size);

/* The bytes of the first character of @text if it cannot be shown: a control character, C1 included, or one
 * of Unicode's noncharacters, which D-Bus refuses. Else 0. @text: valid UTF-8. */
size_t text_unshowable_bytes(const char *text);

/**
 * text_nearest() - the word of @words that is likeliest meant by a mistyped @word.
 * @words: @count words, borrowed.
 *
 * Return: a word of @words by edit distance, the first of equals; NULL if none is within a third of the
 * length of @word (at least 2). Words over 64 bytes match nothing.
 */
const char *text_nearest(const char *word, const char *const *words, size_t count);
