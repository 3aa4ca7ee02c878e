/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/room.h"

#define OFFICE    1
#define LOUNGE    2
#define KITCHEN   3
#define NOW_SEC   10000
#define GIVEN_MAX 4
#define LEASE_SEC 60

enum given_says { SAYS_NOTHING, SAYS_NO, SAYS_YES, SAYS_YES_OFFLINE };

/* A source, and what it said how many seconds ago. */
struct given {
        enum source_kind kind;
        uint16_t own_room;
        enum given_says says;
        uint16_t room;
        double distance;
        int ago_sec;
};

#define BEACON(room_, ...)                                                                                   \
        {                                                                                                    \
                .kind = SOURCE_KIND_ROOM, .own_room = (room_), __VA_ARGS__                                   \
        }
#define TRACKER(...)                                                                                         \
        {                                                                                                    \
                .kind = SOURCE_KIND_ROOM, __VA_ARGS__                                                        \
        }

struct room_case {
        const char *name;
        struct given given[GIVEN_MAX];
        uint16_t count;
        struct room_choice before, expected;
};

#define NONE                                                                                                 \
        {                                                                                                    \
                ROOM_NONE, ROOM_SOURCE_NONE                                                                  \
        }

static const struct room_case CASES[] = {
        { "nothing that follows anybody", { { 0 } }, 0, NONE, NONE },
        { "nothing was heard", { BEACON(OFFICE), TRACKER() }, 2, NONE, NONE },
        { "one beacon", { BEACON(OFFICE, .says = SAYS_YES, .distance = 7) }, 1, NONE, { OFFICE, 0 } },
        { "one that sees nobody", { BEACON(OFFICE, .says = SAYS_NO, .distance = 7) }, 1, NONE, NONE },
        { "the nearer of two",
                { BEACON(OFFICE, .says = SAYS_YES, .distance = 3),
                        BEACON(LOUNGE, .says = SAYS_YES, .distance = 1) },
                2, NONE, { LOUNGE, 1 } },
        { "the first of two as near",
                { BEACON(OFFICE, .says = SAYS_YES, .distance = 2),
                        BEACON(LOUNGE, .says = SAYS_YES, .distance = 2) },
                2, NONE, { OFFICE, 0 } },
        { "a little nearer is not enough to move",
                { BEACON(OFFICE, .says = SAYS_YES, .distance = 4),
                        BEACON(LOUNGE, .says = SAYS_YES, .distance = 3.1) },
                2, { OFFICE, 0 }, { OFFICE, 0 } },
        { "nor back",
                { BEACON(OFFICE, .says = SAYS_YES, .distance = 3.1),
                        BEACON(LOUNGE, .says = SAYS_YES, .distance = 4) },
                2, { LOUNGE, 1 }, { LOUNGE, 1 } },
        { "clearly nearer is",
                { BEACON(OFFICE, .says = SAYS_YES, .distance = 4),
                        BEACON(LOUNGE, .says = SAYS_YES, .distance = 2.9) },
                2, { OFFICE, 0 }, { LOUNGE, 1 } },
        { "the nearest of three",
                { BEACON(OFFICE, .says = SAYS_YES, .distance = 4),
                        BEACON(LOUNGE, .says = SAYS_YES, .distance = 3),
                        BEACON(KITCHEN, .says = SAYS_YES, .distance = 1) },
                3, { OFFICE, 0 }, { KITCHEN, 2 } },
        { "a beacon counts for a minute", { BEACON(OFFICE, .says = SAYS_YES, .distance = 1, .ago_sec = 59) },
                1, NONE, { OFFICE, 0 } },
        { "and no longer", { BEACON(OFFICE, .says = SAYS_YES, .distance = 1, .ago_sec = 60) }, 1,
                { OFFICE, 0 }, NONE },
        { "the farther one when the nearer is silent",
                { BEACON(OFFICE, .says = SAYS_YES, .distance = 1, .ago_sec = 61),
                        BEACON(LOUNGE, .says = SAYS_YES, .distance = 9) },
                2, { OFFICE, 0 }, { LOUNGE, 1 } },
        { "or offline",
                { BEACON(OFFICE, .says = SAYS_YES_OFFLINE, .distance = 1),
                        BEACON(LOUNGE, .says = SAYS_YES, .distance = 9) },
                2, { OFFICE, 0 }, { LOUNGE, 1 } },
        { "a tracker names the room", { TRACKER(.says = SAYS_YES, .room = KITCHEN) }, 1, NONE,
                { KITCHEN, 0 } },
        { "it comes before a beacon",
                { BEACON(OFFICE, .says = SAYS_YES, .distance = 1),
                        TRACKER(.says = SAYS_YES, .room = KITCHEN) },
                2, { OFFICE, 0 }, { KITCHEN, 1 } },
        { "the first tracker before the next",
                { TRACKER(.says = SAYS_YES, .room = LOUNGE), TRACKER(.says = SAYS_YES, .room = KITCHEN) }, 2,
                NONE, { LOUNGE, 0 } },
        { "a tracker that knows nothing leaves it to the beacons",
                { TRACKER(.says = SAYS_NOTHING), BEACON(OFFICE, .says = SAYS_YES, .distance = 1) }, 2, NONE,
                { OFFICE, 1 } },
        { "other kinds don't follow anybody",
                { { .kind = SOURCE_KIND_SEAT, .own_room = OFFICE, .says = SAYS_YES },
                        { .kind = SOURCE_KIND_PRESENCE, .own_room = OFFICE, .says = SAYS_YES } },
                2, NONE, NONE },
};

static struct source source_of(const struct given *given)
{
        static const enum source_value values[] = {
                [SAYS_NOTHING] = SOURCE_VALUE_NOTHING,
                [SAYS_NO] = SOURCE_VALUE_FALSE,
                [SAYS_YES] = SOURCE_VALUE_TRUE,
                [SAYS_YES_OFFLINE] = SOURCE_VALUE_TRUE,
        };
        struct source source;

        source_init(&source);
        source.value = values[given->says];
        source.offline = given->says == SAYS_YES_OFFLINE;
        source.room = given->room;
        source.distance = given->distance;
        source.heard_usec = (NOW_SEC - given->ago_sec) * USEC_PER_SEC;
        return source;
}

static void check(void **state)
{
        const struct room_case *this = *state;
        struct source_config configs[GIVEN_MAX];
        struct source sources[GIVEN_MAX];
        struct room_choice choice;

        for (uint16_t i = 0; i < this->count; i++) {
                configs[i] = (struct source_config){
                        .kind = this->given[i].kind,
                        .room = this->given[i].own_room,
                        .stale_after_usec = LEASE_SEC * USEC_PER_SEC,
                };
                sources[i] = source_of(&this->given[i]);
        }
        choice = room_choose(configs, sources, this->count, this->before, NOW_SEC * USEC_PER_SEC);
        assert_int_equal(choice.room, this->expected.room);
        assert_int_equal(choice.source, this->expected.source);
}

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES)];

        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[i] = (struct CMUnitTest){ .name = CASES[i].name,
                        .test_func = check,
                        .initial_state = (void *)(uintptr_t)&CASES[i] };
        return cmocka_run_group_tests_name("room", tests, NULL, NULL);
}
