/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * catalogue - the words of one language: at least CATALOGUE_VARIANTS_MIN variants for each kind of prompt
 * (DESIGN 5.9).
 *
 * Floor: wire (pure; allocates). config/messages.c fills it from conf/messages/<language>.ini.
 */
#include "core/effect.h"
#include "wire/phrases.h"

#define CATALOGUE_VARIANTS_MIN   8
#define CATALOGUE_VARIANTS_MAX   32
#define CATALOGUE_TEXT_BYTES_MAX 400

enum catalogue_text {
        CATALOGUE_TITLE,
        CATALOGUE_MESSAGE, /* to read */
        CATALOGUE_SAY,     /* to hear */
        CATALOGUE_TEXT_MAX_,
};

struct catalogue;

/* @language is copied. Return: 0; -ENAMETOOLONG over 15 bytes; -ENOMEM. catalogue_free() takes NULL. */
int catalogue_new(const char *language, struct catalogue **ret_catalogue);
struct catalogue *catalogue_free(struct catalogue *catalogue);
const char *catalogue_language(const struct catalogue *catalogue);

/**
 * catalogue_add() - appends a variant. Placeholders: {person} {minutes} {suggest} {activity} {interval}, and
 * for the prompts of the routine {person} {programme} {exercise} {time} {done} {target} {weeks}.
 *
 * {minutes} is how long they have sat, {suggest} how long a break is suggested, {interval} the interval from
 * now on, all in whole minutes. The others are those of struct prompt_facts.
 *
 * Return: 0; -EINVAL for an unknown placeholder, a lone brace, an empty text or no UTF-8; -ENOSPC over
 *         CATALOGUE_VARIANTS_MAX; -E2BIG over CATALOGUE_TEXT_BYTES_MAX; -ENOMEM.
 */
int catalogue_add(
        struct catalogue *catalogue, enum prompt_type type, enum catalogue_text text, const char *variant);

/* The same of a prompt about standing, of the first CATALOGUE_STANDING_TYPES types; {minutes} is how long
 * they have stood. */
#define CATALOGUE_STANDING_TYPES (PROMPT_BREAK_MOOT + 1)
int catalogue_add_standing(
        struct catalogue *catalogue, enum prompt_type type, enum catalogue_text text, const char *variant);

/*
 * What a break suggests to do ("fetch some water"), for {activity}, itself without placeholders; and the
 * sentence of a note, which is put behind message and say: that of the interval with the placeholders of
 * breaks, others without. Errors as above; a second text replaces the first.
 */
int catalogue_add_activity(struct catalogue *catalogue, const char *activity);
int catalogue_set_note(struct catalogue *catalogue, enum prompt_note note, const char *text);
/* "interval", "stretch" ...; NULL for PROMPT_NOTE_NONE. */
extern const char *const prompt_note_names[PROMPT_NOTE_MAX_];

/*
 * What stands on a button, by the action's name ("start", "done", "snooze", ...), at most
 * CATALOGUE_LABEL_BYTES_MAX bytes, without placeholders. Errors as above, and -EINVAL for an unknown action;
 * a second one replaces the first.
 * catalogue_label() is the name itself where there is none.
 */
#define CATALOGUE_LABEL_BYTES_MAX 63
int catalogue_set_label(struct catalogue *catalogue, const char *action, const char *label);
const char *catalogue_label(const struct catalogue *catalogue, const char *action);

/*
 * What Home Assistant calls an entity, by its key ("next_break", discovery_row.h); errors as for a label.
 * catalogue_entity() is NULL where there is no such name.
 */
int catalogue_set_entity(struct catalogue *catalogue, const char *key, const char *name);
const char *catalogue_entity(const struct catalogue *catalogue, const char *key);

/* What is said in a guided session. Refused: see phrases_set(). */
int catalogue_set_phrase(struct catalogue *catalogue, enum phrase phrase, const char *text);
const struct phrases *catalogue_phrases(const struct catalogue *catalogue);

/* "break_due" ... "week_summary", the event types of DESIGN 8. */
extern const char *const prompt_type_names[PROMPT_MAX_];

/* Whether a prompt of @type is about the routine, not about breaks. */
bool prompt_type_is_routine(enum prompt_type type);

/* "sitting", "standing"; and `about` in a prompt's event: one of them, or "session". */
extern const char *const prompt_about_names[PROMPT_ABOUT_MAX_];
const char *prompt_about_name(const struct prompt *prompt);

/* What a prompt of the routine tells; names in the person's language. NULL and 0 where it tells none. */
struct prompt_facts {
        const char *programme;
        const char *exercise;
        const char *time; /* of the session: "18:00" */
        uint16_t done;    /* sessions of the week, or weeks met of the block ... */
        uint16_t target;  /* ... of so many */
        uint16_t weeks;   /* met in a row */
};

/* The texts of one prompt, owned; prompt_texts_done() frees them. */
struct prompt_texts {
        char *title;
        char *message;
        char *say; /* NULL where nothing is said; with the person's name first when @shared_speaker */
};

/**
 * catalogue_compose() - chooses the variants by prompt->variant, in turn, so that none comes twice within 3,
 * and fills in the placeholders.
 * @person: the person's name. @shared_speaker: others hear it too, so the name comes first.
 *
 * Return: 0; -ENOENT if the catalogue has no text of this type; -ENOMEM.
 */
int catalogue_compose(const struct catalogue *catalogue, const struct prompt *prompt, const char *person,
        bool shared_speaker, struct prompt_texts *ret_texts);
/* The same of a prompt of the routine, with its @facts. */
int catalogue_compose_routine(const struct catalogue *catalogue, const struct prompt *prompt,
        const char *person, bool shared_speaker, const struct prompt_facts *facts,
        struct prompt_texts *ret_texts);
void prompt_texts_done(struct prompt_texts *texts);
