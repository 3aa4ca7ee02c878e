/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * effect - everything that the daemon does for a person, as plain data. Core decides, the shell performs.
 *
 * Floor: core (pure).
 */
#include "core/day_summary.h"
#include "core/event.h"
#include "core/ladder.h"
#include "core/plan_view.h"
#include "core/session.h"

#include <assert.h>

/* The event types of the prompt topic (DESIGN 8): those of breaks, then those of the routine. */
enum prompt_type {
        PROMPT_BREAK_DUE,
        PROMPT_BREAK_NUDGE,
        PROMPT_BREAK_REPEAT,
        PROMPT_BREAK_TAKEN,
        PROMPT_BREAK_PARTIAL,
        PROMPT_BREAK_IGNORED,
        PROMPT_BREAK_DISMISSED,
        PROMPT_BREAK_MOOT,
        PROMPT_POSTURE_CHECK,
        PROMPT_SEAT_CHECK,
        PROMPT_SESSION_DUE,
        PROMPT_SESSION_STARTED,
        PROMPT_SESSION_DONE,
        PROMPT_SESSION_MISSED,
        PROMPT_RECOVERY_CHECK,
        PROMPT_LEVEL_UP,
        PROMPT_WEEK_MET,
        PROMPT_BLOCK_DONE,
        PROMPT_WEEK_SUMMARY,
        PROMPT_MAX_,
};

/* Those of breaks: the first so many. */
#define PROMPT_BREAK_TYPES PROMPT_SESSION_DUE

/* What a prompt of breaks is about: the posture that it suggests to leave (DESIGN 5.11). */
enum prompt_about {
        PROMPT_ABOUT_SITTING,
        PROMPT_ABOUT_STANDING,
        PROMPT_ABOUT_MAX_,
};

/* Ids are "<person>-<day>-<number>": the same input gives the same bytes. number 0: none. */
struct prompt_id {
        int32_t day;
        uint16_t number;
};

enum prompt_action {
        PROMPT_ACTION_DONE = 1 << 0,
        PROMPT_ACTION_SNOOZE = 1 << 1,
        PROMPT_ACTION_SKIP = 1 << 2,
        PROMPT_ACTION_NOT_ME = 1 << 3,
        PROMPT_ACTION_START = 1 << 4, /* a session */
};

/* A sentence that follows the words of a prompt. */
enum prompt_note {
        PROMPT_NOTE_NONE,
        PROMPT_NOTE_INTERVAL, /* the new interval, told once (back-off) */
        PROMPT_NOTE_STRETCH,  /* the day's stretch may take the place of the walk */
        PROMPT_NOTE_OFFER,    /* there are exercise programmes, and the person has none */
        PROMPT_NOTE_LIGHT,    /* the session is one of a light week, which may be declined */
        PROMPT_NOTE_MAX_,
};

struct prompt {
        enum prompt_type type;
        enum prompt_about about; /* of breaks */
        struct prompt_id id;
        uint8_t level;        /* step of the ladder, from 0; the repeat is one above the last */
        uint8_t actions;      /* enum prompt_action */
        uint16_t tell;        /* mask of the person's channels that this step tells */
        uint32_t variant;     /* counts the person's prompts of this type: chooses the words */
        int64_t sat_usec;     /* the bout's time: how long they have sat, or stood */
        int64_t suggest_usec; /* how long a break the words suggest */
        int16_t programme;    /* of a prompt of the routine */
        int16_t exercise;     /* of LEVEL_UP; -1 */
        uint16_t week_done;   /* of a prompt of the routine: the programme's sessions of the week ... */
        uint16_t week_target; /* ... of how many */
        uint16_t block_met;   /* of WEEK_SUMMARY, WEEK_MET and BLOCK_DONE: weeks of the block */
        enum prompt_note note;
        int64_t interval_usec;         /* the new one, with its note */
        int64_t expires_boottime_usec; /* after this it is no longer true */
};

enum light_show {
        LIGHT_SHOW_BEFORE, /* what it showed before */
        LIGHT_SHOW_DUE,    /* warm tint */
        LIGHT_SHOW_REPEAT, /* one breath, then the tint */
        LIGHT_SHOW_TAKEN,  /* green for 3 s, then what it showed before: the break is long enough */
};

/* Why a command could not be carried out. */
enum refusal {
        REFUSAL_NO_PROMPT,  /* nothing to snooze or skip */
        REFUSAL_OLD_PROMPT, /* the id is not the open prompt's */
        REFUSAL_NO_SNOOZES, /* none left in this bout */
        REFUSAL_RANGE,      /* the value is outside the allowed range */
        REFUSAL_NO_SUCH_HOLD,
        REFUSAL_TOO_MANY_HOLDS,
        REFUSAL_NOT_SEATED, /* nobody sits as far as is known */
        REFUSAL_PAST,       /* the end lies in the past */
        REFUSAL_NO_DESK,    /* no source tells a desk's height: standing cannot be counted */
};

/* What the history keeps of a span of posture. */
struct span_record {
        enum posture posture;
        bool censored;
        int64_t from_realtime_usec;
        int64_t to_realtime_usec;
};

/* What the history keeps of a delivered prompt. */
struct prompt_record {
        struct prompt_id id;
        enum prompt_about about;
        bool ended; /* outcome and left are set */
        enum outcome outcome;
        bool claimed; /* taken by `done` */
        uint8_t snoozes;
        int64_t due_realtime_usec;
        int64_t first_realtime_usec; /* first delivery */
        int64_t last_realtime_usec;  /* last delivery */
        int64_t left_realtime_usec;  /* the break's true start; 0: none */
        int64_t sat_usec;            /* how long they had sat, or stood */
};

/* Something of the routine that the store is to keep (DESIGN 11): levels and plans are derived from these. */
enum routine_record_kind {
        ROUTINE_RECORD_SESSION,    /* when it ends, and once more with the answer */
        ROUTINE_RECORD_SET,        /* a finished set */
        ROUTINE_RECORD_PAIN,       /* a report */
        ROUTINE_RECORD_RECOVERY,   /* the next morning's answer */
        ROUTINE_RECORD_SUSPENSION, /* an exercise is not offered until it is cleared, or is cleared */
        ROUTINE_RECORD_START,      /* a programme begins, or begins anew */
        ROUTINE_RECORD_EXCUSED,    /* a week does not count */
        ROUTINE_RECORD_CHANGE,     /* a planned session was moved or skipped */
        ROUTINE_RECORD_DAYS,       /* the session days were set */
        ROUTINE_RECORD_TIME,       /* the session time was set */
        ROUTINE_RECORD_SCREENING,  /* the questions were answered */
        ROUTINE_RECORD_MISSED,     /* the day of a planned session is over, without it */
};

struct routine_record {
        enum routine_record_kind kind;
        int16_t programme;             /* START, CHANGE, MISSED */
        int16_t exercise;              /* PAIN, SUSPENSION; -1: none */
        int64_t session_realtime_usec; /* PAIN, RECOVERY: start of the session; 0: outside of one */
        int32_t day;    /* RECOVERY, SUSPENSION, START, MISSED; EXCUSED: the Monday; CHANGE: planned for */
        uint8_t pain;   /* PAIN */
        bool yes;       /* PAIN: sharp; RECOVERY: worse; SUSPENSION: suspended; CHANGE: moved */
        int32_t to_day; /* CHANGE, moved */
        int32_t minute; /* CHANGE, moved; TIME; -1: as planned, or none */
        int32_t until_minute; /* TIME; -1: no window */
        uint8_t days;         /* DAYS: mask, bit 0 is Monday */
        union {
                struct session_record session;
                struct set_record set;
                struct screening_answers screening;
        };
};

enum effect_kind {
        EFFECT_STATE,         /* publish the person's state, as person_view() gives it */
        EFFECT_WHY,           /* publish why */
        EFFECT_PROMPT,        /* publish a prompt event; speak, send templates to the channels in tell */
        EFFECT_LIGHTS,        /* the lamps in channels show something */
        EFFECT_HUSH,          /* speech of this person that has not begun is dropped */
        EFFECT_ERROR,         /* publish that a command could not be carried out */
        EFFECT_SETTING,       /* a run-time setting changed: publish and store it */
        EFFECT_SPAN,          /* store a finished span of posture */
        EFFECT_OUTCOME,       /* store a delivered prompt, once more when its outcome is known */
        EFFECT_DAY,           /* a day has ended: store its summary */
        EFFECT_SAVE,          /* store the open state of the person */
        EFFECT_SESSION,       /* publish the guided session, as routine_session_view() gives it */
        EFFECT_CUE,           /* say and show a cue */
        EFFECT_QUIET,         /* what is still to be said of the session is dropped: paused or over */
        EFFECT_PLAN,          /* publish the plan, as routine_plan_view() gives it */
        EFFECT_ROUTINE,       /* store something of the routine */
        EFFECT_ROUTINE_ERROR, /* publish that a command of the routine could not be carried out */
};

/* Why a command of the routine could not be carried out, beside those of the session itself. */
enum routine_refusal {
        ROUTINE_REFUSED_SESSION,      /* session_refusal says why */
        ROUTINE_REFUSED_NO_PROGRAMME, /* none is configured, or none of this id */
        ROUTINE_REFUSED_HELD,         /* held says why */
        ROUTINE_REFUSED_EMPTY,        /* nothing is left that may be done */
        ROUTINE_REFUSED_RUNNING,      /* another session runs */
        ROUTINE_REFUSED_NOT_PLANNED,  /* no session is planned then */
        ROUTINE_REFUSED_WEEK, /* outside of this week, on a day that is never wanted, or too near another */
        ROUTINE_REFUSED_PAST,
        ROUTINE_REFUSED_OLD_PROMPT,
        ROUTINE_REFUSED_NO_QUESTION,   /* nothing was asked */
        ROUTINE_REFUSED_NOT_LIGHT,     /* there is no light week now */
        ROUTINE_REFUSED_NOT_SUSPENDED, /* the exercise is not left out, or there is none of this name */
};

struct effect {
        enum effect_kind kind;
        union {
                struct prompt prompt;
                struct {
                        uint16_t channels; /* mask of the person's channels */
                        enum light_show show;
                } lights;
                struct {
                        enum command_verb verb;
                        enum refusal refusal;
                        enum setting setting; /* with COMMAND_SET */
                        int64_t min, max;     /* with REFUSAL_RANGE, in the value's unit */
                } error;
                struct {
                        enum setting setting;
                        int64_t value;
                } setting;
                struct cue cue;
                struct routine_record routine;
                struct {
                        const struct routine_command
                                *command; /* the event's: borrowed while it is performed */
                        enum routine_refusal refusal;
                        enum session_refusal session_refusal;
                        enum session_state state; /* of the session with ROUTINE_REFUSED_SESSION and RUNNING,
                                                   * for what would fit */
                        enum plan_hold held;      /* with ROUTINE_REFUSED_HELD */
                } routine_error;
                struct span_record span;
                struct prompt_record outcome;
                struct day_summary day;
        };
};

/* More than any one step of a person can cause. */
#define EFFECTS_MAX 112

struct effects {
        struct effect items[EFFECTS_MAX];
        uint16_t count;
};

/* Appends an effect of @kind, the rest zero. Ends the program if there are more than EFFECTS_MAX: our own
 * bug. */
static inline struct effect *effects_add(struct effects *effects, enum effect_kind kind)
{
        struct effect *effect;

        assert(effects->count < EFFECTS_MAX);
        effect = &effects->items[effects->count++];
        *effect = (struct effect){ .kind = kind };
        return effect;
}

/* Appends that @verb could not be carried out; with REFUSAL_RANGE the caller adds the range. */
static inline struct effect *effects_refuse(
        struct effects *effects, enum command_verb verb, enum refusal refusal)
{
        struct effect *effect = effects_add(effects, EFFECT_ERROR);

        effect->error.verb = verb;
        effect->error.refusal = refusal;
        return effect;
}
