/* SPDX-License-Identifier: MIT */
#include "unit/config_sample.h"

#include "config/draft.h"
#include "config/table.h"

#include <errno.h>

static void assert_same_breaks(const struct break_settings *a, const struct break_settings *b)
{
        assert_memory_equal(&a->bout, &b->bout, sizeof(a->bout));
        assert_int_equal(a->sit_limit_usec, b->sit_limit_usec);
        assert_int_equal(a->stand_limit_usec, b->stand_limit_usec);
        assert_int_equal(a->long_break_usec, b->long_break_usec);
        assert_int_equal(a->posture_check_usec, b->posture_check_usec);
        assert_int_equal(a->snooze_usec, b->snooze_usec);
        assert_int_equal(a->snoozes, b->snoozes);
        assert_int_equal(a->repeat_usec, b->repeat_usec);
        assert_int_equal(a->defer_usec, b->defer_usec);
        assert_int_equal(a->back_off, b->back_off);
        assert_int_equal(a->voice_per_hour, b->voice_per_hour);
        assert_int_equal(a->voice_per_day, b->voice_per_day);
        assert_int_equal(a->linger_usec, b->linger_usec);
}

static void assert_same_text(const char *a, const char *b)
{
        assert_int_equal(a == NULL, b == NULL);
        if (a)
                assert_string_equal(a, b);
}

static void assert_same_sensors(const struct person_setup *a, const struct person_setup *b)
{
        assert_int_equal(a->core.source_count, b->core.source_count);
        for (uint16_t i = 0; i < a->core.source_count; i++) {
                const struct source_config *left = &a->core.sources[i];
                const struct source_config *right = &b->core.sources[i];

                assert_string_equal(a->sensors[i].name, b->sensors[i].name);
                assert_same_text(a->sensors[i].topics[0], b->sensors[i].topics[0]);
                assert_same_text(a->sensors[i].topics[1], b->sensors[i].topics[1]);
                assert_int_equal(a->sensors[i].reported, b->sensors[i].reported);
                assert_same_text(a->sensors[i].availability_topic, b->sensors[i].availability_topic);
                assert_int_equal(left->kind, right->kind);
                assert_int_equal(left->covers_seat, right->covers_seat);
                assert_int_equal(left->portable, right->portable);
                assert_int_equal(left->shared, right->shared);
                assert_int_equal(left->room, right->room);
                assert_int_equal(left->seat_group, right->seat_group);
                assert_int_equal(left->stale_after_usec, right->stale_after_usec);
        }
}

static void assert_same_holds(const struct person_setup *a, const struct person_setup *b)
{
        assert_int_equal(a->core.hold_count, b->core.hold_count);
        for (uint8_t i = 0; i < a->core.hold_count; i++) {
                assert_string_equal(a->core.holds[i].reason, b->core.holds[i].reason);
                assert_int_equal(a->core.holds[i].effect, b->core.holds[i].effect);
                assert_int_equal(a->holds[i].idle_inhibitor, b->holds[i].idle_inhibitor);
                assert_same_text(a->holds[i].topic, b->holds[i].topic);
        }
}

static void assert_same_cues(const struct person_setup *a, const struct person_setup *b)
{
        assert_int_equal(a->core.cue_count, b->core.cue_count);
        for (uint8_t i = 0; i < a->core.cue_count; i++)
                assert_string_equal(a->cues[i].topic, b->cues[i].topic);
}

static void assert_same_telling(const struct person_config *a, const struct person_config *b)
{
        assert_int_equal(a->channel_count, b->channel_count);
        for (uint8_t i = 0; i < a->channel_count; i++) {
                assert_int_equal(a->channels[i].channel, b->channels[i].channel);
                assert_int_equal(a->channels[i].kind, b->channels[i].kind);
                assert_int_equal(a->channels[i].room, b->channels[i].room);
        }
        assert_int_equal(a->ladder.count, b->ladder.count);
        for (uint8_t i = 0; i < a->ladder.count; i++) {
                assert_int_equal(a->ladder.steps[i].after_usec, b->ladder.steps[i].after_usec);
                assert_int_equal(a->ladder.steps[i].tell, b->ladder.steps[i].tell);
        }
}

static void assert_same_routine(const struct person_setup *a, const struct person_setup *b)
{
        assert_int_equal(a->has_routine, b->has_routine);
        assert_ptr_equal(a->routine.set, b->routine.set);
        assert_int_equal(a->routine.never, b->routine.never);
        assert_int_equal(a->routine.equipment_known, b->routine.equipment_known);
        assert_int_equal(a->routine.equipment_there, b->routine.equipment_there);
        assert_int_equal(a->routine.pace, b->routine.pace);
        assert_int_equal(a->routine.item_count, b->routine.item_count);
        for (uint8_t i = 0; i < a->routine.item_count; i++) {
                const struct routine_item *left = &a->routine.items[i];
                const struct routine_item *right = &b->routine.items[i];

                assert_int_equal(left->programme, right->programme);
                assert_int_equal(left->days, right->days);
                assert_int_equal(left->minute, right->minute);
                assert_int_equal(left->until_minute, right->until_minute);
                assert_int_equal(left->pace, right->pace);
        }
}

static void assert_same(const struct settings *a, const struct settings *b)
{
        assert_true(broker_settings_equal(&a->broker, &b->broker));
        assert_string_equal(a->base, b->base);
        assert_int_equal(a->people_count, b->people_count);
        assert_int_equal(a->seat_groups, b->seat_groups);
        assert_int_equal(a->room_count, b->room_count);
        for (uint32_t i = 0; i < a->people_count; i++) {
                const struct person_config *left = &a->people[i].core;
                const struct person_config *right = &b->people[i].core;

                assert_string_equal(left->id, right->id);
                assert_string_equal(a->people[i].name, b->people[i].name);
                assert_same_sensors(&a->people[i], &b->people[i]);
                assert_same_breaks(&left->breaks, &right->breaks);
                assert_same_telling(left, right);
                assert_same_holds(&a->people[i], &b->people[i]);
                assert_same_cues(&a->people[i], &b->people[i]);
                assert_same_routine(&a->people[i], &b->people[i]);
                assert_int_equal(left->local_only, right->local_only);
                assert_int_equal(left->needs_broker, right->needs_broker);
                assert_int_equal(left->active_hours_count, right->active_hours_count);
                assert_int_equal(left->quiet_hours_count, right->quiet_hours_count);
                assert_int_equal(left->day_start_minute, right->day_start_minute);
        }
        assert_int_equal(a->channel_count, b->channel_count);
        for (uint32_t i = 0; i < a->channel_count; i++)
                assert_int_equal(a->channels[i].shared, b->channels[i].shared);
}

static void know_programmes(struct fixture *fixture)
{
        struct config_problems problems = { 0 };

        fixture_know_programmes(fixture, NULL, &problems);
        assert_int_equal(problems.count, 0);
}

/* Loads @text, prints it, and holds what is read back against it. Returns what was printed. */
static char *print_and_read_back(struct fixture *fixture, const char *text)
{
        struct settings *first = fixture_load_text(fixture, text);
        struct settings *second;
        char *printed;
        char *again;

        assert_string_equal(fixture->printed, "");
        printed = config_sample_print(first);
        second = fixture_load_text(fixture, printed);
        assert_string_equal(fixture->printed, "");
        again = config_sample_print(second);
        assert_string_equal(printed, again);
        assert_same(first, second);
        settings_free(first);
        settings_free(second);
        free(again);
        return printed;
}

/* DESIGN 10. */
static const char design_example[] =
        "broker   = { host = \"localhost\"; port = 1883; };\n"
        "people = (\n"
        "  { id = \"anna\"; name = \"Anna\";\n"
        "    sensors = (\n"
        "      { name = \"chair\"; kind = \"seat\"; topic = \"zigbee2mqtt/Office chair\"; field = "
        "\"contact\"; when = "
        "\"false\"; room = \"office\"; },\n"
        "      { name = \"desk\";  kind = \"desk-height\"; topic = \"desk/sensor/height/state\"; when = \"> "
        "95 ~ 3\"; },\n"
        "      { name = \"pc\";    kind = \"activity\"; topic = \"pc/idle_seconds\"; when = \"< 60\"; room = "
        "\"office\"; }\n"
        "    );\n"
        "    breaks = { sit_limit = \"30 min\"; break_goal = \"2 min\"; };\n"
        "    active_hours = ( { days = \"mon-fri\"; from = \"08:00\"; to = \"18:30\"; } );\n"
        "    quiet_hours  = ( { days = \"daily\"; from = \"22:00\"; to = \"07:00\"; } );\n"
        "    holds = ( { reason = \"call\"; topic = \"pc/in_call\"; when = \"on\"; } );\n"
        "    programmes = ( { id = \"upper-back-strength\"; days = \"mon,wed,fri\"; at = \"18:00\"; },\n"
        "                   { id = \"daily-stretch\"; at = \"12:30\"; } );\n"
        "    ladder = ( { after = \"0 s\"; tell = [\"lamp\"]; }, { after = \"2 min\"; tell = [\"speaker\"]; "
        "}, { after = \"5 "
        "min\"; tell = [\"phone\"]; } );\n"
        "  }\n"
        ");\n"
        "channels = (\n"
        "  { name = \"lamp\";    kind = \"light\";  via = \"zigbee2mqtt\"; device = \"Desk lamp\"; room = "
        "\"office\"; },\n"
        "  { name = \"speaker\"; kind = \"speech\"; via = \"hermes\"; site = \"office\"; room = \"office\"; "
        "},\n"
        "  { name = \"phone\";   kind = \"phone\"; }\n"
        ");\n";

static void the_example_of_the_design_loads_and_reads_back(void **state)
{
        know_programmes(*state);
        free(print_and_read_back(*state, design_example));
}

static const char printed_example[] = "broker = {\n"
                                      "  host = \"h\";\n"
                                      "  port = 1883;\n"
                                      "  protocol = \"auto\";\n"
                                      "  keepalive = \"120 s\";\n"
                                      "};\n"
                                      "mqtt = {\n"
                                      "  base = \"unslouch\";\n"
                                      "  discovery = \"device\";\n"
                                      "  discovery_prefix = \"homeassistant\";\n"
                                      "};\n"
                                      "channels = (\n"
                                      "  {\n"
                                      "    name = \"a \\\"b\\\" \\\\\";\n"
                                      "    kind = \"template\";\n"
                                      "    topic = \"t\";\n"
                                      "    payload = \"x\\x0ay\";\n"
                                      "  }\n"
                                      ");\n"
                                      "people = (\n"
                                      "  {\n"
                                      "    id = \"anna\";\n"
                                      "    name = \"anna\";\n"
                                      "    language = \"en\";\n"
                                      "    sensors = (\n"
                                      "      {\n"
                                      "        name = \"c\";\n"
                                      "        kind = \"seat\";\n"
                                      "        field = \"contact\";\n"
                                      "        when = \"false\";\n"
                                      "        via = \"zigbee2mqtt\";\n"
                                      "        device = \"c\";\n"
                                      "        availability = {\n"
                                      "          topic = \"zigbee2mqtt/c/availability\";\n"
                                      "        };\n"
                                      "        shared = false;\n"
                                      "        stale_after = \"6 h\";\n"
                                      "      }\n"
                                      "    );\n"
                                      "    breaks = {\n"
                                      "      sit_limit = \"30 min\";\n"
                                      "      stand_limit = \"off\";\n"
                                      "      break_goal = \"2 min\";\n"
                                      "      min_break = \"60 s\";\n"
                                      "      long_break = \"5 min\";\n"
                                      "      posture_check = \"off\";\n"
                                      "      snooze = \"10 min\";\n"
                                      "      snoozes = 2;\n"
                                      "      repeat = \"10 min\";\n"
                                      "      defer = \"10 min\";\n"
                                      "      back_off = true;\n"
                                      "      voice_per_hour = 2;\n"
                                      "      voice_per_day = 12;\n"
                                      "      linger = \"5 min\";\n"
                                      "      debounce = \"10 s\";\n"
                                      "    };\n"
                                      "    quiet_hours = (\n"
                                      "      {\n"
                                      "        days = \"daily\";\n"
                                      "        from = \"22:00\";\n"
                                      "        to = \"07:00\";\n"
                                      "      }\n"
                                      "    );\n"
                                      "    day_start = \"04:00\";\n"
                                      "    ladder = (\n"
                                      "      {\n"
                                      "        after = \"0 s\";\n"
                                      "        tell = [ \"a \\\"b\\\" \\\\\" ];\n"
                                      "      }\n"
                                      "    );\n"
                                      "  }\n"
                                      ");\n";

static void what_is_printed_has_every_effective_value(void **state)
{
        char *printed = print_and_read_back(*state,
                BROKER "people = ( { id = \"anna\"; sensors = ( { name = \"c\"; kind = "
                       "\"seat\"; via = \"zigbee2mqtt\"; device = "
                       "\"c\"; } ); breaks = { posture_check = \"off\"; }; } );\n"
                       "channels = ( { name = \"a \\\"b\\\" \\\\\"; kind = "
                       "\"template\"; topic = \"t\"; payload = \"x\\ny\"; } );");

        assert_string_equal(printed, printed_example);
        free(printed);
}

static void people_without_ladders_read_back_with_those_they_have(void **state)
{
        free(print_and_read_back(*state, BROKER
                "channels = ( { name = \"own\"; kind = \"phone\"; }, { name = \"say\"; kind = \"speech\"; "
                "via = \"raw\"; topic = "
                "\"s\"; }, { name = \"hall\"; kind = \"light\"; via = \"tasmota\"; device = \"l\"; } );\n"
                "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"1\"; shared "
                "= true; } );"
                " ladder = ( { after = \"0 s\"; tell = [ \"own\" ]; } ); },\n"
                "{ id = \"b\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"1\"; shared = true; } "
                "); },\n"
                "{ id = \"c\"; sensors = ( { name = \"c\"; kind = \"seat\"; via = \"tasmota\"; device = "
                "\"d\"; field = \"S\";"
                " room = \"den\"; } ); quiet_hours = ( ); } );"));
}

static void a_desktop_without_a_broker_reads_back(void **state)
{
        char *printed = print_and_read_back(*state,
                "people = ( { id = \"anna\"; user = \"anna\"; sensors = ( { name = \"s\"; kind = \"logind\"; "
                "},"
                " { name = \"k\"; kind = \"desktop-idle\"; portable = true; },"
                " { name = \"r\"; kind = \"activity\"; via = \"dbus\"; stale_after = \"1 h\"; } );"
                " holds = ( { reason = \"film\"; from = \"idle-inhibitor\"; } ); } );\n"
                "channels = ( { name = \"d\"; kind = \"desktop\"; } );");

        assert_null(strstr(printed, "broker"));
        assert_non_null(strstr(printed, "        kind = \"logind\";\n"
                                        "        shared = false;\n"
                                        "        portable = false;\n"
                                        "        stale_after = \"never\";\n"));
        assert_non_null(strstr(printed, "        kind = \"desktop-idle\";\n"
                                        "        shared = false;\n"
                                        "        portable = true;\n"
                                        "        stale_after = \"never\";\n"));
        assert_non_null(strstr(printed, "        via = \"dbus\";\n"
                                        "        shared = false;\n"
                                        "        portable = false;\n"
                                        "        stale_after = \"1 h\";\n"));
        assert_non_null(strstr(printed, "        from = \"idle-inhibitor\";\n"));
        assert_non_null(strstr(printed, "        tell = [ \"d\" ];\n"));
        free(printed);
}

static void the_sample_loads_and_reads_back(void **state)
{
        char *sample = config_sample_read();

        know_programmes(*state);
        free(print_and_read_back(*state, sample));
        free(sample);
}

static void the_sample_loads_with_all_its_settings_taken(void **state)
{
        char *sample = config_sample_read();
        char *printed;

        know_programmes(*state);
        config_sample_uncomment(sample);
        printed = print_and_read_back(*state, sample);
        assert_non_null(strstr(printed, "  client_id = \"unslouch-study\";\n"));
        assert_non_null(strstr(printed, "    key_file = \"/etc/unslouch/client.key\";\n"));
        assert_non_null(strstr(printed, "state_dir = \"/var/lib/unslouch\";\n"));
        free(printed);
        free(sample);
}

/* Whether every setting of @group, and of the groups in it, is written in @sample. */
static void assert_in_sample(const char *sample, const struct table_group *group)
{
        for (size_t i = 0; i < group->count; i++) {
                const struct table_row *row = &group->rows[i];
                char written[64];

                if (row->type == TABLE_REFUSED)
                        continue;
                snprintf(written, sizeof(written), "%s = ", row->name);
                if (!strstr(sample, written))
                        fail_msg("the sample lacks '%s'", row->name);
                if (row->group)
                        assert_in_sample(sample, row->group);
        }
}

static void the_sample_has_every_setting_of_the_table(void **state)
{
        char *sample = config_sample_read();

        (void)state;
        assert_in_sample(sample, &table_root);
        free(sample);
}

static void every_setting_has_help_of_one_line(const struct table_group *group)
{
        for (size_t i = 0; i < group->count; i++) {
                assert_non_null(group->rows[i].help);
                assert_null(strchr(group->rows[i].help, '\n'));
                assert_string_not_equal(group->rows[i].help, "");
                if (group->rows[i].group)
                        every_setting_has_help_of_one_line(group->rows[i].group);
        }
}

static void the_table_explains_itself(void **state)
{
        (void)state;
        every_setting_has_help_of_one_line(&table_root);
}

#define PEOPLE                                                                                               \
        "people = ( { id = \"a\"; sensors = ( { name = \"c\"; kind = \"seat\"; topic = \"t\"; } ); } );"

#define REST BROKER PEOPLE

static void a_reload_knows_what_it_cannot_change(void **state)
{
        static const struct {
                const char *before;
                const char *after;
                const char *changes[2];
        } cases[] = {
                { REST, REST, { NULL } },
                { "mqtt = { base = \"a\"; };" REST, REST, { NULL } },
                { "time_zone = \"UTC\";" REST, REST, { "time_zone" } },
                { "state_dir = \"/a\";" REST, "state_dir = \"/a\";" REST, { NULL } },
                { "state_dir = \"/a\";" REST, "state_dir = \"/b\";" REST, { "state_dir" } },
                { "state_dir = \"/a\";" REST, REST, { "state_dir" } },
                { REST, "state_dir = \"/a\"; time_zone = \"UTC\";" REST, { "time_zone", "state_dir" } },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct settings *before = fixture_load_good(*state, cases[i].before);
                struct settings *after = fixture_load_good(*state, cases[i].after);
                size_t position = 0;

                for (size_t j = 0; j < ELEMENTS(cases[i].changes); j++)
                        assert_same_text(
                                config_find_fixed_change(before, after, &position), cases[i].changes[j]);
                assert_null(config_find_fixed_change(before, after, &position));
                settings_free(before);
                settings_free(after);
        }
}

static void a_change_of_the_broker_is_seen(void **state)
{
        static const char *const brokers[] = {
                "",
                "broker = { host = \"h\"; };",
                "broker = { host = \"i\"; };",
                "broker = { host = \"h\"; port = 1; };",
                "broker = { host = \"h\"; protocol = \"5\"; };",
                "broker = { host = \"h\"; client_id = \"c\"; };",
                "broker = { host = \"h\"; username = \"u\"; };",
                "broker = { host = \"h\"; password_file = \"/p\"; };",
                "broker = { host = \"h\"; keepalive = \"60 s\"; };",
                "broker = { host = \"h\"; port = 1883; tls = { }; };",
                "broker = { host = \"h\"; port = 1883; tls = { ca_file = \"/a\"; }; };",
                "broker = { host = \"h\"; port = 1883; tls = { cert_file = \"/a\"; key_file = \"/k\"; }; };",
                "broker = { host = \"h\"; port = 1883; tls = { cert_file = \"/a\"; key_file = \"/l\"; }; };",
        };
        struct settings *settings[ELEMENTS(brokers)];

        for (size_t i = 0; i < ELEMENTS(brokers); i++) {
                char text[512];

                snprintf(text, sizeof(text), "%s%s", brokers[i], PEOPLE);
                settings[i] = fixture_load_text(*state, text);
                assert_non_null(settings[i]);
        }
        for (size_t i = 0; i < ELEMENTS(brokers); i++)
                for (size_t j = 0; j < ELEMENTS(brokers); j++)
                        assert_int_equal(
                                broker_settings_equal(&settings[i]->broker, &settings[j]->broker), i == j);
        for (size_t i = 0; i < ELEMENTS(brokers); i++)
                settings[i] = settings_free(settings[i]);
}

static void a_full_disk_is_told(void **state)
{
        struct settings *settings = fixture_load_good(*state, REST);
        FILE *full = fopen("/dev/full", "w");

        assert_non_null(full);
        assert_int_equal(config_print(settings, full), -EIO);
        (void)fclose(full);
        settings_free(settings);
        assert_null(settings_free(NULL));
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(the_example_of_the_design_loads_and_reads_back),
                CASE(what_is_printed_has_every_effective_value),
                CASE(people_without_ladders_read_back_with_those_they_have),
                CASE(a_desktop_without_a_broker_reads_back),
                CASE(the_sample_loads_and_reads_back),
                CASE(the_sample_loads_with_all_its_settings_taken),
                CASE(the_sample_has_every_setting_of_the_table),
                CASE(the_table_explains_itself),
                CASE(a_reload_knows_what_it_cannot_change),
                CASE(a_change_of_the_broker_is_seen),
                CASE(a_full_disk_is_told),
        };

        return cmocka_run_group_tests_name("config-print", tests, NULL, NULL);
}
