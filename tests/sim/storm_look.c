/* SPDX-License-Identifier: MIT */
#include "sim/storm.h"

#include "wire/field.h"
#include "wire/publish.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* So long after the daemon came, or a lamp was touched, everything is as it should be. */
#define REST_USEC (90 * USEC_PER_SEC)

static bool is_at_rest(struct storm *storm)
{
        const struct daemon *daemon = &storm->daemon;
        const struct instant *now = daemon_now(storm);

        return wire_is_up(storm) && engine_is_linked(daemon->engine) && !storm->broker.up.first &&
               !storm->broker.down.first && storm->broker.will_usec == USEC_INFINITY &&
               storm->true_usec - storm->connected_usec > REST_USEC &&
               engine_outbox(daemon->engine)->count == 0 &&
               engine_next_deadline(daemon->engine) > now->boottime_usec;
}

/* The counters may be a minute old. */
static void forget_counters(json_t *state)
{
        static const char *const counters[] = { "bout_s", "sitting_today_s", "longest_bout_today_s" };

        for (size_t i = 0; i < ELEMENTS(counters); i++)
                (void)json_object_del(state, counters[i]);
}

/* The same moment is written in another way when the zone has changed. */
static void read_times(json_t *state)
{
        const char *key;
        json_t *value;
        void *next;

        json_object_foreach_safe(state, next, key, value)
        {
                int64_t usec;

                if (json_is_string(value) && payload_time_parse(json_string_value(value), &usec) == 0)
                        (void)json_object_set_new(state, key, json_integer(usec / USEC_PER_SEC));
        }
}

static void check_same(struct storm *storm, const char *topic, const char *text, bool counts)
{
        const struct retained *retained = broker_find(storm, topic);
        json_t *there = retained ? json_loads(retained->payload, 0, NULL) : NULL;
        json_t *here = json_loads(text ? text : "", 0, NULL);

        if (counts) {
                forget_counters(there);
                forget_counters(here);
        }
        read_times(there);
        read_times(here);
        if (!there || !here || !json_equal(there, here))
                storm_fail(storm, "%s: retained is %s\n# but true is %s", topic,
                        retained ? retained->payload : "nothing", text ? text : "nothing");
        json_decref(there);
        json_decref(here);
}

static void check_person(struct storm *storm, uint32_t index, uint32_t number)
{
        const struct instant *now = daemon_now(storm);
        struct engine *engine = storm->daemon.engine;
        const struct person *person = household_person(engine_household(engine), number);
        const struct break_policy *policies[] = { &person->policy, &person->standing.policy };
        char topic[TOPIC_SIZE], id[PROMPT_ID_SIZE];
        char *text = engine_state_text(engine, number, now);

        (void)topic_join(topic, storm->base, storm->dwellers[index].id, "state");
        check_same(storm, topic, text, true);
        free(text);
        text = engine_session_text(engine, number, now);
        (void)topic_join(topic, storm->base, storm->dwellers[index].id, "session");
        if (text)
                check_same(storm, topic, text, false);
        free(text);
        for (size_t i = 0; i < ELEMENTS(policies); i++) {
                if (policies[i]->stage != PROMPT_STAGE_OPEN ||
                        policies[i]->first_delivered_usec == STAMP_NONE)
                        continue;
                prompt_id_print(storm->dwellers[index].id, policies[i]->id, id);
                if (!heard_has(storm, index, id))
                        storm_fail(storm, "nobody was told of %s", id);
        }
}

/* Whose topic this is, if it is one of ours; -1: nobody's. */
static int owner_of(const char *topic)
{
        const char *name = strstr(topic, "person-");

        if (strncmp(topic, "sensor/", 7) == 0 || !name)
                return -1;
        return name[7] - '0';
}

static void check_leftovers(struct storm *storm)
{
        const char *other = strcmp(storm->base, "unslouch") == 0 ? "home/unslouch/" : "unslouch/";

        for (size_t i = 0; i < STORM_TOPICS; i++) {
                struct retained *retained = &storm->broker.retained[i];
                int owner = retained->topic && retained->payload ? owner_of(retained->topic) : -1;
                bool left = owner >= 0 && !storm->dwellers[owner].is_here;

                if (!retained->topic || !retained->payload)
                        continue;
                left |= strncmp(retained->topic, other, strlen(other)) == 0;
                if (!left)
                        continue;
                if (!storm->book_lost)
                        storm_fail(storm, "%s is still retained: %s", retained->topic, retained->payload);
                free(retained->payload);
                retained->payload = NULL;
        }
        storm->book_lost = false;
}

static void check_lamp(struct storm *storm, uint32_t index)
{
        struct lamp_model *lamp = &storm->lamps[index];
        const struct settings *settings = engine_settings(storm->daemon.engine);
        char name[16];

        (void)snprintf(name, sizeof(name), "lamp-%u", index);
        for (uint32_t i = 0; i < settings->channel_count; i++)
                if (strcmp(settings->channels[i].name, name) == 0 &&
                        lamp_is_ours(engine_lamp(storm->daemon.engine, i)))
                        return;
        if (storm->true_usec - lamp->touched_usec < REST_USEC)
                return;
        if (!lamp->is_doubtful && (lamp->on != lamp->own_on || lamp->brightness != lamp->own_brightness ||
                                          lamp->temperature != lamp->own_temperature))
                storm_fail(storm, "%s is %d %d %d and was %d %d %d", name, lamp->on, lamp->brightness,
                        lamp->temperature, lamp->own_on, lamp->own_brightness, lamp->own_temperature);
        lamp->own_on = lamp->on;
        lamp->own_brightness = lamp->brightness;
        lamp->own_temperature = lamp->temperature;
        lamp->is_doubtful = false;
}

void look_around(struct storm *storm)
{
        char topic[TOPIC_SIZE];
        const struct retained *status;

        storm->counts.looks++;
        if (!is_at_rest(storm))
                return;
        storm->counts.rests++;
        (void)topic_join(topic, storm->base, NULL, "status");
        status = broker_find(storm, topic);
        if (!status || strcmp(status->payload, "online") != 0)
                storm_fail(storm, "the status is %s", status ? status->payload : "not there");
        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                uint32_t number;

                if (engine_find_person(storm->daemon.engine, storm->dwellers[i].id, &number) == 0)
                        check_person(storm, i, number);
        }
        check_leftovers(storm);
        for (uint32_t i = 0; i < STORM_LAMPS; i++)
                check_lamp(storm, i);
}
