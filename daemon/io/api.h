/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * api - the daemon on D-Bus: org.unslouch.Unslouch1 (DESIGN 9). What is told and done comes from the home
 * that it is given; here are the objects, their rights and their errors.
 *
 * Floor: io. Blocks only on the bus's answer to who a caller is (GetConnectionCredentials), at most
 * API_CREDENTIALS_USEC; a call whose sender the bus does not name by then is refused.
 *
 * Objects and interfaces:
 *
 *   /org/unslouch/Unslouch1              org.unslouch.Unslouch1.Manager
 *
 *     Version s, People ao, Broker s ("off", "away", "connected")
 *
 *     GetPerson(s id) -> (o path): id "" is the caller's own person
 *
 *     Reload() -> (b applied, a(susb) problems): file, line, text, whether only a warning
 *
 *   /org/unslouch/Unslouch1/person/<id>  org.unslouch.Unslouch1.Person
 *
 *     What the state topic holds: Posture s, Since t, BoutStart t, BoutSeconds u, SittingTodaySeconds u,
 *     BreaksToday u, LongestBoutTodaySeconds u, Phase s, NextBreak t, PromptId s, SnoozesLeft u, Holds as,
 *     InRoom s; moments in microseconds since 1970, 0 and "" where the topic has null
 *
 *     Id s, Name s; State s and Why s: the JSON of those topics, read anew at each question; the signal of
 *     change invalidates them
 *
 *     To be written, too: Enabled b, SitLimit u, BreakGoal u, Snooze u (whole minutes)
 *
 *     Done(s id), Skip(s id), NotMe(s id), Snooze(s id, u minutes), Hold(s reason, s end), Release(s reason),
 *     Set(s setting, s value): id "" is the open prompt whichever it is, 0 minutes and end "" are the default
 *
 *     ReportActivity(s source, b active, u lease): lease in seconds, 0: until the next report
 *
 *     ListSpans(t from, t to) -> a(sbtt): posture, censored, from, to
 *
 *     ListPrompts(t from, t to) -> a(sttttusbu): id, due, first and last delivery, left, seconds sat,
 * outcome, claimed, snoozes
 *
 *     ListDays(s from, s to) -> a(suuuuuuuuuuuu): day, sitting and longest bout in seconds, bouts,
 *     interruptions, breaks, full breaks, prompts, taken, partial, ignored, dismissed, moot
 *
 *     signal Prompt(s event_type, s id, s about, s title, s message, s say, as actions, as tell, u level,
 *     t expires)
 *
 * Rights. On the system bus root and members of the group `unslouch` may do everything; a person's own user
 * may read and command that person, GetPerson it, and read the manager's properties, of whose People they see
 * themselves; others nothing. On the session bus root and the daemon's own user may do everything.
 *
 * Errors: org.freedesktop.DBus.Error.AccessDenied, that names the group;
 * org.freedesktop.DBus.Error.InvalidArgs, with what is allowed; org.unslouch.Unslouch1.Error.UnknownPerson,
 * with the known ones, the nearest first; org.unslouch.Unslouch1.Error.UnknownSource;
 * org.unslouch.Unslouch1.Error.Refused, with what would fit; org.unslouch.Unslouch1.Error.NoHistory.
 */
#include "config/problems.h"
#include "core/effect.h"
#include "core/person.h"
#include "io/log.h"
#include "wire/catalogue.h"

#include <sys/types.h>
#include <systemd/sd-bus.h>

#define API_NAME             "org.unslouch.Unslouch1"
#define API_PATH             "/org/unslouch/Unslouch1"
#define API_MANAGER          "org.unslouch.Unslouch1.Manager"
#define API_PERSON           "org.unslouch.Unslouch1.Person"
#define API_GROUP            "unslouch"
#define API_ERROR            "org.unslouch.Unslouch1.Error"
#define API_NO_USER          ((uid_t)-1)
#define API_CREDENTIALS_USEC (100 * USEC_PER_MSEC)
/* The longest time that one List call may ask for. */
#define API_LIST_DAYS_MAX 3660
#define API_LEASE_MAX_SEC (7 * 24 * 3600)

struct api_person {
        const char *id;
        const char *name;
        uid_t uid; /* the person's own user; API_NO_USER */
};

/* What the properties show; pointers are borrowed until the next call. */
struct api_state {
        struct person_view view;
        const char *room; /* NULL: not known */
        const struct hold_set *holds;
        const struct person_settings *settings;
};

/* A prompt event as it is told; borrowed for the call. */
struct api_prompt {
        const struct prompt *prompt;
        const struct prompt_texts *texts; /* any may be NULL */
        const char *const *tell;          /* names of channels */
        size_t tell_count;
        int64_t expires_realtime_usec; /* 0: never */
};

/* The home that is served. People are numbered as in api_set_people(). */
struct api_home {
        void *userdata;
        void (*state)(void *userdata, uint32_t person, struct api_state *ret_state);
        /* JSON owned by the caller; NULL without memory. */
        char *(*state_text)(void *userdata, uint32_t person);
        char *(*why_text)(void *userdata, uint32_t person);
        /* Return: 0; -ECANCELED with the EFFECT_ERROR that says why. */
        int (*command)(
                void *userdata, uint32_t person, const struct command *command, struct effect *ret_refusal);
        /* Reads a command as it would come by MQTT: `hold call 1 h`. Return: 0; -EINVAL with a static
         * sentence. */
        int (*parse)(void *userdata, const char *text, struct command *ret_command, const char **ret_reason);
        int (*parse_setting)(void *userdata, enum setting setting, const char *text,
                struct command *ret_command, const char **ret_reason);
        /* @lease_usec: USEC_INFINITY until the next report. Return: 0; -ENOENT: no such sensor; -EINVAL: one
         * that nobody reports to. */
        int (*report)(void *userdata, uint32_t person, const char *source, bool active, int64_t lease_usec);
        /* Tells all problems. Return: 0 if the file is in force; -EINVAL if not; -ENOMEM. */
        int (*reload)(void *userdata, struct config_problems *ret_problems);
        /* "off", "away", "connected". */
        const char *(*broker)(void *userdata);
        /*
         * The history that overlaps the time asked for, what is still open included, oldest first. @row ends
         * it by a negative value, which is returned. Return: 0; -ENOTCONN without a store; negative errno.
         */
        int (*spans)(void *userdata, uint32_t person, int64_t from_realtime_usec, int64_t to_realtime_usec,
                int (*row)(void *row_userdata, const struct span_record *span), void *row_userdata);
        int (*prompts)(void *userdata, uint32_t person, int64_t from_realtime_usec, int64_t to_realtime_usec,
                int (*row)(void *row_userdata, const struct prompt_record *prompt), void *row_userdata);
        int (*days)(void *userdata, uint32_t person, int32_t from_day, int32_t to_day,
                int (*row)(void *row_userdata, const struct day_summary *day), void *row_userdata);
};

struct api;

/**
 * api_new() - serves @home (copied; what it points to is borrowed).
 * @session_bus: whose rights count, see above.
 *
 * Return: 0; -ENOMEM. api_free() takes NULL.
 */
int api_new(struct log *log, const struct api_home *home, bool session_bus, struct api **ret_api);
struct api *api_free(struct api *api);

/*
 * The people there are (copied), at start and after a reload. Looks the group up again; blocks on the user
 * database. Return: 0; -ENOMEM: those of before stay.
 */
int api_set_people(struct api *api, const struct api_person *people, uint32_t count);

/* There is a connection (borrowed until api_detach()): serves there and asks for the name. A name that
 * another has, or that the bus's policy does not give us, is told once in the log. */
void api_attach(struct api *api, sd_bus *connection);
void api_detach(struct api *api);

/* Something of a person changed, as core's effects tell it: emits PropertiesChanged for what did. */
void api_state_changed(struct api *api, uint32_t person);
void api_why_changed(struct api *api, uint32_t person);
void api_broker_changed(struct api *api);
/* Emits the signal Prompt. */
void api_prompted(struct api *api, uint32_t person, const struct api_prompt *prompt);
