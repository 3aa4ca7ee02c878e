/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * options - the options that all verbs which speak to the daemon share, and how a verb reads its own beside
 * them.
 *
 * Floor: client. Mistakes are told on standard error with "unslouch VERB: ", and what would be right.
 */
#include "client/connection.h"

#include <getopt.h>

/* The options of all such verbs and their exit statuses, for the end of a verb's help. */
#define OPTIONS_HELP                                                                                         \
        "  -p, --person ID   whom it is about; needed only where there are several\n"                        \
        "      --bus=BUS     system or session; without it the bus that has the daemon\n"                    \
        "      --json        print JSON\n"                                                                   \
        "  -h, --help        show this help and exit\n"                                                      \
        "\n"                                                                                                 \
        "Exit status: 0 done, 1 refused, 2 usage, 3 no daemon.\n"

/* An option of a verb's own: its name, whether it takes a value, and where the value (or "") goes. */
struct option_row {
        const char *name;
        bool takes_value;
        const char **value;
};

/**
 * options_parse() - reads --bus, --person (-p), --json, --help (-h) and @rows out of @argv.
 * @verb, @help: the verb's name and its whole help text, printed for --help (80 columns at most).
 * @ret_arguments: receives the arguments that are no options, borrowed from @argv, @ret_count of them.
 *
 * Return: EXIT_STATUS_DONE; EXIT_STATUS_USAGE, told; -1 if --help was printed and nothing is left to do.
 */
int options_parse(int argc, char *argv[], const char *verb, const char *help, const struct option_row *rows,
        size_t row_count, struct connection_options *ret_options, char ***ret_arguments, int *ret_count);

/* Takes the only argument for whom @verb is about, unless an option has said so. Return: EXIT_STATUS_DONE;
 * EXIT_STATUS_USAGE, told, if there are more or the person is named twice. */
int options_take_person(const char *verb, char *arguments[], int count, struct connection_options *options);

/* An argument that @verb does not take, told. Return: EXIT_STATUS_USAGE. */
int options_refuse_argument(const char *verb, const char *argument);
