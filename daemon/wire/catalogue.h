/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * catalogue - the words of one language: at least CATALOGUE_VARIANTS_MIN variants for each kind of prompt
 * (DESIGN 5.9).
 *
 * Floor: wire (pure; allocates). config/messages.c fills it from conf/messages/<language>.ini.
 */
#include "core/effect.h"

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
 * catalogue_add() - appends a variant. Placeholders: {person} {minutes} {suggest} {activity} {interval}.
 *
 * {minutes} is how long they have sat, {suggest} how long a break is suggested, {interval} the interval from
 * now on, all in whole minutes.
 *
 * Return: 0; -EINVAL for an unknown placeholder, a lone brace, an empty text or no UTF-8; -ENOSPC over
 *         CATALOGUE_VARIANTS_MAX; -E2BIG over CATALOGUE_TEXT_BYTES_MAX; -ENOMEM.
 */
int catalogue_add(
        struct catalogue *catalogue, enum prompt_type type, enum catalogue_text text, const char *variant);

/*
 * What a break suggests to do ("fetch some water"), for {activity}, itself without placeholders; and the
 * sentence that tells a new interval, which is put behind message and say. Errors as above; a second note
 * replaces the first.
 */
int catalogue_add_activity(struct catalogue *catalogue, const char *activity);
int catalogue_set_interval_note(struct catalogue *catalogue, const char *note);

/*
 * What stands on a button, by the action's name ("done", "snooze", "skip", "not-me"), at most
 * CATALOGUE_LABEL_BYTES_MAX bytes, without placeholders. Errors as above, and -EINVAL for an unknown action;
 * a second one replaces the first.
 * catalogue_label() is the name itself where there is none.
 */
#define CATALOGUE_LABEL_BYTES_MAX 63
int catalogue_set_label(struct catalogue *catalogue, const char *action, const char *label);
const char *catalogue_label(const struct catalogue *catalogue, const char *action);

/* "break_due" ... "seat_check", the event types of DESIGN 8. */
extern const char *const prompt_type_names[PROMPT_MAX_];

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
void prompt_texts_done(struct prompt_texts *texts);
