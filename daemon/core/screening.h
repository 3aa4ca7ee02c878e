/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * screening - the health questions before the first session, what their answers exclude, and what a programme
 * becomes without it (programme.md 6, conf/programmes/safety.ini).
 *
 * Floor: core (pure; no allocation). Answers are health data: they reach the store and nothing else.
 */
#include "core/programme.h"

#define SCREENING_QUESTIONS_MAX 16

enum answer {
        ANSWER_NONE, /* not given */
        ANSWER_NO,
        ANSWER_YES,
};

/* What the questions mean, from safety.ini; the words are elsewhere. */
struct screening_rules {
        uint8_t general_count;
        uint8_t clearance_count;
        enum answer clearance_expected[SCREENING_QUESTIONS_MAX];
        int8_t clearance_prone; /* question whose no means stand-ins for face-down; -1 */
        int16_t general_route[SCREENING_QUESTIONS_MAX]; /* programme that suits a yes better; -1 */
        int8_t tag_from[TAGS_MAX]; /* question of the first page that tells the tag; -1: the second page asks
                                    */
        uint16_t review_days;      /* after so many the questions come again; 0: never */
        uint16_t re_ask_after_layoff_days;
};

struct screening_answers {
        enum answer general[SCREENING_QUESTIONS_MAX];
        enum answer clearance[SCREENING_QUESTIONS_MAX];
        enum answer tags[TAGS_MAX];
        uint32_t equipment_known; /* asked for ... */
        uint32_t equipment_there; /* ... and there */
        int32_t answered_day;     /* INT32_MIN: never, or not since a red flag */
        int32_t cleared_day;      /* "a clinician has agreed"; INT32_MIN: not */
        bool red_flag; /* since an emergency flag, which forgot the two days above, it needs both */
};

enum screening_state {
        SCREENING_OPEN, /* questions are to be answered first */
        SCREENING_HELD, /* an answer holds the programme until cleared or answered anew */
        SCREENING_FREE,
};

/**
 * screening_check() - whether @programme may be done on @day.
 * @ask_again: there was a layoff, an illness or a fall since the answers.
 *
 * A yes on the first page, an answer of the second that the programme is not for, and an unexpected answer
 * about clearance hold it, until cleared on or after the day of the answers, or answered anew. A yes that
 * another programme suits better holds all but those that need clearance, whose own questions ask for it.
 * That face-down exercises are not agreed to holds nothing (screening_no_prone()). Breaks are always free.
 */
enum screening_state screening_check(const struct screening_rules *rules,
        const struct screening_answers *answers, const struct programme *programme, int32_t day,
        bool ask_again);

/**
 * screening_raise_flag() - takes a red flag: all but breaks is held.
 * @is_emergency: needs new answers and a clearing, in any order; otherwise one of the two is enough, unless
 * there were no answers. It forgets the days of the answers and of the clearing, not the answers.
 */
void screening_raise_flag(struct screening_answers *answers, bool is_emergency);

/* Whether @programme's face-down exercises are not agreed to. */
bool screening_no_prone(const struct screening_rules *rules, const struct screening_answers *answers,
        const struct programme *programme);

/* The tags and the equipment that @programme's exercises, their loads, and what may stand in for them, ask
 * for: what the second page is about. */
uint64_t screening_tags_needed(const struct programme_set *set, const struct programme *programme);
uint32_t screening_equipment_needed(const struct programme_set *set, const struct programme *programme);

/* The tags that the answers say yes to. */
uint64_t screening_tags(const struct screening_rules *rules, const struct screening_answers *answers);

enum fitting_cause {
        FITTING_KEPT,
        FITTING_EASIER,      /* replaced by its easier-id */
        FITTING_ALTERNATIVE, /* by an alternative of its group */
        FITTING_STAND_IN,    /* by one of the programme's stand-ins */
        FITTING_LEFT_OUT,
};

struct fitted_exercise {
        int16_t wanted;   /* as the programme has it */
        int16_t exercise; /* what is done; -1: left out */
        enum fitting_cause cause;
        bool is_warm_up;
};

struct fitted_programme {
        uint8_t count;
        struct fitted_exercise items[PROGRAMME_EXERCISES_MAX * 3];
        bool is_empty; /* nothing but warm-up is left: it is not offered, and that is said */
};

/**
 * screening_fit() - the session that is left without what is excluded: warm-up, order, pick.
 * @tags: screening_tags(). @equipment: what is there. @suspended: per exercise of @set; NULL: none.
 * @no_prone: face-down exercises are not agreed to. @pick: the exercises of the pick, from
 * progression_pick(),
 * @pick_count, whether or not it left out what is excluded; the others of pick_order fill it up.
 *
 * What is excluded, suspended, forbidden by the programme, or lacks equipment is replaced by its easier-id,
 * else one of the programme's alternatives of its group, else its stand-ins in their order, else left out;
 * without agreement to face-down ones, first by prone_stand_in. An exercise of the pick is replaced by one of
 * its group first, other exercises of pick_order included; one of the warm-up by its easier-id alone. What
 * the programme wants and may be done is never taken as a replacement.
 *
 * No exercise comes twice; two abdominal ones stay where two of pick-order are possible.
 */
void screening_fit(const struct programme_set *set, const struct programme *programme, uint64_t tags,
        uint32_t equipment, const bool *suspended, bool no_prone, const int16_t *pick, uint8_t pick_count,
        struct fitted_programme *ret_fitted);
