/* SPDX-License-Identifier: MIT */
#include "wire/field_text.h"

#include "base/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool has_unshowable(const char *text)
{
        for (; *text != '\0'; text++)
                if (text_unshowable_bytes(text) > 0)
                        return true;
        return false;
}

static bool needs_quotes(const char *key)
{
        return strpbrk(key, ".[]\"") || key[0] == ' ' || key[strlen(key) - 1] == ' ';
}

/* Writes @key in quotes. Return: whether it fits. */
static bool quote(char *target, size_t size, const char *key)
{
        size_t length = 0;

        if (size < 4)
                return false;
        target[length++] = '"';
        for (; *key != '\0' && length + 3 < size; key++) {
                if (*key == '"' || *key == '\\')
                        target[length++] = '\\';
                target[length++] = *key;
        }
        target[length++] = '"';
        target[length] = '\0';
        return *key == '\0';
}

int field_text_add_key(char *path, size_t size, const char *key)
{
        size_t length = strlen(path);
        size_t dot = length > 0;
        bool fits;

        if (key[0] == '\0' || has_unshowable(key))
                return -EINVAL;
        if (length + dot + 1 >= size)
                return -ENAMETOOLONG;
        if (needs_quotes(key))
                fits = quote(path + length + dot, size - length - dot, key);
        else
                fits = text_copy(path + length + dot, size - length - dot, key) >= 0;
        if (fits && dot)
                path[length] = '.';
        else if (!fits)
                path[length] = '\0';
        return fits ? 0 : -ENAMETOOLONG;
}

int field_text_add_index(char *path, size_t size, size_t index)
{
        size_t length = strlen(path);
        int written = snprintf(path + length, size - length, "[%zu]", index);

        if (written > 0 && (size_t)written < size - length)
                return 0;
        path[length] = '\0';
        return -ENAMETOOLONG;
}
