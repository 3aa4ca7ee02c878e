/* SPDX-License-Identifier: MIT */
#include "app/engine_inside.h"

#include "wire/hermes_intent.h"

#include <errno.h>
#include <string.h>

static bool hears_births(const struct engine *engine)
{
        return engine->announcing.birth_topic[0] != '\0';
}

size_t engine_subscription_count(const struct engine *engine)
{
        return router_count(engine->topics) + ELEMENTS(engine->commands) + engine_hears_intents(engine) +
               hears_births(engine);
}

const char *engine_subscription(const struct engine *engine, size_t index, bool *ret_retained_wanted)
{
        size_t topics = router_count(engine->topics);

        *ret_retained_wanted = index < topics;
        if (index < topics)
                return router_name(engine->topics, index);
        index -= topics;
        if (index < ELEMENTS(engine->commands))
                return engine->commands[index];
        index -= ELEMENTS(engine->commands);
        if (engine_hears_intents(engine) && index == 0)
                return HERMES_INTENT_TOPIC;
        /* A retained birth is told by its flag, and one that comes now is not taken for it. */
        *ret_retained_wanted = true;
        return engine->announcing.birth_topic;
}

bool engine_is_subscribed(const struct engine *engine, const char *filter)
{
        for (size_t i = 0; i < ELEMENTS(engine->commands); i++)
                if (strcmp(engine->commands[i], filter) == 0)
                        return true;
        if (engine_hears_intents(engine) && strcmp(filter, HERMES_INTENT_TOPIC) == 0)
                return true;
        if (hears_births(engine) && strcmp(filter, engine->announcing.birth_topic) == 0)
                return true;
        return router_find(engine->topics, filter) != NULL;
}

void engine_step(struct engine *engine, uint32_t person, const struct event *event, const struct instant *now)
{
        household_step(engine->household, person, event, now, &engine->effects);
        engine_perform(engine, person, now);
}

static void step_everybody(struct engine *engine, const struct event *event, const struct instant *now)
{
        for (uint32_t i = 0; i < engine->settings->people_count; i++)
                engine_step(engine, i, event, now);
        engine_settle(engine);
}

void engine_on_suspend(struct engine *engine, int64_t suspended_usec, const struct instant *now)
{
        const struct event event = {
                .kind = EVENT_SUSPENDED,
                .suspended = { now->boottime_usec - suspended_usec, now->boottime_usec },
        };

        step_everybody(engine, &event, now);
}

void engine_on_clock_change(struct engine *engine, const struct instant *now)
{
        const struct event event = { .kind = EVENT_CLOCK_CHANGED };

        step_everybody(engine, &event, now);
}

void engine_publish_all(
        struct engine *engine, uint32_t index, const struct event *event, const struct instant *now)
{
        person_republish(household_person(engine->household, index));
        engine->people[index].why_digest = 0;
        engine->people[index].routine.session_digest = 0;
        engine->people[index].routine.plan_digest = 0;
        engine_step(engine, index, event, now);
        for (int setting = 0; setting < SETTING_MAX_; setting++)
                engine_publish_setting(engine, index, (enum setting)setting);
        engine_publish_routine(engine, index, now);
}

static void tell_person(struct engine *engine, uint32_t index, const struct instant *now)
{
        const struct event event = { .kind = EVENT_LINK, .link = { .up = true } };

        engine_publish_all(engine, index, &event, now);
}

static void tell_channel(struct engine *engine, uint32_t index, const struct instant *now)
{
        if (!engine->channels[index].lamp)
                return;
        lamp_on_link(engine->channels[index].lamp, true, now->boottime_usec, &engine->outbox);
        engine_channel_changed(engine, index);
}

static bool is_telling(const struct engine *engine)
{
        return engine->told < engine->settings->people_count + engine->settings->channel_count;
}

/* Return: whether there was somebody or something to tell. */
static bool tell_next(struct engine *engine, const struct instant *now)
{
        uint32_t people = engine->settings->people_count;
        uint32_t next = engine->told;

        if (!is_telling(engine))
                return false;
        engine->told++;
        if (next < people)
                tell_person(engine, next, now);
        else
                tell_channel(engine, next - people, now);
        return true;
}

static void tell_more(struct engine *engine, const struct instant *now)
{
        engine_answer_birth(engine, now);
        while (engine_has_room_to_tell(engine))
                if (!engine_announce_next(engine) && !tell_next(engine, now) &&
                        !engine_restate_next(engine, now))
                        return;
}

void engine_begin_telling(struct engine *engine, const struct instant *now)
{
        engine->link_up = true;
        engine->told = 0;
        engine_begin_announcing(engine, true);
        engine->told_usec = now->boottime_usec;
        tell_more(engine, now);
}

void engine_on_link(struct engine *engine, bool up, const struct instant *now)
{
        const struct event event = { .kind = EVENT_LINK };

        outbox_clear(&engine->outbox);
        if (up) {
                engine_begin_telling(engine, now);
                return;
        }
        engine->link_up = false;
        engine_stop_announcing(engine);
        engine->told = engine->settings->people_count + engine->settings->channel_count;
        for (uint32_t i = 0; i < engine->settings->channel_count; i++) {
                if (!engine->channels[i].lamp)
                        continue;
                lamp_on_link(engine->channels[i].lamp, false, now->boottime_usec, &engine->outbox);
                engine_channel_changed(engine, i);
        }
        step_everybody(engine, &event, now);
}

void engine_on_lost(struct engine *engine, uint32_t person, const struct instant *now)
{
        const struct event event = { .kind = EVENT_LINK, .link = { .lost = true } };

        engine_step(engine, person, &event, now);
        engine_settle(engine);
}

/* Of a large home only some at once: the rest is due in the next turn, and others come in between. */
static void step_people(struct engine *engine, const struct instant *now)
{
        static const struct event event = { .kind = EVENT_TIME };
        uint32_t person;

        for (int i = 0; i < ENGINE_STEPS_AT_ONCE; i++) {
                if (!household_next_due(engine->household, now->boottime_usec, &person))
                        return;
                engine_step(engine, person, &event, now);
        }
}

/* The bound is far above what a home can ask for at one moment: it keeps a bug from stopping the loop. */
static void step_channels(struct engine *engine, const struct instant *now)
{
        for (uint64_t i = 16 * (uint64_t)engine->settings->channel_count; i > 0; i--) {
                struct engine_channel *channel;
                uint32_t index;

                if (deadline_heap_first(&engine->channel_deadlines, &index) > now->boottime_usec)
                        return;
                channel = &engine->channels[index];
                if (channel->lamp) {
                        lamp_step(channel->lamp, now->boottime_usec, &engine->outbox);
                } else {
                        speaker_step(channel->speaker, now->boottime_usec, &engine->outbox);
                        engine_take_said(engine, index, now);
                }
                engine_channel_changed(engine, index);
        }
}

void engine_on_time(struct engine *engine, const struct instant *now)
{
        tell_more(engine, now);
        step_people(engine, now);
        step_channels(engine, now);
        engine_settle(engine);
}

int64_t engine_next_deadline(const struct engine *engine)
{
        int64_t next = usec_min(household_next_deadline(engine->household),
                deadline_heap_first(&engine->channel_deadlines, NULL));

        if (!engine->link_up)
                return next;
        if ((is_telling(engine) || engine_is_announcing(engine)) && engine_has_room_to_tell(engine))
                next = usec_min(next, engine->told_usec);
        return usec_min(next, engine_birth_deadline(engine));
}

void engine_settle(struct engine *engine)
{
        if (!engine->link_up)
                outbox_clear(&engine->outbox);
}

struct outbox *engine_outbox(struct engine *engine)
{
        return &engine->outbox;
}

struct household *engine_household(struct engine *engine)
{
        return engine->household;
}

struct lamp *engine_lamp(struct engine *engine, uint32_t channel)
{
        return engine->channels[channel].lamp;
}

int engine_load_lamp(struct engine *engine, uint32_t channel, const char *saved, const struct instant *now)
{
        int r;

        if (!engine->channels[channel].lamp)
                return -ENOENT;
        r = lamp_load(engine->channels[channel].lamp, saved, now->boottime_usec);
        if (r < 0)
                return r;
        engine_channel_changed(engine, channel);
        return 0;
}

const struct programmes *engine_programmes(const struct engine *engine)
{
        return engine->programmes;
}

const struct settings *engine_settings(const struct engine *engine)
{
        return engine->settings;
}
