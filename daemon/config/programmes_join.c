/* SPDX-License-Identifier: MIT */
#include "base/cleanup.h"
#include "config/programmes_value.h"

#include <errno.h>
#include <string.h>

static bool counts(const struct programmes *programmes, bool hidden, uint32_t file)
{
        return !hidden && !programmes->files[file].broken;
}

/* The file of the exercise or programme @id if it has errors; NULL otherwise. All ids that are looked for
 * are known. */
static const struct programmes_file *find_broken(
        const struct programmes *programmes, const struct programmes_reference *reference, const char *id)
{
        const struct exercise_entry *exercise = exercise_entry_find(programmes, id);
        const struct programme_entry *programme = programme_entry_find(programmes, id);
        const struct programmes_file *file = NULL;

        if (reference->to_programme && programme)
                file = &programmes->files[programme->file];
        if (!reference->to_programme && exercise)
                file = &programmes->files[exercise->file];
        return file && file->broken ? file : NULL;
}

/* Tells what @place needs, or with @needed false would like, and stands in a file with errors. */
static void check_references(
        const struct programmes_place *place, const struct programmes_reference *references, bool needed)
{
        struct value_list list;

        for (; references->name; references++) {
                if (references->needed != needed)
                        continue;
                value_take_list(place, references->name, references->max, &list);
                for (size_t i = 0; i < list.count; i++) {
                        const struct programmes_file *file =
                                find_broken(place->programmes, references, list.items[i]);

                        if (file == place->file)
                                continue;
                        if (file && needed)
                                programmes_report(place, list.key, "'%s': it is in %s, which has errors",
                                        list.items[i], file->path);
                        else if (file)
                                programmes_warn(place, list.key,
                                        "'%s': left out, it is in %s, which has errors", list.items[i],
                                        file->path);
                }
        }
}

/* A programme that asks questions first is nothing without them. */
static void check_screening(const struct programmes_place *place, const struct programme *programme)
{
        const struct programmes *programmes = place->programmes;

        if (programme->screening == PROGRAMME_SCREENING_NONE)
                return;
        if (programmes->safety < 0)
                programmes_report(place, NULL, "there is no file with the safety texts (kind = safety)");
        else if (programmes->files[programmes->safety].broken)
                programmes_report(place, NULL, "the safety texts are in %s, which has errors",
                        programmes->files[programmes->safety].path);
}

/* What every load ladder is done with. */
#define LOAD_EQUIPMENT "light-dumbbells"

/* The bit of the equipment @name, which is added to the set's if it is new; 0 if there are too many. */
static uint32_t equipment_bit(struct programme_set *set, const char *name)
{
        size_t at = 0;

        while (at < set->equipment_count && strcmp(set->equipment[at], name) != 0)
                at++;
        if (at == EQUIPMENT_MAX)
                return 0;
        if (at == set->equipment_count)
                (void)text_copy(set->equipment[set->equipment_count++], TEXT_ID_SIZE, name);
        return UINT32_C(1) << at;
}

/* Adds the names of @entry's equipment to the set's. */
static void add_equipment(const struct programmes_place *place, struct exercise *exercise)
{
        struct value_list list;

        exercise->equipment = 0;
        value_take_list(place, "equipment", EQUIPMENT_MAX, &list);
        for (size_t i = 0; i < list.count; i++) {
                uint32_t bit = equipment_bit(&place->programmes->set, list.items[i]);

                if (bit == 0) {
                        programmes_report(place, list.key, "'%s': more equipment than can be (allowed %d)",
                                list.items[i], EQUIPMENT_MAX);
                        return;
                }
                exercise->equipment |= bit;
        }
}

/* Behind all that exercises need: who has no weights does without. */
static void add_load_equipment(struct programmes *programmes)
{
        for (size_t i = 0; i < programmes->exercise_count; i++) {
                struct exercise_entry *entry = &programmes->exercises[i];

                entry->exercise.load_equipment = 0;
                if (!counts(programmes, entry->hidden, entry->file) || entry->exercise.load_top == 0)
                        continue;
                entry->exercise.load_equipment = equipment_bit(&programmes->set, LOAD_EQUIPMENT);
                /* No room for its name: nobody can say that it is there. */
                if (entry->exercise.load_equipment == 0)
                        entry->exercise.load_top = 0;
        }
}

/* Counts what there is; what is too much makes its file broken. */
static void count_exercises(struct programmes *programmes)
{
        struct programme_set *set = &programmes->set;

        set->exercise_count = 0;
        set->equipment_count = 0;
        for (size_t i = 0; i < programmes->exercise_count; i++) {
                struct exercise_entry *entry = &programmes->exercises[i];
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);

                if (!counts(programmes, entry->hidden, entry->file))
                        continue;
                if (set->exercise_count == EXERCISES_MAX) {
                        programmes_report(
                                &place, NULL, "more exercises than can be (allowed %d)", EXERCISES_MAX);
                        continue;
                }
                set->exercise_count++;
                add_equipment(&place, &entry->exercise);
        }
        add_load_equipment(programmes);
}

static void count_programmes(struct programmes *programmes)
{
        struct programme_set *set = &programmes->set;

        set->programme_count = 0;
        for (size_t i = 0; i < programmes->programme_count; i++) {
                struct programme_entry *entry = &programmes->programmes[i];
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);

                if (!counts(programmes, entry->hidden, entry->file))
                        continue;
                if (set->programme_count == PROGRAMMES_MAX) {
                        programmes_report(
                                &place, NULL, "more programmes than can be (allowed %d)", PROGRAMMES_MAX);
                        continue;
                }
                set->programme_count++;
                check_screening(&place, &entry->programme);
                check_references(&place, programmes_references, true);
        }
}

static size_t count_broken(const struct programmes *programmes)
{
        size_t count = 0;

        for (size_t i = 0; i < programmes->file_count; i++)
                count += programmes->files[i].broken;
        return count;
}

/* Each file that turns out to be broken may be what another needs. */
static void leave_out(struct programmes *programmes)
{
        size_t before;

        do {
                before = count_broken(programmes);
                count_exercises(programmes);
                count_programmes(programmes);
        } while (count_broken(programmes) > before);
}

static int find_target(const struct programme_set *set, const struct programmes_place *place,
        const char *name, bool to_programme)
{
        struct value_list list;

        value_take_list(place, name, 1, &list);
        if (list.count == 0)
                return -1;
        return to_programme ? programme_find(set, list.items[0])
                            : programme_find_exercise(set, list.items[0]);
}

static void fill_list(const struct programme_set *set, const struct programmes_place *place, const char *name,
        struct exercise_list *list)
{
        struct value_list items;

        value_take_list(place, name, PROGRAMME_EXERCISES_MAX, &items);
        for (size_t i = 0; i < items.count; i++) {
                int exercise = programme_find_exercise(set, items.items[i]);

                if (exercise >= 0)
                        list->exercises[list->count++] = (int16_t)exercise;
        }
}

/* The alternatives of the file that @place is in, as far as they are there: also one that a person's own file
 * overrides. */
static void fill_alternatives(const struct programme_set *set, const struct programmes_place *place,
        uint32_t file, struct exercise_list *list)
{
        const struct programmes *programmes = place->programmes;

        for (size_t i = 0; i < programmes->exercise_count; i++) {
                const struct exercise_entry *entry = &programmes->exercises[i];
                int exercise = programme_find_exercise(set, entry->exercise.id);

                if (entry->file != file || entry->exercise.role != EXERCISE_ROLE_ALTERNATIVE || exercise < 0)
                        continue;
                if (list->count == PROGRAMME_EXERCISES_MAX) {
                        programmes_warn(place, NULL, "more alternatives than can be (the first %d count)",
                                PROGRAMME_EXERCISES_MAX);
                        return;
                }
                list->exercises[list->count++] = (int16_t)exercise;
        }
}

static void join_exercises(struct programmes *programmes)
{
        struct programme_set *set = &programmes->set;

        set->exercise_count = 0;
        for (size_t i = 0; i < programmes->exercise_count; i++)
                if (counts(programmes, programmes->exercises[i].hidden, programmes->exercises[i].file))
                        set->exercises[set->exercise_count++] = programmes->exercises[i].exercise;
        for (size_t i = 0; i < programmes->exercise_count; i++) {
                const struct exercise_entry *entry = &programmes->exercises[i];
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);
                struct exercise *exercise;

                if (!counts(programmes, entry->hidden, entry->file))
                        continue;
                check_references(&place, programmes_exercise_references, false);
                exercise = &set->exercises[programme_find_exercise(set, entry->exercise.id)];
                exercise->easier = (int16_t)find_target(set, &place, "easier-id", false);
                exercise->harder = (int16_t)find_target(set, &place, "harder-id", false);
        }
}

static void join_programmes(struct programmes *programmes)
{
        struct programme_set *set = &programmes->set;

        set->programme_count = 0;
        for (size_t i = 0; i < programmes->programme_count; i++)
                if (counts(programmes, programmes->programmes[i].hidden, programmes->programmes[i].file))
                        set->programmes[set->programme_count++] = programmes->programmes[i].programme;
        for (size_t i = 0; i < programmes->programme_count; i++) {
                const struct programme_entry *entry = &programmes->programmes[i];
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);
                struct programme *programme;

                if (!counts(programmes, entry->hidden, entry->file))
                        continue;
                check_references(&place, programmes_references, false);
                programme = &set->programmes[programme_find(set, entry->programme.id)];
                programme->use_instead = (int16_t)find_target(set, &place, "use-instead", true);
                programme->prone_stand_in = (int16_t)find_target(set, &place, "prone-stand-in", false);
                fill_list(set, &place, "warm-up", &programme->warm_up);
                fill_list(set, &place, "order", &programme->order);
                fill_list(set, &place, "pick-order", &programme->pick_order);
                fill_list(set, &place, "stand-ins", &programme->stand_ins);
                fill_alternatives(set, &place, entry->file, &programme->alternatives);
        }
}

/* The rules of the safety texts that count, and the programmes that their questions lead to. */
static void join_safety(struct programmes *programmes)
{
        struct screening_rules *rules = &programmes->screening;
        struct programmes_place place;
        char name[16];
        int section;

        *rules = (struct screening_rules){ .clearance_prone = -1 };
        for (size_t i = 0; i < SCREENING_QUESTIONS_MAX; i++)
                rules->general_route[i] = -1;
        for (size_t i = 0; i < TAGS_MAX; i++)
                rules->tag_from[i] = -1;
        if (programmes->safety < 0 || programmes->files[programmes->safety].broken)
                return;
        *rules = programmes->files[programmes->safety].rules;
        section = ini_find_section(&programmes->files[programmes->safety].ini, "screen-general");
        place = programmes_place_at(programmes, (uint32_t)programmes->safety, (uint32_t)section);
        for (unsigned i = 0; i < rules->general_count; i++) {
                struct programmes_reference reference = { name, 1, true, false };

                (void)snprintf(name, sizeof(name), "route-q%u", i + 1);
                check_references(&place,
                        (struct programmes_reference[]){ reference, { NULL, 0, false, false } }, false);
                rules->general_route[i] = (int16_t)find_target(&programmes->set, &place, name, true);
        }
}

int programmes_join(struct programmes *programmes)
{
        struct programme_set *set = &programmes->set;

        set->exercises = calloc(EXERCISES_MAX, sizeof(*set->exercises));
        set->programmes = calloc(PROGRAMMES_MAX, sizeof(*set->programmes));
        set->equipment = calloc(EQUIPMENT_MAX, sizeof(*set->equipment));
        if (!set->exercises || !set->programmes || !set->equipment)
                return -ENOMEM;
        leave_out(programmes);
        join_exercises(programmes);
        join_programmes(programmes);
        join_safety(programmes);
        return 0;
}
