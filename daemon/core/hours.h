/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * hours - weekly rules of local time: when prompts may come (active hours) and when nothing may (quiet
 * hours).
 *
 * Floor: core (pure). Times are local civil time. A rule whose end is not after its start ends on the next
 * day; "22:00" to "07:00" on mon covers Monday night and Tuesday's morning. from == to is the whole day.
 */
#include "core/instant.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HOURS_RULES_MAX 16
#define HOURS_EVERY_DAY 0x7f

struct hours_rule {
        uint8_t days;        /* bit 0 Monday to bit 6 Sunday: the day on which it starts */
        int16_t from_minute; /* 0 to 1439 */
        int16_t to_minute;   /* 0 to 1440; at or before from_minute: on the next day */
};

/* Whether @now lies in one of @rules (@count may be 0: false). The start belongs to the rule, the end does
 * not. */
bool hours_contain(const struct hours_rule *rules, size_t count, const struct instant *now);

/*
 * The next moment (realtime) at which hours_contain() may change, or a transition of the zone if that is
 * sooner; USEC_INFINITY without rules.
 */
int64_t hours_next_change(const struct hours_rule *rules, size_t count, const struct instant *now);
