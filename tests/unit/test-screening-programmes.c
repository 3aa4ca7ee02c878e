/* SPDX-License-Identifier: MIT */
#include "unit/fitted.h"

#include "config/programmes.h"

/* The programmes and the safety rules that ship. */
struct shipped {
        struct config_problems problems;
        struct programmes *programmes;
};

static int load(void **state)
{
        static struct shipped shipped;

        if (programmes_load(TOP_SRCDIR "/conf/programmes", NULL, &shipped.problems, &shipped.programmes) < 0)
                return -1;
        *state = &shipped;
        return shipped.problems.count > 0 ? -1 : 0;
}

static int unload(void **state)
{
        struct shipped *shipped = *state;

        shipped->programmes = programmes_free(shipped->programmes);
        config_problems_done(&shipped->problems);
        return 0;
}

static const struct programme_set *shipped_set(void **state)
{
        const struct shipped *shipped = *state;

        return programmes_set(shipped->programmes);
}

static int16_t exercise(const struct programme_set *set, const char *id)
{
        int index = programme_find_exercise(set, id);

        if (index < 0)
                fail_msg("there is no exercise %s", id);
        return (int16_t)index;
}

static uint64_t tag(const struct programme_set *set, const char *name)
{
        for (size_t i = 0; i < set->tag_count; i++)
                if (strcmp(set->tags[i], name) == 0)
                        return UINT64_C(1) << i;
        fail_msg("there is no tag %s", name);
        return 0;
}

/* The programme with all equipment and the first of its pick. */
static struct fitted_case whole(const struct programme_set *set, const char *id)
{
        struct fitted_case asked = { .set = set, .equipment = UINT32_MAX };

        assert_true(programme_find(set, id) >= 0);
        asked.programme = &set->programmes[programme_find(set, id)];
        fitted_pick(&asked, 0, false);
        return asked;
}

/* What is done in place of @wanted; -1: nothing. */
static int16_t replacement(const struct fitted_programme *fitted, int16_t wanted)
{
        for (uint8_t i = 0; i < fitted->count; i++)
                if (fitted->items[i].wanted == wanted)
                        return fitted->items[i].exercise;
        fail_msg("exercise %d is not in the session", wanted);
        return -1;
}

static void each_tag_and_every_pair_leaves_what_is_possible(void **state)
{
        const struct programme_set *set = shipped_set(state);
        size_t tags = set->tag_count;
        size_t empty, checked = fitted_check_pairs(set, &empty);

        assert_true(set->programme_count >= 5);
        assert_true(tags >= 20);
        assert_int_equal(checked,
                set->programme_count * (1 + tags + tags * (tags - 1) / 2) * (set->equipment_count + 2) * 6);
        assert_true(empty > 0);
        assert_true(empty < checked);
}

/* With everything there, no single answer leaves nothing of a programme that may be done despite it, but for
 * the stretches: an operation excludes all of them. */
static void one_answer_leaves_something(void **state)
{
        const struct programme_set *set = shipped_set(state);

        for (size_t i = 0; i < set->programme_count; i++)
                for (size_t t = 0; t < set->tag_count; t++) {
                        struct fitted_case asked = whole(set, set->programmes[i].id);
                        struct fitted_programme fitted;

                        asked.tags = UINT64_C(1) << t;
                        fitted_check(&asked, &fitted);
                        if (fitted.is_empty && !(asked.tags & asked.programme->not_for) &&
                                !(asked.programme->kind == PROGRAMME_KIND_STRETCH &&
                                        asked.tags == tag(set, "recent-surgery")))
                                fail_msg("%s is nothing with %s", asked.programme->id, set->tags[t]);
                }
}

static void without_a_no_every_programme_is_whole(void **state)
{
        const struct programme_set *set = shipped_set(state);

        for (size_t i = 0; i < set->programme_count; i++) {
                struct fitted_case asked = whole(set, set->programmes[i].id);
                struct fitted_programme fitted;

                fitted_check(&asked, &fitted);
                assert_true(fitted.count > 0);
                for (uint8_t j = 0; j < fitted.count; j++)
                        assert_int_equal(fitted.items[j].cause, FITTING_KEPT);
        }
}

static void lifts_are_replaced_as_their_file_says(void **state)
{
        const struct programme_set *set = shipped_set(state);
        struct fitted_case asked = whole(set, "upper-back-strength");
        bool suspended[EXERCISES_MAX] = { false };
        struct fitted_programme fitted;

        asked.suspended = suspended;
        asked.tags = tag(set, "shoulder-dislocation");
        fitted_check(&asked, &fitted);
        assert_int_equal(replacement(&fitted, exercise(set, "prone-cobra")), exercise(set, "prone-cobra"));
        assert_int_equal(
                replacement(&fitted, exercise(set, "prone-t-raise")), exercise(set, "prone-w-raise"));
        assert_int_equal(
                replacement(&fitted, exercise(set, "prone-y-raise")), exercise(set, "seated-chest-lift"));
        /* an alternative of the file, of the same group */
        asked.tags = 0;
        suspended[exercise(set, "prone-t-raise")] = true;
        suspended[exercise(set, "prone-y-raise")] = true;
        fitted_check(&asked, &fitted);
        assert_int_equal(
                replacement(&fitted, exercise(set, "prone-t-raise")), exercise(set, "prone-w-raise"));
        assert_int_equal(
                replacement(&fitted, exercise(set, "prone-y-raise")), exercise(set, "prone-i-raise"));
        /* nobody lies down: all stand-ins, in their order */
        memset(suspended, 0, sizeof(suspended));
        asked.tags = tag(set, "cannot-get-on-floor");
        fitted_check(&asked, &fitted);
        assert_int_equal(
                replacement(&fitted, exercise(set, "prone-cobra")), exercise(set, "seated-chest-lift"));
        assert_int_equal(replacement(&fitted, exercise(set, "prone-t-raise")), exercise(set, "wall-slide"));
        assert_int_equal(replacement(&fitted, exercise(set, "prone-y-raise")),
                exercise(set, "shoulder-blade-squeeze"));
        assert_int_equal(replacement(&fitted, exercise(set, "dead-bug")), -1);
}

static void gentle_stretches_never_borrow_from_the_daily_ones(void **state)
{
        const struct programme_set *set = shipped_set(state);
        struct fitted_case asked = whole(set, "gentle-stretch");
        struct fitted_programme fitted;

        asked.tags = tag(set, "cannot-get-on-floor") | tag(set, "shoulder-pain-overhead");
        fitted_check(&asked, &fitted);
        assert_int_equal(replacement(&fitted, exercise(set, "supine-chest-opener")), -1);
        assert_int_equal(replacement(&fitted, exercise(set, "wall-arm-reach")), -1);
        assert_false(fitted.is_empty);
}

static void steady_back_sits_where_lying_face_down_is_not_agreed_to(void **state)
{
        const struct programme_set *set = shipped_set(state);
        struct fitted_case asked = whole(set, "steady-back");
        struct fitted_programme fitted;

        asked.no_prone = true;
        fitted_check(&asked, &fitted);
        assert_int_equal(replacement(&fitted, exercise(set, "prone-back-extension")),
                exercise(set, "seated-chest-lift"));
        assert_int_equal(replacement(&fitted, exercise(set, "prone-arm-lift")), -1);
        assert_int_equal(
                replacement(&fitted, exercise(set, "supine-bridge")), exercise(set, "supine-bridge"));
        assert_int_equal(replacement(&fitted, exercise(set, "bird-dog")), exercise(set, "bird-dog"));
        assert_int_equal(replacement(&fitted, exercise(set, "wall-slide")), exercise(set, "wall-slide"));
}

/* The answers yes to the general question @yes, all else as it should be. */
static struct screening_answers answers_but(const struct screening_rules *rules, int yes)
{
        struct screening_answers answers = { .answered_day = 20000, .cleared_day = INT32_MIN };

        for (int i = 0; i < rules->general_count; i++)
                answers.general[i] = i == yes ? ANSWER_YES : ANSWER_NO;
        for (int i = 0; i < rules->clearance_count; i++)
                answers.clearance[i] = rules->clearance_expected[i];
        return answers;
}

static void each_question_holds_what_it_should(void **state)
{
        const struct shipped *shipped = *state;
        const struct screening_rules *rules = programmes_screening(shipped->programmes);
        const struct programme_set *set = shipped_set(state);

        assert_int_equal(rules->general_count, 10);
        assert_int_equal(rules->clearance_count, 4);
        for (int yes = -1; yes < rules->general_count; yes++) {
                struct screening_answers answers = answers_but(rules, yes);

                for (size_t i = 0; i < set->programme_count; i++) {
                        const struct programme *programme = &set->programmes[i];
                        bool is_free = yes < 0 || strcmp(programme->id, "micro-breaks") == 0 ||
                                       (yes == 3 && strcmp(programme->id, "steady-back") == 0);

                        assert_int_equal(screening_check(rules, &answers, programme, 20089, false),
                                is_free ? SCREENING_FREE : SCREENING_HELD);
                }
        }
}

static void the_second_page_asks_what_the_programme_needs(void **state)
{
        const struct programme_set *set = shipped_set(state);
        const struct programme *strength = whole(set, "upper-back-strength").programme;
        const struct programme *steady = whole(set, "steady-back").programme;
        const struct programme *gentle = whole(set, "gentle-stretch").programme;

        assert_true(screening_tags_needed(set, strength) & tag(set, "hernia"));
        assert_false(screening_tags_needed(set, strength) & tag(set, "dizziness-looking-up"));
        assert_true(screening_tags_needed(set, steady) & tag(set, "knee-pain-kneeling"));
        assert_false(screening_tags_needed(set, steady) & tag(set, "hernia"));
        assert_true(screening_tags_needed(set, gentle) & tag(set, "frozen-shoulder"));
        assert_false(screening_tags_needed(set, gentle) & tag(set, "vertebral-fracture"));
        assert_true(screening_equipment_needed(set, strength) != 0);
        assert_true(
                (screening_equipment_needed(set, strength) & ~screening_equipment_needed(set, gentle)) != 0);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_tag_and_every_pair_leaves_what_is_possible),
                cmocka_unit_test(one_answer_leaves_something),
                cmocka_unit_test(without_a_no_every_programme_is_whole),
                cmocka_unit_test(lifts_are_replaced_as_their_file_says),
                cmocka_unit_test(gentle_stretches_never_borrow_from_the_daily_ones),
                cmocka_unit_test(steady_back_sits_where_lying_face_down_is_not_agreed_to),
                cmocka_unit_test(each_question_holds_what_it_should),
                cmocka_unit_test(the_second_page_asks_what_the_programme_needs),
        };

        return cmocka_run_group_tests(tests, load, unload);
}
