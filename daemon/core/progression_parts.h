/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * progression_parts - what the files of progression share: progression.c (levels), progression_pain.c (pain)
 * and progression_week.c (layoff, light weeks). Nobody else includes it.
 */
#include "core/progression.h"

#define DAY_NONE INT32_MIN

/* From @from to @to; INT64_MAX if @from is DAY_NONE. */
int64_t progression_days(int32_t from, int32_t to);

/* How many exercises have a progress. */
int progression_exercises(const struct progression *progression);

/* Whether there is such an exercise, and it is not suspended. */
bool progression_offers(const struct progression *progression, int exercise);

/* Whether @session is one of the programme. */
bool progression_is_ours(const struct progression *progression, const struct session_record *session);

/* How many results @session has, within the array. */
size_t progression_results(const struct session_record *session);

/* A level less on @day, unloaded, all counters cleared. */
void progression_lower(struct progression *progression, int exercise, int32_t day);

/* Takes the pain of @result, and the report. Whether it has decided about the exercise's level. */
bool progression_take_pain(
        struct progression *progression, const struct exercise_result *result, int32_t day);

/* Whether the first session after @layoff is one that gains no level. After the longest all is new. */
bool progression_is_return(enum layoff layoff);

/* Whether as many sessions as count for levels were on other days of the week of @day. Daily programmes have
 * no such limit. */
bool progression_is_extra(const struct progression *progression, int32_t day);

/* A light week begins after @day, if the programme has such. */
void progression_lighten(struct progression *progression, int32_t day);

/* Counts a session on @day for its week. */
void progression_count_week(struct progression *progression, int32_t day);
