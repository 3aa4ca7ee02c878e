/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include <errno.h>
#include <string.h>

int64_t mqtt_now_boottime(const struct mqtt *mqtt)
{
        uint64_t now_usec = 0;

        (void)sd_event_now(mqtt->event, CLOCK_BOOTTIME, &now_usec);
        return (int64_t)now_usec;
}

void mqtt_arm_timer(struct mqtt *mqtt, int64_t boottime_usec)
{
        (void)sd_event_source_set_time(mqtt->timer, (uint64_t)boottime_usec);
        (void)sd_event_source_set_enabled(mqtt->timer, SD_EVENT_ONESHOT);
}

void mqtt_disarm_timer(struct mqtt *mqtt)
{
        (void)sd_event_source_set_enabled(mqtt->timer, SD_EVENT_OFF);
}

void mqtt_schedule_work(struct mqtt *mqtt)
{
        (void)sd_event_source_set_enabled(mqtt->work, SD_EVENT_ONESHOT);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct mqtt *mqtt = userdata;

        (void)source;
        (void)usec;
        switch (mqtt->phase) {
        case MQTT_PHASE_IDLE: break;
        case MQTT_PHASE_WAITING: mqtt_attempt_begin(mqtt); break;
        case MQTT_PHASE_CONNECTING: mqtt_attempt_abandon(mqtt); break;
        case MQTT_PHASE_GREETING:
                mqtt_session_fail(mqtt, MQTT_OUTCOME_UNREACHED, MOSQ_ERR_TIMEOUT, 0, "");
                break;
        case MQTT_PHASE_UP: mqtt_session_keep_alive(mqtt); break;
        case MQTT_PHASE_STOPPING: mqtt_session_end_stop(mqtt); break;
        }
        return 0;
}

static int on_work(sd_event_source *source, void *userdata)
{
        struct mqtt *mqtt = userdata;

        (void)source;
        if (mqtt->tell_stopped) {
                mqtt->tell_stopped = false;
                mqtt->handlers.on_down(mqtt->userdata, NULL, false);
                return 0;
        }
        mqtt_session_work(mqtt);
        return 0;
}

static int add_sources(struct mqtt *mqtt)
{
        int r;

        r = sd_event_add_time(mqtt->event, &mqtt->timer, CLOCK_BOOTTIME, UINT64_MAX, 0, on_timer, mqtt);
        if (r < 0)
                return r;
        (void)sd_event_source_set_description(mqtt->timer, "mqtt-timer");
        mqtt_disarm_timer(mqtt);
        r = sd_event_add_defer(mqtt->event, &mqtt->work, on_work, mqtt);
        if (r < 0)
                return r;
        (void)sd_event_source_set_description(mqtt->work, "mqtt-work");
        /* Among equals, a deferred source that enables itself again would always win against timers. */
        r = sd_event_source_set_priority(mqtt->work, SD_EVENT_PRIORITY_NORMAL + 1);
        if (r < 0)
                return r;
        return sd_event_source_set_enabled(mqtt->work, SD_EVENT_OFF);
}

CLEANUP_DEFINE(struct mqtt *, mqtt_free, mqtt_freep)

int mqtt_new(sd_event *event, const struct mqtt_options *options, const struct mqtt_handlers *handlers,
        void *userdata, struct mqtt **ret_mqtt)
{
        CLEANUP(mqtt_freep) struct mqtt *mqtt = NULL;
        int r;

        if (mosquitto_lib_init() != MOSQ_ERR_SUCCESS)
                return -ENOMEM;
        mqtt = calloc(1, sizeof(*mqtt));
        if (!mqtt) {
                mosquitto_lib_cleanup();
                return -ENOMEM;
        }
        mqtt->event = sd_event_ref(event);
        mqtt->handlers = *handlers;
        mqtt->userdata = userdata;
        mqtt->link.fd = -1;
        mqtt->connect_timeout_usec = MQTT_CONNECT_TIMEOUT_USEC;
        mqtt_queue_init(&mqtt->queue);
        mqtt_retry_init(&mqtt->retry, options->broker->protocol, options->seed);
        r = mqtt_setup_copy(&mqtt->setup, options);
        if (r < 0)
                return r;
        r = add_sources(mqtt);
        if (r < 0)
                return r;
        *ret_mqtt = TAKE_PTR(mqtt);
        return 0;
}

struct mqtt *mqtt_free(struct mqtt *mqtt)
{
        if (!mqtt)
                return NULL;
        mqtt_attempt_disown(mqtt, &mqtt->current);
        for (size_t i = 0; i < ELEMENTS(mqtt->abandoned); i++)
                mqtt_attempt_disown(mqtt, &mqtt->abandoned[i]);
        mqtt_link_disconnect(&mqtt->link);
        mqtt_link_close(&mqtt->link);
        mqtt_queue_clear(&mqtt->queue);
        sd_event_source_disable_unref(mqtt->timer);
        sd_event_source_disable_unref(mqtt->work);
        sd_event_unref(mqtt->event);
        mqtt_setup_done(&mqtt->setup);
        if (!mqtt->threads_left) /* such a thread is still inside the library */
                mosquitto_lib_cleanup();
        free(mqtt);
        return NULL;
}

int mqtt_start(struct mqtt *mqtt)
{
        if (mqtt->phase != MQTT_PHASE_IDLE)
                return -EALREADY;
        mqtt->phase = MQTT_PHASE_WAITING;
        mqtt->said_farewell = mqtt->tell_stopped = false;
        mqtt_arm_timer(mqtt, mqtt_now_boottime(mqtt));
        return 0;
}

static int add_filter(struct mqtt *mqtt, enum mqtt_entry_kind kind, const char *filter, int options)
{
        int r;

        if (mqtt->phase != MQTT_PHASE_UP)
                return -ENOTCONN;
        if (filter[0] == '\0' || mosquitto_sub_topic_check(filter) != MOSQ_ERR_SUCCESS ||
                mosquitto_validate_utf8(filter, (int)strlen(filter)) != MOSQ_ERR_SUCCESS)
                return -EINVAL;
        r = mqtt_queue_add_filter(&mqtt->queue, kind, filter, options);
        if (r < 0)
                return r;
        mqtt_schedule_work(mqtt);
        return 0;
}

int mqtt_subscribe(struct mqtt *mqtt, const char *filter, enum mqtt_subscription kind)
{
        int options = MQTT_SUB_OPT_SEND_RETAIN_ALWAYS;

        /* A command's retain flag is that of its sender; a state's flag tells a replay, as in 3.1.1. */
        if (kind == MQTT_SUBSCRIBE_COMMAND)
                options = MQTT_SUB_OPT_NO_LOCAL | MQTT_SUB_OPT_RETAIN_AS_PUBLISHED |
                          MQTT_SUB_OPT_SEND_RETAIN_NEVER;
        return add_filter(mqtt, MQTT_ENTRY_SUBSCRIBE, filter, options);
}

int mqtt_unsubscribe(struct mqtt *mqtt, const char *filter)
{
        return add_filter(mqtt, MQTT_ENTRY_UNSUBSCRIBE, filter, 0);
}

static int check_message(const struct mqtt *mqtt, const struct mqtt_message *message)
{
        size_t topic_bytes = strlen(message->topic);
        uint32_t packet_max_bytes = mqtt->link.client->packet_max_bytes;

        if (topic_bytes > MQTT_TOPIC_MAX_BYTES || message->payload_bytes > MQTT_PAYLOAD_MAX_BYTES)
                return -EMSGSIZE;
        if (packet_max_bytes > 0 &&
                topic_bytes + message->payload_bytes + MQTT_HEADER_MAX_BYTES > packet_max_bytes)
                return -EMSGSIZE;
        if (topic_bytes == 0 || message->qos > 1 ||
                mosquitto_pub_topic_check(message->topic) != MOSQ_ERR_SUCCESS ||
                mosquitto_validate_utf8(message->topic, (int)topic_bytes) != MOSQ_ERR_SUCCESS)
                return -EINVAL;
        return 0;
}

static int add_message(
        struct mqtt *mqtt, const struct mqtt_message *message, uint64_t tag, struct mqtt_entry **ret_entry)
{
        int r;

        r = check_message(mqtt, message);
        if (r < 0)
                return r;
        r = mqtt_queue_add_message(&mqtt->queue, message, tag, ret_entry);
        if (r < 0)
                return r;
        mqtt_schedule_work(mqtt);
        return 0;
}

int mqtt_publish(struct mqtt *mqtt, const struct mqtt_message *message, uint64_t tag)
{
        if (mqtt->phase != MQTT_PHASE_UP)
                return -ENOTCONN;
        return add_message(mqtt, message, tag, NULL);
}

/* Not connected: whatever is under way ends here, and on_down() follows from the loop. */
static void stop_attempts(struct mqtt *mqtt)
{
        mqtt_attempt_disown(mqtt, &mqtt->current);
        mqtt_link_disconnect(&mqtt->link);
        mqtt_link_close(&mqtt->link);
        mqtt_disarm_timer(mqtt);
        mqtt->starved = false;
        mqtt->phase = MQTT_PHASE_IDLE;
        mqtt->tell_stopped = true;
        mqtt_schedule_work(mqtt);
}

int mqtt_stop(struct mqtt *mqtt, const struct mqtt_message *message, int64_t timeout_usec)
{
        struct mqtt_entry *entry;

        if (mqtt->phase == MQTT_PHASE_STOPPING)
                return -EALREADY;
        if (mqtt->phase != MQTT_PHASE_UP) {
                stop_attempts(mqtt);
                return 0;
        }
        mqtt->phase = MQTT_PHASE_STOPPING;
        /* Without a farewell in the queue, closing without DISCONNECT lets the broker publish the will. */
        if (add_message(mqtt, message, 0, &entry) < 0)
                timeout_usec = 0;
        else
                entry->farewell = true;
        mqtt_arm_timer(mqtt, mqtt_now_boottime(mqtt) + timeout_usec);
        return 0;
}
