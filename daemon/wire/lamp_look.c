/* SPDX-License-Identifier: MIT */
#include "wire/lamp_look.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lamps round what they are told; what is within these is the same. */
#define BRIGHTNESS_TOLERANCE         3
#define TEMPERATURE_TOLERANCE_MIRED  8
#define XY_TOLERANCE                 0.02
#define HUE_TOLERANCE_DEGREES        4.0
#define SATURATION_TOLERANCE_PERCENT 4.0
/* Sums of decimal fractions miss their value by less. */
#define ROUNDING 1e-9
/* Paler than this has no hue to speak of. */
#define PALE_SATURATION_PERCENT 5.0

/* Both temperatures exist on every lamp that has any. */
#define WARM_MIRED    400
#define NEUTRAL_MIRED 250
/* A lamp this close to the warm tint is dimmed as well, or nobody would see it. */
#define WARM_ALREADY_MIRED 350

static const char *const mode_names[LAMP_MODE_MAX_] = {
        [LAMP_MODE_XY] = "xy",
        [LAMP_MODE_HS] = "hs",
        [LAMP_MODE_TEMPERATURE] = "temperature",
        [LAMP_MODE_WHITE] = "white",
};

/* Amber lies inside the gamut of every colour lamp; green is clipped by some, for its three seconds. */
static const struct lamp_look amber = { .x = 0.55, .y = 0.4, .hue = 30, .saturation = 90 };
static const struct lamp_look green = { .x = 0.22, .y = 0.65, .hue = 120, .saturation = 100 };

void lamp_look_merge(struct lamp_look *look, const struct lamp_look *report)
{
        look->keys |= report->keys;
        if (report->keys & LAMP_KEY_POWER)
                look->on = report->on;
        if (report->keys & LAMP_KEY_EFFECT)
                look->effect = report->effect;
        if (report->keys & LAMP_KEY_MODE)
                look->mode = report->mode;
        if (report->keys & LAMP_KEY_BRIGHTNESS)
                look->brightness = report->brightness;
        if (report->keys & LAMP_KEY_WHITE)
                look->white = report->white;
        if (report->keys & LAMP_KEY_TEMPERATURE)
                look->temperature = report->temperature;
        if (report->keys & LAMP_KEY_XY) {
                look->x = report->x;
                look->y = report->y;
        }
        if (report->keys & LAMP_KEY_HS) {
                look->hue = report->hue;
                look->saturation = report->saturation;
        }
}

static bool is_off_by(double a, double b, double tolerance)
{
        return fabs(a - b) > tolerance + ROUNDING;
}

static bool xy_differs(const struct lamp_look *a, const struct lamp_look *b)
{
        return is_off_by(a->x, b->x, XY_TOLERANCE) || is_off_by(a->y, b->y, XY_TOLERANCE);
}

static bool hs_differs(const struct lamp_look *a, const struct lamp_look *b)
{
        double turn = fabs(a->hue - b->hue);

        if (is_off_by(a->saturation, b->saturation, SATURATION_TOLERANCE_PERCENT))
                return true;
        if (a->saturation <= PALE_SATURATION_PERCENT)
                return false;
        return fmin(turn, 360 - turn) > HUE_TOLERANCE_DEGREES + ROUNDING;
}

/* Lamps tell the same colour as xy or as hs, whichever they were asked in. */
static bool mode_is_colour(enum lamp_mode mode)
{
        return mode == LAMP_MODE_XY || mode == LAMP_MODE_HS;
}

static bool mode_differs(const struct lamp_look *a, const struct lamp_look *b)
{
        if (!(a->keys & b->keys & LAMP_KEY_MODE))
                return false;
        if (mode_is_colour(a->mode))
                return !mode_is_colour(b->mode);
        return a->mode != b->mode;
}

static bool colour_differs(const struct lamp_look *a, const struct lamp_look *b, enum lamp_mode mode)
{
        uint32_t both = a->keys & b->keys;

        switch (mode) {
        case LAMP_MODE_XY:
        case LAMP_MODE_HS:
                if (both & LAMP_KEY_XY)
                        return xy_differs(a, b);
                return (both & LAMP_KEY_HS) && hs_differs(a, b);
        case LAMP_MODE_TEMPERATURE:
                return (both & LAMP_KEY_TEMPERATURE) &&
                       abs(a->temperature - b->temperature) > TEMPERATURE_TOLERANCE_MIRED;
        case LAMP_MODE_WHITE:
                return (both & LAMP_KEY_WHITE) && abs(a->white - b->white) > BRIGHTNESS_TOLERANCE;
        case LAMP_MODE_MAX_: break;
        }
        return false;
}

bool lamp_look_differs(const struct lamp_look *reference, const struct lamp_look *report)
{
        uint32_t both = reference->keys & report->keys;

        if (both & LAMP_KEY_POWER) {
                if (reference->on != report->on)
                        return true;
                if (!report->on)
                        return false;
        }
        if ((report->keys & LAMP_KEY_EFFECT) && report->effect && !reference->effect)
                return true;
        if ((both & LAMP_KEY_BRIGHTNESS) &&
                abs(reference->brightness - report->brightness) > BRIGHTNESS_TOLERANCE)
                return true;
        if (mode_differs(reference, report))
                return true;
        if (reference->keys & LAMP_KEY_MODE)
                return colour_differs(reference, report, reference->mode);
        if (report->keys & LAMP_KEY_MODE)
                return colour_differs(reference, report, report->mode);
        return colour_differs(reference, report, LAMP_MODE_XY) ||
               colour_differs(reference, report, LAMP_MODE_TEMPERATURE);
}

/* Half of what it was; what is too dim for that is made brighter instead. */
static int dimmed(const struct lamp_look *before, int full)
{
        if (before->on && before->brightness >= full / 5)
                return before->brightness / 2;
        return full / 2;
}

struct lamp_look lamp_look_compose(const struct lamp_look *before, enum light_show show, int full_brightness)
{
        bool taken = show == LIGHT_SHOW_TAKEN;
        struct lamp_look look = taken ? green : amber;

        look.keys = LAMP_KEY_POWER | (before->keys & LAMP_KEY_BRIGHTNESS);
        look.on = true;
        look.brightness = before->on ? before->brightness : full_brightness / 2;
        if (before->keys & (LAMP_KEY_XY | LAMP_KEY_HS)) {
                look.mode = before->keys & LAMP_KEY_XY ? LAMP_MODE_XY : LAMP_MODE_HS;
                look.keys |= LAMP_KEY_MODE | (look.mode == LAMP_MODE_XY ? LAMP_KEY_XY : LAMP_KEY_HS);
        } else if (before->keys & LAMP_KEY_TEMPERATURE) {
                look.mode = LAMP_MODE_TEMPERATURE;
                look.keys |= LAMP_KEY_MODE | LAMP_KEY_TEMPERATURE;
                look.temperature = taken ? NEUTRAL_MIRED : WARM_MIRED;
                if (!taken && before->on && before->temperature >= WARM_ALREADY_MIRED)
                        look.brightness = dimmed(before, full_brightness);
        } else {
                look.brightness = taken ? full_brightness : dimmed(before, full_brightness);
        }
        return look;
}

json_t *lamp_look_print(const struct lamp_look *look)
{
        json_t *json = json_pack("{s:b}", "on", look->on);
        int failed = json == NULL;

        if (look->keys & LAMP_KEY_BRIGHTNESS)
                failed |= json_object_set_new(json, "brightness", json_integer(look->brightness));
        if (look->keys & LAMP_KEY_MODE)
                failed |= json_object_set_new(json, "mode", json_string(mode_names[look->mode]));
        if (look->keys & LAMP_KEY_XY)
                failed |= json_object_set_new(json, "xy", json_pack("[f,f]", look->x, look->y));
        if (look->keys & LAMP_KEY_HS)
                failed |= json_object_set_new(json, "hs", json_pack("[f,f]", look->hue, look->saturation));
        if (look->keys & LAMP_KEY_TEMPERATURE)
                failed |= json_object_set_new(json, "temperature", json_integer(look->temperature));
        if (look->keys & LAMP_KEY_WHITE)
                failed |= json_object_set_new(json, "white", json_integer(look->white));
        if (!failed)
                return json;
        json_decref(json);
        return NULL;
}

/* Return: 1 if @key is there, 0 if not, -EINVAL if it is no number of a lamp. */
static int parse_integer(json_t *json, const char *key, int *ret_value)
{
        json_t *value = json_object_get(json, key);

        if (!value)
                return 0;
        if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > 1000)
                return -EINVAL;
        *ret_value = (int)json_integer_value(value);
        return 1;
}

static int parse_pair(json_t *json, const char *key, double *ret_first, double *ret_second)
{
        json_t *pair = json_object_get(json, key);
        json_t *first = json_array_get(pair, 0);
        json_t *second = json_array_get(pair, 1);

        if (!pair)
                return 0;
        if (!json_is_number(first) || !json_is_number(second) || json_array_size(pair) != 2)
                return -EINVAL;
        if (!(fabs(json_number_value(first)) <= 360) || !(fabs(json_number_value(second)) <= 360))
                return -EINVAL;
        *ret_first = json_number_value(first);
        *ret_second = json_number_value(second);
        return 1;
}

static int parse_mode(json_t *json, enum lamp_mode *ret_mode)
{
        json_t *value = json_object_get(json, "mode");

        if (!value)
                return 0;
        for (enum lamp_mode mode = 0; json_is_string(value) && mode < LAMP_MODE_MAX_; mode++) {
                if (strcmp(json_string_value(value), mode_names[mode]) == 0) {
                        *ret_mode = mode;
                        return 1;
                }
        }
        return -EINVAL;
}

int lamp_look_parse(json_t *json, struct lamp_look *ret_look)
{
        struct lamp_look look = { .keys = LAMP_KEY_POWER };
        const struct {
                uint32_t key;
                int found;
        } parts[] = {
                { LAMP_KEY_BRIGHTNESS, parse_integer(json, "brightness", &look.brightness) },
                { LAMP_KEY_WHITE, parse_integer(json, "white", &look.white) },
                { LAMP_KEY_TEMPERATURE, parse_integer(json, "temperature", &look.temperature) },
                { LAMP_KEY_XY, parse_pair(json, "xy", &look.x, &look.y) },
                { LAMP_KEY_HS, parse_pair(json, "hs", &look.hue, &look.saturation) },
                { LAMP_KEY_MODE, parse_mode(json, &look.mode) },
        };

        if (!json_is_boolean(json_object_get(json, "on")))
                return -EINVAL;
        look.on = json_is_true(json_object_get(json, "on"));
        for (size_t i = 0; i < ELEMENTS(parts); i++) {
                if (parts[i].found < 0)
                        return parts[i].found;
                if (parts[i].found)
                        look.keys |= parts[i].key;
        }
        *ret_look = look;
        return 0;
}
