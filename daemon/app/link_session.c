/* SPDX-License-Identifier: MIT */
#include "app/link_inside.h"

#include "base/cleanup.h"
#include "io/message_ids.h"
#include "wire/publish.h"

#include <jansson.h>
#include <string.h>

static int publish(struct link *link, const char *topic, const char *payload)
{
        const struct mqtt_message message = {
                .topic = topic,
                .payload = payload,
                .payload_bytes = strlen(payload),
                .qos = 1,
                .retain = true,
        };

        return mqtt_publish(link->mqtt, &message, ++link->tag);
}

/* `owner` before `online`: whoever sees us online can read who we are. */
static void introduce(struct link *link)
{
        CLEANUP_FREE char *owner = publish_owner(link->options.instance, link->host, PACKAGE_VERSION);

        if (owner)
                (void)publish(link, link->owner_topic, owner);
        (void)publish(link, link->status_topic, LINK_ONLINE);
        link->online_tag = link->tag;
}

static void set_timer(struct link *link, int64_t usec)
{
        (void)sd_event_source_set_time_relative(link->timer, (uint64_t)usec);
        (void)sd_event_source_set_enabled(link->timer, SD_EVENT_ONESHOT);
}

static void stop_timer(struct link *link)
{
        (void)sd_event_source_set_enabled(link->timer, SD_EVENT_OFF);
}

void link_subscribe(struct link *link)
{
        struct engine *engine = link->options.engine;

        for (size_t i = 0; i < engine_subscription_count(engine); i++) {
                bool retained_wanted;
                const char *filter = engine_subscription(engine, i, &retained_wanted);
                int r;

                r = mqtt_subscribe(
                        link->mqtt, filter, retained_wanted ? MQTT_SUBSCRIBE_STATE : MQTT_SUBSCRIBE_COMMAND);
                if (r < 0)
                        log_write(link->options.log, LOG_ERR,
                                &(struct log_fields){ .topic = filter, .error = -r },
                                "Cannot subscribe to '%s'.", filter);
        }
}

/*
 * The base topic is ours. The broker answers in order: what it retains of the topics subscribed to has come
 * when it confirms the `online` that follows. Only then the engine speaks, so that nobody is told anything
 * who has left meanwhile.
 */
static void take_over(struct link *link)
{
        link->stage = LINK_STAGE_UP;
        link->sent = 0;
        link_subscribe(link);
        introduce(link);
        set_timer(link, LINK_CONFIRM_USEC);
        log_write(link->options.log, LOG_INFO, &(struct log_fields){ .message_id = MESSAGE_ID_BROKER_UP },
                "Connected to the broker.");
}

static void refuse(struct link *link)
{
        log_write(link->options.log, LOG_ERR, &(struct log_fields){ .message_id = MESSAGE_ID_OTHER_OWNER },
                "Another unslouchd is online on this base topic: instance %s on host %s. "
                "If it is gone for good, clear the retained message on '%s'.",
                link->owner_known ? link->owner_instance : "unknown",
                link->owner_known ? link->owner_host : "unknown", link->status_topic);
        link->options.handlers.on_refused(link->options.handlers.userdata);
}

static bool owner_is_us(const struct link *link)
{
        return link->owner_known && strcmp(link->owner_instance, link->options.instance) == 0;
}

/* Decides as soon as enough is known; @asked: nothing more will come. */
static void decide(struct link *link, bool asked)
{
        if (!link->other_online) {
                if (asked)
                        take_over(link);
                return;
        }
        if (!link->owner_known && !asked)
                return;
        if (owner_is_us(link)) {
                take_over(link);
                return;
        }
        link->stage = LINK_STAGE_WAITING;
        set_timer(link, link->keepalive_usec * 3 / 2);
        log_write(link->options.log, LOG_WARNING,
                &(struct log_fields){ .message_id = MESSAGE_ID_OWNER_WAITED },
                "Another unslouchd seems to be online on this base topic, on host %s; waiting whether it "
                "goes.",
                link->owner_known ? link->owner_host : "unknown");
}

void link_on_confirmed(struct link *link)
{
        stop_timer(link);
        link->online_tag = 0;
        engine_on_link(link->options.engine, true, link_now(link));
}

int link_on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct link *link = userdata;

        (void)source;
        (void)usec;
        if (link->stage == LINK_STAGE_ASKING)
                decide(link, true);
        else if (link->stage == LINK_STAGE_WAITING)
                refuse(link);
        else if (link->stage == LINK_STAGE_UP && link->online_tag != 0)
                /* A broker that lets us publish nothing there may let us elsewhere. */
                link_on_confirmed(link);
        return 0;
}

static bool payload_is(const struct mqtt_message *message, const char *word)
{
        return message->payload_bytes == strlen(word) &&
               memcmp(message->payload, word, message->payload_bytes) == 0;
}

static void take_status(struct link *link, const struct mqtt_message *message)
{
        bool online = payload_is(message, LINK_ONLINE);

        if (link->stage == LINK_STAGE_UP && !online)
                /* The will of somebody who was refused, or of our own last connection. */
                (void)publish(link, link->status_topic, LINK_ONLINE);
        if (link->stage == LINK_STAGE_WAITING && !online)
                take_over(link);
        if (link->stage != LINK_STAGE_ASKING)
                return;
        link->other_online = online;
        decide(link, !online);
}

static void take_owner(struct link *link, const struct mqtt_message *message)
{
        const char *instance;
        const char *host;
        json_t *json;

        if ((link->stage != LINK_STAGE_ASKING && link->stage != LINK_STAGE_WAITING) ||
                message->payload_bytes == 0)
                return;
        json = json_loadb(message->payload, message->payload_bytes, 0, NULL);
        instance = json_string_value(json_object_get(json, "instance"));
        host = json_string_value(json_object_get(json, "host"));
        if (instance && text_copy(link->owner_instance, sizeof(link->owner_instance), instance) == 0) {
                link->owner_known = true;
                if (!host || text_copy(link->owner_host, sizeof(link->owner_host), host) < 0)
                        (void)text_copy(link->owner_host, sizeof(link->owner_host), "unknown");
        }
        json_decref(json);
        if (link->stage == LINK_STAGE_ASKING)
                decide(link, false);
        else if (owner_is_us(link))
                /* A slow broker told late that the one who seems to be online is we ourselves. */
                take_over(link);
}

void link_on_message(void *userdata, const struct mqtt_message *message)
{
        struct link *link = userdata;

        if (strcmp(message->topic, link->status_topic) == 0)
                take_status(link, message);
        else if (strcmp(message->topic, link->owner_topic) == 0)
                take_owner(link, message);
        else if (link->stage == LINK_STAGE_UP)
                engine_on_message(link->options.engine,
                        &(struct engine_message){
                                .topic = message->topic,
                                .payload = message->payload,
                                .payload_bytes = message->payload_bytes,
                                .retain = message->retain,
                        },
                        link_now(link));
}

void link_on_up(void *userdata, unsigned reconnects)
{
        struct link *link = userdata;

        (void)reconnects;
        link->stage = LINK_STAGE_ASKING;
        link->other_online = false;
        link->owner_known = false;
        link->sent = 0;
        (void)mqtt_subscribe(link->mqtt, link->status_topic, MQTT_SUBSCRIBE_STATE);
        (void)mqtt_subscribe(link->mqtt, link->owner_topic, MQTT_SUBSCRIBE_STATE);
        set_timer(link, LINK_ASK_USEC);
}

void link_on_down(void *userdata, const char *reason, bool was_up)
{
        struct link *link = userdata;
        bool told = link->stage == LINK_STAGE_UP;
        bool stopping = link->stage == LINK_STAGE_STOPPING;

        if (reason && !stopping)
                log_write(link->options.log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_BROKER_DOWN }, "%s: %s",
                        was_up ? "The connection to the broker is gone" : "The broker cannot be reached",
                        reason);
        stop_timer(link);
        link->sent = 0;
        link->online_tag = 0;
        if (stopping) {
                link->options.handlers.on_stopped(link->options.handlers.userdata);
                return;
        }
        link->stage = LINK_STAGE_DOWN;
        if (!told)
                return;
        link_report_lost(link);
        engine_on_link(link->options.engine, false, link_now(link));
}
