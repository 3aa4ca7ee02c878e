/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/outbox.h"

static void messages_keep_their_order_and_defaults(void **state)
{
        struct outbox outbox = { 0 };
        char topic[] = "unslouch/anna/state";
        struct outbox_message *message;

        (void)state;
        message = outbox_add(&outbox, OUTBOX_STATE, topic, "{}");
        assert_non_null(message);
        topic[0] = 'x';
        assert_string_equal(message->topic, "unslouch/anna/state");
        assert_string_equal(message->payload, "{}");
        assert_int_equal(message->payload_bytes, 2);
        assert_int_equal(message->kind, OUTBOX_STATE);
        assert_int_equal(message->qos, 1);
        assert_false(message->retain);
        assert_int_equal(message->expiry_sec, 0);
        assert_int_equal(message->person, OUTBOX_NO_PERSON);
        assert_int_equal(message->receipt, 0);
        for (int i = 0; i < 100; i++)
                assert_non_null(outbox_add(&outbox, OUTBOX_EVENT, "t", i == 99 ? "last" : "p"));
        assert_int_equal(outbox.count, 101);
        assert_int_equal(outbox.bytes, 2 + 99 + 4);
        assert_string_equal(outbox.messages[0].payload, "{}");
        assert_string_equal(outbox.messages[100].payload, "last");
        outbox_done(&outbox);
}

static void a_cleared_outbox_is_used_again(void **state)
{
        struct outbox outbox = { 0 };
        size_t allocated;

        (void)state;
        assert_non_null(outbox_add(&outbox, OUTBOX_DEVICE, "a", "1"));
        allocated = outbox.allocated;
        outbox_clear(&outbox);
        assert_int_equal(outbox.count, 0);
        assert_int_equal(outbox.bytes, 0);
        assert_int_equal(outbox.allocated, allocated);
        assert_non_null(outbox_add(&outbox, OUTBOX_DEVICE, "b", ""));
        assert_string_equal(outbox.messages[0].topic, "b");
        assert_int_equal(outbox.messages[0].payload_bytes, 0);
        outbox_done(&outbox);
        assert_null(outbox.messages);
        outbox_done(&outbox);
}

static void more_than_a_turn_can_need_is_refused(void **state)
{
        struct outbox outbox = { 0 };

        (void)state;
        for (int i = 0; i < OUTBOX_MAX; i++)
                assert_non_null(outbox_add(&outbox, OUTBOX_STATE, "t", "p"));
        assert_null(outbox_add(&outbox, OUTBOX_STATE, "t", "p"));
        assert_int_equal(outbox.count, OUTBOX_MAX);
        outbox_done(&outbox);
}

static void without_memory_nothing_is_added(void **state)
{
        struct outbox outbox = { 0 };

        (void)state;
        for (int n = 0; n < 3; n++) {
                outbox_done(&outbox);
                scarce_begin(n);
                assert_null(outbox_add(&outbox, OUTBOX_STATE, "t", "p"));
                assert_true(scarce_end());
                assert_int_equal(outbox.count, 0);
        }
        assert_non_null(outbox_add(&outbox, OUTBOX_STATE, "t", "p"));
        outbox_done(&outbox);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(messages_keep_their_order_and_defaults),
                cmocka_unit_test(a_cleared_outbox_is_used_again),
                cmocka_unit_test(more_than_a_turn_can_need_is_refused),
                cmocka_unit_test(without_memory_nothing_is_added),
        };

        return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
