/* SPDX-License-Identifier: MIT */
/* Presses of buttons: each is a command in other words. */
#include "app/engine_inside.h"

#include "base/cleanup.h"
#include "wire/button.h"

#include <errno.h>
#include <string.h>

/* The press has a meaning, but not now: says which presses have one. */
static void refuse_press(
        struct engine *engine, uint32_t person, const struct button_map *map, const char *press)
{
        static const char reason[] = "This press means nothing now.";
        const struct engine_message message = { .payload = press, .payload_bytes = strlen(press) };
        const char *presses[BUTTON_ENTRIES_MAX];
        char shown[ENGINE_SHOWN_BYTES + 1];
        CLEANUP_FREE char *payload = NULL;
        struct outbox_message *event;

        for (uint8_t i = 0; i < map->count; i++)
                presses[i] = map->entries[i].press;
        engine_show_command(&message, shown);
        payload = publish_unreadable(shown, reason, presses, map->count);
        event = engine_publish(engine, person, OUTBOX_EVENT, "error", payload);
        if (event)
                event->expiry_sec = ENGINE_ERROR_EXPIRY_SEC;
}

void engine_take_press(struct engine *engine, uint32_t person, uint32_t index, const struct reading *reading,
        const struct instant *now)
{
        const struct button_config *config = &engine->settings->people[person].buttons[index].config;
        enum person_moment moment = person_moment(household_person(engine->household, person), now);
        char press[BUTTON_PRESS_BYTES_MAX + 1];
        char text[COMMAND_TEXT_SIZE];
        struct engine_message command = { .topic = "", .payload = text };
        int r;

        if (button_take(&engine->people[person].buttons[index], reading, now->boottime_usec, press) < 0)
                return;
        r = button_find(config, moment, press, text);
        if (r == -ENOENT)
                refuse_press(engine, person, &config->maps[button_map_at(moment)], press);
        if (r < 0)
                return;
        command.payload_bytes = strlen(text);
        engine_take_command(engine, person, &command, now);
}
