/* SPDX-License-Identifier: MIT */
#include "client/command_inside.h"

#include "client/options.h"
#include "wire/publish.h"
#include "wire/topic.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *const meanings[SETTING_MAX_] = {
        [SETTING_ENABLED] = "whether there are reminders",
        [SETTING_SIT_LIMIT] = "sitting until a break is due",
        [SETTING_BREAK_GOAL] = "how long a break is to be",
        [SETTING_SNOOZE] = "how long a snooze is",
        [SETTING_STAND_LIMIT] = "standing until a change is due",
};

/* Those of the plan: texts, which are the daemon's to read. */
#define PLAN_SETTINGS 2
static const struct {
        const char *name;
        const char *meaning;
} plan_settings[PLAN_SETTINGS] = {
        { TOPIC_SESSION_DAYS, "on which days sessions are" },
        { TOPIC_SESSION_TIME, "when they are offered" },
};

/* Whether @word is @name, with - for _ as well. */
static bool is_named(const char *word, const char *name)
{
        size_t at = 0;

        while (name[at] != '\0' && (word[at] == name[at] || (word[at] == '-' && name[at] == '_')))
                at++;
        return name[at] == '\0' && word[at] == '\0';
}

/* The setting of this name; SETTING_MAX_ if there is none. */
static enum setting find_setting(const char *word)
{
        enum setting setting = 0;

        while (setting < SETTING_MAX_ && !is_named(word, setting_names[setting]))
                setting++;
        return setting;
}

static const char *find_plan_setting(const char *word)
{
        for (size_t i = 0; i < PLAN_SETTINGS; i++)
                if (is_named(word, plan_settings[i].name))
                        return plan_settings[i].name;
        return NULL;
}

static int refuse_setting(const char *word)
{
        const char *names[SETTING_MAX_ + PLAN_SETTINGS];
        const char *nearest;

        for (size_t i = 0; i < ELEMENTS(names); i++)
                names[i] = i < SETTING_MAX_ ? setting_names[i] : plan_settings[i - SETTING_MAX_].name;
        nearest = text_nearest(word, names, ELEMENTS(names));

        fprintf(stderr, "unslouch set: there is no setting '%s'; ", word);
        if (nearest)
                fprintf(stderr, "did you mean '%s'?\n", nearest);
        else
                fputs("unslouch set alone names them\n", stderr);
        return EXIT_STATUS_USAGE;
}

static int check_set(struct order *order)
{
        order->asks = order->count < 2;
        order->setting = SETTING_MAX_;
        if (order->count == 0)
                return EXIT_STATUS_DONE;
        order->setting = find_setting(order->words[0]);
        order->plan_setting = find_plan_setting(order->words[0]);
        if (order->setting == SETTING_MAX_ && !order->plan_setting)
                return refuse_setting(order->words[0]);
        return command_join_words(order, 1);
}

static int send_set(struct order *order)
{
        const char *name = order->plan_setting ? order->plan_setting : setting_names[order->setting];

        return connection_call(order->connection, order->path, "Set", "ss", name, order->text);
}

/* Whole minutes; 0 or 1 for `enabled`. */
static int64_t value_of(const struct person_status *status, enum setting setting)
{
        switch (setting) {
        case SETTING_ENABLED: return status->enabled;
        case SETTING_SIT_LIMIT: return status->sit_limit_min;
        case SETTING_BREAK_GOAL: return status->break_goal_min;
        case SETTING_SNOOZE: return status->snooze_min;
        case SETTING_STAND_LIMIT: return status->stand_limit_min;
        case SETTING_MAX_: break;
        }
        return 0;
}

static void get_range(enum setting setting, int64_t *ret_min, int64_t *ret_max)
{
        person_setting_range(setting, ret_min, ret_max);
        if (setting != SETTING_ENABLED) {
                *ret_min /= USEC_PER_MINUTE;
                *ret_max /= USEC_PER_MINUTE;
        }
}

static void print_value(enum setting setting, int64_t value, char text[static 32])
{
        if (setting == SETTING_ENABLED || (setting == SETTING_STAND_LIMIT && value == 0))
                snprintf(text, 32, "%s", value ? "on" : "off");
        else
                snprintf(text, 32, "%" PRId64 " min", value);
}

static void list_setting(const struct person_status *status, enum setting setting)
{
        char value[32];
        char range[64] = "on or off";
        int64_t min, max;

        print_value(setting, value_of(status, setting), value);
        if (setting != SETTING_ENABLED) {
                get_range(setting, &min, &max);
                snprintf(range, sizeof(range), "%" PRId64 " to %" PRId64 " min%s", min, max,
                        setting == SETTING_STAND_LIMIT ? ", off" : "");
        }
        printf("%-12s %-7s %-18s %s\n", setting_names[setting], value, range, meanings[setting]);
}

/* "": the person has no programme that is planned. */
static const char *plan_value(const struct person_status *status, const char *name)
{
        return strcmp(name, TOPIC_SESSION_DAYS) == 0 ? status->session_days : status->session_time;
}

/* Lists the settings of the plan; @only NULL: both. */
static void list_plan_settings(const struct person_status *status, const char *only)
{
        for (size_t i = 0; i < PLAN_SETTINGS; i++) {
                const char *value = plan_value(status, plan_settings[i].name);

                if (!only || only == plan_settings[i].name)
                        printf("%-12s %-26s %s\n", plan_settings[i].name, *value != '\0' ? value : "-",
                                plan_settings[i].meaning);
        }
}

static json_t *setting_json(const struct person_status *status, enum setting setting)
{
        json_int_t value = value_of(status, setting);
        int64_t min, max;

        if (setting == SETTING_ENABLED)
                return json_pack("{s:b}", "value", (int)value);
        get_range(setting, &min, &max);
        return json_pack("{s:I,s:I,s:I,s:s}", "value", value, "min", (json_int_t)min, "max", (json_int_t)max,
                "unit", "min");
}

static int list_json(const struct order *order, enum setting from, enum setting to)
{
        json_t *list = json_object();
        int r = 0;

        for (enum setting i = from; r == 0 && i < to; i++)
                r = json_object_set_new(list, setting_names[i], setting_json(&order->status, i));
        for (size_t i = 0; r == 0 && i < PLAN_SETTINGS; i++)
                if (order->setting == SETTING_MAX_ &&
                        (!order->plan_setting || order->plan_setting == plan_settings[i].name))
                        r = json_object_set_new(list, plan_settings[i].name,
                                json_pack(
                                        "{s:s}", "value", plan_value(&order->status, plan_settings[i].name)));
        if (r == 0)
                r = json_dumpf(list, stdout, JSON_COMPACT);
        json_decref(list);
        putchar('\n');
        return r == 0 ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
}

static int tell_set(struct order *order)
{
        const struct person_status *status = &order->status;
        bool all = order->setting == SETTING_MAX_ && !order->plan_setting;
        enum setting from = all ? 0 : order->setting;
        enum setting to = all || order->plan_setting ? SETTING_MAX_ : order->setting + 1;
        char value[32];

        if (order->options.json)
                return list_json(order, from, to);
        if (order->asks) {
                for (enum setting i = from; i < to; i++)
                        list_setting(status, i);
                if (all || order->plan_setting)
                        list_plan_settings(status, order->plan_setting);
                return EXIT_STATUS_DONE;
        }
        if (order->plan_setting) {
                printf("%s is now %s.\n", order->plan_setting, plan_value(status, order->plan_setting));
                return EXIT_STATUS_DONE;
        }
        print_value(order->setting, value_of(status, order->setting), value);
        printf("%s is now %s.", setting_names[order->setting], value);
        command_tell_next(order);
        return EXIT_STATUS_DONE;
}

const struct order_kind command_set_kind = {
        "set",
        "Usage: unslouch set [OPTION]... [SETTING [VALUE]]\n"
        "Changes a setting, until its value in the configuration file changes.\n"
        "Without VALUE it shows what is set and what may be.\n"
        "\n"
        "  enabled       on or off   whether there are reminders\n"
        "  sit_limit     minutes     sitting until a break is due\n"
        "  break_goal    minutes     how long a break is to be\n"
        "  snooze        minutes     how long a snooze is\n"
        "  stand_limit   minutes     standing until a change is due, or off\n"
        "  session_days  days        on which days sessions are: mon,wed,fri\n"
        "  session_time  time        when they are offered: 18:00, or 18:00-21:00\n"
        "\n" OPTIONS_HELP,
        check_set,
        send_set,
        tell_set,
};
