/* SPDX-License-Identifier: MIT */
#include "core/room.h"

static bool is_there(const struct source_config *config, const struct source *source, int64_t now_usec)
{
        return config->kind == SOURCE_KIND_ROOM && source_read(source, config, now_usec) == SOURCE_VALUE_TRUE;
}

/* What a beacon's distance counts in the comparison. */
static double weight_of(const struct source *sources, uint16_t i, struct room_choice before)
{
        return i == before.source ? sources[i].distance * ROOM_NEARER_PERCENT / 100 : sources[i].distance;
}

struct room_choice room_choose(const struct source_config *configs, const struct source *sources,
        uint16_t count, struct room_choice before, int64_t now_usec)
{
        struct room_choice choice = { .room = ROOM_NONE, .source = ROOM_SOURCE_NONE };

        for (uint16_t i = 0; i < count; i++) {
                if (!is_there(&configs[i], &sources[i], now_usec))
                        continue;
                if (configs[i].room == ROOM_NONE)
                        return (struct room_choice){ .room = sources[i].room, .source = i };
                if (choice.source == ROOM_SOURCE_NONE ||
                        weight_of(sources, i, before) < weight_of(sources, choice.source, before))
                        choice = (struct room_choice){ .room = configs[i].room, .source = i };
        }
        return choice;
}
