/* SPDX-License-Identifier: MIT */
#include "core/person_parts.h"

#include <string.h>

/* The hold whose end asks the questions again. */
#define REASON_ILL "ill"

void person_set_voice(struct person *person, const struct session_voice *voice)
{
        if (person->routine)
                routine_set_voice(person->routine, voice);
}

static bool is_ill(const struct person *person)
{
        for (uint8_t i = 0; i < person->holds.count; i++)
                if (strcmp(person->holds.holds[i].reason, REASON_ILL) == 0)
                        return true;
        return false;
}

/* By somebody's word; an empty chair is no proof. */
static bool is_out(const struct verdict *verdict)
{
        return verdict->posture == POSTURE_AWAY && verdict->row == 0;
}

/* Due, told or put off, and not yet answered by getting up. */
static bool is_prompt_open(const struct break_policy *policy)
{
        switch (policy->stage) {
        case PROMPT_STAGE_WAITING:
        case PROMPT_STAGE_OPEN:
        case PROMPT_STAGE_SNOOZED: return true;
        case PROMPT_STAGE_NONE:
        case PROMPT_STAGE_AMBIENT: break;
        }
        return false;
}

bool person_is_asked(const struct person *person)
{
        return is_prompt_open(&person->policy) || is_prompt_open(&person->standing.policy);
}

static struct routine_surroundings surroundings_of(struct person *person, const struct break_context *context)
{
        const struct person_config *config = person->config;
        uint16_t lit = person->policy.lit | person->standing.policy.lit;
        uint16_t first_step = config->ladder.count > 0 ? config->ladder.steps[0].tell : 0;
        uint16_t lights = ladder_of_kind(config->channels, config->channel_count, CHANNEL_KIND_LIGHT);
        bool is_off = hold_has(&person->holds, HOLD_EFFECT_OFF);

        return (struct routine_surroundings){
                .is_home = !is_out(&person->verdict),
                .is_held = hold_has(&person->holds, HOLD_EFFECT_DEFER),
                .is_quiet = person->in_quiet_hours || is_off || !person->settings.enabled ||
                            hold_has(&person->holds, HOLD_EFFECT_QUIET),
                .is_off = is_off,
                .is_ill = is_ill(person),
                .is_prompt_open = person_is_asked(person),
                .open_prompt = person->policy.id,
                .is_active = config->active_hours_count > 0 && person->in_active_hours,
                .can_deliver = context->can_deliver,
                .first_step = break_policy_usable(context, first_step),
                .lights = lights & (uint16_t)~lit,
                .snoozes = person->breaks.snoozes,
                .summary = &person->summary,
        };
}

/* What is spoken counts as for breaks; the cues of a session do not. Of several prompts at once the later
 * ones may be too many to be spoken. */
static void limit_spoken(struct person *person, const struct break_context *context, uint16_t from)
{
        const struct person_config *config = person->config;
        uint16_t speech = ladder_of_kind(config->channels, config->channel_count, CHANNEL_KIND_SPEECH);

        for (uint16_t i = from; i < context->effects->count; i++) {
                struct prompt *prompt = &context->effects->items[i].prompt;

                if (context->effects->items[i].kind != EFFECT_PROMPT)
                        continue;
                prompt->tell = break_policy_usable(context, prompt->tell);
                if (prompt->tell & speech)
                        voice_spoke(&person->voice, context->now->boottime_usec);
        }
}

/* A session is more than a break. */
static void count_finished(struct person *person, const struct instant *now, struct effects *effects)
{
        struct bout_changes changes = { .count = 0 };

        if (!routine_take_finished(person->routine))
                return;
        bout_claim_break(&person->bout, now->boottime_usec, &changes);
        person_take_changes(person, &changes, now, effects);
        person_claim_standing(person, now, effects);
}

/* A break's prompt that suggests the stretch can be answered by starting it. */
static bool is_stretch_prompt(const struct person *person, const struct routine_command *command)
{
        return command->verb == ROUTINE_START && person->policy.note == PROMPT_NOTE_STRETCH &&
               is_prompt_open(&person->policy) &&
               person_is_prompt(person, command->prompt_id, person->policy.id);
}

static bool is_known_prompt(const struct person *person, const struct routine_command *command)
{
        return is_stretch_prompt(person, command) ||
               person_is_prompt(person, command->prompt_id, routine_prompt(person->routine)) ||
               person_is_prompt(person, command->prompt_id, routine_recovery_prompt(person->routine));
}

void person_step_routine(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects)
{
        static const struct event time = { .kind = EVENT_TIME };
        struct break_context context = person_context(person, PROMPT_ABOUT_SITTING, now, effects);
        struct routine_surroundings surroundings;
        uint16_t from = effects->count;

        if (!person->routine) {
                if (event->kind == EVENT_ROUTINE)
                        routine_refuse(effects, event->routine, ROUTINE_REFUSED_NO_PROGRAMME);
                return;
        }
        if (event->kind == EVENT_ROUTINE && event->routine->prompt_id[0] != '\0' &&
                !is_known_prompt(person, event->routine)) {
                routine_refuse(effects, event->routine, ROUTINE_REFUSED_OLD_PROMPT);
                event = &time;
        }
        surroundings = surroundings_of(person, &context);
        routine_step(person->routine, &surroundings, event, now, effects);
        limit_spoken(person, &context, from);
        count_finished(person, now, effects);
}

bool person_answer_routine(struct person *person, const struct command *command, const struct instant *now,
        struct effects *effects)
{
        struct break_context context = person_context(person, PROMPT_ABOUT_SITTING, now, effects);
        struct routine_surroundings surroundings;
        int64_t duration_usec =
                command->duration_usec > 0 ? command->duration_usec : person->settings.snooze_usec;
        uint16_t from = effects->count;
        bool is_answered;

        if (!person->routine)
                return false;
        if (command->prompt_id[0] != '\0'
                        ? !person_is_prompt(person, command->prompt_id, routine_prompt(person->routine))
                        : person_is_asked(person))
                return false;
        surroundings = surroundings_of(person, &context);
        is_answered =
                routine_answer(person->routine, &surroundings, command->verb, duration_usec, now, effects);
        limit_spoken(person, &context, from);
        return is_answered;
}

void person_count_suggested(struct person *person, const struct effects *effects)
{
        for (uint16_t i = 0; i < effects->count; i++)
                if (effects->items[i].kind == EFFECT_PROMPT &&
                        effects->items[i].prompt.note == PROMPT_NOTE_STRETCH)
                        routine_suggested_stretch(person->routine, effects->items[i].prompt.id);
}

enum routine_phase person_routine_phase(const struct person *person)
{
        return person->routine ? routine_phase(person->routine) : ROUTINE_PHASE_NOTHING;
}
