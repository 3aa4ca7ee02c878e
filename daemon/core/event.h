/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * event - everything that the daemon learns about a person, as plain data.
 *
 * Floor: core (pure).
 */
#include "core/hold.h"
#include "core/source.h"

#define PROMPT_ID_SIZE 64

enum command_verb {
        COMMAND_DONE,
        COMMAND_SKIP,
        COMMAND_NOT_ME,
        COMMAND_SNOOZE,
        COMMAND_HOLD,
        COMMAND_RELEASE,
        COMMAND_SET,
};

enum setting {
        SETTING_ENABLED,     /* 0 or 1 */
        SETTING_SIT_LIMIT,   /* usec */
        SETTING_BREAK_GOAL,  /* usec */
        SETTING_SNOOZE,      /* usec */
        SETTING_STAND_LIMIT, /* usec; 0: off */
        SETTING_MAX_,
};

/* A calendar end without one. */
#define COMMAND_NO_DAY INT32_MIN

struct command {
        enum command_verb verb;
        char prompt_id[PROMPT_ID_SIZE]; /* "": not given */
        char reason[TEXT_ID_SIZE];      /* HOLD, RELEASE */
        int64_t duration_usec;          /* SNOOZE, HOLD; 0: the default */
        int32_t until_day;              /* HOLD: local day since 1970-01-01, or COMMAND_NO_DAY */
        int32_t until_minute;           /* HOLD: minute of that day */
        enum setting setting;           /* SET */
        int64_t value;                  /* SET */
};

/* What somebody wants of the routine, and the answers to its questions. */
struct routine_command;
struct screening_answers;

enum event_kind {
        EVENT_TIME,          /* time has passed, nothing else */
        EVENT_CLAIM,         /* a source's message */
        EVENT_AVAILABILITY,  /* a source went offline or came online */
        EVENT_REJECTED,      /* a source's message could not be read */
        EVENT_HOLD_TOPIC,    /* a hold's topic says yes, no or nothing */
        EVENT_CUE,           /* a cue's topic says yes, no or nothing */
        EVENT_COMMAND,       /* somebody wants something */
        EVENT_SUSPENDED,     /* the machine slept; stamped at the wake-up */
        EVENT_CLOCK_CHANGED, /* the wall clock was set, or the zone changed */
        EVENT_ROUTINE,       /* somebody wants something of the routine */
        EVENT_SAID,          /* the speaker has said a cue of the guided session */
        EVENT_SCREENING,     /* the questions were answered */
        EVENT_LINK,          /* the broker came or went; lost: the open prompt was not confirmed by it */
};

struct event {
        enum event_kind kind;
        union {
                struct {
                        uint16_t source;
                        struct claim claim;
                } claim;
                struct {
                        uint16_t source;
                        bool offline;
                } availability;
                struct {
                        uint16_t source;
                } rejected;
                struct {
                        uint16_t hold; /* index into the person's hold_config */
                        enum source_value value;
                } hold_topic;
                struct {
                        uint16_t cue; /* index into the person's cues */
                        enum source_value value;
                        bool retained; /* what has been so for a while is no moment */
                } cue;
                const struct command *command;             /* borrowed for the step */
                const struct routine_command *routine;     /* borrowed for the step */
                const struct screening_answers *screening; /* borrowed for the step */
                struct {
                        uint16_t cue; /* its number in the session */
                } said;
                struct {
                        int64_t from_boottime_usec;
                        int64_t to_boottime_usec;
                } suspended;
                struct {
                        bool up;
                        bool lost;
                } link;
        };
};
