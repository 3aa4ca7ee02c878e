/* SPDX-License-Identifier: MIT */
/*
 * Random logs of a year: levels stay on their ladders and never rise faster than the rule allows, told by a
 * second, smaller account of it here; and the same log gives the same levels whether it is fed at once or
 * with copies and questions in between. UNSLOUCH_SEED=N runs one seed.
 */
#include "unit/routine.h"

#include <stdbool.h>
#include <stdlib.h>

#define SEEDS 1000
#define NEVER INT32_MIN

/* For the one who reads that a year has failed. */
static uint64_t seed_running;

/* What the test itself remembers of one exercise. */
struct account {
        int32_t changed_day;
        int32_t skipped_day;
        int successes; /* since the last change or setback */
        bool last_easy;
        bool was_done;
};

struct year {
        uint64_t random;
        enum routine_programme programme;
        uint32_t good_of_100; /* how well this person does */
        struct progression whole, pieces;
        struct account accounts[ROUTINE_EXERCISES];
        struct session_record last;
        int week, days_of_week;
        bool is_fourth;
        int rises, falls, skips, suspensions;
};

static uint32_t draw(struct year *year, uint32_t limit)
{
        year->random ^= year->random << 13;
        year->random ^= year->random >> 7;
        year->random ^= year->random << 17;
        return (uint32_t)(year->random >> 33) % limit;
}

static bool happens(struct year *year, uint32_t of_100)
{
        return draw(year, 100) < of_100;
}

static void draw_result(struct year *year, struct session_record *session, int exercise)
{
        struct exercise_result result = { .exercise = (int16_t)exercise, .done_pct = 100 };

        result.effort = happens(year, year->good_of_100) ? (happens(year, 50) ? EFFORT_EASY : EFFORT_RIGHT)
                                                         : (enum effort)draw(year, EFFORT_MAX + 1);
        if (!happens(year, year->good_of_100))
                result.done_pct = (uint8_t)draw(year, 101);
        if (happens(year, 4)) {
                result.pain = (uint8_t)draw(year, PAIN_WORST + 1);
                result.baseline = (uint8_t)(happens(year, 30) ? draw(year, 5) : 0);
                result.sharp = happens(year, 5);
        }
        result.skip_level = happens(year, 4);
        session->results[session->result_count++] = result;
}

static struct session_record draw_session(struct year *year, int32_t day)
{
        struct session_record session = {
                .programme = (int16_t)year->programme,
                .day = day,
                .effort = (enum effort)draw(year, EFFORT_MAX + 1),
                .kind = progression_kind(&year->whole, day, happens(year, 5), happens(year, 50)),
        };
        int16_t picked[PROGRAMME_EXERCISES_MAX];
        uint8_t count = progression_pick(&year->whole, 0, picked);
        const struct exercise_list *order = &year->whole.programme->order;

        if (happens(year, 5))
                session.kind = (enum session_kind)draw(year, SESSION_KIND_MAX_);
        for (uint8_t i = 0; i < order->count; i++)
                draw_result(year, &session, order->exercises[i]);
        for (uint8_t i = 0; i < count; i++)
                draw_result(year, &session, picked[i]);
        return session;
}

static void assert_on_the_ladder(const struct progression *progression)
{
        for (int i = 0; i < ROUTINE_EXERCISES; i++) {
                const struct exercise_progress *progress = &progression->exercises[i];

                assert_in_range(progress->level, 1, routine.exercises[i].top);
                assert_in_range(progress->load_step, 0, routine.exercises[i].load_top);
                assert_true(progress->load_step == 0 || progress->level == routine.exercises[i].top);
        }
}

static void assert_no_higher(const struct progression *progression, const struct progression *before)
{
        for (int i = 0; i < ROUTINE_EXERCISES; i++) {
                assert_true(progression->exercises[i].level <= before->exercises[i].level);
                assert_true(progression->exercises[i].load_step <= before->exercises[i].load_step);
        }
}

/* Whether results of @session can count for levels at all. */
static bool counts(
        const struct year *year, const struct progression *begun, const struct session_record *session)
{
        return session->kind == SESSION_KIND_NORMAL && !year->is_fourth &&
               (begun->layoff == LAYOFF_NONE || begun->layoff == LAYOFF_NEW);
}

/* Notes a session of the week; from the fourth day on they don't count, but stretches do. */
static void count_day(struct year *year, int32_t day)
{
        int week = (day - MONDAY) / 7;

        if (week != year->week)
                year->days_of_week = 0;
        year->week = week;
        year->days_of_week++;
        year->is_fourth = year->programme != STRETCH && year->days_of_week >= 4;
}

static bool went_well(const struct exercise_result *result)
{
        return result->done_pct == 100 && (result->effort == EFFORT_EASY || result->effort == EFFORT_RIGHT) &&
               !result->sharp;
}

/* A level or a load step more, which @result must have earned. */
static void check_rise(struct year *year, const struct exercise_result *result, bool is_load, int32_t day)
{
        const struct programme *programme = year->whole.programme;
        struct account *account = &year->accounts[result->exercise];
        bool easy_twice = account->last_easy && result->effort == EFFORT_EASY;
        uint8_t min_days = easy_twice ? programme->level_min_days_easy : programme->level_min_days;

        assert_true(went_well(result));
        if (!is_load && result->skip_level && year->programme != STEADY &&
                (account->skipped_day == NEVER || day - account->skipped_day >= 7)) {
                account->skipped_day = day;
                year->skips++;
        } else {
                assert_true(account->successes >= 1);
                assert_true(day - account->changed_day >= min_days);
                assert_true(easy_twice || !is_load);
                year->rises++;
        }
        account->changed_day = day;
        account->successes = -1; /* this one is counted next */
}

static void check_result(struct year *year, const struct progression *begun,
        const struct session_record *session, const struct exercise_result *result)
{
        const struct exercise_progress *before = &begun->exercises[result->exercise];
        const struct exercise_progress *after = &year->whole.exercises[result->exercise];
        struct account *account = &year->accounts[result->exercise];
        int steps = after->level - before->level, load_steps = after->load_step - before->load_step;

        if (before->suspended) {
                assert_int_equal(steps, 0);
                assert_int_equal(load_steps, 0);
                return;
        }
        if (!account->was_done && result->done_pct > 0) {
                account->was_done = true;
                if (account->changed_day == begun->start_day)
                        account->changed_day = session->day;
        }
        if (steps > 0 || load_steps > 0) {
                assert_int_equal(steps + load_steps, 1);
                assert_true(counts(year, begun, session));
                check_rise(year, result, load_steps > 0, session->day);
        } else if (steps < 0 || load_steps < 0) {
                year->falls++;
                account->changed_day = session->day;
                account->successes = 0;
        }
        year->suspensions += after->suspended;
        if (counts(year, begun, session) && result->effort != EFFORT_NONE) {
                account->successes = went_well(result) ? account->successes + 1 : 0;
                account->last_easy = went_well(result) && result->effort == EFFORT_EASY;
        }
}

static void assert_same(const struct progression *a, const struct progression *b)
{
        for (int i = 0; i < ROUTINE_EXERCISES; i++) {
                const struct exercise_progress *left = &a->exercises[i], *right = &b->exercises[i];

                assert_int_equal(left->level, right->level);
                assert_int_equal(left->load_step, right->load_step);
                assert_int_equal(left->ok, right->ok);
                assert_int_equal(left->bad, right->bad);
                assert_int_equal(left->suspended, right->suspended);
                assert_int_equal(left->graduated, right->graduated);
                assert_int_equal(left->last_easy, right->last_easy);
                assert_int_equal(left->sessions, right->sessions);
                assert_int_equal(left->changed_day, right->changed_day);
                assert_int_equal(left->skipped_day, right->skipped_day);
                assert_int_equal(left->down_day, right->down_day);
                assert_int_equal(left->level_before, right->level_before);
                assert_memory_equal(left->pain_days, right->pain_days, sizeof(left->pain_days));
        }
        assert_int_equal(a->start_day, b->start_day);
        assert_int_equal(a->last_day, b->last_day);
        assert_int_equal(a->hard_row, b->hard_row);
        assert_int_equal(a->light_last_day, b->light_last_day);
        assert_int_equal(a->rest_last_day, b->rest_last_day);
        assert_int_equal(a->week, b->week);
        assert_int_equal(a->week_days, b->week_days);
        assert_int_equal(a->weeks_counted, b->weeks_counted);
}

/* Moves the pieces through another place, and asks all that can be asked on the days up to @day. */
static void ask_in_between(struct year *year, int32_t day)
{
        struct progression copy = year->pieces;
        int32_t first = copy.last_day == NEVER ? MONDAY : copy.last_day;
        int16_t picked[PROGRAMME_EXERCISES_MAX];

        memset(&year->pieces, 0xa5, sizeof(year->pieces));
        for (int32_t asked = first; asked <= day; asked += 1 + (int32_t)draw(year, 9)) {
                enum session_kind kind = progression_kind(&copy, asked, false, false);

                progression_begin(&copy, asked);
                progression_is_light(&copy, asked);
                progression_pick(&copy, draw(year, 16), picked);
                progression_dose(&copy, (int)draw(year, ROUTINE_EXERCISES), kind);
                assert_on_the_ladder(&copy);
        }
        year->pieces = copy;
}

static void take_session(struct year *year, int32_t day)
{
        struct session_record session = draw_session(year, day);
        struct progression begun = year->whole;

        progression_begin(&begun, day);
        assert_no_higher(&begun, &year->whole);
        for (int i = 0; i < ROUTINE_EXERCISES; i++)
                if (begun.exercises[i].changed_day != year->whole.exercises[i].changed_day) {
                        year->accounts[i].changed_day = day;
                        year->accounts[i].successes = 0;
                }
        count_day(year, day);
        progression_add(&year->whole, &session);
        assert_on_the_ladder(&year->whole);
        for (uint8_t i = 0; i < session.result_count; i++)
                check_result(year, &begun, &session, &session.results[i]);
        if (happens(year, 50))
                ask_in_between(year, day);
        progression_add(&year->pieces, &session);
        year->last = session;
}

static void take_worse(struct year *year)
{
        struct progression before = year->whole;

        progression_worse(&year->whole, &year->last);
        progression_worse(&year->pieces, &year->last);
        assert_no_higher(&year->whole, &before);
        assert_on_the_ladder(&year->whole);
        for (int i = 0; i < ROUTINE_EXERCISES; i++)
                if (year->whole.exercises[i].level != before.exercises[i].level) {
                        assert_int_equal(year->whole.exercises[i].level, before.exercises[i].level - 1);
                        year->accounts[i].changed_day = year->last.day + 1;
                        year->accounts[i].successes = 0;
                }
}

static void clear_some(struct year *year)
{
        for (int i = 0; i < ROUTINE_EXERCISES; i++)
                if (year->whole.exercises[i].suspended && happens(year, 30)) {
                        progression_clear(&year->whole, i);
                        progression_clear(&year->pieces, i);
                }
}

static int32_t draw_gap(struct year *year)
{
        if (happens(year, 3))
                return 5 + (int32_t)draw(year, 65);
        return year->programme == STRETCH ? 1 + (int32_t)draw(year, 2) : 1 + (int32_t)draw(year, 4);
}

static void run_year(struct year *year)
{
        routine_begin(&year->whole, year->programme, MONDAY);
        year->pieces = year->whole;
        for (int i = 0; i < ROUTINE_EXERCISES; i++)
                year->accounts[i] = (struct account){ .changed_day = MONDAY, .skipped_day = NEVER };
        for (int32_t day = MONDAY + draw_gap(year); day < MONDAY + 365; day += draw_gap(year)) {
                clear_some(year);
                take_session(year, day);
                if (happens(year, 3))
                        take_worse(year);
                assert_same(&year->whole, &year->pieces);
        }
}

static void levels_never_leave_the_ladder_nor_rise_faster_than_the_rule(void **state)
{
        const char *seed = getenv("UNSLOUCH_SEED");
        uint64_t first = seed ? strtoull(seed, NULL, 10) : 1, last = seed ? first : SEEDS;
        int rises = 0, falls = 0, skips = 0, suspensions = 0;

        (void)state;
        print_message("# seeds %llu to %llu\n", (unsigned long long)first, (unsigned long long)last);
        for (uint64_t i = first; i <= last; i++) {
                static struct year year; /* too large for the stack */

                memset(&year, 0, sizeof(year));
                year.random = i * UINT64_C(0x9e3779b97f4a7c15);
                year.programme = (enum routine_programme)(i % ROUTINE_PROGRAMMES);
                year.good_of_100 = (uint32_t)(30 + i % 7 * 11);
                seed_running = i;
                run_year(&year);
                rises += year.rises;
                falls += year.falls;
                skips += year.skips;
                suspensions += year.suspensions;
        }
        print_message("# %d rises, %d skips, %d falls, %d suspensions\n", rises, skips, falls, suspensions);
        if (!seed)
                assert_true(rises > 1000 && skips > 100 && falls > 1000 && suspensions > 100);
}

static int tell_seed(void **state)
{
        (void)state;
        print_message("# the last seed was UNSLOUCH_SEED=%llu\n", (unsigned long long)seed_running);
        return 0;
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_teardown(
                        levels_never_leave_the_ladder_nor_rise_faster_than_the_rule, tell_seed),
        };

        return cmocka_run_group_tests_name("progression-random", tests, NULL, NULL);
}
