/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * ear - listens to a broker for a verb of the client, and says nothing itself.
 *
 * Floor: client. What goes wrong is told on standard error with "unslouch VERB: ". SIGINT, SIGTERM and SIGHUP
 * end the listening as its end would. Home of the event loop: others add their timers and descriptors.
 */
#include "client/connection.h"
#include "config/settings.h"
#include "io/mqtt.h"

/* How long a broker has to be reached. */
#define EAR_REACH_USEC MQTT_CONNECT_TIMEOUT_USEC
/* zigbee2mqtt's list of some 300 devices, and its topic. */
#define EAR_PACKET_BYTES_MAX (UINT32_C(2) * 1024 * 1024 + 1024)

struct ear;

struct ear_options {
        const char *verb;
        const struct broker_settings *broker; /* host must be set; copied */
        const char *const *filters;           /* borrowed */
        size_t filter_count;
        void *userdata;
        /* The first time that all is subscribed to. Return: 0; a negative errno ends the listening. */
        int (*on_up)(void *userdata);
        /* As on_up(). All is borrowed. */
        int (*on_message)(void *userdata, const struct mqtt_message *message);
};

/* Blocks on the password's and certificates' files. Return: an exit status. ear_close() takes NULL. */
int ear_open(const struct ear_options *options, struct ear **ret_ear);
struct ear *ear_close(struct ear *ear);
CLEANUP_DEFINE(struct ear *, ear_close, ear_closep)

sd_event *ear_event(struct ear *ear);

/* Connects, and listens until ear_stop() or a signal. Return: an exit status; EXIT_STATUS_FAILED if the
 * broker was never reached, or a handler failed. */
int ear_listen(struct ear *ear);
/* For handlers. @status: of ear_listen(). */
void ear_stop(struct ear *ear, int status);
/* Calls ear_stop() with EXIT_STATUS_DONE after @usec. Return: 0; negative errno. */
int ear_stop_after(struct ear *ear, int64_t usec);
