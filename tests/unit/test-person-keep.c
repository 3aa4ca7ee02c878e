/* SPDX-License-Identifier: MIT */
/*
 * What survives: a restart of the daemon or the machine (person_save, person_load) and a reload
 * (person_adopt).
 */
#include "unit/test.h"

#include "unit/scene.h"

#include <stdio.h>

/* The scene's sources, as scene.c numbers them. */
enum { CHAIR, COMPUTER };

struct keep_case {
        const char *name;
        const char *script;
        const char *show;
        const char *expected;
};

static const struct keep_case CASES[] = {
        { "the bout goes on after a short downtime, gap included",
                "0:00 sit, 20:00 restart=200, 20:05 sit, 31:00 end", "PS", "30:00 due#1 l" },
        { "it goes on after 300 s", "0:00 sit, 20:00 restart=300, 20:05 sit, 31:00 end", "PS",
                "30:00 due#1 l" },
        { "until a claim agrees nothing is told", "0:00 sit, 29:00 restart=200, 30:30 end", "PL", "" },
        { "what fell due meanwhile is told when one agrees",
                "0:00 sit, 31:00 restart=200, 31:05 sit, 32:00 end", "P", "31:05 due#1 l" },
        { "if the first claim disagrees the time is taken back",
                "0:00 sit, 20:00 restart=200, 20:05 up, 21:00 end", "S", "20:05 span=sitting 0-1000" },
        { "an open prompt goes on under its id, and missed steps come as one",
                "0:00 sit, 35:00 restart=200, 35:05 sit, 41:00 end", "P",
                "30:00 due#1 l, 35:05 nudge#1 sp, 40:00 repeat#1 lsp" },
        { "an open prompt is shown again", "0:00 sit, 35:00 restart=200, 35:05 sit, 36:00 end", "L",
                "30:00 lamp=due, 35:00 lamp=due" },
        { "who left meanwhile has answered", "0:00 sit, 35:00 restart=200, 35:05 up, 36:00 end", "P",
                "30:00 due#1 l, 35:05 taken#1" },
        { "a snooze goes on", "0:00 sit, 31:00 snooze, 35:00 restart=100, 35:05 sit, 42:00 end", "P",
                "30:00 due#1 l, 41:00 due#1 l" },
        { "a snoozed prompt shows nothing after a restart",
                "0:00 sit, 31:00 snooze, 35:00 restart=100, 35:05 sit, 36:00 end", "L",
                "30:00 lamp=due, 31:00 lamp=before" },
        { "a break goes on", "0:00 sit, 31:00 up, 33:00 restart=60, 33:05 up, 34:00 sit, 34:30 end", "P",
                "30:00 due#1 l, 33:05 taken#1" },
        { "a longer downtime ends the bout as censored at the save",
                "0:00 sit, 20:00 restart=301, 20:05 sit, 51:00 end", "PS",
                "20:00 span=sitting 0-899 censored, 20:00 span=unknown 899-1200, 50:00 due#1 l" },
        { "a prompt is moot after a longer downtime", "0:00 sit, 45:00 restart=400, 45:05 sit, 46:00 end",
                "PL",
                "30:00 due#1 l, 30:00 lamp=due, 32:00 nudge#1 s, 35:00 nudge#1 p, 45:00 lamp=due, 45:00 "
                "lamp=before, "
                "45:00 moot#1" },
        { "a hold by command goes on, downtime included",
                "0:00 sit, 5:00 hold=guests/2400, 20:00 restart=200, 20:05 sit, "
                "46:00 end",
                "P", "45:00 due#1 l" },
        { "a call goes on though the seat speaks before its topic does",
                "0:00 sit, 28:00 on=call, 31:00 restart=100, 31:05 sit, 31:06 on=call, 34:00 off=call, 35:00 "
                "end",
                "P", "34:00 due#1 l" },
        { "a call that ended while down is over as soon as its topic says so",
                "0:00 sit, 28:00 on=call, 31:00 restart=100, 31:05 sit, 31:06 off=call, 32:00 end", "P",
                "31:06 due#1 l" },
        { "no prompt that was shown in a call is told again before the call is over",
                "0:00 sit, 28:00 on=call, 43:00 restart=100, 43:05 sit, 43:06 on=call, 44:00 off=call, 45:00 "
                "end",
                "P", "40:00 due#1 l, 44:00 nudge#1 l" },
        { "guests whose topic does not say again that they are there have left after 300 s",
                "0:00 sit, 28:00 on=guests, 31:00 restart=100, 31:05 sit, 37:00 end", "P", "36:00 due#1 l" },
        { "guests are not there any more after a longer downtime",
                "0:00 on=guests, 20:00 restart=301, 20:05 sit, 51:00 end", "P", "50:05 due#1 l" },
        { "a day that ends while down is told once",
                "1085:00 sit, 1095:00 up, 1300:00 restart=12000, 1301:00 end", "D",
                "1300:00 day=2026-06-15 sat=600 bouts=1 breaks=0" },
        { "sitting when the machine goes down for the night ends there",
                "780:00 sit, 1440:00 restart=36000, 1441:00 end", "D",
                "1440:00 day=2026-06-15 sat=3600 bouts=0 breaks=0" },
};

static void run_case(void **state)
{
        const struct keep_case *expected = *state;
        struct scene *scene = test_malloc(sizeof(*scene));

        scene_run(scene, NULL, expected->script, expected->show);
        assert_string_equal(scene->text, expected->expected);
        scene_done(scene);
        test_free(scene);
}

/* A day with most of what there is in it: any moment of it may be the one at which the daemon is restarted in
 * no time. */
static const char *const DAY[] = { "0:00 sit", "12:00 hold=baby/3000", "20:00 up", "20:05 sit", "25:00 up",
        "25:30 end", "25:40 sit", "31:00 end", "31:30 snooze", "36:00 hold=call/600", "43:00 end", "44:00 up",
        "44:05 end", "45:30 sit", "50:00 seat=nothing", "52:00 sit", "60:00 seat=nothing", "66:00 end",
        "70:00 busy", "75:00 idle", "78:00 busy", "80:00 idle", "86:00 sit", "118:00 up", "118:08 end",
        "119:00 end", "119:30 sit", "152:30 skip", "160:00 done", "192:00 up", "192:40 sit", "195:00 up",
        "200:00 out", "210:00 home", "211:00 sit", "260:00 end" };

/* Runs the day with a restart after the event @at; -1: none; -2: after each. */
static void run_day(struct scene *scene, int at)
{
        scene_run(scene, NULL, "", "POSEH");
        for (size_t i = 0; i < ELEMENTS(DAY); i++) {
                char again[32];

                scene_go_on(scene, DAY[i]);
                if (at != -2 && at != (int)i)
                        continue;
                snprintf(again, sizeof(again), "%.*s restart=0", (int)strcspn(DAY[i], " "), DAY[i]);
                scene_go_on(scene, again);
        }
}

static void a_restart_in_no_time_changes_nothing(void **state)
{
        struct scene *expected = test_malloc(sizeof(*expected));
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        run_day(expected, -1);
        assert_true(strstr(expected->text, "taken#") && strstr(expected->text, "partial#") &&
                    strstr(expected->text, "dismissed#") && strstr(expected->text, "censored"));
        for (int at = -2; at < (int)ELEMENTS(DAY); at++) {
                struct person_view a, b;

                run_day(scene, at);
                assert_string_equal(scene->text, expected->text);
                a = scene_view(scene), b = scene_view(expected);
                assert_int_equal(a.phase, b.phase);
                assert_true(a.sitting_today_usec == b.sitting_today_usec);
                assert_true(a.longest_bout_today_usec == b.longest_bout_today_usec);
                assert_true(a.since_realtime_usec == b.since_realtime_usec);
                assert_int_equal(a.breaks_today, b.breaks_today);
                scene_done(scene);
        }
        scene_done(expected);
        test_free(scene);
        test_free(expected);
}

static void shift_source(struct source *source, int64_t by_usec)
{
        int64_t *const stamps[] = { &source->since_usec, &source->changed_usec, &source->heard_usec };

        for (size_t i = 0; i < ELEMENTS(stamps); i++)
                if (*stamps[i] != INT64_MIN)
                        *stamps[i] += by_usec;
}

/* The person who is restored: from @record, after @down_usec as far as is known. The sources keep their
 * values. */
static void load(struct scene *scene, const struct person_record *record, int64_t down_usec)
{
        static const struct event time = { .kind = EVENT_TIME };
        struct person old = scene->person;

        assert_int_equal(person_init(&scene->person, &scene->config, &scene->now), 0);
        memcpy(scene->person.sources, old.sources, sizeof(*old.sources) * scene->config.source_count);
        person_done(&old);
        scene->person.link_up = true;
        person_load(&scene->person, record, down_usec, &scene->now);
        scene->effects.count = 0;
        person_step(&scene->person, &time, &scene->now, &scene->effects);
}

/* The machine starts anew, @down_usec later: its boottime begins again. */
static void reboot(struct scene *scene, int64_t down_usec)
{
        struct person_record record;
        int64_t shift_usec;

        person_save(&scene->person, &scene->now, &record);
        shift_usec = 20 * USEC_PER_SEC - scene->now.boottime_usec - down_usec;
        scene->now.boottime_usec = 20 * USEC_PER_SEC, scene->now.realtime_usec += down_usec;
        scene->start.boottime_usec += shift_usec;
        for (uint16_t i = 0; i < scene->config.source_count; i++)
                shift_source(&scene->person.sources[i], shift_usec);
        load(scene, &record, down_usec);
}

static void a_bout_goes_on_in_another_boot(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_view before, after;

        (void)state;
        scene_run(scene, NULL, "0:00 hold=baby/7200, 0:00 sit, 10:00 up, 10:30 sit, 20:00 end", "PSO");
        before = scene_view(scene);
        reboot(scene, 100 * USEC_PER_SEC);
        after = scene_view(scene);
        assert_true(after.since_realtime_usec == before.since_realtime_usec);
        assert_true(after.bout_start_realtime_usec == before.bout_start_realtime_usec);
        assert_true(after.sitting_today_usec == before.sitting_today_usec + 100 * USEC_PER_SEC);
        scene_go_on(scene, "22:00 sit, 32:00 end");
        assert_int_equal(scene->person.holds.count, 1);
        scene_go_on(scene, "33:00 up, 36:00 end, 119:00 end");
        assert_int_equal(scene->person.holds.count, 1);
        scene_go_on(scene, "121:00 end");
        assert_int_equal(scene->person.holds.count, 0);
        assert_non_null(strstr(scene->text, "30:30 due#1 l, "));
        assert_non_null(strstr(scene->text, "35:00 taken#1, 35:00 outcome=taken"));
        assert_non_null(strstr(scene->text, "span=sitting 630-1980"));
        scene_done(scene);
        test_free(scene);
}

static void the_day_goes_on_in_another_boot(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 10:00 up, 15:00 sit, 20:00 up, 30:00 end", "D");
        reboot(scene, USEC_PER_HOUR);
        assert_int_equal(scene_view(scene).breaks_today, 1);
        assert_true(scene_view(scene).sitting_today_usec == 15 * USEC_PER_MINUTE);
        scene_go_on(scene, "1141:00 end");
        assert_string_equal(scene->text, "1140:00 day=2026-06-15 sat=900 bouts=2 breaks=1");
        scene_done(scene);
        test_free(scene);
}

static void an_unknown_downtime_was_too_long(void **state)
{
        static const int64_t unknown[] = { USEC_INFINITY, -1, INT64_MIN, -USEC_PER_DAY };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(unknown); i++) {
                struct person_record record;

                scene_run(scene, NULL, "0:00 sit, 31:30 end", "");
                person_save(&scene->person, &scene->now, &record);
                load(scene, &record, unknown[i]);
                assert_int_equal(scene->person.policy.stage, PROMPT_STAGE_NONE);
                assert_int_equal(scene->person.summary.outcomes[OUTCOME_MOOT], 1);
                assert_true(scene_view(scene).sitting_today_usec == 31 * USEC_PER_MINUTE + 30 * USEC_PER_SEC);
                scene_done(scene);
        }
        test_free(scene);
}

/* A channel that was a lamp when the record was written may be a phone by now, or gone. */
static void a_record_lights_only_lamps(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_record record;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 30:30 end", "");
        person_save(&scene->person, &scene->now, &record);
        record.policy.lit = UINT16_MAX;
        load(scene, &record, 0);
        assert_int_equal(scene->effects.items[0].kind, EFFECT_LIGHTS);
        assert_int_equal(scene->effects.items[0].lights.channels, 1 << SCENE_LAMP);
        record.policy.lit = 1 << SCENE_SPEAKER | 1 << SCENE_DESKTOP | 1 << 15;
        load(scene, &record, 0);
        for (uint16_t i = 0; i < scene->effects.count; i++)
                assert_int_not_equal(scene->effects.items[i].kind, EFFECT_LIGHTS);
        scene_done(scene);
        test_free(scene);
}

static void holds_are_saved_with_who_set_them(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_record record;

        (void)state;
        scene_run(scene, NULL, "0:00 on=guests, 0:00 hold=call, 0:00 on=baby, 0:00 hold=baby, 1:00 end", "");
        assert_int_equal(scene->person.holds.count, 3);
        person_save(&scene->person, &scene->now, &record);
        assert_int_equal(record.holds.count, 3);
        assert_true(record.holds.holds[0].by_topic && !record.holds.holds[0].by_command);
        assert_true(record.holds.holds[1].by_command && !record.holds.holds[1].by_topic);
        assert_true(record.holds.holds[2].by_command && record.holds.holds[2].by_topic);
        scene_done(scene);
        test_free(scene);
}

/* The file's limit may have been changed while the daemon was down. */
static void a_limit_changed_while_down_is_in_force(void **state)
{
        static const struct {
                int64_t limit_min, back_off_min, expected_min;
        } cases[] = { { 45, 0, 45 }, { 20, 0, 20 }, { 30, 0, 30 }, { 30, 45, 45 }, { 50, 45, 50 },
                { 20, 45, 20 }, { 60, 60, 60 } };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct person_record record;

                scene_run(scene, NULL, "0:00 sit, 10:00 end", "");
                if (cases[i].back_off_min > 0) {
                        scene->person.policy.interval_usec = cases[i].back_off_min * USEC_PER_MINUTE;
                        scene->person.policy.back_off_day = scene->person.summary.day;
                }
                person_save(&scene->person, &scene->now, &record);
                scene->config.breaks.sit_limit_usec = cases[i].limit_min * USEC_PER_MINUTE;
                /* a second that has passed for the daemon, though not for the scene */
                load(scene, &record, USEC_PER_SEC);
                assert_true(
                        scene_view(scene).next_break_realtime_usec ==
                        scene->start.realtime_usec + cases[i].expected_min * USEC_PER_MINUTE - USEC_PER_SEC);
                scene_done(scene);
        }
        test_free(scene);
}

/* A reload: @config takes over from what the scene has; @source_map may be NULL for the same sources. */
static void reload_holds(struct scene *scene, const struct person_config *config, const int32_t *source_map,
        uint16_t holds_kept)
{
        static const struct event time = { .kind = EVENT_TIME };
        static const int32_t same[SCENE_SOURCES] = { 0, 1, 2, 3, 4, 5, 6 };
        struct person old = scene->person;

        assert_int_equal(person_init(&scene->person, config, &scene->now), 0);
        person_adopt(&scene->person, &old, source_map ? source_map : same, holds_kept, &scene->now);
        person_done(&old);
        scene->effects.count = 0;
        person_step(&scene->person, &time, &scene->now, &scene->effects);
}

static void reload(struct scene *scene, const struct person_config *config, const int32_t *source_map)
{
        reload_holds(scene, config, source_map, UINT16_MAX);
}

static void after_a_reload_the_bout_and_its_prompt_go_on(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_config config;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 31:30 end", "PSO");
        config = scene->config;
        reload(scene, &config, NULL);
        assert_int_equal(scene->effects.items[0].kind, EFFECT_LIGHTS);
        assert_int_equal(scene->effects.items[0].lights.show, LIGHT_SHOW_DUE);
        scene_go_on(scene, "33:00 up, 36:00 end");
        assert_string_equal(scene->text,
                "30:00 due#1 l, 32:00 nudge#1 s, 33:10 span=sitting 0-1980, 35:00 taken#1, "
                "35:00 outcome=taken");
        scene_done(scene);
        test_free(scene);
}

static void sources_are_found_by_the_map(void **state)
{
        static const int32_t map[] = { -1, CHAIR };
        static const struct source_config sources[] = {
                { .kind = SOURCE_KIND_ACTIVITY, .room = 1, .stale_after_usec = USEC_INFINITY },
                { .kind = SOURCE_KIND_SEAT, .room = 1, .stale_after_usec = 6 * USEC_PER_HOUR },
        };
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_config config;

        (void)state;
        scene_run(scene, NULL, "0:00 busy, 0:00 sit, 10:30 end", "");
        config = scene->config;
        config.sources = sources;
        config.source_count = ELEMENTS(sources);
        reload(scene, &config, map);
        assert_int_equal(scene->person.sources[0].value, SOURCE_VALUE_NOTHING);
        assert_int_equal(scene->person.sources[1].value, SOURCE_VALUE_TRUE);
        assert_int_equal(scene->person.verdict.source, 1);
        assert_true(scene_view(scene).bout_usec == 630 * USEC_PER_SEC);
        scene_done(scene);
        test_free(scene);
}

/* A value set at run time wins until the file's value changes (DESIGN 8). */
static void settings_made_at_run_time_win_until_the_file_changes(void **state)
{
        enum { LIMIT, GOAL, SNOOZE, NOTHING };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (int changed = LIMIT; changed <= NOTHING; changed++) {
                struct person_config config;

                scene_run(scene, NULL, "0:00 limit=2400, 0:00 goal=240, 0:00 sit, 10:30 end", "");
                person_apply_setting(&scene->person, SETTING_SNOOZE, 7 * USEC_PER_MINUTE);
                config = scene->config;
                if (changed == LIMIT)
                        config.breaks.sit_limit_usec = 25 * USEC_PER_MINUTE;
                if (changed == GOAL)
                        config.breaks.bout.break_goal_usec = 3 * USEC_PER_MINUTE;
                if (changed == SNOOZE)
                        config.breaks.snooze_usec = 5 * USEC_PER_MINUTE;
                reload(scene, &config, NULL);
                assert_int_equal(person_setting(&scene->person, SETTING_SIT_LIMIT) / USEC_PER_MINUTE,
                        changed == LIMIT ? 25 : 40);
                assert_int_equal(person_setting(&scene->person, SETTING_BREAK_GOAL) / USEC_PER_MINUTE,
                        changed == GOAL ? 3 : 4);
                assert_int_equal(person_setting(&scene->person, SETTING_SNOOZE) / USEC_PER_MINUTE,
                        changed == SNOOZE ? 5 : 7);
                assert_true(scene_view(scene).next_break_realtime_usec ==
                            scene->start.realtime_usec + (changed == LIMIT ? 25 : 40) * USEC_PER_MINUTE);
                scene_done(scene);
        }
        test_free(scene);
}

static void what_back_off_has_found_survives_a_reload(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_config config;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 10:30 end", "");
        scene->person.policy.interval_usec = 45 * USEC_PER_MINUTE;
        config = scene->config;
        reload(scene, &config, NULL);
        assert_true(scene->person.policy.interval_usec == 45 * USEC_PER_MINUTE);
        scene_done(scene);
        test_free(scene);
}

static bool holds(const struct scene *scene, const char *reason)
{
        for (uint8_t i = 0; i < scene->person.holds.count; i++)
                if (strcmp(scene->person.holds.holds[i].reason, reason) == 0)
                        return true;
        return false;
}

static void holds_of_topics_that_left_end_and_others_go_on(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_config config;

        (void)state;
        scene_run(scene, NULL,
                "0:00 on=call, 0:00 on=baby, 0:00 on=guests, 0:00 hold=guests, 0:00 on=holiday, 0:00 "
                "hold=film, 1:00 end",
                "");
        config = scene->config;
        config.hold_count = 1;
        reload(scene, &config, NULL);
        assert_true(holds(scene, "call"));
        assert_false(holds(scene, "baby"));
        assert_true(holds(scene, "guests"));
        assert_false(holds(scene, "holiday"));
        assert_true(holds(scene, "film"));
        scene_go_on(scene, "61:00 end");
        assert_true(holds(scene, "call"));
        assert_false(holds(scene, "guests"));
        assert_false(holds(scene, "film"));
        scene_done(scene);
        test_free(scene);
}

static void a_hold_said_otherwise_ends_unless_a_command_set_it_too(void **state)
{
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_config config;

        (void)state;
        scene_run(scene, NULL, "0:00 on=call, 0:00 on=baby, 0:00 on=guests, 0:00 hold=guests, 1:00 end", "");
        config = scene->config;
        assert_string_equal(config.holds[0].reason, "call");
        assert_string_equal(config.holds[1].reason, "baby");
        reload_holds(scene, &config, NULL, 1 << 1);
        assert_false(holds(scene, "call"));
        assert_true(holds(scene, "baby"));
        assert_true(holds(scene, "guests"));
        scene_go_on(scene, "61:00 end");
        assert_true(holds(scene, "baby"));
        assert_false(holds(scene, "guests"));
        scene_done(scene);
        test_free(scene);
}

static void a_pause_survives_a_reload(void **state)
{
        static const struct {
                const char *script;
                int64_t enabled;
        } cases[] = { { "0:00 sit, 5:00 hold=paused/1800, 10:00 end", 1 },
                { "0:00 sit, 5:00 enabled=0, 10:00 end", 0 } };
        struct scene *scene = test_malloc(sizeof(*scene));

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct person_config config;

                scene_run(scene, NULL, cases[i].script, "P");
                config = scene->config;
                reload(scene, &config, NULL);
                assert_true(holds(scene, "paused"));
                assert_int_equal(person_setting(&scene->person, SETTING_ENABLED), cases[i].enabled);
                scene_go_on(scene, "34:00 end");
                assert_string_equal(scene->text, "");
                scene_go_on(scene, "36:00 end");
                assert_string_equal(scene->text, i == 0 ? "35:00 due#1 l" : "");
                scene_done(scene);
        }
        test_free(scene);
}

/* Channels may have other numbers: what showed the prompt is then found by its kind. */
static void a_reload_finds_the_lamps_anew(void **state)
{
        static const struct channel_config channels[] = {
                { .kind = CHANNEL_KIND_PHONE },
                { .kind = CHANNEL_KIND_LIGHT, .channel = 1 },
        };
        struct scene *scene = test_malloc(sizeof(*scene));
        struct person_config config;

        (void)state;
        scene_run(scene, NULL, "0:00 sit, 31:30 end", "");
        config = scene->config;
        config.channels = channels;
        config.channel_count = ELEMENTS(channels);
        ladder_default(&config.ladder, channels, ELEMENTS(channels));
        reload(scene, &config, NULL);
        assert_int_equal(scene->effects.items[0].kind, EFFECT_LIGHTS);
        assert_int_equal(scene->effects.items[0].lights.channels, 1 << 1);
        config.channel_count = 1;
        ladder_default(&config.ladder, channels, 1);
        reload(scene, &config, NULL);
        for (uint16_t i = 0; i < scene->effects.count; i++)
                assert_int_not_equal(scene->effects.items[i].kind, EFFECT_LIGHTS);
        scene_done(scene);
        test_free(scene);
}

#define OTHERS 15

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES) + OTHERS] = {
                cmocka_unit_test(a_restart_in_no_time_changes_nothing),
                cmocka_unit_test(a_bout_goes_on_in_another_boot),
                cmocka_unit_test(the_day_goes_on_in_another_boot),
                cmocka_unit_test(an_unknown_downtime_was_too_long),
                cmocka_unit_test(a_record_lights_only_lamps),
                cmocka_unit_test(holds_are_saved_with_who_set_them),
                cmocka_unit_test(a_limit_changed_while_down_is_in_force),
                cmocka_unit_test(after_a_reload_the_bout_and_its_prompt_go_on),
                cmocka_unit_test(sources_are_found_by_the_map),
                cmocka_unit_test(settings_made_at_run_time_win_until_the_file_changes),
                cmocka_unit_test(what_back_off_has_found_survives_a_reload),
                cmocka_unit_test(holds_of_topics_that_left_end_and_others_go_on),
                cmocka_unit_test(a_hold_said_otherwise_ends_unless_a_command_set_it_too),
                cmocka_unit_test(a_pause_survives_a_reload),
                cmocka_unit_test(a_reload_finds_the_lamps_anew),
        };
        static struct keep_case cases[ELEMENTS(CASES)];

        memcpy(cases, CASES, sizeof(cases));
        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[OTHERS + i] = (struct CMUnitTest){
                        .name = cases[i].name, .test_func = run_case, .initial_state = &cases[i]
                };
        return cmocka_run_group_tests_name("person_keep", tests, NULL, NULL);
}
