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
        FORM_SPEECH_HERMES,
        FORM_SPEECH_RAW,
        FORM_PHONE,
        FORM_DESKTOP,
        FORM_TEMPLATE,
        FORM_MAX_,
};

#define LIGHTS   (1u << FORM_LIGHT_ZIGBEE2MQTT | 1u << FORM_LIGHT_TASMOTA)
#define SPEAKERS (1u << FORM_SPEECH_HERMES | 1u << FORM_SPEECH_RAW)

static const struct {
        enum channel_kind kind;
        const char *via; /* NULL: the kind has none */
        unsigned dialect;
        const char *name;
} forms[FORM_MAX_] = {
        [FORM_LIGHT_ZIGBEE2MQTT] = { CHANNEL_KIND_LIGHT, "zigbee2mqtt", LAMP_ZIGBEE2MQTT,
                "a light via zigbee2mqtt" },
        [FORM_LIGHT_TASMOTA] = { CHANNEL_KIND_LIGHT, "tasmota", LAMP_TASMOTA, "a light via tasmota" },
        [FORM_SPEECH_HERMES] = { CHANNEL_KIND_SPEECH, "hermes", SPEAKER_HERMES, "speech via hermes" },
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
        { "device", LIGHTS, LIGHTS },
        { "topic", 1u << FORM_SPEECH_RAW | 1u << FORM_TEMPLATE, 1u << FORM_SPEECH_RAW | 1u << FORM_TEMPLATE },
        { "payload", 1u << FORM_TEMPLATE, 1u << FORM_TEMPLATE },
        { "may_turn_on", LIGHTS, 0 },
        { "base", 1u << FORM_LIGHT_ZIGBEE2MQTT, 0 },
        { "full_topic", 1u << FORM_LIGHT_TASMOTA, 0 },
        { "site", 1u << FORM_SPEECH_HERMES, 0 },
        { "volume", 1u << FORM_SPEECH_HERMES, 0 },
        { "language", 1u << FORM_SPEECH_HERMES, 0 },
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
        const char *allowed = kind == CHANNEL_KIND_LIGHT ? "zigbee2mqtt, tasmota" : "hermes, raw";

        if (config_setting_get_member(at, "via"))
                report_member(&load->report, at, "via", "unknown (allowed %s)", allowed);
        else
                report_missing(&load->report, at, "via",
                        kind == CHANNEL_KIND_LIGHT
                                ? "how the light is spoken to (allowed zigbee2mqtt, tasmota)"
                                : "how it speaks (allowed hermes, raw)");
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

static void compile_light(
        struct lamp_config *light, const struct draft_channel *draft, enum channel_form form)
{
        *light = (struct lamp_config){
                .dialect = (enum lamp_dialect)forms[form].dialect,
                .device = draft->device,
                .full_topic = draft->full_topic,
                .base = draft->base,
                .may_turn_on = draft->may_turn_on != 0,
        };
}

static void compile_speech(
        struct speaker_config *speech, const struct draft_channel *draft, enum channel_form form)
{
        *speech = (struct speaker_config){
                .dialect = (enum speaker_dialect)forms[form].dialect,
                .site = draft->site,
                .topic = draft->topic,
                .language = draft->language,
                .volume = draft->volume,
        };
}

/* Fills @channel from a draft that has been checked, and the draft with what the form implies. */
static void compile(struct channel_settings *channel, struct draft_channel *draft, enum channel_form form)
{
        channel->kind = forms[form].kind;
        switch (form) {
        case FORM_LIGHT_ZIGBEE2MQTT:
        case FORM_LIGHT_TASMOTA:
                if (draft->may_turn_on == DRAFT_NONE)
                        draft->may_turn_on = 1;
                compile_light(&channel->light, draft, form);
                return;
        case FORM_SPEECH_HERMES:
        case FORM_SPEECH_RAW: compile_speech(&channel->speech, draft, form); return;
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
        compile(channel, draft, form);
        return 0;
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
