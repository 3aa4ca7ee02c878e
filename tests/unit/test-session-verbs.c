/* SPDX-License-Identifier: MIT */
/*
 * Each verb in each state and stage: taken, or refused and why. Refused values.
 */
#include "unit/test.h"

#include "unit/session_bench.h"

#include <stdio.h>

#define PLAN "march cobra:new pec:new"

/* Where the session is when a verb is said: seconds into PLAN, or a script. */
struct moment {
        const char *name;
        const char *script;
        enum session_state state;
        enum session_stage stage;
};

static struct moment MOMENTS[] = {
        { "safety", "3 end", SESSION_STATE_RUNNING, SESSION_STAGE_SAFETY },
        { "intro", "7 end", SESSION_STATE_RUNNING, SESSION_STAGE_INTRO },
        { "warm-up", "20 end", SESSION_STATE_RUNNING, SESSION_STAGE_HOLD },
        { "ready", "40 end", SESSION_STATE_RUNNING, SESSION_STAGE_READY },
        { "do", "64 end", SESSION_STATE_RUNNING, SESSION_STAGE_DO },
        { "lift", "75 end", SESSION_STATE_RUNNING, SESSION_STAGE_LIFT },
        { "hold", "77 end", SESSION_STATE_RUNNING, SESSION_STAGE_HOLD },
        { "lower", "79 end", SESSION_STATE_RUNNING, SESSION_STAGE_LOWER },
        { "between", "80.5 end", SESSION_STATE_RUNNING, SESSION_STAGE_BETWEEN },
        { "rest", "120 end", SESSION_STATE_RUNNING, SESSION_STAGE_REST },
        { "announced", "163 end", SESSION_STATE_RUNNING, SESSION_STAGE_ANNOUNCE },
        { "return", "194 end", SESSION_STATE_RUNNING, SESSION_STAGE_RETURN },
        { "rest after", "210 end", SESSION_STATE_RUNNING, SESSION_STAGE_REST },
        { "switch", "333 end", SESSION_STATE_RUNNING, SESSION_STAGE_SWITCH },
        { "outro", "406 end", SESSION_STATE_RUNNING, SESSION_STAGE_OUTRO },
        { "paused in a hold", "77 pause, 79 end", SESSION_STATE_PAUSED, SESSION_STAGE_HOLD },
        { "paused in a rest", "120 pause, 122 end", SESSION_STATE_PAUSED, SESSION_STAGE_REST },
        { "paused in the safety words", "3 pause, 10 end", SESSION_STATE_PAUSED, SESSION_STAGE_SAFETY },
        { "just resumed", "77 pause, 79 resume, 80 end", SESSION_STATE_RUNNING, SESSION_STAGE_AGAIN },
        { "question", "500 end", SESSION_STATE_QUESTION, SESSION_STAGE_QUESTION },
        { "which", "500 answer=hard, 501 end", SESSION_STATE_QUESTION, SESSION_STAGE_QUESTION },
        { "done", "500 answer=right, 501 end", SESSION_STATE_DONE, SESSION_STAGE_QUESTION },
};

static const struct {
        char letter;
        enum session_refusal refusal;
} LETTERS[] = { { '+', SESSION_FINE }, { 's', SESSION_REFUSED_STATE }, { 'n', SESSION_REFUSED_NONE } };

/* In the order of enum session_verb, pain as 2, an effort of easy, cobra as the exercise: + taken, s refused
 * by the state, n no session. */
static const char *const ALLOWED[ELEMENTS(MOMENTS)] = {
        /* pause resume done next easier pain stop answer which too-easy */
        "+ss+s++sss", /* safety */
        "+ss+s++sss", /* intro */
        "+s++s++sss", /* warm-up */
        "+ss++++ss+", /* ready */
        "+ss++++ss+", /* do */
        "+s+++++ss+", /* lift */
        "+s+++++ss+", /* hold */
        "+s+++++ss+", /* lower */
        "+s+++++ss+", /* between */
        "+ss++++ss+", /* rest */
        "+s+++++ss+", /* announced */
        "+ss+s++ss+", /* return */
        "+ss+s++ss+", /* rest after */
        "+s+++++ss+", /* switch */
        "+ss+s++sss", /* outro */
        "s++++++ss+", /* paused in a hold */
        "s+s++++ss+", /* paused in a rest */
        "s+s+s++sss", /* paused in the safety words */
        "+s+++++ss+", /* just resumed */
        "sssss+++ss", /* question */
        "sssss++++s", /* which */
        "nnnnnnnnnn", /* done */
};

static enum session_refusal refusal_of(char letter)
{
        for (size_t i = 0; i < ELEMENTS(LETTERS); i++)
                if (LETTERS[i].letter == letter)
                        return LETTERS[i].refusal;
        fail();
        return SESSION_REFUSED_VALUE;
}

static void test_moment(void **state)
{
        const struct moment *moment = *state;
        const char *allowed = ALLOWED[moment - MOMENTS];
        static struct session_bench bench, copy;

        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, PLAN, "");
        bench_run(&bench, moment->script);
        assert_int_equal(bench.session.state, moment->state);
        assert_int_equal(bench.session.stage, moment->stage);
        for (int verb = 0; verb < SESSION_VERB_MAX_; verb++) {
                struct session_event event = { .kind = SESSION_EVENT_VERB,
                        .verb = (enum session_verb)verb,
                        .pain = 2,
                        .effort = EFFORT_EASY,
                        .exercise = BENCH_COBRA };

                copy = bench;
                if (bench_take(&copy, &event) != refusal_of(allowed[verb]))
                        fail_msg("verb %d: %d instead of %c", verb, copy.refusal, allowed[verb]);
                if (copy.refusal == SESSION_FINE)
                        continue;
                assert_int_equal(copy.outcome.cue_count, 0);
                assert_false(copy.outcome.changed || copy.outcome.has_set || copy.outcome.has_ended);
                assert_memory_equal(&copy.session.plan, &bench.session.plan, sizeof(bench.session.plan));
        }
}

static void no_session_takes_no_verb(void **state)
{
        struct session session;
        struct session_outcome outcome;
        struct instant now = { .boottime_usec = 5 };

        (void)state;
        session_init(&session, NULL, &(struct session_voice){ 0 });
        for (int verb = 0; verb < SESSION_VERB_MAX_; verb++) {
                struct session_event event = { .kind = SESSION_EVENT_VERB, .verb = (enum session_verb)verb };

                assert_int_equal(session_step(&session, &event, &now, &outcome), SESSION_REFUSED_NONE);
        }
        assert_int_equal(session_step(&session, &(struct session_event){ .kind = SESSION_EVENT_RESTART },
                                 &now, &outcome),
                SESSION_FINE);
        assert_false(outcome.changed);
        assert_int_equal(session.deadline_usec, USEC_INFINITY);
}

static void numbers_and_words_out_of_range_are_refused(void **state)
{
        static struct session_bench bench;
        struct session_event pain = { .kind = SESSION_EVENT_VERB, .verb = SESSION_VERB_PAIN, .pain = 11 };
        struct session_event answer = { .kind = SESSION_EVENT_VERB, .verb = SESSION_VERB_ANSWER };
        struct session_event which = { .kind = SESSION_EVENT_VERB, .verb = SESSION_VERB_ANSWER_EXERCISE };

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, PLAN, "");
        bench_run(&bench, "71 end");
        assert_int_equal(bench_take(&bench, &pain), SESSION_REFUSED_VALUE);
        assert_false(bench.outcome.has_pain);
        bench_go_to_end(&bench);
        assert_int_equal(bench_take(&bench, &answer), SESSION_REFUSED_VALUE);
        answer.effort = EFFORT_MAX + 1;
        assert_int_equal(bench_take(&bench, &answer), SESSION_REFUSED_VALUE);
        answer.effort = EFFORT_MAX;
        assert_int_equal(bench_take(&bench, &answer), SESSION_FINE);
        which.exercise = BENCH_MARCH;
        assert_int_equal(bench_take(&bench, &which), SESSION_REFUSED_VALUE);
        which.exercise = -1;
        assert_int_equal(bench_take(&bench, &which), SESSION_REFUSED_VALUE);
}

/* SAID of something else than what is being said has no effect; twice the estimate is enough. */
static void a_speaker_is_awaited_twice_as_long(void **state)
{
        static struct session_bench bench;
        struct session_event said = { .kind = SESSION_EVENT_SAID, .number = 1 };

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .said_pct = 1000 }, PLAN, "C");
        bench_run(&bench, "25 end");
        assert_string_equal(bench.text, "0.0 safety, 12.0 intro, 20.0 ready march 1 short");
        said.number = 2;
        assert_int_equal(bench_take(&bench, &said), SESSION_FINE);
        said.number = 0;
        assert_int_equal(bench_take(&bench, &said), SESSION_FINE);
        assert_int_equal(bench.session.words_end_usec - bench.start.boottime_usec, 28 * USEC_PER_SEC);
        bench.quiet_usec = bench.now.boottime_usec;
        said.number = 3;
        assert_int_equal(bench_take(&bench, &said), SESSION_FINE);
        assert_string_equal(bench.text, "0.0 safety, 12.0 intro, 20.0 ready march 1 short, 25.0 set 1");
}

/* There is no room for one more: the line has to do. */
static void a_full_plan_takes_nothing_easier(void **state)
{
        static struct session_bench bench;

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, "tee", "C");
        while (bench.plan.count < SESSION_ITEMS_MAX) {
                bench.plan.items[bench.plan.count] = bench.plan.items[0];
                bench.plan.items[bench.plan.count++].is_warm_up = true;
        }
        bench.used = 0;
        bench.cue_number = 0;
        bench_begin(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, "C");
        bench_run(&bench, "42 easier, 45 end");
        assert_int_equal(bench.session.plan.count, SESSION_ITEMS_MAX);
        assert_string_equal(
                bench.text, "0.0 safety, 6.0 intro, 10.0 ready tee 1 short, 40.0 set 1, 44.0 note easier");
}

/* It is not kept as a set, and counts in the record. */
static void one_side_alone_is_no_repetition(void **state)
{
        static struct session_bench bench;

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, "bug", "");
        while (bench.session.moves_done == 0)
                assert_true(bench_go_once(&bench));
        assert_int_equal(bench.session.moves_done, 1);
        assert_int_equal(bench_say(&bench, SESSION_VERB_NEXT), SESSION_FINE);
        bench_go_to_end(&bench);
        assert_int_equal(bench.set_count, 0);
        assert_int_equal(bench.record.result_count, 1);
        assert_true(bench.record.results[0].done_pct > 0);
}

/* Two sessions, one at once after the other. */
static void a_session_waits_for_the_last_words_of_the_one_before(void **state)
{
        static struct session_bench bench;
        struct session_event answer = {
                .kind = SESSION_EVENT_VERB, .verb = SESSION_VERB_ANSWER, .effort = EFFORT_RIGHT
        };
        struct session_outcome outcome;
        int64_t quiet_usec;

        (void)state;
        bench_start(&bench, &(struct bench_setup){ .pace = SESSION_PACE_REP }, "tee", "");
        bench_go_to_end(&bench);
        while (bench_go_once(&bench)) {
        }
        assert_int_equal(bench_take(&bench, &answer), SESSION_FINE);
        quiet_usec = bench.session.words_end_usec;
        assert_true(quiet_usec > bench.now.boottime_usec);
        session_start(&bench.session, &bench.plan, &bench.now, &outcome);
        assert_int_equal(outcome.cue_count, 0);
        assert_int_equal(bench.session.deadline_usec, quiet_usec);
        bench.now = instant_at(&bench.now, quiet_usec);
        assert_int_equal(session_step(&bench.session, &(struct session_event){ .kind = SESSION_EVENT_TIME },
                                 &bench.now, &outcome),
                SESSION_FINE);
        assert_int_equal(outcome.cue_count, 1);
        assert_int_equal(outcome.cues[0].kind, CUE_SAFETY);
}

int main(void)
{
        static const struct CMUnitTest SINGLE[] = {
                cmocka_unit_test(a_session_waits_for_the_last_words_of_the_one_before),
                cmocka_unit_test(one_side_alone_is_no_repetition),
                cmocka_unit_test(no_session_takes_no_verb),
                cmocka_unit_test(numbers_and_words_out_of_range_are_refused),
                cmocka_unit_test(a_speaker_is_awaited_twice_as_long),
                cmocka_unit_test(a_full_plan_takes_nothing_easier),
        };
        struct CMUnitTest tests[ELEMENTS(MOMENTS) + ELEMENTS(SINGLE)];
        static char names[ELEMENTS(MOMENTS)][64];

        memcpy(tests, SINGLE, sizeof(SINGLE));
        for (size_t i = 0; i < ELEMENTS(MOMENTS); i++) {
                (void)snprintf(names[i], sizeof(names[i]), "what is taken: %s", MOMENTS[i].name);
                tests[ELEMENTS(SINGLE) + i] =
                        (struct CMUnitTest){ names[i], test_moment, NULL, NULL, &MOMENTS[i] };
        }
        return cmocka_run_group_tests(tests, NULL, NULL);
}
