/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * config - reads the configuration file: every error at once, each with file, line, value and what is allowed
 * (DESIGN 10).
 *
 * Floor: config. Blocks on the file. One table (table.c) names every setting.
 */
#include "config/settings.h"

#include <stdio.h>

struct programmes;

#define CONFIG_PROBLEMS_MAX 100

struct config_problem {
        int line; /* 0: the file as a whole */
        bool warning;
        char *text; /* "setting 'x': value 'y': reason (allowed a..b)" */
        char *file;
};

struct config_problems {
        struct config_problem *items; /* a file's in the order of their lines */
        size_t count;
        size_t errors;  /* those that are no warning */
        size_t dropped; /* over CONFIG_PROBLEMS_MAX */
};

void config_problems_done(struct config_problems *problems);
/* One line each: "file:line: text", warnings with "warning: " before the text. */
void config_problems_print(const struct config_problems *problems, FILE *stream);

/**
 * config_load() - reads and checks @file.
 * @problems: receives errors and warnings; config_problems_done() frees them. Initially zero, or with those
 * of other files in it.
 * @programmes: those that people may name (config/programmes.h); must outlive the settings. NULL: none are
 * known.
 *
 * Return: 0; -EINVAL with at least one error in @problems; -ENOENT or another errno if the file cannot be
 *         read (also in @problems); -ENOMEM. On failure @ret_settings is untouched.
 */
int config_load(const char *file, struct config_problems *problems, const struct programmes *programmes,
        struct settings **ret_settings);

/* Writes every setting with its effective value, in the syntax of the file, so that config_load() reads it
 * back equal. Return: 0; -EIO. */
int config_print(const struct settings *settings, FILE *stream);

/*
 * The name of the next setting that differs between the two though a reload can't change it; NULL: no more.
 * @position: where to go on, 0 at first; moved behind what is found.
 */
const char *config_find_fixed_change(const struct settings *a, const struct settings *b, size_t *position);
