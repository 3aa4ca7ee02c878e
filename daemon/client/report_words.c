/* SPDX-License-Identifier: MIT */
#include "client/report_words.h"

#include "client/clock_text.h"

#include <inttypes.h>

const char *const report_length_names[MEASURES_LENGTH_MAX_] = {
        [MEASURES_LENGTH_UNDER_5] = "under 5 min",
        [MEASURES_LENGTH_5_TO_10] = "5 to 10 min",
        [MEASURES_LENGTH_10_TO_20] = "10 to 20 min",
        [MEASURES_LENGTH_20_TO_30] = "20 to 30 min",
        [MEASURES_LENGTH_30_TO_60] = "30 to 60 min",
        [MEASURES_LENGTH_OVER_60] = "over 60 min",
};

const char *const report_outcome_words[OUTCOME_MAX_] = {
        [OUTCOME_TAKEN] = "full break",
        [OUTCOME_PARTIAL] = "short break",
        [OUTCOME_IGNORED] = "no break",
        [OUTCOME_DISMISSED] = "skipped",
        [OUTCOME_MOOT] = "not needed",
};

const char report_weekday_names[7][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static void sitting_words(const struct measures_sums *sums, char text[static REPORT_SENTENCE_SIZE])
{
        char all[CLOCK_TEXT_SIZE], mean[CLOCK_TEXT_SIZE];

        if (sums->days == 0)
                return;
        clock_text_duration(sums->seated_usec / USEC_PER_SEC, all);
        clock_text_duration(sums->seated_usec / sums->days / USEC_PER_SEC, mean);
        if (sums->days == 1)
                snprintf(text, REPORT_SENTENCE_SIZE, "1 day with sitting, %s.", all);
        else
                snprintf(text, REPORT_SENTENCE_SIZE, "%" PRIu32 " days with sitting, %s in all, %s a day.",
                        sums->days, all, mean);
}

static void half_words(const struct measures_pattern *pattern, char text[static REPORT_SENTENCE_SIZE])
{
        char half[CLOCK_TEXT_SIZE], longest[CLOCK_TEXT_SIZE];

        if (pattern->bouts == 0)
                return;
        clock_text_duration(pattern->w50_usec / USEC_PER_SEC, half);
        clock_text_duration(pattern->longest_usec / USEC_PER_SEC, longest);
        snprintf(text, REPORT_SENTENCE_SIZE,
                "Half of the sitting happens in stretches of %s and longer; the longest was %s.", half,
                longest);
}

static void long_words(const struct measures *measures, char text[static REPORT_SENTENCE_SIZE])
{
        const struct measures_pattern *pattern = &measures->pattern;

        if (pattern->seated_usec == 0)
                return;
        snprintf(text, REPORT_SENTENCE_SIZE,
                "%d %% of it is in stretches of 30 min and more; there were %" PRIu32 " of %" PRIu32 ".",
                report_percent(pattern->long_usec, pattern->seated_usec), pattern->long_bouts,
                pattern->bouts);
}

static void break_words(const struct measures_sums *sums, char text[static REPORT_SENTENCE_SIZE])
{
        snprintf(text, REPORT_SENTENCE_SIZE,
                "%" PRIu32 " %s, %" PRIu32 " of them full ones; stood up %" PRIu32 " %s.", sums->breaks,
                sums->breaks == 1 ? "break" : "breaks", sums->full_breaks, sums->interruptions,
                sums->interruptions == 1 ? "time" : "times");
}

static void prompt_words(const struct measures *measures, char text[static REPORT_SENTENCE_SIZE])
{
        const uint32_t *outcomes = measures->sums.outcomes;
        uint32_t followed = outcomes[OUTCOME_TAKEN] + outcomes[OUTCOME_PARTIAL];
        uint32_t told = followed + outcomes[OUTCOME_IGNORED] + outcomes[OUTCOME_DISMISSED];

        if (told == 0)
                return;
        snprintf(text, REPORT_SENTENCE_SIZE,
                "A break followed %" PRIu32 " of %" PRIu32
                " prompts; a full one followed %d %% of those in the last 7 "
                "days and %d %% in the last 28.",
                followed, told, report_percent(measures->last_7_days.taken, measures->last_7_days.told),
                report_percent(measures->last_28_days.taken, measures->last_28_days.told));
}

static void response_words(const struct measures *measures, char text[static REPORT_SENTENCE_SIZE])
{
        char response[CLOCK_TEXT_SIZE];

        if (measures->response_usec < 0)
                return;
        clock_text_duration(measures->response_usec / USEC_PER_SEC, response);
        snprintf(text, REPORT_SENTENCE_SIZE, "Half of those breaks began within %s of the prompt.", response);
}

void report_sentence(const struct report_record *record, enum report_sentence sentence,
        char text[static REPORT_SENTENCE_SIZE])
{
        const struct measures *measures = record->measures;

        text[0] = '\0';
        switch (sentence) {
        case REPORT_SENTENCE_SITTING: sitting_words(&measures->sums, text); break;
        case REPORT_SENTENCE_HALF: half_words(&measures->pattern, text); break;
        case REPORT_SENTENCE_LONG: long_words(measures, text); break;
        case REPORT_SENTENCE_BREAKS: break_words(&measures->sums, text); break;
        case REPORT_SENTENCE_PROMPTS: prompt_words(measures, text); break;
        case REPORT_SENTENCE_RESPONSE: response_words(measures, text); break;
        case REPORT_SENTENCE_MAX_: break;
        }
}

void report_range_words(const struct report_record *record, char text[static REPORT_SENTENCE_SIZE])
{
        char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE];

        clock_text_date(record->from_day, from);
        clock_text_date(record->to_day, to);
        if (record->from_day == record->to_day)
                snprintf(text, REPORT_SENTENCE_SIZE, "on %s", from);
        else
                snprintf(text, REPORT_SENTENCE_SIZE, "from %s to %s", from, to);
}

void report_stored_words(const struct report_record *record, char text[static REPORT_SENTENCE_SIZE])
{
        char moment[CLOCK_TEXT_SIZE];

        text[0] = '\0';
        if (!record->stored || record->measures->empty)
                return;
        if (record->saved_usec == 0) {
                snprintf(text, REPORT_SENTENCE_SIZE, "Only what is finished is in it.");
                return;
        }
        clock_text_moment(record->saved_usec, record->now_usec, moment);
        snprintf(text, REPORT_SENTENCE_SIZE, "What was not finished is as of %s.", moment);
}

int64_t report_week_mean_usec(const struct measures_week *week)
{
        return week->valid_days > 0 ? week->valid_seated_usec / week->valid_days : 0;
}

bool report_week_counts(const struct measures_week *week)
{
        return week->valid_days >= MEASURES_VALID_WEEK_DAYS;
}
