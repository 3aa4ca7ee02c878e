/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#include <string.h>

struct routine_course *routine_course_of(struct routine *routine, int16_t programme)
{
        for (uint8_t i = 0; i < routine->course_count; i++)
                if (routine->courses[i].programme && routine->courses[i].plan.programme == programme)
                        return &routine->courses[i];
        return NULL;
}

struct routine_record *routine_add_record(const struct routine_turn *turn, enum routine_record_kind kind)
{
        struct routine_record *record = &effects_add(turn->effects, EFFECT_ROUTINE)->routine;

        record->kind = kind;
        record->programme = -1;
        record->exercise = -1;
        record->minute = ROUTINE_NO_MINUTE;
        record->until_minute = ROUTINE_NO_MINUTE;
        return record;
}

bool routine_has_done(const struct session_record *session)
{
        for (uint8_t i = 0; i < session->result_count; i++)
                if (session->results[i].done_pct > 0)
                        return true;
        return false;
}

/* Inserts @value into the rising @values, once; the oldest makes room. Returns the count. */
static uint16_t insert_once(int32_t *values, uint16_t count, uint16_t max, int32_t value)
{
        uint16_t at = count;

        while (at > 0 && values[at - 1] > value)
                at--;
        if (at > 0 && values[at - 1] == value)
                return count;
        if (count == max) {
                if (at == 0)
                        return count;
                memmove(&values[0], &values[1], (size_t)(at - 1) * sizeof(*values));
                values[at - 1] = value;
                return count;
        }
        memmove(&values[at + 1], &values[at], (size_t)(count - at) * sizeof(*values));
        values[at] = value;
        return (uint16_t)(count + 1);
}

static void note_recent(struct routine_course *course, const struct session_record *session)
{
        uint8_t kept = course->recent_count < RECENT_MAX ? course->recent_count : RECENT_MAX - 1;

        if (kept > 0 && course->recent[0].started_realtime_usec == session->started_realtime_usec)
                return;
        memmove(&course->recent[1], &course->recent[0], kept * sizeof(course->recent[0]));
        course->recent[0] = (struct routine_done){
                .day = session->day,
                .started_realtime_usec = session->started_realtime_usec,
                .is_short = session->kind == SESSION_KIND_SHORT,
        };
        course->recent_count = (uint8_t)(kept + 1);
}

/* What was cleared since the session was logged for the first time stays so: the pain is the same. */
static void keep_cleared(struct progression *progression, const struct progression *was,
        const struct session_record *session, const struct session_record *last)
{
        for (uint8_t i = 0; i < session->result_count && i < last->result_count; i++) {
                const struct exercise_result *is = &session->results[i], *then = &last->results[i];

                if (is->exercise >= 0 && is->exercise < EXERCISES_MAX && is->exercise == then->exercise &&
                        is->pain == then->pain && is->sharp == then->sharp &&
                        !was->exercises[is->exercise].suspended)
                        progression_clear(progression, is->exercise);
        }
}

/* The same session comes once more with the answer: it takes the place of the one without. */
static void log_again(struct routine_course *course, const struct session_record *session)
{
        struct progression was = course->progression;

        course->progression = course->before;
        progression_add(&course->progression, session);
        keep_cleared(&course->progression, &was, session, &course->last);
        if (course->is_worse)
                progression_worse(&course->progression, session);
}

static void log_session(struct routine *routine, const struct session_record *session)
{
        struct routine_course *course = routine_course_of(routine, session->programme);

        if (!course || session->result_count > PROGRAMME_EXERCISES_MAX)
                return;
        if (course->has_last && course->last.started_realtime_usec == session->started_realtime_usec) {
                log_again(course, session);
        } else {
                course->before = course->progression;
                progression_add(&course->progression, session);
                course->is_answered = false;
                course->is_worse = false;
        }
        course->last = *session;
        course->has_last = true;
        if (!routine_has_done(session))
                return;
        course->day_count = insert_once(course->days, course->day_count, SESSION_DAYS_MAX, session->day);
        note_recent(course, session);
}

static void log_recovery(struct routine *routine, const struct routine_record *record)
{
        for (uint8_t i = 0; i < routine->course_count; i++) {
                struct routine_course *course = &routine->courses[i];

                if (!course->has_last || course->is_answered ||
                        course->last.started_realtime_usec != record->session_realtime_usec)
                        continue;
                course->is_answered = true;
                course->is_worse = record->yes;
                if (record->yes)
                        progression_worse(&course->progression, &course->last);
        }
}

/* That an exercise was suspended follows from the sessions. */
static void log_suspension(struct routine *routine, const struct routine_record *record)
{
        if (record->yes)
                return;
        for (uint8_t i = 0; i < routine->course_count; i++) {
                if (!routine->courses[i].programme)
                        continue;
                progression_clear(&routine->courses[i].progression, record->exercise);
                progression_clear(&routine->courses[i].before, record->exercise);
        }
}

static bool is_change_of(const struct routine_change *change, const struct routine_record *record)
{
        return change->programme == record->programme && change->day == record->day;
}

/* The last change of a planned session counts. */
static void log_change(struct routine *routine, const struct routine_record *record)
{
        uint8_t kept = 0;

        for (uint8_t i = 0; i < routine->change_count; i++)
                if (!is_change_of(&routine->changes[i], record))
                        routine->changes[kept++] = routine->changes[i];
        if (kept == CHANGES_MAX) {
                memmove(&routine->changes[0], &routine->changes[1],
                        (CHANGES_MAX - 1) * sizeof(routine->changes[0]));
                kept--;
        }
        routine->changes[kept++] = (struct routine_change){
                .programme = record->programme,
                .day = record->day,
                .is_moved = record->yes,
                .to_day = record->to_day,
                .minute = record->minute,
        };
        routine->change_count = kept;
}

/* The settings of days and time are about the weekly programmes; the time is about daily ones where there are
 * no others. */
static bool has_weekly(const struct routine *routine)
{
        for (uint8_t i = 0; i < routine->course_count; i++)
                if (routine_is_weekly(&routine->courses[i]))
                        return true;
        return false;
}

static void log_setting(struct routine *routine, const struct routine_record *record)
{
        bool is_for_weekly = record->kind == ROUTINE_RECORD_DAYS || has_weekly(routine);

        for (uint8_t i = 0; i < routine->course_count; i++) {
                struct routine_course *course = &routine->courses[i];

                if (routine_is_weekly(course) != is_for_weekly)
                        continue;
                if (record->kind == ROUTINE_RECORD_DAYS) {
                        course->plan.days = record->days;
                } else {
                        course->plan.minute = record->minute;
                        course->plan.until_minute = record->until_minute;
                }
        }
}

static void log_start(struct routine_course *course, int32_t day)
{
        if (course->begun_day == DAY_NEVER && !course->has_last) {
                progression_init(&course->progression, course->progression.set, course->programme, day);
                course->before = course->progression;
        }
        course->begun_day = day;
}

void routine_restore(struct routine *routine, const struct routine_record *record)
{
        struct routine_course *course;

        switch (record->kind) {
        case ROUTINE_RECORD_SESSION: log_session(routine, &record->session); break;
        case ROUTINE_RECORD_RECOVERY: log_recovery(routine, record); break;
        case ROUTINE_RECORD_SUSPENSION: log_suspension(routine, record); break;
        case ROUTINE_RECORD_START:
                course = routine_course_of(routine, record->programme);
                if (course)
                        log_start(course, record->day);
                break;
        case ROUTINE_RECORD_EXCUSED:
                routine->excused_count =
                        insert_once(routine->excused, routine->excused_count, EXCUSED_MAX, record->day);
                break;
        case ROUTINE_RECORD_CHANGE: log_change(routine, record); break;
        case ROUTINE_RECORD_DAYS:
        case ROUTINE_RECORD_TIME: log_setting(routine, record); break;
        case ROUTINE_RECORD_SCREENING: routine->answers = record->screening; break;
        case ROUTINE_RECORD_SET:
        case ROUTINE_RECORD_PAIN:
        case ROUTINE_RECORD_MISSED: break;
        }
        routine->is_stale = true;
}

void routine_log(
        struct routine *routine, const struct routine_turn *turn, const struct routine_record *record)
{
        effects_add(turn->effects, EFFECT_ROUTINE)->routine = *record;
        routine_restore(routine, record);
}

void routine_log_screening(struct routine *routine, const struct routine_turn *turn)
{
        routine_add_record(turn, ROUTINE_RECORD_SCREENING)->screening = routine->answers;
        routine->is_stale = true;
}

bool routine_is_excused(const struct routine *routine, int32_t monday)
{
        for (uint16_t i = routine->excused_count; i > 0 && routine->excused[i - 1] >= monday; i--)
                if (routine->excused[i - 1] == monday)
                        return true;
        return false;
}
