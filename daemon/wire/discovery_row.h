/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * discovery_row - the entities that Home Assistant gets of a person, as one table: where each reads, what it
 * sends, and for whom it is there.
 *
 * Floor: wire (pure). Only for discovery*.c and for the catalogue, which knows the entities' names.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who has the entity. */
enum discovery_presence {
        DISCOVERY_ALWAYS,
        DISCOVERY_ROUTINE,     /* with programmes */
        DISCOVERY_STAND_LIMIT, /* with a desk-height source */
        DISCOVERY_HOLDS,       /* with reasons to hold */
        DISCOVERY_PROGRAMMES,  /* with programmes that can be started */
        DISCOVERY_EACH_HOLD,   /* one for each reason; its key is "hold_" and the reason */
        DISCOVERY_EACH_EVENT,  /* one for each kind of prompt; its key is "trigger_" and the kind */
};

/* What its options or event types are. */
enum discovery_choice {
        DISCOVERY_NO_CHOICE,
        DISCOVERY_POSTURES,
        DISCOVERY_PHASES,
        DISCOVERY_EVENTS,
        DISCOVERY_REASONS,
        DISCOVERY_PROGRAMME_IDS,
};

/* NULL and 0: the key is left out. */
struct discovery_row {
        const char *key;
        const char *platform;
        const char *name; /* in English, and never the device's; NULL: Home Assistant makes one */
        enum discovery_presence presence;
        enum discovery_choice choice;
        const char *state;      /* topic below the person */
        const char *home_state; /* topic below the base, instead */
        const char *command;    /* topic below the person */
        const char *value_template;
        const char *command_template;
        const char *payload; /* what a button sends */
        const char *payload_on;
        const char *payload_off;
        const char *device_class;
        const char *state_class;
        const char *unit;
        const char *setting;  /* a number: the setting whose range it has; without such a setting it is not
                                 there */
        bool zero_is_off;     /* 0 is taken besides that range */
        const char *pattern;  /* a text: the form of the whole of it, and ... */
        uint8_t max;          /* ... its length in characters */
        const char *category; /* "diagnostic" or, never for sensors, "config" */
        const char *icon;
};

#define DISCOVERY_ROWS 35
extern const struct discovery_row discovery_rows[DISCOVERY_ROWS];

/* What a select shows and takes where nothing is chosen; no id has a capital letter. (Home Assistant takes
 * "none" for "unknown".) */
#define DISCOVERY_OFF_OPTION "Off"

/* The index of the row with @key; DISCOVERY_ROWS if there is none. */
size_t discovery_row_find(const char *key);
