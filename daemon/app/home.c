/* SPDX-License-Identifier: MIT */
#include "app/home.h"

#include "base/cleanup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

CLEANUP_DEFINE(struct home *, home_free, home_freep)

/* The folder `programmes` beside @file, owned by the caller; NULL without memory. */
static char *own_programmes_directory(const char *file)
{
        const char *slash = strrchr(file, '/');
        char *directory;

        if (asprintf(&directory, "%.*sprogrammes", slash ? (int)(slash - file) + 1 : 0, file) < 0)
                return NULL;
        return directory;
}

int home_load(const char *file, struct config_problems *problems, struct home **ret_home)
{
        CLEANUP(home_freep) struct home *home = calloc(1, sizeof(*home));
        CLEANUP_FREE char *own_directory = own_programmes_directory(file);
        int r;

        if (!home || !own_directory)
                return -ENOMEM;
        r = programmes_load(programmes_directory(), own_directory, problems, &home->programmes);
        if (r < 0)
                return r;
        r = config_load(file, problems, home->programmes, &home->settings);
        if (r < 0)
                return r;
        r = catalogues_load(home->settings, problems, &home->catalogues);
        if (r < 0)
                return r;
        *ret_home = TAKE_PTR(home);
        return 0;
}

struct home *home_free(struct home *home)
{
        if (!home)
                return NULL;
        catalogues_done(&home->catalogues);
        settings_free(home->settings);
        programmes_free(home->programmes);
        free(home);
        return NULL;
}
