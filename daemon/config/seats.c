/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

/* One person's sensor of a seat. */
struct seat {
        const char *topic;
        const char *field;
        uint32_t person;
        uint32_t sensor;
        struct source_config *source;
};

static int compare(const void *a, const void *b)
{
        const struct seat *left = a;
        const struct seat *right = b;
        int order = strcmp(left->topic, right->topic);

        if (order == 0)
                order = strcmp(left->field, right->field);
        if (order == 0)
                order = (left->person > right->person) - (left->person < right->person);
        return order != 0 ? order : (left->sensor > right->sensor) - (left->sensor < right->sensor);
}

static bool is_same(const struct seat *a, const struct seat *b)
{
        return strcmp(a->topic, b->topic) == 0 && strcmp(a->field, b->field) == 0;
}

/* Adds the seats of one person to @seats, and returns the new count. */
static size_t collect(struct load *load, uint32_t person, struct seat *seats, size_t count)
{
        const struct draft_person *draft = &((struct draft_person *)load->draft->people.items)[person];
        const struct draft_sensor *sensors = draft->sensors.items;
        const struct person_setup *setup = &load->settings->people[person];

        for (uint32_t i = 0; i < draft->sensors.count; i++) {
                if (sensors[i].kind != SOURCE_KIND_SEAT || !setup->sensors[i].topics[0])
                        continue;
                seats[count++] = (struct seat){
                        .topic = setup->sensors[i].topics[0],
                        .field = sensors[i].field ? sensors[i].field : "",
                        .person = person,
                        .sensor = i,
                        .source = &load->settings->arrays
                                           .sources[&setup->sensors[i] - load->settings->arrays.sensors],
                };
        }
        return count;
}

static const config_setting_t *place_of(struct load *load, const struct seat *seat)
{
        return load_element(load_element(load->root, "people", seat->person), "sensors", seat->sensor);
}

/* One seat, named by @count sensors: those that share it get one number. */
static void join(struct load *load, struct seat *seats, size_t count)
{
        uint32_t group = load->settings->seat_groups;
        bool several = seats[0].person != seats[count - 1].person;

        for (size_t i = 0; i < count; i++)
                if (seats[i].source->shared) {
                        seats[i].source->seat_group = group;
                        load->settings->seat_groups = group + 1;
                } else if (several) {
                        const struct seat *other =
                                seats[i].person == seats[0].person ? &seats[count - 1] : &seats[0];

                        report_warning(&load->report, place_of(load, &seats[i]),
                                "another person has this seat too, in line %d: without shared = true both "
                                "will be "
                                "thought to sit",
                                (int)place_of(load, other)->line);
                }
}

int load_seats(struct load *load)
{
        CLEANUP_FREE struct seat *seats = NULL;
        const struct draft_person *people = load->draft->people.items;
        size_t sensors = 0;
        size_t count = 0;

        for (uint32_t i = 0; i < load->draft->people.count; i++)
                sensors += people[i].sensors.count;
        if (sensors == 0)
                return 0;
        seats = calloc(sensors, sizeof(*seats));
        if (!seats)
                return -ENOMEM;
        for (uint32_t i = 0; i < load->draft->people.count; i++)
                count = collect(load, i, seats, count);
        if (count > 0)
                qsort(seats, count, sizeof(*seats), compare);
        for (size_t from = 0, to; from < count; from = to) {
                for (to = from + 1; to < count && is_same(&seats[from], &seats[to]);)
                        to++;
                join(load, &seats[from], to - from);
        }
        return 0;
}
