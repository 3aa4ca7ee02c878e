/* SPDX-License-Identifier: MIT */
#include "io/store_routine.h"

#include "io/store_internal.h"

#include <errno.h>

static const char *const setting_words[STORE_PLAN_MAX_] = {
        [STORE_PLAN_DAYS] = "session_days",
        [STORE_PLAN_TIME] = "session_time",
        [STORE_PLAN_TIME_END] = "session_time_end",
};

/* The highest value of each; 0 is the lowest. */
static const int64_t setting_tops[STORE_PLAN_MAX_] = {
        [STORE_PLAN_DAYS] = 127,
        [STORE_PLAN_TIME] = MINUTES_PER_DAY - 1,
        [STORE_PLAN_TIME_END] = MINUTES_PER_DAY,
};

/* Who is called with each row of which table. */
struct reader {
        struct store *store;
        const char *table; /* of programmes and days */
        union {
                int (*start)(void *userdata, const char *programme, int32_t day);
                int (*week)(void *userdata, int32_t monday);
                int (*change)(void *userdata, const struct store_plan_change *change);
        };
        void *userdata;
};

int store_put_programme_start(struct store *store, const char *person, const char *programme, int32_t day)
{
        const struct store_value values[] = { store_text(person), store_text(programme), store_integer(day) };

        return store_statement_run(store, STORE_STATEMENT_PUT_START, values, ELEMENTS(values));
}

static int give_start(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        char programme[TEXT_ID_SIZE];
        int64_t day = 0;
        int r;

        r = store_row_id(row, 0, programme);
        if (r == 0)
                r = store_row_integer(row, 1, INT32_MIN, INT32_MAX, &day);
        if (r < 0)
                return store_row_refuse(reader->store, reader->table, r);
        return reader->start(reader->userdata, programme, (int32_t)day);
}

int store_read_programme_starts(struct store *store, const char *person,
        int (*row)(void *userdata, const char *programme, int32_t day), void *userdata)
{
        struct reader reader = {
                .store = store, .table = "programme_starts", .start = row, .userdata = userdata
        };
        const struct store_value values[] = { store_text(person) };

        return store_row_each(
                store, STORE_STATEMENT_READ_STARTS, values, ELEMENTS(values), give_start, &reader);
}

int store_put_missed(struct store *store, const char *person, const char *programme, int32_t day)
{
        const struct store_value values[] = { store_text(person), store_text(programme), store_integer(day) };

        return store_statement_run(store, STORE_STATEMENT_PUT_MISSED, values, ELEMENTS(values));
}

int store_read_missed(struct store *store, const char *person, int32_t from_day, int32_t to_day,
        int (*row)(void *userdata, const char *programme, int32_t day), void *userdata)
{
        struct reader reader = {
                .store = store, .table = "missed_sessions", .start = row, .userdata = userdata
        };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_day),
                store_integer(to_day),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_MISSED, values, ELEMENTS(values), give_start, &reader);
}

int store_put_excused_week(struct store *store, const char *person, int32_t monday)
{
        const struct store_value values[] = { store_text(person), store_integer(monday) };

        return store_statement_run(store, STORE_STATEMENT_PUT_EXCUSED_WEEK, values, ELEMENTS(values));
}

static int give_week(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        int64_t monday = 0;
        int r;

        r = store_row_integer(row, 0, INT32_MIN, INT32_MAX, &monday);
        /* 1970-01-01 was a Thursday. */
        if (r == 0 && (monday + 3) % 7 != 0)
                r = -EBADMSG;
        if (r < 0)
                return store_row_refuse(reader->store, "excused_weeks", r);
        return reader->week(reader->userdata, (int32_t)monday);
}

int store_read_excused_weeks(struct store *store, const char *person, int32_t from_day, int32_t to_day,
        int (*row)(void *userdata, int32_t monday), void *userdata)
{
        struct reader reader = { .store = store, .week = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_day),
                store_integer(to_day),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_EXCUSED_WEEKS, values, ELEMENTS(values), give_week, &reader);
}

int store_put_plan_setting(struct store *store, const char *person, enum store_plan_setting setting,
        int64_t value, int64_t file_value)
{
        const struct store_value values[] = {
                store_text(person),
                store_text(setting_words[setting]),
                store_integer(value),
                store_integer(file_value),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_PLAN_SETTING, values, ELEMENTS(values));
}

int store_get_plan_setting(struct store *store, const char *person, enum store_plan_setting setting,
        int64_t *ret_value, int64_t *ret_file_value)
{
        const struct store_value values[] = { store_text(person), store_text(setting_words[setting]) };
        int64_t value = 0, file_value = 0;
        const struct store_column columns[] = {
                { 0, setting_tops[setting], &value },
                { INT64_MIN, INT64_MAX, &file_value },
        };
        sqlite3_stmt *row;
        int r;

        r = store_statement_fetch(store, STORE_STATEMENT_GET_PLAN_SETTING, values, ELEMENTS(values), &row);
        if (r < 0)
                return r;
        r = store_row_integers(row, 0, columns, ELEMENTS(columns));
        (void)store_statement_done(row);
        if (r < 0)
                return store_row_refuse(store, "plan_settings", r);
        *ret_value = value;
        *ret_file_value = file_value;
        return 0;
}

int store_put_plan_change(struct store *store, const char *person, const struct store_plan_change *change)
{
        const struct store_value values[] = {
                store_text(person),
                store_text(change->programme),
                store_integer(change->day),
                change->moved ? store_integer(change->to_day) : store_text(NULL),
                change->moved && change->to_minute != -1 ? store_integer(change->to_minute)
                                                         : store_text(NULL),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_PLAN_CHANGE, values, ELEMENTS(values));
}

/* NULL: not moved, no time of its own. */
static int read_target(sqlite3_stmt *row, struct store_plan_change *change)
{
        int64_t to_day = 0, to_minute = -1;
        int r;

        change->to_minute = -1;
        if (sqlite3_column_type(row, 2) == SQLITE_NULL)
                return sqlite3_column_type(row, 3) == SQLITE_NULL ? 0 : -EBADMSG;
        r = store_row_integer(row, 2, INT32_MIN, INT32_MAX, &to_day);
        if (r == 0 && sqlite3_column_type(row, 3) != SQLITE_NULL)
                r = store_row_integer(row, 3, 0, MINUTES_PER_DAY - 1, &to_minute);
        if (r < 0)
                return r;
        change->moved = true;
        change->to_day = (int32_t)to_day;
        change->to_minute = (int16_t)to_minute;
        return 0;
}

static int give_change(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct store_plan_change change = { 0 };
        int64_t day = 0;
        int r;

        r = store_row_id(row, 0, change.programme);
        if (r == 0)
                r = store_row_integer(row, 1, INT32_MIN, INT32_MAX, &day);
        if (r == 0)
                r = read_target(row, &change);
        if (r < 0)
                return store_row_refuse(reader->store, "plan_changes", r);
        change.day = (int32_t)day;
        return reader->change(reader->userdata, &change);
}

int store_read_plan_changes(struct store *store, const char *person, int32_t from_day, int32_t to_day,
        int (*row)(void *userdata, const struct store_plan_change *change), void *userdata)
{
        struct reader reader = { .store = store, .change = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_day),
                store_integer(to_day),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_PLAN_CHANGES, values, ELEMENTS(values), give_change, &reader);
}

int store_put_open_session(struct store *store, const char *person, const struct store_open_session *session)
{
        struct store_value values[4] = { store_text(person) };

        if (!session)
                return store_statement_run(store, STORE_STATEMENT_DELETE_OPEN_SESSION, values, 1);
        values[1] = store_text(session->record);
        values[2] = store_integer(session->saved_boottime_usec);
        values[3] = store_integer(session->saved_realtime_usec);
        return store_statement_run(store, STORE_STATEMENT_PUT_OPEN_SESSION, values, ELEMENTS(values));
}

static int read_open_session(sqlite3_stmt *row, struct store_open_session *ret_session)
{
        struct store_open_session session = { 0 };
        const struct store_column saved[] = {
                { INT64_MIN, INT64_MAX, &session.saved_boottime_usec },
                { INT64_MIN, INT64_MAX, &session.saved_realtime_usec },
        };
        int r;

        r = store_row_integers(row, 1, saved, ELEMENTS(saved));
        if (r == 0 && sqlite3_column_bytes(row, 0) >= STORE_SESSION_BYTES_MAX)
                r = -EBADMSG;
        if (r == 0)
                r = store_row_text(row, 0, &session.record);
        if (r < 0)
                return r;
        *ret_session = session;
        return 0;
}

int store_get_open_session(struct store *store, const char *person, struct store_open_session *ret_session)
{
        const struct store_value values[] = { store_text(person) };
        sqlite3_stmt *row;
        int r;

        r = store_statement_fetch(store, STORE_STATEMENT_GET_OPEN_SESSION, values, ELEMENTS(values), &row);
        if (r < 0)
                return r;
        r = read_open_session(row, ret_session);
        (void)store_statement_done(row);
        return store_row_refuse(store, "open_sessions", r);
}
