/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programmes_inside - what the rooms of programmes share: the files as they were read, and what is found in
 * them before it is joined into one set.
 *
 * Floor: config. Only for programmes*.c. Whatever is wrong with a file goes to the problems and makes the
 * file broken; functions that return an int return 0 or -ENOMEM, nothing else.
 */
#include "config/ini.h"
#include "config/programmes.h"

#define PROGRAMME_FILES_MAX            64 /* of one folder */
#define PROGRAMME_SECTIONS_MAX         200
#define PROGRAMME_LANGUAGES_MAX        16
#define PROGRAMME_LANGUAGE_SIZE        16
#define PROGRAMME_SHOWN_CHARACTERS_MAX 400 /* of a text that is read, not heard */
#define PROGRAMME_LANGUAGE_CHARACTERS  "abcdefghijklmnopqrstuvwxyz_-"

struct programmes_file {
        char *path;
        char id[TEXT_ID_SIZE]; /* of its programme; while that is unknown, the file's own name */
        bool own;              /* from the person's folder */
        bool broken;
        bool was_broken; /* by itself, before it was held against the others: it may lack what it had */
        bool is_safety;
        struct ini ini;
        struct screening_rules rules; /* of the safety texts, without the routes */
        char *why;                    /* the first error */
};

/* One exercise as a file has it. A hidden one is overridden by the person's own. */
struct exercise_entry {
        struct exercise exercise;
        uint32_t file;
        uint32_t section;
        bool hidden;
};

struct programme_entry {
        struct programme programme;
        uint32_t file;
        uint32_t section;
        bool hidden;
};

struct programmes_language {
        char code[PROGRAMME_LANGUAGE_SIZE]; /* empty: English, which has no code in the files */
        struct exercise_words *exercises;
        struct programme_words *programmes;
        struct safety_words safety;
};

struct programmes {
        struct programme_set set;
        struct screening_rules screening;
        struct programmes_language languages[PROGRAMME_LANGUAGES_MAX];
        size_t language_count;
        struct programmes_file *files; /* ours, then the person's */
        size_t file_count;
        /* While it is loaded: */
        struct exercise_entry *exercises;
        size_t exercise_count;
        struct programme_entry *programmes;
        size_t programme_count;
        int safety; /* the file that counts, or -1 */
        struct config_problems *problems;
};

/* Where something is read, or wrong. */
struct programmes_place {
        struct programmes *programmes;
        struct programmes_file *file;
        uint32_t section;
};

/* Adds an error about @key of @place, or with NULL about the section. The file is broken then. */
__attribute__((format(printf, 3, 4))) void programmes_report(
        const struct programmes_place *place, const struct ini_key *key, const char *format, ...);
/* The same, but no error. */
__attribute__((format(printf, 3, 4))) void programmes_warn(
        const struct programmes_place *place, const struct ini_key *key, const char *format, ...);
/* "REASON (did you mean 'x'?)", the question only if one of @words is near @word. */
void programmes_report_unknown(const struct programmes_place *place, const struct ini_key *key,
        const char *reason, const char *word, const char *const *words, size_t count);
/* "WHAT 'word': unknown (did you mean 'x'?)". */
void programmes_report_name(const struct programmes_place *place, const struct ini_key *key, const char *what,
        const char *word, const char *const *words, size_t count);

struct programmes_place programmes_place_at(struct programmes *programmes, uint32_t file, uint32_t section);

/* A key that names exercises or programmes. */
struct programmes_reference {
        const char *name;
        uint8_t max;
        bool to_programme; /* otherwise to exercises */
        bool needed;       /* a programme is nothing without them; others may be left out */
};

/* Those of a programme, and of an exercise: up to the one without a name. */
extern const struct programmes_reference programmes_references[];
extern const struct programmes_reference programmes_exercise_references[];

/* programmes_exercise.c: adds the exercise in the section of @place. */
int programmes_read_exercise(const struct programmes_place *place);

/* programmes_programme.c: adds the programme in the section of @place. */
int programmes_read_programme(const struct programmes_place *place);

/* programmes_safety.c: checks a file of the safety texts and reads its rules. */
void programmes_read_safety(const struct programmes_place *place);

/* programmes_names.c: hides what is overridden, and tells ids that come twice and names that nothing has. */
int programmes_match_names(struct programmes *programmes);
/* The entry that counts, with @id; NULL if none. */
struct exercise_entry *exercise_entry_find(const struct programmes *programmes, const char *id);
struct programme_entry *programme_entry_find(const struct programmes *programmes, const char *id);

/* programmes_rules.c: tells what a programme forbids and has all the same, and easier ones in a circle. */
void programmes_check_rules(struct programmes *programmes);

/* programmes_join.c: leaves out what depends on broken files, and joins the rest into the set. */
int programmes_join(struct programmes *programmes);

/* programmes_words.c: the words of the set in every language. */
int programmes_take_words(struct programmes *programmes);
