/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/engine_home.h"

#include <stdio.h>
#include <stdlib.h>

#define SECONDS(n) ((n)*USEC_PER_SEC)
#define MINUTES(n) ((n)*USEC_PER_MINUTE)
#define HOURS(n)   ((n)*USEC_PER_HOUR)

#define SEAT(topic)                                                                                          \
        "sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"" topic "\"; } ); quiet_hours = ();"
#define ANNA "{ id = \"anna\"; name = \"Anna\"; " SEAT("home/chair") " }"
#define GAMER                                                                                                \
        "{ id = \"anna\"; name = \"Anna\"; " SEAT(                                                           \
                "home/chair") " holds = ( { reason = \"game\"; topic = \"game\"; } ); }"
#define ATHLETE                                                                                              \
        "{ id = \"anna\"; name = \"Anna\"; " SEAT(                                                           \
                "home/chair") " programmes = ( { id = \"upper-back-strength\"; days = \"mon,wed,fri\"; at "  \
                              "= \"18:00\"; } ); }"
#define BEN          "{ id = \"ben\"; name = \"Ben\"; " SEAT("home/stool") " }"
#define HOME(people) "people = ( " people " );\n"
#define CONFIG(name) "homeassistant/device/unslouch_" name "/config"
#define POSTURE      "homeassistant/sensor/unslouch_anna_posture/config"
#define LARGE        200
#define BIRTH        "homeassistant/status"

/* The place of the last message on @topic among all that was sent. */
static size_t place_of(const struct engine_home *home, const char *topic)
{
        for (size_t i = home->sent_count; i > 0; i--)
                if (strcmp(home->sent[i - 1].topic, topic) == 0)
                        return i;
        fail_msg("nothing was sent to '%s'", topic);
        return 0;
}

/* The place of the first message on @topic with @part in it. */
static size_t first_place_of(const struct engine_home *home, const char *topic, const char *part)
{
        for (size_t i = 0; i < home->sent_count; i++)
                if (strcmp(home->sent[i].topic, topic) == 0 && strstr(home->sent[i].payload, part))
                        return i + 1;
        fail_msg("nothing with '%s' was sent to '%s'", part, topic);
        return 0;
}

static void assert_order(const struct engine_home *home)
{
        assert_true(place_of(home, CONFIG("anna")) < place_of(home, CONFIG("ben")));
        assert_true(place_of(home, CONFIG("ben")) < place_of(home, "unslouch/status"));
        assert_true(place_of(home, "unslouch/status") < place_of(home, "unslouch/anna/state"));
        assert_true(place_of(home, "unslouch/anna/state") < place_of(home, "unslouch/ben/state"));
}

static void who_connects_introduces_everybody_then_says_online_then_the_states(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ANNA ", " BEN));
        engine_home_link(&home, true);
        assert_order(&home);
        assert_true(engine_home_last(&home, CONFIG("anna"), "\"posture\"")->retain);
        assert_string_equal(engine_home_last(&home, "unslouch/status", "")->payload, "online");
        assert_int_equal(home.announced, 2);
        /* The next time there is nothing new for the store. */
        engine_home_link(&home, false);
        engine_home_forget(&home);
        engine_home_link(&home, true);
        assert_order(&home);
        assert_int_equal(home.announced, 2);
        engine_home_done(&home);
}

static void without_discovery_nobody_is_introduced_but_remembered(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, "mqtt = { discovery = \"off\"; };" HOME(ANNA));
        assert_false(engine_is_subscribed(home.engine, BIRTH));
        engine_home_link(&home, true);
        for (size_t i = 0; i < home.sent_count; i++)
                assert_memory_equal(home.sent[i].topic, "unslouch/anna/", 14);
        assert_int_equal(home.announced, 1);
        engine_home_hear(&home, BIRTH, "online");
        engine_home_forget(&home);
        engine_home_wait(&home, SECONDS(10));
        assert_int_equal(home.sent_count, 0);
        engine_home_done(&home);
}

static void a_birth_is_answered_once_however_many_come(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ANNA ", " BEN));
        engine_home_link(&home, true);
        engine_set_seed(home.engine, 7);
        engine_home_forget(&home);
        for (int i = 0; i < 5; i++)
                engine_home_hear(&home, BIRTH, "online");
        engine_home_wait(&home, SECONDS(6));
        assert_order(&home);
        assert_int_equal(engine_home_count(&home, CONFIG("anna"), ""), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/state", ""), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/sit_limit", "30"), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/status", "online"), 1);
        /* The next one is another. */
        engine_home_forget(&home);
        engine_home_hear(&home, BIRTH, "online");
        engine_home_wait(&home, SECONDS(6));
        assert_order(&home);
        assert_int_equal(home.announced, 2);
        engine_home_done(&home);
}

static void what_is_no_birth_or_comes_too_early_is_not_answered(void **state)
{
        static const struct {
                const char *topic, *payload;
                bool retain;
        } cases[] = {
                { BIRTH, "online", true },
                { BIRTH, "offline", false },
                { BIRTH, "", false },
                { BIRTH, "online!", false },
                { "homeassistant/status/x", "online", false },
                { "ha/status", "online", false },
        };
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ANNA));
        engine_home_hear(&home, BIRTH, "online");
        engine_home_link(&home, true);
        engine_home_forget(&home);
        for (size_t i = 0; i < ELEMENTS(cases); i++)
                engine_home_hear_bytes(
                        &home, cases[i].topic, cases[i].payload, strlen(cases[i].payload), cases[i].retain);
        engine_home_wait(&home, SECONDS(6));
        assert_int_equal(home.sent_count, 0);
        engine_home_done(&home);
}

/* How long after a birth everybody is introduced. */
static int64_t measure_delay(uint64_t seed)
{
        struct engine_home home;
        int64_t delay_usec;

        engine_home_make(&home, HOME(ANNA));
        engine_home_link(&home, true);
        engine_set_seed(home.engine, seed);
        engine_home_hear(&home, BIRTH, "online");
        delay_usec = engine_next_deadline(home.engine) - home.now.boottime_usec;
        engine_home_done(&home);
        return delay_usec;
}

static void the_delay_is_drawn_by_the_seed_and_never_over_five_seconds(void **state)
{
        int64_t least_usec = INT64_MAX, most_usec = 0;

        (void)state;
        for (uint64_t seed = 0; seed < 50; seed++) {
                int64_t delay_usec = measure_delay(seed);

                assert_true(delay_usec >= 0);
                assert_true(delay_usec <= SECONDS(5));
                least_usec = usec_min(least_usec, delay_usec);
                most_usec = usec_max(most_usec, delay_usec);
        }
        assert_true(least_usec < SECONDS(1));
        assert_true(most_usec > SECONDS(4));
        assert_true(measure_delay(11) == measure_delay(11));
}

static void who_left_is_taken_back_until_the_broker_confirms_it(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ANNA ", " BEN));
        engine_home_link(&home, true);
        engine_home_forget(&home);
        engine_home_reload(&home, HOME(ANNA));
        assert_string_equal(engine_home_last(&home, CONFIG("ben"), "")->payload, "");
        assert_string_equal(engine_home_last(&home, "unslouch/ben/plan", "")->payload, "");
        assert_int_equal(home.withdrawn, 0);
        /* It was lost with the connection, and nothing is told while there is none. */
        engine_home_link(&home, false);
        engine_home_forget(&home);
        engine_home_reload(&home, HOME(ANNA));
        assert_int_equal(home.sent_count, 0);
        engine_home_link(&home, true);
        assert_int_equal(engine_home_count(&home, CONFIG("ben"), ""), 1);
        engine_home_confirm(&home);
        assert_int_equal(home.withdrawn, 1);
        engine_home_link(&home, false);
        engine_home_forget(&home);
        engine_home_link(&home, true);
        assert_int_equal(engine_home_count(&home, CONFIG("ben"), ""), 0);
        assert_int_equal(engine_home_count(&home, CONFIG("anna"), "posture"), 1);
        engine_home_done(&home);
}

static void a_hold_that_left_is_taken_back_with_the_introduction(void **state)
{
        struct engine_home home;
        size_t with_game;

        (void)state;
        engine_home_make(&home, HOME(GAMER));
        engine_home_link(&home, true);
        with_game = home.components_announced;
        engine_home_forget(&home);
        engine_home_reload(&home, HOME(ANNA));
        assert_int_equal(
                engine_home_count(&home, CONFIG("anna"), "\"hold_game\":{\"platform\":\"switch\"}"), 1);
        assert_null(strstr(home.sent[place_of(&home, CONFIG("anna")) - 1].payload, "hold_game"));
        assert_int_equal(home.announced, 1);
        engine_home_confirm(&home);
        assert_int_equal(home.announced, 2);
        assert_int_equal(home.components_announced, with_game - 1);
        engine_home_done(&home);
}

static void topics_of_a_routine_that_left_are_emptied(void **state)
{
        static const char *const leaves[] = { "session", "plan", "session_days", "session_time" };
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ATHLETE));
        engine_home_link(&home, true);
        engine_home_forget(&home);
        engine_home_reload(&home, HOME(ANNA));
        for (size_t i = 0; i < ELEMENTS(leaves); i++) {
                char topic[64];

                (void)snprintf(topic, sizeof(topic), "unslouch/anna/%s", leaves[i]);
                assert_string_equal(engine_home_last(&home, topic, "")->payload, "");
                assert_int_equal(engine_home_count(&home, topic, ""), 1);
        }
        engine_home_confirm(&home);
        engine_home_forget(&home);
        engine_home_reload(&home, HOME(ANNA));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/plan", ""), 0);
        engine_home_done(&home);
}

static void what_an_earlier_daemon_left_is_taken_back(void **state)
{
        static const struct discovery_component component = { "posture", "sensor" };
        static const struct discovery_announcement known[] = {
                { "carl", "unslouch", "", DISCOVERY_OFF, false, NULL, 0 },
                { "anna", "unslouch", "ha", DISCOVERY_COMPONENT, false, &component, 1 },
                { "anna", "seats", "", DISCOVERY_OFF, true, NULL, 0 },
        };
        static const char *const emptied[] = {
                "unslouch/carl/state",
                "unslouch/carl/snooze",
                "ha/sensor/unslouch_anna_posture/config",
                "seats/anna/state",
                "seats/anna/plan",
                "seats/status",
                "seats/owner",
        };
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ANNA));
        for (size_t i = 0; i < ELEMENTS(known); i++)
                assert_int_equal(engine_know_announcement(home.engine, &known[i]), 0);
        engine_home_link(&home, true);
        for (size_t i = 0; i < ELEMENTS(emptied); i++) {
                assert_string_equal(engine_home_last(&home, emptied[i], "")->payload, "");
                assert_true(place_of(&home, emptied[i]) < place_of(&home, CONFIG("anna")));
        }
        engine_home_confirm(&home);
        assert_int_equal(home.withdrawn, ELEMENTS(known));
        engine_home_done(&home);
}

static void another_base_topic_leaves_the_old_one_empty_and_is_not_told_on_the_old_link(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ANNA));
        engine_home_link(&home, true);
        engine_home_forget(&home);
        engine_home_reload(&home, "mqtt = { base = \"seats\"; };" HOME(ANNA));
        assert_string_equal(engine_home_last(&home, "unslouch/anna/state", "")->payload, "");
        for (size_t i = 0; i < home.sent_count; i++)
                assert_memory_equal(home.sent[i].topic, "unslouch/", 9);
        engine_home_confirm(&home);
        assert_int_equal(home.withdrawn, 1);
        engine_home_link(&home, false);
        engine_home_forget(&home);
        engine_home_link(&home, true);
        assert_int_equal(engine_home_count(&home, CONFIG("anna"), "seats/anna/state"), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/state", ""), 0);
        engine_home_done(&home);
}

/* Home Assistant lets go, finds it in the other form, and only then sees the old one empty. */
static void another_mode_is_announced_between_the_migration_and_the_end_of_the_old_one(void **state)
{
        struct engine_home home;
        size_t asked, announced, emptied;

        (void)state;
        engine_home_make(&home, HOME(ANNA));
        engine_home_link(&home, true);
        engine_home_confirm(&home);
        for (int i = 0; i < 2; i++) {
                engine_home_forget(&home);
                engine_home_reload(
                        &home, i == 0 ? "mqtt = { discovery = \"component\"; };" HOME(ANNA) : HOME(ANNA));
                asked = first_place_of(
                        &home, i == 0 ? CONFIG("anna") : POSTURE, "{\"migrate_discovery\":true}");
                announced = first_place_of(&home, i == 0 ? POSTURE : CONFIG("anna"), "device_class");
                emptied = place_of(&home, i == 0 ? CONFIG("anna") : POSTURE);
                assert_true(asked < announced && announced < emptied);
                assert_string_equal(home.sent[emptied - 1].payload, "");
                assert_true(emptied < place_of(&home, "unslouch/anna/state"));
                engine_home_confirm(&home);
                assert_int_equal(home.withdrawn, i + 1);
        }
        engine_home_done(&home);
}

static void births_are_awaited_at_the_prefix_of_the_moment(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ANNA));
        assert_true(engine_is_subscribed(home.engine, BIRTH));
        engine_home_link(&home, true);
        engine_home_reload(&home, "mqtt = { discovery_prefix = \"found\"; };" HOME(ANNA));
        assert_false(engine_is_subscribed(home.engine, BIRTH));
        assert_true(engine_is_subscribed(home.engine, "found/status"));
        assert_string_equal(engine_home_last(&home, CONFIG("anna"), "")->payload, "");
        engine_home_forget(&home);
        engine_home_hear(&home, BIRTH, "online");
        engine_home_wait(&home, SECONDS(6));
        assert_int_equal(home.sent_count, 0);
        engine_home_hear(&home, "found/status", "online");
        engine_home_wait(&home, SECONDS(6));
        assert_int_equal(engine_home_count(&home, "found/device/unslouch_anna/config", "posture"), 1);
        engine_home_done(&home);
}

static void a_large_home_is_introduced_in_slices(void **state)
{
        char *config = malloc(LARGE * 256);
        struct engine_home home;
        size_t length;

        (void)state;
        assert_non_null(config);
        length = (size_t)sprintf(config, "people = ( ");
        for (int i = 0; i < LARGE; i++)
                length += (size_t)sprintf(
                        config + length, "%s{ id = \"p%d\"; " SEAT("home/chair") " }", i > 0 ? ", " : "", i);
        (void)sprintf(config + length, " );\n");
        engine_home_make(&home, config);
        free(config);
        engine_on_link(home.engine, true, &home.now);
        assert_in_range(engine_outbox(home.engine)->bytes, 512 * 1024, 1536 * 1024);
        assert_int_equal(engine_outbox(home.engine)->bytes > 0, true);
        /* The rest follows as the outbox is emptied, and then nothing is due. */
        engine_home_wait(&home, 0);
        engine_home_wait(&home, SECONDS(1));
        assert_true(place_of(&home, CONFIG("p199")) < place_of(&home, "unslouch/status"));
        assert_true(place_of(&home, "unslouch/status") < place_of(&home, "unslouch/p0/state"));
        assert_true(place_of(&home, "unslouch/p199/state") > 0);
        assert_int_equal(home.announced, LARGE);
        engine_home_done(&home);
}

/* Whether @topic is one that an entity reads its state from. */
static size_t count_states(const struct engine_home *home)
{
        size_t count = 0;

        for (size_t i = 0; i < home->sent_count; i++)
                count += home->sent[i].retain;
        return count;
}

/* A sensor that says the same every few seconds. */
static void repeat(struct engine_home *home, const char *payload, int64_t usec)
{
        for (int64_t passed_usec = 0; passed_usec < usec; passed_usec += SECONDS(7)) {
                engine_home_hear(home, "home/chair", payload);
                engine_home_wait(home, SECONDS(7));
        }
}

static void states_are_told_once_a_minute_while_seated_and_never_while_away(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, HOME(ATHLETE));
        engine_home_link(&home, true);
        engine_home_hear(&home, "home/chair", "false");
        repeat(&home, "true", MINUTES(2));
        engine_home_forget(&home);
        /* Nothing falls due in it. */
        repeat(&home, "true", MINUTES(20));
        assert_in_range(engine_home_count(&home, "unslouch/anna/state", ""), 18, 21);
        assert_int_equal(count_states(&home), engine_home_count(&home, "unslouch/anna/state", ""));
        repeat(&home, "false", MINUTES(30));
        engine_home_forget(&home);
        repeat(&home, "false", HOURS(3));
        assert_int_equal(count_states(&home), 0);
        engine_home_done(&home);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(who_connects_introduces_everybody_then_says_online_then_the_states),
                cmocka_unit_test(without_discovery_nobody_is_introduced_but_remembered),
                cmocka_unit_test(a_birth_is_answered_once_however_many_come),
                cmocka_unit_test(what_is_no_birth_or_comes_too_early_is_not_answered),
                cmocka_unit_test(the_delay_is_drawn_by_the_seed_and_never_over_five_seconds),
                cmocka_unit_test(who_left_is_taken_back_until_the_broker_confirms_it),
                cmocka_unit_test(a_hold_that_left_is_taken_back_with_the_introduction),
                cmocka_unit_test(topics_of_a_routine_that_left_are_emptied),
                cmocka_unit_test(what_an_earlier_daemon_left_is_taken_back),
                cmocka_unit_test(another_base_topic_leaves_the_old_one_empty_and_is_not_told_on_the_old_link),
                cmocka_unit_test(another_mode_is_announced_between_the_migration_and_the_end_of_the_old_one),
                cmocka_unit_test(births_are_awaited_at_the_prefix_of_the_moment),
                cmocka_unit_test(a_large_home_is_introduced_in_slices),
                cmocka_unit_test(states_are_told_once_a_minute_while_seated_and_never_while_away),
        };

        return cmocka_run_group_tests_name("engine-announce", tests, NULL, NULL);
}
