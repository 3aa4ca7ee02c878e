/* SPDX-License-Identifier: MIT */
#include "core/progression_parts.h"

/* Two exercises that go down within a few days make a light week. */
static void lighten_when_two_went_down(struct progression *progression, int exercise, int32_t day)
{
        for (int i = 0; i < progression_exercises(progression); i++)
                if (i != exercise && progression_days(progression->exercises[i].down_day, day) <= DOWN_DAYS) {
                        progression_lighten(progression, day);
                        return;
                }
}

void progression_lower(struct progression *progression, int exercise, int32_t day)
{
        struct exercise_progress *progress = &progression->exercises[exercise];
        bool is_lower = progress->level > 1 || progress->load_step > 0;

        progress->ok = 0;
        progress->bad = 0;
        if (!is_lower)
                return;
        progress->load_step = 0;
        if (progress->level > 1)
                progress->level--;
        progress->level_before = progress->level;
        progress->changed_day = day;
        progress->down_day = day;
        lighten_when_two_went_down(progression, exercise, day);
}

/* An ache that was there before has an effect only when it is clearly exceeded, but always with clearance. A
 * programme without the limit has none. */
static bool reaches(const struct programme *programme, const struct exercise_result *result, uint8_t limit)
{
        if (limit == 0 || result->pain < limit)
                return false;
        return result->baseline == 0 || programme->screening == PROGRAMME_SCREENING_CLEARANCE ||
               result->pain >= result->baseline + PAIN_ABOVE_BASELINE;
}

static void suspend(struct exercise_progress *progress)
{
        progress->suspended = true;
        progress->ok = 0;
        progress->bad = 0;
}

static void note_report(struct exercise_progress *progress, int32_t day)
{
        for (size_t i = PAIN_REPORTS - 1; i > 0; i--)
                progress->pain_days[i] = progress->pain_days[i - 1];
        progress->pain_days[0] = day;
}

bool progression_take_pain(struct progression *progression, const struct exercise_result *result, int32_t day)
{
        const struct programme *programme = progression->programme;
        struct exercise_progress *progress = &progression->exercises[result->exercise];
        bool decided = true;

        if (result->pain == 0 && !result->sharp)
                return false;
        note_report(progress, day);
        if (result->sharp || reaches(programme, result, programme->pain_stop))
                suspend(progress);
        else if (reaches(programme, result, programme->pain_down))
                progression_lower(progression, result->exercise, day);
        else
                decided = false;
        if (progression_days(progress->pain_days[PAIN_REPORTS - 1], day) <= PAIN_WINDOW_DAYS) {
                suspend(progress);
                decided = true;
        }
        return decided;
}

void progression_worse(struct progression *progression, const struct session_record *last)
{
        int32_t morning = last->day + 1;

        if (!progression_is_ours(progression, last))
                return;
        for (size_t i = 0; i < progression_results(last); i++) {
                int exercise = last->results[i].exercise;

                if (last->results[i].done_pct > 0 && progression_offers(progression, exercise))
                        progression_lower(progression, exercise, morning);
        }
        progression->rest_last_day = morning + progression->programme->rest_days_between;
}

void progression_clear(struct progression *progression, int exercise)
{
        if (exercise >= 0 && exercise < progression_exercises(progression))
                progression->exercises[exercise].suspended = false;
}
