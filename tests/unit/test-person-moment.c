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
        { .id = "bridge",
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
                .order = { 2, { 0, 1 } },
                .prone_stand_in = -1 },
};
static const struct programme_set set = {
        .exercises = exercises, .exercise_count = 2, .programmes = programmes, .programme_count = 1
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
static const struct scene_setup WITH = { .routine = &ROUTINE };
static const struct scene_setup WITH_DESK = { .routine = &ROUTINE, .stand_limit_sec = 1200 };
static const struct scene_setup WITHOUT = { .channels = 0 };

struct moment_case {
        const char *name;
        const struct scene_setup *setup;
        const char *script;
        enum person_moment expected;
};

static const struct moment_case CASES[] = {
        { "without programmes a press is about breaks", &WITHOUT, "40:00 sit", PERSON_MOMENT_FREE },
        { "before any session too", &WITH, "10:00 sit", PERSON_MOMENT_FREE },
        { "while one is offered", &WITH, "0:10 up, 46:00 end", PERSON_MOMENT_FREE },
        { "while one runs it is about that", &WITH, "0:10 up, 1:00 session=start", PERSON_MOMENT_SESSION },
        { "whatever break was due", &WITH, "0:10 sit, 31:00 session=start", PERSON_MOMENT_SESSION },
        { "and while it is paused", &WITH, "0:10 up, 1:00 session=start, 1:10 session=pause, 9:00 end",
                PERSON_MOMENT_PAUSED },
        { "but not once a break is due instead", &WITH,
                "0:10 sit, 1:00 session=start, 1:10 session=pause, 45:00 end", PERSON_MOMENT_FREE },
        { "nor once they have stood for long instead", &WITH_DESK,
                "0:10 desk, 0:10 busy, 1:00 session=start, 1:10 session=pause, 31:30 end",
                PERSON_MOMENT_FREE },
        { "it is again when they have got up", &WITH,
                "0:10 sit, 1:00 session=start, 1:10 session=pause, 45:00 up, 45:30 end",
                PERSON_MOMENT_PAUSED },
        { "while the question is open", &WITH, "0:10 up, 1:00 session=start, 1:10 session=all, 10:00 end",
                PERSON_MOMENT_QUESTION },
        { "for ten minutes", &WITH, "0:10 up, 1:00 session=start, 1:10 session=all, 11:10 end",
                PERSON_MOMENT_FREE },
        { "and not once a break is due", &WITH,
                "20:10 sit, 45:30 session=start, 45:40 session=all, 56:00 end", PERSON_MOMENT_FREE },
        { "nor when it was stopped unanswered", &WITH,
                "0:10 up, 1:00 session=start, 1:10 session=all, 1:20 session=stop", PERSON_MOMENT_FREE },
        { "a restart does not make the question younger", &WITH,
                "0:10 up, 1:00 session=start, 1:10 session=all, 12:10 restart=120, 12:20 end",
                PERSON_MOMENT_FREE },
};

static struct scene scene;

static void check(void **state)
{
        const struct moment_case *this = *state;
        enum person_moment moment;

        scene_run(&scene, this->setup, this->script, "");
        moment = person_moment(&scene.person, &scene.now);
        scene_done(&scene);
        assert_int_equal(moment, this->expected);
}

static void after_hard_it_is_which_exercise(void **state)
{
        struct routine_command command = {
                .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_ANSWER, .effort = EFFORT_HARD
        };
        const struct event event = { .kind = EVENT_ROUTINE, .routine = &command };
        enum person_moment moment;

        (void)state;
        scene_run(&scene, &WITH, "0:10 up, 1:00 session=start, 1:10 session=all", "");
        scene.effects.count = 0;
        person_step(&scene.person, &event, &scene.now, &scene.effects);
        moment = person_moment(&scene.person, &scene.now);
        scene_done(&scene);
        assert_int_equal(moment, PERSON_MOMENT_EXERCISE);
}

#define OTHERS 1

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(after_hard_it_is_which_exercise),
        };

        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] =
                        (struct CMUnitTest){ CASES[i].name, check, NULL, NULL, (void *)(uintptr_t)&CASES[i] };
        return cmocka_run_group_tests_name("person-moment", tests, NULL, NULL);
}
