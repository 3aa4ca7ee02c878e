/* SPDX-License-Identifier: MIT */
/*
 * Whole sessions that are cut: a restart at every step, and verbs thrown at random.
 */
#include "unit/test.h"

#include "unit/session_bench.h"

#include <stdio.h>
#include <stdlib.h>

/* The size of a real session: a warm-up, three lifts, two for the middle, in both kinds of sides. */
#define PLAN "march shrug cobra:new tee bug:new plank pec"

#define RANDOM_SESSIONS 400
#define RANDOM_STEPS    3000

/* The sets of a session that nothing cut. */
static void all_sets(struct session_bench *bench, const struct bench_setup *setup)
{
        bench_start(bench, setup, PLAN, "");
        bench_go_to_end(bench);
        assert_int_equal(bench->session.state, SESSION_STATE_QUESTION);
}

static void assert_same_sets(const struct session_bench *a, const struct session_bench *b)
{
        assert_int_equal(a->set_count, b->set_count);
        for (uint16_t i = 0; i < a->set_count; i++) {
                assert_int_equal(a->sets[i].exercise, b->sets[i].exercise);
                assert_int_equal(a->sets[i].set, b->sets[i].set);
                assert_int_equal(a->sets[i].reps_done, b->sets[i].reps_done);
                assert_true(a->sets[i].session_realtime_usec == b->sets[i].session_realtime_usec);
        }
        assert_int_equal(a->record.result_count, b->record.result_count);
        assert_memory_equal(a->record.results, b->record.results, sizeof(a->record.results));
}

/* Cut after @steps steps, resumed, and brought to its end. False when it was over by then. */
static bool cut_once(struct session_bench *bench, const struct bench_setup *setup, unsigned steps)
{
        bench_start(bench, setup, PLAN, "");
        for (unsigned i = 0; i < steps; i++)
                (void)bench_go_once(bench);
        if (bench->session.state != SESSION_STATE_RUNNING)
                return false;
        bench_restart(bench, 5);
        assert_int_equal(bench->session.state, SESSION_STATE_PAUSED);
        assert_int_equal(bench->outcome.cue_count, 1);
        assert_int_equal(bench->outcome.cues[0].note, CUE_NOTE_INTERRUPTED);
        assert_int_equal(bench_say(bench, SESSION_VERB_RESUME), SESSION_FINE);
        bench_go_to_end(bench);
        assert_int_equal(bench->session.state, SESSION_STATE_QUESTION);
        return true;
}

static void test_restart(void **state)
{
        const struct bench_setup *setup = *state;
        static struct session_bench whole, cut;
        unsigned steps = 0;

        all_sets(&whole, setup);
        while (cut_once(&cut, setup, steps)) {
                assert_same_sets(&whole, &cut);
                steps++;
        }
        assert_true(steps > whole.cue_number);
}

/* A restart every few steps, all along one session. */
static void many_restarts_lose_no_set(void **state)
{
        static const struct bench_setup SETUP = { .pace = SESSION_PACE_REP };
        static struct session_bench whole, cut;
        unsigned restarts = 0;

        (void)state;
        all_sets(&whole, &SETUP);
        bench_start(&cut, &SETUP, PLAN, "");
        while (cut.session.state != SESSION_STATE_QUESTION) {
                for (int i = 0; i < 17 && cut.session.state == SESSION_STATE_RUNNING; i++)
                        (void)bench_go_once(&cut);
                bench_restart(&cut, 60);
                if (cut.session.state == SESSION_STATE_PAUSED)
                        assert_int_equal(bench_say(&cut, SESSION_VERB_RESUME), SESSION_FINE);
                restarts++;
        }
        assert_true(restarts > 5);
        assert_same_sets(&whole, &cut);
}

/* Cut after @steps steps, and never resumed: what was finished counts. */
static void a_session_that_is_not_resumed_keeps_its_sets(void **state)
{
        static const struct bench_setup SETUP = { .pace = SESSION_PACE_REP };
        static struct session_bench bench;

        (void)state;
        for (unsigned steps = 10; steps < 300; steps += 13) {
                uint16_t sets;

                bench_start(&bench, &SETUP, PLAN, "");
                for (unsigned i = 0; i < steps; i++)
                        (void)bench_go_once(&bench);
                if (bench.session.state != SESSION_STATE_RUNNING)
                        return;
                sets = bench.set_count;
                bench_restart(&bench, 60);
                bench_go_to_end(&bench);
                assert_int_equal(bench.session.state, SESSION_STATE_DONE);
                assert_true(bench.set_count >= sets);
                assert_int_equal(bench.records, 1);
                assert_int_equal(bench.session.deadline_usec, USEC_INFINITY);
        }
}

/* xorshift: the same numbers on every machine. */
static uint32_t draw(uint32_t *seed, uint32_t below)
{
        *seed ^= *seed << 13;
        *seed ^= *seed >> 17;
        *seed ^= *seed << 5;
        return *seed % below;
}

static struct session_event draw_event(uint32_t *seed)
{
        return (struct session_event){
                .kind = draw(seed, 8) == 0 ? SESSION_EVENT_SAID : SESSION_EVENT_VERB,
                .number = (uint16_t)draw(seed, 40),
                .verb = (enum session_verb)draw(seed, SESSION_VERB_MAX_),
                .pain = (uint8_t)draw(seed, draw(seed, 3) == 0 ? 12 : 4),
                .sharp = draw(seed, 40) == 0,
                .effort = (enum effort)draw(seed, EFFORT_MAX + 2),
                .exercise = (int16_t)(draw(seed, BENCH_EXERCISES + 1)) - 1,
        };
}

/* Something happens: mostly time, now and then a word, a late timer, or a restart. */
static void stir(struct session_bench *bench, uint32_t *seed, uint32_t rarity)
{
        struct session_event event;

        if (draw(seed, rarity) != 0) {
                bench->setup.late_msec = (uint16_t)(draw(seed, 4) == 0 ? draw(seed, 9000) : 0);
                (void)bench_go_once(bench);
                return;
        }
        if (draw(seed, 6) == 0) {
                bench_restart(bench, draw(seed, 30) == 0 ? 8000 : draw(seed, 600));
                return;
        }
        event = draw_event(seed);
        /* A stop ends it too soon to see much. */
        if (event.kind == SESSION_EVENT_VERB && event.verb == SESSION_VERB_STOP && draw(seed, 4) != 0)
                event.verb = SESSION_VERB_NEXT;
        if (event.kind == SESSION_EVENT_SAID && event.number == bench->session.waits_for)
                bench->quiet_usec = bench->now.boottime_usec;
        (void)bench_take(bench, &event);
}

static uint32_t total_reps(const struct session_bench *bench, int exercise)
{
        uint32_t reps = 0;

        for (uint16_t i = 0; i < bench->set_count; i++)
                if (bench->sets[i].exercise == exercise)
                        reps += bench->sets[i].reps_done;
        return reps;
}

/* The record and the sets tell the same; bench_take() has checked each step. */
static void check_record(const struct session_bench *bench)
{
        assert_in_range(bench->records, 1, UINT16_MAX);
        for (uint8_t i = 0; i < bench->record.result_count; i++) {
                const struct exercise_result *result = &bench->record.results[i];

                assert_in_range(result->done_pct, 0, 100);
                assert_true(result->done_pct == 0 || total_reps(bench, result->exercise) > 0 ||
                            bench->exercises[result->exercise].sides != EXERCISE_SIDES_NONE);
                for (uint8_t k = 0; k < i; k++)
                        assert_int_not_equal(bench->record.results[k].exercise, result->exercise);
        }
}

static void words_at_random_break_nothing(void **state)
{
        uint32_t seed = 20261122;
        const char *given = getenv("UNSLOUCH_SEED");
        static struct session_bench bench;

        (void)state;
        if (given != NULL)
                seed = (uint32_t)strtoul(given, NULL, 10) | 1;
        print_message("UNSLOUCH_SEED=%u\n", seed);
        for (int i = 0; i < RANDOM_SESSIONS; i++) {
                uint32_t rarity = 2 + draw(&seed, 60);
                struct bench_setup setup = { .pace = draw(&seed, 2) ? SESSION_PACE_REP : SESSION_PACE_SET,
                        .clearance = draw(&seed, 4) == 0,
                        .said_pct = (uint16_t)(draw(&seed, 2) * (50 + draw(&seed, 250))) };
                int steps = 0;

                bench_start(&bench, &setup, PLAN, "");
                while (bench.session.state != SESSION_STATE_DONE && steps++ < RANDOM_STEPS)
                        stir(&bench, &seed, rarity);
                if (bench.session.state == SESSION_STATE_QUESTION)
                        assert_int_equal(bench_say(&bench, SESSION_VERB_STOP), SESSION_FINE);
                bench_go_to_end(&bench);
                assert_int_equal(bench.session.state, SESSION_STATE_DONE);
                check_record(&bench);
        }
}

int main(void)
{
        static struct bench_setup paces[] = { { .pace = SESSION_PACE_REP }, { .pace = SESSION_PACE_SET },
                { .pace = SESSION_PACE_REP, .said_pct = 90 } };
        const struct CMUnitTest tests[] = {
                { "a restart at every step loses no set, pace rep", test_restart, NULL, NULL, &paces[0] },
                { "a restart at every step loses no set, pace set", test_restart, NULL, NULL, &paces[1] },
                { "a restart at every step loses no set, answering speaker", test_restart, NULL, NULL,
                        &paces[2] },
                cmocka_unit_test(many_restarts_lose_no_set),
                cmocka_unit_test(a_session_that_is_not_resumed_keeps_its_sets),
                cmocka_unit_test(words_at_random_break_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
