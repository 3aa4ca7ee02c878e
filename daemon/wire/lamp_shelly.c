/* SPDX-License-Identifier: MIT */
/*
 * Shelly, generation 2 and later: JSON-RPC on <device>/rpc, answered on a topic of ours. It tells changes on
 * <device>/events/rpc, and on <device>/status/<component> if it is set to.
 */
#include "wire/lamp_dialect.h"

#include "base/number.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FULL_BRIGHTNESS 100
#define TRANSITION_SEC  1
#define ID_MAX          99
#define KELVIN_MIN      1000
#define KELVIN_MAX      20000
/* Of our questions, as the device repeats it. */
#define REQUEST_ID 1

enum {
        LISTEN_ANSWER,
        LISTEN_EVENTS,
        LISTEN_STATUS,
        LISTEN_MAX_,
};

struct kind {
        const char *name;
        const char *method;
        enum lamp_mode mode; /* LAMP_MODE_MAX_: no colour, or the status tells */
};

static const struct kind kinds[] = {
        { "light", "Light", LAMP_MODE_MAX_ },
        { "rgb", "RGB", LAMP_MODE_RGB },
        { "rgbw", "RGBW", LAMP_MODE_RGB_WHITE },
        { "cct", "CCT", LAMP_MODE_TEMPERATURE },
        { "rgbcct", "RGBCCT", LAMP_MODE_MAX_ },
        { "switch", "Switch", LAMP_MODE_MAX_ },
};

/* The kind of "rgbw:0", and its number; NULL if it is none. */
static const struct kind *find_kind(const char *component, int *ret_id)
{
        const char *colon = strchr(component, ':');
        int64_t id;

        if (!colon || number_parse_integer(colon + 1, 0, ID_MAX, &id) < 0)
                return NULL;
        for (size_t i = 0; i < ELEMENTS(kinds); i++) {
                size_t length = strlen(kinds[i].name);

                if (length != (size_t)(colon - component) || strncmp(component, kinds[i].name, length) != 0)
                        continue;
                *ret_id = (int)id;
                return &kinds[i];
        }
        return NULL;
}

bool lamp_component_is_valid(const char *component)
{
        int id;

        return strlen(component) < LAMP_COMPONENT_SIZE && find_kind(component, &id) != NULL;
}

__attribute__((format(printf, 2, 3))) static bool print_topic(
        char target[static TOPIC_SIZE], const char *format, ...)
{
        va_list arguments;
        int length;

        va_start(arguments, format);
        length = vsnprintf(target, TOPIC_SIZE, format, arguments);
        va_end(arguments);
        return length < TOPIC_SIZE;
}

static int shelly_name(const struct lamp_config *config, struct lamp_names *names)
{
        const char *component = config->component ? config->component : "light:0";
        bool fits;

        static_assert(LISTEN_MAX_ <= LAMP_TOPICS_MAX, "more topics than a lamp may have");
        if (!lamp_component_is_valid(component))
                return -EINVAL;
        memcpy(names->component, component, strlen(component) + 1);
        fits = print_topic(names->source, "%s/shelly/%s/%s", config->answers, config->device, component);
        fits &= print_topic(names->listen[LISTEN_ANSWER], "%s/shelly/%s/%s/rpc", config->answers,
                config->device, component);
        fits &= print_topic(names->listen[LISTEN_EVENTS], "%s/events/rpc", config->device);
        fits &= print_topic(names->listen[LISTEN_STATUS], "%s/status/%s", config->device, component);
        fits &= print_topic(names->command, "%s/rpc", config->device);
        names->listen_count = LISTEN_MAX_;
        return fits ? 0 : -ENAMETOOLONG;
}

static void read_rgb(json_t *status, struct lamp_look *look)
{
        json_t *rgb = json_object_get(status, "rgb");

        if (json_array_size(rgb) != ELEMENTS(look->rgb))
                return;
        for (size_t i = 0; i < ELEMENTS(look->rgb); i++) {
                json_t *value = json_array_get(rgb, i);

                if (!json_is_integer(value) || json_integer_value(value) < 0 ||
                        json_integer_value(value) > 255)
                        return;
                look->rgb[i] = (int)json_integer_value(value);
        }
        look->keys |= LAMP_KEY_RGB;
}

static void read_mode(json_t *status, const struct kind *kind, struct lamp_look *look)
{
        const char *mode = json_string_value(json_object_get(status, "mode"));

        look->mode = kind->mode;
        if (kind->mode == LAMP_MODE_MAX_ && mode && strcmp(mode, "rgb") == 0)
                look->mode = LAMP_MODE_RGB;
        if (kind->mode == LAMP_MODE_MAX_ && mode && strcmp(mode, "cct") == 0)
                look->mode = LAMP_MODE_TEMPERATURE;
        if (look->mode != LAMP_MODE_MAX_)
                look->keys |= LAMP_KEY_MODE;
}

static void read_status(json_t *status, const struct kind *kind, struct lamp_look *look)
{
        json_t *output = json_object_get(status, "output");
        double kelvin;

        if (json_is_boolean(output)) {
                look->on = json_is_true(output);
                look->keys |= LAMP_KEY_POWER;
        }
        if (lamp_read_integer(status, "brightness", 0, FULL_BRIGHTNESS, &look->brightness))
                look->keys |= LAMP_KEY_BRIGHTNESS;
        if (lamp_read_integer(status, "white", 0, 255, &look->white))
                look->keys |= LAMP_KEY_WHITE;
        if (lamp_read_number(status, "ct", KELVIN_MIN, KELVIN_MAX, &kelvin)) {
                look->kelvin = true;
                look->temperature = MIRED_KELVIN / kelvin;
                look->keys |= LAMP_KEY_TEMPERATURE;
        }
        read_rgb(status, look);
        if (look->keys)
                read_mode(status, kind, look);
}

/* Where in a message of @topic the component's status is; *@ret_whole: whether it is all of it. */
static json_t *find_status(
        const struct lamp_names *names, const char *topic, json_t *message, bool *ret_whole)
{
        const char *method = json_string_value(json_object_get(message, "method"));

        *ret_whole = true;
        if (strcmp(topic, names->listen[LISTEN_ANSWER]) == 0)
                return json_object_get(message, "result");
        if (strcmp(topic, names->listen[LISTEN_STATUS]) == 0)
                return message;
        *ret_whole = method && strcmp(method, "NotifyFullStatus") == 0;
        return json_object_get(json_object_get(message, "params"), names->component);
}

static enum lamp_report shelly_read(const struct lamp_names *names, const char *topic,
        struct payload *payload, struct lamp_look *ret_look)
{
        struct lamp_look look = { 0 };
        const struct kind *kind;
        json_t *status;
        bool whole;
        int id;

        status = find_status(names, topic, payload_json(payload), &whole);
        kind = find_kind(names->component, &id);
        read_status(status, kind, &look);
        *ret_look = look;
        if (!look.keys)
                return LAMP_REPORT_NOTHING;
        return whole && (look.keys & LAMP_KEY_POWER) ? LAMP_REPORT_WHOLE : LAMP_REPORT_PARTIAL;
}

/* Calls "<kind>.<verb>" with @params (taken over; NULL is -ENOMEM) and the component's number. */
static int call(const struct lamp_names *names, const char *verb, json_t *params, struct outbox *outbox)
{
        int id = 0;
        const struct kind *kind = find_kind(names->component, &id);
        char method[32];
        json_t *json;

        snprintf(method, sizeof(method), "%s.%s", kind->method, verb);
        if (!params || json_object_set_new(params, "id", json_integer(id)) < 0) {
                json_decref(params);
                return -ENOMEM;
        }
        json = json_pack("{s:i,s:s,s:s,s:o}", "id", REQUEST_ID, "src", names->source, "method", method,
                "params", params);
        return lamp_send_json(names->command, json, outbox);
}

static int shelly_ask(const struct lamp_names *names, struct outbox *outbox)
{
        return call(names, "GetStatus", json_object(), outbox);
}

static int print_colour(json_t *params, const struct lamp_look *look, bool names_mode)
{
        enum lamp_mode mode = look->keys & LAMP_KEY_MODE ? look->mode : LAMP_MODE_MAX_;
        bool rgb = mode == LAMP_MODE_RGB || mode == LAMP_MODE_RGB_WHITE;
        int failed = 0;

        if (names_mode && rgb)
                failed |= json_object_set_new(params, "mode", json_string("rgb"));
        if (names_mode && mode == LAMP_MODE_TEMPERATURE)
                failed |= json_object_set_new(params, "mode", json_string("cct"));
        if (rgb && (look->keys & LAMP_KEY_RGB))
                failed |= json_object_set_new(
                        params, "rgb", json_pack("[i,i,i]", look->rgb[0], look->rgb[1], look->rgb[2]));
        if (mode == LAMP_MODE_RGB_WHITE && (look->keys & LAMP_KEY_WHITE))
                failed |= json_object_set_new(params, "white", json_integer(look->white));
        if (mode == LAMP_MODE_TEMPERATURE && (look->keys & LAMP_KEY_TEMPERATURE))
                failed |= json_object_set_new(
                        params, "ct", json_integer(lround(MIRED_KELVIN / look->temperature)));
        return failed;
}

/* What is to be off gets its brightness and colour back as well, without lighting up. */
static int shelly_set(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        bool names_mode = strncmp(names->component, "rgbcct", strlen("rgbcct")) == 0;
        json_t *params = json_pack("{s:b}", "on", look->on);
        int failed = params == NULL;

        if (look->keys & LAMP_KEY_BRIGHTNESS)
                failed |= json_object_set_new(params, "brightness", json_integer(look->brightness));
        failed |= print_colour(params, look, names_mode);
        if (look->on && (look->keys & LAMP_KEY_BRIGHTNESS))
                failed |= json_object_set_new(params, "transition_duration", json_integer(TRANSITION_SEC));
        if (failed) {
                json_decref(params);
                return -ENOMEM;
        }
        return call(names, "Set", params, outbox);
}

/*
 * Turned over twice it is as before. Its own toggle_after would do only if it were known whether it is on: it
 * ends with the opposite of what was asked for.
 */
static int shelly_signal(const struct lamp_names *names, enum light_show show, struct outbox *outbox)
{
        return show == LIGHT_SHOW_TAKEN ? 0 : call(names, "Toggle", json_object(), outbox);
}

const struct lamp_dialect_ops lamp_shelly_ops = {
        .full_brightness = FULL_BRIGHTNESS,
        .breath_usec = 3 * USEC_PER_SEC / 2,
        .signal_usec = 1 * USEC_PER_SEC,
        .signal_has_halves = true,
        .name = shelly_name,
        .read = shelly_read,
        .ask = shelly_ask,
        .set = shelly_set,
        .signal = shelly_signal,
};
