/* SPDX-License-Identifier: MIT */
#include "unit/programmes_fixture.h"

#include "config/routine_days.h"

#define RADIO "{ name = \"radio\"; kind = \"speech\"; via = \"raw\"; topic = \"r\"; }"

#define MON_WED_FRI 0x15

/* The bits of the equipment that anna has, as names. */
static bool has_equipment(const struct routine_config *routine, uint32_t mask, const char *name)
{
        for (size_t i = 0; i < routine->set->equipment_count; i++)
                if (strcmp(routine->set->equipment[i], name) == 0)
                        return mask >> i & 1;
        fail_msg("no exercise needs '%s'", name);
        return false;
}

static void what_is_not_listed_is_not_there(void **state)
{
        struct settings *settings =
                fixture_load_good(*state, WITH("equipment = [ \"mat\", \"wall\", \"mat\" ];"));
        const struct routine_config *routine = &settings->people[0].routine;

        assert_true(has_equipment(routine, routine->equipment_known, "foam-roller"));
        assert_true(has_equipment(routine, routine->equipment_there, "mat"));
        assert_true(has_equipment(routine, routine->equipment_there, "wall"));
        assert_false(has_equipment(routine, routine->equipment_there, "foam-roller"));
        assert_int_equal(__builtin_popcount(routine->equipment_known), routine->set->equipment_count);
        settings_free(settings);
        settings = fixture_load_good(*state, WITH("equipment = [ ];"));
        routine = &settings->people[0].routine;
        assert_int_equal(__builtin_popcount(routine->equipment_known), routine->set->equipment_count);
        assert_int_equal(routine->equipment_there, 0);
        settings_free(settings);
        settings = fixture_load_good(*state, WITH(""));
        assert_int_equal(settings->people[0].routine.equipment_known, 0);
        assert_int_equal(settings->people[0].routine.equipment_there, 0);
        settings_free(settings);
}

static void what_is_not_said_follows_from_the_programme(void **state)
{
        struct fixture *fixture = *state;
        struct settings *settings = fixture_load_good(fixture,
                WITH("programmes = ( { id = \"upper-back-strength\"; }, { id = \"daily-stretch\"; },\n"
                     "{ id = \"steady-back\"; days = \"tue,thu,sat\"; at = \"7:15\"; } ); never = \"sun\";"));
        const struct person_setup *person = &settings->people[0];
        const struct routine_config *routine = &person->routine;

        assert_true(person->has_routine);
        assert_string_equal(person->programme_missing, "");
        assert_ptr_equal(routine->set, programmes_set(fixture->programmes));
        assert_ptr_equal(routine->rules, programmes_screening(fixture->programmes));
        assert_int_equal(routine->never, 1 << 6);
        assert_int_equal(routine->item_count, 3);
        assert_string_equal(routine->set->programmes[routine->items[0].programme].id, "upper-back-strength");
        assert_int_equal(routine->items[0].days, MON_WED_FRI);
        assert_int_equal(routine->items[0].minute, ROUTINE_NO_MINUTE);
        assert_int_equal(routine->items[0].until_minute, ROUTINE_NO_MINUTE);
        assert_string_equal(routine->set->programmes[routine->items[1].programme].id, "daily-stretch");
        assert_int_equal(routine->items[1].days, HOURS_EVERY_DAY);
        assert_string_equal(routine->set->programmes[routine->items[2].programme].id, "steady-back");
        assert_int_equal(routine->items[2].days, 1 << 1 | 1 << 3 | 1 << 5);
        assert_int_equal(routine->items[2].minute, 7 * 60 + 15);
        settings_free(settings);
}

static void who_names_no_programme_has_no_routine_of_their_own(void **state)
{
        struct fixture *fixture = *state;
        struct settings *settings = fixture_load_good(fixture, WITH("never = \"sat\";"));
        const struct person_setup *person = &settings->people[0];

        assert_false(person->has_routine);
        assert_ptr_equal(person->routine.set, programmes_set(fixture->programmes));
        assert_int_equal(person->routine.item_count, 0);
        assert_int_equal(person->routine.never, 1 << 5);
        settings_free(settings);
}

static void repetitions_are_spoken_only_where_the_end_of_speech_is_known(void **state)
{
#define STRETCH(pace) "programmes = ( { id = \"daily-stretch\"; " pace " }, { id = \"gentle-stretch\"; } );"
        static const struct {
                const char *text;
                enum session_pace first;
                enum session_pace others;
        } cases[] = {
                { ANNA(SPEAKER, STRETCH("")), SESSION_PACE_REP, SESSION_PACE_REP },
                { ANNA(PHONE, STRETCH("")), SESSION_PACE_SET, SESSION_PACE_SET },
                { ANNA(RADIO, STRETCH("")), SESSION_PACE_SET, SESSION_PACE_SET },
                { ANNA(SPEAKER ", " RADIO, STRETCH("")), SESSION_PACE_SET, SESSION_PACE_SET },
                { ANNA(LAMP ", " SPEAKER ", " PHONE, STRETCH("")), SESSION_PACE_REP, SESSION_PACE_REP },
                { ANNA(SPEAKER, STRETCH("pace = \"set\";")), SESSION_PACE_SET, SESSION_PACE_REP },
                { ANNA(RADIO, STRETCH("pace = \"rep\";")), SESSION_PACE_REP, SESSION_PACE_SET },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct settings *settings = fixture_load_good(*state, cases[i].text);
                const struct routine_config *routine = &settings->people[0].routine;

                assert_int_equal(routine->items[0].pace, cases[i].first);
                assert_int_equal(routine->items[1].pace, cases[i].others);
                assert_int_equal(routine->pace, cases[i].others);
                settings_free(settings);
        }
}

static char *print(const struct settings *settings)
{
        char *text = NULL;
        size_t size;
        FILE *stream = open_memstream(&text, &size);

        assert_non_null(stream);
        assert_int_equal(config_print(settings, stream), 0);
        assert_int_equal(fclose(stream), 0);
        return text;
}

static void what_is_printed_reads_back(void **state)
{
        static const char end[] = "    programmes = (\n"
                                  "      {\n"
                                  "        id = \"steady-back\";\n"
                                  "        days = \"mon,wed,fri\";\n"
                                  "        at = \"18:00-21:00\";\n"
                                  "        pace = \"rep\";\n"
                                  "      },\n"
                                  "      {\n"
                                  "        id = \"daily-stretch\";\n"
                                  "        days = \"daily\";\n"
                                  "        at = \"07:30\";\n"
                                  "        pace = \"set\";\n"
                                  "      },\n"
                                  "      {\n"
                                  "        id = \"two-or-three\";\n"
                                  "        days = \"tue,sat\";\n"
                                  "        pace = \"rep\";\n"
                                  "      }\n"
                                  "    );\n"
                                  "    never = \"sun\";\n"
                                  "    equipment = [ \"wall\", \"mat\" ];\n"
                                  "  }\n"
                                  ");\n";
        struct settings *settings = fixture_load_good(*state,
                WITH("equipment = ( \"wall\", \"mat\" ); never = \"sun\"; programmes = ( { id = "
                     "\"steady-back\"; "
                     "at = \"18:00-21:00\"; }, { id = \"daily-stretch\"; pace = \"set\"; at = \"7:30\"; }, "
                     "{ id = \"two-or-three\"; } );"));
        char *printed = print(settings);
        char *again;

        assert_true(strlen(printed) > strlen(end));
        assert_string_equal(printed + strlen(printed) - strlen(end), end);
        settings_free(settings);
        settings = fixture_load_good(*state, printed);
        again = print(settings);
        assert_string_equal(again, printed);
        settings_free(settings);
        free(printed);
        free(again);
        settings = fixture_load_good(*state, WITH("equipment = [ ];"));
        printed = print(settings);
        assert_non_null(strstr(printed, "    equipment = [ ];\n"));
        assert_null(strstr(printed, "programmes"));
        settings_free(settings);
        free(printed);
}

static void a_reload_may_change_all_of_it(void **state)
{
        struct settings *before = fixture_load_good(*state, PROGRAMMES("{ id = \"daily-stretch\"; }"));
        struct settings *after = fixture_load_good(
                *state, WITH("never = \"tue\"; equipment = [ ]; programmes = ( { id = \"steady-back\"; at = "
                             "\"18:00\"; pace = \"set\"; } );"));
        size_t position = 0;

        assert_null(config_find_fixed_change(before, after, &position));
        settings_free(before);
        settings_free(after);
}

static void the_days_chosen_are_those_that_suit_best(void **state)
{
        static const struct {
                const char *programme;
                uint8_t wanted;
                uint8_t never;
                uint8_t days;
        } cases[] = {
                { "upper-back-strength", MON_WED_FRI, 0, MON_WED_FRI },
                { "upper-back-strength", 0x7f, 0, MON_WED_FRI },
                { "upper-back-strength", 0x07, 0, 0x07 },
                { "upper-back-strength", 0, 0x1f, 0x60 },
                { "steady-back", 0x07, 0, MON_WED_FRI },
                { "steady-back", 0x60, 0, 0x25 },
                { "steady-back", 0, 0x1f, 0x20 },
                { "steady-back", 0, 0x7f, 0 },
        };
        const struct programme_set *set = programmes_set(((struct fixture *)*state)->programmes);

        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(
                        routine_days_choose(&set->programmes[programme_find(set, cases[i].programme)],
                                cases[i].wanted, cases[i].never),
                        cases[i].days);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, programmes_setup, fixture_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(what_is_not_listed_is_not_there),
                CASE(what_is_not_said_follows_from_the_programme),
                CASE(who_names_no_programme_has_no_routine_of_their_own),
                CASE(repetitions_are_spoken_only_where_the_end_of_speech_is_known),
                CASE(what_is_printed_reads_back),
                CASE(a_reload_may_change_all_of_it),
                CASE(the_days_chosen_are_those_that_suit_best),
        };

        return cmocka_run_group_tests_name("config-routine", tests, NULL, NULL);
}
