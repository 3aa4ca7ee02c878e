/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * settings - the whole configuration as one immutable value (DESIGN 10). Read by config_load(), passed down,
 * never changed; a reload makes a new one.
 *
 * Floor: config. All strings are owned by the settings; NULL where nothing is set. Arrays of struct core_*
 * point into the same settings, so they live as long as it does.
 */
#include "core/person.h"
#include "core/routine.h"
#include "wire/button.h"
#include "wire/discovery.h"
#include "wire/field.h"
#include "wire/lamp.h"
#include "wire/match.h"
#include "wire/room_reading.h"
#include "wire/speaker.h"

#define PEOPLE_MAX           10000
#define CHANNEL_SETTINGS_MAX 20000
#define ROOMS_MAX            4096
#define BUTTONS_MAX          16 /* of a person */
#define NAME_SIZE            65
/* Of report.file as it is written, so that a path with a directory and an id is no longer than PATH_MAX. */
#define REPORT_FILE_BYTES_MAX 1023

enum mqtt_protocol {
        MQTT_PROTOCOL_AUTO, /* 5, and 3.1.1 if the broker refuses */
        MQTT_PROTOCOL_5,
        MQTT_PROTOCOL_3_1_1,
};

struct broker_settings {
        char *host; /* NULL: no broker, MQTT is off */
        uint16_t port;
        enum mqtt_protocol protocol;
        char *client_id; /* NULL: made from the base topic and the host's name */
        char *username;
        char *password_file;
        uint16_t keepalive_sec;
        bool tls;
        char *ca_file; /* NULL with tls: the system's */
        char *cert_file;
        char *key_file;
};

struct sensor_settings {
        char *name;
        char *topics[2]; /* [1] may be NULL; both NULL for what does not come by MQTT */
        bool reported;   /* programs may report it over D-Bus: desktop-idle, and activity via "dbus" */
        struct field_path *field;
        struct match *when;
        char *availability_topic;
        struct field_path *availability_field; /* NULL: whole payload, or JSON's "state" */
        /* field, when and availability_field as they are written, in the file or by the family. */
        const char *field_text;
        const char *when_text;
        const char *availability_field_text;
        struct room_name *rooms; /* of kind room: what it calls them, a part of the arrays */
        uint16_t room_count;
        int line; /* in the file, for warnings */
};

struct hold_settings {
        char *topic;         /* NULL: by idle inhibitors */
        bool idle_inhibitor; /* from = "idle-inhibitor": holds while a program keeps the screen on */
        struct field_path *field;
        struct match *when;
        const char *field_text; /* as they are written */
        const char *when_text;
};

struct button_settings {
        char *topic;
        struct field_path *field;
        struct button_config config; /* entries are a part of the arrays */
};

struct cue_settings {
        const char *topic;
        struct field_path *field;
        struct match *when;
};

struct person_setup {
        char name[NAME_SIZE];
        char language[16];
        char *user;
        struct person_config core;
        struct sensor_settings *sensors; /* core.source_count, same order */
        struct hold_settings *holds;     /* core.hold_count, same order */
        struct button_settings *buttons; /* button_count */
        uint8_t button_count;
        struct cue_settings *cues;            /* core.cue_count */
        const char **source_names;            /* borrowed from sensors, for struct person_names */
        const char **channel_names;           /* core.channel_count, borrowed from channels */
        bool has_routine;                     /* the file names programmes for this person */
        struct routine_config routine;        /* without programmes if none are named; points into what the
                                               * settings were loaded with */
        char programme_missing[TEXT_ID_SIZE]; /* the first of those named that has a broken file, and so is
                                               * not in the routine; empty: none */
};

struct channel_settings {
        char *name;
        enum channel_kind kind;
        uint16_t room;
        bool shared; /* more than one person is told by it */
        union {
                struct lamp_config light;
                struct speaker_config speech;
                struct {
                        const char *topic;
                        const char *payload;
                } template;
        };
};

struct report_settings {
        char *file;        /* NULL: no page is written. %p: the person's id, %%: a percent sign */
        int16_t at_minute; /* since Monday, 00:00 */
};

struct draft;

/* The arrays of all people together: each person's are a part of them. */
struct settings_arrays {
        struct source_config *sources;
        struct sensor_settings *sensors;
        const char **source_names;
        struct hours_rule *hours;
        struct hold_config *holds;
        struct hold_settings *hold_settings;
        struct button_settings *buttons;
        struct button_entry *button_entries;
        struct room_name *room_names;
        struct cue_settings *cues;
        struct channel_config *channels;
        const char **channel_names;
};

struct settings {
        char *file; /* as given, for messages */
        struct broker_settings broker;
        char base[TEXT_ID_SIZE]; /* mqtt.base */
        enum discovery_mode discovery;
        char discovery_prefix[NAME_SIZE];
        char *time_zone; /* NULL: TZ, else the system's */
        char *state_dir; /* NULL: $STATE_DIRECTORY, else $XDG_STATE_HOME/unslouch */
        struct report_settings report;
        struct person_setup *people;
        uint32_t people_count;
        const struct person_config **person_configs; /* people_count, for household_new() */
        struct channel_settings *channels;
        uint32_t channel_count;
        char **rooms; /* room_count; [0] is NULL */
        uint16_t room_count;
        uint32_t seat_groups;
        struct settings_arrays arrays; /* what the people point into */
        struct draft *draft;           /* the texts that all of this points into, for config_print() */
};

/* Takes NULL, returns NULL. */
struct settings *settings_free(struct settings *settings);

/* Whether both lead to the same base topic by the same connection: after a reload, whether to connect anew.
 */
bool settings_lead_to_same_broker(const struct settings *a, const struct settings *b);
bool broker_settings_equal(const struct broker_settings *a, const struct broker_settings *b);
