/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * ladder - which channels a prompt uses, and when (DESIGN 5.1, 5.7, 5.10).
 *
 * Floor: core (pure). A person's channels are numbered 0 to 15; sets of them are bit masks.
 */
#include "core/hold.h"
#include "core/instant.h"

#include <stdbool.h>
#include <stdint.h>

#define LADDER_STEPS_MAX   8
#define CHANNELS_MAX       16
#define VOICE_PER_HOUR_MAX 12

enum channel_kind {
        CHANNEL_KIND_LIGHT,
        CHANNEL_KIND_SPEECH,
        CHANNEL_KIND_PHONE,
        CHANNEL_KIND_DESKTOP,
        CHANNEL_KIND_TEMPLATE,
        CHANNEL_KIND_MAX_,
};

struct channel_config {
        enum channel_kind kind;
        uint16_t room;    /* ROOM_NONE: any */
        uint32_t channel; /* the household's channel, for the shell */
};

struct ladder_step {
        int64_t after_usec; /* since the delivery; steps are in rising order, the first is 0 */
        uint16_t tell;      /* mask of channels */
};

struct ladder {
        struct ladder_step steps[LADDER_STEPS_MAX];
        uint8_t count; /* 0: prompts are told to nobody, only published */
};

/* Rolling count of spoken prompts. */
struct voice_budget {
        int64_t spoken_usec[VOICE_PER_HOUR_MAX]; /* boottime of the latest, newest first */
        uint8_t spoken_count;
        uint8_t spoken_today;
};

/*
 * The ladder of a person who configured none: lights, desktop and templates at once, speech after 2 min,
 * phone after 5 min; where the first step would be empty, the next kind moves up (DESIGN 5.1). @channels are
 * @count.
 */
void ladder_default(struct ladder *ladder, const struct channel_config *channels, uint8_t count);

/* The channels of one kind. */
uint16_t ladder_of_kind(const struct channel_config *channels, uint8_t count, enum channel_kind kind);

/* Every channel that some step tells. */
uint16_t ladder_all(const struct ladder *ladder);

/* @mask without the channels of other rooms than @room; ROOM_NONE keeps all. */
uint16_t ladder_in_room(const struct channel_config *channels, uint8_t count, uint16_t mask, uint16_t room);

/* Whether one more prompt may be spoken at @now_usec: @per_hour (rolling, at most VOICE_PER_HOUR_MAX) and
 * @per_day. */
bool voice_may_speak(const struct voice_budget *budget, uint8_t per_hour, uint8_t per_day, int64_t now_usec);

/* Counts a spoken prompt. */
void voice_spoke(struct voice_budget *budget, int64_t now_usec);
