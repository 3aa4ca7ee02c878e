/* SPDX-License-Identifier: MIT */
/*
 * The programmes of a home: ours, and the owner's beside the configuration.
 */
#include "unit/config_fixture.h"

#include "app/check.h"

#include <sys/stat.h>

struct place {
        struct fixture *fixture;
        char folder[FIXTURE_PATH_SIZE + 16];
        char own[FIXTURE_PATH_SIZE + 32];
};

static int setup(void **state)
{
        struct place *place = calloc(1, sizeof(*place));

        assert_non_null(place);
        assert_int_equal(fixture_setup((void **)&place->fixture), 0);
        snprintf(place->folder, sizeof(place->folder), "%s/programmes", place->fixture->directory);
        snprintf(place->own, sizeof(place->own), "%s/own.ini", place->folder);
        assert_int_equal(setenv("UNSLOUCH_MESSAGES_DIR", TOP_SRCDIR "/conf/messages", 1), 0);
        assert_int_equal(setenv("UNSLOUCH_PROGRAMMES_DIR", TOP_SRCDIR "/conf/programmes", 1), 0);
        fixture_write(place->fixture->file,
                BROKER "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = "
                       "\"c\"; } ); } );\n");
        *state = place;
        return 0;
}

static int teardown(void **state)
{
        struct place *place = *state;

        (void)unlink(place->own);
        (void)rmdir(place->folder);
        assert_int_equal(fixture_teardown((void **)&place->fixture), 0);
        free(place);
        return 0;
}

static void write_own(const struct place *place, const char *text)
{
        assert_int_equal(mkdir(place->folder, 0700), 0);
        fixture_write(place->own, text);
}

/* Loads the home; its problems go to the fixture's text. */
static struct home *load(struct place *place)
{
        struct config_problems problems = { 0 };
        struct home *home = NULL;

        assert_int_equal(home_load(place->fixture->file, &problems, &home), 0);
        fixture_print_problems(place->fixture, &problems);
        config_problems_done(&problems);
        return home;
}

/* What `unslouch check` prints and ends with. */
static int check(struct place *place, char **ret_text)
{
        size_t size;
        FILE *stream = open_memstream(ret_text, &size);
        int status;

        assert_non_null(stream);
        status = check_file(place->fixture->file, stream);
        assert_int_equal(fclose(stream), 0);
        return status;
}

static void ours_are_there_without_a_folder_of_ones_own(void **state)
{
        struct place *place = *state;
        struct home *home = load(place);
        char *text = NULL;

        assert_string_equal(place->fixture->printed, "");
        assert_int_equal(programmes_set(home->programmes)->programme_count, 5);
        home_free(home);
        assert_int_equal(check(place, &text), EXIT_STATUS_DONE);
        assert_string_equal(text, "0 errors, 0 warnings\n");
        free(text);
}

static void ones_own_stand_beside_the_configuration(void **state)
{
        struct place *place = *state;
        struct home *home;

        write_own(place, "[check-7]\nname = Seven\ngroup = check\nsay = Look up.\n");
        home = load(place);
        assert_string_equal(place->fixture->printed, "");
        assert_true(programme_find_exercise(programmes_set(home->programmes), "check-7") >= 0);
        home_free(home);
}

static void a_broken_programme_is_an_error_with_which_the_daemon_starts(void **state)
{
        struct place *place = *state;
        struct home *home;
        char *text = NULL;

        write_own(place, "[check-7]\nname = Seven\ngroup = check\nsay = Look; up.\n");
        home = load(place);
        assert_string_equal(place->fixture->printed,
                "programmes/own.ini:4: section 'check-7': key 'say': value would be cut at ; or #: put the "
                "text in double quotes\n");
        assert_int_equal(programme_find_exercise(programmes_set(home->programmes), "check-7"), -1);
        assert_int_equal(programmes_set(home->programmes)->programme_count, 5);
        home_free(home);
        assert_int_equal(check(place, &text), EXIT_STATUS_CONFIG);
        assert_non_null(strstr(text, "own.ini:4: section 'check-7'"));
        assert_non_null(strstr(text, "\n1 error, 0 warnings\n"));
        free(text);
}

static void without_our_folder_there_are_no_programmes(void **state)
{
        struct place *place = *state;
        struct home *home;

        assert_int_equal(setenv("UNSLOUCH_PROGRAMMES_DIR", "/nonexistent", 1), 0);
        home = load(place);
        assert_string_equal(place->fixture->printed,
                "/nonexistent: cannot read the folder of programmes: No such file or directory\n");
        assert_int_equal(programmes_set(home->programmes)->programme_count, 0);
        home_free(home);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(ours_are_there_without_a_folder_of_ones_own),
                CASE(ones_own_stand_beside_the_configuration),
                CASE(a_broken_programme_is_an_error_with_which_the_daemon_starts),
                CASE(without_our_folder_there_are_no_programmes),
        };

        return cmocka_run_group_tests_name("home", tests, NULL, NULL);
}
