/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * engine_routine - the routine's part of the engine (DESIGN 6): the words and the voice of everybody's guided
 * sessions and their effects (engine_routine.c), and what comes in for them (engine_routine_message.c). Only
 * the engine's own files include it.
 *
 * Floor: app, pure as the engine.
 */
#include "config/programmes.h"
#include "wire/command_text.h"
#include "wire/publish_session.h"

struct engine;
struct engine_message;

/* Nobody leads a session, or nobody is meant. */
#define ENGINE_NO_SPEAKER UINT32_MAX
#define ENGINE_NO_PERSON  UINT32_MAX

/* What the engine knows of one person's routine beside core. */
struct engine_routine {
        const struct programmes *programmes; /* NULL: this person has no routine */
        const char *language;
        const struct person *person;
        struct cue_words words;
        int64_t started_realtime_usec; /* of the session that is or was open last */
        uint32_t speaker;              /* channel that leads the session; ENGINE_NO_SPEAKER: not chosen yet */
        uint32_t session_digest;       /* of what was published last; 0: nothing since the broker came */
        uint32_t plan_digest;
        struct cue unheard; /* that the session was interrupted, while the broker was away; number 0: none */
};

/* Once the people, the channels and the household are there. Return: 0; -ENOMEM; -E2BIG. */
int engine_make_routines(struct engine *engine);

/* Performs an effect of the routine. */
void engine_perform_routine(
        struct engine *engine, uint32_t person, const struct effect *effect, const struct instant *now);

/* The words of a prompt, @texts initially zero: none where the person's language has none. */
void engine_compose_prompt(struct engine *engine, uint32_t person, const struct prompt *prompt,
        bool shared_speaker, const struct instant *now, struct prompt_texts *texts);

/* Publishes session_days and session_time as they are. */
void engine_publish_session_settings(struct engine *engine, uint32_t person);
/* Publishes all that is retained of the routine and was not published since. */
void engine_publish_routine(struct engine *engine, uint32_t person, const struct instant *now);

/* Tells the session what a speaker has said, if it has said something. */
void engine_take_said(struct engine *engine, uint32_t channel, const struct instant *now);

/* Carries out a command about sessions, or refuses it. Return: 0; -ENOENT: it is another command. */
int engine_take_session_command(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct instant *now);
/* The payload of session_days/set or session_time/set. */
void engine_take_session_days(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct instant *now);
void engine_take_session_time(struct engine *engine, uint32_t person, const struct engine_message *message,
        const struct instant *now);

/* Whether somebody's speaker has ears for intents: whether HERMES_INTENT_TOPIC is to be subscribed to. */
bool engine_hears_intents(const struct engine *engine);
/*
 * Reads a message that may be an intent: the person whose it is, and @command is what they said as the text
 * of a command; ENGINE_NO_PERSON: it is none of ours, or nobody's. Ends the dialogue if it is somebody's.
 */
uint32_t engine_read_intent(struct engine *engine, const struct engine_message *message,
        const struct instant *now, char command[static COMMAND_TEXT_SIZE]);
