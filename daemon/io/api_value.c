/* SPDX-License-Identifier: MIT */
#include "io/api_inside.h"

#include "wire/publish.h"

#include <errno.h>
#include <string.h>

const char *const api_value_names[API_VALUE_MAX_] = {
        [API_VALUE_POSTURE] = "Posture",
        [API_VALUE_SINCE] = "Since",
        [API_VALUE_BOUT_START] = "BoutStart",
        [API_VALUE_BOUT_SECONDS] = "BoutSeconds",
        [API_VALUE_SITTING_TODAY_SECONDS] = "SittingTodaySeconds",
        [API_VALUE_BREAKS_TODAY] = "BreaksToday",
        [API_VALUE_LONGEST_BOUT_TODAY_SECONDS] = "LongestBoutTodaySeconds",
        [API_VALUE_PHASE] = "Phase",
        [API_VALUE_NEXT_BREAK] = "NextBreak",
        [API_VALUE_PROMPT_ID] = "PromptId",
        [API_VALUE_SNOOZES_LEFT] = "SnoozesLeft",
        [API_VALUE_HOLDS] = "Holds",
        [API_VALUE_IN_ROOM] = "InRoom",
        [API_VALUE_ENABLED] = "Enabled",
        [API_VALUE_SIT_LIMIT] = "SitLimit",
        [API_VALUE_BREAK_GOAL] = "BreakGoal",
        [API_VALUE_SNOOZE] = "Snooze",
        [API_VALUE_STAND_LIMIT] = "StandLimit",
        [API_VALUE_NEXT_SESSION] = "NextSession",
        [API_VALUE_WEEK_DONE] = "WeekDone",
        [API_VALUE_WEEK_TARGET] = "WeekTarget",
        [API_VALUE_STREAK_WEEKS] = "StreakWeeks",
        [API_VALUE_SESSION_DAYS] = "SessionDays",
        [API_VALUE_SESSION_TIME] = "SessionTime",
};

/* One value, told apart by the first character of its D-Bus type. */
struct content {
        char type; /* 't', 'u', 'b', 's', or 'a': of texts */
        uint64_t number;
        const char *text;
        const struct hold_set *holds;
        char id[PROMPT_ID_SIZE];
};

static struct content moment(int64_t realtime_usec)
{
        return (struct content){ .type = 't', .number = realtime_usec > 0 ? (uint64_t)realtime_usec : 0 };
}

static struct content number(int64_t value)
{
        return (struct content){ .type = 'u',
                .number = value > 0 ? (uint32_t)usec_min(value, UINT32_MAX) : 0 };
}

static struct content seconds(int64_t usec)
{
        return number(usec / USEC_PER_SEC);
}

static struct content minutes(int64_t usec)
{
        return number((usec + USEC_PER_MINUTE / 2) / USEC_PER_MINUTE);
}

static struct content text(const char *words)
{
        return (struct content){ .type = 's', .text = words ? words : "" };
}

static struct content read_value(
        const struct api_entry *person, const struct api_state *state, enum api_value value)
{
        const struct person_view *view = &state->view;
        struct content content = { .type = 's' };

        switch (value) {
        case API_VALUE_POSTURE: return text(posture_names[view->posture]);
        case API_VALUE_SINCE: return moment(view->since_realtime_usec);
        case API_VALUE_BOUT_START: return moment(view->bout_start_realtime_usec);
        case API_VALUE_BOUT_SECONDS: return seconds(view->bout_usec);
        case API_VALUE_SITTING_TODAY_SECONDS: return seconds(view->sitting_today_usec);
        case API_VALUE_BREAKS_TODAY: return number(view->breaks_today);
        case API_VALUE_LONGEST_BOUT_TODAY_SECONDS: return seconds(view->longest_bout_today_usec);
        case API_VALUE_PHASE: return text(phase_names[view->phase]);
        case API_VALUE_NEXT_BREAK: return moment(view->next_break_realtime_usec);
        case API_VALUE_PROMPT_ID:
                if (view->prompt.number > 0)
                        prompt_id_print(person->id, view->prompt, content.id);
                return content;
        case API_VALUE_SNOOZES_LEFT: return number(view->snoozes_left);
        case API_VALUE_HOLDS: return (struct content){ .type = 'a', .holds = state->holds };
        case API_VALUE_IN_ROOM: return text(state->room);
        case API_VALUE_ENABLED: return (struct content){ .type = 'b', .number = state->settings->enabled };
        case API_VALUE_SIT_LIMIT: return minutes(state->settings->sit_limit_usec);
        case API_VALUE_BREAK_GOAL: return minutes(state->settings->break_goal_usec);
        case API_VALUE_SNOOZE: return minutes(state->settings->snooze_usec);
        case API_VALUE_STAND_LIMIT: return minutes(state->settings->stand_limit_usec);
        case API_VALUE_NEXT_SESSION: return moment(state->routine.next_session_realtime_usec);
        case API_VALUE_WEEK_DONE: return number(state->routine.week_done);
        case API_VALUE_WEEK_TARGET: return number(state->routine.week_target);
        case API_VALUE_STREAK_WEEKS: return number(state->routine.streak_weeks);
        case API_VALUE_SESSION_DAYS: return text(state->session_days);
        case API_VALUE_SESSION_TIME: return text(state->session_time);
        case API_VALUE_MAX_: break;
        }
        return content;
}

static int append_holds(sd_bus_message *reply, const struct hold_set *holds)
{
        int r;

        r = sd_bus_message_open_container(reply, 'a', "s");
        if (r < 0)
                return r;
        for (uint8_t i = 0; i < holds->count; i++) {
                r = sd_bus_message_append_basic(reply, 's', holds->holds[i].reason);
                if (r < 0)
                        return r;
        }
        return sd_bus_message_close_container(reply);
}

static const char *content_text(const struct content *content)
{
        return content->text ? content->text : content->id;
}

int api_value_append(const struct api_entry *person, enum api_value value, sd_bus_message *reply)
{
        const struct api_home *home = &person->api->home;
        struct api_state state;
        struct content content;

        home->state(home->userdata, person->number, &state);
        content = read_value(person, &state, value);
        switch (content.type) {
        case 't': return sd_bus_message_append(reply, "t", content.number);
        case 'u': return sd_bus_message_append(reply, "u", (uint32_t)content.number);
        case 'b': return sd_bus_message_append(reply, "b", (int)content.number);
        case 'a': return append_holds(reply, content.holds);
        default: return sd_bus_message_append(reply, "s", content_text(&content));
        }
}

int api_value_get(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        (void)connection;
        (void)path;
        (void)interface;
        (void)ret_error;
        for (enum api_value value = 0; value < API_VALUE_MAX_; value++)
                if (strcmp(api_value_names[value], property) == 0)
                        return api_value_append(userdata, value, reply);
        return -ENOENT;
}

/* FNV-1a. */
static uint64_t digest_text(uint64_t digest, const char *words)
{
        do
                digest = (digest ^ (unsigned char)*words) * UINT64_C(0x100000001b3);
        while (*words++);
        return digest;
}

static uint64_t digest_content(const struct content *content)
{
        uint64_t digest = UINT64_C(0xcbf29ce484222325);

        if (content->type == 's')
                return digest_text(digest, content_text(content));
        if (content->type != 'a')
                return content->number;
        for (uint8_t i = 0; i < content->holds->count; i++)
                digest = digest_text(digest, content->holds->holds[i].reason);
        return digest;
}

void api_value_digest(const struct api_entry *person, uint64_t digests[static API_VALUE_MAX_])
{
        const struct api_home *home = &person->api->home;
        struct api_state state;

        home->state(home->userdata, person->number, &state);
        for (enum api_value value = 0; value < API_VALUE_MAX_; value++) {
                struct content content = read_value(person, &state, value);

                digests[value] = digest_content(&content);
        }
}
