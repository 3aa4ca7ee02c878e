/* SPDX-License-Identifier: MIT */
#include "unit/lamp_desk.h"

#define BLINK SET "{\"effect\":\"blink\"}"
#define OKAY  SET "{\"effect\":\"okay\"}"

static void a_lamp_that_does_not_answer_shows_what_it_comes_back_from_by_itself(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_sent(&bench, "");
        bench_link(&bench, true);
        bench_sent(&bench, ASK);
        assert_int_equal(lamp_next_deadline(bench.lamp), bench.now_usec + LAMP_ASK_USEC);
        assert_false(lamp_is_blind(bench.lamp));
        bench_wait(&bench, USEC_PER_HOUR);
        bench_sent(&bench, BLINK);
        assert_false(lamp_is_ours(bench.lamp));
        assert_true(lamp_is_blind(bench.lamp));
        assert_int_equal(lamp_next_deadline(bench.lamp), USEC_INFINITY);

        /* Each show asks once more. */
        bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
        bench_sent(&bench, ASK);
        bench_show(&bench, BEN, LIGHT_SHOW_DUE);
        bench_sent(&bench, "");
        bench_wait(&bench, USEC_PER_HOUR);
        bench_sent(&bench, BLINK);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_wait(&bench, USEC_PER_HOUR);
        bench_sent(&bench, ASK);
        bench_show(&bench, BEN, LIGHT_SHOW_TAKEN);
        bench_sent(&bench, ASK);
        bench_wait(&bench, LAMP_ASK_USEC);
        bench_sent(&bench, OKAY);

        /* When it speaks it is shown what is wanted, and gets back what it told. */
        bench_wait(&bench, USEC_PER_HOUR);
        bench_show(&bench, BEN, LIGHT_SHOW_REPEAT);
        bench_sent(&bench, ASK);
        bench_wait(&bench, USEC_PER_HOUR);
        bench_sent(&bench, BLINK);
        bench_hear(&bench, LAMP, BEFORE);
        bench_sent(&bench, TINT);
        assert_false(lamp_is_blind(bench.lamp));
        bench_show(&bench, BEN, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

static void what_a_lamp_says_while_it_signals_is_not_how_it_looks(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        bench_link(&bench, true);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_wait(&bench, LAMP_ASK_USEC);
        bench_sent(&bench, ASK "\n" ASK "\n" BLINK);
        bench_hear(&bench, LAMP, OFF);
        bench_sent(&bench, "");
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_hear(&bench, LAMP, BEFORE);
        bench_sent(&bench, TINT);
        bench_done(&bench);
}

static void what_may_be_off_or_no_lamp_is_not_signalled(void **state)
{
        static const struct {
                bool may_turn_on;
                const char *answer;
        } cases[] = { { false, NULL }, { true, "{\"linkquality\":50}" }, { true, "{\"brightness\":50}" } };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct lamp_config config = desk_lamp;
                struct bench bench;

                config.may_turn_on = cases[i].may_turn_on;
                bench_init(&bench, &config);
                bench_link(&bench, true);
                bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
                if (cases[i].answer)
                        bench_hear(&bench, LAMP, cases[i].answer);
                bench_wait(&bench, USEC_PER_HOUR);
                bench_sent(&bench, ASK);
                assert_true(lamp_is_blind(bench.lamp));
                bench_done(&bench);
        }
}

static void an_answer_that_comes_after_the_show_is_over_does_nothing(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        bench_link(&bench, true);
        bench_sent(&bench, ASK);
        bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_wait(&bench, 2 * LAMP_TAKEN_USEC);
        bench_hear(&bench, LAMP, BEFORE);
        bench_sent(&bench, "");
        assert_false(lamp_is_ours(bench.lamp));
        bench_done(&bench);
}

static void a_lamp_that_may_not_be_turned_on_stays_off(void **state)
{
        struct lamp_config config = desk_lamp;
        struct bench bench;

        (void)state;
        config.may_turn_on = false;
        bench_init(&bench, &config);
        bench_link(&bench, true);
        bench_hear(&bench, LAMP, OFF);
        bench_sent(&bench, ASK);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_show(&bench, BEN, LIGHT_SHOW_REPEAT);
        bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_sent(&bench, "");

        /* Turned on, it is somebody's until the next show. */
        bench_hear(&bench, LAMP, BEFORE);
        bench_sent(&bench, "");
        bench_show(&bench, BEN, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_done(&bench);
}

static void off_stays_off(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin(&bench, OFF);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_hear(&bench, LAMP, TINTED);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK_OFF);
        assert_true(lamp_is_ours(bench.lamp));
        bench_hear(&bench, LAMP, OFF);
        assert_false(lamp_is_ours(bench.lamp));
        bench_done(&bench);
}

/* What comes after the echo: changed by somebody, or the lamp's own rounding and chatter. */
static void what_somebody_set_is_not_touched(void **state)
{
        static const struct {
                const char *report;
                bool changed;
        } cases[] = {
                { "{\"linkquality\":50}", false },
                { TINTED, false },
                { "{\"state\":\"ON\",\"brightness\":203,\"color_mode\":\"xy\",\"color\":{\"x\":0.57,\"y\":0."
                  "38}}",
                        false },
                { "{\"state\":\"ON\",\"brightness\":196}", true },
                { "{\"state\":\"ON\",\"color_mode\":\"xy\",\"color\":{\"x\":0.58,\"y\":0.4}}", true },
                { "{\"state\":\"ON\",\"color_mode\":\"xy\",\"color\":{\"x\":0.55,\"y\":0.37}}", true },
                { "{\"state\":\"ON\",\"color_mode\":\"color_temp\",\"color_temp\":500}", true },
                { "{\"color_mode\":\"hs\",\"color\":{\"x\":0.55,\"y\":0.4,\"hue\":30,\"saturation\":90}}",
                        false },
                { "{\"state\":\"OFF\"}", true },
                { "{\"brightness\":20}", true },
                { BEFORE, true },
                { OFF, true },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_begin_due(&bench, BEFORE);
                bench_hear(&bench, LAMP, cases[i].report);
                bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
                bench_sent(&bench, cases[i].changed ? "" : BACK);
                bench_done(&bench);
        }
}

static void a_later_show_starts_afresh_from_what_somebody_set(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin_due(&bench, OFF);
        bench_hear(&bench, LAMP, BLUE);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_sent(&bench, "");
        assert_false(lamp_is_ours(bench.lamp));
        bench_show(&bench, BEN, LIGHT_SHOW_DUE);
        bench_sent(&bench, SET
                "{\"state\":\"ON\",\"brightness\":100,\"color\":{\"x\":0.55,\"y\":0.4},\"transition\":1}");
        bench_show(&bench, BEN, LIGHT_SHOW_BEFORE);
        /* Anna's was over when the lamp became somebody's. */
        bench_sent(&bench, SET
                "{\"state\":\"ON\",\"brightness\":100,\"color\":{\"x\":0.16,\"y\":0.08},\"transition\":1}");
        bench_done(&bench);
}

static void the_last_echo_is_what_later_reports_are_compared_with(void **state)
{
        static const char clipped[] = "{\"state\":\"ON\",\"brightness\":190,\"color_mode\":\"xy\",\"color\":{"
                                      "\"x\":0.5,\"y\":0.42}}";
        struct bench bench;

        (void)state;
        bench_begin(&bench, BEFORE);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_hear(&bench, LAMP, TINTED);
        bench_wait(&bench, LAMP_ECHO_USEC - 1);
        bench_hear(&bench, LAMP, clipped);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_hear(&bench, LAMP, clipped);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

/* It crossed our message on the way: what the lamp says later is the echo. */
static void a_late_report_of_the_look_before_is_no_echo(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin(&bench, BEFORE);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_hear(&bench, LAMP, BEFORE);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_hear(&bench, LAMP, TINTED);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

static void off_is_somebodys_wish_once_the_lamp_was_on(void **state)
{
        static const struct {
                const char *before;
                const char *echo;
                bool changed;
        } cases[] = {
                { BEFORE, NULL, true }, /* was on all the time */
                { OFF, TINTED, true },  /* has turned on as told */
                { OFF, NULL, false },   /* crossed our message */
                { OFF, "{\"linkquality\":3}", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_begin(&bench, cases[i].before);
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                bench_wait(&bench, USEC_PER_SEC / 2);
                if (cases[i].echo)
                        bench_hear(&bench, LAMP, cases[i].echo);
                bench_hear(&bench, LAMP, OFF);
                assert_int_equal(lamp_is_ours(bench.lamp), !cases[i].changed);
                bench_done(&bench);
        }
}

/* Given back as off, and shown something again before the lamp has told of that. */
static void the_off_that_we_gave_back_is_nobodys_wish(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin(&bench, OFF);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_hear(&bench, LAMP, TINTED);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        outbox_clear(&bench.outbox);
        bench_show(&bench, BEN, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_hear(&bench, LAMP, OFF);
        bench_hear(&bench, LAMP, TINTED);
        assert_true(lamp_is_ours(bench.lamp));
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_show(&bench, BEN, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK_OFF);
        bench_done(&bench);
}

/* It never said that it turned on, and after the echo's time it is off: somebody wants it so, or it is out of
 * reach. */
static void off_after_the_echo_is_always_somebodys(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin(&bench, OFF);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_wait(&bench, LAMP_ECHO_USEC);
        bench_hear(&bench, LAMP, OFF);
        assert_false(lamp_is_ours(bench.lamp));
        bench_done(&bench);
}

/* Told on the way to the tint, and not again until long after it was there. */
static void a_lamp_that_tells_late_where_its_fade_ended_is_still_ours(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin(&bench, BEFORE);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_hear(&bench, LAMP, TINTED);
        bench_wait(&bench, USEC_PER_SEC / 2);
        bench_hear(&bench, LAMP,
                "{\"state\":\"ON\",\"brightness\":150,\"color_mode\":\"xy\",\"color\":{\"x\":0.45,\"y\":0.39}"
                ","
                "\"color_temp\":350}");
        bench_wait(&bench, 5 * USEC_PER_SEC);
        bench_hear(&bench, LAMP, TINTED);
        assert_true(lamp_is_ours(bench.lamp));
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

static void taken_is_green_for_three_seconds(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin_due(&bench, BEFORE);
        bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
        bench_sent(&bench, TAKEN);
        bench_hear(&bench, LAMP, GREEN);
        bench_wait(&bench, LAMP_TAKEN_USEC - 1);
        bench_sent(&bench, "");
        bench_wait(&bench, 1);
        bench_sent(&bench, BACK);
        bench_wait(&bench, USEC_PER_HOUR);
        bench_sent(&bench, "");
        assert_false(lamp_is_ours(bench.lamp));
        bench_done(&bench);
}

/* The strongest is seen, and the look of before comes back when the last has ended. */
static void the_strongest_of_two_peoples_shows_wins(void **state)
{
        static const struct {
                struct {
                        uint32_t person;
                        enum light_show show;
                        const char *sent;
                } steps[5];
        } cases[] = {
                { { { ANNA, LIGHT_SHOW_DUE, TINT }, { BEN, LIGHT_SHOW_DUE, "" },
                        { ANNA, LIGHT_SHOW_BEFORE, "" }, { BEN, LIGHT_SHOW_BEFORE, BACK } } },
                { { { ANNA, LIGHT_SHOW_DUE, TINT }, { BEN, LIGHT_SHOW_DUE, "" },
                        { BEN, LIGHT_SHOW_BEFORE, "" }, { ANNA, LIGHT_SHOW_BEFORE, BACK } } },
                { { { ANNA, LIGHT_SHOW_REPEAT, TINT "\n" BREATH }, { BEN, LIGHT_SHOW_DUE, "" },
                        { ANNA, LIGHT_SHOW_BEFORE, "" }, { BEN, LIGHT_SHOW_BEFORE, BACK } } },
                { { { ANNA, LIGHT_SHOW_DUE, TINT }, { BEN, LIGHT_SHOW_REPEAT, BREATH },
                        { BEN, LIGHT_SHOW_BEFORE, "" }, { ANNA, LIGHT_SHOW_REPEAT, BREATH },
                        { ANNA, LIGHT_SHOW_BEFORE, BACK } } },
                { { { ANNA, LIGHT_SHOW_TAKEN, TAKEN }, { BEN, LIGHT_SHOW_DUE, "" },
                        { ANNA, LIGHT_SHOW_BEFORE, TINT }, { BEN, LIGHT_SHOW_BEFORE, BACK } } },
                { { { ANNA, LIGHT_SHOW_TAKEN, TAKEN }, { BEN, LIGHT_SHOW_REPEAT, "" },
                        { ANNA, LIGHT_SHOW_BEFORE, TINT "\n" BREATH }, { BEN, LIGHT_SHOW_BEFORE, BACK } } },
                { { { ANNA, LIGHT_SHOW_TAKEN, TAKEN }, { BEN, LIGHT_SHOW_REPEAT, "" },
                        { BEN, LIGHT_SHOW_DUE, "" }, { ANNA, LIGHT_SHOW_BEFORE, TINT },
                        { BEN, LIGHT_SHOW_BEFORE, BACK } } },
                { { { ANNA, LIGHT_SHOW_DUE, TINT }, { BEN, LIGHT_SHOW_TAKEN, TAKEN },
                        { ANNA, LIGHT_SHOW_TAKEN, "" }, { BEN, LIGHT_SHOW_BEFORE, "" },
                        { ANNA, LIGHT_SHOW_BEFORE, BACK } } },
                { { { ANNA, LIGHT_SHOW_DUE, TINT }, { BEN, LIGHT_SHOW_BEFORE, "" },
                        { ANNA, LIGHT_SHOW_DUE, "" }, { ANNA, LIGHT_SHOW_BEFORE, BACK } } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_begin(&bench, BEFORE);
                for (size_t j = 0; j < ELEMENTS(cases[i].steps) && cases[i].steps[j].sent; j++) {
                        bench_show(&bench, cases[i].steps[j].person, cases[i].steps[j].show);
                        bench_sent(&bench, cases[i].steps[j].sent);
                        bench_wait(&bench, USEC_PER_SEC / 4);
                        bench_sent(&bench, "");
                }
                bench_hear(&bench, LAMP, BEFORE);
                assert_false(lamp_is_ours(bench.lamp));
                bench_done(&bench);
        }
}

static void one_persons_green_ends_in_anothers_tint(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin_due(&bench, BEFORE);
        bench_show(&bench, BEN, LIGHT_SHOW_DUE);
        bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
        bench_sent(&bench, TAKEN);
        bench_hear(&bench, LAMP, GREEN);
        bench_wait(&bench, LAMP_TAKEN_USEC);
        bench_sent(&bench, TINT);
        bench_hear(&bench, LAMP, TINTED);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_show(&bench, BEN, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

static void a_show_while_the_lamp_goes_back_keeps_what_was_before(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin_due(&bench, BEFORE);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_wait(&bench, USEC_PER_SEC);
        bench_hear(&bench, LAMP, TINTED);
        bench_show(&bench, BEN, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_show(&bench, BEN, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);

        /* Even one that never told that it is back is believed to be. */
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_hear(&bench, LAMP, OFF);
        assert_false(lamp_is_ours(bench.lamp));
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_done(&bench);
}

static void more_people_than_a_lamp_has_room_for_are_not_shown(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin(&bench, BEFORE);
        for (uint32_t person = 0; person < LAMP_PEOPLE_MAX; person++)
                bench_show(&bench, person, LIGHT_SHOW_DUE);
        bench_sent(&bench, TINT);
        bench_show(&bench, LAMP_PEOPLE_MAX, LIGHT_SHOW_TAKEN);
        bench_sent(&bench, "");
        for (uint32_t person = 0; person < LAMP_PEOPLE_MAX; person++) {
                bench_sent(&bench, "");
                bench_show(&bench, person, LIGHT_SHOW_BEFORE);
        }
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

static void fill_outbox(struct bench *bench)
{
        while (outbox_add(&bench->outbox, OUTBOX_DEVICE, "t", "")) {
        }
}

/* Each of the lamp's messages finds the outbox full, and goes out when there is room. */
static void a_full_outbox_only_delays(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        fill_outbox(&bench);
        bench_link(&bench, true);
        outbox_clear(&bench.outbox);
        bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
        bench_sent(&bench, ASK);
        fill_outbox(&bench);
        bench_hear(&bench, LAMP, BEFORE);
        assert_false(lamp_is_ours(bench.lamp));
        outbox_clear(&bench.outbox);
        bench_wait(&bench, LAMP_ASK_USEC);
        bench_sent(&bench, TINT "\n" BREATH);
        fill_outbox(&bench);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        outbox_clear(&bench.outbox);
        bench_wait(&bench, LAMP_ASK_USEC);
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

/* How many allocations of the JSON library succeed before one fails. */
static size_t allocations_left;

static void *failing_malloc(size_t size)
{
        if (allocations_left == 0)
                return NULL;
        allocations_left--;
        return malloc(size);
}

static void no_memory_for_json_only_delays(void **state)
{
        static const char *const befores[] = {
                BEFORE,
                "{\"state\":\"ON\",\"brightness\":10,\"color\":{\"hue\":90,\"saturation\":50},\"color_mode\":"
                "\"hs\"}",
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(befores); i++) {
                size_t failures = 0;

                for (bool done = false; !done; failures++) {
                        struct bench bench;
                        char *saved;

                        bench_begin(&bench, befores[i]);
                        json_set_alloc_funcs(failing_malloc, free);
                        allocations_left = failures;
                        bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
                        json_set_alloc_funcs(malloc, free);
                        bench_wait(&bench, LAMP_ASK_USEC);
                        assert_in_range(bench.outbox.count, 3, 4);
                        outbox_clear(&bench.outbox);

                        json_set_alloc_funcs(failing_malloc, free);
                        allocations_left = failures;
                        saved = lamp_save(bench.lamp);
                        done = saved && allocations_left > 0;
                        json_set_alloc_funcs(malloc, free);
                        free(saved);
                        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
                        assert_int_equal(bench.outbox.count, 1);
                        bench_done(&bench);
                }
                assert_true(failures > 10);
        }
}

static void nothing_is_freed_twice(void **state)
{
        (void)state;
        assert_null(lamp_free(NULL));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_lamp_that_does_not_answer_shows_what_it_comes_back_from_by_itself),
                cmocka_unit_test(what_a_lamp_says_while_it_signals_is_not_how_it_looks),
                cmocka_unit_test(what_may_be_off_or_no_lamp_is_not_signalled),
                cmocka_unit_test(an_answer_that_comes_after_the_show_is_over_does_nothing),
                cmocka_unit_test(a_lamp_that_may_not_be_turned_on_stays_off),
                cmocka_unit_test(off_stays_off),
                cmocka_unit_test(what_somebody_set_is_not_touched),
                cmocka_unit_test(a_later_show_starts_afresh_from_what_somebody_set),
                cmocka_unit_test(the_last_echo_is_what_later_reports_are_compared_with),
                cmocka_unit_test(a_late_report_of_the_look_before_is_no_echo),
                cmocka_unit_test(off_is_somebodys_wish_once_the_lamp_was_on),
                cmocka_unit_test(the_off_that_we_gave_back_is_nobodys_wish),
                cmocka_unit_test(off_after_the_echo_is_always_somebodys),
                cmocka_unit_test(a_lamp_that_tells_late_where_its_fade_ended_is_still_ours),
                cmocka_unit_test(taken_is_green_for_three_seconds),
                cmocka_unit_test(the_strongest_of_two_peoples_shows_wins),
                cmocka_unit_test(one_persons_green_ends_in_anothers_tint),
                cmocka_unit_test(a_show_while_the_lamp_goes_back_keeps_what_was_before),
                cmocka_unit_test(more_people_than_a_lamp_has_room_for_are_not_shown),
                cmocka_unit_test(a_full_outbox_only_delays),
                cmocka_unit_test(no_memory_for_json_only_delays),
                cmocka_unit_test(nothing_is_freed_twice),
        };

        return cmocka_run_group_tests_name("lamp", tests, NULL, NULL);
}
