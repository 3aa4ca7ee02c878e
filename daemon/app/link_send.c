/* SPDX-License-Identifier: MIT */
#include "app/link_inside.h"

#include <errno.h>
#include <stdlib.h>

void link_report_lost(struct link *link)
{
        struct engine *engine = link->options.engine;
        const struct outbox *outbox = engine_outbox(engine);
        size_t awaited = link->awaited_count;
        size_t unsent = outbox->count;

        link->awaited_count = 0;
        for (size_t i = 0; i < awaited; i++)
                if (link->awaited[i].person != OUTBOX_NO_PERSON)
                        engine_on_lost(engine, link->awaited[i].person, link_now(link));
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
        for (size_t i = 0; i < link->awaited_count; i++)
                if (link->awaited[i].tag == tag) {
                        uint32_t receipt = link->awaited[i].receipt;

                        link->awaited[i] = link->awaited[--link->awaited_count];
                        if (receipt != 0)
                                engine_on_receipt(link->options.engine, receipt);
                        return;
                }
}

static bool has_refused(const struct link *link, uint32_t person)
{
        for (size_t i = 0; i < link->awaited_count; i++)
                if (link->awaited[i].tag == 0 && link->awaited[i].person == person)
                        return true;
        return false;
}

/*
 * A prompt that was refused stays among those that the end of the connection reports lost, one of a person at
 * most: what mends the rights often restarts the broker, too.
 */
void link_give_up(struct link *link, uint64_t tag)
{
        if (tag != 0 && tag == link->online_tag && link->stage == LINK_STAGE_UP)
                link_on_confirmed(link);
        for (size_t i = 0; i < link->awaited_count; i++) {
                struct awaited *awaited = &link->awaited[i];

                if (awaited->tag != tag || tag == 0)
                        continue;
                if (awaited->person == OUTBOX_NO_PERSON || has_refused(link, awaited->person))
                        *awaited = link->awaited[--link->awaited_count];
                else
                        *awaited = (struct awaited){ .person = awaited->person };
                return;
        }
}

static void await(struct link *link, const struct awaited *awaited)
{
        if (link->awaited_count == link->awaited_allocated) {
                size_t allocated = link->awaited_allocated ? link->awaited_allocated * 2 : 4;
                struct awaited *grown = reallocarray(link->awaited, allocated, sizeof(*grown));

                if (!grown)
                        return;
                link->awaited = grown;
                link->awaited_allocated = allocated;
        }
        link->awaited[link->awaited_count++] = *awaited;
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
        if (message->person != OUTBOX_NO_PERSON || message->receipt != 0)
                await(link, &(struct awaited){ link->tag, message->person, message->receipt });
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
