/* SPDX-License-Identifier: MIT */
#include "core/break_parts.h"
#include "core/week_plan.h"

/* An outcome is news for this long, a question for as long as an answer counts. */
#define OUTCOME_LIFE_USEC (2 * USEC_PER_MINUTE)

int64_t break_step_due(const struct break_policy *policy, const struct break_context *context, uint8_t step)
{
        if (step >= context->ladder->count)
                return USEC_INFINITY;
        return policy->timer_usec + context->ladder->steps[step].after_usec;
}

int64_t break_repeat_due(const struct break_policy *policy, const struct break_context *context)
{
        int64_t after_usec = context->settings->repeat_usec;

        return policy->timer_usec + (after_usec > 0 ? after_usec : ANSWER_WINDOW_USEC);
}

static uint16_t of_kind(const struct break_context *context, enum channel_kind kind)
{
        return ladder_of_kind(context->channels, context->channel_count, kind);
}

uint16_t break_policy_usable(const struct break_context *context, uint16_t tell)
{
        const struct break_settings *settings = context->settings;
        bool may_speak = !hold_has(context->holds, HOLD_EFFECT_MUTE) &&
                         voice_may_speak(context->voice, settings->voice_per_hour, settings->voice_per_day,
                                 context->now->boottime_usec);

        tell = ladder_in_room(context->channels, context->channel_count, tell, context->room);
        if (!may_speak)
                tell &= (uint16_t)~of_kind(context, CHANNEL_KIND_SPEECH);
        return tell;
}

/* What can be answered: a person whom a seat takes for somebody else says so instead of claiming a break. */
static uint8_t actions_now(const struct break_policy *policy, const struct break_context *context)
{
        uint8_t actions = PROMPT_ACTION_SKIP;

        actions |= context->seat_decides ? PROMPT_ACTION_NOT_ME : PROMPT_ACTION_DONE;
        if (policy->snoozes < context->settings->snoozes)
                actions |= PROMPT_ACTION_SNOOZE;
        if (policy->note == PROMPT_NOTE_STRETCH)
                actions |= PROMPT_ACTION_START;
        return actions;
}

static struct prompt *add_prompt(struct break_policy *policy, const struct break_context *context,
        enum prompt_type type, struct prompt_id id, int64_t life_usec)
{
        struct prompt *prompt = &effects_add(context->effects, EFFECT_PROMPT)->prompt;

        prompt->type = type;
        prompt->about = context->about;
        prompt->id = id;
        prompt->programme = -1;
        prompt->exercise = -1;
        prompt->variant = policy->variants[type]++;
        prompt->sat_usec = bout_clock(context->bout, context->now->boottime_usec);
        prompt->suggest_usec = policy->suggest_usec;
        prompt->expires_boottime_usec = context->now->boottime_usec + life_usec;
        return prompt;
}

static void show_on(const struct break_context *context, uint16_t channels, enum light_show show)
{
        struct effect *effect;

        if (channels == 0)
                return;
        effect = effects_add(context->effects, EFFECT_LIGHTS);
        effect->lights.channels = channels;
        effect->lights.show = show;
}

void break_show(const struct break_policy *policy, const struct break_context *context, enum light_show show)
{
        show_on(context, policy->lit, show);
}

/* The lights of the ladder's steps that were told, as far as they are where the person is. */
static uint16_t lights_here(const struct break_policy *policy, const struct break_context *context)
{
        uint16_t told = 0;

        for (uint8_t i = 0; i < context->ladder->count; i++)
                if (i < policy->next_step || policy->lights_only)
                        told |= context->ladder->steps[i].tell;
        told &= of_kind(context, CHANNEL_KIND_LIGHT);
        return ladder_in_room(context->channels, context->channel_count, told, context->room);
}

void break_move_lights(struct break_policy *policy, const struct break_context *context)
{
        bool shown = policy->left_usec == STAMP_NONE && policy->stage != PROMPT_STAGE_SNOOZED;
        uint16_t before = policy->lit;

        if (!break_is_delivered(policy) || context->room == ROOM_NONE || context->room == policy->lit_room)
                return;
        policy->lit = lights_here(policy, context);
        policy->lit_room = context->room;
        if (!shown)
                return;
        show_on(context, before & (uint16_t)~policy->lit, LIGHT_SHOW_BEFORE);
        show_on(context, policy->lit & (uint16_t)~before, LIGHT_SHOW_DUE);
}

void break_silence(const struct break_policy *policy, const struct break_context *context)
{
        /* What was lost with the broker may have reached the lamps. */
        if (!break_is_delivered(policy) && policy->lit == 0)
                return;
        break_show(policy, context, LIGHT_SHOW_BEFORE);
        effects_add(context->effects, EFFECT_HUSH);
}

void break_policy_relight(const struct break_policy *policy, const struct break_context *context)
{
        bool shown = policy->stage == PROMPT_STAGE_OPEN || policy->stage == PROMPT_STAGE_AMBIENT;

        if (shown && policy->left_usec == STAMP_NONE)
                break_show(policy, context, LIGHT_SHOW_DUE);
}

/* Tells @tell the open prompt as @type. */
static void tell_channels(struct break_policy *policy, const struct break_context *context,
        enum prompt_type type, uint8_t level, uint16_t tell)
{
        uint16_t lights = tell & of_kind(context, CHANNEL_KIND_LIGHT);
        struct prompt *prompt = add_prompt(policy, context, type, policy->id,
                break_repeat_due(policy, context) - context->now->boottime_usec);

        prompt->level = level;
        prompt->tell = tell;
        prompt->actions = actions_now(policy, context);
        if (type == PROMPT_BREAK_DUE)
                prompt->note = policy->note;
        if (prompt->note == PROMPT_NOTE_INTERVAL)
                prompt->interval_usec = policy->interval_usec;
        if (tell & of_kind(context, CHANNEL_KIND_SPEECH))
                voice_spoke(context->voice, context->now->boottime_usec);
        policy->lit |= lights;
        policy->lit_room = context->room;
        if (lights != 0 && type == PROMPT_BREAK_REPEAT)
                break_show(policy, context, LIGHT_SHOW_REPEAT);
        else if (lights != 0)
                break_show(policy, context, LIGHT_SHOW_DUE);
}

/* After each two hours of sitting the words suggest a longer break; standing is none of it. */
static void choose_suggestion(struct break_policy *policy, const struct break_context *context)
{
        policy->suggest_usec = context->settings->bout.break_goal_usec;
        if (context->about != PROMPT_ABOUT_SITTING ||
                context->sitting_today_usec - policy->long_mark_usec < LONG_BREAK_EVERY_USEC)
                return;
        policy->suggest_usec = usec_max(policy->suggest_usec, context->settings->long_break_usec);
        policy->long_mark_usec = context->sitting_today_usec;
}

/* One thing more is said at a time, and each of them seldom. */
static enum prompt_note choose_note(struct break_policy *policy, const struct break_context *context)
{
        int32_t monday = week_plan_monday(context->summary->day);

        if (policy->back_off_untold) {
                policy->back_off_untold = false;
                return PROMPT_NOTE_INTERVAL;
        }
        if (context->offers_stretch)
                return PROMPT_NOTE_STRETCH;
        if (!context->offers_programme || policy->offer_monday == monday || context->holds->count > 0)
                return PROMPT_NOTE_NONE;
        policy->offer_monday = monday;
        return PROMPT_NOTE_OFFER;
}

struct effect *break_keep(const struct break_policy *policy, const struct break_context *context)
{
        const struct instant *now = context->now;
        struct effect *effect = effects_add(context->effects, EFFECT_OUTCOME);

        effect->outcome.id = policy->id;
        effect->outcome.about = context->about;
        effect->outcome.snoozes = policy->prompt_snoozes;
        effect->outcome.due_realtime_usec = instant_to_realtime(now, policy->due_usec);
        effect->outcome.first_realtime_usec = instant_to_realtime(now, policy->first_delivered_usec);
        effect->outcome.last_realtime_usec = instant_to_realtime(now, policy->last_delivered_usec);
        if (policy->left_usec != STAMP_NONE)
                effect->outcome.left_realtime_usec = instant_to_realtime(now, policy->left_usec);
        effect->outcome.sat_usec = bout_clock(context->bout, now->boottime_usec);
        return effect;
}

static void stamp_delivery(struct break_policy *policy, int64_t now_usec)
{
        if (policy->first_delivered_usec == STAMP_NONE)
                policy->first_delivered_usec = now_usec;
        policy->last_delivered_usec = now_usec;
        policy->timer_usec = now_usec;
}

void break_deliver_first(
        struct break_policy *policy, const struct break_context *context, enum prompt_type type)
{
        const struct ladder *ladder = context->ladder;
        uint16_t tell = ladder->count > 0 ? ladder->steps[0].tell : 0;

        if (policy->lights_only)
                tell = ladder_all(ladder) & of_kind(context, CHANNEL_KIND_LIGHT);
        if (policy->first_delivered_usec == STAMP_NONE)
                choose_suggestion(policy, context);
        policy->note = type == PROMPT_BREAK_DUE && !policy->lights_only ? choose_note(policy, context)
                                                                        : PROMPT_NOTE_NONE;
        policy->stage = PROMPT_STAGE_OPEN;
        policy->next_step = 1;
        policy->was_held = policy->lights_only;
        stamp_delivery(policy, context->now->boottime_usec);
        tell_channels(policy, context, type, 0, break_policy_usable(context, tell));
        break_keep(policy, context);
}

void break_deliver_steps(struct break_policy *policy, const struct break_context *context)
{
        uint16_t tell = 0;

        while (break_step_due(policy, context, policy->next_step) <= context->now->boottime_usec)
                tell |= context->ladder->steps[policy->next_step++].tell;
        tell = break_policy_usable(context, tell);
        if (tell != 0)
                tell_channels(policy, context, PROMPT_BREAK_NUDGE, (uint8_t)(policy->next_step - 1), tell);
}

void break_deliver_repeat(struct break_policy *policy, const struct break_context *context)
{
        uint8_t level = context->ladder->count > 0 ? context->ladder->count : 1;

        policy->repeated = true;
        policy->next_step = context->ladder->count;
        stamp_delivery(policy, context->now->boottime_usec);
        tell_channels(policy, context, PROMPT_BREAK_REPEAT, level,
                break_policy_usable(context, ladder_all(context->ladder)));
        break_keep(policy, context);
}

void break_tell_outcome(
        struct break_policy *policy, const struct break_context *context, enum prompt_type type)
{
        add_prompt(policy, context, type, policy->id, OUTCOME_LIFE_USEC);
}

/* A prompt beside the breaks: told to screens and phones, never spoken. */
static void tell_screens(
        struct break_policy *policy, const struct break_context *context, enum prompt_type type)
{
        struct prompt_id id = { .day = context->summary->day, .number = ++context->summary->prompts };
        uint16_t screens = of_kind(context, CHANNEL_KIND_PHONE) | of_kind(context, CHANNEL_KIND_DESKTOP);

        add_prompt(policy, context, type, id, ANSWER_WINDOW_USEC)->tell =
                break_policy_usable(context, screens);
}

void break_deliver_posture_check(struct break_policy *policy, const struct break_context *context)
{
        uint16_t screens = of_kind(context, CHANNEL_KIND_PHONE) | of_kind(context, CHANNEL_KIND_DESKTOP);

        policy->checked = true;
        if (context->may_prompt && context->can_deliver && policy->stage == PROMPT_STAGE_NONE &&
                !policy->finished && !hold_has(context->holds, HOLD_EFFECT_DEFER) &&
                break_policy_usable(context, screens) != 0)
                tell_screens(policy, context, PROMPT_POSTURE_CHECK);
}

void break_policy_seat_check(struct break_policy *policy, const struct break_context *context)
{
        if (context->may_prompt && context->can_deliver)
                tell_screens(policy, context, PROMPT_SEAT_CHECK);
}
