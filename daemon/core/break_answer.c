/* SPDX-License-Identifier: MIT */
#include "core/break_parts.h"

/* Acceptance below which prompts come more rarely, and above which more often again (programme.md 4.3), in
 * tenths. */
#define BACK_OFF_BELOW_TENTHS 3
#define BACK_OFF_ABOVE_TENTHS 6

static enum prompt_type type_of(enum outcome outcome)
{
        static const enum prompt_type types[OUTCOME_MAX_] = {
                [OUTCOME_TAKEN] = PROMPT_BREAK_TAKEN,
                [OUTCOME_PARTIAL] = PROMPT_BREAK_PARTIAL,
                [OUTCOME_IGNORED] = PROMPT_BREAK_IGNORED,
                [OUTCOME_DISMISSED] = PROMPT_BREAK_DISMISSED,
                [OUTCOME_MOOT] = PROMPT_BREAK_MOOT,
        };

        return types[outcome];
}

static int64_t whole_minutes(int64_t usec)
{
        return (usec + USEC_PER_MINUTE / 2) / USEC_PER_MINUTE * USEC_PER_MINUTE;
}

/* The interval after another look at the last prompts. */
static int64_t next_interval(const struct break_policy *policy, int64_t limit_usec)
{
        int tenths = __builtin_popcount(policy->recent_taken) * 10 / BACK_OFF_WINDOW;
        int64_t longest_usec = usec_max(BACK_OFF_CAP_USEC, limit_usec);

        if (tenths < BACK_OFF_BELOW_TENTHS)
                return usec_min(whole_minutes(policy->interval_usec * 3 / 2), longest_usec);
        if (tenths > BACK_OFF_ABOVE_TENTHS)
                return usec_max(whole_minutes(policy->interval_usec * 2 / 3), limit_usec);
        return policy->interval_usec;
}

static void back_off(struct break_policy *policy, const struct break_context *context, bool taken)
{
        int64_t interval_usec;

        policy->recent_taken =
                (uint16_t)(((unsigned)policy->recent_taken << 1 | taken) & ((1u << BACK_OFF_WINDOW) - 1));
        if (policy->recent_count < BACK_OFF_WINDOW)
                policy->recent_count++;
        if (!context->settings->back_off || policy->recent_count < BACK_OFF_WINDOW ||
                policy->back_off_day == context->summary->day)
                return;
        interval_usec = next_interval(policy, context->limit_usec);
        if (interval_usec == policy->interval_usec)
                return;
        policy->interval_usec = interval_usec;
        policy->back_off_day = context->summary->day;
        policy->back_off_untold = true;
}

static void keep_outcome(
        struct break_policy *policy, const struct break_context *context, enum outcome outcome, bool claimed)
{
        struct effect *effect = break_keep(policy, context);

        effect->outcome.ended = true;
        effect->outcome.outcome = outcome;
        effect->outcome.claimed = claimed;
        context->summary->outcomes[outcome]++;
        if (outcome != OUTCOME_MOOT)
                back_off(policy, context, outcome == OUTCOME_TAKEN);
}

void break_resolve(
        struct break_policy *policy, const struct break_context *context, enum outcome outcome, bool claimed)
{
        bool shown = policy->left_usec == STAMP_NONE && policy->stage != PROMPT_STAGE_SNOOZED;
        /* The words say to stay up until the light tells: it tells a full break that began late as well. */
        bool full = outcome == OUTCOME_TAKEN || (outcome == OUTCOME_IGNORED && context->bout->gap_fulfilled);
        bool green = full && break_is_delivered(policy) && context->may_prompt;

        if (shown && green)
                effects_add(context->effects, EFFECT_HUSH);
        else if (shown)
                break_silence(policy, context);
        if (green)
                break_show(policy, context, LIGHT_SHOW_TAKEN);
        if (break_is_delivered(policy)) {
                break_tell_outcome(policy, context, type_of(outcome));
                keep_outcome(policy, context, outcome, claimed);
        }
        policy->stage = PROMPT_STAGE_NONE;
        policy->lit = 0;
        policy->left_usec = STAMP_NONE;
}

static bool is_answered_in_time(const struct break_policy *policy, int64_t left_usec)
{
        /* Who snoozed has answered: the time to get up is then until the snooze's end. */
        int64_t until_usec = policy->stage == PROMPT_STAGE_SNOOZED
                                     ? policy->snooze_until_usec
                                     : policy->last_delivered_usec + ANSWER_WINDOW_USEC;

        return left_usec <= until_usec;
}

static void on_stood_up(struct break_policy *policy, const struct break_context *context, int64_t left_usec)
{
        bool snoozed = policy->stage == PROMPT_STAGE_SNOOZED;

        policy->left_usec = left_usec;
        if (!snoozed)
                break_silence(policy, context);
        if (!break_is_delivered(policy))
                return;
        /* Only who leaves right after the first delivery was about to anyway; later ones find a person who
         * knows. */
        if (policy->stage == PROMPT_STAGE_WAITING ||
                (!snoozed && left_usec - policy->first_delivered_usec <= MOOT_WINDOW_USEC))
                policy->answer = PROMPT_ANSWER_MOOT;
        else
                policy->answer =
                        is_answered_in_time(policy, left_usec) ? PROMPT_ANSWER_IN_TIME : PROMPT_ANSWER_LATE;
}

/* Back within min_break: the prompt opens again on the light alone; what fell due meanwhile is dropped. */
static void on_back_too_soon(struct break_policy *policy, const struct break_context *context)
{
        int64_t now_usec = context->now->boottime_usec;

        break_move_lights(policy, context);
        policy->left_usec = STAMP_NONE;
        if (policy->stage == PROMPT_STAGE_WAITING)
                return;
        if (policy->stage == PROMPT_STAGE_SNOOZED) {
                policy->stage = PROMPT_STAGE_OPEN;
                policy->next_step = context->ladder->count;
                policy->timer_usec = now_usec;
        }
        while (break_step_due(policy, context, policy->next_step) <= now_usec)
                policy->next_step++;
        if (!policy->repeated && break_repeat_due(policy, context) <= now_usec) {
                policy->repeated = true;
                policy->timer_usec = now_usec;
        }
        if (context->may_prompt)
                break_show(policy, context, LIGHT_SHOW_DUE);
}

static void on_sat_down(struct break_policy *policy, const struct break_context *context, int64_t gap_usec)
{
        if (policy->stage == PROMPT_STAGE_NONE || policy->left_usec == STAMP_NONE)
                return;
        if (gap_usec < context->settings->bout.min_break_usec)
                on_back_too_soon(policy, context);
        else
                break_resolve(policy, context,
                        policy->answer == PROMPT_ANSWER_IN_TIME ? OUTCOME_PARTIAL : OUTCOME_IGNORED, false);
}

static void on_bout_over(struct break_policy *policy, const struct break_context *context, bool censored)
{
        if (policy->stage != PROMPT_STAGE_NONE &&
                (censored || !break_is_delivered(policy) || policy->answer == PROMPT_ANSWER_MOOT))
                break_resolve(policy, context, OUTCOME_MOOT, false);
        policy->finished = false;
        policy->checked = false;
        policy->snoozes = 0;
}

void break_policy_on_bout(
        struct break_policy *policy, const struct break_context *context, const struct bout_change *change)
{
        switch (change->kind) {
        case BOUT_CHANGE_STOOD_UP:
                if (policy->stage != PROMPT_STAGE_NONE)
                        on_stood_up(policy, context, change->at_usec);
                break;
        case BOUT_CHANGE_CLOSED: on_bout_over(policy, context, false); break;
        case BOUT_CHANGE_CENSORED: on_bout_over(policy, context, true); break;
        case BOUT_CHANGE_FULFILLED:
                if (policy->stage != PROMPT_STAGE_NONE)
                        break_resolve(policy, context,
                                policy->answer == PROMPT_ANSWER_IN_TIME ? OUTCOME_TAKEN : OUTCOME_IGNORED,
                                false);
                break;
        case BOUT_CHANGE_SAT_DOWN: on_sat_down(policy, context, change->length_usec); break;
        case BOUT_CHANGE_PAUSED:
        case BOUT_CHANGE_SPAN: break;
        }
}

void break_policy_withdraw(struct break_policy *policy, const struct break_context *context)
{
        if (policy->stage != PROMPT_STAGE_NONE)
                break_resolve(policy, context, OUTCOME_MOOT, false);
}

void break_policy_done(struct break_policy *policy, const struct break_context *context)
{
        if (policy->stage != PROMPT_STAGE_NONE)
                break_resolve(policy, context, OUTCOME_TAKEN, true);
        else if (!context->bout->open)
                effects_refuse(context->effects, COMMAND_DONE, REFUSAL_NOT_SEATED);
}

void break_policy_skip(struct break_policy *policy, const struct break_context *context)
{
        if (policy->stage == PROMPT_STAGE_NONE) {
                effects_refuse(context->effects, COMMAND_SKIP, REFUSAL_NO_PROMPT);
                return;
        }
        break_resolve(policy, context, OUTCOME_DISMISSED, false);
        policy->finished = true;
}

void break_policy_snooze(
        struct break_policy *policy, const struct break_context *context, int64_t duration_usec)
{
        struct effect *error;

        if (policy->stage == PROMPT_STAGE_SNOOZED)
                return;
        if (!break_is_delivered(policy) || policy->left_usec != STAMP_NONE) {
                effects_refuse(context->effects, COMMAND_SNOOZE, REFUSAL_NO_PROMPT);
                return;
        }
        if (duration_usec < SNOOZE_MIN_USEC || duration_usec > SNOOZE_MAX_USEC) {
                error = effects_refuse(context->effects, COMMAND_SNOOZE, REFUSAL_RANGE);
                error->error.min = SNOOZE_MIN_USEC;
                error->error.max = SNOOZE_MAX_USEC;
                return;
        }
        if (policy->snoozes >= context->settings->snoozes) {
                effects_refuse(context->effects, COMMAND_SNOOZE, REFUSAL_NO_SNOOZES);
                return;
        }
        break_silence(policy, context);
        policy->stage = PROMPT_STAGE_SNOOZED;
        policy->snooze_until_usec = context->now->boottime_usec + duration_usec;
        policy->snoozes++;
        policy->prompt_snoozes++;
        break_keep(policy, context);
}
