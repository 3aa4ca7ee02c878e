/* SPDX-License-Identifier: MIT */
#include "unit/table.h"

#include "wire/device_words.h"
#include "wire/discovered.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static struct discovered *begin(void)
{
        struct discovered *discovered;

        assert_int_equal(discovered_new("unslouch", "homeassistant", &discovered), 0);
        return discovered;
}

static int take(struct discovered *discovered, const char *topic, const char *payload, bool retained)
{
        return discovered_take(discovered, topic, payload, strlen(payload), retained);
}

static void describe(const struct candidate *candidate, char *text, size_t size)
{
        bool has_via = candidate->via[0] != '\0';

        (void)snprintf(text, size, "%s %s %s|%s|%s|%s", candidate_kind_names[candidate->kind],
                candidate->sure ? "sure" : "doubtful", has_via ? candidate->via : "topic",
                has_via ? candidate->device : candidate->topic, candidate->field, candidate->when);
}

static void check_case(const struct table_row *row)
{
        struct discovered *discovered = begin();
        char text[2048] = "nothing";
        int r = take(discovered, row->cells[0], row->cells[1], true);

        assert_int_equal(discovered_finish(discovered), 0);
        if (r == -EBADMSG)
                (void)snprintf(text, sizeof(text), "malformed");
        if (discovered_count(discovered) > 0)
                describe(discovered_candidate(discovered, 0), text, sizeof(text));
        if (strcmp(text, row->cells[2]) != 0)
                fail_msg("%s:%d: '%s' expected, not '%s'", row->file, row->line, row->cells[2], text);
        discovered_free(discovered);
}

static void each_message_tells_what_it_is(void **state)
{
        static const char *const columns[] = { "topic", "payload", "expected" };

        (void)state;
        table_each("discover-cases.tsv", columns, ELEMENTS(columns), check_case);
}

/* One topic that says the usual words, and nothing else. */
static void the_availability_of_home_assistant_is_taken_where_it_is_plain(void **state)
{
        static const struct {
                const char *keys;
                const char *topic;
        } cases[] = {
                { "\"avty_t\":\"a/c\"", "a/c" },
                { "\"avty_t\":\"a/c\",\"pl_avail\":\"Online\"", "a/c" },
                { "\"avty_t\":\"a/c\",\"pl_avail\":\"yes\"", "" },
                { "\"avty_t\":\"a/+\"", "" },
                { "\"avty\":[{\"t\":\"a/c\"}]", "a/c" },
                { "\"avty\":[{\"t\":\"a/c\",\"pl_avail\":\"online\"}]", "" },
                { "\"avty\":[{\"t\":\"a/c\"},{\"t\":\"a/d\"}]", "" },
                { "\"avty\":[{\"t\":\"a/+\"}]", "" },
                { "\"avty\":[{}]", "" },
                { "\"avty\":[]", "" },
                { "\"name\":\"x\"", "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct discovered *discovered = begin();
                char text[512];

                (void)snprintf(text, sizeof(text), "{\"dev_cla\":\"occupancy\",\"stat_t\":\"a/chair\",%s}",
                        cases[i].keys);
                assert_int_equal(take(discovered, "homeassistant/binary_sensor/chair/config", text, true), 0);
                assert_int_equal(discovered_count(discovered), 1);
                assert_string_equal(discovered_candidate(discovered, 0)->availability, cases[i].topic);
                discovered_free(discovered);
        }
}

/* ---- a whole home ---- */

/* The table's function takes no more than a row. */
static struct discovered *home;
static size_t malformed;

static void take_row(const struct table_row *row)
{
        int r = take(home, row->cells[1], row->cells[2], row->cells[0][0] == 'r');

        assert_true(r == 0 || r == -EBADMSG);
        malformed += r == -EBADMSG;
}

static void hear_home(void)
{
        static const char *const columns[] = { "how", "topic", "payload" };

        home = begin();
        malformed = 0;
        table_each("discover-home.tsv", columns, ELEMENTS(columns), take_row);
        assert_int_equal(discovered_finish(home), 0);
}

static const struct candidate *find(const char *name)
{
        for (size_t i = 0; i < discovered_count(home); i++)
                if (strcmp(discovered_candidate(home, i)->name, name) == 0)
                        return discovered_candidate(home, i);
        fail_msg("there is no '%s'", name);
        return NULL;
}

static void a_home_has_its_chair_radar_desk_computer_lamp_and_speaker(void **state)
{
        static const struct {
                const char *name;
                const char *expected;
        } cases[] = {
                { "office-chair", "seat sure zigbee2mqtt|Office chair|contact|false" },
                { "sofa-mat", "seat sure zigbee2mqtt|Sofa mat|water_leak|true" },
                { "study-radar", "presence sure tasmota|tasmota_A1B2C3/%prefix%|LD2410.Distance[0]|> 0" },
                { "0xa4c1382a6b329e9d", "presence doubtful zigbee2mqtt|0xa4c1382a6b329e9d|presence|true" },
                { "standing-desk", "desk-height sure topic|upsy-desk/sensor/height/state||> 95 ~ 3" },
                { "pc-idle-seconds", "activity sure topic|pc/idle_seconds||< 60" },
                { "office-desk-lamp", "light sure zigbee2mqtt|Office/Desk lamp||" },
                { "bedroom", "light doubtful zigbee2mqtt|Bedroom||" },
                { "desk-light", "light sure tasmota|tasmota_49A3BC||" },
                { "office", "speech sure sonos2mqtt|RINCON_7828CA0E1E1801400||" },
        };

        (void)state;
        hear_home();
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char text[2048];

                describe(find(cases[i].name), text, sizeof(text));
                assert_string_equal(text, cases[i].expected);
        }
        assert_int_equal(malformed, 3);
        assert_int_equal(discovered_dropped(home), 0);
        discovered_free(home);
}

static void retain_is_advised_only_for_a_zigbee_seat_of_which_nothing_is_retained(void **state)
{
        (void)state;
        hear_home();
        for (size_t i = 0; i < discovered_count(home); i++) {
                const struct candidate *candidate = discovered_candidate(home, i);

                assert_int_equal(candidate->unretained, strcmp(candidate->name, "office-chair") == 0);
        }
        discovered_free(home);
}

static void rooms_come_of_home_assistant_though_zigbee2mqtt_knows_the_device_better(void **state)
{
        (void)state;
        hear_home();
        assert_string_equal(find("office-chair")->room, "Office");
        assert_string_equal(find("standing-desk")->room, "Office");
        assert_string_equal(find("sofa-mat")->room, "");
        discovered_free(home);
}

static void the_sure_ones_of_a_kind_come_first(void **state)
{
        (void)state;
        hear_home();
        for (size_t i = 1; i < discovered_count(home); i++) {
                const struct candidate *a = discovered_candidate(home, i - 1);
                const struct candidate *b = discovered_candidate(home, i);

                assert_true(a->kind <= b->kind);
                assert_true(a->kind < b->kind || a->sure >= b->sure);
        }
        discovered_free(home);
}

/* ---- names and limits ---- */

static void names_are_made_unique_and_of_plain_letters(void **state)
{
        static const char *const topics[] = { "zigbee2mqtt/Chair", "zigbee2mqtt/chair", "zigbee2mqtt/CHAIR!",
                "zigbee2mqtt/座 couch" };
        static const char *const names[] = { "chair", "chair-2", "chair-3", "couch" };

        (void)state;
        home = begin();
        for (size_t i = 0; i < ELEMENTS(topics); i++)
                assert_int_equal(take(home, topics[i], "{\"contact\":true}", false), 0);
        assert_int_equal(discovered_finish(home), 0);
        assert_int_equal(discovered_count(home), ELEMENTS(topics));
        for (size_t i = 0; i < ELEMENTS(names); i++)
                assert_int_equal(find(names[i])->kind, CANDIDATE_SEAT);
        discovered_free(home);
}

static void a_name_without_plain_letters_is_the_kinds(void **state)
{
        (void)state;
        home = begin();
        assert_int_equal(take(home, "zigbee2mqtt/座", "{\"state\":\"ON\",\"brightness\":5}", false), 0);
        assert_int_equal(discovered_finish(home), 0);
        assert_int_equal(find("lamp")->kind, CANDIDATE_LIGHT);
        discovered_free(home);
}

static void more_sure_ones_than_a_person_can_have_are_doubtful(void **state)
{
        size_t sure = 0;

        (void)state;
        home = begin();
        for (unsigned i = 0; i < 12; i++) {
                char topic[64];

                (void)snprintf(topic, sizeof(topic), "zigbee2mqtt/chair %u", i);
                assert_int_equal(take(home, topic, "{\"contact\":true}", false), 0);
        }
        assert_int_equal(discovered_finish(home), 0);
        for (size_t i = 0; i < discovered_count(home); i++)
                sure += discovered_candidate(home, i)->sure;
        assert_int_equal(discovered_count(home), 12);
        assert_int_equal(sure, DISCOVERED_SURE_MAX);
        discovered_free(home);
}

/* What is surer takes its place, but the family that was heard, and the room that was known, are kept. */
static void what_is_surer_keeps_what_was_known(void **state)
{
        static const char topic[] = "x/binary_sensor/occupancy/state";
        static const char config[] = "homeassistant/binary_sensor/x/config";
        struct discovered *discovered = begin();
        const struct candidate *candidate;

        (void)state;
        assert_null(discovered_free(NULL));
        assert_int_equal(take(discovered, topic, "ON", false), 0);
        candidate = discovered_candidate(discovered, 0);
        assert_false(candidate->sure);
        assert_string_equal(candidate->via, "esphome");
        assert_int_equal(take(discovered, config,
                                 "{\"name\":\"Radar\",\"dev_cla\":\"occupancy\","
                                 "\"stat_t\":\"x/binary_sensor/occupancy/state\",\"dev\":{\"sa\":\"Den\"}}",
                                 true),
                0);
        assert_int_equal(discovered_count(discovered), 1);
        candidate = discovered_candidate(discovered, 0);
        assert_true(candidate->sure);
        assert_string_equal(candidate->via, "esphome");
        assert_string_equal(candidate->device, "x/occupancy");
        assert_string_equal(candidate->room, "Den");
        /* Heard once more it is doubtful, and changes nothing. */
        assert_int_equal(take(discovered, topic, "OFF", false), 0);
        assert_true(discovered_candidate(discovered, 0)->sure);
        assert_string_equal(discovered_candidate(discovered, 0)->room, "Den");
        discovered_free(discovered);
}

static void devices_of_tasmota_above_the_limit_are_passed_over(void **state)
{
        struct discovered *discovered = begin();

        (void)state;
        for (int i = 0; i < 140; i++) {
                char topic[64], payload[128];

                (void)snprintf(topic, sizeof(topic), "tasmota/discovery/%d/config", i);
                (void)snprintf(payload, sizeof(payload),
                        "{\"t\":\"lamp%d\",\"ft\":\"%%prefix%%/%%topic%%/\",\"rl\":[2]}", i);
                assert_int_equal(take(discovered, topic, payload, true), 0);
        }
        assert_int_equal(discovered_finish(discovered), 0);
        assert_int_equal(discovered_count(discovered) + discovered_dropped(discovered), 128);
        discovered_free(discovered);
}

static void candidates_above_the_limit_are_counted(void **state)
{
        (void)state;
        home = begin();
        for (unsigned i = 0; i < DISCOVERED_CANDIDATES_MAX + 50; i++) {
                char topic[64];

                (void)snprintf(topic, sizeof(topic), "zigbee2mqtt/%u", i);
                assert_int_equal(take(home, topic, "{\"presence\":true}", true), 0);
        }
        assert_int_equal(discovered_count(home), DISCOVERED_CANDIDATES_MAX);
        assert_int_equal(discovered_dropped(home), 50);
        discovered_free(home);
}

static void of_more_retained_topics_than_can_be_remembered_nothing_is_advised(void **state)
{
        (void)state;
        home = begin();
        for (unsigned i = 0; i < DISCOVERED_TOPICS_MAX + 50; i++) {
                char topic[64];

                (void)snprintf(topic, sizeof(topic), "zigbee2mqtt/%u", i);
                assert_int_equal(take(home, topic, "{}", true), 0);
        }
        assert_int_equal(take(home, "zigbee2mqtt/chair", "{\"contact\":true}", false), 0);
        assert_int_equal(discovered_finish(home), 0);
        assert_false(find("chair")->unretained);
        discovered_free(home);
}

static void a_discovery_message_may_be_so_large_and_no_larger(void **state)
{
        char *text = malloc(DISCOVERED_BYTES_MAX + 1);

        (void)state;
        assert_non_null(text);
        memset(text, ' ', DISCOVERED_BYTES_MAX + 1);
        memcpy(text, "[]", 2);
        home = begin();
        assert_int_equal(discovered_take(home, "z/bridge/devices", text, DISCOVERED_BYTES_MAX, true), 0);
        assert_int_equal(
                discovered_take(home, "z/bridge/devices", text, DISCOVERED_BYTES_MAX + 1, true), -EFBIG);
        assert_int_equal(discovered_take(home, "z/bridge/devices", "", 0, true), 0);
        free(text);
        discovered_free(home);
}

static void deep_and_wide_messages_are_looked_at_only_so_far(void **state)
{
        char text[4096] = "";
        size_t length = 0;

        (void)state;
        home = begin();
        assert_int_equal(take(home, "chair", "{\"a\":{\"a\":{\"a\":{\"a\":{\"contact\":true}}}}}", false), 0);
        assert_int_equal(take(home, "chair", "[[[[[[[[1]]]]]]]]", false), 0);
        length += (size_t)snprintf(text, sizeof(text), "{");
        for (unsigned i = 0; i < 100; i++)
                length += (size_t)snprintf(text + length, sizeof(text) - length, "\"k%u\":1,", i);
        (void)snprintf(text + length, sizeof(text) - length, "\"contact\":true}");
        assert_int_equal(take(home, "chair", text, false), 0);
        assert_int_equal(discovered_count(home), 0);
        discovered_free(home);
}

static void control_characters_get_nowhere(void **state)
{
        (void)state;
        home = begin();
        assert_int_equal(take(home, "zigbee2mqtt/chair\x1b[31m", "{\"contact\":true}", false), 0);
        assert_int_equal(take(home, "homeassistant/binary_sensor/x/config",
                                 "{\"name\":\"Red\\u001b[31m chair\\u009b\",\"stat_t\":\"a/b\"}", true),
                0);
        assert_int_equal(take(home, "homeassistant/binary_sensor/y/config",
                                 "{\"name\":\"Chair\",\"stat_t\":\"a/c\",\"pl_on\":\"\\u0007\"}", true),
                0);
        assert_int_equal(discovered_finish(home), 0);
        assert_int_equal(discovered_count(home), 1);
        assert_string_equal(discovered_candidate(home, 0)->label, "Red[31m chair");
        discovered_free(home);
}

static void a_label_is_cut_between_characters(void **state)
{
        char payload[512];
        char name[256] = "";

        (void)state;
        for (unsigned i = 0; i < 50; i++)
                strcat(name, "ü");
        (void)snprintf(payload, sizeof(payload), "{\"name\":\"%s chair\",\"stat_t\":\"a/chair\"}", name);
        home = begin();
        assert_int_equal(take(home, "homeassistant/binary_sensor/x/config", payload, true), 0);
        assert_int_equal(discovered_finish(home), 0);
        assert_int_equal(discovered_count(home), 1);
        assert_int_equal(strlen(discovered_candidate(home, 0)->label), 64);
        discovered_free(home);
}

static void words_stand_alone_where_they_must(void **state)
{
        (void)state;
        assert_true(device_words_match("My PC", DEVICE_WORDS_COMPUTER));
        assert_false(device_words_match("upc reader", DEVICE_WORDS_COMPUTER));
        assert_true(device_words_match("Bürostuhl", DEVICE_WORDS_CHAIR));
        assert_true(device_words_match("standing_desk", DEVICE_WORDS_DESK));
        assert_false(device_words_match("desktop", DEVICE_WORDS_DESK));
        assert_false(device_words_match("", DEVICE_WORDS_CHAIR));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_message_tells_what_it_is),
                cmocka_unit_test(the_availability_of_home_assistant_is_taken_where_it_is_plain),
                cmocka_unit_test(a_home_has_its_chair_radar_desk_computer_lamp_and_speaker),
                cmocka_unit_test(retain_is_advised_only_for_a_zigbee_seat_of_which_nothing_is_retained),
                cmocka_unit_test(rooms_come_of_home_assistant_though_zigbee2mqtt_knows_the_device_better),
                cmocka_unit_test(the_sure_ones_of_a_kind_come_first),
                cmocka_unit_test(names_are_made_unique_and_of_plain_letters),
                cmocka_unit_test(a_name_without_plain_letters_is_the_kinds),
                cmocka_unit_test(more_sure_ones_than_a_person_can_have_are_doubtful),
                cmocka_unit_test(what_is_surer_keeps_what_was_known),
                cmocka_unit_test(devices_of_tasmota_above_the_limit_are_passed_over),
                cmocka_unit_test(candidates_above_the_limit_are_counted),
                cmocka_unit_test(of_more_retained_topics_than_can_be_remembered_nothing_is_advised),
                cmocka_unit_test(a_discovery_message_may_be_so_large_and_no_larger),
                cmocka_unit_test(deep_and_wide_messages_are_looked_at_only_so_far),
                cmocka_unit_test(control_characters_get_nowhere),
                cmocka_unit_test(a_label_is_cut_between_characters),
                cmocka_unit_test(words_stand_alone_where_they_must),
        };

        return cmocka_run_group_tests_name("discovered", tests, NULL, NULL);
}
