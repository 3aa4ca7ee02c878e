/* SPDX-License-Identifier: MIT */
#include "core/day_summary.h"

/* The boottime at which the local day after @day begins. */
static int64_t end_of_day(const struct instant *now, int32_t day, int16_t day_start_minute)
{
        return instant_to_boottime(now, instant_from_civil(now, day + 1, day_start_minute));
}

void day_summary_init(struct day_summary *summary, int16_t day_start_minute, const struct instant *now)
{
        int32_t day = instant_day(now, now->realtime_usec, day_start_minute);

        *summary = (struct day_summary){
                .day = day,
                .began_usec = instant_to_boottime(now, instant_from_civil(now, day, day_start_minute)),
                .ends_usec = end_of_day(now, day, day_start_minute),
        };
}

bool day_summary_roll(struct day_summary *summary, const struct bout *bout, int16_t day_start_minute,
        const struct instant *now, struct day_summary *ret_old)
{
        if (now->boottime_usec < summary->ends_usec)
                return false;
        *ret_old = *summary;
        ret_old->seated_usec = day_summary_sitting(summary, bout, summary->ends_usec);
        day_summary_init(summary, day_start_minute, now);
        return true;
}

void day_summary_rename(struct day_summary *summary, int16_t day_start_minute, const struct instant *now)
{
        int32_t day = instant_day(now, now->realtime_usec, day_start_minute);

        /* Set back over the day's edge, the day that has ended does not begin again. */
        if (day != summary->day - 1)
                summary->day = day;
        summary->ends_usec = end_of_day(now, summary->day, day_start_minute);
}

/* The part of @from_usec..@until_usec that lies in the day. */
static int64_t within(const struct day_summary *summary, int64_t from_usec, int64_t until_usec)
{
        return usec_max(0, until_usec - usec_max(from_usec, summary->began_usec));
}

static void count_gap(
        struct day_summary *summary, const struct bout_config *config, const struct bout_change *change)
{
        if (change->length_usec == 0 || change->at_usec - change->length_usec < summary->began_usec)
                return;
        summary->interruptions++;
        if (change->length_usec >= config->min_break_usec)
                summary->breaks++;
        if (change->length_usec >= config->break_goal_usec)
                summary->full_breaks++;
}

void day_summary_count(
        struct day_summary *summary, const struct bout_config *config, const struct bout_change *change)
{
        switch (change->kind) {
        case BOUT_CHANGE_STOOD_UP:
        case BOUT_CHANGE_PAUSED:
                summary->seated_usec += within(summary, change->from_usec, change->at_usec);
                break;
        case BOUT_CHANGE_CLOSED:
                if (change->start_usec < summary->began_usec)
                        break;
                summary->bouts++;
                summary->longest_usec = usec_max(summary->longest_usec, change->length_usec);
                break;
        case BOUT_CHANGE_SAT_DOWN: count_gap(summary, config, change); break;
        case BOUT_CHANGE_CENSORED:
        case BOUT_CHANGE_FULFILLED:
        case BOUT_CHANGE_SPAN: break;
        }
}

int64_t day_summary_sitting(const struct day_summary *summary, const struct bout *bout, int64_t now_usec)
{
        if (bout->seated_since_usec == STAMP_NONE)
                return summary->seated_usec;
        return summary->seated_usec + within(summary, bout->seated_since_usec, now_usec);
}

int64_t day_summary_longest(const struct day_summary *summary, const struct bout *bout, int64_t now_usec)
{
        if (!bout->open || bout->start_usec < summary->began_usec)
                return summary->longest_usec;
        return usec_max(summary->longest_usec, bout_clock(bout, now_usec));
}
