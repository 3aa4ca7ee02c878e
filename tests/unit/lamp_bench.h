/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * A lamp on the bench: time passes, messages come in, and what is sent is compared as one text.
 */
#include "unit/test.h"

#include "wire/lamp.h"

#include <stdio.h>
#include <stdlib.h>

#define BENCH_TEXT_SIZE 4096

enum {
        ANNA = 7,
        BEN = 9,
};

struct bench {
        struct lamp *lamp;
        struct outbox outbox;
        int64_t now_usec;
};

static inline void bench_init(struct bench *bench, const struct lamp_config *config)
{
        *bench = (struct bench){ .now_usec = 1000 * USEC_PER_SEC };
        assert_int_equal(lamp_new(config, &bench->lamp), 0);
}

static inline void bench_done(struct bench *bench)
{
        bench->lamp = lamp_free(bench->lamp);
        outbox_done(&bench->outbox);
}

static inline void bench_link(struct bench *bench, bool up)
{
        lamp_on_link(bench->lamp, up, bench->now_usec, &bench->outbox);
}

static inline void bench_hear(struct bench *bench, const char *topic, const char *text)
{
        /* Not one on the stack for each call that is inlined. */
        static struct payload payload;

        assert_int_equal(payload_init(&payload, text, strlen(text)), 0);
        lamp_message(bench->lamp, topic, &payload, bench->now_usec, &bench->outbox);
        payload_done(&payload);
}

static inline void bench_show(struct bench *bench, uint32_t person, enum light_show show)
{
        lamp_show(bench->lamp, person, show, bench->now_usec, &bench->outbox);
}

/* Lets @usec pass, stopping at each deadline as the daemon would. */
static inline void bench_wait(struct bench *bench, int64_t usec)
{
        int64_t end_usec = bench->now_usec + usec;
        int64_t next_usec;

        for (int turns = 0; (next_usec = lamp_next_deadline(bench->lamp)) <= end_usec; turns++) {
                assert_true(turns < 1000);
                bench->now_usec = usec_max(bench->now_usec, next_usec);
                lamp_step(bench->lamp, bench->now_usec, &bench->outbox);
        }
        bench->now_usec = end_usec;
}

/* Everything sent since the last time is @expected: "topic payload" a line. */
static inline void bench_sent(struct bench *bench, const char *expected)
{
        char text[BENCH_TEXT_SIZE] = "";
        size_t length = 0;

        for (size_t i = 0; i < bench->outbox.count; i++) {
                const struct outbox_message *message = &bench->outbox.messages[i];

                assert_int_equal(message->kind, OUTBOX_DEVICE);
                assert_int_equal(message->qos, 1);
                assert_int_equal(message->expiry_sec, 0);
                assert_false(message->retain);
                length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s %s", i ? "\n" : "",
                        message->topic, message->payload);
                assert_true(length < sizeof(text));
        }
        assert_string_equal(text, expected);
        outbox_clear(&bench->outbox);
}
