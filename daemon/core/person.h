/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * person - one person: their sources, posture, bout, holds, prompts and day, stepped by events.
 *
 * Floor: core (pure; allocates only in person_init()). person_step() is the whole of the domain: event in,
 * effects out.
 */
#include "core/break_policy.h"
#include "core/day_summary.h"
#include "core/effect.h"
#include "core/event.h"
#include "core/hold.h"
#include "core/hours.h"
#include "core/posture.h"
#include "core/room.h"
#include "core/routine.h"

/* A changed `why` alone causes at most one message in this time. */
#define PERSON_WHY_USEC (10 * USEC_PER_SEC)
/* A hold set by a command without an end (DESIGN 5.5). */
#define PERSON_HOLD_USEC (1 * USEC_PER_HOUR)
/* Counters alone cause at most one state message in this time (DESIGN 8). */
#define PERSON_COUNTERS_USEC (60 * USEC_PER_SEC)
/* While something is open its state is stored this often (DESIGN 11: at most 60 s are lost). */
#define PERSON_SAVE_USEC (60 * USEC_PER_SEC)

/* Topics that tell a natural moment, of one person (DESIGN 5.12). */
#define CUES_MAX 8

/* Immutable, owned by the configuration, which outlives the person. */
struct person_config {
        char id[TEXT_ID_SIZE];
        const struct source_config *sources;
        uint16_t source_count; /* at most SOURCES_MAX */
        const struct channel_config *channels;
        uint8_t channel_count; /* at most CHANNELS_MAX */
        struct ladder ladder;
        struct break_settings breaks;
        const struct hours_rule *active_hours; /* none: always */
        uint8_t active_hours_count;
        const struct hours_rule *quiet_hours; /* none: never */
        uint8_t quiet_hours_count;
        int16_t day_start_minute;
        const struct hold_config *holds; /* those that a topic sets */
        uint8_t hold_count;
        uint8_t cue_count;                    /* at most CUES_MAX */
        bool local_only;                      /* only this machine's sources: a suspend means away */
        bool needs_broker;                    /* no channel works without the broker */
        const struct routine_config *routine; /* NULL: no programmes */
};

/* Settings that can be changed at run time; a run-time value wins until the file's value changes. */
struct person_settings {
        bool enabled;
        int64_t sit_limit_usec;
        int64_t break_goal_usec;
        int64_t snooze_usec;
        int64_t stand_limit_usec; /* 0: off */
};

enum phase {
        PHASE_IDLE,
        PHASE_SITTING,
        PHASE_DUE,
        PHASE_SNOOZED,
        PHASE_HELD,
        PHASE_BREAK,
        PHASE_SESSION,
        PHASE_OFF_HOURS,
        PHASE_UNKNOWN,
        PHASE_MAX_,
};

/* What the state topic shows (DESIGN 8). Realtimes are 0 where there is none. */
struct person_view {
        enum posture posture;
        int64_t since_realtime_usec;
        int64_t bout_start_realtime_usec;
        int64_t bout_usec;
        int64_t sitting_today_usec;
        uint16_t breaks_today;
        int64_t longest_bout_today_usec;
        enum phase phase;
        int64_t next_break_realtime_usec;
        struct prompt_id prompt; /* number 0: none */
        uint8_t snoozes_left;
        uint16_t room;
        uint64_t holds_digest; /* of the reasons set; the reasons are in person->holds */
        struct routine_summary routine;
};

/*
 * Standing at the raised desk (DESIGN 5.11), which is sitting seen in a mirror: a bout of its own, in which
 * "sitting" reads standing and "standing" reads sitting, and a policy of its own. Who only stands beside an
 * empty chair walks about, for all that is known: the mirror shows them as away. Nothing of this counts in
 * the day's measures, which are those of sitting.
 */
struct standing {
        struct bout bout;
        struct break_policy policy;
};

/*
 * All that survives a restart, beside the sources. Plain data without pointers; boottimes are of the boot in
 * which it was saved.
 */
struct person_record {
        int64_t saved_boottime_usec;
        int64_t saved_realtime_usec;
        int64_t sit_limit_usec;   /* that policy.interval_usec was made of */
        int64_t stand_limit_usec; /* the same of standing */
        struct bout bout;
        struct break_policy policy;
        struct standing standing;
        struct voice_budget voice;
        struct day_summary summary;
        struct hold_set holds; /* those set by a command */
        struct routine_kept routine;
};

struct person {
        const struct person_config *config;
        struct person_settings settings;
        struct break_settings breaks; /* config->breaks with the settings of the moment */
        struct source *sources;       /* config->source_count, owned */
        enum seat_share *shares;      /* per source, kept by the household, owned */
        struct verdict verdict;
        struct verdict own_verdict;  /* without shared seats */
        struct room_choice followed; /* where they are by what follows them about */
        uint16_t room;               /* where they are, as far as the posture published tells, or that */
        struct bout bout;
        struct hold_set holds;
        struct break_policy policy;
        struct standing standing;
        struct voice_budget voice;        /* of what both policies and the routine say */
        enum source_value cues[CUES_MAX]; /* what each cue's topic said last */
        struct day_summary summary;
        struct routine *routine; /* owned; NULL: no programmes */
        bool has_desk;           /* a source tells a desk's height: standing is counted */
        bool link_up;
        bool relight; /* restored or adopted: the lamps do not know yet what they show for us */
        bool in_active_hours;
        bool in_quiet_hours;
        int64_t hours_until_realtime_usec; /* the two above hold until then */
        int64_t saved_usec;                /* boottime of the last EFFECT_SAVE */
        struct person_view published;
        int64_t published_usec; /* boottime of the last EFFECT_STATE; STAMP_NONE: never */
        uint64_t why_digest;
        int64_t why_usec;      /* boottime of the last EFFECT_WHY */
        int64_t deadline_usec; /* boottime; of the last step */
};

/**
 * person_init() - a person of whom nothing is known.
 * @config: borrowed, must outlive the person.
 *
 * Return: 0; -ENOMEM. person_done() releases what it owns.
 */
int person_init(struct person *person, const struct person_config *config, const struct instant *now);
void person_done(struct person *person);

/* Before the first step: what knows how long a cue of a guided session takes to say. Copied. */
void person_set_voice(struct person *person, const struct session_voice *voice);

/*
 * Takes @event at @now, does what is due, appends what is to be done to @effects (which the caller has
 * emptied) and sets person->deadline_usec. The effects of one step never exceed EFFECTS_MAX.
 */
void person_step(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects);

/*
 * What is going on, for a person who has nothing but a button: what a press is about.
 */
enum person_moment {
        PERSON_MOMENT_FREE,     /* a break, an offered session, or nothing */
        PERSON_MOMENT_SESSION,  /* a guided session runs */
        PERSON_MOMENT_PAUSED,   /* it waits, and no prompt was told meanwhile */
        PERSON_MOMENT_QUESTION, /* how hard it was was asked within ANSWER_WINDOW_USEC, and nothing since */
        PERSON_MOMENT_EXERCISE, /* which exercise was hard was asked, likewise */
        PERSON_MOMENT_MAX_,
};
enum person_moment person_moment(const struct person *person, const struct instant *now);

/*
 * Where the person is if @verdict decides: where what is theirs and stays put shows them, else where what
 * follows them about says, else where whatever else has decided is. ROOM_NONE: nobody knows, or not at home.
 */
uint16_t person_place(const struct person *person, const struct verdict *verdict);

/* What a command means, and what a prompt would be about: the open one, else what they do now. */
enum prompt_about person_about(const struct person *person);

/* What the state topic shows at @now. */
void person_view(const struct person *person, const struct instant *now, struct person_view *ret_view);

/* Demands that the next step publishes state and why, whatever changed: after a reconnect. */
void person_republish(struct person *person);

void person_save(const struct person *person, const struct instant *now, struct person_record *ret_record);

/*
 * Restores @record after @downtime_usec (negative or unknown: pass USEC_INFINITY). 0 restores it exactly. Up
 * to UNKNOWN_MAX_USEC the open bout and prompt continue, provisionally until the first claim agrees; after
 * more the bout is closed as censored at the moment of the save, which the next step reports. Restore the
 * sources and the run-time settings before.
 */
void person_load(struct person *person, const struct person_record *record, int64_t downtime_usec,
        const struct instant *now);

/*
 * Takes over what @old knows: bout, prompt, holds, day, run-time settings, and each source @source_map[i] of
 * @old for its own source i (-1: new). Run-time settings stay unless the file's own value differs between the
 * two. A topic's hold stays only if bit j of @holds_kept says that the configured hold j is said as it was in
 * @old.
 */
void person_adopt(struct person *person, const struct person *old, const int32_t *source_map,
        uint16_t holds_kept, const struct instant *now);

/* Sets a run-time setting without an effect: from the store, at start. */
void person_apply_setting(struct person *person, enum setting setting, int64_t value);
int64_t person_setting(const struct person *person, enum setting setting);

/* The range that a run-time setting takes, in its own unit. The limit of standing takes 0, too: off. */
void person_setting_range(enum setting setting, int64_t *ret_min, int64_t *ret_max);
