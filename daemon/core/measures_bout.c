/* SPDX-License-Identifier: MIT */
#include "core/measures.h"

#include "base/cleanup.h"

#include <errno.h>

static int64_t length_of(const struct measures_span *span)
{
        return span->to_usec - span->from_usec;
}

static int32_t day_of(const struct measures_span *span)
{
        int64_t local_usec = span->from_usec + span->offset_usec;

        return (int32_t)(local_usec / USEC_PER_DAY - (local_usec % USEC_PER_DAY < 0));
}

/* Whether the seated span @next goes on with @bout. Spans that are not on record are unknown. */
static bool goes_on(const struct measures_span *spans, const struct measures_bout *bout, size_t next,
        int64_t min_break_usec)
{
        int64_t known_usec = 0;
        int64_t gap_usec = spans[next].from_usec - spans[bout->end_span - 1].to_usec;

        if (bout->censored)
                return false;
        for (size_t i = bout->end_span; i < next; i++)
                if (spans[i].posture != POSTURE_UNKNOWN)
                        known_usec += length_of(&spans[i]);
        return known_usec < min_break_usec && gap_usec - known_usec <= UNKNOWN_MAX_USEC;
}

size_t measures_find_bouts(
        const struct measures_span *spans, size_t count, int64_t min_break_usec, struct measures_bout *bouts)
{
        size_t found = 0;

        for (size_t i = 0; i < count; i++) {
                struct measures_bout *bout = found > 0 ? &bouts[found - 1] : NULL;

                if (spans[i].posture != POSTURE_SITTING)
                        continue;
                if (!bout || !goes_on(spans, bout, i, min_break_usec)) {
                        bout = &bouts[found++];
                        *bout = (struct measures_bout){ .day = day_of(&spans[i]), .first_span = i };
                }
                bout->end_span = i + 1;
                bout->sat_usec += length_of(&spans[i]);
                bout->censored = spans[i].censored;
        }
        return found;
}

enum measures_length measures_length_of(int64_t sat_usec)
{
        static const uint8_t ends_min[MEASURES_LENGTH_OVER_60] = { 5, 10, 20, 30, 60 };
        enum measures_length length = MEASURES_LENGTH_UNDER_5;

        while (length < MEASURES_LENGTH_OVER_60 && sat_usec >= ends_min[length] * USEC_PER_MINUTE)
                length++;
        return length;
}

static int compare(const void *a, const void *b)
{
        const int64_t *first = a;
        const int64_t *second = b;

        return (*first > *second) - (*first < *second);
}

/* @lengths: sorted. */
static int64_t weighted_median(const int64_t *lengths, size_t count, int64_t seated_usec)
{
        int64_t sum_usec = 0;

        for (size_t i = 0; i < count; i++) {
                sum_usec += lengths[i];
                if (2 * sum_usec >= seated_usec)
                        return lengths[i];
        }
        return 0;
}

static void add_bout(struct measures_pattern *pattern, int64_t sat_usec)
{
        pattern->bouts++;
        pattern->seated_usec += sat_usec;
        pattern->longest_usec = usec_max(pattern->longest_usec, sat_usec);
        pattern->by_length_usec[measures_length_of(sat_usec)] += sat_usec;
        if (sat_usec >= MEASURES_LONG_USEC) {
                pattern->long_bouts++;
                pattern->long_usec += sat_usec;
        }
}

int measures_measure_pattern(
        const struct measures_bout *bouts, size_t count, struct measures_pattern *ret_pattern)
{
        CLEANUP_FREE int64_t *lengths = calloc(count + 1, sizeof(*lengths));
        struct measures_pattern pattern = { 0 };

        if (!lengths)
                return -ENOMEM;
        for (size_t i = 0; i < count; i++) {
                if (bouts[i].censored)
                        continue;
                lengths[pattern.bouts] = bouts[i].sat_usec;
                add_bout(&pattern, bouts[i].sat_usec);
        }
        qsort(lengths, pattern.bouts, sizeof(*lengths), compare);
        pattern.w50_usec = weighted_median(lengths, pattern.bouts, pattern.seated_usec);
        *ret_pattern = pattern;
        return 0;
}
