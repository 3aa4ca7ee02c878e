/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * number - strict parsing: the whole text is the number, or it is none. Independent of the locale.
 */
#include <stdint.h>

/**
 * number_parse_integer() - reads a decimal integer: an optional sign and digits, nothing else.
 *
 * Return: 0; -EINVAL if @text is no integer; -ERANGE outside @min..@max. On failure @ret_value is untouched.
 */
int number_parse_integer(const char *text, int64_t min, int64_t max, int64_t *ret_value);

/**
 * number_parse_real() - reads a decimal number with optional fraction and exponent; no hexadecimal, "nan" or
 * "inf".
 *
 * Return: 0; -EINVAL if @text is no such number; -ERANGE if it is not finite. On failure @ret_value is
 * untouched.
 */
int number_parse_real(const char *text, double *ret_value);
