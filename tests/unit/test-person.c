/* SPDX-License-Identifier: MIT */
/* One person as a whole: phases, measures, run-time settings, what is published when, restart and reload. */
#include "unit/test.h"

#include "unit/scene.h"

#include <stdio.h>

static const struct hours_rule TEN_TO_ELEVEN = { HOURS_EVERY_DAY, 600, 660 };

static void the_phase_says_what_goes_on(void **state)
{
        static const struct scene_setup quiet = { .quiet_hours = &TEN_TO_ELEVEN };
        static const struct {
                const struct scene_setup *setup;
                const char *script;
                enum phase phase;
        } cases[] = {
                { NULL, "0:00 end", PHASE_UNKNOWN },
                { NULL, "0:00 up, 1:00 end", PHASE_IDLE },
                { NULL, "0:00 sit, 1:00 end", PHASE_SITTING },
                { NULL, "0:00 sit, 31:00 end", PHASE_DUE },
                { NULL, "0:00 sit, 70:00 end", PHASE_DUE },
                { NULL, "0:00 sit, 31:00 snooze, 32:00 end", PHASE_SNOOZED },
                { NULL, "0:00 sit, 20:00 on=call, 31:00 end", PHASE_HELD },
                { NULL, "0:00 sit, 31:00 up, 31:30 end", PHASE_BREAK },
                { NULL, "0:00 sit, 31:00 up, 32:30 end", PHASE_BREAK },
                { NULL, "0:00 sit, 31:00 up, 33:01 end", PHASE_IDLE },
                { NULL, "0:00 sit, 31:00 skip, 32:00 end", PHASE_SITTING },
                { &quiet, "59:00 sit, 61:00 end", PHASE_OFF_HOURS },
                { &quiet, "59:00 up, 61:00 end", PHASE_OFF_HOURS },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                scene_run(scene, cases[i].setup, cases[i].script, "");
                if (scene_view(scene).phase != cases[i].phase)
                        print_error("%s\n", cases[i].script);
                assert_int_equal(scene_view(scene).phase, cases[i].phase);
                scene_done(scene);
        }
        test_free(scene);
}

static void the_next_break_is_told_as_a_time_that_stands_still(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        int64_t start_usec;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 1:00 end", "");
        start_usec = scene->start.realtime_usec;
        assert_true(scene_view(scene).next_break_realtime_usec == start_usec + 30 * USEC_PER_MINUTE);
        scene_go_on(scene, "20:00 end");
        assert_true(scene_view(scene).next_break_realtime_usec == start_usec + 30 * USEC_PER_MINUTE);
        scene_go_on(scene, "21:00 up, 22:30 end");
        assert_true(scene_view(scene).next_break_realtime_usec == 0);
        scene_done(scene);
        test_free(scene);
}

static void the_measures_are_those_of_the_worked_trace(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_view view;

        (void)state;
        scene_run(scene, NULL,
                "0:00 sit, 25:00 up, 25:06 sit, 40:00 up, 40:45 sit, 50:00 up, 52:30 sit, 75:00 up, 76:00 "
                "sit, "
                "130:00 up, 140:00 end",
                "");
        view = scene_view(scene);
        assert_int_equal(view.sitting_today_usec, 7545 * USEC_PER_SEC);
        assert_int_equal(view.longest_bout_today_usec, 3240 * USEC_PER_SEC);
        assert_int_equal(view.breaks_today, 2);
        assert_int_equal(scene->person.summary.interruptions, 3);
        assert_int_equal(scene->person.summary.full_breaks, 1);
        assert_int_equal(scene->person.summary.bouts, 3);
        scene_done(scene);
        test_free(scene);
}

static void spans_of_posture_follow_each_other(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 up, 1:00 sit, 11:00 up, 20:00 busy, 30:00 end", "S");
        assert_string_equal(
                scene->text, "1:10 span=away 0-60, 11:10 span=sitting 60-660, 20:00 span=away 660-1200");
        scene_done(scene);
        test_free(scene);
}

static void counters_alone_are_published_once_a_minute(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        uint32_t before;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 1:00 end", "");
        before = scene->states;
        /* the chair repeats itself each second of ten minutes */
        for (int second = 0; second < 600; second++) {
                char script[32];

                snprintf(script, sizeof(script), "%d:%02d sit", 2 + second / 60, second % 60);
                scene_go_on(scene, script);
        }
        assert_true(scene->states - before <= 12);
        assert_true(scene->states - before >= 10);
        scene_done(scene);
        test_free(scene);
}

static void a_change_is_published_at_once(void **state)
{
        static const char *const changes[] = { "10:30 hold=call, 10:30 end", "10:30 limit=2400, 10:30 end" };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(changes); i++) {
                uint32_t before;

                scene_run(scene, NULL, "0:00 sit, 10:29 end", "");
                before = scene->states;
                scene_go_on(scene, changes[i]);
                assert_int_equal(scene->states, before + 1);
                scene_done(scene);
        }
        test_free(scene);
}

static void nobody_seated_wakes_nobody_before_the_days_edge(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        uint32_t before;

        (void)state;
        scene_run(scene, NULL, "0:00 up, 5:00 end", "");
        before = scene->steps;
        /* the lease of the chair, and the edge of the day at 04:00 */
        scene_go_on(scene, "1130:00 end");
        assert_true(scene->steps - before <= 4);
        scene_done(scene);
        test_free(scene);
}

static void settings_change_at_run_time_within_their_range(void **state)
{
        static const struct {
                const char *script;
                const char *refused;
                enum setting setting;
                int64_t value;
        } cases[] = {
                { "1:00 limit=2400", "", SETTING_SIT_LIMIT, 2400 * USEC_PER_SEC },
                { "1:00 limit=1200", "", SETTING_SIT_LIMIT, 1200 * USEC_PER_SEC },
                { "1:00 limit=1199", "1:00 refused=range", SETTING_SIT_LIMIT, 1800 * USEC_PER_SEC },
                { "1:00 limit=3601", "1:00 refused=range", SETTING_SIT_LIMIT, 1800 * USEC_PER_SEC },
                { "1:00 goal=300", "", SETTING_BREAK_GOAL, 300 * USEC_PER_SEC },
                { "1:00 goal=30", "1:00 refused=range", SETTING_BREAK_GOAL, 120 * USEC_PER_SEC },
                { "1:00 enabled=0", "", SETTING_ENABLED, 0 },
                { "1:00 enabled=2", "1:00 refused=range", SETTING_ENABLED, 1 },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                scene_run(scene, NULL, cases[i].script, "E");
                assert_string_equal(scene->text, cases[i].refused);
                assert_true(person_setting(&scene->person, cases[i].setting) == cases[i].value);
                scene_done(scene);
        }
        test_free(scene);
}

static void a_new_limit_counts_for_the_bout_that_runs(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 22:00 limit=1200, 23:00 end", "P");
        assert_string_equal(scene->text, "22:00 due#1 l");
        scene_done(scene);
        test_free(scene);
}

static void not_me_takes_the_chair_back(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 31:00 not-me, 60:00 sit, 90:00 end", "P");
        assert_string_equal(scene->text, "30:00 due#1 l, 31:00 moot#1");
        assert_int_equal(scene_view(scene).posture, POSTURE_UNKNOWN);
        /* it counts again when it has changed */
        scene_go_on(scene, "91:00 up, 92:00 sit, 93:00 end");
        assert_int_equal(scene_view(scene).posture, POSTURE_SITTING);
        scene_done(scene);
        test_free(scene);
}

static void not_me_while_nobody_sits_is_refused(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 up, 1:00 not-me, 2:00 done", "E");
        assert_string_equal(scene->text, "1:00 refused=not-seated, 2:00 refused=not-seated");
        scene_done(scene);
        test_free(scene);
}

static void a_seat_without_any_change_is_asked_about_once(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 1:00 skip, 700:00 end", "P");
        assert_non_null(strstr(scene->text, "240:00 seat-check#"));
        assert_null(strstr(strstr(scene->text, "seat-check") + 1, "seat-check"));
        assert_int_equal(scene_view(scene).posture, POSTURE_UNKNOWN);
        assert_int_equal(scene->person.summary.bouts, 0);
        scene_done(scene);
        test_free(scene);
}

static void a_restart_within_five_minutes_continues_the_bout(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 20:00 restart=60, 20:05 sit, 31:00 end", "P");
        assert_string_equal(scene->text, "30:00 due#1 l");
        assert_true(scene_view(scene).bout_usec == 31 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

static void a_restart_within_five_minutes_continues_the_prompt(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 33:00 restart=60, 33:05 sit, 38:00 up, 42:00 end", "PL");
        assert_string_equal(scene->text, "30:00 due#1 l, 30:00 lamp=due, 33:00 lamp=due, 33:05 nudge#1 s, "
                                         "35:00 nudge#1 p, 38:10 lamp=before, "
                                         "40:00 lamp=taken, 40:00 taken#1");
        scene_done(scene);
        test_free(scene);
}

static void a_restart_from_which_nobody_returns_takes_the_time_back(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 20:00 restart=60, 20:05 up, 30:00 end", "S");
        assert_true(scene_view(scene).sitting_today_usec == 19 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

static void a_longer_downtime_closes_the_bout_where_it_began(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 31:00 end, 45:00 restart=600, 45:05 sit, 46:00 end", "P");
        assert_non_null(strstr(scene->text, "45:00 moot#1"));
        assert_true(scene_view(scene).sitting_today_usec < 36 * USEC_PER_MINUTE + 2 * USEC_PER_SEC);
        assert_true(scene_view(scene).bout_usec <= 60 * USEC_PER_SEC);
        scene_done(scene);
        test_free(scene);
}

/* The seated time of the day that ended, by EFFECT_DAY; -1 if none ended in the last step. */
static int64_t day_that_ended(const struct scene *scene)
{
        for (uint16_t i = 0; i < scene->effects.count; i++)
                if (scene->effects.items[i].kind == EFFECT_DAY)
                        return scene->effects.items[i].day.seated_usec;
        return -1;
}

static void a_night_without_power_is_not_sitting_time(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        /* sits down at 17:00, the power fails at 18:00 and comes back at 08:00 */
        scene_run(scene, NULL, "480:00 sit, 1380:00 restart=50400", "");
        assert_int_equal(day_that_ended(scene), USEC_PER_HOUR);
        assert_int_equal(scene_view(scene).sitting_today_usec, 0);
        scene_done(scene);
        test_free(scene);
}

static void a_night_asleep_keeps_the_evening_before(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        /* sits from 17:00, the machine sleeps from 18:00 to 08:00 */
        scene_run(scene, NULL, "480:00 sit, 1380:00 sleep=50400", "");
        assert_int_equal(day_that_ended(scene), USEC_PER_HOUR);
        assert_int_equal(scene_view(scene).sitting_today_usec, 0);
        scene_done(scene);
        test_free(scene);
}

static void sitting_over_the_edge_of_the_day_is_cut_there(void **state)
{
        static const struct scene_setup setups[] = {
                { .zone = &BERLIN, .start = "2026-03-28 21:00:00" },    /* 22:00, an hour is skipped */
                { .zone = &BERLIN, .start = "2026-10-24 20:00:00" },    /* 22:00, an hour is repeated */
                { .zone = &NEW_YORK, .start = "2026-03-08 03:00:00" },  /* 22:00 */
                { .zone = &AUCKLAND, .start = "2026-04-04 09:00:00" },  /* 22:00, repeated */
                { .zone = &KATHMANDU, .start = "2026-06-14 16:15:00" }, /* 22:00 */
        };
        static const int64_t until_four_sec[] = { 5 * 3600, 7 * 3600, 5 * 3600, 7 * 3600, 6 * 3600 };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(setups); i++) {
                scene_run(scene, &setups[i], "0:00 busy, 480:00 end", "");
                assert_int_equal(
                        scene_view(scene).sitting_today_usec, (8 * 3600 - until_four_sec[i]) * USEC_PER_SEC);
                scene_done(scene);
        }
        test_free(scene);
}

static void what_is_saved_comes_back_the_same(void **state)
{
        static const char *const scripts[] = { "0:00 end", "0:00 sit, 12:34 end", "0:00 sit, 31:00 end",
                "0:00 sit, 31:00 snooze, 35:00 end", "0:00 sit, 31:00 up, 31:30 end",
                "0:00 sit, 20:00 hold=call, 33:00 end", "0:00 busy, 10:00 idle, 12:00 end",
                "0:00 sit, 10:00 up, 10:05 end" };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(scripts); i++) {
                struct person_record before, after;
                struct person person;

                scene_run(scene, NULL, scripts[i], "");
                person_save(&scene->person, &scene->now, &before);
                assert_int_equal(person_init(&person, &scene->config, &scene->now), 0);
                person_load(&person, &before, 0, &scene->now);
                person_save(&person, &scene->now, &after);
                assert_memory_equal(&before.bout, &after.bout, sizeof(before.bout));
                assert_memory_equal(&before.policy, &after.policy, sizeof(before.policy));
                assert_memory_equal(&before.summary, &after.summary, sizeof(before.summary));
                assert_memory_equal(&before.holds, &after.holds, sizeof(before.holds));
                person_done(&person);
                scene_done(scene);
        }
        test_free(scene);
}

static void a_reload_keeps_the_bout_the_prompt_and_what_sources_said(void **state)
{
        static const int32_t map[SCENE_SOURCES] = { 0, 1, -1, 3, 4, 5, 6 };
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person person;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 0:00 lap, 31:00 end", "");
        assert_int_equal(person_init(&person, &scene->config, &scene->now), 0);
        person_adopt(&person, &scene->person, map, 0, &scene->now);
        assert_int_equal(person.sources[0].value, SOURCE_VALUE_TRUE);
        assert_int_equal(person.sources[2].value, SOURCE_VALUE_NOTHING);
        assert_int_equal(person.policy.stage, PROMPT_STAGE_OPEN);
        assert_true(bout_clock(&person.bout, scene->now.boottime_usec) == 31 * USEC_PER_MINUTE);
        person_done(&scene->person);
        scene->person = person;
        scene->show = "P";
        scene_go_on(scene, "33:00 up, 40:00 end");
        assert_non_null(strstr(scene->text, "35:00 taken#1"));
        scene_done(scene);
        test_free(scene);
}

static void a_value_set_at_run_time_stays_until_the_file_says_otherwise(void **state)
{
        static const int32_t map[SCENE_SOURCES] = { 0, 1, 2, 3, 4, 5, 6 };
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_config changed;
        struct person person;

        (void)state;
        scene_run(scene, NULL, "0:00 limit=2400, 1:00 goal=300", "");
        changed = scene->config;
        changed.breaks.sit_limit_usec = 50 * USEC_PER_MINUTE;
        assert_int_equal(person_init(&person, &changed, &scene->now), 0);
        person_adopt(&person, &scene->person, map, 0, &scene->now);
        assert_true(person_setting(&person, SETTING_SIT_LIMIT) == 50 * USEC_PER_MINUTE);
        assert_true(person_setting(&person, SETTING_BREAK_GOAL) == 5 * USEC_PER_MINUTE);
        person_done(&person);
        scene_done(scene);
        test_free(scene);
}

#define SHOWN(member)   { offsetof(struct person_view, member), false }
#define COUNTED(member) { offsetof(struct person_view, member), true }

/* Were it shown otherwise, it is told anew: at once, or where it only counts a minute after the last time. */
static void each_part_of_the_state_is_told_when_it_differs(void **state)
{
        static const struct {
                size_t offset;
                bool counts;
        } members[] = {
                SHOWN(posture),
                SHOWN(since_realtime_usec),
                SHOWN(bout_start_realtime_usec),
                SHOWN(breaks_today),
                SHOWN(phase),
                SHOWN(next_break_realtime_usec),
                SHOWN(prompt.day),
                SHOWN(prompt.number),
                SHOWN(snoozes_left),
                SHOWN(room),
                SHOWN(holds_digest),
                SHOWN(routine.next_session_realtime_usec),
                SHOWN(routine.week_done),
                SHOWN(routine.week_target),
                SHOWN(routine.streak_weeks),
                COUNTED(bout_usec),
                COUNTED(sitting_today_usec),
                COUNTED(longest_bout_today_usec),
        };
        static const struct event time = { .kind = EVENT_TIME };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, &(struct scene_setup){ 0 }, "0:00 sit, 5:00 up, 20:00 end", "");
        for (size_t i = 0; i < ELEMENTS(members); i++) {
                struct person *person = &scene->person;
                /* Of a counter a whole second. */
                char *byte = (char *)&person->published + members[i].offset + (members[i].counts ? 3 : 0);

                scene->effects.count = 0;
                person_step(person, &time, &scene->now, &scene->effects);
                assert_int_equal(scene->effects.count, 0);
                *byte ^= 1;
                person->published_usec = scene->now.boottime_usec - PERSON_COUNTERS_USEC + 1;
                person_step(person, &time, &scene->now, &scene->effects);
                assert_int_equal(scene->effects.count > 0, !members[i].counts);
                person->published_usec = scene->now.boottime_usec - PERSON_COUNTERS_USEC;
                person_step(person, &time, &scene->now, &scene->effects);
                assert_int_equal(scene->effects.items[0].kind, EFFECT_STATE);
                assert_int_equal(person->published_usec == scene->now.boottime_usec, members[i].counts);
        }
        scene_done(scene);
        test_free(scene);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_phase_says_what_goes_on),
                cmocka_unit_test(the_next_break_is_told_as_a_time_that_stands_still),
                cmocka_unit_test(the_measures_are_those_of_the_worked_trace),
                cmocka_unit_test(spans_of_posture_follow_each_other),
                cmocka_unit_test(counters_alone_are_published_once_a_minute),
                cmocka_unit_test(a_change_is_published_at_once),
                cmocka_unit_test(each_part_of_the_state_is_told_when_it_differs),
                cmocka_unit_test(nobody_seated_wakes_nobody_before_the_days_edge),
                cmocka_unit_test(settings_change_at_run_time_within_their_range),
                cmocka_unit_test(a_new_limit_counts_for_the_bout_that_runs),
                cmocka_unit_test(not_me_takes_the_chair_back),
                cmocka_unit_test(not_me_while_nobody_sits_is_refused),
                cmocka_unit_test(a_seat_without_any_change_is_asked_about_once),
                cmocka_unit_test(a_restart_within_five_minutes_continues_the_bout),
                cmocka_unit_test(a_restart_within_five_minutes_continues_the_prompt),
                cmocka_unit_test(a_restart_from_which_nobody_returns_takes_the_time_back),
                cmocka_unit_test(a_longer_downtime_closes_the_bout_where_it_began),
                cmocka_unit_test(a_night_without_power_is_not_sitting_time),
                cmocka_unit_test(a_night_asleep_keeps_the_evening_before),
                cmocka_unit_test(sitting_over_the_edge_of_the_day_is_cut_there),
                cmocka_unit_test(what_is_saved_comes_back_the_same),
                cmocka_unit_test(a_reload_keeps_the_bout_the_prompt_and_what_sources_said),
                cmocka_unit_test(a_value_set_at_run_time_stays_until_the_file_says_otherwise),
        };

        return cmocka_run_group_tests_name("person", tests, NULL, NULL);
}
