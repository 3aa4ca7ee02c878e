/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * screening_text - what the health answers mean, in plain words, and how a yes or no is read.
 *
 * Floor: client. No line is wider than the paint's columns. What was answered is not told again.
 */
#include "client/paint.h"
#include "io/api.h"

/* @json: what ScreeningResult() gives. Return: 0; -EINVAL: it is no such object. */
int screening_text_print(const char *json, const struct paint *paint, FILE *stream);

/* "yes", "y", "ja", "j", "no", "n", "nein", in any case, spaces around. Return: 0; -EINVAL. */
int screening_text_parse(const char *text, size_t size, bool *ret_yes);

/**
 * screening_text_parse_list() - "no,no,yes".
 *
 * Return: how many there are; -EINVAL: one is neither yes nor no; -E2BIG: more than API_ANSWERS_MAX.
 */
int screening_text_parse_list(const char *text, bool answers[static API_ANSWERS_MAX]);
