/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * sit_trial - what follows somebody who sits down, stands up and sits down again (DESIGN 12, `unslouch
 * discover --sit`).
 *
 * Floor: wire (pure; allocates). Every value on every topic is followed: a word or a yes or no that is the
 * same whenever they sat and another when they stood; a number whose levels are apart, with the limit in the
 * middle. What changes all the time, and what only counts on, follows nobody.
 */
#include "wire/candidate.h"
#include "wire/field.h"

#include <stdint.h>

/* Values that are followed; and of one message. */
#define SIT_TRIAL_TRACKS_MAX 16384
#define SIT_TRIAL_LEAVES_MAX 64
/* The best that are told. */
#define SIT_TRIAL_FOLLOWERS_MAX 8

enum sit_step {
        SIT_STEP_BEFORE, /* what is retained, and what is said anyway */
        SIT_STEP_SIT,
        SIT_STEP_STAND,
        SIT_STEP_SIT_AGAIN,
        SIT_STEP_MAX_,
};

#define SIT_TRIAL_VALUE_SIZE 32

/* One that followed. */
struct sit_follower {
        struct candidate candidate; /* a seat, or a presence that covers it; sure: seen in all steps */
        char sitting[SIT_TRIAL_VALUE_SIZE]; /* the last value while they sat, and while they stood */
        char standing[SIT_TRIAL_VALUE_SIZE];
        int score; /* the higher the better */
};

struct sit_trial;

/* @base: unslouch's own base topic, what is below is left out; copied. Return: 0; -ENOMEM. sit_trial_free()
 * takes NULL. */
int sit_trial_new(const char *base, struct sit_trial **ret_trial);
struct sit_trial *sit_trial_free(struct sit_trial *trial);

/* From now on messages are of the next step. */
void sit_trial_next(struct sit_trial *trial);

/* Takes one message. Return: 0, also for what can't be followed; -ENOSPC: more than SIT_TRIAL_TRACKS_MAX, the
 * rest is not followed; -ENOMEM. */
int sit_trial_take(
        struct sit_trial *trial, const char *topic, const void *payload, size_t bytes, bool retained);

/* After the last step. @followers: receives at most SIT_TRIAL_FOLLOWERS_MAX, the best first, @ret_count of
 * them. Return: 0; -ENOMEM. */
int sit_trial_judge(const struct sit_trial *trial,
        struct sit_follower followers[static SIT_TRIAL_FOLLOWERS_MAX], size_t *ret_count);
