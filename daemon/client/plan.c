/* SPDX-License-Identifier: MIT */
#include "client/plan_text.h"

#include "client/coach.h"
#include "client/fact.h"
#include "client/options.h"
#include "client/verbs.h"
#include "client/zone_name.h"

#include <stdio.h>
#include <string.h>

#define TITLES_MAX 8

static const char help[] = "Usage: unslouch plan [OPTION]... [PERSON]\n"
                           "The sessions of this week and the next, the weeks so far, and what holds them.\n"
                           "\n"
                           "      --ics            the sessions to come as an iCalendar (RFC 5545)\n"
                           "      --json           as the plan topic has it\n"
                           "  -p, --person ID      whose, as PERSON\n"
                           "      --bus=KIND       the daemon on the system or the session bus\n"
                           "      --config FILE    read the plan without a daemon: the configuration,\n"
                           "      --state DIR      and the directory in which the history is kept\n"
                           "  -h, --help           show this help and exit\n"
                           "\n"
                           "Exit status: 0 done, 1 failed, 2 usage, 3 no daemon, 78 bad configuration.\n";

struct request {
        struct connection_options options;
        struct history_files files;
        const char *ics;
        struct plan_title titles[TITLES_MAX];
        size_t title_count;
};

static bool has_title(const struct request *request, const char *id)
{
        for (size_t i = 0; i < request->title_count; i++)
                if (strcmp(request->titles[i].id, id) == 0)
                        return true;
        return false;
}

static int add_title(struct request *request, struct coach *coach, const char *id)
{
        CLEANUP_FREE char *json = NULL;
        struct plan_title *title = &request->titles[request->title_count];
        json_t *root;
        int status;

        status = coach_programme(coach, id, &json);
        if (status != EXIT_STATUS_DONE)
                return status;
        root = json_loads(json, 0, NULL);
        *title = (struct plan_title){
                .id = strdup(id),
                .name = strdup(fact_text(root, "name")),
                .length_usec = fact_number(root, "length_s") * USEC_PER_SEC,
        };
        json_decref(root);
        request->title_count++;
        return title->id && title->name ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
}

static int find_titles_of(struct request *request, struct coach *coach, const json_t *sessions)
{
        int status = EXIT_STATUS_DONE;

        for (size_t i = 0; i < json_array_size(sessions) && status == EXIT_STATUS_DONE; i++) {
                const char *id = fact_text(json_array_get(sessions, i), "programme");

                if (request->title_count < TITLES_MAX && *id != '\0' && !has_title(request, id))
                        status = add_title(request, coach, id);
        }
        return status;
}

/* What the programmes of the plan are called. */
static int find_titles(struct request *request, struct coach *coach, const char *plan)
{
        json_t *root = json_loads(plan, 0, NULL);
        int status = find_titles_of(request, coach, json_object_get(root, "sessions"));

        if (status == EXIT_STATUS_DONE)
                status = find_titles_of(request, coach, json_object_get(root, "next_sessions"));
        json_decref(root);
        return status;
}

static int refuse_nonsense(void)
{
        fputs("unslouch plan: the daemon's answer makes no sense here: is it of another version?\n", stderr);
        return EXIT_STATUS_FAILED;
}

static int print_calendar(const struct plan_page *page)
{
        CLEANUP_FREE char *text = NULL;
        char zone[64];
        bool has_zone = zone_name_find(zone, sizeof(zone)) == 0;

        if (plan_text_calendar(page, has_zone ? zone : NULL, &text) < 0)
                return refuse_nonsense();
        return fputs(text, stdout) < 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}

static int print_week(const struct plan_page *page)
{
        struct paint paint = paint_detect(stdout);

        return plan_text_print(page, &paint, stdout) < 0 ? refuse_nonsense() : EXIT_STATUS_DONE;
}

static int show(struct request *request)
{
        CLEANUP(coach_closep) struct coach *coach = NULL;
        CLEANUP_FREE char *json = NULL;
        struct plan_page page;
        int status;

        status = coach_open(&request->options, &request->files, &coach);
        if (status == EXIT_STATUS_DONE)
                status = coach_plan(coach, &json);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (request->options.json)
                return puts(json) < 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
        status = find_titles(request, coach, json);
        if (status != EXIT_STATUS_DONE)
                return status;
        page = (struct plan_page){
                .json = json,
                .person = coach_person(coach),
                .name = coach_name(coach),
                .titles = request->titles,
                .title_count = request->title_count,
                .now = coach_now(coach),
        };
        return request->ics ? print_calendar(&page) : print_week(&page);
}

static int check(struct request *request, char *arguments[], int count)
{
        int status = options_take_person("plan", arguments, count, &request->options);

        if (status != EXIT_STATUS_DONE)
                return status;
        if (request->ics && request->options.json) {
                fputs("unslouch plan: --ics and --json do not go together; try unslouch plan --help\n",
                        stderr);
                return EXIT_STATUS_USAGE;
        }
        request->files.person = request->options.person;
        return EXIT_STATUS_DONE;
}

int verb_plan(int argc, char *argv[])
{
        struct request request = { 0 };
        const struct option_row rows[] = {
                { "ics", false, &request.ics },
                { "config", true, &request.files.config_file },
                { "state", true, &request.files.state_dir },
        };
        char **arguments;
        int count;
        int status;

        status = options_parse(
                argc, argv, "plan", help, rows, ELEMENTS(rows), &request.options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = check(&request, arguments, count);
        if (status == EXIT_STATUS_DONE)
                status = show(&request);
        for (size_t i = 0; i < request.title_count; i++) {
                free(request.titles[i].id);
                free(request.titles[i].name);
        }
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : status;
}
