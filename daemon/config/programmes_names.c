/* SPDX-License-Identifier: MIT */
#include "base/cleanup.h"
#include "config/programmes_keys.h"
#include "config/programmes_value.h"

#include <errno.h>
#include <string.h>

const struct programmes_reference programmes_references[] = {
        { "order", PROGRAMME_EXERCISES_MAX, false, true },
        { "pick-order", PROGRAMME_EXERCISES_MAX, false, true },
        { "warm-up", PROGRAMME_EXERCISES_MAX, false, false },
        { "stand-ins", PROGRAMME_EXERCISES_MAX, false, false },
        { "prone-stand-in", 1, false, false },
        { "use-instead", 1, true, false },
        { NULL, 0, false, false },
};

const struct programmes_reference programmes_exercise_references[] = {
        { "easier-id", 1, false, false },
        { "harder-id", 1, false, false },
        { NULL, 0, false, false },
};

/* All ids that there are, to find the nearest. */
struct known {
        const char **exercises;
        const char **programmes;
        const char **tags;
};

struct programmes_place programmes_place_at(struct programmes *programmes, uint32_t file, uint32_t section)
{
        return (struct programmes_place){
                .programmes = programmes, .file = &programmes->files[file], .section = section
        };
}

struct exercise_entry *exercise_entry_find(const struct programmes *programmes, const char *id)
{
        for (size_t i = 0; i < programmes->exercise_count; i++)
                if (!programmes->exercises[i].hidden && strcmp(programmes->exercises[i].exercise.id, id) == 0)
                        return &programmes->exercises[i];
        return NULL;
}

struct programme_entry *programme_entry_find(const struct programmes *programmes, const char *id)
{
        for (size_t i = 0; i < programmes->programme_count; i++)
                if (!programmes->programmes[i].hidden &&
                        strcmp(programmes->programmes[i].programme.id, id) == 0)
                        return &programmes->programmes[i];
        return NULL;
}

/* Tells that the id of @later is in @first already, which is of the same folder. */
static void report_twice(const struct programmes_place *later, const char *what, const char *id,
        const struct programmes_file *first)
{
        programmes_report(later, NULL, "%s '%s' is there already, in %s", what, id, first->path);
}

/* Of two of one id the person's own counts; of two in one folder, the first. */
static void hide_exercises(struct programmes *programmes)
{
        for (size_t i = 0; i < programmes->exercise_count; i++) {
                struct exercise_entry *later = &programmes->exercises[i];
                struct programmes_place place = programmes_place_at(programmes, later->file, later->section);

                for (size_t j = 0; j < i; j++) {
                        struct exercise_entry *first = &programmes->exercises[j];
                        const struct programmes_file *file = &programmes->files[first->file];

                        if (first->hidden || strcmp(first->exercise.id, later->exercise.id) != 0)
                                continue;
                        first->hidden = place.file->own && !file->own;
                        later->hidden = !first->hidden;
                        if (later->hidden)
                                report_twice(&place, "exercise", later->exercise.id, file);
                }
        }
}

static void hide_programmes(struct programmes *programmes)
{
        for (size_t i = 0; i < programmes->programme_count; i++) {
                struct programme_entry *later = &programmes->programmes[i];
                struct programmes_place place = programmes_place_at(programmes, later->file, later->section);

                for (size_t j = 0; j < i; j++) {
                        struct programme_entry *first = &programmes->programmes[j];
                        const struct programmes_file *file = &programmes->files[first->file];

                        if (first->hidden || strcmp(first->programme.id, later->programme.id) != 0)
                                continue;
                        first->hidden = place.file->own && !file->own;
                        later->hidden = !first->hidden;
                        if (later->hidden)
                                report_twice(&place, "programme", later->programme.id, file);
                }
        }
}

static void choose_safety(struct programmes *programmes)
{
        programmes->safety = -1;
        for (uint32_t i = 0; i < programmes->file_count; i++) {
                struct programmes_place place = programmes_place_at(programmes, i, 0);

                if (!place.file->is_safety)
                        continue;
                if (programmes->safety >= 0 && programmes->files[programmes->safety].own == place.file->own)
                        report_twice(&place, "kind", "safety", &programmes->files[programmes->safety]);
                else
                        programmes->safety = (int)i;
        }
}

/* The names of the tags, in the order of the rules. */
static int take_tags(struct programmes *programmes)
{
        const struct ini *ini;
        char language[PROGRAMME_LANGUAGE_SIZE];
        struct programme_set *set = &programmes->set;
        int section;

        set->tags = calloc(TAGS_MAX, sizeof(*set->tags));
        if (!set->tags)
                return -ENOMEM;
        if (programmes->safety < 0)
                return 0;
        ini = &programmes->files[programmes->safety].ini;
        section = ini_find_section(ini, "tags");
        for (size_t i = 0; i < ini->key_count && set->tag_count < TAGS_MAX; i++) {
                const struct ini_key *key = &ini->keys[i];

                if ((int)key->section == section && !programmes_key_language(key, language))
                        set->tag_count += text_copy(set->tags[set->tag_count], TEXT_ID_SIZE, key->name) == 0;
        }
        return 0;
}

static uint64_t match_tags(const struct programmes_place *place, const char *name, const struct known *known)
{
        const struct programme_set *set = &place->programmes->set;
        struct value_list list;
        uint64_t tags = 0;

        /* Without the safety texts nothing that avoids something is offered anyway. */
        if (place->programmes->safety < 0)
                return 0;
        value_take_list(place, name, TAGS_MAX, &list);
        for (size_t i = 0; i < list.count; i++) {
                size_t tag = 0;

                while (tag < set->tag_count && strcmp(set->tags[tag], list.items[i]) != 0)
                        tag++;
                if (tag < set->tag_count)
                        tags |= UINT64_C(1) << tag;
                else
                        programmes_report_name(
                                place, list.key, "tag", list.items[i], known->tags, set->tag_count);
        }
        return tags;
}

/* Whether what is nowhere may have been in another file, which has errors of its own. */
static bool may_be_broken(const struct programmes_place *place)
{
        for (size_t i = 0; i < place->programmes->file_count; i++)
                if (place->programmes->files[i].was_broken && &place->programmes->files[i] != place->file)
                        return true;
        return false;
}

static void match_exercise(const struct programmes_place *place, const struct ini_key *key, const char *id,
        const struct known *known)
{
        const struct programmes *programmes = place->programmes;
        const struct exercise_entry *entry = exercise_entry_find(programmes, id);

        if (!entry)
                programmes_report_name(
                        place, key, "exercise", id, known->exercises, programmes->exercise_count);
        else if (entry->exercise.group == EXERCISE_GROUP_CHECK)
                programmes_report(place, key, "exercise '%s': a posture check, which has words only", id);
}

static void match_programme(const struct programmes_place *place, const struct ini_key *key, const char *id,
        const struct known *known)
{
        const struct programmes *programmes = place->programmes;

        if (!programme_entry_find(programmes, id))
                programmes_report_name(
                        place, key, "programme", id, known->programmes, programmes->programme_count);
        else if (strcmp(id, place->file->id) == 0)
                programmes_report(place, key, "programme '%s': the same one", id);
}

static bool is_known(
        const struct programmes *programmes, const struct programmes_reference *reference, const char *id)
{
        return reference->to_programme ? programme_entry_find(programmes, id) != NULL
                                       : exercise_entry_find(programmes, id) != NULL;
}

static void match_references(const struct programmes_place *place,
        const struct programmes_reference *references, const struct known *known)
{
        struct value_list list;

        for (; references->name; references++) {
                value_take_list(place, references->name, references->max, &list);
                for (size_t i = 0; i < list.count; i++) {
                        const char *id = list.items[i];

                        if (!references->needed && !is_known(place->programmes, references, id) &&
                                may_be_broken(place))
                                programmes_warn(place, list.key,
                                        "'%s': left out, no file that can be read has it", id);
                        else if (references->to_programme)
                                match_programme(place, list.key, id, known);
                        else
                                match_exercise(place, list.key, id, known);
                }
        }
}

/* The programmes that suit a yes to a question better. */
static void match_routes(struct programmes *programmes, const struct known *known)
{
        struct programmes_place place;
        int section;
        const struct ini *ini;

        if (programmes->safety < 0)
                return;
        ini = &programmes->files[programmes->safety].ini;
        section = ini_find_section(ini, "screen-general");
        if (section < 0)
                return;
        place = programmes_place_at(programmes, (uint32_t)programmes->safety, (uint32_t)section);
        for (size_t i = 0; i < ini->key_count; i++) {
                const struct ini_key *key = &ini->keys[i];

                if ((int)key->section != section || strncmp(key->name, "route-q", 7) != 0 || !key->value)
                        continue;
                if (programme_entry_find(programmes, key->value))
                        continue;
                if (may_be_broken(&place))
                        programmes_warn(
                                &place, key, "'%s': left out, no file that can be read has it", key->value);
                else
                        programmes_report_name(&place, key, "programme", key->value, known->programmes,
                                programmes->programme_count);
        }
}

static int collect_known(const struct programmes *programmes, struct known *known)
{
        known->exercises = calloc(programmes->exercise_count + 1, sizeof(*known->exercises));
        known->programmes = calloc(programmes->programme_count + 1, sizeof(*known->programmes));
        known->tags = calloc(TAGS_MAX, sizeof(*known->tags));
        if (!known->exercises || !known->programmes || !known->tags)
                return -ENOMEM;
        for (size_t i = 0; i < programmes->exercise_count; i++)
                known->exercises[i] = programmes->exercises[i].exercise.id;
        for (size_t i = 0; i < programmes->programme_count; i++)
                known->programmes[i] = programmes->programmes[i].programme.id;
        for (size_t i = 0; i < programmes->set.tag_count; i++)
                known->tags[i] = programmes->set.tags[i];
        return 0;
}

static void known_done(struct known *known)
{
        free(known->exercises);
        free(known->programmes);
        free(known->tags);
}

int programmes_match_names(struct programmes *programmes)
{
        CLEANUP(known_done) struct known known = { 0 };
        int r;

        hide_exercises(programmes);
        hide_programmes(programmes);
        choose_safety(programmes);
        r = take_tags(programmes);
        if (r < 0)
                return r;
        r = collect_known(programmes, &known);
        if (r < 0)
                return r;
        for (size_t i = 0; i < programmes->exercise_count; i++) {
                struct exercise_entry *entry = &programmes->exercises[i];
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);

                match_references(&place, programmes_exercise_references, &known);
                entry->exercise.avoid = match_tags(&place, "avoid-if", &known);
        }
        for (size_t i = 0; i < programmes->programme_count; i++) {
                struct programme_entry *entry = &programmes->programmes[i];
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);

                match_references(&place, programmes_references, &known);
                entry->programme.not_for = match_tags(&place, "not-for", &known);
        }
        match_routes(programmes, &known);
        return 0;
}
