/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "app/keep.h"
#include "app/keep_routine.h"
#include "io/store_routine.h"
#include "unit/engine_home.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MINUTES(n) ((n)*USEC_PER_MINUTE)
#define HOURS(n)   ((n)*USEC_PER_HOUR)

static const char *const anna_s_home =
        "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = "
        "\"home/chair\"; } );\n"
        "  quiet_hours = (); programmes = ( { id = \"upper-back-strength\"; days = \"mon,wed,fri\";\n"
        "  at = \"18:00\"; } ); equipment = [ \"mat\", \"pillow\", \"foam-roller\", \"chair\", \"wall\" ]; } "
        ");\n";
static const char *const other_home =
        "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = "
        "\"home/chair\"; } );\n"
        "  quiet_hours = (); programmes = ( { id = \"upper-back-strength\"; days = \"tue,thu,sat\";\n"
        "  at = \"19:00\"; } ); } );\n";

/* One life of the daemon, on a store in a directory. */
struct life {
        char directory[32];
        struct store *store;
        struct log *log;
        struct keep *keep;
        struct engine_home home;
};

/* Monday 2026-11-23 10:00 in UTC. */
static struct instant first_moment(void)
{
        return (struct instant){ 100000 * USEC_PER_SEC, INT64_C(1795428000000000),
                { INT64_MIN, USEC_INFINITY, 0, 0, 0 } };
}

static void begin_life(struct life *life, const char *config, const struct instant *now)
{
        struct engine_keep callbacks;
        enum store_note note;

        assert_int_equal(store_open(life->directory, now->realtime_usec, &note, &life->store), 0);
        assert_int_equal(log_new(false, &life->log), 0);
        assert_int_equal(keep_new(life->store, life->log, "", &life->keep), 0);
        callbacks = keep_callbacks(life->keep);
        engine_home_make_kept(&life->home, config, &callbacks, now);
        keep_set_engine(life->keep, life->home.engine);
        keep_restore(life->keep, now);
        engine_home_link(&life->home, true);
        keep_commit(life->keep, &life->home.now);
}

/* As SIGKILL does: what was committed is there, the rest is not. */
static void end_life(struct life *life)
{
        engine_home_done(&life->home);
        life->keep = keep_free(life->keep);
        life->store = store_close(life->store);
        life->log = log_free(life->log);
}

static void live_again(struct life *life, const char *config, int64_t away_usec)
{
        struct instant now = instant_at(&life->home.now, life->home.now.boottime_usec + away_usec);

        end_life(life);
        begin_life(life, config, &now);
}

static void make_life(struct life *life)
{
        struct instant now = first_moment();

        (void)snprintf(life->directory, sizeof(life->directory), "/tmp/test-keep-r-XXXXXX");
        assert_non_null(mkdtemp(life->directory));
        begin_life(life, anna_s_home, &now);
}

static void remove_life(struct life *life)
{
        static const char *const files[] = { "", "-wal", "-shm" };

        end_life(life);
        for (size_t i = 0; i < ELEMENTS(files); i++) {
                char path[64];

                (void)snprintf(path, sizeof(path), "%s/unslouch.sqlite%s", life->directory, files[i]);
                (void)unlink(path);
        }
        assert_int_equal(rmdir(life->directory), 0);
}

static void command(struct life *life, const char *text)
{
        engine_home_hear(&life->home, "unslouch/anna/cmd", text);
        keep_commit(life->keep, &life->home.now);
}

static void wait(struct life *life, int64_t usec)
{
        engine_home_wait(&life->home, usec);
        keep_commit(life->keep, &life->home.now);
}

static const struct routine *routine_of(const struct life *life)
{
        return engine_home_person(&life->home, 0)->routine;
}

static int count_set(void *userdata, const struct store_set *set)
{
        assert_true(set->record.reps_done > 0);
        ++*(unsigned *)userdata;
        return 0;
}

static unsigned sets_kept(struct life *life)
{
        unsigned count = 0;

        assert_int_equal(store_read_sets(life->store, "anna", INT64_MIN, INT64_MAX, count_set, &count), 0);
        return count;
}

/* The sets of the session's main exercises. */
static unsigned sets_planned(const struct session *session)
{
        unsigned count = 0;

        for (uint8_t i = 0; i < session->plan.count; i++)
                count += session->plan.items[i].is_warm_up ? 0 : session->plan.items[i].dose.sets;
        return count;
}

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
                { ROUTINE_RECORD_CHANGE, -1, 0, 0 }, { ROUTINE_RECORD_EXCUSED, 0, 0, 0 }, /* no Monday */
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

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_session_survives_a_restart_at_any_time),
                cmocka_unit_test(a_session_is_closed_as_it_stands_after_two_hours),
                cmocka_unit_test(levels_are_made_of_the_log_alone),
                cmocka_unit_test(the_plan_s_settings_survive_until_the_file_s_change),
                cmocka_unit_test(answers_survive),
                cmocka_unit_test(what_the_set_has_not_is_not_kept),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
