/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include "base/cleanup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Appends @name to the rooms; room 0 is none. */
static int add_room(struct settings *settings, char *name, uint16_t *ret_room)
{
        uint16_t room = settings->room_count > 0 ? settings->room_count : 1;
        char **rooms;

        rooms = reallocarray(settings->rooms, (size_t)room + 1, sizeof(*rooms));
        if (!rooms)
                return -ENOMEM;
        rooms[ROOM_NONE] = NULL;
        rooms[room] = name;
        settings->rooms = rooms;
        settings->room_count = (uint16_t)(room + 1);
        *ret_room = room;
        return 0;
}

int load_room(struct load *load, const config_setting_t *at, char *name, uint16_t *ret_room)
{
        uint16_t room;
        uint32_t number;
        int r;

        *ret_room = ROOM_NONE;
        if (!name)
                return 0;
        if (names_find(&load->rooms, name, &number) == 0) {
                *ret_room = (uint16_t)number;
                return 0;
        }
        if (load->settings->room_count == ROOMS_MAX) {
                report_member(&load->report, at, "room", "more than %d rooms", ROOMS_MAX - 1);
                return 0;
        }
        r = add_room(load->settings, name, &room);
        if (r < 0)
                return r;
        r = names_add(&load->rooms, name, room, &number);
        if (r < 0)
                return r;
        *ret_room = room;
        return 0;
}

/* A name that is taken by the rooms here already may be another room's elsewhere. */
static int add_room_name(
        struct load *load, const config_setting_t *at, const struct draft_pair *pair, struct room_name *name)
{
        name->name = pair->name;
        name->means = pair->value;
        return load_room(load, at, pair->value, &name->room);
}

int load_room_names(struct load *load, const config_setting_t *at, struct draft_sensor *draft,
        struct room_name *names, struct sensor_settings *sensor)
{
        const config_setting_t *rooms = config_setting_get_member(at, "rooms");

        if (rooms && draft->kind != DRAFT_NONE && draft->kind != SOURCE_KIND_ROOM)
                report_setting(&load->report, rooms, "only for kind 'room'");
        else if (rooms && draft->room)
                report_setting(&load->report, rooms, "not together with room: its messages name none then");
        sensor->rooms = names;
        for (uint32_t i = 0; i < draft->rooms.count; i++) {
                int r = add_room_name(load, at, &draft->rooms.items[i], &names[i]);

                if (r < 0)
                        return r;
        }
        sensor->room_count = (uint16_t)draft->rooms.count;
        return 0;
}

/* Whether @person may be known to be in @room; in none at all if no sensor of theirs has one. */
static bool can_be_in(const struct person_setup *person, uint16_t room)
{
        bool anywhere = true;

        for (uint16_t i = 0; i < person->core.source_count; i++) {
                const struct source_config *source = &person->core.sources[i];

                /* Without a list it may name any room. */
                if (source->room == room || (source->kind == SOURCE_KIND_ROOM && source->room == ROOM_NONE &&
                                                    person->sensors[i].room_count == 0))
                        return true;
                if (source->room != ROOM_NONE || person->sensors[i].room_count > 0)
                        anywhere = false;
                for (uint16_t j = 0; j < person->sensors[i].room_count; j++)
                        if (person->sensors[i].rooms[j].room == room)
                                return true;
        }
        return anywhere;
}

/* Marks the channels of @person that may be where they are, or that are nowhere. */
static void mark_reached(const struct person_setup *person, bool *reached)
{
        for (uint8_t i = 0; i < person->core.channel_count; i++) {
                const struct channel_config *channel = &person->core.channels[i];

                if (channel->room == ROOM_NONE || can_be_in(person, channel->room))
                        reached[channel->channel] = true;
        }
}

static void mark_told(const struct person_setup *person, bool *told)
{
        for (uint8_t i = 0; i < person->core.channel_count; i++)
                told[person->core.channels[i].channel] = true;
}

int load_channel_rooms(struct load *load)
{
        const struct settings *settings = load->settings;
        CLEANUP_FREE bool *told = calloc((size_t)settings->channel_count + 1, sizeof(*told));
        CLEANUP_FREE bool *reached = calloc((size_t)settings->channel_count + 1, sizeof(*reached));

        if (!told || !reached)
                return -ENOMEM;
        /* With an error it may be but its consequence. */
        if (load_has_errors(load))
                return 0;
        for (uint32_t i = 0; i < settings->people_count; i++) {
                mark_told(&settings->people[i], told);
                mark_reached(&settings->people[i], reached);
        }
        for (uint32_t i = 0; i < settings->channel_count; i++)
                if (told[i] && !reached[i])
                        report_warning(&load->report, load_element(load->root, "channels", i),
                                "nobody whom it tells can be in its room '%.64s': no sensor of theirs is "
                                "there",
                                settings->rooms[settings->channels[i].room]);
        return 0;
}
