/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include <errno.h>
#include <string.h>

/* The library takes no shorter keepalive. */
#define KEEPALIVE_MIN_SEC 5

/* NULL stays NULL; a copy that fails makes @failed true. */
static char *copy_text(const char *source, bool *failed)
{
        char *copy = source ? strdup(source) : NULL;

        if (source && !copy)
                *failed = true;
        return copy;
}

static int check_readable(const char *file)
{
        return !file || access(file, R_OK) == 0 ? 0 : -EINVAL;
}

static int copy_texts(struct mqtt_setup *setup, const struct mqtt_options *options)
{
        const struct broker_settings *broker = options->broker;
        bool failed = false;

        setup->host = copy_text(broker->host, &failed);
        setup->client_id = copy_text(options->client_id, &failed);
        setup->username = copy_text(broker->username, &failed);
        setup->password = copy_text(options->password, &failed);
        setup->will_topic = copy_text(options->will_topic, &failed);
        setup->will_payload = copy_text(options->will_payload, &failed);
        setup->ca_file = copy_text(broker->ca_file, &failed);
        setup->cert_file = copy_text(broker->cert_file, &failed);
        setup->key_file = copy_text(broker->key_file, &failed);
        return failed ? -ENOMEM : 0;
}

int mqtt_setup_copy(struct mqtt_setup *setup, const struct mqtt_options *options)
{
        const struct broker_settings *broker = options->broker;
        int r;

        *setup = (struct mqtt_setup){
                .port = broker->port,
                .keepalive_sec =
                        broker->keepalive_sec < KEEPALIVE_MIN_SEC ? KEEPALIVE_MIN_SEC : broker->keepalive_sec,
                .protocol = broker->protocol,
                .tls = broker->tls,
                .packet_max_bytes =
                        options->packet_max_bytes > 0 ? options->packet_max_bytes : MQTT_PACKET_MAX_BYTES,
        };
        r = copy_texts(setup, options);
        if (r < 0 || !setup->tls)
                return r;
        r = check_readable(setup->ca_file);
        if (r >= 0)
                r = check_readable(setup->cert_file);
        if (r >= 0)
                r = check_readable(setup->key_file);
        return r;
}

void mqtt_setup_done(struct mqtt_setup *setup)
{
        if (setup->password)
                explicit_bzero(setup->password, strlen(setup->password));
        free(setup->host);
        free(setup->client_id);
        free(setup->username);
        free(setup->password);
        free(setup->will_topic);
        free(setup->will_payload);
        free(setup->ca_file);
        free(setup->cert_file);
        free(setup->key_file);
        *setup = (struct mqtt_setup){ 0 };
}
