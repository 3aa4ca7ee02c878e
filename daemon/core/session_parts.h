/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * session_parts - what the files of session share: session.c (events), session_verb.c (what a person says),
 * session_flow.c (stages and when they end), session_cue.c (what a stage says), session_record.c (what was
 * done), session_plan.c and session_view.c. Nobody else includes it.
 */
#include "core/session.h"

/* One step: the moment and what it causes. */
struct session_turn {
        const struct instant *now;
        struct session_outcome *outcome;
};

static inline const struct session_item *session_item(const struct session *session)
{
        return &session->plan.items[session->item];
}

static inline const struct exercise *session_exercise(const struct session *session)
{
        return &session->set->exercises[session_item(session)->exercise];
}

static inline bool session_has_mark(const struct session *session, enum session_mark mark)
{
        return session->marks[session->item] & mark;
}

/* A stage at an exercise, rather than before the first or after the last. */
static inline bool session_at_exercise(const struct session *session)
{
        return session->stage >= SESSION_STAGE_READY && session->stage <= SESSION_STAGE_REST;
}

/* From the announcement on: a set is in progress. */
static inline bool session_in_set(const struct session *session)
{
        return session->stage >= SESSION_STAGE_ANNOUNCE && session->stage <= SESSION_STAGE_SWITCH;
}

/* The set in progress, or the one that is over, is followed by another of the same exercise. */
static inline bool session_has_more_sets(const struct session *session)
{
        return !session_has_mark(session, SESSION_MARK_LEFT) &&
               session->set_number < session_item(session)->dose.sets;
}

static inline bool session_has_next_item(const struct session *session)
{
        return session->item + 1 < session->plan.count;
}

/* Moves of one set of an item: its repetitions, those of both sides. */
uint16_t session_set_moves(const struct session *session, const struct session_item *item);

/* The repetition (from 1) and the side of the move with the number @move, from 0. */
uint8_t session_rep(const struct session *session, uint16_t move);
enum session_side session_side(const struct session *session, uint16_t move);

/* Time to get from the position before @item into its own. */
int64_t session_settle_usec(const struct session *session, uint8_t item);

/* The least time of the stage that the session is in. */
int64_t session_stage_usec(const struct session *session);

/* The stages of a repetition keep their tempo; the others wait for their words. */
bool session_is_tempo(enum session_stage stage);

/* Into @stage at @at_usec (boottime). */
void session_enter(struct session *session, enum session_stage stage, int64_t at_usec);

/* Into the stage after the one that the session is in. */
void session_go_on(struct session *session, const struct session_turn *turn, int64_t at_usec);

/* Into what follows the exercise: the rest before the next one, or the outro. */
void session_leave_exercise(struct session *session, int64_t at_usec);

/* The set is over: it is logged, and the rest or the return lines follow. */
void session_finish_set(struct session *session, const struct session_turn *turn, int64_t at_usec);

/* Does all that is due and finds the next deadline. */
void session_run(struct session *session, const struct session_turn *turn);

/* How far the session has come, in planned time: where its item begins, and its share of moves that is done.
 */
int64_t session_way_usec(const struct session *session);

/* Sets up @session with @plan; nothing is said yet. */
void session_begin(struct session *session, const struct session_plan *plan, const struct instant *now);

/* Runs a copy of @session, just begun, with the voice's estimates: when its items begin, and its length. */
void session_measure(struct session *session, const struct instant *now);

/* The stage's next cue and when it is due, or false when it has no more. */
bool session_next_cue(const struct session *session, struct cue *ret_cue, int64_t *ret_due_usec);

/* Gives @cue now. */
void session_give(struct session *session, const struct session_turn *turn, struct cue *cue);

/* Says @note about the exercise that the session is at, in place of an older note that was not said yet. */
void session_say_note(struct session *session, enum cue_note note);
void session_give_note(struct session *session, const struct session_turn *turn);

/* Logs the moves of the set in progress, if there are any. */
void session_log_set(struct session *session, const struct session_turn *turn);

/* Reports the record as it stands. */
void session_report(const struct session *session, struct session_outcome *outcome);
bool session_has_result(const struct session *session, int exercise);

/* Closes the session with what was done, and with the question if @ask and something was. */
void session_close(struct session *session, const struct session_turn *turn, bool ask);

void session_pause(struct session *session, const struct instant *now);
enum session_refusal session_take_verb(
        struct session *session, const struct session_event *event, const struct session_turn *turn);
