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

/* Mired and kelvin: a million over one is the other. */
#define MIRED_KELVIN 1e6

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
        LAMP_KEY_RGB = 1 << 8,
        LAMP_KEY_COLD = 1 << 9,
        LAMP_KEY_SCENE = 1 << 10,
};

/* What the lamp's colour is made of now. */
enum lamp_mode {
        LAMP_MODE_XY,
        LAMP_MODE_HS,
        LAMP_MODE_TEMPERATURE,
        LAMP_MODE_WHITE,
        LAMP_MODE_RGB,
        LAMP_MODE_RGB_WHITE,       /* rgb and the white channel at once */
        LAMP_MODE_RGB_COLD_WARM,   /* rgb, a cold and a warm white channel */
        LAMP_MODE_COLD_WARM,       /* a cold and a warm white channel alone */
        LAMP_MODE_RGB_TEMPERATURE, /* rgb and a white of this temperature at once */
        LAMP_MODE_MAX_,
};

struct lamp_look {
        uint32_t keys; /* enum lamp_key */
        bool on;
        bool effect; /* runs a programme of its own, which could not be given back */
        enum lamp_mode mode;
        bool kelvin;        /* the lamp tells and takes its temperature in kelvin */
        int brightness;     /* 0 to the dialect's full_brightness */
        int white;          /* the white (or warm) channel, as the lamp tells it */
        int cold;           /* the cold channel */
        int rgb[3];         /* 0 to 255 */
        int scene;          /* which effect it runs, where that can be given back; 0: none */
        int part;           /* with scene: which part of the lamp all of this is */
        double temperature; /* mired */
        double x, y;        /* CIE 1931 */
        double hue;         /* degrees */
        double saturation;  /* percent */
};

/* Copies into @look what @report knows. */
void lamp_look_merge(struct lamp_look *look, const struct lamp_look *report);

/**
 * lamp_look_differs() - whether @report cannot be @reference, rounding allowed for. Only what both know is
 * compared, the colour only as the mode has it, and of two lamps that are off nothing else. A lamp asked for
 * a colour in one form may tell it in another: two forms are not compared.
 */
bool lamp_look_differs(const struct lamp_look *reference, const struct lamp_look *report);

/**
 * lamp_look_compose() - what a lamp that looked like @before shows for @show (due or taken), as far as it
 * can: with colour a warm tint and green; with colour temperature warm (dimmed too if it was warm already)
 * and neutral; with brightness alone dimmed and full; else just on. Where it has a colour, a lamp keeps the
 * brightness that it has or, if it is off and that is known, will turn on with.
 * @full_brightness: the dialect's scale.
 */
struct lamp_look lamp_look_compose(const struct lamp_look *before, enum light_show show, int full_brightness);

/* Lights of only one kind of colour often do not name the mode: gives @look the mode that its other keys can
 * only mean. With two kinds of colour, or none, it stays without one. */
void lamp_look_guess_mode(struct lamp_look *look);

/* A new reference; NULL without memory. */
json_t *lamp_look_print(const struct lamp_look *look);
/* Return: 0; -EINVAL if @json is no look with its power. */
int lamp_look_parse(json_t *json, struct lamp_look *ret_look);
