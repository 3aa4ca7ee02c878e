/* SPDX-License-Identifier: MIT */
#include "client/prose.h"

#include <stdlib.h>
#include <string.h>

/* An indent of more than half a line is none. */
static size_t indent_of(const struct paint *paint, const char *lead)
{
        size_t columns = paint_columns(lead);

        return columns * 2 > (size_t)paint->columns ? 0 : columns;
}

void prose_put(
        const struct paint *paint, FILE *stream, enum paint_colour colour, const char *lead, const char *text)
{
        size_t indent = indent_of(paint, lead);
        size_t width = (size_t)paint->columns;
        size_t used = paint_put(paint, stream, PAINT_PLAIN, lead, width);
        bool fresh = true; /* nothing but the lead is in the line */

        while (*text != '\0') {
                size_t bytes = strcspn(text, " \n");
                char *word = strndup(text, bytes);
                size_t columns;

                if (!word)
                        return;
                columns = paint_columns(word);
                if (!fresh && used + 1 + columns > width) {
                        fprintf(stream, "\n%*s", (int)indent, "");
                        used = indent;
                        fresh = true;
                }
                if (!fresh) {
                        fputc(' ', stream);
                        used++;
                }
                used += paint_put(paint, stream, colour, word, width > used ? width - used : 1);
                fresh = false;
                free(word);
                text += bytes;
                text += strspn(text, " \n");
        }
        fputc('\n', stream);
}
