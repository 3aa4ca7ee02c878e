/* SPDX-License-Identifier: MIT */
#include "core/hold.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

static const struct hold_config known[] = {
        { "call", HOLD_EFFECT_DEFER },
        { "meeting", HOLD_EFFECT_DEFER },
        { "film", HOLD_EFFECT_DEFER },
        { "do-not-disturb", HOLD_EFFECT_DEFER },
        { "baby", HOLD_EFFECT_MUTE },
        { "partner-asleep", HOLD_EFFECT_MUTE },
        { "paused", HOLD_EFFECT_QUIET },
        { "guests", HOLD_EFFECT_QUIET },
        { "holiday", HOLD_EFFECT_OFF },
        { "ill", HOLD_EFFECT_OFF },
};

size_t hold_known_reasons(const char *ret_reasons[static HOLDS_KNOWN_MAX])
{
        static_assert(ELEMENTS(known) <= HOLDS_KNOWN_MAX, "there is room for each");
        for (size_t i = 0; i < ELEMENTS(known); i++)
                ret_reasons[i] = known[i].reason;
        return ELEMENTS(known);
}

enum hold_effect hold_effect_of(const char *reason)
{
        for (size_t i = 0; i < ELEMENTS(known); i++)
                if (strcmp(known[i].reason, reason) == 0)
                        return known[i].effect;
        return HOLD_EFFECT_DEFER;
}

static struct hold *find(struct hold_set *set, const char *reason)
{
        for (uint8_t i = 0; i < set->count; i++)
                if (strcmp(set->holds[i].reason, reason) == 0)
                        return &set->holds[i];
        return NULL;
}

/* The hold of @reason, added if there is none; NULL when there is no room for it. */
static struct hold *find_or_add(struct hold_set *set, const char *reason, enum hold_effect effect)
{
        struct hold *hold = find(set, reason);

        if (hold || set->count == HOLDS_MAX)
                return hold;
        hold = &set->holds[set->count];
        *hold = (struct hold){ .effect = effect };
        /* An id: it fits. */
        (void)text_copy(hold->reason, sizeof(hold->reason), reason);
        set->count++;
        return hold;
}

/* The order of the others stays: it is what the state topic shows. */
static void drop(struct hold_set *set, struct hold *hold)
{
        size_t index = (size_t)(hold - set->holds);

        memmove(hold, hold + 1, (set->count - index - 1) * sizeof(*hold));
        set->count--;
}

static void drop_unless_held(struct hold_set *set, struct hold *hold)
{
        if (!hold->by_topic && !hold->by_command)
                drop(set, hold);
}

int hold_set_topic(struct hold_set *set, const char *reason, enum hold_effect effect, bool holds)
{
        struct hold *hold = holds ? find_or_add(set, reason, effect) : find(set, reason);

        if (!hold)
                return holds ? -ENOSPC : 0;
        hold->by_topic = holds;
        hold->topic_until_usec = USEC_INFINITY;
        drop_unless_held(set, hold);
        return 0;
}

void hold_resume_topics(struct hold_set *set, int64_t until_boottime_usec)
{
        for (uint8_t i = 0; i < set->count; i++)
                if (set->holds[i].by_topic)
                        set->holds[i].topic_until_usec = until_boottime_usec;
}

int hold_set_command(struct hold_set *set, const char *reason, enum hold_effect effect,
        int64_t until_boottime_usec, int64_t until_realtime_usec)
{
        struct hold *hold = find_or_add(set, reason, effect);

        if (!hold)
                return -ENOSPC;
        hold->by_command = true;
        hold->until_boottime_usec = until_boottime_usec;
        hold->until_realtime_usec = until_realtime_usec;
        return 0;
}

int hold_release(struct hold_set *set, const char *reason)
{
        struct hold *hold = find(set, reason);

        if (!hold)
                return -ENOENT;
        drop(set, hold);
        return 0;
}

void hold_expire(struct hold_set *set, const struct instant *now)
{
        for (uint8_t i = set->count; i > 0; i--) {
                struct hold *hold = &set->holds[i - 1];

                if (hold->by_command && (hold->until_boottime_usec <= now->boottime_usec ||
                                                hold->until_realtime_usec <= now->realtime_usec))
                        hold->by_command = false;
                if (hold->by_topic && hold->topic_until_usec <= now->boottime_usec)
                        hold->by_topic = false;
                drop_unless_held(set, hold);
        }
}

bool hold_has(const struct hold_set *set, enum hold_effect effect)
{
        for (uint8_t i = 0; i < set->count; i++)
                if (set->holds[i].effect == effect)
                        return true;
        return false;
}

int64_t hold_next_end(const struct hold_set *set, const struct instant *now)
{
        int64_t next_usec = USEC_INFINITY;

        for (uint8_t i = 0; i < set->count; i++) {
                const struct hold *hold = &set->holds[i];

                if (hold->by_topic)
                        next_usec = usec_min(next_usec, hold->topic_until_usec);
                if (!hold->by_command)
                        continue;
                next_usec = usec_min(next_usec, hold->until_boottime_usec);
                next_usec = usec_min(next_usec, instant_to_boottime(now, hold->until_realtime_usec));
        }
        return next_usec;
}
