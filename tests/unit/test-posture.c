/* SPDX-License-Identifier: MIT */
/*
 * The fusion table of DESIGN 3 as cases: each row alone, each row against each other row in either order of
 * the sources, and the details of rooms, portable, shared and lingering sources.
 */
#include "unit/test.h"

#include "core/posture.h"

#include <stdio.h>

#define NOW_SEC     100000
#define OFFICE      1
#define LOUNGE      2
#define LINGER_USEC (5 * USEC_PER_MINUTE)
#define GIVEN_MAX   4

enum given_says { SAYS_NO, SAYS_YES, SAYS_NOTHING, SAYS_YES_OFFLINE, SAYS_NO_OFFLINE, SAYS_YES_DOUBTED };

/* A source, and what it says since how many seconds. */
struct given {
        enum source_kind kind;
        enum given_says says;
        uint16_t room;
        int32_t since_sec;
        bool covers_seat, portable, shared, excluded;
        bool never_active;       /* idle since the daemon knows it */
        int32_t stale_after_sec; /* 0: the default of the kind */
};

#define SEAT(...)                                                                                            \
        {                                                                                                    \
                .kind = SOURCE_KIND_SEAT, __VA_ARGS__                                                        \
        }
#define PRESENCE(...)                                                                                        \
        {                                                                                                    \
                .kind = SOURCE_KIND_PRESENCE, __VA_ARGS__                                                    \
        }
#define SEAT_PRESENCE(...)                                                                                   \
        {                                                                                                    \
                .kind = SOURCE_KIND_PRESENCE, .covers_seat = true, __VA_ARGS__                               \
        }
#define DESK(...)                                                                                            \
        {                                                                                                    \
                .kind = SOURCE_KIND_DESK_HEIGHT, __VA_ARGS__                                                 \
        }
#define ACTIVITY(...)                                                                                        \
        {                                                                                                    \
                .kind = SOURCE_KIND_ACTIVITY, __VA_ARGS__                                                    \
        }
#define LOGIND(...)                                                                                          \
        {                                                                                                    \
                .kind = SOURCE_KIND_LOGIND, __VA_ARGS__                                                      \
        }
#define DESKTOP(...)                                                                                         \
        {                                                                                                    \
                .kind = SOURCE_KIND_DESKTOP_IDLE, __VA_ARGS__                                                \
        }
#define HOME(...)                                                                                            \
        {                                                                                                    \
                .kind = SOURCE_KIND_HOME, __VA_ARGS__                                                        \
        }
#define YES .says = SAYS_YES
#define NO  .says = SAYS_NO

struct scene {
        struct source_config configs[2 * GIVEN_MAX];
        struct source sources[2 * GIVEN_MAX];
        enum seat_share shares[2 * GIVEN_MAX];
        uint16_t count;
};

static int64_t stale_after_usec(const struct given *given)
{
        if (given->stale_after_sec > 0)
                return given->stale_after_sec * USEC_PER_SEC;
        if (given->kind == SOURCE_KIND_SEAT || given->kind == SOURCE_KIND_PRESENCE)
                return 6 * USEC_PER_HOUR;
        return given->kind == SOURCE_KIND_ACTIVITY ? 15 * USEC_PER_MINUTE : USEC_INFINITY;
}

static void scene_add(struct scene *scene, const struct given *given)
{
        int64_t at_usec = (NOW_SEC - given->since_sec) * USEC_PER_SEC;
        struct source *source = &scene->sources[scene->count];
        bool yes =
                given->says == SAYS_YES || given->says == SAYS_YES_OFFLINE || given->says == SAYS_YES_DOUBTED;

        scene->configs[scene->count] = (struct source_config){
                .kind = given->kind,
                .covers_seat = given->covers_seat,
                .portable = given->portable,
                .shared = given->shared,
                .room = given->room,
                .seat_group = given->shared ? 0 : SEAT_GROUP_NONE,
                .stale_after_usec = stale_after_usec(given),
        };
        scene->shares[scene->count] = given->excluded ? SEAT_SHARE_EXCLUDED : SEAT_SHARE_OPEN;
        scene->count++;
        source_init(source);
        if (given->says == SAYS_NOTHING)
                return;
        *source = (struct source){
                .value = yes ? SOURCE_VALUE_TRUE : SOURCE_VALUE_FALSE,
                .offline = given->says == SAYS_YES_OFFLINE || given->says == SAYS_NO_OFFLINE,
                .doubted = given->says == SAYS_YES_DOUBTED,
                .since_usec = at_usec,
                .changed_usec = at_usec,
                .heard_usec = at_usec,
                .idle_since_usec = yes || given->never_active ? INT64_MIN : at_usec,
        };
}

static struct verdict scene_decide_at(const struct scene *scene, uint16_t own_room, int64_t now_usec)
{
        struct posture_input input = {
                .configs = scene->configs,
                .sources = scene->sources,
                .count = scene->count,
                .own_room = own_room,
                .shares = scene->shares,
                .linger_usec = LINGER_USEC,
        };

        return posture_decide(&input, now_usec);
}

static struct verdict scene_decide(const struct scene *scene, uint16_t own_room)
{
        return scene_decide_at(scene, own_room, NOW_SEC * USEC_PER_SEC);
}

/* One way in which each row applies; none of them changes what another one means. */
static const struct {
        struct given given[2];
        uint8_t count;
        uint8_t decider;
        enum posture posture;
        bool provisional;
} ROWS[9] = {
        [0] = { { HOME(NO) }, 1, 0, POSTURE_AWAY, false },
        [1] = { { SEAT(YES, .room = OFFICE) }, 1, 0, POSTURE_SITTING, false },
        [2] = { { DESK(YES), ACTIVITY(YES, .portable = true) }, 2, 0, POSTURE_STANDING, false },
        [3] = { { SEAT(NO), PRESENCE(YES) }, 2, 1, POSTURE_STANDING, false },
        [4] = { { ACTIVITY(YES, .portable = true) }, 1, 0, POSTURE_SITTING, false },
        [5] = { { ACTIVITY(NO, .portable = true, .since_sec = 60) }, 1, 0, POSTURE_SITTING, true },
        [6] = { { SEAT_PRESENCE(YES, .room = LOUNGE) }, 1, 0, POSTURE_SITTING, false },
        [7] = { { DESK(NO) }, 1, 0, POSTURE_AWAY, false },
        [8] = { { PRESENCE(YES, .room = LOUNGE) }, 1, 0, POSTURE_UNKNOWN, false },
};

static void scene_add_row(struct scene *scene, int row)
{
        for (uint8_t i = 0; i < ROWS[row].count; i++)
                scene_add(scene, &ROWS[row].given[i]);
}

static void assert_row(const struct verdict *verdict, int row, const char *what)
{
        if (verdict->row != row || verdict->posture != ROWS[row].posture)
                print_error("%s: row %u, posture %u\n", what, verdict->row, (unsigned)verdict->posture);
        assert_int_equal(verdict->row, row);
        assert_int_equal(verdict->posture, ROWS[row].posture);
        assert_int_equal(verdict->provisional, ROWS[row].provisional);
}

static void each_row_alone_decides(void **state)
{
        (void)state;
        for (int row = 0; row < 9; row++) {
                struct scene scene = { .count = 0 };
                struct verdict verdict;

                scene_add_row(&scene, row);
                verdict = scene_decide(&scene, ROOM_NONE);
                assert_row(&verdict, row, "alone");
                if (row > 0 && row < 8)
                        assert_int_equal(verdict.source, ROWS[row].decider);
        }
}

static void nothing_known_is_unknown_by_row_8(void **state)
{
        struct scene scene = { .count = 0 };
        struct verdict verdict = scene_decide(&scene, ROOM_NONE);

        (void)state;
        assert_int_equal(verdict.row, 8);
        assert_int_equal(verdict.posture, POSTURE_UNKNOWN);
        assert_int_equal(verdict.source, POSTURE_SOURCE_NONE);
        assert_true(verdict.deadline_usec == USEC_INFINITY);
}

static void the_stronger_of_any_two_rows_decides(void **state)
{
        (void)state;
        for (int stronger = 0; stronger < 9; stronger++)
                for (int weaker = stronger + 1; weaker < 9; weaker++)
                        for (int order = 0; order < 2; order++) {
                                struct scene scene = { .count = 0 };
                                struct verdict verdict;
                                char what[48];

                                scene_add_row(&scene, order == 0 ? stronger : weaker);
                                scene_add_row(&scene, order == 0 ? weaker : stronger);
                                verdict = scene_decide(&scene, ROOM_NONE);
                                snprintf(what, sizeof(what), "%d against %d, order %d", stronger, weaker,
                                        order);
                                assert_row(&verdict, stronger, what);
                        }
}

static void all_rows_together_are_decided_from_the_top(void **state)
{
        (void)state;
        for (int top = 0; top < 9; top++) {
                /* rows top, top + 2 and top + 4: as many as a scene holds */
                struct scene scene = { .count = 0 };
                struct verdict verdict;

                for (int row = top; row < 9 && row <= top + 4; row += 2)
                        scene_add_row(&scene, row);
                verdict = scene_decide(&scene, ROOM_NONE);
                assert_row(&verdict, top, "from the top");
        }
}

#define NONE POSTURE_SOURCE_NONE
#define ANY  999

struct posture_case {
        const char *name;
        struct given given[GIVEN_MAX];
        uint8_t count;
        uint16_t own_room;
        uint8_t row;
        enum posture posture;
        uint16_t source; /* ANY: not asked */
        uint16_t room;   /* ANY: not asked */
};

static const struct posture_case CASES[] = {
        /* row 0: home */
        { "not at home beats an occupied chair", { SEAT(YES), HOME(NO) }, 2, 0, 0, POSTURE_AWAY, 1, ANY },
        { "at home leaves it to the others", { SEAT(YES), HOME(YES) }, 2, 0, 1, POSTURE_SITTING, 0, ANY },
        { "a home that says nothing decides nothing", { HOME(.says = SAYS_NOTHING), SEAT(YES) }, 2, 0, 1,
                POSTURE_SITTING, 1, ANY },
        { "a home that is offline decides nothing", { HOME(.says = SAYS_NO_OFFLINE), SEAT(YES) }, 2, 0, 1,
                POSTURE_SITTING, 1, ANY },
        { "at home alone tells no posture", { HOME(YES) }, 1, 0, 8, POSTURE_UNKNOWN, ANY, ANY },
        { "one of two trackers that says away decides", { HOME(YES), HOME(NO) }, 2, 0, 0, POSTURE_AWAY, 1,
                ANY },
        /* row 1: seats */
        { "a seat gives its room", { SEAT(YES, .room = OFFICE) }, 1, 0, 1, POSTURE_SITTING, 0, OFFICE },
        { "the occupied one of two seats decides", { SEAT(NO, .room = OFFICE), SEAT(YES, .room = LOUNGE) }, 2,
                0, 1, POSTURE_SITTING, 1, LOUNGE },
        { "an occupied seat beats somebody beside another vacant one",
                { SEAT(NO, .room = OFFICE), PRESENCE(YES, .room = OFFICE), SEAT(YES, .room = LOUNGE) }, 3, 0,
                1, POSTURE_SITTING, 2, LOUNGE },
        { "an occupied seat beats a raised desk", { DESK(YES), ACTIVITY(YES), SEAT(YES) }, 3, 0, 1,
                POSTURE_SITTING, 2, ANY },
        { "a seat that is offline decides nothing", { SEAT(.says = SAYS_YES_OFFLINE) }, 1, 0, 8,
                POSTURE_UNKNOWN, ANY, ANY },
        { "a seat that is stale decides nothing", { SEAT(YES, .since_sec = 21601) }, 1, 0, 8, POSTURE_UNKNOWN,
                ANY, ANY },
        { "a doubted seat decides nothing", { SEAT(.says = SAYS_YES_DOUBTED) }, 1, 0, 8, POSTURE_UNKNOWN, ANY,
                ANY },
        { "beside a doubted seat the others decide", { SEAT(.says = SAYS_YES_DOUBTED), ACTIVITY(YES) }, 2, 0,
                4, POSTURE_SITTING, 1, ANY },
        { "beside a doubted seat nobody stands by row 3", { SEAT(.says = SAYS_YES_DOUBTED), PRESENCE(YES) },
                2, 0, 8, POSTURE_UNKNOWN, ANY, ANY },
        /* row 1: shared seats */
        { "a shared seat in the person's room is theirs", { SEAT(YES, .shared = true, .room = LOUNGE) }, 1,
                LOUNGE, 1, POSTURE_SITTING, 0, LOUNGE },
        { "a shared seat that others could be on counts for no row",
                { SEAT(YES, .shared = true, .room = LOUNGE) }, 1, OFFICE, 8, POSTURE_UNKNOWN, ANY, ANY },
        { "a shared seat while the person's room is not known counts for no row",
                { SEAT(YES, .shared = true, .room = LOUNGE) }, 1, ROOM_NONE, 8, POSTURE_UNKNOWN, ANY, ANY },
        { "a shared seat on which nobody else could be is theirs",
                { SEAT(YES, .shared = true, .excluded = true, .room = LOUNGE) }, 1, ROOM_NONE, 1,
                POSTURE_SITTING, 0, LOUNGE },
        { "no room is not the same room", { SEAT(YES, .shared = true) }, 1, ROOM_NONE, 8, POSTURE_UNKNOWN,
                ANY, ANY },
        { "an own seat decides beside somebody else's sofa",
                { SEAT(YES, .shared = true, .room = LOUNGE), SEAT(YES, .room = OFFICE) }, 2, OFFICE, 1,
                POSTURE_SITTING, 1, OFFICE },
        { "somebody else on the sofa does not hide the own activity",
                { SEAT(YES, .shared = true, .room = LOUNGE), ACTIVITY(YES, .room = OFFICE) }, 2, OFFICE, 4,
                POSTURE_SITTING, 1, OFFICE },
        { "somebody else on the sofa does not hide the own absence",
                { SEAT(YES, .shared = true, .room = LOUNGE), SEAT(NO, .room = OFFICE) }, 2, OFFICE, 7,
                POSTURE_AWAY, 1, ANY },
        { "a vacant shared seat is a vacant seat", { SEAT(NO, .shared = true) }, 1, 0, 7, POSTURE_AWAY, 0,
                ANY },
        { "somebody beside a vacant shared seat stands",
                { SEAT(NO, .shared = true, .room = LOUNGE), PRESENCE(YES, .room = LOUNGE) }, 2, 0, 3,
                POSTURE_STANDING, 1, LOUNGE },
        /* row 2: desks */
        { "a raised desk and an activity", { DESK(YES), ACTIVITY(YES) }, 2, 0, 2, POSTURE_STANDING, ANY,
                ANY },
        { "a raised desk and a portable activity", { DESK(YES), ACTIVITY(YES, .portable = true) }, 2, 0, 2,
                POSTURE_STANDING, ANY, ANY },
        { "a raised desk and a session", { DESK(YES), LOGIND(YES) }, 2, 0, 2, POSTURE_STANDING, ANY, ANY },
        { "a raised desk and a desktop in use", { DESK(YES), DESKTOP(YES) }, 2, 0, 2, POSTURE_STANDING, ANY,
                ANY },
        { "a raised desk and a presence", { DESK(YES), PRESENCE(YES) }, 2, 0, 2, POSTURE_STANDING, ANY, ANY },
        { "a raised desk and a presence at the seat", { DESK(YES), SEAT_PRESENCE(YES) }, 2, 0, 2,
                POSTURE_STANDING, ANY, ANY },
        { "a raised desk and a vacant seat with activity", { DESK(YES), SEAT(NO), ACTIVITY(YES) }, 3, 0, 2,
                POSTURE_STANDING, ANY, ANY },
        { "a raised desk alone", { DESK(YES) }, 1, 0, 7, POSTURE_AWAY, 0, ANY },
        { "a raised desk and a vacant seat", { DESK(YES), SEAT(NO) }, 2, 0, 7, POSTURE_AWAY, ANY, ANY },
        { "a raised desk with somebody long idle", { DESK(YES), ACTIVITY(NO, .since_sec = 600) }, 2, 0, 7,
                POSTURE_AWAY, ANY, ANY },
        { "a raised desk that is offline does not make anybody stand",
                { DESK(.says = SAYS_YES_OFFLINE), ACTIVITY(YES) }, 2, 0, 4, POSTURE_SITTING, 1, ANY },
        { "a low desk does not make anybody stand", { DESK(NO), ACTIVITY(YES) }, 2, 0, 4, POSTURE_SITTING, 1,
                ANY },
        { "a raised desk has its own room", { DESK(YES, .room = OFFICE), ACTIVITY(YES) }, 2, 0, 2,
                POSTURE_STANDING, ANY, OFFICE },
        /* row 3: beside a vacant seat */
        { "activity in the room of the vacant seat",
                { SEAT(NO, .room = OFFICE), ACTIVITY(YES, .room = OFFICE) }, 2, 0, 3, POSTURE_STANDING, 1,
                OFFICE },
        { "presence in the room of the vacant seat",
                { SEAT(NO, .room = OFFICE), PRESENCE(YES, .room = OFFICE) }, 2, 0, 3, POSTURE_STANDING, 1,
                OFFICE },
        { "a session in the room of the vacant seat",
                { SEAT(NO, .room = OFFICE), LOGIND(YES, .room = OFFICE) }, 2, 0, 3, POSTURE_STANDING, 1,
                OFFICE },
        { "activity and vacant seat, neither with a room", { SEAT(NO), ACTIVITY(YES) }, 2, 0, 3,
                POSTURE_STANDING, 1, ROOM_NONE },
        { "activity in another room than the vacant seat",
                { SEAT(NO, .room = OFFICE), ACTIVITY(YES, .room = LOUNGE) }, 2, 0, 4, POSTURE_SITTING, 1,
                LOUNGE },
        { "activity without a room, vacant seat with one", { SEAT(NO, .room = OFFICE), ACTIVITY(YES) }, 2, 0,
                4, POSTURE_SITTING, 1, ROOM_NONE },
        { "activity with a room, vacant seat without one", { SEAT(NO), ACTIVITY(YES, .room = OFFICE) }, 2, 0,
                4, POSTURE_SITTING, 1, OFFICE },
        { "presence in another room than the vacant seat",
                { SEAT(NO, .room = OFFICE), PRESENCE(YES, .room = LOUNGE) }, 2, 0, 7, POSTURE_AWAY, 0, ANY },
        { "a laptop in the room of the vacant seat may be on a lap elsewhere",
                { SEAT(NO, .room = OFFICE), ACTIVITY(YES, .room = OFFICE, .portable = true) }, 2, 0, 4,
                POSTURE_SITTING, 1, ANY },
        { "the one of two vacant seats that has somebody beside it",
                { SEAT(NO, .room = LOUNGE), SEAT(NO, .room = OFFICE), ACTIVITY(YES, .room = OFFICE) }, 3, 0,
                3, POSTURE_STANDING, 2, OFFICE },
        { "a vacant seat that is offline", { SEAT(.says = SAYS_NO_OFFLINE), ACTIVITY(YES) }, 2, 0, 4,
                POSTURE_SITTING, 1, ANY },
        { "a vacant seat that is stale", { SEAT(NO, .since_sec = 21601), ACTIVITY(YES) }, 2, 0, 4,
                POSTURE_SITTING, 1, ANY },
        { "a portable one in use beside a fixed one in use",
                { SEAT(NO), ACTIVITY(YES, .portable = true), ACTIVITY(YES) }, 3, 0, 3, POSTURE_STANDING, 2,
                ANY },
        /* row 4: activity */
        { "a session in use", { LOGIND(YES) }, 1, 0, 4, POSTURE_SITTING, 0, ANY },
        { "a desktop in use", { DESKTOP(YES, .room = OFFICE) }, 1, 0, 4, POSTURE_SITTING, 0, OFFICE },
        { "a locked session at a desktop that was in use just now",
                { LOGIND(NO, .since_sec = 5), DESKTOP(YES, .since_sec = 30) }, 2, 0, 4, POSTURE_SITTING, 1,
                ANY },
        { "one of two activities", { ACTIVITY(NO, .since_sec = 10), ACTIVITY(YES) }, 2, 0, 4, POSTURE_SITTING,
                1, ANY },
        { "an activity that is stale", { ACTIVITY(YES, .since_sec = 901) }, 1, 0, 8, POSTURE_UNKNOWN, ANY,
                ANY },
        { "an activity that is offline", { ACTIVITY(.says = SAYS_YES_OFFLINE) }, 1, 0, 8, POSTURE_UNKNOWN,
                ANY, ANY },
        /* row 5: linger */
        { "idle for a moment", { ACTIVITY(NO, .since_sec = 1) }, 1, 0, 5, POSTURE_SITTING, 0, ANY },
        { "idle for a little less than the linger", { ACTIVITY(NO, .since_sec = 299) }, 1, 0, 5,
                POSTURE_SITTING, 0, ANY },
        { "idle for the linger", { ACTIVITY(NO, .since_sec = 300) }, 1, 0, 7, POSTURE_AWAY, 0, ANY },
        { "a session locked a moment ago", { LOGIND(NO, .since_sec = 20) }, 1, 0, 5, POSTURE_SITTING, 0,
                ANY },
        { "a desktop that is idle for a moment", { DESKTOP(NO, .since_sec = 61) }, 1, 0, 5, POSTURE_SITTING,
                0, ANY },
        { "a desktop that is idle at a vacant seat", { SEAT(NO), DESKTOP(NO, .since_sec = 61) }, 2, 0, 7,
                POSTURE_AWAY, ANY, ANY },
        { "idle for a moment at a raised desk", { DESK(YES), ACTIVITY(NO, .since_sec = 60) }, 2, 0, 5,
                POSTURE_STANDING, 1, ANY },
        { "idle since it is known was never active", { ACTIVITY(NO, .since_sec = 60, .never_active = true) },
                1, 0, 7, POSTURE_AWAY, 0, ANY },
        { "idle and offline", { ACTIVITY(.says = SAYS_NO_OFFLINE, .since_sec = 60) }, 1, 0, 8,
                POSTURE_UNKNOWN, ANY, ANY },
        { "idle and stale", { ACTIVITY(NO, .since_sec = 120, .stale_after_sec = 100) }, 1, 0, 8,
                POSTURE_UNKNOWN, ANY, ANY },
        { "they visibly left the seat where they were active",
                { SEAT(NO, .room = OFFICE), ACTIVITY(NO, .since_sec = 60, .room = OFFICE) }, 2, 0, 7,
                POSTURE_AWAY, ANY, ANY },
        { "they visibly left the seat where they were active, no rooms",
                { SEAT(NO), ACTIVITY(NO, .since_sec = 60) }, 2, 0, 7, POSTURE_AWAY, ANY, ANY },
        { "a laptop lingers beside a vacant seat",
                { SEAT(NO, .room = OFFICE), ACTIVITY(NO, .since_sec = 60, .room = OFFICE, .portable = true) },
                2, 0, 5, POSTURE_SITTING, 1, ANY },
        { "an activity lingers in another room than the vacant seat",
                { SEAT(NO, .room = OFFICE), ACTIVITY(NO, .since_sec = 60, .room = LOUNGE) }, 2, 0, 5,
                POSTURE_SITTING, 1, LOUNGE },
        { "a vacant seat that is offline ends no linger",
                { SEAT(.says = SAYS_NO_OFFLINE), ACTIVITY(NO, .since_sec = 60) }, 2, 0, 5, POSTURE_SITTING, 1,
                ANY },
        { "a room's presence does not end a linger", { PRESENCE(NO), ACTIVITY(NO, .since_sec = 60) }, 2, 0, 5,
                POSTURE_SITTING, 1, ANY },
        /* row 6: a presence at the seat */
        { "a presence at the seat", { SEAT_PRESENCE(YES, .room = OFFICE) }, 1, 0, 6, POSTURE_SITTING, 0,
                OFFICE },
        { "a presence at the seat, a low desk", { DESK(NO), SEAT_PRESENCE(YES) }, 2, 0, 6, POSTURE_SITTING, 1,
                ANY },
        { "a presence at the seat beside a vacant seat in its room",
                { SEAT(NO, .room = OFFICE), SEAT_PRESENCE(YES, .room = OFFICE) }, 2, 0, 3, POSTURE_STANDING,
                1, ANY },
        { "a presence at the seat, long idle", { ACTIVITY(NO, .since_sec = 600), SEAT_PRESENCE(YES) }, 2, 0,
                6, POSTURE_SITTING, 1, ANY },
        /* row 7: nobody */
        { "a vacant seat", { SEAT(NO) }, 1, 0, 7, POSTURE_AWAY, 0, ANY },
        { "a low desk", { DESK(NO) }, 1, 0, 7, POSTURE_AWAY, 0, ANY },
        { "a vacant presence at the seat", { SEAT_PRESENCE(NO) }, 1, 0, 7, POSTURE_AWAY, 0, ANY },
        { "a vacant seat, somebody present in another room",
                { SEAT(NO, .room = OFFICE), PRESENCE(YES, .room = LOUNGE) }, 2, 0, 7, POSTURE_AWAY, 0, ANY },
        /* row 8: nobody knows */
        { "a room's presence", { PRESENCE(YES) }, 1, 0, 8, POSTURE_UNKNOWN, ANY, ANY },
        { "a room without presence", { PRESENCE(NO) }, 1, 0, 8, POSTURE_UNKNOWN, ANY, ANY },
        { "a session that logind does not tell of", { LOGIND(.says = SAYS_NOTHING) }, 1, 0, 8,
                POSTURE_UNKNOWN, ANY, ANY },
        { "a source that never spoke", { SEAT(.says = SAYS_NOTHING) }, 1, 0, 8, POSTURE_UNKNOWN, ANY, ANY },
        { "a presence at the seat that is stale", { SEAT_PRESENCE(YES, .since_sec = 21601) }, 1, 0, 8,
                POSTURE_UNKNOWN, ANY, ANY },
};

static void the_details_of_each_row(void **state)
{
        (void)state;
        for (size_t i = 0; i < ELEMENTS(CASES); i++) {
                const struct posture_case *expected = &CASES[i];
                struct scene scene = { .count = 0 };
                struct verdict verdict;

                for (uint8_t s = 0; s < expected->count; s++)
                        scene_add(&scene, &expected->given[s]);
                verdict = scene_decide(&scene, expected->own_room);
                if (verdict.row != expected->row)
                        print_error("case '%s': row %u\n", expected->name, verdict.row);
                assert_int_equal(verdict.row, expected->row);
                assert_int_equal(verdict.posture, expected->posture);
                assert_int_equal(verdict.provisional, expected->row == 5);
                if (expected->source != ANY)
                        assert_int_equal(verdict.source, expected->source);
                if (expected->room != ANY)
                        assert_int_equal(verdict.room, expected->room);
        }
}

static void a_linger_says_when_it_ends(void **state)
{
        static const struct given idle = ACTIVITY(NO, .since_sec = 100);
        struct scene scene = { .count = 0 };

        (void)state;
        scene_add(&scene, &idle);
        assert_true(scene_decide(&scene, ROOM_NONE).deadline_usec == (NOW_SEC + 200) * USEC_PER_SEC);
}

static void it_is_told_how_long_ago_the_last_activity_ended(void **state)
{
        static const struct {
                struct verdict before;
                struct given given[2];
                uint8_t row;
                int32_t idle_sec;
        } cases[] = {
                { { .row = 4, .source = 0 }, { DESKTOP(NO, .since_sec = 60) }, 5, 60 },
                { { .row = 4, .source = 0 }, { LOGIND(NO, .since_sec = 400) }, 7, 400 },
                { { .row = 4, .source = 0 }, { DESKTOP(NO, .since_sec = 60), LOGIND(NO, .since_sec = 20) }, 5,
                        20 },
                /* It ended without a word of its own, or something else had shown the person. */
                { { .row = 4, .source = 0 }, { DESKTOP(.says = SAYS_NOTHING), LOGIND(NO, .since_sec = 400) },
                        7, 0 },
                { { .row = 4, .source = 0 }, { DESKTOP(NO, .since_sec = 400, .never_active = true) }, 7, 0 },
                { { .row = 4, .source = POSTURE_SOURCE_NONE }, { DESKTOP(NO, .since_sec = 60) }, 5, 0 },
                { { .row = 1, .source = 0 }, { DESKTOP(NO, .since_sec = 60) }, 5, 0 },
                { { .row = 5, .source = 0 }, { DESKTOP(NO, .since_sec = 400) }, 7, 0 },
                { { .row = 4, .source = 0 }, { DESKTOP(NO, .since_sec = 60), SEAT_PRESENCE(YES) }, 5, 60 },
                { { .row = 4, .source = 0 }, { DESKTOP(NO, .since_sec = 400), SEAT_PRESENCE(YES) }, 6, 0 },
                { { .row = 4, .source = 0 }, { DESKTOP(YES) }, 4, 0 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct scene scene = { .count = 0 };
                struct posture_input input = { .linger_usec = LINGER_USEC, .before = &cases[i].before };
                struct verdict verdict;

                scene_add(&scene, &cases[i].given[0]);
                if (cases[i].given[1].kind != SOURCE_KIND_SEAT)
                        scene_add(&scene, &cases[i].given[1]);
                input.configs = scene.configs;
                input.sources = scene.sources;
                input.shares = scene.shares;
                input.count = scene.count;
                verdict = posture_decide(&input, NOW_SEC * USEC_PER_SEC);
                assert_int_equal(verdict.row, cases[i].row);
                assert_true(verdict.idle_usec == cases[i].idle_sec * USEC_PER_SEC);
        }
}

static void a_seat_is_asked_about_after_4_h_and_after_2_h_when_others_see_nobody(void **state)
{
        static const struct given seat = SEAT(YES, .since_sec = 600);
        static const struct given idle = ACTIVITY(NO, .since_sec = 600);
        static const struct given busy = ACTIVITY(YES);
        static const struct given silent = ACTIVITY(.says = SAYS_NOTHING);
        static const struct {
                const struct given *other;
                int64_t ask_sec;
        } cases[] = {
                { NULL, NOW_SEC - 600 + 4 * 3600 },
                { &idle, NOW_SEC - 600 + 2 * 3600 },
                { &busy, NOW_SEC - 600 + 4 * 3600 },
                { &silent, NOW_SEC - 600 + 4 * 3600 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct scene scene = { .count = 0 };

                scene_add(&scene, &seat);
                if (cases[i].other)
                        scene_add(&scene, cases[i].other);
                assert_true(scene_decide(&scene, ROOM_NONE).ask_usec == cases[i].ask_sec * USEC_PER_SEC);
        }
}

static void only_a_seat_is_asked_about(void **state)
{
        (void)state;
        for (int row = 0; row < 9; row++) {
                struct scene scene = { .count = 0 };

                scene_add_row(&scene, row);
                if (row != 1)
                        assert_true(scene_decide(&scene, ROOM_NONE).ask_usec == USEC_INFINITY);
        }
}

static void without_shared_seats_they_count_for_nothing(void **state)
{
        static const struct given sofa = SEAT(YES, .shared = true, .excluded = true, .room = LOUNGE);
        static const struct given vacant = SEAT(NO, .shared = true, .room = LOUNGE);
        struct scene scene = { .count = 0 };
        struct posture_input input;

        (void)state;
        scene_add(&scene, &sofa);
        scene_add(&scene, &vacant);
        input = (struct posture_input){ .configs = scene.configs,
                .sources = scene.sources,
                .count = scene.count,
                .ignore_shared = true,
                .linger_usec = LINGER_USEC };
        assert_int_equal(posture_decide(&input, NOW_SEC * USEC_PER_SEC).row, 8);
}

/* A small generator of its own, so that the same seed gives the same cases everywhere. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
        *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return (uint32_t)(*seed >> 33) % below;
}

static struct given draw_given(uint64_t *seed)
{
        struct given given = {
                .kind = draw(seed, SOURCE_KIND_MAX_),
                .says = draw(seed, 6),
                .room = (uint16_t)draw(seed, 3),
                .since_sec = (int32_t)draw(seed, 500),
                .covers_seat = draw(seed, 2) == 0,
                .portable = draw(seed, 3) == 0,
                .shared = draw(seed, 3) == 0,
                .excluded = draw(seed, 2) == 0,
                .never_active = draw(seed, 4) == 0,
                .stale_after_sec = draw(seed, 3) == 0 ? 1 + (int32_t)draw(seed, 900) : 0,
        };

        return given;
}

static void nothing_changes_before_the_deadline_of_a_verdict(void **state)
{
        uint64_t seed = 20261;

        (void)state;
        print_message("# seed %llu\n", (unsigned long long)seed);
        for (int i = 0; i < 20000; i++) {
                struct scene scene = { .count = 0 };
                uint16_t own_room = (uint16_t)draw(&seed, 3);
                uint32_t count = draw(&seed, GIVEN_MAX + 1);
                int64_t now_usec = NOW_SEC * USEC_PER_SEC;
                struct verdict verdict, later;
                int64_t until_usec;

                while (scene.count < count) {
                        struct given given = draw_given(&seed);

                        scene_add(&scene, &given);
                }
                verdict = scene_decide(&scene, own_room);
                assert_true(verdict.deadline_usec > now_usec);
                until_usec = usec_min(verdict.deadline_usec, now_usec + 8 * USEC_PER_HOUR) - 1;
                later = scene_decide_at(&scene, own_room, until_usec);
                assert_int_equal(later.row, verdict.row);
                assert_int_equal(later.posture, verdict.posture);
                assert_int_equal(later.source, verdict.source);
                assert_int_equal(later.room, verdict.room);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_row_alone_decides),
                cmocka_unit_test(nothing_known_is_unknown_by_row_8),
                cmocka_unit_test(the_stronger_of_any_two_rows_decides),
                cmocka_unit_test(all_rows_together_are_decided_from_the_top),
                cmocka_unit_test(the_details_of_each_row),
                cmocka_unit_test(a_linger_says_when_it_ends),
                cmocka_unit_test(it_is_told_how_long_ago_the_last_activity_ended),
                cmocka_unit_test(a_seat_is_asked_about_after_4_h_and_after_2_h_when_others_see_nobody),
                cmocka_unit_test(only_a_seat_is_asked_about),
                cmocka_unit_test(without_shared_seats_they_count_for_nothing),
                cmocka_unit_test(nothing_changes_before_the_deadline_of_a_verdict),
        };

        return cmocka_run_group_tests_name("posture", tests, NULL, NULL);
}
