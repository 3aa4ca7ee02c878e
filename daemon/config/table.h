/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * table - the one table of settings (DESIGN 10): name, type, unit, range, default, whether it can be
 * reloaded, and one line of help. Reading, printing and the sample file follow it.
 *
 * Floor: config. Constant data.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum table_type {
        TABLE_TEXT,      /* char *: one line */
        TABLE_PAYLOAD,   /* char *: text with line breaks */
        TABLE_ID,        /* char *: text_is_id() */
        TABLE_TOPIC,     /* char *: topic_is_name() */
        TABLE_PATH,      /* char *: absolute file name */
        TABLE_CHOICE,    /* int64_t: index into choices */
        TABLE_BOOLEAN,   /* int64_t */
        TABLE_INTEGER,   /* int64_t */
        TABLE_REAL,      /* double: min and max are whole numbers */
        TABLE_DURATION,  /* int64_t: microseconds */
        TABLE_TIME,      /* int64_t: minutes since midnight */
        TABLE_WEEK_TIME, /* int64_t: minutes since Monday, 00:00 */
        TABLE_DAYS,      /* int64_t: mask of days */
        TABLE_WINDOW,    /* struct draft_window */
        TABLE_TEXTS,     /* struct draft_texts */
        TABLE_MAP,       /* struct draft_map */
        TABLE_GROUP,     /* a struct of the group, inside */
        TABLE_LIST,      /* struct draft_list of the group */
        TABLE_REFUSED,   /* never allowed; help says what to do instead */
};

struct table_group;

struct table_row {
        const char *name;
        enum table_type type;
        size_t offset; /* in the group's struct */
        bool required; /* in every group of its kind that the file has */
        bool fixed;    /* a reload can't change it; texts of the root only */
        /* Range in the type's unit; bytes for texts, elements for lists. Ignored if both are 0. */
        int64_t min;
        int64_t max;
        int64_t unit_usec;          /* durations are printed in it */
        const char *fallback;       /* default, as it's written between the quotes; NULL: none */
        const char *word;           /* durations: a word that is taken too ("off") ... */
        int64_t word_usec;          /* ... and what it means */
        const char *const *choices; /* NULL-terminated */
        const struct table_group *group;
        const char *short_form; /* groups: the setting of the group that a text in its place stands for */
        const char *help;
};

struct table_group {
        const struct table_row *rows;
        size_t count;
        size_t size_bytes;
};

/* The whole file. */
extern const struct table_group table_root;
/* What an element of `people` and one of `channels` has. */
extern const struct table_group table_person;
extern const struct table_group table_channel;

/* The row called @name; NULL if there is none. */
const struct table_row *table_find(const struct table_group *group, const char *name);

/* The name in @group that was likeliest meant by @name; NULL. */
const char *table_nearest(const struct table_group *group, const char *name);

/* Enough for any text of table_print_allowed() and table_print_duration(). */
#define TABLE_ALLOWED_SIZE 256

/* Writes "20 min..60 min", "off or 10 min..30 min", "light, speech, phone", or nothing where everything is
 * allowed. */
void table_print_allowed(const struct table_row *row, char text[static TABLE_ALLOWED_SIZE]);

/* Writes a duration in the row's unit, or its word for it. */
void table_print_duration(const struct table_row *row, int64_t usec, char text[static TABLE_ALLOWED_SIZE]);
