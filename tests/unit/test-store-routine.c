/* SPDX-License-Identifier: MIT */
#include "unit/routine_rows.h"

#include <stdlib.h>

static void assert_session(const struct store_session *a, const struct store_session *b)
{
        assert_string_equal(a->programme, b->programme);
        assert_int_equal(a->record.programme, b->record.programme);
        assert_int_equal(a->record.day, b->record.day);
        assert_int_equal(a->record.started_realtime_usec, b->record.started_realtime_usec);
        assert_int_equal(a->record.kind, b->record.kind);
        assert_int_equal(a->record.effort, b->record.effort);
        assert_int_equal(a->record.result_count, b->record.result_count);
        for (uint8_t i = 0; i < a->record.result_count; i++) {
                const struct exercise_result *x = &a->record.results[i], *y = &b->record.results[i];

                assert_string_equal(a->exercises[i], b->exercises[i]);
                assert_int_equal(x->exercise, y->exercise);
                assert_int_equal(x->done_pct, y->done_pct);
                assert_int_equal(x->effort, y->effort);
                assert_int_equal(x->pain, y->pain);
                assert_int_equal(x->baseline, y->baseline);
                assert_int_equal(x->sharp, y->sharp);
                assert_int_equal(x->skip_level, y->skip_level);
                assert_int_equal(x->level, y->level);
        }
}

static void a_session_comes_back_whole(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_session session = make_session(NOW_USEC, PROGRAMME_EXERCISES_MAX);
        struct rows rows = { 0 };

        assert_int_equal(store_put_session(store, "anna", &session), 0);
        store_close(store);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_read_sessions(store, "anna", NOW_USEC, NOW_USEC + 1, take_session, &rows), 0);
        assert_int_equal(rows.count, 1);
        assert_session(&rows.sessions[0], &session);
        for (int i = 0; i < SESSION_KIND_MAX_; i++) {
                session = make_session(i, 0);
                session.record.kind = (enum session_kind)i;
                session.record.effort = (enum effort)i;
                rows = (struct rows){ 0 };
                assert_int_equal(store_put_session(store, "anna", &session), 0);
                assert_int_equal(store_read_sessions(store, "anna", i, i + 1, take_session, &rows), 0);
                assert_int_equal(rows.count, 1);
                assert_session(&rows.sessions[0], &session);
        }
        store_close(store);
        place_assert_rows(place, "SELECT kind, effort FROM sessions ORDER BY started_usec",
                "normal|none;short|easy;light|right;return|hard;extra|max;extra|hard;");
}

static void a_session_is_replaced_by_its_answer(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_session session = make_session(NOW_USEC, 5);
        struct rows rows = { 0 };

        assert_int_equal(store_put_session(store, "ben", &session), 0);
        session.record.effort = EFFORT_NONE;
        assert_int_equal(store_put_session(store, "anna", &session), 0);
        session = make_session(NOW_USEC, 3);
        assert_int_equal(store_put_session(store, "anna", &session), 0);
        assert_int_equal(store_read_sessions(store, "anna", INT64_MIN, INT64_MAX, take_session, &rows), 0);
        assert_int_equal(rows.count, 1);
        assert_session(&rows.sessions[0], &session);
        store_close(store);
        place_assert_rows(place, "SELECT person, count(*) FROM results GROUP BY person", "anna|3;ben|5;");
}

static void sessions_are_read_in_their_order_and_of_their_time(void **state)
{
        static const struct {
                int64_t from_usec, to_usec;
                size_t count;
        } cases[] = {
                { INT64_MIN, INT64_MAX, 4 },
                { 100, 101, 1 },
                { 101, 200, 0 },
                { 100, 400, 3 },
                { 100, 401, 4 },
                { 401, INT64_MAX, 0 },
                { 400, 100, 0 },
        };
        static const int64_t starts[] = { 300, 100, 400, 200 };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);

        for (size_t i = 0; i < ELEMENTS(starts); i++) {
                const struct store_session session = make_session(starts[i], (uint8_t)i);

                assert_int_equal(store_put_session(store, "anna", &session), 0);
                assert_int_equal(store_put_session(store, i % 2 == 0 ? "ben" : "annabel", &session), 0);
        }
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct rows rows = { 0 };

                assert_int_equal(store_read_sessions(store, "anna", cases[i].from_usec, cases[i].to_usec,
                                         take_session, &rows),
                        0);
                assert_int_equal(rows.count, cases[i].count);
                for (size_t j = 1; j < rows.count; j++)
                        assert_true(rows.sessions[j - 1].record.started_realtime_usec <
                                    rows.sessions[j].record.started_realtime_usec);
        }
        store_close(store);
}

static void sets_come_back_in_the_order_of_their_ends(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_set set = make_set(200, 230);
        struct rows rows = { 0 };

        assert_int_equal(store_put_set(store, "anna", &set), 0);
        assert_int_equal(store_put_set(store, "ben", &set), 0);
        set = make_set(200, 220);
        assert_int_equal(store_put_set(store, "anna", &set), 0);
        /* Another one that ended at the same moment, and the same once more. */
        set.record.set = 1;
        assert_int_equal(store_put_set(store, "anna", &set), 0);
        assert_int_equal(store_put_set(store, "anna", &set), 0);
        set = make_set(100, 900);
        assert_int_equal(store_put_set(store, "anna", &set), 0);
        set = make_set(201, 202);
        assert_int_equal(store_put_set(store, "anna", &set), 0);
        assert_int_equal(store_read_sets(store, "anna", 100, 201, take_set, &rows), 0);
        assert_int_equal(rows.count, 4);
        assert_int_equal(rows.sets[0].record.session_realtime_usec, 100);
        assert_int_equal(rows.sets[0].record.ended_realtime_usec, 900);
        assert_int_equal(rows.sets[1].record.set, 1);
        assert_int_equal(rows.sets[2].record.set, 255);
        assert_int_equal(rows.sets[3].record.ended_realtime_usec, 230);
        assert_string_equal(rows.sets[3].exercise, "prone-cobra");
        assert_int_equal(rows.sets[3].record.exercise, -1);
        assert_int_equal(rows.sets[3].record.level, 7);
        assert_int_equal(rows.sets[3].record.dose.sets, 2);
        assert_int_equal(rows.sets[3].record.dose.reps, 30);
        assert_int_equal(rows.sets[3].record.dose.hold_sec, UINT16_MAX);
        assert_int_equal(rows.sets[3].record.dose.load_grams, 1000);
        assert_int_equal(rows.sets[3].record.reps_done, 29);
        store_close(store);
}

static void pain_reports_come_back(void **state)
{
        static const struct store_pain pains[] = {
                { "", 0, 10, 0, false },
                { "prone-cobra", 5, 20, PAIN_WORST, true },
                { "", -5, 30, PAIN_UNSAID, false },
        };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };

        for (size_t i = 0; i < ELEMENTS(pains); i++) {
                assert_int_equal(store_put_pain(store, "anna", &pains[ELEMENTS(pains) - 1 - i]), 0);
                assert_int_equal(store_put_pain(store, "ben", &pains[0]), 0);
        }
        assert_int_equal(store_read_pains(store, "anna", 10, 31, take_pain, &rows), 0);
        assert_int_equal(rows.count, ELEMENTS(pains));
        for (size_t i = 0; i < ELEMENTS(pains); i++) {
                assert_string_equal(rows.pains[i].exercise, pains[i].exercise);
                assert_int_equal(rows.pains[i].session_realtime_usec, pains[i].session_realtime_usec);
                assert_int_equal(rows.pains[i].realtime_usec, pains[i].realtime_usec);
                assert_int_equal(rows.pains[i].pain, pains[i].pain);
                assert_int_equal(rows.pains[i].sharp, pains[i].sharp);
        }
        rows.count = 0;
        assert_int_equal(store_read_pains(store, "anna", 11, 30, take_pain, &rows), 0);
        assert_int_equal(rows.count, 1);
        store_close(store);
}

static void the_next_mornings_answer_comes_back(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_recovery recovery = { 200, 250, 20636, false };
        struct rows rows = { 0 };

        assert_int_equal(store_put_recovery(store, "anna", &recovery), 0);
        recovery.worse = true;
        recovery.realtime_usec = 260;
        assert_int_equal(store_put_recovery(store, "anna", &recovery), 0);
        recovery = (struct store_recovery){ 100, 150, -1, false };
        assert_int_equal(store_put_recovery(store, "anna", &recovery), 0);
        assert_int_equal(store_put_recovery(store, "ben", &recovery), 0);
        assert_int_equal(store_read_recoveries(store, "anna", 100, 201, take_recovery, &rows), 0);
        assert_int_equal(rows.count, 2);
        assert_int_equal(rows.recoveries[0].session_realtime_usec, 100);
        assert_int_equal(rows.recoveries[0].realtime_usec, 150);
        assert_int_equal(rows.recoveries[0].day, -1);
        assert_false(rows.recoveries[0].worse);
        assert_int_equal(rows.recoveries[1].realtime_usec, 260);
        assert_int_equal(rows.recoveries[1].day, 20636);
        assert_true(rows.recoveries[1].worse);
        rows.count = 0;
        assert_int_equal(store_read_recoveries(store, "anna", 101, 200, take_recovery, &rows), 0);
        assert_int_equal(rows.count, 0);
        store_close(store);
}

static void suspensions_and_clearings_of_exercises_come_back(void **state)
{
        static const struct store_suspension suspensions[] = {
                { "prone-cobra", 10, 1, true },
                { "prone-t-raise", 10, 1, true },
                { "prone-cobra", 20, 2, false },
        };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };

        for (size_t i = 0; i < ELEMENTS(suspensions); i++)
                assert_int_equal(
                        store_put_suspension(store, "anna", &suspensions[ELEMENTS(suspensions) - 1 - i]), 0);
        assert_int_equal(store_put_suspension(store, "ben", &suspensions[0]), 0);
        assert_int_equal(store_read_suspensions(store, "anna", 10, 21, take_suspension, &rows), 0);
        assert_int_equal(rows.count, 3);
        for (size_t i = 0; i < ELEMENTS(suspensions); i++) {
                assert_string_equal(rows.suspensions[i].exercise, suspensions[i].exercise);
                assert_int_equal(rows.suspensions[i].realtime_usec, suspensions[i].realtime_usec);
                assert_int_equal(rows.suspensions[i].day, suspensions[i].day);
                assert_int_equal(rows.suspensions[i].suspended, suspensions[i].suspended);
        }
        store_close(store);
}

static void a_screening_comes_back_whole(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        const struct store_screening screening = make_screening();
        struct store_screening read;

        memset(&read, 'x', sizeof(read));
        assert_int_equal(store_get_screening(store, "anna", &read), -ENOENT);
        assert_int_equal(read.tag_count, 'x');
        assert_int_equal(store_put_screening(store, "anna", &screening), 0);
        store_close(store);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_get_screening(store, "ben", &read), -ENOENT);
        assert_int_equal(store_get_screening(store, "anna", &read), 0);
        assert_memory_equal(&read, &screening, sizeof(read));
        store_close(store);
}

static void a_new_screening_leaves_nothing_of_the_one_before(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        static struct store_screening screening, read;
        struct rows rows = { 0 };

        screening = make_screening();
        assert_int_equal(store_put_screening(store, "ben", &screening), 0);
        assert_int_equal(store_put_screening(store, "anna", &screening), 0);
        assert_int_equal(store_put_screening(store, "anna", &screening), 0);
        screening.answers.cleared_day = 20630;
        assert_int_equal(store_put_screening(store, "anna", &screening), 0);
        memset(&screening, 0, sizeof(screening));
        screening.answers.answered_day = INT32_MIN;
        screening.answers.cleared_day = INT32_MIN;
        screening.answers.clearance[15] = ANSWER_NO;
        screening.tag_count = 1;
        strcpy(screening.tags[0].name, "neck");
        screening.tags[0].answer = ANSWER_NO;
        assert_int_equal(store_put_screening(store, "anna", &screening), 0);
        assert_int_equal(store_get_screening(store, "anna", &read), 0);
        assert_memory_equal(&read, &screening, sizeof(read));
        /* But the days of clearing. */
        assert_int_equal(store_read_clearings(store, "anna", take_day, &rows), 0);
        assert_int_equal(rows.count, 2);
        assert_int_equal(rows.days[0], 20630);
        assert_int_equal(rows.days[1], 20640);
        assert_int_equal(store_get_screening(store, "ben", &read), 0);
        assert_int_equal(read.tag_count, TAGS_MAX);
        store_close(store);
}

static void programme_starts_and_excused_weeks_come_back(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };

        assert_int_equal(store_put_programme_start(store, "anna", "steady-back", 20), 0);
        assert_int_equal(store_put_programme_start(store, "anna", "daily-stretch", 30), 0);
        assert_int_equal(store_put_programme_start(store, "anna", "daily-stretch", 10), 0);
        assert_int_equal(store_put_programme_start(store, "anna", "daily-stretch", 10), 0);
        assert_int_equal(store_put_programme_start(store, "ben", "daily-stretch", 10), 0);
        assert_int_equal(store_read_programme_starts(store, "anna", take_start, &rows), 0);
        assert_int_equal(rows.count, 3);
        assert_string_equal(rows.programmes[0], "daily-stretch");
        assert_int_equal(rows.days[0], 10);
        assert_string_equal(rows.programmes[1], "steady-back");
        assert_int_equal(rows.days[2], 30);
        rows.count = 0;
        assert_int_equal(store_put_excused_week(store, "anna", 4 + 7 * 2900), 0);
        assert_int_equal(store_put_excused_week(store, "anna", 4), 0);
        assert_int_equal(store_put_excused_week(store, "anna", 4), 0);
        assert_int_equal(store_put_excused_week(store, "anna", -3), 0);
        assert_int_equal(store_put_excused_week(store, "ben", 11), 0);
        for (int32_t i = -2; i < 4; i++)
                assert_int_equal(store_put_excused_week(store, "anna", i), -EINVAL);
        assert_int_equal(store_read_excused_weeks(store, "anna", -3, 4, take_day, &rows), 0);
        assert_int_equal(rows.count, 2);
        assert_int_equal(rows.days[0], -3);
        assert_int_equal(rows.days[1], 4);
        rows.count = 0;
        assert_int_equal(store_read_excused_weeks(store, "anna", -2, INT32_MAX, take_day, &rows), 0);
        assert_int_equal(rows.count, 2);
        assert_int_equal(rows.days[1], 4 + 7 * 2900);
        store_close(store);
}

static void missed_sessions_come_back(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };

        assert_int_equal(store_put_missed(store, "anna", "steady-back", 20), 0);
        assert_int_equal(store_put_missed(store, "anna", "upper-back-strength", 18), 0);
        assert_int_equal(store_put_missed(store, "anna", "steady-back", 18), 0);
        assert_int_equal(store_put_missed(store, "anna", "steady-back", 18), 0);
        assert_int_equal(store_put_missed(store, "anna", "steady-back", 21), 0);
        assert_int_equal(store_put_missed(store, "ben", "steady-back", 19), 0);
        assert_int_equal(store_put_missed(store, "anna", "Steady back", 19), -EINVAL);
        assert_int_equal(store_read_missed(store, "anna", 18, 20, take_start, &rows), 0);
        assert_int_equal(rows.count, 3);
        assert_string_equal(rows.programmes[0], "steady-back");
        assert_int_equal(rows.days[0], 18);
        assert_string_equal(rows.programmes[1], "upper-back-strength");
        assert_int_equal(rows.days[1], 18);
        assert_int_equal(rows.days[2], 20);
        store_close(store);
}

static void the_plan_comes_back(void **state)
{
        static const struct store_plan_change changes[] = {
                { "daily-stretch", 20635, false, 0, -1 },
                { "steady-back", 20635, true, 20641, 1439 },
                { "steady-back", 20637, true, 20631, -1 },
        };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { 0 };
        int64_t value = 42, file_value = 43;

        assert_int_equal(
                store_get_plan_setting(store, "anna", STORE_PLAN_TIME, &value, &file_value), -ENOENT);
        assert_int_equal(value, 42);
        for (int i = 0; i < STORE_PLAN_MAX_; i++) {
                assert_int_equal(store_put_plan_setting(store, "anna", (enum store_plan_setting)i, 0, 1), 0);
                assert_int_equal(
                        store_put_plan_setting(store, "anna", (enum store_plan_setting)i, 20 + i, -i), 0);
        }
        for (int i = 0; i < STORE_PLAN_MAX_; i++) {
                assert_int_equal(store_get_plan_setting(
                                         store, "anna", (enum store_plan_setting)i, &value, &file_value),
                        0);
                assert_int_equal(value, 20 + i);
                assert_int_equal(file_value, -i);
        }
        assert_int_equal(store_get_plan_setting(store, "ben", STORE_PLAN_TIME, &value, &file_value), -ENOENT);
        for (size_t i = 0; i < ELEMENTS(changes); i++) {
                struct store_plan_change change = changes[ELEMENTS(changes) - 1 - i];

                assert_int_equal(store_put_plan_change(store, "ben", &change), 0);
                change.moved = !change.moved;
                change.to_day = change.day;
                assert_int_equal(store_put_plan_change(store, "anna", &change), 0);
                assert_int_equal(
                        store_put_plan_change(store, "anna", &changes[ELEMENTS(changes) - 1 - i]), 0);
        }
        assert_int_equal(store_read_plan_changes(store, "anna", 20635, 20637, take_change, &rows), 0);
        assert_int_equal(rows.count, 3);
        for (size_t i = 0; i < ELEMENTS(changes); i++) {
                assert_string_equal(rows.changes[i].programme, changes[i].programme);
                assert_int_equal(rows.changes[i].day, changes[i].day);
                assert_int_equal(rows.changes[i].moved, changes[i].moved);
                assert_int_equal(rows.changes[i].to_day, changes[i].to_day);
                assert_int_equal(rows.changes[i].to_minute, changes[i].to_minute);
        }
        rows.count = 0;
        assert_int_equal(store_read_plan_changes(store, "anna", 20636, 20636, take_change, &rows), 0);
        assert_int_equal(rows.count, 0);
        store_close(store);
}

static void the_open_session_comes_back_until_it_is_forgotten(void **state)
{
        static char endless[STORE_SESSION_BYTES_MAX + 1];
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_open_session session = { (char[]){ "{\"a\":1}" }, 5, NOW_USEC }, read = { NULL, 1, 2 };

        assert_int_equal(store_get_open_session(store, "anna", &read), -ENOENT);
        assert_int_equal(store_put_open_session(store, "ben", &session), 0);
        assert_int_equal(store_put_open_session(store, "anna", &session), 0);
        session.record = (char[]){ "{\"a\":2}" };
        assert_int_equal(store_put_open_session(store, "anna", &session), 0);
        store_close(store);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_get_open_session(store, "anna", &read), 0);
        assert_string_equal(read.record, "{\"a\":2}");
        assert_int_equal(read.saved_boottime_usec, 5);
        assert_int_equal(read.saved_realtime_usec, NOW_USEC);
        free(read.record);
        memset(endless, 'x', sizeof(endless) - 1);
        session.record = endless;
        assert_int_equal(store_put_open_session(store, "anna", &session), -EINVAL);
        endless[STORE_SESSION_BYTES_MAX - 1] = '\0';
        assert_int_equal(store_put_open_session(store, "anna", &session), 0);
        session.record = NULL;
        assert_int_equal(store_put_open_session(store, "anna", &session), -EINVAL);
        assert_int_equal(store_put_open_session(store, "anna", NULL), 0);
        assert_int_equal(store_put_open_session(store, "anna", NULL), 0);
        assert_int_equal(store_get_open_session(store, "anna", &read), -ENOENT);
        assert_int_equal(store_get_open_session(store, "ben", &read), 0);
        free(read.record);
        store_close(store);
}

static void a_session_or_screening_is_kept_whole_or_not_at_all(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        const struct store_session session = make_session(NOW_USEC, 3);
        static struct store_screening screening, twice, many, read;

        screening = make_screening();
        assert_int_equal(store_put_session(store, "anna", &session), 0);
        assert_int_equal(store_put_screening(store, "anna", &screening), 0);
        /* Each in a transaction of its own, then all in one of ours that is kept. */
        for (int ours = 0; ours < 2; ours++) {
                struct store_session bad = make_session(NOW_USEC, 5);

                twice = screening;
                many = screening;
                if (ours)
                        assert_int_equal(store_begin(store), 0);
                assert_int_equal(store_put_person(store, "anna", ours ? "1" : "0"), 0);
                strcpy(bad.exercises[4], "Not an id");
                assert_int_equal(store_put_session(store, "anna", &bad), -EINVAL);
                assert_non_null(strstr(store_error(store), "CHECK"));
                bad.record.result_count = PROGRAMME_EXERCISES_MAX + 1;
                assert_int_equal(store_put_session(store, "anna", &bad), -EINVAL);
                twice.answers.red_flag = false;
                twice.equipment[EQUIPMENT_MAX - 1] = twice.equipment[0];
                assert_int_equal(store_put_screening(store, "anna", &twice), -EINVAL);
                many.equipment_count++;
                assert_int_equal(store_put_screening(store, "anna", &many), -EINVAL);
                many = screening;
                many.tag_count++;
                assert_int_equal(store_put_screening(store, "anna", &many), -EINVAL);
                assert_int_equal(store_put_person(store, "ben", ours ? "1" : "0"), 0);
                if (ours)
                        assert_int_equal(store_commit(store), 0);
        }
        {
                static struct rows rows;

                assert_int_equal(
                        store_read_sessions(store, "anna", INT64_MIN, INT64_MAX, take_session, &rows), 0);
                assert_int_equal(rows.count, 1);
                assert_session(&rows.sessions[0], &session);
                assert_int_equal(store_get_screening(store, "anna", &read), 0);
                assert_memory_equal(&read, &screening, sizeof(read));
        }
        store_close(store);
        place_assert_rows(place, "SELECT record FROM people", "1;1;");
}

static void what_is_put_in_a_transaction_goes_with_it(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        const struct store_session session = make_session(NOW_USEC, 3);
        static struct store_screening screening, read;
        static struct rows rows;

        screening = make_screening();
        assert_int_equal(store_begin(store), 0);
        assert_int_equal(store_put_session(store, "anna", &session), 0);
        assert_int_equal(store_put_screening(store, "anna", &screening), 0);
        assert_int_equal(store_get_screening(store, "anna", &read), 0);
        store_rollback(store);
        assert_int_equal(store_get_screening(store, "anna", &read), -ENOENT);
        assert_int_equal(store_read_sessions(store, "anna", INT64_MIN, INT64_MAX, take_session, &rows), 0);
        assert_int_equal(rows.count, 0);
        store_close(store);
}

static void a_negative_value_of_the_callback_ends_the_reading(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct rows rows = { .stop_after = 2 };

        for (int i = 0; i < 3; i++) {
                const struct store_session session = make_session(i, 2);

                assert_int_equal(store_put_session(store, "anna", &session), 0);
        }
        assert_int_equal(store_read_sessions(store, "anna", 0, 9, take_session, &rows), STOPPED);
        assert_int_equal(rows.count, 2);
        /* The statements are free again. */
        rows = (struct rows){ 0 };
        assert_int_equal(store_read_sessions(store, "anna", 0, 9, take_session, &rows), 0);
        assert_int_equal(rows.count, 3);
        store_close(store);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                PLACED(a_session_comes_back_whole),
                PLACED(a_session_is_replaced_by_its_answer),
                PLACED(sessions_are_read_in_their_order_and_of_their_time),
                PLACED(sets_come_back_in_the_order_of_their_ends),
                PLACED(pain_reports_come_back),
                PLACED(the_next_mornings_answer_comes_back),
                PLACED(suspensions_and_clearings_of_exercises_come_back),
                PLACED(a_screening_comes_back_whole),
                PLACED(a_new_screening_leaves_nothing_of_the_one_before),
                PLACED(programme_starts_and_excused_weeks_come_back),
                PLACED(missed_sessions_come_back),
                PLACED(the_plan_comes_back),
                PLACED(the_open_session_comes_back_until_it_is_forgotten),
                PLACED(a_session_or_screening_is_kept_whole_or_not_at_all),
                PLACED(what_is_put_in_a_transaction_goes_with_it),
                PLACED(a_negative_value_of_the_callback_ends_the_reading),
        };

        return cmocka_run_group_tests_name("store-routine", tests, NULL, NULL);
}
