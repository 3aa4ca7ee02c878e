/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "wire/topic.h"

#include <errno.h>

static void names_are_plain_topics(void **state)
{
        static const struct {
                const char *topic;
                bool valid;
        } cases[] = {
                { "zigbee2mqtt/Office chair", true },
                { "zigbee2mqtt/ Presence_DiningRoom", true },
                { "shellies/switch:0/state", true },
                { "zigbee2mqtt/B\xc3\xbcro", true },
                { "$SYS/broker/uptime", true },
                { "a", true },
                { "", false },
                { "a/+/b", false },
                { "a/#", false },
                { "a\nb", false },
                { "a\x7f", false },
                { "a\xc2\x85", false },
                { "a\xc2\xa0z", true },
                { "a\xff", false },
        };
        char longest[TOPIC_SIZE + 1];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(topic_is_name(cases[i].topic), cases[i].valid);
        memset(longest, 'a', sizeof(longest));
        longest[TOPIC_SIZE] = '\0';
        assert_false(topic_is_name(longest));
        longest[TOPIC_SIZE - 1] = '\0';
        assert_true(topic_is_name(longest));
}

static void topics_are_joined_or_refused_whole(void **state)
{
        char topic[TOPIC_SIZE] = "old";
        char base[TOPIC_SIZE];

        (void)state;
        assert_int_equal(topic_join(topic, "unslouch", "anna", "state"), 0);
        assert_string_equal(topic, "unslouch/anna/state");
        assert_int_equal(topic_join(topic, "home/unslouch", NULL, "status"), 0);
        assert_string_equal(topic, "home/unslouch/status");
        memset(base, 'b', sizeof(base));
        base[TOPIC_SIZE - 1] = '\0';
        assert_int_equal(topic_join(topic, base, "anna", "state"), -ENAMETOOLONG);
        assert_string_equal(topic, "home/unslouch/status");
}

static void topics_are_known_again(void **state)
{
        static const struct {
                const char *topic;
                enum topic_kind kind;
                const char *person;
                enum setting setting;
        } cases[] = {
                { "home/unslouch/status", TOPIC_STATUS, "", 0 },
                { "home/unslouch/owner", TOPIC_OWNER, "", 0 },
                { "home/unslouch/anna/cmd", TOPIC_COMMAND, "anna", 0 },
                { "home/unslouch/status/cmd", TOPIC_COMMAND, "status", 0 },
                { "home/unslouch/ben/enabled/set", TOPIC_SETTING_SET, "ben", SETTING_ENABLED },
                { "home/unslouch/ben/sit_limit/set", TOPIC_SETTING_SET, "ben", SETTING_SIT_LIMIT },
                { "home/unslouch/ben/break_goal/set", TOPIC_SETTING_SET, "ben", SETTING_BREAK_GOAL },
                { "home/unslouch/ben/snooze/set", TOPIC_SETTING_SET, "ben", SETTING_SNOOZE },
                { "home/unslouch/ben/session_days/set", TOPIC_DAYS_SET, "ben", 0 },
                { "home/unslouch/ben/session_time/set", TOPIC_TIME_SET, "ben", 0 },
                { "home/unslouch/ben/session_time", TOPIC_OTHER, "", 0 },
                { "home/unslouch/ben/snooze", TOPIC_OTHER, "", 0 },
                { "home/unslouch/ben/snooze/set/x", TOPIC_OTHER, "", 0 },
                { "home/unslouch/ben/unknown/set", TOPIC_OTHER, "", 0 },
                { "home/unslouch/Anna/cmd", TOPIC_OTHER, "", 0 },
                { "home/unslouch//cmd", TOPIC_OTHER, "", 0 },
                { "home/unslouch/anna/cmd/x", TOPIC_OTHER, "", 0 },
                { "home/unslouch/anna/state", TOPIC_OTHER, "", 0 },
                { "home/unslouch/a23456789012345678901234567890123/cmd", TOPIC_OTHER, "", 0 },
                { "home/unslouch/a2345678901234567890123456789012/cmd", TOPIC_COMMAND,
                        "a2345678901234567890123456789012", 0 },
                { "home/unslouch", TOPIC_OTHER, "", 0 },
                { "home/unslouchd/anna/cmd", TOPIC_OTHER, "", 0 },
                { "home/unslouch/", TOPIC_OTHER, "", 0 },
                { "zigbee2mqtt/chair", TOPIC_OTHER, "", 0 },
                { "", TOPIC_OTHER, "", 0 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct topic_parts parts;

                topic_split(cases[i].topic, "home/unslouch", &parts);
                assert_int_equal(parts.kind, cases[i].kind);
                assert_string_equal(parts.person, cases[i].person);
                if (parts.kind == TOPIC_SETTING_SET)
                        assert_int_equal(parts.setting, cases[i].setting);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(names_are_plain_topics),
                cmocka_unit_test(topics_are_joined_or_refused_whole),
                cmocka_unit_test(topics_are_known_again),
        };

        return cmocka_run_group_tests_name("topic", tests, NULL, NULL);
}
