/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * draft - the values of the file in plain form, one struct a group: where the table says that they belong.
 * Read by reader.c, printed by print.c, and compiled into struct settings, which keeps the draft.
 *
 * Floor: config. Texts and lists are owned, freed by reader_free_group(). DRAFT_NONE and NULL: not set.
 */
#include <stdbool.h>
#include <stdint.h>

#define DRAFT_NONE INT64_MIN

/* Elements of the struct that the row's group describes. */
struct draft_list {
        bool given;
        uint32_t count;
        void *items;
};

struct draft_texts {
        bool given;
        uint32_t count;
        char **items;
};

#define DRAFT_NAME_BYTES_MAX  64
#define DRAFT_VALUE_BYTES_MAX 200
#define DRAFT_PAIR_SIZE       (DRAFT_NAME_BYTES_MAX + DRAFT_VALUE_BYTES_MAX + 4)

/* From names to texts, all of which the person who wrote the file has chosen. */
struct draft_map {
        bool given;
        uint32_t count;
        struct draft_pair {
                char *name;
                char *value;
                uint32_t element; /* which of the setting's in the file */
        } * items;
};

/* A time of day, or a window of the day. */
struct draft_window {
        int64_t from_minute;
        int64_t until_minute; /* DRAFT_NONE: no window */
};

/* Each of the following begins with `given`: whether the file has the group. */
struct draft_tls {
        bool given;
        char *ca_file;
        char *cert_file;
        char *key_file;
};

struct draft_broker {
        bool given;
        char *host;
        int64_t port;
        int64_t protocol;
        char *client_id;
        char *username;
        char *password_file;
        int64_t keepalive_usec;
        struct draft_tls tls;
};

struct draft_mqtt {
        bool given;
        char *base;
        int64_t discovery;
        char *discovery_prefix;
};

struct draft_availability {
        bool given;
        char *topic;
        char *field;
};

struct draft_sensor {
        bool given;
        char *name;
        int64_t kind;
        char *topic;
        char *field;
        char *when;
        char *via;
        char *device;
        char *room;
        struct draft_map rooms;
        struct draft_availability availability;
        int64_t shared;
        int64_t covers;
        int64_t portable;
        int64_t stale_after_usec;
};

struct draft_breaks {
        bool given;
        int64_t sit_limit_usec;
        int64_t stand_limit_usec;
        int64_t break_goal_usec;
        int64_t min_break_usec;
        int64_t long_break_usec;
        int64_t posture_check_usec;
        int64_t snooze_usec;
        int64_t snoozes;
        int64_t repeat_usec;
        int64_t defer_usec;
        int64_t back_off;
        int64_t voice_per_hour;
        int64_t voice_per_day;
        int64_t linger_usec;
        int64_t debounce_usec;
};

struct draft_hours {
        bool given;
        int64_t days;
        int64_t from_minute;
        int64_t to_minute;
};

struct draft_hold {
        bool given;
        char *reason;
        char *topic;
        int64_t from;
        char *field;
        char *when;
        int64_t effect;
};

struct draft_cue {
        bool given;
        char *topic;
        char *field;
        char *when;
};

struct draft_step {
        bool given;
        int64_t after_usec;
        struct draft_texts tell;
};

struct draft_programme {
        bool given;
        char *id;
        int64_t days;
        struct draft_window at;
        int64_t pace;
};

struct draft_button {
        bool given;
        char *topic;
        char *field;
        char *via;
        char *device;
        struct draft_map map;
        struct draft_map session;
        struct draft_map question;
};

struct draft_person {
        bool given;
        char *id;
        char *name;
        char *language;
        char *user;
        struct draft_list sensors; /* of struct draft_sensor */
        struct draft_breaks breaks;
        struct draft_list active_hours; /* of struct draft_hours */
        struct draft_list quiet_hours;
        int64_t day_start_minute;
        struct draft_list holds;      /* of struct draft_hold */
        struct draft_list cues;       /* of struct draft_cue */
        struct draft_list ladder;     /* of struct draft_step */
        struct draft_list buttons;    /* of struct draft_button */
        struct draft_list programmes; /* of struct draft_programme */
        int64_t never;
        struct draft_texts equipment;
};

struct draft_channel {
        bool given;
        char *name;
        int64_t kind;
        char *via;
        char *device;
        char *topic;
        char *payload;
        char *room;
        int64_t may_turn_on;
        char *base;
        char *full_topic;
        char *state_topic;
        char *component;
        char *site;
        double volume; /* negative: not set */
        char *language;
};

struct draft_report {
        bool given;
        char *file;
        int64_t at_minute;
};

struct draft {
        bool given;
        struct draft_broker broker;
        struct draft_mqtt mqtt;
        struct draft_report report;
        struct draft_list channels; /* of struct draft_channel */
        struct draft_list people;   /* of struct draft_person */
        char *time_zone;
        char *state_dir;
};
