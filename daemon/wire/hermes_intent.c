/* SPDX-License-Identifier: MIT */
#include "wire/hermes_intent.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "wire/writer.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Beside each name the command that it begins, and the slot whose value follows: a text or a number. */
static const struct {
        const char *command;
        const char *slot;
} intents[] = {
        { "session start", "programme" },
        { "session start", "programme" },
        { "session pause", NULL },
        { "session resume", NULL },
        { "session done", NULL },
        { "session next", NULL },
        { "session easier", NULL },
        { "session too-easy", NULL },
        { "session stop", NULL },
        { "session pain", "pain" },
        { "session answer", "answer" },
        { "session skip", "day" },
        { "session move", "day" },
        { "done", NULL },
        { "snooze", "minutes" },
        { "skip", NULL },
        { "not-me", NULL },
};

const char *const hermes_intent_names[] = {
        "UnslouchStart",
        "UnslouchStartShort",
        "UnslouchPause",
        "UnslouchResume",
        "UnslouchSetDone",
        "UnslouchNext",
        "UnslouchEasier",
        "UnslouchTooEasy",
        "UnslouchStop",
        "UnslouchPain",
        "UnslouchAnswer",
        "UnslouchSkipSession",
        "UnslouchMoveSession",
        "UnslouchBreakDone",
        "UnslouchSnooze",
        "UnslouchSkipBreak",
        "UnslouchNotMe",
};
const size_t hermes_intent_count = ELEMENTS(hermes_intent_names);
static_assert(ELEMENTS(hermes_intent_names) == ELEMENTS(intents), "each name has its command");

/* Which intent it is; hermes_intent_count if none of ours. */
static size_t find_intent(const json_t *object)
{
        const char *name =
                json_string_value(json_object_get(json_object_get(object, "intent"), "intentName"));
        size_t i = 0;

        while (i < hermes_intent_count && (!name || strcmp(name, hermes_intent_names[i]) != 0))
                i++;
        return i;
}

/* The value of the slot @name; NULL if it was not said. */
static const json_t *slot_value(const json_t *object, const char *name)
{
        const json_t *slots = json_object_get(object, "slots");

        for (size_t i = 0; i < json_array_size(slots); i++) {
                const json_t *slot = json_array_get(slots, i);
                const char *slot_name = json_string_value(json_object_get(slot, "slotName"));

                if (slot_name && strcmp(slot_name, name) == 0)
                        return json_object_get(json_object_get(slot, "value"), "value");
        }
        return NULL;
}

/* Numbers may come as 6.0. */
static int append_value(const json_t *value, char text[static COMMAND_TEXT_SIZE], size_t length)
{
        const char *ignored;
        char number[24];

        if (!json_is_real(value) || json_real_value(value) < 0 || json_real_value(value) > 1e6)
                return command_text_append_json(text, length, value, &ignored);
        (void)snprintf(number, sizeof(number), "%d", (int)json_real_value(value));
        return command_text_append(text, length, number, strlen(number));
}

static int compose(const json_t *object, size_t intent, struct hermes_command *command)
{
        const char *slot = intents[intent].slot;
        int r;

        r = command_text_append(command->text, 0, intents[intent].command, strlen(intents[intent].command));
        if (r >= 0 && slot)
                r = append_value(slot_value(object, slot), command->text, (size_t)r);
        if (r >= 0 && strcmp(hermes_intent_names[intent], "UnslouchStartShort") == 0)
                r = command_text_append(command->text, (size_t)r, "short", strlen("short"));
        return r < 0 ? -EINVAL : 0;
}

int hermes_intent_parse(struct payload *payload, struct hermes_command *ret_command)
{
        struct hermes_command command = { 0 };
        const json_t *object = payload_json(payload);
        const char *site = json_string_value(json_object_get(object, "siteId"));
        const char *dialogue = json_string_value(json_object_get(object, "sessionId"));
        size_t intent;
        int r;

        if (!object)
                return payload->error == -ENOMEM ? -ENOMEM : -EINVAL;
        intent = find_intent(object);
        if (intent == hermes_intent_count)
                return -ENOENT;
        r = compose(object, intent, &command);
        if (r < 0)
                return r;
        if (text_copy(command.site, sizeof(command.site), site ? site : "default") < 0)
                return -EINVAL;
        if (text_copy(command.dialogue, sizeof(command.dialogue), dialogue ? dialogue : "") < 0)
                return -EINVAL;
        *ret_command = command;
        return 0;
}

int hermes_intent_end(const struct hermes_command *command, struct outbox *outbox)
{
        struct writer writer;
        CLEANUP_FREE char *text = NULL;

        if (*command->dialogue == '\0')
                return 0;
        writer = writer_begin();
        writer_add_text(&writer, "sessionId", command->dialogue);
        text = writer_text_end(&writer);
        if (!text || !outbox_add(outbox, OUTBOX_DEVICE, "hermes/dialogueManager/endSession", text))
                return -ENOMEM;
        return 0;
}
