/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * room_reading - what a reading says of the room that a person is in (core/room.h).
 *
 * Floor: wire (pure). Names of rooms compare without case, and a space, `_` and `-` are the same: what one
 * system calls "Living Room" another calls living_room.
 */
#include "core/source.h"
#include "wire/match.h"

#define ROOM_NAMES_MAX      64
#define ROOM_NAME_BYTES_MAX 64

/* What a tracker calls a room. Borrowed. */
struct room_name {
        const char *name;
        const char *means; /* the room's name here */
        uint16_t room;
};

/* How a source's readings are understood. */
struct room_reader {
        const struct room_name
                *names; /* @name_count: what the configuration says of them, which comes first */
        uint16_t name_count;
        const char *const *rooms; /* @room_count: the rooms by number; [0] is none */
        uint16_t room_count;
        const struct match *when; /* of a beacon: near enough; NULL: any distance is */
        const struct match *yes;  /* of a beacon that tells no distance but a word */
};

/* Whether two names are of the same room. */
bool room_name_equal(const char *a, const char *b);

/* The number of the room that @name means; ROOM_NONE if there is none such. */
uint16_t room_name_find(const struct room_reader *reader, const char *name);

/**
 * room_reading_judge() - sets value, room and distance of @claim; the rest is untouched.
 * @own_room: where the source is. ROOM_NONE: the reading names a room; one that is none of the rooms here
 *            says nothing, as unknown does, so that a name that nobody knows silences no channel. Else it is
 * a beacon: the reading is a distance, not below 0, or a word.
 * @before: what the source said before, for the hysteresis.
 *
 * Return: 0; -EINVAL if the reading is of a type that cannot be judged.
 */
int room_reading_judge(const struct room_reader *reader, uint16_t own_room, const struct reading *reading,
        enum source_value before, struct claim *claim);
