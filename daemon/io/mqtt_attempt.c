/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include <assert.h>
#include <errno.h>
#include <sys/epoll.h>

/* The place is free again. The source goes first: the worker closes what it watches. */
static struct mqtt_worker *take_worker(struct mqtt_attempt *attempt)
{
        attempt->source = sd_event_source_disable_unref(attempt->source);
        return TAKE_PTR(attempt->worker);
}

static struct mqtt_attempt *free_place(struct mqtt *mqtt)
{
        for (size_t i = 0; i < ELEMENTS(mqtt->abandoned); i++)
                if (!mqtt->abandoned[i].worker)
                        return &mqtt->abandoned[i];
        return NULL;
}

static void finish_abandoned(struct mqtt *mqtt, const sd_event_source *source)
{
        for (size_t i = 0; i < ELEMENTS(mqtt->abandoned); i++) {
                struct mqtt_attempt *attempt = &mqtt->abandoned[i];
                struct mqtt_client *client = NULL;
                int error;

                if (attempt->source != source)
                        continue;
                (void)mqtt_worker_finish(take_worker(attempt), &client, &error);
                mqtt_client_free(client);
        }
        if (mqtt->starved) {
                mqtt->starved = false;
                mqtt_attempt_begin(mqtt);
        }
}

static int on_worker(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
        struct mqtt *mqtt = userdata;
        CLEANUP(mqtt_client_freep) struct mqtt_client *client = NULL;
        int error = 0;
        int result;

        (void)fd;
        (void)events;
        if (source != mqtt->current.source) {
                finish_abandoned(mqtt, source);
                return 0;
        }
        result = mqtt_worker_finish(take_worker(&mqtt->current), &client, &error);
        /* After a silence, confined to a family of which the host has no address: the silence is the cause.
         */
        if (result == MOSQ_ERR_ERRNO && client->bind_address && (error == EAFNOSUPPORT || error == EINVAL))
                result = MOSQ_ERR_TIMEOUT;
        if (result == MOSQ_ERR_SUCCESS)
                mqtt_session_greet(mqtt, TAKE_PTR(client));
        else
                mqtt_session_fail(mqtt, MQTT_OUTCOME_UNREACHED, result, error, client->words);
        return 0;
}

/* Return: 0 with a worker under way; negative errno. */
static int start_worker(struct mqtt *mqtt)
{
        CLEANUP(mqtt_client_freep) struct mqtt_client *client = NULL;
        struct mqtt_attempt *attempt = &mqtt->current;
        int r;

        r = mqtt_client_new(&mqtt->setup, &mqtt->retry, &client);
        if (r < 0)
                return r;
        r = mqtt_worker_start(client, &attempt->worker);
        if (r < 0)
                return r;
        (void)TAKE_PTR(client);
        r = sd_event_add_io(
                mqtt->event, &attempt->source, mqtt_worker_fd(attempt->worker), EPOLLIN, on_worker, mqtt);
        if (r < 0) {
                mqtt_attempt_disown(mqtt, attempt);
                return r;
        }
        (void)sd_event_source_set_description(attempt->source, "mqtt-worker");
        return 0;
}

void mqtt_attempt_begin(struct mqtt *mqtt)
{
        int r;

        if (!free_place(mqtt)) {
                mqtt->starved = true;
                return;
        }
        r = start_worker(mqtt);
        if (r < 0) {
                mqtt_session_fail(
                        mqtt, MQTT_OUTCOME_UNREACHED, r == -EINVAL ? MOSQ_ERR_INVAL : MOSQ_ERR_ERRNO, -r, "");
                return;
        }
        mqtt->phase = MQTT_PHASE_CONNECTING;
        mqtt_arm_timer(mqtt, mqtt_now_boottime(mqtt) + mqtt->connect_timeout_usec);
}

void mqtt_attempt_abandon(struct mqtt *mqtt)
{
        struct mqtt_attempt *place = free_place(mqtt);

        assert(place); /* mqtt_attempt_begin() made sure */
        *place = mqtt->current;
        mqtt->current = (struct mqtt_attempt){ NULL, NULL };
        mqtt_session_fail(mqtt, MQTT_OUTCOME_STALLED, MOSQ_ERR_TIMEOUT, 0, "");
}

void mqtt_attempt_disown(struct mqtt *mqtt, struct mqtt_attempt *attempt)
{
        if (!attempt->worker)
                return;
        if (mqtt_worker_disown(take_worker(attempt)))
                mqtt->threads_left = true;
}
