/* SPDX-License-Identifier: MIT */
/*
 * Bouts from verdicts. Each case is a script of "<second> <what>" and the text of all that it brings about.
 * What is said: S sitting, L sitting by a linger, T standing, A away, U unknown, zN slept N seconds until
 * now, lN the same on a machine of one's own, done a break is claimed, no not me, heard a source has spoken
 * after a restart, end nothing.
 */
#include "unit/test.h"

#include "core/bout.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX 2048

static const struct bout_config CONFIG = {
        .debounce_usec = 10 * USEC_PER_SEC,
        .min_break_usec = 60 * USEC_PER_SEC,
        .break_goal_usec = 120 * USEC_PER_SEC,
};

struct scene {
        struct bout bout;
        struct verdict verdict;
        int64_t now_usec;
        int64_t span_end_usec; /* where the last span of posture ended */
        char text[TEXT_MAX];
        size_t used;
};

static double seconds(int64_t usec)
{
        return (double)usec / (double)USEC_PER_SEC;
}

static void scene_write(struct scene *scene, const char *word, double a, double b, double c, int numbers)
{
        char *at = scene->text + scene->used;
        size_t left = sizeof(scene->text) - scene->used;
        const char *comma = scene->used > 0 ? ", " : "";
        int n;

        if (numbers == 1)
                n = snprintf(at, left, "%s%s %.15g", comma, word, a);
        else if (numbers == 2)
                n = snprintf(at, left, "%s%s %.15g %.15g", comma, word, a, b);
        else
                n = snprintf(at, left, "%s%s %.15g %.15g %.15g", comma, word, a, b, c);
        assert_true(n > 0 && (size_t)n < left);
        scene->used += (size_t)n;
}

/* "sat AT GAP", "up FROM AT", "paused FROM AT", "closed AT SITTING-TIME START", "censored AT SITTING-TIME
 * START", "goal AT" */
static void scene_take(struct scene *scene, const struct bout_changes *changes)
{
        for (uint8_t i = 0; i < changes->count; i++) {
                const struct bout_change *change = &changes->items[i];
                double at = seconds(change->at_usec);

                switch (change->kind) {
                case BOUT_CHANGE_SAT_DOWN:
                        scene_write(scene, "sat", at, seconds(change->length_usec), 0, 2);
                        break;
                case BOUT_CHANGE_STOOD_UP:
                        scene_write(scene, "up", seconds(change->from_usec), at, 0, 2);
                        break;
                case BOUT_CHANGE_PAUSED:
                        scene_write(scene, "paused", seconds(change->from_usec), at, 0, 2);
                        break;
                case BOUT_CHANGE_CLOSED:
                case BOUT_CHANGE_CENSORED:
                        scene_write(scene, change->kind == BOUT_CHANGE_CLOSED ? "closed" : "censored", at,
                                seconds(change->length_usec), seconds(change->start_usec), 3);
                        break;
                case BOUT_CHANGE_FULFILLED: scene_write(scene, "goal", at, 0, 0, 1); break;
                case BOUT_CHANGE_SPAN:
                        /* one posture after the other, and none twice */
                        assert_true(change->from_usec >= scene->span_end_usec);
                        assert_true(change->at_usec >= change->from_usec);
                        scene->span_end_usec = change->at_usec;
                        break;
                }
        }
}

static void scene_step(struct scene *scene, int64_t now_usec)
{
        struct bout_changes changes = { .count = 0 };

        scene->now_usec = now_usec;
        bout_step(&scene->bout, &CONFIG, &scene->verdict, now_usec, &changes);
        scene_take(scene, &changes);
        assert_true(bout_next_deadline(&scene->bout, &CONFIG) > now_usec);
        assert_true(bout_clock(&scene->bout, now_usec) <= now_usec);
}

/* Lets time pass until just before @until_usec: everything that falls due is done when it does. */
static void scene_pass(struct scene *scene, int64_t until_usec)
{
        int64_t next_usec = bout_next_deadline(&scene->bout, &CONFIG);

        while (next_usec < until_usec) {
                scene_step(scene, next_usec);
                next_usec = bout_next_deadline(&scene->bout, &CONFIG);
        }
}

static void scene_say(struct scene *scene, enum posture posture, bool provisional)
{
        scene->verdict = (struct verdict){ .posture = posture, .provisional = provisional };
        scene_step(scene, scene->now_usec);
}

static void scene_sleep(struct scene *scene, const char *word)
{
        struct bout_changes changes = { .count = 0 };
        int64_t span_usec = strtoll(word + 1, NULL, 10) * USEC_PER_SEC;

        bout_suspend(&scene->bout, &CONFIG, scene->now_usec - span_usec, scene->now_usec, word[0] == 'l',
                &changes);
        scene_take(scene, &changes);
        scene_step(scene, scene->now_usec);
}

static void scene_do(struct scene *scene, const char *word)
{
        struct bout_changes changes = { .count = 0 };

        if (strcmp(word, "S") == 0)
                scene_say(scene, POSTURE_SITTING, false);
        else if (strcmp(word, "L") == 0)
                scene_say(scene, POSTURE_SITTING, true);
        else if (strcmp(word, "T") == 0)
                scene_say(scene, POSTURE_STANDING, false);
        else if (strcmp(word, "A") == 0)
                scene_say(scene, POSTURE_AWAY, false);
        else if (strcmp(word, "U") == 0)
                scene_say(scene, POSTURE_UNKNOWN, false);
        else if (word[0] == 'z' || word[0] == 'l')
                scene_sleep(scene, word);
        else if (strcmp(word, "done") == 0)
                bout_claim_break(&scene->bout, scene->now_usec, &changes);
        else if (strcmp(word, "no") == 0)
                bout_censor(&scene->bout, scene->now_usec, &changes);
        else
                assert_string_equal(word, "end");
        scene_take(scene, &changes);
}

static void scene_run(struct scene *scene, const char *script)
{
        *scene = (struct scene){ .span_end_usec = INT64_MIN };
        bout_init(&scene->bout, 0);
        while (*script != '\0') {
                char word[16];
                double second;
                int used = 0;
                int64_t at_usec;

                assert_int_equal(sscanf(script, " %lf %15[a-zA-Z0-9]%n", &second, word, &used), 2);
                at_usec = (int64_t)(second * (double)USEC_PER_SEC + 0.5);
                if (word[0] != 'z' && word[0] != 'l')
                        scene_pass(scene, at_usec);
                scene->now_usec = at_usec;
                scene_do(scene, word);
                script += used;
                if (*script == ',')
                        script++;
        }
}

struct bout_case {
        const char *name;
        const char *script;
        const char *expected;
};

/* Every case ends with an "end" late enough to show all that was still to come. */
static const struct bout_case CASES[] = {
        { "the worked trace",
                "0 S, 1500 A, 1506 S, 2400 A, 2445 S, 3000 A, 3150 S, 4500 A, 4560 S, 7800 A, 9000 end",
                "sat 0 0, up 0 2400, sat 2445 45, up 2445 3000, closed 3060 2955 0, goal 3120, sat 3150 150, "
                "up 3150 4500, closed 4560 1350 3150, sat 4560 60, up 4560 7800, closed 7860 3240 4560, goal "
                "7920" },
        /* debounce: 10 s, and the true edge */
        { "a gap of less than the debounce is erased", "0 S, 100 A, 109.9 S, 200 end", "sat 0 0" },
        { "a gap of the debounce is an interruption", "0 S, 100 A, 110 S, 200 end",
                "sat 0 0, up 0 100, sat 110 10" },
        { "sitting down for less than the debounce is erased", "0 A, 100 S, 105 A, 900 end", "" },
        { "sitting down counts from its true edge", "0 A, 100 S, 900 end", "sat 100 0" },
        { "many blips never add up to an edge", "0 S, 100 A, 106 S, 108 A, 114 S, 116 A, 122 S, 200 end",
                "sat 0 0" },
        { "an edge counts from its last beginning", "0 S, 100 A, 106 S, 108 A, 300 end",
                "sat 0 0, up 0 108, closed 168 108 0, goal 228" },
        { "standing and away are one not-seated run", "0 S, 100 T, 130 A, 150 T, 170 end",
                "sat 0 0, up 0 100, closed 160 100 0" },
        { "a change from away to standing does not restart the debounce", "0 S, 100 A, 106 T, 112 S, 130 end",
                "sat 0 0, up 0 100, sat 112 12" },
        /* min_break and break_goal */
        { "a gap a little shorter than a break keeps the bout", "0 S, 100 A, 159.9 S, 200 A, 261 end",
                "sat 0 0, up 0 100, sat 159.9 59.9, up 159.9 200, closed 260 140.1 0" },
        { "a gap of a break closes the bout", "0 S, 100 A, 160 S, 200 end",
                "sat 0 0, up 0 100, closed 160 100 0, sat 160 60" },
        { "a gap of the goal is fulfilled", "0 S, 100 A, 220 S, 300 end",
                "sat 0 0, up 0 100, closed 160 100 0, goal 220, sat 220 120" },
        { "a gap a little shorter than the goal is not", "0 S, 100 A, 219.9 S, 300 end",
                "sat 0 0, up 0 100, closed 160 100 0, sat 219.9 119.9" },
        { "a touch of the chair during a break does not cut the break", "0 S, 100 A, 140 S, 145 A, 300 end",
                "sat 0 0, up 0 100, closed 160 100 0, goal 220" },
        { "a touch of the chair as the break closes does not delay it", "0 S, 100 A, 155 S, 163 A, 300 end",
                "sat 0 0, up 0 100, closed 160 100 0, goal 220" },
        /* unknown */
        { "unknown for a while continues the bout", "0 S, 100 U, 399 S, 500 end", "sat 0 0" },
        { "unknown for exactly the limit continues the bout", "0 S, 100 U, 400 S, 500 end", "sat 0 0" },
        { "unknown for longer closes the bout where it began", "0 S, 100 U, 500 S, 600 end",
                "sat 0 0, up 0 100, censored 100 100 0, sat 500 0" },
        { "a gap goes on through a short unknown", "0 S, 100 A, 120 U, 140 A, 300 end",
                "sat 0 0, up 0 100, closed 160 100 0, goal 220" },
        { "unknown that ends away is taken back to its start", "0 S, 100 U, 300 A, 900 end",
                "sat 0 0, up 0 100, closed 160 100 0, goal 220" },
        { "unknown in a gap for longer censors the bout", "0 S, 100 A, 130 U, 600 end",
                "sat 0 0, up 0 100, censored 130 100 0" },
        { "unknown from the start is nothing", "0 U, 5000 end", "" },
        { "unknown while away brings nothing about", "0 A, 100 U, 5000 A, 6000 end", "" },
        /* linger */
        { "a linger that is confirmed counts", "0 S, 100 L, 300 S, 500 end", "sat 0 0" },
        { "a linger that ends is taken back", "0 S, 100 L, 400 A, 700 end",
                "sat 0 0, up 0 100, closed 160 100 0, goal 220" },
        { "a linger that ends in standing is taken back", "0 S, 100 L, 130 T, 140 S, 200 end",
                "sat 0 0, up 0 100, sat 140 40" },
        { "a linger and then unknown for too long is taken back to the last activity",
                "0 S, 100 L, 200 U, 600 end", "sat 0 0, up 0 100, censored 100 100 0" },
        { "nobody sits down by a linger", "0 A, 100 L, 350 A, 900 end", "" },
        { "nobody is found sitting by a linger", "0 U, 100 L, 350 A, 900 end", "" },
        /* sleep */
        { "a short sleep is not seated and goes on", "0 S, 300 z200, 400 A, 600 end",
                "sat 0 0, paused 0 100, up 300 400, closed 460 200 0, goal 520" },
        { "a long sleep is unknown", "0 S, 1000 z900, 1000 S, 1100 end",
                "sat 0 0, up 0 100, censored 100 100 0, sat 1000 0" },
        { "a sleep of the own machine is away", "0 S, 1000 l900, 1000 S, 1100 end",
                "sat 0 0, up 0 100, closed 160 100 0, goal 220, sat 1000 900" },
        { "a short sleep of the own machine is a short gap", "0 S, 130 l30, 130 S, 1100 end",
                "sat 0 0, up 0 100, sat 130 30" },
        { "a sleep while away brings nothing about", "0 A, 1000 z900, 1100 end", "" },
        /* claimed and denied */
        { "a claimed break closes the bout and begins a new one", "0 S, 100 done, 200 A, 261 end",
                "sat 0 0, paused 0 100, closed 100 100 0, up 100 200, closed 260 100 100" },
        { "a claimed break while up closes the bout there", "0 S, 100 A, 130 done, 161 end",
                "sat 0 0, up 0 100, closed 130 100 0" },
        { "not me closes the bout as censored", "0 S, 100 no, 100 U, 200 A, 300 S, 400 end",
                "sat 0 0, up 0 100, censored 100 100 0, sat 300 0" },
        { "not me while nobody sits brings nothing about", "0 A, 100 no, 200 end", "" },
};

static void run_case(void **state)
{
        const struct bout_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, expected->script);
        assert_string_equal(scene->text, expected->expected);
        test_free(scene);
}

static void the_clock_runs_seated_pauses_in_a_gap_and_resets_at_a_break(void **state)
{
        static const struct {
                const char *script;
                int64_t clock_sec;
        } cases[] = {
                { "0 S, 1000 end", 1000 },
                { "0 S, 1000 A, 1040 end", 1000 },
                { "0 S, 1000 A, 1040 S, 1100 end", 1060 },
                { "0 S, 1000 A, 1061 end", 0 },
                { "0 S, 1000 A, 1070 S, 1100 end", 30 },
                { "0 S, 1000 L, 1100 end", 1100 }, /* provisional time runs the clock */
                { "0 S, 1000 U, 1100 end", 1100 },
                { "0 S, 1000 U, 1301 end", 0 },
                { "0 A, 1000 S, 1005 end", 0 },
                { "0 S, 1000 z100, 1000 S, 1000 end", 900 },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                scene_run(scene, cases[i].script);
                if (bout_clock(&scene->bout, scene->now_usec) != cases[i].clock_sec * USEC_PER_SEC)
                        print_error("%s\n", cases[i].script);
                assert_int_equal(
                        bout_clock(&scene->bout, scene->now_usec), cases[i].clock_sec * USEC_PER_SEC);
        }
        test_free(scene);
}

static void only_what_is_certain_is_confirmed(void **state)
{
        static const struct {
                const char *script;
                bool seated, confirmed;
        } cases[] = {
                { "0 S, 100 end", true, true },
                { "0 S, 100 A, 105 end", true, false },
                { "0 S, 100 A, 111 end", false, false },
                { "0 S, 100 A, 105 S, 106 end", true, true },
                { "0 S, 100 L, 150 end", true, false },
                { "0 S, 100 L, 150 S, 151 end", true, true },
                { "0 S, 100 U, 150 end", true, false },
                { "0 S, 100 U, 150 S, 151 end", true, true },
                { "0 A, 100 S, 105 end", false, false },
                { "0 A, 100 S, 111 end", true, true },
                { "0 U, 100 end", false, false },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                scene_run(scene, cases[i].script);
                if (bout_is_confirmed(&scene->bout) != cases[i].confirmed)
                        print_error("%s\n", cases[i].script);
                assert_int_equal(bout_is_seated(&scene->bout), cases[i].seated);
                assert_int_equal(bout_is_confirmed(&scene->bout), cases[i].confirmed);
        }
        test_free(scene);
}

static void an_idle_bout_waits_for_events_alone(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, "0 A, 1000 end");
        assert_true(bout_next_deadline(&scene->bout, &CONFIG) == USEC_INFINITY);
        scene_run(scene, "0 S, 1000 end");
        assert_true(bout_next_deadline(&scene->bout, &CONFIG) == USEC_INFINITY);
        scene_run(scene, "0 S, 1000 U, 2000 end");
        assert_true(bout_next_deadline(&scene->bout, &CONFIG) == USEC_INFINITY);
        test_free(scene);
}

#define OTHERS 4

/* What is unknown anyway is not lost once more. */
static void an_overdue_bout_is_closed_once(void **state)
{
        struct bout_changes changes = { .count = 0 };
        struct bout bout;

        (void)state;
        bout_init(&bout, 0);
        bout.overdue = true;
        bout_close_overdue(&bout, &changes);
        assert_int_equal(changes.count, 0);
        assert_false(bout.overdue);
}

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(the_clock_runs_seated_pauses_in_a_gap_and_resets_at_a_break),
                cmocka_unit_test(only_what_is_certain_is_confirmed),
                cmocka_unit_test(an_idle_bout_waits_for_events_alone),
                cmocka_unit_test(an_overdue_bout_is_closed_once),
        };
        static struct bout_case cases[ELEMENTS(CASES)];

        memcpy(cases, CASES, sizeof(cases));
        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] = (struct CMUnitTest){
                        .name = cases[i].name, .test_func = run_case, .initial_state = &cases[i]
                };
        return cmocka_run_group_tests_name("bout", tests, NULL, NULL);
}
