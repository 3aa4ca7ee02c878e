/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/speaker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
        ANNA = 7,
        BEN = 9,
};

struct bench {
        struct speaker *speaker;
        struct outbox outbox;
        int64_t now_usec;
        uint32_t said_person;
        uint16_t said_cue; /* while the bench waited; 0: none */
};

static const struct speaker_config hermes = { .dialect = SPEAKER_HERMES, .volume = -1 };
static const struct speaker_config raw = { .dialect = SPEAKER_RAW, .topic = "kitchen/say", .volume = 0.5 };

static void bench_init(struct bench *bench, const struct speaker_config *config)
{
        *bench = (struct bench){ .now_usec = 1000 * USEC_PER_SEC };
        assert_int_equal(speaker_new(config, &bench->speaker), 0);
}

static void bench_done(struct bench *bench)
{
        bench->speaker = speaker_free(bench->speaker);
        outbox_done(&bench->outbox);
}

static struct instant bench_now(const struct bench *bench)
{
        return (struct instant){ .boottime_usec = bench->now_usec,
                .realtime_usec = 1795338000 * USEC_PER_SEC + bench->now_usec,
                .zone = { .since_realtime_usec = INT64_MIN, .until_realtime_usec = USEC_INFINITY } };
}

static int bench_say(struct bench *bench, uint32_t person, const char *id, const char *text)
{
        const struct instant now = bench_now(bench);

        return speaker_say(
                bench->speaker, person, id, text, bench->now_usec + USEC_PER_MINUTE, &now, &bench->outbox);
}

static void bench_say_until(struct bench *bench, const char *text, int64_t expires_usec)
{
        const struct instant now = bench_now(bench);

        assert_int_equal(speaker_say(bench->speaker, ANNA, "a", text, expires_usec, &now, &bench->outbox), 0);
}

static void bench_hear(struct bench *bench, const char *text)
{
        struct payload payload;

        assert_int_equal(payload_init(&payload, text, strlen(text)), 0);
        speaker_message(bench->speaker, &payload, bench->now_usec, &bench->outbox);
        payload_done(&payload);
}

static void bench_wait(struct bench *bench, int64_t usec)
{
        int64_t end_usec = bench->now_usec + usec;
        int64_t next_usec;

        for (int turns = 0; (next_usec = speaker_next_deadline(bench->speaker)) <= end_usec; turns++) {
                assert_true(turns < 1000);
                bench->now_usec = usec_max(bench->now_usec, next_usec);
                speaker_step(bench->speaker, bench->now_usec, &bench->outbox);
                (void)speaker_take_said(bench->speaker, &bench->said_person, &bench->said_cue);
        }
        bench->now_usec = end_usec;
}

/* Exactly one message was sent, or none if @payload is NULL. */
static void bench_sent(struct bench *bench, const char *topic, const char *payload)
{
        assert_int_equal(bench->outbox.count, payload ? 1 : 0);
        if (!payload)
                return;
        assert_string_equal(bench->outbox.messages[0].topic, topic);
        assert_string_equal(bench->outbox.messages[0].payload, payload);
        assert_int_equal(bench->outbox.messages[0].kind, OUTBOX_DEVICE);
        assert_int_equal(bench->outbox.messages[0].qos, 1);
        assert_false(bench->outbox.messages[0].retain);
        outbox_clear(&bench->outbox);
}

#define SAY "hermes/tts/say"

static void hermes_is_told_what_is_configured_and_no_more(void **state)
{
        static const struct {
                struct speaker_config config;
                const char *id;
                const char *payload;
        } cases[] = {
                { { .dialect = SPEAKER_HERMES, .volume = -1 }, NULL,
                        "{\"text\":\"Up \\\"now\\\"\",\"siteId\":\"default\"}" },
                { { .dialect = SPEAKER_HERMES, .volume = 0.35, .site = "office", .language = "de" },
                        "anna-2026-11-22-3",
                        "{\"text\":\"Up "
                        "\\\"now\\\"\",\"siteId\":\"office\",\"id\":\"anna-2026-11-22-3\",\"lang\":\"de\","
                        "\"volume\":0.35}" },
                { { .dialect = SPEAKER_HERMES, .volume = 0 }, "x",
                        "{\"text\":\"Up \\\"now\\\"\",\"siteId\":\"default\",\"id\":\"x\",\"volume\":0.0}" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init(&bench, &cases[i].config);
                assert_string_equal(speaker_topic(bench.speaker), "hermes/tts/sayFinished");
                assert_int_equal(bench_say(&bench, ANNA, cases[i].id, "Up \"now\""), 0);
                bench_sent(&bench, SAY, cases[i].payload);
                bench_done(&bench);
        }
}

static void a_sentence_waits_for_the_end_of_the_one_before(void **state)
{
        static const struct {
                const char *answer;
                bool ends;
        } cases[] = {
                { "{\"id\":\"\",\"sessionId\":null}", true },
                { "{\"id\":\"\",\"siteId\":\"default\",\"sessionId\":null}", true },
                { "{\"id\":\"a1\",\"siteId\":\"default\",\"sessionId\":null}", true },
                { "{\"id\":\"a1\",\"siteId\":null}", true },
                { "{\"siteId\":\"default\"}", true },
                { "{\"id\":null}", true },
                { "{\"id\":\"b2\",\"siteId\":\"default\"}", false },
                { "{\"id\":\"a1\",\"siteId\":\"kitchen\"}", false },
                { "{\"id\":\"\",\"siteId\":\"kitchen\"}", false },
                { "{\"id\":\"a1\",\"siteId\":5}", false },
                { "a1", false },
                { "[]", false },
                { "", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init(&bench, &hermes);
                assert_int_equal(bench_say(&bench, ANNA, "a1", "one"), 0);
                bench_sent(&bench, SAY, "{\"text\":\"one\",\"siteId\":\"default\",\"id\":\"a1\"}");
                assert_int_equal(bench_say(&bench, BEN, "b2", "two"), 0);
                bench_sent(&bench, SAY, NULL);
                bench_wait(&bench, USEC_PER_SEC);
                bench_hear(&bench, cases[i].answer);
                bench_sent(&bench, SAY,
                        cases[i].ends ? "{\"text\":\"two\",\"siteId\":\"default\",\"id\":\"b2\"}" : NULL);
                bench_done(&bench);
        }
}

static void an_answer_to_nobody_is_nothing(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &hermes);
        bench_hear(&bench, "{\"id\":\"a1\",\"siteId\":\"default\"}");
        assert_int_equal(speaker_next_deadline(bench.speaker), USEC_INFINITY);
        assert_int_equal(bench_say(&bench, ANNA, NULL, "one"), 0);
        outbox_clear(&bench.outbox);
        assert_int_equal(bench_say(&bench, ANNA, NULL, "two"), 0);
        bench_hear(&bench, "{\"id\":\"a1\",\"siteId\":\"default\"}");
        bench_sent(&bench, SAY, NULL);
        bench_done(&bench);
}

static void patience_with_a_speaker_that_does_not_answer_ends(void **state)
{
        /* One word: a second to begin, 60/140 of a second to say, ten of patience. */
        int64_t wait_usec =
                SPEAKER_START_USEC + USEC_PER_MINUTE / SPEAKER_WORDS_PER_MINUTE + SPEAKER_PATIENCE_USEC;
        struct bench bench;

        (void)state;
        bench_init(&bench, &hermes);
        assert_int_equal(bench_say(&bench, ANNA, "a1", "one"), 0);
        assert_int_equal(bench_say(&bench, ANNA, "a2", "two"), 0);
        outbox_clear(&bench.outbox);
        assert_int_equal(speaker_next_deadline(bench.speaker), bench.now_usec + wait_usec);
        bench_wait(&bench, wait_usec - 1);
        bench_sent(&bench, SAY, NULL);
        bench_wait(&bench, 1);
        bench_sent(&bench, SAY, "{\"text\":\"two\",\"siteId\":\"default\",\"id\":\"a2\"}");
        bench_wait(&bench, USEC_PER_HOUR);
        assert_int_equal(speaker_next_deadline(bench.speaker), USEC_INFINITY);
        bench_done(&bench);
}

static void plain_text_waits_for_the_estimate(void **state)
{
        static const struct {
                const char *text;
                int64_t words;
        } cases[] = {
                { "one", 1 },
                { "  Anna,\ttake a\nshort walk. ", 5 },
                { "", 0 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t wait_usec =
                        SPEAKER_START_USEC + cases[i].words * USEC_PER_MINUTE / SPEAKER_WORDS_PER_MINUTE;
                struct bench bench;

                bench_init(&bench, &raw);
                assert_null(speaker_topic(bench.speaker));
                assert_int_equal(bench_say(&bench, ANNA, "a1", cases[i].text), 0);
                bench_sent(&bench, "kitchen/say", cases[i].text);
                assert_int_equal(bench_say(&bench, ANNA, "a2", "next"), 0);
                bench_wait(&bench, wait_usec - 1);
                bench_sent(&bench, "kitchen/say", NULL);
                bench_wait(&bench, 1);
                bench_sent(&bench, "kitchen/say", "next");
                bench_done(&bench);
        }
}

static void what_is_late_is_not_said(void **state)
{
        struct bench bench;
        int64_t now_usec;

        (void)state;
        bench_init(&bench, &raw);
        now_usec = bench.now_usec;
        bench_say_until(&bench, "past", now_usec);
        bench_sent(&bench, "kitchen/say", NULL);
        assert_int_equal(bench_say(&bench, ANNA, "a", "one"), 0);
        bench_say_until(&bench, "late", now_usec + USEC_PER_SEC);
        assert_int_equal(bench_say(&bench, ANNA, "a", "three"), 0);
        bench_sent(&bench, "kitchen/say", "one");
        bench_wait(&bench, 2 * USEC_PER_SEC);
        bench_sent(&bench, "kitchen/say", "three");
        bench_done(&bench);
}

static void a_message_lives_as_long_as_its_sentence_is_true(void **state)
{
        static const struct {
                int64_t left_usec;
                uint32_t expiry_sec;
        } cases[] = {
                { USEC_PER_MINUTE, 60 },
                { 1, 1 },
                { USEC_PER_SEC + 1, 2 },
                { 500000 * USEC_PER_HOUR * 24, UINT32_MAX },
        };
        struct bench bench;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                bench_init(&bench, &raw);
                bench_say_until(&bench, "one", bench.now_usec + cases[i].left_usec);
                assert_int_equal(bench.outbox.messages[0].expiry_sec, cases[i].expiry_sec);
                bench_done(&bench);
        }
        bench_init(&bench, &raw);
        bench_say_until(&bench, "one", USEC_INFINITY);
        assert_int_equal(bench.outbox.messages[0].expiry_sec, 0);
        bench_done(&bench);

        /* What is left counts from when it is said, not from when it was queued. */
        bench_init(&bench, &raw);
        assert_int_equal(bench_say(&bench, ANNA, "a", "one two three four five six seven"), 0);
        assert_int_equal(bench_say(&bench, ANNA, "a", "next"), 0);
        outbox_clear(&bench.outbox);
        bench_wait(&bench, 4 * USEC_PER_SEC);
        assert_int_equal(bench.outbox.messages[0].expiry_sec, 56);
        bench_done(&bench);
}

static void hushing_one_leaves_the_others(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &raw);
        assert_int_equal(bench_say(&bench, ANNA, "a", "one"), 0);
        assert_int_equal(bench_say(&bench, ANNA, "a", "two"), 0);
        assert_int_equal(bench_say(&bench, BEN, "b", "three"), 0);
        assert_int_equal(bench_say(&bench, ANNA, "a", "four"), 0);
        bench_sent(&bench, "kitchen/say", "one");
        speaker_hush(bench.speaker, ANNA);
        bench_wait(&bench, 2 * USEC_PER_SEC);
        bench_sent(&bench, "kitchen/say", "three");
        bench_wait(&bench, USEC_PER_MINUTE);
        bench_sent(&bench, "kitchen/say", NULL);
        bench_done(&bench);
}

static void the_queue_has_a_limit(void **state)
{
        static char long_text[SPEAKER_TEXT_BYTES_MAX + 2];
        struct bench bench;

        (void)state;
        bench_init(&bench, &raw);
        for (int i = 0; i < SPEAKER_QUEUE_MAX + 1; i++)
                assert_int_equal(bench_say(&bench, ANNA, "a", "one"), 0);
        assert_int_equal(bench_say(&bench, ANNA, "a", "one"), -ENOSPC);
        speaker_hush(bench.speaker, ANNA);
        memset(long_text, 'x', SPEAKER_TEXT_BYTES_MAX + 1);
        assert_int_equal(bench_say(&bench, ANNA, "a", long_text), -EMSGSIZE);
        long_text[SPEAKER_TEXT_BYTES_MAX] = '\0';
        assert_int_equal(bench_say(&bench, ANNA, "a", long_text), 0);
        bench_done(&bench);
}

static void a_full_outbox_only_delays(void **state)
{
        static const struct speaker_config *const configs[] = { &hermes, &raw };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(configs); i++) {
                struct bench bench;

                bench_init(&bench, configs[i]);
                while (outbox_add(&bench.outbox, OUTBOX_DEVICE, "t", "")) {
                }
                assert_int_equal(bench_say(&bench, ANNA, "a", "one"), 0);
                outbox_clear(&bench.outbox);
                bench_wait(&bench, SPEAKER_START_USEC);
                bench_sent(&bench, i == 0 ? SAY : "kitchen/say",
                        i == 0 ? "{\"text\":\"one\",\"siteId\":\"default\",\"id\":\"a\"}" : "one");
                bench_done(&bench);
        }
}

/* A sentence for which there is no room is refused, one that cannot be sent is sent later. */
static void no_memory_only_delays(void **state)
{
        static const struct {
                struct speaker_config config;
                const char *topic;
        } cases[] = {
                { { .dialect = SPEAKER_HERMES, .volume = 0.5, .language = "en" }, SAY },
                { { .dialect = SPEAKER_SONOS2MQTT, .volume = 0.5, .language = "en", .device = "R" },
                        "sonos/R/control" },
                { { .dialect = SPEAKER_SONOS2MQTT, .volume = 0.5, .language = "en" }, "sonos/cmd/speak" },
                { { .dialect = SPEAKER_HOMEASSISTANT,
                          .volume = 0.5,
                          .language = "en",
                          .channel = "c",
                          .answers = "u" },
                        "u/say" },
        };

        (void)state;
        json_set_alloc_funcs(malloc, free);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int failures = 0;

                for (int failed = 1; failed; failures++) {
                        struct bench bench;
                        int r;

                        bench_init(&bench, &cases[i].config);
                        scarce_begin(failures);
                        r = bench_say(&bench, ANNA, "a", "one");
                        failed = scarce_end();
                        /* The copies of its id and its text. */
                        assert_int_equal(r, failures < 2 ? -ENOMEM : 0);
                        if (r < 0)
                                assert_int_equal(bench_say(&bench, ANNA, "a", "one"), 0);
                        bench_wait(&bench, SPEAKER_START_USEC);
                        assert_int_equal(bench.outbox.count, 1);
                        assert_string_equal(bench.outbox.messages[0].topic, cases[i].topic);
                        assert_non_null(strstr(bench.outbox.messages[0].payload, "\"text\":\"one\""));
                        bench_done(&bench);
                }
                assert_true(failures > 5);
        }
}

static void nothing_is_freed_twice(void **state)
{
        struct bench bench;

        (void)state;
        assert_null(speaker_free(NULL));
        bench_init(&bench, &raw);
        for (int i = 0; i < 3; i++)
                assert_int_equal(bench_say(&bench, ANNA, NULL, "one"), 0);
        bench_done(&bench);
}

static int bench_cue(struct bench *bench, uint32_t person, uint16_t cue, const char *id, const char *text)
{
        const struct instant now = bench_now(bench);

        return speaker_say_cue(bench->speaker, person, cue, id, text, bench->now_usec + USEC_PER_MINUTE, &now,
                &bench->outbox);
}

static void a_cue_too_long_or_without_memory_is_refused(void **state)
{
        static char text[SPEAKER_TEXT_BYTES_MAX + 2];
        struct bench bench;

        (void)state;
        bench_init(&bench, &hermes);
        memset(text, 'x', sizeof(text) - 1);
        assert_int_equal(bench_cue(&bench, ANNA, 1, "a", text), -EMSGSIZE);
        text[SPEAKER_TEXT_BYTES_MAX] = '\0';
        assert_int_equal(bench_cue(&bench, ANNA, 1, "a", text), 0);
        for (int n = 0; n < 2; n++) {
                scarce_begin(n);
                assert_int_equal(bench_cue(&bench, ANNA, 2, "b", "two"), -ENOMEM);
                assert_true(scarce_end());
        }
        assert_int_equal(bench.outbox.count, 1);
        /* The first one is still being said; then it is told that it was. */
        assert_true(speaker_next_deadline(bench.speaker) > bench.now_usec);
        bench.now_usec = speaker_next_deadline(bench.speaker);
        speaker_step(bench.speaker, bench.now_usec, &bench.outbox);
        assert_int_equal(speaker_next_deadline(bench.speaker), bench.now_usec);
        assert_true(speaker_take_said(bench.speaker, &bench.said_person, &bench.said_cue));
        assert_int_equal(bench.said_cue, 1);
        assert_int_equal(speaker_next_deadline(bench.speaker), USEC_INFINITY);
        bench_done(&bench);
}

/* The cue @cue of @person has been said, or none if @cue is 0. */
static void bench_said(struct bench *bench, uint32_t person, uint16_t cue)
{
        if (speaker_take_said(bench->speaker, &bench->said_person, &bench->said_cue))
                assert_true(cue != 0);
        assert_int_equal(bench->said_cue, cue);
        if (cue != 0)
                assert_int_equal(bench->said_person, person);
        bench->said_cue = 0;
        assert_false(speaker_take_said(bench->speaker, &bench->said_person, &bench->said_cue));
}

#define SAY_CUE(text, id) "{\"text\":\"" text "\",\"siteId\":\"default\",\"id\":\"" id "\"}"

static void a_cue_is_said_when_the_speaker_answers(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &hermes);
        assert_int_equal(bench_cue(&bench, ANNA, 4, "c4", "Lift"), 0);
        bench_sent(&bench, SAY, SAY_CUE("Lift", "c4"));
        bench_said(&bench, 0, 0);
        bench_hear(&bench, "{\"id\":\"c3\",\"siteId\":\"default\"}");
        bench_said(&bench, 0, 0);
        bench_hear(&bench, "{\"id\":\"c4\",\"siteId\":\"default\"}");
        bench_said(&bench, ANNA, 4);
        assert_int_equal(bench_say(&bench, BEN, "b1", "Get up"), 0);
        bench_sent(&bench, SAY, SAY_CUE("Get up", "b1"));
        bench_hear(&bench, "{\"id\":\"b1\"}");
        bench_said(&bench, 0, 0);
        bench_done(&bench);
}

static void a_cue_is_said_after_the_estimate_where_nobody_answers(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &raw);
        assert_int_equal(bench_cue(&bench, ANNA, 7, "c7", "one two three four five six seven"), 0);
        bench_sent(&bench, "kitchen/say", "one two three four five six seven");
        bench_wait(&bench, 3 * USEC_PER_SEC);
        bench_said(&bench, 0, 0);
        bench_wait(&bench, 2 * USEC_PER_SEC);
        bench_said(&bench, ANNA, 7);
        bench_done(&bench);
}

static void a_cue_goes_before_what_waits_and_does_not_wait_for_its_own_session(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &hermes);
        assert_int_equal(bench_say(&bench, BEN, "b1", "one"), 0);
        bench_sent(&bench, SAY, SAY_CUE("one", "b1"));
        assert_int_equal(bench_say(&bench, BEN, "b2", "two"), 0);
        assert_int_equal(bench_cue(&bench, ANNA, 1, "c1", "Ready"), 0);
        assert_int_equal(bench_cue(&bench, ANNA, 2, "c2", "Lift"), 0);
        bench_sent(&bench, SAY, NULL);
        bench_hear(&bench, "{\"id\":\"b1\"}");
        bench_sent(&bench, SAY, SAY_CUE("Ready", "c1"));
        /* Two that waited are two sentences. */
        bench_hear(&bench, "{\"id\":\"c1\"}");
        bench_said(&bench, ANNA, 1);
        bench_sent(&bench, SAY, SAY_CUE("Lift", "c2"));
        /* The session goes on although no answer came. */
        assert_int_equal(bench_cue(&bench, ANNA, 3, "c3", "Lower"), 0);
        bench_sent(&bench, SAY, SAY_CUE("Lower", "c3"));
        bench_hear(&bench, "{\"id\":\"c2\"}");
        bench_said(&bench, 0, 0);
        bench_hear(&bench, "{\"id\":\"c3\"}");
        bench_said(&bench, ANNA, 3);
        bench_sent(&bench, SAY, SAY_CUE("two", "b2"));
        bench_done(&bench);
}

static void prompts_wait_while_a_session_speaks(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &hermes);
        speaker_reserve(bench.speaker, ANNA);
        assert_int_equal(bench_say(&bench, BEN, "b1", "one"), 0);
        bench_wait(&bench, 20 * USEC_PER_SEC);
        bench_sent(&bench, SAY, NULL);
        assert_int_equal(bench_cue(&bench, ANNA, 1, "c1", "Ready"), 0);
        bench_sent(&bench, SAY, SAY_CUE("Ready", "c1"));
        bench_hear(&bench, "{\"id\":\"c1\"}");
        bench_sent(&bench, SAY, NULL);
        speaker_release(bench.speaker, BEN);
        speaker_step(bench.speaker, bench.now_usec, &bench.outbox);
        bench_sent(&bench, SAY, NULL);
        speaker_release(bench.speaker, ANNA);
        speaker_step(bench.speaker, bench.now_usec, &bench.outbox);
        bench_sent(&bench, SAY, SAY_CUE("one", "b1"));
        bench_done(&bench);
}

static void cues_and_prompts_are_dropped_apart(void **state)
{
        struct bench bench;

        (void)state;
        bench_init(&bench, &hermes);
        assert_int_equal(bench_say(&bench, BEN, "b1", "one"), 0);
        outbox_clear(&bench.outbox);
        assert_int_equal(bench_say(&bench, ANNA, "a1", "Get up"), 0);
        assert_int_equal(bench_cue(&bench, ANNA, 1, "c1", "Ready"), 0);
        assert_int_equal(bench_cue(&bench, BEN, 1, "d1", "Ready"), 0);
        speaker_hush_cues(bench.speaker, ANNA);
        bench_hear(&bench, "{\"id\":\"b1\"}");
        bench_sent(&bench, SAY, SAY_CUE("Ready", "d1"));
        speaker_hush(bench.speaker, BEN);
        assert_int_equal(bench_cue(&bench, ANNA, 2, "c2", "Lift"), 0);
        speaker_hush(bench.speaker, ANNA);
        bench_hear(&bench, "{\"id\":\"d1\"}");
        bench_sent(&bench, SAY, SAY_CUE("Lift", "c2"));
        bench_hear(&bench, "{\"id\":\"c2\"}");
        bench_sent(&bench, SAY, NULL);
        bench_done(&bench);
}

static void a_full_queue_makes_room_for_a_cue(void **state)
{
        struct bench bench;
        struct instant now;
        char text[8];

        (void)state;
        bench_init(&bench, &hermes);
        for (unsigned i = 0; i <= SPEAKER_QUEUE_MAX; i++) {
                (void)snprintf(text, sizeof(text), "b%u", i);
                assert_int_equal(bench_say(&bench, BEN, text, text), 0);
        }
        assert_int_equal(bench_say(&bench, BEN, "b9", "b9"), -ENOSPC);
        for (uint16_t i = 1; i <= SPEAKER_QUEUE_MAX; i++)
                assert_int_equal(bench_cue(&bench, ANNA, i, "c", "Lift"), 0);
        assert_int_equal(bench_cue(&bench, ANNA, 9, "c", "Lift"), -ENOSPC);
        now = bench_now(&bench);
        assert_int_equal(
                speaker_say_cue(bench.speaker, ANNA, 9, "c", "Late", now.boottime_usec, &now, &bench.outbox),
                0);
        bench_done(&bench);
}

static void a_sonos_is_told_to_speak(void **state)
{
        static const struct {
                struct speaker_config config;
                const char *topic;
                const char *payload;
        } cases[] = {
                { { .dialect = SPEAKER_SONOS2MQTT, .device = "RINCON_1", .volume = -1 },
                        "sonos/RINCON_1/control", "{\"command\":\"speak\",\"input\":{\"text\":\"Up\"}}" },
                { { .dialect = SPEAKER_SONOS2MQTT,
                          .device = "RINCON_1",
                          .base = "hifi",
                          .volume = 0.255,
                          .language = "en-US" },
                        "hifi/RINCON_1/control",
                        "{\"command\":\"speak\",\"input\":{\"text\":\"Up\",\"lang\":\"en-US\",\"volume\":26}"
                        "}" },
                { { .dialect = SPEAKER_SONOS2MQTT, .volume = 1 }, "sonos/cmd/speak",
                        "{\"text\":\"Up\",\"volume\":100}" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init(&bench, &cases[i].config);
                assert_null(speaker_topic(bench.speaker));
                assert_int_equal(bench_say(&bench, ANNA, "a-1", "Up"), 0);
                bench_sent(&bench, cases[i].topic, cases[i].payload);
                /* It fetches the speech first: the next one must not cut it off. */
                assert_int_equal(bench_say(&bench, BEN, "b-1", "Up"), 0);
                bench_wait(&bench, SPEAKER_SONOS_START_USEC);
                bench_sent(&bench, cases[i].topic, NULL);
                bench_wait(&bench, USEC_PER_SEC);
                bench_sent(&bench, cases[i].topic, cases[i].payload);
                bench_done(&bench);
        }
}

static const struct speaker_config blueprint = {
        .dialect = SPEAKER_HOMEASSISTANT,
        .channel = "kitchen",
        .answers = "unslouch",
        .volume = -1,
};

#define BLUEPRINT_SAY(id_, text_)                                                                            \
        "{\"channel\":\"kitchen\",\"id\":" id_ ",\"text\":\"" text_ "\",\"language\":null,\"volume\":null,"  \
        "\"expires\":\"2026-11-22T09:17:40+00:00\"}"

static void a_blueprint_is_told_every_key(void **state)
{
        struct speaker_config config = blueprint;
        struct bench bench;

        (void)state;
        bench_init(&bench, &config);
        assert_string_equal(speaker_topic(bench.speaker), "unslouch/said");
        assert_int_equal(bench_say(&bench, ANNA, NULL, "Up"), 0);
        bench_sent(&bench, "unslouch/say", BLUEPRINT_SAY("null", "Up"));
        bench_done(&bench);

        config.language = "de";
        config.volume = 0.4;
        bench_init(&bench, &config);
        bench_say_until(&bench, "Auf", USEC_INFINITY);
        bench_sent(&bench, "unslouch/say",
                "{\"channel\":\"kitchen\",\"id\":\"a\",\"text\":\"Auf\",\"language\":\"de\",\"volume\":0.4,"
                "\"expires\":null}");
        bench_done(&bench);
}

static void only_its_own_answer_ends_a_blueprints_sentence(void **state)
{
        static const struct {
                const char *answer;
                bool ends;
        } cases[] = {
                { "{\"channel\":\"kitchen\",\"id\":\"a-1\"}", true },
                { "{\"channel\":\"kitchen\",\"id\":null}", true },
                { "{\"channel\":\"kitchen\"}", true },
                { "{\"channel\":\"kitchen\",\"id\":\"b-1\"}", false },
                { "{\"channel\":\"office\",\"id\":\"a-1\"}", false },
                { "{\"channel\":7,\"id\":\"a-1\"}", false },
                { "{\"id\":\"a-1\"}", false },
                { "said", false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench bench;

                bench_init(&bench, &blueprint);
                assert_int_equal(bench_say(&bench, ANNA, "a-1", "one"), 0);
                outbox_clear(&bench.outbox);
                assert_int_equal(bench_say(&bench, ANNA, "a-2", "two"), 0);
                bench_hear(&bench, cases[i].answer);
                bench_sent(&bench, "unslouch/say", cases[i].ends ? BLUEPRINT_SAY("\"a-2\"", "two") : NULL);
                bench_done(&bench);
        }
}

static void an_automation_without_an_answer_is_waited_for_in_vain_only_once(void **state)
{
        struct bench bench;
        int64_t began_usec;

        (void)state;
        bench_init(&bench, &blueprint);
        assert_int_equal(bench_say(&bench, ANNA, "a-1", "one"), 0);
        began_usec = bench.now_usec;
        assert_true(speaker_next_deadline(bench.speaker) > began_usec + SPEAKER_PATIENCE_USEC);
        bench_wait(&bench, SPEAKER_PATIENCE_USEC + 2 * USEC_PER_SEC);
        outbox_clear(&bench.outbox);
        assert_int_equal(bench_say(&bench, ANNA, "a-2", "two"), 0);
        assert_true(speaker_next_deadline(bench.speaker) < bench.now_usec + 2 * USEC_PER_SEC);
        bench_wait(&bench, 3 * USEC_PER_SEC);
        /* An answer, though late, shows that there are some. */
        bench_hear(&bench, "{\"channel\":\"kitchen\",\"id\":\"a-2\"}");
        assert_int_equal(bench_say(&bench, ANNA, "a-3", "three"), 0);
        assert_true(speaker_next_deadline(bench.speaker) > bench.now_usec + SPEAKER_PATIENCE_USEC);
        bench_done(&bench);
}

static void topics_have_a_limit(void **state)
{
        char name[513];
        const struct speaker_config cases[] = {
                { .dialect = SPEAKER_RAW, .topic = name },
                { .dialect = SPEAKER_SONOS2MQTT, .base = name },
                { .dialect = SPEAKER_SONOS2MQTT, .device = name },
                { .dialect = SPEAKER_HOMEASSISTANT, .channel = "x", .answers = name },
        };

        (void)state;
        memset(name, 'n', sizeof(name) - 1);
        name[sizeof(name) - 1] = '\0';
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct speaker *speaker = NULL;

                assert_int_equal(speaker_new(&cases[i], &speaker), -ENAMETOOLONG);
                assert_null(speaker);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(hermes_is_told_what_is_configured_and_no_more),
                cmocka_unit_test(a_sonos_is_told_to_speak),
                cmocka_unit_test(a_blueprint_is_told_every_key),
                cmocka_unit_test(only_its_own_answer_ends_a_blueprints_sentence),
                cmocka_unit_test(an_automation_without_an_answer_is_waited_for_in_vain_only_once),
                cmocka_unit_test(topics_have_a_limit),
                cmocka_unit_test(a_sentence_waits_for_the_end_of_the_one_before),
                cmocka_unit_test(an_answer_to_nobody_is_nothing),
                cmocka_unit_test(patience_with_a_speaker_that_does_not_answer_ends),
                cmocka_unit_test(plain_text_waits_for_the_estimate),
                cmocka_unit_test(what_is_late_is_not_said),
                cmocka_unit_test(a_message_lives_as_long_as_its_sentence_is_true),
                cmocka_unit_test(hushing_one_leaves_the_others),
                cmocka_unit_test(the_queue_has_a_limit),
                cmocka_unit_test(a_full_outbox_only_delays),
                cmocka_unit_test(no_memory_only_delays),
                cmocka_unit_test(nothing_is_freed_twice),
                cmocka_unit_test(a_cue_too_long_or_without_memory_is_refused),
                cmocka_unit_test(a_cue_is_said_when_the_speaker_answers),
                cmocka_unit_test(a_cue_is_said_after_the_estimate_where_nobody_answers),
                cmocka_unit_test(a_cue_goes_before_what_waits_and_does_not_wait_for_its_own_session),
                cmocka_unit_test(prompts_wait_while_a_session_speaks),
                cmocka_unit_test(cues_and_prompts_are_dropped_apart),
                cmocka_unit_test(a_full_queue_makes_room_for_a_cue),
        };

        return cmocka_run_group_tests_name("speaker", tests, NULL, NULL);
}
