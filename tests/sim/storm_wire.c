/* SPDX-License-Identifier: MIT */
/*
 * The connection as app/link sees it: io/mqtt's functions, and sd-event's one timer, over the simulated
 * broker. Every connection begins afresh, as the real one does.
 */
#include "sim/storm.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct mqtt {
        struct storm *storm;
        const struct mqtt_handlers *handlers;
        void *userdata;
        enum wire_stage stage;
        int64_t next_usec; /* of the next attempt, or when this one is decided */
        int64_t back_off_usec;
        unsigned connections;
};

struct storm *storm_of(sd_event *event);

/* What the link is given as its loop is the storm. */
struct storm *storm_of(sd_event *event)
{
        return (struct storm *)(void *)event;
}

int mqtt_new(sd_event *event, const struct mqtt_options *options, const struct mqtt_handlers *handlers,
        void *userdata, struct mqtt **ret_mqtt)
{
        struct storm *storm = storm_of(event);
        struct mqtt *mqtt = calloc(1, sizeof(*mqtt));

        if (!mqtt)
                return -ENOMEM;
        *mqtt = (struct mqtt){ .storm = storm,
                .handlers = handlers,
                .userdata = userdata,
                .next_usec = USEC_INFINITY,
                .back_off_usec = MQTT_BACK_OFF_MIN_USEC };
        (void)text_copy(storm->broker.will_topic, TOPIC_SIZE, options->will_topic);
        storm->mqtt = mqtt;
        *ret_mqtt = mqtt;
        return 0;
}

struct mqtt *mqtt_free(struct mqtt *mqtt)
{
        if (!mqtt)
                return NULL;
        mqtt->storm->mqtt = NULL;
        free(mqtt);
        return NULL;
}

int mqtt_start(struct mqtt *mqtt)
{
        struct storm *storm = mqtt->storm;

        mqtt->stage = WIRE_TRYING;
        mqtt->next_usec = storm->true_usec + chance_usec(&storm->chance, 1000, 2 * USEC_PER_SEC);
        return 0;
}

bool wire_is_up(const struct storm *storm)
{
        return storm->mqtt && storm->mqtt->stage == WIRE_UP;
}

int mqtt_subscribe(struct mqtt *mqtt, const char *filter, enum mqtt_subscription kind)
{
        if (mqtt->stage != WIRE_UP)
                return -ENOTCONN;
        broker_subscribe(mqtt->storm, filter, kind == MQTT_SUBSCRIBE_STATE);
        return 0;
}

int mqtt_unsubscribe(struct mqtt *mqtt, const char *filter)
{
        if (mqtt->stage != WIRE_UP)
                return -ENOTCONN;
        broker_unsubscribe(mqtt->storm, filter);
        return 0;
}

int mqtt_publish(struct mqtt *mqtt, const struct mqtt_message *message, uint64_t tag)
{
        struct storm *storm = mqtt->storm;
        int64_t due_usec;

        if (mqtt->stage != WIRE_UP)
                return -ENOTCONN;
        if (storm->broker.up.count >= MQTT_QUEUE_MAX)
                return -ENOBUFS;
        due_usec = storm->true_usec + chance_usec(&storm->chance, 500, storm->broker.delay_usec);
        storm->counts.messages_out++;
        storm_tell(storm, "> %s%s %.*s", message->retain ? "=" : "", message->topic,
                (int)message->payload_bytes, message->payload ? (const char *)message->payload : "");
        storm_mix(storm, message->payload, message->payload_bytes);
        heard_sent(
                storm, message->topic, message->payload ? message->payload : "", message->payload_bytes, tag);
        post_add(&storm->broker.up, message->topic, message->payload, message->payload_bytes, message->retain,
                due_usec, tag);
        return 0;
}

int mqtt_stop(struct mqtt *mqtt, const struct mqtt_message *message, int64_t timeout_usec)
{
        (void)timeout_usec;
        if (mqtt->stage == WIRE_UP) {
                (void)mqtt_publish(mqtt, message, 0);
                broker_drain_up(mqtt->storm);
                broker_cut(mqtt->storm, 100, true);
        }
        mqtt->stage = WIRE_IDLE;
        mqtt->next_usec = USEC_INFINITY;
        mqtt->handlers->on_down(mqtt->userdata, NULL, true);
        return 0;
}

int mqtt_read_password(const char *file, char **ret_password)
{
        (void)file;
        *ret_password = NULL;
        return 0;
}

/* The kernel still sends what a process leaves behind; a machine without power does not. */
void wire_drop(struct storm *storm, bool power)
{
        if (!wire_is_up(storm))
                return;
        storm->mqtt->stage = WIRE_IDLE;
        broker_cut(storm, power ? chance_below(&storm->chance, 101) : 100, false);
}

void wire_lost(struct storm *storm, const char *reason)
{
        struct mqtt *mqtt = storm->mqtt;

        if (!wire_is_up(storm))
                return;
        storm_tell(storm, "! %s", reason);
        mqtt->stage = WIRE_TRYING;
        broker_cut(storm, chance_below(&storm->chance, 101), false);
        mqtt->next_usec = storm->true_usec + chance_usec(&storm->chance, USEC_PER_SEC, 2 * USEC_PER_SEC);
        mqtt->back_off_usec = MQTT_BACK_OFF_MIN_USEC;
        mqtt->handlers->on_down(mqtt->userdata, reason, true);
}

/* An attempt is decided. Whoever comes back takes the old connection over, and its will is said first. */
static void attempt(struct mqtt *mqtt)
{
        struct storm *storm = mqtt->storm;

        if (storm->broker.is_down || chance_percent(&storm->chance, 5)) {
                storm->counts.refused++;
                mqtt->back_off_usec = usec_min(2 * mqtt->back_off_usec, MQTT_BACK_OFF_MAX_USEC);
                mqtt->next_usec = storm->true_usec +
                                  chance_usec(&storm->chance, mqtt->back_off_usec / 2, mqtt->back_off_usec);
                mqtt->handlers->on_down(mqtt->userdata, "The broker cannot be reached.", false);
                return;
        }
        if (storm->broker.will_usec != USEC_INFINITY) {
                storm->counts.taken_over++;
                storm->broker.will_usec = USEC_INFINITY;
                broker_publish(storm, storm->broker.will_topic, "offline", strlen("offline"), true, false);
        }
        mqtt->stage = WIRE_UP;
        mqtt->next_usec = USEC_INFINITY;
        mqtt->back_off_usec = MQTT_BACK_OFF_MIN_USEC;
        storm->connected_usec = storm->true_usec;
        storm_tell(storm, "! connected");
        mqtt->handlers->on_up(mqtt->userdata, mqtt->connections++);
}

int64_t wire_next(const struct storm *storm)
{
        return usec_min(storm->mqtt ? storm->mqtt->next_usec : USEC_INFINITY, storm->link_timer_usec);
}

void wire_step(struct storm *storm)
{
        if (storm->mqtt && storm->mqtt->next_usec <= storm->true_usec) {
                attempt(storm->mqtt);
        } else if (storm->link_timer_usec <= storm->true_usec) {
                storm->link_timer_usec = USEC_INFINITY;
                (void)storm->link_handler(NULL, 0, storm->link_userdata);
        }
}

/* The daemon has received something. */
void wire_arrived(struct storm *storm, const struct letter *letter)
{
        struct mqtt *mqtt = storm->mqtt;
        struct mqtt_message message = { .topic = letter->topic,
                .payload = letter->payload,
                .payload_bytes = letter->payload_bytes,
                .qos = 1,
                .retain = letter->retain };

        if (!wire_is_up(storm))
                return;
        if (letter->is_receipt) {
                heard_confirmed(storm, letter->tag);
                mqtt->handlers->on_published(mqtt->userdata, letter->tag);
                return;
        }
        storm->counts.messages_in++;
        storm_tell(storm, "< %s%s %.*s", letter->retain ? "=" : "", letter->topic, (int)letter->payload_bytes,
                letter->payload);
        people_told(storm, letter->topic, letter->payload, letter->payload_bytes);
        mqtt->handlers->on_message(mqtt->userdata, &message);
}

/* The timer of the link. Its source is the storm itself, too. */
int sd_event_add_time_relative(sd_event *event, sd_event_source **ret_source, clockid_t clock, uint64_t usec,
        uint64_t accuracy, sd_event_time_handler_t handler, void *userdata)
{
        struct storm *storm = storm_of(event);

        (void)clock;
        (void)usec;
        (void)accuracy;
        storm->link_handler = handler;
        storm->link_userdata = userdata;
        storm->link_timer_usec = USEC_INFINITY;
        *ret_source = (sd_event_source *)(void *)storm;
        return 0;
}

int sd_event_source_set_time_relative(sd_event_source *source, uint64_t usec)
{
        struct storm *storm = (struct storm *)(void *)source;

        storm->link_timer_usec = storm->true_usec + (int64_t)usec;
        return 0;
}

int sd_event_source_set_enabled(sd_event_source *source, int enabled)
{
        if (enabled == SD_EVENT_OFF)
                ((struct storm *)(void *)source)->link_timer_usec = USEC_INFINITY;
        return 0;
}

sd_event_source *sd_event_source_disable_unref(sd_event_source *source)
{
        if (source)
                ((struct storm *)(void *)source)->link_timer_usec = USEC_INFINITY;
        return NULL;
}
