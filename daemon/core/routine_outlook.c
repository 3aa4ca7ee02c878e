/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

bool routine_outlook(const struct routine *routine, uint8_t item, struct routine_outlook *ret_outlook)
{
        const struct routine_course *course;
        bool offered[EXERCISES_MAX];
        struct progression progression;

        if (item >= routine->course_count || !routine->courses[item].programme)
                return false;
        course = &routine->courses[item];
        progression = course->progression;
        progression_begin(&progression, routine->day);
        routine_fit(routine, course, &progression, offered, &ret_outlook->fitted);
        session_make_plan(&progression, &ret_outlook->fitted, routine_kind(routine, course, false),
                routine->config->items[item].pace, offered, routine_equipment(routine), &ret_outlook->plan);
        ret_outlook->plan.day = routine->day;
        ret_outlook->length_usec =
                ret_outlook->fitted.is_empty
                        ? 0
                        : session_length(routine->config->set, &ret_outlook->plan, &routine->voice);
        ret_outlook->held = routine_hold(routine, course);
        return true;
}

int32_t routine_day(const struct routine *routine)
{
        return routine->day;
}
