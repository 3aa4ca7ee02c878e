/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * discovered_inside - what the files of discovered share. Nobody else includes it.
 *
 *   discovered.c               the interface: whose message it is, what was found, what is retained
 *   discovered_judge.c         what a device says of itself, in neutral words -> a candidate
 *   discovered_choice.c        at the end: which are sure, names, order
 *   discovered_homeassistant.c, discovered_zigbee2mqtt.c, discovered_tasmota.c   announcements
 *   discovered_live.c, discovered_channel.c   all else that is said: of sensors; of lamps and speakers
 */
#include "base/cleanup.h"
#include "wire/discovered.h"
#include "wire/field.h"

#include <jansson.h>

#define DISCOVERED_TASMOTA_MAX     128
#define DISCOVERED_TASMOTA_ID_SIZE 33

/* A topic of which something is retained, or was said. */
struct seen_topic {
        uint64_t hash; /* 0: none */
        bool retained;
};

/* Tasmota tells a device in two messages. */
struct tasmota_device {
        char id[DISCOVERED_TASMOTA_ID_SIZE]; /* its MAC address */
        json_t *config;
        json_t *sensors;
};

struct discovered {
        char base[TOPIC_SIZE];
        char prefix[TOPIC_SIZE]; /* of Home Assistant's discovery */
        struct candidate *candidates;
        size_t count;
        size_t allocated;
        size_t dropped;
        struct seen_topic *topics; /* DISCOVERED_TOPICS_MAX, a hash table with open addressing */
        size_t topic_count;
        struct tasmota_device tasmota[DISCOVERED_TASMOTA_MAX];
        size_t tasmota_count;
};

/* What a property of a device is about. */
enum property {
        PROPERTY_CONTACT,
        PROPERTY_LEAK,
        PROPERTY_OCCUPANCY,
        PROPERTY_PRESENCE,
        PROPERTY_MOTION,
        PROPERTY_VIBRATION,
        PROPERTY_SWITCH, /* any other yes or no */
        PROPERTY_POWER,
        PROPERTY_HEIGHT,
        PROPERTY_DISTANCE,
        PROPERTY_IDLE,   /* how long nobody has done anything */
        PROPERTY_ACTIVE, /* whether somebody does something */
        PROPERTY_HOME,
        PROPERTY_MAX_, /* nothing that tells of people */
};

/* What the key of a message, or a class of Home Assistant, is about. */
enum property property_of(const char *name);

/* The same of a name that may be of several words: of an object, or the end of a topic. */
enum property property_guess(const char *name, bool is_number);

/* One property of one device. Borrowed texts; NULL where nothing is known. */
struct finding {
        enum property property;
        const char *label;  /* what people call the device */
        const char *words;  /* further text that tells what it is: a description, the property's name */
        const char *source; /* who says it: "zigbee2mqtt lists it" */
        const char *property_name;
        bool is_number;
        bool has_value;
        double value; /* the number last said, with has_value */
        const char *unit;
        const char *via;
        const char *device;
        const char *topic;
        const char *field;
        const char *when; /* what is true, if that is known */
        const char *room;
        const char *availability;
};

/* Makes a sensor of it, if it is likely one. Return: 0; -ENOMEM. */
int discovered_judge(struct discovered *discovered, const struct finding *finding);

/* Adds a copy of @candidate unless its texts could not be settings; merges it with one of the same kind,
 * topic and field. Return: 0; -ENOMEM. */
int discovered_add(struct discovered *discovered, const struct candidate *candidate);

/* Copies @source, without what cannot be shown and cut at a character to fit; NULL is "". */
void discovered_copy_shown(char *target, size_t size, const char *source);
/* Copies @source whole, or "" if it does not fit or has what cannot be shown. Return: whether it was copied.
 */
bool discovered_copy_exact(char *target, size_t size, const char *source);

/* The text at @key of an object; NULL if there is none. */
const char *discovered_text(const json_t *object, const char *key);

/* What follows @base and a slash in @topic; NULL if it does not begin so. */
const char *discovered_below(const char *topic, const char *base);

/* If @topic is a device of zigbee2mqtt with its usual base, the device's name; else NULL. */
const char *discovered_zigbee_device(const char *topic);

/* The files of sources. Each returns as discovered_take() does; @rest is what follows the source's prefix. */
int discovered_homeassistant(struct discovered *discovered, const char *rest, const json_t *message);
int discovered_zigbee2mqtt(struct discovered *discovered, const char *topic, const json_t *message);
int discovered_tasmota(struct discovered *discovered, const char *rest, json_t *message);
int discovered_live(struct discovered *discovered, const char *topic, const void *bytes, size_t size);
int discovered_wled(struct discovered *discovered, const char *rest);
int discovered_hermes(struct discovered *discovered, const json_t *object);
/* sonos/<uuid> is one speaker; sonos/connected is "2" if there is one at all. */
int discovered_sonos(struct discovered *discovered, const char *rest, const json_t *object, const char *text);
/* Whether @object is what a light says in zigbee2mqtt's and Home Assistant's JSON. */
bool discovered_is_light_state(const json_t *object);
int discovered_add_zigbee_lamp(struct discovered *discovered, const char *device);
/* @command: the topic it is spoken to; @extra, @value: a further setting, or NULL. */
int discovered_add_lamp(struct discovered *discovered, const char *via, const char *device,
        const char *command, const char *extra, const char *value);

/* At the end: the candidates of the Tasmota devices that were told; what is sure; names and order. */
int discovered_tasmota_finish(struct discovered *discovered);
void discovered_choose(struct discovered *discovered);
/* All properties of @object, a message of @finding's device, that tell of people: @finding has what is the
 * same for all. */
int discovered_walk(struct discovered *discovered, const struct finding *finding, json_t *object);
