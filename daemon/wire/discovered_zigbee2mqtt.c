/* SPDX-License-Identifier: MIT */
/*
 * zigbee2mqtt's list of devices, <base>/bridge/devices: each with what it exposes.
 */
#include "wire/discovered_inside.h"

#include "base/text.h"
#include "base/units.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DEVICES_MAX 1000
#define EXPOSES_MAX 100
#define WORDS_SIZE  512
#define SOURCE      "zigbee2mqtt lists it"
#define LIST        "/bridge/devices"

/* What is the same for all that a device exposes. */
struct zigbee_device {
        const char *base; /* NULL: the usual one */
        const char *name;
        const char *topic;
        const char *words;
};

/* What is true of a property: zigbee2mqtt tells the value for on. */
static const char *value_on(const json_t *expose, enum property property)
{
        const json_t *value = json_object_get(expose, "value_on");

        /* Of a contact that is "closed"; it opens under weight. */
        if (property == PROPERTY_CONTACT)
                return json_is_false(value) ? "true" : "false";
        if (json_is_boolean(value))
                return json_is_true(value) ? "true" : "false";
        return json_string_value(value);
}

static int take_property(
        struct discovered *discovered, const struct zigbee_device *device, const json_t *expose)
{
        const char *type = discovered_text(expose, "type");
        const char *name = discovered_text(expose, "property");
        bool is_binary = type && strcmp(type, "binary") == 0;
        struct finding finding;

        if (!type || !name || (!is_binary && strcmp(type, "numeric") != 0))
                return 0;
        finding = (struct finding){
                .property = property_of(name),
                .label = device->name,
                .words = device->words,
                .source = SOURCE,
                .property_name = name,
                .is_number = !is_binary,
                .unit = discovered_text(expose, "unit"),
                .via = device->base ? NULL : "zigbee2mqtt",
                .device = device->name,
                .topic = device->topic,
                .field = name,
        };
        finding.when = is_binary ? value_on(expose, finding.property) : NULL;
        return discovered_judge(discovered, &finding);
}

static int take_light(struct discovered *discovered, const struct zigbee_device *device)
{
        struct candidate light = {
                .kind = CANDIDATE_LIGHT, .via = "zigbee2mqtt", .why = SOURCE " as a light"
        };
        int written = snprintf(light.topic, sizeof(light.topic), "%s/set", device->topic);

        if ((size_t)written >= sizeof(light.topic) ||
                !discovered_copy_exact(light.device, sizeof(light.device), device->name))
                return 0;
        if (device->base) {
                if (!discovered_copy_exact(
                            light.extras[0].value, sizeof(light.extras[0].value), device->base))
                        return 0;
                light.extras[0].name = "base";
        }
        discovered_copy_shown(light.label, sizeof(light.label), device->name);
        return discovered_add(discovered, &light);
}

static int take_exposes(
        struct discovered *discovered, const struct zigbee_device *device, const json_t *exposes)
{
        size_t count = json_array_size(exposes);

        for (size_t i = 0; i < count && i < EXPOSES_MAX; i++) {
                const json_t *expose = json_array_get(exposes, i);
                const char *type = discovered_text(expose, "type");
                int r;

                r = type && strcmp(type, "light") == 0 ? take_light(discovered, device)
                                                       : take_property(discovered, device, expose);
                if (r < 0)
                        return r;
        }
        return 0;
}

/* Return: 0; -EBADMSG for a device without a name; -ENOMEM. */
static int take_device(struct discovered *discovered, const char *base, const json_t *message)
{
        const json_t *definition = json_object_get(message, "definition");
        const char *description = discovered_text(definition, "description");
        const char *model = discovered_text(definition, "model");
        const char *name = discovered_text(message, "friendly_name");
        char topic[TOPIC_SIZE];
        char words[WORDS_SIZE];
        int written;

        if (!name)
                return -EBADMSG;
        written = snprintf(topic, sizeof(topic), "%s/%s", base, name);
        /* The coordinator, and what zigbee2mqtt does not know, has none. */
        if (!definition || (size_t)written >= sizeof(topic) ||
                json_is_true(json_object_get(message, "disabled")))
                return 0;
        (void)snprintf(words, sizeof(words), "%s %s", model ? model : "", description ? description : "");
        return take_exposes(discovered,
                &(struct zigbee_device){
                        .base = strcmp(base, "zigbee2mqtt") == 0 ? NULL : base,
                        .name = name,
                        .topic = topic,
                        .words = words,
                },
                json_object_get(definition, "exposes"));
}

int discovered_zigbee2mqtt(struct discovered *discovered, const char *topic, const json_t *message)
{
        size_t count = json_array_size(message);
        char base[TOPIC_SIZE];
        int worst = 0;

        if (!json_is_array(message))
                return -EBADMSG;
        (void)snprintf(base, sizeof(base), "%.*s", (int)(strlen(topic) - strlen(LIST)), topic);
        for (size_t i = 0; i < count && i < DEVICES_MAX; i++) {
                int r = take_device(discovered, base, json_array_get(message, i));

                if (r == -ENOMEM)
                        return r;
                worst = r < 0 ? r : worst;
        }
        return worst;
}
