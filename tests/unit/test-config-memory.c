/* SPDX-License-Identifier: MIT */
/*
 * Lets each allocation of loading fail in turn, by the linker's --wrap. libconfig's and iniparser's own are
 * left alone: neither withstands it.
 */
#include "unit/config_fixture.h"

#include "config/messages.h"
#include "config/programmes.h"

#include <errno.h>

/* What the linker makes of the wrapped names. */
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_reallocarray(void *memory, size_t count, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_reallocarray(void *memory, size_t count, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);

/* Allocations until the one that fails; negative: none does. */
static int allocations_left = -1;

static bool fails(void)
{
        if (allocations_left < 0)
                return false;
        return allocations_left-- == 0;
}

void *__wrap_calloc(size_t count, size_t size)
{
        return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
        return fails() ? NULL : __real_realloc(memory, size);
}

void *__wrap_reallocarray(void *memory, size_t count, size_t size)
{
        return fails() ? NULL : __real_reallocarray(memory, count, size);
}

char *__wrap_strdup(const char *text)
{
        return fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t size)
{
        return fails() ? NULL : __real_strndup(text, size);
}

/* Loads with the allocation @failing failing. Returns whether it was reached. */
static bool load_config(const struct fixture *fixture, int failing, int *ret_r)
{
        struct config_problems problems = { 0 };
        struct settings *settings = NULL;
        bool reached;

        allocations_left = failing;
        *ret_r = config_load(fixture->file, &problems, fixture->programmes, &settings);
        reached = allocations_left < 0;
        allocations_left = -1;
        assert_int_equal(*ret_r == 0, settings != NULL);
        if (*ret_r == -EINVAL)
                assert_true(problems.errors > 0);
        settings_free(settings);
        config_problems_done(&problems);
        return reached;
}

static void loading_without_memory_says_so_and_leaks_nothing(void **state)
{
        struct config_problems problems = { 0 };
        struct fixture *fixture = *state;
        int failing = 0;
        int r;

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
        while (load_config(fixture, failing, &r)) {
                assert_int_equal(r, -ENOMEM);
                failing++;
        }
        assert_int_equal(r, 0);
        assert_true(failing > 50);
}

static void errors_stay_errors_without_memory(void **state)
{
        struct fixture *fixture = *state;
        int failing = 0;
        int r;

        fixture_write(fixture->file, "zebra = 1;\nbroker = { port = 0; };\npeople = ( { id = \"A\"; } );\n");
        while (load_config(fixture, failing, &r)) {
                assert_true(r == -ENOMEM || r == -EINVAL);
                failing++;
        }
        assert_int_equal(r, -EINVAL);
        assert_true(failing > 10);
}

static void words_without_memory_say_so_and_leak_nothing(void **state)
{
        int failing = 0;

        (void)state;
        for (bool reached = true; reached; failing++) {
                struct config_problems problems = { 0 };
                struct catalogue *catalogue = NULL;
                int r;

                allocations_left = failing;
                r = messages_load(TOP_SRCDIR "/conf/messages", "en", &problems, &catalogue);
                reached = allocations_left < 0;
                allocations_left = -1;
                assert_int_equal(r, reached ? -ENOMEM : 0);
                assert_int_equal(problems.errors, 0);
                config_problems_done(&problems);
                catalogue_free(catalogue);
        }
        assert_true(failing > 50);
}

static void programmes_without_memory_say_so_and_leak_nothing(void **state)
{
        int failing = 0;

        (void)state;
        /* Every allocation of the first, then some: they are the same for each file and key. */
        for (bool reached = true; reached; failing += failing < 500 ? 1 : 97) {
                struct config_problems problems = { 0 };
                struct programmes *programmes = NULL;
                int r;

                allocations_left = failing;
                r = programmes_load(TOP_SRCDIR "/conf/programmes", NULL, &problems, &programmes);
                reached = allocations_left < 0;
                allocations_left = -1;
                assert_int_equal(r, reached ? -ENOMEM : 0);
                assert_int_equal(programmes != NULL, !reached);
                assert_int_equal(problems.errors, 0);
                config_problems_done(&problems);
                programmes_free(programmes);
        }
        assert_true(failing > 50);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        loading_without_memory_says_so_and_leaks_nothing, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        errors_stay_errors_without_memory, fixture_setup, fixture_teardown),
                cmocka_unit_test(words_without_memory_say_so_and_leak_nothing),
                cmocka_unit_test(programmes_without_memory_say_so_and_leak_nothing),
        };

        return cmocka_run_group_tests_name("config-memory", tests, NULL, NULL);
}
