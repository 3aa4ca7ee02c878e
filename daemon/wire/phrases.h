/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * phrases - what is said in a guided session besides the words of its exercises, in one language (DESIGN 6,
 * programme.md 3.2, 3.4 and 3.9).
 *
 * Floor: wire (pure; allocates). A part of the catalogue: section [session] of its file.
 */
#include <stddef.h>

#define PHRASE_BYTES_MAX 200

/* Pieces of a set's announcement first, then what is a sentence, then what is said at no cue. */
enum phrase {
        PHRASE_SET,       /* {set} {sets} */
        PHRASE_TIMES,     /* {reps} */
        PHRASE_ONCE,      /* instead of 1 times */
        PHRASE_EACH_SIDE, /* left and right in turn */
        PHRASE_LEFT,
        PHRASE_RIGHT,
        PHRASE_HOLD,         /* {seconds} */
        PHRASE_HOLD_EACH,    /* {seconds} */
        PHRASE_LOAD,         /* {load} */
        PHRASE_DECIMAL_MARK, /* in {load} */
        PHRASE_PROGRESS,     /* to see: {count} {reps} */
        PHRASE_HALFWAY,
        PHRASE_LAST_THREE,
        PHRASE_SWITCH,
        PHRASE_SWITCH_LEFT,
        PHRASE_SWITCH_RIGHT,
        PHRASE_REST,      /* {seconds} */
        PHRASE_REST_SAME, /* {seconds} */
        PHRASE_REST_NEXT, /* {seconds} {next} */
        PHRASE_SAME,
        PHRASE_NEXT, /* {next} */
        PHRASE_EFFORT,
        PHRASE_WHICH,
        PHRASE_PAUSED,
        PHRASE_RESUMED,
        PHRASE_RESUMED_AT,  /* {count}: the set goes on at this repetition */
        PHRASE_INTERRUPTED, /* after a restart */
        PHRASE_STOPPED,
        PHRASE_THANKS,     /* for an answer */
        PHRASE_EASIER,     /* {name}: for the rest of the session */
        PHRASE_STEP_UP,    /* "too easy" was said */
        PHRASE_PAIN_MILD,  /* go on */
        PHRASE_PAIN_SKIP,  /* this exercise ends */
        PHRASE_PAIN_STOP,  /* the session ends */
        PHRASE_SUSPENDED,  /* {name}: not offered until cleared */
        PHRASE_LIGHT_WEEK, /* before the first set */
        PHRASE_SHORT,
        PHRASE_BACK,       /* the first one after a layoff */
        PHRASE_WEEK_ONE,   /* what to expect in week 1 ... */
        PHRASE_WEEK_THREE, /* ... and 3 */
        PHRASE_MAX_,
};

/* "set", "times", ... as the file has them. */
extern const char *const phrase_names[PHRASE_MAX_];

/* Initially zero. */
struct phrases {
        char *texts[PHRASE_MAX_];
};

/**
 * phrases_set() - copies @text; a second one replaces the first.
 *
 * Return: 0; -EINVAL for a placeholder that this phrase has not, a lone brace, an empty text or no UTF-8;
 *         -E2BIG over PHRASE_BYTES_MAX; -ENOMEM.
 */
int phrases_set(struct phrases *phrases, enum phrase phrase, const char *text);
void phrases_done(struct phrases *phrases);

/* The values of all placeholders; NULL is an empty text. */
struct phrase_values {
        const char *name;
        const char *next;
        const char *load;
        unsigned count;
        unsigned reps;
        unsigned seconds;
        unsigned set;
        unsigned sets;
};

/**
 * phrases_fill() - writes @phrase with its placeholders filled in into @text of @size bytes.
 *
 * Return: 0; -ENOENT if there is no such phrase; -ENAMETOOLONG if it does not fit; @text is then untouched.
 */
int phrases_fill(const struct phrases *phrases, enum phrase phrase, const struct phrase_values *values,
        char *text, size_t size);
