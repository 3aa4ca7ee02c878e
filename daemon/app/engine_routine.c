/* SPDX-License-Identifier: MIT */
#include "app/engine_inside.h"

#include "base/cleanup.h"

#include <stdio.h>
#include <string.h>

/* How long it is true that a session waits, once somebody hears of it. */
#define UNHEARD_LIFE_USEC (15 * USEC_PER_SEC)

static const struct programme_words no_words;
static const struct phrases no_phrases;

static const struct exercise_words *words_of_exercise(void *userdata, int exercise)
{
        const struct engine_routine *routine = userdata;

        return programmes_exercise_words(routine->programmes, exercise, routine->language);
}

/* The words for what is said now: those of the open session's programme, else of the last one's. */
static const struct cue_words *find_words(struct engine_routine *routine)
{
        const struct session *session = routine_session(routine->person->routine);

        if (session) {
                routine->started_realtime_usec = session->started_realtime_usec;
                routine->words.programme =
                        programmes_words(routine->programmes, session->plan.programme, routine->language);
        }
        return &routine->words;
}

static int64_t speak_usec(void *userdata, const struct cue *cue)
{
        struct engine_routine *routine = userdata;
        struct cue_text text;

        if (cue_text_compose(find_words(routine), cue, &text) < 0)
                return 0;
        return cue_text_speak_usec(text.say, routine->language);
}

static uint8_t count_lines(void *userdata, int exercise, enum cue_kind kind)
{
        return cue_text_lines(find_words(userdata), exercise, kind);
}

static bool is_hermes(const struct engine *engine, const struct channel_config *channel)
{
        return channel->kind == CHANNEL_KIND_SPEECH &&
               engine->settings->channels[channel->channel].speech.dialect == SPEAKER_HERMES;
}

/* Whichever of the person's loudspeakers leads the session, it tells when it has said something. */
static bool all_answer(const struct engine *engine, uint32_t index)
{
        const struct person_config *config = &engine->settings->people[index].core;
        bool answer = false;

        for (uint8_t i = 0; i < config->channel_count; i++) {
                if (config->channels[i].kind != CHANNEL_KIND_SPEECH)
                        continue;
                if (!is_hermes(engine, &config->channels[i]))
                        return false;
                answer = true;
        }
        return answer;
}

/* Who is meant by what is said at a site: everybody that its loudspeaker tells. */
static int route_sites(struct engine *engine, uint32_t index)
{
        const struct person_config *config = &engine->settings->people[index].core;
        int r;

        for (uint8_t i = 0; i < config->channel_count; i++) {
                const struct channel_config *channel = &config->channels[i];
                const char *site;

                if (!is_hermes(engine, channel))
                        continue;
                site = engine->settings->channels[channel->channel].speech.site;
                r = router_add(engine->sites, site ? site : "default", CONSUMER_PERSON, index, 0);
                if (r < 0)
                        return r;
        }
        return 0;
}

static void make_routine(struct engine *engine, uint32_t index)
{
        struct engine_routine *routine = &engine->people[index].routine;
        const struct catalogue *catalogue = engine->people[index].catalogue;
        struct person *person = household_person(engine->household, index);
        const struct session_voice voice = {
                .userdata = routine,
                .answers = all_answer(engine, index),
                .speak_usec = speak_usec,
                .lines = count_lines,
        };

        routine->person = person;
        routine->speaker = ENGINE_NO_SPEAKER;
        if (!person->routine || !engine->programmes)
                return;
        routine->programmes = engine->programmes;
        routine->language = engine->settings->people[index].language;
        routine->words = (struct cue_words){
                .language = routine->language,
                .set = programmes_set(engine->programmes),
                .phrases = catalogue ? catalogue_phrases(catalogue) : &no_phrases,
                .programme = &no_words,
                .safety = programmes_safety_words(engine->programmes, routine->language),
                .userdata = routine,
                .exercise = words_of_exercise,
        };
        person_set_voice(person, &voice);
}

int engine_make_routines(struct engine *engine)
{
        int r;

        for (uint32_t i = 0; i < engine->settings->people_count; i++) {
                make_routine(engine, i);
                r = route_sites(engine, i);
                if (r < 0)
                        return r;
        }
        return 0;
}

/* The first speech channel of the ladder among @usable; CHANNELS_MAX: none. */
static unsigned first_speech(const struct person_config *config, uint16_t usable)
{
        uint16_t speech =
                usable & ladder_of_kind(config->channels, config->channel_count, CHANNEL_KIND_SPEECH);

        for (uint8_t i = 0; i < config->ladder.count; i++)
                if (config->ladder.steps[i].tell & speech)
                        return (unsigned)__builtin_ctz(config->ladder.steps[i].tell & speech);
        return CHANNELS_MAX;
}

/* One loudspeaker leads a session from its first word on: the first in the room, else the first. */
static void choose_speaker(struct engine *engine, uint32_t index)
{
        struct engine_routine *routine = &engine->people[index].routine;
        const struct person_config *config = &engine->settings->people[index].core;
        uint16_t all = ladder_all(&config->ladder);
        unsigned chosen = first_speech(
                config, ladder_in_room(config->channels, config->channel_count, all, routine->person->room));

        if (routine->speaker != ENGINE_NO_SPEAKER)
                return;
        if (chosen == CHANNELS_MAX)
                chosen = first_speech(config, all);
        if (chosen != CHANNELS_MAX)
                routine->speaker = config->channels[chosen].channel;
}

/* While the session runs, nothing else is said where it is led. */
static void reserve_speaker(struct engine *engine, uint32_t index, const struct instant *now)
{
        struct engine_routine *routine = &engine->people[index].routine;
        const struct session *session = routine_session(routine->person->routine);
        struct speaker *speaker;

        if (session)
                choose_speaker(engine, index);
        if (routine->speaker == ENGINE_NO_SPEAKER)
                return;
        speaker = engine->channels[routine->speaker].speaker;
        if (session && session->state == SESSION_STATE_RUNNING) {
                speaker_reserve(speaker, index);
                return;
        }
        speaker_release(speaker, index);
        speaker_step(speaker, now->boottime_usec, &engine->outbox);
        engine_channel_changed(engine, routine->speaker);
        if (!session)
                routine->speaker = ENGINE_NO_SPEAKER;
}

static void say_cue(struct engine *engine, uint32_t index, const struct cue *cue, const char *id,
        const char *text, const struct instant *now)
{
        struct engine_routine *routine = &engine->people[index].routine;

        choose_speaker(engine, index);
        if (routine->speaker == ENGINE_NO_SPEAKER || !engine->link_up ||
                hold_has(&routine->person->holds, HOLD_EFFECT_MUTE))
                return;
        /* A cue that finds no room is still shown. */
        (void)speaker_say_cue(engine->channels[routine->speaker].speaker, index, cue->number, id, text,
                cue->expires_boottime_usec, now, &engine->outbox);
        engine_channel_changed(engine, routine->speaker);
        /* The thanks at the end: the next session is led where the person is then. */
        if (!routine_session(routine->person->routine))
                routine->speaker = ENGINE_NO_SPEAKER;
}

static void perform_cue(
        struct engine *engine, uint32_t index, const struct cue *cue, const struct instant *now)
{
        struct engine_routine *routine = &engine->people[index].routine;
        const struct cue_words *words = find_words(routine);
        CLEANUP_FREE char *payload = NULL;
        struct outbox_message *message;
        struct cue_text text;
        char id[CUE_ID_SIZE];

        if (cue_text_compose(words, cue, &text) < 0)
                return;
        if (!engine->link_up && cue->note == CUE_NOTE_INTERRUPTED)
                routine->unheard = *cue;
        cue_id_print(engine->people[index].names.id, routine->started_realtime_usec, cue->number, now, id);
        payload = publish_cue(cue, id, &text, words->set, now);
        message = engine_publish(engine, index, OUTBOX_EVENT, "cue", payload);
        if (message)
                message->expiry_sec = engine_expiry_sec(cue->expires_boottime_usec, now);
        say_cue(engine, index, cue, id, text.say, now);
        if (engine->listener.cue)
                engine->listener.cue(engine->listener.userdata, index, id, cue, &text, now);
}

static void perform_quiet(struct engine *engine, uint32_t index)
{
        uint32_t channel = engine->people[index].routine.speaker;

        if (channel == ENGINE_NO_SPEAKER)
                return;
        speaker_hush_cues(engine->channels[channel].speaker, index);
        engine_channel_changed(engine, channel);
}

char *engine_session_text(struct engine *engine, uint32_t index, const struct instant *now)
{
        struct engine_routine *routine = &engine->people[index].routine;
        struct session_view view;

        if (!routine->programmes)
                return NULL;
        routine_session_view(routine->person->routine, now, &view);
        return publish_session(&view, find_words(routine), now);
}

char *engine_plan_text(struct engine *engine, uint32_t index, const struct instant *now)
{
        struct engine_routine *routine = &engine->people[index].routine;
        struct plan_view view;

        if (!routine->programmes)
                return NULL;
        routine_plan_view(routine->person->routine, now, &view);
        return publish_plan(
                &view, routine->words.set, engine->settings->people[index].programme_missing, now);
}

static void perform_session(struct engine *engine, uint32_t index, const struct instant *now)
{
        CLEANUP_FREE char *payload = engine_session_text(engine, index, now);

        engine_publish_changed(
                engine, index, "session", payload, &engine->people[index].routine.session_digest);
        reserve_speaker(engine, index, now);
        if (engine->listener.session)
                engine->listener.session(engine->listener.userdata, index, now);
}

static void perform_plan(struct engine *engine, uint32_t index, const struct instant *now)
{
        CLEANUP_FREE char *payload = engine_plan_text(engine, index, now);

        engine_publish_changed(engine, index, "plan", payload, &engine->people[index].routine.plan_digest);
        if (engine->listener.plan)
                engine->listener.plan(engine->listener.userdata, index, now);
}

static void publish_days(struct engine *engine, uint32_t index, const struct routine_item *item)
{
        CLEANUP_FREE char *payload = publish_session_days(item->days);

        engine_publish(engine, index, OUTBOX_STATE, TOPIC_SESSION_DAYS, payload);
}

static void publish_time(struct engine *engine, uint32_t index, const struct routine_item *item)
{
        CLEANUP_FREE char *payload = item->minute == ROUTINE_NO_MINUTE
                                             ? strdup("")
                                             : publish_session_time(item->minute, item->until_minute);

        engine_publish(engine, index, OUTBOX_STATE, TOPIC_SESSION_TIME, payload);
}

void engine_publish_session_settings(struct engine *engine, uint32_t index)
{
        const struct person *person = household_person(engine->household, index);
        const struct routine_item *item = person->routine ? routine_item_in_force(person->routine) : NULL;

        if (!item)
                return;
        publish_days(engine, index, item);
        publish_time(engine, index, item);
}

/* A restart is over before the broker is there: that the session waits is told once it is. */
static void tell_unheard(struct engine *engine, uint32_t index, const struct instant *now)
{
        struct engine_routine *routine = &engine->people[index].routine;
        const struct session *session = routine_session(routine->person->routine);
        struct cue cue = routine->unheard;

        routine->unheard.number = 0;
        if (cue.number == 0 || !session || session->state != SESSION_STATE_PAUSED)
                return;
        cue.expires_boottime_usec = now->boottime_usec + UNHEARD_LIFE_USEC;
        perform_cue(engine, index, &cue, now);
}

void engine_publish_routine(struct engine *engine, uint32_t index, const struct instant *now)
{
        if (!engine->people[index].routine.programmes)
                return;
        tell_unheard(engine, index, now);
        perform_session(engine, index, now);
        perform_plan(engine, index, now);
        engine_publish_session_settings(engine, index);
}

static void perform_record(struct engine *engine, uint32_t index, const struct effect *effect)
{
        if (effect->routine.kind == ROUTINE_RECORD_DAYS || effect->routine.kind == ROUTINE_RECORD_TIME)
                engine_publish_session_settings(engine, index);
}

/* A setting that could not be set is shown as it stays. */
static void perform_refusal(struct engine *engine, uint32_t index, const struct effect *effect)
{
        CLEANUP_FREE char *payload = publish_routine_refusal(effect);
        struct outbox_message *message = engine_publish(engine, index, OUTBOX_EVENT, "error", payload);

        if (message)
                message->expiry_sec = ENGINE_ERROR_EXPIRY_SEC;
        if (effect->routine_error.command->verb == ROUTINE_DAYS ||
                effect->routine_error.command->verb == ROUTINE_AT)
                engine_publish_session_settings(engine, index);
}

void engine_perform_routine(
        struct engine *engine, uint32_t index, const struct effect *effect, const struct instant *now)
{
        if (effect->kind == EFFECT_ROUTINE_ERROR) {
                perform_refusal(engine, index, effect);
                return;
        }
        if (!engine->people[index].routine.programmes)
                return;
        if (effect->kind == EFFECT_SESSION)
                perform_session(engine, index, now);
        else if (effect->kind == EFFECT_CUE)
                perform_cue(engine, index, &effect->cue, now);
        else if (effect->kind == EFFECT_QUIET)
                perform_quiet(engine, index);
        else if (effect->kind == EFFECT_PLAN)
                perform_plan(engine, index, now);
        else if (effect->kind == EFFECT_ROUTINE)
                perform_record(engine, index, effect);
}

/* When the next session is, on the local clock; "" if there is none. */
static void print_time(const struct routine_summary *summary, const struct instant *now, char text[static 8])
{
        int32_t minute;

        text[0] = '\0';
        if (summary->next_session_realtime_usec == 0)
                return;
        minute = instant_minute_of_day(now, summary->next_session_realtime_usec);
        snprintf(text, 8, "%02u:%02u", (unsigned)minute / 60 % 24, (unsigned)minute % 60);
}

static void compose_routine(const struct engine *engine, uint32_t index, const struct prompt *prompt,
        bool shared_speaker, const struct instant *now, struct prompt_texts *texts)
{
        const struct engine_person *person = &engine->people[index];
        const struct engine_routine *routine = &person->routine;
        struct routine_summary summary;
        struct prompt_facts facts = { 0 };
        struct plan_view view;
        char time[8];

        routine_summary(routine->person->routine, now, &summary);
        routine_plan_view(routine->person->routine, now, &view);
        print_time(&summary, now, time);
        facts = (struct prompt_facts){
                .time = time,
                .done = prompt->week_done,
                .target = prompt->week_target,
                .weeks = summary.streak_weeks,
        };
        if (prompt->type == PROMPT_BLOCK_DONE) {
                facts.done = prompt->block_met;
                facts.target = view.block_goal;
        }
        if (prompt->programme >= 0)
                facts.programme =
                        programmes_words(routine->programmes, prompt->programme, routine->language)->name;
        if (prompt->exercise >= 0)
                facts.exercise =
                        programmes_exercise_words(routine->programmes, prompt->exercise, routine->language)
                                ->name;
        (void)catalogue_compose_routine(
                person->catalogue, prompt, person->names.name, shared_speaker, &facts, texts);
}

void engine_compose_prompt(struct engine *engine, uint32_t index, const struct prompt *prompt,
        bool shared_speaker, const struct instant *now, struct prompt_texts *texts)
{
        const struct engine_person *person = &engine->people[index];

        if (!person->catalogue)
                return;
        if (prompt_type_is_routine(prompt->type) && person->routine.programmes)
                compose_routine(engine, index, prompt, shared_speaker, now, texts);
        else
                (void)catalogue_compose(person->catalogue, prompt, person->names.name, shared_speaker, texts);
}

void engine_take_said(struct engine *engine, uint32_t channel, const struct instant *now)
{
        struct event event = { .kind = EVENT_SAID };
        uint32_t person;

        if (speaker_take_said(engine->channels[channel].speaker, &person, &event.said.cue))
                engine_step(engine, person, &event, now);
}
