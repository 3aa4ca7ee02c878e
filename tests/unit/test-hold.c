/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/hold.h"

#include <errno.h>
#include <stdio.h>

static struct instant at_sec(int64_t boottime_sec, int64_t realtime_sec)
{
        return (struct instant){
                .boottime_usec = boottime_sec * USEC_PER_SEC,
                .realtime_usec = realtime_sec * USEC_PER_SEC,
                .zone = { .since_realtime_usec = INT64_MIN, .until_realtime_usec = USEC_INFINITY },
        };
}

static void well_known_reasons_have_their_effect(void **state)
{
        static const struct {
                const char *reason;
                enum hold_effect effect;
        } cases[] = {
                { "call", HOLD_EFFECT_DEFER },
                { "meeting", HOLD_EFFECT_DEFER },
                { "film", HOLD_EFFECT_DEFER },
                { "do-not-disturb", HOLD_EFFECT_DEFER },
                { "baby", HOLD_EFFECT_MUTE },
                { "partner-asleep", HOLD_EFFECT_MUTE },
                { "paused", HOLD_EFFECT_QUIET },
                { "guests", HOLD_EFFECT_QUIET },
                { "holiday", HOLD_EFFECT_OFF },
                { "ill", HOLD_EFFECT_OFF },
                { "gardening", HOLD_EFFECT_DEFER },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(hold_effect_of(cases[i].reason), cases[i].effect);
}

static void the_well_known_reasons_are_told(void **state)
{
        const char *reasons[HOLDS_KNOWN_MAX];
        size_t count = hold_known_reasons(reasons);

        (void)state;
        assert_int_equal(count, 10);
        assert_string_equal(reasons[0], "call");
        assert_string_equal(reasons[count - 1], "ill");
}

static void a_topic_sets_a_reason_for_as_long_as_it_says(void **state)
{
        struct hold_set set = { .count = 0 };
        struct instant later = at_sec(1000000, 2000000);

        (void)state;
        assert_false(hold_has(&set, HOLD_EFFECT_DEFER));
        assert_int_equal(hold_set_topic(&set, "call", HOLD_EFFECT_DEFER, true), 0);
        assert_int_equal(hold_set_topic(&set, "call", HOLD_EFFECT_DEFER, true), 0);
        assert_int_equal(set.count, 1);
        hold_expire(&set, &later);
        assert_true(hold_has(&set, HOLD_EFFECT_DEFER));
        assert_false(hold_has(&set, HOLD_EFFECT_QUIET));
        assert_true(hold_next_end(&set, &later) == USEC_INFINITY);
        assert_int_equal(hold_set_topic(&set, "call", HOLD_EFFECT_DEFER, false), 0);
        assert_false(hold_has(&set, HOLD_EFFECT_DEFER));
        assert_int_equal(hold_set_topic(&set, "call", HOLD_EFFECT_DEFER, false), 0);
        assert_int_equal(set.count, 0);
}

static void a_command_holds_until_its_end(void **state)
{
        struct hold_set set = { .count = 0 };
        struct instant now = at_sec(100, 5000);

        (void)state;
        assert_int_equal(
                hold_set_command(&set, "paused", HOLD_EFFECT_QUIET, 3700 * USEC_PER_SEC, USEC_INFINITY), 0);
        assert_true(hold_next_end(&set, &now) == 3700 * USEC_PER_SEC);
        now = at_sec(3699, 8599);
        hold_expire(&set, &now);
        assert_true(hold_has(&set, HOLD_EFFECT_QUIET));
        now = at_sec(3700, 8600);
        hold_expire(&set, &now);
        assert_false(hold_has(&set, HOLD_EFFECT_QUIET));
}

static void a_date_ends_a_hold_by_the_wall_clock(void **state)
{
        struct hold_set set = { .count = 0 };
        struct instant now = at_sec(100, 5000);

        (void)state;
        assert_int_equal(
                hold_set_command(&set, "holiday", HOLD_EFFECT_OFF, USEC_INFINITY, 9000 * USEC_PER_SEC), 0);
        assert_true(hold_next_end(&set, &now) == 4100 * USEC_PER_SEC);
        /* the clock is set forward: the date comes sooner */
        now = at_sec(200, 8000);
        assert_true(hold_next_end(&set, &now) == 1200 * USEC_PER_SEC);
        hold_expire(&set, &now);
        assert_true(hold_has(&set, HOLD_EFFECT_OFF));
        now = at_sec(300, 9000);
        hold_expire(&set, &now);
        assert_false(hold_has(&set, HOLD_EFFECT_OFF));
}

static void a_hold_by_duration_does_not_care_about_the_wall_clock(void **state)
{
        struct hold_set set = { .count = 0 };
        struct instant now = at_sec(200, 999999999);

        (void)state;
        assert_int_equal(
                hold_set_command(&set, "call", HOLD_EFFECT_DEFER, 3700 * USEC_PER_SEC, USEC_INFINITY), 0);
        hold_expire(&set, &now);
        assert_true(hold_has(&set, HOLD_EFFECT_DEFER));
}

static void the_sooner_of_both_ends_counts(void **state)
{
        struct hold_set set = { .count = 0 };
        struct instant now = at_sec(100, 5000);

        (void)state;
        assert_int_equal(
                hold_set_command(&set, "call", HOLD_EFFECT_DEFER, 700 * USEC_PER_SEC, 5100 * USEC_PER_SEC),
                0);
        assert_true(hold_next_end(&set, &now) == 200 * USEC_PER_SEC);
        now = at_sec(200, 5100);
        hold_expire(&set, &now);
        assert_int_equal(set.count, 0);
}

static void a_new_command_replaces_the_end(void **state)
{
        struct hold_set set = { .count = 0 };
        struct instant now = at_sec(100, 5000);

        (void)state;
        assert_int_equal(
                hold_set_command(&set, "call", HOLD_EFFECT_DEFER, 700 * USEC_PER_SEC, USEC_INFINITY), 0);
        assert_int_equal(
                hold_set_command(&set, "call", HOLD_EFFECT_DEFER, 300 * USEC_PER_SEC, USEC_INFINITY), 0);
        assert_int_equal(set.count, 1);
        assert_true(hold_next_end(&set, &now) == 300 * USEC_PER_SEC);
}

static void a_reason_set_twice_ends_when_both_let_go(void **state)
{
        struct hold_set set = { .count = 0 };
        struct instant now = at_sec(4000, 5000);

        (void)state;
        assert_int_equal(hold_set_topic(&set, "call", HOLD_EFFECT_DEFER, true), 0);
        assert_int_equal(
                hold_set_command(&set, "call", HOLD_EFFECT_DEFER, 3700 * USEC_PER_SEC, USEC_INFINITY), 0);
        hold_expire(&set, &now);
        assert_true(hold_has(&set, HOLD_EFFECT_DEFER));
        assert_int_equal(
                hold_set_command(&set, "call", HOLD_EFFECT_DEFER, 9000 * USEC_PER_SEC, USEC_INFINITY), 0);
        assert_int_equal(hold_set_topic(&set, "call", HOLD_EFFECT_DEFER, false), 0);
        assert_true(hold_has(&set, HOLD_EFFECT_DEFER));
        now = at_sec(9000, 9000);
        hold_expire(&set, &now);
        assert_false(hold_has(&set, HOLD_EFFECT_DEFER));
}

static void release_takes_a_reason_off_whoever_set_it(void **state)
{
        struct hold_set set = { .count = 0 };

        (void)state;
        assert_int_equal(hold_release(&set, "call"), -ENOENT);
        assert_int_equal(hold_set_topic(&set, "call", HOLD_EFFECT_DEFER, true), 0);
        assert_int_equal(hold_set_topic(&set, "baby", HOLD_EFFECT_MUTE, true), 0);
        assert_int_equal(hold_release(&set, "call"), 0);
        assert_int_equal(hold_release(&set, "call"), -ENOENT);
        assert_false(hold_has(&set, HOLD_EFFECT_DEFER));
        assert_true(hold_has(&set, HOLD_EFFECT_MUTE));
}

static void the_set_of_reasons_is_limited_and_says_so(void **state)
{
        struct hold_set set = { .count = 0 };
        char reason[TEXT_ID_SIZE];

        (void)state;
        for (int i = 0; i < HOLDS_MAX; i++) {
                snprintf(reason, sizeof(reason), "reason-%d", i);
                assert_int_equal(hold_set_topic(&set, reason, HOLD_EFFECT_DEFER, true), 0);
        }
        assert_int_equal(hold_set_topic(&set, "one-more", HOLD_EFFECT_DEFER, true), -ENOSPC);
        assert_int_equal(
                hold_set_command(&set, "one-more", HOLD_EFFECT_DEFER, USEC_PER_SEC, USEC_INFINITY), -ENOSPC);
        assert_int_equal(hold_set_topic(&set, "one-more", HOLD_EFFECT_DEFER, false), 0);
        /* one that is set already needs no room */
        assert_int_equal(
                hold_set_command(&set, "reason-3", HOLD_EFFECT_DEFER, USEC_PER_SEC, USEC_INFINITY), 0);
        assert_int_equal(set.count, HOLDS_MAX);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(well_known_reasons_have_their_effect),
                cmocka_unit_test(the_well_known_reasons_are_told),
                cmocka_unit_test(a_topic_sets_a_reason_for_as_long_as_it_says),
                cmocka_unit_test(a_command_holds_until_its_end),
                cmocka_unit_test(a_date_ends_a_hold_by_the_wall_clock),
                cmocka_unit_test(a_hold_by_duration_does_not_care_about_the_wall_clock),
                cmocka_unit_test(the_sooner_of_both_ends_counts),
                cmocka_unit_test(a_new_command_replaces_the_end),
                cmocka_unit_test(a_reason_set_twice_ends_when_both_let_go),
                cmocka_unit_test(release_takes_a_reason_off_whoever_set_it),
                cmocka_unit_test(the_set_of_reasons_is_limited_and_says_so),
        };

        return cmocka_run_group_tests_name("hold", tests, NULL, NULL);
}
