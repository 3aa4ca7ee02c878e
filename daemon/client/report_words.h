/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * report_words - what the text and the page say alike.
 *
 * Floor: client. Each function writes a whole sentence, or "" where there is nothing to say.
 */
#include "client/report_read.h"

#define REPORT_SENTENCE_SIZE 256

/* The bars' names: "under 5 min". Static. */
extern const char *const report_length_names[MEASURES_LENGTH_MAX_];
/* What became of prompts: "full break". Static. */
extern const char *const report_outcome_words[OUTCOME_MAX_];
/* "Mon". */
extern const char report_weekday_names[7][4];

/* What a report tells first, from the widest to the finest. */
enum report_sentence {
        REPORT_SENTENCE_SITTING,
        REPORT_SENTENCE_HALF,
        REPORT_SENTENCE_LONG,
        REPORT_SENTENCE_BREAKS,
        REPORT_SENTENCE_PROMPTS,
        REPORT_SENTENCE_RESPONSE,
        REPORT_SENTENCE_MAX_,
};
void report_sentence(const struct report_record *record, enum report_sentence sentence,
        char text[static REPORT_SENTENCE_SIZE]);

/* "from 2026-10-01 to 2026-10-07". */
void report_range_words(const struct report_record *record, char text[static REPORT_SENTENCE_SIZE]);
/* What the store could not tell of what was still open; "" if nothing. */
void report_stored_words(const struct report_record *record, char text[static REPORT_SENTENCE_SIZE]);

/* Sitting on a mean valid day; 0: there is none. */
int64_t report_week_mean_usec(const struct measures_week *week);
/* Whether @week has enough days to be compared with others. */
bool report_week_counts(const struct measures_week *week);

static inline int report_percent(int64_t part, int64_t whole)
{
        return whole > 0 ? (int)((part * 100 + whole / 2) / whole) : 0;
}
