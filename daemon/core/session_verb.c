/* SPDX-License-Identifier: MIT */
#include "core/session_parts.h"

#include <string.h>

/* A general programme lets an ache that was there before be so much worse before it counts. */
#define BASELINE_MARGIN 2

/* What a pain report asks for (programme.md 3.4). */
enum pain_step {
        PAIN_GO_ON,
        PAIN_END_EXERCISE,
        PAIN_END_SESSION,
};

static const struct programme *programme(const struct session *session)
{
        return &session->set->programmes[session->plan.programme];
}

void session_pause(struct session *session, const struct instant *now)
{
        session->state = SESSION_STATE_PAUSED;
        session->paused_usec = now->boottime_usec;
        session->paused_left_usec = usec_max(0, session->phase_ends_usec - now->boottime_usec);
}

/* Whoever paused has put their arms down: the repetition is done anew. Words are said once more. */
static void resume(struct session *session, const struct instant *now)
{
        session->state = SESSION_STATE_RUNNING;
        if (session->note == CUE_NOTE_PAUSED || session->note == CUE_NOTE_INTERRUPTED)
                session->note = CUE_NOTE_NONE;
        if (session_is_tempo(session->stage) || session->stage == SESSION_STAGE_AGAIN) {
                session_enter(session, SESSION_STAGE_AGAIN, now->boottime_usec);
                return;
        }
        session->phase_ends_usec = usec_add(now->boottime_usec, session->paused_left_usec);
        if (session->line > 0)
                session->line--;
}

/* A verb that moves on ends a pause. */
static void end_pause(struct session *session, const struct instant *now)
{
        if (session->state == SESSION_STATE_PAUSED)
                resume(session, now);
}

static void set_done(struct session *session, const struct session_turn *turn)
{
        end_pause(session, turn->now);
        session->moves_done = session_set_moves(session, session_item(session));
        session_finish_set(session, turn, turn->now->boottime_usec);
}

/* Ends the exercise as it stands. */
static void leave(struct session *session, const struct session_turn *turn)
{
        session_log_set(session, turn);
        session->marks[session->item] |= SESSION_MARK_LEFT;
        session_leave_exercise(session, turn->now->boottime_usec);
}

static void next(struct session *session, const struct session_turn *turn)
{
        int64_t now_usec = turn->now->boottime_usec;

        end_pause(session, turn->now);
        if (session->stage == SESSION_STAGE_READY || session->stage == SESSION_STAGE_DO)
                session_enter(session, SESSION_STAGE_ANNOUNCE, now_usec);
        else if (session->stage == SESSION_STAGE_ANNOUNCE)
                session->line = 1;
        else if (session_in_set(session))
                leave(session, turn);
        else
                session_go_on(session, turn, now_usec);
}

static bool is_planned(const struct session *session, int exercise)
{
        for (uint8_t i = 0; i < session->plan.count; i++)
                if (session->plan.items[i].exercise == exercise)
                        return true;
        return false;
}

/* A record holds so many, and so does the plan. */
static bool has_room(const struct session *session)
{
        uint8_t main_count = 0;

        for (uint8_t i = 0; i < session->plan.count; i++)
                if (!session->plan.items[i].is_warm_up)
                        main_count++;
        return session->plan.count < SESSION_ITEMS_MAX && main_count < PROGRAMME_EXERCISES_MAX;
}

/* Opens element @at of @array with @count elements of @bytes each. */
static void open_gap(void *array, size_t bytes, uint8_t at, uint8_t count)
{
        char *gap = (char *)array + bytes * at;

        memmove(gap + bytes, gap, bytes * (size_t)(count - at));
        memset(gap, 0, bytes);
}

/* The easier exercise comes next, for @sets sets. */
static void insert_easier(struct session *session, uint8_t sets)
{
        struct session_item item = *session_item(session);
        uint8_t at = session->item + 1, count = session->plan.count;
        int64_t way_usec = session_way_usec(session);

        open_gap(session->plan.items, sizeof(session->plan.items[0]), at, count);
        open_gap(session->total_done, sizeof(session->total_done[0]), at, count);
        open_gap(session->marks, sizeof(session->marks[0]), at, count);
        open_gap(session->pain, sizeof(session->pain[0]), at, count);
        open_gap(session->begins_usec, sizeof(session->begins_usec[0]), at, count);
        session->plan.count++;
        session->begins_usec[at] = way_usec;
        session->plan.items[at] = (struct session_item){
                .exercise = item.easier,
                .full_words = true,
                .level = item.easier_level,
                .dose = item.easier_dose,
                .easier = -1,
        };
        session->plan.items[at].dose.sets = sets;
}

/* Another exercise takes over. A rest goes on, and names it. */
static void replace(struct session *session, const struct session_turn *turn)
{
        const struct session_item *item = session_item(session);
        bool is_resting = session->stage == SESSION_STAGE_REST;
        uint8_t left = (uint8_t)(item->dose.sets - session->set_number + (is_resting ? 0 : 1));

        insert_easier(session, left);
        session_say_note(session, CUE_NOTE_INSTEAD);
        session->note_exercise = session->plan.items[session->item + 1].exercise;
        if (!is_resting) {
                leave(session, turn);
                return;
        }
        session->marks[session->item] |= SESSION_MARK_LEFT;
        session->line = 0;
}

static enum session_refusal easier(struct session *session, const struct session_turn *turn)
{
        const struct session_item *item = session_item(session);
        bool is_over = session->stage == SESSION_STAGE_RETURN ||
                       (session->stage == SESSION_STAGE_REST && !session_has_more_sets(session));

        if (!session_at_exercise(session) || is_over || item->is_warm_up)
                return SESSION_REFUSED_STATE;
        end_pause(session, turn->now);
        session->marks[session->item] |= SESSION_MARK_EASED;
        if (item->easier >= 0 && !is_planned(session, item->easier) && has_room(session)) {
                replace(session, turn);
                return SESSION_FINE;
        }
        session_say_note(session, CUE_NOTE_EASIER);
        if (session_in_set(session))
                session_finish_set(session, turn, turn->now->boottime_usec);
        return SESSION_FINE;
}

/* A programme without the limit has none. */
static bool reaches(const struct session *session, uint8_t pain, uint8_t limit)
{
        uint8_t baseline = session->plan.baseline;

        if (limit == 0 || pain < limit)
                return false;
        return baseline == 0 || programme(session)->screening == PROGRAMME_SCREENING_CLEARANCE ||
               pain >= baseline + BASELINE_MARGIN;
}

static enum pain_step pain_step(const struct session *session, uint8_t pain, bool sharp)
{
        if (sharp || reaches(session, pain, programme(session)->pain_stop))
                return PAIN_END_SESSION;
        return reaches(session, pain, programme(session)->pain_down) ? PAIN_END_EXERCISE : PAIN_GO_ON;
}

/* Ends the exercise that hurts, and does not go on with it after a pause. */
static void end_exercise(struct session *session, const struct session_turn *turn)
{
        session_say_note(session, CUE_NOTE_SKIP);
        if (session->stage < SESSION_STAGE_READY) {
                session_say_note(session, CUE_NOTE_PAUSED);
                if (session->state == SESSION_STATE_RUNNING)
                        session_pause(session, turn->now);
                return;
        }
        if (!session_at_exercise(session) || session->stage == SESSION_STAGE_RETURN)
                return;
        if (session->stage == SESSION_STAGE_REST && !session_has_more_sets(session))
                return;
        leave(session, turn);
}

static void note_pain(
        struct session *session, const struct session_event *event, const struct session_turn *turn)
{
        struct session_outcome *outcome = turn->outcome;

        outcome->has_pain = true;
        outcome->pain = event->pain;
        outcome->pain_exercise = -1;
        if (session->stage < SESSION_STAGE_READY || session->plan.count == 0)
                return;
        outcome->pain_exercise = session_item(session)->exercise;
        session->marks[session->item] |= SESSION_MARK_PAIN;
        if (event->sharp)
                session->marks[session->item] |= SESSION_MARK_SHARP;
        if (event->pain > session->pain[session->item])
                session->pain[session->item] = event->pain;
}

static enum session_refusal pain(
        struct session *session, const struct session_event *event, const struct session_turn *turn)
{
        if (event->pain > PAIN_WORST)
                return SESSION_REFUSED_VALUE;
        note_pain(session, event, turn);
        switch (pain_step(session, event->pain, event->sharp)) {
        case PAIN_GO_ON: session_say_note(session, CUE_NOTE_MILD); break;
        case PAIN_END_EXERCISE: end_exercise(session, turn); break;
        case PAIN_END_SESSION:
                session_say_note(session, CUE_NOTE_STOP);
                session_close(session, turn, false);
                turn->outcome->stop_now = true;
                return SESSION_FINE;
        }
        /* The record has left already. */
        if (session->state == SESSION_STATE_QUESTION)
                session_report(session, turn->outcome);
        return SESSION_FINE;
}

static void thank(struct session *session)
{
        session->state = SESSION_STATE_DONE;
        session_say_note(session, CUE_NOTE_THANKS);
}

/* The effort is known; after hard or max the exercise is asked for, where there is a choice. */
static enum session_refusal answer(
        struct session *session, const struct session_event *event, const struct session_turn *turn)
{
        const struct session_record *record = &turn->outcome->record;

        if (event->effort < EFFORT_EASY || event->effort > EFFORT_MAX)
                return SESSION_REFUSED_VALUE;
        session->effort = event->effort;
        session->hard_exercise = -1;
        session->line = 1;
        session_report(session, turn->outcome);
        if (event->effort < EFFORT_HARD || record->result_count <= 1)
                thank(session);
        return SESSION_FINE;
}

static enum session_refusal answer_exercise(
        struct session *session, const struct session_event *event, const struct session_turn *turn)
{
        if (session->effort < EFFORT_HARD)
                return SESSION_REFUSED_STATE;
        if (!session_has_result(session, event->exercise))
                return SESSION_REFUSED_VALUE;
        session->hard_exercise = event->exercise;
        session_report(session, turn->outcome);
        thank(session);
        return SESSION_FINE;
}

static enum session_refusal too_easy(struct session *session)
{
        if (!session_at_exercise(session) || session_item(session)->is_warm_up ||
                programme(session)->screening == PROGRAMME_SCREENING_CLEARANCE)
                return SESSION_REFUSED_STATE;
        session->marks[session->item] |= SESSION_MARK_TOO_EASY;
        session_say_note(session, CUE_NOTE_STEP_UP);
        return SESSION_FINE;
}

/* In which states a verb fits, as bits. */
static uint8_t states_of(enum session_verb verb)
{
        const uint8_t running = 1 << SESSION_STATE_RUNNING, paused = 1 << SESSION_STATE_PAUSED,
                      question = 1 << SESSION_STATE_QUESTION;

        switch (verb) {
        case SESSION_VERB_PAUSE: return running;
        case SESSION_VERB_RESUME: return paused;
        case SESSION_VERB_DONE:
        case SESSION_VERB_NEXT:
        case SESSION_VERB_EASIER:
        case SESSION_VERB_TOO_EASY: return running | paused;
        case SESSION_VERB_PAIN:
        case SESSION_VERB_STOP: return running | paused | question;
        case SESSION_VERB_ANSWER:
        case SESSION_VERB_ANSWER_EXERCISE: return question;
        case SESSION_VERB_MAX_: break;
        }
        return 0;
}

static void stop(struct session *session, const struct session_turn *turn)
{
        if (session->state == SESSION_STATE_QUESTION) {
                session->state = SESSION_STATE_DONE;
                session->note = CUE_NOTE_NONE;
                return;
        }
        session_close(session, turn, true);
        session_say_note(session, CUE_NOTE_STOPPED);
}

enum session_refusal session_take_verb(
        struct session *session, const struct session_event *event, const struct session_turn *turn)
{
        if (session->state == SESSION_STATE_NONE || session->state == SESSION_STATE_DONE)
                return SESSION_REFUSED_NONE;
        if (!(states_of(event->verb) & 1 << session->state))
                return SESSION_REFUSED_STATE;
        switch (event->verb) {
        case SESSION_VERB_PAUSE:
                session_pause(session, turn->now);
                session_say_note(session, CUE_NOTE_PAUSED);
                break;
        case SESSION_VERB_RESUME: resume(session, turn->now); break;
        case SESSION_VERB_DONE:
                if (!session_in_set(session))
                        return SESSION_REFUSED_STATE;
                set_done(session, turn);
                break;
        case SESSION_VERB_NEXT: next(session, turn); break;
        case SESSION_VERB_EASIER: return easier(session, turn);
        case SESSION_VERB_PAIN: return pain(session, event, turn);
        case SESSION_VERB_STOP: stop(session, turn); break;
        case SESSION_VERB_ANSWER: return answer(session, event, turn);
        case SESSION_VERB_ANSWER_EXERCISE: return answer_exercise(session, event, turn);
        case SESSION_VERB_TOO_EASY: return too_easy(session);
        case SESSION_VERB_MAX_: break;
        }
        return SESSION_FINE;
}
