/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * fuzz_file - a file for those that read one by its name, in a folder of its own in $TMPDIR, else in memory
 * where there is /dev/shm. It goes when the program ends by itself, which a fuzzer that is stopped does not.
 */
#include "fuzz/fuzz.h"

/* Writes the file @name, and no other is there. Borrowed: its path, and the folder's by @ret_directory unless
 * that is NULL. One program uses one @name. */
const char *fuzz_file_write(const char *name, const void *bytes, size_t size, const char **ret_directory);
