/* SPDX-License-Identifier: MIT */
/*
 * unslouch - the command: finds the verb.
 */
#include "base/units.h"
#include "client/verbs.h"

#include <stdio.h>
#include <string.h>

static const char help[] = "Usage: unslouch VERB [OPTION]... [ARGUMENT]...\n"
                           "Track sitting time from MQTT sensors and remind people to move.\n"
                           "\n"
                           "  check [--config FILE]\n"
                           "      tell every error and warning in the configuration\n"
                           "  replay [--config FILE] [--json] [--until TIME] [--state DIR] LOG\n"
                           "      print what would have been published during a recorded log;\n"
                           "      LOG is what mosquitto_sub -t '#' -F %j writes, - is standard input;\n"
                           "      without --json a summary for people follows on standard error\n"
                           "\n"
                           "  -h, --help     show this help and exit\n"
                           "      --version  show the version and exit\n"
                           "\n"
                           "Exit status: 0 done, 1 failed, 2 usage, 78 bad configuration.\n"
                           "General movement reminders. Not medical advice.\n";

static const char version[] = "unslouch " PACKAGE_VERSION "\n"
                              "General movement reminders. Not medical advice.\n";

static int print(const char *text)
{
        return fputs(text, stdout) < 0 || fflush(stdout) != 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}

int main(int argc, char *argv[])
{
        static const struct {
                const char *name;
                int (*run)(int argc, char *argv[]);
        } verbs[] = {
                { "check", verb_check },
                { "replay", verb_replay },
        };

        if (argc < 2) {
                fputs(help, stderr);
                return EXIT_STATUS_USAGE;
        }
        if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
                return print(help);
        if (strcmp(argv[1], "--version") == 0)
                return print(version);
        for (size_t i = 0; i < ELEMENTS(verbs); i++)
                if (strcmp(argv[1], verbs[i].name) == 0)
                        return verbs[i].run(argc - 1, argv + 1);
        fprintf(stderr, "unslouch: '%s' is no verb; try --help\n", argv[1]);
        return EXIT_STATUS_USAGE;
}
