/* SPDX-License-Identifier: MIT */
#include "wire/command_text.h"

#include "base/number.h"
#include "base/text.h"
#include "core/instant.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool is_space(char character)
{
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

int command_text_append(char text[static COMMAND_TEXT_SIZE], size_t length, const char *bytes, size_t size)
{
        bool space = length > 0;

        for (size_t i = 0; i < size; i++) {
                if (is_space(bytes[i])) {
                        space = length > 0;
                        continue;
                }
                if (length + 2 >= COMMAND_TEXT_SIZE)
                        return -ENAMETOOLONG;
                if (space)
                        text[length++] = ' ';
                space = false;
                text[length++] = bytes[i] >= 'A' && bytes[i] <= 'Z' ? (char)(bytes[i] - 'A' + 'a') : bytes[i];
        }
        text[length] = '\0';
        return (int)length;
}

static int refuse(const char **ret_reason, const char *reason)
{
        *ret_reason = reason;
        return -EINVAL;
}

int command_text_append_json(
        char text[static COMMAND_TEXT_SIZE], size_t length, const json_t *value, const char **ret_reason)
{
        char number[24];
        int r;

        if (json_is_string(value)) {
                r = command_text_append(text, length, json_string_value(value), json_string_length(value));
        } else if (json_is_integer(value)) {
                snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
                r = command_text_append(text, length, number, strlen(number));
        } else if (!value || json_is_null(value)) {
                r = (int)length;
        } else {
                return refuse(ret_reason, "A value in the command is neither a text nor an integer.");
        }
        return r < 0 ? refuse(ret_reason, "The command is too long.") : r;
}

bool command_text_is_json(const char *bytes, size_t size)
{
        size_t i = 0;

        while (i < size && is_space(bytes[i]))
                i++;
        return i < size && bytes[i] == '{';
}

static int check_keys(json_t *object, const char **ret_reason)
{
        static const char *const keys[] = { "action", "arg", "id", "for" };
        const char *key;
        json_t *value;

        json_object_foreach(object, key, value)
        {
                bool known = false;

                for (size_t i = 0; i < ELEMENTS(keys); i++)
                        known = known || strcmp(key, keys[i]) == 0;
                if (!known)
                        return refuse(ret_reason,
                                "A command in JSON has the keys action, arg, id and for, no others.");
        }
        return 0;
}

static int read_id(const json_t *value, char prompt_id[static PROMPT_ID_SIZE], const char **ret_reason)
{
        if (!value || json_is_null(value))
                return 0;
        if (!json_is_string(value))
                return refuse(ret_reason, "An id is a text.");
        if (text_copy(prompt_id, PROMPT_ID_SIZE, json_string_value(value)) < 0)
                return refuse(ret_reason, "There is no prompt of this id.");
        return 0;
}

int command_text_read_json(json_t *object, char text[static COMMAND_TEXT_SIZE],
        char prompt_id[static PROMPT_ID_SIZE], const char **ret_reason)
{
        int r;

        r = check_keys(object, ret_reason);
        if (r < 0)
                return r;
        r = command_text_append_json(text, 0, json_object_get(object, "action"), ret_reason);
        if (r < 0)
                return r;
        r = command_text_append_json(text, (size_t)r, json_object_get(object, "arg"), ret_reason);
        if (r < 0)
                return r;
        return read_id(json_object_get(object, "id"), prompt_id, ret_reason);
}

char *command_text_take_word(char **rest)
{
        char *word = *rest;
        char *space = strchr(word, ' ');

        *rest = space ? space + 1 : word + strlen(word);
        if (space)
                *space = '\0';
        return word;
}

/* Reads digits of @text from @from, @count of them, as a number; -EINVAL if they are none. */
static int read_digits(const char *text, size_t from, size_t count, int64_t *ret_value)
{
        char digits[8];

        if (strspn(text + from, "0123456789") < count)
                return -EINVAL;
        memcpy(digits, text + from, count);
        digits[count] = '\0';
        return number_parse_integer(digits, 0, INT32_MAX, ret_value);
}

int command_text_parse_date(const char *text, int32_t *ret_day)
{
        int64_t year, month, day;
        struct civil back;
        int32_t number;

        if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
                return -EINVAL;
        if (read_digits(text, 0, 4, &year) < 0 || read_digits(text, 5, 2, &month) < 0 ||
                read_digits(text, 8, 2, &day) < 0 || month < 1 || month > 12)
                return -EINVAL;
        number = instant_day_from_date((int32_t)year, (int32_t)month, (int32_t)day);
        /* A day that the month has not is of another. */
        back = instant_date_from_day(number);
        if (back.month != month)
                return -EINVAL;
        *ret_day = number;
        return 0;
}

int command_text_parse_time(const char *text, int32_t *ret_minute)
{
        size_t hour_digits = strspn(text, "0123456789");
        int64_t hour, minute;

        if (hour_digits < 1 || hour_digits > 2 || text[hour_digits] != ':' || strlen(text) != hour_digits + 3)
                return -EINVAL;
        if (read_digits(text, 0, hour_digits, &hour) < 0 ||
                read_digits(text, hour_digits + 1, 2, &minute) < 0 || hour > 23 || minute > 59)
                return -EINVAL;
        *ret_minute = (int32_t)(hour * 60 + minute);
        return 0;
}
