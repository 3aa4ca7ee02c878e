/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programmes_keys - which keys a section may and must have, and the texts among them.
 *
 * Floor: config.
 */
#include "config/programmes_inside.h"

enum key_form {
        KEY_DATA,   /* checked by who reads it */
        KEY_NOTE,   /* for people who read the file */
        KEY_SPOKEN, /* a text, in any language */
        KEY_SHOWN,  /* the same, but longer: it is read, not heard */
};

struct key_rule {
        const char *name;
        enum key_form form;
        uint8_t numbers;  /* above 0: a number of 1 to this follows the name */
        bool sparse;      /* numbers may be left out */
        uint8_t allowed;  /* in which kinds of section, a bit each */
        uint8_t required; /* the first number, where there are numbers */
};

/* Checks all keys of @place, a section of the kind @kind, against @rules. Several bits: it may be any of them.
 */
void programmes_check_keys(
        const struct programmes_place *place, const struct key_rule *rules, size_t count, uint8_t kind);

/* Checks a section whose keys are ids of any name with a text, such as tags. */
void programmes_check_texts(const struct programmes_place *place);

/* The language of a key such as "name[de]", into @language; false if it has none. */
bool programmes_key_language(const struct ini_key *key, char language[static PROGRAMME_LANGUAGE_SIZE]);
