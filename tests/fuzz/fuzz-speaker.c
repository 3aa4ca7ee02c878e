/* SPDX-License-Identifier: MIT */
/*
 * The life of one loudspeaker. The first byte of an input chooses its dialect; each line is something that
 * happens:
 *
 *   mTEXT   the speaker says TEXT        sPTEXT  TEXT is to be said for person P
 *   cPTEXT  the next cue of P's session  rP fP   P's session begins, or ends
 *   hP      P is hushed                  tN      N milliseconds pass
 *
 * Whatever it answers, what is sent is well-formed, and in the end nothing waits any more.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "wire/speaker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS_MAX    64
#define DEADLINES_MAX 10000

static const struct speaker_config configs[] = {
        { .dialect = SPEAKER_HERMES, .site = "office", .language = "en", .volume = 0.5 },
        { .dialect = SPEAKER_SONOS2MQTT, .device = "RINCON_1", .volume = 0.25 },
        { .dialect = SPEAKER_SONOS2MQTT, .language = "de", .volume = -1 },
        { .dialect = SPEAKER_HOMEASSISTANT, .channel = "kitchen", .answers = "unslouch", .volume = -1 },
        { .dialect = SPEAKER_RAW, .topic = "say/it", .volume = -1 },
};

struct life {
        struct speaker *speaker;
        const struct speaker_config *config;
        struct outbox outbox;
        int64_t now_usec;
        uint16_t cues;
};

static void check_sent(struct life *life)
{
        /* A raw speaker gets the text itself, whatever it begins with. */
        fuzz_check_outbox(&life->outbox, life->config->dialect != SPEAKER_RAW);
        outbox_clear(&life->outbox);
}

static void forget_said(struct life *life)
{
        uint32_t person;
        uint16_t cue = 0;

        if (speaker_take_said(life->speaker, &person, &cue))
                FUZZ_CHECK(cue > 0 && cue <= life->cues);
        FUZZ_CHECK(!speaker_take_said(life->speaker, &person, &cue));
}

static void wait_until(struct life *life, int64_t end_usec)
{
        forget_said(life);
        for (int deadlines = 0; speaker_next_deadline(life->speaker) <= end_usec; deadlines++) {
                FUZZ_CHECK(deadlines < DEADLINES_MAX);
                if (life->now_usec < speaker_next_deadline(life->speaker))
                        life->now_usec = speaker_next_deadline(life->speaker);
                speaker_step(life->speaker, life->now_usec, &life->outbox);
                check_sent(life);
                forget_said(life);
        }
        life->now_usec = end_usec;
}

static void hear(struct life *life, const struct fuzz_input *line)
{
        char *bytes = fuzz_copy_bytes(line);
        struct payload payload;

        if (payload_init(&payload, bytes, line->left) == 0) {
                speaker_message(life->speaker, &payload, life->now_usec, &life->outbox);
                payload_done(&payload);
        }
        free(bytes);
}

/* What is said comes from the catalogue: it is always UTF-8. */
static void say(struct life *life, struct fuzz_input *line, bool cue)
{
        struct instant now = instant_at(&fuzz_now, life->now_usec);
        uint32_t person = fuzz_take_byte(line) % 4;
        char *text = fuzz_copy_text(line);
        int64_t expires_usec = line->left % 2 ? USEC_INFINITY : life->now_usec + 20 * USEC_PER_SEC;
        int r = 0;

        if (text_is_utf8(text, strlen(text)) && cue)
                r = speaker_say_cue(
                        life->speaker, person, ++life->cues, "id-1", text, expires_usec, &now, &life->outbox);
        else if (text_is_utf8(text, strlen(text)))
                r = speaker_say(life->speaker, person, line->left % 3 ? "id-2" : NULL, text, expires_usec,
                        &now, &life->outbox);
        FUZZ_CHECK(r == 0 || r == -ENOSPC || (r == -EMSGSIZE && line->left > SPEAKER_TEXT_BYTES_MAX));
        free(text);
}

/* As the daemon does: what waited is said. */
static void release(struct life *life, uint32_t person)
{
        speaker_release(life->speaker, person);
        speaker_step(life->speaker, life->now_usec, &life->outbox);
}

static void happen(struct life *life, struct fuzz_input *line)
{
        switch (fuzz_take_byte(line)) {
        case 'm': hear(life, line); break;
        case 's': say(life, line, false); break;
        case 'c': say(life, line, true); break;
        case 'r': speaker_reserve(life->speaker, fuzz_take_byte(line) % 4); break;
        case 'f': release(life, fuzz_take_byte(line) % 4); break;
        case 'h':
                speaker_hush(life->speaker, line->left > 0 ? *line->at % 4 : 0);
                speaker_hush_cues(life->speaker, fuzz_take_byte(line) % 4);
                break;
        case 't': wait_until(life, life->now_usec + fuzz_take_number(line, 100000000) * USEC_PER_MSEC); break;
        }
        check_sent(life);
}

/* Nothing waits: there is room for as many as there can be. */
static void check_empty(struct life *life)
{
        struct instant now = instant_at(&fuzz_now, life->now_usec);

        FUZZ_CHECK(speaker_next_deadline(life->speaker) == USEC_INFINITY);
        for (int i = 0; i <= SPEAKER_QUEUE_MAX; i++)
                FUZZ_CHECK(speaker_say(life->speaker, 0, NULL, "Stand up.", USEC_INFINITY, &now,
                                   &life->outbox) == 0);
        check_sent(life);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };
        struct life life = { .now_usec = fuzz_now.boottime_usec };

        life.config = &configs[fuzz_take_byte(&input) % ELEMENTS(configs)];
        FUZZ_CHECK(speaker_new(life.config, &life.speaker) == 0);
        for (int i = 0; i < EVENTS_MAX && input.left > 0; i++) {
                struct fuzz_input line = fuzz_take_part(&input, '\n');

                happen(&life, &line);
        }
        for (uint32_t person = 0; person < 4; person++)
                release(&life, person);
        wait_until(&life, life.now_usec + USEC_PER_DAY);
        check_empty(&life);
        speaker_free(life.speaker);
        outbox_done(&life.outbox);
        return 0;
}
