/* SPDX-License-Identifier: MIT */
/*
 * What goes wrong in other programs of this kind, each as a test that it does not go wrong here: clocks that
 * are set, wake-ups that come late, prompts that are lost, counts that are made too soon, and polling.
 * (unit/scene.h says how to read a script.)
 */
#include "unit/test.h"

#include "unit/scene.h"

#include "core/household.h"

#include <stdio.h>

struct peer_case {
        const char *name;
        const struct scene_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct hours_rule TEN_TO_ELEVEN = { HOURS_EVERY_DAY, 600, 660 };
static const struct scene_setup QUIET_AT_TEN = { .quiet_hours = &TEN_TO_ELEVEN };
static const struct scene_setup BY_BROKER = { .needs_broker = true };

static const struct peer_case CASES[] = {
        /* durations from the wall clock */
        { "a clock set back shrinks no sitting time", NULL, "0:00 sit, 20:00 clock=-3600, 31:00 end", "PS",
                "30:00 due#1 l" },
        { "a clock set back a little, again and again, shrinks none either", NULL,
                "0:00 sit, 5:00 clock=-1, 10:00 clock=-30, 15:00 clock=-59, 20:00 clock=-60, 25:00 "
                "clock=-600, 31:00 end",
                "PS", "30:00 due#1 l" },
        { "a clock set forward is no rest", NULL,
                "0:00 sit, 5:00 clock=9, 10:00 clock=10, 15:00 clock=11, 20:00 clock=3600, 31:00 end", "PS",
                "30:00 due#1 l" },
        { "a clock set forward is no longer sitting either", NULL, "0:00 sit, 10:00 clock=1740, 29:59 end",
                "PS", "" },
        { "a clock set forward makes no break of a short gap", NULL,
                "0:00 sit, 20:00 up, 20:20 clock=3600, 20:40 sit, 31:00 end", "P", "30:40 due#1 l" },
        { "a clock set back makes no short gap of a break", NULL,
                "0:00 sit, 20:00 up, 21:20 clock=-3600, 23:00 sit, 54:00 end", "P", "53:00 due#1 l" },
        { "a clock set forward wakes no snooze", NULL, "0:00 sit, 31:00 snooze, 33:00 clock=900, 42:00 end",
                "P", "30:00 due#1 l, 41:00 due#1 l" },
        { "a clock set back does not put a snooze off", NULL,
                "0:00 sit, 31:00 snooze, 33:00 clock=-900, 42:00 end", "P", "30:00 due#1 l, 41:00 due#1 l" },
        /* prompts that are suppressed */
        { "a prompt that a film keeps back comes after it", NULL,
                "0:00 sit, 20:00 hold=film, 37:00 release=film, 38:00 end", "P", "37:00 due#1 l" },
        { "a prompt that guests keep back comes after them", NULL,
                "0:00 sit, 20:00 on=guests, 50:00 off=guests, 51:00 end", "P", "50:00 due#1 l" },
        { "a prompt that quiet hours keep back comes after them", &QUIET_AT_TEN, "45:00 sit, 121:00 end", "P",
                "120:00 due#1 l" },
        { "a prompt that no broker took comes with the next", &BY_BROKER,
                "0:00 sit, 29:00 link=down, 37:00 link=up, 38:00 end", "P", "37:00 due#1 l" },
        { "a prompt that came to nothing is not kept for ever", NULL,
                "0:00 sit, 20:00 on=guests, 40:00 up, 50:00 off=guests, "
                "51:00 sit, 80:00 end",
                "P", "" },
        /* counted too soon */
        { "a prompt that is shown has no outcome yet", NULL, "0:00 sit, 39:00 end", "O", "" },
        { "a prompt that is skipped was not taken", NULL, "0:00 sit, 31:00 skip, 45:00 up, 50:00 end", "O",
                "31:00 outcome=dismissed" },
        /* absence */
        { "reading is sitting: an idle computer ends nothing while the seat is taken", NULL,
                "0:00 busy, 0:00 sit, 5:00 idle, 31:00 end", "P", "30:00 due#1 l" },
        { "who has left is not prompted, however busy the computer was", NULL,
                "0:00 busy, 0:00 sit, 29:00 up, 29:30 idle, "
                "60:00 end",
                "P", "" },
        { "a break that nobody asked for counts as one", NULL, "0:00 sit, 20:00 up, 25:00 sit, 54:00 end",
                "P", "" },
        { "a few seconds off the chair are no break", NULL, "0:00 sit, 20:00 up, 20:05 sit, 31:00 end", "P",
                "30:00 due#1 l" },
        { "a sleep of the machine is no sitting", NULL, "0:00 sit, 25:00 sleep=280, 34:39 end", "P", "" },
};

static void run_case(void **state)
{
        const struct peer_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, expected->setup, expected->script, expected->show);
        assert_string_equal(scene->text, expected->expected);
        scene_done(scene);
        test_free(scene);
}

static void a_break_counts_at_the_return_and_not_when_it_is_announced(void **state)
{
        static const struct {
                const char *script;
                int breaks, taken;
        } cases[] = {
                { "0:00 sit, 33:00 end", 0, 0 },
                { "0:00 sit, 33:00 up, 34:59 end", 0, 0 },
                { "0:00 sit, 33:00 up, 35:01 end", 0, 1 },
                { "0:00 sit, 33:00 up, 36:00 sit, 36:11 end", 1, 1 },
                { "0:00 sit, 33:00 skip, 36:00 end", 0, 0 },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                scene_run(scene, NULL, cases[i].script, "");
                assert_int_equal(scene_view(scene).breaks_today, cases[i].breaks);
                assert_int_equal(scene->person.summary.outcomes[OUTCOME_TAKEN], cases[i].taken);
                scene_done(scene);
        }
        test_free(scene);
}

/* Holds that begin and end again and again do not starve the longer break that 2 h of sitting suggest. */
static void what_interrupts_does_not_starve_the_long_break(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        char script[128];

        (void)state;
        scene_run(scene, NULL, "", "");
        for (int i = 0; i < 4; i++) {
                snprintf(script, sizeof(script), "%d:00 sit, %d:00 on=guests, %d:00 off=guests, %d:30 up",
                        i * 45, i * 45 + 5, i * 45 + 25, i * 45 + 40);
                scene_go_on(scene, script);
        }
        assert_true(scene->person.policy.suggest_usec == 5 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

/* Moves the scene to its next deadline and a little beyond, as a busy machine does. */
static void wake_late(struct scene *scene, int64_t late_usec)
{
        static const struct event time = { .kind = EVENT_TIME };
        int64_t by_usec = usec_max(0, scene->person.deadline_usec - scene->now.boottime_usec) + late_usec;

        scene->now.boottime_usec += by_usec;
        scene->now.realtime_usec += by_usec;
        scene->effects.count = 0;
        person_step(&scene->person, &time, &scene->now, &scene->effects);
}

static bool has_effect(const struct scene *scene, enum effect_kind kind)
{
        for (uint16_t i = 0; i < scene->effects.count; i++)
                if (scene->effects.items[i].kind == kind)
                        return true;
        return false;
}

/* Nothing waits for a full second or minute to be hit: each wake-up comes up to 3 s late, for two hours. */
static void a_late_wake_up_loses_no_minute_and_no_prompt(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        int64_t saved_usec, late_usec = 1;
        bool due = false;

        (void)state;
        scene_run(scene, NULL, "0:00 sit", "");
        saved_usec = scene->now.boottime_usec;
        while (scene->now.boottime_usec - scene->start.boottime_usec < 2 * USEC_PER_HOUR) {
                late_usec = late_usec * 7919 % (3 * USEC_PER_SEC);
                wake_late(scene, late_usec);
                if (has_effect(scene, EFFECT_SAVE))
                        saved_usec = scene->now.boottime_usec;
                assert_true(scene->now.boottime_usec - saved_usec < 63 * USEC_PER_SEC);
                if (has_effect(scene, EFFECT_PROMPT) && !due) {
                        due = true;
                        assert_true(scene_view(scene).bout_usec < 30 * USEC_PER_MINUTE + 3 * USEC_PER_SEC);
                }
                assert_true(
                        scene_view(scene).bout_usec == scene->now.boottime_usec - scene->start.boottime_usec);
        }
        assert_true(due);
        assert_true(scene->person.published.bout_usec > 2 * USEC_PER_HOUR - 63 * USEC_PER_SEC);
        scene_done(scene);
        test_free(scene);
}

/* One stride over several deadlines at once: they collapse to one prompt, which is not missed. */
static void a_limit_that_is_passed_in_one_stride_is_noticed(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 29:30 end", "");
        wake_late(scene, 45 * USEC_PER_MINUTE);
        assert_true(has_effect(scene, EFFECT_PROMPT));
        assert_int_equal(scene->person.policy.stage, PROMPT_STAGE_OPEN);
        assert_int_equal(scene->person.summary.prompts, 1);
        scene_done(scene);
        test_free(scene);
}

/* Steps that a person takes in a day after @script, if nothing happens. */
static int steps_of_a_day(const struct scene_setup *setup, const char *script)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        int steps;

        scene_run(scene, setup, script, "");
        steps = (int)scene->steps;
        scene_go_on(scene, "1440:00 end");
        steps = (int)scene->steps - steps;
        scene_done(scene);
        test_free(scene);
        return steps;
}

static void nothing_is_polled(void **state)
{
        static const struct scene_setup hours = { .active_hours = &TEN_TO_ELEVEN };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        /* nobody ever spoke: the day's edge */
        assert_int_equal(steps_of_a_day(NULL, "0:01 end"), 1);
        /* the computer is idle: the same */
        assert_int_equal(steps_of_a_day(NULL, "0:00 idle, 0:01 end"), 1);
        /* a chair that is vacant: its lease ends as well, and 300 s later nobody knows any more */
        assert_int_equal(steps_of_a_day(NULL, "0:00 up, 0:01 end"), 3);
        /* hours begin and end */
        assert_int_equal(steps_of_a_day(&hours, "0:00 idle, 0:01 end"), 3);
        /* a hold by topic has no end of itself */
        assert_int_equal(steps_of_a_day(NULL, "0:00 idle, 0:00 on=guests, 0:01 end"), 1);
        scene_run(scene, NULL, "0:00 sit, 10:00 up, 13:00 end", "");
        assert_true(scene->person.deadline_usec - scene->now.boottime_usec > 5 * USEC_PER_HOUR);
        scene_done(scene);
        test_free(scene);
}

static void who_sits_wakes_the_machine_about_once_a_minute(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        uint32_t steps;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 1:30 end", "");
        steps = scene->steps;
        scene_go_on(scene, "29:30 end");
        assert_in_range(scene->steps - steps, 28, 2 * 28);
        scene_done(scene);
        test_free(scene);
}

static void a_household_at_rest_has_nothing_to_do(void **state)
{
        static const struct source_config chair = { .kind = SOURCE_KIND_SEAT,
                .stale_after_usec = USEC_INFINITY };
        static const struct person_config config = {
                .id = "anna", .sources = &chair, .source_count = 1, .day_start_minute = 240
        };
        const struct person_config *configs[] = { &config, &config, &config };
        struct instant now = instant_in(&BERLIN, utc_usec("2026-06-15 07:00:00"));
        struct event event = { .kind = EVENT_CLAIM };
        struct household *household = NULL;
        static struct effects effects;

        (void)state;
        assert_int_equal(household_new(configs, 3, 0, &now, &household), 0);
        event.claim.claim.value = SOURCE_VALUE_FALSE;
        for (uint32_t i = 0; i < 3; i++)
                household_step(household, i, &event, &now, &effects);
        /* at 04:00 */
        assert_true(household_next_deadline(household) == now.boottime_usec + 19 * USEC_PER_HOUR);
        household_free(household);
}

#define OTHERS 9

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(a_break_counts_at_the_return_and_not_when_it_is_announced),
                cmocka_unit_test(what_interrupts_does_not_starve_the_long_break),
                cmocka_unit_test(a_late_wake_up_loses_no_minute_and_no_prompt),
                cmocka_unit_test(a_limit_that_is_passed_in_one_stride_is_noticed),
                cmocka_unit_test(nothing_is_polled),
                cmocka_unit_test(who_sits_wakes_the_machine_about_once_a_minute),
                cmocka_unit_test(a_household_at_rest_has_nothing_to_do),
        };
        static struct peer_case cases[ELEMENTS(CASES)];

        memcpy(cases, CASES, sizeof(cases));
        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] = (struct CMUnitTest){
                        .name = cases[i].name, .test_func = run_case, .initial_state = &cases[i]
                };
        return cmocka_run_group_tests_name("peers-wakeups", tests, NULL, NULL);
}
