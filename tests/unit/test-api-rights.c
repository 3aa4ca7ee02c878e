/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/api_bench.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define INVALID_USER 65534
#define UNKNOWN_USER 3999999999U
#define CONNECT_RULE "<allow user=\"*\"/>"
/* The policy that the rules stand in is closed and opened again around it. */
#define SHIPPED_POLICY                                                                                       \
        CONNECT_RULE "</policy><include>" TOP_SRCDIR "/systemd/" API_NAME                                    \
                     ".conf</include><policy context=\"default\">"
#define NAME_RULE "<deny own=\"" API_NAME "\"/>"

static void rights_are_those_of_root_the_group_and_the_person(void **state)
{
        static const gid_t others[] = { 100, 101 };
        static const gid_t root_groups[] = { 0 };
        static const gid_t members[] = { 100, 42, 101 };
        static const struct {
                struct api_rights rights;
                uid_t uid;
                const gid_t *gids;
                size_t gid_count;
                uid_t person_uid;
                bool allowed;
        } cases[] = {
                /* The system bus: root, the group, the person's own user. */
                { { .has_group = true, .group = 42 }, 0, NULL, 0, API_NO_USER, true },
                { { .has_group = true, .group = 42 }, 0, NULL, 0, 1000, true },
                { { .has_group = true, .group = 42 }, 1000, members, 3, API_NO_USER, true },
                { { .has_group = true, .group = 42 }, 1000, members, 3, 2000, true },
                { { .has_group = true, .group = 42 }, 1000, members, 1, 2000, false },
                { { .has_group = true, .group = 42 }, 1000, others, 2, API_NO_USER, false },
                { { .has_group = true, .group = 42 }, 1000, others, 2, 1000, true },
                { { .has_group = true, .group = 42 }, 1000, others, 2, 2000, false },
                { { .has_group = true, .group = 42 }, 1000, NULL, 0, 1000, true },
                /* Nobody is the user of who has none. */
                { { .has_group = true, .group = 42 }, API_NO_USER, others, 2, API_NO_USER, false },
                /* The daemon's own user is nobody special there. */
                { { .has_group = true, .group = 42, .own_uid = 1000 }, 1000, others, 2, API_NO_USER, false },
                /* Without the group there are no members, not even of group 0. */
                { { .group = 0 }, 1000, root_groups, 1, API_NO_USER, false },
                { { .group = 42 }, 1000, members, 3, 1000, true },
                /* The session bus: root and the daemon's own user. */
                { { .session_bus = true, .own_uid = 1000 }, 0, NULL, 0, API_NO_USER, true },
                { { .session_bus = true, .own_uid = 1000 }, 1000, NULL, 0, API_NO_USER, true },
                { { .session_bus = true, .own_uid = 1000 }, 1000, NULL, 0, 2000, true },
                { { .session_bus = true, .own_uid = 1000 }, 2000, NULL, 0, 2000, false },
                { { .session_bus = true, .own_uid = 1000, .has_group = true, .group = 42 }, 2000, members, 3,
                        API_NO_USER, false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(api_rights_allow(&cases[i].rights, cases[i].uid, cases[i].gids,
                                         cases[i].gid_count, cases[i].person_uid),
                        cases[i].allowed);
}

/* ---- who a caller is ---- */

static int serve_own_user(void **state)
{
        int r = api_bench_set_up(state);

        api_bench_start(*state, true);
        return r;
}

/* What the bus could answer, made up on a connection and read like the real thing. */
static sd_bus_message *new_credentials(struct api_bench *bench, const char *parts)
{
        const uint32_t gids[] = { 7, 8, 9 };
        sd_bus_message *message = NULL;

        assert_true(sd_bus_message_new_signal(bench->client, &message, "/", "a.b", "C") >= 0);
        assert_true(sd_bus_message_open_container(message, 'a', "{sv}") >= 0);
        for (; *parts; parts++) {
                if (*parts == 'u')
                        assert_true(sd_bus_message_append(message, "{sv}", "UnixUserID", "u", 1234) >= 0);
                if (*parts == 'U')
                        assert_true(sd_bus_message_append(message, "{sv}", "UnixUserID", "s", "root") >= 0);
                if (*parts == 'g')
                        assert_true(sd_bus_message_append(message, "{sv}", "UnixGroupIDs", "au", 3, gids[0],
                                            gids[1], gids[2]) >= 0);
                if (*parts == 'n')
                        assert_true(sd_bus_message_append(message, "{sv}", "UnixGroupIDs", "au", 0) >= 0);
                if (*parts == 'G')
                        assert_true(
                                sd_bus_message_append(message, "{sv}", "UnixGroupIDs", "as", 1, "x") >= 0);
                if (*parts == 'o')
                        assert_true(sd_bus_message_append(message, "{sv}", "ProcessID", "u", 99) >= 0);
        }
        assert_true(sd_bus_message_close_container(message) >= 0);
        assert_true(sd_bus_message_seal(message, 1, 0) >= 0);
        assert_true(sd_bus_message_rewind(message, true) >= 0);
        return message;
}

static void credentials_are_those_that_the_bus_tells(void **state)
{
        static const struct {
                const char *parts;
                int result;
                size_t gid_count;
                bool has_groups;
        } cases[] = {
                { "u", 0, 0, false },
                { "oguo", 0, 3, true },
                { "un", 0, 0, true },
                { "ggu", 0, 3, true },
                { "", -ENODATA, 0, false },
                { "g", -ENODATA, 3, true },
                { "U", -ENXIO, 0, false },
                { "uG", -ENXIO, 0, false },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                sd_bus_message *message = new_credentials(bench, cases[i].parts);
                struct api_caller caller = { .sender = NULL };

                assert_int_equal(api_rights_read_credentials(message, &caller), cases[i].result);
                if (cases[i].result == 0)
                        assert_int_equal(caller.uid, 1234);
                assert_int_equal(caller.gid_count, cases[i].gid_count);
                assert_int_equal(caller.gids != NULL, cases[i].has_groups);
                if (caller.gid_count == 3)
                        assert_int_equal(caller.gids[2], 9);
                free(caller.gids);
                sd_bus_message_unref(message);
        }
}

static void without_a_word_of_the_bus_the_user_database_knows_the_groups(void **state)
{
        struct api_caller root = { .uid = 0 };
        struct api_caller nobody = { .uid = UNKNOWN_USER };

        (void)state;
        assert_int_equal(api_rights_look_up_groups(&root), 0);
        assert_true(root.gid_count >= 1);
        assert_int_equal(root.gids[0], 0);
        free(root.gids);
        assert_int_equal(api_rights_look_up_groups(&nobody), 0);
        assert_int_equal(nobody.gid_count, 0);
}

/* ---- a user who is neither root nor a member of the group ---- */

static uid_t plain_user(void)
{
        return geteuid() == 0 ? INVALID_USER : geteuid();
}

/* anna is that user, ben another one. */
static int serve_plain_user(void **state)
{
        struct api_bench *bench;
        int r = api_bench_set_up(state);

        bench = *state;
        bench->people[ANNA].uid = plain_user();
        bench->people[BEN].uid = plain_user() + 1;
        bench->private.rules = CONNECT_RULE;
        api_bench_start(bench, false);
        /* A machine may have the group, and this user in it. */
        bench->api->rights.has_group = false;
        return r;
}

struct attempt {
        const char *arguments[9];
        const char *words;       /* in what busctl writes */
        const char *other_words; /* not in it */
};

static void attempt_all(struct api_bench *bench, const struct attempt *attempts, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                const char *output = api_bench_busctl(bench, plain_user(), attempts[i].arguments);

                if (!strstr(output, attempts[i].words))
                        fail_msg("case %zu: '%s' is not in '%s'", i, attempts[i].words, output);
                if (attempts[i].other_words && strstr(output, attempts[i].other_words))
                        fail_msg("case %zu: '%s' is in '%s'", i, attempts[i].other_words, output);
        }
}

/* busctl has words of its own for AccessDenied. */
#define DENIED "Access denied"
#define CALL(...)                                                                                            \
        {                                                                                                    \
                "call", API_NAME, __VA_ARGS__                                                                \
        }
#define GET(path_, ...)                                                                                      \
        {                                                                                                    \
                "get-property", API_NAME, path_, __VA_ARGS__                                                 \
        }

static void a_person_s_own_user_has_that_person_and_nothing_else(void **state)
{
        static const struct attempt attempts[] = {
                { GET(ANNA_PATH, API_PERSON, "Posture"), "s \"sitting\"", NULL },
                { { "set-property", API_NAME, ANNA_PATH, API_PERSON, "SitLimit", "u", "45" }, "", "ccess" },
                { CALL(ANNA_PATH, API_PERSON, "Done", "s", ""), "", "ccess" },
                { CALL(API_PATH, API_MANAGER, "GetPerson", "s", "anna"), "/person/anna", NULL },
                { CALL(API_PATH, API_MANAGER, "GetPerson", "s", ""), "/person/anna", NULL },
                { GET(API_PATH, API_MANAGER, "People"), "ao 1 \"" ANNA_PATH "\"", "person/ben" },
                { GET(API_PATH, API_MANAGER, "Broker"), "s \"away\"", NULL },
                { CALL(API_PATH, "org.freedesktop.DBus.Properties", "GetAll", "s", API_MANAGER), ANNA_PATH,
                        NULL },
                { { "introspect", API_NAME, ANNA_PATH }, "ReportActivity", NULL },
                { { "tree", API_NAME }, "/person/anna", "person/ben" },
                { { "introspect", API_NAME, API_PATH }, "Reload", NULL },
                { CALL(BEN_PATH, "org.freedesktop.DBus.Peer", "Ping"), "", "ccess" },

                { GET(BEN_PATH, API_PERSON, "Posture"), DENIED, NULL },
                { { "set-property", API_NAME, BEN_PATH, API_PERSON, "SitLimit", "u", "45" }, DENIED, NULL },
                { CALL(BEN_PATH, API_PERSON, "Done", "s", ""), DENIED, NULL },
                { { "introspect", API_NAME, BEN_PATH }, DENIED, NULL },
                { CALL(BEN_PATH, "org.freedesktop.DBus.Properties", "GetAll", "s", API_PERSON), DENIED,
                        NULL },
                /* Who there is and who there is not looks the same. */
                { CALL(API_PATH, API_MANAGER, "GetPerson", "s", "ben"), DENIED, NULL },
                { CALL(API_PATH, API_MANAGER, "GetPerson", "s", "nobody"), DENIED, NULL },
                { CALL(API_PATH, API_MANAGER, "GetPerson", "u", "1"), DENIED, NULL },
                { { "introspect", API_NAME, API_PEOPLE_PATH "/nobody" }, DENIED, NULL },
                { CALL(API_PATH, API_MANAGER, "Reload"), DENIED, NULL },
                { CALL("/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"), DENIED, NULL },
        };

        attempt_all(*state, attempts, ELEMENTS(attempts));
}

static void who_is_nobody_here_may_only_ping(void **state)
{
        static const struct attempt attempts[] = {
                { CALL("/", "org.freedesktop.DBus.Peer", "Ping"), "", "ccess" },
                { CALL(API_PATH, API_MANAGER, "GetPerson", "s", "anna"), DENIED, NULL },
                { CALL(API_PATH, API_MANAGER, "GetPerson", "s", ""), DENIED, NULL },
                { GET(API_PATH, API_MANAGER, "People"), DENIED, NULL },
                { GET(ANNA_PATH, API_PERSON, "Posture"), DENIED, NULL },
                { { "introspect", API_NAME, "/" }, DENIED, NULL },
                { { "introspect", API_NAME, API_PATH }, DENIED, NULL },
        };
        struct api_bench *bench = *state;

        bench->people[ANNA].uid = API_NO_USER;
        assert_int_equal(api_set_people(bench->api, bench->people, PEOPLE_COUNT), 0);
        bench->api->rights.has_group = false;
        attempt_all(bench, attempts, ELEMENTS(attempts));
}

static void a_member_of_the_group_may_do_everything(void **state)
{
        static const struct attempt attempts[] = {
                { GET(BEN_PATH, API_PERSON, "Posture"), "s \"sitting\"", NULL },
                { CALL(API_PATH, API_MANAGER, "Reload"), "ba(susb) true", NULL },
                { GET(API_PATH, API_MANAGER, "People"), "ao 2", NULL },
                { CALL(API_PATH, API_MANAGER, "GetPerson", "s", "nobody"), "Known: anna, ben.", NULL },
                { CALL(API_PATH, API_MANAGER, "GetPerson", "s", ""), "There is no person", NULL },
        };
        struct api_bench *bench = *state;

        bench->people[ANNA].uid = API_NO_USER;
        assert_int_equal(api_set_people(bench->api, bench->people, PEOPLE_COUNT), 0);
        /* The group that busctl runs in, told by the bus or by the user database. */
        for (size_t i = 0; i < ELEMENTS(attempts); i++) {
                bench->api->rights.has_group = true;
                bench->api->rights.group = geteuid() == 0 ? INVALID_USER : getegid();
                attempt_all(bench, &attempts[i], 1);
        }
}

static void on_a_session_bus_another_user_may_do_nothing(void **state)
{
        static const struct attempt attempts[] = {
                { GET(ANNA_PATH, API_PERSON, "Posture"), DENIED, NULL },
                { CALL(API_PATH, API_MANAGER, "Reload"), DENIED, NULL },
        };
        struct api_bench *bench = *state;

        bench->api->rights.session_bus = true;
        bench->api->rights.own_uid = plain_user() + 1;
        attempt_all(bench, attempts, ELEMENTS(attempts));
}

static int on_answer(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        (void)ret_error;
        *(sd_bus_message **)userdata = sd_bus_message_ref(message);
        return 0;
}

static void a_caller_whom_the_bus_does_not_name_in_time_is_refused(void **state)
{
        struct api_bench *bench = *state;
        sd_bus_message *answer = NULL;
        const char *name = NULL;
        uint64_t enough_usec;

        /* The call lies in front of the API when the bus falls silent: it has answered what came behind. */
        assert_true(sd_bus_get_unique_name(bench->server, &name) >= 0);
        assert_true(sd_bus_call_method_async(bench->client, NULL, name, API_PATH, API_MANAGER, "GetPerson",
                            on_answer, &answer, "s", "anna") >= 0);
        for (int i = 0; i < 2; i++)
                assert_true(sd_bus_call_method(bench->client, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                    "org.freedesktop.DBus", "GetId", NULL, NULL, "") >= 0);
        assert_int_equal(kill(bench->private.pid, SIGSTOP), 0);
        enough_usec = private_bus_deadline() - PRIVATE_BUS_WAIT_USEC + 2 * (uint64_t)API_CREDENTIALS_USEC;
        while (private_bus_turn(bench->event, enough_usec))
                ;
        assert_int_equal(kill(bench->private.pid, SIGCONT), 0);
        WAIT_FOR(bench->event, answer);
        api_bench_expect_error(answer, SD_BUS_ERROR_ACCESS_DENIED, "did not say in time who asks");
        sd_bus_message_unref(answer);
        /* Once the bus is back, so are the rights. */
        assert_false(sd_bus_message_is_method_error(
                api_bench_call(bench, API_PATH, API_MANAGER, "GetPerson", "s", "anna"), NULL));
}

static void a_denial_names_the_group_or_the_user(void **state)
{
        static const struct {
                bool session_bus;
                const char *words;
        } cases[] = {
                { false, "Only members of the group 'unslouch' may do this" },
                { true, "Only the user whose daemon this is may do this" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct api_rights rights = { .session_bus = cases[i].session_bus };
                sd_bus_error error = SD_BUS_ERROR_NULL;

                assert_int_equal(api_error_denied(&error, &rights), -EACCES);
                assert_string_equal(error.name, SD_BUS_ERROR_ACCESS_DENIED);
                assert_non_null(strstr(error.message, cases[i].words));
                sd_bus_error_free(&error);
        }
}

/* ---- what busctl shows to who may see it ---- */

static void busctl_introspect_explains_the_interfaces(void **state)
{
        static const struct attempt attempts[] = {
                { { "introspect", "--xml-interface", API_NAME, API_PATH },
                        "<arg type=\"s\" name=\"id\" direction=\"in\"/>", NULL },
                { { "introspect", "--xml-interface", API_NAME, API_PATH },
                        "<arg type=\"a(susb)\" name=\"problems\" direction=\"out\"/>", NULL },
                { { "introspect", "--xml-interface", API_NAME, ANNA_PATH },
                        "<arg type=\"u\" name=\"lease\" direction=\"in\"/>", NULL },
                { { "introspect", "--xml-interface", API_NAME, ANNA_PATH },
                        "<arg type=\"as\" name=\"actions\"/>", NULL },
                { { "introspect", "--xml-interface", API_NAME, ANNA_PATH },
                        "<property name=\"SitLimit\" type=\"u\" access=\"readwrite\">", NULL },
                { { "introspect", API_NAME, ANNA_PATH }, ".ListDays ", NULL },
                { { "tree", API_NAME }, "/org/unslouch/Unslouch1/person/ben", NULL },
        };
        struct api_bench *bench = *state;

        for (size_t i = 0; i < ELEMENTS(attempts); i++) {
                const char *output = api_bench_busctl(bench, geteuid(), attempts[i].arguments);

                if (!strstr(output, attempts[i].words))
                        fail_msg("'%s' is not in '%s'", attempts[i].words, output);
        }
}

/* ---- the name ---- */

static void a_name_that_the_policy_refuses_is_told_once_with_what_to_do(void **state)
{
        struct api_bench *bench = *state;

        bench->private.rules = NAME_RULE;
        api_bench_start(bench, true);
        api_bench_leave(bench);
        api_bench_connect(bench);
        assert_int_equal(stderr_tap_count(&bench->tap, "install " API_NAME ".conf"), 1);
        assert_int_equal(stderr_tap_count(&bench->tap, "\n"), 1);
        /* It serves under its unique name all the same. */
        assert_false(sd_bus_message_is_method_error(
                api_bench_call(bench, ANNA_PATH, API_PERSON, "Done", "s", ""), NULL));
}

static void a_name_that_another_has_is_told_once_and_comes_when_they_leave(void **state)
{
        static const char *const arguments[] = { "get-property", API_NAME, API_PATH, API_MANAGER, "Broker",
                NULL };
        struct api_bench *bench = *state;
        sd_bus *other;
        const char *output;

        private_bus_start(&bench->private);
        other = private_bus_connect(&bench->private, bench->event);
        WAIT_FOR(bench->event, sd_bus_is_ready(other) > 0);
        assert_true(sd_bus_request_name(other, API_NAME, 0) > 0);
        api_bench_serve(bench, true);
        assert_int_equal(stderr_tap_count(&bench->tap, "Another program has the name " API_NAME), 1);
        api_bench_leave(bench);
        api_bench_connect(bench);
        assert_int_equal(stderr_tap_count(&bench->tap, "\n"), 1);
        assert_false(api_is_named(bench->api));
        assert_true(sd_bus_release_name(other, API_NAME) >= 0);
        WAIT_FOR(bench->event, api_is_named(bench->api));
        output = api_bench_busctl(bench, geteuid(), arguments);
        assert_string_equal(output, "s \"away\"\n");
        sd_bus_close_unref(other);
}

static void the_policy_that_is_shipped_gives_the_name_to_root_and_lets_everybody_ask(void **state)
{
        static const struct attempt attempts[] = {
                { GET(ANNA_PATH, API_PERSON, "Posture"), "s \"sitting\"", NULL },
                { { "introspect", API_NAME, ANNA_PATH }, "ReportActivity", NULL },
                { GET(BEN_PATH, API_PERSON, "Posture"), DENIED, NULL },
        };
        struct api_bench *bench = *state;
        bool root = geteuid() == 0;

        bench->people[ANNA].uid = plain_user();
        bench->private.rules = SHIPPED_POLICY;
        api_bench_start(bench, false);
        bench->api->rights.has_group = false;
        assert_int_equal(stderr_tap_count(&bench->tap, "does not allow this user the name"), root ? 0 : 1);
        if (root)
                attempt_all(bench, attempts, ELEMENTS(attempts));
        /* The policy is about who has the name: without it, its rules of receiving do not apply. */
        api_why_changed(bench->api, ANNA);
        api_bench_settle(bench);
        assert_int_equal(bench->signals, 1);
}

#define PLAIN(name) cmocka_unit_test_setup_teardown(name, serve_plain_user, api_bench_tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(rights_are_those_of_root_the_group_and_the_person),
                cmocka_unit_test_setup_teardown(
                        credentials_are_those_that_the_bus_tells, serve_own_user, api_bench_tear_down),
                cmocka_unit_test(without_a_word_of_the_bus_the_user_database_knows_the_groups),
                PLAIN(a_person_s_own_user_has_that_person_and_nothing_else),
                PLAIN(who_is_nobody_here_may_only_ping),
                PLAIN(a_member_of_the_group_may_do_everything),
                PLAIN(on_a_session_bus_another_user_may_do_nothing),
                cmocka_unit_test_setup_teardown(a_caller_whom_the_bus_does_not_name_in_time_is_refused,
                        serve_own_user, api_bench_tear_down),
                cmocka_unit_test(a_denial_names_the_group_or_the_user),
                cmocka_unit_test_setup_teardown(
                        busctl_introspect_explains_the_interfaces, serve_own_user, api_bench_tear_down),
                cmocka_unit_test_setup_teardown(a_name_that_the_policy_refuses_is_told_once_with_what_to_do,
                        api_bench_set_up, api_bench_tear_down),
                cmocka_unit_test_setup_teardown(
                        the_policy_that_is_shipped_gives_the_name_to_root_and_lets_everybody_ask,
                        api_bench_set_up, api_bench_tear_down),
                cmocka_unit_test_setup_teardown(
                        a_name_that_another_has_is_told_once_and_comes_when_they_leave, api_bench_set_up,
                        api_bench_tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
