/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>

/* Where the system's CA certificates are, for the one case in which the library insists on a path. */
#define SYSTEM_CA_DIRECTORY "/etc/ssl/certs"
/* QoS 1 messages that a broker may send us before our PUBACK: only to outweigh a long way to it. */
#define RECEIVE_MAX 1000

static int errno_of(int result)
{
        switch (result) {
        case MOSQ_ERR_SUCCESS: return 0;
        case MOSQ_ERR_NOMEM: return -ENOMEM;
        default: return -EINVAL;
        }
}

/* The first error line tells the cause; OpenSSL's lines that follow are its echo. */
static void on_log(struct mosquitto *handle, void *userdata, int level, const char *line)
{
        struct mqtt_client *client = userdata;
        size_t bytes = strlen(line);

        (void)handle;
        if (level != MOSQ_LOG_ERR || client->words[0])
                return;
        if (bytes >= sizeof(client->words))
                bytes = sizeof(client->words) - 1;
        memcpy(client->words, line, bytes);
        client->words[bytes] = '\0';
}

static void on_connect(
        struct mosquitto *handle, void *userdata, int code, int flags, const mosquitto_property *properties)
{
        struct mqtt_client *client = userdata;
        uint16_t inflight_max;

        (void)handle;
        (void)flags;
        client->progress++;
        client->connack = code;
        (void)mosquitto_property_read_int16(
                properties, MQTT_PROP_SERVER_KEEP_ALIVE, &client->keepalive_sec, false);
        (void)mosquitto_property_read_int32(
                properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, &client->packet_max_bytes, false);
        if (mosquitto_property_read_int16(properties, MQTT_PROP_RECEIVE_MAXIMUM, &inflight_max, false) &&
                inflight_max > 0 && inflight_max < client->inflight_max)
                client->inflight_max = inflight_max;
}

static void on_disconnect(
        struct mosquitto *handle, void *userdata, int code, const mosquitto_property *properties)
{
        struct mqtt_client *client = userdata;

        (void)handle;
        (void)properties;
        client->progress++;
        client->farewell = code;
}

static void on_publish(
        struct mosquitto *handle, void *userdata, int id, int code, const mosquitto_property *properties)
{
        struct mqtt_client *client = userdata;

        (void)handle;
        (void)properties;
        client->progress++;
        if (client->mqtt)
                mqtt_take_puback(client->mqtt, id, code);
}

static void on_message(struct mosquitto *handle, void *userdata, const struct mosquitto_message *message,
        const mosquitto_property *properties)
{
        struct mqtt_client *client = userdata;

        (void)handle;
        (void)properties;
        client->progress++;
        if (client->mqtt)
                mqtt_take_message(client->mqtt, message);
}

static void on_subscribe(struct mosquitto *handle, void *userdata, int id, int count, const int *granted,
        const mosquitto_property *properties)
{
        struct mqtt_client *client = userdata;

        (void)handle;
        (void)properties;
        client->progress++;
        if (client->mqtt && count > 0)
                mqtt_take_suback(client->mqtt, id, granted[0]);
}

static void on_unsubscribe(
        struct mosquitto *handle, void *userdata, int id, const mosquitto_property *properties)
{
        struct mqtt_client *client = userdata;

        (void)handle;
        (void)id;
        (void)properties;
        client->progress++;
}

static void set_callbacks(struct mosquitto *handle)
{
        mosquitto_log_callback_set(handle, on_log);
        mosquitto_connect_v5_callback_set(handle, on_connect);
        mosquitto_disconnect_v5_callback_set(handle, on_disconnect);
        mosquitto_publish_v5_callback_set(handle, on_publish);
        mosquitto_message_v5_callback_set(handle, on_message);
        mosquitto_subscribe_v5_callback_set(handle, on_subscribe);
        mosquitto_unsubscribe_v5_callback_set(handle, on_unsubscribe);
}

/* Without this a key with a passphrase makes OpenSSL ask for it on the terminal. */
static int refuse_passphrase(char *buffer, int size, int writing, void *userdata)
{
        (void)buffer;
        (void)size;
        (void)writing;
        (void)userdata;
        return -1;
}

static int set_tls(struct mosquitto *handle, const struct mqtt_setup *setup)
{
        int result = MOSQ_ERR_SUCCESS;

        if (!setup->tls)
                return 0;
        if (!setup->ca_file)
                result = mosquitto_int_option(handle, MOSQ_OPT_TLS_USE_OS_CERTS, 1);
        if (result == MOSQ_ERR_SUCCESS && (setup->ca_file || setup->cert_file))
                result =
                        mosquitto_tls_set(handle, setup->ca_file, setup->ca_file ? NULL : SYSTEM_CA_DIRECTORY,
                                setup->cert_file, setup->key_file, refuse_passphrase);
        return errno_of(result);
}

static int set_session(struct mosquitto *handle, const struct mqtt_setup *setup, bool old_protocol)
{
        int result;

        result = mosquitto_int_option(
                handle, MOSQ_OPT_PROTOCOL_VERSION, old_protocol ? MQTT_PROTOCOL_V311 : MQTT_PROTOCOL_V5);
        if (result == MOSQ_ERR_SUCCESS)
                result = mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1);
        if (result == MOSQ_ERR_SUCCESS)
                result = mosquitto_int_option(handle, MOSQ_OPT_SEND_MAXIMUM, MQTT_INFLIGHT_MAX);
        if (result == MOSQ_ERR_SUCCESS)
                result = mosquitto_int_option(handle, MOSQ_OPT_RECEIVE_MAXIMUM, RECEIVE_MAX);
        if (result == MOSQ_ERR_SUCCESS && setup->username)
                result = mosquitto_username_pw_set(handle, setup->username, setup->password);
        if (result == MOSQ_ERR_SUCCESS && setup->will_topic)
                result = mosquitto_will_set(handle, setup->will_topic, (int)strlen(setup->will_payload),
                        setup->will_payload, 1, true);
        /* Connecting then queues CONNECT instead of sending it; mqtt_client_attach() revokes it. */
        if (result == MOSQ_ERR_SUCCESS)
                result = mosquitto_threaded_set(handle, true);
        return errno_of(result);
}

int mqtt_client_new(
        const struct mqtt_setup *setup, const struct mqtt_retry *retry, struct mqtt_client **ret_client)
{
        CLEANUP(mqtt_client_freep) struct mqtt_client *client = NULL;
        int r;

        client = calloc(1, sizeof(*client));
        if (!client)
                return -ENOMEM;
        client->port = setup->port;
        client->bind_address = mqtt_retry_bind_address(retry);
        client->old_protocol = retry->old_protocol;
        client->tls = setup->tls;
        client->receive_max_bytes = setup->packet_max_bytes;
        client->connack = client->farewell = MQTT_NO_CODE;
        client->keepalive_sec = setup->keepalive_sec;
        client->inflight_max = MQTT_INFLIGHT_MAX;
        client->host = strdup(setup->host);
        if (!client->host)
                return -ENOMEM;
        client->handle = mosquitto_new(setup->client_id, true, client);
        if (!client->handle)
                return errno == EINVAL ? -EINVAL : -ENOMEM;
        set_callbacks(client->handle);
        r = set_session(client->handle, setup, client->old_protocol);
        if (r < 0)
                return r;
        r = set_tls(client->handle, setup);
        if (r < 0)
                return r;
        *ret_client = TAKE_PTR(client);
        return 0;
}

struct mqtt_client *mqtt_client_free(struct mqtt_client *client)
{
        if (!client)
                return NULL;
        if (client->handle)
                mosquitto_destroy(client->handle);
        free(client->host);
        free(client);
        return NULL;
}

int mqtt_client_connect(struct mqtt_client *client)
{
        mosquitto_property *properties = NULL;
        int error;
        int result;

        if (!client->old_protocol) {
                result = mosquitto_property_add_int32(
                        &properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, client->receive_max_bytes);
                if (result != MOSQ_ERR_SUCCESS)
                        return result;
        }
        errno = 0;
        result = mosquitto_connect_bind_v5(client->handle, client->host, client->port, client->keepalive_sec,
                client->bind_address, properties);
        error = errno;
        mosquitto_property_free_all(&properties);
        errno = error;
        return result;
}

void mqtt_client_attach(struct mqtt_client *client, struct mqtt *mqtt)
{
        client->mqtt = mqtt;
        (void)mosquitto_threaded_set(client->handle, false);
}
