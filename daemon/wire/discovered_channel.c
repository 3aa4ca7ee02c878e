/* SPDX-License-Identifier: MIT */
/*
 * Lamps and speakers, by what they say themselves.
 */
#include "wire/discovered_inside.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

int discovered_add_lamp(struct discovered *discovered, const char *via, const char *device,
        const char *command, const char *extra, const char *value)
{
        struct candidate light = { .kind = CANDIDATE_LIGHT, .why = "it tells how it shines" };

        (void)text_copy(light.via, sizeof(light.via), via);
        if (!discovered_copy_exact(light.device, sizeof(light.device), device) ||
                !discovered_copy_exact(light.topic, sizeof(light.topic), command))
                return 0;
        if (extra && !discovered_copy_exact(light.extras[0].value, sizeof(light.extras[0].value), value))
                return 0;
        light.extras[0].name = extra;
        discovered_copy_shown(light.label, sizeof(light.label), device);
        return discovered_add(discovered, &light);
}

bool discovered_is_light_state(const json_t *object)
{
        const char *state = discovered_text(object, "state");

        return state && (strcmp(state, "ON") == 0 || strcmp(state, "OFF") == 0) &&
               json_is_number(json_object_get(object, "brightness"));
}

int discovered_add_zigbee_lamp(struct discovered *discovered, const char *device)
{
        char command[TOPIC_SIZE];
        int written = snprintf(command, sizeof(command), "zigbee2mqtt/%s/set", device);

        if ((size_t)written >= sizeof(command))
                return 0;
        return discovered_add_lamp(discovered, "zigbee2mqtt", device, command, NULL, NULL);
}

/* wled/<device>/g, /c and /v tell brightness and colour. */
int discovered_wled(struct discovered *discovered, const char *rest)
{
        size_t length = strcspn(rest, "/");
        char device[CANDIDATE_NAME_SIZE];
        char command[TOPIC_SIZE];

        if (length == 0 || length >= sizeof(device) ||
                (strcmp(rest + length, "/g") != 0 && strcmp(rest + length, "/c") != 0 &&
                        strcmp(rest + length, "/v") != 0))
                return 0;
        memcpy(device, rest, length);
        device[length] = '\0';
        (void)snprintf(command, sizeof(command), "wled/%s/api", device);
        return discovered_add_lamp(discovered, "wled", device, command, NULL, NULL);
}

/* @value tells one speaker from another: the extra setting, or the device if @extra is NULL. */
static int add_speaker(struct discovered *discovered, const char *via, const char *extra, const char *value,
        const char *label)
{
        struct candidate speaker = { .kind = CANDIDATE_SPEECH, .why = "it has been heard to speak MQTT" };
        char *place = extra ? speaker.extras[0].value : speaker.device;

        (void)text_copy(speaker.via, sizeof(speaker.via), via);
        if (!discovered_copy_exact(place, CANDIDATE_DEVICE_SIZE, value))
                return 0;
        speaker.extras[0].name = extra;
        (void)snprintf(speaker.topic, sizeof(speaker.topic), "%s/%s", via, value);
        discovered_copy_shown(speaker.label, sizeof(speaker.label), label);
        return discovered_add(discovered, &speaker);
}

int discovered_hermes(struct discovered *discovered, const json_t *object)
{
        const char *site = discovered_text(object, "siteId");

        if (!site || site[0] == '\0' || strlen(site) >= CANDIDATE_NAME_SIZE)
                return 0;
        return add_speaker(discovered, "hermes", "site", site, site);
}

int discovered_sonos(struct discovered *discovered, const char *rest, const json_t *object, const char *text)
{
        const char *name = discovered_text(object, "name");

        /* Without a device all rooms speak. */
        if (strcmp(rest, "connected") == 0 && strcmp(text, "2") == 0)
                return add_speaker(discovered, "sonos2mqtt", NULL, "", "Sonos");
        if (strncmp(rest, "RINCON_", 7) != 0 || strchr(rest, '/') || strlen(rest) >= CANDIDATE_NAME_SIZE)
                return 0;
        return add_speaker(discovered, "sonos2mqtt", NULL, rest, name ? name : rest);
}
