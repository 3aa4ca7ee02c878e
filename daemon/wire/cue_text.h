/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * cue_text - the words of a session's cues, for the ear and for the eye (DESIGN 6, programme.md 2.6 and 3).
 *
 * Floor: wire (pure; no allocation). What is said has at most PROGRAMME_LINE_CHARACTERS_MAX characters: where
 * a name would make it longer, it is left out.
 */
#include "core/session.h"
#include "wire/phrases.h"
#include "wire/words.h"

#define CUE_TEXT_SIZE 512
/* How fast is spoken where nothing tells (programme.md 2.6), and the least that anything takes. */
#define CUE_WORDS_PER_MINUTE 150
#define CUE_SPEAK_MIN_USEC   (1 * USEC_PER_SEC)
/* Shorter holds belong to the movement and are not told. */
#define CUE_HOLD_TOLD_SEC 5

/* Where the words of one session come from, in the person's language. All borrowed. */
struct cue_words {
        const char *language; /* "de": numbers take longer */
        const struct programme_set *set;
        const struct phrases *phrases;
        const struct programme_words *programme;
        const struct safety_words *safety;
        void *userdata;
        /* Never NULL. */
        const struct exercise_words *(*exercise)(void *userdata, int exercise);
};

struct cue_text {
        char say[CUE_TEXT_SIZE];
        char show[CUE_TEXT_SIZE];
};

/**
 * cue_text_compose() - the words of @cue.
 *
 *   SAFETY    the text before a session
 *   INTRO     line 0: what kind of day it is; line 1: what to lay out
 *   READY     all words: its ready lines, the first with the exercise's name; else the name and one cue
 *   DO        its line
 *   COUNT     the repetition; 0: announces the set ("Set 2 of 3, 12 times.")
 *   REST      how long, and what comes next
 *   OUTRO     of an exercise: how it ends; of the session (exercise -1): its last words
 *
 * A cue with a note has the note's words alone.
 *
 * Return: 0; -ENOENT if there are no words for it, @ret_text is then untouched.
 */
int cue_text_compose(const struct cue_words *words, const struct cue *cue, struct cue_text *ret_text);

/* How many lines @exercise (-1: the session) has for cues of @kind. */
uint8_t cue_text_lines(const struct cue_words *words, int exercise, enum cue_kind kind);

/* How long it takes to say @text, digits as the words that they are. */
int64_t cue_text_speak_usec(const char *text, const char *language);
