/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programmes_files - the files of a folder of programmes, and what their sections are.
 *
 * Floor: config. Blocks on the files.
 */
#include "config/programmes_inside.h"

/* Adds the files *.ini of @directory, in the order of their names. A folder of the person's @own need not be
 * there; what else is wrong is told. Return: 0; -ENOMEM. */
int programmes_read_directory(struct programmes *programmes, const char *directory, bool own);

/* Reads the sections of all files. Return: 0; -ENOMEM. */
int programmes_read_files(struct programmes *programmes);
