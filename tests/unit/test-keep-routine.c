/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/keep_routine.h"
#include "io/store_routine.h"
#include "unit/kept_life.h"
#include "unit/scarce.h"

#include <errno.h>

static const char *const other_home =
        "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = "
        "\"home/chair\"; } );\n"
        "  quiet_hours = (); programmes = ( { id = \"upper-back-strength\"; days = \"tue,thu,sat\";\n"
        "  at = \"19:00\"; } ); } );\n";

static void a_session_survives_a_restart_at_any_time(void **state)
{
        struct life life;
        unsigned planned, kept = 0, lives = 0;

        (void)state;
        make_life(&life);
        command(&life, "screening none-apply");
        command(&life, "session start");
        planned = sets_planned(routine_session(routine_of(&life)));
        assert_true(planned > 6);
        while (routine_session(routine_of(&life))->state == SESSION_STATE_RUNNING) {
                int64_t started_usec = routine_session(routine_of(&life))->started_realtime_usec;

                /* Long enough for a set now and then: what was begun of it is lost. */
                wait(&life, (20 + lives * 53 % 170) * USEC_PER_SEC);
                /* No set that was done is ever lost. */
                assert_true(sets_kept(&life) >= kept);
                kept = sets_kept(&life);
                if (routine_session(routine_of(&life))->state != SESSION_STATE_RUNNING)
                        break;
                live_again(&life, anna_s_home, MINUTES(3));
                assert_int_equal(sets_kept(&life), kept);
                assert_int_equal(routine_session(routine_of(&life))->state, SESSION_STATE_PAUSED);
                assert_true(routine_session(routine_of(&life))->started_realtime_usec == started_usec);
                command(&life, "session resume");
                assert_true(++lives < 500);
        }
        assert_true(lives > 10);
        assert_int_equal(sets_kept(&life), planned);
        command(&life, "session answer right");
        live_again(&life, anna_s_home, MINUTES(3));
        assert_null(routine_session(routine_of(&life)));
        assert_int_equal(engine_home_count(&life.home, "unslouch/anna/plan", "\"state\":\"done\""), 1);
        remove_life(&life);
}

static void a_session_is_closed_as_it_stands_after_two_hours(void **state)
{
        struct life life;

        (void)state;
        make_life(&life);
        command(&life, "screening none-apply");
        command(&life, "session start");
        wait(&life, MINUTES(8));
        assert_true(sets_kept(&life) > 0);
        live_again(&life, anna_s_home, HOURS(2) + MINUTES(1));
        wait(&life, MINUTES(1));
        engine_home_last(&life.home, "unslouch/anna/plan", "\"state\":\"done\"");
        remove_life(&life);
}

/* A week of sessions: on Monday, Wednesday and Friday. */
static void train_a_week(struct life *life, const char *answer)
{
        static const int64_t pauses_usec[] = { 2 * USEC_PER_DAY, 2 * USEC_PER_DAY, 3 * USEC_PER_DAY };

        for (size_t i = 0; i < ELEMENTS(pauses_usec); i++) {
                command(life, "session start");
                assert_non_null(routine_session(routine_of(life)));
                wait(life, HOURS(1));
                command(life, answer);
                wait(life, pauses_usec[i] - HOURS(1));
        }
}

/* The set of @a may be gone. */
static void assert_same_progress(const struct progression *a, const struct progression *b)
{
        for (size_t i = 0; i < b->set->exercise_count; i++) {
                const struct exercise_progress *x = &a->exercises[i];
                const struct exercise_progress *y = &b->exercises[i];

                assert_int_equal(x->level, y->level);
                assert_int_equal(x->ok, y->ok);
                assert_int_equal(x->bad, y->bad);
                assert_int_equal(x->sessions, y->sessions);
                assert_int_equal(x->suspended, y->suspended);
                assert_int_equal(x->load_step, y->load_step);
        }
        assert_int_equal(a->start_day, b->start_day);
        assert_int_equal(a->last_day, b->last_day);
        assert_int_equal(a->rest_last_day, b->rest_last_day);
        assert_int_equal(a->weeks_counted, b->weeks_counted);
}

static void levels_are_made_of_the_log_alone(void **state)
{
        struct life life;
        struct progression before;
        struct plan_view plan;
        struct plan_view again;
        int32_t rose = 0;

        (void)state;
        make_life(&life);
        command(&life, "screening none-apply");
        train_a_week(&life, "session answer easy");
        train_a_week(&life, "session answer right");
        /* The next morning. */
        command(&life, "session start");
        wait(&life, MINUTES(2));
        command(&life, "session pain 2");
        wait(&life, HOURS(1));
        command(&life, "session answer hard");
        wait(&life, HOURS(22));
        command(&life, "session answer worse");
        before = *routine_progression(routine_of(&life), 0);
        routine_plan_view(routine_of(&life), &life.home.now, &plan);
        for (size_t i = 0; i < before.set->exercise_count; i++)
                rose += before.exercises[i].level > before.set->exercises[i].start_level;
        assert_true(rose > 0);
        live_again(&life, anna_s_home, 0);
        assert_same_progress(&before, routine_progression(routine_of(&life), 0));
        routine_plan_view(routine_of(&life), &life.home.now, &again);
        assert_memory_equal(&plan, &again, sizeof(plan));
        remove_life(&life);
}

static void the_plan_s_settings_survive_until_the_file_s_change(void **state)
{
        static const char *const leaves[] = { "unslouch/anna/session_days", "unslouch/anna/session_time" };
        struct life life;

        (void)state;
        make_life(&life);
        command(&life, "session days mon,thu,sat");
        command(&life, "session at 07:00-09:30");
        command(&life, "session move 2026-11-24 20:15");
        live_again(&life, anna_s_home, MINUTES(1));
        engine_home_last(&life.home, leaves[0], "mon,thu,sat");
        engine_home_last(&life.home, leaves[1], "07:00-09:30");
        command(&life, "session at 08:00");
        live_again(&life, anna_s_home, MINUTES(1));
        assert_string_equal(engine_home_last(&life.home, leaves[1], "08:00")->payload, "08:00");
        live_again(&life, other_home, MINUTES(1));
        engine_home_last(&life.home, leaves[0], "tue,thu,sat");
        engine_home_last(&life.home, leaves[1], "19:00");
        remove_life(&life);
}

static void answers_survive(void **state)
{
        struct life life;
        struct screening_answers before;

        (void)state;
        make_life(&life);
        command(&life, "screening none-apply");
        before = *routine_answers(routine_of(&life));
        assert_int_equal(before.general[0], ANSWER_NO);
        live_again(&life, anna_s_home, MINUTES(1));
        assert_memory_equal(&before, routine_answers(routine_of(&life)), sizeof(before));
        command(&life, "session start");
        wait(&life, MINUTES(5));
        command(&life, "session pain 7 sharp");
        before = *routine_answers(routine_of(&life));
        assert_true(before.red_flag);
        live_again(&life, anna_s_home, MINUTES(1));
        assert_memory_equal(&before, routine_answers(routine_of(&life)), sizeof(before));
        engine_home_last(&life.home, "unslouch/anna/plan", "\"held\":\"see-terminal\"");
        remove_life(&life);
}

static void what_the_set_has_not_is_not_kept(void **state)
{
        static const struct {
                enum routine_record_kind kind;
                int16_t programme, exercise;
                uint8_t results;
        } cases[] = {
                { ROUTINE_RECORD_SESSION, -1, -1, 0 }, { ROUTINE_RECORD_SESSION, 1000, -1, 0 },
                { ROUTINE_RECORD_SESSION, 0, 1000, 1 },
                { ROUTINE_RECORD_SESSION, 0, 0, PROGRAMME_EXERCISES_MAX + 1 },
                { ROUTINE_RECORD_SET, 0, -1, 0 }, { ROUTINE_RECORD_PAIN, 0, 1000, 0 },
                { ROUTINE_RECORD_SUSPENSION, 0, -1, 0 }, { ROUTINE_RECORD_START, -1, 0, 0 },
                { ROUTINE_RECORD_CHANGE, -1, 0, 0 }, { ROUTINE_RECORD_MISSED, -1, 0, 0 },
                { ROUTINE_RECORD_EXCUSED, 0, 0, 0 }, /* no Monday */
        };
        struct life life;

        (void)state;
        make_life(&life);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct person_config *config = &life.home.home->settings->people[0].core;
                struct routine_record record = {
                        .kind = cases[i].kind,
                        .programme = cases[i].programme,
                        .exercise = cases[i].exercise,
                };

                if (cases[i].kind == ROUTINE_RECORD_SESSION) {
                        record.session.programme = cases[i].programme;
                        record.session.result_count = cases[i].results;
                        record.session.results[0].exercise = cases[i].exercise;
                }
                if (cases[i].kind == ROUTINE_RECORD_SET)
                        record.set.exercise = cases[i].exercise;
                assert_int_equal(
                        keep_routine_put(life.store, config->routine, "anna", &record, &life.home.now),
                        -EINVAL);
        }
        remove_life(&life);
}

static struct routine *restored(const struct life *life, int n, int *ret_failed)
{
        const struct person_config *config = engine_home_person(&life->home, 0)->config;
        struct routine *routine = NULL;

        assert_int_equal(
                routine_new(config->routine, config->day_start_minute, &life->home.now, &routine), 0);
        scarce_begin(n);
        keep_routine_restore(life->store, routine, config->routine, "anna", &life->home.now);
        *ret_failed = scarce_end();
        return routine;
}

/* What there was no memory for is left out then, and there again the next time. */
static void without_memory_the_store_gives_back_the_rest(void **state)
{
        struct life life;
        struct routine *expected, *routine;
        int failed = 1;
        int n = 0;

        (void)state;
        make_life(&life);
        command(&life, "screening none-apply");
        command(&life, "session start");
        wait(&life, MINUTES(2));
        command(&life, "session pain 2");
        wait(&life, HOURS(1));
        command(&life, "session answer right");
        wait(&life, HOURS(21));
        command(&life, "session answer worse");
        wait(&life, 2 * USEC_PER_DAY);
        command(&life, "session start");
        wait(&life, MINUTES(4));
        for (; failed; n++) {
                int r;

                scarce_begin(n);
                r = keep_routine_put_session(life.store, "anna", routine_of(&life), &life.home.now);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
        }
        assert_true(n > 1);
        expected = restored(&life, -1, &failed);
        assert_non_null(routine_session(expected));
        failed = 1;
        for (n = 0; failed; n++) {
                int again;

                routine_free(restored(&life, n, &failed));
                routine = restored(&life, -1, &again);
                assert_same_progress(routine_progression(routine, 0), routine_progression(expected, 0));
                assert_int_equal(routine_session(routine)->item, routine_session(expected)->item);
                routine_free(routine);
        }
        assert_true(n > 1);
        routine_free(expected);
        remove_life(&life);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_session_survives_a_restart_at_any_time),
                cmocka_unit_test(a_session_is_closed_as_it_stands_after_two_hours),
                cmocka_unit_test(levels_are_made_of_the_log_alone),
                cmocka_unit_test(the_plan_s_settings_survive_until_the_file_s_change),
                cmocka_unit_test(answers_survive),
                cmocka_unit_test(what_the_set_has_not_is_not_kept),
                cmocka_unit_test(without_memory_the_store_gives_back_the_rest),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
