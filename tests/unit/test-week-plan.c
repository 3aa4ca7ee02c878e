/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/week_plan.h"
#include "unit/table.h"

#define MON 0x01
#define TUE 0x02
#define WED 0x04
#define THU 0x08
#define FRI 0x10
#define SAT 0x20
#define SUN 0x40
#define ALL 0x7f

static const char *const day_names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* "mon,wed" or "none". */
static uint8_t read_days(const struct table_row *row, char *cell)
{
        uint8_t days = 0;
        char *word;

        if (strcmp(cell, "none") == 0)
                return 0;
        while ((word = strsep(&cell, ",")))
                days |= (uint8_t)(1 << table_word(row, word, day_names, ELEMENTS(day_names)));
        return days;
}

static void check_choice(const struct table_row *row)
{
        static const char *const rests[] = { "general", "strict" };
        static const char *const truths[] = { "no", "yes" };
        const char *last_before = strcmp(row->cells[6], "none") == 0 ? "0" : row->cells[6];
        struct week_question question = {
                .rules = { 3, 1, table_word(row, row->cells[1], rests, ELEMENTS(rests)) == 1 },
                .configured = read_days(row, row->cells[2]),
                .never = read_days(row, row->cells[3]),
                .done = read_days(row, row->cells[4]),
                .today = (uint8_t)table_word(row, row->cells[5], day_names, ELEMENTS(day_names)),
                .last_before = (uint8_t)table_number(row, last_before),
        };
        uint8_t expected = read_days(row, row->cells[7]);
        bool is_short = table_word(row, row->cells[8], truths, ELEMENTS(truths)) == 1;
        struct week_answer answer = week_plan_choose(&question);

        if (answer.days != expected || answer.is_short != is_short)
                fail_msg("%s:%d: %s: days %02x, expected %02x, %s", row->file, row->line, row->cells[0],
                        answer.days, expected, answer.is_short ? "short" : "not short");
}

static void the_examples_are_chosen(void **state)
{
        static const char *const columns[] = { "case", "rest", "configured", "never", "done", "today",
                "last_before", "days", "short" };

        (void)state;
        table_each("week-plan.tsv", columns, ELEMENTS(columns), check_choice);
}

/* The same rules once more, plainly: every choice is looked at, and two are compared rule by rule. */

struct choice {
        bool days[7];
        int count;
        int kept;
        int gap;
};

/* Whether @day has a session, done or chosen; days before 0 belong to the week before. */
static bool has_session(const struct week_question *question, const struct choice *choice, int day)
{
        if (day < 0)
                return question->last_before > 0 && day == -question->last_before;
        return choice->days[day] || (question->done >> day & 1) != 0;
}

#define NO_GAP 1000 /* wider than any */

/* The days from the latest session before @day to it. */
static int gap_before(const struct week_question *question, const struct choice *choice, int day)
{
        for (int before = day - 1; before >= -7; before--)
                if (has_session(question, choice, before))
                        return day - before;
        return NO_GAP;
}

static int gap_after(const struct week_question *question, const struct choice *choice, int day)
{
        for (int after = day + 1; after < 7; after++)
                if (has_session(question, choice, after))
                        return after - day;
        return NO_GAP;
}

/* Whether the days of @mask are a choice at all. */
static bool is_choice(const struct week_question *question, int mask, int needed, struct choice *ret_choice)
{
        struct choice choice = { .gap = question->rules.rest_days_between + 1 };

        for (int day = 0; day < 7; day++) {
                if (!(mask >> day & 1))
                        continue;
                if (day < question->today || (question->done >> day & 1) || (question->never >> day & 1))
                        return false;
                choice.days[day] = true;
                choice.count++;
                choice.kept += question->configured >> day & 1;
        }
        if (choice.count > needed)
                return false;
        for (int day = 0; day < 7; day++) {
                int before = gap_before(question, &choice, day);
                int after = gap_after(question, &choice, day);

                if (!choice.days[day])
                        continue;
                if (question->rules.rest_days_strict && (before <= question->rules.rest_days_between ||
                                                                after <= question->rules.rest_days_between))
                        return false;
                choice.gap = before < choice.gap ? before : choice.gap;
                choice.gap = after < choice.gap ? after : choice.gap;
        }
        *ret_choice = choice;
        return true;
}

static bool is_better(const struct choice *a, const struct choice *b)
{
        if (a->count != b->count)
                return a->count > b->count;
        if (a->kept != b->kept)
                return a->kept > b->kept;
        if (a->gap != b->gap)
                return a->gap > b->gap;
        for (int day = 0; day < 7; day++)
                if (a->days[day] != b->days[day])
                        return a->days[day];
        return false;
}

static struct week_answer choose_plainly(const struct week_question *question)
{
        int needed = question->rules.per_week_min;
        struct choice best = { 0 };
        struct week_answer answer = { 0 };

        for (int day = 0; day < 7; day++)
                needed -= question->done >> day & 1;
        if (needed <= 0)
                return answer;
        for (int mask = 0; mask <= ALL; mask++) {
                struct choice choice;

                if (is_choice(question, mask, needed, &choice) && is_better(&choice, &best))
                        best = choice;
        }
        for (int day = 0; day < 7; day++)
                answer.days |= (uint8_t)(best.days[day] << day);
        answer.is_short = best.count < needed;
        return answer;
}

static void compare_with_plain(const struct week_question *question)
{
        struct week_answer answer = week_plan_choose(question);
        struct week_answer expected = choose_plainly(question);

        if (answer.days != expected.days || answer.is_short != expected.is_short)
                fail_msg("%u a week, rest %u%s, configured %02x, never %02x, done %02x, today %u, before %u: "
                         "days %02x%s, expected %02x%s",
                        question->rules.per_week_min, question->rules.rest_days_between,
                        question->rules.rest_days_strict ? " strict" : "", question->configured,
                        question->never, question->done, question->today, question->last_before, answer.days,
                        answer.is_short ? " short" : "", expected.days, expected.is_short ? " short" : "");
}

/* Every set of done days, every today, every last session before. */
static void compare_every_week(struct week_question question)
{
        for (int done = 0; done <= ALL; done++)
                for (int today = 0; today < 7; today++)
                        for (int last_before = 0; last_before <= 7; last_before++) {
                                question.done = (uint8_t)done;
                                question.today = (uint8_t)today;
                                question.last_before = (uint8_t)last_before;
                                compare_with_plain(&question);
                        }
}

static void brute_force_chooses_the_same(void **state)
{
        static const uint8_t configured[] = { MON | WED | FRI, TUE | THU | SAT, MON | TUE | WED, FRI | SAT,
                ALL, 0 };
        static const uint8_t refused[] = { 0, SUN, TUE | SUN, WED, SAT | SUN };

        (void)state;
        for (int strict = 0; strict <= 1; strict++)
                for (size_t i = 0; i < ELEMENTS(configured); i++)
                        for (size_t j = 0; j < ELEMENTS(refused); j++)
                                compare_every_week((struct week_question){ .rules = { 3, 1, strict == 1 },
                                        .configured = configured[i],
                                        .never = refused[j] });
}

static void brute_force_chooses_the_same_by_other_rules(void **state)
{
        static const struct week_rules rules[] = { { 0, 1, false }, { 1, 1, true }, { 2, 2, false },
                { 2, 2, true }, { 3, 0, true }, { 4, 1, false }, { 4, 1, true }, { 7, 0, false },
                { 7, 1, true }, { 3, 255, false }, { 3, 255, true } };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(rules); i++)
                compare_every_week((struct week_question){
                        .rules = rules[i], .configured = MON | WED | FRI, .never = THU });
}

static void a_strict_choice_is_never_next_to_a_session(void **state)
{
        struct week_question question = { .rules = { 3, 1, true }, .configured = MON | WED | FRI };

        (void)state;
        for (unsigned done = 0; done <= ALL; done++)
                for (uint8_t today = 0; today < 7; today++) {
                        unsigned days;

                        question.done = (uint8_t)done;
                        question.today = today;
                        question.last_before = 1;
                        days = week_plan_choose(&question).days;
                        assert_int_equal(days & (days << 1), 0);
                        assert_int_equal(days & (done << 1), 0);
                        assert_int_equal(days & (done >> 1), 0);
                        assert_int_equal(days & MON, 0);
                }
}

static void a_week_that_is_over_or_odd_masks_choose_nothing_odd(void **state)
{
        struct week_question over = { .rules = { 3, 1, false }, .configured = MON | WED | FRI, .today = 7 };
        struct week_question odd = {
                .rules = { 3, 1, false }, .configured = 0xff, .never = 0x80, .done = 0x80, .today = 0
        };
        struct week_answer answer = week_plan_choose(&over);

        (void)state;
        assert_int_equal(answer.days, 0);
        assert_true(answer.is_short);
        over.today = UINT8_MAX;
        assert_int_equal(week_plan_choose(&over).days, 0);
        answer = week_plan_choose(&odd);
        assert_int_equal(answer.days, MON | WED | FRI);
        assert_false(answer.is_short);
}

static void each_day_has_its_monday(void **state)
{
        static const struct {
                int32_t day;
                int32_t monday;
        } cases[] = {
                { 0, -3 }, /* 1970-01-01, a Thursday */
                { 3, -3 },
                { 4, 4 },
                { 19723, 19723 }, /* 2024-01-01 */
                { 20777, 20773 }, /* 2026-11-20, a Friday */
                { INT32_MAX, INT32_MAX - 4 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                assert_int_equal(week_plan_monday(cases[i].day), cases[i].monday);
        /* 1900 to 2200 */
        for (int32_t day = -25567, monday = week_plan_monday(-25567); day < 84006; day++) {
                if (day == monday + 7)
                        monday = day;
                assert_int_equal(week_plan_monday(day), monday);
        }
}

/* Weeks as words, one a week from the start on: a digit is the number of sessions, on Monday, Wednesday,
 * Friday, and then the other days; the last word is the running week. "e" after it: excused. */

#define START 20304 /* a Monday */

static const struct programme three_a_week = { .per_week_min = 3, .min_weeks = 6 };

static struct block count_weeks(const char *weeks, int32_t today_in_week)
{
        static const int order[7] = { 0, 2, 4, 6, 1, 3, 5 };
        int32_t days[256], excused[64], monday = START - 7;
        size_t count = 0, excused_count = 0;

        for (; *weeks; weeks++) {
                if (*weeks == 'e') {
                        excused[excused_count++] = monday;
                        continue;
                }
                monday += 7;
                for (int32_t day = 0; day < 7; day++)
                        for (int i = 0; i < *weeks - '0'; i++)
                                if (order[i] == day)
                                        days[count++] = monday + day;
        }
        return week_plan_block(
                &three_a_week, START, days, count, excused, excused_count, monday + today_in_week);
}

static void weeks_and_streaks_are_counted(void **state)
{
        static const struct {
                const char *weeks;
                int32_t today;
                uint16_t met;
                uint16_t streak;
                bool done;
        } cases[] = {
                { "0", 0, 0, 0, false },
                { "3", 6, 1, 1, false },
                /* the running week counts once it is met, and breaks nothing before */
                { "3", 3, 0, 0, false },
                { "3", 4, 1, 1, false },
                { "332", 6, 2, 2, false },
                { "333", 6, 3, 3, false },
                { "330", 0, 2, 2, false },
                /* more than are needed is one week */
                { "7", 6, 1, 1, false },
                /* six weeks met, and six calendar weeks gone */
                { "333333", 6, 6, 6, false },
                { "3333330", 0, 6, 6, true },
                { "3333233", 6, 6, 6, true },
                { "3333223", 6, 5, 1, false },
                { "3030303030", 6, 5, 1, false },
                { "30303030303", 6, 6, 2, true },
                /* one missed week in six is forgiven, and does not count */
                { "320", 6, 1, 1, false },
                { "323", 6, 2, 2, false },
                { "3220", 6, 1, 0, false },
                { "32230", 0, 2, 1, false },
                { "323333230", 0, 6, 1, true },
                { "3233333230", 0, 7, 7, true },
                { "0233", 6, 2, 2, false },
                /* excused weeks neither count nor break, nor use up what is forgiven */
                { "30e3", 6, 2, 2, false },
                { "30e0e0e3", 6, 2, 2, false },
                { "30e2e23", 6, 2, 2, false },
                { "30e223", 6, 2, 1, false },
                { "32e0e", 6, 1, 1, false },
                /* what was met before the illness is met */
                { "33e3", 6, 3, 3, false },
                { "0e3", 6, 1, 1, false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct block block = count_weeks(cases[i].weeks, cases[i].today);

                if (block.met != cases[i].met || block.streak != cases[i].streak ||
                        block.done != cases[i].done)
                        fail_msg("%s on day %d: met %u, streak %u, done %d", cases[i].weeks, cases[i].today,
                                block.met, block.streak, block.done);
        }
}

static void sessions_of_one_day_and_outside_of_the_block_do_not_count(void **state)
{
        static const int32_t days[] = { START - 2, START - 1, START, START, START + 2, START + 2, START + 4,
                START + 7, START + 9, START + 11, START + 12 };
        struct block block;

        (void)state;
        block = week_plan_block(&three_a_week, START, days, ELEMENTS(days), NULL, 0, START + 3);
        assert_int_equal(block.met, 0);
        block = week_plan_block(&three_a_week, START, days, ELEMENTS(days), NULL, 0, START + 10);
        assert_int_equal(block.met, 1);
        block = week_plan_block(&three_a_week, START, days, ELEMENTS(days), NULL, 0, START + 12);
        assert_int_equal(block.met, 2);
        assert_int_equal(block.streak, 2);
        /* begun after its first sessions */
        block = week_plan_block(&three_a_week, START + 1, days, ELEMENTS(days), NULL, 0, START + 12);
        assert_int_equal(block.met, 1);
        assert_int_equal(block.streak, 1);
        /* not begun */
        block = week_plan_block(&three_a_week, START + 30, days, ELEMENTS(days), NULL, 0, START + 12);
        assert_int_equal(block.met, 0);
        assert_int_equal(block.streak, 0);
        assert_false(block.done);
}

static void a_block_begun_in_mid_week_can_meet_that_week(void **state)
{
        /* Wednesday, Friday, Sunday, then five weeks of Monday, Wednesday, Friday */
        int32_t days[18] = { START + 2, START + 4, START + 6 };
        struct block block;

        (void)state;
        for (int i = 3; i < 18; i++)
                days[i] = START + i / 3 * 7 + i % 3 * 2;
        block = week_plan_block(&three_a_week, START + 2, days, 18, NULL, 0, START + 6);
        assert_int_equal(block.met, 1);
        block = week_plan_block(&three_a_week, START + 2, days, 18, NULL, 0, START + 41);
        assert_int_equal(block.met, 6);
        assert_false(block.done);
        block = week_plan_block(&three_a_week, START + 2, days, 18, NULL, 0, START + 42);
        assert_true(block.done);
        assert_int_equal(block.streak, 6);
        /* on Friday: that week can't be met, and breaks nothing */
        block = week_plan_block(&three_a_week, START + 4, days, 18, NULL, 0, START + 42);
        assert_int_equal(block.met, 5);
        assert_int_equal(block.streak, 5);
        assert_false(block.done);
}

static void the_excuses_of_other_weeks_are_passed_over(void **state)
{
        static const int32_t days[] = { START, START + 2, START + 4, START + 28, START + 30, START + 32 };
        static const int32_t excused[] = { START - 14, START - 7, START + 7, START + 14, START + 21,
                START + 70 };
        struct block block =
                week_plan_block(&three_a_week, START, days, ELEMENTS(days), excused, 6, START + 34);

        (void)state;
        assert_int_equal(block.streak, 2);
        /* of three missed weeks one is forgiven */
        block = week_plan_block(&three_a_week, START, days, ELEMENTS(days), excused, 3, START + 34);
        assert_int_equal(block.streak, 1);
}

static void a_block_of_a_corrupt_date_ends(void **state)
{
        static const int32_t days[] = { INT32_MIN + 10, START, START + 2, START + 4 };
        struct block block =
                week_plan_block(&three_a_week, INT32_MIN + 10, days, ELEMENTS(days), NULL, 0, START + 6);

        (void)state;
        assert_int_equal(block.met, 1);
        assert_int_equal(block.streak, 1);
        assert_false(block.done);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_examples_are_chosen),
                cmocka_unit_test(brute_force_chooses_the_same),
                cmocka_unit_test(brute_force_chooses_the_same_by_other_rules),
                cmocka_unit_test(a_strict_choice_is_never_next_to_a_session),
                cmocka_unit_test(a_week_that_is_over_or_odd_masks_choose_nothing_odd),
                cmocka_unit_test(each_day_has_its_monday),
                cmocka_unit_test(weeks_and_streaks_are_counted),
                cmocka_unit_test(sessions_of_one_day_and_outside_of_the_block_do_not_count),
                cmocka_unit_test(a_block_begun_in_mid_week_can_meet_that_week),
                cmocka_unit_test(the_excuses_of_other_weeks_are_passed_over),
                cmocka_unit_test(a_block_of_a_corrupt_date_ends),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
