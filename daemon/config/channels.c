/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include "base/text.h"
#include "wire/template.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a channel can be, by kind and via. */
enum channel_form {
        FORM_LIGHT_ZIGBEE2MQTT,
        FORM_LIGHT_TASMOTA,
        FORM_LIGHT_WLED,
        FORM_LIGHT_ESPHOME,
        FORM_LIGHT_HA_JSON,
        FORM_LIGHT_SHELLY,
        FORM_SPEECH_HERMES,
        FORM_SPEECH_SONOS2MQTT,
        FORM_SPEECH_HOMEASSISTANT,
        FORM_SPEECH_RAW,
        FORM_PHONE,
        FORM_DESKTOP,
        FORM_TEMPLATE,
        FORM_MAX_,
};

/* Lights that are known by a device's name. */
#define LIGHT_DEVICES                                                                                        \
        (1u << FORM_LIGHT_ZIGBEE2MQTT | 1u << FORM_LIGHT_TASMOTA | 1u << FORM_LIGHT_WLED |                   \
                1u << FORM_LIGHT_ESPHOME | 1u << FORM_LIGHT_SHELLY)
#define LIGHTS (LIGHT_DEVICES | 1u << FORM_LIGHT_HA_JSON)
/* Speakers that can be told how loud and in which language. */
#define TUNED_SPEAKERS                                                                                       \
        (1u << FORM_SPEECH_HERMES | 1u << FORM_SPEECH_SONOS2MQTT | 1u << FORM_SPEECH_HOMEASSISTANT)
#define SPEAKERS (TUNED_SPEAKERS | 1u << FORM_SPEECH_RAW)
/* What goes to a topic that is told. */
#define TOPICS (1u << FORM_LIGHT_HA_JSON | 1u << FORM_SPEECH_RAW | 1u << FORM_TEMPLATE)

#define LIGHT_VIAS  "zigbee2mqtt, tasmota, wled, esphome, ha-json, shelly"
#define SPEECH_VIAS "hermes, sonos2mqtt, homeassistant, raw"

static const struct {
        enum channel_kind kind;
        const char *via; /* NULL: the kind has none */
        unsigned dialect;
        const char *name;
} forms[FORM_MAX_] = {
        [FORM_LIGHT_ZIGBEE2MQTT] = { CHANNEL_KIND_LIGHT, "zigbee2mqtt", LAMP_ZIGBEE2MQTT,
                "a light via zigbee2mqtt" },
        [FORM_LIGHT_TASMOTA] = { CHANNEL_KIND_LIGHT, "tasmota", LAMP_TASMOTA, "a light via tasmota" },
        [FORM_LIGHT_WLED] = { CHANNEL_KIND_LIGHT, "wled", LAMP_WLED, "a light via wled" },
        [FORM_LIGHT_ESPHOME] = { CHANNEL_KIND_LIGHT, "esphome", LAMP_ESPHOME, "a light via esphome" },
        [FORM_LIGHT_HA_JSON] = { CHANNEL_KIND_LIGHT, "ha-json", LAMP_HA_JSON, "a light via ha-json" },
        [FORM_LIGHT_SHELLY] = { CHANNEL_KIND_LIGHT, "shelly", LAMP_SHELLY, "a light via shelly" },
        [FORM_SPEECH_HERMES] = { CHANNEL_KIND_SPEECH, "hermes", SPEAKER_HERMES, "speech via hermes" },
        [FORM_SPEECH_SONOS2MQTT] = { CHANNEL_KIND_SPEECH, "sonos2mqtt", SPEAKER_SONOS2MQTT,
                "speech via sonos2mqtt" },
        [FORM_SPEECH_HOMEASSISTANT] = { CHANNEL_KIND_SPEECH, "homeassistant", SPEAKER_HOMEASSISTANT,
                "speech via homeassistant" },
        [FORM_SPEECH_RAW] = { CHANNEL_KIND_SPEECH, "raw", SPEAKER_RAW, "speech via raw" },
        [FORM_PHONE] = { CHANNEL_KIND_PHONE, NULL, 0, "a phone" },
        [FORM_DESKTOP] = { CHANNEL_KIND_DESKTOP, NULL, 0, "a desktop" },
        [FORM_TEMPLATE] = { CHANNEL_KIND_TEMPLATE, NULL, 0, "a template" },
};

/* Which forms take a setting, and which need it. What is not here suits all. */
static const struct {
        const char *name;
        unsigned taken;
        unsigned needed;
} uses[] = {
        { "via", LIGHTS | SPEAKERS, 0 },
        { "device", LIGHT_DEVICES | 1u << FORM_SPEECH_SONOS2MQTT, LIGHT_DEVICES },
        { "topic", TOPICS, TOPICS },
        { "payload", 1u << FORM_TEMPLATE, 1u << FORM_TEMPLATE },
        { "may_turn_on", LIGHTS, 0 },
        { "base", 1u << FORM_LIGHT_ZIGBEE2MQTT | 1u << FORM_LIGHT_WLED | 1u << FORM_SPEECH_SONOS2MQTT, 0 },
        { "full_topic", 1u << FORM_LIGHT_TASMOTA, 0 },
        { "state_topic", 1u << FORM_LIGHT_HA_JSON, 0 },
        { "component", 1u << FORM_LIGHT_SHELLY, 0 },
        { "site", 1u << FORM_SPEECH_HERMES, 0 },
        { "volume", TUNED_SPEAKERS, 0 },
        { "language", TUNED_SPEAKERS, 0 },
};

/* In the order of the table's choices. */
static const enum channel_kind kinds[] = {
        CHANNEL_KIND_LIGHT,
        CHANNEL_KIND_SPEECH,
        CHANNEL_KIND_PHONE,
        CHANNEL_KIND_DESKTOP,
        CHANNEL_KIND_TEMPLATE,
};

/* Tells at the channel @at that its via is missing or unknown. */
static void report_via(struct load *load, const config_setting_t *at, enum channel_kind kind)
{
        const char *allowed = kind == CHANNEL_KIND_LIGHT ? LIGHT_VIAS : SPEECH_VIAS;

        if (config_setting_get_member(at, "via"))
                report_member(&load->report, at, "via", "unknown (allowed %s)", allowed);
        else
                report_missing(&load->report, at, "via",
                        kind == CHANNEL_KIND_LIGHT ? "how the light is spoken to (allowed " LIGHT_VIAS ")"
                                                   : "how it speaks (allowed " SPEECH_VIAS ")");
}

/* What the channel is; FORM_MAX_ if that can't be said. */
static enum channel_form find_form(
        struct load *load, const config_setting_t *at, const struct draft_channel *draft)
{
        enum channel_kind kind;

        if (draft->kind == DRAFT_NONE)
                return FORM_MAX_;
        kind = kinds[draft->kind];
        for (unsigned form = 0; form < FORM_MAX_; form++)
                if (forms[form].kind == kind &&
                        (!forms[form].via || (draft->via && strcmp(forms[form].via, draft->via) == 0)))
                        return (enum channel_form)form;
        report_via(load, at, kind);
        return FORM_MAX_;
}

static void check_uses(struct load *load, const config_setting_t *at, enum channel_form form)
{
        for (size_t i = 0; i < ELEMENTS(uses); i++) {
                const config_setting_t *member = config_setting_get_member(at, uses[i].name);

                if (member && !(uses[i].taken & 1u << form))
                        report_setting(&load->report, member, "%s has no such setting", forms[form].name);
                if (!member && uses[i].needed & 1u << form)
                        report_missing(&load->report, at, uses[i].name, forms[form].name);
        }
}

static void check_texts(struct load *load, const config_setting_t *at, const struct draft_channel *draft)
{
        const char *fault = draft->payload ? template_check(draft->payload) : NULL;

        if (fault)
                report_member(&load->report, at, "payload", "%s", fault);
        if (draft->topic && strchr(draft->topic, '{'))
                report_member(&load->report, at, "topic", "has a brace: placeholders are for the payload");
        if (draft->full_topic &&
                (!strstr(draft->full_topic, "%prefix%") || !strstr(draft->full_topic, "%topic%")))
                report_member(&load->report, at, "full_topic", "without %%prefix%% or %%topic%%");
}

/* What a light's device must look like where not every topic is one. */
static void check_light(struct load *load, const config_setting_t *at, const struct draft_channel *draft,
        enum channel_form form)
{
        const char *slash = draft->device ? strrchr(draft->device, '/') : NULL;

        if (form == FORM_LIGHT_ESPHOME && draft->device &&
                (!slash || slash == draft->device || slash[1] == '\0'))
                report_member(&load->report, at, "device", "an esphome device is written PREFIX/OBJECT");
        if (form == FORM_LIGHT_SHELLY && draft->component && !lamp_component_is_valid(draft->component))
                report_member(&load->report, at, "component",
                        "unknown (allowed light, rgb, rgbw, cct, rgbcct, switch, with :0 to :99)");
}

/* A device that was pasted as a whole topic makes one that nobody listens to. */
static void warn_of_pasted_topic(struct load *load, const config_setting_t *at,
        const struct draft_channel *draft, enum channel_form form)
{
        static const char *const tasmota[] = { "cmnd/", "stat/", "tele/" };
        const char *base = draft->base ? draft->base : "zigbee2mqtt";
        const char *device = draft->device;

        if (!device)
                return;
        if (form == FORM_LIGHT_ZIGBEE2MQTT && strncmp(device, base, strlen(base)) == 0 &&
                device[strlen(base)] == '/')
                report_warning(&load->report, at, "device '%s' begins with the base topic: its name is '%s'",
                        device, device + strlen(base) + 1);
        if (form == FORM_LIGHT_ESPHOME && strstr(device, "/light/"))
                report_warning(
                        &load->report, at, "device '%s' has light in it: PREFIX/OBJECT is without", device);
        for (size_t i = 0; form == FORM_LIGHT_TASMOTA && i < ELEMENTS(tasmota); i++)
                if (strncmp(device, tasmota[i], strlen(tasmota[i])) == 0)
                        report_warning(&load->report, at,
                                "device '%s' begins with %s: Tasmota's topic is without", device, tasmota[i]);
}

static void compile_light(const struct load *load, struct lamp_config *light,
        const struct draft_channel *draft, enum channel_form form)
{
        *light = (struct lamp_config){
                .dialect = (enum lamp_dialect)forms[form].dialect,
                .device = draft->device,
                .full_topic = draft->full_topic,
                .base = draft->base,
                .topic = draft->topic,
                .state_topic = draft->state_topic,
                .component = draft->component,
                .answers = load->settings->base,
                .may_turn_on = draft->may_turn_on != 0,
        };
}

static void compile_speech(const struct load *load, struct speaker_config *speech,
        const struct draft_channel *draft, enum channel_form form)
{
        *speech = (struct speaker_config){
                .dialect = (enum speaker_dialect)forms[form].dialect,
                .channel = draft->name,
                .answers = load->settings->base,
                .base = draft->base,
                .device = draft->device,
                .site = draft->site,
                .topic = draft->topic,
                .language = draft->language,
                .volume = draft->volume,
        };
}

/* Whether the topics of a light whose settings are right can be made, and which they are. */
static int try_light(struct load *load, const config_setting_t *at, const struct channel_settings *channel)
{
        const char *topics[LAMP_TOPICS_MAX];
        struct lamp *lamp = NULL;
        int r;

        if (channel->kind != CHANNEL_KIND_LIGHT || load_has_errors(load))
                return 0;
        r = lamp_new(&channel->light, &lamp);
        if (r == -ENOMEM)
                return r;
        if (r < 0)
                report_setting(&load->report, at, "its topics are too long");
        else if (lamp_topics(lamp, topics) == 0)
                report_warning(
                        &load->report, at, "without state_topic it is used, but nothing is given back");
        lamp_free(lamp);
        return 0;
}

/* Fills @channel from a draft that has been checked, and the draft with what the form implies. */
static void compile(const struct load *load, struct channel_settings *channel, struct draft_channel *draft,
        enum channel_form form)
{
        channel->kind = forms[form].kind;
        switch (form) {
        case FORM_LIGHT_ZIGBEE2MQTT:
        case FORM_LIGHT_TASMOTA:
        case FORM_LIGHT_WLED:
        case FORM_LIGHT_ESPHOME:
        case FORM_LIGHT_HA_JSON:
        case FORM_LIGHT_SHELLY:
                if (draft->may_turn_on == DRAFT_NONE)
                        draft->may_turn_on = 1;
                compile_light(load, &channel->light, draft, form);
                return;
        case FORM_SPEECH_HERMES:
        case FORM_SPEECH_SONOS2MQTT:
        case FORM_SPEECH_HOMEASSISTANT:
        case FORM_SPEECH_RAW: compile_speech(load, &channel->speech, draft, form); return;
        case FORM_TEMPLATE:
                channel->template.topic = draft->topic;
                channel->template.payload = draft->payload;
                return;
        case FORM_PHONE:
        case FORM_DESKTOP:
        case FORM_MAX_: return;
        }
}

/* Makes the channel known by its name, unless another one has it. */
static int add_name(struct load *load, const config_setting_t *at, const char *name, uint32_t i)
{
        const config_setting_t *first;
        uint32_t number;
        int r;

        if (!name)
                return 0;
        r = names_add(&load->channels, name, i, &number);
        if (r != -EEXIST)
                return r;
        first = load_element(load->root, "channels", number);
        report_member(&load->report, at, "name", "there is a channel of this name already, in line %d",
                (int)first->line);
        return 0;
}

static int load_channel(struct load *load, uint32_t i)
{
        struct draft_channel *draft = &((struct draft_channel *)load->draft->channels.items)[i];
        struct channel_settings *channel = &load->settings->channels[i];
        const config_setting_t *at = load_element(load->root, "channels", i);
        enum channel_form form;
        int r;

        if (!draft->given)
                return 0;
        channel->name = draft->name;
        r = add_name(load, at, draft->name, i);
        if (r < 0)
                return r;
        r = load_room(load, at, draft->room, &channel->room);
        if (r < 0)
                return r;
        form = find_form(load, at, draft);
        if (form == FORM_MAX_)
                return 0;
        check_uses(load, at, form);
        check_texts(load, at, draft);
        check_light(load, at, draft, form);
        warn_of_pasted_topic(load, at, draft, form);
        compile(load, channel, draft, form);
        return try_light(load, at, channel);
}

int load_channels(struct load *load)
{
        uint32_t count = load->draft->channels.count;
        struct settings *settings = load->settings;

        if (count == 0)
                return 0;
        settings->channels = calloc(count, sizeof(*settings->channels));
        load->told = calloc(count, sizeof(*load->told));
        if (!settings->channels || !load->told)
                return -ENOMEM;
        settings->channel_count = count;
        for (uint32_t i = 0; i < count; i++) {
                int r = load_channel(load, i);

                if (r < 0)
                        return r;
        }
        return 0;
}
