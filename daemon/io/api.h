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
 *     Backup() -> (h copy): the whole store as one file in memory, to be read from its start
 *
 *   /org/unslouch/Unslouch1/person/<id>  org.unslouch.Unslouch1.Person
 *
 *     What the state topic holds: Posture s, Since t, BoutStart t, BoutSeconds u, SittingTodaySeconds u,
 *     BreaksToday u, LongestBoutTodaySeconds u, Phase s, NextBreak t, PromptId s, SnoozesLeft u, Holds as,
 *     InRoom s; moments in microseconds since 1970, 0 and "" where the topic has null
 *
 *     Id s, Name s; MinBreakSeconds u: the setting breaks.min_break, from which on leaving the seat parts two
 *     bouts; State s and Why s: the JSON of those topics, read anew at each question; the signal of
 *     change invalidates them
 *
 *     Of the exercise programmes: NextSession t, WeekDone u, WeekTarget u, StreakWeeks u; Session s and Plan
 * s, the JSON of those topics, like State
 *
 *     To be written, too: Enabled b, SitLimit u, BreakGoal u, Snooze u, StandLimit u (whole minutes; the last
 *     may be 0, off), SessionDays s ("mon,wed,fri"), SessionTime s ("18:00", "18:00-21:00"); these two are ""
 *     where no session is planned by itself
 *
 *     Done(s id), Skip(s id), NotMe(s id), Snooze(s id, u minutes), Hold(s reason, s end), Release(s reason),
 *     Set(s setting, s value): id "" is the open prompt whichever it is, 0 minutes and end "" are the default
 *
 *     Session(s command): what stands behind `session` in a command by MQTT: "start", "start steady-back
 *     short", "pause", "pain 4", "answer right", "move tomorrow 19:00"
 *
 *     Programmes() -> (as ids): those that there are, the person's own first
 *     Programme(s id) -> (s json): its name and exercises in the person's language, with today's doses
 *
 *     ReportActivity(s source, b active, u lease): lease in seconds, 0: until the next report
 *
 *     ListSpans(t from, t to) -> a(sbtt): posture, censored, from, to
 *
 *     ListPrompts(t from, t to) -> a(sttttusbus): id, due, first and last delivery, left, seconds sat or
 *     stood, outcome, claimed, snoozes, about ("sitting", "standing")
 *
 *     ListDays(s from, s to) -> a(suuuuuuuuuuuu): day, sitting and longest bout in seconds, bouts,
 *     interruptions, breaks, full breaks, prompts, taken, partial, ignored, dismissed, moot
 *
 *     ListSessions(t from, t to) -> a(tsssa(suu)): start, programme, kind ("normal", "short", "light",
 *     "return", "extra"), effort ("" unanswered, "easy", "right", "hard", "max"); of each exercise id, level,
 *     percent done
 *
 *     ListMissed(s from, s to) -> a(ss): day and programme of sessions that were planned and not done
 *
 *     ScreeningQuestions() -> (a{ss} texts, a(sssb) questions): texts in the person's language; name, page,
 *     text and whether it is answered, in the order in which to ask. The pages are "flags" (only after a
 *     session that was stopped by pain: what it felt like), "general", "more" (what the person's programmes
 *     have to know) and "things" (the equipment that they need, by its name: is it there). Names of flags
 *     begin with "flag."; a yes to one holds all programmes
 *     ScreeningAnswer(as names, ab answers): those of the page "general" come all or not at all
 *     ScreeningCleared(): "a clinician has agreed", today
 *     ScreeningResult() -> (s json): what the answers mean for each of the person's programmes
 *
 *     signal Cue(s id, s kind, s say, s show, s exercise, t expires): the cue topic
 *
 *     signal Prompt(s event_type, s id, s about, s title, s message, s say, as actions, as tell, u level,
 *     t expires)
 *
 * Rights. On the system bus root and members of the group `unslouch` may do everything; a person's own user
 * may read and command that person, GetPerson it, and read the manager's properties, of whose People they see
 * themselves; others nothing. On the session bus root and the daemon's own user may do everything.
 *
 * Health answers are nobody else's: on the system bus the methods whose names begin with Screening are for
 * root and the person's own user alone, not for the group. What the answers were is given to nobody.
 *
 * Errors: org.freedesktop.DBus.Error.AccessDenied, that names the group;
 * org.freedesktop.DBus.Error.InvalidArgs, with what is allowed; org.unslouch.Unslouch1.Error.UnknownPerson,
 * with the known ones, the nearest first; org.unslouch.Unslouch1.Error.UnknownSource;
 * org.unslouch.Unslouch1.Error.Refused, with what would fit; org.unslouch.Unslouch1.Error.NoHistory;
 * org.unslouch.Unslouch1.Error.NoProgramme.
 */
#include "config/problems.h"
#include "core/effect.h"
#include "core/person.h"
#include "core/progression.h"
#include "core/routine.h"
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
/* "mon,tue,wed,thu,fri,sat,sun" and its NUL. */
#define API_PLAN_TEXT_SIZE 32
/* More questions than there are: both pages and the flags. */
#define API_ANSWERS_MAX 256

struct api_person {
        const char *id;
        const char *name;
        uid_t uid; /* the person's own user; API_NO_USER */
        uint32_t min_break_sec;
};

/* What the properties show; pointers are borrowed until the next call. */
struct api_state {
        struct person_view view;
        const char *room; /* NULL: not known */
        const struct hold_set *holds;
        const struct person_settings *settings;
        struct routine_summary routine;
        char session_days[API_PLAN_TEXT_SIZE]; /* "mon,wed,fri"; "": none */
        char session_time[API_PLAN_TEXT_SIZE]; /* "18:00-21:00"; "": none */
};

/* A session of the history. Pain is in the record, and is not told. */
struct api_session {
        const char *programme;
        const struct session_record *record;
        const char *const *exercises; /* ids, of record->results */
};

/* A text under a name, and a question of the screening; borrowed for the call. */
struct api_question {
        const char *name;
        const char *page; /* NULL: a text that is no question */
        const char *text;
        bool answered;
};

/* An answer to one of them. */
struct api_answer {
        const char *name;
        bool yes;
};

/* A cue as it is told; borrowed for the call. */
struct api_cue {
        const char *id;
        const char *kind;
        const char *say;
        const char *show;
        const char *exercise;          /* NULL: none */
        int64_t expires_realtime_usec; /* 0: never */
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
        /* Return: 0 with a descriptor that the caller closes; -ENOTCONN without a store; negative errno. */
        int (*backup)(void *userdata, int *ret_descriptor);
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
        /* Those that started in the time, oldest first; as above. */
        int (*sessions)(void *userdata, uint32_t person, int64_t from_realtime_usec, int64_t to_realtime_usec,
                int (*row)(void *row_userdata, const struct api_session *session), void *row_userdata);
        /* The days whose planned session was not done, oldest first; as above. */
        int (*missed)(void *userdata, uint32_t person, int32_t from_day, int32_t to_day,
                int (*row)(void *row_userdata, const char *programme, int32_t day), void *row_userdata);
        /* JSON owned by the caller; NULL without memory. */
        char *(*session_text)(void *userdata, uint32_t person);
        char *(*plan_text)(void *userdata, uint32_t person);
        /*
         * Carries out what stands behind `session` in a command by MQTT.
         * @ret_reason: a sentence owned by the caller, with -EINVAL (it cannot be read) and -ECANCELED
         * (refused). Return: 0; these two; -ENOMEM.
         */
        int (*session)(void *userdata, uint32_t person, const char *words, char **ret_reason);
        /* The ids of all programmes, the person's own first, borrowed: @row as above. */
        int (*programmes)(void *userdata, uint32_t person, int (*row)(void *row_userdata, const char *id),
                void *row_userdata);
        /* JSON owned by the caller. Return: 0; -ENOENT; -ENOMEM. */
        int (*programme)(void *userdata, uint32_t person, const char *id, char **ret_json);
        /* The texts and questions of the screening, in their order, texts first: @row as above. Return: 0;
         * -ENOENT without programmes. */
        int (*questions)(void *userdata, uint32_t person,
                int (*row)(void *row_userdata, const struct api_question *question), void *row_userdata);
        /* Return: 0; -ENOENT without programmes; -EINVAL with a static sentence. */
        int (*answer)(void *userdata, uint32_t person, const struct api_answer *answers, size_t count,
                const char **ret_reason);
        int (*cleared)(void *userdata, uint32_t person);
        /* JSON owned by the caller. Return: 0; -ENOENT without programmes; -ENOMEM. */
        int (*result)(void *userdata, uint32_t person, char **ret_json);
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
/* Whether the name is ours: whoever asks for it reaches us. */
bool api_is_named(const struct api *api);

/* Something of a person changed, as core's effects tell it: emits PropertiesChanged for what did. */
void api_state_changed(struct api *api, uint32_t person);
void api_why_changed(struct api *api, uint32_t person);
void api_broker_changed(struct api *api);
/* Session, or Plan. */
void api_session_changed(struct api *api, uint32_t person);
void api_plan_changed(struct api *api, uint32_t person);
/* Emits the signal Prompt. */
void api_prompted(struct api *api, uint32_t person, const struct api_prompt *prompt);
/* Emits the signal Cue. */
void api_cued(struct api *api, uint32_t person, const struct api_cue *cue);
