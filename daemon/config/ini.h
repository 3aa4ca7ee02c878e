/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * ini - reads an INI file strictly. iniparser tells no lines and misreads without a word: a value cut at an
 * unquoted ; or #, the last of two equal keys, lines joined by a backslash. Each file is looked through line
 * by line for all of that first.
 *
 * Floor: config. Blocks on the file.
 */
#include "config/config.h"
#include "config/names.h"

#define INI_BYTES_MAX ((size_t)256 * 1024)
/* iniparser gives a file up for a line of 1024. */
#define INI_LINE_BYTES_MAX 1000

struct ini_section {
        const char *name;
        int line;
};

struct ini_key {
        char *path;        /* "section:name" */
        const char *name;  /* the part of it behind the section */
        const char *value; /* NULL if it has a fault, which has been told */
        uint32_t section;
        int line;
};

/* All keys of all named sections, in the order of their lines; a name comes once in a section. */
struct ini {
        struct ini_section *sections;
        size_t section_count;
        struct ini_key *keys;
        size_t key_count;
        struct names section_names;
        struct names paths;
        char *text; /* the file's, cut into pieces: values and names of sections are in it */
};

/**
 * ini_read() - reads @file.
 * @problems: receives every fault, with its line.
 *
 * Return: 0, also with faults: what has none is in @ret_ini, so that the rest of what is wrong with the file
 *         can be told too; -ENOENT if there is no such file, without a problem; -EINVAL if it is nothing to
 *         read at all, with a problem; -ENOMEM. On failure @ret_ini is untouched. ini_done() frees it.
 */
int ini_read(const char *file, struct config_problems *problems, struct ini *ret_ini);
void ini_done(struct ini *ini);

/* Frees all but the text, for who has taken what they need: values and names of sections stay, nothing is
 * found any more. */
void ini_keep_text(struct ini *ini);

/* The section @name, or -1. */
int ini_find_section(const struct ini *ini, const char *name);

/* The key @name of @section, or NULL, also if there is no such section. Borrowed. */
const struct ini_key *ini_find_key(const struct ini *ini, uint32_t section, const char *name);
