/* SPDX-License-Identifier: MIT */
#include "core/session_parts.h"

void session_measure(struct session *session, const struct instant *now)
{
        struct session trial = *session;
        struct session_outcome outcome = { 0 };
        struct instant at = *now;
        struct session_turn turn = { .now = &at, .outcome = &outcome };

        trial.voice.answers = false;
        while (trial.state == SESSION_STATE_RUNNING) {
                uint8_t item = trial.item;
                bool was_before = trial.stage < SESSION_STAGE_READY;

                outcome.cue_count = 0;
                trial.stepped_usec = at.boottime_usec;
                session_run(&trial, &turn);
                if (trial.item != item || was_before)
                        session->begins_usec[trial.item] = at.boottime_usec - now->boottime_usec;
                if (trial.state == SESSION_STATE_RUNNING)
                        at = instant_at(&at, trial.deadline_usec);
        }
        session->length_usec = at.boottime_usec - now->boottime_usec;
}

int64_t session_length(
        const struct programme_set *set, const struct session_plan *plan, const struct session_voice *voice)
{
        struct instant epoch = { .zone = { .since_realtime_usec = INT64_MIN,
                                         .until_realtime_usec = USEC_INFINITY } };
        struct session session;

        session_init(&session, set, voice);
        session_begin(&session, plan, &epoch);
        session_measure(&session, &epoch);
        return session.length_usec;
}
