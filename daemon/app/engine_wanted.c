/* SPDX-License-Identifier: MIT */
#include "app/engine_inside.h"

#include <string.h>

static bool has_text(const char *const *texts, size_t count, const char *text)
{
        for (size_t i = 0; i < count; i++)
                if (strcmp(texts[i], text) == 0)
                        return true;
        return false;
}

/* The reasons of the file first, so that a new version's well-known ones don't move them. */
static void describe_holds(const struct person_setup *setup, struct engine_description *description)
{
        const char *known[HOLDS_KNOWN_MAX];
        size_t known_count = hold_known_reasons(known);
        size_t count = 0;

        for (uint8_t i = 0; i < setup->core.hold_count; i++)
                if (!has_text(description->holds, count, setup->core.holds[i].reason))
                        description->holds[count++] = setup->core.holds[i].reason;
        for (size_t i = 0; i < known_count; i++)
                if (!has_text(description->holds, count, known[i]))
                        description->holds[count++] = known[i];
        description->person.holds = description->holds;
        description->person.hold_count = count;
}

static void describe_routine(const struct engine_routine *routine, const struct person_setup *setup,
        struct engine_description *description)
{
        const struct routine_config *config = setup->core.routine;
        size_t count = 0;

        if (!routine->programmes || !config)
                return;
        for (uint8_t i = 0; i < config->item_count; i++)
                if (config->items[i].programme >= 0)
                        description->programmes[count++] =
                                config->set->programmes[config->items[i].programme].id;
        description->person.has_routine = true;
        description->person.programmes = description->programmes;
        description->person.programme_count = count;
}

static bool has_desk(const struct person_config *config)
{
        for (uint16_t i = 0; i < config->source_count; i++)
                if (config->sources[i].kind == SOURCE_KIND_DESK_HEIGHT)
                        return true;
        return false;
}

void engine_want(const struct engine *engine, uint32_t index, struct engine_wanted *wanted)
{
        const struct settings *settings = engine->settings;
        const struct person_setup *setup = &settings->people[index];
        struct engine_description *description = &wanted->description;
        bool is_off = settings->discovery == DISCOVERY_OFF;

        description->person = (struct discovery_person){
                .id = setup->core.id,
                .name = setup->name,
                .has_stand_limit = has_desk(&setup->core),
                .words = engine->people[index].catalogue,
        };
        describe_holds(setup, description);
        describe_routine(&engine->people[index].routine, setup, description);
        wanted->announcement = (struct discovery_announcement){
                .person = setup->core.id,
                .base = settings->base,
                .prefix = is_off ? "" : settings->discovery_prefix,
                .mode = settings->discovery,
                .has_routine = description->person.has_routine,
                .components = wanted->components,
        };
        if (!is_off)
                wanted->announcement.component_count =
                        discovery_components(&description->person, wanted->components);
}
