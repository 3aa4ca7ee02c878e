/* SPDX-License-Identifier: MIT */
#include "core/household.h"

#include "base/cleanup.h"

#include <errno.h>
#include <stdlib.h>

/* One person's claim on a shared seat. */
struct member {
        uint32_t person;
        uint16_t source;
        bool could_be_there;
};

struct seat_group {
        uint32_t first; /* its members are consecutive */
        uint32_t count;
        uint32_t could_be_there;
};

struct household {
        struct person *people;
        uint32_t count;
        uint32_t initialised; /* people that person_done() must see */
        uint32_t *heap;       /* people by deadline, a binary heap */
        uint32_t *place;      /* of each person in the heap */
        struct seat_group *groups;
        uint32_t group_count;
        struct member *members;
};

static int64_t deadline_at(const struct household *household, uint32_t place)
{
        return household->people[household->heap[place]].deadline_usec;
}

static void swap_places(struct household *household, uint32_t a, uint32_t b)
{
        uint32_t person = household->heap[a];

        household->heap[a] = household->heap[b];
        household->heap[b] = person;
        household->place[household->heap[a]] = a;
        household->place[household->heap[b]] = b;
}

static void rise(struct household *household, uint32_t place)
{
        while (place > 0 && deadline_at(household, place) < deadline_at(household, (place - 1) / 2)) {
                swap_places(household, place, (place - 1) / 2);
                place = (place - 1) / 2;
        }
}

static void sink(struct household *household, uint32_t place)
{
        for (;;) {
                uint32_t least = place;

                for (uint32_t child = 2 * place + 1; child <= 2 * place + 2 && child < household->count;
                        child++)
                        if (deadline_at(household, child) < deadline_at(household, least))
                                least = child;
                if (least == place)
                        return;
                swap_places(household, place, least);
                place = least;
        }
}

static void reorder(struct household *household, uint32_t person)
{
        rise(household, household->place[person]);
        sink(household, household->place[person]);
}

static void count_members(struct household *household)
{
        uint32_t first = 0;

        for (uint32_t i = 0; i < household->count; i++) {
                const struct person_config *config = household->people[i].config;

                for (uint16_t j = 0; j < config->source_count; j++)
                        if (config->sources[j].shared)
                                household->groups[config->sources[j].seat_group].count++;
        }
        for (uint32_t i = 0; i < household->group_count; i++) {
                household->groups[i].first = first;
                first += household->groups[i].count;
                household->groups[i].could_be_there = household->groups[i].count;
                household->groups[i].count = 0;
        }
}

static void list_members(struct household *household)
{
        for (uint32_t i = 0; i < household->count; i++) {
                const struct person_config *config = household->people[i].config;

                for (uint16_t j = 0; j < config->source_count; j++) {
                        struct seat_group *group;

                        if (!config->sources[j].shared)
                                continue;
                        group = &household->groups[config->sources[j].seat_group];
                        household->members[group->first + group->count++] =
                                (struct member){ .person = i, .source = j, .could_be_there = true };
                }
        }
}

static uint32_t count_shared(const struct person_config *const *configs, uint32_t count)
{
        uint32_t shared = 0;

        for (uint32_t i = 0; i < count; i++)
                for (uint16_t j = 0; j < configs[i]->source_count; j++)
                        shared += configs[i]->sources[j].shared;
        return shared;
}

static int allocate(struct household *household, uint32_t count, uint32_t groups, uint32_t members)
{
        household->people = calloc(count > 0 ? count : 1, sizeof(*household->people));
        household->heap = calloc(count > 0 ? count : 1, sizeof(*household->heap));
        household->place = calloc(count > 0 ? count : 1, sizeof(*household->place));
        household->groups = calloc(groups > 0 ? groups : 1, sizeof(*household->groups));
        household->members = calloc(members > 0 ? members : 1, sizeof(*household->members));
        if (!household->people || !household->heap || !household->place || !household->groups ||
                !household->members)
                return -ENOMEM;
        return 0;
}

CLEANUP_DEFINE(struct household *, household_free, household_freep)

void household_touch(struct household *household, uint32_t person, const struct instant *now)
{
        household->people[person].deadline_usec = now->boottime_usec;
        reorder(household, person);
}

/* Tells the group's members whether they have the seat to themselves; who learns something new is due at
 * once. */
static void share_seat(struct household *household, const struct seat_group *group, const struct instant *now)
{
        for (uint32_t i = group->first; i < group->first + group->count; i++) {
                const struct member *member = &household->members[i];
                enum seat_share *share = &household->people[member->person].shares[member->source];
                enum seat_share is = group->could_be_there == member->could_be_there ? SEAT_SHARE_EXCLUDED
                                                                                     : SEAT_SHARE_OPEN;

                if (*share == is)
                        continue;
                *share = is;
                household_touch(household, member->person, now);
        }
}

int household_new(const struct person_config *const *configs, uint32_t count, uint32_t seat_groups,
        const struct instant *now, struct household **ret_household)
{
        CLEANUP(household_freep) struct household *household = calloc(1, sizeof(*household));
        int r;

        if (!household)
                return -ENOMEM;
        r = allocate(household, count, seat_groups, count_shared(configs, count));
        if (r < 0)
                return r;
        household->group_count = seat_groups;
        for (uint32_t i = 0; i < count; i++) {
                r = person_init(&household->people[i], configs[i], now);
                if (r < 0)
                        return r;
                household->initialised++;
                household->heap[i] = i;
                household->place[i] = i;
        }
        household->count = count;
        count_members(household);
        list_members(household);
        /* Who is the only member of a seat has it to themselves. */
        for (uint32_t i = 0; i < seat_groups; i++)
                share_seat(household, &household->groups[i], now);
        *ret_household = TAKE_PTR(household);
        return 0;
}

struct household *household_free(struct household *household)
{
        if (!household)
                return NULL;
        for (uint32_t i = 0; i < household->initialised; i++)
                person_done(&household->people[i]);
        free(household->people);
        free(household->heap);
        free(household->place);
        free(household->groups);
        free(household->members);
        free(household);
        return NULL;
}

uint32_t household_count(const struct household *household)
{
        return household->count;
}

struct person *household_person(struct household *household, uint32_t person)
{
        return &household->people[person];
}

/* By their own evidence: not out, not on a seat of their own, not in another room. */
static bool could_be_there(const struct person *person, uint16_t seat_room)
{
        const struct verdict *own = &person->own_verdict;
        uint16_t room = person_place(person, own);

        if (own->source != POSTURE_SOURCE_NONE && own->row <= 1)
                return false;
        return room == ROOM_NONE || room == seat_room;
}

static void update_shared_seat(
        struct household *household, uint32_t person, uint16_t source, const struct instant *now)
{
        const struct source_config *config = &household->people[person].config->sources[source];
        struct seat_group *group = &household->groups[config->seat_group];

        for (uint32_t i = group->first; i < group->first + group->count; i++) {
                struct member *member = &household->members[i];
                bool could;

                if (member->person != person || member->source != source)
                        continue;
                could = could_be_there(&household->people[person], config->room);
                if (could == member->could_be_there)
                        return;
                member->could_be_there = could;
                group->could_be_there = group->could_be_there + could - !could;
                share_seat(household, group, now);
                return;
        }
}

void household_step(struct household *household, uint32_t person, const struct event *event,
        const struct instant *now, struct effects *effects)
{
        struct person *stepped = &household->people[person];

        effects->count = 0;
        person_step(stepped, event, now, effects);
        reorder(household, person);
        for (uint16_t i = 0; i < stepped->config->source_count; i++)
                if (stepped->config->sources[i].shared)
                        update_shared_seat(household, person, i, now);
}

bool household_next_due(const struct household *household, int64_t now_usec, uint32_t *ret_person)
{
        if (household_next_deadline(household) > now_usec)
                return false;
        *ret_person = household->heap[0];
        return true;
}

int64_t household_next_deadline(const struct household *household)
{
        return household->count > 0 ? deadline_at(household, 0) : USEC_INFINITY;
}
