/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/hours.h"
#include "unit/zones.h"

#define MON      0x01
#define TUE      0x02
#define SAT      0x20
#define SUN      0x40
#define WEEKDAYS 0x1f

static const struct hours_rule NIGHT[] = { { HOURS_EVERY_DAY, 22 * 60, 7 * 60 } };
static const struct hours_rule OFFICE[] = { { WEEKDAYS, 8 * 60, 18 * 60 + 30 } };
static const struct hours_rule TWO_SHIFTS[] = { { WEEKDAYS, 8 * 60, 12 * 60 },
        { MON | TUE, 13 * 60, 17 * 60 } };
static const struct hours_rule MONDAY_NIGHT[] = { { MON, 22 * 60, 7 * 60 } };
static const struct hours_rule SUNDAY_NIGHT[] = { { SUN, 22 * 60, 7 * 60 } };
static const struct hours_rule WHOLE_SATURDAY[] = { { SAT, 0, 1440 } };
static const struct hours_rule ROUND_FROM_SIX[] = { { SAT, 6 * 60, 6 * 60 } };
static const struct hours_rule SMALL_HOURS[] = { { HOURS_EVERY_DAY, 60, 4 * 60 } };
static const struct hours_rule IN_THE_GAP[] = { { HOURS_EVERY_DAY, 150, 5 * 60 } };

#define RULES(rules) rules, ELEMENTS(rules)

/* 2026-06-15 is a Monday. Berlin is at +02:00 then, Kathmandu at +05:45 always. */
static void a_moment_lies_in_a_rule_or_outside(void **state)
{
        static const struct {
                const struct hours_rule *rules;
                size_t count;
                const struct test_zone *zone;
                const char *at; /* UTC */
                bool inside;
        } cases[] = {
                { NULL, 0, &BERLIN, "2026-06-15 12:00:00", false },
                /* the start belongs to the rule, the end does not */
                { RULES(OFFICE), &BERLIN, "2026-06-15 05:59:59", false },
                { RULES(OFFICE), &BERLIN, "2026-06-15 06:00:00", true },
                { RULES(OFFICE), &BERLIN, "2026-06-15 16:29:59", true },
                { RULES(OFFICE), &BERLIN, "2026-06-15 16:30:00", false },
                { RULES(OFFICE), &BERLIN, "2026-06-14 10:00:00", false },
                { RULES(OFFICE), &BERLIN, "2026-06-20 10:00:00", false },
                { RULES(OFFICE), &KATHMANDU, "2026-06-15 02:14:59", false },
                { RULES(OFFICE), &KATHMANDU, "2026-06-15 02:15:00", true },
                { RULES(OFFICE), &KATHMANDU, "2026-06-15 12:45:00", false },
                { RULES(OFFICE), &AUCKLAND, "2026-06-14 20:00:00", true },
                { RULES(OFFICE), &AUCKLAND, "2026-06-14 19:59:59", false },
                { RULES(OFFICE), &NEW_YORK, "2026-06-15 22:29:59", true },
                { RULES(OFFICE), &NEW_YORK, "2026-06-15 22:30:00", false },
                /* several rules */
                { RULES(TWO_SHIFTS), &BERLIN, "2026-06-15 10:30:00", false },
                { RULES(TWO_SHIFTS), &BERLIN, "2026-06-15 11:00:00", true },
                { RULES(TWO_SHIFTS), &BERLIN, "2026-06-17 11:00:00", false },
                /* over midnight */
                { RULES(NIGHT), &BERLIN, "2026-06-15 19:59:59", false },
                { RULES(NIGHT), &BERLIN, "2026-06-15 20:00:00", true },
                { RULES(NIGHT), &BERLIN, "2026-06-16 00:00:00", true },
                { RULES(NIGHT), &BERLIN, "2026-06-16 04:59:59", true },
                { RULES(NIGHT), &BERLIN, "2026-06-16 05:00:00", false },
                { RULES(MONDAY_NIGHT), &BERLIN, "2026-06-15 00:00:00", false },
                { RULES(MONDAY_NIGHT), &BERLIN, "2026-06-15 21:00:00", true },
                { RULES(MONDAY_NIGHT), &BERLIN, "2026-06-16 03:00:00", true },
                { RULES(MONDAY_NIGHT), &BERLIN, "2026-06-16 21:00:00", false },
                { RULES(SUNDAY_NIGHT), &BERLIN, "2026-06-15 03:00:00", true },
                { RULES(SUNDAY_NIGHT), &BERLIN, "2026-06-14 03:00:00", false },
                /* whole days */
                { RULES(WHOLE_SATURDAY), &BERLIN, "2026-06-19 21:59:59", false },
                { RULES(WHOLE_SATURDAY), &BERLIN, "2026-06-19 22:00:00", true },
                { RULES(WHOLE_SATURDAY), &BERLIN, "2026-06-20 21:59:59", true },
                { RULES(WHOLE_SATURDAY), &BERLIN, "2026-06-20 22:00:00", false },
                { RULES(ROUND_FROM_SIX), &BERLIN, "2026-06-20 03:59:59", false },
                { RULES(ROUND_FROM_SIX), &BERLIN, "2026-06-20 04:00:00", true },
                { RULES(ROUND_FROM_SIX), &BERLIN, "2026-06-21 03:59:59", true },
                { RULES(ROUND_FROM_SIX), &BERLIN, "2026-06-21 04:00:00", false },
                /* the nights on which clocks change */
                { RULES(NIGHT), &BERLIN, "2026-03-29 04:59:59", true },
                { RULES(NIGHT), &BERLIN, "2026-03-29 05:00:00", false },
                { RULES(NIGHT), &BERLIN, "2026-03-28 20:59:59", false },
                { RULES(NIGHT), &BERLIN, "2026-03-28 21:00:00", true },
                { RULES(NIGHT), &BERLIN, "2026-10-25 05:59:59", true },
                { RULES(NIGHT), &BERLIN, "2026-10-25 06:00:00", false },
                { RULES(NIGHT), &NEW_YORK, "2026-03-08 10:59:59", true },
                { RULES(NIGHT), &NEW_YORK, "2026-03-08 11:00:00", false },
                { RULES(NIGHT), &NEW_YORK, "2026-11-01 11:59:59", true },
                { RULES(NIGHT), &NEW_YORK, "2026-11-01 12:00:00", false },
                { RULES(NIGHT), &AUCKLAND, "2026-09-26 17:59:59", true },
                { RULES(NIGHT), &AUCKLAND, "2026-09-26 18:00:00", false },
                { RULES(NIGHT), &AUCKLAND, "2026-04-04 18:59:59", true },
                { RULES(NIGHT), &AUCKLAND, "2026-04-04 19:00:00", false },
                { RULES(SMALL_HOURS), &BERLIN, "2026-03-29 00:30:00", true },
                { RULES(SMALL_HOURS), &BERLIN, "2026-03-29 01:30:00", true },
                { RULES(SMALL_HOURS), &BERLIN, "2026-03-29 02:00:00", false },
                { RULES(SMALL_HOURS), &BERLIN, "2026-10-25 02:59:59", true },
                { RULES(SMALL_HOURS), &BERLIN, "2026-10-25 03:00:00", false },
                /* a start that is skipped happens at the transition */
                { RULES(IN_THE_GAP), &BERLIN, "2026-03-29 00:59:59", false },
                { RULES(IN_THE_GAP), &BERLIN, "2026-03-29 01:00:00", true },
                { RULES(IN_THE_GAP), &BERLIN, "2026-03-29 03:00:00", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = instant_in(cases[i].zone, utc_usec(cases[i].at));
                bool inside = hours_contain(cases[i].rules, cases[i].count, &now);

                if (inside != cases[i].inside)
                        print_error("case %zu: %s %s\n", i, cases[i].zone->name, cases[i].at);
                assert_int_equal(inside, cases[i].inside);
        }
}

static void the_next_change_is_named(void **state)
{
        static const struct {
                const struct hours_rule *rules;
                size_t count;
                const struct test_zone *zone;
                const char *at; /* UTC */
                const char *expected;
        } cases[] = {
                { RULES(OFFICE), &BERLIN, "2026-06-15 05:00:00", "2026-06-15 06:00:00" },
                { RULES(OFFICE), &BERLIN, "2026-06-15 06:00:00", "2026-06-15 16:30:00" },
                { RULES(OFFICE), &KATHMANDU, "2026-06-15 03:00:00", "2026-06-15 12:45:00" },
                { RULES(NIGHT), &BERLIN, "2026-06-15 12:00:00", "2026-06-15 20:00:00" },
                { RULES(NIGHT), &BERLIN, "2026-06-15 20:00:00", "2026-06-16 05:00:00" },
                { RULES(NIGHT), &BERLIN, "2026-06-16 00:00:00", "2026-06-16 05:00:00" },
                /* a transition of the zone, if that is sooner */
                { RULES(NIGHT), &BERLIN, "2026-03-28 21:00:00", "2026-03-29 01:00:00" },
                { RULES(NIGHT), &BERLIN, "2026-03-29 01:00:00", "2026-03-29 05:00:00" },
                { RULES(NIGHT), &BERLIN, "2026-10-25 01:00:00", "2026-10-25 06:00:00" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct instant now = instant_in(cases[i].zone, utc_usec(cases[i].at));
                int64_t next = hours_next_change(cases[i].rules, cases[i].count, &now);

                if (next != utc_usec(cases[i].expected))
                        print_error("case %zu: %s %s\n", i, cases[i].zone->name, cases[i].at);
                assert_int_equal(next, utc_usec(cases[i].expected));
        }
}

static void without_rules_nothing_ever_changes(void **state)
{
        struct instant now = instant_in(&KATHMANDU, utc_usec("2026-06-15 12:00:00"));

        (void)state;
        assert_true(hours_next_change(NULL, 0, &now) == USEC_INFINITY);
}

/* Whoever sleeps until the next change misses none: over a year, in every zone, minute by minute. */
static void nothing_changes_before_the_next_change(void **state)
{
        static const struct {
                const struct hours_rule *rules;
                size_t count;
        } sets[] = { { RULES(NIGHT) }, { RULES(OFFICE) }, { RULES(TWO_SHIFTS) }, { RULES(SUNDAY_NIGHT) },
                { RULES(ROUND_FROM_SIX) }, { RULES(SMALL_HOURS) }, { RULES(IN_THE_GAP) } };

        (void)state;
        for (size_t z = 0; z < ELEMENTS(TEST_ZONES); z++)
                for (size_t s = 0; s < ELEMENTS(sets); s++) {
                        int64_t next = 0;
                        bool inside = false;

                        for (int64_t at = utc_usec("2026-01-01 00:00:00");
                                at < utc_usec("2026-12-31 00:00:00"); at += 15 * USEC_PER_MINUTE) {
                                struct instant now = instant_in(TEST_ZONES[z], at);
                                bool contained = hours_contain(sets[s].rules, sets[s].count, &now);

                                if (at >= next) {
                                        inside = contained;
                                        next = hours_next_change(sets[s].rules, sets[s].count, &now);
                                        assert_true(next > at);
                                        assert_true(next - at <= 8 * USEC_PER_DAY);
                                }
                                assert_int_equal(contained, inside);
                        }
                }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_moment_lies_in_a_rule_or_outside),
                cmocka_unit_test(the_next_change_is_named),
                cmocka_unit_test(without_rules_nothing_ever_changes),
                cmocka_unit_test(nothing_changes_before_the_next_change),
        };

        return cmocka_run_group_tests_name("hours", tests, NULL, NULL);
}
