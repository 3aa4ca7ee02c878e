/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * check - the exit status of a configuration: `unslouchd --check` and `unslouch check`.
 *
 * Floor: app. Blocks on the files.
 */
#include "app/home.h"

/* Exit statuses that the programs share (DESIGN 12); they travel as int. */
enum exit_status {
        EXIT_STATUS_DONE = 0,
        EXIT_STATUS_FAILED = 1, /* refused, or it could not be done */
        EXIT_STATUS_USAGE = 2,
        EXIT_STATUS_NO_DAEMON = 3,
        EXIT_STATUS_CONFIG = 78,
};

/* The file that is read without --config: $CONFIGURATION_DIRECTORY/unslouch.conf, else
 * SYSCONFDIR/unslouch/unslouch.conf. Return: 0; -ENAMETOOLONG. */
int check_default_file(char *path, size_t size);

/* Prints every problem of @file, its languages and the programmes, and "N errors, M warnings" to @stream.
 * Returns an exit status: EXIT_STATUS_CONFIG also for errors that the daemon would start with. */
int check_file(const char *file, FILE *stream);

/* Loads @file; prints all problems to @stream. Returns an exit status, with @ret_home if it is 0. */
int check_load(const char *file, FILE *stream, struct home **ret_home);
