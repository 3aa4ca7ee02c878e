/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/publish.h"
#include "wire/publish_session.h"

#include <jansson.h>
#include <stdio.h>

/* 2026-11-22T10:01:31+01:00, a Sunday: day 20779 */
static const struct instant now = {
        .boottime_usec = 100000 * USEC_PER_SEC,
        .realtime_usec = INT64_C(1795338091000000),
        .zone = { INT64_MIN, USEC_INFINITY, 3600, 3600, 3600 },
};

static struct exercise exercises[] = { { .id = "bird-dog" }, { .id = "wall-slide" } };
static struct programme programmes[] = { { .id = "steady-back" }, { .id = "daily-stretch" } };
static const struct programme_set set = {
        .exercises = exercises, .exercise_count = 2, .programmes = programmes, .programme_count = 2
};
static const struct exercise_words exercise_words[] = { { .name = "Bird dog" }, { .name = "Wall slide" } };
static const struct programme_words programme_words = { .name = "Steady back" };

static const struct exercise_words *words_of(void *userdata, int exercise)
{
        (void)userdata;
        return &exercise_words[exercise];
}

static const struct cue_words words = {
        .language = "en", .set = &set, .programme = &programme_words, .exercise = words_of
};
static const struct cue_words no_words = { .language = "en", .set = &set, .exercise = words_of };

static void assert_text_is(char *text, const char *should)
{
        assert_non_null(text);
        assert_string_equal(text, should);
        free(text);
}

static const struct session_view running = {
        .state = SESSION_STATE_RUNNING,
        .phase = SESSION_PHASE_HOLD,
        .programme = 0,
        .exercise = 0,
        .next = 1,
        .set = 2,
        .sets = 3,
        .rep = 4,
        .dose = { 3, 12, 10, 500 },
        .side = SESSION_SIDE_LEFT,
        .phase_ends_realtime_usec = INT64_C(1795338091000000) + 5 * USEC_PER_SEC,
        .started_realtime_usec = INT64_C(1795338091000000) - 90 * USEC_PER_SEC,
        .done_pct = 37,
};

static void a_session_has_every_key(void **state)
{
        struct session_view view = running;

        (void)state;
        assert_text_is(publish_session(&view, &words, &now),
                "{\"programme\":\"steady-back\",\"title\":\"Steady back\",\"state\":\"running\","
                "\"exercise\":\"bird-dog\",\"name\":\"Bird dog\",\"set\":2,\"sets\":3,\"rep\":4,\"reps\":12,"
                "\"hold_s\":10,\"load_kg\":0.5,\"side\":\"left\",\"phase\":\"hold\","
                "\"phase_ends\":\"2026-11-22T10:01:36+01:00\",\"next\":\"Wall slide\","
                "\"started\":\"2026-11-22T10:00:01+01:00\",\"done_pct\":37}");
        view.state = SESSION_STATE_PAUSED;
        view.phase = SESSION_PHASE_INTRO;
        view.exercise = view.next = -1;
        view.phase_ends_realtime_usec = 0;
        assert_text_is(publish_session(&view, &words, &now),
                "{\"programme\":\"steady-back\",\"title\":\"Steady back\",\"state\":\"paused\","
                "\"exercise\":null,\"name\":null,\"set\":null,\"sets\":null,\"rep\":null,\"reps\":null,"
                "\"hold_s\":null,\"load_kg\":null,\"side\":null,\"phase\":\"intro\",\"phase_ends\":null,"
                "\"next\":null,\"started\":\"2026-11-22T10:00:01+01:00\",\"done_pct\":37}");
}

static void a_session_that_is_over_keeps_its_name(void **state)
{
        struct session_view view = running;

        (void)state;
        view.state = SESSION_STATE_DONE;
        view.done_pct = 100;
        assert_text_is(publish_session(&view, &words, &now),
                "{\"programme\":\"steady-back\",\"title\":\"Steady back\",\"state\":\"done\","
                "\"exercise\":null,\"name\":null,\"set\":null,\"sets\":null,\"rep\":null,\"reps\":null,"
                "\"hold_s\":null,\"load_kg\":null,\"side\":null,\"phase\":null,\"phase_ends\":null,"
                "\"next\":null,\"started\":\"2026-11-22T10:00:01+01:00\",\"done_pct\":100}");
        view.state = SESSION_STATE_NONE;
        assert_text_is(publish_session(&view, &no_words, &now),
                "{\"programme\":null,\"title\":null,\"state\":\"none\","
                "\"exercise\":null,\"name\":null,\"set\":null,\"sets\":null,\"rep\":null,\"reps\":null,"
                "\"hold_s\":null,\"load_kg\":null,\"side\":null,\"phase\":null,\"phase_ends\":null,"
                "\"next\":null,\"started\":null,\"done_pct\":null}");
}

static void loads_are_written_in_kilograms(void **state)
{
        static const struct {
                uint16_t grams;
                const char *text;
        } cases[] = { { 0, "null" }, { 500, "0.5" }, { 700, "0.7" }, { 1000, "1.0" }, { 1250, "1.25" } };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct session_view view = running;
                char should[32];
                char *text;

                view.dose.load_grams = cases[i].grams;
                text = publish_session(&view, &words, &now);
                assert_non_null(text);
                snprintf(should, sizeof(should), "\"load_kg\":%s,", cases[i].text);
                if (!strstr(text, should))
                        fail_msg("%s in %s", should, text);
                free(text);
        }
}

static void a_cue_has_every_key(void **state)
{
        static const struct cue rest = {
                .kind = CUE_REST, .number = 12, .exercise = 1, .expires_boottime_usec = 100060 * USEC_PER_SEC
        };
        static const struct cue intro = {
                .kind = CUE_INTRO, .number = 1, .exercise = -1, .expires_boottime_usec = USEC_INFINITY
        };
        static const struct cue_text text = { "Rest \"well\".", "Rest" };
        char id[CUE_ID_SIZE];

        (void)state;
        cue_id_print("anna", now.realtime_usec, rest.number, &now, id);
        assert_string_equal(id, "anna-2026-11-22-1001-12");
        assert_text_is(publish_cue(&rest, id, &text, &set, &now),
                "{\"id\":\"anna-2026-11-22-1001-12\",\"kind\":\"rest\",\"say\":\"Rest \\\"well\\\".\","
                "\"show\":\"Rest\",\"exercise\":\"wall-slide\",\"expires\":\"2026-11-22T10:02:31+01:00\"}");
        assert_text_is(publish_cue(&intro, id, &text, &set, &now),
                "{\"id\":\"anna-2026-11-22-1001-12\",\"kind\":\"intro\",\"say\":\"Rest \\\"well\\\".\","
                "\"show\":\"Rest\",\"exercise\":null,\"expires\":null}");
}

static void a_plan_has_every_key(void **state)
{
        static const struct plan_view nothing = { .monday = 20773 };
        struct plan_view view = {
                .monday = 20773,
                .held = PLAN_HOLD_SEE_TERMINAL,
                .is_light = true,
                .has_block = true,
                .block_week = 3,
                .block_met = 2,
                .block_goal = 6,
                .stretch_days = 5,
        };

        (void)state;
        assert_text_is(publish_plan(&nothing, &set, "", &now),
                "{\"week\":\"2026-11-16\",\"sessions\":[],\"next_sessions\":[],\"held\":null,"
                "\"why\":null,\"light\":false,"
                "\"block\":{\"week\":null,\"met\":null,\"goal\":null},\"stretch_days\":0}");
        view.sessions[view.count++] = (struct plan_session){ 0, PLAN_SESSION_DONE, now.realtime_usec };
        view.sessions[view.count++] = (struct plan_session){ -1, PLAN_SESSION_MISSED, 0 };
        view.next[view.next_count++] =
                (struct plan_session){ 0, PLAN_SESSION_MOVED, now.realtime_usec + 24 * USEC_PER_HOUR };
        assert_text_is(publish_plan(&view, &set, "own-stretch", &now),
                "{\"week\":\"2026-11-16\",\"sessions\":["
                "{\"programme\":\"steady-back\",\"at\":\"2026-11-22T10:01:31+01:00\",\"state\":\"done\"},"
                "{\"programme\":null,\"at\":null,\"state\":\"missed\"}],\"next_sessions\":["
                "{\"programme\":\"steady-back\",\"at\":\"2026-11-23T10:01:31+01:00\",\"state\":\"moved\"}],"
                "\"held\":\"see-terminal\",\"why\":\"own-stretch is on hold: its file has a mistake. "
                "unslouch check names it.\",\"light\":true,"
                "\"block\":{\"week\":3,\"met\":2,\"goal\":6},\"stretch_days\":5}");
}

static void everything_has_a_name(void **state)
{
        (void)state;
        for (int i = 0; i < SESSION_STATE_MAX_; i++)
                assert_non_null(session_state_names[i]);
        for (int i = 0; i < SESSION_PHASE_MAX_; i++)
                assert_non_null(session_phase_names[i]);
        for (int i = SESSION_SIDE_LEFT; i < SESSION_SIDE_MAX_; i++)
                assert_non_null(session_side_names[i]);
        for (int i = 0; i < CUE_MAX_; i++)
                assert_non_null(cue_kind_names[i]);
        for (int i = 0; i < PLAN_SESSION_STATE_MAX_; i++)
                assert_non_null(plan_session_state_names[i]);
        for (int i = PLAN_HOLD_QUESTIONS; i < PLAN_HOLD_MAX_; i++)
                assert_non_null(plan_hold_names[i]);
}

static void settings_are_printed(void **state)
{
        (void)state;
        assert_text_is(publish_session_days(0x15), "mon,wed,fri");
        assert_text_is(publish_session_days(0x7f), "mon,tue,wed,thu,fri,sat,sun");
        assert_text_is(publish_session_days(0), "");
        assert_text_is(publish_session_time(1085, ROUTINE_NO_MINUTE), "18:05");
        assert_text_is(publish_session_time(450, 1260), "07:30-21:00");
}

static char *refuse(
        const struct routine_command *command, enum session_refusal refusal, enum session_state state)
{
        const struct effect effect = {
                .kind = EFFECT_ROUTINE_ERROR,
                .routine_error = { .command = command,
                        .refusal = ROUTINE_REFUSED_SESSION,
                        .session_refusal = refusal,
                        .state = state },
        };

        return publish_routine_refusal(&effect);
}

static void a_command_out_of_place_is_told_what_would_fit(void **state)
{
        static const char start[] = "\"allowed\":[\"session start\"]";
        static const struct {
                struct routine_command command;
                enum session_refusal refusal;
                enum session_state state;
                const char *parts[3];
        } cases[] = {
                { { .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_DONE }, SESSION_REFUSED_NONE,
                        SESSION_STATE_NONE, { "\"session done\"", "\"There is no session.\"", start } },
                { { .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_PAUSE }, SESSION_REFUSED_NONE,
                        SESSION_STATE_DONE, { "\"session pause\"", "\"There is no session.\"", start } },
                { { .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_RESUME }, SESSION_REFUSED_STATE,
                        SESSION_STATE_RUNNING,
                        { "\"session resume\"", "\"The session is running.\"", "\"session pause\"" } },
                { { .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_NEXT }, SESSION_REFUSED_STATE,
                        SESSION_STATE_PAUSED,
                        { "\"session next\"", "\"The session is paused.\"", "\"session resume\"" } },
                { { .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_EASIER }, SESSION_REFUSED_STATE,
                        SESSION_STATE_QUESTION,
                        { "\"session easier\"", "\"This does not fit now.\"", "\"session answer easy\"" } },
                { { .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_ANSWER_EXERCISE },
                        SESSION_REFUSED_VALUE, SESSION_STATE_QUESTION,
                        { "\"session answer\"", "\"This is none of the session's", "\"session start\"" } },
                { { .verb = ROUTINE_START }, SESSION_REFUSED_STATE, SESSION_STATE_RUNNING,
                        { "\"session start\"", "\"The session is running.\"", "\"session stop\"" } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char *text = refuse(&cases[i].command, cases[i].refusal, cases[i].state);

                assert_non_null(text);
                for (size_t j = 0; j < ELEMENTS(cases[i].parts); j++)
                        if (!strstr(text, cases[i].parts[j]))
                                fail_msg("%s in %s", cases[i].parts[j], text);
                free(text);
        }
}

static void assert_refused(
        const struct routine_command *command, enum routine_refusal refusal, const char *part)
{
        const struct effect effect = { .kind = EFFECT_ROUTINE_ERROR,
                .routine_error = { .command = command, .refusal = refusal } };
        char *text = publish_routine_refusal(&effect);

        assert_non_null(text);
        assert_non_null(strstr(text, part));
        free(text);
}

static void what_the_plan_refuses_has_its_reason(void **state)
{
        static const struct {
                enum routine_refusal refusal;
                enum plan_hold held;
                const char *part;
        } cases[] = {
                { ROUTINE_REFUSED_NO_PROGRAMME, PLAN_HOLD_NONE, "unslouch plan says how to choose one" },
                { ROUTINE_REFUSED_HELD, PLAN_HOLD_QUESTIONS, "are to be answered first" },
                { ROUTINE_REFUSED_HELD, PLAN_HOLD_REST, "time of rest" },
                { ROUTINE_REFUSED_HELD, PLAN_HOLD_PAUSED, "are paused" },
                { ROUTINE_REFUSED_HELD, PLAN_HOLD_SEE_TERMINAL, "at a terminal" },
                { ROUTINE_REFUSED_HELD, PLAN_HOLD_NONE, "It is on hold.\"" },
                { ROUTINE_REFUSED_EMPTY, PLAN_HOLD_NONE, "Nothing of this programme" },
                { ROUTINE_REFUSED_RUNNING, PLAN_HOLD_NONE, "\"session resume\"" },
                { ROUTINE_REFUSED_NOT_PLANNED, PLAN_HOLD_NONE, "No session of this week is left" },
                { ROUTINE_REFUSED_WEEK, PLAN_HOLD_NONE, "stays in its week" },
                { ROUTINE_REFUSED_PAST, PLAN_HOLD_NONE, "has passed" },
                { ROUTINE_REFUSED_OLD_PROMPT, PLAN_HOLD_NONE, "no longer open" },
                { ROUTINE_REFUSED_NO_QUESTION, PLAN_HOLD_NONE, "\"Nothing was asked.\",\"allowed\":[]}" },
                { ROUTINE_REFUSED_NOT_LIGHT, PLAN_HOLD_NONE, "no light week now.\",\"allowed\":[]}" },
                { ROUTINE_REFUSED_NOT_SUSPENDED, PLAN_HOLD_NONE, "No exercise of this name is left out.\"" },
        };
        const struct routine_command command = { .verb = ROUTINE_MOVE };
        const struct routine_command start = { .verb = ROUTINE_START, .programme = "yoga" };
        const struct routine_command skip = { .verb = ROUTINE_SKIP };

        (void)state;
        assert_refused(&start, ROUTINE_REFUSED_NO_PROGRAMME, "\"There is no such programme");
        assert_refused(&skip, ROUTINE_REFUSED_NOT_PLANNED, "\"No session is planned then.\"");
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                const struct effect effect = {
                        .kind = EFFECT_ROUTINE_ERROR,
                        .routine_error = { .command = &command,
                                .refusal = cases[i].refusal,
                                .state = SESSION_STATE_PAUSED,
                                .held = cases[i].held },
                };
                char *text = publish_routine_refusal(&effect);

                assert_non_null(text);
                assert_non_null(strstr(text, "\"command\":\"session move\""));
                if (!strstr(text, cases[i].part))
                        fail_msg("%s in %s", cases[i].part, text);
                free(text);
        }
}

static void every_command_has_its_name(void **state)
{
        static const char *const names[ROUTINE_VERB_MAX_] = { "session start", NULL, "session answer",
                "session move", "session skip", "session at", "session days", "session light",
                "session clear", "screening none-apply" };
        static const char *const verbs[SESSION_VERB_MAX_] = { "pause", "resume", "done", "next", "easier",
                "pain", "stop", "answer", "answer", "too-easy" };
        char should[64];

        (void)state;
        for (int i = 0; i < ROUTINE_VERB_MAX_; i++)
                for (int j = 0; j < SESSION_VERB_MAX_; j++) {
                        struct routine_command command = { .verb = (enum routine_verb)i,
                                .session_verb = (enum session_verb)j };
                        char *text = refuse(&command, SESSION_REFUSED_NONE, SESSION_STATE_NONE);

                        snprintf(should, sizeof(should), "{\"command\":\"%s%s\",",
                                names[i] ? names[i] : "session ", names[i] ? "" : verbs[j]);
                        assert_int_equal(strncmp(text, should, strlen(should)), 0);
                        free(text);
                }
}

static void an_unreadable_command_is_told_what_would_fit(void **state)
{
        static const char *const allowed[] = { "today", "tomorrow" };
        static const struct session_command_error error = { "A day is written like this.", allowed, 2 };

        (void)state;
        assert_text_is(publish_session_unreadable("session skip yesterday", &error),
                "{\"command\":\"session skip yesterday\",\"reason\":\"A day is written like this.\","
                "\"allowed\":[\"today\",\"tomorrow\"]}");
}

static void prompts_of_the_routine_are_about_the_session(void **state)
{
        static const struct person_names names = { "anna", "Anna", NULL, NULL, NULL };
        static const struct prompt prompt = {
                .type = PROMPT_WEEK_MET, .id = { 20779, 4 }, .expires_boottime_usec = USEC_INFINITY
        };
        char title[] = "Your week", message[] = "Full.";
        struct prompt_texts texts = { title, message, NULL };

        (void)state;
        assert_text_is(publish_prompt(&prompt, &names, &texts, &now),
                "{\"event_type\":\"week_met\",\"id\":\"anna-2026-11-22-4\",\"about\":\"session\","
                "\"title\":\"Your week\",\"message\":\"Full.\",\"say\":null,\"actions\":[],\"tell\":[],"
                "\"level\":0,\"expires\":null}");
}

static void without_memory_there_is_no_text(void **state)
{
        struct plan_view view = { .monday = 20773, .count = 1, .has_block = true };
        int failures = 0;

        (void)state;
        json_set_alloc_funcs(malloc, free);
        for (int n = 0; n < 1000; n++) {
                char *text;

                scarce_begin(n);
                text = publish_plan(&view, &set, "own", &now);
                if (!scarce_end()) {
                        free(text);
                        break;
                }
                assert_null(text);
                failures++;
        }
        assert_true(failures > 10);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_session_has_every_key),
                cmocka_unit_test(a_session_that_is_over_keeps_its_name),
                cmocka_unit_test(loads_are_written_in_kilograms),
                cmocka_unit_test(a_cue_has_every_key),
                cmocka_unit_test(a_plan_has_every_key),
                cmocka_unit_test(everything_has_a_name),
                cmocka_unit_test(settings_are_printed),
                cmocka_unit_test(a_command_out_of_place_is_told_what_would_fit),
                cmocka_unit_test(every_command_has_its_name),
                cmocka_unit_test(what_the_plan_refuses_has_its_reason),
                cmocka_unit_test(an_unreadable_command_is_told_what_would_fit),
                cmocka_unit_test(prompts_of_the_routine_are_about_the_session),
                cmocka_unit_test(without_memory_there_is_no_text),
        };

        return cmocka_run_group_tests_name("publish_session", tests, NULL, NULL);
}
