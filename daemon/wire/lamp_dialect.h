/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * lamp_dialect - what lamp needs from a dialect: its topics, and the way between its messages and struct
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
        char source[TOPIC_SIZE];             /* shelly: what its answers are addressed to */
        char component[LAMP_COMPONENT_SIZE]; /* shelly: "rgbw:0" */
};

/* How bright a lamp of @brightness is at the bottom of a breath. */
#define LAMP_BREATH_BRIGHTNESS(brightness) ((brightness) / 4 + 1)

enum lamp_report {
        LAMP_REPORT_NOTHING, /* nothing about the look */
        LAMP_REPORT_PARTIAL, /* some of it */
        LAMP_REPORT_WHOLE,   /* everything that the lamp can do */
};

struct lamp_dialect_ops {
        int full_brightness;
        int64_t breath_usec; /* how long one breath takes, or its way down without breathe() */
        int64_t signal_usec; /* how long a signal takes */
        /* signal() turns the lamp over: it is called again signal_usec later. */
        bool signal_has_halves;

        /* Return: 0; -ENAMETOOLONG. */
        int (*name)(const struct lamp_config *config, struct lamp_names *names);
        /* @topic is one of @names->listen. @ret_look is overwritten in any case; without keys for
         * LAMP_REPORT_NOTHING. */
        enum lamp_report (*read)(const struct lamp_names *names, const char *topic, struct payload *payload,
                struct lamp_look *ret_look);

        /* Each adds messages to @outbox. Return: 0; -ENOMEM. ask() is NULL where the lamp cannot be asked. */
        int (*ask)(const struct lamp_names *names, struct outbox *outbox);
        int (*set)(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox);
        /* One breath, after which the lamp shows @look as before; NULL: it is made of two set(). */
        int (*breathe)(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox);
        /* What can be shown of @show (due, repeat, taken) without knowing how the lamp looks, because it
         * comes back by itself; nothing, where nothing can. */
        int (*signal)(const struct lamp_names *names, enum light_show show, struct outbox *outbox);
};

/* Adds a message with @json (taken over; NULL is -ENOMEM) as its payload. Return: 0; -ENOMEM. */
int lamp_send_json(const char *topic, json_t *json, struct outbox *outbox);
/* Adds a message with a plain text. Return: 0; -ENOMEM. */
int lamp_send_text(const char *topic, const char *text, struct outbox *outbox);

/* The number at @key if it is within the bounds. Return: whether it is; @ret_value is untouched if not. */
bool lamp_read_number(json_t *json, const char *key, double min, double max, double *ret_value);
bool lamp_read_integer(json_t *json, const char *key, int min, int max, int *ret_value);
/* ON or OFF at @key, in any case, as LAMP_KEY_POWER; anything else leaves @look alone. */
void lamp_read_switch(json_t *json, const char *key, struct lamp_look *look);

extern const struct lamp_dialect_ops lamp_zigbee2mqtt_ops;
extern const struct lamp_dialect_ops lamp_tasmota_ops;
extern const struct lamp_dialect_ops lamp_wled_ops;
extern const struct lamp_dialect_ops lamp_esphome_ops;
extern const struct lamp_dialect_ops lamp_ha_json_ops;
extern const struct lamp_dialect_ops lamp_shelly_ops;
