/* SPDX-License-Identifier: MIT */
/*
 * Lets each allocation of a call fail in turn: the call says so, leaves nothing behind and nothing changed,
 * and the same call right after it gives what it gives without a failure. No name or number in the JSON here
 * is longer than 15 bytes: of a longer one the library itself loses a character when memory is short.
 */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/catalogue.h"
#include "wire/command.h"
#include "wire/hermes_intent.h"
#include "wire/lamp.h"
#include "wire/match.h"
#include "wire/publish_session.h"
#include "wire/session_command.h"
#include "wire/speaker.h"
#include "wire/template.h"
#include "wire/via.h"
#include "wire/writer.h"

#include <errno.h>
#include <stdio.h>

#define TEXT_SIZE 4096
/* More allocations than any one call makes. */
#define ALLOCATIONS_MAX 500

/* 2026-11-22T10:01:31+01:00, a Sunday. */
static const struct instant now = {
        .boottime_usec = 1000 * USEC_PER_SEC,
        .realtime_usec = INT64_C(1795338091000000),
        .zone = { INT64_MIN, USEC_INFINITY, 3600, 3600, 3600 },
};

/* A call with data of its own. @text: what came of it; empty on failure. Return: 0; a negative errno. */
struct call {
        const char *name;
        int (*make)(char text[static TEXT_SIZE]);
        /* What a decoder may call a message that it had no memory for; 0: nothing but -ENOMEM. The JSON
         * library says that a text is no JSON when it had no memory for a part of it. */
        int other;
        int allocations; /* at least so many are there to fail */
};

static int give(char text[static TEXT_SIZE], char *made)
{
        if (!made)
                return -ENOMEM;
        assert_true(strlen(made) > 0);
        assert_true(snprintf(text, TEXT_SIZE, "%s", made) < TEXT_SIZE);
        free(made);
        return 0;
}

static int give_outbox(char text[static TEXT_SIZE], struct outbox *outbox, int r)
{
        size_t length = 0;

        for (size_t i = 0; r >= 0 && i < outbox->count; i++)
                length += (size_t)snprintf(text + length, TEXT_SIZE - length, "%s %s\n",
                        outbox->messages[i].topic, outbox->messages[i].payload);
        assert_true(length < TEXT_SIZE);
        outbox_done(outbox);
        return r;
}

/* ---- what comes in ---- */

static int read_command(char text[static TEXT_SIZE])
{
        static const char json[] =
                "{\"action\":\"hold\",\"arg\":\"call\",\"for\":\"20 min\",\"id\":\"anna-1\"}";
        struct command command;
        const char *reason = "";
        int r;

        r = command_parse(json, strlen(json), &now, &command, &reason);
        if (r < 0)
                assert_true(strlen(reason) > 0);
        else
                (void)snprintf(text, TEXT_SIZE, "%s %s %lld", command.reason, command.prompt_id,
                        (long long)command.duration_usec);
        return r;
}

static int read_session_command(char text[static TEXT_SIZE])
{
        static const char json[] = "{\"action\":\"session\",\"arg\":\"pain 3\",\"id\":\"anna-1\"}";
        struct routine_command command;
        struct session_command_error error;
        int r;

        r = session_command_parse(json, strlen(json), &now, &command, &error);
        if (r >= 0)
                (void)snprintf(text, TEXT_SIZE, "%d %d %s", (int)command.session_verb, (int)command.pain,
                        command.prompt_id);
        return r;
}

static int read_intent(char text[static TEXT_SIZE])
{
        static const char json[] = "{\"intent\":{\"intentName\":\"UnslouchPain\"},\"siteId\":\"office\","
                                   "\"sessionId\":\"1\",\"slots\":[{\"slotName\":\"pain\","
                                   "\"value\":{\"value\":6.0}}]}";
        struct hermes_command command;
        struct payload payload;
        int r;

        assert_int_equal(payload_init(&payload, json, strlen(json)), 0);
        r = hermes_intent_parse(&payload, &command);
        payload_done(&payload);
        if (r >= 0)
                (void)snprintf(text, TEXT_SIZE, "%s %s %s", command.text, command.site, command.dialogue);
        return r;
}

static int read_field_of(const char *bytes, const char *field, char text[static TEXT_SIZE])
{
        struct field_path *path = NULL;
        struct reading reading = { .digest = 1 };
        struct payload payload;
        const char *error;
        int r;

        r = field_path_parse(field, &path, &error);
        if (r < 0)
                return r;
        assert_int_equal(payload_init(&payload, bytes, strlen(bytes)), 0);
        r = payload_read(&payload, path, &reading);
        if (r >= 0)
                (void)snprintf(text, TEXT_SIZE, "%d %d %g %s %x", (int)reading.kind, reading.boolean,
                        reading.number, reading.text, (unsigned)reading.digest);
        else
                assert_int_equal(reading.digest, 1);
        payload_done(&payload);
        field_path_free(path);
        return r;
}

static int read_field(char text[static TEXT_SIZE])
{
        /* What is escaped is not read in place. */
        return read_field_of("{\"a\":{\"b\":[1,2.5,{\"c\":\"\\u006fn\"}]}}", "a.b[2].c", text);
}

/* Read as a text, a number would be another value than the one before. */
static int read_number(char text[static TEXT_SIZE])
{
        return read_field_of("42.5", NULL, text);
}

static int read_truth(char text[static TEXT_SIZE])
{
        return read_field_of("true", NULL, text);
}

static int read_last_seen(char text[static TEXT_SIZE])
{
        static const char json[] = "{\"last_seen\":1795338091,\"t\":\"\\u0041\"}";
        struct payload payload;
        int64_t seen_usec = -1;
        int r;

        assert_int_equal(payload_init(&payload, json, strlen(json)), 0);
        r = payload_last_seen(&payload, &seen_usec);
        payload_done(&payload);
        if (r >= 0)
                (void)snprintf(text, TEXT_SIZE, "%lld", (long long)seen_usec);
        else
                assert_int_equal(seen_usec, -1);
        return r;
}

static int read_match(char text[static TEXT_SIZE])
{
        const struct reading reading = { .kind = READING_TEXT, .text = "home" };
        struct match *match = NULL;
        enum source_value value;
        const char *error;
        int r;

        r = match_parse("on|home", &match, &error);
        if (r < 0)
                return r;
        assert_int_equal(match_apply(match, &reading, SOURCE_VALUE_NOTHING, &value), 0);
        match_free(match);
        (void)snprintf(text, TEXT_SIZE, "%d", (int)value);
        return 0;
}

static int expand_via(char text[static TEXT_SIZE])
{
        struct via via = { 0 };
        const char *error;
        int r;

        r = via_expand("tasmota", "chair", SOURCE_KIND_SEAT, &via, &error);
        if (r >= 0)
                (void)snprintf(text, TEXT_SIZE, "%s %s", via.topics[0], via.availability_topic);
        via_done(&via);
        return r;
}

/* ---- lamps and speakers ---- */

static int load_lamp(char text[static TEXT_SIZE])
{
        static const char saved[] = "{\"before\":{\"on\":true,\"brightness\":200,\"mode\":\"xy\",\"xy\":[0."
                                    "25,0.5],\"hs\":[90.0,50.0],"
                                    "\"kelvin\":2700,\"white\":1,\"cold\":2,\"rgb\":[1,2,3],\"scene\":[1,0]},"
                                    "\"left\":{\"on\":true,\"temperature\":300},\"taken\":false}";
        static const struct lamp_config config = { .dialect = LAMP_SHELLY, .device = "d", .answers = "u" };
        struct lamp *lamp = NULL;
        char *again = NULL;
        int r;

        r = lamp_new(&config, &lamp);
        if (r < 0)
                return r;
        r = lamp_load(lamp, saved, now.boottime_usec);
        assert_int_equal(lamp_is_ours(lamp), r >= 0);
        if (r >= 0) {
                again = lamp_save(lamp);
                r = give(text, again);
        }
        lamp_free(lamp);
        return r;
}

static int save_idle_lamp(char text[static TEXT_SIZE])
{
        static const struct lamp_config config = { .dialect = LAMP_WLED, .device = "d" };
        struct lamp *lamp = NULL;
        int r;

        r = lamp_new(&config, &lamp);
        if (r < 0)
                return r;
        r = give(text, lamp_save(lamp));
        lamp_free(lamp);
        return r;
}

static int make_speaker(char text[static TEXT_SIZE])
{
        static const struct speaker_config config = { .dialect = SPEAKER_HOMEASSISTANT,
                .channel = "c",
                .answers = "u",
                .language = "en",
                .volume = 0.5 };
        struct speaker *speaker = NULL;
        int r;

        r = speaker_new(&config, &speaker);
        if (r < 0)
                return r;
        (void)snprintf(text, TEXT_SIZE, "%s", speaker_topic(speaker));
        speaker_free(speaker);
        return 0;
}

/* ---- what goes out ---- */

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

static int print_session(char text[static TEXT_SIZE])
{
        static const struct session_view view = {
                .state = SESSION_STATE_RUNNING, .next = 1, .set = 2, .dose = { 3, 12, 10, 500 }
        };

        return give(text, publish_session(&view, &words, &now));
}

static int print_cue(char text[static TEXT_SIZE])
{
        static const struct cue cue = { .kind = CUE_COUNT, .exercise = 1 };
        struct cue_text said = { .say = "Two.", .show = "2 of 12" };

        return give(text, publish_cue(&cue, "anna-1", &said, &set, &now));
}

static int print_plan(char text[static TEXT_SIZE])
{
        static const struct plan_view view = { .monday = 20773, .count = 2, .has_block = true };

        return give(text, publish_plan(&view, &set, "own", &now));
}

static int print_days(char text[static TEXT_SIZE])
{
        return give(text, publish_session_days(0x15));
}

static int print_window(char text[static TEXT_SIZE])
{
        return give(text, publish_session_time(1080, 1260));
}

static int print_unreadable(char text[static TEXT_SIZE])
{
        static const char *const allowed[] = { "today", "tomorrow" };
        static const struct session_command_error error = { "A day is written like this.", allowed, 2 };

        return give(text, publish_session_unreadable("session skip never", &error));
}

static int print_dialogue_end(char text[static TEXT_SIZE])
{
        static const struct hermes_command command = { .dialogue = "1" };
        struct outbox outbox = { 0 };
        int r;

        r = hermes_intent_end(&command, &outbox);
        assert_int_equal(outbox.count, r >= 0);
        return give_outbox(text, &outbox, r);
}

static int print_json(char text[static TEXT_SIZE])
{
        static const char *const texts[] = { "a", "b" };
        struct writer writer = writer_begin();

        writer_add_text(&writer, "text", "x");
        writer_add_text(&writer, "none", NULL);
        writer_add_integer(&writer, "integer", 1);
        writer_add_real(&writer, "real", 0.5);
        writer_add_boolean(&writer, "boolean", true);
        writer_add_time(&writer, "time", &now, now.realtime_usec);
        writer_add_json(&writer, "list", writer_texts(texts, 2));
        return give(text, writer_text_end(&writer));
}

static int fill_template(char text[static TEXT_SIZE])
{
        static const struct template_word word = { "a", "\"quoted\"" };

        return give(text, template_fill_words("<{a}>", &word, 1, true));
}

static int fill_catalogue(struct catalogue *catalogue)
{
        int r;

        r = catalogue_add(catalogue, PROMPT_SESSION_DUE, CATALOGUE_TITLE, "{programme}");
        if (r >= 0)
                r = catalogue_add(catalogue, PROMPT_SESSION_DUE, CATALOGUE_MESSAGE, "At {time}.");
        if (r >= 0)
                r = catalogue_add(catalogue, PROMPT_SESSION_DUE, CATALOGUE_SAY, "It is time, {person}.");
        if (r >= 0)
                r = catalogue_add_standing(catalogue, PROMPT_BREAK_DUE, CATALOGUE_SAY, "Sit down.");
        if (r >= 0)
                r = catalogue_add_activity(catalogue, "Walk a little.");
        if (r >= 0)
                r = catalogue_set_note(catalogue, PROMPT_NOTE_OFFER, "There is a plan.");
        if (r >= 0)
                r = catalogue_set_phrase(catalogue, PHRASE_REST, "{seconds} seconds.");
        return r;
}

static int compose_prompt(char text[static TEXT_SIZE])
{
        static const struct prompt_facts facts = { .programme = "Steady back", .time = "18:00" };
        static const struct prompt prompt = { .type = PROMPT_SESSION_DUE, .note = PROMPT_NOTE_OFFER };
        struct catalogue *catalogue = NULL;
        struct prompt_texts texts = { 0 };
        int r;

        r = catalogue_new("en", &catalogue);
        if (r < 0)
                return r;
        r = fill_catalogue(catalogue);
        if (r >= 0)
                r = catalogue_compose_routine(catalogue, &prompt, "Anna", true, &facts, &texts);
        if (r >= 0)
                (void)snprintf(text, TEXT_SIZE, "%s|%s|%s", texts.title, texts.message, texts.say);
        prompt_texts_done(&texts);
        catalogue_free(catalogue);
        return r;
}

static int fill_outbox(char text[static TEXT_SIZE])
{
        struct outbox outbox = { 0 };
        int r = 0;

        for (int i = 0; i < 40 && r >= 0; i++)
                r = outbox_add(&outbox, OUTBOX_STATE, "t", "p") ? 0 : -ENOMEM;
        return give_outbox(text, &outbox, r);
}

static const struct call calls[] = {
        { "command", read_command, -EINVAL, 10 },
        { "session command", read_session_command, -ENOENT, 10 },
        { "intent", read_intent, -EINVAL, 20 },
        { "field", read_field, -EPROTO, 10 },
        { "number", read_number, 0, 1 },
        { "truth", read_truth, 0, 1 },
        { "last_seen", read_last_seen, -ENOENT, 5 },
        { "match", read_match, 0, 1 },
        { "via", expand_via, 0, 2 },
        { "saved lamp", load_lamp, -EINVAL, 40 },
        { "idle lamp", save_idle_lamp, 0, 2 },
        { "speaker", make_speaker, 0, 4 },
        { "session", print_session, 0, 40 },
        { "cue", print_cue, 0, 10 },
        { "plan", print_plan, 0, 30 },
        { "days", print_days, 0, 1 },
        { "window", print_window, 0, 1 },
        { "unreadable", print_unreadable, 0, 10 },
        { "dialogue", print_dialogue_end, 0, 5 },
        { "writer", print_json, 0, 20 },
        { "template", fill_template, 0, 1 },
        { "prompt", compose_prompt, 0, 12 },
        { "outbox", fill_outbox, 0, 80 },
};

static void let_each_allocation_fail(const struct call *call)
{
        char expected[TEXT_SIZE] = "", text[TEXT_SIZE];
        int n = 0;

        assert_int_equal(call->make(expected), 0);
        assert_true(strlen(expected) > 0);
        for (;; n++) {
                int r;

                assert_true(n < ALLOCATIONS_MAX);
                text[0] = '\0';
                scarce_begin(n);
                r = call->make(text);
                if (!scarce_end())
                        break;
                if (r != -ENOMEM && (r != call->other || r == 0))
                        fail_msg("%s: allocation %d: %d, %s", call->name, n, r, text);
                assert_string_equal(text, "");
                assert_int_equal(call->make(text), 0);
                assert_string_equal(text, expected);
        }
        assert_string_equal(text, expected);
        if (n < call->allocations)
                fail_msg("%s: only %d allocations", call->name, n);
}

static void without_memory_each_call_says_so_and_the_next_one_succeeds(void **state)
{
        (void)state;
        json_set_alloc_funcs(malloc, free);
        for (size_t i = 0; i < ELEMENTS(calls); i++)
                let_each_allocation_fail(&calls[i]);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(without_memory_each_call_says_so_and_the_next_one_succeeds),
        };

        return cmocka_run_group_tests_name("wire-memory", tests, NULL, NULL);
}
