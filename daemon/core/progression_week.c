/* SPDX-License-Identifier: MIT */
#include "core/progression_parts.h"

static enum layoff milder(enum layoff layoff)
{
        return layoff == LAYOFF_NONE ? LAYOFF_NONE : (enum layoff)(layoff - 1);
}

enum layoff progression_layoff(const struct progression *progression, int32_t day)
{
        static const int first_days[] = {
                [LAYOFF_SAME] = 8, [LAYOFF_LESS] = 14, [LAYOFF_HALF] = 28, [LAYOFF_NEW] = 56
        };
        enum layoff layoff = LAYOFF_NONE;
        int64_t days;

        if (progression->last_day == DAY_NONE)
                return LAYOFF_NONE;
        days = progression_days(progression->last_day, day);
        while (layoff < LAYOFF_NEW && days >= first_days[layoff + 1])
                layoff++;
        return progression->programme->kind == PROGRAMME_KIND_STRETCH ? milder(layoff) : layoff;
}

bool progression_is_return(enum layoff layoff)
{
        return layoff != LAYOFF_NONE && layoff != LAYOFF_NEW;
}

/* The programme starts with its first session; what has no change of its own since then starts with it. */
static void start_late(struct progression *progression, int32_t day)
{
        for (int i = 0; i < progression_exercises(progression); i++)
                if (progression->exercises[i].changed_day == progression->start_day)
                        progression->exercises[i].changed_day = day;
        progression->start_day = day;
}

/* Anew, but what is suspended stays so, and what hurt is not forgotten. */
static void start_anew(struct progression *progression, int32_t day)
{
        for (int i = 0; i < progression_exercises(progression); i++) {
                struct exercise_progress *progress = &progression->exercises[i];

                progress->graduated = false;
                progress->sessions = 0;
                progress->changed_day = day;
        }
        progression->start_day = day;
        progression->hard_row = 0;
        progression->week = DAY_NONE;
        progression->weeks_counted = 0;
}

/* From the level before the layoff, and not from the present one: a session may begin more than once. */
static void weaken(struct exercise_progress *progress, enum layoff layoff, int32_t day)
{
        switch (layoff) {
        case LAYOFF_NONE:
        case LAYOFF_SAME: return;
        case LAYOFF_LESS:
                progress->level = progress->level_before > 1 ? (uint8_t)(progress->level_before - 1) : 1;
                break;
        case LAYOFF_HALF: progress->level = (uint8_t)((progress->level_before + 1) / 2); break;
        case LAYOFF_NEW: progress->level = 1; break;
        }
        progress->load_step = 0;
        progress->ok = 0;
        progress->bad = 0;
        if (progress->level != progress->level_before)
                progress->changed_day = day;
}

void progression_begin(struct progression *progression, int32_t day)
{
        enum layoff layoff = progression_layoff(progression, day);

        if (progression->last_day == DAY_NONE)
                start_late(progression, day);
        if (layoff == LAYOFF_NEW)
                start_anew(progression, day);
        for (int i = 0; i < progression_exercises(progression); i++)
                weaken(&progression->exercises[i], layoff, day);
        progression->layoff = layoff;
}

static bool has_light_weeks(const struct progression *progression)
{
        return progression->programme->deload_every_weeks > 0;
}

void progression_lighten(struct progression *progression, int32_t day)
{
        if (has_light_weeks(progression))
                progression->light_last_day = day + LIGHT_DAYS;
}

static int days_of(uint8_t mask)
{
        int count = 0;

        for (; mask; mask &= (uint8_t)(mask - 1))
                count++;
        return count;
}

/* Days since the Monday of 1970-01-01's week, which was a Thursday. */
static int64_t since_first_monday(int32_t day)
{
        return (int64_t)day + 3;
}

static int32_t week_of(int32_t day)
{
        int64_t days = since_first_monday(day);

        return (int32_t)((days - (days % 7 + 7) % 7) / 7);
}

static uint8_t day_bit(int32_t day)
{
        return (uint8_t)(1 << (since_first_monday(day) % 7 + 7) % 7);
}

static bool is_light_after(const struct progression *progression, uint16_t weeks_counted)
{
        return has_light_weeks(progression) &&
               weeks_counted + 1 >= progression->programme->deload_every_weeks;
}

/* weeks_counted as it is in the week of @day. */
static uint16_t weeks_counted_in(const struct progression *progression, int32_t day)
{
        uint16_t counted = progression->weeks_counted;

        if (progression->week == DAY_NONE || week_of(day) <= progression->week)
                return counted;
        /* Taken or declined: the light week has been. */
        if (is_light_after(progression, counted))
                return 0;
        if (days_of(progression->week_days) >= progression->programme->per_week_min && counted < UINT16_MAX)
                counted++;
        return counted;
}

void progression_count_week(struct progression *progression, int32_t day)
{
        if (progression->week == DAY_NONE || week_of(day) > progression->week) {
                progression->weeks_counted = weeks_counted_in(progression, day);
                progression->week = week_of(day);
                progression->week_days = 0;
        }
        progression->week_days |= day_bit(day);
}

bool progression_is_light(const struct progression *progression, int32_t day)
{
        if (progression->light_last_day != DAY_NONE && day <= progression->light_last_day)
                return true;
        return is_light_after(progression, weeks_counted_in(progression, day));
}

bool progression_is_extra(const struct progression *progression, int32_t day)
{
        uint8_t others = progression->week_days & (uint8_t)~day_bit(day);

        return progression->programme->schedule == PROGRAMME_SCHEDULE_WEEKLY &&
               progression->week == week_of(day) && days_of(others) >= SESSIONS_COUNTING;
}

enum session_kind progression_kind(
        const struct progression *progression, int32_t day, bool is_short, bool declined)
{
        if (is_short)
                return SESSION_KIND_SHORT;
        if (progression_is_return(progression_layoff(progression, day)))
                return SESSION_KIND_RETURN;
        if (!declined && progression_is_light(progression, day))
                return SESSION_KIND_LIGHT;
        return progression_is_extra(progression, day) ? SESSION_KIND_EXTRA : SESSION_KIND_NORMAL;
}
