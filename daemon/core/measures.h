/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * measures - those of many days (programme.md 5): where the sitting goes by length of bout, the weeks with
 * W50, the hours of long bouts, the prompts by outcome, the days with exercises and the levels over time.
 *
 * Floor: core (pure; allocates). Bouts are found again in the spans of the history, by the definitions of
 * bout.h. Sitting time, breaks and outcomes are sums of the day summaries, so that they equal those of the
 * history. Days are local: a summary's begins at the person's day_start, a bout's and a span's at midnight.
 */
#include "core/effect.h"
#include "core/progression.h"

/* From this length on sitting is told as long (programme.md 4.4, "prolonged"). */
#define MEASURES_LONG_USEC (30 * USEC_PER_MINUTE)
/* A day counts for a week's mean from so much observed time on, and a week from so many such days on. */
#define MEASURES_VALID_DAY_USEC  (4 * USEC_PER_HOUR)
#define MEASURES_VALID_WEEK_DAYS 4
/* A week of exercises is met from so many days on. */
#define MEASURES_WEEK_MET_DAYS 3
/* Days of one measures, a little over ten years. */
#define MEASURES_DAYS_MAX 3660
/* Different ones in one measures; those that come later are left out. */
#define MEASURES_PROGRAMMES_MAX 12
#define MEASURES_EXERCISES_MAX  64

/* Bouts by their length. */
enum measures_length {
        MEASURES_LENGTH_UNDER_5,
        MEASURES_LENGTH_5_TO_10,
        MEASURES_LENGTH_10_TO_20,
        MEASURES_LENGTH_20_TO_30,
        MEASURES_LENGTH_30_TO_60, /* from here on long */
        MEASURES_LENGTH_OVER_60,
        MEASURES_LENGTH_MAX_,
};

struct measures_span {
        enum posture posture;
        bool censored;
        int64_t from_usec, to_usec; /* realtime */
        int64_t offset_usec;        /* local civil time minus realtime at its start */
};

/* One exercise of one session. */
struct measures_result {
        int64_t started_usec; /* realtime; the same for all exercises of a session */
        int32_t day;
        char programme[TEXT_ID_SIZE];
        enum session_kind kind;
        enum effort effort; /* of the session */
        char exercise[TEXT_ID_SIZE];
        uint8_t level;
        uint8_t done_pct;
};

/* A day whose planned session was not done. */
struct measures_missed {
        int32_t day;
        char programme[TEXT_ID_SIZE];
};

/* All of it oldest first, and borrowed. */
struct measures_input {
        int32_t from_day, to_day; /* both included, at most MEASURES_DAYS_MAX */
        int64_t min_break_usec;
        const struct measures_span *spans;
        size_t span_count;
        const struct day_summary *days;
        size_t day_count;
        const struct prompt_record *prompts;
        size_t prompt_count;
        const struct measures_result *results;
        size_t result_count;
        const struct measures_missed *missed;
        size_t missed_count;
};

struct measures_bout {
        int32_t day; /* in which it began */
        int64_t sat_usec;
        bool censored;
        size_t first_span, end_span; /* its spans and the gaps between them; end_span is none of them */
};

struct measures_pattern {
        uint32_t bouts;      /* uncensored, as all that follows */
        uint32_t long_bouts; /* of MEASURES_LONG_USEC and more */
        int64_t seated_usec; /* in bouts */
        int64_t long_usec;   /* in long ones */
        int64_t longest_usec;
        int64_t w50_usec; /* half of the sitting is in bouts of this length and longer; 0: no bout */
        int64_t by_length_usec[MEASURES_LENGTH_MAX_];
};

/* What is summed up from day summaries. */
struct measures_sums {
        uint32_t days; /* with sitting */
        int64_t seated_usec;
        uint32_t interruptions, breaks, full_breaks;
        uint32_t outcomes[OUTCOME_MAX_];
};

struct measures_day {
        int32_t day;
        int64_t seated_usec;   /* of its summary */
        int64_t observed_usec; /* sitting, standing or away, from midnight to midnight */
        bool valid;
};

struct measures_week {
        int32_t monday;
        bool whole; /* all seven days are asked for */
        uint16_t valid_days;
        int64_t valid_seated_usec; /* on the valid ones */
        struct measures_sums sums;
        struct measures_pattern pattern;
};

enum measures_mark {
        MEASURES_MARK_NONE,
        MEASURES_MARK_DONE,
        MEASURES_MARK_SHORT, /* fewer sets: asked for, or a light week */
        MEASURES_MARK_MISSED,
};

struct measures_programme {
        char id[TEXT_ID_SIZE];
        uint8_t *marks;     /* enum measures_mark, one a day before the last one */
        uint32_t done_days; /* with a session */
        uint32_t met_weeks; /* with MEASURES_WEEK_MET_DAYS of them and more */
};

struct measures_point {
        int32_t day;
        uint8_t level;
        bool light; /* of a light week: does not count for the level */
        bool held;  /* not all of it was done, or it was hard: the level does not rise for it */
};

/* The level of one exercise over time, by the sessions. */
struct measures_curve {
        char programme[TEXT_ID_SIZE];
        char exercise[TEXT_ID_SIZE];
        struct measures_point *points;
        size_t count;
};

/* Days before a moment in which a part of the prompts was followed by a full break. */
struct measures_acceptance {
        uint32_t taken, told; /* told: without those that were moot */
};

struct measures {
        int32_t from_day, to_day;
        bool empty; /* nothing at all is on record */
        struct measures_sums sums;
        struct measures_pattern pattern;
        struct measures_acceptance last_7_days, last_28_days; /* before the last one */
        int64_t response_usec; /* from the last telling to leaving the seat, the median; -1: none was followed
                                */
        struct measures_day *days;
        size_t day_count;
        struct measures_week *weeks;
        size_t week_count;
        struct measures_bout *bouts;
        size_t bout_count;
        /* Seated in long bouts by weekday (0: Monday) and hour, and the days of that weekday with sitting. */
        int64_t long_usec[7][24];
        uint32_t weekdays[7];
        struct measures_programme programmes[MEASURES_PROGRAMMES_MAX];
        size_t programme_count;
        struct measures_curve curves[MEASURES_EXERCISES_MAX];
        size_t curve_count;
};

/**
 * measures_make() - measures @input.
 *
 * Return: 0 with what is the caller's: measures_free(); -EINVAL for days that are none or too many;
 * -ENOMEM.
 */
int measures_make(const struct measures_input *input, struct measures **ret_measures);
/* Takes NULL. */
struct measures *measures_free(struct measures *measures);

/**
 * measures_find_bouts() - joins seated spans to bouts.
 * @bouts: room for @count of them.
 *
 * Seated spans belong to one bout where what lies between is shorter than @min_break_usec, nobody's knowledge
 * of it UNKNOWN_MAX_USEC at most. Return: how many there are.
 */
size_t measures_find_bouts(
        const struct measures_span *spans, size_t count, int64_t min_break_usec, struct measures_bout *bouts);

/* Measures @count bouts. Return: 0; -ENOMEM. */
int measures_measure_pattern(
        const struct measures_bout *bouts, size_t count, struct measures_pattern *ret_pattern);

/* The cells of a day of the text's strip: half an hour each. */
#define MEASURES_STRIP_CELLS 48

/* What fills most of each half hour of @day by local clocks; unknown where nothing is on record. */
void measures_fill_strip(const struct measures_span *spans, size_t count, int32_t day,
        enum posture cells[static MEASURES_STRIP_CELLS]);

/* Into which bars a bout of @sat_usec belongs. */
enum measures_length measures_length_of(int64_t sat_usec);

/* The Monday of the week of @day. */
int32_t measures_monday(int32_t day);
