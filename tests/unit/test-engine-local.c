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

/* What a prompt finds in the keep. */
struct hearer {
        struct engine_home home;
        unsigned prompts;
        unsigned outcomes_kept, saves; /* before the first prompt was told */
};

static void on_prompt(void *userdata, uint32_t person, const struct prompt *prompt,
        const struct prompt_texts *texts, const struct instant *now)
{
        struct hearer *hearer = userdata;

        (void)person;
        (void)prompt;
        (void)texts;
        (void)now;
        if (hearer->prompts++ > 0)
                return;
        hearer->outcomes_kept = hearer->home.outcomes_kept;
        hearer->saves = hearer->home.saves;
}

static void who_is_told_may_have_it_stored_before(void **state)
{
        struct hearer *hearer = test_calloc(1, sizeof(*hearer));
        const struct engine_listener listener = { .userdata = hearer, .prompt = on_prompt };
        unsigned saves;

        (void)state;
        engine_home_make(&hearer->home,
                "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"a\"; "
                "} );\n"
                "  breaks = { sit_limit = \"20 min\"; posture_check = \"off\"; }; } );\n"
                "channels = ( { name = \"phone\"; kind = \"phone\"; } );");
        engine_set_listener(hearer->home.engine, &listener);
        engine_home_link(&hearer->home, true);
        engine_home_hear(&hearer->home, "a", "on");
        engine_home_wait(&hearer->home, 19 * USEC_PER_MINUTE);
        assert_int_equal(hearer->prompts, 0);
        engine_home_wait(&hearer->home, 50 * USEC_PER_SEC);
        saves = hearer->home.saves;
        engine_home_wait(&hearer->home, 11 * USEC_PER_SEC);
        assert_int_equal(hearer->prompts, 1);
        assert_int_equal(hearer->outcomes_kept, 1);
        assert_true(hearer->saves > saves);
        engine_home_done(&hearer->home);
        test_free(hearer);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_the_machine_itself_says_outlives_a_reload),
                cmocka_unit_test(who_is_told_may_have_it_stored_before),
                cmocka_unit_test(nothing_is_subscribed_for_what_the_machine_itself_says),
        };

        return cmocka_run_group_tests_name("engine-local", tests, NULL, NULL);
}
