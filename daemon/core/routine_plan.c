/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#define DAYS_PER_WEEK 7

bool routine_has_session(const struct routine_course *course, int32_t day)
{
        for (uint16_t i = course->day_count; i > 0 && course->days[i - 1] >= day; i--)
                if (course->days[i - 1] == day)
                        return true;
        return false;
}

static uint8_t done_in(const struct routine_course *course, int32_t monday)
{
        uint8_t done = 0;

        for (uint16_t i = course->day_count; i > 0 && course->days[i - 1] >= monday; i--)
                if (course->days[i - 1] < monday + DAYS_PER_WEEK)
                        done |= routine_day_bit(course->days[i - 1]);
        return done;
}

uint8_t routine_sessions_in_week(const struct routine_course *course, int32_t day)
{
        return (uint8_t)__builtin_popcount(done_in(course, week_plan_monday(day)));
}

/* The change of what was planned for @day itself, or NULL. */
static const struct routine_change *change_of(
        const struct routine *routine, const struct routine_course *course, int32_t day)
{
        for (uint8_t i = 0; i < routine->change_count; i++)
                if (routine->changes[i].programme == course->plan.programme && routine->changes[i].day == day)
                        return &routine->changes[i];
        return NULL;
}

const struct routine_change *routine_moved_to(
        const struct routine *routine, const struct routine_course *course, int32_t day)
{
        const struct routine_change *own = change_of(routine, course, day), *found = NULL;

        if (own && !own->is_moved)
                return NULL;
        for (uint8_t i = routine->change_count; i > 0; i--) {
                const struct routine_change *change = &routine->changes[i - 1];

                if (change->programme == course->plan.programme && change->is_moved &&
                        change->to_day == day && (!found || found->minute == ROUTINE_NO_MINUTE))
                        found = change;
        }
        return found;
}

/* What the person's wishes make of a week: masks. */
struct wishes {
        uint8_t taken;   /* nothing is planned there any more */
        uint8_t given;   /* a session was moved there */
        uint8_t skipped; /* of those taken */
};

/* When a wish was made is not kept: as they look back on earlier days, nobody knew of it before the first day
 * that it is about. */
static bool is_known(const struct routine *routine, const struct routine_change *change, int32_t day)
{
        return day >= routine->day || day >= change->day || (change->is_moved && day >= change->to_day);
}

/* The wishes for @course in the week of @day, as far as they were known then. */
static struct wishes wishes_on(
        const struct routine *routine, const struct routine_course *course, int32_t day)
{
        int32_t monday = week_plan_monday(day);
        struct wishes wishes = { 0 };

        for (uint8_t i = 0; i < routine->change_count; i++) {
                const struct routine_change *change = &routine->changes[i];
                uint8_t bit = routine_day_bit(change->day);

                if (change->programme != course->plan.programme || week_plan_monday(change->day) != monday ||
                        !is_known(routine, change, day))
                        continue;
                wishes.taken |= bit;
                if (change->is_moved)
                        wishes.given |= routine_day_bit(change->to_day);
                else
                        wishes.skipped |= bit;
        }
        wishes.given &= (uint8_t)~wishes.skipped;
        wishes.taken &= (uint8_t)~wishes.given;
        return wishes;
}

static uint8_t days_until(int32_t monday, int32_t last_day)
{
        uint8_t days = 0;

        for (int32_t day = monday; day <= last_day && day < monday + DAYS_PER_WEEK; day++)
                days |= routine_day_bit(day);
        return days;
}

static uint8_t last_before(const struct routine_course *course, int32_t monday)
{
        for (uint16_t i = course->day_count; i > 0; i--)
                if (course->days[i - 1] < monday)
                        return monday - course->days[i - 1] <= DAYS_PER_WEEK
                                       ? (uint8_t)(monday - course->days[i - 1])
                                       : 0;
        return 0;
}

/* Who wants more days than the week needs is offered as many as the programme allows. */
static uint8_t wanted(const struct routine_course *course)
{
        const struct programme *programme = course->programme;
        int days = __builtin_popcount(course->plan.days);

        if (days > programme->per_week_max)
                days = programme->per_week_max;
        return days > programme->per_week_min ? (uint8_t)days : programme->per_week_min;
}

/* The days from @today on for which a weekly programme is planned, as it is seen on @today. */
static uint8_t plan_from(const struct routine *routine, const struct routine_course *course, int32_t today)
{
        int32_t monday = week_plan_monday(today);
        uint8_t gone = days_until(monday, today - 1);
        uint8_t done = done_in(course, monday);
        struct wishes wishes = wishes_on(routine, course, today);
        struct week_question question = {
                .rules = { .per_week_min = wanted(course),
                        .rest_days_between = course->programme->rest_days_between,
                        .rest_days_strict = course->programme->rest_days_strict },
                .configured = course->plan.days,
                .today = (uint8_t)instant_weekday(today),
                .last_before = last_before(course, monday),
        };

        done &= (uint8_t)(gone | routine_day_bit(today));
        wishes.given &= (uint8_t) ~(gone | done);
        question.done = done | wishes.given;
        question.never = (uint8_t)(routine->config->never | wishes.taken);
        if (course->progression.rest_last_day != DAY_NEVER)
                question.never |= days_until(monday, course->progression.rest_last_day);
        return (uint8_t)(week_plan_choose(&question).days | wishes.given);
}

static void plan_weekly(const struct routine *routine, struct routine_course *course)
{
        int32_t monday = week_plan_monday(routine->day);
        int32_t first = course->begun_day > monday ? course->begun_day : monday;

        course->week.missed = wishes_on(routine, course, routine->day).skipped;
        course->week.done = done_in(course, monday);
        for (int32_t day = first; day < routine->day; day++)
                course->week.missed |= plan_from(routine, course, day) & routine_day_bit(day);
        course->week.missed &= (uint8_t)~course->week.done;
        course->week.planned = plan_from(routine, course, routine->day);
}

/* A missed day is gone: there is no debt. */
static void plan_daily(const struct routine *routine, struct routine_course *course)
{
        int32_t monday = week_plan_monday(routine->day);
        uint8_t gone = days_until(monday, routine->day - 1);
        uint8_t taken = wishes_on(routine, course, routine->day).taken;

        if (course->progression.rest_last_day != DAY_NEVER)
                gone |= days_until(monday, course->progression.rest_last_day);
        course->week.missed = 0;
        course->week.done = done_in(course, monday);
        course->week.planned = (uint8_t)(course->plan.days & HOURS_EVERY_DAY & ~gone & ~taken &
                                         ~course->week.done & ~routine->config->never);
}

void routine_plan(struct routine *routine)
{
        for (uint8_t i = 0; i < routine->course_count; i++) {
                struct routine_course *course = &routine->courses[i];
                bool offered[EXERCISES_MAX];
                struct fitted_programme fitted;

                if (!course->programme)
                        continue;
                if (routine_is_weekly(course))
                        plan_weekly(routine, course);
                else
                        plan_daily(routine, course);
                course->block =
                        week_plan_block(course->programme, course->progression.start_day, course->days,
                                course->day_count, routine->excused, routine->excused_count, routine->day);
                routine_fit(routine, course, &course->progression, offered, &fitted);
                course->is_empty = fitted.is_empty;
        }
        routine->is_stale = false;
}

int64_t routine_moment(const struct routine *routine, int32_t day, int32_t minute, const struct instant *now)
{
        if (minute < routine->day_start_minute)
                minute += 24 * 60;
        return instant_from_civil(now, day, minute);
}

struct routine_slot routine_slot(const struct routine *routine, const struct routine_course *course,
        int32_t day, const struct instant *now)
{
        const struct routine_change *change = routine_moved_to(routine, course, day);
        int64_t day_end_usec = routine_moment(routine, day + 1, routine->day_start_minute, now);
        bool has_own = change && change->minute != ROUTINE_NO_MINUTE;
        int32_t minute = has_own ? change->minute : course->plan.minute;
        int32_t until_minute = has_own ? ROUTINE_NO_MINUTE : course->plan.until_minute;
        struct routine_slot slot = { .until_realtime_usec = day_end_usec };

        if (minute == ROUTINE_NO_MINUTE)
                return slot;
        slot.has_time = true;
        slot.from_realtime_usec = routine_moment(routine, day, minute, now);
        if (until_minute == ROUTINE_NO_MINUTE)
                return slot;
        slot.has_window = true;
        if (until_minute <= minute)
                until_minute += 24 * 60;
        slot.until_realtime_usec = usec_min(day_end_usec, routine_moment(routine, day, until_minute, now));
        return slot;
}

bool routine_has_rest(
        const struct routine *routine, const struct routine_course *course, int32_t day, int32_t moving)
{
        int32_t between = course->programme->rest_days_between;

        if (!course->programme->rest_days_strict)
                return true;
        for (int32_t other = day - between; other <= day + between; other++) {
                if (other == day || other == moving)
                        continue;
                if (routine_has_session(course, other))
                        return false;
                if (other > routine->day && routine_moved_to(routine, course, other))
                        return false;
        }
        return true;
}
