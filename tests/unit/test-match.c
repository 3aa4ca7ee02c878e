/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/match.h"

#include <errno.h>

/* What the whole payload @text says to @match. */
static int apply(
        const struct match *match, const char *text, enum source_value before, enum source_value *ret_value)
{
        struct field_path *whole = NULL;
        struct payload payload;
        struct reading reading;
        const char *error;
        int r;

        assert_int_equal(field_path_parse("", &whole, &error), 0);
        assert_int_equal(payload_init(&payload, text, strlen(text)), 0);
        assert_int_equal(payload_read(&payload, whole, &reading), 0);
        r = match_apply(match, &reading, before, ret_value);
        payload_done(&payload);
        field_path_free(whole);
        return r;
}

static struct match *match_of(const char *when)
{
        struct match *match = NULL;
        const char *error = NULL;

        assert_int_equal(match_parse(when, &match, &error), 0);
        assert_null(error);
        return match;
}

#define YES     SOURCE_VALUE_TRUE
#define NO      SOURCE_VALUE_FALSE
#define NOTHING SOURCE_VALUE_NOTHING
/* The match cannot judge it. */
#define REFUSED 99

static void readings_are_judged(void **state)
{
        static const struct {
                const char *when, *payload;
                int says;
        } cases[] = {
                { NULL, "true", YES },
                { NULL, "false", NO },
                { NULL, "ON", YES },
                { NULL, "off", NO },
                { NULL, "yes", YES },
                { NULL, "1", YES },
                { NULL, "\"1\"", YES },
                { NULL, "0", NO },
                { NULL, "-1", NO },
                { NULL, "0.5", YES },
                { NULL, "Open", YES },
                { NULL, "closed", NO },
                { NULL, "occupied", YES },
                { NULL, "detected", YES },
                { NULL, "present", YES },
                { NULL, "active", YES },
                { NULL, "home", YES },
                { NULL, "not_home", NO },
                { NULL, "Online", YES },
                { NULL, "True", YES },
                { NULL, "unavailable", NOTHING },
                { NULL, "", NOTHING },
                { NULL, "vacant", NO },
                { "true", "true", YES },
                { "true", "\"TRUE\"", YES },
                { "true", "True", YES },
                { "true", "false", NO },
                { "true", "ON", NO },
                { "true", "1", REFUSED },
                { "false", "false", YES },
                { "false", "true", NO },
                { "FALSE", "False", YES },
                { "ON", "on", YES },
                { "ON", "off", NO },
                { "ON", "true", REFUSED },
                { "ON", "1", REFUSED },
                { "1", "1", YES },
                { "1", "1.0", YES },
                { "1", "\"1\"", YES },
                { "1", "2", NO },
                { "1", "true", REFUSED },
                { "1", "on", REFUSED },
                { "on|home", "HOME", YES },
                { " on | home ", "on", YES },
                { "on|home", "away", NO },
                { "on|home|1|true", "true", YES },
                { "on|home|1|true", "1", YES },
                { "on|home|1|true", "0", NO },
                { "on|home|1|true", "false", NO },
                { "on|home|1|true", "unknown", NOTHING },
                { "Living room", "living ROOM", YES },
                { "> 95", "95", NO },
                { "> 95", "95.1", YES },
                { "> 95", "\"96\"", YES },
                { "> 95", "high", REFUSED },
                { "> 95", "true", REFUSED },
                { "> 95", "unavailable", NOTHING },
                { ">= 95", "95", YES },
                { ">=95", "94.9", NO },
                { "< 60", "59", YES },
                { "< 60", "60", NO },
                { "<= 60", "60", YES },
                { "<= 60", "60.5", NO },
                { "= 2", "2.0", YES },
                { "== 2", "3", NO },
                { "= 2", "two", REFUSED },
                { "!= 0", "0.0", NO },
                { "!= 0", "5", YES },
                { "!= 0", "\"0\"", NO },
                { "!= 0", "zero", REFUSED },
                { "!= off", "OFF", NO },
                { "!= off", "on", YES },
                { "!=off", "5", REFUSED },
                { "!= away|off", "off", NO },
                { "!= away|off", "home", YES },
                { "= on|home", "home", YES },
                { "!= true", "false", YES },
                { "!= true", "true", NO },
                { "> -5", "-4", YES },
                { "> 1e2", "101", YES },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct match *match = match_of(cases[i].when);
                enum source_value value = NOTHING;
                int r = apply(match, cases[i].payload, NOTHING, &value);

                if (r != (cases[i].says == REFUSED ? -EINVAL : 0) || (r == 0 && (int)value != cases[i].says))
                        fail_msg("%s of %s", cases[i].when ? cases[i].when : "(default)", cases[i].payload);
                match_free(match);
        }
}

static void hysteresis_keeps_what_was(void **state)
{
        static const struct {
                const char *when, *payload;
                enum source_value before, says;
        } cases[] = {
                { "> 95 ~ 3", "95.5", NO, YES },
                { "> 95 ~ 3", "95", NO, NO },
                { "> 95 ~ 3", "95", YES, YES },
                { "> 95 ~ 3", "92", YES, YES },
                { "> 95 ~ 3", "91.9", YES, NO },
                { "> 95 ~ 3", "94", NOTHING, NO },
                { ">= 95 ~ 3", "95", NO, YES },
                { ">= 95~3", "93", YES, YES },
                { "< 60 ~ 5", "59", NO, YES },
                { "< 60 ~ 5", "60", NO, NO },
                { "< 60 ~ 5", "60", YES, YES },
                { "< 60 ~ 5", "65", YES, YES },
                { "< 60 ~ 5", "65.1", YES, NO },
                { "< 60 ~ 5", "63", NOTHING, NO },
                { "<= 60 ~ 5", "60", NO, YES },
                { "<= 60 ~ 5", "64", YES, YES },
                { "> 95 ~ 0", "95", YES, NO },
                { "> 95", "95", YES, NO },
                { "> 95 ~ 3", "unknown", YES, NOTHING },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct match *match = match_of(cases[i].when);
                enum source_value value = NOTHING;

                assert_int_equal(apply(match, cases[i].payload, cases[i].before, &value), 0);
                if (value != cases[i].says)
                        fail_msg("%s of %s", cases[i].when, cases[i].payload);
                match_free(match);
        }
}

static void wrong_matches_are_told(void **state)
{
        static const char *const wrong[] = { "", "  ", "|", "on|", "on||off", ">", "> high", "> 95 ~",
                "> 95 ~ x", "> 95 ~ -1", "> 95 ~ 3 ~ 3", "> 5|6", "!=", "on > 5", "1 ~ 2", "!= 0 ~ 2", "=> 5",
                "\xff" };
        char text[MATCH_BYTES_MAX + 2];
        struct match *match = NULL;
        const char *error;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(wrong); i++) {
                error = NULL;
                if (match_parse(wrong[i], &match, &error) != -EINVAL || !error)
                        fail_msg("%s", wrong[i]);
        }
        memset(text, 'a', sizeof(text));
        text[MATCH_BYTES_MAX + 1] = '\0';
        assert_int_equal(match_parse(text, &match, &error), -EINVAL);
        text[MATCH_WORD_BYTES_MAX + 1] = '\0';
        assert_int_equal(match_parse(text, &match, &error), -EINVAL);
        text[MATCH_WORD_BYTES_MAX] = '\0';
        assert_int_equal(match_parse(text, &match, &error), 0);
        assert_null(match_free(match));
        match = NULL;
        assert_int_equal(match_parse("a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q", &match, &error), -EINVAL);
        assert_null(match);
        assert_int_equal(match_parse("a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p", &match, &error), 0);
        match_free(match);
}

static void without_memory_there_is_no_match(void **state)
{
        struct match *match = NULL;
        const char *error = NULL;

        (void)state;
        scarce_begin(0);
        assert_int_equal(match_parse("on", &match, &error), -ENOMEM);
        assert_true(scarce_end());
        assert_null(match);
        assert_null(match_free(NULL));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(readings_are_judged),
                cmocka_unit_test(hysteresis_keeps_what_was),
                cmocka_unit_test(wrong_matches_are_told),
                cmocka_unit_test(without_memory_there_is_no_match),
        };

        return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}
