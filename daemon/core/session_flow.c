/* SPDX-License-Identifier: MIT */
#include "core/session_parts.h"

/* A word that belongs to a moment is left out when the moment has passed by so much. */
#define TEMPO_LATE_USEC USEC_PER_SEC

uint16_t session_set_moves(const struct session *session, const struct session_item *item)
{
        bool is_one_sided = session->set->exercises[item->exercise].sides == EXERCISE_SIDES_NONE;

        return (uint16_t)(item->dose.reps * (is_one_sided ? 1 : 2));
}

uint8_t session_rep(const struct session *session, uint16_t move)
{
        uint8_t reps = session_item(session)->dose.reps;

        switch (session_exercise(session)->sides) {
        case EXERCISE_SIDES_EACH: return (uint8_t)(move < reps ? move + 1 : move - reps + 1);
        case EXERCISE_SIDES_ALTERNATE: return (uint8_t)(move / 2 + 1);
        case EXERCISE_SIDES_NONE:
        case EXERCISE_SIDES_MAX_: break;
        }
        return (uint8_t)(move + 1);
}

enum session_side session_side(const struct session *session, uint16_t move)
{
        bool is_left = true;

        switch (session_exercise(session)->sides) {
        case EXERCISE_SIDES_EACH: is_left = move < session_item(session)->dose.reps; break;
        case EXERCISE_SIDES_ALTERNATE: is_left = move % 2 == 0; break;
        case EXERCISE_SIDES_NONE:
        case EXERCISE_SIDES_MAX_: return SESSION_SIDE_NONE;
        }
        return is_left ? SESSION_SIDE_LEFT : SESSION_SIDE_RIGHT;
}

static bool is_on_floor(enum exercise_position position)
{
        return position != EXERCISE_POSITION_STANDING && position != EXERCISE_POSITION_SITTING;
}

/* People come to a session on their feet. */
int64_t session_settle_usec(const struct session *session, uint8_t item)
{
        const struct session_item *items = session->plan.items;
        enum exercise_position to = session->set->exercises[items[item].exercise].position;
        enum exercise_position from = EXERCISE_POSITION_STANDING;

        if (item > 0)
                from = session->set->exercises[items[item - 1].exercise].position;
        if (from == to)
                return 0;
        return is_on_floor(to) && !is_on_floor(from) ? SESSION_FLOOR_USEC : SESSION_POSITION_USEC;
}

/* Between exercises the time to settle is rest as well. Who did nothing, or goes on by themselves, needs
 * none. */
static int64_t rest_usec(const struct session *session)
{
        int64_t sets_usec = session_exercise(session)->rest_sets_sec * USEC_PER_SEC;

        if (session_has_more_sets(session))
                return sets_usec;
        if (session->total_done[session->item] == 0)
                return 0;
        if (session_has_mark(session, SESSION_MARK_LEFT) && !session_has_mark(session, SESSION_MARK_PAIN) &&
                !session_has_mark(session, SESSION_MARK_EASED))
                return 0;
        return usec_max(0, sets_usec - session_settle_usec(session, session->item + 1));
}

/* With alternate sides each repetition changes them. */
static int64_t between_sec(const struct exercise *exercise)
{
        if (exercise->sides == EXERCISE_SIDES_ALTERNATE)
                return exercise->rest_reps_sec + exercise->switch_sec;
        return exercise->rest_reps_sec;
}

int64_t session_stage_usec(const struct session *session)
{
        switch (session->stage) {
        case SESSION_STAGE_READY: return session_settle_usec(session, session->item);
        case SESSION_STAGE_LIFT: return session_exercise(session)->lift_sec * USEC_PER_SEC;
        case SESSION_STAGE_HOLD: return session_item(session)->dose.hold_sec * USEC_PER_SEC;
        case SESSION_STAGE_LOWER: return session_exercise(session)->lower_sec * USEC_PER_SEC;
        case SESSION_STAGE_BETWEEN: return between_sec(session_exercise(session)) * USEC_PER_SEC;
        case SESSION_STAGE_SWITCH: return session_exercise(session)->switch_sec * USEC_PER_SEC;
        case SESSION_STAGE_REST: return rest_usec(session);
        case SESSION_STAGE_QUESTION: return USEC_INFINITY;
        case SESSION_STAGE_SAFETY:
        case SESSION_STAGE_INTRO:
        case SESSION_STAGE_DO:
        case SESSION_STAGE_ANNOUNCE:
        case SESSION_STAGE_AGAIN:
        case SESSION_STAGE_RETURN:
        case SESSION_STAGE_OUTRO:
        case SESSION_STAGE_MAX_: break;
        }
        return 0;
}

bool session_is_tempo(enum session_stage stage)
{
        return stage >= SESSION_STAGE_LIFT && stage <= SESSION_STAGE_BETWEEN;
}

void session_enter(struct session *session, enum session_stage stage, int64_t at_usec)
{
        session->stage = stage;
        session->line = 0;
        session->phase_ends_usec = usec_add(at_usec, session_stage_usec(session));
        session->paused_left_usec = session_stage_usec(session);
}

static void enter_item(struct session *session, uint8_t item, int64_t at_usec)
{
        if (item >= session->plan.count) {
                session_enter(session, SESSION_STAGE_OUTRO, at_usec);
                return;
        }
        session->item = item;
        session->set_number = 1;
        session_enter(session, SESSION_STAGE_READY, at_usec);
}

void session_leave_exercise(struct session *session, int64_t at_usec)
{
        if (session_has_next_item(session))
                session_enter(session, SESSION_STAGE_REST, at_usec);
        else
                session_enter(session, SESSION_STAGE_OUTRO, at_usec);
}

void session_finish_set(struct session *session, const struct session_turn *turn, int64_t at_usec)
{
        session_log_set(session, turn);
        session_enter(
                session, session_has_more_sets(session) ? SESSION_STAGE_REST : SESSION_STAGE_RETURN, at_usec);
}

static void end_move(struct session *session, const struct session_turn *turn, int64_t at_usec)
{
        const struct session_item *item = session_item(session);

        session->moves_done++;
        if (session->moves_done >= session_set_moves(session, item))
                session_finish_set(session, turn, at_usec);
        else if (session_exercise(session)->sides == EXERCISE_SIDES_EACH &&
                 session->moves_done == item->dose.reps)
                session_enter(session, SESSION_STAGE_SWITCH, at_usec);
        else
                session_enter(session, SESSION_STAGE_BETWEEN, at_usec);
}

static void end_rest(struct session *session, int64_t at_usec)
{
        if (!session_has_more_sets(session)) {
                enter_item(session, session->item + 1, at_usec);
                return;
        }
        session->set_number++;
        session_enter(session, SESSION_STAGE_ANNOUNCE, at_usec);
}

void session_go_on(struct session *session, const struct session_turn *turn, int64_t at_usec)
{
        switch (session->stage) {
        case SESSION_STAGE_SAFETY: session_enter(session, SESSION_STAGE_INTRO, at_usec); break;
        case SESSION_STAGE_INTRO: enter_item(session, 0, at_usec); break;
        case SESSION_STAGE_READY: session_enter(session, SESSION_STAGE_DO, at_usec); break;
        case SESSION_STAGE_DO: session_enter(session, SESSION_STAGE_ANNOUNCE, at_usec); break;
        case SESSION_STAGE_ANNOUNCE:
        case SESSION_STAGE_AGAIN:
        case SESSION_STAGE_BETWEEN:
        case SESSION_STAGE_SWITCH: session_enter(session, SESSION_STAGE_LIFT, at_usec); break;
        case SESSION_STAGE_LIFT: session_enter(session, SESSION_STAGE_HOLD, at_usec); break;
        case SESSION_STAGE_HOLD: session_enter(session, SESSION_STAGE_LOWER, at_usec); break;
        case SESSION_STAGE_LOWER: end_move(session, turn, at_usec); break;
        case SESSION_STAGE_RETURN: session_leave_exercise(session, at_usec); break;
        case SESSION_STAGE_REST: end_rest(session, at_usec); break;
        case SESSION_STAGE_OUTRO: session_close(session, turn, true); break;
        case SESSION_STAGE_QUESTION:
        case SESSION_STAGE_MAX_: break;
        }
}

/* Words wait for words; in a repetition only the count does, before it begins. */
static bool waits_for_voice(const struct session *session)
{
        switch (session->stage) {
        case SESSION_STAGE_BETWEEN: return session->plan.pace == SESSION_PACE_REP;
        case SESSION_STAGE_LIFT:
        case SESSION_STAGE_HOLD:
        case SESSION_STAGE_LOWER: return false;
        case SESSION_STAGE_SAFETY:
        case SESSION_STAGE_INTRO:
        case SESSION_STAGE_READY:
        case SESSION_STAGE_DO:
        case SESSION_STAGE_ANNOUNCE:
        case SESSION_STAGE_AGAIN:
        case SESSION_STAGE_SWITCH:
        case SESSION_STAGE_RETURN:
        case SESSION_STAGE_REST:
        case SESSION_STAGE_OUTRO:
        case SESSION_STAGE_QUESTION:
        case SESSION_STAGE_MAX_: break;
        }
        return true;
}

/* What the stage says next: given, left out, or the deadline for it. False when it has nothing more to say.
 */
static bool run_cue(struct session *session, const struct session_turn *turn, int64_t *ret_wait_usec)
{
        int64_t now_usec = turn->now->boottime_usec, due_usec;
        bool is_free = session->words_end_usec <= now_usec;
        struct cue cue;

        if (!session_next_cue(session, &cue, &due_usec))
                return false;
        *ret_wait_usec = INT64_MIN;
        if (due_usec > now_usec) {
                *ret_wait_usec = due_usec;
                return true;
        }
        if (session_is_tempo(session->stage)) {
                bool is_late = due_usec != INT64_MIN && now_usec - due_usec >= TEMPO_LATE_USEC;

                if (is_free && !is_late)
                        session_give(session, turn, &cue);
                session->line++;
                return true;
        }
        if (!is_free) {
                *ret_wait_usec = session->words_end_usec;
                return true;
        }
        session_give(session, turn, &cue);
        session->line++;
        return true;
}

/* One move of a running session. Returns the deadline of the next one, or INT64_MIN: at once. */
static int64_t run_once(struct session *session, const struct session_turn *turn)
{
        int64_t now_usec = turn->now->boottime_usec, ends_usec, wait_usec;

        if (run_cue(session, turn, &wait_usec))
                return wait_usec;
        ends_usec = session->phase_ends_usec;
        if (waits_for_voice(session))
                ends_usec = usec_max(ends_usec, session->words_end_usec);
        if (ends_usec > now_usec)
                return ends_usec;
        session_go_on(session, turn, now_usec - ends_usec <= SESSION_SLACK_USEC ? ends_usec : now_usec);
        return INT64_MIN;
}

static int64_t state_deadline(struct session *session, const struct session_turn *turn)
{
        int64_t wait_usec = USEC_INFINITY;

        switch (session->state) {
        case SESSION_STATE_RUNNING:
        case SESSION_STATE_QUESTION: return run_once(session, turn);
        case SESSION_STATE_PAUSED:
                wait_usec = usec_add(session->paused_usec, SESSION_RESUME_USEC);
                if (wait_usec <= turn->now->boottime_usec) {
                        session_close(session, turn, false);
                        return INT64_MIN;
                }
                break;
        case SESSION_STATE_NONE:
        case SESSION_STATE_DONE:
        case SESSION_STATE_MAX_: break;
        }
        return wait_usec;
}

void session_run(struct session *session, const struct session_turn *turn)
{
        int64_t deadline_usec;

        do {
                int64_t note_usec = USEC_INFINITY;

                if (session->note != CUE_NOTE_NONE) {
                        if (session->words_end_usec <= turn->now->boottime_usec)
                                session_give_note(session, turn);
                        else
                                note_usec = session->words_end_usec;
                }
                deadline_usec = state_deadline(session, turn);
                if (deadline_usec != INT64_MIN)
                        deadline_usec = usec_min(deadline_usec, note_usec);
        } while (deadline_usec == INT64_MIN);
        session->deadline_usec = deadline_usec;
}
