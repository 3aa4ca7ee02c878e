/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * state_directory - where the store is.
 *
 * Floor: app.
 */
#include <stddef.h>

/**
 * state_directory_find() - the first of @option, @setting, $STATE_DIRECTORY, $XDG_STATE_HOME/unslouch and
 * $HOME/.local/state/unslouch; @option and @setting may be NULL.
 *
 * Return: 0; -ENOENT if there is none of them; -ENAMETOOLONG.
 */
int state_directory_find(const char *option, const char *setting, char *path, size_t size);
