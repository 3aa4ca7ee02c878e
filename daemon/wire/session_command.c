/* SPDX-License-Identifier: MIT */
#include "wire/session_command.h"

#include "base/number.h"
#include "wire/command_text.h"

#include <errno.h>
#include <string.h>

struct parser {
        const struct instant *now; /* NULL: no day may be said */
        struct routine_command command;
        struct session_command_error error;
};

static const char *const session_forms[] = {
        "session start [PROGRAMME] [short]",
        "session pause",
        "session resume",
        "session done",
        "session next",
        "session easier",
        "session pain [0..10]",
        "session stop",
        "session too-easy",
        "session answer easy|right|hard|max",
        "session answer EXERCISE",
        "session move DAY [TIME]",
        "session skip [DAY]",
        "session at TIME",
        "session days DAYS",
        "session light no|yes",
        "session clear EXERCISE",
};
static const char *const screening_forms[] = { "screening none-apply" };
static const char *const day_forms[] = { "today", "tomorrow", "mon", "2026-12-01" };
static const char *const days_forms[] = { "mon,wed,fri", "mon-fri", "daily" };
static const char *const time_forms[] = { "18:00", "18:00-21:00" };
static const char *const move_time_forms[] = { "19:00" };
static const char *const pain_forms[] = { "0..10", "sharp", "spreading", "numb", "dizzy" };
static const char *const answer_forms[] = { "easy", "right", "hard", "max", "EXERCISE", "fine", "worse" };
static const char *const light_forms[] = { "no", "yes" };
static const char *const clear_forms[] = { "EXERCISE" };
static const char *const start_forms[] = { "PROGRAMME", "short" };

static int refuse(struct parser *parser, const char *reason, const char *const *allowed, size_t count)
{
        parser->error = (struct session_command_error){ reason, allowed, count };
        return -EINVAL;
}

static int refuse_rest(struct parser *parser)
{
        return refuse(parser, "Behind this command nothing may follow.", NULL, 0);
}

static const char *const weekday_names[7] = { "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday" };

/* 0 Monday to 6 Sunday by the first three letters or the whole name, @length bytes; -1. */
static int find_weekday(const char *name, size_t length)
{
        for (int i = 0; i < 7; i++)
                if ((length == 3 || length == strlen(weekday_names[i])) &&
                        strncmp(weekday_names[i], name, length) == 0)
                        return i;
        return -1;
}

static int parse_day(struct parser *parser, const char *word)
{
        int32_t today = instant_day(parser->now, parser->now->realtime_usec, 0);
        int weekday = find_weekday(word, strlen(word));

        if (strcmp(word, "today") == 0)
                parser->command.day = today;
        else if (strcmp(word, "tomorrow") == 0)
                parser->command.day = today + 1;
        else if (weekday >= 0)
                parser->command.day = today + (weekday - instant_weekday(today) + 7) % 7;
        else if (command_text_parse_date(word, &parser->command.day) < 0)
                return refuse(parser, "A day is written like this.", day_forms, ELEMENTS(day_forms));
        return 0;
}

/* "mon" or "mon-fri", @length bytes, as a mask; 0 if it is neither. */
static uint8_t read_days(const char *text, size_t length)
{
        const char *dash = memchr(text, '-', length);
        size_t first_length = dash ? (size_t)(dash - text) : length;
        int first = find_weekday(text, first_length);
        int last = dash ? find_weekday(dash + 1, length - first_length - 1) : first;
        uint8_t days = 0;

        if (first < 0 || last < 0)
                return 0;
        for (int i = first;; i = (i + 1) % 7) {
                days = (uint8_t)(days | 1U << i);
                if (i == last)
                        return days;
        }
}

/* Days between commas or spaces; "daily" is all of them. */
static int parse_days(struct parser *parser, const char *text)
{
        static const char separators[] = ", ";
        uint8_t days = 0;

        parser->command.verb = ROUTINE_DAYS;
        if (strcmp(text, "daily") == 0) {
                parser->command.days = 0x7f;
                return 0;
        }
        for (text += strspn(text, separators); *text != '\0'; text += strspn(text, separators)) {
                size_t length = strcspn(text, separators);
                uint8_t some = read_days(text, length);

                if (some == 0)
                        return refuse(
                                parser, "Days are written like this.", days_forms, ELEMENTS(days_forms));
                days |= some;
                text += length;
        }
        if (days == 0)
                return refuse(parser, "Days are written like this.", days_forms, ELEMENTS(days_forms));
        parser->command.days = days;
        return 0;
}

/* "18:00" or "18:00-21:00"; a space may stand around the dash. */
static int parse_at(struct parser *parser, char *text)
{
        struct routine_command *command = &parser->command;
        char *dash = strchr(text, '-');
        char *end = dash;

        command->verb = ROUTINE_AT;
        if (dash) {
                while (end > text && end[-1] == ' ')
                        end--;
                *end = '\0';
                dash += 1 + strspn(dash + 1, " ");
        }
        if (command_text_parse_time(text, &command->minute) < 0 ||
                (dash && command_text_parse_time(dash, &command->until_minute) < 0))
                return refuse(parser, "A time is written like this.", time_forms, ELEMENTS(time_forms));
        if (dash && command->until_minute <= command->minute)
                return refuse(parser, "A window ends after it begins, on the same day.", time_forms,
                        ELEMENTS(time_forms));
        return 0;
}

/* DAY [TIME], or TIME, which is today's. */
static int parse_move(struct parser *parser, char *rest)
{
        struct routine_command *command = &parser->command;
        char *first = command_text_take_word(&rest);
        int r;

        command->verb = ROUTINE_MOVE;
        if (*rest == '\0' && command_text_parse_time(first, &command->minute) == 0)
                return parse_day(parser, "today");
        r = parse_day(parser, first);
        if (r < 0 || *rest == '\0')
                return r;
        if (command_text_parse_time(rest, &command->minute) < 0)
                return refuse(
                        parser, "A time is written like this.", move_time_forms, ELEMENTS(move_time_forms));
        return 0;
}

static int parse_skip(struct parser *parser, char *rest)
{
        parser->command.verb = ROUTINE_SKIP;
        return parse_day(parser, *rest == '\0' ? "today" : rest);
}

/* PROGRAMME and "short", each at most once. */
static int parse_start(struct parser *parser, char *rest)
{
        struct routine_command *command = &parser->command;

        command->verb = ROUTINE_START;
        while (*rest != '\0') {
                const char *word = command_text_take_word(&rest);

                if (!command->is_short && strcmp(word, "short") == 0)
                        command->is_short = true;
                else if (command->programme[0] == '\0' && text_is_id(word))
                        memcpy(command->programme, word, strlen(word) + 1);
                else
                        return refuse(parser, "Behind start stand the id of a programme, and short.",
                                start_forms, ELEMENTS(start_forms));
        }
        return 0;
}

static bool is_sharp(const char *word)
{
        static const char *const words[] = { "sharp", "spreading", "numb", "dizzy" };

        for (size_t i = 0; i < ELEMENTS(words); i++)
                if (strcmp(word, words[i]) == 0)
                        return true;
        return false;
}

static int parse_pain(struct parser *parser, char *rest)
{
        struct routine_command *command = &parser->command;
        bool has_number = false;
        int64_t number;

        command->verb = ROUTINE_GUIDED;
        command->session_verb = SESSION_VERB_PAIN;
        command->pain = PAIN_UNSAID;
        while (*rest != '\0') {
                const char *word = command_text_take_word(&rest);

                if (is_sharp(word)) {
                        command->sharp = true;
                } else if (!has_number && number_parse_integer(word, 0, PAIN_WORST, &number) == 0) {
                        command->pain = (uint8_t)number;
                        has_number = true;
                } else {
                        return refuse(parser, "Pain is a number from 0 to 10, or what it is like.",
                                pain_forms, ELEMENTS(pain_forms));
                }
        }
        return 0;
}

static int parse_answer(struct parser *parser, const char *text)
{
        static const struct {
                const char *word;
                enum effort effort;
        } efforts[] = {
                { "easy", EFFORT_EASY },
                { "right", EFFORT_RIGHT },
                { "hard", EFFORT_HARD },
                { "max", EFFORT_MAX },
                { "too hard", EFFORT_MAX },
                { "too-hard", EFFORT_MAX },
        };
        struct routine_command *command = &parser->command;

        command->verb = ROUTINE_GUIDED;
        command->session_verb = SESSION_VERB_ANSWER;
        for (size_t i = 0; i < ELEMENTS(efforts); i++)
                if (strcmp(text, efforts[i].word) == 0) {
                        command->effort = efforts[i].effort;
                        return 0;
                }
        if (strcmp(text, "fine") == 0 || strcmp(text, "worse") == 0) {
                command->verb = ROUTINE_RECOVERY;
                command->worse = *text == 'w';
                return 0;
        }
        command->session_verb = SESSION_VERB_ANSWER_EXERCISE;
        if (*text == '\0' || text_copy(command->exercise, sizeof(command->exercise), text) < 0)
                return refuse(parser, "An answer is one of these.", answer_forms, ELEMENTS(answer_forms));
        return 0;
}

static int parse_light(struct parser *parser, const char *rest)
{
        parser->command.verb = ROUTINE_LIGHT;
        parser->command.declined = strcmp(rest, "no") == 0;
        if (!parser->command.declined && strcmp(rest, "yes") != 0)
                return refuse(parser, "A light week is taken, or not.", light_forms, ELEMENTS(light_forms));
        return 0;
}

static int parse_clear(struct parser *parser, const char *text)
{
        struct routine_command *command = &parser->command;

        command->verb = ROUTINE_CLEAR;
        if (*text == '\0' || text_copy(command->exercise, sizeof(command->exercise), text) < 0)
                return refuse(parser, "Behind clear stands an exercise.", clear_forms, ELEMENTS(clear_forms));
        return 0;
}

/* A verb of the guided session that stands alone. */
static int parse_alone(struct parser *parser, const char *word, const char *rest)
{
        static const struct {
                const char *word;
                enum session_verb verb;
        } verbs[] = {
                { "pause", SESSION_VERB_PAUSE },
                { "resume", SESSION_VERB_RESUME },
                { "done", SESSION_VERB_DONE },
                { "next", SESSION_VERB_NEXT },
                { "easier", SESSION_VERB_EASIER },
                { "stop", SESSION_VERB_STOP },
                { "too-easy", SESSION_VERB_TOO_EASY },
        };

        for (size_t i = 0; i < ELEMENTS(verbs); i++)
                if (strcmp(word, verbs[i].word) == 0) {
                        parser->command.verb = ROUTINE_GUIDED;
                        parser->command.session_verb = verbs[i].verb;
                        return *rest == '\0' ? 0 : refuse_rest(parser);
                }
        return refuse(
                parser, "There is no such command of a session.", session_forms, ELEMENTS(session_forms));
}

static int parse_session(struct parser *parser, char *rest)
{
        const char *word = command_text_take_word(&rest);

        if (strcmp(word, "start") == 0)
                return parse_start(parser, rest);
        if (strcmp(word, "pain") == 0)
                return parse_pain(parser, rest);
        if (strcmp(word, "answer") == 0)
                return parse_answer(parser, rest);
        if (strcmp(word, "move") == 0)
                return parse_move(parser, rest);
        if (strcmp(word, "skip") == 0)
                return parse_skip(parser, rest);
        if (strcmp(word, "at") == 0)
                return parse_at(parser, rest);
        if (strcmp(word, "days") == 0)
                return parse_days(parser, rest);
        if (strcmp(word, "light") == 0)
                return parse_light(parser, rest);
        if (strcmp(word, "clear") == 0)
                return parse_clear(parser, rest);
        return parse_alone(parser, word, rest);
}

static int parse_screening(struct parser *parser, const char *rest)
{
        if (strcmp(rest, "none-apply") != 0)
                return refuse(parser, "Answers are given at the terminal: unslouch screening.",
                        screening_forms, ELEMENTS(screening_forms));
        parser->command.verb = ROUTINE_NONE_APPLY;
        return 0;
}

/* Reads a command in lower case with single spaces. */
static int parse_plain(struct parser *parser, char *text)
{
        const char *word = command_text_take_word(&text);

        if (strcmp(word, "session") == 0)
                return parse_session(parser, text);
        if (strcmp(word, "screening") == 0)
                return parse_screening(parser, text);
        if (strcmp(word, "start") == 0)
                return parse_start(parser, text);
        return -ENOENT;
}

static int parse_json(struct parser *parser, json_t *object)
{
        char text[COMMAND_TEXT_SIZE] = "";
        char duration[COMMAND_TEXT_SIZE] = "";
        const char *ignored;
        int r;

        /* What cannot be read at all is refused by command_parse(). */
        r = command_text_read_json(object, text, parser->command.prompt_id, &ignored);
        if (r < 0)
                return -ENOENT;
        r = parse_plain(parser, text);
        if (r < 0)
                return r;
        r = command_text_append_json(duration, 0, json_object_get(object, "for"), &ignored);
        return r == 0 ? 0 : refuse(parser, "This command has no duration.", NULL, 0);
}

static int parse_bytes(struct parser *parser, const char *bytes, size_t size)
{
        char text[COMMAND_TEXT_SIZE] = "";
        struct payload payload;
        json_t *object;
        int r = -ENOENT;

        if (payload_init(&payload, bytes, size) < 0)
                return -ENOENT;
        if (!command_text_is_json(bytes, size))
                return command_text_append(text, 0, bytes, size) < 0 ? -ENOENT : parse_plain(parser, text);
        object = payload_json(&payload);
        if (object)
                r = parse_json(parser, object);
        payload_done(&payload);
        return r;
}

static struct parser parser_of(const struct instant *now)
{
        return (struct parser){
                .now = now,
                .command = { .minute = ROUTINE_NO_MINUTE, .until_minute = ROUTINE_NO_MINUTE },
        };
}

static int finish(const struct parser *parser, int r, struct routine_command *ret_command,
        struct session_command_error *ret_error)
{
        if (r == -EINVAL)
                *ret_error = parser->error;
        if (r == 0)
                *ret_command = parser->command;
        return r;
}

int session_command_parse(const void *bytes, size_t size, const struct instant *now,
        struct routine_command *ret_command, struct session_command_error *ret_error)
{
        struct parser parser = parser_of(now);
        int r = parse_bytes(&parser, bytes, size);

        return finish(&parser, r, ret_command, ret_error);
}

/* A value that is too long or no text is as wrong as any other. */
static void read_value(const void *bytes, size_t size, char text[static COMMAND_TEXT_SIZE])
{
        if (!text_is_utf8(bytes, size) || command_text_append(text, 0, bytes, size) < 0)
                text[0] = '\0';
}

int session_command_parse_days(const void *bytes, size_t size, struct routine_command *ret_command,
        struct session_command_error *ret_error)
{
        struct parser parser = parser_of(NULL);
        char text[COMMAND_TEXT_SIZE] = "";

        read_value(bytes, size, text);
        return finish(&parser, parse_days(&parser, text), ret_command, ret_error);
}

int session_command_parse_time(const void *bytes, size_t size, struct routine_command *ret_command,
        struct session_command_error *ret_error)
{
        struct parser parser = parser_of(NULL);
        char text[COMMAND_TEXT_SIZE] = "";

        read_value(bytes, size, text);
        return finish(&parser, parse_at(&parser, text), ret_command, ret_error);
}

int session_command_find_exercise(const struct programme_set *set, const char *text,
        const struct exercise_words *(*words)(void *userdata, int exercise), void *userdata)
{
        for (size_t i = 0; i < set->exercise_count; i++)
                if (text_equal_nocase(set->exercises[i].id, text))
                        return (int)i;
        for (size_t i = 0; i < set->exercise_count; i++) {
                const char *name = words(userdata, (int)i)->name;

                if (name && text_equal_nocase(name, text))
                        return (int)i;
        }
        return -1;
}
