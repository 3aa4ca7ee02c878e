/* SPDX-License-Identifier: MIT */
#include "app/link_inside.h"

#include "base/cleanup.h"
#include "io/message_ids.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-id128.h>

static int make_topics(struct link *link, const char *base)
{
        int r;

        r = topic_join(link->status_topic, base, NULL, "status");
        if (r < 0)
                return r;
        return topic_join(link->owner_topic, base, NULL, "owner");
}

static void make_host(char host[static LINK_HOST_SIZE])
{
        if (gethostname(host, LINK_HOST_SIZE) < 0 || memchr(host, '\0', LINK_HOST_SIZE) == NULL)
                (void)text_copy(host, LINK_HOST_SIZE, "unknown");
}

/* Two daemons on one host must not take each other's connection away: the instance is part of the default id.
 */
static int make_client_id(const struct link *link, const struct settings *settings, char **ret_id)
{
        if (settings->broker.client_id) {
                *ret_id = strdup(settings->broker.client_id);
                return *ret_id ? 0 : -ENOMEM;
        }
        if (asprintf(ret_id, "%s-%s-%.8s", settings->base, link->host, link->options.instance) < 0)
                return -ENOMEM;
        return 0;
}

static uint64_t make_seed(void)
{
        sd_id128_t id;

        return sd_id128_randomize(&id) < 0 ? 0 : id.qwords[0];
}

static void wipe_password(char **password)
{
        if (*password)
                explicit_bzero(*password, strlen(*password));
        free(*password);
}

static int make_mqtt(struct link *link, const struct settings *settings)
{
        static const struct mqtt_handlers handlers = {
                .on_up = link_on_up,
                .on_down = link_on_down,
                .on_message = link_on_message,
                .on_published = link_on_published,
                .on_denied = link_on_denied,
        };
        CLEANUP(wipe_password) char *password = NULL;
        CLEANUP_FREE char *client_id = NULL;
        int r;

        r = make_client_id(link, settings, &client_id);
        if (r < 0)
                return r;
        r = mqtt_read_password(settings->broker.password_file, &password);
        if (r < 0)
                return r;
        return mqtt_new(link->options.event,
                &(struct mqtt_options){
                        .broker = &settings->broker,
                        .client_id = client_id,
                        .password = password,
                        .will_topic = link->status_topic,
                        .will_payload = LINK_OFFLINE,
                        .seed = make_seed(),
                },
                &handlers, link, &link->mqtt);
}

static int fill(struct link *link)
{
        const struct settings *settings = engine_settings(link->options.engine);
        int r;

        link->keepalive_usec = settings->broker.keepalive_sec * USEC_PER_SEC;
        make_host(link->host);
        r = make_topics(link, settings->base);
        if (r < 0)
                return r;
        r = sd_event_add_time_relative(
                link->options.event, &link->timer, CLOCK_BOOTTIME, 0, 0, link_on_timer, link);
        if (r < 0)
                return r;
        r = sd_event_source_set_enabled(link->timer, SD_EVENT_OFF);
        if (r < 0)
                return r;
        return make_mqtt(link, settings);
}

CLEANUP_DEFINE(struct link *, link_free, link_freep)

int link_new(const struct link_options *options, struct link **ret_link)
{
        CLEANUP(link_freep) struct link *link = calloc(1, sizeof(*link));
        int r;

        if (!link)
                return -ENOMEM;
        link->options = *options;
        r = fill(link);
        if (r < 0) {
                log_write(options->log, LOG_ERR,
                        &(struct log_fields){ .message_id = MESSAGE_ID_BROKER_SETTINGS, .error = -r },
                        "The broker's settings cannot be used: its password file or certificates cannot be "
                        "read.");
                return r;
        }
        *ret_link = TAKE_PTR(link);
        return 0;
}

struct link *link_free(struct link *link)
{
        if (!link)
                return NULL;
        mqtt_free(link->mqtt);
        sd_event_source_disable_unref(link->timer);
        free(link->awaited);
        link_denied_done(&link->denied);
        free(link);
        return NULL;
}

int link_start(struct link *link)
{
        return mqtt_start(link->mqtt);
}

void link_change_engine(struct link *link, struct engine *engine)
{
        struct engine *old = link->options.engine;

        link->options.engine = engine;
        link->awaited_count = 0;
        link->sent = 0;
        if (link->stage != LINK_STAGE_UP)
                return;
        for (size_t i = 0; i < engine_subscription_count(old); i++) {
                bool retained_wanted;
                const char *filter = engine_subscription(old, i, &retained_wanted);

                if (!engine_is_subscribed(engine, filter))
                        (void)mqtt_unsubscribe(link->mqtt, filter);
        }
        link_subscribe(link);
}

static void stop(struct link *link, const char *farewell, int64_t timeout_usec)
{
        const struct mqtt_message message = {
                .topic = link->status_topic,
                .payload = farewell,
                .payload_bytes = strlen(farewell),
                .qos = 1,
                .retain = true,
        };
        bool speaks = link->stage == LINK_STAGE_UP;

        link->stage = LINK_STAGE_STOPPING;
        if (!speaks || mqtt_stop(link->mqtt, &message, timeout_usec) < 0)
                link->options.handlers.on_stopped(link->options.handlers.userdata);
}

void link_stop(struct link *link, int64_t timeout_usec)
{
        stop(link, LINK_OFFLINE, timeout_usec);
}

void link_leave(struct link *link, int64_t timeout_usec)
{
        const struct mqtt_message owner = {
                .topic = link->owner_topic,
                .payload = "",
                .qos = 1,
                .retain = true,
        };

        if (link->stage == LINK_STAGE_UP)
                (void)mqtt_publish(link->mqtt, &owner, ++link->tag);
        stop(link, "", timeout_usec);
}
