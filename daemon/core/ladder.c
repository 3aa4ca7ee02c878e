/* SPDX-License-Identifier: MIT */
#include "core/ladder.h"

#include "core/source.h"

#include <string.h>

#define SPEECH_AFTER_USEC (2 * USEC_PER_MINUTE)
#define PHONE_AFTER_USEC  (5 * USEC_PER_MINUTE)

uint16_t ladder_of_kind(const struct channel_config *channels, uint8_t count, enum channel_kind kind)
{
        uint16_t mask = 0;

        for (uint8_t i = 0; i < count; i++)
                if (channels[i].kind == kind)
                        mask |= (uint16_t)(1u << i);
        return mask;
}

static void add_step(struct ladder *ladder, int64_t after_usec, uint16_t tell)
{
        if (tell == 0)
                return;
        /* Where the first step would be empty, the next one is the first. */
        if (ladder->count == 0)
                after_usec = 0;
        ladder->steps[ladder->count] = (struct ladder_step){ .after_usec = after_usec, .tell = tell };
        ladder->count++;
}

void ladder_default(struct ladder *ladder, const struct channel_config *channels, uint8_t count)
{
        uint16_t at_once = ladder_of_kind(channels, count, CHANNEL_KIND_LIGHT) |
                           ladder_of_kind(channels, count, CHANNEL_KIND_DESKTOP) |
                           ladder_of_kind(channels, count, CHANNEL_KIND_TEMPLATE);

        ladder->count = 0;
        add_step(ladder, 0, at_once);
        add_step(ladder, SPEECH_AFTER_USEC, ladder_of_kind(channels, count, CHANNEL_KIND_SPEECH));
        add_step(ladder, PHONE_AFTER_USEC, ladder_of_kind(channels, count, CHANNEL_KIND_PHONE));
}

uint16_t ladder_all(const struct ladder *ladder)
{
        uint16_t mask = 0;

        for (uint8_t i = 0; i < ladder->count; i++)
                mask |= ladder->steps[i].tell;
        return mask;
}

uint16_t ladder_in_room(const struct channel_config *channels, uint8_t count, uint16_t mask, uint16_t room)
{
        if (room == ROOM_NONE)
                return mask;
        for (uint8_t i = 0; i < count; i++)
                if (channels[i].room != ROOM_NONE && channels[i].room != room)
                        mask &= (uint16_t) ~(1u << i);
        return mask;
}

bool voice_may_speak(const struct voice_budget *budget, uint8_t per_hour, uint8_t per_day, int64_t now_usec)
{
        if (budget->spoken_today >= per_day || per_hour == 0)
                return false;
        /* Newest first: the one that is per_hour back must be older than an hour. */
        return budget->spoken_count < per_hour ||
               now_usec - budget->spoken_usec[per_hour - 1] >= USEC_PER_HOUR;
}

void voice_spoke(struct voice_budget *budget, int64_t now_usec)
{
        memmove(&budget->spoken_usec[1], &budget->spoken_usec[0],
                (VOICE_PER_HOUR_MAX - 1) * sizeof(budget->spoken_usec[0]));
        budget->spoken_usec[0] = now_usec;
        if (budget->spoken_count < VOICE_PER_HOUR_MAX)
                budget->spoken_count++;
        if (budget->spoken_today < UINT8_MAX)
                budget->spoken_today++;
}
