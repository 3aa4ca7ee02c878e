/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "client/paint.h"

#include <pty.h>
#include <stdlib.h>
#include <sys/ioctl.h>

/* What paint_put() writes of @text, and its return value. */
static size_t written(const struct paint *paint, enum paint_colour colour, const char *text, size_t columns,
        char output[static 256])
{
        FILE *stream = fmemopen(output, 256, "w");
        size_t taken;

        output[0] = '\0';
        assert_non_null(stream);
        taken = paint_put(paint, stream, colour, text, columns);
        assert_int_equal(fclose(stream), 0);
        return taken;
}

static void wide_characters_count_twice_and_marks_not_at_all(void **state)
{
        static const struct {
                const char *text;
                size_t columns;
        } cases[] = {
                { "", 0 },
                { "Anna", 4 },
                { "Zoë", 3 },
                { "Zoe\u0308", 3 },
                { "王芳", 4 },
                { "\U0001f9d8", 2 },
                { "▄█▁·━─", 6 },
                { "a\x80z", 3 },
                { "\xe7\x8e", 2 },
                { "\033[", 2 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(paint_columns(cases[i].text), cases[i].columns);
}

static void text_is_cut_where_the_room_ends(void **state)
{
        static const struct paint unicode = { .unicode = true };
        static const struct paint ascii = { .unicode = false };
        static const struct {
                const struct paint *paint;
                const char *text;
                size_t columns;
                const char *output;
                size_t taken;
        } cases[] = {
                { &unicode, "Anna", 4, "Anna", 4 },
                { &unicode, "Anna", 3, "An…", 3 },
                { &unicode, "Anna", 1, "…", 1 },
                { &unicode, "Anna", 0, "", 0 },
                { &unicode, "", 5, "", 0 },
                { &unicode, "王芳", 4, "王芳", 4 },
                /* Half of a wide character is none. */
                { &unicode, "王芳", 3, "王…", 3 },
                { &unicode, "王芳芳", 4, "王…", 3 },
                { &unicode, "Zoe\u0308", 3, "Zoe\u0308", 3 },
                { &ascii, "Anna", 3, "An~", 3 },
                { &ascii, "Zoë", 3, "Zo?", 3 },
                { &ascii, "Zoe\u0308", 3, "Zoe", 3 },
                { &ascii, "王芳", 4, "??", 2 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char output[256];

                assert_int_equal(
                        written(cases[i].paint, PAINT_PLAIN, cases[i].text, cases[i].columns, output),
                        cases[i].taken);
                assert_string_equal(output, cases[i].output);
        }
}

static void a_name_cannot_steer_the_terminal(void **state)
{
        static const struct paint paint = { .unicode = true };
        char output[256];

        (void)state;
        assert_int_equal(written(&paint, PAINT_PLAIN, "\033[2J\r\n\x7f\xc2\x9b\xff\u202e", 80, output), 10);
        assert_string_equal(output, "?[2J??????");
}

static void colours_are_there_only_where_they_may_be(void **state)
{
        static const struct paint with = { .colours = true, .unicode = true };
        static const struct paint without = { .unicode = true };
        char output[256];

        (void)state;
        assert_int_equal(written(&with, PAINT_BOLD, "Anna", 3, output), 3);
        assert_string_equal(output, "\033[1mAn…\033[0m");
        assert_int_equal(written(&with, PAINT_PLAIN, "Anna", 4, output), 4);
        assert_string_equal(output, "Anna");
        for (int colour = PAINT_PLAIN; colour <= PAINT_DUE; colour++) {
                assert_string_equal(paint_begin(&without, (enum paint_colour)colour), "");
                assert_int_equal(paint_begin(&with, (enum paint_colour)colour)[0], '\033');
                for (int other = PAINT_PLAIN; other < colour; other++)
                        assert_string_not_equal(paint_begin(&with, (enum paint_colour)colour),
                                paint_begin(&with, (enum paint_colour)other));
        }
}

static void a_file_has_no_colours_and_the_size_that_the_environment_says(void **state)
{
        static const struct {
                const char *columns;
                const char *lines;
                const char *locale;
                int expected_columns;
                int expected_rows;
                bool unicode;
        } cases[] = {
                { NULL, NULL, "C.UTF-8", 80, 24, true },
                { "40", "12", "C", 40, 12, false },
                { "5", "0", "C", 20, 24, false },
                { "900", "many", "xx_NOWHERE", 200, 24, false },
                { "wide", "60", "de_DE.utf8", 80, 60, true },
        };
        FILE *stream = tmpfile();

        (void)state;
        assert_non_null(stream);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct paint paint;

                (void)unsetenv("COLUMNS");
                (void)unsetenv("LINES");
                if (cases[i].columns)
                        assert_int_equal(setenv("COLUMNS", cases[i].columns, 1), 0);
                if (cases[i].lines)
                        assert_int_equal(setenv("LINES", cases[i].lines, 1), 0);
                assert_int_equal(setenv("LC_ALL", cases[i].locale, 1), 0);
                paint = paint_detect(stream);
                assert_false(paint.colours);
                assert_int_equal(paint.unicode, cases[i].unicode);
                assert_int_equal(paint.columns, cases[i].expected_columns);
                assert_int_equal(paint.rows, cases[i].expected_rows);
        }
        assert_int_equal(fclose(stream), 0);
}

/* A terminal of our own, @rows x @columns. */
static FILE *open_terminal(unsigned short rows, unsigned short columns)
{
        struct winsize size = { .ws_row = rows, .ws_col = columns };
        int us;
        int them;

        assert_int_equal(openpty(&us, &them, NULL, NULL, &size), 0);
        /* Ours stays open as long as the program runs: without it the terminal would hang up. */
        return fdopen(them, "w");
}

static void a_terminal_has_its_own_size_and_colours_unless_told_otherwise(void **state)
{
        static const struct {
                const char *term;
                const char *no_color;
                bool colours;
        } cases[] = {
                { "xterm", NULL, true },
                { "xterm", "", true },
                { "xterm", "1", false },
                { "dumb", NULL, false },
        };
        FILE *stream = open_terminal(12, 40);

        (void)state;
        assert_non_null(stream);
        assert_int_equal(setenv("COLUMNS", "77", 1), 0);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct paint paint;

                assert_int_equal(setenv("TERM", cases[i].term, 1), 0);
                (void)unsetenv("NO_COLOR");
                if (cases[i].no_color)
                        assert_int_equal(setenv("NO_COLOR", cases[i].no_color, 1), 0);
                paint = paint_detect(stream);
                assert_int_equal(paint.colours, cases[i].colours);
                assert_int_equal(paint.columns, 40);
                assert_int_equal(paint.rows, 12);
        }
        assert_int_equal(fclose(stream), 0);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(wide_characters_count_twice_and_marks_not_at_all),
                cmocka_unit_test(text_is_cut_where_the_room_ends),
                cmocka_unit_test(a_name_cannot_steer_the_terminal),
                cmocka_unit_test(colours_are_there_only_where_they_may_be),
                cmocka_unit_test(a_file_has_no_colours_and_the_size_that_the_environment_says),
                cmocka_unit_test(a_terminal_has_its_own_size_and_colours_unless_told_otherwise),
        };

        return cmocka_run_group_tests_name("paint", tests, NULL, NULL);
}
