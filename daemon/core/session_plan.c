/* SPDX-License-Identifier: MIT */
#include "core/session_parts.h"

#include <string.h>

static struct session_item warm_up_item(const struct progression *progression, int16_t exercise)
{
        const struct exercise *what = &progression->set->exercises[exercise];

        return (struct session_item){
                .exercise = exercise,
                .is_warm_up = true,
                .level = what->start_level,
                .dose = exercise_dose(what, what->start_level, 0),
                .easier = -1,
        };
}

/* The dose at the exercise's level; its load only with what that needs. */
static struct dose dose_of(
        const struct progression *progression, int16_t exercise, enum session_kind kind, uint32_t equipment)
{
        const struct exercise *what = &progression->set->exercises[exercise];
        struct dose dose = progression_dose(progression, exercise, kind);
        struct dose unloaded = exercise_dose(what, progression->exercises[exercise].level, 0);

        if (dose.load_grams == 0 || (what->load_equipment & ~equipment) == 0)
                return dose;
        if (dose.sets < unloaded.sets)
                unloaded.sets = dose.sets;
        return unloaded;
}

static struct session_item main_item(const struct progression *progression, int16_t exercise,
        enum session_kind kind, const bool *offered, uint32_t equipment)
{
        const struct exercise_progress *progress = &progression->exercises[exercise];
        int16_t easier = progression->set->exercises[exercise].easier;
        struct session_item item = {
                .exercise = exercise,
                .full_words = progress->sessions < SESSION_FULL_WORDS,
                .level = progress->level,
                .dose = dose_of(progression, exercise, kind, equipment),
                .easier = -1,
        };

        if (easier < 0 || offered == NULL || !offered[easier] || progression->exercises[easier].suspended)
                return item;
        if (progression_dose(progression, easier, kind).reps == 0)
                return item;
        item.easier = easier;
        item.easier_level = progression->exercises[easier].level;
        item.easier_dose = dose_of(progression, easier, kind, equipment);
        return item;
}

/* A warm-up is never logged: it is as new as the session's newest exercise. */
static void word_warm_up(struct session_plan *plan)
{
        bool is_new = false;

        for (uint8_t i = 0; i < plan->count; i++)
                is_new = is_new || plan->items[i].full_words;
        for (uint8_t i = 0; i < plan->count; i++)
                if (plan->items[i].is_warm_up)
                        plan->items[i].full_words = is_new;
}

/* What has no dose, such as a posture check, is nothing to be led through. */
static void add_item(struct session_plan *plan, const struct session_item *item)
{
        if (plan->count < SESSION_ITEMS_MAX && item->dose.sets > 0 && item->dose.reps > 0)
                plan->items[plan->count++] = *item;
}

void session_make_plan(const struct progression *progression, const struct fitted_programme *fitted,
        enum session_kind kind, enum session_pace pace, const bool *offered, uint32_t equipment,
        struct session_plan *ret_plan)
{
        uint8_t main_count = 0;

        memset(ret_plan, 0, sizeof(*ret_plan));
        ret_plan->programme = (int16_t)(progression->programme - progression->set->programmes);
        ret_plan->kind = kind;
        ret_plan->pace = pace;
        for (uint8_t i = 0; i < fitted->count; i++) {
                const struct fitted_exercise *what = &fitted->items[i];
                struct session_item item;

                if (what->exercise < 0 || (!what->is_warm_up && main_count == PROGRAMME_EXERCISES_MAX))
                        continue;
                if (what->is_warm_up)
                        item = warm_up_item(progression, what->exercise);
                else
                        item = main_item(progression, what->exercise, kind, offered, equipment);
                add_item(ret_plan, &item);
                if (!what->is_warm_up)
                        main_count++;
        }
        word_warm_up(ret_plan);
}
