/* SPDX-License-Identifier: MIT */
#include "client/day_range.h"

#include "app/check.h"
#include "base/number.h"
#include "client/clock_text.h"
#include "core/instant.h"
#include "io/api.h"

#include <stdio.h>

#define WEEKS_MAX 520

static int usage_error(const char *verb, const char *text)
{
        fprintf(stderr, "unslouch %s: %s; try unslouch %s --help\n", verb, text, verb);
        return EXIT_STATUS_USAGE;
}

int day_range_check(const char *verb, const struct day_range_words *words)
{
        if (words->days && words->weeks)
                return usage_error(verb, "--days and --weeks do not go together");
        if (words->days && (words->from || words->to))
                return usage_error(verb, "--days does not go with --from and --to");
        if (words->weeks && (words->from || words->to))
                return usage_error(verb, "--weeks does not go with --from and --to");
        return EXIT_STATUS_DONE;
}

static int take_day(
        const char *verb, const char *option, const char *text, int64_t now_usec, int32_t *ret_day)
{
        if (!text || clock_text_parse_day(text, now_usec, ret_day) == 0)
                return EXIT_STATUS_DONE;
        fprintf(stderr,
                "unslouch %s: %s takes a day such as 2026-11-22, today, yesterday or \"7 days\",\n"
                "not '%s'\n",
                verb, option, text);
        return EXIT_STATUS_USAGE;
}

/* How many days up to @today the options count. */
static int count_days(const char *verb, const struct day_range_words *words, int32_t today, int64_t *days)
{
        int64_t weeks;

        if (words->days && number_parse_integer(words->days, 1, API_LIST_DAYS_MAX, days) < 0)
                return usage_error(verb, "--days takes a number from 1 to 3660");
        if (words->weeks) {
                if (number_parse_integer(words->weeks, 1, WEEKS_MAX, &weeks) < 0)
                        return usage_error(verb, "--weeks takes a number from 1 to 520");
                *days = (weeks - 1) * 7 + instant_weekday(today) + 1;
        }
        return EXIT_STATUS_DONE;
}

int day_range_choose(const char *verb, const struct day_range_words *words, int64_t days_default,
        int64_t now_usec, struct day_range *ret_range)
{
        struct day_range range = { .to_day = clock_text_day(now_usec) };
        int64_t days = days_default;
        int status;

        status = count_days(verb, words, range.to_day, &days);
        if (status == EXIT_STATUS_DONE)
                status = take_day(verb, "--to", words->to, now_usec, &range.to_day);
        if (status != EXIT_STATUS_DONE)
                return status;
        range.from_day = range.to_day - (int32_t)days + 1;
        status = take_day(verb, "--from", words->from, now_usec, &range.from_day);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (range.from_day > range.to_day)
                return usage_error(verb, "--from is after --to");
        if (range.to_day - range.from_day >= API_LIST_DAYS_MAX)
                return usage_error(verb, "from --from to --to there may be 3660 days");
        *ret_range = range;
        return EXIT_STATUS_DONE;
}
