/* SPDX-License-Identifier: MIT */
/*
 * Where a person is, and what is told where (DESIGN 5.10): the lamp is in the office, the floor lamp and the
 * speaker are in the lounge, the phone is nowhere.
 */
#include "unit/test.h"

#include "unit/scene.h"

#define OFFICE  1
#define LOUNGE  2
#define KITCHEN 3

static const struct scene_setup ROOMS = { .rooms = true };

struct place_case {
        const char *name;
        const char *script;
        uint16_t room;
};

static const struct place_case PLACES[] = {
        { "nothing is known", "1:00 end", ROOM_NONE },
        { "what follows them about tells, seen or not", "0:10 in=kitchen, 1:00 end", KITCHEN },
        { "as long as it is believed", "0:10 in=kitchen, 360:20 end", ROOM_NONE },
        { "and until it knows no more", "0:10 in=kitchen, 1:00 in=nowhere", ROOM_NONE },
        { "a seat of their own is where they are", "0:10 in=kitchen, 0:20 sit, 1:00 end", OFFICE },
        { "a machine that stays put too", "0:10 in=kitchen, 0:20 busy, 1:00 end", OFFICE },
        { "one that moves about does not say where", "0:10 in=kitchen, 0:20 lap, 1:00 end", KITCHEN },
        { "a radar sees anybody", "0:10 in=kitchen, 0:20 near, 1:00 end", KITCHEN },
        { "but it is better than nothing", "0:20 near, 0:30 lap, 0:40 sofa-up, 1:00 end", LOUNGE },
        { "up from the seat they are where they went", "0:10 sit, 1:00 up, 1:05 in=kitchen, 2:00 end",
                KITCHEN },
        { "an edge that has not lasted moves nobody", "0:10 sit, 1:00 up, 1:05 in=kitchen, 1:06 end",
                OFFICE },
        { "not at home they are nowhere", "0:10 in=kitchen, 0:20 out, 1:00 end", ROOM_NONE },
        { "a suspend forgets where they were", "0:10 in=kitchen, 20:00 sleep=600, 20:01 end", ROOM_NONE },
        { "not-me says nothing of where they are", "0:10 in=lounge, 0:20 sit, 1:00 not-me, 2:00 end",
                LOUNGE },
};

struct told_case {
        const char *name;
        const char *script;
        const char *expected;
};

static const struct told_case TOLD[] = {
        { "where nobody knows all is told", "0:10 lap, 33:00 end",
                "30:10 due#1 lf, 30:10 floorlamp=due, 32:10 nudge#1 s" },
        { "in the office its lamp alone", "0:10 sit, 36:00 end",
                "30:10 due#1 l, 30:10 lamp=due, 35:10 nudge#1 p" },
        { "in the kitchen the phone alone", "0:05 in=kitchen, 0:10 lap, 36:00 end",
                "30:10 due#1 -, 35:10 nudge#1 p" },
        { "who takes the open prompt along is told there",
                "0:05 in=office, 0:10 lap, 31:00 in=lounge, 33:00 end",
                "30:10 due#1 l, 30:10 lamp=due, 31:00 lamp=before, 31:00 floor=due, 32:10 nudge#1 s" },
        { "and back again", "0:05 in=office, 0:10 lap, 31:00 in=lounge, 31:30 in=office, 33:00 end",
                "30:10 due#1 l, 30:10 lamp=due, 31:00 lamp=before, 31:00 floor=due, 31:30 floor=before, "
                "31:30 lamp=due" },
        { "through a room without a lamp",
                "0:05 in=office, 0:10 lap, 31:00 in=kitchen, 31:30 in=lounge, 32:00 end",
                "30:10 due#1 l, 30:10 lamp=due, 31:00 lamp=before, 31:30 floor=due" },
        { "once the room is known the others go back", "0:10 lap, 31:00 in=lounge, 32:00 end",
                "30:10 due#1 lf, 30:10 floorlamp=due, 31:00 lamp=before" },
        { "where the room gets lost the lights stay", "0:05 in=office, 0:10 lap, 31:00 in=nowhere, 31:30 end",
                "30:10 due#1 l, 30:10 lamp=due" },
        { "who walks over and sits down there again",
                "0:05 in=office, 0:10 sit, 31:00 up, 31:05 in=lounge, 31:30 sofa, 33:00 end",
                "30:10 due#1 l, 30:10 lamp=due, 31:10 lamp=before, 31:40 floor=due, 32:10 nudge#1 s" },
        { "and is told there that it was long enough",
                "0:05 in=office, 0:10 sit, 31:00 up, 31:05 in=lounge, 34:00 end",
                "30:10 due#1 l, 30:10 lamp=due, 31:10 lamp=before, 33:00 floor=taken, 33:00 taken#1" },
        { "nobody is told in an empty room that it was",
                "0:05 in=office, 0:10 sit, 31:00 up, 31:05 in=kitchen, 34:00 end",
                "30:10 due#1 l, 30:10 lamp=due, 31:10 lamp=before, 33:00 taken#1" },
        { "the repeat comes where they are", "0:05 in=office, 0:10 lap, 38:00 in=lounge, 40:30 end",
                "30:10 due#1 l, 30:10 lamp=due, 35:10 nudge#1 p, 38:00 lamp=before, 38:00 floor=due, "
                "40:10 repeat#1 spf, 40:10 floor=repeat" },
        { "the light that stays moves too", "0:05 in=office, 0:10 lap, 51:00 in=lounge, 52:00 end",
                "30:10 due#1 l, 30:10 lamp=due, 35:10 nudge#1 p, 40:10 repeat#1 lp, 40:10 lamp=repeat, "
                "51:00 lamp=before, 51:00 floor=due" },
        { "a snooze is told again in the other room",
                "0:05 in=office, 0:10 lap, 31:00 snooze, 35:00 in=lounge, 41:30 end",
                "30:10 due#1 l, 30:10 lamp=due, 31:00 lamp=before, 41:00 due#1 f, 41:00 floor=due" },
        { "a call is over in the other room",
                "0:05 in=office, 0:10 lap, 25:00 on=call, 41:00 in=lounge, 42:00 off=call, 43:00 end",
                "40:10 due#1 l, 40:10 lamp=due, 41:00 lamp=before, 41:00 floor=due, 42:00 nudge#1 f, "
                "42:00 floor=due" },
};

static struct scene scene;

static void check_place(void **state)
{
        const struct place_case *this = *state;
        uint16_t room;

        scene_run(&scene, &ROOMS, this->script, "");
        room = scene_view(&scene).room;
        scene_done(&scene);
        assert_int_equal(room, this->room);
}

static void check_told(void **state)
{
        const struct told_case *this = *state;

        scene_run(&scene, &ROOMS, this->script, "PL");
        scene_done(&scene);
        assert_string_equal(scene.text, this->expected);
}

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(PLACES) + ELEMENTS(TOLD)];
        struct CMUnitTest *next = tests;

        for (size_t i = 0; i < ELEMENTS(PLACES); i++)
                *next++ = (struct CMUnitTest){ PLACES[i].name, check_place, NULL, NULL,
                        (void *)(uintptr_t)&PLACES[i] };
        for (size_t i = 0; i < ELEMENTS(TOLD); i++)
                *next++ = (struct CMUnitTest){ TOLD[i].name, check_told, NULL, NULL,
                        (void *)(uintptr_t)&TOLD[i] };
        return cmocka_run_group_tests_name("person-room", tests, NULL, NULL);
}
