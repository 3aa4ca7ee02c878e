/* SPDX-License-Identifier: MIT */
/* Standing and cues from a message to what is told (DESIGN 5.11, 5.12). */
#include "unit/test.h"

#include "unit/engine_home.h"

#include <stdio.h>
#include <string.h>

#define MINUTES(n) ((n)*USEC_PER_MINUTE)
#define CHAIR      "{ name = \"chair\"; kind = \"seat\"; topic = \"home/chair\"; }"
#define BROKER     "broker = { host = \"localhost\"; };\n"

static void make_up(struct engine_home *home, const char *config)
{
        engine_home_make(home, config);
        engine_home_link(home, true);
}

#define DESK                                                                                                 \
        "{ name = \"desk\"; kind = \"desk-height\"; topic = \"home/desk\"; when = \"> 95\"; }, { name = "    \
        "\"pc\"; "                                                                                           \
        "kind = \"activity\"; topic = \"home/pc\"; }"

static void the_end_of_a_call_that_is_a_cue_brings_the_prompt_forward(void **state)
{
        static const char config[] =
                BROKER "people = ( { id = \"anna\"; sensors = ( " CHAIR " );\n"
                       "  cues = ( { topic = \"pc/in_call\"; field = \"call\"; when = "
                       "\"off\"; } );\n"
                       "  holds = ( { reason = \"call\"; topic = \"pc/in_call\"; field = "
                       "\"call\"; when = \"on\"; } ); } );\n";
        static const char off[] = "{\"call\":\"off\"}";
        struct engine_home home;

        (void)state;
        make_up(&home, config);
        engine_home_hear(&home, "home/chair", "on");
        engine_home_hear(&home, "pc/in_call", "{\"call\":\"on\"}");
        engine_home_wait(&home, MINUTES(26));
        /* what the broker had kept is no moment, and what cannot be read is told */
        engine_home_hear_bytes(&home, "pc/in_call", off, strlen(off), true);
        engine_home_hear(&home, "pc/in_call", "{\"other\":1}");
        assert_int_equal(home.rejected_count, 0);
        engine_home_hear(&home, "pc/in_call", "{\"call\":{}}");
        assert_int_equal(home.rejected_count, 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 0);
        engine_home_hear(&home, "pc/in_call", "{\"call\":\"on\"}");
        /* one message ends the call and is the moment */
        engine_home_hear(&home, "pc/in_call", off);
        assert_int_equal(engine_home_count(
                                 &home, "unslouch/anna/prompt", "\"break_due\",\"id\":\"anna-2026-11-23-1\""),
                1);
        engine_home_done(&home);
}

static void standing_is_told_in_words_of_its_own(void **state)
{
        static const char config[] =
                BROKER "people = ( { id = \"anna\"; sensors = ( " CHAIR ", " DESK " ); } );\n"
                       "channels = ( { name = \"phone\"; kind = \"phone\"; } );\n";
        struct engine_home home;
        const struct sent *told;

        (void)state;
        make_up(&home, config);
        assert_string_equal(engine_home_last(&home, "unslouch/anna/stand_limit", "")->payload, "45");
        engine_home_hear(&home, "home/chair", "off");
        engine_home_hear(&home, "home/desk", "110");
        engine_home_hear(&home, "home/pc", "on");
        engine_home_wait(&home, MINUTES(14));
        engine_home_hear(&home, "home/pc", "on");
        engine_home_wait(&home, MINUTES(14));
        engine_home_hear(&home, "unslouch/anna/stand_limit/set", "40 min");
        assert_string_equal(engine_home_last(&home, "unslouch/anna/stand_limit", "")->payload, "40");
        engine_home_hear(&home, "home/pc", "on");
        assert_int_equal(engine_home_count(&home, "unslouch/anna/why", "\"interval_s\":2400"), 1);
        engine_home_wait(&home, MINUTES(13));
        told = engine_home_last(&home, "unslouch/anna/prompt", "\"about\":\"standing\"");
        assert_non_null(told);
        assert_non_null(strstr(told->payload, "\"event_type\":\"break_due\""));
        assert_non_null(
                strstr(told->payload, "\"message\":\"You have been standing for 40 minutes. Sit down"));
        assert_non_null(strstr(told->payload, "\"actions\":[\"done\",\"snooze\",\"skip\"]"));
        assert_non_null(engine_home_last(&home, "unslouch/anna/state", "\"posture\":\"standing\""));
        assert_non_null(engine_home_last(&home, "unslouch/anna/state", "\"sitting_today_s\":0"));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "\"about\":\"sitting\""), 0);
        engine_home_hear(&home, "unslouch/anna/stand_limit/set", "off");
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_moot"), 1);
        assert_string_equal(engine_home_last(&home, "unslouch/anna/stand_limit", "")->payload, "0");
        engine_home_done(&home);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_end_of_a_call_that_is_a_cue_brings_the_prompt_forward),
                cmocka_unit_test(standing_is_told_in_words_of_its_own),
        };

        return cmocka_run_group_tests_name("engine-standing", tests, NULL, NULL);
}
