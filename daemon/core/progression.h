/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * progression - the level of each exercise, derived from the log of sessions alone (programme.md 3.1
 * to 3.4, 3.6 to 3.8).
 *
 * Floor: core (pure; no allocation). Feed the log of one person in the order of time: sessions, "still worse"
 * and clearings. The same log gives the same levels, whatever is asked in between. Days are local days since
 * 1970-01-01. In progression.c (levels), progression_pain.c (pain) and progression_week.c (layoff, light
 * weeks).
 *
 * Where programme.md can be read in two ways, the safer one is taken:
 * - Pain counts in every session, also in those that don't count for levels, and without an answer.
 * - In the first session after a layoff what goes badly counts, and what goes well does not. It stays the
 *   first until something of a session is done: one that is stopped at once is not "completed".
 * - "A level less" from a loaded step takes all the load away too: after pain less load must not be followed
 *   by more repetitions.
 * - Each step of the load ladder needs easy twice and the days that a level needs, as the first one does.
 * - A skip on request needs a complete session, rated easy or right, that counts for levels; it takes the
 *   place of the level that this session would have earned, so no session raises an exercise twice.
 * - The programme starts with its first session, and an exercise with its own first: both count as a change
 *   of level, so that an exercise that joins late is not raised at once.
 * - A pain report is any number above 0 that was given; three count when the first was 14 days ago or less.
 * - What three reports, or pain that stops, suspend stays suspended until it is cleared, also when a long
 *   layoff begins the programme anew; then each level is 1, not the starting level, as half of it would be.
 * - An automatic light week is the seven days after the session that caused it: the rest of a calendar week
 *   may have none. A week without any session is neither counted nor light: what was due stays due.
 */
#include "core/programme.h"

enum effort {
        EFFORT_NONE, /* the question was not answered: counts for the week, not for levels */
        EFFORT_EASY,
        EFFORT_RIGHT,
        EFFORT_HARD,
        EFFORT_MAX, /* could not finish, or form broke */
};

#define PAIN_UNSAID      4 /* "pain" without a number */
#define PAIN_WORST       10
#define PAIN_REPORTS     3 /* within PAIN_WINDOW_DAYS suspend an exercise */
#define PAIN_WINDOW_DAYS 14
/* Above the ache at rest by so much before pain has an effect, without clearance. */
#define PAIN_ABOVE_BASELINE 2

#define SKIP_DAYS         7 /* from one skip of a level to the next */
#define HARD_SESSIONS     3 /* in a row make a light week ... */
#define DOWN_DAYS         7 /* ... and so do two exercises that go down within so many days, which lasts ... */
#define LIGHT_DAYS        7
#define SESSIONS_COUNTING 3 /* of a week count for levels */

/* One exercise of one session, as it is logged. */
struct exercise_result {
        int16_t exercise;
        uint8_t done_pct;   /* of the prescribed repetitions, 0 to 100 */
        enum effort effort; /* of this exercise: the session's, or hard where another was named */
        uint8_t pain;       /* the worst reported, 0 to 10 */
        uint8_t baseline;   /* ache at rest given before the session */
        bool sharp;         /* sharp, spreading, numb or dizzy: always stops */
        bool skip_level;    /* the person asked for the next level ("too easy") */
        uint8_t level;      /* at which it was done, for the history */
};

enum session_kind {
        SESSION_KIND_NORMAL,
        SESSION_KIND_SHORT,  /* one set of each on request: counts for the week, not for levels */
        SESSION_KIND_LIGHT,  /* of a light week: one set of each, not for levels */
        SESSION_KIND_RETURN, /* the first after a layoff: no level is gained. Known from the log alone, too */
        SESSION_KIND_EXTRA,  /* from the fourth of a week: not for levels. Known from the log alone, too */
        SESSION_KIND_MAX_,
};

/* One session, as it is logged. */
struct session_record {
        int16_t programme;
        int32_t day;
        int64_t started_realtime_usec;
        enum session_kind kind;
        enum effort effort; /* of the whole session */
        uint8_t result_count;
        struct exercise_result results[PROGRAMME_EXERCISES_MAX];
};

/* What is known of one exercise. */
struct exercise_progress {
        uint8_t level;     /* from 1 */
        uint8_t load_step; /* 0: without load */
        uint8_t ok;
        uint8_t bad;
        bool suspended;                  /* not offered until cleared */
        bool graduated;                  /* of a pick: its turn has passed */
        bool last_easy;                  /* the last counted result was easy; matters while ok is above 0 */
        uint8_t sessions;                /* done, at most 255: full words for the first three */
        int32_t changed_day;             /* of the last level change, or of the programme's start */
        int32_t skipped_day;             /* when a level was skipped on request; INT32_MIN: never */
        int32_t pain_days[PAIN_REPORTS]; /* latest first; INT32_MIN: none */
        int32_t down_day;     /* of the last level that was lost to effort or pain; INT32_MIN: none */
        uint8_t level_before; /* the present layoff */
};

enum layoff {
        LAYOFF_NONE, /* 0 to 7 days */
        LAYOFF_SAME, /* 8 to 13: no gain in the first session */
        LAYOFF_LESS, /* 14 to 27: a level lower, one set, unloaded */
        LAYOFF_HALF, /* 28 to 55: half, rounded up, one set, easier lines offered, the questions again */
        LAYOFF_NEW,  /* 56 and more: as new, the questions again, the six weeks start again */
};

/* All of one person's progress in one programme. */
struct progression {
        const struct programme_set *set;
        const struct programme *programme;
        struct exercise_progress exercises[EXERCISES_MAX];
        int32_t start_day;      /* of the programme, or of the last start anew */
        int32_t last_day;       /* of the last session of which something was done; INT32_MIN: none */
        enum layoff layoff;     /* that the session begun last was the first after */
        uint8_t hard_row;       /* sessions in a row that ended hard or max; unanswered ones neither count nor
                                 * end it */
        int32_t light_last_day; /* of the automatic light week; INT32_MIN: none */
        int32_t rest_last_day;  /* no session until after it: the extra day after "still worse"; INT32_MIN */
        int32_t week;           /* of the last session: weeks since that of 1970-01-01; INT32_MIN: none */
        uint8_t week_days;      /* of that week, with sessions: a mask, bit 0 is Monday */
        uint16_t weeks_counted; /* met since the start or the last light week, without that one */
};

/* A programme begun on @day, or whenever its first session is. @set and @programme (of @set) are borrowed. */
void progression_init(struct progression *progression, const struct programme_set *set,
        const struct programme *programme, int32_t day);

/* How long a layoff there is at a session on @day (3.7; stretch programmes one row milder). */
enum layoff progression_layoff(const struct progression *progression, int32_t day);

/* What a session on @day begins with: applies the layoff. May be repeated, on that day and on later ones; for
 * a day that may not come, ask a copy. */
void progression_begin(struct progression *progression, int32_t day);

/* Takes one logged session, which begins on its day. Sessions of other programmes, exercises that there are
 * not and what is suspended have no effect. */
void progression_add(struct progression *progression, const struct session_record *session);

/* The next morning's answer "still worse": a level less for the exercises of the @last session, and one more
 * day of rest. */
void progression_worse(struct progression *progression, const struct session_record *last);

/* A suspended exercise is offered again, at its level. */
void progression_clear(struct progression *progression, int exercise);

/* Whether a session on @day is one of a light week: an automatic one, or the deload_every_weeks-th after as
 * many counted weeks less one. The person may decline; then the sessions are normal, and the next light week
 * is as many weeks away. Programmes without deload_every_weeks have none. */
bool progression_is_light(const struct progression *progression, int32_t day);

/* The kind of a session on @day. @is_short: the person asked for one set of each. @declined: the light week.
 */
enum session_kind progression_kind(
        const struct progression *progression, int32_t day, bool is_short, bool declined);

/* The dose of @exercise in a session of @kind, at its level and load; all zero for one that there is not.
 * After SESSION_KIND_RETURN the layoff of the last progression_begin() decides about the sets. */
struct dose progression_dose(const struct progression *progression, int exercise, enum session_kind kind);

/**
 * progression_pick() - the exercises of the programme's pick that are done now, in pick-order.
 * @excluded: bit i is the i-th of pick_order.
 *
 * The first pick_count in pick-order that are neither graduated, suspended nor in @excluded; where those are
 * too few, the latest graduated ones stay on. The first of pick-order graduates at its top, and so do those
 * that join after it; what was beside it from the start stays, as does what nothing follows.
 *
 * Return: how many, at most pick_count.
 */
uint8_t progression_pick(const struct progression *progression, uint32_t excluded,
        int16_t exercises[static PROGRAMME_EXERCISES_MAX]);
