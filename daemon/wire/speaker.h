/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * speaker - one loudspeaker and its queue of sentences: never two at once (DESIGN 7). The cues of a guided
 * session go before what else waits.
 *
 * Floor: wire (pure; allocates in speaker_new() and for the queue). Dialects: hermes waits for sayFinished,
 * homeassistant for the blueprint's answer, at most SPEAKER_PATIENCE_USEC longer than an estimate by words;
 * sonos2mqtt and raw wait for the estimate. A homeassistant that has not answered is not waited for longer
 * than the estimate, until it answers.
 */
#include "core/instant.h"
#include "wire/field.h"
#include "wire/outbox.h"

#include <stdint.h>

/* Sentences that wait; what is being said does not count. */
#define SPEAKER_QUEUE_MAX      8
#define SPEAKER_TEXT_BYTES_MAX 4096
/* Where the speaker does not answer: words a minute, and what it takes to begin. */
#define SPEAKER_WORDS_PER_MINUTE 140
#define SPEAKER_START_USEC       (1 * USEC_PER_SEC)
/* A Sonos fetches the speech and fades what it plays first. */
#define SPEAKER_SONOS_START_USEC (4 * USEC_PER_SEC)
/* An answer that has not come this long after the estimate is not waited for. */
#define SPEAKER_PATIENCE_USEC (10 * USEC_PER_SEC)

enum speaker_dialect {
        SPEAKER_HERMES,
        SPEAKER_SONOS2MQTT,
        SPEAKER_HOMEASSISTANT,
        SPEAKER_RAW,
        SPEAKER_DIALECT_MAX_,
};

struct speaker_config {
        enum speaker_dialect dialect;
        const char *site;     /* hermes: siteId; NULL is "default" */
        const char *topic;    /* raw: where the text goes */
        const char *base;     /* sonos2mqtt: NULL is "sonos" */
        const char *device;   /* sonos2mqtt: the speaker's uuid; NULL is all rooms */
        const char *channel;  /* homeassistant: the channel's name */
        const char *answers;  /* homeassistant: our base topic, with "/say" and "/said" */
        const char *language; /* NULL: not sent */
        double volume;        /* 0 to 1; negative: not sent */
};

struct speaker;

/* Return: 0; -ENOMEM; -ENAMETOOLONG. @config is borrowed and its texts are copied. speaker_free() takes NULL.
 */
int speaker_new(const struct speaker_config *config, struct speaker **ret_speaker);
struct speaker *speaker_free(struct speaker *speaker);

/* The topic that tells the end of a sentence, borrowed; NULL if the dialect has none. */
const char *speaker_topic(const struct speaker *speaker);
/* A message came on speaker_topic(). */
void speaker_message(
        struct speaker *speaker, struct payload *payload, int64_t now_usec, struct outbox *outbox);

/**
 * speaker_say() - says @text for @person, or queues it. What is still queued at @expires_usec (boottime;
 * USEC_INFINITY: never) is dropped unsaid, and the message carries what is left of that time as its expiry.
 * @id: what the end of the sentence is known by, or NULL; copied, as @text is.
 *
 * Return: 0; -ENOSPC if the queue is full; -EMSGSIZE over SPEAKER_TEXT_BYTES_MAX; -ENOMEM.
 */
int speaker_say(struct speaker *speaker, uint32_t person, const char *id, const char *text,
        int64_t expires_usec, const struct instant *now, struct outbox *outbox);

/**
 * speaker_say_cue() - says a cue of @person's guided session before all that waits but earlier cues. @cue is
 * its number in the session, from 1. It does not wait for an earlier cue of the same session: whoever gives
 * it knows that those words are over. In a full queue it takes the place of the sentence that came last.
 *
 * Return: as speaker_say().
 */
int speaker_say_cue(struct speaker *speaker, uint32_t person, uint16_t cue, const char *id, const char *text,
        int64_t expires_usec, const struct instant *now, struct outbox *outbox);

/* Whether a cue has been said since the last call, by the speaker's answer or by the estimate, and whose and
 * which: the latest. Asking forgets it. */
bool speaker_take_said(struct speaker *speaker, uint32_t *ret_person, uint16_t *ret_cue);

/* While @person has a guided session here, all other sentences wait. Of several people the latest counts. */
void speaker_reserve(struct speaker *speaker, uint32_t person);
/* The session is over, or paused: what waited is said by the next speaker_step(). Nothing if another person
 * has one. */
void speaker_release(struct speaker *speaker, uint32_t person);

/* Drops what @person has queued, but for cues; or the cues. What is being said cannot be stopped. */
void speaker_hush(struct speaker *speaker, uint32_t person);
void speaker_hush_cues(struct speaker *speaker, uint32_t person);

/* Does what is due at @now_usec (boottime). A sentence for which there is no memory is tried again. A cue
 * that was said is due until speaker_take_said(). */
void speaker_step(struct speaker *speaker, int64_t now_usec, struct outbox *outbox);
int64_t speaker_next_deadline(const struct speaker *speaker);
