/* SPDX-License-Identifier: MIT */
#include "client/coach.h"
#include "client/options.h"
#include "client/programme_print.h"
#include "client/verbs.h"

#include <stdio.h>
#include <string.h>

static const char help[] = "Usage: unslouch programme [OPTION]... list\n"
                           "       unslouch programme [OPTION]... show ID\n"
                           "The exercise programmes there are; or one of them: its exercises, how much of\n"
                           "each it is now, and how they are done.\n"
                           "\n"
                           "      --json           as JSON\n"
                           "  -p, --person ID      for whom\n"
                           "      --bus=KIND       the daemon on the system or the session bus\n"
                           "      --config FILE    without a daemon: the configuration,\n"
                           "      --state DIR      and the directory in which the history is kept\n"
                           "  -h, --help           show this help and exit\n"
                           "\n"
                           "Exit status: 0 done, 1 failed, 2 usage, 3 no daemon, 78 bad configuration.\n";

CLEANUP_DEFINE(char **, connection_free_people, idsp)

struct request {
        struct connection_options options;
        struct history_files files;
        const char *id; /* NULL: all */
};

static int print_one(const struct request *request, const char *json, bool is_line)
{
        struct paint paint = paint_detect(stdout);
        int r;

        if (request->options.json)
                return fputs(json, stdout) < 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
        r = is_line ? programme_print_line(json, &paint, stdout) : programme_print(json, &paint, stdout);
        if (r == 0)
                return EXIT_STATUS_DONE;
        fputs("unslouch programme: the daemon's answer makes no sense here: is it of another version?\n",
                stderr);
        return EXIT_STATUS_FAILED;
}

static int show_one(const struct request *request, struct coach *coach, const char *id, bool is_line)
{
        CLEANUP_FREE char *json = NULL;
        int status;

        status = coach_programme(coach, id, &json);
        return status == EXIT_STATUS_DONE ? print_one(request, json, is_line) : status;
}

static int show_all(const struct request *request, struct coach *coach)
{
        CLEANUP(idsp) char **ids = NULL;
        bool json = request->options.json;
        int status;

        status = coach_list_programmes(coach, &ids);
        if (json && status == EXIT_STATUS_DONE)
                putchar('[');
        for (size_t i = 0; status == EXIT_STATUS_DONE && ids[i]; i++) {
                if (json && i > 0)
                        putchar(',');
                status = show_one(request, coach, ids[i], true);
        }
        if (json && status == EXIT_STATUS_DONE)
                puts("]");
        return status;
}

static int show(const struct request *request)
{
        CLEANUP(coach_closep) struct coach *coach = NULL;
        int status;

        status = coach_open(&request->options, &request->files, &coach);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (!request->id)
                return show_all(request, coach);
        status = show_one(request, coach, request->id, false);
        if (request->options.json && status == EXIT_STATUS_DONE)
                putchar('\n');
        return status;
}

static int check(struct request *request, char *arguments[], int count)
{
        bool is_list = count == 1 && strcmp(arguments[0], "list") == 0;
        bool is_show = count == 2 && strcmp(arguments[0], "show") == 0;

        if (!is_list && !is_show) {
                fputs("unslouch programme: 'list', or 'show' and an id; try unslouch programme --help\n",
                        stderr);
                return EXIT_STATUS_USAGE;
        }
        request->id = is_show ? arguments[1] : NULL;
        request->files.person = request->options.person;
        return EXIT_STATUS_DONE;
}

int verb_programme(int argc, char *argv[])
{
        struct request request = { 0 };
        const struct option_row rows[] = {
                { "config", true, &request.files.config_file },
                { "state", true, &request.files.state_dir },
        };
        char **arguments;
        int count;
        int status;

        status = options_parse(
                argc, argv, "programme", help, rows, ELEMENTS(rows), &request.options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = check(&request, arguments, count);
        if (status == EXIT_STATUS_DONE)
                status = show(&request);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : status;
}
