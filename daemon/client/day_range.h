/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * day_range - which days are meant by the options --days, --weeks, --from and --to.
 *
 * Floor: client. Days are of the process's own zone. Mistakes are told on standard error with
 * "unslouch VERB: ", and what would be right.
 */
#include <stdint.h>

/* As they were given; NULL: not at all. */
struct day_range_words {
        const char *days, *weeks, *from, *to;
};

struct day_range {
        int32_t from_day, to_day; /* both included, at most API_LIST_DAYS_MAX of them */
};

/* Whether the options go together. Return: EXIT_STATUS_DONE or EXIT_STATUS_USAGE. */
int day_range_check(const char *verb, const struct day_range_words *words);

/**
 * day_range_choose() - the days that are meant at the moment @now_usec (realtime).
 * @days_default: how many up to the last one, without --days, --weeks and --from.
 *
 * --weeks counts from a Monday on, this week included. Return: EXIT_STATUS_DONE or EXIT_STATUS_USAGE.
 */
int day_range_choose(const char *verb, const struct day_range_words *words, int64_t days_default,
        int64_t now_usec, struct day_range *ret_range);
