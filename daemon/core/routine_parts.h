/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * routine_parts - what the files of routine share: routine.c (the step), routine_log.c (records in and out),
 * routine_plan.c (the week), routine_hold.c (what holds a session back, and what is left of a programme),
 * routine_offer.c (prompts that are answered), routine_news.c (prompts that are not), routine_command.c,
 * routine_session.c (the guided one), routine_view.c and routine_outlook.c (what is shown) and
 * routine_adopt.c (restarts and reloads). Nobody else includes it.
 */
#include "core/routine.h"
#include "core/week_plan.h"

#define DAY_NEVER INT32_MIN

/* Days with sessions that are remembered; over ten years of daily ones. */
#define SESSION_DAYS_MAX 4096
/* Excused weeks that are remembered. */
#define EXCUSED_MAX 520
/* The latest changes of planned sessions, more than a week can have. */
#define CHANGES_MAX 64
/* The latest sessions, more than a week can have. */
#define RECENT_MAX 8

/* A session of the log, as the week shows it. */
struct routine_done {
        int32_t day;
        int64_t started_realtime_usec;
        bool is_short;
};

/* A programme's week: masks, bit 0 is Monday. */
struct routine_week {
        uint8_t planned; /* from today on */
        uint8_t done;
        uint8_t missed; /* planned when their day ended, or skipped */
        uint8_t next;   /* planned in the week after */
};

/* What became of one of the person's programmes. */
struct routine_course {
        const struct programme *programme; /* NULL: not there */
        struct routine_item plan;          /* in force: the configuration's, or what was set at run time */
        int32_t begun_day;
        struct progression progression;
        struct progression before; /* as it was before the latest session */
        struct session_record last;
        bool has_last;
        bool is_answered;               /* the morning's question about it ... */
        bool is_worse;                  /* ... and how */
        int32_t days[SESSION_DAYS_MAX]; /* with sessions, in rising order */
        uint16_t day_count;
        struct routine_done recent[RECENT_MAX]; /* latest first */
        uint8_t recent_count;
        /* What follows from the above, for the routine's day. */
        struct routine_week week;
        struct block block;
        bool is_empty; /* nothing is left that may be done */
};

/* A planned session that was moved or skipped. */
struct routine_change {
        int16_t programme;
        int32_t day;
        bool is_moved;
        int32_t to_day;
        int32_t minute; /* of that day, or ROUTINE_NO_MINUTE: as planned */
};

struct routine {
        const struct routine_config *config;
        int16_t day_start_minute;
        struct session_voice voice;
        struct screening_answers answers;
        struct session session;
        int32_t question_day; /* local: when the session came to its question */
        bool is_restored;     /* the session comes from another run of the daemon */
        struct routine_course courses[ROUTINE_ITEMS_MAX];
        uint8_t course_count;
        struct routine_change changes[CHANGES_MAX]; /* latest last */
        uint8_t change_count;
        int32_t excused[EXCUSED_MAX]; /* Mondays, in rising order */
        uint16_t excused_count;
        struct routine_kept kept;
        int32_t day; /* local: what the plan is for */
        bool is_off;
        bool is_ill;
        bool is_stale; /* the plan is to be made anew */
        bool is_finished;
        struct plan_view published;
        int64_t deadline_usec;
        enum routine_phase phase;
        bool replaces_break;
        int8_t stretch; /* item that a break may suggest now; -1 */
};

/* One step. */
struct routine_turn {
        const struct routine_surroundings *around;
        const struct instant *now;
        struct effects *effects;
};

/* When an item's session is offered on one day. */
struct routine_slot {
        bool has_time; /* otherwise it is never offered by itself */
        bool has_window;
        int64_t from_realtime_usec;
        int64_t until_realtime_usec; /* no longer offered */
};

static inline uint8_t routine_day_bit(int32_t day)
{
        return (uint8_t)(1 << instant_weekday(day));
}

static inline bool routine_is_weekly(const struct routine_course *course)
{
        return course->programme && course->programme->schedule == PROGRAMME_SCHEDULE_WEEKLY;
}

static inline bool routine_is_session_open(const struct routine *routine)
{
        return routine->session.state != SESSION_STATE_NONE && routine->session.state != SESSION_STATE_DONE;
}

/* It has still something to say: that it is over may come while other words are being spoken. */
static inline bool routine_session_speaks(const struct routine *routine)
{
        return routine_is_session_open(routine) ||
               (routine->session.state == SESSION_STATE_DONE && routine->session.note != CUE_NOTE_NONE);
}

/* routine_log.c */

/* The course of @programme (index in the set), or NULL. */
struct routine_course *routine_course_of(struct routine *routine, int16_t programme);
/* An EFFECT_ROUTINE of @kind, for the caller to fill in. */
struct routine_record *routine_add_record(const struct routine_turn *turn, enum routine_record_kind kind);
/* Keeps @record as the log does, and appends it. */
void routine_log(
        struct routine *routine, const struct routine_turn *turn, const struct routine_record *record);
void routine_log_screening(struct routine *routine, const struct routine_turn *turn);
bool routine_is_excused(const struct routine *routine, int32_t monday);
/* Something of the session was done, rather than only said of it. */
bool routine_has_done(const struct session_record *session);

/* routine_plan.c */

/* Plans the weeks anew for routine->day. */
void routine_plan(struct routine *routine);
/* When @course is offered on @day. */
struct routine_slot routine_slot(const struct routine *routine, const struct routine_course *course,
        int32_t day, const struct instant *now);
/* The week as it is seen at @now: today's session is missed once its time is over, and what is left of the
 * week is planned as it will be tomorrow. */
struct routine_week routine_week_at(
        const struct routine *routine, const struct routine_course *course, const struct instant *now);
/* The realtime after @now at which that may look different today; USEC_INFINITY. */
int64_t routine_week_changes(const struct routine *routine, const struct instant *now);
/* Keeps which of the week's days were missed: other days, set later, don't change that. */
void routine_label_days(struct routine *routine);
/* The earlier of @next_usec and @at_usec, if that is to come. */
int64_t routine_sooner(int64_t next_usec, int64_t at_usec, const struct instant *now);
/* The change that brought a session to @day, or NULL. */
const struct routine_change *routine_moved_to(
        const struct routine *routine, const struct routine_course *course, int32_t day);
/* The moment of @minute on the local day @day, which begins at day_start. */
int64_t routine_moment(const struct routine *routine, int32_t day, int32_t minute, const struct instant *now);
/* Whether a session on @day keeps the rest that a strict programme demands, with those done and with those
 * that were moved to a day; @moving is a day that no longer counts, or DAY_NEVER. */
bool routine_has_rest(
        const struct routine *routine, const struct routine_course *course, int32_t day, int32_t moving);
bool routine_has_session(const struct routine_course *course, int32_t day);
uint8_t routine_sessions_in_week(const struct routine_course *course, int32_t day);

/* routine_hold.c */

/* What keeps @course from being offered. */
enum plan_hold routine_hold(const struct routine *routine, const struct routine_course *course);
/* What keeps the person from starting it now. */
enum plan_hold routine_start_hold(
        const struct routine *routine, const struct routine_course *course, const struct instant *now);
/* The boottime from which on the floor between two starts lets it start. */
int64_t routine_gap_end(const struct routine_course *course, const struct instant *now);
/* What is there, as far as is known. */
uint32_t routine_equipment(const struct routine *routine);
/* What is left of the programme; @offered: per exercise, whether it may be done at all. */
void routine_fit(const struct routine *routine, const struct routine_course *course,
        const struct progression *progression, bool offered[static EXERCISES_MAX],
        struct fitted_programme *ret_fitted);

/* The kind of a session of @course now. */
enum session_kind routine_kind(
        const struct routine *routine, const struct routine_course *course, bool is_short);
/* The last day of the light week that is on for @course, declined or not; DAY_NEVER: none. */
int32_t routine_light_until(const struct routine *routine, const struct routine_course *course);

/* routine_offer.c */

/* A prompt of the routine with a new id. */
struct prompt *routine_add_prompt(
        struct routine *routine, const struct routine_turn *turn, enum prompt_type type, int16_t programme);
/* The channels for news: none when it is not the time for them. */
uint16_t routine_news_channels(const struct routine_turn *turn);
/* Offers what is due, tells it again, closes what is over. Returns the realtime of the next such moment. */
int64_t routine_offer(struct routine *routine, const struct routine_turn *turn);
/* As for breaks; a refusal is an EFFECT_ERROR. */
void routine_snooze(struct routine *routine, const struct routine_turn *turn, int64_t duration_usec);
void routine_close_offer(struct routine *routine, const struct routine_turn *turn);
/* Which stretch a break may suggest now. */
void routine_find_stretch(struct routine *routine, const struct routine_turn *turn);
void routine_find_phase(struct routine *routine, const struct routine_turn *turn);

/* routine_news.c */

/* The day or the week may have ended: what that brings. */
void routine_end_day(struct routine *routine, const struct routine_turn *turn);
void routine_tell_levels(struct routine *routine, const struct routine_turn *turn,
        const struct routine_course *course, const struct progression *before);
void routine_tell_week(struct routine *routine, const struct routine_turn *turn,
        struct routine_course *course, const struct block *before, bool was_met);

/* routine_command.c */

void routine_command(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command);
void routine_skip(
        struct routine *routine, const struct routine_turn *turn, struct routine_course *course, int32_t day);
/* The questions were answered. */
void routine_take_screening(
        struct routine *routine, const struct routine_turn *turn, const struct screening_answers *answers);

/* routine_session.c */

/* Starts @course's session. False: nothing is left of it. */
bool routine_start(struct routine *routine, const struct routine_turn *turn, struct routine_course *course,
        bool is_short);
/* Hands @event to the session, if there is one, and does what it causes. */
enum session_refusal routine_step_session(
        struct routine *routine, const struct routine_turn *turn, const struct session_event *event);
/* Time passes for the session; what is over is cleared away. */
void routine_run_session(struct routine *routine, const struct routine_turn *turn);
