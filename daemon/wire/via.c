/* SPDX-License-Identifier: MIT */
#include "wire/via.h"

#include "base/units.h"
#include "wire/template.h"
#include "wire/topic.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "%prefix%"

const char *const via_names[] = { "zigbee2mqtt", "tasmota", "esphome", "shelly", "statestream", "espresense",
        NULL };

/* What a family gives for a kind of sensor; NULL where nothing is usual. */
struct via_kind {
        const char *field;
        const char *when;
};

/* One entry of via_names. Topics are patterns with the words of struct via_device. */
struct via_family {
        const char *topics[VIA_TOPICS_MAX];
        const char *availability;
        size_t slashes;      /* at least so many in a device's name */
        const char *refusal; /* of a device with fewer */
        struct via_kind kinds[SOURCE_KIND_MAX_];
        const char *button_topic; /* NULL: no buttons */
        const char *button_field;
};

#define WHOLE_PAYLOAD ""

static const struct via_family families[] = {
        {
                .topics = { "zigbee2mqtt/{device}" },
                .availability = "zigbee2mqtt/{device}/availability",
                .kinds = {
                        [SOURCE_KIND_SEAT] = { "contact", "false" },
                        [SOURCE_KIND_PRESENCE] = { "presence", NULL },
                },
                .button_topic = "zigbee2mqtt/{device}",
                .button_field = "action",
        },
        {
                .topics = { "{tele}/SENSOR", "{stat}/RESULT" },
                .availability = "{tele}/LWT",
                .button_topic = "{stat}/RESULT",
                .button_field = "Button1.Action",
        },
        {
                .topics = { "{parent}/{component}/{object}/state" },
                .availability = "{parent}/status",
                .slashes = 1,
                .refusal = "an esphome device is written PREFIX/OBJECT",
                .button_topic = "{parent}/event/{object}/state",
                .button_field = "event_type",
                .kinds = {
                        [SOURCE_KIND_SEAT] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_PRESENCE] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_DESK_HEIGHT] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_ACTIVITY] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_HOME] = { WHOLE_PAYLOAD, NULL },
                },
        },
        {
                .topics = { "{device}/events/rpc" },
                .availability = "{device}/online",
                .kinds = {
                        [SOURCE_KIND_SEAT] = { "params.\"input:0\".state", "true" },
                        [SOURCE_KIND_ACTIVITY] = { "params.\"switch:0\".apower", "> 10" },
                },
                .button_topic = "{device}/events/rpc",
                .button_field = "params.events[0].event",
        },
        {
                .topics = { "{device}/state" },
                .slashes = 2,
                .refusal = "a statestream device is written BASE/DOMAIN/OBJECT",
                .kinds = {
                        [SOURCE_KIND_SEAT] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_PRESENCE] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_DESK_HEIGHT] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_ACTIVITY] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_HOME] = { WHOLE_PAYLOAD, NULL },
                        [SOURCE_KIND_ROOM] = { WHOLE_PAYLOAD, NULL },
                },
        },
        {
                .topics = { "espresense/devices/{device}" },
                .availability = "espresense/rooms/{object}/status",
                .slashes = 1,
                .refusal = "an espresense device is written DEVICE/ROOM, as the room's node is called",
                .kinds = {
                        [SOURCE_KIND_ROOM] = { "distance", NULL },
                },
        },
};

/* A device's name in the forms that topics are made of. */
struct via_device {
        char parent[TOPIC_SIZE]; /* before the last slash */
        const char *object;      /* behind it */
        char tele[TOPIC_SIZE];
        char stat[TOPIC_SIZE];
};

/* Tasmota's full topic with "tele" or "stat" for %prefix%; %prefix%/%topic% is its default order. */
static int tasmota_topic(const char *device, const char *prefix, char target[static TOPIC_SIZE])
{
        const char *marker = strstr(device, PREFIX);
        int length;

        if (marker)
                length = snprintf(target, TOPIC_SIZE, "%.*s%s%s", (int)(marker - device), device, prefix,
                        marker + strlen(PREFIX));
        else
                length = snprintf(target, TOPIC_SIZE, "%s/%s", prefix, device);
        if (length >= TOPIC_SIZE)
                return -ENAMETOOLONG;
        if (length > 0 && target[length - 1] == '/')
                target[length - 1] = '\0';
        return 0;
}

/* Whether each level of @device says something, and there are more than @slashes of them. */
static bool device_has_levels(const char *device, size_t slashes)
{
        for (const char *at = device; *at != '\0'; at++) {
                if (*at != '/')
                        continue;
                if (at == device || at[1] == '/' || at[1] == '\0')
                        return false;
                if (slashes > 0)
                        slashes--;
        }
        return slashes == 0;
}

static int device_split(
        const char *device, const struct via_family *family, struct via_device *ret, const char **ret_error)
{
        const char *slash = strrchr(device, '/');

        if (!topic_is_name(device) || tasmota_topic(device, "tele", ret->tele) < 0 ||
                tasmota_topic(device, "stat", ret->stat) < 0) {
                *ret_error = "the device's name cannot be part of a topic";
                return -EINVAL;
        }
        if (family->slashes > 0 && !device_has_levels(device, family->slashes)) {
                *ret_error = family->refusal;
                return -EINVAL;
        }
        snprintf(ret->parent, sizeof(ret->parent), "%.*s", slash ? (int)(slash - device) : 0, device);
        ret->object = slash ? slash + 1 : device;
        return 0;
}

static int copy_if(const char *text, char **ret_copy)
{
        *ret_copy = text ? strdup(text) : NULL;
        return text && !*ret_copy ? -ENOMEM : 0;
}

static int fill_topic(const char *pattern, const struct template_word *words, size_t count, char **ret_topic,
        const char **ret_error)
{
        if (!pattern)
                return 0;
        *ret_topic = template_fill_words(pattern, words, count, false);
        if (!*ret_topic)
                return -ENOMEM;
        if (topic_is_name(*ret_topic))
                return 0;
        *ret_error = "the device's name makes too long a topic";
        return -EINVAL;
}

#define WORDS_MAX 6

/* The words that topics are made of. */
static void fill_words(const char *device, const struct via_device *parts, enum source_kind kind,
        struct template_word words[static WORDS_MAX])
{
        const struct template_word all[WORDS_MAX] = {
                { "device", device },
                { "parent", parts->parent },
                { "object", parts->object },
                { "component", kind == SOURCE_KIND_DESK_HEIGHT ? "sensor" : "binary_sensor" },
                { "tele", parts->tele },
                { "stat", parts->stat },
        };

        memcpy(words, all, sizeof(all));
}

static int fill_via(const struct via_family *family, const char *device, const struct via_device *parts,
        enum source_kind kind, struct via *via, const char **ret_error)
{
        struct template_word words[WORDS_MAX];
        int r = 0;

        fill_words(device, parts, kind, words);
        for (size_t i = 0; i < VIA_TOPICS_MAX && r >= 0; i++)
                r = fill_topic(family->topics[i], words, ELEMENTS(words), &via->topics[i], ret_error);
        if (r >= 0)
                r = fill_topic(
                        family->availability, words, ELEMENTS(words), &via->availability_topic, ret_error);
        if (r >= 0)
                r = copy_if(family->kinds[kind].field, &via->field);
        if (r >= 0)
                r = copy_if(family->kinds[kind].when, &via->when);
        return r;
}

static const struct via_family *family_find(const char *name)
{
        for (size_t i = 0; via_names[i]; i++)
                if (strcmp(via_names[i], name) == 0)
                        return &families[i];
        return NULL;
}

int via_expand(const char *name, const char *device, enum source_kind kind, struct via *ret_via,
        const char **ret_error)
{
        const struct via_family *family = family_find(name);
        struct via_device parts;
        struct via via = { 0 };
        int r;

        if (!family)
                return -ENOENT;
        if (kind == SOURCE_KIND_LOGIND || kind == SOURCE_KIND_DESKTOP_IDLE) {
                *ret_error = "a sensor of this kind has no device";
                return -EINVAL;
        }
        r = device_split(device, family, &parts, ret_error);
        if (r < 0)
                return r;
        r = fill_via(family, device, &parts, kind, &via, ret_error);
        if (r < 0) {
                via_done(&via);
                return r;
        }
        *ret_via = via;
        return 0;
}

static int fill_button(const struct via_family *family, const char *device, const struct via_device *parts,
        struct via *via, const char **ret_error)
{
        struct template_word words[WORDS_MAX];
        int r;

        fill_words(device, parts, SOURCE_KIND_ACTIVITY, words);
        r = fill_topic(family->button_topic, words, ELEMENTS(words), &via->topics[0], ret_error);
        return r < 0 ? r : copy_if(family->button_field, &via->field);
}

int via_expand_button(const char *name, const char *device, struct via *ret_via, const char **ret_error)
{
        const struct via_family *family = family_find(name);
        struct via_device parts;
        struct via via = { 0 };
        int r;

        if (!family || !family->button_topic)
                return -ENOENT;
        r = device_split(device, family, &parts, ret_error);
        if (r < 0)
                return r;
        r = fill_button(family, device, &parts, &via, ret_error);
        if (r < 0) {
                via_done(&via);
                return r;
        }
        *ret_via = via;
        return 0;
}

void via_done(struct via *via)
{
        for (size_t i = 0; i < VIA_TOPICS_MAX; i++)
                free(via->topics[i]);
        free(via->field);
        free(via->when);
        free(via->availability_topic);
        free(via->availability_field);
        *via = (struct via){ 0 };
}
