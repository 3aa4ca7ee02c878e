/* SPDX-License-Identifier: MIT */
/* Buttons and what follows people about, from the message on. */
#include "unit/test.h"

#include "unit/engine_home.h"

#define SECONDS(n) ((n)*USEC_PER_SEC)
#define MINUTES(n) ((n)*USEC_PER_MINUTE)

#define HEAD                                                                                                 \
        "people = ( { id = \"anna\"; name = \"Anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; "     \
        "topic = \"home/chair\"; room = \"office\"; } "
#define TAIL                                                                                                 \
        " ); quiet_hours = (); breaks = { posture_check = \"off\"; }; programmes = ( { id = "                \
        "\"upper-back-strength\"; days = \"mon,wed,fri\"; at = \"18:00\"; } ); equipment = [ \"mat\", "      \
        "\"pillow\", \"foam-roller\", \"chair\", \"wall\" ]; buttons = ( "
#define END " ); } );\n"
#define BUTTON                                                                                               \
        "{ topic = \"zigbee2mqtt/My button\"; field = \"action\"; map = [ \"single = done\", \"double = "    \
        "snooze\", \"hold = skip\", \"quad = hold guests\" ]; }"

static const char one_button[] = HEAD TAIL BUTTON END;

static void press(struct engine_home *home, const char *action)
{
        char payload[64];

        (void)snprintf(payload, sizeof(payload), "{\"action\":\"%s\",\"linkquality\":10}", action);
        engine_home_hear(home, "zigbee2mqtt/My button", payload);
        engine_home_wait(home, SECONDS(1));
}

static const struct session *session_of(const struct engine_home *home)
{
        return routine_session(engine_home_person(home, 0)->routine);
}

static size_t errors(const struct engine_home *home, const char *part)
{
        return engine_home_count(home, "unslouch/anna/error", part);
}

static void begin(struct engine_home *home, const char *config)
{
        engine_home_make(home, config);
        engine_home_link(home, true);
        engine_home_hear(home, "unslouch/anna/cmd", "screening none-apply");
        engine_home_forget(home);
}

/* Somebody who sits for so long that a prompt is open. */
static void sit_until_due(struct engine_home *home)
{
        engine_home_hear(home, "home/chair", "on");
        engine_home_wait(home, MINUTES(31));
        assert_int_equal(engine_home_count(home, "unslouch/anna/prompt", "\"break_due\""), 1);
        engine_home_forget(home);
}

static void presses_answer_a_prompt(void **state)
{
        static const struct {
                const char *action;
                const char *leaf;
                const char *part;
        } cases[] = {
                { "single", "unslouch/anna/prompt", "\"break_taken\"" },
                { "SINGLE", "unslouch/anna/prompt", "\"break_taken\"" },
                { "double", "unslouch/anna/state", "\"snoozed\"" },
                { "hold", "unslouch/anna/prompt", "\"break_dismissed\"" },
                { "quad", "unslouch/anna/state", "\"holds\":[\"guests\"]" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct engine_home home;

                begin(&home, one_button);
                sit_until_due(&home);
                press(&home, cases[i].action);
                assert_true(engine_home_count(&home, cases[i].leaf, cases[i].part) > 0);
                assert_int_equal(errors(&home, ""), 0);
                engine_home_done(&home);
        }
}

static void what_is_no_press_does_nothing(void **state)
{
        static const char *const payloads[] = { "{\"action\":\"\"}", "{\"action\":null}", "{\"battery\":87}",
                "{\"action\":\"release\"}", "{\"action\":[1]}", "" };
        static const char *const broken[] = { "{\"action\"", "\xff" };
        static const char retained[] = "{\"action\":\"single\"}";
        struct engine_home home;

        (void)state;
        begin(&home, one_button);
        sit_until_due(&home);
        for (size_t i = 0; i < ELEMENTS(payloads); i++)
                engine_home_hear(&home, "zigbee2mqtt/My button", payloads[i]);
        engine_home_hear_bytes(&home, "zigbee2mqtt/My button", retained, strlen(retained), true);
        assert_int_equal(home.rejected_count, 0);
        for (size_t i = 0; i < ELEMENTS(broken); i++) {
                engine_home_hear(&home, "zigbee2mqtt/My button", broken[i]);
                assert_int_equal(home.rejected_count, i + 1);
                assert_string_equal(home.rejected_topic, "zigbee2mqtt/My button");
        }
        engine_home_wait(&home, SECONDS(1));
        assert_int_equal(errors(&home, ""), 0);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "\"break_taken\""), 0);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/state", ""), 0);
        engine_home_done(&home);
}

static void a_press_that_fits_nothing_is_an_error_and_nothing_else(void **state)
{
        struct engine_home home;

        (void)state;
        begin(&home, one_button);
        engine_home_hear(&home, "home/chair", "off");
        engine_home_wait(&home, MINUTES(1));
        engine_home_forget(&home);
        press(&home, "hold");
        assert_int_equal(errors(&home, "\"command\":\"skip\""), 1);
        press(&home, "double");
        assert_int_equal(errors(&home, "\"command\":\"snooze\""), 1);
        press(&home, "single");
        assert_int_equal(errors(&home, "\"command\":\"done\""), 1);
        assert_int_equal(errors(&home, ""), 3);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", ""), 0);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/state", ""), 0);
        engine_home_done(&home);
}

static void a_press_of_another_moment_says_which_ones_fit(void **state)
{
        struct engine_home home;
        const struct sent *error;

        (void)state;
        begin(&home, one_button);
        engine_home_hear(&home, "unslouch/anna/cmd", "session start");
        press(&home, "quad");
        error = engine_home_last(&home, "unslouch/anna/error", "");
        assert_string_equal(error->payload,
                "{\"command\":\"quad\",\"reason\":\"This press means nothing now.\","
                "\"allowed\":[\"single\",\"double\",\"hold\"]}");
        assert_int_equal(error->expiry_sec, 60);
        assert_int_equal(session_of(&home)->state, SESSION_STATE_RUNNING);
        engine_home_done(&home);
}

static void a_bounce_is_no_second_press(void **state)
{
        struct engine_home home;

        (void)state;
        begin(&home, one_button);
        engine_home_hear(&home, "unslouch/anna/cmd", "session start");
        engine_home_hear(&home, "zigbee2mqtt/My button", "{\"action\":\"double\"}");
        engine_home_hear(&home, "zigbee2mqtt/My button", "{\"action\":\"double\"}");
        assert_int_equal(session_of(&home)->state, SESSION_STATE_PAUSED);
        engine_home_wait(&home, 300 * USEC_PER_MSEC);
        engine_home_hear(&home, "zigbee2mqtt/My button", "{\"action\":\"double\"}");
        assert_int_equal(session_of(&home)->state, SESSION_STATE_RUNNING);
        engine_home_done(&home);
}

/* Presses until the question is open. */
static void press_through(struct engine_home *home)
{
        for (int i = 0; session_of(home)->state == SESSION_STATE_RUNNING; i++) {
                assert_true(i < 200);
                engine_home_wait(home, SECONDS(20));
                if (session_of(home)->state == SESSION_STATE_RUNNING)
                        press(home, "single");
        }
}

static void one_button_leads_a_session(void **state)
{
        struct engine_home home;

        (void)state;
        begin(&home, one_button);
        engine_home_wait(&home, MINUTES(8 * 60 + 1));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "\"session_due\""), 1);
        press(&home, "single");
        assert_int_equal(session_of(&home)->state, SESSION_STATE_RUNNING);
        press(&home, "double");
        assert_int_equal(session_of(&home)->state, SESSION_STATE_PAUSED);
        press(&home, "double");
        assert_int_equal(session_of(&home)->state, SESSION_STATE_RUNNING);
        press_through(&home);
        assert_int_equal(session_of(&home)->state, SESSION_STATE_QUESTION);
        press(&home, "single");
        assert_null(session_of(&home));
        assert_int_equal(errors(&home, ""), 0);
        engine_home_last(&home, "unslouch/anna/state", "\"week_done\":1");
        engine_home_done(&home);
}

static void after_hard_a_press_ends_the_question(void **state)
{
        const struct progression *progression;
        struct engine_home home;

        (void)state;
        begin(&home, one_button);
        engine_home_hear(&home, "unslouch/anna/cmd", "session start");
        press_through(&home);
        press(&home, "hold");
        assert_int_equal(session_of(&home)->effort, EFFORT_HARD);
        press(&home, "single");
        assert_null(session_of(&home));
        progression = routine_progression(engine_home_person(&home, 0)->routine, 0);
        assert_non_null(progression);
        assert_int_equal(errors(&home, ""), 0);
        engine_home_done(&home);
}

static void a_reload_takes_another_button(void **state)
{
        struct engine_home home;

        (void)state;
        begin(&home, one_button);
        engine_home_reload(&home, HEAD TAIL "{ via = \"tasmota\"; device = \"key\"; }" END);
        sit_until_due(&home);
        press(&home, "single");
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", ""), 0);
        engine_home_hear(&home, "stat/key/RESULT", "{\"Button1\":{\"Action\":\"SINGLE\"}}");
        assert_int_equal(engine_home_count(&home, "unslouch/anna/prompt", "\"break_taken\""), 1);
        engine_home_done(&home);
}

#define TRACKER                                                                                              \
        ", { name = \"tracker\"; kind = \"room\"; topic = \"anna/room\"; rooms = { kueche = \"kitchen\"; "   \
        "}; }"
#define BEACONS                                                                                              \
        ", { name = \"near-office\"; kind = \"room\"; via = \"espresense\"; device = \"watch/office\"; "     \
        "room "                                                                                              \
        "= \"office\"; }, { name = \"near-lounge\"; kind = \"room\"; via = \"espresense\"; device = "        \
        "\"watch/lounge\"; room = \"lounge\"; }"

static void expect_room(struct engine_home *home, const char *room, const char *by)
{
        char part[128];

        (void)snprintf(part, sizeof(part), "\"in_room\":%s,\"in_room_by\":%s", room, by);
        engine_home_wait(home, SECONDS(11));
        engine_home_last(home, "unslouch/anna/why", part);
        (void)snprintf(part, sizeof(part), "\"in_room\":%s", room);
        engine_home_last(home, "unslouch/anna/state", part);
}

static void a_tracker_names_the_room(void **state)
{
        struct engine_home home;

        (void)state;
        begin(&home, HEAD TRACKER TAIL END);
        engine_home_hear(&home, "anna/room", "Office");
        expect_room(&home, "\"office\"", "\"tracker\"");
        engine_home_last(
                &home, "unslouch/anna/why", "\"name\":\"tracker\",\"kind\":\"room\",\"says\":\"yes\"");
        engine_home_hear(&home, "anna/room", "kueche");
        expect_room(&home, "\"kitchen\"", "\"tracker\"");
        engine_home_hear(&home, "home/chair", "on");
        expect_room(&home, "\"office\"", "\"chair\"");
        engine_home_hear(&home, "home/chair", "off");
        engine_home_wait(&home, SECONDS(11));
        expect_room(&home, "\"kitchen\"", "\"tracker\"");
        engine_home_hear(&home, "anna/room", "balcony");
        expect_room(&home, "null", "null");
        engine_home_hear(&home, "anna/room", "{}");
        assert_int_equal(home.rejected_count, 1);
        engine_home_done(&home);
}

static void the_nearest_beacon_tells_the_room(void **state)
{
        static const char office[] = "espresense/devices/watch/office",
                          lounge[] = "espresense/devices/watch/lounge";
        struct engine_home home;

        (void)state;
        begin(&home, HEAD BEACONS TAIL END);
        engine_home_hear(&home, office, "{\"id\":\"watch\",\"distance\":2.5}");
        engine_home_hear(&home, lounge, "{\"id\":\"watch\",\"distance\":4.5}");
        expect_room(&home, "\"office\"", "\"near-office\"");
        engine_home_hear(&home, lounge, "{\"id\":\"watch\",\"distance\":1.5}");
        expect_room(&home, "\"lounge\"", "\"near-lounge\"");
        engine_home_hear(&home, office, "{\"id\":\"watch\",\"distance\":2.5}");
        engine_home_hear(&home, "espresense/rooms/lounge/status", "offline");
        expect_room(&home, "\"office\"", "\"near-office\"");
        engine_home_wait(&home, SECONDS(60));
        expect_room(&home, "null", "null");
        engine_home_done(&home);
}

static void a_reload_keeps_the_room_under_its_new_number(void **state)
{
        struct engine_home home;

        (void)state;
        begin(&home, HEAD TRACKER TAIL END);
        engine_home_hear(&home, "anna/room", "kueche");
        expect_room(&home, "\"kitchen\"", "\"tracker\"");
        engine_home_forget(&home);
        engine_home_reload(&home, HEAD
                ", { name = \"radar\"; kind = \"presence\"; topic = \"r\"; room = \"attic\"; }" TRACKER TAIL
                        END);
        expect_room(&home, "\"kitchen\"", "\"tracker\"");
        engine_home_forget(&home);
        /* What it called the kitchen is another room now. */
        engine_home_reload(&home, HEAD ", { name = \"tracker\"; kind = \"room\"; topic = \"anna/room\"; "
                                       "rooms = { kueche = \"hall\"; "
                                       "}; }" TAIL END);
        expect_room(&home, "null", "null");
        engine_home_done(&home);
}

static void a_room_that_is_gone_is_unknown(void **state)
{
#define ANY         ", { name = \"any\"; kind = \"room\"; topic = \"anna/room\"; }"
#define RADAR(room) ", { name = \"radar\"; kind = \"presence\"; topic = \"r\"; room = \"" room "\"; }"
        struct engine_home home;

        (void)state;
        begin(&home, HEAD ANY RADAR("attic") TAIL END);
        engine_home_hear(&home, "anna/room", "attic");
        expect_room(&home, "\"attic\"", "\"any\"");
        engine_home_forget(&home);
        engine_home_reload(&home, HEAD ANY RADAR("cellar") TAIL END);
        expect_room(&home, "null", "null");
        engine_home_done(&home);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(presses_answer_a_prompt),
                cmocka_unit_test(what_is_no_press_does_nothing),
                cmocka_unit_test(a_press_that_fits_nothing_is_an_error_and_nothing_else),
                cmocka_unit_test(a_press_of_another_moment_says_which_ones_fit),
                cmocka_unit_test(a_bounce_is_no_second_press),
                cmocka_unit_test(one_button_leads_a_session),
                cmocka_unit_test(after_hard_a_press_ends_the_question),
                cmocka_unit_test(a_reload_takes_another_button),
                cmocka_unit_test(a_tracker_names_the_room),
                cmocka_unit_test(the_nearest_beacon_tells_the_room),
                cmocka_unit_test(a_reload_keeps_the_room_under_its_new_number),
                cmocka_unit_test(a_room_that_is_gone_is_unknown),
        };

        return cmocka_run_group_tests_name("engine-button", tests, NULL, NULL);
}
