/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/deadline_heap.h"
#include "app/router.h"

#include <stdio.h>
#include <stdlib.h>

#define NAMES 5000

static void an_unknown_name_has_no_consumers(void **state)
{
        struct router *router;

        (void)state;
        assert_int_equal(router_new(&router), 0);
        assert_null(router_find(router, "a/b"));
        assert_int_equal(router_add(router, "a/b", CONSUMER_SOURCE, 0, 0), 0);
        assert_null(router_find(router, "a"));
        assert_null(router_find(router, "a/b/"));
        assert_null(router_find(router, ""));
        assert_null(router_free(router));
        assert_null(router_free(NULL));
}

static void consumers_of_a_name_come_in_their_order(void **state)
{
        struct router *router;
        const struct consumer *consumer;

        (void)state;
        assert_int_equal(router_new(&router), 0);
        for (uint32_t i = 0; i < 5; i++) {
                assert_int_equal(router_add(router, "chair", CONSUMER_SOURCE, i, 2 * i), 0);
                assert_int_equal(router_add(router, "lamp", CONSUMER_LAMP, 10 + i, 0), 0);
        }
        consumer = router_find(router, "chair");
        for (uint32_t i = 0; i < 5; i++) {
                assert_non_null(consumer);
                assert_int_equal(consumer->kind, CONSUMER_SOURCE);
                assert_int_equal(consumer->owner, i);
                assert_int_equal(consumer->index, 2 * i);
                consumer = router_next(router, consumer);
        }
        assert_null(consumer);
        assert_int_equal(router_count(router), 2);
        assert_string_equal(router_name(router, 0), "chair");
        assert_string_equal(router_name(router, 1), "lamp");
        router_free(router);
}

static void thousands_of_names_are_each_found(void **state)
{
        static char names[NAMES][24];
        struct router *router;

        (void)state;
        assert_int_equal(router_new(&router), 0);
        for (uint32_t i = 0; i < NAMES; i++) {
                (void)snprintf(names[i], sizeof(names[i]), "home/%u/state", (unsigned)i);
                assert_int_equal(router_add(router, names[i], CONSUMER_AVAILABILITY, i, i), 0);
        }
        assert_int_equal(router_count(router), NAMES);
        for (uint32_t i = 0; i < NAMES; i++) {
                const struct consumer *consumer = router_find(router, names[i]);

                assert_non_null(consumer);
                assert_int_equal(consumer->owner, i);
                assert_null(router_next(router, consumer));
        }
        router_free(router);
}

static void a_heap_without_deadlines_has_none(void **state)
{
        struct deadline_heap heap;
        uint32_t item = 7;

        (void)state;
        assert_int_equal(deadline_heap_init(&heap, 0), 0);
        assert_true(deadline_heap_first(&heap, &item) == USEC_INFINITY);
        deadline_heap_done(&heap);
        assert_int_equal(deadline_heap_init(&heap, 3), 0);
        assert_true(deadline_heap_first(&heap, &item) == USEC_INFINITY);
        assert_int_equal(item, 7);
        deadline_heap_done(&heap);
}

/* The soonest deadline by looking at all of them. */
static int64_t soonest(const int64_t *deadlines, uint32_t count)
{
        int64_t soonest_usec = USEC_INFINITY;

        for (uint32_t i = 0; i < count; i++)
                soonest_usec = usec_min(soonest_usec, deadlines[i]);
        return soonest_usec;
}

static void the_heap_agrees_with_a_search_after_every_change(void **state)
{
        int64_t deadlines[37];
        struct deadline_heap heap;
        uint32_t random = 12345;

        (void)state;
        assert_int_equal(deadline_heap_init(&heap, ELEMENTS(deadlines)), 0);
        for (uint32_t i = 0; i < ELEMENTS(deadlines); i++)
                deadlines[i] = USEC_INFINITY;
        for (int i = 0; i < 5000; i++) {
                uint32_t item;
                int64_t first;

                random = random * 1664525 + 1013904223;
                item = (random >> 8) % ELEMENTS(deadlines);
                deadlines[item] = (random >> 16) % 5 == 0 ? USEC_INFINITY : (int64_t)(random >> 20);
                deadline_heap_set(&heap, item, deadlines[item]);
                first = deadline_heap_first(&heap, &item);
                assert_true(first == soonest(deadlines, ELEMENTS(deadlines)));
                assert_true(first == USEC_INFINITY || deadlines[item] == first);
        }
        deadline_heap_done(&heap);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_unknown_name_has_no_consumers),
                cmocka_unit_test(consumers_of_a_name_come_in_their_order),
                cmocka_unit_test(thousands_of_names_are_each_found),
                cmocka_unit_test(a_heap_without_deadlines_has_none),
                cmocka_unit_test(the_heap_agrees_with_a_search_after_every_change),
        };

        return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
