/* SPDX-License-Identifier: MIT */
#include "base/cleanup.h"
#include "client/connection.h"
#include "client/options.h"
#include "client/verbs.h"
#include "wire/publish.h"

#include <jansson.h>
#include <stdio.h>

static const char help[] = "Usage: unslouch people [OPTION]...\n"
                           "The ids of the people there are, one a line; with --json also their names\n"
                           "and postures.\n"
                           "\n" OPTIONS_HELP;

CLEANUP_DEFINE(char **, connection_free_people, pathsp)

static int print_ids(char **paths)
{
        char id[TEXT_ID_SIZE];

        for (size_t i = 0; paths[i]; i++)
                if (connection_person_id(paths[i], id) >= 0)
                        puts(id);
        return EXIT_STATUS_DONE;
}

static int add_person(struct connection *connection, const char *path, json_t *list)
{
        struct person_status person;
        int status;

        status = connection_get_status(connection, path, &person);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (json_array_append_new(list, json_pack("{s:s,s:s,s:s}", "id", person.id, "name", person.name,
                                                "posture", posture_names[person.posture])) < 0)
                return EXIT_STATUS_FAILED;
        return EXIT_STATUS_DONE;
}

static int print_json(struct connection *connection, char **paths)
{
        json_t *list = json_array();
        int status = EXIT_STATUS_DONE;

        for (size_t i = 0; paths[i] && status == EXIT_STATUS_DONE; i++)
                status = add_person(connection, paths[i], list);
        if (status == EXIT_STATUS_DONE && json_dumpf(list, stdout, JSON_COMPACT) < 0)
                status = EXIT_STATUS_FAILED;
        if (status == EXIT_STATUS_DONE)
                putchar('\n');
        json_decref(list);
        return status;
}

static int list_people(const struct connection_options *options)
{
        CLEANUP(connection_closep) struct connection *connection = NULL;
        CLEANUP(pathsp) char **paths = NULL;
        int status;

        status = connection_open(options, &connection);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = connection_list_people(connection, &paths);
        if (status != EXIT_STATUS_DONE)
                return status;
        return options->json ? print_json(connection, paths) : print_ids(paths);
}

int verb_people(int argc, char *argv[])
{
        struct connection_options options;
        char **arguments;
        int count;
        int status;

        status = options_parse(argc, argv, "people", help, NULL, 0, &options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        if (count > 0)
                return options_refuse_argument("people", arguments[0]);
        status = list_people(&options);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : status;
}
