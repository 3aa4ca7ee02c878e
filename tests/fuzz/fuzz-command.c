/* SPDX-License-Identifier: MIT */
/*
 * What arrives at `cmd` and the settings, what was said to a voice assistant, and what a button may be set
 * to. The first byte of an input chooses: `=` a setting (the next byte which), `?` an intent, `!` a button's
 * command; all else is a command.
 *
 * A command as text and the same as JSON, or in other case, must mean the same.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "wire/button.h"
#include "wire/command.h"
#include "wire/hermes_intent.h"
#include "wire/session_command.h"

#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void check_command(const struct command *command)
{
        FUZZ_CHECK(text_is_utf8(command->prompt_id, strnlen(command->prompt_id, PROMPT_ID_SIZE)));
        FUZZ_CHECK(memchr(command->prompt_id, '\0', PROMPT_ID_SIZE));
        FUZZ_CHECK(memchr(command->reason, '\0', TEXT_ID_SIZE));
        FUZZ_CHECK(command->reason[0] == '\0' || text_is_id(command->reason));
        FUZZ_CHECK(command->duration_usec >= 0);
        FUZZ_CHECK(command->until_day == COMMAND_NO_DAY ||
                   (command->until_minute >= 0 && command->until_minute <= 24 * 60));
}

static bool command_equals(const struct command *a, const struct command *b)
{
        return a->verb == b->verb && strcmp(a->reason, b->reason) == 0 &&
               a->duration_usec == b->duration_usec && a->until_day == b->until_day &&
               a->setting == b->setting && a->value == b->value &&
               (a->until_day == COMMAND_NO_DAY || a->until_minute == b->until_minute);
}

static int parse_command(const void *bytes, size_t size, struct command *ret_command)
{
        const char *reason = NULL;
        int r;

        *ret_command = (struct command){ .verb = (enum command_verb)99 };
        r = command_parse(bytes, size, &fuzz_now, ret_command, &reason);
        if (r < 0) {
                FUZZ_CHECK(r == -EINVAL && ret_command->verb == (enum command_verb)99);
                fuzz_check_sentence(reason);
        } else {
                check_command(ret_command);
        }
        return r;
}

static void check_refusal(const struct session_command_error *error)
{
        fuzz_check_sentence(error->reason);
        for (size_t i = 0; i < error->allowed_count; i++)
                fuzz_check_sentence(error->allowed[i]);
}

static void check_routine(const struct routine_command *command)
{
        FUZZ_CHECK(command->verb < ROUTINE_VERB_MAX_);
        FUZZ_CHECK(memchr(command->prompt_id, '\0', PROMPT_ID_SIZE));
        FUZZ_CHECK(memchr(command->exercise, '\0', ROUTINE_EXERCISE_MAX));
        FUZZ_CHECK(text_is_utf8(command->exercise, strlen(command->exercise)));
        FUZZ_CHECK(memchr(command->programme, '\0', TEXT_ID_SIZE));
        FUZZ_CHECK(command->programme[0] == '\0' || text_is_id(command->programme));
        if (command->verb == ROUTINE_MOVE || command->verb == ROUTINE_AT)
                FUZZ_CHECK(command->minute >= ROUTINE_NO_MINUTE && command->minute < 24 * 60);
        if (command->verb == ROUTINE_DAYS)
                FUZZ_CHECK(command->days < 1 << 7);
}

static bool routine_equals(const struct routine_command *a, const struct routine_command *b)
{
        return a->verb == b->verb && strcmp(a->programme, b->programme) == 0 && a->is_short == b->is_short &&
               a->session_verb == b->session_verb && a->pain == b->pain && a->sharp == b->sharp &&
               a->effort == b->effort && strcmp(a->exercise, b->exercise) == 0 &&
               a->declined == b->declined && a->worse == b->worse && a->day == b->day &&
               a->minute == b->minute && a->until_minute == b->until_minute && a->days == b->days;
}

static int parse_routine(const void *bytes, size_t size, struct routine_command *ret_command)
{
        struct session_command_error error = { .reason = NULL };
        int r;

        *ret_command = (struct routine_command){ .verb = ROUTINE_VERB_MAX_ };
        r = session_command_parse(bytes, size, &fuzz_now, ret_command, &error);
        if (r < 0) {
                FUZZ_CHECK(ret_command->verb == ROUTINE_VERB_MAX_ && (r == -ENOENT || r == -EINVAL));
                if (r == -EINVAL)
                        check_refusal(&error);
        } else {
                check_routine(ret_command);
        }
        return r;
}

/* That @other, of @size bytes, means what was read into @command and @routine with @r and @routine_r. */
static void check_same(const char *other, size_t size, int r, const struct command *command, int routine_r,
        const struct routine_command *routine)
{
        struct routine_command same_routine;
        struct command same;

        FUZZ_CHECK(parse_command(other, size, &same) == r);
        FUZZ_CHECK(r < 0 || command_equals(command, &same));
        FUZZ_CHECK(parse_routine(other, size, &same_routine) == routine_r);
        FUZZ_CHECK(routine_r < 0 || routine_equals(routine, &same_routine));
}

/* The text as JSON, and in capital letters. */
static void check_other_forms(char *text, size_t size, int r, const struct command *command, int routine_r,
        const struct routine_command *routine)
{
        json_t *object = json_pack("{s:s%}", "action", text, size);
        char *json = json_dumps(object, JSON_COMPACT);

        FUZZ_CHECK(object && json);
        check_same(json, strlen(json), r, command, routine_r, routine);
        for (size_t i = 0; i < size; i++)
                text[i] = (char)toupper((unsigned char)text[i]);
        check_same(text, size, r, command, routine_r, routine);
        free(json);
        json_decref(object);
}

static void take_command(const struct fuzz_input *input)
{
        char *bytes = fuzz_copy_bytes(input);
        struct routine_command routine;
        struct command command;
        int r = parse_command(bytes, input->left, &command);
        int routine_r = parse_routine(bytes, input->left, &routine);

        if (input->left > 0 && text_is_utf8(bytes, input->left) && !command_text_is_json(bytes, input->left))
                check_other_forms(bytes, input->left, r, &command, routine_r, &routine);
        free(bytes);
}

static void take_setting(struct fuzz_input *input)
{
        enum setting setting = (enum setting)(fuzz_take_byte(input) % SETTING_MAX_);
        char *bytes = fuzz_copy_bytes(input);
        struct routine_command routine = { .verb = ROUTINE_VERB_MAX_ };
        struct session_command_error error = { .reason = NULL };
        struct command command = { .verb = (enum command_verb)99 };
        const char *reason = NULL;

        if (command_parse_setting(setting, bytes, input->left, &command, &reason) < 0) {
                FUZZ_CHECK(command.verb == (enum command_verb)99);
                fuzz_check_sentence(reason);
        } else {
                FUZZ_CHECK(command.verb == COMMAND_SET && command.setting == setting && command.value >= 0);
        }
        if (session_command_parse_days(bytes, input->left, &routine, &error) < 0)
                check_refusal(&error);
        else
                FUZZ_CHECK(routine.verb == ROUTINE_DAYS && routine.days < 1 << 7);
        if (session_command_parse_time(bytes, input->left, &routine, &error) < 0)
                check_refusal(&error);
        else
                FUZZ_CHECK(routine.verb == ROUTINE_AT && routine.minute >= 0 && routine.minute < 24 * 60);
        free(bytes);
}

static void take_intent(const struct fuzz_input *input)
{
        char *bytes = fuzz_copy_bytes(input);
        struct outbox outbox = { 0 };
        struct hermes_command command;
        struct payload payload;

        if (payload_init(&payload, bytes, input->left) == 0) {
                if (hermes_intent_parse(&payload, &command) == 0) {
                        FUZZ_CHECK(text_is_utf8(command.text, strnlen(command.text, COMMAND_TEXT_SIZE)));
                        FUZZ_CHECK(memchr(command.site, '\0', HERMES_SITE_SIZE));
                        FUZZ_CHECK(memchr(command.dialogue, '\0', HERMES_DIALOGUE_SIZE));
                        FUZZ_CHECK(hermes_intent_end(&command, &outbox) == 0 && outbox.count <= 1);
                        fuzz_check_outbox(&outbox, true);
                }
                payload_done(&payload);
        }
        outbox_done(&outbox);
        free(bytes);
}

static void take_button(const struct fuzz_input *input)
{
        char *text = fuzz_copy_text(input);

        for (int map = 0; map < BUTTON_MAP_MAX_; map++) {
                struct button_error error = { .reason = NULL };

                if (button_check((enum button_map_kind)map, text, NULL, &error) == 0)
                        continue;
                fuzz_check_sentence(error.reason);
                FUZZ_CHECK(error.allowed);
        }
        free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };

        switch (size > 0 ? data[0] : '\0') {
        case '=':
                (void)fuzz_take_byte(&input);
                take_setting(&input);
                break;
        case '?':
                (void)fuzz_take_byte(&input);
                take_intent(&input);
                break;
        case '!':
                (void)fuzz_take_byte(&input);
                take_button(&input);
                break;
        default: take_command(&input);
        }
        return 0;
}
