/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * store_routine - the routine's part of the store: sessions, screening and the week's plan (DESIGN 6 and 11).
 *
 * Floor: io. Every function blocks on the disk and returns what io/store.h says, besides what is said here.
 * Each put is kept whole or not at all, also one of many rows, within a transaction of the caller's or
 * without. -EINVAL: the tables do not take it; nothing of it is kept, and the transaction goes on.
 *
 * Exercises, programmes, tags and equipment are kept by their ids, since indexes change with the files. The
 * structs here carry core's structs with the ids beside them: members of core's that are indexes or masks of
 * them are not looked at by a put, and are -1 or 0 when read. The caller resolves the ids, and decides what
 * becomes of one that it does not know any more.
 *
 * The readings call @row with each row of @person, borrowed for the call, in which the store is not to be
 * used; a negative value of it ends the reading and is returned. -EBADMSG: also for a row that no store
 * writes; the rows before it have been given. Times are realtime, days local ones since 1970-01-01. Both ends
 * of a range of days are included; of a range of times the end is not.
 *
 * This is health data. It is put into the store and nowhere else; store_error() never quotes a value of it.
 */
#include "core/progression.h"
#include "core/screening.h"
#include "core/session.h"
#include "io/store.h"

/* Longest open session, with its NUL. */
#define STORE_SESSION_BYTES_MAX (64 * 1024)

/* A session with its results, in their order. */
struct store_session {
        char programme[TEXT_ID_SIZE];
        struct session_record record;
        char exercises[PROGRAMME_EXERCISES_MAX][TEXT_ID_SIZE]; /* of record.results */
};

/* Inserted, or replaced with all its results, by its start: once when it ends, once more with the answer.
 * -EINVAL: also for more than PROGRAMME_EXERCISES_MAX results. */
int store_put_session(struct store *store, const char *person, const struct store_session *session);
/* Those that started in the time, oldest first. */
int store_read_sessions(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_session *session),
        void *userdata);

/* A finished set. Put with the open session of the same moment in one transaction. */
struct store_set {
        char exercise[TEXT_ID_SIZE];
        struct set_record record;
};
int store_put_set(struct store *store, const char *person, const struct store_set *set);
/* Those of the sessions that started in the time, in the order of the sessions and of their ends. */
int store_read_sets(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_set *set), void *userdata);

/* A pain report, at its moment. */
struct store_pain {
        char exercise[TEXT_ID_SIZE];   /* "": none */
        int64_t session_realtime_usec; /* start of the session; 0: outside of one */
        int64_t realtime_usec;
        uint8_t pain; /* 0 to PAIN_WORST */
        bool sharp;
};
int store_put_pain(struct store *store, const char *person, const struct store_pain *pain);
/* Those given in the time, oldest first. */
int store_read_pains(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_pain *pain), void *userdata);

/* The next morning's answer about a session. */
struct store_recovery {
        int64_t session_realtime_usec;
        int64_t realtime_usec; /* of the answer */
        int32_t day;           /* of the answer */
        bool worse;            /* "still worse" */
};
/* One for a session: the last answer counts. */
int store_put_recovery(struct store *store, const char *person, const struct store_recovery *recovery);
/* Those about the sessions that started in the time, in their order. */
int store_read_recoveries(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_recovery *recovery),
        void *userdata);

/* An exercise that was suspended, or cleared by the person. All of them are kept. */
struct store_suspension {
        char exercise[TEXT_ID_SIZE];
        int64_t realtime_usec;
        int32_t day;
        bool suspended; /* otherwise cleared */
};
int store_put_suspension(struct store *store, const char *person, const struct store_suspension *suspension);
/* Those of the time, oldest first. */
int store_read_suspensions(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_suspension *suspension),
        void *userdata);

/* An answer about what has a name. */
struct store_named_answer {
        char name[TEXT_ID_SIZE];
        enum answer answer; /* not ANSWER_NONE: who was not asked has no answer here */
};

/* The screening: the questions of both pages by their index, tags and equipment by their names. */
struct store_screening {
        struct screening_answers answers; /* without tags, equipment_known and equipment_there */
        uint8_t tag_count;
        struct store_named_answer tags[TAGS_MAX];
        uint8_t equipment_count;
        struct store_named_answer equipment[EQUIPMENT_MAX]; /* yes: it is there */
};

/* Replaces all of the answers before. A cleared_day is added to the days of clearing, which stay. -EINVAL:
 * also for more names than there is room for, and for a name that comes twice. */
int store_put_screening(struct store *store, const char *person, const struct store_screening *screening);
/* Return: 0, names in their alphabetical order; -ENOENT: never answered; -EBADMSG as above. */
int store_get_screening(struct store *store, const char *person, struct store_screening *ret_screening);
/* The days on which "a clinician has agreed" was said, in their order. */
int store_read_clearings(
        struct store *store, const char *person, int (*row)(void *userdata, int32_t day), void *userdata);

/* A programme begun, or begun anew, on @day. All starts are kept; the last one counts. */
int store_put_programme_start(struct store *store, const char *person, const char *programme, int32_t day);
/* Of all programmes, in the order of the days. */
int store_read_programme_starts(struct store *store, const char *person,
        int (*row)(void *userdata, const char *programme, int32_t day), void *userdata);

/* A week that holiday or illness excuses, by its Monday; which of them is not kept. -EINVAL: also for another
 * day. */
int store_put_excused_week(struct store *store, const char *person, int32_t monday);
/* In the order of the days. */
int store_read_excused_weeks(struct store *store, const char *person, int32_t from_day, int32_t to_day,
        int (*row)(void *userdata, int32_t monday), void *userdata);

/* A day whose planned session was not done. */
int store_put_missed(struct store *store, const char *person, const char *programme, int32_t day);
/* In the order of the days. */
int store_read_missed(struct store *store, const char *person, int32_t from_day, int32_t to_day,
        int (*row)(void *userdata, const char *programme, int32_t day), void *userdata);

/* The plan's settings at run time: the value set, and the file's value at that time (a file that changes
 * wins). */
enum store_plan_setting {
        STORE_PLAN_DAYS,     /* a mask, bit 0 is Monday */
        STORE_PLAN_TIME,     /* minute of the day, 0 to 1439 */
        STORE_PLAN_TIME_END, /* of the window, 0 to 1440; as STORE_PLAN_TIME where it is none */
        STORE_PLAN_MAX_,
};
int store_put_plan_setting(struct store *store, const char *person, enum store_plan_setting setting,
        int64_t value, int64_t file_value);
/* Return: 0; -ENOENT; -EBADMSG as above. */
int store_get_plan_setting(struct store *store, const char *person, enum store_plan_setting setting,
        int64_t *ret_value, int64_t *ret_file_value);

/* What became of one planned session at the person's wish. */
struct store_plan_change {
        char programme[TEXT_ID_SIZE];
        int32_t day;       /* on which it was planned */
        bool moved;        /* otherwise skipped */
        int32_t to_day;    /* if moved: within 6 days */
        int16_t to_minute; /* if moved: of the day; -1: at the usual time */
};
/* One for a planned session: the last change counts. */
int store_put_plan_change(struct store *store, const char *person, const struct store_plan_change *change);
/* Those of the sessions that were planned on the days, in the order of the days and programmes. */
int store_read_plan_changes(struct store *store, const char *person, int32_t from_day, int32_t to_day,
        int (*row)(void *userdata, const struct store_plan_change *change), void *userdata);

/* The guided session that is open, so that a restart can resume it. */
struct store_open_session {
        char *record; /* a text; store_get_open_session() gives it to the caller to free */
        int64_t saved_boottime_usec;
        int64_t saved_realtime_usec;
};
/* NULL: there is none any more. -EINVAL: also for a text of STORE_SESSION_BYTES_MAX or more. */
int store_put_open_session(struct store *store, const char *person, const struct store_open_session *session);
/* Return: 0; -ENOENT; -EBADMSG as above. */
int store_get_open_session(struct store *store, const char *person, struct store_open_session *ret_session);
