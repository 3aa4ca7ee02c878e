/* SPDX-License-Identifier: MIT */
/*
 * Tasmota's discovery: tasmota/discovery/<mac>/config says names, topics and relays, .../sensors what is
 * connected. They come in any order and are joined at the end.
 */
#include "wire/discovered_inside.h"

#include "base/text.h"
#include "base/units.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* So a relay is told that is a light. */
#define RELAY_LIGHT 2
#define RELAYS_MAX  32
#define PREFIX      "%prefix%"
#define DEFAULT     PREFIX "/%topic%/"
#define SOURCE      "Tasmota's discovery has it"

/* The device of this id, made if there is none; NULL if there are too many, or its id is too long. */
static struct tasmota_device *find_device(struct discovered *discovered, const char *id, size_t length)
{
        struct tasmota_device *device;

        if (length == 0 || length >= DISCOVERED_TASMOTA_ID_SIZE)
                return NULL;
        for (size_t i = 0; i < discovered->tasmota_count; i++) {
                device = &discovered->tasmota[i];
                if (strlen(device->id) == length && strncmp(device->id, id, length) == 0)
                        return device;
        }
        if (discovered->tasmota_count == DISCOVERED_TASMOTA_MAX)
                return NULL;
        device = &discovered->tasmota[discovered->tasmota_count++];
        memcpy(device->id, id, length);
        return device;
}

/* A text that must be there. */
static bool has_text(const json_t *message, const char *key)
{
        const char *text = discovered_text(message, key);

        return text && text[0] != '\0';
}

int discovered_tasmota(struct discovered *discovered, const char *rest, json_t *message)
{
        size_t length = strcspn(rest, "/");
        bool is_config = strcmp(rest + length, "/config") == 0;
        struct tasmota_device *device;
        json_t **place;

        if (!is_config && strcmp(rest + length, "/sensors") != 0)
                return 0;
        if (is_config ? !has_text(message, "t") || !has_text(message, "ft")
                      : !json_is_object(json_object_get(message, "sn")))
                return -EBADMSG;
        device = find_device(discovered, rest, length);
        if (!device)
                return 0;
        place = is_config ? &device->config : &device->sensors;
        json_decref(*place);
        *place = json_incref(message);
        return 0;
}

/* Puts @text in the place of @word. Return: whether it was there and fits. */
static bool replace(char *target, size_t size, const char *source, const char *word, const char *text)
{
        const char *at = strstr(source, word);
        int written;

        if (!at)
                return false;
        written = snprintf(target, size, "%.*s%s%s", (int)(at - source), source, text, at + strlen(word));
        return (size_t)written < size;
}

static bool has_usual_prefixes(const json_t *config)
{
        static const char *const usual[] = { "cmnd", "stat", "tele" };
        const json_t *prefixes = json_object_get(config, "tp");

        for (size_t i = 0; i < ELEMENTS(usual) && prefixes; i++) {
                const char *prefix = json_string_value(json_array_get(prefixes, i));

                if (!prefix || strcmp(prefix, usual[i]) != 0)
                        return false;
        }
        return true;
}

static bool is_light(const json_t *config)
{
        const json_t *relays = json_object_get(config, "rl");

        for (size_t i = 0; i < json_array_size(relays) && i < RELAYS_MAX; i++)
                if (json_integer_value(json_array_get(relays, i)) == RELAY_LIGHT)
                        return true;
        return false;
}

static const char *label_of(const json_t *config)
{
        const char *name = discovered_text(config, "dn");

        return name && name[0] != '\0' ? name : discovered_text(config, "t");
}

/* @full: the full topic with the device's own in it, and a place for the prefix. */
static int add_light(struct discovered *discovered, const json_t *config, const char *full)
{
        const char *pattern = discovered_text(config, "ft");
        struct candidate light = { .kind = CANDIDATE_LIGHT, .via = "tasmota", .why = SOURCE " as a light" };

        if (!replace(light.topic, sizeof(light.topic), full, PREFIX, "cmnd") ||
                !discovered_copy_exact(light.device, sizeof(light.device), discovered_text(config, "t")))
                return 0;
        if (strcmp(pattern, DEFAULT) != 0) {
                if (!discovered_copy_exact(light.extras[0].value, sizeof(light.extras[0].value), pattern))
                        return 0;
                light.extras[0].name = "full_topic";
        }
        discovered_copy_shown(light.label, sizeof(light.label), label_of(config));
        return discovered_add(discovered, &light);
}

static int add_sensors(struct discovered *discovered, const struct tasmota_device *device, const char *full)
{
        char topic[TOPIC_SIZE];
        char short_topic[TOPIC_SIZE];
        size_t length = strlen(full);
        bool usual = strncmp(full, PREFIX "/", strlen(PREFIX "/")) == 0;
        struct finding finding = {
                .label = label_of(device->config),
                .source = SOURCE,
                .via = "tasmota",
                .device = usual ? full + strlen(PREFIX "/") : full,
                .topic = topic,
        };

        if (length + strlen("/SENSOR") >= sizeof(topic) ||
                !replace(short_topic, sizeof(short_topic), full, PREFIX, "tele"))
                return 0;
        (void)snprintf(topic, sizeof(topic), "%.500s/SENSOR", short_topic);
        return discovered_walk(discovered, &finding, json_object_get(device->sensors, "sn"));
}

static int finish_device(struct discovered *discovered, const struct tasmota_device *device)
{
        char full[TOPIC_SIZE];
        int r = 0;

        if (!device->config || !has_usual_prefixes(device->config) ||
                !replace(full, sizeof(full), discovered_text(device->config, "ft"), "%topic%",
                        discovered_text(device->config, "t")))
                return 0;
        if (full[strlen(full) - 1] == '/')
                full[strlen(full) - 1] = '\0';
        if (is_light(device->config))
                r = add_light(discovered, device->config, full);
        if (r >= 0 && device->sensors)
                r = add_sensors(discovered, device, full);
        return r;
}

int discovered_tasmota_finish(struct discovered *discovered)
{
        for (size_t i = 0; i < discovered->tasmota_count; i++) {
                int r = finish_device(discovered, &discovered->tasmota[i]);

                if (r < 0)
                        return r;
        }
        return 0;
}
