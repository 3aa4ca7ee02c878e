/* SPDX-License-Identifier: MIT */
#include "app/home.h"

#include "base/cleanup.h"

#include <errno.h>

CLEANUP_DEFINE(struct home *, home_free, home_freep)

int home_load(const char *file, struct config_problems *problems, struct home **ret_home)
{
        CLEANUP(home_freep) struct home *home = calloc(1, sizeof(*home));
        int r;

        if (!home)
                return -ENOMEM;
        r = config_load(file, problems, &home->settings);
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
        free(home);
        return NULL;
}
