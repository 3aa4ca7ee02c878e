/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/template.h"

static const struct template_values values = {
        .text = "Up \"now\"\n{id}",
        .title = "Time",
        .person = "Anna",
        .id = "anna-2026-11-22-1",
        .level = 2,
        .seconds = 1800,
};

static void placeholders_are_filled_in_once(void **state)
{
        static const struct {
                const char *pattern;
                const char *filled;
        } cases[] = {
                { "", "" },
                { "plain", "plain" },
                { "{person}: {title}", "Anna: Time" },
                { "{text}", "Up \"now\"\n{id}" },
                { "{level}/{seconds}/{id}", "2/1800/anna-2026-11-22-1" },
                { "{\"m\":\"{text}\"}", "{\"m\":\"Up \\\"now\\\"\\u000a{id}\"}" },
                { " {\"level\":{level}}", " {\"level\":2}" },
                { "[\"{text}\"]", "[\"Up \\\"now\\\"\\u000a{id}\"]" },
                { "{ } {} {{person}}", "{ } {} {Anna}" },
                { "{x} {Person} {", "{x} {Person} {" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char *filled = template_fill(cases[i].pattern, &values);

                assert_non_null(filled);
                assert_string_equal(filled, cases[i].filled);
                free(filled);
        }
}

static void json_stays_json_whatever_the_text(void **state)
{
        static const struct template_values odd = {
                .text = "a\\b\t\x01\xc3\xa4/", .level = 0, .seconds = -1
        };
        char *filled = template_fill("{\"t\":\"{text}{title}\",\"s\":{seconds}}", &odd);

        (void)state;
        assert_string_equal(filled, "{\"t\":\"a\\\\b\\u0009\\u0001\xc3\xa4/\",\"s\":-1}");
        free(filled);
}

static void wrong_patterns_are_told(void **state)
{
        static const struct {
                const char *pattern;
                bool right;
        } cases[] = {
                { "{text} {title} {person} {id} {level} {seconds}", true },
                { "{\"a\":{\"b\":\"{text}\"}}", true },
                { "{}", true },
                { "a } b {", true },
                { "{Text}", true },
                { "{texts}", false },
                { "{lang}", false },
                { "{text", false },
                { "{text }", false },
                { "{tex", true },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(template_check(cases[i].pattern) == NULL, cases[i].right);
}

static void strict_patterns_have_no_other_braces(void **state)
{
        static const struct template_word words[] = { { .name = "minutes" } };

        (void)state;
        assert_null(template_check_words("{minutes} min", words, 1, true));
        assert_non_null(template_check_words("{} min", words, 1, true));
        assert_non_null(template_check_words("minutes}", words, 1, true));
        assert_non_null(template_check_words("{text}", words, 1, true));
        assert_non_null(template_check_words("{minutes}", words, 0, true));
}

static void without_memory_there_is_no_text(void **state)
{
        (void)state;
        scarce_begin(0);
        assert_null(template_fill("{text}", &values));
        assert_true(scarce_end());
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(placeholders_are_filled_in_once),
                cmocka_unit_test(json_stays_json_whatever_the_text),
                cmocka_unit_test(wrong_patterns_are_told),
                cmocka_unit_test(strict_patterns_have_no_other_braces),
                cmocka_unit_test(without_memory_there_is_no_text),
        };

        return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
