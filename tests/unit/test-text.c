/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "base/text.h"

#include <errno.h>

static void copies_whole_or_not_at_all(void **state)
{
        char target[4] = "old";

        (void)state;
        assert_int_equal(text_copy(target, sizeof(target), "four"), -ENAMETOOLONG);
        assert_string_equal(target, "old");
        assert_int_equal(text_copy(target, sizeof(target), "abc"), 0);
        assert_string_equal(target, "abc");
}

static void ids_are_short_and_plain(void **state)
{
        (void)state;
        assert_true(text_is_id("anna"));
        assert_true(text_is_id("a"));
        assert_true(text_is_id("a_b-9"));
        assert_true(text_is_id("abcdefghijklmnopqrstuvwxyz012345"));
        assert_false(text_is_id("abcdefghijklmnopqrstuvwxyz0123456"));
        assert_false(text_is_id(""));
        assert_false(text_is_id("Anna"));
        assert_false(text_is_id("an na"));
        assert_false(text_is_id("an/na"));
        assert_false(text_is_id("+"));
}

static void utf8_is_strict(void **state)
{
        static const struct {
                const char *bytes;
                size_t size;
                bool valid;
        } cases[] = {
                { "", 0, true },
                { NULL, 0, true },
                { "plain", 5, true },
                { "\xc3\xa4", 2, true },
                { "\xe2\x82\xac", 3, true },
                { "\xf0\x9f\x98\x80", 4, true },
                { "a\0b", 3, false },
                { "eight or more plain characters", 30, true },
                { "eight or\0more plain characters", 30, false },
                { "eight o\0 more plain characters", 30, false },
                { "eight plain, then \xc3\xa4 and \xe2\x82\xac", 28, true },
                { "eight plain, then \xc3( and more", 29, false },
                { "\x80", 1, false },
                { "\xc0\xaf", 2, false },
                { "\xc3", 1, false },
                { "\xe0\x80\x80", 3, false },
                { "\xed\xa0\x80", 3, false },
                { "\xf4\x90\x80\x80", 4, false },
                { "\xf5\x80\x80\x80", 4, false },
                { "\xe2\x82", 2, false },
                { "\xe2\x28\xa1", 3, false },
                { "\xf0\x9f\x28\x80", 4, false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(text_is_utf8(cases[i].bytes, cases[i].size), cases[i].valid);
}

static void what_cannot_be_shown_is_found(void **state)
{
        static const struct {
                const char *text;
                size_t bytes;
        } cases[] = {
                { "", 0 },
                { "a\n", 0 },
                { "\n", 1 },
                { "\x1b[2J", 1 },
                { "\x7f", 1 },
                { "\xc2\x9b", 2 },
                { "\xc2\xa0", 0 },
                { "\xef\xb7\x8f", 0 },
                { "\xef\xb7\x90", 3 },
                { "\xef\xb7\xaf", 3 },
                { "\xef\xb7\xb0", 0 },
                { "\xef\xbf\xbd", 0 },
                { "\xef\xbf\xbe", 3 },
                { "\xf0\x9f\xbf\xbf", 4 },
                { "\xf0\x9f\xbf\xbd", 0 },
                { "\xf4\x8f\xbf\xbe", 4 },
                { "\xf0\x9f\x98\x80", 0 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(text_unshowable_bytes(cases[i].text), cases[i].bytes);
}

static void the_nearest_word_is_named(void **state)
{
        static const char *const words[] = { "sit_limit", "snooze", "snoozes", "break_goal", "id" };

        (void)state;
        assert_string_equal(text_nearest("sitlimit", words, ELEMENTS(words)), "sit_limit");
        assert_string_equal(text_nearest("snoze", words, ELEMENTS(words)), "snooze");
        assert_string_equal(text_nearest("snoozess", words, ELEMENTS(words)), "snoozes");
        assert_string_equal(text_nearest("idd", words, ELEMENTS(words)), "id");
        assert_null(text_nearest("completely", words, ELEMENTS(words)));
        assert_null(text_nearest("", words, ELEMENTS(words)));
        assert_null(text_nearest(
                "x234567890x234567890x234567890x234567890x234567890x234567890x2345", words, ELEMENTS(words)));
}

static void case_is_ignored(void **state)
{
        (void)state;
        assert_true(text_equal_nocase("ON", "on"));
        assert_false(text_equal_nocase("on", "one"));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(copies_whole_or_not_at_all),
                cmocka_unit_test(ids_are_short_and_plain),
                cmocka_unit_test(utf8_is_strict),
                cmocka_unit_test(what_cannot_be_shown_is_found),
                cmocka_unit_test(the_nearest_word_is_named),
                cmocka_unit_test(case_is_ignored),
        };

        return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
