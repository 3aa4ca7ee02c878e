/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include <stdio.h>

#define SEATED(id)                                                                                           \
        "{ id = \"" id "\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c/" id "\"; } ); }"
#define ANNA BROKER " people = ( " SEATED("anna") " );\n"
#define BOTH BROKER " people = ( " SEATED("anna") ", " SEATED("ben") " );\n"

static void it_is_read(void **state)
{
        static const struct {
                const char *text;
                const char *file; /* NULL: none */
                int at_minute;
        } cases[] = {
                { ANNA, NULL, 0 },
                { ANNA "report = { file = \"page.html\"; };", "page.html", 300 },
                { BOTH "report = { file = \"/srv/%p/100%%.html\"; at = \" SUN 18:00\"; };",
                        "/srv/%p/100%%.html", 6 * 1440 + 1080 },
                { ANNA "report = { file = \"a\"; at = \"tue 0:05\"; };", "a", 1445 },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct settings *settings = fixture_load_text(*state, cases[i].text);

                if (!cases[i].file)
                        assert_null(settings->report.file);
                else
                        assert_string_equal(settings->report.file, cases[i].file);
                assert_int_equal(settings->report.at_minute, cases[i].at_minute);
                settings_free(settings);
        }
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
#define AT "(allowed mon 00:00..sun 23:59)\n"
        static const struct {
                const char *text;
                const char *problems;
        } cases[] = {
                { ANNA "report = { };", "f:2: setting 'report.file': missing: The page that is written; %p "
                                        "stands for the person's id, a "
                                        "relative name is in the state directory.\n" },
                { ANNA "report = \"page.html\";", "f:2: setting 'report': value 'page.html': wrong type: a "
                                                  "group in braces is wanted: { ... }\n" },
                { BOTH "report = { file = \"page.html\"; };",
                        "f:2: setting 'report.file': value 'page.html': several people would have one page: "
                        "put %p, "
                        "the person's id, into the name\n" },
                { ANNA "report = { file = \"100%.html\"; };",
                        "f:2: setting 'report.file': value '100%.html': after % stands p, the person's id, "
                        "or another "
                        "%\n" },
                { ANNA "report = { file = \"page%\"; };", "f:2: setting 'report.file': value 'page%': after "
                                                          "% stands p, the person's id, or another %\n" },
                { ANNA "report = { file = \"/srv/pages/\"; };",
                        "f:2: setting 'report.file': value '/srv/pages/': a file, not a directory\n" },
                { ANNA "report = { file = \"a\"; at = \"sunday 18:00\"; };",
                        "f:2: setting 'report.at': value 'sunday 18:00': not a weekday and a time such as "
                        "\"sun 18:00\" " AT },
                { ANNA "report = { file = \"a\"; at = \"18:00\"; };",
                        "f:2: setting 'report.at': value '18:00': not a weekday and a time such as \"sun "
                        "18:00\" " AT },
                { ANNA "report = { file = \"a\"; at = \"mon-fri 18:00\"; };",
                        "f:2: setting 'report.at': value 'mon-fri 18:00': not a weekday and a time such as "
                        "\"sun 18:00\" " AT },
                { ANNA "report = { file = \"a\"; at = \"sun 24:00\"; };",
                        "f:2: setting 'report.at': value 'sun 24:00': not a weekday and a time such as "
                        "\"sun 18:00\" " AT },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++)
                fixture_expect(*state, cases[i].text, cases[i].problems);
}

static void it_is_printed_as_it_is_written(void **state)
{
        struct settings *settings =
                fixture_load_text(*state, BOTH "report = { file = \"%p.html\"; at = \"Sun 8:00\"; };");
        CLEANUP_FREE char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);

        assert_non_null(stream);
        assert_int_equal(config_print(settings, stream), 0);
        assert_int_equal(fclose(stream), 0);
        assert_non_null(strstr(text, "report = {\n  file = \"%p.html\";\n  at = \"sun 08:00\";\n};\n"));
        settings_free(settings);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(it_is_read, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        what_is_wrong_is_told_with_its_line, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        it_is_printed_as_it_is_written, fixture_setup, fixture_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
