/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/source.h"

static const struct source_config SEAT = {
        .kind = SOURCE_KIND_SEAT, .seat_group = SEAT_GROUP_NONE, .stale_after_usec = 6 * USEC_PER_HOUR
};
static const struct source_config PC = {
        .kind = SOURCE_KIND_ACTIVITY, .seat_group = SEAT_GROUP_NONE, .stale_after_usec = 15 * USEC_PER_MINUTE
};
static const struct source_config DESK = {
        .kind = SOURCE_KIND_DESK_HEIGHT, .seat_group = SEAT_GROUP_NONE, .stale_after_usec = USEC_INFINITY
};

static const struct source_config KEYBOARD = {
        .kind = SOURCE_KIND_DESKTOP_IDLE, .seat_group = SEAT_GROUP_NONE, .stale_after_usec = USEC_INFINITY
};
static const struct source_config SESSION = {
        .kind = SOURCE_KIND_LOGIND, .seat_group = SEAT_GROUP_NONE, .stale_after_usec = USEC_INFINITY
};

static struct instant at_sec(int64_t second)
{
        return (struct instant){ .boottime_usec = second * USEC_PER_SEC,
                .realtime_usec = second * USEC_PER_SEC };
}

static enum source_value read_at(
        const struct source *source, const struct source_config *config, int64_t second)
{
        return source_read(source, config, second * USEC_PER_SEC);
}

static void say(
        struct source *source, const struct source_config *config, int64_t second, enum source_value value)
{
        struct instant now = at_sec(second);
        struct claim claim = { .value = value, .reading = (uint32_t)value + 1 };

        source_claim(source, config, &claim, &now);
}

static void say_retained(
        struct source *source, const struct source_config *config, int64_t second, enum source_value value)
{
        struct instant now = at_sec(second);
        struct claim claim = { .value = value, .retained = true, .reading = (uint32_t)value + 1 };

        source_claim(source, config, &claim, &now);
}

static void say_with(struct source *source, const struct source_config *config, int64_t second,
        enum source_value value, int64_t age_sec, int64_t lease_sec)
{
        struct instant now = at_sec(second);
        struct claim claim = { .value = value,
                .reading = (uint32_t)value + 1,
                .age_usec = age_sec * USEC_PER_SEC,
                .lease_usec = lease_sec * USEC_PER_SEC };

        source_claim(source, config, &claim, &now);
}

static void a_source_that_never_spoke_says_nothing(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        assert_int_equal(read_at(&source, &SEAT, 0), SOURCE_VALUE_NOTHING);
        assert_int_equal(read_at(&source, &DESK, 1000000), SOURCE_VALUE_NOTHING);
        assert_true(source_lease_end(&source, &SEAT) == USEC_INFINITY);
        assert_true(source.since_usec == INT64_MIN);
}

static void a_source_speaks_until_its_lease_ends(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &PC, 100, SOURCE_VALUE_TRUE);
        assert_int_equal(read_at(&source, &PC, 100), SOURCE_VALUE_TRUE);
        assert_true(source_lease_end(&source, &PC) == 1000 * USEC_PER_SEC);
        assert_int_equal(source_read(&source, &PC, 1000 * USEC_PER_SEC - 1), SOURCE_VALUE_TRUE);
        assert_int_equal(source_read(&source, &PC, 1000 * USEC_PER_SEC + 1), SOURCE_VALUE_NOTHING);
}

static void a_message_renews_the_lease_and_keeps_the_edge(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &PC, 100, SOURCE_VALUE_TRUE);
        say(&source, &PC, 900, SOURCE_VALUE_TRUE);
        assert_true(source_lease_end(&source, &PC) == 1800 * USEC_PER_SEC);
        assert_true(source.since_usec == 100 * USEC_PER_SEC);
        say(&source, &PC, 950, SOURCE_VALUE_FALSE);
        assert_true(source.since_usec == 950 * USEC_PER_SEC);
        assert_true(source.idle_since_usec == 950 * USEC_PER_SEC);
        say(&source, &PC, 990, SOURCE_VALUE_FALSE);
        assert_true(source.idle_since_usec == 950 * USEC_PER_SEC);
}

static void a_source_without_staleness_speaks_for_ever(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &DESK, 0, SOURCE_VALUE_FALSE);
        assert_int_equal(read_at(&source, &DESK, 400 * 86400), SOURCE_VALUE_FALSE);
        assert_true(source_lease_end(&source, &DESK) == USEC_INFINITY);
}

static void nothing_ends_what_was_said(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &SEAT, 0, SOURCE_VALUE_TRUE);
        say(&source, &SEAT, 10, SOURCE_VALUE_NOTHING);
        assert_int_equal(read_at(&source, &SEAT, 10), SOURCE_VALUE_NOTHING);
        assert_true(source_lease_end(&source, &SEAT) == USEC_INFINITY);
        say(&source, &SEAT, 20, SOURCE_VALUE_TRUE);
        assert_int_equal(read_at(&source, &SEAT, 20), SOURCE_VALUE_TRUE);
}

static void offline_silences_and_online_speaks_again_within_the_lease(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &PC, 0, SOURCE_VALUE_TRUE);
        source_set_offline(&source, true);
        assert_int_equal(read_at(&source, &PC, 10), SOURCE_VALUE_NOTHING);
        source_set_offline(&source, false);
        assert_int_equal(read_at(&source, &PC, 20), SOURCE_VALUE_TRUE);
        assert_int_equal(read_at(&source, &PC, 901), SOURCE_VALUE_NOTHING);
}

static void a_retained_repeat_does_not_renew_the_lease(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &PC, 0, SOURCE_VALUE_TRUE);
        say_retained(&source, &PC, 600, SOURCE_VALUE_TRUE);
        assert_true(source_lease_end(&source, &PC) == 900 * USEC_PER_SEC);
        assert_int_equal(read_at(&source, &PC, 901), SOURCE_VALUE_NOTHING);
}

static void a_retained_difference_counts_from_now(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &PC, 0, SOURCE_VALUE_TRUE);
        say_retained(&source, &PC, 600, SOURCE_VALUE_FALSE);
        assert_int_equal(read_at(&source, &PC, 600), SOURCE_VALUE_FALSE);
        assert_true(source.since_usec == 600 * USEC_PER_SEC);
        assert_true(source_lease_end(&source, &PC) == 1500 * USEC_PER_SEC);
}

static void say_room(struct source *source, int64_t second, uint16_t room, bool retained)
{
        static const struct source_config tracker = {
                .kind = SOURCE_KIND_ROOM, .seat_group = SEAT_GROUP_NONE, .stale_after_usec = 6 * USEC_PER_HOUR
        };
        struct instant now = at_sec(second);
        struct claim claim = { .value = SOURCE_VALUE_TRUE, .retained = retained, .room = room };

        source_claim(source, &tracker, &claim, &now);
}

static void another_room_is_another_claim(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say_room(&source, 0, 1, true);
        say_room(&source, 600, 1, true);
        assert_true(source.since_usec == 0 && source.heard_usec == 0);
        say_room(&source, 700, 2, true);
        assert_int_equal(source.room, 2);
        assert_true(source.since_usec == 700 * USEC_PER_SEC && source.heard_usec == 700 * USEC_PER_SEC);
        say_room(&source, 800, 2, false);
        assert_true(source.since_usec == 700 * USEC_PER_SEC && source.heard_usec == 800 * USEC_PER_SEC);
}

static void the_first_retained_message_counts_from_now(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say_retained(&source, &PC, 50, SOURCE_VALUE_TRUE);
        assert_int_equal(read_at(&source, &PC, 50), SOURCE_VALUE_TRUE);
        assert_true(source_lease_end(&source, &PC) == 950 * USEC_PER_SEC);
}

static void last_seen_of_the_message_itself_wins(void **state)
{
        struct source source;
        struct instant now = at_sec(1000);
        struct claim claim = { .value = SOURCE_VALUE_TRUE, .retained = true, .age_usec = 300 * USEC_PER_SEC };

        (void)state;
        source_init(&source);
        source_claim(&source, &PC, &claim, &now);
        assert_int_equal(read_at(&source, &PC, 1000), SOURCE_VALUE_TRUE);
        assert_true(source_lease_end(&source, &PC) == 1600 * USEC_PER_SEC);
}

static void a_message_that_is_older_than_its_lease_says_nothing(void **state)
{
        struct source source;
        struct instant now = at_sec(1000);
        struct claim claim = { .value = SOURCE_VALUE_TRUE, .retained = true, .age_usec = 901 * USEC_PER_SEC };

        (void)state;
        source_init(&source);
        source_claim(&source, &PC, &claim, &now);
        assert_int_equal(read_at(&source, &PC, 1000), SOURCE_VALUE_NOTHING);
}

static void an_age_of_an_old_repeat_does_not_shorten_a_fresh_lease(void **state)
{
        struct source source;
        struct instant now = at_sec(1000);
        struct claim claim = {
                .value = SOURCE_VALUE_TRUE, .retained = true, .reading = 3, .age_usec = 800 * USEC_PER_SEC
        };

        (void)state;
        source_init(&source);
        say(&source, &PC, 990, SOURCE_VALUE_TRUE);
        source_claim(&source, &PC, &claim, &now);
        assert_true(source_lease_end(&source, &PC) == 1890 * USEC_PER_SEC);
}

static void a_change_of_the_reading_alone_is_noticed(void **state)
{
        struct source source;
        struct claim claim = { .value = SOURCE_VALUE_TRUE, .reading = 81 };
        struct instant now = at_sec(0);

        (void)state;
        source_init(&source);
        source_claim(&source, &SEAT, &claim, &now);
        now = at_sec(3600);
        source_claim(&source, &SEAT, &claim, &now);
        assert_true(source.changed_usec == 0);
        claim.reading = 82;
        now = at_sec(7200);
        source_claim(&source, &SEAT, &claim, &now);
        assert_true(source.changed_usec == 7200 * USEC_PER_SEC);
        assert_true(source.since_usec == 0);
}

static void a_doubted_source_says_nothing_until_its_value_changes(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &SEAT, 0, SOURCE_VALUE_TRUE);
        source.doubted = true;
        assert_int_equal(read_at(&source, &SEAT, 5), SOURCE_VALUE_NOTHING);
        say(&source, &SEAT, 10, SOURCE_VALUE_TRUE);
        assert_int_equal(read_at(&source, &SEAT, 10), SOURCE_VALUE_NOTHING);
        say(&source, &SEAT, 20, SOURCE_VALUE_FALSE);
        assert_int_equal(read_at(&source, &SEAT, 20), SOURCE_VALUE_FALSE);
        say(&source, &SEAT, 30, SOURCE_VALUE_TRUE);
        assert_int_equal(read_at(&source, &SEAT, 30), SOURCE_VALUE_TRUE);
}

static void a_claim_may_bring_its_own_lease(void **state)
{
        static const struct {
                const struct source_config *config;
                int64_t lease_sec;
                int64_t end_sec;
        } cases[] = {
                { &PC, 0, 1000 },
                { &PC, 120, 220 },
                { &PC, 7200, 7300 },
                { &DESK, 120, 220 },
                { &KEYBOARD, 120, 220 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct source source;

                source_init(&source);
                say_with(&source, cases[i].config, 100, SOURCE_VALUE_TRUE, 0, cases[i].lease_sec);
                assert_true(source_lease_end(&source, cases[i].config) == cases[i].end_sec * USEC_PER_SEC);
                assert_int_equal(read_at(&source, cases[i].config, cases[i].end_sec - 1), SOURCE_VALUE_TRUE);
                assert_int_equal(read_at(&source, cases[i].config, cases[i].end_sec), SOURCE_VALUE_NOTHING);
        }
}

static void each_claim_sets_the_lease_anew(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say_with(&source, &PC, 0, SOURCE_VALUE_TRUE, 0, 60);
        say_with(&source, &PC, 30, SOURCE_VALUE_TRUE, 0, 300);
        assert_true(source_lease_end(&source, &PC) == 330 * USEC_PER_SEC);
        say(&source, &PC, 40, SOURCE_VALUE_TRUE);
        assert_true(source_lease_end(&source, &PC) == 940 * USEC_PER_SEC);
        say_with(&source, &PC, 50, SOURCE_VALUE_FALSE, 0, 10);
        assert_int_equal(read_at(&source, &PC, 59), SOURCE_VALUE_FALSE);
        assert_int_equal(read_at(&source, &PC, 60), SOURCE_VALUE_NOTHING);
}

static void a_claim_older_than_its_own_lease_says_nothing(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say_with(&source, &PC, 1000, SOURCE_VALUE_TRUE, 61, 60);
        assert_int_equal(read_at(&source, &PC, 1000), SOURCE_VALUE_NOTHING);
        say_with(&source, &PC, 1000, SOURCE_VALUE_TRUE, 1000, 1200);
        assert_int_equal(read_at(&source, &PC, 1000), SOURCE_VALUE_TRUE);
        assert_true(source_lease_end(&source, &PC) == 1200 * USEC_PER_SEC);
}

static void after_its_lease_a_true_one_has_no_edge_to_false(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say_with(&source, &PC, 0, SOURCE_VALUE_TRUE, 0, 60);
        say(&source, &PC, 100, SOURCE_VALUE_FALSE);
        assert_true(source.idle_since_usec == INT64_MIN);
        assert_true(source.since_usec == 100 * USEC_PER_SEC);
}

static void the_age_of_a_live_source_dates_its_edge(void **state)
{
        static const struct source_config *const configs[] = { &KEYBOARD, &SESSION };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(configs); i++) {
                struct source source;

                source_init(&source);
                say(&source, configs[i], 100, SOURCE_VALUE_TRUE);
                say_with(&source, configs[i], 1060, SOURCE_VALUE_FALSE, 60, 0);
                assert_int_equal(read_at(&source, configs[i], 1060), SOURCE_VALUE_FALSE);
                assert_true(source.since_usec == 1000 * USEC_PER_SEC);
                assert_true(source.idle_since_usec == 1000 * USEC_PER_SEC);
                assert_true(source.heard_usec == 1060 * USEC_PER_SEC);
        }
}

/* The clock of the desktop and ours are not read at the same moment: dropped, it would be in use for ever. */
static void a_live_source_is_heard_though_its_edge_lies_before_its_last_word(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say(&source, &KEYBOARD, 1000, SOURCE_VALUE_TRUE);
        say_with(&source, &KEYBOARD, 1030, SOURCE_VALUE_FALSE, 60, 0);
        assert_int_equal(read_at(&source, &KEYBOARD, 1030), SOURCE_VALUE_FALSE);
        assert_true(source.idle_since_usec == 1000 * USEC_PER_SEC);
        say(&source, &KEYBOARD, 1031, SOURCE_VALUE_TRUE);
        assert_int_equal(read_at(&source, &KEYBOARD, 1031), SOURCE_VALUE_TRUE);
}

static void the_first_word_of_a_desktop_tells_since_when_it_is_idle(void **state)
{
        static const struct {
                const struct source_config *config;
                int64_t age_sec;
                int64_t idle_since_sec; /* -1: not known */
        } cases[] = {
                { &KEYBOARD, 70, 930 },
                { &KEYBOARD, 0, -1 },
                { &SESSION, 0, -1 },
                /* Locked, or nobody logged in, since then: that is no keyboard that was just in use. */
                { &SESSION, 70, -1 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct source source;

                source_init(&source);
                say_with(&source, cases[i].config, 1000, SOURCE_VALUE_FALSE, cases[i].age_sec, 0);
                assert_true(
                        source.idle_since_usec ==
                        (cases[i].idle_since_sec < 0 ? INT64_MIN : cases[i].idle_since_sec * USEC_PER_SEC));
        }
}

static void a_live_source_with_a_lease_counts_it_from_its_word(void **state)
{
        struct source source;

        (void)state;
        source_init(&source);
        say_with(&source, &KEYBOARD, 1000, SOURCE_VALUE_FALSE, 400, 300);
        assert_int_equal(read_at(&source, &KEYBOARD, 1000), SOURCE_VALUE_FALSE);
        assert_true(source_lease_end(&source, &KEYBOARD) == 1300 * USEC_PER_SEC);
}

static void what_says_that_somebody_is_busy_is_an_activity(void **state)
{
        static const struct {
                enum source_kind kind;
                bool activity;
        } cases[] = {
                { SOURCE_KIND_SEAT, false },
                { SOURCE_KIND_PRESENCE, false },
                { SOURCE_KIND_DESK_HEIGHT, false },
                { SOURCE_KIND_ACTIVITY, true },
                { SOURCE_KIND_HOME, false },
                { SOURCE_KIND_ROOM, false },
                { SOURCE_KIND_LOGIND, true },
                { SOURCE_KIND_DESKTOP_IDLE, true },
        };

        (void)state;
        assert_int_equal(ELEMENTS(cases), SOURCE_KIND_MAX_);
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(source_is_activity(cases[i].kind), cases[i].activity);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_source_that_never_spoke_says_nothing),
                cmocka_unit_test(a_source_speaks_until_its_lease_ends),
                cmocka_unit_test(a_message_renews_the_lease_and_keeps_the_edge),
                cmocka_unit_test(a_source_without_staleness_speaks_for_ever),
                cmocka_unit_test(nothing_ends_what_was_said),
                cmocka_unit_test(offline_silences_and_online_speaks_again_within_the_lease),
                cmocka_unit_test(a_retained_repeat_does_not_renew_the_lease),
                cmocka_unit_test(a_retained_difference_counts_from_now),
                cmocka_unit_test(the_first_retained_message_counts_from_now),
                cmocka_unit_test(another_room_is_another_claim),
                cmocka_unit_test(last_seen_of_the_message_itself_wins),
                cmocka_unit_test(a_message_that_is_older_than_its_lease_says_nothing),
                cmocka_unit_test(an_age_of_an_old_repeat_does_not_shorten_a_fresh_lease),
                cmocka_unit_test(a_change_of_the_reading_alone_is_noticed),
                cmocka_unit_test(a_doubted_source_says_nothing_until_its_value_changes),
                cmocka_unit_test(a_claim_may_bring_its_own_lease),
                cmocka_unit_test(each_claim_sets_the_lease_anew),
                cmocka_unit_test(a_claim_older_than_its_own_lease_says_nothing),
                cmocka_unit_test(after_its_lease_a_true_one_has_no_edge_to_false),
                cmocka_unit_test(the_age_of_a_live_source_dates_its_edge),
                cmocka_unit_test(a_live_source_is_heard_though_its_edge_lies_before_its_last_word),
                cmocka_unit_test(the_first_word_of_a_desktop_tells_since_when_it_is_idle),
                cmocka_unit_test(a_live_source_with_a_lease_counts_it_from_its_word),
                cmocka_unit_test(what_says_that_somebody_is_busy_is_an_activity),
        };

        return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
