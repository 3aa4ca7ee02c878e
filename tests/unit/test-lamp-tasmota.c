/* SPDX-License-Identifier: MIT */
#include "unit/lamp_bench.h"

#include <errno.h>

#define STATE  "tele/desk/STATE"
#define RESULT "stat/desk/RESULT"
#define SET    "cmnd/desk/Backlog "
#define FADE   "NoDelay;Fade2 1;NoDelay;Speed2 2;NoDelay;"
#define WIFI   "\"Wifi\":{\"AP\":1,\"SSId\":\"Tasmota\",\"Channel\":13,\"RSSI\":100,\"LinkCount\":1}"

static const struct lamp_config desk_lamp = {
        .dialect = LAMP_TASMOTA,
        .device = "desk",
        .may_turn_on = true,
};

static void every_kind_of_lamp_shows_what_it_can_and_comes_back_exactly(void **state)
{
        static const struct {
                const char *state;
                const char *due;
                const char *taken;
                const char *before;
        } cases[] = {
                /* colour and white, in colour */
                { "{\"POWER\":\"ON\",\"Dimmer\":50, "
                  "\"Color\":\"0,255,0\",\"HSBColor\":\"120,100,50\",\"White\":0}",
                        FADE "HSBColor 30,90,50;NoDelay;Power ON",
                        FADE "HSBColor 120,100,50;NoDelay;Power ON",
                        FADE "HSBColor 120,100,50;NoDelay;Power ON" },
                /* the same, off: back at once, off last */
                { "{\"POWER\":\"OFF\",\"Dimmer\":78,\"Color\":\"C6A955\",\"HSBColor\":\"45,57,78\","
                  "\"Channel\":[78,66,33]}",
                        FADE "HSBColor 30,90,78;NoDelay;Power ON",
                        FADE "HSBColor 120,100,78;NoDelay;Power ON",
                        "NoDelay;Fade2 0;NoDelay;HSBColor 45,57,78;NoDelay;Power OFF" },
                /* colour and both whites, in white */
                { "{\"POWER\":\"ON\",\"Dimmer\":33,\"Color\":\"0000005400\",\"HSBColor\":\"231,64,0\","
                  "\"White\":33,"
                  "\"CT\":153,\"Channel\":[0,0,0,33,0]}",
                        FADE "HSBColor 30,90,33;NoDelay;Power ON",
                        FADE "HSBColor 120,100,33;NoDelay;Power ON",
                        FADE "CT 153;NoDelay;Dimmer 33;NoDelay;Power ON" },
                /* an older one, without White */
                { "{\"Time\":\"2020-01-26T12:07:57\",\"Uptime\":\"0T00:06:58\",\"POWER\":\"ON\",\"Dimmer\":"
                  "100,"
                  "\"Color\":\"000000FF62\",\"HSBColor\":\"0,0,0\",\"Channel\":[0,0,0,100,38],\"CT\":250,"
                  "\"Scheme\":0,"
                  "\"Fade\":\"ON\",\"Speed\":10,\"LedTable\":\"ON\"," WIFI "}",
                        FADE "HSBColor 30,90,100;NoDelay;Power ON",
                        FADE "HSBColor 120,100,100;NoDelay;Power ON",
                        FADE "CT 250;NoDelay;Dimmer 100;NoDelay;Power ON" },
                /* colour and one white, in white */
                { "{\"POWER\":\"ON\",\"Dimmer\":40,\"Color\":\"00000066\",\"HSBColor\":\"0,0,0\",\"White\":"
                  "40}",
                        FADE "HSBColor 30,90,40;NoDelay;Power ON",
                        FADE "HSBColor 120,100,40;NoDelay;Power ON", FADE "White 40;NoDelay;Power ON" },
                /* both whites */
                { "{\"POWER\":\"ON\",\"Dimmer\":60,\"Color\":\"9900\",\"White\":60,\"CT\":153}",
                        FADE "CT 400;NoDelay;Dimmer 60;NoDelay;Power ON",
                        FADE "CT 250;NoDelay;Dimmer 60;NoDelay;Power ON",
                        FADE "CT 153;NoDelay;Dimmer 60;NoDelay;Power ON" },
                /* a dimmer */
                { "{\"Time\":\"2020-05-26T23:09:23\",\"Uptime\":\"0T00:00:11\",\"UptimeSec\":11,\"POWER\":"
                  "\"ON\",\"Dimmer\":10,"
                  "\"Fade\":\"OFF\",\"Speed\":1,\"LedTable\":\"ON\"," WIFI "}",
                        FADE "Dimmer 50;NoDelay;Power ON", FADE "Dimmer 100;NoDelay;Power ON",
                        FADE "Dimmer 10;NoDelay;Power ON" },
                /* a plug */
                { "{\"Time\":\"2019-10-31T11:14:59\",\"Uptime\":\"0T18:36:12\",\"UptimeSec\":66972,\"Vcc\":3."
                  "423,"
                  "\"Heap\":28,\"SleepMode\":\"Dynamic\",\"Sleep\":50,\"LoadAvg\":19,\"MqttCount\":6,"
                  "\"POWER\":\"OFF\","
                  "\"Wifi\":{\"AP\":1,\"SSId\":\"Tasmota\",\"BSSId\":\"00:00:00:00:00:00\",\"Channel\":13,"
                  "\"RSSI\":100,"
                  "\"LinkCount\":1,\"Downtime\":\"0T00:00:06\"}}",
                        "NoDelay;Power ON", "NoDelay;Power ON", "NoDelay;Power OFF" },
                /* a plug with SetOption26; values that no lamp has are not taken */
                { "{\"POWER1\":\"ON\",\"HSBColor\":\"361,0,0\",\"CT\":\"warm\",\"White\":101," WIFI "}",
                        "NoDelay;Power ON", "NoDelay;Power ON", "NoDelay;Power ON" },
                { "{\"POWER\":\"on\",\"HSBColor\":\"1,2,3,4\"," WIFI "}", "NoDelay;Power ON",
                        "NoDelay;Power ON", "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"HSBColor\":\"361,0,0\"," WIFI "}", "NoDelay;Power ON",
                        "NoDelay;Power ON", "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"HSBColor\":\"-1,0,0\"," WIFI "}", "NoDelay;Power ON",
                        "NoDelay;Power ON", "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"HSBColor\":\"0,101,0\"," WIFI "}", "NoDelay;Power ON",
                        "NoDelay;Power ON", "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"HSBColor\":\"0,-1,0\"," WIFI "}", "NoDelay;Power ON",
                        "NoDelay;Power ON", "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"HSBColor\":\"0,0,101\"," WIFI "}", "NoDelay;Power ON",
                        "NoDelay;Power ON", "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"HSBColor\":\"0,0,-1\"," WIFI "}", "NoDelay;Power ON",
                        "NoDelay;Power ON", "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"HSBColor\":\"1,2\"," WIFI "}", "NoDelay;Power ON", "NoDelay;Power ON",
                        "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"HSBColor\":7," WIFI "}", "NoDelay;Power ON", "NoDelay;Power ON",
                        "NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"Dimmer\":\"x\",\"White\":-1,\"CT\":9999," WIFI "}", "NoDelay;Power ON",
                        "NoDelay;Power ON", "NoDelay;Power ON" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;
                char line[BENCH_TEXT_SIZE];

                bench_init(&bench, &desk_lamp);
                bench_link(&bench, true);
                bench_sent(&bench, "cmnd/desk/STATE ");
                bench_hear(&bench, i % 2 ? STATE : RESULT, cases[i].state);
                bench_sent(&bench, "");
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                snprintf(line, sizeof(line), SET "%s", cases[i].due);
                bench_sent(&bench, line);
                bench_wait(&bench, 10 * USEC_PER_SEC);
                bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
                snprintf(line, sizeof(line), SET "%s", cases[i].taken);
                bench_sent(&bench, line);
                bench_wait(&bench, LAMP_TAKEN_USEC);
                snprintf(line, sizeof(line), SET "%s", cases[i].before);
                bench_sent(&bench, line);
                bench_wait(&bench, USEC_PER_HOUR);
                bench_sent(&bench, "");
                assert_false(lamp_is_ours(bench.lamp));
                bench_done(&bench);
        }
}

static void a_repeat_breathes_once_by_the_dimmer(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        bench_link(&bench, true);
        bench_hear(&bench, RESULT,
                "{\"POWER\":\"ON\",\"Dimmer\":80,\"Color\":\"00000066\",\"HSBColor\":\"0,0,0\",\"White\":"
                "80}");
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        outbox_clear(&bench.outbox);
        bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
        bench_sent(&bench, SET FADE "Dimmer 21;Delay 12;" FADE "Dimmer 80");

        /* What the lamp tells of its breath is no change by somebody. */
        bench_wait(&bench, USEC_PER_SEC);
        bench_hear(&bench, RESULT,
                "{\"POWER\":\"ON\",\"Dimmer\":21,\"Color\":\"35\",\"HSBColor\":\"30,90,21\",\"White\":0}");
        bench_wait(&bench, 2 * USEC_PER_SEC);
        bench_hear(&bench, RESULT,
                "{\"POWER\":\"ON\",\"Dimmer\":80,\"Color\":\"CC\",\"HSBColor\":\"30,90,80\",\"White\":0}");
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_hear(&bench, STATE,
                "{\"POWER\":\"ON\",\"Dimmer\":80,\"HSBColor\":\"30,90,80\",\"White\":0," WIFI "}");
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&bench, SET FADE "White 80;NoDelay;Power ON");
        bench_done(&bench);
}

static void partial_results_tell_what_changed(void **state)
{
        static const struct {
                const char *report;
                bool changed;
        } cases[] = {
                { "{\"POWER\":\"ON\"}", false },
                { "{\"Fade\":\"ON\"}", false },
                { "{\"Speed\":2}", false },
                { "{\"Dimmer\":52}", false },
                { "{\"Dimmer\":60}", true },
                { "{\"HSBColor\":\"33,91,50\"}", false },
                { "{\"HSBColor\":\"220,91,50\"}", true },
                { "{\"POWER\":\"OFF\"}", true },
                { "{\"POWER\":\"ON\",\"CT\":300}", true },
                { "{\"POWER\":\"ON\",\"Dimmer\":50,\"White\":50}", true },
                { "{\"Scheme\":2}", true },
                { "{\"Scheme\":0}", false },
                { "{\"POWER1\":\"OFF\",\"POWER2\":\"OFF\"}", false },
                { "{\"POWER\":\"BLINK\"}", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init(&bench, &desk_lamp);
                bench_link(&bench, true);
                bench_hear(&bench, RESULT,
                        "{\"POWER\":\"ON\",\"Dimmer\":50,\"HSBColor\":\"200,80,50\",\"White\":0,\"CT\":153}");
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                bench_wait(&bench, USEC_PER_MINUTE);
                bench_hear(&bench, RESULT, cases[i].report);
                assert_int_equal(lamp_is_ours(bench.lamp), !cases[i].changed);
                bench_done(&bench);
        }
}

/* Whether it shows its own look again, ours, or what somebody set, is told by the look alone. */
static void a_lamp_is_recognised_after_a_lost_link(void **state)
{
        static const struct {
                const char *before;
                const char *answer;
                const char *sent;
        } cases[] = {
                /* as before: ours was lost */
                { "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"0,0,0\",\"White\":40}",
                        "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"0,0,0\",\"White\":40}",
                        SET FADE "HSBColor 30,90,40;NoDelay;Power ON" },
                /* a hue means nothing where it is pale */
                { "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"10,2,40\"}",
                        "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"190,2,40\"}",
                        SET FADE "HSBColor 30,90,40;NoDelay;Power ON" },
                /* hues on both sides of 0 are near */
                { "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"359,80,40\"}",
                        "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"2,80,40\"}",
                        SET FADE "HSBColor 30,90,40;NoDelay;Power ON" },
                { "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"359,80,40\"}",
                        "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"29,91,40\"}", "" },
                /* somebody's */
                { "{\"POWER\":\"ON\",\"Dimmer\":40,\"HSBColor\":\"0,0,0\",\"White\":40}",
                        "{\"POWER\":\"ON\",\"Dimmer\":42,\"HSBColor\":\"0,0,0\",\"White\":60}", "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init(&bench, &desk_lamp);
                bench_link(&bench, true);
                bench_hear(&bench, RESULT, cases[i].before);
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                bench_link(&bench, false);
                bench_link(&bench, true);
                outbox_clear(&bench.outbox);
                bench_hear(&bench, RESULT, cases[i].answer);
                bench_sent(&bench, cases[i].sent);
                bench_done(&bench);
        }
}

/* A switch's result alone does not tell whether the device has a dimmer and colours. */
static void a_power_result_is_no_answer(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        bench_link(&bench, true);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_sent(&bench, "cmnd/desk/STATE ");
        bench_hear(&bench, RESULT, "{\"POWER\":\"ON\"}");
        bench_sent(&bench, "");
        bench_hear(&bench, "stat/desk/STATE", "{\"POWER\":\"ON\",\"Dimmer\":50," WIFI "}");
        bench_sent(&bench, SET FADE "Dimmer 25;NoDelay;Power ON");
        bench_done(&bench);
}

static void what_could_not_be_given_back_is_left_alone(void **state)
{
        static const char *const states[] = {
                /* several outputs */
                "{\"POWER1\":\"ON\",\"POWER2\":\"OFF\",\"Dimmer\":50," WIFI "}",
                /* a running colour scheme */
                "{\"POWER\":\"ON\",\"Dimmer\":50,\"HSBColor\":\"200,80,50\",\"Scheme\":2," WIFI "}",
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(states); i++) {
                struct bench bench;

                bench_init(&bench, &desk_lamp);
                bench_link(&bench, true);
                bench_hear(&bench, STATE, states[i]);
                bench_sent(&bench, "cmnd/desk/STATE ");
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                bench_wait(&bench, USEC_PER_MINUTE);
                bench_sent(&bench, "");
                assert_false(lamp_is_ours(bench.lamp));
                bench_done(&bench);
        }
}

static void the_order_of_the_full_topic_is_the_devices(void **state)
{
        static const struct {
                const char *full_topic;
                const char *result;
                const char *ask;
        } cases[] = {
                { NULL, "stat/desk/RESULT", "cmnd/desk/STATE " },
                { "%topic%/%prefix%/", "desk/stat/RESULT", "desk/cmnd/STATE " },
                { "%topic%/%prefix%", "desk/stat/RESULT", "desk/cmnd/STATE " },
                { "std/%topic%/s/%prefix%/", "std/desk/s/stat/RESULT", "std/desk/s/cmnd/STATE " },
                { "100%/%prefix%", "100%/stat/RESULT", "100%/cmnd/STATE " },
                { "", "RESULT", "STATE " },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct lamp_config config = desk_lamp;
                const char *topics[LAMP_TOPICS_MAX];
                struct bench bench;

                config.full_topic = cases[i].full_topic;
                bench_init(&bench, &config);
                assert_int_equal(lamp_topics(bench.lamp, topics), 3);
                assert_string_equal(topics[0], cases[i].result);
                bench_link(&bench, true);
                bench_sent(&bench, cases[i].ask);
                bench_done(&bench);
        }
}

static void names_have_a_limit(void **state)
{
        static char long_name[1024];
        struct lamp_config config = desk_lamp;

        (void)state;
        config.device = long_name;
        for (size_t length = 490; length < 520; length++) {
                struct lamp *lamp = NULL;

                memset(long_name, 'x', length);
                long_name[length] = '\0';
                assert_int_equal(
                        lamp_new(&config, &lamp), length + strlen("cmnd//Backlog") < 512 ? 0 : -ENAMETOOLONG);
                lamp = lamp_free(lamp);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_kind_of_lamp_shows_what_it_can_and_comes_back_exactly),
                cmocka_unit_test(a_repeat_breathes_once_by_the_dimmer),
                cmocka_unit_test(partial_results_tell_what_changed),
                cmocka_unit_test(a_lamp_is_recognised_after_a_lost_link),
                cmocka_unit_test(a_power_result_is_no_answer),
                cmocka_unit_test(what_could_not_be_given_back_is_left_alone),
                cmocka_unit_test(the_order_of_the_full_topic_is_the_devices),
                cmocka_unit_test(names_have_a_limit),
        };

        return cmocka_run_group_tests_name("lamp-tasmota", tests, NULL, NULL);
}
