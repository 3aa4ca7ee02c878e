/* SPDX-License-Identifier: MIT */
/*
 * The people together: the heap of their deadlines, what one event costs, and seats that several of them
 * share.
 *
 * household.c is built for this test with a call at each branch (see core.mk), so that its work can be
 * counted: nothing here depends on how fast the machine is.
 */
#include "unit/test.h"

#include "unit/scarce.h"

#include "core/household.h"
#include "unit/zones.h"

#include <errno.h>
#include <stdio.h>

#define OFFICE     1
#define LOUNGE     2
#define PEOPLE_MAX 4096
#define SEED       UINT32_C(20260615)

enum { OWN_SEAT, SOFA, TRACKER, PHONE, RADAR, WATCH, SOURCES };

/* Branches taken in household.c, and people stepped by it. */
static uint64_t branches;
static uint64_t steps;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
        branches++;
}

void __real_person_step(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects);
void __wrap_person_step(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects);
void __wrap_person_step(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects)
{
        steps++;
        __real_person_step(person, event, now, effects);
}

/* People with a seat of their own in the office, and, where `shared`, a sofa in the lounge that is
 * everybody's. */
struct home {
        struct source_config sources[SOURCES];
        struct person_config config;
        const struct person_config *configs[PEOPLE_MAX];
        struct household *household;
        struct effects effects;
        struct instant now;
        uint32_t random;
};

static void home_make(struct home *home, uint32_t count, bool shared)
{
        static const struct source_config sources[SOURCES] = {
                [OWN_SEAT] = { .kind = SOURCE_KIND_SEAT, .room = OFFICE },
                [SOFA] = { .kind = SOURCE_KIND_SEAT, .room = LOUNGE },
                [TRACKER] = { .kind = SOURCE_KIND_HOME },
                [PHONE] = { .kind = SOURCE_KIND_ACTIVITY, .portable = true },
                [RADAR] = { .kind = SOURCE_KIND_PRESENCE, .room = LOUNGE },
                [WATCH] = { .kind = SOURCE_KIND_ROOM },
        };

        memset(home, 0, sizeof(*home));
        memcpy(home->sources, sources, sizeof(sources));
        for (int i = 0; i < SOURCES; i++) {
                home->sources[i].seat_group = SEAT_GROUP_NONE;
                home->sources[i].stale_after_usec = USEC_INFINITY;
        }
        if (shared) {
                home->sources[SOFA].shared = true;
                home->sources[SOFA].seat_group = 0;
        }
        home->config = (struct person_config){ .id = "anna",
                .sources = home->sources,
                .source_count = SOURCES,
                .day_start_minute = 240,
                .breaks = { .bout = { .debounce_usec = 10 * USEC_PER_SEC,
                                    .min_break_usec = 60 * USEC_PER_SEC,
                                    .break_goal_usec = 120 * USEC_PER_SEC },
                        .sit_limit_usec = 30 * USEC_PER_MINUTE,
                        .snooze_usec = 10 * USEC_PER_MINUTE,
                        .snoozes = 2,
                        .repeat_usec = 10 * USEC_PER_MINUTE,
                        .defer_usec = 10 * USEC_PER_MINUTE,
                        .linger_usec = 300 * USEC_PER_SEC } };
        for (uint32_t i = 0; i < count; i++)
                home->configs[i] = &home->config;
        home->now = instant_in(&BERLIN, utc_usec("2026-06-15 07:00:00"));
        home->random = SEED;
        assert_int_equal(household_new(home->configs, count, shared, &home->now, &home->household), 0);
}

static struct home *home_new(uint32_t count, bool shared)
{
        struct home *home = test_malloc(sizeof(*home));

        home_make(home, count, shared);
        return home;
}

static void home_free(struct home *home)
{
        assert_null(household_free(home->household));
        test_free(home);
}

static uint32_t draw(struct home *home, uint32_t below)
{
        home->random = home->random * UINT32_C(1664525) + UINT32_C(1013904223);
        return (home->random >> 8) % below;
}

static void pass(struct home *home, int64_t usec)
{
        home->now.boottime_usec += usec;
        home->now.realtime_usec += usec;
}

static void step(struct home *home, uint32_t person, const struct event *event)
{
        household_step(home->household, person, event, &home->now, &home->effects);
}

static void run_due(struct home *home)
{
        static const struct event time = { .kind = EVENT_TIME };
        uint32_t person;

        while (household_next_due(home->household, home->now.boottime_usec, &person))
                step(home, person, &time);
}

static void wait_sec(struct home *home, int64_t seconds)
{
        int64_t until_usec = home->now.boottime_usec + seconds * USEC_PER_SEC;

        for (;;) {
                int64_t next_usec = usec_min(household_next_deadline(home->household), until_usec);

                pass(home, usec_max(0, next_usec - home->now.boottime_usec));
                run_due(home);
                if (next_usec == until_usec)
                        return;
        }
}

static void say(struct home *home, uint32_t person, uint16_t source, enum source_value value)
{
        struct event event = { .kind = EVENT_CLAIM };

        event.claim.source = source;
        event.claim.claim = (struct claim){ .value = value, .reading = (uint32_t)value };
        step(home, person, &event);
}

static void say_room(struct home *home, uint32_t person, uint16_t room)
{
        struct event event = { .kind = EVENT_CLAIM, .claim = { .source = WATCH } };

        event.claim.claim = (struct claim){ .value = SOURCE_VALUE_TRUE, .room = room };
        step(home, person, &event);
}

/* The sofa's message reaches everybody who names it. */
static void sofa_says(struct home *home, enum source_value value)
{
        for (uint32_t i = 0; i < household_count(home->household); i++)
                say(home, i, SOFA, value);
        run_due(home);
}

static enum posture posture_of(struct home *home, uint32_t person)
{
        return household_person(home->household, person)->bout.posture;
}

/* Who sits, a letter a person. */
static const char *sitting(struct home *home)
{
        static char text[PEOPLE_MAX + 1];
        uint32_t count = household_count(home->household);

        for (uint32_t i = 0; i < count; i++)
                text[i] = posture_of(home, i) == POSTURE_SITTING ? 's' : '-';
        text[count] = '\0';
        return text;
}

static void nobody_is_never_due(void **state)
{
        struct home *home = home_new(0, false);
        uint32_t person = 7;

        (void)state;
        assert_int_equal(household_count(home->household), 0);
        assert_true(household_next_deadline(home->household) == USEC_INFINITY);
        assert_false(household_next_due(home->household, USEC_INFINITY - 1, &person));
        assert_int_equal(person, 7);
        home_free(home);
}

/* Whatever happens to whom, the household's deadline is the earliest of all, and one who has it is due. */
static void the_earliest_deadline_is_always_first(void **state)
{
        struct home *home = home_new(200, true);

        (void)state;
        print_message("# seed %u\n", SEED);
        for (int i = 0; i < 20000; i++) {
                uint32_t who = draw(home, 200), due = UINT32_MAX;
                int64_t least_usec = USEC_INFINITY;

                pass(home, draw(home, 20) * USEC_PER_SEC);
                if (draw(home, 4) == 0)
                        run_due(home);
                if (draw(home, 50) == 0)
                        household_touch(home->household, who, &home->now);
                else
                        say(home, who, (uint16_t)draw(home, SOURCES), (enum source_value)draw(home, 3));
                for (uint32_t j = 0; j < 200; j++)
                        least_usec =
                                usec_min(least_usec, household_person(home->household, j)->deadline_usec);
                assert_true(household_next_deadline(home->household) == least_usec);
                assert_false(household_next_due(home->household, least_usec - 1, &due));
                assert_true(household_next_due(home->household, least_usec, &due));
                assert_true(household_person(home->household, due)->deadline_usec == least_usec);
        }
        home_free(home);
}

/* Random events to one after another of @count people; returns the branches taken in the household per event.
 */
static uint64_t cost_of_events(uint32_t count)
{
        static const int events = 20000;
        struct home *home = home_new(count, false);
        uint64_t cost;

        run_due(home);
        branches = steps = 0;
        for (int i = 0; i < events; i++) {
                pass(home, USEC_PER_MSEC);
                say(home, draw(home, count), (uint16_t)draw(home, SOURCES), (enum source_value)draw(home, 3));
        }
        assert_int_equal(steps, events);
        cost = branches / (uint64_t)events;
        assert_true(cost > 0);
        home_free(home);
        return cost;
}

/* A heap's depth grows by 8 from 16 people to 4096; a search would cost 256 times as much. */
static void the_cost_of_an_event_does_not_grow_with_the_people(void **state)
{
        uint64_t few = cost_of_events(16), many = cost_of_events(PEOPLE_MAX);

        (void)state;
        if (many > 4 * few)
                fail_msg("%llu branches an event with 16 people, %llu with %d", (unsigned long long)few,
                        (unsigned long long)many, PEOPLE_MAX);
}

/* Between events nobody is looked at: asking for the next deadline costs the same for any number. */
static void asking_for_the_next_deadline_costs_nothing(void **state)
{
        uint64_t cost[2];

        (void)state;
        for (int i = 0; i < 2; i++) {
                struct home *home = home_new(i == 0 ? 1 : PEOPLE_MAX, false);
                uint32_t person;

                run_due(home);
                branches = 0;
                (void)household_next_deadline(home->household);
                (void)household_next_due(home->household, home->now.boottime_usec, &person);
                cost[i] = branches;
                home_free(home);
        }
        assert_true(cost[0] > 0);
        assert_true(cost[0] == cost[1]);
}

static void an_event_for_one_leaves_the_others_alone(void **state)
{
        struct home *home = home_new(3, false);
        struct person before;

        (void)state;
        run_due(home);
        for (uint32_t i = 0; i < 3; i++)
                say(home, i, OWN_SEAT, SOURCE_VALUE_FALSE);
        run_due(home);
        memcpy(&before, household_person(home->household, 1), sizeof(before));
        steps = 0;
        say(home, 0, OWN_SEAT, SOURCE_VALUE_TRUE);
        say(home, 2, SOFA, SOURCE_VALUE_TRUE);
        run_due(home);
        assert_int_equal(steps, 2);
        assert_memory_equal(&before, household_person(home->household, 1), sizeof(before));
        assert_string_equal(sitting(home), "---");
        wait_sec(home, 11);
        assert_string_equal(sitting(home), "s-s");
        home_free(home);
}

static void a_shared_seat_makes_only_those_due_who_learn_something(void **state)
{
        struct home *home = home_new(3, true);

        (void)state;
        sofa_says(home, SOURCE_VALUE_TRUE);
        steps = 0;
        /* ben goes out: anna or the third could still be there */
        say(home, 1, TRACKER, SOURCE_VALUE_FALSE);
        run_due(home);
        assert_int_equal(steps, 1);
        /* so does the third: now it is anna's, who is stepped for it */
        say(home, 2, TRACKER, SOURCE_VALUE_FALSE);
        assert_true(household_person(home->household, 0)->deadline_usec <= home->now.boottime_usec);
        run_due(home);
        assert_int_equal(steps, 3);
        assert_string_equal(sitting(home), "s--");
        home_free(home);
}

/* What ben (and a third) say of themselves, and whether anna then has the sofa, about whom nothing is known.
 */
static void a_shared_seat_is_ones_own_when_nobody_else_could_be_there(void **state)
{
        static const struct {
                uint16_t source;
                enum source_value value;
                bool could_be_there;
        } cases[] = {
                { TRACKER, SOURCE_VALUE_FALSE, false },  /* out */
                { TRACKER, SOURCE_VALUE_TRUE, true },    /* at home, who knows where */
                { TRACKER, SOURCE_VALUE_NOTHING, true }, /* unknown */
                { OWN_SEAT, SOURCE_VALUE_TRUE, false },  /* on a seat of their own */
                { OWN_SEAT, SOURCE_VALUE_FALSE, true },  /* has left it */
                { PHONE, SOURCE_VALUE_TRUE, true },      /* active, but in no room */
                { RADAR, SOURCE_VALUE_TRUE, true },      /* in the sofa's room */
                { RADAR, SOURCE_VALUE_FALSE, true },
        };

        (void)state;
        for (uint32_t people = 2; people <= 3; people++)
                for (size_t i = 0; i < ELEMENTS(cases); i++) {
                        struct home *home = home_new(people, true);

                        for (uint32_t j = 1; j < people; j++)
                                say(home, j, cases[i].source, cases[i].value);
                        sofa_says(home, SOURCE_VALUE_TRUE);
                        wait_sec(home, 11);
                        if ((posture_of(home, 0) == POSTURE_SITTING) == cases[i].could_be_there)
                                fail_msg("%u people, case %zu: %s", people, i, sitting(home));
                        home_free(home);
                }
}

static void whoever_is_known_to_be_in_another_room_is_not_on_the_sofa(void **state)
{
        struct home *home = home_new(2, true);

        (void)state;
        /* here the radar is in the office */
        home->sources[RADAR].room = OFFICE;
        say(home, 1, RADAR, SOURCE_VALUE_TRUE);
        sofa_says(home, SOURCE_VALUE_TRUE);
        assert_string_equal(sitting(home), "s-");
        say(home, 1, RADAR, SOURCE_VALUE_NOTHING);
        run_due(home);
        wait_sec(home, 301);
        assert_string_equal(sitting(home), "--");
        home_free(home);
}

static void what_follows_people_about_tells_whose_the_sofa_is(void **state)
{
        static const struct {
                uint16_t anna, ben; /* where they are */
                const char *sitting;
        } cases[] = {
                { LOUNGE, ROOM_NONE, "s-" },
                { LOUNGE, OFFICE, "s-" },
                { OFFICE, LOUNGE, "-s" },
                { ROOM_NONE, OFFICE, "s-" },
                { OFFICE, ROOM_NONE, "-s" },
                { LOUNGE, LOUNGE, "ss" },
                { OFFICE, OFFICE, "--" },
                { ROOM_NONE, ROOM_NONE, "--" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct home *home = home_new(2, true);

                say_room(home, 0, cases[i].anna);
                say_room(home, 1, cases[i].ben);
                sofa_says(home, SOURCE_VALUE_TRUE);
                wait_sec(home, 11);
                if (strcmp(sitting(home), cases[i].sitting) != 0)
                        fail_msg("case %zu: %s", i, sitting(home));
                home_free(home);
        }
}

static void whose_room_is_the_seats_has_it(void **state)
{
        struct home *home = home_new(2, true);

        (void)state;
        say(home, 0, RADAR, SOURCE_VALUE_TRUE);
        sofa_says(home, SOURCE_VALUE_TRUE);
        wait_sec(home, 11);
        assert_string_equal(sitting(home), "s-");
        home_free(home);
}

static void a_seat_that_anybody_could_be_on_is_nobodys(void **state)
{
        struct home *home = home_new(3, true);

        (void)state;
        sofa_says(home, SOURCE_VALUE_TRUE);
        wait_sec(home, 3600);
        assert_string_equal(sitting(home), "---");
        for (uint32_t i = 0; i < 3; i++)
                assert_int_equal(posture_of(home, i), POSTURE_UNKNOWN);
        home_free(home);
}

/* Two people at home and a sofa: whose it is changes as they come and go. */
static void a_shared_seat_is_attributed_anew_when_somebody_leaves_or_comes(void **state)
{
        struct home *home = home_new(2, true);

        (void)state;
        say(home, 1, TRACKER, SOURCE_VALUE_FALSE);
        sofa_says(home, SOURCE_VALUE_TRUE);
        assert_string_equal(sitting(home), "s-");
        /* ben comes home: it could be either, and after 300 s of that it is nobody's */
        say(home, 1, TRACKER, SOURCE_VALUE_TRUE);
        run_due(home);
        wait_sec(home, 299);
        assert_string_equal(sitting(home), "s-");
        wait_sec(home, 2);
        assert_string_equal(sitting(home), "--");
        /* anna goes out: who sits there now can only be ben */
        say(home, 0, TRACKER, SOURCE_VALUE_FALSE);
        run_due(home);
        wait_sec(home, 11);
        assert_string_equal(sitting(home), "-s");
        /* ben takes a seat of his own: then nobody whom we know is on it */
        say(home, 1, OWN_SEAT, SOURCE_VALUE_TRUE);
        run_due(home);
        wait_sec(home, 11);
        assert_string_equal(sitting(home), "-s");
        assert_int_equal(household_person(home->household, 1)->verdict.source, OWN_SEAT);
        home_free(home);
}

static void a_seat_that_is_shared_with_nobody_is_ones_own(void **state)
{
        struct home *home = home_new(1, true);

        (void)state;
        sofa_says(home, SOURCE_VALUE_TRUE);
        assert_string_equal(sitting(home), "s");
        home_free(home);
}

static void a_household_without_memory_is_refused_and_leaks_nothing(void **state)
{
        struct home *home = test_malloc(sizeof(*home));
        struct household *household = NULL;
        int n = 0;

        (void)state;
        home_make(home, 3, true);
        for (;; n++) {
                int r;

                scarce_begin(n);
                r = household_new(home->configs, 3, 1, &home->now, &household);
                if (!scarce_end()) {
                        assert_int_equal(r, 0);
                        break;
                }
                assert_int_equal(r, -ENOMEM);
                assert_null(household);
        }
        /* the household, its five tables, and each person's sources and shares */
        assert_int_equal(n, 1 + 5 + 3 * 2);
        household_free(household);
        household_free(NULL);
        home_free(home);
}

static void a_person_without_memory_is_refused_and_leaks_nothing(void **state)
{
        static const struct programme_set nothing;
        static const struct routine_config routine = { .set = &nothing };
        struct home *home = test_malloc(sizeof(*home));
        struct person_config config;
        struct person person;
        int n = 0;

        (void)state;
        home_make(home, 1, false);
        config = *home->configs[0];
        config.routine = &routine;
        for (int failed = 1; failed; n++) {
                int r;

                scarce_begin(n);
                r = person_init(&person, &config, &home->now);
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                if (r == 0)
                        assert_non_null(person.routine);
        }
        /* its sources, its shares and its routine */
        assert_int_equal(n - 1, 3);
        person_done(&person);
        home_free(home);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(nobody_is_never_due),
                cmocka_unit_test(the_earliest_deadline_is_always_first),
                cmocka_unit_test(the_cost_of_an_event_does_not_grow_with_the_people),
                cmocka_unit_test(asking_for_the_next_deadline_costs_nothing),
                cmocka_unit_test(an_event_for_one_leaves_the_others_alone),
                cmocka_unit_test(a_shared_seat_makes_only_those_due_who_learn_something),
                cmocka_unit_test(a_shared_seat_is_ones_own_when_nobody_else_could_be_there),
                cmocka_unit_test(whoever_is_known_to_be_in_another_room_is_not_on_the_sofa),
                cmocka_unit_test(what_follows_people_about_tells_whose_the_sofa_is),
                cmocka_unit_test(whose_room_is_the_seats_has_it),
                cmocka_unit_test(a_seat_that_anybody_could_be_on_is_nobodys),
                cmocka_unit_test(a_shared_seat_is_attributed_anew_when_somebody_leaves_or_comes),
                cmocka_unit_test(a_seat_that_is_shared_with_nobody_is_ones_own),
                cmocka_unit_test(a_household_without_memory_is_refused_and_leaks_nothing),
                cmocka_unit_test(a_person_without_memory_is_refused_and_leaks_nothing),
        };

        return cmocka_run_group_tests_name("household", tests, NULL, NULL);
}
