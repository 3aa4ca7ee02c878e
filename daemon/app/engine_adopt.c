/* SPDX-License-Identifier: MIT */
#include "app/engine_inside.h"

#include "base/cleanup.h"

#include <assert.h>
#include <string.h>

static bool text_same(const char *a, const char *b)
{
        return a == b || (a && b && strcmp(a, b) == 0);
}

static bool room_names_same(const struct sensor_settings *a, const struct sensor_settings *b)
{
        if (a->room_count != b->room_count)
                return false;
        for (uint16_t i = 0; i < a->room_count; i++)
                if (strcmp(a->rooms[i].name, b->rooms[i].name) != 0 ||
                        strcmp(a->rooms[i].means, b->rooms[i].means) != 0)
                        return false;
        return true;
}

static bool sensor_same(const struct sensor_settings *a, const struct sensor_settings *b)
{
        return strcmp(a->name, b->name) == 0 && text_same(a->topics[0], b->topics[0]) &&
               text_same(a->topics[1], b->topics[1]) && text_same(a->field_text, b->field_text) &&
               text_same(a->when_text, b->when_text) && room_names_same(a, b) &&
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

/* Rooms may have other numbers now: what a source said of a room is said of the one of the same name. */
static void rename_rooms(struct engine *engine, uint32_t index, const struct engine *old)
{
        struct person *person = household_person(engine->household, index);

        for (uint16_t i = 0; i < person->config->source_count; i++) {
                struct source *source = &person->sources[i];
                const struct room_reader rooms = {
                        .rooms = (const char *const *)engine->settings->rooms,
                        .room_count = engine->settings->room_count,
                };

                if (source->room == ROOM_NONE)
                        continue;
                source->room = room_name_find(&rooms, old->settings->rooms[source->room]);
                if (source->room == ROOM_NONE)
                        source->value = SOURCE_VALUE_NOTHING;
        }
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
        rename_rooms(engine, index, old);
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

static void adopt_people(struct engine *engine, struct engine *old, const struct instant *now)
{
        for (uint32_t i = 0; i < old->settings->people_count; i++) {
                const char *id = old->settings->people[i].core.id;
                const struct consumer *person = router_find(engine->ids, id);

                if (person)
                        adopt_person(engine, person->owner, old, i, now);
        }
}

/* A link that will be given up for another only hears what is no more. */
static void begin(struct engine *engine, const struct engine *old, const struct instant *now)
{
        if (settings_lead_to_same_broker(engine->settings, old->settings)) {
                engine_begin_telling(engine, now);
                return;
        }
        engine->link_up = true;
        engine_begin_announcing(engine, false);
        while (engine_has_room_to_tell(engine) && engine_announce_next(engine))
                ;
}

void engine_adopt(struct engine *engine, struct engine *old, const struct instant *now)
{
        adopt_people(engine, old, now);
        for (uint32_t i = 0; i < old->settings->channel_count; i++)
                adopt_lamp(engine, old, i, now);
        engine_adopt_announcing(engine, old);
        if (old->link_up)
                begin(engine, old, now);
        engine_settle(engine);
}
