/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * week_plan - on which days of the week the sessions are (programme.md 3.5), and which weeks count (3.9).
 *
 * Floor: core (pure; no allocation). Weeks are local, Monday to Sunday; sets of days are masks, bit 0 is
 * Monday.
 */
#include "core/programme.h"

struct week_rules {
        uint8_t per_week_min;      /* days that the week needs */
        uint8_t rest_days_between; /* wished for between two sessions ... */
        bool rest_days_strict;     /* ... or never fewer */
};

/* Masks have bits 0 to 6; others have no effect. */
struct week_question {
        struct week_rules rules;
        uint8_t configured;  /* the days that the person wants */
        uint8_t never;       /* the days that the person never wants */
        uint8_t done;        /* days of this week with a session already */
        uint8_t today;       /* 0 to 6; days before are gone; today is still free unless in done */
        uint8_t last_before; /* the last session before this week, in days before its Monday: 1 is Sunday, up
                              * to 7; 0: none */
};

struct week_answer {
        uint8_t days;  /* chosen, from today on */
        bool is_short; /* fewer fit than are needed */
};

/**
 * week_plan_choose() - chooses, of the days from today on that are neither done nor never, as many as are
 * still needed: the most days; then the most of the configured ones; then the widest smallest gap, counted up
 * to the wished rest; then the earliest. Only gaps next to a chosen day count, the last session before this
 * week included: what is done is done. With strict rest no gap is smaller than wished, and fewer days may
 * fit.
 *
 * Return: the same answer for the same question; no days when none are needed, or with today above 6.
 */
struct week_answer week_plan_choose(const struct week_question *question);

/* The Monday of the week of @day (local days since 1970-01-01, a Thursday; at least INT32_MIN + 6). */
int32_t week_plan_monday(int32_t day);

/* The weeks since a block began. */
struct block {
        uint16_t met;    /* weeks with sessions on per_week_min different days */
        uint16_t streak; /* weeks met in a row up to now: the running week counts once met, excused weeks
                          * that are not met neither count nor break it, and one missed week in six is
                          * forgiven (programme.md 5) */
        bool done; /* min_weeks met, and as many calendar weeks, Monday to Sunday, gone since the start */
};

/**
 * week_plan_block() - counts the block that began on @start_day, as of @today.
 * @days: with sessions, in rising order, @count; several sessions of a day count once, those before
 * @start_day or after @today not. @excused: Mondays of the weeks that holiday or illness excuses, in rising
 * order. A week in whose middle the block began is met like others. At most the latest 5200 weeks count.
 */
struct block week_plan_block(const struct programme *programme, int32_t start_day, const int32_t *days,
        size_t count, const int32_t *excused, size_t excused_count, int32_t today);
