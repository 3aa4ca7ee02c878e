/* SPDX-License-Identifier: MIT */
#include "wire/discovery.h"

#include "base/cleanup.h"
#include "wire/discovery_component.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PRODUCT "Unslouch"
#define ORIGIN  "unslouch"
#define MIGRATE "{\"migrate_discovery\":true}"

const char *const discovery_mode_names[] = {
        [DISCOVERY_OFF] = "off",
        [DISCOVERY_DEVICE] = "device",
        [DISCOVERY_COMPONENT] = "component",
        [DISCOVERY_MODE_MAX_] = NULL,
};

const char *discovery_platform(const char *name)
{
        for (size_t i = 0; i < DISCOVERY_ROWS; i++)
                if (strcmp(discovery_rows[i].platform, name) == 0)
                        return discovery_rows[i].platform;
        return NULL;
}

size_t discovery_components(const struct discovery_person *person,
        struct discovery_component ret[static DISCOVERY_COMPONENTS_MAX])
{
        struct discovery_part parts[DISCOVERY_COMPONENTS_MAX];
        size_t count = discovery_parts(person, parts);

        for (size_t i = 0; i < count; i++) {
                memcpy(ret[i].key, parts[i].key, sizeof(ret[i].key));
                ret[i].platform = parts[i].row->platform;
        }
        return count;
}

/*
 * Home Assistant takes the device's name off an entity's that begins with it. Where a person is called like
 * one of the entities, the device gets a longer name.
 */
static bool name_is_repeated(const struct discovery_person *person)
{
        size_t length = strlen(person->name);

        for (size_t i = 0; i < DISCOVERY_ROWS; i++) {
                const char *name = discovery_entity_name(person, &discovery_rows[i]);

                if (name && strncmp(name, person->name, length) == 0)
                        return true;
        }
        return false;
}

static json_t *device_json(const struct discovery_place *place, const struct discovery_person *person)
{
        struct writer writer = writer_begin();
        json_t *ids = json_array();

        writer_append(&ids, json_sprintf("unslouch_%s", person->id));
        writer_add_json(&writer, "identifiers", ids);
        writer_add_json(&writer, "name",
                json_sprintf("%s%s", name_is_repeated(person) ? PRODUCT " " : "", person->name));
        writer_add_text(&writer, "manufacturer", PRODUCT);
        writer_add_text(&writer, "model", "Sitting, breaks and sessions");
        writer_add_text(&writer, "sw_version", place->version);
        return writer_json_end(&writer);
}

static void add_origin(struct writer *writer, const struct discovery_place *place)
{
        struct writer origin = writer_begin();

        writer_add_text(&origin, "name", ORIGIN);
        writer_add_text(&origin, "sw_version", place->version);
        writer_add_json(writer, "origin", writer_json_end(&origin));
}

static json_t *status_topic(const struct discovery_place *place)
{
        return json_sprintf("%s/status", place->base);
}

/* @always: the daemon's being away is what the entity shows, so it is there all the time. */
static json_t *availability(const struct discovery_place *place, bool always)
{
        struct writer writer = writer_begin();
        json_t *list = json_array();

        writer_add_json(&writer, "topic", status_topic(place));
        if (always)
                writer_add_text(&writer, "value_template", "online");
        writer_append(&list, writer_json_end(&writer));
        return list;
}

static bool shows_status(const struct discovery_part *part)
{
        return part->row->home_state && strcmp(part->row->home_state, "status") == 0;
}

static int add_message(struct outbox *outbox, const char *topic, const char *payload)
{
        struct outbox_message *message = outbox_add(outbox, OUTBOX_STATE, topic, payload);

        if (!message)
                return -ENOMEM;
        message->retain = true;
        return 0;
}

/* "homeassistant/device/unslouch_anna/config" or, with @key, "homeassistant/sensor/unslouch_anna_why/config".
 */
static char *config_topic(
        const struct discovery_place *place, const char *platform, const char *person, const char *key)
{
        static const char around[] = "//unslouch__/config";
        size_t size =
                strlen(place->prefix) + strlen(platform) + strlen(person) + strlen(key) + sizeof(around);
        char *topic = malloc(size);

        if (topic)
                snprintf(topic, size, "%s/%s/unslouch_%s%s%s/config", place->prefix, platform, person,
                        *key != '\0' ? "_" : "", key);
        return topic;
}

static int add_config(const struct discovery_place *place, const char *platform, const char *person,
        const char *key, const char *payload, struct outbox *outbox)
{
        CLEANUP_FREE char *topic = config_topic(place, platform, person, key);

        return topic && payload ? add_message(outbox, topic, payload) : -ENOMEM;
}

/* The message of a device, but for its components, which it takes over. */
static int add_device(const struct discovery_place *place, const struct discovery_person *person,
        json_t *components, struct outbox *outbox)
{
        CLEANUP_FREE char *payload = NULL;
        struct writer writer = writer_begin();

        writer_add_json(&writer, "device", device_json(place, person));
        add_origin(&writer, place);
        writer_add_json(&writer, "availability", availability(place, false));
        writer_add_json(&writer, "components", components);
        payload = writer_text_end(&writer);
        return add_config(place, "device", person->id, "", payload, outbox);
}

static json_t *part_json(const struct discovery_place *place, const struct discovery_person *person,
        const struct discovery_part *part)
{
        struct writer writer = discovery_component_begin(place, person, part);

        if (shows_status(part))
                writer_add_json(&writer, "availability", availability(place, true));
        return writer_json_end(&writer);
}

/* What is left is taken back by a message of its own: a component without anything but its platform. */
static int announce_left(const struct discovery_place *place, const struct discovery_person *person,
        const struct discovery_component *left, size_t left_count, struct outbox *outbox)
{
        struct writer components = writer_begin();

        for (size_t i = 0; i < left_count; i++) {
                struct writer component = writer_begin();

                writer_add_text(&component, "platform", left[i].platform);
                writer_add_json(&components, left[i].key, writer_json_end(&component));
        }
        return add_device(place, person, writer_json_end(&components), outbox);
}

static int announce_device(const struct discovery_place *place, const struct discovery_person *person,
        const struct discovery_part *parts, size_t count, struct outbox *outbox)
{
        struct writer components = writer_begin();

        for (size_t i = 0; i < count; i++)
                writer_add_json(&components, parts[i].key, part_json(place, person, &parts[i]));
        return add_device(place, person, writer_json_end(&components), outbox);
}

/* Older programs know one availability topic rather than a list of them. */
static int announce_component(const struct discovery_place *place, const struct discovery_person *person,
        const struct discovery_part *part, struct outbox *outbox)
{
        CLEANUP_FREE char *payload = NULL;
        struct writer writer = discovery_component_begin(place, person, part);

        if (!shows_status(part) && part->row->name)
                writer_add_json(&writer, "availability_topic", status_topic(place));
        writer_add_json(&writer, "device", device_json(place, person));
        add_origin(&writer, place);
        payload = writer_text_end(&writer);
        return add_config(place, part->row->platform, person->id, part->key, payload, outbox);
}

/* The same @payload for each component on its own topic. */
static int add_each(const struct discovery_place *place, const char *person_id,
        const struct discovery_component *components, size_t count, const char *payload,
        struct outbox *outbox)
{
        int r = 0;

        for (size_t i = 0; r == 0 && i < count; i++)
                r = add_config(place, components[i].platform, person_id, components[i].key, payload, outbox);
        return r;
}

int discovery_announce(const struct discovery_place *place, const struct discovery_person *person,
        const struct discovery_component *left, size_t left_count, struct outbox *outbox)
{
        struct discovery_part parts[DISCOVERY_COMPONENTS_MAX];
        size_t count = discovery_parts(person, parts);
        int r = 0;

        switch (place->mode) {
        case DISCOVERY_DEVICE:
                if (left_count > 0)
                        r = announce_left(place, person, left, left_count, outbox);
                return r < 0 ? r : announce_device(place, person, parts, count, outbox);
        case DISCOVERY_COMPONENT:
                r = add_each(place, person->id, left, left_count, "", outbox);
                for (size_t i = 0; r == 0 && i < count; i++)
                        r = announce_component(place, person, &parts[i], outbox);
                return r;
        case DISCOVERY_OFF:
        case DISCOVERY_MODE_MAX_: break;
        }
        return 0;
}

/* The same @payload wherever the person was announced. */
static int add_everywhere(const struct discovery_place *place, const char *person_id,
        const struct discovery_component *components, size_t count, const char *payload,
        struct outbox *outbox)
{
        switch (place->mode) {
        case DISCOVERY_DEVICE: return add_config(place, "device", person_id, "", payload, outbox);
        case DISCOVERY_COMPONENT: return add_each(place, person_id, components, count, payload, outbox);
        case DISCOVERY_OFF:
        case DISCOVERY_MODE_MAX_: break;
        }
        return 0;
}

int discovery_migrate(const struct discovery_place *place, const char *person_id,
        const struct discovery_component *components, size_t component_count, struct outbox *outbox)
{
        return add_everywhere(place, person_id, components, component_count, MIGRATE, outbox);
}

int discovery_withdraw(const struct discovery_place *place, const char *person_id,
        const struct discovery_component *components, size_t component_count, struct outbox *outbox)
{
        return add_everywhere(place, person_id, components, component_count, "", outbox);
}
