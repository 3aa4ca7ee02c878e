/* SPDX-License-Identifier: MIT */
#include "config/programmes_value.h"

#include <string.h>

/* The name of the lowest of @flags. */
static const char *first_flag(uint32_t flags)
{
        return exercise_flag_names[__builtin_ctz(flags)];
}

/* The exercise that @entry names as its easier one; NULL if none. */
static const struct exercise_entry *find_easier(
        struct programmes *programmes, const struct exercise_entry *entry)
{
        struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);
        const struct ini_key *key = value_find(&place, "easier-id");

        return key ? exercise_entry_find(programmes, key->value) : NULL;
}

/* Whether the easier ones of @entry come back to it. */
static bool is_circle(struct programmes *programmes, const struct exercise_entry *entry)
{
        const struct exercise_entry *easier = find_easier(programmes, entry);

        for (size_t i = 0; easier && i < programmes->exercise_count; i++) {
                if (easier == entry)
                        return true;
                easier = find_easier(programmes, easier);
        }
        return false;
}

static void check_circles(struct programmes *programmes)
{
        for (size_t i = 0; i < programmes->exercise_count; i++) {
                const struct exercise_entry *entry = &programmes->exercises[i];
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);
                const struct ini_key *key = value_find(&place, "easier-id");

                if (!entry->hidden && is_circle(programmes, entry))
                        programmes_report(&place, key, "value '%s': leads back to '%s'", key->value,
                                entry->exercise.id);
        }
}

/* What a list of @place names, and what is easier than that. Those of the same file are told where they are.
 */
static void check_named(
        const struct programmes_place *place, const struct ini_key *key, const char *id, uint32_t forbidden)
{
        struct programmes *programmes = place->programmes;
        const struct exercise_entry *entry = exercise_entry_find(programmes, id);
        uint32_t file = (uint32_t)(place->file - programmes->files);

        for (size_t i = 0; entry && i <= programmes->exercise_count; i++) {
                uint32_t flags = entry->exercise.flags & forbidden;

                if (flags && entry->file != file)
                        programmes_report(place, key, "exercise '%s': %s, which is forbidden here",
                                entry->exercise.id, first_flag(flags));
                entry = find_easier(programmes, entry);
        }
}

static void check_own(const struct programmes_place *place, uint32_t forbidden)
{
        struct programmes *programmes = place->programmes;
        uint32_t file = (uint32_t)(place->file - programmes->files);

        for (size_t i = 0; i < programmes->exercise_count; i++) {
                const struct exercise_entry *entry = &programmes->exercises[i];
                struct programmes_place at = programmes_place_at(programmes, entry->file, entry->section);

                if (entry->file == file && (entry->exercise.flags & forbidden))
                        programmes_report(&at, value_find(&at, "flags"), "%s, which is forbidden here",
                                first_flag(entry->exercise.flags & forbidden));
        }
}

static void check_programme(struct programmes *programmes, const struct programme_entry *entry)
{
        struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);
        uint32_t forbidden = entry->programme.forbidden_flags;
        const struct ini_key *key = value_find(&place, "prone-stand-in");
        const struct exercise_entry *stand_in = key ? exercise_entry_find(programmes, key->value) : NULL;
        struct value_list list;

        if (stand_in && (stand_in->exercise.flags & EXERCISE_FLAG_PRONE))
                programmes_report(&place, key, "exercise '%s': prone itself", key->value);
        if (!forbidden)
                return;
        check_own(&place, forbidden);
        for (const struct programmes_reference *reference = programmes_references; reference->name;
                reference++) {
                if (reference->to_programme)
                        continue;
                value_take_list(&place, reference->name, reference->max, &list);
                for (size_t i = 0; i < list.count; i++)
                        check_named(&place, list.key, list.items[i], forbidden);
        }
}

void programmes_check_rules(struct programmes *programmes)
{
        check_circles(programmes);
        for (size_t i = 0; i < programmes->programme_count; i++)
                if (!programmes->programmes[i].hidden)
                        check_programme(programmes, &programmes->programmes[i]);
}
