/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * lamp_dialect - what lamp.c needs from a dialect: its topics, and the way between its JSON and struct
 * lamp_look.
 *
 * Floor: wire (pure). Nothing outside lamp*.c includes this.
 */
#include "wire/lamp.h"
#include "wire/lamp_look.h"
#include "wire/topic.h"

struct lamp_names {
        char listen[LAMP_TOPICS_MAX][TOPIC_SIZE];
        size_t listen_count;
        char command[TOPIC_SIZE];
        char ask[TOPIC_SIZE];
};

enum lamp_report {
        LAMP_REPORT_NOTHING, /* nothing about the look */
        LAMP_REPORT_PARTIAL, /* some of it */
        LAMP_REPORT_WHOLE,   /* everything that the lamp can do */
};

struct lamp_dialect_ops {
        int full_brightness;
        int64_t breath_usec; /* how long one breath takes */

        /* Return: 0; -ENAMETOOLONG. */
        int (*name)(const struct lamp_config *config, struct lamp_names *names);
        /* @ret_look is overwritten in any case; without keys for LAMP_REPORT_NOTHING. */
        enum lamp_report (*read)(json_t *state, struct lamp_look *ret_look);

        /* Each adds messages to @outbox. Return: 0; -ENOMEM. */
        int (*ask)(const struct lamp_names *names, struct outbox *outbox);
        int (*set)(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox);
        /* One breath, after which the lamp shows @look as before. */
        int (*breathe)(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox);
};

extern const struct lamp_dialect_ops lamp_zigbee2mqtt_ops;
extern const struct lamp_dialect_ops lamp_tasmota_ops;
