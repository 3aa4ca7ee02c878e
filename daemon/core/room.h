/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * room - which room a person is in, by what follows them about: sources of kind room (DESIGN 5.10).
 *
 * Floor: core (pure). There are two forms. A source without a room of its own names one in each message: a
 * tracker that has decided already. A source with a room is a beacon in it that tells how far away the person
 * is. Both are leases like any other source.
 */
#include "core/source.h"

/*
 * A beacon takes over only at so much of the distance of the one that was nearest: the strength of a radio
 * signal wavers by about as much while nobody moves.
 */
#define ROOM_NEARER_PERCENT 75

/* No source decided. */
#define ROOM_SOURCE_NONE UINT16_MAX

struct room_choice {
        uint16_t room;   /* ROOM_NONE: nothing is known */
        uint16_t source; /* index of the source that said so, or ROOM_SOURCE_NONE */
};

/*
 * Chooses at @now_usec (boottime) among @count sources, of which those of other kinds don't count. One that
 * names a room comes before all beacons, and the first such before the next. Among beacons that are live and
 * say yes it is the nearest, and the one of @before until another is clearly nearer.
 */
struct room_choice room_choose(const struct source_config *configs, const struct source *sources,
        uint16_t count, struct room_choice before, int64_t now_usec);
