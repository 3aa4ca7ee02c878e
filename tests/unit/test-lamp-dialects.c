/* SPDX-License-Identifier: MIT */
#include "unit/lamp_bench.h"
#include "unit/scarce.h"
#include "unit/table.h"

#include <errno.h>

#define COMPONENT(name_)                                                                                     \
        {                                                                                                    \
                "shelly-" name_, { .dialect = LAMP_SHELLY, .device = "lamp", .component = name_ },           \
                        "lamp/rpc"                                                                           \
        }

/* The lamps of the tables, and where each is told what to do. */
static const struct {
        const char *name;
        struct lamp_config config;
        const char *command;
} lamps[] = {
        { "zigbee2mqtt", { .dialect = LAMP_ZIGBEE2MQTT, .device = "desk" }, "zigbee2mqtt/desk/set" },
        { "tasmota", { .dialect = LAMP_TASMOTA, .device = "tasmota_49A3BC" }, "cmnd/tasmota_49A3BC/Backlog" },
        { "wled", { .dialect = LAMP_WLED, .device = "desk" }, "wled/desk/api" },
        { "esphome", { .dialect = LAMP_ESPHOME, .device = "gosund/lamp" }, "gosund/light/lamp/command" },
        { "ha-json", { .dialect = LAMP_HA_JSON, .topic = "test_light_rgb/set" }, "test_light_rgb/set" },
        COMPONENT("light:0"),
        COMPONENT("rgb:0"),
        COMPONENT("rgbw:0"),
        COMPONENT("cct:0"),
        COMPONENT("rgbcct:0"),
        COMPONENT("switch:0"),
};

static const char *const lamp_words[] = { "zigbee2mqtt", "tasmota", "wled", "esphome", "ha-json",
        "shelly-light:0", "shelly-rgb:0", "shelly-rgbw:0", "shelly-cct:0", "shelly-rgbcct:0",
        "shelly-switch:0" };

static void bench_init_lamp(struct bench *bench, size_t lamp)
{
        struct lamp_config config = lamps[lamp].config;

        config.may_turn_on = true;
        config.answers = "unslouch";
        bench_init(bench, &config);
        bench_link(bench, true);
        outbox_clear(&bench->outbox);
}

/* Of a Shelly's call only what it is to do. */
static char *print_command(const struct outbox_message *message, enum lamp_dialect dialect)
{
        json_t *json;
        char *text;

        if (dialect != LAMP_SHELLY)
                return strdup(message->payload);
        json = json_loads(message->payload, 0, NULL);
        assert_non_null(json);
        text = json_dumps(json_object_get(json, "params"), JSON_COMPACT);
        json_decref(json);
        return text;
}

/* The one message that was sent is @expected, to the lamp's topic. */
static void expect_command(
        struct bench *bench, const struct table_row *row, size_t lamp, const char *what, const char *expected)
{
        char *text;

        if (bench->outbox.count != 1)
                fail_msg("%s:%d: %s: %zu messages", row->file, row->line, what, bench->outbox.count);
        assert_string_equal(bench->outbox.messages[0].topic, lamps[lamp].command);
        text = print_command(&bench->outbox.messages[0], lamps[lamp].config.dialect);
        assert_non_null(text);
        if (strcmp(text, expected) != 0)
                fail_msg("%s:%d: %s: %s instead of %s", row->file, row->line, what, text, expected);
        free(text);
        outbox_clear(&bench->outbox);
}

static void check_state(const struct table_row *row)
{
        size_t lamp = (size_t)table_word(row, row->cells[0], lamp_words, ELEMENTS(lamp_words));
        struct bench bench;

        bench_init_lamp(&bench, lamp);
        bench_hear(&bench, row->cells[1], row->cells[2]);
        bench_wait(&bench, LAMP_ASK_USEC);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        expect_command(&bench, row, lamp, "due", row->cells[3]);
        assert_true(lamp_is_ours(bench.lamp));
        /* Ben sees the lamp, too: only the last of both gives it back. */
        bench_show(&bench, BEN, LIGHT_SHOW_DUE);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        assert_int_equal(bench.outbox.count, 0);
        bench_show(&bench, BEN, LIGHT_SHOW_TAKEN);
        expect_command(&bench, row, lamp, "taken", row->cells[4]);
        bench_wait(&bench, LAMP_TAKEN_USEC);
        expect_command(&bench, row, lamp, "before", row->cells[5]);
        bench_wait(&bench, USEC_PER_MINUTE);
        assert_int_equal(bench.outbox.count, 0);
        assert_false(lamp_is_ours(bench.lamp));
        bench_done(&bench);
}

static void every_lamp_gets_back_the_state_that_it_told(void **state)
{
        static const char *const columns[] = { "lamp", "topic", "state", "due", "taken", "before" };

        (void)state;
        static_assert(ELEMENTS(lamps) == ELEMENTS(lamp_words), "a lamp without a word");
        table_each("lamp-states.tsv", columns, ELEMENTS(columns), check_state);
}

static size_t find_lamp(const char *name)
{
        size_t lamp = 0;

        while (strcmp(lamps[lamp].name, name) != 0)
                assert_true(++lamp < ELEMENTS(lamps));
        return lamp;
}

#define WLED(ac_, fx_, more_)                                                                                \
        "<?xml version=\"1.0\" ?><vs><ac>" ac_ "</ac><cl>8</cl><cl>255</cl><cl>200</cl><fx>" fx_             \
        "</fx><wv>-1</wv><ss>0</ss>" more_ "</vs>"
#define SHELLY_CALL(method_, params_)                                                                        \
        "lamp/rpc {\"id\":1,\"src\":\"unslouch/shelly/lamp/light:0\",\"method\":\"Light." method_            \
        "\",\"params\":{" params_ "}}"

/* How each kind of lamp breathes, from what it told, and how it signals without having told anything. */
static void each_kind_breathes_and_signals_in_its_own_way(void **state)
{
        static const struct {
                const char *lamp, *topic, *state;
                const char *down, *up; /* the way down of a breath, or all of it */
                const char *first, *second;
        } cases[] = {
                { "wled", "wled/desk/v", WLED("128", "0", ""),
                        "wled/desk/api "
                        "{\"on\":true,\"tt\":10,\"bri\":33,\"seg\":{\"id\":0,\"fx\":0,\"col\":[[255,140,"
                        "26]]}}",
                        "wled/desk/api "
                        "{\"on\":true,\"tt\":10,\"bri\":128,\"seg\":{\"id\":0,\"fx\":0,\"col\":[[255,140,"
                        "26]]}}",
                        "wled/desk/api {\"on\":\"t\"}", "wled/desk/api {\"on\":\"t\"}" },
                { "esphome", "gosund/light/lamp/state", "{\"state\":\"ON\",\"brightness\":200}",
                        "gosund/light/lamp/command {\"state\":\"ON\",\"brightness\":26,\"flash\":2}", "",
                        "gosund/light/lamp/command {\"state\":\"ON\",\"flash\":2}", "" },
                { "ha-json", "test_light_rgb", "{\"state\":\"ON\",\"brightness\":200}",
                        "test_light_rgb/set {\"state\":\"ON\",\"flash\":2}", "",
                        "test_light_rgb/set {\"state\":\"ON\",\"flash\":2}", "" },
                { "shelly-light:0", "lamp/status/light:0", "{\"output\":true,\"brightness\":80}",
                        SHELLY_CALL(
                                "Set", "\"on\":true,\"brightness\":11,\"transition_duration\":1,\"id\":0"),
                        SHELLY_CALL(
                                "Set", "\"on\":true,\"brightness\":40,\"transition_duration\":1,\"id\":0"),
                        SHELLY_CALL("Toggle", "\"id\":0"), SHELLY_CALL("Toggle", "\"id\":0") },
                { "tasmota", "tele/tasmota_49A3BC/STATE", "{\"POWER\":\"ON\",\"Dimmer\":50}",
                        "cmnd/tasmota_49A3BC/Backlog NoDelay;Fade2 1;NoDelay;Speed2 2;NoDelay;Dimmer 7;Delay "
                        "12;"
                        "NoDelay;Fade2 1;NoDelay;Speed2 2;NoDelay;Dimmer 25",
                        "", "cmnd/tasmota_49A3BC/Backlog Power BLINK;Delay 30;Power BLINKOFF", "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init_lamp(&bench, find_lamp(cases[i].lamp));
                bench_hear(&bench, cases[i].topic, cases[i].state);
                bench_wait(&bench, LAMP_ASK_USEC);
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                outbox_clear(&bench.outbox);
                bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
                bench_sent(&bench, cases[i].down);
                /* Ben's comes while it breathes. */
                bench_show(&bench, BEN, LIGHT_SHOW_REPEAT);
                if (*cases[i].up)
                        bench_sent(&bench, "");
                outbox_clear(&bench.outbox);
                bench_wait(&bench, USEC_PER_MINUTE);
                bench_sent(&bench, cases[i].up);
                bench_done(&bench);

                bench_init_lamp(&bench, find_lamp(cases[i].lamp));
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                bench_wait(&bench, LAMP_ASK_USEC);
                bench_sent(&bench, cases[i].first);
                assert_true(lamp_is_blind(bench.lamp));
                bench_wait(&bench, USEC_PER_MINUTE);
                bench_sent(&bench, cases[i].second);
                bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
                bench_wait(&bench, LAMP_ASK_USEC / 2);
                outbox_clear(&bench.outbox);
                bench_wait(&bench, USEC_PER_MINUTE);
                bench_sent(&bench, "");
                bench_done(&bench);
        }
}

/* What nobody could give back is not touched. */
static void what_runs_a_programme_of_its_own_is_left_alone(void **state)
{
        static const struct {
                const char *lamp, *topic, *state;
        } cases[] = {
                { "wled", "wled/desk/v", WLED("128", "0", "<cy>1</cy>") },
                { "wled", "wled/desk/v", WLED("128", "9", "<nl>1</nl>") },
                { "esphome", "gosund/light/lamp/state", "{\"state\":\"ON\",\"effect\":\"Rainbow\"}" },
                { "ha-json", "test_light_rgb", "{\"state\":\"ON\",\"brightness\":7,\"effect\":\"fire\"}" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init_lamp(&bench, find_lamp(cases[i].lamp));
                bench_hear(&bench, cases[i].topic, cases[i].state);
                bench_show(&bench, ANNA, LIGHT_SHOW_REPEAT);
                bench_wait(&bench, USEC_PER_MINUTE);
                bench_sent(&bench, "");
                assert_false(lamp_is_blind(bench.lamp));
                bench_done(&bench);
        }
}

static void what_somebody_set_is_theirs_whatever_the_lamp(void **state)
{
        static const struct {
                const char *lamp, *topic, *state, *report;
                bool theirs;
        } cases[] = {
                { "wled", "wled/desk/v", WLED("128", "0", ""), WLED("128", "7", ""), true },
                { "wled", "wled/desk/v", WLED("128", "0", ""), WLED("60", "0", ""), true },
                { "wled", "wled/desk/v", WLED("128", "0", ""), WLED("0", "0", ""), true },
                { "wled", "wled/desk/v", WLED("128", "0", ""), "<vs></vs>", false },
                { "wled", "wled/desk/v", WLED("128", "0", ""), "<vs><ac>1280</ac></vs>", false },
                { "wled", "wled/desk/v", WLED("128", "0", ""), "<vs><ac>12345</ac></vs>", false },
                { "shelly-rgbw:0", "lamp/status/rgbw:0",
                        "{\"output\":true,\"brightness\":50,\"rgb\":[1,2,3],\"white\":9}",
                        "{\"output\":true,\"brightness\":50,\"rgb\":[255,140,26],\"white\":40}", true },
                { "shelly-rgbw:0", "lamp/status/rgbw:0",
                        "{\"output\":true,\"brightness\":50,\"rgb\":[1,2,3],\"white\":9}",
                        "{\"rgb\":[0,0,255]}", true },
                { "shelly-rgbw:0", "lamp/status/rgbw:0",
                        "{\"output\":true,\"brightness\":50,\"rgb\":[1,2,3],\"white\":9}",
                        "{\"rgb\":[0,0,256],\"white\":-1,\"brightness\":101,\"output\":1}", false },
                { "shelly-rgbw:0", "lamp/status/rgbw:0",
                        "{\"output\":true,\"brightness\":50,\"rgb\":[1,2,3],\"white\":9}",
                        "{\"rgb\":[255,140]}", false },
                { "shelly-cct:0", "lamp/status/cct:0", "{\"output\":true,\"brightness\":50,\"ct\":5000}",
                        "{\"ct\":3000}", true },
                { "shelly-cct:0", "lamp/status/cct:0", "{\"output\":true,\"brightness\":50,\"ct\":5000}",
                        "{\"ct\":2690}", false },
                { "esphome", "gosund/light/lamp/state",
                        "{\"state\":\"ON\",\"color_mode\":\"rgb\",\"color\":{\"r\":9,\"g\":9,\"b\":9}}",
                        "{\"state\":\"ON\",\"color_mode\":\"rgb\",\"color\":{\"r\":9,\"g\":140,\"b\":26}}",
                        true },
                { "esphome", "gosund/light/lamp/state",
                        "{\"state\":\"ON\",\"color_mode\":\"rgb\",\"color\":{\"r\":9,\"g\":9,\"b\":9}}",
                        "{\"state\":\"ON\",\"color_mode\":\"cwww\",\"color\":{\"c\":9,\"w\":140}}", true },
                { "esphome", "gosund/light/lamp/state",
                        "{\"state\":\"ON\",\"color_mode\":\"rgb\",\"color\":{\"r\":9,\"g\":9,\"b\":9}}",
                        "{\"state\":\"MAYBE\",\"color_mode\":\"sepia\",\"effect\":7}", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init_lamp(&bench, find_lamp(cases[i].lamp));
                bench_hear(&bench, cases[i].topic, cases[i].state);
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                bench_wait(&bench, USEC_PER_MINUTE);
                outbox_clear(&bench.outbox);
                bench_hear(&bench, cases[i].topic, cases[i].report);
                if (lamp_is_ours(bench.lamp) == cases[i].theirs)
                        fail_msg("case %zu", i);
                bench_done(&bench);
        }
}

/* A WLED that tells no more than its colour and its brightness, in whichever order. */
static void a_wled_is_waited_for_until_it_has_told_all(void **state)
{
        static const struct {
                const char *colour, *back;
        } cases[] = {
                { "#102030", "[16,32,48]" },
                { "#7F102030", "[16,32,48,127]" },
                { "#F102030", "[16,32,48,15]" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;
                char back[256];

                bench_init_lamp(&bench, find_lamp("wled"));
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                bench_hear(&bench, "wled/desk/c", "#12345");
                bench_hear(&bench, "wled/desk/c", "#12345G");
                bench_hear(&bench, "wled/desk/c", "1234567");
                bench_hear(&bench, "wled/desk/g", "256");
                bench_hear(&bench, "wled/desk/g", "ON");
                bench_hear(&bench, "wled/desk/g", "90");
                bench_hear(&bench, "wled/desk/c", cases[i].colour);
                bench_sent(&bench, "");
                bench_wait(&bench, LAMP_ASK_USEC);
                assert_int_equal(bench.outbox.count, 1);
                outbox_clear(&bench.outbox);
                bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
                snprintf(back, sizeof(back),
                        "wled/desk/api {\"on\":true,\"tt\":10,\"bri\":90,\"seg\":{\"col\":[%s]}}",
                        cases[i].back);
                bench_sent(&bench, back);
                bench_done(&bench);
        }
}

static void a_long_state_is_none(void **state)
{
        struct bench bench;
        char text[2048];

        (void)state;
        memset(text, ' ', sizeof(text) - 1);
        text[sizeof(text) - 1] = '\0';
        memcpy(text, "<ac>7</ac>", strlen("<ac>7</ac>"));
        bench_init_lamp(&bench, find_lamp("wled"));
        bench_hear(&bench, "wled/desk/v", text);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_wait(&bench, LAMP_ASK_USEC);
        assert_true(lamp_is_blind(bench.lamp));
        bench_done(&bench);
}

/* Told late, a lamp that cannot be asked is shown what is still wanted. */
static void a_lamp_that_cannot_be_asked_may_speak_at_any_time(void **state)
{
        struct bench bench;

        (void)state;
        bench_init_lamp(&bench, find_lamp("esphome"));
        bench_wait(&bench, USEC_PER_HOUR);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        assert_int_equal(bench.outbox.count, 1);
        bench_wait(&bench, USEC_PER_MINUTE);
        outbox_clear(&bench.outbox);
        bench_hear(&bench, "gosund/light/lamp/state", "{\"state\":\"ON\",\"brightness\":255}");
        bench_sent(
                &bench, "gosund/light/lamp/command {\"state\":\"ON\",\"brightness\":127,\"transition\":1}");
        assert_false(lamp_is_blind(bench.lamp));
        bench_done(&bench);
}

/* Without a word after a lost connection, it is still as it was left. */
static void what_is_not_retained_is_given_back_on_trust(void **state)
{
        struct bench bench;

        (void)state;
        bench_init_lamp(&bench, find_lamp("ha-json"));
        bench_hear(&bench, "test_light_rgb", "{\"state\":\"OFF\"}");
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_link(&bench, false);
        bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
        outbox_clear(&bench.outbox);
        bench_link(&bench, true);
        bench_sent(&bench, "");
        bench_wait(&bench, LAMP_ASK_USEC);
        bench_sent(&bench, "test_light_rgb/set {\"state\":\"OFF\"}");
        bench_done(&bench);
}

/* Into a lamp of a new configuration, on which nothing retained comes again. */
static void a_reload_knows_what_cannot_be_asked(void **state)
{
        struct bench old, bench;
        char *saved;

        (void)state;
        bench_init_lamp(&old, find_lamp("ha-json"));
        bench_hear(&old, "test_light_rgb",
                "{\"state\":\"ON\",\"color_mode\":\"rgb\",\"color\":{\"r\":1,\"g\":2,\"b\":3}}");
        bench_init_lamp(&bench, find_lamp("ha-json"));
        bench_link(&bench, false);
        lamp_adopt(bench.lamp, old.lamp);
        bench_link(&bench, true);
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        assert_int_equal(bench.outbox.count, 1);
        outbox_clear(&bench.outbox);
        bench_done(&old);

        /* And once more, while it is ours. */
        saved = lamp_save(bench.lamp);
        assert_non_null(saved);
        bench_init_lamp(&old, find_lamp("ha-json"));
        bench_link(&old, false);
        assert_int_equal(lamp_load(old.lamp, saved, old.now_usec), 0);
        lamp_adopt(old.lamp, bench.lamp);
        bench_link(&old, true);
        bench_show(&old, ANNA, LIGHT_SHOW_BEFORE);
        bench_sent(&old,
                "test_light_rgb/set {\"state\":\"ON\",\"color\":{\"r\":1,\"g\":2,\"b\":3},\"transition\":1}");
        free(saved);
        bench_done(&old);
        bench_done(&bench);
}

/* The lamp is turned over, and must not stay so. */
static void a_reload_in_the_middle_of_a_signal_ends_it(void **state)
{
        struct bench old, bench;

        (void)state;
        bench_init_lamp(&old, find_lamp("wled"));
        bench_show(&old, ANNA, LIGHT_SHOW_DUE);
        bench_wait(&old, LAMP_ASK_USEC);
        bench_sent(&old, "wled/desk/api {\"on\":\"t\"}");
        bench_init_lamp(&bench, find_lamp("wled"));
        bench_link(&bench, false);
        bench.now_usec = old.now_usec;
        lamp_adopt(bench.lamp, old.lamp);
        bench_link(&bench, true);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_sent(&bench, "wled/desk/api {\"on\":\"t\"}");
        bench_done(&old);
        bench_done(&bench);
}

/* What a restart finds in the store is what is given back. */
static void check_saved(const struct table_row *row)
{
        size_t lamp = (size_t)table_word(row, row->cells[0], lamp_words, ELEMENTS(lamp_words));
        struct bench bench, again;
        char *saved;

        bench_init_lamp(&bench, lamp);
        bench_hear(&bench, row->cells[1], row->cells[2]);
        bench_wait(&bench, LAMP_ASK_USEC);
        bench_show(&bench, ANNA, LIGHT_SHOW_TAKEN);
        saved = lamp_save(bench.lamp);
        assert_non_null(saved);
        bench_init_lamp(&again, lamp);
        bench_link(&again, false);
        assert_int_equal(lamp_load(again.lamp, saved, again.now_usec), 0);
        lamp_adopt(again.lamp, bench.lamp);
        bench_link(&again, true);
        outbox_clear(&again.outbox);
        if (lamp_next_deadline(again.lamp) != USEC_INFINITY)
                bench_wait(&again, LAMP_ASK_USEC);
        /* What can be asked says that it shows the green, in its own words. */
        if (again.outbox.count == 0)
                bench_hear(&again, row->cells[1], row->cells[2]);
        if (again.outbox.count > 0)
                expect_command(&again, row, lamp, "saved", row->cells[5]);
        assert_int_equal(lamp_load(again.lamp, saved, again.now_usec), 0);
        free(saved);
        bench_done(&again);
        bench_done(&bench);
}

static void every_look_survives_the_store(void **state)
{
        static const char *const columns[] = { "lamp", "topic", "state", "due", "taken", "before" };

        (void)state;
        table_each("lamp-states.tsv", columns, ELEMENTS(columns), check_saved);
}

static void what_was_not_saved_by_a_lamp_is_refused(void **state)
{
        static const char *const looks[] = {
                "{\"on\":true,\"rgb\":[1,2]}",
                "{\"on\":true,\"rgb\":[1,2,256]}",
                "{\"on\":true,\"rgb\":[1,2,\"3\"]}",
                "{\"on\":true,\"scene\":[1]}",
                "{\"on\":true,\"scene\":7}",
                "{\"on\":true,\"kelvin\":900}",
                "{\"on\":true,\"temperature\":0}",
                "{\"on\":true,\"cold\":-1}",
                "{\"on\":true,\"mode\":\"sepia\"}",
        };
        struct bench bench;

        (void)state;
        bench_init_lamp(&bench, find_lamp("wled"));
        for (size_t i = 0; i < ELEMENTS(looks); i++) {
                char text[256];

                snprintf(text, sizeof(text), "{\"before\":%s,\"left\":{\"on\":true},\"taken\":false}",
                        looks[i]);
                assert_int_equal(lamp_load(bench.lamp, text, bench.now_usec), -EINVAL);
        }
        bench_done(&bench);
}

static void a_shelly_is_asked_and_answers_on_a_topic_of_ours(void **state)
{
        const struct lamp_config config = {
                .dialect = LAMP_SHELLY,
                .device = "lamp",
                .answers = "unslouch",
                .may_turn_on = true,
        };
        const char *topics[LAMP_TOPICS_MAX];
        struct bench bench;

        (void)state;
        bench_init(&bench, &config);
        assert_int_equal(lamp_topics(bench.lamp, topics), 3);
        assert_string_equal(topics[0], "unslouch/shelly/lamp/light:0/rpc");
        assert_string_equal(topics[1], "lamp/events/rpc");
        assert_string_equal(topics[2], "lamp/status/light:0");
        bench_link(&bench, true);
        bench_sent(&bench, SHELLY_CALL("GetStatus", "\"id\":0"));
        /* Of another component, and of a component that is not there: no lamp to be used. */
        bench_hear(&bench, "lamp/events/rpc",
                "{\"method\":\"NotifyStatus\",\"params\":{\"light:1\":{\"output\":true}}}");
        bench_hear(&bench, topics[0],
                "{\"id\":1,\"error\":{\"code\":404,\"message\":\"No handler for Light.GetStatus\"}}");
        bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_sent(&bench, "");
        assert_true(lamp_is_blind(bench.lamp));
        bench_done(&bench);
}

static void names_are_checked_and_have_a_limit(void **state)
{
        char name[513];
        const struct {
                struct lamp_config config;
                int result;
                const char *topic; /* the last that is listened to */
        } cases[] = {
                { { .dialect = LAMP_WLED, .device = "wled/kitchen" }, 0, "wled/kitchen/v" },
                { { .dialect = LAMP_WLED, .device = "kitchen", .base = "led" }, 0, "led/kitchen/v" },
                { { .dialect = LAMP_WLED, .device = name }, -ENAMETOOLONG, NULL },
                { { .dialect = LAMP_ESPHOME, .device = "a/b/lamp" }, 0, "a/b/light/lamp/state" },
                { { .dialect = LAMP_ESPHOME, .device = "lamp" }, -EINVAL, NULL },
                { { .dialect = LAMP_ESPHOME, .device = "/lamp" }, -EINVAL, NULL },
                { { .dialect = LAMP_ESPHOME, .device = "lamp/" }, -EINVAL, NULL },
                { { .dialect = LAMP_HA_JSON, .topic = "x/command" }, 0, "x/state" },
                { { .dialect = LAMP_HA_JSON, .topic = "x/set", .state_topic = "y" }, 0, "y" },
                { { .dialect = LAMP_HA_JSON, .topic = "x" }, 0, NULL },
                { { .dialect = LAMP_HA_JSON, .topic = "/set" }, 0, NULL },
                { { .dialect = LAMP_HA_JSON, .topic = name }, -ENAMETOOLONG, NULL },
                { { .dialect = LAMP_HA_JSON, .topic = "x", .state_topic = name }, -ENAMETOOLONG, NULL },
                { { .dialect = LAMP_SHELLY, .device = name, .answers = "u" }, -ENAMETOOLONG, NULL },
                { { .dialect = LAMP_SHELLY, .device = "s", .answers = "u", .component = "light" }, -EINVAL,
                        NULL },
                { { .dialect = LAMP_SHELLY, .device = "s", .answers = "u", .component = "light:" }, -EINVAL,
                        NULL },
                { { .dialect = LAMP_SHELLY, .device = "s", .answers = "u", .component = "light:100" },
                        -EINVAL, NULL },
                { { .dialect = LAMP_SHELLY, .device = "s", .answers = "u", .component = "lamp:0" }, -EINVAL,
                        NULL },
                { { .dialect = LAMP_SHELLY, .device = "s", .answers = "u", .component = "cct:2" }, 0,
                        "s/status/cct:2" },
        };

        (void)state;
        memset(name, 'n', sizeof(name) - 1);
        name[sizeof(name) - 1] = '\0';
        memcpy(name, "n/", 2);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const char *topics[LAMP_TOPICS_MAX];
                struct lamp *lamp = NULL;
                size_t count;

                assert_int_equal(lamp_new(&cases[i].config, &lamp), cases[i].result);
                if (cases[i].result < 0)
                        continue;
                count = lamp_topics(lamp, topics);
                assert_int_equal(count > 0, cases[i].topic != NULL);
                if (cases[i].topic)
                        assert_string_equal(topics[count - 1], cases[i].topic);
                lamp_free(lamp);
        }
        /* An ESPHome's names grow by the topics' own words. */
        for (size_t length = 495; length < sizeof(name); length++) {
                const struct lamp_config config = { .dialect = LAMP_ESPHOME, .device = name };
                struct lamp *lamp = NULL;

                memset(name, 'n', sizeof(name));
                name[1] = '/';
                name[length] = '\0';
                assert_int_equal(lamp_new(&config, &lamp),
                        length + strlen("/light/command") < 512 ? 0 : -ENAMETOOLONG);
                lamp_free(lamp);
        }
}

/* At each allocation in turn: everything that was to be shown is shown in the end, and given back. */
static void check_memory(const struct table_row *row)
{
        size_t lamp = (size_t)table_word(row, row->cells[0], lamp_words, ELEMENTS(lamp_words));

        for (int n = 0, failed = 1; failed; n++) {
                struct bench bench;
                char *saved;

                bench_init_lamp(&bench, lamp);
                bench_hear(&bench, row->cells[1], row->cells[2]);
                bench_wait(&bench, LAMP_ASK_USEC);
                scarce_begin(n);
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                failed = scarce_end();
                bench_wait(&bench, LAMP_ASK_USEC);
                expect_command(&bench, row, lamp, "due", row->cells[3]);
                scarce_begin(n);
                saved = lamp_save(bench.lamp);
                assert_int_equal(saved == NULL, scarce_end());
                failed |= saved == NULL;
                free(saved);
                scarce_begin(n);
                bench_show(&bench, ANNA, LIGHT_SHOW_BEFORE);
                failed |= scarce_end();
                bench_wait(&bench, LAMP_ASK_USEC);
                expect_command(&bench, row, lamp, "before", row->cells[5]);
                bench_done(&bench);
        }
}

static void no_memory_only_delays(void **state)
{
        static const char *const columns[] = { "lamp", "topic", "state", "due", "taken", "before" };

        (void)state;
        json_set_alloc_funcs(malloc, free);
        table_each("lamp-states.tsv", columns, ELEMENTS(columns), check_memory);
}

static void no_memory_for_a_signal_only_delays(void **state)
{
        (void)state;
        for (size_t lamp = 0; lamp < ELEMENTS(lamps); lamp++) {
                struct bench bench;
                size_t expected;

                bench_init_lamp(&bench, lamp);
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                bench_wait(&bench, USEC_PER_MINUTE);
                expected = bench.outbox.count;
                assert_true(expected > 0);
                bench_done(&bench);

                bench_init_lamp(&bench, lamp);
                bench_show(&bench, ANNA, LIGHT_SHOW_DUE);
                for (int minute = 0; minute < 2; minute++) {
                        while (outbox_add(&bench.outbox, OUTBOX_DEVICE, "x", "y"))
                                ;
                        bench_wait(&bench, LAMP_ASK_USEC + USEC_PER_SEC);
                        outbox_clear(&bench.outbox);
                        bench_wait(&bench, minute == 0 ? LAMP_ASK_USEC / 2 : USEC_PER_MINUTE);
                        expected -= bench.outbox.count;
                        outbox_clear(&bench.outbox);
                }
                assert_int_equal(expected, 0);
                bench_done(&bench);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_lamp_gets_back_the_state_that_it_told),
                cmocka_unit_test(each_kind_breathes_and_signals_in_its_own_way),
                cmocka_unit_test(what_runs_a_programme_of_its_own_is_left_alone),
                cmocka_unit_test(what_somebody_set_is_theirs_whatever_the_lamp),
                cmocka_unit_test(a_wled_is_waited_for_until_it_has_told_all),
                cmocka_unit_test(a_long_state_is_none),
                cmocka_unit_test(a_lamp_that_cannot_be_asked_may_speak_at_any_time),
                cmocka_unit_test(what_is_not_retained_is_given_back_on_trust),
                cmocka_unit_test(a_reload_knows_what_cannot_be_asked),
                cmocka_unit_test(a_reload_in_the_middle_of_a_signal_ends_it),
                cmocka_unit_test(every_look_survives_the_store),
                cmocka_unit_test(what_was_not_saved_by_a_lamp_is_refused),
                cmocka_unit_test(a_shelly_is_asked_and_answers_on_a_topic_of_ours),
                cmocka_unit_test(names_are_checked_and_have_a_limit),
                cmocka_unit_test(no_memory_only_delays),
                cmocka_unit_test(no_memory_for_a_signal_only_delays),
        };

        return cmocka_run_group_tests_name("lamp-dialects", tests, NULL, NULL);
}
