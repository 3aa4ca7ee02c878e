/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * topic - names of MQTT topics: what is valid, and those of a person.
 *
 * Floor: wire (pure).
 */
#include "core/event.h"

#include <stdbool.h>
#include <stddef.h>

/* MQTT allows 65535; ours are short, and a device's longer ones are refused by the configuration. */
#define TOPIC_SIZE 512

/* Whether @topic may be published to or subscribed to as a plain name: not empty, shorter than TOPIC_SIZE,
 * valid UTF-8, no control character, no + # wildcard. Spaces and colons are fine. */
bool topic_is_name(const char *topic);

/* "<base>/<person>/<leaf>", or "<base>/<leaf>" when @person is NULL. Return: 0; -ENAMETOOLONG. */
int topic_join(char target[static TOPIC_SIZE], const char *base, const char *person, const char *leaf);

/* The leaves below a person that two settings of the routine are published on. */
#define TOPIC_SESSION_DAYS "session_days"
#define TOPIC_SESSION_TIME "session_time"

enum topic_kind {
        TOPIC_OTHER,
        TOPIC_STATUS,      /* <base>/status */
        TOPIC_OWNER,       /* <base>/owner */
        TOPIC_COMMAND,     /* <base>/<person>/cmd */
        TOPIC_SETTING_SET, /* <base>/<person>/<setting>/set */
        TOPIC_DAYS_SET,    /* <base>/<person>/session_days/set */
        TOPIC_TIME_SET,    /* <base>/<person>/session_time/set */
};

struct topic_parts {
        enum topic_kind kind;
        char person[TEXT_ID_SIZE];
        enum setting setting; /* TOPIC_SETTING_SET */
};

/* What @topic is to us; TOPIC_OTHER for everything that does not fit. */
void topic_split(const char *topic, const char *base, struct topic_parts *ret_parts);
