/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bout - from verdicts to seated intervals, interruptions, bouts and breaks.
 *
 * Floor: core (pure). Definitions: programme.md 4.4. A change between seated and not seated counts once it
 * has lasted `debounce` and is dated to its true edge. Unknown for at most UNKNOWN_MAX_USEC continues what
 * was before. Stamps are boottime.
 */
#include "core/posture.h"

/* Sensor lost for longer: close the bout, mark it censored (programme.md 4.4). */
#define UNKNOWN_MAX_USEC (300 * USEC_PER_SEC)

/* No stamp. */
#define STAMP_NONE INT64_MIN

struct bout_config {
        int64_t debounce_usec;
        int64_t min_break_usec;
        int64_t break_goal_usec;
};

struct bout {
        enum posture posture;       /* debounced: what is published */
        int64_t posture_since_usec; /* its true edge */
        enum posture pending;       /* the other side of an edge that has not lasted yet */
        int64_t pending_since_usec; /* its true edge; STAMP_NONE: no edge pending */
        bool pending_blocked;       /* the pending edge rests on a linger: no proof that somebody sat down */
        int64_t unknown_since_usec; /* STAMP_NONE: the verdict is known */
        int64_t provisional_since_usec; /* seated, but by a linger or by nobody's word; STAMP_NONE */
        bool resumed; /* restored after a restart, until a claim speaks or the unknown time is over (DESIGN
                         11) */
        bool overdue; /* restored after too long a downtime: the next step closes it where nobody knew any
                         more */
        bool open;    /* there is a bout, seated or in a short gap */
        int64_t start_usec;        /* the bout's first seated edge */
        int64_t sat_usec;          /* its finished seated intervals */
        int64_t seated_since_usec; /* STAMP_NONE while not seated */
        int64_t gap_since_usec;    /* start of the not-seated run after a seated interval; STAMP_NONE */
        bool gap_counted;          /* the gap has closed its bout (reached min_break) */
        bool gap_fulfilled;        /* the gap has reached break_goal */
};

/* What a step of the bout brought about, in the order of their time. */
enum bout_change_kind {
        BOUT_CHANGE_STOOD_UP,  /* from_usec..at_usec was a seated interval, at_usec is the true edge */
        BOUT_CHANGE_PAUSED,    /* the same, but they still sit: a short suspend, a break claimed */
        BOUT_CHANGE_CLOSED,    /* the gap has reached min_break: length_usec is the bout's sitting time */
        BOUT_CHANGE_CENSORED,  /* the bout was closed because nobody knows; length_usec as above */
        BOUT_CHANGE_FULFILLED, /* the gap has reached break_goal; at_usec is when it did */
        BOUT_CHANGE_SAT_DOWN,  /* at_usec is the true edge; length_usec is the gap before it, 0 if there was
                                  none */
        BOUT_CHANGE_SPAN,      /* the posture published was posture from from_usec to at_usec */
};

struct bout_change {
        enum bout_change_kind kind;
        enum posture posture;
        int64_t from_usec;
        int64_t at_usec;
        int64_t length_usec;
        int64_t start_usec; /* CLOSED, CENSORED: the bout's first edge */
};

#define BOUT_CHANGES_MAX 16

struct bout_changes {
        struct bout_change items[BOUT_CHANGES_MAX];
        uint8_t count;
};

/* Nobody knows anything yet. */
void bout_init(struct bout *bout, int64_t now_usec);

/* Takes @verdict at @now_usec and appends to @changes what it brought about. */
void bout_step(struct bout *bout, const struct bout_config *config, const struct verdict *verdict,
        int64_t now_usec, struct bout_changes *changes);

/*
 * A suspend from @from_usec to @to_usec: never seated. @local: the person has only this machine's sources and
 * was away; otherwise nobody knows: up to UNKNOWN_MAX_USEC the bout goes on without that time, after more it
 * is closed as censored.
 */
void bout_suspend(struct bout *bout, const struct bout_config *config, int64_t from_usec, int64_t to_usec,
        bool local, struct bout_changes *changes);

/* After a restore: closes what was open before too long a downtime, where nobody knew any more. Before the
 * day ends. */
void bout_close_overdue(struct bout *bout, struct bout_changes *changes);

/* A source has spoken: what was restored after a restart is no longer provisional. */
void bout_heard(struct bout *bout);

/*
 * Closes the bout at @now_usec as finished: a break claimed by `done`. Who is seated begins a new one there;
 * who is up begins one when they come back, however soon.
 */
void bout_claim_break(struct bout *bout, int64_t now_usec, struct bout_changes *changes);

/* Closes the bout at @now_usec as censored: "not me", or a doubted seat. */
void bout_censor(struct bout *bout, int64_t now_usec, struct bout_changes *changes);

/* The bout's clock: its sitting time at @now_usec, provisional time included; 0 without a bout. */
int64_t bout_clock(const struct bout *bout, int64_t now_usec);

/* Seated, as far as is known, provisional time included. */
bool bout_is_seated(const struct bout *bout);

/* Seated, and nothing about it is provisional: prompts may be delivered. */
bool bout_is_confirmed(const struct bout *bout);

/* The boottime at which the next step may bring something about; USEC_INFINITY if only an event can. */
int64_t bout_next_deadline(const struct bout *bout, const struct bout_config *config);
