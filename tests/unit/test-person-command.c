/* SPDX-License-Identifier: MIT */
/*
 * What somebody wants of a person's reminders: answers by id, holds and their ends, settings at run time.
 * Done, skip and snooze themselves are in test-break-policy.c.
 */
#include "unit/test.h"

#include "unit/scene.h"

#include <stdio.h>

struct command_case {
        const char *name;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct command_case CASES[] = {
        { "a shorter limit counts from the bout's beginning", "0:00 sit, 10:00 limit=1200, 21:00 end", "P",
                "20:00 due#1 l" },
        { "a limit that has passed already is told at once", "0:00 sit, 25:00 limit=1200, 26:00 end", "P",
                "25:00 due#1 l" },
        { "a longer limit waits longer", "0:00 sit, 10:00 limit=3600, 61:00 end", "P", "60:00 due#1 l" },
        { "a limit out of range changes nothing", "0:00 sit, 10:00 limit=1199, 11:00 limit=3601, 31:00 end",
                "PE", "10:00 refused=range, 11:00 refused=range, 30:00 due#1 l" },
        { "another goal fulfils a break", "0:00 sit, 31:00 goal=300, 33:00 up, 40:00 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 38:00 taken#1" },
        { "short of another goal a break is partial",
                "0:00 sit, 31:00 goal=300, 33:00 up, 37:00 sit, 37:30 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 37:10 partial#1" },
        { "switched off, an open prompt is withdrawn", "0:00 sit, 31:00 enabled=0, 60:00 end", "P",
                "30:00 due#1 l, 31:00 moot#1" },
        { "released from the pause, it is switched on again",
                "0:00 sit, 5:00 enabled=0, 35:00 release=paused, 36:00 end", "P", "35:00 due#1 l" },
        { "switched on, a pause by command is over",
                "0:00 sit, 5:00 hold=paused/7200, 35:00 enabled=1, 36:00 end", "P", "35:00 due#1 l" },
        { "a pause with an end ends although it was switched off before",
                "0:00 sit, 5:00 enabled=0, 10:00 hold=paused/1800, 41:00 end", "P", "40:00 due#1 l" },
        { "done without a prompt begins the bout anew", "0:00 sit, 20:00 done, 51:00 end", "P",
                "50:00 due#1 l" },
        { "done is refused where nobody sits and nothing is open", "0:00 up, 5:00 done, 6:00 end", "E",
                "5:00 refused=not-seated" },
        { "done while up for the break is taken at once", "0:00 sit, 31:00 up, 31:30 done, 40:00 end", "PE",
                "30:00 due#1 l, 31:30 taken#1" },
        { "skip while up for the break is dismissed at once", "0:00 sit, 31:00 up, 31:30 skip, 40:00 end",
                "PE", "30:00 due#1 l, 31:30 dismissed#1" },
        { "a snooze while up for the break is refused", "0:00 sit, 31:00 up, 31:30 snooze, 32:00 end", "PE",
                "30:00 due#1 l, 31:30 refused=no-prompt" },
        { "skip ends a snooze", "0:00 sit, 31:00 snooze, 35:00 skip, 60:00 end", "P",
                "30:00 due#1 l, 35:00 dismissed#1" },
        { "done ends a snooze", "0:00 sit, 31:00 snooze, 35:00 done, 60:00 end", "P",
                "30:00 due#1 l, 35:00 taken#1" },
        { "done while a call keeps the prompt back tells nothing",
                "0:00 sit, 20:00 on=call, 35:00 done, 60:00 end", "PO", "" },
        { "an id without an open prompt is an old one",
                "0:00 sit, 5:00 id=anna-2026-06-15-1, 5:00 done, 6:00 end", "PE", "5:00 refused=old-prompt" },
        { "an answer to the day's first prompt is none to the second",
                "0:00 sit, 31:00 up, 35:00 sit, 66:00 id=anna-2026-06-15-1, 66:00 skip, 66:30 end", "PE",
                "30:00 due#1 l, 33:00 taken#1, 65:00 due#2 l, 66:00 refused=old-prompt" },
        { "a hold by topic and by command lasts as long as either",
                "0:00 sit, 5:00 on=guests, 6:00 hold=guests/1800, "
                "10:00 off=guests, 37:00 end",
                "P", "36:00 due#1 l" },
        { "release takes a topic's hold off as well",
                "0:00 sit, 5:00 on=guests, 31:00 release=guests, 32:00 end", "P", "31:00 due#1 l" },
        { "a hold that is set again has its new end",
                "0:00 sit, 5:00 hold=guests/600, 10:00 hold=guests/1800, 41:00 end", "P", "40:00 due#1 l" },
};

static void run_case(void **state)
{
        const struct command_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, NULL, expected->script, expected->show);
        assert_string_equal(scene->text, expected->expected);
        scene_done(scene);
        test_free(scene);
}

static void carry_out(struct scene *scene, const struct command *command)
{
        struct event event = { .kind = EVENT_COMMAND, .command = command };

        scene->effects.count = 0;
        person_step(&scene->person, &event, &scene->now, &scene->effects);
}

/* The only effect of @kind in the last step; NULL if there was none. */
__attribute__((noinline)) static const struct effect *effect_of(
        const struct scene *scene, enum effect_kind kind)
{
        const struct effect *found = NULL;

        for (uint16_t i = 0; i < scene->effects.count; i++)
                if (scene->effects.items[i].kind == kind) {
                        assert_null(found);
                        found = &scene->effects.items[i];
                }
        return found;
}

static void only_the_open_prompts_own_id_is_accepted(void **state)
{
        static const struct {
                const char *id;
                bool accepted;
        } cases[] = {
                { "anna-2026-06-15-1", true },
                { "anna-2026-06-15-2", false },
                { "anna-2026-06-15-0", false },
                { "anna-2026-06-15-01", false },
                { "anna-2026-06-15-1 ", false },
                { "anna-2026-06-15-1x", false },
                { "anna-2026-06-15-11", false },
                { "anna-2026-06-15-+1", false },
                { "anna-2026-06-15-65537", false },
                { "anna-2026-06-15-4294967297", false },
                { "anna-2026-06-15-18446744073709551617", false },
                { "anna-2026-06-15-", false },
                { "anna-2026-06-15", false },
                { "anna-2026-06-151", false },
                { "anna-2026-06-14-1", false },
                { "anna-", false },
                { "anna", false },
                { "annaa-2026-06-15-1", false },
                { "ANNA-2026-06-15-1", false },
                { "ben-2026-06-15-1", false },
                { "-2026-06-15-1", false },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct command command = { .verb = COMMAND_SKIP };
                const struct effect *error;

                scene_run(scene, NULL, "0:00 sit, 31:00 end", "");
                assert_int_equal(text_copy(command.prompt_id, sizeof(command.prompt_id), cases[i].id), 0);
                carry_out(scene, &command);
                error = effect_of(scene, EFFECT_ERROR);
                if (cases[i].accepted != !error)
                        fail_msg("\"%s\"", cases[i].id);
                if (error)
                        assert_int_equal(error->error.refusal, REFUSAL_OLD_PROMPT);
                assert_int_equal(scene->person.policy.stage == PROMPT_STAGE_NONE, cases[i].accepted);
                scene_done(scene);
        }
        test_free(scene);
}

static void an_old_id_stops_every_verb(void **state)
{
        static const struct command commands[] = {
                { .verb = COMMAND_DONE, .prompt_id = "anna-2026-06-14-9" },
                { .verb = COMMAND_SKIP, .prompt_id = "anna-2026-06-14-9" },
                { .verb = COMMAND_NOT_ME, .prompt_id = "anna-2026-06-14-9" },
                { .verb = COMMAND_SNOOZE, .prompt_id = "anna-2026-06-14-9" },
                { .verb = COMMAND_HOLD,
                        .prompt_id = "anna-2026-06-14-9",
                        .reason = "guests",
                        .until_day = COMMAND_NO_DAY },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 31:30 end", "");
        for (size_t i = 0; i < ELEMENTS(commands); i++) {
                carry_out(scene, &commands[i]);
                assert_int_equal(scene->effects.count, 1);
                assert_int_equal(scene->effects.items[0].kind, EFFECT_ERROR);
                assert_int_equal(scene->effects.items[0].error.verb, commands[i].verb);
                assert_int_equal(scene->effects.items[0].error.refusal, REFUSAL_OLD_PROMPT);
                assert_int_equal(scene->person.policy.stage, PROMPT_STAGE_OPEN);
                assert_int_equal(scene->person.holds.count, 0);
        }
        scene_done(scene);
        test_free(scene);
}

static struct command hold_until(const char *reason, int32_t day, int32_t minute)
{
        struct command command = { .verb = COMMAND_HOLD, .until_day = day, .until_minute = minute };

        assert_int_equal(text_copy(command.reason, sizeof(command.reason), reason), 0);
        return command;
}

static void a_hold_until_a_date_ends_on_the_wall_clock(void **state)
{
        int32_t today = instant_day_from_date(2026, 6, 15);
        struct command command = hold_until("guests", today, 10 * 60 + 30);
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 5:00 end", "P");
        carry_out(scene, &command);
        assert_null(effect_of(scene, EFFECT_ERROR));
        scene_go_on(scene, "91:00 end");
        assert_string_equal(scene->text, "90:00 due#1 l");
        scene_done(scene);
        /* an hour forward it ends an hour sooner */
        scene_run(scene, NULL, "0:00 sit, 5:00 end", "P");
        carry_out(scene, &command);
        scene_go_on(scene, "6:00 clock=3600, 31:00 end");
        assert_string_equal(scene->text, "30:00 due#1 l");
        scene_done(scene);
        test_free(scene);
}

static void a_hold_of_a_duration_ends_by_time_that_passes(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL,
                "0:00 sit, 5:00 hold=guests/2400, 6:00 clock=36000, 7:00 clock=-72000, 46:00 end", "P");
        assert_string_equal(scene->text, "45:00 due#1 l");
        scene_done(scene);
        test_free(scene);
}

static void a_hold_until_the_past_is_refused(void **state)
{
        int32_t today = instant_day_from_date(2026, 6, 15);
        static const struct {
                int32_t days, minute;
        } cases[] = { { 0, 539 }, { 0, 540 }, { 0, 0 }, { -1, 1439 }, { -20000, 0 } };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit", "");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct command command = hold_until("call", today + cases[i].days, cases[i].minute);
                const struct effect *error;

                carry_out(scene, &command);
                error = effect_of(scene, EFFECT_ERROR);
                assert_non_null(error);
                assert_int_equal(error->error.verb, COMMAND_HOLD);
                assert_int_equal(error->error.refusal, REFUSAL_PAST);
                assert_int_equal(scene->person.holds.count, 0);
        }
        scene_done(scene);
        test_free(scene);
}

static void a_seventeenth_reason_is_refused(void **state)
{
        static const struct event topic = { .kind = EVENT_HOLD_TOPIC,
                .hold_topic = { .hold = 0, .value = SOURCE_VALUE_TRUE } };
        struct scene *scene = test_malloc(sizeof(*scene));
        struct command command = { .verb = COMMAND_HOLD, .until_day = COMMAND_NO_DAY };

        (void)state;
        scene_run(scene, NULL, "0:00 sit", "");
        for (int i = 0; i <= HOLDS_MAX; i++) {
                snprintf(command.reason, sizeof(command.reason), "reason-%d", i);
                carry_out(scene, &command);
                assert_int_equal(effect_of(scene, EFFECT_ERROR) != NULL, i == HOLDS_MAX);
        }
        assert_int_equal(effect_of(scene, EFFECT_ERROR)->error.refusal, REFUSAL_TOO_MANY_HOLDS);
        assert_int_equal(scene->person.holds.count, HOLDS_MAX);
        /* one that is set already can be set again, and a topic more is no harm */
        strcpy(command.reason, "reason-3");
        carry_out(scene, &command);
        assert_null(effect_of(scene, EFFECT_ERROR));
        scene->effects.count = 0;
        person_step(&scene->person, &topic, &scene->now, &scene->effects);
        assert_int_equal(scene->person.holds.count, HOLDS_MAX);
        /* even now it can be switched off */
        command = (struct command){ .verb = COMMAND_SET, .setting = SETTING_ENABLED, .value = 0 };
        carry_out(scene, &command);
        assert_int_equal(person_setting(&scene->person, SETTING_ENABLED), 0);
        scene_go_on(scene, "59:00 end");
        assert_int_equal(scene->person.policy.stage, PROMPT_STAGE_NONE);
        scene_done(scene);
        test_free(scene);
}

/* What the configuration says of a reason counts for the command as well. */
static void a_reasons_configured_effect_counts(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "", "P");
        scene->holds[0].effect = HOLD_EFFECT_MUTE;
        scene_go_on(scene, "0:00 sit, 10:00 hold=call/7200, 36:00 end");
        assert_string_equal(scene->text, "30:00 due#1 l, 35:00 nudge#1 p");
        scene_done(scene);
        test_free(scene);
}

static void settings_take_their_range_and_tell_what_they_are(void **state)
{
        static const struct {
                enum setting setting;
                int64_t min, max;
        } cases[] = {
                { SETTING_ENABLED, 0, 1 },
                { SETTING_SIT_LIMIT, 20 * USEC_PER_MINUTE, 60 * USEC_PER_MINUTE },
                { SETTING_BREAK_GOAL, 1 * USEC_PER_MINUTE, 10 * USEC_PER_MINUTE },
                { SETTING_SNOOZE, 5 * USEC_PER_MINUTE, 20 * USEC_PER_MINUTE },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit", "");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const int64_t values[] = { cases[i].min, cases[i].min - 1, cases[i].max, cases[i].max + 1,
                        INT64_MIN, INT64_MAX };

                for (size_t j = 0; j < ELEMENTS(values); j++) {
                        struct command command = {
                                .verb = COMMAND_SET, .setting = cases[i].setting, .value = values[j]
                        };
                        bool good = j == 0 || j == 2;
                        const struct effect *error;

                        carry_out(scene, &command);
                        error = effect_of(scene, EFFECT_ERROR);
                        assert_int_equal(!error, good);
                        assert_int_equal(effect_of(scene, EFFECT_SETTING)->setting.setting, cases[i].setting);
                        assert_true(effect_of(scene, EFFECT_SETTING)->setting.value ==
                                    (j < 2 ? cases[i].min : cases[i].max));
                        assert_true(person_setting(&scene->person, cases[i].setting) ==
                                    (j < 2 ? cases[i].min : cases[i].max));
                        if (!error)
                                continue;
                        assert_int_equal(error->error.refusal, REFUSAL_RANGE);
                        assert_int_equal(error->error.setting, cases[i].setting);
                        assert_true(error->error.min == cases[i].min);
                        assert_true(error->error.max == cases[i].max);
                }
        }
        scene_done(scene);
        test_free(scene);
}

static void a_snooze_takes_its_length_from_the_setting(void **state)
{
        static const struct command command = {
                .verb = COMMAND_SET, .setting = SETTING_SNOOZE, .value = 15 * USEC_PER_MINUTE
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit", "P");
        carry_out(scene, &command);
        scene_go_on(scene, "31:00 snooze, 47:00 end");
        assert_string_equal(scene->text, "30:00 due#1 l, 46:00 due#1 l");
        scene_done(scene);
        test_free(scene);
}

static void switched_off_is_the_hold_paused_and_back(void **state)
{
        static const struct command off = { .verb = COMMAND_SET, .setting = SETTING_ENABLED, .value = 0 };
        static const struct command on = { .verb = COMMAND_SET, .setting = SETTING_ENABLED, .value = 1 };
        static const struct command release = { .verb = COMMAND_RELEASE, .reason = "paused" };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit", "");
        carry_out(scene, &off);
        assert_int_equal(scene->person.holds.count, 1);
        assert_string_equal(scene->person.holds.holds[0].reason, "paused");
        carry_out(scene, &on);
        assert_int_equal(scene->person.holds.count, 0);
        carry_out(scene, &off);
        scene_go_on(scene, "2880:00 end");
        assert_int_equal(scene->person.holds.count, 1);
        carry_out(scene, &release);
        assert_int_equal(scene->person.holds.count, 0);
        assert_int_equal(effect_of(scene, EFFECT_SETTING)->setting.setting, SETTING_ENABLED);
        assert_int_equal(effect_of(scene, EFFECT_SETTING)->setting.value, 1);
        assert_int_equal(person_setting(&scene->person, SETTING_ENABLED), 1);
        carry_out(scene, &release);
        assert_int_equal(effect_of(scene, EFFECT_ERROR)->error.refusal, REFUSAL_NO_SUCH_HOLD);
        assert_null(effect_of(scene, EFFECT_SETTING));
        scene_done(scene);
        test_free(scene);
}

#define OTHERS 10

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(only_the_open_prompts_own_id_is_accepted),
                cmocka_unit_test(an_old_id_stops_every_verb),
                cmocka_unit_test(a_hold_until_a_date_ends_on_the_wall_clock),
                cmocka_unit_test(a_hold_of_a_duration_ends_by_time_that_passes),
                cmocka_unit_test(a_hold_until_the_past_is_refused),
                cmocka_unit_test(a_seventeenth_reason_is_refused),
                cmocka_unit_test(a_reasons_configured_effect_counts),
                cmocka_unit_test(settings_take_their_range_and_tell_what_they_are),
                cmocka_unit_test(a_snooze_takes_its_length_from_the_setting),
                cmocka_unit_test(switched_off_is_the_hold_paused_and_back),
        };
        static struct command_case cases[ELEMENTS(CASES)];

        memcpy(cases, CASES, sizeof(cases));
        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] = (struct CMUnitTest){
                        .name = cases[i].name, .test_func = run_case, .initial_state = &cases[i]
                };
        return cmocka_run_group_tests_name("person_command", tests, NULL, NULL);
}
