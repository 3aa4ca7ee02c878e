/* SPDX-License-Identifier: MIT */
#include "app/link_inside.h"

#include <errno.h>
#include <stdlib.h>

void link_report_lost(struct link *link)
{
        struct engine *engine = link->options.engine;
        const struct outbox *outbox = engine_outbox(engine);
        size_t openings = link->opening_count;
        size_t unsent = outbox->count;

        link->opening_count = 0;
        for (size_t i = 0; i < openings; i++)
                engine_on_lost(engine, link->openings[i].person, link_now(link));
        for (size_t i = link->sent; i < unsent; i++)
                if (outbox->messages[i].person != OUTBOX_NO_PERSON)
                        engine_on_lost(engine, outbox->messages[i].person, link_now(link));
        link->sent = 0;
}

void link_on_published(void *userdata, uint64_t tag)
{
        struct link *link = userdata;

        if (tag == link->online_tag && link->stage == LINK_STAGE_UP)
                link_on_confirmed(link);
        for (size_t i = 0; i < link->opening_count; i++)
                if (link->openings[i].tag == tag) {
                        link->openings[i] = link->openings[--link->opening_count];
                        return;
                }
}

static void remember_opening(struct link *link, uint64_t tag, uint32_t person)
{
        if (link->opening_count == link->openings_allocated) {
                size_t allocated = link->openings_allocated ? link->openings_allocated * 2 : 4;
                struct opening *grown = reallocarray(link->openings, allocated, sizeof(*grown));

                if (!grown)
                        return;
                link->openings = grown;
                link->openings_allocated = allocated;
        }
        link->openings[link->opening_count++] = (struct opening){ tag, person };
}

/* Return: 0 also for a message that cannot be sent at all and is dropped; -ENOBUFS to try again later. */
static int send_message(struct link *link, const struct outbox_message *message)
{
        const struct mqtt_message out = {
                .topic = message->topic,
                .payload = message->payload,
                .payload_bytes = message->payload_bytes,
                .qos = message->qos,
                .retain = message->retain,
                .expiry_sec = message->expiry_sec,
        };
        int r;

        r = mqtt_publish(link->mqtt, &out, ++link->tag);
        if (r == -ENOBUFS)
                return r;
        if (r < 0) {
                log_write(link->options.log, LOG_ERR,
                        &(struct log_fields){ .topic = message->topic, .error = -r },
                        "A message to '%s' cannot be sent.", message->topic);
                return 0;
        }
        if (message->person != OUTBOX_NO_PERSON)
                remember_opening(link, link->tag, message->person);
        return 0;
}

void link_drain(struct link *link)
{
        struct outbox *outbox = engine_outbox(link->options.engine);

        while (link->stage == LINK_STAGE_UP && link->sent < outbox->count) {
                if (send_message(link, &outbox->messages[link->sent]) < 0)
                        return;
                link->sent++;
        }
        outbox_clear(outbox);
        link->sent = 0;
}
