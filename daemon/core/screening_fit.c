/* SPDX-License-Identifier: MIT */
#include "core/screening.h"

/* What is asked, and what is already given away. */
struct fitting {
        const struct programme_set *set;
        const struct programme *programme;
        uint64_t tags;
        uint32_t equipment;
        const bool *suspended;
        bool no_prone;
        bool taken[EXERCISES_MAX];
        struct fitted_programme *fitted;
};

static bool is_prone(const struct exercise *exercise)
{
        return exercise->position == EXERCISE_POSITION_PRONE || (exercise->flags & EXERCISE_FLAG_PRONE);
}

/* Whether the exercise may be done, taken or not. -1 may not. */
static bool is_allowed(const struct fitting *fitting, int16_t index)
{
        const struct exercise *exercise;

        if (index < 0)
                return false;
        exercise = &fitting->set->exercises[index];
        return (exercise->avoid & fitting->tags) == 0 && (exercise->equipment & ~fitting->equipment) == 0 &&
               (exercise->flags & fitting->programme->forbidden_flags) == 0 &&
               !(fitting->suspended && fitting->suspended[index]) &&
               !(fitting->no_prone && is_prone(exercise));
}

/* Gives @index to @item if it may be done and is not taken. */
static bool take(
        struct fitting *fitting, struct fitted_exercise *item, int16_t index, enum fitting_cause cause)
{
        if (!is_allowed(fitting, index) || fitting->taken[index])
                return false;
        fitting->taken[index] = true;
        item->exercise = index;
        item->cause = cause;
        return true;
}

static enum exercise_group group_of(const struct fitting *fitting, int16_t index)
{
        return fitting->set->exercises[index].group;
}

/* Takes the first that is possible of @list; with @alike only of the group that @item is of. */
static void take_of(struct fitting *fitting, struct fitted_exercise *item, const struct exercise_list *list,
        bool alike, enum fitting_cause cause)
{
        for (uint8_t i = 0; i < list->count; i++) {
                if (alike && group_of(fitting, list->exercises[i]) != group_of(fitting, item->wanted))
                        continue;
                if (take(fitting, item, list->exercises[i], cause))
                        return;
        }
}

static void take_easier(struct fitting *fitting, struct fitted_exercise *item)
{
        take(fitting, item, fitting->set->exercises[item->wanted].easier, FITTING_EASIER);
}

static void take_easier_alike(struct fitting *fitting, struct fitted_exercise *item)
{
        int16_t easier = fitting->set->exercises[item->wanted].easier;

        if (easier >= 0 && group_of(fitting, easier) == group_of(fitting, item->wanted))
                take_easier(fitting, item);
}

static void take_alternative(struct fitting *fitting, struct fitted_exercise *item)
{
        take_of(fitting, item, &fitting->programme->alternatives, true, FITTING_ALTERNATIVE);
}

static void take_other_pick(struct fitting *fitting, struct fitted_exercise *item)
{
        take_of(fitting, item, &fitting->programme->pick_order, true, FITTING_ALTERNATIVE);
}

static void take_stand_in(struct fitting *fitting, struct fitted_exercise *item)
{
        take_of(fitting, item, &fitting->programme->stand_ins, false, FITTING_STAND_IN);
}

static void take_prone_stand_in(struct fitting *fitting, struct fitted_exercise *item)
{
        if (fitting->no_prone && is_prone(&fitting->set->exercises[item->wanted]))
                take(fitting, item, fitting->programme->prone_stand_in, FITTING_STAND_IN);
}

static void keep(struct fitting *fitting, struct fitted_exercise *item)
{
        take(fitting, item, item->wanted, FITTING_KEPT);
}

/* Lets each item from @first to before @end that has nothing yet try one way to get something. A way is tried
 * by all before the next, so that nobody's own replacement is somebody's last resort. */
static void try_all(struct fitting *fitting, uint8_t first, uint8_t end,
        void (*way)(struct fitting *fitting, struct fitted_exercise *item))
{
        for (uint8_t i = first; i < end; i++)
                if (fitting->fitted->items[i].exercise < 0)
                        way(fitting, &fitting->fitted->items[i]);
}

static void want(struct fitting *fitting, int16_t exercise, bool is_warm_up)
{
        fitting->fitted->items[fitting->fitted->count++] = (struct fitted_exercise){
                .wanted = exercise, .exercise = -1, .cause = FITTING_LEFT_OUT, .is_warm_up = is_warm_up
        };
}

static void want_list(struct fitting *fitting, const struct exercise_list *list, bool is_warm_up)
{
        for (uint8_t i = 0; i < list->count; i++)
                want(fitting, list->exercises[i], is_warm_up);
}

static bool is_wanted(const struct fitting *fitting, int16_t exercise)
{
        for (uint8_t i = 0; i < fitting->fitted->count; i++)
                if (fitting->fitted->items[i].wanted == exercise)
                        return true;
        return false;
}

/* A pick that fell short, as its exercises have graduated or are excluded, is filled up from pick_order:
 * first with what may be done, then with what is to be replaced or told as left out. */
static void want_pick(struct fitting *fitting, const int16_t *pick, uint8_t pick_count)
{
        const struct exercise_list *order = &fitting->programme->pick_order;
        uint8_t wanted = 0;

        for (; wanted < pick_count && wanted < PROGRAMME_EXERCISES_MAX; wanted++)
                want(fitting, pick[wanted], false);
        for (int pass = 0; pass < 2; pass++)
                for (uint8_t i = 0; i < order->count && wanted < fitting->programme->pick_count; i++) {
                        if (is_wanted(fitting, order->exercises[i]))
                                continue;
                        if (pass == 0 && !is_allowed(fitting, order->exercises[i]))
                                continue;
                        want(fitting, order->exercises[i], false);
                        wanted++;
                }
}

static bool is_empty(const struct fitted_programme *fitted)
{
        for (uint8_t i = 0; i < fitted->count; i++)
                if (fitted->items[i].exercise >= 0 && !fitted->items[i].is_warm_up)
                        return false;
        return true;
}

void screening_fit(const struct programme_set *set, const struct programme *programme, uint64_t tags,
        uint32_t equipment, const bool *suspended, bool no_prone, const int16_t *pick, uint8_t pick_count,
        struct fitted_programme *ret_fitted)
{
        struct fitting fitting = {
                .set = set,
                .programme = programme,
                .tags = tags,
                .equipment = equipment,
                .suspended = suspended,
                .no_prone = no_prone,
                .fitted = ret_fitted,
        };
        uint8_t order, picked, end;

        ret_fitted->count = 0;
        want_list(&fitting, &programme->warm_up, true);
        order = ret_fitted->count;
        want_list(&fitting, &programme->order, false);
        picked = ret_fitted->count;
        want_pick(&fitting, pick, pick_count);
        end = ret_fitted->count;

        try_all(&fitting, order, end, keep);
        try_all(&fitting, 0, order, keep);
        try_all(&fitting, picked, end, take_easier_alike);
        try_all(&fitting, picked, end, take_alternative);
        try_all(&fitting, picked, end, take_other_pick);
        try_all(&fitting, order, end, take_prone_stand_in);
        try_all(&fitting, order, end, take_easier);
        try_all(&fitting, order, picked, take_alternative);
        try_all(&fitting, order, end, take_stand_in);
        try_all(&fitting, 0, order, take_easier);
        ret_fitted->is_empty = is_empty(ret_fitted);
}

/* The exercises of @list and, with @easier, those that may replace them, into @used. */
static void mark_list(const struct programme_set *set, const struct exercise_list *list, bool easier,
        bool used[static EXERCISES_MAX])
{
        for (uint8_t i = 0; i < list->count; i++) {
                int16_t replacement = set->exercises[list->exercises[i]].easier;

                used[list->exercises[i]] = true;
                if (easier && replacement >= 0)
                        used[replacement] = true;
        }
}

/* Every exercise that a session of @programme can have. */
static void mark_used(
        const struct programme_set *set, const struct programme *programme, bool used[static EXERCISES_MAX])
{
        mark_list(set, &programme->warm_up, true, used);
        mark_list(set, &programme->order, true, used);
        mark_list(set, &programme->pick_order, true, used);
        mark_list(set, &programme->alternatives, false, used);
        mark_list(set, &programme->stand_ins, false, used);
        if (programme->prone_stand_in >= 0)
                used[programme->prone_stand_in] = true;
}

uint64_t screening_tags_needed(const struct programme_set *set, const struct programme *programme)
{
        bool used[EXERCISES_MAX] = { false };
        uint64_t tags = programme->not_for;

        mark_used(set, programme, used);
        for (size_t i = 0; i < set->exercise_count; i++)
                if (used[i])
                        tags |= set->exercises[i].avoid;
        return tags;
}

uint32_t screening_equipment_needed(const struct programme_set *set, const struct programme *programme)
{
        bool used[EXERCISES_MAX] = { false };
        uint32_t equipment = 0;

        mark_used(set, programme, used);
        for (size_t i = 0; i < set->exercise_count; i++)
                if (used[i])
                        equipment |= set->exercises[i].equipment | set->exercises[i].load_equipment;
        return equipment;
}
