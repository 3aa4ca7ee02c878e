/* SPDX-License-Identifier: MIT */
#include "sim/storm.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Somebody's hand and the daemon at the same time: the daemon takes the one for the echo of the other. */
#define SAME_TIME_USEC (6 * USEC_PER_SEC)

/* Letters of different devices may overtake each other; those on one topic stay in their order. */
static void sort_in(struct post *post, const char *topic, const char *payload, bool retain, int64_t due_usec)
{
        struct post one = { 0 };
        struct letter **place = &post->first;
        struct letter *letter;

        for (letter = post->first; letter; letter = letter->next)
                if (strcmp(letter->topic, topic) == 0)
                        due_usec = usec_max(due_usec, letter->due_usec);
        post_add(&one, topic, payload, strlen(payload), retain, due_usec, 0);
        letter = one.first;
        while (*place && (*place)->due_usec <= due_usec)
                place = &(*place)->next;
        letter->next = *place;
        *place = letter;
        if (!letter->next)
                post->last = letter;
        post->count++;
}

void devices_say(struct storm *storm, const char *topic, const char *payload, bool retain, int64_t after_usec,
        bool certain)
{
        struct broker *broker = &storm->broker;
        int64_t due_usec =
                storm->true_usec + after_usec + chance_usec(&storm->chance, 500, broker->delay_usec);

        if (!certain && chance_percent(&storm->chance, broker->loses_percent)) {
                storm->counts.lost_in++;
                return;
        }
        sort_in(&broker->devices, topic, payload, retain, due_usec);
        if (!certain && chance_percent(&storm->chance, broker->repeats_percent)) {
                storm->counts.twice++;
                sort_in(&broker->devices, topic, payload, retain, due_usec + 1);
        }
}

static void tell_lamp(struct storm *storm, uint32_t index)
{
        const struct lamp_model *lamp = &storm->lamps[index];
        char topic[64], payload[160];

        (void)snprintf(topic, sizeof(topic), "zigbee2mqtt/lamp-%u", index);
        (void)snprintf(payload, sizeof(payload),
                "{\"state\":\"%s\",\"brightness\":%d,\"color_mode\":\"color_temp\",\"color_temp\":%d}",
                lamp->on ? "ON" : "OFF", lamp->brightness, lamp->temperature);
        devices_say(storm, topic, payload, true, 100 * USEC_PER_MSEC, true);
}

void devices_begin(struct storm *storm)
{
        for (uint32_t i = 0; i < STORM_LAMPS; i++) {
                struct lamp_model *lamp = &storm->lamps[i];

                *lamp = (struct lamp_model){ .on = chance_percent(&storm->chance, 50),
                        .brightness = 200,
                        .temperature = 300,
                        .own_brightness = 200,
                        .own_temperature = 300 };
                lamp->own_on = lamp->on;
                tell_lamp(storm, i);
        }
}

void devices_by_hand(struct storm *storm)
{
        uint32_t index = chance_below(&storm->chance, STORM_LAMPS);
        struct lamp_model *lamp = &storm->lamps[index];

        storm->counts.lamps_touched++;
        if (chance_percent(&storm->chance, 50)) {
                lamp->on = !lamp->on;
        } else {
                lamp->on = true;
                lamp->brightness = 20 + (int)chance_below(&storm->chance, 230);
                lamp->temperature = 160 + (int)chance_below(&storm->chance, 300);
        }
        lamp->own_on = lamp->on;
        lamp->own_brightness = lamp->brightness;
        lamp->own_temperature = lamp->temperature;
        lamp->touched_usec = storm->true_usec;
        lamp->is_doubtful |= storm->true_usec - lamp->set_usec < SAME_TIME_USEC;
        storm_tell(
                storm, "* lamp-%u by hand: %d %d %d", index, lamp->on, lamp->brightness, lamp->temperature);
        tell_lamp(storm, index);
}

static void take_lamp(struct storm *storm, uint32_t index, const char *leaf, const char *payload, size_t size)
{
        struct lamp_model *lamp = &storm->lamps[index];
        json_t *json = json_loadb(payload, size, 0, NULL);
        const char *state = json_string_value(json_object_get(json, "state"));
        const json_t *value;

        if (strcmp(leaf, "set") == 0) {
                lamp->set_usec = storm->true_usec;
                lamp->is_doubtful |= storm->true_usec - lamp->touched_usec < SAME_TIME_USEC ||
                                     storm->true_usec - storm->upset_usec < SAME_TIME_USEC;
                if (state)
                        lamp->on = strcmp(state, "ON") == 0;
                value = json_object_get(json, "brightness");
                if (value)
                        lamp->brightness = (int)json_integer_value(value);
                value = json_object_get(json, "color_temp");
                if (value)
                        lamp->temperature = (int)json_integer_value(value);
                /* The lamp has white light alone: a colour is the nearest white. */
                if (json_object_get(json, "color"))
                        lamp->temperature = 450;
        }
        if (strcmp(leaf, "set") != 0 || !json_object_get(json, "effect"))
                tell_lamp(storm, index);
        json_decref(json);
}

static void take_speech(struct storm *storm, const char *payload, size_t size)
{
        json_t *json = json_loadb(payload, size, 0, NULL);
        const char *site = json_string_value(json_object_get(json, "siteId"));
        const char *id = json_string_value(json_object_get(json, "id"));
        char answer[256];

        (void)snprintf(
                answer, sizeof(answer), "{\"siteId\":\"%s\",\"id\":\"%s\"}", site ? site : "", id ? id : "");
        devices_say(storm, "hermes/tts/sayFinished", answer, false,
                chance_usec(&storm->chance, USEC_PER_SEC, 4 * USEC_PER_SEC), false);
        json_decref(json);
}

/* The daemon speaks of a person: what a phone and somebody in front of a screen make of it. */
static void take_person(
        struct storm *storm, uint32_t index, const char *leaf, const char *payload, size_t size)
{
        json_t *json;

        if (strcmp(leaf, "prompt") != 0 && strcmp(leaf, "session") != 0)
                return;
        json = json_loadb(payload, size, 0, NULL);
        if (strcmp(leaf, "prompt") == 0) {
                const char *type = json_string_value(json_object_get(json, "event_type"));

                if (type)
                        people_answer(storm, index, type, json_string_value(json_object_get(json, "id")));
        } else if (json) {
                const char *state = json_string_value(json_object_get(json, "state"));

                people_train(storm, index, state ? state : "none");
        }
        json_decref(json);
}

void devices_take(struct storm *storm, const char *topic, const char *payload, size_t size)
{
        size_t base_size = strlen(storm->base);
        unsigned number;
        char leaf[64];

        if (sscanf(topic, "zigbee2mqtt/lamp-%u/%63s", &number, leaf) == 2 && number < STORM_LAMPS)
                take_lamp(storm, number, leaf, payload, size);
        else if (strcmp(topic, "hermes/tts/say") == 0)
                take_speech(storm, payload, size);
        else if (strncmp(topic, storm->base, base_size) == 0 &&
                 sscanf(topic + base_size, "/person-%u/%63s", &number, leaf) == 2 && number < STORM_PEOPLE)
                take_person(storm, number, leaf, payload, size);
}
