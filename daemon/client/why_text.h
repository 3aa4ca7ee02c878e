/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * why_text - the JSON of a person's `why` (wire/why.c) as sentences for people: how they are and since when,
 * what says so and by which rule, what each sensor says, what is due and what holds it back.
 *
 * Floor: client.
 */
#include "client/connection.h"

#include <stdio.h>

/**
 * why_text_print() - prints to @stream.
 * @status: of the same person at about the same moment.
 *
 * Return: 0; -EBADMSG if @why is not such a JSON, with nothing printed.
 */
int why_text_print(const char *why, const struct person_status *status, FILE *stream);
