/* SPDX-License-Identifier: MIT */
#include "config/load.h"

/* The setting that comes first in the file; each may be NULL. */
static const config_setting_t *first_of(const config_setting_t *a, const config_setting_t *b)
{
        if (!a || !b)
                return a ? a : b;
        return a->line <= b->line ? a : b;
}

static const config_setting_t *find_sensor(const struct person_setup *person, const config_setting_t *at)
{
        for (uint16_t i = 0; i < person->core.source_count; i++)
                if (person->sensors[i].topics[0])
                        return load_element(at, "sensors", i);
        return NULL;
}

static const config_setting_t *find_hold(const struct person_setup *person, const config_setting_t *at)
{
        for (uint8_t i = 0; i < person->core.hold_count; i++)
                if (person->holds[i].topic)
                        return load_element(at, "holds", i);
        return NULL;
}

static const config_setting_t *find_button(const struct person_setup *person, const config_setting_t *at)
{
        return person->button_count > 0 ? load_element(at, "buttons", 0) : NULL;
}

static const config_setting_t *find_cue(const struct person_setup *person, const config_setting_t *at)
{
        return person->core.cue_count > 0 ? load_element(at, "cues", 0) : NULL;
}

/* The first sensor, hold, button or cue with a topic. */
static const config_setting_t *find_listener(struct load *load)
{
        for (uint32_t i = 0; i < load->settings->people_count; i++) {
                const struct person_setup *person = &load->settings->people[i];
                const config_setting_t *at = load_element(load->root, "people", i);
                const config_setting_t *found = first_of(
                        first_of(find_sensor(person, at), find_hold(person, at)),
                        first_of(find_button(person, at), find_cue(person, at)));

                if (found)
                        return found;
        }
        return NULL;
}

static const config_setting_t *find_channel(struct load *load)
{
        for (uint32_t i = 0; i < load->settings->channel_count; i++)
                if (load->settings->channels[i].kind != CHANNEL_KIND_DESKTOP)
                        return load_element(load->root, "channels", i);
        return NULL;
}

int load_mqtt_off(struct load *load)
{
        const config_setting_t *listener;
        const config_setting_t *channel;

        /* With an error it may be but its consequence. */
        if (config_setting_get_member(load->root, "broker") || load_has_errors(load))
                return 0;
        listener = find_listener(load);
        channel = find_channel(load);
        if (listener && first_of(listener, channel) == listener)
                report_warning(&load->report, listener,
                        "MQTT is off, for there is no broker: nothing comes on this topic");
        else if (channel)
                report_warning(&load->report, channel,
                        "MQTT is off, for there is no broker: nothing is told by this channel");
        return 0;
}
