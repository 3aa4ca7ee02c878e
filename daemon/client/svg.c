/* SPDX-License-Identifier: MIT */
#include "client/svg.h"

#include "base/text.h"

static const char *entity(char c)
{
        switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        }
        return NULL;
}

void svg_put_text(FILE *stream, const char *text)
{
        while (*text) {
                size_t unshowable = text_unshowable_bytes(text);
                const char *replacement = entity(*text);

                if (unshowable > 0) {
                        text += unshowable;
                        continue;
                }
                if (replacement)
                        fputs(replacement, stream);
                else
                        fputc(*text, stream);
                text++;
        }
}

void svg_begin(FILE *stream, const struct svg_frame *frame)
{
        fprintf(stream,
                "<svg viewBox=\"0 0 %.2f %.2f\" role=\"img\" aria-labelledby=\"%s-title %s-desc\">\n"
                "<title id=\"%s-title\">",
                frame->width, frame->height, frame->id, frame->id, frame->id);
        svg_put_text(stream, frame->title);
        fprintf(stream, "</title>\n<desc id=\"%s-desc\">", frame->id);
        svg_put_text(stream, frame->description);
        fputs("</desc>\n", stream);
}

void svg_end(FILE *stream)
{
        fputs("</svg>\n", stream);
}

static void end_shape(FILE *stream, const char *name, const char *title)
{
        if (!title) {
                fputs("/>\n", stream);
                return;
        }
        fputs("><title>", stream);
        svg_put_text(stream, title);
        fprintf(stream, "</title></%s>\n", name);
}

void svg_rect(FILE *stream, const char *class, const struct svg_box *box, const char *title)
{
        if (box->width <= 0 || box->height <= 0)
                return;
        fprintf(stream, "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"", class,
                box->x, box->y, box->width, box->height);
        end_shape(stream, "rect", title);
}

void svg_line(FILE *stream, const char *class, double x1, double y1, double x2, double y2)
{
        fprintf(stream, "<line class=\"%s\" x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"/>\n", class, x1,
                y1, x2, y2);
}

void svg_circle(FILE *stream, const char *class, double x, double y, double radius, const char *title)
{
        fprintf(stream, "<circle class=\"%s\" cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\"", class, x, y, radius);
        end_shape(stream, "circle", title);
}

void svg_text(FILE *stream, const char *class, double x, double y, const char *text)
{
        if (*text == '\0')
                return;
        fprintf(stream, "<text class=\"%s\" x=\"%.2f\" y=\"%.2f\">", class, x, y);
        svg_put_text(stream, text);
        fputs("</text>\n", stream);
}
