/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * catalogues - the words of every language that the people in the settings speak, each loaded once.
 *
 * Floor: app. Blocks on the files of config/messages.
 */
#include "app/engine.h"
#include "config/messages.h"

/**
 * catalogues_load() - loads each language that @settings name.
 * @problems: receives what is wrong with the files; not emptied before.
 *
 * Return: 0; -EINVAL with at least one error in @problems; -ENOMEM. catalogues_done() frees the set.
 */
int catalogues_load(const struct settings *settings, struct config_problems *problems,
        struct catalogue_set *ret_catalogues);
void catalogues_done(struct catalogue_set *catalogues);
