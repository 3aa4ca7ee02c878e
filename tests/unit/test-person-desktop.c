/* SPDX-License-Identifier: MIT */
/*
 * One person at a laptop without any sensor: the session (busy, idle, no-session) and the desktop (lap,
 * lap-idle, lap-lost, which tells after 60 s that it is idle) are all that is known.
 */
#include "unit/test.h"

#include "unit/scene.h"

#include <stdio.h>

static const struct scene_setup LOCAL = { .local_only = true };
static const struct scene_setup DESKTOP = { .local_only = true, .channels = 4 };

struct posture_case {
        const char *name;
        const char *script;
        enum posture posture;
        uint8_t row;
        bool provisional;
        int64_t sat_sec; /* today */
};

/* Times of what is said are the script's; an argument is how long it has been so already. */
static const struct posture_case POSTURES[] = {
        { "a session in use is sitting", "0:00 busy, 5:00 end", POSTURE_SITTING, 4, false, 300 },
        { "a session that was never in use is away at once", "0:00 idle, 0:01 end", POSTURE_AWAY, 7, false,
                0 },
        { "without logind nobody knows", "0:00 no-session, 5:00 end", POSTURE_UNKNOWN, 8, false, 0 },
        { "a session locked just now lingers", "0:00 busy, 10:00 idle, 14:59 end", POSTURE_SITTING, 5, true,
                899 },
        { "a locked session is away since it was locked", "0:00 busy, 10:00 idle, 15:01 end", POSTURE_AWAY, 7,
                false, 600 },
        { "logind that goes away is believed for a while", "0:00 busy, 10:00 no-session, 14:59 end",
                POSTURE_SITTING, 8, false, 899 },
        { "logind that stays away is unknown since it went", "0:00 busy, 10:00 no-session, 15:01 end",
                POSTURE_UNKNOWN, 8, false, 600 },
        { "a desktop in use is sitting", "0:00 lap, 29:00 end", POSTURE_SITTING, 4, false, 1740 },
        { "a desktop that is idle lingers from the last key on", "0:00 lap, 11:00 lap-idle=60, 14:59 end",
                POSTURE_SITTING, 5, true, 899 },
        { "after that they are away since the last key", "0:00 lap, 11:00 lap-idle=60, 15:01 end",
                POSTURE_AWAY, 7, false, 600 },
        { "a key within the linger was no break", "0:00 lap, 11:00 lap-idle=60, 14:00 lap, 20:00 end",
                POSTURE_SITTING, 4, false, 1200 },
        { "a desktop that was never seen in use may be one's own", "0:00 lap-idle=70, 3:49 end",
                POSTURE_UNKNOWN, 5, true, 0 },
        { "and is not, after the linger", "0:00 lap-idle=70, 3:51 end", POSTURE_AWAY, 7, false, 0 },
        { "one that was idle for long is away", "0:00 lap-idle=1200, 0:01 end", POSTURE_AWAY, 7, false, 0 },
        { "idle for longer than the linger when it says so is away since then",
                "0:00 busy, 20:00 idle=400, 20:00 end", POSTURE_AWAY, 7, false, 800 },
        { "locked while the keys were in use just now is still sitting",
                "0:00 busy, 0:00 lap, 10:00 idle, "
                "10:59 end",
                POSTURE_SITTING, 4, false, 659 },
        { "and away since the lock, once the desktop says so too",
                "0:00 busy, 0:00 lap, 10:00 idle, 11:00 lap-idle=60, 15:01 end", POSTURE_AWAY, 7, false,
                600 },
        { "the later of two idle ones is the last activity",
                "0:00 busy, 0:00 lap, 10:00 lap-idle=60, 14:00 idle, 19:01 end", POSTURE_AWAY, 7, false,
                840 },
        { "an idle session does not date the loss of a desktop in use",
                "0:00 busy, 0:00 lap, 2:00 idle, 20:00 lap-lost, 20:11 end", POSTURE_AWAY, 7, false, 1200 },
        { "a report speaks until its lease ends", "0:00 lap=/600, 9:59 end", POSTURE_SITTING, 4, false, 599 },
        { "a report whose lease has ended is believed for a while", "0:00 lap=/600, 14:59 end",
                POSTURE_SITTING, 8, false, 899 },
        { "then nobody knows since its end", "0:00 lap=/600, 15:01 end", POSTURE_UNKNOWN, 8, false, 600 },
        { "a report renews the lease", "0:00 lap=/600, 9:00 lap=/600, 18:59 end", POSTURE_SITTING, 4, false,
                1139 },
        { "a chair left is left now, however long the keys have been idle",
                "0:00 sit, 0:00 busy, 10:00 idle=300, 20:00 up, 20:11 end", POSTURE_AWAY, 7, false, 1200 },
        { "an idle edge before a break that was claimed is cut at the claim",
                "0:00 lap, 31:00 done, 31:10 lap-idle=60, 37:00 end", POSTURE_AWAY, 7, false, 1860 },
        { "asleep is away", "0:00 lap, 20:00 sleep=600, 20:00 end", POSTURE_AWAY, 4, false, 600 },
        { "and awake is sitting again", "0:00 lap, 20:00 sleep=600, 20:11 end", POSTURE_SITTING, 4, false,
                611 },
        { "a sleep that begins within the linger is away since the last key",
                "0:00 lap, 11:00 lap-idle=60, 30:00 sleep=1080, 30:11 end", POSTURE_AWAY, 7, false, 600 },
        { "a lease ends in a sleep as well", "0:00 lap=/600, 20:00 sleep=900, 20:00 end", POSTURE_AWAY, 8,
                false, 300 },
};

static void run_posture(void **state)
{
        const struct posture_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_view view;

        scene_run(scene, &LOCAL, expected->script, "");
        view = scene_view(scene);
        assert_int_equal(view.posture, expected->posture);
        assert_int_equal(scene->person.verdict.row, expected->row);
        assert_int_equal(scene->person.verdict.provisional, expected->provisional);
        assert_int_equal(view.sitting_today_usec / USEC_PER_SEC, expected->sat_sec);
        scene_done(scene);
        test_free(scene);
}

struct told_case {
        const char *name;
        const char *script;
        const char *show;
        const char *text;
};

static const struct told_case TOLD[] = {
        { "a prompt comes on the desktop", "0:00 lap, 31:00 end", "P", "30:00 due#1 ld" },
        { "none comes within the linger, and the one due comes with the next key",
                "0:00 lap, 29:30 lap-idle=60, 32:00 lap, 33:00 end", "P", "32:00 due#1 ld" },
        { "who left before it came was not asked", "0:00 lap, 30:50 lap-idle=60, 40:00 end", "PO",
                "30:00 due#1 ld, 34:50 moot#1, 34:50 outcome=moot" },
        { "who left after it came has taken it", "0:00 lap, 33:00 lap-idle=60, 40:00 end", "O",
                "37:00 outcome=taken" },
        { "spans follow each other at the last key",
                "0:00 lap, 11:00 lap-idle=60, 20:00 lap, 21:00 lap-lost, "
                "27:00 end",
                "S",
                "15:00 span=sitting 0-600, 20:10 span=away 600-1200, 26:00 span=sitting 1200-1260 "
                "censored" },
};

static void run_told(void **state)
{
        const struct told_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, &DESKTOP, expected->script, expected->show);
        assert_string_equal(scene->text, expected->text);
        scene_done(scene);
        test_free(scene);
}

int main(void)
{
        static struct posture_case postures[ELEMENTS(POSTURES)];
        static struct told_case told[ELEMENTS(TOLD)];
        static struct CMUnitTest tests[ELEMENTS(POSTURES) + ELEMENTS(TOLD)];

        memcpy(postures, POSTURES, sizeof(postures));
        memcpy(told, TOLD, sizeof(told));
        for (size_t i = 0; i < ELEMENTS(POSTURES); i++)
                tests[i] = (struct CMUnitTest){
                        .name = postures[i].name, .test_func = run_posture, .initial_state = &postures[i]
                };
        for (size_t i = 0; i < ELEMENTS(TOLD); i++)
                tests[ELEMENTS(POSTURES) + i] = (struct CMUnitTest){
                        .name = told[i].name, .test_func = run_told, .initial_state = &told[i]
                };
        return cmocka_run_group_tests_name("person-desktop", tests, NULL, NULL);
}
