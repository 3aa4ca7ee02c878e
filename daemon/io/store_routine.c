/* SPDX-License-Identifier: MIT */
#include "io/store_routine.h"

#include "io/store_internal.h"

#include <errno.h>

static const char *const effort_words[] = {
        [EFFORT_NONE] = "none",
        [EFFORT_EASY] = "easy",
        [EFFORT_RIGHT] = "right",
        [EFFORT_HARD] = "hard",
        [EFFORT_MAX] = "max",
};

static const char *const kind_words[SESSION_KIND_MAX_] = {
        [SESSION_KIND_NORMAL] = "normal",
        [SESSION_KIND_SHORT] = "short",
        [SESSION_KIND_LIGHT] = "light",
        [SESSION_KIND_RETURN] = "return",
        [SESSION_KIND_EXTRA] = "extra",
};

/* Whose rows are read, and who is called with each. */
struct reader {
        struct store *store;
        const char *person;
        union {
                int (*session)(void *userdata, const struct store_session *session);
                int (*set)(void *userdata, const struct store_set *set);
        };
        void *userdata;
};

static int put_result(
        struct store *store, const char *person, const struct store_session *session, uint8_t number)
{
        const struct exercise_result *result = &session->record.results[number];
        const struct store_value values[] = {
                store_text(person),
                store_integer(session->record.started_realtime_usec),
                store_integer(number),
                store_text(session->exercises[number]),
                store_integer(result->done_pct),
                store_text(effort_words[result->effort]),
                store_integer(result->pain),
                store_integer(result->baseline),
                store_integer(result->sharp),
                store_integer(result->skip_level),
                store_integer(result->level),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_RESULT, values, ELEMENTS(values));
}

static int put_session_row(struct store *store, const char *person, const struct store_session *session)
{
        const struct store_value values[] = {
                store_text(person),
                store_integer(session->record.started_realtime_usec),
                store_text(session->programme),
                store_integer(session->record.day),
                store_text(kind_words[session->record.kind]),
                store_text(effort_words[session->record.effort]),
        };
        int r;

        r = store_statement_run(store, STORE_STATEMENT_PUT_SESSION, values, ELEMENTS(values));
        if (r < 0)
                return r;
        /* The key alone. */
        return store_statement_run(store, STORE_STATEMENT_DELETE_RESULTS, values, 2);
}

int store_put_session(struct store *store, const char *person, const struct store_session *session)
{
        struct store_group group;
        int r;

        if (session->record.result_count > PROGRAMME_EXERCISES_MAX)
                return -EINVAL;
        r = store_group_begin(store, &group);
        if (r < 0)
                return r;
        r = put_session_row(store, person, session);
        for (uint8_t i = 0; r == 0 && i < session->record.result_count; i++)
                r = put_result(store, person, session, i);
        return store_group_end(store, &group, r);
}

/* Numbers count up from 0 without a gap. */
static int read_result(sqlite3_stmt *row, struct store_session *session)
{
        uint8_t place = session->record.result_count;
        int64_t number = 0, done_pct = 0, pain = 0, baseline = 0, sharp = 0, skip_level = 0, level = 0;
        const struct store_column first[] = { { place, place, &number } };
        const struct store_column done[] = { { 0, 100, &done_pct } };
        const struct store_column others[] = {
                { 0, PAIN_WORST, &pain },
                { 0, PAIN_WORST, &baseline },
                { 0, 1, &sharp },
                { 0, 1, &skip_level },
                { 0, UINT8_MAX, &level },
        };
        int effort;
        int r;

        if (place >= PROGRAMME_EXERCISES_MAX)
                return -EBADMSG;
        r = store_row_integers(row, 0, first, ELEMENTS(first));
        if (r == 0)
                r = store_row_id(row, 1, session->exercises[place]);
        if (r == 0)
                r = store_row_integers(row, 2, done, ELEMENTS(done));
        if (r == 0)
                r = store_row_integers(row, 4, others, ELEMENTS(others));
        if (r < 0)
                return r;
        effort = store_row_word(row, 3, effort_words, ELEMENTS(effort_words));
        if (effort < 0)
                return effort;
        session->record.results[place] = (struct exercise_result){
                .exercise = -1,
                .done_pct = (uint8_t)done_pct,
                .effort = (enum effort)effort,
                .pain = (uint8_t)pain,
                .baseline = (uint8_t)baseline,
                .sharp = sharp != 0,
                .skip_level = skip_level != 0,
                .level = (uint8_t)level,
        };
        session->record.result_count++;
        return 0;
}

/* A session, and where its results go. */
struct results_reader {
        struct store *store;
        struct store_session *session;
};

static int take_result(void *context, sqlite3_stmt *row)
{
        const struct results_reader *reader = context;

        return store_row_refuse(reader->store, "results", read_result(row, reader->session));
}

static int read_results(struct store *store, const char *person, struct store_session *session)
{
        struct results_reader reader = { .store = store, .session = session };
        const struct store_value values[] = {
                store_text(person),
                store_integer(session->record.started_realtime_usec),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_RESULTS, values, ELEMENTS(values), take_result, &reader);
}

static int read_session(sqlite3_stmt *row, struct store_session *session)
{
        int64_t started_usec = 0, day = 0;
        int kind, effort;
        int r;

        r = store_row_integer(row, 0, INT64_MIN, INT64_MAX, &started_usec);
        if (r == 0)
                r = store_row_id(row, 1, session->programme);
        if (r == 0)
                r = store_row_integer(row, 2, INT32_MIN, INT32_MAX, &day);
        if (r < 0)
                return r;
        kind = store_row_word(row, 3, kind_words, SESSION_KIND_MAX_);
        if (kind < 0)
                return kind;
        effort = store_row_word(row, 4, effort_words, ELEMENTS(effort_words));
        if (effort < 0)
                return effort;
        session->record.programme = -1;
        session->record.day = (int32_t)day;
        session->record.started_realtime_usec = started_usec;
        session->record.kind = (enum session_kind)kind;
        session->record.effort = (enum effort)effort;
        return 0;
}

static int give_session(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct store_session session = { 0 };
        int r;

        r = read_session(row, &session);
        if (r < 0)
                return store_row_refuse(reader->store, "sessions", r);
        r = read_results(reader->store, reader->person, &session);
        if (r < 0)
                return r;
        return reader->session(reader->userdata, &session);
}

int store_read_sessions(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_session *session),
        void *userdata)
{
        struct reader reader = { .store = store, .person = person, .session = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_realtime_usec),
                store_integer(to_realtime_usec),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_SESSIONS, values, ELEMENTS(values), give_session, &reader);
}

int store_put_set(struct store *store, const char *person, const struct store_set *set)
{
        const struct set_record *record = &set->record;
        const struct store_value values[] = {
                store_text(person),
                store_integer(record->session_realtime_usec),
                store_integer(record->ended_realtime_usec),
                store_text(set->exercise),
                store_integer(record->set),
                store_integer(record->level),
                store_integer(record->dose.sets),
                store_integer(record->dose.reps),
                store_integer(record->dose.hold_sec),
                store_integer(record->dose.load_grams),
                store_integer(record->reps_done),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_SET, values, ELEMENTS(values));
}

static int read_set(sqlite3_stmt *row, struct store_set *set)
{
        int64_t number = 0, level = 0, sets = 0, reps = 0, hold_sec = 0, load_grams = 0, reps_done = 0;
        const struct store_column times[] = {
                { INT64_MIN, INT64_MAX, &set->record.session_realtime_usec },
                { INT64_MIN, INT64_MAX, &set->record.ended_realtime_usec },
        };
        const struct store_column counts[] = {
                { 0, UINT8_MAX, &number },
                { 0, UINT8_MAX, &level },
                { 0, UINT8_MAX, &sets },
                { 0, UINT8_MAX, &reps },
                { 0, UINT16_MAX, &hold_sec },
                { 0, UINT16_MAX, &load_grams },
                { 0, UINT8_MAX, &reps_done },
        };
        int r;

        r = store_row_integers(row, 0, times, ELEMENTS(times));
        if (r == 0)
                r = store_row_id(row, 2, set->exercise);
        if (r == 0)
                r = store_row_integers(row, 3, counts, ELEMENTS(counts));
        if (r < 0)
                return r;
        set->record.exercise = -1;
        set->record.set = (uint8_t)number;
        set->record.level = (uint8_t)level;
        set->record.dose = (struct dose){ .sets = (uint8_t)sets,
                .reps = (uint8_t)reps,
                .hold_sec = (uint16_t)hold_sec,
                .load_grams = (uint16_t)load_grams };
        set->record.reps_done = (uint8_t)reps_done;
        return 0;
}

static int give_set(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct store_set set = { 0 };
        int r;

        r = read_set(row, &set);
        if (r < 0)
                return store_row_refuse(reader->store, "sets", r);
        return reader->set(reader->userdata, &set);
}

int store_read_sets(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_set *set), void *userdata)
{
        struct reader reader = { .store = store, .person = person, .set = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_realtime_usec),
                store_integer(to_realtime_usec),
        };

        return store_row_each(store, STORE_STATEMENT_READ_SETS, values, ELEMENTS(values), give_set, &reader);
}
