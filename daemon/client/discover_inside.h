/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * discover_inside - what the files of discover share: discover.c (arguments, and the list of what there is)
 * and discover_sit.c (what follows who sits).
 *
 * Floor: client. Functions return exit statuses.
 */
#include "client/ear.h"

struct discover_arguments {
        const struct broker_settings *broker;
        const char *base;   /* unslouch's own base topic */
        const char *prefix; /* of Home Assistant's discovery */
        int64_t for_usec;   /* how long to listen */
        int64_t step_usec;  /* of --sit: how long a step lasts; 0: until Enter */
        bool json;
};

int discover_sit(const struct discover_arguments *arguments);
