/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "config/programmes_keys.h"
#include "config/programmes_ladder.h"
#include "config/programmes_value.h"

#include <errno.h>
#include <string.h>

#define TEMPO_SEC_MAX 60
#define REST_SEC_MAX  300

/* Kinds of section, by its group. */
#define KIND_TRAINING 1
#define KIND_BREAK    2
#define KIND_CHECK    4
#define KIND_EXERCISE (KIND_TRAINING | KIND_BREAK)
#define KIND_ALL      (KIND_EXERCISE | KIND_CHECK)

static const char *const group_names[EXERCISE_GROUP_MAX_] = { "stretch", "strength", "abdominal", "bone",
        "break", "check" };

static const struct key_rule rules[] = {
        { "name", KEY_SPOKEN, 0, false, KIND_ALL, KIND_ALL },
        { "group", KEY_DATA, 0, false, KIND_ALL, KIND_ALL },
        { "say", KEY_SPOKEN, 0, false, KIND_BREAK | KIND_CHECK, KIND_CHECK },
        { "role", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "position", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "equipment", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "optional-equipment", KEY_NOTE, 0, false, KIND_EXERCISE, 0 },
        { "muscles", KEY_NOTE, 0, false, KIND_EXERCISE, 0 },
        { "flags", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "sides", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "lift", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "lower", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "rest-reps", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "rest-sets", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "switch", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "ladder", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "start-level", KEY_DATA, 0, false, KIND_EXERCISE, 0 },
        { "load-ladder", KEY_DATA, 0, false, KIND_EXERCISE, 0 },
        { "easier-id", KEY_DATA, 0, false, KIND_EXERCISE, 0 },
        { "harder-id", KEY_DATA, 0, false, KIND_EXERCISE, 0 },
        { "avoid-if", KEY_DATA, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "ready-", KEY_SPOKEN, PROGRAMME_LINES_MAX, false, KIND_EXERCISE, KIND_EXERCISE },
        { "do-", KEY_SPOKEN, PROGRAMME_LINES_MAX, false, KIND_EXERCISE, KIND_EXERCISE },
        { "return", KEY_SPOKEN, 0, false, KIND_EXERCISE, KIND_TRAINING },
        { "mistake", KEY_SPOKEN, 0, false, KIND_EXERCISE, KIND_EXERCISE },
        { "easier", KEY_SPOKEN, 0, false, KIND_EXERCISE, 0 },
        { "harder", KEY_SPOKEN, 0, false, KIND_EXERCISE, 0 },
        { "source", KEY_NOTE, 0, false, KIND_ALL, 0 },
};

static uint8_t kind_of(enum exercise_group group)
{
        switch (group) {
        case EXERCISE_GROUP_BREAK: return KIND_BREAK;
        case EXERCISE_GROUP_CHECK: return KIND_CHECK;
        case EXERCISE_GROUP_STRETCH:
        case EXERCISE_GROUP_STRENGTH:
        case EXERCISE_GROUP_ABDOMINAL:
        case EXERCISE_GROUP_BONE: return KIND_TRAINING;
        case EXERCISE_GROUP_MAX_: break;
        }
        return KIND_ALL;
}

static void read_kind(const struct programmes_place *place, struct exercise *exercise)
{
        static const char *const role_names[] = { "main", "alternative" };
        static const char *const position_names[EXERCISE_POSITION_MAX_] = { "standing", "sitting", "supine",
                "prone", "kneeling", "quadruped" };
        static const char *const side_names[EXERCISE_SIDES_MAX_] = { "none", "each", "alternate" };

        exercise->role = (enum exercise_role)value_choice(place, "role", role_names, ELEMENTS(role_names), 0);
        exercise->position = (enum exercise_position)value_choice(
                place, "position", position_names, EXERCISE_POSITION_MAX_, 0);
        exercise->sides =
                (enum exercise_sides)value_choice(place, "sides", side_names, EXERCISE_SIDES_MAX_, 0);
        exercise->flags = value_flags(place, "flags");
}

static void read_doses(const struct programmes_place *place, struct exercise *exercise)
{
        exercise->lift_sec = (uint16_t)value_integer(place, "lift", 0, TEMPO_SEC_MAX, 0);
        exercise->lower_sec = (uint16_t)value_integer(place, "lower", 0, TEMPO_SEC_MAX, 0);
        exercise->rest_reps_sec = (uint16_t)value_integer(place, "rest-reps", 0, REST_SEC_MAX, 0);
        exercise->rest_sets_sec = (uint16_t)value_integer(place, "rest-sets", 0, REST_SEC_MAX, 0);
        exercise->switch_sec = (uint16_t)value_integer(place, "switch", 0, REST_SEC_MAX, 0);
        exercise->top = ladder_read(place, "ladder", false, exercise->ladder);
        exercise->load_top = ladder_read(place, "load-ladder", true, exercise->load_ladder);
        exercise->start_level = (uint8_t)value_integer(
                place, "start-level", 1, exercise->top > 0 ? exercise->top : LEVELS_MAX, 1);
}

/* What the lists hold is looked up when all files are known. */
static void read_lists(const struct programmes_place *place)
{
        struct value_list list;

        for (const struct programmes_reference *reference = programmes_exercise_references; reference->name;
                reference++)
                value_read_list(place, reference->name, reference->max, &list);
        value_read_list(place, "avoid-if", TAGS_MAX, &list);
}

/* The names are collected when it is known which files count. */
static void check_equipment(const struct programmes_place *place, const char *name)
{
        struct value_list list;

        value_read_list(place, name, EQUIPMENT_MAX, &list);
        for (size_t i = 0; i < list.count; i++)
                if (!text_is_id(list.items[i]))
                        programmes_report(place, list.key, "'%.64s': not a name (1 to 32 of a-z 0-9 _ -)",
                                list.items[i]);
}

int programmes_read_exercise(const struct programmes_place *place)
{
        struct programmes *programmes = place->programmes;
        const char *id = place->file->ini.sections[place->section].name;
        struct exercise_entry *entries;
        struct exercise exercise = { .easier = -1, .harder = -1 };

        if (text_copy(exercise.id, sizeof(exercise.id), id) < 0 || !text_is_id(id)) {
                programmes_report(place, NULL, "not an id (1 to 32 of a-z 0-9 _ -)");
                return 0;
        }
        exercise.group = (enum exercise_group)value_choice(
                place, "group", group_names, EXERCISE_GROUP_MAX_, EXERCISE_GROUP_MAX_);
        programmes_check_keys(place, rules, ELEMENTS(rules), kind_of(exercise.group));
        if (exercise.group != EXERCISE_GROUP_CHECK) {
                read_kind(place, &exercise);
                read_doses(place, &exercise);
                read_lists(place);
                check_equipment(place, "equipment");
                check_equipment(place, "optional-equipment");
        }
        entries = reallocarray(
                programmes->exercises, programmes->exercise_count + 1, sizeof(*programmes->exercises));
        if (!entries)
                return -ENOMEM;
        programmes->exercises = entries;
        entries[programmes->exercise_count++] = (struct exercise_entry){ .exercise = exercise,
                .file = (uint32_t)(place->file - programmes->files),
                .section = place->section };
        return 0;
}
