/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * zone_name - what the process's time zone is called.
 *
 * Floor: client. Blocks on the file system.
 */
#include <stddef.h>

/* "Europe/Berlin": of TZ, else of the system. Return: 0; -ENOENT: it has no name that others know;
 * -ENAMETOOLONG. */
int zone_name_find(char *name, size_t size);
