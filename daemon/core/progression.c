/* SPDX-License-Identifier: MIT */
#include "core/progression_parts.h"

#include <assert.h>

/* Of the prescribed repetitions: less is a setback, and all of them are needed to rise. */
#define DONE_ENOUGH_PCT 80
#define DONE_ALL_PCT    100

#define BAD_FOR_DOWN 2 /* setbacks in a row */
#define OK_FOR_UP    2 /* sessions that went well since the last change */

/* What of a session counts, pain always. */
enum counting {
        COUNTING_PAIN,
        COUNTING_SETBACKS,
        COUNTING_ALL,
};

int64_t progression_days(int32_t from, int32_t to)
{
        return from == DAY_NONE ? INT64_MAX : (int64_t)to - from;
}

int progression_exercises(const struct progression *progression)
{
        return (int)progression->set->exercise_count;
}

bool progression_offers(const struct progression *progression, int exercise)
{
        return exercise >= 0 && exercise < progression_exercises(progression) &&
               !progression->exercises[exercise].suspended;
}

bool progression_is_ours(const struct progression *progression, const struct session_record *session)
{
        return session->programme == progression->programme - progression->set->programmes;
}

size_t progression_results(const struct session_record *session)
{
        return session->result_count < PROGRAMME_EXERCISES_MAX ? session->result_count
                                                               : PROGRAMME_EXERCISES_MAX;
}

static uint8_t top_of(const struct exercise *exercise)
{
        return exercise->top > 1 ? exercise->top : 1;
}

static uint8_t start_level_of(const struct exercise *exercise)
{
        if (exercise->start_level < 1)
                return 1;
        return exercise->start_level < top_of(exercise) ? exercise->start_level : top_of(exercise);
}

void progression_init(struct progression *progression, const struct programme_set *set,
        const struct programme *programme, int32_t day)
{
        assert(set->exercise_count <= EXERCISES_MAX);
        *progression = (struct progression){
                .set = set,
                .programme = programme,
                .start_day = day,
                .last_day = DAY_NONE,
                .light_last_day = DAY_NONE,
                .rest_last_day = DAY_NONE,
                .week = DAY_NONE,
        };
        for (int i = 0; i < progression_exercises(progression); i++) {
                uint8_t level = start_level_of(&set->exercises[i]);

                progression->exercises[i] = (struct exercise_progress){
                        .level = level,
                        .level_before = level,
                        .changed_day = day,
                        .skipped_day = DAY_NONE,
                        .down_day = DAY_NONE,
                        .pain_days = { DAY_NONE, DAY_NONE, DAY_NONE },
                };
        }
}

/* Whether @exercise makes room at its top: it is the first of the pick or has joined it later, and another
 * follows. */
static bool can_graduate(const struct progression *progression, int exercise)
{
        const struct programme *programme = progression->programme;
        const struct exercise_list *pick = &programme->pick_order;
        bool graduates = false;

        if (programme->pick_count == 0)
                return false;
        for (uint8_t i = 0; i < pick->count; i++) {
                if (pick->exercises[i] == exercise)
                        graduates = i == 0 || i >= programme->pick_count;
                else if (graduates && i >= programme->pick_count &&
                         progression_offers(progression, pick->exercises[i]) &&
                         !progression->exercises[pick->exercises[i]].graduated)
                        return true;
        }
        return false;
}

static void change_level(struct exercise_progress *progress, int32_t day)
{
        progress->ok = 0;
        progress->changed_day = day;
}

/* The ladder ends here: another exercise takes the place, or a load is added. */
static void go_on_at_top(struct progression *progression, int index, bool easy_twice, int32_t day)
{
        const struct exercise *exercise = &progression->set->exercises[index];
        struct exercise_progress *progress = &progression->exercises[index];

        if (can_graduate(progression, index)) {
                progress->graduated = true;
        } else if (easy_twice && progress->load_step < exercise->load_top &&
                   progression_days(progress->changed_day, day) >=
                           progression->programme->level_min_days_easy) {
                progress->load_step++;
                change_level(progress, day);
        }
}

static bool skips(const struct progression *progression, const struct exercise_result *result, int32_t day)
{
        return result->skip_level && progression->programme->screening != PROGRAMME_SCREENING_CLEARANCE &&
               progression_days(progression->exercises[result->exercise].skipped_day, day) >= SKIP_DAYS;
}

/* All done, and easy or right. */
static void take_success(struct progression *progression, const struct exercise_result *result, int32_t day)
{
        const struct programme *programme = progression->programme;
        struct exercise_progress *progress = &progression->exercises[result->exercise];
        bool easy_twice = progress->last_easy && result->effort == EFFORT_EASY;
        uint8_t min_days = easy_twice ? programme->level_min_days_easy : programme->level_min_days;

        progress->bad = 0;
        if (progress->ok < UINT8_MAX)
                progress->ok++;
        if (progress->level >= top_of(&progression->set->exercises[result->exercise])) {
                if (progress->ok >= OK_FOR_UP)
                        go_on_at_top(progression, result->exercise, easy_twice, day);
        } else if (skips(progression, result, day)) {
                progress->level++;
                progress->skipped_day = day;
                change_level(progress, day);
        } else if (progress->ok >= OK_FOR_UP && progression_days(progress->changed_day, day) >= min_days) {
                progress->level++;
                change_level(progress, day);
        }
}

/* Rules 4 to 6 of programme.md 3.3. */
static void take_effort(struct progression *progression, const struct exercise_result *result,
        enum counting counting, int32_t day)
{
        struct exercise_progress *progress = &progression->exercises[result->exercise];

        if (result->done_pct < DONE_ENOUGH_PCT || result->effort == EFFORT_MAX) {
                progress->ok = 0;
                progress->bad++;
                if (progress->bad >= BAD_FOR_DOWN)
                        progression_lower(progression, result->exercise, day);
        } else if (result->done_pct < DONE_ALL_PCT || result->effort == EFFORT_HARD) {
                progress->ok = 0;
                progress->bad = 0;
        } else if (counting == COUNTING_ALL) {
                take_success(progression, result, day);
        } else {
                return;
        }
        progress->last_easy = result->effort == EFFORT_EASY;
}

static void take_result(struct progression *progression, const struct exercise_result *result,
        enum counting counting, int32_t day)
{
        struct exercise_progress *progress;

        if (!progression_offers(progression, result->exercise))
                return;
        progress = &progression->exercises[result->exercise];
        if (result->done_pct > 0) {
                if (progress->sessions == 0 && progress->changed_day == progression->start_day)
                        progress->changed_day = day;
                if (progress->sessions < UINT8_MAX)
                        progress->sessions++;
        }
        if (progression_take_pain(progression, result, day))
                return;
        if (counting != COUNTING_PAIN && result->effort != EFFORT_NONE)
                take_effort(progression, result, counting, day);
}

static enum counting counting_of(const struct progression *progression, const struct session_record *session)
{
        switch (session->kind) {
        case SESSION_KIND_NORMAL:
                if (progression_is_extra(progression, session->day))
                        break;
                return progression_is_return(progression->layoff) ? COUNTING_SETBACKS : COUNTING_ALL;
        case SESSION_KIND_RETURN: return COUNTING_SETBACKS;
        case SESSION_KIND_SHORT:
        case SESSION_KIND_LIGHT:
        case SESSION_KIND_EXTRA:
        case SESSION_KIND_MAX_: break;
        }
        return COUNTING_PAIN;
}

static void count_hard(struct progression *progression, const struct session_record *session)
{
        if (session->effort == EFFORT_NONE)
                return;
        if (session->effort != EFFORT_HARD && session->effort != EFFORT_MAX) {
                progression->hard_row = 0;
                return;
        }
        if (++progression->hard_row < HARD_SESSIONS)
                return;
        progression->hard_row = 0;
        progression_lighten(progression, session->day);
}

static bool is_anything_done(const struct session_record *session)
{
        for (size_t i = 0; i < progression_results(session); i++)
                if (session->results[i].done_pct > 0)
                        return true;
        return false;
}

void progression_add(struct progression *progression, const struct session_record *session)
{
        enum counting counting;

        if (!progression_is_ours(progression, session))
                return;
        progression_begin(progression, session->day);
        progression_count_week(progression, session->day);
        counting = counting_of(progression, session);
        for (size_t i = 0; i < progression_results(session); i++)
                take_result(progression, &session->results[i], counting, session->day);
        count_hard(progression, session);
        if (!is_anything_done(session))
                return;
        for (int i = 0; i < progression_exercises(progression); i++)
                progression->exercises[i].level_before = progression->exercises[i].level;
        progression->last_day = session->day;
}

struct dose progression_dose(const struct progression *progression, int exercise, enum session_kind kind)
{
        const struct exercise_progress *progress;
        struct dose dose;
        bool is_single = kind == SESSION_KIND_SHORT || kind == SESSION_KIND_LIGHT ||
                         (kind == SESSION_KIND_RETURN &&
                                 (progression->layoff == LAYOFF_LESS || progression->layoff == LAYOFF_HALF));

        if (exercise < 0 || exercise >= progression_exercises(progression))
                return (struct dose){ 0 };
        progress = &progression->exercises[exercise];
        dose = exercise_dose(&progression->set->exercises[exercise], progress->level, progress->load_step);
        if (is_single && dose.sets > 1)
                dose.sets = 1;
        return dose;
}

uint8_t progression_pick(const struct progression *progression, uint32_t excluded,
        int16_t exercises[static PROGRAMME_EXERCISES_MAX])
{
        const struct programme *programme = progression->programme;
        const struct exercise_list *pick = &programme->pick_order;
        uint32_t chosen = 0, stays = 0;
        uint8_t count = 0, written = 0;

        for (uint8_t i = 0; i < pick->count; i++) {
                uint32_t bit = UINT32_C(1) << i;

                if (excluded & bit || !progression_offers(progression, pick->exercises[i]))
                        continue;
                if (progression->exercises[pick->exercises[i]].graduated) {
                        stays |= bit;
                } else if (count < programme->pick_count) {
                        chosen |= bit;
                        count++;
                }
        }
        for (uint8_t i = pick->count; i > 0 && count < programme->pick_count; i--)
                if (stays & UINT32_C(1) << (i - 1)) {
                        chosen |= UINT32_C(1) << (i - 1);
                        count++;
                }
        for (uint8_t i = 0; i < pick->count; i++)
                if (chosen & UINT32_C(1) << i)
                        exercises[written++] = pick->exercises[i];
        return written;
}
