/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * messages_scan - finds the texts of a file of messages, and tells what is unknown, missing or too long.
 *
 * Floor: config. Blocks on the file.
 */
#include "config/ini.h"
#include "wire/catalogue.h"
#include "wire/discovery_row.h"
#include "wire/publish.h"

/* Sections: the kinds of prompt, six more, and the kinds of prompt about standing. */
#define MESSAGE_SECTION_ACTIVITIES PROMPT_MAX_
#define MESSAGE_SECTION_INTERVAL   (PROMPT_MAX_ + 1)
#define MESSAGE_SECTION_ACTIONS    (PROMPT_MAX_ + 2)
#define MESSAGE_SECTION_SESSION    (PROMPT_MAX_ + 3)
#define MESSAGE_SECTION_ENTITIES   (PROMPT_MAX_ + 4)
#define MESSAGE_SECTION_NOTES      (PROMPT_MAX_ + 5)
#define MESSAGE_SECTION_STANDING   (PROMPT_MAX_ + 6)
#define MESSAGE_SECTIONS           (MESSAGE_SECTION_STANDING + CATALOGUE_STANDING_TYPES)
/* The first of the notes that has its key there: that of the interval has a section of its own. */
#define MESSAGE_FIRST_NOTE PROMPT_NOTE_STRETCH
/* Most keys of a section: phrases of a session, entities, texts of the catalogue, labels, or the one of the
 * others. */
#define MESSAGE_KEYS PHRASE_MAX_

/* One key of the file. */
struct message_slot {
        unsigned section;
        unsigned key; /* enum catalogue_text; which action; enum phrase; which row; which note; 0 in the two
                       * others */
        unsigned number; /* from 1 */
        int line;
        const char *text;
};

struct message_scan {
        struct message_slot *slots; /* by section, key and number */
        size_t count;
        struct ini ini; /* owns the texts */
};

/**
 * message_scan_file() - finds the keys of @file.
 *
 * Return: 0; -ENOENT if there is no such file, without a problem; -EINVAL with errors in @problems; -ENOMEM.
 *         On failure @ret_scan is untouched.
 */
int message_scan_file(const char *file, struct config_problems *problems, struct message_scan *ret_scan);
void message_scan_done(struct message_scan *scan);

/* Whether @section has the texts of a kind of prompt, which is @ret_type. */
bool message_section_type(unsigned section, enum prompt_type *ret_type);

/* Writes "break_due:title-1". */
void message_slot_print(const struct message_slot *slot, char text[static 64]);

/* The name of a key of @section, without a number: "title", "snooze". */
const char *message_key_name(unsigned section, unsigned key);
