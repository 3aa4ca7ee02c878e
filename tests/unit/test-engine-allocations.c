/* SPDX-License-Identifier: MIT */
/*
 * Counts what the engine allocates: nothing for a sensor that says what it said or a timer with nothing to
 * do, and no more than is stated here for one that changes somebody's state. jansson, which reads what cannot
 * be read in place, is counted with it.
 */
#include "unit/test.h"

#include "unit/engine_home.h"
#include "unit/scarce.h"

#include <jansson.h>
#include <stdlib.h>

/* More than there are: none fails. */
#define PLENTY 1000000
/* Of its two messages, each first a tree of JSON values and then a text. */
#define CHANGE_ALLOCATIONS_MAX 200

static const char *const CONFIG =
        "broker = { host = \"h\"; };\n"
        "channels = ( { name = \"phone\"; kind = \"phone\"; } );\n"
        "people = ( { id = \"anna\"; quiet_hours = ();\n"
        "  sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"zigbee2mqtt/Office chair\";\n"
        "                field = \"contact\"; when = \"false\"; },\n"
        "    { name = \"radar\"; kind = \"presence\"; covers = \"seat\"; topic = \"tele/radar\";\n"
        "      field = \"LD2410.Distance[1]\"; when = \"< 100 ~ 10\"; },\n"
        "    { name = \"pc\"; kind = \"activity\"; topic = \"pc/idle_seconds\"; when = \"< 60\"; },\n"
        "    { name = \"phone\"; kind = \"home\"; topic = \"phone/place\"; when = \"home\"; } ); } );\n";

static struct engine_home home;

static int setup(void **state)
{
        (void)state;
        engine_home_make(&home, CONFIG);
        json_set_alloc_funcs(malloc, free);
        engine_home_link(&home, true);
        engine_home_hear(&home, "zigbee2mqtt/Office chair", "{\"contact\":false}");
        engine_home_hear(&home, "tele/radar", "{\"LD2410\":{\"Distance\":[10,20.5,3]}}");
        engine_home_hear(&home, "pc/idle_seconds", "3");
        engine_home_hear(&home, "phone/place", "home");
        /* All that this causes is told, and the next telling is far. */
        engine_home_wait(&home, 5 * USEC_PER_MINUTE);
        engine_home_forget(&home);
        return 0;
}

static int teardown(void **state)
{
        (void)state;
        json_set_alloc_funcs(__real_malloc, free);
        engine_home_done(&home);
        return 0;
}

static void pass(int64_t usec)
{
        home.now.boottime_usec += usec;
        home.now.realtime_usec += usec;
}

/* How often memory was asked for while the engine took a message, as the loop hands it over. */
static int count_message(const char *topic, const char *payload)
{
        const struct engine_message message = {
                .topic = topic, .payload = payload, .payload_bytes = strlen(payload)
        };

        scarce_begin(PLENTY);
        engine_on_message(home.engine, &message, &home.now);
        engine_on_time(home.engine, &home.now);
        (void)engine_next_deadline(home.engine);
        return PLENTY - scarce_left;
}

static void a_sensor_that_says_what_it_said_takes_no_memory(void **state)
{
        static const struct {
                const char *topic, *payload;
        } repeats[] = {
                { "zigbee2mqtt/Office chair", "{\"contact\":false}" },
                { "zigbee2mqtt/Office chair",
                        "{\"battery\":97,\"contact\":false,\"linkquality\":120,\"voltage\":3005}" },
                { "zigbee2mqtt/Office chair", "{\"update\":{\"state\":\"idle\",\"installed\":[1,2]},"
                                              "\"contact\":false,\"power\":1500.25}" },
                { "zigbee2mqtt/Office chair", "{\"contact\":false,\"last_seen\":\"2026-11-23T10:04:59Z\","
                                              "\"name\":\"B\xc3\xbcro\"}" },
                /* Of the device, but not of the chair. */
                { "zigbee2mqtt/Office chair", "{\"linkquality\":80}" },
                { "tele/radar", "{\"Time\":\"2026-11-23T10:05:00\",\"LD2410\":{\"Distance\":[11,21.5,4]}}" },
                { "tele/radar", "{\"LD2410\":{\"Distance\":[ 10, 104, 3 ]}}" },
                { "pc/idle_seconds", "4" },
                { "pc/idle_seconds", " 59.5" },
                { "phone/place", "home" },
                { "phone/place", "Home" },
                { "nobody/listens", "{\"contact\":true}" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(repeats); i++) {
                int count;

                pass(USEC_PER_SEC / 10);
                count = count_message(repeats[i].topic, repeats[i].payload);
                scarce_end();
                if (count > 0)
                        fail_msg("%s %s: %d allocations", repeats[i].topic, repeats[i].payload, count);
                assert_int_equal(engine_outbox(home.engine)->count, 0);
        }
        assert_int_equal(engine_home_person(&home, 0)->verdict.posture, POSTURE_SITTING);
}

static void a_change_of_state_takes_no_more_than_its_messages(void **state)
{
        int count;

        (void)state;
        engine_home_hear(&home, "zigbee2mqtt/Office chair", "{\"contact\":true}");
        engine_home_wait(&home, USEC_PER_MINUTE);
        engine_home_forget(&home);
        /* Nothing seen: it is away at once, and dated when it has lasted. */
        count = count_message("phone/place", "elsewhere");
        scarce_end();
        print_message("a change: %d allocations, %zu messages\n", count, engine_outbox(home.engine)->count);
        assert_true(engine_outbox(home.engine)->count > 0);
        assert_in_range(count, 1, CHANGE_ALLOCATIONS_MAX);
}

static void a_timer_with_nothing_to_do_takes_no_memory(void **state)
{
        (void)state;
        pass(USEC_PER_SEC);
        assert_true(engine_next_deadline(home.engine) > home.now.boottime_usec);
        scarce_begin(PLENTY);
        engine_on_time(home.engine, &home.now);
        (void)engine_next_deadline(home.engine);
        assert_int_equal(scarce_left, PLENTY);
        scarce_end();
        assert_int_equal(engine_outbox(home.engine)->count, 0);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        a_sensor_that_says_what_it_said_takes_no_memory, setup, teardown),
                cmocka_unit_test_setup_teardown(
                        a_change_of_state_takes_no_more_than_its_messages, setup, teardown),
                cmocka_unit_test_setup_teardown(a_timer_with_nothing_to_do_takes_no_memory, setup, teardown),
        };

        return cmocka_run_group_tests_name("engine-allocations", tests, NULL, NULL);
}
