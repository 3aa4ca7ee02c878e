/* SPDX-License-Identifier: MIT */
#include "core/week_plan.h"

#include "core/instant.h"

#define DAYS_PER_WEEK 7
#define WEEK_MASK     0x7fu
/* More weeks than anybody trains; what lies before them is not looked at. */
#define BLOCK_WEEKS_MAX 5200

/* A missed week is forgiven when the one forgiven before is at least so many weeks ago. */
#define FORGIVEN_EVERY_WEEKS 6

static int count_days(unsigned days)
{
        return __builtin_popcount(days);
}

/* The smallest gap between one of @chosen and the session before or after it, at most @enough. Gaps between
 * days that are done already are nobody's choice. */
static int smallest_gap(const struct week_question *question, unsigned chosen, int enough)
{
        bool has_before = question->last_before > 0;
        bool chosen_before = false;
        int before = -question->last_before;
        int smallest = enough;

        for (int day = 0; day < DAYS_PER_WEEK; day++) {
                bool is_chosen = chosen & (1u << day);

                if (!is_chosen && !(question->done & (1u << day)))
                        continue;
                if (has_before && (is_chosen || chosen_before) && day - before < smallest)
                        smallest = day - before;
                has_before = true;
                chosen_before = is_chosen;
                before = day;
        }
        return smallest;
}

/* Of two sets of as many days the one with the earlier first day in which they differ is greater. */
static int earliness(unsigned chosen)
{
        int mirrored = 0;

        for (int day = 0; day < DAYS_PER_WEEK; day++)
                if (chosen & (1u << day))
                        mirrored |= 1 << (DAYS_PER_WEEK - 1 - day);
        return mirrored;
}

/* The four rules in one number: the more, the better. The factors are above what follows them can reach. */
static int64_t worth(const struct week_question *question, unsigned chosen, int gap)
{
        int64_t worth = count_days(chosen);

        worth = worth * (DAYS_PER_WEEK + 1) + count_days(chosen & question->configured);
        worth = worth * (UINT8_MAX + 2) + gap;
        return worth * (WEEK_MASK + 1) + earliness(chosen);
}

struct week_answer week_plan_choose(const struct week_question *question)
{
        unsigned done = question->done & WEEK_MASK;
        unsigned free = WEEK_MASK & ~done & ~(unsigned)question->never;
        int needed = question->rules.per_week_min - count_days(done);
        int enough = question->rules.rest_days_between + 1;
        int64_t best_worth = -1;
        unsigned best = 0;

        if (needed <= 0)
                return (struct week_answer){ 0 };
        free = question->today < DAYS_PER_WEEK ? free >> question->today << question->today : 0;
        for (unsigned chosen = 0; chosen <= WEEK_MASK; chosen++) {
                int gap;

                if ((chosen & ~free) || count_days(chosen) > needed)
                        continue;
                gap = smallest_gap(question, chosen, enough);
                if (question->rules.rest_days_strict && gap < enough)
                        continue;
                if (worth(question, chosen, gap) > best_worth) {
                        best_worth = worth(question, chosen, gap);
                        best = chosen;
                }
        }
        return (struct week_answer){ .days = (uint8_t)best, .is_short = count_days(best) < needed };
}

int32_t week_plan_monday(int32_t day)
{
        return day - instant_weekday(day);
}

/* The sessions and the excused weeks as they are walked through week by week. */
struct block_walk {
        const int32_t *days;
        size_t count;
        const int32_t *excused;
        size_t excused_count;
};

/* Takes the days from @from on and before @end off the walk. Returns how many different ones there are. */
static int take_days(struct block_walk *walk, int64_t from, int64_t end)
{
        int64_t latest = INT64_MIN;
        int different = 0;

        for (; walk->count > 0 && *walk->days < end; walk->days++, walk->count--) {
                different += *walk->days >= from && *walk->days != latest;
                latest = *walk->days;
        }
        return different;
}

static bool take_excuse(struct block_walk *walk, int64_t monday)
{
        for (; walk->excused_count > 0 && *walk->excused < monday; walk->excused++, walk->excused_count--)
                ;
        return walk->excused_count > 0 && *walk->excused == monday;
}

/* A week that was not met ends the streak, unless it is forgiven. @since_forgiven: weeks. */
static void miss_week(struct block *block, int *since_forgiven)
{
        if (block->streak > 0 && *since_forgiven >= FORGIVEN_EVERY_WEEKS) {
                *since_forgiven = 1;
                return;
        }
        block->streak = 0;
        *since_forgiven = FORGIVEN_EVERY_WEEKS;
}

struct block week_plan_block(const struct programme *programme, int32_t start_day, const int32_t *days,
        size_t count, const int32_t *excused, size_t excused_count, int32_t today)
{
        struct block_walk walk = { days, count, excused, excused_count };
        int64_t this_monday = week_plan_monday(today);
        int64_t monday = week_plan_monday(start_day);
        int64_t weeks_gone = (this_monday - monday) / DAYS_PER_WEEK;
        int since_forgiven = FORGIVEN_EVERY_WEEKS;
        struct block block = { 0 };

        if (weeks_gone > BLOCK_WEEKS_MAX)
                monday = this_monday - (int64_t)BLOCK_WEEKS_MAX * DAYS_PER_WEEK;
        for (; monday <= this_monday; monday += DAYS_PER_WEEK) {
                int64_t from = monday < start_day ? start_day : monday;
                int64_t end = monday < this_monday ? monday + DAYS_PER_WEEK : (int64_t)today + 1;
                bool is_met = take_days(&walk, from, end) >= programme->per_week_min;
                bool is_excused = take_excuse(&walk, monday);

                if (is_met) {
                        block.met++;
                        block.streak++;
                        since_forgiven++;
                } else if (!is_excused && monday < this_monday) {
                        miss_week(&block, &since_forgiven);
                }
        }
        block.done = block.met >= programme->min_weeks && weeks_gone >= programme->min_weeks;
        return block;
}
