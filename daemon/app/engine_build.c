/* SPDX-License-Identifier: MIT */
#include "app/engine_inside.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

static int make_whole_paths(struct engine *engine)
{
        const char *error;
        int r;

        r = field_path_parse(NULL, &engine->whole, &error);
        if (r < 0)
                return r;
        return field_path_parse("state", &engine->state, &error);
}

static int make_commands(struct engine *engine)
{
        const char *base = engine->settings->base;
        int r;

        engine->base_bytes = strlen(base);
        r = topic_join(engine->commands[0], base, "+", "cmd");
        if (r < 0)
                return r;
        return topic_join(engine->commands[1], base, "+", "+/set");
}

static const struct catalogue *find_catalogue(const struct catalogue_set *catalogues, const char *language)
{
        for (size_t i = 0; i < catalogues->count; i++)
                if (strcmp(catalogue_language(catalogues->items[i]), language) == 0)
                        return catalogues->items[i];
        return NULL;
}

static int route_source(struct engine *engine, uint32_t person, uint32_t index)
{
        const struct sensor_settings *sensor = &engine->settings->people[person].sensors[index];
        int r;

        for (size_t i = 0; i < ELEMENTS(sensor->topics); i++) {
                if (!sensor->topics[i])
                        continue;
                r = router_add(engine->topics, sensor->topics[i], CONSUMER_SOURCE, person, index);
                if (r < 0)
                        return r;
        }
        if (!sensor->availability_topic)
                return 0;
        return router_add(engine->topics, sensor->availability_topic, CONSUMER_AVAILABILITY, person, index);
}

static int route_person(struct engine *engine, uint32_t index)
{
        const struct person_setup *setup = &engine->settings->people[index];
        int r;

        r = router_add(engine->ids, setup->core.id, CONSUMER_PERSON, index, 0);
        if (r < 0)
                return r;
        for (uint32_t i = 0; i < setup->core.source_count; i++) {
                r = route_source(engine, index, i);
                if (r < 0)
                        return r;
        }
        for (uint32_t i = 0; i < setup->core.hold_count; i++) {
                if (!setup->holds[i].topic)
                        continue;
                r = router_add(engine->topics, setup->holds[i].topic, CONSUMER_HOLD, index, i);
                if (r < 0)
                        return r;
        }
        for (uint32_t i = 0; i < setup->button_count; i++) {
                r = router_add(engine->topics, setup->buttons[i].topic, CONSUMER_BUTTON, index, i);
                if (r < 0)
                        return r;
        }
        /* Behind the holds: the end of a call is a good moment, and nothing holds any more. */
        for (uint32_t i = 0; i < setup->core.cue_count; i++) {
                r = router_add(engine->topics, setup->cues[i].topic, CONSUMER_CUE, index, i);
                if (r < 0)
                        return r;
        }
        return 0;
}

static int make_person(struct engine *engine, uint32_t index)
{
        const struct settings *settings = engine->settings;
        const struct person_setup *setup = &settings->people[index];
        struct engine_person *person = &engine->people[index];

        person->names = (struct person_names){
                .id = setup->core.id,
                .name = setup->name,
                .sources = setup->source_names,
                .channels = setup->channel_names,
                .rooms = (const char *const *)settings->rooms,
        };
        person->catalogue = find_catalogue(engine->catalogues, setup->language);
        person->field_seen = calloc((size_t)setup->core.source_count + 1, sizeof(*person->field_seen));
        person->hold_values = calloc((size_t)setup->core.hold_count + 1, sizeof(*person->hold_values));
        person->buttons = calloc((size_t)setup->button_count + 1, sizeof(*person->buttons));
        if (!person->field_seen || !person->hold_values || !person->buttons)
                return -ENOMEM;
        return route_person(engine, index);
}

static int make_lamp(struct engine *engine, uint32_t index)
{
        struct engine_channel *channel = &engine->channels[index];
        const char *topics[LAMP_TOPICS_MAX];
        size_t count;
        int r;

        r = lamp_new(&engine->settings->channels[index].light, &channel->lamp);
        if (r < 0)
                return r;
        count = lamp_topics(channel->lamp, topics);
        for (size_t i = 0; i < count; i++) {
                r = router_add(engine->topics, topics[i], CONSUMER_LAMP, index, 0);
                if (r < 0)
                        return r;
        }
        return 0;
}

static int make_speaker(struct engine *engine, uint32_t index)
{
        struct engine_channel *channel = &engine->channels[index];
        const char *topic;
        int r;

        r = speaker_new(&engine->settings->channels[index].speech, &channel->speaker);
        if (r < 0)
                return r;
        topic = speaker_topic(channel->speaker);
        return topic ? router_add(engine->topics, topic, CONSUMER_SPEAKER, index, 0) : 0;
}

static int make_channel(struct engine *engine, uint32_t index)
{
        switch (engine->settings->channels[index].kind) {
        case CHANNEL_KIND_LIGHT: return make_lamp(engine, index);
        case CHANNEL_KIND_SPEECH: return make_speaker(engine, index);
        case CHANNEL_KIND_PHONE:
        case CHANNEL_KIND_DESKTOP:
        case CHANNEL_KIND_TEMPLATE:
        case CHANNEL_KIND_MAX_: break;
        }
        return 0;
}

static int fill(struct engine *engine, const struct instant *now)
{
        const struct settings *settings = engine->settings;
        int r;

        r = router_new(&engine->topics);
        if (r < 0)
                return r;
        r = router_new(&engine->ids);
        if (r < 0)
                return r;
        r = router_new(&engine->sites);
        if (r < 0)
                return r;
        engine->people = calloc((size_t)settings->people_count + 1, sizeof(*engine->people));
        engine->channels = calloc((size_t)settings->channel_count + 1, sizeof(*engine->channels));
        if (!engine->people || !engine->channels)
                return -ENOMEM;
        r = deadline_heap_init(&engine->channel_deadlines, settings->channel_count);
        if (r < 0)
                return r;
        for (uint32_t i = 0; i < settings->people_count; i++) {
                r = make_person(engine, i);
                if (r < 0)
                        return r;
        }
        for (uint32_t i = 0; i < settings->channel_count; i++) {
                r = make_channel(engine, i);
                if (r < 0)
                        return r;
        }
        r = household_new(settings->person_configs, settings->people_count, settings->seat_groups, now,
                &engine->household);
        if (r < 0)
                return r;
        r = engine_make_routines(engine);
        if (r < 0)
                return r;
        return engine_make_announcing(engine);
}

CLEANUP_DEFINE(struct engine *, engine_free, engine_freep)

int engine_new(const struct settings *settings, const struct catalogue_set *catalogues,
        const struct programmes *programmes, const struct engine_keep *keep, const struct instant *now,
        struct engine **ret_engine)
{
        CLEANUP(engine_freep) struct engine *engine = calloc(1, sizeof(*engine));
        int r;

        if (!engine)
                return -ENOMEM;
        engine->settings = settings;
        engine->catalogues = catalogues;
        engine->programmes = programmes;
        if (keep)
                engine->keep = *keep;
        engine->told = settings->people_count + settings->channel_count;
        r = make_whole_paths(engine);
        if (r < 0)
                return r;
        r = make_commands(engine);
        if (r < 0)
                return r;
        r = fill(engine, now);
        if (r < 0)
                return r;
        *ret_engine = TAKE_PTR(engine);
        return 0;
}

struct engine *engine_free(struct engine *engine)
{
        if (!engine)
                return NULL;
        for (uint32_t i = 0; engine->people && i < engine->settings->people_count; i++) {
                free(engine->people[i].field_seen);
                free(engine->people[i].hold_values);
                free(engine->people[i].buttons);
        }
        for (uint32_t i = 0; engine->channels && i < engine->settings->channel_count; i++) {
                lamp_free(engine->channels[i].lamp);
                speaker_free(engine->channels[i].speaker);
        }
        free(engine->people);
        free(engine->channels);
        engine_free_announcing(engine);
        deadline_heap_done(&engine->channel_deadlines);
        household_free(engine->household);
        router_free(engine->topics);
        router_free(engine->ids);
        router_free(engine->sites);
        field_path_free(engine->whole);
        field_path_free(engine->state);
        outbox_done(&engine->outbox);
        free(engine);
        return NULL;
}
