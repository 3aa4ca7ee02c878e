/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * home - what an engine is made of and borrows: the exercise programmes, the settings, and the words of the
 * languages in them. Read together, freed together.
 *
 * Floor: app. Blocks on the files.
 */
#include "app/catalogues.h"
#include "config/programmes.h"

struct home {
        struct programmes *programmes; /* what the settings point into */
        struct settings *settings;
        struct catalogue_set catalogues;
};

/**
 * home_load() - reads the programmes, ours and those of the folder `programmes` beside @file, the
 * configuration and every language that it names. A programme file with an error is left out and told; it is
 * no reason to fail.
 * @problems: receives errors and warnings; initially zero, freed by the caller with config_problems_done().
 *
 * Return: 0; -EINVAL or another errno with at least one error in @problems; -ENOMEM. home_free() takes NULL.
 */
int home_load(const char *file, struct config_problems *problems, struct home **ret_home);
struct home *home_free(struct home *home);
