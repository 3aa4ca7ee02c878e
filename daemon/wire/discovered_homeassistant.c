/* SPDX-License-Identifier: MIT */
/*
 * Home Assistant's discovery: <component>/[<node>/]<object>/config, and device/... with all components of a
 * device in one message. Keys may be abbreviated, and "~" stands for a base topic.
 */
#include "wire/discovered_inside.h"

#include "base/text.h"
#include "base/units.h"
#include "wire/field_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LEVELS_MAX 4
#define LEVEL_SIZE 65
#define WORDS_SIZE 512

/* A component with what it inherits of its device. All borrowed. */
struct entity {
        const char *platform;
        const char *id; /* its key or the topic's last id */
        const json_t *own;
        const json_t *shared; /* the device message's root; NULL: a message of its own */
        const json_t *device;
};

/* The value of a key, which may be abbreviated. */
static json_t *get(const json_t *object, const char *name, const char *brief)
{
        json_t *value = json_object_get(object, name);

        return value ? value : json_object_get(object, brief);
}

static const char *get_text(const struct entity *entity, const char *name, const char *brief)
{
        const json_t *value = get(entity->own, name, brief);

        if (!value && entity->shared)
                value = get(entity->shared, name, brief);
        return json_string_value(value);
}

/* A topic, with "~" at its beginning or end filled in. Return: whether there is one. */
static bool get_topic(
        const struct entity *entity, const char *name, const char *brief, char target[static TOPIC_SIZE])
{
        const char *text = get_text(entity, name, brief);
        const char *base = discovered_text(entity->own, "~");
        size_t length;
        int written;

        if (!text)
                return false;
        length = strlen(text);
        if (base && text[0] == '~')
                written = snprintf(target, TOPIC_SIZE, "%s%s", base, text + 1);
        else if (base && length > 0 && text[length - 1] == '~')
                written = snprintf(target, TOPIC_SIZE, "%.*s%s",
                        (int)usec_min((int64_t)length - 1, TOPIC_SIZE), text, base);
        else
                written = snprintf(target, TOPIC_SIZE, "%s", text);
        return written < TOPIC_SIZE && topic_is_name(target);
}

static const char *skip_spaces(const char *at)
{
        return at + strspn(at, " \t\r\n");
}

/* Takes one step of value_json.a, value_json['a'] or value_json["a"] at *@at. Return: whether there is one.
 */
static bool take_step(const char **at, char *path, size_t size)
{
        char key[CANDIDATE_NAME_SIZE];
        size_t length;
        char quote;

        if (**at == '.') {
                length = strspn(*at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
                if (length == 0 || length >= sizeof(key))
                        return false;
                memcpy(key, *at + 1, length);
                *at += 1 + length;
        } else {
                quote = **at == '[' ? (*at)[1] : '\0';
                length = quote == '\'' || quote == '"' ? strcspn(*at + 2, "'\"\\") : 0;
                if (length == 0 || length >= sizeof(key) || (*at)[2 + length] != quote ||
                        (*at)[3 + length] != ']')
                        return false;
                memcpy(key, *at + 2, length);
                *at += 4 + length;
        }
        key[length] = '\0';
        return field_text_add_key(path, size, key) >= 0;
}

/* A template that only picks a value, as a path. Return: whether it is one. */
static bool read_template(const char *template, char path[static CANDIDATE_FIELD_SIZE])
{
        static const char begin[] = "value_json";
        const char *at;

        path[0] = '\0';
        if (!template || template[0] == '\0')
                return true;
        at = skip_spaces(template);
        if (strncmp(at, "{{", 2) != 0)
                return false;
        at = skip_spaces(at + 2);
        if (strncmp(at, begin, strlen(begin)) != 0)
                return strncmp(at, "value", 5) == 0 && strcmp(skip_spaces(at + 5), "}}") == 0;
        for (at += strlen(begin); *at == '.' || *at == '[';)
                if (!take_step(&at, path, CANDIDATE_FIELD_SIZE))
                        return false;
        return path[0] != '\0' && strncmp(skip_spaces(at), "}}", 2) == 0;
}

/* What a binary sensor says when it is on. */
static const char *payload_on(const struct entity *entity, const char *name, const char *brief)
{
        const json_t *value = get(entity->own, name, brief);

        if (json_is_boolean(value))
                return json_is_true(value) ? "true" : "false";
        return json_string_value(value);
}

static const char *device_name(const struct entity *entity)
{
        const char *name = json_string_value(json_object_get(entity->device, "name"));

        if (!name)
                name = get_text(entity, "name", "name");
        return name ? name : entity->id;
}

/* The availability topic, if there is but one and it says the usual words. */
static const char *availability_of(const struct entity *entity, char target[static TOPIC_SIZE])
{
        const char *words = get_text(entity, "payload_available", "pl_avail");
        const json_t *list = get(entity->own, "availability", "avty");
        const char *topic;

        if (!list && entity->shared)
                list = get(entity->shared, "availability", "avty");
        if (words && !text_equal_nocase(words, "online"))
                return NULL;
        if (!list)
                return get_topic(entity, "availability_topic", "avty_t", target) ? target : NULL;
        if (json_array_size(list) != 1 || get(json_array_get(list, 0), "payload_available", "pl_avail"))
                return NULL;
        topic = json_string_value(get(json_array_get(list, 0), "topic", "t"));
        return topic && topic_is_name(topic) ? topic : NULL;
}

/* A sensor whose class, name or id tells what it is about. */
static enum property property_of_entity(const struct entity *entity, const char *field)
{
        const char *class = get_text(entity, "device_class", "dev_cla");
        const char *name = get_text(entity, "name", "name");
        enum property property = PROPERTY_MAX_;
        enum property guess = PROPERTY_MAX_;

        if (strcmp(entity->platform, "device_tracker") == 0)
                return PROPERTY_HOME;
        if (class)
                property = property_of(class);
        if (property == PROPERTY_MAX_ || property == PROPERTY_DISTANCE)
                property = property_of(field) != PROPERTY_MAX_ ? property_of(field) : property;
        if (name && (property == PROPERTY_MAX_ || property == PROPERTY_DISTANCE))
                guess = property_guess(name, strcmp(entity->platform, "sensor") == 0);
        if (guess != PROPERTY_MAX_)
                property = guess;
        if (property == PROPERTY_MAX_ && strcmp(entity->platform, "binary_sensor") == 0)
                property = PROPERTY_SWITCH;
        return property;
}

static int take_sensor(struct discovered *discovered, const struct entity *entity)
{
        bool binary = strcmp(entity->platform, "binary_sensor") == 0;
        bool tracker = strcmp(entity->platform, "device_tracker") == 0;
        char topic[TOPIC_SIZE];
        char availability[TOPIC_SIZE];
        char field[CANDIDATE_FIELD_SIZE];
        char words[WORDS_SIZE];
        const char *name = get_text(entity, "name", "name");
        const char *unit = get_text(entity, "unit_of_measurement", "unit_of_meas");
        struct finding finding;

        if (!get_topic(entity, "state_topic", "stat_t", topic))
                return tracker ? 0 : -EBADMSG;
        if (!read_template(get_text(entity, "value_template", "val_tpl"), field))
                return 0;
        (void)snprintf(words, sizeof(words), "%s %s", name ? name : "", entity->id);
        finding = (struct finding){
                .property = property_of_entity(entity, field),
                .label = device_name(entity),
                .words = words,
                .source = "Home Assistant's discovery has it",
                .property_name = name,
                .is_number = !binary && !tracker,
                .unit = unit,
                .via = discovered_zigbee_device(topic) ? "zigbee2mqtt" : NULL,
                .device = discovered_zigbee_device(topic),
                .topic = topic,
                .field = field,
                .when = binary ? payload_on(entity, "payload_on", "pl_on")
                               : payload_on(entity, "payload_home", "pl_home"),
                .room = json_string_value(get(entity->device, "suggested_area", "sa")),
                .availability = availability_of(entity, availability),
        };
        return discovered_judge(discovered, &finding);
}

/* Only what takes JSON: other lights have a topic for each of their sides. */
static int take_light(struct discovered *discovered, const struct entity *entity)
{
        struct candidate light = { .kind = CANDIDATE_LIGHT };
        const char *schema = get_text(entity, "schema", "schema");
        char state[TOPIC_SIZE];
        const char *device;

        if (!get_topic(entity, "command_topic", "cmd_t", light.topic))
                return -EBADMSG;
        /* Braces would be placeholders. */
        if (!schema || strcmp(schema, "json") != 0 || strchr(light.topic, '{'))
                return 0;
        discovered_copy_shown(light.label, sizeof(light.label), device_name(entity));
        discovered_copy_shown(light.room, sizeof(light.room),
                json_string_value(get(entity->device, "suggested_area", "sa")));
        (void)text_copy(light.why, sizeof(light.why), "Home Assistant's discovery has it as a light");
        if (!get_topic(entity, "state_topic", "stat_t", state))
                state[0] = '\0';
        device = discovered_zigbee_device(state);
        if (device && discovered_copy_exact(light.device, sizeof(light.device), device)) {
                (void)text_copy(light.via, sizeof(light.via), "zigbee2mqtt");
                return discovered_add(discovered, &light);
        }
        (void)text_copy(light.via, sizeof(light.via), "ha-json");
        if (state[0] != '\0' &&
                discovered_copy_exact(light.extras[0].value, sizeof(light.extras[0].value), state))
                light.extras[0].name = "state_topic";
        return discovered_add(discovered, &light);
}

static int take_entity(struct discovered *discovered, const struct entity *entity)
{
        if (strcmp(entity->platform, "light") == 0)
                return take_light(discovered, entity);
        if (strcmp(entity->platform, "binary_sensor") == 0 || strcmp(entity->platform, "sensor") == 0 ||
                strcmp(entity->platform, "device_tracker") == 0)
                return take_sensor(discovered, entity);
        return 0;
}

static bool is_ours(const json_t *message)
{
        const char *name = json_string_value(json_object_get(get(message, "origin", "o"), "name"));

        return name && text_equal_nocase(name, "unslouch");
}

static int take_device(struct discovered *discovered, const json_t *message)
{
        json_t *components = get(message, "components", "cmps");
        const json_t *device = get(message, "device", "dev");
        int worst = 0;
        const char *key;
        json_t *own;

        if (!json_is_object(components) || !json_is_object(device))
                return -EBADMSG;
        json_object_foreach(components, key, own)
        {
                const char *platform = json_string_value(get(own, "platform", "p"));
                const struct entity entity = {
                        .platform = platform, .id = key, .own = own, .shared = message, .device = device
                };
                int r;

                /* One with nothing but its platform is taken back. */
                if (platform && json_object_size(own) == 1)
                        continue;
                r = platform ? take_entity(discovered, &entity) : -EBADMSG;
                if (r == -ENOMEM)
                        return r;
                worst = r < 0 ? r : worst;
        }
        return worst;
}

/* Copies the level of @topic at *@at, and moves behind it. Return: whether there is one that fits. */
static bool take_level(const char **at, char level[static LEVEL_SIZE])
{
        size_t length = strcspn(*at, "/");

        if (length == 0 || length >= LEVEL_SIZE)
                return false;
        memcpy(level, *at, length);
        level[length] = '\0';
        *at += length + ((*at)[length] == '/');
        return true;
}

int discovered_homeassistant(struct discovered *discovered, const char *rest, const json_t *message)
{
        char levels[LEVELS_MAX][LEVEL_SIZE];
        size_t count = 0;

        while (count < LEVELS_MAX && *rest != '\0' && take_level(&rest, levels[count]))
                count++;
        /* Another topic of the same ending is nobody's discovery. */
        if (*rest != '\0' || count < 3)
                return 0;
        if (!json_is_object(message))
                return -EBADMSG;
        if (is_ours(message))
                return 0;
        if (strcmp(levels[0], "device") == 0)
                return take_device(discovered, message);
        return take_entity(discovered, &(struct entity){
                                               .platform = levels[0],
                                               .id = levels[count - 2],
                                               .own = message,
                                               .device = get(message, "device", "dev"),
                                       });
}
