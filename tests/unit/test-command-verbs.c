/* SPDX-License-Identifier: MIT */
#include "unit/spoken.h"
#include "unit/stand_in.h"
#include "unit/test.h"

#include "client/verbs.h"
#include "io/api.h"

#include <stdio.h>
#include <stdlib.h>

/* 2033-05-18T03:33:20Z: later than any moment at which this is run. */
#define LATER INT64_C(2000000000000000)

struct place {
        struct private_bus bus;
        struct stand_in daemon;
        struct stand_in_home home;
};

static int enter(void **state)
{
        static struct place place;

        place = (struct place){
                .home = {
                        .people = {
                                { .id = "anna",
                                        .name = "Anna",
                                        .posture = POSTURE_SITTING,
                                        .phase = PHASE_SNOOZED,
                                        .next_break_usec = LATER,
                                        .snoozes_left = 1,
                                        .enabled = true,
                                        .sit_limit_min = 45,
                                        .break_goal_min = 2,
                                        .snooze_min = 10,
                                        .session_days = "mon,wed,fri",
                                        .session_time = "18:00-21:00" },
                                { .id = "ben", .name = "Ben" },
                        },
                        .count = 1,
                        .why = "{\"held_by\":[{\"reason\":\"call\",\"until\":\"2033-05-18T03:33:20+00:00\"},"
                               "{\"reason\":\"guests\",\"until\":null}]}",
                },
        };
        setenv("TZ", "UTC", 1);
        setenv("NO_COLOR", "1", 1);
        private_bus_init(&place.bus);
        private_bus_start(&place.bus);
        setenv("DBUS_SESSION_BUS_ADDRESS", place.bus.address, 1);
        setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere", 1);
        *state = &place;
        return 0;
}

static int leave(void **state)
{
        struct place *place = *state;

        private_bus_done(&place->bus);
        return 0;
}

/* Runs a verb while the daemon is there; @calls, at least 256 bytes, receives what it was asked to do. */
static void run(struct place *place, int (*verb)(int argc, char *argv[]), const char *const *arguments,
        struct spoken *spoken, char calls[static 256])
{
        stand_in_start(&place->daemon, &place->bus, &place->home);
        spoken_run(spoken, verb, arguments);
        stand_in_take_calls(&place->daemon, calls, 256);
        stand_in_stop(&place->daemon);
}

static void commands_reach_the_daemon_and_tell_what_is_true_now(void **state)
{
        static const struct {
                const char *arguments[6];
                const char *call;
                const char *told;
        } cases[] = {
                { { "done" }, "anna Done \n",
                        "Noted as done. The next break is due at Wed 18 May, 03:33.\n" },
                { { "skip", "anna" }, "anna Skip \n", "Skipped. Nothing more comes this time.\n" },
                { { "not-me", "-p", "anna" }, "anna NotMe \n",
                        "Noted. What is on the seat does not count until the seat changes.\n" },
                { { "snooze" }, "anna Snooze |0\n",
                        "Snoozed until Wed 18 May, 03:33. 1 more is possible.\n" },
                { { "snooze", "15" }, "anna Snooze |15\n",
                        "Snoozed until Wed 18 May, 03:33. 1 more is possible.\n" },
                { { "snooze", "1", "h" }, "anna Snooze |60\n",
                        "Snoozed until Wed 18 May, 03:33. 1 more is possible.\n" },
                { { "hold", "call" }, "anna Hold call|\n", "Held for 'call' until Wed 18 May, 03:33.\n" },
                { { "hold", "guests", "until", "18:00" }, "anna Hold guests|until 18:00\n",
                        "Held for 'guests' until it is released.\n" },
                { { "hold", "call", "1 h 30 min" }, "anna Hold call|1 h 30 min\n",
                        "Held for 'call' until Wed 18 May, 03:33.\n" },
                { { "release", "call" }, "anna Release call\n",
                        "'call' holds nothing any more. The next break is due at Wed 18 May, 03:33.\n" },
                { { "set", "sit_limit", "45" }, "anna Set sit_limit|45\n",
                        "sit_limit is now 45 min. The next break is due at Wed 18 May, 03:33.\n" },
                { { "set", "sit-limit", "45", "min" }, "anna Set sit_limit|45 min\n",
                        "sit_limit is now 45 min. The next break is due at Wed 18 May, 03:33.\n" },
                { { "set", "enabled", "on" }, "anna Set enabled|on\n",
                        "enabled is now on. The next break is due at Wed 18 May, 03:33.\n" },
                { { "set", "sit-limit" }, "",
                        "sit_limit    45 min  20 to 60 min       sitting until a break is due\n" },
                { { "set" }, "",
                        "enabled      on      on or off          whether there are reminders\n"
                        "sit_limit    45 min  20 to 60 min       sitting until a break is due\n"
                        "break_goal   2 min   1 to 10 min        how long a break is to be\n"
                        "snooze       10 min  5 to 20 min        how long a snooze is\n"
                        "stand_limit  off     20 to 60 min, off  standing until a change is due\n"
                        "session_days mon,wed,fri                on which days sessions are\n"
                        "session_time 18:00-21:00                when they are offered\n" },
                { { "set", "stand_limit", "off" }, "anna Set stand_limit|off\n",
                        "stand_limit is now off. The next break is due at Wed 18 May, 03:33.\n" },
                { { "set", "session-days" }, "",
                        "session_days mon,wed,fri                on which days sessions are\n" },
                { { "set", "session_days", "mon,thu" }, "anna Set session_days|mon,thu\n",
                        "session_days is now mon,wed,fri.\n" },
                { { "set", "session_time", "--json" }, "",
                        "{\"session_time\":{\"value\":\"18:00-21:00\"}}\n" },
                { { "done", "--json" }, "anna Done \n", "{\"done\":true}\n" },
                { { "set", "snooze", "10", "--json" }, "anna Set snooze|10\n", "{\"done\":true}\n" },
                { { "set", "snooze", "--json" }, "",
                        "{\"snooze\":{\"value\":10,\"min\":5,\"max\":20,\"unit\":\"min\"}}\n" },
                { { "set", "enabled", "--json" }, "", "{\"enabled\":{\"value\":true}}\n" },
        };

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct spoken spoken;
                char calls[256];

                run(*state, verb_command, cases[i].arguments, &spoken, calls);
                assert_string_equal(spoken.error, "");
                assert_string_equal(calls, cases[i].call);
                assert_string_equal(spoken.out, cases[i].told);
                assert_int_equal(spoken.status, EXIT_STATUS_DONE);
        }
}

static void what_is_left_is_told(void **state)
{
        struct place *place = *state;
        struct person_status *anna = &place->home.people[0];
        struct spoken spoken;
        char calls[256];

        anna->snoozes_left = 0;
        run(place, verb_command, (const char *[]){ "snooze", NULL }, &spoken, calls);
        assert_string_equal(
                spoken.out, "Snoozed until Wed 18 May, 03:33. It was the last snooze this time.\n");
        anna->snoozes_left = 2;
        anna->phase = PHASE_SITTING;
        run(place, verb_command, (const char *[]){ "snooze", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "Snoozed. 2 more are possible.\n");

        anna->hold_count = 2;
        memcpy(anna->holds[0], "guests", sizeof("guests"));
        memcpy(anna->holds[1], "film", sizeof("film"));
        run(place, verb_command, (const char *[]){ "release", "call", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "'call' holds nothing any more. Still held for: guests, film.\n");

        anna->enabled = false;
        run(place, verb_command, (const char *[]){ "set", "enabled", "OFF", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "enabled is now off. Reminders are switched off.\n");
        anna->enabled = true;
        anna->next_break_usec = 0;
        run(place, verb_command, (const char *[]){ "done", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "Noted as done.\n");
}

static void a_refusal_is_told_as_the_daemon_says_it(void **state)
{
        struct place *place = *state;
        struct spoken spoken;
        char calls[256];

        place->home.error = API_ERROR ".Refused";
        place->home.sentence = "There is no open prompt.";
        run(place, verb_command, (const char *[]){ "snooze", NULL }, &spoken, calls);
        assert_string_equal(spoken.error, "unslouch snooze: There is no open prompt.\n");
        assert_string_equal(spoken.out, "");
        assert_int_equal(spoken.status, EXIT_STATUS_FAILED);

        run(place, verb_command, (const char *[]){ "set", "snooze", "9", "--json", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "{\"done\":false,\"reason\":\"There is no open prompt.\"}\n");
        assert_int_equal(spoken.status, EXIT_STATUS_FAILED);

        run(place, verb_command, (const char *[]){ "skip", "carl", "--json", NULL }, &spoken, calls);
        assert_string_equal(
                spoken.out, "{\"done\":false,\"reason\":\"There is no person 'carl'; known: anna.\"}\n");
        assert_string_equal(calls, "");
}

static void mistakes_never_reach_the_daemon(void **state)
{
        static const struct {
                const char *arguments[6];
                const char *error;
        } cases[] = {
                { { "done", "anna", "ben" },
                        "unslouch done: one person at a time; try unslouch done --help\n" },
                { { "skip", "anna", "-p", "anna" },
                        "unslouch skip: the person is named twice; try unslouch skip --help\n" },
                { { "snooze", "soon" },
                        "unslouch snooze: a duration is whole minutes, like 15 or '15 min'; try unslouch "
                        "snooze --help\n" },
                { { "snooze", "90 s" },
                        "unslouch snooze: a duration is whole minutes, like 15 or '15 min'; try unslouch "
                        "snooze --help\n" },
                { { "snooze", "0 min" },
                        "unslouch snooze: a duration is whole minutes, like 15 or '15 min'; try unslouch "
                        "snooze --help\n" },
                { { "snooze", "0" },
                        "unslouch snooze: a duration is whole minutes, like 15 or '15 min'; try unslouch "
                        "snooze --help\n" },
                { { "hold" }, "unslouch hold: a reason is missing, such as call or guests; try unslouch hold "
                              "--help\n" },
                { { "release" },
                        "unslouch release: a reason is missing; unslouch status names them; try unslouch "
                        "release --help\n" },
                { { "release", "call", "film" },
                        "unslouch release: one reason at a time; try unslouch release --help\n" },
                { { "set", "sit_limt", "30" },
                        "unslouch set: there is no setting 'sit_limt'; did you mean 'sit_limit'?\n" },
                { { "set", "sit_limits" },
                        "unslouch set: there is no setting 'sit_limits'; did you mean 'sit_limit'?\n" },
                { { "set", "colour", "red" },
                        "unslouch set: there is no setting 'colour'; unslouch set alone names them\n" },
                { { "done", "--jsno" },
                        "unslouch done: there is no option '--jsno'; did you mean '--json'?\n" },
        };
        char words[300];
        struct spoken spoken;
        char calls[256];

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                run(*state, verb_command, cases[i].arguments, &spoken, calls);
                assert_string_equal(spoken.error, cases[i].error);
                assert_string_equal(spoken.out, "");
                assert_string_equal(calls, "");
                assert_int_equal(spoken.status, EXIT_STATUS_USAGE);
        }
        memset(words, 'x', sizeof(words) - 1);
        words[sizeof(words) - 1] = '\0';
        run(*state, verb_command, (const char *[]){ "hold", "call", words, NULL }, &spoken, calls);
        assert_string_equal(spoken.error, "unslouch hold: that is too long; try unslouch hold --help\n");
}

static void people_are_listed_for_scripts(void **state)
{
        struct place *place = *state;
        struct spoken spoken;
        char calls[256];

        place->home.count = 2;
        run(place, verb_people, (const char *[]){ "people", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "anna\nben\n");
        run(place, verb_people, (const char *[]){ "people", "--json", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "[{\"id\":\"anna\",\"name\":\"Anna\",\"posture\":\"sitting\"},"
                                        "{\"id\":\"ben\",\"name\":\"Ben\",\"posture\":\"unknown\"}]\n");
        assert_int_equal(spoken.status, EXIT_STATUS_DONE);
        run(place, verb_people, (const char *[]){ "people", "anna", NULL }, &spoken, calls);
        assert_string_equal(
                spoken.error, "unslouch people: 'anna' is too much; try unslouch people --help\n");
        assert_int_equal(spoken.status, EXIT_STATUS_USAGE);
        place->home.count = 0;
        run(place, verb_people, (const char *[]){ "people", "--json", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "[]\n");
}

static void a_reload_tells_what_is_wrong_with_the_file(void **state)
{
        struct place *place = *state;
        struct spoken spoken;
        char calls[256];

        run(place, verb_reload, (const char *[]){ "reload", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "The configuration is in force.\n");
        assert_int_equal(spoken.status, EXIT_STATUS_DONE);
        run(place, verb_reload, (const char *[]){ "reload", "--json", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "{\"applied\":true,\"problems\":[]}\n");

        place->home.unapplied = true;
        run(place, verb_reload, (const char *[]){ "reload", NULL }, &spoken, calls);
        assert_string_equal(spoken.out,
                "/etc/unslouch/unslouch.conf: warning: there is no seat\n"
                "/etc/unslouch/unslouch.conf:12: setting 'x': value '1': no such setting\n"
                "The configuration was not taken: what was in force stays.\n");
        assert_int_equal(spoken.status, EXIT_STATUS_CONFIG);
        run(place, verb_reload, (const char *[]){ "reload", "--json", NULL }, &spoken, calls);
        assert_non_null(strstr(spoken.out, "{\"applied\":false,\"problems\":[{\"file\":"));
        assert_non_null(strstr(spoken.out, "\"line\":12,\"text\":\"setting 'x': value '1': no such setting\","
                                           "\"warning\":false}"));
        assert_int_equal(spoken.status, EXIT_STATUS_CONFIG);
}

static void why_is_told_in_sentences_or_as_it_is(void **state)
{
        struct place *place = *state;
        struct spoken spoken;
        char calls[256];

        run(place, verb_why, (const char *[]){ "why", "anna", NULL }, &spoken, calls);
        assert_non_null(strstr(spoken.out, "Anna has been sitting"));
        assert_int_equal(spoken.status, EXIT_STATUS_DONE);
        place->home.why = "{\"row\":1}";
        run(place, verb_why, (const char *[]){ "why", "--json", NULL }, &spoken, calls);
        assert_string_equal(spoken.out, "{\"row\":1}\n");
        place->home.why = "[";
        run(place, verb_why, (const char *[]){ "why", NULL }, &spoken, calls);
        assert_string_equal(spoken.error,
                "unslouch why: the daemon's answer makes no sense here: is it of another version?\n");
        assert_int_equal(spoken.status, EXIT_STATUS_FAILED);
        run(place, verb_why, (const char *[]){ "why", "anna", "ben", NULL }, &spoken, calls);
        assert_string_equal(spoken.error, "unslouch why: 'ben' is too much; try unslouch why --help\n");
        assert_int_equal(spoken.status, EXIT_STATUS_USAGE);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        commands_reach_the_daemon_and_tell_what_is_true_now, enter, leave),
                cmocka_unit_test_setup_teardown(what_is_left_is_told, enter, leave),
                cmocka_unit_test_setup_teardown(a_refusal_is_told_as_the_daemon_says_it, enter, leave),
                cmocka_unit_test_setup_teardown(mistakes_never_reach_the_daemon, enter, leave),
                cmocka_unit_test_setup_teardown(people_are_listed_for_scripts, enter, leave),
                cmocka_unit_test_setup_teardown(why_is_told_in_sentences_or_as_it_is, enter, leave),
                cmocka_unit_test_setup_teardown(a_reload_tells_what_is_wrong_with_the_file, enter, leave),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
