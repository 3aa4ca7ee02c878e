/* SPDX-License-Identifier: MIT */
#include "unit/store_place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS_MAX 12
/* A year of somebody who sits down and stands up all day. */
#define YEAR_DAYS     365
#define SPANS_A_DAY   96
#define PROMPTS_A_DAY 15
#define FIRST_DAY     20270
#define SPAN_USEC     (USEC_PER_DAY / SPANS_A_DAY)
#define DAY_USEC(day) ((day)*USEC_PER_DAY)
#define A_DAY_OF_MANY (FIRST_DAY + 200)
#define STOPPED       (-ECHILD)

/* What a reading gave; @stop_after rows the callback says that it is enough. */
struct rows {
        size_t count, stop_after;
        struct span_record spans[ROWS_MAX];
        struct prompt_record prompts[ROWS_MAX];
        struct day_summary days[ROWS_MAX];
};

static int go_on(struct rows *rows)
{
        rows->count++;
        return rows->stop_after != 0 && rows->count >= rows->stop_after ? STOPPED : 0;
}

static int take_span(void *userdata, const struct span_record *span)
{
        struct rows *rows = userdata;

        if (rows->count < ROWS_MAX)
                rows->spans[rows->count] = *span;
        return go_on(rows);
}

static int take_prompt(void *userdata, const struct prompt_record *prompt)
{
        struct rows *rows = userdata;

        if (rows->count < ROWS_MAX)
                rows->prompts[rows->count] = *prompt;
        return go_on(rows);
}

static int take_day(void *userdata, const struct day_summary *day)
{
        struct rows *rows = userdata;

        if (rows->count < ROWS_MAX)
                rows->days[rows->count] = *day;
        return go_on(rows);
}

static void put(struct store *store, const char *person, const struct effect *effect)
{
        assert_int_equal(store_put_effect(store, person, effect), 0);
}

static void put_span(struct store *store, const char *person, int64_t from_usec, int64_t to_usec)
{
        const struct effect effect = place_span_effect(from_usec, to_usec);

        put(store, person, &effect);
}

static struct effect prompt_effect(int32_t day, uint16_t number, int64_t first_usec)
{
        struct effect effect = { .kind = EFFECT_OUTCOME };

        effect.outcome.id = (struct prompt_id){ .day = day, .number = number };
        effect.outcome.due_realtime_usec = first_usec - 1;
        effect.outcome.first_realtime_usec = first_usec;
        effect.outcome.last_realtime_usec = first_usec + 1;
        return effect;
}

static struct effect day_effect(int32_t day)
{
        struct effect effect = { .kind = EFFECT_DAY };

        effect.day = (struct day_summary){
                .day = day,
                .began_usec = 7,
                .ends_usec = 8,
                .seated_usec = 9 * USEC_PER_HOUR,
                .longest_usec = USEC_PER_HOUR,
                .bouts = 3,
                .interruptions = 9,
                .breaks = 2,
                .full_breaks = 1,
                .prompts = UINT16_MAX,
                .outcomes = { 1, 2, 3, 4, 5 },
        };
        return effect;
}

static void spans_that_overlap_the_time_are_read_in_order(void **state)
{
        static const struct {
                int64_t from_usec, to_usec;
                const char *begins; /* of the spans given */
        } cases[] = {
                { 0, 1000, "100 200 300 500 500 " },
                { INT64_MIN, INT64_MAX, "100 200 300 500 500 " },
                { 100, 200, "100 " },
                { 99, 100, "" },
                { 0, 101, "100 " },
                { 199, 200, "100 " },
                { 199, 201, "100 200 " },
                { 200, 300, "200 " },
                { 350, 360, "300 " },
                { 399, 500, "300 " },
                { 400, 500, "" },
                { 450, 460, "" },
                { 450, 501, "500 500 " },
                { 599, 1000, "500 " },
                { 600, 1000, "" },
                { 300, 300, "" },
                { 350, 350, "" },
                { 350, 340, "" },
        };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);

        put_span(store, "anna", 300, 400);
        put_span(store, "ben", 0, 1000);
        put_span(store, "anna", 100, 200);
        put_span(store, "anna", 200, 300);
        put_span(store, "anna", 500, 600);
        put_span(store, "anna", 500, 510);
        put_span(store, "annabel", 0, 1000);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct rows rows = { 0 };
                char begins[64] = "";

                assert_int_equal(store_read_spans(store, "anna", cases[i].from_usec, cases[i].to_usec,
                                         take_span, &rows),
                        0);
                assert_in_range(rows.count, 0, ROWS_MAX);
                for (size_t j = 0; j < rows.count; j++)
                        snprintf(begins + strlen(begins), sizeof(begins) - strlen(begins), "%d ",
                                (int)rows.spans[j].from_realtime_usec);
                assert_string_equal(begins, cases[i].begins);
        }
        store_close(store);
}

static void a_clock_that_was_set_back_hides_no_span(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };

        put_span(store, "anna", 100, 900);
        for (int64_t i = 0; i < 20; i++)
                put_span(store, "anna", 200 + i, 201 + i);
        assert_int_equal(store_read_spans(store, "anna", 800, 1000, take_span, &rows), 0);
        assert_int_equal(rows.count, 1);
        assert_int_equal(rows.spans[0].from_realtime_usec, 100);
        store_close(store);
}

static void a_span_comes_back_whole(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };

        for (int i = 0; i < POSTURE_MAX_; i++) {
                struct effect effect = place_span_effect(-10 + i, -9 + i);

                effect.span.posture = (enum posture)i;
                effect.span.censored = i % 2;
                put(store, "anna", &effect);
        }
        assert_int_equal(store_read_spans(store, "anna", -10, 0, take_span, &rows), 0);
        assert_int_equal(rows.count, POSTURE_MAX_);
        for (int i = 0; i < POSTURE_MAX_; i++) {
                assert_int_equal(rows.spans[i].posture, i);
                assert_int_equal(rows.spans[i].censored, i % 2);
                assert_int_equal(rows.spans[i].from_realtime_usec, -10 + i);
                assert_int_equal(rows.spans[i].to_realtime_usec, -9 + i);
        }
        store_close(store);
}

static void a_prompt_comes_back_whole(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct effect effect = prompt_effect(20635, 3, NOW_USEC);
        struct rows rows = { 0 };

        effect.outcome.sat_usec = 1800 * USEC_PER_SEC;
        effect.outcome.snoozes = UINT8_MAX;
        put(store, "anna", &effect);
        /* Stored once more, when the bout is over. */
        effect.outcome.sat_usec = 0;
        put(store, "anna", &effect);
        for (int i = 0; i < OUTCOME_MAX_; i++) {
                effect = prompt_effect(20635, (uint16_t)(UINT16_MAX - i), NOW_USEC + 1 + i);
                effect.outcome.ended = true;
                effect.outcome.outcome = (enum outcome)i;
                effect.outcome.claimed = i % 2;
                effect.outcome.left_realtime_usec = i;
                put(store, "anna", &effect);
        }
        assert_int_equal(store_read_prompts(store, "anna", NOW_USEC, NOW_USEC + 100, take_prompt, &rows), 0);
        assert_int_equal(rows.count, 1 + OUTCOME_MAX_);
        assert_int_equal(rows.prompts[0].id.day, 20635);
        assert_int_equal(rows.prompts[0].id.number, 3);
        assert_false(rows.prompts[0].ended);
        assert_int_equal(rows.prompts[0].snoozes, UINT8_MAX);
        assert_int_equal(rows.prompts[0].due_realtime_usec, NOW_USEC - 1);
        assert_int_equal(rows.prompts[0].first_realtime_usec, NOW_USEC);
        assert_int_equal(rows.prompts[0].last_realtime_usec, NOW_USEC + 1);
        assert_int_equal(rows.prompts[0].left_realtime_usec, 0);
        assert_int_equal(rows.prompts[0].sat_usec, 1800 * USEC_PER_SEC);
        for (int i = 0; i < OUTCOME_MAX_; i++) {
                assert_int_equal(rows.prompts[1 + i].id.number, UINT16_MAX - i);
                assert_true(rows.prompts[1 + i].ended);
                assert_int_equal(rows.prompts[1 + i].outcome, i);
                assert_int_equal(rows.prompts[1 + i].claimed, i % 2);
                assert_int_equal(rows.prompts[1 + i].left_realtime_usec, i);
        }
        store_close(store);
}

static void prompts_belong_to_the_time_of_their_first_delivery(void **state)
{
        static const struct {
                int64_t from_usec, to_usec;
                size_t count;
        } cases[] = {
                { 0, INT64_MAX, 3 },
                { INT64_MIN, INT64_MAX, 3 },
                { NOW_USEC, NOW_USEC + 1, 1 },
                { NOW_USEC + 1, NOW_USEC + 2, 0 },
                { NOW_USEC - 10, NOW_USEC, 0 },
                /* One of a day that the clock's zone and the day's start have moved. */
                { NOW_USEC + 100, NOW_USEC + 101, 1 },
                { NOW_USEC + 200, NOW_USEC + 201, 1 },
                { NOW_USEC + 10, NOW_USEC, 0 },
        };
        const int32_t day = (int32_t)(NOW_USEC / USEC_PER_DAY);
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        const struct effect effects[] = {
                prompt_effect(day, 1, NOW_USEC),
                prompt_effect(day - 2, 1, NOW_USEC + 100),
                prompt_effect(day + 2, 1, NOW_USEC + 200),
        };

        for (size_t i = 0; i < ELEMENTS(effects); i++)
                put(store, "anna", &effects[ELEMENTS(effects) - 1 - i]);
        put(store, "ben", &effects[0]);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct rows rows = { 0 };

                assert_int_equal(store_read_prompts(store, "anna", cases[i].from_usec, cases[i].to_usec,
                                         take_prompt, &rows),
                        0);
                assert_int_equal(rows.count, cases[i].count);
                for (size_t j = 1; j < rows.count; j++)
                        assert_true(rows.prompts[j - 1].first_realtime_usec <
                                    rows.prompts[j].first_realtime_usec);
        }
        store_close(store);
}

static void days_come_back_both_ends_included(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };
        const struct day_summary *day = &rows.days[0];

        for (int32_t i = 3; i >= -3; i--) {
                const struct effect effect = day_effect(i);

                put(store, i % 2 == 0 ? "anna" : "ben", &effect);
        }
        assert_int_equal(store_read_days(store, "anna", -2, 2, take_day, &rows), 0);
        assert_int_equal(rows.count, 3);
        for (int i = 0; i < 3; i++)
                assert_int_equal(rows.days[i].day, -2 + 2 * i);
        assert_int_equal(day->began_usec, 0);
        assert_int_equal(day->ends_usec, 0);
        assert_int_equal(day->seated_usec, 9 * USEC_PER_HOUR);
        assert_int_equal(day->longest_usec, USEC_PER_HOUR);
        assert_int_equal(day->bouts, 3);
        assert_int_equal(day->interruptions, 9);
        assert_int_equal(day->breaks, 2);
        assert_int_equal(day->full_breaks, 1);
        assert_int_equal(day->prompts, UINT16_MAX);
        for (int i = 0; i < OUTCOME_MAX_; i++)
                assert_int_equal(day->outcomes[i], 1 + i);
        rows.count = 0;
        assert_int_equal(store_read_days(store, "anna", -1, 1, take_day, &rows), 0);
        assert_int_equal(rows.count, 1);
        assert_int_equal(store_read_days(store, "anna", INT32_MIN, INT32_MAX, take_day, &rows), 0);
        assert_int_equal(rows.count, 4);
        assert_int_equal(store_read_days(store, "anna", 2, -2, take_day, &rows), 0);
        assert_int_equal(store_read_days(store, "carla", -2, 2, take_day, &rows), 0);
        assert_int_equal(rows.count, 4);
        store_close(store);
}

static void a_negative_value_of_the_callback_ends_the_reading(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { .stop_after = 2 };

        for (uint16_t i = 1; i <= 3; i++) {
                struct effect effect = prompt_effect(20635, i, NOW_USEC + i);

                put(store, "anna", &effect);
                effect = day_effect(i);
                put(store, "anna", &effect);
                put_span(store, "anna", i, i + 1);
        }
        assert_int_equal(store_read_spans(store, "anna", 0, 10, take_span, &rows), STOPPED);
        assert_int_equal(rows.count, 2);
        rows.count = 0;
        assert_int_equal(
                store_read_prompts(store, "anna", NOW_USEC, NOW_USEC + 10, take_prompt, &rows), STOPPED);
        assert_int_equal(rows.count, 2);
        rows.count = 0;
        assert_int_equal(store_read_days(store, "anna", 0, 10, take_day, &rows), STOPPED);
        assert_int_equal(rows.count, 2);
        /* The statement is free again, and nothing holds the file. */
        rows = (struct rows){ 0 };
        assert_int_equal(store_read_days(store, "anna", 0, 10, take_day, &rows), 0);
        assert_int_equal(rows.count, 3);
        put_span(store, "anna", 10, 11);
        store_close(store);
}

static void a_transaction_reads_what_it_has_put(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };

        assert_int_equal(store_begin(store), 0);
        put_span(store, "anna", 1, 2);
        assert_int_equal(store_read_spans(store, "anna", 0, 10, take_span, &rows), 0);
        assert_int_equal(rows.count, 1);
        store_rollback(store);
        assert_int_equal(store_read_spans(store, "anna", 0, 10, take_span, &rows), 0);
        assert_int_equal(rows.count, 1);
        store_close(store);
}

static int read_all(struct store *store, struct rows *rows)
{
        int r;

        r = store_read_spans(store, "anna", 0, 100, take_span, rows);
        if (r == 0)
                r = store_read_prompts(store, "anna", NOW_USEC, NOW_USEC + 100, take_prompt, rows);
        if (r == 0)
                r = store_read_days(store, "anna", 0, 100, take_day, rows);
        return r;
}

static void a_row_that_no_store_writes_is_damage(void **state)
{
        static const char *const damages[] = {
                "UPDATE spans SET posture = 'lying' WHERE from_usec = 2",
                "UPDATE spans SET posture = 'Sitting' WHERE from_usec = 2",
                "UPDATE spans SET censored = 2 WHERE from_usec = 2",
                "UPDATE spans SET to_usec = from_usec - 1 WHERE from_usec = 2",
                "UPDATE prompts SET outcome = 'forgotten' WHERE number = 2",
                "UPDATE prompts SET claimed = -1 WHERE number = 2",
                "UPDATE prompts SET snoozes = 256 WHERE number = 2",
                "UPDATE prompts SET sat_usec = -1 WHERE number = 2",
                "UPDATE prompts SET number = 65536 WHERE number = 2",
                "UPDATE days SET seated_usec = -1 WHERE day = 2",
                "UPDATE days SET longest_usec = -1 WHERE day = 2",
                "UPDATE days SET bouts = 65536 WHERE day = 2",
                "UPDATE days SET moot = -1 WHERE day = 2",
        };
        const struct place *place = *state;

        for (size_t i = 0; i < ELEMENTS(damages); i++) {
                struct store *store = place_open_store(place, STORE_NOTE_NONE);
                struct rows rows = { 0 };
                char sql[256];

                for (uint16_t j = 1; j <= 2; j++) {
                        struct effect effect = prompt_effect(20635, j, NOW_USEC + j);

                        put(store, "anna", &effect);
                        effect = day_effect(j);
                        put(store, "anna", &effect);
                        put_span(store, "anna", j, j + 1);
                }
                assert_int_equal(read_all(store, &rows), 0);
                assert_int_equal(rows.count, 6);
                store_close(store);
                snprintf(sql, sizeof(sql), "PRAGMA ignore_check_constraints = ON; %s", damages[i]);
                place_execute_raw(place->file, sql);
                store = place_open_store(place, STORE_NOTE_NONE);
                rows.count = 0;
                assert_int_equal(read_all(store, &rows), -EBADMSG);
                /* The good ones before it were given. */
                assert_in_range(rows.count, 1, 5);
                assert_non_null(strstr(store_error(store), "no store writes"));
                store_close(store); /* sets it aside */
        }
}

/* What the last statements that ended were, and how much work each was. */
struct work {
        char sql[800];
        int steps;
        int sorts;
};

static int note_work(unsigned type, void *userdata, void *statement, void *nanoseconds)
{
        struct work *work = userdata;

        (void)type;
        (void)nanoseconds;
        snprintf(work->sql, sizeof(work->sql), "%s", sqlite3_sql(statement));
        work->steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
        work->sorts = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_SORT, 1);
        return 0;
}

static struct work last_work;

/* SQLite calls it for each database that is opened. */
static int watch_work(sqlite3 *database)
{
        return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, note_work, &last_work);
}

static void put_day(struct store *store, const char *person, int32_t day)
{
        struct effect effect = day_effect(day);

        put(store, person, &effect);
        for (int i = 0; i < SPANS_A_DAY; i++)
                put_span(store, person, DAY_USEC(day) + i * SPAN_USEC, DAY_USEC(day) + (i + 1) * SPAN_USEC);
        for (uint16_t i = 1; i <= PROMPTS_A_DAY; i++) {
                effect = prompt_effect(day, i, DAY_USEC(day) + i * USEC_PER_HOUR);
                put(store, person, &effect);
        }
}

enum { READ_SPANS, READ_PROMPTS, READ_DAYS, READ_MAX };

/* The work of each way of reading one day. */
static void read_one_day(struct store *store, int32_t day, struct work works[static READ_MAX])
{
        struct rows rows = { 0 };

        assert_int_equal(
                store_read_spans(store, "anna", DAY_USEC(day), DAY_USEC(day + 1), take_span, &rows), 0);
        assert_int_equal(rows.count, SPANS_A_DAY);
        works[READ_SPANS] = last_work;
        rows.count = 0;
        assert_int_equal(
                store_read_prompts(store, "anna", DAY_USEC(day), DAY_USEC(day + 1), take_prompt, &rows), 0);
        assert_int_equal(rows.count, PROMPTS_A_DAY);
        works[READ_PROMPTS] = last_work;
        rows.count = 0;
        assert_int_equal(store_read_days(store, "anna", day, day, take_day, &rows), 0);
        assert_int_equal(rows.count, 1);
        works[READ_DAYS] = last_work;
}

/* No step of the plan walks a table of the history. */
static void assert_no_walk(const struct place *place, const char *sql)
{
        sqlite3 *database = place_open_raw(place->file);
        sqlite3_stmt *row = NULL;
        char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
        int searches = 0;

        assert_non_null(explain);
        assert_int_equal(sqlite3_prepare_v2(database, explain, -1, &row, NULL), SQLITE_OK);
        while (sqlite3_step(row) == SQLITE_ROW) {
                const char *step = (const char *)sqlite3_column_text(row, 3);

                searches += strncmp(step, "SEARCH", 6) == 0 && strstr(step, "(person=? AND ");
                if (strncmp(step, "SCAN", 4) == 0 && !strstr(step, "SUBQUERY"))
                        fail_msg("'%s' of: %s", step, sql);
        }
        sqlite3_finalize(row);
        sqlite3_close(database);
        sqlite3_free(explain);
        assert_true(searches > 0);
}

static void one_day_of_a_year_is_not_read_through_the_year(void **state)
{
        const struct place *place = *state;
        struct store *store;
        struct work alone[READ_MAX], of_many[READ_MAX];
        struct rows rows = { 0 };

        assert_int_equal(sqlite3_auto_extension((void (*)(void))watch_work), SQLITE_OK);
        store = place_open_store(place, STORE_NOTE_NONE);
        for (int32_t i = -3; i <= 3; i++)
                put_day(store, "anna", A_DAY_OF_MANY + i);
        read_one_day(store, A_DAY_OF_MANY, alone);
        assert_int_equal(store_begin(store), 0);
        for (int32_t i = FIRST_DAY; i < FIRST_DAY + YEAR_DAYS; i++) {
                if (i < A_DAY_OF_MANY - 3 || i > A_DAY_OF_MANY + 3)
                        put_day(store, "anna", i);
                put_day(store, "ben", i);
        }
        assert_int_equal(store_commit(store), 0);
        read_one_day(store, A_DAY_OF_MANY, of_many);
        assert_int_equal(sqlite3_cancel_auto_extension((void (*)(void))watch_work), 1);
        assert_int_equal(store_read_spans(store, "anna", INT64_MIN, INT64_MAX, take_span, &rows), 0);
        assert_int_equal(rows.count, YEAR_DAYS * SPANS_A_DAY);
        store_close(store);
        for (int i = 0; i < READ_MAX; i++) {
                assert_true(alone[i].steps > 0);
                if (of_many[i].steps > alone[i].steps + alone[i].steps / 2)
                        fail_msg(
                                "%d steps instead of %d: %s", of_many[i].steps, alone[i].steps, alone[i].sql);
                assert_no_walk(place, of_many[i].sql);
        }
        assert_int_equal(of_many[READ_SPANS].sorts, 0);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                PLACED(spans_that_overlap_the_time_are_read_in_order),
                PLACED(a_clock_that_was_set_back_hides_no_span),
                PLACED(a_span_comes_back_whole),
                PLACED(a_prompt_comes_back_whole),
                PLACED(prompts_belong_to_the_time_of_their_first_delivery),
                PLACED(days_come_back_both_ends_included),
                PLACED(a_negative_value_of_the_callback_ends_the_reading),
                PLACED(a_transaction_reads_what_it_has_put),
                PLACED(a_row_that_no_store_writes_is_damage),
                PLACED(one_day_of_a_year_is_not_read_through_the_year),
        };

        return cmocka_run_group_tests_name("store-read", tests, NULL, NULL);
}
