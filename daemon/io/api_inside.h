/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * api_inside - what the files of the API share: api.c (life, connection and name), api_rights.c (who may do
 * what), api_manager.c and api_person.c (the two interfaces), api_value.c (what the properties show),
 * api_command.c, api_history.c, api_routine.c and api_screening.c (methods of a person), api_signal.c (what
 * is told unasked), api_error.c (refusals in sentences). Nobody else includes it but the tests.
 */
#include "config/names.h"
#include "io/api.h"

/* The bus itself, and its interface. */
#define DBUS "org.freedesktop.DBus"
#define API_PEOPLE_PATH API_PATH "/person"
/* A refusal names at most so many people. */
#define API_PEOPLE_NAMED_MAX 8
/* The longest text that a method takes: the name of a sensor, an end, a value. */
#define API_TEXT_BYTES_MAX 64
/* The longest command about sessions. */
#define API_SESSION_BYTES_MAX 160
/* A history of more rows is refused: a larger message would cost us the bus. */
#define API_ROWS_MAX 100000

/* The properties that are told with their value when they change. */
enum api_value {
        API_VALUE_POSTURE,
        API_VALUE_SINCE,
        API_VALUE_BOUT_START,
        API_VALUE_BOUT_SECONDS,
        API_VALUE_SITTING_TODAY_SECONDS,
        API_VALUE_BREAKS_TODAY,
        API_VALUE_LONGEST_BOUT_TODAY_SECONDS,
        API_VALUE_PHASE,
        API_VALUE_NEXT_BREAK,
        API_VALUE_PROMPT_ID,
        API_VALUE_SNOOZES_LEFT,
        API_VALUE_HOLDS,
        API_VALUE_IN_ROOM,
        API_VALUE_ENABLED,
        API_VALUE_SIT_LIMIT,
        API_VALUE_BREAK_GOAL,
        API_VALUE_SNOOZE,
        API_VALUE_STAND_LIMIT,
        API_VALUE_NEXT_SESSION,
        API_VALUE_WEEK_DONE,
        API_VALUE_WEEK_TARGET,
        API_VALUE_STREAK_WEEKS,
        API_VALUE_SESSION_DAYS,
        API_VALUE_SESSION_TIME,
        API_VALUE_MAX_,
};

extern const char *const api_value_names[API_VALUE_MAX_];

/* One person as it is served. */
struct api_entry {
        struct api *api;
        uint32_t number;
        uid_t uid;
        char *id;
        char *name;
        uint32_t min_break_sec;
        char *path;
        bool told;                     /* since the connection came: last is what was told */
        uint64_t last[API_VALUE_MAX_]; /* the numbers themselves; of texts their digests */
};

/* The last caller that the bus told us about: the credentials of a unique name never change. */
struct api_caller {
        char *sender; /* NULL: nobody yet */
        uid_t uid;
        gid_t *gids;
        size_t gid_count;
};

/* Whose rights count. */
struct api_rights {
        bool session_bus;
        uid_t own_uid; /* the daemon's */
        bool has_group;
        gid_t group;
};

enum api_slot {
        API_SLOT_FILTER,
        API_SLOT_MANAGER,
        API_SLOT_PERSON,
        API_SLOT_PEOPLE,
        API_SLOT_NAME_CHANGES,
        API_SLOT_NAME,
        API_SLOT_MAX_,
};

struct api {
        struct log *log;
        struct api_home home;
        struct api_rights rights;
        struct api_entry *people;
        uint32_t count;
        struct names names; /* by id */
        sd_bus *connection; /* NULL: none */
        sd_bus_slot *slots[API_SLOT_MAX_];
        struct api_caller caller;
        int64_t distrusted_until_usec; /* the bus did not answer in time (CLOCK_MONOTONIC) */
        bool named;                    /* the name is ours */
        bool name_told;                /* that the name is not ours */
        bool trouble_told;             /* that a signal could not be sent */
};

/* Return: the person called @id; NULL if there is none. */
struct api_entry *api_find_id(const struct api *api, const char *id);
/* Return: the person at object path @path; NULL if there is none, or no memory. */
struct api_entry *api_find_path(const struct api *api, const char *path);

/**
 * api_rights_allow() - whether a caller may do everything with a person, and if @person_uid is API_NO_USER,
 * with the home as a whole.
 * @gids: the caller's groups, @gid_count of them.
 */
bool api_rights_allow(
        const struct api_rights *rights, uid_t uid, const gid_t *gids, size_t gid_count, uid_t person_uid);

/* The same for the health questions, which are for the person and root alone. */
bool api_rights_is_own(const struct api_rights *rights, uid_t uid, uid_t person_uid);

/**
 * api_rights_read_credentials() - reads the bus's answer to GetConnectionCredentials.
 *
 * Return: 0, with the groups NULL if it does not tell them; -ENODATA without a user; another negative errno.
 * @caller may have groups, to be freed, all the same.
 */
int api_rights_read_credentials(sd_bus_message *reply, struct api_caller *caller);
/* The groups that the user database gives the caller's user; none if it does not know them. Blocks on it.
 * Return: 0; -ENOMEM. */
int api_rights_look_up_groups(struct api_caller *caller);

/* The filter that every method call passes before it is looked at (an sd_bus_message_handler_t). */
int api_rights_filter(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
/* Whether the caller that the filter let pass last may read @person. */
bool api_rights_may_read(const struct api *api, const struct api_entry *person);
/* The first person whose own user that caller is; NULL. */
const struct api_entry *api_rights_find_own(const struct api *api);
void api_rights_forget(struct api *api);

extern const sd_bus_vtable api_manager_vtable[];
extern const sd_bus_vtable api_person_vtable[];

/* Finds the person of an object path (an sd_bus_object_find_t); the vtable's userdata is a struct api_entry.
 */
int api_person_find(sd_bus *connection, const char *path, const char *interface, void *userdata,
        void **ret_found, sd_bus_error *ret_error);
/* Names the objects of the people that the caller may read (an sd_bus_node_enumerator_t). */
int api_person_enumerate(
        sd_bus *connection, const char *prefix, void *userdata, char ***ret_nodes, sd_bus_error *ret_error);

/* Appends the value to @reply, as its property has it. Return: 0; negative errno. */
int api_value_append(const struct api_entry *person, enum api_value value, sd_bus_message *reply);
/* Appends the value of @property (sd_bus_property_get_t). */
int api_value_get(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error);
/* What is compared to know what changed. */
void api_value_digest(const struct api_entry *person, uint64_t digests[static API_VALUE_MAX_]);

/* Sets the setting that @property stands for (sd_bus_property_set_t). */
int api_command_set_property(sd_bus *connection, const char *path, const char *interface,
        const char *property, sd_bus_message *value, void *userdata, sd_bus_error *ret_error);
/* The methods of a person (sd_bus_message_handler_t); userdata is a struct api_entry. */
int api_command_done(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_command_skip(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_command_not_me(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_command_snooze(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_command_hold(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_command_release(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_command_set(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_command_report_activity(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_history_list_spans(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_history_list_prompts(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_history_list_days(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_history_list_sessions(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_history_list_missed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);

/* Each sets @error to a sentence and returns the negative errno that goes with it. */
int api_error_denied(sd_bus_error *error, const struct api_rights *rights);
int api_error_private(sd_bus_error *error);
int api_error_no_programme(sd_bus_error *error);
int api_error_no_history(sd_bus_error *error);
int api_error_unknown_person(sd_bus_error *error, const struct api *api, const char *id);
int api_error_refused(sd_bus_error *error, const struct effect *refusal);
__attribute__((format(printf, 2, 3))) int api_error_invalid(sd_bus_error *error, const char *format, ...);

/* Carries out `session @words`. Return: 0; the error, set. */
int api_routine_carry_out(const struct api_entry *person, const char *words, sd_bus_error *error);
/* Sets SessionDays or SessionTime (sd_bus_property_set_t). */
int api_routine_set_property(sd_bus *connection, const char *path, const char *interface,
        const char *property, sd_bus_message *value, void *userdata, sd_bus_error *ret_error);
int api_routine_session(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_routine_programmes(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_routine_programme(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);

#define API_SCREENING_PREFIX "Screening"
int api_screening_questions(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_screening_answer(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_screening_cleared(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
int api_screening_result(sd_bus_message *message, void *userdata, sd_bus_error *ret_error);
