/* SPDX-License-Identifier: MIT */
#include "io/api_inside.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

static int get_id(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;

        (void)connection;
        (void)path;
        (void)interface;
        (void)property;
        (void)ret_error;
        return sd_bus_message_append(reply, "s", person->id);
}

static int get_name(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;

        (void)connection;
        (void)path;
        (void)interface;
        (void)property;
        (void)ret_error;
        return sd_bus_message_append(reply, "s", person->name);
}

static int get_min_break(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;

        (void)connection;
        (void)path;
        (void)interface;
        (void)property;
        (void)ret_error;
        return sd_bus_message_append(reply, "u", person->min_break_sec);
}

/* The topics whose JSON can be read as properties. */
static char *json_of(const struct api_home *home, uint32_t person, const char *property)
{
        if (strcmp(property, "Why") == 0)
                return home->why_text(home->userdata, person);
        if (strcmp(property, "Session") == 0)
                return home->session_text(home->userdata, person);
        if (strcmp(property, "Plan") == 0)
                return home->plan_text(home->userdata, person);
        return home->state_text(home->userdata, person);
}

static int get_json(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;
        CLEANUP_FREE char *json = NULL;

        (void)connection;
        (void)path;
        (void)interface;
        (void)ret_error;
        json = json_of(&person->api->home, person->number, property);
        if (!json)
                return -ENOMEM;
        return sd_bus_message_append(reply, "s", json);
}

#define VALUE(name_, type_)                                                                                  \
        SD_BUS_PROPERTY(name_, type_, api_value_get, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE)
#define SETTING(name_, type_)                                                                                \
        SD_BUS_WRITABLE_PROPERTY(name_, type_, api_value_get, api_command_set_property, 0,                   \
                SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE | SD_BUS_VTABLE_UNPRIVILEGED)
#define PLAN_SETTING(name_)                                                                                  \
        SD_BUS_WRITABLE_PROPERTY(name_, "s", api_value_get, api_routine_set_property, 0,                     \
                SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE | SD_BUS_VTABLE_UNPRIVILEGED)

/* Whose call it is was decided by the filter: UNPRIVILEGED keeps the library from asking /proc. */
const sd_bus_vtable api_person_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("Id", "s", get_id, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("Name", "s", get_name, 0, 0),
        SD_BUS_PROPERTY("MinBreakSeconds", "u", get_min_break, 0, 0),
        VALUE("Posture", "s"),
        VALUE("Since", "t"),
        VALUE("BoutStart", "t"),
        VALUE("BoutSeconds", "u"),
        VALUE("SittingTodaySeconds", "u"),
        VALUE("BreaksToday", "u"),
        VALUE("LongestBoutTodaySeconds", "u"),
        VALUE("Phase", "s"),
        VALUE("NextBreak", "t"),
        VALUE("PromptId", "s"),
        VALUE("SnoozesLeft", "u"),
        VALUE("Holds", "as"),
        VALUE("InRoom", "s"),
        SD_BUS_PROPERTY("State", "s", get_json, 0, SD_BUS_VTABLE_PROPERTY_EMITS_INVALIDATION),
        SD_BUS_PROPERTY("Why", "s", get_json, 0, SD_BUS_VTABLE_PROPERTY_EMITS_INVALIDATION),
        SETTING("Enabled", "b"),
        SETTING("SitLimit", "u"),
        SETTING("BreakGoal", "u"),
        SETTING("Snooze", "u"),
        SETTING("StandLimit", "u"),
        VALUE("NextSession", "t"),
        VALUE("WeekDone", "u"),
        VALUE("WeekTarget", "u"),
        VALUE("StreakWeeks", "u"),
        PLAN_SETTING("SessionDays"),
        PLAN_SETTING("SessionTime"),
        SD_BUS_PROPERTY("Session", "s", get_json, 0, SD_BUS_VTABLE_PROPERTY_EMITS_INVALIDATION),
        SD_BUS_PROPERTY("Plan", "s", get_json, 0, SD_BUS_VTABLE_PROPERTY_EMITS_INVALIDATION),
        SD_BUS_METHOD_WITH_ARGS(
                "Done", SD_BUS_ARGS("s", id), SD_BUS_NO_RESULT, api_command_done, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS(
                "Skip", SD_BUS_ARGS("s", id), SD_BUS_NO_RESULT, api_command_skip, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("NotMe", SD_BUS_ARGS("s", id), SD_BUS_NO_RESULT, api_command_not_me,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Snooze", SD_BUS_ARGS("s", id, "u", minutes), SD_BUS_NO_RESULT,
                api_command_snooze, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Hold", SD_BUS_ARGS("s", reason, "s", end), SD_BUS_NO_RESULT,
                api_command_hold, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Release", SD_BUS_ARGS("s", reason), SD_BUS_NO_RESULT, api_command_release,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Set", SD_BUS_ARGS("s", setting, "s", value), SD_BUS_NO_RESULT,
                api_command_set, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ReportActivity", SD_BUS_ARGS("s", source, "b", active, "u", lease),
                SD_BUS_NO_RESULT, api_command_report_activity, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ListSpans", SD_BUS_ARGS("t", from, "t", to), SD_BUS_RESULT("a(sbtt)", spans),
                api_history_list_spans, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ListPrompts", SD_BUS_ARGS("t", from, "t", to),
                SD_BUS_RESULT("a(sttttusbus)", prompts), api_history_list_prompts,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ListDays", SD_BUS_ARGS("s", from, "s", to),
                SD_BUS_RESULT("a(suuuuuuuuuuuu)", days), api_history_list_days, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ListSessions", SD_BUS_ARGS("t", from, "t", to),
                SD_BUS_RESULT("a(tsssa(suu))", sessions), api_history_list_sessions,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ListMissed", SD_BUS_ARGS("s", from, "s", to),
                SD_BUS_RESULT("a(ss)", sessions), api_history_list_missed, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Session", SD_BUS_ARGS("s", command), SD_BUS_NO_RESULT, api_routine_session,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Programmes", SD_BUS_NO_ARGS, SD_BUS_RESULT("as", ids),
                api_routine_programmes, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Programme", SD_BUS_ARGS("s", id), SD_BUS_RESULT("s", json),
                api_routine_programme, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS(API_SCREENING_PREFIX "Questions", SD_BUS_NO_ARGS,
                SD_BUS_RESULT("a{ss}", texts, "a(sssb)", questions), api_screening_questions,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS(API_SCREENING_PREFIX "Answer", SD_BUS_ARGS("as", names, "ab", answers),
                SD_BUS_NO_RESULT, api_screening_answer, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS(API_SCREENING_PREFIX "Cleared", SD_BUS_NO_ARGS, SD_BUS_NO_RESULT,
                api_screening_cleared, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS(API_SCREENING_PREFIX "Result", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", json),
                api_screening_result, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_SIGNAL_WITH_ARGS(
                "Cue", SD_BUS_ARGS("s", id, "s", kind, "s", say, "s", show, "s", exercise, "t", expires), 0),
        SD_BUS_SIGNAL_WITH_ARGS("Prompt",
                SD_BUS_ARGS("s", event_type, "s", id, "s", about, "s", title, "s", message, "s", say, "as",
                        actions, "as", tell, "u", level, "t", expires),
                0),
        SD_BUS_VTABLE_END,
};

int api_person_find(sd_bus *connection, const char *path, const char *interface, void *userdata,
        void **ret_found, sd_bus_error *ret_error)
{
        CLEANUP_FREE char *id = NULL;
        struct api *api = userdata;
        struct api_entry *person;
        int r;

        (void)connection;
        (void)interface;
        r = sd_bus_path_decode(path, API_PEOPLE_PATH, &id);
        /* The node above all people has an empty rest: nobody. */
        if (r <= 0 || *id == '\0')
                return r < 0 ? r : 0;
        person = api_find_id(api, id);
        if (!person)
                return api_error_unknown_person(ret_error, api, id);
        *ret_found = person;
        return 1;
}

static void free_nodes(char **nodes)
{
        for (char **node = nodes; node && *node; node++)
                free(*node);
        free(nodes);
}

int api_person_enumerate(
        sd_bus *connection, const char *prefix, void *userdata, char ***ret_nodes, sd_bus_error *ret_error)
{
        const struct api *api = userdata;
        char **nodes = calloc((size_t)api->count + 1, sizeof(*nodes));
        size_t count = 0;

        (void)connection;
        (void)prefix;
        (void)ret_error;
        if (!nodes)
                return -ENOMEM;
        for (uint32_t i = 0; i < api->count; i++) {
                if (!api_rights_may_read(api, &api->people[i]))
                        continue;
                nodes[count] = strdup(api->people[i].path);
                if (!nodes[count]) {
                        free_nodes(nodes);
                        return -ENOMEM;
                }
                count++;
        }
        *ret_nodes = nodes;
        return 0;
}
