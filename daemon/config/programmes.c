/* SPDX-License-Identifier: MIT */
#include "config/programmes.h"

#include "base/cleanup.h"
#include "config/problems.h"
#include "config/programmes_files.h"

#include <errno.h>
#include <string.h>

CLEANUP_DEFINE(struct programmes *, programmes_free, programmes_freep)

const char *programmes_directory(void)
{
        const char *directory = getenv("UNSLOUCH_PROGRAMMES_DIR");

        return directory && *directory != '\0' ? directory : PKGDATADIR "/programmes";
}

/* The first error of the file @path that was told; NULL if there was no room to tell it. */
static const struct config_problem *find_error(const struct config_problems *problems, const char *path)
{
        for (size_t i = 0; i < problems->count; i++)
                if (!problems->items[i].warning && strcmp(problems->items[i].file, path) == 0)
                        return &problems->items[i];
        return NULL;
}

static int keep_reason(struct programmes_file *file, const struct config_problem *error)
{
        const char *slash = strrchr(file->path, '/');
        const char *name = slash ? slash + 1 : file->path;
        int r;

        if (error && error->line > 0)
                r = asprintf(&file->why, "%s:%d: %s", name, error->line, error->text);
        else
                r = asprintf(&file->why, "%s: %s", name, error ? error->text : "has errors");
        if (r >= 0)
                return 0;
        file->why = NULL;
        return -ENOMEM;
}

/* Keeps the first error of each broken file, for when somebody asks for its programme. */
static int keep_reasons(struct programmes *programmes)
{
        for (size_t i = 0; i < programmes->file_count; i++) {
                struct programmes_file *file = &programmes->files[i];
                int r = 0;

                if (file->broken)
                        r = keep_reason(file, find_error(programmes->problems, file->path));
                if (r < 0)
                        return r;
        }
        return 0;
}

/* All that follows from the files as they were read. */
static int join(struct programmes *programmes)
{
        int r;

        r = programmes_match_names(programmes);
        if (r < 0)
                return r;
        programmes_check_rules(programmes);
        r = programmes_join(programmes);
        if (r < 0)
                return r;
        r = programmes_take_words(programmes);
        if (r < 0)
                return r;
        return keep_reasons(programmes);
}

int programmes_load(const char *directory, const char *own_directory, struct config_problems *problems,
        struct programmes **ret_programmes)
{
        CLEANUP(programmes_freep) struct programmes *programmes = calloc(1, sizeof(*programmes));
        int r;

        if (!programmes)
                return -ENOMEM;
        programmes->problems = problems;
        programmes->language_count = 1;
        r = programmes_read_directory(programmes, directory, false);
        if (r < 0)
                return r;
        if (own_directory)
                r = programmes_read_directory(programmes, own_directory, true);
        if (r < 0)
                return r;
        r = programmes_read_files(programmes);
        if (r < 0)
                return r;
        r = join(programmes);
        if (r < 0)
                return r;
        for (size_t i = 0; i < programmes->file_count; i++)
                ini_keep_text(&programmes->files[i].ini);
        programmes->problems = NULL;
        *ret_programmes = TAKE_PTR(programmes);
        return 0;
}

struct programmes *programmes_free(struct programmes *programmes)
{
        if (!programmes)
                return NULL;
        for (size_t i = 0; i < programmes->file_count; i++) {
                ini_done(&programmes->files[i].ini);
                free(programmes->files[i].path);
                free(programmes->files[i].why);
        }
        for (size_t i = 0; i < programmes->language_count; i++) {
                free(programmes->languages[i].exercises);
                free(programmes->languages[i].programmes);
        }
        free(programmes->files);
        free(programmes->exercises);
        free(programmes->programmes);
        free(programmes->set.exercises);
        free(programmes->set.programmes);
        free(programmes->set.tags);
        free(programmes->set.equipment);
        free(programmes);
        return NULL;
}

const struct programme_set *programmes_set(const struct programmes *programmes)
{
        return &programmes->set;
}

const struct screening_rules *programmes_screening(const struct programmes *programmes)
{
        return &programmes->screening;
}

/* The words of @language; those of English where nothing has it. */
static const struct programmes_language *find_language(
        const struct programmes *programmes, const char *language)
{
        for (size_t i = 1; i < programmes->language_count; i++)
                if (text_equal_nocase(programmes->languages[i].code, language))
                        return &programmes->languages[i];
        return &programmes->languages[0];
}

const struct exercise_words *programmes_exercise_words(
        const struct programmes *programmes, int exercise, const char *language)
{
        return &find_language(programmes, language)->exercises[exercise];
}

const struct programme_words *programmes_words(
        const struct programmes *programmes, int programme, const char *language)
{
        return &find_language(programmes, language)->programmes[programme];
}

const struct safety_words *programmes_safety_words(const struct programmes *programmes, const char *language)
{
        return &find_language(programmes, language)->safety;
}

const char *programmes_why_missing(const struct programmes *programmes, const char *id)
{
        if (programme_find(&programmes->set, id) >= 0)
                return NULL;
        /* The person's own come last, and are those that would count. */
        for (size_t i = programmes->file_count; i > 0; i--)
                if (programmes->files[i - 1].broken && strcmp(programmes->files[i - 1].id, id) == 0)
                        return programmes->files[i - 1].why;
        return NULL;
}

bool programmes_are_incomplete(const struct programmes *programmes)
{
        for (size_t i = 0; i < programmes->file_count; i++)
                if (programmes->files[i].broken)
                        return true;
        return false;
}
