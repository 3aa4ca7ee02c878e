/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * device_words - what a device likely is, by the words of its name, in English and German.
 *
 * Floor: wire (pure).
 */
#include <stdbool.h>

enum device_words {
        DEVICE_WORDS_CHAIR,
        DEVICE_WORDS_DESK,      /* a desk, as a piece of furniture */
        DEVICE_WORDS_COMPUTER,  /* what is on while somebody sits at it: a computer, a screen, a television */
        DEVICE_WORDS_WORKPLACE, /* at or near a desk */
        DEVICE_WORDS_ENTRANCE,  /* doors, windows, lids: contacts that are no seat */
        DEVICE_WORDS_RADAR,     /* sees people who sit still */
        DEVICE_WORDS_MOTION,    /* sees only what moves */
        DEVICE_WORDS_MAX_,
};

/* Whether @text has a word of @group; ASCII letters in any case. */
bool device_words_match(const char *text, enum device_words group);
