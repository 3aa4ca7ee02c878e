/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * problems - collects what is wrong with a file, so that all of it is told at once.
 *
 * Floor: config. The items stay in the order of their lines, file by file as they were first named.
 */
#include "config/config.h"

/*
 * Adds one error (or @warning) about @line of @file; 0 is the file as a whole. Over CONFIG_PROBLEMS_MAX, or
 * without memory, it is only counted. What is quoted may be cut anywhere: the pieces of a character are left
 * out.
 */
__attribute__((format(printf, 5, 6))) void problems_add(
        struct config_problems *problems, const char *file, int line, bool warning, const char *format, ...);
