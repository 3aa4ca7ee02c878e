/* SPDX-License-Identifier: MIT */
#include "config/routine_days.h"

#include "core/hours.h"

#define DAYS_PER_WEEK 7

/* The days from @day to the next of @days, which has it. */
static unsigned gap_after(uint8_t days, int day)
{
        unsigned gap = 1;

        while (!(days >> ((unsigned)day + gap) % DAYS_PER_WEEK & 1))
                gap++;
        return gap;
}

unsigned routine_days_gap(uint8_t days, int *ret_from, int *ret_to)
{
        unsigned smallest = DAYS_PER_WEEK + 1;

        for (int day = 0; day < DAYS_PER_WEEK; day++) {
                unsigned gap = days >> day & 1 ? gap_after(days, day) : DAYS_PER_WEEK + 1;

                if (gap >= smallest)
                        continue;
                smallest = gap;
                *ret_from = day;
                *ret_to = (day + (int)gap) % DAYS_PER_WEEK;
        }
        return smallest > DAYS_PER_WEEK ? DAYS_PER_WEEK : smallest;
}

bool routine_days_are_rested(const struct programme *programme, uint8_t days)
{
        int from;
        int to;

        return !programme->rest_days_strict ||
               routine_days_gap(days, &from, &to) > programme->rest_days_between;
}

/* How well @days suit, by what counts most first. */
static unsigned rank(uint8_t days, uint8_t wanted)
{
        int from;
        int to;

        return (unsigned)__builtin_popcount(days) * 100 + (unsigned)__builtin_popcount(days & wanted) * 10 +
               routine_days_gap(days, &from, &to);
}

uint8_t routine_days_choose(const struct programme *programme, uint8_t wanted, uint8_t never)
{
        uint8_t chosen = 0;

        for (uint8_t days = 1; days <= HOURS_EVERY_DAY; days++) {
                if (days & never || __builtin_popcount(days) > programme->per_week_min ||
                        !routine_days_are_rested(programme, days))
                        continue;
                if (chosen == 0 || rank(days, wanted) > rank(chosen, wanted))
                        chosen = days;
        }
        return chosen;
}
