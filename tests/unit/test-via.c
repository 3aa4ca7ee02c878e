/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/topic.h"
#include "wire/via.h"

#include <errno.h>

static void assert_text(const char *is, const char *should)
{
        if (should) {
                assert_non_null(is);
                assert_string_equal(is, should);
        } else {
                assert_null(is);
        }
}

static void devices_become_topics(void **state)
{
        static const struct {
                const char *name, *device;
                enum source_kind kind;
                const char *topics[VIA_TOPICS_MAX], *field, *when, *availability;
        } cases[] = {
                { "zigbee2mqtt", "Office chair", SOURCE_KIND_SEAT, { "zigbee2mqtt/Office chair" }, "contact",
                        "false", "zigbee2mqtt/Office chair/availability" },
                { "zigbee2mqtt", " Presence_DiningRoom", SOURCE_KIND_PRESENCE,
                        { "zigbee2mqtt/ Presence_DiningRoom" }, "presence", NULL,
                        "zigbee2mqtt/ Presence_DiningRoom/availability" },
                { "zigbee2mqtt", "office/plug", SOURCE_KIND_ACTIVITY, { "zigbee2mqtt/office/plug" }, NULL,
                        NULL, "zigbee2mqtt/office/plug/availability" },
                { "tasmota", "radar", SOURCE_KIND_PRESENCE, { "tele/radar/SENSOR", "stat/radar/RESULT" },
                        NULL, NULL, "tele/radar/LWT" },
                { "tasmota", "tasmota_49A3BC/%prefix%", SOURCE_KIND_SEAT,
                        { "tasmota_49A3BC/tele/SENSOR", "tasmota_49A3BC/stat/RESULT" }, NULL, NULL,
                        "tasmota_49A3BC/tele/LWT" },
                { "tasmota", "home/%prefix%/desk/", SOURCE_KIND_SEAT,
                        { "home/tele/desk/SENSOR", "home/stat/desk/RESULT" }, NULL, NULL,
                        "home/tele/desk/LWT" },
                { "esphome", "desk/occupied", SOURCE_KIND_SEAT, { "desk/binary_sensor/occupied/state" }, "",
                        NULL, "desk/status" },
                { "esphome", "home/desk/desk_height", SOURCE_KIND_DESK_HEIGHT,
                        { "home/desk/sensor/desk_height/state" }, "", NULL, "home/desk/status" },
                { "shelly", "shellyplusplugs-80646fd031f8", SOURCE_KIND_ACTIVITY,
                        { "shellyplusplugs-80646fd031f8/events/rpc" }, "params.\"switch:0\".apower", "> 10",
                        "shellyplusplugs-80646fd031f8/online" },
                { "shelly", "mat", SOURCE_KIND_SEAT, { "mat/events/rpc" }, "params.\"input:0\".state", "true",
                        "mat/online" },
                { "statestream", "pub/test_domain/test_platform_1234", SOURCE_KIND_HOME,
                        { "pub/test_domain/test_platform_1234/state" }, "", NULL, NULL },
                { "statestream", "ha/sensor/anna_room", SOURCE_KIND_ROOM, { "ha/sensor/anna_room/state" }, "",
                        NULL, NULL },
                { "espresense", "anna-watch/office", SOURCE_KIND_ROOM,
                        { "espresense/devices/anna-watch/office" }, "distance", NULL,
                        "espresense/rooms/office/status" },
                { "espresense", "anna-watch/office", SOURCE_KIND_SEAT,
                        { "espresense/devices/anna-watch/office" }, NULL, NULL,
                        "espresense/rooms/office/status" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const char *error = NULL;
                struct via via;

                assert_int_equal(via_expand(cases[i].name, cases[i].device, cases[i].kind, &via, &error), 0);
                assert_null(error);
                for (size_t j = 0; j < VIA_TOPICS_MAX; j++)
                        assert_text(via.topics[j], cases[i].topics[j]);
                assert_text(via.field, cases[i].field);
                assert_text(via.when, cases[i].when);
                assert_text(via.availability_topic, cases[i].availability);
                assert_null(via.availability_field);
                via_done(&via);
                assert_null(via.topics[0]);
        }
}

static void devices_that_do_not_fit_are_refused(void **state)
{
        static const struct {
                const char *name, *device;
                enum source_kind kind;
                int result;
        } cases[] = {
                { "zwave", "x", SOURCE_KIND_SEAT, -ENOENT },
                { "zigbee2mqtt", "", SOURCE_KIND_SEAT, -EINVAL },
                { "zigbee2mqtt", "a/#", SOURCE_KIND_SEAT, -EINVAL },
                { "zigbee2mqtt", "chair", SOURCE_KIND_LOGIND, -EINVAL },
                { "zigbee2mqtt", "chair", SOURCE_KIND_DESKTOP_IDLE, -EINVAL },
                { "esphome", "desk", SOURCE_KIND_SEAT, -EINVAL },
                { "esphome", "/desk", SOURCE_KIND_SEAT, -EINVAL },
                { "esphome", "desk/", SOURCE_KIND_SEAT, -EINVAL },
                { "statestream", "binary_sensor/chair", SOURCE_KIND_SEAT, -EINVAL },
                { "statestream", "base//chair", SOURCE_KIND_SEAT, -EINVAL },
        };
        char longest[512];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const char *error = NULL;
                struct via via;

                assert_int_equal(via_expand(cases[i].name, cases[i].device, cases[i].kind, &via, &error),
                        cases[i].result);
                assert_int_equal(error != NULL, cases[i].result == -EINVAL);
        }
        memset(longest, 'a', sizeof(longest));
        for (size_t length = 490; length < sizeof(longest); length++) {
                const char *error = NULL;
                struct via via;

                longest[length] = '\0';
                assert_int_equal(via_expand("shelly", longest, SOURCE_KIND_SEAT, &via, &error),
                        length + strlen("/events/rpc") < 512 ? 0 : -EINVAL);
                if (!error)
                        via_done(&via);
                error = NULL;
                assert_int_equal(via_expand("tasmota", longest, SOURCE_KIND_SEAT, &via, &error),
                        length + strlen("tele//SENSOR") < 512 ? 0 : -EINVAL);
                if (!error)
                        via_done(&via);
                longest[length] = 'a';
        }
}

static void without_memory_nothing_is_left_behind(void **state)
{
        int failed = 1;

        (void)state;
        for (int n = 0; failed; n++) {
                const char *error = NULL;
                struct via via;
                int r;

                scarce_begin(n);
                r = via_expand("zigbee2mqtt", "chair", SOURCE_KIND_SEAT, &via, &error);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                if (r == 0)
                        via_done(&via);
                assert_true(n < 20);
        }
}

static void buttons_have_their_topics(void **state)
{
        static const struct {
                const char *name, *device, *topic, *field;
                int result;
        } cases[] = {
                { "zigbee2mqtt", "My button", "zigbee2mqtt/My button", "action", 0 },
                { "tasmota", "key", "stat/key/RESULT", "Button1.Action", 0 },
                { "tasmota", "home/%prefix%/key", "home/stat/key/RESULT", "Button1.Action", 0 },
                { "esphome", "desk/knob", "desk/event/knob/state", "event_type", 0 },
                { "shelly", "shelly-1", "shelly-1/events/rpc", "params.events[0].event", 0 },
                { "esphome", "desk", NULL, NULL, -EINVAL },
                { "zigbee2mqtt", "a/#", NULL, NULL, -EINVAL },
                { "statestream", "a/b/c", NULL, NULL, -ENOENT },
                { "espresense", "a/b", NULL, NULL, -ENOENT },
                { "deconz", "a", NULL, NULL, -ENOENT },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const char *error = NULL;
                struct via via = { 0 };

                assert_int_equal(
                        via_expand_button(cases[i].name, cases[i].device, &via, &error), cases[i].result);
                assert_int_equal(error != NULL, cases[i].result == -EINVAL);
                assert_text(via.topics[0], cases[i].topic);
                assert_text(via.field, cases[i].field);
                assert_null(via.availability_topic);
                via_done(&via);
        }
}

static void without_memory_there_is_no_button(void **state)
{
        int n = 0;

        (void)state;
        for (int failed = 1; failed; n++) {
                const char *error = NULL;
                struct via via = { .field = NULL };
                int r;

                scarce_begin(n);
                r = via_expand_button("zigbee2mqtt", "key", &via, &error);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                assert_text(via.field, failed ? NULL : "action");
                assert_null(error);
                via_done(&via);
        }
        assert_true(n > 2);
}

static void a_topic_of_a_button_can_be_too_long(void **state)
{
        char device[TOPIC_SIZE];
        const char *error = NULL;
        struct via via;

        (void)state;
        memset(device, 'x', sizeof(device) - 1);
        device[sizeof(device) - 1] = '\0';
        assert_int_equal(via_expand_button("zigbee2mqtt", device, &via, &error), -EINVAL);
        assert_non_null(error);
}

static void the_names_are_listed(void **state)
{
        size_t count = 0;

        (void)state;
        while (via_names[count])
                count++;
        assert_int_equal(count, 6);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(devices_become_topics),
                cmocka_unit_test(devices_that_do_not_fit_are_refused),
                cmocka_unit_test(without_memory_nothing_is_left_behind),
                cmocka_unit_test(buttons_have_their_topics),
                cmocka_unit_test(without_memory_there_is_no_button),
                cmocka_unit_test(a_topic_of_a_button_can_be_too_long),
                cmocka_unit_test(the_names_are_listed),
        };

        return cmocka_run_group_tests_name("via", tests, NULL, NULL);
}
