/* SPDX-License-Identifier: MIT */
#include "wire/outbox.h"

#include <stdlib.h>
#include <string.h>

#define OUTBOX_FIRST 16

static bool outbox_grow(struct outbox *outbox)
{
        size_t allocated = outbox->allocated > 0 ? 2 * outbox->allocated : OUTBOX_FIRST;
        struct outbox_message *messages;

        messages = realloc(outbox->messages, allocated * sizeof(*messages));
        if (!messages)
                return false;
        outbox->messages = messages;
        outbox->allocated = allocated;
        return true;
}

static void message_done(struct outbox_message *message)
{
        free(message->topic);
        free(message->payload);
}

struct outbox_message *outbox_add(
        struct outbox *outbox, enum outbox_kind kind, const char *topic, const char *payload)
{
        struct outbox_message message = { .kind = kind, .qos = 1, .person = OUTBOX_NO_PERSON };

        if (outbox->count >= OUTBOX_MAX)
                return NULL;
        if (outbox->count == outbox->allocated && !outbox_grow(outbox))
                return NULL;
        message.topic = strdup(topic);
        message.payload = strdup(payload);
        if (!message.topic || !message.payload) {
                message_done(&message);
                return NULL;
        }
        message.payload_bytes = strlen(payload);
        outbox->messages[outbox->count] = message;
        outbox->bytes += message.payload_bytes;
        return &outbox->messages[outbox->count++];
}

void outbox_clear(struct outbox *outbox)
{
        for (size_t i = 0; i < outbox->count; i++)
                message_done(&outbox->messages[i]);
        outbox->count = 0;
        outbox->bytes = 0;
}

void outbox_done(struct outbox *outbox)
{
        outbox_clear(outbox);
        free(outbox->messages);
        *outbox = (struct outbox){ 0 };
}
