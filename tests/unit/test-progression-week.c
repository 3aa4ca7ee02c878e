/* SPDX-License-Identifier: MIT */
#include "unit/routine.h"
#include "unit/table.h"

static const char *const NO_YES[] = { "no", "yes" };
static const char *const ROWS[] = { "none", "same", "less", "half", "new" };

static void add(struct progression *progression, int32_t day, int exercise, enum effort effort)
{
        struct session_record session = routine_session(progression, day, exercise, effort);

        progression_add(progression, &session);
}

/* Done well and easily once already, so that the next time would earn a level or a load. */
static void set_ready_to_rise(struct progression *progression, int exercise, int level, int load)
{
        struct exercise_progress *progress = &progression->exercises[exercise];

        progress->level = progress->level_before = (uint8_t)level;
        progress->load_step = (uint8_t)load;
        progress->ok = 1;
        progress->last_easy = true;
        progress->sessions = 10;
        progression->last_day = MONDAY;
}

static void check_layoff(const struct table_row *row)
{
        static const int exercises[] = { [STRENGTH] = T_RAISE, [STEADY] = BRIDGE, [STRETCH] = DOORWAY };
        int programme =
                table_word(row, row->cells[0], routine_programme_names, ELEMENTS(routine_programme_names));
        int32_t day = MONDAY + table_number(row, row->cells[3]);
        struct progression progression;
        const struct exercise_progress *progress = &progression.exercises[exercises[programme]];
        enum layoff layoff = (enum layoff)table_word(row, row->cells[4], ROWS, ELEMENTS(ROWS));
        int level = table_number(row, row->cells[5]), load = table_number(row, row->cells[6]);
        enum session_kind kind;

        routine_begin(&progression, (enum routine_programme)programme, MONDAY - 100);
        set_ready_to_rise(&progression, exercises[programme], table_number(row, row->cells[1]),
                table_number(row, row->cells[2]));
        table_expect(row, "the layoff", (int)progression_layoff(&progression, day), (int)layoff);
        kind = progression_kind(&progression, day, false, false);
        table_expect(row, "a return", kind == SESSION_KIND_RETURN,
                layoff == LAYOFF_SAME || layoff == LAYOFF_LESS || layoff == LAYOFF_HALF);
        progression_begin(&progression, day);
        table_expect(row, "the level", progress->level, level);
        table_expect(row, "the load step", progress->load_step, load);
        table_expect(row, "the sets", progression_dose(&progression, exercises[programme], kind).sets,
                table_number(row, row->cells[7]));
        /* Logged as a normal one: the log alone tells that it is the first. */
        add(&progression, day, exercises[programme], EFFORT_EASY);
        table_expect(row, "a gain", progress->level + progress->load_step > level + load,
                table_word(row, row->cells[8], NO_YES, 2));
        table_expect(
                row, "a start anew", progression.start_day == day, table_word(row, row->cells[9], NO_YES, 2));
        table_expect(row, "the layoff afterwards", (int)progression_layoff(&progression, day), LAYOFF_NONE);
}

static void layoffs_follow_the_table(void **state)
{
        static const char *const columns[] = { "programme", "level", "load", "days_off", "row", "level_at",
                "load_at", "sets", "gain", "anew" };

        (void)state;
        table_each("progression-layoff.tsv", columns, ELEMENTS(columns), check_layoff);
}

static void before_the_first_session_there_is_no_layoff(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        assert_int_equal(progression_layoff(&progression, MONDAY + 100), LAYOFF_NONE);
        assert_int_equal(progression_kind(&progression, MONDAY + 100, false, false), SESSION_KIND_NORMAL);
        /* The clock was set back. */
        progression.last_day = MONDAY + 50;
        assert_int_equal(progression_layoff(&progression, MONDAY), LAYOFF_NONE);
}

static void a_layoff_counts_once_however_often_a_session_begins(void **state)
{
        /* Days of beginning, and the level after each: L6 before. */
        static const struct {
                int day, level;
        } cases[] = { { 14, 5 }, { 14, 5 }, { 15, 5 }, { 27, 5 }, { 28, 3 }, { 29, 3 }, { 55, 3 }, { 56, 1 },
                { 57, 1 } };
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY - 100);
        set_ready_to_rise(&progression, COBRA, 6, 0);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                progression_begin(&progression, MONDAY + cases[i].day);
                assert_int_equal(progression.exercises[COBRA].level, cases[i].level);
                assert_int_equal(progression.exercises[COBRA].changed_day, MONDAY + cases[i].day);
        }
}

static void a_session_of_which_nothing_was_done_does_not_end_a_layoff(void **state)
{
        struct progression progression;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY - 100);
        set_ready_to_rise(&progression, COBRA, 6, 0);
        session = routine_session(&progression, MONDAY + 30, COBRA, EFFORT_NONE);
        session.results[0].done_pct = 0;
        progression_add(&progression, &session);
        assert_int_equal(progression.exercises[COBRA].level, 3);
        assert_int_equal(progression.exercises[COBRA].sessions, 10);
        assert_int_equal(progression_layoff(&progression, MONDAY + 31), LAYOFF_HALF);
        add(&progression, MONDAY + 31, COBRA, EFFORT_EASY);
        assert_int_equal(progression.exercises[COBRA].level, 3);
        assert_int_equal(progression_layoff(&progression, MONDAY + 33), LAYOFF_NONE);
}

static void pain_in_such_a_session_is_not_forgotten(void **state)
{
        struct progression progression;
        struct session_record session;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY - 100);
        set_ready_to_rise(&progression, COBRA, 6, 0);
        session = routine_session(&progression, MONDAY + 14, COBRA, EFFORT_NONE);
        session.results[0].done_pct = 0;
        session.results[0].pain = 4;
        progression_add(&progression, &session);
        assert_int_equal(progression.exercises[COBRA].level, 4);
        progression_begin(&progression, MONDAY + 15);
        assert_true(progression.exercises[COBRA].level <= 4);
}

static void setbacks_count_in_the_first_session_after_a_layoff(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY - 100);
        set_ready_to_rise(&progression, COBRA, 6, 0);
        add(&progression, MONDAY + 10, COBRA, EFFORT_MAX);
        add(&progression, MONDAY + 12, COBRA, EFFORT_MAX);
        assert_int_equal(progression.exercises[COBRA].level, 5);
}

static void setbacks_before_two_weeks_off_are_forgotten(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY - 100);
        set_ready_to_rise(&progression, COBRA, 6, 0);
        add(&progression, MONDAY + 2, COBRA, EFFORT_MAX);
        add(&progression, MONDAY + 16, COBRA, EFFORT_MAX);
        assert_int_equal(progression.exercises[COBRA].level, 5);
        add(&progression, MONDAY + 18, COBRA, EFFORT_MAX);
        assert_int_equal(progression.exercises[COBRA].level, 4);
}

static void light_weeks_are_counted_anew_after_eight_weeks(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        for (int week = 0; week < 5; week++)
                for (int day = 0; day <= 4; day += 2)
                        add(&progression, MONDAY + 7 * week + day, COBRA,
                                week == 4 && day > 0 ? EFFORT_HARD : EFFORT_RIGHT);
        for (int week = 14; week < 21; week++)
                for (int day = 0; day <= 4; day += 2) {
                        assert_int_equal(
                                progression_is_light(&progression, MONDAY + 7 * week + day), week == 20);
                        /* Two hard ones before, two after: not in a row. */
                        add(&progression, MONDAY + 7 * week + day, COBRA,
                                week == 14 && day <= 2 ? EFFORT_HARD : EFFORT_RIGHT);
                }
}

static void after_eight_weeks_all_begins_as_new(void **state)
{
        struct progression progression;
        const struct exercise_progress *brace = &progression.exercises[BRACE];

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY - 100);
        set_ready_to_rise(&progression, BRACE, 4, 0);
        add(&progression, MONDAY + 2, BRACE, EFFORT_RIGHT);
        assert_true(brace->graduated);
        add(&progression, MONDAY + 58, BRACE, EFFORT_RIGHT);
        assert_int_equal(progression.exercises[COBRA].changed_day, MONDAY + 58);
        assert_false(brace->graduated);
        assert_int_equal(brace->level, 1);
        assert_int_equal(brace->sessions, 1);
        assert_int_equal(brace->changed_day, MONDAY + 58);
        add(&progression, MONDAY + 60, BRACE, EFFORT_RIGHT);
        add(&progression, MONDAY + 62, BRACE, EFFORT_RIGHT);
        assert_int_equal(brace->level, 1);
        add(&progression, MONDAY + 65, BRACE, EFFORT_RIGHT);
        assert_int_equal(brace->level, 2);
}

/* Weeks by how many sessions each has, from Monday on every second day; the light ones are marked. A light
 * week that is due waits for a week with sessions, and one that was declined is past all the same. */
static void every_seventh_week_after_six_counted_ones_is_light(void **state)
{
        static const struct {
                const char *sessions, *light;
        } cases[] = {
                { "333333333333333", "------x------x-" },
                { "444444444", "------x--" },
                { "3323333333", "-------x--" }, /* a week that was not met */
                { "33333303333333", "-------x------" },
                { "33330333333", "-------x---" },
                { "3333331333333", "------x------" }, /* of the light week one session is enough */
                { "33333313333333", "------x------x" },
                { "2222222222", "----------" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct progression progression;

                routine_begin(&progression, STRENGTH, MONDAY);
                for (int week = 0; cases[i].sessions[week]; week++) {
                        int32_t monday = MONDAY + 7 * week;

                        for (int session = 0; session < cases[i].sessions[week] - '0'; session++) {
                                int32_t day = monday + 2 * session;
                                struct session_record record;

                                assert_int_equal(
                                        progression_is_light(&progression, day), cases[i].light[week] == 'x');
                                /* Taken in one case, declined in the next. */
                                record = routine_session(&progression, day, COBRA, EFFORT_RIGHT);
                                record.kind = progression_kind(&progression, day, false, i % 2);
                                progression_add(&progression, &record);
                        }
                }
        }
}

static void two_sessions_on_one_day_are_one_day_of_the_week(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        for (int week = 0; week < 10; week++)
                for (int session = 0; session < 3; session++)
                        add(&progression, MONDAY + 7 * week + session / 2, COBRA, EFFORT_RIGHT);
        assert_false(progression_is_light(&progression, MONDAY + 70));
        assert_int_equal(progression.weeks_counted, 0);
}

static void weeks_before_1970_are_weeks_too(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, -49 - 3); /* a Monday */
        for (int week = 0; week < 8; week++)
                for (int session = 0; session < 3; session++) {
                        int32_t day = -49 - 3 + 7 * week + 3 * session;

                        assert_int_equal(progression_is_light(&progression, day), week == 6);
                        add(&progression, day, COBRA, EFFORT_RIGHT);
                }
}

static void three_sessions_in_a_row_that_end_hard_make_a_light_week(void **state)
{
        /* n unanswered, e easy, r right, h hard, m max; one every second day. */
        static const struct {
                const char *efforts;
                bool is_light;
        } cases[] = {
                { "hhh", true },
                { "hmh", true },
                { "mmm", true },
                { "hh", false },
                { "hhrh", false },
                { "hheh", false },
                { "rhhh", true },
                { "hnhnh", true },
                { "nnn", false },
        };
        static const char letters[] = "nerhm";

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct progression progression, steady;
                int32_t day = MONDAY;

                routine_begin(&progression, STRENGTH, MONDAY);
                routine_begin(&steady, STEADY, MONDAY);
                for (const char *letter = cases[i].efforts; *letter; letter++, day += 2) {
                        enum effort effort = (enum effort)(strchr(letters, *letter) - letters);

                        assert_false(progression_is_light(&progression, day));
                        add(&progression, day, COBRA, effort);
                        add(&steady, day, BRIDGE, effort);
                }
                assert_int_equal(progression_is_light(&progression, day), cases[i].is_light);
                assert_int_equal(progression_kind(&progression, day, false, false),
                        cases[i].is_light ? SESSION_KIND_LIGHT
                                          : progression_kind(&progression, day, false, true));
                assert_false(progression_is_light(&steady, day));
        }
}

static void an_automatic_light_week_is_the_next_seven_days(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        for (int day = 0; day <= 4; day += 2)
                add(&progression, MONDAY + day, COBRA, EFFORT_HARD);
        for (int day = 5; day <= 11; day++)
                assert_true(progression_is_light(&progression, MONDAY + day));
        assert_false(progression_is_light(&progression, MONDAY + 12));
        assert_int_equal(progression_kind(&progression, MONDAY + 7, false, true), SESSION_KIND_NORMAL);
        /* Three more are needed for the next one. */
        add(&progression, MONDAY + 7, COBRA, EFFORT_HARD);
        add(&progression, MONDAY + 9, COBRA, EFFORT_HARD);
        assert_false(progression_is_light(&progression, MONDAY + 12));
        add(&progression, MONDAY + 11, COBRA, EFFORT_HARD);
        assert_true(progression_is_light(&progression, MONDAY + 18));
}

static void add_pain(struct progression *progression, int32_t day, int exercise)
{
        struct session_record session = routine_session(progression, day, exercise, EFFORT_RIGHT);

        session.results[0].pain = 4;
        progression_add(progression, &session);
}

static void two_exercises_that_go_down_within_seven_days_make_a_light_week(void **state)
{
        static const struct {
                int first, second, days, level;
                bool is_light;
        } cases[] = {
                { COBRA, T_RAISE, 0, 3, true }, { COBRA, T_RAISE, 2, 3, true },
                { COBRA, T_RAISE, 7, 3, true }, { COBRA, T_RAISE, 8, 3, false },
                { COBRA, COBRA, 2, 3, false },   /* one exercise twice */
                { COBRA, T_RAISE, 2, 1, false }, /* none went down */
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct progression progression;
                int32_t day = MONDAY + cases[i].days;

                routine_begin(&progression, STRENGTH, MONDAY - 100);
                set_ready_to_rise(&progression, COBRA, cases[i].level, 0);
                set_ready_to_rise(&progression, T_RAISE, cases[i].level, 0);
                add_pain(&progression, MONDAY, cases[i].first);
                assert_false(progression_is_light(&progression, MONDAY + 1));
                add_pain(&progression, day, cases[i].second);
                assert_int_equal(progression_is_light(&progression, day + 1), cases[i].is_light);
        }
}

static void the_kind_of_a_session_follows_from_the_log(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        for (int day = 0; day < 3; day++) {
                assert_int_equal(
                        progression_kind(&progression, MONDAY + day, false, false), SESSION_KIND_NORMAL);
                add(&progression, MONDAY + day, COBRA, EFFORT_RIGHT);
        }
        assert_int_equal(progression_kind(&progression, MONDAY + 2, false, false), SESSION_KIND_NORMAL);
        assert_int_equal(progression_kind(&progression, MONDAY + 3, false, false), SESSION_KIND_EXTRA);
        assert_int_equal(progression_kind(&progression, MONDAY + 3, true, false), SESSION_KIND_SHORT);
        assert_int_equal(progression_kind(&progression, MONDAY + 7, false, false), SESSION_KIND_NORMAL);
        assert_int_equal(progression_kind(&progression, MONDAY + 10, false, false), SESSION_KIND_RETURN);
        assert_int_equal(progression_kind(&progression, MONDAY + 10, true, false), SESSION_KIND_SHORT);
        assert_int_equal(progression_kind(&progression, MONDAY + 58, false, false), SESSION_KIND_NORMAL);
        progression.light_last_day = MONDAY + 9;
        assert_int_equal(progression_kind(&progression, MONDAY + 3, false, false), SESSION_KIND_LIGHT);
        assert_int_equal(progression_kind(&progression, MONDAY + 3, false, true), SESSION_KIND_EXTRA);
}

/* Every day all right, logged as normal: no faster than Monday, Wednesday and Friday would be. */
static void from_the_fourth_session_of_a_week_on_nothing_counts_for_levels(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        add(&progression, MONDAY, COBRA, EFFORT_HARD);
        for (int day = 1; day < 7; day++)
                add(&progression, MONDAY + day, COBRA, EFFORT_EASY);
        /* Two easy ones on the second and third day; those after them would have been days enough. */
        assert_int_equal(progression.exercises[COBRA].level, 1);
        assert_int_equal(progression.exercises[COBRA].ok, 2);
        assert_int_equal(progression.exercises[COBRA].sessions, 7);
}

static void a_daily_programme_has_no_fourth_session(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRETCH, MONDAY);
        for (int day = 0; day < 7; day++) {
                assert_int_equal(
                        progression_kind(&progression, MONDAY + day, false, false), SESSION_KIND_NORMAL);
                add(&progression, MONDAY + day, DOORWAY, EFFORT_RIGHT);
        }
        assert_int_equal(progression.exercises[DOORWAY].ok, 7);
}

/* Which exercises are picked, as the indexes of brace, dead bug, plank on knees and forearm plank. */
static void assert_pick(const struct progression *progression, uint32_t excluded, const char *expected)
{
        static const char letters[] = "--bdkf";
        int16_t exercises[PROGRAMME_EXERCISES_MAX];
        uint8_t count = progression_pick(progression, excluded, exercises);

        assert_int_equal(count, strlen(expected));
        for (uint8_t i = 0; i < count; i++)
                assert_int_equal(letters[exercises[i]], expected[i]);
}

/* A session in which all that is picked goes well. */
static void add_picked(struct progression *progression, int32_t day, enum effort effort)
{
        struct session_record session = routine_session(progression, day, COBRA, effort);
        int16_t exercises[PROGRAMME_EXERCISES_MAX];
        uint8_t count = progression_pick(progression, 0, exercises);

        for (uint8_t i = 0; i < count; i++)
                routine_also(&session, exercises[i], effort);
        progression_add(progression, &session);
}

static void the_pick_goes_from_brace_to_plank_and_the_dead_bug_stays(void **state)
{
        static const char *const stages[] = { "bd", "dk", "df" };
        struct progression progression;
        size_t stage = 0;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY);
        for (int session = 0; session < 3 * 52; session++) {
                int32_t day = MONDAY + 7 * (session / 3) + 2 * (session % 3);
                int16_t exercises[PROGRAMME_EXERCISES_MAX];

                assert_int_equal(progression_pick(&progression, 0, exercises), 2);
                if (stage + 1 < ELEMENTS(stages) &&
                        progression.exercises[stage == 0 ? BRACE : PLANK_KNEES].graduated) {
                        stage++;
                        /* It joins at its first level. */
                        assert_int_equal(
                                progression.exercises[stage == 1 ? PLANK_KNEES : PLANK_FOREARM].level, 1);
                }
                assert_pick(&progression, 0, stages[stage]);
                add_picked(&progression, day, EFFORT_RIGHT);
        }
        assert_int_equal(stage, 2);
        assert_int_equal(progression.exercises[DEAD_BUG].level, 7);
        assert_int_equal(progression.exercises[PLANK_FOREARM].level, 6);
        assert_false(progression.exercises[DEAD_BUG].graduated);
        assert_false(progression.exercises[PLANK_FOREARM].graduated);
}

static void graduation_takes_two_that_went_well_at_the_top(void **state)
{
        static const struct {
                int level;
                enum effort first, second;
                bool graduated;
        } cases[] = {
                { 4, EFFORT_RIGHT, EFFORT_RIGHT, true },
                { 4, EFFORT_EASY, EFFORT_RIGHT, true },
                { 4, EFFORT_RIGHT, EFFORT_HARD, false },
                { 4, EFFORT_HARD, EFFORT_RIGHT, false },
                { 4, EFFORT_RIGHT, EFFORT_NONE, false },
                { 3, EFFORT_EASY, EFFORT_EASY, false },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct progression progression;

                routine_begin(&progression, STRENGTH, MONDAY - 100);
                set_ready_to_rise(&progression, BRACE, cases[i].level, 0);
                progression.exercises[BRACE].ok = 0;
                add(&progression, MONDAY + 2, BRACE, cases[i].first);
                assert_false(progression.exercises[BRACE].graduated);
                add(&progression, MONDAY + 4, BRACE, cases[i].second);
                assert_int_equal(progression.exercises[BRACE].graduated, cases[i].graduated);
        }
}

static void nothing_graduates_when_nothing_can_follow(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STRENGTH, MONDAY - 100);
        set_ready_to_rise(&progression, BRACE, 4, 0);
        progression.exercises[PLANK_KNEES].suspended = true;
        progression.exercises[PLANK_FOREARM].graduated = true;
        add(&progression, MONDAY + 2, BRACE, EFFORT_RIGHT);
        assert_false(progression.exercises[BRACE].graduated);
        progression_clear(&progression, PLANK_KNEES);
        add(&progression, MONDAY + 4, BRACE, EFFORT_RIGHT);
        assert_true(progression.exercises[BRACE].graduated);
}

static void two_stay_picked_where_two_are_possible(void **state)
{
        static const struct {
                const char *graduated, *suspended;
                uint32_t excluded;
                const char *expected;
        } cases[] = {
                { "", "", 0, "bd" },
                { "", "", 1 << 0, "dk" },
                { "", "", 1 << 1, "bk" },
                { "", "", 1 << 1 | 1 << 2, "bf" },
                { "", "", 1 << 1 | 1 << 2 | 1 << 3, "b" },
                { "", "", 15, "" },
                { "", "d", 0, "bk" },
                { "", "bd", 0, "kf" },
                { "", "bd", 1 << 2, "f" },
                { "b", "", 0, "dk" },
                { "bk", "", 0, "df" },
                /* What has graduated stays on, the latest first, when its followers are out. */
                { "b", "", 1 << 2 | 1 << 3, "bd" },
                { "bk", "", 1 << 3, "dk" },
                { "bk", "f", 1 << 1, "bk" },
                { "bk", "kf", 0, "bd" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct progression progression;

                routine_begin(&progression, STRENGTH, MONDAY);
                for (int exercise = BRACE; exercise <= PLANK_FOREARM; exercise++) {
                        char letter = "--bdkf"[exercise];

                        progression.exercises[exercise].graduated =
                                strchr(cases[i].graduated, letter) != NULL;
                        progression.exercises[exercise].suspended =
                                strchr(cases[i].suspended, letter) != NULL;
                }
                assert_pick(&progression, cases[i].excluded, cases[i].expected);
        }
}

static void a_programme_without_a_pick_picks_nothing(void **state)
{
        struct progression progression;

        (void)state;
        routine_begin(&progression, STEADY, MONDAY);
        assert_pick(&progression, 0, "");
        progression.exercises[BRIDGE].level = 6;
        add(&progression, MONDAY, BRIDGE, EFFORT_RIGHT);
        add(&progression, MONDAY + 2, BRIDGE, EFFORT_RIGHT);
        assert_false(progression.exercises[BRIDGE].graduated);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(layoffs_follow_the_table),
                cmocka_unit_test(before_the_first_session_there_is_no_layoff),
                cmocka_unit_test(a_layoff_counts_once_however_often_a_session_begins),
                cmocka_unit_test(a_session_of_which_nothing_was_done_does_not_end_a_layoff),
                cmocka_unit_test(pain_in_such_a_session_is_not_forgotten),
                cmocka_unit_test(setbacks_count_in_the_first_session_after_a_layoff),
                cmocka_unit_test(setbacks_before_two_weeks_off_are_forgotten),
                cmocka_unit_test(light_weeks_are_counted_anew_after_eight_weeks),
                cmocka_unit_test(after_eight_weeks_all_begins_as_new),
                cmocka_unit_test(every_seventh_week_after_six_counted_ones_is_light),
                cmocka_unit_test(two_sessions_on_one_day_are_one_day_of_the_week),
                cmocka_unit_test(weeks_before_1970_are_weeks_too),
                cmocka_unit_test(three_sessions_in_a_row_that_end_hard_make_a_light_week),
                cmocka_unit_test(an_automatic_light_week_is_the_next_seven_days),
                cmocka_unit_test(two_exercises_that_go_down_within_seven_days_make_a_light_week),
                cmocka_unit_test(the_kind_of_a_session_follows_from_the_log),
                cmocka_unit_test(from_the_fourth_session_of_a_week_on_nothing_counts_for_levels),
                cmocka_unit_test(a_daily_programme_has_no_fourth_session),
                cmocka_unit_test(the_pick_goes_from_brace_to_plank_and_the_dead_bug_stays),
                cmocka_unit_test(graduation_takes_two_that_went_well_at_the_top),
                cmocka_unit_test(nothing_graduates_when_nothing_can_follow),
                cmocka_unit_test(two_stay_picked_where_two_are_possible),
                cmocka_unit_test(a_programme_without_a_pick_picks_nothing),
        };

        return cmocka_run_group_tests_name("progression-week", tests, NULL, NULL);
}
