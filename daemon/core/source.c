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

/* These speak at this very moment, and only of a change: their age is the edge's, not the message's. */
static bool tells_what_is_now(enum source_kind kind)
{
        return kind == SOURCE_KIND_LOGIND || kind == SOURCE_KIND_DESKTOP_IDLE;
}

static int64_t lease_of(const struct source *source, const struct source_config *config)
{
        return source->lease_usec > 0 ? source->lease_usec : config->stale_after_usec;
}

static bool lease_is_over(const struct source *source, const struct source_config *config, int64_t now_usec)
{
        int64_t lease_usec = lease_of(source, config);

        return lease_usec != USEC_INFINITY && now_usec - source->heard_usec >= lease_usec;
}

/* Whether the claim was over before it came. */
static bool claim_is_over(const struct claim *claim, const struct source_config *config)
{
        int64_t lease_usec = claim->lease_usec > 0 ? claim->lease_usec : config->stale_after_usec;

        return lease_usec != USEC_INFINITY && claim->age_usec >= lease_usec;
}

/* Whether @claim says since when nobody is active: its edge, or how long the keyboard has been idle. */
static bool tells_idle_since(
        const struct source *source, const struct source_config *config, const struct claim *claim)
{
        return claim->value == SOURCE_VALUE_FALSE &&
               (source->value == SOURCE_VALUE_TRUE ||
                       (config->kind == SOURCE_KIND_DESKTOP_IDLE && claim->age_usec > 0));
}

/* Takes a value that differs from the one held, or that was not held any more. */
static void change_value(struct source *source, enum source_value value, int64_t at_usec)
{
        source->value = value;
        source->since_usec = at_usec;
        source->changed_usec = at_usec;
        source->doubted = false;
}

static bool says_the_same(const struct source *source, const struct claim *claim)
{
        return claim->value == source->value && claim->room == source->room;
}

/* Whether @claim is a retained repeat, or older than what was heard since. */
static bool tells_nothing_new(
        const struct source *source, const struct claim *claim, bool held, int64_t at_usec)
{
        if (!held)
                return false;
        if (claim->retained && says_the_same(source, claim) && claim->age_usec == 0)
                return true;
        return at_usec < source->heard_usec;
}

static void take_claim(
        struct source *source, const struct source_config *config, const struct claim *claim, int64_t at_usec)
{
        if (!says_the_same(source, claim)) {
                if (tells_idle_since(source, config, claim))
                        source->idle_since_usec = at_usec;
                change_value(source, claim->value, at_usec);
        } else if (claim->reading != source->reading) {
                source->changed_usec = at_usec;
        }
        source->room = claim->room;
        source->distance = claim->distance;
        source->reading = claim->reading;
        source->lease_usec = claim->lease_usec;
}

void source_claim(struct source *source, const struct source_config *config, const struct claim *claim,
        const struct instant *now)
{
        bool live = tells_what_is_now(config->kind);
        bool held =
                source->value != SOURCE_VALUE_NOTHING && !lease_is_over(source, config, now->boottime_usec);
        int64_t at_usec = now->boottime_usec - claim->age_usec;

        if (live && held)
                at_usec = usec_max(at_usec, source->heard_usec);
        if (!live && (claim_is_over(claim, config) || tells_nothing_new(source, claim, held, at_usec)))
                return;
        if (!held && source->value == SOURCE_VALUE_TRUE)
                source->value = SOURCE_VALUE_NOTHING;
        take_claim(source, config, claim, at_usec);
        source->heard_usec = live ? now->boottime_usec : at_usec;
}

bool source_renew(struct source *source, const struct source_config *config, const struct claim *claim,
        const struct instant *now)
{
        if (tells_what_is_now(config->kind) || config->kind == SOURCE_KIND_ROOM)
                return false;
        if (claim->retained || claim->age_usec != 0 || claim->lease_usec != source->lease_usec ||
                claim->value != source->value || now->boottime_usec < source->heard_usec)
                return false;
        if (source_read(source, config, now->boottime_usec) == SOURCE_VALUE_NOTHING)
                return false;
        if (claim->reading != source->reading)
                source->changed_usec = now->boottime_usec;
        source->reading = claim->reading;
        source->heard_usec = now->boottime_usec;
        return true;
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
        return usec_add(source->heard_usec, lease_of(source, config));
}

bool source_is_activity(enum source_kind kind)
{
        return kind == SOURCE_KIND_ACTIVITY || kind == SOURCE_KIND_LOGIND || kind == SOURCE_KIND_DESKTOP_IDLE;
}
