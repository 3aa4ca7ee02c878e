/* SPDX-License-Identifier: MIT */
/*
 * Lets each allocation of loading fail in turn: the load says so, leaves nothing behind, and the one right
 * after it gives what it gives without a failure. libconfig's and iniparser's own are left alone: neither
 * withstands it.
 */
#include "unit/config_sample.h"
#include "unit/scarce.h"

#include "config/messages.h"
#include "config/programmes.h"

#include <errno.h>

/* What --print-config says of fixture->file, after a load in which nothing fails; free(). */
static char *load_and_print(struct fixture *fixture)
{
        struct settings *settings = fixture_load(fixture);
        char *text = settings ? config_sample_print(settings) : strdup("");

        settings_free(settings);
        return text;
}

/* Loads fixture->file, which has @problems, until no allocation fails any more. Returns how many failed. */
static int let_each_allocation_fail(struct fixture *fixture, const char *problems_expected)
{
        char *expected = load_and_print(fixture);
        int n = 0;

        assert_string_equal(fixture->printed, problems_expected);
        for (int failed = 1; failed; n++) {
                struct config_problems problems = { 0 };
                struct settings *settings = NULL;
                char *text;
                int r;

                scarce_begin(n);
                r = config_load(fixture->file, &problems, fixture->programmes, &settings);
                failed = scarce_end();
                /* Where a problem was found before, that is told. */
                if (failed)
                        assert_true(r == -ENOMEM || (r == -EINVAL && problems.errors > 0));
                if (failed && *problems_expected == '\0')
                        assert_int_equal(r, -ENOMEM);
                assert_int_equal(settings != NULL, r == 0);
                settings_free(settings);
                config_problems_done(&problems);
                if (n % 5 != 0)
                        continue;
                text = load_and_print(fixture);
                assert_string_equal(text, expected);
                assert_string_equal(fixture->printed, problems_expected);
                free(text);
        }
        free(expected);
        return n - 1;
}

static void loading_without_memory_says_so_and_leaks_nothing(void **state)
{
        struct config_problems problems = { 0 };
        struct fixture *fixture = *state;

        fixture_know_programmes(fixture, NULL, &problems);
        assert_int_equal(problems.count, 0);
        fixture_write(fixture->included, "time_zone = \"UTC\";\n");
        fixture_write(fixture->file,
                "@include \"i\"\n"
                "broker = { host = \"h\"; tls = { }; };\n"
                "channels = ( { name = \"l\"; kind = \"light\"; via = \"tasmota\"; device = \"l\"; room = "
                "\"a\"; },\n"
                " { name = \"p\"; kind = \"phone\"; room = \"b\"; } );\n"
                "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; via = \"zigbee2mqtt\";"
                " device = \"d\"; shared = true; }, { name = \"d\"; kind = \"home\"; topic = \"h\"; when = "
                "\"x\";"
                " availability = \"t\"; }, { name = \"e\"; kind = \"room\"; topic = \"r\"; rooms = { k = "
                "\"b\"; }; } );"
                " holds = ( { reason = \"call\"; topic = \"t\"; } );"
                " buttons = ( { topic = \"b\"; map = [ \"1 = done\" ]; }, { via = \"tasmota\"; device = "
                "\"b\"; } );"
                " cues = ( { topic = \"t\"; field = \"f\"; when = \"x|y\"; } );"
                " ladder = ( { after = \"0 s\"; tell = [ \"p\" ]; } ); programmes = ( { id = "
                "\"steady-back\"; at = "
                "\"18:00\"; } ); equipment = [ \"mat\" ]; },\n"
                " { id = \"b\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"d\"; } ); } );\n");
        assert_true(let_each_allocation_fail(fixture, "") > 50);
}

static void the_sample_without_memory_says_so_and_loads_right_after(void **state)
{
        struct config_problems problems = { 0 };
        struct fixture *fixture = *state;
        char *sample = config_sample_read();

        config_sample_uncomment(sample);
        fixture_know_programmes(fixture, NULL, &problems);
        fixture_write(fixture->file, sample);
        free(sample);
        assert_true(let_each_allocation_fail(fixture, "") > 300);
}

static void errors_stay_errors_without_memory(void **state)
{
        struct fixture *fixture = *state;
        char *expected;

        fixture_write(fixture->file, "zebra = 1;\nbroker = { port = 0; };\npeople = ( { id = \"A\"; } );\n");
        settings_free(fixture_load(fixture));
        assert_true(strlen(fixture->printed) > 0);
        expected = strdup(fixture->printed);
        assert_true(let_each_allocation_fail(fixture, expected) > 10);
        free(expected);
}

/* What the catalogue says of one thing of each section. */
static void assert_same_words(const struct catalogue *a, const struct catalogue *b)
{
        const struct prompt prompt = { .type = PROMPT_BREAK_DUE };
        struct prompt_texts one, other;

        assert_string_equal(catalogue_label(a, "snooze"), catalogue_label(b, "snooze"));
        assert_string_equal(catalogue_entity(a, "posture"), catalogue_entity(b, "posture"));
        assert_string_equal(
                catalogue_phrases(a)->texts[PHRASE_STOPPED], catalogue_phrases(b)->texts[PHRASE_STOPPED]);
        assert_int_equal(catalogue_compose(a, &prompt, "Anna", false, &one), 0);
        assert_int_equal(catalogue_compose(b, &prompt, "Anna", false, &other), 0);
        assert_string_equal(one.message, other.message);
        prompt_texts_done(&one);
        prompt_texts_done(&other);
}

static struct catalogue *load_words(const char *language)
{
        struct config_problems problems = { 0 };
        struct catalogue *catalogue = NULL;

        assert_int_equal(messages_load(TOP_SRCDIR "/conf/messages", language, &problems, &catalogue), 0);
        assert_int_equal(problems.count, 0);
        config_problems_done(&problems);
        return catalogue;
}

static void words_without_memory_say_so_and_load_right_after(void **state)
{
        static const char *const languages[] = { "en", "de" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(languages); i++) {
                struct catalogue *expected = load_words(languages[i]);
                int n = 0;

                for (int failed = 1; failed; n++) {
                        struct config_problems problems = { 0 };
                        struct catalogue *catalogue = NULL;
                        int r;

                        scarce_begin(n);
                        r = messages_load(TOP_SRCDIR "/conf/messages", languages[i], &problems, &catalogue);
                        failed = scarce_end();
                        assert_int_equal(r, failed ? -ENOMEM : 0);
                        assert_int_equal(catalogue == NULL, failed);
                        assert_int_equal(problems.errors, 0);
                        config_problems_done(&problems);
                        if (!catalogue && n % 50 == 0)
                                catalogue = load_words(languages[i]);
                        if (catalogue)
                                assert_same_words(expected, catalogue);
                        catalogue_free(catalogue);
                }
                assert_true(n > 200);
                catalogue_free(expected);
        }
}

/* Loads what ships, and @own_directory. Returns whether an allocation failed. */
static int load_programmes(int n, const char *own_directory, size_t programme_count, size_t error_count)
{
        struct config_problems problems = { 0 };
        struct programmes *programmes = NULL;
        int failed;
        int r;

        scarce_begin(n);
        r = programmes_load(TOP_SRCDIR "/conf/programmes", own_directory, &problems, &programmes);
        failed = scarce_end();
        /* Only what is told of an error may be less for want of memory. */
        assert_true(r == (failed ? -ENOMEM : 0) || (r == 0 && problems.errors > 0));
        assert_int_equal(programmes != NULL, r == 0);
        if (programmes) {
                assert_int_equal(programmes_set(programmes)->programme_count, programme_count);
                assert_int_equal(problems.errors, error_count);
        } else {
                assert_true(problems.errors <= error_count);
        }
        config_problems_done(&problems);
        programmes_free(programmes);
        return failed;
}

/* Every allocation of the first files, then some: they are the same for each file and key. */
static void programmes_without_memory_say_so_and_load_right_after(void **state)
{
        struct fixture *fixture = *state;
        char own[FIXTURE_PATH_SIZE + 16];
        size_t programme_count, error_count;
        int n = 0;

        (void)snprintf(own, sizeof(own), "%s/own.ini", fixture->directory);
        fixture_write(own, "[programme]\nid = mine\nzebra = 1\n\n[exercise:]\nname = x\n");
        {
                struct config_problems problems = { 0 };

                fixture_know_programmes(fixture, fixture->directory, &problems);
                programme_count = programmes_set(fixture->programmes)->programme_count;
                error_count = problems.errors;
                config_problems_done(&problems);
        }
        assert_true(programme_count > 3);
        assert_true(error_count > 0);
        while (load_programmes(n, fixture->directory, programme_count, error_count)) {
                assert_false(n % 150 == 0 &&
                             load_programmes(-1, fixture->directory, programme_count, error_count));
                n += n < 300 ? 1 : 97;
        }
        assert_true(n > 1000);
        /* The last ones: those of the person's own file, and of what is made of all. */
        for (int last = n - 100; load_programmes(last, fixture->directory, programme_count, error_count);
                last++)
                ;
        assert_int_equal(unlink(own), 0);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        loading_without_memory_says_so_and_leaks_nothing, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(the_sample_without_memory_says_so_and_loads_right_after,
                        fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        errors_stay_errors_without_memory, fixture_setup, fixture_teardown),
                cmocka_unit_test(words_without_memory_say_so_and_load_right_after),
                cmocka_unit_test_setup_teardown(programmes_without_memory_say_so_and_load_right_after,
                        fixture_setup, fixture_teardown),
        };

        return cmocka_run_group_tests_name("config-memory", tests, NULL, NULL);
}
