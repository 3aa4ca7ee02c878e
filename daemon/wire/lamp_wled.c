/* SPDX-License-Identifier: MIT */
/*
 * WLED: it tells its brightness (/g), its colour (/c) and then all that is known here (/v, XML) at each
 * change and when it connects, and retains them if it is set to. It cannot be asked. What it tells is the
 * master brightness and the first selected segment: only these are touched and given back.
 */
#include "wire/lamp_dialect.h"

#include "base/number.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FULL_BRIGHTNESS 255
/* Of this change alone, in tenths of a second. */
#define TRANSITION_TENTHS 10
/* The XML has about 400 bytes. */
#define STATE_SIZE 1024

enum {
        LISTEN_BRIGHTNESS,
        LISTEN_COLOUR,
        LISTEN_STATE,
        LISTEN_MAX_,
};

static int wled_name(const struct lamp_config *config, struct lamp_names *names)
{
        static const char *const leaves[LISTEN_MAX_] = { "/g", "/c", "/v" };
        bool whole = strchr(config->device, '/') != NULL;
        const char *base = config->base ? config->base : "wled";
        char device[TOPIC_SIZE];
        int length;

        static_assert(LISTEN_MAX_ <= LAMP_TOPICS_MAX, "more topics than a lamp may have");
        length = snprintf(
                device, sizeof(device), "%s%s%s", whole ? "" : base, whole ? "" : "/", config->device);
        /* No leaf is longer than this one. */
        if ((size_t)length >= sizeof(device) - strlen("/api"))
                return -ENAMETOOLONG;
        for (size_t i = 0; i < LISTEN_MAX_; i++) {
                memcpy(names->listen[i], device, (size_t)length);
                memcpy(names->listen[i] + length, leaves[i], strlen(leaves[i]) + 1);
        }
        names->listen_count = LISTEN_MAX_;
        memcpy(names->command, device, (size_t)length);
        memcpy(names->command + length, "/api", sizeof("/api"));
        return 0;
}

/* How bright it would be while it is off is not told. */
static void take_brightness(struct lamp_look *look, int brightness)
{
        look->keys |= LAMP_KEY_POWER;
        look->on = brightness > 0;
        look->brightness = brightness;
        if (look->on)
                look->keys |= LAMP_KEY_BRIGHTNESS;
}

/* "#RRGGBB", or "#WWRRGGBB" without leading zeros where a white channel is on. */
static void read_colour(const char *text, struct lamp_look *look)
{
        unsigned long colour;
        char *end;

        if (text[0] != '#' || strlen(text) < 7 || strlen(text) > 9 ||
                strspn(text + 1, "0123456789abcdefABCDEF") != strlen(text + 1))
                return;
        colour = strtoul(text + 1, &end, 16);
        for (int i = 0; i < 3; i++)
                look->rgb[i] = (int)(colour >> (8 * (2 - i)) & 0xff);
        look->keys |= LAMP_KEY_RGB;
        if (strlen(text) == 7)
                return;
        look->white = (int)(colour >> 24);
        look->keys |= LAMP_KEY_WHITE;
}

/* The number in the @index-th element of this name; @fallback if there is none from @min to 255. */
static int find_number(const char *state, const char *name, int index, int min, int fallback)
{
        char tag[8], digits[5] = "";
        const char *at = state;
        int64_t number;

        snprintf(tag, sizeof(tag), "<%s>", name);
        for (int i = 0; i <= index; i++) {
                at = strstr(at, tag);
                if (!at)
                        return fallback;
                at += strlen(tag);
        }
        if (strcspn(at, "<") >= sizeof(digits))
                return fallback;
        memcpy(digits, at, strcspn(at, "<"));
        if (number_parse_integer(digits, min, 255, &number) < 0)
                return fallback;
        return (int)number;
}

/* A playlist or a night light changes the lamp by itself. */
static bool is_moving(const char *state)
{
        return find_number(state, "cy", 0, 0, 0) > 0 || find_number(state, "nl", 0, 0, 0) > 0;
}

static void read_state(const char *state, struct lamp_look *look)
{
        int brightness = find_number(state, "ac", 0, 0, -1);
        int white = find_number(state, "wv", 0, -1, -1);

        if (brightness < 0)
                return;
        take_brightness(look, brightness);
        for (int i = 0; i < 3; i++)
                look->rgb[i] = find_number(state, "cl", i, 0, 0);
        look->mode = white < 0 ? LAMP_MODE_RGB : LAMP_MODE_RGB_WHITE;
        look->scene = find_number(state, "fx", 0, 0, 0);
        look->part = find_number(state, "ss", 0, 0, 0);
        look->effect = is_moving(state);
        look->keys |= LAMP_KEY_RGB | LAMP_KEY_MODE | LAMP_KEY_SCENE | LAMP_KEY_EFFECT;
        if (white < 0)
                return;
        look->white = white;
        look->keys |= LAMP_KEY_WHITE;
}

static enum lamp_report wled_read(const struct lamp_names *names, const char *topic, struct payload *payload,
        struct lamp_look *ret_look)
{
        struct lamp_look look = { 0 };
        char text[STATE_SIZE];
        int64_t brightness;

        *ret_look = look;
        if (payload->size >= sizeof(text))
                return LAMP_REPORT_NOTHING;
        memcpy(text, payload->bytes, payload->size);
        text[payload->size] = '\0';
        if (strcmp(topic, names->listen[LISTEN_STATE]) == 0)
                read_state(text, &look);
        else if (strcmp(topic, names->listen[LISTEN_COLOUR]) == 0)
                read_colour(text, &look);
        else if (number_parse_integer(text, 0, 255, &brightness) == 0)
                take_brightness(&look, (int)brightness);
        *ret_look = look;
        if (!look.keys)
                return LAMP_REPORT_NOTHING;
        return look.keys & LAMP_KEY_SCENE ? LAMP_REPORT_WHOLE : LAMP_REPORT_PARTIAL;
}

/* The segment that was told, so that the others stay as they are. */
static json_t *print_segment(const struct lamp_look *look)
{
        json_t *segment = json_object();
        json_t *colour = json_pack("[i,i,i]", look->rgb[0], look->rgb[1], look->rgb[2]);
        int failed = !segment || !colour;

        if (look->keys & LAMP_KEY_SCENE) {
                failed |= json_object_set_new(segment, "id", json_integer(look->part));
                failed |= json_object_set_new(segment, "fx", json_integer(look->scene));
        }
        if (look->keys & LAMP_KEY_WHITE)
                failed |= json_array_append_new(colour, json_integer(look->white));
        failed |= json_object_set_new(segment, "col", json_pack("[O]", colour));
        json_decref(colour);
        if (!failed)
                return segment;
        json_decref(segment);
        return NULL;
}

/* The power is said with the rest: what is to be off does not light up on the way. */
static int wled_set(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        json_t *json = json_pack("{s:b,s:i}", "on", look->on, "tt", look->on ? TRANSITION_TENTHS : 0);
        int failed = json == NULL;

        if (look->keys & LAMP_KEY_BRIGHTNESS)
                failed |= json_object_set_new(json, "bri", json_integer(look->brightness));
        if (look->keys & LAMP_KEY_RGB)
                failed |= json_object_set_new(json, "seg", print_segment(look));
        if (failed) {
                json_decref(json);
                return -ENOMEM;
        }
        return lamp_send_json(names->command, json, outbox);
}

/* Turned over twice it is as before, brightness and all. */
static int wled_signal(const struct lamp_names *names, enum light_show show, struct outbox *outbox)
{
        if (show == LIGHT_SHOW_TAKEN)
                return 0;
        return lamp_send_json(names->command, json_pack("{s:s}", "on", "t"), outbox);
}

const struct lamp_dialect_ops lamp_wled_ops = {
        .full_brightness = FULL_BRIGHTNESS,
        .breath_usec = 3 * USEC_PER_SEC / 2,
        .signal_usec = 1 * USEC_PER_SEC,
        .signal_has_halves = true,
        .name = wled_name,
        .read = wled_read,
        .set = wled_set,
        .signal = wled_signal,
};
