/* SPDX-License-Identifier: MIT */
#include "wire/command.h"

#include "base/duration.h"
#include "base/number.h"
#include "base/text.h"
#include "wire/field.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define COMMAND_TEXT_SIZE 256

const char *const command_words[] = { "done", "skip", "not-me", "snooze", "hold", "release" };
const size_t command_words_count = ELEMENTS(command_words);

/* Beside command_words: its verb, and what is said when a word is only nearly it. */
static const struct {
        enum command_verb verb;
        const char *hint;
} command_verbs[ELEMENTS(command_words)] = {
        { COMMAND_DONE, "There is no such command; perhaps done is meant." },
        { COMMAND_SKIP, "There is no such command; perhaps skip is meant." },
        { COMMAND_NOT_ME, "There is no such command; perhaps not-me is meant." },
        { COMMAND_SNOOZE, "There is no such command; perhaps snooze is meant." },
        { COMMAND_HOLD, "There is no such command; perhaps hold is meant." },
        { COMMAND_RELEASE, "There is no such command; perhaps release is meant." },
};

struct parser {
        const struct instant *now;
        struct command command;
        const char *reason;
};

static int refuse(struct parser *parser, const char *reason)
{
        parser->reason = reason;
        return -EINVAL;
}

static bool is_space(char character)
{
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

/*
 * Appends @bytes to the @length characters of @text in lower case, with single spaces between words and none
 * at the ends. Return: the new length; -ENAMETOOLONG.
 */
static int append_plain(char text[static COMMAND_TEXT_SIZE], size_t length, const char *bytes, size_t size)
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

/* Cuts the first word off *@rest. */
static char *take_word(char **rest)
{
        char *word = *rest;
        char *space = strchr(word, ' ');

        *rest = space ? space + 1 : word + strlen(word);
        if (space)
                *space = '\0';
        return word;
}

/* "15 min", or "15", which is minutes. */
static int parse_duration(struct parser *parser, const char *text, int64_t *ret_usec)
{
        int64_t minutes;
        int64_t usec;
        int r;

        r = number_parse_integer(text, 1, DURATION_MAX_USEC / USEC_PER_MINUTE, &minutes);
        if (r >= 0) {
                *ret_usec = minutes * USEC_PER_MINUTE;
                return 0;
        }
        if (r == -EINVAL)
                r = duration_parse(text, &usec);
        if (r == -ERANGE)
                return refuse(parser, "The duration must be above 0 and at most a year.");
        if (r < 0)
                return refuse(parser, "The duration must be written like 15 min or 1 h.");
        if (usec == 0)
                return refuse(parser, "The duration must be above 0 and at most a year.");
        *ret_usec = usec;
        return 0;
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

/* "2026-12-01" */
static int parse_date(const char *text, int32_t *ret_day)
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
        back = instant_date_from_day(number);
        if (back.month != month || back.day != day)
                return -EINVAL;
        *ret_day = number;
        return 0;
}

/* "18:00" or "7:30" */
static int parse_time(const char *text, int32_t *ret_minute)
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

/* What follows "until": a date, a date and a time, or a time, which is the next one to come. */
static int parse_until(struct parser *parser, char *text)
{
        static const char form[] = "An end must be written like 2026-12-01, 2026-12-01 18:00 or 18:00.";
        struct command *command = &parser->command;
        const char *first = take_word(&text);

        if (parse_date(first, &command->until_day) >= 0) {
                if (*text != '\0' && parse_time(text, &command->until_minute) < 0)
                        return refuse(parser, form);
                return 0;
        }
        if (*text != '\0' || parse_time(first, &command->until_minute) < 0)
                return refuse(parser, form);
        command->until_day = instant_day(parser->now, parser->now->realtime_usec, 0);
        if (command->until_minute <= instant_minute_of_day(parser->now, parser->now->realtime_usec))
                command->until_day++;
        return 0;
}

static int parse_reason(struct parser *parser, char **rest)
{
        const char *reason = take_word(rest);

        if (*reason == '\0')
                return refuse(parser, "A reason is missing, such as guests or call.");
        if (!text_is_id(reason))
                return refuse(parser, "A reason is 1 to 32 of the characters a-z 0-9 _ and -.");
        memcpy(parser->command.reason, reason, strlen(reason) + 1);
        return 0;
}

static int parse_hold(struct parser *parser, char *rest)
{
        int r;

        r = parse_reason(parser, &rest);
        if (r < 0 || *rest == '\0')
                return r;
        if (strncmp(rest, "until ", strlen("until ")) == 0)
                return parse_until(parser, rest + strlen("until "));
        return parse_duration(parser, rest, &parser->command.duration_usec);
}

static int parse_release(struct parser *parser, char *rest)
{
        int r;

        r = parse_reason(parser, &rest);
        if (r < 0)
                return r;
        return *rest == '\0' ? 0 : refuse(parser, "Behind the reason nothing may follow.");
}

static int parse_arguments(struct parser *parser, char *rest)
{
        switch (parser->command.verb) {
        case COMMAND_DONE:
        case COMMAND_SKIP:
        case COMMAND_NOT_ME:
        case COMMAND_SET:
                return *rest == '\0' ? 0 : refuse(parser, "Behind this command nothing may follow.");
        case COMMAND_SNOOZE:
                return *rest == '\0' ? 0 : parse_duration(parser, rest, &parser->command.duration_usec);
        case COMMAND_HOLD: return parse_hold(parser, rest);
        case COMMAND_RELEASE: return parse_release(parser, rest);
        }
        return -EINVAL;
}

static int parse_verb(struct parser *parser, const char *word)
{
        const char *nearest;

        if (*word == '\0')
                return refuse(parser, "The command is empty.");
        for (size_t i = 0; i < ELEMENTS(command_words); i++)
                if (strcmp(word, command_words[i]) == 0) {
                        parser->command.verb = command_verbs[i].verb;
                        return 0;
                }
        nearest = text_nearest(word, command_words, ELEMENTS(command_words));
        for (size_t i = 0; i < ELEMENTS(command_words); i++)
                if (nearest == command_words[i])
                        return refuse(parser, command_verbs[i].hint);
        return refuse(parser, "There is no such command.");
}

/* Reads a command in lower case with single spaces. */
static int parse_plain(struct parser *parser, char *text)
{
        int r;

        r = parse_verb(parser, take_word(&text));
        if (r < 0)
                return r;
        return parse_arguments(parser, text);
}

/* Appends the text or integer @value, which may be missing, to @text. */
static int append_json(
        struct parser *parser, char text[static COMMAND_TEXT_SIZE], size_t length, const json_t *value)
{
        char number[24];
        int r;

        if (json_is_string(value)) {
                r = append_plain(text, length, json_string_value(value), json_string_length(value));
        } else if (json_is_integer(value)) {
                snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
                r = append_plain(text, length, number, strlen(number));
        } else if (!value || json_is_null(value)) {
                r = (int)length;
        } else {
                return refuse(parser, "A value in the command is neither a text nor an integer.");
        }
        return r < 0 ? refuse(parser, "The command is too long.") : r;
}

static int check_keys(struct parser *parser, json_t *object)
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
                        return refuse(
                                parser, "A command in JSON has the keys action, arg, id and for, no others.");
        }
        return 0;
}

/* "for": how long; only where nothing else has said so. */
static int parse_json_for(struct parser *parser, const json_t *value)
{
        struct command *command = &parser->command;
        char text[COMMAND_TEXT_SIZE] = "";
        int r;

        r = append_json(parser, text, 0, value);
        if (r <= 0)
                return r;
        if (command->verb != COMMAND_SNOOZE && command->verb != COMMAND_HOLD)
                return refuse(parser, "This command has no duration.");
        if (command->duration_usec != 0 || command->until_day != COMMAND_NO_DAY)
                return refuse(parser, "The command says twice how long.");
        return parse_duration(parser, text, &command->duration_usec);
}

static int parse_json_id(struct parser *parser, const json_t *value)
{
        if (!value || json_is_null(value))
                return 0;
        if (!json_is_string(value))
                return refuse(parser, "An id is a text.");
        if (text_copy(parser->command.prompt_id, sizeof(parser->command.prompt_id),
                    json_string_value(value)) < 0)
                return refuse(parser, "There is no prompt of this id.");
        return 0;
}

static int parse_json(struct parser *parser, json_t *object)
{
        char text[COMMAND_TEXT_SIZE] = "";
        int r;

        r = check_keys(parser, object);
        if (r < 0)
                return r;
        r = append_json(parser, text, 0, json_object_get(object, "action"));
        if (r < 0)
                return r;
        r = append_json(parser, text, (size_t)r, json_object_get(object, "arg"));
        if (r < 0)
                return r;
        r = parse_plain(parser, text);
        if (r < 0)
                return r;
        r = parse_json_for(parser, json_object_get(object, "for"));
        if (r < 0)
                return r;
        return parse_json_id(parser, json_object_get(object, "id"));
}

static bool begins_with_brace(const char *bytes, size_t size)
{
        size_t i = 0;

        while (i < size && is_space(bytes[i]))
                i++;
        return i < size && bytes[i] == '{';
}

static int parse_bytes(struct parser *parser, const char *bytes, size_t size)
{
        struct payload payload;
        char text[COMMAND_TEXT_SIZE] = "";
        json_t *object;
        int r;

        if (payload_init(&payload, bytes, size) < 0)
                return refuse(parser, "The command is no valid text, or too long.");
        if (!begins_with_brace(bytes, size)) {
                r = append_plain(text, 0, bytes, size);
                return r < 0 ? refuse(parser, "The command is too long.") : parse_plain(parser, text);
        }
        object = payload_json(&payload);
        r = object ? parse_json(parser, object) : refuse(parser, "The command begins like JSON but is none.");
        payload_done(&payload);
        return r;
}

int command_parse(const void *bytes, size_t size, const struct instant *now, struct command *ret_command,
        const char **ret_reason)
{
        struct parser parser = { .now = now, .command = { .until_day = COMMAND_NO_DAY } };
        int r;

        r = parse_bytes(&parser, bytes, size);
        if (r < 0) {
                *ret_reason = parser.reason;
                return r;
        }
        *ret_command = parser.command;
        return 0;
}

static int parse_enabled(struct parser *parser, const char *text)
{
        bool on = strcmp(text, "on") == 0;

        if (!on && strcmp(text, "off") != 0)
                return refuse(parser, "The value must be ON or OFF.");
        parser->command.value = on;
        return 0;
}

/* Home Assistant may write whole minutes as "45.0". */
static int parse_minutes(struct parser *parser, const char *text)
{
        double minutes;
        int r;

        if (number_parse_real(text, &minutes) < 0) {
                r = parse_duration(parser, text, &parser->command.value);
                if (r < 0 || parser->command.value % USEC_PER_MINUTE == 0)
                        return r;
                return refuse(parser, "The value must be whole minutes.");
        }
        if (minutes < 0 || minutes > (double)(DURATION_MAX_USEC / USEC_PER_MINUTE) ||
                floor(minutes) < minutes)
                return refuse(parser, "The value must be whole minutes, or a duration like 30 min.");
        parser->command.value = (int64_t)minutes * USEC_PER_MINUTE;
        return 0;
}

int command_parse_setting(enum setting setting, const void *bytes, size_t size, struct command *ret_command,
        const char **ret_reason)
{
        struct parser parser = {
                .command = { .verb = COMMAND_SET, .setting = setting, .until_day = COMMAND_NO_DAY },
        };
        char text[COMMAND_TEXT_SIZE] = "";
        int r;

        if (!text_is_utf8(bytes, size) || append_plain(text, 0, bytes, size) < 0)
                r = refuse(&parser, "The value is no valid text, or too long.");
        else if (setting == SETTING_ENABLED)
                r = parse_enabled(&parser, text);
        else
                r = parse_minutes(&parser, text);
        if (r < 0) {
                *ret_reason = parser.reason;
                return r;
        }
        *ret_command = parser.command;
        return 0;
}
