/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/programme.h"

static const struct exercise raise = {
        .id = "raise",
        .lift_sec = 2,
        .lower_sec = 2,
        .rest_reps_sec = 1,
        .rest_sets_sec = 60,
        .ladder = { { 2, 10, 1, 0 }, { 2, 12, 1, 0 }, { 2, 15, 1, 0 } },
        .top = 3,
        .start_level = 1,
        .load_ladder = { { 2, 12, 1, 500 }, { 2, 12, 1, 1000 } },
        .load_top = 2,
};

static void assert_dose(struct dose dose, struct dose expected)
{
        assert_int_equal(dose.sets, expected.sets);
        assert_int_equal(dose.reps, expected.reps);
        assert_int_equal(dose.hold_sec, expected.hold_sec);
        assert_int_equal(dose.load_grams, expected.load_grams);
}

static void exercises_and_programmes_are_found_by_their_ids(void **state)
{
        struct exercise exercises[] = { { .id = "a" }, { .id = "b" } };
        struct programme programmes[] = { { .id = "p" }, { .id = "a" } };
        struct programme_set set = { .exercises = exercises,
                .exercise_count = ELEMENTS(exercises),
                .programmes = programmes,
                .programme_count = ELEMENTS(programmes) };

        (void)state;
        assert_int_equal(programme_find_exercise(&set, "a"), 0);
        assert_int_equal(programme_find_exercise(&set, "b"), 1);
        assert_int_equal(programme_find_exercise(&set, "p"), -1);
        assert_int_equal(programme_find(&set, "p"), 0);
        assert_int_equal(programme_find(&set, "a"), 1);
        assert_int_equal(programme_find(&set, "b"), -1);
        assert_int_equal(programme_find(&(struct programme_set){ 0 }, "p"), -1);
}

static void a_level_outside_of_the_ladder_is_the_nearest(void **state)
{
        static const struct {
                uint8_t level;
                uint8_t load_step;
                struct dose dose;
        } cases[] = {
                { 0, 0, { 2, 10, 1, 0 } },
                { 1, 0, { 2, 10, 1, 0 } },
                { 2, 0, { 2, 12, 1, 0 } },
                { 3, 0, { 2, 15, 1, 0 } },
                { 4, 0, { 2, 15, 1, 0 } },
                { 255, 0, { 2, 15, 1, 0 } },
                { 3, 1, { 2, 12, 1, 500 } },
                { 3, 2, { 2, 12, 1, 1000 } },
                { 3, 3, { 2, 12, 1, 1000 } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_dose(exercise_dose(&raise, cases[i].level, cases[i].load_step), cases[i].dose);
}

static void without_a_load_ladder_there_is_no_load(void **state)
{
        struct exercise bare = raise;

        (void)state;
        bare.load_top = 0;
        assert_dose(exercise_dose(&bare, 2, 1), (struct dose){ 2, 12, 1, 0 });
}

static void a_posture_check_asks_for_nothing(void **state)
{
        struct exercise check = { .id = "check-1", .group = EXERCISE_GROUP_CHECK };

        (void)state;
        assert_dose(exercise_dose(&check, 1, 0), (struct dose){ 0 });
}

static void every_flag_has_a_name(void **state)
{
        (void)state;
        for (size_t i = 0; i < EXERCISE_FLAG_COUNT; i++) {
                assert_non_null(exercise_flag_names[i]);
                for (size_t j = 0; j < i; j++)
                        assert_string_not_equal(exercise_flag_names[i], exercise_flag_names[j]);
        }
        assert_int_equal(1u << (EXERCISE_FLAG_COUNT - 1), EXERCISE_FLAG_LOADED_FORWARD_REACH);
        assert_string_equal(exercise_flag_names[3], "prone");
        assert_string_equal(exercise_flag_names[9], "spine-flexion");
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(exercises_and_programmes_are_found_by_their_ids),
                cmocka_unit_test(a_level_outside_of_the_ladder_is_the_nearest),
                cmocka_unit_test(without_a_load_ladder_there_is_no_load),
                cmocka_unit_test(a_posture_check_asks_for_nothing),
                cmocka_unit_test(every_flag_has_a_name),
        };

        return cmocka_run_group_tests_name("programme", tests, NULL, NULL);
}
