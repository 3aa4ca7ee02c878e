/* SPDX-License-Identifier: MIT */
/*
 * Lets each allocation of an engine fail in turn while it is made, hears, prompts and leads through a
 * session: nothing is left behind, and everything goes on as if nothing had been. What was to be sent just
 * then may not be.
 */
#include "unit/test.h"

#include "app/questionnaire.h"
#include "unit/engine_home.h"
#include "unit/scarce.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_SIZE 16384
/* More allocations than any one step makes. */
#define ALLOCATIONS_MAX 20000

static const char *const CONFIG =
        "broker = { host = \"h\"; };\n"
        "channels = ( { name = \"lamp\"; kind = \"light\"; via = \"zigbee2mqtt\"; device = \"Desk\"; },\n"
        "  { name = \"speaker\"; kind = \"speech\"; via = \"hermes\"; },\n"
        "  { name = \"phone\"; kind = \"phone\"; },\n"
        "  { name = \"board\"; kind = \"template\"; topic = \"board/say\"; payload = \"{text}\"; } );\n"
        "people = ( { id = \"anna\"; quiet_hours = (); equipment = [ \"mat\", \"chair\", \"wall\" ];\n"
        "  sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"home/chair\"; field = \"on\"; } );\n"
        "  holds = ( { reason = \"call\"; topic = \"pc/call\"; } );\n"
        "  cues = ( { topic = \"tv/paused\"; } );\n"
        "  programmes = ( { id = \"upper-back-strength\"; days = \"daily\"; at = \"18:00\"; } ); } );\n";

static struct engine_home home;

static int make_engine(struct engine **ret_engine)
{
        static const struct engine_keep keep;

        return engine_new(home.home->settings, &home.home->catalogues, home.home->programmes, &keep,
                &home.now, ret_engine);
}

static int setup(void **state)
{
        (void)state;
        engine_home_make(&home, CONFIG);
        /* From now on the test makes them. */
        home.engine = engine_free(home.engine);
        json_set_alloc_funcs(malloc, free);
        return 0;
}

static int teardown(void **state)
{
        (void)state;
        json_set_alloc_funcs(__real_malloc, free);
        engine_home_done(&home);
        return 0;
}

static void an_engine_without_memory_is_refused_and_made_right_after(void **state)
{
        size_t subscriptions;
        int n = 0;

        (void)state;
        assert_int_equal(make_engine(&home.engine), 0);
        subscriptions = engine_subscription_count(home.engine);
        assert_true(subscriptions > 4);
        home.engine = engine_free(home.engine);
        for (int failed = 1; failed; n++) {
                struct engine *engine = NULL;
                int r;

                scarce_begin(n);
                r = make_engine(&engine);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                assert_int_equal(engine == NULL, failed);
                if (!engine)
                        assert_int_equal(make_engine(&engine), 0);
                assert_int_equal(engine_subscription_count(engine), subscriptions);
                engine_free(engine);
        }
        assert_true(n > 20);
        assert_null(engine_free(NULL));
}

/* ---- a morning ---- */

static void hear(struct engine *engine, const char *topic, const char *payload)
{
        const struct engine_message message = {
                .topic = topic, .payload = payload, .payload_bytes = strlen(payload)
        };

        engine_on_message(engine, &message, &home.now);
        engine_on_time(engine, &home.now);
        outbox_clear(engine_outbox(engine));
}

static void wait_for(struct engine *engine, int64_t minutes)
{
        int64_t until_usec = home.now.boottime_usec + minutes * USEC_PER_MINUTE;

        for (;;) {
                int64_t next_usec = usec_max(engine_next_deadline(engine), home.now.boottime_usec);

                if (next_usec > until_usec)
                        break;
                home.now = instant_at(&home.now, next_usec);
                engine_on_time(engine, &home.now);
                outbox_clear(engine_outbox(engine));
        }
        home.now = instant_at(&home.now, until_usec);
}

/* Nothing of a step may be lost for want of memory but what is sent in it. A sensor that was not understood
 * speaks again, and so does a person who sees that nothing came of a word. */
static const struct {
        const char *name;
        const char *topic; /* NULL: time passes */
        const char *payload;
        int64_t minutes;
        bool again; /* it may not have been understood, and comes once more */
} steps[] = {
        { "the broker is there", "", NULL, 0, false },
        { "the lamp tells how it looks", "zigbee2mqtt/Desk", "{\"state\":\"ON\",\"brightness\":9}", 0, true },
        { "somebody sits down", "home/chair", "{\"on\":true}", 0, true },
        { "the prompt", NULL, NULL, 31, false },
        { "a snooze", "unslouch/anna/cmd", "snooze 5", 0, false },
        { "the prompt again", NULL, NULL, 6, false },
        { "a wrong word", "unslouch/anna/cmd", "sit", 0, false },
        { "a hold", "pc/call", "on", 0, true },
        { "the hold is over", "pc/call", "off", 0, true },
        { "an answer", "unslouch/anna/cmd", "done", 0, false },
        { "up", "home/chair", "{\"on\":false}", 0, true },
        { "a break", NULL, NULL, 3, false },
        { "a setting", "unslouch/anna/sit_limit/set", "40", 0, false },
        { "the questions", "unslouch/anna/cmd", "screening none-apply", 0, false },
        { "a session", "unslouch/anna/cmd", "session start", 0, false },
        { "sets", NULL, NULL, 6, false },
        { "a pause", "unslouch/anna/cmd", "session pause", 0, false },
        { "on", "unslouch/anna/cmd", "session resume", 0, false },
        { "what is it like", "unslouch/anna/cmd", "session pain 2", 0, false },
        { "easier", "unslouch/anna/cmd", "session easier", 0, false },
        { "enough", "unslouch/anna/cmd", "session stop", 0, false },
        { "a plan", "unslouch/anna/cmd", "session move tomorrow 19:00", 0, false },
        { "the afternoon", NULL, NULL, 60, false },
};

static void take_step(struct engine *engine, size_t step)
{
        if (!steps[step].topic)
                wait_for(engine, steps[step].minutes);
        else if (!steps[step].payload)
                engine_on_link(engine, true, &home.now);
        else
                hear(engine, steps[step].topic, steps[step].payload);
        outbox_clear(engine_outbox(engine));
}

/* Lives through the morning; in step @failing the @n-th allocation fails. Returns whether there was one. */
static int live(size_t failing, int n, char text[static TEXT_SIZE])
{
        const struct instant start = home.now;
        struct engine *engine = NULL;
        char *parts[3];
        int failed = 0;
        size_t length = 0;

        assert_int_equal(make_engine(&engine), 0);
        for (size_t step = 0; step < ELEMENTS(steps); step++) {
                if (step == failing)
                        scarce_begin(n);
                take_step(engine, step);
                if (step == failing)
                        failed = scarce_end();
                if (steps[step].again)
                        take_step(engine, step);
        }
        parts[0] = engine_state_text(engine, 0, &home.now);
        parts[1] = engine_session_text(engine, 0, &home.now);
        parts[2] = engine_plan_text(engine, 0, &home.now);
        for (size_t i = 0; i < ELEMENTS(parts); i++) {
                assert_non_null(parts[i]);
                length += (size_t)snprintf(text + length, TEXT_SIZE - length, "%s\n", parts[i]);
                assert_true(length < TEXT_SIZE);
                free(parts[i]);
        }
        engine_free(engine);
        home.now = start;
        return failed;
}

static void a_morning_goes_on_whatever_there_was_no_memory_for(void **state)
{
        static char expected[TEXT_SIZE], text[TEXT_SIZE];
        int failures = 0;

        (void)state;
        assert_int_equal(live(ELEMENTS(steps), 0, expected), 0);
        assert_non_null(strstr(expected, "\"state\":\"moved\""));
        assert_non_null(strstr(expected, "\"state\":\"done\""));
        for (size_t step = 0; step < ELEMENTS(steps); step++) {
                /* The first of each step, then some: they are the same for each message. */
                for (int n = 0; live(step, n, text); n += n < 8 ? 1 : 31) {
                        if (strcmp(text, expected) != 0)
                                fail_msg("%s, allocation %d: %s instead of %s", steps[step].name, n, text,
                                        expected);
                        assert_true(n < ALLOCATIONS_MAX);
                        failures++;
                }
        }
        assert_true(failures > 100);
}

/* ---- the texts that are asked for ---- */

static void a_text_without_memory_is_none_and_comes_right_after(void **state)
{
        char *(*const makers[])(struct engine *, uint32_t, const struct instant *) = { engine_state_text,
                engine_why_text, engine_session_text, engine_plan_text };
        struct engine *engine = NULL;

        (void)state;
        assert_int_equal(make_engine(&engine), 0);
        for (size_t i = 0; i < ELEMENTS(makers); i++) {
                char *expected = makers[i](engine, 0, &home.now);
                int n = 0;

                assert_non_null(expected);
                for (int failed = 1; failed; n++) {
                        char *text;

                        scarce_begin(n);
                        text = makers[i](engine, 0, &home.now);
                        failed = scarce_end();
                        assert_int_equal(text == NULL, failed);
                        free(text);
                        text = makers[i](engine, 0, &home.now);
                        assert_string_equal(text, expected);
                        free(text);
                }
                assert_true(n > 10);
                free(expected);
        }
        engine_free(engine);
}

/* ---- the health questions ---- */

static int count_question(void *userdata, const struct api_question *question)
{
        size_t *count = userdata;

        assert_non_null(question->name);
        (*count)++;
        return 0;
}

static void questions_and_their_result_without_memory_are_none(void **state)
{
        const struct person_config *config = &home.home->settings->people[0].core;
        struct questionnaire questionnaire = { .programmes = home.home->programmes, .language = "en" };
        struct routine *routine = NULL;
        size_t questions = 0;
        char *expected;
        int n = 0;

        (void)state;
        assert_int_equal(routine_new(config->routine, 0, &home.now, &routine), 0);
        questionnaire.config = config->routine;
        questionnaire.routine = routine;
        assert_int_equal(questionnaire_list(&questionnaire, count_question, &questions), 0);
        assert_true(questions > 10);
        expected = questionnaire_result(&questionnaire);
        assert_non_null(expected);
        for (int failed = 1; failed; n++) {
                size_t listed = 0;
                char *text;
                int r;

                scarce_begin(n);
                r = questionnaire_list(&questionnaire, count_question, &listed);
                failed = scarce_end();
                assert_true(failed ? r == -ENOMEM : (r == 0 && listed == questions));
                scarce_begin(n);
                text = questionnaire_result(&questionnaire);
                if (scarce_end()) {
                        failed = 1;
                        assert_null(text);
                        text = questionnaire_result(&questionnaire);
                }
                assert_string_equal(text, expected);
                free(text);
        }
        assert_true(n > 5);
        free(expected);
        routine_free(routine);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(
                        an_engine_without_memory_is_refused_and_made_right_after, setup, teardown),
                cmocka_unit_test_setup_teardown(
                        a_morning_goes_on_whatever_there_was_no_memory_for, setup, teardown),
                cmocka_unit_test_setup_teardown(
                        a_text_without_memory_is_none_and_comes_right_after, setup, teardown),
                cmocka_unit_test_setup_teardown(
                        questions_and_their_result_without_memory_are_none, setup, teardown),
        };

        return cmocka_run_group_tests_name("engine-memory", tests, NULL, NULL);
}
