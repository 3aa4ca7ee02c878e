/* SPDX-License-Identifier: MIT */
/* What reaches the engine, and is told by it, without MQTT. */
#include "app/engine_inside.h"

#include <errno.h>

void engine_set_listener(struct engine *engine, const struct engine_listener *listener)
{
        engine->listener = *listener;
}

static void step(struct engine *engine, uint32_t person, const struct event *event, const struct instant *now)
{
        engine_step(engine, person, event, now);
        engine_settle(engine);
}

void engine_on_claim(struct engine *engine, uint32_t person, uint16_t source, const struct claim *claim,
        const struct instant *now)
{
        const struct event event = { .kind = EVENT_CLAIM, .claim = { source, *claim } };

        step(engine, person, &event, now);
}

void engine_on_hold(struct engine *engine, uint32_t person, uint16_t hold, enum source_value value,
        const struct instant *now)
{
        const struct event event = { .kind = EVENT_HOLD_TOPIC, .hold_topic = { hold, value } };

        engine->people[person].hold_values[hold] = value;
        step(engine, person, &event, now);
}

int engine_step_answered(struct engine *engine, uint32_t person, const struct event *event,
        const struct instant *now, struct effect *ret_error)
{
        int r = 0;

        household_step(engine->household, person, event, now, &engine->effects);
        engine_keep_effects(engine, person, now);
        for (uint16_t i = 0; i < engine->effects.count; i++) {
                struct effect *effect = &engine->effects.items[i];

                if (effect->kind == EFFECT_ERROR || effect->kind == EFFECT_ROUTINE_ERROR) {
                        *ret_error = *effect;
                        r = -ECANCELED;
                        continue;
                }
                engine_perform_one(engine, person, effect, now);
        }
        engine_settle(engine);
        return r;
}

int engine_command(struct engine *engine, uint32_t person, const struct command *command,
        const struct instant *now, struct effect *ret_refusal)
{
        const struct event event = { .kind = EVENT_COMMAND, .command = command };

        return engine_step_answered(engine, person, &event, now, ret_refusal);
}

int engine_find_person(const struct engine *engine, const char *id, uint32_t *ret_person)
{
        const struct consumer *person = router_find(engine->ids, id);

        if (!person)
                return -ENOENT;
        *ret_person = person->owner;
        return 0;
}

char *engine_state_text(struct engine *engine, uint32_t index, const struct instant *now)
{
        const struct person *person = household_person(engine->household, index);
        struct person_view view;

        person_view(person, now, &view);
        return publish_state(person, &engine->people[index].names, &view, now);
}

char *engine_why_text(struct engine *engine, uint32_t person, const struct instant *now)
{
        return publish_why(household_person(engine->household, person), &engine->people[person].names, now);
}

const struct catalogue *engine_catalogue(const struct engine *engine, uint32_t person)
{
        return engine->people[person].catalogue;
}

bool engine_is_linked(const struct engine *engine)
{
        return engine->link_up;
}
