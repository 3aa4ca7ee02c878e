/* SPDX-License-Identifier: MIT */
/*
 * A claim that says again what is known is not stepped. Two people live the same random days, and of one of
 * them every claim is stepped in full: what is done for them must be the same.
 */
#include "unit/scene.h"
#include "unit/test.h"

#include "core/source.h"

#include <stdio.h>

#define EVENTS 60000

static uint32_t random_state;
static unsigned long shortcuts;

bool __real_source_renew(struct source *source, const struct source_config *config, const struct claim *claim,
        const struct instant *now);
bool __wrap_source_renew(struct source *source, const struct source_config *config, const struct claim *claim,
        const struct instant *now);
bool __wrap_source_renew(struct source *source, const struct source_config *config, const struct claim *claim,
        const struct instant *now)
{
        bool is_all = __real_source_renew(source, config, claim, now);

        shortcuts += is_all;
        return is_all;
}

static uint32_t next_random(uint32_t below)
{
        random_state = random_state * UINT32_C(1664525) + UINT32_C(1013904223);
        return (random_state >> 8) % below;
}

struct twins {
        struct scene scenes[2]; /* the second takes no shortcut */
        struct effects effects[2];
        struct instant now;
        enum source_value values[SCENE_SOURCES];
};

/* The hours are looked up anew: that takes a whole step. */
static void forbid_shortcut(struct twins *twins)
{
        twins->scenes[1].person.hours_until_realtime_usec = INT64_MIN;
}

static void step(struct twins *twins, int which, const struct event *event)
{
        twins->effects[which].count = 0;
        person_step(&twins->scenes[which].person, event, &twins->now, &twins->effects[which]);
}

static void assert_alike(const struct twins *twins)
{
        const struct effects *effects = twins->effects;
        struct person_view views[2] = { 0 };

        assert_int_equal(effects[0].count, effects[1].count);
        for (uint16_t i = 0; i < effects[0].count; i++)
                assert_int_equal(effects[0].items[i].kind, effects[1].items[i].kind);
        for (int i = 0; i < 2; i++)
                person_view(&twins->scenes[i].person, &twins->now, &views[i]);
        assert_int_equal(views[0].posture, views[1].posture);
        assert_int_equal(views[0].since_realtime_usec, views[1].since_realtime_usec);
        assert_int_equal(views[0].bout_usec, views[1].bout_usec);
        assert_int_equal(views[0].sitting_today_usec, views[1].sitting_today_usec);
        assert_int_equal(views[0].breaks_today, views[1].breaks_today);
        assert_int_equal(views[0].phase, views[1].phase);
        assert_int_equal(views[0].next_break_realtime_usec, views[1].next_break_realtime_usec);
        assert_int_equal(views[0].room, views[1].room);
        for (uint16_t i = 0; i < twins->scenes[0].config.source_count; i++) {
                assert_int_equal(twins->scenes[0].person.sources[i].heard_usec,
                        twins->scenes[1].person.sources[i].heard_usec);
                assert_int_equal(twins->scenes[0].person.sources[i].changed_usec,
                        twins->scenes[1].person.sources[i].changed_usec);
        }
}

/* What is due until @until_usec. Whose deadline was too early finds nothing to do then. */
static void run_until(struct twins *twins, int64_t until_usec)
{
        static const struct event time = { .kind = EVENT_TIME };

        for (int rounds = 0; rounds < 10000; rounds++) {
                int64_t due_usec[2];
                int64_t next_usec;

                for (int i = 0; i < 2; i++)
                        due_usec[i] =
                                usec_max(twins->scenes[i].person.deadline_usec, twins->now.boottime_usec);
                next_usec = usec_min(due_usec[0], due_usec[1]);
                if (next_usec >= until_usec)
                        return;
                twins->now = instant_at(&twins->now, next_usec);
                for (int i = 0; i < 2; i++) {
                        twins->effects[i].count = 0;
                        if (due_usec[i] == next_usec)
                                step(twins, i, &time);
                }
                assert_alike(twins);
        }
        fail_msg("the deadlines never end");
}

static struct event make_claim(struct twins *twins)
{
        struct event event = { .kind = EVENT_CLAIM };
        uint16_t source = (uint16_t)next_random(twins->scenes[0].config.source_count);
        struct claim *claim = &event.claim.claim;

        event.claim.source = source;
        if (next_random(100) == 0)
                twins->values[source] = (enum source_value)next_random(3);
        claim->value = twins->values[source];
        claim->reading = claim->value * 10 + next_random(3);
        claim->retained = next_random(20) == 0;
        if (next_random(20) == 0)
                claim->age_usec = next_random(400) * USEC_PER_SEC;
        if (next_random(40) == 0)
                claim->lease_usec = (1 + next_random(600)) * USEC_PER_SEC;
        if (twins->scenes[0].sources[source].kind == SOURCE_KIND_ROOM)
                claim->room = (uint16_t)next_random(4);
        return event;
}

static struct event make_event(struct twins *twins)
{
        static const struct command commands[] = { { .verb = COMMAND_DONE }, { .verb = COMMAND_SKIP },
                { .verb = COMMAND_NOT_ME }, { .verb = COMMAND_SNOOZE },
                { .verb = COMMAND_HOLD, .reason = "call", .until_day = COMMAND_NO_DAY } };
        struct event event = make_claim(twins);

        switch (next_random(400)) {
        case 0:
                event = (struct event){ .kind = EVENT_COMMAND,
                        .command = &commands[next_random(ELEMENTS(commands))] };
                break;
        case 1:
                event = (struct event){ .kind = EVENT_AVAILABILITY,
                        .availability = { event.claim.source, next_random(2) == 0 } };
                break;
        case 2: event = (struct event){ .kind = EVENT_LINK, .link = { .up = true } }; break;
        default: break;
        }
        return event;
}

/* Mostly seconds pass, sometimes minutes or hours. */
static int64_t make_wait(void)
{
        if (next_random(100) == 0)
                return next_random(7200) * USEC_PER_SEC;
        return next_random(10) == 0 ? next_random(300) * USEC_PER_SEC : next_random(5000000);
}

/* Sometimes what comes then comes at the very moment of a deadline. */
static void wait(struct twins *twins)
{
        int64_t until_usec = twins->now.boottime_usec + make_wait();

        run_until(twins, until_usec);
        if (next_random(8) == 0)
                until_usec = usec_min(twins->scenes[1].person.deadline_usec, until_usec + USEC_PER_MINUTE);
        run_until(twins, until_usec);
        twins->now = instant_at(&twins->now, usec_max(until_usec, twins->now.boottime_usec));
}

static void live(struct twins *twins, const struct scene_setup *setup)
{
        memset(twins, 0, sizeof(*twins));
        shortcuts = 0;
        for (int i = 0; i < 2; i++) {
                scene_run(&twins->scenes[i], setup, "0:00 end", "");
                /* Leases that end while others speak. */
                for (uint16_t j = 0; j < twins->scenes[i].config.source_count; j += 3)
                        twins->scenes[i].sources[j].stale_after_usec = 90 * USEC_PER_SEC;
        }
        twins->now = twins->scenes[0].now;
        for (int i = 0; i < EVENTS; i++) {
                struct event event = make_event(twins);

                wait(twins);
                forbid_shortcut(twins);
                step(twins, 0, &event);
                step(twins, 1, &event);
                assert_alike(twins);
        }
        for (int i = 0; i < 2; i++)
                scene_done(&twins->scenes[i]);
        /* Else there was nothing to compare. */
        assert_true(shortcuts > EVENTS / 20);
}

static void what_is_said_again_changes_nothing_that_a_step_would(void **state)
{
        static const struct hours_rule hours = { HOURS_EVERY_DAY, 600, 1080 };
        static const struct hours_rule night = { HOURS_EVERY_DAY, 1320, 420 };
        static const struct scene_setup setups[] = {
                { .sit_limit_sec = 300 },
                { .stand_limit_sec = 2400, .posture_check = true, .back_off = true },
                { .active_hours = &hours, .quiet_hours = &night, .linger_sec = 300 },
                { .local_only = true, .needs_broker = true },
                { .rooms = true, .speaker_first = true },
        };
        struct twins *twins = test_malloc(sizeof(*twins));

        (void)state;
        random_state = 20261122;
        print_message("# seed %u\n", random_state);
        for (size_t i = 0; i < ELEMENTS(setups); i++)
                live(twins, &setups[i]);
        test_free(twins);
}

/* Up for five seconds when it would have been due: nothing is planned any more, which the next word tells. */
static void a_break_that_was_planned_for_the_past_is_not_shown_on(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL,
                "0:00 sit, 0:00 busy, 10:07 on=call, 10:17 off=call, 29:55 up, 30:02 busy, 30:03 end", "T");
        assert_non_null(strstr(scene->text, "30:02 "));
        assert_int_equal(scene->person.published.next_break_realtime_usec, 0);
        scene_done(scene);
        test_free(scene);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_break_that_was_planned_for_the_past_is_not_shown_on),
                cmocka_unit_test(what_is_said_again_changes_nothing_that_a_step_would),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
