/* SPDX-License-Identifier: MIT */
#include "wire/speaker_dialect.h"

#include "base/cleanup.h"
#include "base/units.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Nobody has the speaker for themselves. */
#define NOBODY UINT32_MAX

struct sentence {
        uint32_t person;
        uint16_t cue; /* its number in the guided session; 0: none */
        char *id;
        char *text;
        int64_t expires_usec;
        char expires[INSTANT_TEXT_SIZE]; /* the same for people; empty: never */
};

struct speaker {
        struct speaker_names names;
        bool answers;             /* the last sentence that could have been answered was */
        char *speaking_id;        /* of the sentence that is being said; NULL without one */
        int64_t silent_from_usec; /* until then it speaks; USEC_INFINITY: it does not */
        int64_t retry_usec;
        uint32_t speaking_person; /* whose cue is being said ... */
        uint16_t speaking_cue;    /* ... and which; 0: no cue */
        uint32_t said_person;     /* the same of the cue that was said last, until it is asked for */
        uint16_t said_cue;
        int64_t said_usec;
        uint32_t reserved_for; /* who has a guided session here; NOBODY */
        size_t queue_count;    /* cues first */
        struct sentence queue[SPEAKER_QUEUE_MAX];
};

CLEANUP_DEFINE(struct speaker *, speaker_free, speaker_freep)

static void sentence_done(struct sentence *sentence)
{
        free(sentence->id);
        free(sentence->text);
        *sentence = (struct sentence){ 0 };
}

int speaker_new(const struct speaker_config *config, struct speaker **ret_speaker)
{
        CLEANUP(speaker_freep) struct speaker *speaker = calloc(1, sizeof(*speaker));
        int r;

        if (!speaker)
                return -ENOMEM;
        speaker->answers = true;
        speaker->silent_from_usec = USEC_INFINITY;
        speaker->retry_usec = USEC_INFINITY;
        speaker->reserved_for = NOBODY;
        r = speaker_names_init(&speaker->names, config);
        if (r < 0)
                return r;
        *ret_speaker = TAKE_PTR(speaker);
        return 0;
}

struct speaker *speaker_free(struct speaker *speaker)
{
        if (!speaker)
                return NULL;
        for (size_t i = 0; i < speaker->queue_count; i++)
                sentence_done(&speaker->queue[i]);
        speaker_names_done(&speaker->names);
        free(speaker->speaking_id);
        free(speaker);
        return NULL;
}

const char *speaker_topic(const struct speaker *speaker)
{
        return speaker->names.said[0] != '\0' ? speaker->names.said : NULL;
}

static void remove_sentence(struct speaker *speaker, size_t index)
{
        sentence_done(&speaker->queue[index]);
        speaker->queue_count--;
        memmove(&speaker->queue[index], &speaker->queue[index + 1],
                (speaker->queue_count - index) * sizeof(speaker->queue[0]));
        speaker->queue[speaker->queue_count] = (struct sentence){ 0 };
}

/* How long it takes to say @text. */
static int64_t estimate_usec(const struct speaker *speaker, const char *text)
{
        static const char space[] = " \t\r\n";
        int64_t words = 0;

        for (text += strspn(text, space); *text; text += strspn(text, space)) {
                text += strcspn(text, space);
                words++;
        }
        return speaker_start_usec(&speaker->names) + words * USEC_PER_MINUTE / SPEAKER_WORDS_PER_MINUTE;
}

/* Whole seconds until @expires_usec, so that what is late is not said; 0 for none. */
static uint32_t expiry_sec(int64_t expires_usec, int64_t now_usec)
{
        int64_t left_sec;

        if (expires_usec == USEC_INFINITY)
                return 0;
        left_sec = (expires_usec - now_usec + USEC_PER_SEC - 1) / USEC_PER_SEC;
        return (uint32_t)usec_min(left_sec, UINT32_MAX);
}

static int send_sentence(
        struct speaker *speaker, const struct sentence *sentence, int64_t now_usec, struct outbox *outbox)
{
        const char *expires = sentence->expires[0] != '\0' ? sentence->expires : NULL;
        CLEANUP_FREE char *say = speaker_print(&speaker->names, sentence->id, sentence->text, expires);
        struct outbox_message *message;

        if (!say)
                return -ENOMEM;
        message = outbox_add(outbox, OUTBOX_DEVICE, speaker->names.say, say);
        if (!message)
                return -ENOMEM;
        message->expiry_sec = expiry_sec(sentence->expires_usec, now_usec);
        return 0;
}

static int begin_sentence(
        struct speaker *speaker, struct sentence *sentence, int64_t now_usec, struct outbox *outbox)
{
        bool patient = speaker_topic(speaker) && speaker->answers;
        int r;

        r = send_sentence(speaker, sentence, now_usec, outbox);
        if (r < 0)
                return r;
        free(speaker->speaking_id);
        speaker->speaking_id = TAKE_PTR(sentence->id);
        speaker->speaking_person = sentence->person;
        speaker->speaking_cue = sentence->cue;
        speaker->silent_from_usec = usec_add(
                now_usec, estimate_usec(speaker, sentence->text) + (patient ? SPEAKER_PATIENCE_USEC : 0));
        return 0;
}

static void drop_expired(struct speaker *speaker, int64_t now_usec)
{
        for (size_t i = speaker->queue_count; i-- > 0;) {
                if (speaker->queue[i].expires_usec <= now_usec)
                        remove_sentence(speaker, i);
        }
}

/* What was being said is said. */
static void fall_silent(struct speaker *speaker, int64_t now_usec)
{
        speaker->silent_from_usec = USEC_INFINITY;
        if (speaker->speaking_cue == 0)
                return;
        speaker->said_person = speaker->speaking_person;
        speaker->said_cue = speaker->speaking_cue;
        speaker->said_usec = now_usec;
        speaker->speaking_cue = 0;
}

/* Whether the first of the queue may be said while somebody's session is on. */
static bool may_begin(const struct speaker *speaker)
{
        return speaker->queue_count > 0 && (speaker->queue[0].cue != 0 || speaker->reserved_for == NOBODY);
}

/* Says the next sentence if none is being said. Return: 0; -ENOMEM, and the sentence stays first. */
static int advance(struct speaker *speaker, int64_t now_usec, struct outbox *outbox)
{
        int r;

        if (speaker->silent_from_usec <= now_usec) {
                /* What hermes once said it will say again; an automation may have no answer at all. */
                speaker->answers = speaker->names.dialect != SPEAKER_HOMEASSISTANT;
                fall_silent(speaker, now_usec);
        }
        drop_expired(speaker, now_usec);
        speaker->retry_usec = USEC_INFINITY;
        if (speaker->silent_from_usec != USEC_INFINITY || !may_begin(speaker))
                return 0;
        r = begin_sentence(speaker, &speaker->queue[0], now_usec, outbox);
        if (r < 0) {
                speaker->retry_usec = usec_add(now_usec, SPEAKER_START_USEC);
                return r;
        }
        remove_sentence(speaker, 0);
        return 0;
}

void speaker_message(
        struct speaker *speaker, struct payload *payload, int64_t now_usec, struct outbox *outbox)
{
        json_t *json = payload_json(payload);

        if (!json || !speaker_ends(&speaker->names, json, speaker->speaking_id))
                return;
        speaker->answers = true;
        if (speaker->silent_from_usec == USEC_INFINITY)
                return;
        fall_silent(speaker, now_usec);
        (void)advance(speaker, now_usec, outbox);
}

/* Puts @sentence (@id and @text are copied) at @index of a queue that has room. */
static int insert_sentence(
        struct speaker *speaker, size_t index, struct sentence *sentence, const char *id, const char *text)
{
        if (speaker_copy_text(id, &sentence->id) < 0 || speaker_copy_text(text, &sentence->text) < 0) {
                sentence_done(sentence);
                return -ENOMEM;
        }
        memmove(&speaker->queue[index + 1], &speaker->queue[index],
                (speaker->queue_count - index) * sizeof(speaker->queue[0]));
        speaker->queue[index] = *sentence;
        speaker->queue_count++;
        return 0;
}

static struct sentence make_sentence(
        uint32_t person, uint16_t cue, int64_t expires_usec, const struct instant *now)
{
        struct sentence sentence = { .person = person, .cue = cue, .expires_usec = expires_usec };

        if (expires_usec != USEC_INFINITY)
                instant_print(now, instant_to_realtime(now, expires_usec), sentence.expires);
        return sentence;
}

int speaker_say(struct speaker *speaker, uint32_t person, const char *id, const char *text,
        int64_t expires_usec, const struct instant *now, struct outbox *outbox)
{
        struct sentence sentence = make_sentence(person, 0, expires_usec, now);
        int64_t now_usec = now->boottime_usec;
        int r;

        if (expires_usec <= now_usec)
                return 0;
        if (strlen(text) > SPEAKER_TEXT_BYTES_MAX)
                return -EMSGSIZE;
        (void)advance(speaker, now_usec, outbox);
        if (speaker->queue_count == SPEAKER_QUEUE_MAX)
                return -ENOSPC;
        r = insert_sentence(speaker, speaker->queue_count, &sentence, id, text);
        if (r < 0)
                return r;
        (void)advance(speaker, now_usec, outbox);
        return 0;
}

static size_t count_cues(const struct speaker *speaker)
{
        size_t count = 0;

        while (count < speaker->queue_count && speaker->queue[count].cue != 0)
                count++;
        return count;
}

int speaker_say_cue(struct speaker *speaker, uint32_t person, uint16_t cue, const char *id, const char *text,
        int64_t expires_usec, const struct instant *now, struct outbox *outbox)
{
        struct sentence sentence = make_sentence(person, cue, expires_usec, now);
        int64_t now_usec = now->boottime_usec;
        size_t cues;
        int r;

        if (expires_usec <= now_usec)
                return 0;
        if (strlen(text) > SPEAKER_TEXT_BYTES_MAX)
                return -EMSGSIZE;
        (void)advance(speaker, now_usec, outbox);
        cues = count_cues(speaker);
        if (cues == SPEAKER_QUEUE_MAX)
                return -ENOSPC;
        if (speaker->queue_count == SPEAKER_QUEUE_MAX)
                remove_sentence(speaker, SPEAKER_QUEUE_MAX - 1);
        r = insert_sentence(speaker, cues, &sentence, id, text);
        if (r < 0)
                return r;
        if (cues == 0 && speaker->speaking_cue != 0 && speaker->speaking_person == person)
                speaker->silent_from_usec = USEC_INFINITY;
        (void)advance(speaker, now_usec, outbox);
        return 0;
}

bool speaker_take_said(struct speaker *speaker, uint32_t *ret_person, uint16_t *ret_cue)
{
        if (speaker->said_cue == 0)
                return false;
        *ret_person = speaker->said_person;
        *ret_cue = speaker->said_cue;
        speaker->said_cue = 0;
        return true;
}

void speaker_reserve(struct speaker *speaker, uint32_t person)
{
        speaker->reserved_for = person;
}

void speaker_release(struct speaker *speaker, uint32_t person)
{
        if (speaker->reserved_for == person)
                speaker->reserved_for = NOBODY;
}

static void remove_of(struct speaker *speaker, uint32_t person, bool cues)
{
        for (size_t i = speaker->queue_count; i-- > 0;) {
                if (speaker->queue[i].person == person && (speaker->queue[i].cue != 0) == cues)
                        remove_sentence(speaker, i);
        }
}

void speaker_hush(struct speaker *speaker, uint32_t person)
{
        remove_of(speaker, person, false);
}

void speaker_hush_cues(struct speaker *speaker, uint32_t person)
{
        remove_of(speaker, person, true);
}

void speaker_step(struct speaker *speaker, int64_t now_usec, struct outbox *outbox)
{
        (void)advance(speaker, now_usec, outbox);
}

int64_t speaker_next_deadline(const struct speaker *speaker)
{
        int64_t next_usec = usec_min(speaker->silent_from_usec, speaker->retry_usec);

        return speaker->said_cue != 0 ? usec_min(next_usec, speaker->said_usec) : next_usec;
}
