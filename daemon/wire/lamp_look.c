/* SPDX-License-Identifier: MIT */
#include "wire/lamp_look.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lamps round what they are told; what is within these is the same. */
#define BRIGHTNESS_TOLERANCE         3
#define RGB_TOLERANCE                6
#define TEMPERATURE_TOLERANCE_MIRED  8
#define XY_TOLERANCE                 0.02
#define HUE_TOLERANCE_DEGREES        4.0
#define SATURATION_TOLERANCE_PERCENT 4.0
/* Sums of decimal fractions miss their value by less. */
#define ROUNDING 1e-9
/* Paler than this has no hue to speak of. */
#define PALE_SATURATION_PERCENT 5.0

/* Both temperatures exist on every lamp that has any. */
#define WARM_MIRED 400
/* What is told in kelvin may refuse to go lower. */
#define WARM_KELVIN   2700
#define NEUTRAL_MIRED 250
/* A lamp this close to the warm tint is dimmed as well, or nobody would see it. */
#define WARM_ALREADY_MIRED 350

static const char *const mode_names[LAMP_MODE_MAX_] = {
        [LAMP_MODE_XY] = "xy",
        [LAMP_MODE_HS] = "hs",
        [LAMP_MODE_TEMPERATURE] = "temperature",
        [LAMP_MODE_WHITE] = "white",
        [LAMP_MODE_RGB] = "rgb",
        [LAMP_MODE_RGB_WHITE] = "rgb-white",
        [LAMP_MODE_RGB_COLD_WARM] = "rgb-cold-warm",
        [LAMP_MODE_COLD_WARM] = "cold-warm",
        [LAMP_MODE_RGB_TEMPERATURE] = "rgb-temperature",
};

/* Amber lies inside the gamut of every colour lamp; green is clipped by some, for its three seconds. */
static const struct lamp_look amber = {
        .x = 0.55,
        .y = 0.4,
        .hue = 30,
        .saturation = 90,
        .rgb = { 255, 140, 26 },
};
static const struct lamp_look green = {
        .x = 0.22,
        .y = 0.65,
        .hue = 120,
        .saturation = 100,
        .rgb = { 0, 255, 0 },
};

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
        if (report->keys & LAMP_KEY_COLD)
                look->cold = report->cold;
        if (report->keys & LAMP_KEY_RGB)
                memcpy(look->rgb, report->rgb, sizeof(look->rgb));
        if (report->keys & LAMP_KEY_SCENE) {
                look->scene = report->scene;
                look->part = report->part;
        }
        if (report->keys & LAMP_KEY_TEMPERATURE) {
                look->temperature = report->temperature;
                look->kelvin = report->kelvin;
        }
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

static bool channel_differs(int a, int b, uint32_t known)
{
        return known && abs(a - b) > BRIGHTNESS_TOLERANCE;
}

static bool rgb_differs(const struct lamp_look *a, const struct lamp_look *b)
{
        for (size_t i = 0; i < ELEMENTS(a->rgb); i++) {
                if (abs(a->rgb[i] - b->rgb[i]) > RGB_TOLERANCE)
                        return true;
        }
        return false;
}

/* Which of the colour's members a mode is made of. Lamps tell the same colour as xy or as hs, whichever they
 * were asked in. */
static uint32_t mode_keys(enum lamp_mode mode)
{
        static const uint32_t keys[LAMP_MODE_MAX_] = {
                [LAMP_MODE_XY] = LAMP_KEY_XY | LAMP_KEY_HS,
                [LAMP_MODE_HS] = LAMP_KEY_XY | LAMP_KEY_HS,
                [LAMP_MODE_TEMPERATURE] = LAMP_KEY_TEMPERATURE,
                [LAMP_MODE_WHITE] = LAMP_KEY_WHITE,
                [LAMP_MODE_RGB] = LAMP_KEY_RGB,
                [LAMP_MODE_RGB_WHITE] = LAMP_KEY_RGB | LAMP_KEY_WHITE,
                [LAMP_MODE_RGB_COLD_WARM] = LAMP_KEY_RGB | LAMP_KEY_WHITE | LAMP_KEY_COLD,
                [LAMP_MODE_COLD_WARM] = LAMP_KEY_WHITE | LAMP_KEY_COLD,
                [LAMP_MODE_RGB_TEMPERATURE] = LAMP_KEY_RGB | LAMP_KEY_TEMPERATURE,
        };

        return keys[mode];
}

/* A colour, in whichever form: not a mere white. */
static bool mode_is_colour(enum lamp_mode mode)
{
        return mode_keys(mode) & (LAMP_KEY_XY | LAMP_KEY_HS | LAMP_KEY_RGB);
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
        uint32_t both = a->keys & b->keys & mode_keys(mode);

        if (both & LAMP_KEY_XY)
                return xy_differs(a, b);
        if (both & LAMP_KEY_HS)
                return hs_differs(a, b);
        if ((both & LAMP_KEY_RGB) && rgb_differs(a, b))
                return true;
        if ((both & LAMP_KEY_TEMPERATURE) &&
                is_off_by(a->temperature, b->temperature, TEMPERATURE_TOLERANCE_MIRED))
                return true;
        return channel_differs(a->white, b->white, both & LAMP_KEY_WHITE) ||
               channel_differs(a->cold, b->cold, both & LAMP_KEY_COLD);
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
        if ((both & LAMP_KEY_SCENE) && reference->scene != report->scene)
                return true;
        if (channel_differs(reference->brightness, report->brightness, both & LAMP_KEY_BRIGHTNESS))
                return true;
        if (mode_differs(reference, report))
                return true;
        if (reference->keys & LAMP_KEY_MODE)
                return colour_differs(reference, report, reference->mode);
        if (report->keys & LAMP_KEY_MODE)
                return colour_differs(reference, report, report->mode);
        return colour_differs(reference, report, LAMP_MODE_XY) ||
               colour_differs(reference, report, LAMP_MODE_RGB) ||
               colour_differs(reference, report, LAMP_MODE_TEMPERATURE);
}

/* Half of what it was; what is too dim for that is made brighter instead. */
static int dimmed(const struct lamp_look *before, int full)
{
        if (before->on && before->brightness >= full / 5)
                return before->brightness / 2;
        return full / 2;
}

/* What is off is turned on as bright as it was when it was on last, unless that is too dim to be seen. */
static int lit(const struct lamp_look *before, int full)
{
        if (before->on || ((before->keys & LAMP_KEY_BRIGHTNESS) && before->brightness >= full / 5))
                return before->brightness;
        return full / 2;
}

static double warm_mired(const struct lamp_look *look)
{
        return look->kelvin ? MIRED_KELVIN / WARM_KELVIN : WARM_MIRED;
}

/* The form in which a lamp takes a colour: the one that it is in, else one that it has told; LAMP_MODE_MAX_
 * for a lamp without colour. */
static enum lamp_mode colour_mode(const struct lamp_look *look)
{
        uint32_t rgb = look->keys & LAMP_KEY_RGB;

        if (rgb && (look->keys & LAMP_KEY_MODE) && (mode_keys(look->mode) & LAMP_KEY_RGB))
                return look->mode == LAMP_MODE_RGB_TEMPERATURE ? LAMP_MODE_RGB : look->mode;
        if (look->keys & LAMP_KEY_XY)
                return LAMP_MODE_XY;
        if (look->keys & LAMP_KEY_HS)
                return LAMP_MODE_HS;
        if (!rgb)
                return LAMP_MODE_MAX_;
        if (look->keys & LAMP_KEY_COLD)
                return LAMP_MODE_RGB_COLD_WARM;
        return look->keys & LAMP_KEY_WHITE ? LAMP_MODE_RGB_WHITE : LAMP_MODE_RGB;
}

/* The keys of a colour in @mode; of xy and hs one is enough. */
static uint32_t colour_keys(enum lamp_mode mode)
{
        if (mode == LAMP_MODE_XY)
                return LAMP_KEY_XY;
        return mode == LAMP_MODE_HS ? LAMP_KEY_HS : mode_keys(mode);
}

struct lamp_look lamp_look_compose(const struct lamp_look *before, enum light_show show, int full_brightness)
{
        bool taken = show == LIGHT_SHOW_TAKEN;
        struct lamp_look look = taken ? green : amber;
        enum lamp_mode colour = colour_mode(before);

        look.keys = LAMP_KEY_POWER | (before->keys & (LAMP_KEY_BRIGHTNESS | LAMP_KEY_SCENE));
        look.on = true;
        look.part = before->part;
        look.brightness = lit(before, full_brightness);
        if (colour != LAMP_MODE_MAX_) {
                look.mode = colour;
                look.keys |= LAMP_KEY_MODE | colour_keys(colour);
        } else if (before->keys & LAMP_KEY_TEMPERATURE) {
                look.mode = LAMP_MODE_TEMPERATURE;
                look.keys |= LAMP_KEY_MODE | LAMP_KEY_TEMPERATURE;
                look.kelvin = before->kelvin;
                look.temperature = taken ? NEUTRAL_MIRED : warm_mired(before);
                if (!taken && before->on && before->temperature >= WARM_ALREADY_MIRED)
                        look.brightness = dimmed(before, full_brightness);
        } else {
                look.brightness = taken ? full_brightness : dimmed(before, full_brightness);
        }
        return look;
}

/* As the lamp counts it, so that nothing is lost by rounding. */
static json_t *print_temperature(const struct lamp_look *look)
{
        return json_integer(lround(look->kelvin ? MIRED_KELVIN / look->temperature : look->temperature));
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
                failed |= json_object_set_new(
                        json, look->kelvin ? "kelvin" : "temperature", print_temperature(look));
        if (look->keys & LAMP_KEY_WHITE)
                failed |= json_object_set_new(json, "white", json_integer(look->white));
        if (look->keys & LAMP_KEY_COLD)
                failed |= json_object_set_new(json, "cold", json_integer(look->cold));
        if (look->keys & LAMP_KEY_RGB)
                failed |= json_object_set_new(
                        json, "rgb", json_pack("[i,i,i]", look->rgb[0], look->rgb[1], look->rgb[2]));
        if (look->keys & LAMP_KEY_SCENE)
                failed |= json_object_set_new(json, "scene", json_pack("[i,i]", look->scene, look->part));
        if (!failed)
                return json;
        json_decref(json);
        return NULL;
}

/* Return: 1 if @key is there, 0 if not, -EINVAL if it is no number of a lamp. */
static int parse_integer(json_t *json, const char *key, int min, int max, int *ret_value)
{
        json_t *value = json_object_get(json, key);

        if (!value)
                return 0;
        if (!json_is_integer(value) || json_integer_value(value) < min || json_integer_value(value) > max)
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

static int parse_temperature(json_t *json, struct lamp_look *look)
{
        int number = 0, found = parse_integer(json, "temperature", 1, 1000, &number);

        if (found == 0) {
                found = parse_integer(json, "kelvin", 1000, 20000, &number);
                look->kelvin = found > 0;
        }
        if (found > 0)
                look->temperature = look->kelvin ? MIRED_KELVIN / number : number;
        return found;
}

/* Up to three whole numbers, as many as @count. */
static int parse_row(json_t *json, const char *key, int max, size_t count, int *ret_numbers)
{
        json_t *row = json_object_get(json, key);
        int numbers[3];

        if (!row)
                return 0;
        if (json_array_size(row) != count)
                return -EINVAL;
        for (size_t i = 0; i < count; i++) {
                json_t *value = json_array_get(row, i);

                if (!json_is_integer(value) || json_integer_value(value) < 0 ||
                        json_integer_value(value) > max)
                        return -EINVAL;
                numbers[i] = (int)json_integer_value(value);
        }
        memcpy(ret_numbers, numbers, count * sizeof(*numbers));
        return 1;
}

static int parse_scene(json_t *json, struct lamp_look *look)
{
        int numbers[2];
        int found = parse_row(json, "scene", 255, ELEMENTS(numbers), numbers);

        if (found > 0) {
                look->scene = numbers[0];
                look->part = numbers[1];
        }
        return found;
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
                { LAMP_KEY_BRIGHTNESS, parse_integer(json, "brightness", 0, 1000, &look.brightness) },
                { LAMP_KEY_WHITE, parse_integer(json, "white", 0, 1000, &look.white) },
                { LAMP_KEY_COLD, parse_integer(json, "cold", 0, 1000, &look.cold) },
                { LAMP_KEY_RGB, parse_row(json, "rgb", 255, ELEMENTS(look.rgb), look.rgb) },
                { LAMP_KEY_SCENE, parse_scene(json, &look) },
                { LAMP_KEY_TEMPERATURE, parse_temperature(json, &look) },
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

void lamp_look_guess_mode(struct lamp_look *look)
{
        uint32_t colour = look->keys & (LAMP_KEY_XY | LAMP_KEY_HS | LAMP_KEY_RGB);
        uint32_t temperature = look->keys & LAMP_KEY_TEMPERATURE;

        if ((look->keys & LAMP_KEY_MODE) || !colour == !temperature)
                return;
        look->keys |= LAMP_KEY_MODE;
        if (temperature)
                look->mode = LAMP_MODE_TEMPERATURE;
        else if (colour & LAMP_KEY_XY)
                look->mode = LAMP_MODE_XY;
        else if (colour & LAMP_KEY_HS)
                look->mode = LAMP_MODE_HS;
        else if (look->keys & LAMP_KEY_COLD)
                look->mode = LAMP_MODE_RGB_COLD_WARM;
        else
                look->mode = look->keys & LAMP_KEY_WHITE ? LAMP_MODE_RGB_WHITE : LAMP_MODE_RGB;
}
