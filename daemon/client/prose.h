/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * prose - sentences on a terminal, broken between words.
 *
 * Floor: client. No line is wider than the paint's columns, but for a word that is; that is cut.
 */
#include "client/paint.h"

/*
 * Writes @text in lines that end with a newline, the first after @lead (which counts as many columns as it
 * has) and all others indented as much. Text is cleaned as paint_put() does.
 */
void prose_put(const struct paint *paint, FILE *stream, enum paint_colour colour, const char *lead,
        const char *text);
