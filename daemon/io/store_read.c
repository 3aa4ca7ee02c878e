/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include <errno.h>

/* A prompt's day is the local one it was delivered in, which begins at day_start and may be kept by a clock
 * that was set: this many days about the UTC day of its delivery. */
#define PROMPT_DAYS_ABOUT 3

const char *const store_posture_words[POSTURE_MAX_] = {
        [POSTURE_UNKNOWN] = "unknown",
        [POSTURE_SITTING] = "sitting",
        [POSTURE_STANDING] = "standing",
        [POSTURE_AWAY] = "away",
};

const char *const store_about_words[PROMPT_ABOUT_MAX_] = {
        [PROMPT_ABOUT_SITTING] = "sitting",
        [PROMPT_ABOUT_STANDING] = "standing",
};

const char *const store_outcome_words[OUTCOME_MAX_] = {
        [OUTCOME_TAKEN] = "taken",
        [OUTCOME_PARTIAL] = "partial",
        [OUTCOME_IGNORED] = "ignored",
        [OUTCOME_DISMISSED] = "dismissed",
        [OUTCOME_MOOT] = "moot",
};

/* Who is called with each row of which table. */
struct reader {
        struct store *store;
        const char *table;
        union {
                int (*span)(void *userdata, const struct span_record *span);
                int (*prompt)(void *userdata, const struct prompt_record *prompt);
                int (*day)(void *userdata, const struct day_summary *day);
        };
        void *userdata;
};

static int read_span(sqlite3_stmt *row, struct span_record *ret_span)
{
        struct span_record span = { 0 };
        int64_t censored = 0;
        const struct store_column fields[] = {
                { 0, 1, &censored },
                { INT64_MIN, INT64_MAX, &span.from_realtime_usec },
                { INT64_MIN, INT64_MAX, &span.to_realtime_usec },
        };
        int posture;
        int r;

        posture = store_row_word(row, 0, store_posture_words, POSTURE_MAX_);
        if (posture < 0)
                return posture;
        r = store_row_integers(row, 1, fields, ELEMENTS(fields));
        if (r < 0)
                return r;
        if (span.to_realtime_usec < span.from_realtime_usec)
                return -EBADMSG;
        span.posture = (enum posture)posture;
        span.censored = censored != 0;
        *ret_span = span;
        return 0;
}

/* NULL: not ended, not left. */
static int read_prompt_end(sqlite3_stmt *row, struct prompt_record *prompt)
{
        if (sqlite3_column_type(row, 2) != SQLITE_NULL) {
                int outcome = store_row_word(row, 2, store_outcome_words, OUTCOME_MAX_);

                if (outcome < 0)
                        return outcome;
                prompt->ended = true;
                prompt->outcome = (enum outcome)outcome;
        }
        if (sqlite3_column_type(row, 8) == SQLITE_NULL)
                return 0;
        return store_row_integer(row, 8, INT64_MIN, INT64_MAX, &prompt->left_realtime_usec);
}

static int read_prompt(sqlite3_stmt *row, struct prompt_record *ret_prompt)
{
        struct prompt_record prompt = { 0 };
        int64_t day = 0, number = 0, claimed = 0, snoozes = 0;
        const struct store_column id[] = { { INT32_MIN, INT32_MAX, &day }, { 1, UINT16_MAX, &number } };
        const struct store_column others[] = {
                { 0, 1, &claimed },
                { 0, UINT8_MAX, &snoozes },
                { INT64_MIN, INT64_MAX, &prompt.due_realtime_usec },
                { INT64_MIN, INT64_MAX, &prompt.first_realtime_usec },
                { INT64_MIN, INT64_MAX, &prompt.last_realtime_usec },
        };
        const struct store_column sat[] = { { 0, INT64_MAX, &prompt.sat_usec } };
        int about = store_row_word(row, 10, store_about_words, PROMPT_ABOUT_MAX_);
        int r;

        if (about < 0)
                return about;
        r = store_row_integers(row, 0, id, ELEMENTS(id));
        if (r == 0)
                r = store_row_integers(row, 3, others, ELEMENTS(others));
        if (r == 0)
                r = store_row_integers(row, 9, sat, ELEMENTS(sat));
        if (r == 0)
                r = read_prompt_end(row, &prompt);
        if (r < 0)
                return r;
        prompt.id = (struct prompt_id){ .day = (int32_t)day, .number = (uint16_t)number };
        prompt.about = (enum prompt_about)about;
        prompt.claimed = claimed != 0;
        prompt.snoozes = (uint8_t)snoozes;
        *ret_prompt = prompt;
        return 0;
}

/* What a summary counts, in the order of its columns. */
static int read_counts(sqlite3_stmt *row, int first_column, struct day_summary *day)
{
        uint16_t *const counts[] = { &day->bouts, &day->interruptions, &day->breaks, &day->full_breaks,
                &day->prompts, &day->outcomes[OUTCOME_TAKEN], &day->outcomes[OUTCOME_PARTIAL],
                &day->outcomes[OUTCOME_IGNORED], &day->outcomes[OUTCOME_DISMISSED],
                &day->outcomes[OUTCOME_MOOT] };

        for (size_t i = 0; i < ELEMENTS(counts); i++) {
                int64_t count = 0;
                int r;

                r = store_row_integer(row, first_column + (int)i, 0, UINT16_MAX, &count);
                if (r < 0)
                        return r;
                *counts[i] = (uint16_t)count;
        }
        return 0;
}

static int read_day(sqlite3_stmt *row, struct day_summary *ret_day)
{
        struct day_summary day = { 0 };
        int64_t number = 0;
        const struct store_column fields[] = {
                { INT32_MIN, INT32_MAX, &number },
                { 0, INT64_MAX, &day.seated_usec },
                { 0, INT64_MAX, &day.longest_usec },
        };
        int r;

        r = store_row_integers(row, 0, fields, ELEMENTS(fields));
        if (r < 0)
                return r;
        r = read_counts(row, ELEMENTS(fields), &day);
        if (r < 0)
                return r;
        day.day = (int32_t)number;
        *ret_day = day;
        return 0;
}

static int give_span(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct span_record span;
        int r;

        r = read_span(row, &span);
        if (r < 0)
                return store_row_refuse(reader->store, reader->table, r);
        return reader->span(reader->userdata, &span);
}

static int give_prompt(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct prompt_record prompt;
        int r;

        r = read_prompt(row, &prompt);
        if (r < 0)
                return store_row_refuse(reader->store, reader->table, r);
        return reader->prompt(reader->userdata, &prompt);
}

static int give_day(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct day_summary day;
        int r;

        r = read_day(row, &day);
        if (r < 0)
                return store_row_refuse(reader->store, reader->table, r);
        return reader->day(reader->userdata, &day);
}

int store_read_spans(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct span_record *span), void *userdata)
{
        struct reader reader = { .store = store, .table = "spans", .span = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_realtime_usec),
                store_integer(to_realtime_usec),
        };

        /* Nothing overlaps no time. */
        if (from_realtime_usec >= to_realtime_usec)
                return 0;
        return store_row_each(
                store, STORE_STATEMENT_READ_SPANS, values, ELEMENTS(values), give_span, &reader);
}

int store_read_prompts(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct prompt_record *prompt),
        void *userdata)
{
        struct reader reader = { .store = store, .table = "prompts", .prompt = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_realtime_usec),
                store_integer(to_realtime_usec),
                store_integer(from_realtime_usec / USEC_PER_DAY - PROMPT_DAYS_ABOUT),
                store_integer(to_realtime_usec / USEC_PER_DAY + PROMPT_DAYS_ABOUT),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_PROMPTS, values, ELEMENTS(values), give_prompt, &reader);
}

int store_read_days(struct store *store, const char *person, int32_t from_day, int32_t to_day,
        int (*row)(void *userdata, const struct day_summary *day), void *userdata)
{
        struct reader reader = { .store = store, .table = "days", .day = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_day),
                store_integer(to_day),
        };

        return store_row_each(store, STORE_STATEMENT_READ_DAYS, values, ELEMENTS(values), give_day, &reader);
}
