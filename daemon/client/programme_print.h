/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programme_print - an exercise programme on a terminal.
 *
 * Floor: client. No line is wider than the paint's columns.
 */
#include "client/paint.h"

/* @json: what Programme() gives. Return: 0; -EINVAL: it is no programme. */
int programme_print_line(const char *json, const struct paint *paint, FILE *stream); /* one line */
int programme_print(const char *json, const struct paint *paint, FILE *stream);      /* all of it */
