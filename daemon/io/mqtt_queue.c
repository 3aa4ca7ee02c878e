/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include <errno.h>
#include <string.h>

void mqtt_queue_init(struct mqtt_queue *queue)
{
        TAILQ_INIT(&queue->waiting);
        TAILQ_INIT(&queue->sent);
        queue->messages = 0;
        queue->bytes = 0;
        queue->sent_count = 0;
}

static void clear_list(struct mqtt_entries *list)
{
        struct mqtt_entry *entry;

        while ((entry = TAILQ_FIRST(list))) {
                TAILQ_REMOVE(list, entry, link);
                free(entry);
        }
}

void mqtt_queue_clear(struct mqtt_queue *queue)
{
        clear_list(&queue->waiting);
        clear_list(&queue->sent);
        queue->messages = 0;
        queue->bytes = 0;
        queue->sent_count = 0;
}

/* An entry with @topic, followed by room for the payload. */
static struct mqtt_entry *entry_new(enum mqtt_entry_kind kind, const char *topic, size_t payload_bytes)
{
        size_t topic_bytes = strlen(topic) + 1;
        struct mqtt_entry *entry;

        entry = calloc(1, sizeof(*entry) + topic_bytes + payload_bytes);
        if (!entry)
                return NULL;
        entry->kind = kind;
        entry->payload_bytes = payload_bytes;
        entry->payload = entry->data + topic_bytes;
        memcpy(entry->data, topic, topic_bytes);
        return entry;
}

int mqtt_queue_add_message(struct mqtt_queue *queue, const struct mqtt_message *message, uint64_t tag,
        struct mqtt_entry **ret_entry)
{
        struct mqtt_entry *entry;

        if (queue->messages >= MQTT_QUEUE_MAX)
                return -ENOBUFS;
        /* One alone may be of any size. */
        if (queue->messages > 0 && queue->bytes + message->payload_bytes > MQTT_QUEUE_BYTES_MAX)
                return -ENOBUFS;
        entry = entry_new(MQTT_ENTRY_PUBLISH, message->topic, message->payload_bytes);
        if (!entry)
                return -ENOMEM;
        if (message->payload_bytes > 0)
                memcpy(entry->data + strlen(entry->data) + 1, message->payload, message->payload_bytes);
        entry->tag = tag;
        entry->qos = message->qos;
        entry->retain = message->retain;
        entry->expiry_sec = message->expiry_sec;
        TAILQ_INSERT_TAIL(&queue->waiting, entry, link);
        queue->messages++;
        queue->bytes += entry->payload_bytes;
        if (ret_entry)
                *ret_entry = entry;
        return 0;
}

int mqtt_queue_add_filter(
        struct mqtt_queue *queue, enum mqtt_entry_kind kind, const char *filter, int options)
{
        struct mqtt_entry *entry = entry_new(kind, filter, 0);

        if (!entry)
                return -ENOMEM;
        entry->options = options;
        TAILQ_INSERT_TAIL(&queue->waiting, entry, link);
        return 0;
}

struct mqtt_entry *mqtt_queue_next(struct mqtt_queue *queue, unsigned inflight_max)
{
        struct mqtt_entry *entry = TAILQ_FIRST(&queue->waiting);

        if (entry && entry->kind == MQTT_ENTRY_PUBLISH && entry->qos > 0 && queue->sent_count >= inflight_max)
                return NULL;
        return entry;
}

void mqtt_queue_mark_sent(struct mqtt_queue *queue, struct mqtt_entry *entry)
{
        TAILQ_REMOVE(&queue->waiting, entry, link);
        TAILQ_INSERT_TAIL(&queue->sent, entry, link);
        if (entry->kind == MQTT_ENTRY_PUBLISH)
                queue->sent_count++;
}

struct mqtt_entry *mqtt_queue_find_sent(struct mqtt_queue *queue, int id)
{
        struct mqtt_entry *entry;

        TAILQ_FOREACH(entry, &queue->sent, link)
        if (entry->id == id)
                return entry;
        return NULL;
}

void mqtt_queue_drop_waiting(struct mqtt_queue *queue, struct mqtt_entry *entry)
{
        TAILQ_REMOVE(&queue->waiting, entry, link);
        if (entry->kind == MQTT_ENTRY_PUBLISH)
                queue->messages--;
        queue->bytes -= entry->payload_bytes;
        free(entry);
}

void mqtt_queue_drop_sent(struct mqtt_queue *queue, struct mqtt_entry *entry)
{
        TAILQ_REMOVE(&queue->sent, entry, link);
        if (entry->kind == MQTT_ENTRY_PUBLISH) {
                queue->sent_count--;
                queue->messages--;
        }
        queue->bytes -= entry->payload_bytes;
        free(entry);
}
