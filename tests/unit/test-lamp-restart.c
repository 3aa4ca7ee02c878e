/* SPDX-License-Identifier: MIT */
#include "unit/lamp_desk.h"

#include <errno.h>

/* What the lamp shows when it speaks again, after the link was lost while it was ours. */
static void after_a_lost_link_the_lamp_is_brought_to_what_is_wanted(void **state)
{
        static const struct {
                enum light_show meanwhile; /* Anna's show while the link is away; due: nothing new */
                const char *answer;
                const char *sent;
        } cases[] = {
                { LIGHT_SHOW_DUE, TINTED, "" },
                { LIGHT_SHOW_DUE, BEFORE, TINT },
                { LIGHT_SHOW_DUE, GREEN, TINT },
                { LIGHT_SHOW_BEFORE, TINTED, BACK },
                { LIGHT_SHOW_BEFORE, GREEN, BACK },
                { LIGHT_SHOW_BEFORE, BEFORE, "" },
                { LIGHT_SHOW_BEFORE, BLUE, "" },
                { LIGHT_SHOW_BEFORE, OFF, "" },
                { LIGHT_SHOW_REPEAT, TINTED, BREATH },
                { LIGHT_SHOW_REPEAT, BEFORE, TINT "\n" BREATH },
                { LIGHT_SHOW_TAKEN, TINTED, TAKEN },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_begin_due(&bench, BEFORE);
                bench_link(&bench, false);
                if (cases[i].meanwhile != LIGHT_SHOW_DUE)
                        bench_show(&bench, ANNA, cases[i].meanwhile);
                bench_wait(&bench, USEC_PER_SEC);
                bench_sent(&bench, "");
                bench_link(&bench, true);
                bench_sent(&bench, ASK);
                bench_hear(&bench, LAMP, cases[i].answer);
                bench_sent(&bench, cases[i].sent);
                bench_done(&bench);
        }
}

static void what_somebody_set_while_the_link_was_away_is_theirs(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin_due(&bench, BEFORE);
        bench_link(&bench, false);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_link(&bench, true);
        bench_hear(&bench, LAMP, BLUE);
        bench_sent(&bench, ASK);
        assert_false(lamp_is_ours(bench.lamp));
        bench_done(&bench);

        /* A show that came meanwhile is a later one. */
        bench_begin_due(&bench, BEFORE);
        bench_link(&bench, false);
        bench_show(&bench, BEN, LIGHT_SHOW_REPEAT);
        bench_link(&bench, true);
        bench_sent(&bench, ASK);
        bench_hear(&bench, LAMP, OFF);
        bench_sent(&bench, TINT "\n" BREATH);
        bench_show(&bench, BEN, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK_OFF);
        bench_done(&bench);
}

static void giving_back_that_was_lost_with_the_link_is_done_again(void **state)
{
        static const struct {
                const char *answer;
                const char *sent;
        } cases[] = {
                { TINTED, BACK },
                { BEFORE, "" },
                { BLUE, "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_begin_due(&bench, BEFORE);
                bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
                bench_sent(&bench, BACK);
                bench_link(&bench, false);
                bench_wait(&bench, USEC_PER_MINUTE);
                assert_true(lamp_is_ours(bench.lamp));
                bench_link(&bench, true);
                bench_sent(&bench, ASK);
                bench_hear(&bench, LAMP, cases[i].answer);
                bench_sent(&bench, cases[i].sent);
                assert_int_equal(lamp_is_ours(bench.lamp), *cases[i].sent != '\0');
                bench_done(&bench);
        }
}

static void green_ends_while_the_link_is_away(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin_due(&bench, BEFORE);
        bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
        bench_sent(&bench, TAKEN);
        bench_link(&bench, false);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_link(&bench, true);
        bench_sent(&bench, ASK);
        bench_hear(&bench, LAMP, GREEN);
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

/* Another run of the daemon: what it saved is all that it knows. */
static void bench_restart(struct bench *bench)
{
        char *text = lamp_save(bench->lamp);

        assert_non_null(text);
        bench_done(bench);
        bench_init(bench, &desk_lamp);
        assert_int_equal(lamp_load(bench->lamp, text, bench->now_usec), 0);
        free(text);
}

static void a_restart_gives_back_what_nobody_wants_any_more(void **state)
{
        static const struct {
                const char *before;
                const char *answer;
                const char *sent;
        } cases[] = {
                { BEFORE, TINTED, BACK },
                { BEFORE, BEFORE, "" },
                { BEFORE, BLUE, "" },
                { OFF,
                        "{\"state\":\"ON\",\"brightness\":200,\"color_mode\":\"xy\",\"color\":{\"x\":0.55,"
                        "\"y\":0.4}}",
                        BACK_OFF },
                { OFF, OFF, "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_begin_due(&bench, cases[i].before);
                bench_restart(&bench);
                assert_true(lamp_is_ours(bench.lamp));
                assert_int_equal(lamp_next_deadline(bench.lamp), bench.now_usec + LAMP_ASK_USEC);
                bench_link(&bench, true);
                bench_sent(&bench, ASK);
                bench_hear(&bench, LAMP, cases[i].answer);
                bench_wait(&bench, LAMP_ASK_USEC - 1);
                bench_sent(&bench, "");
                bench_wait(&bench, 1);
                bench_sent(&bench, cases[i].sent);
                bench_wait(&bench, USEC_PER_MINUTE);
                assert_false(lamp_is_ours(bench.lamp));
                bench_done(&bench);
        }
}

static void a_restart_keeps_a_show_that_is_told_again(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin_due(&bench, BEFORE);
        bench_restart(&bench);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_link(&bench, true);
        bench_sent(&bench, ASK);
        bench_hear(&bench, LAMP, TINTED);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_sent(&bench, "");
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_done(&bench);

        /* Told that nobody wants anything, it need not wait. */
        bench_begin_due(&bench, BEFORE);
        bench_restart(&bench);
        bench_link(&bench, true);
        bench_hear(&bench, LAMP, TINTED);
        bench_sent(&bench, ASK);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_done(&bench);
}

static void a_restart_in_green_or_on_the_way_back_ends_well(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin(&bench, BEFORE);
        bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
        bench_restart(&bench);
        bench_show(&bench, BEN, LIGHT_SHOW_DUE);
        bench_link(&bench, true);
        bench_sent(&bench, ASK);
        bench_hear(&bench, LAMP, GREEN);
        bench_sent(&bench, TINT);
        bench_show(&bench, BEN, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, BACK);
        bench_restart(&bench);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_link(&bench, true);
        bench_hear(&bench, LAMP, TINTED);
        bench_sent(&bench, ASK "\n" BACK);
        bench_done(&bench);
}

static void a_lamp_that_was_silent_at_the_restart_is_given_back_when_it_speaks(void **state)
{
        struct bench bench;

        (void)state;
        bench_begin_due(&bench, BEFORE);
        bench_restart(&bench);
        bench_link(&bench, true);
        bench_sent(&bench, ASK);
        bench_wait(&bench, USEC_PER_HOUR);
        bench_sent(&bench, "");
        assert_true(lamp_is_ours(bench.lamp));
        bench_hear(&bench, LAMP, TINTED);
        bench_sent(&bench, BACK);
        bench_done(&bench);

        /* Loaded after the link came up, it is asked when the time is over. */
        bench_begin(&bench, BEFORE);
        assert_int_equal(
                lamp_load(bench.lamp, "{\"before\":{\"on\":false},\"left\":{\"on\":true},\"taken\":false}",
                        bench.now_usec),
                0);
        bench_wait(&bench, LAMP_ASK_USEC);
        bench_sent(&bench, ASK);
        bench_hear(&bench, LAMP, "{\"state\":\"ON\"}");
        bench_sent(&bench, SET "{\"state\":\"OFF\"}");
        bench_done(&bench);
}

static void what_is_saved_is_exact(void **state)
{
        static const struct {
                enum lamp_dialect dialect;
                const char *topic;
                const char *state;
                const char *saved;
        } cases[] = {
                { LAMP_ZIGBEE2MQTT, LAMP,
                        "{\"state\":\"ON\",\"brightness\":30,\"color\":{\"x\":0.25,\"y\":0.5,\"hue\":90,"
                        "\"saturation\":50},"
                        "\"color_mode\":\"hs\",\"color_temp\":153}",
                        "{\"before\":{\"on\":true,\"brightness\":30,\"mode\":\"hs\",\"xy\":[0.25,0.5],\"hs\":"
                        "[90.0,50.0],"
                        "\"temperature\":153},\"left\":{" },
                { LAMP_TASMOTA, "stat/desk/RESULT",
                        "{\"POWER\":\"OFF\",\"Dimmer\":40,\"HSBColor\":\"0,0,0\",\"White\":40}",
                        "{\"before\":{\"on\":false,\"brightness\":40,\"mode\":\"white\",\"hs\":[0.0,0.0],"
                        "\"white\":40},"
                        "\"left\":{" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct lamp_config config = {
                        .dialect = cases[i].dialect, .device = "desk", .may_turn_on = true
                };
                struct bench bench;
                char *first, *second;

                bench_init(&bench, &config);
                first = lamp_save(bench.lamp);
                assert_string_equal(first, "{}");
                assert_int_equal(lamp_load(bench.lamp, first, bench.now_usec), 0);
                assert_false(lamp_is_ours(bench.lamp));
                free(first);
                bench_link(&bench, true);
                bench_hear(&bench, cases[i].topic, cases[i].state);
                bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
                first = lamp_save(bench.lamp);
                assert_non_null(first);
                assert_memory_equal(first, cases[i].saved, strlen(cases[i].saved));
                bench_done(&bench);

                bench_init(&bench, &config);
                assert_int_equal(lamp_load(bench.lamp, first, bench.now_usec), 0);
                second = lamp_save(bench.lamp);
                assert_non_null(second);
                assert_string_equal(first, second);
                free(first);
                free(second);
                bench_done(&bench);
        }
}

static void what_was_not_saved_by_a_lamp_is_refused(void **state)
{
        static const char *const texts[] = {
                "",
                "{",
                "[]",
                "5",
                "{\"before\":{\"on\":true}}",
                "{\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true},\"left\":{\"on\":true}}",
                "{\"before\":{\"on\":true},\"left\":{\"on\":true},\"taken\":1}",
                "{\"before\":{},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":1},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"brightness\":-1},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"white\":1001},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"temperature\":\"warm\"},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"xy\":[0.1]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"xy\":[0.1,0.2,0.3]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"hs\":[0.1,1e99]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"mode\":\"rainbow\"},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"xy\":5},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"xy\":[\"a\",0.1]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"xy\":[0.1,\"a\"]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"xy\":[1e99,0.1]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"xy\":[-1e99,0.1]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"rgb\":5},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"rgb\":[1,2]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"rgb\":[1,2,\"a\"]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"rgb\":[1,2,256]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"rgb\":[1,2,-1]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"rgb\":[1.5,2,3]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"scene\":[1]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"scene\":[1,256]},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"brightness\":1.5},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"brightness\":1001},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"kelvin\":999},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"kelvin\":20001},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true,\"cold\":-1},\"left\":{\"on\":true},\"taken\":true}",
                "{\"before\":{\"on\":true},\"left\":{\"on\":true,\"white\":-1},\"taken\":true}",
                "{\"before\":{\"on\":true,\"mode\":7},\"left\":{\"on\":true},\"taken\":true}",
        };
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        for (size_t i = 0; i < ELEMENTS(texts); i++) {
                assert_int_equal(lamp_load(bench.lamp, texts[i], bench.now_usec), -EINVAL);
                assert_false(lamp_is_ours(bench.lamp));
                assert_int_equal(lamp_next_deadline(bench.lamp), USEC_INFINITY);
        }
        bench_done(&bench);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(after_a_lost_link_the_lamp_is_brought_to_what_is_wanted),
                cmocka_unit_test(what_somebody_set_while_the_link_was_away_is_theirs),
                cmocka_unit_test(giving_back_that_was_lost_with_the_link_is_done_again),
                cmocka_unit_test(green_ends_while_the_link_is_away),
                cmocka_unit_test(a_restart_gives_back_what_nobody_wants_any_more),
                cmocka_unit_test(a_restart_keeps_a_show_that_is_told_again),
                cmocka_unit_test(a_restart_in_green_or_on_the_way_back_ends_well),
                cmocka_unit_test(a_lamp_that_was_silent_at_the_restart_is_given_back_when_it_speaks),
                cmocka_unit_test(what_is_saved_is_exact),
                cmocka_unit_test(what_was_not_saved_by_a_lamp_is_refused),
        };

        return cmocka_run_group_tests_name("lamp-restart", tests, NULL, NULL);
}
