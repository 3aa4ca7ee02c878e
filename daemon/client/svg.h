/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * svg - the few shapes that plots inside a page are made of. Their looks are up to classes of the page's
 * style.
 *
 * Floor: client. Texts are escaped, and what XML does not take in them is left out. Lengths are in the units
 * of the picture, with two digits.
 */
#include <stdio.h>

/* @text as the content of an element or of a quoted attribute. */
void svg_put_text(FILE *stream, const char *text);

/* A picture, whose @title and @description are read out in place of it; ids derive from @id. */
struct svg_frame {
        const char *id;
        double width, height;
        const char *title, *description;
};
void svg_begin(FILE *stream, const struct svg_frame *frame);
void svg_end(FILE *stream);

struct svg_box {
        double x, y, width, height;
};
/* @title: shown by a pointer that rests on it; NULL: none. Nothing is drawn of a box without a width or
 * height. */
void svg_rect(FILE *stream, const char *class, const struct svg_box *box, const char *title);
void svg_line(FILE *stream, const char *class, double x1, double y1, double x2, double y2);
void svg_circle(FILE *stream, const char *class, double x, double y, double radius, const char *title);
/* Nothing for no text. The base line's left end, middle or right end is at @x, as the class's text-anchor
 * says. */
void svg_text(FILE *stream, const char *class, double x, double y, const char *text);
