/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include "config/hours_text.h"

#include <errno.h>

/* A place for a setting in a file that is right otherwise: at the %. */
static const char in_breaks[] = BROKER
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } );\n"
        "breaks = { % }; } );";
static const char at_a_desk[] = BROKER
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; },\n"
        "{ name = \"d\"; kind = \"desk-height\"; topic = \"d\"; when = \"> 95\"; } ); breaks = { % }; } );";
static const char in_person[] = BROKER
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } );\n"
        "% } );";
static const char in_sensor[] =
        BROKER "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; "
               "topic = \"c\";\n% } ); } );";
static const char in_hours[] = BROKER
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } );\n"
        "active_hours = ( { % } ); } );";
static const char in_broker[] =
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } ); } );\n"
        "broker = { host = \"h\"; % };";
static const char in_speaker[] = BROKER
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } ); } );\n"
        "channels = ( { name = \"s\"; kind = \"speech\"; via = \"hermes\"; % } );";
static const char in_ladder[] = BROKER
        "channels = ( { name = \"p\"; kind = \"phone\"; } );\n"
        "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } );\n"
        "ladder = ( { after = \"0 s\"; tell = [ \"p\" ]; }, { tell = [ \"p\" ]; % } ); } );";

static struct settings *load(struct fixture *fixture, const char *place, const char *setting)
{
        char text[1024];

        snprintf(text, sizeof(text), "%.*s%s%s", (int)strcspn(place, "%"), place, setting,
                strchr(place, '%') + 1);
        return fixture_load_text(fixture, text);
}

static void every_range_holds_at_both_ends(void **state)
{
        static const struct {
                const char *place;
                const char *taken[3];
                const char *refused[4];
                const char *allowed;
        } cases[] = {
                { in_breaks, { "sit_limit = \"20 min\";", "sit_limit = \"60 min\";", "sit_limit = \"1 h\";" },
                        { "sit_limit = \"1199 s\";", "sit_limit = \"3601 s\";", "sit_limit = \"off\";" },
                        "20 min..60 min" },
                { at_a_desk,
                        { "stand_limit = \"20 min\";", "stand_limit = \"60 min\";",
                                "stand_limit = \"off\";" },
                        { "stand_limit = \"1199 s\";", "stand_limit = \"3601 s\";",
                                "stand_limit = \"0 s\";" },
                        "off or 20 min..60 min" },
                { in_breaks, { "break_goal = \"1 min\";", "break_goal = \"10 min\";" },
                        { "break_goal = \"59 s\";", "break_goal = \"601 s\";" }, "1 min..10 min" },
                { in_breaks, { "min_break = \"10 s\";", "min_break = \"120 s\";" },
                        { "min_break = \"9 s\";", "min_break = \"121 s\";" }, "10 s..120 s" },
                { in_breaks, { "long_break = \"3 min\";", "long_break = \"10 min\";" },
                        { "long_break = \"179 s\";", "long_break = \"601 s\";" }, "3 min..10 min" },
                { in_breaks,
                        { "posture_check = \"10 min\";",
                                "sit_limit = \"40 min\"; posture_check = \"30 min\";",
                                "posture_check = \"off\";" },
                        { "posture_check = \"599 s\";", "posture_check = \"1801 s\";",
                                "posture_check = \"0 s\";" },
                        "off or 10 min..30 min" },
                { in_breaks, { "snooze = \"5 min\";", "snooze = \"20 min\";" },
                        { "snooze = \"299 s\";", "snooze = \"1201 s\";" }, "5 min..20 min" },
                { in_breaks, { "snoozes = 0;", "snoozes = 2;", "snoozes = 1L;" },
                        { "snoozes = -1;", "snoozes = 3;" }, "0..2" },
                { in_breaks, { "repeat = \"5 min\";", "repeat = \"20 min\";", "repeat = \"off\";" },
                        { "repeat = \"299 s\";", "repeat = \"1201 s\";", "repeat = \"never\";" },
                        "off or 5 min..20 min" },
                { in_breaks, { "defer = \"0 s\";", "defer = \"20 min\";" },
                        { "defer = \"1201 s\";", "defer = \"-1 s\";" }, "0 s..20 min" },
                { in_breaks, { "voice_per_hour = 0;", "voice_per_hour = 12;" },
                        { "voice_per_hour = -1;", "voice_per_hour = 13;", "voice_per_hour = 4294967298L;" },
                        "0..12" },
                { in_breaks, { "voice_per_day = 0;", "voice_per_day = 100;" },
                        { "voice_per_day = -1;", "voice_per_day = 101;" }, "0..100" },
                { in_breaks, { "linger = \"0 s\";", "linger = \"30 min\";" }, { "linger = \"1801 s\";" },
                        "0 s..30 min" },
                { in_breaks, { "debounce = \"1 s\";", "debounce = \"60 s\";" },
                        { "debounce = \"0 s\";", "debounce = \"61 s\";" }, "1 s..60 s" },
                { in_person, { "day_start = \"00:00\";", "day_start = \"23:59\";", "day_start = \"4:00\";" },
                        { "day_start = \"24:00\";", "day_start = \"12:60\";", "day_start = \"noon\";" },
                        "00:00..23:59" },
                { in_person,
                        { "language = \"en\";", "language = \"pt-BR\";", "language = \"abcdefghijklmno\";" },
                        { "language = \"e\";", "language = \"abcdefghijklmnop\";" }, "2..15 bytes" },
                { in_person, { "user = \"a\";", "user = \"abcdefghijklmnopqrstuvwxyzabcdef\";" },
                        { "user = \"\";", "user = \"abcdefghijklmnopqrstuvwxyzabcdefg\";" }, "1..32 bytes" },
                { in_hours, { "from = \"00:00\"; to = \"24:00\";", "from = \"23:59\"; to = \"00:00\";" },
                        { "from = \"24:00\"; to = \"01:00\";" }, "00:00..23:59" },
                { in_hours, { "from = \"08:00\"; to = \"9:00\";" }, { "from = \"08:00\"; to = \"24:01\";" },
                        "00:00..24:00" },
                { in_sensor,
                        { "stale_after = \"1 s\";", "stale_after = \"30 d\";", "stale_after = \"Never\";" },
                        { "stale_after = \"0 s\";", "stale_after = \"31 d\";", "stale_after = \"off\";" },
                        "never or 1 s..720 h" },
                { in_broker, { "port = 1;", "port = 65535;" },
                        { "port = 0;", "port = 65536;", "port = 4294967297L;" }, "1..65535" },
                { in_broker, { "keepalive = \"5 s\";", "keepalive = \"1 h\";" },
                        { "keepalive = \"4 s\";", "keepalive = \"3601 s\";" }, "5 s..3600 s" },
                { in_broker, { "protocol = \"auto\";", "protocol = \"5\";", "protocol = \"3.1.1\";" },
                        { "protocol = \"3.1\";", "protocol = \"\";", "protocol = \"AUTO\";" },
                        "auto, 5, 3.1.1" },
                { in_speaker, { "volume = 0;", "volume = 1.0;", "volume = 0.25;" },
                        { "volume = -0.01;", "volume = 1.01;", "volume = 1e999;" }, "0..1" },
                { in_ladder, { "after = \"1 s\";", "after = \"10 min\";" }, { "after = \"601 s\";" },
                        "0 s..10 min" },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct fixture *fixture = *state;
                char allowed[64];

                snprintf(allowed, sizeof(allowed), "(allowed %s)\n", cases[i].allowed);
                for (size_t j = 0; j < ELEMENTS(cases[i].taken) && cases[i].taken[j]; j++) {
                        struct settings *settings = load(fixture, cases[i].place, cases[i].taken[j]);

                        assert_string_equal(fixture->printed, "");
                        settings_free(settings);
                }
                for (size_t j = 0; j < ELEMENTS(cases[i].refused) && cases[i].refused[j]; j++) {
                        assert_null(load(fixture, cases[i].place, cases[i].refused[j]));
                        assert_non_null(strstr(fixture->printed, allowed));
                }
        }
}

static void conflicts_between_breaks_are_told_at_what_the_file_has(void **state)
{
        static const struct {
                const char *setting;
                const char *problem;
        } cases[] = {
                { "break_goal = \"1 min\"; min_break = \"61 s\";",
                        "f:2: setting 'people.anna.breaks.break_goal': value '1 min': break_goal is shorter "
                        "than min_break\n" },
                { "sit_limit = \"20 min\"; posture_check = \"20 min\";",
                        "f:2: setting 'people.anna.breaks.posture_check': value '20 min': posture_check is "
                        "not before "
                        "sit_limit\n" },
                { "break_goal = \"6 min\"; long_break = \"5 min\";",
                        "f:2: setting 'people.anna.breaks.long_break': value '5 min': long_break is shorter "
                        "than "
                        "break_goal\n" },
                { "break_goal = \"6 min\";", "" },
                { "sit_limit = \"90 min\"; posture_check = \"20 min\";",
                        "f:2: setting 'people.anna.breaks.sit_limit': value '90 min': out of range (allowed "
                        "20 min..60 "
                        "min)\n" },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct fixture *fixture = *state;
                struct settings *settings = load(fixture, in_breaks, cases[i].setting);

                assert_string_equal(fixture->printed, cases[i].problem);
                if (settings)
                        assert_int_equal(
                                settings->people[0].core.breaks.long_break_usec, 6 * USEC_PER_MINUTE);
                settings_free(settings);
        }
}

static void what_is_not_set_has_the_documented_default(void **state)
{
        struct settings *settings = load(*state, in_broker, "");
        const struct person_config *core = &settings->people[0].core;
        const struct break_settings *breaks = &core->breaks;

        assert_int_equal(breaks->sit_limit_usec, 30 * USEC_PER_MINUTE);
        assert_int_equal(breaks->bout.break_goal_usec, 2 * USEC_PER_MINUTE);
        assert_int_equal(breaks->bout.min_break_usec, 60 * USEC_PER_SEC);
        assert_int_equal(breaks->bout.debounce_usec, 10 * USEC_PER_SEC);
        assert_int_equal(breaks->long_break_usec, 5 * USEC_PER_MINUTE);
        assert_int_equal(breaks->posture_check_usec, 15 * USEC_PER_MINUTE);
        assert_int_equal(breaks->snooze_usec, 10 * USEC_PER_MINUTE);
        assert_int_equal(breaks->snoozes, 2);
        assert_int_equal(breaks->repeat_usec, 10 * USEC_PER_MINUTE);
        assert_int_equal(breaks->defer_usec, 10 * USEC_PER_MINUTE);
        assert_true(breaks->back_off);
        assert_int_equal(breaks->voice_per_hour, 2);
        assert_int_equal(breaks->voice_per_day, 12);
        assert_int_equal(breaks->linger_usec, 5 * USEC_PER_MINUTE);
        assert_int_equal(core->day_start_minute, 4 * 60);
        assert_int_equal(core->active_hours_count, 0);
        assert_int_equal(core->quiet_hours_count, 1);
        assert_int_equal(core->quiet_hours[0].days, HOURS_EVERY_DAY);
        assert_int_equal(core->quiet_hours[0].from_minute, 22 * 60);
        assert_int_equal(core->quiet_hours[0].to_minute, 7 * 60);
        assert_false(core->local_only);
        assert_true(core->needs_broker);
        assert_string_equal(settings->people[0].name, "anna");
        assert_string_equal(settings->people[0].language, "en");
        assert_null(settings->people[0].user);
        assert_string_equal(settings->base, "unslouch");
        assert_int_equal(settings->broker.port, 1883);
        assert_int_equal(settings->broker.keepalive_sec, 120);
        assert_int_equal(settings->broker.protocol, MQTT_PROTOCOL_AUTO);
        assert_false(settings->broker.tls);
        assert_null(settings->time_zone);
        settings_free(settings);
}

static void encryption_moves_the_port(void **state)
{
        struct settings *settings = load(*state, in_broker, "tls = { };");

        assert_true(settings->broker.tls);
        assert_int_equal(settings->broker.port, 8883);
        settings_free(settings);
        settings = load(*state, in_broker,
                "tls = { ca_file = \"/ca\"; cert_file = \"/c\"; key_file = \"/k\"; }; port = 1;");
        assert_int_equal(settings->broker.port, 1);
        assert_string_equal(settings->broker.ca_file, "/ca");
        assert_string_equal(settings->broker.cert_file, "/c");
        assert_string_equal(settings->broker.key_file, "/k");
        settings_free(settings);
}

static void without_a_broker_mqtt_is_off(void **state)
{
        struct settings *settings = fixture_load_good(*state,
                "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"desktop-idle\"; } ); } );");

        assert_null(settings->broker.host);
        settings_free(settings);
}

static void off_and_never_are_what_core_takes_for_them(void **state)
{
        struct settings *settings = load(*state, in_breaks, "posture_check = \"off\"; repeat = \"OFF\";");

        assert_int_equal(settings->people[0].core.breaks.posture_check_usec, 0);
        assert_int_equal(settings->people[0].core.breaks.repeat_usec, 0);
        settings_free(settings);
        settings = load(*state, in_sensor, "stale_after = \"never\";");
        assert_int_equal(settings->people[0].core.sources[0].stale_after_usec, USEC_INFINITY);
        settings_free(settings);
}

static void empty_lists_of_hours_mean_none(void **state)
{
        struct settings *settings = load(*state, in_person, "quiet_hours = ( ); active_hours = ( );");

        assert_int_equal(settings->people[0].core.quiet_hours_count, 0);
        assert_int_equal(settings->people[0].core.active_hours_count, 0);
        settings_free(settings);
}

static void hours_are_read_whole(void **state)
{
        struct settings *settings = load(*state, in_person,
                "active_hours = ( { days = \"sat-mon\"; from = \"8:05\"; to = \"24:00\"; },"
                " { from = \"22:00\"; to = \"22:00\"; } );");
        const struct hours_rule *rules = settings->people[0].core.active_hours;

        assert_int_equal(settings->people[0].core.active_hours_count, 2);
        assert_int_equal(rules[0].days, 0x61);
        assert_int_equal(rules[0].from_minute, 485);
        assert_int_equal(rules[0].to_minute, 1440);
        assert_int_equal(rules[1].days, HOURS_EVERY_DAY);
        assert_int_equal(settings->people[0].core.quiet_hours_count, 1);
        settings_free(settings);
}

static void days_are_read_strictly(void **state)
{
        static const struct {
                const char *text;
                int64_t days; /* -1: none */
                const char *printed;
        } cases[] = {
                { "daily", 0x7f, "daily" },
                { "Daily", 0x7f, "daily" },
                { "mon", 0x01, "mon" },
                { "mon-fri", 0x1f, "mon,tue,wed,thu,fri" },
                { "mon,wed,fri", 0x15, "mon,wed,fri" },
                { " MON - wed , sun ", 0x47, "mon,tue,wed,sun" },
                { "sat-mon", 0x61, "mon,sat,sun" },
                { "sun-sun", 0x40, "sun" },
                { "tue-mon", 0x7f, "daily" },
                { "", -1, NULL },
                { "monday", -1, NULL },
                { "mon-", -1, NULL },
                { "-mon", -1, NULL },
                { "mon,", -1, NULL },
                { ",mon", -1, NULL },
                { "mon tue", -1, NULL },
                { "mon-wed-fri", -1, NULL },
                { "day", -1, NULL },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char printed[HOURS_TEXT_DAYS_SIZE];
                int64_t days = -1;
                int r = hours_text_parse_days(cases[i].text, &days);

                assert_int_equal(r, cases[i].days < 0 ? -EINVAL : 0);
                assert_int_equal(days, cases[i].days);
                if (r < 0)
                        continue;
                hours_text_print_days(days, printed);
                assert_string_equal(printed, cases[i].printed);
        }
}

static void times_are_read_strictly(void **state)
{
        static const struct {
                const char *text;
                int64_t minute; /* -1: none */
        } cases[] = {
                { "00:00", 0 },
                { "7:30", 450 },
                { "07:30", 450 },
                { "23:59", 1439 },
                { "24:00", 1440 },
                { "24:01", -1 },
                { "07:60", -1 },
                { "7:3", -1 },
                { "007:30", -1 },
                { "7", -1 },
                { "", -1 },
                { ":30", -1 },
                { "07:30 ", -1 },
                { " 07:30", -1 },
                { "07:301", -1 },
                { "-7:30", -1 },
                { "7.30", -1 },
                { "99:00", -1 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t minute = -1;
                int r = hours_text_parse_time(cases[i].text, &minute);

                assert_int_equal(r, cases[i].minute < 0 ? -EINVAL : 0);
                assert_int_equal(minute, cases[i].minute);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        every_range_holds_at_both_ends, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(conflicts_between_breaks_are_told_at_what_the_file_has,
                        fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        what_is_not_set_has_the_documented_default, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(encryption_moves_the_port, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        without_a_broker_mqtt_is_off, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        off_and_never_are_what_core_takes_for_them, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        empty_lists_of_hours_mean_none, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(hours_are_read_whole, fixture_setup, fixture_teardown),
                cmocka_unit_test(days_are_read_strictly),
                cmocka_unit_test(times_are_read_strictly),
        };

        return cmocka_run_group_tests_name("config-values", tests, NULL, NULL);
}
