/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * paint - colours and widths of a terminal. Off where standard output is no terminal, with NO_COLOR set and
 * not empty, or TERM=dumb; then the same text comes without them.
 *
 * Floor: client.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum paint_colour {
        PAINT_PLAIN,
        PAINT_BOLD,
        PAINT_DIM,
        PAINT_SITTING,
        PAINT_STANDING,
        PAINT_AWAY,
        PAINT_DUE,
};

struct paint {
        bool colours;
        bool unicode; /* the locale's encoding is UTF-8 */
        int columns;  /* 20 to 200; 80 where nobody knows */
        int rows;     /* 24 where nobody knows */
};

/* What @stream can show: its size is the terminal's, else $COLUMNS and $LINES. */
struct paint paint_detect(FILE *stream);

/* The sequence that begins a colour, or ends all of them (PAINT_PLAIN); "" without colours. Static. */
const char *paint_begin(const struct paint *paint, enum paint_colour colour);

/* Columns that @text takes on a terminal: characters, wide ones twice. Bytes that are no UTF-8 count 1. */
size_t paint_columns(const char *text);

/**
 * paint_put() - writes @text in @colour to @stream, and at most @columns of it: what is longer ends in a
 * mark. Characters that do something to a terminal are written as "?", and so is what is not ASCII without
 * unicode.
 *
 * Return: the columns that it took.
 */
size_t paint_put(
        const struct paint *paint, FILE *stream, enum paint_colour colour, const char *text, size_t columns);
