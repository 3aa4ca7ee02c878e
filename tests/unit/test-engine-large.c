/* SPDX-License-Identifier: MIT */
/* A home of very many people must not stop the loop. */
#include "unit/engine_home.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#define LARGE_HOME_PEOPLE 700

/* A home of so many, each with one sensor. */
static void make_large_home(struct engine_home *home)
{
        char *config = NULL;
        size_t size;
        FILE *stream = open_memstream(&config, &size);

        assert_non_null(stream);
        fputs("people = (\n", stream);
        for (size_t i = 0; i < LARGE_HOME_PEOPLE; i++)
                fprintf(stream,
                        "%s{ id = \"p%zu\"; name = \"P\"; sensors = ( { name = \"s\"; kind = \"seat\"; topic "
                        "= \"s/%zu\"; } ); }\n",
                        i == 0 ? "" : ",", i, i);
        fputs(");\n", stream);
        assert_int_equal(fclose(stream), 0);
        engine_home_make(home, config);
        free(config);
}

static void a_large_home_is_told_of_the_broker_in_slices(void **state)
{
        struct engine_home home;

        (void)state;
        make_large_home(&home);
        engine_on_link(home.engine, true, &home.now);
        assert_true(engine_outbox(home.engine)->count < OUTBOX_MAX / 2);
        engine_home_wait(&home, 0);
        for (size_t i = 0; i < LARGE_HOME_PEOPLE; i++) {
                char topic[64];

                (void)snprintf(topic, sizeof(topic), "unslouch/p%zu/state", i);
                assert_int_equal(engine_home_count(&home, topic, ""), 1);
                assert_true(engine_home_person(&home, (uint32_t)i)->link_up);
        }
        engine_home_done(&home);
}

static void of_a_large_home_only_some_have_their_turn_at_once(void **state)
{
        struct engine_home home;
        int turns = 0;

        (void)state;
        make_large_home(&home);
        engine_home_wait(&home, 0);
        for (uint32_t i = 0; i < LARGE_HOME_PEOPLE; i++)
                household_touch(engine_household(home.engine), i, &home.now);
        while (engine_next_deadline(home.engine) <= home.now.boottime_usec) {
                engine_on_time(home.engine, &home.now);
                assert_true(++turns <= LARGE_HOME_PEOPLE);
        }
        assert_in_range(turns, 2, 10);
        engine_home_done(&home);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_large_home_is_told_of_the_broker_in_slices),
                cmocka_unit_test(of_a_large_home_only_some_have_their_turn_at_once),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
