/* SPDX-License-Identifier: MIT */
#include "core/posture.h"

/* What all sources say at one moment, read once. */
struct evidence {
        const struct posture_input *input;
        int64_t now_usec;
        enum source_value values[SOURCES_MAX];
        uint16_t desk;    /* a desk that is raised, or POSTURE_SOURCE_NONE; so are the others */
        uint16_t active;  /* any activity that is true */
        uint16_t present; /* any presence that is true */
};

static const struct source_config *config_of(const struct evidence *evidence, uint16_t i)
{
        return &evidence->input->configs[i];
}

/* A shared seat is this person's if they are in its room, or nobody else could be there and they may be (row
 * 1). */
static bool seat_is_mine(const struct posture_input *input, uint16_t i)
{
        const struct source_config *config = &input->configs[i];

        if (config->room != ROOM_NONE && config->room == input->own_room)
                return true;
        if (config->room != ROOM_NONE && input->followed_room != ROOM_NONE &&
                config->room != input->followed_room)
                return false;
        return input->shares[i] == SEAT_SHARE_EXCLUDED;
}

static enum source_value read_source(const struct posture_input *input, uint16_t i, int64_t now_usec)
{
        const struct source_config *config = &input->configs[i];
        enum source_value value = source_read(&input->sources[i], config, now_usec);

        if (config->kind != SOURCE_KIND_SEAT || !config->shared)
                return value;
        if (input->ignore_shared)
                return SOURCE_VALUE_NOTHING;
        return value == SOURCE_VALUE_TRUE && !seat_is_mine(input, i) ? SOURCE_VALUE_NOTHING : value;
}

static void gather(struct evidence *evidence)
{
        const struct posture_input *input = evidence->input;

        evidence->desk = evidence->active = evidence->present = POSTURE_SOURCE_NONE;
        for (uint16_t i = 0; i < input->count; i++) {
                enum source_kind kind = input->configs[i].kind;

                evidence->values[i] = read_source(input, i, evidence->now_usec);
                if (evidence->values[i] != SOURCE_VALUE_TRUE)
                        continue;
                if (kind == SOURCE_KIND_DESK_HEIGHT && evidence->desk == POSTURE_SOURCE_NONE)
                        evidence->desk = i;
                else if (source_is_activity(kind) && evidence->active == POSTURE_SOURCE_NONE)
                        evidence->active = i;
                else if (kind == SOURCE_KIND_PRESENCE && evidence->present == POSTURE_SOURCE_NONE)
                        evidence->present = i;
        }
}

/* The first source of @kind that says @value; POSTURE_SOURCE_NONE if none does. */
static uint16_t find(const struct evidence *evidence, enum source_kind kind, enum source_value value)
{
        for (uint16_t i = 0; i < evidence->input->count; i++)
                if (evidence->values[i] == value && config_of(evidence, i)->kind == kind)
                        return i;
        return POSTURE_SOURCE_NONE;
}

/* Whether a live seat in @room is vacant; no room goes with no room. */
static bool seat_is_vacant_in(const struct evidence *evidence, uint16_t room)
{
        for (uint16_t i = 0; i < evidence->input->count; i++)
                if (evidence->values[i] == SOURCE_VALUE_FALSE &&
                        config_of(evidence, i)->kind == SOURCE_KIND_SEAT &&
                        config_of(evidence, i)->room == room)
                        return true;
        return false;
}

/* Row 3: somebody active (with something that stays put) or present where a seat is vacant. */
static uint16_t find_beside_vacant_seat(const struct evidence *evidence)
{
        for (uint16_t i = 0; i < evidence->input->count; i++) {
                const struct source_config *config = config_of(evidence, i);
                bool stays = (source_is_activity(config->kind) && !config->portable) ||
                             config->kind == SOURCE_KIND_PRESENCE;

                if (evidence->values[i] == SOURCE_VALUE_TRUE && stays &&
                        seat_is_vacant_in(evidence, config->room))
                        return i;
        }
        return POSTURE_SOURCE_NONE;
}

/* When the linger of source @i ends; at or before now if it does not linger. */
static int64_t linger_end(const struct evidence *evidence, uint16_t i)
{
        const struct source *source = &evidence->input->sources[i];
        const struct source_config *config = config_of(evidence, i);

        if (evidence->values[i] != SOURCE_VALUE_FALSE || !source_is_activity(config->kind) ||
                source->idle_since_usec == INT64_MIN)
                return evidence->now_usec;
        if (!config->portable && seat_is_vacant_in(evidence, config->room))
                return evidence->now_usec;
        return usec_add(source->idle_since_usec, evidence->input->linger_usec);
}

/* Row 5: the activity that lingers longest. */
static uint16_t find_lingering(const struct evidence *evidence)
{
        uint16_t found = POSTURE_SOURCE_NONE;
        int64_t latest_usec = evidence->now_usec;

        for (uint16_t i = 0; i < evidence->input->count; i++) {
                int64_t end_usec = linger_end(evidence, i);

                if (end_usec > latest_usec) {
                        latest_usec = end_usec;
                        found = i;
                }
        }
        return found;
}

static uint16_t find_seat_presence(const struct evidence *evidence, enum source_value value)
{
        for (uint16_t i = 0; i < evidence->input->count; i++)
                if (evidence->values[i] == value && config_of(evidence, i)->kind == SOURCE_KIND_PRESENCE &&
                        config_of(evidence, i)->covers_seat)
                        return i;
        return POSTURE_SOURCE_NONE;
}

/* Row 7: whatever else is live and could have said that somebody sits. */
static uint16_t find_any_negative(const struct evidence *evidence)
{
        for (uint16_t i = 0; i < evidence->input->count; i++) {
                const struct source_config *config = config_of(evidence, i);

                if (evidence->values[i] == SOURCE_VALUE_NOTHING)
                        continue;
                if (config->kind == SOURCE_KIND_SEAT || config->kind == SOURCE_KIND_DESK_HEIGHT ||
                        source_is_activity(config->kind) ||
                        (config->kind == SOURCE_KIND_PRESENCE && config->covers_seat))
                        return i;
        }
        return POSTURE_SOURCE_NONE;
}

static struct verdict verdict_of(
        const struct evidence *evidence, uint8_t row, enum posture posture, uint16_t source)
{
        return (struct verdict){
                .posture = posture,
                .row = row,
                .source = source,
                /* Where nobody is seen is not where the person is. */
                .room = source == POSTURE_SOURCE_NONE || posture == POSTURE_AWAY
                                ? ROOM_NONE
                                : config_of(evidence, source)->room,
        };
}

static enum posture at_desk(const struct evidence *evidence)
{
        return evidence->desk == POSTURE_SOURCE_NONE ? POSTURE_SITTING : POSTURE_STANDING;
}

/* The rows from 4 on, where no seat has decided. */
static struct verdict decide_without_seat(const struct evidence *evidence)
{
        struct verdict verdict;
        uint16_t i;

        if (evidence->active != POSTURE_SOURCE_NONE)
                return verdict_of(evidence, 4, POSTURE_SITTING, evidence->active);
        i = find_lingering(evidence);
        if (i != POSTURE_SOURCE_NONE) {
                verdict = verdict_of(evidence, 5, at_desk(evidence), i);
                verdict.provisional = true;
                return verdict;
        }
        i = find_seat_presence(evidence, SOURCE_VALUE_TRUE);
        if (i != POSTURE_SOURCE_NONE)
                return verdict_of(evidence, 6, at_desk(evidence), i);
        i = find_any_negative(evidence);
        if (i != POSTURE_SOURCE_NONE)
                return verdict_of(evidence, 7, POSTURE_AWAY, i);
        return verdict_of(evidence, 8, POSTURE_UNKNOWN, evidence->present);
}

static struct verdict decide(const struct evidence *evidence)
{
        uint16_t i = find(evidence, SOURCE_KIND_HOME, SOURCE_VALUE_FALSE);

        if (i != POSTURE_SOURCE_NONE)
                return verdict_of(evidence, 0, POSTURE_AWAY, i);
        i = find(evidence, SOURCE_KIND_SEAT, SOURCE_VALUE_TRUE);
        if (i != POSTURE_SOURCE_NONE)
                return verdict_of(evidence, 1, POSTURE_SITTING, i);
        i = evidence->active != POSTURE_SOURCE_NONE ? evidence->active : evidence->present;
        if (evidence->desk != POSTURE_SOURCE_NONE && i != POSTURE_SOURCE_NONE) {
                struct verdict verdict = verdict_of(evidence, 2, POSTURE_STANDING, evidence->desk);

                if (verdict.room == ROOM_NONE)
                        verdict.room = config_of(evidence, i)->room;
                return verdict;
        }
        i = find_beside_vacant_seat(evidence);
        if (i != POSTURE_SOURCE_NONE)
                return verdict_of(evidence, 3, POSTURE_STANDING, i);
        return decide_without_seat(evidence);
}

/* Whether other sources could see somebody, and none does. */
static bool others_see_nobody(const struct evidence *evidence)
{
        bool some = false;

        for (uint16_t i = 0; i < evidence->input->count; i++) {
                enum source_kind kind = config_of(evidence, i)->kind;

                if (!source_is_activity(kind) && kind != SOURCE_KIND_PRESENCE)
                        continue;
                if (evidence->values[i] == SOURCE_VALUE_TRUE)
                        return false;
                some |= evidence->values[i] == SOURCE_VALUE_FALSE;
        }
        return some;
}

static int64_t ask_about_seat(const struct evidence *evidence, const struct verdict *verdict)
{
        const struct source *seat = &evidence->input->sources[verdict->source];

        return usec_add(
                seat->changed_usec, others_see_nobody(evidence) ? POSTURE_ASK_ALONE_USEC : POSTURE_ASK_USEC);
}

/*
 * For how long nothing has been active, where an activity alone showed the person until it said that it is
 * idle, and for how long already: a computer tells so after a while.
 */
static int64_t idle_for(const struct evidence *evidence)
{
        const struct posture_input *input = evidence->input;
        const struct verdict *before = input->before;
        int64_t latest_usec = INT64_MIN;

        if (!before || before->row != 4 || before->source >= input->count ||
                evidence->values[before->source] != SOURCE_VALUE_FALSE)
                return 0;
        for (uint16_t i = 0; i < input->count; i++)
                if (evidence->values[i] == SOURCE_VALUE_FALSE &&
                        source_is_activity(config_of(evidence, i)->kind))
                        latest_usec = usec_max(latest_usec, input->sources[i].idle_since_usec);
        return latest_usec == INT64_MIN ? 0 : usec_max(0, evidence->now_usec - latest_usec);
}

static int64_t next_change(const struct evidence *evidence, const struct verdict *verdict)
{
        const struct posture_input *input = evidence->input;
        int64_t next_usec = USEC_INFINITY;

        for (uint16_t i = 0; i < input->count; i++) {
                if (evidence->values[i] != SOURCE_VALUE_NOTHING)
                        next_usec =
                                usec_min(next_usec, source_lease_end(&input->sources[i], &input->configs[i]));
                if (verdict->row == 5 && linger_end(evidence, i) > evidence->now_usec)
                        next_usec = usec_min(next_usec, linger_end(evidence, i));
        }
        return next_usec;
}

struct verdict posture_decide(const struct posture_input *input, int64_t now_usec)
{
        struct evidence evidence = { .input = input, .now_usec = now_usec };
        struct verdict verdict;

        gather(&evidence);
        verdict = decide(&evidence);
        verdict.ask_usec = verdict.row == 1 ? ask_about_seat(&evidence, &verdict) : USEC_INFINITY;
        verdict.deadline_usec = next_change(&evidence, &verdict);
        verdict.idle_usec = verdict.row == 5 || verdict.row == 7 ? idle_for(&evidence) : 0;
        return verdict;
}
