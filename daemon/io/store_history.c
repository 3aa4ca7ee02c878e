/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include <errno.h>

static int put_span(struct store *store, const char *person, const struct effect *effect)
{
        const struct store_value values[] = {
                store_text(person),
                store_text(store_posture_words[effect->span.posture]),
                store_integer(effect->span.censored),
                store_integer(effect->span.from_realtime_usec),
                store_integer(effect->span.to_realtime_usec),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_SPAN, values, ELEMENTS(values));
}

static int put_prompt(struct store *store, const char *person, const struct effect *effect)
{
        bool ended = effect->outcome.ended;
        bool left = ended && effect->outcome.left_realtime_usec != 0;
        const struct store_value values[] = {
                store_text(person),
                store_integer(effect->outcome.id.day),
                store_integer(effect->outcome.id.number),
                store_text(ended ? store_outcome_words[effect->outcome.outcome] : NULL),
                store_integer(ended && effect->outcome.claimed),
                store_integer(effect->outcome.snoozes),
                store_integer(effect->outcome.due_realtime_usec),
                store_integer(effect->outcome.first_realtime_usec),
                store_integer(effect->outcome.last_realtime_usec),
                left ? store_integer(effect->outcome.left_realtime_usec) : store_text(NULL),
                store_integer(effect->outcome.sat_usec),
                store_text(store_about_words[effect->outcome.about]),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_PROMPT, values, ELEMENTS(values));
}

static int put_day(struct store *store, const char *person, const struct day_summary *day)
{
        const struct store_value values[] = {
                store_text(person),
                store_integer(day->day),
                store_integer(day->seated_usec),
                store_integer(day->longest_usec),
                store_integer(day->bouts),
                store_integer(day->interruptions),
                store_integer(day->breaks),
                store_integer(day->full_breaks),
                store_integer(day->prompts),
                store_integer(day->outcomes[OUTCOME_TAKEN]),
                store_integer(day->outcomes[OUTCOME_PARTIAL]),
                store_integer(day->outcomes[OUTCOME_IGNORED]),
                store_integer(day->outcomes[OUTCOME_DISMISSED]),
                store_integer(day->outcomes[OUTCOME_MOOT]),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_DAY, values, ELEMENTS(values));
}

int store_put_effect(struct store *store, const char *person, const struct effect *effect)
{
        switch (effect->kind) {
        case EFFECT_SPAN: return put_span(store, person, effect);
        case EFFECT_OUTCOME: return put_prompt(store, person, effect);
        case EFFECT_DAY: return put_day(store, person, &effect->day);
        case EFFECT_STATE:
        case EFFECT_WHY:
        case EFFECT_PROMPT:
        case EFFECT_LIGHTS:
        case EFFECT_HUSH:
        case EFFECT_ERROR:
        case EFFECT_SETTING:
        case EFFECT_SAVE:
        case EFFECT_SESSION:
        case EFFECT_CUE:
        case EFFECT_QUIET:
        case EFFECT_PLAN:
        case EFFECT_ROUTINE:
        case EFFECT_ROUTINE_ERROR: break;
        }
        return -EINVAL;
}

int store_put_definition(struct store *store, const char *person, int64_t from_realtime_usec,
        const struct bout_config *definition)
{
        const struct store_value values[] = {
                store_text(person),
                store_integer(from_realtime_usec),
                store_integer(definition->debounce_usec),
                store_integer(definition->min_break_usec),
                store_integer(definition->break_goal_usec),
        };

        return store_statement_run(store, STORE_STATEMENT_PUT_DEFINITION, values, ELEMENTS(values));
}
