/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * command_text - what all commands have in common: words in lower case, dates and times, and the JSON around
 * them (DESIGN 8).
 *
 * Floor: wire (pure). Reasons are static sentences, for -EINVAL.
 */
#include "core/event.h"
#include "wire/field.h"

/* Longest command, its NUL and one more included. */
#define COMMAND_TEXT_SIZE 256

/*
 * Appends @bytes to the @length characters of @text in lower case, with single spaces between words and none
 * at the ends. Return: the new length; -ENAMETOOLONG.
 */
int command_text_append(char text[static COMMAND_TEXT_SIZE], size_t length, const char *bytes, size_t size);

/* The same of a text or an integer; missing and null are nothing. Return: the new length; -EINVAL. */
int command_text_append_json(
        char text[static COMMAND_TEXT_SIZE], size_t length, const json_t *value, const char **ret_reason);

/* Whether the first of @bytes that is no white space is a brace. */
bool command_text_is_json(const char *bytes, size_t size);

/*
 * Reads action and arg as one text, and id. `for` is left to the caller; other keys are refused.
 * Return: 0; -EINVAL.
 */
int command_text_read_json(json_t *object, char text[static COMMAND_TEXT_SIZE],
        char prompt_id[static PROMPT_ID_SIZE], const char **ret_reason);

/* Cuts the first word off *@rest. */
char *command_text_take_word(char **rest);

/* "2026-12-01". Return: 0; -EINVAL. */
int command_text_parse_date(const char *text, int32_t *ret_day);

/* "18:00" or "7:30", as the minute of the day. Return: 0; -EINVAL. */
int command_text_parse_time(const char *text, int32_t *ret_minute);
