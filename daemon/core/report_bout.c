/* SPDX-License-Identifier: MIT */
#include "core/report.h"

#include "base/cleanup.h"

#include <errno.h>

static int64_t length_of(const struct report_span *span)
{
        return span->to_usec - span->from_usec;
}

static int32_t day_of(const struct report_span *span)
{
        int64_t local_usec = span->from_usec + span->offset_usec;

        return (int32_t)(local_usec / USEC_PER_DAY - (local_usec % USEC_PER_DAY < 0));
}

/* Whether the seated span @next goes on with @bout. Spans that are not on record are unknown. */
static bool goes_on(const struct report_span *spans, const struct report_bout *bout, size_t next,
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

size_t report_find_bouts(
        const struct report_span *spans, size_t count, int64_t min_break_usec, struct report_bout *bouts)
{
        size_t found = 0;

        for (size_t i = 0; i < count; i++) {
                struct report_bout *bout = found > 0 ? &bouts[found - 1] : NULL;

                if (spans[i].posture != POSTURE_SITTING)
                        continue;
                if (!bout || !goes_on(spans, bout, i, min_break_usec)) {
                        bout = &bouts[found++];
                        *bout = (struct report_bout){ .day = day_of(&spans[i]), .first_span = i };
                }
                bout->end_span = i + 1;
                bout->sat_usec += length_of(&spans[i]);
                bout->censored = spans[i].censored;
        }
        return found;
}

enum report_length report_length_of(int64_t sat_usec)
{
        static const uint8_t ends_min[REPORT_LENGTH_OVER_60] = { 5, 10, 20, 30, 60 };
        enum report_length length = REPORT_LENGTH_UNDER_5;

        while (length < REPORT_LENGTH_OVER_60 && sat_usec >= ends_min[length] * USEC_PER_MINUTE)
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

static void add_bout(struct report_pattern *pattern, int64_t sat_usec)
{
        pattern->bouts++;
        pattern->seated_usec += sat_usec;
        pattern->longest_usec = usec_max(pattern->longest_usec, sat_usec);
        pattern->by_length_usec[report_length_of(sat_usec)] += sat_usec;
        if (sat_usec >= REPORT_LONG_USEC) {
                pattern->long_bouts++;
                pattern->long_usec += sat_usec;
        }
}

int report_measure_pattern(const struct report_bout *bouts, size_t count, struct report_pattern *ret_pattern)
{
        CLEANUP_FREE int64_t *lengths = calloc(count + 1, sizeof(*lengths));
        struct report_pattern pattern = { 0 };

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
