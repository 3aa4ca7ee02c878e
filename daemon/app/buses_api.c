/* SPDX-License-Identifier: MIT */
/* The home as the API serves it. */
#include "app/buses_inside.h"

#include "base/cleanup.h"
#include "wire/command.h"

#include <errno.h>
#include <string.h>

static struct person *person_of(const struct buses *buses, uint32_t person)
{
        return household_person(engine_household(buses->engine), person);
}

static void state(void *userdata, uint32_t index, struct api_state *ret_state)
{
        const struct buses *buses = userdata;
        const struct person *person = person_of(buses, index);

        *ret_state = (struct api_state){ .holds = &person->holds, .settings = &person->settings };
        person_view(person, buses_now(buses), &ret_state->view);
        if (ret_state->view.room != ROOM_NONE)
                ret_state->room = buses_settings(buses)->rooms[ret_state->view.room];
        buses_tell_routine(buses, index, ret_state);
}

static char *state_text(void *userdata, uint32_t person)
{
        struct buses *buses = userdata;

        return engine_state_text(buses->engine, person, buses_now(buses));
}

static char *why_text(void *userdata, uint32_t person)
{
        struct buses *buses = userdata;

        return engine_why_text(buses->engine, person, buses_now(buses));
}

static int command(void *userdata, uint32_t person, const struct command *given, struct effect *ret_refusal)
{
        struct buses *buses = userdata;
        int r;

        r = engine_command(buses->engine, person, given, buses_now(buses), ret_refusal);
        buses_commit(buses);
        return r;
}

static int parse(void *userdata, const char *text, struct command *ret_command, const char **ret_reason)
{
        return command_parse(text, strlen(text), buses_now(userdata), ret_command, ret_reason);
}

static int parse_setting(void *userdata, enum setting setting, const char *text, struct command *ret_command,
        const char **ret_reason)
{
        (void)userdata;
        return command_parse_setting(setting, text, strlen(text), ret_command, ret_reason);
}

static int report(void *userdata, uint32_t person, const char *source, bool active, int64_t lease_usec)
{
        struct buses *buses = userdata;
        const struct person_setup *setup = &buses_settings(buses)->people[person];
        const struct claim claim = {
                .value = active ? SOURCE_VALUE_TRUE : SOURCE_VALUE_FALSE,
                .reading = active ? 1 : 2,
                .lease_usec = lease_usec,
        };

        for (uint16_t i = 0; i < setup->core.source_count; i++) {
                if (strcmp(setup->sensors[i].name, source) != 0)
                        continue;
                if (!setup->sensors[i].reported)
                        return -EINVAL;
                engine_on_claim(buses->engine, person, i, &claim, buses_now(buses));
                return 0;
        }
        return -ENOENT;
}

static int reload(void *userdata, struct config_problems *ret_problems)
{
        const struct buses_handlers *handlers = &((struct buses *)userdata)->options.handlers;

        return handlers->reload(handlers->userdata, ret_problems);
}

static int backup(void *userdata, int *ret_descriptor)
{
        const struct buses_handlers *handlers = &((struct buses *)userdata)->options.handlers;

        return handlers->backup(handlers->userdata, ret_descriptor);
}

static const char *broker(void *userdata)
{
        const struct buses_handlers *handlers = &((struct buses *)userdata)->options.handlers;

        return handlers->broker(handlers->userdata);
}

static struct store *store_of(const struct buses *buses)
{
        return buses->options.handlers.store(buses->options.handlers.userdata);
}

static int spans(void *userdata, uint32_t index, int64_t from_realtime_usec, int64_t to_realtime_usec,
        int (*row)(void *row_userdata, const struct span_record *span), void *row_userdata)
{
        const struct buses *buses = userdata;
        const struct person *person = person_of(buses, index);
        const struct instant *now = buses_now(buses);
        struct span_record open = { .to_realtime_usec = now->realtime_usec };
        struct person_view view;
        int r;

        if (!store_of(buses))
                return -ENOTCONN;
        r = store_read_spans(
                store_of(buses), person->config->id, from_realtime_usec, to_realtime_usec, row, row_userdata);
        if (r < 0)
                return r;
        person_view(person, now, &view);
        open.posture = view.posture;
        open.from_realtime_usec = view.since_realtime_usec;
        if (open.from_realtime_usec == 0 || open.from_realtime_usec >= to_realtime_usec ||
                open.to_realtime_usec <= from_realtime_usec)
                return 0;
        return row(row_userdata, &open);
}

static int prompts(void *userdata, uint32_t person, int64_t from_realtime_usec, int64_t to_realtime_usec,
        int (*row)(void *row_userdata, const struct prompt_record *prompt), void *row_userdata)
{
        const struct buses *buses = userdata;

        if (!store_of(buses))
                return -ENOTCONN;
        return store_read_prompts(store_of(buses), buses_settings(buses)->people[person].core.id,
                from_realtime_usec, to_realtime_usec, row, row_userdata);
}

static int days(void *userdata, uint32_t index, int32_t from_day, int32_t to_day,
        int (*row)(void *row_userdata, const struct day_summary *day), void *row_userdata)
{
        const struct buses *buses = userdata;
        const struct person *person = person_of(buses, index);
        struct day_summary today = person->summary;
        struct person_view view;
        int r;

        if (!store_of(buses))
                return -ENOTCONN;
        r = store_read_days(store_of(buses), person->config->id, from_day,
                to_day < today.day ? to_day : today.day - 1, row, row_userdata);
        if (r < 0 || today.day < from_day || today.day > to_day)
                return r;
        person_view(person, buses_now(buses), &view);
        today.seated_usec = view.sitting_today_usec;
        today.longest_usec = view.longest_bout_today_usec;
        return row(row_userdata, &today);
}

struct api_home buses_api_home(struct buses *buses)
{
        struct api_home home = {
                .userdata = buses,
                .state = state,
                .state_text = state_text,
                .why_text = why_text,
                .command = command,
                .parse = parse,
                .parse_setting = parse_setting,
                .report = report,
                .reload = reload,
                .backup = backup,
                .broker = broker,
                .spans = spans,
                .prompts = prompts,
                .days = days,
        };

        buses_serve_routine(&home);
        return home;
}

int buses_set_api_people(struct buses *buses)
{
        const struct settings *settings = buses_settings(buses);
        CLEANUP_FREE struct api_person *people = calloc((size_t)settings->people_count + 1, sizeof(*people));

        if (!people)
                return -ENOMEM;
        for (uint32_t i = 0; i < settings->people_count; i++)
                people[i] = (struct api_person){
                        .id = settings->people[i].core.id,
                        .name = settings->people[i].name,
                        .uid = buses->people[i].uid,
                        .min_break_sec = (uint32_t)(settings->people[i].core.breaks.bout.min_break_usec /
                                                    USEC_PER_SEC),
                };
        return api_set_people(buses->api, people, settings->people_count);
}

void buses_tell_prompt(struct buses *buses, uint32_t person, const struct prompt *prompt,
        const struct prompt_texts *texts, const struct instant *now)
{
        const struct person_setup *setup = &buses_settings(buses)->people[person];
        const char *tell[CHANNELS_MAX];
        struct api_prompt told = { .prompt = prompt, .texts = texts, .tell = tell };

        for (uint8_t i = 0; i < setup->core.channel_count; i++)
                if (prompt->tell & (1U << i))
                        tell[told.tell_count++] = setup->channel_names[i];
        if (prompt->expires_boottime_usec != USEC_INFINITY)
                told.expires_realtime_usec = instant_to_realtime(now, prompt->expires_boottime_usec);
        api_prompted(buses->api, person, &told);
}
