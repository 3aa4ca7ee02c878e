/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include <errno.h>

/* A person of whom nothing is to be said, so that the rest of a case stands alone. */
#define SEAT   "sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; } );"
#define ANNA   "{ id = \"anna\"; " SEAT " }"
#define PEOPLE "people = ( " ANNA " );\n"

struct wrong {
        const char *text;
        const char *problems;
};

static void expect_all(void **state, const struct wrong *cases, size_t count)
{
        for (size_t i = 0; i < count; i++)
                fixture_expect(*state, cases[i].text, cases[i].problems);
}

static void what_libconfig_refuses_is_told_with_its_line(void **state)
{
        static const struct wrong cases[] = {
                { PEOPLE "mqtt = { base = ; };", "f:2: syntax error\n" },
                { "broker = { host = \"h\"; };\n" PEOPLE "broker = { };", "f:3: duplicate setting name\n" },
                { PEOPLE "\n@include \"none\"\n", "f:3: cannot open include file\n" },
                { "people = ( " ANNA ", );", "f:1: syntax error\n" },
                { "\xef\xbb\xbfpeople = ();", "f:1: syntax error\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void what_libconfig_would_misread_is_refused(void **state)
{
        static const struct wrong cases[] = {
                { "broker = {\n port = 4294969179; };",
                        "f:2: value '4294969179': the number is too large\n" },
                { "broker = { port = 0xffffffff; };", "f:1: value '0xffffffff': the number is too large\n" },
                { "broker = { port = -2147483649; };",
                        "f:1: value '-2147483649': the number is too large\n" },
                { "broker = { port = 9223372036854775808L; };",
                        "f:1: value '9223372036854775808L': the number is too large\n" },
                { "a = 1;\n\n/* never\nended", "f:3: the comment that begins here never ends\n" },
                { "a = \"x\ny;\n", "f:1: the text that begins here has no closing quote\n" },
                { "a = \"x\ny\\x00z\";", "f:2: \\x00 cannot be part of a text\n" },
                { "@include \"name\n", "f:1: the name of the file has no closing quote\n" },
                { "@include \"/dev/zero\"\n", "f:1: '/dev/zero' is not a regular file\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void what_only_looks_like_a_large_number_is_none(void **state)
{
        settings_free(fixture_load_good(*state, "# 4294969179\n// 4294969179\n/* 4294969179\n \" */\n" PEOPLE
                                                "broker = { host = \"4294969179 \\\" # // /*\"; port = "
                                                "0x000000075B; username = \"a\\\\\"; };"));
}

static void values_of_the_wrong_type_say_what_is_wanted(void **state)
{
        static const struct wrong cases[] = {
                { PEOPLE "broker = { host = 1; };",
                        "f:2: setting 'broker.host': value '1': wrong type: a text in quotes is wanted\n" },
                { PEOPLE "broker = { host = \"h\";\n port = \"1883\"; };",
                        "f:3: setting 'broker.port': value '1883': wrong type: a whole number is wanted\n" },
                { PEOPLE "broker = { host = \"h\"; port = 1883.0; };",
                        "f:2: setting 'broker.port': value '1883': wrong type: a whole number is wanted\n" },
                { PEOPLE "broker = { host = \"h\"; keepalive = 60; };",
                        "f:2: setting 'broker.keepalive': value '60': wrong type: a duration in quotes, such "
                        "as \"30 min\", "
                        "is wanted\n" },
                { PEOPLE "broker = \"localhost\";", "f:2: setting 'broker': value 'localhost': wrong type: a "
                                                    "group in braces is wanted: { ... }\n" },
                { "people = { id = \"anna\"; };", "f:1: setting 'people': wrong type: a list of groups is "
                                                  "wanted: ( { ... }, { ... } )\n" },
                { "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; }, 1 "
                  "); holds = ( 2 "
                  "); ladder = ( 3, { after = \"1 s\"; tell = ( 4 ); } ); } );",
                        "f:1: setting 'people.a.sensors[1]': value '1': wrong type: a group in braces is "
                        "wanted: { ... }\n"
                        "f:1: setting 'people.a.holds[0]': value '2': wrong type: a group in braces is "
                        "wanted: { ... }\n"
                        "f:1: setting 'people.a.ladder[0]': value '3': wrong type: a group in braces is "
                        "wanted: { ... }\n"
                        "f:1: setting 'people.a.ladder[1].tell[0]': value '4': wrong type: a text in quotes "
                        "is wanted\n" },
                { PEOPLE "channels = ( 5 );", "f:2: setting 'channels[0]': value '5': wrong type: a group in "
                                              "braces is wanted: { ... }\n" },
                { PEOPLE "broker = { host = \"\\xff\"; };",
                        "f:2: setting 'broker.host': value '?': not UTF-8 text (allowed 1..253 bytes)\n" },
                { "people = (\n \"anna\" );", "f:2: setting 'people[0]': value 'anna': wrong type: a group "
                                              "in braces is wanted: { ... }\n" },
                { "people = ( { id = \"anna\"; " SEAT " breaks = { back_off = \"yes\"; }; } );",
                        "f:1: setting 'people.anna.breaks.back_off': value 'yes': wrong type: true or false, "
                        "without quotes, "
                        "is wanted\n" },
                { "people = ( { id = \"anna\"; " SEAT " day_start = 4; } );",
                        "f:1: setting 'people.anna.day_start': value '4': wrong type: a time in quotes, such "
                        "as \"07:30\", is "
                        "wanted\n" },
                { "people = ( { id = \"anna\"; " SEAT
                  " ladder = ( { after = \"0 s\"; tell = \"lamp\"; } ); } );",
                        "f:1: setting 'people.anna.ladder[0].tell': value 'lamp': wrong type: a list of "
                        "texts is wanted: [ "
                        "\"...\", \"...\" ]\n" },
                { "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"c\"; "
                  "availability "
                  "= 1; } ); } );",
                        "f:1: setting 'people.anna.sensors.c.availability': value '1': wrong type: a text in "
                        "quotes or a group "
                        "in braces is wanted: { ... }\n" },
                { PEOPLE "channels = ( { name = \"s\"; kind = \"speech\"; via = \"hermes\"; volume = true; } "
                         ");",
                        "f:2: setting 'channels.s.volume': value 'true': wrong type: a number is wanted\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void unknown_settings_name_the_nearest(void **state)
{
        static const struct wrong cases[] = {
                { PEOPLE "brokre = { };", "f:2: setting 'brokre': unknown (did you mean 'broker'?)\n" },
                { PEOPLE "zebra = 1;", "f:2: setting 'zebra': unknown\n" },
                { "people = ( { id = \"anna\"; " SEAT " breaks = {\n sitlimit = \"20 min\"; }; } );",
                        "f:2: setting 'people.anna.breaks.sitlimit': unknown (did you mean 'sit_limit'?)\n" },
                { PEOPLE "broker = { host = \"h\"; password = \"topsecret\"; };",
                        "f:2: setting 'broker.password': a password does not belong here: use password_file "
                        "or the credential "
                        "mqtt-password\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void missing_settings_name_their_group(void **state)
{
        static const struct wrong cases[] = {
                { "", "f: setting 'people': missing: Who is reminded.\n" },
                { "people = ( );", "f:1: setting 'people': empty\n" },
                { PEOPLE "broker = { };",
                        "f:2: setting 'broker.host': missing: Name or address of the MQTT broker.\n" },
                { "people = (\n {\n " SEAT " } );",
                        "f:2: setting 'people[0].id': missing: Part of the person's topics.\n" },
                { PEOPLE "broker = { host = \"h\"; tls = { key_file = \"/k\"; }; };",
                        "f:2: setting 'broker.tls.cert_file': missing: the certificate of key_file\n" },
                { PEOPLE "broker = { host = \"h\"; tls = { cert_file = \"/c\"; }; };",
                        "f:2: setting 'broker.tls.key_file': missing: the key of cert_file\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void all_errors_are_told_at_once_in_the_order_of_their_lines(void **state)
{
        fixture_expect(*state,
                "state_dir = \"state\";\n"
                "people = (\n"
                "  { id = \"Anna\";\n"
                "    " SEAT "\n"
                "    breaks = { sit_limit = \"90 min\";\n"
                "               snoozes = 3; };\n"
                "    quiet_hours = ( { days = \"mon-\"; from = \"7\"; to = \"24:30\"; } );\n"
                "  }\n"
                ");\n"
                "mqtt = { base = \"a/#\"; };\n"
                "time_zone = \"../etc/passwd\";\n",
                "f:1: setting 'state_dir': value 'state': not an absolute path\n"
                "f:3: setting 'people.Anna.id': value 'Anna': not an id (allowed 1 to 32 of a-z 0-9 _ -)\n"
                "f:5: setting 'people.Anna.breaks.sit_limit': value '90 min': out of range (allowed 20 "
                "min..60 min)\n"
                "f:6: setting 'people.Anna.breaks.snoozes': value '3': out of range (allowed 0..2)\n"
                "f:7: setting 'people.Anna.quiet_hours[0].days': value 'mon-': not days (allowed daily, or "
                "days and spans "
                "of days: mon,wed,fri or mon-fri)\n"
                "f:7: setting 'people.Anna.quiet_hours[0].from': value '7': not a time such as \"07:30\" "
                "(allowed "
                "00:00..23:59)\n"
                "f:7: setting 'people.Anna.quiet_hours[0].to': value '24:30': not a time such as \"07:30\" "
                "(allowed "
                "00:00..24:00)\n"
                "f:10: setting 'mqtt.base': value 'a/#': not the name of one topic (no + or #, no control "
                "characters) "
                "(allowed 1..32 bytes)\n"
                "f:11: setting 'time_zone': value '../etc/passwd': not a time zone such as Europe/Berlin\n");
}

static void base_topics_are_plain(void **state)
{
        static const struct wrong cases[] = {
                { PEOPLE "mqtt = { base = \"$SYS\"; };", "f:2: setting 'mqtt.base': value '$SYS': topics "
                                                         "that begin with $ are the broker's own\n" },
                { PEOPLE "mqtt = { base = \"a/\"; };", "f:2: setting 'mqtt.base': value 'a/': begins or ends "
                                                       "with a slash, or has an empty level\n" },
                { PEOPLE "mqtt = { base = \"a//b\"; };", "f:2: setting 'mqtt.base': value 'a//b': begins or "
                                                         "ends with a slash, or has an empty level\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void discovery_goes_to_plain_topics_of_others(void **state)
{
        static const struct wrong cases[] = {
                { PEOPLE "mqtt = { discovery = \"on\"; };", "f:2: setting 'mqtt.discovery': value 'on': "
                                                            "unknown (allowed off, device, component)\n" },
                { PEOPLE "mqtt = { discovery_prefix = \"$ha\"; };",
                        "f:2: setting 'mqtt.discovery_prefix': value '$ha': topics that begin with $ are the "
                        "broker's own\n" },
                { PEOPLE "mqtt = { discovery_prefix = \"ha/\"; };",
                        "f:2: setting 'mqtt.discovery_prefix': value 'ha/': begins or ends with a slash, or "
                        "has an empty level\n" },
                { PEOPLE "mqtt = { base = \"homeassistant\"; };",
                        "f:2: setting 'mqtt': is mqtt.base, and must be another\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void what_is_shown_of_a_value_is_short_and_plain(void **state)
{
        fixture_expect(*state, PEOPLE "broker = { host = \"a\\x1b[31mb\"; };",
                "f:2: setting 'broker.host': value 'a?[31mb': has a control character (allowed 1..253 "
                "bytes)\n");
        /* A terminal may obey the first, and D-Bus takes no text with the second. */
        fixture_expect(*state, PEOPLE "broker = { host = \"a\xc2\x9bz\"; };",
                "f:2: setting 'broker.host': value 'a??z': has a control character (allowed 1..253 bytes)\n");
        fixture_expect(*state, PEOPLE "broker = { host = \"a\xef\xb7\x90z\"; };",
                "f:2: setting 'broker.host': value 'a???z': has a control character (allowed 1..253 "
                "bytes)\n");
        fixture_expect(*state,
                PEOPLE "broker = { host = \"h\"; protocol = "
                       "\"123456789012345678901234567890123456789012345678901234567890123\xc3\xa4 end\"; };",
                "f:2: setting 'broker.protocol': value "
                "'123456789012345678901234567890123456789012345678901234567890123...': unknown (allowed "
                "auto, 5, 3.1.1)\n");
}

static void included_files_are_named_with_their_own_lines(void **state)
{
        struct fixture *fixture = *state;

        fixture_write(fixture->included, "\n\nbroker = { host = \"h\"; port = 0; };\n");
        fixture_expect(fixture, "@include \"i\"\n" PEOPLE "time_zone = \"\";",
                "i:3: setting 'broker.port': value '0': out of range (allowed 1..65535)\n"
                "f:3: setting 'time_zone': value '': empty (allowed 1..64 bytes)\n");
        fixture_write(fixture->included, "broker = { host = \"h\"; port = 4294969179; };\n");
        fixture_expect(
                fixture, PEOPLE "@include \"i\"\n", "i:1: value '4294969179': the number is too large\n");
        fixture_write(fixture->included, "\nbroker = ;\n");
        fixture_expect(fixture, PEOPLE "@include \"i\"\n", "i:2: syntax error\n");
        fixture_write(fixture->included, "\na = \"\xff\";\n");
        fixture_expect(fixture, PEOPLE "@include \"i\"\n", "i:2: this is not UTF-8 text\n");
        fixture_write(fixture->included, "@include \"i\"\n");
        fixture_expect(fixture, PEOPLE "@include \"i\"\n", "i:1: include file nesting too deep\n");
        fixture_write(fixture->included, "broker = { host = \"h\"; };\n");
        settings_free(fixture_load_good(fixture, PEOPLE "  @include \"i\"\n"));
}

static int load_error(const char *file, struct fixture *fixture)
{
        struct config_problems problems = { 0 };
        struct settings *settings = NULL;
        int r = config_load(file, &problems, NULL, &settings);

        assert_null(settings);
        assert_int_equal(problems.errors, 1);
        fixture_print_problems(fixture, &problems);
        config_problems_done(&problems);
        return r;
}

static void files_that_cannot_be_read_say_why(void **state)
{
        struct fixture *fixture = *state;

        assert_int_equal(load_error(fixture->file, fixture), -ENOENT);
        assert_string_equal(fixture->printed, "f: cannot read the file: No such file or directory\n");
        assert_int_equal(load_error("/", fixture), -EISDIR);
        assert_int_equal(load_error("no-such-file-here", fixture), -ENOENT);
        assert_int_equal(load_error("/dev/zero", fixture), -EFBIG);
        assert_string_equal(fixture->printed, "/dev/zero: the configuration is larger than 16 MiB\n");
        fixture_write_bytes(fixture->file, "a = 1;\nb = \0;", 13);
        assert_int_equal(load_error(fixture->file, fixture), -EINVAL);
        assert_string_equal(fixture->printed, "f:2: this is not UTF-8 text\n");
}

static void no_more_than_a_hundred_problems_are_kept(void **state)
{
        struct fixture *fixture = *state;
        FILE *file = fopen(fixture->file, "w");
        const char *last;

        assert_non_null(file);
        fputs(PEOPLE, file);
        for (int i = 0; i < CONFIG_PROBLEMS_MAX + 17; i++)
                fprintf(file, "zebra%d = 1;\n", i);
        assert_int_equal(fclose(file), 0);
        assert_null(fixture_load(fixture));
        last = strstr(fixture->printed, "f:101: setting 'zebra99': unknown\n");
        assert_non_null(last);
        assert_string_equal(strchr(last, '\n') + 1, "17 more problems are not shown\n");
}

static void garbage_is_refused(void **state)
{
        struct fixture *fixture = *state;
        uint64_t random = 1;

        for (int i = 0; i < 200; i++) {
                char bytes[512];

                for (size_t j = 0; j < sizeof(bytes); j++) {
                        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                        bytes[j] = " \n\"\\/*#{}()[],;:=@-+0x19L.eabct"[random >> 59];
                }
                fixture_write_bytes(fixture->file, bytes, sizeof(bytes));
                assert_null(fixture_load(fixture));
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        what_libconfig_refuses_is_told_with_its_line, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        what_libconfig_would_misread_is_refused, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        what_only_looks_like_a_large_number_is_none, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        values_of_the_wrong_type_say_what_is_wanted, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        unknown_settings_name_the_nearest, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        missing_settings_name_their_group, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(all_errors_are_told_at_once_in_the_order_of_their_lines,
                        fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(base_topics_are_plain, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        discovery_goes_to_plain_topics_of_others, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        what_is_shown_of_a_value_is_short_and_plain, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        included_files_are_named_with_their_own_lines, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        files_that_cannot_be_read_say_why, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(
                        no_more_than_a_hundred_problems_are_kept, fixture_setup, fixture_teardown),
                cmocka_unit_test_setup_teardown(garbage_is_refused, fixture_setup, fixture_teardown),
        };

        return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
