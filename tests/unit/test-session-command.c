/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "wire/command.h"
#include "wire/hermes_intent.h"
#include "wire/session_command.h"

#include <errno.h>
#include <stdio.h>

/* Sunday 2026-11-22 10:01:31 in a zone an hour ahead of UTC: day 20779. */
static const struct instant now = {
        .boottime_usec = 1000 * USEC_PER_SEC,
        .realtime_usec = INT64_C(1795338091000000),
        .zone = { INT64_MIN, USEC_INFINITY, 3600, 3600, 3600 },
};

#define TODAY 20779
#define NO    ROUTINE_NO_MINUTE

struct read_as {
        const char *text;
        struct routine_command command;
};

static void check(const struct read_as *should)
{
        const struct routine_command *expected = &should->command;
        struct routine_command command;
        struct session_command_error error = { 0 };

        if (session_command_parse(should->text, strlen(should->text), &now, &command, &error) != 0)
                fail_msg("%s: %s", should->text, error.reason ? error.reason : "no command");
        if (command.verb != expected->verb || command.is_short != expected->is_short ||
                command.session_verb != expected->session_verb || command.pain != expected->pain ||
                command.sharp != expected->sharp || command.effort != expected->effort ||
                command.worse != expected->worse || command.day != expected->day ||
                command.minute != expected->minute || command.until_minute != expected->until_minute ||
                command.days != expected->days || command.declined != expected->declined)
                fail_msg("%s", should->text);
        assert_string_equal(command.prompt_id, expected->prompt_id);
        assert_string_equal(command.programme, expected->programme);
        assert_string_equal(command.exercise, expected->exercise);
}

#define CHECK(cases)                                                                                         \
        for (size_t i = 0; i < ELEMENTS(cases); i++)                                                         \
        check(&(cases)[i])

static void a_session_is_started_by_its_programme_or_as_planned(void **state)
{
        static const struct read_as cases[] = {
#define START(...) { .verb = ROUTINE_START, .minute = NO, .until_minute = NO, __VA_ARGS__ }
                { "session start", START(.programme = "") },
                { " Session  START\r\n", START(.programme = "") },
                { "session start upper-back-strength", START(.programme = "upper-back-strength") },
                { "session start short", START(.is_short = true) },
                { "session start steady-back short", START(.programme = "steady-back", .is_short = true) },
                { "session start short steady-back", START(.programme = "steady-back", .is_short = true) },
                { "{\"action\":\"session\",\"arg\":\"start steady-back\",\"id\":\"anna-2026-11-22-3\"}",
                        START(.programme = "steady-back", .prompt_id = "anna-2026-11-22-3") },
                { "{\"action\":\"session start\",\"for\":null}", START(.programme = "") },
                { "start", START(.programme = "") },
                { "start steady-back short", START(.programme = "steady-back", .is_short = true) },
                { "{\"action\":\"start\",\"id\":\"anna-2026-11-22-3\"}",
                        START(.prompt_id = "anna-2026-11-22-3") },
#undef START
        };

        (void)state;
        CHECK(cases);
}

static void a_running_session_is_guided_by_words(void **state)
{
#define GUIDED(which, ...)                                                                                   \
        {                                                                                                    \
                .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_##which, .minute = NO,                  \
                .until_minute = NO, __VA_ARGS__                                                              \
        }
        static const struct read_as cases[] = {
                { "session pause", GUIDED(PAUSE, .pain = 0) },
                { "session resume", GUIDED(RESUME, .pain = 0) },
                { "session done", GUIDED(DONE, .pain = 0) },
                { "session next", GUIDED(NEXT, .pain = 0) },
                { "session easier", GUIDED(EASIER, .pain = 0) },
                { "session stop", GUIDED(STOP, .pain = 0) },
                { "session too-easy", GUIDED(TOO_EASY, .pain = 0) },
                { "session pain", GUIDED(PAIN, .pain = PAIN_UNSAID) },
                { "session pain 0", GUIDED(PAIN, .pain = 0) },
                { "session pain 10", GUIDED(PAIN, .pain = 10) },
                { "session pain sharp", GUIDED(PAIN, .pain = PAIN_UNSAID, .sharp = true) },
                { "session pain 6 spreading", GUIDED(PAIN, .pain = 6, .sharp = true) },
                { "session pain numb 2", GUIDED(PAIN, .pain = 2, .sharp = true) },
                { "session pain dizzy", GUIDED(PAIN, .pain = PAIN_UNSAID, .sharp = true) },
                { "{\"action\":\"session\",\"arg\":\"pain 6\"}", GUIDED(PAIN, .pain = 6) },
                { "session answer easy", GUIDED(ANSWER, .effort = EFFORT_EASY) },
                { "session answer right", GUIDED(ANSWER, .effort = EFFORT_RIGHT) },
                { "session answer hard", GUIDED(ANSWER, .effort = EFFORT_HARD) },
                { "session answer max", GUIDED(ANSWER, .effort = EFFORT_MAX) },
                { "session answer too hard", GUIDED(ANSWER, .effort = EFFORT_MAX) },
                { "session answer too-hard", GUIDED(ANSWER, .effort = EFFORT_MAX) },
                { "session answer bird-dog", GUIDED(ANSWER_EXERCISE, .exercise = "bird-dog") },
                { "Session answer Bird  Dog", GUIDED(ANSWER_EXERCISE, .exercise = "bird dog") },
        };
#undef GUIDED

        (void)state;
        CHECK(cases);
}

static void the_week_is_changed_by_words(void **state)
{
#define MOVE(which, at)                                                                                      \
        {                                                                                                    \
                .verb = ROUTINE_MOVE, .day = which, .minute = at, .until_minute = NO                         \
        }
#define SKIP(which)                                                                                          \
        {                                                                                                    \
                .verb = ROUTINE_SKIP, .day = which, .minute = NO, .until_minute = NO                         \
        }
#define AT(from, until)                                                                                      \
        {                                                                                                    \
                .verb = ROUTINE_AT, .minute = from, .until_minute = until                                    \
        }
#define DAYS(mask)                                                                                           \
        {                                                                                                    \
                .verb = ROUTINE_DAYS, .days = mask, .minute = NO, .until_minute = NO                         \
        }
        static const struct read_as cases[] = {
                { "session move tomorrow 19:00", MOVE(TODAY + 1, 1140) },
                { "session move tomorrow", MOVE(TODAY + 1, NO) },
                { "session move 19:30", MOVE(TODAY, 1170) },
                { "session move today 7:05", MOVE(TODAY, 425) },
                { "session move sun", MOVE(TODAY, NO) },
                { "session move monday 18:00", MOVE(TODAY + 1, 1080) },
                { "session move sat", MOVE(TODAY + 6, NO) },
                { "session move 2026-11-25 18:00", MOVE(TODAY + 3, 1080) },
                { "session skip", SKIP(TODAY) },
                { "session skip today", SKIP(TODAY) },
                { "session skip wed", SKIP(TODAY + 3) },
                { "session at 19:00", AT(1140, NO) },
                { "session at 18:00-21:00", AT(1080, 1260) },
                { "session at 18:00 - 21:00", AT(1080, 1260) },
                { "session days mon,thu,sat", DAYS(0x29) },
                { "session days mon, thu , saturday", DAYS(0x29) },
                { "session days mon-fri", DAYS(0x1f) },
                { "session days sat-mon wed", DAYS(0x65) },
                { "session days daily", DAYS(0x7f) },
                { "session answer worse", { .verb = ROUTINE_RECOVERY,
                                                  .worse = true,
                                                  .minute = NO,
                                                  .until_minute = NO,
                                                  .session_verb = SESSION_VERB_ANSWER } },
                { "session answer fine", { .verb = ROUTINE_RECOVERY,
                                                 .minute = NO,
                                                 .until_minute = NO,
                                                 .session_verb = SESSION_VERB_ANSWER } },
                { "session light no",
                        { .verb = ROUTINE_LIGHT, .declined = true, .minute = NO, .until_minute = NO } },
                { "session light yes", { .verb = ROUTINE_LIGHT, .minute = NO, .until_minute = NO } },
                { "session clear Bird Dog",
                        { .verb = ROUTINE_CLEAR, .exercise = "bird dog", .minute = NO, .until_minute = NO } },
                { "screening none-apply", { .verb = ROUTINE_NONE_APPLY, .minute = NO, .until_minute = NO } },
        };

        (void)state;
        CHECK(cases);
#undef MOVE
#undef SKIP
#undef AT
#undef DAYS
}

static void what_cannot_be_read_is_told_what_would_fit(void **state)
{
        static const struct {
                const char *text;
                const char *allowed; /* one of them; NULL: none */
        } cases[] = {
                { "session", "session start [PROGRAMME] [short]" },
                { "session dance", "session pause" },
                { "session pause now", NULL },
                { "session start Fe!st", "PROGRAMME" },
                { "session start steady-back gentle-stretch", "short" },
                { "session start short short short", "short" },
                { "session pain 11", "0..10" },
                { "session pain -1", "0..10" },
                { "session pain 5 6", "0..10" },
                { "session pain much", "sharp" },
                { "session answer", "easy" },
                { "session move", "tomorrow" },
                { "session move yesterday", "tomorrow" },
                { "session move tomorrow late", "19:00" },
                { "session move 2026-02-30", "2026-12-01" },
                { "session skip never", "today" },
                { "session at", "18:00" },
                { "session at noon", "18:00" },
                { "session at 24:00", "18:00" },
                { "session at 18:00-", "18:00-21:00" },
                { "session at 21:00-18:00", "18:00-21:00" },
                { "session days", "mon,wed,fri" },
                { "session days ,", "mon,wed,fri" },
                { "session days m", "mon,wed,fri" },
                { "session days mon-", "mon,wed,fri" },
                { "session days mon,funday", "daily" },
                { "session light", "no" },
                { "session light perhaps", "yes" },
                { "session clear", "EXERCISE" },
                { "screening", "screening none-apply" },
                { "screening cleared", "screening none-apply" },
                { "screening yes,no", "screening none-apply" },
                { "{\"action\":\"session start\",\"for\":\"15 min\"}", NULL },
                { "{\"action\":\"session start\",\"for\":[]}", NULL },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct routine_command command = { .day = 77 };
                struct session_command_error error = { 0 };
                bool found = !cases[i].allowed;

                if (session_command_parse(cases[i].text, strlen(cases[i].text), &now, &command, &error) !=
                        -EINVAL)
                        fail_msg("%s", cases[i].text);
                assert_non_null(error.reason);
                for (size_t j = 0; j < error.allowed_count; j++)
                        found = found || strcmp(error.allowed[j], cases[i].allowed) == 0;
                if (!found)
                        fail_msg("%s: %s", cases[i].text, cases[i].allowed);
                assert_int_equal(command.day, 77);
        }
}

static void other_commands_are_left_to_others(void **state)
{
        static const char *const others[] = { "", "done", "sessions", "hold session", "{\"action\":\"done\"}",
                "{\"action\":\"session\",\"when\":1}", "{\"action\":[\"session\"]}",
                "{\"action\":\"session\"", "{\"action\":\"session pause\",\"id\":7}",
                "{\"action\":\"session\",\"arg\":true}", "\xff" };
        struct routine_command command;
        struct session_command_error error;
        char text[400];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(others); i++)
                if (session_command_parse(others[i], strlen(others[i]), &now, &command, &error) != -ENOENT)
                        fail_msg("%s", others[i]);
        memset(text, 'x', sizeof(text));
        memcpy(text, "session start ", strlen("session start "));
        assert_int_equal(session_command_parse(text, sizeof(text), &now, &command, &error), -ENOENT);
        memcpy(text, "session answer ", strlen("session answer "));
        assert_int_equal(session_command_parse(text, 200, &now, &command, &error), -EINVAL);
}

static void settings_are_read(void **state)
{
        char text[400];
        struct routine_command command;
        struct session_command_error error = { 0 };

        (void)state;
        assert_int_equal(session_command_parse_days("Mon,Wed", 7, &command, &error), 0);
        assert_int_equal(command.verb, ROUTINE_DAYS);
        assert_int_equal(command.days, 0x05);
        assert_int_equal(session_command_parse_days("soon", 4, &command, &error), -EINVAL);
        assert_string_equal(error.allowed[0], "mon,wed,fri");
        assert_int_equal(session_command_parse_days("\xff", 1, &command, &error), -EINVAL);
        memset(text, 'm', sizeof(text));
        assert_int_equal(session_command_parse_days(text, sizeof(text), &command, &error), -EINVAL);
        assert_int_equal(session_command_parse_time("18:30", 5, &command, &error), 0);
        assert_int_equal(command.verb, ROUTINE_AT);
        assert_int_equal(command.minute, 1110);
        assert_int_equal(command.until_minute, ROUTINE_NO_MINUTE);
        assert_int_equal(session_command_parse_time("", 0, &command, &error), -EINVAL);
        assert_string_equal(error.allowed[0], "18:00");
}

static const struct exercise_words *words_of(void *userdata, int exercise)
{
        static const struct exercise_words words[] = { { .name = "Bird dog" }, { .name = NULL } };

        (void)userdata;
        return &words[exercise];
}

static void exercises_are_found_by_id_and_name(void **state)
{
        struct exercise exercises[] = { { .id = "bird-dog" }, { .id = "wall-slide" } };
        const struct programme_set set = { .exercises = exercises, .exercise_count = 2 };

        (void)state;
        assert_int_equal(session_command_find_exercise(&set, "bird-dog", words_of, NULL), 0);
        assert_int_equal(session_command_find_exercise(&set, "bird dog", words_of, NULL), 0);
        assert_int_equal(session_command_find_exercise(&set, "wall-slide", words_of, NULL), 1);
        assert_int_equal(session_command_find_exercise(&set, "wall", words_of, NULL), -1);
}

#define INTENT(name, slots)                                                                                  \
        "{\"intent\":{\"intentName\":\"" name "\"},\"siteId\":\"office\",\"slots\":[" slots "]}"
#define SLOT(name, value) "{\"slotName\":\"" name "\",\"value\":{\"kind\":\"Unknown\",\"value\":" value "}}"

static int parse_intent(const char *json, struct hermes_command *command)
{
        struct payload payload;
        int r = payload_init(&payload, json, strlen(json));

        assert_int_equal(r, 0);
        r = hermes_intent_parse(&payload, command);
        payload_done(&payload);
        return r;
}

static void what_is_said_to_an_assistant_becomes_a_command(void **state)
{
        static const struct {
                const char *json;
                const char *text;
        } cases[] = {
                { INTENT("UnslouchStart", ""), "session start" },
                { INTENT("UnslouchStart", SLOT("programme", "\"steady-back\"")),
                        "session start steady-back" },
                { INTENT("UnslouchStartShort", ""), "session start short" },
                { INTENT("UnslouchStartShort", SLOT("programme", "\"steady-back\"")),
                        "session start steady-back short" },
                { INTENT("UnslouchPause", SLOT("programme", "\"x\"")), "session pause" },
                { INTENT("UnslouchPain", SLOT("other", "1") "," SLOT("pain", "6")), "session pain 6" },
                { INTENT("UnslouchPain", SLOT("pain", "6.0")), "session pain 6" },
                { INTENT("UnslouchPain", SLOT("pain", "\"sharp\"")), "session pain sharp" },
                { INTENT("UnslouchAnswer", SLOT("answer", "\"Hard\"")), "session answer hard" },
                { INTENT("UnslouchMoveSession", SLOT("day", "\"tomorrow\"")), "session move tomorrow" },
                { INTENT("UnslouchSnooze", SLOT("minutes", "15")), "snooze 15" },
                { INTENT("UnslouchSnooze", ""), "snooze" },
                { INTENT("UnslouchBreakDone", ""), "done" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct hermes_command command;

                assert_int_equal(parse_intent(cases[i].json, &command), 0);
                assert_string_equal(command.text, cases[i].text);
                assert_string_equal(command.site, "office");
        }
}

static void a_dialogue_is_ended_where_there_is_one(void **state)
{
        struct outbox outbox = { 0 };
        struct hermes_command command;

        (void)state;
        assert_int_equal(parse_intent(INTENT("UnslouchPause", ""), &command), 0);
        assert_int_equal(hermes_intent_end(&command, &outbox), 0);
        assert_int_equal(outbox.count, 0);
        assert_int_equal(parse_intent("{\"intent\":{\"intentName\":\"UnslouchPause\"},"
                                      "\"sessionId\":\"office-1-\\\"2\"}",
                                 &command),
                0);
        assert_int_equal(hermes_intent_end(&command, &outbox), 0);
        assert_int_equal(outbox.count, 1);
        assert_string_equal(outbox.messages[0].topic, "hermes/dialogueManager/endSession");
        assert_string_equal(outbox.messages[0].payload, "{\"sessionId\":\"office-1-\\\"2\"}");
        assert_false(outbox.messages[0].retain);
        outbox_done(&outbox);
}

/* Whatever an intent becomes, one of the two readers takes it, given what it asks for. */
static void every_intent_is_a_command(void **state)
{
        (void)state;
        for (size_t i = 0; i < hermes_intent_count; i++) {
                struct hermes_command hermes;
                struct routine_command routine;
                struct command command;
                struct session_command_error error;
                const char *reason;
                char json[512];
                int r;

                snprintf(json, sizeof(json),
                        "{\"intent\":{\"intentName\":\"%s\"},\"slots\":[" SLOT("answer", "\"easy\"") "," SLOT(
                                "day", "\"today\"") "," SLOT("pain", "3") "]}",
                        hermes_intent_names[i]);
                assert_int_equal(parse_intent(json, &hermes), 0);
                assert_string_equal(hermes.site, "default");
                r = session_command_parse(hermes.text, strlen(hermes.text), &now, &routine, &error);
                if (r == -ENOENT)
                        r = command_parse(hermes.text, strlen(hermes.text), &now, &command, &reason);
                if (r != 0)
                        fail_msg("%s", hermes.text);
        }
}

static void other_intents_are_left_alone(void **state)
{
        static const struct {
                const char *json;
                int error;
        } cases[] = {
                { INTENT("LightsOn", ""), -ENOENT },
                { "{}", -ENOENT },
                { "{\"intent\":\"UnslouchPause\"}", -ENOENT },
                { "[]", -EINVAL },
                { "pause", -EINVAL },
                { INTENT("UnslouchPain", SLOT("pain", "true")), -EINVAL },
                { INTENT("UnslouchPain", SLOT("pain", "-1.5")), -EINVAL },
                { INTENT("UnslouchPain", SLOT("pain", "2000000.5")), -EINVAL },
                { "{\"intent\":{\"intentName\":\"UnslouchPause\"},\"siteId\":\""
                  "0123456789012345678901234567890123456789012345678901234567890123456789\"}",
                        -EINVAL },
                { "{\"intent\":{\"intentName\":\"UnslouchPause\"},\"sessionId\":\""
                  "0123456789012345678901234567890123456789012345678901234567890123456789\"}",
                        -EINVAL },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct hermes_command command = { .site = "x" };

                if (parse_intent(cases[i].json, &command) != cases[i].error)
                        fail_msg("%s", cases[i].json);
                assert_string_equal(command.site, "x");
        }
}

/* The sentences that ship train the intents that are understood, no others, in each language. */
static void the_sentences_that_ship_train_every_intent(void **state)
{
        static const char *const languages[] = { "en", "de" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(languages); i++) {
                char line[512];
                unsigned known = 0;
                FILE *file;

                snprintf(line, sizeof(line), "%s/conf/hermes/%s.ini", TOP_SRCDIR, languages[i]);
                file = fopen(line, "re");
                assert_non_null(file);
                while (fgets(line, sizeof(line), file)) {
                        bool found = false;

                        if (line[0] != '[' || strncmp(line, "[Unslouch", 9) != 0)
                                continue;
                        line[strcspn(line, "]")] = '\0';
                        for (size_t j = 0; j < hermes_intent_count; j++)
                                found = found || strcmp(hermes_intent_names[j], line + 1) == 0;
                        assert_true(found);
                        known++;
                }
                fclose(file);
                assert_int_equal(known, hermes_intent_count);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_session_is_started_by_its_programme_or_as_planned),
                cmocka_unit_test(a_running_session_is_guided_by_words),
                cmocka_unit_test(the_week_is_changed_by_words),
                cmocka_unit_test(what_cannot_be_read_is_told_what_would_fit),
                cmocka_unit_test(other_commands_are_left_to_others),
                cmocka_unit_test(settings_are_read),
                cmocka_unit_test(exercises_are_found_by_id_and_name),
                cmocka_unit_test(what_is_said_to_an_assistant_becomes_a_command),
                cmocka_unit_test(a_dialogue_is_ended_where_there_is_one),
                cmocka_unit_test(every_intent_is_a_command),
                cmocka_unit_test(other_intents_are_left_alone),
                cmocka_unit_test(the_sentences_that_ship_train_every_intent),
        };

        return cmocka_run_group_tests_name("session_command", tests, NULL, NULL);
}
