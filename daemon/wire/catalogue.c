/* SPDX-License-Identifier: MIT */
#include "wire/catalogue.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "wire/discovery_row.h"
#include "wire/publish.h"
#include "wire/template.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LANGUAGE_SIZE 16

const char *const prompt_type_names[PROMPT_MAX_] = {
        [PROMPT_BREAK_DUE] = "break_due",
        [PROMPT_BREAK_NUDGE] = "break_nudge",
        [PROMPT_BREAK_REPEAT] = "break_repeat",
        [PROMPT_BREAK_TAKEN] = "break_taken",
        [PROMPT_BREAK_PARTIAL] = "break_partial",
        [PROMPT_BREAK_IGNORED] = "break_ignored",
        [PROMPT_BREAK_DISMISSED] = "break_dismissed",
        [PROMPT_BREAK_MOOT] = "break_moot",
        [PROMPT_POSTURE_CHECK] = "posture_check",
        [PROMPT_SEAT_CHECK] = "seat_check",
        [PROMPT_SESSION_DUE] = "session_due",
        [PROMPT_SESSION_STARTED] = "session_started",
        [PROMPT_SESSION_DONE] = "session_done",
        [PROMPT_SESSION_MISSED] = "session_missed",
        [PROMPT_RECOVERY_CHECK] = "recovery_check",
        [PROMPT_LEVEL_UP] = "level_up",
        [PROMPT_WEEK_MET] = "week_met",
        [PROMPT_BLOCK_DONE] = "block_done",
        [PROMPT_WEEK_SUMMARY] = "week_summary",
};

const char *const prompt_note_names[PROMPT_NOTE_MAX_] = {
        [PROMPT_NOTE_INTERVAL] = "interval",
        [PROMPT_NOTE_STRETCH] = "stretch",
        [PROMPT_NOTE_OFFER] = "offer",
        [PROMPT_NOTE_LIGHT] = "light-week",
};

bool prompt_type_is_routine(enum prompt_type type)
{
        return type >= PROMPT_SESSION_DUE && type < PROMPT_MAX_;
}

const char *const prompt_about_names[PROMPT_ABOUT_MAX_] = {
        [PROMPT_ABOUT_SITTING] = "sitting",
        [PROMPT_ABOUT_STANDING] = "standing",
};

const char *prompt_about_name(const struct prompt *prompt)
{
        return prompt_type_is_routine(prompt->type) ? "session" : prompt_about_names[prompt->about];
}

/* Those of breaks and that of both, then those of the routine. */
enum placeholder {
        PLACEHOLDER_MINUTES,
        PLACEHOLDER_SUGGEST,
        PLACEHOLDER_ACTIVITY,
        PLACEHOLDER_INTERVAL,
        PLACEHOLDER_PERSON,
        PLACEHOLDER_PROGRAMME,
        PLACEHOLDER_EXERCISE,
        PLACEHOLDER_TIME,
        PLACEHOLDER_DONE,
        PLACEHOLDER_TARGET,
        PLACEHOLDER_WEEKS,
        PLACEHOLDER_MAX_,
};
#define PLACEHOLDERS_OF_BREAKS (PLACEHOLDER_PERSON + 1)

static const struct template_word placeholders[PLACEHOLDER_MAX_] = {
        [PLACEHOLDER_MINUTES] = { .name = "minutes" },
        [PLACEHOLDER_SUGGEST] = { .name = "suggest" },
        [PLACEHOLDER_ACTIVITY] = { .name = "activity" },
        [PLACEHOLDER_INTERVAL] = { .name = "interval" },
        [PLACEHOLDER_PERSON] = { .name = "person" },
        [PLACEHOLDER_PROGRAMME] = { .name = "programme" },
        [PLACEHOLDER_EXERCISE] = { .name = "exercise" },
        [PLACEHOLDER_TIME] = { .name = "time" },
        [PLACEHOLDER_DONE] = { .name = "done" },
        [PLACEHOLDER_TARGET] = { .name = "target" },
        [PLACEHOLDER_WEEKS] = { .name = "weeks" },
};

struct variants {
        char *texts[CATALOGUE_VARIANTS_MAX];
        uint32_t count;
};

struct catalogue {
        char language[LANGUAGE_SIZE];
        struct variants variants[PROMPT_MAX_][CATALOGUE_TEXT_MAX_];
        struct variants standing[CATALOGUE_STANDING_TYPES][CATALOGUE_TEXT_MAX_];
        struct variants activities;
        char *notes[PROMPT_NOTE_MAX_]; /* NULL: none */
        struct phrases phrases;
        char labels[PROMPT_ACTIONS_MAX][CATALOGUE_LABEL_BYTES_MAX + 1]; /* empty: none */
        char entities[DISCOVERY_ROWS][CATALOGUE_LABEL_BYTES_MAX + 1];   /* empty: none */
};

int catalogue_new(const char *language, struct catalogue **ret_catalogue)
{
        struct catalogue *catalogue;
        int r;

        catalogue = calloc(1, sizeof(*catalogue));
        if (!catalogue)
                return -ENOMEM;
        r = text_copy(catalogue->language, sizeof(catalogue->language), language);
        if (r < 0) {
                free(catalogue);
                return r;
        }
        *ret_catalogue = catalogue;
        return 0;
}

static void variants_done(struct variants *variants)
{
        for (uint32_t i = 0; i < variants->count; i++)
                free(variants->texts[i]);
}

struct catalogue *catalogue_free(struct catalogue *catalogue)
{
        if (!catalogue)
                return NULL;
        for (unsigned type = 0; type < PROMPT_MAX_; type++)
                for (unsigned text = 0; text < CATALOGUE_TEXT_MAX_; text++)
                        variants_done(&catalogue->variants[type][text]);
        for (unsigned type = 0; type < CATALOGUE_STANDING_TYPES; type++)
                for (unsigned text = 0; text < CATALOGUE_TEXT_MAX_; text++)
                        variants_done(&catalogue->standing[type][text]);
        variants_done(&catalogue->activities);
        for (unsigned note = 0; note < PROMPT_NOTE_MAX_; note++)
                free(catalogue->notes[note]);
        phrases_done(&catalogue->phrases);
        free(catalogue);
        return NULL;
}

const char *catalogue_language(const struct catalogue *catalogue)
{
        return catalogue->language;
}

int catalogue_set_phrase(struct catalogue *catalogue, enum phrase phrase, const char *text)
{
        return phrases_set(&catalogue->phrases, phrase, text);
}

const struct phrases *catalogue_phrases(const struct catalogue *catalogue)
{
        return &catalogue->phrases;
}

/* Whether @text may stand in the catalogue; its placeholders are @count of them, beginning with @first. */
static int check_text(const char *text, size_t bytes_max, enum placeholder first, size_t count)
{
        size_t length = strnlen(text, bytes_max + 1);

        if (length > bytes_max)
                return -E2BIG;
        if (length == 0 || !text_is_utf8(text, length))
                return -EINVAL;
        return template_check_words(text, placeholders + first, count, true) ? -EINVAL : 0;
}

static int variants_add(struct variants *variants, const char *text, enum placeholder first, size_t count)
{
        char *copy;
        int r;

        r = check_text(text, CATALOGUE_TEXT_BYTES_MAX, first, count);
        if (r < 0)
                return r;
        if (variants->count == CATALOGUE_VARIANTS_MAX)
                return -ENOSPC;
        copy = strdup(text);
        if (!copy)
                return -ENOMEM;
        variants->texts[variants->count++] = copy;
        return 0;
}

int catalogue_add(
        struct catalogue *catalogue, enum prompt_type type, enum catalogue_text text, const char *variant)
{
        struct variants *variants = &catalogue->variants[type][text];

        if (prompt_type_is_routine(type))
                return variants_add(
                        variants, variant, PLACEHOLDER_PERSON, PLACEHOLDER_MAX_ - PLACEHOLDER_PERSON);
        return variants_add(variants, variant, 0, PLACEHOLDERS_OF_BREAKS);
}

int catalogue_add_standing(
        struct catalogue *catalogue, enum prompt_type type, enum catalogue_text text, const char *variant)
{
        return variants_add(&catalogue->standing[type][text], variant, 0, PLACEHOLDERS_OF_BREAKS);
}

int catalogue_add_activity(struct catalogue *catalogue, const char *activity)
{
        return variants_add(&catalogue->activities, activity, 0, 0);
}

int catalogue_set_note(struct catalogue *catalogue, enum prompt_note note, const char *text)
{
        char *copy;
        int r;

        r = check_text(
                text, CATALOGUE_TEXT_BYTES_MAX, 0, note == PROMPT_NOTE_INTERVAL ? PLACEHOLDERS_OF_BREAKS : 0);
        if (r < 0)
                return r;
        copy = strdup(text);
        if (!copy)
                return -ENOMEM;
        free(catalogue->notes[note]);
        catalogue->notes[note] = copy;
        return 0;
}

/* Which label is @action's; PROMPT_ACTIONS_MAX if there is no such action. */
static size_t find_action(const char *action)
{
        const char *names[PROMPT_ACTIONS_MAX];
        size_t count = prompt_action_names(UINT8_MAX, names);

        for (size_t i = 0; i < count; i++)
                if (strcmp(names[i], action) == 0)
                        return i;
        return PROMPT_ACTIONS_MAX;
}

int catalogue_set_label(struct catalogue *catalogue, const char *action, const char *label)
{
        size_t found = find_action(action);
        int r;

        if (found == PROMPT_ACTIONS_MAX)
                return -EINVAL;
        r = check_text(label, CATALOGUE_LABEL_BYTES_MAX, 0, 0);
        if (r < 0)
                return r;
        return text_copy(catalogue->labels[found], sizeof(catalogue->labels[found]), label);
}

const char *catalogue_label(const struct catalogue *catalogue, const char *action)
{
        size_t found = find_action(action);

        if (found == PROMPT_ACTIONS_MAX || catalogue->labels[found][0] == '\0')
                return action;
        return catalogue->labels[found];
}

int catalogue_set_entity(struct catalogue *catalogue, const char *key, const char *name)
{
        size_t found = discovery_row_find(key);
        int r;

        if (found == DISCOVERY_ROWS || !discovery_rows[found].name)
                return -EINVAL;
        r = check_text(name, CATALOGUE_LABEL_BYTES_MAX, 0, 0);
        if (r < 0)
                return r;
        return text_copy(catalogue->entities[found], sizeof(catalogue->entities[found]), name);
}

const char *catalogue_entity(const struct catalogue *catalogue, const char *key)
{
        size_t found = discovery_row_find(key);

        if (found == DISCOVERY_ROWS || catalogue->entities[found][0] == '\0')
                return NULL;
        return catalogue->entities[found];
}

/* Taking turns, a text comes again only after all the others. */
static const char *choose(const struct variants *variants, uint32_t variant)
{
        return variants->count > 0 ? variants->texts[variant % variants->count] : NULL;
}

/* The values of the placeholders, in the order of enum placeholder; numbers point into the arrays. */
struct values {
        char minutes[24];
        char suggest[24];
        char interval[24];
        char done[24];
        char target[24];
        char weeks[24];
        struct template_word words[PLACEHOLDER_MAX_];
};

/* Whole minutes, rounded to the nearest and never none. */
static void print_minutes(int64_t usec, char text[static 24])
{
        snprintf(text, 24, "%" PRId64, usec_max(1, (usec + USEC_PER_MINUTE / 2) / USEC_PER_MINUTE));
}

static void fill_values(const struct catalogue *catalogue, const struct prompt *prompt, const char *person,
        const struct prompt_facts *facts, struct values *values)
{
        const char *const texts[PLACEHOLDER_MAX_] = {
                [PLACEHOLDER_MINUTES] = values->minutes,
                [PLACEHOLDER_SUGGEST] = values->suggest,
                [PLACEHOLDER_ACTIVITY] = choose(&catalogue->activities, prompt->variant),
                [PLACEHOLDER_INTERVAL] = values->interval,
                [PLACEHOLDER_PERSON] = person,
                [PLACEHOLDER_PROGRAMME] = facts->programme,
                [PLACEHOLDER_EXERCISE] = facts->exercise,
                [PLACEHOLDER_TIME] = facts->time,
                [PLACEHOLDER_DONE] = values->done,
                [PLACEHOLDER_TARGET] = values->target,
                [PLACEHOLDER_WEEKS] = values->weeks,
        };

        print_minutes(prompt->sat_usec, values->minutes);
        print_minutes(prompt->suggest_usec, values->suggest);
        print_minutes(prompt->interval_usec, values->interval);
        snprintf(values->done, sizeof(values->done), "%" PRIu16, facts->done);
        snprintf(values->target, sizeof(values->target), "%" PRIu16, facts->target);
        snprintf(values->weeks, sizeof(values->weeks), "%" PRIu16, facts->weeks);
        for (unsigned i = 0; i < PLACEHOLDER_MAX_; i++)
                values->words[i] = (struct template_word){ placeholders[i].name, texts[i] };
}

static bool begins_with(const char *text, const char *beginning)
{
        return strncmp(text, beginning, strlen(beginning)) == 0;
}

/*
 * One text with its placeholders filled in; NULL if the catalogue has none. @name: what it must begin with,
 * or "".
 */
static int compose_text(const struct variants *variants, uint32_t variant, const char *note, const char *name,
        const struct values *values, char **ret_text)
{
        const char *pattern = choose(variants, variant);
        CLEANUP_FREE char *body = NULL;
        CLEANUP_FREE char *behind = NULL;
        char *text;

        if (!pattern) {
                *ret_text = NULL;
                return 0;
        }
        body = template_fill_words(pattern, values->words, PLACEHOLDER_MAX_, false);
        behind = template_fill_words(note, values->words, PLACEHOLDER_MAX_, false);
        if (!body || !behind)
                return -ENOMEM;
        if (begins_with(body, name))
                name = "";
        if (asprintf(&text, "%s%s%s%s%s", name, *name != '\0' ? ": " : "", body, *behind != '\0' ? " " : "",
                    behind) < 0)
                return -ENOMEM;
        *ret_text = text;
        return 0;
}

int catalogue_compose(const struct catalogue *catalogue, const struct prompt *prompt, const char *person,
        bool shared_speaker, struct prompt_texts *ret_texts)
{
        static const struct prompt_facts none;

        return catalogue_compose_routine(catalogue, prompt, person, shared_speaker, &none, ret_texts);
}

static const struct variants *variants_of(const struct catalogue *catalogue, const struct prompt *prompt)
{
        if (prompt->about == PROMPT_ABOUT_STANDING && prompt->type < CATALOGUE_STANDING_TYPES)
                return catalogue->standing[prompt->type];
        return catalogue->variants[prompt->type];
}

int catalogue_compose_routine(const struct catalogue *catalogue, const struct prompt *prompt,
        const char *person, bool shared_speaker, const struct prompt_facts *facts,
        struct prompt_texts *ret_texts)
{
        const struct variants *variants = variants_of(catalogue, prompt);
        const char *note = catalogue->notes[prompt->note] ? catalogue->notes[prompt->note] : "";
        struct prompt_texts texts = { 0 };
        struct values values;
        int r;

        if (variants[CATALOGUE_TITLE].count == 0 && variants[CATALOGUE_MESSAGE].count == 0)
                return -ENOENT;
        fill_values(catalogue, prompt, person, facts, &values);
        r = compose_text(&variants[CATALOGUE_TITLE], prompt->variant, "", "", &values, &texts.title);
        if (r >= 0)
                r = compose_text(
                        &variants[CATALOGUE_MESSAGE], prompt->variant, note, "", &values, &texts.message);
        if (r >= 0)
                r = compose_text(&variants[CATALOGUE_SAY], prompt->variant, note,
                        shared_speaker ? person : "", &values, &texts.say);
        if (r < 0) {
                prompt_texts_done(&texts);
                return r;
        }
        *ret_texts = texts;
        return 0;
}

void prompt_texts_done(struct prompt_texts *texts)
{
        free(texts->title);
        free(texts->message);
        free(texts->say);
        *texts = (struct prompt_texts){ 0 };
}
