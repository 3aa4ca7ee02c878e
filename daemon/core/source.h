/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * source - one sensor's claim about one person: a lease with an age (DESIGN 3).
 *
 * Floor: core (pure). A source speaks until stale_after passes without a message, until it is said to be
 * offline, or until it says nothing. Stamps are boottime.
 */
#include "core/instant.h"

#include <stdbool.h>
#include <stdint.h>

#define SOURCES_MAX 32
/* Rooms are small numbers given by the configuration; 0 is no room. */
#define ROOM_NONE 0

enum source_kind {
        SOURCE_KIND_SEAT,
        SOURCE_KIND_PRESENCE,
        SOURCE_KIND_DESK_HEIGHT,
        SOURCE_KIND_ACTIVITY,
        SOURCE_KIND_HOME,
        SOURCE_KIND_ROOM,
        SOURCE_KIND_LOGIND,
        SOURCE_KIND_DESKTOP_IDLE,
        SOURCE_KIND_MAX_,
};

enum source_value {
        SOURCE_VALUE_NOTHING, /* null, unknown, unavailable, nothing: no claim */
        SOURCE_VALUE_FALSE,
        SOURCE_VALUE_TRUE,
};

/* A seat that several people name with the same topic and field. */
#define SEAT_GROUP_NONE UINT32_MAX

struct source_config {
        enum source_kind kind;
        bool covers_seat;         /* presence: covers = "seat" */
        bool portable;            /* activity: moves about with the person */
        bool shared;              /* others sit there too */
        uint16_t room;            /* where it is; of kind room: ROOM_NONE if each message names one */
        uint32_t seat_group;      /* which shared seat of the household; SEAT_GROUP_NONE if not shared */
        int64_t stale_after_usec; /* USEC_INFINITY: never */
};

struct source {
        enum source_value value;
        bool offline;         /* its availability says so */
        bool doubted;         /* asked about, or "not me": does not count until its value changes */
        uint32_t reading;     /* digest of the raw reading, to tell "no change at all" */
        uint32_t rejected;    /* messages that could not be read, for `why` */
        uint16_t room;        /* of kind room: the one that was named; ROOM_NONE: none was */
        double distance;      /* of kind room: how far they are from it, in the sender's unit */
        int64_t since_usec;   /* the value's edge; INT64_MIN while nothing was ever said */
        int64_t changed_usec; /* last change of value or reading */
        int64_t heard_usec;   /* start of the lease */
        int64_t lease_usec;   /* of the claim held, where it brought its own; 0: the source's stale_after */
        int64_t idle_since_usec; /* the last edge from true to false, or as a desktop told; INT64_MIN: none */
};

/* What a message says. */
struct claim {
        enum source_value value;
        bool retained;
        uint16_t room;   /* of kind room: the one that is named, or ROOM_NONE */
        double distance; /* of kind room: from where the source is, never negative */
        uint32_t reading;
        int64_t age_usec;   /* by the message's own last_seen, or since it is so; 0 without, never negative */
        int64_t lease_usec; /* how long it speaks; 0: the source's stale_after */
};

/* The state of a source that never spoke. */
void source_init(struct source *source);

/*
 * Takes a claim at @now. A retained claim equal to the value held does not renew the lease; a different one
 * counts from now; an age counts from then. A claim already older than the lease says nothing.
 *
 * Each claim sets the lease anew. Of logind and desktop-idle every claim counts, from now on: they tell what
 * is now, and the age dates the edge alone, which is not before what they said last.
 */
void source_claim(struct source *source, const struct source_config *config, const struct claim *claim,
        const struct instant *now);

/*
 * Takes a claim that only says again, now, what the source says already: what follows from its value stays as
 * it is, and its lease ends no earlier than before. Return: whether that was all; if not, nothing was taken.
 */
bool source_renew(struct source *source, const struct source_config *config, const struct claim *claim,
        const struct instant *now);

/* The source's availability. Offline ends the lease; online again, the value held is valid within its lease.
 */
void source_set_offline(struct source *source, bool offline);

/* What the source says at @now_usec (boottime): its value within the lease and not doubted, else nothing. */
enum source_value source_read(
        const struct source *source, const struct source_config *config, int64_t now_usec);

/* The boottime at which the lease ends; USEC_INFINITY for never or when nothing is held. */
int64_t source_lease_end(const struct source *source, const struct source_config *config);

/* Whether it is an activity of some kind: activity, logind, desktop-idle (DESIGN 3: "active"). */
bool source_is_activity(enum source_kind kind);
