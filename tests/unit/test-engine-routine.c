/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/engine_home.h"

#include <errno.h>
#include <stdio.h>

#define SECONDS(n) ((n)*USEC_PER_SEC)
#define MINUTES(n) ((n)*USEC_PER_MINUTE)

#define PERSON(id, more)                                                                                     \
        "{ id = \"" id "\"; name = \"" id                                                                    \
        "\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = \"" id                                 \
        "/chair\"; room = \"office\"; }, { name = \"radar\"; kind = \"presence\"; topic = \"" id             \
        "/radar\"; room = \"studio\"; covers = \"seat\"; } ); quiet_hours = (); breaks = { posture_check = " \
        "\"off\"; }; " more " }"
#define ROUTINE                                                                                              \
        "programmes = ( { id = \"upper-back-strength\"; days = \"mon,wed,fri\"; at = \"18:00\"; } ); "       \
        "equipment = [ \"mat\", \"pillow\", \"foam-roller\", \"chair\", \"wall\" ];"
#define RADIO                                                                                                \
        "channels = ( { name = \"radio\"; kind = \"speech\"; via = \"raw\"; topic = \"radio/say\"; } );\n"
#define HERMES                                                                                               \
        "channels = ( { name = \"speaker\"; kind = \"speech\"; via = \"hermes\"; site = \"office\"; } );\n"

static const char *const alone = "people = ( " PERSON("anna", ROUTINE) " );\n" RADIO;
static const char *const two_with_one_voice =
        "people = ( " PERSON("ben", "") ", " PERSON("anna", ROUTINE) " );\n" HERMES;
static const char *const two_rooms =
        "people = ( " PERSON("anna", ROUTINE) " );\n"
                                              "channels = ( { name = \"first\"; kind = \"speech\"; via = "
                                              "\"raw\"; topic = \"office/say\"; room = "
                                              "\"office\"; }, { name = \"second\"; kind = \"speech\"; via = "
                                              "\"raw\"; topic = \"studio/say\"; room = "
                                              "\"studio\"; } );\n";

static void begin(struct engine_home *home, const char *config)
{
        engine_home_make(home, config);
        engine_home_link(home, true);
        engine_home_hear(home, "unslouch/anna/cmd", "screening none-apply");
        engine_home_forget(home);
        engine_home_hear(home, "unslouch/anna/cmd", "session start");
}

static const struct session *session_of(const struct engine_home *home, uint32_t person)
{
        return routine_session(engine_home_person(home, person)->routine);
}

/* Lets time pass until the session shows @part. */
static void wait_for(struct engine_home *home, const char *part)
{
        for (int i = 0; engine_home_count(home, "unslouch/anna/session", part) == 0; i++) {
                assert_true(i < 5000);
                engine_home_wait(home, SECONDS(1));
        }
}

static void a_session_takes_what_is_computed(void **state)
{
        struct engine_home home;
        int64_t began_usec, length_usec;

        (void)state;
        begin(&home, alone);
        began_usec = home.now.boottime_usec;
        length_usec = session_of(&home, 0)->length_usec;
        engine_home_wait(&home, length_usec - SECONDS(1));
        assert_int_equal(session_of(&home, 0)->state, SESSION_STATE_RUNNING);
        engine_home_wait(&home, SECONDS(2));
        assert_int_equal(session_of(&home, 0)->state, SESSION_STATE_QUESTION);
        assert_true(home.now.boottime_usec - began_usec > MINUTES(15));
        assert_int_equal(engine_home_count(&home, "unslouch/anna/cue", "\"kind\":\"question\""), 1);
        assert_int_equal(
                engine_home_count(&home, "unslouch/anna/cue", ""), engine_home_count(&home, "radio/say", ""));
        engine_home_hear(&home, "unslouch/anna/cmd", "session answer hard");
        assert_non_null(session_of(&home, 0));
        engine_home_hear(&home, "unslouch/anna/cmd", "session answer Prone Cobra");
        engine_home_last(&home, "unslouch/anna/session", "\"state\":\"done\"");
        assert_int_equal(engine_home_count(&home, "unslouch/anna/error", ""), 0);
        assert_null(session_of(&home, 0));
        engine_home_last(&home, "unslouch/anna/state", "\"week_done\":1,\"week_target\":3");
        engine_home_last(&home, "unslouch/anna/prompt", "\"event_type\":\"session_done\"");
        engine_home_done(&home);
}

static void one_loudspeaker_of_the_room_leads(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, two_rooms);
        engine_home_link(&home, true);
        engine_home_hear(&home, "anna/radar", "on");
        engine_home_wait(&home, MINUTES(1));
        engine_home_hear(&home, "unslouch/anna/cmd", "screening none-apply");
        engine_home_hear(&home, "unslouch/anna/cmd", "session start");
        /* Where it began it goes on. */
        engine_home_hear(&home, "anna/radar", "off");
        engine_home_wait(&home, MINUTES(3));
        assert_int_equal(engine_home_count(&home, "office/say", ""), 0);
        assert_int_equal(engine_home_count(&home, "studio/say", ""),
                engine_home_count(&home, "unslouch/anna/cue", ""));
        engine_home_hear(&home, "unslouch/anna/cmd", "session stop");
        engine_home_wait(&home, MINUTES(1));
        engine_home_forget(&home);
        engine_home_done(&home);
}

static void a_muted_session_is_only_shown(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, alone);
        engine_home_link(&home, true);
        engine_home_hear(&home, "unslouch/anna/cmd", "hold baby");
        engine_home_hear(&home, "unslouch/anna/cmd", "screening none-apply");
        engine_home_hear(&home, "unslouch/anna/cmd", "session start");
        engine_home_wait(&home, MINUTES(2));
        assert_true(engine_home_count(&home, "unslouch/anna/cue", "") > 5);
        assert_int_equal(engine_home_count(&home, "radio/say", ""), 0);
        engine_home_done(&home);
}

static void hear_intent(struct engine_home *home, const char *intent, const char *site, bool retain)
{
        char topic[64], payload[160];

        (void)snprintf(topic, sizeof(topic), "hermes/intent/%s", intent);
        (void)snprintf(payload, sizeof(payload), "{\"intent\":{\"intentName\":\"%s\"},\"siteId\":\"%s\"}",
                intent, site);
        engine_home_hear_bytes(home, topic, payload, strlen(payload), retain);
}

static void an_intent_is_whose_site_it_is(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, two_with_one_voice);
        engine_home_link(&home, true);
        assert_true(engine_is_subscribed(home.engine, "hermes/intent/+"));
        engine_home_hear(&home, "unslouch/anna/cmd", "screening none-apply");
        hear_intent(&home, "UnslouchStart", "kitchen", false);
        hear_intent(&home, "UnslouchStart", "office", true);
        hear_intent(&home, "LightsOn", "office", false);
        engine_home_hear(&home, "hermes/intent/UnslouchStart", "UnslouchStart");
        assert_null(session_of(&home, 1));
        hear_intent(&home, "UnslouchStart", "office", false);
        assert_non_null(session_of(&home, 1));
        /* Of all who hear this loudspeaker, it is hers who is led by it. */
        hear_intent(&home, "UnslouchPause", "office", false);
        assert_int_equal(session_of(&home, 1)->state, SESSION_STATE_PAUSED);
        assert_int_equal(engine_home_count(&home, "unslouch/ben/error", ""), 0);
        engine_home_done(&home);
}

static void without_hermes_nobody_hears_intents(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, alone);
        assert_false(engine_is_subscribed(home.engine, "hermes/intent/+"));
        engine_home_link(&home, true);
        engine_home_hear(&home, "unslouch/anna/cmd", "screening none-apply");
        hear_intent(&home, "UnslouchStart", "default", false);
        assert_null(session_of(&home, 0));
        engine_home_done(&home);
}

static void words_wait_for_the_speaker_and_prompts_for_the_session(void **state)
{
        struct engine_home home;
        size_t said;

        (void)state;
        engine_home_make(&home, two_with_one_voice);
        engine_home_link(&home, true);
        engine_home_hear(&home, "ben/chair", "on");
        engine_home_wait(&home, MINUTES(29));
        engine_home_hear(&home, "unslouch/anna/cmd", "screening none-apply");
        engine_home_forget(&home);
        engine_home_hear(&home, "unslouch/anna/cmd", "session start");
        assert_int_equal(engine_home_count(&home, "hermes/tts/say", ""), 1);
        engine_home_wait(&home, SECONDS(1));
        said = engine_home_count(&home, "hermes/tts/say", "");
        engine_home_hear(&home, "hermes/tts/sayFinished", "{\"siteId\":\"office\"}");
        engine_home_wait(&home, SECONDS(5));
        assert_true(engine_home_count(&home, "hermes/tts/say", "") > said);
        /* Ben's break falls due, and is told to whom it can be told without words. */
        engine_home_wait(&home, MINUTES(4));
        engine_home_last(&home, "unslouch/ben/prompt", "\"event_type\":\"break_due\"");
        assert_int_equal(engine_home_count(&home, "hermes/tts/say", "\"id\":\"ben-"), 0);
        engine_home_hear(&home, "unslouch/anna/cmd", "session pause");
        engine_home_hear(&home, "hermes/tts/sayFinished", "{\"siteId\":\"office\"}");
        engine_home_wait(&home, MINUTES(1));
        assert_int_equal(engine_home_count(&home, "hermes/tts/say", "\"id\":\"ben-"), 1);
        engine_home_done(&home);
}

static void commands_that_do_not_fit_are_answered(void **state)
{
        static const struct {
                const char *leaf;
                const char *payload;
                const char *part;
        } cases[] = {
                { "cmd", "session start", "are to be answered first" },
                { "cmd", "session done", "There is no session." },
                { "cmd", "session dance", "\"command\":\"session dance\"" },
                { "cmd", "session start flying", "no such programme" },
                { "cmd", "session answer fine", "\"command\":\"session answer\"" },
                { "cmd", "session move 2026-11-01", "\"command\":\"session move\"" },
                { "session_days/set", "someday", "\"command\":\"someday\"" },
                { "session_time/set", "late", "\"command\":\"late\"" },
        };
        struct engine_home home;

        (void)state;
        engine_home_make(&home, alone);
        engine_home_link(&home, true);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char topic[64];
                const struct sent *error;

                engine_home_forget(&home);
                (void)snprintf(topic, sizeof(topic), "unslouch/anna/%s", cases[i].leaf);
                engine_home_hear(&home, topic, cases[i].payload);
                error = engine_home_last(&home, "unslouch/anna/error", cases[i].part);
                assert_false(error->retain);
                assert_int_equal(error->expiry_sec, 60);
                /* A value that could not be set is shown as it stays. */
                if (strcmp(cases[i].leaf, "cmd") != 0)
                        engine_home_last(&home, "unslouch/anna/session_days", "mon,wed,fri");
        }
        engine_home_done(&home);
}

static void days_that_are_refused_are_shown_as_they_stay(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, "people = ( " PERSON("anna", ROUTINE " never = \"tue\";") " );\n" RADIO);
        engine_home_link(&home, true);
        engine_home_forget(&home);
        engine_home_hear(&home, "unslouch/anna/session_days/set", "tue");
        engine_home_last(&home, "unslouch/anna/error", "stays in its week");
        engine_home_last(&home, "unslouch/anna/session_days", "mon,wed,fri");
        engine_home_done(&home);
}

static void what_is_told_of_a_week_is_of_the_programme_itself(void **state)
{
        struct engine_home home;
        const char *config =
                "people = ( " PERSON("anna", "programmes = ( { id = \"daily-stretch\"; at = \"12:30\"; } ); "
                                             "equipment = [ \"foam-roller\", "
                                             "\"chair-or-ball\", \"wall-or-door-frame\" ];") " );\n" RADIO;

        (void)state;
        begin(&home, config);
        wait_for(&home, "\"state\":\"question\"");
        engine_home_last(&home, "unslouch/anna/prompt", "This week: 1 of 7.");
        engine_home_last(&home, "unslouch/anna/state",
                "\"week_done\":null,\"week_target\":null,\"streak_weeks\":null");
        engine_home_done(&home);
}

static void who_has_no_programmes_has_no_routine(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, "people = ( " PERSON("anna", "") " );\n" RADIO);
        engine_home_link(&home, true);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/session", ""), 0);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/plan", ""), 0);
        engine_home_last(&home, "unslouch/anna/state", "\"week_done\":null");
        assert_null(engine_session_text(home.engine, 0, &home.now));
        assert_null(engine_plan_text(home.engine, 0, &home.now));
        engine_home_done(&home);
}

static void days_and_time_are_set(void **state)
{
        struct engine_home home;

        (void)state;
        engine_home_make(&home, alone);
        engine_home_link(&home, true);
        assert_true(engine_home_last(&home, "unslouch/anna/session_days", "mon,wed,fri")->retain);
        assert_true(engine_home_last(&home, "unslouch/anna/session_time", "18:00")->retain);
        engine_home_hear(&home, "unslouch/anna/session_days/set", "tue,thu,sat");
        engine_home_last(&home, "unslouch/anna/session_days", "tue,thu,sat");
        engine_home_hear(&home, "unslouch/anna/cmd", "session at 07:30-09:00");
        engine_home_last(&home, "unslouch/anna/session_time", "07:30-09:00");
        engine_home_last(&home, "unslouch/anna/plan", "T07:30:00");
        engine_home_done(&home);
}

static void the_broker_is_told_once_what_it_has_missed(void **state)
{
        struct engine_home home;

        (void)state;
        begin(&home, alone);
        engine_home_link(&home, false);
        engine_home_wait(&home, MINUTES(1));
        engine_home_forget(&home);
        engine_home_link(&home, true);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/session", "\"state\":\"running\""), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/plan", ""), 1);
        assert_int_equal(engine_home_count(&home, "unslouch/anna/session_days", ""), 1);
        engine_home_done(&home);
}

static void a_reload_goes_on_with_the_session(void **state)
{
        struct engine_home home;
        uint16_t cues;

        (void)state;
        begin(&home, alone);
        wait_for(&home, "\"exercise\":\"prone-cobra\"");
        cues = session_of(&home, 0)->cues;
        engine_home_reload(&home, alone);
        assert_int_equal(session_of(&home, 0)->state, SESSION_STATE_RUNNING);
        assert_true(session_of(&home, 0)->cues >= cues);
        engine_home_forget(&home);
        wait_for(&home, "\"exercise\":\"prone-t-raise\"");
        assert_true(engine_home_count(&home, "radio/say", "Prone T raise") > 0);
        /* Who is no longer in the file leaves nothing retained. */
        engine_home_forget(&home);
        engine_home_reload(&home, "people = ( " PERSON("ben", "") " );\n" RADIO);
        assert_string_equal(engine_home_last(&home, "unslouch/anna/plan", "")->payload, "");
        assert_string_equal(engine_home_last(&home, "unslouch/anna/session", "")->payload, "");
        engine_home_done(&home);
}

/* What somebody here is told of a session. */
struct ear {
        unsigned sessions, plans, cues;
        char say[CUE_TEXT_SIZE];
};

static void hear_session(void *userdata, uint32_t person, const struct instant *now)
{
        (void)person;
        (void)now;
        ((struct ear *)userdata)->sessions++;
}

static void hear_plan(void *userdata, uint32_t person, const struct instant *now)
{
        (void)person;
        (void)now;
        ((struct ear *)userdata)->plans++;
}

static void hear_cue(void *userdata, uint32_t person, const char *id, const struct cue *cue,
        const struct cue_text *text, const struct instant *now)
{
        struct ear *ear = userdata;

        (void)person;
        (void)now;
        assert_true(cue->number > 0);
        assert_non_null(strstr(id, "anna-2026-11-23-1000-"));
        ear->cues++;
        (void)snprintf(ear->say, sizeof(ear->say), "%s", text->say);
}

static void sessions_are_led_without_a_broker(void **state)
{
        const struct routine_command start = { .verb = ROUTINE_START };
        const struct routine_command done = { .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_RESUME };
        struct screening_answers answers = { .answered_day = 20780, .cleared_day = INT32_MIN };
        struct engine_home home;
        struct ear ear = { 0 };
        const struct engine_listener listener = {
                .userdata = &ear,
                .session = hear_session,
                .plan = hear_plan,
                .cue = hear_cue,
        };
        struct effect refusal;

        (void)state;
        for (size_t i = 0; i < SCREENING_QUESTIONS_MAX; i++)
                answers.general[i] = ANSWER_NO;
        for (size_t i = 0; i < TAGS_MAX; i++)
                answers.tags[i] = ANSWER_NO;
        engine_home_make(&home, alone);
        engine_set_listener(home.engine, &listener);
        assert_int_equal(engine_session_command(home.engine, 0, &start, &home.now, &refusal), -ECANCELED);
        assert_int_equal(refusal.kind, EFFECT_ROUTINE_ERROR);
        answers.answered_day = instant_day(&home.now, home.now.realtime_usec, 0);
        engine_on_screening(home.engine, 0, &answers, &home.now);
        assert_int_equal(engine_session_command(home.engine, 0, &start, &home.now, &refusal), 0);
        assert_int_equal(engine_session_command(home.engine, 0, &done, &home.now, &refusal), -ECANCELED);
        assert_int_equal(refusal.routine_error.session_refusal, SESSION_REFUSED_STATE);
        engine_home_wait(&home, MINUTES(2));
        assert_true(ear.cues > 3 && ear.sessions > 3 && ear.plans > 0);
        assert_true(strlen(ear.say) > 0);
        assert_int_equal(home.sent_count, 0);
        engine_home_done(&home);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_session_takes_what_is_computed),
                cmocka_unit_test(one_loudspeaker_of_the_room_leads),
                cmocka_unit_test(a_muted_session_is_only_shown),
                cmocka_unit_test(an_intent_is_whose_site_it_is),
                cmocka_unit_test(without_hermes_nobody_hears_intents),
                cmocka_unit_test(words_wait_for_the_speaker_and_prompts_for_the_session),
                cmocka_unit_test(commands_that_do_not_fit_are_answered),
                cmocka_unit_test(days_that_are_refused_are_shown_as_they_stay),
                cmocka_unit_test(what_is_told_of_a_week_is_of_the_programme_itself),
                cmocka_unit_test(who_has_no_programmes_has_no_routine),
                cmocka_unit_test(days_and_time_are_set),
                cmocka_unit_test(the_broker_is_told_once_what_it_has_missed),
                cmocka_unit_test(a_reload_goes_on_with_the_session),
                cmocka_unit_test(sessions_are_led_without_a_broker),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
