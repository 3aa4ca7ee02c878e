/* SPDX-License-Identifier: MIT */
/* What a machine knows by itself and tells on its own desktop: logind, desktop-idle, D-Bus, no broker. */
#include "unit/config_fixture.h"

#define SEAT    "{ name = \"c\"; kind = \"seat\"; topic = \"c\"; }"
#define SESSION "{ name = \"s\"; kind = \"logind\"; }"
#define KEYS    "{ name = \"k\"; kind = \"desktop-idle\"; }"
#define REPORT  "{ name = \"r\"; kind = \"activity\"; via = \"dbus\"; }"
#define SCREEN  "{ name = \"screen\"; kind = \"desktop\"; }"
#define PHONE   "{ name = \"phone\"; kind = \"phone\"; }"

/* Places for one sensor's, one hold's and one channel's settings, in line 3: at the %. */
static const char in_sensor[] = BROKER "\npeople = ( { id = \"anna\"; user = \"anna\"; sensors = (\n"
                                       "{ name = \"x\"; % } ); } );";
static const char in_stranger[] = BROKER "\npeople = ( { id = \"anna\"; sensors = (\n"
                                         "{ name = \"x\"; % } ); } );";
static const char in_hold[] = BROKER "\npeople = ( { id = \"anna\"; sensors = ( " KEYS
                                     " ); holds = (\n{ reason = \"film\"; % } ); } );";
static const char in_channel[] =
        "people = ( { id = \"anna\"; sensors = ( " KEYS " ); } );\nchannels = (\n{ name = \"x\"; % } );";

struct wrong {
        const char *place;
        const char *text;
        const char *problems;
};

static struct settings *load(struct fixture *fixture, const char *place, const char *text)
{
        char whole[2048];

        snprintf(whole, sizeof(whole), "%.*s%s%s", (int)strcspn(place, "%"), place, text,
                strchr(place, '%') + 1);
        return fixture_load_text(fixture, whole);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
#define X    "setting 'people.anna.sensors.x"
#define FILM "setting 'people.anna.holds.film"
        static const struct wrong cases[] = {
                { in_sensor, "kind = \"logind\";\ntopic = \"t\"; field = \"f\"; when = \"on\";",
                        "f:4: " X ".topic': a sensor of kind 'logind' has no such setting\n"
                        "f:4: " X ".field': a sensor of kind 'logind' has no such setting\n"
                        "f:4: " X ".when': a sensor of kind 'logind' has no such setting\n" },
                { in_sensor,
                        "kind = \"desktop-idle\";\navailability = \"a\";\nvia = \"esphome\"; device = \"d\";",
                        "f:4: " X ".availability': a sensor of kind 'desktop-idle' has no such setting\n"
                        "f:5: " X ".via': a sensor of kind 'desktop-idle' has no such setting\n"
                        "f:5: " X ".device': a sensor of kind 'desktop-idle' has no such setting\n" },
                { in_sensor, "kind = \"desktop-idle\"; via = \"dbus\";",
                        "f:3: " X ".via': a sensor of kind 'desktop-idle' has no such setting\n" },
                { in_sensor, "kind = \"desktop-idle\"; covers = \"seat\";",
                        "f:3: " X ".covers': value 'seat': only for kind 'presence'\n" },
                { in_sensor, "kind = \"logind\"; shared = true;",
                        "f:3: warning: " X ".shared': has no effect: only a seat can be shared\n" },
                { in_stranger, "\nkind = \"logind\";",
                        "f:4: " X ".kind': value 'logind': needs the person's user: whose session it is\n" },
                { in_stranger, "kind = \"desktop-idle\";", "" },
                { in_sensor,
                        "kind = \"activity\"; via = \"dbus\";\ntopic = \"t\"; device = \"d\";\n"
                        "field = \"f\"; when = \"on\"; availability = \"a\";",
                        "f:4: " X ".topic': not together with via = \"dbus\"\n"
                        "f:4: " X ".device': not together with via = \"dbus\"\n"
                        "f:5: " X ".field': not together with via = \"dbus\"\n"
                        "f:5: " X ".when': not together with via = \"dbus\"\n"
                        "f:5: " X ".availability': not together with via = \"dbus\"\n" },
                { in_sensor, "kind = \"seat\";\nvia = \"dbus\";",
                        "f:4: " X ".via': value 'dbus': only for kind 'activity'\n" },
                { in_sensor, "kind = \"stool\"; via = \"dbus\";",
                        "f:3: " X ".kind': value 'stool': unknown (allowed seat, presence, desk-height, "
                        "activity, home, room, logind, desktop-idle)\n" },
                { in_sensor, "kind = \"activity\"; via = \"dbsu\"; device = \"d\";",
                        "f:3: " X ".via': value 'dbsu': unknown (allowed zigbee2mqtt, tasmota, esphome, "
                        "shelly, statestream, espresense, dbus)\n" },
                { in_hold, "", "f:3: " FILM "': needs a topic, or from\n" },
                { in_hold, "when = \"on\";", "f:3: " FILM "': needs a topic, or from\n" },
                { in_hold, "from = \"tv\";",
                        "f:3: " FILM ".from': value 'tv': unknown (allowed idle-inhibitor)\n" },
                { in_hold, "from = \"idle-inhibitor\";\ntopic = \"t\"; field = \"f\";\nwhen = \"on\";",
                        "f:4: " FILM ".topic': value 't': not together with from\n"
                        "f:4: " FILM ".field': value 'f': not together with from\n"
                        "f:5: " FILM ".when': value 'on': not together with from\n" },
                { in_hold, "from = \"idle-inhibitor\";", "" },
                { in_channel, "kind = \"desktop\"; via = \"raw\"; device = \"d\"; topic = \"t\";",
                        "f:3: setting 'channels.x.via': a desktop has no such setting\n"
                        "f:3: setting 'channels.x.device': a desktop has no such setting\n"
                        "f:3: setting 'channels.x.topic': a desktop has no such setting\n" },
                { in_channel,
                        "kind = \"desktop\";\npayload = \"p\"; may_turn_on = true; base = \"b\";\n"
                        "full_topic = \"%topic%/%prefix%\"; site = \"s\"; volume = 1; language = \"en\";",
                        "f:4: setting 'channels.x.payload': a desktop has no such setting\n"
                        "f:4: setting 'channels.x.may_turn_on': a desktop has no such setting\n"
                        "f:4: setting 'channels.x.base': a desktop has no such setting\n"
                        "f:5: setting 'channels.x.full_topic': a desktop has no such setting\n"
                        "f:5: setting 'channels.x.site': a desktop has no such setting\n"
                        "f:5: setting 'channels.x.volume': a desktop has no such setting\n"
                        "f:5: setting 'channels.x.language': a desktop has no such setting\n" },
                { in_channel, "kind = \"desktop\"; room = \"den\";", "" },
        };
#undef FILM
#undef X

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct fixture *fixture = *state;

                settings_free(load(fixture, cases[i].place, cases[i].text));
                assert_string_equal(fixture->printed, cases[i].problems);
        }
}

static void what_the_machine_knows_has_no_topic_and_no_end(void **state)
{
        static const struct {
                const char *text;
                enum source_kind kind;
                bool reported;
                int64_t stale_after_usec;
                bool portable;
        } cases[] = {
                { "kind = \"logind\";", SOURCE_KIND_LOGIND, false, USEC_INFINITY, false },
                { "kind = \"desktop-idle\";", SOURCE_KIND_DESKTOP_IDLE, true, USEC_INFINITY, false },
                { "kind = \"desktop-idle\"; portable = true; stale_after = \"1 h\";",
                        SOURCE_KIND_DESKTOP_IDLE, true, USEC_PER_HOUR, true },
                { "kind = \"activity\"; via = \"dbus\";", SOURCE_KIND_ACTIVITY, true, USEC_INFINITY, false },
                { "kind = \"activity\"; via = \"dbus\"; stale_after = \"10 min\";", SOURCE_KIND_ACTIVITY,
                        true, 10 * USEC_PER_MINUTE, false },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct settings *settings = load(*state, in_sensor, cases[i].text);
                const struct sensor_settings *sensor = &settings->people[0].sensors[0];
                const struct source_config *source = &settings->people[0].core.sources[0];

                assert_int_equal(source->kind, cases[i].kind);
                assert_int_equal(source->portable, cases[i].portable);
                assert_true(source->stale_after_usec == cases[i].stale_after_usec);
                assert_int_equal(sensor->reported, cases[i].reported);
                assert_null(sensor->topics[0]);
                assert_null(sensor->topics[1]);
                assert_null(sensor->availability_topic);
                assert_string_equal(settings->people[0].source_names[0], "x");
                settings_free(settings);
        }
}

static void what_comes_by_mqtt_is_reported_by_nobody(void **state)
{
        struct settings *settings = load(*state, in_sensor, "kind = \"activity\"; topic = \"t\";");

        assert_false(settings->people[0].sensors[0].reported);
        assert_true(settings->people[0].core.sources[0].stale_after_usec == 15 * USEC_PER_MINUTE);
        settings_free(settings);
}

static void a_hold_may_come_from_idle_inhibitors(void **state)
{
        struct settings *settings = load(*state, in_hold, "from = \"idle-inhibitor\";");
        const struct person_setup *person = &settings->people[0];

        assert_true(person->holds[0].idle_inhibitor);
        assert_null(person->holds[0].topic);
        assert_int_equal(person->core.holds[0].effect, HOLD_EFFECT_DEFER);
        settings_free(settings);
        settings = load(*state, in_hold, "topic = \"t\";");
        assert_false(settings->people[0].holds[0].idle_inhibitor);
        assert_string_equal(settings->people[0].holds[0].topic, "t");
        settings_free(settings);
}

static void who_has_only_this_machine_s_own_sensors_is_local(void **state)
{
        static const struct {
                const char *sensors;
                bool local_only;
        } cases[] = {
                { KEYS, true },
                { SESSION ", " KEYS ", " REPORT, true },
                { REPORT, true },
                { SEAT, false },
                { KEYS ", " SEAT, false },
                { SEAT ", " SESSION, false },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct settings *settings;
                char text[512];

                snprintf(text, sizeof(text),
                        BROKER "people = ( { id = \"a\"; user = \"a\"; sensors = ( %s ); } );",
                        cases[i].sensors);
                settings = fixture_load_good(*state, text);
                assert_int_equal(settings->people[0].core.local_only, cases[i].local_only);
                settings_free(settings);
        }
}

static void who_has_no_sensor_is_not_local(void **state)
{
        struct settings *settings = fixture_load_text(*state, BROKER "people = ( { id = \"a\"; } );");

        assert_false(settings->people[0].core.local_only);
        settings_free(settings);
}

static void only_who_can_be_told_by_nothing_else_needs_the_broker(void **state)
{
        static const struct {
                const char *broker;
                const char *ladder;
                bool needs_broker;
        } cases[] = {
                { BROKER, "", false },
                { BROKER, "ladder = ( { after = \"0 s\"; tell = [ \"phone\" ]; } );", true },
                { BROKER, "ladder = ( { after = \"0 s\"; tell = [ \"screen\", \"phone\" ]; } );", false },
                { BROKER,
                        "ladder = ( { after = \"0 s\"; tell = [ \"phone\" ]; }, { after = \"1 min\"; tell = "
                        "[ "
                        "\"screen\" ]; } );",
                        false },
                { BROKER, "ladder = ( );", true },
                { "", "ladder = ( { after = \"0 s\"; tell = [ \"phone\" ]; } );", false },
                { "", "", false },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct settings *settings;
                char text[512];

                snprintf(text, sizeof(text),
                        "%speople = ( { id = \"a\"; sensors = ( " KEYS " ); %s } ); channels = ( " SCREEN
                        ", " PHONE " );",
                        cases[i].broker, cases[i].ladder);
                settings = fixture_load_text(*state, text);
                assert_int_equal(settings->people[0].core.needs_broker, cases[i].needs_broker);
                settings_free(settings);
        }
}

static void a_desktop_tells_at_once(void **state)
{
        struct settings *settings =
                fixture_load_good(*state, BROKER "people = ( { id = \"a\"; sensors = ( " KEYS
                                                 " ); } ); channels = ( " PHONE ", " SCREEN " );");
        const struct person_config *core = &settings->people[0].core;

        assert_int_equal(core->channels[1].kind, CHANNEL_KIND_DESKTOP);
        assert_int_equal(core->ladder.count, 2);
        assert_int_equal(core->ladder.steps[0].tell, 2);
        assert_int_equal(core->ladder.steps[1].tell, 1);
        settings_free(settings);
}

#define OFF_TOPIC   "MQTT is off, for there is no broker: nothing comes on this topic\n"
#define OFF_CHANNEL "MQTT is off, for there is no broker: nothing is told by this channel\n"

static void without_a_broker_the_first_that_needs_one_is_warned_of(void **state)
{
        static const struct {
                const char *text;
                const char *problems;
        } cases[] = {
                { "people = (\n{ id = \"a\"; sensors = ( " KEYS " ); } );\nchannels = ( " SCREEN " );", "" },
                { "people = (\n{ id = \"a\"; sensors = ( " KEYS ",\n" SEAT
                  " ); },\n{ id = \"b\"; sensors = ( "
                  "{ name = \"d\"; kind = \"seat\"; topic = \"d\"; } ); } );",
                        "f:3: warning: setting 'people.a.sensors.c': " OFF_TOPIC },
                { "people = ( { id = \"a\"; sensors = ( " KEYS " );\nholds = ( { reason = \"film\"; from = "
                  "\"idle-inhibitor\"; },\n{ reason = \"call\"; topic = \"t\"; } ); } );",
                        "f:3: warning: setting 'people.a.holds.call': " OFF_TOPIC },
                { "people = ( { id = \"a\"; holds = (\n{ reason = \"call\"; topic = \"t\"; } );\nsensors = "
                  "( " SEAT " ); } );",
                        "f:2: warning: setting 'people.a.holds.call': " OFF_TOPIC },
                { "people = ( { id = \"a\"; sensors = ( " KEYS " );\ncues = (\n{ topic = \"t\"; } ); } );",
                        "f:3: warning: setting 'people.a.cues[0]': " OFF_TOPIC },
                { "channels = ( " SCREEN ",\n" PHONE " );\npeople = ( { id = \"a\"; sensors = ( " SEAT
                  " ); } );",
                        "f:2: warning: setting 'channels.phone': " OFF_CHANNEL },
                { "people = ( { id = \"a\"; sensors = (\n" SEAT " ); } );\nchannels = ( " PHONE " );",
                        "f:2: warning: setting 'people.a.sensors.c': " OFF_TOPIC },
                { "people = ( { id = \"a\"; sensors = ( " KEYS
                  " ); } );\nchannels = ( { name = \"l\"; kind = "
                  "\"light\"; via = \"tasmota\"; device = \"d\"; } );",
                        "f:2: warning: setting 'channels.l': " OFF_CHANNEL },
                { "people = ( { id = \"a\"; sensors = ( " KEYS
                  " ); } );\nchannels = ( { name = \"s\"; kind = "
                  "\"speech\"; via = \"hermes\"; } );",
                        "f:2: warning: setting 'channels.s': " OFF_CHANNEL },
                { "people = ( { id = \"a\"; sensors = ( " KEYS
                  " ); } );\nchannels = ( { name = \"t\"; kind = "
                  "\"template\"; topic = \"t\"; payload = \"p\"; } );",
                        "f:2: warning: setting 'channels.t': " OFF_CHANNEL },
                /* What the file has instead is told first. */
                { "broker = { };\npeople = ( { id = \"a\"; sensors = ( " SEAT " ); } );",
                        "f:1: setting 'broker.host': missing: Name or address of the MQTT broker.\n" },
                { "people = ( { id = \"A\"; sensors = ( " SEAT " ); } );",
                        "f:1: setting 'people.A.id': value 'A': not an id (allowed 1 to 32 of a-z 0-9 _ "
                        "-)\n" },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++)
                fixture_expect(*state, cases[i].text, cases[i].problems);
}

static void the_configuration_for_a_desktop_needs_nothing_else(void **state)
{
        struct config_problems problems = { 0 };
        struct settings *settings = NULL;
        const struct person_config *core;

        (void)state;
        assert_int_equal(config_load(TOP_SRCDIR "/conf/desktop.conf", &problems, NULL, &settings), 0);
        assert_int_equal(problems.count, 0);
        core = &settings->people[0].core;
        assert_null(settings->broker.host);
        assert_int_equal(settings->people_count, 1);
        assert_true(core->local_only);
        assert_false(core->needs_broker);
        assert_null(settings->people[0].user);
        assert_int_equal(core->ladder.count, 1);
        assert_int_equal(core->ladder.steps[0].tell, 1);
        config_problems_done(&problems);
        settings_free(settings);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(what_is_wrong_is_told_with_its_line),
                CASE(what_the_machine_knows_has_no_topic_and_no_end),
                CASE(what_comes_by_mqtt_is_reported_by_nobody),
                CASE(a_hold_may_come_from_idle_inhibitors),
                CASE(who_has_only_this_machine_s_own_sensors_is_local),
                CASE(who_has_no_sensor_is_not_local),
                CASE(only_who_can_be_told_by_nothing_else_needs_the_broker),
                CASE(a_desktop_tells_at_once),
                CASE(without_a_broker_the_first_that_needs_one_is_warned_of),
                CASE(the_configuration_for_a_desktop_needs_nothing_else),
        };

        return cmocka_run_group_tests_name("config-desktop", tests, NULL, NULL);
}
