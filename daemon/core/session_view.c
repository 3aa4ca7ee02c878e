/* SPDX-License-Identifier: MIT */
#include "core/session_parts.h"

static enum session_phase phase_of(const struct session *session)
{
        static const enum session_phase phases[SESSION_STAGE_MAX_] = {
                [SESSION_STAGE_SAFETY] = SESSION_PHASE_INTRO,
                [SESSION_STAGE_INTRO] = SESSION_PHASE_INTRO,
                [SESSION_STAGE_READY] = SESSION_PHASE_READY,
                [SESSION_STAGE_DO] = SESSION_PHASE_READY,
                [SESSION_STAGE_ANNOUNCE] = SESSION_PHASE_READY,
                [SESSION_STAGE_AGAIN] = SESSION_PHASE_READY,
                [SESSION_STAGE_LIFT] = SESSION_PHASE_LIFT,
                [SESSION_STAGE_HOLD] = SESSION_PHASE_HOLD,
                [SESSION_STAGE_LOWER] = SESSION_PHASE_LOWER,
                [SESSION_STAGE_BETWEEN] = SESSION_PHASE_BETWEEN,
                [SESSION_STAGE_SWITCH] = SESSION_PHASE_SWITCH,
                [SESSION_STAGE_RETURN] = SESSION_PHASE_REST,
                [SESSION_STAGE_REST] = SESSION_PHASE_REST,
                [SESSION_STAGE_OUTRO] = SESSION_PHASE_OUTRO,
                [SESSION_STAGE_QUESTION] = SESSION_PHASE_QUESTION,
        };
        bool is_up = session_at_exercise(session) && session->stage < SESSION_STAGE_RETURN;

        return is_up && session_item(session)->is_warm_up ? SESSION_PHASE_WARM_UP : phases[session->stage];
}

int64_t session_way_usec(const struct session *session)
{
        const struct session_item *item = session_item(session);
        uint8_t next = session->item + 1;
        int64_t begin_usec = session->begins_usec[session->item], end_usec = session->length_usec;
        int64_t prescribed = (int64_t)item->dose.sets * session_set_moves(session, item);
        int64_t done = session->total_done[session->item] + session->moves_done;

        if (next < session->plan.count)
                end_usec = session->begins_usec[next];
        if (session_has_mark(session, SESSION_MARK_LEFT))
                return end_usec;
        return begin_usec + (end_usec - begin_usec) * done / prescribed;
}

static uint8_t done_pct(const struct session *session)
{
        if (session->stage > SESSION_STAGE_REST || session->state == SESSION_STATE_DONE)
                return 100;
        if (session->stage < SESSION_STAGE_READY || session->length_usec <= 0)
                return 0;
        return (uint8_t)(session_way_usec(session) * 100 / session->length_usec);
}

/* What is shown of the exercise that the session is at. */
static void view_exercise(const struct session *session, struct session_view *view)
{
        const struct session_item *item = session_item(session);
        uint16_t move = session->moves_done;

        view->exercise = item->exercise;
        view->set = session->set_number;
        view->sets = item->dose.sets;
        view->dose = item->dose;
        if (!session_in_set(session) || session->stage == SESSION_STAGE_ANNOUNCE)
                return;
        /* Between two repetitions the one that is over is shown. */
        if (session->stage == SESSION_STAGE_BETWEEN)
                move--;
        view->rep = session_rep(session, move);
        view->side = session_side(session, move);
}

void session_view(const struct session *session, const struct instant *now, struct session_view *ret_view)
{
        bool is_open = session->state != SESSION_STATE_NONE && session->state != SESSION_STATE_DONE;
        int64_t stage_usec;
        uint8_t next = session_at_exercise(session) ? session->item + 1 : 0;

        *ret_view = (struct session_view){
                .state = session->state,
                .phase = phase_of(session),
                .programme = session->plan.programme,
                .exercise = -1,
                .next = -1,
                .started_realtime_usec = session->started_realtime_usec,
        };
        if (session->state == SESSION_STATE_NONE)
                return;
        ret_view->done_pct = done_pct(session);
        if (!is_open)
                return;
        if (session_at_exercise(session))
                view_exercise(session, ret_view);
        if (session->stage <= SESSION_STAGE_REST && next < session->plan.count)
                ret_view->next = session->plan.items[next].exercise;
        stage_usec = session_stage_usec(session);
        if (session->state == SESSION_STATE_RUNNING && stage_usec > 0 && stage_usec < USEC_INFINITY)
                ret_view->phase_ends_realtime_usec = instant_to_realtime(now, session->phase_ends_usec);
}
