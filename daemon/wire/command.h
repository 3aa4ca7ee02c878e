/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * command - what arrives on a person's `cmd` and `<setting>/set` topics, as text or as JSON (DESIGN 8).
 *
 * Floor: wire (pure).
 */
#include "core/event.h"
#include "core/instant.h"

#include <stddef.h>

/* The verbs that are understood, for error events. */
extern const char *const command_words[];
extern const size_t command_words_count;

/**
 * command_parse() - reads `done`, `skip`, `not-me`, `snooze [15 min]`,
 * `hold REASON [1 h / until DATE[ TIME]]`, `release REASON`, or JSON {"action","arg","id","for"}.
 * @bytes: any bytes of any size; @now tells today's date for "until 18:00".
 * @ret_reason: receives a static sentence, for -EINVAL.
 *
 * Return: 0; -EINVAL if it cannot be read.
 */
int command_parse(const void *bytes, size_t size, const struct instant *now, struct command *ret_command,
        const char **ret_reason);

/**
 * command_parse_setting() - reads the payload of `<setting>/set`: ON, OFF, whole minutes, or "30 min".
 *
 * Return: 0 with a COMMAND_SET (its range is core's matter); -EINVAL as above.
 */
int command_parse_setting(enum setting setting, const void *bytes, size_t size, struct command *ret_command,
        const char **ret_reason);
