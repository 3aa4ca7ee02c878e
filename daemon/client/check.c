/* SPDX-License-Identifier: MIT */
#include "client/check_listen.h"
#include "client/verbs.h"

#include <getopt.h>
#include <limits.h>

static const char help[] = "Usage: unslouch check [OPTION]...\n"
                           "Tells every error and warning in the configuration file. No daemon is asked.\n"
                           "\n"
                           "      --config FILE  check this file, not the daemon's\n"
                           "      --listen       also look at the broker for a moment: whether the\n"
                           "                     zigbee2mqtt devices that are seats retain what they say\n"
                           "  -h, --help         show this help and exit\n"
                           "\n"
                           "Exit status: 0 no error, 1 failed, 2 usage, 78 bad configuration.\n";

int verb_check(int argc, char *argv[])
{
        static const struct option options[] = {
                { "config", required_argument, NULL, 'c' },
                { "listen", no_argument, NULL, 'l' },
                { "help", no_argument, NULL, 'h' },
                { NULL, 0, NULL, 0 },
        };
        char file[PATH_MAX];
        const char *chosen = NULL;
        bool listens = false;
        int option;
        int status;

        while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
                if (option == 'h')
                        return fputs(help, stdout) < 0 || fflush(stdout) != 0 ? EXIT_STATUS_FAILED
                                                                              : EXIT_STATUS_DONE;
                if (option == 'c')
                        chosen = optarg;
                else if (option == 'l')
                        listens = true;
                else
                        return EXIT_STATUS_USAGE;
        }
        if (optind < argc) {
                fprintf(stderr, "unslouch check: '%s' is too much; try --help\n", argv[optind]);
                return EXIT_STATUS_USAGE;
        }
        if (!chosen && check_default_file(file, sizeof(file)) < 0)
                return EXIT_STATUS_CONFIG;
        status = check_file(chosen ? chosen : file, stdout);
        return status == EXIT_STATUS_DONE && listens ? check_listen(chosen ? chosen : file) : status;
}
