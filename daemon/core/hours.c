/* SPDX-License-Identifier: MIT */
#include "core/hours.h"

/* Yesterday's rules may reach into today; a week and a day sees every rule begin and end. */
#define HOURS_DAYS_BACK  1
#define HOURS_DAYS_AHEAD 8

static bool starts_on(const struct hours_rule *rule, int32_t day)
{
        return rule->days & (1u << instant_weekday(day));
}

/* The rule's length in minutes; its end is on the next day when it is not after its start. */
static int32_t end_minute(const struct hours_rule *rule)
{
        return rule->to_minute > rule->from_minute ? rule->to_minute : rule->to_minute + MINUTES_PER_DAY;
}

bool hours_contain(const struct hours_rule *rules, size_t count, const struct instant *now)
{
        int32_t today = instant_day(now, now->realtime_usec, 0);

        for (size_t i = 0; i < count; i++)
                for (int32_t day = today - HOURS_DAYS_BACK; day <= today; day++) {
                        if (!starts_on(&rules[i], day))
                                continue;
                        if (now->realtime_usec >= instant_from_civil(now, day, rules[i].from_minute) &&
                                now->realtime_usec < instant_from_civil(now, day, end_minute(&rules[i])))
                                return true;
                }
        return false;
}

/* The sooner of @next and the moment local clocks show @minute of @day, if that is still to come. */
static int64_t sooner(const struct instant *now, int32_t day, int32_t minute, int64_t next)
{
        int64_t at = instant_from_civil(now, day, minute);

        return at > now->realtime_usec ? usec_min(at, next) : next;
}

int64_t hours_next_change(const struct hours_rule *rules, size_t count, const struct instant *now)
{
        int32_t today = instant_day(now, now->realtime_usec, 0);
        int64_t next = USEC_INFINITY;

        for (size_t i = 0; i < count; i++)
                for (int32_t day = today - HOURS_DAYS_BACK; day <= today + HOURS_DAYS_AHEAD; day++) {
                        if (!starts_on(&rules[i], day))
                                continue;
                        next = sooner(now, day, rules[i].from_minute, next);
                        next = sooner(now, day, end_minute(&rules[i]), next);
                }
        if (count > 0 && now->zone.until_realtime_usec > now->realtime_usec)
                next = usec_min(next, now->zone.until_realtime_usec);
        return next;
}
