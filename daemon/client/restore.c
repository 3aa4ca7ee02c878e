/* SPDX-License-Identifier: MIT */
#include "app/state_directory.h"
#include "client/options.h"
#include "client/verbs.h"
#include "io/clock.h"
#include "io/store_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

static const char help[] = "Usage: unslouch restore [OPTION]... FILE\n"
                           "Put the copy FILE that unslouch backup has made in place of what is kept, for\n"
                           "all people. The daemon must not run. What was there stays beside it under\n"
                           "another name. A FILE that is no copy, or of a newer version, changes nothing.\n"
                           "\n"
                           "      --state DIR   the directory in which unslouchd keeps the history\n"
                           "  -h, --help        show this help and exit\n"
                           "\n"
                           "Exit status: 0 done, 1 refused or failed, 2 usage.\n";

static int fail(const char *what, int error)
{
        fprintf(stderr, "unslouch restore: %s: %s\n", what, strerror(-error));
        return EXIT_STATUS_FAILED;
}

static int refuse(const char *directory, const char *file, int error)
{
        switch (error) {
        case -EBUSY:
                fprintf(stderr, "unslouch restore: the daemon is running and has '%s' open; stop it first.\n",
                        directory);
                return EXIT_STATUS_FAILED;
        case -EBADMSG:
                fprintf(stderr,
                        "unslouch restore: '%s' is no copy of unslouch backup, or is damaged.\n"
                        "What is in '%s' stays.\n",
                        file, directory);
                return EXIT_STATUS_FAILED;
        case -ENOTSUP:
                fprintf(stderr,
                        "unslouch restore: '%s' is of a newer version of unslouch.\n"
                        "What is in '%s' stays.\n",
                        file, directory);
                return EXIT_STATUS_FAILED;
        }
        return fail(directory, error);
}

/* Return: as options_parse(). */
static int parse_arguments(int argc, char *argv[], const char **ret_state_dir, const char **ret_file)
{
        const struct option_row rows[] = { { "state", true, ret_state_dir } };
        struct connection_options options;
        char **positional;
        int count;
        int status;

        status = options_parse(
                argc, argv, "restore", help, rows, ELEMENTS(rows), &options, &positional, &count);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (count != 1 || positional[0][0] == '\0') {
                fputs("unslouch restore: it takes the name of one file; try unslouch restore --help\n",
                        stderr);
                return EXIT_STATUS_USAGE;
        }
        *ret_file = positional[0];
        return EXIT_STATUS_DONE;
}

static int restore(const char *directory, const char *file)
{
        CLEANUP_CLOSE int source = open(file, O_RDONLY | O_CLOEXEC);
        char kept[STORE_KEPT_SIZE] = "";
        struct instant now;
        int r;

        if (source < 0)
                return fail(file, -errno);
        r = clock_read_once(&now);
        if (r < 0)
                return fail("clock", r);
        r = store_restore(directory, source, now.realtime_usec, kept);
        if (r < 0)
                return refuse(directory, file, r);
        printf("'%s' is in force in '%s' from the daemon's next start on.\n", file, directory);
        if (kept[0] != '\0')
                printf("What was there is kept beside it as '%s'.\n", kept);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}

int verb_restore(int argc, char *argv[])
{
        char directory[PATH_MAX];
        const char *state_dir = NULL;
        const char *file = NULL;
        int status;

        status = parse_arguments(argc, argv, &state_dir, &file);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        if (state_directory_find(state_dir, NULL, directory, sizeof(directory)) < 0) {
                fputs("unslouch restore: into which directory? Name it by --state.\n", stderr);
                return EXIT_STATUS_USAGE;
        }
        return restore(directory, file);
}
