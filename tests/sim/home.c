/* SPDX-License-Identifier: MIT */
#include "sim/sim.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TURNS_MAX 40

/* xorshift64*: fast, and the same everywhere. */
uint32_t random_below(struct random *random, uint32_t below)
{
        uint64_t x = random->state;

        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        random->state = x;
        return (uint32_t)(((x * UINT64_C(2685821657736338717)) >> 32) * below >> 32);
}

bool random_percent(struct random *random, uint32_t percent)
{
        return random_below(random, 100) < percent;
}

static int64_t random_between(struct random *random, int64_t low_sec, int64_t high_sec)
{
        return (low_sec + random_below(random, (uint32_t)(high_sec - low_sec + 1))) * USEC_PER_SEC;
}

static struct source_config draw_source(struct random *random)
{
        static const enum source_kind kinds[] = { SOURCE_KIND_SEAT, SOURCE_KIND_SEAT, SOURCE_KIND_SEAT,
                SOURCE_KIND_PRESENCE, SOURCE_KIND_PRESENCE, SOURCE_KIND_DESK_HEIGHT, SOURCE_KIND_ACTIVITY,
                SOURCE_KIND_ACTIVITY, SOURCE_KIND_HOME };
        static const int64_t stale[] = { USEC_INFINITY, 6 * USEC_PER_HOUR, 6 * USEC_PER_HOUR,
                15 * USEC_PER_MINUTE, 90 * USEC_PER_MINUTE };
        struct source_config source = {
                .kind = kinds[random_below(random, ELEMENTS(kinds))],
                .covers_seat = random_percent(random, 40),
                .portable = random_percent(random, 30),
                .room = (uint16_t)random_below(random, 3),
                .seat_group = SEAT_GROUP_NONE,
                .stale_after_usec = stale[random_below(random, ELEMENTS(stale))],
        };

        if (source.kind == SOURCE_KIND_SEAT && random_percent(random, 35)) {
                source.shared = true;
                source.seat_group = random_below(random, SIM_GROUPS);
        }
        return source;
}

static void draw_breaks(struct sim *sim, struct break_settings *breaks)
{
        struct random *random = &sim->random;

        *breaks = (struct break_settings){
                .bout = { .debounce_usec = random_between(random, 5, 15),
                        .min_break_usec = random_between(random, 20, 120),
                        .break_goal_usec = random_between(random, 120, 600) },
                .sit_limit_usec = random_between(random, 1200, 3600),
                .long_break_usec = random_between(random, 180, 600),
                .posture_check_usec = random_percent(random, 50) ? random_between(random, 600, 1800) : 0,
                .snooze_usec = random_between(random, 300, 1200),
                .snoozes = 2,
                .repeat_usec = random_percent(random, 80) ? 10 * USEC_PER_MINUTE : 0,
                .defer_usec = random_between(random, 0, 1200),
                .back_off = random_percent(random, 60),
                .voice_per_hour = (uint8_t)random_below(random, 4),
                .voice_per_day = (uint8_t)random_below(random, 13),
                .linger_usec = random_between(random, 0, 600),
                .stand_limit_usec = random_percent(random, 60) ? random_between(random, 1200, 3600) : 0,
        };
}

static void draw_channels(struct sim *sim, uint32_t i)
{
        struct person_config *config = &sim->configs[i];
        struct random *random = &sim->random;

        config->channel_count = (uint8_t)random_below(random, SIM_CHANNELS_MAX + 1);
        for (uint8_t c = 0; c < config->channel_count; c++)
                sim->channels[i][c] = (struct channel_config){
                        .kind = (enum channel_kind)random_below(random, CHANNEL_KIND_MAX_),
                        .room = random_percent(random, 30) ? (uint16_t)(1 + random_below(random, 2))
                                                           : ROOM_NONE,
                        .channel = c,
                };
        ladder_default(&config->ladder, sim->channels[i], config->channel_count);
        if (config->channel_count == 0 || random_percent(random, 50))
                return;
        config->ladder.count = (uint8_t)(1 + random_below(random, 4));
        for (uint8_t s = 0; s < config->ladder.count; s++)
                config->ladder.steps[s] = (struct ladder_step){
                        .after_usec = s == 0 ? 0
                                             : config->ladder.steps[s - 1].after_usec +
                                                       random_between(random, 30, 240),
                        .tell = (uint16_t)random_below(random, 1u << config->channel_count),
                };
}

static void draw_person(struct sim *sim, uint32_t i)
{
        struct person_config *config = &sim->configs[i];
        struct random *random = &sim->random;

        *config = (struct person_config){
                .sources = sim->sources[i],
                .source_count = (uint16_t)(1 + random_below(random, SIM_SOURCES_MAX)),
                .channels = sim->channels[i],
                .active_hours = &sim->active[i],
                .active_hours_count = random_percent(random, 30),
                .quiet_hours = &sim->quiet[i],
                .quiet_hours_count = random_percent(random, 70),
                .day_start_minute =
                        random_percent(random, 70) ? 240 : (int16_t)random_below(random, MINUTES_PER_DAY),
                .holds = sim->holds,
                .hold_count = SIM_HOLDS,
                .cue_count = SIM_CUES,
                .local_only = random_percent(random, 10),
                .needs_broker = random_percent(random, 60),
        };
        snprintf(config->id, sizeof(config->id), "person-%u", i);
        sim->active[i] = (struct hours_rule){ (uint8_t)(1 + random_below(random, HOURS_EVERY_DAY)),
                (int16_t)random_below(random, MINUTES_PER_DAY),
                (int16_t)random_below(random, MINUTES_PER_DAY + 1) };
        sim->quiet[i] = (struct hours_rule){ HOURS_EVERY_DAY, 22 * 60, 7 * 60 };
        for (uint16_t s = 0; s < config->source_count; s++)
                sim->sources[i][s] = draw_source(random);
        /* every home has a chair that knows its person */
        sim->sources[i][0].kind = SOURCE_KIND_SEAT;
        draw_breaks(sim, &config->breaks);
        draw_channels(sim, i);
        trainee_draw(sim, i);
}

static void build_household(struct sim *sim)
{
        const struct person_config *configs[SIM_PEOPLE_MAX];
        int r;

        for (uint32_t i = 0; i < sim->count; i++)
                configs[i] = &sim->configs[i];
        r = household_new(configs, sim->count, SIM_GROUPS, &sim->now, &sim->household);
        assert(r == 0);
        (void)r;
        trainee_set_voices(sim);
}

static void set_realtime(struct sim *sim, int64_t realtime_usec)
{
        sim->now.realtime_usec = realtime_usec;
        if (realtime_usec < sim->now.zone.since_realtime_usec ||
                realtime_usec >= sim->now.zone.until_realtime_usec)
                sim->now.zone = zone_at(sim->zone, realtime_usec);
}

static void move_to(struct sim *sim, int64_t boottime_usec)
{
        int64_t passed_usec = boottime_usec - sim->now.boottime_usec;

        sim->now.boottime_usec = boottime_usec;
        set_realtime(sim, sim->now.realtime_usec + passed_usec);
}

void home_step(struct sim *sim, uint32_t person, const struct event *event)
{
        check_routine_before(sim, person, event);
        sim->witnesses[person].stage = household_person(sim->household, person)->policy.stage;
        household_step(sim->household, person, event, &sim->now, &sim->effects);
        check_step(sim, person, event);
}

static void do_what_is_due(struct sim *sim)
{
        static const struct event time = { .kind = EVENT_TIME };
        uint32_t person;
        int turns = 0;

        while (household_next_due(sim->household, sim->now.boottime_usec, &person)) {
                if (turns++ > TURNS_MAX)
                        check_failed(sim, person, "is due again and again");
                home_step(sim, person, &time);
        }
        if (household_next_deadline(sim->household) <= sim->now.boottime_usec)
                check_failed(sim, 0, "a deadline lies in the past and is not due");
}

static void pass_until(struct sim *sim, int64_t until_usec)
{
        int64_t next_usec;

        while ((next_usec = usec_min(household_next_deadline(sim->household), trainee_next_said(sim))) <
                until_usec) {
                move_to(sim, usec_max(next_usec, sim->now.boottime_usec));
                trainee_say(sim);
                do_what_is_due(sim);
        }
        move_to(sim, until_usec);
}

static void all_learn(struct sim *sim, const struct event *event)
{
        for (uint32_t i = 0; i < sim->count; i++)
                home_step(sim, i, event);
}

/* A message of one sensor; a shared seat tells everybody who has it. */
static void claim(struct sim *sim)
{
        struct random *random = &sim->random;
        uint32_t person = random_below(random, sim->count);
        uint16_t source = random_percent(random, 40)
                                  ? 0
                                  : (uint16_t)random_below(random, sim->configs[person].source_count);
        uint32_t group = sim->sources[person][source].seat_group;
        struct event event = { .kind = EVENT_CLAIM };
        uint32_t draw = random_below(random, 100);
        enum source_kind kind = sim->sources[person][source].kind;
        /* A session or a desktop usually knows since when it is idle. */
        uint32_t ages = kind == SOURCE_KIND_LOGIND || kind == SOURCE_KIND_DESKTOP_IDLE ? 50 : 5;

        event.claim.claim = (struct claim){
                .value = draw < 55   ? SOURCE_VALUE_TRUE
                         : draw < 96 ? SOURCE_VALUE_FALSE
                                     : SOURCE_VALUE_NOTHING,
                .retained = random_percent(random, 10),
                .reading = random_below(random, 4),
                .age_usec = random_percent(random, ages) ? random_between(random, 0, 2000) : 0,
                .lease_usec = random_percent(random, 5) ? random_between(random, 10, 2000) : 0,
        };
        for (uint32_t i = 0; i < sim->count; i++)
                for (uint16_t s = 0; s < sim->configs[i].source_count; s++)
                        if (group == SEAT_GROUP_NONE ? i == person && s == source
                                                     : sim->sources[i][s].shared &&
                                                               sim->sources[i][s].seat_group == group) {
                                event.claim.source = s;
                                home_step(sim, i, &event);
                        }
}

static void lose_or_find(struct sim *sim)
{
        uint32_t person = random_below(&sim->random, sim->count);
        struct event event = { .kind = random_percent(&sim->random, 20) ? EVENT_REJECTED
                                                                        : EVENT_AVAILABILITY };

        event.availability.source = (uint16_t)random_below(&sim->random, sim->configs[person].source_count);
        if (event.kind == EVENT_AVAILABILITY)
                event.availability.offline = random_percent(&sim->random, 40);
        home_step(sim, person, &event);
}

static void change_link(struct sim *sim)
{
        struct event event = { .kind = EVENT_LINK };

        event.link.lost = sim->link_up && random_percent(&sim->random, 50);
        sim->link_up = !sim->link_up;
        event.link.up = sim->link_up;
        all_learn(sim, &event);
}

static void set_hold(struct sim *sim)
{
        struct event event = { .kind = EVENT_HOLD_TOPIC };

        event.hold_topic.hold = (uint16_t)random_below(&sim->random, SIM_HOLDS);
        event.hold_topic.value = random_percent(&sim->random, 35) ? SOURCE_VALUE_TRUE : SOURCE_VALUE_FALSE;
        home_step(sim, random_below(&sim->random, sim->count), &event);
}

/* Often shortly before something is due, for that is when it matters. */
static void tell_cue(struct sim *sim)
{
        struct event event = { .kind = EVENT_CUE };
        uint32_t person = random_below(&sim->random, sim->count);
        uint32_t draw = random_below(&sim->random, 100);
        int64_t before_usec = random_between(&sim->random, 0, 400);
        struct person_view view;

        event.cue.cue = (uint16_t)random_below(&sim->random, SIM_CUES);
        event.cue.value = draw < 90 ? SOURCE_VALUE_FALSE : SOURCE_VALUE_NOTHING;
        home_step(sim, person, &event);
        person_view(household_person(sim->household, person), &sim->now, &view);
        if (view.next_break_realtime_usec > sim->now.realtime_usec + before_usec)
                pass_until(sim, sim->now.boottime_usec + view.next_break_realtime_usec -
                                        sim->now.realtime_usec - before_usec);
        do_what_is_due(sim);
        event.cue.value = SOURCE_VALUE_TRUE;
        event.cue.retained = random_percent(&sim->random, 10);
        home_step(sim, person, &event);
}

static void command(struct sim *sim)
{
        static const char *const reasons[] = { "call", "baby", "paused", "holiday", "ill" };
        static const enum command_verb verbs[] = { COMMAND_DONE, COMMAND_SKIP, COMMAND_NOT_ME, COMMAND_SNOOZE,
                COMMAND_SNOOZE, COMMAND_SNOOZE, COMMAND_HOLD, COMMAND_RELEASE, COMMAND_RELEASE, COMMAND_SET };
        struct random *random = &sim->random;
        struct command command = { .verb = verbs[random_below(random, ELEMENTS(verbs))],
                .until_day = COMMAND_NO_DAY };
        struct event event = { .kind = EVENT_COMMAND, .command = &command };

        snprintf(command.reason, sizeof(command.reason), "%s",
                reasons[random_below(random, ELEMENTS(reasons))]);
        if (command.verb == COMMAND_SNOOZE && random_percent(random, 30))
                command.duration_usec = random_between(random, 100, 1500);
        if (command.verb == COMMAND_HOLD && random_percent(random, 50))
                command.duration_usec = random_between(random, 60, 20000);
        if (command.verb == COMMAND_HOLD && random_percent(random, 20)) {
                command.until_day =
                        instant_day(&sim->now, sim->now.realtime_usec, 0) + (int32_t)random_below(random, 3);
                command.until_minute = (int32_t)random_below(random, MINUTES_PER_DAY);
        }
        if (command.verb == COMMAND_SET) {
                command.setting = (enum setting)random_below(random, SETTING_MAX_);
                command.value = command.setting == SETTING_ENABLED ? !random_percent(random, 10)
                                                                   : random_between(random, 30, 4000);
        }
        home_step(sim, random_below(random, sim->count), &event);
}

static void sleep_a_while(struct sim *sim)
{
        struct event event = { .kind = EVENT_SUSPENDED };

        event.suspended.from_boottime_usec = sim->now.boottime_usec;
        move_to(sim, sim->now.boottime_usec + (random_percent(&sim->random, 60)
                                                              ? random_between(&sim->random, 1, 400)
                                                              : random_between(&sim->random, 300, 100000)));
        event.suspended.to_boottime_usec = sim->now.boottime_usec;
        all_learn(sim, &event);
}

static void set_clock(struct sim *sim)
{
        static const int64_t steps[] = { USEC_PER_SEC, 90 * USEC_PER_SEC, USEC_PER_HOUR, 25 * USEC_PER_HOUR };
        static const struct event event = { .kind = EVENT_CLOCK_CHANGED };
        int64_t by_usec = steps[random_below(&sim->random, ELEMENTS(steps))];
        uint32_t draw = random_below(&sim->random, 10);

        if (draw == 0 || sim->keeps_time)
                sim->zone = TEST_ZONES[random_below(&sim->random, ELEMENTS(TEST_ZONES))];
        else if (draw == 1)
                sim->now.realtime_usec = 0;
        else if (draw < 5)
                sim->now.realtime_usec =
                        utc_usec("2026-01-01 00:00:00") + random_between(&sim->random, 0, 31000000);
        else
                sim->now.realtime_usec += draw % 2 ? by_usec : -by_usec;
        sim->now.zone = zone_at(sim->zone, sim->now.realtime_usec);
        for (uint32_t i = 0; i < sim->count; i++) {
                sim->trainees[i].is_set_back |= !sim->keeps_time;
                sim->trainees[i].had_day_twice = true;
        }
        all_learn(sim, &event);
}

static void move_stamp(int64_t *stamp_usec, int64_t by_usec)
{
        if (*stamp_usec != INT64_MIN)
                *stamp_usec += by_usec;
}

/* What the store does for a source: its value with the lease, in the stamps of this boot. */
static void restore_sources(
        struct person *person, const struct source *saved, int64_t by_usec, bool long_down)
{
        for (uint16_t s = 0; s < person->config->source_count; s++) {
                struct source *source = &person->sources[s];

                *source = saved[s];
                move_stamp(&source->since_usec, by_usec);
                move_stamp(&source->changed_usec, by_usec);
                move_stamp(&source->heard_usec, by_usec);
                move_stamp(&source->idle_since_usec, by_usec);
                if (long_down && person->config->sources[s].kind == SOURCE_KIND_SEAT)
                        source->value = SOURCE_VALUE_NOTHING;
        }
}

/* The daemon stops or is killed, and starts again in the same boot or after another: 0 to 600 s later. */
void home_restore_settings(struct person *person, const struct person *from)
{
        for (enum setting setting = 0; setting < SETTING_MAX_; setting++)
                person_apply_setting(person, setting, person_setting(from, setting));
}

static void restart(struct sim *sim)
{
        static const struct event time = { .kind = EVENT_TIME };
        bool killed = random_percent(&sim->random, 50);
        int64_t down_usec = random_between(&sim->random, 0, 600);
        int64_t by_usec = random_percent(&sim->random, 50)
                                  ? random_between(&sim->random, 10, 1000) - sim->now.boottime_usec
                                  : 0;
        struct household *old = sim->household;
        struct person_record records[SIM_PEOPLE_MAX];
        int64_t stopped_usec = sim->now.boottime_usec;

        for (uint32_t i = 0; i < sim->count; i++) {
                records[i] = sim->witnesses[i].saved;
                if (!killed)
                        person_save(household_person(old, i), &sim->now, &records[i]);
                check_record(
                        sim, i, &records[i], killed ? &sim->witnesses[i].saved_zone : &sim->now.zone, true);
        }
        move_to(sim, sim->now.boottime_usec + down_usec);
        sim->now.boottime_usec += by_usec;
        sim->end_usec += by_usec;
        build_household(sim);
        for (uint32_t i = 0; i < sim->count; i++) {
                struct person *person = household_person(sim->household, i);
                int64_t lost_usec = stopped_usec - records[i].saved_boottime_usec;

                restore_sources(
                        person, household_person(old, i)->sources, by_usec, down_usec > 300 * USEC_PER_SEC);
                home_restore_settings(person, household_person(old, i));
                log_restore(sim, i, person->routine);
                person_load(person, &records[i], down_usec + lost_usec, &sim->now);
                household_touch(sim->household, i, &sim->now);
                sim->witnesses[i].born_usec += by_usec;
                sim->witnesses[i].bout_start_usec += by_usec;
                for (size_t n = 0; n < VOICE_PER_HOUR_MAX; n++)
                        sim->witnesses[i].spoken_usec[n] += by_usec;
        }
        sim->restarts++;
        sim->link_up = false;
        for (uint32_t i = 0; i < sim->count; i++) {
                const struct routine *routine = household_person(old, i)->routine;

                home_step(sim, i, &time);
                check_routine_restart(sim, i, routine ? routine_session(routine) : NULL);
        }
        household_free(old);
}

static void let_happen(struct sim *sim)
{
        static const struct {
                uint32_t percent_of_ten;
                void (*happen)(struct sim *sim);
        } things[] = {
                { 640, claim },
                { 60, tell_cue },
                { 60, lose_or_find },
                { 40, change_link },
                { 60, set_hold },
                { 110, command },
                { 12, sleep_a_while },
                { 6, set_clock },
                { 12, restart },
        };
        uint32_t draw = random_below(&sim->random, 1000);

        for (size_t i = 0; i < ELEMENTS(things); i++) {
                if (draw < things[i].percent_of_ten) {
                        things[i].happen(sim);
                        return;
                }
                draw -= things[i].percent_of_ten;
        }
}

static int64_t draw_gap(struct random *random)
{
        uint32_t draw = random_below(random, 100);

        if (draw < 30)
                return random_below(random, 20 * USEC_PER_SEC);
        if (draw < 60)
                return random_below(random, 300) * USEC_PER_SEC;
        if (draw < 97)
                return random_below(random, 5400) * USEC_PER_SEC;
        return random_below(random, 50000) * USEC_PER_SEC;
}

static void save(struct sim *sim, uint32_t i)
{
        person_save(household_person(sim->household, i), &sim->now, &sim->witnesses[i].saved);
        sim->witnesses[i].saved_zone = sim->now.zone;
}

void home_build(struct sim *sim, uint64_t seed, uint32_t days)
{
        static const char *const reasons[SIM_HOLDS] = { "call", "baby", "guests", "holiday" };
        struct event link = { .kind = EVENT_LINK };

        const struct programmes *programmes = sim->programmes;

        memset(sim, 0, sizeof(*sim));
        sim->programmes = programmes;
        sim->seed = seed;
        sim->random.state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) | 1;
        sim->hash = UINT64_C(1469598103934665603);
        sim->zone = TEST_ZONES[random_below(&sim->random, ELEMENTS(TEST_ZONES))];
        sim->now = (struct instant){ .boottime_usec = 1000 * USEC_PER_SEC };
        set_realtime(sim, utc_usec("2026-01-01 00:00:00"));
        sim->now.zone = zone_at(sim->zone, sim->now.realtime_usec);
        sim->end_usec = sim->now.boottime_usec + days * USEC_PER_DAY;
        sim->count = 1 + random_below(&sim->random, SIM_PEOPLE_MAX);
        sim->all_train = getenv("SIM_TRAIN") != NULL;
        sim->keeps_time = random_percent(&sim->random, 40);
        for (int i = 0; i < SIM_HOLDS; i++) {
                snprintf(sim->holds[i].reason, sizeof(sim->holds[i].reason), "%s", reasons[i]);
                sim->holds[i].effect = hold_effect_of(reasons[i]);
        }
        for (uint32_t i = 0; i < sim->count; i++) {
                draw_person(sim, i);
                sim->witnesses[i].born_usec = sim->now.boottime_usec;
        }
        sim->until_check = 100;
        sim->traced = getenv("SIM_TRACE") != NULL;
        build_household(sim);
        for (uint32_t i = 0; i < sim->count; i++)
                save(sim, i);
        link.link.up = sim->link_up = true;
        all_learn(sim, &link);
        trainee_begin(sim);
}

void home_live(struct sim *sim)
{
        while (sim->now.boottime_usec < sim->end_usec) {
                pass_until(sim, sim->now.boottime_usec + trainee_gap(sim, draw_gap(&sim->random)));
                let_happen(sim);
                trainee_act(sim);
                do_what_is_due(sim);
        }
}

void home_clear(struct sim *sim)
{
        sim->household = household_free(sim->household);
        trainee_clear(sim);
}
