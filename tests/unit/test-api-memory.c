/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/api_bench.h"
#include "unit/scarce.h"

#include <errno.h>

#define PROPERTIES "org.freedesktop.DBus.Properties"
/* More allocations than any one question causes. */
#define ALLOCATIONS_MAX 100

static int serve(void **state)
{
        int r = api_bench_set_up(state);

        api_bench_start(*state, true);
        return r;
}

static void without_memory_there_is_no_api(void **state)
{
        const struct api_home home = { .userdata = NULL };
        struct api *api = NULL;

        (void)state;
        scarce_begin(0);
        assert_int_equal(api_new(NULL, &home, true, &api), -ENOMEM);
        assert_true(scarce_end());
        assert_null(api);
        assert_null(api_free(NULL));
}

static void without_memory_the_people_of_before_stay(void **state)
{
        static const struct api_person people[] = {
                { .id = "anna2", .name = "", .uid = 1 },
                { .id = "ben2", .name = "", .uid = 1 },
        };
        struct api_bench *bench = *state;
        int failures = 0;
        int r;

        for (int n = 0; n < ALLOCATIONS_MAX; n++) {
                scarce_begin(n);
                r = api_set_people(bench->api, people, ELEMENTS(people));
                if (!scarce_end())
                        break;
                if (r < 0) {
                        failures++;
                        assert_int_equal(r, -ENOMEM);
                        assert_non_null(api_find_id(bench->api, "anna"));
                        assert_null(api_find_id(bench->api, "ben2"));
                }
        }
        assert_int_equal(r, 0);
        assert_true(failures > 4);
        assert_non_null(api_find_id(bench->api, "ben2"));
        assert_null(api_find_id(bench->api, "anna"));
}

static sd_bus_message *ask(struct api_bench *bench, size_t which)
{
        switch (which) {
        case 0: return api_bench_call(bench, API_PATH, API_MANAGER, "GetPerson", "s", "anna");
        case 1: return api_bench_call(bench, API_PATH, API_MANAGER, "GetPerson", "s", "nobody");
        case 2: return api_bench_call(bench, ANNA_PATH, PROPERTIES, "GetAll", "s", API_PERSON);
        case 3: return api_bench_call(bench, ANNA_PATH, PROPERTIES, "Get", "ss", API_PERSON, "Why");
        case 4: return api_bench_call(bench, ANNA_PATH, API_PERSON, "Done", "s", "");
        case 5:
                return api_bench_call(
                        bench, API_PEOPLE_PATH, "org.freedesktop.DBus.Introspectable", "Introspect", "");
        default: return NULL;
        }
}

static void without_memory_a_question_is_answered_with_an_error_and_the_next_one_with_the_answer(void **state)
{
        struct api_bench *bench = *state;

        bench->refuse = true;
        bench->refusal = (struct effect){ .error = { .verb = COMMAND_DONE, .refusal = REFUSAL_NO_PROMPT } };
        for (size_t which = 0; which < 6; which++) {
                bool as_it_should = sd_bus_message_is_method_error(ask(bench, which), NULL) > 0;
                int n = 0;

                for (; n < ALLOCATIONS_MAX; n++) {
                        sd_bus_message *reply;

                        /* Who asks is learned anew each time. */
                        api_rights_forget(bench->api);
                        scarce_begin(n);
                        reply = ask(bench, which);
                        if (!scarce_end())
                                break;
                        assert_true(sd_bus_message_is_method_error(reply, NULL) > 0);
                }
                assert_true(n > 0 && n < ALLOCATIONS_MAX);
                assert_int_equal(sd_bus_message_is_method_error(ask(bench, which), NULL) > 0, as_it_should);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(without_memory_there_is_no_api),
                cmocka_unit_test_setup_teardown(
                        without_memory_the_people_of_before_stay, serve, api_bench_tear_down),
                cmocka_unit_test_setup_teardown(
                        without_memory_a_question_is_answered_with_an_error_and_the_next_one_with_the_answer,
                        serve, api_bench_tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
