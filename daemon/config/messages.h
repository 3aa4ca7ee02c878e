/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * messages - reads the words of a language from conf/messages/<language>.ini into a catalogue (ini.h).
 *
 * Floor: config. Blocks on the file.
 */
#include "config/config.h"
#include "wire/catalogue.h"

/* Where the files are: $UNSLOUCH_MESSAGES_DIR if set (tests, a run from the build tree), else
 * PKGDATADIR/messages. */
const char *messages_directory(void);

/**
 * messages_load() - reads @directory/@language.ini.
 *
 * Return: 0; -ENOENT if there is no such language; -EINVAL with the errors in @problems; -ENOMEM.
 */
int messages_load(const char *directory, const char *language, struct config_problems *problems,
        struct catalogue **ret_catalogue);
