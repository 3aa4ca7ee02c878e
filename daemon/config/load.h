/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * load - what the parts of loading share: the draft and the tree it came from, where problems go, and the
 * settings in the making. Each part checks what the table can't say, and compiles its share of the draft.
 *
 * Floor: config. Used only while a file is loaded. Functions return 0 or -ENOMEM; everything else is in the
 * report.
 */
#include "config/draft.h"
#include "config/names.h"
#include "config/report.h"
#include "config/settings.h"

struct load {
        struct report report;
        const config_setting_t *root;
        struct draft *draft;
        struct settings *settings;
        struct names rooms;
        struct names channels;
        const struct programmes *programmes; /* NULL: none are known */
        size_t errors_before;                /* of other files */
        uint32_t *told;                      /* per channel: how many people's ladders name it */
};

/* Whether an error of the file has been told: some warnings may be but its consequence. */
bool load_has_errors(const struct load *load);

/* The settings of an element of a list that is a member of @parent, of @parent's `name` list; NULL if there
 * is none. */
const config_setting_t *load_element(const config_setting_t *parent, const char *name, uint32_t i);

/* rooms.c: the number of a room's name, which the draft keeps; ROOM_NONE for NULL. More than ROOMS_MAX are
 * told at @at's "room". */
int load_room(struct load *load, const config_setting_t *at, char *name, uint16_t *ret_room);

/* rooms.c: what a sensor calls the rooms, into the part of the arrays that begins at @names. */
int load_room_names(struct load *load, const config_setting_t *at, struct draft_sensor *draft,
        struct room_name *names, struct sensor_settings *sensor);
/* Warns of channels in rooms where nobody whom they tell can be. Needs everybody's channels. */
int load_channel_rooms(struct load *load);

/* buttons.c: gives the drafts the maps that are not set, and says how many buttons and entries there are. */
int load_button_defaults(struct draft_person *draft, size_t *buttons, size_t *entries);
/* The buttons of one person. Their entries go into the part of the arrays that begins at @next, which is
 * moved on. */
int load_buttons(struct load *load, const config_setting_t *at, struct draft_person *draft,
        struct person_setup *person, struct settings_arrays *next);

/* channels.c: fills settings->channels and load->channels. */
int load_channels(struct load *load);

/* people.c: fills settings->people. Needs the channels. */
int load_people(struct load *load);

/* sensors.c: the path in @text, which is @at's member @name, and what @at's "when" says; owned by the caller.
 * Wrong ones are told, and leave what is returned untouched. */
int load_field(struct load *load, const config_setting_t *at, const char *name, const char *text,
        struct field_path **ret_field);
int load_match(struct load *load, const config_setting_t *at, const char *text, struct match **ret_match);
/* The sensors of one person; names of rooms go into the part of the arrays that begins at @next, which is
 * moved on. */
int load_sensors(struct load *load, const config_setting_t *at, struct draft_person *draft,
        struct person_setup *person, struct settings_arrays *next);
/* cues.c: the cues of one person. */
int load_cues(struct load *load, const config_setting_t *at, const struct draft_person *draft,
        struct person_setup *person);
/* seats.c: which people share a seat, once all sensors are known. */
int load_seats(struct load *load);

/* ladders.c: the ladders that are written down; then everybody's channels, and the ladders of the others. */
int load_ladder(struct load *load, const config_setting_t *at, const struct draft_person *draft);
int load_tellings(struct load *load);

/* routines.c: fills everybody's routine. Needs their channels. */
int load_routines(struct load *load);

/* weekly.c: the page that is written each week. */
int load_weekly(struct load *load);

/* mqtt_off.c: warns where there is no broker and something needs one, once. */
int load_mqtt_off(struct load *load);
