/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

enum session_end {
        SESSION_END_WELL, /* as planned, or as the person wanted */
        SESSION_END_PAIN,
        SESSION_END_LONG_AGO, /* paused, and not gone on with */
};

static struct routine_course *session_course(struct routine *routine)
{
        return routine_course_of(routine, routine->session.plan.programme);
}

static bool has_pain(const struct exercise_result *result)
{
        return result->pain > 0 || result->sharp;
}

static void keep_pain(const struct routine *routine, const struct routine_turn *turn,
        const struct session_event *event, const struct session_outcome *outcome)
{
        struct routine_record *record;

        if (!outcome->has_pain)
                return;
        record = routine_add_record(turn, ROUTINE_RECORD_PAIN);
        record->exercise = outcome->pain_exercise;
        record->session_realtime_usec = routine->session.started_realtime_usec;
        record->pain = outcome->pain;
        record->yes = event->kind == SESSION_EVENT_VERB && event->sharp;
}

/* Where nothing else is to be said: somebody who has to stop hears only that. */
static void say_left_out(struct routine *routine, const struct routine_turn *turn, int16_t exercise)
{
        struct session *session = &routine->session;

        if (session->note != CUE_NOTE_NONE || session->state == SESSION_STATE_NONE)
                return;
        session->note = CUE_NOTE_LEFT_OUT;
        session->note_exercise = exercise;
        session->deadline_usec = usec_max(session->words_end_usec, turn->now->boottime_usec);
}

/* What was not suspended before the session and is now. */
static void keep_suspensions(struct routine *routine, const struct routine_turn *turn,
        const struct routine_course *course, const struct progression *before)
{
        for (uint8_t i = 0; i < course->last.result_count; i++) {
                int16_t exercise = course->last.results[i].exercise;
                struct routine_record *record;

                if (!has_pain(&course->last.results[i]) || before->exercises[exercise].suspended ||
                        !course->progression.exercises[exercise].suspended)
                        continue;
                record = routine_add_record(turn, ROUTINE_RECORD_SUSPENSION);
                record->exercise = exercise;
                record->day = routine->day;
                record->yes = true;
                say_left_out(routine, turn, exercise);
        }
}

static void keep_new_start(struct routine *routine, const struct routine_turn *turn,
        struct routine_course *course, const struct progression *before)
{
        struct routine_record *record;

        if (before->last_day == DAY_NEVER || before->start_day == course->progression.start_day)
                return;
        course->begun_day = routine->session.plan.day;
        routine->is_stale = true;
        record = routine_add_record(turn, ROUTINE_RECORD_START);
        record->programme = course->plan.programme;
        record->day = course->begun_day;
}

/* The session is over, for the first time or with the answer. One in which nothing happened leaves nothing.
 */
static void take_record(struct routine *routine, const struct routine_turn *turn,
        const struct session_record *session, enum session_end end)
{
        struct routine_course *course = routine_course_of(routine, session->programme);
        bool is_first, was_met;
        struct routine_record record = {
                .kind = ROUTINE_RECORD_SESSION,
                .programme = session->programme,
                .exercise = -1,
                .session = *session,
        };
        struct progression before;
        struct prompt *prompt;
        struct block block;

        if (!course || session->result_count == 0)
                return;
        is_first = !course->has_last || course->last.started_realtime_usec != session->started_realtime_usec;
        was_met = routine_sessions_in_week(course, session->day) >= course->programme->per_week_min;
        before = course->progression;
        block = course->block;
        routine_log(routine, turn, &record);
        routine_plan(routine);
        keep_suspensions(routine, turn, course, &before);
        keep_new_start(routine, turn, course, &before);
        if (is_first && routine_has_done(session)) {
                routine->is_finished = end != SESSION_END_LONG_AGO;
                prompt = routine_add_prompt(routine, turn, PROMPT_SESSION_DONE, session->programme);
                if (end == SESSION_END_WELL)
                        prompt->tell = routine_news_channels(turn);
                routine_tell_week(routine, turn, course, &block, was_met);
        }
        routine_tell_levels(routine, turn, course, &before);
}

/* Pain that ends a session asks the questions again; what is sharp, spreads or numbs asks for more. */
static void raise_flag(
        struct routine *routine, const struct routine_turn *turn, const struct session_event *event)
{
        screening_raise_flag(&routine->answers, event->sharp);
        routine_log_screening(routine, turn);
}

/* How a session that @before and @event led to its end ended. */
static enum session_end end_of(const struct session *before, const struct session_event *event,
        const struct session_outcome *outcome, const struct instant *now)
{
        bool was_paused = before->state == SESSION_STATE_PAUSED &&
                          now->boottime_usec - before->paused_usec >= ROUTINE_REPLACES_BREAK_USEC;

        if (event->kind == SESSION_EVENT_RESTART || was_paused)
                return SESSION_END_LONG_AGO;
        return outcome->stop_now ? SESSION_END_PAIN : SESSION_END_WELL;
}

static void take_outcome(struct routine *routine, const struct routine_turn *turn,
        const struct session *before, const struct session_event *event,
        const struct session_outcome *outcome)
{
        for (uint8_t i = 0; i < outcome->cue_count; i++)
                effects_add(turn->effects, EFFECT_CUE)->cue = outcome->cues[i];
        if (outcome->has_set)
                routine_add_record(turn, ROUTINE_RECORD_SET)->set = outcome->set;
        keep_pain(routine, turn, event, outcome);
        if (outcome->has_ended)
                take_record(routine, turn, &outcome->record, end_of(before, event, outcome, turn->now));
        if (outcome->stop_now)
                raise_flag(routine, turn, event);
        if (outcome->changed)
                effects_add(turn->effects, EFFECT_SESSION);
}

/* What was being said is cut short by what the person wants. */
static bool cuts_words(
        const struct session_event *event, const struct session *before, const struct session *after)
{
        return event->kind == SESSION_EVENT_VERB &&
               (before->state != after->state || before->stage != after->stage ||
                       before->item != after->item) &&
               event->verb != SESSION_VERB_RESUME && before->state == SESSION_STATE_RUNNING;
}

enum session_refusal routine_step_session(
        struct routine *routine, const struct routine_turn *turn, const struct session_event *event)
{
        struct session before = routine->session;
        struct session_outcome outcome;
        enum session_refusal refusal = session_step(&routine->session, event, turn->now, &outcome);

        if (before.state != SESSION_STATE_QUESTION && routine->session.state == SESSION_STATE_QUESTION)
                routine->question_day = routine->day;
        if (cuts_words(event, &before, &routine->session))
                effects_add(turn->effects, EFFECT_QUIET);
        take_outcome(routine, turn, &before, event, &outcome);
        return refusal;
}

/* What is worth saying of the session beforehand: what kind it is, or what may be expected in the first and
 * the third week (programme.md 3.9). */
static enum cue_note remark_of(const struct routine_course *course, enum session_kind kind, int32_t day)
{
        const struct progression *progression = &course->progression;
        int32_t first = progression->last_day == DAY_NEVER ? day : progression->start_day;
        int32_t week = (week_plan_monday(day) - week_plan_monday(first)) / 7 + 1;

        switch (kind) {
        case SESSION_KIND_LIGHT: return CUE_NOTE_LIGHT_WEEK;
        case SESSION_KIND_SHORT: return CUE_NOTE_SHORT;
        case SESSION_KIND_RETURN: return CUE_NOTE_BACK;
        case SESSION_KIND_NORMAL:
                if (!routine_is_weekly(course) || routine_sessions_in_week(course, day) > 0)
                        break;
                return week == 1 ? CUE_NOTE_WEEK_ONE : week == 3 ? CUE_NOTE_WEEK_THREE : CUE_NOTE_NONE;
        case SESSION_KIND_EXTRA:
        case SESSION_KIND_MAX_: break;
        }
        return CUE_NOTE_NONE;
}

bool routine_start(struct routine *routine, const struct routine_turn *turn, struct routine_course *course,
        bool is_short)
{
        static const struct session_event start = { .kind = SESSION_EVENT_TIME };
        struct progression progression = course->progression;
        enum session_kind kind = routine_kind(routine, course, is_short);
        struct fitted_programme fitted;
        bool offered[EXERCISES_MAX];
        struct session_outcome outcome;
        struct session_plan plan;

        progression_begin(&progression, routine->day);
        routine_fit(routine, course, &progression, offered, &fitted);
        if (fitted.is_empty)
                return false;
        session_make_plan(
                &progression, &fitted, kind, course->plan.pace, offered, routine_equipment(routine), &plan);
        plan.day = routine->day;
        plan.remark = remark_of(course, kind, routine->day);
        routine_close_offer(routine, turn);
        routine_add_prompt(routine, turn, PROMPT_SESSION_STARTED, course->plan.programme);
        session_start(&routine->session, &plan, turn->now, &outcome);
        take_outcome(routine, turn, &routine->session, &start, &outcome);
        routine->is_stale = true;
        return true;
}

/* The question waits until the day in which it was asked is over; then nobody remembers. */
static void close_question(struct routine *routine, const struct routine_turn *turn)
{
        static const struct session_event stop = { .kind = SESSION_EVENT_VERB, .verb = SESSION_VERB_STOP };

        if (routine->session.state == SESSION_STATE_QUESTION && routine->session.plan.day < routine->day &&
                routine->question_day < routine->day)
                (void)routine_step_session(routine, turn, &stop);
}

void routine_run_session(struct routine *routine, const struct routine_turn *turn)
{
        static const struct session_event time = { .kind = SESSION_EVENT_TIME };
        static const struct session_event restart = { .kind = SESSION_EVENT_RESTART };
        struct session *session = &routine->session;

        if (routine->is_restored && routine_is_session_open(routine))
                (void)routine_step_session(routine, turn, &restart);
        routine->is_restored = false;
        if (routine_session_speaks(routine) && session->deadline_usec <= turn->now->boottime_usec)
                (void)routine_step_session(routine, turn, &time);
        close_question(routine, turn);
        if (session->state == SESSION_STATE_DONE &&
                (session->plan.day < routine->day || !session_course(routine))) {
                struct session_voice voice = session->voice;
                int64_t quiet_usec = session->words_end_usec;

                session_init(session, routine->config->set, &voice);
                session->words_end_usec = quiet_usec;
                effects_add(turn->effects, EFFECT_SESSION);
        }
}
