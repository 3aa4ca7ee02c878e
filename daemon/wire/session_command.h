/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * session_command - the commands about sessions, as text or as JSON (DESIGN 6 and 8), beside those of
 * command.h.
 *
 * Floor: wire (pure; allocates while it reads JSON).
 */
#include "core/instant.h"
#include "core/routine_command.h"
#include "wire/words.h"

/* What is wrong with a command, and what would fit. All static. */
struct session_command_error {
        const char *reason; /* a sentence */
        const char *const *allowed;
        size_t allowed_count;
};

/**
 * session_command_parse() - reads
 *
 *   session start [PROGRAMME] [short]
 *   session pause | resume | done | next | easier | stop | too-easy
 *   session pain [0..10] [sharp | spreading | numb | dizzy]
 *   session answer easy | right | hard | max        and   session answer EXERCISE
 *   session answer fine | worse                     to the morning's question
 *   session move DAY [TIME]                         DAY: today, tomorrow, mon, 2026-12-01
 *   session skip [DAY]
 *   session at TIME[-TIME]
 *   session days mon,thu,sat
 *   session light no | yes                          the running light week is declined, or not
 *   session clear EXERCISE                          that was left out is offered again
 *   start                                           as session start: the answer to an offer
 *   screening none-apply
 *
 * or JSON {"action","arg","id","for"}: {"action":"session","arg":"start"}.
 * @bytes: any bytes of any size; @now tells today's date.
 *
 * Return: 0; -ENOENT if it is no command about sessions, and perhaps one for command_parse(); -EINVAL with
 *         @ret_error if it cannot be read. On failure @ret_command is untouched.
 */
int session_command_parse(const void *bytes, size_t size, const struct instant *now,
        struct routine_command *ret_command, struct session_command_error *ret_error);

/* Reads the payloads of `session_days/set` and `session_time/set`. Return: 0; -EINVAL as above. */
int session_command_parse_days(const void *bytes, size_t size, struct routine_command *ret_command,
        struct session_command_error *ret_error);
int session_command_parse_time(const void *bytes, size_t size, struct routine_command *ret_command,
        struct session_command_error *ret_error);

/*
 * Which exercise of @set is meant by @text, an id or a name in any case; @words gives the names. -1: none.
 */
int session_command_find_exercise(const struct programme_set *set, const char *text,
        const struct exercise_words *(*words)(void *userdata, int exercise), void *userdata);
