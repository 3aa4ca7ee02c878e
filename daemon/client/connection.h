/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * connection - the client's way to the daemon: which bus, which person, and what the daemon knows of them, in
 * plain structs (the D-Bus API is io/api.h).
 *
 * Floor: client. Blocks, at most CONNECTION_CALL_USEC a call. Unless they say otherwise functions return an
 * exit status (enum exit_status): what went wrong has been told on standard error then, in one or two lines
 * that say what to do.
 */
#include "app/check.h"
#include "base/cleanup.h"
#include "client/session_row.h"
#include "core/effect.h"
#include "core/measures.h"
#include "core/person.h"
#include "io/api.h"
#include "io/bus.h"

#include <systemd/sd-bus.h>

#define CONNECTION_CALL_USEC (10 * USEC_PER_SEC)

struct connection;

/* What all verbs that speak to the daemon take: --bus=system|session, --person ID, --json. */
struct connection_options {
        const char *verb;   /* for messages: "unslouch VERB: ..." */
        enum bus_kind bus;  /* BUS_NONE: the session bus if a daemon is there, else the system bus */
        const char *person; /* NULL: the only one, else the one whose user the caller is */
        bool json;
        bool quiet; /* nothing goes to standard error: connection_reason() alone knows what went wrong */
};

/* Return: an exit status; EXIT_STATUS_NO_DAEMON if there is none, having said how to start it.
 * connection_close() takes NULL. */
int connection_open(const struct connection_options *options, struct connection **ret_connection);
struct connection *connection_close(struct connection *connection);
CLEANUP_DEFINE(struct connection *, connection_close, connection_closep)

sd_bus *connection_bus(const struct connection *connection);

/* The sentence last told on standard error, without the program's name; "" if none was. Borrowed until the
 * next call. */
const char *connection_reason(const struct connection *connection);

/* Prints what became of a command as JSON: {"done":true}, or {"done":false,"reason":...} with
 * connection_reason(). Return: @status; EXIT_STATUS_FAILED if it cannot be printed. */
int connection_print_answer(const struct connection *connection, int status);

/* The wall clock. Realtime in microseconds. */
int64_t connection_now(struct connection *connection);
/* The same with the zone of the process. */
struct instant connection_instant(struct connection *connection);

/* The person meant by the options; @ret_path is the object's path, owned by the caller. A person that does
 * not exist: the known ones are named, the nearest first. */
int connection_find_person(struct connection *connection, char **ret_path);

/* All objects of people that the caller may see: NULL-terminated, owned by the caller.
 * connection_free_people() frees the paths and the list, takes NULL and returns NULL. */
int connection_list_people(struct connection *connection, char ***ret_paths);
char **connection_free_people(char **paths);

/* The id that the object at @path has. Return: 0; -EINVAL if it is no person's path; -ENOMEM. */
int connection_person_id(const char *path, char id[static TEXT_ID_SIZE]);

/* A person as the properties show them. Moments are realtime, 0 where there is none; texts "". */
struct person_status {
        char id[TEXT_ID_SIZE];
        char name[65];
        enum posture posture;
        enum phase phase;
        int64_t since_usec;
        int64_t bout_start_usec;
        int64_t bout_sec;
        int64_t sitting_today_sec;
        int64_t breaks_today;
        int64_t longest_bout_today_sec;
        int64_t next_break_usec;
        char prompt_id[PROMPT_ID_SIZE];
        int64_t snoozes_left;
        char holds[HOLDS_MAX][TEXT_ID_SIZE];
        size_t hold_count;
        char room[65];
        bool enabled;
        int64_t sit_limit_min;
        int64_t stand_limit_min; /* 0: off */
        int64_t break_goal_min;
        int64_t snooze_min;
        int64_t min_break_sec;
        int64_t next_session_usec;
        int64_t week_done;
        int64_t week_target;
        int64_t streak_weeks;
        char session_days[32]; /* "mon,wed,fri" */
        char session_time[32]; /* "18:00-21:00" */
        int64_t asked_usec;    /* realtime of the answer: the counters are of this moment */
};
int connection_get_status(struct connection *connection, const char *path, struct person_status *ret_status);

/* A property of type s: State and Why (JSON), or any other. Owned by the caller. */
int connection_get_text(
        struct connection *connection, const char *path, const char *property, char **ret_text);

/* Calls a method of the person without a result; @types and what follows as in sd_bus_call_method(). */
int connection_call(
        struct connection *connection, const char *path, const char *member, const char *types, ...);

/* A copy of the daemon's whole store, to be read from its start; the caller closes it. */
int connection_backup(struct connection *connection, int *ret_descriptor);

/* The history, oldest first; the open span is the last. Arrays are owned by the caller (free()). */
int connection_list_spans(struct connection *connection, const char *path, int64_t from_usec, int64_t to_usec,
        struct span_record **ret_spans, size_t *ret_count);
int connection_list_prompts(struct connection *connection, const char *path, int64_t from_usec,
        int64_t to_usec, struct prompt_record **ret_prompts, size_t *ret_count);
int connection_list_days(struct connection *connection, const char *path, int32_t from_day, int32_t to_day,
        struct day_summary **ret_days, size_t *ret_count);

/* The days whose planned session was not done, oldest first; owned by the caller (free()). */
int connection_list_missed(struct connection *connection, const char *path, int32_t from_day, int32_t to_day,
        struct measures_missed **ret_missed, size_t *ret_count);

/* A method of the person that answers with one text: @argument is its own, or NULL. The text is owned by the
 * caller. */
int connection_ask_text(struct connection *connection, const char *path, const char *member,
        const char *argument, char **ret_text);

/* The sessions of the history, oldest first, a row for each exercise; owned by the caller (free()). */
int connection_list_sessions(struct connection *connection, const char *path, int64_t from_usec,
        int64_t to_usec, struct session_row **ret_sessions, size_t *ret_count);

/* The ids of the programmes, the person's own first: NULL-terminated; freed as connection_list_people()'s. */
int connection_list_programmes(struct connection *connection, const char *path, char ***ret_ids);

/* The health questions: texts and questions, in the order of io/api.h. */
struct question {
        char *name;
        char *page; /* NULL: a text that is no question */
        char *text;
};
struct questions {
        struct question *items;
        size_t count;
};
/* @ret_questions: initially zero; freed by the caller with questions_done(), which is for failures, too. */
int connection_get_questions(
        struct connection *connection, const char *path, struct questions *ret_questions);
void questions_done(struct questions *questions);
/* Adds copies. Return: 0; -ENOMEM. */
int questions_add(struct questions *questions, const char *name, const char *page, const char *text);
int connection_answer(
        struct connection *connection, const char *path, const struct api_answer *answers, size_t count);

/* Makes the daemon read its file again. @ret_problems: initially zero, freed by the caller with
 * config_problems_done(). */
int connection_reload(struct connection *connection, bool *ret_applied, struct config_problems *ret_problems);
