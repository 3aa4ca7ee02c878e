/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * routine - one person's exercise programmes: when a session is due, the week and the block, levels, the
 * guided session, and what the questions hold back (DESIGN 6, programme.md 3).
 *
 * Floor: core (pure; allocates only in routine_new()). A part of struct person, which hands it events and
 * adds its effects. Everything but the open session is derived from the log: routine_restore() takes it back
 * record by record.
 */
#include "core/effect.h"
#include "core/hours.h"
#include "core/plan_view.h"
#include "core/routine_command.h"

#define ROUTINE_ITEMS_MAX 4
/* Offered before a break that would fall due within this time. */
#define ROUTINE_REPLACES_BREAK_USEC (10 * USEC_PER_MINUTE)
/* So often a day breaks suggest the day's stretch instead of a walk. */
#define ROUTINE_SUGGESTIONS_MAX 2
/* Later than ROUTINE_OPEN_USEC after its time no offer comes at night (local time, the default quiet hours),
 * unless the person is active then. */
#define ROUTINE_NIGHT_MINUTE (22 * 60)
#define ROUTINE_NIGHT_END    (7 * 60)
/* An offer at a time is open so long, one in a window until it closes; so long before that it is told once
 * more. */
#define ROUTINE_OPEN_USEC    USEC_PER_HOUR
#define ROUTINE_CLOSING_USEC (15 * USEC_PER_MINUTE)
/* The morning's question does not come before (local time). */
#define ROUTINE_MORNING_MINUTE (7 * 60)
/* More than one step can cause. */
#define ROUTINE_EFFECTS_MAX 64

/* One of the person's programmes. */
struct routine_item {
        int16_t programme;
        uint8_t days;   /* mask, bit 0 is Monday; a daily one has all */
        int32_t minute; /* local time of day at which it is offered, or from which on; ROUTINE_NO_MINUTE:
                         * never by itself */
        int32_t until_minute; /* end of the window; ROUTINE_NO_MINUTE: none */
        enum session_pace pace;
};

/* Immutable, owned by the configuration. */
struct routine_config {
        const struct programme_set *set;
        const struct screening_rules *rules;
        struct routine_item items[ROUTINE_ITEMS_MAX];
        uint8_t item_count;
        bool is_incomplete;       /* one that the person named is left out: its file is broken */
        uint8_t never;            /* days that are never used */
        uint32_t equipment_known; /* by the configuration's `equipment` ... */
        uint32_t equipment_there; /* ... and there; the answers of the second page tell the rest */
        enum session_pace pace;   /* of programmes that are not among the items */
};

/* What the routine must know of the rest of the person at a step. */
struct routine_surroundings {
        bool is_home;        /* as far as is known */
        bool is_held;        /* a hold that defers */
        bool is_quiet;       /* quiet hours, or a hold that shows nothing */
        bool is_off;         /* a hold of effect off: weeks are excused */
        bool is_ill;         /* the hold `ill`: its end asks the questions again */
        bool is_prompt_open; /* that of a break, due or told, and not answered */
        struct prompt_id open_prompt;
        bool is_active; /* inside active hours that the configuration has */
        bool can_deliver;
        uint16_t first_step;         /* channels that the ladder's first step tells, as far as usable now */
        uint16_t lights;             /* of them, those that are lamps and show nothing yet */
        uint8_t snoozes;             /* how many a prompt allows */
        struct day_summary *summary; /* numbers the prompts */
};

/* What the rest of the person must know of the routine. */
enum routine_phase {
        ROUTINE_PHASE_NOTHING,
        ROUTINE_PHASE_SOON, /* a session replaces the break that falls due */
        ROUTINE_PHASE_DUE,  /* it is offered */
        ROUTINE_PHASE_SESSION,
};

struct routine;

/* What survives a restart beside the log and the open session: what was told already, so that it is not told
 * again. Plain data without pointers; days are local ones. */
struct routine_kept {
        int32_t ended_day; /* the last day of which the end was told; INT32_MIN: none */
        int32_t asked_day; /* the recovery check was; INT32_MIN: never */
        struct prompt_id asked_id;
        bool was_ill;
        int32_t off_day;                        /* the last one with a hold that excuses; INT32_MIN: none */
        int32_t told_day[ROUTINE_ITEMS_MAX];    /* a session was offered; INT32_MIN: never */
        int32_t closing_day[ROUTINE_ITEMS_MAX]; /* it was once more before its window closed */
        bool is_open;                           /* an offer is unanswered */
        uint8_t item;                           /* of the offer */
        int32_t offer_day;
        struct prompt_id id;
        uint8_t snoozes;                         /* of the offer */
        int64_t told_realtime_usec;              /* the latest */
        int64_t snooze_until_realtime_usec;      /* 0: not snoozed */
        uint16_t lit;                            /* lights that show it */
        int32_t declined_day[ROUTINE_ITEMS_MAX]; /* the light week is declined up to this day; INT32_MIN */
        int32_t suggested_day;                   /* a break suggested a stretch; INT32_MIN: never */
        uint8_t suggested;                       /* on that day, so often, ... */
        uint8_t suggested_item;                  /* ... and lastly this one ... */
        struct prompt_id suggested_id;           /* ... in this break's prompt */
        int32_t labelled_day;                    /* of the days before it, in its week, is kept ... */
        uint8_t labelled[ROUTINE_ITEMS_MAX];     /* ... which were missed: masks, bit 0 is Monday */
        uint32_t variants[PROMPT_MAX_ - PROMPT_BREAK_TYPES];
};

/**
 * routine_new() - a routine of which nothing was ever done.
 * @config: borrowed. @day_start_minute: when the person's days begin.
 *
 * Return: 0; -ENOMEM. routine_free() takes NULL.
 */
int routine_new(const struct routine_config *config, int16_t day_start_minute, const struct instant *now,
        struct routine **ret_routine);
struct routine *routine_free(struct routine *routine);

/* Before the first step. @voice is copied; asked how long a cue takes to say. Without it words take no time
 * and exercises have no lines. */
void routine_set_voice(struct routine *routine, const struct session_voice *voice);

/*
 * Takes back what the store kept, in the order of time, before the first step: what EFFECT_ROUTINE gave. A
 * session may come as often as it was given. Records of sets, of pain and of what was missed change nothing.
 */
void routine_restore(struct routine *routine, const struct routine_record *record);

/*
 * The session that was open, after the records: the first step pauses it, and closes it as it stands once
 * SESSION_RESUME_USEC have passed since it was last stepped.
 *
 * Return: 0; -EINVAL: it names what there is not, and is left out.
 */
int routine_restore_session(struct routine *routine, const struct session *session);

/* What was told already, for struct person_record, and back. @routine NULL: nothing was. */
void routine_keep(const struct routine *routine, struct routine_kept *ret_kept);
void routine_restore_kept(struct routine *routine, const struct routine_kept *kept);

/*
 * Takes over @old after a reload: by the ids of programmes, exercises, tags and equipment. Days and time set
 * at run time stay unless the file's differ between the two. An open session of an exercise that there is no
 * more is closed without a word. What @old never had begins as new: the store may know it. Channels may have
 * other numbers now: where some lights show an offer, @lights do.
 */
void routine_adopt(struct routine *routine, const struct routine *old, uint16_t lights);

/*
 * Takes @event (EVENT_TIME, ROUTINE, SAID, SCREENING, CLOCK_CHANGED; others only let time pass) at @now, does
 * what is due, appends effects, at most ROUTINE_EFFECTS_MAX. The answers of EVENT_SCREENING are taken as they
 * are, with their days; a later cleared_day than before offers all suspended exercises again.
 */
void routine_step(struct routine *routine, const struct routine_surroundings *surroundings,
        const struct event *event, const struct instant *now, struct effects *effects);

/* The prompt id that somebody's command names, or number 0: the offered session's, or that of the morning's
 * question. */
struct prompt_id routine_prompt(const struct routine *routine);
struct prompt_id routine_recovery_prompt(const struct routine *routine);

/*
 * Answers the offered session as if it were a break's prompt: done starts it, skip leaves it out today,
 * snooze tells it again after @duration_usec. Others are not for it.
 *
 * Return: false when no session is offered; then nothing is done.
 */
bool routine_answer(struct routine *routine, const struct routine_surroundings *surroundings,
        enum command_verb verb, int64_t duration_usec, const struct instant *now, struct effects *effects);
uint8_t routine_snoozes(const struct routine *routine); /* taken of the offer */
bool routine_is_snoozed(const struct routine *routine);

/* Appends that @command could not be carried out; for what its own causes need the caller adds it. */
struct effect *routine_refuse(
        struct effects *effects, const struct routine_command *command, enum routine_refusal refusal);

/* Boottime of the next step that is due; USEC_INFINITY. */
int64_t routine_deadline(const struct routine *routine);

enum routine_phase routine_phase(const struct routine *routine);

/* A break that falls due now waits: a session is about to be offered, was offered just now, or runs. */
bool routine_replaces_break(const struct routine *routine);

/* Whether a break that falls due may suggest the day's stretch instead of a walk: it is planned and not done,
 * nothing holds it, and its own time has passed. Once a prompt has done so, its id is told. */
bool routine_offers_stretch(const struct routine *routine);
void routine_suggested_stretch(struct routine *routine, struct prompt_id id);

/* Since the last step, a session has been finished: it counts as a full break. Asking forgets it. */
bool routine_take_finished(struct routine *routine);

void routine_plan_view(const struct routine *routine, const struct instant *now, struct plan_view *ret_view);
void routine_session_view(
        const struct routine *routine, const struct instant *now, struct session_view *ret_view);
/* The open guided session, borrowed, for the store; NULL: none. */
const struct session *routine_session(const struct routine *routine);
const struct screening_answers *routine_answers(const struct routine *routine);
/* The progress in the i-th of the person's programmes. */
const struct progression *routine_progression(const struct routine *routine, uint8_t item);

/* What the settings of days and time are about: the first weekly programme, else the first. As the
 * configuration has it, and as it is in force now. NULL: no programmes. */
const struct routine_item *routine_configured_item(const struct routine_config *config);
const struct routine_item *routine_item_in_force(const struct routine *routine);

/* What the state topic shows; 0 where there is none. The next session is one of this week or the next. */
struct routine_summary {
        int64_t next_session_realtime_usec;
        uint8_t week_done;
        uint8_t week_target;
        uint16_t streak_weeks;
};
void routine_summary(
        const struct routine *routine, const struct instant *now, struct routine_summary *ret_summary);

/* The session that a programme would be today, whatever holds it. */
struct routine_outlook {
        struct fitted_programme fitted;
        struct session_plan plan;
        int64_t length_usec; /* as session_length(); 0: nothing is left of it */
        enum plan_hold held;
};
/* Of the i-th of the person's programmes. Return: false if it is not there. */
bool routine_outlook(const struct routine *routine, uint8_t item, struct routine_outlook *ret_outlook);

/* The person's local day, which begins at day_start. */
int32_t routine_day(const struct routine *routine);
