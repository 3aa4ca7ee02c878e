/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "base/duration.h"

#include <errno.h>

static void durations_are_read(void **state)
{
        static const struct {
                const char *text;
                int result;
                int64_t usec;
        } cases[] = {
                { "30 min", 0, 30 * USEC_PER_MINUTE },
                { "30min", 0, 30 * USEC_PER_MINUTE },
                { " 90 s ", 0, 90 * USEC_PER_SEC },
                { "1 h 30 min", 0, 90 * USEC_PER_MINUTE },
                { "2 Hours", 0, 2 * USEC_PER_HOUR },
                { "1 d", 0, USEC_PER_DAY },
                { "0 s", 0, 0 },
                { "", -EINVAL, 7 },
                { "30", -EINVAL, 7 },
                { "min", -EINVAL, 7 },
                { "1.5 h", -EINVAL, 7 },
                { "-5 min", -EINVAL, 7 },
                { "5 lightyears", -EINVAL, 7 },
                { "5 min x", -EINVAL, 7 },
                { "400 d", -ERANGE, 7 },
                { "99999999999 s", -ERANGE, 7 },
                { "366 d 1 s", -ERANGE, 7 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t usec = 7;

                assert_int_equal(duration_parse(cases[i].text, &usec), cases[i].result);
                assert_int_equal(usec, cases[i].usec);
        }
}

static void durations_print_as_they_are_read(void **state)
{
        static const struct {
                int64_t usec;
                const char *text;
        } cases[] = {
                { 0, "0 s" },
                { 45 * USEC_PER_SEC, "45 s" },
                { 30 * USEC_PER_MINUTE, "30 min" },
                { 90 * USEC_PER_MINUTE, "1 h 30 min" },
                { USEC_PER_HOUR + USEC_PER_SEC, "1 h 1 s" },
                { DURATION_MAX_USEC, "8784 h" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char text[DURATION_TEXT_SIZE];
                int64_t usec;

                duration_print(cases[i].usec, text);
                assert_string_equal(text, cases[i].text);
                assert_int_equal(duration_parse(text, &usec), 0);
                assert_int_equal(usec, cases[i].usec);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(durations_are_read),
                cmocka_unit_test(durations_print_as_they_are_read),
        };

        return cmocka_run_group_tests_name("duration", tests, NULL, NULL);
}
