/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include <time.h>

/* A place for the settings of one sensor, of one channel, and of one person: at the %. */
static const char in_sensor[] = BROKER "people = ( { id = \"anna\"; sensors = ( { name = \"x\"; % } ); } );";
static const char in_channel[] = BROKER
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } ); } );\n"
        "channels = ( { name = \"x\"; % } );";
static const char in_person[] = BROKER
        "channels = ( { name = \"lamp\"; kind = \"light\"; via = \"tasmota\"; device = \"lamp\"; },\n"
        "             { name = \"phone\"; kind = \"phone\"; } );\n"
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } ); % } );";

struct wrong {
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

static void expect_all(void **state, const char *place, const struct wrong *cases, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                struct fixture *fixture = *state;

                settings_free(load(fixture, place, cases[i].text));
                assert_string_equal(fixture->printed, cases[i].problems);
        }
}

static void what_is_wrong_with_a_sensor_is_told(void **state)
{
        static const struct wrong cases[] = {
                { "", "f:1: setting 'people.anna.sensors.x.kind': missing: What its match says: occupied, "
                      "present, raised, active, at home. A room is what follows the person about. Session "
                      "and "
                      "desktop (logind, desktop-idle) tell by themselves whether they are in use.\n"
                      "f:1: setting 'people.anna.sensors.x.topic': missing: where its messages come; or say "
                      "via and "
                      "device\n" },
                { "kind = \"seat\"; topic = \"a/+/b\";", "f:1: setting 'people.anna.sensors.x.topic': value "
                                                         "'a/+/b': not the name of one topic (no + or #, no "
                                                         "control characters) (allowed 1..511 bytes)\n" },
                { "kind = \"seat\"; topic = \"a\"; via = \"shelly\"; device = \"d\";",
                        "f:1: setting 'people.anna.sensors.x.topic': value 'a': not together with via, which "
                        "says it\n" },
                { "kind = \"seat\"; via = \"shelly\";", "f:1: setting 'people.anna.sensors.x.device': "
                                                        "missing: what the family calls the device\n" },
                { "kind = \"seat\"; topic = \"a\"; device = \"d\";",
                        "f:1: setting 'people.anna.sensors.x.device': value 'd': only with via\n" },
                { "kind = \"seat\"; via = \"zigbee\"; device = \"d\";",
                        "f:1: setting 'people.anna.sensors.x.via': value 'zigbee': unknown (allowed "
                        "zigbee2mqtt, tasmota, "
                        "esphome, shelly, statestream, espresense)\n" },
                { "kind = \"activity\"; via = \"tasmota\"; device = \"d\";",
                        "f:1: setting 'people.anna.sensors.x.field': missing: this device family has no "
                        "usual field for the "
                        "kind\n" },
                { "kind = \"desk-height\"; topic = \"d\";",
                        "f:1: setting 'people.anna.sensors.x.when': missing: which height is raised, such as "
                        "\"> 95\"\n"
                        "f:1: warning: setting 'people.anna': no sensor can ever say that this person sits: "
                        "a seat, an activity, a session, a desktop, or a presence that covers the seat "
                        "could\n" },
                { "kind = \"seat\"; topic = \"d\"; covers = \"seat\"; portable = true;",
                        "f:1: setting 'people.anna.sensors.x.covers': value 'seat': only for kind "
                        "'presence'\n"
                        "f:1: setting 'people.anna.sensors.x.portable': value 'true': only for kinds "
                        "'activity', 'logind' and 'desktop-idle'\n" },
                { "kind = \"activity\"; topic = \"d\"; shared = true;",
                        "f:1: warning: setting 'people.anna.sensors.x.shared': has no effect: only a seat "
                        "can be shared\n" },
                { "kind = \"seat\"; via = \"esphome\"; device = \"d\";",
                        "f:1: setting 'people.anna.sensors.x.device': value 'd': an esphome device is "
                        "written "
                        "PREFIX/OBJECT\n" },
                { "kind = \"desktop\"; topic = \"d\";",
                        "f:1: setting 'people.anna.sensors.x.kind': value 'desktop': unknown (allowed seat, "
                        "presence, desk-height, activity, home, room, logind, desktop-idle)\n" },
                { "kind = \"seat\"; topic = \"d\"; availability = { field = \"state\"; };",
                        "f:1: setting 'people.anna.sensors.x.availability.topic': missing: Where the device "
                        "says whether it is "
                        "online.\n" },
                { "kind = \"seat\"; topic = \"d\"; }, { name = \"x\"; kind = \"home\"; topic = \"d\";",
                        "f:1: setting 'people.anna.sensors.x.name': value 'x': this person has a sensor of "
                        "this name already, "
                        "in line 1\n" },
        };

        expect_all(state, in_sensor, cases, ELEMENTS(cases));
}

static void fields_and_matches_are_compiled(void **state)
{
        struct fixture *fixture = *state;

        assert_null(
                load(fixture, in_sensor, "kind = \"seat\"; topic = \"d\"; field = \"a[\"; when = \"> x\";"));
        assert_non_null(strstr(fixture->printed, "f:1: setting 'people.anna.sensors.x.field': value 'a[': "));
        assert_non_null(strstr(fixture->printed, "f:1: setting 'people.anna.sensors.x.when': value '> x': "));
        assert_null(load(fixture, in_sensor,
                "kind = \"seat\"; topic = \"d\"; availability = { topic = \"t\"; field = \"a[\"; };"));
        assert_non_null(strstr(fixture->printed, "f:1: setting 'people.anna.sensors.x.availability': "));
        assert_null(load(fixture, in_person,
                "holds = ( { reason = \"call\"; topic = \"t\"; field = \"a[\"; when = \"> x\"; } );"));
        assert_non_null(
                strstr(fixture->printed, "f:3: setting 'people.anna.holds.call.field': value 'a[': "));
        assert_non_null(
                strstr(fixture->printed, "f:3: setting 'people.anna.holds.call.when': value '> x': "));
}

static void leases_follow_the_kind(void **state)
{
        static const struct {
                const char *text;
                enum source_kind kind;
                int64_t stale_after_usec;
        } cases[] = {
                { "kind = \"seat\"; topic = \"t\";", SOURCE_KIND_SEAT, 6 * USEC_PER_HOUR },
                { "kind = \"presence\"; topic = \"t\"; covers = \"seat\";", SOURCE_KIND_PRESENCE,
                        6 * USEC_PER_HOUR },
                { "kind = \"activity\"; topic = \"t\";", SOURCE_KIND_ACTIVITY, 15 * USEC_PER_MINUTE },
                { "kind = \"desk-height\"; topic = \"t\"; when = \"> 1\";", SOURCE_KIND_DESK_HEIGHT,
                        USEC_INFINITY },
                { "kind = \"home\"; topic = \"t\";", SOURCE_KIND_HOME, USEC_INFINITY },
                { "kind = \"home\"; topic = \"t\"; stale_after = \"1 h\";", SOURCE_KIND_HOME, USEC_PER_HOUR },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct settings *settings = load(*state, in_sensor, cases[i].text);
                const struct source_config *source = &settings->people[0].core.sources[0];

                assert_int_equal(settings->people[0].core.source_count, 1);
                assert_int_equal(source->kind, cases[i].kind);
                assert_int_equal(source->stale_after_usec, cases[i].stale_after_usec);
                assert_int_equal(source->seat_group, SEAT_GROUP_NONE);
                assert_int_equal(source->covers_seat, cases[i].kind == SOURCE_KIND_PRESENCE);
                settings_free(settings);
        }
}

static void devices_of_a_family_bring_their_topics(void **state)
{
        struct settings *settings =
                load(*state, in_sensor, "kind = \"seat\"; via = \"zigbee2mqtt\"; device = \"My chair\";");
        const struct sensor_settings *sensor = &settings->people[0].sensors[0];

        assert_string_equal(sensor->topics[0], "zigbee2mqtt/My chair");
        assert_null(sensor->topics[1]);
        assert_string_equal(sensor->availability_topic, "zigbee2mqtt/My chair/availability");
        assert_string_equal(sensor->field_text, "contact");
        assert_string_equal(sensor->when_text, "false");
        assert_null(sensor->availability_field_text);
        assert_string_equal(settings->people[0].source_names[0], "x");
        settings_free(settings);
        settings = load(*state, in_sensor,
                "kind = \"seat\"; via = \"tasmota\"; device = \"t1\"; field = \"Switch1\"; availability = "
                "\"own\";");
        sensor = &settings->people[0].sensors[0];
        assert_string_equal(sensor->topics[0], "tele/t1/SENSOR");
        assert_string_equal(sensor->topics[1], "stat/t1/RESULT");
        assert_string_equal(sensor->availability_topic, "own");
        settings_free(settings);
}

/* What the sensor of @settings makes of @payload. */
static enum source_value judge(const struct settings *settings, const char *payload)
{
        const struct sensor_settings *sensor = &settings->people[0].sensors[0];
        enum source_value value = SOURCE_VALUE_NOTHING;
        struct reading reading;
        struct payload parsed;

        assert_int_equal(payload_init(&parsed, payload, strlen(payload)), 0);
        assert_int_equal(payload_read(&parsed, sensor->field, &reading), 0);
        assert_int_equal(match_apply(sensor->when, &reading, SOURCE_VALUE_NOTHING, &value), 0);
        payload_done(&parsed);
        return value;
}

static void the_match_of_a_family_is_for_its_own_field_alone(void **state)
{
        struct settings *settings =
                load(*state, in_sensor, "kind = \"seat\"; via = \"zigbee2mqtt\"; device = \"c\";");

        assert_int_equal(judge(settings, "{\"contact\": false}"), SOURCE_VALUE_TRUE);
        settings_free(settings);
        settings = load(*state, in_sensor,
                "kind = \"seat\"; via = \"zigbee2mqtt\"; device = \"c\"; field = \"occupancy\";");
        assert_int_equal(judge(settings, "{\"occupancy\": false}"), SOURCE_VALUE_FALSE);
        settings_free(settings);
        settings = load(*state, in_sensor,
                "kind = \"seat\"; via = \"zigbee2mqtt\"; device = \"c\"; when = \"true\";");
        assert_int_equal(judge(settings, "{\"contact\": false}"), SOURCE_VALUE_FALSE);
        settings_free(settings);
}

static void what_is_wrong_with_a_channel_is_told(void **state)
{
        static const struct wrong cases[] = {
                { "", "f:2: setting 'channels.x.kind': missing: What it is.\n" },
                { "kind = \"screen\";", "f:2: setting 'channels.x.kind': value 'screen': unknown (allowed "
                                        "light, speech, phone, desktop, template)\n" },
                { "kind = \"light\";",
                        "f:2: setting 'channels.x.via': missing: how the light is spoken to (allowed "
                        "zigbee2mqtt, tasmota, wled, esphome, ha-json, shelly)\n" },
                { "kind = \"light\"; via = \"hermes\";", "f:2: setting 'channels.x.via': value 'hermes': "
                                                         "unknown (allowed zigbee2mqtt, tasmota, "
                                                         "wled, esphome, ha-json, shelly)\n" },
                { "kind = \"speech\";",
                        "f:2: setting 'channels.x.via': missing: how it speaks (allowed hermes, sonos2mqtt, "
                        "homeassistant, raw)\n" },
                { "kind = \"speech\"; via = \"sonos\";",
                        "f:2: setting 'channels.x.via': value 'sonos': unknown (allowed hermes, sonos2mqtt, "
                        "homeassistant, raw)\n" },
                { "kind = \"light\"; via = \"esphome\"; device = \"lamp\";",
                        "f:2: setting 'channels.x.device': value 'lamp': an esphome device is written "
                        "PREFIX/OBJECT\n" },
                { "kind = \"light\"; via = \"zigbee2mqtt\"; device = \"zigbee2mqtt/Lamp 1\";",
                        "f:2: warning: setting 'channels.x': device 'zigbee2mqtt/Lamp 1' begins with the "
                        "base "
                        "topic: its name is 'Lamp 1'\n" },
                { "kind = \"light\"; via = \"zigbee2mqtt\"; device = \"zigbee2mqtt/a\"; base = \"z\";", "" },
                { "kind = \"light\"; via = \"tasmota\"; device = \"cmnd/bulb\";",
                        "f:2: warning: setting 'channels.x': device 'cmnd/bulb' begins with cmnd/: Tasmota's "
                        "topic is without\n" },
                { "kind = \"light\"; via = \"esphome\"; device = \"node/light/lamp\";",
                        "f:2: warning: setting 'channels.x': device 'node/light/lamp' has light in it: "
                        "PREFIX/OBJECT is without\n" },
                { "kind = \"light\"; via = \"shelly\"; device = \"s\"; component = \"rgbw\";",
                        "f:2: setting 'channels.x.component': value 'rgbw': unknown (allowed light, rgb, "
                        "rgbw, "
                        "cct, rgbcct, switch, with :0 to :99)\n" },
                { "kind = \"light\"; via = \"ha-json\"; device = \"d\";",
                        "f:2: setting 'channels.x.device': a light via ha-json has no such setting\n"
                        "f:2: setting 'channels.x.topic': missing: a light via ha-json\n" },
                { "kind = \"light\"; via = \"wled\"; device = \"d\"; component = \"rgb:0\"; state_topic = "
                  "\"t\";",
                        "f:2: setting 'channels.x.state_topic': a light via wled has no such setting\n"
                        "f:2: setting 'channels.x.component': a light via wled has no such setting\n" },
                { "kind = \"speech\"; via = \"homeassistant\"; device = \"d\"; site = \"s\";",
                        "f:2: setting 'channels.x.device': speech via homeassistant has no such setting\n"
                        "f:2: setting 'channels.x.site': speech via homeassistant has no such setting\n" },
                { "kind = \"light\"; via = \"tasmota\";",
                        "f:2: setting 'channels.x.device': missing: a light via tasmota\n" },
                { "kind = \"light\"; via = \"tasmota\"; device = \"d\"; base = \"z\"; full_topic = "
                  "\"%topic%\";",
                        "f:2: setting 'channels.x.base': a light via tasmota has no such setting\n"
                        "f:2: setting 'channels.x.full_topic': value '%topic%': without %prefix% or "
                        "%topic%\n" },
                { "kind = \"speech\"; via = \"raw\";",
                        "f:2: setting 'channels.x.topic': missing: speech via raw\n" },
                { "kind = \"speech\"; via = \"raw\"; topic = \"t\"; volume = 0.5;",
                        "f:2: setting 'channels.x.volume': speech via raw has no such setting\n" },
                { "kind = \"phone\"; via = \"hermes\"; may_turn_on = true;",
                        "f:2: setting 'channels.x.via': a phone has no such setting\n"
                        "f:2: setting 'channels.x.may_turn_on': a phone has no such setting\n" },
                { "kind = \"template\";", "f:2: setting 'channels.x.topic': missing: a template\n"
                                          "f:2: setting 'channels.x.payload': missing: a template\n" },
                { "kind = \"template\"; topic = \"{person}\"; payload = \"p\";",
                        "f:2: setting 'channels.x.topic': value '{person}': has a brace: placeholders are "
                        "for the payload\n" },
                { "kind = \"phone\"; }, { name = \"x\"; kind = \"phone\";",
                        "f:2: setting 'channels.x.name': value 'x': there is a channel of this name already, "
                        "in line 2\n" },
        };
        struct fixture *fixture = *state;

        expect_all(state, in_channel, cases, ELEMENTS(cases));
        assert_null(load(fixture, in_channel, "kind = \"template\"; topic = \"t\"; payload = \"{nobody}\";"));
        assert_non_null(strstr(fixture->printed, "f:2: setting 'channels.x.payload': value '{nobody}': "));
}

static void channels_are_what_the_file_says(void **state)
{
        struct settings *settings = fixture_load_good(*state, BROKER
                "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; room = "
                "\"den\"; }, { name = \"d\"; kind = \"seat\"; topic = \"d\"; room = \"hall\"; } ); } );\n"
                "channels = ( { name = \"z\"; kind = \"light\"; via = \"zigbee2mqtt\"; device = \"Lamp 1\"; "
                "base = \"z2\"; },\n"
                " { name = \"t\"; kind = \"light\"; via = \"tasmota\"; device = \"b\"; may_turn_on = false;"
                "   full_topic = \"%topic%/%prefix%\"; },\n"
                " { name = \"h\"; kind = \"speech\"; via = \"hermes\"; room = \"den\"; site = \"s\"; volume "
                "= 1;"
                "   language = \"en\"; },\n"
                " { name = \"r\"; kind = \"speech\"; via = \"raw\"; topic = \"say\"; room = \"hall\"; },\n"
                " { name = \"m\"; kind = \"template\"; topic = \"t\"; payload = \"{text}\\n\"; } );");
        const struct channel_settings *channels = settings->channels;

        assert_int_equal(settings->channel_count, 5);
        assert_int_equal(channels[0].kind, CHANNEL_KIND_LIGHT);
        assert_int_equal(channels[0].light.dialect, LAMP_ZIGBEE2MQTT);
        assert_string_equal(channels[0].light.device, "Lamp 1");
        assert_string_equal(channels[0].light.base, "z2");
        assert_true(channels[0].light.may_turn_on);
        assert_int_equal(channels[0].room, ROOM_NONE);
        assert_int_equal(channels[1].light.dialect, LAMP_TASMOTA);
        assert_string_equal(channels[1].light.full_topic, "%topic%/%prefix%");
        assert_false(channels[1].light.may_turn_on);
        assert_int_equal(channels[2].speech.dialect, SPEAKER_HERMES);
        assert_string_equal(channels[2].speech.site, "s");
        assert_string_equal(channels[2].speech.language, "en");
        assert_true(channels[2].speech.volume > 0.99);
        assert_string_equal(settings->rooms[channels[2].room], "den");
        assert_int_equal(channels[2].room, settings->people[0].core.sources[0].room);
        assert_int_equal(channels[3].speech.dialect, SPEAKER_RAW);
        assert_true(channels[3].speech.volume < 0);
        assert_string_equal(settings->rooms[channels[3].room], "hall");
        assert_int_equal(channels[4].kind, CHANNEL_KIND_TEMPLATE);
        assert_string_equal(channels[4].template.payload, "{text}\n");
        assert_int_equal(settings->room_count, 3);
        assert_null(settings->rooms[ROOM_NONE]);
        settings_free(settings);
}

static void what_is_wrong_with_a_person_is_told(void **state)
{
        static const struct wrong cases[] = {
                { "}, { id = \"anna\"; sensors = ( { name = \"d\"; kind = \"seat\"; topic = \"d\"; } );",
                        "f:3: setting 'people.anna.id': value 'anna': there is a person of this id already, "
                        "in line 3\n" },
                { "}, { id = \"owner\"; sensors = ( { name = \"d\"; kind = \"seat\"; topic = \"d\"; } );",
                        "f:3: setting 'people.owner.id': value 'owner': this word is one of the daemon's own "
                        "topics\n" },
                { "language = \"../x\";", "f:3: setting 'people.anna.language': value '../x': not a language "
                                          "such as en or pt-BR\n" },
                { "holds = ( { reason = \"call\"; topic = \"a\"; }, { reason = \"call\"; topic = \"b\"; } );",
                        "f:3: setting 'people.anna.holds.call.reason': value 'call': this person has a hold "
                        "of this reason "
                        "already, in line 3\n" },
                { "holds = ( { reason = \"Call\"; topic = \"a\"; effect = \"loud\"; } );",
                        "f:3: setting 'people.anna.holds.Call.reason': value 'Call': not an id (allowed 1 to "
                        "32 of a-z 0-9 _ "
                        "-)\n"
                        "f:3: setting 'people.anna.holds.Call.effect': value 'loud': unknown (allowed defer, "
                        "mute, quiet, "
                        "off)\n" },
                { "cues = (\n{ field = \"a\"; },\n{ topic = \"a/#\"; },\n{ topic = \"a\"; field = \"a[\"; "
                  "when = \"> x\"; },\n"
                  "{ topic = \"a\"; effect = \"mute\"; } );",
                        "f:4: setting 'people.anna.cues[0].topic': missing: Where it is said.\n"
                        "f:5: setting 'people.anna.cues[1].topic': value 'a/#': not the name of one topic "
                        "(no + or #, "
                        "no control characters) (allowed 1..511 bytes)\n"
                        "f:6: setting 'people.anna.cues[2].field': value 'a[': an index must be a number in "
                        "square brackets\n"
                        "f:6: setting 'people.anna.cues[2].when': value '> x': a number must follow the "
                        "comparison\n"
                        "f:7: setting 'people.anna.cues[3].effect': unknown\n" },
                { "cues = ( { topic = \"a\"; when = \"off\"; }, { topic = \"a\"; when = \"on\"; },\n"
                  "{ topic = \"a\"; field = \"\"; when = \"off\"; } );",
                        "f:4: warning: setting 'people.anna.cues[2]': has no effect: it is the cue of line 3 "
                        "again\n" },
                { "breaks = {\nstand_limit = \"45 min\"; };",
                        "f:4: warning: setting 'people.anna.breaks.stand_limit': has no effect: this "
                        "person has no sensor of kind 'desk-height'\n" },
                { "breaks = { stand_limit = \"off\"; };", "" },
                { "ladder = ( { after = \"0 s\"; tell = [ \"lamp\" ]; } );",
                        "f:2: warning: setting 'channels.phone': nobody is told by it: every person has a "
                        "ladder, and none names it\n" },
                { "ladder = ( { after = \"1 min\"; tell = [ \"lamp\" ]; }, { after = \"1 min\"; tell = [ "
                  "\"phnoe\" ]; } );",
                        "f:3: setting 'people.anna.ladder[0].after': value '1 min': the first step is told "
                        "at 0 s\n"
                        "f:3: setting 'people.anna.ladder[1].after': value '1 min': not later than the step "
                        "before it\n"
                        "f:3: setting 'people.anna.ladder[1].tell[0]': there is no channel 'phnoe'\n" },
                { "ladder = ( { tell = [ ]; } );", "f:3: setting 'people.anna.ladder[0].tell': empty\n"
                                                   "f:3: setting 'people.anna.ladder[0].after': missing: "
                                                   "Since the prompt was first told; the first step "
                                                   "is at 0 s.\n" },
        };

        expect_all(state, in_person, cases, ELEMENTS(cases));
}

static void too_many_of_anything_is_refused(void **state)
{
        static const struct {
                const char *before;
                const char *element;
                int most;
                const char *after;
                const char *name;
        } cases[] = {
                { "people = ( { id = \"a\"; sensors = (",
                        "{ name = \"s%d\"; kind = \"seat\"; topic = \"t\"; }", 32, "); } );",
                        "people.a.sensors" },
                { "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } ); "
                  "holds = (",
                        "{ reason = \"r%d\"; topic = \"t\"; }", 16, "); } );", "people.a.holds" },
                { "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } ); "
                  "cues = (",
                        "{ topic = \"t%d\"; }", 8, "); } );", "people.a.cues" },
                { "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } ); "
                  "quiet_hours = (",
                        "{ from = \"0:00\"; to = \"%d:00\"; }", 16, "); } );", "people.a.quiet_hours" },
                { "channels = ( { name = \"p\"; kind = \"phone\"; } ); people = ( { id = \"a\"; sensors = ( "
                  "{ name = "
                  "\"c\"; kind = \"seat\"; topic = \"c\"; } ); ladder = (",
                        "{ after = \"%d s\"; tell = [ \"p\" ]; }", 8, "); } );", "people.a.ladder" },
        };
        struct fixture *fixture = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                for (int extra = 0; extra < 2; extra++) {
                        FILE *file = fopen(fixture->file, "w");
                        const char *mark = strchr(cases[i].element, '%');
                        struct settings *settings;

                        assert_non_null(file);
                        fputs(cases[i].before, file);
                        for (int j = 0; j < cases[i].most + extra; j++)
                                fprintf(file, "%s%.*s%d%s", j > 0 ? "," : "", (int)(mark - cases[i].element),
                                        cases[i].element, j, mark + 2);
                        fputs(cases[i].after, file);
                        assert_int_equal(fclose(file), 0);
                        settings = fixture_load(fixture);
                        assert_int_equal(settings == NULL, extra);
                        settings_free(settings);
                        if (extra > 0) {
                                assert_non_null(strstr(fixture->printed, cases[i].name));
                                assert_non_null(strstr(fixture->printed, "elements (allowed at most "));
                        }
                }
        }
}

static void the_limit_of_standing_depends_on_the_desk(void **state)
{
        static const char desk[] = "kind = \"desk-height\"; topic = \"t\"; when = \"> 95\";";
        static const struct {
                const char *sensor, *breaks;
                int64_t limit_usec;
        } cases[] = {
                { desk, "", 45 * USEC_PER_MINUTE },
                { desk, "breaks = { };", 45 * USEC_PER_MINUTE },
                { desk, "breaks = { stand_limit = \"30 min\"; };", 30 * USEC_PER_MINUTE },
                { desk, "breaks = { stand_limit = \"off\"; };", 0 },
                { "kind = \"seat\"; topic = \"t\";", "", 0 },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char whole[1024];
                struct settings *settings;

                snprintf(whole, sizeof(whole),
                        BROKER
                        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = "
                        "\"c\"; }, { name = \"x\"; %s } ); %s } );",
                        cases[i].sensor, cases[i].breaks);
                settings = fixture_load_text(*state, whole);
                assert_non_null(settings);
                assert_true(settings->people[0].core.breaks.stand_limit_usec == cases[i].limit_usec);
                settings_free(settings);
        }
}

static void cues_are_each_person_s_own(void **state)
{
        struct settings *settings = fixture_load_text(*state, BROKER
                "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } );"
                " cues = ( { topic = \"a\"; }, { topic = \"b\"; field = \"x.y\"; when = \"on\"; } ); },"
                " { id = \"ben\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"d\"; } );"
                " cues = ( { topic = \"e\"; } ); } );");

        assert_int_equal(settings->people[0].core.cue_count, 2);
        assert_string_equal(settings->people[0].cues[0].topic, "a");
        assert_string_equal(settings->people[0].cues[1].topic, "b");
        assert_int_equal(settings->people[1].core.cue_count, 1);
        assert_string_equal(settings->people[1].cues[0].topic, "e");
        settings_free(settings);
}

static void holds_have_the_effect_of_their_reason_or_their_own(void **state)
{
        struct settings *settings = load(*state, in_person,
                "holds = ( { reason = \"guests\"; topic = \"a\"; }, { reason = \"piano\"; topic = \"b\"; },"
                " { reason = \"baby\"; topic = \"c\"; effect = \"off\"; field = \"x.y\"; when = \"on\"; } "
                ");");
        const struct person_setup *person = &settings->people[0];

        assert_int_equal(person->core.hold_count, 3);
        assert_string_equal(person->core.holds[0].reason, "guests");
        assert_int_equal(person->core.holds[0].effect, HOLD_EFFECT_QUIET);
        assert_int_equal(person->core.holds[1].effect, HOLD_EFFECT_DEFER);
        assert_int_equal(person->core.holds[2].effect, HOLD_EFFECT_OFF);
        assert_string_equal(person->holds[2].topic, "c");
        assert_string_equal(person->holds[2].field_text, "x.y");
        assert_string_equal(person->holds[2].when_text, "on");
        assert_null(person->holds[0].field_text);
        assert_null(person->holds[0].when_text);
        settings_free(settings);
}

static void ladders_tell_by_the_persons_own_numbers(void **state)
{
        struct settings *settings = load(*state, in_person,
                "ladder = ( { after = \"0 s\"; tell = [ \"phone\" ]; },"
                " { after = \"90 s\"; tell = ( \"lamp\", \"phone\", \"lamp\" ); } );");
        const struct person_config *core = &settings->people[0].core;

        assert_int_equal(core->channel_count, 2);
        assert_int_equal(core->channels[0].kind, CHANNEL_KIND_LIGHT);
        assert_int_equal(core->channels[0].channel, 0);
        assert_int_equal(core->channels[1].kind, CHANNEL_KIND_PHONE);
        assert_int_equal(core->ladder.count, 2);
        assert_int_equal(core->ladder.steps[0].after_usec, 0);
        assert_int_equal(core->ladder.steps[0].tell, 2);
        assert_int_equal(core->ladder.steps[1].after_usec, 90 * USEC_PER_SEC);
        assert_int_equal(core->ladder.steps[1].tell, 3);
        assert_string_equal(settings->people[0].channel_names[1], "phone");
        settings_free(settings);
}

static void an_empty_ladder_tells_nobody(void **state)
{
        struct settings *settings = load(*state, in_person, "ladder = ( );");

        assert_non_null(settings);
        assert_int_equal(settings->people[0].core.ladder.count, 0);
        assert_int_equal(settings->people[0].core.channel_count, 0);
        settings_free(settings);
}

static void channels_that_nobody_names_are_for_all_without_a_ladder(void **state)
{
        static const char text[] = BROKER
                "channels = ( { name = \"own\"; kind = \"phone\"; }, { name = \"hall\"; kind = \"light\"; "
                "via = \"tasmota\";"
                " device = \"l\"; }, { name = \"door\"; kind = \"phone\"; } );\n"
                "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"1\"; } );"
                " ladder = ( { after = \"0 s\"; tell = [ \"own\" ]; } ); },\n"
                "{ id = \"b\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"2\"; } ); },\n"
                "{ id = \"c\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"3\"; } ); } );";
        struct settings *settings = fixture_load_good(*state, text);

        assert_int_equal(settings->people[0].core.channel_count, 1);
        assert_int_equal(settings->people[0].core.channels[0].channel, 0);
        for (uint32_t i = 1; i < 3; i++) {
                const struct person_config *core = &settings->people[i].core;

                assert_int_equal(core->channel_count, 2);
                assert_int_equal(core->channels[0].channel, 1);
                assert_int_equal(core->channels[1].channel, 2);
                assert_int_equal(core->ladder.count, 2);
                assert_int_equal(core->ladder.steps[0].tell, 1);
                assert_int_equal(core->ladder.steps[1].tell, 2);
                assert_int_equal(core->ladder.steps[1].after_usec, 5 * USEC_PER_MINUTE);
        }
        assert_false(settings->channels[0].shared);
        assert_true(settings->channels[1].shared);
        assert_true(settings->channels[2].shared);
        settings_free(settings);
}

static void more_channels_than_a_person_can_have_need_a_ladder(void **state)
{
        struct fixture *fixture = *state;

        for (int named = 0; named < 2; named++) {
                FILE *file = fopen(fixture->file, "w");

                assert_non_null(file);
                fputs("channels = (", file);
                for (int i = 0; i < 17; i++)
                        fprintf(file, "%s{ name = \"c%d\"; kind = \"phone\"; }", i > 0 ? ", " : "", i);
                fputs(");\npeople = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = "
                      "\"c\"; } );",
                        file);
                if (named)
                        fputs("ladder = ( { after = \"0 s\"; tell = [ \"c0\", \"c1\", \"c2\", \"c3\", "
                              "\"c4\", \"c5\", \"c6\", "
                              "\"c7\" ]; }, { after = \"1 s\"; tell = [ \"c8\", \"c9\", \"c10\", \"c11\", "
                              "\"c12\", \"c13\", "
                              "\"c14\", \"c15\", \"c16\" ]; } );",
                                file);
                fputs("} );", file);
                assert_int_equal(fclose(file), 0);
                assert_null(fixture_load(fixture));
                assert_non_null(strstr(fixture->printed,
                        named ? "f:2: setting 'people.a.ladder': names more than 16 channels\n"
                              : "f:2: setting 'people.a': more than 16 channels that no ladder names: a "
                                "ladder is "
                                "needed\n"));
        }
}

static void shared_seats_of_one_topic_and_field_are_one(void **state)
{
        struct settings *settings = fixture_load_good(*state, BROKER
                "people = ( { id = \"a\"; sensors = ("
                " { name = \"sofa\"; kind = \"seat\"; topic = \"sofa\"; field = \"left\"; shared = true; },"
                " { name = \"chair\"; kind = \"seat\"; topic = \"chair\"; } ); },\n"
                "{ id = \"b\"; sensors = ("
                " { name = \"couch\"; kind = \"seat\"; topic = \"sofa\"; field = \"left\"; shared = true; },"
                " { name = \"other\"; kind = \"seat\"; topic = \"sofa\"; field = \"right\"; shared = true; } "
                "); } );");
        const struct source_config *a = settings->people[0].core.sources;
        const struct source_config *b = settings->people[1].core.sources;

        assert_int_equal(settings->seat_groups, 2);
        assert_true(a[0].shared);
        assert_int_equal(a[0].seat_group, b[0].seat_group);
        assert_int_not_equal(b[0].seat_group, b[1].seat_group);
        assert_true(b[1].seat_group < 2);
        assert_int_equal(a[1].seat_group, SEAT_GROUP_NONE);
        assert_false(a[1].shared);
        settings_free(settings);
}

static void one_seat_of_two_people_that_is_not_shared_is_warned_of(void **state)
{
        fixture_expect(*state,
                BROKER "people = ( { id = \"a\"; sensors = (\n"
                       " { name = \"s\"; kind = \"seat\"; topic = \"sofa\"; } ); },\n"
                       "{ id = \"b\"; sensors = (\n"
                       " { name = \"s\"; kind = \"seat\"; topic = \"sofa\"; shared = true; } ); } );",
                "f:2: warning: setting 'people.a.sensors.s': another person has this seat too, in line 4: "
                "without shared "
                "= true both will be thought to sit\n");
}

static void people_who_can_never_be_seen_to_sit_are_warned_of(void **state)
{
        fixture_expect(*state,
                BROKER
                "people = ( { id = \"a\"; },\n"
                "{ id = \"b\"; sensors = ( { name = \"r\"; kind = \"presence\"; topic = \"r\"; },"
                " { name = \"h\"; kind = \"home\"; topic = \"h\"; },"
                " { name = \"d\"; kind = \"desk-height\"; topic = \"d\"; when = \"> 95\"; } ); },\n"
                "{ id = \"c\"; sensors = ( { name = \"r\"; kind = \"presence\"; topic = \"r\"; covers = "
                "\"seat\"; } ); },\n"
                "{ id = \"d\"; sensors = ( { name = \"r\"; kind = \"activity\"; topic = \"r\"; } ); } );",
                "f:1: warning: setting 'people.a': no sensor can ever say that this person sits: a seat, an "
                "activity, a session, a desktop, or a presence that covers the seat could\n"
                "f:2: warning: setting 'people.b': no sensor can ever say that this person sits: a seat, an "
                "activity, a session, a desktop, or a presence that covers the seat could\n");
}

static void write_crowd(const struct fixture *fixture, int people)
{
        FILE *file = fopen(fixture->file, "w");

        assert_non_null(file);
        fputs(BROKER "people = (\n", file);
        for (int i = 0; i < people; i++)
                fprintf(file,
                        "%s{ id = \"p%d\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = "
                        "\"home/%d/chair\"; room = "
                        "\"r%d\"; }, { name = \"pc\"; kind = \"activity\"; topic = \"home/%d/pc\"; }, { name "
                        "= \"home\"; "
                        "kind = \"home\"; topic = \"home/%d\"; } ); ladder = ( { after = \"0 s\"; tell = [ "
                        "\"c%d\" ]; } ); "
                        "}\n",
                        i > 0 ? "," : "", i, i, i % 4000, i, i, i);
        fputs(");\nchannels = (", file);
        for (int i = 0; i < people; i++)
                fprintf(file, "%s{ name = \"c%d\"; kind = \"phone\"; }\n", i > 0 ? "," : "", i);
        fputs(");\n", file);
        assert_int_equal(fclose(file), 0);
}

/* Processor time of loading a crowd, in clock ticks. */
static clock_t time_crowd(struct fixture *fixture, int people)
{
        struct settings *settings;
        clock_t start;

        write_crowd(fixture, people);
        start = clock();
        settings = fixture_load(fixture);
        start = clock() - start;
        assert_string_equal(fixture->printed, "");
        assert_int_equal(settings->people_count, people);
        assert_int_equal(settings->channels[people - 1].kind, CHANNEL_KIND_PHONE);
        assert_int_equal(settings->people[people - 1].core.channels[0].channel, people - 1);
        settings_free(settings);
        return start;
}

/* A ratio within one run, so that it says the same on a slow machine: quadratic would be 25 times as much. */
static void ten_thousand_people_take_as_long_as_five_times_two_thousand(void **state)
{
        clock_t small = time_crowd(*state, PEOPLE_MAX / 5);
        clock_t large = time_crowd(*state, PEOPLE_MAX);

        assert_true(large < 12 * (small + CLOCKS_PER_SEC / 100));
}

static void more_than_ten_thousand_people_are_refused(void **state)
{
        struct fixture *fixture = *state;

        write_crowd(fixture, PEOPLE_MAX + 1);
        assert_null(fixture_load(fixture));
        assert_non_null(strstr(
                fixture->printed, "f:1: setting 'people': has 10001 elements (allowed at most 10000)\n"));
}

static void more_rooms_than_there_are_numbers_are_refused(void **state)
{
        struct fixture *fixture = *state;
        FILE *file = fopen(fixture->file, "w");

        assert_non_null(file);
        fputs("people = (\n", file);
        for (int i = 0; i < ROOMS_MAX; i++)
                fprintf(file,
                        "%s{ id = \"p%d\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"%d\"; room "
                        "= \"r%d\"; } "
                        "); }\n",
                        i > 0 ? "," : "", i, i, i);
        fputs(");\n", file);
        assert_int_equal(fclose(file), 0);
        assert_null(fixture_load(fixture));
        assert_string_equal(fixture->printed,
                "f:4097: setting 'people.p4095.sensors.c.room': value 'r4095': more than 4095 rooms\n");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(what_is_wrong_with_a_sensor_is_told),
                CASE(fields_and_matches_are_compiled),
                CASE(leases_follow_the_kind),
                CASE(devices_of_a_family_bring_their_topics),
                CASE(the_match_of_a_family_is_for_its_own_field_alone),
                CASE(what_is_wrong_with_a_channel_is_told),
                CASE(channels_are_what_the_file_says),
                CASE(what_is_wrong_with_a_person_is_told),
                CASE(too_many_of_anything_is_refused),
                CASE(holds_have_the_effect_of_their_reason_or_their_own),
                CASE(the_limit_of_standing_depends_on_the_desk),
                CASE(cues_are_each_person_s_own),
                CASE(ladders_tell_by_the_persons_own_numbers),
                CASE(an_empty_ladder_tells_nobody),
                CASE(channels_that_nobody_names_are_for_all_without_a_ladder),
                CASE(more_channels_than_a_person_can_have_need_a_ladder),
                CASE(shared_seats_of_one_topic_and_field_are_one),
                CASE(one_seat_of_two_people_that_is_not_shared_is_warned_of),
                CASE(people_who_can_never_be_seen_to_sit_are_warned_of),
                CASE(ten_thousand_people_take_as_long_as_five_times_two_thousand),
                CASE(more_than_ten_thousand_people_are_refused),
                CASE(more_rooms_than_there_are_numbers_are_refused),
        };

        return cmocka_run_group_tests_name("config-people", tests, NULL, NULL);
}
