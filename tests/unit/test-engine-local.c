/* SPDX-License-Identifier: MIT */
/* The engine and what does not come by MQTT: sessions, desktops, what programs report, idle inhibitors. */
#include "unit/test.h"

#include "unit/engine_home.h"

#define LEASE_USEC (10 * USEC_PER_MINUTE)

static void what_the_machine_itself_says_outlives_a_reload(void **state)
{
#define OF(user, name, rest)                                                                                 \
        "people = ( { id = \"anna\"; user = \"" user "\"; sensors = ( { name = \"" name "\"; " rest          \
        " } ); } );\n"
#define BY_MQTT "kind = \"activity\"; topic = \"t\"; stale_after = \"never\";"
        static const struct {
                const char *before;
                const char *after;
                enum source_value value;
        } cases[] = {
                { OF("anna", "it", "kind = \"desktop-idle\";"), OF("anna", "it", "kind = \"desktop-idle\";"),
                        SOURCE_VALUE_TRUE },
                { OF("anna", "it", "kind = \"desktop-idle\";"), OF("ben", "it", "kind = \"desktop-idle\";"),
                        SOURCE_VALUE_TRUE },
                { OF("anna", "it", "kind = \"desktop-idle\";"), OF("anna", "is", "kind = \"desktop-idle\";"),
                        SOURCE_VALUE_NOTHING },
                { OF("anna", "it", "kind = \"logind\";"), OF("anna", "it", "kind = \"logind\";"),
                        SOURCE_VALUE_TRUE },
                { OF("anna", "it", "kind = \"logind\";"), OF("ben", "it", "kind = \"logind\";"),
                        SOURCE_VALUE_NOTHING },
                { OF("anna", "it", "kind = \"logind\";"), OF("anna", "it", "kind = \"desktop-idle\";"),
                        SOURCE_VALUE_NOTHING },
                { OF("anna", "it", "kind = \"activity\"; via = \"dbus\";"),
                        OF("anna", "it", "kind = \"activity\"; via = \"dbus\";"), SOURCE_VALUE_TRUE },
                { OF("anna", "it", "kind = \"activity\"; via = \"dbus\";"), OF("anna", "it", BY_MQTT),
                        SOURCE_VALUE_NOTHING },
        };
#undef BY_MQTT
#undef OF

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct claim claim = { .value = SOURCE_VALUE_TRUE, .lease_usec = LEASE_USEC };
                const struct person *person;
                struct engine_home home;

                engine_home_make(&home, cases[i].before);
                person = engine_home_person(&home, 0);
                source_claim(&person->sources[0], &person->config->sources[0], &claim, &home.now);
                engine_home_reload(&home, cases[i].after);
                person = engine_home_person(&home, 0);
                assert_int_equal(person->sources[0].value, cases[i].value);
                if (cases[i].value == SOURCE_VALUE_TRUE)
                        assert_true(source_lease_end(&person->sources[0], &person->config->sources[0]) ==
                                    home.now.boottime_usec + LEASE_USEC);
                engine_home_done(&home);
        }
}

static void nothing_is_subscribed_for_what_the_machine_itself_says(void **state)
{
        struct engine_home home;
        bool retained_wanted;

        (void)state;
        engine_home_make(&home, "people = ( { id = \"anna\"; user = \"anna\"; sensors = (\n"
                                "  { name = \"keys\"; kind = \"desktop-idle\"; },\n"
                                "  { name = \"session\"; kind = \"logind\"; },\n"
                                "  { name = \"report\"; kind = \"activity\"; via = \"dbus\"; } );\n"
                                "  holds = ( { reason = \"film\"; from = \"idle-inhibitor\"; } ); } );\n"
                                "channels = ( { name = \"screen\"; kind = \"desktop\"; } );\n");
        assert_int_equal(engine_subscription_count(home.engine), 3);
        assert_string_equal(engine_subscription(home.engine, 0, &retained_wanted), "unslouch/+/cmd");
        assert_string_equal(engine_subscription(home.engine, 1, &retained_wanted), "unslouch/+/+/set");
        assert_string_equal(engine_subscription(home.engine, 2, &retained_wanted), "homeassistant/status");
        engine_home_done(&home);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_the_machine_itself_says_outlives_a_reload),
                cmocka_unit_test(nothing_is_subscribed_for_what_the_machine_itself_says),
        };

        return cmocka_run_group_tests_name("engine-local", tests, NULL, NULL);
}
