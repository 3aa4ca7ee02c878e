/* SPDX-License-Identifier: MIT */
#include "wire/button.h"

#include "wire/command.h"
#include "wire/session_command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SESSION_PREFIX "session "

static const struct button_entry outside_defaults[] = {
        { "single", "done" },
        { "double", "snooze" },
        { "hold", "skip" },
};
static const struct button_entry session_defaults[] = {
        { "single", "next" },
        { "double", "pause" },
        { "hold", "pain" },
};
static const struct button_entry question_defaults[] = {
        { "single", "answer right" },
        { "double", "answer easy" },
        { "hold", "answer hard" },
};

const struct button_config button_defaults = {
        .maps = {
                [BUTTON_MAP_OUTSIDE] = { outside_defaults, ELEMENTS(outside_defaults) },
                [BUTTON_MAP_SESSION] = { session_defaults, ELEMENTS(session_defaults) },
                [BUTTON_MAP_QUESTION] = { question_defaults, ELEMENTS(question_defaults) },
        },
};

/* Whether the first word of @command is a verb of a guided session. */
static bool is_guided_verb(const char *command)
{
        static const char *const verbs[] = { "pause", "resume", "done", "next", "easier", "pain", "stop",
                "too-easy", "answer" };
        size_t length = strcspn(command, " ");

        for (size_t i = 0; i < ELEMENTS(verbs); i++)
                if (strlen(verbs[i]) == length && strncmp(verbs[i], command, length) == 0)
                        return true;
        return false;
}

/* Writes @text in lower case as `cmd` takes it; JSON as it is. Return: 0; -ENAMETOOLONG. */
static int expand(enum button_map_kind kind, const char *text, char command[static COMMAND_TEXT_SIZE])
{
        char words[COMMAND_TEXT_SIZE] = "";
        int length;

        if (command_text_is_json(text, strlen(text)))
                return text_copy(command, COMMAND_TEXT_SIZE, text) < 0 ? -ENAMETOOLONG : 0;
        if (command_text_append(words, 0, text, strlen(text)) < 0)
                return -ENAMETOOLONG;
        length = snprintf(command, COMMAND_TEXT_SIZE, "%s%s",
                kind != BUTTON_MAP_OUTSIDE && is_guided_verb(words) ? SESSION_PREFIX : "", words);
        return length < COMMAND_TEXT_SIZE ? 0 : -ENAMETOOLONG;
}

static const char *allowed_in(enum button_map_kind kind)
{
        static const char *const allowed[BUTTON_MAP_MAX_] = {
                [BUTTON_MAP_OUTSIDE] =
                        "done, skip, not-me, snooze, hold REASON, release REASON, session start, ...",
                [BUTTON_MAP_SESSION] =
                        "next, pause, resume, done, easier, pain, stop, too-easy, hold REASON, ...",
                [BUTTON_MAP_QUESTION] = "answer easy, answer right, answer hard, answer max, stop, pain, ...",
        };

        return allowed[kind];
}

/* A word that is none of the efforts is likelier mistyped than the name of an exercise. */
static bool names_no_exercise(const struct routine_command *command, const struct programme_set *set)
{
        return command->verb == ROUTINE_GUIDED && command->session_verb == SESSION_VERB_ANSWER_EXERCISE &&
               set && programme_find_exercise(set, command->exercise) < 0;
}

/* Whether @text is a command of `cmd`. Return: 0; -EINVAL with @ret_reason. */
static int check_text(const char *text, const struct programme_set *set, const char **ret_reason)
{
        /* Only whether it can be read counts here, not on which day. */
        static const struct instant someday = { 0 };
        struct session_command_error error;
        struct routine_command routine;
        struct command plain;
        int r;

        r = session_command_parse(text, strlen(text), &someday, &routine, &error);
        if (r == -ENOENT)
                return command_parse(text, strlen(text), &someday, &plain, ret_reason);
        if (r < 0) {
                *ret_reason = error.reason;
                return r;
        }
        if (!names_no_exercise(&routine, set))
                return 0;
        *ret_reason = "There is no such answer, and no exercise of this id.";
        return -EINVAL;
}

int button_check(enum button_map_kind kind, const char *command, const struct programme_set *set,
        struct button_error *ret_error)
{
        struct button_error error = { .reason = "The command is too long.", .allowed = allowed_in(kind) };
        char text[COMMAND_TEXT_SIZE];

        if (expand(kind, command, text) == 0 && check_text(text, set, &error.reason) == 0)
                return 0;
        *ret_error = error;
        return -EINVAL;
}

/* The word of a reading. Return: 0; -ENODATA. */
static int print_press(const struct reading *reading, char press[static BUTTON_PRESS_BYTES_MAX + 1])
{
        switch (reading->kind) {
        case READING_NOTHING: break;
        case READING_BOOLEAN:
                return text_copy(press, BUTTON_PRESS_BYTES_MAX + 1, reading->boolean ? "true" : "false");
        case READING_NUMBER: snprintf(press, BUTTON_PRESS_BYTES_MAX + 1, "%.15g", reading->number); return 0;
        case READING_TEXT:
                if (text_copy(press, BUTTON_PRESS_BYTES_MAX + 1, reading->text) == 0)
                        return 0;
                break;
        }
        return -ENODATA;
}

int button_take(struct button *button, const struct reading *reading, int64_t now_usec,
        char press[static BUTTON_PRESS_BYTES_MAX + 1])
{
        char word[BUTTON_PRESS_BYTES_MAX + 1];

        if (print_press(reading, word) < 0)
                return -ENODATA;
        if (text_equal_nocase(button->press, word) && now_usec - button->taken_usec < BUTTON_BOUNCE_USEC)
                return -EALREADY;
        memcpy(press, word, sizeof(word));
        memcpy(button->press, word, sizeof(word));
        button->taken_usec = now_usec;
        return 0;
}

static const char *command_of(const struct button_map *map, const char *press)
{
        for (uint8_t i = 0; i < map->count; i++)
                if (text_equal_nocase(map->entries[i].press, press))
                        return map->entries[i].command;
        return NULL;
}

static bool is_known(const struct button_config *config, const char *press)
{
        for (int kind = 0; kind < BUTTON_MAP_MAX_; kind++)
                if (command_of(&config->maps[kind], press))
                        return true;
        return false;
}

/* What others call the press; itself if the maps have it, or nobody calls it otherwise. */
static const char *usual_press(const struct button_config *config, const char *press)
{
        static const struct {
                const char *press, *usual;
        } words[] = {
                { "single_push", "single" },
                { "double_push", "double" },
                { "triple_push", "triple" },
                { "long_push", "hold" },
                { "long", "hold" },
        };

        if (is_known(config, press))
                return press;
        for (size_t i = 0; i < ELEMENTS(words); i++)
                if (text_equal_nocase(words[i].press, press))
                        return words[i].usual;
        return press;
}

enum button_map_kind button_map_at(enum person_moment moment)
{
        switch (moment) {
        case PERSON_MOMENT_SESSION:
        case PERSON_MOMENT_PAUSED: return BUTTON_MAP_SESSION;
        case PERSON_MOMENT_QUESTION:
        case PERSON_MOMENT_EXERCISE: return BUTTON_MAP_QUESTION;
        case PERSON_MOMENT_FREE:
        case PERSON_MOMENT_MAX_: break;
        }
        return BUTTON_MAP_OUTSIDE;
}

/* The moment gives some commands another sense. */
static const char *sense_of(const char *command, enum person_moment moment)
{
        if (moment == PERSON_MOMENT_PAUSED && strcmp(command, "session pause") == 0)
                return "session resume";
        if (moment == PERSON_MOMENT_EXERCISE &&
                strncmp(command, SESSION_PREFIX "answer ", strlen(SESSION_PREFIX "answer ")) == 0)
                return "session stop";
        return NULL;
}

int button_find(const struct button_config *config, enum person_moment moment, const char *press,
        char command[static COMMAND_TEXT_SIZE])
{
        enum button_map_kind kind = button_map_at(moment);
        const char *usual = usual_press(config, press);
        const char *text = command_of(&config->maps[kind], usual);
        const char *sense;

        if (!text)
                return is_known(config, usual) ? -ENOENT : -ENODATA;
        /* The configuration has seen to it that it fits. */
        if (expand(kind, text, command) < 0)
                return -ENODATA;
        sense = sense_of(command, moment);
        if (sense)
                (void)text_copy(command, COMMAND_TEXT_SIZE, sense);
        return 0;
}
