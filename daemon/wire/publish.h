/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * publish - the JSON that a person's topics carry (DESIGN 8). Every key is always there; null when there is
 * none.
 *
 * Floor: wire (pure; allocates). Texts returned are owned by the caller (free()); NULL only without memory.
 */
#include "core/person.h"
#include "wire/catalogue.h"

/* The names that the configuration knows and core does not. All borrowed. */
struct person_names {
        const char *id;
        const char *name;
        const char *const *sources;  /* per source of the person */
        const char *const *channels; /* per channel of the person */
        const char *const *rooms;    /* per room of the household; [ROOM_NONE] is NULL */
};

extern const char *const posture_names[POSTURE_MAX_];
extern const char *const phase_names[PHASE_MAX_];
extern const char *const setting_names[SETTING_MAX_]; /* "enabled", "sit_limit", ... */
extern const char *const source_kind_names[SOURCE_KIND_MAX_];

extern const char *const outcome_names[OUTCOME_MAX_]; /* "taken", ... */

/* The names of the actions in @actions (enum prompt_action), in their order. Returns how many. */
#define PROMPT_ACTIONS_MAX 5
size_t prompt_action_names(uint8_t actions, const char *names[static PROMPT_ACTIONS_MAX]);

/* "anna-2026-11-22-3". */
void prompt_id_print(const char *person, struct prompt_id id, char text[static PROMPT_ID_SIZE]);

char *publish_state(const struct person *person, const struct person_names *names,
        const struct person_view *view, const struct instant *now);
char *publish_prompt(const struct prompt *prompt, const struct person_names *names,
        const struct prompt_texts *texts, const struct instant *now);
/* @effect is an EFFECT_ERROR. */
char *publish_error(const struct effect *effect);
/* The same in one sentence or two: what is wrong, and what is allowed ("The value is not one of those
 * allowed: 20 min to 1 h."). */
char *publish_refusal(const struct effect *effect);
/* A command that could not be read at all: @command is what came (shortened), @reason one sentence. */
char *publish_unreadable(
        const char *command, const char *reason, const char *const *allowed, size_t allowed_count);
char *publish_why(const struct person *person, const struct person_names *names, const struct instant *now);
char *publish_owner(const char *instance, const char *host, const char *version);
/* "ON"/"OFF", or whole minutes, rounded. */
char *publish_setting(enum setting setting, int64_t value);
