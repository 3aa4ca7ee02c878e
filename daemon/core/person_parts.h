/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * person_parts - what the files of person share: person.c (the step), person_command.c (what somebody wants),
 * person_routine.c (the programmes), person_standing.c (standing and cues), person_view.c (what is published)
 * and person_keep.c (what survives a restart or a reload). Nobody else includes it.
 */
#include "core/person.h"

/* What the policy of @about is to decide on at @now. */
struct break_context person_context(
        struct person *person, enum prompt_about about, const struct instant *now, struct effects *effects);

/* Of person_about() or the other. */
struct break_policy *person_policy(struct person *person, enum prompt_about about);

/* Whether something else comes in the place of a prompt about @about: a session, or the other prompt. */
bool person_is_replaced(const struct person *person, enum prompt_about about);

/* Whether standing has anything to be stepped for. */
bool person_tracks_standing(const struct person *person);

/* Takes the posture decided into the bout of standing, and lets its policy answer. */
void person_stand(struct person *person, const struct instant *now, struct effects *effects);

/* Does what is due of standing. */
void person_step_standing(struct person *person, const struct instant *now, struct effects *effects);

/* Lets the policy of standing answer to what its bout brought about. */
void person_take_standing(struct person *person, const struct bout_changes *changes,
        const struct instant *now, struct effects *effects);

/* Nobody knows whether they stand: "not me". */
void person_lose_standing(struct person *person, const struct instant *now, struct effects *effects);

/* The bout of standing is over: a break was claimed, or a session has been. */
void person_claim_standing(struct person *person, const struct instant *now, struct effects *effects);

/* Takes what a cue's topic says. Returns whether that is a natural moment: it has just become true. */
bool person_take_cue(struct person *person, const struct event *event);
void person_forget_cues(struct person *person);

/* Brings forward what a natural moment does (DESIGN 5.12). */
void person_bring_forward(struct person *person, const struct instant *now, struct effects *effects);

/* When the next prompt about @about is planned (realtime), or 0 if none is or the hours will be over. */
int64_t person_next_prompt(const struct person *person, enum prompt_about about, const struct instant *now);

/* Decides the posture from what the sources say at @now. */
void person_decide(struct person *person, const struct instant *now);

/* The room goes with the posture: an edge that has not lasted moves nobody. After the bout's step. */
void person_follow_room(struct person *person);

/* Counts what the bout brought about and lets the policy answer. */
void person_take_changes(struct person *person, const struct bout_changes *changes, const struct instant *now,
        struct effects *effects);

/* Carries out a command at @now. */
void person_command(struct person *person, const struct command *command, const struct instant *now,
        struct effects *effects);

/*
 * Appends EFFECT_STATE, EFFECT_WHY and EFFECT_SAVE as far as something changed or their time has come.
 * Returns the boottime at which it has something to do though nothing happens.
 */
int64_t person_publish(struct person *person, const struct instant *now, struct effects *effects);

/* Recomputes whether @now is inside active and quiet hours, if that may have changed or @anew. */
void person_refresh_hours(struct person *person, const struct instant *now, bool anew);

/* The rest of the person and the routine: a step, and a command that may be meant for an offered session.
 * @command's verb is done, skip or snooze; false: it is not. */
void person_step_routine(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects);
bool person_answer_routine(struct person *person, const struct command *command, const struct instant *now,
        struct effects *effects);
/* A break's prompt is due, told or put off, and not answered: offers wait for that. */
bool person_is_asked(const struct person *person);
/* Tells the routine that a break's prompt among @effects suggests the stretch. */
void person_count_suggested(struct person *person, const struct effects *effects);
enum routine_phase person_routine_phase(const struct person *person);

/* Whether @text is "<person>-<day>-<number>" of @id; never of number 0. */
bool person_is_prompt(const struct person *person, const char *text, struct prompt_id id);

/* Whether prompts about @about may come at all: enabled, in hours, nothing that asks for quiet. */
bool person_may_prompt(const struct person *person, enum prompt_about about);
