/* SPDX-License-Identifier: MIT */
#include "client/verbs.h"

#include <getopt.h>
#include <limits.h>

int verb_check(int argc, char *argv[])
{
        static const struct option options[] = {
                { "config", required_argument, NULL, 'c' },
                { NULL, 0, NULL, 0 },
        };
        char file[PATH_MAX];
        const char *chosen = NULL;
        int option;

        while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
                if (option != 'c')
                        return EXIT_STATUS_USAGE;
                chosen = optarg;
        }
        if (optind < argc) {
                fprintf(stderr, "unslouch check: '%s' is too much; try --help\n", argv[optind]);
                return EXIT_STATUS_USAGE;
        }
        if (!chosen && check_default_file(file, sizeof(file)) < 0)
                return EXIT_STATUS_CONFIG;
        return check_file(chosen ? chosen : file, stdout);
}
