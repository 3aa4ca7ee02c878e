/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * discovery - how a person's device introduces itself to Home Assistant, and takes its leave (DESIGN 8).
 *
 * Floor: wire (pure; allocates in the outbox). Source of forms and rules: research on MQTT conventions,
 * sections 1.2 to 1.6. All messages are OUTBOX_STATE: retained, QoS 1.
 *
 * DISCOVERY_DEVICE     one message for all components of a person, `<prefix>/device/unslouch_<id>/config`
 *                      (Home Assistant since 2024.12).
 * DISCOVERY_COMPONENT  one message a component, `<prefix>/<platform>/<unique id>/config`: for Domoticz,
 *                      ioBroker and older Home Assistant.
 *
 * A component has a key, which never changes and is the same in both modes, and a platform. What was
 * announced and is no longer there must be taken back by name: omitting it removes nothing.
 */
#include "wire/catalogue.h"
#include "wire/outbox.h"

#include <stdbool.h>
#include <stddef.h>

#define DISCOVERY_KEY_SIZE       48
#define DISCOVERY_COMPONENTS_MAX 128
#define DISCOVERY_HOLDS_MAX      64

enum discovery_mode {
        DISCOVERY_OFF,
        DISCOVERY_DEVICE,
        DISCOVERY_COMPONENT,
        DISCOVERY_MODE_MAX_,
};

extern const char *const discovery_mode_names[]; /* NULL-terminated: off device component */

/* Where messages go. All borrowed. */
struct discovery_place {
        enum discovery_mode mode;
        const char *prefix;  /* "homeassistant" */
        const char *base;    /* "unslouch" */
        const char *version; /* of the daemon */
};

/* What decides which components a person has. All borrowed. */
struct discovery_person {
        const char *id;
        const char *name;
        bool has_routine;              /* programmes are configured */
        bool has_stand_limit;          /* a desk-height source */
        const char *const *holds;      /* reasons, configured and general ones; each gets a switch ... */
        size_t hold_count;             /* ... and those above DISCOVERY_HOLDS_MAX do not */
        const char *const *programmes; /* ids of those that can be started */
        size_t programme_count;
        const struct catalogue *words; /* the names of entities in the person's language; NULL: English */
};

/* A component: what the store keeps of an announcement, and what a withdrawal needs. */
struct discovery_component {
        char key[DISCOVERY_KEY_SIZE];
        const char *platform; /* static: "sensor", "device_automation", ... */
};

/* All that is retained of one person at one place: what is announced, kept by the store, and taken back. All
 * borrowed. */
struct discovery_announcement {
        const char *person;       /* the id */
        const char *base;         /* of the person's own topics; 1 to 32 bytes */
        const char *prefix;       /* of the discovery's, up to 64 bytes; "" with DISCOVERY_OFF */
        enum discovery_mode mode; /* how the person was introduced */
        bool has_routine;         /* the topics of the routine are among those retained */
        const struct discovery_component *components;
        size_t component_count;
};

/* The platform of that name as discovery_component has it; NULL if there is none. */
const char *discovery_platform(const char *name);

/* The components of @person in the order of the message. Returns how many. */
size_t discovery_components(const struct discovery_person *person,
        struct discovery_component ret[static DISCOVERY_COMPONENTS_MAX]);

/**
 * discovery_announce() - adds the message or messages that introduce @person; nothing for DISCOVERY_OFF.
 * @left: components announced before that the person no longer has; they are taken back in the same go.
 *
 * Return: 0; -ENOMEM.
 */
int discovery_announce(const struct discovery_place *place, const struct discovery_person *person,
        const struct discovery_component *left, size_t left_count, struct outbox *outbox);

/**
 * discovery_migrate() - adds the messages with which Home Assistant lets go of what was announced at @place
 * with @components, but keeps each entity's own name, area and other settings for when it is announced in the
 * other mode. To be sent before that; when it is sent, discovery_withdraw() empties the topics. Home
 * Assistant before 2024.12, and other programs, take no notice.
 *
 * Return: 0; -ENOMEM.
 */
int discovery_migrate(const struct discovery_place *place, const char *person_id,
        const struct discovery_component *components, size_t component_count, struct outbox *outbox);

/**
 * discovery_withdraw() - adds the empty messages that remove a person's device without a trace, as it was
 * announced at @place with @components.
 *
 * Return: 0; -ENOMEM.
 */
int discovery_withdraw(const struct discovery_place *place, const char *person_id,
        const struct discovery_component *components, size_t component_count, struct outbox *outbox);
