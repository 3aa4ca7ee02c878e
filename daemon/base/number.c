/* SPDX-License-Identifier: MIT */
#include "base/number.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Longest text that is tried as a number: outside input may be of any length. */
#define NUMBER_TEXT_MAX 64

int number_parse_integer(const char *text, int64_t min, int64_t max, int64_t *ret_value)
{
        char *end;
        long long value;
        const char *digits = text + (*text == '-' || *text == '+');

        if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0')
                return -EINVAL;
        errno = 0;
        value = strtoll(text, &end, 10);
        if (errno != 0 || value < min || value > max)
                return -ERANGE;
        *ret_value = value;
        return 0;
}

/* Skips the digits at *@at; whether there was one. */
static bool skip_digits(const char **at)
{
        size_t count = strspn(*at, "0123456789");

        *at += count;
        return count > 0;
}

static bool is_real(const char *text)
{
        const char *at = text + (*text == '-' || *text == '+');
        bool whole = skip_digits(&at);
        bool fraction = false;

        if (*at == '.') {
                at++;
                fraction = skip_digits(&at);
        }
        if (!whole && !fraction)
                return false;
        if (*at == 'e' || *at == 'E') {
                at++;
                at += *at == '-' || *at == '+';
                if (!skip_digits(&at))
                        return false;
        }
        return *at == '\0' && at - text <= NUMBER_TEXT_MAX;
}

/* The programs never call setlocale(), so strtod() reads the point of the C locale. */
int number_parse_real(const char *text, double *ret_value)
{
        double value;

        if (!is_real(text))
                return -EINVAL;
        value = strtod(text, NULL);
        if (!isfinite(value))
                return -ERANGE;
        *ret_value = value;
        return 0;
}
