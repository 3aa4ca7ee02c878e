/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * field - where in a payload a value is: `occupancy`, `LD2410.Distance[1]`, `params."switch:0".apower`;
 * empty means the whole payload (DESIGN 3).
 *
 * Floor: wire (pure).
 */
#include "wire/payload.h"

#define FIELD_STEPS_MAX 16
#define FIELD_TEXT_MAX  512

/**
 * field_path_parse() - compiles @text. NULL or "" is the whole payload.
 * A key is written plainly (`rssi@1m`, inner spaces are fine) or in double quotes, where \" and \\ stand for
 * " and \; it must be quoted if it holds one of . [ ] " or begins or ends with a space. Indexes count from 0.
 * @ret_error: receives a static text that says what is wrong, for -EINVAL.
 *
 * Return: 0; -EINVAL; -ENOMEM. field_path_free() frees it and takes NULL.
 */
int field_path_parse(const char *text, struct field_path **ret_path, const char **ret_error);
struct field_path *field_path_free(struct field_path *path);
