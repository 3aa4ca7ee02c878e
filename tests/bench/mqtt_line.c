/* SPDX-License-Identifier: MIT */
#include "bench/mqtt_line.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum packet_type {
        PACKET_CONNACK = 2,
        PACKET_PUBLISH = 3,
        PACKET_PUBACK = 4,
        PACKET_SUBACK = 9,
};

int64_t mqtt_line_now_nsec(void)
{
        struct timespec now;

        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void mqtt_line_write(const struct mqtt_line *line, const void *data, size_t bytes)
{
        const unsigned char *from = data;

        while (bytes > 0) {
                ssize_t done = send(line->fd, from, bytes, MSG_NOSIGNAL);

                if (done < 0 && errno != EINTR)
                        err(1, "the broker does not take what is sent");
                if (done > 0) {
                        from += done;
                        bytes -= (size_t)done;
                }
        }
}

static size_t put_length(unsigned char *to, size_t length)
{
        size_t count = 0;

        do {
                unsigned char byte = (unsigned char)(length % 128);

                length /= 128;
                to[count++] = (unsigned char)(byte | (length > 0 ? 0x80 : 0));
        } while (length > 0);
        return count;
}

static size_t put_text(unsigned char *to, const char *text)
{
        size_t bytes = strlen(text);

        to[0] = (unsigned char)(bytes >> 8);
        to[1] = (unsigned char)bytes;
        memcpy(to + 2, text, bytes);
        return bytes + 2;
}

size_t mqtt_line_encode(
        unsigned char *packet, size_t size, const char *topic, const char *payload, int qos, uint16_t id)
{
        size_t payload_bytes = strlen(payload);
        size_t body_bytes = strlen(topic) + 2 + (qos > 0 ? 2 : 0) + payload_bytes;
        size_t at = 1;

        if (body_bytes + 5 > size)
                errx(2, "the message is too long");
        packet[0] = (unsigned char)(PACKET_PUBLISH << 4 | qos << 1);
        at += put_length(packet + at, body_bytes);
        at += put_text(packet + at, topic);
        if (qos > 0) {
                packet[at++] = (unsigned char)(id >> 8);
                packet[at++] = (unsigned char)id;
        }
        memcpy(packet + at, payload, payload_bytes);
        return at + payload_bytes;
}

void mqtt_line_publish(const struct mqtt_line *line, const char *topic, const char *payload)
{
        unsigned char packet[4096];

        mqtt_line_write(line, packet, mqtt_line_encode(packet, sizeof(packet), topic, payload, 0, 0));
}

/* The length of the first packet in the buffer and where its body begins; 0: it is not whole yet. */
static size_t whole_packet(const struct mqtt_line *line, size_t *ret_body)
{
        size_t length = 0;

        for (size_t i = 1, shift = 0; i < line->have_bytes && i < 5; i++, shift += 7) {
                length |= (size_t)(line->buffer[i] & 0x7f) << shift;
                if (line->buffer[i] & 0x80)
                        continue;
                if (length > MQTT_LINE_PACKET_SIZE)
                        errx(1, "the broker sent a message that is too long");
                *ret_body = i + 1;
                return line->have_bytes >= i + 1 + length ? i + 1 + length : 0;
        }
        return 0;
}

static void drop(struct mqtt_line *line, size_t bytes)
{
        line->have_bytes -= bytes;
        memmove(line->buffer, line->buffer + bytes, line->have_bytes);
}

/* Returns whether something came. */
static bool fill(struct mqtt_line *line, int timeout_msec)
{
        struct pollfd poller = { .fd = line->fd, .events = POLLIN };
        ssize_t bytes;

        if (poll(&poller, 1, timeout_msec) <= 0)
                return false;
        bytes = recv(line->fd, line->buffer + line->have_bytes, sizeof(line->buffer) - line->have_bytes, 0);
        if (bytes <= 0)
                err(1, "the broker has closed the connection");
        line->have_bytes += (size_t)bytes;
        return true;
}

static void expect(struct mqtt_line *line, enum packet_type type)
{
        size_t body;
        size_t bytes;

        while ((bytes = whole_packet(line, &body)) == 0 || line->buffer[0] >> 4 != type) {
                if (bytes > 0)
                        drop(line, bytes);
                else if (!fill(line, 10000))
                        errx(1, "the broker does not answer");
        }
        drop(line, bytes);
}

void mqtt_line_connect(struct mqtt_line *line, const char *port, const char *client_id)
{
        static const unsigned char head[] = { 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0 };
        const struct sockaddr_in address = {
                .sin_family = AF_INET,
                .sin_port = htons((uint16_t)atoi(port)),
                .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        };
        unsigned char packet[256] = { 0x10 };
        int one = 1;

        line->have_bytes = 0;
        line->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (line->fd < 0 || connect(line->fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
                err(1, "cannot connect to the broker");
        (void)setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        if (strlen(client_id) > 64)
                errx(2, "the client id is too long");
        packet[1] = (unsigned char)(sizeof(head) + 2 + strlen(client_id));
        memcpy(packet + 2, head, sizeof(head));
        mqtt_line_write(line, packet, 2 + sizeof(head) + put_text(packet + 2 + sizeof(head), client_id));
        expect(line, PACKET_CONNACK);
}

void mqtt_line_subscribe(struct mqtt_line *line, const char *filter)
{
        unsigned char packet[512] = { 0x82, 0, 0, 1 };
        size_t bytes = strlen(filter);

        if (bytes > 100)
                errx(2, "the filter is too long");
        packet[1] = (unsigned char)(bytes + 5);
        bytes = put_text(packet + 4, filter) + 4;
        packet[bytes++] = 0;
        mqtt_line_write(line, packet, bytes);
        expect(line, PACKET_SUBACK);
}

static void take_publish(
        const struct mqtt_line *line, size_t body, size_t bytes, struct mqtt_line_message *message)
{
        const unsigned char *at = line->buffer + body;
        size_t topic_bytes = (size_t)at[0] << 8 | at[1];
        size_t payload_bytes = bytes - body - 2 - topic_bytes;

        if (topic_bytes >= sizeof(message->topic) || payload_bytes >= sizeof(message->payload))
                errx(1, "the broker sent a message that is too long");
        memcpy(message->topic, at + 2, topic_bytes);
        message->topic[topic_bytes] = '\0';
        memcpy(message->payload, at + 2 + topic_bytes, payload_bytes);
        message->payload[payload_bytes] = '\0';
}

int mqtt_line_read(struct mqtt_line *line, struct mqtt_line_message *message, int timeout_msec)
{
        size_t body;

        for (;;) {
                size_t bytes = whole_packet(line, &body);
                bool is_publish = bytes > 0 && line->buffer[0] >> 4 == PACKET_PUBLISH;

                if (is_publish)
                        take_publish(line, body, bytes, message);
                if (bytes > 0)
                        drop(line, bytes);
                if (is_publish)
                        return 0;
                if (bytes == 0 && !fill(line, timeout_msec))
                        return -1;
        }
}

unsigned mqtt_line_take_acknowledged(struct mqtt_line *line, int wait)
{
        unsigned count = 0;
        size_t body;
        size_t bytes;

        do {
                while ((bytes = whole_packet(line, &body)) > 0) {
                        count += line->buffer[0] >> 4 == PACKET_PUBACK;
                        drop(line, bytes);
                }
        } while (fill(line, wait && count == 0 ? 10000 : 0));
        if (wait && count == 0)
                errx(1, "the broker confirms nothing");
        return count;
}
