/* SPDX-License-Identifier: MIT */
#include "core/session_parts.h"

#include <string.h>

void session_init(struct session *session, const struct programme_set *set, const struct session_voice *voice)
{
        memset(session, 0, sizeof(*session));
        session->set = set;
        session->voice = *voice;
        session->state = SESSION_STATE_NONE;
        session->plan.programme = -1;
        session->hard_exercise = -1;
        session->phase_ends_usec = USEC_INFINITY;
        session->deadline_usec = USEC_INFINITY;
}

void session_begin(struct session *session, const struct session_plan *plan, const struct instant *now)
{
        const struct programme_set *set = session->set;
        struct session_voice voice = session->voice;

        session_init(session, set, &voice);
        session->plan = *plan;
        session->state = SESSION_STATE_RUNNING;
        session->started_realtime_usec = now->realtime_usec;
        session->stepped_usec = now->boottime_usec;
        session->stepped_realtime_usec = now->realtime_usec;
        session->words_end_usec = now->boottime_usec;
        session_enter(session, SESSION_STAGE_SAFETY, now->boottime_usec);
}

void session_start(struct session *session, const struct session_plan *plan, const struct instant *now,
        struct session_outcome *ret_outcome)
{
        struct session_turn turn = { .now = now, .outcome = ret_outcome };
        int64_t quiet_usec = session->words_end_usec;

        *ret_outcome = (struct session_outcome){ .changed = true };
        session_begin(session, plan, now);
        session_measure(session, now);
        /* The last words of the session before may still be heard. */
        session->words_end_usec = usec_max(session->words_end_usec, quiet_usec);
        session_run(session, &turn);
}

/* The daemon was away since the latest step: nobody knows what was said of the words, and nothing that was
 * said since is true. Clocks of two boots have only the calendar in common. */
static void restart(
        struct session *session, int64_t stepped_usec, int64_t away_usec, const struct instant *now)
{
        int64_t by_usec = now->boottime_usec - away_usec - stepped_usec;
        bool is_running = session->state == SESSION_STATE_RUNNING;

        session->words_end_usec = now->boottime_usec;
        session->waits_for = 0;
        if (is_running) {
                int64_t left_usec = usec_max(0, session->phase_ends_usec - stepped_usec);

                session_pause(session, now);
                session->paused_usec = now->boottime_usec - away_usec;
                session->paused_left_usec = left_usec;
        } else if (session->state == SESSION_STATE_PAUSED || session->state == SESSION_STATE_QUESTION) {
                session->paused_usec += by_usec;
        }
        session->note = CUE_NOTE_NONE;
        if (session->state == SESSION_STATE_PAUSED &&
                session->paused_usec + SESSION_RESUME_USEC > now->boottime_usec)
                session_say_note(session, CUE_NOTE_INTERRUPTED);
}

static void take_said(struct session *session, uint16_t number, const struct instant *now)
{
        if (number == 0 || number != session->waits_for)
                return;
        session->waits_for = 0;
        session->words_end_usec = usec_min(session->words_end_usec, now->boottime_usec);
}

/* Something that the view shows is not as it was. */
static bool is_changed(const struct session *before, const struct session *after)
{
        return before->state != after->state || before->stage != after->stage ||
               before->item != after->item || before->set_number != after->set_number ||
               before->moves_done != after->moves_done || before->plan.count != after->plan.count ||
               before->phase_ends_usec != after->phase_ends_usec;
}

enum session_refusal session_step(struct session *session, const struct session_event *event,
        const struct instant *now, struct session_outcome *ret_outcome)
{
        struct session_turn turn = { .now = now, .outcome = ret_outcome };
        struct session before = *session;
        enum session_refusal refusal = SESSION_FINE;

        *ret_outcome = (struct session_outcome){ .pain_exercise = -1 };
        session->stepped_usec = now->boottime_usec;
        session->stepped_realtime_usec = now->realtime_usec;
        switch (event->kind) {
        case SESSION_EVENT_TIME: break;
        case SESSION_EVENT_SAID: take_said(session, event->number, now); break;
        case SESSION_EVENT_VERB: refusal = session_take_verb(session, event, &turn); break;
        case SESSION_EVENT_RESTART:
                restart(session, before.stepped_usec,
                        usec_max(0, now->realtime_usec - before.stepped_realtime_usec), now);
                break;
        }
        session_run(session, &turn);
        ret_outcome->changed = is_changed(&before, session);
        return refusal;
}
