/* SPDX-License-Identifier: MIT */
/*
 * Lights that speak the JSON schema of Home Assistant's MQTT light: ESPHome, which says where its topics are,
 * and any other, whose topics are told. They cannot be asked; ESPHome retains what it says.
 */
#include "wire/lamp_dialect.h"

#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define FULL_BRIGHTNESS 255
#define TRANSITION_SEC  1
/* Home Assistant's own short flash. */
#define FLASH_SEC 2
/* Mired end here, and kelvin begin. */
#define MIRED_MAX  1000
#define KELVIN_MAX 20000

static const struct {
        const char *name;
        enum lamp_mode mode;
} modes[] = {
        { "xy", LAMP_MODE_XY },
        { "hs", LAMP_MODE_HS },
        { "color_temp", LAMP_MODE_TEMPERATURE },
        { "white", LAMP_MODE_WHITE },
        { "rgb", LAMP_MODE_RGB },
        { "rgbw", LAMP_MODE_RGB_WHITE },
        { "rgbww", LAMP_MODE_RGB_COLD_WARM },
        { "cwww", LAMP_MODE_COLD_WARM },
        { "rgbct", LAMP_MODE_RGB_TEMPERATURE },
};

static int print_topic(
        char target[static TOPIC_SIZE], const char *first, size_t first_bytes, const char *rest)
{
        int length = snprintf(target, TOPIC_SIZE, "%.*s%s", (int)first_bytes, first, rest);

        return length >= TOPIC_SIZE ? -ENAMETOOLONG : 0;
}

/* "PREFIX/OBJECT", as sensors have it: its topics are below PREFIX/light/OBJECT. */
static int esphome_name(const struct lamp_config *config, struct lamp_names *names)
{
        const char *object = strrchr(config->device, '/');
        size_t prefix_bytes;
        char light[TOPIC_SIZE];
        int length, r;

        if (!object || object == config->device || object[1] == '\0')
                return -EINVAL;
        prefix_bytes = (size_t)(object - config->device);
        length = snprintf(light, sizeof(light), "%.*s/light%s", (int)prefix_bytes, config->device, object);
        if (length >= TOPIC_SIZE)
                return -ENAMETOOLONG;
        r = print_topic(names->command, light, strlen(light), "/command");
        if (r < 0)
                return r;
        names->listen_count = 1;
        return print_topic(names->listen[0], light, strlen(light), "/state");
}

static int ha_json_name(const struct lamp_config *config, struct lamp_names *names)
{
        static const struct {
                const char *command;
                const char *state;
        } pairs[] = { { "/set", "" }, { "/command", "/state" } };
        size_t bytes = strlen(config->topic);

        if (config->state_topic) {
                names->listen_count = 1;
                if (print_topic(names->listen[0], config->state_topic, strlen(config->state_topic), "") < 0)
                        return -ENAMETOOLONG;
        }
        for (size_t i = 0; i < ELEMENTS(pairs) && names->listen_count == 0; i++) {
                size_t end = strlen(pairs[i].command);

                if (bytes <= end || strcmp(config->topic + bytes - end, pairs[i].command) != 0)
                        continue;
                names->listen_count = 1;
                if (print_topic(names->listen[0], config->topic, bytes - end, pairs[i].state) < 0)
                        return -ENAMETOOLONG;
        }
        return print_topic(names->command, config->topic, bytes, "");
}

static void read_mode(json_t *state, struct lamp_look *look)
{
        const char *text = json_string_value(json_object_get(state, "color_mode"));

        for (size_t i = 0; text && i < ELEMENTS(modes); i++) {
                if (text_equal_nocase(text, modes[i].name)) {
                        look->mode = modes[i].mode;
                        look->keys |= LAMP_KEY_MODE;
                        return;
                }
        }
}

static void read_colour(json_t *colour, struct lamp_look *look)
{
        if (lamp_read_number(colour, "x", 0, 1, &look->x) && lamp_read_number(colour, "y", 0, 1, &look->y))
                look->keys |= LAMP_KEY_XY;
        if (lamp_read_number(colour, "h", 0, 360, &look->hue) &&
                lamp_read_number(colour, "s", 0, 100, &look->saturation))
                look->keys |= LAMP_KEY_HS;
        if (lamp_read_integer(colour, "r", 0, 255, &look->rgb[0]) &&
                lamp_read_integer(colour, "g", 0, 255, &look->rgb[1]) &&
                lamp_read_integer(colour, "b", 0, 255, &look->rgb[2]))
                look->keys |= LAMP_KEY_RGB;
        if (lamp_read_integer(colour, "w", 0, 255, &look->white))
                look->keys |= LAMP_KEY_WHITE;
        if (lamp_read_integer(colour, "c", 0, 255, &look->cold))
                look->keys |= LAMP_KEY_COLD;
}

static void read_temperature(json_t *state, struct lamp_look *look)
{
        double number;

        if (!lamp_read_number(state, "color_temp", 1, KELVIN_MAX, &number))
                return;
        look->kelvin = number > MIRED_MAX;
        look->temperature = look->kelvin ? MIRED_KELVIN / number : round(number);
        look->keys |= LAMP_KEY_TEMPERATURE;
}

/* An effect's name is no way back: where in it the lamp was is not told. */
static void read_effect(json_t *state, struct lamp_look *look)
{
        static const char *const none[] = { "", "none", "off", "solid" };
        json_t *effect = json_object_get(state, "effect");

        if (!effect)
                return;
        look->keys |= LAMP_KEY_EFFECT;
        look->effect = json_is_string(effect);
        for (size_t i = 0; look->effect && i < ELEMENTS(none); i++) {
                if (text_equal_nocase(json_string_value(effect), none[i]))
                        look->effect = false;
        }
}

/* A light in the mode "white" tells its white level as the brightness. */
static void read_white(struct lamp_look *look)
{
        bool white = (look->keys & LAMP_KEY_MODE) && look->mode == LAMP_MODE_WHITE;

        if (!white || (look->keys & LAMP_KEY_WHITE) || !(look->keys & LAMP_KEY_BRIGHTNESS))
                return;
        look->white = look->brightness;
        look->keys |= LAMP_KEY_WHITE;
}

static enum lamp_report schema_read(const struct lamp_names *names, const char *topic,
        struct payload *payload, struct lamp_look *ret_look)
{
        json_t *state = payload_json(payload);
        struct lamp_look look = { 0 };

        (void)names;
        (void)topic;
        lamp_read_switch(state, "state", &look);
        if (lamp_read_integer(state, "brightness", 0, FULL_BRIGHTNESS, &look.brightness))
                look.keys |= LAMP_KEY_BRIGHTNESS;
        read_colour(json_object_get(state, "color"), &look);
        read_temperature(state, &look);
        read_effect(state, &look);
        read_mode(state, &look);
        lamp_look_guess_mode(&look);
        read_white(&look);
        *ret_look = look;
        if (look.keys & LAMP_KEY_POWER)
                return LAMP_REPORT_WHOLE;
        return look.keys ? LAMP_REPORT_PARTIAL : LAMP_REPORT_NOTHING;
}

static int print_rgb(json_t *json, const struct lamp_look *look, json_t *rest)
{
        json_t *colour = json_pack("{s:i,s:i,s:i}", "r", look->rgb[0], "g", look->rgb[1], "b", look->rgb[2]);
        int failed = !colour || !rest || json_object_update(colour, rest);

        json_decref(rest);
        if (!failed)
                return json_object_set_new(json, "color", colour);
        json_decref(colour);
        return -1;
}

static int print_temperature(json_t *json, const struct lamp_look *look)
{
        double number = look->kelvin ? MIRED_KELVIN / look->temperature : look->temperature;

        return json_object_set_new(json, "color_temp", json_integer(lround(number)));
}

/* The colour in the mode that the light is in, so that it stays in it. */
static int print_colour(json_t *json, const struct lamp_look *look, bool esphome)
{
        if (!(look->keys & LAMP_KEY_MODE))
                return look->keys & LAMP_KEY_TEMPERATURE ? print_temperature(json, look) : 0;
        switch (look->mode) {
        case LAMP_MODE_XY:
                return json_object_set_new(json, "color", json_pack("{s:f,s:f}", "x", look->x, "y", look->y));
        case LAMP_MODE_HS:
                return json_object_set_new(
                        json, "color", json_pack("{s:f,s:f}", "h", look->hue, "s", look->saturation));
        case LAMP_MODE_TEMPERATURE: return print_temperature(json, look);
        case LAMP_MODE_WHITE:
                if (!esphome)
                        return json_object_set_new(json, "white", json_integer(look->white));
                return json_object_set_new(json, "color", json_pack("{s:i}", "w", look->white));
        case LAMP_MODE_RGB: return print_rgb(json, look, json_object());
        case LAMP_MODE_RGB_WHITE: return print_rgb(json, look, json_pack("{s:i}", "w", look->white));
        case LAMP_MODE_RGB_COLD_WARM:
                return print_rgb(json, look, json_pack("{s:i,s:i}", "c", look->cold, "w", look->white));
        case LAMP_MODE_COLD_WARM:
                return json_object_set_new(
                        json, "color", json_pack("{s:i,s:i}", "c", look->cold, "w", look->white));
        case LAMP_MODE_RGB_TEMPERATURE:
                if (print_rgb(json, look, json_object()) < 0)
                        return -1;
                return print_temperature(json, look);
        case LAMP_MODE_MAX_: break;
        }
        return 0;
}

/* What is to be off is told the brightness and the colour that it will turn on with, too. */
static json_t *print_look(const struct lamp_look *look, bool esphome)
{
        bool white = !esphome && (look->keys & LAMP_KEY_MODE) && look->mode == LAMP_MODE_WHITE;
        json_t *json = json_pack("{s:s}", "state", look->on ? "ON" : "OFF");
        int failed = json == NULL;

        if (!white && (look->keys & LAMP_KEY_BRIGHTNESS))
                failed |= json_object_set_new(json, "brightness", json_integer(look->brightness));
        failed |= print_colour(json, look, esphome);
        if (look->on && look->keys != LAMP_KEY_POWER)
                failed |= json_object_set_new(json, "transition", json_integer(TRANSITION_SEC));
        if (!failed)
                return json;
        json_decref(json);
        return NULL;
}

static int esphome_set(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        return lamp_send_json(names->command, print_look(look, true), outbox);
}

static int ha_json_set(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        return lamp_send_json(names->command, print_look(look, false), outbox);
}

/* ESPHome flashes in what it is told, and goes back by itself. */
static int esphome_breathe(
        const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        return lamp_send_json(names->command,
                json_pack("{s:s,s:i,s:i}", "state", "ON", "brightness",
                        LAMP_BREATH_BRIGHTNESS(look->brightness), "flash", FLASH_SEC),
                outbox);
}

/* Nothing but the flash: a light that cannot do it must not stay dim. */
static int ha_json_breathe(
        const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        (void)look;
        return lamp_send_json(
                names->command, json_pack("{s:s,s:i}", "state", "ON", "flash", FLASH_SEC), outbox);
}

static int schema_signal(const struct lamp_names *names, enum light_show show, struct outbox *outbox)
{
        return show == LIGHT_SHOW_TAKEN ? 0 : ha_json_breathe(names, NULL, outbox);
}

const struct lamp_dialect_ops lamp_esphome_ops = {
        .full_brightness = FULL_BRIGHTNESS,
        .breath_usec = FLASH_SEC * USEC_PER_SEC,
        .signal_usec = FLASH_SEC * USEC_PER_SEC,
        .name = esphome_name,
        .read = schema_read,
        .set = esphome_set,
        .breathe = esphome_breathe,
        .signal = schema_signal,
};

const struct lamp_dialect_ops lamp_ha_json_ops = {
        .full_brightness = FULL_BRIGHTNESS,
        .breath_usec = FLASH_SEC * USEC_PER_SEC,
        .signal_usec = FLASH_SEC * USEC_PER_SEC,
        .name = ha_json_name,
        .read = schema_read,
        .set = ha_json_set,
        .breathe = ha_json_breathe,
        .signal = schema_signal,
};
