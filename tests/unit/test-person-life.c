/* SPDX-License-Identifier: MIT */
/*
 * A person as a whole: what is published and saved and when, the phases, the next break, the seat check,
 * suspends, steps of the clock and the day's edge (unit/scene.h says how to read a script). What somebody
 * wants is in test-person-command.c, what survives in test-person-keep.c, the rules of prompts in
 * test-break-policy.c.
 */
#include "unit/test.h"

#include "unit/scene.h"

/* The scene's sources, as scene.c numbers them. */
enum { CHAIR, COMPUTER };

struct person_case {
        const char *name;
        const struct scene_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct hours_rule TEN_TO_ELEVEN = { HOURS_EVERY_DAY, 600, 660 };
static const struct hours_rule HALF_PAST_TWELVE_TO_TWO = { HOURS_EVERY_DAY, 750, 840 };

static const struct scene_setup ACTIVE_AT_TEN = { .active_hours = &TEN_TO_ELEVEN };
static const struct scene_setup QUIET_AT_TEN = { .quiet_hours = &TEN_TO_ELEVEN };
static const struct scene_setup QUIET_AT_ONE = { .quiet_hours = &HALF_PAST_TWELVE_TO_TWO };
static const struct scene_setup LOCAL = { .local_only = true };
static const struct scene_setup PHONE_BY_BROKER = { .needs_broker = true };
static const struct scene_setup AUTUMN = { .start = "2026-10-25 00:00:00" };

#define LADDER "30:00 due#1 l, 32:00 nudge#1 s, 35:00 nudge#1 p, 40:00 repeat#1 lsp"

static const struct person_case CASES[] = {
        /* 8 what is published, and 11 what is saved */
        { "counters alone are published once a minute", NULL, "0:00 sit, 3:30 end", "T",
                "0:00 state, 0:00 state, 1:00 state, 2:00 state, 3:00 state" },
        { "any other change is published at once, with all counters fresh", NULL,
                "0:00 sit, 1:30 hold=call, 3:00 end", "T",
                "0:00 state, 0:00 state, 1:00 state, 1:30 state, 2:30 state" },
        { "a repeated message publishes nothing", NULL, "0:00 sit, 0:20 sit, 0:40 sit, 0:59 end", "TWK",
                "0:00 state, 0:00 why, 0:00 save, 0:00 state, 0:00 why, 0:00 save" },
        { "while nobody sits nothing is published, nothing saved", NULL, "0:00 up, 350:00 end", "TWK",
                "0:00 state, 0:00 why, 0:00 save, 0:00 state, 0:00 why, 0:00 save" },
        { "everything is published again after a reconnect", NULL,
                "0:00 up, 10:00 link=down, 11:00 link=up, 12:00 end", "TW",
                "0:00 state, 0:00 why, 0:00 state, 0:00 why, 11:00 state, 11:00 why" },
        { "counters alone do not change why", NULL, "0:00 sit, 3:30 end", "W", "0:00 why, 0:00 why" },
        { "a change that only why shows is told at most each 10 s, and never forgotten", NULL,
                "0:00 sit, 1:02 near, 1:03 far, 1:04 near, 2:00 end", "W",
                "0:00 why, 0:00 why, 1:02 why, 1:12 why" },
        { "what is open is saved each minute", NULL, "0:00 sit, 3:30 end", "K",
                "0:00 save, 0:00 save, 1:00 save, 2:00 save, 3:00 save" },
        { "what has ended is saved no more", NULL, "0:00 sit, 5:30 up, 60:00 end", "K",
                "0:00 save, 0:00 save, 1:00 save, 2:00 save, 3:00 save, 4:00 save, 5:00 save, 5:30 save, "
                "5:40 save, 6:30 save" },
        /* 3 the seat check */
        { "a seat that is occupied for 4 h without any change is asked about once", NULL,
                "0:00 sit, 355:00 end", "P", LADDER ", 240:00 seat-check#2 p, 240:00 moot#1" },
        { "a bout on a seat that is asked about is censored", NULL, "0:00 sit, 241:00 end", "S",
                "240:00 span=sitting 0-14400 censored" },
        { "it is asked after 2 h if a computer sees nobody", NULL, "0:00 idle, 0:00 sit, 235:00 end", "P",
                LADDER ", 120:00 seat-check#2 p, 120:00 moot#1" },
        { "it is asked after 2 h if a radar sees nobody", NULL, "0:00 far, 0:00 sit, 121:00 end", "P",
                LADDER ", 120:00 seat-check#2 p, 120:00 moot#1" },
        { "it is not asked after 2 h if one source sees somebody", NULL,
                "0:00 far, 0:00 busy, 0:00 sit, 239:00 end", "P", LADDER },
        { "it is asked again after the next 4 h without a change", NULL,
                "0:00 enabled=0, 0:00 sit, 250:00 up, 260:00 sit, 490:00 enabled=1, 501:00 end", "P",
                "490:00 due#1 l, 492:00 nudge#1 s, 495:00 nudge#1 p, 500:00 seat-check#2 p, 500:00 moot#1" },
        { "a new occupant is not asked about", NULL,
                "0:00 sit, 100:00 up, 102:00 sit, 102:30 enabled=0, 250:00 end", "P",
                LADDER ", 102:00 ignored#1" },
        { "in quiet hours it is not asked", &QUIET_AT_ONE, "0:00 sit, 355:00 end", "P",
                LADDER ", 210:00 moot#1" },
        { "in quiet hours the seat counts no more all the same", &QUIET_AT_ONE, "0:00 sit, 355:00 end", "S",
                "240:00 span=sitting 0-14400 censored" },
        { "without a broker it is not asked", &PHONE_BY_BROKER,
                "0:00 sit, 200:00 link=down, 355:00 link=up, 356:00 end", "P", LADDER ", 240:00 moot#1" },
        /* 5.2 a lamp that may have got what the broker did not confirm */
        { "standing up restores a lamp whose prompt was lost on the way", &PHONE_BY_BROKER,
                "0:00 sit, 30:01 link=lost, 35:00 up, 36:00 end", "L", "30:00 lamp=due, 35:10 lamp=before" },
        { "standing up restores a lamp whose repeat was lost on the way", &PHONE_BY_BROKER,
                "0:00 sit, 40:01 link=lost, 45:00 up, 46:00 end", "L",
                "30:00 lamp=due, 40:00 lamp=repeat, 45:10 lamp=before" },
        { "a hold restores a lamp whose prompt was lost on the way", &PHONE_BY_BROKER,
                "0:00 sit, 30:01 link=lost, 35:00 hold=guests, 36:00 end", "PL",
                "30:00 due#1 l, 30:00 lamp=due, 35:00 lamp=before" },
        { "a seat that is lost restores a lamp whose prompt was lost on the way", &PHONE_BY_BROKER,
                "0:00 sit, 30:01 link=lost, 35:00 not-me, 36:00 end", "L",
                "30:00 lamp=due, 35:00 lamp=before" },
        /* 3 not me */
        { "not-me ends the bout as censored", NULL, "0:00 sit, 10:00 not-me, 12:00 end", "SE",
                "10:00 span=sitting 0-600 censored" },
        { "not-me lasts until the seat changes", NULL,
                "0:00 sit, 10:00 not-me, 10:30 sit, 20:00 up, 30:00 sit, 50:00 up, 51:30 end", "S",
                "10:00 span=sitting 0-600 censored, 20:00 span=unknown 600-1200, 30:10 span=away 1200-1800, "
                "50:10 span=sitting 1800-3000" },
        { "not-me withdraws the prompt and restores the light", NULL, "0:00 sit, 31:00 not-me, 40:00 end",
                "PL", "30:00 due#1 l, 30:00 lamp=due, 31:00 lamp=before, 31:00 moot#1" },
        { "not-me is refused where nobody sits", NULL, "0:00 up, 10:00 not-me, 12:00 end", "ES",
                "10:00 refused=not-seated" },
        { "after not-me the other sources decide", NULL,
                "0:00 idle, 0:30 sit, 10:00 not-me, 11:00 sofa, 12:00 end", "S",
                "0:40 span=away 0-30, 10:00 span=sitting 30-600 censored, 11:10 span=away 600-660" },
        /* 2 suspends */
        { "a short sleep is cut out of the bout", NULL, "0:00 sit, 20:00 sleep=200, 21:00 up, 23:00 end", "S",
                "20:00 span=sitting 0-1000, 21:10 span=sitting 1200-1260" },
        { "a sleep of 300 s is short", NULL, "0:00 sit, 20:00 sleep=300, 21:00 up, 23:00 end", "S",
                "20:00 span=sitting 0-900, 21:10 span=sitting 1200-1260" },
        { "a longer sleep ends the bout as censored, and the seat must speak again", NULL,
                "0:00 sit, 20:00 sleep=301, 25:00 sit, 26:00 end", "S",
                "20:00 span=sitting 0-899 censored, 25:00 span=unknown 899-1500" },
        { "a prompt is moot after a long sleep", NULL, "0:00 sit, 45:00 sleep=600, 46:00 end", "PL",
                "30:00 due#1 l, 30:00 lamp=due, 32:00 nudge#1 s, 45:00 lamp=before, 45:00 moot#1" },
        { "who has only this machine was away while it slept", &LOCAL,
                "0:00 busy, 20:00 sleep=600, 21:00 end", "S",
                "20:00 span=sitting 0-600, 20:10 span=away 600-1200" },
        { "a sleep answers the prompt of who has only this machine", &LOCAL,
                "0:00 busy, 55:00 sleep=1200, 56:00 end", "P",
                "30:00 due#1 l, 32:00 nudge#1 s, 55:00 taken#1" },
        { "a sleep ends the snooze of who has only this machine", &LOCAL,
                "0:00 busy, 31:00 snooze, 55:00 sleep=1200, 56:00 end", "P", "30:00 due#1 l, 55:00 taken#1" },
        { "a sleep soon after the prompt of who has only this machine is no answer", &LOCAL,
                "0:00 busy, 50:20 sleep=1200, 51:00 end", "P", "30:00 due#1 l, 50:20 moot#1" },
        { "a sleep long after the prompt of who has only this machine comes too late", &LOCAL,
                "0:00 busy, 71:00 sleep=1200, 72:00 end", "P", LADDER ", 71:00 ignored#1" },
        { "a snooze stands still in a short sleep", NULL,
                "0:00 sit, 31:00 snooze, 38:00 sleep=240, 46:00 end", "P", "30:00 due#1 l, 45:00 due#1 l" },
        /* 2 the wall clock */
        { "a clock set forward into active hours tells what is due", &ACTIVE_AT_TEN,
                "0:00 sit, 31:00 clock=3600, 31:30 end", "P", "31:00 due#1 l" },
        { "a clock set out of active hours withdraws the prompt", &ACTIVE_AT_TEN,
                "60:00 sit, 91:00 clock=3600, 92:00 end", "P", "90:00 due#1 l, 91:00 moot#1" },
        { "a clock set to 1970 and back leaves the bout alone", NULL,
                "0:00 sit, 10:00 clock=-1781503200, 12:00 clock=1781503200, 31:00 end", "PD",
                "30:00 due#1 l" },
        { "a clock set over the day's edge ends no day", NULL,
                "0:00 sit, 10:00 clock=72000, 20:00 clock=-72000, 21:00 end", "D", "" },
        /* 2 the day's edge, 19 h after the scene's start */
        { "the day ends once, and sitting is cut there", NULL, "1110:00 sit, 1160:00 up, 1170:00 end", "D",
                "1140:00 day=2026-06-15 sat=1800 bouts=0 breaks=0" },
        { "each day ends once", NULL, "0:00 sit, 10:00 up, 12:00 sit, 20:00 up, 2600:00 end", "D",
                "1140:00 day=2026-06-15 sat=1080 bouts=2 breaks=1, 2580:00 day=2026-06-16 sat=0 bouts=0 "
                "breaks=0" },
        { "a night of sleep is no break", NULL,
                "1000:00 sit, 1010:00 up, 1500:00 sit, 1510:00 up, 2600:00 end", "D",
                "1140:00 day=2026-06-15 sat=600 bouts=1 breaks=0, 2580:00 day=2026-06-16 sat=600 bouts=1 "
                "breaks=0" },
        { "sitting before a sleep over the day's edge is the old day's", NULL,
                "1085:00 sit, 1145:00 sleep=600, 1146:00 end", "D",
                "1145:00 day=2026-06-15 sat=3000 bouts=0 breaks=0" },
        { "sitting before a short sleep over the day's edge is the old day's", NULL,
                "1085:00 sit, 1141:00 sleep=240, 1146:00 end", "D",
                "1141:00 day=2026-06-15 sat=3120 bouts=0 breaks=0" },
        { "a machine that sleeps for days ends one day", NULL,
                "1085:00 sit, 9000:00 sleep=474000, 9001:00 end", "D",
                "9000:00 day=2026-06-15 sat=900 bouts=0 breaks=0" },
        /* 02:00 on the clock, an hour before the repeated one: four hours until 04:00 */
        { "the day's edge is local time where an hour is repeated", &AUTUMN, "0:00 sit, 190:00 end", "D",
                "180:00 day=2026-10-24 sat=10800 bouts=0 breaks=0" },
};

static void run_case(void **state)
{
        const struct person_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, expected->setup, expected->script, expected->show);
        assert_string_equal(scene->text, expected->expected);
        scene_done(scene);
        test_free(scene);
}

/* The view after a script; next_break in minutes after the start, -1: none. */
static void phase_and_next_break_follow_the_day(void **state)
{
        static const struct {
                const char *script;
                const struct scene_setup *setup;
                enum phase phase;
                int next_break_minute;
        } cases[] = {
                { "0:00 end", NULL, PHASE_UNKNOWN, -1 },
                { "0:00 up", NULL, PHASE_IDLE, -1 },
                { "0:00 out", NULL, PHASE_IDLE, -1 },
                { "0:00 sit", NULL, PHASE_SITTING, 30 },
                { "0:00 sit, 10:00 up, 10:05 end", NULL, PHASE_SITTING, 30 },
                { "0:00 sit, 10:00 up, 10:11 end", NULL, PHASE_IDLE, -1 },
                { "0:00 sit, 10:00 up, 15:00 sit, 15:11 end", NULL, PHASE_SITTING, 45 },
                { "0:00 sit, 30:00 end, 30:01 end", NULL, PHASE_DUE, -1 },
                { "0:00 sit, 55:00 end", NULL, PHASE_DUE, -1 },
                { "0:00 sit, 31:00 snooze", NULL, PHASE_SNOOZED, 41 },
                { "0:00 sit, 31:00 snooze, 41:01 end", NULL, PHASE_DUE, -1 },
                { "0:00 sit, 31:00 skip", NULL, PHASE_SITTING, -1 },
                { "0:00 sit, 31:00 done", NULL, PHASE_SITTING, 61 },
                { "0:00 sit, 31:00 up, 31:11 end", NULL, PHASE_BREAK, -1 },
                { "0:00 sit, 31:00 up, 32:59 end", NULL, PHASE_BREAK, -1 },
                { "0:00 sit, 31:00 up, 33:01 end", NULL, PHASE_IDLE, -1 },
                { "0:00 sit, 31:00 up, 31:40 sit, 31:51 end", NULL, PHASE_DUE, -1 },
                { "0:00 sit, 30:10 up, 31:11 end", NULL, PHASE_IDLE, -1 },
                { "0:00 sit, 10:00 hold=call", NULL, PHASE_SITTING, 30 },
                { "0:00 sit, 10:00 hold=call, 31:00 end", NULL, PHASE_HELD, 40 },
                { "0:00 sit, 10:00 hold=call, 41:00 end", NULL, PHASE_DUE, -1 },
                { "0:00 sit, 10:00 hold=guests", NULL, PHASE_HELD, -1 },
                { "0:00 sit, 10:00 on=holiday", NULL, PHASE_HELD, -1 },
                { "0:00 sit, 10:00 hold=baby", NULL, PHASE_SITTING, 30 },
                { "0:00 up, 10:00 hold=guests", NULL, PHASE_IDLE, -1 },
                { "0:00 sit, 10:00 enabled=0", NULL, PHASE_HELD, -1 },
                { "0:00 sit", &ACTIVE_AT_TEN, PHASE_OFF_HOURS, -1 },
                { "0:00 up", &ACTIVE_AT_TEN, PHASE_OFF_HOURS, -1 },
                { "60:00 sit", &ACTIVE_AT_TEN, PHASE_SITTING, 90 },
                { "89:59 sit", &ACTIVE_AT_TEN, PHASE_SITTING, 119 },
                /* due at the very end, which is no active hour any more */
                { "90:00 sit", &ACTIVE_AT_TEN, PHASE_SITTING, -1 },
                { "121:00 sit", &ACTIVE_AT_TEN, PHASE_OFF_HOURS, -1 },
                { "29:00 sit", &QUIET_AT_TEN, PHASE_SITTING, 59 },
                { "30:00 sit", &QUIET_AT_TEN, PHASE_SITTING, -1 },
                { "61:00 sit", &QUIET_AT_TEN, PHASE_OFF_HOURS, -1 },
                { "121:00 sit", &QUIET_AT_TEN, PHASE_SITTING, 151 },
                /* the person who is prompted sits on into quiet hours */
                { "29:00 sit, 61:00 end", &QUIET_AT_TEN, PHASE_OFF_HOURS, -1 },
                { "0:00 sit, 10:00 seat=nothing, 12:00 end", NULL, PHASE_SITTING, 30 },
                { "0:00 sit, 10:00 seat=nothing, 16:00 end", NULL, PHASE_UNKNOWN, -1 },
                { "0:00 sit, 10:00 not-me", NULL, PHASE_UNKNOWN, -1 },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct person_view view;
                int64_t next_usec = 0;

                scene_run(scene, cases[i].setup, cases[i].script, "");
                view = scene_view(scene);
                if (view.phase != cases[i].phase)
                        fail_msg("\"%s\": phase %d, not %d", cases[i].script, view.phase, cases[i].phase);
                if (cases[i].next_break_minute >= 0)
                        next_usec = scene->start.realtime_usec + cases[i].next_break_minute * USEC_PER_MINUTE;
                if (cases[i].next_break_minute == 119)
                        next_usec += 59 * USEC_PER_SEC;
                if (view.next_break_realtime_usec != next_usec)
                        fail_msg("\"%s\": next break %lld s off", cases[i].script,
                                (long long)((view.next_break_realtime_usec - next_usec) / USEC_PER_SEC));
                scene_done(scene);
        }
        test_free(scene);
}

/* Whatever is published is what the view showed at that moment, the counters too. */
static void a_state_message_has_all_counters_fresh(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_view view;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 1:30 hold=call", "");
        view = scene_view(scene);
        assert_true(scene->person.published.bout_usec == 90 * USEC_PER_SEC);
        assert_true(scene->person.published.sitting_today_usec == 90 * USEC_PER_SEC);
        assert_true(view.longest_bout_today_usec == 90 * USEC_PER_SEC);
        assert_true(view.since_realtime_usec == scene->start.realtime_usec);
        assert_true(view.bout_start_realtime_usec == scene->start.realtime_usec);
        assert_int_equal(view.room, 1);
        scene_done(scene);
        test_free(scene);
}

static void the_view_counts_the_worked_trace(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_view view;

        (void)state;
        scene_run(scene, NULL,
                "0:00 sit, 25:00 up, 25:06 sit, 40:00 up, 40:45 sit, 50:00 up, 52:30 sit, 75:00 up, 76:00 "
                "sit, "
                "130:00 up, 140:00 end",
                "");
        view = scene_view(scene);
        assert_true(view.sitting_today_usec == 7545 * USEC_PER_SEC);
        assert_true(view.longest_bout_today_usec == 54 * USEC_PER_MINUTE);
        assert_int_equal(view.breaks_today, 2);
        assert_int_equal(scene->person.summary.interruptions, 3);
        assert_int_equal(scene->person.summary.full_breaks, 1);
        assert_int_equal(scene->person.summary.bouts, 3);
        assert_true(view.bout_usec == 0);
        assert_true(view.bout_start_realtime_usec == 0);
        assert_int_equal(view.posture, POSTURE_AWAY);
        assert_int_equal(view.room, 0);
        scene_done(scene);
        test_free(scene);
}

static void at_the_days_edge_sitting_today_restarts_and_the_bout_stays_where_it_began(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_view view;

        (void)state;
        scene_run(scene, NULL, "1110:00 sit, 1160:00 end", "");
        view = scene_view(scene);
        assert_true(view.sitting_today_usec == 20 * USEC_PER_MINUTE);
        assert_true(view.bout_usec == 50 * USEC_PER_MINUTE);
        assert_true(view.longest_bout_today_usec == 0);
        scene_go_on(scene, "1160:00 up, 1163:00 sit, 1170:00 up, 1173:00 end");
        view = scene_view(scene);
        assert_true(view.longest_bout_today_usec == 7 * USEC_PER_MINUTE);
        assert_int_equal(scene->person.summary.bouts, 1);
        assert_int_equal(view.breaks_today, 1);
        scene_done(scene);
        test_free(scene);
}

/* A prompt's number begins anew with the day; the bout's own prompt keeps its id. */
static void an_open_prompt_keeps_its_id_over_the_days_edge(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_view view;

        (void)state;
        scene_run(scene, NULL, "1105:00 sit, 1141:00 end", "");
        view = scene_view(scene);
        assert_int_equal(view.prompt.day, instant_day_from_date(2026, 6, 15));
        assert_int_equal(view.prompt.number, 1);
        scene_go_on(scene, "1142:00 up, 1145:00 sit, 1176:00 end");
        view = scene_view(scene);
        assert_int_equal(view.prompt.day, instant_day_from_date(2026, 6, 16));
        assert_int_equal(view.prompt.number, 1);
        scene_done(scene);
        test_free(scene);
}

static void step(struct scene *scene, const struct event *event)
{
        scene->effects.count = 0;
        person_step(&scene->person, event, &scene->now, &scene->effects);
}

/* A load cell that sees its person move is no thing on the chair. */
static void a_seat_whose_reading_changes_is_not_asked_about(void **state)
{
        struct event event = { .kind = EVENT_CLAIM };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 enabled=0, 0:00 sit, 180:00 end", "S");
        event.claim.source = CHAIR;
        event.claim.claim = (struct claim){ .value = SOURCE_VALUE_TRUE, .reading = 71 };
        step(scene, &event);
        scene_go_on(scene, "419:00 end");
        assert_int_equal(scene_view(scene).posture, POSTURE_SITTING);
        scene_go_on(scene, "420:01 end");
        assert_int_equal(scene_view(scene).posture, POSTURE_UNKNOWN);
        scene_done(scene);
        test_free(scene);
}

static void what_cannot_be_read_is_counted_and_told_in_why_alone(void **state)
{
        static const struct event rejected = { .kind = EVENT_REJECTED, .rejected = { .source = COMPUTER } };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 0:30 end", "");
        step(scene, &rejected);
        assert_int_equal(scene->effects.count, 2);
        assert_int_equal(scene->effects.items[0].kind, EFFECT_WHY);
        assert_int_equal(scene->effects.items[1].kind, EFFECT_SAVE);
        assert_int_equal(scene->person.sources[COMPUTER].rejected, 1);
        scene->person.sources[COMPUTER].rejected = UINT32_MAX;
        step(scene, &rejected);
        assert_true(scene->person.sources[COMPUTER].rejected == UINT32_MAX);
        scene_done(scene);
        test_free(scene);
}

/* The session of the machine itself is known without a message. */
static void a_live_source_survives_a_long_sleep(void **state)
{
        static const enum source_kind kinds[] = { SOURCE_KIND_LOGIND, SOURCE_KIND_DESKTOP_IDLE };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(kinds); i++) {
                scene_run(scene, &LOCAL, "", "S");
                scene->sources[COMPUTER].kind = kinds[i];
                scene_go_on(scene, "0:00 busy, 20:00 sleep=600, 21:00 end");
                assert_string_equal(scene->text, "20:00 span=sitting 0-600, 20:10 span=away 600-1200");
                assert_int_equal(scene_view(scene).posture, POSTURE_SITTING);
                scene_done(scene);
        }
        test_free(scene);
}

#define OTHERS 8

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(phase_and_next_break_follow_the_day),
                cmocka_unit_test(a_state_message_has_all_counters_fresh),
                cmocka_unit_test(the_view_counts_the_worked_trace),
                cmocka_unit_test(at_the_days_edge_sitting_today_restarts_and_the_bout_stays_where_it_began),
                cmocka_unit_test(an_open_prompt_keeps_its_id_over_the_days_edge),
                cmocka_unit_test(a_seat_whose_reading_changes_is_not_asked_about),
                cmocka_unit_test(what_cannot_be_read_is_counted_and_told_in_why_alone),
                cmocka_unit_test(a_live_source_survives_a_long_sleep),
        };
        static struct person_case cases[ELEMENTS(CASES)];

        memcpy(cases, CASES, sizeof(cases));
        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] = (struct CMUnitTest){
                        .name = cases[i].name, .test_func = run_case, .initial_state = &cases[i]
                };
        return cmocka_run_group_tests_name("person-life", tests, NULL, NULL);
}
