/* SPDX-License-Identifier: MIT */
/*
 * Standing at the raised desk and the cues (DESIGN 5.11, 5.12), rule by rule: what a person does
 * (unit/scene.h says how to read it), and everything that they are told. The person has a lamp, a speaker
 * after 2 min and a phone after 5 min.
 */
#include "unit/test.h"

#include "unit/scene.h"

#include <stdio.h>

struct standing_case {
        const char *name;
        const struct scene_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct hours_rule TEN_TO_ELEVEN = { HOURS_EVERY_DAY, 600, 660 };
static const struct hours_rule NINE_TO_HALF_PAST = { HOURS_EVERY_DAY, 540, 569 };

static const struct scene_setup DESK = { .stand_limit_sec = 2700 };
static const struct scene_setup DESK_UNLIMITED = { .stand_limit_sec = -1 };
static const struct scene_setup DESK_QUIET_AT_TEN = { .stand_limit_sec = 2700,
        .quiet_hours = &TEN_TO_ELEVEN };
static const struct scene_setup DESK_BY_BROKER = { .stand_limit_sec = 2700, .needs_broker = true };
static const struct scene_setup DESK_CHECKED = { .stand_limit_sec = 2700, .posture_check = true };
static const struct scene_setup DESK_LOUD = {
        .stand_limit_sec = 1200, .sit_limit_sec = 1200, .speaker_first = true
};
static const struct scene_setup QUIET_AT_TEN = { .quiet_hours = &TEN_TO_ELEVEN };
static const struct scene_setup ACTIVE_AT_NINE = { .active_hours = &NINE_TO_HALF_PAST };
static const struct scene_setup BY_BROKER = { .needs_broker = true };
static const struct scene_setup CHECKED = { .posture_check = true };

/* Standing from the first second: the desk is up, the computer in use, the chair empty. */
#define STANDS               "0:00 up, 0:00 desk, 0:00 busy, "
#define STAND_LADDER_FROM_45 "45:00 stand-due#1 l, 47:00 stand-nudge#1 s, 50:00 stand-nudge#1 p"

static const struct standing_case CASES[] = {
        { "nothing is told before the limit of standing", &DESK, STANDS "44:59 end", "PL", "" },
        { "the limit of standing is told along the ladder, repeated once, and then by the light alone", &DESK,
                STANDS "120:00 end", "P", STAND_LADDER_FROM_45 ", 55:00 stand-repeat#1 lsp" },
        { "the light shows a prompt about standing like any other", &DESK, STANDS "120:00 end", "L",
                "45:00 lamp=due, 55:00 lamp=repeat" },
        { "without a limit nothing is told", &DESK_UNLIMITED, STANDS "120:00 end", "PL", "" },
        { "without a desk that tells its height nothing is told", NULL, "0:00 up, 0:00 busy, 120:00 end",
                "PL", "" },
        { "who walks about beside an empty chair does not stand at the desk", &DESK,
                "0:00 up, 0:00 desk-down, 0:00 busy, 120:00 end", "PL", "" },
        { "a raised desk with nobody at it is no standing", &DESK, "0:00 up, 0:00 desk, 120:00 end", "PL",
                "" },
        { "a short sit pauses the clock of standing", &DESK, STANDS "20:00 sit, 20:40 up, 46:00 end", "P",
                "45:40 stand-due#1 l" },
        { "a sit of a minute resets it", &DESK, STANDS "20:00 sit, 21:00 up, 67:00 end", "P",
                "66:00 stand-due#1 l" },
        { "walking away resets it as well", &DESK, STANDS "20:00 idle, 21:00 busy, 67:00 end", "P",
                "66:00 stand-due#1 l" },
        { "an edge that has not lasted changes nothing", &DESK, STANDS "20:00 sit, 20:05 up, 46:00 end", "P",
                "45:00 stand-due#1 l" },
        { "lingering at the desk runs the clock and tells nothing", &DESK,
                "0:00 desk, 0:00 busy, 43:00 idle, 47:59 end", "PL", "" },
        { "lingering that is confirmed tells at once what is due", &DESK,
                "0:00 desk, 0:00 busy, 43:00 idle, 47:00 busy, 48:00 end", "P", "47:00 stand-due#1 l" },
        /* outcomes */
        { "sitting down for the goal answers it", &DESK, STANDS "48:00 sit, 52:00 end", "PO",
                "45:00 stand-due#1 l, 47:00 stand-nudge#1 s, 50:00 stand-taken#1, "
                "50:00 outcome=taken standing" },
        { "walking away for the goal answers it", &DESK, STANDS "46:30 idle, 52:00 end", "PO",
                "45:00 stand-due#1 l, 48:30 stand-taken#1, 48:30 outcome=taken standing" },
        { "sitting down silences at the debounced edge, and the light tells when it is enough", &DESK,
                STANDS "46:00 sit, 52:00 end", "LH",
                "45:00 lamp=due, 46:10 lamp=before, 46:10 hush, 48:00 lamp=taken" },
        { "a short sit is partial, at the return", &DESK, STANDS "46:00 sit, 47:30 up, 50:00 end", "PO",
                "45:00 stand-due#1 l, 47:40 stand-partial#1, 47:40 outcome=partial standing" },
        { "back on the feet too soon opens it on the light alone", &DESK,
                STANDS "46:00 sit, 46:40 up, 48:00 end", "PL",
                "45:00 stand-due#1 l, 45:00 lamp=due, 46:10 lamp=before, 46:50 lamp=due, "
                "47:00 stand-nudge#1 s" },
        { "sitting down long after the repeat is too late", &DESK, STANDS "70:00 sit, 75:00 end", "O",
                "72:00 outcome=ignored standing" },
        { "who sits down right after it was about to anyway", &DESK, STANDS "45:20 sit, 50:00 end", "PO",
                "45:00 stand-due#1 l, 46:20 stand-moot#1, 46:20 outcome=moot standing" },
        /* commands */
        { "done claims it and the clock begins anew", &DESK, STANDS "46:00 done, 92:00 end", "PO",
                "45:00 stand-due#1 l, 46:00 stand-taken#1, 46:00 outcome=taken standing claimed, "
                "91:00 stand-due#2 l" },
        { "done without a prompt begins the clock anew too", &DESK, STANDS "20:00 done, 66:00 end", "PE",
                "65:00 stand-due#1 l" },
        { "done while standing without a limit is refused as ever", &DESK_UNLIMITED,
                STANDS "20:00 done, 21:00 end", "E", "20:00 refused=not-seated" },
        { "skip ends it for this time", &DESK, STANDS "46:00 skip, 150:00 end", "PO",
                "45:00 stand-due#1 l, 46:00 stand-dismissed#1, 46:00 outcome=dismissed standing" },
        { "a snooze puts it off twice and not thrice", &DESK,
                STANDS "46:00 snooze, 57:00 snooze, 68:00 snooze, 68:30 end", "PE",
                "45:00 stand-due#1 l, 56:00 stand-due#1 l, 67:00 stand-due#1 l, 68:00 refused=no-snoozes" },
        { "an id names the prompt about standing", &DESK,
                STANDS "46:00 id=anna-2026-06-15-1, 46:00 done, 47:00 end", "PE",
                "45:00 stand-due#1 l, 46:00 stand-taken#1" },
        { "an older id does not", &DESK, STANDS "46:00 id=anna-2026-06-15-2, 46:00 done, 46:30 end", "PE",
                "45:00 stand-due#1 l, 46:00 refused=old-prompt" },
        { "not me ends the standing as nobody's", &DESK, STANDS "46:00 not-me, 60:00 end", "PO",
                "45:00 stand-due#1 l, 46:00 stand-moot#1, 46:00 outcome=moot standing" },
        /* holds and hours */
        { "a call keeps it waiting, then the light alone", &DESK, STANDS "40:00 on=call, 60:00 end", "P",
                "55:00 stand-due#1 l" },
        { "the end of the call tells it", &DESK, STANDS "40:00 on=call, 50:00 off=call, 51:00 end", "P",
                "50:00 stand-due#1 l" },
        { "guests withdraw it", &DESK, STANDS "46:00 on=guests, 47:00 end", "PO",
                "45:00 stand-due#1 l, 46:00 stand-moot#1, 46:00 outcome=moot standing" },
        { "quiet hours withdraw it, and what is due after them comes", &DESK_QUIET_AT_TEN,
                STANDS "121:00 end", "P",
                STAND_LADDER_FROM_45 ", 55:00 stand-repeat#1 lsp, 60:00 stand-moot#1, 120:00 stand-due#2 l" },
        { "no prompt about standing comes of a long sleep", &DESK, STANDS "60:00 sleep=1800, 61:00 end", "PL",
                "" },
        { "a short sleep is no standing time", &DESK, STANDS "40:00 sleep=240, 50:00 end", "P",
                "49:00 stand-due#1 l" },
        { "one that was lost on the way is told again, once", &DESK_BY_BROKER,
                STANDS "45:01 link=lost, 46:00 link=up, 47:00 end", "P",
                "45:00 stand-due#1 l, 46:00 stand-due#1 l" },
        { "there is no posture check for who stands", &DESK_CHECKED, STANDS "44:00 end", "P", "" },
        { "both kinds of prompt share the voice", &DESK_LOUD,
                "0:00 sit, 0:00 desk-down, 0:00 busy, 20:40 up, 20:40 desk, 41:30 sit, 41:30 desk-down, "
                "62:00 end",
                "P",
                "20:00 due#1 s, 22:40 taken#1, 40:40 stand-due#2 s, 43:30 stand-taken#2, 61:30 due#3 -" },
        /* the setting */
        { "the limit can be set at run time", &DESK, STANDS "1:00 stand=1200, 21:00 end", "PE",
                "20:00 stand-due#1 l" },
        { "it can be switched off, which withdraws what is open", &DESK, STANDS "46:00 stand=0, 120:00 end",
                "PE", "45:00 stand-due#1 l, 46:00 stand-moot#1" },
        { "it can be switched on while somebody stands", &DESK_UNLIMITED,
                STANDS "30:00 stand=1800, 31:00 end", "P", "30:00 stand-due#1 l" },
        { "a limit out of range is refused", &DESK, "0:00 stand=60, 0:00 stand=3660, 0:00 end", "E",
                "0:00 refused=range, 0:00 refused=range" },
        { "a limit without a desk is refused, off is not", NULL, "0:00 stand=2700, 0:00 stand=0, 0:00 end",
                "E", "0:00 refused=no-desk" },
        /* sitting and standing one after the other */
        { "standing answers a prompt about sitting, and sitting one about standing", &DESK,
                "0:00 desk-down, 0:00 busy, 0:00 sit, 31:00 up, 31:00 desk, 77:00 sit, 77:00 desk-down, "
                "80:00 end",
                "P", "30:00 due#1 l, 33:00 taken#1, 76:00 stand-due#2 l, 79:00 stand-taken#2" },
        /* restart */
        { "a short restart keeps a prompt about standing open", &DESK,
                STANDS "46:30 restart=60, 46:30 busy, 48:00 end", "P",
                "45:00 stand-due#1 l, 47:00 stand-nudge#1 s" },
        { "a long one closes it", &DESK, STANDS "60:00 restart=800, 60:00 busy, 70:00 end", "PO",
                "45:00 stand-due#1 l, 60:00 stand-moot#1, 60:00 outcome=moot standing" },
        /* 5.12 cues */
        { "a good moment at most 5 min before brings the prompt forward", NULL,
                "0:00 sit, 0:00 cue=no, 25:00 cue=yes, 61:00 end", "P",
                "25:00 due#1 l, 27:00 nudge#1 s, 30:00 nudge#1 p, 35:00 repeat#1 lsp" },
        { "a moment earlier than that does not", NULL, "0:00 sit, 0:00 cue=no, 24:59 cue=yes, 31:00 end", "P",
                "30:00 due#1 l" },
        { "who answers it begins a new bout with a full clock", NULL,
                "0:00 sit, 0:00 cue=no, 26:00 cue=yes, 27:00 up, 30:00 sit, 61:00 end", "P",
                "26:00 due#1 l, 29:00 taken#1, 60:00 due#2 l" },
        { "who skips it hears no second one in this bout", NULL,
                "0:00 sit, 0:00 cue=no, 26:00 cue=yes, 27:00 skip, 28:00 cue=no, 29:00 cue=yes, 90:00 end",
                "P", "26:00 due#1 l, 27:00 dismissed#1" },
        { "a repeated yes does nothing", NULL,
                "0:00 sit, 0:00 cue=no, 20:00 cue=yes, 26:00 cue=yes, 31:00 end", "P", "30:00 due#1 l" },
        { "a yes of which nobody heard a no is no moment", NULL, "0:00 sit, 26:00 cue=yes, 31:00 end", "P",
                "30:00 due#1 l" },
        { "what was not known in between is no moment", NULL,
                "0:00 sit, 0:00 cue=no, 20:00 cue=nothing, 26:00 cue=yes, 31:00 end", "P", "30:00 due#1 l" },
        { "a retained yes is no moment, and one after it neither", NULL,
                "0:00 sit, 0:00 cue=no, 26:00 cue=old, 27:00 cue=yes, 31:00 end", "P", "30:00 due#1 l" },
        { "while a prompt is open a moment does nothing", NULL,
                "0:00 sit, 0:00 cue=no, 31:00 cue=yes, 31:30 end", "P", "30:00 due#1 l" },
        { "a snooze is not cut short", NULL, "0:00 sit, 0:00 cue=no, 31:00 snooze, 38:00 cue=yes, 41:30 end",
                "P", "30:00 due#1 l, 41:00 due#1 l" },
        { "in a call a moment does nothing", NULL,
                "0:00 sit, 0:00 cue=no, 20:00 on=call, 26:00 cue=yes, 27:00 off=call, 31:00 end", "P",
                "30:00 due#1 l" },
        { "the end of a call alone is no moment", NULL, "0:00 sit, 20:00 on=call, 26:00 off=call, 31:00 end",
                "P", "30:00 due#1 l" },
        { "the end of a call that is a cue, too, is one", NULL,
                "0:00 sit, 20:00 on=call, 20:00 cue=no, 26:00 off=call, 26:00 cue=yes, 27:00 end", "P",
                "26:00 due#1 l" },
        { "with guests a moment does nothing", NULL,
                "0:00 sit, 0:00 cue=no, 20:00 on=guests, 26:00 cue=yes, 31:00 end", "P", "" },
        { "a sleeping child only takes the voice", NULL,
                "0:00 sit, 0:00 cue=no, 20:00 on=baby, 26:00 cue=yes, 29:00 end", "P", "26:00 due#1 l" },
        { "in quiet hours a moment does nothing", &QUIET_AT_TEN,
                "33:00 sit, 33:00 cue=no, 61:00 cue=yes, 62:00 end", "P", "" },
        { "what the hours would not let fall due is not brought forward", &ACTIVE_AT_NINE,
                "0:00 sit, 0:00 cue=no, 26:00 cue=yes, 31:00 end", "P", "" },
        { "while the chair is only lingered in a moment does nothing", NULL,
                "0:00 busy, 0:00 cue=no, 25:30 idle, 26:00 cue=yes, 27:00 busy, 31:00 end", "P",
                "30:00 due#1 l" },
        { "while an edge is pending a moment does nothing", NULL,
                "0:00 sit, 0:00 cue=no, 26:00 up, 26:02 cue=yes, 26:05 sit, 31:00 end", "P",
                "30:00 due#1 l" },
        { "who is up hears nothing of a moment", NULL,
                "0:00 sit, 0:00 cue=no, 26:00 up, 26:30 cue=yes, 28:00 end", "P", "" },
        { "after a long sleep a yes is no moment", NULL,
                "0:00 sit, 0:00 cue=no, 10:00 sleep=400, 10:00 sit, 36:00 cue=yes, 37:00 end", "P", "" },
        { "after the broker was away a yes is no moment", &BY_BROKER,
                "0:00 sit, 0:00 cue=no, 20:00 link=down, 20:30 link=up, 26:00 cue=yes, 31:00 end", "P",
                "30:00 due#1 l" },
        { "while nothing can be told a moment passes", &BY_BROKER,
                "0:00 sit, 20:00 link=down, 25:00 cue=no, 26:00 cue=yes, 27:00 link=up, 31:00 end", "P",
                "30:00 due#1 l" },
        { "a moment brings no posture check with it", &CHECKED,
                "0:00 sit, 0:00 cue=no, 14:00 cue=yes, 14:30 end", "P", "" },
        { "a moment brings a prompt about standing forward", &DESK,
                STANDS "0:00 cue=no, 41:00 cue=yes, 42:00 end", "P", "41:00 stand-due#1 l" },
};

static void run_case(void **state)
{
        const struct standing_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, expected->setup, expected->script, expected->show);
        assert_string_equal(scene->text, expected->expected);
        scene_done(scene);
        test_free(scene);
}

static void the_phase_and_the_next_change_follow_the_posture(void **state)
{
        static const struct {
                const char *script;
                enum phase phase;
                int64_t next_sec; /* after the start; 0: none */
                uint16_t prompt;
                uint8_t snoozes;
        } cases[] = {
                { "1:00 end", PHASE_IDLE, 2700, 0, 2 },
                { "46:00 end", PHASE_DUE, 0, 1, 2 },
                { "46:00 snooze, 47:00 end", PHASE_SNOOZED, 3360, 1, 1 },
                { "40:00 on=call, 46:00 end", PHASE_HELD, 3300, 0, 2 },
                { "46:00 sit, 46:30 end", PHASE_BREAK, 0, 1, 2 },
                { "46:00 sit, 49:00 end", PHASE_SITTING, 2760 + 1800, 0, 2 },
                { "46:00 skip, 47:00 end", PHASE_IDLE, 0, 0, 2 },
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct person_view view;

                scene_run(scene, &DESK, STANDS "0:30 end", "");
                scene_go_on(scene, cases[i].script);
                view = scene_view(scene);
                if (view.phase != cases[i].phase)
                        print_error("%s\n", cases[i].script);
                assert_int_equal(view.phase, cases[i].phase);
                assert_int_equal(view.prompt.number, cases[i].prompt);
                assert_int_equal(view.snoozes_left, cases[i].snoozes);
                assert_true(view.next_break_realtime_usec ==
                            (cases[i].next_sec == 0
                                            ? 0
                                            : scene->start.realtime_usec + cases[i].next_sec * USEC_PER_SEC));
                scene_done(scene);
        }
        test_free(scene);
}

/* The worked trace at a desk that is raised whenever they are up, with the limit of standing and without. */
static void standing_does_not_count_as_sitting(void **state)
{
        static const char script[] =
                "0:00 busy, 0:00 desk-down, 0:00 sit, 25:00 up, 25:00 desk, 25:06 sit, 25:06 desk-down, "
                "40:00 up, "
                "40:00 desk, 40:45 sit, 50:00 up, 52:30 sit, 75:00 up, 76:00 sit, 130:00 up, 230:00 end";
        static const struct scene_setup *const setups[] = { &DESK, &DESK_UNLIMITED };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(setups); i++) {
                struct scene *scene = test_malloc(sizeof(*scene));
                struct person_view view;

                scene_run(scene, setups[i], script, "");
                view = scene_view(scene);
                assert_int_equal(view.sitting_today_usec, 7545 * USEC_PER_SEC);
                assert_int_equal(view.longest_bout_today_usec, 3240 * USEC_PER_SEC);
                assert_int_equal(view.breaks_today, 2);
                assert_int_equal(scene->person.summary.interruptions, 3);
                assert_int_equal(scene->person.summary.full_breaks, 1);
                assert_int_equal(scene->person.summary.bouts, 3);
                assert_true(view.bout_usec == 0 && view.bout_start_realtime_usec == 0);
                scene_done(scene);
                test_free(scene);
        }
}

static void each_posture_backs_off_by_its_own_answers(void **state)
{
        static const struct scene_setup setup = {
                .stand_limit_sec = 2400, .back_off = true, .no_repeat = true
        };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, &setup, "0:00 desk, 0:00 end", "");
        for (int i = 0; i < 10; i++) {
                char script[64];

                (void)snprintf(script, sizeof(script), "%d:00 up, %d:00 busy, %d:00 idle, %d:00 end", i * 60,
                        i * 60, i * 60 + 55, i * 60 + 59);
                scene_go_on(scene, script);
        }
        assert_true(scene->person.standing.policy.interval_usec == 60 * USEC_PER_MINUTE);
        assert_true(scene->person.policy.interval_usec == 30 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

static void adopt(struct scene *scene, struct person_config *config, const int32_t *map)
{
        struct person old = scene->person;

        assert_int_equal(person_init(&scene->person, config, &scene->now), 0);
        person_adopt(&scene->person, &old, map, 0, &scene->now);
        person_done(&old);
        scene->config = *config;
        scene->person.config = &scene->config;
}

/* What back-off had made of the old limit is over; without a limit there is nothing to begin anew. */
static void a_reload_with_another_limit_begins_with_it(void **state)
{
        static const int32_t same[SCENE_SOURCES] = { 0, 1, 2, 3, 4, 5, 6, 7 };
        static const int64_t limits_min[] = { 20, 0, 50 };
        static const int64_t intervals_min[] = { 20, 20, 50 };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, &DESK, STANDS "5:00 end", "");
        for (size_t i = 0; i < ELEMENTS(limits_min); i++) {
                struct person_config config = scene->config;

                config.breaks.stand_limit_usec = limits_min[i] * USEC_PER_MINUTE;
                adopt(scene, &config, same);
                assert_true(scene->person.settings.stand_limit_usec == limits_min[i] * USEC_PER_MINUTE);
                assert_true(
                        scene->person.standing.policy.interval_usec == intervals_min[i] * USEC_PER_MINUTE);
        }
        scene_done(scene);
        test_free(scene);
}

static void a_reload_without_the_desk_ends_its_prompt_and_its_return_begins_anew(void **state)
{
        static const int32_t same[SCENE_SOURCES] = { 0, 1, 2, 3, 4, 5, 6, 7 };
        static const int32_t new_desk[SCENE_SOURCES] = { 0, 1, 2, 3, 4, 5, 6, -1 };
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_config config;

        (void)state;
        scene_run(scene, &DESK, STANDS "46:00 end", "PL");
        config = scene->config;
        config.source_count--;
        adopt(scene, &config, same);
        scene_go_on(scene, "46:01 busy, 47:00 end");
        assert_string_equal(scene->text,
                "45:00 stand-due#1 l, 45:00 lamp=due, 46:00 lamp=due, 46:00 lamp=before, 46:00 stand-moot#1");
        config.source_count++;
        adopt(scene, &config, new_desk);
        scene_go_on(scene, "90:00 desk, 134:59 end");
        assert_int_equal(scene_view(scene).prompt.number, 0);
        scene_go_on(scene, "135:01 end");
        assert_int_equal(scene_view(scene).prompt.number, 2);
        scene_done(scene);
        test_free(scene);
}

#define OTHERS 4

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(the_phase_and_the_next_change_follow_the_posture),
                cmocka_unit_test(standing_does_not_count_as_sitting),
                cmocka_unit_test(each_posture_backs_off_by_its_own_answers),
                cmocka_unit_test(a_reload_with_another_limit_begins_with_it),
                cmocka_unit_test(a_reload_without_the_desk_ends_its_prompt_and_its_return_begins_anew),
        };
        static struct standing_case cases[ELEMENTS(CASES)];

        memcpy(cases, CASES, sizeof(cases));
        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] = (struct CMUnitTest){
                        .name = cases[i].name, .test_func = run_case, .initial_state = &cases[i]
                };
        return cmocka_run_group_tests_name("standing", tests, NULL, NULL);
}
