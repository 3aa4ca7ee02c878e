/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/routine_bench.h"

#include <stdio.h>

static struct routine_bench bench;

/* Six weeks of Monday, Wednesday and Friday, all right (programme.md 3.1), of the sets that were kept. */
static void six_weeks_reach_the_target(void **state)
{
        static const uint8_t expected[] = { 10, 10, 10, 10, 12, 12, 12, 15, 15, 15, 18, 18, 18, 20, 20, 20,
                25, 25 };
        static const char *const days[] = { "mon", "wed", "fri" };
        char script[64];
        size_t sets = 0;

        (void)state;
        routine_bench_run(&bench, NULL, "", "");
        for (int i = 0; i < (int)ELEMENTS(expected); i++) {
                snprintf(script, sizeof(script), "%s%d 18:05 train=right", days[i % 3], i / 3 + 1);
                routine_bench_go_on(&bench, script);
        }
        for (uint16_t i = 0; i < bench.record_count; i++) {
                const struct set_record *set = &bench.records[i].set;

                /* The first exercise. */
                if (bench.records[i].kind != ROUTINE_RECORD_SET || set->exercise != 0)
                        continue;
                assert_int_equal(set->dose.reps, expected[sets / 2]);
                assert_int_equal(set->set, sets % 2 + 1);
                sets++;
        }
        assert_int_equal(sets, 2 * ELEMENTS(expected));
        bench.show = "P";
        routine_bench_go_on(&bench,
                "sun6 20:00 plan, sun6 20:00 summary, mon7 12:00 plan, mon7 18:05 start, mon7 18:05 sets");
        assert_string_equal(bench.text,
                "sun6 20:00 [mon done 18:05 wed done 18:05 fri done 18:05 | 6: 6/6], "
                "sun6 20:00 {3/3 streak 6 next mon7}, mon7 04:00 summary strength 3 6 d, "
                "mon7 04:00 block-done strength 3 6 d, mon7 12:00 [mon planned wed planned fri planned | "
                "light | 7: "
                "6/6], "
                "mon7 18:00 due strength ld light, mon7 18:05 started strength, mon7 18:05 done strength d");
        /* The seventh week is a light one. */
        assert_int_equal(bench.records[bench.record_count - 1].session.kind, SESSION_KIND_LIGHT);
        routine_bench_done(&bench);
}

/* A session takes its time by itself, and the person only answers. */
static void a_session_runs_by_itself(void **state)
{
        struct session_view view;

        (void)state;
        routine_bench_run(&bench, NULL, "mon 18:05 done, mon 18:20 end", "Pr");
        routine_session_view(bench.routine, &bench.now, &view);
        assert_int_equal(view.state, SESSION_STATE_RUNNING);
        assert_int_equal(routine_phase(bench.routine), ROUTINE_PHASE_SESSION);
        assert_false(bench.was_finished);
        routine_bench_go_on(&bench, "mon 19:00 answer=right");
        assert_true(bench.was_finished);
        routine_session_view(bench.routine, &bench.now, &view);
        assert_int_equal(view.state, SESSION_STATE_DONE);
        assert_null(routine_session(bench.routine));
        routine_bench_go_on(&bench, "tue 05:00 end");
        routine_session_view(bench.routine, &bench.now, &view);
        assert_int_equal(view.state, SESSION_STATE_NONE);
        routine_bench_done(&bench);
}

static int64_t half_a_second(void *userdata, const struct cue *cue)
{
        (void)userdata;
        (void)cue;
        return USEC_PER_SEC / 2;
}

static uint8_t two_lines(void *userdata, int exercise, enum cue_kind kind)
{
        (void)userdata;
        (void)exercise;
        (void)kind;
        return 2;
}

/* The first words are said; the next ones come when the speaker says so. */
static void the_speaker_is_waited_for(void **state)
{
        static const struct session_voice voice = {
                .answers = true, .speak_usec = half_a_second, .lines = two_lines
        };
        struct event said = { .kind = EVENT_SAID };
        uint16_t first;

        (void)state;
        routine_bench_run(&bench, NULL, "", "");
        routine_set_voice(bench.routine, &voice);
        routine_bench_take(&bench, &said);
        routine_bench_go_on(&bench, "mon 18:05 start");
        first = routine_session(bench.routine)->waits_for;
        assert_int_equal(first, 1);
        said.said.cue = first;
        routine_bench_take(&bench, &said);
        assert_int_equal(routine_session(bench.routine)->waits_for, 2);
        routine_bench_done(&bench);
}

static void the_answer_is_thanked_for_when_the_question_has_been_said(void **state)
{
        static const struct session_voice voice = {
                .answers = true, .speak_usec = half_a_second, .lines = two_lines
        };
        struct event said = { .kind = EVENT_SAID };

        (void)state;
        routine_bench_run(&bench, NULL, "", "T");
        routine_set_voice(bench.routine, &voice);
        routine_bench_go_on(&bench, "mon 18:05 start, mon 18:05 sets");
        while (!routine_session(bench.routine)->line)
                routine_bench_pass(&bench, routine_deadline(bench.routine));
        said.said.cue = routine_session(bench.routine)->waits_for;
        routine_bench_go_on(&bench, "mon 18:05 answer=right");
        assert_string_equal(bench.text, "");
        routine_bench_take(&bench, &said);
        assert_string_equal(bench.text, "mon 18:05 'thanks'");
        routine_bench_done(&bench);
}

/* A closed paused session of long ago is no break, and nobody is told that it went well. */
static void a_pause_is_no_break(void **state)
{
        (void)state;
        routine_bench_run(&bench, NULL, "mon 18:05 start, mon 18:08 pause, mon 20:30 end", "P");
        assert_string_equal(
                bench.text, "mon 18:00 due strength ld, mon 18:05 started strength, mon 20:08 done strength");
        assert_false(bench.was_finished);
        routine_bench_done(&bench);
}

static struct routine_config copy_config(struct programme_set *set, struct exercise *exercises,
        struct programme *programmes, char (*tags)[TEXT_ID_SIZE])
{
        struct routine_config config = bench.config;
        size_t count = bench.config.set->exercise_count;

        /* The exercises the other way round, and one programme fewer. */
        *set = *bench.config.set;
        for (size_t i = 0; i < count; i++)
                exercises[i] = bench.config.set->exercises[count - 1 - i];
        memcpy(programmes, bench.config.set->programmes, set->programme_count * sizeof(*programmes));
        for (size_t i = 0; i < set->programme_count; i++) {
                struct programme *programme = &programmes[i];

                for (uint8_t j = 0; j < programme->order.count; j++)
                        programme->order.exercises[j] =
                                (int16_t)(count - 1 - (size_t)programme->order.exercises[j]);
                for (uint8_t j = 0; j < programme->pick_order.count; j++)
                        programme->pick_order.exercises[j] =
                                (int16_t)(count - 1 - (size_t)programme->pick_order.exercises[j]);
        }
        memcpy(tags, bench.config.set->tags, set->tag_count * sizeof(*tags));
        set->exercises = exercises;
        set->programmes = programmes;
        set->tags = tags;
        config.set = set;
        return config;
}

/* Exercises have other numbers after the reload; everything goes on. */
static void a_reload_goes_by_the_ids(void **state)
{
        static struct exercise exercises[EXERCISES_MAX];
        static struct programme programmes[PROGRAMMES_MAX];
        static char tags[TAGS_MAX][TEXT_ID_SIZE];
        struct programme_set set;
        struct routine_config config;
        struct routine *routine = NULL;

        (void)state;
        routine_bench_run(&bench, NULL,
                "mon 18:05 train, wed 18:05 train, fri 18:05 train, mon2 18:05 train, mon2 19:00 at=19:00, "
                "wed2 19:05 start, wed2 19:10 pain=3",
                "");
        config = copy_config(&set, exercises, programmes, tags);
        assert_int_equal(routine_new(&config, 240, &bench.now, &routine), 0);
        routine_adopt(routine, bench.routine, 4);
        routine_free(bench.routine);
        bench.routine = routine;
        bench.config = config;
        bench.used = 0;
        routine_bench_go_on(&bench, "wed2 19:11 phase, wed2 19:11 sets, wed2 19:12 answer=right, wed2 19:12 "
                                    "plan, wed2 19:12 summary");
        assert_string_equal(bench.text,
                "wed2 19:11 (session replaces), wed2 19:12 [mon done 18:05 wed done 19:05 fri planned 19:00 "
                "| 2: 1/6], wed2 19:12 {2/3 streak 1 next fri2}");
        assert_int_equal(routine_progression(bench.routine, 0)
                                 ->exercises[programme_find_exercise(&set, "cobra")]
                                 .level,
                2);
        assert_int_equal(routine_answers(bench.routine)->general[0], ANSWER_NO);
        routine_bench_done(&bench);
}

/* Whoever may publish can say that nothing applies, and cannot unsay what somebody answered. */
static void what_was_answered_with_yes_stays(void **state)
{
        const struct routine_command nothing = { .verb = ROUTINE_NONE_APPLY };
        const struct screening_answers *answers;

        (void)state;
        routine_bench_run(&bench, NULL, "mon 09:00 yes=3", "mon 09:00 log=screening yes");
        routine_bench_command(&bench, &nothing);
        answers = routine_answers(bench.routine);
        assert_int_equal(answers->general[0], ANSWER_NO);
        assert_int_equal(answers->general[2], ANSWER_YES);
        routine_bench_done(&bench);
}

/* The file's own days and time win where they changed; what is not there any more is forgotten. */
static void a_reload_takes_what_the_file_changed(void **state)
{
        static struct exercise exercises[EXERCISES_MAX];
        static struct programme programmes[PROGRAMMES_MAX];
        static char tags[TAGS_MAX][TEXT_ID_SIZE];
        struct programme_set set;
        struct routine_config config;
        struct routine *routine = NULL;

        (void)state;
        routine_bench_run(&bench, NULL,
                "mon 09:00 days=tue+thu+sat, mon 09:00 at=19:00, mon 09:00 skip=tue, tue 18:05 start", "");
        config = copy_config(&set, exercises, programmes, tags);
        config.items[0].minute = 20 * 60;
        strcpy(exercises[set.exercise_count - 1].id, "other");
        assert_int_equal(routine_new(&config, 240, &bench.now, &routine), 0);
        routine_adopt(routine, bench.routine, 4);
        routine_free(bench.routine);
        bench.routine = routine;
        bench.config = config;
        bench.used = 0;
        routine_bench_go_on(&bench, "tue 18:10 plan, tue 18:11 phase");
        assert_string_equal(bench.text,
                "tue 18:10 [tue missed 20:00 wed moved 20:00 thu planned 20:00 sat planned 20:00], "
                "tue 18:11 (nothing)");
        routine_bench_done(&bench);
}

/* What the log says of an exercise or a programme that there is not any more is forgotten, and nothing else.
 */
static void a_reload_without_an_exercise_forgets_it_alone(void **state)
{
        static struct exercise exercises[EXERCISES_MAX];
        static struct programme programmes[PROGRAMMES_MAX];
        static char tags[TAGS_MAX][TEXT_ID_SIZE];
        struct programme_set set;
        struct routine_config config;

        (void)state;
        for (int whole = 0; whole < 2; whole++) {
                struct routine *routine = NULL;
                const struct exercise_progress *progress;

                routine_bench_run(&bench, NULL,
                        "mon 18:05 train, mon 19:00 move=wed/20:00, mon 19:01 days=tue+thu", "");
                config = copy_config(&set, exercises, programmes, tags);
                config.items[0].days = 0x0a;
                if (whole)
                        strcpy(programmes[0].id, "new");
                else
                        strcpy(exercises[set.exercise_count - 1].id, "new");
                assert_int_equal(routine_new(&config, 240, &bench.now, &routine), 0);
                routine_adopt(routine, bench.routine, 4);
                routine_free(bench.routine);
                bench.routine = routine;
                bench.config = config;
                bench.used = 0;
                progress = routine_progression(routine, 0)->exercises;
                assert_int_equal(progress[programme_find_exercise(&set, "raise")].sessions, whole ? 0 : 1);
                assert_int_equal(progress[set.exercise_count - 1].sessions, 0);
                routine_bench_go_on(&bench, "mon 19:02 plan");
                /* The new days of the file win; a third session is made up for. */
                assert_string_equal(bench.text,
                        whole ? "mon 19:02 [tue planned thu planned sat moved]"
                              : "mon 19:02 [mon done 18:05 tue planned wed moved 20:00 | 1: 0/6]");
                routine_bench_done(&bench);
        }
}

/* An offer that lamps show goes on after a reload. */
static void a_reload_keeps_the_offer(void **state)
{
        struct routine *routine = NULL;

        (void)state;
        routine_bench_run(&bench, NULL, "mon 18:05 later, mon 18:16 end", "PL");
        assert_int_equal(routine_new(&bench.config, 240, &bench.now, &routine), 0);
        routine_adopt(routine, bench.routine, 5);
        routine_free(bench.routine);
        bench.routine = routine;
        routine_bench_go_on(&bench, "mon 18:17 done");
        assert_string_equal(bench.text,
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:05 lamp=before, "
                "mon 18:15 due strength ld, mon 18:15 lamp=due, mon 18:17 lamp=before, "
                "mon 18:17 started strength");
        routine_bench_done(&bench);
}

static void the_outlook_is_the_session_of_today(void **state)
{
        struct routine_outlook outlook;

        (void)state;
        routine_bench_run(&bench, NULL, "mon 18:05 end", "");
        assert_true(routine_outlook(bench.routine, 0, &outlook));
        assert_int_equal(outlook.plan.count, 4);
        assert_int_equal(outlook.held, PLAN_HOLD_NONE);
        assert_true(outlook.length_usec > 10 * USEC_PER_MINUTE);
        assert_false(routine_outlook(bench.routine, 1, &outlook));
        assert_int_equal(routine_item_in_force(bench.routine)->minute, 18 * 60);
        routine_bench_go_on(&bench, "mon 18:06 at=19:00, mon 18:06 exclude");
        assert_true(routine_outlook(bench.routine, 0, &outlook));
        assert_int_equal(outlook.length_usec, 0);
        assert_int_equal(routine_item_in_force(bench.routine)->minute, 19 * 60);
        assert_int_equal(routine_configured_item(&bench.config)->minute, 18 * 60);
        assert_int_equal(routine_day(bench.routine), bench.monday);
        routine_bench_done(&bench);
}

/* The first weekly one, else the first of all, whatever that is. */
static void the_usual_item_is_the_first_weekly_one(void **state)
{
        static const struct {
                uint8_t count;
                int16_t programmes[3];
                int usual; /* -1: none */
        } cases[] = {
                { 0, { 0 }, -1 },
                { 1, { -1 }, 0 },
                { 1, { 99 }, 0 },
                { 2, { BENCH_STRETCH, -1 }, 0 },
                { 3, { -1, BENCH_STRETCH, BENCH_STEADY }, 2 },
                { 2, { BENCH_STRETCH, BENCH_STRENGTH }, 1 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct routine_setup setup = { .item_count = cases[i].count > 0 ? cases[i].count : -1 };
                const struct routine_item *usual = NULL;

                for (uint8_t j = 0; j < cases[i].count; j++)
                        setup.items[j] = (struct routine_item)ITEM(cases[i].programmes[j], 1, 60 + j, 0);
                routine_bench_run(&bench, &setup, "", "");
                if (cases[i].usual >= 0)
                        usual = &bench.config.items[cases[i].usual];
                assert_ptr_equal(routine_configured_item(&bench.config), usual);
                assert_int_equal(routine_item_in_force(bench.routine) == NULL, !usual);
                if (usual)
                        assert_int_equal(routine_item_in_force(bench.routine)->minute, 60 + cases[i].usual);
                routine_bench_done(&bench);
        }
}

/* Of a file that is broken only `check` tells more; unanswered questions come first. */
static void what_only_the_terminal_can_mend_is_told_so(void **state)
{
        struct plan_view view;

        (void)state;
        routine_bench_run(&bench, NULL, "mon 09:00 end", "");
        bench.config.is_incomplete = true;
        routine_plan_view(bench.routine, &bench.now, &view);
        assert_int_equal(view.held, PLAN_HOLD_SEE_TERMINAL);
        routine_bench_done(&bench);
        routine_bench_run(&bench, &(struct routine_setup){ .is_unanswered = true }, "mon 09:00 end", "");
        bench.config.is_incomplete = true;
        routine_plan_view(bench.routine, &bench.now, &view);
        assert_int_equal(view.held, PLAN_HOLD_QUESTIONS);
        routine_bench_done(&bench);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(six_weeks_reach_the_target),
                cmocka_unit_test(a_session_runs_by_itself),
                cmocka_unit_test(the_speaker_is_waited_for),
                cmocka_unit_test(the_answer_is_thanked_for_when_the_question_has_been_said),
                cmocka_unit_test(a_pause_is_no_break),
                cmocka_unit_test(what_was_answered_with_yes_stays),
                cmocka_unit_test(a_reload_goes_by_the_ids),
                cmocka_unit_test(a_reload_takes_what_the_file_changed),
                cmocka_unit_test(a_reload_without_an_exercise_forgets_it_alone),
                cmocka_unit_test(a_reload_keeps_the_offer),
                cmocka_unit_test(the_outlook_is_the_session_of_today),
                cmocka_unit_test(the_usual_item_is_the_first_weekly_one),
                cmocka_unit_test(what_only_the_terminal_can_mend_is_told_so),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
