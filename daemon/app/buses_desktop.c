/* SPDX-License-Identifier: MIT */
/* This desktop: its idleness to sources, prompts to its notifications. */
#include "app/buses_inside.h"

#include "wire/command.h"
#include "wire/publish.h"
#include "wire/session_command.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Whether the desktop of this session is the person's: their own user's, or of nobody in particular. */
static bool is_at_desktop(const struct buses *buses, uint32_t person)
{
        return !buses_settings(buses)->people[person].user || buses->people[person].uid == geteuid();
}

static void tell_desktop(struct buses *buses, const struct instant *now)
{
        const struct claim claim = {
                .value = buses->desktop_value,
                .reading = (uint32_t)buses->desktop_value + 1,
                .age_usec = usec_max(now->boottime_usec - buses->desktop_since_usec, 0),
        };

        for (uint32_t i = 0; i < buses_settings(buses)->people_count; i++)
                if (is_at_desktop(buses, i))
                        buses_claim(buses, i, SOURCE_KIND_DESKTOP_IDLE, &claim);
}

void buses_tell_desktop(struct buses *buses)
{
        if (buses->desktop_value != SOURCE_VALUE_NOTHING)
                tell_desktop(buses, buses_now(buses));
}

static void on_change(void *userdata, enum source_value value, int64_t idle_usec)
{
        struct buses *buses = userdata;
        const struct instant *now = buses_now(buses);

        buses->desktop_value = value;
        buses->desktop_since_usec = now->boottime_usec - (value == SOURCE_VALUE_FALSE ? idle_usec : 0);
        tell_desktop(buses, now);
}

static void on_inhibited(void *userdata, bool inhibited)
{
        struct buses *buses = userdata;

        buses->desktop_inhibited = inhibited;
        buses_tell_inhibited(buses);
}

/* "Start", which is a command of the routine. Return: false: it is none. */
static bool start_session(const struct buses *buses, uint32_t person, const char *id, const char *action,
        const struct instant *now)
{
        struct session_command_error error;
        struct routine_command command;
        struct effect refusal;

        if (session_command_parse(action, strlen(action), now, &command, &error) < 0)
                return false;
        if (text_copy(command.prompt_id, sizeof(command.prompt_id), id) >= 0)
                (void)engine_session_command(buses->engine, person, &command, now, &refusal);
        return true;
}

/* A button of the notification: the same as the command of its name. Who is refused sees the state change or
 * not; there is nobody to answer. */
static void on_action(void *userdata, const char *person, const char *id, const char *action)
{
        struct buses *buses = userdata;
        const struct instant *now = buses_now(buses);
        struct command command;
        struct effect refusal;
        const char *reason;
        uint32_t index;

        if (engine_find_person(buses->engine, person, &index) < 0)
                return;
        /* Another may be on its way to the screen already. */
        if (!notifications_shown(buses->notifications, person))
                buses->people[index].shown = BUSES_SHOWN_NOTHING;
        if (start_session(buses, index, id, action, now))
                return;
        if (command_parse(action, strlen(action), now, &command, &reason) < 0)
                return;
        if (snprintf(command.prompt_id, sizeof(command.prompt_id), "%s", id) >=
                (int)sizeof(command.prompt_id))
                return;
        (void)engine_command(buses->engine, index, &command, now, &refusal);
}

int buses_make_desktop(struct buses *buses)
{
        const struct desktop_idle_handlers idle_handlers = {
                .userdata = buses,
                .on_change = on_change,
                .on_inhibited = on_inhibited,
        };
        const struct notifications_handlers notifications_handlers = {
                .userdata = buses,
                .on_action = on_action,
        };
        int r;

        r = desktop_idle_new(buses->options.log, &idle_handlers, &buses->desktop_idle);
        if (r < 0)
                return r;
        return notifications_new(buses->options.log, &notifications_handlers, &buses->notifications);
}

static bool tells_desktop(const struct buses *buses, uint32_t person, uint16_t tell)
{
        const struct person_config *config = &buses_settings(buses)->people[person].core;

        return buses->session && is_at_desktop(buses, person) &&
               (tell & ladder_of_kind(config->channels, config->channel_count, CHANNEL_KIND_DESKTOP)) != 0;
}

/* It rises with the step of the ladder; a hint that passes by itself is no interruption. */
static enum notification_urgency urgency_of(const struct prompt *prompt)
{
        if (prompt->type == PROMPT_POSTURE_CHECK)
                return NOTIFICATION_LOW;
        return prompt->level == 0 ? NOTIFICATION_NORMAL : NOTIFICATION_CRITICAL;
}

static enum buses_shown shown_as(enum prompt_type type)
{
        switch (type) {
        case PROMPT_BREAK_DUE:
        case PROMPT_BREAK_NUDGE:
        case PROMPT_BREAK_REPEAT:
        case PROMPT_SESSION_DUE: return BUSES_SHOWN_DUE;
        case PROMPT_POSTURE_CHECK:
        case PROMPT_SEAT_CHECK: return BUSES_SHOWN_PASSING;
        case PROMPT_SESSION_MISSED:
        case PROMPT_RECOVERY_CHECK:
        case PROMPT_LEVEL_UP:
        case PROMPT_WEEK_MET:
        case PROMPT_BLOCK_DONE:
        case PROMPT_WEEK_SUMMARY: return BUSES_SHOWN_NEWS;
        case PROMPT_SESSION_STARTED:
        case PROMPT_SESSION_DONE:
        case PROMPT_BREAK_TAKEN:
        case PROMPT_BREAK_PARTIAL:
        case PROMPT_BREAK_IGNORED:
        case PROMPT_BREAK_DISMISSED:
        case PROMPT_BREAK_MOOT:
        case PROMPT_MAX_: break;
        }
        return BUSES_SHOWN_NOTHING;
}

static void add_actions(struct notification *notification, uint8_t actions, const struct catalogue *catalogue)
{
        const char *names[PROMPT_ACTIONS_MAX];
        size_t count = prompt_action_names(actions, names);

        static_assert((int)PROMPT_ACTIONS_MAX <= (int)NOTIFICATION_ACTIONS_MAX, "all of them have a button");
        for (size_t i = 0; i < count; i++)
                notification->actions[i] = (struct notification_action){
                        .name = names[i],
                        .label = catalogue ? catalogue_label(catalogue, names[i]) : names[i],
                };
        notification->action_count = count;
}

void buses_show_prompt(
        struct buses *buses, uint32_t person, const struct prompt *prompt, const struct prompt_texts *texts)
{
        const struct person_setup *setup = &buses_settings(buses)->people[person];
        enum buses_shown shown = shown_as(prompt->type);
        struct notification notification = {
                .person = setup->core.id,
                .title = texts->title ? texts->title : prompt_type_names[prompt->type],
                .text = texts->message ? texts->message : "",
                .urgency = urgency_of(prompt),
                .passing = prompt->type == PROMPT_POSTURE_CHECK,
        };
        char id[PROMPT_ID_SIZE];

        if (shown == BUSES_SHOWN_NOTHING || !tells_desktop(buses, person, prompt->tell))
                return;
        prompt_id_print(setup->core.id, prompt->id, id);
        notification.id = id;
        add_actions(&notification, prompt->actions, engine_catalogue(buses->engine, person));
        /* What does not fit is still told by the other channels. */
        if (notifications_show(buses->notifications, &notification) >= 0)
                buses->people[person].shown = shown;
}

static bool is_still_true(const struct buses *buses, uint32_t person, const struct instant *now)
{
        struct person_view view;

        person_view(household_person(engine_household(buses->engine), person), now, &view);
        switch (buses->people[person].shown) {
        case BUSES_SHOWN_NOTHING:
        case BUSES_SHOWN_NEWS: return true;
        case BUSES_SHOWN_DUE: return view.phase == PHASE_DUE;
        case BUSES_SHOWN_PASSING: return view.posture == POSTURE_SITTING || view.posture == POSTURE_UNKNOWN;
        }
        return true;
}

void buses_check_shown(struct buses *buses, uint32_t person, const struct instant *now)
{
        if (is_still_true(buses, person, now))
                return;
        buses->people[person].shown = BUSES_SHOWN_NOTHING;
        notifications_close(buses->notifications, buses_settings(buses)->people[person].core.id);
}
