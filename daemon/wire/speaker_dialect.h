/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * speaker_dialect - how a sentence is written for each kind of loudspeaker, and how its end is told.
 *
 * Floor: wire (pure; allocates). Nothing outside speaker*.c includes this.
 */
#include "wire/speaker.h"
#include "wire/topic.h"

/* A speaker's settings, its own copies. */
struct speaker_names {
        enum speaker_dialect dialect;
        char *site;     /* hermes */
        char *channel;  /* homeassistant */
        char *language; /* NULL: not sent */
        bool one;       /* sonos2mqtt: one speaker, not all rooms */
        double volume;
        char say[TOPIC_SIZE];
        char said[TOPIC_SIZE]; /* empty if the dialect has none */
};

/* Return: 0; -ENOMEM; -ENAMETOOLONG. speaker_names_done() frees what there is in any case. */
int speaker_names_init(struct speaker_names *names, const struct speaker_config *config);
void speaker_names_done(struct speaker_names *names);

/* Copies @source; nothing if it is NULL. Owned by the caller. Return: 0; -ENOMEM. */
int speaker_copy_text(const char *source, char **ret_copy);

/* The message that says @text; @id and @expires (RFC 3339) may be NULL. NULL without memory. */
char *speaker_print(const struct speaker_names *names, const char *id, const char *text, const char *expires);

/* Whether @json tells the end of what this speaker says, which is known by @id (NULL: by nothing). */
bool speaker_ends(const struct speaker_names *names, json_t *json, const char *id);

/* What it takes this kind of speaker to begin. */
int64_t speaker_start_usec(const struct speaker_names *names);
