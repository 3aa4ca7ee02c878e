/* SPDX-License-Identifier: MIT */
#include "base/duration.h"

#include "base/number.h"
#include "base/text.h"
#include "base/units.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct unit {
        const char *name;
        int64_t usec;
};

static const struct unit units[] = {
        { "s", USEC_PER_SEC },
        { "sec", USEC_PER_SEC },
        { "second", USEC_PER_SEC },
        { "seconds", USEC_PER_SEC },
        { "min", USEC_PER_MINUTE },
        { "minute", USEC_PER_MINUTE },
        { "minutes", USEC_PER_MINUTE },
        { "h", USEC_PER_HOUR },
        { "hour", USEC_PER_HOUR },
        { "hours", USEC_PER_HOUR },
        { "d", USEC_PER_DAY },
        { "day", USEC_PER_DAY },
        { "days", USEC_PER_DAY },
};

/* Copies the run of @accepted characters at *@at into @word; -EINVAL if it is empty or too long. */
static int take_run(const char **at, const char *accepted, char *word, size_t size)
{
        size_t length = strspn(*at, accepted);

        if (length == 0 || length >= size)
                return -EINVAL;
        memcpy(word, *at, length);
        word[length] = '\0';
        *at += length;
        return 0;
}

static int unit_usec(const char *name, int64_t *ret_usec)
{
        for (size_t i = 0; i < ELEMENTS(units); i++)
                if (text_equal_nocase(units[i].name, name)) {
                        *ret_usec = units[i].usec;
                        return 0;
                }
        return -EINVAL;
}

/* Reads one number with its unit at *@at and the spaces around them. */
static int take_part(const char **at, int64_t *ret_usec)
{
        char digits[12];
        char name[12];
        int64_t count;
        int64_t usec;
        int r;

        r = take_run(at, "0123456789", digits, sizeof(digits));
        if (r < 0)
                return r;
        *at += strspn(*at, " ");
        r = take_run(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", name, sizeof(name));
        if (r < 0)
                return r;
        *at += strspn(*at, " ");
        r = unit_usec(name, &usec);
        if (r < 0)
                return r;
        r = number_parse_integer(digits, 0, DURATION_MAX_USEC / usec, &count);
        if (r < 0)
                return r;
        *ret_usec = count * usec;
        return 0;
}

int duration_parse(const char *text, int64_t *ret_usec)
{
        const char *at = text + strspn(text, " ");
        int64_t total = 0;

        do {
                int64_t part = 0;
                int r = take_part(&at, &part);

                if (r < 0)
                        return r;
                total += part;
                if (total > DURATION_MAX_USEC)
                        return -ERANGE;
        } while (*at != '\0');
        *ret_usec = total;
        return 0;
}

void duration_print(int64_t usec, char text[static DURATION_TEXT_SIZE])
{
        int64_t seconds = usec / USEC_PER_SEC;
        int64_t parts[] = { seconds / 3600, seconds / 60 % 60, seconds % 60 };
        const char *const names[] = { "h", "min", "s" };
        size_t length = 0;

        text[0] = '\0';
        for (size_t i = 0; i < ELEMENTS(parts); i++) {
                int written;

                if (parts[i] == 0 && !(i == 2 && length == 0))
                        continue;
                written = snprintf(text + length, DURATION_TEXT_SIZE - length, "%s%" PRId64 " %s",
                        length > 0 ? " " : "", parts[i], names[i]);
                if (written > 0 && (size_t)written < DURATION_TEXT_SIZE - length)
                        length += (size_t)written;
        }
}
