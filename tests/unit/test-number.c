/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "base/number.h"

#include <errno.h>

static void integers_are_whole_texts(void **state)
{
        static const struct {
                const char *text;
                int result;
                int64_t value;
        } cases[] = {
                { "0", 0, 0 },
                { "-5", 0, -5 },
                { "+7", 0, 7 },
                { "100", 0, 100 },
                { "101", -ERANGE, 42 },
                { "-101", -ERANGE, 42 },
                { "99999999999999999999", -ERANGE, 42 },
                { "", -EINVAL, 42 },
                { "-", -EINVAL, 42 },
                { "12abc", -EINVAL, 42 },
                { " 1", -EINVAL, 42 },
                { "1 ", -EINVAL, 42 },
                { "0x10", -EINVAL, 42 },
                { "1.0", -EINVAL, 42 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t value = 42;

                assert_int_equal(number_parse_integer(cases[i].text, -100, 100, &value), cases[i].result);
                assert_int_equal(value, cases[i].value);
        }
}

static void reals_are_decimal_and_finite(void **state)
{
        static const struct {
                const char *text;
                int result;
                double value;
        } cases[] = {
                { "0", 0, 0.0 },
                { "72.5", 0, 72.5 },
                { "-.5", 0, -0.5 },
                { "5.", 0, 5.0 },
                { "1e3", 0, 1000.0 },
                { "1E-2", 0, 0.01 },
                { "1e", -EINVAL, 42.0 },
                { ".", -EINVAL, 42.0 },
                { "", -EINVAL, 42.0 },
                { "nan", -EINVAL, 42.0 },
                { "inf", -EINVAL, 42.0 },
                { "0x1p3", -EINVAL, 42.0 },
                { "1,5", -EINVAL, 42.0 },
                { "1e999", -ERANGE, 42.0 },
                { "1000000000000000000000000000000000000000000000000000000000000000000", -EINVAL, 42.0 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                double value = 42.0;

                assert_int_equal(number_parse_real(cases[i].text, &value), cases[i].result);
                assert_float_equal(value, cases[i].value, 1e-9);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(integers_are_whole_texts),
                cmocka_unit_test(reals_are_decimal_and_finite),
        };

        return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
