/* SPDX-License-Identifier: MIT */
/*
 * The life of one lamp. The first byte of an input chooses its dialect, the second whether it may be turned
 * on; each line after these is something that happens:
 *
 *   u  connected         d  disconnected        k  the daemon restarts, and reads what it kept
 *   mN TEXT  the lamp says TEXT on the N-th of its topics
 *   sPN      person P wants show N
 *   tN       N milliseconds pass
 *   lTEXT    TEXT is found in the store
 *
 * Whatever it says, what is sent is well-formed and bounded, what was kept is read back, and once everybody
 * is content and time has passed the lamp comes to rest.
 */
#include "fuzz/fuzz.h"

#include "wire/lamp_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* No one thing that happens causes more messages, and nothing stays due for so many deadlines. */
#define MESSAGES_MAX  64
#define DEADLINES_MAX 1000
#define EVENTS_MAX    64
/* More than one lamp can show. */
#define PEOPLE (LAMP_PEOPLE_MAX + 4)

static const struct lamp_config configs[] = {
        { .dialect = LAMP_ZIGBEE2MQTT, .device = "desk" },
        { .dialect = LAMP_TASMOTA, .device = "desk" },
        { .dialect = LAMP_WLED, .device = "desk" },
        { .dialect = LAMP_ESPHOME, .device = "node/desk" },
        { .dialect = LAMP_HA_JSON, .topic = "home/desk/set" },
        { .dialect = LAMP_SHELLY, .device = "desk", .answers = "unslouch" },
        { .dialect = LAMP_SHELLY, .device = "desk", .component = "rgbw:0", .answers = "unslouch" },
        { .dialect = LAMP_SHELLY, .device = "desk", .component = "cct:1", .answers = "unslouch" },
        { .dialect = LAMP_SHELLY, .device = "desk", .component = "switch:0", .answers = "unslouch" },
};

struct life {
        struct lamp_config config;
        struct lamp *lamp;
        struct outbox outbox;
        int64_t now_usec;
};

static struct lamp *make(const struct life *life)
{
        struct lamp *lamp = NULL;

        FUZZ_CHECK(lamp_new(&life->config, &lamp) == 0);
        return lamp;
}

static void check_sent(struct life *life)
{
        FUZZ_CHECK(life->outbox.count <= MESSAGES_MAX);
        fuzz_check_outbox(&life->outbox, true);
        for (size_t i = 0; i < life->outbox.count; i++)
                FUZZ_CHECK(
                        life->outbox.messages[i].kind == OUTBOX_DEVICE && !life->outbox.messages[i].retain);
        outbox_clear(&life->outbox);
}

/* Lets time pass, stopping at each deadline as the daemon would. */
static void wait_until(struct life *life, int64_t end_usec)
{
        for (int deadlines = 0; lamp_next_deadline(life->lamp) <= end_usec; deadlines++) {
                FUZZ_CHECK(deadlines < DEADLINES_MAX);
                if (life->now_usec < lamp_next_deadline(life->lamp))
                        life->now_usec = lamp_next_deadline(life->lamp);
                lamp_step(life->lamp, life->now_usec, &life->outbox);
                check_sent(life);
        }
        life->now_usec = end_usec;
}

static void hear(struct life *life, struct fuzz_input *line)
{
        const char *topics[LAMP_TOPICS_MAX];
        size_t count = lamp_topics(life->lamp, topics);
        size_t topic = fuzz_take_number(line, LAMP_TOPICS_MAX) % count;
        struct payload payload;
        char *bytes;

        if (line->left > 0 && *line->at == ' ')
                (void)fuzz_take_byte(line);
        bytes = fuzz_copy_bytes(line);
        if (payload_init(&payload, bytes, line->left) == 0) {
                lamp_message(life->lamp, topics[topic], &payload, life->now_usec, &life->outbox);
                payload_done(&payload);
        }
        free(bytes);
}

/* What is kept is what a new lamp takes, and would keep again. */
static void restart(struct life *life)
{
        char *kept = lamp_save(life->lamp);
        struct lamp *lamp = make(life);
        char *again;

        FUZZ_CHECK(kept && lamp_load(lamp, kept, life->now_usec) == 0);
        FUZZ_CHECK(lamp_is_ours(lamp) == lamp_is_ours(life->lamp));
        again = lamp_save(lamp);
        FUZZ_CHECK(again && strcmp(kept, again) == 0);
        free(again);
        free(kept);
        lamp_adopt(lamp, life->lamp);
        lamp_free(life->lamp);
        life->lamp = lamp;
}

static void load(struct life *life, const struct fuzz_input *line)
{
        char *text = fuzz_copy_text(line);
        struct lamp before = *life->lamp;
        int r = lamp_load(life->lamp, text, life->now_usec);

        FUZZ_CHECK(r == 0 || r == -EINVAL);
        FUZZ_CHECK(r == 0 || memcmp(&before, life->lamp, sizeof(before)) == 0);
        free(text);
}

static void happen(struct life *life, struct fuzz_input *line)
{
        uint32_t person;

        switch (fuzz_take_byte(line)) {
        case 'u': lamp_on_link(life->lamp, true, life->now_usec, &life->outbox); break;
        case 'd': lamp_on_link(life->lamp, false, life->now_usec, &life->outbox); break;
        case 'k': restart(life); break;
        case 'l': load(life, line); break;
        case 'm': hear(life, line); break;
        case 's':
                person = fuzz_take_byte(line) % PEOPLE;
                lamp_show(life->lamp, person, (enum light_show)(fuzz_take_byte(line) % 4), life->now_usec,
                        &life->outbox);
                break;
        case 't': wait_until(life, life->now_usec + fuzz_take_number(line, 100000000) * USEC_PER_MSEC); break;
        }
        check_sent(life);
}

/* Everybody is content, and so long goes by that nothing is waited for. */
static void come_to_rest(struct life *life)
{
        for (uint32_t person = 0; person < PEOPLE; person++)
                lamp_show(life->lamp, person, LIGHT_SHOW_BEFORE, life->now_usec, &life->outbox);
        outbox_clear(&life->outbox);
        wait_until(life, life->now_usec + USEC_PER_HOUR);
        FUZZ_CHECK(lamp_next_deadline(life->lamp) == USEC_INFINITY);
        /* One that does not say how it looks may be out of reach, and is given back when it speaks. */
        if (life->lamp->link && life->lamp->known)
                FUZZ_CHECK(!lamp_is_ours(life->lamp));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };
        struct life life = { .now_usec = 1000 * USEC_PER_SEC };

        life.config = configs[fuzz_take_byte(&input) % ELEMENTS(configs)];
        life.config.may_turn_on = fuzz_take_byte(&input) != '0';
        life.lamp = make(&life);
        for (int i = 0; i < EVENTS_MAX && input.left > 0; i++) {
                struct fuzz_input line = fuzz_take_part(&input, '\n');

                happen(&life, &line);
        }
        come_to_rest(&life);
        lamp_free(life.lamp);
        outbox_done(&life.outbox);
        return 0;
}
