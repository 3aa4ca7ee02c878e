/* SPDX-License-Identifier: MIT */
#include "unit/programmes_fixture.h"

#define AT    "setting 'people.anna.programmes"
#define FORMS "(allowed daily, or days and spans of days: mon,wed,fri or mon-fri)"
#define TIMES "(allowed 00:00..23:59, or a window of one day: 18:00-21:00)"

static const char broken[] = "[programme]\n"
                             "id = own-stretch\n"
                             "kind = dance\n";

/* As programmes_setup(), but the own file is left out. */
static int setup_broken(void **state)
{
        struct config_problems problems = { 0 };
        struct fixture *fixture;

        assert_int_equal(fixture_setup(state), 0);
        fixture = *state;
        programmes_write_own(fixture, "own-stretch.ini", broken);
        fixture_know_programmes(fixture, fixture->directory, &problems);
        programmes_write_own(fixture, "own-stretch.ini", NULL);
        assert_true(problems.errors > 0);
        config_problems_done(&problems);
        return 0;
}

struct wrong {
        const char *text;
        const char *problems;
};

static void expect_all(void **state, const struct wrong *cases, size_t count)
{
        for (size_t i = 0; i < count; i++)
                fixture_expect(*state, cases[i].text, cases[i].problems);
}

static void a_wrong_programme_is_told_with_its_line(void **state)
{
        static const struct wrong cases[] = {
                { PROGRAMMES("{ id = \"upper-back-strenght\"; }"),
                        "f:4: " AT ".upper-back-strenght.id': value 'upper-back-strenght': there is no such "
                        "programme (did you mean 'upper-back-strength'?)\n" },
                { PROGRAMMES("{ id = \"zumba\"; }"),
                        "f:4: " AT ".zumba.id': value 'zumba': there is no such programme\n" },
                { PROGRAMMES("{ id = \"Zumba\"; }"),
                        "f:4: " AT
                        ".Zumba.id': value 'Zumba': not an id (allowed 1 to 32 of a-z 0-9 _ -)\n" },
                { PROGRAMMES("{\nat = \"18:00\"; }"),
                        "f:4: " AT "[0].id': missing: Of one of the programmes, "
                        "such as upper-back-strength.\n" },
                { PROGRAMMES("{ id = \"micro-breaks\"; }"),
                        "f:4: " AT
                        ".micro-breaks.id': value 'micro-breaks': it has no sessions that could be "
                        "planned: breaks suggest it by themselves\n" },
                { PROGRAMMES("{ id = \"daily-stretch\"; },\n{ id = \"gentle-stretch\"; },\n"
                             "{ id = \"daily-stretch\"; }"),
                        "f:6: " AT
                        ".daily-stretch.id': value 'daily-stretch': this person has this programme "
                        "already, in line 4\n" },
                { PROGRAMMES("{ id = \"daily-stretch\"; }, 5"),
                        "f:4: " AT "[1]': value '5': wrong type: a group in braces is wanted: { ... }\n" },
                { PROGRAMMES("{ id = \"a\"; }, { id = \"b\"; }, { id = \"c\"; }, { id = \"d\"; }, { id = "
                             "\"e\"; }"),
                        "f:3: " AT "': has 5 elements (allowed at most 4)\n" },
                { PROGRAMMES("{ id = \"daily-stretch\";\npace = \"fast\"; }"),
                        "f:5: " AT ".daily-stretch.pace': value 'fast': unknown (allowed rep, set)\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void times_are_times_or_windows_of_one_day(void **state)
{
        static const char *const refused[] = { "6 pm", "24:00", "18:00-", "-18:00", "18:00-18:00",
                "21:00-07:00", "18:00 21:00", "18:00-21:00-22:00", "18:00-24:01", "",
                "000000000000000000018:00" };
        static const struct {
                const char *text;
                int32_t minute;
                int32_t until_minute;
        } taken[] = {
                { "18:00", 18 * 60, ROUTINE_NO_MINUTE },
                { "0:00", 0, ROUTINE_NO_MINUTE },
                { "18:00-21:30", 18 * 60, 21 * 60 + 30 },
                { "18:00 - 24:00", 18 * 60, 24 * 60 },
        };
        char text[1024];

        for (size_t i = 0; i < ELEMENTS(refused); i++) {
                char problem[256];

                (void)snprintf(text, sizeof(text), PROGRAMMES("{ id = \"daily-stretch\";\nat = \"%s\"; }"),
                        refused[i]);
                (void)snprintf(problem, sizeof(problem),
                        "f:5: " AT ".daily-stretch.at': value '%s': not a time "
                        "such as \"18:00\", nor a window of it " TIMES "\n",
                        refused[i]);
                fixture_expect(*state, text, problem);
        }
        for (size_t i = 0; i < ELEMENTS(taken); i++) {
                struct settings *settings;

                (void)snprintf(text, sizeof(text), PROGRAMMES("{ id = \"daily-stretch\"; at = \"%s\"; }"),
                        taken[i].text);
                settings = fixture_load_good(*state, text);
                assert_int_equal(settings->people[0].routine.items[0].minute, taken[i].minute);
                assert_int_equal(settings->people[0].routine.items[0].until_minute, taken[i].until_minute);
                settings_free(settings);
        }
        fixture_expect(*state, PROGRAMMES("{ id = \"daily-stretch\"; at = 18; }"),
                "f:4: " AT
                ".daily-stretch.at': value '18': wrong type: a time in quotes, such as \"07:30\", is "
                "wanted\n");
}

static void days_keep_the_rules_of_their_programme(void **state)
{
        static const struct wrong cases[] = {
                { PROGRAMMES("{ id = \"upper-back-strength\"; days = \"mon-fry\"; }"),
                        "f:4: " AT ".upper-back-strength.days': value 'mon-fry': not days " FORMS "\n" },
                { PROGRAMMES("{ id = \"upper-back-strength\"; days = \"mon,tue\"; }"),
                        "f:4: warning: " AT
                        ".upper-back-strength.days': 2 days a week: this programme needs 3, "
                        "and others will be chosen as well\n" },
                { PROGRAMMES("{ id = \"upper-back-strength\";\ndays = \"sun\"; }"),
                        "f:5: warning: " AT
                        ".upper-back-strength.days': 1 day a week: this programme needs 3, "
                        "and others will be chosen as well\n" },
                { PROGRAMMES("{ id = \"upper-back-strength\"; days = \"daily\"; }"), "" },
                { PROGRAMMES("{ id = \"steady-back\"; days = \"mon,tue,fri\"; }"),
                        "f:4: " AT ".steady-back.days': value 'mon,tue,fri': too close, mon and tue: this "
                        "programme needs 1 day of rest between (allowed such as mon,wed,fri)\n" },
                { PROGRAMMES("{ id = \"steady-back\"; days = \"sun,wed,fri,mon\"; }"),
                        "f:4: " AT
                        ".steady-back.days': value 'sun,wed,fri,mon': too close, sun and mon: this "
                        "programme needs 1 day of rest between (allowed such as mon,wed,fri)\n" },
                { PROGRAMMES("{ id = \"steady-back\"; days = \"tue,thu,sun\"; }"), "" },
                { PROGRAMMES("{ id = \"two-or-three\"; days = \"mon-thu\"; }"),
                        "f:4: " AT
                        ".two-or-three.days': value 'mon-thu': 4 days a week are too many (allowed "
                        "2..3)\n" },
                { PROGRAMMES("{ id = \"two-or-three\"; days = \"mon-wed\"; }"), "" },
                { PROGRAMMES("{ id = \"daily-stretch\"; days = \"mon-sun\"; }"), "" },
                { PROGRAMMES("{ id = \"daily-stretch\"; days = \"mon-fri\"; }"),
                        "f:4: " AT ".daily-stretch.days': value 'mon-fri': this programme is for every day "
                        "(allowed daily, or leave it out)\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void days_that_are_never_leave_a_week_enough(void **state)
{
        static const struct wrong cases[] = {
                { WITH("never = \"tu\";"),
                        "f:3: setting 'people.anna.never': value 'tu': not days " FORMS "\n" },
                { WITH("never = \"tue\"; programmes = ( { id = \"upper-back-strength\"; } );"), "" },
                { WITH("programmes = ( { id = \"upper-back-strength\"; } );\nnever = \"tue-sat\";"),
                        "f:4: warning: setting 'people.anna.never': leaves 2 days a week for "
                        "'upper-back-strength', which needs 3: its weeks can't be met\n" },
                { WITH("programmes = ( { id = \"upper-back-strength\"; } );\nnever = \"tue-sun\";"),
                        "f:4: warning: setting 'people.anna.never': leaves 1 day a week for "
                        "'upper-back-strength', which needs 3: its weeks can't be met\n" },
                /* Of thu, fri, sat and sun no three are apart. */
                { WITH("never = \"mon-wed\"; programmes = ( { id = \"steady-back\"; } );"),
                        "f:3: warning: setting 'people.anna.never': leaves 2 days a week for 'steady-back', "
                        "which needs 3: its weeks can't be met\n" },
                { WITH("never = \"mon-wed\"; programmes = ( { id = \"upper-back-strength\"; } );"), "" },
                { WITH("never = \"sat,sun\"; programmes = ( { id = \"daily-stretch\"; } );"), "" },
                { WITH("never = \"daily\"; programmes = ( { id = \"daily-stretch\"; } );"),
                        "f:3: warning: setting 'people.anna.never': leaves 0 days a week for "
                        "'daily-stretch', "
                        "which needs 7: its weeks can't be met\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void who_has_nothing_to_lead_them_is_warned(void **state)
{
#define ALONE                                                                                                \
        "f:3: warning: setting 'people.anna.programmes': nobody leads through it: its cues are only "        \
        "published, for there is neither speech, phone nor desktop\n"
        static const struct wrong cases[] = {
                { ANNA(LAMP, "programmes = ( { id = \"daily-stretch\"; } );"), ALONE },
                { ANNA(LAMP ", " SPEAKER
                            ", { name = \"none\"; kind = \"light\"; via = \"tasmota\"; device = \"n\"; }",
                          "ladder = ( { after = \"0 s\"; tell = [ \"lamp\", \"none\", \"say\" ]; } ); "
                          "programmes = ( { id = \"daily-stretch\"; } );"),
                        "" },
                { ANNA(PHONE, "programmes = ( { id = \"daily-stretch\"; } );"), "" },
                { ANNA("{ name = \"d\"; kind = \"desktop\"; }",
                          "programmes = ( { id = \"daily-stretch\"; } );"),
                        "" },
                { ANNA(LAMP, "programmes = ( );"), "" },
                /* With an error it may be but its consequence. */
                { ANNA(LAMP, "programmes = ( { id = \"zumba\"; } );"),
                        "f:3: " AT ".zumba.id': value 'zumba': there is no such programme\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void equipment_is_of_what_exercises_need(void **state)
{
        static const struct wrong cases[] = {
                { WITH("equipment = [ \"mat\", \"foam-rolle\" ];"),
                        "f:3: setting 'people.anna.equipment[1]': value 'foam-rolle': no exercise needs it "
                        "(did "
                        "you mean 'foam-roller'?)\n" },
                { WITH("equipment = (\n\"mat\",\n\"trampoline\" );"),
                        "f:5: setting 'people.anna.equipment[1]': value 'trampoline': no exercise needs "
                        "it\n" },
                { WITH("equipment = \"mat\";"),
                        "f:3: setting 'people.anna.equipment': value 'mat': wrong type: a "
                        "list of texts is wanted: [ \"...\", \"...\" ]\n" },
                { WITH("equipment = [ 1 ];"),
                        "f:3: setting 'people.anna.equipment[0]': value '1': wrong type: a "
                        "text in quotes is wanted\n" },
        };

        expect_all(state, cases, ELEMENTS(cases));
}

static void a_programme_with_a_broken_file_is_on_hold_and_says_why(void **state)
{
        struct fixture *fixture = *state;
        struct settings *settings = fixture_load_text(fixture,
                PROGRAMMES("{ id = \"daily-stretch\"; },\n{ id = \"own-stretch\"; days = \"tue\"; }"));
        const struct person_setup *person = &settings->people[0];

        assert_non_null(strstr(fixture->printed,
                "f:5: warning: " AT ".own-stretch': it is on hold until its file is right: "
                "own-stretch.ini:"));
        assert_string_equal(person->programme_missing, "own-stretch");
        assert_true(person->has_routine);
        assert_int_equal(person->routine.item_count, 1);
        assert_true(person->routine.is_incomplete);
        settings_free(settings);
        /* What only the broken file may need is not refused, and what no file has is. */
        fixture_expect(fixture, WITH("equipment = [ \"trampoline\" ];"),
                "f:3: warning: setting 'people.anna.equipment[0]': no exercise that could be read needs "
                "it\n");
        fixture_expect(fixture, PROGRAMMES("{ id = \"own-strech\"; }"),
                "f:4: " AT ".own-strech.id': value 'own-strech': there is no such programme\n");
}

static void without_programmes_none_can_be_named(void **state)
{
        struct fixture *fixture = *state;
        struct settings *settings;

        fixture->programmes = programmes_free(fixture->programmes);
        fixture_expect(fixture, PROGRAMMES("{ id = \"daily-stretch\"; }"),
                "f:4: " AT ".daily-stretch.id': value 'daily-stretch': there is no such programme\n");
        fixture_expect(fixture, WITH("equipment = [ \"mat\" ];"),
                "f:3: setting 'people.anna.equipment[0]': value 'mat': no exercise needs it\n");
        settings = fixture_load_good(fixture, WITH("programmes = ( ); equipment = [ ];"));
        assert_false(settings->people[0].has_routine);
        assert_null(settings->people[0].routine.set);
        settings_free(settings);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, programmes_setup, fixture_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(a_wrong_programme_is_told_with_its_line),
                CASE(times_are_times_or_windows_of_one_day),
                CASE(days_keep_the_rules_of_their_programme),
                CASE(days_that_are_never_leave_a_week_enough),
                CASE(who_has_nothing_to_lead_them_is_warned),
                CASE(equipment_is_of_what_exercises_need),
                CASE(without_programmes_none_can_be_named),
                cmocka_unit_test_setup_teardown(a_programme_with_a_broken_file_is_on_hold_and_says_why,
                        setup_broken, fixture_teardown),
        };

        return cmocka_run_group_tests_name("config-programmes", tests, NULL, NULL);
}
