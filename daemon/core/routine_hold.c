/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#include <string.h>

/* Since the answers the programme was away for so long that they are asked for again. */
static bool is_long_off(const struct routine *routine, const struct routine_course *course)
{
        const struct progression *progression = &course->progression;
        int64_t days = routine->config->rules->re_ask_after_layoff_days;

        if (days == 0 || progression->last_day == DAY_NEVER)
                return false;
        if (progression_layoff(progression, routine->day) < LAYOFF_HALF &&
                (course->programme->kind == PROGRAMME_KIND_STRETCH ||
                        (int64_t)routine->day - progression->last_day < days))
                return false;
        return routine->answers.answered_day == DAY_NEVER ||
               (int64_t)routine->answers.answered_day - progression->last_day < days;
}

static enum plan_hold screen(const struct routine *routine, const struct routine_course *course)
{
        switch (screening_check(routine->config->rules, &routine->answers, course->programme, routine->day,
                is_long_off(routine, course))) {
        case SCREENING_OPEN: return PLAN_HOLD_QUESTIONS;
        case SCREENING_HELD: return PLAN_HOLD_SEE_TERMINAL;
        case SCREENING_FREE: break;
        }
        return course->is_empty ? PLAN_HOLD_SEE_TERMINAL : PLAN_HOLD_NONE;
}

enum plan_hold routine_hold(const struct routine *routine, const struct routine_course *course)
{
        enum plan_hold hold = screen(routine, course);

        if (hold != PLAN_HOLD_NONE)
                return hold;
        if (routine->is_off)
                return PLAN_HOLD_PAUSED;
        return routine->day <= course->progression.rest_last_day ? PLAN_HOLD_REST : PLAN_HOLD_NONE;
}

int64_t routine_gap_end(const struct routine_course *course, const struct instant *now)
{
        int64_t gap_usec = course->programme->min_gap_hours * USEC_PER_HOUR;

        if (course->recent_count == 0)
                return now->boottime_usec;
        return instant_to_boottime(now, course->recent[0].started_realtime_usec + gap_usec);
}

enum plan_hold routine_start_hold(
        const struct routine *routine, const struct routine_course *course, const struct instant *now)
{
        enum plan_hold hold = screen(routine, course);

        if (hold != PLAN_HOLD_NONE)
                return hold;
        if (routine->is_ill)
                return PLAN_HOLD_PAUSED;
        if (routine->day <= course->progression.rest_last_day || routine_has_session(course, routine->day) ||
                routine_gap_end(course, now) > now->boottime_usec ||
                !routine_has_rest(routine, course, routine->day, routine->day))
                return PLAN_HOLD_REST;
        if (routine_sessions_in_week(course, routine->day) >= course->programme->per_week_max)
                return PLAN_HOLD_REST;
        return PLAN_HOLD_NONE;
}

static bool is_declined(const struct routine *routine, const struct routine_course *course)
{
        return routine->kept.declined_day[course - routine->courses] >= routine->day;
}

enum session_kind routine_kind(
        const struct routine *routine, const struct routine_course *course, bool is_short)
{
        return progression_kind(&course->progression, routine->day, is_short, is_declined(routine, course));
}

int32_t routine_light_until(const struct routine *routine, const struct routine_course *course)
{
        const struct progression *progression = &course->progression;

        if (!course->programme ||
                progression_kind(progression, routine->day, false, false) != SESSION_KIND_LIGHT)
                return DAY_NEVER;
        return progression->light_last_day >= routine->day ? progression->light_last_day
                                                           : week_plan_monday(routine->day) + 6;
}

uint32_t routine_equipment(const struct routine *routine)
{
        const struct routine_config *config = routine->config;
        uint32_t answered = routine->answers.equipment_known & ~config->equipment_known;

        return (config->equipment_there & config->equipment_known) |
               (routine->answers.equipment_there & answered);
}

/* What hurts in one programme is not offered in another. */
static void find_suspended(const struct routine *routine, bool suspended[static EXERCISES_MAX])
{
        for (size_t i = 0; i < EXERCISES_MAX; i++) {
                suspended[i] = false;
                for (uint8_t j = 0; j < routine->course_count; j++)
                        suspended[i] |= routine->courses[j].programme &&
                                        routine->courses[j].progression.exercises[i].suspended;
        }
}

static uint32_t excluded_picks(const struct programme *programme, const bool *offered)
{
        uint32_t excluded = 0;

        for (uint8_t i = 0; i < programme->pick_order.count; i++)
                if (!offered[programme->pick_order.exercises[i]])
                        excluded |= UINT32_C(1) << i;
        return excluded;
}

void routine_fit(const struct routine *routine, const struct routine_course *course,
        const struct progression *progression, bool offered[static EXERCISES_MAX],
        struct fitted_programme *ret_fitted)
{
        const struct routine_config *config = routine->config;
        const struct programme *programme = course->programme;
        uint64_t tags = screening_tags(config->rules, &routine->answers);
        bool no_prone = screening_no_prone(config->rules, &routine->answers, programme);
        uint32_t there = routine_equipment(routine);
        bool suspended[EXERCISES_MAX];
        int16_t pick[PROGRAMME_EXERCISES_MAX];
        uint8_t pick_count;

        find_suspended(routine, suspended);
        memset(offered, 0, EXERCISES_MAX * sizeof(*offered));
        for (size_t i = 0; i < config->set->exercise_count; i++) {
                const struct exercise *exercise = &config->set->exercises[i];

                offered[i] = !suspended[i] && (exercise->avoid & tags) == 0 &&
                             (exercise->equipment & ~there) == 0 &&
                             (exercise->flags & programme->forbidden_flags) == 0 &&
                             !(no_prone && exercise->flags & EXERCISE_FLAG_PRONE);
        }
        pick_count = progression_pick(progression, excluded_picks(programme, offered), pick);
        screening_fit(config->set, programme, tags, there, suspended, no_prone, pick, pick_count, ret_fitted);
}
