/* SPDX-License-Identifier: MIT */
#include "unit/lamp_bench.h"

#include <errno.h>

#define LAMP   "zigbee2mqtt/Desk lamp"
#define SET    LAMP "/set "
#define HUE_GO "\"color_temp_startup\":452,\"linkquality\":207,\"update\":{\"state\":\"idle\"}"

static const struct lamp_config desk_lamp = {
        .dialect = LAMP_ZIGBEE2MQTT,
        .device = "Desk lamp",
        .may_turn_on = true,
};

/* Messages of real lamps, and what each is then told for due, taken and before. */
static void every_kind_of_lamp_shows_what_it_can_and_comes_back_exactly(void **state)
{
        static const struct {
                const char *state;
                const char *due;
                const char *taken;
                const char *before;
        } cases[] = {
                /* colour, in colour temperature */
                { "{\"brightness\":254,\"color\":{\"hue\":27,\"saturation\":92,\"x\":0.5046,\"y\":0.4152},"
                  "\"color_mode\":\"color_temp\",\"color_temp\":452,\"state\":\"ON\"," HUE_GO "}",
                        "{\"state\":\"ON\",\"brightness\":254,\"color\":{\"x\":0.55,\"y\":0.4},"
                        "\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":254,\"color\":{\"x\":0.22,\"y\":0.65},"
                        "\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":254,\"color_temp\":452,\"transition\":1}" },
                /* colour, in hs */
                { "{\"brightness\":254,\"color\":{\"hue\":229,\"saturation\":86,\"x\":0.1887,\"y\":0.1796},"
                  "\"color_mode\":\"hs\",\"color_temp\":153,\"state\":\"ON\"," HUE_GO "}",
                        "{\"state\":\"ON\",\"brightness\":254,\"color\":{\"x\":0.55,\"y\":0.4},"
                        "\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":254,\"color\":{\"x\":0.22,\"y\":0.65},"
                        "\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":254,\"color\":{\"hue\":229.0,\"saturation\":86.0},"
                        "\"transition\":1}" },
                /* colour, in xy, off: it will turn on as it would have done */
                { "{\"brightness\":30,\"color\":{\"x\":0.1887,\"y\":0.1796},\"color_mode\":\"xy\",\"state\":"
                  "\"OFF\"}",
                        "{\"state\":\"ON\",\"brightness\":127,\"color\":{\"x\":0.55,\"y\":0.4},"
                        "\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":127,\"color\":{\"x\":0.22,\"y\":0.65},"
                        "\"transition\":1}",
                        "{\"brightness\":30,\"transition\":0}\n" SET
                        "{\"state\":\"OFF\",\"color\":{\"x\":0.1887,\"y\":0.1796}}" },
                /* xy, five digits */
                { "{\"brightness\":30,\"color\":{\"x\":0.18871,\"y\":0.17962},\"color_mode\":\"xy\","
                  "\"state\":\"ON\"}",
                        "{\"state\":\"ON\",\"brightness\":30,\"color\":{\"x\":0.55,\"y\":0.4},\"transition\":"
                        "1}",
                        "{\"state\":\"ON\",\"brightness\":30,\"color\":{\"x\":0.22,\"y\":0.65},"
                        "\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":30,\"color\":{\"x\":0.18871,\"y\":0.17962},"
                        "\"transition\":1}" },
                /* colour without a mode */
                { "{\"color\":{\"x\":0.3,\"y\":0.31},\"state\":\"ON\"}",
                        "{\"state\":\"ON\",\"color\":{\"x\":0.55,\"y\":0.4},\"transition\":1}",
                        "{\"state\":\"ON\",\"color\":{\"x\":0.22,\"y\":0.65},\"transition\":1}",
                        "{\"state\":\"ON\",\"color\":{\"x\":0.3,\"y\":0.31},\"transition\":1}" },
                { "{\"color\":{\"hue\":120,\"saturation\":50},\"state\":\"ON\"}",
                        "{\"state\":\"ON\",\"color\":{\"hue\":30.0,\"saturation\":90.0},\"transition\":1}",
                        "{\"state\":\"ON\",\"color\":{\"hue\":120.0,\"saturation\":100.0},\"transition\":1}",
                        "{\"state\":\"ON\",\"color\":{\"hue\":120.0,\"saturation\":50.0},\"transition\":1}" },
                /* both kinds without a mode: the temperature is the likelier */
                { "{\"color\":{\"x\":0.3,\"y\":0.31},\"color_temp\":250,\"state\":\"ON\"}",
                        "{\"state\":\"ON\",\"color\":{\"x\":0.55,\"y\":0.4},\"transition\":1}",
                        "{\"state\":\"ON\",\"color\":{\"x\":0.22,\"y\":0.65},\"transition\":1}",
                        "{\"state\":\"ON\",\"color_temp\":250,\"transition\":1}" },
                /* the mode is named, its colour is told only in the other form */
                { "{\"color\":{\"hue\":120,\"saturation\":50},\"color_mode\":\"xy\",\"state\":\"ON\"}",
                        "{\"state\":\"ON\",\"color\":{\"hue\":30.0,\"saturation\":90.0},\"transition\":1}",
                        "{\"state\":\"ON\",\"color\":{\"hue\":120.0,\"saturation\":100.0},\"transition\":1}",
                        "{\"state\":\"ON\",\"color\":{\"hue\":120.0,\"saturation\":50.0},\"transition\":1}" },
                /* hue and saturation only */
                { "{\"brightness\":253,\"color\":{\"hue\":25,\"saturation\":95},\"color_mode\":\"color_"
                  "temp\","
                  "\"color_temp\":500,\"linkquality\":68,\"state\":\"ON\"}",
                        "{\"state\":\"ON\",\"brightness\":253,\"color\":{\"hue\":30.0,\"saturation\":90.0},"
                        "\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":253,\"color\":{\"hue\":120.0,\"saturation\":100.0},"
                        "\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":253,\"color_temp\":500,\"transition\":1}" },
                /* colour temperature only, warm already: dimmed too */
                { "{\"brightness\":83,\"color_mode\":\"color_temp\",\"color_temp\":354,\"linkquality\":112,"
                  "\"state\":\"ON\",\"update\":{\"installed_version\":16842784,\"state\":\"idle\"}}",
                        "{\"state\":\"ON\",\"brightness\":41,\"color_temp\":400,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":83,\"color_temp\":250,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":83,\"color_temp\":354,\"transition\":1}" },
                /* colour temperature only, cool */
                { "{\"state\": \"ON\", \"brightness\": 50, \"color_mode\": \"color_temp\", \"color_temp\": "
                  "192}",
                        "{\"state\":\"ON\",\"brightness\":50,\"color_temp\":400,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":50,\"color_temp\":250,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":50,\"color_temp\":192,\"transition\":1}" },
                { "{\"brightness\":50,\"color_temp\":192,\"state\":\"on\"}",
                        "{\"state\":\"ON\",\"brightness\":50,\"color_temp\":400,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":50,\"color_temp\":250,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":50,\"color_temp\":192,\"transition\":1}" },
                /* brightness only */
                { "{\"brightness\":200,\"color\":null,\"color_temp\":null,\"linkquality\":70,\"state\":"
                  "\"ON\"}",
                        "{\"state\":\"ON\",\"brightness\":100,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":254,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":200,\"transition\":1}" },
                /* brightness only, too dim to be dimmed */
                { "{\"brightness\":26,\"do_not_disturb\":false,\"effect\":null,\"linkquality\":70,\"state\":"
                  "\"ON\"}",
                        "{\"state\":\"ON\",\"brightness\":127,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":254,\"transition\":1}",
                        "{\"state\":\"ON\",\"brightness\":26,\"transition\":1}" },
                /* a plug */
                { "{\"identify\":null,\"linkquality\":70,\"power_on_behavior\":\"previous\",\"state\":"
                  "\"OFF\"}",
                        "{\"state\":\"ON\"}", "{\"state\":\"ON\"}", "{\"state\":\"OFF\"}" },
                /* values that no lamp has are not taken */
                { "{\"brightness\":999,\"color\":{\"x\":7,\"y\":0.1},\"color_mode\":5,\"color_temp\":-1,"
                  "\"state\":\"ON\"}",
                        "{\"state\":\"ON\"}", "{\"state\":\"ON\"}", "{\"state\":\"ON\"}" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;
                char line[BENCH_TEXT_SIZE];

                bench_init(&bench, &desk_lamp);
                bench_link(&bench, true);
                bench_sent(&bench, LAMP "/get {\"state\":\"\"}");
                bench_hear(&bench, LAMP, cases[i].state);
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

static void a_repeat_breathes_once_by_the_lamps_own_effect(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        bench_link(&bench, true);
        bench_hear(&bench, LAMP, "{\"brightness\":200,\"state\":\"ON\"}");
        outbox_clear(&bench.outbox);
        bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
        bench_sent(&bench, SET "{\"state\":\"ON\",\"brightness\":100,\"transition\":1}\n" SET
                               "{\"effect\":\"breathe\"}\n" SET "{\"effect\":\"finish_effect\"}");
        bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
        bench_sent(&bench, SET "{\"effect\":\"breathe\"}\n" SET "{\"effect\":\"finish_effect\"}");
        bench_done(&bench);
}

static void a_plug_does_not_breathe(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        bench_link(&bench, true);
        bench_hear(&bench, LAMP, "{\"state\":\"OFF\"}");
        outbox_clear(&bench.outbox);
        bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
        bench_sent(&bench, SET "{\"state\":\"ON\"}");
        bench_done(&bench);
}

static void what_is_no_state_is_no_answer(void **state)
{
        static const char *const payloads[] = {
                "{}",
                "[]",
                "online",
                "",
                "null",
                "{\"state\":5}",
                "{\"state\":\"TOGGLE\"}",
                "{\"state\":\"online\"}",
                "{\"linkquality\":70}",
                "{\"brightness\":120}",
                "{\"color\":{\"x\":0.4,\"y\":0.4},\"color_mode\":\"xy\"}",
                "{\"color_mode\":\"rainbow\"}",
        };
        struct bench bench;

        (void)state;
        bench_init(&bench, &desk_lamp);
        bench_link(&bench, true);
        outbox_clear(&bench.outbox);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        for (size_t i = 0; i < ELEMENTS(payloads); i++)
                bench_hear(&bench, LAMP, payloads[i]);
        bench_hear(&bench, LAMP "/availability", "{\"state\":\"ON\"}");
        bench_sent(&bench, "");
        bench_done(&bench);
}

static void names_may_hold_spaces_and_slashes_but_have_a_limit(void **state)
{
        static char long_name[1024];
        const char *topics[LAMP_TOPICS_MAX];
        struct lamp_config config = desk_lamp;
        struct lamp *lamp = NULL;
        struct bench bench;

        (void)state;
        config.device = " upstairs/Desk lamp";
        config.base = "home/z2m";
        bench_init(&bench, &config);
        assert_int_equal(lamp_topics(bench.lamp, topics), 1);
        assert_string_equal(topics[0], "home/z2m/ upstairs/Desk lamp");
        bench_link(&bench, true);
        bench_sent(&bench, "home/z2m/ upstairs/Desk lamp/get {\"state\":\"\"}");
        bench_done(&bench);

        /* Each of the three topics is the first not to fit. */
        for (size_t length = 490; length < 520; length++) {
                memset(long_name, 'x', length);
                long_name[length] = '\0';
                config.base = NULL;
                config.device = long_name;
                assert_int_equal(lamp_new(&config, &lamp),
                        length + strlen("zigbee2mqtt//set") < 512 ? 0 : -ENAMETOOLONG);
                lamp = lamp_free(lamp);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_kind_of_lamp_shows_what_it_can_and_comes_back_exactly),
                cmocka_unit_test(a_repeat_breathes_once_by_the_lamps_own_effect),
                cmocka_unit_test(a_plug_does_not_breathe),
                cmocka_unit_test(what_is_no_state_is_no_answer),
                cmocka_unit_test(names_may_hold_spaces_and_slashes_but_have_a_limit),
        };

        return cmocka_run_group_tests_name("lamp-zigbee2mqtt", tests, NULL, NULL);
}
