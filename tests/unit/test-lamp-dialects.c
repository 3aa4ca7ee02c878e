/* SPDX-License-Identifier: MIT */
#include "unit/lamp_bench.h"
#include "unit/table.h"

#include <errno.h>

#define COMPONENT(name_) { "shelly-" name_, { .dialect = LAMP_SHELLY, .device = "lamp", .component = name_ }, "lamp/rpc" }

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
        "shelly-light:0", "shelly-rgb:0", "shelly-rgbw:0", "shelly-cct:0", "shelly-rgbcct:0", "shelly-switch:0" };

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

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_lamp_gets_back_the_state_that_it_told),
        };

        return cmocka_run_group_tests_name("lamp-dialects", tests, NULL, NULL);
}
