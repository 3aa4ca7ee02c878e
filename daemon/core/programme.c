/* SPDX-License-Identifier: MIT */
#include "core/programme.h"

#include <string.h>

const char *const exercise_flag_names[EXERCISE_FLAG_COUNT] = { "floor", "standing", "seated", "prone",
        "kneeling", "overhead", "hip-hinge", "spine-neutral", "spine-extension", "spine-flexion",
        "spine-rotation", "impact", "roller", "loaded-forward-reach" };

int programme_find_exercise(const struct programme_set *set, const char *id)
{
        for (size_t i = 0; i < set->exercise_count; i++)
                if (strcmp(set->exercises[i].id, id) == 0)
                        return (int)i;
        return -1;
}

int programme_find(const struct programme_set *set, const char *id)
{
        for (size_t i = 0; i < set->programme_count; i++)
                if (strcmp(set->programmes[i].id, id) == 0)
                        return (int)i;
        return -1;
}

struct dose exercise_dose(const struct exercise *exercise, uint8_t level, uint8_t load_step)
{
        if (load_step > 0 && exercise->load_top > 0)
                return exercise
                        ->load_ladder[(load_step < exercise->load_top ? load_step : exercise->load_top) - 1];
        if (exercise->top == 0)
                return (struct dose){ 0 };
        if (level == 0)
                level = 1;
        return exercise->ladder[(level < exercise->top ? level : exercise->top) - 1];
}
