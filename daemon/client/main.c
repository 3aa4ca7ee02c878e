/* SPDX-License-Identifier: MIT */
/*
 * unslouch - the command: finds the verb.
 */
#include "base/text.h"
#include "base/units.h"
#include "client/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

static const struct {
        const char *name;
        int (*run)(int argc, char *argv[]);
        const char *help; /* one line */
} verbs[] = {
        { "status", verb_status, "how a person is doing, and the day as a bar" },
        { "watch", verb_watch, "the same, live" },
        { "why", verb_why, "what the daemon thinks and why, in plain sentences" },
        { "history", verb_history, "the past days, as text, CSV or JSON" },
        { "report", verb_report, "the past weeks in measures and plots, as text or a page" },
        { "done", verb_command, "the break is taken" },
        { "snooze", verb_command, "remind me later" },
        { "skip", verb_command, "no more prompts this time" },
        { "not-me", verb_command, "something else is on the seat" },
        { "hold", verb_command, "prompts wait: a call, guests, a holiday" },
        { "release", verb_command, "end a hold" },
        { "set", verb_command, "show the settings, or change one" },
        { "session", verb_session, "exercises: start, pause, answer, move, or how it stands" },
        { "plan", verb_plan, "the week's sessions, as text, iCalendar or JSON" },
        { "screening", verb_screening, "the health questions before the first session" },
        { "programme", verb_programme, "the exercise programmes, and what they have" },
        { "people", verb_people, "the ids of the people there are" },
        { "reload", verb_reload, "the daemon reads its configuration file again" },
        { "backup", verb_backup, "copy everything that is kept to a file" },
        { "restore", verb_restore, "put such a copy back while no daemon runs" },
        { "discover", verb_discover, "find the chair, radar, desk, lamps and speakers on a broker" },
        { "check", verb_check, "tell every error and warning in the configuration file" },
        { "replay", verb_replay, "what would have been published during a recorded log" },
};

static const char help_begin[] = "Usage: unslouch VERB [OPTION]... [ARGUMENT]...\n"
                                 "Knows how long people have been sitting, and reminds them to move.\n"
                                 "\n";

static const char help_end[] =
        "\n"
        "  -h, --help     show this help and exit; unslouch VERB --help tells of a verb\n"
        "      --version  show the version and exit\n"
        "\n"
        "Exit status: 0 done, 1 refused or failed, 2 usage, 3 no daemon,\n"
        "78 bad configuration.\n"
        "General movement reminders. Not medical advice.\n";

static const char version[] = "unslouch " PACKAGE_VERSION "\n"
                              "General movement reminders. Not medical advice.\n";

static void print_help(FILE *stream)
{
        fputs(help_begin, stream);
        for (size_t i = 0; i < ELEMENTS(verbs); i++)
                fprintf(stream, "  %-10s %s\n", verbs[i].name, verbs[i].help);
        fputs(help_end, stream);
}

static int finish_output(void)
{
        return ferror(stdout) || fflush(stdout) != 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}

static int refuse_verb(const char *word)
{
        const char *names[ELEMENTS(verbs)];
        const char *nearest;

        for (size_t i = 0; i < ELEMENTS(verbs); i++)
                names[i] = verbs[i].name;
        nearest = text_nearest(word, names, ELEMENTS(names));
        if (nearest)
                fprintf(stderr, "unslouch: '%s' is no verb; did you mean '%s'?\n", word, nearest);
        else
                fprintf(stderr, "unslouch: '%s' is no verb; try --help\n", word);
        return EXIT_STATUS_USAGE;
}

/*
 * Takes the arguments out of what a list of processes shows: some tell how somebody is. Where memory is short
 * they stay there.
 */
static void hide_arguments(int argc, char *argv[])
{
        for (int i = 0; i < argc; i++) {
                char *copy = strdup(argv[i]);

                if (!copy)
                        return;
                explicit_bzero(argv[i], strlen(argv[i]));
                argv[i] = copy;
        }
}

int main(int argc, char *argv[])
{
        /* Passwords and answers are to be in no core dump. */
        (void)prctl(PR_SET_DUMPABLE, 0);
        if (argc < 2) {
                print_help(stderr);
                return EXIT_STATUS_USAGE;
        }
        if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
                print_help(stdout);
                return finish_output();
        }
        if (strcmp(argv[1], "--version") == 0) {
                fputs(version, stdout);
                return finish_output();
        }
        hide_arguments(argc - 2, argv + 2);
        for (size_t i = 0; i < ELEMENTS(verbs); i++)
                if (strcmp(argv[1], verbs[i].name) == 0)
                        return verbs[i].run(argc - 1, argv + 1);
        return refuse_verb(argv[1]);
}
