/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * field_text - writes a path as field_path_parse() reads it.
 *
 * Floor: wire (pure).
 */
#include <stddef.h>

/* Both add a step to @path, "" at first, in a buffer of @size bytes. Return: 0; -ENAMETOOLONG, @path
 * untouched; -EINVAL for a key that no path can have, an empty one or one with control characters. */
int field_text_add_key(char *path, size_t size, const char *key);
int field_text_add_index(char *path, size_t size, size_t index);
