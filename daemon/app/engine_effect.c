/* SPDX-License-Identifier: MIT */
#include "app/engine_inside.h"

#include "base/cleanup.h"
#include "wire/template.h"

struct outbox_message *engine_publish(
        struct engine *engine, uint32_t person, enum outbox_kind kind, const char *leaf, const char *payload)
{
        struct outbox_message *message;
        char topic[TOPIC_SIZE];

        /* Who has not been told of the broker yet will publish everything then. */
        if (!payload || !engine->link_up || person >= engine->told)
                return NULL;
        if (topic_join(topic, engine->settings->base, engine->people[person].names.id, leaf) < 0)
                return NULL;
        message = outbox_add(&engine->outbox, kind, topic, payload);
        if (message)
                message->retain = kind == OUTBOX_STATE;
        return message;
}

/* FNV-1a, never 0. */
static uint32_t digest_text(const char *text)
{
        uint32_t digest = UINT32_C(2166136261);

        for (; *text != '\0'; text++)
                digest = (digest ^ (uint8_t)*text) * UINT32_C(16777619);
        return digest == 0 ? 1 : digest;
}

void engine_publish_changed(
        struct engine *engine, uint32_t person, const char *leaf, const char *payload, uint32_t *digest)
{
        uint32_t fresh;

        if (!payload)
                return;
        fresh = digest_text(payload);
        if (fresh != *digest && engine_publish(engine, person, OUTBOX_STATE, leaf, payload))
                *digest = fresh;
}

void engine_publish_setting(struct engine *engine, uint32_t person, enum setting setting)
{
        CLEANUP_FREE char *payload = publish_setting(
                setting, person_setting(household_person(engine->household, person), setting));

        engine_publish(engine, person, OUTBOX_STATE, setting_names[setting], payload);
}

/* Of what the store must know of a lamp: 0 if it is not ours. */
static uint32_t digest_lamp(const struct lamp *lamp)
{
        CLEANUP_FREE char *saved = NULL;

        if (!lamp_is_ours(lamp))
                return 0;
        saved = lamp_save(lamp);
        return digest_text(saved ? saved : "");
}

static void tell_blind_lamp(struct engine *engine, uint32_t index)
{
        struct engine_channel *channel = &engine->channels[index];
        bool blind = lamp_is_blind(channel->lamp);

        if (blind && !channel->lamp_blind && engine->keep.lamp_blind)
                engine->keep.lamp_blind(engine->keep.userdata, index);
        channel->lamp_blind = blind;
}

void engine_channel_changed(struct engine *engine, uint32_t index)
{
        struct engine_channel *channel = &engine->channels[index];
        uint32_t digest;

        if (channel->speaker) {
                deadline_heap_set(&engine->channel_deadlines, index, speaker_next_deadline(channel->speaker));
                return;
        }
        deadline_heap_set(&engine->channel_deadlines, index, lamp_next_deadline(channel->lamp));
        tell_blind_lamp(engine, index);
        digest = digest_lamp(channel->lamp);
        if (digest == channel->lamp_digest)
                return;
        channel->lamp_digest = digest;
        if (engine->keep.lamp)
                engine->keep.lamp(engine->keep.userdata, index);
}

static void perform_state(struct engine *engine, uint32_t index, const struct instant *now)
{
        CLEANUP_FREE char *payload = engine_state_text(engine, index, now);

        engine_publish(engine, index, OUTBOX_STATE, "state", payload);
        if (engine->listener.state)
                engine->listener.state(engine->listener.userdata, index, now);
}

static void perform_why(struct engine *engine, uint32_t index, const struct instant *now)
{
        CLEANUP_FREE char *payload = engine_why_text(engine, index, now);

        engine_publish_changed(engine, index, "why", payload, &engine->people[index].why_digest);
        if (engine->listener.why)
                engine->listener.why(engine->listener.userdata, index, now);
}

static void perform_error(struct engine *engine, uint32_t index, const struct effect *effect)
{
        CLEANUP_FREE char *payload = publish_error(effect);
        struct outbox_message *message = engine_publish(engine, index, OUTBOX_EVENT, "error", payload);

        if (message)
                message->expiry_sec = ENGINE_ERROR_EXPIRY_SEC;
}

uint32_t engine_expiry_sec(int64_t expires_usec, const struct instant *now)
{
        int64_t left;

        if (expires_usec == USEC_INFINITY)
                return 0;
        left = (expires_usec - now->boottime_usec + USEC_PER_SEC - 1) / USEC_PER_SEC;
        return (uint32_t)usec_min(usec_max(left, 1), UINT32_MAX);
}

/* Whether the loss of this event before the broker had it means that the prompt was never told. */
static bool opens_prompt(const struct prompt *prompt)
{
        return prompt->type == PROMPT_BREAK_DUE || (prompt->type == PROMPT_BREAK_NUDGE && prompt->level == 0);
}

static void tell_template(struct engine *engine, uint32_t person, uint32_t channel,
        const struct prompt *prompt, const struct prompt_texts *texts, const struct instant *now)
{
        const struct channel_settings *settings = &engine->settings->channels[channel];
        const struct engine_person *names = &engine->people[person];
        CLEANUP_FREE char *payload = NULL;
        struct outbox_message *message;
        char id[PROMPT_ID_SIZE];

        prompt_id_print(names->names.id, prompt->id, id);
        payload = template_fill(
                settings->template.payload, &(struct template_values){
                                                    .text = texts->message ? texts->message : "",
                                                    .title = texts->title ? texts->title : "",
                                                    .person = names->names.name,
                                                    .id = id,
                                                    .level = prompt->level,
                                                    .seconds = prompt->sat_usec / USEC_PER_SEC,
                                            });
        if (!payload)
                return;
        message = outbox_add(&engine->outbox, OUTBOX_DEVICE, settings->template.topic, payload);
        if (message)
                message->expiry_sec = engine_expiry_sec(prompt->expires_boottime_usec, now);
}

static void tell_speaker(struct engine *engine, uint32_t person, uint32_t channel,
        const struct prompt *prompt, const struct prompt_texts *texts, const struct instant *now)
{
        char id[PROMPT_ID_SIZE];

        if (!texts->say)
                return;
        prompt_id_print(engine->people[person].names.id, prompt->id, id);
        /* A full queue loses this sentence: the ladder's other channels stay. */
        (void)speaker_say(engine->channels[channel].speaker, person, id, texts->say,
                prompt->expires_boottime_usec, now, &engine->outbox);
        engine_channel_changed(engine, channel);
}

static void tell_channels(struct engine *engine, uint32_t person, const struct prompt *prompt,
        const struct prompt_texts *texts, const struct instant *now)
{
        const struct person_config *config = &engine->settings->people[person].core;

        for (uint32_t i = 0; i < config->channel_count; i++) {
                const struct channel_config *channel = &config->channels[i];

                if (!(prompt->tell & (1u << i)))
                        continue;
                switch (channel->kind) {
                case CHANNEL_KIND_SPEECH:
                        tell_speaker(engine, person, channel->channel, prompt, texts, now);
                        break;
                case CHANNEL_KIND_TEMPLATE:
                        tell_template(engine, person, channel->channel, prompt, texts, now);
                        break;
                case CHANNEL_KIND_LIGHT:   /* by an effect of its own */
                case CHANNEL_KIND_PHONE:   /* acts on the event */
                case CHANNEL_KIND_DESKTOP: /* the listener shows it */
                case CHANNEL_KIND_MAX_: break;
                }
        }
}

/* Whether others hear what a prompt for @person says. */
static bool is_overheard(const struct engine *engine, uint32_t person, uint16_t tell)
{
        const struct person_config *config = &engine->settings->people[person].core;

        for (uint32_t i = 0; i < config->channel_count; i++)
                if ((tell & (1u << i)) && config->channels[i].kind == CHANNEL_KIND_SPEECH &&
                        engine->settings->channels[config->channels[i].channel].shared)
                        return true;
        return false;
}

static void perform_prompt(
        struct engine *engine, uint32_t index, const struct prompt *prompt, const struct instant *now)
{
        const struct engine_person *person = &engine->people[index];
        CLEANUP(prompt_texts_done) struct prompt_texts texts = { 0 };
        CLEANUP_FREE char *payload = NULL;
        struct outbox_message *message;

        /* Without words the event still tells what is asked, and actions still work. */
        engine_compose_prompt(engine, index, prompt, is_overheard(engine, index, prompt->tell), now, &texts);
        payload = publish_prompt(prompt, &person->names, &texts, now);
        message = engine_publish(engine, index, OUTBOX_EVENT, "prompt", payload);
        if (message) {
                message->expiry_sec = engine_expiry_sec(prompt->expires_boottime_usec, now);
                if (opens_prompt(prompt))
                        message->person = index;
        }
        tell_channels(engine, index, prompt, &texts, now);
        if (engine->listener.prompt)
                engine->listener.prompt(engine->listener.userdata, index, prompt, &texts, now);
}

static void perform_lights(
        struct engine *engine, uint32_t index, uint16_t mask, enum light_show show, const struct instant *now)
{
        const struct person_config *config = &engine->settings->people[index].core;

        for (uint32_t i = 0; i < config->channel_count; i++) {
                uint32_t channel = config->channels[i].channel;

                if (!(mask & (1u << i)) || config->channels[i].kind != CHANNEL_KIND_LIGHT)
                        continue;
                lamp_show(engine->channels[channel].lamp, index, show, now->boottime_usec, &engine->outbox);
                engine_channel_changed(engine, channel);
        }
}

void engine_rest(struct engine *engine, const struct instant *now)
{
        for (uint32_t i = 0; i < engine->settings->people_count; i++)
                perform_lights(engine, i, UINT16_MAX, LIGHT_SHOW_BEFORE, now);
        engine_settle(engine);
}

static void perform_hush(struct engine *engine, uint32_t index)
{
        const struct person_config *config = &engine->settings->people[index].core;

        for (uint32_t i = 0; i < config->channel_count; i++) {
                uint32_t channel = config->channels[i].channel;

                if (config->channels[i].kind != CHANNEL_KIND_SPEECH)
                        continue;
                speaker_hush(engine->channels[channel].speaker, index);
                engine_channel_changed(engine, channel);
        }
}

static void keep_effect(
        struct engine *engine, uint32_t index, const struct effect *effect, const struct instant *now)
{
        if (engine->keep.effect)
                engine->keep.effect(engine->keep.userdata, index, effect, now);
}

static void keep_one(
        struct engine *engine, uint32_t index, const struct effect *effect, const struct instant *now)
{
        switch (effect->kind) {
        case EFFECT_SETTING:
        case EFFECT_SPAN:
        case EFFECT_OUTCOME:
        case EFFECT_DAY: keep_effect(engine, index, effect, now); break;
        case EFFECT_ROUTINE:
                if (engine->people[index].routine.programmes)
                        keep_effect(engine, index, effect, now);
                break;
        case EFFECT_SAVE:
                if (engine->keep.save)
                        engine->keep.save(engine->keep.userdata, index, now);
                break;
        case EFFECT_STATE:
        case EFFECT_WHY:
        case EFFECT_PROMPT:
        case EFFECT_LIGHTS:
        case EFFECT_HUSH:
        case EFFECT_ERROR:
        case EFFECT_SESSION:
        case EFFECT_CUE:
        case EFFECT_QUIET:
        case EFFECT_PLAN:
        case EFFECT_ROUTINE_ERROR: break;
        }
}

void engine_keep_effects(struct engine *engine, uint32_t person, const struct instant *now)
{
        for (uint16_t i = 0; i < engine->effects.count; i++)
                keep_one(engine, person, &engine->effects.items[i], now);
}

void engine_perform_one(
        struct engine *engine, uint32_t index, const struct effect *effect, const struct instant *now)
{
        switch (effect->kind) {
        case EFFECT_STATE: perform_state(engine, index, now); break;
        case EFFECT_WHY: perform_why(engine, index, now); break;
        case EFFECT_PROMPT: perform_prompt(engine, index, &effect->prompt, now); break;
        case EFFECT_LIGHTS:
                perform_lights(engine, index, effect->lights.channels, effect->lights.show, now);
                break;
        case EFFECT_HUSH: perform_hush(engine, index); break;
        case EFFECT_ERROR: perform_error(engine, index, effect); break;
        case EFFECT_SETTING:
                engine_publish_setting(engine, index, effect->setting.setting);
                if (engine->listener.state)
                        engine->listener.state(engine->listener.userdata, index, now);
                break;
        case EFFECT_SESSION:
        case EFFECT_CUE:
        case EFFECT_QUIET:
        case EFFECT_PLAN:
        case EFFECT_ROUTINE:
        case EFFECT_ROUTINE_ERROR: engine_perform_routine(engine, index, effect, now); break;
        case EFFECT_SPAN:
        case EFFECT_OUTCOME:
        case EFFECT_DAY:
        case EFFECT_SAVE: break; /* kept */
        }
}

void engine_perform(struct engine *engine, uint32_t person, const struct instant *now)
{
        engine_keep_effects(engine, person, now);
        for (uint16_t i = 0; i < engine->effects.count; i++)
                engine_perform_one(engine, person, &engine->effects.items[i], now);
}
