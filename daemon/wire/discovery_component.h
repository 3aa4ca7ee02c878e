/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * discovery_component - the part of a discovery message that describes one component.
 *
 * Floor: wire (pure; allocates). Only for discovery*.c.
 */
#include "wire/discovery.h"
#include "wire/discovery_row.h"
#include "wire/writer.h"

/* A component of a person: its row, and of which reason or kind of prompt it is. */
struct discovery_part {
        const struct discovery_row *row;
        const char *argument; /* NULL where the row stands for one component */
        char key[DISCOVERY_KEY_SIZE];
};

/* The components of @person in order. Returns how many. */
size_t discovery_parts(
        const struct discovery_person *person, struct discovery_part ret[static DISCOVERY_COMPONENTS_MAX]);

/* The entity's name in the person's language; NULL for a device trigger. */
const char *discovery_entity_name(const struct discovery_person *person, const struct discovery_row *row);

/* Begins the object of a component; its availability is left to the caller. The writer carries any error. */
struct writer discovery_component_begin(const struct discovery_place *place,
        const struct discovery_person *person, const struct discovery_part *part);
