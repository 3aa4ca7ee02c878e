/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * break_parts - what the files of break_policy share: break_policy.c (when), break_delivery.c (telling) and
 * break_answer.c (outcomes). Nobody else includes it.
 */
#include "core/break_policy.h"

/* Delivers from the ladder's first step, as @type; the lights alone when policy->lights_only. */
void break_deliver_first(
        struct break_policy *policy, const struct break_context *context, enum prompt_type type);

/* Tells the steps of the ladder that are due, as one nudge. */
void break_deliver_steps(struct break_policy *policy, const struct break_context *context);

/* Tells all the ladder's channels once more. */
void break_deliver_repeat(struct break_policy *policy, const struct break_context *context);

/* The bout's posture check, if its time has come and a screen or phone can show it. */
void break_deliver_posture_check(struct break_policy *policy, const struct break_context *context);

/* An event about the prompt that tells no channel: its outcome. */
void break_tell_outcome(
        struct break_policy *policy, const struct break_context *context, enum prompt_type type);

/* Shows @show on the lights that show the prompt. */
void break_show(const struct break_policy *policy, const struct break_context *context, enum light_show show);

/* The person may be in another room than when the lights were told: those there show it, and no others. */
void break_move_lights(struct break_policy *policy, const struct break_context *context);

/* What is shown and said ends: the lights go back, speech that has not begun is dropped. */
void break_silence(const struct break_policy *policy, const struct break_context *context);

/* Stores the delivered prompt as it is. Returns the effect, so that an outcome can be added. */
struct effect *break_keep(const struct break_policy *policy, const struct break_context *context);

/* Ends the open prompt. One that was never delivered ends without a word. */
void break_resolve(
        struct break_policy *policy, const struct break_context *context, enum outcome outcome, bool claimed);

/* When the ladder's step @step is due (boottime). */
int64_t break_step_due(const struct break_policy *policy, const struct break_context *context, uint8_t step);

/* When the repeat, or after it the quiet end, is due (boottime). */
int64_t break_repeat_due(const struct break_policy *policy, const struct break_context *context);

static inline bool break_is_delivered(const struct break_policy *policy)
{
        return policy->stage != PROMPT_STAGE_NONE && policy->first_delivered_usec != STAMP_NONE;
}
