/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * reload - reads the configuration again, all or nothing (DESIGN 10).
 *
 * Floor: app. Blocks on the files.
 */
#include "app/home.h"
#include "io/log.h"

/* Reads @file; logs every problem and adds it to @problems (the caller's, as for home_load()). Return: 0;
 * negative errno, and the old configuration is to stay. */
int reload_read(const char *file, struct log *log, struct config_problems *problems, struct home **ret_home);

/* Says which changes only a restart can bring about. */
void reload_tell_fixed(const struct settings *old, const struct settings *fresh, struct log *log);
