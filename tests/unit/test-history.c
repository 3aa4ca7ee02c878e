/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "client/history.h"
#include "client/history_rows.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MANY_ROWS 10000
/* 2026-10-25, on which clocks in Berlin go back from 03:00 to 02:00. */
#define LONG_DAY     20751
#define LONG_DAY_SEC INT64_C(1792879200) /* its midnight there */

static const struct paint plain = { .columns = 80, .rows = 24 };

/* What @print writes; the caller frees it. */
static char *printed(const struct history *history, void (*print)(const struct history *, FILE *))
{
        char *text = NULL;
        size_t size;
        FILE *stream = open_memstream(&text, &size);

        assert_non_null(stream);
        print(history, stream);
        assert_int_equal(fclose(stream), 0);
        return text;
}

static void print_plain(const struct history *history, FILE *stream)
{
        history_print(history, &plain, stream);
}

static void print_narrow(const struct history *history, FILE *stream)
{
        const struct paint narrow = { .unicode = true, .columns = 60, .rows = 24 };

        history_print(history, &narrow, stream);
}

static void print_rich(const struct history *history, FILE *stream)
{
        const struct paint rich = { .unicode = true, .columns = 80, .rows = 24 };

        history_print(history, &rich, stream);
}

static void print_json(const struct history *history, FILE *stream)
{
        assert_int_equal(history_print_json(history, stream), 0);
}

static void assert_printed(
        const struct history *history, void (*print)(const struct history *, FILE *), const char *expected)
{
        char *text = printed(history, print);

        assert_string_equal(text, expected);
        free(text);
}

static struct history history_of(enum history_kind kind, size_t count)
{
        return (struct history){
                .kind = kind,
                .person = "anna",
                .name = "Anna",
                .now_usec = (LONG_DAY_SEC + 20 * 3600) * USEC_PER_SEC,
                .from_day = LONG_DAY - 2,
                .to_day = LONG_DAY,
                .count = count,
        };
}

static struct day_summary two_days[] = {
        {
                .day = LONG_DAY - 1,
                .seated_usec = 6 * USEC_PER_HOUR + 12 * USEC_PER_MINUTE + 59 * USEC_PER_SEC,
                .longest_usec = 52 * USEC_PER_MINUTE,
                .bouts = 9,
                .interruptions = 20,
                .breaks = 8,
                .full_breaks = 6,
                .prompts = 8,
                .outcomes = { 3, 1, 1, 1, 2 },
        },
        {
                .day = LONG_DAY,
                .seated_usec = 2 * USEC_PER_HOUR,
                .longest_usec = 70 * USEC_PER_MINUTE,
                .bouts = 2,
                .breaks = 1,
        },
};

static struct prompt_record four_prompts[] = {
        {
                .id = { LONG_DAY, 1 },
                .ended = true,
                .outcome = OUTCOME_TAKEN,
                .due_realtime_usec = (LONG_DAY_SEC + 9000) * USEC_PER_SEC, /* 02:30 in summer time */
                .first_realtime_usec = (LONG_DAY_SEC + 9000) * USEC_PER_SEC,
                .last_realtime_usec = (LONG_DAY_SEC + 12600) * USEC_PER_SEC, /* 02:30 in winter time */
                .left_realtime_usec = (LONG_DAY_SEC + 12660) * USEC_PER_SEC,
                .sat_usec = 30 * USEC_PER_MINUTE,
                .snoozes = 2,
        },
        {
                .id = { LONG_DAY, 2 },
                .ended = true,
                .outcome = OUTCOME_IGNORED,
                .due_realtime_usec = (LONG_DAY_SEC + 36000) * USEC_PER_SEC,
                .first_realtime_usec = (LONG_DAY_SEC + 36000) * USEC_PER_SEC,
                .last_realtime_usec = (LONG_DAY_SEC + 36600) * USEC_PER_SEC,
                .left_realtime_usec = (LONG_DAY_SEC + 39600) * USEC_PER_SEC,
                .sat_usec = 65 * USEC_PER_MINUTE,
        },
        {
                .id = { LONG_DAY, 3 },
                .ended = true,
                .outcome = OUTCOME_TAKEN,
                .claimed = true,
                .due_realtime_usec = (LONG_DAY_SEC + 46800) * USEC_PER_SEC,
                .first_realtime_usec = (LONG_DAY_SEC + 46800) * USEC_PER_SEC,
                .last_realtime_usec = (LONG_DAY_SEC + 46800) * USEC_PER_SEC,
                .sat_usec = 30 * USEC_PER_MINUTE,
                .snoozes = 1,
        },
        {
                .id = { LONG_DAY, 4 },
                .due_realtime_usec = (LONG_DAY_SEC + 50400) * USEC_PER_SEC,
                .first_realtime_usec = (LONG_DAY_SEC + 50400) * USEC_PER_SEC,
                .last_realtime_usec = (LONG_DAY_SEC + 50400) * USEC_PER_SEC,
                .sat_usec = 30 * USEC_PER_MINUTE,
        },
};

static struct span_record three_spans[] = {
        { POSTURE_SITTING, false, (LONG_DAY_SEC + 3600) * USEC_PER_SEC,
                (LONG_DAY_SEC + 12600) * USEC_PER_SEC },
        { POSTURE_AWAY, false, (LONG_DAY_SEC + 12600) * USEC_PER_SEC, (LONG_DAY_SEC + 12645) * USEC_PER_SEC },
        { POSTURE_SITTING, true, (LONG_DAY_SEC + 12645) * USEC_PER_SEC,
                (LONG_DAY_SEC + 15645) * USEC_PER_SEC },
};

static struct history days_history(void)
{
        struct history history = history_of(HISTORY_DAYS, ELEMENTS(two_days));

        history.days = two_days;
        return history;
}

static struct history prompts_history(void)
{
        struct history history = history_of(HISTORY_PROMPTS, ELEMENTS(four_prompts));

        history.prompts = four_prompts;
        return history;
}

static struct history spans_history(void)
{
        struct history history = history_of(HISTORY_SPANS, ELEMENTS(three_spans));

        history.spans = three_spans;
        return history;
}

static void days_are_a_table_with_bars_and_totals(void **state)
{
        const struct history history = days_history();

        (void)state;
        assert_printed(&history, print_plain,
                "Anna from 2026-10-23 to 2026-10-25\n"
                "\n"
                "                Sitting                Longest  Breaks  Prompts\n"
                "Sat 2026-10-24     6:12  #########        0:52       8   4 of 6\n"
                "Sun 2026-10-25     2:00  ###              1:10       1        -  so far\n"
                "\n"
                "2 days with sitting, 8 h 12 min in all, 4 h 06 min a day.\n"
                "9 breaks; one followed 4 of 6 prompts.\n");
        assert_printed(&history, print_rich,
                "Anna from 2026-10-23 to 2026-10-25\n"
                "\n"
                "                Sitting                Longest  Breaks  Prompts\n"
                "Sat 2026-10-24     6:12  █████████▎       0:52       8   4 of 6\n"
                "Sun 2026-10-25     2:00  ███              1:10       1        -  so far\n"
                "\n"
                "2 days with sitting, 8 h 12 min in all, 4 h 06 min a day.\n"
                "9 breaks; one followed 4 of 6 prompts.\n");
}

static void a_narrow_terminal_has_no_bars(void **state)
{
        struct history history = days_history();

        (void)state;
        history.count = 1;
        history.from_day = history.to_day;
        assert_printed(&history, print_narrow,
                "Anna on 2026-10-25\n"
                "\n"
                "                Sitting  Longest  Breaks  Prompts\n"
                "Sat 2026-10-24     6:12     0:52       8   4 of 6\n"
                "\n"
                "1 day with sitting, 6 h 12 min in all.\n"
                "8 breaks; one followed 4 of 6 prompts.\n");
}

static void prompts_are_told_with_what_followed(void **state)
{
        const struct history history = prompts_history();

        (void)state;
        assert_printed(&history, print_plain,
                "Anna from 2026-10-23 to 2026-10-25\n"
                "\n"
                "Sun 2026-10-25 02:30  after 30 min      a break at 02:31, snoozed 2 times\n"
                "Sun 2026-10-25 09:00  after 1 h 05 min  no break\n"
                "Sun 2026-10-25 12:00  after 30 min      a break, as told by hand, snoozed 1 time\n"
                "Sun 2026-10-25 13:00  after 30 min      still open\n"
                "\n"
                "A break followed 2 of 3 prompts.\n");
}

static void spans_are_told_with_their_sums(void **state)
{
        struct history history = spans_history();

        (void)state;
        history.stored = true;
        history.saved_usec = (LONG_DAY_SEC + 15645) * USEC_PER_SEC;
        assert_printed(&history, print_plain,
                "Anna from 2026-10-23 to 2026-10-25\n"
                "\n"
                "Sun 2026-10-25 01:00 - 02:30  sitting   2 h 30 min\n"
                "Sun 2026-10-25 02:30 - 02:30  away            45 s\n"
                "Sun 2026-10-25 02:30 - 03:20  sitting       50 min  the sensors fell silent\n"
                "\n"
                "sitting 3 h 20 min, standing 0 s, away 45 s\n"
                "What was not finished is as it was on Sun 2026-10-25 03:20.\n");
}

static void a_store_without_open_state_says_that_it_is_finished_days(void **state)
{
        struct history history = days_history();
        char *text;

        (void)state;
        history.stored = true;
        text = printed(&history, print_plain);
        assert_non_null(strstr(text, "\nOnly what is finished is in it.\n"));
        free(text);
}

static void what_is_not_there_is_said_kindly(void **state)
{
        static const struct {
                enum history_kind kind;
                int32_t days;
                const char *text, *csv;
        } cases[] = {
                { HISTORY_DAYS, 14, "Nothing is on record for Anna from 2026-10-12 to 2026-10-25 yet.\n",
                        "day,sitting_s,longest_bout_s,bouts,interruptions,breaks,full_breaks,prompts,taken,"
                        "partial,ignored,dismissed,moot\r\n" },
                { HISTORY_PROMPTS, 1, "No prompt is on record for Anna on 2026-10-25 yet.\n",
                        "id,due,first_delivery,last_delivery,left,sat_s,outcome,claimed,snoozes,about\r\n" },
                { HISTORY_SPANS, 2, "Nothing is on record for Anna from 2026-10-24 to 2026-10-25 yet.\n",
                        "posture,from,to,seconds,censored\r\n" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct history history = history_of(cases[i].kind, 0);

                history.from_day = history.to_day - cases[i].days + 1;
                assert_printed(&history, print_plain, cases[i].text);
                assert_printed(&history, history_print_csv, cases[i].csv);
                assert_printed(&history, print_json, "[]\n");
        }
}

static void csv_has_a_line_for_each_row(void **state)
{
        const struct history days = days_history();
        const struct history prompts = prompts_history();
        const struct history spans = spans_history();

        (void)state;
        assert_printed(&days, history_print_csv,
                "day,sitting_s,longest_bout_s,bouts,interruptions,breaks,full_breaks,prompts,taken,partial,"
                "ignored,dismissed,moot\r\n"
                "2026-10-24,22379,3120,9,20,8,6,8,3,1,1,1,2\r\n"
                "2026-10-25,7200,4200,2,0,1,0,0,0,0,0,0,0\r\n");
        /* The hour that comes twice has another offset each time. */
        assert_printed(&prompts, history_print_csv,
                "id,due,first_delivery,last_delivery,left,sat_s,outcome,claimed,snoozes,about\r\n"
                "anna-2026-10-25-1,2026-10-25T02:30:00+02:00,2026-10-25T02:30:00+02:00,"
                "2026-10-25T02:30:00+01:00,2026-10-25T02:31:00+01:00,1800,taken,false,2,sitting\r\n"
                "anna-2026-10-25-2,2026-10-25T09:00:00+01:00,2026-10-25T09:00:00+01:00,"
                "2026-10-25T09:10:00+01:00,2026-10-25T10:00:00+01:00,3900,ignored,false,0,sitting\r\n"
                "anna-2026-10-25-3,2026-10-25T12:00:00+01:00,2026-10-25T12:00:00+01:00,"
                "2026-10-25T12:00:00+01:00,,1800,taken,true,1,sitting\r\n"
                "anna-2026-10-25-4,2026-10-25T13:00:00+01:00,2026-10-25T13:00:00+01:00,"
                "2026-10-25T13:00:00+01:00,,1800,,false,0,sitting\r\n");
        assert_printed(&spans, history_print_csv,
                "posture,from,to,seconds,censored\r\n"
                "sitting,2026-10-25T01:00:00+02:00,2026-10-25T02:30:00+01:00,9000,false\r\n"
                "away,2026-10-25T02:30:00+01:00,2026-10-25T02:30:45+01:00,45,false\r\n"
                "sitting,2026-10-25T02:30:45+01:00,2026-10-25T03:20:45+01:00,3000,true\r\n");
}

static void times_are_rounded_together_with_their_offset(void **state)
{
        struct span_record span = {
                .posture = POSTURE_STANDING,
                .from_realtime_usec = (LONG_DAY_SEC + 10800) * USEC_PER_SEC - 500001,
                .to_realtime_usec = (LONG_DAY_SEC + 10800) * USEC_PER_SEC - 500000,
        };
        struct history history = history_of(HISTORY_SPANS, 1);

        (void)state;
        history.spans = &span;
        assert_printed(&history, history_print_csv,
                "posture,from,to,seconds,censored\r\n"
                "standing,2026-10-25T02:59:59+02:00,2026-10-25T02:00:00+01:00,0,false\r\n");
}

static void json_is_one_array(void **state)
{
        struct history days = days_history();
        struct history prompts = prompts_history();
        const struct history spans = spans_history();

        (void)state;
        days.count = 1;
        assert_printed(&days, print_json,
                "[\n"
                "{\"day\":\"2026-10-24\",\"sitting_s\":22379,\"longest_bout_s\":3120,\"bouts\":9,"
                "\"interruptions\":20,\"breaks\":8,\"full_breaks\":6,\"prompts\":8,\"taken\":3,\"partial\":1,"
                "\"ignored\":1,\"dismissed\":1,\"moot\":2}\n"
                "]\n");
        prompts.prompts = &four_prompts[3];
        prompts.count = 1;
        assert_printed(&prompts, print_json,
                "[\n"
                "{\"id\":\"anna-2026-10-25-4\",\"due\":\"2026-10-25T13:00:00+01:00\","
                "\"first_delivery\":\"2026-10-25T13:00:00+01:00\","
                "\"last_delivery\":\"2026-10-25T13:00:00+01:00\",\"left\":null,\"sat_s\":1800,"
                "\"outcome\":null,\"claimed\":false,\"snoozes\":0,\"about\":\"sitting\"}\n"
                "]\n");
        assert_printed(&spans, print_json,
                "[\n"
                "{\"posture\":\"sitting\",\"from\":\"2026-10-25T01:00:00+02:00\","
                "\"to\":\"2026-10-25T02:30:00+01:00\",\"seconds\":9000,\"censored\":false},\n"
                "{\"posture\":\"away\",\"from\":\"2026-10-25T02:30:00+01:00\","
                "\"to\":\"2026-10-25T02:30:45+01:00\",\"seconds\":45,\"censored\":false},\n"
                "{\"posture\":\"sitting\",\"from\":\"2026-10-25T02:30:45+01:00\","
                "\"to\":\"2026-10-25T03:20:45+01:00\",\"seconds\":3000,\"censored\":true}\n"
                "]\n");
}

static size_t lines_of(const char *text, size_t *ret_longest)
{
        size_t lines = 0;

        *ret_longest = 0;
        for (const char *end; (end = strchr(text, '\n')); text = end + 1, lines++)
                if ((size_t)(end - text) > *ret_longest)
                        *ret_longest = (size_t)(end - text);
        return lines;
}

static void many_rows_are_printed_whole_and_within_80_columns(void **state)
{
        struct history history = history_of(HISTORY_DAYS, MANY_ROWS);
        struct day_summary *days = calloc(MANY_ROWS, sizeof(*days));
        size_t longest;
        json_t *array;
        char *text;

        (void)state;
        assert_non_null(days);
        for (int32_t i = 0; i < MANY_ROWS; i++)
                days[i] = (struct day_summary){
                        .day = i,
                        .seated_usec = USEC_PER_DAY,
                        .longest_usec = USEC_PER_DAY,
                        .breaks = 999,
                        .outcomes = { 49, 50, 900, 0, UINT16_MAX },
                };
        history.days = days;
        text = printed(&history, history_print_csv);
        assert_int_equal(lines_of(text, &longest), MANY_ROWS + 1);
        free(text);
        text = printed(&history, print_plain);
        assert_int_equal(lines_of(text, &longest), MANY_ROWS + 6);
        assert_in_range(longest, 60, 80);
        free(text);
        text = printed(&history, print_json);
        array = json_loads(text, 0, NULL);
        assert_int_equal(json_array_size(array), MANY_ROWS);
        json_decref(array);
        free(text);
        free(days);
}

static void columns_and_cells_belong_together(void **state)
{
        const struct history histories[] = { days_history(), prompts_history(), spans_history() };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(histories); i++) {
                struct history_cell cells[HISTORY_COLUMNS_MAX];
                size_t count;
                const char *const *columns = history_columns(histories[i].kind, &count);

                memset(cells, 0, sizeof(cells));
                history_row(&histories[i], 0, cells);
                for (size_t j = 0; j < count; j++) {
                        assert_true(strlen(columns[j]) > 0);
                        assert_int_not_equal(cells[j].kind, HISTORY_CELL_NONE);
                }
                assert_int_equal(cells[count].kind, HISTORY_CELL_NONE);
        }
}

static int live_in_berlin(void **state)
{
        (void)state;
        setenv("TZ", "Europe/Berlin", 1);
        tzset();
        return 0;
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(days_are_a_table_with_bars_and_totals),
                cmocka_unit_test(a_narrow_terminal_has_no_bars),
                cmocka_unit_test(prompts_are_told_with_what_followed),
                cmocka_unit_test(spans_are_told_with_their_sums),
                cmocka_unit_test(a_store_without_open_state_says_that_it_is_finished_days),
                cmocka_unit_test(what_is_not_there_is_said_kindly),
                cmocka_unit_test(csv_has_a_line_for_each_row),
                cmocka_unit_test(times_are_rounded_together_with_their_offset),
                cmocka_unit_test(json_is_one_array),
                cmocka_unit_test(many_rows_are_printed_whole_and_within_80_columns),
                cmocka_unit_test(columns_and_cells_belong_together),
        };

        return cmocka_run_group_tests_name("history", tests, live_in_berlin, NULL);
}
