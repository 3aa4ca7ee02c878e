/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/routine_bench.h"

#include <errno.h>

#define LIVES      12
#define LIFE_STEPS 160

static const struct routine_setup WINDOW = { .item_count = 1,
        .items = { ITEM(0, MON_WED_FRI, 18 * 60, 21 * 60) } };

struct routine_case {
        const char *name;
        const struct routine_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct routine_case CASES[] = {
        { "a restart pauses the session", NULL,
                "mon 18:05 start, mon 18:12 restart=4, mon 18:12 phase, mon 18:13 resume, "
                "mon 18:13 phase, mon 18:14 sets, mon 18:15 answer=right",
                "PRE",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:06 =set cobra 1 10, mon 18:12 (session replaces), "
                "mon 18:13 (session replaces), mon 18:13 =set cobra 2 10, "
                "mon 18:14 =set raise 1 10, mon 18:14 =set raise 2 10, "
                "mon 18:14 =set brace 1 10, mon 18:14 =set brace 2 10, mon 18:14 =set bug 1 10, "
                "mon 18:14 =set bug 2 10, "
                "mon 18:14 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, mon 18:14 done strength d, "
                "mon 18:15 =session strength normal right cobra:100:right raise:100:right "
                "brace:100:right bug:100:right" },
        { "after two hours it is closed as it stands", NULL,
                "mon 18:05 start, mon 22:12 restart=240, mon 22:13 phase, mon 22:14 resume", "PRE",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:06 =set cobra 1 10, mon 18:08 =set cobra 2 10, "
                "mon 18:10 =set raise 1 10, mon 22:12 =set raise 2 9, "
                "mon 22:12 =session strength normal none cobra:100:none raise:95:none, "
                "mon 22:12 done strength, mon 22:13 (nothing), mon 22:14 !session none" },
        { "a paused one is closed after two hours", NULL, "mon 18:05 start, mon 18:08 pause, mon 20:09 phase",
                "R",
                "mon 18:06 =set cobra 1 10, mon 20:08 =set cobra 2 9, "
                "mon 20:08 =session strength normal none cobra:95:none, mon 20:09 (nothing)" },
        { "a question is still open after a restart", NULL,
                "mon 18:05 train=none, mon 19:00 restart=10, mon 19:01 answer=easy, "
                "mon 19:02 plan",
                "rE",
                "mon 18:05 =session strength normal none cobra:100:none raise:100:none "
                "brace:100:none bug:100:none, "
                "mon 19:01 =session strength normal easy cobra:100:easy raise:100:easy "
                "brace:100:easy bug:100:easy, "
                "mon 19:02 [mon done 18:05 wed planned fri planned | 1: 0/6]" },
        { "an offer is not made again after a restart", NULL,
                "mon 18:20 restart=5, mon 18:21 phase, mon 18:22 done", "PL",
                "mon 18:00 due strength ld, mon 18:00 lamp=due, mon 18:10 lamp=before, "
                "mon 18:21 (due), mon 18:22 started strength" },
        { "a window is still closed with a last call", &WINDOW, "mon 18:20 restart=5, mon 21:10 end", "P",
                "mon 18:00 due strength ld, mon 20:45 due strength ld" },
        { "the summary comes once", NULL, "mon 18:05 train, mon2 05:00 restart=5, mon2 06:00 end", "P",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 done strength d, wed 18:00 due strength ld, "
                "thu 04:00 missed strength, fri 18:00 due strength ld, "
                "sat 04:00 missed strength, sat 18:00 due strength ld, "
                "sun 04:00 missed strength, sun 18:00 due strength ld, "
                "mon2 04:00 missed strength, mon2 04:00 summary strength 1 0 d" },
        { "the summary comes after the downtime", NULL,
                "mon 18:05 train, mon2 10:00 restart=600, mon2 11:00 end", "P",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 done strength d, wed 18:00 due strength ld, "
                "thu 04:00 missed strength, fri 18:00 due strength ld, "
                "sat 04:00 missed strength, sat 18:00 due strength ld, "
                "sun 04:00 missed strength, sun 18:00 due strength ld, "
                "mon2 10:00 summary strength 1 0 d" },
        { "the morning's question comes once", NULL,
                "mon 18:05 start, mon 18:06 pain=2, mon 18:07 sets, tue 07:30 restart=5, "
                "tue 07:31 worse",
                "PrE",
                "mon 18:00 due strength ld, mon 18:05 started strength, mon 18:06 =pain cobra 2, "
                "mon 18:07 =session strength normal none cobra:100:none:2 raise:100:none "
                "brace:100:none bug:100:none, mon 18:07 done strength d, "
                "tue 07:00 recovery strength d, tue 07:31 =recovery worse" },
        { "the week goes on", NULL,
                "mon 18:05 train, wed 09:00 move=thu, thu 09:00 restart=60, thu 09:01 plan, "
                "thu 09:01 summary, thu 09:01 levels",
                "",
                "thu 09:01 [mon done 18:05 thu moved fri planned | 1: 0/6], "
                "thu 09:01 {1/3 streak 0 next thu}, thu 09:01 <cobra 1 raise 1>" },
        { "days and time set at run time stay", NULL,
                "mon 09:00 days=tue+thu+sat, mon 09:00 at=19:00, mon 10:00 restart=10, "
                "mon 10:01 plan",
                "", "mon 10:01 [tue planned 19:00 thu planned 19:00 sat planned 19:00]" },
        { "an illness that ended meanwhile", NULL,
                "mon 09:00 ill, mon 10:00 restart=10, mon 11:00 well, mon 11:01 plan", "r",
                "mon 11:00 =screening no unanswered, "
                "mon 11:01 [mon planned wed planned fri planned | questions]" },
        { "a holiday that ended that day excuses the week after a restart too", NULL,
                "mon 09:00 off, mon 10:00 on, mon 12:00 restart=5, tue 05:00 plan", "r",
                "tue 04:00 =excused mon, tue 05:00 [mon excused wed planned fri planned sun moved]" },
        { "a summary of long ago is no news", NULL,
                "mon 18:05 train, mon4 10:00 restart=28000, mon4 11:00 plan", "P",
                "mon 18:00 due strength ld, mon 18:05 started strength, "
                "mon 18:05 done strength d, "
                "mon4 11:00 [mon planned wed planned fri planned | 4: 0/6]" },
};

static struct routine_bench bench;

static void check(void **state)
{
        const struct routine_case *this = *state;

        routine_bench_run(&bench, this->setup, this->script, this->show);
        routine_bench_done(&bench);
        assert_string_equal(bench.text, this->expected);
}

static uint32_t next_random(uint32_t *random, uint32_t below)
{
        *random = *random * 1664525 + 1013904223;
        return (*random >> 8) % below;
}

static void assert_same_progression(const struct progression *a, const struct progression *b)
{
        assert_int_equal(a->start_day, b->start_day);
        assert_int_equal(a->last_day, b->last_day);
        assert_int_equal(a->hard_row, b->hard_row);
        assert_int_equal(a->light_last_day, b->light_last_day);
        assert_int_equal(a->rest_last_day, b->rest_last_day);
        assert_int_equal(a->weeks_counted, b->weeks_counted);
        for (size_t i = 0; i < a->set->exercise_count; i++) {
                const struct exercise_progress *x = &a->exercises[i], *y = &b->exercises[i];

                assert_int_equal(x->level, y->level);
                assert_int_equal(x->load_step, y->load_step);
                assert_int_equal(x->ok, y->ok);
                assert_int_equal(x->bad, y->bad);
                assert_int_equal(x->suspended, y->suspended);
                assert_int_equal(x->graduated, y->graduated);
                assert_int_equal(x->sessions, y->sessions);
                assert_int_equal(x->changed_day, y->changed_day);
        }
}

static void assert_same_plan(const struct plan_view *a, const struct plan_view *b)
{
        assert_int_equal(a->monday, b->monday);
        assert_int_equal(a->count, b->count);
        assert_int_equal(a->held, b->held);
        assert_int_equal(a->has_block, b->has_block);
        assert_int_equal(a->block_week, b->block_week);
        assert_int_equal(a->block_met, b->block_met);
        assert_int_equal(a->stretch_days, b->stretch_days);
        assert_int_equal(a->next_count, b->next_count);
        for (uint8_t i = 0; i < a->next_count; i++)
                assert_int_equal(a->next[i].at_realtime_usec, b->next[i].at_realtime_usec);
        for (uint8_t i = 0; i < a->count; i++) {
                assert_int_equal(a->sessions[i].programme, b->sessions[i].programme);
                assert_int_equal(a->sessions[i].state, b->sessions[i].state);
                assert_int_equal(a->sessions[i].at_realtime_usec, b->sessions[i].at_realtime_usec);
        }
}

/* What was given to be kept, taken back by a fresh routine, is the same plan, levels and summary. */
static void assert_restorable(void)
{
        static struct effects effects;
        static const struct event time = { .kind = EVENT_TIME };
        struct routine *restored = routine_bench_restored(&bench);
        struct routine_surroundings around = bench.around;
        struct day_summary summary = bench.summary;
        struct routine_summary a, b;
        struct plan_view x, y;

        around.summary = &summary;
        /* Nothing is offered to who is out. */
        around.is_home = false;
        effects.count = 0;
        routine_step(restored, &around, &time, &bench.now, &effects);
        routine_plan_view(bench.routine, &bench.now, &x);
        routine_plan_view(restored, &bench.now, &y);
        assert_same_plan(&x, &y);
        routine_summary(bench.routine, &bench.now, &a);
        routine_summary(restored, &bench.now, &b);
        assert_int_equal(a.next_session_realtime_usec, b.next_session_realtime_usec);
        assert_int_equal(a.week_done, b.week_done);
        assert_int_equal(a.week_target, b.week_target);
        assert_int_equal(a.streak_weeks, b.streak_weeks);
        for (uint8_t i = 0; i < bench.config.item_count; i++)
                assert_same_progression(
                        routine_progression(bench.routine, i), routine_progression(restored, i));
        routine_free(restored);
}

static void guide(enum session_verb verb, uint8_t pain, bool sharp)
{
        routine_bench_command(&bench, &(struct routine_command){ .verb = ROUTINE_GUIDED,
                                              .session_verb = verb,
                                              .pain = pain,
                                              .sharp = sharp,
                                              .effort = EFFORT_RIGHT });
}

static void change_plan(uint32_t *random)
{
        struct routine_command command = { .verb = (enum routine_verb)(ROUTINE_MOVE + next_random(random, 4)),
                .day = bench.summary.day + (int32_t)next_random(random, 6) - 1,
                .minute = next_random(random, 2) ? ROUTINE_NO_MINUTE : (int32_t)next_random(random, 1440),
                .until_minute =
                        next_random(random, 2) ? ROUTINE_NO_MINUTE : (int32_t)next_random(random, 1440),
                .days = (uint8_t)(1 + next_random(random, 127)) };

        if (command.verb == ROUTINE_AT && command.minute == ROUTINE_NO_MINUTE)
                command.minute = 18 * 60;
        routine_bench_command(&bench, &command);
}

static void answer_questions(uint32_t *random)
{
        struct screening_answers answers = *routine_answers(bench.routine);
        struct event event = { .kind = EVENT_SCREENING, .screening = &answers };

        answers.answered_day = bench.summary.day;
        if (next_random(random, 2))
                answers.cleared_day = bench.summary.day;
        routine_bench_take(&bench, &event);
}

static void change_surroundings(uint32_t *random)
{
        static const struct event time = { .kind = EVENT_TIME };

        bench.around.is_home = next_random(random, 4) > 0;
        bench.around.is_held = next_random(random, 6) == 0;
        bench.around.is_quiet = next_random(random, 6) == 0;
        bench.around.is_ill = next_random(random, 25) == 0;
        bench.around.is_off = bench.around.is_ill || next_random(random, 15) == 0;
        bench.around.is_prompt_open = next_random(random, 6) == 0;
        routine_bench_take(&bench, &time);
}

static void live_a_bit(uint32_t *random)
{
        static const char *const programmes[] = { "strength", "steady", "stretch", "" };
        static const int64_t pauses_min[] = { 3, 40, 300, 700, 1440, 1440, 2900, 4400 };
        struct routine_command recovery = { .verb = ROUTINE_RECOVERY, .worse = next_random(random, 2) > 0 };

        switch (next_random(random, 12)) {
        case 0:
        case 1:
        case 2:
        case 3:
                (void)routine_bench_train(&bench, programmes[next_random(random, 4)],
                        (enum effort)next_random(random, EFFORT_MAX + 1));
                break;
        case 4:
                routine_bench_command(&bench, &(struct routine_command){ .verb = ROUTINE_START });
                routine_bench_pass(&bench, bench.now.boottime_usec + 3 * USEC_PER_MINUTE);
                guide(SESSION_VERB_PAIN, (uint8_t)next_random(random, PAIN_WORST + 1),
                        next_random(random, 9) == 0);
                break;
        case 5: guide((enum session_verb)next_random(random, SESSION_VERB_MAX_), 1, false); break;
        case 6: change_plan(random); break;
        case 7:
        case 8: change_surroundings(random); break;
        case 9: answer_questions(random); break;
        case 10: routine_bench_command(&bench, &recovery); break;
        default: routine_bench_command(&bench, &(struct routine_command){ .verb = ROUTINE_NONE_APPLY });
        }
        routine_bench_pass(
                &bench, bench.now.boottime_usec + pauses_min[next_random(random, 8)] * USEC_PER_MINUTE);
}

static void restart(void)
{
        static const struct event time = { .kind = EVENT_TIME };
        struct routine *restored = routine_bench_restored(&bench);

        routine_free(bench.routine);
        bench.routine = restored;
        routine_bench_take(&bench, &time);
}

/* Of the log: one a day, and where rest is strict not on the next day either. */
static void assert_rested(void)
{
        int32_t last[BENCH_PROGRAMMES] = { 0 };
        int64_t started[BENCH_PROGRAMMES] = { 0 };

        for (uint16_t i = 0; i < bench.record_count; i++) {
                const struct session_record *session = &bench.records[i].session;
                int programme = session->programme;

                if (bench.records[i].kind != ROUTINE_RECORD_SESSION ||
                        session->started_realtime_usec == started[programme])
                        continue;
                assert_true(session->day > last[programme]);
                if (programme == BENCH_STEADY)
                        assert_true(session->day > last[programme] + 1);
                last[programme] = session->day;
                started[programme] = session->started_realtime_usec;
        }
}

static void whatever_was_kept_makes_the_same_routine_again(void **state)
{
        static const struct routine_setup all = { .item_count = 3,
                .never = 0x40,
                .items = { ITEM(BENCH_STRENGTH, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE),
                        ITEM(BENCH_STEADY, 0x2a, 19 * 60, 21 * 60),
                        ITEM(BENCH_STRETCH, HOURS_EVERY_DAY, 12 * 60, ROUTINE_NO_MINUTE) } };
        uint32_t random = 4;

        (void)state;
        for (int life = 0; life < LIVES; life++) {
                routine_bench_run(&bench, &all, "", "");
                for (int i = 0; i < LIFE_STEPS; i++) {
                        live_a_bit(&random);
                        assert_restorable();
                        if (next_random(&random, 40) == 0)
                                restart();
                }
                assert_rested();
                routine_bench_done(&bench);
        }
}

static void a_session_of_what_there_is_not_is_left_out(void **state)
{
        struct session session;

        (void)state;
        routine_bench_run(&bench, NULL, "mon 18:05 start", "");
        session = *routine_session(bench.routine);
        session.plan.items[0].exercise = 99;
        assert_int_equal(routine_restore_session(bench.routine, &session), -EINVAL);
        session = *routine_session(bench.routine);
        session.plan.items[0].easier = 99;
        assert_int_equal(routine_restore_session(bench.routine, &session), -EINVAL);
        session = *routine_session(bench.routine);
        session.plan.items[0].dose.sets = 0;
        assert_int_equal(routine_restore_session(bench.routine, &session), -EINVAL);
        session = *routine_session(bench.routine);
        session.plan.items[0].dose.reps = 0;
        assert_int_equal(routine_restore_session(bench.routine, &session), -EINVAL);
        session = *routine_session(bench.routine);
        session.plan.count = 0;
        assert_int_equal(routine_restore_session(bench.routine, &session), -EINVAL);
        session = *routine_session(bench.routine);
        session.plan.items[0].easier = 1;
        assert_int_equal(routine_restore_session(bench.routine, &session), 0);
        session.plan.programme = BENCH_STEADY;
        assert_int_equal(routine_restore_session(bench.routine, &session), -EINVAL);
        session = *routine_session(bench.routine);
        session.item = session.plan.count;
        assert_int_equal(routine_restore_session(bench.routine, &session), -EINVAL);
        session = *routine_session(bench.routine);
        session.plan.count = SESSION_ITEMS_MAX + 1;
        assert_int_equal(routine_restore_session(bench.routine, &session), -EINVAL);
        routine_bench_done(&bench);
}

static void records_of_what_there_is_not_change_nothing(void **state)
{
        const struct routine_record records[] = {
                { .kind = ROUTINE_RECORD_SESSION, .session = { .programme = BENCH_STEADY } },
                { .kind = ROUTINE_RECORD_SESSION,
                        .session = { .programme = BENCH_STRENGTH, .result_count = 200 } },
                { .kind = ROUTINE_RECORD_START, .programme = BENCH_STRETCH, .day = 3 },
                { .kind = ROUTINE_RECORD_RECOVERY, .session_realtime_usec = 5, .yes = true },
                { .kind = ROUTINE_RECORD_SUSPENSION, .exercise = 99 },
                { .kind = ROUTINE_RECORD_CHANGE, .programme = BENCH_STEADY, .day = 7 },
        };

        (void)state;
        routine_bench_run(&bench, NULL, "mon 18:05 train", "");
        for (size_t i = 0; i < ELEMENTS(records); i++)
                routine_restore(bench.routine, &records[i]);
        bench.show = "";
        routine_bench_go_on(&bench, "mon 18:10 plan, mon 18:10 levels");
        assert_string_equal(bench.text,
                "mon 18:10 [mon done 18:05 wed planned fri planned | 1: 0/6], mon 18:10 <cobra 1 raise 1>");
        routine_bench_done(&bench);
}

/* What a wrong clock left, and an offer of what there is not any more. */
static void what_was_kept_is_taken_as_far_as_it_can_be_true(void **state)
{
        static const struct {
                int32_t ended; /* days from today */
                bool is_true;
        } cases[] = { { 0, true }, { -366, true }, { 366, true }, { 367, false }, { -367, false } };
        struct routine_kept kept, back;

        (void)state;
        routine_bench_run(&bench, NULL, "mon 18:05 end", "");
        routine_keep(bench.routine, &kept);
        assert_true(kept.is_open);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                kept.ended_day = bench.monday + cases[i].ended;
                routine_restore_kept(bench.routine, &kept);
                routine_keep(bench.routine, &back);
                assert_int_equal(back.ended_day, cases[i].is_true ? kept.ended_day : INT32_MIN);
                assert_true(back.is_open);
        }
        kept.item = 1;
        routine_restore_kept(bench.routine, &kept);
        routine_keep(bench.routine, &back);
        assert_false(back.is_open);
        routine_bench_done(&bench);
        routine_bench_run(
                &bench, &(struct routine_setup){ .item_count = 1, .items = { ITEM(-1, 1, 0, 0) } }, "", "");
        kept.item = 0;
        routine_restore_kept(bench.routine, &kept);
        routine_keep(bench.routine, &back);
        assert_false(back.is_open);
        routine_bench_done(&bench);
}

/* In whatever order they come, and of a session in which nothing was done. */
static void sessions_that_come_out_of_order_count_once(void **state)
{
        static const struct {
                int32_t day; /* before the Monday */
                uint8_t done_pct;
        } sessions[] = { { 13, 100 }, { 9, 100 }, { 11, 100 }, { 11, 100 }, { 12, 0 } };
        struct routine_record record = { .kind = ROUTINE_RECORD_SESSION };

        (void)state;
        routine_bench_run(&bench, NULL, "", "");
        for (size_t i = 0; i < ELEMENTS(sessions); i++) {
                record.session = (struct session_record){ .programme = BENCH_STRENGTH,
                        .day = bench.monday - sessions[i].day,
                        .started_realtime_usec = (int64_t)i + 1,
                        .result_count = 1,
                        .results = { { .exercise = 0, .done_pct = sessions[i].done_pct } } };
                routine_restore(bench.routine, &record);
        }
        record.kind = ROUTINE_RECORD_EXCUSED;
        record.day = bench.monday - 7;
        routine_restore(bench.routine, &record);
        routine_restore(bench.routine, &record);
        /* Three days of the week before the last one, which is excused. */
        routine_bench_go_on(&bench, "mon 08:10 summary");
        assert_string_equal(bench.text, "mon 08:10 {0/3 streak 1 next mon}");
        routine_bench_done(&bench);
}

/* More than is remembered: the oldest makes room. */
static void a_long_log_is_taken_back(void **state)
{
        struct routine_record record = { .kind = ROUTINE_RECORD_SESSION };

        (void)state;
        routine_bench_run(&bench, NULL, "", "");
        record.session = (struct session_record){ .programme = BENCH_STRENGTH,
                .effort = EFFORT_RIGHT,
                .result_count = 1,
                .results = { { .exercise = 0, .done_pct = 100, .effort = EFFORT_RIGHT } } };
        for (int32_t i = 5000; i > 0; i--) {
                record.session.day = bench.monday - i;
                record.session.started_realtime_usec = -i * USEC_PER_DAY;
                routine_restore(bench.routine, &record);
        }
        for (int32_t i = 600; i > 0; i--)
                routine_restore(bench.routine, &(struct routine_record){ .kind = ROUTINE_RECORD_EXCUSED,
                                                       .day = bench.monday - 7 * i });
        /* Older than all that is remembered. */
        routine_restore(bench.routine, &(struct routine_record){ .kind = ROUTINE_RECORD_EXCUSED, .day = 1 });
        for (int32_t i = 100; i > 0; i--)
                routine_restore(bench.routine, &(struct routine_record){ .kind = ROUTINE_RECORD_CHANGE,
                                                       .programme = BENCH_STRENGTH,
                                                       .day = bench.monday - i });
        routine_bench_go_on(&bench, "mon 08:10 summary, mon 08:10 levels");
        assert_string_equal(bench.text, "mon 08:10 {0/3 streak 585 next mon}, mon 08:10 <cobra 7 raise 1>");
        routine_bench_done(&bench);
}

#define OTHERS 6

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(whatever_was_kept_makes_the_same_routine_again),
                cmocka_unit_test(a_session_of_what_there_is_not_is_left_out),
                cmocka_unit_test(records_of_what_there_is_not_change_nothing),
                cmocka_unit_test(a_long_log_is_taken_back),
                cmocka_unit_test(what_was_kept_is_taken_as_far_as_it_can_be_true),
                cmocka_unit_test(sessions_that_come_out_of_order_count_once),
        };

        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] =
                        (struct CMUnitTest){ CASES[i].name, check, NULL, NULL, (void *)(uintptr_t)&CASES[i] };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
