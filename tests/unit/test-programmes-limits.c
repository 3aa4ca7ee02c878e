/* SPDX-License-Identifier: MIT */
/*
 * Everything has a limit: at it all is well, one more is told and left out.
 */
#include "unit/programmes_bench.h"

/* Writes @first and then @count times the @parts, up to NULL, with the number of the turn between them. */
static void write_many(const struct fixture *fixture, const char *name, const char *first,
        const char *const *parts, int count)
{
        char path[BENCH_PATH_SIZE];
        FILE *file;

        snprintf(path, sizeof(path), "%s/%s", fixture->directory, name);
        file = fopen(path, "w");
        assert_non_null(file);
        fputs(first, file);
        for (int i = 0; i < count; i++) {
                fputs(parts[0], file);
                for (size_t part = 1; parts[part]; part++)
                        fprintf(file, "%d%s", i, parts[part]);
        }
        assert_int_equal(fclose(file), 0);
}

static struct programmes *load(struct fixture *fixture)
{
        return bench_load(fixture, fixture->directory, NULL);
}

static void assert_counts(struct programmes *programmes, size_t exercises, size_t programme_count)
{
        assert_int_equal(programmes_set(programmes)->exercise_count, exercises);
        assert_int_equal(programmes_set(programmes)->programme_count, programme_count);
        programmes_free(programmes);
}

static const char *const check[] = { "[check-", "]\nname = N\ngroup = check\nsay = S\n", NULL };

static void a_file_has_at_most_200_sections(void **state)
{
        struct fixture *fixture = *state;

        write_many(fixture, "x.ini", "", check, 201);
        assert_counts(load(fixture), 0, 0);
        assert_string_equal(fixture->printed,
                "x.ini:801: section 'check-200': more sections than can be (allowed 200)\n");
}

static void there_are_at_most_128_exercises(void **state)
{
        struct fixture *fixture = *state;

        write_many(fixture, "x.ini", "", check, EXERCISES_MAX);
        assert_counts(load(fixture), EXERCISES_MAX, 0);
        assert_string_equal(fixture->printed, "");
        bench_write(fixture, "y.ini", "[one-more]\nname = N\ngroup = check\nsay = S\n");
        assert_counts(load(fixture), EXERCISES_MAX, 0);
        assert_string_equal(
                fixture->printed, "y.ini:1: section 'one-more': more exercises than can be (allowed 128)\n");
}

#define EXERCISE                                                                                             \
        "]\nname = N\nrole = main\ngroup = bone\nposition = sitting\nflags = none\nsides = none\n"           \
        "lift = 1\nlower = 1\nrest-reps = 0\nrest-sets = 0\nswitch = 0\nladder = 1x1@0\navoid-if = none\n"   \
        "ready-1 = R.\ndo-1 = D.\nreturn = B.\nmistake = M.\nequipment = thing-"
static const char *const exercise[] = { "[e", EXERCISE, "\n", NULL };
static const char *const tag[] = { "tag-", " = T?\n", NULL };

static void there_are_at_most_32_pieces_of_equipment(void **state)
{
        struct fixture *fixture = *state;

        write_many(fixture, "x.ini", "", exercise, EQUIPMENT_MAX);
        assert_counts(load(fixture), EQUIPMENT_MAX, 0);
        assert_string_equal(fixture->printed, "");
        bench_write(fixture, "y.ini", "[f" EXERCISE "1, another\n");
        assert_counts(load(fixture), EQUIPMENT_MAX, 0);
        assert_string_equal(fixture->printed,
                "y.ini:19: section 'f': key 'equipment': 'another': more equipment than can be (allowed "
                "32)\n");
}

static void write_programme(const struct fixture *fixture, int number)
{
        char name[24];
        char text[512];

        snprintf(name, sizeof(name), "p%02d.ini", number);
        snprintf(text, sizeof(text),
                "[programme]\nid = p%d\nname = P\nversion = 1\nkind = break\nschedule = event\n"
                "screening = none\nnot-for = none\norder = e0\nintro = I.\noutro = O.\n",
                number);
        bench_write(fixture, name, text);
}

static void unlink_programmes(const struct fixture *fixture, int count)
{
        char path[BENCH_PATH_SIZE];

        for (int i = 0; i < count; i++) {
                snprintf(path, sizeof(path), "%s/p%02d.ini", fixture->directory, i);
                assert_int_equal(unlink(path), 0);
        }
}

static void there_are_at_most_16_programmes(void **state)
{
        struct fixture *fixture = *state;

        write_many(fixture, "x.ini", "", exercise, 1);
        for (int i = 0; i < PROGRAMMES_MAX; i++)
                write_programme(fixture, i);
        assert_counts(load(fixture), 1, PROGRAMMES_MAX);
        assert_string_equal(fixture->printed, "");
        write_programme(fixture, PROGRAMMES_MAX);
        assert_counts(load(fixture), 1, PROGRAMMES_MAX);
        assert_string_equal(fixture->printed,
                "p16.ini:1: section 'programme': more programmes than can be (allowed 16)\n");
        unlink_programmes(fixture, PROGRAMMES_MAX + 1);
}

static void a_folder_has_at_most_64_files(void **state)
{
        struct fixture *fixture = *state;
        char path[BENCH_PATH_SIZE];

        for (int i = 0; i < 65; i++) {
                char name[24];
                char text[64];

                snprintf(name, sizeof(name), "p%02d.ini", i);
                snprintf(text, sizeof(text), "[c%d]\nname = N\ngroup = check\nsay = S\n", i);
                bench_write(fixture, name, text);
        }
        bench_write(fixture, "x.txt", "no programme");
        assert_counts(load(fixture), 64, 0);
        assert_string_equal(
                fixture->printed, " 65 files are too many (allowed 0..64): the last are left out\n");
        unlink_programmes(fixture, 65);
        snprintf(path, sizeof(path), "%s/x.txt", fixture->directory);
        assert_int_equal(unlink(path), 0);
}

static void there_are_at_most_16_languages(void **state)
{
        struct fixture *fixture = *state;
        char text[512] = "[c]\nname = N\ngroup = check\nsay = S\n";

        for (int i = 0; i < 16; i++)
                snprintf(text + strlen(text), sizeof(text) - strlen(text), "say[x%c] = S\n", 'a' + i);
        bench_write(fixture, "x.ini", text);
        assert_counts(load(fixture), 0, 0);
        assert_string_equal(fixture->printed,
                "x.ini:20: section 'c': key 'say[xp]': more languages than can be (allowed 15)\n");
}

static void there_are_at_most_64_tags(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        write_many(fixture, "safety.ini", bench_safety, tag, TAGS_MAX - 2);
        programmes = load(fixture);
        assert_string_equal(fixture->printed, "");
        assert_int_equal(programmes_set(programmes)->tag_count, TAGS_MAX);
        programmes_free(programmes);
        write_many(fixture, "safety.ini", bench_safety, tag, TAGS_MAX - 1);
        assert_counts(load(fixture), 0, 0);
        assert_string_equal(fixture->printed,
                "safety.ini:96: section 'tags': key 'tag-62': more tags than can be (allowed 64)\n");
}

static void a_file_has_at_most_256_kib(void **state)
{
        struct fixture *fixture = *state;
        static const char *const comment[] = { "# ", " a comment\n", NULL };

        write_many(fixture, "x.ini", "", comment, 32 * 1024);
        assert_counts(load(fixture), 0, 0);
        assert_string_equal(fixture->printed, "x.ini: larger than 256 KiB\n");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, fixture_setup, bench_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(a_file_has_at_most_200_sections),
                CASE(there_are_at_most_128_exercises),
                CASE(there_are_at_most_32_pieces_of_equipment),
                CASE(there_are_at_most_16_programmes),
                CASE(a_folder_has_at_most_64_files),
                CASE(there_are_at_most_16_languages),
                CASE(there_are_at_most_64_tags),
                CASE(a_file_has_at_most_256_kib),
        };

        return cmocka_run_group_tests_name("programmes-limits", tests, NULL, NULL);
}
