/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/discovery.h"
#include "wire/discovery_row.h"
#include "wire/publish.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>

static const char *const holds[] = { "call", "do-not-disturb" };
static const char *const programmes[] = { "upper-back-strength", "daily-stretch" };

/* Somebody with everything. */
static const struct discovery_person anna = {
        .id = "anna-1",
        .name = "Anna",
        .has_routine = true,
        .has_stand_limit = true,
        .holds = holds,
        .hold_count = ELEMENTS(holds),
        .programmes = programmes,
        .programme_count = ELEMENTS(programmes),
};
static const struct discovery_person ben = { .id = "ben", .name = "Ben" };

static const struct discovery_place places[] = {
        [DISCOVERY_OFF] = { DISCOVERY_OFF, "homeassistant", "unslouch", "1.2.3" },
        [DISCOVERY_DEVICE] = { DISCOVERY_DEVICE, "homeassistant", "unslouch", "1.2.3" },
        [DISCOVERY_COMPONENT] = { DISCOVERY_COMPONENT, "home/assistant", "flat/un slouch", "1.2.3" },
};

static json_t *payload_of(const struct outbox *outbox, size_t i)
{
        json_t *object;

        assert_true(i < outbox->count);
        object = json_loads(outbox->messages[i].payload, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(object);
        return object;
}

static void assert_json_is(const json_t *value, const char *should)
{
        char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

        assert_non_null(text);
        assert_string_equal(text, should);
        free(text);
}

static void announce(enum discovery_mode mode, const struct discovery_person *person, struct outbox *outbox)
{
        assert_int_equal(discovery_announce(&places[mode], person, NULL, 0, outbox), 0);
}

static void a_device_is_one_message_with_the_shape_that_home_assistant_wants(void **state)
{
        struct outbox outbox = { 0 };
        json_t *object;

        (void)state;
        announce(DISCOVERY_DEVICE, &anna, &outbox);
        assert_int_equal(outbox.count, 1);
        assert_string_equal(outbox.messages[0].topic, "homeassistant/device/unslouch_anna-1/config");
        object = payload_of(&outbox, 0);
        assert_int_equal(json_object_size(object), 4);
        assert_json_is(json_object_get(object, "device"),
                "{\"identifiers\":[\"unslouch_anna-1\"],\"name\":\"Anna\",\"manufacturer\":\"Unslouch\","
                "\"model\":\"Sitting, breaks and sessions\",\"sw_version\":\"1.2.3\"}");
        assert_json_is(json_object_get(object, "origin"), "{\"name\":\"unslouch\",\"sw_version\":\"1.2.3\"}");
        assert_json_is(json_object_get(object, "availability"), "[{\"topic\":\"unslouch/status\"}]");
        json_decref(object);
        outbox_done(&outbox);
}

static void components_are_as_they_always_were(void **state)
{
        static const struct {
                const char *key;
                const char *json;
        } rows[] = {
                { "posture", "{\"platform\":\"sensor\",\"name\":\"Posture\",\"unique_id\":\"unslouch_anna-1_"
                             "posture\","
                             "\"default_entity_id\":\"sensor.unslouch_anna_1_posture\",\"qos\":1,"
                             "\"state_topic\":\"unslouch/anna-1/state\","
                             "\"value_template\":\"{{ value_json.posture }}\",\"device_class\":\"enum\","
                             "\"icon\":\"mdi:human\",\"options\":[\"unknown\",\"sitting\",\"standing\","
                             "\"away\"]}" },
                { "sitting_today", "{\"platform\":\"sensor\",\"name\":\"Sitting today\","
                                   "\"unique_id\":\"unslouch_anna-1_sitting_today\","
                                   "\"default_entity_id\":\"sensor.unslouch_anna_1_sitting_today\",\"qos\":1,"
                                   "\"state_topic\":\"unslouch/anna-1/state\","
                                   "\"value_template\":\"{{ value_json.sitting_today_s }}\","
                                   "\"device_class\":\"duration\",\"state_class\":\"measurement\","
                                   "\"unit_of_measurement\":\"s\",\"icon\":\"mdi:seat\"}" },
                { "not_me", "{\"platform\":\"button\",\"name\":\"Not "
                            "me\",\"unique_id\":\"unslouch_anna-1_not_me\","
                            "\"default_entity_id\":\"button.unslouch_anna_1_not_me\",\"qos\":1,"
                            "\"command_topic\":\"unslouch/anna-1/cmd\",\"payload_press\":\"not-me\","
                            "\"icon\":\"mdi:account-off-outline\"}" },
                { "hold_do-not-disturb",
                        "{\"platform\":\"switch\",\"name\":\"Hold: do not disturb\","
                        "\"unique_id\":\"unslouch_anna-1_hold_do-not-disturb\","
                        "\"default_entity_id\":\"switch.unslouch_anna_1_hold_do_not_disturb\",\"qos\":1,"
                        "\"state_topic\":\"unslouch/anna-1/state\",\"command_topic\":\"unslouch/anna-1/cmd\","
                        "\"icon\":\"mdi:bell-sleep-outline\",\"value_template\":"
                        "\"{{ 'ON' if 'do-not-disturb' in value_json.holds else 'OFF' }}\","
                        "\"payload_on\":\"hold do-not-disturb\",\"payload_off\":\"release do-not-disturb\","
                        "\"state_on\":\"ON\",\"state_off\":\"OFF\"}" },
                { "hold",
                        "{\"platform\":\"select\",\"name\":\"Hold\",\"unique_id\":\"unslouch_anna-1_hold\","
                        "\"default_entity_id\":\"select.unslouch_anna_1_hold\",\"qos\":1,"
                        "\"state_topic\":\"unslouch/anna-1/state\",\"command_topic\":\"unslouch/anna-1/cmd\","
                        "\"command_template\":\"{{ 'release ' ~ this.state if value == 'Off' else "
                        "'hold ' ~ value }}\",\"icon\":\"mdi:bell-sleep-outline\","
                        "\"options\":[\"Off\",\"call\",\"do-not-disturb\"],\"value_template\":"
                        "\"{{ (value_json.holds | select('in', ['call', 'do-not-disturb']) | list + "
                        "['Off']) | first }}\"}" },
                { "sit_limit",
                        "{\"platform\":\"number\",\"name\":\"Sitting limit\","
                        "\"unique_id\":\"unslouch_anna-1_sit_limit\","
                        "\"default_entity_id\":\"number.unslouch_anna_1_sit_limit\",\"qos\":1,"
                        "\"state_topic\":\"unslouch/anna-1/sit_limit\","
                        "\"command_topic\":\"unslouch/anna-1/sit_limit/set\",\"device_class\":\"duration\","
                        "\"unit_of_measurement\":\"min\",\"entity_category\":\"config\","
                        "\"icon\":\"mdi:seat-outline\",\"min\":20,\"max\":60,\"step\":1,\"mode\":\"box\"}" },
                { "broker",
                        "{\"platform\":\"binary_sensor\",\"name\":\"Broker\","
                        "\"unique_id\":\"unslouch_anna-1_broker\","
                        "\"default_entity_id\":\"binary_sensor.unslouch_anna_1_broker\",\"qos\":1,"
                        "\"state_topic\":\"unslouch/status\",\"payload_on\":\"online\","
                        "\"payload_off\":\"offline\",\"device_class\":\"connectivity\","
                        "\"entity_category\":\"diagnostic\",\"availability\":[{\"topic\":\"unslouch/status\","
                        "\"value_template\":\"online\"}]}" },
                { "trigger_break_due",
                        "{\"platform\":\"device_automation\",\"qos\":1,\"topic\":\"unslouch/anna-1/prompt\","
                        "\"value_template\":\"{{ value_json.event_type }}\","
                        "\"automation_type\":\"trigger\",\"type\":\"break_due\",\"subtype\":\"reminder\","
                        "\"payload\":\"break_due\"}" },
        };
        struct outbox outbox = { 0 };
        json_t *object;

        (void)state;
        announce(DISCOVERY_DEVICE, &anna, &outbox);
        object = payload_of(&outbox, 0);
        for (size_t i = 0; i < ELEMENTS(rows); i++)
                assert_json_is(
                        json_object_get(json_object_get(object, "components"), rows[i].key), rows[i].json);
        json_decref(object);
        outbox_done(&outbox);
}

static void the_components_are_told_in_the_order_of_the_message(void **state)
{
        const struct discovery_person *const people[] = { &anna, &ben };

        (void)state;
        for (size_t person = 0; person < ELEMENTS(people); person++) {
                struct discovery_component components[DISCOVERY_COMPONENTS_MAX];
                size_t count = discovery_components(people[person], components);
                struct outbox outbox = { 0 };
                const char *key;
                json_t *component;
                json_t *object;
                size_t i = 0;

                announce(DISCOVERY_DEVICE, people[person], &outbox);
                object = payload_of(&outbox, 0);
                json_object_foreach(json_object_get(object, "components"), key, component)
                {
                        const char *platform = json_string_value(json_object_get(component, "platform"));

                        assert_true(i < count);
                        assert_string_equal(components[i].key, key);
                        assert_string_equal(components[i].platform, platform);
                        assert_ptr_equal(components[i].platform, discovery_platform(platform));
                        i++;
                }
                assert_int_equal(i, count);
                json_decref(object);
                outbox_done(&outbox);
        }
}

static void component_mode_says_the_same_in_a_message_each(void **state)
{
        struct discovery_component components[DISCOVERY_COMPONENTS_MAX];
        size_t count = discovery_components(&anna, components);
        struct outbox outbox = { 0 };

        (void)state;
        announce(DISCOVERY_COMPONENT, &anna, &outbox);
        assert_int_equal(outbox.count, count);
        for (size_t i = 0; i < count; i++) {
                const struct outbox_message *message = &outbox.messages[i];
                json_t *object = payload_of(&outbox, i);
                char topic[256];
                int length = snprintf(topic, sizeof(topic), "home/assistant/%s/unslouch_anna-1_%s/config",
                        components[i].platform, components[i].key);

                assert_in_range(length, 1, sizeof(topic) - 1);
                assert_string_equal(message->topic, topic);
                assert_int_equal(message->kind, OUTBOX_STATE);
                assert_true(message->retain);
                assert_int_equal(message->qos, 1);
                assert_int_equal(message->expiry_sec, 0);
                assert_non_null(json_object_get(object, "device"));
                assert_non_null(json_object_get(object, "origin"));
                json_decref(object);
        }
        assert_string_equal(outbox.messages[0].topic, "home/assistant/sensor/unslouch_anna-1_posture/config");
        assert_non_null(
                strstr(outbox.messages[0].payload, "\"availability_topic\":\"flat/un slouch/status\""));
        outbox_done(&outbox);
}

static void off_says_nothing(void **state)
{
        const struct discovery_component gone = { "gone", "sensor" };
        struct outbox outbox = { 0 };

        (void)state;
        assert_int_equal(discovery_announce(&places[DISCOVERY_OFF], &anna, &gone, 1, &outbox), 0);
        assert_int_equal(discovery_withdraw(&places[DISCOVERY_OFF], "anna", &gone, 1, &outbox), 0);
        assert_int_equal(outbox.count, 0);
        outbox_done(&outbox);
}

static void what_is_left_is_taken_back_first(void **state)
{
        const struct discovery_component left[] = { { "hold_film", "switch" },
                { "trigger_x", "device_automation" } };
        struct outbox outbox = { 0 };
        json_t *object;

        (void)state;
        assert_int_equal(discovery_announce(&places[DISCOVERY_DEVICE], &ben, left, 2, &outbox), 0);
        assert_int_equal(outbox.count, 2);
        assert_string_equal(outbox.messages[0].topic, outbox.messages[1].topic);
        object = payload_of(&outbox, 0);
        assert_json_is(json_object_get(object, "components"),
                "{\"hold_film\":{\"platform\":\"switch\"},\"trigger_"
                "x\":{\"platform\":\"device_automation\"}}");
        json_decref(object);
        assert_null(strstr(outbox.messages[1].payload, "hold_film"));
        outbox_clear(&outbox);

        assert_int_equal(discovery_announce(&places[DISCOVERY_COMPONENT], &ben, left, 2, &outbox), 0);
        assert_string_equal(outbox.messages[0].topic, "home/assistant/switch/unslouch_ben_hold_film/config");
        assert_string_equal(
                outbox.messages[1].topic, "home/assistant/device_automation/unslouch_ben_trigger_x/config");
        assert_string_equal(outbox.messages[0].payload, "");
        assert_string_equal(outbox.messages[1].payload, "");
        assert_true(outbox.messages[2].payload_bytes > 0);
        outbox_done(&outbox);
}

static void who_leaves_leaves_no_trace(void **state)
{
        struct discovery_component components[DISCOVERY_COMPONENTS_MAX];
        size_t count = discovery_components(&anna, components);

        (void)state;
        for (unsigned mode = DISCOVERY_DEVICE; mode < DISCOVERY_MODE_MAX_; mode++) {
                struct outbox announced = { 0 };
                struct outbox withdrawn = { 0 };

                announce((enum discovery_mode)mode, &anna, &announced);
                assert_int_equal(
                        discovery_withdraw(&places[mode], anna.id, components, count, &withdrawn), 0);
                assert_int_equal(withdrawn.count, announced.count);
                for (size_t i = 0; i < withdrawn.count; i++) {
                        assert_string_equal(withdrawn.messages[i].topic, announced.messages[i].topic);
                        assert_int_equal(withdrawn.messages[i].payload_bytes, 0);
                        assert_true(withdrawn.messages[i].retain);
                }
                outbox_done(&announced);
                outbox_done(&withdrawn);
        }
}

/* Asked to let go wherever the announcement was, and nowhere else. */
static void who_is_announced_in_another_mode_is_migrated(void **state)
{
        struct discovery_component components[DISCOVERY_COMPONENTS_MAX];
        size_t count = discovery_components(&anna, components);
        struct outbox none = { 0 };

        (void)state;
        for (unsigned mode = DISCOVERY_DEVICE; mode < DISCOVERY_MODE_MAX_; mode++) {
                struct outbox announced = { 0 };
                struct outbox migrated = { 0 };

                announce((enum discovery_mode)mode, &anna, &announced);
                assert_int_equal(discovery_migrate(&places[mode], anna.id, components, count, &migrated), 0);
                assert_int_equal(migrated.count, announced.count);
                for (size_t i = 0; i < migrated.count; i++) {
                        assert_string_equal(migrated.messages[i].topic, announced.messages[i].topic);
                        assert_string_equal(migrated.messages[i].payload, "{\"migrate_discovery\":true}");
                        assert_int_equal(migrated.messages[i].kind, OUTBOX_STATE);
                        assert_true(migrated.messages[i].retain);
                        assert_int_equal(migrated.messages[i].qos, 1);
                }
                outbox_done(&announced);
                outbox_done(&migrated);
        }
        assert_int_equal(discovery_migrate(&places[DISCOVERY_OFF], "anna", components, count, &none), 0);
        assert_int_equal(none.count, 0);
}

/* Each combination has components of its own, and no key twice. */
static void a_person_has_what_fits_them(void **state)
{
        (void)state;
        for (unsigned bits = 0; bits < 16; bits++) {
                struct discovery_component components[DISCOVERY_COMPONENTS_MAX];
                struct discovery_person person = anna;
                size_t count;

                person.has_routine = bits & 1;
                person.has_stand_limit = bits & 2;
                person.hold_count = bits & 4 ? ELEMENTS(holds) : 0;
                person.programme_count = bits & 8 ? ELEMENTS(programmes) : 0;
                count = discovery_components(&person, components);
                for (size_t i = 0; i < count; i++) {
                        for (size_t other = 0; other < i; other++)
                                assert_string_not_equal(components[i].key, components[other].key);
                        if (strcmp(components[i].key, "next_session") == 0)
                                assert_true(person.has_routine);
                        if (strcmp(components[i].key, "stand_limit") == 0)
                                assert_true(person.has_stand_limit);
                        if (strncmp(components[i].key, "hold", 4) == 0)
                                assert_true(person.hold_count > 0);
                        if (strcmp(components[i].key, "programme") == 0)
                                assert_true(person.has_routine && person.programme_count > 0);
                }
        }
}

static void more_reasons_than_there_is_room_for_get_no_switch(void **state)
{
        static char texts[2 * DISCOVERY_HOLDS_MAX][16];
        const char *many[2 * DISCOVERY_HOLDS_MAX];
        struct discovery_component components[DISCOVERY_COMPONENTS_MAX];
        struct discovery_person person = ben;
        size_t switches = 0;
        size_t count;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(many); i++) {
                snprintf(texts[i], sizeof(texts[i]), "reason-%zu", i);
                many[i] = texts[i];
        }
        person.holds = many;
        person.hold_count = ELEMENTS(many);
        count = discovery_components(&person, components);
        assert_true(count < DISCOVERY_COMPONENTS_MAX);
        for (size_t i = 0; i < count; i++)
                switches += strncmp(components[i].key, "hold_", 5) == 0;
        assert_int_equal(switches, DISCOVERY_HOLDS_MAX);
}

static void names_come_from_the_catalogue_where_it_has_them(void **state)
{
        struct catalogue *catalogue = NULL;
        struct discovery_person person = ben;
        struct outbox outbox = { 0 };
        json_t *components;
        json_t *object;

        (void)state;
        assert_int_equal(catalogue_new("xx", &catalogue), 0);
        assert_int_equal(catalogue_set_entity(catalogue, "posture", "Benches"), 0);
        assert_int_equal(catalogue_set_entity(catalogue, "hold_reason", "Ruhe"), 0);
        person.words = catalogue;
        person.holds = holds;
        person.hold_count = ELEMENTS(holds);
        announce(DISCOVERY_DEVICE, &person, &outbox);
        object = payload_of(&outbox, 0);
        components = json_object_get(object, "components");
        assert_json_is(json_object_get(json_object_get(components, "posture"), "name"), "\"Benches\"");
        assert_json_is(json_object_get(json_object_get(components, "hold_call"), "name"), "\"Ruhe: call\"");
        assert_json_is(json_object_get(json_object_get(components, "sitting"), "name"), "\"Sitting\"");
        /* An entity's name begins with the person's: the device is called otherwise. */
        assert_json_is(json_object_get(json_object_get(object, "device"), "name"), "\"Unslouch Ben\"");
        json_decref(object);
        outbox_done(&outbox);
        catalogue_free(catalogue);
}

static void ids_of_entities_are_as_home_assistant_writes_them(void **state)
{
        static const char *const reasons[] = { "late_-", "_x" };
        struct discovery_person person = ben;
        struct outbox outbox = { 0 };
        json_t *components;
        json_t *object;

        (void)state;
        person.id = "-b__n-";
        person.holds = reasons;
        person.hold_count = ELEMENTS(reasons);
        announce(DISCOVERY_DEVICE, &person, &outbox);
        object = payload_of(&outbox, 0);
        components = json_object_get(object, "components");
        assert_json_is(json_object_get(json_object_get(components, "hold_late_-"), "default_entity_id"),
                "\"switch.unslouch_b_n_hold_late\"");
        assert_json_is(json_object_get(json_object_get(components, "hold__x"), "default_entity_id"),
                "\"switch.unslouch_b_n_hold_x\"");
        assert_json_is(json_object_get(json_object_get(components, "hold__x"), "unique_id"),
                "\"unslouch_-b__n-_hold__x\"");
        json_decref(object);
        outbox_done(&outbox);
}

/* A sensor of another category blocks all later messages of its device in Home Assistant. */
static void sensors_are_of_no_category_but_diagnostic(void **state)
{
        (void)state;
        for (size_t i = 0; i < DISCOVERY_ROWS; i++) {
                const struct discovery_row *row = &discovery_rows[i];

                assert_non_null(row->key);
                assert_int_equal(discovery_row_find(row->key), i);
                assert_non_null(row->platform);
                assert_string_not_equal(row->platform, "time");
                if (row->category && (strstr(row->platform, "sensor") || !strcmp(row->platform, "event")))
                        assert_string_equal(row->category, "diagnostic");
        }
        assert_int_equal(discovery_row_find("nothing"), DISCOVERY_ROWS);
}

static void platforms_and_modes_are_known_by_name(void **state)
{
        (void)state;
        assert_null(discovery_platform("time"));
        assert_null(discovery_platform(""));
        assert_string_equal(discovery_platform("event"), "event");
        assert_string_equal(discovery_mode_names[DISCOVERY_OFF], "off");
        assert_string_equal(discovery_mode_names[DISCOVERY_DEVICE], "device");
        assert_string_equal(discovery_mode_names[DISCOVERY_COMPONENT], "component");
        assert_null(discovery_mode_names[DISCOVERY_MODE_MAX_]);
}

/* Lets each allocation of an announcement with something left fail in turn. Returns how many there were. */
static int announce_without_memory(enum discovery_mode mode, const struct discovery_person *person)
{
        const struct discovery_component left = { "gone", "sensor" };
        int failed = 1;
        int n = 0;

        for (; failed; n++) {
                struct outbox outbox = { 0 };
                int r;

                scarce_begin(n);
                r = discovery_announce(&places[mode], person, &left, 1, &outbox);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                outbox_done(&outbox);
        }
        return n;
}

static void without_memory_the_caller_is_told(void **state)
{
        const struct discovery_component gone = { "gone", "sensor" };
        int failed = 1;

        (void)state;
        json_set_alloc_funcs(malloc, free);
        assert_true(announce_without_memory(DISCOVERY_DEVICE, &anna) > 500);
        assert_true(announce_without_memory(DISCOVERY_COMPONENT, &ben) > 500);
        for (int n = 0; failed; n++) {
                struct outbox outbox = { 0 };
                int r;

                scarce_begin(n);
                r = discovery_withdraw(&places[DISCOVERY_COMPONENT], "anna", &gone, 1, &outbox);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                outbox_done(&outbox);
        }
}

static void a_full_outbox_is_told(void **state)
{
        struct outbox outbox = { 0 };

        (void)state;
        while (outbox_add(&outbox, OUTBOX_EVENT, "x", ""))
                ;
        assert_int_equal(discovery_announce(&places[DISCOVERY_DEVICE], &anna, NULL, 0, &outbox), -ENOMEM);
        assert_int_equal(discovery_announce(&places[DISCOVERY_COMPONENT], &anna, NULL, 0, &outbox), -ENOMEM);
        assert_int_equal(outbox.count, OUTBOX_MAX);
        outbox_done(&outbox);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_device_is_one_message_with_the_shape_that_home_assistant_wants),
                cmocka_unit_test(components_are_as_they_always_were),
                cmocka_unit_test(the_components_are_told_in_the_order_of_the_message),
                cmocka_unit_test(component_mode_says_the_same_in_a_message_each),
                cmocka_unit_test(off_says_nothing),
                cmocka_unit_test(what_is_left_is_taken_back_first),
                cmocka_unit_test(who_leaves_leaves_no_trace),
                cmocka_unit_test(who_is_announced_in_another_mode_is_migrated),
                cmocka_unit_test(a_person_has_what_fits_them),
                cmocka_unit_test(more_reasons_than_there_is_room_for_get_no_switch),
                cmocka_unit_test(names_come_from_the_catalogue_where_it_has_them),
                cmocka_unit_test(ids_of_entities_are_as_home_assistant_writes_them),
                cmocka_unit_test(sensors_are_of_no_category_but_diagnostic),
                cmocka_unit_test(platforms_and_modes_are_known_by_name),
                cmocka_unit_test(without_memory_the_caller_is_told),
                cmocka_unit_test(a_full_outbox_is_told),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
