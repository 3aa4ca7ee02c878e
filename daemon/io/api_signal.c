/* SPDX-License-Identifier: MIT */
/* What is told unasked: changes of properties, prompts, cues. */
#include "io/api_inside.h"

#include "base/cleanup.h"
#include "wire/publish.h"

#include <errno.h>
#include <string.h>

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_freep)

/* A signal that was lost is told once for each connection. */
static void check_sent(struct api *api, int result)
{
        const struct log_fields fields = { .error = -result };

        if (result >= 0 || api->trouble_told)
                return;
        api->trouble_told = true;
        log_write(
                api->log, LOG_WARNING, &fields, "Cannot tell D-Bus what has changed: %s.", strerror(-result));
}

/* The names of the properties whose value is not the one told last. */
static size_t list_changes(struct api_entry *person, const char *names[static API_VALUE_MAX_])
{
        uint64_t digests[API_VALUE_MAX_];
        size_t count = 0;

        api_value_digest(person, digests);
        for (enum api_value value = 0; value < API_VALUE_MAX_; value++)
                if (!person->told || digests[value] != person->last[value])
                        names[count++] = api_value_names[value];
        memcpy(person->last, digests, sizeof(digests));
        person->told = true;
        return count;
}

static void emit(const struct api_entry *person, const char **names)
{
        struct api *api = person->api;

        /* The library takes names that could be written to, and does not. */
        check_sent(api, sd_bus_emit_properties_changed_strv(
                                api->connection, person->path, API_PERSON, (char **)(uintptr_t)names));
}

void api_state_changed(struct api *api, uint32_t person)
{
        const char *names[API_VALUE_MAX_ + 2];
        size_t count;

        if (!api->connection || person >= api->count)
                return;
        count = list_changes(&api->people[person], names);
        if (count == 0)
                return;
        names[count++] = "State";
        names[count] = NULL;
        emit(&api->people[person], names);
}

static void emit_one(struct api *api, uint32_t person, const char *name)
{
        const char *names[] = { name, NULL };

        if (api->connection && person < api->count)
                emit(&api->people[person], names);
}

void api_why_changed(struct api *api, uint32_t person)
{
        emit_one(api, person, "Why");
}

void api_session_changed(struct api *api, uint32_t person)
{
        emit_one(api, person, "Session");
}

void api_plan_changed(struct api *api, uint32_t person)
{
        emit_one(api, person, "Plan");
}

void api_broker_changed(struct api *api)
{
        if (api->connection)
                check_sent(api, sd_bus_emit_properties_changed(
                                        api->connection, API_PATH, API_MANAGER, "Broker", NULL));
}

static int append_texts(sd_bus_message *signal, const char *const *texts, size_t count)
{
        int r;

        r = sd_bus_message_open_container(signal, 'a', "s");
        if (r < 0)
                return r;
        for (size_t i = 0; i < count; i++) {
                r = sd_bus_message_append_basic(signal, 's', texts[i]);
                if (r < 0)
                        return r;
        }
        return sd_bus_message_close_container(signal);
}

static const char *text_or_none(const char *text)
{
        return text ? text : "";
}

static int append_prompt(
        sd_bus_message *signal, const struct api_entry *person, const struct api_prompt *told)
{
        const struct prompt *prompt = told->prompt;
        const char *actions[PROMPT_ACTIONS_MAX];
        size_t action_count = prompt_action_names(prompt->actions, actions);
        char id[PROMPT_ID_SIZE] = "";
        int r;

        if (prompt->id.number > 0)
                prompt_id_print(person->id, prompt->id, id);
        r = sd_bus_message_append(signal, "ssssss", prompt_type_names[prompt->type], id,
                prompt_about_name(prompt), text_or_none(told->texts->title),
                text_or_none(told->texts->message), text_or_none(told->texts->say));
        if (r < 0)
                return r;
        r = append_texts(signal, actions, action_count);
        if (r < 0)
                return r;
        r = append_texts(signal, told->tell, told->tell_count);
        if (r < 0)
                return r;
        return sd_bus_message_append(signal, "ut", (uint32_t)prompt->level,
                told->expires_realtime_usec > 0 ? (uint64_t)told->expires_realtime_usec : UINT64_C(0));
}

static int send_prompt(const struct api_entry *person, const struct api_prompt *prompt)
{
        CLEANUP(message_freep) sd_bus_message *signal = NULL;
        int r;

        r = sd_bus_message_new_signal(person->api->connection, &signal, person->path, API_PERSON, "Prompt");
        if (r < 0)
                return r;
        r = append_prompt(signal, person, prompt);
        if (r < 0)
                return r;
        return sd_bus_message_send(signal);
}

void api_prompted(struct api *api, uint32_t person, const struct api_prompt *prompt)
{
        if (api->connection && person < api->count)
                check_sent(api, send_prompt(&api->people[person], prompt));
}

static int send_cue(const struct api_entry *person, const struct api_cue *cue)
{
        return sd_bus_emit_signal(person->api->connection, person->path, API_PERSON, "Cue", "ssssst", cue->id,
                cue->kind, text_or_none(cue->say), text_or_none(cue->show), text_or_none(cue->exercise),
                cue->expires_realtime_usec > 0 ? (uint64_t)cue->expires_realtime_usec : UINT64_C(0));
}

void api_cued(struct api *api, uint32_t person, const struct api_cue *cue)
{
        if (api->connection && person < api->count)
                check_sent(api, send_cue(&api->people[person], cue));
}
