/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/check.h"
#include "client/verbs.h"
#include "unit/spoken.h"

#include <stdio.h>
#include <stdlib.h>

#define WORDS_MAX 8

struct run_case {
        int (*verb)(int argc, char *argv[]);
        const char *words[WORDS_MAX]; /* with the verb itself */
        int status;
        const char *error; /* words on standard error */
};

#define LONG_WORD                                                                                            \
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
        "aa"                                                                                                 \
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
        "aa"

static void arguments_that_make_no_sense_are_refused_before_anybody_is_asked(void **state)
{
        static const struct run_case cases[] = {
                { verb_session, { "session", "strat" }, EXIT_STATUS_USAGE, "did you mean 'start'?" },
                { verb_session, { "session", "7" }, EXIT_STATUS_USAGE, "there is no command '7'" },
                { verb_session, { "session", "start", LONG_WORD }, EXIT_STATUS_USAGE, "too long" },
                { verb_session, { "session", "--ics" }, EXIT_STATUS_USAGE, "no option '--ics'" },
                { verb_plan, { "plan", "anna", "ben" }, EXIT_STATUS_USAGE, "'ben' is too much" },
                { verb_plan, { "plan", "-p", "anna", "ben" }, EXIT_STATUS_USAGE, "'ben' is too much" },
                { verb_plan, { "plan", "--ics", "--json" }, EXIT_STATUS_USAGE, "do not go together" },
                { verb_plan, { "plan", "--config" }, EXIT_STATUS_USAGE, "a value is missing" },
                { verb_screening, { "screening", "anna", "ben" }, EXIT_STATUS_USAGE, "one person" },
                { verb_screening, { "screening", "-p", "anna", "ben" }, EXIT_STATUS_USAGE, "one person" },
                { verb_screening, { "screening", "anna", "ben", "cleared" }, EXIT_STATUS_USAGE,
                        "one person" },
                { verb_screening, { "screening", "--show", "cleared" }, EXIT_STATUS_USAGE, "together" },
                { verb_screening, { "screening", "--show", "--answers", "no" }, EXIT_STATUS_USAGE,
                        "together" },
                { verb_screening, { "screening", "--json" }, EXIT_STATUS_USAGE, "--json goes with" },
                { verb_programme, { "programme" }, EXIT_STATUS_USAGE, "'list', or 'show' and an id" },
                { verb_programme, { "programme", "show" }, EXIT_STATUS_USAGE, "'list', or 'show' and an id" },
                { verb_programme, { "programme", "list", "all" }, EXIT_STATUS_USAGE, "'list', or 'show'" },
                { verb_programme, { "programme", "dance", "all" }, EXIT_STATUS_USAGE, "'list', or 'show'" },
                { verb_history, { "history", "--sessions", "--spans" }, EXIT_STATUS_USAGE,
                        "do not go together" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct spoken spoken;

                spoken_run(&spoken, cases[i].verb, cases[i].words);
                if (spoken.status != cases[i].status || !strstr(spoken.error, cases[i].error))
                        fail_msg("case %zu: %d '%s'", i, spoken.status, spoken.error);
                assert_string_equal(spoken.out, "");
        }
}

static void help_goes_to_standard_output_in_80_columns(void **state)
{
        static const struct run_case cases[] = {
                { verb_session, { "session", "--help" }, 0, "" },
                { verb_plan, { "plan", "-h" }, 0, "" },
                { verb_screening, { "screening", "--help" }, 0, "" },
                { verb_programme, { "programme", "--help" }, 0, "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct spoken spoken;

                spoken_run(&spoken, cases[i].verb, cases[i].words);
                assert_int_equal(spoken.status, 0);
                assert_string_equal(spoken.error, "");
                assert_int_equal(strncmp(spoken.out, "Usage: unslouch ", 16), 0);
                for (const char *line = spoken.out; *line != '\0'; line += strcspn(line, "\n") + 1)
                        assert_in_range(strcspn(line, "\n"), 0, 80);
        }
}

static void without_a_store_or_a_daemon_that_is_said(void **state)
{
        static const struct run_case cases[] = {
                { verb_session, { "session", "pause", "--bus=session" }, EXIT_STATUS_NO_DAEMON,
                        "unslouch session: no daemon" },
                { verb_plan, { "plan", "--bus=session" }, EXIT_STATUS_NO_DAEMON, "unslouch plan: no daemon" },
                { verb_screening, { "screening", "--bus=session" }, EXIT_STATUS_NO_DAEMON,
                        "unslouch screening: no daemon" },
                { verb_programme, { "programme", "list", "--bus=session" }, EXIT_STATUS_NO_DAEMON,
                        "unslouch programme: no daemon" },
                { verb_plan, { "plan", "--config", "/nowhere/at-all" }, EXIT_STATUS_CONFIG, "/nowhere" },
        };

        (void)state;
        setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at-all", 1);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct spoken spoken;

                spoken_run(&spoken, cases[i].verb, cases[i].words);
                if (spoken.status != cases[i].status || !strstr(spoken.error, cases[i].error))
                        fail_msg("case %zu: %d '%s'", i, spoken.status, spoken.error);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(arguments_that_make_no_sense_are_refused_before_anybody_is_asked),
                cmocka_unit_test(help_goes_to_standard_output_in_80_columns),
                cmocka_unit_test(without_a_store_or_a_daemon_that_is_said),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
