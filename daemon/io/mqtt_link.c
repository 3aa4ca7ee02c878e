/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>

static int64_t clock_of(sd_event *event, clockid_t clock)
{
        uint64_t now_usec = 0;

        (void)sd_event_now(event, clock, &now_usec);
        return (int64_t)now_usec;
}

bool mqtt_link_is_open(const struct mqtt_link *link)
{
        return link->client && link->result == MOSQ_ERR_SUCCESS &&
               mosquitto_socket(link->client->handle) >= 0;
}

/*
 * During a TLS handshake the socket is mostly writable while the library waits for the peer, so only edges
 * are of use; every edge leads to a turn that reads and writes until it would block.
 */
static uint32_t wanted_events(const struct mqtt_link *link)
{
        if (link->client->tls && link->client->connack == MQTT_NO_CODE)
                return EPOLLIN | EPOLLOUT | EPOLLET;
        return mosquitto_want_write(link->client->handle) ? EPOLLIN | EPOLLOUT : EPOLLIN;
}

static void watch(struct mqtt_link *link)
{
        uint32_t events = wanted_events(link);

        if (events == link->events)
                return;
        if (sd_event_source_set_io_events(link->io, events) >= 0)
                link->events = events;
}

static int open_source(
        struct mqtt_link *link, struct mqtt *mqtt, struct mqtt_client *client, sd_event_io_handler_t handler)
{
        int r;

        link->fd = fcntl(mosquitto_socket(client->handle), F_DUPFD_CLOEXEC, 3);
        if (link->fd < 0)
                return -errno;
        link->events = wanted_events(link);
        r = sd_event_add_io(mqtt->event, &link->io, link->fd, link->events, handler, mqtt);
        if (r < 0)
                return r;
        (void)sd_event_source_set_description(link->io, "mqtt-socket");
        return 0;
}

int mqtt_link_open(
        struct mqtt_link *link, struct mqtt *mqtt, struct mqtt_client *client, sd_event_io_handler_t handler)
{
        int r;

        *link = (struct mqtt_link){ .client = client, .fd = -1 };
        mqtt_client_attach(client, mqtt);
        r = open_source(link, mqtt, client, handler);
        if (r < 0)
                mqtt_link_close(link);
        return r;
}

void mqtt_link_close(struct mqtt_link *link)
{
        link->io = sd_event_source_disable_unref(link->io);
        if (link->client)
                link->client->mqtt = NULL;
        mqtt_client_free(link->client);
        if (link->fd >= 0)
                close(link->fd);
        *link = (struct mqtt_link){ .fd = -1 };
}

static void note(struct mqtt_link *link, int result)
{
        if (result == MOSQ_ERR_SUCCESS || link->result != MOSQ_ERR_SUCCESS)
                return;
        link->error = errno;
        link->result = result;
}

/*
 * The library reads one packet a call and doesn't say whether there are more, nor whether OpenSSL holds
 * decrypted ones that epoll can't see. A call without any callback has found nothing more.
 */
static void read_packets(struct mqtt_link *link, struct mqtt *mqtt)
{
        unsigned reads;

        for (reads = 0; reads < MQTT_READS_PER_TURN && mqtt_link_is_open(link); reads++) {
                unsigned before = link->client->progress;

                errno = 0;
                note(link, mosquitto_loop_read(link->client->handle, 1));
                if (link->client->progress == before)
                        return;
                link->last_in_usec = clock_of(mqtt->event, CLOCK_MONOTONIC);
        }
        link->more = mqtt_link_is_open(link);
}

static int send_message(struct mqtt_client *client, struct mqtt_entry *entry)
{
        mosquitto_property *properties = NULL;
        int result = MOSQ_ERR_SUCCESS;

        if (!client->old_protocol && entry->expiry_sec > 0)
                result = mosquitto_property_add_int32(
                        &properties, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, entry->expiry_sec);
        if (result == MOSQ_ERR_SUCCESS)
                result = mosquitto_publish_v5(client->handle, &entry->id, entry->data,
                        (int)entry->payload_bytes, entry->payload, entry->qos, entry->retain, properties);
        mosquitto_property_free_all(&properties);
        return result;
}

static int send_filter(struct mqtt_client *client, struct mqtt_entry *entry)
{
        if (entry->kind == MQTT_ENTRY_UNSUBSCRIBE)
                return mosquitto_unsubscribe(client->handle, NULL, entry->data);
        return mosquitto_subscribe_v5(
                client->handle, &entry->id, entry->data, 1, client->old_protocol ? 0 : entry->options, NULL);
}

/* Whether @result is about one message alone; it is dropped then. */
static bool is_about_message(int result)
{
        return result == MOSQ_ERR_INVAL || result == MOSQ_ERR_PAYLOAD_SIZE ||
               result == MOSQ_ERR_MALFORMED_UTF8 || result == MOSQ_ERR_OVERSIZE_PACKET ||
               result == MOSQ_ERR_QOS_NOT_SUPPORTED || result == MOSQ_ERR_RETAIN_NOT_SUPPORTED;
}

/* The entry leaves the waiting list in any case. Return: of enum mosq_err_t, if it concerns the connection.
 */
static int send_entry(struct mqtt_link *link, struct mqtt *mqtt, struct mqtt_entry *entry)
{
        int result;

        if (entry->kind != MQTT_ENTRY_PUBLISH) {
                result = send_filter(link->client, entry);
                if (result == MOSQ_ERR_SUCCESS && entry->kind == MQTT_ENTRY_SUBSCRIBE)
                        mqtt_queue_mark_sent(&mqtt->queue, entry);
                else
                        mqtt_queue_drop_waiting(&mqtt->queue, entry);
                return result;
        }
        result = send_message(link->client, entry);
        if (is_about_message(result)) {
                mqtt_queue_drop_waiting(&mqtt->queue, entry);
                return MOSQ_ERR_SUCCESS;
        }
        mqtt_queue_mark_sent(&mqtt->queue, entry);
        if (result == MOSQ_ERR_SUCCESS && entry->qos == 0)
                mqtt_take_puback(mqtt, entry->id, 0);
        return result;
}

/* Nothing is handed to the library while something in it waits for the socket. */
static void send_queue(struct mqtt_link *link, struct mqtt *mqtt)
{
        struct mosquitto *handle = link->client->handle;
        struct mqtt_entry *entry;
        unsigned writes;

        for (writes = 0; mqtt_link_is_open(link) && !mosquitto_want_write(handle); writes++) {
                entry = mqtt_queue_next(&mqtt->queue, link->client->inflight_max);
                if (!entry)
                        return;
                if (writes == MQTT_WRITES_PER_TURN) {
                        link->more = true;
                        return;
                }
                link->last_out_usec = clock_of(mqtt->event, CLOCK_MONOTONIC);
                note(link, send_entry(link, mqtt, entry));
        }
}

void mqtt_link_turn(struct mqtt_link *link, struct mqtt *mqtt)
{
        struct mosquitto *handle = link->client->handle;

        link->more = false;
        read_packets(link, mqtt);
        if (mqtt_link_is_open(link) && mosquitto_want_write(handle)) {
                link->last_out_usec = clock_of(mqtt->event, CLOCK_MONOTONIC);
                errno = 0;
                note(link, mosquitto_loop_write(handle, 1));
        }
        if (mqtt_link_is_open(link) && link->client->connack == 0)
                send_queue(link, mqtt);
        if (mqtt_link_is_open(link))
                watch(link);
}

void mqtt_link_disconnect(struct mqtt_link *link)
{
        if (!mqtt_link_is_open(link))
                return;
        note(link, mosquitto_disconnect_v5(link->client->handle, 0, NULL));
        if (mqtt_link_is_open(link))
                watch(link);
}

static int64_t keepalive_usec(const struct mqtt_link *link)
{
        return link->client->keepalive_sec * USEC_PER_SEC;
}

/* Remembers both clocks. Return: for how long the machine slept since the last time. */
static int64_t look_at_clocks(struct mqtt_link *link, struct mqtt *mqtt)
{
        int64_t boottime_usec = clock_of(mqtt->event, CLOCK_BOOTTIME);
        int64_t monotonic_usec = clock_of(mqtt->event, CLOCK_MONOTONIC);
        int64_t slept_usec =
                boottime_usec - link->looked_boottime_usec - (monotonic_usec - link->looked_monotonic_usec);

        link->looked_boottime_usec = boottime_usec;
        link->looked_monotonic_usec = monotonic_usec;
        return slept_usec;
}

int64_t mqtt_link_begin_keepalive(struct mqtt_link *link, struct mqtt *mqtt)
{
        (void)look_at_clocks(link, mqtt);
        link->last_in_usec = link->last_out_usec = link->looked_monotonic_usec;
        return link->looked_boottime_usec + keepalive_usec(link);
}

/*
 * A broker gives up after one and a half keepalives, by a clock that runs on while we sleep; the library
 * counts on one that doesn't. After half a keepalive of sleep it could ping too late.
 */
int mqtt_link_keep_alive(struct mqtt_link *link, struct mqtt *mqtt, int64_t *ret_next_usec)
{
        int64_t interval_usec = keepalive_usec(link);
        int64_t left_usec;

        if (look_at_clocks(link, mqtt) >= interval_usec / 2)
                return -ETIMEDOUT;
        left_usec = usec_min(link->last_in_usec, link->last_out_usec) + interval_usec -
                    link->looked_monotonic_usec;
        if (left_usec <= 0) {
                errno = 0;
                note(link, mosquitto_loop_misc(link->client->handle));
                link->last_in_usec = link->last_out_usec = link->looked_monotonic_usec;
                left_usec = interval_usec;
                if (mqtt_link_is_open(link))
                        watch(link);
        }
        *ret_next_usec = link->looked_boottime_usec + left_usec;
        return 0;
}
