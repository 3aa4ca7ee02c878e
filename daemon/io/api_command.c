/* SPDX-License-Identifier: MIT */
#include "io/api_inside.h"

#include "wire/publish.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Carries @command out for @person. Return: 0, or what api_error_refused() returns. */
static int carry_out(const struct api_entry *person, const struct command *command, sd_bus_error *error)
{
        const struct api_home *home = &person->api->home;
        struct effect refusal;
        int r;

        r = home->command(home->userdata, person->number, command, &refusal);
        return r == -ECANCELED ? api_error_refused(error, &refusal) : r;
}

static int carry_out_and_reply(sd_bus_message *message, const struct api_entry *person,
        const struct command *command, sd_bus_error *error)
{
        int r;

        r = carry_out(person, command, error);
        if (r < 0)
                return r;
        return sd_bus_reply_method_return(message, NULL);
}

static int read_prompt_id(sd_bus_message *message, struct command *command, sd_bus_error *error)
{
        const char *id;
        int r;

        r = sd_bus_message_read(message, "s", &id);
        if (r < 0)
                return r;
        if (text_copy(command->prompt_id, sizeof(command->prompt_id), id) < 0)
                return api_error_invalid(error,
                        "The id of a prompt has at most %d bytes; \"\" is the open one.", PROMPT_ID_SIZE - 1);
        return 0;
}

static int read_reason(sd_bus_message *message, struct command *command, sd_bus_error *error)
{
        const char *reason;
        int r;

        r = sd_bus_message_read(message, "s", &reason);
        if (r < 0)
                return r;
        if (!text_is_id(reason))
                return api_error_invalid(
                        error, "A reason is one word of a-z 0-9 _ -, at most %d of them.", TEXT_ID_SIZE - 1);
        return text_copy(command->reason, sizeof(command->reason), reason);
}

/* A text that may be of any content but not of any length. */
static int read_text(sd_bus_message *message, const char *what, const char **ret_text, sd_bus_error *error)
{
        const char *text;
        int r;

        r = sd_bus_message_read(message, "s", &text);
        if (r < 0)
                return r;
        if (strlen(text) > API_TEXT_BYTES_MAX) {
                (void)api_error_invalid(error, "%s has at most %d bytes.", what, API_TEXT_BYTES_MAX);
                return -EINVAL;
        }
        *ret_text = text;
        return 0;
}

static int answer_prompt(
        sd_bus_message *message, const struct api_entry *person, enum command_verb verb, sd_bus_error *error)
{
        struct command command = { .verb = verb, .until_day = COMMAND_NO_DAY };
        int r;

        r = read_prompt_id(message, &command, error);
        if (r < 0)
                return r;
        return carry_out_and_reply(message, person, &command, error);
}

int api_command_done(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        return answer_prompt(message, userdata, COMMAND_DONE, ret_error);
}

int api_command_skip(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        return answer_prompt(message, userdata, COMMAND_SKIP, ret_error);
}

int api_command_not_me(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        return answer_prompt(message, userdata, COMMAND_NOT_ME, ret_error);
}

int api_command_snooze(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct command command = { .verb = COMMAND_SNOOZE, .until_day = COMMAND_NO_DAY };
        uint32_t minutes;
        int r;

        r = read_prompt_id(message, &command, ret_error);
        if (r < 0)
                return r;
        r = sd_bus_message_read(message, "u", &minutes);
        if (r < 0)
                return r;
        command.duration_usec = minutes * USEC_PER_MINUTE;
        return carry_out_and_reply(message, userdata, &command, ret_error);
}

/* Reads @end as it would stand behind the reason in a command by MQTT. */
static int parse_hold(
        const struct api_home *home, const char *end, struct command *command, sd_bus_error *error)
{
        char text[sizeof("hold  ") + TEXT_ID_SIZE + API_TEXT_BYTES_MAX];
        const char *reason = "";

        snprintf(text, sizeof(text), "hold %s %s", command->reason, end);
        if (home->parse(home->userdata, text, command, &reason) < 0)
                return api_error_invalid(error,
                        "%s An end is \"1 h 30 min\", \"until 18:00\", \"until 2026-12-24\", or \"\" for the "
                        "default.",
                        reason);
        if (command->verb != COMMAND_HOLD)
                return api_error_invalid(error, "This is no end.");
        return 0;
}

int api_command_hold(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct command command = { .verb = COMMAND_HOLD, .until_day = COMMAND_NO_DAY };
        const struct api_entry *person = userdata;
        const char *end;
        int r;

        r = read_reason(message, &command, ret_error);
        if (r < 0)
                return r;
        r = read_text(message, "An end", &end, ret_error);
        if (r < 0)
                return r;
        if (*end != '\0') {
                r = parse_hold(&person->api->home, end, &command, ret_error);
                if (r < 0)
                        return r;
        }
        return carry_out_and_reply(message, person, &command, ret_error);
}

int api_command_release(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        struct command command = { .verb = COMMAND_RELEASE, .until_day = COMMAND_NO_DAY };
        int r;

        r = read_reason(message, &command, ret_error);
        if (r < 0)
                return r;
        return carry_out_and_reply(message, userdata, &command, ret_error);
}

static int find_setting(const char *name, enum setting *ret_setting, sd_bus_error *error)
{
        for (enum setting setting = 0; setting < SETTING_MAX_; setting++)
                if (strcmp(setting_names[setting], name) == 0) {
                        *ret_setting = setting;
                        return 0;
                }
        (void)api_error_invalid(error,
                "There is no setting '%s'. Known: %s, %s, %s, %s, %s, session_days, session_time.", name,
                setting_names[SETTING_ENABLED], setting_names[SETTING_SIT_LIMIT],
                setting_names[SETTING_BREAK_GOAL], setting_names[SETTING_SNOOZE],
                setting_names[SETTING_STAND_LIMIT]);
        return -EINVAL;
}

/* The settings of the plan are commands about sessions. Return: 0 if @name is none of them; 1 if it is set;
 * the error. */
static int set_plan(const struct api_entry *person, const char *name, const char *value, sd_bus_error *error)
{
        char words[sizeof("days ") + API_TEXT_BYTES_MAX];
        int r;

        if (strcmp(name, "session_days") != 0 && strcmp(name, "session_time") != 0)
                return 0;
        snprintf(words, sizeof(words), "%s %s", strcmp(name, "session_days") == 0 ? "days" : "at", value);
        r = api_routine_carry_out(person, words, error);
        return r < 0 ? r : 1;
}

int api_command_set(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;
        const struct api_home *home = &person->api->home;
        const char *reason = "";
        struct command command;
        enum setting setting;
        const char *name;
        const char *value;
        int r;

        r = read_text(message, "The name of a setting", &name, ret_error);
        if (r < 0)
                return r;
        r = read_text(message, "A value", &value, ret_error);
        if (r < 0)
                return r;
        r = set_plan(person, name, value, ret_error);
        if (r != 0)
                return r < 0 ? r : sd_bus_reply_method_return(message, NULL);
        r = find_setting(name, &setting, ret_error);
        if (r < 0)
                return r;
        if (home->parse_setting(home->userdata, setting, value, &command, &reason) < 0)
                return api_error_invalid(ret_error, "%s", reason);
        return carry_out_and_reply(message, person, &command, ret_error);
}

/* The properties that can be written. */
static enum setting setting_of(const char *property)
{
        static const enum api_value values[SETTING_MAX_] = {
                [SETTING_ENABLED] = API_VALUE_ENABLED,
                [SETTING_SIT_LIMIT] = API_VALUE_SIT_LIMIT,
                [SETTING_BREAK_GOAL] = API_VALUE_BREAK_GOAL,
                [SETTING_SNOOZE] = API_VALUE_SNOOZE,
                [SETTING_STAND_LIMIT] = API_VALUE_STAND_LIMIT,
        };
        enum setting setting = 0;

        while (setting < SETTING_MAX_ && strcmp(api_value_names[values[setting]], property) != 0)
                setting++;
        return setting;
}

static int check_minutes(const char *property, enum setting setting, uint32_t minutes, sd_bus_error *error)
{
        int64_t min_usec;
        int64_t max_usec;
        bool may_be_off = setting == SETTING_STAND_LIMIT;

        person_setting_range(setting, &min_usec, &max_usec);
        if (may_be_off && minutes == 0)
                return 0;
        if (minutes >= min_usec / USEC_PER_MINUTE && minutes <= max_usec / USEC_PER_MINUTE)
                return 0;
        return api_error_invalid(error, "%s is %d to %d minutes%s, not %u.", property,
                (int)(min_usec / USEC_PER_MINUTE), (int)(max_usec / USEC_PER_MINUTE),
                may_be_off ? ", or 0 for off" : "", minutes);
}

int api_command_set_property(sd_bus *connection, const char *path, const char *interface,
        const char *property, sd_bus_message *value, void *userdata, sd_bus_error *ret_error)
{
        struct command command = { .verb = COMMAND_SET, .until_day = COMMAND_NO_DAY };
        const struct api_entry *person = userdata;
        uint32_t minutes = 0;
        int enabled = 0;
        int r;

        (void)connection;
        (void)path;
        (void)interface;
        command.setting = setting_of(property);
        if (command.setting == SETTING_ENABLED)
                r = sd_bus_message_read(value, "b", &enabled);
        else
                r = sd_bus_message_read(value, "u", &minutes);
        if (r < 0)
                return r;
        if (command.setting != SETTING_ENABLED) {
                r = check_minutes(property, command.setting, minutes, ret_error);
                if (r < 0)
                        return r;
        }
        command.value = command.setting == SETTING_ENABLED ? enabled : minutes * USEC_PER_MINUTE;
        return carry_out(person, &command, ret_error);
}

static int report(const struct api_entry *person, const char *source, bool active, uint32_t lease_sec,
        sd_bus_error *error)
{
        const struct api_home *home = &person->api->home;
        int r;

        r = home->report(home->userdata, person->number, source, active,
                lease_sec > 0 ? lease_sec * USEC_PER_SEC : USEC_INFINITY);
        if (r == -ENOENT)
                return sd_bus_error_setf(error, API_ERROR ".UnknownSource",
                        "%s has no sensor '%s' in the configuration.", person->id, source);
        if (r == -EINVAL)
                return sd_bus_error_setf(error, API_ERROR ".UnknownSource",
                        "The sensor '%s' of %s is not one that programs report to: that takes kind = "
                        "\"activity\" and via = \"dbus\", or kind = \"desktop-idle\".",
                        source, person->id);
        return r;
}

int api_command_report_activity(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const char *source;
        uint32_t lease_sec;
        int active;
        int r;

        r = read_text(message, "The name of a sensor", &source, ret_error);
        if (r < 0)
                return r;
        r = sd_bus_message_read(message, "b", &active);
        if (r < 0)
                return r;
        r = sd_bus_message_read(message, "u", &lease_sec);
        if (r < 0)
                return r;
        if (lease_sec > API_LEASE_MAX_SEC)
                return api_error_invalid(ret_error,
                        "A lease is 1 to %d seconds, or 0 until the next report, not %u.", API_LEASE_MAX_SEC,
                        lease_sec);
        r = report(userdata, source, active, lease_sec, ret_error);
        if (r < 0)
                return r;
        return sd_bus_reply_method_return(message, NULL);
}
