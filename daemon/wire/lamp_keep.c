/* SPDX-License-Identifier: MIT */
#include "base/cleanup.h"
#include "wire/lamp_inside.h"
#include "wire/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool lamp_is_ours(const struct lamp *lamp)
{
        return lamp->phase != LAMP_THEIRS;
}

char *lamp_save(const struct lamp *lamp)
{
        CLEANUP(json_decrefp) json_t *json = NULL;

        if (!lamp_is_ours(lamp))
                return strdup("{}");
        json = json_pack("{s:o,s:o,s:b}", "before", lamp_look_print(&lamp->before), "left",
                lamp_look_print(&lamp->left), "taken", lamp->shown == LIGHT_SHOW_TAKEN);
        return writer_dump(json, 0);
}

int lamp_load(struct lamp *lamp, const char *text, int64_t now_usec)
{
        json_error_t error = { .line = 0 };
        CLEANUP(json_decrefp) json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
        json_t *taken = json_object_get(json, "taken");
        struct lamp_look before, left;
        int r;

        if (!json && payload_error(&error) == -ENOMEM)
                return -ENOMEM;
        if (!json_is_object(json))
                return -EINVAL;
        if (json_object_size(json) == 0)
                return 0;
        r = lamp_look_parse(json_object_get(json, "before"), &before);
        if (r < 0)
                return r;
        r = lamp_look_parse(json_object_get(json, "left"), &left);
        if (r < 0)
                return r;
        if (!json_is_boolean(taken))
                return -EINVAL;
        lamp->before = before;
        lamp->left = left;
        lamp->phase = LAMP_OURS;
        lamp->shown = json_is_true(taken) ? LIGHT_SHOW_TAKEN : LIGHT_SHOW_DUE;
        lamp->known = false;
        lamp->breath_until_usec = USEC_INFINITY;
        lamp->seen = (struct lamp_look){ 0 };
        lamp->settle_until_usec = usec_add(now_usec, LAMP_ASK_USEC);
        return 0;
}

void lamp_adopt(struct lamp *lamp, const struct lamp *old)
{
        lamp->blind = old->blind;
        lamp->signal_usec = old->signal_usec;
        lamp->deaf_until_usec = old->deaf_until_usec;
        if (lamp->ops->ask)
                return;
        lamp->seen = old->seen;
        lamp->known = old->known;
        lamp->silent = old->silent;
}
