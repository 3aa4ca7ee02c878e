/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * session - the guided session: what is said and shown when, from the intro to the effort question (DESIGN 6,
 * programme.md 2.6, 3.2 to 3.4).
 *
 * Floor: core (pure; no allocation). Cues are plain data: the words are composed elsewhere, how long they
 * take to say is asked of the caller, and a speaker that answers may say that they are said
 * (SESSION_EVENT_SAID).
 *
 * A session is a row of stages: safety, intro, and for each exercise ready, do, and its sets with their
 * rests. Stages of words wait until they are said, and as long as the stage asks for; the stages of a
 * repetition keep their tempo. Words never overlap: words of a stage wait for those before them, a repetition
 * in pace `rep` waits for its count, and half-way and countdowns are left out when the voice is busy.
 *
 * Half-way is said in the middle of a hold of 10 s and more, otherwise in the middle of 4 repetitions and
 * more; the last three seconds of holds of 5 s and more are counted down (as one cue in pace `set`, which
 * also tells the last three of 8 repetitions and more). Left comes first.
 */
#include "core/instant.h"
#include "core/progression.h"
#include "core/screening.h"

#define SESSION_ITEMS_MAX (PROGRAMME_EXERCISES_MAX * 3)
/* More cues than one step can cause. */
#define SESSION_CUES_MAX 8
/* To the floor, and at a change of position (programme.md 2.6). */
#define SESSION_FLOOR_USEC    (30 * USEC_PER_SEC)
#define SESSION_POSITION_USEC (20 * USEC_PER_SEC)
/* A paused session can be resumed so long, then it is closed as it stands. A restart pauses it. */
#define SESSION_RESUME_USEC (2 * USEC_PER_HOUR)
/* The first sessions of an exercise have all its words, later ones its name and one cue. */
#define SESSION_FULL_WORDS 3
/* A deadline missed by no more is caught up with; after a longer gap the session goes on from where it is. */
#define SESSION_SLACK_USEC (5 * USEC_PER_SEC)

enum session_state {
        SESSION_STATE_NONE,
        SESSION_STATE_RUNNING,
        SESSION_STATE_PAUSED,
        SESSION_STATE_QUESTION, /* the effort question is open */
        SESSION_STATE_DONE,
        SESSION_STATE_MAX_,
};

enum session_phase {
        SESSION_PHASE_INTRO,
        SESSION_PHASE_WARM_UP,
        SESSION_PHASE_READY,
        SESSION_PHASE_LIFT,
        SESSION_PHASE_HOLD,
        SESSION_PHASE_LOWER,
        SESSION_PHASE_BETWEEN,
        SESSION_PHASE_REST,
        SESSION_PHASE_SWITCH,
        SESSION_PHASE_QUESTION,
        SESSION_PHASE_OUTRO,
        SESSION_PHASE_MAX_,
};

/* Where in the session it is; one phase may have several. */
enum session_stage {
        SESSION_STAGE_SAFETY,
        SESSION_STAGE_INTRO,
        SESSION_STAGE_READY,    /* the ready lines, and time to get there */
        SESSION_STAGE_DO,       /* the do lines */
        SESSION_STAGE_ANNOUNCE, /* which set comes: pace `set`, and later sets in both */
        SESSION_STAGE_AGAIN,    /* after a pause: at which repetition the set goes on */
        SESSION_STAGE_LIFT,
        SESSION_STAGE_HOLD,
        SESSION_STAGE_LOWER,
        SESSION_STAGE_BETWEEN,
        SESSION_STAGE_SWITCH,
        SESSION_STAGE_RETURN, /* the return lines */
        SESSION_STAGE_REST,   /* what comes next, `mistake` between sets, and the rest */
        SESSION_STAGE_OUTRO,
        SESSION_STAGE_QUESTION,
        SESSION_STAGE_MAX_,
};

enum session_pace {
        SESSION_PACE_REP, /* speaks the repetitions */
        SESSION_PACE_SET, /* announces the set, half-way, the last three and the rest */
};

enum session_side {
        SESSION_SIDE_NONE,
        SESSION_SIDE_LEFT,
        SESSION_SIDE_RIGHT,
        SESSION_SIDE_MAX_,
};

enum cue_kind {
        CUE_SAFETY,
        CUE_INTRO,
        CUE_READY,
        CUE_DO,
        CUE_COUNT,
        CUE_HALFWAY,
        CUE_COUNTDOWN,
        CUE_SWITCH,
        CUE_REST,
        CUE_MISTAKE,
        CUE_QUESTION,
        CUE_OUTRO,
        CUE_MAX_,
};

/* Answers to the person. Such a cue has a kind that fits, and none of its kind's words. */
enum cue_note {
        CUE_NOTE_NONE,
        CUE_NOTE_MILD,        /* mild discomfort is all right */
        CUE_NOTE_SKIP,        /* this exercise ends for today */
        CUE_NOTE_STOP,        /* stop here and rest */
        CUE_NOTE_EASIER,      /* the exercise's line `easier` */
        CUE_NOTE_INSTEAD,     /* this exercise, for the rest of the session */
        CUE_NOTE_STEP_UP,     /* "too easy" was heard */
        CUE_NOTE_PAUSED,      /* and how it goes on */
        CUE_NOTE_INTERRUPTED, /* the same after a restart */
        CUE_NOTE_RESUMED,     /* the set goes on at repetition @count */
        CUE_NOTE_STOPPED,     /* by the person; what was done counts */
        CUE_NOTE_THANKS,      /* for an answer */
        CUE_NOTE_LEFT_OUT,    /* this exercise, until the person says so */
        CUE_NOTE_LIGHT_WEEK,  /* what is said of the whole session before it begins: this and those behind it
                               */
        CUE_NOTE_SHORT,       /* one set of each */
        CUE_NOTE_BACK,        /* the first after a layoff */
        CUE_NOTE_WEEK_ONE,    /* of the block */
        CUE_NOTE_WEEK_THREE,
        CUE_NOTE_MAX_,
};

/* What is said or shown at one moment. */
struct cue {
        enum cue_kind kind;
        uint16_t number;    /* in the session, from 1 */
        int16_t exercise;   /* -1: the session as a whole. OUTRO of an exercise: its return lines */
        int16_t next;       /* REST: the exercise that comes; -1: the same */
        uint8_t line;       /* INTRO, READY, DO, OUTRO: which of its lines, from 0 */
        bool full;          /* all words; otherwise the name and one cue */
        bool asks_exercise; /* QUESTION: which exercise it was, after hard or max */
        enum cue_note note;
        uint16_t count; /* COUNT: the repetition, 0 announces the set; COUNTDOWN: seconds left of a hold, or
                           in pace `set` repetitions of a set; REST: seconds of rest, 0: goes on at once */
        uint8_t set;    /* from 1 */
        struct dose dose;
        enum session_side side;
        int64_t expires_boottime_usec;
};

/* One exercise of the session, as it was planned. */
struct session_item {
        int16_t exercise;
        bool is_warm_up;
        bool full_words;
        uint8_t level;
        struct dose dose;
        int16_t easier; /* exercise that may take its place on request, or -1: its `easier` line is said */
        uint8_t easier_level;
        struct dose easier_dose; /* of as many sets as are left */
};

/* What is to be done, and how. Sets and repetitions are at least 1. */
struct session_plan {
        int16_t programme;
        int32_t day; /* local day for which it is logged */
        enum session_kind kind;
        enum session_pace pace;
        uint8_t baseline;     /* ache at rest, 0 to 10 */
        enum cue_note remark; /* said behind the intro; CUE_NOTE_NONE: nothing */
        uint8_t count;
        struct session_item items[SESSION_ITEMS_MAX];
};

/* How long the words of a cue take to say or read, in the person's language; the same for the same cue. */
struct session_voice {
        void *userdata;
        /* The speaker says when it has said a cue: that is awaited for at most twice the estimate. */
        bool answers;
        int64_t (*speak_usec)(void *userdata, const struct cue *cue);
        /* How many lines an exercise has of READY, DO, MISTAKE or OUTRO, and the session (-1) of INTRO. The
         * first of READY and of INTRO is always given, DO's only with all words: without them READY is the
         * name and one cue. */
        uint8_t (*lines)(void *userdata, int exercise, enum cue_kind kind);
};

enum session_verb {
        SESSION_VERB_PAUSE,
        SESSION_VERB_RESUME,
        SESSION_VERB_DONE,            /* a set counted by the person */
        SESSION_VERB_NEXT,            /* cuts words or a rest short; in a set, on to the next exercise */
        SESSION_VERB_EASIER,          /* ends the set; the easier one for the rest of the session */
        SESSION_VERB_PAIN,            /* with a number, or PAIN_UNSAID */
        SESSION_VERB_STOP,            /* in the question: unanswered */
        SESSION_VERB_ANSWER,          /* an effort */
        SESSION_VERB_ANSWER_EXERCISE, /* which exercise it was */
        SESSION_VERB_TOO_EASY,        /* one level up for this exercise, once in 7 days */
        SESSION_VERB_MAX_,
};

enum session_event_kind {
        SESSION_EVENT_TIME,
        SESSION_EVENT_SAID, /* the speaker has said the cue @number */
        SESSION_EVENT_VERB,
        SESSION_EVENT_RESTART, /* the daemon was away: pauses at the set it was in */
};

struct session_event {
        enum session_event_kind kind;
        uint16_t number;
        enum session_verb verb;
        uint8_t pain;
        bool sharp;
        enum effort effort;
        int16_t exercise;
};

enum session_refusal {
        SESSION_FINE,
        SESSION_REFUSED_NONE,  /* there is no session */
        SESSION_REFUSED_STATE, /* not now: what fits is in the view's state */
        SESSION_REFUSED_VALUE, /* no such number, effort or exercise of this session */
};

/* A set of a main exercise that is over, in full or as far as it went; at least one repetition. */
struct set_record {
        int64_t session_realtime_usec; /* start of the session: its key */
        int16_t exercise;
        uint8_t set;
        uint8_t level;
        struct dose dose;
        uint8_t reps_done; /* per side, like the dose */
        int64_t ended_realtime_usec;
};

/* What one step causes. */
struct session_outcome {
        uint8_t cue_count;
        struct cue cues[SESSION_CUES_MAX];
        bool changed; /* the view is to be published */
        bool has_set;
        struct set_record set;
        bool has_pain; /* a report, for the store */
        int16_t pain_exercise;
        uint8_t pain;
        bool stop_now;  /* pain that ends the session: the red flags are to be asked */
        bool has_ended; /* the record is complete; after the answer, once more with the effort */
        struct session_record record;
};

/* What happened to an item, as bits. */
enum session_mark {
        SESSION_MARK_LEFT = 1 << 0,  /* ended before its sets were done */
        SESSION_MARK_EASED = 1 << 1, /* something easier was asked for */
        SESSION_MARK_PAIN = 1 << 2,
        SESSION_MARK_SHARP = 1 << 3,
        SESSION_MARK_TOO_EASY = 1 << 4,
};

/* Plain data but for @set and @voice: saved after each step and copied back, with those two set again and a
 * SESSION_EVENT_RESTART next, it goes on. */
struct session {
        const struct programme_set *set;
        struct session_voice voice;
        struct session_plan plan;
        enum session_state state;
        enum session_stage stage;
        int64_t started_realtime_usec;
        int64_t stepped_usec; /* boottime of the latest step ... */
        int64_t stepped_realtime_usec;
        int64_t phase_ends_usec;  /* boottime, not before; USEC_INFINITY: waits for a person */
        int64_t paused_left_usec; /* of the phase, while paused */
        int64_t paused_usec;      /* boottime of the pause; in the question, of its being asked */
        int64_t deadline_usec;    /* boottime; when to step with SESSION_EVENT_TIME */
        int64_t words_end_usec;   /* boottime; what is being said is said by then */
        uint16_t cues;            /* given so far */
        uint16_t waits_for;       /* number of the cue that is being said; 0: none */
        enum cue_note note;       /* to be said as soon as the voice is free */
        int16_t note_exercise;
        uint8_t item;
        uint8_t set_number;                     /* from 1 */
        uint8_t line;                           /* cues of the stage that were given or left out */
        uint16_t moves_done;                    /* repetitions of the set in progress, those of both sides */
        uint32_t total_done[SESSION_ITEMS_MAX]; /* moves of all sets that are over */
        uint8_t marks[SESSION_ITEMS_MAX];       /* enum session_mark */
        uint8_t pain[SESSION_ITEMS_MAX];        /* the worst */
        enum effort effort;
        int16_t hard_exercise;                  /* that was named; -1 */
        int64_t begins_usec[SESSION_ITEMS_MAX]; /* as planned, from the start */
        int64_t length_usec;
};

/* What the session topic shows. */
struct session_view {
        enum session_state state;
        enum session_phase phase;
        int16_t programme;
        int16_t exercise; /* -1: none */
        int16_t next;     /* -1: none */
        uint8_t set;
        uint8_t sets;
        uint8_t rep;
        struct dose dose;
        enum session_side side;
        int64_t phase_ends_realtime_usec; /* 0: open */
        int64_t started_realtime_usec;
        uint8_t done_pct; /* of the time that is planned */
};

/* No session. */
void session_init(
        struct session *session, const struct programme_set *set, const struct session_voice *voice);

/* Begins @plan (copied) at @now. */
void session_start(struct session *session, const struct session_plan *plan, const struct instant *now,
        struct session_outcome *ret_outcome);

/**
 * session_step() - takes an event at @now, and does what is due. @ret_outcome is emptied first.
 *
 * A pain report ends the exercise or the session as the programme's numbers say (programme.md 3.4). Before
 * the first exercise a report that would end one pauses the session instead. One that ends the session leaves
 * no question. A session that is closed without a repetition of a main exercise has a record without results
 * and asks nothing.
 *
 * An event that is refused changes nothing, but what is due is done.
 */
enum session_refusal session_step(struct session *session, const struct session_event *event,
        const struct instant *now, struct session_outcome *ret_outcome);

void session_view(const struct session *session, const struct instant *now, struct session_view *ret_view);

/* Microseconds that @plan takes from its first word to the question, all words and rests included. */
int64_t session_length(
        const struct programme_set *set, const struct session_plan *plan, const struct session_voice *voice);

/**
 * session_make_plan() - the fitted exercises at the doses of @progression.
 * @offered: per exercise of the set, whether it may take the place of a harder one on request (neither
 * excluded nor lacking equipment). NULL: none may.
 *
 * @equipment: what is there; without what a load needs the dose has none.
 *
 * The ache at rest and the day are 0 and for the caller to fill in. More main exercises than a record holds
 * are left out.
 */
void session_make_plan(const struct progression *progression, const struct fitted_programme *fitted,
        enum session_kind kind, enum session_pace pace, const bool *offered, uint32_t equipment,
        struct session_plan *ret_plan);
