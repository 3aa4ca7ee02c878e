/* SPDX-License-Identifier: MIT */
#include "client/connection.h"
#include "client/options.h"
#include "client/verbs.h"
#include "client/why_text.h"

#include <stdio.h>

static const char help[] = "Usage: unslouch why [OPTION]... [PERSON]\n"
                           "Why the daemon thinks what it thinks: what each sensor says, which of them\n"
                           "decided and by which rule, what is due next and what holds it back.\n"
                           "\n" OPTIONS_HELP;

static int explain(const struct connection_options *options)
{
        CLEANUP(connection_closep) struct connection *connection = NULL;
        CLEANUP_FREE char *path = NULL;
        CLEANUP_FREE char *why = NULL;
        struct person_status person;
        int status;

        status = connection_open(options, &connection);
        if (status == EXIT_STATUS_DONE)
                status = connection_find_person(connection, &path);
        if (status == EXIT_STATUS_DONE)
                status = connection_get_text(connection, path, "Why", &why);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (options->json)
                return puts(why) < 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
        status = connection_get_status(connection, path, &person);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (why_text_print(why, &person, stdout) < 0) {
                fputs("unslouch why: the daemon's answer makes no sense here: is it of another version?\n",
                        stderr);
                return EXIT_STATUS_FAILED;
        }
        return EXIT_STATUS_DONE;
}

int verb_why(int argc, char *argv[])
{
        struct connection_options options;
        char **arguments;
        int count;
        int status;

        status = options_parse(argc, argv, "why", help, NULL, 0, &options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = options_take_person("why", arguments, count, &options);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = explain(&options);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : status;
}
