/* SPDX-License-Identifier: MIT */
#include "unit/spoken.h"
#include "unit/stand_in.h"
#include "unit/test.h"

#include "base/cleanup.h"
#include "client/connection_inside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const struct stand_in_home two_people = {
        .people = {
                { .id = "anna",
                        .name = "Anna",
                        .posture = POSTURE_SITTING,
                        .phase = PHASE_SNOOZED,
                        .since_usec = 1000,
                        .bout_start_usec = 2000,
                        .bout_sec = 1800,
                        .sitting_today_sec = 7200,
                        .breaks_today = 3,
                        .longest_bout_today_sec = 2400,
                        .next_break_usec = 3000,
                        .prompt_id = "anna-2026-11-22-3",
                        .snoozes_left = 1,
                        .holds = { "call", "guests" },
                        .hold_count = 2,
                        .room = "office",
                        .enabled = true,
                        .sit_limit_min = 30,
                        .break_goal_min = 2,
                        .snooze_min = 10 },
                { .id = "ben", .name = "Ben" },
        },
        .count = 2,
};

struct place {
        struct private_bus session;
        struct private_bus system;
        struct stand_in daemon;
};

static void use_addresses(const struct place *place)
{
        setenv("DBUS_SESSION_BUS_ADDRESS", place->session.address, 1);
        setenv("DBUS_SYSTEM_BUS_ADDRESS", place->system.address, 1);
}

/* Both buses run; the daemon is on neither. */
static void make_place(struct place *place)
{
        private_bus_init(&place->session);
        private_bus_init(&place->system);
        private_bus_start(&place->session);
        private_bus_start(&place->system);
        use_addresses(place);
}

static void leave_place(struct place *place)
{
        private_bus_done(&place->session);
        private_bus_done(&place->system);
}

static enum bus_kind kind_of(const struct connection_options *options)
{
        struct connection *connection = NULL;
        const char *address = NULL;
        enum bus_kind kind = BUS_NONE;

        if (connection_open(options, &connection) != EXIT_STATUS_DONE)
                return BUS_NONE;
        assert_true(sd_bus_get_address(connection_bus(connection), &address) >= 0);
        kind = strcmp(address, getenv("DBUS_SYSTEM_BUS_ADDRESS")) == 0 ? BUS_SYSTEM : BUS_SESSION;
        connection_close(connection);
        return kind;
}

static void the_bus_that_has_the_daemon_is_taken(void **state)
{
        struct connection_options options = { .verb = "status" };
        struct place place;

        (void)state;
        make_place(&place);
        stand_in_start(&place.daemon, &place.system, &two_people);
        assert_int_equal(kind_of(&options), BUS_SYSTEM);
        options.bus = BUS_SYSTEM;
        assert_int_equal(kind_of(&options), BUS_SYSTEM);
        stand_in_stop(&place.daemon);

        stand_in_start(&place.daemon, &place.session, &two_people);
        options.bus = BUS_NONE;
        assert_int_equal(kind_of(&options), BUS_SESSION);
        options.bus = BUS_SESSION;
        assert_int_equal(kind_of(&options), BUS_SESSION);
        stand_in_stop(&place.daemon);
        leave_place(&place);
}

/* Opens a connection as the arguments say, and closes it. */
static int open_only(int argc, char *argv[])
{
        struct connection_options options = { .verb = argv[0] };
        struct connection *connection = NULL;
        int status;

        if (argc > 1)
                options.bus = strcmp(argv[1], "system") == 0 ? BUS_SYSTEM : BUS_SESSION;
        status = connection_open(&options, &connection);
        connection_close(connection);
        return status;
}

#define ON_SYSTEM  "  systemctl start unslouchd\n"
#define ON_SESSION "  systemctl --user start unslouchd\n  unslouchd --bus=session --config FILE\n"
#define ABSENT     "unslouch status: no daemon is there. To start it, one of:\n"

static void without_a_daemon_it_says_how_to_start_it(void **state)
{
        struct place place;
        struct spoken spoken;

        (void)state;
        make_place(&place);
        spoken_run(&spoken, open_only, (const char *[]){ "status", NULL });
        assert_string_equal(spoken.error, ABSENT ON_SYSTEM ON_SESSION);
        assert_int_equal(spoken.status, EXIT_STATUS_NO_DAEMON);
        spoken_run(&spoken, open_only, (const char *[]){ "status", "system", NULL });
        assert_string_equal(spoken.error, ABSENT ON_SYSTEM);
        spoken_run(&spoken, open_only, (const char *[]){ "status", "session", NULL });
        assert_string_equal(spoken.error, ABSENT ON_SESSION);
        leave_place(&place);

        spoken_run(&spoken, open_only, (const char *[]){ "status", NULL });
        assert_string_equal(spoken.error, ABSENT ON_SYSTEM ON_SESSION);
        spoken_run(&spoken, open_only, (const char *[]){ "status", "session", NULL });
        assert_string_equal(spoken.error,
                "unslouch status: the session bus cannot be asked: it does not run\n" ABSENT ON_SESSION);
        assert_int_equal(spoken.status, EXIT_STATUS_NO_DAEMON);
}

static int open_connection(const char *person, struct connection **ret_connection)
{
        const struct connection_options options = { .verb = "status", .person = person };

        return connection_open(&options, ret_connection);
}

/* Prints the id of the person that is found. */
static int find_person(int argc, char *argv[])
{
        struct connection *connection = NULL;
        CLEANUP_FREE char *path = NULL;
        char id[TEXT_ID_SIZE] = "";
        int status;

        assert_int_equal(open_connection(argc > 1 ? argv[1] : NULL, &connection), EXIT_STATUS_DONE);
        status = connection_find_person(connection, &path);
        if (status == EXIT_STATUS_DONE)
                assert_int_equal(connection_person_id(path, id), 0);
        printf("%s", id);
        connection_close(connection);
        return status;
}

static void a_person_is_found_or_the_known_ones_are_named(void **state)
{
        static const struct {
                size_t count;
                size_t own;
                const char *person;
                int status;
                const char *id;
                const char *error;
        } cases[] = {
                { 1, 0, NULL, EXIT_STATUS_DONE, "anna", "" },
                { 2, 0, "ben", EXIT_STATUS_DONE, "ben", "" },
                { 2, 2, NULL, EXIT_STATUS_DONE, "ben", "" },
                { 2, 0, NULL, EXIT_STATUS_USAGE, "",
                        "unslouch status: say which person: --person anna, ben\n" },
                { 2, 0, "bne", EXIT_STATUS_FAILED, "",
                        "unslouch status: There is no person 'bne'; known: anna.\n" },
                { 0, 0, NULL, EXIT_STATUS_FAILED, "", "unslouch status: nobody is configured\n" },
        };
        struct place place;

        (void)state;
        make_place(&place);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct stand_in_home home = two_people;
                struct spoken spoken;

                home.count = cases[i].count;
                home.own = cases[i].own;
                stand_in_start(&place.daemon, &place.session, &home);
                spoken_run(&spoken, find_person, (const char *[]){ "status", cases[i].person, NULL });
                assert_string_equal(spoken.error, cases[i].error);
                assert_string_equal(spoken.out, cases[i].id);
                assert_int_equal(spoken.status, cases[i].status);
                stand_in_stop(&place.daemon);
        }
        leave_place(&place);
}

static void ids_come_of_paths_of_people_only(void **state)
{
        char id[TEXT_ID_SIZE] = "untouched";

        (void)state;
        assert_int_equal(connection_person_id(API_PATH, id), -EINVAL);
        assert_int_equal(connection_person_id(API_PATH "/person/"
                                                       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                 id),
                -ENAMETOOLONG);
        assert_string_equal(id, "untouched");
        assert_int_equal(connection_person_id(API_PATH "/person/anna_2dx", id), 0);
        assert_string_equal(id, "anna-x");
}

/* A place whose session bus has the daemon, and a connection to it. */
static struct connection *enter(struct place *place, const struct stand_in_home *home)
{
        struct connection *connection = NULL;

        make_place(place);
        stand_in_start(&place->daemon, &place->session, home);
        assert_int_equal(open_connection(NULL, &connection), EXIT_STATUS_DONE);
        return connection;
}

static void leave(struct place *place, struct connection *connection)
{
        connection_close(connection);
        stand_in_stop(&place->daemon);
        leave_place(place);
}

#define ANNA API_PATH "/person/anna"

static void a_status_has_every_property(void **state)
{
        const struct person_status *anna = &two_people.people[0];
        struct connection *connection;
        struct person_status status;
        struct place place;

        (void)state;
        connection = enter(&place, &two_people);
        assert_int_equal(connection_get_status(connection, ANNA, &status), EXIT_STATUS_DONE);
        assert_in_range(status.asked_usec, INT64_C(1700000000000000), INT64_C(9000000000000000));
        status.asked_usec = 0;
        assert_memory_equal(&status, anna, sizeof(status));
        assert_int_equal(
                connection_get_status(connection, API_PATH "/person/ben", &status), EXIT_STATUS_DONE);
        assert_string_equal(status.name, "Ben");
        assert_int_equal(status.posture, POSTURE_UNKNOWN);
        leave(&place, connection);
}

static void the_history_comes_as_records(void **state)
{
        CLEANUP_FREE struct prompt_record *prompts = NULL;
        CLEANUP_FREE struct span_record *spans = NULL;
        CLEANUP_FREE struct day_summary *days = NULL;
        const struct day_summary day = {
                .day = 20779,
                .seated_usec = 3600 * USEC_PER_SEC,
                .longest_usec = 1800 * USEC_PER_SEC,
                .bouts = 3,
                .interruptions = UINT16_MAX, /* more than the record holds */
                .breaks = 5,
                .full_breaks = 6,
                .prompts = 7,
                .outcomes = { 8, 9, 10, 11, 12 },
        };
        struct connection *connection;
        struct place place;
        size_t count = 0;

        (void)state;
        connection = enter(&place, &two_people);
        assert_int_equal(
                connection_list_spans(connection, ANNA, -5, 10000, &spans, &count), EXIT_STATUS_DONE);
        assert_int_equal(count, 2);
        assert_int_equal(spans[0].posture, POSTURE_AWAY);
        assert_true(spans[0].censored);
        assert_int_equal(spans[1].posture, POSTURE_SITTING);
        assert_int_equal(spans[1].from_realtime_usec, 2000);
        assert_int_equal(spans[1].to_realtime_usec, 9000);

        assert_int_equal(
                connection_list_prompts(connection, ANNA, 0, 10000, &prompts, &count), EXIT_STATUS_DONE);
        assert_int_equal(count, 2);
        assert_int_equal(prompts[0].id.day, 20779);
        assert_int_equal(prompts[0].id.number, 3);
        assert_true(prompts[0].ended && prompts[0].claimed);
        assert_int_equal(prompts[0].outcome, OUTCOME_TAKEN);
        assert_int_equal(prompts[0].snoozes, 2);
        assert_int_equal(prompts[0].due_realtime_usec, 1);
        assert_int_equal(prompts[0].left_realtime_usec, 4);
        assert_int_equal(prompts[0].sat_usec, 1800 * USEC_PER_SEC);
        assert_false(prompts[1].ended);

        assert_int_equal(
                connection_list_days(connection, ANNA, 20779, 20779, &days, &count), EXIT_STATUS_DONE);
        assert_int_equal(count, 1);
        assert_memory_equal(&days[0], &day, sizeof(day));
        leave(&place, connection);
}

/* Asks the daemon for what the first argument says. */
static int ask(int argc, char *argv[])
{
        CLEANUP_FREE char *text = NULL;
        struct connection *connection = NULL;
        struct person_status status;
        void *rows = NULL;
        size_t count;
        int result = -1;

        (void)argc;
        assert_int_equal(open_connection(NULL, &connection), EXIT_STATUS_DONE);
        if (strcmp(argv[0], "status") == 0)
                result = connection_get_status(connection, ANNA, &status);
        else if (strcmp(argv[0], "absent") == 0)
                result = connection_get_status(connection, API_PATH "/person/carl", &status);
        else if (strcmp(argv[0], "spans") == 0)
                result = connection_list_spans(connection, ANNA, 0, 1, (struct span_record **)&rows, &count);
        else if (strcmp(argv[0], "prompts") == 0)
                result = connection_list_prompts(
                        connection, ANNA, 0, 1, (struct prompt_record **)&rows, &count);
        else if (strcmp(argv[0], "days") == 0)
                result = connection_list_days(connection, ANNA, 0, 1, (struct day_summary **)&rows, &count);
        else if (strcmp(argv[0], "property") == 0)
                result = connection_get_text(connection, ANNA, "Height", &text);
        else if (strcmp(argv[0], "method") == 0)
                result = connection_call(connection, ANNA, "Dance", "");
        else if (strcmp(argv[0], "snooze") == 0)
                result = connection_call(connection, ANNA, "Snooze", "su", "", (uint32_t)15);
        assert_null(rows);
        printf("%s", connection_reason(connection));
        connection_close(connection);
        return result;
}

#define OTHER_VERSION "the daemon's answer makes no sense here: is it of another version? Restart it"
#define OLDER         "the daemon does not know this: is it older than this command? Restart it"
#define RULES         "Rejected send message, 2 matched rules; type=\"method_call\", sender=\":1.5\""

static void each_refusal_is_told_once_in_plain_words(void **state)
{
        static const struct {
                const char *question;
                const char *error;
                const char *sentence;
                bool nonsense;
                int status;
                const char *told;
        } cases[] = {
                { "snooze", NULL, NULL, false, EXIT_STATUS_DONE, "" },
                { "snooze", API_ERROR ".Refused", "No snooze is left.", false, EXIT_STATUS_FAILED,
                        "No snooze is left." },
                { "snooze", SD_BUS_ERROR_INVALID_ARGS, "Allowed are 5 to 60 minutes.", false,
                        EXIT_STATUS_FAILED, "Allowed are 5 to 60 minutes." },
                { "snooze", SD_BUS_ERROR_ACCESS_DENIED, "Only members of the group unslouch may do this.",
                        false, EXIT_STATUS_FAILED, "Only members of the group unslouch may do this." },
                { "snooze", SD_BUS_ERROR_ACCESS_DENIED, RULES, false, EXIT_STATUS_FAILED,
                        "the bus does not let you speak to the daemon; members of the group 'unslouch' may" },
                { "snooze", SD_BUS_ERROR_NO_REPLY, "x", false, EXIT_STATUS_NO_DAEMON,
                        "the daemon is not there any more" },
                { "snooze", "org.example.Odd", "", false, EXIT_STATUS_FAILED,
                        "the daemon refuses: org.example.Odd" },
                { "absent", NULL, NULL, false, EXIT_STATUS_FAILED, "the person is not configured any more" },
                { "property", NULL, NULL, false, EXIT_STATUS_FAILED, OLDER },
                { "method", NULL, NULL, false, EXIT_STATUS_FAILED, OLDER },
                { "status", NULL, NULL, true, EXIT_STATUS_FAILED, OTHER_VERSION },
                { "spans", NULL, NULL, true, EXIT_STATUS_FAILED, OTHER_VERSION },
                { "prompts", NULL, NULL, true, EXIT_STATUS_FAILED, OTHER_VERSION },
                { "days", NULL, NULL, true, EXIT_STATUS_FAILED, OTHER_VERSION },
        };
        struct place place;

        (void)state;
        make_place(&place);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct stand_in_home home = two_people;
                char line[CONNECTION_REASON_SIZE + 32] = "";
                struct spoken spoken;

                home.error = cases[i].error;
                home.sentence = cases[i].sentence;
                home.nonsense = cases[i].nonsense;
                stand_in_start(&place.daemon, &place.session, &home);
                spoken_run(&spoken, ask, (const char *[]){ cases[i].question, NULL });
                assert_string_equal(spoken.out, cases[i].told);
                if (cases[i].told[0] != '\0')
                        snprintf(line, sizeof(line), "unslouch status: %s\n", cases[i].told);
                assert_string_equal(spoken.error, line);
                assert_int_equal(spoken.status, cases[i].status);
                stand_in_stop(&place.daemon);
        }
        leave_place(&place);
}

/* Where the next function finds the daemon that it ends. */
static struct place doomed;

/* The daemon, or the whole bus, ends between the opening and the question. */
static int ask_the_dead(int argc, char *argv[])
{
        struct connection *connection = NULL;
        struct person_status status;
        int result;

        (void)argc;
        assert_int_equal(open_connection(NULL, &connection), EXIT_STATUS_DONE);
        stand_in_stop(&doomed.daemon);
        if (strcmp(argv[0], "bus") == 0)
                private_bus_stop(&doomed.session);
        result = connection_get_status(connection, ANNA, &status);
        connection_close(connection);
        return result;
}

static void a_daemon_that_goes_away_is_told(void **state)
{
        static const struct {
                const char *who;
                const char *error;
        } cases[] = {
                { "daemon", "unslouch status: the daemon is not there any more\n" },
                { "bus", "unslouch status: the bus went away\n" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct spoken spoken;

                make_place(&doomed);
                stand_in_start(&doomed.daemon, &doomed.session, &two_people);
                spoken_run(&spoken, ask_the_dead, (const char *[]){ cases[i].who, NULL });
                assert_string_equal(spoken.error, cases[i].error);
                assert_int_equal(spoken.status, EXIT_STATUS_NO_DAEMON);
                leave_place(&doomed);
        }
}

/* With a shorter patience than ours. */
static int ask_the_silent(int argc, char *argv[])
{
        struct connection *connection = NULL;
        struct person_status status;
        int result;

        (void)argc;
        (void)argv;
        assert_int_equal(open_connection(NULL, &connection), EXIT_STATUS_DONE);
        assert_true(sd_bus_set_method_call_timeout(connection_bus(connection), 50 * USEC_PER_MSEC) >= 0);
        result = connection_get_status(connection, ANNA, &status);
        connection_close(connection);
        return result;
}

static void a_daemon_that_does_not_answer_is_told(void **state)
{
        struct stand_in_home home = two_people;
        struct spoken spoken;
        struct place place;

        (void)state;
        home.silent = true;
        make_place(&place);
        stand_in_start(&place.daemon, &place.session, &home);
        spoken_run(&spoken, ask_the_silent, (const char *[]){ "status", NULL });
        assert_string_equal(spoken.error, "unslouch status: the daemon does not answer\n");
        assert_int_equal(spoken.status, EXIT_STATUS_NO_DAEMON);
        stand_in_stop(&place.daemon);
        leave_place(&place);
}

/* Takes connections, says nothing. */
static int listen_silently(const struct private_bus *bus)
{
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

        assert_true(listener >= 0);
        snprintf(address.sun_path, sizeof(address.sun_path), "%s", bus->socket);
        assert_int_equal(bind(listener, (const struct sockaddr *)&address, sizeof(address)), 0);
        assert_int_equal(listen(listener, 4), 0);
        return listener;
}

static void a_bus_that_does_not_answer_is_told(void **state)
{
        struct spoken spoken;
        struct place place;
        int listener;

        (void)state;
        make_place(&place);
        private_bus_stop(&place.system);
        listener = listen_silently(&place.system);
        spoken_run(&spoken, open_only, (const char *[]){ "status", "system", NULL });
        assert_string_equal(spoken.error,
                "unslouch status: the system bus cannot be asked: it does not answer\n" ABSENT ON_SYSTEM);
        assert_int_equal(spoken.status, EXIT_STATUS_NO_DAEMON);
        close(listener);
        unlink(place.system.socket);
        leave_place(&place);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_bus_that_has_the_daemon_is_taken),
                cmocka_unit_test(without_a_daemon_it_says_how_to_start_it),
                cmocka_unit_test(a_person_is_found_or_the_known_ones_are_named),
                cmocka_unit_test(ids_come_of_paths_of_people_only),
                cmocka_unit_test(a_status_has_every_property),
                cmocka_unit_test(the_history_comes_as_records),
                cmocka_unit_test(each_refusal_is_told_once_in_plain_words),
                cmocka_unit_test(a_daemon_that_goes_away_is_told),
                cmocka_unit_test(a_daemon_that_does_not_answer_is_told),
                cmocka_unit_test(a_bus_that_does_not_answer_is_told),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
