/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

/* A reason is told once until it changes; the end of a connection always tells its own. */
static void tell_down(struct mqtt *mqtt, const char *reason, bool was_up)
{
        bool known = !was_up && strcmp(reason, mqtt->reason) == 0;

        if (!known)
                memcpy(mqtt->reason, reason, strlen(reason) + 1);
        mqtt->handlers.on_down(mqtt->userdata, known ? NULL : reason, was_up);
}

static void end_attempt(struct mqtt *mqtt, enum mqtt_outcome outcome, const char *reason)
{
        bool was_up = outcome == MQTT_OUTCOME_LOST;
        int64_t now_usec = mqtt_now_boottime(mqtt);
        int64_t up_usec = was_up ? now_usec - mqtt->up_boottime_usec : 0;

        mqtt_link_close(&mqtt->link);
        mqtt_queue_clear(&mqtt->queue);
        mqtt->phase = MQTT_PHASE_WAITING;
        mqtt_arm_timer(mqtt, now_usec + mqtt_retry_next(&mqtt->retry, outcome, up_usec));
        tell_down(mqtt, reason, was_up);
}

void mqtt_session_fail(struct mqtt *mqtt, enum mqtt_outcome outcome, int result, int error, const char *words)
{
        char reason[MQTT_REASON_SIZE];

        mqtt_reason_connect(&mqtt->setup, result, error, words, reason);
        end_attempt(mqtt, outcome, reason);
}

static void end_refused(struct mqtt *mqtt)
{
        const struct mqtt_client *client = mqtt->link.client;
        int old_code = client->old_protocol ? CONNACK_REFUSED_PROTOCOL_VERSION
                                            : MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION;
        char reason[MQTT_REASON_SIZE];

        mqtt_reason_refused(&mqtt->setup, client->old_protocol, client->connack, reason);
        end_attempt(mqtt, client->connack == old_code ? MQTT_OUTCOME_OLD_PROTOCOL : MQTT_OUTCOME_UNREACHED,
                reason);
}

/* What the broker or the library gave as the cause; the library's result alone when it did not call back. */
static int end_code(const struct mqtt_link *link)
{
        return link->client->farewell != MQTT_NO_CODE ? link->client->farewell : link->result;
}

static void end_greeting(struct mqtt *mqtt)
{
        const struct mqtt_client *client = mqtt->link.client;
        char reason[MQTT_REASON_SIZE];
        char words[MQTT_WORDS_SIZE];

        if (client->connack == 0) { /* taken back at once */
                mqtt_reason_lost(&mqtt->setup, end_code(&mqtt->link), reason);
                end_attempt(mqtt, MQTT_OUTCOME_UNREACHED, reason);
                return;
        }
        if (client->connack != MQTT_NO_CODE) {
                end_refused(mqtt);
                return;
        }
        memcpy(words, client->words, sizeof(words));
        if (words[0] || mqtt->link.result == MOSQ_ERR_TLS)
                mqtt_session_fail(mqtt, MQTT_OUTCOME_UNREACHED, MOSQ_ERR_TLS, 0, words);
        else
                mqtt_session_fail(mqtt, MQTT_OUTCOME_CLOSED, MOSQ_ERR_CONN_LOST, 0, "");
}

static void end_connection(struct mqtt *mqtt, int code)
{
        char reason[MQTT_REASON_SIZE];

        mqtt_reason_lost(&mqtt->setup, code, reason);
        end_attempt(mqtt, MQTT_OUTCOME_LOST, reason);
}

void mqtt_session_end_stop(struct mqtt *mqtt)
{
        mqtt_link_close(&mqtt->link);
        mqtt_queue_clear(&mqtt->queue);
        mqtt_disarm_timer(mqtt);
        mqtt->phase = MQTT_PHASE_IDLE;
        mqtt->handlers.on_down(mqtt->userdata, NULL, true);
}

static void come_up(struct mqtt *mqtt)
{
        mqtt->phase = MQTT_PHASE_UP;
        mqtt->up_boottime_usec = mqtt_now_boottime(mqtt);
        mqtt->reason[0] = '\0';
        mosquitto_log_callback_set(mqtt->link.client->handle, NULL);
        mqtt_arm_timer(mqtt, mqtt_link_begin_keepalive(&mqtt->link, mqtt));
        mqtt->handlers.on_up(mqtt->userdata, mqtt->connections++);
}

static void settle_closed(struct mqtt *mqtt)
{
        switch (mqtt->phase) {
        case MQTT_PHASE_GREETING: end_greeting(mqtt); break;
        case MQTT_PHASE_UP: end_connection(mqtt, end_code(&mqtt->link)); break;
        case MQTT_PHASE_STOPPING: mqtt_session_end_stop(mqtt); break;
        case MQTT_PHASE_IDLE:
        case MQTT_PHASE_WAITING:
        case MQTT_PHASE_CONNECTING: break;
        }
}

/* Draws the conclusions from a turn of the link. The last thing that a dispatch does. */
static void settle(struct mqtt *mqtt)
{
        struct mqtt_link *link = &mqtt->link;

        if (mqtt_link_is_open(link) && mqtt->phase == MQTT_PHASE_GREETING && link->client->connack == 0)
                come_up(mqtt);
        if (mqtt->phase == MQTT_PHASE_STOPPING && mqtt->said_farewell) {
                mqtt->said_farewell = false;
                mqtt_link_disconnect(link);
        }
        if (link->client && !mqtt_link_is_open(link))
                settle_closed(mqtt);
        else if (link->more)
                mqtt_schedule_work(mqtt);
}

static int on_socket(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
        struct mqtt *mqtt = userdata;
        struct mqtt_link *link = &mqtt->link;

        (void)source;
        (void)fd;
        mqtt_link_turn(link, mqtt);
        /* A handshake that is cut off leaves the library waiting, and no further edge comes. */
        if (events & (EPOLLERR | EPOLLHUP) && mqtt_link_is_open(link) &&
                link->client->connack == MQTT_NO_CODE)
                link->result = MOSQ_ERR_CONN_LOST;
        settle(mqtt);
        return 0;
}

void mqtt_session_work(struct mqtt *mqtt)
{
        if (mqtt_link_is_open(&mqtt->link))
                mqtt_link_turn(&mqtt->link, mqtt);
        settle(mqtt);
}

void mqtt_session_keep_alive(struct mqtt *mqtt)
{
        int64_t next_usec;

        if (mqtt_link_keep_alive(&mqtt->link, mqtt, &next_usec) < 0) {
                end_connection(mqtt, MOSQ_ERR_TIMEOUT);
                return;
        }
        mqtt_arm_timer(mqtt, next_usec);
        settle(mqtt);
}

void mqtt_take_message(struct mqtt *mqtt, const struct mosquitto_message *message)
{
        struct mqtt_message taken = {
                .topic = message->topic,
                .payload = message->payload,
                .payload_bytes = (size_t)message->payloadlen,
                .qos = (uint8_t)message->qos,
                .retain = message->retain,
        };

        if (taken.qos > 0) /* the library has just sent the PUBACK */
                mqtt->link.last_out_usec = mqtt->link.last_in_usec;
        if (mqtt->phase == MQTT_PHASE_UP)
                mqtt->handlers.on_message(mqtt->userdata, &taken);
}

void mqtt_take_puback(struct mqtt *mqtt, int id, int code)
{
        struct mqtt_entry *entry = mqtt_queue_find_sent(&mqtt->queue, id);
        bool confirmed = code < MQTT_RC_UNSPECIFIED;
        uint64_t tag;

        if (!entry)
                return;
        tag = entry->tag;
        if (entry->farewell)
                mqtt->said_farewell = true;
        if (code == MQTT_RC_NOT_AUTHORIZED)
                mqtt->handlers.on_denied(mqtt->userdata, entry->data, false, tag);
        mqtt_queue_drop_sent(&mqtt->queue, entry);
        if (confirmed && tag != 0)
                mqtt->handlers.on_published(mqtt->userdata, tag);
}

/* 3.1.1 has one code for every refusal, that of MQTT_RC_UNSPECIFIED. */
void mqtt_take_suback(struct mqtt *mqtt, int id, int code)
{
        struct mqtt_entry *entry = mqtt_queue_find_sent(&mqtt->queue, id);

        if (!entry || entry->kind != MQTT_ENTRY_SUBSCRIBE)
                return;
        if (code >= MQTT_RC_UNSPECIFIED)
                mqtt->handlers.on_denied(mqtt->userdata, entry->data, true, 0);
        mqtt_queue_drop_sent(&mqtt->queue, entry);
}

void mqtt_session_greet(struct mqtt *mqtt, struct mqtt_client *client)
{
        int r;

        r = mqtt_link_open(&mqtt->link, mqtt, client, on_socket);
        if (r < 0) {
                mqtt_session_fail(mqtt, MQTT_OUTCOME_UNREACHED, MOSQ_ERR_ERRNO, -r, "");
                return;
        }
        mqtt->phase = MQTT_PHASE_GREETING;
        mqtt_link_turn(&mqtt->link, mqtt);
        settle(mqtt);
}
