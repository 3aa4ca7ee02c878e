/* SPDX-License-Identifier: MIT */
/* Standing at the raised desk, and the natural moments that bring a prompt forward (DESIGN 5.11, 5.12). */
#include "core/person_parts.h"

/* The row of a person beside their empty chair, whose desk is not raised as far as is known. */
#define ROW_BESIDE_CHAIR 3

bool person_tracks_standing(const struct person *person)
{
        return person->has_desk || person->standing.policy.stage != PROMPT_STAGE_NONE;
}

enum prompt_about person_about(const struct person *person)
{
        const struct standing *standing = &person->standing;

        if (person->policy.stage != PROMPT_STAGE_NONE)
                return PROMPT_ABOUT_SITTING;
        if (standing->policy.stage != PROMPT_STAGE_NONE)
                return PROMPT_ABOUT_STANDING;
        return !person->bout.open && standing->bout.open && person->breaks.stand_limit_usec > 0
                       ? PROMPT_ABOUT_STANDING
                       : PROMPT_ABOUT_SITTING;
}

/* Sitting and standing change places. */
static struct verdict mirror(const struct verdict *verdict)
{
        struct verdict mirrored = *verdict;

        switch (verdict->posture) {
        case POSTURE_SITTING: mirrored.posture = POSTURE_STANDING; break;
        case POSTURE_STANDING:
                mirrored.posture = verdict->row == ROW_BESIDE_CHAIR ? POSTURE_AWAY : POSTURE_SITTING;
                break;
        case POSTURE_UNKNOWN:
        case POSTURE_AWAY:
        case POSTURE_MAX_: break;
        }
        return mirrored;
}

void person_take_standing(struct person *person, const struct bout_changes *changes,
        const struct instant *now, struct effects *effects)
{
        struct break_context context = person_context(person, PROMPT_ABOUT_STANDING, now, effects);

        for (uint8_t i = 0; i < changes->count; i++)
                break_policy_on_bout(&person->standing.policy, &context, &changes->items[i]);
}

void person_stand(struct person *person, const struct instant *now, struct effects *effects)
{
        struct bout_changes changes = { .count = 0 };
        struct verdict mirrored;

        if (!person_tracks_standing(person))
                return;
        mirrored = mirror(&person->verdict);
        bout_step(&person->standing.bout, &person->breaks.bout, &mirrored, now->boottime_usec, &changes);
        if (changes.count > 0)
                person_take_standing(person, &changes, now, effects);
}

void person_step_standing(struct person *person, const struct instant *now, struct effects *effects)
{
        struct break_context context;

        if (!person_tracks_standing(person))
                return;
        context = person_context(person, PROMPT_ABOUT_STANDING, now, effects);
        break_policy_step(&person->standing.policy, &context);
        /* The desk is gone with a reload, and now its prompt too: should it return, its time begins anew. */
        if (!person_tracks_standing(person))
                bout_init(&person->standing.bout, now->boottime_usec);
}

void person_lose_standing(struct person *person, const struct instant *now, struct effects *effects)
{
        struct bout_changes changes = { .count = 0 };

        bout_censor(&person->standing.bout, now->boottime_usec, &changes);
        person_take_standing(person, &changes, now, effects);
}

void person_claim_standing(struct person *person, const struct instant *now, struct effects *effects)
{
        struct bout_changes changes = { .count = 0 };

        bout_claim_break(&person->standing.bout, now->boottime_usec, &changes);
        person_take_standing(person, &changes, now, effects);
}

bool person_take_cue(struct person *person, const struct event *event)
{
        enum source_value *value = &person->cues[event->cue.cue];
        enum source_value before = *value;

        *value = event->cue.value;
        /* What was not heard to be otherwise may have been so for long. */
        return before == SOURCE_VALUE_FALSE && *value == SOURCE_VALUE_TRUE && !event->cue.retained;
}

void person_forget_cues(struct person *person)
{
        for (uint8_t i = 0; i < CUES_MAX; i++)
                person->cues[i] = SOURCE_VALUE_NOTHING;
}

void person_bring_forward(struct person *person, const struct instant *now, struct effects *effects)
{
        for (enum prompt_about about = 0; about < PROMPT_ABOUT_MAX_; about++) {
                struct break_context context = person_context(person, about, now, effects);

                /* None is planned for after the hours. */
                if (person_next_prompt(person, about, now) != 0)
                        break_policy_bring_forward(person_policy(person, about), &context);
        }
}
