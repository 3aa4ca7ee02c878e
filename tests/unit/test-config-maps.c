/* SPDX-License-Identifier: MIT */
/* Buttons and rooms of the configuration, and the maps that both have. */
#include "unit/config_fixture.h"

static const char in_person[] = BROKER
        "channels = ( { name = \"lamp\"; kind = \"light\"; via = \"tasmota\"; device = \"lamp\"; } );\n"
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } ); % } );";
static const char in_sensors[] = BROKER "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = "
                                        "\"seat\"; topic = \"c\"; room = \"den\"; },\n"
                                        "% ); } );";
static const char in_file[] = BROKER "%";

struct problem_case {
        const char *name;
        const char *place;
        const char *text;
        const char *problems;
};

#define BUTTON(more) "buttons = ( { topic = \"b\"; " more " } );"
#define B            "people.anna.buttons[0]"
#define ROOM(more)   "{ name = \"w\"; kind = \"room\"; " more " }"
#define W            "people.anna.sensors.w"
#define OUTSIDE      " (allowed done, skip, not-me, snooze, hold REASON, release REASON, session start, ...)\n"
#define IN_SESSION   " (allowed next, pause, resume, done, easier, pain, stop, too-easy, hold REASON, ...)\n"
#define PERSON(id, sensors)                                                                                  \
        "{ id = \"" id "\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"" id "\"; }" sensors      \
        " ); }"
#define LAMP(room)                                                                                           \
        "channels = ( { name = \"lamp\"; kind = \"light\"; via = \"tasmota\"; device = \"l\"; room = "       \
        "\"" room "\"; } );\n"

static const struct problem_case CASES[] = {
        { "a button by its topic", in_person, BUTTON(""), "" },
        { "a topic with spaces", in_person,
                "buttons = ( { topic = \"zigbee2mqtt/My button\"; field = \"action\"; } );", "" },
        { "one of each family", in_person,
                "buttons = ( { via = \"zigbee2mqtt\"; device = \"b\"; }, { via = \"tasmota\"; device = "
                "\"b\"; },"
                "{ via = \"shelly\"; device = \"b\"; }, { via = \"esphome\"; device = \"b/c\"; } );",
                "" },
        { "a button without a topic", in_person, "buttons = ( { field = \"action\"; } );",
                "f:2: setting '" B ".topic': missing: where its presses come; or say via and device\n" },
        { "a topic and via", in_person, BUTTON("via = \"tasmota\"; device = \"d\";"),
                "f:2: setting '" B ".topic': value 'b': not together with via, which says it\n" },
        { "via without a device", in_person, "buttons = ( { via = \"tasmota\"; } );",
                "f:2: setting '" B ".device': missing: what the family calls the device\n" },
        { "a device without via", in_person, BUTTON("device = \"d\";"),
                "f:2: setting '" B ".device': value 'd': only with via\n" },
        { "a family without buttons", in_person,
                "buttons = ( { via = \"statestream\"; device = \"a/b/c\"; } );",
                "f:2: setting '" B ".via': value 'statestream': no family with buttons (allowed zigbee2mqtt, "
                "tasmota, esphome, shelly)\n" },
        { "a family that nobody knows", in_person, "buttons = ( { via = \"zigbee\"; device = \"b\"; } );",
                "f:2: setting '" B ".via': value 'zigbee': no family with buttons (allowed zigbee2mqtt, "
                "tasmota, esphome, shelly)\n" },
        { "a device that does not fit the family", in_person,
                "buttons = ( { via = \"esphome\"; device = \"b\"; } );",
                "f:2: setting '" B ".device': value 'b': an esphome device is written PREFIX/OBJECT\n" },
        { "a device that is no part of a topic", in_person,
                "buttons = ( { via = \"shelly\"; device = \"b/#\"; } );",
                "f:2: setting '" B ".device': value 'b/#': the device's name cannot be part of a topic\n" },
        { "a field that is none", in_person, BUTTON("field = \"a..b\";"),
                "f:2: setting '" B ".field': value 'a..b': a key is missing\n" },
        { "an unknown command outside", in_person, BUTTON("map = { single = \"dnoe\"; };"),
                "f:2: setting '" B ".map.single': value 'dnoe': There is no such command; perhaps done is "
                "meant." OUTSIDE },
        { "one in a line of its own", in_person, BUTTON("map = { single = \"done\";\nhold = \"xyzzy\"; };"),
                "f:3: setting '" B ".map.hold': value 'xyzzy': There is no such command." OUTSIDE },
        { "an unknown verb of a session", in_person, BUTTON("session = { single = \"nxet\"; };"),
                "f:2: setting '" B ".session.single': value 'nxet': There is no such command." IN_SESSION },
        { "a verb of a session outside", in_person, BUTTON("map = { single = \"next\"; };"),
                "f:2: setting '" B ".map.single': value 'next': There is no such command." OUTSIDE },
        { "names that are no names of settings", in_person,
                BUTTON("map = [ \"1_single = done\", \" 2 = hold guests \" ];"), "" },
        { "an unknown command among them", in_person, BUTTON("map = [ \"1_single = done\", \"2 = xyzzy\" ];"),
                "f:2: setting '" B ".map[1]': value '2 = xyzzy': There is no such command." OUTSIDE },
        { "a text without an equals sign", in_person, BUTTON("map = [ \"single\" ];"),
                "f:2: setting '" B ".map[0]': value 'single': a name, an equals sign and a value are wanted: "
                "\"1_single = done\"\n" },
        { "a text without a name", in_person, BUTTON("map = [ \" = done\" ];"),
                "f:2: setting '" B ".map[0]': value ' = done': the name or the value is empty or too long "
                "(allowed at most 64 and 200 bytes)\n" },
        { "an empty command", in_person, BUTTON("map = { single = \"\"; };"),
                "f:2: setting '" B ".map.single': value '': the name or the value is empty or too long "
                "(allowed at most 64 and 200 bytes)\n" },
        { "a name twice", in_person, BUTTON("map = { single = \"done\"; Single = \"skip\"; };"),
                "f:2: setting '" B ".map.Single': value 'skip': the name 'Single' is there already\n" },
        { "a command that is no text", in_person, BUTTON("map = { single = 1; };"),
                "f:2: setting '" B ".map.single': value '1': wrong type: a text in quotes is wanted\n" },
        { "a map that is none", in_person, BUTTON("map = \"done\";"),
                "f:2: setting '" B ".map': value 'done': wrong type: a group in braces is wanted, { single = "
                "\"done\"; }, or an array of texts, [ \"1_single = done\" ]\n" },
        { "a map of nothing", in_person, BUTTON("map = { };"), "" },
        { "more presses than a map can have", in_person,
                BUTTON("map = [ \"a=done\", \"b=done\", \"c=done\", \"d=done\", \"e=done\", \"f=done\", "
                       "\"g=done\", "
                       "\"h=done\", \"i=done\", \"j=done\", \"k=done\", \"l=done\", \"m=done\", \"n=done\", "
                       "\"o=done\", \"p=done\", \"q=done\" ];"),
                "f:2: setting '" B ".map': has 17 elements (allowed at most 16)\n" },
        { "more buttons than a person can have", in_person,
                "buttons = ( {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {} );",
                "f:2: setting 'people.anna.buttons': has 17 elements (allowed at most 16)\n" },
        { "a button that is none", in_person, "buttons = ( 1 );",
                "f:2: setting '" B "': value '1': wrong type: a group in braces is wanted: { ... }\n" },

        { "a tracker of rooms", in_sensors, ROOM("topic = \"t\"; rooms = { wohnzimmer = \"den\"; };"), "" },
        { "a tracker by statestream", in_sensors, ROOM("via = \"statestream\"; device = \"a/b/c\";"), "" },
        { "a beacon", in_sensors,
                ROOM("via = \"espresense\"; device = \"w/den\"; room = \"den\"; when = \"< 5\";"), "" },
        { "a beacon of no room's node", in_sensors,
                ROOM("via = \"espresense\"; device = \"w\"; room = \"den\";"),
                "f:2: setting '" W ".device': value 'w': an espresense device is written DEVICE/ROOM, as the "
                "room's node is called\n" },
        { "names of rooms that tell none", in_sensors,
                ROOM("topic = \"t\"; room = \"den\"; rooms = { a = \"den\"; };"),
                "f:2: setting '" W ".rooms': not together with room: its messages name none then\n" },
        { "when without a room", in_sensors, ROOM("topic = \"t\"; when = \"< 5\";"),
                "f:2: setting '" W ".when': value '< 5': needs room: without it its messages name one\n" },
        { "rooms of another kind", in_sensors,
                "{ name = \"w\"; kind = \"home\"; topic = \"t\"; rooms = { a = \"den\"; }; }",
                "f:2: setting '" W ".rooms': only for kind 'room'\n" },

        { "a channel in a room with a sensor", in_file,
                LAMP("den") "people = ( " PERSON(
                        "anna", ", { name = \"d\"; kind = \"seat\"; topic = \"d\"; room = \"den\"; }") " );",
                "" },
        { "one in a room that a tracker may name", in_file,
                LAMP("den") "people = ( " PERSON("anna", ", { name = \"d\"; kind = \"room\"; topic = \"d\"; "
                                                         "rooms = { a = \"den\"; }; }") " );",
                "" },
        { "a tracker without names may name any", in_file,
                LAMP("den") "people = ( " PERSON("anna",
                        ", { name = \"d\"; kind = \"room\"; topic = \"d\"; }, "
                        "{ name = \"e\"; kind = \"seat\"; topic = \"e\"; room = \"hall\"; }") " );",
                "" },
        { "whose room is never known may be anywhere", in_file,
                LAMP("den") "people = ( " PERSON("anna", "") " );", "" },
        { "a channel in a room where nobody can be", in_file,
                LAMP("den") "people = ( " PERSON(
                        "anna", ", { name = \"d\"; kind = \"seat\"; topic = \"d\"; room = \"hall\"; }") " );",
                "f:1: warning: setting 'channels.lamp': nobody whom it tells can be in its room 'den': no "
                "sensor of theirs is there\n" },
        { "nor by what a tracker names", in_file,
                LAMP("den") "people = ( " PERSON("anna", ", { name = \"d\"; kind = \"room\"; topic = \"d\"; "
                                                         "rooms = { a = \"hall\"; }; }") " );",
                "f:1: warning: setting 'channels.lamp': nobody whom it tells can be in its room 'den': no "
                "sensor of theirs is there\n" },
        { "one of two people can be there", in_file,
                LAMP("den") "people = ( " PERSON("anna", ", { name = \"d\"; kind = \"seat\"; topic = \"d\"; "
                                                         "room = \"hall\"; }") ", " PERSON("ben",
                        ", { name = \"d\"; kind = \"seat\"; topic = \"e\"; room = \"den\"; }") " );",
                "" },
        { "without a broker a button is heard by nobody", "people = ( { id = \"anna\"; sensors = (); % } );",
                BUTTON(""),
                "f:1: warning: setting 'people.anna': no sensor can ever say that this person sits: a seat, "
                "an "
                "activity, a session, a desktop, or a presence that covers the seat could\n"
                "f:1: warning: setting '" B
                "': MQTT is off, for there is no broker: nothing comes on this topic\n" },
};

static struct settings *load(struct fixture *fixture, const char *place, const char *text)
{
        char whole[4096];

        snprintf(whole, sizeof(whole), "%.*s%s%s", (int)strcspn(place, "%"), place, text,
                strchr(place, '%') + 1);
        return fixture_load_text(fixture, whole);
}

static void check(void **state)
{
        const struct problem_case *this = *state;
        void *fixture = NULL;

        assert_int_equal(fixture_setup(&fixture), 0);
        settings_free(load(fixture, this->place, this->text));
        assert_string_equal(((struct fixture *)fixture)->printed, this->problems);
        fixture_teardown(&fixture);
}

static void assert_entry(const struct button_map *map, uint8_t i, const char *press, const char *command)
{
        assert_true(i < map->count);
        assert_string_equal(map->entries[i].press, press);
        assert_string_equal(map->entries[i].command, command);
}

static void buttons_are_what_the_file_says(void **state)
{
        struct settings *settings = load(*state, in_person,
                "buttons = ( { topic = \"a b\"; map = { single = \"Done\"; }; session = [ \"1 = stop\" ]; },"
                "{ via = \"tasmota\"; device = \"b\"; question = { }; } );");
        const struct button_settings *buttons = settings->people[0].buttons;

        assert_int_equal(settings->people[0].button_count, 2);
        assert_string_equal(buttons[0].topic, "a b");
        assert_int_equal(buttons[0].config.maps[BUTTON_MAP_OUTSIDE].count, 1);
        assert_entry(&buttons[0].config.maps[BUTTON_MAP_OUTSIDE], 0, "single", "Done");
        assert_entry(&buttons[0].config.maps[BUTTON_MAP_SESSION], 0, "1", "stop");
        assert_entry(&buttons[0].config.maps[BUTTON_MAP_QUESTION], 2, "hold", "answer hard");
        assert_string_equal(buttons[1].topic, "stat/b/RESULT");
        assert_entry(&buttons[1].config.maps[BUTTON_MAP_OUTSIDE], 1, "double", "snooze");
        assert_entry(&buttons[1].config.maps[BUTTON_MAP_SESSION], 1, "double", "pause");
        assert_int_equal(buttons[1].config.maps[BUTTON_MAP_QUESTION].count, 0);
        settings_free(settings);
}

static void rooms_are_what_the_file_says(void **state)
{
        struct settings *settings = load(*state, in_sensors,
                ROOM("topic = \"t\"; rooms = [ \"K\xc3\xbc"
                     "che = kitchen\", \"Buero=den\" ];") ", { name = \"b\"; kind = \"room\"; topic = \"u\"; "
                                                          "room = "
                                                          "\"hall\"; }");
        const struct sensor_settings *sensors = settings->people[0].sensors;
        const struct source_config *sources = settings->people[0].core.sources;

        assert_int_equal(sources[1].kind, SOURCE_KIND_ROOM);
        assert_int_equal(sources[1].room, ROOM_NONE);
        assert_true(sources[1].stale_after_usec == 6 * USEC_PER_HOUR);
        assert_int_equal(sensors[1].room_count, 2);
        assert_string_equal(sensors[1].rooms[0].name, "K\xc3\xbc"
                                                      "che");
        assert_string_equal(settings->rooms[sensors[1].rooms[0].room], "kitchen");
        assert_int_equal(sensors[1].rooms[1].room, sources[0].room);
        assert_int_equal(sensors[2].room_count, 0);
        assert_string_equal(settings->rooms[sources[2].room], "hall");
        assert_true(sources[2].stale_after_usec == 60 * USEC_PER_SEC);
        settings_free(settings);
}

static void maps_are_printed_as_they_can_be_read(void **state)
{
        static const char text[] =
                "buttons = ( { topic = \"b\"; map = [ \"1_single = done\", \"a = skip\" ]; "
                "session = { long = \"pain 3\"; }; } );";
        struct settings *settings = load(*state, in_person, text);
        char *printed = NULL;
        size_t size;
        FILE *stream = open_memstream(&printed, &size);

        assert_int_equal(config_print(settings, stream), 0);
        assert_int_equal(fclose(stream), 0);
        settings_free(settings);
        assert_non_null(strstr(printed, "map = [ \"1_single = done\", \"a = skip\" ];"));
        assert_non_null(strstr(printed, "session = { long = \"pain 3\"; };"));
        assert_non_null(
                strstr(printed, "question = { single = \"answer right\"; double = \"answer easy\"; hold = "
                                "\"answer hard\"; };"));
        settings = fixture_load_good(*state, printed);
        assert_entry(&settings->people[0].buttons[0].config.maps[BUTTON_MAP_OUTSIDE], 1, "a", "skip");
        settings_free(settings);
        free(printed);
}

#define OTHERS      3
#define CASE(test_) cmocka_unit_test_setup_teardown(test_, fixture_setup, fixture_teardown)

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                CASE(buttons_are_what_the_file_says),
                CASE(rooms_are_what_the_file_says),
                CASE(maps_are_printed_as_they_can_be_read),
        };

        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] =
                        (struct CMUnitTest){ CASES[i].name, check, NULL, NULL, (void *)(uintptr_t)&CASES[i] };
        return cmocka_run_group_tests_name("config-maps", tests, NULL, NULL);
}
