/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * button - what the presses of a button mean: commands of the `cmd` topic, by what is going on (DESIGN 6).
 *
 * Floor: wire (pure; allocates while it reads JSON).
 *
 * There are three maps from presses to commands: outside a session, while one is led, and while its question
 * is open. Presses compare without case. The words that devices have for the same press are one:
 * Shelly's single_push is single; double_push, triple_push and long_push likewise, and long is hold.
 */
#include "core/person.h"
#include "wire/command_text.h"

#define BUTTON_ENTRIES_MAX     16
#define BUTTON_PRESS_BYTES_MAX 64
/* What says the same within this time of what was taken is the contact's bouncing, or a radio's repeat: no
 * finger presses twice in it. */
#define BUTTON_BOUNCE_USEC (300 * USEC_PER_MSEC)

enum button_map_kind {
        BUTTON_MAP_OUTSIDE,
        BUTTON_MAP_SESSION,
        BUTTON_MAP_QUESTION,
        BUTTON_MAP_MAX_,
};

/* Borrowed. */
struct button_entry {
        const char *press;
        const char *command;
};

struct button_map {
        const struct button_entry *entries;
        uint8_t count;
};

struct button_config {
        struct button_map maps[BUTTON_MAP_MAX_];
};

/* What a button that says nothing else means: single done, double snooze, hold skip; in a session next, pause
 * and pain; to its question right, easy and hard. */
extern const struct button_config button_defaults;

/* What was pressed last. All zero: nothing was. */
struct button {
        char press[BUTTON_PRESS_BYTES_MAX + 1];
        int64_t taken_usec; /* boottime */
};

/* What is wrong with a command. Static. */
struct button_error {
        const char *reason;  /* a sentence */
        const char *allowed; /* what would fit, between commas */
};

/**
 * button_check() - whether @command may stand in a map of @kind: whatever `cmd` takes; in the maps of
 * sessions the verbs of a guided session also without the word session before them.
 * @set: the exercises that an answer may name; NULL: any name will do.
 *
 * Return: 0; -EINVAL with @ret_error.
 */
int button_check(enum button_map_kind kind, const char *command, const struct programme_set *set,
        struct button_error *ret_error);

/**
 * button_take() - reads what was pressed at @now_usec (boottime).
 * @press: receives the word; untouched on failure.
 *
 * Return: 0; -EALREADY for a bounce; -ENODATA if it says nothing, or what is too long to be a press.
 */
int button_take(struct button *button, const struct reading *reading, int64_t now_usec,
        char press[static BUTTON_PRESS_BYTES_MAX + 1]);

/**
 * button_find() - the command that @press means at @moment.
 * @command: receives it as `cmd` takes it. `pause` is `resume` while the session is paused. A press that
 *           would say how hard it was says nothing wrong once an exercise is asked for, which no button can
 *           name: it ends the question.
 *
 * Return: 0; -ENOENT if it means nothing now, but would at another moment; -ENODATA if it never means
 *         anything: a release, or another of the device's words.
 */
int button_find(const struct button_config *config, enum person_moment moment, const char *press,
        char command[static COMMAND_TEXT_SIZE]);

/* The map that counts at @moment. */
enum button_map_kind button_map_at(enum person_moment moment);
