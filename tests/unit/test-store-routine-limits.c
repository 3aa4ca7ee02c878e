/* SPDX-License-Identifier: MIT */
#include "unit/routine_rows.h"

#include <stdlib.h>
#include <unistd.h>

/* One row of each table, in which no number is 77777 or -77777. */
static void put_all(struct store *store)
{
        const struct store_session session = make_session(10, 2);
        const struct store_set set = make_set(10, 20);
        const struct store_pain pain = { "prone-cobra", 10, 20, 3, false };
        const struct store_recovery recovery = { 10, 20, 1, true };
        const struct store_suspension suspension = { "prone-cobra", 20, 1, true };
        const struct store_plan_change change = { "steady-back", 5, true, 6, 60 };
        const struct store_open_session open = { (char[]){ "{}" }, 1, 2 };
        struct store_screening screening = { .tag_count = 1, .tags = { { "neck", ANSWER_YES } } };

        screening.answers.general[3] = ANSWER_YES;
        assert_int_equal(store_put_session(store, "anna", &session), 0);
        assert_int_equal(store_put_set(store, "anna", &set), 0);
        assert_int_equal(store_put_pain(store, "anna", &pain), 0);
        assert_int_equal(store_put_recovery(store, "anna", &recovery), 0);
        assert_int_equal(store_put_suspension(store, "anna", &suspension), 0);
        assert_int_equal(store_put_screening(store, "anna", &screening), 0);
        assert_int_equal(store_put_programme_start(store, "anna", "steady-back", 1), 0);
        assert_int_equal(store_put_excused_week(store, "anna", 4), 0);
        assert_int_equal(store_put_missed(store, "anna", "steady-back", 1), 0);
        assert_int_equal(store_put_plan_setting(store, "anna", STORE_PLAN_DAYS, 7, 7), 0);
        assert_int_equal(store_put_plan_change(store, "anna", &change), 0);
        assert_int_equal(store_put_open_session(store, "anna", &open), 0);
}

/* Everything of anna; the first error. */
static int read_all(struct store *store)
{
        const int64_t from = INT64_MIN, to = INT64_MAX;
        struct store_open_session open = { 0 };
        struct store_screening screening;
        struct rows rows = { 0 };
        int64_t value, file_value;
        const int results[] = {
                store_read_sessions(store, "anna", from, to, take_session, (rows.count = 0, &rows)),
                store_read_sets(store, "anna", from, to, take_set, (rows.count = 0, &rows)),
                store_read_pains(store, "anna", from, to, take_pain, (rows.count = 0, &rows)),
                store_read_recoveries(store, "anna", from, to, take_recovery, (rows.count = 0, &rows)),
                store_read_suspensions(store, "anna", from, to, take_suspension, (rows.count = 0, &rows)),
                store_get_screening(store, "anna", &screening),
                store_read_clearings(store, "anna", take_day, (rows.count = 0, &rows)),
                store_read_programme_starts(store, "anna", take_start, (rows.count = 0, &rows)),
                store_read_excused_weeks(
                        store, "anna", INT32_MIN, INT32_MAX, take_day, (rows.count = 0, &rows)),
                store_read_missed(store, "anna", INT32_MIN, INT32_MAX, take_start, (rows.count = 0, &rows)),
                store_get_plan_setting(store, "anna", STORE_PLAN_DAYS, &value, &file_value),
                store_read_plan_changes(
                        store, "anna", INT32_MIN, INT32_MAX, take_change, (rows.count = 0, &rows)),
                store_get_open_session(store, "anna", &open),
        };

        free(open.record);
        for (size_t i = 0; i < ELEMENTS(results); i++)
                if (results[i] < 0)
                        return results[i];
        return 0;
}

/* What a column takes and what it does not, as SQL; up to four of each. */
struct column_case {
        const char *table, *column;
        const char *good[4], *bad[4];
};

#define ID_CASE(table, column)                                                                               \
        {                                                                                                    \
                table, column, { "'a'", "'0_-z'", "'" LONG_ID "'" },                                         \
                {                                                                                            \
                        "''", "'" TOO_LONG "'", "'Fracture!'", "'\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f'"          \
                }                                                                                            \
        }
#define RANGE_CASE(table, column, low, high, below, above)                                                   \
        {                                                                                                    \
                table, column, { low, high },                                                                \
                {                                                                                            \
                        below, above, "-77777", "77777777777"                                                \
                }                                                                                            \
        }
#define BOOLEAN_CASE(table, column) RANGE_CASE(table, column, "0", "1", "-1", "2")
#define DAY_CASE(table, column)                                                                              \
        {                                                                                                    \
                table, column, { "-2147483647", "2147483647" },                                              \
                {                                                                                            \
                        "-2147483649", "2147483648"                                                          \
                }                                                                                            \
        }
#define EFFORT_CASE(table, column)                                                                           \
        {                                                                                                    \
                table, column, { "'none'", "'easy'", "'right'", "'max'" },                                   \
                {                                                                                            \
                        "''", "'Right'", "'harder'"                                                          \
                }                                                                                            \
        }
#define ANSWER_CASE(table, column)                                                                           \
        {                                                                                                    \
                table, column, { "'no'", "'yes'" },                                                          \
                {                                                                                            \
                        "'none'", "'Yes'", "''"                                                              \
                }                                                                                            \
        }

static const struct column_case column_cases[] = {
        ID_CASE("sessions", "programme"),
        DAY_CASE("sessions", "day"),
        { "sessions", "kind", { "'normal'", "'short'", "'light'", "'return'" }, { "'long'", "'Normal'" } },
        EFFORT_CASE("sessions", "effort"),
        RANGE_CASE("results", "number", "1", "1", "-1", "16"),
        ID_CASE("results", "exercise"),
        RANGE_CASE("results", "done_pct", "0", "100", "-1", "101"),
        EFFORT_CASE("results", "effort"),
        RANGE_CASE("results", "pain", "0", "10", "-1", "11"),
        RANGE_CASE("results", "baseline", "0", "10", "-1", "11"),
        BOOLEAN_CASE("results", "sharp"),
        BOOLEAN_CASE("results", "skip_level"),
        RANGE_CASE("results", "level", "0", "255", "-1", "256"),
        ID_CASE("sets", "exercise"),
        RANGE_CASE("sets", "number", "0", "255", "-1", "256"),
        RANGE_CASE("sets", "level", "0", "255", "-1", "256"),
        RANGE_CASE("sets", "sets", "0", "255", "-1", "256"),
        RANGE_CASE("sets", "reps", "0", "255", "-1", "256"),
        RANGE_CASE("sets", "hold_sec", "0", "65535", "-1", "65536"),
        RANGE_CASE("sets", "load_grams", "0", "65535", "-1", "65536"),
        RANGE_CASE("sets", "reps_done", "0", "255", "-1", "256"),
        ID_CASE("pains", "exercise"),
        RANGE_CASE("pains", "pain", "0", "10", "-1", "11"),
        BOOLEAN_CASE("pains", "sharp"),
        DAY_CASE("recoveries", "day"),
        BOOLEAN_CASE("recoveries", "worse"),
        ID_CASE("suspensions", "exercise"),
        DAY_CASE("suspensions", "day"),
        BOOLEAN_CASE("suspensions", "suspended"),
        DAY_CASE("screenings", "answered_day"),
        DAY_CASE("screenings", "cleared_day"),
        BOOLEAN_CASE("screenings", "red_flag"),
        { "screening_answers", "page", { "'general'", "'clearance'" }, { "'third'", "''" } },
        RANGE_CASE("screening_answers", "question", "0", "15", "-1", "16"),
        ANSWER_CASE("screening_answers", "answer"),
        { "screening_named_answers", "about", { "'tag'", "'equipment'" }, { "'person'", "''" } },
        ID_CASE("screening_named_answers", "name"),
        ANSWER_CASE("screening_named_answers", "answer"),
        DAY_CASE("screening_clearings", "day"),
        ID_CASE("programme_starts", "programme"),
        DAY_CASE("programme_starts", "day"),
        ID_CASE("missed_sessions", "programme"),
        { "excused_weeks", "monday", { "-3", "11" }, { "3", "5", "-2" } },
        RANGE_CASE("plan_settings", "value", "0", "127", "-1", "128"),
        ID_CASE("plan_changes", "programme"),
        { "plan_changes", "to_day", { "-1", "11" }, { "77777777777" } },
        RANGE_CASE("plan_changes", "to_minute", "0", "1439", "-1", "1440"),
};

/* The connection of the store that was opened last. */
static sqlite3 *last_opened;

/* SQLite calls it for each database that is opened. */
static int note_opened(sqlite3 *database)
{
        last_opened = database;
        return SQLITE_OK;
}

static int update(const char *table, const char *column, const char *value)
{
        char sql[256];

        /* Of the two results the last. */
        snprintf(sql, sizeof(sql), "UPDATE %s SET %s = %s%s", table, column, value,
                strcmp(table, "results") == 0 ? " WHERE number <> 0" : "");
        return sqlite3_exec(last_opened, sql, NULL, NULL, NULL);
}

/* No answer, number or name in what a log may tell. */
static void assert_no_quote(const char *text, const char *value)
{
        char plain[96];
        size_t length = strlen(value);

        if (length < 6)
                return;
        snprintf(plain, sizeof(plain), "%s", value);
        if (plain[0] == '\'') {
                plain[length - 1] = '\0';
                memmove(plain, plain + 1, length);
        }
        if (strstr(text, plain))
                fail_msg("'%s' quotes %s", text, value);
}

static void every_column_takes_what_it_should_and_no_more(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);

        put_all(store);
        for (size_t i = 0; i < ELEMENTS(column_cases); i++) {
                const struct column_case *at = &column_cases[i];

                for (size_t j = 0; j < ELEMENTS(at->good) && at->good[j]; j++) {
                        if (update(at->table, at->column, at->good[j]) != SQLITE_OK)
                                fail_msg("%s.%s = %s: %s", at->table, at->column, at->good[j],
                                        sqlite3_errmsg(last_opened));
                        assert_int_equal(read_all(store), 0);
                }
                for (size_t j = 0; j < ELEMENTS(at->bad) && at->bad[j]; j++) {
                        if (update(at->table, at->column, at->bad[j]) != SQLITE_CONSTRAINT_CHECK)
                                fail_msg("%s.%s = %s is taken", at->table, at->column, at->bad[j]);
                        assert_no_quote(sqlite3_errmsg(last_opened), at->bad[j]);
                        assert_int_equal(read_all(store), 0);
                }
        }
        store_close(store);
}

static void a_value_that_no_store_writes_is_found(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);

        put_all(store);
        assert_int_equal(sqlite3_exec(last_opened, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL),
                SQLITE_OK);
        for (size_t i = 0; i < ELEMENTS(column_cases); i++) {
                const struct column_case *at = &column_cases[i];

                for (size_t j = 0; j < ELEMENTS(at->bad) && at->bad[j]; j++) {
                        assert_int_equal(update(at->table, at->column, at->bad[j]), SQLITE_OK);
                        if (read_all(store) != -EBADMSG)
                                fail_msg("%s.%s = %s is taken for good", at->table, at->column, at->bad[j]);
                        assert_non_null(strstr(store_error(store), "no store writes"));
                        assert_non_null(strstr(store_error(store), at->table));
                        assert_no_quote(store_error(store), at->bad[j]);
                }
                assert_int_equal(update(at->table, at->column, at->good[0]), SQLITE_OK);
                assert_int_equal(read_all(store), 0);
        }
        store_close(store);
        /* It was set aside. */
        assert_int_equal(access(place->file, F_OK), -1);
}

static void remove_file(const char *path, const char *name)
{
        (void)name;
        assert_int_equal(unlink(path), 0);
}

static void rows_that_do_not_go_together_are_found(void **state)
{
        static const struct {
                const char *table, *sql;
        } cases[] = {
                { "results", "UPDATE results SET number = 2 WHERE number = 1" },
                { "results", "DELETE FROM results WHERE number = 0" },
                { "plan_changes", "UPDATE plan_changes SET to_day = NULL" },
                { "screening_named_answers",
                        "WITH RECURSIVE counts (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM counts WHERE"
                        " n < 64) INSERT INTO screening_named_answers SELECT 'anna', 'tag', 't' || n, 'no'"
                        " FROM counts" },
                { "screening_named_answers",
                        "WITH RECURSIVE counts (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM counts WHERE"
                        " n < 33) INSERT INTO screening_named_answers SELECT 'anna', 'equipment', 't' || n,"
                        " 'no' FROM counts" },
                { "open_sessions", "UPDATE open_sessions SET record = hex(zeroblob(32768))" },
        };
        const struct place *place = *state;

        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct store *store = place_open_store(place, STORE_NOTE_NONE);

                put_all(store);
                assert_int_equal(read_all(store), 0);
                assert_int_equal(
                        sqlite3_exec(last_opened, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL),
                        SQLITE_OK);
                assert_int_equal(sqlite3_exec(last_opened, cases[i].sql, NULL, NULL, NULL), SQLITE_OK);
                if (read_all(store) != -EBADMSG)
                        fail_msg("%s", cases[i].sql);
                assert_non_null(strstr(store_error(store), cases[i].table));
                store_close(store);
                place_each_file(place->directory, remove_file);
        }
}

/* How many of the puts take @person. */
static int put_each(struct store *store, const char *person)
{
        const struct store_session session = make_session(10, 2);
        const struct store_set set = make_set(10, 20);
        const struct store_pain pain = { "prone-cobra", 10, 20, 3, false };
        const struct store_recovery recovery = { 10, 20, 1, true };
        const struct store_suspension suspension = { "prone-cobra", 20, 1, true };
        const struct store_plan_change change = { "steady-back", 5, true, 6, 60 };
        const struct store_open_session open = { (char[]){ "{}" }, 1, 2 };
        const struct store_screening screening = { 0 };
        const int results[] = {
                store_put_session(store, person, &session),
                store_put_set(store, person, &set),
                store_put_pain(store, person, &pain),
                store_put_recovery(store, person, &recovery),
                store_put_suspension(store, person, &suspension),
                store_put_screening(store, person, &screening),
                store_put_programme_start(store, person, "steady-back", 1),
                store_put_excused_week(store, person, 4),
                store_put_missed(store, person, "steady-back", 1),
                store_put_plan_setting(store, person, STORE_PLAN_DAYS, 7, 7),
                store_put_plan_change(store, person, &change),
                store_put_open_session(store, person, &open),
        };
        int taken = 0;

        for (size_t i = 0; i < ELEMENTS(results); i++) {
                assert_true(results[i] == 0 || results[i] == -EINVAL);
                taken += results[i] == 0;
        }
        return taken;
}

static void nobody_without_an_id_has_a_routine(void **state)
{
        static const char *const nobodies[] = { NULL, "", TOO_LONG, "Anna", "anna " };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);

        for (size_t i = 0; i < ELEMENTS(nobodies); i++)
                assert_int_equal(put_each(store, nobodies[i]), 0);
        assert_int_equal(put_each(store, LONG_ID), 12);
        store_close(store);
}

static void an_answer_that_is_refused_is_not_told(void **state)
{
        static const struct store_plan_change changes[] = {
                { "steady-back", 20635, true, 20642, -1 },
                { "steady-back", 20635, true, 20628, -1 },
                { "steady-back", 20635, true, 20636, 1440 },
                { "steady-back", 20635, true, 20636, -2 },
                { "steady back", 20635, false, 0, -1 },
        };
        const struct store_pain pain = { "prone-cobra", 10, 20, 177, false };
        const struct store_set set = { .exercise = "Broken rib", .record = { .set = 1 } };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_session session = make_session(10, 1);
        struct store_screening screening = { .tag_count = 1, .tags = { { "Broken rib", ANSWER_YES } } };

        for (size_t i = 0; i < ELEMENTS(changes); i++)
                assert_int_equal(store_put_plan_change(store, "anna", &changes[i]), -EINVAL);
        assert_int_equal(store_put_pain(store, "anna", &pain), -EINVAL);
        assert_null(strstr(store_error(store), "177"));
        assert_int_equal(store_put_set(store, "anna", &set), -EINVAL);
        assert_null(strstr(store_error(store), "Broken"));
        assert_int_equal(store_put_screening(store, "anna", &screening), -EINVAL);
        assert_null(strstr(store_error(store), "Broken"));
        /* A name without an answer, and a name twice. */
        screening.tags[0] = (struct store_named_answer){ "hernia", ANSWER_NONE };
        assert_int_equal(store_put_screening(store, "anna", &screening), -EINVAL);
        assert_null(strstr(store_error(store), "hernia"));
        screening.tags[0].answer = ANSWER_YES;
        screening.tags[1] = screening.tags[0];
        screening.tag_count = 2;
        assert_int_equal(store_put_screening(store, "anna", &screening), -EINVAL);
        assert_non_null(strstr(store_error(store), "UNIQUE"));
        assert_null(strstr(store_error(store), "hernia"));
        session.record.results[0].done_pct = 213;
        assert_int_equal(store_put_session(store, "anna", &session), -EINVAL);
        assert_null(strstr(store_error(store), "213"));
        assert_null(strstr(store_error(store), "exercise-0"));
        store_close(store);
}

static int watch_stores(void **state)
{
        (void)state;
        return sqlite3_auto_extension((void (*)(void))note_opened) == SQLITE_OK ? 0 : -1;
}

static int leave_stores(void **state)
{
        (void)state;
        sqlite3_reset_auto_extension();
        return 0;
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                PLACED(every_column_takes_what_it_should_and_no_more),
                PLACED(a_value_that_no_store_writes_is_found),
                PLACED(rows_that_do_not_go_together_are_found),
                PLACED(nobody_without_an_id_has_a_routine),
                PLACED(an_answer_that_is_refused_is_not_told),
        };

        return cmocka_run_group_tests_name("store-routine-limits", tests, watch_stores, leave_stores);
}
