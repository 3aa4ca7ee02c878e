/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#define DAYS_PER_WEEK 7
/* More are seen in the plan. */
#define LEVELS_TOLD_MAX 6

void routine_tell_levels(struct routine *routine, const struct routine_turn *turn,
        const struct routine_course *course, const struct progression *before)
{
        uint8_t told = 0;

        for (uint8_t i = 0; i < course->last.result_count && told < LEVELS_TOLD_MAX; i++) {
                int16_t exercise = course->last.results[i].exercise;
                const struct exercise_progress *is = &course->progression.exercises[exercise];
                const struct exercise_progress *was = &before->exercises[exercise];
                uint32_t needed = routine->config->set->exercises[exercise].load_equipment;
                bool has_load = (needed & ~routine_equipment(routine)) == 0;
                struct prompt *prompt;

                if (is->level < was->level ||
                        (is->level == was->level && (is->load_step <= was->load_step || !has_load)))
                        continue;
                prompt = routine_add_prompt(routine, turn, PROMPT_LEVEL_UP, course->plan.programme);
                prompt->exercise = exercise;
                /* One of them is news enough. */
                if (told++ == 0)
                        prompt->tell = routine_news_channels(turn);
        }
}

static void tell_of_week(struct routine *routine, const struct routine_turn *turn, enum prompt_type type,
        const struct routine_course *course, uint8_t week_done, uint16_t block_met)
{
        struct prompt *prompt = routine_add_prompt(routine, turn, type, course->plan.programme);

        prompt->week_done = week_done;
        prompt->block_met = block_met;
        prompt->tell = routine_news_channels(turn);
}

void routine_tell_week(struct routine *routine, const struct routine_turn *turn,
        struct routine_course *course, const struct block *before, bool was_met)
{
        uint8_t done = routine_sessions_in_week(course, routine->session.plan.day);

        if (!routine_is_weekly(course))
                return;
        if (!was_met && done >= course->programme->per_week_min)
                tell_of_week(routine, turn, PROMPT_WEEK_MET, course, done, course->block.met);
        if (!before->done && course->block.done)
                tell_of_week(routine, turn, PROMPT_BLOCK_DONE, course, done, course->block.met);
}

static void excuse(struct routine *routine, const struct routine_turn *turn, int32_t monday)
{
        struct routine_record record = {
                .kind = ROUTINE_RECORD_EXCUSED,
                .programme = -1,
                .exercise = -1,
                .day = monday,
        };

        if (!routine_is_excused(routine, monday))
                routine_log(routine, turn, &record);
}

static void miss(
        struct routine *routine, const struct routine_turn *turn, const struct routine_course *course)
{
        const struct routine_record record = {
                .kind = ROUTINE_RECORD_MISSED,
                .programme = course->plan.programme,
                .exercise = -1,
                .day = routine->day,
        };

        routine_log(routine, turn, &record);
        routine_add_prompt(routine, turn, PROMPT_SESSION_MISSED, course->plan.programme);
}

/* It began before the day was over. */
static bool is_going_on(const struct routine *routine, const struct routine_course *course)
{
        return routine_is_session_open(routine) && routine->session.plan.programme == course->plan.programme;
}

/* The sessions that were planned for the day that is over. */
static void miss_sessions(struct routine *routine, const struct routine_turn *turn)
{
        uint8_t bit = routine_day_bit(routine->day);

        for (uint8_t i = 0; i < routine->course_count; i++) {
                struct routine_course *course = &routine->courses[i];

                if (!routine_is_weekly(course) || !(course->week.planned & bit) ||
                        is_going_on(routine, course))
                        continue;
                if (routine->kept.off_day == routine->day)
                        excuse(routine, turn, week_plan_monday(routine->day));
                else if (routine_hold(routine, course) == PLAN_HOLD_NONE)
                        miss(routine, turn, course);
        }
}

static void sum_up_week(
        struct routine *routine, const struct routine_turn *turn, int32_t monday, const struct block *before)
{
        /* An older one is no news. */
        bool is_last_week = monday + DAYS_PER_WEEK == week_plan_monday(routine->day);

        for (uint8_t i = 0; i < routine->course_count; i++) {
                struct routine_course *course = &routine->courses[i];
                uint8_t done;

                if (!routine_is_weekly(course) || course->progression.last_day == DAY_NEVER)
                        continue;
                done = routine_sessions_in_week(course, monday);
                if (done > 0 && is_last_week)
                        tell_of_week(routine, turn, PROMPT_WEEK_SUMMARY, course, done, course->block.met);
                if (!before[i].done && course->block.done)
                        tell_of_week(routine, turn, PROMPT_BLOCK_DONE, course, done, course->block.met);
        }
}

/* As of the last day of which the end was told; the daemon may have been away since then. */
static void remember_blocks(struct routine *routine, struct block before[static ROUTINE_ITEMS_MAX])
{
        int32_t today = routine->day;

        routine->day = routine->kept.ended_day + 1;
        routine_plan(routine);
        for (uint8_t i = 0; i < routine->course_count; i++)
                before[i] = routine->courses[i].block;
        routine->day = today;
        routine_plan(routine);
}

static void end_week(struct routine *routine, const struct routine_turn *turn)
{
        int32_t open_day = routine->kept.ended_day + 1;
        struct block before[ROUTINE_ITEMS_MAX];

        if (week_plan_monday(open_day) >= week_plan_monday(routine->day))
                return;
        remember_blocks(routine, before);
        sum_up_week(routine, turn, week_plan_monday(open_day), before);
}

void routine_end_day(struct routine *routine, const struct routine_turn *turn)
{
        int32_t today = instant_day(turn->now, turn->now->realtime_usec, routine->day_start_minute);

        if (today == routine->day && routine->kept.ended_day != DAY_NEVER && !routine->is_stale &&
                routine->kept.ended_day + 1 >= today)
                return;
        /* The clock was far ahead for a while. */
        if (routine->kept.ended_day == DAY_NEVER || routine->kept.ended_day > today + DAYS_PER_WEEK)
                routine->kept.ended_day = today - 1;
        if (today > routine->day && routine->kept.ended_day < routine->day) {
                if (routine->is_stale)
                        routine_plan(routine);
                miss_sessions(routine, turn);
        }
        routine->day = today;
        routine_plan(routine);
        end_week(routine, turn);
        if (routine->kept.ended_day < today - 1)
                routine->kept.ended_day = today - 1;
        routine_label_days(routine);
}
