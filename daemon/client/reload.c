/* SPDX-License-Identifier: MIT */
#include "base/cleanup.h"
#include "client/connection.h"
#include "client/options.h"
#include "client/verbs.h"
#include "config/problems.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>

static const char help[] = "Usage: unslouch reload [OPTION]...\n"
                           "The daemon reads its configuration file again, and takes all of it or nothing.\n"
                           "What is wrong with it is printed as by unslouch check.\n"
                           "\n" OPTIONS_HELP "78 bad configuration: what was in force stays.\n";

static int print_text(const struct config_problems *problems, bool applied)
{
        config_problems_print(problems, stdout);
        puts(applied ? "The configuration is in force."
                     : "The configuration was not taken: what was in force stays.");
        return EXIT_STATUS_DONE;
}

static json_t *problem_json(const struct config_problem *problem)
{
        return json_pack("{s:s,s:i,s:s,s:b}", "file", problem->file, "line", problem->line, "text",
                problem->text, "warning", (int)problem->warning);
}

static int print_json(const struct config_problems *problems, bool applied)
{
        json_t *answer = json_pack("{s:b,s:[]}", "applied", (int)applied, "problems");
        json_t *list = json_object_get(answer, "problems");
        int r = answer ? 0 : -1;

        for (size_t i = 0; i < problems->count && r == 0; i++)
                r = json_array_append_new(list, problem_json(&problems->items[i]));
        if (r == 0)
                r = json_dumpf(answer, stdout, JSON_COMPACT);
        json_decref(answer);
        putchar('\n');
        return r == 0 ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
}

static int reload(const struct connection_options *options)
{
        CLEANUP(connection_closep) struct connection *connection = NULL;
        CLEANUP(config_problems_done) struct config_problems problems = { 0 };
        bool applied;
        int status;

        status = connection_open(options, &connection);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = connection_reload(connection, &applied, &problems);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = options->json ? print_json(&problems, applied) : print_text(&problems, applied);
        return status != EXIT_STATUS_DONE || applied ? status : EXIT_STATUS_CONFIG;
}

int verb_reload(int argc, char *argv[])
{
        struct connection_options options;
        char **arguments;
        int count;
        int status;

        status = options_parse(argc, argv, "reload", help, NULL, 0, &options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        if (count > 0)
                return options_refuse_argument("reload", arguments[0]);
        status = reload(&options);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : status;
}
