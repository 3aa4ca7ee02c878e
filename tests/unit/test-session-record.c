/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "unit/session_bench.h"
#include "wire/session_record.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>

/* A member more or less: session_record.c must learn of it, and then this. */
static_assert(sizeof(struct session_item) == 22, "struct session_item has changed");
static_assert(offsetof(struct session_plan, items) == 26, "struct session_plan has changed");
static_assert(sizeof(struct session) - sizeof(struct session_plan) == 820, "struct session has changed");

#define PLAN "march cobra:new tee bug pec"

static const struct bench_setup setup = { .said_pct = 90 };

/* The session of @bench as a restart gets it back. */
static struct session reread(const struct session_bench *bench, const char *text)
{
        struct session back;

        session_init(&back, &bench->set, &bench->voice);
        if (session_record_parse(text, &back) < 0)
                fail_msg("refused: %s", text);
        return back;
}

static void assert_survives(const struct session_bench *bench)
{
        char *text = session_record_print(&bench->session), *again;
        struct session back;

        assert_non_null(text);
        back = reread(bench, text);
        again = session_record_print(&back);
        assert_string_equal(text, again);
        /* To the last bit, padding aside: the members of the struct one by one through the second text, and
           what is beside the tables here. */
        assert_int_equal(back.plan.count, bench->session.plan.count);
        assert_memory_equal(
                &back.state, &bench->session.state, sizeof(struct session) - offsetof(struct session, state));
        assert_ptr_equal(back.set, &bench->set);
        assert_ptr_equal(back.voice.speak_usec, bench->voice.speak_usec);
        free(text);
        free(again);
}

static void every_step_of_a_session_can_be_kept(void **state)
{
        static const char *const words[] = { "", "100 pause, 130 resume, 200 easier, 300 pain=3",
                "200 too-easy, 400 next, 500 next", "60 pain=4, 90 sharp=7", "300 stop" };
        static struct session_bench bench;
        bool states[SESSION_STATE_MAX_] = { false };
        bool stages[SESSION_STAGE_MAX_] = { false };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(words); i++) {
                bench_start(&bench, &setup, PLAN, "");
                do {
                        states[bench.session.state] = true;
                        stages[bench.session.stage] = true;
                        assert_survives(&bench);
                } while (bench_go_once(&bench));
                bench_start(&bench, &setup, PLAN, "");
                bench_run(&bench, words[i]);
                states[bench.session.state] = true;
                assert_survives(&bench);
                if (bench.session.state == SESSION_STATE_QUESTION) {
                        const struct session_event answer = {
                                .kind = SESSION_EVENT_VERB, .verb = SESSION_VERB_ANSWER, .effort = EFFORT_HARD
                        };

                        assert_int_equal(bench_take(&bench, &answer), SESSION_FINE);
                        assert_survives(&bench);
                        bench.session.hard_exercise = BENCH_BUG;
                        assert_survives(&bench);
                }
        }
        assert_true(states[SESSION_STATE_RUNNING] && states[SESSION_STATE_QUESTION]);
        for (int i = 0; i < SESSION_STAGE_MAX_; i++)
                if (i != SESSION_STAGE_AGAIN)
                        assert_true(stages[i]);
}

static void a_paused_session_goes_on_from_its_text(void **state)
{
        static struct session_bench bench;
        char *text;

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        bench_go_until(&bench, 200 * USEC_PER_SEC);
        text = session_record_print(&bench.session);
        bench.session = reread(&bench, text);
        free(text);
        bench_restart(&bench, 60);
        assert_int_equal(bench.session.state, SESSION_STATE_PAUSED);
        assert_survives(&bench);
        assert_int_equal(bench_say(&bench, SESSION_VERB_RESUME), SESSION_FINE);
        assert_survives(&bench);
        bench_go_to_end(&bench);
        assert_int_equal(bench.session.state, SESSION_STATE_QUESTION);
        assert_true(bench.set_count > 0);
}

static void exercises_are_found_when_their_places_have_changed(void **state)
{
        static struct session_bench bench;
        struct exercise first;
        struct session back;
        char *text;

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        bench_go_until(&bench, 100 * USEC_PER_SEC);
        text = session_record_print(&bench.session);
        assert_non_null(strstr(text, "\"cobra\""));
        first = bench.exercises[BENCH_COBRA];
        bench.exercises[BENCH_COBRA] = bench.exercises[BENCH_SHRUG];
        bench.exercises[BENCH_SHRUG] = first;
        back = reread(&bench, text);
        assert_int_equal(back.plan.items[0].exercise, BENCH_MARCH);
        assert_int_equal(back.plan.items[1].exercise, BENCH_SHRUG);
        /* One that is there no more. */
        strcpy(bench.exercises[BENCH_SHRUG].id, "another");
        session_init(&back, &bench.set, &bench.voice);
        assert_int_equal(session_record_parse(text, &back), -EINVAL);
        assert_int_equal(back.state, SESSION_STATE_NONE);
        free(text);
}

static void without_a_session_there_is_none(void **state)
{
        static struct session_bench bench;
        struct session back;
        char *text;

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        session_init(&bench.session, &bench.set, &bench.voice);
        text = session_record_print(&bench.session);
        assert_string_equal(text, "{}");
        back = reread(&bench, text);
        assert_int_equal(back.state, SESSION_STATE_NONE);
        back = reread(&bench, "{\"state\":0,\"new\":[1],\"item\":5}");
        assert_int_equal(back.state, SESSION_STATE_NONE);
        free(text);
}

/* Replaces the value of a key, which may be "plan.KEY" or "item.KEY" of the first one; NULL removes it. */
static char *doctor(const char *text, const char *key, const char *value)
{
        json_t *object = json_loads(text, 0, NULL), *at = object;
        char *doctored;

        assert_non_null(object);
        if (strncmp(key, "plan.", 5) == 0 || strncmp(key, "item.", 5) == 0)
                at = json_object_get(object, "plan");
        if (strncmp(key, "item.", 5) == 0)
                at = json_array_get(json_object_get(at, "items"), 0);
        if (at != object)
                key += 5;
        if (value)
                assert_int_equal(json_object_set_new(at, key, json_loads(value, JSON_DECODE_ANY, NULL)), 0);
        else
                assert_int_equal(json_object_del(at, key), 0);
        doctored = json_dumps(object, 0);
        json_decref(object);
        return doctored;
}

static void assert_refused(const struct session_bench *bench, const char *what, const char *text)
{
        struct session session, before;

        session_init(&session, &bench->set, &bench->voice);
        before = session;
        if (session_record_parse(text, &session) != -EINVAL)
                fail_msg("taken: %s", what);
        assert_memory_equal(&session, &before, sizeof(session));
}

static void doctored_sessions_are_refused_whole(void **state)
{
        static const char *const texts[] = { "", "null", "[]", "5", "{", "{\"state\":1}",
                "{\"state\":1,\"state\":0}", "{\"state\":1,\"plan\":{}}", "{\"state\":\"running\"}",
                "{\"state\":1,\"plan\":{\"programme\":\"bench\",\"items\":[]}}" };
        static const char *const cases[][2] = {
                { "state", "5" },
                { "state", "-1" },
                { "state", "3" },
                { "stage", "15" },
                { "stage", "14" },
                { "started_realtime_usec", "1000000000000000001" },
                { "stepped_usec", "9223372036854775807" },
                { "stepped_realtime_usec", "1.5" },
                { "phase_ends_usec", "9223372036854775806" },
                { "phase_ends_usec", "9223372036854775807" },
                { "phase_ends_usec", NULL },
                { "paused_left_usec", "-1" },
                { "paused_usec", "null" },
                { "deadline_usec", "true" },
                { "words_end_usec", "9223372036854775807" },
                { "cues", "65536" },
                { "cues", "0" },
                { "waits_for", "65535" },
                { "note", "18" },
                { "note_exercise", "\"unknown\"" },
                { "note_exercise", "1" },
                { "item", "5" },
                { "item", "48" },
                { "set_number", "256" },
                { "line", "-1" },
                { "moves_done", "21" },
                { "moves_done", "65536" },
                { "total_done", "[4294967296]" },
                { "total_done", "{}" },
                { "marks", "[32]" },
                { "pain", "[0,11]" },
                { "effort", "5" },
                { "hard_exercise", "\"shrug\"" },
                { "hard_exercise", "-1" },
                { "begins_usec", "[1000000000000000001]" },
                { "length_usec", "-1" },
                { "plan", "[]" },
                { "plan", NULL },
                { "plan.programme", "\"unknown\"" },
                { "plan.programme", "null" },
                { "plan.programme", NULL },
                { "plan.day", "2147483647" },
                { "plan.kind", "5" },
                { "plan.pace", "2" },
                { "plan.baseline", "11" },
                { "plan.remark", "18" },
                { "plan.items", "[]" },
                { "plan.items", "{}" },
                { "plan.items", "[5]" },
                { "plan.items", NULL },
                { "item.exercise", "\"unknown\"" },
                { "item.exercise", "null" },
                { "item.exercise", NULL },
                { "item.is_warm_up", "1" },
                { "item.level", "256" },
                { "item.dose.sets", "0" },
                { "item.dose.sets", NULL },
                { "item.dose.reps", "0" },
                { "item.dose.reps", NULL },
                { "item.dose.hold_sec", "65536" },
                { "item.dose.load_grams", "-1" },
                { "item.easier", "\"unknown\"" },
                { "item.easier_level", "256" },
                { "item.easier_dose.reps", "256" },
        };
        static struct session_bench bench;
        char *good;

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        while (bench.session.waits_for == 0)
                assert_true(bench_go_once(&bench));
        assert_survives(&bench);
        good = session_record_print(&bench.session);
        for (size_t i = 0; i < ELEMENTS(texts); i++)
                assert_refused(&bench, texts[i], texts[i]);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char *text = doctor(good, cases[i][0], cases[i][1]);

                assert_refused(&bench, cases[i][0], text);
                free(text);
        }
        free(good);
}

static void something_easier_has_repetitions_too(void **state)
{
        static struct session_bench bench;
        char *good, *easier, *none;

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        good = session_record_print(&bench.session);
        easier = doctor(good, "item.easier", "\"wing\"");
        none = doctor(easier, "item.easier_dose.reps", "0");
        assert_refused(&bench, "easier without repetitions", none);
        free(none);
        free(good);
        good = doctor(easier, "item.easier_dose.reps", "1");
        assert_int_equal(reread(&bench, good).plan.items[0].easier, BENCH_WING);
        free(good);
        free(easier);
}

static void more_exercises_than_a_session_has_are_refused(void **state)
{
        static struct session_bench bench;
        json_t *object, *items;
        char *good, *text;

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        good = session_record_print(&bench.session);
        object = json_loads(good, 0, NULL);
        items = json_object_get(json_object_get(object, "plan"), "items");
        while (json_array_size(items) < SESSION_ITEMS_MAX)
                assert_int_equal(json_array_append(items, json_array_get(items, 0)), 0);
        text = json_dumps(object, 0);
        assert_int_equal(reread(&bench, text).plan.count, SESSION_ITEMS_MAX);
        free(text);
        assert_int_equal(json_array_append(items, json_array_get(items, 0)), 0);
        text = json_dumps(object, 0);
        assert_refused(&bench, "too much", text);
        free(text);
        free(good);
        json_decref(object);
}

static void an_endless_text_is_refused(void **state)
{
        static struct session_bench bench;
        static char text[70000];

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        memset(text, ' ', sizeof(text));
        text[0] = '{';
        text[sizeof(text) - 2] = '}';
        text[sizeof(text) - 1] = '\0';
        assert_refused(&bench, "too much", text);
}

static void without_memory_there_is_no_text(void **state)
{
        static struct session_bench bench;
        int failed = 1;
        int n = 0;

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        json_set_alloc_funcs(malloc, free);
        for (; failed; n++) {
                char *text;

                scarce_begin(n);
                text = session_record_print(&bench.session);
                failed = scarce_end();
                assert_int_equal(text == NULL, failed);
                free(text);
        }
        assert_true(n > 50);
}

/* The library loses its hold of a long name without memory: only what comes before the first one. */
static void without_memory_nothing_is_read(void **state)
{
        static struct session_bench bench;
        static struct session before;
        char *text;

        (void)state;
        bench_start(&bench, &setup, PLAN, "");
        text = session_record_print(&bench.session);
        before = bench.session;
        json_set_alloc_funcs(malloc, free);
        for (int n = 0; n < 3; n++) {
                scarce_begin(n);
                assert_int_equal(session_record_parse(text, &bench.session), -ENOMEM);
                assert_true(scarce_end());
                assert_memory_equal(&bench.session, &before, sizeof(before));
        }
        assert_int_equal(session_record_parse(text, &bench.session), 0);
        free(text);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_step_of_a_session_can_be_kept),
                cmocka_unit_test(a_paused_session_goes_on_from_its_text),
                cmocka_unit_test(exercises_are_found_when_their_places_have_changed),
                cmocka_unit_test(without_a_session_there_is_none),
                cmocka_unit_test(doctored_sessions_are_refused_whole),
                cmocka_unit_test(something_easier_has_repetitions_too),
                cmocka_unit_test(more_exercises_than_a_session_has_are_refused),
                cmocka_unit_test(an_endless_text_is_refused),
                cmocka_unit_test(without_memory_there_is_no_text),
                cmocka_unit_test(without_memory_nothing_is_read),
        };

        return cmocka_run_group_tests_name("session-record", tests, NULL, NULL);
}
