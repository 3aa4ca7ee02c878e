/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * scan - reads a configuration file with its limits, and refuses what libconfig would misread without a word:
 * integers that don't fit, a NUL in a text, a comment or a text that never ends.
 *
 * Floor: config. Blocks on the file and on those that it includes.
 */
#include "config/problems.h"

/* All files of a configuration together. */
#define SCAN_BYTES_MAX ((size_t)16 * 1024 * 1024)
/* Files that include each other, as in libconfig. */
#define SCAN_DEPTH_MAX 10

/**
 * scan_read() - reads the whole of @file, with a NUL behind it, as UTF-8.
 *
 * Return: 0 with a text owned by the caller; -EFBIG over @max_bytes; -EILSEQ with @ret_line at what is no
 * text; -ENOMEM; or the errno of reading.
 */
int scan_read(const char *file, size_t max_bytes, char **ret_text, int *ret_line);

/**
 * scan_configuration() - reads @file and looks through it and what it includes.
 * @directory: where included files with relative names are.
 *
 * Return: 0 with the text of @file; the errno of scan_read() for @file, also in @problems; -EINVAL with
 * errors in @problems.
 */
int scan_configuration(
        const char *file, const char *directory, struct config_problems *problems, char **ret_text);
