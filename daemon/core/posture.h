/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * posture - fuses the claims of a person's sources into one posture, and says why (DESIGN 3, "Fusion").
 *
 * Floor: core (pure). The first row that applies decides; row and source are the reason kept for `why`.
 *
 * Three things go beyond the table. Away, the person is in no room: where a seat is vacant or a PC idle is
 * just where they are not. A live vacant seat means that its person visibly left it: an activity there that
 * has been idle for less than linger (row 5) then does not count, or a break at the desk would look like
 * sitting. And a shared seat that is occupied by nobody knows whom is no evidence at all, neither of sitting
 * nor of being away.
 */
#include "core/source.h"

enum posture {
        POSTURE_UNKNOWN,
        POSTURE_SITTING,
        POSTURE_STANDING,
        POSTURE_AWAY,
        POSTURE_MAX_,
};

/* No source decided. */
#define POSTURE_SOURCE_NONE UINT16_MAX

/*
 * A seat occupied for this long without any change is asked about; sooner if the other live sources see
 * nobody (DESIGN 3; programme.md 4.4: bouts over 4 h without any change).
 */
#define POSTURE_ASK_USEC       (4 * USEC_PER_HOUR)
#define POSTURE_ASK_ALONE_USEC (2 * USEC_PER_HOUR)

struct verdict {
        enum posture posture;
        uint8_t row;       /* 0 to 8, the row of DESIGN 3 */
        uint16_t source;   /* index of the deciding source, or POSTURE_SOURCE_NONE */
        uint16_t room;     /* of the deciding source: the person's room; none when away */
        bool provisional;  /* linger: counts for the clock, delivers nothing */
        int64_t idle_usec; /* rows 5 and 7: so long ago the activity ended that alone had shown them; or 0 */
        int64_t deadline_usec; /* boottime: when the verdict may change without an event */
        int64_t ask_usec; /* boottime: when to ask whether something is on the deciding seat; INFINITY: not */
};

/* What the household knows about one shared seat. */
enum seat_share {
        SEAT_SHARE_OPEN,     /* somebody else could be there */
        SEAT_SHARE_EXCLUDED, /* nobody else could be there */
};

struct posture_input {
        const struct source_config *configs; /* @count of each */
        const struct source *sources;
        uint16_t count;
        bool ignore_shared;     /* decide as if there were no shared seats: the person's own evidence */
        uint16_t own_room;      /* the room by own evidence, for shared seats */
        uint16_t followed_room; /* by what follows them about: not on a shared seat elsewhere; or ROOM_NONE */
        const enum seat_share *shares; /* per source; read for shared seats only; NULL with ignore_shared */
        int64_t linger_usec;
        const struct verdict *before; /* the last one on the same sources; NULL: none */
};

/* Decides at @now_usec (boottime). */
struct verdict posture_decide(const struct posture_input *input, int64_t now_usec);
