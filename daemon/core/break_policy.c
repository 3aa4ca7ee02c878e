/* SPDX-License-Identifier: MIT */
#include "core/break_parts.h"

void break_policy_init(struct break_policy *policy, int64_t limit_usec)
{
        *policy = (struct break_policy){
                .first_delivered_usec = STAMP_NONE,
                .left_usec = STAMP_NONE,
                .interval_usec = limit_usec,
                .back_off_day = INT32_MIN,
                .offer_monday = INT32_MIN,
        };
}

void break_policy_new_day(struct break_policy *policy)
{
        policy->long_mark_usec = 0;
}

static bool is_deferred(const struct break_context *context)
{
        return hold_has(context->holds, HOLD_EFFECT_DEFER);
}

/* Nothing about the person sitting there is provisional, and what is told arrives. */
static bool can_tell(const struct break_context *context)
{
        return context->can_deliver && bout_is_confirmed(context->bout);
}

static int64_t clock_now(const struct break_context *context)
{
        return bout_clock(context->bout, context->now->boottime_usec);
}

static void fall_due(struct break_policy *policy, const struct break_context *context)
{
        int64_t now_usec = context->now->boottime_usec;

        policy->stage = PROMPT_STAGE_WAITING;
        policy->id =
                (struct prompt_id){ .day = context->summary->day, .number = ++context->summary->prompts };
        policy->due_usec = now_usec;
        policy->wait_since_usec = now_usec;
        policy->first_delivered_usec = STAMP_NONE;
        policy->left_usec = STAMP_NONE;
        policy->prompt_snoozes = 0;
        policy->lights_only = false;
        policy->repeated = false;
        policy->lit = 0;
        policy->lit_room = ROOM_NONE;
}

/* The bout's posture check is still to come; of standing there is none. */
static bool may_check(const struct break_policy *policy, const struct break_context *context)
{
        return context->about == PROMPT_ABOUT_SITTING && context->settings->posture_check_usec > 0 &&
               !policy->checked;
}

static bool may_fall_due(const struct break_policy *policy, const struct break_context *context)
{
        return !policy->finished && context->may_prompt && !context->is_replaced;
}

static void step_none(struct break_policy *policy, const struct break_context *context)
{
        if (!bout_is_confirmed(context->bout))
                return;
        if (may_check(policy, context) && clock_now(context) >= context->settings->posture_check_usec)
                break_deliver_posture_check(policy, context);
        if (may_fall_due(policy, context) && clock_now(context) >= policy->interval_usec)
                fall_due(policy, context);
}

void break_policy_bring_forward(struct break_policy *policy, const struct break_context *context)
{
        if (policy->stage == PROMPT_STAGE_NONE && may_fall_due(policy, context) && can_tell(context) &&
                !is_deferred(context) && clock_now(context) >= policy->interval_usec - CUE_AHEAD_USEC)
                fall_due(policy, context);
}

static void step_waiting(struct break_policy *policy, const struct break_context *context)
{
        if (!can_tell(context))
                return;
        policy->lights_only = is_deferred(context);
        if (policy->lights_only &&
                context->now->boottime_usec < policy->wait_since_usec + context->settings->defer_usec)
                return;
        break_deliver_first(policy, context, PROMPT_BREAK_DUE);
}

/* A hold has ended that kept something from being told: from the first step, and the time starts again. */
static bool nudge_after_hold(struct break_policy *policy, const struct break_context *context)
{
        int64_t now_usec = context->now->boottime_usec;

        policy->was_held = false;
        if (!policy->lights_only && break_step_due(policy, context, policy->next_step) > now_usec &&
                break_repeat_due(policy, context) > now_usec)
                return false;
        policy->lights_only = false;
        break_deliver_first(policy, context, PROMPT_BREAK_NUDGE);
        return true;
}

static void step_open(struct break_policy *policy, const struct break_context *context)
{
        int64_t now_usec = context->now->boottime_usec;

        if (policy->left_usec != STAMP_NONE || !can_tell(context))
                return;
        if (is_deferred(context)) {
                policy->was_held = true;
                return;
        }
        if (policy->was_held && nudge_after_hold(policy, context))
                return;
        if (break_repeat_due(policy, context) > now_usec) {
                break_deliver_steps(policy, context);
        } else if (!policy->repeated && context->settings->repeat_usec > 0) {
                break_deliver_repeat(policy, context);
        } else {
                policy->stage = PROMPT_STAGE_AMBIENT;
        }
}

void break_policy_step(struct break_policy *policy, const struct break_context *context)
{
        /* Who is up already resolves it by themselves. */
        if (!context->may_prompt && policy->left_usec == STAMP_NONE)
                break_policy_withdraw(policy, context);
        break_move_lights(policy, context);
        if (policy->stage == PROMPT_STAGE_SNOOZED && policy->left_usec == STAMP_NONE &&
                context->now->boottime_usec >= policy->snooze_until_usec) {
                policy->stage = PROMPT_STAGE_WAITING;
                policy->wait_since_usec = context->now->boottime_usec;
        }
        if (policy->stage == PROMPT_STAGE_NONE)
                step_none(policy, context);
        if (policy->stage == PROMPT_STAGE_WAITING)
                step_waiting(policy, context);
        else if (policy->stage == PROMPT_STAGE_OPEN)
                step_open(policy, context);
}

void break_policy_undelivered(struct break_policy *policy)
{
        bool was_open = policy->stage == PROMPT_STAGE_OPEN || policy->stage == PROMPT_STAGE_AMBIENT;

        if (!was_open || policy->left_usec != STAMP_NONE)
                return;
        /* What came after the first was lost with it. */
        if (policy->first_delivered_usec == policy->last_delivered_usec ||
                (policy->repeated && policy->prompt_snoozes == 0))
                policy->first_delivered_usec = STAMP_NONE;
        policy->repeated = false;
        policy->stage = PROMPT_STAGE_WAITING;
}

void break_policy_suspend(struct break_policy *policy, int64_t span_usec)
{
        policy->wait_since_usec += span_usec;
        policy->timer_usec += span_usec;
        policy->snooze_until_usec += span_usec;
        if (policy->stage == PROMPT_STAGE_NONE || policy->first_delivered_usec == STAMP_NONE)
                return;
        policy->last_delivered_usec += span_usec;
}

static int64_t none_deadline(const struct break_policy *policy, const struct break_context *context)
{
        int64_t began_usec = context->now->boottime_usec - clock_now(context);
        int64_t next_usec = USEC_INFINITY;

        if (!bout_is_confirmed(context->bout))
                return USEC_INFINITY;
        if (may_check(policy, context))
                next_usec = began_usec + context->settings->posture_check_usec;
        if (may_fall_due(policy, context))
                next_usec = usec_min(next_usec, began_usec + policy->interval_usec);
        return next_usec;
}

int64_t break_policy_next_deadline(const struct break_policy *policy, const struct break_context *context)
{
        switch (policy->stage) {
        case PROMPT_STAGE_NONE: return none_deadline(policy, context);
        case PROMPT_STAGE_WAITING:
                return can_tell(context) && is_deferred(context)
                               ? policy->wait_since_usec + context->settings->defer_usec
                               : USEC_INFINITY;
        case PROMPT_STAGE_SNOOZED:
                return policy->left_usec == STAMP_NONE ? policy->snooze_until_usec : USEC_INFINITY;
        case PROMPT_STAGE_OPEN:
                if (policy->left_usec != STAMP_NONE || !can_tell(context) || is_deferred(context))
                        return USEC_INFINITY;
                return usec_min(break_step_due(policy, context, policy->next_step),
                        break_repeat_due(policy, context));
        case PROMPT_STAGE_AMBIENT: return USEC_INFINITY;
        }
        return USEC_INFINITY;
}

int64_t break_policy_next_due(const struct break_policy *policy, const struct break_context *context)
{
        if (policy->stage == PROMPT_STAGE_SNOOZED)
                return policy->left_usec == STAMP_NONE ? policy->snooze_until_usec : USEC_INFINITY;
        if (policy->stage == PROMPT_STAGE_WAITING && bout_is_confirmed(context->bout) && is_deferred(context))
                return policy->wait_since_usec + context->settings->defer_usec;
        if (policy->stage != PROMPT_STAGE_NONE || !may_fall_due(policy, context) ||
                !bout_is_seated(context->bout))
                return USEC_INFINITY;
        /* What is due already waits for certainty that somebody sits, which comes nobody knows when. */
        if (clock_now(context) >= policy->interval_usec)
                return USEC_INFINITY;
        return context->now->boottime_usec - clock_now(context) + policy->interval_usec;
}
