/* SPDX-License-Identifier: MIT */
#include "config/programmes_files.h"

#include "base/cleanup.h"
#include "config/problems.h"
#include "config/programmes_value.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#define PROGRAMME_SECTION "programme"
#define SUFFIX            ".ini"

struct directory {
        struct dirent **entries;
        int count;
};

static void directory_done(struct directory *directory)
{
        for (int i = 0; i < directory->count; i++)
                free(directory->entries[i]);
        free(directory->entries);
}

static int is_programme_file(const struct dirent *entry)
{
        size_t length = strlen(entry->d_name);

        return entry->d_name[0] != '.' && length > strlen(SUFFIX) &&
               strcmp(entry->d_name + length - strlen(SUFFIX), SUFFIX) == 0;
}

/* The id of a file whose programme doesn't say: "upper-back" of "upper-back.ini", if it is one. */
static void take_id_from_name(struct programmes_file *file, const char *name)
{
        char id[TEXT_ID_SIZE];
        size_t length = strlen(name) - strlen(SUFFIX);

        if (length >= sizeof(id))
                return;
        memcpy(id, name, length);
        id[length] = '\0';
        if (text_is_id(id))
                (void)text_copy(file->id, sizeof(file->id), id);
}

static int add_file(struct programmes *programmes, const char *directory, const char *name, bool own)
{
        struct programmes_file *files;
        struct programmes_file *file;
        size_t errors = programmes->problems->errors;
        int r;

        files = reallocarray(programmes->files, programmes->file_count + 1, sizeof(*files));
        if (!files)
                return -ENOMEM;
        programmes->files = files;
        file = &files[programmes->file_count];
        *file = (struct programmes_file){ .own = own };
        if (asprintf(&file->path, "%s/%s", directory, name) < 0)
                return -ENOMEM;
        programmes->file_count++;
        take_id_from_name(file, name);
        r = ini_read(file->path, programmes->problems, &file->ini);
        if (r == -ENOMEM)
                return r;
        if (r == -ENOENT)
                problems_add(programmes->problems, file->path, 0, false, "cannot read the file: %s",
                        strerror(ENOENT));
        file->broken = programmes->problems->errors > errors;
        return 0;
}

int programmes_read_directory(struct programmes *programmes, const char *directory, bool own)
{
        CLEANUP(directory_done) struct directory all = { 0 };
        int count = scandir(directory, &all.entries, is_programme_file, alphasort);

        if (count < 0 && errno == ENOMEM)
                return -ENOMEM;
        if (count < 0) {
                if (!own || errno != ENOENT)
                        problems_add(programmes->problems, directory, 0, false,
                                "cannot read the folder of programmes: %s", strerror(errno));
                return 0;
        }
        all.count = count;
        if (count > PROGRAMME_FILES_MAX)
                problems_add(programmes->problems, directory, 0, false,
                        "%d files are too many (allowed 0..%d): the last are left out", count,
                        PROGRAMME_FILES_MAX);
        for (int i = 0; i < count && i < PROGRAMME_FILES_MAX; i++) {
                int r = add_file(programmes, directory, all.entries[i]->d_name, own);

                if (r < 0)
                        return r;
        }
        return 0;
}

/* Whether a kind is, or was meant to be, that of the safety texts. */
static bool is_safety_kind(const char *kind)
{
        static const char *const words[] = { "strength", "stretch", "break", "safety" };
        const char *nearest = text_nearest(kind, words, ELEMENTS(words));

        return nearest && strcmp(nearest, "safety") == 0;
}

/* Takes the id and the kind of the section [programme]. */
static void identify(const struct programmes_place *place)
{
        const struct ini_key *id = value_find(place, "id");
        const struct ini_key *kind = value_find(place, "kind");

        if (id && text_is_id(id->value))
                (void)text_copy(place->file->id, sizeof(place->file->id), id->value);
        else if (id)
                programmes_report(place, id, "value '%.64s': not an id (1 to 32 of a-z 0-9 _ -)", id->value);
        place->file->is_safety = kind && is_safety_kind(kind->value);
}

/* A section whose name was meant to be that of the programme. */
static bool is_mistyped(const struct programmes_place *place)
{
        static const char *const words[] = { PROGRAMME_SECTION };
        const char *name = place->file->ini.sections[place->section].name;

        return ini_find_section(&place->file->ini, PROGRAMME_SECTION) < 0 && text_nearest(name, words, 1);
}

static int read_section(const struct programmes_place *place)
{
        static const char *const words[] = { PROGRAMME_SECTION };
        const char *name = place->file->ini.sections[place->section].name;

        if (strcmp(name, PROGRAMME_SECTION) == 0)
                return programmes_read_programme(place);
        if (!is_mistyped(place))
                return programmes_read_exercise(place);
        programmes_report_unknown(place, NULL, "unknown", name, words, 1);
        return 0;
}

static int read_sections(const struct programmes_place *file_place)
{
        struct programmes_place place = *file_place;

        for (place.section = 0; place.section < place.file->ini.section_count; place.section++) {
                int r = 0;

                if (place.section < PROGRAMME_SECTIONS_MAX)
                        r = read_section(&place);
                else if (place.section == PROGRAMME_SECTIONS_MAX)
                        programmes_report(&place, NULL, "more sections than can be (allowed %d)",
                                PROGRAMME_SECTIONS_MAX);
                if (r < 0)
                        return r;
        }
        return 0;
}

/* Whether there is an entry for a programme of @file. */
static bool has_programme(const struct programmes *programmes, uint32_t file)
{
        return programmes->programme_count > 0 &&
               programmes->programmes[programmes->programme_count - 1].file == file;
}

/* A broken file of which nothing is known but its name stands for the programme of that name: another of the
 * same id is not to take its place. */
static int stand_for_name(struct programmes *programmes, uint32_t i)
{
        const struct programmes_file *file = &programmes->files[i];
        struct programme_entry entry = { .file = i };
        struct programme_entry *entries;

        if (!file->broken || file->is_safety || *file->id == '\0' || has_programme(programmes, i))
                return 0;
        entries = reallocarray(programmes->programmes, programmes->programme_count + 1, sizeof(*entries));
        if (!entries)
                return -ENOMEM;
        programmes->programmes = entries;
        (void)text_copy(entry.programme.id, sizeof(entry.programme.id), file->id);
        entry.section = (uint32_t)file->ini.section_count;
        entries[programmes->programme_count++] = entry;
        return 0;
}

static int read_file(struct programmes *programmes, uint32_t i)
{
        struct programmes_place place = programmes_place_at(programmes, i, 0);
        int section = ini_find_section(&place.file->ini, PROGRAMME_SECTION);

        if (section >= 0) {
                place.section = (uint32_t)section;
                identify(&place);
        }
        if (place.file->is_safety) {
                programmes_read_safety(&place);
                return 0;
        }
        if (place.file->ini.section_count == 0 && !place.file->broken)
                programmes_report(&place, NULL, "there is neither a programme nor an exercise in it");
        return read_sections(&place);
}

int programmes_read_files(struct programmes *programmes)
{
        for (uint32_t i = 0; i < programmes->file_count; i++) {
                int r;

                r = read_file(programmes, i);
                if (r < 0)
                        return r;
                programmes->files[i].was_broken = programmes->files[i].broken;
                r = stand_for_name(programmes, i);
                if (r < 0)
                        return r;
        }
        return 0;
}
