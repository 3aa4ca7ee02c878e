/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/api_bench.h"

#include <errno.h>
#include <stdio.h>

#define INVALID_ARGS "org.freedesktop.DBus.Error.InvalidArgs"
#define PROPERTIES   "org.freedesktop.DBus.Properties"

static int serve(void **state)
{
        int r = api_bench_set_up(state);

        api_bench_start(*state, true);
        return r;
}

static void assert_done(sd_bus_message *reply)
{
        const sd_bus_error *error = sd_bus_message_get_error(reply);

        if (error)
                fail_msg("%s: %s", error->name, error->message);
}

static void the_week_is_among_the_properties(void **state)
{
        static const struct {
                const char *property;
                const char *type;
                uint64_t number;
                const char *text;
        } cases[] = {
                { "NextSession", "t", 19, NULL },
                { "WeekDone", "u", 2, NULL },
                { "WeekTarget", "u", 3, NULL },
                { "StreakWeeks", "u", 4, NULL },
                { "SessionDays", "s", 0, "mon,wed,fri" },
                { "SessionTime", "s", 0, "18:00" },
                { "Session", "s", 0, "{\"state\":\"running\"}" },
                { "Plan", "s", 0, "{\"held\":\"rest\"}" },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                sd_bus_message *reply = api_bench_get(*state, cases[i].property);
                const char *text = NULL;
                uint64_t number = 0;
                uint32_t small = 0;

                if (cases[i].type[0] == 's') {
                        assert_true(sd_bus_message_read(reply, "s", &text) > 0);
                        assert_string_equal(text, cases[i].text);
                } else if (cases[i].type[0] == 'u') {
                        assert_true(sd_bus_message_read(reply, "u", &small) > 0);
                        assert_int_equal(small, cases[i].number);
                } else {
                        assert_true(sd_bus_message_read(reply, "t", &number) > 0);
                        assert_int_equal(number, cases[i].number);
                }
        }
}

static void a_plan_or_session_that_changed_is_told_without_its_value(void **state)
{
        struct api_bench *bench = *state;
        static const char *const properties[] = { "Session", "Plan" };

        for (size_t i = 0; i < ELEMENTS(properties); i++) {
                const char *interface = NULL;
                const char *property = NULL;

                if (i == 0)
                        api_session_changed(bench->api, ANNA);
                else
                        api_plan_changed(bench->api, ANNA);
                api_bench_settle(bench);
                assert_int_equal(bench->signals, i + 1);
                assert_true(sd_bus_message_read(bench->signal, "s", &interface) > 0);
                assert_true(sd_bus_message_skip(bench->signal, "a{sv}") > 0);
                assert_true(sd_bus_message_enter_container(bench->signal, 'a', "s") > 0);
                assert_true(sd_bus_message_read(bench->signal, "s", &property) > 0);
                assert_string_equal(property, properties[i]);
        }
}

static void a_cue_is_a_signal(void **state)
{
        struct api_bench *bench = *state;
        const char *texts[5];
        uint64_t expires;

        api_cued(bench->api, ANNA,
                &(struct api_cue){
                        .id = "anna-1", .kind = "do", .say = "Lift.", .expires_realtime_usec = 7 });
        api_bench_settle(bench);
        assert_true(sd_bus_message_is_signal(bench->signal, API_PERSON, "Cue") > 0);
        assert_true(sd_bus_message_read(bench->signal, "ssssst", &texts[0], &texts[1], &texts[2], &texts[3],
                            &texts[4], &expires) > 0);
        assert_string_equal(texts[0], "anna-1");
        assert_string_equal(texts[1], "do");
        assert_string_equal(texts[2], "Lift.");
        assert_string_equal(texts[3], "");
        assert_string_equal(texts[4], "");
        assert_int_equal(expires, 7);
        /* Nobody is told of people that there are not. */
        api_cued(bench->api, PEOPLE_COUNT, &(struct api_cue){ .id = "", .kind = "" });
        api_bench_settle(bench);
        assert_int_equal(bench->signals, 1);
}

static void commands_about_sessions_are_given_as_their_words(void **state)
{
        struct api_bench *bench = *state;
        char long_words[API_SESSION_BYTES_MAX + 2];

        assert_done(api_bench_call(bench, ANNA_PATH, API_PERSON, "Session", "s", "move tomorrow 19:00"));
        assert_string_equal(bench->asked, "session of 0: move tomorrow 19:00");
        api_bench_expect_error(api_bench_call(bench, BEN_PATH, API_PERSON, "Session", "s", "dance"),
                INVALID_ARGS, "This is no command.");
        bench->refuse = true;
        api_bench_expect_error(api_bench_call(bench, ANNA_PATH, API_PERSON, "Session", "s", "done"),
                API_ERROR ".Refused", "No session is open.");
        memset(long_words, 'a', sizeof(long_words) - 1);
        long_words[sizeof(long_words) - 1] = '\0';
        bench->asked[0] = '\0';
        api_bench_expect_error(api_bench_call(bench, ANNA_PATH, API_PERSON, "Session", "s", long_words),
                INVALID_ARGS, "at most 160 bytes");
        assert_string_equal(bench->asked, "");
}

static void days_and_time_are_set_as_properties_and_as_settings(void **state)
{
        static const struct {
                const char *member; /* of the person; NULL: the property is written */
                const char *name;
                const char *value;
                const char *asked;
        } cases[] = {
                { NULL, "SessionDays", "mon,thu", "session of 0: days mon,thu" },
                { NULL, "SessionTime", "18:00-21:00", "session of 0: at 18:00-21:00" },
                { "Set", "session_days", "tue", "session of 0: days tue" },
                { "Set", "session_time", "07:30", "session of 0: at 07:30" },
        };
        struct api_bench *bench = *state;
        sd_bus_message *reply;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                if (cases[i].member)
                        reply = api_bench_call(bench, ANNA_PATH, API_PERSON, cases[i].member, "ss",
                                cases[i].name, cases[i].value);
                else
                        reply = api_bench_call(bench, ANNA_PATH, PROPERTIES, "Set", "ssv", API_PERSON,
                                cases[i].name, "s", cases[i].value);
                assert_done(reply);
                assert_string_equal(bench->asked, cases[i].asked);
        }
        bench->refuse = true;
        api_bench_expect_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "Set", "ss", "session_days", "mon"),
                API_ERROR ".Refused", "No session is open.");
        api_bench_expect_error(
                api_bench_call(bench, ANNA_PATH, PROPERTIES, "Set", "ssv", API_PERSON, "SessionTime", "s",
                        "a time that is longer than any time that anybody would ever write here"),
                INVALID_ARGS, "at most 64 bytes");
}

static void programmes_are_listed_and_shown(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *reply = api_bench_call(bench, ANNA_PATH, API_PERSON, "Programmes", "");
        const char *ids[2];
        const char *json;

        assert_done(reply);
        assert_true(sd_bus_message_read(reply, "as", 2, &ids[0], &ids[1]) > 0);
        assert_string_equal(ids[0], "steady-back");
        assert_string_equal(ids[1], "daily-stretch");
        reply = api_bench_call(bench, ANNA_PATH, API_PERSON, "Programme", "s", "steady-back");
        assert_done(reply);
        assert_true(sd_bus_message_read(reply, "s", &json) > 0);
        assert_string_equal(json, "{\"id\":\"steady-back\"}");
        api_bench_expect_error(api_bench_call(bench, ANNA_PATH, API_PERSON, "Programme", "s", "polka"),
                API_ERROR ".NoProgramme", "'polka'");
        api_bench_expect_error(api_bench_call(bench, ANNA_PATH, API_PERSON, "Programme", "s", "No\nId"),
                API_ERROR ".NoProgramme", "''");
}

static void sessions_are_listed_without_what_hurt(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *reply;
        const char *texts[5];
        uint64_t start;
        uint32_t numbers[2];

        reply = api_bench_call(bench, ANNA_PATH, API_PERSON, "ListSessions", "tt", UINT64_C(5), UINT64_C(9));
        assert_done(reply);
        assert_string_equal(bench->asked, "sessions of 0 from 5 to 9");
        assert_string_equal(sd_bus_message_get_signature(reply, true), "a(tsssa(suu))");
        assert_true(sd_bus_message_enter_container(reply, 'a', "(tsssa(suu))") > 0);
        assert_true(sd_bus_message_enter_container(reply, 'r', "tsssa(suu)") > 0);
        assert_true(sd_bus_message_read(reply, "tsss", &start, &texts[0], &texts[1], &texts[2]) > 0);
        assert_int_equal(start, 5);
        assert_string_equal(texts[0], "upper-back-strength");
        assert_string_equal(texts[1], "short");
        assert_string_equal(texts[2], "right");
        assert_true(sd_bus_message_enter_container(reply, 'a', "(suu)") > 0);
        assert_true(sd_bus_message_read(reply, "(suu)", &texts[3], &numbers[0], &numbers[1]) > 0);
        assert_string_equal(texts[3], "prone-cobra");
        assert_int_equal(numbers[0], 3);
        assert_int_equal(numbers[1], 100);
        bench->history_result = -ENOTCONN;
        api_bench_expect_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "ListSessions", "tt", UINT64_C(5), UINT64_C(9)),
                API_ERROR ".NoHistory", "no history");
        api_bench_expect_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "ListSessions", "tt", UINT64_C(9), UINT64_C(5)),
                INVALID_ARGS, "begins before it ends");
}

static void missed_sessions_are_listed(void **state)
{
        struct api_bench *bench = *state;
        const char *day, *programme;
        sd_bus_message *reply =
                api_bench_call(bench, ANNA_PATH, API_PERSON, "ListMissed", "ss", "1970-01-06", "1970-01-08");

        assert_done(reply);
        assert_string_equal(bench->asked, "missed of 0 from 5 to 7");
        assert_string_equal(sd_bus_message_get_signature(reply, true), "a(ss)");
        assert_true(sd_bus_message_enter_container(reply, 'a', "(ss)") > 0);
        assert_true(sd_bus_message_read(reply, "(ss)", &day, &programme) > 0);
        assert_string_equal(day, "1970-01-06");
        assert_string_equal(programme, "upper-back-strength");
        bench->history_result = -ENOTCONN;
        api_bench_expect_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "ListMissed", "ss", "1970-01-06", "1970-01-08"),
                API_ERROR ".NoHistory", "no history");
        api_bench_expect_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "ListMissed", "ss", "1970-01-08", "1970-01-06"),
                INVALID_ARGS, "the first is not after the last");
}

static void the_questions_come_in_pages(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *reply = api_bench_call(bench, ANNA_PATH, API_PERSON, "ScreeningQuestions", "");
        const char *texts[4];
        int answered;

        assert_done(reply);
        assert_string_equal(sd_bus_message_get_signature(reply, true), "a{ss}a(sssb)");
        assert_true(sd_bus_message_enter_container(reply, 'a', "{ss}") > 0);
        assert_true(sd_bus_message_read(reply, "{ss}", &texts[0], &texts[1]) > 0);
        assert_string_equal(texts[1], "It decides nothing.");
        assert_int_equal(sd_bus_message_exit_container(reply), 1);
        assert_true(sd_bus_message_enter_container(reply, 'a', "(sssb)") > 0);
        assert_true(sd_bus_message_read(reply, "(sssb)", &texts[0], &texts[1], &texts[2], &answered) > 0);
        assert_string_equal(texts[0], "q1");
        assert_string_equal(texts[1], "general");
        assert_string_equal(texts[2], "Is it so?");
        assert_true(answered);
        /* A home with texts and no question. */
        bench->history_rows = 0;
        reply = api_bench_call(bench, ANNA_PATH, API_PERSON, "ScreeningQuestions", "");
        assert_done(reply);
        assert_string_equal(sd_bus_message_get_signature(reply, true), "a{ss}a(sssb)");
}

static sd_bus_message *answer(struct api_bench *bench, bool whole)
{
        if (whole)
                return api_bench_call(
                        bench, ANNA_PATH, API_PERSON, "ScreeningAnswer", "asab", 2, "q1", "mat", 2, 0, 1);
        return api_bench_call(bench, ANNA_PATH, API_PERSON, "ScreeningAnswer", "asab", 2, "q1", "mat", 1, 1);
}

static void answers_go_with_the_names_of_their_questions(void **state)
{
        struct api_bench *bench = *state;

        assert_done(answer(bench, true));
        assert_string_equal(bench->asked, "answers of 0: q1 no mat yes");
        api_bench_expect_error(answer(bench, false), INVALID_ARGS, "Each name goes with one answer.");
        bench->history_result = -EINVAL;
        api_bench_expect_error(answer(bench, true), INVALID_ARGS, "They belong together.");
}

static void more_answers_than_questions_are_refused(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *call = NULL;
        sd_bus_error error = SD_BUS_ERROR_NULL;
        struct api_entry *anna = api_find_id(bench->api, "anna");

        assert_true(sd_bus_message_new_method_call(
                            bench->client, &call, API_NAME, ANNA_PATH, API_PERSON, "ScreeningAnswer") >= 0);
        assert_true(sd_bus_message_open_container(call, 'a', "s") >= 0);
        for (size_t i = 0; i <= API_ANSWERS_MAX; i++)
                assert_true(sd_bus_message_append(call, "s", "q1") >= 0);
        assert_true(sd_bus_message_close_container(call) >= 0);
        assert_true(sd_bus_message_append(call, "ab", 0) >= 0);
        assert_true(sd_bus_message_seal(call, 1, 0) >= 0);
        assert_true(sd_bus_message_rewind(call, true) >= 0);
        assert_true(api_screening_answer(call, anna, &error) < 0);
        assert_string_equal(error.name, INVALID_ARGS);
        sd_bus_error_free(&error);
        sd_bus_message_unref(call);
}

static void what_a_clinician_has_agreed_to_is_taken_and_the_result_told(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *reply;
        const char *json;

        assert_done(api_bench_call(bench, ANNA_PATH, API_PERSON, "ScreeningCleared", ""));
        assert_string_equal(bench->asked, "cleared 0");
        reply = api_bench_call(bench, ANNA_PATH, API_PERSON, "ScreeningResult", "");
        assert_done(reply);
        assert_true(sd_bus_message_read(reply, "s", &json) > 0);
        assert_string_equal(json, "{\"programmes\":[]}");
}

static void who_has_no_programme_has_no_questions(void **state)
{
        static const char *const members[] = { "ScreeningQuestions", "ScreeningCleared", "ScreeningResult" };
        struct api_bench *bench = *state;

        bench->history_result = -ENOENT;
        for (size_t i = 0; i < ELEMENTS(members); i++)
                api_bench_expect_error(api_bench_call(bench, ANNA_PATH, API_PERSON, members[i], ""),
                        API_ERROR ".NoProgramme", "names no programme");
        api_bench_expect_error(answer(bench, true), API_ERROR ".NoProgramme", "names no programme");
}

static void health_questions_are_for_the_person_and_root_alone(void **state)
{
        static const struct {
                struct api_rights rights;
                uid_t uid;
                uid_t person_uid;
                bool allowed;
        } cases[] = {
                { { .has_group = true, .group = 42 }, 0, 1000, true },
                { { .has_group = true, .group = 42 }, 0, API_NO_USER, true },
                { { .has_group = true, .group = 42 }, 1000, 1000, true },
                { { .has_group = true, .group = 42 }, 1000, 2000, false },
                { { .has_group = true, .group = 42 }, 1000, API_NO_USER, false },
                { { .has_group = true, .group = 42 }, API_NO_USER, API_NO_USER, false },
                { { .own_uid = 1000 }, 1000, 2000, false },
                { { .session_bus = true, .own_uid = 1000 }, 1000, API_NO_USER, true },
                { { .session_bus = true, .own_uid = 1000 }, 2000, 2000, false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(api_rights_is_own(&cases[i].rights, cases[i].uid, cases[i].person_uid),
                        cases[i].allowed);
}

/* As a member of the group is on the system bus: everything is theirs but this. */
static void make_member(struct api_bench *bench)
{
        bench->api->rights.session_bus = false;
        bench->api->rights.has_group = true;
        bench->api->rights.group = 42;
        bench->api->caller.uid = 1000;
        bench->api->caller.gids = realloc(bench->api->caller.gids, sizeof(gid_t));
        assert_non_null(bench->api->caller.gids);
        bench->api->caller.gids[0] = 42;
        bench->api->caller.gid_count = 1;
}

static void the_group_is_not_let_near_the_answers(void **state)
{
        static const char *const members[] = {
                "ScreeningQuestions",
                "ScreeningAnswer",
                "ScreeningCleared",
                "ScreeningResult",
        };
        struct api_bench *bench = *state;
        sd_bus_message *reply;

        /* The first call tells the API who the client is. */
        assert_done(api_bench_call(bench, ANNA_PATH, API_PERSON, "Programmes", ""));
        make_member(bench);
        bench->asked[0] = '\0';
        for (size_t i = 0; i < ELEMENTS(members); i++) {
                reply = api_bench_call(bench, ANNA_PATH, API_PERSON, members[i], "");
                api_bench_expect_error(reply, "org.freedesktop.DBus.Error.AccessDenied", "own user");
                /* Without the interface the same method is meant. */
                reply = api_bench_call(bench, ANNA_PATH, NULL, members[i], "");
                api_bench_expect_error(reply, "org.freedesktop.DBus.Error.AccessDenied", "own user");
        }
        assert_string_equal(bench->asked, "");
        assert_done(api_bench_call(bench, ANNA_PATH, API_PERSON, "Session", "s", "start"));
        bench->people[ANNA].uid = 1000;
        assert_int_equal(api_set_people(bench->api, bench->people, PEOPLE_COUNT), 0);
        make_member(bench);
        assert_done(api_bench_call(bench, ANNA_PATH, API_PERSON, "ScreeningCleared", ""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, serve, api_bench_tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(health_questions_are_for_the_person_and_root_alone),
                TEST(the_week_is_among_the_properties),
                TEST(a_plan_or_session_that_changed_is_told_without_its_value),
                TEST(a_cue_is_a_signal),
                TEST(commands_about_sessions_are_given_as_their_words),
                TEST(days_and_time_are_set_as_properties_and_as_settings),
                TEST(programmes_are_listed_and_shown),
                TEST(sessions_are_listed_without_what_hurt),
                TEST(missed_sessions_are_listed),
                TEST(the_questions_come_in_pages),
                TEST(answers_go_with_the_names_of_their_questions),
                TEST(more_answers_than_questions_are_refused),
                TEST(what_a_clinician_has_agreed_to_is_taken_and_the_result_told),
                TEST(who_has_no_programme_has_no_questions),
                TEST(the_group_is_not_let_near_the_answers),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
