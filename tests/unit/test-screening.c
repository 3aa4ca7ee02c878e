/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/screening.h"

#define ANSWERED 20000
#define TODAY    20010

#define TAG(tag) (UINT64_C(1) << (tag))

enum {
        TAG_BONES,   /* told by the second question */
        TAG_SURGERY, /* told by the third */
        TAG_FLOOR,   /* the second page asks */
        TAG_RIB,
};

enum {
        STRENGTH,
        GENTLE, /* for everybody */
        STEADY,
        BREAKS,
        OWN, /* somebody's own, without questions */
        PROGRAMMES,
};

static const struct programme programmes[PROGRAMMES] = {
        [STRENGTH] = { .kind = PROGRAMME_KIND_STRENGTH,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .not_for = TAG(TAG_BONES) | TAG(TAG_RIB),
                .use_instead = STEADY,
                .prone_stand_in = -1 },
        [GENTLE] = { .kind = PROGRAMME_KIND_STRETCH,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .prone_stand_in = -1 },
        [STEADY] = { .kind = PROGRAMME_KIND_STRENGTH,
                .screening = PROGRAMME_SCREENING_CLEARANCE,
                .prone_needs_clearance = true,
                .prone_stand_in = -1 },
        [BREAKS] = { .kind = PROGRAMME_KIND_BREAK, .prone_stand_in = -1 },
        [OWN] = { .kind = PROGRAMME_KIND_STRENGTH, .prone_stand_in = -1 },
};

/* Three general questions, the second of which leads to STEADY, and three about clearance: agreed? face down?
 * an accident? */
static struct screening_rules some_rules(void)
{
        struct screening_rules rules = {
                .general_count = 3,
                .clearance_count = 3,
                .clearance_expected = { ANSWER_YES, ANSWER_YES, ANSWER_NO },
                .clearance_prone = 1,
                .general_route = { -1, STEADY, -1 },
                .review_days = 90,
                .re_ask_after_layoff_days = 28,
        };

        memset(rules.tag_from, -1, sizeof(rules.tag_from));
        rules.tag_from[TAG_BONES] = 1;
        rules.tag_from[TAG_SURGERY] = 2;
        return rules;
}

/* "nnn" and "yyn": no and yes, "-" not given. */
static void read_answers(const char *text, enum answer *answers)
{
        for (; *text; text++, answers++)
                *answers = *text == 'y' ? ANSWER_YES : *text == 'n' ? ANSWER_NO : ANSWER_NONE;
}

static struct screening_answers some_answers(const char *general, const char *clearance)
{
        struct screening_answers answers = { .answered_day = ANSWERED, .cleared_day = INT32_MIN };

        read_answers(general, answers.general);
        read_answers(clearance, answers.clearance);
        return answers;
}

static enum screening_state check(const struct screening_answers *answers, int programme, int32_t day)
{
        struct screening_rules rules = some_rules();

        return screening_check(&rules, answers, &programmes[programme], day, false);
}

static void answers_open_hold_and_free_the_programmes(void **state)
{
        static const struct {
                const char *general;
                const char *clearance;
                enum screening_state expected[PROGRAMMES];
        } cases[] = {
                { "---", "---",
                        { SCREENING_OPEN, SCREENING_OPEN, SCREENING_OPEN, SCREENING_FREE, SCREENING_FREE } },
                { "nn-", "yyn",
                        { SCREENING_OPEN, SCREENING_OPEN, SCREENING_OPEN, SCREENING_FREE, SCREENING_FREE } },
                /* what is not answered is asked before what is answered holds */
                { "y-n", "yyn",
                        { SCREENING_OPEN, SCREENING_OPEN, SCREENING_OPEN, SCREENING_FREE, SCREENING_FREE } },
                { "nnn", "---",
                        { SCREENING_FREE, SCREENING_FREE, SCREENING_OPEN, SCREENING_FREE, SCREENING_FREE } },
                { "nnn", "yy-",
                        { SCREENING_FREE, SCREENING_FREE, SCREENING_OPEN, SCREENING_FREE, SCREENING_FREE } },
                { "nnn", "yyn",
                        { SCREENING_FREE, SCREENING_FREE, SCREENING_FREE, SCREENING_FREE, SCREENING_FREE } },
                /* any yes holds, but for the programme that asks for clearance of it */
                { "ynn", "yyn",
                        { SCREENING_HELD, SCREENING_HELD, SCREENING_HELD, SCREENING_FREE, SCREENING_FREE } },
                { "nny", "yyn",
                        { SCREENING_HELD, SCREENING_HELD, SCREENING_HELD, SCREENING_FREE, SCREENING_FREE } },
                { "nyn", "yyn",
                        { SCREENING_HELD, SCREENING_HELD, SCREENING_FREE, SCREENING_FREE, SCREENING_FREE } },
                { "nyy", "yyn",
                        { SCREENING_HELD, SCREENING_HELD, SCREENING_HELD, SCREENING_FREE, SCREENING_FREE } },
                /* each unexpected answer holds; not lying face down leads to a stand-in instead */
                { "nyn", "nyn",
                        { SCREENING_HELD, SCREENING_HELD, SCREENING_HELD, SCREENING_FREE, SCREENING_FREE } },
                { "nyn", "yyy",
                        { SCREENING_HELD, SCREENING_HELD, SCREENING_HELD, SCREENING_FREE, SCREENING_FREE } },
                { "nnn", "yny",
                        { SCREENING_FREE, SCREENING_FREE, SCREENING_HELD, SCREENING_FREE, SCREENING_FREE } },
                { "nyn", "ynn",
                        { SCREENING_HELD, SCREENING_HELD, SCREENING_FREE, SCREENING_FREE, SCREENING_FREE } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct screening_answers answers = some_answers(cases[i].general, cases[i].clearance);

                for (int programme = 0; programme < PROGRAMMES; programme++)
                        if (check(&answers, programme, TODAY) != cases[i].expected[programme])
                                fail_msg("%s %s: programme %d is %d", cases[i].general, cases[i].clearance,
                                        programme, (int)check(&answers, programme, TODAY));
        }
}

static void never_answered_is_open(void **state)
{
        struct screening_rules rules = some_rules();
        struct screening_answers answers = some_answers("---", "---");

        (void)state;
        answers.answered_day = INT32_MIN;
        rules.review_days = 0;
        for (int cleared = 0; cleared <= 1; cleared++) {
                answers.cleared_day = cleared ? TODAY : INT32_MIN;
                assert_int_equal(check(&answers, STRENGTH, TODAY), SCREENING_OPEN);
                assert_int_equal(check(&answers, OWN, TODAY), SCREENING_FREE);
                assert_int_equal(check(&answers, BREAKS, TODAY), SCREENING_FREE);
                assert_int_equal(screening_check(&rules, &answers, &programmes[STRENGTH], TODAY, false),
                        SCREENING_OPEN);
        }
        /* without the day they were given on, answers are none */
        read_answers("nnn", answers.general);
        answers.cleared_day = INT32_MIN;
        assert_int_equal(
                screening_check(&rules, &answers, &programmes[STRENGTH], TODAY, false), SCREENING_OPEN);
}

static void a_question_of_which_nothing_is_expected_holds_nothing(void **state)
{
        struct screening_rules rules = some_rules();
        struct screening_answers answers = some_answers("nnn", "yyy");

        (void)state;
        assert_int_equal(check(&answers, STEADY, TODAY), SCREENING_HELD);
        rules.clearance_expected[2] = ANSWER_NONE;
        assert_int_equal(
                screening_check(&rules, &answers, &programmes[STEADY], TODAY, false), SCREENING_FREE);
        answers.clearance[2] = ANSWER_NONE;
        assert_int_equal(
                screening_check(&rules, &answers, &programmes[STEADY], TODAY, false), SCREENING_OPEN);
}

static void a_clearing_frees_the_answers_up_to_its_day(void **state)
{
        static const struct {
                const char *general;
                const char *clearance;
        } cases[] = { { "ynn", "yyn" }, { "nny", "yyn" }, { "nnn", "nyn" }, { "nnn", "yyy" } };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct screening_answers answers = some_answers(cases[i].general, cases[i].clearance);

                assert_int_equal(check(&answers, STEADY, TODAY), SCREENING_HELD);
                answers.cleared_day = ANSWERED - 1;
                assert_int_equal(check(&answers, STEADY, TODAY), SCREENING_HELD);
                answers.cleared_day = ANSWERED;
                assert_int_equal(check(&answers, STEADY, TODAY), SCREENING_FREE);
                answers.cleared_day = TODAY;
                assert_int_equal(check(&answers, STEADY, TODAY), SCREENING_FREE);
                /* the same yes, answered anew */
                answers.answered_day = TODAY + 1;
                assert_int_equal(check(&answers, STEADY, TODAY + 1), SCREENING_HELD);
                /* or a better answer */
                read_answers("nnn", answers.general);
                read_answers("yyn", answers.clearance);
                assert_int_equal(check(&answers, STEADY, TODAY + 1), SCREENING_FREE);
        }
}

static void what_a_programme_is_not_for_holds_it_until_cleared(void **state)
{
        struct screening_answers answers = some_answers("nnn", "yyn");

        (void)state;
        answers.tags[TAG_FLOOR] = ANSWER_YES;
        assert_int_equal(check(&answers, STRENGTH, TODAY), SCREENING_FREE);
        answers.tags[TAG_RIB] = ANSWER_YES;
        assert_int_equal(check(&answers, STRENGTH, TODAY), SCREENING_HELD);
        assert_int_equal(check(&answers, STEADY, TODAY), SCREENING_FREE);
        answers.cleared_day = TODAY;
        assert_int_equal(check(&answers, STRENGTH, TODAY), SCREENING_FREE);
}

static void the_questions_come_again(void **state)
{
        struct screening_rules rules = some_rules();
        struct screening_answers answers = some_answers("nnn", "yyn");
        const struct programme *programme = &programmes[STRENGTH];

        (void)state;
        assert_int_equal(check(&answers, STRENGTH, ANSWERED + 89), SCREENING_FREE);
        assert_int_equal(check(&answers, STRENGTH, ANSWERED + 90), SCREENING_OPEN);
        assert_int_equal(check(&answers, STEADY, ANSWERED + 90), SCREENING_OPEN);
        assert_int_equal(check(&answers, BREAKS, ANSWERED + 90), SCREENING_FREE);
        assert_int_equal(check(&answers, STRENGTH, INT32_MAX), SCREENING_OPEN);
        /* a clock set back */
        assert_int_equal(check(&answers, STRENGTH, ANSWERED - 30), SCREENING_FREE);
        assert_int_equal(check(&answers, STRENGTH, INT32_MIN), SCREENING_FREE);
        /* a clearing is no answer */
        answers.cleared_day = ANSWERED + 90;
        assert_int_equal(check(&answers, STRENGTH, ANSWERED + 90), SCREENING_OPEN);
        /* never reviewed */
        rules.review_days = 0;
        assert_int_equal(
                screening_check(&rules, &answers, programme, ANSWERED + 9000, false), SCREENING_FREE);
        /* after a layoff, an illness, a fall */
        assert_int_equal(screening_check(&rules, &answers, programme, TODAY, true), SCREENING_OPEN);
        assert_int_equal(screening_check(&rules, &answers, &programmes[BREAKS], TODAY, true), SCREENING_FREE);
        assert_int_equal(screening_check(&rules, &answers, &programmes[OWN], TODAY, true), SCREENING_FREE);
}

static void an_emergency_flag_needs_new_answers_and_a_clearing(void **state)
{
        struct screening_answers flagged = some_answers("nnn", "yyn");
        struct screening_answers answers;

        (void)state;
        flagged.cleared_day = TODAY;
        screening_raise_flag(&flagged, true);
        for (int programme = 0; programme < PROGRAMMES; programme++)
                assert_int_equal(check(&flagged, programme, TODAY),
                        programme == BREAKS ? SCREENING_FREE : SCREENING_HELD);
        /* answered, then cleared, both on its very day */
        answers = flagged;
        answers.answered_day = TODAY;
        for (int programme = 0; programme < PROGRAMMES; programme++)
                assert_int_equal(check(&answers, programme, TODAY),
                        programme == BREAKS ? SCREENING_FREE : SCREENING_HELD);
        answers.cleared_day = TODAY;
        for (int programme = 0; programme < PROGRAMMES; programme++)
                assert_int_equal(check(&answers, programme, TODAY), SCREENING_FREE);
        /* cleared, then answered */
        answers = flagged;
        answers.cleared_day = TODAY;
        for (int programme = 0; programme < PROGRAMMES; programme++)
                assert_int_equal(check(&answers, programme, TODAY),
                        programme == BREAKS ? SCREENING_FREE : SCREENING_OPEN);
        answers.answered_day = TODAY + 3;
        for (int programme = 0; programme < PROGRAMMES; programme++)
                assert_int_equal(check(&answers, programme, TODAY + 3), SCREENING_FREE);
        /* a yes after the clearing needs another */
        answers.general[0] = ANSWER_YES;
        assert_int_equal(check(&answers, STRENGTH, TODAY + 3), SCREENING_HELD);
}

static void another_flag_needs_one_of_the_two(void **state)
{
        struct screening_answers flagged = some_answers("nnn", "yyn");
        struct screening_answers answers;

        (void)state;
        flagged.cleared_day = TODAY;
        screening_raise_flag(&flagged, false);
        for (int programme = 0; programme < PROGRAMMES; programme++)
                assert_int_equal(check(&flagged, programme, TODAY),
                        programme == BREAKS ? SCREENING_FREE : SCREENING_OPEN);
        answers = flagged;
        answers.answered_day = TODAY;
        for (int programme = 0; programme < PROGRAMMES; programme++)
                assert_int_equal(check(&answers, programme, TODAY), SCREENING_FREE);
        answers = flagged;
        answers.cleared_day = TODAY;
        for (int programme = 0; programme < PROGRAMMES; programme++)
                assert_int_equal(check(&answers, programme, TODAY), SCREENING_FREE);
        /* the review counts from there */
        assert_int_equal(check(&answers, STRENGTH, TODAY + 89), SCREENING_FREE);
        assert_int_equal(check(&answers, STRENGTH, TODAY + 90), SCREENING_OPEN);
        /* once more, and then an emergency */
        screening_raise_flag(&answers, false);
        assert_false(answers.red_flag);
        assert_int_equal(check(&answers, STRENGTH, TODAY), SCREENING_OPEN);
        screening_raise_flag(&answers, true);
        assert_int_equal(check(&answers, STRENGTH, TODAY), SCREENING_HELD);
}

static void without_answers_any_flag_needs_both(void **state)
{
        struct screening_answers answers = some_answers("---", "---");

        (void)state;
        answers.answered_day = INT32_MIN;
        assert_int_equal(check(&answers, OWN, TODAY), SCREENING_FREE);
        screening_raise_flag(&answers, false);
        assert_int_equal(check(&answers, OWN, TODAY), SCREENING_HELD);
        answers.cleared_day = TODAY;
        assert_int_equal(check(&answers, OWN, TODAY), SCREENING_OPEN);
        read_answers("nnn", answers.general);
        answers.answered_day = TODAY;
        assert_int_equal(check(&answers, OWN, TODAY), SCREENING_FREE);
        assert_int_equal(check(&answers, BREAKS, TODAY), SCREENING_FREE);
}

static void lying_face_down_is_agreed_to_by_its_question(void **state)
{
        struct screening_rules rules = some_rules();
        struct screening_answers answers = some_answers("nnn", "yyn");

        (void)state;
        assert_false(screening_no_prone(&rules, &answers, &programmes[STEADY]));
        answers.clearance[1] = ANSWER_NO;
        assert_true(screening_no_prone(&rules, &answers, &programmes[STEADY]));
        assert_false(screening_no_prone(&rules, &answers, &programmes[STRENGTH]));
        answers.cleared_day = TODAY;
        assert_true(screening_no_prone(&rules, &answers, &programmes[STEADY]));
        answers.clearance[1] = ANSWER_NONE;
        assert_true(screening_no_prone(&rules, &answers, &programmes[STEADY]));
        /* nobody asks */
        answers.clearance[1] = ANSWER_YES;
        rules.clearance_prone = -1;
        assert_true(screening_no_prone(&rules, &answers, &programmes[STEADY]));
}

static void tags_come_of_both_pages(void **state)
{
        struct screening_rules rules = some_rules();
        struct screening_answers answers = some_answers("nnn", "yyn");

        (void)state;
        assert_int_equal(screening_tags(&rules, &answers), 0);
        answers.general[1] = ANSWER_YES;
        assert_int_equal(screening_tags(&rules, &answers), TAG(TAG_BONES));
        answers.general[2] = ANSWER_YES;
        answers.tags[TAG_RIB] = ANSWER_YES;
        answers.tags[TAG_FLOOR] = ANSWER_NO;
        assert_int_equal(screening_tags(&rules, &answers), TAG(TAG_BONES) | TAG(TAG_SURGERY) | TAG(TAG_RIB));
        answers.tags[TAGS_MAX - 1] = ANSWER_YES;
        assert_true(screening_tags(&rules, &answers) & TAG(TAGS_MAX - 1));
        answers.general[0] = ANSWER_YES;
        answers.general[1] = ANSWER_NONE;
        assert_false(screening_tags(&rules, &answers) & TAG(TAG_BONES));
}

/* One exercise for each way into a session: its own tag and its own equipment, by its place in the list. */
enum {
        WARM,
        LIFT,
        BELLY,
        LIFT_EASIER,
        BELLY_EASIER,
        LIFT_ALTERNATIVE,
        STANDING_IN,
        PRONE_STAND_IN,
        STRANGER,
        STRANGER_EASIER,
        WAYS,
};

static void the_second_page_is_about_all_that_a_session_can_have(void **state)
{
        struct exercise exercises[WAYS];
        struct programme programme = { .prone_stand_in = PRONE_STAND_IN,
                .warm_up = { 1, { WARM } },
                .order = { 1, { LIFT } },
                .pick_order = { 1, { BELLY } },
                .pick_count = 1,
                .stand_ins = { 1, { STANDING_IN } },
                .alternatives = { 1, { LIFT_ALTERNATIVE } },
                .not_for = TAG(WAYS) };
        struct programme_set set = { .exercises = exercises, .exercise_count = WAYS };
        uint64_t needed = (TAG(STRANGER) - 1) | TAG(WAYS);

        (void)state;
        for (int i = 0; i < WAYS; i++)
                exercises[i] = (struct exercise){
                        .avoid = TAG(i), .equipment = 1u << i, .easier = -1, .harder = -1
                };
        exercises[LIFT].easier = LIFT_EASIER;
        exercises[BELLY].easier = BELLY_EASIER;
        exercises[STRANGER].easier = STRANGER_EASIER;
        exercises[WARM].harder = STRANGER;
        assert_int_equal(screening_tags_needed(&set, &programme), needed);
        assert_int_equal(screening_equipment_needed(&set, &programme), (1u << STRANGER) - 1);
        programme.prone_stand_in = -1;
        assert_int_equal(screening_tags_needed(&set, &programme), needed & ~TAG(PRONE_STAND_IN));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(answers_open_hold_and_free_the_programmes),
                cmocka_unit_test(never_answered_is_open),
                cmocka_unit_test(a_question_of_which_nothing_is_expected_holds_nothing),
                cmocka_unit_test(a_clearing_frees_the_answers_up_to_its_day),
                cmocka_unit_test(what_a_programme_is_not_for_holds_it_until_cleared),
                cmocka_unit_test(the_questions_come_again),
                cmocka_unit_test(an_emergency_flag_needs_new_answers_and_a_clearing),
                cmocka_unit_test(another_flag_needs_one_of_the_two),
                cmocka_unit_test(without_answers_any_flag_needs_both),
                cmocka_unit_test(lying_face_down_is_agreed_to_by_its_question),
                cmocka_unit_test(tags_come_of_both_pages),
                cmocka_unit_test(the_second_page_is_about_all_that_a_session_can_have),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
