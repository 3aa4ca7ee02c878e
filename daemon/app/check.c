/* SPDX-License-Identifier: MIT */
#include "app/check.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

#define FILE_NAME "unslouch.conf"

int check_default_file(char *path, size_t size)
{
        const char *directories = getenv("CONFIGURATION_DIRECTORY");
        int length;

        if (directories && directories[0] != '\0')
                length = snprintf(path, size, "%.*s/" FILE_NAME, (int)strcspn(directories, ":"), directories);
        else
                length = snprintf(path, size, SYSCONFDIR "/unslouch/" FILE_NAME);
        return length < 0 || (size_t)length >= size ? -ENAMETOOLONG : 0;
}

static int status_of(int result)
{
        if (result == -ENOMEM)
                return EXIT_STATUS_FAILED;
        return result < 0 ? EXIT_STATUS_CONFIG : EXIT_STATUS_DONE;
}

int check_file(const char *file, FILE *stream)
{
        CLEANUP(config_problems_done) struct config_problems problems = { 0 };
        struct home *home = NULL;
        int r;

        r = home_load(file, &problems, &home);
        home_free(home);
        config_problems_print(&problems, stream);
        fprintf(stream, "%zu %s, %zu %s\n", problems.errors, problems.errors == 1 ? "error" : "errors",
                problems.count - problems.errors,
                problems.count - problems.errors == 1 ? "warning" : "warnings");
        /* What the daemon would start without is an error here all the same. */
        return r == 0 && problems.errors > 0 ? EXIT_STATUS_CONFIG : status_of(r);
}

int check_load(const char *file, FILE *stream, struct home **ret_home)
{
        CLEANUP(config_problems_done) struct config_problems problems = { 0 };
        int r;

        r = home_load(file, &problems, ret_home);
        if (r == -ENOMEM)
                fputs("There is not enough memory.\n", stream);
        else
                config_problems_print(&problems, stream);
        return status_of(r);
}
