/* SPDX-License-Identifier: MIT */
#include "core/source.h"

void source_init(struct source *source)
{
        *source = (struct source){
                .since_usec = INT64_MIN,
                .changed_usec = INT64_MIN,
                .heard_usec = INT64_MIN,
                .idle_since_usec = INT64_MIN,
        };
}

static bool lease_is_over(const struct source *source, const struct source_config *config, int64_t now_usec)
{
        return config->stale_after_usec != USEC_INFINITY &&
               now_usec - source->heard_usec >= config->stale_after_usec;
}

/* Takes a value that differs from the one held, or that was not held any more. */
static void change_value(struct source *source, enum source_value value, int64_t at_usec)
{
        if (source->value == SOURCE_VALUE_TRUE && value == SOURCE_VALUE_FALSE)
                source->idle_since_usec = at_usec;
        source->value = value;
        source->since_usec = at_usec;
        source->changed_usec = at_usec;
        source->doubted = false;
}

void source_claim(struct source *source, const struct source_config *config, const struct claim *claim,
        const struct instant *now)
{
        int64_t at_usec = now->boottime_usec - claim->age_usec;
        bool held =
                source->value != SOURCE_VALUE_NOTHING && !lease_is_over(source, config, now->boottime_usec);

        if (config->stale_after_usec != USEC_INFINITY && claim->age_usec >= config->stale_after_usec)
                return;
        if (claim->retained && held && claim->value == source->value && claim->age_usec == 0)
                return;
        /* A message that is older than what was heard since tells nothing new. */
        if (held && at_usec < source->heard_usec)
                return;
        if (!held && source->value == SOURCE_VALUE_TRUE)
                source->value = SOURCE_VALUE_NOTHING;
        if (claim->value != source->value)
                change_value(source, claim->value, at_usec);
        else if (claim->reading != source->reading)
                source->changed_usec = at_usec;
        source->reading = claim->reading;
        source->heard_usec = at_usec;
}

void source_set_offline(struct source *source, bool offline)
{
        source->offline = offline;
}

enum source_value source_read(
        const struct source *source, const struct source_config *config, int64_t now_usec)
{
        if (source->value == SOURCE_VALUE_NOTHING || source->offline || source->doubted)
                return SOURCE_VALUE_NOTHING;
        return lease_is_over(source, config, now_usec) ? SOURCE_VALUE_NOTHING : source->value;
}

int64_t source_lease_end(const struct source *source, const struct source_config *config)
{
        if (source->value == SOURCE_VALUE_NOTHING || source->offline)
                return USEC_INFINITY;
        return usec_add(source->heard_usec, config->stale_after_usec);
}

bool source_is_activity(enum source_kind kind)
{
        return kind == SOURCE_KIND_ACTIVITY || kind == SOURCE_KIND_LOGIND || kind == SOURCE_KIND_DESKTOP_IDLE;
}
