/* SPDX-License-Identifier: MIT */
#include "wire/lamp_dialect.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FULL_BRIGHTNESS 100
#define BACKLOG_SIZE    256

static const char prefix_word[] = "%prefix%";
static const char topic_word[] = "%topic%";

struct backlog {
        char text[BACKLOG_SIZE];
        size_t length;
};

static bool append(char *target, size_t size, const char *source, size_t length)
{
        size_t used = strlen(target);

        if (length >= size - used)
                return false;
        memcpy(target + used, source, length);
        target[used + length] = '\0';
        return true;
}

/* "<full topic><leaf>", the full topic with its slash at the end, which the device adds too. */
static int name_topic(char target[static TOPIC_SIZE], const struct lamp_config *config, const char *prefix,
        const char *leaf)
{
        const char *pattern = config->full_topic ? config->full_topic : "%prefix%/%topic%/";
        bool fits = true;

        target[0] = '\0';
        while (*pattern) {
                size_t plain = strcspn(pattern + 1, "%") + 1;

                if (strncmp(pattern, prefix_word, strlen(prefix_word)) == 0) {
                        fits &= append(target, TOPIC_SIZE, prefix, strlen(prefix));
                        pattern += strlen(prefix_word);
                } else if (strncmp(pattern, topic_word, strlen(topic_word)) == 0) {
                        fits &= append(target, TOPIC_SIZE, config->device, strlen(config->device));
                        pattern += strlen(topic_word);
                } else {
                        fits &= append(target, TOPIC_SIZE, pattern, plain);
                        pattern += plain;
                }
        }
        if (target[0] && target[strlen(target) - 1] != '/')
                fits &= append(target, TOPIC_SIZE, "/", 1);
        fits &= append(target, TOPIC_SIZE, leaf, strlen(leaf));
        return fits ? 0 : -ENAMETOOLONG;
}

static int tasmota_name(const struct lamp_config *config, struct lamp_names *names)
{
        static const struct {
                const char *prefix;
                const char *leaf;
        } listen[] = {
                { "stat", "RESULT" }, { "tele", "STATE" },
                { "stat", "STATE" }, /* the answer where SetOption4 is on */
        };
        int r;

        static_assert(ELEMENTS(listen) <= LAMP_TOPICS_MAX, "more topics than a lamp may have");
        for (size_t i = 0; i < ELEMENTS(listen); i++) {
                r = name_topic(names->listen[i], config, listen[i].prefix, listen[i].leaf);
                if (r < 0)
                        return r;
        }
        names->listen_count = ELEMENTS(listen);
        r = name_topic(names->command, config, "cmnd", "Backlog");
        if (r < 0)
                return r;
        return name_topic(names->ask, config, "cmnd", "STATE");
}

/*
 * A device with several outputs says POWER1, POWER2 and so on, and which of them is the lamp cannot be told:
 * it is left alone. One that says POWER1 alone has one output and SetOption26 on.
 */
static void read_power(json_t *state, struct lamp_look *look)
{
        bool plain = json_object_get(state, "POWER") || json_object_get(state, "POWER2");

        lamp_read_switch(state, plain ? "POWER" : "POWER1", look);
}

static void read_integer(
        json_t *state, const char *key, int min, int max, uint32_t bit, int *ret_value, uint32_t *keys)
{
        json_t *value = json_object_get(state, key);
        double number = json_number_value(value);

        if (!json_is_number(value) || number < min || number > max)
                return;
        *ret_value = (int)lround(number);
        *keys |= bit;
}

/* "hue,saturation,brightness"; @ret_brightness is untouched without it. */
static void read_hsb(json_t *state, struct lamp_look *look, int *ret_brightness)
{
        const char *text = json_string_value(json_object_get(state, "HSBColor"));
        int hue, saturation, brightness, length = 0;

        if (!text || sscanf(text, "%3d,%3d,%3d%n", &hue, &saturation, &brightness, &length) != 3 ||
                text[length])
                return;
        if (hue < 0 || hue > 360 || saturation < 0 || saturation > 100 || brightness < 0 || brightness > 100)
                return;
        look->hue = hue;
        look->saturation = saturation;
        look->keys |= LAMP_KEY_HS;
        *ret_brightness = brightness;
}

/* While the white channels shine, the colour's own brightness is 0. */
static void read_mode(struct lamp_look *look, int colour_brightness)
{
        bool has_colour = look->keys & LAMP_KEY_HS;
        bool has_white = look->keys & (LAMP_KEY_WHITE | LAMP_KEY_TEMPERATURE);

        if (has_colour && (colour_brightness > 0 || !has_white))
                look->mode = LAMP_MODE_HS;
        else if (look->keys & LAMP_KEY_TEMPERATURE)
                look->mode = LAMP_MODE_TEMPERATURE;
        else if (look->keys & LAMP_KEY_WHITE)
                look->mode = LAMP_MODE_WHITE;
        else
                return;
        look->keys |= LAMP_KEY_MODE;
}

static enum lamp_report tasmota_read(const struct lamp_names *names, const char *topic,
        struct payload *payload, struct lamp_look *ret_look)
{
        json_t *state = payload_json(payload);
        struct lamp_look look = { 0 };
        int scheme = 0, colour_brightness = 0, temperature = 0;

        (void)names;
        (void)topic;
        read_power(state, &look);
        read_hsb(state, &look, &colour_brightness);
        read_integer(state, "Dimmer", 0, 100, LAMP_KEY_BRIGHTNESS, &look.brightness, &look.keys);
        read_integer(state, "White", 0, 100, LAMP_KEY_WHITE, &look.white, &look.keys);
        read_integer(state, "CT", 1, 1000, LAMP_KEY_TEMPERATURE, &temperature, &look.keys);
        read_integer(state, "Scheme", 0, 1000, LAMP_KEY_EFFECT, &scheme, &look.keys);
        look.temperature = temperature;
        look.effect = scheme > 0;
        read_mode(&look, colour_brightness);
        *ret_look = look;
        if (!look.keys)
                return LAMP_REPORT_NOTHING;
        if ((look.keys & LAMP_KEY_POWER) &&
                ((look.keys & LAMP_KEY_BRIGHTNESS) || json_object_get(state, "Uptime") ||
                        json_object_get(state, "Wifi")))
                return LAMP_REPORT_WHOLE;
        return LAMP_REPORT_PARTIAL;
}

__attribute__((format(printf, 2, 3))) static void backlog_print(
        struct backlog *backlog, const char *format, ...)
{
        size_t left = sizeof(backlog->text) - backlog->length;
        va_list arguments;
        int length;

        va_start(arguments, format);
        length = vsnprintf(backlog->text + backlog->length, left, format, arguments);
        va_end(arguments);
        assert(length > 0 && (size_t)length < left);
        backlog->length += (size_t)length;
}

/* Begins a command that the next one follows at once: a lamp must not be seen on the way. */
static void backlog_begin(struct backlog *backlog)
{
        backlog_print(backlog, "%sNoDelay;", backlog->length ? ";" : "");
}

/* Until the way down of a breath is over, in tenths of a second. NoDelay before it would undo it. */
static void backlog_wait(struct backlog *backlog)
{
        backlog_print(backlog, ";Delay 12");
}

/* These two hold for the next change only and are not stored; a step of speed is half a second. */
static void backlog_fade(struct backlog *backlog, bool fade)
{
        backlog_begin(backlog);
        backlog_print(backlog, "Fade2 %d", fade);
        if (!fade)
                return;
        backlog_begin(backlog);
        backlog_print(backlog, "Speed2 2");
}

static int backlog_send(const struct backlog *backlog, const struct lamp_names *names, struct outbox *outbox)
{
        return outbox_add(outbox, OUTBOX_DEVICE, names->command, backlog->text) ? 0 : -ENOMEM;
}

static int tasmota_ask(const struct lamp_names *names, struct outbox *outbox)
{
        return outbox_add(outbox, OUTBOX_DEVICE, names->ask, "") ? 0 : -ENOMEM;
}

static void add_dimmer(struct backlog *backlog, const struct lamp_look *look)
{
        if (!(look->keys & LAMP_KEY_BRIGHTNESS))
                return;
        backlog_begin(backlog);
        backlog_print(backlog, "Dimmer %d", look->brightness);
}

/* HSBColor carries the brightness: Color would too, but what it reports depends on the device's options. */
static void add_colour(struct backlog *backlog, const struct lamp_look *look)
{
        if (!(look->keys & LAMP_KEY_MODE)) {
                add_dimmer(backlog, look);
                return;
        }
        switch (look->mode) {
        case LAMP_MODE_HS:
                backlog_begin(backlog);
                backlog_print(backlog, "HSBColor %ld,%ld,%d", lround(look->hue), lround(look->saturation),
                        look->keys & LAMP_KEY_BRIGHTNESS ? look->brightness : FULL_BRIGHTNESS);
                break;
        case LAMP_MODE_TEMPERATURE:
                backlog_begin(backlog);
                backlog_print(backlog, "CT %ld", lround(look->temperature));
                add_dimmer(backlog, look);
                break;
        case LAMP_MODE_WHITE:
                backlog_begin(backlog);
                backlog_print(backlog, "White %d", look->white);
                break;
        case LAMP_MODE_XY:
        case LAMP_MODE_RGB:
        case LAMP_MODE_RGB_WHITE:
        case LAMP_MODE_RGB_COLD_WARM:
        case LAMP_MODE_COLD_WARM:
        case LAMP_MODE_RGB_TEMPERATURE:
        case LAMP_MODE_MAX_: break;
        }
}

/* Colours of a lamp that is to be off are put back at once, so that it does not fade through them; the power
 * is last. */
static int tasmota_set(const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        struct backlog backlog = { .length = 0 };

        if (look->keys & LAMP_KEY_BRIGHTNESS)
                backlog_fade(&backlog, look->on);
        add_colour(&backlog, look);
        backlog_begin(&backlog);
        backlog_print(&backlog, "Power %s", look->on ? "ON" : "OFF");
        return backlog_send(&backlog, names, outbox);
}

static int tasmota_breathe(
        const struct lamp_names *names, const struct lamp_look *look, struct outbox *outbox)
{
        struct backlog backlog = { .length = 0 };

        backlog_fade(&backlog, true);
        backlog_begin(&backlog);
        backlog_print(&backlog, "Dimmer %d", LAMP_BREATH_BRIGHTNESS(look->brightness));
        backlog_wait(&backlog);
        backlog_fade(&backlog, true);
        backlog_begin(&backlog);
        backlog_print(&backlog, "Dimmer %d", look->brightness);
        return backlog_send(&backlog, names, outbox);
}

/* The device goes back to what it was before it blinked. How often it blinks by itself is a stored setting,
 * so it is told when to stop, in tenths of a second. */
static int tasmota_signal(const struct lamp_names *names, enum light_show show, struct outbox *outbox)
{
        if (show == LIGHT_SHOW_TAKEN)
                return 0;
        return lamp_send_text(names->command, "Power BLINK;Delay 30;Power BLINKOFF", outbox);
}

const struct lamp_dialect_ops lamp_tasmota_ops = {
        .full_brightness = FULL_BRIGHTNESS,
        .breath_usec = 3 * USEC_PER_SEC,
        .signal_usec = 3 * USEC_PER_SEC,
        .name = tasmota_name,
        .read = tasmota_read,
        .ask = tasmota_ask,
        .set = tasmota_set,
        .breathe = tasmota_breathe,
        .signal = tasmota_signal,
};
