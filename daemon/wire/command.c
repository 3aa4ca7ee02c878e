/* SPDX-License-Identifier: MIT */
#include "wire/command.h"

#include "base/duration.h"
#include "base/number.h"
#include "base/text.h"
#include "wire/command_text.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const command_words[] = { "done", "skip", "not-me", "snooze", "hold", "release", "start",
        "session", "screening" };
const size_t command_words_count = ELEMENTS(command_words);

/* Beside command_words: what is said when a word is only nearly it. */
static const char *const hints[] = {
        "There is no such command; perhaps done is meant.",
        "There is no such command; perhaps skip is meant.",
        "There is no such command; perhaps not-me is meant.",
        "There is no such command; perhaps snooze is meant.",
        "There is no such command; perhaps hold is meant.",
        "There is no such command; perhaps release is meant.",
        "There is no such command; perhaps start is meant.",
        "There is no such command; perhaps session is meant.",
        "There is no such command; perhaps screening is meant.",
};
static_assert(ELEMENTS(hints) == ELEMENTS(command_words), "each word has its hint");

/* The verbs of the first words; session_command.h reads the others. */
static const enum command_verb verbs[] = { COMMAND_DONE, COMMAND_SKIP, COMMAND_NOT_ME, COMMAND_SNOOZE,
        COMMAND_HOLD, COMMAND_RELEASE };

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

/* What follows "until": a date, a date and a time, or a time, which is the next one to come. */
static int parse_until(struct parser *parser, char *text)
{
        static const char form[] = "An end must be written like 2026-12-01, 2026-12-01 18:00 or 18:00.";
        struct command *command = &parser->command;
        const char *first = command_text_take_word(&text);

        if (command_text_parse_date(first, &command->until_day) >= 0) {
                if (*text != '\0' && command_text_parse_time(text, &command->until_minute) < 0)
                        return refuse(parser, form);
                return 0;
        }
        if (*text != '\0' || command_text_parse_time(first, &command->until_minute) < 0)
                return refuse(parser, form);
        command->until_day = instant_day(parser->now, parser->now->realtime_usec, 0);
        if (command->until_minute <= instant_minute_of_day(parser->now, parser->now->realtime_usec))
                command->until_day++;
        return 0;
}

static int parse_reason(struct parser *parser, char **rest)
{
        const char *reason = command_text_take_word(rest);

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
        for (size_t i = 0; i < ELEMENTS(verbs); i++)
                if (strcmp(word, command_words[i]) == 0) {
                        parser->command.verb = verbs[i];
                        return 0;
                }
        nearest = text_nearest(word, command_words, ELEMENTS(command_words));
        for (size_t i = 0; i < ELEMENTS(command_words); i++)
                if (nearest == command_words[i])
                        return refuse(parser, hints[i]);
        return refuse(parser, "There is no such command.");
}

/* Reads a command in lower case with single spaces. */
static int parse_plain(struct parser *parser, char *text)
{
        int r;

        r = parse_verb(parser, command_text_take_word(&text));
        if (r < 0)
                return r;
        return parse_arguments(parser, text);
}

/* "for": how long; only where nothing else has said so. */
static int parse_json_for(struct parser *parser, const json_t *value)
{
        struct command *command = &parser->command;
        char text[COMMAND_TEXT_SIZE] = "";
        int r;

        r = command_text_append_json(text, 0, value, &parser->reason);
        if (r <= 0)
                return r;
        if (command->verb != COMMAND_SNOOZE && command->verb != COMMAND_HOLD)
                return refuse(parser, "This command has no duration.");
        if (command->duration_usec != 0 || command->until_day != COMMAND_NO_DAY)
                return refuse(parser, "The command says twice how long.");
        return parse_duration(parser, text, &command->duration_usec);
}

static int parse_json(struct parser *parser, json_t *object)
{
        char text[COMMAND_TEXT_SIZE] = "";
        int r;

        r = command_text_read_json(object, text, parser->command.prompt_id, &parser->reason);
        if (r < 0)
                return r;
        r = parse_plain(parser, text);
        if (r < 0)
                return r;
        return parse_json_for(parser, json_object_get(object, "for"));
}

static int parse_bytes(struct parser *parser, const char *bytes, size_t size)
{
        struct payload payload;
        char text[COMMAND_TEXT_SIZE] = "";
        json_t *object;
        int r;

        if (payload_init(&payload, bytes, size) < 0)
                return refuse(parser, "The command is no valid text, or too long.");
        if (!command_text_is_json(bytes, size)) {
                r = command_text_append(text, 0, bytes, size);
                return r < 0 ? refuse(parser, "The command is too long.") : parse_plain(parser, text);
        }
        object = payload_json(&payload);
        if (object)
                r = parse_json(parser, object);
        else if (payload.error == -ENOMEM)
                r = refuse(parser, "There was no memory to read the command.");
        else
                r = refuse(parser, "The command begins like JSON but is none.");
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

        if (!text_is_utf8(bytes, size) || command_text_append(text, 0, bytes, size) < 0)
                r = refuse(&parser, "The value is no valid text, or too long.");
        else if (setting == SETTING_ENABLED)
                r = parse_enabled(&parser, text);
        else if (setting == SETTING_STAND_LIMIT && strcmp(text, "off") == 0)
                r = 0;
        else
                r = parse_minutes(&parser, text);
        if (r < 0) {
                *ret_reason = parser.reason;
                return r;
        }
        *ret_command = parser.command;
        return 0;
}
