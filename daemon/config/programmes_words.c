/* SPDX-License-Identifier: MIT */
#include "config/programmes_value.h"

#include <errno.h>
#include <string.h>

/* Longest "name[language]". */
#define KEY_NAME_SIZE 64

/* A text of the struct that it goes to. */
struct word {
        const char *name;
        size_t offset;
};

static const struct word exercise_words[] = {
        { "name", offsetof(struct exercise_words, name) },
        { "ready-1", offsetof(struct exercise_words, ready[0]) },
        { "ready-2", offsetof(struct exercise_words, ready[1]) },
        { "ready-3", offsetof(struct exercise_words, ready[2]) },
        { "ready-4", offsetof(struct exercise_words, ready[3]) },
        { "do-1", offsetof(struct exercise_words, doing[0]) },
        { "do-2", offsetof(struct exercise_words, doing[1]) },
        { "do-3", offsetof(struct exercise_words, doing[2]) },
        { "do-4", offsetof(struct exercise_words, doing[3]) },
        { "return", offsetof(struct exercise_words, returning) },
        { "mistake", offsetof(struct exercise_words, mistake) },
        { "easier", offsetof(struct exercise_words, easier) },
        { "harder", offsetof(struct exercise_words, harder) },
        { "say", offsetof(struct exercise_words, say) },
};

static const struct word programme_words[] = {
        { "name", offsetof(struct programme_words, name) },
        { "prepare", offsetof(struct programme_words, prepare) },
        { "intro", offsetof(struct programme_words, intro) },
        { "outro", offsetof(struct programme_words, outro) },
        { "keep-up", offsetof(struct programme_words, keep_up) },
};

static const struct word safety_words[] = {
        { "disclaimer-short", offsetof(struct safety_words, disclaimer_short) },
        { "disclaimer-long", offsetof(struct safety_words, disclaimer_long) },
        { "before-first-session", offsetof(struct safety_words, before_first_session) },
        { "before-session", offsetof(struct safety_words, before_session) },
        { "therapist", offsetof(struct safety_words, therapist) },
        { "gate", offsetof(struct safety_words, gate) },
        { "stop-now", offsetof(struct safety_words, stop_now) },
        { "emergency", offsetof(struct safety_words, emergency) },
};

/* The text of @name in @language, else in English, else NULL. */
static const char *find_text(const struct programmes_place *place, const char *name, const char *language)
{
        char translated[KEY_NAME_SIZE];
        const struct ini_key *key = NULL;

        if (*language != '\0') {
                (void)snprintf(translated, sizeof(translated), "%s[%s]", name, language);
                key = value_find(place, translated);
        }
        if (!key)
                key = value_find(place, name);
        return key ? key->value : NULL;
}

static void fill(const struct programmes_place *place, const char *language, const struct word *words,
        size_t count, void *target)
{
        for (size_t i = 0; i < count; i++) {
                const char *text = find_text(place, words[i].name, language);

                memcpy((char *)target + words[i].offset, &text, sizeof(text));
        }
}

/* Fills @texts with "q1", "q2" ... of @section. */
static void fill_numbered(const struct programmes_place *safety, const char *language, const char *section,
        const char *stem, const char *texts[static SCREENING_QUESTIONS_MAX])
{
        struct programmes_place place = *safety;
        char name[16];

        place.section = (uint32_t)ini_find_section(&safety->file->ini, section);
        for (unsigned i = 0; i < SCREENING_QUESTIONS_MAX; i++) {
                (void)snprintf(name, sizeof(name), "%s%u", stem, i + 1);
                texts[i] = find_text(&place, name, language);
        }
}

/* The questions of the second page; a tag that the first page tells has none. */
static void fill_tags(const struct programmes_place *safety, const char *language, struct safety_words *words)
{
        const struct programmes *programmes = safety->programmes;
        struct programmes_place place = *safety;

        place.section = (uint32_t)ini_find_section(&safety->file->ini, "tags");
        for (size_t i = 0; i < programmes->set.tag_count; i++)
                if (programmes->screening.tag_from[i] < 0)
                        words->tags[i] = find_text(&place, programmes->set.tags[i], language);
}

static void fill_equipment(
        const struct programmes_place *safety, const char *language, struct safety_words *words)
{
        const struct programmes *programmes = safety->programmes;
        struct programmes_place place = *safety;
        int section = ini_find_section(&safety->file->ini, "equipment");

        place.section = (uint32_t)section;
        for (size_t i = 0; section >= 0 && i < programmes->set.equipment_count; i++)
                words->equipment[i] = find_text(&place, programmes->set.equipment[i], language);
}

static void fill_safety(struct programmes *programmes, const char *language, struct safety_words *words)
{
        struct programmes_place safety;
        struct programmes_place place;

        if (programmes->safety < 0 || programmes->files[programmes->safety].broken)
                return;
        safety = programmes_place_at(programmes, (uint32_t)programmes->safety, 0);
        place = safety;
        place.section = (uint32_t)ini_find_section(&safety.file->ini, "text");
        fill(&place, language, safety_words, ELEMENTS(safety_words), words);
        place.section = (uint32_t)ini_find_section(&safety.file->ini, "screen-general");
        words->cleared = find_text(&place, "cleared", language);
        fill_numbered(&safety, language, "screen-general", "q", words->general);
        fill_numbered(&safety, language, "screen-clearance", "q", words->clearance);
        fill_numbered(&safety, language, "red-flags-emergency", "f", words->red_flags_emergency);
        fill_numbered(&safety, language, "red-flags-soon", "f", words->red_flags_soon);
        fill_tags(&safety, language, words);
        fill_equipment(&safety, language, words);
}

static int fill_language(struct programmes *programmes, struct programmes_language *language)
{
        const struct programme_set *set = &programmes->set;

        language->exercises = calloc(EXERCISES_MAX, sizeof(*language->exercises));
        language->programmes = calloc(PROGRAMMES_MAX, sizeof(*language->programmes));
        if (!language->exercises || !language->programmes)
                return -ENOMEM;
        for (size_t i = 0; i < set->exercise_count; i++) {
                const struct exercise_entry *entry = exercise_entry_find(programmes, set->exercises[i].id);
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);

                fill(&place, language->code, exercise_words, ELEMENTS(exercise_words),
                        &language->exercises[i]);
        }
        for (size_t i = 0; i < set->programme_count; i++) {
                const struct programme_entry *entry = programme_entry_find(programmes, set->programmes[i].id);
                struct programmes_place place = programmes_place_at(programmes, entry->file, entry->section);

                fill(&place, language->code, programme_words, ELEMENTS(programme_words),
                        &language->programmes[i]);
        }
        fill_safety(programmes, language->code, &language->safety);
        return 0;
}

int programmes_take_words(struct programmes *programmes)
{
        for (size_t i = 0; i < programmes->language_count; i++) {
                int r = fill_language(programmes, &programmes->languages[i]);

                if (r < 0)
                        return r;
        }
        return 0;
}
