/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "wire/command.h"

#include <errno.h>

#define MIN    USEC_PER_MINUTE
#define NO_DAY COMMAND_NO_DAY

/* Sunday 2026-11-22 10:01:31 in a zone an hour ahead of UTC: day 20779, minute 601. */
static const struct instant now = {
        .boottime_usec = 1000 * USEC_PER_SEC,
        .realtime_usec = INT64_C(1795338091000000),
        .zone = { INT64_MIN, USEC_INFINITY, 3600, 3600, 3600 },
};

#define TODAY 20779

static void commands_are_read_as_text_and_json(void **state)
{
        static const struct {
                const char *text;
                struct command command;
        } cases[] = {
                { "done", { .verb = COMMAND_DONE, .until_day = NO_DAY } },
                { "  DONE \r\n", { .verb = COMMAND_DONE, .until_day = NO_DAY } },
                { "skip", { .verb = COMMAND_SKIP, .until_day = NO_DAY } },
                { "Not-Me", { .verb = COMMAND_NOT_ME, .until_day = NO_DAY } },
                { "snooze", { .verb = COMMAND_SNOOZE, .until_day = NO_DAY } },
                { "snooze 15 min",
                        { .verb = COMMAND_SNOOZE, .duration_usec = 15 * MIN, .until_day = NO_DAY } },
                { "Snooze   15\tMin",
                        { .verb = COMMAND_SNOOZE, .duration_usec = 15 * MIN, .until_day = NO_DAY } },
                { "snooze 15", { .verb = COMMAND_SNOOZE, .duration_usec = 15 * MIN, .until_day = NO_DAY } },
                { "hold guests", { .verb = COMMAND_HOLD, .reason = "guests", .until_day = NO_DAY } },
                { "hold CALL 1 h 30 min", { .verb = COMMAND_HOLD,
                                                  .reason = "call",
                                                  .duration_usec = 90 * MIN,
                                                  .until_day = NO_DAY } },
                { "hold call 45", { .verb = COMMAND_HOLD,
                                          .reason = "call",
                                          .duration_usec = 45 * MIN,
                                          .until_day = NO_DAY } },
                { "hold holiday until 2026-12-01",
                        { .verb = COMMAND_HOLD, .reason = "holiday", .until_day = TODAY + 9 } },
                { "hold ill until 2026-12-01 18:30", { .verb = COMMAND_HOLD,
                                                             .reason = "ill",
                                                             .until_day = TODAY + 9,
                                                             .until_minute = 1110 } },
                { "hold call until 18:00", { .verb = COMMAND_HOLD,
                                                   .reason = "call",
                                                   .until_day = TODAY,
                                                   .until_minute = 1080 } },
                { "hold call until 10:02",
                        { .verb = COMMAND_HOLD, .reason = "call", .until_day = TODAY, .until_minute = 602 } },
                { "hold call until 10:01", { .verb = COMMAND_HOLD,
                                                   .reason = "call",
                                                   .until_day = TODAY + 1,
                                                   .until_minute = 601 } },
                { "hold call until 7:30", { .verb = COMMAND_HOLD,
                                                  .reason = "call",
                                                  .until_day = TODAY + 1,
                                                  .until_minute = 450 } },
                { "release do-not-disturb",
                        { .verb = COMMAND_RELEASE, .reason = "do-not-disturb", .until_day = NO_DAY } },
                { "{\"action\":\"done\",\"id\":\"anna-2026-11-22-3\"}",
                        { .verb = COMMAND_DONE, .prompt_id = "anna-2026-11-22-3", .until_day = NO_DAY } },
                { " {\"action\":\"Skip\",\"arg\":null,\"id\":null,\"for\":null}",
                        { .verb = COMMAND_SKIP, .until_day = NO_DAY } },
                { "{\"action\":\"done\",\"arg\":\"\",\"id\":\"\",\"for\":\"\"}",
                        { .verb = COMMAND_DONE, .until_day = NO_DAY } },
                { "{\"action\":\"snooze\",\"for\":\"15 min\"}",
                        { .verb = COMMAND_SNOOZE, .duration_usec = 15 * MIN, .until_day = NO_DAY } },
                { "{\"for\":5,\"action\":\"snooze\"}",
                        { .verb = COMMAND_SNOOZE, .duration_usec = 5 * MIN, .until_day = NO_DAY } },
                { "{\"action\":\"snooze\",\"arg\":20}",
                        { .verb = COMMAND_SNOOZE, .duration_usec = 20 * MIN, .until_day = NO_DAY } },
                { "{\"action\":\"hold\",\"arg\":\"guests\",\"for\":\"2 h\"}",
                        { .verb = COMMAND_HOLD,
                                .reason = "guests",
                                .duration_usec = 120 * MIN,
                                .until_day = NO_DAY } },
                { "{\"action\":\"hold\",\"arg\":\"Call until 18:00\"}", { .verb = COMMAND_HOLD,
                                                                                .reason = "call",
                                                                                .until_day = TODAY,
                                                                                .until_minute = 1080 } },
                { "{\"action\":\"release baby\"}",
                        { .verb = COMMAND_RELEASE, .reason = "baby", .until_day = NO_DAY } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct command *should = &cases[i].command;
                struct command command;
                const char *reason = NULL;

                if (command_parse(cases[i].text, strlen(cases[i].text), &now, &command, &reason) != 0)
                        fail_msg("%s: %s", cases[i].text, reason);
                assert_int_equal(command.verb, should->verb);
                assert_string_equal(command.prompt_id, should->prompt_id);
                assert_string_equal(command.reason, should->reason);
                assert_int_equal(command.duration_usec, should->duration_usec);
                assert_int_equal(command.until_day, should->until_day);
                assert_int_equal(command.until_minute, should->until_minute);
                assert_null(reason);
        }
}

static void what_cannot_be_read_is_refused_with_a_sentence(void **state)
{
        static const char *const wrong[] = {
                "",
                "  ",
                "don",
                "playresume",
                "done it",
                "skip 5",
                "session start x",
                "screening none-apply",
                "not me",
                "snooze soon",
                "snooze 0",
                "snooze -5",
                "snooze 0 min",
                "snooze 400 d",
                "snooze 1.5 h",
                "snooze 99999999999999999999",
                "hold call until 2026-1x-01",
                "hold call until 202x-12-01",
                "hold call until 2026-12-0x",
                "hold call until 2026-00-01",
                "hold call until 2026-13-01",
                "hold call until 2026-02-30",
                "hold call until 2026-12-00",
                "hold call until 2026-11-31",
                "hold call until 2026-12-32",
                "hold call until 2026-12x01",
                "hold call until 2026x12-01",
                "hold call until 2026-12-011",
                "hold call until 2026-12-01 18",
                "hold call until 2026-12-01 18:00:00",
                "hold call until 1x:00",
                "hold call until 18:0x",
                "hold call until x8:00",
                "hold call until 25:00",
                "hold call until 18:60",
                "hold call until 123:00",
                "hold call until 18:000",
                "hold call until :00",
                "{\"action\":\"done\",\"id\":5}",
                "{\"action\":\"done\",\"id\":[]}",
                "{\"action\":\"snooze\",\"for\":true}",
                "{\"action\":\"snooze\",\"for\":1.5}",
                "{\"action\":null}",
                "{}",
                "hold",
                "release",
                "hold gu/ests",
                "release a b",
                "hold call until",
                "hold call until tomorrow",
                "hold call until 25:00",
                "hold call until 18:60",
                "hold call until 18:0",
                "hold call until 018:00",
                "hold call until 2026-02-30",
                "hold call until 2026-13-01",
                "hold call until 2026-1-1",
                "hold call until 2026-12-01 noon",
                "hold call until 18:00 2026-12-01",
                "hold call until 20x6-12-01",
                "hold call until 2026/12/01",
                "hold call until 1a:00",
                "hold a2345678901234567890123456789012x",
                "{",
                "{}",
                "{\"action\":5}",
                "{\"action\":null}",
                "{\"action\":\"done\",\"extra\":1}",
                "[\"done\"]",
                "{\"action\":[\"done\"]}",
                "{\"action\":\"snooze\",\"arg\":1.5}",
                "{\"action\":\"done\",\"for\":5}",
                "{\"action\":\"snooze\",\"arg\":\"5 min\",\"for\":5}",
                "{\"action\":\"snooze\",\"for\":true}",
                "{\"action\":\"hold\",\"arg\":\"call until 18:00\",\"for\":5}",
                "{\"action\":\"done\",\"id\":5}",
                "{\"action\":\"release\",\"arg\":\"call\",\"for\":\"1 h\"}",
                "{\"action\":\"snooze\",\"for\":\"x\"}",
                ("{\"action\":\"done\",\"id\":"
                 "\"x234567890123456789012345678901234567890123456789012345678901234\"}"),
                "\xff",
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(wrong); i++) {
                struct command command = { .duration_usec = 7 };
                const char *reason = NULL;

                if (command_parse(wrong[i], strlen(wrong[i]), &now, &command, &reason) != -EINVAL || !reason)
                        fail_msg("%s", wrong[i]);
                assert_int_equal(reason[strlen(reason) - 1], '.');
                assert_int_equal(command.duration_usec, 7);
        }
}

static void any_bytes_of_any_size_are_survived(void **state)
{
        static char bytes[70000];
        struct command command;
        const char *reason = NULL;

        (void)state;
        memset(bytes, 'd', sizeof(bytes));
        assert_int_equal(command_parse(bytes, sizeof(bytes), &now, &command, &reason), -EINVAL);
        assert_int_equal(command_parse(bytes, 300, &now, &command, &reason), -EINVAL);
        assert_int_equal(command_parse("done\0", 5, &now, &command, &reason), -EINVAL);
        memset(bytes, '[', sizeof(bytes));
        bytes[0] = '{';
        assert_int_equal(command_parse(bytes, 60000, &now, &command, &reason), -EINVAL);
        memset(bytes, 'a', sizeof(bytes));
        memcpy(bytes, "{\"action\":\"", 11);
        memcpy(bytes + 1000, "\"}", 2);
        assert_int_equal(command_parse(bytes, 1002, &now, &command, &reason), -EINVAL);
        assert_non_null(strstr(reason, "too long"));
}

static void a_misspelt_command_is_helped(void **state)
{
        static const struct {
                const char *text, *meant;
        } cases[] = {
                { "snoze", "snooze" },
                { "realease call", "release" },
                { "notme", "not-me" },
                { "skp", "skip" },
                { "hodl x", "hold" },
                { "donne", "done" },
                { "strat", "start" },
        };
        struct command command;
        const char *reason;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                assert_int_equal(command_parse(cases[i].text, strlen(cases[i].text), &now, &command, &reason),
                        -EINVAL);
                assert_non_null(strstr(reason, cases[i].meant));
        }
        assert_int_equal(command_parse("make coffee", 11, &now, &command, &reason), -EINVAL);
        assert_string_equal(reason, "There is no such command.");
        assert_int_equal(command_words_count, 9);
        for (size_t i = 0; i < command_words_count; i++)
                assert_non_null(command_words[i]);
}

static void settings_are_read(void **state)
{
        static const struct {
                enum setting setting;
                const char *text;
                int result;
                int64_t value;
        } cases[] = {
                { SETTING_ENABLED, "ON", 0, 1 },
                { SETTING_ENABLED, " off\n", 0, 0 },
                { SETTING_ENABLED, "1", -EINVAL, 0 },
                { SETTING_ENABLED, "", -EINVAL, 0 },
                { SETTING_SIT_LIMIT, "45", 0, 45 * MIN },
                { SETTING_SIT_LIMIT, "45.0", 0, 45 * MIN },
                { SETTING_SIT_LIMIT, "30 min", 0, 30 * MIN },
                { SETTING_BREAK_GOAL, "120 S", 0, 2 * MIN },
                { SETTING_BREAK_GOAL, "90 s", -EINVAL, 0 },
                { SETTING_STAND_LIMIT, "45", 0, 45 * MIN },
                { SETTING_STAND_LIMIT, "0", 0, 0 },
                { SETTING_STAND_LIMIT, "Off", 0, 0 },
                { SETTING_SIT_LIMIT, "off", -EINVAL, 0 },
                { SETTING_SNOOZE, "0", 0, 0 },
                { SETTING_SNOOZE, "45.5", -EINVAL, 0 },
                { SETTING_SNOOZE, "-5", -EINVAL, 0 },
                { SETTING_SNOOZE, "1e30", -EINVAL, 0 },
                { SETTING_SNOOZE, "ON", -EINVAL, 0 },
                { SETTING_SNOOZE, "", -EINVAL, 0 },
                { SETTING_SNOOZE, "\xff", -EINVAL, 0 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct command command = { 0 };
                const char *reason = NULL;
                int r = command_parse_setting(
                        cases[i].setting, cases[i].text, strlen(cases[i].text), &command, &reason);

                assert_int_equal(r, cases[i].result);
                assert_int_equal(reason != NULL, r < 0);
                if (r < 0)
                        continue;
                assert_int_equal(command.verb, COMMAND_SET);
                assert_int_equal(command.setting, cases[i].setting);
                assert_int_equal(command.value, cases[i].value);
                assert_string_equal(command.prompt_id, "");
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(commands_are_read_as_text_and_json),
                cmocka_unit_test(what_cannot_be_read_is_refused_with_a_sentence),
                cmocka_unit_test(any_bytes_of_any_size_are_survived),
                cmocka_unit_test(a_misspelt_command_is_helped),
                cmocka_unit_test(settings_are_read),
        };

        return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
