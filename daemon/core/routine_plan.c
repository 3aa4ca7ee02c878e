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

/* The days of the week of @monday on which there may be none: those of rest. */
static uint8_t rest_in(const struct routine_course *course, int32_t monday)
{
        int32_t last = course->progression.rest_last_day;

        return last == DAY_NEVER ? 0 : days_until(monday, last);
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
        question.never |= rest_in(course, monday);
        return (uint8_t)(week_plan_choose(&question).days | wishes.given);
}

/* Nothing is known of the week after but what this one leaves: its last session, done or planned. */
static uint8_t plan_next_week(const struct routine *routine, const struct routine_course *course)
{
        int32_t monday = week_plan_monday(routine->day) + DAYS_PER_WEEK;
        uint8_t before = course->week.planned | course->week.done;
        struct week_question question = {
                .rules = { .per_week_min = wanted(course),
                        .rest_days_between = course->programme->rest_days_between,
                        .rest_days_strict = course->programme->rest_days_strict },
                .configured = course->plan.days,
                .never = (uint8_t)(routine->config->never | rest_in(course, monday)),
        };

        for (uint8_t day = 0; day < DAYS_PER_WEEK; day++)
                if (before & 1 << day)
                        question.last_before = (uint8_t)(DAYS_PER_WEEK - day);
        return week_plan_choose(&question).days;
}

/* Whether @day was missed, of the days that are over. */
static uint8_t missed_on(const struct routine *routine, const struct routine_course *course, int32_t day)
{
        int32_t labelled_day = routine->kept.labelled_day;

        if (labelled_day != DAY_NEVER && day < labelled_day &&
                week_plan_monday(labelled_day) == week_plan_monday(day))
                return routine->kept.labelled[course - routine->courses] & routine_day_bit(day);
        return plan_from(routine, course, day) & routine_day_bit(day);
}

static void plan_weekly(const struct routine *routine, struct routine_course *course)
{
        int32_t monday = week_plan_monday(routine->day);
        int32_t first = course->begun_day > monday ? course->begun_day : monday;

        course->week.missed = wishes_on(routine, course, routine->day).skipped;
        course->week.done = done_in(course, monday);
        for (int32_t day = first; day < routine->day; day++)
                course->week.missed |= missed_on(routine, course, day);
        course->week.missed &= (uint8_t)~course->week.done;
        course->week.planned = plan_from(routine, course, routine->day);
        course->week.next = plan_next_week(routine, course);
}

/* A missed day is gone: there is no debt. */
static void plan_daily(const struct routine *routine, struct routine_course *course)
{
        int32_t monday = week_plan_monday(routine->day);
        uint8_t days = course->plan.days & HOURS_EVERY_DAY & (uint8_t)~routine->config->never;
        uint8_t gone = days_until(monday, routine->day - 1);
        uint8_t before = course->begun_day > monday ? days_until(monday, course->begun_day - 1) : 0;
        struct wishes wishes = wishes_on(routine, course, routine->day);
        uint8_t open;

        course->week.done = done_in(course, monday);
        open = days & (uint8_t)~course->week.done & (uint8_t)~rest_in(course, monday);
        course->week.missed = open & (uint8_t)((gone & ~before) | wishes.skipped);
        course->week.planned = open & (uint8_t) ~(gone | wishes.taken);
        course->week.next = days & (uint8_t)~rest_in(course, monday + DAYS_PER_WEEK);
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

int64_t routine_sooner(int64_t next_usec, int64_t at_usec, const struct instant *now)
{
        return at_usec > now->realtime_usec && at_usec < next_usec ? at_usec : next_usec;
}

/* Today's session is no longer offered, though it may still be done. */
static bool is_over(
        const struct routine *routine, const struct routine_course *course, const struct instant *now)
{
        uint8_t item = (uint8_t)(course - routine->courses);
        struct routine_slot slot = routine_slot(routine, course, routine->day, now);

        if (!(course->week.planned & routine_day_bit(routine->day)) || !slot.has_time ||
                (routine->kept.is_open && routine->kept.item == item) ||
                (routine_is_session_open(routine) &&
                        routine->session.plan.programme == course->plan.programme))
                return false;
        if (slot.has_window)
                return slot.until_realtime_usec <= now->realtime_usec;
        return slot.from_realtime_usec + ROUTINE_OPEN_USEC <= now->realtime_usec;
}

struct routine_week routine_week_at(
        const struct routine *routine, const struct routine_course *course, const struct instant *now)
{
        struct routine_week week = course->week;
        uint8_t today = routine_day_bit(routine->day);

        if (!is_over(routine, course, now))
                return week;
        week.missed |= today;
        week.planned &= (uint8_t)~today;
        if (routine_is_weekly(course) && instant_weekday(routine->day) < DAYS_PER_WEEK - 1)
                week.planned = plan_from(routine, course, routine->day + 1);
        return week;
}

int64_t routine_week_changes(const struct routine *routine, const struct instant *now)
{
        int64_t next_usec = USEC_INFINITY;

        for (uint8_t i = 0; i < routine->course_count; i++) {
                const struct routine_course *course = &routine->courses[i];
                struct routine_slot slot;

                if (!course->programme || !(course->week.planned & routine_day_bit(routine->day)))
                        continue;
                slot = routine_slot(routine, course, routine->day, now);
                if (!slot.has_time)
                        continue;
                next_usec = routine_sooner(next_usec, slot.from_realtime_usec, now);
                next_usec = routine_sooner(next_usec,
                        slot.has_window ? slot.until_realtime_usec
                                        : slot.from_realtime_usec + ROUTINE_OPEN_USEC,
                        now);
        }
        return next_usec;
}

void routine_label_days(struct routine *routine)
{
        uint8_t gone = days_until(week_plan_monday(routine->day), routine->day - 1);

        for (uint8_t i = 0; i < routine->course_count; i++)
                routine->kept.labelled[i] = routine->courses[i].begun_day == DAY_NEVER
                                                    ? 0
                                                    : routine->courses[i].week.missed & gone;
        routine->kept.labelled_day = routine->day;
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
