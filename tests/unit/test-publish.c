/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/publish.h"

#include <jansson.h>

#define MIN USEC_PER_MINUTE

/* 2026-11-22T10:01:31+01:00 */
static const struct instant now = {
        .boottime_usec = 100000 * USEC_PER_SEC,
        .realtime_usec = INT64_C(1795338091000000),
        .zone = { INT64_MIN, USEC_INFINITY, 3600, 3600, 3600 },
};

static const char *const sources[] = { "chair", "radar" };
static const char *const channels[] = { "lamp", "speaker", "phone" };
static const char *const rooms[] = { NULL, "office",
        "K\xc3\xbc"
        "che" };
static const struct person_names names = { "anna", "Anna", sources, channels, rooms };

static const struct source_config source_configs[] = {
        { .kind = SOURCE_KIND_SEAT,
                .room = 1,
                .seat_group = SEAT_GROUP_NONE,
                .stale_after_usec = 6 * USEC_PER_HOUR },
        { .kind = SOURCE_KIND_PRESENCE,
                .seat_group = SEAT_GROUP_NONE,
                .stale_after_usec = 6 * USEC_PER_HOUR },
};

static const struct person_config config = {
        .id = "anna",
        .sources = source_configs,
        .source_count = 2,
        .breaks = {
                .bout = { 10 * USEC_PER_SEC, 60 * USEC_PER_SEC, 120 * USEC_PER_SEC },
                .sit_limit_usec = 30 * MIN,
                .long_break_usec = 5 * MIN,
                .snooze_usec = 10 * MIN,
                .snoozes = 2,
                .repeat_usec = 10 * MIN,
                .defer_usec = 10 * MIN,
                .voice_per_hour = 2,
                .voice_per_day = 12,
                .linger_usec = 5 * MIN,
        },
        .day_start_minute = 240,
};

/* Anna, of whom nothing is known. */
static void begin(struct person *person)
{
        assert_int_equal(person_init(person, &config, &now), 0);
}

static void assert_text_is(char *text, const char *should)
{
        assert_non_null(text);
        assert_string_equal(text, should);
        free(text);
}

static void a_state_has_every_key(void **state)
{
        static const struct person_view nothing = { .posture = POSTURE_UNKNOWN, .phase = PHASE_UNKNOWN };
        struct person_view view = {
                .posture = POSTURE_SITTING,
                .since_realtime_usec = now.realtime_usec - 90 * USEC_PER_SEC,
                .bout_start_realtime_usec = now.realtime_usec - 30 * MIN,
                .bout_usec = 1799999999,
                .sitting_today_usec = 2 * USEC_PER_HOUR,
                .breaks_today = 3,
                .longest_bout_today_usec = 45 * MIN,
                .phase = PHASE_DUE,
                .next_break_realtime_usec = now.realtime_usec + 10 * MIN,
                .prompt = { 20779, 3 },
                .snoozes_left = 2,
                .room = 2,
        };
        struct person person;

        (void)state;
        begin(&person);
        assert_text_is(publish_state(&person, &names, &nothing, &now),
                "{\"posture\":\"unknown\",\"since\":null,\"bout_start\":null,\"bout_s\":0,\"sitting_today_"
                "s\":0,"
                "\"breaks_today\":0,\"longest_bout_today_s\":0,\"phase\":\"unknown\",\"next_break\":null,"
                "\"prompt_id\":null,\"snoozes_left\":0,\"holds\":[],\"in_room\":null,\"next_session\":null,"
                "\"week_done\":null,\"week_target\":null,\"streak_weeks\":null}");
        assert_int_equal(hold_set_topic(&person.holds, "call", HOLD_EFFECT_DEFER, true), 0);
        assert_int_equal(
                hold_set_command(&person.holds, "baby", HOLD_EFFECT_MUTE, USEC_INFINITY, USEC_INFINITY), 0);
        assert_text_is(publish_state(&person, &names, &view, &now),
                "{\"posture\":\"sitting\",\"since\":\"2026-11-22T10:00:01+01:00\","
                "\"bout_start\":\"2026-11-22T09:31:31+01:00\",\"bout_s\":1799,\"sitting_today_s\":7200,"
                "\"breaks_today\":3,\"longest_bout_today_s\":2700,\"phase\":\"due\","
                "\"next_break\":\"2026-11-22T10:11:31+01:00\",\"prompt_id\":\"anna-2026-11-22-3\","
                "\"snoozes_left\":2,\"holds\":[\"call\",\"baby\"],\"in_room\":\"K\xc3\xbc"
                "che\","
                "\"next_session\":null,\"week_done\":null,\"week_target\":null,\"streak_weeks\":null}");
        person_done(&person);
}

/* Only who trains by the week has weeks to count. */
static void a_state_tells_of_the_weeks_of_exercises(void **state)
{
        static struct programme programmes[] = {
                { .id = "strength",
                        .schedule = PROGRAMME_SCHEDULE_WEEKLY,
                        .per_week_min = 3,
                        .per_week_max = 7 },
                { .id = "stretch", .schedule = PROGRAMME_SCHEDULE_DAILY },
        };
        static const struct programme_set set = { .programmes = programmes, .programme_count = 2 };
        static const struct screening_rules rules = { 0 };
        struct routine_config routine = { .set = &set,
                .rules = &rules,
                .item_count = 1,
                .items = { { 0, 0x15, 1080, -1, SESSION_PACE_REP } } };
        const char *const weeks[] = { "\"week_done\":0,\"week_target\":3,\"streak_weeks\":0}",
                "\"week_done\":null,\"week_target\":null,\"streak_weeks\":null}" };
        struct person_config trained = config;

        (void)state;
        trained.routine = &routine;
        for (int16_t i = 0; i < 2; i++) {
                struct person_view view = { .posture = POSTURE_UNKNOWN, .phase = PHASE_UNKNOWN };
                struct person person;
                char *text;

                routine.items[0].programme = i;
                assert_int_equal(person_init(&person, &trained, &now), 0);
                text = publish_state(&person, &names, &view, &now);
                assert_non_null(strstr(text, weeks[i]));
                free(text);
                person_done(&person);
        }
}

static void a_prompt_has_every_key(void **state)
{
        static const struct prompt bare = { .type = PROMPT_SEAT_CHECK,
                .expires_boottime_usec = USEC_INFINITY };
        static const struct prompt full = {
                .type = PROMPT_BREAK_NUDGE,
                .id = { 20779, 1 },
                .level = 2,
                .actions =
                        PROMPT_ACTION_DONE | PROMPT_ACTION_SNOOZE | PROMPT_ACTION_SKIP | PROMPT_ACTION_NOT_ME,
                .tell = 1 << 0 | 1 << 2,
                .expires_boottime_usec = 100600 * USEC_PER_SEC,
        };
        char title[] = "Up \"now\"";
        char message[] = "Walk.";
        char say[] = "Anna: Walk.";
        struct prompt_texts texts = { title, message, say };
        struct prompt_texts silent = { title, message, NULL };

        (void)state;
        assert_text_is(publish_prompt(&full, &names, &texts, &now),
                "{\"event_type\":\"break_nudge\",\"id\":\"anna-2026-11-22-1\",\"about\":\"sitting\","
                "\"title\":\"Up \\\"now\\\"\",\"message\":\"Walk.\",\"say\":\"Anna: Walk.\","
                "\"actions\":[\"done\",\"snooze\",\"skip\",\"not-me\"],\"tell\":[\"lamp\",\"phone\"],"
                "\"level\":2,"
                "\"expires\":\"2026-11-22T10:11:31+01:00\"}");
        assert_text_is(publish_prompt(&bare, &names, &silent, &now),
                "{\"event_type\":\"seat_check\",\"id\":null,\"about\":\"sitting\",\"title\":\"Up "
                "\\\"now\\\"\","
                "\"message\":\"Walk.\",\"say\":null,\"actions\":[],\"tell\":[],\"level\":0,\"expires\":"
                "null}");
}

static void refusals_say_what_is_allowed(void **state)
{
        static const struct {
                struct effect effect;
                const char *text;
                const char *sentence;
        } cases[] = {
                { { .error = { COMMAND_SNOOZE, REFUSAL_NO_PROMPT, 0, 0, 0 } },
                        "{\"command\":\"snooze\",\"reason\":\"There is no open prompt.\",\"allowed\":[]}",
                        "There is no open prompt." },
                { { .error = { COMMAND_DONE, REFUSAL_OLD_PROMPT, 0, 0, 0 } },
                        "{\"command\":\"done\",\"reason\":\"This prompt is no longer "
                        "open.\",\"allowed\":[]}",
                        "This prompt is no longer open." },
                { { .error = { COMMAND_SNOOZE, REFUSAL_NO_SNOOZES, 0, 0, 0 } },
                        "{\"command\":\"snooze\",\"reason\":\"There is no snooze left this "
                        "time.\","
                        "\"allowed\":[\"done\",\"skip\"]}",
                        "There is no snooze left this time. Allowed: done, skip." },
                { { .error = { COMMAND_SNOOZE, REFUSAL_RANGE, 0, 5 * MIN, 20 * MIN } },
                        "{\"command\":\"snooze\",\"reason\":\"The value is not one of those allowed.\","
                        "\"allowed\":[\"5 min to 20 min\"]}",
                        "The value is not one of those allowed: 5 min to 20 min." },
                { { .error = { COMMAND_SET, REFUSAL_RANGE, SETTING_SIT_LIMIT, 20 * MIN, 60 * MIN } },
                        "{\"command\":\"sit_limit\",\"reason\":\"The value is not one of those allowed.\","
                        "\"allowed\":[\"20 min to 1 h\"]}",
                        "The value is not one of those allowed: 20 min to 1 h." },
                { { .error = { COMMAND_SET, REFUSAL_RANGE, SETTING_STAND_LIMIT, 20 * MIN, 60 * MIN } },
                        "{\"command\":\"stand_limit\",\"reason\":\"The value is not one of those allowed.\","
                        "\"allowed\":[\"off\",\"20 min to 1 h\"]}",
                        "The value is not one of those allowed: off, 20 min to 1 h." },
                { { .error = { COMMAND_SET, REFUSAL_NO_DESK, SETTING_STAND_LIMIT, 0, 0 } },
                        "{\"command\":\"stand_limit\",\"reason\":\"Standing is not counted: no sensor tells "
                        "the height of this person's desk.\",\"allowed\":[\"off\"]}",
                        "Standing is not counted: no sensor tells the height of this person's desk. Allowed: "
                        "off." },
                { { .error = { COMMAND_SET, REFUSAL_RANGE, SETTING_ENABLED, 0, 1 } },
                        "{\"command\":\"enabled\",\"reason\":\"The value is not one of those allowed.\","
                        "\"allowed\":[\"ON\",\"OFF\"]}",
                        "The value is not one of those allowed: ON, OFF." },
                { { .error = { COMMAND_RELEASE, REFUSAL_NO_SUCH_HOLD, 0, 0, 0 } },
                        "{\"command\":\"release\",\"reason\":\"Nothing is held for this "
                        "reason.\",\"allowed\":[]}",
                        "Nothing is held for this reason." },
                { { .error = { COMMAND_HOLD, REFUSAL_TOO_MANY_HOLDS, 0, 0, 0 } },
                        "{\"command\":\"hold\",\"reason\":\"Too many reasons hold the prompts already.\","
                        "\"allowed\":[\"release\"]}",
                        "Too many reasons hold the prompts already. Allowed: release." },
                { { .error = { COMMAND_NOT_ME, REFUSAL_NOT_SEATED, 0, 0, 0 } },
                        "{\"command\":\"not-me\",\"reason\":\"Nobody sits, as far as is "
                        "known.\",\"allowed\":[]}",
                        "Nobody sits, as far as is known." },
                { { .error = { COMMAND_SKIP, REFUSAL_NO_PROMPT, 0, 0, 0 } },
                        "{\"command\":\"skip\",\"reason\":\"There is no open prompt.\",\"allowed\":[]}",
                        "There is no open prompt." },
                { { .error = { COMMAND_HOLD, REFUSAL_PAST, 0, 0, 0 } },
                        "{\"command\":\"hold\",\"reason\":\"This moment has passed.\","
                        "\"allowed\":[\"a moment to come\"]}",
                        "This moment has passed. Allowed: a moment to come." },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                assert_text_is(publish_error(&cases[i].effect), cases[i].text);
                assert_text_is(publish_refusal(&cases[i].effect), cases[i].sentence);
        }
}

static void an_unreadable_command_is_given_back_shortened(void **state)
{
        static const char *const allowed[] = { "done", "skip" };
        static const char letters[] =
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa4 and more";
        char should[200] = "{\"command\":\"";

        (void)state;
        assert_text_is(publish_unreadable("make \"coffee\"", "No.", allowed, 2),
                "{\"command\":\"make \\\"coffee\\\"\",\"reason\":\"No.\",\"allowed\":[\"done\",\"skip\"]}");
        assert_text_is(publish_unreadable("\xff\xff\xff\xff\xff", "No.", allowed, 0),
                "{\"command\":null,\"reason\":\"No.\",\"allowed\":[]}");
        memcpy(should + strlen(should), letters, 63);
        strcat(should, "\",\"reason\":\"No.\",\"allowed\":[]}");
        assert_text_is(publish_unreadable(letters, "No.", allowed, 0), should);
}

static void owner_and_settings_are_written(void **state)
{
        (void)state;
        assert_text_is(publish_owner("a1b2", "desk", "0.1.0"),
                "{\"instance\":\"a1b2\",\"host\":\"desk\",\"version\":\"0.1.0\"}");
        assert_text_is(publish_setting(SETTING_ENABLED, 1), "ON");
        assert_text_is(publish_setting(SETTING_ENABLED, 0), "OFF");
        assert_text_is(publish_setting(SETTING_SIT_LIMIT, 45 * MIN), "45");
}

static void why_tells_of_sessions_and_desktops_by_their_kind(void **state)
{
        static const struct source_config laptop_sources[] = {
                { .kind = SOURCE_KIND_LOGIND,
                        .seat_group = SEAT_GROUP_NONE,
                        .stale_after_usec = USEC_INFINITY },
                { .kind = SOURCE_KIND_DESKTOP_IDLE,
                        .seat_group = SEAT_GROUP_NONE,
                        .stale_after_usec = USEC_INFINITY },
        };
        static const struct claim locked = { .value = SOURCE_VALUE_FALSE };
        static const struct claim in_use = { .value = SOURCE_VALUE_TRUE, .lease_usec = MIN };
        struct person_config laptop = config;
        struct instant later = now;
        struct person person;
        char *text;

        (void)state;
        laptop.sources = laptop_sources;
        assert_int_equal(person_init(&person, &laptop, &now), 0);
        source_claim(&person.sources[0], &laptop_sources[0], &locked, &now);
        source_claim(&person.sources[1], &laptop_sources[1], &in_use, &now);
        text = publish_why(&person, &names, &now);
        assert_non_null(strstr(text, "\"kind\":\"logind\",\"says\":\"no\""));
        assert_non_null(strstr(text, "\"kind\":\"desktop-idle\",\"says\":\"yes\""));
        free(text);
        /* Its own lease has ended. */
        later.boottime_usec += MIN;
        later.realtime_usec += MIN;
        text = publish_why(&person, &names, &later);
        assert_non_null(strstr(text, "\"kind\":\"logind\",\"says\":\"no\""));
        assert_non_null(strstr(text, "\"kind\":\"desktop-idle\",\"says\":\"nothing\""));
        free(text);
        person_done(&person);
}

static void every_name_is_there(void **state)
{
        (void)state;
        for (unsigned i = 0; i < POSTURE_MAX_; i++)
                assert_non_null(posture_names[i]);
        for (unsigned i = 0; i < PHASE_MAX_; i++)
                assert_non_null(phase_names[i]);
        for (unsigned i = 0; i < SETTING_MAX_; i++)
                assert_non_null(setting_names[i]);
        for (unsigned i = 0; i < SOURCE_KIND_MAX_; i++)
                assert_non_null(source_kind_names[i]);
        for (unsigned i = 0; i < PROMPT_MAX_; i++)
                assert_non_null(prompt_type_names[i]);
        for (unsigned i = 0; i < OUTCOME_MAX_; i++)
                assert_non_null(outcome_names[i]);
}

static void actions_are_named_in_their_order(void **state)
{
        const char *told[PROMPT_ACTIONS_MAX];

        (void)state;
        assert_int_equal(prompt_action_names(0, told), 0);
        assert_int_equal(prompt_action_names(PROMPT_ACTION_NOT_ME | PROMPT_ACTION_SNOOZE, told), 2);
        assert_string_equal(told[0], "snooze");
        assert_string_equal(told[1], "not-me");
        assert_int_equal(prompt_action_names(UINT8_MAX, told), PROMPT_ACTIONS_MAX);
        assert_string_equal(told[0], "start");
        assert_string_equal(told[1], "done");
        assert_string_equal(told[3], "skip");
}

/* One more source of @person speaks, @before_usec ago. */
static void hear(struct person *person, uint16_t source, enum source_value value, int64_t before_usec)
{
        person->sources[source].value = value;
        person->sources[source].since_usec = now.boottime_usec - before_usec;
        person->sources[source].heard_usec = now.boottime_usec - before_usec;
}

static json_t *why_of(const struct person *person)
{
        char *text = publish_why(person, &names, &now);
        json_t *json;

        assert_non_null(text);
        json = json_loads(text, 0, NULL);
        assert_non_null(json);
        free(text);
        return json;
}

static void assert_because(const struct person *person, const char *because)
{
        json_t *json = why_of(person);

        assert_string_equal(json_string_value(json_object_get(json, "because")), because);
        json_decref(json);
}

static void why_tells_what_each_source_says(void **state)
{
        struct person person;

        (void)state;
        begin(&person);
        hear(&person, 0, SOURCE_VALUE_TRUE, 5 * MIN);
        person.sources[1].rejected = 4;
        person.verdict = (struct verdict){ .posture = POSTURE_SITTING, .row = 1, .source = 0, .room = 1 };
        person.room = 1;
        person.in_active_hours = true;
        person.in_quiet_hours = false;
        assert_text_is(publish_why(&person, &names, &now),
                "{\"posture\":\"sitting\",\"row\":1,\"because\":\"the seat is "
                "occupied\",\"source\":\"chair\",\"in_room\":\"office\",\"in_room_by\":\"chair\","
                "\"sources\":[{\"name\":\"chair\",\"kind\":\"seat\",\"says\":\"yes\","
                "\"since\":\"2026-11-22T09:56:31+01:00\",\"room\":\"office\",\"live\":true,\"doubted\":false,"
                "\"rejected\":0},{\"name\":\"radar\",\"kind\":\"presence\",\"says\":\"nothing\",\"since\":"
                "null,"
                "\"room\":null,\"live\":false,\"doubted\":false,\"rejected\":4}],\"next\":[],\"held_by\":[],"
                "\"interval_s\":1800,\"phase\":\"unknown\"}");
        person_done(&person);
}

static void a_repeat_of_the_same_makes_no_new_why(void **state)
{
        struct person person;
        char *before, *after;

        (void)state;
        begin(&person);
        hear(&person, 0, SOURCE_VALUE_FALSE, 5 * MIN);
        before = publish_why(&person, &names, &now);
        person.sources[0].heard_usec = now.boottime_usec;
        after = publish_why(&person, &names, &now);
        assert_string_equal(before, after);
        free(before);
        free(after);
        person_done(&person);
}

static void every_row_has_its_sentence(void **state)
{
        struct person person;

        (void)state;
        begin(&person);
        person.verdict.source = POSTURE_SOURCE_NONE;
        for (uint8_t row = 0; row < 8; row++) {
                json_t *json;

                person.verdict.row = row;
                json = why_of(&person);
                assert_true(json_string_length(json_object_get(json, "because")) > 10);
                assert_true(json_is_null(json_object_get(json, "source")));
                json_decref(json);
        }
        person.verdict.row = 8;
        assert_because(&person, "nothing is heard from any sensor");
        hear(&person, 1, SOURCE_VALUE_FALSE, MIN);
        assert_because(&person, "what is heard does not tell whether they sit");
        hear(&person, 0, SOURCE_VALUE_TRUE, MIN);
        person.sources[0].doubted = true;
        assert_because(&person, "something may be lying on the seat, so it does not count until it changes");
        person.sources[0].offline = true;
        hear(&person, 1, SOURCE_VALUE_FALSE, 7 * USEC_PER_HOUR);
        assert_because(&person, "nothing is heard from any sensor");
        person_done(&person);
}

static void why_tells_what_holds_prompts_back(void **state)
{
        struct person person;
        json_t *json;
        char *held;

        (void)state;
        begin(&person);
        person.settings.enabled = false;
        person.in_quiet_hours = true;
        person.hours_until_realtime_usec = now.realtime_usec + USEC_PER_HOUR;
        hold_set_topic(&person.holds, "call", HOLD_EFFECT_DEFER, true);
        hold_set_command(&person.holds, "baby", HOLD_EFFECT_MUTE, now.boottime_usec + MIN, USEC_INFINITY);
        hold_set_command(&person.holds, "guests", HOLD_EFFECT_QUIET, USEC_INFINITY, USEC_INFINITY);
        hold_set_command(&person.holds, "ill", HOLD_EFFECT_OFF, USEC_INFINITY, now.realtime_usec + 2 * MIN);
        json = why_of(&person);
        held = json_dumps(json_object_get(json, "held_by"), JSON_COMPACT);
        assert_text_is(held,
                "[{\"reason\":\"quiet_hours\",\"effect\":\"quiet\",\"until\":\"2026-11-22T11:01:31+01:00\"},"
                "{\"reason\":\"call\",\"effect\":\"defer\",\"until\":null},"
                "{\"reason\":\"baby\",\"effect\":\"mute\",\"until\":\"2026-11-22T10:02:31+01:00\"},"
                "{\"reason\":\"guests\",\"effect\":\"quiet\",\"until\":null},"
                "{\"reason\":\"ill\",\"effect\":\"off\",\"until\":\"2026-11-22T10:03:31+01:00\"}]");
        json_decref(json);
        person.settings.enabled = true;
        person.in_quiet_hours = false;
        person.in_active_hours = false;
        person.hours_until_realtime_usec = USEC_INFINITY;
        person.holds.count = 0;
        json = why_of(&person);
        held = json_dumps(json_object_get(json, "held_by"), JSON_COMPACT);
        assert_text_is(held, "[{\"reason\":\"off_hours\",\"effect\":\"quiet\",\"until\":null}]");
        json_decref(json);
        person_done(&person);
}

/* Somebody sits down; the next break is then half an hour away. */
static void why_tells_the_next_break(void **state)
{
        static const struct claim occupied = { .value = SOURCE_VALUE_TRUE, .reading = 1 };
        struct event claim = { .kind = EVENT_CLAIM, .claim = { .source = 0, .claim = occupied } };
        struct event time = { .kind = EVENT_TIME };
        static struct effects effects;
        struct instant later = instant_at(&now, now.boottime_usec + 11 * USEC_PER_SEC);
        struct person person;
        json_t *json, *next;
        char *text;

        (void)state;
        begin(&person);
        effects.count = 0;
        person_step(&person, &claim, &now, &effects);
        effects.count = 0;
        person_step(&person, &time, &later, &effects);
        text = publish_why(&person, &names, &later);
        json = json_loads(text, 0, NULL);
        free(text);
        next = json_array_get(json_object_get(json, "next"), 0);
        assert_string_equal(json_string_value(json_object_get(next, "what")), "break");
        assert_string_equal(json_string_value(json_object_get(next, "at")), "2026-11-22T10:31:31+01:00");
        json_decref(json);
        person_done(&person);
}

static char *all_of_it(int which, const struct person *person)
{
        static const struct person_view view = { .prompt = { 20779, 3 }, .room = 1 };
        static const struct prompt prompt = { .type = PROMPT_BREAK_DUE, .actions = 15, .tell = 7 };
        static const struct effect error = { .error = { COMMAND_SNOOZE, REFUSAL_RANGE, 0, 0, MIN } };
        static const struct prompt_texts texts = { 0 };

        switch (which) {
        case 0: return publish_state(person, &names, &view, &now);
        case 1: return publish_prompt(&prompt, &names, &texts, &now);
        case 2: return publish_error(&error);
        case 3: return publish_unreadable("x", "No.", channels, 3);
        case 4: return publish_owner("a", "b", "c");
        case 5: return publish_setting(SETTING_ENABLED, 1);
        case 6: return publish_setting(SETTING_SNOOZE, MIN);
        case 7: return publish_refusal(&error);
        default: return publish_why(person, &names, &now);
        }
}

static void without_memory_there_is_no_text(void **state)
{
        struct person person;

        (void)state;
        json_set_alloc_funcs(malloc, free);
        begin(&person);
        person.settings.enabled = false;
        hold_set_topic(&person.holds, "call", HOLD_EFFECT_DEFER, true);
        for (int which = 0; which < 9; which++) {
                int failed = 1;

                for (int n = 0; failed; n++) {
                        char *text;

                        scarce_begin(n);
                        text = all_of_it(which, &person);
                        failed = scarce_end();
                        assert_int_equal(text == NULL, failed);
                        free(text);
                        assert_true(n < 1000);
                }
        }
        person_done(&person);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_state_has_every_key),
                cmocka_unit_test(a_state_tells_of_the_weeks_of_exercises),
                cmocka_unit_test(a_prompt_has_every_key),
                cmocka_unit_test(refusals_say_what_is_allowed),
                cmocka_unit_test(an_unreadable_command_is_given_back_shortened),
                cmocka_unit_test(owner_and_settings_are_written),
                cmocka_unit_test(why_tells_of_sessions_and_desktops_by_their_kind),
                cmocka_unit_test(every_name_is_there),
                cmocka_unit_test(actions_are_named_in_their_order),
                cmocka_unit_test(why_tells_what_each_source_says),
                cmocka_unit_test(a_repeat_of_the_same_makes_no_new_why),
                cmocka_unit_test(every_row_has_its_sentence),
                cmocka_unit_test(why_tells_what_holds_prompts_back),
                cmocka_unit_test(why_tells_the_next_break),
                cmocka_unit_test(without_memory_there_is_no_text),
        };

        return cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
