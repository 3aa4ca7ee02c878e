/* SPDX-License-Identifier: MIT */
/* What comes in about the routine: commands, settings, and what was said to a voice assistant. */
#include "app/engine_inside.h"

#include "base/cleanup.h"
#include "wire/hermes_intent.h"

#include <errno.h>
#include <string.h>

/* HERMES_INTENT_TOPIC without its wildcard. */
#define INTENT_PREFIX "hermes/intent/"

static void refuse(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct session_command_error *error)
{
        char shown[ENGINE_SHOWN_BYTES + 1];
        CLEANUP_FREE char *payload = NULL;
        struct outbox_message *event;

        engine_show_command(message, shown);
        payload = publish_session_unreadable(shown, error);
        event = engine_publish(engine, person, OUTBOX_EVENT, "error", payload);
        if (event)
                event->expiry_sec = ENGINE_ERROR_EXPIRY_SEC;
}

/* People say an exercise's name; core knows it by its id. */
static void name_exercise(const struct engine_routine *routine, struct routine_command *command)
{
        const struct cue_words *words = &routine->words;
        bool names_one =
                command->verb == ROUTINE_CLEAR ||
                (command->verb == ROUTINE_GUIDED && command->session_verb == SESSION_VERB_ANSWER_EXERCISE);
        int exercise;

        if (!names_one || !routine->programmes)
                return;
        exercise = session_command_find_exercise(
                words->set, command->exercise, words->exercise, words->userdata);
        if (exercise >= 0)
                (void)text_copy(
                        command->exercise, sizeof(command->exercise), words->set->exercises[exercise].id);
}

static void carry_out(
        struct engine *engine, uint32_t person, struct routine_command *command, const struct instant *now)
{
        const struct event event = { .kind = EVENT_ROUTINE, .routine = command };

        name_exercise(&engine->people[person].routine, command);
        engine_step(engine, person, &event, now);
}

int engine_take_session_command(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct instant *now)
{
        struct session_command_error error;
        struct routine_command command;
        int r;

        r = session_command_parse(message->payload, message->payload_bytes, now, &command, &error);
        if (r == -ENOENT)
                return r;
        if (r < 0)
                refuse(engine, person, message, &error);
        else
                carry_out(engine, person, &command, now);
        return 0;
}

/* Other days may have been asked for than those that count: none of them may be used, and it was refused. */
static bool are_in_force(const struct engine *engine, uint32_t person, uint8_t days)
{
        const struct routine *routine = household_person(engine->household, person)->routine;
        const struct routine_item *item = routine ? routine_item_in_force(routine) : NULL;

        return !item || item->days == (days & HOURS_EVERY_DAY);
}

void engine_take_session_days(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct instant *now)
{
        struct session_command_error error;
        struct routine_command command;

        if (session_command_parse_days(message->payload, message->payload_bytes, &command, &error) < 0) {
                refuse(engine, person, message, &error);
                engine_publish_session_settings(engine, person);
                return;
        }
        carry_out(engine, person, &command, now);
        if (!are_in_force(engine, person, command.days))
                engine_publish_session_settings(engine, person);
}

void engine_take_session_time(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct instant *now)
{
        struct session_command_error error;
        struct routine_command command;

        if (session_command_parse_time(message->payload, message->payload_bytes, &command, &error) < 0) {
                refuse(engine, person, message, &error);
                engine_publish_session_settings(engine, person);
                return;
        }
        carry_out(engine, person, &command, now);
}

int engine_session_command(struct engine *engine, uint32_t person, const struct routine_command *command,
        const struct instant *now, struct effect *ret_refusal)
{
        struct routine_command named = *command;
        const struct event event = { .kind = EVENT_ROUTINE, .routine = &named };

        name_exercise(&engine->people[person].routine, &named);
        return engine_step_answered(engine, person, &event, now, ret_refusal);
}

void engine_on_screening(struct engine *engine, uint32_t person, const struct screening_answers *answers,
        const struct instant *now)
{
        const struct event event = { .kind = EVENT_SCREENING, .screening = answers };

        engine_step(engine, person, &event, now);
        engine_settle(engine);
}

bool engine_hears_intents(const struct engine *engine)
{
        return router_count(engine->sites) > 0;
}

/* How likely it is that @person is meant by what was said where several are told by one loudspeaker. */
static int likelihood(const struct engine *engine, uint32_t index, const struct instant *now)
{
        const struct person *person = household_person(engine->household, index);
        struct person_view view;

        if (person->routine && routine_session(person->routine))
                return 3;
        person_view(person, now, &view);
        if (view.prompt.number > 0)
                return 2;
        return person->routine != NULL;
}

static uint32_t find_person_at(const struct engine *engine, const char *site, const struct instant *now)
{
        uint32_t likeliest = ENGINE_NO_PERSON;
        int best = -1;

        for (const struct consumer *person = router_find(engine->sites, site); person;
                person = router_next(engine->sites, person)) {
                int likely = likelihood(engine, person->owner, now);

                if (likely > best) {
                        best = likely;
                        likeliest = person->owner;
                }
        }
        return likeliest;
}

uint32_t engine_read_intent(struct engine *engine, const struct engine_message *message,
        const struct instant *now, char command[static COMMAND_TEXT_SIZE])
{
        struct hermes_command said;
        struct payload payload;
        uint32_t person;
        int r;

        if (!engine_hears_intents(engine) ||
                strncmp(message->topic, INTENT_PREFIX, strlen(INTENT_PREFIX)) != 0)
                return ENGINE_NO_PERSON;
        r = payload_init(&payload, message->payload, message->payload_bytes);
        if (r < 0)
                return ENGINE_NO_PERSON;
        r = hermes_intent_parse(&payload, &said);
        payload_done(&payload);
        if (r < 0)
                return ENGINE_NO_PERSON;
        memcpy(command, said.text, COMMAND_TEXT_SIZE);
        person = find_person_at(engine, said.site, now);
        if (person != ENGINE_NO_PERSON)
                /* Without memory the assistant listens a little longer. */
                (void)hermes_intent_end(&said, &engine->outbox);
        return person;
}
