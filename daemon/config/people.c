/* SPDX-License-Identifier: MIT */
#include "config/load.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "wire/topic.h"

#include <errno.h>
#include <string.h>

#define LANGUAGE_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
/* Quiet hours that nobody wrote down (programme.md 4.3). */
#define QUIET_FROM_MINUTE (22 * 60)
#define QUIET_TO_MINUTE   (7 * 60)

/* What comes behind the base topic where a person could be. */
static const char *const own_topics[] = { "status", "owner", "say", "said", "shelly" };

static int check_id(
        struct load *load, struct names *ids, const config_setting_t *at, const char *id, uint32_t i)
{
        uint32_t number;
        int r;

        if (!id)
                return 0;
        for (size_t word = 0; word < ELEMENTS(own_topics); word++)
                if (strcmp(id, own_topics[word]) == 0)
                        report_member(&load->report, at, "id", "this word is one of the daemon's own topics");
        r = names_add(ids, id, i, &number);
        if (r != -EEXIST)
                return r;
        report_member(&load->report, at, "id", "there is a person of this id already, in line %d",
                (int)load_element(load->root, "people", number)->line);
        return 0;
}

/* The id, name and language of a person; what the file leaves out goes to the draft too. */
static int load_names(struct load *load, const config_setting_t *at, struct draft_person *draft,
        struct person_setup *person)
{
        if (!draft->name && draft->id) {
                draft->name = strdup(draft->id);
                if (!draft->name)
                        return -ENOMEM;
        }
        if (draft->language[strspn(draft->language, LANGUAGE_CHARACTERS)] != '\0')
                report_member(&load->report, at, "language", "not a language such as en or pt-BR");
        /* The table's limits are those of the targets. */
        snprintf(person->core.id, sizeof(person->core.id), "%s", draft->id ? draft->id : "");
        snprintf(person->name, sizeof(person->name), "%s", draft->name ? draft->name : "");
        snprintf(person->language, sizeof(person->language), "%s", draft->language);
        person->user = draft->user;
        return 0;
}

/* Tells a conflict between two settings of breaks, at the one that the file has. */
static void report_conflict(struct load *load, const config_setting_t *at, const char *name,
        const char *other, const char *reason)
{
        const config_setting_t *breaks = config_setting_get_member(at, "breaks");

        report_member(
                &load->report, breaks, config_setting_get_member(breaks, name) ? name : other, "%s", reason);
}

static void check_breaks(struct load *load, const config_setting_t *at, struct draft_breaks *breaks)
{
        if (!breaks->given)
                return;
        if (breaks->break_goal_usec < breaks->min_break_usec)
                report_conflict(load, at, "break_goal", "min_break", "break_goal is shorter than min_break");
        if (breaks->posture_check_usec >= breaks->sit_limit_usec)
                report_conflict(
                        load, at, "posture_check", "sit_limit", "posture_check is not before sit_limit");
        if (breaks->long_break_usec >= breaks->break_goal_usec)
                return;
        if (config_setting_get_member(config_setting_get_member(at, "breaks"), "long_break"))
                report_conflict(
                        load, at, "long_break", "break_goal", "long_break is shorter than break_goal");
        breaks->long_break_usec = breaks->break_goal_usec;
}

static bool has_desk(const struct draft_person *draft)
{
        const struct draft_sensor *sensors = draft->sensors.items;

        for (uint32_t i = 0; i < draft->sensors.count; i++)
                if (sensors[i].kind == DRAFT_NONE || sensors[i].kind == SOURCE_KIND_DESK_HEIGHT)
                        return true;
        return false;
}

/* DESIGN 5.11: what nobody wrote down depends on the sensors. */
static void load_stand_limit(struct load *load, const config_setting_t *at, struct draft_person *draft)
{
        const config_setting_t *breaks = config_setting_get_member(at, "breaks");
        const config_setting_t *limit = breaks ? config_setting_get_member(breaks, "stand_limit") : NULL;

        if (draft->breaks.stand_limit_usec == DRAFT_NONE)
                draft->breaks.stand_limit_usec = has_desk(draft) ? STAND_LIMIT_USEC : 0;
        else if (limit && draft->breaks.stand_limit_usec > 0 && !has_desk(draft))
                report_warning(&load->report, limit,
                        "has no effect: this person has no sensor of kind 'desk-height'");
}

static void compile_breaks(struct break_settings *breaks, const struct draft_breaks *draft)
{
        *breaks = (struct break_settings){
                .bout = {
                        .debounce_usec = draft->debounce_usec,
                        .min_break_usec = draft->min_break_usec,
                        .break_goal_usec = draft->break_goal_usec,
                },
                .sit_limit_usec = draft->sit_limit_usec,
                .stand_limit_usec = draft->stand_limit_usec,
                .long_break_usec = draft->long_break_usec,
                .posture_check_usec = draft->posture_check_usec,
                .snooze_usec = draft->snooze_usec,
                .snoozes = (uint8_t)draft->snoozes,
                .repeat_usec = draft->repeat_usec,
                .defer_usec = draft->defer_usec,
                .back_off = draft->back_off != 0,
                .voice_per_hour = (uint8_t)draft->voice_per_hour,
                .voice_per_day = (uint8_t)draft->voice_per_day,
                .linger_usec = draft->linger_usec,
        };
}

static int set_default_quiet_hours(struct draft_list *list)
{
        struct draft_hours *hours;

        if (list->given)
                return 0;
        hours = calloc(1, sizeof(*hours));
        if (!hours)
                return -ENOMEM;
        *hours = (struct draft_hours){
                .given = true,
                .days = HOURS_EVERY_DAY,
                .from_minute = QUIET_FROM_MINUTE,
                .to_minute = QUIET_TO_MINUTE,
        };
        *list = (struct draft_list){ .given = true, .count = 1, .items = hours };
        return 0;
}

static uint8_t compile_hours(struct hours_rule *rules, const struct draft_list *list)
{
        const struct draft_hours *hours = list->items;

        for (uint32_t i = 0; i < list->count; i++)
                rules[i] = (struct hours_rule){
                        .days = (uint8_t)hours[i].days,
                        .from_minute = (int16_t)hours[i].from_minute,
                        .to_minute = (int16_t)hours[i].to_minute,
                };
        return (uint8_t)list->count;
}

/* Holds of one person are few: each is compared with those before it. */
static void check_reason(struct load *load, const config_setting_t *person, const config_setting_t *at,
        const struct draft_hold *holds, uint32_t i)
{
        for (uint32_t j = 0; holds[i].reason && j < i; j++)
                if (holds[j].reason && strcmp(holds[j].reason, holds[i].reason) == 0) {
                        report_member(&load->report, at, "reason",
                                "this person has a hold of this reason already, in line %d",
                                (int)load_element(person, "holds", j)->line);
                        return;
                }
}

/* A hold comes by MQTT or from the desktop, never from both. */
static void check_from(struct load *load, const config_setting_t *at, const struct draft_hold *draft)
{
        static const char *const names[] = { "topic", "field", "when" };
        bool given = config_setting_get_member(at, "from") != NULL;

        if (!given && !config_setting_get_member(at, "topic"))
                report_setting(&load->report, at, "needs a topic, or from");
        for (size_t i = 0; draft->from != DRAFT_NONE && i < ELEMENTS(names); i++)
                if (config_setting_get_member(at, names[i]))
                        report_member(&load->report, at, names[i], "not together with from");
}

static int load_hold(struct load *load, const config_setting_t *at, struct draft_hold *draft,
        struct hold_config *hold, struct hold_settings *settings)
{
        int r;

        if (draft->reason && draft->effect == DRAFT_NONE)
                draft->effect = hold_effect_of(draft->reason);
        snprintf(hold->reason, sizeof(hold->reason), "%s", draft->reason ? draft->reason : "");
        if (draft->effect != DRAFT_NONE)
                hold->effect = (enum hold_effect)draft->effect;
        check_from(load, at, draft);
        settings->topic = draft->topic;
        settings->idle_inhibitor = draft->from != DRAFT_NONE;
        settings->field_text = draft->field;
        settings->when_text = draft->when;
        r = load_field(load, at, "field", draft->field, &settings->field);
        if (r < 0)
                return r;
        return load_match(load, at, draft->when, &settings->when);
}

static int load_holds(struct load *load, const config_setting_t *at, const struct draft_person *draft,
        struct person_setup *person)
{
        struct draft_hold *holds = draft->holds.items;
        struct hold_config *configs =
                &load->settings->arrays.holds[person->holds - load->settings->arrays.hold_settings];

        for (uint32_t i = 0; i < draft->holds.count; i++) {
                const config_setting_t *element = load_element(at, "holds", i);
                int r;

                if (!holds[i].given)
                        continue;
                check_reason(load, at, element, holds, i);
                r = load_hold(load, element, &holds[i], &configs[i], &person->holds[i]);
                if (r < 0)
                        return r;
        }
        return 0;
}

/* Gives a person their parts of the arrays; @next holds where the next free parts begin. */
static void take_arrays(
        struct person_setup *person, const struct draft_person *draft, struct settings_arrays *next)
{
        person->sensors = next->sensors;
        person->source_names = next->source_names;
        person->core.sources = next->sources;
        person->core.source_count = (uint16_t)draft->sensors.count;
        person->core.active_hours = next->hours;
        person->core.active_hours_count = compile_hours(next->hours, &draft->active_hours);
        next->hours += draft->active_hours.count;
        person->core.quiet_hours = next->hours;
        person->core.quiet_hours_count = compile_hours(next->hours, &draft->quiet_hours);
        next->hours += draft->quiet_hours.count;
        person->holds = next->hold_settings;
        person->core.holds = next->holds;
        person->core.hold_count = (uint8_t)draft->holds.count;
        person->buttons = next->buttons;
        person->button_count = (uint8_t)draft->buttons.count;
        next->buttons += draft->buttons.count;
        person->cues = next->cues;
        person->core.cue_count = (uint8_t)draft->cues.count;
        next->sensors += draft->sensors.count;
        next->source_names += draft->sensors.count;
        next->sources += draft->sensors.count;
        next->hold_settings += draft->holds.count;
        next->holds += draft->holds.count;
        next->cues += draft->cues.count;
}

static int load_person(struct load *load, struct names *ids, struct settings_arrays *next, uint32_t i)
{
        struct draft_person *draft = &((struct draft_person *)load->draft->people.items)[i];
        struct person_setup *person = &load->settings->people[i];
        const config_setting_t *at = load_element(load->root, "people", i);
        int r;

        take_arrays(person, draft, next);
        if (!draft->given)
                return 0;
        r = check_id(load, ids, at, draft->id, i);
        if (r < 0)
                return r;
        r = load_names(load, at, draft, person);
        if (r < 0)
                return r;
        r = load_sensors(load, at, draft, person, next);
        if (r < 0)
                return r;
        check_breaks(load, at, &draft->breaks);
        load_stand_limit(load, at, draft);
        compile_breaks(&person->core.breaks, &draft->breaks);
        person->core.day_start_minute = (int16_t)draft->day_start_minute;
        r = load_holds(load, at, draft, person);
        if (r < 0)
                return r;
        r = load_buttons(load, at, draft, person, next);
        if (r < 0)
                return r;
        r = load_cues(load, at, draft, person);
        if (r < 0)
                return r;
        return load_ladder(load, at, draft);
}

static size_t count_room_names(const struct draft_person *person)
{
        const struct draft_sensor *sensors = person->sensors.items;
        size_t count = 0;

        for (uint32_t i = 0; i < person->sensors.count; i++)
                count += sensors[i].rooms.count;
        return count;
}

/* What buttons and rooms need, one more than counted. */
static int allocate_maps(struct settings_arrays *arrays, struct draft_person *people, uint32_t count)
{
        size_t buttons = 1;
        size_t entries = 1;
        size_t rooms = 1;

        for (uint32_t i = 0; i < count; i++) {
                int r = load_button_defaults(&people[i], &buttons, &entries);

                if (r < 0)
                        return r;
                rooms += count_room_names(&people[i]);
        }
        arrays->buttons = calloc(buttons, sizeof(*arrays->buttons));
        arrays->button_entries = calloc(entries, sizeof(*arrays->button_entries));
        arrays->room_names = calloc(rooms, sizeof(*arrays->room_names));
        return arrays->buttons && arrays->button_entries && arrays->room_names ? 0 : -ENOMEM;
}

/* One more than counted, so that nothing is of size 0. */
static int allocate_arrays(struct settings_arrays *arrays, struct draft_person *people, uint32_t count)
{
        size_t sensors = 1;
        size_t hours = 1;
        size_t holds = 1;
        size_t cues = 1;

        for (uint32_t i = 0; i < count; i++) {
                int r = set_default_quiet_hours(&people[i].quiet_hours);

                if (r < 0)
                        return r;
                sensors += people[i].sensors.count;
                hours += people[i].active_hours.count + people[i].quiet_hours.count;
                holds += people[i].holds.count;
                cues += people[i].cues.count;
        }
        arrays->sources = calloc(sensors, sizeof(*arrays->sources));
        arrays->sensors = calloc(sensors, sizeof(*arrays->sensors));
        arrays->source_names = calloc(sensors, sizeof(*arrays->source_names));
        arrays->hours = calloc(hours, sizeof(*arrays->hours));
        arrays->holds = calloc(holds, sizeof(*arrays->holds));
        arrays->hold_settings = calloc(holds, sizeof(*arrays->hold_settings));
        arrays->cues = calloc(cues, sizeof(*arrays->cues));
        if (!arrays->sources || !arrays->sensors || !arrays->source_names || !arrays->hours ||
                !arrays->holds || !arrays->hold_settings || !arrays->cues)
                return -ENOMEM;
        return allocate_maps(arrays, people, count);
}

static int load_each(struct load *load, struct names *ids)
{
        struct settings *settings = load->settings;
        struct settings_arrays next = settings->arrays;

        for (uint32_t i = 0; i < settings->people_count; i++) {
                int r;

                settings->person_configs[i] = &settings->people[i].core;
                r = load_person(load, ids, &next, i);
                if (r < 0)
                        return r;
        }
        return 0;
}

int load_people(struct load *load)
{
        struct settings *settings = load->settings;
        uint32_t count = load->draft->people.count;
        struct names ids = { 0 };
        int r;

        if (count == 0)
                return 0;
        r = allocate_arrays(&settings->arrays, load->draft->people.items, count);
        if (r < 0)
                return r;
        settings->people = calloc(count, sizeof(*settings->people));
        settings->person_configs = calloc(count, sizeof(*settings->person_configs));
        if (!settings->people || !settings->person_configs)
                return -ENOMEM;
        settings->people_count = count;
        r = load_each(load, &ids);
        names_done(&ids);
        return r;
}
