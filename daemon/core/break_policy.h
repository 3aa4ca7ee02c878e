/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * break_policy - when a person is prompted to leave a posture, and what became of the prompt (DESIGN 5).
 *
 * The same for sitting and, at a raised desk, for standing (DESIGN 5.11): a person has one policy for each,
 * whose context says what it is about. The words here are those of sitting; of standing, read "stands" for
 * "sits", and "sits or walks" for "is up".
 *
 * Floor: core (pure). Defaults and ranges: programme.md 4.3. Stamps are boottime.
 */
#include "core/bout.h"
#include "core/effect.h"
#include "core/ladder.h"

/* Back-off looks at this many delivered prompts (programme.md 4.3). */
#define BACK_OFF_WINDOW   10
#define BACK_OFF_CAP_USEC (60 * USEC_PER_MINUTE)
/* An answer counts for this long after a delivery; the repeat comes then (DESIGN 5.3). */
#define ANSWER_WINDOW_USEC (10 * USEC_PER_MINUTE)
/* After this much sitting the words suggest a long break (DESIGN 4). */
#define LONG_BREAK_EVERY_USEC (2 * USEC_PER_HOUR)
/* How long standing lasts until a prompt where a desk tells its height and nothing else is said. */
#define STAND_LIMIT_USEC (45 * USEC_PER_MINUTE)
/* Snoozes are this long (programme.md 4.3). */
#define SNOOZE_MIN_USEC (5 * USEC_PER_MINUTE)
#define SNOOZE_MAX_USEC (20 * USEC_PER_MINUTE)
/* A cue brings forward what falls due within this (DESIGN 5.12). */
#define CUE_AHEAD_USEC (5 * USEC_PER_MINUTE)
/* Left within this after the first delivery: was about to anyway (programme.md 4.4). */
#define MOOT_WINDOW_USEC (30 * USEC_PER_SEC)

struct break_settings {
        struct bout_config bout; /* debounce, min_break, break_goal */
        int64_t sit_limit_usec;
        int64_t stand_limit_usec; /* 0: off */
        int64_t long_break_usec;
        int64_t posture_check_usec; /* 0: off */
        int64_t snooze_usec;
        uint8_t snoozes;     /* per bout */
        int64_t repeat_usec; /* 0: no repeat */
        int64_t defer_usec;
        bool back_off;
        uint8_t voice_per_hour;
        uint8_t voice_per_day;
        int64_t linger_usec;
};

enum prompt_stage {
        PROMPT_STAGE_NONE,
        PROMPT_STAGE_WAITING, /* due but not delivered: a hold, no broker, or not confirmed seated */
        PROMPT_STAGE_OPEN,    /* delivered */
        PROMPT_STAGE_SNOOZED,
        PROMPT_STAGE_AMBIENT, /* repeated long ago: the light alone stays */
};

/* How an answer will be judged, once the break is long enough. */
enum prompt_answer {
        PROMPT_ANSWER_IN_TIME,
        PROMPT_ANSWER_LATE,
        PROMPT_ANSWER_MOOT,
};

struct break_policy {
        enum prompt_stage stage;
        struct prompt_id id;
        int64_t due_usec;
        int64_t wait_since_usec;      /* WAITING: since then */
        int64_t first_delivered_usec; /* STAMP_NONE: not yet */
        int64_t last_delivered_usec;  /* what answers are judged by */
        int64_t timer_usec;           /* what steps and the repeat are counted from */
        int64_t snooze_until_usec;
        int64_t left_usec;         /* true start of the break that answers it; STAMP_NONE while seated */
        enum prompt_answer answer; /* while left_usec is set */
        int64_t suggest_usec;      /* how long a break its words suggest */
        uint16_t lit;              /* lights that show it, or did before they got up ... */
        uint16_t lit_room;         /* ... where they were then, as far as was known; not kept */
        uint8_t next_step;         /* of the ladder */
        uint8_t prompt_snoozes;    /* of this prompt */
        bool lights_only;          /* the deferral ran out: shown on the lights alone */
        bool was_held;             /* a deferring hold was there at the last step */
        bool repeated;
        bool finished;         /* no more prompts in this bout */
        bool checked;          /* the bout's posture check has been */
        uint8_t snoozes;       /* of this bout */
        int64_t interval_usec; /* the limit in force: the context's limit, or more by back-off */
        uint16_t recent_taken; /* bit i: the i-th last counted prompt was taken */
        uint8_t recent_count;
        int32_t back_off_day; /* last day on which the interval changed */
        bool back_off_untold;
        int32_t offer_monday;   /* of the week in which programmes were offered last */
        enum prompt_note note;  /* of the open prompt */
        int64_t long_mark_usec; /* sitting today when a long break was last suggested */
        uint32_t variants[PROMPT_BREAK_TYPES];
};

/* What a step of the policy is decided on. */
struct break_context {
        enum prompt_about about;
        int64_t limit_usec; /* sit_limit or stand_limit; more than 0 where may_prompt */
        const struct break_settings *settings;
        const struct ladder *ladder;
        const struct channel_config *channels;
        uint8_t channel_count;
        const struct hold_set *holds;
        const struct bout *bout;
        struct day_summary *summary;
        struct voice_budget *voice; /* of all prompts of the person */
        const struct instant *now;
        bool may_prompt;   /* enabled, inside active hours, outside quiet hours, no quiet or off hold */
        bool is_replaced;  /* a session takes the place of a break that falls due, or the other prompt is open
                            */
        bool can_deliver;  /* the broker is there, or no channel needs it */
        bool seat_decides; /* a seat decided the posture: "not me" is offered instead of "done" */
        bool offers_stretch;   /* the day's stretch may take the place of the walk */
        bool offers_programme; /* the person has no programmes */
        uint16_t room;
        int64_t sitting_today_usec;
        struct effects *effects;
};

void break_policy_init(struct break_policy *policy, int64_t limit_usec);

/* Takes what the bout brought about. */
void break_policy_on_bout(
        struct break_policy *policy, const struct break_context *context, const struct bout_change *change);

/* Does what is due now; call after every event, when the bout and the holds have taken it. */
void break_policy_step(struct break_policy *policy, const struct break_context *context);

/*
 * A natural moment: what falls due by the clock within CUE_AHEAD_USEC does so now, if it would be told at
 * once. Before break_policy_step(). A snooze is the person's own word and stays as it is.
 */
void break_policy_bring_forward(struct break_policy *policy, const struct break_context *context);

/* The day has changed: what is counted by day begins anew. */
void break_policy_new_day(struct break_policy *policy);

/*
 * Commands. A refusal is an EFFECT_ERROR. `done` ends an open prompt as taken and claimed; the caller then
 * lets the bout begin anew. A snooze while snoozed has no effect.
 */
void break_policy_done(struct break_policy *policy, const struct break_context *context);
void break_policy_skip(struct break_policy *policy, const struct break_context *context);
void break_policy_snooze(
        struct break_policy *policy, const struct break_context *context, int64_t duration_usec);

/* Shows an open prompt on its lights again: after a restart or a reload the lamps do not know what they show.
 */
void break_policy_relight(const struct break_policy *policy, const struct break_context *context);

/* Ends an open prompt as moot: "not me", a doubted seat, quiet hours, a quiet hold. */
void break_policy_withdraw(struct break_policy *policy, const struct break_context *context);

/* The delivery, from the first step, was not confirmed by the broker before it went: as if neither it had
 * been nor a repeat after it. */
void break_policy_undelivered(struct break_policy *policy);

/* The machine slept for @span_usec: waiting, snoozes and repeats stand still meanwhile. */
void break_policy_suspend(struct break_policy *policy, int64_t span_usec);

/* Publishes a seat_check event (asked about once, DESIGN 3). */
void break_policy_seat_check(struct break_policy *policy, const struct break_context *context);

/* @tell without the channels that may not be used now: another room, no speech, enough speech. */
uint16_t break_policy_usable(const struct break_context *context, uint16_t tell);

/* The boottime at which the next step may do something. */
int64_t break_policy_next_deadline(const struct break_policy *policy, const struct break_context *context);

/*
 * The boottime at which the next prompt will fall due if nothing changes; USEC_INFINITY if none will, or if
 * it would be due already but for the doubt whether somebody sits.
 */
int64_t break_policy_next_due(const struct break_policy *policy, const struct break_context *context);
