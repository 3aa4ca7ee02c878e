/* SPDX-License-Identifier: MIT */
#include "wire/discovery_component.h"

#include "base/cleanup.h"
#include "core/person.h"
#include "wire/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t hold_count(const struct discovery_person *person)
{
        return person->hold_count < DISCOVERY_HOLDS_MAX ? person->hold_count : DISCOVERY_HOLDS_MAX;
}

/* The setting of @name; SETTING_MAX_ if this daemon has none. */
static enum setting find_setting(const char *name)
{
        unsigned setting = 0;

        while (setting < SETTING_MAX_ && strcmp(setting_names[setting], name) != 0)
                setting++;
        return (enum setting)setting;
}

/* How many components of @row a person has. */
static size_t row_count(const struct discovery_row *row, const struct discovery_person *person)
{
        if (row->setting && find_setting(row->setting) == SETTING_MAX_)
                return 0;
        switch (row->presence) {
        case DISCOVERY_ALWAYS: return 1;
        case DISCOVERY_ROUTINE: return person->has_routine;
        case DISCOVERY_STAND_LIMIT: return person->has_stand_limit;
        case DISCOVERY_HOLDS: return person->hold_count > 0;
        case DISCOVERY_PROGRAMMES: return person->has_routine && person->programme_count > 0;
        case DISCOVERY_EACH_HOLD: return hold_count(person);
        case DISCOVERY_EACH_EVENT: return PROMPT_MAX_;
        }
        return 0;
}

static struct discovery_part part_of(
        const struct discovery_row *row, const struct discovery_person *person, size_t index)
{
        struct discovery_part part = { .row = row };

        if (row->presence == DISCOVERY_EACH_HOLD) {
                part.argument = person->holds[index];
                snprintf(part.key, sizeof(part.key), "hold_%s", part.argument);
        } else if (row->presence == DISCOVERY_EACH_EVENT) {
                part.argument = prompt_type_names[index];
                snprintf(part.key, sizeof(part.key), "trigger_%s", part.argument);
        } else {
                snprintf(part.key, sizeof(part.key), "%s", row->key);
        }
        return part;
}

size_t discovery_parts(
        const struct discovery_person *person, struct discovery_part ret[static DISCOVERY_COMPONENTS_MAX])
{
        size_t count = 0;

        static_assert(DISCOVERY_ROWS + DISCOVERY_HOLDS_MAX + PROMPT_MAX_ <= DISCOVERY_COMPONENTS_MAX,
                "a person can have more components than are told");
        for (size_t i = 0; i < DISCOVERY_ROWS; i++) {
                size_t of_row = row_count(&discovery_rows[i], person);

                for (size_t index = 0; index < of_row; index++)
                        ret[count++] = part_of(&discovery_rows[i], person, index);
        }
        return count;
}

const char *discovery_entity_name(const struct discovery_person *person, const struct discovery_row *row)
{
        const char *name = person->words ? catalogue_entity(person->words, row->key) : NULL;

        return name ? name : row->name;
}

static void add_if(struct writer *writer, const char *key, const char *text)
{
        if (text)
                writer_add_text(writer, key, text);
}

static void add_topic(
        struct writer *writer, const char *key, const char *base, const char *person, const char *leaf)
{
        writer_add_json(writer, key,
                person ? json_sprintf("%s/%s/%s", base, person, leaf) : json_sprintf("%s/%s", base, leaf));
}

static void add_topics(struct writer *writer, const struct discovery_place *place,
        const struct discovery_person *person, const struct discovery_row *row)
{
        const char *state_key = row->presence == DISCOVERY_EACH_EVENT ? "topic" : "state_topic";

        if (row->state)
                add_topic(writer, state_key, place->base, person->id, row->state);
        if (row->home_state)
                add_topic(writer, state_key, place->base, NULL, row->home_state);
        if (row->command)
                add_topic(writer, "command_topic", place->base, person->id, row->command);
}

/* In an entity's id no hyphen may stand, no two underscores in a row, and none at the end. */
static void make_entity_id(char *id)
{
        size_t length = 0;

        for (const char *at = id; *at != '\0'; at++) {
                char character = *at;

                if (character == '-')
                        character = '_';
                if (character != '_' || (length > 0 && id[length - 1] != '_'))
                        id[length++] = character;
        }
        if (length > 0 && id[length - 1] == '_')
                length--;
        id[length] = '\0';
}

/* "switch.unslouch_anna_hold_do_not_disturb" */
static void add_ids(
        struct writer *writer, const struct discovery_person *person, const struct discovery_part *part)
{
        char id[2 * TEXT_ID_SIZE + DISCOVERY_KEY_SIZE + sizeof("binary_sensor.unslouch__")];

        snprintf(id, sizeof(id), "unslouch_%s_%s", person->id, part->key);
        writer_add_text(writer, "unique_id", id);
        snprintf(id, sizeof(id), "%s.unslouch_%s_%s", part->row->platform, person->id, part->key);
        make_entity_id(id);
        writer_add_text(writer, "default_entity_id", id);
}

/* A reason as words: "Hold: do not disturb". */
static void add_name(
        struct writer *writer, const struct discovery_person *person, const struct discovery_part *part)
{
        const char *name = discovery_entity_name(person, part->row);
        char words[TEXT_ID_SIZE];

        if (!part->argument) {
                writer_add_text(writer, "name", name);
                return;
        }
        snprintf(words, sizeof(words), "%s", part->argument);
        for (char *at = words; *at != '\0'; at++)
                if (*at == '-' || *at == '_')
                        *at = ' ';
        writer_add_json(writer, "name", json_sprintf("%s: %s", name, words));
}

static json_t *off_and(const char *const *texts, size_t count)
{
        json_t *array = json_array();

        writer_append(&array, json_string(DISCOVERY_OFF_OPTION));
        for (size_t i = 0; i < count; i++)
                writer_append(&array, json_string(texts[i]));
        return array;
}

static void add_choice(
        struct writer *writer, const struct discovery_person *person, enum discovery_choice choice)
{
        switch (choice) {
        case DISCOVERY_NO_CHOICE: return;
        case DISCOVERY_POSTURES:
                writer_add_json(writer, "options", writer_texts(posture_names, POSTURE_MAX_));
                return;
        case DISCOVERY_PHASES:
                writer_add_json(writer, "options", writer_texts(phase_names, PHASE_MAX_));
                return;
        case DISCOVERY_EVENTS:
                writer_add_json(writer, "event_types", writer_texts(prompt_type_names, PROMPT_MAX_));
                return;
        case DISCOVERY_REASONS:
                writer_add_json(writer, "options", off_and(person->holds, hold_count(person)));
                return;
        case DISCOVERY_PROGRAMME_IDS:
                writer_add_json(writer, "options", off_and(person->programmes, person->programme_count));
                return;
        }
}

/* The options as a list of a template: "'call', 'film'". Return: NULL without memory. */
static char *quoted(const char *const *texts, size_t count)
{
        size_t size = 1;
        size_t length = 0;
        char *list;

        for (size_t i = 0; i < count; i++)
                size += strlen(texts[i]) + strlen("'', ");
        list = calloc(size, 1);
        for (size_t i = 0; list && i < count; i++)
                length +=
                        (size_t)snprintf(list + length, size - length, "%s'%s'", i > 0 ? ", " : "", texts[i]);
        return list;
}

/* The first reason in force that is among the options: others may be set by a command. */
static void add_reason_template(struct writer *writer, const struct discovery_person *person)
{
        CLEANUP_FREE char *reasons = quoted(person->holds, hold_count(person));

        writer_add_json(writer, "value_template",
                reasons ? json_sprintf("{{ (value_json.holds | select('in', [%s]) | list + "
                                       "['" DISCOVERY_OFF_OPTION "']) | first }}",
                                  reasons)
                        : NULL);
}

/* The programme of the session that goes on, if it is among the options: they may have changed since. */
static void add_programme_template(struct writer *writer, const struct discovery_person *person)
{
        CLEANUP_FREE char *programmes = quoted(person->programmes, person->programme_count);

        writer_add_json(writer, "value_template",
                programmes ? json_sprintf("{{ value_json.programme if value_json.programme in [%s] and "
                                          "value_json.state in ['running', 'paused', 'question'] else "
                                          "'" DISCOVERY_OFF_OPTION "' }}",
                                     programmes)
                           : NULL);
}

/* The switch of one reason. */
static void add_hold(struct writer *writer, const char *reason)
{
        writer_add_json(writer, "value_template",
                json_sprintf("{{ 'ON' if '%s' in value_json.holds else 'OFF' }}", reason));
        writer_add_json(writer, "payload_on", json_sprintf("hold %s", reason));
        writer_add_json(writer, "payload_off", json_sprintf("release %s", reason));
        writer_add_text(writer, "state_on", "ON");
        writer_add_text(writer, "state_off", "OFF");
}

static void add_trigger(struct writer *writer, const char *event)
{
        writer_add_text(writer, "automation_type", "trigger");
        writer_add_text(writer, "type", event);
        writer_add_text(writer, "subtype", "reminder");
        writer_add_text(writer, "payload", event);
}

/* The range is the core's: what is set outside of it is refused there, and told. */
static void add_range(struct writer *writer, const struct discovery_row *row)
{
        int64_t min;
        int64_t max;

        person_setting_range(find_setting(row->setting), &min, &max);
        writer_add_integer(writer, "min", row->zero_is_off ? 0 : min / USEC_PER_MINUTE);
        writer_add_integer(writer, "max", max / USEC_PER_MINUTE);
        writer_add_integer(writer, "step", 1);
        writer_add_text(writer, "mode", "box");
}

static void add_keys(struct writer *writer, const struct discovery_row *row)
{
        add_if(writer, "value_template", row->value_template);
        add_if(writer, "command_template", row->command_template);
        add_if(writer, "payload_press", row->payload);
        add_if(writer, "payload_on", row->payload_on);
        add_if(writer, "payload_off", row->payload_off);
        add_if(writer, "device_class", row->device_class);
        add_if(writer, "state_class", row->state_class);
        add_if(writer, "unit_of_measurement", row->unit);
        add_if(writer, "pattern", row->pattern);
        if (row->max > 0)
                writer_add_integer(writer, "max", row->max);
        add_if(writer, "entity_category", row->category);
        add_if(writer, "icon", row->icon);
}

struct writer discovery_component_begin(const struct discovery_place *place,
        const struct discovery_person *person, const struct discovery_part *part)
{
        const struct discovery_row *row = part->row;
        struct writer writer = writer_begin();

        writer_add_text(&writer, "platform", row->platform);
        if (row->name) {
                add_name(&writer, person, part);
                add_ids(&writer, person, part);
        }
        writer_add_integer(&writer, "qos", 1);
        add_topics(&writer, place, person, row);
        add_keys(&writer, row);
        add_choice(&writer, person, row->choice);
        if (row->choice == DISCOVERY_REASONS)
                add_reason_template(&writer, person);
        if (row->choice == DISCOVERY_PROGRAMME_IDS)
                add_programme_template(&writer, person);
        if (row->presence == DISCOVERY_EACH_HOLD)
                add_hold(&writer, part->argument);
        if (row->presence == DISCOVERY_EACH_EVENT)
                add_trigger(&writer, part->argument);
        if (row->setting)
                add_range(&writer, row);
        return writer;
}
