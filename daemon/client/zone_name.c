/* SPDX-License-Identifier: MIT */
#include "client/zone_name.h"

#include "base/text.h"
#include "io/clock.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM_ZONE "/etc/localtime"
#define ZONES       "/zoneinfo/"

static int take(const char *found, char *name, size_t size)
{
        if (!clock_zone_exists(found))
                return -ENOENT;
        return text_copy(name, size, found) < 0 ? -ENAMETOOLONG : 0;
}

int zone_name_find(char *name, size_t size)
{
        const char *tz = getenv("TZ");
        char target[PATH_MAX];
        const char *zone;
        ssize_t length;

        if (tz)
                return take(*tz == ':' ? tz + 1 : tz, name, size);
        length = readlink(SYSTEM_ZONE, target, sizeof(target) - 1);
        if (length < 0)
                return -ENOENT;
        target[length] = '\0';
        zone = strstr(target, ZONES);
        return zone ? take(zone + strlen(ZONES), name, size) : -ENOENT;
}
