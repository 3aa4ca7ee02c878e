/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * publish_session - the JSON of the topics session, cue and plan (DESIGN 8). Every key is always there; null
 * when there is none. No answer to a health question and no report of pain is among it.
 *
 * Floor: wire (pure; allocates). Texts returned are owned by the caller (free()); NULL only without memory.
 */
#include "core/effect.h"
#include "core/plan_view.h"
#include "wire/cue_text.h"
#include "wire/session_command.h"

#define CUE_ID_SIZE 64

extern const char *const session_state_names[SESSION_STATE_MAX_]; /* "none", "running", ... */
extern const char *const session_phase_names[SESSION_PHASE_MAX_];
extern const char *const session_side_names[SESSION_SIDE_MAX_]; /* NULL, "left", "right" */
extern const char *const cue_kind_names[CUE_MAX_];
extern const char *const session_kind_names[SESSION_KIND_MAX_]; /* "normal", "short", ... */
#define EFFORT_COUNT (EFFORT_MAX + 1)
extern const char *const effort_names[EFFORT_COUNT]; /* NULL, "easy", ... */
extern const char *const plan_session_state_names[PLAN_SESSION_STATE_MAX_];
extern const char *const plan_hold_names[PLAN_HOLD_MAX_]; /* NULL, "questions", ... */

/* The session topic: exercise is an id, title, name and next are names in the person's language. */
char *publish_session(
        const struct session_view *view, const struct cue_words *words, const struct instant *now);

/*
 * "anna-2026-11-22-1801-12": the person, when the session began, the cue's number in it. A speaker's answer
 * carries it back.
 */
void cue_id_print(const char *person, int64_t started_realtime_usec, uint16_t number,
        const struct instant *now, char text[static CUE_ID_SIZE]);

/* The cue topic. @id: cue_id_print(). */
char *publish_cue(const struct cue *cue, const char *id, const struct cue_text *text,
        const struct programme_set *set, const struct instant *now);

/* The plan topic. @missing: the programme of the person's whose file is broken; empty: none. What is wrong
 * with it may name files and quote them: only the terminal tells that. */
char *publish_plan(const struct plan_view *view, const struct programme_set *set, const char *missing,
        const struct instant *now);

/* The retained values of session_days ("mon,wed,fri") and session_time ("18:00", "18:00-21:00"; @until_minute
 * may be ROUTINE_NO_MINUTE). */
char *publish_session_days(uint8_t days);
char *publish_session_time(int32_t minute, int32_t until_minute);

/*
 * A command about sessions that was not carried out, for the error topic. The first is for one that cannot be
 * read (@command: what came, shortened); the second, of an EFFECT_ROUTINE_ERROR, for one that does not fit:
 * it says what would.
 */
char *publish_session_unreadable(const char *command, const struct session_command_error *error);
char *publish_routine_refusal(const struct effect *effect);
