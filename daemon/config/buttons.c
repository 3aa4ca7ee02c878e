/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include "base/cleanup.h"
#include "config/programmes.h"
#include "config/reader_map.h"
#include "wire/via.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The families of wire/via.h that have buttons. */
#define FAMILIES "zigbee2mqtt, tasmota, esphome, shelly"

static const char *const map_names[BUTTON_MAP_MAX_] = {
        [BUTTON_MAP_OUTSIDE] = "map",
        [BUTTON_MAP_SESSION] = "session",
        [BUTTON_MAP_QUESTION] = "question",
};

static struct draft_map *map_of(struct draft_button *draft, int kind)
{
        switch ((enum button_map_kind)kind) {
        case BUTTON_MAP_OUTSIDE: return &draft->map;
        case BUTTON_MAP_SESSION: return &draft->session;
        case BUTTON_MAP_QUESTION: return &draft->question;
        case BUTTON_MAP_MAX_: break;
        }
        return NULL;
}

/* Writes the usual map to a draft without one, so that it can be printed. */
static int set_default_map(const struct button_map *usual, struct draft_map *map)
{
        if (map->given)
                return 0;
        map->given = true;
        map->items = calloc(usual->count, sizeof(*map->items));
        if (!map->items)
                return -ENOMEM;
        for (uint8_t i = 0; i < usual->count; i++) {
                int r = reader_add_pair(map, usual->entries[i].press, usual->entries[i].command);

                if (r < 0)
                        return r;
        }
        return 0;
}

int load_button_defaults(struct draft_person *draft, size_t *buttons, size_t *entries)
{
        struct draft_button *items = draft->buttons.items;

        *buttons += draft->buttons.count;
        for (uint32_t i = 0; i < draft->buttons.count; i++)
                for (int kind = 0; items[i].given && kind < BUTTON_MAP_MAX_; kind++) {
                        struct draft_map *map = map_of(&items[i], kind);
                        int r = set_default_map(&button_defaults.maps[kind], map);

                        if (r < 0)
                                return r;
                        *entries += map->count;
                }
        return 0;
}

static void check_command(
        struct load *load, const config_setting_t *at, enum button_map_kind kind, const char *command)
{
        const struct programme_set *set = load->programmes ? programmes_set(load->programmes) : NULL;
        struct button_error error;

        if (button_check(kind, command, set, &error) < 0)
                report_value(&load->report, at, "%s (allowed %s)", error.reason, error.allowed);
}

static void load_map(struct load *load, const config_setting_t *at, enum button_map_kind kind,
        const struct draft_map *draft, struct button_map *map, struct settings_arrays *next)
{
        const config_setting_t *maps = config_setting_get_member(at, map_names[kind]);

        map->entries = next->button_entries;
        map->count = (uint8_t)draft->count;
        for (uint32_t i = 0; i < draft->count; i++) {
                const struct draft_pair *pair = &draft->items[i];

                *next->button_entries++ = (struct button_entry){ pair->name, pair->value };
                if (maps)
                        check_command(load, config_setting_get_elem(maps, pair->element), kind, pair->value);
        }
}

static int expand_via(struct load *load, const config_setting_t *at, struct draft_button *draft,
        struct button_settings *button)
{
        struct via via = { 0 };
        const char *error = NULL;
        int r;

        r = via_expand_button(draft->via, draft->device, &via, &error);
        if (r == -ENOENT)
                report_member(&load->report, at, "via", "no family with buttons (allowed " FAMILIES ")");
        else if (r == -EINVAL)
                report_member(&load->report, at, "device", "%s", error);
        if (r < 0)
                return r == -ENOMEM ? r : 0;
        button->topic = TAKE_PTR(via.topics[0]);
        if (!draft->field)
                draft->field = TAKE_PTR(via.field);
        via_done(&via);
        return 0;
}

/* Where its presses come: a topic, or a device of a family. */
static int load_topic(struct load *load, const config_setting_t *at, struct draft_button *draft,
        struct button_settings *button)
{
        bool has_via = config_setting_get_member(at, "via") != NULL;

        if (has_via && config_setting_get_member(at, "topic"))
                report_member(&load->report, at, "topic", "not together with via, which says it");
        if (has_via && !config_setting_get_member(at, "device"))
                report_missing(&load->report, at, "device", "what the family calls the device");
        if (!has_via && config_setting_get_member(at, "device"))
                report_member(&load->report, at, "device", "only with via");
        else if (!has_via && !config_setting_get_member(at, "topic"))
                report_missing(&load->report, at, "topic", "where its presses come; or say via and device");
        if (draft->via)
                return draft->device ? expand_via(load, at, draft, button) : 0;
        button->topic = draft->topic ? strdup(draft->topic) : NULL;
        return draft->topic && !button->topic ? -ENOMEM : 0;
}

static int load_button(struct load *load, const config_setting_t *at, struct draft_button *draft,
        struct button_settings *button, struct settings_arrays *next)
{
        int r;

        r = load_topic(load, at, draft, button);
        if (r < 0)
                return r;
        r = load_field(load, at, "field", draft->field, &button->field);
        if (r < 0)
                return r;
        for (int kind = 0; kind < BUTTON_MAP_MAX_; kind++)
                load_map(load, at, (enum button_map_kind)kind, map_of(draft, kind),
                        &button->config.maps[kind], next);
        return 0;
}

int load_buttons(struct load *load, const config_setting_t *at, struct draft_person *draft,
        struct person_setup *person, struct settings_arrays *next)
{
        struct draft_button *buttons = draft->buttons.items;

        for (uint32_t i = 0; i < draft->buttons.count; i++) {
                int r;

                if (!buttons[i].given)
                        continue;
                r = load_button(load, load_element(at, "buttons", i), &buttons[i], &person->buttons[i], next);
                if (r < 0)
                        return r;
        }
        return 0;
}
