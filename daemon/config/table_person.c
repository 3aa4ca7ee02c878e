/* SPDX-License-Identifier: MIT */
#include "config/table.h"

#include "base/text.h"
#include "base/units.h"
#include "config/draft.h"
#include "config/settings.h"
#include "core/programme.h"
#include "core/routine.h"

#define ROW(type_, group_, member_) .type = (type_), .offset = offsetof(struct group_, member_)
#define GROUP(rows_, group_)                                                                                 \
        {                                                                                                    \
                .rows = (rows_), .count = ELEMENTS(rows_), .size_bytes = sizeof(struct group_)               \
        }
#define SECONDS(min_, max_) .min = (min_)*USEC_PER_SEC, .max = (max_)*USEC_PER_SEC, .unit_usec = USEC_PER_SEC
#define MINUTES(min_, max_)                                                                                  \
        .min = (min_)*USEC_PER_MINUTE, .max = (max_)*USEC_PER_MINUTE, .unit_usec = USEC_PER_MINUTE
#define NAME_MAX_BYTES  (NAME_SIZE - 1)
#define TOPIC_MAX_BYTES 511
#define FIELD_MAX_BYTES 255

/* In the order of enum source_kind. */
static const char *const sensor_kind_choices[] = { "seat", "presence", "desk-height", "activity", "home",
        "room", "logind", "desktop-idle", NULL };
static const char *const from_choices[] = { "idle-inhibitor", NULL };
static const char *const covers_choices[] = { "room", "seat", NULL };
/* In the order of enum hold_effect. */
static const char *const effect_choices[] = { "defer", "mute", "quiet", "off", NULL };
/* In the order of enum session_pace. */
static const char *const pace_choices[] = { "rep", "set", NULL };

static const struct table_row availability_rows[] = {
        { "topic", ROW(TABLE_TOPIC, draft_availability, topic), .required = true, .min = 1,
                .max = TOPIC_MAX_BYTES, .help = "Where the device says whether it is online." },
        { "field", ROW(TABLE_TEXT, draft_availability, field), .max = FIELD_MAX_BYTES,
                .help = "Where in the payload; the whole payload, or JSON's state, if not set." },
};
static const struct table_group availability_group = GROUP(availability_rows, draft_availability);

static const struct table_row sensor_rows[] = {
        { "name", ROW(TABLE_TEXT, draft_sensor, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
                .help = "What the answer to why calls it." },
        { "kind", ROW(TABLE_CHOICE, draft_sensor, kind), .required = true, .choices = sensor_kind_choices,
                .help = "What its match says: occupied, present, raised, active, at home. A room is what "
                        "follows the person about. Session and desktop (logind, desktop-idle) tell by "
                        "themselves whether they are in use." },
        { "topic", ROW(TABLE_TOPIC, draft_sensor, topic), .min = 1, .max = TOPIC_MAX_BYTES,
                .help = "Where its messages come; or say via and device." },
        { "field", ROW(TABLE_TEXT, draft_sensor, field), .max = FIELD_MAX_BYTES,
                .help = "Where in the payload, such as occupancy or LD2410.Distance[1]; the whole payload if "
                        "not set." },
        { "when", ROW(TABLE_TEXT, draft_sensor, when), .min = 1, .max = FIELD_MAX_BYTES,
                .help = "What is true: a word, on|home, > 95, or > 95 ~ 3; the usual words for yes if not "
                        "set. "
                        "A desk-height needs it." },
        { "via", ROW(TABLE_TEXT, draft_sensor, via), .min = 1, .max = NAME_MAX_BYTES,
                .help = "Device family that fills topic, field and availability; or dbus: programs "
                        "report the activity over D-Bus." },
        { "device", ROW(TABLE_TEXT, draft_sensor, device), .min = 1, .max = 255,
                .help = "With via: what the family calls the device." },
        { "room", ROW(TABLE_TEXT, draft_sensor, room), .min = 1, .max = NAME_MAX_BYTES,
                .help = "Where it is. Of kind room: it tells how far from it the person is; without, it "
                        "names a room." },
        { "rooms", ROW(TABLE_MAP, draft_sensor, rooms), .max = ROOM_NAMES_MAX,
                .help = "Kind room: which of its names is which of the rooms here, where they differ." },
        { "availability", ROW(TABLE_GROUP, draft_sensor, availability), .group = &availability_group,
                .short_form = "topic", .help = "A topic, or a group of topic and field." },
        { "shared", ROW(TABLE_BOOLEAN, draft_sensor, shared), .fallback = "false",
                .help = "Seat: whether others sit there too." },
        { "covers", ROW(TABLE_CHOICE, draft_sensor, covers), .choices = covers_choices,
                .help = "Presence: whether it sees the room or just the seat; room if not set." },
        { "portable", ROW(TABLE_BOOLEAN, draft_sensor, portable),
                .help = "Activity, logind, desktop-idle: whether it moves about with the person; false "
                        "if not set." },
        { "stale_after", ROW(TABLE_DURATION, draft_sensor, stale_after_usec), .min = USEC_PER_SEC,
                .max = 30 * USEC_PER_DAY, .unit_usec = USEC_PER_HOUR, .word = "never",
                .word_usec = USEC_INFINITY,
                .help = "How long it is believed without a message: seat and presence 6 h, activity by "
                        "MQTT 15 min, a room that is named 6 h, a distance 60 s, else never." },
};
static const struct table_group sensor_group = GROUP(sensor_rows, draft_sensor);

static const struct table_row breaks_rows[] = {
        { "sit_limit", ROW(TABLE_DURATION, draft_breaks, sit_limit_usec), MINUTES(20, 60),
                .fallback = "30 min", .help = "Sitting without a break until a prompt." },
        { "stand_limit", ROW(TABLE_DURATION, draft_breaks, stand_limit_usec), MINUTES(20, 60), .word = "off",
                .help = "Standing at the raised desk until a prompt to sit or walk: 45 min with a "
                        "desk-height sensor, else off." },
        { "break_goal", ROW(TABLE_DURATION, draft_breaks, break_goal_usec), MINUTES(1, 10),
                .fallback = "2 min", .help = "A break this long fulfils a prompt." },
        { "min_break", ROW(TABLE_DURATION, draft_breaks, min_break_usec), SECONDS(10, 120),
                .fallback = "60 s",
                .help = "An interruption this long is a break and starts the clock anew." },
        { "long_break", ROW(TABLE_DURATION, draft_breaks, long_break_usec), MINUTES(3, 10),
                .fallback = "5 min", .help = "What the words suggest after each 2 h of sitting." },
        { "posture_check", ROW(TABLE_DURATION, draft_breaks, posture_check_usec), MINUTES(10, 30),
                .word = "off", .fallback = "15 min",
                .help = "When a screen or phone suggests to sit up, once a bout." },
        { "snooze", ROW(TABLE_DURATION, draft_breaks, snooze_usec), MINUTES(5, 20), .fallback = "10 min",
                .help = "How long a snooze puts a prompt off." },
        { "snoozes", ROW(TABLE_INTEGER, draft_breaks, snoozes), .min = 0, .max = 2, .fallback = "2",
                .help = "How many there may be in a bout." },
        { "repeat", ROW(TABLE_DURATION, draft_breaks, repeat_usec), MINUTES(5, 20), .word = "off",
                .fallback = "10 min", .help = "When an unanswered prompt is repeated, once." },
        { "defer", ROW(TABLE_DURATION, draft_breaks, defer_usec), MINUTES(0, 20), .fallback = "10 min",
                .help = "How long a call or a film may keep a prompt waiting." },
        { "back_off", ROW(TABLE_BOOLEAN, draft_breaks, back_off), .fallback = "true",
                .help = "Whether prompts become rarer while few are answered." },
        { "voice_per_hour", ROW(TABLE_INTEGER, draft_breaks, voice_per_hour), .min = 0,
                .max = VOICE_PER_HOUR_MAX, .fallback = "2", .help = "Spoken prompts in an hour, at most." },
        { "voice_per_day", ROW(TABLE_INTEGER, draft_breaks, voice_per_day), .min = 0, .max = 100,
                .fallback = "12", .help = "Spoken prompts in a day, at most." },
        { "linger", ROW(TABLE_DURATION, draft_breaks, linger_usec), MINUTES(0, 30), .fallback = "5 min",
                .help = "How long an idle activity still counts as sitting." },
        { "debounce", ROW(TABLE_DURATION, draft_breaks, debounce_usec), SECONDS(1, 60), .fallback = "10 s",
                .help = "A change counts once it has lasted this long." },
};
static const struct table_group breaks_group = GROUP(breaks_rows, draft_breaks);

static const struct table_row hours_rows[] = {
        { "days", ROW(TABLE_DAYS, draft_hours, days), .fallback = "daily",
                .help = "The days on which it starts." },
        { "from", ROW(TABLE_TIME, draft_hours, from_minute), .required = true, .max = MINUTES_PER_DAY - 1,
                .help = "Local time at which it starts." },
        { "to", ROW(TABLE_TIME, draft_hours, to_minute), .required = true, .max = MINUTES_PER_DAY,
                .help = "Local time at which it ends, on the next day if not after from." },
};
static const struct table_group hours_group = GROUP(hours_rows, draft_hours);

static const struct table_row hold_rows[] = {
        { "reason", ROW(TABLE_ID, draft_hold, reason), .required = true,
                .help = "Its name, such as call, film, guests; some are known and bring their effect." },
        { "topic", ROW(TABLE_TOPIC, draft_hold, topic), .min = 1, .max = TOPIC_MAX_BYTES,
                .help = "Where it is said whether it holds; or say from." },
        { "from", ROW(TABLE_CHOICE, draft_hold, from), .choices = from_choices,
                .help = "Instead of a topic: it holds while a program keeps the screen on, as films and "
                        "calls do." },
        { "field", ROW(TABLE_TEXT, draft_hold, field), .max = FIELD_MAX_BYTES, .help = "As for a sensor." },
        { "when", ROW(TABLE_TEXT, draft_hold, when), .min = 1, .max = FIELD_MAX_BYTES,
                .help = "As for a sensor." },
        { "effect", ROW(TABLE_CHOICE, draft_hold, effect), .choices = effect_choices,
                .help = "defer lets prompts wait, mute is no speech, quiet shows nothing, off excuses; by "
                        "the reason." },
};
static const struct table_group hold_group = GROUP(hold_rows, draft_hold);

static const struct table_row cue_rows[] = {
        { "topic", ROW(TABLE_TOPIC, draft_cue, topic), .required = true, .min = 1, .max = TOPIC_MAX_BYTES,
                .help = "Where it is said." },
        { "field", ROW(TABLE_TEXT, draft_cue, field), .max = FIELD_MAX_BYTES, .help = "As for a sensor." },
        { "when", ROW(TABLE_TEXT, draft_cue, when), .min = 1, .max = FIELD_MAX_BYTES,
                .help = "As for a sensor: what becomes true at a good moment, such as off of a call." },
};
static const struct table_group cue_group = GROUP(cue_rows, draft_cue);

static const struct table_row step_rows[] = {
        { "after", ROW(TABLE_DURATION, draft_step, after_usec), .required = true, .min = 0,
                .max = 10 * USEC_PER_MINUTE, .unit_usec = USEC_PER_MINUTE,
                .help = "Since the prompt was first told; the first step is at 0 s." },
        { "tell", ROW(TABLE_TEXTS, draft_step, tell), .required = true, .min = 1, .max = CHANNELS_MAX,
                .help = "Names of channels." },
};
static const struct table_group step_group = GROUP(step_rows, draft_step);

static const struct table_row button_rows[] = {
        { "topic", ROW(TABLE_TOPIC, draft_button, topic), .min = 1, .max = TOPIC_MAX_BYTES,
                .help = "Where its presses come; or say via and device." },
        { "field", ROW(TABLE_TEXT, draft_button, field), .max = FIELD_MAX_BYTES,
                .help = "Where in the payload; the whole payload if not set." },
        { "via", ROW(TABLE_TEXT, draft_button, via), .min = 1, .max = NAME_MAX_BYTES,
                .help = "Device family that fills topic and field." },
        { "device", ROW(TABLE_TEXT, draft_button, device), .min = 1, .max = 255,
                .help = "With via: what the family calls the device." },
        { "map", ROW(TABLE_MAP, draft_button, map), .max = BUTTON_ENTRIES_MAX,
                .help = "Which press is which command: single done, double snooze, hold skip if not set." },
        { "session", ROW(TABLE_MAP, draft_button, session), .max = BUTTON_ENTRIES_MAX,
                .help = "The same while a session is led: single next, double pause (and resume), hold "
                        "pain." },
        { "question", ROW(TABLE_MAP, draft_button, question), .max = BUTTON_ENTRIES_MAX,
                .help = "The same while it asks how hard it was: single answer right, double answer easy, "
                        "hold answer hard." },
};
static const struct table_group button_group = GROUP(button_rows, draft_button);

static const struct table_row programme_rows[] = {
        { "id", ROW(TABLE_ID, draft_programme, id), .required = true,
                .help = "Of one of the programmes, such as upper-back-strength." },
        { "days", ROW(TABLE_DAYS, draft_programme, days),
                .help = "The days of its sessions; the programme's own if not set." },
        { "at", ROW(TABLE_WINDOW, draft_programme, at),
                .help = "Local time at which a session is offered, or a window such as 18:00-21:00; never "
                        "by itself if not set." },
        { "pace", ROW(TABLE_CHOICE, draft_programme, pace), .choices = pace_choices,
                .help = "rep speaks the repetitions, set announces the sets; rep if all speech is via "
                        "hermes, else set." },
};
static const struct table_group programme_group = GROUP(programme_rows, draft_programme);

static const struct table_row person_rows[] = {
        { "id", ROW(TABLE_ID, draft_person, id), .required = true, .help = "Part of the person's topics." },
        { "name", ROW(TABLE_TEXT, draft_person, name), .min = 1, .max = NAME_MAX_BYTES,
                .help = "What the person is called; the id if not set." },
        { "language", ROW(TABLE_TEXT, draft_person, language), .min = 2, .max = 15, .fallback = "en",
                .help = "Of the words: en or de, or a file that was added." },
        { "user", ROW(TABLE_TEXT, draft_person, user), .min = 1, .max = 32,
                .help = "The person's login name; kind logind needs it." },
        { "sensors", ROW(TABLE_LIST, draft_person, sensors), .group = &sensor_group, .max = SOURCES_MAX,
                .help = "What tells whether the person sits." },
        { "breaks", ROW(TABLE_GROUP, draft_person, breaks), .group = &breaks_group,
                .help = "When to prompt." },
        { "active_hours", ROW(TABLE_LIST, draft_person, active_hours), .group = &hours_group,
                .max = HOURS_RULES_MAX, .help = "When prompts may come; always if not set or empty." },
        { "quiet_hours", ROW(TABLE_LIST, draft_person, quiet_hours), .group = &hours_group,
                .max = HOURS_RULES_MAX,
                .help = "When nothing is told; 22:00 to 07:00 daily if not set, never if empty." },
        { "day_start", ROW(TABLE_TIME, draft_person, day_start_minute), .max = MINUTES_PER_DAY - 1,
                .fallback = "04:00", .help = "Local time at which the person's day begins." },
        { "holds", ROW(TABLE_LIST, draft_person, holds), .group = &hold_group, .max = HOLDS_MAX,
                .help = "What makes prompts wait." },
        { "cues", ROW(TABLE_LIST, draft_person, cues), .group = &cue_group, .max = CUES_MAX,
                .help = "Good moments for a break, such as the end of a call: what is due within 5 min comes "
                        "then." },
        { "ladder", ROW(TABLE_LIST, draft_person, ladder), .group = &step_group, .max = LADDER_STEPS_MAX,
                .help = "Which channels tell a prompt, and when. If not set: lights, desktops and "
                        "templates at once, speech after 2 min, phones after 5 min. An empty one tells "
                        "nobody." },
        { "buttons", ROW(TABLE_LIST, draft_person, buttons), .group = &button_group, .max = BUTTONS_MAX,
                .help = "Buttons to answer with, and to be led through a session." },
        { "programmes", ROW(TABLE_LIST, draft_person, programmes), .group = &programme_group,
                .max = ROUTINE_ITEMS_MAX,
                .help = "The exercise programmes; no session starts by itself "
                        "without." },
        { "never", ROW(TABLE_DAYS, draft_person, never), .help = "Days on which no session is planned." },
        { "equipment", ROW(TABLE_TEXTS, draft_person, equipment), .max = EQUIPMENT_MAX,
                .help = "What is there of what exercises need; the health questions ask if not set." },
};
const struct table_group table_person = GROUP(person_rows, draft_person);
