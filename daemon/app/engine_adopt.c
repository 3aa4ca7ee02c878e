/* SPDX-License-Identifier: MIT */
#include "app/engine_inside.h"

#include "base/cleanup.h"

#include <assert.h>
#include <string.h>

static bool text_same(const char *a, const char *b)
{
        return a == b || (a && b && strcmp(a, b) == 0);
}

static bool sensor_same(const struct sensor_settings *a, const struct sensor_settings *b)
{
        return strcmp(a->name, b->name) == 0 && text_same(a->topics[0], b->topics[0]) &&
               text_same(a->topics[1], b->topics[1]) && text_same(a->field_text, b->field_text) &&
               text_same(a->when_text, b->when_text) &&
               text_same(a->availability_topic, b->availability_topic) &&
               text_same(a->availability_field_text, b->availability_field_text);
}

/* What was read otherwise, or of another device, is nothing that this one says, whatever both are called. */
static bool source_same(const struct person_setup *a, uint16_t i, const struct person_setup *b, uint16_t j)
{
        /* Of another user logind says something else. */
        if (a->core.sources[i].kind == SOURCE_KIND_LOGIND && !text_same(a->user, b->user))
                return false;
        return a->core.sources[i].kind == b->core.sources[j].kind &&
               a->core.sources[i].stale_after_usec == b->core.sources[j].stale_after_usec &&
               sensor_same(&a->sensors[i], &b->sensors[j]);
}

/* The source of @old that is the new source @index, -1 if there was none. */
static int32_t find_source(const struct person_setup *old, const struct person_setup *setup, uint16_t index)
{
        for (uint16_t i = 0; i < old->core.source_count; i++)
                if (source_same(old, i, setup, index))
                        return i;
        return -1;
}

static bool hold_same(const struct person_setup *a, uint8_t i, const struct person_setup *b, uint8_t j)
{
        return strcmp(a->core.holds[i].reason, b->core.holds[j].reason) == 0 &&
               a->core.holds[i].effect == b->core.holds[j].effect &&
               text_same(a->holds[i].topic, b->holds[j].topic) &&
               text_same(a->holds[i].field_text, b->holds[j].field_text) &&
               text_same(a->holds[i].when_text, b->holds[j].when_text);
}

/* The new holds that @old has too, a bit each. */
static uint16_t find_holds(const struct person_setup *old, const struct person_setup *setup)
{
        uint16_t found = 0;

        static_assert(HOLDS_MAX <= 16, "a bit for each hold");
        for (uint8_t i = 0; i < setup->core.hold_count; i++)
                for (uint8_t j = 0; j < old->core.hold_count; j++)
                        if (hold_same(old, j, setup, i))
                                found |= (uint16_t)(1U << i);
        return found;
}

static void adopt_person(struct engine *engine, uint32_t index, struct engine *old, uint32_t old_index,
        const struct instant *now)
{
        const struct person_setup *setup = &engine->settings->people[index];
        const struct person_setup *old_setup = &old->settings->people[old_index];
        int32_t map[SOURCES_MAX];

        for (uint16_t i = 0; i < setup->core.source_count; i++)
                map[i] = find_source(old_setup, setup, i);
        person_adopt(household_person(engine->household, index), household_person(old->household, old_index),
                map, find_holds(old_setup, setup), now);
        household_touch(engine->household, index, now);
}

/* Whether both settings mean the same lamp on the same topics. */
static bool lamp_same(const struct channel_settings *a, const struct channel_settings *b)
{
        return a->kind == CHANNEL_KIND_LIGHT && b->kind == CHANNEL_KIND_LIGHT &&
               strcmp(a->name, b->name) == 0 && a->light.dialect == b->light.dialect &&
               text_same(a->light.device, b->light.device) &&
               text_same(a->light.full_topic, b->light.full_topic) &&
               text_same(a->light.base, b->light.base) && text_same(a->light.topic, b->light.topic) &&
               text_same(a->light.state_topic, b->light.state_topic) &&
               text_same(a->light.component, b->light.component);
}

/* The new channel that is the lamp @old_index of @old; channel_count if it is gone. */
static uint32_t find_lamp(const struct engine *engine, const struct engine *old, uint32_t old_index)
{
        uint32_t i;

        for (i = 0; i < engine->settings->channel_count; i++)
                if (lamp_same(&engine->settings->channels[i], &old->settings->channels[old_index]))
                        break;
        return i;
}

/* A lamp that is no longer in the file gets back what it showed before. */
static void give_back_lamp(
        struct engine *engine, struct lamp *lamp, uint32_t people, const struct instant *now)
{
        for (uint32_t person = 0; person < people; person++)
                lamp_show(lamp, person, LIGHT_SHOW_BEFORE, now->boottime_usec, &engine->outbox);
}

static void adopt_lamp(
        struct engine *engine, struct engine *old, uint32_t old_index, const struct instant *now)
{
        struct lamp *lamp = old->channels[old_index].lamp;
        CLEANUP_FREE char *saved = NULL;
        uint32_t index;

        if (!lamp)
                return;
        index = find_lamp(engine, old, old_index);
        if (index == engine->settings->channel_count) {
                if (lamp_is_ours(lamp))
                        give_back_lamp(engine, lamp, old->settings->people_count, now);
                return;
        }
        if (lamp_is_ours(lamp))
                saved = lamp_save(lamp);
        if (saved)
                (void)engine_load_lamp(engine, index, saved, now);
        lamp_adopt(engine->channels[index].lamp, lamp);
        engine->channels[index].lamp_blind = old->channels[old_index].lamp_blind;
}

static void forget_topic(
        struct engine *engine, const struct engine *old, const char *person, const char *leaf)
{
        struct outbox_message *message;
        char topic[TOPIC_SIZE];

        if (topic_join(topic, old->settings->base, person, leaf) < 0)
                return;
        message = outbox_add(&engine->outbox, OUTBOX_STATE, topic, "");
        if (message)
                message->retain = true;
}

/* Nothing retained stays behind of a person who is no longer in the file. */
static void forget_person(struct engine *engine, const struct engine *old, const char *person)
{
        forget_topic(engine, old, person, "state");
        forget_topic(engine, old, person, "why");
        forget_topic(engine, old, person, "session");
        forget_topic(engine, old, person, "plan");
        forget_topic(engine, old, person, TOPIC_SESSION_DAYS);
        forget_topic(engine, old, person, TOPIC_SESSION_TIME);
        for (int setting = 0; setting < SETTING_MAX_; setting++)
                forget_topic(engine, old, person, setting_names[setting]);
}

static void adopt_people(struct engine *engine, struct engine *old, const struct instant *now)
{
        bool same_base = strcmp(engine->settings->base, old->settings->base) == 0;

        for (uint32_t i = 0; i < old->settings->people_count; i++) {
                const char *id = old->settings->people[i].core.id;
                const struct consumer *person = router_find(engine->ids, id);

                if (person)
                        adopt_person(engine, person->owner, old, i, now);
                if (old->link_up && (!person || !same_base))
                        forget_person(engine, old, id);
        }
}

void engine_adopt(struct engine *engine, struct engine *old, const struct instant *now)
{
        adopt_people(engine, old, now);
        for (uint32_t i = 0; i < old->settings->channel_count; i++)
                adopt_lamp(engine, old, i, now);
        if (old->link_up)
                engine_begin_telling(engine, now);
        engine_settle(engine);
}
