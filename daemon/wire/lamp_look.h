/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * lamp_look - how a lamp looks, whatever its dialect: what it reported, what we want, what it was before.
 *
 * Floor: wire (pure; only lamp_look_print() and lamp_look_parse() allocate, for JSON).
 */
#include "core/effect.h"

#include <jansson.h>
#include <stdbool.h>

/* Which members of a look are known. A key that was seen also tells that the lamp can do it. */
enum lamp_key {
        LAMP_KEY_POWER = 1 << 0,
        LAMP_KEY_BRIGHTNESS = 1 << 1,
        LAMP_KEY_MODE = 1 << 2,
        LAMP_KEY_XY = 1 << 3,
        LAMP_KEY_HS = 1 << 4,
        LAMP_KEY_TEMPERATURE = 1 << 5,
        LAMP_KEY_WHITE = 1 << 6,
        LAMP_KEY_EFFECT = 1 << 7,
};

/* What the lamp's colour is made of now. */
enum lamp_mode {
        LAMP_MODE_XY,
        LAMP_MODE_HS,
        LAMP_MODE_TEMPERATURE,
        LAMP_MODE_WHITE,
        LAMP_MODE_MAX_,
};

struct lamp_look {
        uint32_t keys; /* enum lamp_key */
        bool on;
        bool effect; /* runs a programme of its own, which could not be given back */
        enum lamp_mode mode;
        int brightness;    /* 0 to the dialect's full_brightness */
        int white;         /* the white channel, on the same scale */
        int temperature;   /* mired */
        double x, y;       /* CIE 1931 */
        double hue;        /* degrees */
        double saturation; /* percent */
};

/* Copies into @look what @report knows. */
void lamp_look_merge(struct lamp_look *look, const struct lamp_look *report);

/**
 * lamp_look_differs() - whether @report cannot be @reference, rounding allowed for. Only what both know is
 * compared, the colour only as the mode has it, and of two lamps that are off nothing else.
 */
bool lamp_look_differs(const struct lamp_look *reference, const struct lamp_look *report);

/**
 * lamp_look_compose() - what a lamp that looked like @before shows for @show (due or taken), as far as it
 * can: with colour a warm tint and green; with colour temperature warm (dimmed too if it was warm already)
 * and neutral; with brightness alone dimmed and full; else just on. A lamp that was on keeps its brightness
 * where it has a colour.
 * @full_brightness: the dialect's scale.
 */
struct lamp_look lamp_look_compose(const struct lamp_look *before, enum light_show show, int full_brightness);

/* A new reference; NULL without memory. */
json_t *lamp_look_print(const struct lamp_look *look);
/* Return: 0; -EINVAL if @json is no look with its power. */
int lamp_look_parse(json_t *json, struct lamp_look *ret_look);
