/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * fact - members of a JSON object that the daemon has given, whatever it really is.
 *
 * Floor: client (pure).
 */
#include <jansson.h>
#include <stdint.h>

/* "" if it is no text. Borrowed. */
const char *fact_text(const json_t *object, const char *key);
/* 0 if it is no whole number. */
int64_t fact_number(const json_t *object, const char *key);
/* The realtime that a time tells; 0 if it is none. */
int64_t fact_moment(const json_t *object, const char *key);
