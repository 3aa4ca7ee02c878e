/* SPDX-License-Identifier: MIT */
#include "unit/scarce.h"
#include "unit/test.h"

#include "wire/sit_trial.h"

#include <errno.h>
#include <stdio.h>

#define VALUES_MAX 6

/* What one sensor says in the steps, a NULL behind the last. */
struct story {
        const char *what;
        const char *values[SIT_STEP_MAX_][VALUES_MAX];
        const char *when; /* NULL: it did not follow */
};

/* Too large for the stack. */
static struct sit_follower followers[SIT_TRIAL_FOLLOWERS_MAX];

static struct sit_trial *begin(void)
{
        struct sit_trial *trial;

        assert_int_equal(sit_trial_new("unslouch", &trial), 0);
        return trial;
}

static void say(struct sit_trial *trial, const char *topic, const char *payload)
{
        assert_int_equal(sit_trial_take(trial, topic, payload, strlen(payload), false), 0);
}

static size_t judge(struct sit_trial *trial)
{
        size_t count;

        assert_int_equal(sit_trial_judge(trial, followers, &count), 0);
        return count;
}

static void tell(struct sit_trial *trial, const char *topic, const struct story *story)
{
        for (int step = 0; step < SIT_STEP_MAX_; step++) {
                for (size_t i = 0; i < VALUES_MAX && story->values[step][i]; i++)
                        say(trial, topic, story->values[step][i]);
                sit_trial_next(trial);
        }
}

static void what_followed_is_found_with_its_match(void **state)
{
        static const struct story stories[] = {
                { "a word", { { "up" }, { "sat" }, { "up" }, { "sat" } }, "sat" },
                { "a yes", { { "OFF" }, { "ON" }, { "OFF" }, { "ON" } }, "ON" },
                { "an inverted contact", { { NULL }, { "false" }, { "true" }, { "false" } }, "false" },
                { "words in other letters", { { NULL }, { "ON" }, { "off" }, { "on" } }, "on" },
                { "one that bounces", { { NULL }, { "1x", "0x", "1x" }, { "0x" }, { "1x" } }, "1x" },
                { "one that was late the first time", { { NULL }, { NULL }, { "up" }, { "sat" } }, "sat" },
                { "one that was known before", { { "sat" }, { NULL }, { "up" }, { "sat" } }, "sat" },
                { "one and nought", { { NULL }, { "1" }, { "0" }, { "1" } }, "1" },
                { "nought and one", { { NULL }, { "0" }, { "1" }, { "0" } }, "0" },
                { "a weight", { { "3" }, { "62" }, { "2" }, { "60" } }, "> 40.7 ~ 19" },
                { "a distance", { { "150" }, { "30" }, { "150" }, { "32" } }, "< 71.3 ~ 39" },
                { "a weight that trembles",
                        { { NULL }, { "60", "61", "62" }, { "0.1", "0.3" }, { "61", "60" } }, "> 40.1 ~ 20" },
                { "one that repeats itself", { { "a" }, { "b", "b", "b" }, { "a", "a" }, { "b", "b" } },
                        "b" },

                { "a cold", { { NULL }, { "-10" }, { "-30" }, { "-10" } }, "> -16.7 ~ 6.7" },
                { "less than nought", { { NULL }, { "-1" }, { "0" }, { "-1" } }, "< -0.667 ~ 0.33" },
                { "two and nought", { { NULL }, { "2" }, { "0" }, { "2" } }, "> 1.33 ~ 0.67" },

                { "a word that became a number", { { NULL }, { "sat" }, { "3" }, { "9" } }, NULL },
                { "words of which none can be kept",
                        { { NULL }, { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
                                { "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" },
                                { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } },
                        NULL },
                { "the same word after another", { { NULL }, { "ON" }, { "x", "ON" }, { "y", "ON" } }, NULL },
                { "one that stays", { { "a" }, { "a" }, { "a" }, { "a" } }, NULL },
                { "silence", { { "a" }, { NULL }, { NULL }, { NULL } }, NULL },
                { "one that changes but once", { { "a" }, { "b" }, { "c" }, { "d" } }, NULL },
                { "one that never came back", { { NULL }, { "b" }, { "c" }, { NULL } }, NULL },
                { "a counter", { { "1" }, { "2" }, { "3" }, { "4" } }, NULL },
                { "a temperature", { { "20.1" }, { "20.2" }, { "20.0" }, { "20.2" } }, NULL },
                { "noise", { { "5", "90", "40" }, { "80", "20", "60" }, { "10", "70" }, { "50", "65" } },
                        NULL },
                { "one that flaps", { { "a" }, { "b", "a", "b", "a", "b" }, { "a" }, { "b" } }, NULL },
                { "a word for a number", { { NULL }, { "4" }, { "none" }, { "4" } }, NULL },
                { "a match that none can write", { { NULL }, { "a|" }, { "b" }, { "a|" } }, NULL },
                { "too long a word",
                        { { NULL }, { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }, { "b" },
                                { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } },
                        NULL },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(stories); i++) {
                struct sit_trial *trial = begin();
                size_t count;

                tell(trial, "a/b", &stories[i]);
                count = judge(trial);
                if (count != (stories[i].when ? 1 : 0))
                        fail_msg("%s: %zu followed, with %s", stories[i].what, count,
                                count > 0 ? followers[0].candidate.when : "nothing");
                if (count > 0)
                        assert_string_equal(followers[0].candidate.when, stories[i].when);
                sit_trial_free(trial);
        }
}

static void fields_within_a_message_are_followed_each(void **state)
{
        static const struct story story = { "",
                { { "{\"linkquality\":9,\"in\":{\"switch:0\":[1,{\"x\":false}]}}" },
                        { "{\"linkquality\":90,\"in\":{\"switch:0\":[1,{\"x\":true}]},\"battery\":5}" },
                        { "{\"linkquality\":9,\"in\":{\"switch:0\":[1,{\"x\":false}]},\"battery\":90}",
                                "{\"battery\":91}" },
                        { "{\"linkquality\":91,\"in\":{\"switch:0\":[1,{\"x\":true}]},\"battery\":5}" } },
                "" };
        struct sit_trial *trial = begin();

        (void)state;
        tell(trial, "zigbee2mqtt/Mat", &story);
        assert_int_equal(judge(trial), 1);
        assert_string_equal(followers[0].candidate.field, "in.switch:0[1].x");
        assert_string_equal(followers[0].candidate.when, "true");
        assert_string_equal(followers[0].candidate.via, "zigbee2mqtt");
        assert_string_equal(followers[0].candidate.device, "Mat");
        assert_string_equal(followers[0].sitting, "true");
        assert_string_equal(followers[0].standing, "false");
        assert_true(followers[0].candidate.unretained);
        sit_trial_free(trial);
}

static void the_best_come_first(void **state)
{
        static const struct {
                const char *topic;
                struct story story;
        } cases[] = {
                { "p/weight", { "", { { NULL }, { "60" }, { "1" }, { "60" } }, "" } },
                { "ha/binary_sensor/x/state", { "", { { NULL }, { "on" }, { "off" }, { "on" } }, "" } },
                { "p/late", { "", { { NULL }, { NULL }, { "off" }, { "on" } }, "" } },
                { "p/first", { "", { { NULL }, { "on" }, { "off" }, { "on" } }, "" } },
                { "p/second", { "", { { NULL }, { "on" }, { "off" }, { "on" } }, "" } },
                { "p/chair", { "", { { NULL }, { "on" }, { "off" }, { "on" } }, "" } },
        };
        static const char *const expected[] = { "p/chair", "p/first", "p/second", "ha/binary_sensor/x/state",
                "p/late", "p/weight" };
        struct sit_trial *trial = begin();

        (void)state;
        for (int step = 0; step < SIT_STEP_MAX_; step++) {
                for (size_t i = 0; i < ELEMENTS(cases); i++)
                        if (cases[i].story.values[step][0])
                                say(trial, cases[i].topic, cases[i].story.values[step][0]);
                sit_trial_next(trial);
        }
        assert_int_equal(judge(trial), ELEMENTS(expected));
        for (size_t i = 0; i < ELEMENTS(expected); i++)
                assert_string_equal(followers[i].candidate.topic, expected[i]);
        assert_false(followers[4].candidate.sure);
        assert_true(followers[0].candidate.sure);
        sit_trial_free(trial);
}

static void no_more_are_told_than_there_is_room_for(void **state)
{
        struct sit_trial *trial = begin();

        (void)state;
        for (int step = 0; step < SIT_STEP_MAX_; step++) {
                for (int i = 0; i < 3 * SIT_TRIAL_FOLLOWERS_MAX; i++) {
                        char topic[32];

                        (void)snprintf(topic, sizeof(topic), i % 5 == 4 ? "t/chair%d" : "t/%d", i);
                        say(trial, topic, step == SIT_STEP_STAND ? "up" : "down");
                }
                sit_trial_next(trial);
        }
        assert_int_equal(judge(trial), SIT_TRIAL_FOLLOWERS_MAX);
        assert_string_equal(followers[0].candidate.topic, "t/chair4");
        sit_trial_free(trial);
}

static void what_unslouch_says_itself_follows_nobody(void **state)
{
        static const struct story story = { "", { { "up" }, { "sat" }, { "up" }, { "sat" } }, "" };
        struct sit_trial *trial = begin();

        (void)state;
        tell(trial, "unslouch/anna/posture", &story);
        assert_int_equal(judge(trial), 0);
        sit_trial_free(trial);
        trial = begin();
        tell(trial, "unslouched/chair", &story);
        assert_int_equal(judge(trial), 1);
        sit_trial_free(trial);
}

static void a_radar_covers_the_seat(void **state)
{
        static const struct story story = { "",
                { { NULL }, { "{\"presence\":true}" }, { "{\"presence\":false}" },
                        { "{\"presence\":true}" } },
                "" };
        struct sit_trial *trial = begin();

        (void)state;
        tell(trial, "a/b", &story);
        assert_int_equal(judge(trial), 1);
        assert_int_equal(followers[0].candidate.kind, CANDIDATE_PRESENCE);
        assert_true(followers[0].candidate.covers_seat);
        sit_trial_free(trial);
}

/* The @changing of @count values of one message changes. */
static void say_many(struct sit_trial *trial, unsigned count, unsigned changing, const char *value)
{
        char text[4096] = "{";
        size_t length = 1;

        for (unsigned i = 0; i < count; i++)
                length += (size_t)snprintf(text + length, sizeof(text) - length, "%s\"k%u\":\"%s\"",
                        i > 0 ? "," : "", i, i == changing ? value : "x");
        (void)snprintf(text + length, sizeof(text) - length, "}");
        say(trial, "t", text);
}

static void of_one_message_so_many_values_are_followed(void **state)
{
        static const unsigned changing[] = { 0, SIT_TRIAL_LEAVES_MAX - 1, SIT_TRIAL_LEAVES_MAX };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(changing); i++) {
                struct sit_trial *trial = begin();
                size_t count;

                for (int step = 0; step < SIT_STEP_MAX_; step++) {
                        say_many(trial, SIT_TRIAL_LEAVES_MAX + 4, changing[i],
                                step == SIT_STEP_STAND ? "up" : "sat");
                        sit_trial_next(trial);
                }
                count = judge(trial);
                assert_int_equal(count, changing[i] < SIT_TRIAL_LEAVES_MAX);
                sit_trial_free(trial);
        }
}

/* Deeper than is looked, behind the fourth of a list, or under a name that no field can have. */
static void what_lies_too_deep_in_a_message_is_not_followed(void **state)
{
        static char long_name[512];
        const struct {
                const char *name;
                const char *before, *behind;
                bool follows;
        } cases[] = {
                { "a", "{\"a\":{\"a\":{\"a\":{\"a\":", "}}}}", true },
                { "a", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":", "}}}}}", false },
                { "a", "[0,0,0,", "]", true },
                { "a", "[0,0,0,0,", "]", false },
                { "a", "[[null,", "]]", true },
                { long_name, "", "", false },
        };

        (void)state;
        memset(long_name, 'n', sizeof(long_name) - 1);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct sit_trial *trial = begin();

                for (int step = 0; step < SIT_STEP_MAX_; step++) {
                        char text[1024];

                        (void)snprintf(text, sizeof(text), "{\"%s\":%s\"%s\"%s}", cases[i].name,
                                cases[i].before, step == SIT_STEP_STAND ? "up" : "sat", cases[i].behind);
                        say(trial, "t", text);
                        sit_trial_next(trial);
                }
                if (judge(trial) != cases[i].follows)
                        fail_msg("%s %s", cases[i].name, cases[i].before);
                sit_trial_free(trial);
        }
}

/* Of a number only the last are remembered; the level is that of the later half. */
static void a_number_that_is_said_often_has_the_level_of_its_last(void **state)
{
        struct sit_trial *trial = begin();

        (void)state;
        for (int step = 0; step < SIT_STEP_MAX_; step++) {
                for (int i = 0; i < 200; i++)
                        say(trial, "t",
                                step == SIT_STEP_STAND ? (i < 50 ? "80" : "0.5") : (i < 50 ? "9" : "90"));
                sit_trial_next(trial);
        }
        assert_int_equal(judge(trial), 1);
        assert_string_equal(followers[0].candidate.when, "> 60.2 ~ 30");
        sit_trial_free(trial);
}

/* What copies another's words comes behind it. */
static void a_copy_is_worth_less_than_what_it_copies(void **state)
{
        static const struct story story = { "", { { NULL }, { "sat" }, { "up" }, { "sat" } }, "" };
        static const char *const copies[] = { "x/binary_sensor/y/state", "homeassistant/y" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(copies); i++) {
                struct sit_trial *trial = begin();

                for (int step = 0; step < SIT_STEP_MAX_; step++) {
                        if (story.values[step][0]) {
                                say(trial, copies[i], story.values[step][0]);
                                say(trial, "a/b", story.values[step][0]);
                        }
                        sit_trial_next(trial);
                }
                assert_int_equal(judge(trial), 2);
                assert_string_equal(followers[0].candidate.topic, "a/b");
                assert_string_equal(followers[1].candidate.topic, copies[i]);
                sit_trial_free(trial);
        }
}

static void above_the_limit_nothing_more_is_followed_and_that_is_said(void **state)
{
        struct sit_trial *trial = begin();

        (void)state;
        for (unsigned i = 0; i < SIT_TRIAL_TRACKS_MAX; i++) {
                char topic[32];

                (void)snprintf(topic, sizeof(topic), "t/%u", i);
                say(trial, topic, "x");
        }
        assert_int_equal(sit_trial_take(trial, "one/more", "x", 1, false), -ENOSPC);
        say(trial, "t/5", "y");
        sit_trial_free(trial);
}

static void what_is_no_message_is_passed_over(void **state)
{
        struct sit_trial *trial = begin();

        (void)state;
        for (int step = 0; step < SIT_STEP_MAX_; step++) {
                const char *word = step == SIT_STEP_STAND ? "a" : "b";

                assert_int_equal(sit_trial_take(trial, "bad\x1btopic", word, 1, false), 0);
                assert_int_equal(sit_trial_take(trial, "t", "", 0, false), 0);
                assert_int_equal(
                        sit_trial_take(trial, "t", step == SIT_STEP_STAND ? "\xff" : "\xfe", 1, false), 0);
                assert_int_equal(
                        sit_trial_take(trial, "t", step == SIT_STEP_STAND ? "\a" : "\b", 1, false), 0);
                assert_int_equal(sit_trial_take(trial, "t",
                                         "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}", 35, false),
                        0);
                assert_int_equal(sit_trial_take(trial, "t", "{\"a\":null}", 10, false), 0);
                sit_trial_next(trial);
        }
        assert_int_equal(judge(trial), 0);
        sit_trial_free(trial);
        assert_null(sit_trial_free(NULL));
}

/* A whole trial, until something fails. */
static int try_all(void)
{
        struct sit_trial *trial;
        size_t count = 0;
        int r = sit_trial_new("unslouch", &trial);

        if (r < 0)
                return r;
        for (int step = 0; step < SIT_STEP_MAX_ && r >= 0; step++) {
                for (int i = 0; i < 70 && r >= 0; i++) {
                        char topic[32];

                        (void)snprintf(topic, sizeof(topic), "t/%d", i);
                        r = sit_trial_take(trial, topic, step == SIT_STEP_STAND ? "a" : "b", 1, false);
                }
                sit_trial_next(trial);
        }
        if (r >= 0)
                r = sit_trial_judge(trial, followers, &count);
        sit_trial_free(trial);
        return r;
}

static void without_memory_nothing_is_left_behind(void **state)
{
        int failed = 1;

        (void)state;
        for (int n = 0; failed; n++) {
                int r;

                scarce_begin(n);
                r = try_all();
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                assert_true(n < 1000);
        }
}

/* Not as the text that it is not either. */
static void json_without_memory_is_not_followed(void **state)
{
        static const char json[] = "{\"a\":[1,true],\"b\":\"x\"}";
        int told = 0;

        (void)state;
        json_set_alloc_funcs(malloc, free);
        for (int n = 0, failed = 1; failed; n++) {
                struct sit_trial *trial;
                int r;

                assert_int_equal(sit_trial_new("unslouch", &trial), 0);
                scarce_begin(n);
                r = sit_trial_take(trial, "t", json, strlen(json), false);
                failed = scarce_end();
                told += r == -ENOMEM;
                assert_true(r == 0 || (failed && r == -ENOMEM));
                assert_int_equal(sit_trial_take(trial, "t", json, strlen(json), false), 0);
                sit_trial_free(trial);
        }
        json_set_alloc_funcs(__real_malloc, free);
        assert_true(told > 10);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_followed_is_found_with_its_match),
                cmocka_unit_test(fields_within_a_message_are_followed_each),
                cmocka_unit_test(the_best_come_first),
                cmocka_unit_test(no_more_are_told_than_there_is_room_for),
                cmocka_unit_test(what_unslouch_says_itself_follows_nobody),
                cmocka_unit_test(a_radar_covers_the_seat),
                cmocka_unit_test(above_the_limit_nothing_more_is_followed_and_that_is_said),
                cmocka_unit_test(of_one_message_so_many_values_are_followed),
                cmocka_unit_test(what_lies_too_deep_in_a_message_is_not_followed),
                cmocka_unit_test(a_number_that_is_said_often_has_the_level_of_its_last),
                cmocka_unit_test(a_copy_is_worth_less_than_what_it_copies),
                cmocka_unit_test(what_is_no_message_is_passed_over),
                cmocka_unit_test(without_memory_nothing_is_left_behind),
                cmocka_unit_test(json_without_memory_is_not_followed),
        };

        return cmocka_run_group_tests_name("sit_trial", tests, NULL, NULL);
}
