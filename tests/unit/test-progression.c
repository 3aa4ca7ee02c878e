/* SPDX-License-Identifier: MIT */
#include "unit/routine.h"
#include "unit/table.h"

/* A Thursday: a log of up to three sessions in a row has no fourth of a week. */
#define FIRST_DAY (MONDAY + 3)

static const char *const EFFORTS[] = { "none", "easy", "right", "hard", "max" };
static const char *const KINDS[] = { "normal", "short", "light", "return", "extra" };
static const char *const NO_YES[] = { "no", "yes" };

/* The number behind @name in @word, such as 4 in pain4; -1: it is another word. */
static int number_after(const struct table_row *row, const char *word, const char *name)
{
        size_t length = strlen(name);

        return strncmp(word, name, length) == 0 ? table_number(row, word + length) : -1;
}

static void read_more(const struct table_row *row, const char *word, struct session_record *session)
{
        struct exercise_result *result = &session->results[0];
        int pain = number_after(row, word, "pain"), ache = number_after(row, word, "ache");

        if (pain >= 0)
                result->pain = (uint8_t)pain;
        else if (ache >= 0)
                result->baseline = (uint8_t)ache;
        else if (strcmp(word, "sharp") == 0)
                result->sharp = true;
        else if (strcmp(word, "skip") == 0)
                result->skip_level = true;
        else
                session->kind = (enum session_kind)table_word(row, word, KINDS, ELEMENTS(KINDS));
}

/* DAY:DONE:EFFORT[:WORD...] */
static struct session_record read_session(
        const struct table_row *row, const struct progression *progression, int exercise, char *text)
{
        const char *day = strsep(&text, ":"), *done = strsep(&text, ":"), *effort = strsep(&text, ":");
        struct session_record session;

        assert_non_null(effort);
        session = routine_session(progression, FIRST_DAY + table_number(row, day), exercise,
                (enum effort)table_word(row, effort, EFFORTS, ELEMENTS(EFFORTS)));
        session.results[0].done_pct = (uint8_t)table_number(row, done);
        while (text)
                read_more(row, strsep(&text, ":"), &session);
        return session;
}

/* An exercise that has been done for long, the last time the day before yesterday. */
static void set_before(struct progression *progression, int exercise, int level, int load, int days)
{
        struct exercise_progress *progress = &progression->exercises[exercise];

        progress->level = progress->level_before = (uint8_t)level;
        progress->load_step = (uint8_t)load;
        progress->changed_day = FIRST_DAY - days;
        progress->sessions = 10;
        progression->last_day = FIRST_DAY - 2;
}

static void check_levels(const struct table_row *row)
{
        int exercise =
                table_word(row, row->cells[2], routine_exercise_names, ELEMENTS(routine_exercise_names));
        char *log = row->cells[6], *after = row->cells[7];
        struct progression progression;
        const struct exercise_progress *progress = &progression.exercises[exercise];

        routine_begin(&progression,
                (enum routine_programme)table_word(
                        row, row->cells[1], routine_programme_names, ELEMENTS(routine_programme_names)),
                FIRST_DAY - 100);
        set_before(&progression, exercise, table_number(row, row->cells[3]), table_number(row, row->cells[4]),
                table_number(row, row->cells[5]));
        while (log && after) {
                struct session_record session = read_session(row, &progression, exercise, strsep(&log, " "));
                int level = table_number(row, strsep(&after, " "));

                progression_add(&progression, &session);
                table_expect(row, row->cells[0], progress->level, level);
        }
        table_expect(row, "what is left of the log", log || after, false);
        table_expect(row, "the load step", progress->load_step, table_number(row, row->cells[8]));
        table_expect(row, "being offered", !progress->suspended, table_word(row, row->cells[9], NO_YES, 2));
}

static void levels_follow_the_table(void **state)
{
        static const char *const columns[] = { "case", "programme", "exercise", "level", "load", "days",
                "log", "after", "load_after", "offered" };

        (void)state;
        table_each("progression-levels.tsv", columns, ELEMENTS(columns), check_levels);
}

/* The calendar that the rows go on with. */
static struct progression calendar;

static void check_week(const struct table_row *row)
{
        static const int days[] = { 0, 2, 4 };
        static const char *const light[] = { "declined", "taken" };
        int programme =
                table_word(row, row->cells[0], routine_programme_names, ELEMENTS(routine_programme_names));
        int exercise = programme == STEADY ? BRIDGE : COBRA;
        bool declined = table_word(row, row->cells[2], light, ELEMENTS(light)) == 0;
        int week = table_number(row, row->cells[3]);

        if (week == 1)
                routine_begin(&calendar, (enum routine_programme)programme, MONDAY - 1);
        for (size_t i = 0; i < ELEMENTS(days); i++) {
                int32_t day = MONDAY + 7 * (week - 1) + days[i];
                struct session_record session = routine_session(&calendar, day, exercise,
                        (enum effort)table_word(row, row->cells[1], EFFORTS, ELEMENTS(EFFORTS)));
                struct dose dose;

                session.kind = progression_kind(&calendar, day, false, declined);
                progression_begin(&calendar, day);
                dose = progression_dose(&calendar, exercise, session.kind);
                table_expect(row, "the repetitions", dose.reps, table_number(row, row->cells[4 + i]));
                table_expect(row, "the sets", dose.sets, table_number(row, row->cells[7]));
                progression_add(&calendar, &session);
        }
}

static void weeks_follow_the_calendar(void **state)
{
        static const char *const columns[] = { "programme", "rating", "light", "week", "mon", "wed", "fri",
                "sets" };

        (void)state;
        table_each("progression-calendar.tsv", columns, ELEMENTS(columns), check_week);
}

static void everything_starts_at_its_starting_level(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        for (int i = 0; i < ROUTINE_EXERCISES; i++) {
                assert_int_equal(progression.exercises[i].level, i == BRIDGE ? 2 : 1);
                assert_int_equal(progression.exercises[i].load_step, 0);
                assert_false(progression.exercises[i].suspended);
                assert_false(progression.exercises[i].graduated);
                assert_int_equal(progression.exercises[i].sessions, 0);
        }
}

static void a_starting_level_outside_of_the_ladder_is_the_nearest(void **state)
{
        static const struct {
                uint8_t start, top, level;
        } cases[] = { { 0, 3, 1 }, { 1, 3, 1 }, { 3, 3, 3 }, { 4, 3, 3 }, { 0, 0, 1 }, { 2, 0, 1 } };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct exercise exercise = { .start_level = cases[i].start, .top = cases[i].top };
                struct programme programme = { .per_week_min = 3 };
                struct programme_set set = { &exercise, 1, &programme, 1, NULL, 0, NULL, 0 };
                struct progression progression;

                progression_init(&progression, &set, &programme, MONDAY);
                assert_int_equal(progression.exercises[0].level, cases[i].level);
        }
}

/* Announced on a Monday and begun three weeks later: the second session must not find three weeks gone. */
static void the_programme_starts_with_its_first_session(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        for (int i = 0; i < 4; i++) {
                static const int days[] = { 21, 23, 25, 28 };
                static const int levels[] = { 1, 1, 1, 2 };
                struct session_record session =
                        routine_session(&progression, MONDAY + days[i], COBRA, EFFORT_RIGHT);

                progression_add(&progression, &session);
                assert_int_equal(progression.start_day, MONDAY + 21);
                assert_int_equal(progression.exercises[COBRA].level, levels[i]);
                assert_int_equal(progression.exercises[COBRA].sessions, i + 1);
        }
}

static void an_exercise_that_joins_late_starts_with_its_own_first_session(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        for (int i = 0; i < 10; i++) {
                struct session_record session = routine_session(
                        &progression, MONDAY + 7 * (i / 3) + 2 * (i % 3), COBRA, EFFORT_RIGHT);

                if (i >= 6)
                        routine_also(&session, T_RAISE, EFFORT_RIGHT);
                progression_add(&progression, &session);
                assert_int_equal(progression.exercises[T_RAISE].level, i == 9 ? 2 : 1);
        }
}

static void what_is_of_another_programme_or_unknown_has_no_effect(void **state)
{
        static const int unknown[] = { -1, ROUTINE_EXERCISES, INT16_MAX };
        struct progression progression, before;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        before = progression;
        session = routine_session(&progression, MONDAY, COBRA, EFFORT_RIGHT);
        session.results[0].sharp = true;
        session.programme = STEADY;
        progression_add(&progression, &session);
        progression_worse(&progression, &session);
        assert_memory_equal(&progression, &before, sizeof(progression));
        for (size_t i = 0; i < ELEMENTS(unknown); i++) {
                session.programme = STRENGTH;
                session.results[0].exercise = (int16_t)unknown[i];
                progression_add(&progression, &session);
                progression_worse(&progression, &session);
                progression_clear(&progression, unknown[i]);
                assert_int_equal(progression_dose(&progression, unknown[i], SESSION_KIND_NORMAL).sets, 0);
                assert_memory_equal(progression.exercises, before.exercises, sizeof(progression.exercises));
        }
}

static void a_record_that_claims_more_results_than_it_has_is_read_to_its_end(void **state)
{
        struct progression progression;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        session = routine_session(&progression, MONDAY, COBRA, EFFORT_RIGHT);
        while (session.result_count < PROGRAMME_EXERCISES_MAX)
                routine_also(&session, T_RAISE, EFFORT_RIGHT);
        session.result_count = UINT8_MAX;
        progression_add(&progression, &session);
        assert_int_equal(progression.exercises[T_RAISE].sessions, PROGRAMME_EXERCISES_MAX - 1);
}

static void what_stands_behind_the_results_is_not_read(void **state)
{
        struct progression progression;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        set_before(&progression, T_RAISE, 3, 0, 30);
        session = routine_session(&progression, FIRST_DAY, COBRA, EFFORT_RIGHT);
        routine_also(&session, T_RAISE, EFFORT_RIGHT);
        session.results[0].done_pct = 0;
        session.results[1].pain = 9;
        session.result_count = 1;
        progression_add(&progression, &session);
        progression_worse(&progression, &session);
        assert_false(progression.exercises[T_RAISE].suspended);
        assert_int_equal(progression.exercises[T_RAISE].level, 3);
        assert_int_equal(progression.last_day, FIRST_DAY - 2);
}

static void limits_of_pain_are_the_programmes(void **state)
{
        static const struct {
                uint8_t down, stop, pain, baseline, level;
                bool suspended;
        } cases[] = {
                { 1, 2, 1, 0, 2, false }, { 1, 2, 1, 1, 3, false }, { 1, 2, 2, 0, 3, true },
                { 0, 0, 10, 0, 3, false }, /* none */
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct programme programme = routine.programmes[STRENGTH];
                struct programme_set set = routine;
                struct progression progression;
                struct session_record session;

                programme.pain_down = cases[i].down;
                programme.pain_stop = cases[i].stop;
                set.programmes = &programme;
                set.programme_count = 1;
                progression_init(&progression, &set, &programme, FIRST_DAY - 100);
                set_before(&progression, COBRA, 3, 0, 30);
                session = (struct session_record){ .day = FIRST_DAY };
                routine_also(&session, COBRA, EFFORT_RIGHT);
                session.results[0].pain = cases[i].pain;
                session.results[0].baseline = cases[i].baseline;
                progression_add(&progression, &session);
                assert_int_equal(progression.exercises[COBRA].level, cases[i].level);
                assert_int_equal(progression.exercises[COBRA].suspended, cases[i].suspended);
        }
}

static void a_ladder_of_one_level_is_not_left(void **state)
{
        struct exercise exercise = { .start_level = 1, .top = 1, .load_top = 1 };
        struct programme programme = { .pain_down = 4, .pain_stop = 6 };
        struct programme_set set = { &exercise, 1, &programme, 1, NULL, 0, NULL, 0 };
        struct progression progression;

        (void)state;
        progression_init(&progression, &set, &programme, MONDAY);
        for (int load = 1; load >= 0; load--) {
                struct session_record session = { .day = MONDAY };

                progression.exercises[0].load_step = (uint8_t)load;
                routine_also(&session, 0, EFFORT_RIGHT);
                session.results[0].pain = 4;
                progression_add(&progression, &session);
                assert_int_equal(progression.exercises[0].level, 1);
                assert_int_equal(progression.exercises[0].load_step, 0);
        }
}

static void counters_do_not_run_over(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRETCH, MONDAY);
        for (int i = 0; i < 600; i++) {
                struct session_record session =
                        routine_session(&progression, MONDAY + i, DOORWAY, EFFORT_RIGHT);

                progression_add(&progression, &session);
        }
        assert_int_equal(progression.exercises[DOORWAY].sessions, UINT8_MAX);
        assert_int_equal(progression.exercises[DOORWAY].ok, UINT8_MAX);
        assert_int_equal(progression.exercises[DOORWAY].level, 4);
}

static void suspended_stays_so_until_it_is_cleared(void **state)
{
        struct progression progression;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        set_before(&progression, COBRA, 3, 0, 30);
        session = routine_session(&progression, FIRST_DAY, COBRA, EFFORT_RIGHT);
        session.results[0].sharp = true;
        progression_add(&progression, &session);
        assert_true(progression.exercises[COBRA].suspended);
        progression_begin(&progression, FIRST_DAY + 100);
        assert_true(progression.exercises[COBRA].suspended);
        progression_clear(&progression, COBRA);
        assert_false(progression.exercises[COBRA].suspended);
        session = routine_session(&progression, FIRST_DAY + 100, COBRA, EFFORT_RIGHT);
        progression_add(&progression, &session);
        assert_false(progression.exercises[COBRA].suspended);
}

static void cleared_at_the_level_that_it_had(void **state)
{
        struct progression progression;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        set_before(&progression, COBRA, 3, 0, 30);
        session = routine_session(&progression, FIRST_DAY, COBRA, EFFORT_MAX);
        progression_add(&progression, &session);
        session = routine_session(&progression, FIRST_DAY + 2, COBRA, EFFORT_RIGHT);
        session.results[0].pain = 6;
        progression_add(&progression, &session);
        progression_clear(&progression, COBRA);
        /* The setback before is forgotten. */
        session = routine_session(&progression, FIRST_DAY + 4, COBRA, EFFORT_MAX);
        progression_add(&progression, &session);
        assert_int_equal(progression.exercises[COBRA].level, 3);
        session = routine_session(&progression, FIRST_DAY + 6, COBRA, EFFORT_RIGHT);
        progression_add(&progression, &session);
        assert_int_equal(progression.exercises[COBRA].ok, 1);
}

static void still_worse_the_next_morning_lowers_what_was_done_and_rests_a_day_more(void **state)
{
        struct progression progression;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        set_before(&progression, COBRA, 3, 0, 30);
        set_before(&progression, T_RAISE, 7, 2, 30);
        set_before(&progression, BRACE, 2, 0, 30);
        set_before(&progression, DEAD_BUG, 4, 0, 30);
        session = routine_session(&progression, FIRST_DAY, COBRA, EFFORT_RIGHT);
        routine_also(&session, T_RAISE, EFFORT_RIGHT);
        routine_also(&session, BRACE, EFFORT_RIGHT);
        session.results[1].done_pct = 10;
        session.results[2].done_pct = 0;
        progression_add(&progression, &session);
        assert_int_equal(progression.rest_last_day, INT32_MIN);
        progression_worse(&progression, &session);
        assert_int_equal(progression.exercises[COBRA].level, 2);
        assert_int_equal(progression.exercises[COBRA].changed_day, FIRST_DAY + 1);
        assert_int_equal(progression.exercises[T_RAISE].level, 6);
        assert_int_equal(progression.exercises[T_RAISE].load_step, 0);
        assert_int_equal(progression.exercises[BRACE].level, 2);
        assert_int_equal(progression.exercises[DEAD_BUG].level, 4);
        /* A rest day that there always is, and the extra one. */
        assert_int_equal(progression.rest_last_day, FIRST_DAY + 2);
}

static void still_worse_leaves_what_is_suspended(void **state)
{
        struct progression progression;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        set_before(&progression, COBRA, 3, 0, 30);
        session = routine_session(&progression, FIRST_DAY, COBRA, EFFORT_RIGHT);
        session.results[0].pain = 8;
        progression_add(&progression, &session);
        progression_worse(&progression, &session);
        assert_int_equal(progression.exercises[COBRA].level, 3);
}

static void one_set_in_short_and_light_sessions(void **state)
{
        static const int sets[SESSION_KIND_MAX_] = { [SESSION_KIND_NORMAL] = 2,
                [SESSION_KIND_SHORT] = 1,
                [SESSION_KIND_LIGHT] = 1,
                [SESSION_KIND_RETURN] = 2, /* there is no layoff */
                [SESSION_KIND_EXTRA] = 2 };
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        set_before(&progression, COBRA, 6, 0, 30);
        set_before(&progression, T_RAISE, 7, 4, 30);
        for (int kind = 0; kind < SESSION_KIND_MAX_; kind++) {
                struct dose dose = progression_dose(&progression, COBRA, (enum session_kind)kind);
                struct dose loaded = progression_dose(&progression, T_RAISE, (enum session_kind)kind);

                assert_int_equal(dose.sets, sets[kind]);
                assert_int_equal(dose.reps, 25);
                assert_int_equal(dose.hold_sec, 2);
                assert_int_equal(dose.load_grams, 0);
                assert_int_equal(loaded.sets, sets[kind]);
                assert_int_equal(loaded.reps, 12);
                assert_int_equal(loaded.load_grams, 1000);
                assert_int_equal(progression_dose(&progression, DOORWAY, (enum session_kind)kind).sets, 1);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(levels_follow_the_table),
                cmocka_unit_test(weeks_follow_the_calendar),
                cmocka_unit_test(everything_starts_at_its_starting_level),
                cmocka_unit_test(a_starting_level_outside_of_the_ladder_is_the_nearest),
                cmocka_unit_test(the_programme_starts_with_its_first_session),
                cmocka_unit_test(an_exercise_that_joins_late_starts_with_its_own_first_session),
                cmocka_unit_test(what_is_of_another_programme_or_unknown_has_no_effect),
                cmocka_unit_test(a_record_that_claims_more_results_than_it_has_is_read_to_its_end),
                cmocka_unit_test(what_stands_behind_the_results_is_not_read),
                cmocka_unit_test(limits_of_pain_are_the_programmes),
                cmocka_unit_test(a_ladder_of_one_level_is_not_left),
                cmocka_unit_test(counters_do_not_run_over),
                cmocka_unit_test(suspended_stays_so_until_it_is_cleared),
                cmocka_unit_test(cleared_at_the_level_that_it_had),
                cmocka_unit_test(still_worse_the_next_morning_lowers_what_was_done_and_rests_a_day_more),
                cmocka_unit_test(still_worse_leaves_what_is_suspended),
                cmocka_unit_test(one_set_in_short_and_light_sessions),
        };

        return cmocka_run_group_tests_name("progression", tests, NULL, NULL);
}
