/* SPDX-License-Identifier: MIT */
#include "unit/fitted.h"

#include <stdio.h>

#define TAG(tag) (UINT64_C(1) << (tag))

enum {
        TAG_FLOOR,
        TAG_PRONE,
        TAG_SHOULDER,
        TAG_ARM_LOADED,
        TAG_BELLY,
        TAG_SURGERY, /* excludes all but walking and the squeeze */
        TAGS,
};

enum {
        EQUIPMENT_MAT = 1 << 0,
        EQUIPMENT_CHAIR = 1 << 1,
        EQUIPMENT_WALL = 1 << 2,
        EQUIPMENT_ALL = 7,
};

enum {
        MARCH,
        COBRA,
        T_RAISE,
        Y_RAISE,
        W_RAISE,
        I_RAISE,
        BRACE,
        DEAD_BUG,
        PLANK_KNEES,
        PLANK,
        SEATED_LIFT,
        WALL_SLIDE,
        SQUEEZE,
        BRIDGE,
        BACK_EXTENSION,
        ARM_LIFT,
        TWIST, /* which the steady programme forbids */
        EXERCISES,
};

#define FLOOR     TAG(TAG_FLOOR) | TAG(TAG_SURGERY)
#define FACE_DOWN FLOOR | TAG(TAG_PRONE)
#define LYING     .equipment = EQUIPMENT_MAT, .flags = EXERCISE_FLAG_FLOOR, .harder = -1
#define PRONE     .equipment = EQUIPMENT_MAT, .flags = EXERCISE_FLAG_FLOOR | EXERCISE_FLAG_PRONE, .harder = -1

static struct exercise exercises[EXERCISES] = {
        [MARCH] = { .id = "march", .group = EXERCISE_GROUP_BREAK, .easier = -1, .harder = -1 },
        [COBRA] = { .id = "cobra",
                .group = EXERCISE_GROUP_STRENGTH,
                PRONE,
                .avoid = FACE_DOWN,
                .easier = -1 },
        [T_RAISE] = { .id = "t-raise",
                .group = EXERCISE_GROUP_STRENGTH,
                PRONE,
                .avoid = FACE_DOWN | TAG(TAG_SHOULDER),
                .easier = W_RAISE },
        [Y_RAISE] = { .id = "y-raise",
                .group = EXERCISE_GROUP_STRENGTH,
                PRONE,
                .avoid = FACE_DOWN | TAG(TAG_SHOULDER),
                .easier = W_RAISE },
        [W_RAISE] = { .id = "w-raise",
                .role = EXERCISE_ROLE_ALTERNATIVE,
                .group = EXERCISE_GROUP_STRENGTH,
                PRONE,
                .avoid = FACE_DOWN,
                .easier = -1 },
        [I_RAISE] = { .id = "i-raise",
                .role = EXERCISE_ROLE_ALTERNATIVE,
                .group = EXERCISE_GROUP_STRENGTH,
                PRONE,
                .avoid = FACE_DOWN | TAG(TAG_SHOULDER),
                .easier = Y_RAISE },
        [BRACE] = { .id = "brace", .group = EXERCISE_GROUP_ABDOMINAL, LYING, .avoid = FLOOR, .easier = -1 },
        [DEAD_BUG] = { .id = "dead-bug",
                .group = EXERCISE_GROUP_ABDOMINAL,
                LYING,
                .avoid = FLOOR | TAG(TAG_BELLY),
                .easier = -1 },
        [PLANK_KNEES] = { .id = "plank-knees",
                .group = EXERCISE_GROUP_ABDOMINAL,
                .position = EXERCISE_POSITION_PRONE,
                LYING,
                .avoid = FLOOR | TAG(TAG_BELLY) | TAG(TAG_ARM_LOADED),
                .easier = -1 },
        [PLANK] = { .id = "plank",
                .group = EXERCISE_GROUP_ABDOMINAL,
                .position = EXERCISE_POSITION_PRONE,
                LYING,
                .avoid = FLOOR | TAG(TAG_BELLY) | TAG(TAG_ARM_LOADED),
                .easier = PLANK_KNEES },
        [SEATED_LIFT] = { .id = "seated-lift",
                .role = EXERCISE_ROLE_ALTERNATIVE,
                .group = EXERCISE_GROUP_BONE,
                .avoid = TAG(TAG_SURGERY),
                .equipment = EQUIPMENT_CHAIR,
                .easier = -1,
                .harder = -1 },
        [WALL_SLIDE] = { .id = "wall-slide",
                .group = EXERCISE_GROUP_BONE,
                .avoid = TAG(TAG_SHOULDER) | TAG(TAG_SURGERY),
                .equipment = EQUIPMENT_WALL,
                .easier = -1,
                .harder = -1 },
        [SQUEEZE] = { .id = "squeeze", .group = EXERCISE_GROUP_BREAK, .easier = -1, .harder = -1 },
        [BRIDGE] = { .id = "bridge", .group = EXERCISE_GROUP_BONE, LYING, .avoid = FLOOR, .easier = -1 },
        [BACK_EXTENSION] = { .id = "back-extension",
                .group = EXERCISE_GROUP_BONE,
                PRONE,
                .avoid = FACE_DOWN,
                .easier = SEATED_LIFT },
        [ARM_LIFT] = { .id = "arm-lift",
                .group = EXERCISE_GROUP_BONE,
                PRONE,
                .avoid = FACE_DOWN,
                .easier = SEATED_LIFT },
        [TWIST] = { .id = "twist",
                .role = EXERCISE_ROLE_ALTERNATIVE,
                .group = EXERCISE_GROUP_BONE,
                .flags = EXERCISE_FLAG_SPINE_ROTATION,
                .easier = -1,
                .harder = -1 },
};

enum {
        STRENGTH,
        STEADY,
        PROGRAMMES,
};

static struct programme programmes[PROGRAMMES] = {
        [STRENGTH] = { .id = "strength",
                .prone_stand_in = -1,
                .warm_up = { 1, { MARCH } },
                .order = { 3, { COBRA, T_RAISE, Y_RAISE } },
                .pick_order = { 4, { BRACE, DEAD_BUG, PLANK_KNEES, PLANK } },
                .pick_count = 2,
                .stand_ins = { 3, { SEATED_LIFT, WALL_SLIDE, SQUEEZE } },
                .alternatives = { 2, { W_RAISE, I_RAISE } } },
        [STEADY] = { .id = "steady",
                .forbidden_flags = EXERCISE_FLAG_SPINE_FLEXION | EXERCISE_FLAG_SPINE_ROTATION,
                .prone_stand_in = SEATED_LIFT,
                .warm_up = { 1, { MARCH } },
                .order = { 4, { BRIDGE, BACK_EXTENSION, ARM_LIFT, WALL_SLIDE } },
                .alternatives = { 2, { TWIST, SEATED_LIFT } } },
};

static char tags[TAGS][TEXT_ID_SIZE];
static char equipment[3][TEXT_ID_SIZE];

static const struct programme_set set = {
        .exercises = exercises,
        .exercise_count = EXERCISES,
        .programmes = programmes,
        .programme_count = PROGRAMMES,
        .tags = tags,
        .tag_count = TAGS,
        .equipment = equipment,
        .equipment_count = 3,
};

/* "cobra, w-raise for t-raise (easier)": what is fitted, without what is kept in the warm-up. */
static void tell(const struct fitted_programme *fitted, char *text, size_t size)
{
        static const char *const causes[] = { "", " (easier)", " (alternative)", " (stand-in)", "" };
        int length = snprintf(text, size, "%s", fitted->is_empty ? "empty: " : "");

        for (uint8_t i = 0; i < fitted->count; i++) {
                const struct fitted_exercise *item = &fitted->items[i];
                const char *before = i == 0 ? "" : ", ";

                if (item->cause == FITTING_KEPT)
                        length += snprintf(text + length, size - (size_t)length, "%s%s", before,
                                exercises[item->exercise].id);
                else
                        length += snprintf(text + length, size - (size_t)length, "%s%s for %s%s", before,
                                item->exercise < 0 ? "none" : exercises[item->exercise].id,
                                exercises[item->wanted].id, causes[item->cause]);
        }
}

static void expect_fitted(const struct fitted_case *asked, const char *expected)
{
        struct fitted_programme fitted;
        char text[512];

        fitted_check(asked, &fitted);
        tell(&fitted, text, sizeof(text));
        assert_string_equal(text, expected);
}

/* @programme with all of the equipment and the first of its pick. */
static struct fitted_case whole(int programme)
{
        struct fitted_case asked = {
                .set = &set, .programme = &programmes[programme], .equipment = EQUIPMENT_ALL
        };

        fitted_pick(&asked, 0, false);
        return asked;
}

static void what_is_excluded_is_replaced_in_order(void **state)
{
        static const struct {
                int programme;
                uint64_t tags;
                uint32_t equipment;
                bool no_prone;
                const char *expected;
        } cases[] = {
                { STRENGTH, 0, EQUIPMENT_ALL, false, "march, cobra, t-raise, y-raise, brace, dead-bug" },
                /* the easier one once, then a stand-in: the other alternative is excluded as well */
                { STRENGTH, TAG(TAG_SHOULDER), EQUIPMENT_ALL, false,
                        "march, cobra, w-raise for t-raise (easier), seated-lift for y-raise (stand-in), "
                        "brace, dead-bug" },
                { STRENGTH, TAG(TAG_SHOULDER), EQUIPMENT_ALL & ~(uint32_t)EQUIPMENT_CHAIR, false,
                        "march, cobra, w-raise for t-raise (easier), squeeze for y-raise (stand-in), "
                        "brace, dead-bug" },
                { STRENGTH, TAG(TAG_PRONE), EQUIPMENT_ALL, false,
                        "march, seated-lift for cobra (stand-in), wall-slide for t-raise (stand-in), "
                        "squeeze for y-raise (stand-in), brace, dead-bug" },
                { STRENGTH, TAG(TAG_FLOOR), EQUIPMENT_ALL, false,
                        "march, seated-lift for cobra (stand-in), wall-slide for t-raise (stand-in), "
                        "squeeze for y-raise (stand-in), none for brace, none for dead-bug" },
                { STRENGTH, 0, EQUIPMENT_CHAIR, false,
                        "march, seated-lift for cobra (stand-in), squeeze for t-raise (stand-in), "
                        "none for y-raise, none for brace, none for dead-bug" },
                { STRENGTH, TAG(TAG_SURGERY), EQUIPMENT_ALL, false,
                        "march, squeeze for cobra (stand-in), none for t-raise, none for y-raise, "
                        "none for brace, none for dead-bug" },
                /* one abdominal one is possible: a stand-in takes the other's place */
                { STRENGTH, TAG(TAG_BELLY), EQUIPMENT_ALL, false,
                        "march, cobra, t-raise, y-raise, brace, seated-lift for dead-bug (stand-in)" },
                /* without agreement to lie face down */
                { STEADY, 0, EQUIPMENT_ALL, false, "march, bridge, back-extension, arm-lift, wall-slide" },
                { STEADY, 0, EQUIPMENT_ALL, true,
                        "march, bridge, seated-lift for back-extension (stand-in), none for arm-lift, "
                        "wall-slide" },
                { STEADY, 0, EQUIPMENT_WALL, true,
                        "march, none for bridge, none for back-extension, none for arm-lift, wall-slide" },
                { STEADY, TAG(TAG_PRONE), EQUIPMENT_ALL, false,
                        "march, bridge, seated-lift for back-extension (easier), none for arm-lift, "
                        "wall-slide" },
                /* the twist is of the group, and never taken */
                { STEADY, TAG(TAG_FLOOR), EQUIPMENT_ALL, false,
                        "march, none for bridge, seated-lift for back-extension (easier), "
                        "none for arm-lift, wall-slide" },
                { STEADY, TAG(TAG_SHOULDER), EQUIPMENT_ALL, false,
                        "march, bridge, back-extension, arm-lift, seated-lift for wall-slide (alternative)" },
                { STEADY, TAG(TAG_SHOULDER) | TAG(TAG_FLOOR), 0, true,
                        "empty: march, none for bridge, none for back-extension, none for arm-lift, "
                        "none for wall-slide" },
                { STEADY, TAG(TAG_SURGERY), EQUIPMENT_ALL, false,
                        "empty: march, none for bridge, none for back-extension, none for arm-lift, "
                        "none for wall-slide" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct fitted_case asked = whole(cases[i].programme);

                asked.tags = cases[i].tags;
                asked.equipment = cases[i].equipment;
                asked.no_prone = cases[i].no_prone;
                expect_fitted(&asked, cases[i].expected);
        }
}

static void what_is_suspended_is_replaced_too(void **state)
{
        bool suspended[EXERCISES_MAX] = { [T_RAISE] = true };
        struct fitted_case asked = whole(STRENGTH);

        (void)state;
        asked.suspended = suspended;
        expect_fitted(&asked, "march, cobra, w-raise for t-raise (easier), y-raise, brace, dead-bug");
        /* the easier one is taken: another alternative of the group */
        suspended[Y_RAISE] = true;
        expect_fitted(&asked,
                "march, cobra, w-raise for t-raise (easier), i-raise for y-raise (alternative), "
                "brace, dead-bug");
        suspended[W_RAISE] = true;
        expect_fitted(&asked,
                "march, cobra, i-raise for t-raise (alternative), seated-lift for y-raise (stand-in), "
                "brace, dead-bug");
        /* one that leaves nothing to the warm-up but itself */
        suspended[MARCH] = true;
        suspended[BRACE] = true;
        expect_fitted(&asked, "none for march, cobra, i-raise for t-raise (alternative), seated-lift for "
                              "y-raise (stand-in), "
                              "plank-knees for brace (alternative), dead-bug");
}

static void two_of_the_pick_stay_where_two_are_possible(void **state)
{
        struct fitted_case asked = whole(STRENGTH);
        bool suspended[EXERCISES_MAX] = { [DEAD_BUG] = true };

        (void)state;
        /* without the picker's knowledge of what is excluded, and with it */
        asked.suspended = suspended;
        expect_fitted(
                &asked, "march, cobra, t-raise, y-raise, brace, plank-knees for dead-bug (alternative)");
        fitted_pick(&asked, 0, true);
        expect_fitted(&asked, "march, cobra, t-raise, y-raise, brace, plank-knees");
        suspended[DEAD_BUG] = false;
        /* the earlier ones have graduated: they come back before one is missing */
        asked.tags = TAG(TAG_ARM_LOADED);
        asked.pick[0] = DEAD_BUG;
        asked.pick_count = 1;
        expect_fitted(&asked, "march, cobra, t-raise, y-raise, dead-bug, brace");
        asked.pick_count = 0;
        expect_fitted(&asked, "march, cobra, t-raise, y-raise, brace, dead-bug");
        /* what can't be filled up is told */
        asked.tags = TAG(TAG_BELLY);
        asked.pick[0] = BRACE;
        asked.pick_count = 1;
        expect_fitted(&asked, "march, cobra, t-raise, y-raise, brace, seated-lift for dead-bug (stand-in)");
        /* what may be done comes before what is to be replaced */
        asked.tags = 0;
        asked.pick_count = 0;
        suspended[BRACE] = true;
        expect_fitted(&asked, "march, cobra, t-raise, y-raise, dead-bug, plank-knees");
        suspended[BRACE] = false;
        /* easier, of its group */
        asked.tags = 0;
        suspended[PLANK] = true;
        asked.pick[0] = DEAD_BUG;
        asked.pick[1] = PLANK;
        asked.pick_count = 2;
        expect_fitted(&asked, "march, cobra, t-raise, y-raise, dead-bug, plank-knees for plank (easier)");
}

static void an_alternative_comes_before_the_others_of_the_pick(void **state)
{
        struct programme lying = programmes[STRENGTH];
        struct fitted_case asked = whole(STRENGTH);

        (void)state;
        lying.alternatives = (struct exercise_list){ 2, { W_RAISE, PLANK } };
        asked.programme = &lying;
        asked.suspended = (bool[EXERCISES_MAX]){ [DEAD_BUG] = true };
        expect_fitted(&asked, "march, cobra, t-raise, y-raise, brace, plank for dead-bug (alternative)");
}

static void a_stand_in_of_the_pick_is_not_taken_from_it(void **state)
{
        struct programme greedy = programmes[STRENGTH];
        struct fitted_case asked = whole(STRENGTH);

        (void)state;
        greedy.stand_ins = (struct exercise_list){ 3, { BRACE, PLANK_KNEES, SQUEEZE } };
        asked.programme = &greedy;
        asked.tags = TAG(TAG_PRONE);
        expect_fitted(&asked, "march, plank-knees for cobra (stand-in), squeeze for t-raise (stand-in), "
                              "none for y-raise, brace, dead-bug");
        /* here the pick needs it itself */
        asked.suspended = (bool[EXERCISES_MAX]){ [DEAD_BUG] = true, [PLANK] = true };
        expect_fitted(&asked, "march, squeeze for cobra (stand-in), none for t-raise, none for y-raise, "
                              "brace, plank-knees for dead-bug (alternative)");
}

static void an_exercise_that_is_wanted_twice_comes_once(void **state)
{
        struct programme twice = programmes[STRENGTH];
        struct fitted_case asked = whole(STRENGTH);

        (void)state;
        twice.warm_up = (struct exercise_list){ 2, { COBRA, T_RAISE } };
        twice.order = (struct exercise_list){ 2, { COBRA, COBRA } };
        asked.programme = &twice;
        expect_fitted(
                &asked, "none for cobra, t-raise, cobra, w-raise for cobra (alternative), brace, dead-bug");
        /* a warm-up is replaced by its easier one, and by nothing else */
        asked.suspended = (bool[EXERCISES_MAX]){ [T_RAISE] = true, [COBRA] = true };
        expect_fitted(&asked, "none for cobra, none for t-raise, w-raise for cobra (alternative), "
                              "i-raise for cobra (alternative), brace, dead-bug");
        twice.alternatives.count = 0;
        expect_fitted(&asked,
                "none for cobra, w-raise for t-raise (easier), seated-lift for cobra (stand-in), "
                "wall-slide for cobra (stand-in), brace, dead-bug");
}

static void a_programme_of_nothing_is_empty(void **state)
{
        struct programme nothing = { .id = "nothing", .prone_stand_in = -1 };
        struct fitted_case asked = { .set = &set, .programme = &nothing, .equipment = EQUIPMENT_ALL };

        (void)state;
        expect_fitted(&asked, "empty: ");
        nothing.warm_up = programmes[STRENGTH].warm_up;
        expect_fitted(&asked, "empty: march");
}

static void each_tag_and_every_pair_leaves_what_is_possible(void **state)
{
        size_t empty, checked = fitted_check_pairs(&set, &empty);

        (void)state;
        assert_int_equal(checked, PROGRAMMES * (1 + TAGS + TAGS * (TAGS - 1) / 2) * 5 * 6);
        assert_true(empty > 0);
        assert_true(empty < checked);
}

/* Sets, programmes and people by chance. */

#define RANDOM_EXERCISES 12
#define RANDOM_SESSIONS  20000
#define RANDOM_SEED      UINT64_C(20261122)

static uint32_t chance(uint64_t *state, uint32_t below)
{
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return (uint32_t)(*state >> 33) % below;
}

/* Different ones, at most @most. */
static struct exercise_list random_list(uint64_t *state, uint32_t most)
{
        struct exercise_list list = { 0 };
        uint32_t used = 0;

        for (uint32_t i = chance(state, most + 1); i > 0; i--) {
                uint32_t exercise = chance(state, RANDOM_EXERCISES);

                if (!(used & 1u << exercise))
                        list.exercises[list.count++] = (int16_t)exercise;
                used |= 1u << exercise;
        }
        return list;
}

static int16_t random_reference(uint64_t *state)
{
        return (int16_t)((int)chance(state, RANDOM_EXERCISES + 4) % (RANDOM_EXERCISES + 1) - 1);
}

static void random_exercises(uint64_t *state, struct exercise some[static RANDOM_EXERCISES], bool suspended[])
{
        for (int i = 0; i < RANDOM_EXERCISES; i++) {
                some[i] = (struct exercise){
                        .group = EXERCISE_GROUP_STRENGTH,
                        .flags = 1u << chance(state, EXERCISE_FLAG_COUNT),
                        .avoid = TAG(chance(state, 6)) | TAG(chance(state, 6)),
                        .equipment = chance(state, 3) == 0 ? 1u << chance(state, 4) : 0,
                        .easier = random_reference(state),
                        .harder = -1,
                };
                snprintf(some[i].id, sizeof(some[i].id), "exercise-%d", i);
                /* the last third are for the middle */
                if (i >= RANDOM_EXERCISES * 2 / 3)
                        some[i].group = EXERCISE_GROUP_ABDOMINAL;
                suspended[i] = chance(state, 10) == 0;
        }
}

static void random_programme(uint64_t *state, struct programme *programme)
{
        *programme = (struct programme){
                .id = "random",
                .forbidden_flags = 1u << chance(state, EXERCISE_FLAG_COUNT),
                .warm_up = random_list(state, 2),
                .order = random_list(state, 5),
                .stand_ins = random_list(state, 4),
                .alternatives = random_list(state, 4),
                .prone_stand_in = random_reference(state),
                .pick_count = (uint8_t)chance(state, 4),
        };
        for (int16_t i = RANDOM_EXERCISES * 2 / 3; i < RANDOM_EXERCISES; i++)
                programme->pick_order.exercises[programme->pick_order.count++] = i;
}

static void whatever_the_programmes_are_like(void **state)
{
        struct exercise some[RANDOM_EXERCISES];
        bool suspended[RANDOM_EXERCISES];
        struct programme programme;
        struct programme_set random_set = { .exercises = some,
                .exercise_count = RANDOM_EXERCISES,
                .programmes = &programme,
                .programme_count = 1 };
        uint64_t seed = RANDOM_SEED;

        (void)state;
        print_message("seed %llu\n", (unsigned long long)seed);
        for (int i = 0; i < RANDOM_SESSIONS; i++) {
                struct fitted_case asked = { .set = &random_set, .programme = &programme };
                struct fitted_programme fitted;

                random_exercises(&seed, some, suspended);
                random_programme(&seed, &programme);
                asked.tags = chance(&seed, 64) & chance(&seed, 64);
                asked.equipment = chance(&seed, 16) | chance(&seed, 16);
                asked.no_prone = chance(&seed, 4) == 0;
                asked.suspended = suspended;
                fitted_pick(&asked, (uint8_t)chance(&seed, 3), chance(&seed, 2) == 0);
                fitted_check(&asked, &fitted);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_excluded_is_replaced_in_order),
                cmocka_unit_test(what_is_suspended_is_replaced_too),
                cmocka_unit_test(two_of_the_pick_stay_where_two_are_possible),
                cmocka_unit_test(an_alternative_comes_before_the_others_of_the_pick),
                cmocka_unit_test(a_stand_in_of_the_pick_is_not_taken_from_it),
                cmocka_unit_test(an_exercise_that_is_wanted_twice_comes_once),
                cmocka_unit_test(a_programme_of_nothing_is_empty),
                cmocka_unit_test(each_tag_and_every_pair_leaves_what_is_possible),
                cmocka_unit_test(whatever_the_programmes_are_like),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
