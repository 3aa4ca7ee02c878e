/* SPDX-License-Identifier: MIT */
#include "app/state_directory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int print_path(char *path, size_t size, const char *directory, size_t length, const char *rest)
{
        int printed = snprintf(path, size, "%.*s%s", (int)length, directory, rest);

        return printed < 0 || (size_t)printed >= size ? -ENAMETOOLONG : 0;
}

static const char *environment(const char *name)
{
        const char *value = getenv(name);

        return value && value[0] != '\0' ? value : NULL;
}

int state_directory_find(const char *option, const char *setting, char *path, size_t size)
{
        const char *directory = option ? option : setting;

        if (directory)
                return print_path(path, size, directory, strlen(directory), "");
        /* systemd gives a list; the first is ours. */
        directory = environment("STATE_DIRECTORY");
        if (directory)
                return print_path(path, size, directory, strcspn(directory, ":"), "");
        directory = environment("XDG_STATE_HOME");
        if (directory)
                return print_path(path, size, directory, strlen(directory), "/unslouch");
        directory = environment("HOME");
        if (directory)
                return print_path(path, size, directory, strlen(directory), "/.local/state/unslouch");
        return -ENOENT;
}
