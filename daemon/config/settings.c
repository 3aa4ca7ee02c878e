/* SPDX-License-Identifier: MIT */
#include "config/settings.h"

#include "config/draft.h"
#include "config/reader.h"

#include <string.h>

static void free_sensor(struct sensor_settings *sensor)
{
        for (size_t i = 0; i < ELEMENTS(sensor->topics); i++)
                free(sensor->topics[i]);
        field_path_free(sensor->field);
        match_free(sensor->when);
        field_path_free(sensor->availability_field);
}

static void free_person(struct person_setup *person)
{
        for (uint16_t i = 0; i < person->core.source_count; i++)
                free_sensor(&person->sensors[i]);
        for (uint8_t i = 0; i < person->core.hold_count; i++) {
                field_path_free(person->holds[i].field);
                match_free(person->holds[i].when);
        }
        for (uint8_t i = 0; i < person->button_count; i++) {
                free(person->buttons[i].topic);
                field_path_free(person->buttons[i].field);
        }
        for (uint8_t i = 0; i < person->core.cue_count; i++) {
                field_path_free(person->cues[i].field);
                match_free(person->cues[i].when);
        }
}

static void free_arrays(struct settings_arrays *arrays)
{
        free(arrays->sources);
        free(arrays->sensors);
        free(arrays->source_names);
        free(arrays->hours);
        free(arrays->holds);
        free(arrays->hold_settings);
        free(arrays->buttons);
        free(arrays->button_entries);
        free(arrays->room_names);
        free(arrays->cues);
        free(arrays->channels);
        free(arrays->channel_names);
}

struct settings *settings_free(struct settings *settings)
{
        if (!settings)
                return NULL;
        for (uint32_t i = 0; settings->people && i < settings->people_count; i++)
                free_person(&settings->people[i]);
        free_arrays(&settings->arrays);
        free(settings->people);
        free(settings->person_configs);
        free(settings->channels);
        free(settings->rooms);
        free(settings->file);
        if (settings->draft)
                reader_free_group(&table_root, settings->draft);
        free(settings->draft);
        free(settings);
        return NULL;
}

static bool text_equal(const char *a, const char *b)
{
        return a == b || (a && b && strcmp(a, b) == 0);
}

bool settings_lead_to_same_broker(const struct settings *a, const struct settings *b)
{
        return broker_settings_equal(&a->broker, &b->broker) && strcmp(a->base, b->base) == 0;
}

bool broker_settings_equal(const struct broker_settings *a, const struct broker_settings *b)
{
        return text_equal(a->host, b->host) && a->port == b->port && a->protocol == b->protocol &&
               text_equal(a->client_id, b->client_id) && text_equal(a->username, b->username) &&
               text_equal(a->password_file, b->password_file) && a->keepalive_sec == b->keepalive_sec &&
               a->tls == b->tls && text_equal(a->ca_file, b->ca_file) &&
               text_equal(a->cert_file, b->cert_file) && text_equal(a->key_file, b->key_file);
}
