/* SPDX-License-Identifier: MIT */
#include "wire/discovery_row.h"

#include "wire/topic.h"

#include <string.h>

/* A template that gives the value of one key; null becomes "None", which Home Assistant takes for unknown. */
#define VALUE(key_) "{{ value_json." key_ " }}"

#define SENSOR(key_, name_, from_) .key = (key_), .platform = "sensor", .name = (name_), .state = (from_)
#define BUTTON(key_, name_, payload_)                                                                        \
        .key = (key_), .platform = "button", .name = (name_), .command = "cmd", .payload = (payload_)
#define NUMBER(key_, name_, setting_)                                                                        \
        .key = (key_), .platform = "number", .name = (name_), .state = (setting_),                           \
        .command = setting_ "/set", .setting = (setting_), .device_class = "duration", .unit = "min",        \
        .category = "config"
#define TEXT(key_, name_, leaf_)                                                                             \
        .key = (key_), .platform = "text", .name = (name_), .state = (leaf_), .command = leaf_ "/set",       \
        .category = "config"
/* Seconds that may be taken back (DESIGN 3, provisional time): measured, not counted. */
#define SECONDS .device_class = "duration", .unit = "s", .state_class = "measurement"

/* Both may be empty: where there is no time, an empty message says so. */
#define DAY_PATTERN  "[A-Za-z]{3,9}"
#define TIME_PATTERN "[0-9]{1,2}:[0-9]{2}"

const struct discovery_row discovery_rows[DISCOVERY_ROWS] = {
        { SENSOR("posture", "Posture", "state"), .value_template = VALUE("posture"),
                .choice = DISCOVERY_POSTURES, .device_class = "enum", .icon = "mdi:human" },
        { .key = "sitting",
                .platform = "binary_sensor",
                .name = "Sitting",
                .state = "state",
                .value_template = "{{ 'ON' if value_json.posture == 'sitting' else "
                                  "'None' if value_json.posture == 'unknown' else 'OFF' }}",
                .payload_on = "ON",
                .payload_off = "OFF",
                .device_class = "occupancy" },
        { SENSOR("sitting_today", "Sitting today", "state"), .value_template = VALUE("sitting_today_s"),
                SECONDS, .icon = "mdi:seat" },
        { SENSOR("this_bout", "Sitting at a stretch", "state"), .value_template = VALUE("bout_s"), SECONDS,
                .icon = "mdi:timer-outline" },
        { SENSOR("longest_bout", "Longest sitting today", "state"),
                .value_template = VALUE("longest_bout_today_s"), SECONDS, .icon = "mdi:timer-sand" },
        { SENSOR("next_break", "Next break", "state"), .value_template = VALUE("next_break"),
                .device_class = "timestamp", .icon = "mdi:walk" },
        { SENSOR("breaks_today", "Breaks today", "state"), .value_template = VALUE("breaks_today"),
                .state_class = "measurement", .icon = "mdi:shoe-print" },
        { SENSOR("phase", "Phase", "state"), .value_template = VALUE("phase"), .choice = DISCOVERY_PHASES,
                .device_class = "enum", .icon = "mdi:state-machine" },
        { SENSOR("next_session", "Next session", "state"), .presence = DISCOVERY_ROUTINE,
                .value_template = VALUE("next_session"), .device_class = "timestamp",
                .icon = "mdi:calendar-clock" },
        { SENSOR("week_done", "Sessions this week", "state"), .presence = DISCOVERY_ROUTINE,
                .value_template = VALUE("week_done"), .state_class = "measurement",
                .icon = "mdi:calendar-check" },
        { SENSOR("streak", "Weeks in a row", "state"), .presence = DISCOVERY_ROUTINE,
                .value_template = VALUE("streak_weeks"), .state_class = "measurement",
                .icon = "mdi:calendar-star" },
        { .key = "reminder",
                .platform = "event",
                .name = "Reminder",
                .state = "prompt",
                .choice = DISCOVERY_EVENTS,
                .icon = "mdi:bell-ring-outline" },
        { BUTTON("done", "Done", "done"), .icon = "mdi:check" },
        { BUTTON("snooze", "Snooze", "snooze"), .icon = "mdi:alarm-snooze" },
        { BUTTON("skip", "Skip", "skip"), .icon = "mdi:skip-next" },
        { BUTTON("not_me", "Not me", "not-me"), .icon = "mdi:account-off-outline" },
        { BUTTON("start_session", "Start session", "session start"), .presence = DISCOVERY_ROUTINE,
                .icon = "mdi:play" },
        { BUTTON("pause_session", "Pause session", "session pause"), .presence = DISCOVERY_ROUTINE,
                .icon = "mdi:pause" },
        { BUTTON("resume_session", "Resume session", "session resume"), .presence = DISCOVERY_ROUTINE,
                .icon = "mdi:play-pause" },
        { BUTTON("next", "Next", "session next"), .presence = DISCOVERY_ROUTINE, .icon = "mdi:arrow-right" },
        { BUTTON("stop_session", "Stop session", "session stop"), .presence = DISCOVERY_ROUTINE,
                .icon = "mdi:stop" },
        { .key = "enabled",
                .platform = "switch",
                .name = "Reminders",
                .state = "enabled",
                .command = "enabled/set",
                .payload_on = "ON",
                .payload_off = "OFF",
                .icon = "mdi:bell" },
        { .key = "hold_reason",
                .platform = "switch",
                .name = "Hold",
                .presence = DISCOVERY_EACH_HOLD,
                .state = "state",
                .command = "cmd",
                .icon = "mdi:bell-sleep-outline" },
        { .key = "hold",
                .platform = "select",
                .name = "Hold",
                .presence = DISCOVERY_HOLDS,
                .choice = DISCOVERY_REASONS,
                .state = "state",
                .command = "cmd",
                /* Who chooses "Off" means the reason that was shown. */
                .command_template = "{{ 'release ' ~ this.state if value == '" DISCOVERY_OFF_OPTION
                                    "' else 'hold ' ~ value }}",
                .icon = "mdi:bell-sleep-outline" },
        { .key = "programme",
                .platform = "select",
                .name = "Programme",
                .presence = DISCOVERY_PROGRAMMES,
                .choice = DISCOVERY_PROGRAMME_IDS,
                .state = "session",
                .command = "cmd",
                .command_template = "{{ 'session stop' if value == '" DISCOVERY_OFF_OPTION
                                    "' else 'session start ' ~ value }}",
                .icon = "mdi:dumbbell" },
        { NUMBER("sit_limit", "Sitting limit", "sit_limit"), .icon = "mdi:seat-outline" },
        { NUMBER("break_goal", "Break goal", "break_goal"), .icon = "mdi:walk" },
        { NUMBER("snooze_length", "Snooze length", "snooze"), .icon = "mdi:alarm-snooze" },
        { NUMBER("stand_limit", "Standing limit", "stand_limit"), .presence = DISCOVERY_STAND_LIMIT,
                .zero_is_off = true, .icon = "mdi:human-male" },
        { TEXT("session_days", "Session days", TOPIC_SESSION_DAYS), .presence = DISCOVERY_ROUTINE,
                .pattern = "^(" DAY_PATTERN "([ ,-]+" DAY_PATTERN ")*)?$", .max = 64,
                .icon = "mdi:calendar-week" },
        { TEXT("session_time", "Session time", TOPIC_SESSION_TIME), .presence = DISCOVERY_ROUTINE,
                .pattern = "^(" TIME_PATTERN "( ?- ?" TIME_PATTERN ")?)?$", .max = 13,
                .icon = "mdi:clock-outline" },
        { SENSOR("why", "Why", "why"), .value_template = "{{ value_json.because[:255] }}",
                .category = "diagnostic", .icon = "mdi:help-circle-outline" },
        { .key = "broker",
                .platform = "binary_sensor",
                .name = "Broker",
                .home_state = "status",
                .payload_on = "online",
                .payload_off = "offline",
                .device_class = "connectivity",
                .category = "diagnostic" },
        { .key = "version",
                .platform = "sensor",
                .name = "Version",
                .home_state = "owner",
                .value_template = VALUE("version"),
                .category = "diagnostic",
                .icon = "mdi:tag-outline" },
        { .key = "trigger",
                .platform = "device_automation",
                .presence = DISCOVERY_EACH_EVENT,
                .state = "prompt",
                .value_template = VALUE("event_type") },
};

size_t discovery_row_find(const char *key)
{
        size_t i = 0;

        while (i < DISCOVERY_ROWS && strcmp(discovery_rows[i].key, key) != 0)
                i++;
        return i;
}
