/* SPDX-License-Identifier: MIT */
#include "core/session_parts.h"

void session_log_set(struct session *session, const struct session_turn *turn)
{
        const struct session_item *item = session_item(session);
        bool has_sides = session_exercise(session)->sides != EXERCISE_SIDES_NONE;
        uint16_t moves = session->moves_done;
        uint8_t reps_done = (uint8_t)(has_sides ? moves / 2 : moves);

        if (moves == 0)
                return;
        session->moves_done = 0;
        session->total_done[session->item] += moves;
        /* One side alone is no repetition yet. */
        if (item->is_warm_up || reps_done == 0)
                return;
        turn->outcome->has_set = true;
        turn->outcome->set = (struct set_record){
                .session_realtime_usec = session->started_realtime_usec,
                .exercise = item->exercise,
                .set = session->set_number,
                .level = item->level,
                .dose = item->dose,
                .reps_done = reps_done,
                .ended_realtime_usec = turn->now->realtime_usec,
        };
}

/* Something is to be said about it in the log: it was begun, hurt, or was too hard to begin. */
static bool is_result(const struct session *session, uint8_t item)
{
        uint8_t telling = SESSION_MARK_EASED | SESSION_MARK_PAIN;

        return !session->plan.items[item].is_warm_up &&
               (session->total_done[item] > 0 || session->marks[item] & telling);
}

bool session_has_result(const struct session *session, int exercise)
{
        for (uint8_t i = 0; i < session->plan.count; i++)
                if (session->plan.items[i].exercise == exercise && is_result(session, i))
                        return true;
        return false;
}

/* Once the hard one is named, the others were right. */
static enum effort effort_of(const struct session *session, int exercise)
{
        if (session->effort < EFFORT_HARD || session->hard_exercise < 0 || session->hard_exercise == exercise)
                return session->effort;
        return EFFORT_RIGHT;
}

static struct exercise_result result(const struct session *session, uint8_t index)
{
        const struct session_item *item = &session->plan.items[index];
        uint32_t prescribed = (uint32_t)item->dose.sets * session_set_moves(session, item);

        return (struct exercise_result){
                .exercise = item->exercise,
                .done_pct = (uint8_t)(session->total_done[index] * 100 / prescribed),
                .effort = effort_of(session, item->exercise),
                .pain = session->pain[index],
                .baseline = session->plan.baseline,
                .sharp = session->marks[index] & SESSION_MARK_SHARP,
                .skip_level = session->marks[index] & SESSION_MARK_TOO_EASY,
                .level = item->level,
        };
}

void session_report(const struct session *session, struct session_outcome *outcome)
{
        outcome->has_ended = true;
        outcome->record = (struct session_record){
                .programme = session->plan.programme,
                .day = session->plan.day,
                .started_realtime_usec = session->started_realtime_usec,
                .kind = session->plan.kind,
                .effort = session->effort,
        };
        for (uint8_t i = 0; i < session->plan.count; i++)
                if (is_result(session, i) && outcome->record.result_count < PROGRAMME_EXERCISES_MAX)
                        outcome->record.results[outcome->record.result_count++] = result(session, i);
}

static bool has_done_something(const struct session *session)
{
        for (uint8_t i = 0; i < session->plan.count; i++)
                if (!session->plan.items[i].is_warm_up && session->total_done[i] > 0)
                        return true;
        return false;
}

void session_close(struct session *session, const struct session_turn *turn, bool ask)
{
        session_log_set(session, turn);
        session_report(session, turn->outcome);
        if (ask && has_done_something(session)) {
                session->state = SESSION_STATE_QUESTION;
                session->paused_usec = turn->now->boottime_usec;
                session_enter(session, SESSION_STAGE_QUESTION, turn->now->boottime_usec);
                return;
        }
        session->state = SESSION_STATE_DONE;
        session->phase_ends_usec = USEC_INFINITY;
}
