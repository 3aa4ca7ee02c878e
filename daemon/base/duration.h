/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * duration - spans of time as people write them: "30 min", "90 s", "1 h 30 min".
 */
#include <stddef.h>
#include <stdint.h>

/* Enough for any text of duration_print(), NUL included. */
#define DURATION_TEXT_SIZE 32
/* The longest span that duration_parse() takes. */
#define DURATION_MAX_USEC (366 * 24 * INT64_C(3600000000))

/**
 * duration_parse() - reads one or more numbers, each with a unit: s, sec, second(s), min, minute(s), h,
 * hour(s), d, day(s). Spaces between them are optional, fractions are not taken.
 *
 * Return: 0; -EINVAL if @text is no duration; -ERANGE over DURATION_MAX_USEC. On failure @ret_usec is
 * untouched.
 */
int duration_parse(const char *text, int64_t *ret_usec);

/* Writes @usec, rounded down to the second, in the form that duration_parse() reads: "1 h 30 min", "45 s", "0
 * s". */
void duration_print(int64_t usec, char text[static DURATION_TEXT_SIZE]);
