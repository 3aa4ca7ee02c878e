/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * lamp_inside - what the files of lamp share. lamp.c brings the lamp to what is wanted, lamp_report.c takes
 * what it tells, lamp_keep.c is for restarts.
 *
 * Floor: wire (pure). Nothing outside lamp*.c includes this.
 */
#include "wire/lamp_dialect.h"

enum lamp_phase {
        LAMP_THEIRS,    /* shows nothing of ours */
        LAMP_OURS,      /* shows what we set */
        LAMP_RETURNING, /* was told to look as before, which is not confirmed yet */
};

struct lamp_want {
        uint32_t person;
        enum light_show show;
        bool drawn;         /* the lamp has shown it, or something stronger */
        bool signalled;     /* a lamp that does not tell how it looks has signalled it */
        int64_t until_usec; /* when it ends by itself */
};

struct lamp {
        const struct lamp_dialect_ops *ops;
        struct lamp_names names;
        bool may_turn_on;
        bool link;
        bool known;  /* seen is how the lamp looks now */
        bool silent; /* it did not answer: not asked again until there is a reason */
        bool vague;  /* it answered, but not with how it looks */
        bool blind;  /* something was wanted of it while it was silent */
        bool breath; /* one is owed */
        enum lamp_phase phase;
        enum light_show shown;   /* LAMP_OURS: due or taken */
        struct lamp_look seen;   /* what it reported */
        struct lamp_look before; /* not LAMP_THEIRS: what it gets back */
        struct lamp_look left;   /* not LAMP_THEIRS: what we set, then how the lamp told it back */
        int64_t ask_until_usec;
        int64_t echo_until_usec;
        int64_t put_out_until_usec; /* until then an OFF may be the echo of ours */
        int64_t settle_until_usec;  /* after a restart, people's shows may still be told again */
        int64_t retry_usec;
        int64_t breath_until_usec; /* then it goes back to resting */
        struct lamp_look resting;  /* what it showed before the breath that it is in */
        int64_t signal_usec;       /* when a signal's second half is due */
        int64_t deaf_until_usec;   /* until then it tells only how it signals */
        size_t want_count;
        struct lamp_want wants[LAMP_PEOPLE_MAX];
};

/* Brings the lamp to what is wanted at @now_usec, or asks it first. */
void lamp_apply(struct lamp *lamp, int64_t now_usec, struct outbox *outbox);

/* The lamp is somebody else's: what we showed is over. Shows that came since then stay wanted. */
void lamp_yield(struct lamp *lamp);

/* When no echo of what it was given back came in time, that it obeyed is likelier than that it kept ours. */
void lamp_end_returning(struct lamp *lamp, int64_t now_usec);

/* Nothing more is to be expected of a lamp that was asked, or waited for: what it has told is all. */
void lamp_end_asking(struct lamp *lamp);

/* What was seen is how the lamp looks now. */
void lamp_know(struct lamp *lamp);
