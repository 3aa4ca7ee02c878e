/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/replay_log.h"
#include "app/timestamp.h"
#include "wire/field.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* 2026-11-22T09:01:31.329890Z */
#define MOMENT_USEC INT64_C(1795338091329890)
#define TST         "\"tst\":\"2026-11-22T10:01:31.329890Z+0100\""

/* The last line: what was read of it may lie there. */
static char *line_bytes;

static int parse(const char *text, size_t size, struct replay_line *ret_line, const char **ret_reason)
{
        /* In memory of its own size, so that reading past its end is seen. */
        free(line_bytes);
        line_bytes = malloc(size);
        assert_non_null(line_bytes);
        memcpy(line_bytes, text, size);
        return replay_line_parse(line_bytes, size, ret_line, ret_reason);
}

static void lines_of_mosquitto_sub_are_read(void **state)
{
        static const struct {
                const char *line;
                const char *topic;
                const char *payload;
                uint8_t qos;
                bool retain;
        } cases[] = {
                { "{" TST ",\"topic\":\"a/b c\",\"qos\":1,\"retain\":1,\"payloadlen\":2,\"payload\":\"ON\"}",
                        "a/b c", "ON", 1, true },
                { "{" TST ",\"topic\":\"a\",\"qos\":0,\"retain\":0,\"payloadlen\":0,\"payload\":null}", "a",
                        "", 0, false },
                { "{" TST ",\"topic\":\"a\",\"qos\":2,\"retain\":0,\"payloadlen\":4,\"mid\":7,\"payload\":"
                  "\"\\u00e4b\\t\"}",
                        "a",
                        "\xc3\xa4"
                        "b\t",
                        2, false },
                { "{" TST ",\"topic\":\"a\",\"payload\":\"x\"}", "a", "x", 0, false },
                { "{" TST ",\"topic\":\"a\",\"retain\":true,\"payload\":\"x\"}", "a", "x", 0, true },
                { "{" TST
                  ",\"topic\":\"a\",\"properties\":{\"message-expiry-interval\":30},\"payload\":\"x\"}",
                        "a", "x", 0, false },
                { "{" TST ",\"topic\":\"a\",\"payloadlen\":23,\"payload\":{\"x\":1.5,\"s\":null}}", "a",
                        "{\"x\":1.5,\"s\":null}", 0, false },
                { "{" TST ",\"topic\":\"a\",\"payloadlen\":2,\"payload\":42}", "a", "42", 0, false },
                { "{" TST ",\"topic\":\"a\",\"payloadlen\":4,\"payload\":true}", "a", "true", 0, false },
                { "{\"tst\":\"2026-11-22T09:01:31.329890Z\",\"topic\":\"a\",\"payload\":\"x\"}", "a", "x", 0,
                        false },
                { "{\"tst\":\"2026-11-22T14:46:31.32989+05:45\",\"topic\":\"a\",\"payload\":\"x\"}", "a", "x",
                        0, false },
                { "{\"tst\":\"2026-11-22T05:31:31.329890Z-0330\",\"topic\":\"a\",\"payload\":\"x\"}", "a",
                        "x", 0, false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const char *reason = "";
                struct replay_line line;

                assert_int_equal(parse(cases[i].line, strlen(cases[i].line), &line, &reason), 0);
                assert_true(line.realtime_usec == MOMENT_USEC);
                assert_string_equal(line.topic, cases[i].topic);
                assert_int_equal(line.payload_bytes, strlen(cases[i].payload));
                assert_memory_equal(line.payload, cases[i].payload, line.payload_bytes);
                assert_int_equal(line.qos, cases[i].qos);
                assert_int_equal(line.retain, cases[i].retain);
                replay_line_done(&line);
        }
}

/* The same line with a member that only jansson can read. */
static void write_unusual(const char *text, size_t size, char *unusual, size_t unusual_size)
{
        int written = snprintf(
                unusual, unusual_size, "{\"\\u0078\":0%s%.*s", size > 2 ? "," : "", (int)size - 1, text + 1);

        assert_true(written > 0 && (size_t)written < unusual_size);
}

static void assert_read_alike(const char *text, size_t size)
{
        const char *reasons[2] = { "", "" };
        struct replay_line lines[2] = { { 0 }, { 0 } };
        char unusual[1024];
        char *plain_bytes;
        int r;

        r = parse(text, size, &lines[0], &reasons[0]);
        plain_bytes = line_bytes;
        line_bytes = NULL;
        write_unusual(text, size, unusual, sizeof(unusual));
        assert_int_equal(parse(unusual, strlen(unusual), &lines[1], &reasons[1]), r);
        assert_string_equal(reasons[0], reasons[1]);
        if (r == 0) {
                assert_int_equal(lines[0].realtime_usec, lines[1].realtime_usec);
                assert_string_equal(lines[0].topic, lines[1].topic);
                assert_int_equal(lines[0].payload_bytes, lines[1].payload_bytes);
                assert_memory_equal(lines[0].payload, lines[1].payload, lines[0].payload_bytes);
                assert_int_equal(lines[0].qos, lines[1].qos);
                assert_int_equal(lines[0].retain, lines[1].retain);
                replay_line_done(&lines[0]);
                replay_line_done(&lines[1]);
        }
        free(plain_bytes);
}

/* Writes a line of members at random, most of them as mosquitto writes them. */
static size_t write_random(char *text, size_t size, uint32_t *random)
{
        static const char *const members[] = { TST, TST, "\"topic\":\"a/b\"", "\"topic\":\"a\\/b\"",
                "\"topic\":\"\"", "\"qos\":1", "\"qos\":3", "\"qos\":-1", "\"qos\":\"1\"", "\"retain\":1",
                "\"retain\":true", "\"retain\":256", "\"payloadlen\":2", "\"payloadlen\":3",
                "\"payloadlen\":\"2\"", "\"payload\":\"ON\"", "\"payload\":\"{\\\"a\\\":1}\"",
                "\"payload\":null", "\"payload\":{\"a\":1.50}", "\"payload\":42", "\"mid\":7",
                "\"tst\":\"never\"", "\"tst\":5", "\"payload\":\"\\u00e4\"" };
        size_t length = (size_t)snprintf(text, size, "{" TST ",\"topic\":\"t\",\"payload\":\"ON\"");

        for (int i = 0; i < 5; i++) {
                *random = *random * UINT32_C(1664525) + UINT32_C(1013904223);
                length += (size_t)snprintf(
                        text + length, size - length, ",%s", members[(*random >> 8) % ELEMENTS(members)]);
        }
        return length + (size_t)snprintf(text + length, size - length, "}");
}

static void a_line_says_the_same_however_it_is_read(void **state)
{
        uint32_t random = 20261122;
        char text[1024];

        (void)state;
        print_message("# seed %u\n", random);
        for (int i = 0; i < 20000; i++)
                assert_read_alike(text, write_random(text, sizeof(text), &random));
        assert_read_alike("{}", 2);
}

static void broken_lines_say_what_is_wrong(void **state)
{
        static const struct {
                const char *line;
                const char *reason;
        } cases[] = {
                { "x", "the line is no JSON object" },
                { "[]", "the line is no JSON object" },
                { "{" TST ",\"topic\":\"a\",\"payload\":\"x\"", "the line is no JSON object" },
                { "{\"topic\":\"a\",\"payload\":\"x\"}", "tst is missing or no time" },
                { "{\"tst\":7,\"topic\":\"a\",\"payload\":\"x\"}", "tst is missing or no time" },
                { "{\"tst\":\"2026-02-30T10:00:00Z\",\"topic\":\"a\",\"payload\":\"x\"}",
                        "tst is missing or no time" },
                { "{\"tst\":\"2026-02-20T10:00:00\",\"topic\":\"a\",\"payload\":\"x\"}",
                        "tst is missing or no time" },
                { "{\"tst\":\"1970-01-01T00:30:00.0Z+0100\",\"topic\":\"a\",\"payload\":\"x\"}",
                        "tst is before 1970" },
                { "{" TST ",\"payload\":\"x\"}", "topic is missing" },
                { "{" TST ",\"topic\":\"\",\"payload\":\"x\"}", "topic is missing" },
                { "{" TST ",\"topic\":\"a\",\"qos\":3,\"payload\":\"x\"}", "qos is not 0, 1 or 2" },
                { "{" TST ",\"topic\":\"a\",\"qos\":\"1\",\"payload\":\"x\"}", "qos is not 0, 1 or 2" },
                { "{" TST ",\"topic\":\"a\",\"retain\":2,\"payload\":\"x\"}", "retain is not 0 or 1" },
                { "{" TST ",\"topic\":\"a\"}", "there is no payload" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const char *reason = "";
                struct replay_line line;

                assert_int_equal(parse(cases[i].line, strlen(cases[i].line), &line, &reason), -EINVAL);
                assert_string_equal(reason, cases[i].reason);
        }
}

static void a_payload_that_could_not_be_written_down_is_rejected_later(void **state)
{
        static const char length[] = "{" TST ",\"topic\":\"a\",\"payloadlen\":4,\"payload\":\"a\"}";
        static const char bytes[] = "{" TST ",\"topic\":\"st\xc3\xbchle\",\"payload\":\"a\xff\"}";
        static const char nul[] = "{" TST ",\"topic\":\"a\",\"payloadlen\":3,\"payload\":\"a\\u0000b\"}";
        static const struct {
                const char *line;
                size_t size;
                const char *topic;
        } cases[] = {
                { length, sizeof(length) - 1, "a" },
                { bytes, sizeof(bytes) - 1, "st\xc3\xbchle" },
                { nul, sizeof(nul) - 1, "a" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const char *reason = "";
                struct replay_line line;
                struct payload payload;

                assert_int_equal(parse(cases[i].line, cases[i].size, &line, &reason), 0);
                assert_string_equal(line.topic, cases[i].topic);
                assert_int_equal(payload_init(&payload, line.payload, line.payload_bytes), -EILSEQ);
                replay_line_done(&line);
        }
}

static void a_line_that_is_too_long_is_refused(void **state)
{
        char *bytes = malloc(REPLAY_LINE_BYTES_MAX + 1);
        const char *reason = "";
        struct replay_line line;

        (void)state;
        assert_non_null(bytes);
        memset(bytes, ' ', REPLAY_LINE_BYTES_MAX + 1);
        assert_int_equal(replay_line_parse(bytes, REPLAY_LINE_BYTES_MAX + 1, &line, &reason), -EINVAL);
        assert_string_equal(reason, "the line is too long");
        free(bytes);
}

static char *print(const struct replay_output *output)
{
        char *text = NULL;
        size_t size;
        FILE *stream = open_memstream(&text, &size);

        assert_non_null(stream);
        replay_line_print(output, stream);
        assert_int_equal(fclose(stream), 0);
        return text;
}

static void what_is_printed_has_the_recorder_s_own_form(void **state)
{
        static const struct {
                struct replay_output output;
                const char *text;
        } cases[] = {
                { { "T", "a/b c", "ON", 2, 1, true, 0 },
                        "{\"tst\":\"T\",\"topic\":\"a/b "
                        "c\",\"qos\":1,\"retain\":1,\"payloadlen\":2,\"payload\":\"ON\"}\n" },
                { { "T", "a", "", 0, 1, true, 0 }, "{\"tst\":\"T\",\"topic\":\"a\",\"qos\":1,\"retain\":1,"
                                                   "\"payloadlen\":0,\"payload\":null}\n" },
                { { "T", "a", "x", 1, 0, false, 600 },
                        "{\"tst\":\"T\",\"topic\":\"a\",\"qos\":0,\"retain\":0,\"payloadlen\":1,\"payload\":"
                        "\"x\",\"expiry\":600}\n" },
                { { "T", "\"", "\x01\b\f\n\r\t\\/\x7f\xc3\xa4", 11, 0, false, 0 },
                        "{\"tst\":\"T\",\"topic\":\"\\\"\",\"qos\":0,\"retain\":0,\"payloadlen\":11,"
                        "\"payload\":\"\\u0001\\b\\f\\n\\r\\t\\\\/\x7f\xc3\xa4\"}\n" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char *text = print(&cases[i].output);

                assert_string_equal(text, cases[i].text);
                free(text);
        }
}

static void times_are_printed_in_the_zone_of_their_moment(void **state)
{
        static const struct {
                int32_t offset_sec;
                int64_t realtime_usec;
                const char *text;
        } cases[] = {
                { 3600, MOMENT_USEC, "2026-11-22T10:01:31.329890Z+0100" },
                { 0, MOMENT_USEC, "2026-11-22T09:01:31.329890Z+0000" },
                { 20700, MOMENT_USEC, "2026-11-22T14:46:31.329890Z+0545" },
                { -12600, MOMENT_USEC, "2026-11-22T05:31:31.329890Z-0330" },
                { 0, 5, "1970-01-01T00:00:00.000005Z+0000" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct instant now = {
                        .realtime_usec = cases[i].realtime_usec,
                        .zone = { INT64_MIN, USEC_INFINITY, cases[i].offset_sec, cases[i].offset_sec,
                                cases[i].offset_sec },
                };
                char text[TIMESTAMP_TEXT_SIZE];
                int64_t back;

                timestamp_print(&now, cases[i].realtime_usec, text);
                assert_string_equal(text, cases[i].text);
                assert_int_equal(payload_time_parse(text, &back), 0);
                assert_true(back == cases[i].realtime_usec);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(lines_of_mosquitto_sub_are_read),
                cmocka_unit_test(a_line_says_the_same_however_it_is_read),
                cmocka_unit_test(broken_lines_say_what_is_wrong),
                cmocka_unit_test(a_payload_that_could_not_be_written_down_is_rejected_later),
                cmocka_unit_test(a_line_that_is_too_long_is_refused),
                cmocka_unit_test(what_is_printed_has_the_recorder_s_own_form),
                cmocka_unit_test(times_are_printed_in_the_zone_of_their_moment),
        };

        return cmocka_run_group_tests_name("replay-log", tests, NULL, NULL);
}
