/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "wire/button.h"

#include <errno.h>
#include <stdio.h>

static const struct button_entry outside[] = { { "single", "done" }, { "DOUBLE", "Snooze 15 min" },
        { "1_triple", "session start" }, { "1002", "{\"action\":\"skip\"}" } };
static const struct button_entry in_session[] = { { "single", "next" }, { "double", "session pause" },
        { "hold", "PAIN  3" }, { "quad", "resume" }, { "long_push", "stop" } };
static const struct button_entry in_question[] = { { "single", "answer right" },
        { "double", "session answer easy" }, { "hold", "stop" } };
static const struct button_config own = {
        .maps = {
                [BUTTON_MAP_OUTSIDE] = { outside, ELEMENTS(outside) },
                [BUTTON_MAP_SESSION] = { in_session, ELEMENTS(in_session) },
                [BUTTON_MAP_QUESTION] = { in_question, ELEMENTS(in_question) },
        },
};

struct find_case {
        const char *name;
        const struct button_config *config;
        enum person_moment moment;
        const char *press;
        const char *command; /* NULL: none, and ... */
        int error;
};

#define USUAL &button_defaults
static const struct find_case FIND_CASES[] = {
        { "a single press outside is done", USUAL, PERSON_MOMENT_FREE, "single", "done", 0 },
        { "a double press outside is snooze", USUAL, PERSON_MOMENT_FREE, "double", "snooze", 0 },
        { "a long press outside is skip", USUAL, PERSON_MOMENT_FREE, "hold", "skip", 0 },
        { "a single press in a session is next", USUAL, PERSON_MOMENT_SESSION, "single", "session next", 0 },
        { "a double press in a session pauses", USUAL, PERSON_MOMENT_SESSION, "double", "session pause", 0 },
        { "a double press in a paused one resumes", USUAL, PERSON_MOMENT_PAUSED, "double", "session resume",
                0 },
        { "a long press in a session is pain", USUAL, PERSON_MOMENT_SESSION, "hold", "session pain", 0 },
        { "a single press in a paused one is next", USUAL, PERSON_MOMENT_PAUSED, "single", "session next",
                0 },
        { "a single press answers right", USUAL, PERSON_MOMENT_QUESTION, "single", "session answer right",
                0 },
        { "a double press answers easy", USUAL, PERSON_MOMENT_QUESTION, "double", "session answer easy", 0 },
        { "a long press answers hard", USUAL, PERSON_MOMENT_QUESTION, "hold", "session answer hard", 0 },
        { "no press says which exercise it was", USUAL, PERSON_MOMENT_EXERCISE, "hold", "session stop", 0 },
        { "a press after hard changes no answer", USUAL, PERSON_MOMENT_EXERCISE, "single", "session stop",
                0 },
        { "words compare without case", USUAL, PERSON_MOMENT_FREE, "SINGLE", "done", 0 },
        { "the words of a map too", &own, PERSON_MOMENT_FREE, "double", "snooze 15 min", 0 },
        { "a Shelly's single push is single", USUAL, PERSON_MOMENT_FREE, "single_push", "done", 0 },
        { "a Shelly's double push is double", USUAL, PERSON_MOMENT_SESSION, "double_push", "session pause",
                0 },
        { "a Shelly's long push is hold", USUAL, PERSON_MOMENT_FREE, "long_push", "skip", 0 },
        { "long is hold", USUAL, PERSON_MOMENT_FREE, "LONG", "skip", 0 },
        { "a word that a map has is itself", &own, PERSON_MOMENT_SESSION, "long_push", "session stop", 0 },
        { "a release means nothing ever", USUAL, PERSON_MOMENT_FREE, "release", NULL, -ENODATA },
        { "a push that no map has means nothing", USUAL, PERSON_MOMENT_FREE, "triple_push", NULL, -ENODATA },
        { "a press of another moment is told", &own, PERSON_MOMENT_FREE, "quad", NULL, -ENOENT },
        { "one of outside is told in a session", &own, PERSON_MOMENT_SESSION, "1_triple", NULL, -ENOENT },
        { "one of a session is told in the question", &own, PERSON_MOMENT_QUESTION, "quad", NULL, -ENOENT },
        { "a name that begins with a number", &own, PERSON_MOMENT_FREE, "1_TRIPLE", "session start", 0 },
        { "a command as JSON", &own, PERSON_MOMENT_FREE, "1002", "{\"action\":\"skip\"}", 0 },
        { "the word session may stand there", &own, PERSON_MOMENT_PAUSED, "double", "session resume", 0 },
        { "in the question too", &own, PERSON_MOMENT_QUESTION, "double", "session answer easy", 0 },
        { "more blanks and upper case", &own, PERSON_MOMENT_SESSION, "hold", "session pain 3", 0 },
        { "what is no answer stays itself", &own, PERSON_MOMENT_EXERCISE, "hold", "session stop", 0 },
        { "a resume while it runs is for the session to refuse", &own, PERSON_MOMENT_SESSION, "quad",
                "session resume", 0 },
};

static void find(void **state)
{
        const struct find_case *this = *state;
        char command[COMMAND_TEXT_SIZE] = "untouched";

        assert_int_equal(button_find(this->config, this->moment, this->press, command), this->error);
        assert_string_equal(command, this->command ? this->command : "untouched");
}

struct check_case {
        const char *name;
        enum button_map_kind kind;
        const char *command;
        const char *reason; /* NULL: it may stand there */
};

#define UNKNOWN      "There is no such command."
#define NO_EXERCISE  "There is no such answer, and no exercise of this id."
#define OUTSIDE_FITS "done, skip, not-me, snooze, hold REASON, release REASON, session start, ..."

static const struct check_case CHECK_CASES[] = {
        { "done", BUTTON_MAP_OUTSIDE, "done", NULL },
        { "a command with an argument", BUTTON_MAP_OUTSIDE, "hold guests until 18:00", NULL },
        { "a whole command of the session", BUTTON_MAP_OUTSIDE, "session start short", NULL },
        { "the questions", BUTTON_MAP_OUTSIDE, "screening none-apply", NULL },
        { "upper case", BUTTON_MAP_OUTSIDE, "Not-Me", NULL },
        { "JSON", BUTTON_MAP_OUTSIDE, "{\"action\":\"snooze\",\"for\":\"15 min\"}", NULL },
        { "a break's command in a session", BUTTON_MAP_SESSION, "hold baby", NULL },
        { "a verb of the session alone", BUTTON_MAP_SESSION, "too-easy", NULL },
        { "an exercise that there is", BUTTON_MAP_QUESTION, "answer cobra", NULL },
        { "mistyped", BUTTON_MAP_OUTSIDE, "snoze", "There is no such command; perhaps snooze is meant." },
        { "nothing like it", BUTTON_MAP_OUTSIDE, "xyzzy", UNKNOWN },
        { "a verb of the session without its word", BUTTON_MAP_OUTSIDE, "next", UNKNOWN },
        { "nothing", BUTTON_MAP_SESSION, "", "The command is empty." },
        { "mistyped in a session", BUTTON_MAP_SESSION, "nxet", UNKNOWN },
        { "a wrong argument in a session", BUTTON_MAP_SESSION, "pain 11",
                "Pain is a number from 0 to 10, or what it is like." },
        { "an answer that is none", BUTTON_MAP_QUESTION, "answer rihgt", NO_EXERCISE },
        { "JSON that is none", BUTTON_MAP_OUTSIDE,
                "{\"action\":", "The command begins like JSON but is none." },
};

static struct exercise exercises[] = { { .id = "cobra" } };
static const struct programme_set set = { .exercises = exercises, .exercise_count = 1 };

static void check(void **state)
{
        const struct check_case *this = *state;
        struct button_error error = { 0 };

        assert_int_equal(button_check(this->kind, this->command, &set, &error), this->reason ? -EINVAL : 0);
        if (!this->reason) {
                assert_null(error.reason);
                return;
        }
        assert_string_equal(error.reason, this->reason);
        assert_non_null(error.allowed);
        if (this->kind == BUTTON_MAP_OUTSIDE)
                assert_string_equal(error.allowed, OUTSIDE_FITS);
}

static void without_programmes_any_exercise_will_do(void **state)
{
        struct button_error error;

        (void)state;
        assert_int_equal(button_check(BUTTON_MAP_QUESTION, "answer dead bug", NULL, &error), 0);
}

static void a_command_that_is_too_long_is_refused(void **state)
{
        char text[COMMAND_TEXT_SIZE + 8];
        struct button_error error;

        (void)state;
        /* With the word session before it, it would be. */
        snprintf(text, sizeof(text), "answer %*s", COMMAND_TEXT_SIZE - 8, "x");
        memset(text + strlen("answer "), 'x', strlen(text) - strlen("answer "));
        for (size_t cut = 0; cut < 9; cut += 8) {
                text[strlen(text) - cut] = '\0';
                assert_int_equal(button_check(BUTTON_MAP_QUESTION, text, NULL, &error), -EINVAL);
                assert_string_equal(error.reason, "The command is too long.");
        }
        memset(text, 'x', sizeof(text) - 1);
        text[0] = '{';
        text[sizeof(text) - 1] = '\0';
        assert_int_equal(button_check(BUTTON_MAP_OUTSIDE, text, NULL, &error), -EINVAL);
        assert_string_equal(error.reason, "The command is too long.");
}

struct take_case {
        const char *name;
        const char *payload;
        int64_t msec;
        int result;
        const char *press;
};

/* One after the other on one button. */
static const struct take_case TAKE_CASES[] = {
        { "the first press", "single", 1000, 0, "single" },
        { "the same within 300 ms is a bounce", "SINGLE", 1299, -EALREADY, "" },
        { "counted from the one that was taken", "single", 1300, 0, "single" },
        { "another press is none", "double", 1310, 0, "double" },
        { "nor is the first again", "single", 1320, 0, "single" },
        { "an empty action says nothing", "\"\"", 1330, -ENODATA, "" },
        { "nor does null", "null", 1340, -ENODATA, "" },
        { "a number is a press", "1002", 1350, 0, "1002" },
        { "and bounces", "1002", 1400, -EALREADY, "" },
        { "so is a truth", "true", 1500, 0, "true" },
        { "and a lie", "false", 1510, 0, "false" },
        { "what is too long is none", "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
                1600, -ENODATA, "" },
};

static void presses_are_taken_once(void **state)
{
        struct button button = { .press = "" };
        struct field_path *whole = NULL;
        const char *error;

        (void)state;
        assert_int_equal(field_path_parse(NULL, &whole, &error), 0);
        for (size_t i = 0; i < ELEMENTS(TAKE_CASES); i++) {
                const struct take_case *this = &TAKE_CASES[i];
                char press[BUTTON_PRESS_BYTES_MAX + 1] = "";
                struct payload payload;
                struct reading reading;

                assert_int_equal(payload_init(&payload, this->payload, strlen(this->payload)), 0);
                assert_int_equal(payload_read(&payload, whole, &reading), 0);
                payload_done(&payload);
                assert_int_equal(
                        button_take(&button, &reading, this->msec * USEC_PER_MSEC, press), this->result);
                assert_string_equal(press, this->press);
        }
        field_path_free(whole);
}

static void the_usual_maps_may_stand_in_a_file(void **state)
{
        struct button_error error;

        (void)state;
        for (int kind = 0; kind < BUTTON_MAP_MAX_; kind++)
                for (uint8_t i = 0; i < button_defaults.maps[kind].count; i++)
                        assert_int_equal(button_check((enum button_map_kind)kind,
                                                 button_defaults.maps[kind].entries[i].command, &set, &error),
                                0);
}

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(FIND_CASES) + ELEMENTS(CHECK_CASES) + 4] = {
                cmocka_unit_test(without_programmes_any_exercise_will_do),
                cmocka_unit_test(a_command_that_is_too_long_is_refused),
                cmocka_unit_test(presses_are_taken_once),
                cmocka_unit_test(the_usual_maps_may_stand_in_a_file),
        };
        struct CMUnitTest *next = tests + 4;

        for (size_t i = 0; i < ELEMENTS(FIND_CASES); i++)
                *next++ = (struct CMUnitTest){ .name = FIND_CASES[i].name,
                        .test_func = find,
                        .initial_state = (void *)(uintptr_t)&FIND_CASES[i] };
        for (size_t i = 0; i < ELEMENTS(CHECK_CASES); i++)
                *next++ = (struct CMUnitTest){ .name = CHECK_CASES[i].name,
                        .test_func = check,
                        .initial_state = (void *)(uintptr_t)&CHECK_CASES[i] };
        return cmocka_run_group_tests_name("button", tests, NULL, NULL);
}
