/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * candidate - something in a home that could be a sensor or a channel of the configuration.
 *
 * Floor: wire (plain data). All texts are valid UTF-8 without control characters and fit the settings of
 * their names: what a candidate says can be printed, and is taken by config_load().
 */
#include "wire/topic.h"

#include <stdbool.h>
#include <stddef.h>

#define CANDIDATE_NAME_SIZE   65
#define CANDIDATE_DEVICE_SIZE 256
#define CANDIDATE_FIELD_SIZE  256
#define CANDIDATE_WHEN_SIZE   128
#define CANDIDATE_WHY_SIZE    256
/* Beside device and topic a channel needs at most so many settings. */
#define CANDIDATE_EXTRAS_MAX 2

enum candidate_kind {
        CANDIDATE_SEAT,
        CANDIDATE_PRESENCE,
        CANDIDATE_DESK,
        CANDIDATE_ACTIVITY,
        CANDIDATE_HOME,
        CANDIDATE_LIGHT,
        CANDIDATE_SPEECH,
        CANDIDATE_KIND_MAX_,
};

/* As the settings call it: "seat" ... "home", "light", "speech". */
extern const char *const candidate_kind_names[CANDIDATE_KIND_MAX_];

struct candidate_extra {
        const char *name; /* static: a setting of the channel; NULL: none */
        char value[CANDIDATE_DEVICE_SIZE];
};

struct candidate {
        enum candidate_kind kind;
        bool sure;                       /* it may be used as it is; else somebody should look at it first */
        bool covers_seat;                /* a presence */
        bool unretained;                 /* a zigbee2mqtt device of whose topic nothing is retained */
        char label[CANDIDATE_NAME_SIZE]; /* what people call it */
        char name[CANDIDATE_NAME_SIZE];  /* in the configuration; unique among sensors, or among channels */
        char room[CANDIDATE_NAME_SIZE];  /* "": not known */
        char via[16];                    /* "": its topic is told */
        char device[CANDIDATE_DEVICE_SIZE]; /* with via */
        char topic[TOPIC_SIZE]; /* where it speaks, also with via; of a light, where it is spoken to */
        char field[CANDIDATE_FIELD_SIZE]; /* "": the whole payload */
        char when[CANDIDATE_WHEN_SIZE];   /* "": the default */
        char availability[TOPIC_SIZE];    /* "": none, or what via says */
        struct candidate_extra extras[CANDIDATE_EXTRAS_MAX];
        char why[CANDIDATE_WHY_SIZE]; /* a part of a sentence: why it is thought to be this */
};
