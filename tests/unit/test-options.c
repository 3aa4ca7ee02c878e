/* SPDX-License-Identifier: MIT */
#include "unit/spoken.h"
#include "unit/test.h"

#include "client/options.h"

#include <stdio.h>

#define HELP "Usage: unslouch wait [OPTION]... [WORD]...\n"

/* A verb that prints what it has understood. */
static int verb_wait(int argc, char *argv[])
{
        const char *since = NULL;
        const char *loud = NULL;
        const struct option_row rows[] = {
                { "since", true, &since },
                { "loud", false, &loud },
        };
        struct connection_options options;
        char **arguments;
        int count;
        int status;

        status = options_parse(argc, argv, "wait", HELP, rows, ELEMENTS(rows), &options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status;
        printf("%s %d %s %d %s %s", options.verb, (int)options.bus, options.person ? options.person : "-",
                options.json, since ? since : "-", loud ? "loud" : "-");
        for (int i = 0; i < count; i++)
                printf(" [%s]", arguments[i]);
        return EXIT_STATUS_DONE;
}

static void options_may_stand_anywhere(void **state)
{
        static const struct {
                const char *arguments[8];
                const char *understood;
        } cases[] = {
                { { "wait" }, "wait 0 - 0 - -" },
                { { "wait", "a", "--json", "b" }, "wait 0 - 1 - - [a] [b]" },
                { { "wait", "--bus=system", "--person", "anna" }, "wait 1 anna 0 - -" },
                { { "wait", "-p", "ben", "--bus", "session" }, "wait 2 ben 0 - -" },
                { { "wait", "--loud", "--since=7 days", "x" }, "wait 0 - 0 7 days loud [x]" },
                { { "wait", "--", "--json" }, "wait 0 - 0 - - [--json]" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct spoken spoken;

                spoken_run(&spoken, verb_wait, cases[i].arguments);

                assert_int_equal(spoken.status, EXIT_STATUS_DONE);
                assert_string_equal(spoken.out, cases[i].understood);
                assert_string_equal(spoken.error, "");
        }
}

static void mistakes_are_told_with_what_would_be_right(void **state)
{
        static const struct {
                const char *arguments[4];
                const char *error;
        } cases[] = {
                { { "wait", "--person" },
                        "unslouch wait: a value is missing behind '--person'; try unslouch wait --help\n" },
                { { "wait", "--since" },
                        "unslouch wait: a value is missing behind '--since'; try unslouch wait --help\n" },
                { { "wait", "--json=1" },
                        "unslouch wait: no value goes with '--json=1'; try unslouch wait --help\n" },
                { { "wait", "--loud=1" },
                        "unslouch wait: no value goes with '--loud=1'; try unslouch wait --help\n" },
                { { "wait", "--sinse=1" },
                        "unslouch wait: there is no option '--sinse=1'; did you mean '--since'?\n" },
                { { "wait", "--bananas" },
                        "unslouch wait: there is no option '--bananas'; try unslouch wait --help\n" },
                { { "wait", "-q" }, "unslouch wait: there is no option '-q'; try unslouch wait --help\n" },
                { { "wait", "b\xff" },
                        "unslouch wait: this is not UTF-8 text: 'b\xff'; try unslouch wait --help\n" },
                { { "wait", "-p", "\xc3" },
                        "unslouch wait: this is not UTF-8 text: '\xc3'; try unslouch wait --help\n" },
                { { "wait", "--bus=none" }, "unslouch wait: --bus takes system or session, not 'none'; try "
                                            "unslouch wait --help\n" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct spoken spoken;

                spoken_run(&spoken, verb_wait, cases[i].arguments);

                assert_string_equal(spoken.error, cases[i].error);
                assert_int_equal(spoken.status, EXIT_STATUS_USAGE);
                assert_string_equal(spoken.out, "");
        }
}

static void help_is_printed_and_nothing_else_done(void **state)
{
        static const char *const words[] = { "--help", "-h" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(words); i++) {
                struct spoken spoken;

                spoken_run(&spoken, verb_wait, (const char *[]){ "wait", words[i], NULL });

                assert_int_equal(spoken.status, -1);
                assert_string_equal(spoken.out, HELP);
                assert_string_equal(spoken.error, "");
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(options_may_stand_anywhere),
                cmocka_unit_test(mistakes_are_told_with_what_would_be_right),
                cmocka_unit_test(help_is_printed_and_nothing_else_done),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
