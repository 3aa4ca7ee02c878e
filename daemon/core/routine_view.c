/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#include <string.h>

#define DAYS_PER_WEEK 7

static const struct routine_done *done_on(const struct routine_course *course, int32_t day)
{
        for (uint8_t i = 0; i < course->recent_count; i++)
                if (course->recent[i].day == day)
                        return &course->recent[i];
        return NULL;
}

/* At another time than the configuration's. */
static bool is_moved(const struct routine *routine, const struct routine_course *course, int32_t day)
{
        return !(course->plan.days & routine_day_bit(day)) || routine_moved_to(routine, course, day);
}

static struct plan_session view_day(const struct routine *routine, const struct routine_course *course,
        int32_t day, const struct instant *now)
{
        const struct routine_done *done = done_on(course, day);
        struct routine_slot slot = routine_slot(routine, course, day, now);
        struct plan_session session = {
                .programme = course->plan.programme,
                .state = is_moved(routine, course, day) ? PLAN_SESSION_MOVED : PLAN_SESSION_PLANNED,
                .at_realtime_usec = slot.has_time ? slot.from_realtime_usec : 0,
        };

        if (course->week.done & routine_day_bit(day)) {
                session.state = done && done->is_short ? PLAN_SESSION_SHORT : PLAN_SESSION_DONE;
                if (done)
                        session.at_realtime_usec = done->started_realtime_usec;
        } else if (course->week.missed & routine_day_bit(day)) {
                session.state = routine_is_excused(routine, week_plan_monday(day)) ? PLAN_SESSION_EXCUSED
                                                                                   : PLAN_SESSION_MISSED;
        }
        return session;
}

static void view_sessions(const struct routine *routine, const struct instant *now, struct plan_view *view)
{
        for (int32_t day = view->monday; day < view->monday + DAYS_PER_WEEK; day++) {
                uint8_t first = view->count;

                for (uint8_t i = 0; i < routine->course_count; i++) {
                        const struct routine_course *course = &routine->courses[i];
                        uint8_t days = course->week.planned | course->week.done | course->week.missed;
                        struct plan_session session;
                        uint8_t at = view->count;

                        if (!course->programme || !(days & routine_day_bit(day)))
                                continue;
                        session = view_day(routine, course, day, now);
                        for (; at > first &&
                                view->sessions[at - 1].at_realtime_usec > session.at_realtime_usec;
                                at--)
                                view->sessions[at] = view->sessions[at - 1];
                        view->sessions[at] = session;
                        view->count++;
                }
        }
}

/* What holds a person back most: what they can do something about comes first. */
static enum plan_hold view_hold(const struct routine *routine)
{
        static const enum plan_hold order[] = { PLAN_HOLD_QUESTIONS, PLAN_HOLD_SEE_TERMINAL, PLAN_HOLD_PAUSED,
                PLAN_HOLD_REST };

        for (size_t i = 0; i < ELEMENTS(order); i++)
                for (uint8_t j = 0; j < routine->course_count; j++)
                        if (routine->courses[j].programme &&
                                routine_hold(routine, &routine->courses[j]) == order[i])
                                return order[i];
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

void routine_summary(
        const struct routine *routine, const struct instant *now, struct routine_summary *ret_summary)
{
        const struct routine_course *weekly = weekly_course(routine);
        const struct plan_view *view = &routine->published;

        *ret_summary = (struct routine_summary){ 0 };
        for (uint8_t i = 0; i < view->count; i++) {
                const struct plan_session *session = &view->sessions[i];

                if (session->state != PLAN_SESSION_PLANNED && session->state != PLAN_SESSION_MOVED)
                        continue;
                if (session->at_realtime_usec < now->realtime_usec)
                        continue;
                ret_summary->next_session_realtime_usec = session->at_realtime_usec;
                break;
        }
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
