/* SPDX-License-Identifier: MIT */
/*
 * What devices say by themselves: the family is known by the topic, the property by the key.
 */
#include "wire/discovered_inside.h"

#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "wire/field_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 4
#define KEYS_MAX  64
#define HEARD     "heard on its topic"
/* A word, or a number. */
#define TEXT_SIZE 64

static bool ends_with(const char *text, const char *end)
{
        size_t length = strlen(text);

        return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

/* ---- JSON ---- */

/* Where discovered_walk() is: the path so far, and what the key is about. */
struct walk {
        struct discovered *discovered;
        struct finding finding;
        char path[CANDIDATE_FIELD_SIZE];
        const char *key; /* the last one that is no index */
};

/* Radars of Tasmota tell distances, 0 of nobody; other distances are named by what measures them. */
static enum property property_at(const struct walk *walk)
{
        enum property property = property_of(walk->key);

        if (property == PROPERTY_DISTANCE && strncmp(walk->path, "LD24", 4) == 0)
                return PROPERTY_PRESENCE;
        if (property == PROPERTY_MAX_ &&
                (strncmp(walk->key, "Switch", 6) == 0 || strncmp(walk->path, "params.\"input:", 14) == 0))
                return PROPERTY_SWITCH;
        return property;
}

static int take_value(struct walk *walk, const json_t *value)
{
        struct finding finding = walk->finding;

        finding.property = property_at(walk);
        if (finding.property == PROPERTY_MAX_ || json_is_null(value))
                return 0;
        finding.property_name = walk->key;
        finding.field = walk->path;
        finding.words = walk->path;
        finding.has_value = true;
        finding.is_number = json_is_number(value);
        finding.value = json_number_value(value);
        /* An ultrasonic sensor tells cm, a laser mm. */
        if (finding.property == PROPERTY_DISTANCE)
                finding.unit = strncmp(walk->path, "VL53", 4) == 0 ? "mm" : NULL;
        if (finding.property == PROPERTY_CONTACT && json_is_boolean(value))
                finding.when = "false";
        else if (json_is_boolean(value))
                finding.when = "true";
        return discovered_judge(walk->discovered, &finding);
}

/* At most DEPTH_MAX deep, so this may call itself. */
static int walk_into(struct walk *walk, json_t *value, unsigned depth)
{
        size_t length = strlen(walk->path);
        const char *outer = walk->key;
        size_t keys = 0;
        const char *key;
        json_t *inner;
        int r = 0;

        if (depth > DEPTH_MAX)
                return 0;
        if (json_is_array(value)) {
                inner = json_array_get(value, 0);
                if (!inner || field_text_add_index(walk->path, sizeof(walk->path), 0) < 0)
                        return 0;
                r = walk_into(walk, inner, depth + 1);
                walk->path[length] = '\0';
                return r;
        }
        if (!json_is_object(value))
                return depth > 0 ? take_value(walk, value) : 0;
        json_object_foreach(value, key, inner)
        {
                if (++keys > KEYS_MAX)
                        break;
                if (field_text_add_key(walk->path, sizeof(walk->path), key) < 0)
                        continue;
                walk->key = key;
                r = walk_into(walk, inner, depth + 1);
                walk->path[length] = '\0';
                walk->key = outer;
                if (r < 0)
                        return r;
        }
        return 0;
}

int discovered_walk(struct discovered *discovered, const struct finding *finding, json_t *object)
{
        struct walk walk = { .discovered = discovered, .finding = *finding, .key = "" };

        return walk_into(&walk, object, 0);
}

/* ---- families ---- */

/* What is heard: the topic, its message, and that as JSON if it is an object, else as a short text. */
struct heard {
        const char *topic;
        json_t *object;
        const char *text; /* "" if it is too long */
        bool is_number;
        double number;
};

/*
 * Reads a topic of Tasmota that has "tele" for its prefix and ends in @leaf: <word>/<device>/<leaf>, or
 * another order with the word before the leaf. @device: as `device` of a sensor has it. Return: whether it is
 * one.
 */
static bool read_tasmota(const char *topic, const char *leaf, char device[static TOPIC_SIZE])
{
        size_t length = strlen(topic);

        if (!ends_with(topic, leaf))
                return false;
        length -= strlen(leaf);
        if (length > 5 && strncmp(topic, "tele/", 5) == 0)
                (void)snprintf(device, TOPIC_SIZE, "%.*s", (int)(length - 5), topic + 5);
        else if (length > 5 && length < TOPIC_SIZE - 8 && strncmp(topic + length - 5, "/tele", 5) == 0)
                (void)snprintf(device, TOPIC_SIZE, "%.*s/%%prefix%%", (int)(length - 5), topic);
        else
                return false;
        return true;
}

/* A lamp in one of the two usual orders: %prefix%/%topic%/ and %topic%/%prefix%/. */
static int add_tasmota_lamp(struct discovered *discovered, char *device)
{
        char *prefix = strstr(device, "/%prefix%");
        char command[TOPIC_SIZE];

        if (prefix)
                *prefix = '\0';
        if (strchr(device, '%') || snprintf(command, sizeof(command), prefix ? "%s/cmnd" : "cmnd/%s",
                                           device) >= (int)sizeof(command))
                return 0;
        return discovered_add_lamp(
                discovered, "tasmota", device, command, prefix ? "full_topic" : NULL, "%topic%/%prefix%/");
}

static int take_tasmota(struct discovered *discovered, const struct heard *heard)
{
        char device[TOPIC_SIZE];
        struct finding finding = {
                .label = device, .source = HEARD, .via = "tasmota", .device = device, .topic = heard->topic
        };

        if (read_tasmota(heard->topic, "/SENSOR", device))
                return discovered_walk(discovered, &finding, heard->object);
        if (!read_tasmota(heard->topic, "/STATE", device) || !json_object_get(heard->object, "Dimmer"))
                return 0;
        return add_tasmota_lamp(discovered, device);
}

/* Second generation and later: <device>/events/rpc. */
static int take_shelly(struct discovered *discovered, const struct heard *heard)
{
        static const char *const lights[] = { "light:0", "rgb:0", "rgbw:0", "cct:0" };
        const json_t *params = json_object_get(heard->object, "params");
        char device[TOPIC_SIZE];
        char command[TOPIC_SIZE + 8];
        struct finding finding = {
                .label = device, .source = HEARD, .via = "shelly", .device = device, .topic = heard->topic
        };

        (void)snprintf(device, sizeof(device), "%.*s", (int)(strlen(heard->topic) - strlen("/events/rpc")),
                heard->topic);
        for (size_t i = 0; i < ELEMENTS(lights); i++)
                if (json_is_object(json_object_get(params, lights[i]))) {
                        (void)snprintf(command, sizeof(command), "%s/rpc", device);
                        return discovered_add_lamp(
                                discovered, "shelly", device, command, i > 0 ? "component" : NULL, lights[i]);
                }
        return discovered_walk(discovered, &finding, heard->object);
}

/* A device of zigbee2mqtt, or one of its other topics. */
static int take_zigbee(struct discovered *discovered, const struct heard *heard, const char *device)
{
        static const char *const others[] = { "/availability", "/set", "/get" };
        const struct finding finding = { .label = device,
                .source = HEARD,
                .via = "zigbee2mqtt",
                .device = device,
                .topic = heard->topic };

        for (size_t i = 0; i < ELEMENTS(others); i++)
                if (ends_with(device, others[i]))
                        return 0;
        if (!heard->object || strncmp(device, "bridge/", 7) == 0)
                return 0;
        if (discovered_is_light_state(heard->object))
                return discovered_add_zigbee_lamp(discovered, device);
        return discovered_walk(discovered, &finding, heard->object);
}

/* ---- one value a topic ---- */

/* <base>/<domain>/<object>/state, of ESPHome and of Home Assistant's statestream. */
struct entity_topic {
        char base[TOPIC_SIZE];
        char domain[CANDIDATE_NAME_SIZE];
        char object[CANDIDATE_NAME_SIZE];
};

/* Cuts the last level off @text and copies it. Return: whether there is one that fits. */
static bool cut_level(char *text, char *level, size_t size)
{
        char *slash = strrchr(text, '/');

        if (!slash || slash == text || text_copy(level, size, slash + 1) < 0)
                return false;
        *slash = '\0';
        return level[0] != '\0';
}

static bool read_entity_topic(const char *topic, struct entity_topic *parts)
{
        char leaf[8];

        return text_copy(parts->base, sizeof(parts->base), topic) >= 0 &&
               cut_level(parts->base, leaf, sizeof(leaf)) && strcmp(leaf, "state") == 0 &&
               cut_level(parts->base, parts->object, sizeof(parts->object)) &&
               cut_level(parts->base, parts->domain, sizeof(parts->domain));
}

static const struct {
        const char *name;
        bool is_statestream; /* and never ESPHome */
        const char *when;
} domains[] = {
        { "binary_sensor", false, NULL },
        { "sensor", false, NULL },
        { "switch", false, NULL },
        { "input_boolean", true, NULL },
        { "media_player", true, "playing|paused|on" },
        { "person", true, "home" },
        { "device_tracker", true, "home" },
};

/* Which family says such a word; NULL if that can't be told. */
static const char *family_of(const struct heard *heard, bool is_statestream)
{
        if (is_statestream || strcmp(heard->text, "on") == 0 || strcmp(heard->text, "off") == 0)
                return "statestream";
        if (strcmp(heard->text, "ON") == 0 || strcmp(heard->text, "OFF") == 0)
                return "esphome";
        return NULL;
}

static int take_entity(struct discovered *discovered, const struct heard *heard,
        const struct entity_topic *parts, size_t domain)
{
        const char *family = family_of(heard, domains[domain].is_statestream);
        enum property property = property_of(parts->domain);
        char device[2 * TOPIC_SIZE];
        const struct finding finding = {
                .property = property != PROPERTY_MAX_ ? property
                                                      : property_guess(parts->object, heard->is_number),
                .label = parts->object,
                .source = HEARD,
                .property_name = parts->object,
                .is_number = heard->is_number,
                .has_value = true,
                .value = heard->number,
                .via = family,
                .device = device,
                .topic = heard->topic,
                .when = domains[domain].when,
        };

        if (family && strcmp(family, "esphome") == 0)
                (void)snprintf(device, sizeof(device), "%s/%s", parts->base, parts->object);
        else
                (void)snprintf(device, sizeof(device), "%s/%s/%s", parts->base, parts->domain, parts->object);
        return discovered_judge(discovered, &finding);
}

static int take_esphome_light(
        struct discovered *discovered, const struct heard *heard, const struct entity_topic *parts)
{
        char device[2 * TOPIC_SIZE];
        char command[2 * TOPIC_SIZE];

        if (!discovered_is_light_state(heard->object))
                return 0;
        (void)snprintf(device, sizeof(device), "%s/%s", parts->base, parts->object);
        (void)snprintf(command, sizeof(command), "%s/light/%s/command", parts->base, parts->object);
        return discovered_add_lamp(discovered, "esphome", device, command, NULL, NULL);
}

/* What a sensor says that knows but two states. */
static bool is_yes_or_no(const char *text)
{
        static const char *const words[] = { "on", "off", "true", "false", "yes", "no", "open", "closed",
                "occupied", "vacant", "clear", "detected", "present", "absent", "active", "inactive",
                "idle" };

        for (size_t i = 0; i < ELEMENTS(words); i++)
                if (text_equal_nocase(words[i], text))
                        return true;
        return false;
}

static int take_other(struct discovered *discovered, const struct heard *heard)
{
        const char *slash = strrchr(heard->topic, '/');
        const char *name = slash ? slash + 1 : heard->topic;
        struct finding finding = { .source = HEARD, .topic = heard->topic };
        struct entity_topic parts;

        if (read_entity_topic(heard->topic, &parts)) {
                if (strcmp(parts.domain, "light") == 0)
                        return take_esphome_light(discovered, heard, &parts);
                for (size_t i = 0; i < ELEMENTS(domains) && !heard->object; i++)
                        if (strcmp(parts.domain, domains[i].name) == 0)
                                return take_entity(discovered, heard, &parts, i);
        }
        if (heard->object)
                return discovered_walk(discovered, &finding, heard->object);
        if (!heard->is_number && !is_yes_or_no(heard->text))
                return 0;
        finding.property = property_guess(name, heard->is_number);
        finding.property_name = name;
        finding.is_number = heard->is_number;
        finding.has_value = true;
        finding.value = heard->number;
        return discovered_judge(discovered, &finding);
}

static int take_heard(struct discovered *discovered, const struct heard *heard)
{
        const char *rest;

        if (discovered_below(heard->topic, discovered->prefix) || heard->topic[0] == '$')
                return 0;
        if (discovered_below(heard->topic, "hermes"))
                return discovered_hermes(discovered, heard->object);
        if ((rest = discovered_below(heard->topic, "sonos")))
                return discovered_sonos(discovered, rest, heard->object, heard->text);
        if ((rest = discovered_below(heard->topic, "wled")))
                return discovered_wled(discovered, rest);
        if ((rest = discovered_zigbee_device(heard->topic)))
                return take_zigbee(discovered, heard, rest);
        if (ends_with(heard->topic, "/events/rpc"))
                return take_shelly(discovered, heard);
        if (heard->object && (ends_with(heard->topic, "/SENSOR") || ends_with(heard->topic, "/STATE")))
                return take_tasmota(discovered, heard);
        return take_other(discovered, heard);
}

int discovered_live(struct discovered *discovered, const char *topic, const void *bytes, size_t size)
{
        struct payload payload;
        char text[TEXT_SIZE] = "";
        struct heard heard = { .topic = topic, .text = text };
        int r;

        /* What is no text, or too much, tells nothing of people. */
        if (size == 0 || payload_init(&payload, bytes, size) < 0)
                return 0;
        heard.object = payload_json(&payload);
        if (payload.error == -ENOMEM)
                return -ENOMEM;
        if (!heard.object && size < sizeof(text))
                memcpy(text, bytes, size);
        heard.is_number = number_parse_real(text, &heard.number) >= 0;
        r = take_heard(discovered, &heard);
        payload_done(&payload);
        return r;
}
