/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scene.h"

static struct exercise exercises[] = {
        { .id = "cobra",
                .top = 1,
                .start_level = 1,
                .ladder = { { 2, 10, 2, 0 } },
                .lift_sec = 2,
                .lower_sec = 2,
                .rest_sets_sec = 60,
                .easier = -1,
                .harder = -1 },
};
static struct programme programmes[] = {
        { .id = "strength",
                .kind = PROGRAMME_KIND_STRENGTH,
                .schedule = PROGRAMME_SCHEDULE_WEEKLY,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .per_week_min = 3,
                .per_week_max = 7,
                .min_weeks = 6,
                .pain_stop = 6,
                .pain_down = 4,
                .order = { 1, { 0 } },
                .prone_stand_in = -1 },
        /* once a week is enough */
        { .id = "weekly",
                .kind = PROGRAMME_KIND_STRENGTH,
                .schedule = PROGRAMME_SCHEDULE_WEEKLY,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .per_week_min = 1,
                .per_week_max = 7,
                .min_weeks = 6,
                .pain_stop = 6,
                .pain_down = 4,
                .order = { 1, { 0 } },
                .prone_stand_in = -1 },
};
static const struct programme_set set = {
        .exercises = exercises, .exercise_count = 1, .programmes = programmes, .programme_count = 2
};
static const struct screening_rules rules = {
        .general_count = 1, .clearance_prone = -1, .general_route = { -1 }
};

/* Monday at 09:45: 45 minutes after the scene's start. */
static const struct routine_config ROUTINE = { .set = &set,
        .rules = &rules,
        .items = { { .programme = 0,
                .days = 0x15,
                .minute = 9 * 60 + 45,
                .until_minute = ROUTINE_NO_MINUTE } },
        .item_count = 1 };
/* The same programme as a daily stretch, at no time of its own. */
static struct programme stretches[] = {
        { .id = "stretch",
                .kind = PROGRAMME_KIND_STRETCH,
                .schedule = PROGRAMME_SCHEDULE_DAILY,
                .screening = PROGRAMME_SCREENING_GENERAL,
                .per_week_min = 7,
                .per_week_max = 7,
                .min_weeks = 6,
                .pain_stop = 6,
                .pain_down = 4,
                .order = { 1, { 0 } },
                .prone_stand_in = -1 },
};
static const struct programme_set stretch_set = {
        .exercises = exercises, .exercise_count = 1, .programmes = stretches, .programme_count = 1
};
static const struct routine_config STRETCHES = { .set = &stretch_set,
        .rules = &rules,
        .items = { { .programme = 0,
                .days = HOURS_EVERY_DAY,
                .minute = ROUTINE_NO_MINUTE,
                .until_minute = ROUTINE_NO_MINUTE } },
        .item_count = 1 };
static const struct scene_setup STRETCH = { .routine = &STRETCHES };
static const struct scene_setup SETUP = { .routine = &ROUTINE };
static const struct scene_setup BROKER = { .routine = &ROUTINE, .needs_broker = true };
static const struct routine_config WEEKLY = { .set = &set,
        .rules = &rules,
        .items = { { .programme = 1,
                .days = 0x01,
                .minute = 9 * 60 + 45,
                .until_minute = ROUTINE_NO_MINUTE } },
        .item_count = 1 };
static const struct scene_setup WEEKLY_SPEAKER = { .routine = &WEEKLY, .speaker_first = true };
static const struct scene_setup SPEAKER = { .routine = &ROUTINE, .speaker_first = true };

struct routine_case {
        const char *name;
        const struct scene_setup *setup;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct routine_case CASES[] = {
        { "a break that falls due waits for the session that is soon", &SETUP, "8:00 sit, 56:00 end", "PLH",
                "45:00 session-due#1 l, 45:00 lamp=due, 55:00 lamp=before, 55:00 due#2 l, "
                "55:00 lamp=due" },
        { "a break that falls due with it waits too", &SETUP, "15:00 sit, 50:00 end", "P",
                "45:00 session-due#1 l" },
        { "done starts it, and breaks are silent meanwhile", &SETUP,
                "8:00 sit, 46:00 done, 58:00 session=all, 87:00 end, 90:00 end", "PLHE",
                "45:00 session-due#1 l, 45:00 lamp=due, 46:00 hush, 46:00 lamp=before, "
                "46:00 session-started#2 -, 49:00 session-done#3 -, 79:00 due#4 l, "
                "79:00 lamp=due, 81:00 nudge#4 s, 84:00 nudge#4 p, 89:00 repeat#4 lsp, "
                "89:00 lamp=repeat" },
        { "a finished session counts as a full break", &SETUP,
                "20:00 sit, 46:00 done, 47:00 session=all, 76:30 end, 77:30 end", "PE",
                "45:00 session-due#1 l, 46:00 session-started#2 -, 47:00 session-done#3 -, "
                "77:00 due#4 l" },
        { "one that was stopped at once does not", &SETUP,
                "20:00 sit, 46:00 done, 46:05 session=stop, 57:00 end", "PE",
                "45:00 session-due#1 l, 46:00 session-started#2 -, 50:00 due#3 l, "
                "52:00 nudge#3 s, 55:00 nudge#3 p" },
        { "a break suggests the stretch of the day, twice", &STRETCH,
                "0:00 sit, 31:00 up, 35:00 sit, 66:00 up, 70:00 sit, 101:00 end", "PN",
                "30:00 due#1 l, 30:00 note=stretch start, 33:00 taken#1, 65:00 due#2 l, "
                "65:00 note=stretch start, 68:00 taken#2, 100:00 due#3 l" },
        { "the stretch that a break suggested is started by its id", &STRETCH,
                "0:00 sit, 31:00 id=anna-2026-06-15-1, 31:00 session=start, 32:00 session=all, 65:00 end",
                "PNE",
                "30:00 due#1 l, 30:00 note=stretch start, 31:00 session-started#2 -, 31:00 moot#1, "
                "32:00 session-done#3 -, 62:00 due#4 l, 64:00 nudge#4 s" },
        { "a break's prompt ends when a session begins", &SETUP, "0:10 sit, 31:00 session=start, 40:00 end",
                "PLO",
                "30:10 due#1 l, 30:10 lamp=due, 31:00 session-started#2 -, 31:00 lamp=before, "
                "31:00 moot#1, 31:00 outcome=moot, 34:00 session-done#3 -" },
        { "the offer waits until the break's prompt is answered", &SETUP,
                "0:00 sit, 40:00 snooze, 50:30 up, 54:00 end", "PE",
                "30:00 due#1 l, 32:00 nudge#1 s, 35:00 nudge#1 p, 50:00 due#1 l, 52:30 taken#1, "
                "52:30 session-due#2 l" },
        { "the offer waits no longer than until the break's prompt is given up", &SETUP,
                "4:30 sit, 54:31 end", "P",
                "34:30 due#1 l, 36:30 nudge#1 s, 39:30 nudge#1 p, 44:30 repeat#1 lsp, "
                "54:30 session-due#2 l" },
        { "snooze with the id and without", &SETUP,
                "0:10 up, 46:00 id=anna-2026-06-15-1, 46:00 snooze, 56:30 snooze, 66:40 snooze, "
                "70:00 end",
                "PE",
                "45:00 session-due#1 l, 56:00 session-due#1 l, 66:30 session-due#1 l, "
                "66:40 refused=no-snoozes" },
        { "a snooze has the person's length and a range", &SETUP,
                "0:10 up, 46:00 snooze=60, 46:00 snooze=300, 52:00 end", "PE",
                "45:00 session-due#1 l, 46:00 refused=range, 51:00 session-due#1 l" },
        { "skip with the id", &SETUP, "0:10 up, 46:00 id=anna-2026-06-15-1, 46:00 skip, 60:00 end", "PE",
                "45:00 session-due#1 l" },
        { "another id is refused", &SETUP,
                "0:10 up, 46:00 id=anna-2026-06-15-7, 46:00 done, 46:01 id=anna-2026-06-14-1, "
                "46:01 session=start",
                "PE",
                "45:00 session-due#1 l, 46:00 refused=old-prompt, "
                "46:01 session-refused=old-prompt" },
        { "a command of the routine may name the offer", &SETUP,
                "0:10 up, 46:00 id=anna-2026-06-15-1, 46:00 session=start", "PE",
                "45:00 session-due#1 l, 46:00 session-started#2 -" },
        { "without an id the break's prompt is meant first", &SETUP, "0:10 sit, 46:00 skip, 46:30 end", "PEO",
                "30:10 due#1 l, 32:10 nudge#1 s, 35:10 nudge#1 p, 40:10 repeat#1 lsp, "
                "46:00 dismissed#1, 46:00 outcome=dismissed, 46:00 session-due#2 l" },
        { "but not one of which the light alone is left", &SETUP, "0:10 sit, 53:00 done", "P",
                "30:10 due#1 l, 32:10 nudge#1 s, 35:10 nudge#1 p, 40:10 repeat#1 lsp, "
                "50:10 session-due#2 l, 53:00 session-started#3 -, 53:00 moot#1" },
        { "not-me is not for it", &SETUP, "0:10 up, 46:00 not-me", "PE",
                "45:00 session-due#1 l, 46:00 refused=not-seated" },
        { "nothing is offered to who is out", &SETUP, "0:10 out, 60:00 home, 61:00 end", "P",
                "60:00 session-due#1 l" },
        { "nothing is offered in a call", &SETUP, "0:10 up, 44:00 hold=call/600, 54:30 end", "P",
                "54:00 session-due#1 l" },
        { "nothing is offered to guests", &SETUP, "0:10 up, 44:00 hold=guests/600, 54:30 end", "P",
                "54:00 session-due#1 l" },
        { "nothing is offered when it is switched off", &SETUP, "0:10 up, 44:00 enabled=0, 50:00 enabled=1",
                "P", "50:00 session-due#1 l" },
        { "nothing is offered without a broker that is needed", &BROKER,
                "0:10 up, 44:00 link=down, 50:00 link=up", "P", "50:00 session-due#1 l" },
        { "what is spoken counts as speech", &SPEAKER,
                "0:10 up, 46:00 snooze=300, 51:30 snooze=300, 57:00 end", "P",
                "45:00 session-due#1 s, 51:00 session-due#1 s, 56:30 session-due#1 -" },
        { "of two that come at once one is too many to be spoken", &WEEKLY_SPEAKER,
                "0:10 up, 46:00 done, 47:00 session=all, 50:00 end", "P",
                "45:00 session-due#1 s, 46:00 session-started#2 -, 47:00 session-done#3 s, "
                "47:00 week-met#4 -" },
        { "a speaker in a quiet house is not used", &SPEAKER, "0:10 up, 40:00 hold=baby, 46:00 end", "P",
                "45:00 session-due#1 -" },
        { "illness asks the questions again", &SETUP,
                "0:10 up, 30:00 hold=ill/600, 44:00 end, 46:00 session=start", "PE",
                "46:00 session-refused=else" },

};

static struct scene scene;

static void check(void **state)
{
        const struct routine_case *this = *state;

        scene_run(&scene, this->setup, this->script, this->show);
        scene_done(&scene);
        assert_string_equal(scene.text, this->expected);
}

static void assert_phase(const char *script, enum phase phase, uint16_t prompt, uint8_t snoozes_left)
{
        struct person_view view;

        scene_run(&scene, &SETUP, script, "");
        view = scene_view(&scene);
        scene_done(&scene);
        assert_int_equal(view.phase, phase);
        assert_int_equal(view.prompt.number, prompt);
        assert_int_equal(view.snoozes_left, snoozes_left);
}

static void the_state_tells_of_the_session(void **state)
{
        (void)state;
        assert_phase("20:00 sit, 44:00 end", PHASE_SITTING, 0, 2);
        assert_phase("0:10 up, 46:00 end", PHASE_DUE, 1, 2);
        assert_phase("0:10 up, 46:00 snooze, 47:00 end", PHASE_SNOOZED, 1, 1);
        assert_phase("0:10 up, 46:00 done, 47:00 end", PHASE_SESSION, 0, 2);
        assert_phase("0:10 up, 46:00 skip, 47:00 end", PHASE_IDLE, 0, 2);
        assert_phase("0:10 up, 46:00 done, 47:00 session=all, 48:00 end", PHASE_IDLE, 0, 2);
}

/* What was done of the routine is not done again after a crash. */
static void an_offer_survives_a_restart(void **state)
{
        (void)state;
        scene_run(&scene, &SETUP, "0:10 up, 46:00 snooze, 50:00 restart=60, 52:00 end", "P");
        assert_int_equal(scene_view(&scene).phase, PHASE_SNOOZED);
        scene_done(&scene);
        assert_string_equal(scene.text, "45:00 session-due#1 l");
}

static void without_programmes_there_is_no_session(void **state)
{
        (void)state;
        scene_run(&scene, NULL, "0:10 up, 1:00 session=start, 50:00 end", "PE");
        person_set_voice(&scene.person, NULL);
        scene_done(&scene);
        assert_string_equal(scene.text, "1:00 session-refused=else");
}

#define OTHERS 3

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(the_state_tells_of_the_session),
                cmocka_unit_test(an_offer_survives_a_restart),
                cmocka_unit_test(without_programmes_there_is_no_session),
        };

        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] =
                        (struct CMUnitTest){ CASES[i].name, check, NULL, NULL, (void *)(uintptr_t)&CASES[i] };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
