/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/api_bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define PROPERTIES   "org.freedesktop.DBus.Properties"
#define INVALID_ARGS "org.freedesktop.DBus.Error.InvalidArgs"
#define LONG_TEXT    "12345678901234567890123456789012345678901234567890123456789012345"

static int serve(void **state)
{
        int r = api_bench_set_up(state);

        api_bench_start(*state, true);
        return r;
}

/* The one text, number or truth that is entered, in words. */
static const char *in_words(sd_bus_message *message, char words[static 128])
{
        const char *contents = NULL;
        char type = 0;
        union {
                const char *text;
                uint64_t t;
                uint32_t u;
                int b;
        } value = { .text = NULL };

        assert_true(sd_bus_message_peek_type(message, &type, &contents) > 0);
        if (type == 'a') {
                size_t length = 0;

                assert_true(sd_bus_message_enter_container(message, 'a', contents) > 0);
                words[0] = '\0';
                while (sd_bus_message_read_basic(message, contents[0], &value.text) > 0)
                        length += (size_t)snprintf(words + length, 128 - length, "[%s]", value.text);
                assert_true(sd_bus_message_exit_container(message) > 0);
                return words;
        }
        assert_true(sd_bus_message_read_basic(message, type, &value) > 0);
        if (type == 's' || type == 'o')
                snprintf(words, 128, "%c %s", type, value.text);
        else
                snprintf(words, 128, "%c %llu", type,
                        type == 't' ? (unsigned long long)value.t
                                    : (unsigned long long)(type == 'u' ? value.u : (uint32_t)value.b));
        return words;
}

static void a_person_has_all_that_the_state_topic_holds(void **state)
{
        static const struct {
                const char *property;
                const char *words;
        } cases[] = {
                { "Id", "s anna" },
                { "Name", "s Anna" },
                { "Posture", "s sitting" },
                { "Since", "t 11" },
                { "BoutStart", "t 12" },
                { "BoutSeconds", "u 13" },
                { "SittingTodaySeconds", "u 14" },
                { "BreaksToday", "u 15" },
                { "LongestBoutTodaySeconds", "u 16" },
                { "Phase", "s due" },
                { "NextBreak", "t 17" },
                { "PromptId", "s anna-1970-01-01-18" },
                { "SnoozesLeft", "u 2" },
                { "Holds", "[call][baby]" },
                { "InRoom", "s office" },
                { "State", "s {\"posture\":\"sitting\"}" },
                { "Why", "s {\"row\":1}" },
                { "Enabled", "b 1" },
                { "SitLimit", "u 30" },
                { "BreakGoal", "u 2" },
                { "Snooze", "u 10" },
                { "StandLimit", "u 45" },
        };
        struct api_bench *bench = *state;
        char words[128];

        assert_int_equal(hold_set_topic(&bench->holds[ANNA], "call", HOLD_EFFECT_DEFER, true), 0);
        assert_int_equal(hold_set_topic(&bench->holds[ANNA], "baby", HOLD_EFFECT_MUTE, true), 0);
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_string_equal(in_words(api_bench_get(bench, cases[i].property), words), cases[i].words);
}

static void what_there_is_none_of_is_zero_or_empty(void **state)
{
        static const struct {
                const char *property;
                const char *words;
        } cases[] = {
                { "Posture", "s unknown" },
                { "Since", "t 0" },
                { "BoutSeconds", "u 0" },
                { "NextBreak", "t 0" },
                { "PromptId", "s " },
                { "Holds", "" },
                { "InRoom", "s " },
        };
        struct api_bench *bench = *state;
        char words[128];

        bench->states[ANNA].view = (struct person_view){ .posture = POSTURE_UNKNOWN };
        bench->states[ANNA].room = NULL;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_string_equal(in_words(api_bench_get(bench, cases[i].property), words), cases[i].words);
}

static void the_manager_tells_version_people_and_broker(void **state)
{
        static const struct {
                const char *property;
                const char *words;
        } cases[] = {
                { "Version", "s " PACKAGE_VERSION },
                { "Broker", "s away" },
                { "People", "[" ANNA_PATH "][" BEN_PATH "]" },
        };
        struct api_bench *bench = *state;
        char words[128];

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                sd_bus_message *reply = api_bench_call(
                        bench, API_PATH, PROPERTIES, "Get", "ss", API_MANAGER, cases[i].property);
                const char *contents = NULL;

                assert_true(sd_bus_message_peek_type(reply, NULL, &contents) > 0);
                assert_true(sd_bus_message_enter_container(reply, 'v', contents) > 0);
                assert_string_equal(in_words(reply, words), cases[i].words);
        }
}

static void a_person_is_found_by_their_id(void **state)
{
        struct api_bench *bench = *state;
        char words[128];

        assert_string_equal(
                in_words(api_bench_call(bench, API_PATH, API_MANAGER, "GetPerson", "s", "ben"), words),
                "o " BEN_PATH);
}

static void an_unknown_person_is_answered_with_those_known_the_nearest_first(void **state)
{
        static const struct {
                const char *id;
                const char *words;
        } cases[] = {
                { "bena", "There is no person 'bena'. Known: ben, anna." },
                { "anne", "There is no person 'anne'. Known: anna, ben." },
                { "someone-else", "Known: anna, ben." },
                { "", "There is no person ''." },
                { "An\xc3\xa4", "There is no person ''." },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++)
                api_bench_expect_error(
                        api_bench_call(bench, API_PATH, API_MANAGER, "GetPerson", "s", cases[i].id),
                        API_ERROR ".UnknownPerson", cases[i].words);
        api_bench_expect_error(api_bench_call(bench, API_PEOPLE_PATH "/benn", API_PERSON, "Done", "s", ""),
                API_ERROR ".UnknownPerson", "There is no person 'benn'. Known: ben, anna.");
}

static void of_many_people_only_some_are_named(void **state)
{
        struct api_bench *bench = *state;
        struct api_person people[30];
        char ids[ELEMENTS(people)][TEXT_ID_SIZE];

        for (size_t i = 0; i < ELEMENTS(people); i++) {
                snprintf(ids[i], sizeof(ids[i]), "anna-with-a-rather-long-id-%zu", i);
                people[i] = (struct api_person){ .id = ids[i], .name = "Anna", .uid = API_NO_USER };
        }
        assert_int_equal(api_set_people(bench->api, people, ELEMENTS(people)), 0);
        api_bench_expect_error(api_bench_call(bench, API_PATH, API_MANAGER, "GetPerson", "s",
                                       "anna-with-a-rather-long-id-2x"),
                API_ERROR ".UnknownPerson", "and 22 more.");
        assert_int_equal(api_set_people(bench->api, people, 0), 0);
        api_bench_expect_error(api_bench_call(bench, API_PATH, API_MANAGER, "GetPerson", "s", "anna"),
                API_ERROR ".UnknownPerson", "Known: nobody.");
}

static void a_reload_tells_the_problems_of_the_file(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *reply;
        const char *file;
        const char *text;
        uint32_t line;
        int applied;
        int warning;

        bench->reload_result = -EINVAL;
        reply = api_bench_call(bench, API_PATH, API_MANAGER, "Reload", "");
        assert_true(sd_bus_message_read(reply, "b", &applied) > 0);
        assert_false(applied);
        assert_true(sd_bus_message_enter_container(reply, 'a', "(susb)") > 0);
        assert_true(sd_bus_message_read(reply, "(susb)", &file, &line, &text, &warning) > 0);
        assert_string_equal(file, "x.conf");
        assert_int_equal(line, 7);
        assert_string_equal(text, "setting 'a': odd");
        assert_false(warning);
        /* What is not UTF-8 would not go through the bus. */
        assert_true(sd_bus_message_read(reply, "(susb)", &file, &line, &text, &warning) > 0);
        assert_string_equal(file, "");
        assert_string_equal(text, "This is not valid UTF-8.");
        assert_true(warning);

        bench->reload_result = 0;
        reply = api_bench_call(bench, API_PATH, API_MANAGER, "Reload", "");
        assert_true(sd_bus_message_read(reply, "b", &applied) > 0);
        assert_true(applied);
        bench->reload_result = -ENOMEM;
        api_bench_expect_error(api_bench_call(bench, API_PATH, API_MANAGER, "Reload", ""),
                "org.freedesktop.DBus.Error.NoMemory", "");
}

/* ---- commands ---- */

struct text_call {
        const char *member;
        const char *arguments[2];
        const char *asked; /* or NULL: the error */
        const char *words;
};

static sd_bus_message *call_with_texts(struct api_bench *bench, const struct text_call *call)
{
        bench->asked[0] = '\0';
        if (!call->arguments[1])
                return api_bench_call(bench, ANNA_PATH, API_PERSON, call->member, "s", call->arguments[0]);
        return api_bench_call(
                bench, ANNA_PATH, API_PERSON, call->member, "ss", call->arguments[0], call->arguments[1]);
}

static void commands_reach_the_home_as_they_would_by_mqtt(void **state)
{
        static const struct text_call cases[] = {
                { "Done", { "" }, "verb 0 id '' reason '' for 0 s until -1", NULL },
                { "Done", { "anna-2026-11-22-3" }, "verb 0 id 'anna-2026-11-22-3'", NULL },
                { "Skip", { "x" }, "verb 1 id 'x'", NULL },
                { "NotMe", { "" }, "verb 2 id ''", NULL },
                { "Hold", { "call", "" }, "verb 4 id '' reason 'call' for 0 s until -1", NULL },
                { "Hold", { "call", "1 h 30 min" }, "verb 4 id '' reason 'call' for 5400 s until -1", NULL },
                { "Hold", { "ill", "until 18:00" }, "verb 4 id '' reason 'ill' for 0 s until 1080", NULL },
                { "Release", { "call" }, "verb 5 id '' reason 'call'", NULL },
                { "Set", { "sit_limit", "45 min" }, "setting 1 value 2700000000", NULL },
                { "Set", { "enabled", "OFF" }, "verb 6 id '' reason '' for 0 s until -1 setting 0 value 0",
                        NULL },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                sd_bus_message *reply = call_with_texts(bench, &cases[i]);

                assert_false(sd_bus_message_is_method_error(reply, NULL));
                assert_true(sd_bus_message_is_empty(reply) > 0);
                if (!strstr(bench->asked, cases[i].asked) || !strstr(bench->asked, "person 0"))
                        fail_msg("'%s' is not in '%s'", cases[i].asked, bench->asked);
        }
}

static void arguments_that_make_no_command_are_answered_with_what_is_allowed(void **state)
{
        static const struct text_call cases[] = {
                { "Done", { LONG_TEXT }, NULL, "at most 63 bytes" },
                { "Hold", { "", "" }, NULL, "one word of a-z 0-9 _ -" },
                { "Hold", { "two words", "" }, NULL, "one word" },
                { "Hold", { "call", "some day" }, NULL, "An end is \"1 h 30 min\"" },
                { "Hold", { "call", LONG_TEXT }, NULL, "An end has at most 64 bytes." },
                { "Release", { "Call" }, NULL, "one word" },
                { "Set", { "colour", "red" }, NULL,
                        "There is no setting 'colour'. Known: enabled, sit_limit, break_goal, snooze, "
                        "stand_limit, "
                        "session_days, "
                        "session_time." },
                { "Set", { LONG_TEXT, "red" }, NULL, "The name of a setting has at most 64 bytes." },
                { "Set", { "snooze", LONG_TEXT }, NULL, "A value has at most 64 bytes." },
                { "Set", { "snooze", "soon" }, NULL, "." },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                api_bench_expect_error(call_with_texts(bench, &cases[i]), INVALID_ARGS, cases[i].words);
                assert_string_equal(bench->asked, "");
        }
}

static void a_snooze_is_in_minutes(void **state)
{
        static const struct {
                uint32_t minutes;
                const char *words;
        } cases[] = {
                { 0, "verb 3 id 'x' reason '' for 0 s" },
                { 15, "verb 3 id 'x' reason '' for 900 s" },
                { UINT32_MAX, "for 257698037700 s" },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                assert_false(sd_bus_message_is_method_error(
                        api_bench_call(bench, ANNA_PATH, API_PERSON, "Snooze", "su", "x", cases[i].minutes),
                        NULL));
                assert_non_null(strstr(bench->asked, cases[i].words));
        }
        api_bench_expect_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "Snooze", "su", LONG_TEXT, (uint32_t)5),
                INVALID_ARGS, "at most 63 bytes");
}

static void a_refused_command_says_why_and_what_would_fit(void **state)
{
        static const struct {
                struct effect refusal;
                const char *name;
                const char *words;
        } cases[] = {
                { { .error = { .verb = COMMAND_DONE, .refusal = REFUSAL_NO_PROMPT } }, API_ERROR ".Refused",
                        "There is no open prompt." },
                { { .error = { .verb = COMMAND_SNOOZE, .refusal = REFUSAL_NO_SNOOZES } },
                        API_ERROR ".Refused", "skip" },
                { { .error = { .verb = COMMAND_SNOOZE,
                            .refusal = REFUSAL_RANGE,
                            .min = 5 * USEC_PER_MINUTE,
                            .max = 20 * USEC_PER_MINUTE } },
                        INVALID_ARGS, "5 min to 20 min" },
        };
        struct api_bench *bench = *state;

        bench->refuse = true;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                bench->refusal = cases[i].refusal;
                api_bench_expect_error(api_bench_call(bench, ANNA_PATH, API_PERSON, "Done", "s", ""),
                        cases[i].name, cases[i].words);
        }
}

static sd_bus_message *write_property(
        struct api_bench *bench, const char *property, char type, uint32_t value)
{
        bench->asked[0] = '\0';
        return api_bench_call(bench, ANNA_PATH, PROPERTIES, "Set", "ssv", API_PERSON, property,
                type == 'b' ? "b" : "u", value);
}

static void settings_are_written_as_properties(void **state)
{
        static const struct {
                const char *property;
                char type;
                uint32_t value;
                const char *words; /* of the command, or of the error */
        } cases[] = {
                { "Enabled", 'b', 0, "verb 6 id '' reason '' for 0 s until -1 setting 0 value 0" },
                { "Enabled", 'b', 1, "setting 0 value 1" },
                { "SitLimit", 'u', 20, "setting 1 value 1200000000" },
                { "SitLimit", 'u', 60, "setting 1 value 3600000000" },
                { "BreakGoal", 'u', 10, "setting 2 value 600000000" },
                { "Snooze", 'u', 5, "setting 3 value 300000000" },
                { "SitLimit", 'u', 19, "SitLimit is 20 to 60 minutes, not 19." },
                { "SitLimit", 'u', 61, "SitLimit is 20 to 60 minutes, not 61." },
                { "StandLimit", 'u', 60, "setting 4 value 3600000000" },
                { "StandLimit", 'u', 0, "setting 4 value 0" },
                { "StandLimit", 'u', 19, "StandLimit is 20 to 60 minutes, or 0 for off, not 19." },
                { "BreakGoal", 'u', 0, "BreakGoal is 1 to 10 minutes, not 0." },
                { "Snooze", 'u', UINT32_MAX, "Snooze is 5 to 20 minutes, not 4294967295." },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                sd_bus_message *reply =
                        write_property(bench, cases[i].property, cases[i].type, cases[i].value);

                if (strchr(cases[i].words, '.'))
                        api_bench_expect_error(reply, INVALID_ARGS, cases[i].words);
                else
                        assert_non_null(strstr(bench->asked, cases[i].words));
        }
        assert_true(sd_bus_message_is_method_error(write_property(bench, "Enabled", 'u', 1), NULL) > 0);
        api_bench_expect_error(write_property(bench, "Since", 'u', 1),
                "org.freedesktop.DBus.Error.PropertyReadOnly", "Since");
        bench->refuse = true;
        bench->refusal = (struct effect){ .error = { .verb = COMMAND_SET, .refusal = REFUSAL_PAST } };
        api_bench_expect_error(write_property(bench, "Enabled", 'b', 1), API_ERROR ".Refused", "passed");
}

static void programs_report_activity_with_a_lease(void **state)
{
        static const struct {
                const char *source;
                int active;
                uint32_t lease_sec;
                const char *asked;
                const char *name; /* of the error */
                const char *words;
        } cases[] = {
                { "laptop", 1, 60, "source 'laptop' active for 60 s", NULL, NULL },
                { "laptop", 0, 0, "source 'laptop' idle for -1 s", NULL, NULL },
                { "laptop", 1, API_LEASE_MAX_SEC, "for 604800 s", NULL, NULL },
                { "laptop", 1, API_LEASE_MAX_SEC + 1, "", INVALID_ARGS, "1 to 604800 seconds, or 0" },
                { "mat", 1, 60, "mat", API_ERROR ".UnknownSource", "The sensor 'mat' of anna is not one" },
                { "desk", 1, 60, "desk", API_ERROR ".UnknownSource", "anna has no sensor 'desk'" },
                { LONG_TEXT, 1, 60, "", INVALID_ARGS, "at most 64 bytes" },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                sd_bus_message *reply;

                bench->asked[0] = '\0';
                reply = api_bench_call(bench, ANNA_PATH, API_PERSON, "ReportActivity", "sbu", cases[i].source,
                        cases[i].active, cases[i].lease_sec);
                if (cases[i].name)
                        api_bench_expect_error(reply, cases[i].name, cases[i].words);
                else
                        assert_false(sd_bus_message_is_method_error(reply, NULL));
                assert_non_null(strstr(bench->asked, cases[i].asked));
                assert_int_equal(bench->asked[0] == '\0', cases[i].asked[0] == '\0');
        }
}

/* ---- history ---- */

static void spans_are_listed(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *reply = api_bench_call(
                bench, BEN_PATH, API_PERSON, "ListSpans", "tt", UINT64_C(1000000), UINT64_C(2000000));
        const char *posture;
        uint64_t from;
        uint64_t to;
        int censored;

        assert_string_equal(bench->asked, "spans of 1 from 1000000 to 2000000");
        assert_true(sd_bus_message_enter_container(reply, 'a', "(sbtt)") > 0);
        for (int i = 0; i < 2; i++) {
                assert_true(sd_bus_message_read(reply, "(sbtt)", &posture, &censored, &from, &to) > 0);
                assert_string_equal(posture, "sitting");
                assert_true(censored);
                assert_int_equal(from, 1000000);
                assert_int_equal(to, 2000000);
        }
        assert_int_equal(sd_bus_message_at_end(reply, false), 1);
}

static void prompts_are_listed_with_their_outcome_if_they_have_one(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *reply =
                api_bench_call(bench, ANNA_PATH, API_PERSON, "ListPrompts", "tt", UINT64_C(1), UINT64_C(2));

        assert_string_equal(bench->asked, "prompts of 0 from 1 to 2");
        assert_true(sd_bus_message_enter_container(reply, 'a', "(sttttusbus)") > 0);
        for (int i = 0; i < 2; i++) {
                const char *id;
                const char *outcome;
                const char *about;
                uint64_t due, first, last, left;
                uint32_t sat, snoozes;
                int claimed;

                assert_true(sd_bus_message_read(reply, "(sttttusbus)", &id, &due, &first, &last, &left, &sat,
                                    &outcome, &claimed, &snoozes, &about) > 0);
                assert_string_equal(id, "anna-1970-01-01-3");
                assert_true(due == 1 && first == 2 && last == 3 && sat == 5 && claimed && snoozes == 2);
                assert_int_equal(left, i == 0 ? 4 : 0);
                assert_string_equal(outcome, i == 0 ? "taken" : "");
                assert_string_equal(about, i == 0 ? "sitting" : "standing");
        }
}

static void days_are_listed(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *reply =
                api_bench_call(bench, ANNA_PATH, API_PERSON, "ListDays", "ss", "1970-01-02", "1970-01-03");
        const char *day;
        uint32_t n[12];

        assert_string_equal(bench->asked, "days of 0 from 1 to 2");
        assert_true(sd_bus_message_enter_container(reply, 'a', "(suuuuuuuuuuuu)") > 0);
        assert_true(sd_bus_message_read(reply, "(suuuuuuuuuuuu)", &day, &n[0], &n[1], &n[2], &n[3], &n[4],
                            &n[5], &n[6], &n[7], &n[8], &n[9], &n[10], &n[11]) > 0);
        assert_string_equal(day, "1970-01-02");
        for (uint32_t i = 0; i < ELEMENTS(n); i++)
                assert_int_equal(n[i], i + 1);
}

static void a_time_that_cannot_be_listed_is_answered_with_what_is_allowed(void **state)
{
        static const uint64_t times[][2] = {
                { 2, 2 },
                { 3, 2 },
                { 0, UINT64_MAX },
                { 0, API_LIST_DAYS_MAX * (uint64_t)USEC_PER_DAY + 1 },
                { UINT64_MAX - 1, UINT64_MAX },
        };
        static const char *const days[][2] = {
                { "2026-11-22", "2026-11-21" },
                { "2026-02-29", "2026-03-01" },
                { "2026-13-01", "2026-13-02" },
                { "2026-00-01", "2026-01-02" },
                { "2026-1-1", "2026-01-02" },
                { "2026-11-2x", "2026-11-22" },
                { "x026-11-22", "2026-11-22" },
                { "2026/11/22", "2026-11-22" },
                { "", "" },
                { "2016-01-01", "2026-11-22" },
                { "2026-11-22", LONG_TEXT },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < 2 * ELEMENTS(times); i++)
                api_bench_expect_error(
                        api_bench_call(bench, ANNA_PATH, API_PERSON, i % 2 == 0 ? "ListSpans" : "ListPrompts",
                                "tt", times[i / 2][0], times[i / 2][1]),
                        INVALID_ARGS, "at most 3660 days");
        for (size_t i = 0; i < ELEMENTS(days); i++)
                api_bench_expect_error(api_bench_call(bench, ANNA_PATH, API_PERSON, "ListDays", "ss",
                                               days[i][0], days[i][1]),
                        INVALID_ARGS, "at most 3660");
        assert_string_equal(bench->asked, "");
        assert_false(sd_bus_message_is_method_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "ListSpans", "tt", UINT64_C(0),
                        API_LIST_DAYS_MAX * (uint64_t)USEC_PER_DAY),
                NULL));
}

static sd_bus_message *list(struct api_bench *bench, size_t which)
{
        static const char *const members[] = { "ListSpans", "ListPrompts", "ListDays" };

        if (which == 2)
                return api_bench_call(
                        bench, ANNA_PATH, API_PERSON, members[which], "ss", "2026-11-22", "2026-11-22");
        return api_bench_call(bench, ANNA_PATH, API_PERSON, members[which], "tt", UINT64_C(1), UINT64_C(2));
}

static void a_history_that_is_missing_too_long_or_unreadable_is_an_error(void **state)
{
        struct api_bench *bench = *state;

        for (size_t i = 0; i < 3; i++) {
                bench->history_rows = 0;
                bench->history_result = -ENOTCONN;
                api_bench_expect_error(list(bench, i), API_ERROR ".NoHistory", "There is no history");
                bench->history_result = -EIO;
                assert_true(sd_bus_message_is_method_error(list(bench, i), NULL) > 0);
                bench->history_result = 0;
                bench->history_rows = API_ROWS_MAX + 1;
                api_bench_expect_error(list(bench, i), INVALID_ARGS, "more than 100000 rows");
                bench->history_rows = 0;
                assert_false(sd_bus_message_is_method_error(list(bench, i), NULL));
        }
}

/* ---- what is told unasked ---- */

/* The names in the last PropertiesChanged, those without a value in brackets. */
static const char *changes(struct api_bench *bench, char words[static 512])
{
        sd_bus_message *signal = bench->signal;
        const char *name;
        size_t length = 0;

        assert_non_null(signal);
        assert_true(sd_bus_message_is_signal(signal, PROPERTIES, "PropertiesChanged") > 0);
        words[0] = '\0';
        assert_true(sd_bus_message_read(signal, "s", &name) > 0);
        assert_true(sd_bus_message_enter_container(signal, 'a', "{sv}") > 0);
        while (sd_bus_message_enter_container(signal, 'e', "sv") > 0) {
                assert_true(sd_bus_message_read(signal, "s", &name) > 0);
                length += (size_t)snprintf(words + length, 512 - length, "%s ", name);
                assert_true(sd_bus_message_skip(signal, "v") > 0);
                assert_true(sd_bus_message_exit_container(signal) > 0);
        }
        assert_true(sd_bus_message_exit_container(signal) > 0);
        assert_true(sd_bus_message_enter_container(signal, 'a', "s") > 0);
        while (sd_bus_message_read(signal, "s", &name) > 0)
                length += (size_t)snprintf(words + length, 512 - length, "[%s] ", name);
        return words;
}

static void a_change_tells_only_the_properties_that_changed(void **state)
{
        struct api_bench *bench = *state;
        char words[512];

        api_state_changed(bench->api, ANNA);
        api_bench_settle(bench);
        assert_int_equal(bench->signals, 1);
        assert_string_equal(sd_bus_message_get_path(bench->signal), ANNA_PATH);
        assert_string_equal(changes(bench, words),
                "Posture Since BoutStart BoutSeconds SittingTodaySeconds BreaksToday LongestBoutTodaySeconds "
                "Phase NextBreak PromptId SnoozesLeft Holds InRoom Enabled SitLimit BreakGoal Snooze "
                "StandLimit NextSession WeekDone WeekTarget StreakWeeks SessionDays SessionTime "
                "[State] ");
        api_state_changed(bench->api, ANNA);
        api_bench_settle(bench);
        assert_int_equal(bench->signals, 1);

        bench->states[ANNA].view.posture = POSTURE_AWAY;
        bench->states[ANNA].view.prompt.number = 0;
        bench->settings[ANNA].sit_limit_usec = 45 * USEC_PER_MINUTE;
        assert_int_equal(hold_set_topic(&bench->holds[ANNA], "call", HOLD_EFFECT_DEFER, true), 0);
        api_state_changed(bench->api, ANNA);
        api_bench_settle(bench);
        assert_string_equal(changes(bench, words), "Posture PromptId Holds SitLimit [State] ");
        bench->states[ANNA].view.bout_usec += USEC_PER_SEC - 1;
        api_state_changed(bench->api, ANNA);
        bench->states[ANNA].view.bout_usec += 1;
        api_state_changed(bench->api, ANNA);
        api_bench_settle(bench);
        assert_string_equal(changes(bench, words), "BoutSeconds [State] ");
        assert_int_equal(bench->signals, 3);
}

static void why_people_and_broker_are_told_too(void **state)
{
        struct api_bench *bench = *state;
        char words[512];

        api_why_changed(bench->api, BEN);
        api_bench_settle(bench);
        assert_string_equal(sd_bus_message_get_path(bench->signal), BEN_PATH);
        assert_string_equal(changes(bench, words), "[Why] ");
        api_broker_changed(bench->api);
        api_bench_settle(bench);
        assert_string_equal(sd_bus_message_get_path(bench->signal), API_PATH);
        assert_string_equal(changes(bench, words), "Broker ");
        assert_int_equal(api_set_people(bench->api, bench->people, 1), 0);
        api_bench_settle(bench);
        assert_string_equal(changes(bench, words), "[People] ");
        /* People that are no longer there have nothing to tell. */
        api_state_changed(bench->api, BEN);
        api_why_changed(bench->api, BEN);
        api_bench_settle(bench);
        assert_int_equal(bench->signals, 3);
}

static void read_prompt(sd_bus_message *signal, const char *texts[static 6], char actions[static 128],
        char tell[static 128], uint32_t *level, uint64_t *expires)
{
        assert_true(sd_bus_message_is_signal(signal, API_PERSON, "Prompt") > 0);
        assert_true(sd_bus_message_has_signature(signal, "ssssssasasut") > 0);
        assert_true(sd_bus_message_read(signal, "ssssss", &texts[0], &texts[1], &texts[2], &texts[3],
                            &texts[4], &texts[5]) > 0);
        in_words(signal, actions);
        in_words(signal, tell);
        assert_true(sd_bus_message_read(signal, "ut", level, expires) > 0);
}

static void a_prompt_is_a_signal_of_its_person(void **state)
{
        static const char *const expected[] = { "break_nudge", "anna-1970-01-02-4", "sitting", "Up", "Walk",
                "" };
        struct api_bench *bench = *state;
        const struct prompt prompt = {
                .type = PROMPT_BREAK_NUDGE,
                .id = { .day = 1, .number = 4 },
                .level = 2,
                .actions = PROMPT_ACTION_SNOOZE | PROMPT_ACTION_DONE,
        };
        const struct prompt without_id = { .type = PROMPT_POSTURE_CHECK };
        char title[] = "Up";
        char message[] = "Walk";
        const struct prompt_texts texts = { .title = title, .message = message };
        const struct prompt_texts no_texts = { .title = NULL };
        const char *const tell[] = { "lamp", "phone" };
        const char *heard[6];
        char actions[128];
        char told[128];
        uint32_t level;
        uint64_t expires;

        api_prompted(bench->api, ANNA,
                &(struct api_prompt){ .prompt = &prompt,
                        .texts = &texts,
                        .tell = tell,
                        .tell_count = 2,
                        .expires_realtime_usec = 99 });
        api_bench_settle(bench);
        read_prompt(bench->signal, heard, actions, told, &level, &expires);
        for (size_t i = 0; i < ELEMENTS(expected); i++)
                assert_string_equal(heard[i], expected[i]);
        assert_string_equal(actions, "[done][snooze]");
        assert_string_equal(told, "[lamp][phone]");
        assert_true(level == 2 && expires == 99);
        assert_string_equal(sd_bus_message_get_path(bench->signal), ANNA_PATH);

        api_prompted(bench->api, BEN, &(struct api_prompt){ .prompt = &without_id, .texts = &no_texts });
        api_bench_settle(bench);
        read_prompt(bench->signal, heard, actions, told, &level, &expires);
        assert_string_equal(heard[1], "");
        assert_string_equal(actions, "");
        assert_int_equal(expires, 0);
        api_prompted(bench->api, PEOPLE_COUNT, &(struct api_prompt){ .prompt = &prompt, .texts = &texts });
        api_bench_settle(bench);
        assert_int_equal(bench->signals, 2);
}

static void without_a_bus_nothing_is_told_and_a_new_one_is_told_everything(void **state)
{
        struct api_bench *bench = *state;
        const struct prompt prompt = { .type = PROMPT_BREAK_DUE };
        const struct prompt_texts texts = { .title = NULL };

        api_state_changed(bench->api, ANNA);
        api_bench_settle(bench);
        assert_int_equal(bench->signals, 1);
        api_bench_leave(bench);
        private_bus_stop(&bench->private);
        api_state_changed(bench->api, ANNA);
        api_why_changed(bench->api, ANNA);
        api_broker_changed(bench->api);
        api_prompted(bench->api, ANNA, &(struct api_prompt){ .prompt = &prompt, .texts = &texts });
        assert_int_equal(api_set_people(bench->api, bench->people, PEOPLE_COUNT), 0);

        private_bus_start(&bench->private);
        api_bench_connect(bench);
        assert_int_equal(bench->signals, 1);
        api_state_changed(bench->api, ANNA);
        api_bench_settle(bench);
        assert_int_equal(bench->signals, 2);
        assert_false(sd_bus_message_is_method_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "Done", "s", ""), NULL));
        assert_string_equal(stderr_tap_read(&bench->tap), "");
}

static void a_signal_that_cannot_be_sent_is_told_once(void **state)
{
        struct api_bench *bench = *state;

        sd_bus_close(bench->server);
        api_state_changed(bench->api, ANNA);
        api_why_changed(bench->api, ANNA);
        assert_int_equal(stderr_tap_count(&bench->tap, "Cannot tell D-Bus what has changed"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, serve, api_bench_tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_person_has_all_that_the_state_topic_holds),
                TEST(what_there_is_none_of_is_zero_or_empty),
                TEST(the_manager_tells_version_people_and_broker),
                TEST(a_person_is_found_by_their_id),
                TEST(an_unknown_person_is_answered_with_those_known_the_nearest_first),
                TEST(of_many_people_only_some_are_named),
                TEST(a_reload_tells_the_problems_of_the_file),
                TEST(commands_reach_the_home_as_they_would_by_mqtt),
                TEST(arguments_that_make_no_command_are_answered_with_what_is_allowed),
                TEST(a_snooze_is_in_minutes),
                TEST(a_refused_command_says_why_and_what_would_fit),
                TEST(settings_are_written_as_properties),
                TEST(programs_report_activity_with_a_lease),
                TEST(spans_are_listed),
                TEST(prompts_are_listed_with_their_outcome_if_they_have_one),
                TEST(days_are_listed),
                TEST(a_time_that_cannot_be_listed_is_answered_with_what_is_allowed),
                TEST(a_history_that_is_missing_too_long_or_unreadable_is_an_error),
                TEST(a_change_tells_only_the_properties_that_changed),
                TEST(why_people_and_broker_are_told_too),
                TEST(a_prompt_is_a_signal_of_its_person),
                TEST(without_a_bus_nothing_is_told_and_a_new_one_is_told_everything),
                TEST(a_signal_that_cannot_be_sent_is_told_once),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
