/* SPDX-License-Identifier: MIT */
#include "wire/lamp_dialect.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#define FULL_BRIGHTNESS 254
#define TRANSITION_SEC  1

static int name_topic(char target[static TOPIC_SIZE], const struct lamp_config *config, const char *suffix)
{
        const char *base = config->base ? config->base : "zigbee2mqtt";
        int length = snprintf(target, TOPIC_SIZE, "%s/%s%s", base, config->device, suffix);

        return length >= TOPIC_SIZE ? -ENAMETOOLONG : 0;
}

static int zigbee2mqtt_name(const struct lamp_config *config, struct lamp_names *names)
{
        int r;

        r = name_topic(names->listen[0], config, "");
        if (r < 0)
                return r;
        names->listen_count = 1;
        r = name_topic(names->command, config, "/set");
        if (r < 0)
                return r;
        return name_topic(names->ask, config, "/get");
}

static void read_mode(json_t *state, struct lamp_look *look)
{
        const char *text = json_string_value(json_object_get(state, "color_mode"));

        if (text && text_equal_nocase(text, "xy"))
                look->mode = LAMP_MODE_XY;
        else if (text && text_equal_nocase(text, "hs"))
                look->mode = LAMP_MODE_HS;
        else if (text && text_equal_nocase(text, "color_temp"))
                look->mode = LAMP_MODE_TEMPERATURE;
        else
                return;
        look->keys |= LAMP_KEY_MODE;
}

static enum lamp_report zigbee2mqtt_read(const struct lamp_names *names, const char *topic,
        struct payload *payload, struct lamp_look *ret_look)
{
        json_t *state = payload_json(payload);
        json_t *colour = json_object_get(state, "color");
        struct lamp_look look = { 0 };
        double number;

        (void)names;
        (void)topic;
        lamp_read_switch(state, "state", &look);
        read_mode(state, &look);
        if (lamp_read_number(state, "brightness", 0, 255, &number)) {
                look.brightness = (int)lround(number);
                look.keys |= LAMP_KEY_BRIGHTNESS;
        }
        if (lamp_read_number(state, "color_temp", 1, 1000, &number)) {
                look.temperature = round(number);
                look.keys |= LAMP_KEY_TEMPERATURE;
        }
        if (lamp_read_number(colour, "x", 0, 1, &look.x) && lamp_read_number(colour, "y", 0, 1, &look.y))
                look.keys |= LAMP_KEY_XY;
        if (lamp_read_number(colour, "hue", 0, 360, &look.hue) &&
                lamp_read_number(colour, "saturation", 0, 100, &look.saturation))
                look.keys |= LAMP_KEY_HS;
        lamp_look_guess_mode(&look);
        *ret_look = look;
        if (look.keys & LAMP_KEY_POWER)
                return LAMP_REPORT_WHOLE;
        return look.keys ? LAMP_REPORT_PARTIAL : LAMP_REPORT_NOTHING;
}

static int zigbee2mqtt_ask(const struct lamp_names *names, struct outbox *outbox)
{
        return lamp_send_json(names->ask, json_pack("{s:s}", "state", ""), outbox);
}

/* The key that holds the lamp's colour in the mode that it is in, so that it stays in it; 0 if none does. */
static uint32_t colour_key(const struct lamp_look *look)
{
        uint32_t colour = look->keys & LAMP_KEY_XY ? LAMP_KEY_XY : look->keys & LAMP_KEY_HS;

        if (!(look->keys & LAMP_KEY_MODE))
                return look->keys & LAMP_KEY_TEMPERATURE;
        switch (look->mode) {
        case LAMP_MODE_XY: return colour;
        case LAMP_MODE_HS: return look->keys & LAMP_KEY_HS ? LAMP_KEY_HS : colour;
        case LAMP_MODE_TEMPERATURE: return look->keys & LAMP_KEY_TEMPERATURE;
        case LAMP_MODE_WHITE:
        case LAMP_MODE_RGB:
        case LAMP_MODE_RGB_WHITE:
        case LAMP_MODE_RGB_COLD_WARM:
        case LAMP_MODE_COLD_WARM:
        case LAMP_MODE_RGB_TEMPERATURE:
        case LAMP_MODE_MAX_: break;
        }
        return 0;
}

static int print_colour(json_t *json, const struct lamp_look *look)
{
        switch (colour_key(look)) {
        case LAMP_KEY_XY:
                return json_object_set_new(json, "color", json_pack("{s:f,s:f}", "x", look->x, "y", look->y));
        case LAMP_KEY_HS:
                return json_object_set_new(json, "color",
                        json_pack("{s:f,s:f}", "hue", look->hue, "saturation", look->saturation));
        case LAMP_KEY_TEMPERATURE:
                return json_object_set_new(json, "color_temp", json_integer(lround(look->temperature)));
        }
        return 0;
}

static int set_on(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        json_t *json = json_pack("{s:s}", "state", "ON");
        int failed = json == NULL;

        if (look->keys & LAMP_KEY_BRIGHTNESS)
                failed |= json_object_set_new(json, "brightness", json_integer(look->brightness));
        failed |= print_colour(json, look);
        if (look->keys != LAMP_KEY_POWER)
                failed |= json_object_set_new(json, "transition", json_integer(TRANSITION_SEC));
        if (failed) {
                json_decref(json);
                return -ENOMEM;
        }
        return lamp_send_json(names->command, json, outbox);
}

/* It would stay at ours until somebody turns it on. Told along with OFF the bridge would take no notice. */
static int restore_brightness(
        const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        json_t *json;

        if (!(look->keys & LAMP_KEY_BRIGHTNESS) || look->brightness == 0)
                return 0;
        json = json_pack("{s:i,s:i}", "brightness", look->brightness, "transition", 0);
        return lamp_send_json(names->command, json, outbox);
}

/*
 * What is to be off gets back the brightness and the colour that it will turn on with. The bridge sends the
 * colour first and the OFF last; a transition would only fade the OFF.
 */
static int set_off(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        json_t *json;
        int r;

        r = restore_brightness(names, look, outbox);
        if (r < 0)
                return r;
        json = json_pack("{s:s}", "state", "OFF");
        if (!json || print_colour(json, look) != 0) {
                json_decref(json);
                return -ENOMEM;
        }
        return lamp_send_json(names->command, json, outbox);
}

static int zigbee2mqtt_set(
        const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        return look->on ? set_on(names, look, outbox) : set_off(names, look, outbox);
}

/*
 * The lamp comes back by itself. Left alone it would breathe fifteen times (Zigbee Identify cluster, trigger
 * effect); finish_effect lets it end the breath that it is in.
 */
static int zigbee2mqtt_breathe(
        const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        int r;

        (void)look;
        r = lamp_send_json(names->command, json_pack("{s:s}", "effect", "breathe"), outbox);
        if (r < 0)
                return r;
        return lamp_send_json(names->command, json_pack("{s:s}", "effect", "finish_effect"), outbox);
}

/* All of these come back by themselves; "okay" is one short green on lamps that have it. */
static int zigbee2mqtt_signal(const struct lamp_names *names, enum light_show show, struct outbox *outbox)
{
        const char *effect = show == LIGHT_SHOW_TAKEN ? "okay" : "blink";

        return lamp_send_json(names->command, json_pack("{s:s}", "effect", effect), outbox);
}

const struct lamp_dialect_ops lamp_zigbee2mqtt_ops = {
        .full_brightness = FULL_BRIGHTNESS,
        .breath_usec = 2 * USEC_PER_SEC,
        .signal_usec = 2 * USEC_PER_SEC,
        .name = zigbee2mqtt_name,
        .read = zigbee2mqtt_read,
        .ask = zigbee2mqtt_ask,
        .set = zigbee2mqtt_set,
        .breathe = zigbee2mqtt_breathe,
        .signal = zigbee2mqtt_signal,
};
