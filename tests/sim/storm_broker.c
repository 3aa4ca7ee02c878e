/* SPDX-License-Identifier: MIT */
#include "sim/storm.h"

#include <stdlib.h>
#include <string.h>

/* Something under way is never more than this. */
#define POST_MAX 20000

void post_add(struct post *post, const char *topic, const void *payload, size_t size, bool retain,
        int64_t due_usec, uint64_t tag)
{
        size_t topic_size = strlen(topic) + 1;
        struct letter *letter = malloc(sizeof(*letter) + topic_size + size + 1);
        char *bytes;

        if (!letter || post->count >= POST_MAX)
                abort();
        *letter =
                (struct letter){ .due_usec = due_usec, .retain = retain, .tag = tag, .payload_bytes = size };
        memcpy(letter->topic, topic, topic_size);
        bytes = letter->topic + topic_size;
        if (size > 0)
                memcpy(bytes, payload, size);
        bytes[size] = '\0';
        letter->payload = bytes;
        if (post->last && post->last->due_usec > due_usec)
                letter->due_usec = post->last->due_usec;
        if (post->last)
                post->last->next = letter;
        else
                post->first = letter;
        post->last = letter;
        post->count++;
}

struct letter *post_take(struct post *post)
{
        struct letter *letter = post->first;

        if (!letter)
                return NULL;
        post->first = letter->next;
        if (!post->first)
                post->last = NULL;
        post->count--;
        return letter;
}

void post_clear(struct post *post)
{
        struct letter *letter;

        while ((letter = post_take(post)))
                free(letter);
}

void broker_begin(struct storm *storm)
{
        struct broker *broker = &storm->broker;

        *broker = (struct broker){
                .back_usec = USEC_INFINITY,
                .will_usec = USEC_INFINITY,
                .loses_percent = chance_below(&storm->chance, 3) * 3,
                .repeats_percent = chance_below(&storm->chance, 3) * 3,
                .delay_usec = chance_percent(&storm->chance, 50) ? 20 * USEC_PER_MSEC : 500 * USEC_PER_MSEC,
        };
}

static void forget_retained(struct broker *broker)
{
        for (size_t i = 0; i < STORM_TOPICS; i++) {
                free(broker->retained[i].topic);
                free(broker->retained[i].payload);
                broker->retained[i] = (struct retained){ 0 };
        }
}

void broker_clear(struct storm *storm)
{
        forget_retained(&storm->broker);
        post_clear(&storm->broker.up);
        post_clear(&storm->broker.down);
        post_clear(&storm->broker.devices);
}

static uint32_t hash_topic(const char *topic)
{
        uint32_t hash = UINT32_C(2166136261);

        for (; *topic; topic++)
                hash = (hash ^ (uint8_t)*topic) * UINT32_C(16777619);
        return hash % STORM_TOPICS;
}

/* Topics stay in the table when they are emptied: there are not that many. */
static uint32_t slot(const struct broker *broker, const char *topic)
{
        uint32_t i = hash_topic(topic);

        for (uint32_t tries = 0; tries < STORM_TOPICS; tries++, i = (i + 1) % STORM_TOPICS)
                if (!broker->retained[i].topic || strcmp(broker->retained[i].topic, topic) == 0)
                        return i;
        abort();
}

const struct retained *broker_find(const struct storm *storm, const char *topic)
{
        const struct retained *found = &storm->broker.retained[slot(&storm->broker, topic)];

        return found->topic && found->payload ? found : NULL;
}

static void retain(struct broker *broker, const char *topic, const char *payload, size_t size)
{
        struct retained *kept = &broker->retained[slot(broker, topic)];

        if (!kept->topic)
                kept->topic = strdup(topic);
        free(kept->payload);
        kept->payload = size > 0 ? strndup(payload, size) : NULL;
        kept->payload_bytes = size;
        if (!kept->topic || (size > 0 && !kept->payload))
                abort();
}

/* '+' stands for one level, '#' for all further ones. */
static bool matches(const char *filter, const char *topic)
{
        while (*filter) {
                if (*filter == '#')
                        return true;
                if (*filter == '+') {
                        topic += strcspn(topic, "/");
                        filter++;
                } else if (*filter++ != *topic++)
                        return false;
        }
        return *topic == '\0';
}

static int64_t delay(struct storm *storm)
{
        return chance_usec(&storm->chance, 500, storm->broker.delay_usec);
}

static void forward(struct storm *storm, const char *topic, const char *payload, size_t size, bool by_daemon)
{
        struct broker *broker = &storm->broker;

        if (!wire_is_up(storm))
                return;
        for (size_t i = 0; i < broker->filter_count; i++)
                if (matches(broker->filters[i], topic) && (broker->states_wanted[i] || !by_daemon)) {
                        post_add(&broker->down, topic, payload, size, false, storm->true_usec + delay(storm),
                                0);
                        return;
                }
}

void broker_publish(struct storm *storm, const char *topic, const char *payload, size_t size, bool retained,
        bool by_daemon)
{
        if (retained)
                retain(&storm->broker, topic, payload, size);
        forward(storm, topic, payload, size, by_daemon);
}

void broker_subscribe(struct storm *storm, const char *filter, bool states_wanted)
{
        struct broker *broker = &storm->broker;
        size_t index = 0;

        while (index < broker->filter_count && strcmp(broker->filters[index], filter) != 0)
                index++;
        if (index == STORM_FILTERS)
                abort();
        if (index == broker->filter_count)
                broker->filter_count++;
        (void)text_copy(broker->filters[index], TOPIC_SIZE, filter);
        broker->states_wanted[index] = states_wanted;
        for (size_t i = 0; states_wanted && i < STORM_TOPICS; i++) {
                const struct retained *kept = &broker->retained[i];

                if (kept->topic && kept->payload && matches(filter, kept->topic))
                        post_add(&broker->down, kept->topic, kept->payload, kept->payload_bytes, true,
                                storm->true_usec + delay(storm), 0);
        }
}

void broker_unsubscribe(struct storm *storm, const char *filter)
{
        struct broker *broker = &storm->broker;

        for (size_t i = 0; i < broker->filter_count; i++)
                if (strcmp(broker->filters[i], filter) == 0) {
                        broker->filter_count--;
                        memmove(broker->filters[i], broker->filters[i + 1],
                                (broker->filter_count - i) * sizeof(broker->filters[0]));
                        memmove(&broker->states_wanted[i], &broker->states_wanted[i + 1],
                                (broker->filter_count - i) * sizeof(broker->states_wanted[0]));
                        return;
                }
}

/* The broker has taken a letter of the daemon. */
static void take_up(struct storm *storm, const struct letter *letter)
{
        heard_arrived(storm, letter->tag);
        broker_publish(storm, letter->topic, letter->payload, letter->payload_bytes, letter->retain, true);
        devices_take(storm, letter->topic, letter->payload, letter->payload_bytes);
        if (letter->tag != 0 && wire_is_up(storm)) {
                post_add(&storm->broker.down, "", "", 0, false, storm->true_usec + delay(storm), letter->tag);
                storm->broker.down.last->is_receipt = true;
        }
}

void broker_drain_up(struct storm *storm)
{
        struct letter *letter;

        while ((letter = post_take(&storm->broker.up))) {
                take_up(storm, letter);
                free(letter);
        }
}

static void say_will(struct storm *storm)
{
        struct broker *broker = &storm->broker;

        broker->will_usec = USEC_INFINITY;
        broker_publish(storm, broker->will_topic, "offline", strlen("offline"), true, false);
}

void broker_cut(struct storm *storm, uint32_t part, bool orderly)
{
        struct broker *broker = &storm->broker;
        size_t arrives = broker->up.count * part / 100;
        struct letter *letter;

        storm->counts.cut++;
        for (; arrives > 0 && (letter = post_take(&broker->up)); arrives--) {
                take_up(storm, letter);
                free(letter);
        }
        storm->counts.lost_out += broker->up.count;
        storm->counts.lost_in += broker->down.count;
        post_clear(&broker->up);
        post_clear(&broker->down);
        broker->filter_count = 0;
        if (!orderly && !broker->is_down)
                broker->will_usec = storm->true_usec +
                                    (chance_percent(&storm->chance, 50)
                                                    ? 0
                                                    : chance_usec(&storm->chance, 0, 180 * USEC_PER_SEC));
}

void broker_stop(struct storm *storm, int64_t until_usec, bool forgets)
{
        struct broker *broker = &storm->broker;

        broker->is_down = true;
        broker->back_usec = until_usec;
        storm->counts.broker_restarts++;
        storm->counts.broker_forgot += forgets;
        wire_lost(storm, "The broker has closed the connection.");
        broker->will_usec = USEC_INFINITY;
        if (forgets)
                forget_retained(broker);
}

int64_t broker_next(const struct storm *storm)
{
        const struct broker *broker = &storm->broker;
        int64_t next = usec_min(broker->back_usec, broker->will_usec);

        if (broker->up.first)
                next = usec_min(next, broker->up.first->due_usec);
        if (broker->down.first)
                next = usec_min(next, broker->down.first->due_usec);
        if (broker->devices.first)
                next = usec_min(next, broker->devices.first->due_usec);
        return next;
}

static void take_device(struct storm *storm, const struct letter *letter)
{
        if (storm->broker.is_down)
                return;
        broker_publish(storm, letter->topic, letter->payload, letter->payload_bytes, letter->retain, false);
}

/* One thing that is due: at the broker, or at the daemon. */
bool broker_step(struct storm *storm)
{
        struct broker *broker = &storm->broker;
        struct letter *letter = NULL;
        bool learned = false;

        if (broker->back_usec <= storm->true_usec) {
                broker->is_down = false;
                broker->back_usec = USEC_INFINITY;
        } else if (broker->will_usec <= storm->true_usec) {
                say_will(storm);
        } else if (broker->devices.first && broker->devices.first->due_usec <= storm->true_usec) {
                letter = post_take(&broker->devices);
                take_device(storm, letter);
        } else if (broker->up.first && broker->up.first->due_usec <= storm->true_usec) {
                letter = post_take(&broker->up);
                take_up(storm, letter);
        } else if (broker->down.first && broker->down.first->due_usec <= storm->true_usec) {
                letter = post_take(&broker->down);
                wire_arrived(storm, letter);
                learned = true;
        }
        free(letter);
        return learned;
}
