/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#include <errno.h>
#include <string.h>

/* What ended longer ago is no news, and what ends later was seen by a clock that was wrong. */
#define ENDED_DAYS_MAX 366

void routine_keep(const struct routine *routine, struct routine_kept *ret_kept)
{
        if (routine) {
                *ret_kept = routine->kept;
                return;
        }
        *ret_kept = (struct routine_kept){
                .ended_day = DAY_NEVER,
                .asked_day = DAY_NEVER,
                .off_day = DAY_NEVER,
                .suggested_day = DAY_NEVER,
                .labelled_day = DAY_NEVER,
        };
        for (uint8_t i = 0; i < ROUTINE_ITEMS_MAX; i++) {
                ret_kept->told_day[i] = DAY_NEVER;
                ret_kept->closing_day[i] = DAY_NEVER;
                ret_kept->declined_day[i] = DAY_NEVER;
        }
}

void routine_restore_kept(struct routine *routine, const struct routine_kept *kept)
{
        routine->kept = *kept;
        if (kept->ended_day > routine->day + ENDED_DAYS_MAX ||
                kept->ended_day < routine->day - ENDED_DAYS_MAX)
                routine->kept.ended_day = DAY_NEVER;
        if (kept->item >= routine->course_count || !routine->courses[kept->item].programme)
                routine->kept.is_open = false;
}

static bool is_exercise(const struct routine *routine, int16_t exercise)
{
        return exercise >= 0 && (size_t)exercise < routine->config->set->exercise_count;
}

static bool is_item_known(const struct routine *routine, const struct session_item *item)
{
        return is_exercise(routine, item->exercise) &&
               (item->easier < 0 || is_exercise(routine, item->easier)) && item->dose.sets > 0 &&
               item->dose.reps > 0;
}

int routine_restore_session(struct routine *routine, const struct session *session)
{
        const struct session_plan *plan = &session->plan;

        if (!routine_course_of(routine, plan->programme) || plan->count == 0 ||
                plan->count > SESSION_ITEMS_MAX || session->item >= plan->count)
                return -EINVAL;
        for (uint8_t i = 0; i < plan->count; i++)
                if (!is_item_known(routine, &plan->items[i]))
                        return -EINVAL;
        routine->session = *session;
        routine->session.set = routine->config->set;
        routine->session.voice = routine->voice;
        routine->is_restored = true;
        return 0;
}

static int16_t map_exercise(const struct routine *routine, const struct routine *old, int16_t exercise)
{
        if (exercise < 0 || (size_t)exercise >= old->config->set->exercise_count)
                return -1;
        return (int16_t)programme_find_exercise(
                routine->config->set, old->config->set->exercises[exercise].id);
}

static void adopt_progression(const struct routine *routine, const struct routine *old,
        struct progression *progression, const struct progression *before)
{
        const struct programme_set *set = progression->set;
        const struct programme *programme = progression->programme;
        struct exercise_progress fresh[EXERCISES_MAX];

        memcpy(fresh, progression->exercises, sizeof(fresh));
        *progression = *before;
        progression->set = set;
        progression->programme = programme;
        memcpy(progression->exercises, fresh, sizeof(fresh));
        for (int16_t i = 0; (size_t)i < old->config->set->exercise_count; i++) {
                int16_t exercise = map_exercise(routine, old, i);

                if (exercise >= 0)
                        progression->exercises[exercise] = before->exercises[i];
        }
}

static void adopt_last(const struct routine *routine, const struct routine *old,
        struct routine_course *course, const struct routine_course *before)
{
        uint8_t count = 0;

        course->last = before->last;
        course->last.programme = course->plan.programme;
        for (uint8_t i = 0; i < before->last.result_count; i++) {
                int16_t exercise = map_exercise(routine, old, before->last.results[i].exercise);

                if (exercise < 0)
                        continue;
                course->last.results[count] = before->last.results[i];
                course->last.results[count++].exercise = exercise;
        }
        course->last.result_count = count;
        course->has_last = before->has_last;
        course->is_answered = before->is_answered;
        course->is_worse = before->is_worse;
}

/* What was set at run time wins until the file's value changes. */
static void adopt_plan(struct routine_course *course, const struct routine_course *before,
        const struct routine_item *old_file)
{
        if (course->plan.days == old_file->days)
                course->plan.days = before->plan.days;
        if (course->plan.minute != old_file->minute || course->plan.until_minute != old_file->until_minute)
                return;
        course->plan.minute = before->plan.minute;
        course->plan.until_minute = before->plan.until_minute;
}

static void adopt_course(struct routine *routine, const struct routine *old, struct routine_course *course,
        const struct routine_course *before)
{
        uint8_t is = (uint8_t)(course - routine->courses), was = (uint8_t)(before - old->courses);

        adopt_plan(course, before, &old->config->items[was]);
        course->begun_day = before->begun_day;
        adopt_progression(routine, old, &course->progression, &before->progression);
        adopt_progression(routine, old, &course->before, &before->before);
        adopt_last(routine, old, course, before);
        memcpy(course->days, before->days, sizeof(course->days));
        course->day_count = before->day_count;
        memcpy(course->recent, before->recent, sizeof(course->recent));
        course->recent_count = before->recent_count;
        routine->kept.told_day[is] = old->kept.told_day[was];
        routine->kept.closing_day[is] = old->kept.closing_day[was];
        routine->kept.declined_day[is] = old->kept.declined_day[was];
        routine->kept.labelled[is] = old->kept.labelled[was];
        if (old->kept.is_open && old->kept.item == was) {
                routine->kept.is_open = true;
                routine->kept.item = is;
        }
}

/* The course of @old with the same programme, or NULL. */
static const struct routine_course *same_course(
        const struct routine *old, const struct routine_course *course)
{
        for (uint8_t i = 0; i < old->course_count && course->programme; i++)
                if (old->courses[i].programme &&
                        strcmp(old->courses[i].programme->id, course->programme->id) == 0)
                        return &old->courses[i];
        return NULL;
}

static void adopt_answers(struct routine *routine, const struct routine *old)
{
        const struct programme_set *set = routine->config->set, *old_set = old->config->set;
        struct screening_answers *answers = &routine->answers;

        *answers = old->answers;
        memset(answers->tags, 0, sizeof(answers->tags));
        answers->equipment_known = 0;
        answers->equipment_there = 0;
        for (size_t i = 0; i < set->tag_count; i++)
                for (size_t j = 0; j < old_set->tag_count; j++)
                        if (strcmp(set->tags[i], old_set->tags[j]) == 0)
                                answers->tags[i] = old->answers.tags[j];
        for (size_t i = 0; i < set->equipment_count; i++)
                for (size_t j = 0; j < old_set->equipment_count; j++)
                        if (strcmp(set->equipment[i], old_set->equipment[j]) == 0) {
                                answers->equipment_known |= (old->answers.equipment_known >> j & 1) << i;
                                answers->equipment_there |= (old->answers.equipment_there >> j & 1) << i;
                        }
}

static void adopt_session(struct routine *routine, const struct routine *old)
{
        struct session session = old->session;
        const struct programme_set *set = old->config->set;

        if (session.plan.programme < 0 || session.state == SESSION_STATE_NONE)
                return;
        session.plan.programme =
                (int16_t)programme_find(routine->config->set, set->programmes[session.plan.programme].id);
        for (uint8_t i = 0; i < session.plan.count; i++) {
                struct session_item *item = &session.plan.items[i];

                item->exercise = map_exercise(routine, old, item->exercise);
                item->easier = map_exercise(routine, old, item->easier);
        }
        session.hard_exercise = map_exercise(routine, old, session.hard_exercise);
        session.note_exercise = map_exercise(routine, old, session.note_exercise);
        if (routine_restore_session(routine, &session) == 0)
                routine->is_restored = old->is_restored;
        routine->question_day = old->question_day;
}

static void adopt_changes(struct routine *routine, const struct routine *old)
{
        for (uint8_t i = 0; i < old->change_count; i++) {
                struct routine_change change = old->changes[i];

                change.programme = (int16_t)programme_find(
                        routine->config->set, old->config->set->programmes[change.programme].id);
                if (change.programme >= 0)
                        routine->changes[routine->change_count++] = change;
        }
}

void routine_adopt(struct routine *routine, const struct routine *old, uint16_t lights)
{
        struct routine_kept fresh;

        routine_keep(NULL, &fresh);
        routine->kept = old->kept;
        routine->kept.is_open = false;
        routine->kept.lit = old->kept.lit == 0 ? 0 : lights;
        memcpy(routine->kept.told_day, fresh.told_day, sizeof(fresh.told_day));
        memcpy(routine->kept.closing_day, fresh.closing_day, sizeof(fresh.closing_day));
        memcpy(routine->kept.declined_day, fresh.declined_day, sizeof(fresh.declined_day));
        memcpy(routine->kept.labelled, fresh.labelled, sizeof(fresh.labelled));
        routine->kept.suggested_id.number = 0;
        adopt_answers(routine, old);
        for (uint8_t i = 0; i < routine->course_count; i++) {
                const struct routine_course *before = same_course(old, &routine->courses[i]);

                if (before)
                        adopt_course(routine, old, &routine->courses[i], before);
        }
        adopt_changes(routine, old);
        memcpy(routine->excused, old->excused, sizeof(routine->excused));
        routine->excused_count = old->excused_count;
        routine->day = old->day;
        adopt_session(routine, old);
        routine->is_stale = true;
}
