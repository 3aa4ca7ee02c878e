/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "client/report_print.h"
#include "client/report_words.h"
#include "client/svg.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* 2026-06-15, a Monday; in UTC. */
#define MONDAY 20619
#define MINUTE USEC_PER_MINUTE

static const struct paint plain = { .columns = 80, .rows = 24 };
static const struct paint rich = { .columns = 80, .rows = 24, .unicode = true, .colours = true };

static int64_t at(int64_t minute)
{
        return MONDAY * USEC_PER_DAY + minute * MINUTE;
}

/* Parts that a test fills; their rows are the record's and freed with it. */
static void *rows_of(size_t count, size_t bytes)
{
        void *rows = calloc(count, bytes);

        assert_non_null(rows);
        return rows;
}

static struct report_record empty_record(void)
{
        struct report_record record = {
                .person = "anna",
                .name = "Anna <&\"'>",
                .now_usec = at(1200),
                .from_day = MONDAY,
                .to_day = MONDAY + 6,
                .min_break_usec = MINUTE,
        };

        for (int kind = 0; kind < REPORT_KINDS; kind++)
                record.parts[kind].kind = (enum history_kind)kind;
        return record;
}

/* A Monday of 25 and 40 min of sitting, one prompt that was followed, and an exercise at two levels. */
static struct report_record a_record(void)
{
        struct report_record record = empty_record();
        struct span_record *spans = rows_of(4, sizeof(*spans));
        struct session_row *sessions = rows_of(2, sizeof(*sessions));

        spans[0] = (struct span_record){ POSTURE_SITTING, false, at(600), at(625) };
        spans[1] = (struct span_record){ POSTURE_STANDING, false, at(625), at(640) };
        spans[2] = (struct span_record){ POSTURE_SITTING, false, at(640), at(680) };
        spans[3] = (struct span_record){ POSTURE_AWAY, false, at(680), at(900) };
        record.parts[HISTORY_SPANS].spans = spans;
        record.parts[HISTORY_SPANS].count = 4;
        record.parts[HISTORY_DAYS].days = rows_of(1, sizeof(struct day_summary));
        record.parts[HISTORY_DAYS].days[0] = (struct day_summary){
                .day = MONDAY,
                .seated_usec = 65 * MINUTE,
                .interruptions = 1,
                .breaks = 1,
                .full_breaks = 1,
                .outcomes = { 1 },
        };
        record.parts[HISTORY_DAYS].count = 1;
        record.parts[HISTORY_PROMPTS].prompts = rows_of(1, sizeof(struct prompt_record));
        record.parts[HISTORY_PROMPTS].prompts[0] = (struct prompt_record){
                .ended = true,
                .outcome = OUTCOME_TAKEN,
                .first_realtime_usec = at(670),
                .last_realtime_usec = at(670),
                .left_realtime_usec = at(680),
        };
        record.parts[HISTORY_PROMPTS].count = 1;
        for (int i = 0; i < 2; i++)
                sessions[i] = (struct session_row){
                        .started_usec = at(1000 + i * MINUTES_PER_DAY),
                        .programme = "daily-stretch",
                        .kind = i == 0 ? SESSION_KIND_NORMAL : SESSION_KIND_SHORT,
                        .exercise = "lat-stretch",
                        .level = (uint8_t)(i + 1),
                        .done_pct = i == 0 ? 80 : 100,
                };
        record.missed = rows_of(1, sizeof(*record.missed));
        record.missed[0] = (struct measures_missed){ MONDAY + 3, "daily-stretch" };
        record.missed_count = 1;
        record.parts[HISTORY_SESSIONS].sessions = sessions;
        record.parts[HISTORY_SESSIONS].count = 2;
        return record;
}

enum form { TEXT, RICH, HTML, JSON };

/* What @form of @record is; measured before; the caller frees it. */
static char *printed(struct report_record *record, enum form form)
{
        char *text = NULL;
        size_t size;
        FILE *stream = open_memstream(&text, &size);

        assert_non_null(stream);
        if (!record->measures)
                assert_int_equal(report_measure(record), 0);
        if (form == HTML)
                report_print_html(record, stream);
        else if (form == JSON)
                assert_int_equal(report_print_json(record, stream), 0);
        else
                report_print_text(record, form == RICH ? &rich : &plain, stream);
        assert_int_equal(fclose(stream), 0);
        return text;
}

static void assert_has(const char *text, const char *part)
{
        if (!strstr(text, part))
                fail_msg("'%s' is not in:\n%s", part, text);
}

static void the_text_tells_what_was_measured(void **state)
{
        static const char *const parts[] = {
                "1 day with sitting, 1 h 05 min.\n",
                "Half of the sitting happens in stretches of 40 min and longer; the longest was\n40 min.\n",
                "62 % of it is in stretches of 30 min and more; there were 1 of 2.\n",
                "1 break, 1 of them full ones; stood up 1 time.\n",
                "A break followed 1 of 1 prompts;",
                "Half of those breaks began within 10 min of the prompt.\n",
                "Mon 2026-06-15 ....................===_______.",
                "30 to 60 min  ##############################  62 %  40 min\n",
                "2026-06-15     1:05   1:05   0:40       1     1     0     0     0     0 *\n",
                "2026-06-15  Xx.-...  2\n",
                "  lat-stretch                       level 1 to 2, last on 2026-06-16\n",
        };
        struct report_record record = a_record();
        char *text = printed(&record, TEXT);

        (void)state;
        for (size_t i = 0; i < ELEMENTS(parts); i++)
                assert_has(text, parts[i]);
        free(text);
        text = printed(&record, RICH);
        assert_has(text, "\033[");
        assert_has(text, "▒▒");
        free(text);
        report_record_done(&record);
}

static void the_page_escapes_names_and_needs_nothing_else(void **state)
{
        static const char *const parts[] = {
                "<h1>Anna &lt;&amp;&quot;&#39;&gt;</h1>",
                "<title>sitting 10:00 to 10:25</title>",
                "<title>prompt at 11:10: full break</title>",
                "<title>2026-06-16: a short session</title>",
                "<title>2026-06-15: level 1, hard or not all of it</title>",
                "<title>2026-06-16: level 2</title>",
                "<title>2026-06-18: planned, not done</title>",
                "<title>from level 2 on: 20 to 30 repetitions</title>",
                ">lat-stretch: level 2 of 3<",
                "aria-labelledby=\"weeks-title weeks-desc\"",
                "General movement reminders. Not medical advice.",
        };
        static const char *const absent[] = { "<script", "http:", "https:", "//", "src=", "@import",
                "Anna <" };
        struct report_record record = a_record();
        char *page;

        (void)state;
        assert_int_equal(report_measure(&record), 0);
        record.zones = rows_of(1, sizeof(*record.zones));
        record.zones[0] = (struct report_zone){ .from_level = 2, .to_level = 3, .top = 3 };
        page = printed(&record, HTML);
        for (size_t i = 0; i < ELEMENTS(parts); i++)
                assert_has(page, parts[i]);
        for (size_t i = 0; i < ELEMENTS(absent); i++)
                assert_null(strstr(page, absent[i]));
        free(page);
        report_record_done(&record);
}

static void the_object_has_the_same_sums(void **state)
{
        struct report_record record = a_record();
        char *text = printed(&record, JSON);
        json_t *object = json_loads(text, 0, NULL);
        const json_t *week = json_array_get(json_object_get(object, "weeks"), 0);
        const json_t *monday = json_array_get(json_object_get(object, "long_by_hour_s"), 0);

        (void)state;
        assert_int_equal(json_integer_value(json_object_get(object, "sitting_s")), 65 * 60);
        assert_int_equal(json_integer_value(json_object_get(object, "w50_s")), 40 * 60);
        assert_int_equal(json_integer_value(json_object_get(object, "response_s")), 600);
        assert_int_equal(json_integer_value(json_object_get(object, "taken")), 1);
        assert_int_equal(json_integer_value(json_object_get(week, "sitting_s")), 65 * 60);
        assert_int_equal(json_integer_value(json_array_get(monday, 10)), 20 * 60);
        assert_int_equal(json_array_size(json_object_get(object, "exercises")), 1);
        json_decref(object);
        free(text);
        report_record_done(&record);
}

static void without_a_record_each_form_says_so(void **state)
{
        struct report_record record = empty_record();
        char *text = printed(&record, TEXT);

        (void)state;
        assert_string_equal(
                text, "Nothing is on record for Anna <&\"'> from 2026-06-15 to 2026-06-21 yet.\n");
        free(text);
        text = printed(&record, HTML);
        assert_has(text, "<p>Nothing is on record in this time yet.</p>");
        assert_null(strstr(text, "<figure"));
        free(text);
        text = printed(&record, JSON);
        assert_has(text, "\"response_s\":null");
        free(text);
        report_record_done(&record);
}

static void what_a_store_cannot_tell_is_said(void **state)
{
        struct report_record record = a_record();
        char text[REPORT_SENTENCE_SIZE];

        (void)state;
        assert_int_equal(report_measure(&record), 0);
        report_stored_words(&record, text);
        assert_string_equal(text, "");
        record.stored = true;
        report_stored_words(&record, text);
        assert_string_equal(text, "Only what is finished is in it.");
        record.saved_usec = at(900);
        report_stored_words(&record, text);
        assert_string_equal(text, "What was not finished is as of 15:00.");
        record.to_day = record.from_day;
        report_range_words(&record, text);
        assert_string_equal(text, "on 2026-06-15");
        report_record_done(&record);
}

static void texts_of_pictures_are_escaped_and_cleaned(void **state)
{
        static const struct {
                const char *text, *put;
        } cases[] = {
                { "plain", "plain" },
                { "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;" },
                { "]]>", "]]&gt;" },
                { "b\001e\033l\302\205l", "bell" },
                { "Ünïcode \360\237\252\221", "Ünïcode \360\237\252\221" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char *text = NULL;
                size_t size;
                FILE *stream = open_memstream(&text, &size);

                assert_non_null(stream);
                svg_put_text(stream, cases[i].text);
                assert_int_equal(fclose(stream), 0);
                assert_string_equal(text, cases[i].put);
                free(text);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_text_tells_what_was_measured),
                cmocka_unit_test(the_page_escapes_names_and_needs_nothing_else),
                cmocka_unit_test(the_object_has_the_same_sums),
                cmocka_unit_test(without_a_record_each_form_says_so),
                cmocka_unit_test(what_a_store_cannot_tell_is_said),
                cmocka_unit_test(texts_of_pictures_are_escaped_and_cleaned),
        };

        setenv("TZ", "UTC", 1);
        tzset();
        return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
