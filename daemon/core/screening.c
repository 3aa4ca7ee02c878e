/* SPDX-License-Identifier: MIT */
#include "core/screening.h"

static bool is_page_open(const enum answer *answers, uint8_t count)
{
        for (uint8_t i = 0; i < count; i++)
                if (answers[i] == ANSWER_NONE)
                        return true;
        return false;
}

/* A flag that was no emergency left the answers without their day: a clearing is as good as new ones. */
static int32_t stated_day(const struct screening_answers *answers)
{
        if (answers->answered_day == INT32_MIN && !answers->red_flag)
                return answers->cleared_day;
        return answers->answered_day;
}

static bool is_flagged(const struct screening_answers *answers)
{
        return answers->red_flag ||
               (answers->answered_day == INT32_MIN && answers->general[0] != ANSWER_NONE);
}

static bool is_review_due(
        const struct screening_rules *rules, const struct screening_answers *answers, int32_t day)
{
        return rules->review_days > 0 && (int64_t)day - stated_day(answers) >= rules->review_days;
}

static bool is_open(const struct screening_rules *rules, const struct screening_answers *answers,
        const struct programme *programme, int32_t day)
{
        return stated_day(answers) == INT32_MIN || is_review_due(rules, answers, day) ||
               is_page_open(answers->general, rules->general_count) ||
               (programme->screening == PROGRAMME_SCREENING_CLEARANCE &&
                       is_page_open(answers->clearance, rules->clearance_count));
}

/* A yes that routes to another programme leaves those free whose clearance is asked for anyway. */
static bool general_objects(const struct screening_rules *rules, const struct screening_answers *answers,
        enum programme_screening screening)
{
        for (uint8_t i = 0; i < rules->general_count; i++) {
                bool is_routed = rules->general_route[i] >= 0 && screening == PROGRAMME_SCREENING_CLEARANCE;

                if (answers->general[i] == ANSWER_YES && !is_routed)
                        return true;
        }
        return false;
}

static bool clearance_objects(const struct screening_rules *rules, const struct screening_answers *answers)
{
        for (uint8_t i = 0; i < rules->clearance_count; i++)
                if (i != rules->clearance_prone && rules->clearance_expected[i] != ANSWER_NONE &&
                        answers->clearance[i] != rules->clearance_expected[i])
                        return true;
        return false;
}

static bool has_objection(const struct screening_rules *rules, const struct screening_answers *answers,
        const struct programme *programme)
{
        if (programme->screening == PROGRAMME_SCREENING_NONE)
                return false;
        return general_objects(rules, answers, programme->screening) ||
               (screening_tags(rules, answers) & programme->not_for) != 0 ||
               (programme->screening == PROGRAMME_SCREENING_CLEARANCE && clearance_objects(rules, answers));
}

enum screening_state screening_check(const struct screening_rules *rules,
        const struct screening_answers *answers, const struct programme *programme, int32_t day,
        bool ask_again)
{
        bool is_cleared = answers->cleared_day != INT32_MIN;
        bool is_asked = programme->screening != PROGRAMME_SCREENING_NONE || is_flagged(answers);

        if (programme->kind == PROGRAMME_KIND_BREAK)
                return SCREENING_FREE;
        if (answers->red_flag && !is_cleared)
                return SCREENING_HELD;
        if (is_asked && (ask_again || is_open(rules, answers, programme, day)))
                return SCREENING_OPEN;
        if (has_objection(rules, answers, programme) &&
                !(is_cleared && answers->cleared_day >= answers->answered_day))
                return SCREENING_HELD;
        return SCREENING_FREE;
}

void screening_raise_flag(struct screening_answers *answers, bool is_emergency)
{
        if (is_emergency || answers->general[0] == ANSWER_NONE)
                answers->red_flag = true;
        answers->answered_day = INT32_MIN;
        answers->cleared_day = INT32_MIN;
}

bool screening_no_prone(const struct screening_rules *rules, const struct screening_answers *answers,
        const struct programme *programme)
{
        return programme->prone_needs_clearance &&
               (rules->clearance_prone < 0 || answers->clearance[rules->clearance_prone] != ANSWER_YES);
}

uint64_t screening_tags(const struct screening_rules *rules, const struct screening_answers *answers)
{
        uint64_t tags = 0;

        for (int i = 0; i < TAGS_MAX; i++) {
                int from = rules->tag_from[i];

                if (answers->tags[i] == ANSWER_YES || (from >= 0 && answers->general[from] == ANSWER_YES))
                        tags |= UINT64_C(1) << i;
        }
        return tags;
}
