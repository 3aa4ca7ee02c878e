/* SPDX-License-Identifier: MIT */
#include "unit/skim_oracle.h"
#include "unit/test.h"

#include "base/text.h"
#include "wire/field.h"
#include "wire/skim.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* In make check; SKIM_ROUNDS= tries more, SKIM_SEED= others. */
#define ROUNDS    100000
#define TEXT_SIZE 1024

static uint64_t random_state;

static uint32_t next_random(uint32_t below)
{
        random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return (uint32_t)(random_state >> 33) % below;
}

static unsigned long number_from_environment(const char *name, unsigned long without)
{
        const char *text = getenv(name);

        return text ? strtoul(text, NULL, 10) : without;
}

/* Goes through @text. Return: 0; what skim says else. */
static int read_all(const char *text)
{
        struct skim_member member;
        struct skim_value whole;
        struct skim skim;
        int r;

        r = skim_begin(&skim, text, strlen(text), &whole);
        if (r < 0 || (whole.kind != SKIM_OBJECT && whole.kind != SKIM_ARRAY))
                return r;
        do
                r = skim_next(&skim, &member);
        while (r > 0);
        return r;
}

static void plain_forms_are_read_and_others_are_left_to_jansson(void **state)
{
        static const struct {
                const char *text;
                int result;
        } rows[] = {
                { "{}", 0 },
                { "[]", 0 },
                { " { } \n", 0 },
                { "{\"a\":1}", 0 },
                { "{\"a\":{\"b\":[1,2.5,{\"c\":null}]},\"d\":\"e\\\"f\"}", 0 },
                { "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", 0 },
                { "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]", -ENOTSUP },
                { "true", 0 },
                { " null ", 0 },
                { "-0.25", 0 },
                { "999999999999999999", 0 },
                { "1000000000000000000", -ENOTSUP },
                { "1e3", -ENOTSUP },
                { "\"caf\u00e9 \\b\\f\\n\\r\\t\\/\\\\\"", 0 },
                { "\"\\u0041\"", -ENOTSUP },
                { "\"\\x\"", -ENOTSUP },
                { "\"a", -ENOTSUP },
                { "\"a\\", -ENOTSUP },
                { "\"a\\\"", -ENOTSUP },
                { "\"a\tb\"", -ENOTSUP },
                { "{\"a\\n\":1}", -ENOTSUP },
                { "{\"a\":1,}", -ENOTSUP },
                { "{\"a\":{\"b\":1,}}", -ENOTSUP },
                { "{\"a\"1}", -ENOTSUP },
                { "{\"a\":{\"b\"1}}", -ENOTSUP },
                { "{\"a\":}", -ENOTSUP },
                { "{\"a\":[}", -ENOTSUP },
                { "{\"a\":{]", -ENOTSUP },
                { "{\"a\":1]", -ENOTSUP },
                { "{a:1}", -ENOTSUP },
                { "{\"a\":1 \"b\":2}", -ENOTSUP },
                { "{\"a\":[1 2]}", -ENOTSUP },
                { "{\"a\":[1,", -ENOTSUP },
                { "{\"a\":[", -ENOTSUP },
                { "{\"a\":", -ENOTSUP },
                { "{\"a\"", -ENOTSUP },
                { "{", -ENOTSUP },
                { "[1,]", -ENOTSUP },
                { "[,1]", -ENOTSUP },
                { "{} {}", -ENOTSUP },
                { "1 2", -ENOTSUP },
                { "01", -ENOTSUP },
                { "-", -ENOTSUP },
                { "1.", -ENOTSUP },
                { "tru", -ENOTSUP },
                { "nothing", -ENOTSUP },
                { "", -EPROTO },
                { "  ", -EPROTO },
                { "ON", -EPROTO },
                { "+1", -EPROTO },
                { ".5", -EPROTO },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(rows); i++) {
                print_message("# %s\n", rows[i].text);
                assert_int_equal(read_all(rows[i].text), rows[i].result);
                assert_null(skim_oracle_compare(rows[i].text, strlen(rows[i].text)));
        }
}

static void numbers_are_the_doubles_that_jansson_reads(void **state)
{
        static const char *const texts[] = { "0", "-0", "0.0", "-0.0", "1", "-1", "72.5", "0.1", "0.3",
                "2.675", "123456789.123456", "1234567890.12345", "0.00000000000001", "9007199254740993.0",
                "21.830000000000002", "0.1000000000000000055511151231257827", "999999999999999999.999999",
                "1.7976931348623157", "0.30000000000000004", "-123456789012345678" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(texts); i++) {
                assert_int_equal(read_all(texts[i]), 0);
                assert_null(skim_oracle_compare(texts[i], strlen(texts[i])));
        }
}

static void a_number_too_long_for_a_copy_is_left(void **state)
{
        static const char text[] = "0.1234567890123456789012345678901234567890123456789012345678901234567890";
        struct skim_value value;
        struct skim skim;
        double number = 5;

        (void)state;
        assert_int_equal(skim_begin(&skim, text, strlen(text), &value), 0);
        assert_int_equal(skim_number(&value, &number), -ENOTSUP);
        assert_true(number > 4.9 && number < 5.1);
}

static void nothing_is_read_behind_the_last_byte(void **state)
{
        static const char text[] = "{\"a\":[true,false,null,-12.5,\"b\\n\"],\"c\":{\"d\":0}} ";

        (void)state;
        /* Each beginning lies in a copy of its own size: with a sanitizer a byte more is an error. */
        for (size_t size = 0; size <= strlen(text); size++)
                assert_null(skim_oracle_compare(text, size));
}

static size_t append(char *text, size_t length, const char *more)
{
        int written = snprintf(text + length, TEXT_SIZE - length, "%s", more);

        assert_true(written >= 0 && length + (size_t)written < TEXT_SIZE);
        return length + (size_t)written;
}

static size_t append_number(char *text, size_t length)
{
        static const uint32_t lengths[] = { 1, 2, 3, 9, 15, 18, 19, 20 };
        uint32_t digits = lengths[next_random(ELEMENTS(lengths))];
        char number[64];
        int at = 0;

        if (next_random(4) == 0)
                number[at++] = '-';
        for (uint32_t i = 0; i < digits; i++)
                number[at++] = (char)('0' + next_random(10));
        if (next_random(2) == 0) {
                number[at++] = '.';
                for (uint32_t i = next_random(18); i > 0; i--)
                        number[at++] = (char)('0' + next_random(10));
        }
        if (next_random(12) == 0)
                at += snprintf(number + at, sizeof(number) - (size_t)at, "e%d", (int)next_random(700) - 350);
        number[at] = '\0';
        return append(text, length, number);
}

static size_t append_value(char *text, size_t length, int depth);

static size_t append_members(char *text, size_t length, int depth, bool is_object)
{
        static const char *const keys[] = { "\"a\"", "\"b\"", "\"ab\"", "\"\"", "\"last_seen\"",
                "\"a\\u0062\"" };
        static const char *const gaps[] = { "", "", "", " ", "\n\t", "\r " };

        length = append(text, length, is_object ? "{" : "[");
        for (uint32_t i = next_random(4); i > 0; i--) {
                length = append(text, length, gaps[next_random(ELEMENTS(gaps))]);
                if (is_object) {
                        length = append(text, length, keys[next_random(ELEMENTS(keys))]);
                        length = append(text, length, ":");
                }
                length = append_value(text, length, depth + 1);
                if (i > 1)
                        length = append(text, length, ",");
        }
        length = append(text, length, gaps[next_random(ELEMENTS(gaps))]);
        return append(text, length, is_object ? "}" : "]");
}

static size_t append_value(char *text, size_t length, int depth)
{
        static const char *const values[] = { "true", "false", "null", "0", "21.5", "\"ON\"", "\"\"",
                "\"2026-11-22T10:01:31+01:00\"", "\"caf\u00e9\"", "\"a\\\"b\\\\c\\n\"", "\"\\u00e9\"",
                "\"unavailable\"", "\" 12 \"" };
        uint32_t kind = next_random(8);

        if (length < TEXT_SIZE / 2 && depth < 5 && kind < 3)
                return append_members(text, length, depth, kind < 2);
        if (kind == 3)
                return append_number(text, length);
        return append(text, length, values[next_random(ELEMENTS(values))]);
}

/* A few of the bytes become others. */
static size_t spoil(char *text, size_t length)
{
        static const char letters[] = "{}[]\",:\\ 0123456789.-eEutfn/";

        for (uint32_t n = next_random(4); n > 0 && length > 0; n--) {
                size_t at = next_random((uint32_t)length);

                if (next_random(6) == 0)
                        length = at;
                else
                        text[at] = next_random(8) == 0 ? (char)next_random(256)
                                                       : letters[next_random(sizeof(letters) - 1)];
        }
        return length;
}

/* What payload_read() and payload_last_seen() say of a payload, with skim and with jansson alone. */
static void compare_payload(const char *text, size_t size, const struct field_path *path)
{
        struct payload payload;
        struct reading readings[2];
        int64_t seen[2] = { 0, 0 };
        int results[2][2];

        if (payload_init(&payload, text, size) < 0)
                return;
        for (int i = 0; i < 2; i++) {
                if (i == 1) {
                        payload.skimmed = true;
                        payload.skim_error = -ENOTSUP;
                }
                memset(&readings[i], 0, sizeof(readings[i]));
                results[i][0] = payload_read(&payload, path, &readings[i]);
                results[i][1] = payload_last_seen(&payload, &seen[i]);
        }
        payload_done(&payload);
        assert_int_equal(results[0][0], results[1][0]);
        assert_int_equal(results[0][1], results[1][1]);
        assert_int_equal(seen[0], seen[1]);
        assert_int_equal(readings[0].kind, readings[1].kind);
        assert_int_equal(readings[0].boolean, readings[1].boolean);
        assert_int_equal(readings[0].digest, readings[1].digest);
        assert_memory_equal(&readings[0].number, &readings[1].number, sizeof(double));
        assert_string_equal(readings[0].text, readings[1].text);
}

static void whatever_comes_jansson_would_say_the_same(void **state)
{
        static const char *const fields[] = { "", "a", "b", "ab", "a.b", "a[1]", "b[0].a", "[1]", "[0].b",
                "a.a.a" };
        unsigned long rounds = number_from_environment("SKIM_ROUNDS", ROUNDS);
        struct field_path *paths[ELEMENTS(fields)];
        const char *error;
        unsigned long read = 0;
        char text[TEXT_SIZE];

        (void)state;
        random_state = number_from_environment("SKIM_SEED", 20261122);
        print_message("# seed %lu, %lu rounds\n", (unsigned long)random_state, rounds);
        for (size_t i = 0; i < ELEMENTS(fields); i++)
                assert_int_equal(field_path_parse(fields[i], &paths[i], &error), 0);
        for (unsigned long i = 0; i < rounds; i++) {
                size_t length = append_value(text, 0, next_random(3) == 0 ? 5 : 0);
                const char *difference;

                if (next_random(2) == 0)
                        length = spoil(text, length);
                text[length] = '\0';
                difference = skim_oracle_compare(text, length);
                if (difference)
                        fail_msg("round %lu, '%s': %s", i, text, difference);
                compare_payload(text, length, paths[next_random(ELEMENTS(paths))]);
                read += strlen(text) == length && read_all(text) == 0;
        }
        /* Else this would compare nothing. */
        assert_true(read > rounds / 4);
        for (size_t i = 0; i < ELEMENTS(fields); i++)
                field_path_free(paths[i]);
}

static void an_object_with_more_members_than_are_noted_is_read_all_the_same(void **state)
{
        struct field_path *path;
        const char *error;
        char text[TEXT_SIZE] = "{";
        size_t length = 1;

        (void)state;
        for (int i = 0; i <= PAYLOAD_MEMBERS_MAX; i++) {
                char member[32];

                snprintf(member, sizeof(member), "\"m%d\":%d,", i, i);
                length = append(text, length, member);
        }
        length = append(text, length, "\"a\":7}");
        assert_int_equal(field_path_parse("a", &path, &error), 0);
        compare_payload(text, length, path);
        field_path_free(path);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(plain_forms_are_read_and_others_are_left_to_jansson),
                cmocka_unit_test(numbers_are_the_doubles_that_jansson_reads),
                cmocka_unit_test(a_number_too_long_for_a_copy_is_left),
                cmocka_unit_test(nothing_is_read_behind_the_last_byte),
                cmocka_unit_test(whatever_comes_jansson_would_say_the_same),
                cmocka_unit_test(an_object_with_more_members_than_are_noted_is_read_all_the_same),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
