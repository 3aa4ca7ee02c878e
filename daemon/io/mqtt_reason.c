/* SPDX-License-Identifier: MIT */
#include "io/mqtt_internal.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

static void say_errno(const struct mqtt_setup *setup, int error, char text[static MQTT_REASON_SIZE])
{
        if (error == ECONNREFUSED)
                snprintf(text, MQTT_REASON_SIZE, "Nothing listens at %s port %u.", setup->host, setup->port);
        else
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s port %u cannot be reached: %s.",
                        setup->host, setup->port, strerror(error));
}

/* The library tells the causes of TLS failures in its log lines only. */
static void say_tls(const struct mqtt_setup *setup, const char *words, char text[static MQTT_REASON_SIZE])
{
        if (strstr(words, "host name verification failed"))
                snprintf(text, MQTT_REASON_SIZE,
                        "The broker's TLS certificate is not for the host name '%s'.", setup->host);
        else if (strstr(words, "certificate verify failed"))
                snprintf(text, MQTT_REASON_SIZE,
                        "The TLS certificate of the broker at %s is not valid: it has expired, or no CA in "
                        "%s "
                        "has signed it.",
                        setup->host, setup->ca_file ? setup->ca_file : "the system's list");
        else if (strstr(words, "Unable to load"))
                snprintf(text, MQTT_REASON_SIZE, "A TLS file of the broker's settings cannot be used: %s",
                        words);
        else if (strstr(words, "are inconsistent"))
                snprintf(text, MQTT_REASON_SIZE,
                        "The TLS settings' cert_file and key_file do not belong together.");
        else if (strstr(words, " alert "))
                snprintf(text, MQTT_REASON_SIZE,
                        "The broker at %s does not accept our side of TLS, most likely our certificate: %s.",
                        setup->host, strrchr(words, ':') ? strrchr(words, ':') + 1 : words);
        else
                snprintf(text, MQTT_REASON_SIZE, "No TLS connection with %s port %u: is it a TLS port? (%s)",
                        setup->host, setup->port, words[0] ? words : "the handshake broke off");
}

void mqtt_reason_connect(const struct mqtt_setup *setup, int result, int error, const char *words,
        char text[static MQTT_REASON_SIZE])
{
        if (words[0] || result == MOSQ_ERR_TLS)
                say_tls(setup, words, text);
        else if (result == MOSQ_ERR_EAI)
                snprintf(text, MQTT_REASON_SIZE, "The broker's name '%s' cannot be resolved: %s.",
                        setup->host, error == EAI_SYSTEM ? "system error" : gai_strerror(error));
        else if (result == MOSQ_ERR_TIMEOUT)
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s port %u does not answer.", setup->host,
                        setup->port);
        else if (result == MOSQ_ERR_ERRNO)
                say_errno(setup, error, text);
        else if (result == MOSQ_ERR_CONN_LOST)
                snprintf(text, MQTT_REASON_SIZE, "%s port %u hung up before the MQTT greeting: %s?",
                        setup->host, setup->port,
                        setup->tls ? "is it a TLS port? Does it accept our certificate"
                                   : "is it a broker's port, and without TLS");
        else if (result == MOSQ_ERR_INVAL && setup->tls)
                snprintf(text, MQTT_REASON_SIZE, "A TLS file of the broker's settings cannot be read.");
        else
                snprintf(text, MQTT_REASON_SIZE, "Connecting to %s port %u failed: %s", setup->host,
                        setup->port, mosquitto_strerror(result));
}

/* The codes of 3.1.1 as those of MQTT 5. */
static int refusal_of(bool old_protocol, int code)
{
        static const int refusals[] = { MQTT_RC_SUCCESS, MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION,
                MQTT_RC_CLIENTID_NOT_VALID, MQTT_RC_SERVER_UNAVAILABLE, MQTT_RC_BAD_USERNAME_OR_PASSWORD,
                MQTT_RC_NOT_AUTHORIZED };

        if (old_protocol && code > 0 && (size_t)code < ELEMENTS(refusals))
                return refusals[code];
        return code;
}

void mqtt_reason_refused(
        const struct mqtt_setup *setup, bool old_protocol, int code, char text[static MQTT_REASON_SIZE])
{
        int refusal = refusal_of(old_protocol, code);

        if (refusal == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION)
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s does not speak MQTT %s.", setup->host,
                        old_protocol ? "3.1.1" : "5");
        else if (refusal == MQTT_RC_CLIENTID_NOT_VALID)
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s refuses the client id '%s'.", setup->host,
                        setup->client_id);
        else if (refusal == MQTT_RC_BAD_USERNAME_OR_PASSWORD)
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s refuses the user name or the password.",
                        setup->host);
        else if (refusal == MQTT_RC_NOT_AUTHORIZED)
                snprintf(text, MQTT_REASON_SIZE,
                        "The broker at %s does not let us in: check the user name and the password.",
                        setup->host);
        else
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s refuses us: %s", setup->host,
                        mosquitto_reason_string(refusal));
}

void mqtt_reason_lost(const struct mqtt_setup *setup, int code, char text[static MQTT_REASON_SIZE])
{
        if (code == MQTT_RC_SESSION_TAKEN_OVER)
                snprintf(text, MQTT_REASON_SIZE,
                        "Another client has taken over our session: is '%s' the client id of two programs?",
                        setup->client_id);
        else if (code == MQTT_RC_SERVER_SHUTTING_DOWN)
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s shuts down.", setup->host);
        else if (code == MOSQ_ERR_TIMEOUT)
                snprintf(text, MQTT_REASON_SIZE,
                        "The machine slept for longer than the broker at %s keeps a connection.",
                        setup->host);
        else if (code == MOSQ_ERR_KEEPALIVE)
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s does not answer any more.", setup->host);
        else if (code >= MQTT_RC_UNSPECIFIED)
                snprintf(text, MQTT_REASON_SIZE, "The broker at %s ended the connection: %s", setup->host,
                        mosquitto_reason_string(code));
        else
                snprintf(text, MQTT_REASON_SIZE, "The connection to the broker at %s is lost.", setup->host);
}
