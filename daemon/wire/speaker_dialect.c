/* SPDX-License-Identifier: MIT */
#include "wire/speaker_dialect.h"

#include "base/units.h"
#include "wire/writer.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SONOS_FULL_VOLUME 100
/* Decimals of a volume. */
#define VOLUME_DIGITS 3

int speaker_copy_text(const char *source, char **ret_copy)
{
        char *copy;

        if (!source)
                return 0;
        copy = strdup(source);
        if (!copy)
                return -ENOMEM;
        *ret_copy = copy;
        return 0;
}

/* "<first>/<rest>", or @first alone without @rest. */
static int print_topic(char target[static TOPIC_SIZE], const char *first, const char *rest)
{
        int length = snprintf(target, TOPIC_SIZE, "%s%s%s", first, rest ? "/" : "", rest ? rest : "");

        return length >= TOPIC_SIZE ? -ENAMETOOLONG : 0;
}

/* One speaker has its own topic, all rooms have a common one. */
static int sonos_topic(struct speaker_names *names, const struct speaker_config *config)
{
        char base[TOPIC_SIZE];
        int r;

        names->one = config->device != NULL;
        r = print_topic(base, config->base ? config->base : "sonos", names->one ? config->device : "cmd");
        if (r < 0)
                return r;
        return print_topic(names->say, base, names->one ? "control" : "speak");
}

static int name_topics(struct speaker_names *names, const struct speaker_config *config)
{
        int r;

        switch (config->dialect) {
        case SPEAKER_HERMES:
                r = print_topic(names->say, "hermes/tts/say", NULL);
                return r < 0 ? r : print_topic(names->said, "hermes/tts/sayFinished", NULL);
        case SPEAKER_SONOS2MQTT: return sonos_topic(names, config);
        case SPEAKER_HOMEASSISTANT:
                r = print_topic(names->say, config->answers, "say");
                return r < 0 ? r : print_topic(names->said, config->answers, "said");
        case SPEAKER_RAW: return print_topic(names->say, config->topic, NULL);
        case SPEAKER_DIALECT_MAX_: break;
        }
        return 0;
}

int speaker_names_init(struct speaker_names *names, const struct speaker_config *config)
{
        *names = (struct speaker_names){ .dialect = config->dialect, .volume = config->volume };
        if (speaker_copy_text(config->site ? config->site : "default", &names->site) < 0 ||
                speaker_copy_text(config->channel, &names->channel) < 0 ||
                speaker_copy_text(config->language, &names->language) < 0)
                return -ENOMEM;
        return name_topics(names, config);
}

void speaker_names_done(struct speaker_names *names)
{
        free(names->site);
        free(names->channel);
        free(names->language);
        *names = (struct speaker_names){ .volume = -1 };
}

/* Sets @key to @value (taken over); not, if there is none to be @wanted. Return: 0; -1 without memory. */
static int set_if(json_t *json, const char *key, bool wanted, json_t *value)
{
        if (wanted)
                return json_object_set_new(json, key, value);
        json_decref(value);
        return 0;
}

/* Without the keys that are to stay at the speaker's own. */
static json_t *print_hermes(const struct speaker_names *names, const char *id, const char *text)
{
        json_t *json = json_pack("{s:s,s:s}", "text", text, "siteId", names->site);
        int failed = json == NULL;

        failed |= set_if(json, "id", id != NULL, id ? json_string(id) : NULL);
        failed |= set_if(
                json, "lang", names->language != NULL, names->language ? json_string(names->language) : NULL);
        failed |= set_if(json, "volume", names->volume >= 0, json_real(names->volume));
        if (!failed)
                return json;
        json_decref(json);
        return NULL;
}

/* All rooms are told the bare input, one speaker a command with it. */
static json_t *print_sonos(const struct speaker_names *names, const char *text)
{
        json_t *json = json_pack("{s:s}", "text", text);
        int failed = json == NULL;

        failed |= set_if(
                json, "lang", names->language != NULL, names->language ? json_string(names->language) : NULL);
        failed |= set_if(
                json, "volume", names->volume >= 0, json_integer(lround(names->volume * SONOS_FULL_VOLUME)));
        if (!failed)
                return names->one ? json_pack("{s:s,s:o}", "command", "speak", "input", json) : json;
        json_decref(json);
        return NULL;
}

/* Every key, as in all that is ours. */
static json_t *print_homeassistant(
        const struct speaker_names *names, const char *id, const char *text, const char *expires)
{
        json_t *volume = names->volume >= 0 ? json_real(names->volume) : json_null();

        return json_pack("{s:s,s:s?,s:s,s:s?,s:o,s:s?}", "channel", names->channel, "id", id, "text", text,
                "language", names->language, "volume", volume, "expires", expires);
}

static json_t *print_json(
        const struct speaker_names *names, const char *id, const char *text, const char *expires)
{
        switch (names->dialect) {
        case SPEAKER_HERMES: return print_hermes(names, id, text);
        case SPEAKER_SONOS2MQTT: return print_sonos(names, text);
        case SPEAKER_HOMEASSISTANT: return print_homeassistant(names, id, text, expires);
        case SPEAKER_RAW:
        case SPEAKER_DIALECT_MAX_: break;
        }
        return NULL;
}

char *speaker_print(const struct speaker_names *names, const char *id, const char *text, const char *expires)
{
        json_t *json;
        char *say;

        if (names->dialect == SPEAKER_RAW)
                return strdup(text);
        json = print_json(names, id, text, expires);
        if (!json)
                return NULL;
        say = writer_dump(json, VOLUME_DIGITS);
        json_decref(json);
        return say;
}

/* Whether @json has @word at @key; also if it has nothing there. */
static bool is_for(json_t *json, const char *key, const char *word)
{
        json_t *value = json_object_get(json, key);

        if (!value || json_is_null(value))
                return true;
        return json_is_string(value) && strcmp(json_string_value(value), word) == 0;
}

bool speaker_ends(const struct speaker_names *names, json_t *json, const char *id)
{
        const char *said = json_string_value(json_object_get(json, "id"));

        if (names->dialect == SPEAKER_HERMES && !is_for(json, "siteId", names->site))
                return false;
        if (names->dialect == SPEAKER_HOMEASSISTANT &&
                (!json_object_get(json, "channel") || !is_for(json, "channel", names->channel)))
                return false;
        return !said || !*said || (id && strcmp(said, id) == 0);
}

int64_t speaker_start_usec(const struct speaker_names *names)
{
        return names->dialect == SPEAKER_SONOS2MQTT ? SPEAKER_SONOS_START_USEC : SPEAKER_START_USEC;
}
