/* SPDX-License-Identifier: MIT */
#include "io/store_routine.h"

#include "io/store_internal.h"

/* Who is called with each row of which table. */
struct reader {
        struct store *store;
        union {
                int (*pain)(void *userdata, const struct store_pain *pain);
                int (*recovery)(void *userdata, const struct store_recovery *recovery);
                int (*suspension)(void *userdata, const struct store_suspension *suspension);
        };
        void *userdata;
};

int store_put_pain(struct store *store, const char *person, const struct store_pain *pain)
{
        const struct store_value values[] = {
                store_text(person),
                store_integer(pain->realtime_usec),
                pain->session_realtime_usec != 0 ? store_integer(pain->session_realtime_usec)
                                                 : store_text(NULL),
                store_text(pain->exercise[0] != '\0' ? pain->exercise : NULL),
                store_integer(pain->pain),
                store_integer(pain->sharp),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_PAIN, values, ELEMENTS(values));
}

static int read_pain(sqlite3_stmt *row, struct store_pain *pain)
{
        int64_t number = 0, sharp = 0;
        const struct store_column columns[] = { { 0, PAIN_WORST, &number }, { 0, 1, &sharp } };
        int r;

        r = store_row_integer(row, 0, INT64_MIN, INT64_MAX, &pain->realtime_usec);
        if (r == 0 && sqlite3_column_type(row, 1) != SQLITE_NULL)
                r = store_row_integer(row, 1, INT64_MIN, INT64_MAX, &pain->session_realtime_usec);
        if (r == 0 && sqlite3_column_type(row, 2) != SQLITE_NULL)
                r = store_row_id(row, 2, pain->exercise);
        if (r == 0)
                r = store_row_integers(row, 3, columns, ELEMENTS(columns));
        if (r < 0)
                return r;
        pain->pain = (uint8_t)number;
        pain->sharp = sharp != 0;
        return 0;
}

static int give_pain(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct store_pain pain = { 0 };
        int r;

        r = read_pain(row, &pain);
        if (r < 0)
                return store_row_refuse(reader->store, "pains", r);
        return reader->pain(reader->userdata, &pain);
}

int store_read_pains(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_pain *pain), void *userdata)
{
        struct reader reader = { .store = store, .pain = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_realtime_usec),
                store_integer(to_realtime_usec),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_PAINS, values, ELEMENTS(values), give_pain, &reader);
}

int store_put_recovery(struct store *store, const char *person, const struct store_recovery *recovery)
{
        const struct store_value values[] = {
                store_text(person),
                store_integer(recovery->session_realtime_usec),
                store_integer(recovery->realtime_usec),
                store_integer(recovery->day),
                store_integer(recovery->worse),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_RECOVERY, values, ELEMENTS(values));
}

static int give_recovery(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct store_recovery recovery = { 0 };
        int64_t day = 0, worse = 0;
        const struct store_column columns[] = {
                { INT64_MIN, INT64_MAX, &recovery.session_realtime_usec },
                { INT64_MIN, INT64_MAX, &recovery.realtime_usec },
                { INT32_MIN, INT32_MAX, &day },
                { 0, 1, &worse },
        };
        int r;

        r = store_row_integers(row, 0, columns, ELEMENTS(columns));
        if (r < 0)
                return store_row_refuse(reader->store, "recoveries", r);
        recovery.day = (int32_t)day;
        recovery.worse = worse != 0;
        return reader->recovery(reader->userdata, &recovery);
}

int store_read_recoveries(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_recovery *recovery),
        void *userdata)
{
        struct reader reader = { .store = store, .recovery = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_realtime_usec),
                store_integer(to_realtime_usec),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_RECOVERIES, values, ELEMENTS(values), give_recovery, &reader);
}

int store_put_suspension(struct store *store, const char *person, const struct store_suspension *suspension)
{
        const struct store_value values[] = {
                store_text(person),
                store_integer(suspension->realtime_usec),
                store_text(suspension->exercise),
                store_integer(suspension->day),
                store_integer(suspension->suspended),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_SUSPENSION, values, ELEMENTS(values));
}

static int read_suspension(sqlite3_stmt *row, struct store_suspension *suspension)
{
        int64_t day = 0, suspended = 0;
        const struct store_column columns[] = { { INT32_MIN, INT32_MAX, &day }, { 0, 1, &suspended } };
        int r;

        r = store_row_integer(row, 0, INT64_MIN, INT64_MAX, &suspension->realtime_usec);
        if (r == 0)
                r = store_row_id(row, 1, suspension->exercise);
        if (r == 0)
                r = store_row_integers(row, 2, columns, ELEMENTS(columns));
        if (r < 0)
                return r;
        suspension->day = (int32_t)day;
        suspension->suspended = suspended != 0;
        return 0;
}

static int give_suspension(void *context, sqlite3_stmt *row)
{
        const struct reader *reader = context;
        struct store_suspension suspension = { 0 };
        int r;

        r = read_suspension(row, &suspension);
        if (r < 0)
                return store_row_refuse(reader->store, "suspensions", r);
        return reader->suspension(reader->userdata, &suspension);
}

int store_read_suspensions(struct store *store, const char *person, int64_t from_realtime_usec,
        int64_t to_realtime_usec, int (*row)(void *userdata, const struct store_suspension *suspension),
        void *userdata)
{
        struct reader reader = { .store = store, .suspension = row, .userdata = userdata };
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_realtime_usec),
                store_integer(to_realtime_usec),
        };

        return store_row_each(
                store, STORE_STATEMENT_READ_SUSPENSIONS, values, ELEMENTS(values), give_suspension, &reader);
}
