/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#include <assert.h>
#include <string.h>

#define DAYS_PER_WEEK 7

static const struct routine_done *done_on(const struct routine_course *course, int32_t day)
{
        for (uint8_t i = 0; i < course->recent_count; i++)
                if (course->recent[i].day == day)
                        return &course->recent[i];
        return NULL;
}

/* At another time, or on another day, than the configuration's. */
static bool is_moved(const struct routine *routine, const struct routine_course *course, int32_t day)
{
        return !(course->plan.days & routine_day_bit(day)) || routine_moved_to(routine, course, day);
}

/* The session on @day of the week @week. */
static struct plan_session view_day(const struct routine *routine, const struct routine_course *course,
        const struct routine_week *week, int32_t day, const struct instant *now)
{
        const struct routine_done *done = done_on(course, day);
        struct routine_slot slot = routine_slot(routine, course, day, now);
        struct plan_session session = {
                .programme = course->plan.programme,
                .state = is_moved(routine, course, day) ? PLAN_SESSION_MOVED : PLAN_SESSION_PLANNED,
                .at_realtime_usec = slot.has_time ? slot.from_realtime_usec : 0,
        };

        if (week->done & routine_day_bit(day)) {
                session.state = done && done->is_short ? PLAN_SESSION_SHORT : PLAN_SESSION_DONE;
                if (done)
                        session.at_realtime_usec = done->started_realtime_usec;
        } else if (week->missed & routine_day_bit(day)) {
                bool is_excused =
                        routine_is_excused(routine, week_plan_monday(day)) || day == routine->kept.off_day;

                session.state = is_excused ? PLAN_SESSION_EXCUSED : PLAN_SESSION_MISSED;
        }
        return session;
}

/* Adds the sessions of one day to @sessions, @count so far, in the order of time. Returns the new count. */
static uint8_t view_sessions_of(const struct routine *routine,
        const struct routine_week weeks[static ROUTINE_ITEMS_MAX], int32_t day, const struct instant *now,
        struct plan_session *sessions, uint8_t count)
{
        uint8_t first = count;

        for (uint8_t i = 0; i < routine->course_count; i++) {
                const struct routine_course *course = &routine->courses[i];
                uint8_t days = weeks[i].planned | weeks[i].done | weeks[i].missed;
                struct plan_session session;
                uint8_t at = count;

                if (!course->programme || !(days & routine_day_bit(day)))
                        continue;
                session = view_day(routine, course, &weeks[i], day, now);
                for (; at > first && sessions[at - 1].at_realtime_usec > session.at_realtime_usec; at--)
                        sessions[at] = sessions[at - 1];
                sessions[at] = session;
                count++;
        }
        return count;
}

static void view_sessions(const struct routine *routine, const struct instant *now, struct plan_view *view)
{
        struct routine_week weeks[ROUTINE_ITEMS_MAX] = { 0 };
        int32_t next_monday = view->monday + DAYS_PER_WEEK;

        static_assert(ROUTINE_ITEMS_MAX * DAYS_PER_WEEK <= PLAN_SESSIONS_MAX, "a week of all programmes");
        for (uint8_t i = 0; i < routine->course_count; i++)
                weeks[i] = routine_week_at(routine, &routine->courses[i], now);
        for (int32_t day = view->monday; day < next_monday; day++)
                view->count = view_sessions_of(routine, weeks, day, now, view->sessions, view->count);
        for (uint8_t i = 0; i < routine->course_count; i++)
                weeks[i] = (struct routine_week){ .planned = weeks[i].next };
        for (int32_t day = next_monday; day < next_monday + DAYS_PER_WEEK; day++)
                view->next_count = view_sessions_of(routine, weeks, day, now, view->next, view->next_count);
}

/* What holds a person back most: what they can do something about comes first. */
static enum plan_hold view_hold(const struct routine *routine)
{
        static const enum plan_hold order[] = { PLAN_HOLD_QUESTIONS, PLAN_HOLD_SEE_TERMINAL, PLAN_HOLD_PAUSED,
                PLAN_HOLD_REST };

        for (size_t i = 0; i < ELEMENTS(order); i++) {
                if (order[i] == PLAN_HOLD_SEE_TERMINAL && routine->config->is_incomplete)
                        return order[i];
                for (uint8_t j = 0; j < routine->course_count; j++)
                        if (routine->courses[j].programme &&
                                routine_hold(routine, &routine->courses[j]) == order[i])
                                return order[i];
        }
        return PLAN_HOLD_NONE;
}

static const struct routine_course *weekly_course(const struct routine *routine)
{
        for (uint8_t i = 0; i < routine->course_count; i++)
                if (routine_is_weekly(&routine->courses[i]))
                        return &routine->courses[i];
        return NULL;
}

static uint8_t stretch_days(const struct routine *routine)
{
        uint8_t days = 0;

        for (uint8_t i = 0; i < routine->course_count; i++)
                if (routine->courses[i].programme &&
                        routine->courses[i].programme->kind == PROGRAMME_KIND_STRETCH)
                        days |= routine->courses[i].week.done;
        return (uint8_t)__builtin_popcount(days);
}

void routine_plan_view(const struct routine *routine, const struct instant *now, struct plan_view *ret_view)
{
        const struct routine_course *weekly = weekly_course(routine);

        memset(ret_view, 0, sizeof(*ret_view));
        ret_view->monday = week_plan_monday(routine->day);
        view_sessions(routine, now, ret_view);
        ret_view->held = view_hold(routine);
        ret_view->stretch_days = stretch_days(routine);
        for (uint8_t i = 0; i < routine->course_count; i++)
                ret_view->is_light |=
                        routine->courses[i].programme &&
                        routine_kind(routine, &routine->courses[i], false) == SESSION_KIND_LIGHT;
        if (!weekly || weekly->progression.last_day == DAY_NEVER)
                return;
        ret_view->has_block = true;
        ret_view->block_week =
                (uint16_t)((ret_view->monday - week_plan_monday(weekly->progression.start_day)) /
                                   DAYS_PER_WEEK +
                           1);
        ret_view->block_met = weekly->block.met;
        ret_view->block_goal = weekly->programme->min_weeks;
}

/* The first of @sessions that is still to come; 0: none. */
static int64_t first_to_come(const struct plan_session *sessions, uint8_t count, const struct instant *now)
{
        for (uint8_t i = 0; i < count; i++)
                if ((sessions[i].state == PLAN_SESSION_PLANNED || sessions[i].state == PLAN_SESSION_MOVED) &&
                        sessions[i].at_realtime_usec > now->realtime_usec)
                        return sessions[i].at_realtime_usec;
        return 0;
}

void routine_summary(
        const struct routine *routine, const struct instant *now, struct routine_summary *ret_summary)
{
        const struct routine_course *weekly = weekly_course(routine);
        const struct plan_view *view = &routine->published;
        int64_t next_usec = first_to_come(view->sessions, view->count, now);

        if (next_usec == 0)
                next_usec = first_to_come(view->next, view->next_count, now);
        *ret_summary = (struct routine_summary){ .next_session_realtime_usec = next_usec };
        if (!weekly)
                return;
        ret_summary->week_done = (uint8_t)__builtin_popcount(weekly->week.done);
        ret_summary->week_target = weekly->programme->per_week_min;
        ret_summary->streak_weeks = weekly->block.streak;
}

void routine_session_view(
        const struct routine *routine, const struct instant *now, struct session_view *ret_view)
{
        session_view(&routine->session, now, ret_view);
}

const struct session *routine_session(const struct routine *routine)
{
        return routine_is_session_open(routine) ? &routine->session : NULL;
}

const struct screening_answers *routine_answers(const struct routine *routine)
{
        return &routine->answers;
}

const struct progression *routine_progression(const struct routine *routine, uint8_t item)
{
        return &routine->courses[item].progression;
}

static int find_usual_item(const struct routine_config *config)
{
        for (uint8_t i = 0; i < config->item_count; i++) {
                int16_t programme = config->items[i].programme;

                if (programme >= 0 && (size_t)programme < config->set->programme_count &&
                        config->set->programmes[programme].schedule == PROGRAMME_SCHEDULE_WEEKLY)
                        return i;
        }
        return config->item_count > 0 ? 0 : -1;
}

const struct routine_item *routine_configured_item(const struct routine_config *config)
{
        int item = find_usual_item(config);

        return item < 0 ? NULL : &config->items[item];
}

const struct routine_item *routine_item_in_force(const struct routine *routine)
{
        int item = find_usual_item(routine->config);

        return item < 0 ? NULL : &routine->courses[item].plan;
}
