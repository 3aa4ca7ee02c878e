/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * mqtt_line - as much of MQTT 3.1.1 as a benchmark needs, on a blocking socket of the loopback interface: no
 * library's costs are in what is measured with it. Every failure ends the program with a word about it.
 */
#include <stddef.h>
#include <stdint.h>

#define MQTT_LINE_PACKET_SIZE 65536

struct mqtt_line {
        int fd;
        size_t have_bytes; /* in buffer */
        unsigned char buffer[2 * MQTT_LINE_PACKET_SIZE];
};

struct mqtt_line_message {
        char topic[256];
        char payload[MQTT_LINE_PACKET_SIZE];
};

void mqtt_line_connect(struct mqtt_line *line, const char *port, const char *client_id);
/* At QoS 0. Returns when the broker has confirmed it. */
void mqtt_line_subscribe(struct mqtt_line *line, const char *filter);
/* Writes a PUBLISH of @qos 0 or 1 to @packet of @size bytes. Returns its length. */
size_t mqtt_line_encode(
        unsigned char *packet, size_t size, const char *topic, const char *payload, int qos, uint16_t id);
void mqtt_line_write(const struct mqtt_line *line, const void *data, size_t bytes);
void mqtt_line_publish(const struct mqtt_line *line, const char *topic, const char *payload);
/* The next message within @timeout_msec. Returns 0, or -1 if none came. Other packets are passed over. */
int mqtt_line_read(struct mqtt_line *line, struct mqtt_line_message *message, int timeout_msec);
/* Takes PUBACKs that are there. Returns how many; waits for one if @wait. */
unsigned mqtt_line_take_acknowledged(struct mqtt_line *line, int wait);

int64_t mqtt_line_now_nsec(void);
