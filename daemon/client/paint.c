/* SPDX-License-Identifier: MIT */
#include "client/paint.h"

#include "base/number.h"
#include "base/text.h"
#include "base/units.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS_MIN     20
#define COLUMNS_MAX     200
#define COLUMNS_UNKNOWN 80
#define ROWS_UNKNOWN    24
#define ROWS_MAX        1000

/* What stands for a character that a terminal must not get, or does not have. */
#define REPLACEMENT "?"

static bool has_colours(bool is_terminal)
{
        const char *no_color = getenv("NO_COLOR");
        const char *term = getenv("TERM");

        return is_terminal && !(no_color && *no_color != '\0') && !(term && strcmp(term, "dumb") == 0);
}

/* The encoding is what follows the point in the name of the locale: "de_DE.UTF-8". */
static bool has_unicode(void)
{
        static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };

        for (size_t i = 0; i < ELEMENTS(variables); i++) {
                const char *locale = getenv(variables[i]);
                const char *encoding;

                if (!locale || *locale == '\0')
                        continue;
                encoding = strchr(locale, '.');
                return encoding &&
                       (text_equal_nocase(encoding, ".UTF-8") || text_equal_nocase(encoding, ".utf8"));
        }
        return false;
}

static int number_from(const char *variable, int otherwise)
{
        const char *text = getenv(variable);
        int64_t number;

        if (!text || number_parse_integer(text, 1, ROWS_MAX, &number) < 0)
                return otherwise;
        return (int)number;
}

static int between(int number, int min, int max)
{
        return number < min ? min : number > max ? max : number;
}

struct paint paint_detect(FILE *stream)
{
        int descriptor = fileno(stream);
        bool is_terminal = isatty(descriptor);
        struct winsize size = { .ws_col = 0 };

        if (is_terminal)
                (void)ioctl(descriptor, TIOCGWINSZ, &size);
        return (struct paint){
                .colours = has_colours(is_terminal),
                .unicode = has_unicode(),
                .columns = between(size.ws_col > 0 ? size.ws_col : number_from("COLUMNS", COLUMNS_UNKNOWN),
                        COLUMNS_MIN, COLUMNS_MAX),
                .rows = size.ws_row > 0 ? size.ws_row : number_from("LINES", ROWS_UNKNOWN),
        };
}

const char *paint_begin(const struct paint *paint, enum paint_colour colour)
{
        if (!paint->colours)
                return "";
        switch (colour) {
        case PAINT_PLAIN: return "\033[0m";
        case PAINT_BOLD: return "\033[1m";
        case PAINT_DIM: return "\033[2m";
        case PAINT_SITTING: return "\033[33m";
        case PAINT_STANDING: return "\033[32m";
        case PAINT_AWAY: return "\033[36m";
        case PAINT_DUE: return "\033[1;33m";
        }
        return "";
}

/* A character of a text, and what it takes on a terminal; 0 columns for those that sit on the one before. */
struct character {
        size_t bytes;
        size_t columns;
        bool showable;
};

struct range {
        uint32_t first, last;
};

/* Characters that move the cursor or turn the direction of writing. */
static const struct range controls[] = {
        { 0x00, 0x1f },
        { 0x7f, 0x9f },
        { 0x200e, 0x200f },
        { 0x2028, 0x202e },
        { 0x2066, 0x2069 },
};

/* Combining marks, joiners and selectors of the scripts that have most of them. */
static const struct range without_width[] = {
        { 0x300, 0x36f },
        { 0x483, 0x489 },
        { 0x591, 0x5bd },
        { 0x610, 0x61a },
        { 0x64b, 0x65f },
        { 0x6d6, 0x6dc },
        { 0x900, 0x902 },
        { 0x941, 0x948 },
        { 0x94d, 0x94d },
        { 0xe31, 0xe31 },
        { 0xe34, 0xe3a },
        { 0xe47, 0xe4e },
        { 0x1ab0, 0x1aff },
        { 0x1dc0, 0x1dff },
        { 0x200b, 0x200d },
        { 0x2060, 0x2064 },
        { 0x20d0, 0x20f0 },
        { 0xfe00, 0xfe0f },
        { 0xfe20, 0xfe2f },
        { 0xfeff, 0xfeff },
        { 0xe0100, 0xe01ef },
};

/* East Asian wide characters and emoji (Unicode, UAX 11), whole blocks where a few of them are not. */
static const struct range wide[] = {
        { 0x1100, 0x115f },
        { 0x231a, 0x231b },
        { 0x23e9, 0x23f3 },
        { 0x25fd, 0x25fe },
        { 0x2614, 0x2615 },
        { 0x2648, 0x2653 },
        { 0x267f, 0x27bf },
        { 0x2b1b, 0x2b1c },
        { 0x2b50, 0x2b55 },
        { 0x2e80, 0x303e },
        { 0x3041, 0xa4cf },
        { 0xa960, 0xa97f },
        { 0xac00, 0xd7a3 },
        { 0xf900, 0xfaff },
        { 0xfe30, 0xfe6f },
        { 0xff00, 0xff60 },
        { 0xffe0, 0xffe6 },
        { 0x16fe0, 0x1b2ff },
        { 0x1f000, 0x1faff },
        { 0x20000, 0x3fffd },
};

static bool is_within(uint32_t point, const struct range *ranges, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (point >= ranges[i].first && point <= ranges[i].last)
                        return true;
        return false;
}

static size_t bytes_of(unsigned char lead)
{
        return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* The code point of the @bytes of valid UTF-8 at @text. */
static uint32_t decode(const char *text, size_t bytes)
{
        uint32_t point = (unsigned char)text[0];

        if (bytes > 1)
                point &= 0x7fU >> bytes;
        for (size_t i = 1; i < bytes; i++)
                point = point << 6 | ((unsigned char)text[i] & 0x3fU);
        return point;
}

/* Of a text that is not at its end. */
static struct character character_at(const char *text)
{
        size_t bytes = bytes_of((unsigned char)*text);
        uint32_t point;

        if (strnlen(text, bytes) < bytes || !text_is_utf8(text, bytes))
                return (struct character){ .bytes = 1, .columns = 1, .showable = false };
        point = decode(text, bytes);
        return (struct character){
                .bytes = bytes,
                .columns = is_within(point, without_width, ELEMENTS(without_width)) ? 0
                           : is_within(point, wide, ELEMENTS(wide))                 ? 2
                                                                                    : 1,
                .showable = !is_within(point, controls, ELEMENTS(controls)),
        };
}

size_t paint_columns(const char *text)
{
        size_t columns = 0;

        while (*text != '\0') {
                struct character character = character_at(text);

                columns += character.columns;
                text += character.bytes;
        }
        return columns;
}

static size_t put_character(
        const struct paint *paint, FILE *stream, const char *text, const struct character *character)
{
        bool ascii = (unsigned char)*text < 0x80;

        if (character->columns == 0) {
                if (paint->unicode)
                        (void)fwrite(text, 1, character->bytes, stream);
                return 0;
        }
        if (!character->showable || (!ascii && !paint->unicode)) {
                (void)fputs(REPLACEMENT, stream);
                return 1;
        }
        (void)fwrite(text, 1, character->bytes, stream);
        return character->columns;
}

/* Writes whole characters while there is room for them. */
static size_t put_some(const struct paint *paint, FILE *stream, const char *text, size_t columns)
{
        size_t taken = 0;

        while (*text != '\0') {
                struct character character = character_at(text);

                if (taken + character.columns > columns)
                        break;
                taken += put_character(paint, stream, text, &character);
                text += character.bytes;
        }
        return taken;
}

size_t paint_put(
        const struct paint *paint, FILE *stream, enum paint_colour colour, const char *text, size_t columns)
{
        const char *mark = paint->unicode ? "\u2026" : "~";
        size_t taken;

        if (columns == 0 || *text == '\0')
                return 0;
        if (colour != PAINT_PLAIN)
                (void)fputs(paint_begin(paint, colour), stream);
        if (paint_columns(text) <= columns)
                mark = "";
        taken = put_some(paint, stream, text, columns - (*mark != '\0'));
        if (*mark != '\0') {
                (void)fputs(mark, stream);
                taken++;
        }
        if (colour != PAINT_PLAIN)
                (void)fputs(paint_begin(paint, PAINT_PLAIN), stream);
        return taken;
}
