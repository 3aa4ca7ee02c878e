/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/announce.h"

#include <stdlib.h>

#define BASE   "unslouch"
#define PREFIX "homeassistant"
#define MANY   300

static const struct discovery_component posture = { "posture", "sensor" };
static const struct discovery_component both[] = { { "posture", "sensor" }, { "hold_film", "switch" } };
static const struct discovery_component moved[] = { { "posture", "binary_sensor" } };

static struct discovery_announcement at(enum discovery_mode mode, const char *prefix, const char *base)
{
        return (struct discovery_announcement){
                .person = "anna",
                .base = base,
                .prefix = prefix,
                .mode = mode,
                .components = &posture,
                .component_count = 1,
        };
}

static void what_is_as_it_should_be_leaves_nothing_to_do(void **state)
{
        struct discovery_announcement wanted = at(DISCOVERY_DEVICE, PREFIX, BASE);
        struct announce book;

        (void)state;
        assert_int_equal(announce_init(&book, 2), 0);
        assert_int_equal(announce_know(&book, &wanted, 1, &wanted, BASE), 0);
        assert_false(book.people[0].is_kept);
        assert_true(book.people[1].is_kept);
        assert_int_equal(book.people[1].left.count, 0);
        assert_int_equal(book.debt_count, 0);
        announce_done(&book);
}

static void each_way_to_leave_a_place_is_told_apart(void **state)
{
        const struct {
                struct discovery_announcement known, wanted;
                bool is_there;
                uint32_t debts;
                enum announce_topics topics;
                bool is_withdrawn, is_base_left, is_migrated;
        } cases[] = {
                { at(DISCOVERY_DEVICE, PREFIX, BASE), at(DISCOVERY_DEVICE, PREFIX, BASE), false, 1,
                        ANNOUNCE_TOPICS_ALL, true, false, false },
                { at(DISCOVERY_DEVICE, PREFIX, BASE), at(DISCOVERY_COMPONENT, PREFIX, BASE), true, 1,
                        ANNOUNCE_TOPICS_NONE, true, false, true },
                { at(DISCOVERY_COMPONENT, PREFIX, BASE), at(DISCOVERY_DEVICE, "ha", BASE), true, 1,
                        ANNOUNCE_TOPICS_NONE, true, false, false },
                { at(DISCOVERY_OFF, "", BASE), at(DISCOVERY_DEVICE, PREFIX, BASE), true, 1,
                        ANNOUNCE_TOPICS_NONE, true, false, false },
                { at(DISCOVERY_DEVICE, PREFIX, BASE), at(DISCOVERY_OFF, "", BASE), true, 1,
                        ANNOUNCE_TOPICS_NONE, true, false, false },
                { at(DISCOVERY_DEVICE, "ha", BASE), at(DISCOVERY_DEVICE, PREFIX, BASE), true, 1,
                        ANNOUNCE_TOPICS_NONE, true, false, false },
                /* The same topics of discovery from another base are not taken back, but written over. */
                { at(DISCOVERY_DEVICE, PREFIX, "seats"), at(DISCOVERY_DEVICE, PREFIX, BASE), true, 1,
                        ANNOUNCE_TOPICS_ALL, false, true, false },
                { at(DISCOVERY_COMPONENT, PREFIX, "seats"), at(DISCOVERY_DEVICE, PREFIX, BASE), true, 1,
                        ANNOUNCE_TOPICS_ALL, true, true, true },
                { at(DISCOVERY_OFF, "", BASE), at(DISCOVERY_OFF, "", BASE), true, 0, ANNOUNCE_TOPICS_NONE,
                        false, false, false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct announce book;

                assert_int_equal(announce_init(&book, 1), 0);
                assert_int_equal(announce_know(&book, &cases[i].known, 0,
                                         cases[i].is_there ? &cases[i].wanted : NULL, BASE),
                        0);
                assert_int_equal(book.debt_count, cases[i].debts);
                if (cases[i].debts > 0) {
                        const struct discovery_announcement what = announce_debt_what(&book.debts[0]);

                        assert_int_equal(book.debts[0].topics, cases[i].topics);
                        assert_int_equal(book.debts[0].is_withdrawn, cases[i].is_withdrawn);
                        assert_int_equal(book.debts[0].is_base_left, cases[i].is_base_left);
                        assert_int_equal(book.debts[0].is_migrated, cases[i].is_migrated);
                        assert_string_equal(what.base, cases[i].known.base);
                        assert_string_equal(what.prefix, cases[i].known.prefix);
                        assert_int_equal(what.component_count, 1);
                }
                announce_done(&book);
        }
}

static void a_component_that_left_is_remembered_and_joined(void **state)
{
        struct discovery_announcement wanted = at(DISCOVERY_DEVICE, PREFIX, BASE);
        struct discovery_announcement known = wanted;
        struct discovery_component *joined;
        struct announce book;
        size_t count;

        (void)state;
        known.components = both;
        known.component_count = ELEMENTS(both);
        known.has_routine = true;
        assert_int_equal(announce_init(&book, 1), 0);
        assert_int_equal(announce_know(&book, &known, 0, &wanted, BASE), 0);
        /* Told of twice, from two bases. */
        known.base = "seats";
        assert_int_equal(announce_know(&book, &known, 0, &wanted, BASE), 0);
        assert_true(book.people[0].is_kept);
        assert_int_equal(book.people[0].left.count, 1);
        assert_string_equal(book.people[0].left.components[0].key, "hold_film");
        assert_true(book.people[0].left.routine);
        assert_int_equal(announce_join(&wanted, &book.people[0].left, &joined, &count), 0);
        assert_int_equal(count, 2);
        assert_string_equal(joined[0].key, "posture");
        assert_string_equal(joined[1].key, "hold_film");
        free(joined);
        announce_done(&book);
}

static void what_is_new_or_on_another_platform_is_not_kept_yet(void **state)
{
        struct discovery_announcement wanted = at(DISCOVERY_COMPONENT, PREFIX, BASE);
        struct discovery_announcement known = wanted;
        struct announce book;

        (void)state;
        wanted.components = both;
        wanted.component_count = ELEMENTS(both);
        assert_int_equal(announce_init(&book, 3), 0);
        assert_int_equal(announce_know(&book, &known, 0, &wanted, BASE), 0);
        assert_false(book.people[0].is_kept);
        assert_int_equal(book.people[0].left.count, 0);
        known.components = moved;
        assert_int_equal(announce_know(&book, &known, 1, &wanted, BASE), 0);
        assert_false(book.people[1].is_kept);
        assert_int_equal(book.people[1].left.count, 1);
        assert_string_equal(book.people[1].left.components[0].platform, "binary_sensor");
        known = wanted;
        wanted.has_routine = true;
        assert_int_equal(announce_know(&book, &known, 2, &wanted, BASE), 0);
        assert_false(book.people[2].is_kept);
        announce_done(&book);
}

static void many_debts_keep_their_texts_and_receipts(void **state)
{
        struct discovery_announcement known = at(DISCOVERY_COMPONENT, "ha", BASE);
        struct announce book;

        (void)state;
        assert_int_equal(announce_init(&book, 0), 0);
        for (unsigned i = 0; i < MANY; i++)
                assert_int_equal(announce_know(&book, &known, 0, NULL, BASE), 0);
        assert_int_equal(book.debt_count, MANY);
        for (unsigned i = 0; i < MANY; i++) {
                assert_string_equal(announce_debt_what(&book.debts[i]).prefix, "ha");
                book.debts[i].receipt = announce_next_receipt(&book);
        }
        assert_int_equal(book.debts[MANY - 1].receipt, MANY);
        announce_pay(&book.debts[0]);
        announce_forget_receipts(&book);
        assert_int_equal(book.debts[MANY - 1].receipt, 0);
        assert_true(book.debts[0].is_paid);
        book.last_receipt = UINT32_MAX;
        assert_int_equal(announce_next_receipt(&book), 1);
        announce_done(&book);
}

static void texts_that_no_place_has_are_not_taken(void **state)
{
        static const char long_text[] =
                "a text of more bytes than any person, base or prefix may have, by far";
        struct discovery_announcement known = at(DISCOVERY_DEVICE, PREFIX, BASE);
        struct announce book;

        (void)state;
        assert_int_equal(announce_init(&book, 0), 0);
        known.person = long_text;
        assert_true(announce_know(&book, &known, 0, NULL, BASE) < 0);
        known = at(DISCOVERY_DEVICE, PREFIX, long_text);
        assert_true(announce_know(&book, &known, 0, NULL, BASE) < 0);
        known = at(DISCOVERY_DEVICE, long_text, BASE);
        assert_true(announce_know(&book, &known, 0, NULL, BASE) < 0);
        assert_int_equal(book.debt_count, 0);
        announce_done(&book);
        announce_done(&book);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_as_it_should_be_leaves_nothing_to_do),
                cmocka_unit_test(each_way_to_leave_a_place_is_told_apart),
                cmocka_unit_test(a_component_that_left_is_remembered_and_joined),
                cmocka_unit_test(what_is_new_or_on_another_platform_is_not_kept_yet),
                cmocka_unit_test(many_debts_keep_their_texts_and_receipts),
                cmocka_unit_test(texts_that_no_place_has_are_not_taken),
        };

        return cmocka_run_group_tests_name("announce", tests, NULL, NULL);
}
