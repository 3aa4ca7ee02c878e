/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * mqtt - one connection to a broker in the sd-event loop, kept up for ever (DESIGN 8, "The client").
 *
 * Floor: io. libmosquitto's connect blocks (name resolution, TCP), so a short-lived worker thread does it and
 * hands the client object back by eventfd; a timer abandons it after MQTT_CONNECT_TIMEOUT_USEC. Every
 * connection has a fresh client object and a fresh queue: what was not sent by then is gone, and on_up()
 * publishes anew what is true now. Nothing here blocks but mqtt_new()'s and mqtt_read_password()'s reading of
 * files.
 */
#include "config/settings.h"

#include <systemd/sd-event.h>

#define MQTT_CONNECT_TIMEOUT_USEC (30 * USEC_PER_SEC)
#define MQTT_BACK_OFF_MIN_USEC    (1 * USEC_PER_SEC)
#define MQTT_BACK_OFF_MAX_USEC    (60 * USEC_PER_SEC)
/* Messages that wait for the socket or for their PUBACK; more are refused. */
#define MQTT_QUEUE_MAX       8192
#define MQTT_QUEUE_BYTES_MAX (4 * 1024 * 1024) /* of their payloads together */

/* Told to a broker that speaks MQTT 5: it keeps larger packets to itself. */
#define MQTT_PACKET_MAX_BYTES (UINT32_C(1) << 20)

struct mqtt;

struct mqtt_message {
        const char *topic;
        const void *payload; /* payload_bytes; may be NULL when 0 */
        size_t payload_bytes;
        uint8_t qos;
        bool retain;
        uint32_t expiry_sec; /* 0: none */
};

/* Called from the loop only. All pointers are borrowed for the call. They may call everything here but
 * mqtt_free(). */
struct mqtt_handlers {
        /* Connected: subscribe and publish from here. @reconnects counts earlier connections. */
        void (*on_up)(void *userdata, unsigned reconnects);
        /*
         * The connection is gone, or an attempt failed; the next one follows by itself. @reason is one
         * sentence, told once until it changes; NULL: as before. @was_up: there was a connection. What was
         * published and not confirmed by then never will be. After mqtt_stop(): @reason is NULL, and nothing
         * follows.
         */
        void (*on_down)(void *userdata, const char *reason, bool was_up);
        void (*on_message)(void *userdata, const struct mqtt_message *message);
        /* The broker has confirmed (QoS 1) or the socket has taken (QoS 0) what was published with @tag. */
        void (*on_published)(void *userdata, uint64_t tag);
        /*
         * The broker's rights deny this topic: a filter of mqtt_subscribe() (@tag 0), or what was published
         * with @tag, of which on_published() then does not come. A broker that speaks 3.1.1 tells of filters
         * alone, and mosquitto's own lists of rights deny filters without a word.
         */
        void (*on_denied)(void *userdata, const char *topic, bool is_filter, uint64_t tag);
};

struct mqtt_options {
        const struct broker_settings *broker; /* copied */
        const char *client_id;
        const char *password; /* NULL: none; copied, wiped when freed */
        const char *will_topic;
        const char *will_payload; /* retained, QoS 1 */
        uint64_t seed;            /* of the back-off's jitter */
        /* The largest packet that is wanted of a broker that speaks MQTT 5; 0: MQTT_PACKET_MAX_BYTES. */
        uint32_t packet_max_bytes;
};

/* Return: 0; -ENOMEM; -EINVAL for TLS files that cannot be read. Does not connect yet. */
int mqtt_new(sd_event *event, const struct mqtt_options *options, const struct mqtt_handlers *handlers,
        void *userdata, struct mqtt **ret_mqtt);
/* Disconnects (without the will) if connected; frees. Takes NULL. Never blocks, even with a worker under way.
 */
struct mqtt *mqtt_free(struct mqtt *mqtt);

/* Begins to connect, and again after every loss, until mqtt_stop(). Return: 0; -EALREADY. */
int mqtt_start(struct mqtt *mqtt);

enum mqtt_subscription {
        /* Retained values are wanted. The retain flag of a message tells such a replay; later ones come
           without. */
        MQTT_SUBSCRIBE_STATE,
        /*
         * Never a replay, and none of our own. The retain flag is as the sender set it. All this is of MQTT
         * 5: in 3.1.1 own messages and replays do come in, the latter with the flag.
         */
        MQTT_SUBSCRIBE_COMMAND,
};

/*
 * QoS 1, in order with what is published. Subscriptions end with the connection. Return: 0; -ENOTCONN;
 * -ENOMEM; -EINVAL for a bad filter.
 */
int mqtt_subscribe(struct mqtt *mqtt, const char *filter, enum mqtt_subscription kind);
int mqtt_unsubscribe(struct mqtt *mqtt, const char *filter);

/**
 * mqtt_publish() - queues a message; it is sent in this turn of the loop or as soon as the socket takes it.
 * @message: copied. Its expiry has an effect with MQTT 5 only.
 * @tag: comes back in on_published(); 0: not wanted.
 *
 * Return: 0; -ENOTCONN; -ENOBUFS with MQTT_QUEUE_MAX or MQTT_QUEUE_BYTES_MAX waiting; -EMSGSIZE if MQTT or
 * this broker takes no message of that size; -EINVAL for a bad topic or QoS 2; -ENOMEM.
 */
int mqtt_publish(struct mqtt *mqtt, const struct mqtt_message *message, uint64_t tag);

/*
 * Publishes @message (the farewell) after what is queued, disconnects, and calls on_down() when both are
 * done. After
 * @timeout_usec it closes without DISCONNECT instead, so that the broker publishes the will. Not connected:
 * on_down() follows at once, from the loop. Return: 0; -EALREADY.
 */
int mqtt_stop(struct mqtt *mqtt, const struct mqtt_message *message, int64_t timeout_usec);

/**
 * mqtt_read_password() - from the credential `mqtt-password` ($CREDENTIALS_DIRECTORY), else from @file (may
 * be NULL). One trailing newline is cut.
 *
 * Return: 0, @ret_password NULL if there is none; -EINVAL with a NUL in it; -E2BIG over 65535 bytes; another
 * negative errno of the file. The caller wipes it with explicit_bzero() and frees it.
 */
int mqtt_read_password(const char *file, char **ret_password);
