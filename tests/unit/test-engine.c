/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/engine_home.h"

#include <stdio.h>
#include <stdlib.h>

#define MINUTES(n) ((n)*USEC_PER_MINUTE)

#define CHAIR                                                                                                \
        "{ name = \"chair\"; kind = \"seat\"; topic = \"home/chair\"; field = \"contact\"; when = "          \
        "\"false\"; }"
#define SAT "{\"contact\":false}"
#define UP  "{\"contact\":true}"

static const char *const anna_s_home =
        "broker = { host = \"localhost\"; };\n"
        "people = ( { id = \"anna\"; name = \"Anna\"; sensors = ( " CHAIR " );\n"
        "  holds = ( { reason = \"call\"; topic = \"pc/in_call\"; when = \"on\"; } );\n"
        "  ladder = ( { after = \"0 s\"; tell = [\"lamp\", \"hook\"]; }, { after = \"2 min\"; tell = "
        "[\"speaker\"]; },\n"
        "             { after = \"5 min\"; tell = [\"phone\"]; } ); } );\n"
        "channels = (\n"
        "  { name = \"lamp\"; kind = \"light\"; via = \"zigbee2mqtt\"; device = \"Desk lamp\"; },\n"
        "  { name = \"hook\"; kind = \"template\"; topic = \"hook/anna\"; payload = "
        "\"{\\\"t\\\":\\\"{text}\\\",\\\"s\\\":{seconds}}\"; },\n"
        "  { name = \"speaker\"; kind = \"speech\"; via = \"hermes\"; site = \"office\"; },\n"
        "  { name = \"phone\"; kind = \"phone\"; } );\n";

static const char *const anna_s_chair =
        "people = ( { id = \"anna\"; name = \"Anna\"; sensors = ( " CHAIR " ); } );\n";

static void make_up(struct engine_home *home, const char *config)
{
        engine_home_make(home, config);
        engine_home_link(home, true);
}

static enum posture posture_of(const struct engine_home *home, uint32_t person)
{
        struct person_view view;

        person_view(engine_home_person(home, person), &home->now, &view);
        return view.posture;
}

static void a_long_sit_is_told_on_every_step_of_the_ladder(void **state)
{
        struct engine_home home;
        const struct sent *sent;

        (void)state;
        make_up(&home, anna_s_home);
        engine_home_hear(&home, "zigbee2mqtt/Desk lamp", "{\"state\":\"OFF\",\"brightness\":80}");
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(30) - 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 0);
        assert_int_equal(engine_home_count(&home, "hook/anna", ""), 0);
        engine_home_wait(&home, 1);
        sent = engine_home_last(&home, "unslouch/anna/prompt", "\"event_type\":\"break_due\"");
        assert_false(sent->retain);
        assert_int_equal(sent->qos, 1);
        assert_int_equal(sent->expiry_sec, 600);
        assert_int_equal(sent->person, 0);
        assert_non_null(strstr(sent->payload, "\"tell\":[\"lamp\",\"hook\"]"));
        assert_int_equal(engine_home_count(&home, "hook/anna", "\"s\":1800}"), 1);
        assert_int_equal(engine_home_count(&home, "zigbee2mqtt/Desk lamp/set", "\"state\":\"ON\""), 1);
        assert_int_equal(home.lamps_kept, 1);
        assert_int_equal(engine_home_count(&home, "hermes/tts/say", ""), 0);
        engine_home_wait(&home, MINUTES(2));
        assert_int_equal(engine_home_count(&home, "hermes/tts/say", "\"siteId\":\"office\""), 1);
        assert_int_equal(
                engine_home_last(&home, "unslouch/anna/prompt", "break_nudge")->person, OUTBOX_NO_PERSON);
        assert_true(engine_home_last(&home, "unslouch/anna/state", "\"phase\":\"due\"")->retain);
        assert_true(home.saves > 0);
        engine_home_done(&home);
}

static void getting_up_gives_the_lamp_back_and_ends_the_prompt(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_home);
        engine_home_hear(&home, "zigbee2mqtt/Desk lamp", "{\"state\":\"OFF\",\"brightness\":80}");
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(30));
        engine_home_hear(&home, "zigbee2mqtt/Desk lamp", "{\"state\":\"ON\",\"brightness\":80}");
        engine_home_wait(&home, MINUTES(1));
        engine_home_hear(&home, "home/chair", UP);
        engine_home_forget(&home);
        engine_home_wait(&home, MINUTES(3));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_taken"), 1);
        assert_int_equal(engine_home_count(&home, "zigbee2mqtt/Desk lamp/set", "\"state\":\"OFF\""), 2);
        assert_int_equal(engine_home_count(&home, "hermes/tts/say", ""), 0);
        assert_int_equal(home.outcomes_kept, 2);
        engine_home_done(&home);
}

static void commands_are_carried_out_unless_they_were_retained(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_chair);
        engine_home_hear_bytes(&home, "unslouch/anna/cmd", "hold guests", 11, true);
        assert_int_equal(engine_home_person(&home, 0)->holds.count, 0);
        engine_home_hear(&home, "unslouch/anna/cmd", "hold guests");
        assert_int_equal(engine_home_person(&home, 0)->holds.count, 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/state", "\"holds\":[\"guests\"]"), 1);
        engine_home_hear(&home, "unslouch/nobody/cmd", "skip");
        engine_home_hear(&home, "unslouch2/anna/cmd", "skip");
        assert_int_equal(engine_home_count(&home, "unslouch/nobody/error", ""), 0);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/error", ""), 0);
        engine_home_done(&home);
}

static void a_command_for_an_old_prompt_has_no_effect_and_says_so(void **state)
{
        struct engine_home home;
        const struct sent *sent;

        (void)state;
        make_up(&home, anna_s_home);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(31));
        engine_home_hear(&home, "unslouch/anna/cmd", "{\"action\":\"snooze\",\"id\":\"anna-2026-11-22-1\"}");
        sent = engine_home_last(&home, "unslouch/anna/error", "snooze");
        assert_false(sent->retain);
        assert_int_equal(sent->qos, 1);
        assert_int_equal(engine_home_person(&home, 0)->policy.stage, PROMPT_STAGE_OPEN);
        engine_home_done(&home);
}

static void a_command_that_cannot_be_read_is_answered_with_what_is_allowed(void **state)
{
        static const struct {
                const char *topic;
                const char *payload;
                size_t size;
                const char *shown;
                const char *allowed;
        } cases[] = {
                { "unslouch/anna/cmd", "dance", 5, "\"command\":\"dance\"", "\"snooze\"" },
                { "unslouch/anna/cmd", "d\xff\0x", 4, "\"command\":\"d??x\"", "\"snooze\"" },
                { "unslouch/anna/cmd", "", 0, "\"command\":\"\"", "\"done\"" },
                { "unslouch/anna/cmd", NULL, 0, "\"command\":\"\"", "\"done\"" },
                { "unslouch/anna/snooze/set", NULL, 0, "\"command\":\"snooze\"", "5 min to 20 min" },
                { "unslouch/anna/cmd", "{\"action\":", 10, "{\\\"action\\\":", "\"done\"" },
                { "unslouch/anna/sit_limit/set", "soon", 4, "\"command\":\"sit_limit\"", "20 min to 1 h" },
                { "unslouch/anna/enabled/set", "maybe", 5, "\"command\":\"enabled\"", "\"ON\",\"OFF\"" },
                { "unslouch/anna/sit_limit/set", "500", 3, "sit_limit", "20 min to 1 h" },
                { "unslouch/anna/cmd", "\xc3\xa4rger", 6, "\"command\":\"\xc3\xa4rger\"", "\"snooze\"" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct engine_home home;
                const struct sent *sent;

                make_up(&home, anna_s_chair);
                engine_home_hear_bytes(&home, cases[i].topic, cases[i].payload, cases[i].size, false);
                assert_int_equal(engine_home_count(&home, "unslouch/anna/error", ""), 1);
                sent = engine_home_last(&home, "unslouch/anna/error", cases[i].shown);
                assert_non_null(strstr(sent->payload, cases[i].allowed));
                assert_int_not_equal(sent->expiry_sec, 0);
                assert_false(sent->retain);
                engine_home_done(&home);
        }
}

static void a_setting_is_published_kept_and_in_force(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_chair);
        assert_string_equal(engine_home_last(&home, "unslouch/anna/sit_limit", "")->payload, "30");
        engine_home_hear_bytes(&home, "unslouch/anna/sit_limit/set", "50", 2, true);
        assert_string_equal(engine_home_last(&home, "unslouch/anna/sit_limit", "")->payload, "30");
        engine_home_hear(&home, "unslouch/anna/sit_limit/set", "45 min");
        assert_string_equal(engine_home_last(&home, "unslouch/anna/sit_limit", "")->payload, "45");
        assert_true(engine_home_last(&home, "unslouch/anna/sit_limit", "")->retain);
        assert_int_equal(home.settings_kept, 1);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(44));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 0);
        engine_home_wait(&home, MINUTES(1));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 1);
        engine_home_done(&home);
}

static void a_payload_that_cannot_be_read_changes_nothing_and_is_counted(void **state)
{
        static char large[PAYLOAD_BYTES_MAX + 1];
        static char deep[256];
        static const struct {
                const char *payload;
                size_t size;
                const char *reason;
        } cases[] = {
                { "occupied", 8, "not JSON" },
                { "{\"contact\":", 11, "not JSON" },
                { large, sizeof(large), "64 KiB" },
                { deep, sizeof(deep) - 1, "too deep" },
                { "{\"contact\":true}\0", 17, "UTF-8" },
                { "{\"contact\":\"\xff\"}", 15, "UTF-8" },
                { "{\"contact\":{\"a\":1}}", 19, "type" },
                { "{\"contact\":[true]}", 18, "type" },
        };
        struct engine_home home;

        (void)state;
        memset(large, ' ', sizeof(large));
        memset(deep, '[', sizeof(deep) / 2);
        memset(deep + sizeof(deep) / 2, ']', sizeof(deep) / 2 - 1);
        make_up(&home, anna_s_chair);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(1));
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                engine_home_hear_bytes(&home, "home/chair", cases[i].payload, cases[i].size, false);
                assert_int_equal(home.rejected_count, i + 1);
                assert_string_equal(home.rejected_topic, "home/chair");
                assert_non_null(strstr(home.rejected_reason, cases[i].reason));
                assert_int_equal(engine_home_person(&home, 0)->sources[0].rejected, i + 1);
                engine_home_wait(&home, MINUTES(1));
                assert_int_equal(posture_of(&home, 0), POSTURE_SITTING);
        }
        engine_home_done(&home);
}

static void a_missing_field_is_told_until_it_has_been_seen(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_chair);
        engine_home_hear(&home, "home/chair", "{\"linkquality\":98}");
        assert_int_equal(home.rejected_count, 1);
        assert_non_null(strstr(home.rejected_reason, "no such field"));
        assert_int_equal(engine_home_person(&home, 0)->sources[0].rejected, 1);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_hear(&home, "home/chair", "{\"linkquality\":98}");
        assert_int_equal(home.rejected_count, 1);
        assert_int_equal(engine_home_person(&home, 0)->sources[0].rejected, 1);
        engine_home_done(&home);
}

static void nothing_and_null_end_a_claim(void **state)
{
        static const char *const payloads[] = { "", "{\"contact\":null}", "{\"contact\":\"unavailable\"}" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(payloads); i++) {
                struct engine_home home;

                make_up(&home, anna_s_chair);
                engine_home_hear(&home, "home/chair", SAT);
                engine_home_hear(&home, "home/chair", payloads[i]);
                assert_int_equal(engine_home_person(&home, 0)->sources[0].value, SOURCE_VALUE_NOTHING);
                assert_int_equal(home.rejected_count, 0);
                engine_home_done(&home);
        }
}

static void a_message_s_own_time_is_its_age(void **state)
{
        struct engine_home home;
        const struct source *source;

        (void)state;
        make_up(&home, anna_s_chair);
        source = &engine_home_person(&home, 0)->sources[0];
        engine_home_hear(&home, "home/chair", "{\"contact\":false,\"last_seen\":\"2026-11-23T09:59:00Z\"}");
        assert_true(source->heard_usec == home.now.boottime_usec - MINUTES(1));
        engine_home_hear(&home, "home/chair", "{\"contact\":true,\"last_seen\":\"2026-11-23T10:30:00Z\"}");
        assert_true(source->heard_usec == home.now.boottime_usec);
        engine_home_done(&home);
}

static void availability_is_told_in_words_json_or_a_field(void **state)
{
        static const char sensor[] =
                "people = ( { id = \"anna\"; name = \"Anna\"; sensors = ( { name = \"pc\"; kind = "
                "\"activity\";"
                " topic = \"pc/active\"; availability = { topic = \"pc/lwt\"; %s }; } ); } );";
        static const struct {
                const char *field;
                const char *payload;
                bool offline;
        } cases[] = {
                { "", "offline", true },
                { "", "Offline", true },
                { "", "{\"state\":\"offline\"}", true },
                { "", "{\"state\":\"online\"}", false },
                { "", "online", false },
                { "", "false", true },
                { "", "away", false },
                { "", "", false },
                { "", "{\"state\":7}", false },
                { "", "{\"other\":\"offline\"}", false },
                { "field = \"a.b\";", "{\"a\":{\"b\":\"offline\"}}", true },
                { "field = \"a.b\";", "{\"state\":\"offline\"}", false },
                { "field = \"a.b\";", "offline", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct engine_home home;
                char config[512];

                (void)snprintf(config, sizeof(config), sensor, cases[i].field);
                make_up(&home, config);
                engine_home_hear(&home, "pc/active", "on");
                engine_home_hear(&home, "pc/lwt", cases[i].payload);
                assert_int_equal(engine_home_person(&home, 0)->sources[0].offline, cases[i].offline);
                engine_home_done(&home);
        }
}

static void a_hold_s_topic_defers_until_it_says_no(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_home);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_hear(&home, "pc/in_call", "on");
        engine_home_wait(&home, MINUTES(35));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_"), 0);
        assert_true(engine_home_count(&home, "unslouch/anna/state", "\"phase\":\"held\",") > 0);
        engine_home_hear(&home, "pc/in_call", "off");
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 1);
        engine_home_done(&home);
}

static void a_prompt_shown_during_a_hold_opens_once_more_after_it(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_home);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_hear(&home, "pc/in_call", "on");
        engine_home_wait(&home, MINUTES(41));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "\"tell\":[\"lamp\"]"), 1);
        engine_home_hear(&home, "pc/in_call", "{}");
        assert_int_equal(home.rejected_count, 1);
        engine_home_hear(&home, "pc/in_call", "off");
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_nudge"), 1);
        assert_int_equal(engine_home_last(&home, "unslouch/anna/prompt", "break_nudge")->person, 0);
        engine_home_done(&home);
}

static const char *const shared_television =
        "people = (\n"
        "  { id = \"p0\"; name = \"P0\"; sensors = ( { name = \"tv\"; kind = \"activity\"; topic = \"tv\"; "
        "field = \"on\"; } ); },\n"
        "  { id = \"p1\"; name = \"P1\"; sensors = ( { name = \"tv\"; kind = \"activity\"; topic = \"tv\"; "
        "field = \"on\"; } ); },\n"
        "  { id = \"p2\"; name = \"P2\"; sensors = ( { name = \"tv\"; kind = \"activity\"; topic = \"tv\"; "
        "field = \"on\"; } ); },\n"
        "  { id = \"p3\"; name = \"P3\"; sensors = ( { name = \"tv\"; kind = \"activity\"; topic = \"tv\"; "
        "field = \"on\"; } ); },\n"
        "  { id = \"p4\"; name = \"P4\"; sensors = ( { name = \"tv\"; kind = \"activity\"; topic = \"tv\"; "
        "field = \"on\"; },\n"
        "    { name = \"pad\"; kind = \"activity\"; topic = \"pad\"; availability = { topic = \"tv/lwt\"; }; "
        "} ); } );\n"
        "channels = ( { name = \"lamp\"; kind = \"light\"; via = \"zigbee2mqtt\"; device = \"Lamp\"; },\n"
        "  { name = \"a\"; kind = \"speech\"; via = \"hermes\"; site = \"a\"; },\n"
        "  { name = \"b\"; kind = \"speech\"; via = \"hermes\"; site = \"b\"; } );\n";

static void five_people_share_a_topic_and_each_hears_it(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, shared_television);
        engine_home_hear(&home, "tv", "{\"on\":true}");
        engine_home_wait(&home, MINUTES(1));
        for (uint32_t i = 0; i < 5; i++)
                assert_int_equal(posture_of(&home, i), POSTURE_SITTING);
        engine_home_hear(&home, "tv", "rubbish");
        assert_int_equal(home.rejected_count, 1);
        for (uint32_t i = 0; i < 5; i++)
                assert_int_equal(engine_home_person(&home, i)->sources[0].rejected, 1);
        engine_home_done(&home);
}

static void every_topic_is_subscribed_once(void **state)
{
        static const struct {
                const char *filter;
                bool retained_wanted;
        } expected[] = {
                { "tv", true },
                { "pad", true },
                { "tv/lwt", true },
                { "zigbee2mqtt/Lamp", true },
                { "hermes/tts/sayFinished", true },
                { "unslouch/+/cmd", false },
                { "unslouch/+/+/set", false },
                { "hermes/intent/+", false },
                { "homeassistant/status", true },
        };
        struct engine_home home;

        (void)state;
        engine_home_make(&home, shared_television);
        assert_int_equal(engine_subscription_count(home.engine), ELEMENTS(expected));
        for (size_t i = 0; i < ELEMENTS(expected); i++) {
                bool retained_wanted;

                assert_string_equal(
                        engine_subscription(home.engine, i, &retained_wanted), expected[i].filter);
                assert_int_equal(retained_wanted, expected[i].retained_wanted);
                assert_true(engine_is_subscribed(home.engine, expected[i].filter));
        }
        assert_false(engine_is_subscribed(home.engine, "unslouch/status"));
        engine_home_done(&home);
}

static void nothing_waits_for_a_broker_that_is_away(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, anna_s_home);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(40));
        assert_int_equal(home.sent_count, 0);
        engine_home_link(&home, true);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/state", ""), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/why", ""), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/enabled", "ON"), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/break_goal", "2"), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/snooze", "10"), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 1);
        engine_home_link(&home, false);
        engine_home_forget(&home);
        engine_home_hear(&home, "unslouch/anna/cmd", "dance");
        engine_home_wait(&home, MINUTES(10));
        assert_int_equal(home.sent_count, 0);
        engine_home_done(&home);
}

static void a_prompt_that_was_lost_is_told_once_more_when_the_broker_is_back(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_home);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(30));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 1);
        engine_on_lost(home.engine, 0, &home.now);
        engine_home_link(&home, false);
        engine_home_forget(&home);
        engine_home_wait(&home, MINUTES(1));
        engine_home_link(&home, true);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 1);
        assert_int_equal(engine_home_last(&home, "unslouch/anna/prompt", "break_due")->expiry_sec, 600);
        engine_home_done(&home);
}

static const char *const changed_home =
        "broker = { host = \"localhost\"; };\n"
        "people = ( { id = \"ben\"; name = \"Ben\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = "
        "\"home/stool\"; } ); },\n"
        "  { id = \"anna\"; name = \"Anna\"; sensors = (\n"
        "    { name = \"pc\"; kind = \"activity\"; topic = \"pc/active\"; }, " CHAIR " );\n"
        "  ladder = ( { after = \"0 s\"; tell = [\"lamp\"]; } ); } );\n"
        "channels = (\n"
        "  { name = \"phone\"; kind = \"phone\"; },\n"
        "  { name = \"lamp\"; kind = \"light\"; via = \"zigbee2mqtt\"; device = \"Desk lamp\"; } );\n";

static void a_reload_keeps_the_open_bout_and_prompt(void **state)
{
        struct engine_home home;
        int64_t start_usec;

        (void)state;
        make_up(&home, anna_s_home);
        engine_home_hear(&home, "zigbee2mqtt/Desk lamp", "{\"state\":\"OFF\",\"brightness\":80}");
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(31));
        start_usec = engine_home_person(&home, 0)->bout.start_usec;
        engine_home_reload(&home, changed_home);
        assert_int_equal(engine_home_person(&home, 0)->bout.open, false);
        assert_true(engine_home_person(&home, 1)->bout.start_usec == start_usec);
        assert_int_equal(engine_home_person(&home, 1)->policy.stage, PROMPT_STAGE_OPEN);
        assert_int_equal(engine_home_person(&home, 1)->sources[1].value, SOURCE_VALUE_TRUE);
        assert_int_equal(engine_home_person(&home, 1)->sources[0].value, SOURCE_VALUE_NOTHING);
        assert_true(lamp_is_ours(engine_lamp(home.engine, 1)));
        assert_null(engine_lamp(home.engine, 0));
        engine_home_forget(&home);
        engine_home_wait(&home, MINUTES(1));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 0);
        engine_home_hear(&home, "home/chair", UP);
        engine_home_wait(&home, MINUTES(3));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_taken"), 1);
        engine_home_done(&home);
}

#define PERSON_OF_ONE_SENSOR "people = ( { id = \"anna\"; sensors = ( { name = \"it\"; %s } ); } );\n"

#define PRESENCE "kind = \"presence\"; topic = \"a\";"
#define ON       "when = \"on\";"
#define ONLINE   "availability = \"l\";"

static void a_sensor_that_is_read_otherwise_is_another_sensor(void **state)
{
        static const char before[] = PRESENCE ON ONLINE;
        static const struct {
                const char *after;
                enum source_value value;
        } cases[] = {
                { before, SOURCE_VALUE_TRUE },
                { PRESENCE ON ONLINE "room = \"r\";", SOURCE_VALUE_TRUE },
                { "kind = \"presence\"; topic = \"b\"; " ON ONLINE, SOURCE_VALUE_NOTHING },
                { "kind = \"seat\"; topic = \"a\"; " ON ONLINE, SOURCE_VALUE_NOTHING },
                { PRESENCE "when = \"off\"; " ONLINE, SOURCE_VALUE_NOTHING },
                { PRESENCE ONLINE, SOURCE_VALUE_NOTHING },
                { PRESENCE "field = \"x\"; " ON ONLINE, SOURCE_VALUE_NOTHING },
                { PRESENCE ON "availability = \"m\";", SOURCE_VALUE_NOTHING },
                { PRESENCE ON, SOURCE_VALUE_NOTHING },
                { PRESENCE ON "availability = { topic = \"l\"; field = \"x\"; };", SOURCE_VALUE_NOTHING },
                { PRESENCE ON ONLINE "stale_after = \"5 min\";", SOURCE_VALUE_NOTHING },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct engine_home home;
                char config[512];

                (void)snprintf(config, sizeof(config), PERSON_OF_ONE_SENSOR, before);
                make_up(&home, config);
                engine_home_hear(&home, "a", "on");
                assert_int_equal(engine_home_person(&home, 0)->sources[0].value, SOURCE_VALUE_TRUE);
                (void)snprintf(config, sizeof(config), PERSON_OF_ONE_SENSOR, cases[i].after);
                engine_home_reload(&home, config);
                assert_int_equal(engine_home_person(&home, 0)->sources[0].value, cases[i].value);
                engine_home_done(&home);
        }
}

static void a_device_that_is_read_otherwise_than_its_family_is_another_sensor(void **state)
{
        static const char family[] = "kind = \"seat\"; via = \"zigbee2mqtt\"; device = \"Chair\";";
        static const char corrected[] =
                "kind = \"seat\"; via = \"zigbee2mqtt\"; device = \"Chair\"; when = \"true\";";
        struct engine_home home;
        char config[512];

        (void)state;
        (void)snprintf(config, sizeof(config), PERSON_OF_ONE_SENSOR, family);
        make_up(&home, config);
        engine_home_hear(&home, "zigbee2mqtt/Chair", SAT);
        engine_home_reload(&home, config);
        assert_int_equal(engine_home_person(&home, 0)->sources[0].value, SOURCE_VALUE_TRUE);
        (void)snprintf(config, sizeof(config), PERSON_OF_ONE_SENSOR, corrected);
        engine_home_reload(&home, config);
        assert_int_equal(engine_home_person(&home, 0)->sources[0].value, SOURCE_VALUE_NOTHING);
        engine_home_hear(&home, "zigbee2mqtt/Chair", SAT);
        assert_int_equal(engine_home_person(&home, 0)->sources[0].value, SOURCE_VALUE_FALSE);
        engine_home_done(&home);
}

static void a_hold_that_is_read_otherwise_ends_with_the_reload(void **state)
{
        static const char people[] = "people = ( { id = \"anna\"; sensors = ( " CHAIR " ); holds = (\n"
                                     "  { reason = \"baby\"; topic = \"nursery\"; }%s ); } );\n";
        static const char before[] = ", { reason = \"call\"; topic = \"pc\"; when = \"on\"; }";
        static const struct {
                const char *after;
                bool kept;
        } cases[] = {
                { before, true },
                { "", false },
                { ", { reason = \"call\"; topic = \"pc/in_call\"; when = \"on\"; }", false },
                { ", { reason = \"call\"; topic = \"pc\"; when = \"off\"; }", false },
                { ", { reason = \"call\"; topic = \"pc\"; field = \"x\"; when = \"on\"; }", false },
                { ", { reason = \"call\"; topic = \"pc\"; when = \"on\"; effect = \"quiet\"; }", false },
                { ", { reason = \"meeting\"; topic = \"pc\"; when = \"on\"; }", false },
                { ", { reason = \"call\"; from = \"idle-inhibitor\"; }", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct hold_set *holds;
                struct engine_home home;
                char config[512];

                (void)snprintf(config, sizeof(config), people, before);
                make_up(&home, config);
                engine_home_hear(&home, "nursery", "on");
                engine_home_hear(&home, "pc", "on");
                assert_int_equal(engine_home_person(&home, 0)->holds.count, 2);
                (void)snprintf(config, sizeof(config), people, cases[i].after);
                engine_home_reload(&home, config);
                holds = &engine_home_person(&home, 0)->holds;
                assert_int_equal(holds->count, cases[i].kept ? 2 : 1);
                assert_string_equal(holds->holds[0].reason, "baby");
                engine_home_done(&home);
        }
}

static void who_is_no_longer_in_the_file_leaves_nothing_retained(void **state)
{
        static const char *const leaves[] = { "state", "why", "enabled", "sit_limit", "break_goal",
                "snooze" };
        struct engine_home home;

        (void)state;
        make_up(&home, changed_home);
        engine_home_forget(&home);
        engine_home_reload(&home, anna_s_home);
        for (size_t i = 0; i < ELEMENTS(leaves); i++) {
                char topic[64];
                const struct sent *sent;

                (void)snprintf(topic, sizeof(topic), "unslouch/ben/%s", leaves[i]);
                sent = engine_home_last(&home, topic, "");
                assert_string_equal(sent->payload, "");
                assert_true(sent->retain);
        }
        assert_int_equal(engine_home_count(&home, "unslouch/anna/state", "{"), 1);
        engine_home_done(&home);
}

static void a_lamp_that_leaves_the_file_is_given_back(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_home);
        engine_home_hear(&home, "zigbee2mqtt/Desk lamp", "{\"state\":\"OFF\",\"brightness\":80}");
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(31));
        engine_home_forget(&home);
        engine_home_reload(&home, anna_s_chair);
        assert_int_equal(engine_home_count(&home, "zigbee2mqtt/Desk lamp/set", "\"state\":\"OFF\""), 1);
        engine_home_done(&home);
}

static const char *const spoken_home =
        "people = ( { id = \"anna\"; name = \"Anna\"; sensors = ( " CHAIR " );\n"
        "  breaks = { posture_check = \"off\"; }; quiet_hours = ();\n"
        "  ladder = ( { after = \"0 s\"; tell = [\"lamp\", \"home\"]; } ); } );\n"
        "channels = (\n"
        "  { name = \"home\"; kind = \"speech\"; via = \"homeassistant\"; },\n"
        "  { name = \"lamp\"; kind = \"light\"; via = \"ha-json\"; topic = \"lamp/set\"; } );\n";

/* Also across a reload, after which nothing retained comes again. */
static void a_lamp_that_tells_nothing_is_told_of_once(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, spoken_home);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(31));
        assert_int_equal(engine_home_count(&home, "lamp/set", "flash"), 1);
        assert_int_equal(home.lamps_blind, 1);
        engine_home_reload(&home, spoken_home);
        engine_home_wait(&home, MINUTES(31));
        assert_int_equal(home.lamps_blind, 1);
        engine_home_hear(&home, "lamp", "{\"state\":\"OFF\"}");
        engine_home_reload(&home, spoken_home);
        engine_home_forget(&home);
        engine_home_link(&home, true);
        engine_home_hear(&home, "home/chair", UP);
        engine_home_wait(&home, MINUTES(1));
        assert_int_equal(engine_home_count(&home, "lamp/set", "OFF"), 1);
        engine_home_done(&home);
}

static void the_next_sentence_waits_for_the_blueprints_answer(void **state)
{
        struct engine_home home;
        const struct sent *sent;

        (void)state;
        make_up(&home, spoken_home);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(31));
        assert_int_equal(engine_home_count(&home, "unslouch/say", "{"), 1);
        sent = engine_home_last(&home, "unslouch/say", "\"channel\":\"home\",\"id\":\"anna-");
        assert_false(sent->retain);
        assert_true(sent->expiry_sec > 0);
        engine_home_hear(&home, "unslouch/said", "{\"channel\":\"home\",\"id\":null}");
        engine_home_wait(&home, MINUTES(11));
        assert_int_equal(engine_home_count(&home, "unslouch/say", "{"), 2);
        engine_home_done(&home);
}

static void a_suspend_is_nobody_s_sitting(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_chair);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(20));
        home.now = instant_at(&home.now, home.now.boottime_usec + MINUTES(60));
        engine_on_suspend(home.engine, MINUTES(60), &home.now);
        engine_home_wait(&home, MINUTES(1));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 0);
        assert_int_not_equal(posture_of(&home, 0), POSTURE_SITTING);
        engine_home_done(&home);
}

static void a_step_of_the_wall_clock_changes_no_duration(void **state)
{
        struct engine_home home;

        (void)state;
        make_up(&home, anna_s_chair);
        engine_home_hear(&home, "home/chair", SAT);
        engine_home_wait(&home, MINUTES(20));
        home.now.realtime_usec -= MINUTES(120);
        engine_on_clock_change(home.engine, &home.now);
        engine_home_wait(&home, MINUTES(10) - 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 0);
        engine_home_wait(&home, 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "break_due"), 1);
        engine_home_done(&home);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_long_sit_is_told_on_every_step_of_the_ladder),
                cmocka_unit_test(getting_up_gives_the_lamp_back_and_ends_the_prompt),
                cmocka_unit_test(commands_are_carried_out_unless_they_were_retained),
                cmocka_unit_test(a_command_for_an_old_prompt_has_no_effect_and_says_so),
                cmocka_unit_test(a_command_that_cannot_be_read_is_answered_with_what_is_allowed),
                cmocka_unit_test(a_setting_is_published_kept_and_in_force),
                cmocka_unit_test(a_payload_that_cannot_be_read_changes_nothing_and_is_counted),
                cmocka_unit_test(a_missing_field_is_told_until_it_has_been_seen),
                cmocka_unit_test(nothing_and_null_end_a_claim),
                cmocka_unit_test(a_message_s_own_time_is_its_age),
                cmocka_unit_test(availability_is_told_in_words_json_or_a_field),
                cmocka_unit_test(a_hold_s_topic_defers_until_it_says_no),
                cmocka_unit_test(a_prompt_shown_during_a_hold_opens_once_more_after_it),
                cmocka_unit_test(five_people_share_a_topic_and_each_hears_it),
                cmocka_unit_test(every_topic_is_subscribed_once),
                cmocka_unit_test(nothing_waits_for_a_broker_that_is_away),
                cmocka_unit_test(a_prompt_that_was_lost_is_told_once_more_when_the_broker_is_back),
                cmocka_unit_test(a_reload_keeps_the_open_bout_and_prompt),
                cmocka_unit_test(a_sensor_that_is_read_otherwise_is_another_sensor),
                cmocka_unit_test(a_device_that_is_read_otherwise_than_its_family_is_another_sensor),
                cmocka_unit_test(a_hold_that_is_read_otherwise_ends_with_the_reload),
                cmocka_unit_test(who_is_no_longer_in_the_file_leaves_nothing_retained),
                cmocka_unit_test(a_lamp_that_leaves_the_file_is_given_back),
                cmocka_unit_test(a_lamp_that_tells_nothing_is_told_of_once),
                cmocka_unit_test(the_next_sentence_waits_for_the_blueprints_answer),
                cmocka_unit_test(a_suspend_is_nobody_s_sitting),
                cmocka_unit_test(a_step_of_the_wall_clock_changes_no_duration),
        };

        return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
