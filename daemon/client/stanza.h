/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * stanza - candidates as a configuration, or as JSON.
 *
 * Floor: client. Prints to a stream and leaves it to the caller to look for its errors.
 */
#include "config/settings.h"
#include "wire/candidate.h"

#include <jansson.h>
#include <stdio.h>

/* Of a kind, so many that are not sure are shown; the others are counted. */
#define STANZA_DOUBTFUL_MAX 12

/*
 * One candidate in the syntax of the configuration, without a comma or a line's end:
 * { name = "chair"; kind = "seat"; ... }
 */
void stanza_print_entry(FILE *stream, const struct candidate *candidate);

/* A whole configuration: the broker, a person with the sensors, and the channels. What is not sure is
 * commented out. @candidates: @count, as discovered_finish() has sorted them. */
void stanza_print(FILE *stream, const struct broker_settings *broker,
        const struct candidate *const *candidates, size_t count);

/* A new reference; NULL: no memory. */
json_t *stanza_json(const struct candidate *candidate);
