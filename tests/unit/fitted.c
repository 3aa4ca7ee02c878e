/* SPDX-License-Identifier: MIT */
#include "unit/fitted.h"

#include <stdarg.h>
#include <stdio.h>

static _Noreturn void __attribute__((format(printf, 2, 3)))
fail_case(const struct fitted_case *asked, const char *format, ...)
{
        char text[256];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(text, sizeof(text), format, arguments);
        va_end(arguments);
        fail_msg("%s, tags %llx, equipment %x%s, pick of %u: %s", asked->programme->id,
                (unsigned long long)asked->tags, (unsigned)asked->equipment,
                asked->no_prone ? ", not face down" : "", asked->pick_count, text);
        __builtin_unreachable();
}

static const struct exercise *exercise_of(const struct fitted_case *asked, int16_t index)
{
        return &asked->set->exercises[index];
}

static bool is_prone(const struct exercise *exercise)
{
        return exercise->position == EXERCISE_POSITION_PRONE || (exercise->flags & EXERCISE_FLAG_PRONE);
}

/* Why the exercise may not be done; NULL if it may. */
static const char *why_not(const struct fitted_case *asked, int16_t index)
{
        const struct exercise *exercise = exercise_of(asked, index);

        if (exercise->avoid & asked->tags)
                return "excluded by a tag";
        if (exercise->equipment & ~asked->equipment)
                return "without its equipment";
        if (exercise->flags & asked->programme->forbidden_flags)
                return "forbidden by the programme";
        if (asked->suspended && asked->suspended[index])
                return "suspended";
        if (asked->no_prone && is_prone(exercise))
                return "face down";
        return NULL;
}

static bool is_possible(const struct fitted_case *asked, int16_t index)
{
        return index >= 0 && !why_not(asked, index);
}

static bool is_listed(const struct exercise_list *list, int16_t index)
{
        for (uint8_t i = 0; i < list->count; i++)
                if (list->exercises[i] == index)
                        return true;
        return false;
}

static bool is_done(const struct fitted_programme *fitted, int16_t index)
{
        for (uint8_t i = 0; i < fitted->count; i++)
                if (fitted->items[i].exercise == index)
                        return true;
        return false;
}

/* Whether the exercise could have been done, and nobody does it. */
static bool is_free(const struct fitted_case *asked, const struct fitted_programme *fitted, int16_t index)
{
        return is_possible(asked, index) && !is_done(fitted, index);
}

static bool has_free(const struct fitted_case *asked, const struct fitted_programme *fitted,
        const struct exercise_list *list, int16_t alike)
{
        for (uint8_t i = 0; i < list->count; i++)
                if (is_free(asked, fitted, list->exercises[i]) &&
                        (alike < 0 || exercise_of(asked, list->exercises[i])->group ==
                                              exercise_of(asked, alike)->group))
                        return true;
        return false;
}

static bool is_cause_true(const struct fitted_case *asked, const struct fitted_exercise *item)
{
        const struct programme *programme = asked->programme;
        bool alike = item->exercise >= 0 &&
                     exercise_of(asked, item->exercise)->group == exercise_of(asked, item->wanted)->group;

        switch (item->cause) {
        case FITTING_KEPT: return item->exercise == item->wanted;
        case FITTING_EASIER: return item->exercise == exercise_of(asked, item->wanted)->easier;
        case FITTING_ALTERNATIVE:
                return alike && (is_listed(&programme->alternatives, item->exercise) ||
                                        is_listed(&programme->pick_order, item->exercise));
        case FITTING_STAND_IN:
                return is_listed(&programme->stand_ins, item->exercise) ||
                       (asked->no_prone && is_prone(exercise_of(asked, item->wanted)) &&
                               item->exercise == programme->prone_stand_in);
        case FITTING_LEFT_OUT: return item->exercise == -1;
        }
        return false;
}

/* Whether somebody does @index who could have done without. */
static bool is_given_away(
        const struct fitted_case *asked, const struct fitted_programme *fitted, int16_t index)
{
        for (uint8_t i = 0; i < asked->programme->warm_up.count + asked->programme->order.count; i++)
                if (fitted->items[i].exercise == index && fitted->items[i].cause == FITTING_ALTERNATIVE)
                        return true;
        return false;
}

/* What is left out had no replacement left, and nobody was passed over. */
static void check_item(const struct fitted_case *asked, const struct fitted_programme *fitted, uint8_t i)
{
        const struct fitted_exercise *item = &fitted->items[i];
        const struct programme *programme = asked->programme;
        int16_t easier = exercise_of(asked, item->wanted)->easier;

        if (!is_cause_true(asked, item))
                fail_case(asked, "item %u: %d instead of %d is not cause %d", i, item->exercise, item->wanted,
                        (int)item->cause);
        if (item->exercise >= 0 && why_not(asked, item->exercise))
                fail_case(asked, "%s is %s", exercise_of(asked, item->exercise)->id,
                        why_not(asked, item->exercise));
        for (uint8_t j = 0; j < i; j++)
                if (item->exercise >= 0 && fitted->items[j].exercise == item->exercise)
                        fail_case(asked, "%s comes twice", exercise_of(asked, item->exercise)->id);
        if (is_free(asked, fitted, item->wanted))
                fail_case(asked, "%s could have stayed", exercise_of(asked, item->wanted)->id);
        if (item->cause > FITTING_EASIER && !is_listed(&programme->pick_order, item->wanted) &&
                !item->is_warm_up && !asked->no_prone && is_possible(asked, easier) &&
                (!is_done(fitted, easier) || is_given_away(asked, fitted, easier)))
                fail_case(asked, "%s: its easier-id is free", exercise_of(asked, item->wanted)->id);
        if (!item->is_warm_up && item->cause > FITTING_ALTERNATIVE && !asked->no_prone &&
                has_free(asked, fitted, &programme->alternatives, item->wanted))
                fail_case(asked, "%s: an alternative is free", exercise_of(asked, item->wanted)->id);
        if (!item->is_warm_up && item->cause == FITTING_LEFT_OUT &&
                has_free(asked, fitted, &programme->stand_ins, -1))
                fail_case(asked, "%s: a stand-in is free", exercise_of(asked, item->wanted)->id);
}

/* Warm-up, then order, then the pick, each as wanted. */
static void check_order(const struct fitted_case *asked, const struct fitted_programme *fitted)
{
        const struct programme *programme = asked->programme;
        uint8_t warm_up = programme->warm_up.count;
        uint8_t picked = (uint8_t)(warm_up + programme->order.count);

        for (uint8_t i = 0; i < fitted->count; i++) {
                int16_t wanted = fitted->items[i].wanted;

                if (i < warm_up)
                        assert_int_equal(wanted, programme->warm_up.exercises[i]);
                else if (i < picked)
                        assert_int_equal(wanted, programme->order.exercises[i - warm_up]);
                else if (i < picked + asked->pick_count)
                        assert_int_equal(wanted, asked->pick[i - picked]);
                else
                        assert_true(is_listed(&programme->pick_order, wanted));
                assert_int_equal(fitted->items[i].is_warm_up, i < warm_up);
        }
        assert_true(fitted->count >= picked + asked->pick_count);
}

/* As many of the group of pick_order as are possible, up to pick_count. */
static void check_pick(const struct fitted_case *asked, const struct fitted_programme *fitted)
{
        const struct exercise_list *order = &asked->programme->pick_order;
        int possible = 0, there = 0;

        if (order->count == 0)
                return;
        for (uint8_t i = 0; i < order->count; i++)
                possible += is_possible(asked, order->exercises[i]);
        for (uint8_t i = 0; i < fitted->count; i++)
                there += fitted->items[i].exercise >= 0 &&
                         exercise_of(asked, fitted->items[i].exercise)->group ==
                                 exercise_of(asked, order->exercises[0])->group;
        if (there < possible && there < asked->programme->pick_count)
                fail_case(asked, "%d of the pick are left, %d are possible", there, possible);
}

void fitted_check(const struct fitted_case *asked, struct fitted_programme *ret_fitted)
{
        struct fitted_programme again;
        bool has_main = false;

        memset(ret_fitted, 0xff, sizeof(*ret_fitted));
        screening_fit(asked->set, asked->programme, asked->tags, asked->equipment, asked->suspended,
                asked->no_prone, asked->pick, asked->pick_count, ret_fitted);
        assert_true(ret_fitted->count <= ELEMENTS(ret_fitted->items));
        check_order(asked, ret_fitted);
        for (uint8_t i = 0; i < ret_fitted->count; i++) {
                check_item(asked, ret_fitted, i);
                has_main |= ret_fitted->items[i].exercise >= 0 && !ret_fitted->items[i].is_warm_up;
        }
        check_pick(asked, ret_fitted);
        if (ret_fitted->is_empty == has_main)
                fail_case(asked, has_main ? "is told as empty" : "is empty without a word");
        memset(&again, 0, sizeof(again));
        screening_fit(asked->set, asked->programme, asked->tags, asked->equipment, asked->suspended,
                asked->no_prone, asked->pick, asked->pick_count, &again);
        assert_int_equal(again.count, ret_fitted->count);
        for (uint8_t i = 0; i < again.count; i++)
                assert_int_equal(again.items[i].exercise, ret_fitted->items[i].exercise);
}

void fitted_pick(struct fitted_case *asked, uint8_t first, bool possible)
{
        const struct programme *programme = asked->programme;

        asked->pick_count = 0;
        for (uint8_t i = first; i < programme->pick_order.count; i++) {
                if (asked->pick_count == programme->pick_count)
                        return;
                if (!possible || is_possible(asked, programme->pick_order.exercises[i]))
                        asked->pick[asked->pick_count++] = programme->pick_order.exercises[i];
        }
}

static size_t check_picks(struct fitted_case *asked, size_t *empty)
{
        struct fitted_programme fitted;

        for (int i = 0; i < 6; i++) {
                asked->no_prone = i % 2 == 1;
                fitted_pick(asked, i / 2 == 2 ? 2 : 0, i / 2 == 1);
                fitted_check(asked, &fitted);
                *empty += fitted.is_empty;
        }
        return 6;
}

static size_t check_equipment(struct fitted_case *asked, size_t *empty)
{
        uint32_t all = asked->set->equipment_count == 32 ? UINT32_MAX
                                                         : (UINT32_C(1) << asked->set->equipment_count) - 1;
        size_t checked = 0;

        asked->equipment = 0;
        checked += check_picks(asked, empty);
        asked->equipment = all;
        checked += check_picks(asked, empty);
        for (size_t i = 0; i < asked->set->equipment_count; i++) {
                asked->equipment = all & ~(UINT32_C(1) << i);
                checked += check_picks(asked, empty);
        }
        return checked;
}

size_t fitted_check_pairs(const struct programme_set *set, size_t *ret_empty)
{
        size_t checked = 0, empty = 0;

        for (size_t i = 0; i < set->programme_count; i++) {
                struct fitted_case asked = { .set = set, .programme = &set->programmes[i] };

                checked += check_equipment(&asked, &empty);
                for (size_t a = 0; a < set->tag_count; a++)
                        for (size_t b = a; b < set->tag_count; b++) {
                                asked.tags = UINT64_C(1) << a | UINT64_C(1) << b;
                                checked += check_equipment(&asked, &empty);
                        }
        }
        *ret_empty = empty;
        return checked;
}
