/* SPDX-License-Identifier: MIT */
#include "base/cleanup.h"
#include "client/options.h"
#include "client/person_picture.h"
#include "client/verbs.h"

#include <jansson.h>
#include <stdio.h>

static const char help[] = "Usage: unslouch status [PERSON] [OPTION]...\n"
                           "Show how a person is doing, and the day as a bar.\n"
                           "\n"
                           "      --all          everybody whom you may see\n"
                           "  -p, --person ID    the person, when there are several\n"
                           "      --bus=BUS      system or session; by itself it finds the daemon\n"
                           "      --json         the state as JSON; with --all an array, each with its id\n"
                           "  -h, --help         show this help and exit\n"
                           "\n"
                           "Exit status: 0 done, 1 failed, 2 usage, 3 no daemon.\n";

CLEANUP_DEFINE(struct connection *, connection_close, connectionp)
CLEANUP_DEFINE(char **, connection_free_people, peoplep)
CLEANUP_DEFINE(json_t *, json_decref, jsonp)

static int no_memory(void)
{
        fputs("unslouch status: there is not enough memory\n", stderr);
        return EXIT_STATUS_FAILED;
}

static int show_text(struct connection *connection, const char *path, const struct paint *paint)
{
        CLEANUP(person_picture_done) struct person_picture picture = { .span_count = 0 };
        CLEANUP_FREE char *text = NULL;
        int status;

        status = person_picture_read(connection, path, &picture);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (person_picture_make_text(&picture, 0, paint, 0, &text) < 0)
                return no_memory();
        fputs(text, stdout);
        return EXIT_STATUS_DONE;
}

/* The daemon's own words. */
static int show_state(struct connection *connection, const char *path)
{
        CLEANUP_FREE char *state = NULL;
        int status;

        status = connection_get_text(connection, path, "State", &state);
        if (status == EXIT_STATUS_DONE)
                puts(state);
        return status;
}

/* Adds the state of @path to @array, its id first. */
static int add_state(struct connection *connection, const char *path, json_t *array)
{
        CLEANUP_FREE char *text = NULL;
        CLEANUP(jsonp) json_t *state = NULL;
        char id[TEXT_ID_SIZE];
        json_t *object;
        int status;

        status = connection_get_text(connection, path, "State", &text);
        if (status != EXIT_STATUS_DONE)
                return status;
        state = json_loads(text, 0, NULL);
        if (!json_is_object(state) || connection_person_id(path, id) < 0) {
                fputs("unslouch status: the daemon's answer makes no sense here; restart it\n", stderr);
                return EXIT_STATUS_FAILED;
        }
        object = json_pack("{s:s}", "id", id);
        if (!object || json_array_append_new(array, object) < 0 || json_object_update(object, state) < 0)
                return no_memory();
        return EXIT_STATUS_DONE;
}

static int show_states(struct connection *connection, char **paths)
{
        CLEANUP(jsonp) json_t *array = json_array();
        int status;

        if (!array)
                return no_memory();
        for (size_t i = 0; paths[i]; i++) {
                status = add_state(connection, paths[i], array);
                if (status != EXIT_STATUS_DONE)
                        return status;
        }
        if (json_dumpf(array, stdout, JSON_COMPACT) < 0)
                return EXIT_STATUS_FAILED;
        putchar('\n');
        return EXIT_STATUS_DONE;
}

static int show_all(struct connection *connection, bool json)
{
        CLEANUP(peoplep) char **paths = NULL;
        struct paint paint = paint_detect(stdout);
        int status;

        status = connection_list_people(connection, &paths);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (json)
                return show_states(connection, paths);
        for (size_t i = 0; paths[i]; i++) {
                if (i > 0)
                        putchar('\n');
                status = show_text(connection, paths[i], &paint);
                if (status != EXIT_STATUS_DONE)
                        return status;
        }
        return EXIT_STATUS_DONE;
}

static int show_one(struct connection *connection, bool json)
{
        CLEANUP_FREE char *path = NULL;
        struct paint paint = paint_detect(stdout);
        int status;

        status = connection_find_person(connection, &path);
        if (status != EXIT_STATUS_DONE)
                return status;
        return json ? show_state(connection, path) : show_text(connection, path, &paint);
}

static int check_arguments(char **arguments, int count, const char *all, struct connection_options *options)
{
        if (count > 1)
                return options_refuse_argument("status", arguments[1]);
        if (count == 1 && options->person) {
                fputs("unslouch status: the person is named twice; try --help\n", stderr);
                return EXIT_STATUS_USAGE;
        }
        if (count == 1)
                options->person = arguments[0];
        if (all && options->person) {
                fputs("unslouch status: either --all or one person; try --help\n", stderr);
                return EXIT_STATUS_USAGE;
        }
        return EXIT_STATUS_DONE;
}

int verb_status(int argc, char *argv[])
{
        CLEANUP(connectionp) struct connection *connection = NULL;
        const char *all = NULL;
        const struct option_row rows[] = {
                { "all", false, &all },
        };
        struct connection_options options;
        char **arguments;
        int count;
        int status;

        status =
                options_parse(argc, argv, "status", help, rows, ELEMENTS(rows), &options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = check_arguments(arguments, count, all, &options);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = connection_open(&options, &connection);
        if (status == EXIT_STATUS_DONE)
                status = all ? show_all(connection, options.json) : show_one(connection, options.json);
        if (fflush(stdout) != 0 && status == EXIT_STATUS_DONE)
                return EXIT_STATUS_FAILED;
        return status;
}
